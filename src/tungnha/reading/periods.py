"""How often and when: "trước 10h00 thứ Năm hằng tuần", "ngày 21 tháng cuối quý", "01/6 và 15/11 hằng năm".

A sentence is read as a row of marks: words of a period ("hằng tháng", "6 tháng", "năm") and dates ("ngày 20", "15/6",
"20/7/2026"). A date takes the period words said since the date before it; words left over are periods without a day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .dates import QUARTERS, DateFind, find_dates, impossible_days, is_of_a_document
from .fold import fold

QUARTER_MONTHS = (3, 6, 9, 12)
AFTER_QUARTER_MONTHS = (1, 4, 7, 10)
_DAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6}
_WEEKDAY = re.compile(
    r"(?<!lan )\bthu\s+(hai|ba|tu|nam|sau|bay|[2-7])(?!\w|/|\s+(?:quy|cua quy|khi|ngan))|\bchu nhat\b"
)
_TIME = re.compile(r"(?<![\d/])(\d{1,2})\s?(?:h|g|gio)\s?(\d{2})?(?!\w)|(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_H = r"(?:hang|moi|tung)"
_FREQUENCY = {"ngay": "daily", "tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}

# -- words of a period ------------------------------------------------------------------

_WORD = re.compile(
    r"\b(?:(?P<half>(?:0?6|sau)\s+thang(?:\s+(?P<part>dau|cuoi)\s+nam)?)|(?P<nine>(?:0?9"
    r"|chin)\s+thang(?:\s+dau\s+nam)?)"
    r"|(?P<own>qu[yi]\s+(?P<no>iv|i{1,3}|[1-4]))|(?P<word>ngay|tuan|thang|qu[yi]|nam))\b"
    r"(?!\s+tuoi)"
)
# "tháng trước" is last month; "báo cáo tháng trước ngày 20" is not.
_LAST = r"truoc(?!\s+(?:ngay|\d|thu))"
_NOT_AFTER = {
    "ngay": re.compile(
        r"\s*\d|\s+(?:le|nghi|tet|cong|lam viec|thu|cuoi|chuyen|dem|hoi|sinh|dau|mung|mong|ra|ky|truyen)\b"
    ),
    "tuan": re.compile(rf"\s*\d|\s+(?:le|hanh|tra|{_LAST}|sau|nay|toi|dau|cuoi)\b"),
    "thang": re.compile(rf"\s*\d|\s+(?:dau|cuoi|thu|sau|nay|{_LAST}|tiep|lien|cao diem|hanh dong|thanh nien|chuyen)\b"),
    "quy": re.compile(
        rf"\s*(?:\d|i{{1,3}}\b|iv\b)|\s+(?:dinh|trinh|mo|che|hoach|sau|nay|{_LAST}|tiep|vi|co quan|don vi)\b"
    ),
    "nam": re.compile(
        rf"\s*\d|\s+(?:nay|sau|toi|hoc|{_LAST}|ngan sach|tai khoa|muoi|qua|bat|tiep|gan|lien|dau|cuoi)\b"
    ),
}
_SAID_OFTEN = re.compile(rf"\b{_H}\s+$")
_SAID_ONCE = re.compile(
    r"\b(?:dinh ky(?: theo)?|bao cao(?: (?:ket qua|tinh hinh|tong hop|so ket|tong ket|cong tac|hoat dong|dinh ky"
    r"|cua|thang|nhanh|trong|theo|cuoi|va|tien do|thuc hien|so lieu|nhiem vu))*"
    r"|(?:ket qua|tinh hinh) (?:thuc hien|hoat dong|cong tac)"
    r"|so ket|tong ket|theo|ky(?: bao cao)?|ca|cuoi|so lieu|(?<!\w )giua)\s*[(:]?\s*$"
)
# "…; 6 tháng, 1 năm báo cáo Ban Thường vụ": the periods open their clause.
_AT_START = re.compile(r"(?:^|[;.,]\s*)$")
_THEN_REPORT = re.compile(
    r"\s*(?:(?:,|va|/|-)\s*(?:0?1 |mot |ca |cuoi |hang )?(?:nam|0?9 thang|6 thang)\s*)?,?\s*(?:so ket|tong ket"
    r"|tong hop|bao cao|gui)\b"
)
# What stands between the words of a list: "6 tháng và cả năm", "tháng/quý/năm", "quý; báo cáo năm".
_LISTED = re.compile(
    r"^\s*[()]?\s*(?:[,;/\-+&]|va|hoac|,\s*va)?\s*"
    rf"(?:(?:bao cao|dinh ky|{_H}|ca|so ket|tong ket|cuoi|theo|0?1|mot)\s+)*$"
)
_EVERY_N = re.compile(
    r"(\d{1,2})\s+(tuan|thang|quy|ngay|nam)\s*(?:/|mot|01|1)\s*(?:mot |01 |1 )?lan"
    r"|(?:mot|0?\d)\s+lan\s*/\s*(\d{1,2})?\s*(tuan|thang|quy|nam|ngay)"
)
# Things that come back every year or month without being reported then.
_NOT_OF_A_REPORT = re.compile(
    r"\b(?:danh gia|xep loai|du toan|ngan sach|kinh phi|thi dua|khen thuong|ke hoach|chuong trinh|chi tieu|tieu chi"
    r"|phan loai|kiem diem|nhiem vu|cong tac|cuoc song|doi song|thuong nien|giao|von|giao ban|hop)\s*(?:cong tac\s*)?$"
)


@dataclass(frozen=True)
class Period:
    """When a report is due; the fields of plans' reporting duties."""

    frequency: str
    start: int
    end: int
    interval: int | None = None
    weekday: int | None = None
    day_of_month: int | None = None
    time: str | None = None
    months: tuple[int, ...] | None = None
    due: str | None = None


