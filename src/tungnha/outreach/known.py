"""What rooms above know of a campaign and this room shows: they say it here when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tungnha.units.models import Campaign
from tungnha.units.public import shape


@shape
@dataclass(frozen=True)
class Contact:
    """Whom everybody may ring about a plan: the body that answers and a telephone of the work. Nobody's name."""

    body: str
    phone: str


ContactOf = Callable[[Campaign], Contact | None]
_contacts: list[ContactOf] = []


def tells_contact(of: ContactOf) -> None:
    if of not in _contacts:
        _contacts.append(of)


def contact_of(campaign: Campaign) -> Contact | None:
    return next((found for of in _contacts if (found := of(campaign)) is not None), None)
