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

from tungnha.drafting.numbers import rate_value
from tungnha.field.desk import compared
from tungnha.ledger.models import Service
from tungnha.ledger.rules import Has, parse_rule
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import VIETNAM, level_words
from tungnha.progress import queries as progress
from tungnha.progress.counting import way_of
from tungnha.progress.figures import Figure
from tungnha.progress.indicators import queries as indicators
from tungnha.progress.rules import URGENCY, needed_per_day, state_of
from tungnha.progress.ways import unit_word
from tungnha.reports import sentences
from tungnha.reports.below import parts, said, staff, tables
from tungnha.reports.below.said import key_of
from tungnha.reports.models import Obligation, Report, SubmittedFigure
from tungnha.reports.queries import Board, latest_submissions
from tungnha.reports.rules import OWN_GROUPS
from tungnha.units.models import Area, Organisation

Row = dict[str, Any]
BESIDE = ("shortcomings", "causes", "next_tasks")  # parts of units' reports that stand beside the first three


# --- what a unit is asked ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Computed:
    """What the product counts for a unit itself, so that it need not ask. `of`: all there is to say of a village's."""

    count: int | None
    base: int | None
    url: str = ""
    base_words: str = ""
    of: Figure | None = None
    typed: bool = False  # by the unit itself, with its day and source, on the page of indicators: asked there alone


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


def speaks_for_area(unit: Organisation) -> bool:
    """A village's report is about its people, and so is the one a commune's committee sends to the province."""
    return unit.area.kind == Area.Kind.VILLAGE or (unit.kind == "committee" and unit.area.kind == Area.Kind.COMMUNE)


def computed_for(
    unit: Organisation, targets: Sequence[Target], on: date, since: date | None = None
) -> dict[int, Computed]:
    """The unit's own figures as the ledger has them: a village's from its people, an organisation's from its roster;
    and the indicators the unit types. Changes are told from `since` (a week before, unless given)."""
    return _counted_for(unit, targets, on, since) | typed_by(unit, targets, on)


def typed_by(unit: Organisation, targets: Sequence[Target], on: date) -> dict[int, Computed]:
    """The plan's indicators that this unit types, as it typed them last."""
    rows: dict[int, Computed] = {}
    for one in indicators.typed_of(indicators.of_unit(targets, unit), on):
        url = reverse("progress:indicator-type", args=[one.target.plan_id])
        value = round(one.value) if one.value is not None else None
        rows[one.target.pk] = Computed(value, one.whole, url, one.source, typed=True)
    return rows


def _counted_for(unit: Organisation, targets: Sequence[Target], on: date, since: date | None) -> dict[int, Computed]:
    if speaks_for_area(unit):
        counted = [t for t in targets if t.measure and way_of(t.measure) == "things"]
        found = progress.figures(counted, unit.area, on, since) if counted else []
        return {f.target.pk: _computed(f) for f in found if f.area.pk == unit.area_id}
    rows: dict[int, Computed] = {}
    for target in targets:
        if target.measure and way_of(target.measure) == "units":
            own = next((r for r in progress.roster_rows(target, unit.area, on) if r.unit.pk == unit.pk), None)
            if own is not None:
                url = reverse("field:roster", args=[unit.pk])
                rows[target.pk] = Computed(own.now, own.base, url, "người trong danh sách của đơn vị")
    return rows


def _computed(of: Figure) -> Computed:
    words = f"{tables.base_name_of(of.target)} {of.base_label}".strip() if of.base else of.base_label
    return Computed(of.now, of.base.count if of.base else None, url_of(opens(of)), words, of)


def rows_of(targets: Iterable[Target], computed: Mapping[int, Computed]) -> list[Row]:
    """What a sentence needs of a unit's own figures, each told apart; of its own people the little there is."""
    services = {s.code: s for s in Service.objects.all()}
    rows = [_row_of(t, computed[t.pk], services) for t in targets if t.pk in computed]
    tell_apart(rows)
    return rows


