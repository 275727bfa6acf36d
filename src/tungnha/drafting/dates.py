"""Dates and hours as Nghị định 30/2020/NĐ-CP writes them.

A day below 10 and the months 1 and 2 take a leading zero (so that no digit can be added in front);
the months 3 to 9 do not.
"""

from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh; no summer time since 1975
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _day(on: date) -> str:
    return f"{on.day:02d}"


def _month(on: date) -> str:
    return f"{on.month:02d}" if on.month <= 2 else str(on.month)


def day_in_words(on: date | None, *, year: int | None = None, blank: str = "…") -> str:
    """`ngày 05 tháng 01 năm 2026`; without a date, day and month stay blank for the clerk who numbers it."""
    if on is None:
        return f"ngày {blank} tháng {blank} năm {year or blank}"
    return f"ngày {_day(on)} tháng {_month(on)} năm {on.year}"


def full_date(place: str, on: date | None, *, year: int | None = None, blank: str = "…") -> str:
    """`Nà Hạ, ngày 05 tháng 01 năm 2026`."""
    return f"{place}, {day_in_words(on, year=year, blank=blank)}"


def short_date(on: date) -> str:
    """`28/5/2026`, `05/01/2026`."""
    return f"{_day(on)}/{_month(on)}/{on.year}"


def page_date(on: date) -> str:
    """`28/5/2026`, `5/1/2026`: on pages, where no digit can be added in front."""
    return f"{on.day}/{on.month}/{on.year}"


def in_vietnam(at: datetime) -> datetime:
    """The hour on the office wall; a naive time is already that."""
    return at.astimezone(VIETNAM) if at.tzinfo else at


def clock_time(at: datetime) -> str:
    """`10 giờ 00`."""
    at = in_vietnam(at)
    return f"{at.hour:02d} giờ {at.minute:02d}"


def clock_hour(at: time) -> str:
    """`10 giờ 00`, of an hour without a day."""
    return f"{at.hour:02d} giờ {at.minute:02d}"


def moment(at: datetime) -> str:
    """`10 giờ 00 ngày 28/5/2026`."""
    return f"{clock_time(at)} ngày {short_date(in_vietnam(at).date())}"


def deadline(at: datetime) -> str:
    """`10 giờ 00, thứ Năm ngày 28/5/2026`; a deadline that is a day names no hour: `thứ Sáu ngày 20/11/2026`."""
    at = in_vietnam(at)
    hour = f"{clock_time(at)}, " if (at.hour, at.minute) != (0, 0) else ""
    return f"{hour}{WEEKDAYS[at.weekday()]} ngày {short_date(at.date())}"
