"""Organisations are added, corrected, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from tungnha.identity import names
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.setup.ground import must_lie_within


@dataclass(frozen=True)
class OrganisationFacts:
    """What is said of an organisation on its form."""

    name: str
    kind: str
    area: Area
    short_name: str = ""
    head_name: str = ""
    head_title: str = ""
    must_report: bool = True
    collector: Organisation | None = None


@transaction.atomic
def add_organisation(*, facts: OrganisationFacts, by: Member | None, at: datetime) -> Organisation:
    """Add an organisation at the end of the list. Its name is used once in its area."""
    organisation = Organisation(area=facts.area)
    _check(organisation, facts, by, at.date())
    within = Organisation.objects.filter(area__path__startswith=facts.area.path)
    organisation.order = (within.aggregate(last=Max("order"))["last"] or 0) + 1
    _fill(organisation, facts)
    organisation.save()
    log_event("organisation.added", about=organisation, by=by, at=at, kind=facts.kind, area=facts.area.code)
    return organisation


@transaction.atomic
def edit_organisation(
    *, organisation: Organisation, facts: OrganisationFacts, by: Member, at: datetime
) -> Organisation:
    """Correct what is said of an organisation; the log keeps which fields were changed, not the names in them."""
    must_lie_within(organisation.area, by)
    _check(organisation, facts, by, at.date())
    changed = [field for field, value in _said(facts).items() if getattr(organisation, field) != value]
    _fill(organisation, facts)
    organisation.save()
    log_event("organisation.edited", about=organisation, by=by, at=at, fields=changed)
    return organisation


@transaction.atomic
def end_organisation(*, organisation: Organisation, on: date, by: Member, at: datetime) -> Organisation:
    """The organisation works to the end of day `on`. One that others report through must hand that on first."""
    must_lie_within(organisation.area, by)
    if organisation.valid_to is not None:
        raise BadInput(f"“{organisation.name}” đã kết thúc ngày {organisation.valid_to:%d/%m/%Y}.")
    if organisation.valid_from and on < organisation.valid_from:
        raise BadInput(f"“{organisation.name}” có từ {organisation.valid_from:%d/%m/%Y}: ngày kết thúc phải ở sau đó.")
    fed = organisation.collects_for.filter(Q(valid_to=None) | Q(valid_to__gt=on)).first()
    if fed is not None:
        raise BadInput(f"“{fed.name}” đang báo cáo qua đơn vị này: hãy chọn đầu mối khác cho họ trước.")
    staff = organisation.members.filter(Q(valid_to=None) | Q(valid_to__gt=on)).count()
    if staff:
        raise BadInput(f"Còn {staff} người dùng thuộc đơn vị này: hãy kết thúc hoặc chuyển họ trước.")
    organisation.valid_to = on
    organisation.save(update_fields=["valid_to"])
    log_event("organisation.ended", about=organisation, by=by, at=at, on=on.isoformat())
    return organisation


def _said(facts: OrganisationFacts) -> dict[str, object]:
    return {field: getattr(facts, field) for field in facts.__dataclass_fields__}


def _fill(organisation: Organisation, facts: OrganisationFacts) -> None:
    for field, value in _said(facts).items():
        setattr(organisation, field, value)
    organisation.name = names.tidy(facts.name)


def _check(organisation: Organisation, facts: OrganisationFacts, by: Member | None, today: date) -> None:
    must_lie_within(facts.area, by)
    rivals = Organisation.objects.filter(area=facts.area).exclude(pk=organisation.pk)
    key = names.tone_key(facts.name)
    if any(names.tone_key(name) == key for name in rivals.values_list("name", flat=True)):
        raise BadInput(f"{facts.area.title} đã có “{names.tidy(facts.name)}”: hãy sửa đơn vị đó, hoặc ghi tên khác.")
    _check_collector(organisation, facts.collector, by, today)


def _check_collector(
    organisation: Organisation, collector: Organisation | None, by: Member | None, today: date
) -> None:
    """Who collects for another reports for itself: a ring would leave everybody without a report."""
    if collector is None:
        return
    must_lie_within(collector.area, by)
    if collector.pk == organisation.pk:
        raise BadInput("Một đơn vị không thể là đầu mối của chính mình.")
    if collector.collector_id is not None:
        raise BadInput(f"“{collector.name}” tự báo cáo qua đơn vị khác, nên không làm đầu mối được.")
    if organisation.pk and organisation.collects_for.exists():
        raise BadInput("Đơn vị này đang là đầu mối của đơn vị khác, nên phải tự báo cáo.")
    if collector.valid_to is not None and collector.valid_to < today:
        raise BadInput(f"“{collector.name}” đã kết thúc: hãy chọn đầu mối khác.")
