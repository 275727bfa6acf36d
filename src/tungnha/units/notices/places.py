"""Browsers that asked to be told: taken down, ended."""

from __future__ import annotations

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from tungnha.units.models import Member, PushKey, PushPlace, User
from tungnha.units.notices import push
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

MOST_PLACES = 10  # of one person: more are browsers long thrown away
# Of the makers of browsers. To any other address nothing is sent: a member could make the server knock anywhere.
SERVICES = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.services.mozilla.com", ".push.apple.com",
    ".notify.windows.com",
)  # fmt: skip


def is_service(endpoint: str) -> bool:
    """An https address of a known service; what settings add is for tests on the own machine."""
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.netloc in settings.PUSH_ALSO:
        return True
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in SERVICES)
    return parts.scheme == "https" and known and parts.port in (None, 443) and "@" not in parts.netloc


def own_key(at: datetime) -> PushKey:
    """The installation's key; the first browser that asks makes it."""
    found: PushKey | None = PushKey.objects.order_by("-number").first()
    if found is not None:
        return found
    sender = push.Sender(push.new_private(), "")
    made: PushKey
    made, _ = PushKey.objects.get_or_create(
        number=1, defaults={"public": push.to_text(sender.public), "private": sender.private.hex(), "made_at": at}
    )
    return made


@transaction.atomic
def add_place(*, member: Member, endpoint: str, public: str, secret: str, named: str, at: datetime) -> PushPlace:
    """Tell this browser from now on. The same browser again is the same place, of whoever asks last."""
    if len(endpoint) > 1000 or not is_service(endpoint):
        raise BadInput("Trình duyệt này nhận báo qua một máy chủ lạ nên không bật được. Thông báo vẫn ở trang này.")
    try:
        key, auth = push.from_text(public), push.from_text(secret)
        ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, key)
    except ValueError as problem:
        raise BadInput("Trình duyệt gửi khóa không đúng: mời tải lại trang rồi bật lại.") from problem
    if len(auth) != 16:
        raise BadInput("Trình duyệt gửi khóa không đúng: mời tải lại trang rồi bật lại.")
    said = {
        "user": member.user, "endpoint": endpoint, "public": push.to_text(key), "secret": push.to_text(auth),
        "named": named[:60], "made_at": at, "ended_at": None,
    }  # fmt: skip
    place: PushPlace
    place, _ = PushPlace.objects.update_or_create(endpoint_ix=_digest(endpoint), defaults=said)
    kept = PushPlace.objects.filter(user=member.user, ended_at=None).order_by("-made_at", "-pk")[:MOST_PLACES]
    PushPlace.objects.filter(user=member.user, ended_at=None).exclude(pk__in=[one.pk for one in kept]).update(
        ended_at=at
    )
    log_event("notice.place_added", about=None, by=member, at=at)
    return place


def end_place(*, user: User, endpoint: str, at: datetime) -> None:
    """Its owner wants nothing there any more."""
    PushPlace.objects.filter(user=user, endpoint_ix=_digest(endpoint), ended_at=None).update(ended_at=at)


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
