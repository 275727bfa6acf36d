"""Which services the houses are asked for, beside what the plan's targets ask: an officer's word (plans/asked.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tungnha.ledger.models import CampaignService, Measure
from tungnha.ledger.operations import ask_for_services, stop_asking
from tungnha.ledger.queries import measures_for
from tungnha.plans import asked
from tungnha.plans.models import AssignedDuty, Plan, PlanVersion, Question, Target
from tungnha.plans.operations.versions import Edit, make_version
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


def asks_houses(plan: Plan) -> bool:
    return plan.parent is None or not is_under(plan.campaign.area, plan.parent)


def is_under(area: Area, above: Plan) -> bool:
    """A village's or a body's own plan asks for nothing new at the doors: the campaign of the plan above it does."""
    return area.kind == Area.Kind.VILLAGE or area.pk == above.campaign.area_id


def counted_by_targets(plan: Plan) -> list[Measure]:
    """How the plan's own targets are counted; what is only watched or told asks for nothing by itself."""
    rows = plan.targets.filter(role=Target.Role.TARGET, measure__isnull=False).select_related("measure")
    return [target.measure for target in rows if target.measure]


def offers_of(plan: Plan) -> list[asked.Offer]:
    """What the words of a running plan speak of and no target of it counts among residents."""
    duties = AssignedDuty.objects.filter(assignment__plan=plan).order_by("assignment__order", "order")
    tasks = plan.tasks.order_by("order").values_list("name", flat=True)
    found = asked.offers([plan.title, *duties.values_list("text", flat=True), *tasks], _known(plan))
    return asked.left_open(found, counted_by_targets(plan))


def choices_of(plan: Plan) -> list[asked.Offer]:
    """All that may be asked: what the plan speaks of first, then every other service of residents."""
    offered = offers_of(plan)
    had = {offer.measure.pk for offer in offered}
    by_targets = counted_by_targets(plan)
    others = [asked.Offer(m, "") for m in _known(plan) if m.pk not in had and asked.one_service(m) is not None]
    return [*offered, *asked.left_open(others, by_targets)]


def _known(plan: Plan) -> list[Measure]:
    return list(measures_for(plan.campaign.area).filter(replaced_by=None))


def asked_now(plan: Plan) -> set[int]:
    """The ways of counting, of all there are to choose from, whose service the campaign asks for now."""
    rows = CampaignService.objects.filter(campaign=plan.campaign_id).values_list("service__code", "group", "level")
    levels = {(code, group): level for code, group, level in rows}
    now = set()
    for measure in _known(plan):
        has = asked.one_service(measure)
        if has is not None and levels.get((has.service, measure.group)) == has.level:
            now.add(measure.pk)
    return now


def ask_at_first(plan: Plan, measures: Sequence[Measure], by: Member, at: datetime) -> int:
    """While a plan is confirmed: what the officer ticked is asked and watched. Where nobody would be called at all and
    nothing was ticked, it stays an open question of the plan."""
    offered = offers_of(plan)
    words = {offer.measure.pk: offer.quote for offer in offered}
    order = Target.ever.filter(plan=plan).count()
    for n, measure in enumerate(measures, order):
        Target.objects.create(plan=plan, order=n, quote=words.get(measure.pk, ""), **_watched(measure))
    ask_for_services(campaign=plan.campaign, measures=measures)
    if measures or (offered and not asked.services_asked(counted_by_targets(plan))):
        _question(plan, offered, measures, by, at)
    return len(measures)


def _watched(measure: Measure) -> dict[str, object]:
    """A target that is only watched: what it is called and how it is counted, no level, no day."""
    return {"text": measure.name, "role": Target.Role.INDICATOR, "measure": measure, "comparator": ">="}


def _question(
    plan: Plan, offered: Sequence[asked.Offer], chosen: Sequence[Measure], by: Member, at: datetime
) -> Question:
    is_said = bool(chosen)
    return Question.objects.create(
        plan=plan, order=plan.questions.count(), kind=asked.KIND, text=asked.question(offered),
        answer=asked.answer(chosen) if is_said else "", answered_at=at if is_said else None,
        answered_by=by if is_said else None,
    )  # fmt: skip


@transaction.atomic
def ask_houses(*, plan: Plan, measures: Sequence[Measure], base_version: int, by: Member, at: datetime) -> bool:
    """Set which services the houses are asked for beside those of the plan's targets; whether anything changed.

    What is asked anew is watched from now on. What is asked no longer leaves the lists of those who go from door to
    door; what was watched for it alone leaves the plan too, and what was done and noted stays. Lines that come or
    go make a version of the plan. Raises PlanChangedMeanwhile when the plan is no longer at `base_version`.
    """
    current = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if not asks_houses(current):
        raise BadInput("Việc hỏi ở từng nhà do kế hoạch của xã định; kế hoạch này không đặt riêng.")
    offered = choices_of(current)
    allowed = {offer.measure.pk for offer in offered}
    wanted = {measure.pk: measure for measure in measures}
    if not set(wanted) <= allowed:
        raise BadInput("Có việc không hỏi được ở từng nhà; mời chọn lại trong bảng.")
    before = asked_now(current) & allowed
    more = [m for m in measures if m.pk not in before]
    fewer = [offer.measure for offer in offered if offer.measure.pk in before - set(wanted)]
    if not more and not fewer:
        return False
    question = current.questions.filter(kind=asked.KIND).first()
    if question is None:
        question = _question(current, [offer for offer in offered if offer.quote], (), by, at)
    said = asked.answer(list(wanted.values()))
    version = make_version(
        plan=current, base_version=base_version, cause=PlanVersion.Cause.ANSWER, by=by, at=at, question=question,
        edits=[*_added(current, more, offered), *_removed(current, fewer)], words=f"{question.text} {said}",
    )  # fmt: skip
    stop_asking(campaign=current.campaign, measures=fewer)
    ask_for_services(campaign=current.campaign, measures=more)
    again = question.answered_at is not None
    question.answer, question.answered_at, question.answered_by = said, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    log_event(
        "plan.question_answered", about=question, by=by, at=at, kind=question.kind, again=again,
        version=version.number if version else None,
    )  # fmt: skip
    return True


def _added(plan: Plan, measures: Sequence[Measure], offered: Sequence[asked.Offer]) -> list[Edit]:
    """A line to watch for each that has none yet."""
    had = set(plan.targets.exclude(role=Target.Role.MESSAGE).values_list("measure", flat=True))
    words = {offer.measure.pk: offer.quote for offer in offered}
    return [
        Edit("target", values=_watched(m) | {"measure": m.code}, more={"quote": words.get(m.pk, "")})
        for m in measures if m.pk not in had
    ]  # fmt: skip


def _removed(plan: Plan, measures: Sequence[Measure]) -> list[Edit]:
    """The lines that were made to be watched for what is asked no longer; one the plan itself states stays."""
    rows = plan.targets.filter(role=Target.Role.INDICATOR, value=None, due_on=None, measure__in=measures)
    return [Edit("target", row=row.pk, remove=True) for row in rows if row.measure and row.text == row.measure.name]
