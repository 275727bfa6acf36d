"""What a leader writes to the team's phones, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tungnha.field.models import Device, LeaderMessage
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

LONGEST = timedelta(days=14)  # what is said to the team is for tomorrow, not for ever
AT_ONCE = 5  # messages a phone shows; more are read by nobody


@transaction.atomic
def write(
    *,
    village: Area,
    words: str,
    from_on: date,
    until_on: date,
    by: Member,
    at: datetime,
    to_member: Member | None = None,
) -> LeaderMessage:
    """Write a few words for the team, or for one member. Numbers typed into them are hidden before they are stored."""
    if until_on < from_on or until_on < at.date():
        raise BadInput("Ngày cuối phải từ hôm nay và từ ngày bắt đầu trở đi.")
    if until_on - from_on > LONGEST:
        raise BadInput(f"Lời nhắn chỉ giữ nhiều nhất {LONGEST.days} ngày: xin chọn ngày gần hơn.")
    if to_member is not None and to_member.area_id != village.pk:
        raise BadInput(f"{to_member.user.full_name} không thuộc Tổ của {village.full_name}.")
    message: LeaderMessage = LeaderMessage.objects.create(
        village=village, to_member=to_member, words=hide_typed_numbers(words.strip())[:300], from_on=from_on,
        until_on=until_on, written_by=by, written_at=at,
    )  # fmt: skip
    log_event("team.message_written", about=message, by=by, at=at)
    return message


@transaction.atomic
def withdraw(*, message: LeaderMessage, by: Member, at: datetime) -> None:
    """Take it off the phones at their next contact; it stays to be seen here."""
    rows = LeaderMessage.objects.filter(pk=message.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=at, withdrawn_by=by):
        log_event("team.message_withdrawn", about=message, by=by, at=at)


def standing(village: Area, on: date) -> QuerySet[LeaderMessage]:
    """The messages that phones show on a day, or will soon: not withdrawn, not past."""
    rows = LeaderMessage.objects.filter(village=village, withdrawn_at=None, until_on__gte=on)
    return rows.select_related("written_by__user", "to_member__user")


def for_phone(member: Member, at: datetime) -> list[dict[str, Any]]:
    """The config's part `messages`: what this member's phone shows today, the latest first. One of tomorrow goes along
    today: there may be no signal tomorrow."""
    if member.area.kind != Area.Kind.VILLAGE:
        return []
    rows = standing(member.area, at.date()).filter(Q(to_member=None) | Q(to_member=member))
    rows = rows.filter(from_on__lte=at.date() + timedelta(days=1))
    return [
        {"id": m.pk, "on": m.from_on.isoformat(), "from": m.written_by.user.full_name, "words": m.words}
        for m in rows[:AT_ONCE]
    ]


def reached(message: LeaderMessage) -> tuple[int, int]:
    """(phones that were in touch since it was written, phones it is for)."""
    phones = Device.objects.filter(member__area=message.village, revoked_at=None, emptied_at=None)
    if message.to_member_id is not None:
        phones = phones.filter(member=message.to_member_id)
    return phones.filter(contact_at__gte=message.written_at).count(), phones.count()
