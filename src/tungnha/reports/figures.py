"""The figures of a report as they stand at one instant: plain rows, each saying what opens it.

Kept as JSON in Report.figures, so that a frozen report never changes and every number in it still opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from tungnha.ledger.models import Service
from tungnha.ledger.models.services import Counted
from tungnha.ledger.rules import Has, parse_rule
from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import VIETNAM, level_words
from tungnha.progress import queries as progress
from tungnha.progress.counting import way_of
from tungnha.progress.figures import Figure, VillageRow
from tungnha.reports import sentences
from tungnha.reports.models import Obligation, Report, SubmittedFigure
from tungnha.reports.queries import Board, latest_submissions
from tungnha.reports.rules import OWN_GROUPS
from tungnha.units.models import Area, Organisation

Row = dict[str, Any]


# --- what a unit is asked ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Computed:
    """What the product counts for a unit itself, so that it need not ask."""

    count: int | None
    base: int | None


def one_of_each_measure(targets: Iterable[Target]) -> list[Target]:
    """Two targets that count the same (35% in July, 63,80% in October) are one question: the headline one's, or the
    later one's."""
    chosen: dict[Any, Target] = {}
    for target in sorted(targets, key=lambda t: (t.headline, t.due_on or date.min)):
        chosen[target.measure_id or f"target {target.pk}"] = target
    return sorted(chosen.values(), key=lambda t: (not t.headline, t.order, t.pk))


def asked_of(unit: Organisation, targets: Iterable[Target], on: date) -> tuple[list[Target], list[Target]]:
    """(targets this unit reports on, others it may state a figure for)."""
    own: list[Target] = []
    others: list[Target] = []
    chosen = one_of_each_measure(targets)
    held = computed_for(unit, chosen, on)
    groups = _groups_of(unit)
    for target in chosen:
        way = way_of(target.measure) if target.measure else ""
        if target.pk in held:
            own.append(target)
        elif way == "stated" and unit.area.kind != Area.Kind.VILLAGE:
            assert target.measure is not None
            (own if target.measure.group in groups else others).append(target)
    return own, others


def _groups_of(unit: Organisation) -> set[str]:
    """The counted groups a unit is asked about first: its own, and those of the firms it collects for."""
    kinds = {unit.kind, *unit.collects_for.values_list("kind", flat=True)}
    return {group for kind in kinds for group in OWN_GROUPS.get(kind, ())}


def computed_for(unit: Organisation, targets: Sequence[Target], on: date) -> dict[int, Computed]:
    """The unit's own figures as the ledger has them: a village's from its people, an organisation's from its roster."""
    if unit.area.kind == Area.Kind.VILLAGE:
        counted = [t for t in targets if t.measure and way_of(t.measure) == "things"]
        found = progress.figures(counted, unit.area, on) if counted else []
        return {f.target.pk: Computed(f.now, f.base.count if f.base else None) for f in found}
    rows: dict[int, Computed] = {}
    for target in targets:
        if target.measure and way_of(target.measure) == "units":
            own = next((r for r in progress.roster_rows(target, unit.area, on) if r.unit.pk == unit.pk), None)
            if own is not None:
                rows[target.pk] = Computed(own.now, own.base)
    return rows


def held_of(owed: Obligation, targets: Iterable[Target]) -> dict[int, Computed]:
    """What the unit said the last time, for this period or an earlier one: not asked again, only looked over.

    Of an earlier period the whole (pupils, soldiers) is offered, and the count with it."""
    rows = SubmittedFigure.objects.filter(
        submission__obligation__organisation=owed.organisation, submission__obligation__due_at__lte=owed.due_at,
        target__in=[t.pk for t in targets], computed=None,
    ).order_by("submission__obligation__due_at", "submission__number")  # fmt: skip
    return {row.target_id: Computed(row.count, row.base) for row in rows}


# --- the facts of a report ---------------------------------------------------------------------------------------


