"""`tungnha match` as whoever runs it sees it: what is written, what is said, what is left when it is stopped."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import openpyxl
import pytest

from tungnha import cli
from tungnha.matching import outcome_file

REGISTER = """\
rid,cccd,ho_ten,ngay_sinh,gioi_tinh,sdt,thon,xa,ma_ho
101,038190000001,Lê Thị Lan,31/07/1990,Nữ,0912000345,Thôn 1,Xã Hoa Lộc,1
102,038085000002,Nguyễn Văn Hùng,12/03/1985,Nam,0912000346,Thôn 2,Xã Hoa Lộc,2
103,038175000003,Nguyễn Thị Mai,05/05/1975,Nữ,,Thôn 3,Xã Hoa Lộc,3
104,038050000004,Trần Văn Hoà,1950,Nam,,Thôn 1,Xã Hoa Lộc,4
"""
LIST = """\
lid,ho_ten,ngay_sinh,gioi_tinh,so_giay_to,sdt,dia_chi
1,LE THI LAN,31/07/1990,Nữ,038190000001,0912000345,Thôn 1
2,Nguyễn Văn Hùng,12/03/1985,Nam,038085000002,,"Thôn 2, Xã Hoa Lộc"
3,Lê Thị Lan,31/07/1990,Nữ,038190000001,,Thôn 1
4,Vũ Quốc Tuấn,01/09/1999,Nam,001099000123,,Thôn 9
5,,,,,,
6,,,,,0912000999,
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "so.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str, register: str = "so.csv", listed: str = "ds.csv", out: str = "kq.parquet") -> int:
    return cli.main([
        "match", "--register", str(folder / register), "--list", str(folder / listed), "--out", str(folder / out),
        *more,
    ])  # fmt: skip


def rows_of(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        found = con.execute(f"select * from '{path}'")
        names = [one[0] for one in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_every_row_of_the_list_has_a_verdict(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files) == 0
    rows = rows_of(files / "kq.parquet")
    assert [(row["row_id"], row["verdict"], row["person_id"], row["double_of"]) for row in rows] == [
        (1, "linked", 101, None), (2, "linked", 102, None), (3, "linked", 101, 1), (4, "not_found", None, None),
        (5, "unreadable", None, None), (6, "unreadable", None, None),
    ]  # fmt: skip
    for row in rows:
        jsonschema.validate(row, outcome_file.SCHEMA)
    assert "cùng số định danh" in rows[0]["reasons"]
    assert json.loads(rows[0]["candidates"])[0]["id"] == 101
    said = capsys.readouterr()
    assert "6 dòng = 2 khớp + 0 cần xem + 1 không có trong sổ + 2 không đọc được + 1 trùng dòng trước." in said.out
    assert "số định danh = “so_giay_to”" in said.out
    assert list(files.glob(".*")) == []


@pytest.mark.parametrize("out", ["kq.csv", "kq.xlsx"])
def test_all_kinds_of_outcome_say_the_same(files: Path, out: str) -> None:
    assert run(files) == run(files, out=out) == 0
    wanted = [tuple(row.values()) for row in rows_of(files / "kq.parquet")]
    if out == "kq.csv":
        found = [tuple(row.values()) for row in rows_of(files / out)]
    else:
        head, *found = openpyxl.load_workbook(files / out).active.iter_rows(values_only=True)
        assert head == outcome_file.COLUMNS
    assert found == wanted


def test_a_second_run_says_the_same(files: Path) -> None:
    run(files)
    first = (files / "kq.parquet").read_bytes()
    run(files)
    assert (files / "kq.parquet").read_bytes() == first


def test_weights_of_an_earlier_run_are_used_again(files: Path) -> None:
    run(files, "--save-weights", str(files / "w.json"))
    first = (files / "kq.parquet").read_bytes()
    assert run(files, "--weights", str(files / "w.json")) == 0
    assert (files / "kq.parquet").read_bytes() == first


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_what_was_there(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    run(files)
    before = (files / "kq.parquet").read_bytes()
    real = outcome_file._parquet

    def stopped(beside: Path, outcome: outcome_file.Outcome) -> None:
        real(beside, outcome)
        signal.raise_signal(how)

    monkeypatch.setitem(outcome_file._WRITERS, ".parquet", stopped)
    assert run(files) == 130
    assert capsys.readouterr().err.endswith("Đã dừng; chưa ghi gì.\n")
    assert (files / "kq.parquet").read_bytes() == before
    assert sorted(path.name for path in files.iterdir()) == ["ds.csv", "kq.parquet", "so.csv"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--list", "{}/khong-co.csv"], "Không thấy tệp “{}/khong-co.csv”."),
        (["--list", "{}"], "Không thấy tệp “{}”."),
        (["--out", "{}/kq.pdf"], "--out: không ghi được loại tệp “kq.pdf”; đặt tên có đuôi .parquet, .csv, .xlsx."),
        (["--out", "{}/x/kq.csv"], "--out: không có thư mục “{}/x”."),
        (["--out", "{}/ds.csv"], "--out trùng với tệp “{}/ds.csv” đang đọc; hãy đặt tên khác."),
        (["--memory", "10"], "--memory: cần ít nhất 256 MB."),
        (
            ["--columns", "ten=1"],
            "--columns: không hiểu “ten”; ghi list.TRƯỜNG=CỘT hoặc register.TRƯỜNG=CỘT, TRƯỜNG là",
        ),
        (["--engine", "spark"], "--engine spark cần --master, ví dụ --master local[2] hoặc spark://127.0.0.1:7077."),
        (["--master", "local[2]"], "--master chỉ dùng cùng --engine spark."),
        (["--sheet", "Hai"], "Tệp “ds.csv” không có trang “Hai”; có các trang: “ds.csv”."),
        (["--weights", "{}/ds.csv"], "--weights: không đọc được “{}/ds.csv”."),
        (["--undo", "swap:birth:9"], "--undo: không có chỗ sửa nào tên “swap:birth:9”"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert run(files, *(one.format(files) for one in more)) == 2
    told = capsys.readouterr()
    assert said.format(files) in told.err
    assert told.out == ""
    assert not (files / "kq.parquet").exists()


def test_a_list_with_a_password_is_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    (files / "ds.xlsx").write_bytes(locked)
    assert run(files, listed="ds.xlsx") == 2
    assert "Tệp “ds.xlsx” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.\n" in capsys.readouterr().err


def test_the_list_of_another_place_is_told(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strangers = [f"{n},Phan Đình {'ABCDĐEGHIK'[n % 10]}ng,{n % 28 + 1:02}/02/19{50 + n},Nam,0010500{n:05},,Thôn 9"
                 for n in range(1, 41)]  # fmt: skip
    (files / "la.csv").write_text("\n".join([LIST.splitlines()[0], *strangers]), encoding="utf-8")
    assert run(files, listed="la.csv") == 0
    assert "Hầu như không ai có trong sổ (40/40 dòng): có thể đây là danh sách của nơi khác" in capsys.readouterr().out


def test_names_alone_are_too_little_and_that_is_said(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "ten.csv").write_text("Họ và tên\nLê Thị Lan\nNguyễn Thị Mai\n", encoding="utf-8")
    assert run(files, "--columns", "list.full_name=Họ và tên", listed="ten.csv") == 0
    assert "Danh sách chỉ có họ tên: không đủ để nhận ra ai" in capsys.readouterr().out
    assert "linked" not in [row["verdict"] for row in rows_of(files / "kq.parquet")]


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["match", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == outcome_file.SCHEMA
    jsonschema.Draft202012Validator.check_schema(outcome_file.SCHEMA)
