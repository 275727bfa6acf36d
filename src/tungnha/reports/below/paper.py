"""The annexes and sheets of a compiled report, from its frozen figures: places, own staff, what other rooms tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tungnha.drafting.annexes import MISSING_NOTE
from tungnha.drafting.dates import short_date
from tungnha.drafting.document import Annex, Column, Table
from tungnha.drafting.numbers import MISSING_IN_PROSE, count, rate, rate_value
from tungnha.drafting.text import one_line
from tungnha.drafting.workbook import Cell, Sheet, SheetColumn
from tungnha.reports.below.showing import TEAMS, has_both, people_of, staff_cell, upper_first

PAGE_MM, WIDE_MM, NUMBER_MM, NAME_MM = 165.0, 247.0, 11.0, 54.0
ROOM = {"reached": 28.0, "base": 26.0, "rate": 22.0, "needed": 24.0}
TOTAL = "Tổng cộng"


def tables_of(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Every table with a row per area, the headline's first."""
    first = figures.get("villages")
    return [*([first] if first else []), *figures.get("annexes", [])]


def annexes_of(figures: dict[str, Any], campaign: str, period: str) -> tuple[Annex, ...]:
    noted = _noted(figures)
    watched = [(table, notes) for table, notes in noted if not has_target(table)]
    joined = watched if len(watched) > 1 and _same_places([table for table, _ in watched]) else []
    made = [places_annex(table, campaign, period, notes) for table, notes in noted if (table, notes) not in joined]
    if joined:
        made.append(joined_annex(joined, campaign, period))
    if figures.get("staff"):
        made.append(staff_annex(figures["staff"], period))
    made += [_section_annex(section) for section in figures.get("sections", []) if section["rows"]]
    return tuple(made)


def _noted(figures: dict[str, Any]) -> list[tuple[dict[str, Any], list[str]]]:
    rows = {row["target"]: row for row in figures.get("targets", [])}
    return [(table, [*base_note(rows.get(table["target"])), *table.get("said", [])]) for table in tables_of(figures)]


def base_note(row: dict[str, Any] | None) -> list[str]:
    """Whose figure the whole's base is; the sum of the rows may differ."""
    if row is None or not row["base_whose"] or row["base"] is None:
        return []
    on = f", ngày {short_date(date.fromisoformat(row['base_on']))}" if row["base_on"] else ""
    return [f"Số {row['base_name']} ở dòng tổng: nguồn {row['base_whose']}{on}."]


# --- places ----------------------------------------------------------------------------------------------------------


def has_target(table: dict[str, Any]) -> bool:
    """What is only watched has no target, and no column for one."""
    return any(row["needed"] is not None for row in (*table["rows"], table["total"]))


def places_annex(table: dict[str, Any], campaign: str, period: str, notes: Sequence[str]) -> Annex:
    title = f"Kết quả thực hiện {one_line(campaign)} theo {table['noun']}\n({one_line(period)})"
    what = one_line(table["name"])
    return Annex(title=title, body=(places_table(table, notes, heading=f"Nội dung: {what}."),))


def places_table(table: dict[str, Any], notes: Sequence[str] = (), heading: str = "") -> Table:
    """The plan's own columns: Tổng số hiện có | Số người trên 15 tuổi | Đạt tỷ lệ (%) | Chỉ tiêu. What is missing is
    printed as missing."""
    aimed = has_target(table)
    columns = [
        Column("TT", NUMBER_MM, "center"),
        Column(upper_first(table["noun"]), NAME_MM if aimed else NAME_MM + ROOM["needed"]),
        Column("Tổng số hiện có", ROOM["reached"], "right"),
        Column(f"Số {table['base_name'] or 'phải tính'}", ROOM["base"], "right"),
        Column("Đạt tỷ lệ (%)", ROOM["rate"], "right"),
        *([Column("Chỉ tiêu", ROOM["needed"], "right")] if aimed else []),
    ]  # fmt: skip
    rows = tuple((str(n), row["name"], *_cells(row, aimed=aimed)) for n, row in enumerate(table["rows"], 1))
    gaps = any("-" in row[2:] for row in rows)
    said = [line for line in (heading, *notes, MISSING_NOTE if gaps else "") if line]
    total = ("", TOTAL, *_cells(table["total"], aimed=aimed))
    return Table(columns=tuple(columns), rows=rows, total=total, note="\n".join(said), size_pt=13)


