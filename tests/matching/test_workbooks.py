"""Files as they come: made here with openpyxl and xlsxwriter, read by the product."""

import datetime as dt
import io
import unicodedata
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tungnha.matching import sizes, workbooks
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import open_workbook

HEADER = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh"]
LAN = [1, "Lê Thị Lan", "038190000001", "31/07/1990"]


def xlsx(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableList) as caught:
        open_workbook(name, data)
    return str(caught.value)


def test_a_workbook_is_read_with_its_line_numbers():
    table = open_workbook("ds.xlsx", xlsx(Sheet1=[[], ["Tiêu đề"], HEADER, LAN, [], LAN])).table()
    assert (table.header_at, table.columns) == (2, {"full_name": 1, "personal_number": 2, "birth": 3})
    assert table.rows == [(4, LAN), (6, LAN)]


def test_numbers_lose_the_point_of_the_spreadsheet_and_dates_stay_dates():
    book = open_workbook("ds.xlsx", xlsx(S=[[38190000001.0, 1.5, dt.datetime(1990, 7, 31), True, None]]))
    assert book.sheets[0].rows[0][:4] == [38190000001, 1.5, dt.date(1990, 7, 31), True]


def test_a_formula_is_read_as_the_value_it_had():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_formula("A1", '="038"&"190000001"', None, "038190000001")
    book.close()
    assert open_workbook("ds.xlsx", out.getvalue()).sheets[0].rows[0] == ["038190000001"]


