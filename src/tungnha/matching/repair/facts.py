"""What the cells of the people's rows say, as numbers: years, sexes, words of names; and whom the register has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from tungnha.identity.dates import EXCEL_DAY_ZERO, FIRST_YEAR, LAST_SERIAL, LAST_YEAR, BadDate, read_date
from tungnha.identity.letters import folded
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phone
from tungnha.identity.sexes import read_sex
from tungnha.matching.cleaning_places import read_address

Ints = npt.NDArray[np.int64]
UNKNOWN = 0  # in every array of facts


class Known(NamedTuple):
    """Somebody of the register, as the repair needs them: folded name, birth (0 where unknown), sex, folded village."""

    name: str
    year: int
    month: int
    day: int
    sex: str  # "male", "female", "" as identity.sexes
    village: str
    phone: str


class Reference(Protocol):
    """The register, asked in bulk. Plain numbers: twelve or nine digits; telephones as 0xxxxxxxxx."""

    def by_number(self, numbers: Sequence[str]) -> list[Known | None]: ...

    def by_phone(self, phones: Sequence[str]) -> list[Known | None]: ...

    def villages(self) -> frozenset[str]:
        """Folded names of its villages, with and without their type (thôn, bản, khu phố …)."""
        ...


class When(NamedTuple):
    """A date as it was written: the two numbers before the year in their order, and in which form."""

    first: int
    second: int
    year: int
    form: int


NO_DATE, DAY_FIRST, ISO, YEAR_ONLY, SERIAL, MONTH_YEAR, SHORT, AGE, PACKED = range(9)
_SLASHED = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4}|\d{2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_YEAR_FIRST = re.compile(r"((?:18|19|20)\d\d)(\d\d)(\d\d)")  # 19900731; 31071990 ends in a year, so neither is both
_NOTHING = When(0, 0, 0, NO_DATE)


def read_when(cell: str) -> When:
    """A cell of dates. Day and month are not judged here: a block may have them interchanged."""
    if found := _SLASHED.fullmatch(cell):
        year = int(found[3])
        return When(int(found[1]), int(found[2]), year, SHORT if len(found[3]) == 2 else DAY_FIRST)
    if found := _ISO.fullmatch(cell):
        return When(int(found[3]), int(found[2]), int(found[1]), ISO)
    if found := _YEAR_FIRST.fullmatch(cell):
        return When(int(found[3]), int(found[2]), int(found[1]), PACKED)
    if cell.isdecimal() and len(cell) <= 3:
        return When(0, 0, int(cell), AGE)
    try:
        read = read_date(cell)
    except BadDate:
        return _NOTHING
    if read.precision == "year":
        return When(0, 0, read.year, YEAR_ONLY)
    if read.precision == "month":
        return When(0, read.date.month, read.year, MONTH_YEAR)
    serial = re.fullmatch(r"\d{5}(?:[.,]\d+)?", cell) is not None
    return When(read.date.day, read.date.month, read.year, SERIAL if serial else DAY_FIRST)


def date_of_serial(serial: int) -> dt.date | None:
    return EXCEL_DAY_ZERO + dt.timedelta(days=serial) if LAST_YEAR < serial <= LAST_SERIAL else None


class Dates:
    """A column of dates as arrays: `first`, `second` (day and month, or the other way round), `year`, `form`."""

    def __init__(self, cells: Sequence[str]) -> None:
        known = {text: read_when(text) if text else _NOTHING for text in set(cells)}
        table = np.array([known[text] for text in cells], np.int64).reshape(len(cells), 4)
        self.first, self.second, self.year, self.form = table.T


def plain_number(cell: str) -> str:
    """The personal number (or old card's) of a cell, "" when there is none to be read."""
    if len(cell) == 12 and cell.isdecimal():
        return cell
    read = read_personal_number(cell) if cell else None
    return read.value if read else ""


def plain_phone(cell: str) -> str:
    if len(cell) == 10 and cell[0] == "0" and cell[1] in "35789" and cell.isdecimal():
        return cell
    read = read_phone(cell) if cell else None
    return read.value if read else ""


def year_of_number(number: str) -> int:
    """Of birth, by the digits of a personal number of twelve; 0 otherwise."""
    if len(number) != 12:
        return 0
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    return year if FIRST_YEAR <= year < LAST_YEAR else 0


def sex_of_number(number: str) -> int:
    """1 male, 2 female, 0 not said."""
    return 0 if len(number) != 12 else 1 + int(number[3]) % 2


SEXES = {"male": 1, "female": 2, None: 0, "": 0}


def sex_of_name(name: str) -> int:
    """Thị stands in women's names, Văn in men's."""
    words = name.lower().split()[1:-1]
    if not words:
        return 0
    return 2 if "thị" in words or "thi" in words else 1 if "văn" in words or "van" in words else 0


class Words:
    """Numbers for words, so that columns of words compare as arrays; 0 is no word."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {"": 0}

    def __call__(self, word: str) -> int:
        return self._known.setdefault(word, len(self._known))


def place_key(text: str) -> str:
    """The village of an address without any word for its kind: "Thôn Bản Đuổn, xã Tân Lập" and "bản Đuổn" are one."""
    village = read_address(text).village
    while village:
        shorter = read_address(village).village
        if not shorter or shorter == village:
            break
        village = shorter
    return village


def ends_of_name(name: str) -> tuple[str, str]:
    """The first and the last word of a name; an initial is no word."""
    if "." in name or "~" in name:  # N.V. Hùng, Ng~ Thị Lan
        parts = [part for part in re.split(r"[\s.~]+", name) if part]
        if not parts:
            return "", ""
        first, last = parts[0], parts[-1]
    else:
        first, last = name.partition(" ")[0], name.rpartition(" ")[2]
    short = len(first) < 2 or name[len(first) : len(first) + 1] in (".", "~")
    return "" if short else first, last if len(last) > 1 else ""


def mapped(cells: Iterable[str], tell: Callable[[str], int]) -> Ints:
    """`tell` of each cell, asked once for each text."""
    known: dict[str, int] = {}
    told = []
    for text in cells:
        value = known.get(text)
        if value is None:
            value = known[text] = tell(text)
        told.append(value)
    return np.array(told, np.int64)


class Facts:
    """Of each row of people. Texts of numbers and telephones plain, everything else in arrays (0: not known)."""

    def __init__(self, fields: dict[str, list[str]], rows: Sequence[int], reference: Reference | None) -> None:
        def of(field: str) -> list[str]:
            column = fields.get(field)
            return [column[row] for row in rows] if column else [""] * len(rows)

        self.size = len(rows)
        self.reference = reference
        self.words, self.places = Words(), Words()
        self.cells = {
            field: of(field) for field in ("full_name", "personal_number", "birth", "sex", "phone", "village")
        }
        folds: dict[str, str] = {}

        def fold(word: str) -> str:
            known = folds.get(word)
            if known is None:
                known = folds[word] = folded(word).strip(".,-~")
            return known

        self.numbers = [plain_number(cell) for cell in self.cells["personal_number"]]
        self.phones = [plain_phone(cell) for cell in self.cells["phone"]]
        self.dates = Dates(self.cells["birth"])
        full = (self.dates.form != AGE) & (self.dates.form != SHORT) & (self.dates.year >= FIRST_YEAR)
        self.birth_year = np.where(full, self.dates.year, 0)
        self.number_year = np.fromiter(map(year_of_number, self.numbers), np.int64, self.size)
        self.number_sex = np.fromiter(map(sex_of_number, self.numbers), np.int64, self.size)
        self.sex = mapped(self.cells["sex"], lambda cell: SEXES[read_sex(cell)])
        names = self.cells["full_name"]
        self.name_sex = np.fromiter((sex_of_name(name) if name else 0 for name in names), np.int64, self.size)
        ends = [ends_of_name(name) for name in names]
        self.given = np.fromiter((self.words(fold(last)) for _, last in ends), np.int64, self.size)
        self.family = np.fromiter((self.words(fold(first)) for first, _ in ends), np.int64, self.size)
        self.village = mapped(self.cells["village"], lambda cell: self.places(place_key(cell)))
        self.phone_word = np.fromiter(map(self.words, self.phones), np.int64, self.size)


class Registered:
    """Whom the register knows by the numbers (or telephones) of the rows that were asked for."""

    FACTS = ("given", "family", "year", "month", "day", "sex", "village", "phone")

    def __init__(self, facts: Facts, keys: Sequence[str], ask: Callable[[Sequence[str]], list[Known | None]]) -> None:
        self._facts, self._keys, self._ask = facts, keys, ask
        self._asked = np.zeros(facts.size, bool)
        for name in self.FACTS:
            setattr(self, name, np.zeros(facts.size, np.int64))
        self.given: Ints
        self.family: Ints
        self.year: Ints
        self.month: Ints
        self.day: Ints
        self.sex: Ints
        self.village: Ints
        self.phone: Ints
        self.found = np.zeros(facts.size, bool)
        self.name_of: dict[int, str] = {}
        self._known: dict[str, Known | None] = {}

    def look_up(self, rows: npt.NDArray[np.bool_]) -> None:
        wanted = np.flatnonzero(rows & ~self._asked)
        self._asked[wanted] = True
        asked = [row for row in wanted.tolist() if self._keys[row]]
        new = sorted({self._keys[row] for row in asked} - self._known.keys())
        self._known.update(zip(new, self._ask(new) if new else [], strict=True))
        words, places = self._facts.words, self._facts.places
        for row in asked:
            one = self._known[self._keys[row]]
            if one is None:
                continue
            self.found[row] = True
            self.name_of[row] = one.name
            self.given[row] = words(one.name.rpartition(" ")[2])
            self.family[row] = words(one.name.partition(" ")[0])
            self.year[row], self.month[row], self.day[row] = one.year, one.month, one.day
            self.sex[row] = SEXES.get(one.sex, 0)
            self.village[row] = places(place_key(one.village)) if one.village else 0
            self.phone[row] = words(one.phone)
