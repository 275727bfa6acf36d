"""When somebody may be disturbed. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tungnha.units.calendar import VIETNAM


def is_quiet(at: time, quiet_from: time, quiet_to: time) -> bool:
    """Whether a time lies within the hours, which may go over midnight. The same hour twice: never quiet."""
    if quiet_from <= quiet_to:
        return quiet_from <= at < quiet_to
    return at >= quiet_from or at < quiet_to


def next_after_quiet(at: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """`at` itself outside the quiet hours, else the instant they end."""
    local = at.astimezone(VIETNAM)
    if not is_quiet(local.time(), quiet_from, quiet_to):
        return at
    end = datetime.combine(local.date(), quiet_to, VIETNAM)
    return end if end > local else end + timedelta(days=1)
