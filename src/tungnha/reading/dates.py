"""Days, months, quarters and years named in a text, with the word that makes them a deadline."""

import calendar
import datetime
import re
from dataclasses import dataclass

from .fold import fold

_DAY = (
    r"(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<y>20\d\d)(?!\d)"
    r"|(?P<d2>\d{1,2})\s+thang\s+(?P<m2>\d{1,2})\s*(?:[,/]\s*)?(?:nam\s+)?(?P<y2>20\d\d)(?!\d)"
    r"|(?:(?<=ngay )|(?<=truoc ))(?P<d3>\d{1,2})/(?P<m3>\d{1,2})/(?P<y3>[23]\d)(?![\d/])"
)
_MONTH = (
    r"thang\s+(?:\d{1,2}\s?(?:-|,|va|den|toi)\s?(?:thang\s)?\s?){0,3}"
    r"(?P<mm>\d{1,2})\s*(?:[/\-]|nam|\s)\s*(?:nam\s+)?(?P<my>20\d\d)(?!\d)"
)
_Q = r"(?:iv|i{1,3}|[1-4])"
_QUARTER = (
    rf"qu[yi]\s+(?:{_Q}\s?(?:-|,|va|den|toi)\s?(?:qu[yi]\s)?\s?){{0,3}}(?P<q>{_Q})"
    r"\s*(?:[/\-,]|nam|cua nam|\s)?\s*(?:nam\s+)?(?P<qy>20\d\d)(?!\d)"
)
_HALF = r"(?:0?6|sau)\s+thang\s+(?P<h>dau|cuoi)\s+nam\s+(?P<hy>20\d\d)(?!\d)"
# A day of no named year: "ngày 15/11", or without "ngày" behind a word that can only mean a limit.
_SHORT = (
    r"(?:ngay\s+|(?:truoc|den het|cham nhat|muon nhat)\s+)(?:(?P<sd>\d{1,2})\s?/\s?(?P<sm>\d{1,2})(?!\s?[/\d%])"
    r"|(?P<sd2>\d{1,2})\s+thang\s+(?P<sm2>\d{1,2})(?!\s*[/\d]|\s*(?:,\s*)?nam\s+20))"
)
_YEAR = r"(?<!(?<!phan )dau )(?:nam|het nam)\s+(?P<yy>20\d\d)(?!\d)(?!\s?-\s?20)"
_ANY = re.compile(rf"(?<!\d)(?<!\d[/.])(?:{_DAY}|{_HALF}|{_MONTH}|{_QUARTER}|{_SHORT}|{_YEAR})")