def test_a_merged_village_belongs_to_all_its_rows():
    book = openpyxl.Workbook()
    for row in (["Thôn", "Họ và tên", "SĐT"], ["Thôn 1", "Lan", "0912345678"], [None, "Hùng", "0912345679"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    rows = open_workbook("ds.xlsx", saved(book)).table().rows
    assert [cells[0] for _, cells in rows] == ["Thôn 1", "Thôn 1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_any_encoding_with_any_delimiter(encoding, mark):
    text = "\r\n".join(mark.join(map(str, row)) for row in (HEADER, LAN))
    if encoding == "cp1258":  # the page has letters and combining marks, as old Windows wrote them
        text = cp1258_form(unicodedata.normalize("NFC", text))
    table = open_workbook("ds.csv", text.encode(encoding)).table()
    assert [(line, [str(cell) for cell in cells]) for line, cells in table.rows] == [(2, list(map(str, LAN)))]


def cp1258_form(text: str) -> str:
    """Tone marks behind their letters, the way code page 1258 can hold them."""
    out = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shape = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
        out.append(shape + "".join(tones))
    return "".join(out)


def test_quoted_cells_hold_delimiters_and_lines():
    data = 'Họ và tên,SĐT\n"Lan, thôn 1","0912345678\n0987654321"\n'.encode()
    assert open_workbook("ds.csv", data).table().rows == [(2, ["Lan, thôn 1", "0912345678\n0987654321"])]


def test_the_first_sheet_with_a_header_is_taken_and_a_named_one_if_asked():
    book = open_workbook("ds.xlsx", xlsx(Bìa=[["Báo cáo"]], DS=[HEADER, LAN], Khác=[["x"]]))
    assert book.table().sheet.name == "DS"
    with pytest.raises(UnreadableList) as wrong:
        book.table("Danh sách")
    assert str(wrong.value) == "Không có trang “Danh sách”; tệp có các trang: “Bìa”, “DS”, “Khác”."
    with pytest.raises(UnreadableList) as without:
        book.table("Khác")
    assert str(without.value) == (
        "Không tìm thấy dòng tiêu đề ở trang “Khác”; đã tìm các cột Họ và tên, Số định danh (CCCD), Ngày sinh, "
        "Điện thoại, Thôn."
    )


def zip_with(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n",
        b"\x00\x01\x02",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken",
        zip_with("word/document.xml", b"<w:document/>"),
    ],
)
def test_not_a_workbook(data):
    assert refusal("a.xlsx", data) == ("Tệp “a.xlsx” không phải là bảng tính; hãy gửi tệp .xlsx, .xls, .ods hoặc .csv.")


def test_a_workbook_with_a_password():
    envelope = workbooks.OLE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert refusal("a.xlsx", envelope) == "Tệp “a.xlsx” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại."


def test_a_web_page_that_calls_itself_xls():
    page = b"<html><table><tr><td>Lan</td></tr></table></html>"
    assert refusal("a.xls", page) == ("Tệp “a.xls” thật ra là trang web; hãy mở bằng Excel và lưu lại thành .xlsx.")


@pytest.mark.parametrize("data", [b"", b"\n\n", b";;\n;;", xlsx(S=[])])
def test_no_rows(data):
    assert refusal("a.csv", data) == "Tệp “a.csv” không có dòng nào."


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_ROWS", 3)
    said = "Danh sách có 4 dòng, quá 3 dòng; hãy chia nhỏ."
    assert refusal("a.csv", b"a\nb\nc\nd") == said
    assert refusal("a.xlsx", xlsx(S=[["a"], ["b"], ["c"], ["d"]])) == said
    assert len(open_workbook("a.xlsx", xlsx(S=[["a"], ["b"], ["c"]])).sheets[0].rows) == 3


def test_the_sentence_writes_thousands_with_a_dot():
    assert refusal("a.csv", b"a\n" * 300_000) == "Danh sách có 300.000 dòng, quá 200.000 dòng; hãy chia nhỏ."


def test_too_large_a_file_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_BYTES", 1024 * 1024)
    assert refusal("a.xlsx", b"PK\x03\x04" + b"x" * 1024 * 1024) == "Tệp nặng 2 MB, quá 1 MB; hãy chia nhỏ."


def test_a_small_file_that_unpacks_large_is_refused(monkeypatch):
    monkeypatch.setattr(sizes, "MAX_UNPACKED_BYTES", 1_000_000)
    assert "bung ra quá lớn" in refusal("a.xlsx", zip_with("xl/worksheets/sheet1.xml", b"0" * 1_000_001))


def test_one_stray_cell_at_the_far_corner_takes_no_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "Họ và tên"
    book.active["XFD150000"] = "x"
    assert "trải quá rộng" in refusal("a.xlsx", saved(book))


def test_a_cell_only_formatted_at_the_far_corner_does_no_harm():
    book = openpyxl.Workbook()
    for row in (HEADER, LAN):
        book.active.append(row)
    book.active["XFD150000"].font = openpyxl.styles.Font(bold=True)
    assert open_workbook("a.xlsx", saved(book)).table().rows == [(2, LAN)]


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="DS">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
ODS_MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""


def ods(*rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", ODS.format(rows="".join(rows)))
        packed.writestr("META-INF/manifest.xml", ODS_MANIFEST)
    return out.getvalue()


def ods_row(*texts: str, rows: int = 1, columns: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def test_an_ods_with_its_million_empty_rows_is_read():
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    table = open_workbook("a.ods", ods(ods_row("Họ và tên", "SĐT"), ods_row("Lan", "0912345678"), empty)).table()
    assert table.rows == [(2, ["Lan", "0912345678"])]


def test_one_line_of_an_ods_that_means_millions_of_cells_is_refused():
    assert "trải quá rộng" in refusal("a.ods", ods(ods_row("x", rows=3_000, columns=16_384)))
    assert "có 300.000 dòng" in refusal("a.ods", ods(ods_row("x", rows=300_000)))


@given(st.binary(max_size=400), st.sampled_from([b"", workbooks.ZIP, workbooks.OLE, b"\xff\xfe", b"a;b\n"]))
def test_any_bytes_are_read_or_refused_with_a_sentence(data, start):
    try:
        said = open_workbook("x", start + data).name + "."
    except UnreadableList as problem:
        said = str(problem)
    assert said.endswith(".")