def facts(*, plan: Plan, area: Area, board: Board, at: datetime) -> dict[str, Any]:
    """Everything the report says in numbers, as of `at`."""
    on = at.astimezone(VIETNAM).date()
    targets = list(progress.targets().filter(plan=plan).order_by("-headline", "order", "id"))
    since = _told_from(plan, area, board)
    by_target = {f.target.pk: f for f in progress.figures(targets, area, on, since)}
    services = {s.code: s for s in Service.objects.all()}
    rows = [target_row(by_target[t.pk], services) for t in targets if t.pk in by_target]
    _tell_apart(rows)
    headline = _headline(targets)
    sent = latest_submissions([board.duty], board.period, at)
    found: dict[str, Any] = {
        "at": at.astimezone(VIETNAM).isoformat(),
        "since": since.isoformat(),
        "targets": rows,
        "villages": village_table(headline, area, on, since, by_target) if headline else None,
        "attendance": attendance(board),
        "narratives": [_said(s, s.narrative) for s in sent if s.narrative],
        "difficulties": [_said(s, s.difficulties) for s in sent if s.difficulties],
        "proposals": [_said(s, s.proposals) for s in sent if s.proposals],
        "reported": reported([s.pk for s in sent]),
    }
    found["generated"] = sentences.generate(found, plan=plan, area=area, at=at)
    return found


def _told_from(plan: Plan, area: Area, board: Board) -> date:
    """The day a change is told from: that of the report before, else the eve of the period."""
    before = (
        Report.objects.filter(plan=plan, duty=board.duty, area=area, ends_on__lt=board.ends_on)
        .order_by("-ends_on").first()
    )  # fmt: skip
    if before is not None:
        return before.figures_at.astimezone(VIETNAM).date()
    return board.starts_on - timedelta(days=1)


def _headline(targets: Sequence[Target]) -> Target | None:
    """Which target stands in the annex, village by village: of the headline ones the last milestone."""
    counted = [t for t in targets if t.measure and way_of(t.measure) == "things"]
    heads = [t for t in counted if t.headline] or counted
    return max(heads, key=lambda t: (t.headline, t.due_on or date.min, -t.order), default=None)


def target_row(of: Figure, services: Mapping[str, Service]) -> Row:
    measure = of.target.measure
    base = of.base
    return {
        "target": of.target.pk,
        "name": of.target.label,
        "level": level_words(of.target.comparator, of.target.value, of.target.unit),
        "text": of.target.text,
        "headline": of.target.headline,
        "has": _what_they_have(of.target, services),
        "unit": Counted(measure.counts).label if measure else "người",
        "reached": of.now,
        "why_none": of.why_none,
        "base": base.count if base else None,
        "base_name": GROUP_NAMES.get(measure.group, "") if measure else "",
        "base_whose": base.whose if base else "",
        "base_on": base.on.isoformat() if base and base.on else None,
        "base_document": base.document if base else "",
        "own_base": base.own if base else None,
        "rate": str(of.rate_of_base) if of.rate_of_base is not None else None,
        "needed": of.needed.count,
        "needed_why": of.needed.why,
        "rate_of_needed": str(of.rate_of_needed) if of.rate_of_needed is not None else None,
        "change": of.change,
        "gained": of.gained,
        "lost": of.lost,
        "due_on": of.target.due_on.isoformat() if of.target.due_on else None,
        "per_day": str(of.per_day) if of.per_day is not None else None,
        "days_left": of.days_left,
        "expected": of.expected_today,
        "state": of.state,
        "stated": [
            {"whose": s.whose, "count": s.claim.count, "on": s.claim.on.isoformat(), "gap": s.gap} for s in of.stated
        ],
        "opens": opens(of),
        "opens_base": opens(of, "base"),
        "opens_change": opens(of, "gained"),
    }


def _what_they_have(target: Target, services: Mapping[str, Service]) -> str:
    """`chữ ký số`: what the counted people have; "" for a composed rule."""
    rule = parse_rule(target.measure.rule) if target.measure and target.measure.rule else None
    if not isinstance(rule, Has) or rule.level > 1 or rule.service not in services:
        return ""
    return sentences.lower_first(services[rule.service].label)


def _tell_apart(rows: list[Row]) -> None:
    """Targets that count the same thing take their level and day: “… (trên 63,80%, đến 31/10/2026)”."""
    names = [row["name"] for row in rows]
    for row in rows:
        if names.count(row["name"]) > 1:
            day = date.fromisoformat(row["due_on"]) if row["due_on"] else None
            by = f", đến {day.day}/{day.month}/{day.year}" if day else ""
            row["name"] = f"{row['name']} ({row['level']}{by})"


