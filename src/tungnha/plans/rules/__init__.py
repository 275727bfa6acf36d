"""The written rules of a plan (C22), pure: no database, no clock.

When a target is reached, when a report is late and how that is said, which periods a reporting duty has.
"""

from .deadlines import (
    VIETNAM,
    WEEKDAYS,
    BeforeRule,
    Terms,
    When,
    due_instant,
    due_words,
    named_day,
    short_day,
    weekend_note,
)
from .periods import Period, Stretch, obligation_periods, why_no_dates
from .reached import Needed, is_reached, level_words, needed_count
from .sharing import by_remaining, by_weight, equally

__all__ = [
    "VIETNAM", "WEEKDAYS", "BeforeRule", "Needed", "Period", "Stretch", "Terms", "When", "by_remaining", "by_weight",
    "due_instant", "due_words", "equally",
    "is_reached", "level_words", "named_day", "needed_count", "obligation_periods", "short_day", "weekend_note",
    "why_no_dates",
]  # fmt: skip