@dataclass
class _Mark:
    """A word of a period or a date, in the order of the sentence; `kind`: word | day | day_month | date."""

    kind: str
    start: int
    end: int
    name: str = ""  # of a word: a key of _FREQUENCY, half, half_end, nine, own
    days: tuple[tuple[int, int | None], ...] = ()  # of a date: (day, month)
    often: bool = False  # "hằng tháng" rather than "tháng"
    suffix: str = ""  # what a date itself says of its period
    months: tuple[int, ...] | None = None
    find: DateFind | None = None
    interval: int | None = None
    number: int = 0
    taken: bool = field(default=False)
    named: bool = False  # its sentence names the year of a period ("cả năm 2026"): nothing comes back


def _name(hit: re.Match[str]) -> str:
    if hit.group("half"):
        return "half_end" if hit.group("part") == "cuoi" else "half"
    if hit.group("nine"):
        return "nine"
    return "own" if hit.group("own") else hit.group("word").replace("qui", "quy")


def _is_quarter(text: str, hit: re.Match[str]) -> bool:
    """ "quý", not "quy" or "quỹ": the fold makes them one, so the letter itself is asked."""
    return "y" in text[hit.start() : hit.end()].lower().translate(str.maketrans("ýíÝÍ", "yyyy")) and not re.search(
        "[yiỹỷỵYỸ]", text[hit.start("word") + 2 : hit.end("word")]
    )


def _words(text: str, t: str, dates: list[_Mark]) -> list[_Mark]:
    out: list[_Mark] = []
    for hit in _WORD.finditer(t):
        name = _name(hit)
        often = bool(_SAID_OFTEN.search(t[: hit.start()]))
        plain = name in _NOT_AFTER
        if plain and _NOT_AFTER[name].match(t, hit.end()):
            continue
        if name == "quy" and not often and not _is_quarter(text, hit):
            continue
        ends = [m.end for m in (*out, *dates) if m.end <= hit.start()]
        listed = bool(ends) and bool(_LISTED.match(t[max(ends) : hit.start()]))
        said = bool(_SAID_ONCE.search(t[: hit.start()])) or bool(
            _AT_START.search(t[: hit.start()]) and _THEN_REPORT.match(t, hit.end())
        )
        if name == "own" or (not plain and re.match(r"\s*\(?\s*truoc\b", t[hit.end() :])):
            listed = said = True
        if not (often or said or listed):
            continue
        if name == "ngay" and "à" not in text[hit.start() : hit.end()]:
            continue  # "báo cáo ngay" is at once
        if name == "ngay" and not (often or re.search(r"\bbao cao(?: ket qua| nhanh)?\s+$", t[: hit.start()])):
            continue
        if often and name == "nam" and _NOT_OF_A_REPORT.search(t[: hit.start()].rsplit(None, 1)[0] + " "):
            continue
        number = QUARTERS[hit.group("no")] if hit.group("no") else 0
        out.append(_Mark("word", hit.start(), hit.end(), name, often=often, number=number))
    return _counted(t, out)


