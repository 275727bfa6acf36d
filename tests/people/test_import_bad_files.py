"""Population files as they come: headings of two rows, totals in the middle, errors, old fonts, broken text. Each line
is taken or refused with its reason, and every line is counted."""

import io
import unicodedata
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.files import HEADER, LINES, changed, workbook
from tungnha.matching import xlsx_rows
from tungnha.people import importing
from tungnha.people.importing import refused_file, results
from tungnha.people.models import Household, Person, PopulationFile
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(members, commune, villages, at_tuesday):
    def receive(data, name="so-ho.xlsx"):
        return importing.receive_file(
            area=commune, name=name, data=data, source="Công an xã", as_of_on=date(2026, 5, 20), by=members.mai,
            at=at_tuesday,
        )  # fmt: skip

    def run(data, name="so-ho.xlsx", answers=None):
        file = receive(data, name)
        importing.choose_columns(file=file, columns=file.columns, by=members.mai, at=at_tuesday)
        if answers:
            importing.answer(file=file, answers=answers, by=members.mai, at=at_tuesday)
        return importing.import_file(file=file, by=members.mai, at=at_tuesday)

    run.receive = receive
    return run


def sums(file):
    counts = file.counts
    assert counts["read"] == sum(counts[word] for word in ("added", "updated", "unchanged", "refused"))
    return {word: counts[word] for word in ("added", "refused", "headings")}


def refused(file):
    return {line: why for line, _, why in results.left_out(file)}


def noted(file):
    return {line: why for line, _, why in results.left_out(file, "noted")}


def person(name):
    return Person.objects.select_related("household__village").get(full_name=name)


def book(rows, merges=(), hidden=(), name="Sổ hộ"):
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(list(row))
    for area in merges:
        made.active.merge_cells(area)
    for row in hidden:
        made.active.row_dimensions[row].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# -- headings


TWO_ROWS = [
    ("DANH SÁCH NHÂN KHẨU THÔN 1",),
    ("STT", "Mã hộ", "Họ và tên", None, "Ngày sinh", None, "Quan hệ với chủ hộ", "Hộ khẩu thường trú", None),
    (None, None, "Họ đệm", "Tên", "Nam", "Nữ", None, "Thôn", "Xóm"),
    (1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, "H1", "Phan Văn", "Giáp", "15/03/1980", None, "Chủ hộ", "Thôn 1", "Đình"),
    (2, "H1", "Lê Thị", "Hoa", None, 1982, "Vợ", "Thôn 1", "Đình"),
    ("STT", "Mã hộ", "Họ và tên", None, "Ngày sinh", None, "Quan hệ với chủ hộ", "Hộ khẩu thường trú", None),
    (3, "H2", "Vi Văn", "Lâm", "02/02/1975", None, "Chủ hộ", "Thôn 2", None),
    ("Cộng thôn 1: 2 hộ",),
    ("Tổng cộng", None, 3),
    (None, None, None, None, None, "Mẫu Sơn, ngày 20 tháng 5 năm 2026"),
    (None, "Người lập biểu", None, None, None, "Trưởng thôn"),
]
MERGED = ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:I2", "A9:I9", "A1:I1")


@pytest.mark.parametrize("merges", [MERGED, ()], ids=["merged", "not merged"])
def test_two_header_rows_split_columns_totals_and_signatures(take, merges):
    file = take(book(TWO_ROWS, merges))
    assert sums(file) == {"added": 3, "refused": 0, "headings": 6}
    giap, hoa = person("Phan Văn Giáp"), person("Lê Thị Hoa")
    assert (giap.birth_shown, giap.sex, giap.household.lane, giap.is_head) == ("15/03/1980", "male", "Đình", True)
    assert (hoa.birth_shown, hoa.sex, hoa.household_id) == ("1982", "female", giap.household_id)
    assert person("Vi Văn Lâm").household.village.name == "2"


