"""Which units owe a duty's reports, and from which period to which: units are founded, merged and ended in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from tungnha.plans.models import Duty
from tungnha.plans.rules import VIETNAM, Period
from tungnha.units.models import AreaSuccession, Organisation

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """From which day to which something stands, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True)
class Owing:
    """An organisation that owes reports for itself, or for those it collects for, while one of these stands."""

    organisation: Organisation
    spans: tuple[Span, ...]

    def stands_on(self, on: date) -> bool:
        return any(span.holds(on) for span in self.spans)

    def owes(self, period: Period) -> bool:
        """It stands on the last good day of the period; and, where reports come again and again, it stood on the
        first day too: nobody can tell of days on which it was not there."""
        last = last_day(period)
        if period.key == "once":
            return self.stands_on(last)
        return any(span.holds(period.starts_on) and span.holds(last) for span in self.spans)


def last_day(period: Period) -> date:
    """The day that holds the last good instant: 24:00 of the 19th is still the 19th."""
    return (period.due_at.astimezone(VIETNAM) - INSTANT).date()


def owing(duty: Duty) -> list[Owing]:
    """Everybody who ever owes the reports of a duty: its reporters, those with a collector through the collector. The
    report upward (`compiled`) without a named reporter is the issuer's own."""
    spans: dict[int, list[Span]] = {}
    bodies: dict[int, Organisation] = {}
    for named in duty.reporters.select_related("collector__area", "area"):
        body = named.collector or named
        bodies[body.pk] = body
        spans.setdefault(body.pk, []).append(span_of(named))
    if not bodies and duty.compiled:
        issuer = duty.plan.organisation
        bodies, spans = {issuer.pk: issuer}, {issuer.pk: [Span(None, None)]}
    found = [Owing(body, tuple(spans[pk])) for pk, body in bodies.items()]
    return sorted(found, key=lambda one: (one.organisation.order, one.organisation.name))


def span_of(body: Organisation) -> Span:
    """A body stands within its own days and, where it is a village's, within those of the village."""
    firsts = [day for day in (body.valid_from, _of_village(body, "valid_from")) if day]
    lasts = [day for day in (body.valid_to, _of_village(body, "valid_to")) if day]
    return Span(max(firsts, default=None), min(lasts, default=None))


def _of_village(body: Organisation, which: str) -> date | None:
    day: date | None = getattr(body.area, which) if body.area.kind == "village" else None
    return day


def who_reports_instead(body: Organisation, on: date) -> list[Organisation]:
    """The teams of the villages that a village which ended before `on` went into; none for a body that stands."""
    if span_of(body).holds(on):
        return []
    into = AreaSuccession.objects.filter(predecessor=body.area, on__lte=on).values("successor")
    standing = Organisation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), area__in=into, kind=body.kind)
    return list(standing.order_by("order", "name"))


def why_not_owed(body: Organisation, on: date) -> str:
    """One sentence for somebody who opens, or sends, the report of a body that has ended."""
    instead = who_reports_instead(body, on)
    if instead:
        return f"{body.name} đã thôi do sáp nhập: kỳ này {said(instead)} báo cáo cho cả địa bàn cũ."
    if not span_of(body).holds(on):
        return f"{body.name} đã thôi hoạt động nên không phải nộp kỳ này."
    return "Kỳ báo cáo này đã thôi, không phải nộp nữa."


def said(bodies: Iterable[Organisation]) -> str:
    return ", ".join(body.name for body in bodies)
