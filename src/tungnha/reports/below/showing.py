"""The tables of a compiled report on its page, as plain data for the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tungnha.drafting.numbers import MISSING_IN_PROSE, count, rate

Address = Callable[[Any], str]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def places(table: dict[str, Any], address: Address) -> dict[str, Any]:
    """A table with every number that opens; columns of what was reported and what is counted only where both are."""
    rows = [_row(row, address) for row in table["rows"]]
    both = has_both(rows)
    columns = [
        {"key": "name", "label": upper_first(table["noun"]), "link": "url"},
        {"key": "reached", "label": "Tổng số hiện có", "kind": "count", "link": "url"},
        {"key": "base", "label": f"Số {table['base_name'] or 'phải tính'}", "kind": "count"},
        {"key": "rate", "label": "Đạt tỷ lệ (%)", "kind": "rate"},
    ]
    if any(row["needed"] is not None for row in (*rows, table["total"])):
        columns.append({"key": "needed", "label": "Chỉ tiêu", "kind": "count"})
    if both:
        columns += [
            {"key": "reported", "label": "Báo cáo", "kind": "count", "link": "reported_url"},
            {"key": "computed", "label": "Máy tính từ sổ", "kind": "count", "link": "computed_url"},
            {"key": "gap", "label": "Chênh lệch", "kind": "delta"},
        ]
    total = table["total"] | {"url": address(table["total"].get("opens")), "name": "Tổng cộng"}
    return {
        "caption": table["name"], "columns": columns, "rows": rows, "total": total, "said": table.get("said", []),
        "is_long": len(rows) > 40,
    }  # fmt: skip


def has_both(rows: Iterable[dict[str, Any]]) -> bool:
    """Whether any place has what it reported and what is counted here: else the two columns would say nothing."""
    return any(row.get("reported") is not None and row.get("computed") is not None for row in rows)


def _row(row: dict[str, Any], address: Address) -> dict[str, Any]:
    return row | {
        "url": address(row.get("opens")), "reported_url": address(row.get("opens_reported")),
        "computed_url": address(row.get("opens_computed")) if row.get("computed") is not None else "",
    }  # fmt: skip


def closed_to(tables: Iterable[dict[str, Any]], *prefixes: str) -> list[dict[str, Any]]:
    """For who may not open the units' own forms: the same rows, their numbers opening nothing there."""

    def shut(url: str) -> str:
        return "" if url.startswith(prefixes) else url

    return [
        table | {"rows": [
            row | {"url": shut(row["url"]), "reported_url": shut(row["reported_url"])} for row in table["rows"]
        ]}
        for table in tables
    ]  # fmt: skip


# Whose people a grid of units is of.
OFFICIALS, TEAMS = "cán bộ, công chức, viên chức, người lao động", "thành viên các Tổ"
EVERYBODY = "người của các đơn vị, các Tổ"


def people_of(grid: dict[str, Any]) -> str:
    """As it was said when the report was compiled; a report that did not say is of officials."""
    return str(grid.get("of", OFFICIALS))


def staff(grid: dict[str, Any] | None, address: Address) -> dict[str, Any] | None:
    if not grid:
        return None
    columns = [{"key": "name", "label": "Đơn vị", "link": "url"}]
    columns += [{"key": f"c{n}", "label": one["name"]} for n, one in enumerate(grid["columns"])]
    rows = [{"name": row["name"], "url": address(row["opens"]), **_cells(row["cells"])} for row in grid["rows"]]
    caption = f"{upper_first(people_of(grid))}: số người có / tổng số (tỷ lệ %)"
    total = {"name": "Tổng cộng", **_cells(grid["total"])}
    return {"caption": caption, "columns": columns, "rows": rows, "total": total}


def staff_cell(cell: dict[str, Any] | None) -> str:
    """`12/12 (100,00)`; nothing said is nothing known."""
    if cell is None:
        return MISSING_IN_PROSE
    if cell["base"] is None:
        return count(cell["now"])
    return f"{count(cell['now'])}/{count(cell['base'])} ({rate(cell['now'], cell['base'])})"


def _cells(cells: Iterable[dict[str, Any] | None]) -> dict[str, str]:
    return {f"c{n}": staff_cell(cell) for n, cell in enumerate(cells)}


def sections(found: Iterable[dict[str, Any]], address: Address) -> list[dict[str, Any]]:
    """What other rooms told, each line with what it opens."""
    return [
        {
            "heading": section["heading"],
            "lines": [
                {"title": line, "url": address(section["opens"][n]) if n < len(section["opens"]) else ""}
                for n, line in enumerate(section["lines"])
            ],
        }
        for section in found
        if section["lines"]
    ]  # fmt: skip
