"""The rooms of one body on one page (các phòng của một cơ quan): what each room's people still lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.field.rosters import Column, Line, columns_of, lines_of
from tungnha.people.rosters.access import is_room_of
from tungnha.people.rosters.rules import why_no_roster
from tungnha.units.models import Campaign, Member, Organisation
from tungnha.units.queries_setup import current


@dataclass(frozen=True)
class Room:
    """One room of a body and its people."""

    unit: Organisation
    lines: list[Line]

    @property
    def columns(self) -> list[Column]:
        return columns_of(self.lines)

    @property
    def lacking(self) -> bool:
        return any(column.missing for column in self.columns)


def rooms_of(member: Member, campaign: Campaign | None, on: date) -> list[Room]:
    """The rooms of the body whose officer the member is, with their people; of a unit without rooms none."""
    if member.organisation_id is None:
        return []
    units = Organisation.objects.filter(current(on), parent=member.organisation_id).order_by("order", "name")
    rooms = [one for one in units if is_room_of(one, member) and not why_no_roster(one.kind)]
    return [Room(one, lines_of(one, campaign, on)) for one in rooms]


def whole_of(rooms: Sequence[Room]) -> list[Column]:
    """All rooms as one, “85/86 có”; nothing where one room is asked for other services than the next."""
    lines = [line for room in rooms for line in room.lines]
    asked = {tuple(cell.asked.pk for cell in line.cells) for line in lines}
    return columns_of(lines) if len(asked) == 1 else []
