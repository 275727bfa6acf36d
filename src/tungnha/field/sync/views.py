"""The phone's door: `/dt/api/`. JSON in, JSON out, also for what goes wrong; no cookie, no session, no page.

A phone shows who it is by `Authorization: Device <id>.<secret>`; the member is loaded from it, and everything it asks
for goes through `visible_to(member)` as on any page.
"""

from __future__ import annotations

import gzip
import json
import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tungnha.field.models import Device, SyncEpoch
from tungnha.field.sync import config, delta, epochs, joining, pledge, receiving, waiting
from tungnha.field.sync.reading import (
    BEARABLE,
    MOST_BYTES,
    NotOurs,
    Request,
    TooLarge,
    instant,
    read_json,
    read_request,
    short,
    unpacked,
)
from tungnha.units import clock
from tungnha.units.login import client_address
from tungnha.units.models import Member
from tungnha.units.problems import Problem

LOG = logging.getLogger(__name__)
SMALL = 600  # bytes that are not worth packing
BUSY = 5  # seconds to wait when the database is away
Answer = dict[str, Any]
Door = Callable[[HttpRequest, datetime], Answer]


class UnknownDevice(Problem):
    status = 401

    def __init__(self) -> None:
        super().__init__("Máy chủ không nhận ra máy này. Việc đã ghi vẫn còn trong máy: xin gặp Tổ trưởng.")


class NoSuchDoor(Problem):
    status = 404

    def __init__(self) -> None:
        super().__init__("Địa chỉ này không có trên máy chủ: xin tải lại trang khi có mạng.")


def _door(view: Door) -> Callable[..., HttpResponse]:
    """A view that takes a POST and never answers anything but JSON."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **_: Any) -> HttpResponse:
        at = clock.now()
        try:
            if request.method != "POST":
                raise NoSuchDoor
            return _answer(request, view(request, at), at)
        except Problem as problem:
            wait = int(joining.LOOKED_BACK.total_seconds()) if problem.status == 429 else None
            return _answer(request, {"why": problem.sentence}, at, status=problem.status, retry_after=wait)
        except (OperationalError, InterfaceError):
            LOG.warning("the database is away or busy", exc_info=True)
            why = "Máy chủ đang bận: máy sẽ tự gửi lại."
            return _answer(request, {"why": why}, at, status=503, retry_after=BUSY)
        except Exception:
            LOG.exception("a phone's request fails")
            return _answer(request, {"why": "Máy chủ gặp lỗi: máy sẽ tự gửi lại."}, at, status=500)

    return guarded


def _answer(
    request: HttpRequest, said: Answer, at: datetime, *, status: int = 200, retry_after: int | None = None
) -> HttpResponse:
    body = json.dumps({"tungnha": 1, "now": at.isoformat(), **said}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    answer = HttpResponse(content_type="application/json; charset=utf-8", status=status)
    if len(body) > SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
    answer.content = body
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _read(request: HttpRequest) -> dict[str, Any]:
    """What was sent, read no further than what is taken."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not stated.isdecimal() or len(stated) > 15 or int(stated) > MOST_BYTES:
        raise TooLarge
    body = request.read(MOST_BYTES + 1)
    return read_json(unpacked(body, request.headers.get("Content-Encoding", "").strip().lower()))


def _device(request: HttpRequest) -> Device | None:
    return joining.device_of(request.headers.get("Authorization", ""))


# -- joining


@_door
def join_look(request: HttpRequest, at: datetime) -> Answer:
    """Who would join with this code, and what is to be promised."""
    code = _code_of(request, _read(request), at)
    leader = config.leader_of(code.member.area)
    return _who(code.member) | {
        "leader": leader.user.full_name if leader else "",
        "pledge": {"version": pledge.VERSION, "text": pledge.TEXT},
    }


def _code_of(request: HttpRequest, data: dict[str, Any], at: datetime) -> Any:
    """The open code that was sent. Wrong ones are counted by the address they come from; one that was ours, used up or
    too old, is nobody's guess."""
    address = client_address(request)
    joining.refuse_hasty(address, at)
    try:
        return joining.look(short(data.get("code"), 40), at=at, nonce=short(data.get("nonce"), 80))
    except joining.WrongCode:
        joining.note_wrong(address, at)
        raise


def _who(member: Member) -> Answer:
    return {
        "member": member.user.full_name, "role": member.get_role_display(), "village": member.area.full_name,
    }  # fmt: skip


