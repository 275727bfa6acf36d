"""Columns that are read all together say what each cell says when it is read alone."""

import numpy as np
import pytest

from tungnha.matching import cleaning_columns as columns
from tungnha.matching.cleaning_cells import TWELVE, date_code, number_code, phone_codes, sex_code

CELLS = [
    "", "  ", "038190991234", " 038190991234", "'038190991234", "038190991234\n", "38190991234", "03819099123",
    "111111111111", "000000000000", "11111111111", "170991234", "3.81900E+10", "038190991234 / 170991234",
    "０３８１９０９９１２３４", "३३३३३३३३३३३३", "0900000123", "900000123", "+84900000123", "84900000123",
    "0900.000.123", "900000123.0", "0900000120", "0112000123", "0900000123, 0900000125",
    "31/12/1990", "31-12/1990", "31.02.1990",
    "29/02/1991", "1/1/1990", "00/00/1990", "31/13/1990", "31/12/0990", "31/12/90", "1990", "1990-12-31", "19901231",
    "31/12/1990 ", "ab/cd/efgh", "x\0", "\0", "Nam", "nữ", "0" * 60,
]  # fmt: skip


@pytest.mark.parametrize("cells", [CELLS, [cell for cell in CELLS if len(cell) <= 12], []])
def test_a_column_reads_as_its_cells(cells: list[str]) -> None:
    kind, number = columns.numbers(cells)
    assert list(zip(kind.tolist(), number.tolist(), strict=True)) == [number_code(cell) for cell in cells]
    assert columns.dates(cells).tolist() == [date_code(cell) for cell in cells]
    first, second = columns.phones(cells)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(*phone_codes(cell), 0, 0)[:2] for cell in cells]
    assert columns.sexes(cells).tolist() == [sex_code(cell) for cell in cells]


def test_usual_cells_are_read() -> None:
    kind, number = columns.numbers(["038190991234", "38190991234"])
    assert (kind == TWELVE).all()
    assert np.unique(number).tolist() == [38190991234]
    assert columns.dates(["31/12/1990"]).tolist() == [19901231]
    assert columns.phones(["0900000123"])[0].tolist() == [900000123]
