"""On Spark the same verdicts to the last byte; and one sentence where there is no Spark."""

from __future__ import annotations

import builtins
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tungnha import cli
from tungnha.matching import spark_session
from tungnha.matching.problems import CannotRun
from tungnha.matching.spark_session import refuse_without_spark

from .spark_cluster import standalone, why_not

WHY_NOT = why_not()
needs_spark = pytest.mark.skipif(WHY_NOT is not None, reason=f"không có Spark: {WHY_NOT}")

FAMILIES = ("Nguyễn", "Lê", "Trần", "Phạm", "Hoàng")
MIDDLES = ("Văn", "Thị", "Đức", "Ngọc")
GIVEN = ("Lan", "Hùng", "Mai", "Tú", "Hoà")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 300 and 1,200 rows about them: names without marks, dates turned, numbers a digit off."""
    folder = tmp_path_factory.mktemp("spark")
    rng = random.Random(5)
    people = []
    for person in range(300):
        sex, year = rng.choice((0, 1)), rng.randint(1940, 1999)
        name = " ".join((rng.choice(FAMILIES), rng.choice(MIDDLES), rng.choice(GIVEN), rng.choice(GIVEN)))
        birth = f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{year}"
        people.append((person, f"038{sex}{year % 100:02}99{person:04}", name, birth, ("Nam", "Nữ")[sex],
                       f"09000{person:05}", f"Thôn {person % 7 + 1}", str(person // 3)))  # fmt: skip
    lines = ["rid,cccd,ho_ten,ngay_sinh,gioi_tinh,sdt,thon,ma_ho", *(",".join(map(str, one)) for one in people)]
    (folder / "so.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = ["lid,ho_ten,ngay_sinh,so_giay_to,sdt,dia_chi"]
    for row in range(1200):
        _, number, name, birth, _, phone, village, _ = rng.choice(people)
        day, month, year = birth.split("/")
        rows.append(",".join((
            str(row), name.upper() if row % 3 else name.replace("Thị", "T."),
            rng.choice((birth, birth, year, f"{month}/{day}/{year}")),
            rng.choice((number, number, "", number[:-1] + str(row % 10))), rng.choice((phone, "")),
            rng.choice((village, "")),
        )))  # fmt: skip
    (folder / "ds.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True, scope="module")
def _java_for_a_moment() -> Iterator[None]:
    """Each Java here lives for some seconds, and compiling itself thoroughly for hours to come was half of its work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


def outcome(folder: Path, name: str, *more: str) -> bytes:
    arguments = ["--register", str(folder / "so.csv"), "--list", str(folder / "ds.csv"), "--out", str(folder / name)]
    assert cli.main(["match", *arguments, *more]) == 0
    return (folder / name).read_bytes()


@needs_spark
@pytest.mark.slow
def test_spark_says_the_same_as_duckdb_to_the_last_byte(files: Path, capfd: pytest.CaptureFixture[str]) -> None:
    here = outcome(files, "here.csv")
    assert b",linked," in here
    assert b",ambiguous," in here
    assert outcome(files, "there.csv", "--engine", "spark", "--master", "local[2]") == here
    said = capfd.readouterr()
    assert "WARN" not in said.err + said.out, "Java's own words stay off the screen"


@needs_spark
@pytest.mark.slow
def test_a_master_with_two_workers_says_the_same(files: Path) -> None:
    here = outcome(files, "here.csv")
    with standalone(workers=2) as address:
        assert outcome(files, "cluster.csv", "--engine", "spark", "--master", address) == here


@pytest.mark.parametrize("master", ["", "local[two]", "127.0.0.1:7077", "spark://", "http://127.0.0.1:1"])
def test_what_is_no_address_is_said(master: str) -> None:
    with pytest.raises(CannotRun, match="không phải địa chỉ Spark; ghi local"):
        refuse_without_spark(master)


def test_pyspark_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: object, **named: object) -> object:
        if name.partition(".")[0] == "pyspark":
            raise ImportError(name)
        return real(name, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CannotRun, match="Chưa cài PySpark"):
        refuse_without_spark("local[2]")


@pytest.mark.parametrize("java", [None, "exit 3", "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2"])
def test_java_that_is_absent_or_old_is_said(java: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    if java:
        (tmp_path / "java").write_text(f"#!/bin/sh\n{java}\n")
        (tmp_path / "java").chmod(0o755)
    with pytest.raises(CannotRun, match="Không thấy Java 17 trở lên mà Spark cần"):
        refuse_without_spark("local[2]")


@needs_spark
def test_a_master_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "_answers", lambda host, port: False)
    with pytest.raises(CannotRun, match=r"Không nối được tới Spark ở spark://127\.0\.0\.1:7077"):
        refuse_without_spark("spark://127.0.0.1:7077")
