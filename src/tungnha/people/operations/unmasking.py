"""Numbers in full: one person at a time, for a purpose, and not without end in one day."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from tungnha.people.models import Identifier, Person, Telephone, Unmasking
from tungnha.units import clock
from tungnha.units.models import Event, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

MORE = "unmask.more_allowed"
REACHED = "unmask.limit_reached"


class TooManyToday(Locked):
    """A member has looked at as many people's numbers as a day's work takes."""

    status = 429


def unmask(*, person: Person, purpose: str, by: Member, at: datetime, words: str = "") -> dict[str, list[str]]:
    """Give a person's numbers and telephones in full, once, and remember who asked and what for. Only those that
    lie within the asker's scope: a partner knows who came to a session, not her numbers.

    purpose: a code of forms_unmask.PURPOSES; words: what it is, where the code is "other". Raises TooManyToday beyond
    the day's number of people, until the data steward allows more.
    """
    if not _may_one_more(person, by, at):
        if not Event.objects.filter(
            verb=REACHED, about="units.Member", about_id=str(by.pk), at__gte=clock.start_of(at)
        ).exists():
            log_event(REACHED, about=by, by=by, at=at, limit=allowed_on(by, at))
        raise TooManyToday(
            f"Hôm nay anh/chị đã xem số đầy đủ của {allowed_on(by, at)} người, là mức của một ngày. Xin báo người phụ "
            "trách dữ liệu của xã cho thêm lượt nếu còn việc phải làm."
        )
    with transaction.atomic():
        Unmasking.objects.create(person=person, purpose=purpose, words=words, by=by, at=at)
        log_event("person.unmasked", about=person, by=by, at=at, purpose=purpose)
    return {
        "numbers": [i.value for i in Identifier.objects.visible_to(by).filter(person=person)],
        "telephones": [t.number for t in Telephone.objects.visible_to(by).filter(person=person, to_on=None)],
    }


def _may_one_more(person: Person, by: Member, at: datetime) -> bool:
    today = _today(by, at)
    return today.filter(person=person).exists() or unmasked_on(by, at) < allowed_on(by, at)


def _today(by: Member, at: datetime) -> models.QuerySet[Unmasking]:
    return Unmasking.objects.filter(by=by, at__gte=clock.start_of(at), at__lte=at)


def unmasked_on(by: Member, at: datetime) -> int:
    """How many different people's numbers a member has seen that day, up to the instant."""
    return _today(by, at).order_by().values("person").distinct().count()


def allowed_on(member: Member, at: datetime) -> int:
    """How many people a member may unmask that day: the day's number, and as many again for each time allowed."""
    allowed = Event.objects.filter(
        verb=MORE, about="units.Member", about_id=str(member.pk), at__gte=clock.start_of(at), at__lte=at
    )
    return settings.UNMASKS_A_DAY * (1 + allowed.count())


@transaction.atomic
def allow_more(*, member: Member, by: Member, at: datetime) -> None:
    """Give a member as many unmaskings again for today. Nobody gives them to herself."""
    if member.user_id == by.user_id:
        raise BadInput("Không tự cho thêm lượt cho mình được: xin nhờ người phụ trách dữ liệu hoặc lãnh đạo xã.")
    log_event(MORE, about=member, by=by, at=at, more=settings.UNMASKS_A_DAY)