def _row_of(target: Target, known: Computed, services: Mapping[str, Service]) -> Row:
    if known.of is not None:
        return target_row(known.of, services)
    assert target.measure is not None
    return {
        "target": target.pk, "name": target.label, "level": "", "unit": unit_word(target.measure),
        "reached": known.count, "base": known.base, "expected": None, "needed": None, "due_on": None,
    }  # fmt: skip


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
    """Everything the report says in numbers, as of `at`: own figures, what those below said, what is missing."""
    on = at.astimezone(VIETNAM).date()
    targets = list(progress.targets().filter(plan=plan).order_by("-headline", "order", "id"))
    before = report_before(plan, area, board)
    since = before.figures_at.astimezone(VIETNAM).date() if before else board.starts_on - timedelta(days=1)
    counted = progress.Board.around(targets, area, on, since)
    by_target = {t.pk: counted.figure(t, part) for t in targets if (part := progress.part_of(plan, area)) is not None}
    annexes, overridden = _annexes(targets, by_target, counted, board)
    services = {s.code: s for s in Service.objects.all()}
    ordered = sorted((by_target[t.pk] for t in targets), key=lambda f: URGENCY.index(f.state))
    rows = [_with_reported(target_row(f, services), overridden.get(key_of(f.target)), f, before) for f in ordered]
    tell_apart(rows)
    sent = latest_submissions([board.duty], board.period, at)
    period = parts.ReportPeriod(
        plan, area, board.duty.pk, board.starts_on, min(on, max(board.ends_on, board.starts_on)), at,
        before.pk if before else None,
    )  # fmt: skip
    found: dict[str, Any] = {
        "at": at.astimezone(VIETNAM).isoformat(),
        "since": since.isoformat(),
        "before": before.pk if before else None,
        "targets": rows,
        "villages": annexes[0] if annexes else None,
        "annexes": annexes[1:],
        "staff": staff.grid_of(plan, targets, area, on, board),
        "beside": [*tables.beside_of(rows), *_typed_words(targets, on)],
        "sections": parts.told(period),
        "attendance": attendance(board),
        "submissions": [s.pk for s in sent],
        "narratives": [_said(s, s.narrative) for s in sent if s.narrative],
        "shortcomings": [_said(s, s.shortcomings) for s in sent if s.shortcomings],
        "difficulties": [_said(s, s.difficulties) for s in sent if s.difficulties],
        "proposals": [_said(s, s.proposals) for s in sent if s.proposals],
        "reported": reported([s.pk for s in sent]),
    }
    found["generated"] = sentences.generate(found, plan=plan, area=area, at=at)
    return found


def _typed_words(targets: Sequence[Target], on: date) -> list[str]:
    """Whose word a typed figure is, of which day and from where: `… (Trung tâm CNTT ghi, 19/6/2026, nguồn: …).`"""
    found = indicators.typed_of([t for t in targets if indicators.is_typed(t)], on)
    return [
        f"{one.target.label}: {one.words} ({one.unit.label if one.unit else 'đơn vị'} ghi, {one.source})."
        for one in found if one.value is not None
    ]  # fmt: skip


def report_before(plan: Plan, area: Area, board: Board) -> Report | None:
    """The last report of the same duty before this period: a change is told from its day, else from the eve of the
    period."""
    rows = Report.objects.filter(plan=plan, duty=board.duty, area=area, ends_on__lt=board.ends_on)
    return rows.order_by("-ends_on", "-edition").first()


def _annexes(
    targets: Sequence[Target], by_target: Mapping[int, Figure], counted: progress.Board, board: Board
) -> tuple[list[dict[str, Any]], dict[Any, dict[str, Any]]]:
    """(the annexes, {what is counted: the table whose total stands for it}) where the areas below send reports."""
    if not counted.below:
        return [], {}
    below = said.load(board, counted.below)
    by_reports = any(a.kind != Area.Kind.VILLAGE and a.pk in below.owing for a in counted.below)
    shown = tables.asked_for(targets, by_reports=by_reports)
    asked = {key_of(t): t for t in targets if t.measure and way_of(t.measure) == "things"} if by_reports else {}
    chosen = asked | {key_of(t): t for t in shown}
    made = {key: tables.table_of(t, by_target[t.pk], counted, below, opens) for key, t in chosen.items()}
    overriding = {key: table for key, table in made.items() if table["total"]["added"]}
    for table in overriding.values():  # a sum of reports opens those who sent them
        table["total"]["opens"] = ["reports:board", [board.duty.pk, board.period]]
    return [made[key_of(t)] for t in shown], overriding