def test_birth_in_three_columns_and_a_cross_for_the_sex(take):
    rows = [
        ("Mã hộ", "Họ tên", "Sinh ngày", "Tháng", "Năm", "Nam", "Nữ", "Thôn"),
        ("H1", "Phan Văn Giáp", 15, 3, 1980, "x", "", "Thôn 1"),
        ("H1", "Lê Thị Hoa", "", "", 1982, "", "x", "Thôn 1"),
        ("H1", "Phan Thị Kim", "", 6, 2015, "", "X", "Thôn 1"),
        ("H1", "Phan Thị Út", 31, 2, 2015, "", "X", "Thôn 1"),
        ("H1", "Phan Thị Hai", 1, 2, 2014, "x", "x", "Thôn 1"),
    ]
    file = take(book(rows))
    assert [(p.birth_shown, p.sex) for p in Person.objects.order_by("pk")] == [
        ("15/03/1980", "male"), ("1982", "female"), ("06/2015", "female"),
    ]  # fmt: skip
    assert refused(file) == {
        5: "Ngày sinh: 31/02/2015 không có trong lịch: tháng 2/2015 chỉ có 28 ngày.",
        6: "Đánh dấu ở cả cột Nam và cột Nữ: không rõ cột nào đúng.",
    }


def test_40_columns_and_a_person_whose_family_name_reads_like_a_total(take):
    header = [*HEADER, *(f"Cột phụ {n}" for n in range(29))]
    lines = [
        [*changed(LINES[0], name="Tống Văn Cộng"), *range(29)],
        [*changed(LINES[1], name="TONG THI HOA"), *range(29)],
    ]
    file = take(workbook(lines, header))
    assert sums(file) == {"added": 2, "refused": 0, "headings": 0}
    assert set(Person.objects.values_list("full_name", flat=True)) == {"Tống Văn Cộng", "Tong Thi Hoa"}


def test_hidden_rows_are_taken_and_said(take):
    file = take.receive(book([HEADER, *LINES], hidden=(3, 4)))
    assert importing.found_in(file)["notes"] == [
        "Có 2 dòng bị ẩn trong bảng tính; các dòng ấy vẫn được đọc như mọi dòng."
    ]
    assert importing.found_in(file)["lines"] == 5


def test_a_second_sheet_may_be_the_list_and_the_wrong_one_says_what_was_looked_for(take, members, at_tuesday):
    made = openpyxl.load_workbook(io.BytesIO(workbook()))
    made.create_sheet("Bìa", 0).append(["BÁO CÁO"])
    out = io.BytesIO()
    made.save(out)
    file = take.receive(out.getvalue())
    assert file.sheet == "Sổ hộ"
    with pytest.raises(BadInput, match="Không tìm thấy dòng tiêu đề ở trang “Bìa”"):
        importing.choose_sheet(file=file, sheet="Bìa", by=members.mai, at=at_tuesday)


# -- cells


def test_dates_as_text_as_days_and_as_serials_in_one_column(take):
    births = ["15/03/1980", date(1980, 3, 16), 29296, "1980", 1981, "03/1980", "00/00/1979"]
    lines = [changed(LINES[2], name=f"Phan Văn Số {n}", birth=birth) for n, birth in enumerate(births)]
    file = take(book([HEADER, *lines]))
    assert refused(file) == {}
    assert [p.birth_shown for p in Person.objects.order_by("pk")] == [
        "15/03/1980", "16/03/1980", "16/03/1980", "1980", "1981", "03/1980", "1979",
    ]  # fmt: skip


def test_a_number_that_excel_rounded_leaves_the_person_in_and_is_said(take):
    file = take(workbook([changed(LINES[0], number="3.8E+10"), changed(LINES[3], number="1.90E+10")]))
    assert sums(file) == {"added": 2, "refused": 0, "headings": 0}
    assert person("Phan Văn Giáp").identifiers.count() == 0
    assert noted(file)[2].startswith("Không lấy số định danh: “3.8E+10” đã bị Excel làm tròn")


