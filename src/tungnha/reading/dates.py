"""Days, months, quarters and years named in a text, with the word that makes them a deadline."""

import calendar
import datetime
import re
from dataclasses import dataclass

from .fold import fold

_DAY = (
    r"(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>20\d\d)(?!\d)"
    r"|(?P<d2>\d{1,2})\s+thang\s+(?P<m2>\d{1,2})\s*(?:,\s*)?nam\s+(?P<y2>20\d\d)(?!\d)"
)
_MONTH = (
    r"thang\s+(?:\d{1,2}\s?(?:-|,|va|den|den thang)\s?)?"
    r"(?P<mm>\d{1,2})\s*(?:[/\-]|nam|\s)\s*(?:nam\s+)?(?P<my>20\d\d)(?!\d)"
)
_QUARTER = r"qu[yi]\s+(?P<q>iv|i{1,3}|[1-4])\s*(?:[/\-,]|nam|\s)?\s*(?:nam\s+)?(?P<qy>20\d\d)(?!\d)"
_SHORT = (
    r"ngay\s+(?:(?P<sd>\d{1,2})\s?/\s?(?P<sm>\d{1,2})(?!\s?[/\d])"
    r"|(?P<sd2>\d{1,2})\s+thang\s+(?P<sm2>\d{1,2})(?!\s*[/\d]|\s*(?:,\s*)?nam\s+20))"
)
_YEAR = r"(?:nam|het nam)\s+(?P<yy>20\d\d)(?!\d)(?!\s?-\s?20)"
_ANY = re.compile(rf"(?<!\d)(?<!\d[/.])(?:{_DAY}|{_MONTH}|{_QUARTER}|{_SHORT}|{_YEAR})")

# The word before a date that makes it a limit rather than a mention.
_LIMIT = re.compile(
    r"(?:truoc|den|toi|het|cham nhat|xong|trong|hoan thanh(?: trong| vao)?|thoi han|la|vao|:)"
    r"(?:\s+(?:het|truoc|vao|la|trong|khoang|ngay|thoi diem|cuoi))*\s*(?:ngay\s*)?[(:]?\s*$"
)
# "01/6 và 15/11 hằng năm": both days come back every year.
_YEARLY = re.compile(
    r"(?:\s*(?:,|va)\s*(?:truoc\s+)?(?:ngay\s+)?\d{1,2}\s?/\s?\d{1,2}(?!\s?/))*\s*\(?(?:hang|moi)\s+nam"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class DateFind:
    """A date in a text: `iso` is a day, or YYYY-MM for a month; `kind` says how exact it was written."""

    iso: str
    kind: str  # day | month | quarter | year
    start: int
    end: int
    limit: bool
    guessed_year: bool = False


def iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def month_end(iso: str) -> str:
    """The last day a due date can mean: 2026-05 → 2026-05-31."""
    if len(iso) == 7:
        year, month = int(iso[:4]), int(iso[5:])
        return f"{iso}-{calendar.monthrange(year, month)[1]:02d}"
    return iso


def _read(found: re.Match[str], year: int | None) -> tuple[str | None, str, bool]:
    g = found.groupdict()
    if g["d"] or g["d2"]:
        return iso_day(int(g["y"] or g["y2"]), int(g["m"] or g["m2"]), int(g["d"] or g["d2"])), "day", False
    if g["mm"]:
        month = int(g["mm"])
        return (f"{g['my']}-{month:02d}" if 1 <= month <= 12 else None), "month", False
    if g["q"]:
        month = QUARTERS[g["q"]] * 3
        return month_end(f"{g['qy']}-{month:02d}"), "quarter", False
    if g["yy"]:
        return f"{g['yy']}-12-31", "year", False
    if year is None:
        return None, "day", True
    return iso_day(year, int(g["sm"] or g["sm2"]), int(g["sd"] or g["sd2"])), "day", True


def find_dates(text: str, year: int | None = None) -> list[DateFind]:
    """Every date of a text in order. `year` completes "trước ngày 15/11"; without it such dates are left out."""
    folded = fold(text)
    out = []
    for found in _ANY.finditer(folded):
        iso, kind, guessed = _read(found, year)
        if iso is None or (guessed and _YEARLY.match(folded, found.end())):
            continue
        limit = bool(_LIMIT.search(folded[max(0, found.start() - 40) : found.start()]))
        out.append(DateFind(iso, kind, found.start(), found.end(), limit, guessed))
    return out


_SYMBOL_BEFORE = re.compile(r"\d\s?[/-]\s?[a-z][a-z0-9&/\- ]{1,24}(?:,\s*)?\s*(?:ngay\s*)?$")


def is_of_a_document(text: str, find: DateFind) -> bool:
    """Whether the date belongs to a cited document ("số 178/KH-UBND ngày 04/6/2026")."""
    return bool(_SYMBOL_BEFORE.search(fold(text[max(0, find.start - 45) : find.start])))


def due_of(text: str, year: int | None = None, years: bool = True) -> DateFind | None:
    """The date by which a phrase wants something done: the last limit named, as ranges end with it."""
    finds = [f for f in find_dates(text, year) if not is_of_a_document(text, f)]
    exact = [f for f in finds if f.kind != "year"]
    limits = [f for f in exact if f.limit] or exact
    if limits:
        return limits[-1]
    whole = [f for f in finds if f.kind == "year"]
    return whole[-1] if whole and years else None
