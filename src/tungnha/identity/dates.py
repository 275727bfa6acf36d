"""Dates as far as they are known: many old people's papers carry only a year of birth.

Day before month, always. A two-digit year is refused: in a list of people 12 may be 1912 or 2012, and a wrong
century makes a child of a great-grandmother.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1880, 2100
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)  # 1900 system; counts the 29/2/1900 that never was
EXCEL_1904_DAY_ZERO = dt.date(1904, 1, 1)
LAST_SERIAL = 73_415  # 31/12/2100

_WORDS = re.compile(r"\b(?:sinh|ngày|mồng|mùng|tháng|năm|sn|ns)\b", re.I)
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_GAP = r"[\s/.,:_…\-–]"
_DAY_FIRST = re.compile(rf"^(\d{{1,2}}){_GAP}+(\d{{1,2}}){_GAP}+(\d{{4}})$", re.A)
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$", re.A)
_MONTH = re.compile(rf"^{_GAP}*(\d{{1,2}}){_GAP}+(\d{{4}})$", re.A)
_YEAR = re.compile(rf"^{_GAP}*(\d{{4}})$", re.A)
_SHORT_YEAR = re.compile(rf"^(?:\d{{1,2}}{_GAP}+)?\d{{1,2}}{_GAP}+\d{{2}}$", re.A)
# A fraction is the time of day; 3.1990 is no number but a month.
_NUMBER = re.compile(r"^(\d{1,9})(?:\.0+)?$|^(\d{5})\.\d+$", re.A)


class BadDate(ValueError):
    """A date that cannot be read; the message is the sentence for the officer."""


class AgeRange(NamedTuple):
    """The completed years a person may have: both the same when the day of birth is known."""

    min: int
    max: int

    def show(self) -> str:
        """ "36 tuổi", or "35–36 tuổi" when the day of birth is not known."""
        return f"{self.min} tuổi" if self.min == self.max else f"{self.min}–{self.max} tuổi"


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year (ngày sinh, có khi chỉ có năm sinh).

    `date` is the first day of what is known, so that equal knowledge is equal and a database can sort it.
    """

    date: dt.date
    precision: Precision = "day"

    def __post_init__(self) -> None:
        day = self.date.date() if isinstance(self.date, dt.datetime) else self.date
        if self.precision != "day":
            day = day.replace(day=1)
        if self.precision == "year":
            day = day.replace(month=1)
        object.__setattr__(self, "date", day)

    @property
    def year(self) -> int:
        return self.date.year

    @property
    def last_day(self) -> dt.date:
        """The last day it may have been."""
        if self.precision == "year":
            return self.date.replace(month=12, day=31)
        if self.precision == "month":
            return self.date.replace(day=calendar.monthrange(self.year, self.date.month)[1])
        return self.date

    @property
    def is_placeholder(self) -> bool:
        """1 January written to the day: often only the year was known."""
        return self.precision == "day" and (self.date.month, self.date.day) == (1, 1)

    def show(self) -> str:
        """31/07/1990, 07/1990 or 1990, as in tables."""
        form = {"day": "{d:%d/%m/}{d.year:04}", "month": "{d:%m/}{d.year:04}", "year": "{d.year:04}"}
        return form[self.precision].format(d=self.date)

    def explain(self) -> str | None:
        """What is not known of it, in a sentence; None when the day is known."""
        if self.precision == "year":
            return f"Chỉ biết năm sinh {self.year}."
        if self.precision == "month":
            return f"Chỉ biết tháng, năm sinh {self.show()}."
        if self.is_placeholder:
            return f"Ngày 01/01/{self.year} có thể chỉ thay cho năm sinh."
        return None

    def age_on(self, day: dt.date) -> AgeRange:
        """Completed years on that day, youngest and oldest possible; never below zero."""
        return AgeRange(_age(self.last_day, day), _age(self.date, day))

    def could_equal(self, other: "PartialDate") -> bool:
        """No contradiction. 01/01 contradicts no day of its year: it often stands for the year alone."""
        if self.year != other.year:
            return False
        if self.is_placeholder or other.is_placeholder or "year" in (self.precision, other.precision):
            return True
        if "month" in (self.precision, other.precision):
            return self.date.month == other.date.month
        return self.date == other.date


def read_date(value: object, *, excel_1904: bool = False) -> PartialDate:
    """Read a date from text, a spreadsheet's serial number, or a date object. Raises BadDate with a sentence.

    A whole number from 1880 to 2100 is a year, not a serial: nobody on a list was born in the spring of 1905.
    """
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.date):  # a datetime is one too
        return _checked(value.day, value.month, value.year)
    if value is None or isinstance(value, bool):
        return _of_text("", excel_1904)
    return _of_text(f"{value:f}" if isinstance(value, float) else str(value), excel_1904)


def _of_text(raw: str, excel_1904: bool) -> PartialDate:
    shown = " ".join(unicodedata.normalize("NFC", raw).split())
    text = _TIME.sub("", " ".join(_WORDS.sub(" ", shown).strip(" '’.,:").split()))
    if not re.search(r"\d", text):
        raise BadDate("Không có ngày, tháng, năm." if not shown else f"“{shown}” không phải là ngày tháng.")
    if found := _NUMBER.match(text):
        return _of_number(found[1] or found[2], shown, excel_1904)
    if found := _YEAR_FIRST.match(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_FIRST.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.match(text):
        return _checked(0, int(found[1]), int(found[2]))
    if found := _YEAR.match(text):
        return _checked(0, 0, int(found[1]))
    if _SHORT_YEAR.match(text):
        raise BadDate(f"“{shown}”: năm chỉ có hai chữ số, không rõ thế kỷ; hãy ghi đủ bốn chữ số.")
    raise BadDate(_not_a_date(shown))


def _of_number(digits: str, shown: str, excel_1904: bool) -> PartialDate:
    """ddMMyyyy (its first zero may be lost), a year, or a spreadsheet's serial day."""
    number = int(digits)
    if len(digits) in (7, 8):
        packed = digits.zfill(8)
        return _checked(int(packed[:2]), int(packed[2:4]), int(packed[4:]))
    if FIRST_YEAR <= number <= LAST_YEAR:
        return _checked(0, 0, number)
    if LAST_YEAR < number <= LAST_SERIAL:
        day_zero = EXCEL_1904_DAY_ZERO if excel_1904 else EXCEL_DAY_ZERO
        return PartialDate(day_zero + dt.timedelta(days=number))
    raise BadDate(_not_a_date(shown))


def _not_a_date(shown: str) -> str:
    return f"“{shown}” không phải là ngày tháng; hãy ghi như 31/07/1990 hoặc chỉ năm 1990."


def _checked(day: int, month: int, year: int) -> PartialDate:
    """A zero day or month is "not known", as in 00/00/1950."""
    shown = f"{day:02}/{month:02}/{year}"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(f"Năm {year} nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
    if month > 12:
        raise BadDate(f"{shown} không có trong lịch: không có tháng {month} (ngày ghi trước, tháng ghi sau).")
    if month == 0 and day:
        raise BadDate(f"{shown} có ngày mà không có tháng.")
    if month == 0:
        return PartialDate(dt.date(year, 1, 1), "year")
    if day == 0:
        return PartialDate(dt.date(year, month, 1), "month")
    days = calendar.monthrange(year, month)[1]
    if day > days:
        raise BadDate(f"{shown} không có trong lịch: tháng {month}/{year} chỉ có {days} ngày.")
    return PartialDate(dt.date(year, month, day))


def _age(born: dt.date, day: dt.date) -> int:
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return max(years, 0)
