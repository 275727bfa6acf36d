"""What a spreadsheet programme would make of our formulas: worked out anew from the cells, whatever value stands by."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

SUM = re.compile(r"=SUM\(([A-Z]+\d+):([A-Z]+\d+)\)")
RATE = re.compile(r'=IF\(N\(([A-Z]+\d+)\)=0,"",ROUND\(([A-Z]+\d+)/\1\*100,2\)\)')
LOOKS_A_NUMBER = re.compile(r"-?\d{1,3}([.,]?\d{3})*([.,]\d+)?")
TOTALS = ("Tổng", "Cộng", "Tất cả", "Toàn")


def formulas(data: bytes) -> list[tuple[str, str, Any, Any]]:
    """(cell, formula, what it comes to, the value written beside it) of every formula of a workbook."""
    written, seen = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    return [
        (
            f"{paper.title}!{cell.coordinate}", cell.value, worked_out(paper, cell.value),
            seen[paper.title][cell.coordinate].value,
        )
        for paper in written.worksheets for row in paper.iter_rows() for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]  # fmt: skip


def worked_out(paper: Worksheet, formula: str) -> Any:
    """A sum or a per cent; any other formula is none of ours."""
    if found := SUM.fullmatch(formula):
        cells = [cell for row in paper[f"{found[1]}:{found[2]}"] for cell in row]
        return sum((value for cell in cells if (value := _number(paper, cell.value)) is not None), Decimal())
    found = RATE.fullmatch(formula)
    assert found is not None, formula
    whole, part = (_number(paper, paper[place].value) for place in found.groups())
    if not whole:
        return ""
    assert part is not None, formula
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _number(paper: Worksheet, value: Any) -> Decimal | None:
    if isinstance(value, str) and value.startswith("="):
        again = worked_out(paper, value)
        return again if isinstance(again, Decimal) else None
    return Decimal(str(value)) if isinstance(value, int | float) else None


def typed_totals(data: bytes) -> list[str]:
    """Cells of rows of totals that are typed in although they are the sum of the cells above them."""
    found = []
    for paper in load_workbook(io.BytesIO(data)).worksheets:
        rows = list(paper.iter_rows())
        for place, row in enumerate(rows):
            if not any(str(cell.value or "").startswith(TOTALS) for cell in row[:3]):
                continue
            for cell in row:
                above = [
                    value for one in rows[:place] if (value := _number(paper, one[cell.column - 1].value)) is not None
                ]
                if isinstance(cell.value, int | float) and len(above) > 1 and sum(above) == Decimal(str(cell.value)):
                    found.append(f"{paper.title}!{cell.coordinate}")
    return found


def numbers_as_text(data: bytes) -> list[str]:
    """Cells in which a number was written as letters."""
    return [
        f"{paper.title}!{cell.coordinate}: {cell.value}"
        for paper in load_workbook(io.BytesIO(data)).worksheets for row in paper.iter_rows() for cell in row
        if isinstance(cell.value, str) and LOOKS_A_NUMBER.fullmatch(cell.value)
    ]  # fmt: skip