def _counted(t: str, words: list[_Mark]) -> list[_Mark]:
    """ "02 tuần/lần", "6 tháng một lần", "01 lần/quý"."""
    for hit in _EVERY_N.finditer(t):
        count, unit = int(hit.group(1) or hit.group(3) or 1), hit.group(2) or hit.group(4)
        words = [w for w in words if w.end <= hit.start() or w.start >= hit.end()]
        words.append(_Mark("word", *hit.span(), unit, often=True, interval=count if count > 1 else None))
    return sorted(words, key=lambda w: w.start)


# -- dates ------------------------------------------------------------------------------

_SEP = r"(?:\s*[,;]\s*(?:va\s+)?|\s+(?:va|hoac)\s+)(?:truoc\s+)?(?:ngay\s+)?"
_DM = r"\d{1,2}(?:\s?/\s?|\s+thang\s+)\d{1,2}(?!\s?[/\d%]|\s*(?:,\s*)?nam\s+20|\s*-\s*\d)"
_DAY_MONTH = re.compile(rf"(?<![\d/])(?:(?<=ngay )|(?<=truoc )|(?<=truoc\n)|(?<=vao )|(?<=\()){_DM}(?:{_SEP}{_DM})*")
_DAY = re.compile(
    r"\bngay\s+(?:mung\s+|mong\s+)?(?P<a>\d{1,2}(?:(?:\s*,\s*|\s+(?:va|hoac)\s+)(?:ngay\s+)?\d{1,2}(?![\d/]"
    r"|\s*thang\s+\d))*)"
    r"(?![\d/]|\s?/|\s*thang\s+\d|\s*[.\-]\d)"
    rf"|\b(?:truoc|vao)\s+(?P<b>\d{{1,2}})(?=\s+(?:{_H}\s+thang|cua thang|thang cuoi))"
    r"|\bngay\s+(?:lam viec\s+)?(?P<last>cuoi)(?:\s+cung)?(?=\s+(?:cua\s+)?(?:hang\s+|moi\s+)?thang)"
)
_OF_QUARTER = re.compile(
    rf"\s*,?\s*\(?(?:cua\s+)?(?:{_H}\s+)?(?:(?:cac\s+)?thang\s+)?(?:cuoi(?:\s+cung)?|thu ba|thu 3)"
    rf"(?:\s+cua)?\s+(?:{_H}\s+|cac\s+|cua\s+)*quy"
)
_OF_NEXT_QUARTER = re.compile(
    rf"\s*,?\s*\(?(?:cua\s+)?(?:{_H}\s+)?thang\s+(?:dau(?:\s+tien)?|thu nhat|sau|tiep theo|lien ke)(?:\s+cua)?"
    rf"\s+(?:{_H}\s+|cac\s+|ket thuc\s+)*quy"
    r"(?!\s*\d|\s+(?:i{1,3}|iv)\b)"
)
_OF_YEAR_END = re.compile(r"\s*(?:cua\s+)?thang\s+cuoi(?:\s+(?:cua|cung))*\s+(?:hang\s+|moi\s+)?nam")
_OF_PERIOD_END = re.compile(r"\s*(?:cua\s+)?thang\s+cuoi\s+(?:cua\s+)?(?:moi\s+)?ky\b")
_OF_MONTHS = re.compile(
    r"\s*(?:cua\s+)?(?:(?:cac|hang)\s+)?thang\s+(\d{1,2}(?:(?:\s*[,;]\s*|\s+va\s+)(?:thang\s+)?\d{1,2})+)(?![/\d])"
)
_OF_MONTH = re.compile(
    rf"\s*,?\s*\(?(?:cua\s+|cac\s+)?(?:{_H}\s+)?thang(?!\s*\d)(?:\s+(?:sau|tiep theo|lien ke|ke tiep))?"
)
_OF_YEAR = re.compile(rf"\s*,?\s*\(?\s*(?:cua\s+)?(?:{_H}|cac|trong)\s+nam(?!\s*20)")
_QUARTER_END = re.compile(rf"\bthang\s+cuoi\s+(?:cung\s+)?(?:cua\s+)?(?:{_H}\s+)?quy|\bcuoi\s+(?:{_H}\s+)?quy\b")