def village_table(target: Target, area: Area, on: date, since: date, by_target: dict[int, Figure]) -> dict[str, Any]:
    """The annex: a row for each village in its official order, and the commune's own figure as the total."""
    rows = sorted(progress.village_rows(target, area, on, since), key=lambda r: (r.village.order, r.village.code))
    whole = by_target[target.pk]
    return {
        "target": target.pk,
        "name": whole.target.label,
        "noun": rows[0].village.type_name if rows else "thôn",
        "base_name": GROUP_NAMES.get(target.measure.group, "") if target.measure else "",
        "rows": [village_row(row) for row in rows],
        "total": {
            "area": area.pk, "name": area.title, "reached": whole.now,
            "base": whole.base.count if whole.base else None, "needed": whole.needed.count,
            "rate": str(whole.rate_of_base) if whole.rate_of_base is not None else None,
            "opens": opens(whole),
        },
    }  # fmt: skip


def village_row(of: VillageRow) -> Row:
    base = of.base.count if of.base else None
    return {
        "area": of.village.pk, "name": of.village.title, "reached": of.now, "base": base,
        # Without a base a share of 0 says only that there was nothing to share by: missing is not zero.
        "needed": of.needed.count or None if base is None else of.needed.count,
        "rate": str(of.rate_of_base) if of.rate_of_base is not None else None,
        "opens": opens(of.figure),
    }  # fmt: skip


NOBODY: dict[str, Any] = {
    "due_at": None, "expected": 0, "handed_in": 0, "on_time": [], "late": [], "missing": [], "opens": None,
}  # fmt: skip


def attendance(board: Board) -> dict[str, Any]:
    def who(row: Any) -> Row:
        sent = row.first.sent_at.astimezone(VIETNAM).isoformat() if row.first else None
        return {"unit": row.name, "sent_at": sent, "opens": ["reports:obligation", [row.obligation.pk]]}

    if board.duty.compiled:  # the issuer's own report: nobody below owes it
        return NOBODY
    return {
        "due_at": board.due_at.astimezone(VIETNAM).isoformat(),
        "expected": board.expected,
        "handed_in": board.handed_in,
        "on_time": [who(row) for row in board.of("sent")],
        "late": [who(row) for row in board.late],
        "missing": [who(row) for row in board.missing],
        "opens": ["reports:board", [board.duty.pk, board.period]],
    }


def reported(submissions: Sequence[int]) -> list[Row]:
    """What units state themselves, beside what was counted for them at that moment."""
    rows = SubmittedFigure.objects.filter(submission__in=submissions, count__isnull=False).select_related(
        "target__measure", "submission__obligation__organisation"
    )
    ordered = rows.order_by("target__order", "submission__obligation__organisation__order", "pk")
    return [
        {
            "target": row.target_id, "name": row.target.label, "count": row.count,
            "base": row.base, "computed": row.computed, "unit": row.submission.obligation.organisation.label,
            "opens": ["reports:obligation", [row.submission.obligation_id]],
        }
        for row in ordered
    ]  # fmt: skip


def _said(submission: Any, text: str) -> Row:
    obligation = submission.obligation
    return {"unit": obligation.organisation.label, "text": text, "opens": ["reports:obligation", [obligation.pk]]}


# --- opening, and what changed since -----------------------------------------------------------------------------


def opens(of: Figure, which: str = "now") -> list[Any]:
    """Route, arguments and query of the page with the rows that make a number. What units only state has no rows: it
    opens the page that says who stated what."""
    if of.way not in ("things", "units"):
        return ["progress:village", [of.target.pk, of.area.code], {}]
    query = {"which": which, "area": of.area.code}
    return ["progress:rows", [of.target.pk], query | ({"from": of.since.isoformat()} if which == "gained" else {})]


def url_of(opened: Sequence[Any] | None) -> str:
    """The address a frozen row opens; none when that page is no longer there."""
    if not opened:
        return ""
    route, args, *query = opened
    try:
        address = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query[0])}" if query and query[0] else address


@dataclass(frozen=True)
class Change:
    """A figure that a frozen report gives and that would be another number today, for the same day."""

    name: str
    then: int | None
    now: int | None
    url: str


def changes_since(report: Report) -> list[Change]:
    """What was learnt after the report was frozen about the day it speaks of (“thay đổi sau khi gửi”). What came
    about later belongs to the next report and is no change."""
    on = report.figures_at.astimezone(VIETNAM).date()
    targets = list(progress.targets().filter(plan=report.plan_id))
    live = {f.target.pk: f.now for f in progress.figures(targets, report.area, on)}
    return [
        Change(row["name"], row["reached"], live[row["target"]], url_of(row["opens"]))
        for row in report.figures.get("targets", [])
        if row["target"] in live and live[row["target"]] != row["reached"]
    ]
