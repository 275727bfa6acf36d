"""To whom the plan was sent and who has it, as a compiled report tells it (`reports.below.parts`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from tungnha.drafting.numbers import in_prose
from tungnha.plans.models import Delivery
from tungnha.reports.below.parts import ReportPeriod, Section, shortened
from tungnha.reports.below.tables import noun_of


def sent(period: ReportPeriod) -> Section | None:
    """In the report of the period it was sent in, and in the next ones as long as somebody has not received it."""
    rows = list(
        Delivery.objects.filter(plan=period.plan, sent_at__lte=period.at).select_related("area", "organisation")
    )
    known = [row for row in rows if row.received_at is not None and row.received_at <= period.at]
    if not rows or (
        len(known) == len(rows) and all(timezone.localtime(row.sent_at).date() < period.since for row in rows)
    ):
        return None
    villages = [row for row in rows if row.area is not None and row.area.parent_id == period.area.pk]
    bodies = [row for row in rows if row not in villages]
    noun = noun_of([row.area for row in villages if row.area is not None]) if villages else ""
    lines = [_line(group, noun, known) for group, noun in ((villages, noun), (bodies, "cơ quan, đơn vị")) if group]
    opens = tuple(["plans:plan", [period.plan.pk]] for _ in lines)  # whoever reads the report may read the plan
    return Section("situation", "Gửi kế hoạch:", tuple(lines), opens=opens)


def _line(rows: Sequence[Delivery], noun: str, known: Sequence[Delivery]) -> str:
    """`Kế hoạch đã gửi đến 37 thôn; 35/37 thôn đã nhận, chưa nhận: Thôn Bái Mòng, Thôn Cây Lai.`"""
    have = sum(row in known for row in rows)
    lacking = shortened([row.to_title for row in rows if row not in known], noun)
    said = f", chưa nhận: {', '.join(lacking).rstrip('.')}" if lacking else ""
    return f"Kế hoạch đã gửi đến {in_prose(len(rows))} {noun}; {have}/{len(rows)} {noun} đã nhận{said}."
