"""A reviewed draft becomes a plan that runs: campaign, phases, and everything the plan says, in one transaction."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.operations import ask_for_services
from tungnha.outreach.operations import addresses
from tungnha.people.models import PersonGroup
from tungnha.people.queries import TOGETHER
from tungnha.people.rosters.rules import GROUP_OF_STAFF
from tungnha.plans import answers
from tungnha.plans.guesses import has_peak
from tungnha.plans.marks import is_span
from tungnha.plans.models import (
    AssignedDuty,
    Assignment,
    Draft,
    Duty,
    LegalBasis,
    Plan,
    PlanDocument,
    Question,
    Recipient,
    Target,
    Task,
)
from tungnha.plans.operations.asking import ask_at_first, is_under
from tungnha.plans.operations.sharing import hand_down_annex
from tungnha.plans.parents import assigned_to, followed
from tungnha.plans.prepare import prepared
from tungnha.plans.queries import organisations_near
from tungnha.plans.whom import expand
from tungnha.units.models import Area, Campaign, Member, Organisation, Phase
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

Row = dict[str, Any]
#: kept as they are read, for what has no table of its own
EXTRA = ("missing_sections", "parent", "year", "deadlines", "appendix_targets", "due_implied", "phases")


@transaction.atomic
def confirm_plan(
    *,
    document: PlanDocument,
    draft: Draft,
    organisation: Organisation,
    area: Area,
    campaign_name: str,
    started_on: date,
    ended_on: date | None,
    by: Member,
    at: datetime,
    asked: Sequence[Measure] = (),
) -> Plan:
    """Make the plan that a reviewed draft describes. Blanks stay blank, open questions stay open.

    `asked`: what the houses are asked for beside the plan's targets (operations/asking.py).
    `ended_on` is the last day of the peak (or of the whole campaign where the plan knows no peak); phases that the plan
    itself states win. What the officer left undecided is taken as offered. A document is confirmed once (Locked).
    """
    if draft.document_id != document.pk:
        raise BadInput("Bản rà soát này thuộc một văn bản khác; mời mở lại từ danh sách kế hoạch.")
    if ended_on is not None and ended_on < started_on:
        raise BadInput("Ngày kết thúc đứng trước ngày bắt đầu; mời xem lại hai ngày.")
    above = followed(document, draft.content)
    if above is not None and above.area is not None:
        area, organisation = above.area, _issuer_in(above.area, organisation)
    elif above is not None and above.organisation is not None:
        organisation = above.organisation
    bodies = organisations_near(area)
    content = prepared(draft.content, bodies=bodies, area_name=area.name)
    campaign = Campaign.objects.create(
        name=campaign_name.strip()[:300], area=area, organisation=organisation, started_on=started_on
    )
    phases = _phases(campaign, content, started_on, ended_on)
    plan = _plan(content, campaign, document, organisation, above.plan if above else None, by, at)
    builder = _Builder(plan, content, bodies, phases, len(document.text))
    made = builder.build(by, at)
    counted = [t.measure for t in plan.targets.select_related("measure") if t.measure and t.role == Target.Role.TARGET]
    if above is None or not is_under(area, above.plan):
        ask_for_services(campaign=campaign, measures=counted)
        made["asked"] = ask_at_first(plan, asked, by, at)
    elif area.kind == Area.Kind.PROVINCE:  # a department's plan for its own people: no door is knocked on for it
        ask_for_services(campaign=campaign, measures=[m for m in counted if m.group in PEOPLE_OF_UNITS])
    made["assigned"] = _ask_about_assigned(plan)
    made["repeats"] = _know_repeated_duties(plan)
    addresses.address_of(campaign, at)
    made["links"] = addresses.keep_links_of(campaign, content.get("materials") or [], by=by, at=at)
    log_event("plan.confirmed", about=plan, by=by, at=at, draft=draft.number, **made)
    return plan


# Those who are known through the rosters of their units.
PEOPLE_OF_UNITS = {*GROUP_OF_STAFF.values(), PersonGroup.Kind.UNION_MEMBER, *TOGETHER}


def _issuer_in(area: Area, chosen: Organisation) -> Organisation:
    """Whose plan it is when an officer of the level above hands in a village's: the village's own team."""
    if chosen.area_id == area.pk:
        return chosen
    return Organisation.objects.filter(area=area, valid_to=None).order_by("order", "name").first() or chosen


def _ask_about_assigned(plan: Plan) -> int:
    """Where the plan's own figures differ from those handed down to it, it is asked; the answer sets the figure."""
    rows = [row for row in assigned_to(plan) if row.words]
    first = plan.questions.count()
    for n, row in enumerate(rows, first):
        Question.objects.create(
            plan=plan, order=n, kind="differs_from_assigned", text=f"{row.words} Lấy số nào?", options=row.options()
        )
    return len(rows)


