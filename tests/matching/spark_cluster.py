"""A Spark of its own on this machine's loopback: a master and workers, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tungnha.matching.problems import CannotRun
from tungnha.matching.spark_session import refuse_without_spark

READY_WITHIN = 90  # seconds


def why_not() -> str | None:
    """Why Spark cannot run here, None where it can."""
    try:
        refuse_without_spark("local[2]")
    except CannotRun as problem:
        return str(problem)
    return None


@contextmanager
def standalone(workers: int = 2) -> Iterator[str]:
    """The address of a master that `workers` of one core each have joined."""
    import pyspark

    home = Path(pyspark.__file__).parent
    folder = Path(tempfile.mkdtemp(prefix="spark-cluster-"))
    port, ui = _free_port(), _free_port()
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
        "SPARK_DAEMON_MEMORY": "256m", "SPARK_WORKER_DIR": str(folder / "work"),
    }  # fmt: skip
    address = f"spark://127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *more: str) -> None:
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *more]
        log = (folder / f"{len(started)}.log").open("wb")
        started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))

    try:
        start("master.Master", "--port", str(port), "--webui-port", str(ui))
        _wait(folder, started, "0.log", "I have been elected leader", 1)
        for _ in range(workers):
            start("worker.Worker", "-c", "1", "-m", "1G", "--webui-port", str(_free_port()), address)
        _wait(folder, started, "0.log", "Registering worker", workers)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _wait(folder: Path, started: list[subprocess.Popen[bytes]], log: str, words: str, times: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while (folder / log).read_text(errors="replace").count(words) < times:
        if time.monotonic() > until or any(one.poll() is not None for one in started):
            raise RuntimeError((folder / log).read_text(errors="replace")[-1500:])
        time.sleep(0.2)
