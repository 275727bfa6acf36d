"""Reporting rate and on-time rate (tỷ lệ gửi báo cáo, tỷ lệ đúng hạn). Pure.

As DHIS2 counts them: reports received ÷ reports expected, and those received in time ÷ reports expected. DHIS2 decides
“in time” by the day; here the instant decides, to the minute of the deadline. Expected is what has fallen due: what is
not due yet, was closed before it fell due, or is excused, is no base. Nothing expected is no rate, and not zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ON_TIME, LATE, MISSING = "sent", "late", "missing"
# What is no part of the base, whatever its deadline: not due, closed, excused.
NO_BASE = frozenset({"upcoming", "due", "closed", "excused"})


@dataclass(frozen=True)
class Rate:
    expected: int = 0
    received: int = 0
    on_time: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.expected + other.expected, self.received + other.received, self.on_time + other.on_time)

    @property
    def late(self) -> int:
        return self.received - self.on_time

    @property
    def missing(self) -> int:
        return self.expected - self.received


def rate_of(states: Iterable[tuple[str, bool]]) -> Rate:
    """Of (state, whether its deadline has passed) of obligations. A report sent ahead of its deadline counts when the
    deadline has passed, not before: else a rate would begin at 100 % and only fall."""
    made = Rate()
    for state, is_due in states:
        if not is_due or state in NO_BASE:
            continue
        made += Rate(1, int(state in (ON_TIME, LATE)), int(state == ON_TIME))
    return made


def trailing_silence(states: Iterable[str]) -> int:
    """How many reports in a row, up to the latest, were not sent; `states` go from the latest back."""
    silent = 0
    for state in states:
        if state in NO_BASE:
            continue
        if state in (ON_TIME, LATE):
            break
        silent += 1
    return silent
