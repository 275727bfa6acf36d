"""How a phone becomes a member's, and how it stops being so."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from tungnha.field.models import Device, JoinCode
from tungnha.field.models.devices import KEEPERS
from tungnha.field.sync import pledge
from tungnha.units.models import Event, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, O, 1, I
CODE_LENGTH = 8  # 40 bits: nobody tries them through in half an hour, ten a quarter of an hour
VALID = timedelta(minutes=30)
# Wrong codes from one address before it has to wait, and how long it is looked back.
MOST_WRONG, LOOKED_BACK = 10, timedelta(minutes=15)
WRONG = "phone.join_refused"
LEAST_NONCE = 32  # letters: what is shorter could be guessed by who has seen the code


class WrongCode(BadInput):
    """No code of ours: a slip of the finger, or somebody who tries them."""

    def __init__(self) -> None:
        super().__init__("Mã này không đúng: xin xem lại 8 chữ, số trên máy Tổ trưởng.")


class TooMany(Problem):
    """Wrong codes one after the other from one address."""

    status = 429

    def __init__(self) -> None:
        super().__init__("Nhập sai mã nhiều lần: xin chờ 15 phút, rồi nhờ Tổ trưởng cho mã mới.")


@dataclass(frozen=True)
class MadeCode:
    """What the leader shows; the code itself is nowhere else. `typed`: ABCD-2345; `fragment`: what follows the address
    of the phone's app in the QR code, behind “#”, which no server and no log ever sees."""

    row: JoinCode
    code: str
    expires_at: datetime

    @property
    def typed(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def fragment(self) -> str:
        return f"ma={self.code}"


@dataclass(frozen=True)
class Joined:
    """What a phone is given once. `secret` and `carry_key` are base64url without padding, 32 bytes each."""

    device: Device
    secret: str
    carry_key: str


def may_give_code(by: Member, member: Member) -> bool:
    """The team's leader for the own village; the commune's officer, leader and data steward for everybody there."""
    if not by.has_role(*KEEPERS) or not by.is_current:
        return False
    return member.area.path.startswith(by.area.path) and member.role != Role.PROVINCE_OFFICER


@transaction.atomic
def make_code(*, member: Member, by: Member, at: datetime) -> MadeCode:
    """Leave to join with one phone, for half an hour. An older code of the same member ends. Raises BadInput for one
    whose membership is over, or whom `by` may not give a code."""
    if not may_give_code(by, member):
        raise BadInput("Chỉ cho được mã tham gia cho người thuộc địa bàn mình phụ trách.")
    if not member.is_current or not member.user.is_active:
        raise BadInput(f"{member.user.full_name} đã thôi làm ở đây: không cho mã tham gia được.")
    JoinCode.objects.filter(member=member, used_at=None, expires_at__gt=at).update(expires_at=at)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    row = JoinCode.objects.create(
        member=member, code_hash=_hash_of(code), made_by=by, made_at=at, expires_at=at + VALID
    )
    log_event("phone.code_made", about=member, by=by, at=at)
    return MadeCode(row, code, row.expires_at)


def read_code(text: str) -> str:
    """What was typed or scanned, without the dash and the blanks; O and I, which no code has, are read as nothing."""
    return "".join(letter for letter in text.upper() if letter in LETTERS)[: CODE_LENGTH + 1]


def _hash_of(code: str) -> str:
    return salted_hmac("tungnha.field.join", code, algorithm="sha256").hexdigest()


def look(code: str, *, at: datetime, nonce: str = "") -> JoinCode:
    """The code that was typed or scanned, before anything is promised. Raises BadInput with what to do, WrongCode for
    what is no code of ours. `nonce`: what the phone made up for this joining, so that it may ask again."""
    return _open(JoinCode.objects.select_related("member__user", "member__area__parent"), code, at, nonce)


def _open(rows: object, code: str, at: datetime, nonce: str) -> JoinCode:
    row: JoinCode | None = rows.filter(code_hash=_hash_of(read_code(code))).first()  # type: ignore[attr-defined]
    if row is None:
        raise WrongCode
    if row.used_at is not None and not _is_asked_again(row, code, nonce):
        raise BadInput("Mã này đã dùng cho một máy rồi: xin nhờ Tổ trưởng cho mã mới.")
    if row.expires_at <= at:
        raise BadInput("Mã này đã hết 30 phút: xin nhờ Tổ trưởng cho mã mới.")
    if not row.member.is_current or not row.member.user.is_active:
        raise BadInput("Người được cho mã này đã thôi làm ở đây: xin hỏi Tổ trưởng.")
    return row


@transaction.atomic
def join(
    *, code: str, name: str, platform: str, app_version: str, pledge_version: str, agreed_at: datetime, at: datetime,
    nonce: str = "",
) -> Joined:  # fmt: skip
    """Use a code: the pledge is noted with the member and the device. The same phone that asks again with the same
    `nonce` while the code lives, since the answer was lost on its way, is told the same again. Raises BadInput."""
    if pledge_version != pledge.VERSION:
        raise BadInput("Bản cam kết vừa đổi: xin tải lại trang, đọc bản mới rồi đồng ý.")
    held = JoinCode.objects.select_for_update(of=("self",)).select_related("member__user", "member__area__parent")
    row = _open(held, code, at, nonce)
    if row.device is not None:
        return Joined(row.device, _secret_of(code, nonce), row.device.carry_key)
    agreed_at = agreed_at if abs(at - agreed_at) < timedelta(days=1) and agreed_at <= at else at
    secret, carry_key = _secret_of(code, nonce), secrets.token_urlsafe(32)
    device: Device = Device.objects.create(
        member=row.member, name=" ".join(name.split())[:60], platform=platform[:120], app_version=app_version[:40],
        secret_hash=hash_of_secret(secret), carry_key=carry_key, pledge_version=pledge_version, pledged_at=agreed_at,
        joined_at=at, contact_at=at,
    )  # fmt: skip
    row.used_at, row.device = at, device
    row.save(update_fields=["used_at", "device"])
    Member.objects.filter(pk=row.member_id).update(pledged_at=agreed_at)
    log_event("phone.joined", about=device, by=row.member, at=at)
    return Joined(device, secret, carry_key)


def _secret_of(code: str, nonce: str) -> str:
    """A device's secret, 32 bytes. Of a nonce that nobody can guess it is made with the server's own key: it can be
    told once more though only its hash is kept. Without one it is chance."""
    if len(nonce) < LEAST_NONCE:
        return secrets.token_urlsafe(32)
    made = salted_hmac("tungnha.field.join-secret", f"{read_code(code)}.{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _is_asked_again(row: JoinCode, code: str, nonce: str) -> bool:
    """Whether it is the phone that used the code. An app without a nonce never is: its secret was chance."""
    device = row.device
    if device is None or device.is_revoked:
        return False
    return hmac.compare_digest(device.secret_hash, hash_of_secret(_secret_of(code, nonce)))


def hash_of_secret(secret: str) -> str:
    """Of 256 bits by chance: a plain hash is enough, nobody tries them through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def device_of(authorization: str) -> Device | None:
    """Whose `Device <id>.<secret>` this is; None for anything else."""
    scheme, _, rest = authorization.partition(" ")
    device_id, _, secret = rest.strip().partition(".")
    try:
        key = uuid.UUID(device_id)
    except ValueError:
        return None
    if scheme != "Device":
        return None
    rows = Device.objects.select_related("member__user", "member__organisation", "member__area__parent__parent")
    device: Device | None = rows.filter(pk=key).first()
    known = device.secret_hash if device else "-" * 64
    return device if hmac.compare_digest(known, hash_of_secret(secret)) else None


@transaction.atomic
def revoke(*, device: Device, by: Member, at: datetime) -> Device:
    """The phone is lost, or its member goes: at its next contact its unsent work is taken, then it is told to empty
    itself. Again changes nothing."""
    held: Device = Device.objects.select_for_update(of=("self",)).select_related("member__area").get(pk=device.pk)
    if not may_give_code(by, held.member):
        raise BadInput("Chỉ thu hồi được máy của người thuộc địa bàn mình phụ trách.")
    if held.revoked_at is None:
        held.revoked_at, held.revoked_by = at, by
        held.save(update_fields=["revoked_at", "revoked_by"])
        log_event("phone.revoked", about=held, by=by, at=at)
    return held


# -- who tries codes


def _trace(address: str | None) -> str:
    """An address without the address: the log holds nobody's."""
    return salted_hmac("tungnha.field.join-from", address or "", algorithm="sha256").hexdigest()[:16]


def refuse_hasty(address: str | None, at: datetime) -> None:
    """Raises TooMany after ten wrong codes from one address in a quarter of an hour."""
    wrong = Event.objects.filter(verb=WRONG, at__gt=at - LOOKED_BACK, data__source=_trace(address))
    if wrong.count() >= MOST_WRONG:
        raise TooMany


def note_wrong(address: str | None, at: datetime) -> None:
    log_event(WRONG, about=None, by=None, at=at, source=_trace(address))


def key_bytes(carry_key: str) -> bytes:
    """The 32 bytes of a carry key."""
    return base64.urlsafe_b64decode(carry_key + "=" * (-len(carry_key) % 4))
