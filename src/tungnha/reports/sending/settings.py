"""What the desk writes down about a duty's reports: the lists that go with them, the other duty they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tungnha.ledger.models import Service
from tungnha.plans.models import Duty
from tungnha.reports.models import AskedList, SharedReport
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


def may_share(duty: Duty) -> Any:
    """Duties whose reports go to the same desk: of the plans of the same area, asked of units, with periods."""
    rows = Duty.objects.filter(plan__campaign__area=duty.plan.campaign.area_id, compiled=False, repeats=None)
    return rows.exclude(pk=duty.pk).exclude(kind="difficulty").select_related(
        "plan__organisation", "plan__campaign", "addressee"
    ).order_by("plan", "order", "pk")  # fmt: skip


def ask_list(*, duty: Duty, service: Service, by: Member, at: datetime) -> AskedList:
    """From now on the reports of villages carry the list of who has this service."""
    try:
        with transaction.atomic():
            made = AskedList.objects.create(duty=duty, service=service, at=at, by=by)
            log_event("report.list_asked", about=duty, by=by, at=at, service=service.code)
    except IntegrityError as twice:
        raise BadInput(f"Danh sách {service.label.lower()} đã được kèm rồi.") from twice
    return made


@transaction.atomic
def end_list(*, asked: AskedList, by: Member, at: datetime) -> None:
    if AskedList.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=at):
        log_event("report.list_ended", about=asked.duty, by=by, at=at)


def share(*, duty: Duty, also: Duty, by: Member, at: datetime) -> SharedReport:
    """From now on a report for one duty answers the other too."""
    try:
        with transaction.atomic():
            made = SharedReport.objects.create(duty=duty, also=also, at=at, by=by)
            log_event("report.shared", about=duty, by=by, at=at, also=also.pk)
    except IntegrityError as twice:
        raise BadInput("Hai chế độ báo cáo này đã dùng chung một báo cáo rồi.") from twice
    return made


@transaction.atomic
def end_share(*, shared: SharedReport, by: Member, at: datetime) -> None:
    if SharedReport.objects.filter(pk=shared.pk, ended_at=None).update(ended_at=at):
        log_event("report.sharing_ended", about=shared.duty, by=by, at=at)
