"""What waits is sent, each once: a process takes a row by an update that one wins (as reminders, decision 0040). One
that dies in between leaves it taken: it may have gone, so it is not sent again. In the product it stands anyway."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from tungnha.units.models import MemberNotice, NoticeSending, PushPlace
from tungnha.units.notices import places, push
from tungnha.units.senders import CannotSend, Notice, Sender, sender_of

MOST_TRIES = 5
LOST_AFTER = timedelta(hours=1)
KEPT = timedelta(days=180)
Channel, State = NoticeSending.Channel, NoticeSending.State


def send_waiting(at: datetime) -> int:
    """Send what has come due (`tungnha remind`, every five minutes; `tungnha tick`). How many went."""
    NoticeSending.objects.filter(state=State.SENDING, done_at__lt=at - LOST_AFTER).update(
        state=State.FAILED, trouble="unknown", done_at=at
    )
    waiting = NoticeSending.objects.filter(state=State.WAITING, for_at__lte=at).order_by("for_at", "pk")
    keys = list(waiting.values_list("pk", "channel"))
    sent = 0
    with ExitStack() as open_ways:
        mail: Sender | None = None
        if any(channel == Channel.MAIL for _, channel in keys) and (way := sender_of("mail")) is not None:
            mail = open_ways.enter_context(way)
        for pk, channel in keys:
            by = partial(_mail, mail) if channel == Channel.MAIL else _push
            sent += _send_one(pk, by, at)
    return sent


def _send_one(pk: int, by: object, at: datetime) -> bool:
    taken = NoticeSending.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.SENDING, tries=F("tries") + 1, done_at=at
    )
    if not taken:  # another process was first
        return False
    row = NoticeSending.objects.select_related("notice__member__user", "place").get(pk=pk)
    state, trouble = _try(row, by, at)
    done = None if state == State.WAITING else at
    NoticeSending.objects.filter(pk=pk).update(state=state, trouble=trouble, done_at=done)
    return state == State.SENT


def _try(row: NoticeSending, by: object, at: datetime) -> tuple[str, str]:
    notice = row.notice
    if at >= notice.until:
        return State.DROPPED, "stale"
    if notice.read_at is not None:
        return State.DROPPED, "read"
    if not notice.member.is_current or not notice.member.user.is_active:
        return State.DROPPED, "left"
    assert callable(by)
    try:
        by(row, at)
    except CannotSend as problem:
        again = problem.may_pass and row.tries < MOST_TRIES
        return (State.WAITING if again else State.FAILED), problem.code[:40]
    return State.SENT, ""


def _mail(way: Sender | None, row: NoticeSending, at: datetime) -> None:
    member = row.notice.member
    if way is None or not way.reaches(member):
        raise CannotSend("no_address", may_pass=False)
    told = row.notice
    way.send(member, Notice(f"{told.key}:{member.user_id}", told.subject, told.words, address_of(told)), at)


def _push(row: NoticeSending, at: datetime) -> None:
    place, notice = row.place, row.notice
    if place is None or place.ended_at is not None or not settings.PUSH_CONTACT or not place.endpoint:
        raise CannotSend("no_address", may_pass=False)
    key = places.own_key(at)
    sender = push.Sender(bytes.fromhex(key.private or ""), settings.PUSH_CONTACT)
    to = push.Place(place.endpoint, push.from_text(place.public), push.from_text(place.secret or ""))
    words = json.dumps(_said(notice), ensure_ascii=False)
    head = push.headers(
        to.endpoint, sender, at, seconds=int((notice.until - at).total_seconds()), urgent=notice.is_urgent,
        topic=push.to_text(hashlib.sha256(notice.key.encode()).digest())[:32],
    )  # fmt: skip
    try:
        push.post(to.endpoint, push.sealed(words.encode(), to), head)
    except push.PushFailed as failed:
        if failed.gone:
            PushPlace.objects.filter(pk=place.pk).update(ended_at=at)
        raise CannotSend(failed.code, may_pass=failed.may_pass) from failed


def _said(notice: MemberNotice) -> dict[str, str]:
    """What the browser is told. Pressed, it opens the notice, which is read then and leads on; what is told later
    `about` the same page takes the place of what stands on the screen."""
    opens = reverse("units:notice", args=[notice.pk])
    return {"title": notice.subject, "body": notice.words, "url": opens, "about": notice.url or opens}


def address_of(notice: MemberNotice) -> str:
    return f"{settings.ADDRESS}{notice.url}" if settings.ADDRESS and notice.url else ""


def let_go(at: datetime) -> None:
    """Old notices say nothing any more (`tungnha tick`)."""
    MemberNotice.objects.filter(made_at__lt=at - KEPT).delete()
