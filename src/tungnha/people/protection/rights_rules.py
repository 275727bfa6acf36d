"""The clocks of a request about one's own data (Nghị định 356/2025/NĐ-CP Đ5). Pure: calendar in, instants out.

Every request is replied to within 2 working days. The matter itself has its own term in calendar days, a longer one
where a processor or a third party must act too, and one extension with a reason that is told (decision 0018).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from tungnha.units.calendar import Calendar, day_of, end_of

REPLY_WORKING_DAYS = 2
SOON = timedelta(days=2)  # a clock that has less left stands first on the page
KEPT_MONTHS = 24  # how long an answered request keeps the asker's name


@dataclass(frozen=True)
class Term:
    """Calendar days: by oneself, with a third party, and how many one extension adds."""

    days: int
    with_others: int
    more: int


TERMS = {
    "view": Term(10, 15, 10),
    "correct": Term(10, 15, 10),
    "provide": Term(10, 15, 10),
    "withdraw": Term(15, 20, 15),
    "restrict": Term(15, 20, 15),
    "object": Term(15, 20, 15),
    "delete": Term(20, 30, 20),
    "protect": Term(15, 15, 15),
}
# (code, what the letter cites, when it fits)
GROUNDS = (
    ("14.2", "khoản 2 Điều 14 Luật số 91/2025/QH15", "luật không cho xóa trong trường hợp này"),
    ("19.1c", "điểm c khoản 1 Điều 19 Luật số 91/2025/QH15", "dữ liệu cần cho nhiệm vụ của cơ quan nhà nước"),
    ("19.1", "khoản 1 Điều 19 Luật số 91/2025/QH15", "trường hợp khác không cần sự đồng ý"),
    ("4", "Điều 4 Luật số 91/2025/QH15", "không xác định được người yêu cầu có quyền với dữ liệu này"),
)
GROUND_WORDS = {code: cited for code, cited, _ in GROUNDS}


class Asked(Protocol):
    """What of a request its clocks rest on."""

    kind: str
    received_at: datetime
    third_party: bool
    extended_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Clocks:
    """The first late instants: of the reply, and of the matter. `first_due_at` is that without the extension."""

    reply_due_at: datetime
    first_due_at: datetime
    due_at: datetime

    @property
    def reply_last_day(self) -> date:
        return last_day_of(self.reply_due_at)

    @property
    def last_day(self) -> date:
        return last_day_of(self.due_at)

    @property
    def first_last_day(self) -> date:
        return last_day_of(self.first_due_at)

    def reply_is_late(self, asked: Asked, at: datetime) -> bool:
        return (_first(asked.acknowledged_at, asked.answered_at) or at) >= self.reply_due_at

    def is_late(self, asked: Asked, at: datetime) -> bool:
        return (asked.answered_at or at) >= self.due_at

    def next_due(self, asked: Asked) -> datetime | None:
        """The clock that runs now; None once answered."""
        if asked.answered_at is not None:
            return None
        return self.due_at if asked.acknowledged_at is not None else min(self.reply_due_at, self.due_at)


def last_day_of(first_late: datetime) -> date:
    """The day people are told: the last one that is still in time."""
    return day_of(first_late - timedelta(seconds=1))


def clocks_of(asked: Asked, calendar: Calendar) -> Clocks:
    term = TERMS[asked.kind]
    days = term.with_others if asked.third_party else term.days
    first = end_of(calendar.last_day(asked.received_at, days))
    extended = end_of(calendar.last_day(asked.received_at, days + term.more))
    return Clocks(
        reply_due_at=end_of(calendar.add_working_days(asked.received_at, REPLY_WORKING_DAYS)),
        first_due_at=first,
        due_at=extended if asked.extended_at is not None else first,
    )


def _first(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)