def _know_repeated_duties(plan: Plan) -> int:
    """A duty that says again what the plan above asks of the same body is owed once: the plan above asks for it."""
    if plan.parent is None:
        return 0
    area = plan.campaign.area
    own = Q(pk=plan.organisation_id) if area == plan.parent.campaign.area else Q(area=area)
    above = list(plan.parent.duties.filter(reporters__in=Organisation.objects.filter(own)).distinct())
    found = 0
    for duty in plan.duties.all():
        twin = next((d for d in above if _terms(d) == _terms(duty) and d.kind == duty.kind), None)
        if twin is not None:
            duty.repeats = twin
            duty.save(update_fields=["repeats"])
            found += 1
    return found


def _terms(duty: Duty) -> tuple[Any, ...]:
    months = tuple(duty.months or ())
    return (duty.frequency, duty.interval, duty.weekday, duty.day_of_month, months, duty.time, duty.due_on)


def _phases(campaign: Campaign, content: Row, started_on: date, ended_on: date | None) -> dict[str, Phase]:
    """The plan's own phases, else a peak up to `ended_on` and steady work after it."""
    rows = [_phase_days(row, started_on) for row in content.get("phases") or []]
    if not any(kind == Phase.Kind.PEAK for _, kind, _, _ in rows) and ended_on is not None and has_peak(content):
        rows = [("Cao điểm", Phase.Kind.PEAK, started_on, ended_on), *rows]
    peak_end = max((end for _, kind, _, end in rows if kind == Phase.Kind.PEAK and end), default=None)
    if not any(kind == Phase.Kind.STEADY for _, kind, _, _ in rows):
        opens = peak_end + timedelta(days=1) if peak_end else started_on
        rows.append(("Thường xuyên", Phase.Kind.STEADY, opens, None if peak_end else ended_on))
    found: dict[str, Phase] = {}
    for name, kind, opens, closes in rows:
        if kind == Phase.Kind.STEADY and peak_end is not None:
            opens = max(opens, peak_end + timedelta(days=1))
        if closes is not None and closes < opens:
            raise BadInput(f"Giai đoạn “{name}” kết thúc trước khi bắt đầu; mời sửa ở mục Giai đoạn.")
        phase = Phase.objects.create(campaign=campaign, name=name, kind=kind, starts_on=opens, ends_on=closes)
        found.setdefault(kind, phase)
    ends = [closes for _, _, _, closes in rows]
    if None not in ends:
        campaign.ended_on = max(end for end in ends if end is not None)
        campaign.save(update_fields=["ended_on"])
    return found


def _phase_days(row: Row, started_on: date) -> tuple[str, str, date, date | None]:
    name = str(row.get("name") or "Giai đoạn")
    kind = Phase.Kind.PEAK if "cao diem" in names.fold(name) else Phase.Kind.STEADY
    return name[:1].upper() + name[1:120], kind, last_day(row.get("start")) or started_on, last_day(row.get("end"))


def _plan(
    content: Row, campaign: Campaign, document: PlanDocument, organisation: Organisation, parent: Plan | None,
    by: Member, at: datetime,
) -> Plan:  # fmt: skip
    header, scope = content.get("header") or {}, content.get("scope") or {}
    signer = content.get("signer") or {}
    lines = [signer.get(key) for key in ("authority", "title", "concurrent_title")]
    try:
        with transaction.atomic():
            return Plan.objects.create(
                campaign=campaign,
                document=document,
                organisation=organisation,
                parent=parent,
                number=fit(header.get("number"), 20),
                symbol=fit(header.get("symbol"), 40),
                issued_on=last_day(header.get("date")),
                place=fit(header.get("place"), 80),
                doc_type=fit(header.get("doc_type"), 60),
                title=header.get("title") or campaign.name,
                issuer=fit(header.get("issuer"), 300),
                scope_place=fit(scope.get("place"), 200),
                villages_stated=scope.get("villages"),
                signer_lines=[line for line in lines if line],
                signer_name=fit(signer.get("name"), 120),
                contact=fit(_joined(content.get("contact"), "name", "phone", "unit"), 200),
                supervisor=fit(_joined(content.get("supervisor"), "title", "name"), 200),
                extra={key: content[key] for key in EXTRA if content.get(key)},
                confirmed_at=at,
                confirmed_by=by,
            )
    except IntegrityError as problem:
        raise Locked("Văn bản này đã được xác nhận thành kế hoạch rồi; mời mở trang kế hoạch.") from problem


