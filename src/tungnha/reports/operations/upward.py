"""A frozen report goes on upward: it answers what its issuer owes in its own plan, and in the plan above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from tungnha.plans.models import Plan, Target
from tungnha.progress import queries as progress
from tungnha.reports import figures
from tungnha.reports.below.said import key_of
from tungnha.reports.models import HandedUp, Obligation, Report, Submission, SubmittedFigure
from tungnha.reports.sending import rules, telling
from tungnha.reports.words import without_people
from tungnha.units.models import Member
from tungnha.units.operations import log_event

from . import steps


def hand_in_upward(report: Report, *, by: Member, at: datetime) -> list[Submission]:
    """Answer the obligations of the same period; done again, nothing is sent twice.

    Its figures go up, and its words without the names of people. Where the desk above has locked the period, its report
    does not change unseen: it is asked to open the period again, and the new text is sent (`hand_in_upward` once more)
    when it has."""
    for owed in _own(report):
        handed_in = Submission.objects.create(
            obligation=owed, number=1, narrative=f"Báo cáo tổng hợp {report.full_symbol}", sent_at=at, sent_by=by
        )
        steps.take(handed_in, rules.SEND, None, by=by, at=at)
    made = [_answer(owed, report, by=by, at=at) for owed in waiting_above(report)]
    return [one for one in made if one is not None]


def _own(report: Report) -> Any:
    """What the issuer owes of this period, and the very duty the report was compiled for, whichever of its rooms the
    plan names to compile it (“Phòng Văn hóa - Xã hội định kỳ tổng hợp, báo cáo”)."""
    whose = Q(organisation=report.organisation) | Q(duty=report.duty)
    return Obligation.objects.filter(
        whose, duty__plan=report.plan, duty__compiled=True, period=report.period, closed_at=None, submissions=None
    )


def waiting_above(report: Report) -> list[Obligation]:
    """What the plan above asks of the issuer for the same period and has not got from this very report."""
    if report.plan.parent_id is None:
        return []
    rows = Obligation.objects.filter(
        duty__plan=report.plan.parent_id, duty__compiled=False, organisation=report.organisation,
        period=report.period, closed_at=None,
    ).exclude(submissions__handed_up__report=report)  # fmt: skip
    return list(rows.order_by("pk"))


def _answer(owed: Obligation, report: Report, *, by: Member, at: datetime) -> Submission | None:
    owed = steps.held(owed.pk)
    latest = steps.latest_of(owed)
    if latest is not None and latest.state == rules.LOCKED:
        _ask(latest, report, by=by, at=at)
        return None
    words = without_people(report)
    made = Submission.objects.create(
        obligation=owed, number=(latest.number if latest else 0) + 1, sent_at=at, sent_by=by,
        narrative="\n".join(text for part in ("situation", "outreach") if (text := words.get(part, ""))),
        shortcomings=words.get("assessment", ""), difficulties=words.get("difficulties", ""),
        proposals=words.get("proposals", ""), next_tasks=words.get("next_tasks", ""),
    )  # fmt: skip
    above = owed.duty.plan
    SubmittedFigure.objects.bulk_create(
        SubmittedFigure(submission=made, **figure) for figure in figures_for(above, report)
    )
    HandedUp.objects.create(submission=made, report=report)
    steps.take(made, rules.SEND, rules.SENT, by=by, at=at)
    log_event("report.handed_up", about=report, by=by, at=at, obligation=owed.pk, number=made.number)
    telling.tell_upstairs(made, by=by, at=at)
    return made


def _ask(latest: Submission, report: Report, *, by: Member, at: datetime) -> None:
    last = latest.steps.order_by("-pk").first()
    if last is None or last.act != rules.ASK:
        why = f"Cấp dưới đã chốt lại báo cáo (lần {report.edition}): {report.reopened_why}"[:300]
        steps.take(latest, rules.ASK, None, by=by, at=at, why=why)
        log_event("report.reopening_asked", about=latest, by=by, at=at, obligation=latest.obligation_id)


def figures_for(above: Plan, report: Report) -> list[dict[str, Any]]:
    """The report's numbers for the targets of the plan above that count the same."""
    own = {t.pk: key_of(t) for t in Target.ever.filter(plan=report.plan_id)}
    rows = {own[row["target"]]: row for row in report.figures.get("targets", []) if row["target"] in own}
    wanted = figures.one_of_each_measure(progress.targets().filter(plan=above))
    return [
        {
            "target": target, "count": row["reached"], "base": row["base"],
            "computed": row.get("computed", row["reached"]), "own": "computed" in row,
        }
        for target in wanted
        if (row := rows.get(key_of(target))) is not None and row["reached"] is not None
    ]  # fmt: skip
