"""The canonical progress table of a campaign, village by village, as a table, an annex or a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from tungnha.drafting.document import Annex, Column, Table
from tungnha.drafting.numbers import MISSING_IN_TABLE, count, rate, rate_value
from tungnha.drafting.workbook import Cell, Sheet, SheetColumn

MISSING_NOTE = f"Dấu “{MISSING_IN_TABLE}”: chưa có số liệu."
TOTAL = "Tổng cộng"


@dataclass(frozen=True)
class ProgressRow:
    """One unit's figures. None is a figure nobody has given yet; zero is a figure."""

    unit: str
    reached: int | None
    base: int | None
    target: int | None = None


@dataclass(frozen=True)
class ProgressHeadings:
    unit: str = "Thôn"
    reached: str = "Tổng số hiện có"
    base: str = "Số người trên 15 tuổi"
    rate: str = "Đạt tỷ lệ (%)"
    target: str = "Chỉ tiêu"


def progress_table(
    rows: Sequence[ProgressRow],
    total: ProgressRow | None,
    *,
    headings: ProgressHeadings = ProgressHeadings(),
    note: str = "",
) -> Table:
    """The rate is always of the two numbers printed beside it. The total is given, never added up here:
    a commune's own base is often not the sum of its villages'."""
    everything = [*rows, *([total] if total else [])]
    gaps = any(figure is None for row in everything for figure in (row.reached, row.base, row.target))
    notes = [line for line in (note, MISSING_NOTE if gaps else "") if line]
    return Table(
        columns=(
            Column("TT", 11, "center"),
            Column(headings.unit, 54),
            Column(headings.reached, 28, "right"),
            Column(headings.base, 26, "right"),
            Column(headings.rate, 22, "right"),
            Column(headings.target, 24, "right"),
        ),
        rows=tuple((str(place), *figures(row)) for place, row in enumerate(rows, 1)),
        total=("", TOTAL, *figures(total)[1:]) if total else None,
        note="\n".join(notes),
        size_pt=13,
    )


def figures(row: ProgressRow) -> tuple[str, ...]:
    return row.unit, count(row.reached), count(row.base), rate(row.reached, row.base), count(row.target)


def progress_annex(
    rows: Sequence[ProgressRow],
    total: ProgressRow | None,
    *,
    title: str,
    headings: ProgressHeadings = ProgressHeadings(),
    note: str = "",
    attached_to: str | None = None,
    landscape: bool = False,
) -> Annex:
    table = progress_table(rows, total, headings=headings, note=note)
    return Annex(title=title, body=(table,), landscape=landscape, attached_to=attached_to)


def progress_sheet(
    rows: Sequence[ProgressRow],
    total: ProgressRow | None,
    *,
    name: str,
    title_lines: tuple[str, ...] = (),
    headings: ProgressHeadings = ProgressHeadings(),
    note: str = "",
) -> Sheet:
    """The same table as numbers that can be added and sorted."""

    def cells(row: ProgressRow) -> tuple[Cell, ...]:
        return row.unit, row.reached, row.base, rate_value(row.reached, row.base), row.target

    return Sheet(
        name=name,
        title_lines=title_lines,
        columns=(
            SheetColumn("TT", 6, "count"),
            SheetColumn(headings.unit, 32),
            SheetColumn(headings.reached, 16, "count"),
            SheetColumn(headings.base, 16, "count"),
            SheetColumn(headings.rate, 12, "rate", rate_of=(2, 3)),
            SheetColumn(headings.target, 14, "count"),
        ),
        rows=[(place, *cells(row)) for place, row in enumerate(rows, 1)],
        total=("", TOTAL, *cells(total)[1:]) if total else None,
        note=note,
    )