def test_formulas_that_failed_are_empty_cells_and_said(take):
    lines = [
        changed(LINES[0], birth="#N/A", number="#REF!"), changed(LINES[3], name="#VALUE!"),
        changed(LINES[4], code="#NAME?", name="Vi Thị Mơ"),
    ]  # fmt: skip
    file = take(workbook(lines))
    giap = person("Phan Văn Giáp")
    assert (giap.birth_shown, giap.identifiers.count()) == ("", 0)
    assert noted(file)[2] == "Ô lỗi công thức, coi như để trống: Ngày sinh là “#N/A”, Số định danh, CCCD là “#REF!”."
    assert refused(file) == {
        3: "Thiếu họ và tên. Ô lỗi công thức, coi như để trống: Họ và tên là “#VALUE!”.",
    }


def test_a_formula_is_never_executed_when_its_line_goes_back(take, members, at_tuesday):
    evil = ['=HYPERLINK("http://mau.example","x")', "+1+2", "-5", "@SUM(A1)"]
    lines = [changed(LINES[0], name="", house=text) for text in evil]
    file = take(workbook_of_text(lines))
    given = refused_file.give_out(file=file, purpose="", by=members.mai, at=at_tuesday).read()
    with zipfile.ZipFile(io.BytesIO(given)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert ("<f>" in sheet, 'quotePrefix="1"' in styles, sheet.count('s="1"')) == (False, True, 4)
    shown = openpyxl.load_workbook(io.BytesIO(given)).worksheets[0]
    assert [(row[10].value, row[10].data_type) for row in shown.iter_rows(min_row=2)] == [(text, "s") for text in evil]


def workbook_of_text(lines):
    """Every cell a text, as a sender's program stores what was typed with an apostrophe."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet()
        for at, line in enumerate([HEADER, *lines]):
            for column, cell in enumerate(line):
                sheet.write_string(at, column, str(cell))
    return out.getvalue()


def test_the_same_person_three_times(take):
    """In one household the later lines are refused; in another household she is taken, and said."""
    hoa = changed(LINES[1], number="", birth="05/07/1982")
    file = take(workbook([LINES[0], hoa, hoa, changed(hoa, code="H9")]))
    assert refused(file) == {4: "Cùng họ tên, ngày sinh và hộ với dòng 3."}
    assert noted(file)[5] == "Trong tệp, dòng 3 cùng họ tên, cùng ngày sinh: xem có phải một người không."


def test_a_household_scattered_over_the_file_is_one(take):
    """Sorted by name: the code alone tells who lives together; the second head is still refused."""
    lines = [LINES[3], LINES[1], changed(LINES[4], relation="Chủ hộ"), LINES[0], LINES[2]]
    file = take(workbook(lines))
    assert refused(file) == {4: "Hộ này đã có chủ hộ ở dòng 2."}
    assert [h.persons.count() for h in Household.objects.order_by("code")] == [3, 1]


# -- files of text


TEXT = "\r\n".join(";".join(str(cell) for cell in line) for line in (HEADER, *LINES))


def cp1258(text):
    out = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        out.append(unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones)) + "".join(tones))
    return "".join(out).encode("cp1258")


def tcvn3(text):
    from tungnha.identity import legacy

    back = {chr(letter): chr(code) for code, letter in legacy._TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text).encode("latin-1", errors="replace")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), cp1258(TEXT),
        tcvn3(TEXT),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16", "utf-16 without mark", "1258", "tcvn3"],
)  # fmt: skip
def test_csv_in_any_encoding(take, data):
    file = take(data, "so-ho.csv")
    assert (sums(file)["added"], refused(file)) == (5, {})
    assert {p.full_name.lower() for p in Person.objects.all()} == {line[2].lower() for line in LINES}


def test_quotes_that_are_never_closed_and_rows_with_another_delimiter(take):
    rows = [",".join(map(str, line[:10])) for line in (HEADER, *LINES)]
    rows[2] = rows[2].replace("Lê Thị Hoa", '"Lê Thị Hoa')
    rows[4] = rows[4].replace(",", ";")
    file = take("\n".join(rows).encode(), "so-ho.csv")
    assert (sums(file)["added"], refused(file)) == (5, {})
    assert person("Lê Thị Hoa").birth_shown == "1982"


def test_nul_bytes_are_left_out(take):
    data = TEXT.replace("Phan Văn Giáp", "Phan\0 Văn Giáp\0").encode()
    assert sums(take(data, "so-ho.csv"))["added"] == 5
    assert person("Phan Văn Giáp").birth_shown == "15/03/1980"


def test_old_fonts_in_cells_of_a_workbook_are_mended_and_said(take):
    def old(cell):
        return tcvn3(cell).decode("latin-1") if isinstance(cell, str) else cell

    lines = [[*line[:2], old(line[2]), *line[3:]] for line in LINES]
    file = take.receive(workbook(lines))
    assert importing.found_in(file)["notes"] == [
        "Văn bản dùng bảng mã cũ TCVN3 (ABC), đã được chuyển sang Unicode; hãy soát lại chữ. (1 cột)"
    ]
    assert sums(take(workbook(lines)))["added"] == 5
    assert person("Phan Văn Giáp").household.code == "H1"


# -- files that are not what they say


def test_an_xls_by_name_that_is_an_xlsx_and_the_other_way_round(take):
    assert sums(take(workbook(), "so-ho.xls"))["added"] == 5
    with pytest.raises(BadInput, match="không phải là bảng tính"):
        take.receive(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "so-ho.xlsx")


@pytest.mark.parametrize(("data", "sentence"), [
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "không phải là bảng tính"),
    (workbook()[:-200], "bị hỏng hoặc tải lên chưa hết"),
    (b"<html><table><tr><td>Lan</td></tr></table></html>", "thật ra là trang web"),
    (b"\xff\xd8\xff\xe0" + b"x" * 100, "không phải là bảng tính"),
], ids=["picture", "cut off", "web page", "photograph"])  # fmt: skip
def test_a_file_that_is_something_else_is_one_sentence(take, data, sentence):
    with pytest.raises(BadInput) as told:
        take.receive(data, "so-ho.xlsx")
    assert sentence in told.value.sentence
    assert PopulationFile.objects.count() == 0


def test_more_rows_than_a_sheet_has_are_refused_and_a_million_is_not_too_many():
    """A sheet of 1,048,576 rows is gone through without being held: the reader keeps one row."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Lan</t></is></c></row>%s</sheetData></worksheet>'
    )
    over = b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    made = io.BytesIO(workbook())
    for more, fails in ((b"", False), (over, True)):
        out = io.BytesIO()
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.namelist():
                new.writestr(part, sheet % more if part.endswith("sheet1.xml") else old.read(part))
        rows = xlsx_rows.XlsxRows(out).rows("Sổ hộ")
        assert next(rows) == (1_048_576, ["Lan"], False)
        if fails:
            with pytest.raises(ValueError, match="more rows"):
                next(rows)
        else:
            assert list(rows) == []


# -- whatever comes


CELL = st.sampled_from(
    ["", "Thôn 1", "Thôn 2", "Chủ hộ", "Vợ", "Con", "Phan Văn Giáp", "Lê Thị Hoa", "Lê Thị Hòa", "1980", "15/03/1980",
     "31/02/1990", "019080000101", "019182000102", "12345", "3.8E+10", "H1", "H2", "#N/A", "Nam", "Nữ", "x",
     "0912000201", "Tổng cộng", "Thường trú", "KT3", "=1+1", "\t", 1, 2.5, 29295]
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=11, max_size=11), min_size=1, max_size=8))
def test_every_line_of_any_file_is_counted_once(take, rows):
    """Twice over: the second time nobody is added, and the same lines are refused."""
    with transaction.atomic():
        try:
            first = take(workbook([*rows, LINES[0]]))
        except BadInput:
            return
        again = take(workbook([*rows, LINES[0]]))
        sums(first)
        sums(again)
        assert (again.counts["added"], again.counts["read"]) == (0, first.counts["read"])
        assert set(refused(first)) == set(refused(again))
        transaction.set_rollback(True)
