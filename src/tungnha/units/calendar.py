"""Working days in Vietnam: weekends, public holidays, days off in lieu, swapped days; and the last day of a term.

Pure: no database, no clock. `units.days.calendar_of(area)` adds what officers entered. docs/decisions/0018-calendar.md.

Bộ luật Lao động 2019 Đ112.1: New Year's Day, Tết five days, Giỗ Tổ (10/3 lunar), 30/4, 1/5, 2/9 with a day beside it.
Đ111.3: a holiday on a weekly day off gives the next working day off. State offices rest on Saturday and Sunday.
Bộ luật Dân sự 2015 Đ147.2: the day of the event is not counted. Đ148.5: a last day that is a day off moves to the next
working day. Đ148.6: it ends at 24:00.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tungnha.units import lunar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
MONDAY, TUESDAY, THURSDAY = 0, 1, 3
LONGEST_REST = 60  # days in a row without work: more is a wrong entry, not a holiday


@dataclass(frozen=True)
class Calendar:
    """What is worked and what is not. `off` and `working` are official decisions on single days: they beat the rule."""

    off: Mapping[date, str] = field(default_factory=dict)
    working: Mapping[date, str] = field(default_factory=dict)
    _lieu: dict[int, dict[date, str]] = field(default_factory=dict, repr=False, compare=False)  # worked out once a year

    def why_off(self, day: date) -> str:
        """Why nobody works that day, in Vietnamese; "" for a working day."""
        if day in self.working:
            return ""
        if day in self.off:
            return self.off[day] or "ngày nghỉ theo quyết định"
        if held := holidays(day.year).get(day):
            return held
        if day.weekday() in (SATURDAY, SUNDAY):
            return "thứ Bảy" if day.weekday() == SATURDAY else "Chủ nhật"
        return self._in_lieu(day.year).get(day, "")

    def is_working(self, day: date) -> bool:
        return not self.why_off(day)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it."""
        for ahead in range(LONGEST_REST):
            if self.is_working(day + ahead * DAY):
                return day + ahead * DAY
        raise ValueError(f"no working day within {LONGEST_REST} days of {day}: look at the days off that were entered")

    def add_working_days(self, start: date | datetime, n: int) -> date:
        """The n-th working day after the day of `start`, which is not counted."""
        day = day_of(start)
        for _ in range(n):
            day = self.next_working(day + DAY)
        return day

    def last_day(self, start: date | datetime, n: int) -> date:
        """The last of n calendar days after the day of `start`; a day off moves on to the next working day."""
        return self.next_working(day_of(start) + n * DAY)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`."""
        return sum(self.is_working(first + n * DAY) for n in range(1, (last - first).days + 1))

    def _in_lieu(self, year: int) -> dict[date, str]:
        """Days off in lieu of holidays that fall on a weekend: each takes the next day that is still worked."""
        if year in self._lieu:
            return self._lieu[year]
        found: dict[date, str] = {}
        for holiday, name in sorted(holidays(year).items()):
            if holiday.weekday() not in (SATURDAY, SUNDAY) or holiday in self.working:
                continue
            day = holiday + DAY
            while day.weekday() in (SATURDAY, SUNDAY) or day in holidays(day.year) or day in self.off or day in found:
                day += DAY
            if day not in self.working:
                found[day] = f"nghỉ bù {name}"
        self._lieu[year] = found
        return found


def end_of(day: date) -> datetime:
    """The first instant after a day, in Vietnamese time: what comes then is late."""
    return datetime.combine(day + DAY, time(0), VIETNAM)


def day_of(start: date | datetime) -> date:
    """The Vietnamese day of an instant. The hour plays no part: what comes at 21:00 has come that day."""
    if isinstance(start, datetime):
        return start.astimezone(VIETNAM).date() if start.tzinfo else start.date()
    return start


# --- public holidays -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def holidays(year: int) -> dict[date, str]:
    """The public holidays of a solar year, by the law and, where it leaves a choice, by the usual one."""
    found = {date(year, 1, 1): "Tết Dương lịch"}
    found |= tet_days(year)
    found[lunar.solar_of(year, 3, 10)] = "Giỗ Tổ Hùng Vương"
    found[date(year, 4, 30)] = "Ngày Chiến thắng"
    found[date(year, 5, 1)] = "Quốc tế lao động"
    found |= dict.fromkeys(national_days(year), "Quốc khánh")
    return found


def tet_days(year: int) -> dict[date, str]:
    """Five days: two before the new year and its first three; where it begins on a Tuesday one before and four after,
    so that the week is whole (so it was decided for 2019, 2022, 2026). Another decision is entered as days."""
    first = lunar.new_year(year)
    before = 1 if first.weekday() == TUESDAY else 2
    days = [first + n * DAY for n in range(-before, 5 - before)]
    return {day: _tet_name(day, first) for day in days}


def _tet_name(day: date, first: date) -> str:
    if day >= first:
        return f"Tết Nguyên đán (mùng {(day - first).days + 1})"
    return f"Tết Nguyên đán ({lunar.lunar_of(day).day} tháng Chạp)"


def national_days(year: int) -> tuple[date, date]:
    """2/9 and the day that joins it to a weekend: 3/9 when it is a Monday, Thursday or Sunday, else 1/9 (so it was
    decided for 2021–2026)."""
    day = date(year, 9, 2)
    return (day, day + DAY) if day.weekday() in (MONDAY, THURSDAY, SUNDAY) else (day - DAY, day)


# --- days that are no holiday yet --------------------------------------------------------------------------------

# (month, day, name, where it stands): offered on the page of days off, in force only where an officer enters it.
NOT_YET = (
    (
        11, 24, "Ngày Văn hóa Việt Nam",
        "Nghị quyết 80-NQ/TW chủ trương cho nghỉ; tính là ngày nghỉ khi luật hoặc quyết định đã có hiệu lực",
    ),
)  # fmt: skip
