"""A session of Apache Spark for a cross-check, and one sentence each when there can be none.

PySpark is an extra (`pip install "tungnha[spark]"`) and needs Java 17; it is imported only when asked for.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tungnha.matching.problems import CannotRun

JAVA = 17
REACHED_WITHIN = 5.0  # seconds
_MASTER = re.compile(r"local(\[(\d+|\*)(,\d+)?\])?|spark://[\w.\-]+:\d+(,[\w.\-]+:\d+)*|yarn|k8s://.+")
_ADDRESS = re.compile(r"([\w.\-]+):(\d+)")
SHIPPED = ("tungnha/__init__.py", "tungnha/identity", "tungnha/matching")  # what runs in the workers


def refuse_without_spark(master: str) -> None:
    """Raises CannotRun with one Vietnamese sentence. Quick: nothing is started."""
    if not _MASTER.fullmatch(master):
        raise CannotRun(f"--master: “{master}” không phải địa chỉ Spark; ghi local[2] hoặc spark://127.0.0.1:7077.")
    try:
        import pyarrow  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as problem:
        raise CannotRun(
            'Chưa cài PySpark: chạy pip install "tungnha[spark]" rồi thử lại, hoặc bỏ --engine spark để chạy trên máy '
            "này."
        ) from problem
    if (_java_version() or 0) < JAVA:
        raise CannotRun(
            f"Không thấy Java {JAVA} trở lên mà Spark cần: cài gói openjdk-17-jre-headless (hoặc đặt JAVA_HOME), hay "
            "bỏ --engine spark để chạy trên máy này."
        )
    if master.startswith("spark://") and not any(_answers(host, int(port)) for host, port in _ADDRESS.findall(master)):
        raise CannotRun(f"Không nối được tới Spark ở {master}: hãy xem máy chủ Spark đã chạy chưa.")


def _java_version() -> int | None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java:
        return None
    with suppress(OSError):
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        found = re.search(r'version "(?:1\.)?(\d+)', said)
        return int(found[1]) if found else None
    return None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), REACHED_WITHIN):
            return True
    except OSError:
        return False


@contextmanager
def session(master: str, memory: int) -> Iterator[Any]:
    """A SparkSession, stopped at the end; what Spark writes to the disk is encrypted and its talk is kept from the
    screen. `memory`, MiB, is that of one executor's Java; Python beside it holds the coded register. Where a session is
    open already (a notebook on a cluster), that one is used and left open."""
    refuse_without_spark(master)
    from pyspark.sql import SparkSession

    if (own := SparkSession.getActiveSession()) is not None:
        yield own
        return
    os.environ["PYSPARK_PYTHON"] = os.environ.get("PYSPARK_PYTHON", sys.executable)
    folder = Path(tempfile.mkdtemp(prefix="tungnha-spark-"))
    log = folder / "spark.log"
    held = None
    try:
        with _aside(log):
            held = _started(master, memory, folder)
        yield held
    except Exception as problem:
        raise _told(problem, log) from problem
    finally:
        if held is not None:
            with _aside(log), suppress(Exception):
                held.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _started(master: str, memory: int, folder: Path) -> Any:
    from pyspark.sql import SparkSession

    here = master.startswith("local") or "127.0.0.1" in master or "localhost" in master
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": str(folder),
        "spark.io.encryption.enabled": "true",
        "spark.executor.memory": f"{max(memory // 2, 512)}m",
        "spark.driver.memory": f"{max(memory // 2, 512)}m",
        "spark.driver.maxResultSize": "0",
        "spark.sql.shuffle.partitions": "8",
        **({"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"} if here else {}),
    }
    builder = SparkSession.builder.master(master).appName("tungnha match")
    for name, value in options.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.addPyFile(str(_shipped(folder)))
    return found


def _shipped(folder: Path) -> Path:
    """Our own code for the workers, so that theirs is the same; numpy, pyarrow and duckdb they have."""
    home = Path(__file__).resolve().parents[2]
    packed = folder / "tungnha.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in SHIPPED:
            files = [home / part] if part.endswith(".py") else sorted((home / part).rglob("*.py"))
            for file in files:
                archive.write(file, str(file.relative_to(home)))
    return packed


@contextmanager
def _aside(log: Path) -> Iterator[None]:
    """Java inherits our standard error when it is started: let it write into a file."""
    sys.stderr.flush()
    kept = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def _told(problem: Exception, log: Path) -> Exception:
    """What Spark raised, as one sentence; ours as they are."""
    if not type(problem).__module__.startswith(("py4j", "pyspark")):
        return problem
    said = str(problem).strip().splitlines() or [type(problem).__name__]
    cause = next((line for line in reversed(said) if "Error" in line or "Exception" in line), said[0])
    return CannotRun(f"Spark bị ngắt giữa chừng: {cause.strip()[:300]}")
