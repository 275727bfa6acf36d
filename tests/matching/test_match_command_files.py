"""What `tungnha match` reads: which column is what, what names a row, and one sentence for what cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from tungnha.matching.asked_columns import AskedColumns, read_columns
from tungnha.matching.list_files import read_list, read_register
from tungnha.matching.problems import UnreadableList

LIST = """\
lid;ho_ten;ngay_sinh;so_giay_to;dia_chi
11;Lê Thị Lan;31/07/1990;038190000001;Thôn 1
12;Nguyễn Văn Hùng;12/03/1985;;Thôn 2
"""


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def as_xlsx(folder: Path, **sheets: list[list[object]]) -> Path:
    path = folder / "danh-sach.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def read(con: duckdb.DuckDBPyConnection, path: Path, *columns: str, sheet: str | None = None):
    return read_list(con, path, read_columns(columns).list, sheet=sheet)


def cells(found, field: str) -> list[str]:
    return found.table.columns[found.fields[field]]


@pytest.mark.parametrize("kind", ["csv", "csv-1258", "xlsx", "parquet"])
def test_a_list_is_read_alike_whatever_file_it_came_in(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    rows = [line.split(";") for line in LIST.splitlines()]
    if kind == "csv":
        path = written(tmp_path, "a.csv", LIST)
    elif kind == "csv-1258":
        path = written(tmp_path, "a.txt", LIST.replace(";", "\t"), "utf-16")
    elif kind == "xlsx":
        numbered = [[int(cell) if cell.isdigit() and len(cell) == 2 else cell for cell in row] for row in rows[1:]]
        path = as_xlsx(tmp_path, Trang=[["DANH SÁCH"], [], rows[0], *numbered])
    else:
        path = tmp_path / "a.parquet"
        typed = "lid::int as lid, strptime(ngay_sinh, '%d/%m/%Y')::date as ngay_sinh"
        from_csv = f"read_csv('{written(tmp_path, 'b.csv', LIST)}', all_varchar=true)"
        con.execute(f"copy (select * replace ({typed}) from {from_csv}) to '{path}'")
    found = read(con, path)
    assert {name: found.table.header[at] for name, at in found.fields.items()} == {
        "full_name": "ho_ten", "birth": "ngay_sinh", "personal_number": "so_giay_to", "village": "dia_chi",
    }  # fmt: skip
    assert found.names == [11, 12]
    assert cells(found, "birth") == ["31/07/1990", "12/03/1985"]
    assert cells(found, "personal_number") == ["038190000001", ""]
    assert found.table.row_ids == {"xlsx": [4, 5], "parquet": [1, 2]}.get(kind, [2, 3])


def test_names_in_two_columns_are_one_name(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "TT,Họ và tên đệm,Tên,Ngày sinh,Số CCCD\n1,Lê Thị,Lan,31/07/1990,038190000001\n")
    found = read(con, path)
    assert cells(found, "full_name") == ["Lê Thị Lan"]
    assert found.table.header[-1] == "Họ và tên đệm + Tên"


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["7", "8", "9"], [7, 8, 9]),
        (["A7", "A8", "A9"], ["A7", "A8", "A9"]),
        (["7", "", "9"], [7, None, 9]),  # a title between
        (["7", "stt", "9"], [7, None, 9]),  # the header again, half way down
        (["7", "8", "7"], [2, 3, 4]),  # two lists pasted together name nothing
    ],
)
def test_a_column_of_ids_names_the_rows_when_its_values_differ(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, ids: list[str], names: list[object]
) -> None:
    lines = [f"{one};Lê Thị Lan;31/07/1990" for one in ids]
    found = read(con, written(tmp_path, "a.csv", "\n".join(["stt;Họ tên;Ngày sinh", *lines])))
    assert found.names == names


def test_a_register_has_more_columns_than_a_list(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = (
        "rid,cccd,cmnd,ho_ten,ngay_sinh,gioi_tinh,sdt,thon,xa,ma_ho\n"
        "5,038190000001,171234567,Lê Thị Lan,31/07/1990,Nữ,0912345678,Thôn 1,Xã Hoa Lộc,44\n"
    )
    found = read_register(con, written(tmp_path, "so.csv", text), {})
    assert found.columns == {
        "personal_number": "cccd", "full_name": "ho_ten", "birth": "ngay_sinh", "sex": "gioi_tinh", "phone": "sdt",
        "village": "thon", "old_number": "cmnd", "commune": "xa", "household": "ma_ho",
    }  # fmt: skip
    assert con.execute("select id, personal_number, old_number, household from register").fetchall() == [
        (5, "038190000001", "171234567", "44")
    ]


def test_columns_are_asked_for_by_name_by_place_and_together(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = "rec_id,given_name,surname,date_of_birth,suburb\nr1,lan,le,19900731,hoa loc\n"
    path = written(tmp_path, "a.csv", text)
    asked = ["list.full_name=surname+given_name, birth=#4", "extra:suburb"]
    found = read(con, path, *asked)
    assert cells(found, "full_name") == ["le lan"]
    assert cells(found, "birth") == ["31/07/1990"]  # year first, told by its month
    assert cells(found, "extra:suburb") == ["hoa loc"]
    known = read_register(con, path, read_columns([*asked, "register.full_name=given name"]).register)
    assert con.execute("select id, full_name, birth, extra_suburb from register").fetchall() == [
        ("r1", "lan", "31/07/1990", "hoa loc")
    ]
    assert known.fields == ("birth", "extra:suburb", "full_name")


def test_a_file_without_a_header_is_read_when_columns_are_asked_for_by_place(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.csv", "Lê Thị Lan;31/07/1990\nNguyễn Văn Hùng;12/03/1985\n")
    found = read(con, path, "list.full_name=#1,list.birth=#2")
    assert (cells(found, "full_name"), found.names) == (["Lê Thị Lan", "Nguyễn Văn Hùng"], [1, 2])


def test_how_columns_are_asked_for() -> None:
    assert read_columns(['list.note="Ghi chú, nếu có",village=', "register.extra:nghe=Nghề"]) == AskedColumns(
        list={"note": "Ghi chú, nếu có", "village": ""}, register={"village": "", "extra:nghe": "Nghề"}
    )


def test_other_sheets_with_people_are_named(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    table: list[list[object]] = [["Họ tên", "Ngày sinh"], ["Lê Thị Lan", dt.date(1990, 7, 31)]]
    path = as_xlsx(tmp_path, Bìa=[["Danh sách"]], Một=table, Hai=table)
    found = read(con, path)
    assert cells(found, "birth") == ["31/07/1990"]
    assert found.file.notes == ["Chỉ đọc trang “Một”; trang “Hai” cũng có danh sách: chạy riêng với --sheet."]
    assert read(con, path, sheet="Hai").file.notes == []


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("", (), "Tệp “a.csv” không có dòng nào."),
        ("Họ tên;Ngày sinh\n", (), "Tệp “a.csv” không có dòng nào dưới dòng tiêu đề."),
        ("Lê Thị Lan;31/07/1990\n", (), "Tệp “a.csv” không có dòng tiêu đề nhận ra được; đã tìm các cột Họ và tên, Số "
         "định danh (CCCD), Ngày sinh, Điện thoại, Thôn. Hãy thêm dòng tiêu đề rồi gửi lại."),
        ("<html><table>", (), "Tệp “a.csv” thật ra là trang web; hãy mở bằng Excel và lưu lại thành .xlsx."),
        (LIST, ("list.birth=sinh",), "--columns: tệp “a.csv” không có cột “sinh”; các cột: “lid”, “ho_ten”, "
         "“ngay_sinh”, “so_giay_to”, “dia_chi”."),
        (LIST, ("list.id=dia_chi+lid",), "--columns: mã dòng của tệp “a.csv” phải là một cột."),
        (LIST.replace("12;", "11;"), ("list.id=lid",), "Cột “lid” của tệp “a.csv” không làm mã dòng được: có giá trị "
         "lặp lại hoặc bỏ trống."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, text: str, columns: tuple[str, ...], said: str
) -> None:
    path = written(tmp_path, "a.csv", text)
    with pytest.raises(UnreadableList) as problem:
        read(con, path, *columns)
    assert str(problem.value) == said


def test_parquet_that_names_nothing_we_know_says_what_it_names(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute(f"copy (select 1 as so, 'x' as loai) to '{tmp_path / 'a.parquet'}'")
    with pytest.raises(UnreadableList, match="các cột: “so”, “loai”"):
        read(con, tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-20])
    with pytest.raises(UnreadableList, match="bị hỏng hoặc tải lên chưa hết"):
        read(con, tmp_path / "b.parquet")