def _cells(row: dict[str, Any], *, aimed: bool) -> tuple[str, ...]:
    reached, base = row["reached"], row["base"]
    made = (count(reached, MISSING_IN_PROSE), count(base), rate(reached, base))
    return (*made, count(row["needed"])) if aimed else made


def _same_places(tables: Sequence[dict[str, Any]]) -> bool:
    return len({tuple(row["area"] for row in table["rows"]) for table in tables}) == 1


def joined_annex(noted: Sequence[tuple[dict[str, Any], list[str]]], campaign: str, period: str) -> Annex:
    """What is only watched of the same places, side by side: a row for each place, a column for each thing."""
    tables = [table for table, _ in noted]
    noun, wide = tables[0]["noun"], len(tables) > 3
    room = ((WIDE_MM if wide else PAGE_MM) - NUMBER_MM - NAME_MM) / len(tables)
    rows = tuple(
        (str(n), row["name"], *(staff_cell(_cell(table["rows"][n - 1])) for table in tables))
        for n, row in enumerate(tables[0]["rows"], 1)
    )
    bases = [f"{one_line(t['name'])}: tính trên số {t['base_name'] or 'phải tính'}." for t in tables]
    notes = dict.fromkeys(line for _, found in noted for line in found)
    table = Table(
        columns=(
            Column("TT", NUMBER_MM, "center"), Column(upper_first(noun), NAME_MM),
            *(Column(one_line(one["name"]), room, "right") for one in tables),
        ),
        rows=rows, total=("", TOTAL, *(staff_cell(_cell(one["total"])) for one in tables)),
        note="\n".join(["Mỗi ô: số đã có / số phải tính, và tỷ lệ (%).", *bases, *notes]), size_pt=13,
    )  # fmt: skip
    title = f"Kết quả thực hiện {one_line(campaign)} theo {noun}\n({one_line(period)})"
    return Annex(title, (table,), wide)


def _cell(row: dict[str, Any]) -> dict[str, Any] | None:
    return None if nothing_known(row) else {"now": row["reached"], "base": row["base"]}


def nothing_known(row: dict[str, Any]) -> bool:
    """Where nobody who could have it stands in the register, none found says nothing: missing is not zero."""
    return row["reached"] is None or (row["reached"] == 0 and not row["base"])


# --- own staff -------------------------------------------------------------------------------------------------------


def staff_annex(grid: dict[str, Any], period: str) -> Annex:
    wide = len(grid["columns"]) > 3
    room = ((WIDE_MM if wide else PAGE_MM) - NUMBER_MM - NAME_MM) / len(grid["columns"])
    rows = tuple(
        (str(n), row["name"], *(staff_cell(cell) for cell in row["cells"])) for n, row in enumerate(grid["rows"], 1)
    )
    table = Table(
        columns=(
            Column("TT", NUMBER_MM, "center"), Column("Đơn vị", NAME_MM),
            *(Column(one_line(column["name"]), room, "right") for column in grid["columns"]),
        ),
        rows=rows,
        total=("", TOTAL, *(staff_cell(cell) for cell in grid["total"])),
        note="Mỗi ô: số người có / tổng số người của đơn vị, và tỷ lệ (%).",
    )  # fmt: skip
    return Annex(f"Kết quả của {people_of(grid)}\n({one_line(period)})", (table,), wide)


