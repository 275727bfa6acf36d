"""How often and when: "trước 10h00 thứ Năm hằng tuần", "ngày 21 tháng cuối quý", "01/6 và 15/11 hằng năm"."""

import re
from dataclasses import dataclass, replace

from .dates import find_dates, is_of_a_document
from .fold import fold

QUARTER_MONTHS = (3, 6, 9, 12)
_DAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6}
_WEEKDAY = re.compile(r"(?<!lan )\bthu\s+(hai|ba|tu|nam|sau|bay|[2-7])(?!\w|/)|\bchu nhat\b")
_TIME = re.compile(r"(?<![\d/])(\d{1,2})\s?(?:h|g|gio)\s?(\d{2})?(?!\w)|(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_HANG = r"(?:hang|moi|tung)"
_QUARTER_DAY = re.compile(
    rf"(?:ngay\s+(\d{{1,2}})\s+(?:{_HANG}\s+)?(?:cua\s+)?(?:thang\s+)?(?:cuoi(?:\s+cua)?|thu ba)"
    rf"\s+(?:{_HANG}\s+|cua\s+)*quy"
    rf"|ngay\s+(\d{{1,2}})\s+{_HANG}\s+thang\s+cuoi\s+(?:{_HANG}\s+)?quy|ngay\s+(\d{{1,2}})\s+(?:cua\s+)?thang\s+cuoi\s+quy)"
)
# "ngày 05 của tháng đầu quý sau": the report of a quarter, due in the first month of the next.
_NEXT_QUARTER = re.compile(
    rf"ngay\s+(\d{{1,2}})\s+(?:{_HANG}\s+)?(?:cua\s+)?thang\s+(?:dau|thu nhat)(?:\s+cua)?\s+quy(?!\s*\d|\s+[iv]+\b)"
)
_QUARTER_LAST = re.compile(rf"thang\s+cuoi\s+(?:cua\s+)?(?:{_HANG}\s+)?quy")
_YEAR_DATES = re.compile(
    rf"((?:ngay\s+)?\d{{1,2}}(?:\s?/\s?|\s+thang\s+)\d{{1,2}}(?:(?:\s*,\s*"
    rf"|\s+va\s+)(?:truoc\s+)?(?:ngay\s+)?\d{{1,2}}(?:\s?/\s?|\s+thang\s+)\d{{1,2}})*)"
    rf"\s*(?:\(?\s*)?(?:cua\s+)?{_HANG}\s+nam"
)
_MONTH_DAY = re.compile(rf"ngay\s+(?:mung\s+|mong\s+)?(\d{{1,2}})\s*(?:,?\s*(?:cua\s+)?{_HANG}\s+thang|cua thang)")
_LIST = re.compile(
    rf"(?:{_HANG}|dinh ky|bao cao|theo)\s+((?:ngay|tuan|thang|quy(?! i{{1,3}}\b| iv\b| dinh"
    rf"| trinh| mo| che| hoach)|(?:0?6|sau) thang|(?:0?9|chin) thang|nam)"
    rf"(?:(?:\s*[,;/]\s*|\s*(?:va|hoac"
    rf"|,)\s+)(?:bao cao\s+)?(?:{_HANG}\s+)?(?:ca\s+)?(?:tuan|thang|quy|(?:0?6|sau) thang|(?:0?9|chin) thang|nam)"
    r"(?!\s*20\d\d|\s*\d))*)(?!\s*20\d\d|\s*\d|\s+(?:nay|sau|toi|bat|qua))"
)
_EVERY_N = re.compile(
    r"(?:dinh ky\s+)?(\d{1,2})\s+(tuan|thang|quy|ngay|nam)\s*(?:/|mot|01|1)\s*(?:mot "
    r"|01 |1 )?lan|(?:mot|01|1)\s+lan\s*/\s*(\d{1,2})?\s*(tuan|thang|quy|nam|ngay)"
)
_UNITS = {"ngay": "daily", "tuan": "weekly", "thang": "monthly", "quy": "quarterly", "nam": "yearly"}
_NEAR_DAY = re.compile(
    r"^[^;.]{0,28}?(?:truoc|vao|cham nhat|den|la)?\s*(?:\(\s*)?(?:truoc\s+)?ngay\s+(\d{1,2})(?!\d|\s*/|\s*thang\s+\d)"
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


def _day(text: str | None) -> int | None:
    return int(text) if text and 1 <= int(text) <= 31 else None


def _quarterly(t: str) -> list[Period]:
    out = []
    for hit in _QUARTER_DAY.finditer(t):
        day = _day(next((g for g in hit.groups() if g), None))
        out.append(Period("quarterly", *hit.span(), day_of_month=day, months=QUARTER_MONTHS))
    for hit in _NEXT_QUARTER.finditer(t):
        out.append(Period("quarterly", *hit.span(), day_of_month=_day(hit.group(1)), months=(1, 4, 7, 10)))
    if not out:
        out = [Period("quarterly", *h.span(), months=QUARTER_MONTHS) for h in _QUARTER_LAST.finditer(t)]
    return out


def _yearly_dates(t: str) -> list[Period]:
    out = []
    for hit in _YEAR_DATES.finditer(t):
        for day, month in re.findall(r"(\d{1,2})(?:\s?/\s?|\s+thang\s+)(\d{1,2})", hit.group(1)):
            if 1 <= int(month) <= 12 and _day(day):
                out.append(Period("yearly", *hit.span(), day_of_month=int(day), months=(int(month),)))
    return out


def _listed(t: str, taken: list[tuple[int, int]]) -> list[Period]:
    """ "hằng tháng, quý", "báo cáo tháng, 6 tháng, năm" and single ones."""
    out: list[Period] = []
    for hit in _LIST.finditer(t):
        if any(a <= hit.start(1) < b for a, b in taken):
            continue
        for word in re.finditer(r"(?:0?6|sau|0?9|chin) thang|ngay|tuan|thang|quy|nam", hit.group(1)):
            span = (hit.start(), hit.end())
            name = word.group()
            if name.endswith(" thang"):
                months = (6,) if name[0] in "0s6" and "9" not in name else (9,)
                out.append(Period("yearly", *span, months=months))
            elif name == "nam" and not re.search(r"bao cao|dinh ky|dot xuat", t):
                continue
            else:
                out.append(Period(_UNITS[name], *span, day_of_month=_near_day(t, hit.end(), name)))
    return out


def _near_day(t: str, end: int, name: str) -> int | None:
    """ "báo cáo tháng trước ngày 20": the day stands just after its period."""
    if name not in ("thang", "quy"):
        return None
    hit = _NEAR_DAY.match(t[end : end + 60])
    return _day(hit.group(1)) if hit else None


def _every_n(t: str) -> list[Period]:
    out = []
    for hit in _EVERY_N.finditer(t):
        count, unit = hit.group(1) or hit.group(3) or "1", hit.group(2) or hit.group(4)
        interval = int(count) if int(count) > 1 else None
        out.append(Period(_UNITS[unit], *hit.span(), interval=interval))
    return out


def _best_of_each(periods: list[Period]) -> list[Period]:
    """ "định kỳ hằng tháng (trước ngày 20 hằng tháng)" names one period twice: keep the exact one."""
    out: list[Period] = []
    for period in sorted(periods, key=lambda p: (-_exactness(p), p.start)):
        same = [p for p in out if p.frequency == period.frequency]
        listed = any(p.start == period.start and p.months != period.months for p in same)  # "6 tháng, năm"
        if (
            not same
            or listed
            or (_exactness(period) == _exactness(same[0]) > 0 and not any(_says_the_same(period, p) for p in same))
        ):
            out.append(period)
    return sorted(out, key=lambda p: p.start)


def _says_the_same(a: Period, b: Period) -> bool:
    return replace(a, start=0, end=0) == replace(b, start=0, end=0)


def _exactness(p: Period) -> int:
    return 2 * (p.day_of_month is not None) + (p.months is not None) + (p.interval is not None)


def _clock(t: str) -> str | None:
    for hit in _TIME.finditer(t):
        hour, minute = int(hit.group(1) or hit.group(3)), int(hit.group(2) or hit.group(4) or 0)
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    return None


def _with_hours(t: str, periods: list[Period]) -> list[Period]:
    """Weekday belongs to the weekly period, a clock time to the weekly, else daily, else the first."""
    weekday = _WEEKDAY.search(t)
    clock = _clock(t)
    number = (_DAYS[weekday.group(1)] if weekday.group(1) else 7) if weekday else None
    if number and clock and not any(p.frequency == "weekly" for p in periods) and weekday:
        periods = [*periods, Period("weekly", *weekday.span())]
    out = []
    order = [p for f in ("weekly", "daily") for p in periods if p.frequency == f] or periods
    for period in periods:
        period_ = replace(period, weekday=number) if period.frequency == "weekly" and number else period
        if clock and order and period is order[0]:
            period_ = replace(period_, time=clock)
        out.append(period_)
    return out


def find_periods(text: str, year: int | None) -> list[Period]:
    """Every period of a sentence; full dates are "once"."""
    t = fold(text)
    periods = _quarterly(t) + _yearly_dates(t)
    taken = [(p.start, p.end) for p in periods]
    for hit in _MONTH_DAY.finditer(t):
        if not any(a <= hit.start() < b for a, b in taken):
            periods.append(Period("monthly", *hit.span(), day_of_month=_day(hit.group(1))))
    every = _every_n(t)
    periods += every
    taken = [(p.start, p.end) for p in periods]
    periods += _listed(t, taken)
    periods = _with_hours(t, _best_of_each(periods))
    for date in find_dates(text, year):
        covered = any(p.start <= date.start < p.end for p in periods)
        if date.kind in ("day", "month", "quarter") and date.limit and not covered and not is_of_a_document(text, date):
            due = date.iso if len(date.iso) == 10 else None
            if due:
                periods.append(Period("once", date.start, date.end, due=due))
    once = [p for p in periods if p.frequency == "once"]
    if once and not [p for p in periods if p.frequency != "once"] and _clock(t):
        periods = [replace(p, time=_clock(t)) for p in once]
    return periods
