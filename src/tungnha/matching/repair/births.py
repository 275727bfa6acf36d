"""Dates in blocks: month before day, days that a spreadsheet turned round, other day counts, ages, years alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair.facts import (
    AGE,
    DAY_FIRST,
    ENGLISH,
    ISO,
    NO_DATE,
    PACKED,
    SERIAL,
    SHORT,
    YEAR_ONLY,
    Dates,
    Facts,
    Ints,
    Registered,
    read_when,
)  # fmt: skip
from tungnha.matching.repair.paths import Block, Floats, blocks
from tungnha.matching.repair.work import Rows, Work, put, rewrite

Bools = npt.NDArray[np.bool_]
WRITTEN = (DAY_FIRST, ISO, SERIAL, SHORT)
MOST_WAYS = 4
DAYS_OF_1904 = 1462  # between the two day counts of spreadsheets


# -- what is done with a cell


def turned(text: str) -> str:
    """Day and month interchanged: dd/mm/yyyy; a text that is no such date stays."""
    when = read_when(text)
    if when.form not in WRITTEN or not 1 <= when.first <= 12 or not 1 <= when.second <= 31:
        return text
    year = f"{when.year:02}" if when.form == SHORT else f"{when.year:04}"
    return f"{when.second:02}/{when.first:02}/{year}"


def turned_where_small(text: str) -> str:
    """Only where both numbers may be a month: what a spreadsheet of another country took for its own dates."""
    when = read_when(text)
    return turned(text) if when.first <= 12 and when.second <= 12 else text


def later(days: int, years: int = 0) -> Callable[[str], str]:
    def moved(text: str) -> str:
        when = read_when(text)
        if when.form == YEAR_ONLY:
            return text
        try:
            return f"{dt.date(when.year + years, when.second, when.first) + dt.timedelta(days=days):%d/%m/%Y}"
        except (ValueError, OverflowError):
            return text

    return moved


def year_alone(text: str) -> str:
    when = read_when(text)
    return f"{when.year:04}" if when.form in (DAY_FIRST, ISO, SERIAL) else text


def month_alone(text: str) -> str:
    when = read_when(text)
    return f"{when.second:02}/{when.year:04}" if when.form in (DAY_FIRST, ISO, SERIAL) else text


def born_by_age(now: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        when = read_when(text)
        return str(now - when.year) if when.form == AGE and 0 < when.year < 120 else text

    return read


def mend_packed(work: Work, facts: Facts, people: Rows) -> None:
    """19900731: the year first and nothing between; and months in English, whose years may have two digits."""
    for form, kind, words in (
        (PACKED, "packed", "ngày sinh ghi liền, năm trước; đã ghi lại ngày, tháng, năm"),
        (ENGLISH, "english", "tháng viết bằng tiếng Anh; đã ghi lại ngày, tháng, năm bằng số"),
    ):
        rows, texts = [], []
        for at in np.flatnonzero(facts.dates.form == form).tolist():
            first, second, year = int(facts.dates.first[at]), int(facts.dates.second[at]), int(facts.dates.year[at])
            if 1 <= first <= 31 and 1 <= second <= 12:
                rows.append(int(people[at]))
                texts.append(f"{first:02}/{second:02}/{year:02}")
        work.do(kind, "birth", rows, words, put("birth", rows, texts))


# -- day and month


def mend_order(work: Work, facts: Facts, people: Rows, by_number: Registered | None, *, small_too: bool = True) -> None:
    """States of a row: day first; month first; and, `small_too`, turned where both may be months.

    Of the last the register knows best, so it is asked only once the numbers are in their rows.
    """
    dates = facts.dates
    written = np.isin(dates.form, WRITTEN) & (dates.first > 0) & (dates.second > 0)
    first_large, second_large = written & (dates.first > 12), written & (dates.second > 12)
    small = written & ~first_large & ~second_large & (dates.first != dates.second)
    if not second_large.any() and by_number is None and not small.any():
        return
    gains = np.zeros((facts.size, 2))
    gains[second_large, 0] += 5.5
    gains[first_large, 0] -= 5.5
    if by_number is not None:
        known = by_number.found & small & (by_number.day > 0) & (by_number.year == dates.year)
        as_is = known & (by_number.day == dates.first) & (by_number.month == dates.second)
        round_about = known & (by_number.day == dates.second) & (by_number.month == dates.first)
        gains[as_is] -= 3.0
        gains[round_about] += 3.0
        gains[known & ~as_is & ~round_about] -= 1.0
    if small_too:
        gains[:, 1] += _by_form(dates, first_large, small)
    for block in blocks(gains, 10.0, 3.0):
        _turn(work, facts, people, block, small, second_large)


def _by_form(dates: Dates, first_large: Bools, small: Bools) -> Floats:
    """A spreadsheet that took 05/03 for a date of its own writes it in its own form, and leaves 25/03 as text.

    So where one form has only days up to 12 and the other only later ones, the first was turned. A day of birth is
    above 12 three times in five.
    """
    gain = np.zeros(len(small))
    own = np.isin(dates.form, (ISO, SERIAL))
    text = dates.form == DAY_FIRST
    gain[own & small] += np.log(0.97 / 0.38)
    gain[own & first_large] += np.log(0.02 / 0.6)
    gain[text & first_large] += np.log(0.97 / 0.6)
    gain[text & small] += np.log(0.03 / 0.38)
    return gain


def _turn(
    work: Work,
    facts: Facts,
    people: Rows,
    block: Block,
    small: np.ndarray,
    second_large: np.ndarray,
) -> None:
    inside = np.arange(block.first, block.last + 1)
    if block.state == 0:
        rows = people[inside]
        words = "tháng ghi trước ngày; đã đổi lại ngày trước, tháng sau"
        work.do("swap", "birth", rows, words, rewrite("birth", rows, turned))
        return
    rows = people[inside]
    words = "ngày và tháng bị phần mềm bảng tính đổi chỗ ở những ngày từ 12 trở xuống; đã đổi lại"
    work.do("swap", "birth", rows, words, rewrite("birth", rows, turned_where_small), extra="small")


# -- another day count, or years off by as many


def mend_count(work: Work, facts: Facts, people: Rows, by_number: Registered | None) -> None:
    """Dates off by as many days or years throughout (the day count of 1904), told by the numbers or the register."""
    dates = facts.dates
    full = np.isin(dates.form, (DAY_FIRST, ISO, SERIAL)) & (facts.birth_year > 0)
    ordinal = _ordinals(dates, full)
    ways = [*((days, 0) for days in _days_off(ordinal, by_number)), *((0, years) for years in _years_off(facts, full))]
    if not ways:
        return
    gains = np.zeros((facts.size, len(ways)))
    asked = full & (facts.number_year > 0) & (ordinal > 0)
    was = facts.birth_year == facts.number_year
    for state, (days, years) in enumerate(ways):
        moved = ordinal + days if days else _days_of(dates.year + years, dates.second, dates.first)
        gains[:, state] += np.where(asked, _weigh(was, _years(moved) == facts.number_year, 3.0), 0.0)
        if by_number is not None:
            known = by_number.found & (by_number.day > 0) & (ordinal > 0)
            theirs = _days_of(by_number.year, by_number.month, by_number.day)
            gains[:, state] += np.where(known, _weigh(theirs == ordinal, theirs == moved, 4.0), 0.0)
    for block in blocks(gains, 10.0, 3.0):
        days, years = ways[block.state]
        if not _is_confirmed(ordinal, days, years, dates, block, by_number):
            continue
        rows = people[block.first : block.last + 1]
        words = f"ngày sinh lệch {_in_words(days, years)}; đã tính lại"
        work.do("count", "birth", rows, words, rewrite("birth", rows, later(days, years)))


def _is_confirmed(
    ordinal: Ints, days: int, years: int, dates: Dates, block: Block, by_number: Registered | None
) -> bool:
    """The register has just the days that come out; without it only the two day counts are believed."""
    if by_number is None:
        return abs(days) == DAYS_OF_1904
    inside = slice(block.first, block.last + 1)
    theirs = _days_of(by_number.year, by_number.month, by_number.day)[inside]
    moved = ordinal + days if days else _days_of(dates.year + years, dates.second, dates.first)
    both = (theirs > 0) & (ordinal[inside] > 0)
    return bool(both.sum() >= 3 and (theirs == moved[inside])[both].mean() > 0.5)


def _in_words(days: int, years: int) -> str:
    if abs(days) == DAYS_OF_1904:
        return "4 năm 1 ngày (bảng tính đếm ngày từ 1904)"
    return f"{abs(days)} ngày" if days else f"{abs(years)} năm"


def _days_off(ordinal: Ints, by_number: Registered | None) -> list[int]:
    """Distances in days to try: the two day counts, and what the register shows again and again."""
    usual = [DAYS_OF_1904, -DAYS_OF_1904]
    if by_number is None:
        return usual
    theirs = _days_of(by_number.year, by_number.month, by_number.day)
    off = (theirs - ordinal)[by_number.found & (theirs > 0) & (ordinal > 0) & (theirs != ordinal)]
    values, counts = np.unique(off, return_counts=True)
    often = [int(day) for day, count in zip(values, counts, strict=True) if count >= max(8, 0.05 * len(off))]
    return list(dict.fromkeys([*usual, *often[:MOST_WAYS]]))


def _years_off(facts: Facts, full: Bools) -> list[int]:
    """Distances in years that numbers show again and again; a hundred years are a matter of the century."""
    off = (facts.number_year - facts.birth_year)[
        full & (facts.number_year > 0) & (facts.number_year != facts.birth_year)
    ]
    values, counts = np.unique(off, return_counts=True)
    often = [int(year) for year, count in zip(values, counts, strict=True) if count >= max(8, 0.2 * len(off))]
    return often[:MOST_WAYS]


def _weigh(was: Bools, would: Bools, yes: float) -> Floats:
    """What agrees only after the change speaks for it; what agrees neither way speaks against it too."""
    return np.where(would, np.where(was, 0.0, yes), np.where(was, -4.0, -2.2))


def _ordinals(dates: Dates, full: Bools) -> Ints:
    return np.where(full, _days_of(dates.year, dates.second, dates.first), 0)


def _days_of(year: Ints, month: Ints, day: Ints) -> Ints:
    """Days since 1/1/1800; 0 where it is no date."""
    sound = (year > 1800) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = ((year - 1970) * 12 + (month - 1)).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + (day - 1) + 62_091
    return np.where(sound, days, 0)


def _years(days: Ints) -> Ints:
    return (days - 62_091).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


# -- what is less than it seems


def mend_ages(work: Work, facts: Facts, people: Rows) -> None:
    """Ages instead of births: the year they were written in is the one in which most ages and numbers agree."""
    ages = (facts.dates.form == AGE) & (facts.dates.year > 0) & (facts.dates.year < 120)
    if ages.sum() < 3:
        return
    known = ages & (facts.number_year > 0)
    if known.sum() < 3:
        return
    sums = np.bincount((facts.number_year + facts.dates.year)[known])
    now = int(sums.argmax())
    if sums[now] < 0.6 * known.sum():
        return
    rows = people[np.flatnonzero(ages)]
    words = f"ghi tuổi thay cho năm sinh; đã tính ra năm sinh (năm {now} trừ số tuổi)"
    work.do("ages", "birth", rows, words, rewrite("birth", rows, born_by_age(now)))


def mend_short_years(work: Work, facts: Facts, people: Rows) -> None:
    """Years of two digits: the number says which century, else nobody is born after the latest of the list."""
    short = np.flatnonzero(facts.dates.form == SHORT)
    if len(short) < 3:
        return
    years = facts.birth_year[facts.birth_year > 0]
    latest = int(np.quantile(years, 0.995)) if len(years) >= 20 else int(facts.number_year.max(initial=0))
    if not latest:
        return
    gains = np.full((facts.size, 1), -1.2)
    gains[facts.dates.form == NO_DATE] = 0.0
    gains[short] = 2.0
    for block in blocks(gains, 9.0, 3.0):
        _write_century(work, facts, people, short[(short >= block.first) & (short <= block.last)], latest)


def _write_century(work: Work, facts: Facts, people: Rows, short: Ints, latest: int) -> None:
    rows, texts = [], []
    column = work.cells.field("birth")
    for at in short.tolist():
        row = int(people[at])
        when = read_when(column[row])
        of_number = int(facts.number_year[at])
        century = 2000 if 2000 + when.year <= latest else 1900
        year = of_number if of_number and of_number % 100 == when.year else century + when.year
        if 1 <= when.second <= 31 and 1 <= when.first <= 31:
            rows.append(row)
            texts.append(f"{when.first:02}/{when.second:02}/{year}")
    work.do("century", "birth", rows, "năm sinh chỉ có hai chữ số; đã ghi đủ bốn chữ số", put("birth", rows, texts))


def mend_constant_days(work: Work, facts: Facts, people: Rows) -> None:
    """Blocks in which every date has one day and month (01/01), or every date the first of its month."""
    dates = facts.dates
    full = np.isin(dates.form, (DAY_FIRST, ISO, SERIAL)) & (dates.first > 0) & (dates.second > 0)
    if full.sum() < 8:
        return
    day = np.where(full, dates.second * 100 + dates.first, 0)
    common = int(np.bincount(day[day > 0]).argmax())
    share = float((day == common).sum() / full.sum())
    firsts = float(((dates.first == 1) & full).sum() / full.sum())
    gains = np.zeros((facts.size, 2))
    gains[full, 0] = np.where(day[full] == common, -np.log(max(min(share, 0.5), 0.03)), -4.0)
    gains[full, 1] = np.where(dates.first[full] == 1, -np.log(max(min(firsts, 0.7), 0.06)) - 0.35, -4.0)
    for block in blocks(gains, 14.0, 4.0):
        rows = people[block.first : block.last + 1]
        if block.state == 0:
            words = f"mọi ngày sinh đều là {common % 100:02}/{common // 100:02}: chỉ biết năm sinh; chỉ lấy năm"
            work.do("year", "birth", rows, words, rewrite("birth", rows, year_alone))
        else:
            words = "mọi ngày sinh đều là ngày 1 của tháng: chỉ biết tháng và năm; chỉ lấy tháng và năm"
            work.do("month", "birth", rows, words, rewrite("birth", rows, month_alone))


def dragged(values: Ints, steps: Sequence[int], least: int) -> list[tuple[int, int]]:
    """(first, last) of runs of `least` values or more in which each is one of `steps` above the one before."""
    found = []
    for step in steps:
        same = (np.diff(values) == step) & (values[1:] > 0) & (values[:-1] > 0)
        edges = np.diff(np.concatenate([[False], same, [False]]).astype(np.int8))
        starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        found += [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a + 1 >= least]
    return sorted(found)


def find_dragged(facts: Facts) -> list[tuple[int, int]]:
    """Dates that count on by a day, a month or a year from row to row: filled by dragging."""
    dates = facts.dates
    full = np.isin(dates.form, (DAY_FIRST, ISO, SERIAL))
    days = _ordinals(dates, full)
    by_year = np.where(full, dates.year * 10_000 + dates.second * 100 + dates.first, 0)
    return sorted({*dragged(days, (1,), 4), *dragged(by_year, (10_000,), 5)})