# The word before a date that makes it a limit rather than a mention; an hour or a weekday may stand between.
_HOUR = r"(?:\d{1,2}\s?(?:h|g|gio)\s?(?:\d{2})?(?:\s?phut)?['’]?|\d{1,2}:\d{2})"
_LIMIT = re.compile(
    r"(?:truoc|den|toi|het|cham nhat|muon nhat|khong qua|khong muon hon|xong|trong|hoan thanh(?: trong| vao)?"
    r"|thoi han|\bhan(?: cuoi| chot)?|la|vao|:)"
    r"(?:\s+(?:het|truoc|vao|la|trong|khoang|ngay|thoi diem|cuoi|cung"
    rf"|{_HOUR},?|thu (?:hai|ba|tu|nam|sau|bay|[2-7]),?))*"
    r"\s*(?:ngay\s*)?[(:,]?\s*$"
)
# The day from which something holds, or to which figures were counted: no deadline.
_OPEN = re.compile(
    r"(?:\b(?:(?<!thu )tu|ke tu|(?<!thu )sau|bat dau|khoi cong|tinh den|so lieu den|cap nhat den|thoi diem)"
    rf"(?:\s+(?:tu|het|thoi diem|thang|khi|{_HOUR},?))*\s*(?:ngay\s*)?)$"
)
_ONWARD = re.compile(r"^\s*(?:,|va|hoac|;)\s*(?:truoc\s+)?(?:ngay\s+)?$")
_RANGE = re.compile(r"^\s*(?:-|den(?: het)?|toi)\s*(?:ngay\s+)?$")
# "01/6 và 15/11 hằng năm": both days come back every year.
_YEARLY = re.compile(
    r"(?:\s*(?:,|va|;)\s*(?:truoc\s+)?(?:ngay\s+)?\d{1,2}(?:\s?/\s?|\s+thang\s+)\d{1,2}(?!\s?/))*"
    r"\s*\(?(?:cua\s+)?(?:hang|moi|tung|cac)\s+nam"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class DateFind:
    """A date in a text: `iso` is a day, or YYYY-MM for a month; `kind` says how exact it was written.

    `limit`: something is due by it. `opens`: something starts with it, or was counted up to it.
    """

    iso: str
    kind: str  # day | month | quarter | year
    start: int
    end: int
    limit: bool
    guessed_year: bool = False
    opens: bool = False


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


def _day_parts(g: dict[str, str | None], year: int | None) -> tuple[int | None, int, int] | None:
    """(year, month, day) of a match that names a day; the year of "15/11" is the plan's, or unknown."""
    for d, m, y in (("d", "m", "y"), ("d2", "m2", "y2"), ("d3", "m3", "y3")):
        if g[d]:
            written = int(g[y] or 0)
            return written if written > 100 else 2000 + written, int(g[m] or 0), int(g[d] or 0)
    for d, m in (("sd", "sm"), ("sd2", "sm2")):
        if g[d]:
            return year, int(g[m] or 0), int(g[d] or 0)
    return None


def _read(found: re.Match[str], year: int | None) -> tuple[str | None, str, bool]:
    g = found.groupdict()
    parts = _day_parts(g, year)
    if parts:
        whole, month, day = parts
        return (iso_day(whole, month, day) if whole else None), "day", bool(g["sd"] or g["sd2"])
    if g["mm"]:
        month = int(g["mm"])
        return (f"{g['my']}-{month:02d}" if 1 <= month <= 12 else None), "month", False
    if g["q"]:
        month = QUARTERS[g["q"]] * 3
        return month_end(f"{g['qy']}-{month:02d}"), "quarter", False
    if g["h"]:
        return f"{g['hy']}-06-30" if g["h"] == "dau" else f"{g['hy']}-12-31", "quarter", False
    return f"{g['yy']}-12-31", "year", False


def find_dates(text: str, year: int | None = None) -> list[DateFind]:
    """Every date of a text in order. `year` completes "trước ngày 15/11"; without it such dates are left out."""
    folded = fold(text)
    out: list[DateFind] = []
    for found in _ANY.finditer(folded):
        iso, kind, guessed = _read(found, year)
        if iso is None or (guessed and _YEARLY.match(folded, found.end())):
            continue
        before = folded[max(0, found.start() - 48) : found.start()]
        own = re.match(r"(?:truoc|den het|cham nhat|muon nhat)\b", found.group())
        opens = not own and bool(_OPEN.search(before))
        limit = not opens and (bool(own) or bool(_LIMIT.search(before)))
        if out and not limit and not opens:
            between = folded[out[-1].end : found.start()]
            limit = (out[-1].limit and bool(_ONWARD.match(between))) or (
                out[-1].kind == kind and bool(_RANGE.match(between))
            )
        out.append(DateFind(iso, kind, found.start(), found.end(), limit, guessed, opens))
    return out


def impossible_days(text: str) -> list[tuple[int, int]]:
    """Spans of days that no calendar has ("31/6/2026", "ngày 30/02"): kept as written, and asked about."""
    folded = fold(text)
    out = []
    for found in _ANY.finditer(folded):
        parts = _day_parts(found.groupdict(), 2024)  # a leap year: 29/02 of an unknown year may exist
        if parts and parts[0] and iso_day(parts[0], parts[1], parts[2]) is None:
            slash = found.groupdict().get("sep") != "."
            if slash and 1 <= parts[1] <= 19 and 1 <= parts[2] <= 39:
                out.append(found.span())
    return out


# A symbol is written in capitals ("178/KH-UBND"); "1- Đến 30/6/2026" is a numbered line.
_SYMBOL_BEFORE = re.compile(
    r"\d\s?[/-]\s?(?:20\d\d\s?/\s?)?[A-ZĐ]{2}[A-ZĐa-zđ0-9&/\- ]{0,24}?,?\s*(?:(?:ký|ban hành)\s+)?(?:[Nn]gày\s*)?$"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi|ket luan|cong van|cong dien|thong bao"
    r"|to trinh|bien ban|ban hanh|duoc ky|ky|hop|phien hop|hoi nghi)\b[^,;.:\n]{0,40}\s(?:ngay\s*)?$"
)


def is_of_a_document(text: str, find: DateFind) -> bool:
    """Whether the date belongs to a cited document ("số 178/KH-UBND ngày 04/6/2026") or to a past meeting."""
    before = text[max(0, find.start - 60) : find.start]
    return bool(_SYMBOL_BEFORE.search(before)) or (not find.limit and bool(_NAMED_BEFORE.search(fold(before))))


_SHORT_DUE = re.compile(rf"^\W*(?:trong|truoc|het|den het|cuoi)?\s*(?:thang\s+(\d{{1,2}})|qu[yi]\s+({_Q}))\W*$")


def due_of(text: str, year: int | None = None, years: bool = True) -> DateFind | None:
    """The date by which a phrase wants something done: the last limit named, as ranges end with it."""
    finds = [f for f in find_dates(text, year) if not f.opens and not is_of_a_document(text, f)]
    exact = [f for f in finds if f.kind != "year"]
    limits = [f for f in exact if f.limit] or exact
    if limits:
        return limits[-1]
    whole = [f for f in finds if f.kind == "year"]
    if whole and years:
        return whole[-1]
    return _month_of_the_plan(text, year)


def _month_of_the_plan(text: str, year: int | None) -> DateFind | None:
    """ "Tháng 10", "Quý III" alone in a column of deadlines: of the plan's own year."""
    hit = _SHORT_DUE.match(fold(text)) if year and len(text) < 30 else None
    if not hit:
        return None
    month = int(hit.group(1)) if hit.group(1) else QUARTERS[hit.group(2)] * 3
    if not 1 <= month <= 12:
        return None
    iso = f"{year}-{month:02d}" if hit.group(1) else month_end(f"{year}-{month:02d}")
    return DateFind(iso, "month" if hit.group(1) else "quarter", *hit.span(), limit=True, guessed_year=True)
