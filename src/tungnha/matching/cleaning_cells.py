"""Numbers, dates, telephones, sexes as whole numbers. Each distinct text is read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from tungnha.identity.dates import FIRST_YEAR, LAST_YEAR, BadDate, read_date
from tungnha.identity.numbers import read_personal_number, read_personal_numbers
from tungnha.identity.phones import read_phones
from tungnha.identity.sexes import read_sex

# What kind of number stands in a cell.
NO_NUMBER, TWELVE, NINE, ROUNDED = 0, 1, 2, 3
KEPT_DIGITS = 6  # of a number that a spreadsheet rounded: 3.81890E+10

_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$", re.A)
_SHORT_YEAR = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})$", re.A)
_YEAR_MONTH_DAY = re.compile(r"^((?:18[89]|19\d|20\d)\d)(\d\d)(\d\d)$", re.A)  # no day is 19 or 20 with a month of 80
# One number of today, as `identity.phones` reads it; anything else is left to that.
_PHONE = re.compile(r"^(?:\+?84|0)?((?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7})$", re.A)
_ROUNDED = re.compile(r"^(\d)(?:[.,](\d+))?e\+?(\d+)$", re.I)
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0)  # by month; none in a thirteenth
SEXES = {"male": 1, "female": 2}

T = TypeVar("T")


def each_once(texts: Sequence[str], read: Callable[[str], T]) -> list[T]:
    """`read` of each text, called once for each that differs."""
    kept = {text: read(text) for text in dict.fromkeys(texts)}
    return [kept[text] for text in texts]


# -- dates: year * 10000 + month * 100 + day, with 0 for what is not known; a year below 100 has no century


def date_code(text: str) -> int:
    found = _DAY_FIRST.match(text)
    if found:
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        if 1 <= month <= 12 and 1 <= day <= _DAYS[month] and FIRST_YEAR <= year <= LAST_YEAR:
            return year * 10000 + month * 100 + day
    if not text or text.isspace():
        return 0
    if found := _SHORT_YEAR.match(text.strip()):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        return year * 10000 + month * 100 + day if 1 <= month <= 12 and 1 <= day <= _DAYS[month] else 0
    if (found := _YEAR_MONTH_DAY.match(text.strip())) and 0 < int(found[3]) <= _DAYS[min(int(found[2]), 13)]:
        return int(text)
    try:
        read = read_date(text)
    except BadDate:
        return 0
    code = read.date.year * 10000
    if read.precision != "year":
        code += read.date.month * 100
    return code + read.date.day if read.precision == "day" else code


# -- numbers


def number_code(text: str) -> tuple[int, int]:
    """(kind, value): the twelve or nine digits, or the first six of a rounded one, or (NO_NUMBER, 0)."""
    plain = text.strip("' ").replace(" ", "")
    if plain.isascii() and plain.isdigit():
        length = len(plain)
        if length == 12:
            value = int(plain)
            return (TWELVE, value) if len(set(plain)) > 1 else (NO_NUMBER, 0)
        if length == 11 and plain[0] != "0":
            return TWELVE, int(plain)
    if not plain:
        return NO_NUMBER, 0
    if found := _ROUNDED.match(plain):
        return _rounded(found[1], found[2] or "", int(found[3]))
    read = read_personal_number(text)
    if read is None:
        several = [one for one in read_personal_numbers(text) if one.kind == "cccd"]
        read = several[0] if len(several) == 1 else None
    if read is None:
        return NO_NUMBER, 0
    return (TWELVE if read.kind == "cccd" else NINE), int(read.value)


def _rounded(first: str, rest: str, power: int) -> tuple[int, int]:
    """Of 3.81890E+10 the digits that are known, at their places: 038189 followed by anything."""
    if power not in (9, 10, 11) or len(rest) < KEPT_DIGITS - 1:
        return NO_NUMBER, 0
    return ROUNDED, int(first + rest[: KEPT_DIGITS - 1]) * 10 ** (power - KEPT_DIGITS + 1)


# -- telephones: the nine digits behind the first zero


def one_phone(text: str) -> str:
    """The nine digits of a cell that is one number of today and nothing else; "" for any other."""
    found = _PHONE.match(text.replace(" ", "").replace(".", "").replace("-", ""))
    return "" if found is None or of_spreadsheet(text) else found[1]


def of_spreadsheet(text: str) -> bool:
    """91234567.0 is a number that a spreadsheet wrote."""
    return text.count(".") == 1 and text.rstrip()[-1] == "0"


def phone_codes(text: str) -> tuple[int, ...]:
    if found := one_phone(text):
        return (int(found),)
    if not text or text.isspace():
        return ()
    return tuple(int(phone.value) for phone in read_phones(text)[:2])


def sex_code(text: str) -> int:
    return SEXES.get(read_sex(text) or "", 0)
