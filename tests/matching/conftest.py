"""Lan, Hùng and their neighbours as a register; every person and number is made up."""

from __future__ import annotations

import pytest

from tungnha.identity.dates import PartialDate, read_date
from tungnha.identity.sexes import read_sex
from tungnha.matching import ListRow, RegisterRow

FIELDS = ("personal_number", "full_name", "birth", "sex", "village", "phone")


def fields_of(drawn: str) -> dict[str, object]:
    """ "038… | Lê Thị Lan | 31/07/1990 | Nữ | Thôn 1 | 0912…": an empty place is an unknown thing."""
    texts = [text.strip() for text in drawn.split("|")]
    found: dict[str, object] = dict(zip(FIELDS, [*texts, *[""] * len(FIELDS)], strict=False))
    birth = found["birth"]
    found["birth"] = read_date(birth) if birth else None
    found["sex"] = read_sex(found["sex"])
    return {field: value or ("" if field == "full_name" else None) for field, value in found.items()}


def register_of(table: str) -> list[RegisterRow]:
    """One person a line: id | number | name | birth | sex | village | phone."""
    rows = []
    for line in table.strip().splitlines():
        id_, _, rest = line.partition("|")
        rows.append(RegisterRow(id=int(id_), **fields_of(rest)))  # type: ignore[arg-type]
    return rows


def list_of(table: str) -> list[ListRow]:
    """One row a line: row number | number | name | birth | sex | village | phone."""
    rows = []
    for line in table.strip().splitlines():
        row_no, _, rest = line.partition("|")
        rows.append(ListRow(row_no=int(row_no), **fields_of(rest)))  # type: ignore[arg-type]
    return rows


@pytest.fixture
def register() -> list[RegisterRow]:
    return register_of("""
        1 | 038190000001 | Lê Thị Lan       | 31/07/1990 | Nữ  | Thôn 1         | 0912345678
        2 | 038085000002 | Nguyễn Văn Hùng  | 12/03/1985 | Nam | Thôn 2         |
        3 |              | Nguyễn Thị Mai   | 05/05/1975 | Nữ  | Thôn Đồng Tâm  |
        4 | 038050000004 | Trần Văn Hoà     | 1950       | Nam | Thôn 1         |
        5 | 038192000005 | Nguyễn Thị Hương | 02/02/1992 | Nữ  | Thôn 1         |
        6 | 038192000006 | Nguyễn Thị Hương | 02/02/1992 | Nữ  | Thôn 1         |
        7 | 038192000007 | Nguyễn Thị Hương | 09/09/1992 | Nữ  | Thôn 2         |
        8 |              | Phạm Văn Đức     | 01/01/1960 | Nam | Khu phố 1      |
    """)


@pytest.fixture
def year_only() -> PartialDate:
    return read_date("1985")
