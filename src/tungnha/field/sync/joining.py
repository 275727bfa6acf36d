"""How a phone becomes a member's, and how it stops being so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tungnha.field.models import Device, JoinCode
from tungnha.units.models import Member


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
    """What a phone is given once. `secret` and `carry_key` are base64url without padding."""

    device: Device
    secret: str
    carry_key: str


def may_give_code(by: Member, member: Member) -> bool:
    """The team's leader for the own village; the commune's officer, leader and data steward for everybody there."""
    raise NotImplementedError


@transaction.atomic
def make_code(*, member: Member, by: Member, at: datetime) -> MadeCode:
    """Leave to join with one phone, for half an hour. An older code of the same member ends. Raises BadInput for one
    whose membership is over, or whom `by` may not give a code."""
    raise NotImplementedError


def look(code: str, *, at: datetime) -> JoinCode:
    """The code that was typed or scanned, before anything is promised. Raises BadInput with what to do."""
    raise NotImplementedError


@transaction.atomic
def join(
    *, code: str, name: str, platform: str, app_version: str, pledge_version: str, agreed_at: datetime, at: datetime
) -> Joined:
    """Use a code: the pledge is noted with the member and the device. Raises BadInput."""
    raise NotImplementedError


@transaction.atomic
def revoke(*, device: Device, by: Member, at: datetime) -> Device:
    """The phone is lost, or its member goes: at its next contact its unsent work is taken, then it is told to empty
    itself. Again changes nothing."""
    raise NotImplementedError
