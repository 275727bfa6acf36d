"""Proposals to adjust the plan, each with its decision, as a compiled report tells them (`reports.below.parts`)."""

from __future__ import annotations

from django.utils import timezone

from tungnha.drafting.dates import short_date
from tungnha.drafting.text import one_line
from tungnha.plans.adjust import Adjustment, between
from tungnha.reports.below.parts import MOST_LINES, ReportPeriod, Section, shortened

LONGEST = 300  # letters of a proposal in a line


def adjustments(period: ReportPeriod) -> Section | None:
    """Nobody asked for a change: nothing is printed. As of the instant of the report: a period may end days before its
    report is compiled, and what was decided since is known to whoever signs."""
    found = between(period.plan, period.since, timezone.localtime(period.at).date(), at=period.at)
    if not found:
        return None
    opens = tuple(["plans:plan", [period.plan.pk]] for _ in found[:MOST_LINES])
    return Section(
        "proposals", "Đề nghị điều chỉnh kế hoạch:", shortened([line_of(one) for one in found], "đề nghị"), opens=opens
    )


def line_of(one: Adjustment) -> str:
    """`Thôn 3 đề nghị sửa chỉ tiêu “…” thành “…”, lý do: …. Đã chấp thuận ngày 19/6/2026 (kế hoạch bản số 2): ….`"""
    asked = (
        f"{one.who} đề nghị sửa {one.part} “{_short(one.label)}” thành “{_short(one.instead)}”, lý do: "
        f"{_short(one.why)}."
    )
    return f"{asked} {_decided(one)}"


def _decided(one: Adjustment) -> str:
    if one.accepted is None or one.decided_on is None:
        return f"Đề nghị ngày {short_date(one.asked_on)}, chưa có quyết định."
    word = "Đã chấp thuận" if one.accepted else "Không chấp thuận"
    made = f" (kế hoạch bản số {one.version})" if one.version is not None else ""
    said = f": {_short(one.decision)}" if one.decision else ""
    return f"{word} ngày {short_date(one.decided_on)}{made}{said}."


def _short(text: str) -> str:
    line = one_line(text).rstrip(" .;")
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