@_door
def join(request: HttpRequest, at: datetime) -> Answer:
    """The phone becomes the member's: its secret and its carry key are told to it alone."""
    data = _read(request)
    _code_of(request, data, at)
    joined = joining.join(
        code=short(data.get("code"), 40), name=short(data.get("name"), 60), platform=short(data.get("platform"), 120),
        app_version=short(data.get("app"), 40), pledge_version=str(data.get("pledge") or "")[:20],
        agreed_at=instant(data.get("agreed_at")) or at, at=at, nonce=short(data.get("nonce"), 80),
    )  # fmt: skip
    member = joined.device.member
    commune = member.area.commune or member.area
    return {
        "device": str(joined.device.pk), "secret": joined.secret, "carry_key": joined.carry_key,
        "epoch": str(epochs.current(at).pk), "server": commune.full_name,
        "member": {"id": member.pk, "name": member.user.full_name, "role": member.role,
                   "village": member.area.full_name},
    }  # fmt: skip


# -- the sync itself


@_door
def sync(request: HttpRequest, at: datetime) -> Answer:
    """Work up, answers and what changed down."""
    device = _device(request)
    if device is None:
        raise UnknownDevice
    asked = read_request(_read(request))
    epoch = _epoch(asked, at)
    received = receiving.receive(device=device, ops=asked.ops, said=_said(asked), at=at)
    told: Answer = {
        "epoch": str(epoch.pk), "device": "revoked" if received.is_revoked else "ok", "answers": received.answers,
        "offer_from": received.offer_from, "clock": _clock(asked, at),
    }  # fmt: skip
    if received.is_revoked:
        return told | {"since": None, "cursor": None, "total": 0, "rows": [], "gone": [], "doors": None, "config": None}
    place = _place(asked, epoch)
    if asked.ops and asked.held > len(asked.ops):
        return told | delta.put_off(device.member, place, at.date()) | {"config": None}
    told |= delta.delta(device.member, place, at.date())
    if (now := epochs.latest()) and now != epoch:  # what is told since went with the log: everything is given instead
        told |= {"epoch": str(now.pk)} | delta.delta(device.member, _place(asked, now), at.date())
    return told | {"config": config.news_for(device, asked.config, at, is_busy=bool(asked.ops))}


def _epoch(asked: Request, at: datetime) -> SyncEpoch:
    """A place ahead of ours that we signed ourselves shows too that the database was put back."""
    epoch = epochs.current(at)
    if asked.epoch == str(epoch.pk) and (delta.is_ahead(asked.since) or delta.is_ahead(asked.cursor)):
        return epochs.begin_after(epoch, at, sure=True)
    return epoch


def _place(asked: Request, epoch: SyncEpoch) -> delta.Asked:
    """Of another epoch nothing the phone has counts: it is given everything."""
    same = asked.epoch == str(epoch.pk)
    return delta.Asked(
        since=asked.since if same else None, cursor=asked.cursor if same else None, rows=asked.rows,
        doors=asked.doors, want=asked.want,
    )  # fmt: skip


def _said(asked: Request) -> receiving.Said:
    return receiving.Said(app=asked.app, acked=asked.acked, held=asked.held, phone_now=asked.now)


def _clock(asked: Request, at: datetime) -> int | None:
    """By how many seconds the phone's clock is ahead, where that matters."""
    ahead = asked.now - at if asked.now else None
    return round(ahead.total_seconds()) if ahead is not None and abs(ahead) > BEARABLE else None


@_door
def carry(request: HttpRequest, at: datetime) -> Answer:
    """Unsent work of some phone, brought by another or by itself while locked. Without a device that is known, only
    what became of each operation is told."""
    carrier = _device(request)
    data = _read(request)
    sealed = data.get("sealed")
    try:
        device_id = uuid.UUID(str(data.get("device")))
    except ValueError as problem:
        raise NotOurs("device") from problem
    if not isinstance(sealed, list):
        raise NotOurs("sealed")
    found = waiting.carry_in(
        device_id=device_id, sealed=sealed, by=carrier.member if carrier and not carrier.is_revoked else None, at=at
    )
    if carrier is None:
        found["answers"] = [{"id": one["id"], "answer": one["answer"]} for one in found["answers"]]
    return found


@_door
def nothing_here(request: HttpRequest, at: datetime) -> Answer:
    raise NoSuchDoor


__all__ = ["carry", "join", "join_look", "nothing_here", "sync"]
