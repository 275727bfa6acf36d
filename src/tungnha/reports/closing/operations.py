"""Closing a phase: figures frozen, what is not due given up, the plan goes on; papers drafted from what was frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.plans.models import Plan
from tungnha.reports.closing import drafts, phases
from tungnha.reports.models import EvaluationWeights, Paper, PhaseClosing, PhaseReopening
from tungnha.reports.operations.obligations import HORIZON, ensure_obligations
from tungnha.reports.operations.shared import day_of, only_desk
from tungnha.reports.papers.operations import draft_paper
from tungnha.reports.sending.copies import canonical, digest
from tungnha.units.models import Member, Phase, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

MOST_WHY = 300


@transaction.atomic
def close_phase(*, plan: Plan, phase: Phase, by: Member, at: datetime) -> PhaseClosing:
    """Freeze the figures of all targets of the phase, close what is not due yet. What is overdue stays owed; duties
    outside the phase go on. Closed once: a second press finds what the first one left; after it was opened again, a
    further edition."""
    only_desk(by, plan.campaign.area, Role.OFFICER, Role.LEADER)
    held = Phase.objects.select_for_update(of=("self",)).get(pk=phase.pk, campaign=plan.campaign_id)
    already: PhaseClosing | None = PhaseClosing.objects.filter(plan=plan, phase=held).order_by("-edition").first()
    if already is not None and not already.is_reopened:
        return already
    if held.starts_on is not None and day_of(at) < held.starts_on:
        raise BadInput("Đợt này chưa bắt đầu nên chưa kết thúc được.")
    if held.closed_at is not None and not _others_closed(held):
        raise Locked("Đợt này đã kết thúc trước khi máy giữ số liệu chốt: không lập lại được số của ngày đó.")
    ending = list(plan.duties.filter(phase=held))
    rows = phases.not_due(ending, at)
    text = canonical(phases.content_of(plan, held, at))
    closing: PhaseClosing = PhaseClosing.objects.create(
        plan=plan, phase=held, content=text, sha256=digest(text), obligations=rows.update(closed_at=at), at=at, by=by,
        edition=already.edition + 1 if already is not None else 1,
    )  # fmt: skip
    if held.closed_at is None:
        held.closed_at, held.closed_by = at, by
        held.save(update_fields=["closed_at", "closed_by"])
    ensure_obligations(plan=plan, until=day_of(at) + HORIZON, at=at)
    log_event(
        "phase.closed", about=closing, by=by, at=at, sha256=closing.sha256, obligations=closing.obligations,
        phase=held.pk, edition=closing.edition,
    )  # fmt: skip
    return closing


def _others_closed(phase: Phase) -> bool:
    """A campaign may have several plans: each has its own figures to freeze when the phase ends."""
    return PhaseClosing.objects.filter(phase=phase, reopening=None).exists()


@transaction.atomic
def reopen_phase(*, closing: PhaseClosing, why: str, by: Member, at: datetime) -> PhaseReopening:
    """Let a closed phase go on, with a reason. What was frozen stays as it is, marked; the reports that are not due yet
    are owed again, those whose hour passed meanwhile were asked of nobody. A phase that several plans share goes on for
    all of them. Opened once: a second press finds what the first one left."""
    only_desk(by, closing.plan.campaign.area, Role.OFFICER, Role.LEADER)
    words = " ".join(why.split())[:MOST_WHY]
    if not words:
        raise BadInput("Xin ghi vì sao mở lại đợt: câu này ở lại cùng số liệu đã chốt.")
    held = Phase.objects.select_for_update(of=("self",)).get(pk=closing.phase_id)
    already: PhaseReopening | None = PhaseReopening.objects.filter(closing=closing).first()
    if already is not None:
        return already
    held.closed_at = held.closed_by = None
    held.save(update_fields=["closed_at", "closed_by"])
    standing = PhaseClosing.objects.filter(phase=held, reopening=None).select_related("plan__campaign__area")
    made = {one.pk: _go_on(one, words, by=by, at=at) for one in standing}
    return made[closing.pk]


def _go_on(closing: PhaseClosing, why: str, *, by: Member, at: datetime) -> PhaseReopening:
    given_up = phases.will_go_on(closing, at)
    ensure_obligations(plan=closing.plan, until=day_of(at) + HORIZON, at=at)
    again = given_up - phases.will_go_on(closing, at)
    made: PhaseReopening = PhaseReopening.objects.create(closing=closing, why=why, obligations=again, at=at, by=by)
    log_event("phase.reopened", about=closing, by=by, at=at, obligations=made.obligations, phase=closing.phase_id)
    return made


def draft_summary(*, closing: PhaseClosing, by: Member, at: datetime) -> Paper:
    """The sơ kết or tổng kết as a draft an officer rewords; asked for again it is the same draft."""
    if closing.is_reopened:
        raise Locked("Đợt này đã mở lại, số liệu còn thay đổi: xin kết thúc đợt lần nữa rồi lập báo cáo.")
    plan = closing.plan
    return draft_paper(
        organisation=plan.organisation, kind="report", document=drafts.summary(closing, at), by=by, at=at,
        campaign=plan.campaign, source=phases.source_of(closing),
    )  # fmt: skip


def draft_next_year(*, plan: Plan, by: Member, at: datetime) -> Paper:
    """Next year's plan begins from this one: its targets with the figures they came to, what is wanted left blank."""
    year = drafts.next_year_of(plan, at)
    return draft_paper(
        organisation=plan.organisation, kind="plan", document=drafts.next_year(plan, at), by=by, at=at,
        campaign=plan.campaign, source=f"next-year:{plan.pk}:{year}",
    )  # fmt: skip


@transaction.atomic
def weigh(*, plan: Plan, targets: int, tasks: int, reports: int, by: Member, at: datetime) -> EvaluationWeights:
    """Set how much each line of the evaluation sheet weighs: whole numbers that are a hundred together."""
    only_desk(by, plan.campaign.area, Role.OFFICER, Role.LEADER)
    if min(targets, tasks, reports) < 0 or targets + tasks + reports != 100:
        raise BadInput(f"Ba trọng số phải cộng lại bằng 100; đang là {targets + tasks + reports}.")
    made: EvaluationWeights = EvaluationWeights.objects.create(
        plan=plan, targets=targets, tasks=tasks, reports=reports, at=at, by=by
    )
    log_event("evaluation.weighed", about=made, by=by, at=at, targets=targets, tasks=tasks, reports=reports)
    return made