class _Builder:
    """Writes the parts of one plan, in the order the plan says them."""

    def __init__(
        self, plan: Plan, content: Row, bodies: Sequence[Organisation], phases: dict[str, Phase], length: int
    ) -> None:
        self.plan, self.content, self.phases, self.length = plan, content, phases, length
        self.bodies = bodies
        self.known = {str(body.pk): body for body in bodies}
        self.measures = {measure.code: measure for measure in Measure.objects.all()}
        self.rows: dict[tuple[str, str], int] = {}  # what the draft's questions may speak of → the row made of it

    def build(self, by: Member, at: datetime) -> dict[str, int]:
        steps: dict[str, Callable[[int, Row], Any]] = {
            "legal_bases": self._basis,
            "targets": self._target,
            "assignments": self._assignment,
            "reporting": self._duty,
            "recipients": self._recipient,
        }
        made = {
            key: len([self._known(key, n, row, write(n, row)) for n, row in enumerate(self._rows(key))])
            for key, write in steps.items()
        }
        made["shares"] = self._shares(at)
        made["tasks"] = self._tasks()
        made["questions"] = self._questions(by, at)
        return made

    def _known(self, key: str, n: int, row: Row, made: Any) -> Any:
        self.rows |= dict.fromkeys(answers.row_keys(key, n, row), made.pk)
        return made

    def _rows(self, key: str) -> list[Row]:
        return list(self.content.get(key) or [])

    def _part(self, n: int, row: Row) -> Row:
        span = row.get("span")
        start, end = span if span and is_span(span, self.length) else (None, None)
        return {
            "plan": self.plan, "order": n, "quote": row.get("quote") or "", "span_start": start, "span_end": end,
        }  # fmt: skip

    def _bodies(self, row: Row) -> list[Any]:
        tokens = row.get("organisations") or []
        return expand(tokens, self.bodies, self.plan.organisation_id, self.plan.campaign.area.kind)

    def _basis(self, n: int, row: Row) -> LegalBasis:
        return LegalBasis.objects.create(
            **self._part(n, row), symbol=fit(row.get("symbol"), 80), dated=last_day(row.get("date")),
            issuer=fit(row.get("issuer"), 200), role=fit(row.get("role") or "basis", 12),
        )  # fmt: skip

    def _target(self, n: int, row: Row) -> Target:
        value = row.get("value")
        target: Target = Target.objects.create(
            **self._part(n, row),
            text=row.get("text") or "",
            subject=fit(row.get("subject"), 300),
            population=fit(row.get("population"), 300),
            comparator=row.get("comparator") or "=",
            value=None if value is None else Decimal(str(value)).quantize(Decimal("0.001")),
            unit=fit(row.get("unit") or "%", 40),
            due_on=last_day(row.get("due")),
            due_from=fit(row.get("due_from"), 200),
            role=row.get("role") or Target.Role.TARGET,
            measure=self.measures.get(row.get("measure") or ""),
            stated_count=row.get("stated_count"),
            starting_count=row.get("starting_count"),
            starting_on=last_day(row.get("starting_on")),
            stated_base=row.get("stated_base"),
            headline=bool(row.get("headline")),
        )
        return target

    def _assignment(self, n: int, row: Row) -> Assignment:
        assignment = Assignment.objects.create(**self._part(n, row), unit=fit(row.get("unit"), 300))
        assignment.organisations.set(self._bodies(row))
        AssignedDuty.objects.bulk_create(
            AssignedDuty(assignment=assignment, order=at, text=text) for at, text in enumerate(row.get("duties") or [])
        )
        return assignment

    def _duty(self, n: int, row: Row) -> Duty:
        hour = row.get("time")
        duty: Duty = Duty.objects.create(
            **self._part(n, row),
            who=fit(row.get("who"), 300),
            to=fit(row.get("to"), 300),
            via=fit(row.get("via"), 200),
            frequency=row.get("frequency") or Duty.Frequency.UNSPECIFIED,
            interval=row.get("interval") or 1,
            weekday=row.get("weekday"),
            day_of_month=row.get("day_of_month"),
            months=row.get("months"),
            time=time.fromisoformat(hour) if hour else None,
            due_on=last_day(row.get("due")),
            inclusive=row.get("inclusive"),
            kind=fit(row.get("kind"), 20),
            phase=self.phases.get(row.get("phase") or ""),
            addressee=self.known.get(str(row.get("addressee") or "")),
            compiled=bool(row.get("compiled")),
        )
        # The issuing office reports upwards itself; a group of units never holds it.
        duty.reporters.set(self._bodies(row))
        return duty

    def _shares(self, at: datetime) -> int:
        """An annex with a row for each lower area hands the headline target down as it says."""
        head = self.plan.targets.filter(headline=True).first()
        counts = {
            names.fold(str(row.get("unit") or "")): row.get("target_2026") for row in self._rows("appendix_targets")
        }
        if head is None or len(counts) < 2:
            return 0
        lower = self.plan.campaign.area.children.filter(valid_to=None)
        found = [(area, counts.get(names.fold(area.full_name), counts.get(area.folded_name))) for area in lower]
        given = {area: n for area, n in found if isinstance(n, int) and n >= 0}
        return hand_down_annex(target=head, counts=given, at=at) if given else 0

    def _recipient(self, n: int, row: Row) -> Recipient:
        return Recipient.objects.create(**self._part(n, row), text=fit(row.get("text"), 300))

    def _tasks(self) -> int:
        """Steps (“Bước 1”) without a unit are tasks without a lead. Row 4.1 hangs under the row 4 before it."""
        above: dict[tuple[Any, str], Task] = {}
        steps, own = self._rows("steps"), self._rows("tasks")
        sources = [("steps", n) for n in range(len(steps))] + [("tasks", n) for n in range(len(own))]
        rows = [_step(row) for row in steps] + own
        for n, (row, (section, place)) in enumerate(zip(rows, sources, strict=True)):
            no = fit(row.get("no"), 12).rstrip(".")
            parent = above.get((row.get("group"), no.rpartition(".")[0])) if "." in no else None
            task = Task.objects.create(
                **self._part(n, row),
                parent=parent,
                no=no,
                name=row.get("name") or "",
                lead=row.get("lead") or "",
                co=row.get("co") or "",
                result=row.get("result") or "",
                due_text=fit(row.get("due_text"), 300),
                due_on=last_day(row.get("due")),
                steady=bool(row.get("steady")),
            )
            task.leads.set(self._bodies(row))
            self._known(section, place, row, task)
            if no:
                above[row.get("group"), no] = task
        return len(rows)

    def _questions(self, by: Member, at: datetime) -> int:
        rows = self._rows("questions")
        head = self.plan.targets.filter(headline=True).values_list("pk", flat=True).first()
        for n, row in enumerate(rows):
            answer = str(row.get("answer") or "").strip()
            options = answers.kept_options(row.get("options") or [], self.rows, head)
            Question.objects.create(
                plan=self.plan, order=n, kind=fit(row.get("kind"), 40), text=row.get("text") or "",
                options=options, answer=answer, answered_at=at if answer else None,
                answered_by=by if answer else None,
            )  # fmt: skip
        return len(rows)


def _step(row: Row) -> Row:
    return row | {"no": row.get("label") or row.get("no"), "name": row.get("text")}


def _joined(row: Row | None, *keys: str) -> str:
    return ", ".join(str(row[key]).strip() for key in keys if row.get(key)) if row else ""


def fit(value: Any, length: int) -> str:
    """Text for a column; what is too long is cut with a sign, its full words stay in the quote and the draft."""
    text = "" if value is None else str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def last_day(iso: Any) -> date | None:
    """`2026-07-31`; of `2026-05` its last day; nothing else."""
    try:
        if len(str(iso)) == 7:
            year, month = map(int, str(iso).split("-"))
            return date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(str(iso))
    except ValueError:
        return None
