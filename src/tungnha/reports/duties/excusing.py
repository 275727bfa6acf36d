"""Who need not send, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tungnha.plans.models import Duty
from tungnha.plans.rules import VIETNAM
from tungnha.reports.models import Excuse, Obligation
from tungnha.units.models import Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, Problem

INSTANT = timedelta(microseconds=1)
LONGEST = timedelta(days=366)


def due_day(obligation: Obligation) -> date:
    """The day that holds the last good instant."""
    return (obligation.due_at.astimezone(VIETNAM) - INSTANT).date()


def excuses_of(obligations: Sequence[Obligation], at: datetime) -> dict[int, Excuse]:
    """obligation → the excuse that holds for it at an instant. One statement, and a second where there are any.

    An excuse from a duty holds for the one that later replaced it, too."""
    if not obligations:
        return {}
    rows = list(
        Excuse.objects.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), at__lte=at,
            organisation__in={o.organisation_id for o in obligations},
            until_on__gte=min(map(due_day, obligations)), from_on__lte=max(map(due_day, obligations)),
        ).select_related("by__user")
    )  # fmt: skip
    if not rows:
        return {}
    back = earlier({o.duty_id for o in obligations})
    found = {}
    for o in obligations:
        day, duties = due_day(o), back[o.duty_id]
        for row in rows:
            if (
                row.organisation_id == o.organisation_id
                and row.duty_id in duties
                and row.from_on <= day <= row.until_on
            ):
                found[o.pk] = row
    return found


def earlier(duties: set[int]) -> dict[int, list[int]]:
    """duty → itself and all it replaced, the latest first."""
    plans = Duty.ever.filter(pk__in=duties).values("plan")
    replaces = dict(Duty.ever.filter(plan__in=plans).values_list("pk", "replaces"))
    found: dict[int, list[int]] = {}
    for duty in duties:
        chain: list[int] = []
        one: int | None = duty
        while one is not None and one not in chain:
            chain.append(one)
            one = replaces.get(one)
        found[duty] = chain
    return found


@transaction.atomic
def excuse(
    *, duty: Duty, organisation: Organisation, from_on: date, until_on: date, reason: str, by: Member, at: datetime
) -> Excuse:
    """Excuse a unit from what falls due from one day to another, both included."""
    _only_officer(duty, by)
    if not reason.strip():
        raise BadInput("Xin ghi vì sao miễn báo cáo: lý do hiện cạnh tên đơn vị và trong báo cáo tổng hợp.")
    if until_on < from_on:
        raise BadInput("Ngày cuối được miễn đứng trước ngày đầu. Xin xem lại hai ngày.")
    if until_on - from_on > LONGEST:
        raise BadInput("Chỉ miễn được nhiều nhất một năm một lần; hết năm xem lại rồi miễn tiếp.")
    if not Obligation.objects.filter(duty=duty, organisation=organisation).exists():
        raise BadInput(f"{organisation.name} không có kỳ báo cáo nào của chế độ này để miễn.")
    row = Excuse.objects.create(
        duty=duty, organisation=organisation, from_on=from_on, until_on=until_on, reason=reason.strip()[:300], at=at,
        by=by,
    )  # fmt: skip
    log_event(
        "excuse.given", about=row, by=by, at=at, duty=duty.pk, organisation=organisation.pk,
        from_on=from_on.isoformat(), until_on=until_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_excuse(*, row: Excuse, why: str, by: Member, at: datetime) -> Excuse:
    """Take an excuse back: the unit owes again what it had been excused from."""
    row = Excuse.objects.select_for_update(of=("self",)).select_related("duty__plan__campaign__area").get(pk=row.pk)
    _only_officer(row.duty, by)
    if row.withdrawn_at is not None:
        raise Locked("Lần miễn này đã được bỏ rồi.")
    if not why.strip():
        raise BadInput("Xin ghi vì sao thôi miễn, để đơn vị biết.")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by, why.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_event("excuse.withdrawn", about=row, by=by, at=at, duty=row.duty_id, organisation=row.organisation_id)
    return row


def _only_officer(duty: Duty, by: Member) -> None:
    if not by.has_role(Role.OFFICER, Role.PROVINCE_OFFICER) or duty.plan.campaign.area_id != by.area_id:
        raise Problem("Việc này chỉ cán bộ phụ trách của địa bàn làm được.")