def _with_reported(row: Row, table: dict[str, Any] | None, of: Figure, before: Report | None) -> Row:
    """Where areas report themselves the whole is what they reported, with how many of them; the count of the register
    stands beside it as `computed`."""
    if table is None:
        return row
    total, then = table["total"], _then(row["target"], before)
    reached, base, needed = total["reached"], total["base"], row["needed"]
    pace = needed_per_day(reached, needed, of.on, of.target.due_on)
    state = state_of(
        now=reached, needed=needed, on=of.on, due_on=of.target.due_on, expected=row["expected"],
        watched=of.target.role == Target.Role.INDICATOR,
    )  # fmt: skip
    by_needed = rate_value(reached, needed)
    return row | {
        "reached": reached, "computed": of.now, "base": base, "rate": total["rate"], "known": total["known"],
        "of": total["of"], "noun": table["noun"], "why_none": "" if reached is not None else "Chưa nơi nào báo cáo.",
        "base_whose": f"cộng số {total['known']}/{total['of']} {table['noun']} báo cáo"
        if total["base_is_added"] else row["base_whose"],
        "base_on": None if total["base_is_added"] else row["base_on"],
        "rate_of_needed": str(by_needed) if by_needed is not None else None,
        "change": reached - then if reached is not None and then is not None else None,
        "gained": None, "lost": None, "opens_change": None, "opens": total["opens"],
        "opens_base": None if total["base_is_added"] else row["opens_base"],
        "stated": [
            one | {"gap": reached - one["count"] if reached is not None else None} for one in row["stated"]
        ],
        "per_day": str(pace.per_day) if pace else None, "days_left": pace.days_left if pace else None, "state": state,
    }  # fmt: skip


def _then(target: int, before: Report | None) -> int | None:
    rows = before.figures.get("targets", []) if before is not None else []
    return next((row["reached"] for row in rows if row["target"] == target), None)


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
        "unit": unit_word(measure) or "người",
        "lessens": measure is not None and measure.source.get("as") == compared.LESS,
        "reached": of.now,
        "why_none": of.why_none,
        "base": base.count if base else None,
        "base_name": tables.base_name_of(of.target),
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


def tell_apart(rows: list[Row]) -> None:
    """Targets that count the same thing take their level and day: “… (trên 63,80%, đến 31/10/2026)”."""
    names = [row["name"] for row in rows]
    for row in rows:
        if names.count(row["name"]) > 1:
            day = date.fromisoformat(row["due_on"]) if row["due_on"] else None
            by = f", đến {day.day}/{day.month}/{day.year}" if day else ""
            row["name"] = f"{row['name']} ({row['level']}{by})"


NOBODY: dict[str, Any] = {
    "due_at": None, "expected": 0, "handed_in": 0, "on_time": [], "late": [], "missing": [], "opens": None,
}  # fmt: skip


def attendance(board: Board) -> dict[str, Any]:
    """Who has sent, by name; `waiting`: how many of those the desk has not accepted yet."""

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
        "excused": [row.name for row in board.excused],
        "waiting": sum(row.latest is not None and row.latest.state == "sent" for row in board.rows if row.is_in),
        "noun": _noun(board),
        "opens": ["reports:board", [board.duty.pk, board.period]],
    }


def _noun(board: Board) -> str:
    """What those who report are together: `xã, phường`, `thôn`; units of several kinds are `đơn vị`."""
    bodies = [row.obligation.organisation for row in board.rows]
    if not bodies or any(body.kind not in said.SPEAKERS for body in bodies):
        return "đơn vị"
    areas = Area.objects.filter(pk__in={body.area_id for body in bodies})
    return tables.noun_of(list(areas.order_by("order", "code")))


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
    day = {"ngay": of.on.isoformat()}  # as of the day of the report, whenever it is opened
    if of.way not in ("things", "units"):
        return ["progress:village", [of.target.pk, of.area.code], day]
    query = {"which": which, "area": of.area.code} | day
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
    rows = [(row, row.get("computed", row["reached"])) for row in report.figures.get("targets", [])]
    return [
        Change(row["name"], then, live[row["target"]], url_of(row["opens"]))
        for row, then in rows
        if row["target"] in live and live[row["target"]] != then
    ]