def _section_annex(section: dict[str, Any]) -> Annex:
    columns = section["columns"]
    room = PAGE_MM / max(len(columns), 1)
    rows = tuple(tuple(map(str, row)) for row in section["rows"])
    return Annex(section["title"], (Table(tuple(Column(one_line(c), room) for c in columns), rows),))


# --- sheets ----------------------------------------------------------------------------------------------------------


def sheets_of(figures: dict[str, Any], titles: tuple[str, ...]) -> list[Sheet]:
    """A sheet for each table, beside its number what was reported and what is counted; one for the staff."""
    made = [places_sheet(table, titles, notes) for table, notes in _noted(figures)]
    return made + ([staff_sheet(figures["staff"], titles)] if figures.get("staff") else [])


def places_sheet(table: dict[str, Any], titles: tuple[str, ...], notes: Sequence[str]) -> Sheet:
    aimed = has_target(table)
    both = has_both(table["rows"])
    columns = (
        SheetColumn("TT", 6, "count"), SheetColumn(upper_first(table["noun"]), 32),
        SheetColumn("Tổng số hiện có", 18, "count"),
        SheetColumn(f"Số {table['base_name'] or 'phải tính'}", 16, "count"),
        SheetColumn("Đạt tỷ lệ (%)", 12, "rate", rate_of=(2, 3)),
        *([SheetColumn("Chỉ tiêu", 14, "count")] if aimed else []),
        *((SheetColumn("Báo cáo", 14, "count"), SheetColumn("Máy tính từ sổ", 14, "count"),
           SheetColumn("Chênh lệch", 12, "count")) if both else ()),
    )  # fmt: skip
    total = table["total"]
    return Sheet(
        name=f"Theo {table['noun']}: {one_line(table['name'])}", columns=columns,
        rows=[(n, row["name"], *_numbers(row, aimed=aimed, both=both)) for n, row in enumerate(table["rows"], 1)],
        total=("", TOTAL, *_numbers(total, aimed=aimed, both=both)), title_lines=(*titles, one_line(table["name"])),
        note="\n".join([*notes, MISSING_NOTE]), landscape=both,
    )  # fmt: skip


def _numbers(row: dict[str, Any], *, aimed: bool, both: bool) -> list[Cell]:
    reached: Cell = MISSING_IN_PROSE if row["reached"] is None else row["reached"]
    made: list[Cell] = [reached, row["base"], Decimal(row["rate"]) if row["rate"] is not None else None]
    made += [row["needed"]] if aimed else []
    return made + ([row.get("reported"), row.get("computed"), row.get("gap")] if both else [])


def staff_sheet(grid: dict[str, Any], titles: tuple[str, ...]) -> Sheet:
    columns = [SheetColumn("TT", 6, "count"), SheetColumn("Đơn vị", 36)]
    for n, column in enumerate(grid["columns"]):
        name, at = one_line(column["name"]), 2 + 3 * n
        columns += [
            SheetColumn(f"{name}: số có", 16, "count"), SheetColumn(f"{name}: tổng số", 16, "count"),
            SheetColumn(f"{name}: tỷ lệ (%)", 12, "rate", rate_of=(at, at + 1)),
        ]  # fmt: skip
    return Sheet(
        name="Thành viên các Tổ" if people_of(grid) == TEAMS else "Cán bộ, công chức", columns=tuple(columns),
        rows=[(n, row["name"], *_staff_numbers(row["cells"])) for n, row in enumerate(grid["rows"], 1)],
        total=("", TOTAL, *_staff_numbers(grid["total"])), title_lines=titles, note=MISSING_NOTE, landscape=True,
    )  # fmt: skip


def _staff_numbers(cells: Sequence[dict[str, Any] | None]) -> list[Cell]:
    made: list[Cell] = []
    for cell in cells:
        made += [MISSING_IN_PROSE, None, None] if cell is None else [
            cell["now"], cell["base"], rate_value(cell["now"], cell["base"])
        ]  # fmt: skip
    return made
