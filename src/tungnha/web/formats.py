"""How numbers and moments are written for a Vietnamese reader; no model, no request.

Counts and rates follow the plans themselves: ``5.480``, ``6,20``, ``63,80%``. Missing is not zero.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from tungnha.drafting.dates import page_date
from tungnha.drafting.numbers import decimal_vi

MISSING = "chưa có số liệu"
MINUS = "−"
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _decimal(value) -> Decimal | None:
    """Return the number, or None when there is none ('' and NaN count as none)."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _written(number: Decimal, places: int) -> str:
    """Write it as the engine of documents does, with a true minus sign."""
    return decimal_vi(number, places).replace("-", MINUS)


def count(value) -> str:
    number = _decimal(value)
    return MISSING if number is None else _written(number, 0)


def rate(value, places: int = 2) -> str:
    number = _decimal(value)
    return MISSING if number is None else _written(number, int(places))


def percent(value, places: int = 2) -> str:
    number = _decimal(value)
    return MISSING if number is None else f"{_written(number, int(places))}%"


def share(part, whole) -> Decimal | None:
    """Return part of whole in percent; nothing when either is missing or the whole is zero."""
    top, base = _decimal(part), _decimal(whole)
    return None if top is None or not base else top / base * 100


def delta(value) -> str:
    """Write a change with its sign: ``+28``, ``−3``, ``không đổi``."""
    number = _decimal(value)
    if number is None:
        return MISSING
    if number == 0:
        return "không đổi"
    places = 0 if number == number.to_integral_value() else 2
    return f"+{_written(number, places)}" if number > 0 else _written(number, places)


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value) -> str:
    """``31/7/2026``: no leading zeros, as the plans write it."""
    if not isinstance(value, date):
        return MISSING if value in (None, "") else str(value)
    return page_date(_local(value))


def last_day(value) -> str:
    """``31/7/2026``: the last day that is in time, of the instant that is the first to be late."""
    return day(value - timedelta(microseconds=1)) if isinstance(value, datetime) else day(value)


def weekday_day(value) -> str:
    """``thứ Năm, 28/5/2026``."""
    if not isinstance(value, date):
        return day(value)
    value = _local(value)
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def hour(value) -> str:
    """``21 giờ 00``: the time of day alone."""
    if not isinstance(value, datetime):
        return MISSING
    value = _local(value)
    return f"{value.hour} giờ {value.minute:02d}"


def moment(value) -> str:
    """``10 giờ 00 thứ Năm, 28/5/2026``."""
    if not isinstance(value, datetime):
        return weekday_day(value)
    return f"{hour(value)} {weekday_day(_local(value))}"
