"""What was not answered in time goes up a rung, by the clock (`tungnha tick`): unit or desk → the commune's leader →
the province → its leader. Each rung has a whole term of its own from the moment it was told."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from tungnha.units.models import Area, Role
from tungnha.voices.models import Difficulty
from tungnha.voices.operations import routing
from tungnha.voices.operations.difficulties import Kind, State, _hold, _stored, above_of
from tungnha.voices.rules.subjects import subjects_of

LOG = logging.getLogger(__name__)


def tick(at: datetime) -> int:
    """Pass up everything that is past its day, each in a transaction of its own: a server that stops in between has
    done some whole and the others not at all, and the next hour does those. How many went up."""
    late = Difficulty.objects.filter(state__in=Difficulty.OPEN, due_at__lte=at).order_by("due_at", "pk")
    moved = 0
    for key in list(late.values_list("pk", flat=True)):
        try:
            moved += _one_up(key, at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # one bad row must not hold the others back
            LOG.exception("a difficulty cannot be passed up")
    return moved


@transaction.atomic
def _one_up(key: uuid.UUID, at: datetime) -> bool:
    row = _hold(Difficulty(pk=key))
    if not row.is_open or row.due_at > at:  # somebody answered, or another tick was first
        return False
    if not _raise_a_rung(row, at):
        return False
    row.rung += 1
    _stored(row, Kind.ESCALATED, None, at, "", key=f"{row.pk}:{row.turn}:{row.rung}")
    return True


def _raise_a_rung(row: Difficulty, at: datetime) -> bool:
    """False at the top: it stays overdue where it is, in sight."""
    days = subjects_of(row.level)[row.subject].above_days
    if row.state == State.WAITING and routing.has(row.level, Role.LEADER):
        row.state, row.due_at = State.DECIDING, routing.due_after(row.level, at, days)
        return True
    above = above_of(row.level) if row.level.kind != Area.Kind.PROVINCE else None
    if above is None:
        return False
    place = routing.place_at(above, row.subject, at, above=True)
    row.level, row.owner, row.due_at, row.state = place.level, place.owner, place.due_at, State.WAITING
    return True
