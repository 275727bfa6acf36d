"""A person is left alone: on no worklist, still in the counts (Luật 91/2025/QH15 Đ4.1: restrict, object)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Person, Restriction, RightsRequest
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def restrict(*, person: Person, by: Member, at: datetime, request: RightsRequest | None = None) -> Restriction:
    """From now on no worklist leads to this person. Asked twice, the first stands."""
    row, is_new = Restriction.objects.get_or_create(
        person=person, ended_at=None, defaults={"request": request, "since_at": at, "by": by}
    )
    if is_new:
        log_event("person.restricted", about=person, by=by, at=at)
    return row


@transaction.atomic
def lift(*, restriction: Restriction, why: str, by: Member, at: datetime) -> None:
    """The person may be visited again. Raises BadInput without a reason, or when it was lifted before."""
    if not why.strip():
        raise BadInput("Xin ghi vì sao thôi hạn chế, ví dụ: người dân đề nghị lại.")
    hit = Restriction.objects.filter(pk=restriction.pk, ended_at=None).update(
        ended_at=at, ended_by=by, ended_why=hide_typed_numbers(why.strip())[:200]
    )
    if not hit:
        raise BadInput("Việc hạn chế này đã thôi từ trước.")
    log_event("person.restriction_lifted", about=restriction.person, by=by, at=at)
