"""What phones sent that a person must look at; and work that is brought over by hand."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tungnha.field.models import PhoneOperation
from tungnha.field.sync.handlers import Answer
from tungnha.units.models import Member


def waiting_for(member: Member) -> QuerySet[Any]:
    """Operations set aside or refused that nobody has looked at, within the member's scope; the oldest first."""
    raise NotImplementedError


@transaction.atomic
def settle(*, operation: PhoneOperation, how: str, by: Member, at: datetime) -> PhoneOperation:
    """Somebody looked: `how` is one of PhoneOperation.Settled. Its sealed content stays for two months more. Raises
    BadInput where somebody did so before."""
    raise NotImplementedError


@transaction.atomic
def try_again(*, operation: PhoneOperation, by: Member, at: datetime) -> Answer:
    """Apply it anew, as its member's word, after what hindered it was put right (a household shared out, a person moved
    back). Settled where it is stored now; else it waits on, with the new sentence."""
    raise NotImplementedError


def carry_in(*, device_id: uuid.UUID, sealed: str, by: Member, at: datetime) -> list[dict[str, Any]]:
    """Take in unsent work of another phone, brought as a file or QR codes: answers as of a sync. Raises BadInput for
    what cannot be opened, and for a device outside the scope of `by`."""
    raise NotImplementedError