def _pairs(t: str) -> tuple[tuple[int, int | None], ...]:
    found = re.findall(r"(\d{1,2})(?:\s?/\s?|\s+thang\s+)(\d{1,2})", t)
    return tuple((int(d), int(m)) for d, m in found if 1 <= int(m) <= 12 and 1 <= int(d) <= 31)


def _numbers(t: str, top: int) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d{1,2}", t) if 1 <= int(n) <= top)


def _day_mark(t: str, hit: re.Match[str]) -> _Mark | None:
    days = (31,) if hit.group("last") else _numbers(hit.group("a") or hit.group("b") or "", 31)
    if not days:
        return None
    mark = _Mark("day", hit.start(), hit.end(), days=tuple((d, None) for d in days))
    if hit.group("last"):
        mark.days = ()
    at_end = _OF_PERIOD_END.match(t, hit.end())
    if at_end:
        mark.name, mark.end = "end", at_end.end()
        return mark
    for suffix, pattern, months in (
        ("yearly", _OF_YEAR_END, (12,)),
        ("quarterly", _OF_QUARTER, QUARTER_MONTHS),
        ("quarterly", _OF_NEXT_QUARTER, AFTER_QUARTER_MONTHS),
        ("months", _OF_MONTHS, None),
        ("monthly", _OF_MONTH, None),
    ):
        tail = pattern.match(t, hit.end())
        if tail:
            mark.suffix, mark.months, mark.end = suffix, months, tail.end()
            if suffix == "months":
                mark.months = _numbers(tail.group(1), 12)
                mark.suffix = "quarterly" if mark.months == QUARTER_MONTHS else "yearly"
            break
    return mark


def _dated(text: str, t: str, year: int | None) -> list[_Mark]:
    out: list[_Mark] = []
    for find in find_dates(text, year):
        if find.kind == "year" or find.guessed_year:
            continue
        if find.limit and not is_of_a_document(text, find):
            out.append(_Mark("date", find.start, find.end, find=find))
    for hit in _DAY_MONTH.finditer(t):
        days = _pairs(hit.group())
        if days and not _over(out, hit.span()):
            tail = _OF_YEAR.match(t, hit.end())
            mark = _Mark("day_month", hit.start(), tail.end() if tail else hit.end(), days=days)
            mark.suffix = "yearly" if tail else ""
            out.append(mark)
    for hit in _DAY.finditer(t):
        day = None if _over(out, hit.span()) else _day_mark(t, hit)
        if day:
            out.append(day)
    return sorted(out, key=lambda m: m.start)


def _over(marks: Iterable[_Mark], span: tuple[int, int]) -> bool:
    return any(m.start < span[1] and span[0] < m.end for m in marks)


# "trước ngày 25/5/2026 (đối với báo cáo 6 tháng)": the words behind a date only say which report it is.
_EXPLAINS = re.compile(r"^\s*\((?:doi voi |la )?(?:bao cao |so lieu )?(?:dinh ky )?$")

# -- putting words and dates together -----------------------------------------------------


def _bare(word: _Mark) -> Period | None:
    span = (word.start, word.end)
    if word.name == "own":
        return None
    months = {"half": (6,), "half_end": (12,), "nine": (9,)}.get(word.name)
    if months:
        return Period("yearly", *span, months=months)
    return Period(_FREQUENCY[word.name], *span, interval=word.interval)


def _owned(words: list[_Mark], date: _Mark, since: int) -> list[_Mark]:
    """The period words said since the date before this one, not yet taken; else those just after it."""
    before = [w for w in words if since <= w.start < date.start and not w.taken]
    if before:
        return before
    return [w for w in words if date.end <= w.start <= date.end + 30 and w.often and not w.taken][:1]


