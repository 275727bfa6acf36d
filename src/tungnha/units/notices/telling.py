"""A thing is told: one notice for each member, and what is to be sent of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.units.models import Member, MemberNotice, NoticeSending, NoticeWish, PushPlace
from tungnha.units.notices.quiet import next_after_quiet
from tungnha.units.operations import log_event

Channel = NoticeSending.Channel


@transaction.atomic
def tell(
    members: Iterable[Member], *, key: str, subject: str, words: str, until: datetime, at: datetime, url: str = "",
    urgent: bool = False, by: Member | None = None,
) -> int:  # fmt: skip
    """Tell these members; how many are told. The same `key` again tells nobody twice; who has several memberships is
    told once. `url`: a path of the product. `urgent`: in quiet hours too. Whoever does the thing is not told of it.
    Belongs into the transaction of the deed: what was not done is not told."""
    if url and not url.startswith("/"):
        raise ValueError("a notice leads to a page of ours")
    readers = {
        m.user_id: m for m in members if m.is_current and m.user.is_active and (by is None or m.user_id != by.user_id)
    }
    known = MemberNotice.objects.filter(member__user__in=readers, key=key).values_list("member__user", flat=True)
    fresh = [readers[user] for user in sorted(set(readers) - set(known))]
    said = {"subject": hide_typed_numbers(subject)[:160], "words": hide_typed_numbers(words)[:600], "url": url}
    made = MemberNotice.objects.bulk_create(
        [MemberNotice(member=m, key=key, is_urgent=urgent, made_at=at, until=until, **said) for m in fresh],
        ignore_conflicts=True,
    )
    if not made:
        return 0
    stored = MemberNotice.objects.filter(key=key, member__in=fresh).select_related("member__user")
    NoticeSending.objects.bulk_create(_sendings(list(stored), at), ignore_conflicts=True)
    log_event("notice.told", about=None, by=by, at=at, count=len(fresh), urgent=urgent)
    return len(fresh)


def _sendings(notices: list[MemberNotice], at: datetime) -> list[NoticeSending]:
    users = [notice.member.user_id for notice in notices]
    wishes = {wish.user_id: wish for wish in NoticeWish.objects.filter(user__in=users)}
    places: dict[int, list[PushPlace]] = {}
    for place in PushPlace.objects.filter(user__in=users, ended_at=None):
        places.setdefault(place.user_id, []).append(place)
    found = []
    for notice in notices:
        user = notice.member.user
        wish = wishes.get(user.pk) or NoticeWish(user=user)
        when = at if notice.is_urgent else next_after_quiet(at, wish.quiet_from, wish.quiet_to)
        if wish.mail and user.email and settings.MAIL_SETTINGS:
            found.append(NoticeSending(notice=notice, channel=Channel.MAIL, for_at=when))
        if wish.push and settings.PUSH_CONTACT:
            found += [
                NoticeSending(notice=notice, channel=Channel.PUSH, place=place, for_at=when)
                for place in places.get(user.pk, [])
            ]
    return found
