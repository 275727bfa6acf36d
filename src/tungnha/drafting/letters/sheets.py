"""The tables of a report as a workbook: numbers that can be added and sorted, totals and rates as formulas."""

from __future__ import annotations

from collections.abc import Sequence

from tungnha.drafting.annexes import MISSING_NOTE, progress_sheet
from tungnha.drafting.letters.targets import TargetFigure
from tungnha.drafting.letters.weekly import WeeklyReport
from tungnha.drafting.numbers import rate_value
from tungnha.drafting.text import one_line
from tungnha.drafting.workbook import Sheet, SheetColumn


def report_sheets(report: WeeklyReport) -> list[Sheet]:
    """One sheet a table: the targets, the villages, who has sent."""
    titles = (f"Kết quả thực hiện {one_line(report.campaign)}", f"({one_line(report.period)})")
    sheets = [targets_sheet(report.targets, titles)] if report.targets else []
    if report.villages:
        sheets.append(
            progress_sheet(
                report.villages, report.villages_total, name=f"Theo {report.village_noun}", title_lines=titles,
                headings=report.headings, note="\n".join(filter(None, (report.villages_note, MISSING_NOTE))),
            )
        )  # fmt: skip
    if report.attendance is not None:
        late = [(one_line(who.unit), "Gửi muộn", who.sent_at) for who in report.attendance.late]
        missing = [(one_line(unit), "Chưa gửi", None) for unit in report.attendance.missing]
        columns = (
            SheetColumn("TT", 6, "count"), SheetColumn("Đơn vị", 48), SheetColumn("Tình trạng", 16),
            SheetColumn("Gửi lúc", 20, "date"),
        )  # fmt: skip
        rows = [(place, *row) for place, row in enumerate([*late, *missing], 1)]
        said = f"Đúng hạn: {report.attendance.on_time}/{report.attendance.expected} đơn vị."
        sheets.append(Sheet("Gửi muộn, chưa gửi", columns, rows, title_lines=titles, note=said))
    return sheets


def targets_sheet(figures: Sequence[TargetFigure], titles: tuple[str, ...]) -> Sheet:
    """Both rates are of the numbers beside them."""
    columns = (
        SheetColumn("TT", 6, "count"), SheetColumn("Chỉ tiêu", 44), SheetColumn("Hiện có", 14, "count"),
        SheetColumn("Cơ sở tính", 14, "count"),
        SheetColumn("Đạt so với cơ sở tính (%)", 16, "rate", rate_of=(2, 3)),
        SheetColumn("Chỉ tiêu giao", 14, "count"),
        SheetColumn("Đạt so với chỉ tiêu giao (%)", 16, "rate", rate_of=(2, 5)),
        SheetColumn("Tăng, giảm trong kỳ", 14, "count"), SheetColumn("Cơ sở tính là", 44),
    )  # fmt: skip
    rows = [
        (
            place, one_line(of.name), of.reached, of.base, rate_value(of.reached, of.base), of.target,
            rate_value(of.reached, of.target), of.increase, of.base_in_words,
        )
        for place, of in enumerate(figures, 1)
    ]  # fmt: skip
    return Sheet("Chỉ tiêu", columns, rows, title_lines=titles, note=MISSING_NOTE, landscape=True)