def _read_day(date: _Mark, words: list[_Mark]) -> list[Period]:
    """A day of the month: its own suffix tells the period, else the words before it do."""
    span = (date.start, date.end)
    numbers: list[int | None] = [d for d, _ in date.days] or [None]
    if date.suffix:
        for word in words:
            same = _FREQUENCY.get(word.name) == date.suffix
            word.taken = word.taken or same or (date.suffix == "yearly" and word.name in ("half", "half_end", "nine"))
        return [Period(date.suffix, *span, day_of_month=n, months=date.months) for n in numbers]
    out = []
    for word in words:
        frequency = _FREQUENCY.get(word.name)
        if frequency in ("monthly", "quarterly", "yearly") or word.name in ("half", "half_end", "nine"):
            word.taken = True
            bare = _bare(word)
            if bare and bare.interval is None:
                last = (
                    {"quarterly": QUARTER_MONTHS, "yearly": (12,)}.get(bare.frequency) if date.name == "end" else None
                )
                out += [replace(bare, day_of_month=n, months=bare.months or last) for n in numbers]
            elif bare:
                out.append(bare)
    return out


_NAMED_YEAR = re.compile(r"\b(?:ca|dau|cuoi|bao cao|tong ket) nam 20\d\d\b(?!.*\bhang nam\b)")


def _read_day_month(date: _Mark, words: list[_Mark], year: int | None) -> list[Period]:
    """ "15/6": comes back every year when a period word says so, else it is a day of the plan's year."""
    span = (date.start, date.end)
    mine = [
        w for w in words if w.name in ("nam", "half", "half_end", "nine", "own") or (w.name == "quy" and not w.often)
    ]
    for word in mine:
        word.taken = True
    named = year is not None and not date.suffix and date.named
    if (date.suffix or mine or date.often) and not named:
        every = tuple(m for _, m in date.days if m)
        if every == QUARTER_MONTHS and len({d for d, _ in date.days}) == 1:
            return [Period("quarterly", *span, day_of_month=date.days[0][0], months=QUARTER_MONTHS)]
        return [Period("yearly", *span, day_of_month=d, months=(m,)) for d, m in date.days if m]
    out = []
    for day, month in date.days:
        for find in find_dates(f"ngày {day}/{month}", year):
            out.append(Period("once", *span, due=find.iso))
    return out


def _read_date(date: _Mark, words: list[_Mark]) -> list[Period]:
    find = date.find
    if find is None:
        return []
    for word in words:
        near = date.start - word.end < 70
        if near and not (word.often and word.name != "nam") and word.start < date.start:
            word.taken = True
    return [Period("once", date.start, date.end, due=find.iso)]


def _best_of_each(periods: list[Period]) -> list[Period]:
    """ "định kỳ hằng tháng (trước ngày 20 hằng tháng)" names one period twice: keep the exact one."""
    out: list[Period] = []
    for period in sorted(periods, key=lambda p: (-_exactness(p), p.start)):
        same = [p for p in out if p.frequency == period.frequency and p.frequency != "once"]
        other_months = period.frequency == "yearly" and all(p.months != period.months for p in same)
        said = any(replace(period, start=0, end=0) == replace(p, start=0, end=0) for p in out)
        if said or (same and not other_months and _exactness(period) < _exactness(same[0])):
            continue
        if other_months and not period.months and any(p.months and p.months[0] > 9 for p in same):
            continue
        out.append(period)
    return sorted(out, key=lambda p: p.start)


def _exactness(p: Period) -> int:
    return 2 * (p.day_of_month is not None) + (p.months is not None) + (p.interval is not None)


# -- hours and weekdays -------------------------------------------------------------------


def _clocks(t: str) -> list[tuple[int, str]]:
    out = []
    for hit in _TIME.finditer(t):
        hour, minute = int(hit.group(1) or hit.group(3)), int(hit.group(2) or hit.group(4) or 0)
        if hour < 24 and minute < 60:
            out.append((hit.start(), f"{hour:02d}:{minute:02d}"))
    return out


