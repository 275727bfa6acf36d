"""On a person's page: whose rosters she is on, and what help she needs; why, for the desk only."""

from __future__ import annotations

from typing import Any

from tungnha.people.helping import needs
from tungnha.people.models import Need, RosterEntry
from tungnha.people.register import about
from tungnha.people.rosters.access import DESK, may_keep
from tungnha.units import clock
from tungnha.units.models import Member, Role

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)


def connect() -> None:
    about.panel("people/_about_rosters.html", _rosters, order=60)
    about.panel("people/_about_needs.html", _needs, order=70)


def _rosters(records: list[int], reader: Member) -> dict[str, Any] | None:
    rows = (
        RosterEntry.objects.visible_to(reader).filter(person__in=records).select_related("organisation__area", "person")
    )
    told = [(entry, may_keep(reader, entry.organisation)) for entry in rows.order_by("to_on", "-pk")]
    return {"rows": told} if told else None


def _needs(records: list[int], reader: Member) -> dict[str, Any] | None:
    if reader.has_role(*DESK):
        rows = Need.objects.visible_to(reader).filter(person__in=records).select_related("body")
        return {"rows": list(rows), "person": records[0], "desk": True}
    if not reader.has_role(*TEAM):
        return None
    found = needs.help_for(records, clock.today())
    return {"help": [words for told in found.values() for words in told]} if found else None
