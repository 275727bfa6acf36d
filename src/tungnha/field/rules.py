"""What an outcome at the door means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tungnha.field.models import Visit, VisitResult

# One large button each; the rest stands under "lý do khác".
FIRST_OUTCOMES = ("set_up_now", "has_already", "refused", "away")
ASKS_A_REASON = "other"


# Where a plan asks the same of officials and of everyone over 15, a door is knocked on for everyone.
WIDEST_FIRST = ("all", "adult15", "over15", "adult16", "adult18")


def breadth(group: str) -> int:
    """Small for wide groups."""
    return WIDEST_FIRST.index(group) if group in WIDEST_FIRST else len(WIDEST_FIRST)


@dataclass(frozen=True)
class Meaning:
    """What an outcome says of the service: a level that is now held, or nothing."""

    level: int | None


def meaning_of(outcome: str, asked_level: int) -> Meaning:
    """Gains become claims; why-nots are kept as the team's experience and claim nothing."""
    return Meaning(asked_level if outcome in VisitResult.GAINS else None)


def next_step(outcome: str, come_back_on: date | None, today: date) -> str:
    """In words, what is to be done at this door next."""
    if outcome == Visit.Outcome.COME_BACK and come_back_on:
        when = "hôm nay" if come_back_on == today else f"ngày {come_back_on.day}/{come_back_on.month}"
        return f"hẹn quay lại {when}"
    return {
        Visit.Outcome.ALL_AWAY: "lần trước cả nhà đi vắng",
        Visit.Outcome.REFUSED: "lần trước không tiếp",
        Visit.Outcome.MOVED: "báo đã chuyển đi",
        Visit.Outcome.MET: "đã gặp",
    }.get(Visit.Outcome(outcome), "")
