"""The table of who has taken a plan up, as a workbook. Contacts are a tick there: no name, no telephone."""

from __future__ import annotations

from datetime import date

from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.plans.adoption.rules import Cell, Mark
from tungnha.plans.adoption.table import Table
from tungnha.plans.models import AdoptionItem, Plan
from tungnha.plans.rules import short_day

MARKS = {Mark.DONE: "có", Mark.BELOW: "thấp hơn chỉ tiêu giao", Mark.NOT_YET: "chưa", Mark.MISSING: "chưa có số liệu"}


def of_table(plan: Plan, table: Table, on: date) -> bytes:
    columns = [SheetColumn("TT", 6, "count"), SheetColumn("Nơi", 30)]
    columns += [SheetColumn(item.name, 26) for item in table.items]
    sheet = Sheet(
        name="Triển khai", columns=tuple(columns), landscape=True,
        title_lines=("Tình hình triển khai kế hoạch", f"{plan.campaign.name} (đến ngày {short_day(on)})"),
        rows=[
            (n, line.place.title, *(_said(*pair) for pair in zip(table.items, line.cells, strict=True)))
            for n, line in enumerate(table.lines, 1)
        ],
        total=(None, "Đã có", *(one.words for one in table.sums)),
    )  # fmt: skip
    return write_xlsx([sheet], title="Tình hình triển khai kế hoạch")


def _said(item: AdoptionItem, cell: Cell | None) -> str:
    if cell is None:
        return "–"
    tells = cell.mark in (Mark.DONE, Mark.BELOW) and item.asks != AdoptionItem.Asks.CONTACT
    return f"{MARKS[cell.mark]}: {cell.words}" if tells and cell.words else MARKS[cell.mark]
