"""Whose roster a member may keep: the head or officer of a unit the own one, the commune's desk all of the commune.

Who works for a body as a whole (the office of a department, Văn phòng Sở) reads those of its rooms too, and writes in
none: each room answers for its own people."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from tungnha.people.models import RosterEntry, RosterFile
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Member, Organisation, Role
from tungnha.units.operations import log_event

DESK = (Role.OFFICER, Role.DATA_STEWARD)
HEADS = (Role.UNIT_OFFICER, Role.TEAM_LEADER)
KEEPERS = (*DESK, *HEADS)
READERS = (*KEEPERS, Role.LEADER)


def may_keep(member: Member, organisation: Organisation) -> bool:
    if member.has_role(*DESK):
        return bool(member.area.contains(organisation.area))
    return member.has_role(*HEADS) and member.organisation_id == organisation.pk


def may_read(member: Member, organisation: Organisation) -> bool:
    if may_keep(member, organisation) or is_room_of(organisation, member):
        return True
    return member.has_role(Role.LEADER) and bool(member.area.contains(organisation.area))


def is_room_of(organisation: Organisation, member: Member) -> bool:
    """A room of the body whose officer the member is."""
    body = organisation.parent_id
    return member.has_role(Role.UNIT_OFFICER) and body is not None and member.organisation_id == body


def own_organisation_or_404(member: Member, pk: int, *, to_read: bool = False) -> Organisation:
    """An organisation is known to everyone near it; its people are not."""
    found: Organisation = get_visible_or_404(Organisation.objects.select_related("area__parent"), member, pk=pk)
    _must(member, found, found, to_read=to_read)
    return found


def own_entry_or_404(member: Member, pk: int) -> RosterEntry:
    rows = RosterEntry.objects.select_related("person__household__village", "organisation__area")
    entry: RosterEntry = get_visible_or_404(rows, member, pk=pk)
    _must(member, entry.organisation, entry)
    return entry


def own_file_or_404(member: Member, pk: int) -> RosterFile:
    file: RosterFile = get_visible_or_404(RosterFile.objects.select_related("organisation__area"), member, pk=pk)
    _must(member, file.organisation, file)
    return file


def _must(member: Member, organisation: Organisation, about: Any, *, to_read: bool = False) -> None:
    if not (may_read if to_read else may_keep)(member, organisation):
        log_event("scope.refused", about=about, by=member, at=clock.now())
        raise Http404("not the member's own unit")
