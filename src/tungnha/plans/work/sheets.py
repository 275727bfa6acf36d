"""Tasks and a task's grid as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.plans.models import Plan
from tungnha.plans.rules import short_day
from tungnha.plans.work import pages, rules
from tungnha.plans.work.board import Row

TASKS = (
    SheetColumn("STT", 6), SheetColumn("Nhiệm vụ", 50), SheetColumn("Chủ trì", 24), SheetColumn("Phối hợp", 24),
    SheetColumn("Thời gian ghi trong kế hoạch", 20), SheetColumn("Hạn cuối", 12, "date"),
    SheetColumn("Tình trạng", 18), SheetColumn("Số nơi xong", 9, "count"), SheetColumn("Tổng số nơi", 9, "count"),
    SheetColumn("Còn thiếu", 34), SheetColumn("Kết quả đếm được", 26),
)  # fmt: skip
PLACES = (
    SheetColumn("TT", 6, "count"), SheetColumn("Nơi", 34), SheetColumn("Qua đầu mối", 22),
    SheetColumn("Tình trạng", 20), SheetColumn("Hạn cuối", 12, "date"), SheetColumn("Ngày xong", 12, "date"),
    SheetColumn("Kết quả đếm được", 30),
)  # fmt: skip


def of_plan(plan: Plan, rows: Sequence[Row], on: date) -> bytes:
    sheet = Sheet(
        name="Nhiệm vụ", columns=TASKS, landscape=True,
        title_lines=("Tình hình thực hiện nhiệm vụ", f"{plan.campaign.name} (đến ngày {short_day(on)})"),
        rows=[
            (
                row.task.no, row.task.name, ", ".join(body.label for body in row.leads) or row.task.lead, row.task.co,
                row.task.due_text, row.last_day, pages.state_label(row.state, row),
                row.done if row.places else None, len(row.places) if row.places else None,
                ", ".join(one.place.title for one in row.lacking), rules.output_words(row.outputs),
            )
            for row in rows
        ],
    )  # fmt: skip
    return write_xlsx([sheet], title="Tình hình thực hiện nhiệm vụ")


def of_grid(row: Row, on: date) -> bytes:
    named = " ".join(f"{row.task.no}. {row.task.name}".split()).strip(". ")
    sheet = Sheet(
        name="Từng nơi", columns=PLACES,
        title_lines=(named[:200], f"{row.done}/{len(row.places)} nơi xong, đến ngày {short_day(on)}"),
        rows=[
            (
                n, one.place.title, one.place.collector, pages.state_label(one.stand.state), one.stand.last_day,
                one.stand.done_on, rules.output_words(one.outputs),
            )
            for n, one in enumerate(row.places, 1)
        ],
        total=(None, "Tổng cộng", "", f"{row.done}/{len(row.places)} nơi xong", None, None,
               rules.output_words(row.outputs)),
    )  # fmt: skip
    return write_xlsx([sheet], title=named[:200])
