"""The .xlsx, opened again."""

import io
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tungnha.drafting import write_xlsx
from tungnha.drafting.annexes import ProgressRow, progress_sheet
from tungnha.drafting.pdf import converter
from tungnha.drafting.workbook import Sheet, SheetColumn

from .examples import villages


def opened(*sheets: Sheet, values: bool = True) -> Workbook:
    """As a reader that does not compute sees it; `values=False` shows the formulas."""
    return load_workbook(io.BytesIO(write_xlsx(sheets)), data_only=values)


def only_sheet(sheet: Sheet) -> Worksheet:
    (paper,) = opened(sheet).worksheets
    return paper


def test_figures_are_numbers_and_a_missing_one_is_not_zero() -> None:
    paper = only_sheet(
        progress_sheet(villages(9), ProgressRow("", 368, 5480, 3496), name="Theo thôn", title_lines=("Kết quả", "kỳ 1"))
    )
    rows = [tuple(cell.value for cell in row) for row in paper.iter_rows(min_row=4)]
    assert rows[0] == ("TT", "Thôn", "Tổng số hiện có", "Số người trên 15 tuổi", "Đạt tỷ lệ (%)", "Chỉ tiêu")
    assert rows[5] == (5, "Thôn Nà Vang 5", "-", 125, "-", 85)
    assert rows[9] == (9, "Thôn Nà Vang 9", 0, 129, 0, 89)
    assert rows[10] == ("", "Tổng cộng", 368, 5480, 6.72, 3496) or rows[10][1:] == ("Tổng cộng", 368, 5480, 6.72, 3496)
    assert paper["C5"].number_format == "[$-42A]#,##0"
    assert paper["E5"].number_format == "[$-42A]#,##0.00"


def progress(total: ProgressRow) -> Sheet:
    return progress_sheet(villages(9), total, name="Theo thôn")


def test_a_total_is_a_formula_where_it_is_the_sum_and_stays_as_given_where_it_is_not() -> None:
    """A commune's own base is often not the sum of its villages'."""
    reached = sum(row.reached or 0 for row in villages(9))
    bases = sum(row.base or 0 for row in villages(9))
    paper = opened(progress(ProgressRow("", reached, bases + 5, 3496)), values=False).worksheets[0]
    assert [paper[f"{column}11"].value for column in "CDEF"] == [
        "=SUM(C2:C10)", bases + 5, '=IF(N(D11)=0,"",ROUND(C11/D11*100,2))', 3496,
    ]  # fmt: skip
    assert paper["E2"].value == '=IF(N(D2)=0,"",ROUND(C2/D2*100,2))'
    assert paper["E6"].value == "-"  # nobody has said: no formula makes a number of it
    seen = opened(progress(ProgressRow("", reached, bases, 3496))).worksheets[0]
    assert [seen[f"{column}11"].value for column in "CDE"] == [reached, bases, round(reached * 100 / bases, 2)]


@pytest.mark.skipif(not (converter() and list(Path("/usr/lib").glob("libreoffice/program/libsclo.so"))),
                    reason="LibreOffice Calc is not installed")  # fmt: skip
@pytest.mark.office
def test_an_office_opens_it_and_keeps_formulas_and_numbers(tmp_path: Path) -> None:
    """LibreOffice mends nothing: what it saves anew has the same formulas, the same values and the same rows."""
    reached, bases = (sum(getattr(row, name) or 0 for row in villages(34)) for name in ("reached", "base"))
    sheet = progress_sheet(villages(34), ProgressRow("", reached, bases, 3496), name="Theo thôn", title_lines=("Kỳ",))
    (tmp_path / "bang.xlsx").write_bytes(write_xlsx([sheet]))
    program = converter()
    assert program
    command = [
        program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
        "--outdir", str(tmp_path / "anew"), str(tmp_path / "bang.xlsx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    anew = (tmp_path / "anew" / "bang.xlsx").read_bytes()
    for values in (True, False):
        ours, theirs = opened(sheet, values=values).worksheets[0], load_workbook(io.BytesIO(anew), data_only=values)
        assert rows_of(theirs.worksheets[0]) == rows_of(ours)


def rows_of(sheet: Worksheet) -> list[list[object]]:
    """An empty text and an empty cell are the same to who reads it."""
    return [[None if cell == "" else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_the_sheet_is_ready_for_the_screen_and_for_a4() -> None:
    paper = only_sheet(progress_sheet(villages(3), None, name="A", title_lines=("Kết quả",)))
    assert paper.freeze_panes == "C4"
    assert paper.page_setup.paperSize == 9
    assert paper.print_title_rows == "$3:$3"
    assert paper.column_dimensions["B"].width > 30


def test_text_that_looks_like_a_formula_stays_text() -> None:
    nasty = ('=HYPERLINK("http://x","y")', "+84", "-1+1", "@SUM(A1)", "\t=1", "=1\x00")
    paper = only_sheet(Sheet("A", (SheetColumn("Ghi chú", 20),), [(value,) for value in nasty]))
    cells = [row[0] for row in paper.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value for cell in cells] == ['=HYPERLINK("http://x","y")', "+84", "-1+1", "@SUM(A1)", "=1", "=1"]
    assert all(cell.style.quotePrefix if hasattr(cell.style, "quotePrefix") else cell.quotePrefix for cell in cells)


def test_long_digits_and_long_texts_survive_as_text() -> None:
    columns = (SheetColumn("Số", 20, "count"), SheetColumn("Chữ", 20))
    paper = only_sheet(Sheet("A", columns, [(1234567890123456789, "dài " * 20_000), (Decimal("NaN"), "038099000001")]))
    assert paper["A2"].value == "1234567890123456789"
    assert len(paper["B2"].value) == 32_767 or len(paper["B2"].value.strip()) > 32_000
    assert (paper["A3"].value, paper["B3"].value) == ("NaN", "038099000001")


def test_days_are_days_and_instants_are_told_in_vietnam() -> None:
    columns = (SheetColumn("Ngày", 12, "date"), SheetColumn("Lúc", 12, "date"))
    paper = only_sheet(Sheet("A", columns, [(date(2026, 5, 28), datetime(2026, 5, 27, 18, 0, tzinfo=UTC))]))
    assert (paper["A2"].value, paper["B2"].value) == (datetime(2026, 5, 28), datetime(2026, 5, 28, 1, 0))


def test_sheet_names_are_made_acceptable_and_unique() -> None:
    columns = (SheetColumn("A"),)
    names = ("Thôn [1]/2?", "x" * 50, "X" * 50, "", "History", "'a'")
    assert opened(*(Sheet(name, columns, []) for name in names)).sheetnames == [
        "Thôn  1  2", "x" * 31, "X" * 27 + " (2)", "Bảng", "History 1", "a",
    ]  # fmt: skip


def test_a_workbook_with_nothing_still_opens_and_equal_ones_are_equal_bytes() -> None:
    assert opened().sheetnames == ["Bảng"]
    sheet = progress_sheet(villages(3), None, name="A")
    assert write_xlsx([sheet]) == write_xlsx([sheet])