def _weekdays(t: str, dates: list[_Mark]) -> list[re.Match[str]]:
    """Weekdays that come back; "thứ Sáu, ngày 20/3/2026" names that one day only."""
    return [
        w for w in _WEEKDAY.finditer(t)
        if not any(0 <= d.start - w.end() < 9 and d.kind in ("date", "day_month") for d in dates)
    ]  # fmt: skip


_ON_A_WEEKDAY = re.compile(r"\b(?:vao|truoc)\s+(?:cac\s+)?(?:ngay\s+|sang\s+|chieu\s+)*$")


def _with_weekdays(t: str, periods: list[Period], dates: list[_Mark]) -> list[Period]:
    weekdays = _weekdays(t, dates)
    if not weekdays:
        return periods
    weekly = [p for p in periods if p.frequency == "weekly"]
    numbers = list(dict.fromkeys(_DAYS[w.group(1)] if w.group(1) else 7 for w in weekdays))
    if weekly:
        rest = [p for p in periods if p.frequency != "weekly"]
        return sorted([replace(weekly[0], weekday=n) for n in numbers] + rest, key=lambda p: p.start)
    if _clocks(t) or re.search(
        r"\b(?:vao|truoc)\s+(?:cac\s+)?(?:ngay\s+|sang\s+|chieu\s+)*$", t[: weekdays[0].start()]
    ):
        return [*periods, *[Period("weekly", *weekdays[0].span(), weekday=n) for n in numbers]]
    return periods


def _with_hours(t: str, periods: list[Period]) -> list[Period]:
    """A clock time belongs to the period it stands next to, weekly and daily ones first."""
    for at, clock in _clocks(t):
        open_ = [p for p in periods if p.time is None]
        rhythmic = [p for p in open_ if p.frequency in ("weekly", "daily")]
        near = [p for p in open_ if min(abs(p.start - at), abs(at - p.end)) < 30]
        choice = [p for p in near if p in rhythmic] or rhythmic or near or open_
        twice = [p for p in periods if p.frequency == "daily" and p.time]
        if not open_ and twice:
            periods = [*periods, replace(twice[0], time=clock)]  # "trước 7h00 và 16h00 hằng ngày"
        if choice:
            first = min(choice, key=lambda p: min(abs(p.start - at), abs(at - p.end)))
            same = [p for p in choice if p.frequency == first.frequency and p.start == first.start]
            periods = [replace(p, time=clock) if p in same else p for p in periods]
    return periods


def find_periods(text: str, year: int | None) -> list[Period]:
    """Every period of a sentence; full dates are "once"."""
    t = fold(text)
    dates = _dated(text, t, year)
    words = [w for w in _words(text, t, dates) if not _over(dates, (w.start, w.end)) or w.often]
    periods: list[Period] = []
    since = 0
    for date in dates:
        behind = [w for w in words if date.end <= w.start and _EXPLAINS.match(t[date.end : w.start])][:1]
        owned = [w for w in _owned(words, date, since) if not _within(w, date)]
        owned += [w for w in behind if date.kind == "day_month" and w not in owned]
        if date.kind == "day":
            periods += _read_day(date, owned)
        elif date.kind == "day_month":
            date.named = bool(_NAMED_YEAR.search(t))
            date.often = bool(re.search(r"\bdinh ky\b[^;.]{0,40}$", t[: date.start]))
            periods += _read_day_month(date, owned, year)
        else:
            periods += _read_date(date, owned)
        for word in words:
            word.taken = word.taken or _within(word, date) or word in behind
        since = date.end
    periods += [p for p in map(_bare, (w for w in words if not w.taken)) if p]
    at_end = _QUARTER_END.search(t)
    if at_end and not any(p.frequency == "quarterly" and p.months for p in periods):
        periods = [p for p in periods if p.frequency != "quarterly"]
        periods.append(Period("quarterly", *at_end.span(), months=QUARTER_MONTHS))
    if not periods:  # "trước ngày 31/6/2026": a day was meant, which nobody can say but the writer
        periods = [Period("once", *span) for span in impossible_days(text)[:1]]
    periods = _best_of_each(periods)
    return _with_hours(t, _with_weekdays(t, periods, dates))


def _within(word: _Mark, date: _Mark) -> bool:
    return date.start <= word.start < date.end
