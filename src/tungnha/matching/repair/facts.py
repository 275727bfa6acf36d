"""What the cells of the people's rows say, as numbers: years, sexes, words of names; and whom the register has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from tungnha.identity.dates import FIRST_YEAR, LAST_YEAR, BadDate, read_date
from tungnha.identity.letters import folded
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phone
from tungnha.identity.sexes import read_sex
from tungnha.matching.cleaning_cells import one_phone
from tungnha.matching.cleaning_places import read_address
from tungnha.matching.repair.letters import Kept, Letters, letter_table, slashed

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

    def by_birth(self, births: Sequence[tuple[int, int, int]]) -> list[list[Known]]:
        """Everybody born on each (year, month, day), or in a year with month and day 0."""
        ...

    def villages(self) -> frozenset[str]:
        """Folded names of its villages, with and without their type (thôn, bản, khu phố …)."""
        ...


class When(NamedTuple):
    """A date as it was written: the two numbers before the year in their order, and in which form."""

    first: int
    second: int
    year: int
    form: int


NO_DATE, DAY_FIRST, ISO, YEAR_ONLY, SERIAL, MONTH_YEAR, SHORT, AGE, PACKED, ENGLISH = range(10)
_SLASHED = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4}|\d{2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]+\d{1,2}:\d{2}.*)?")
_YEAR_FIRST = re.compile(r"((?:18|19|20)\d\d)(\d\d)(\d\d)")  # 19900731; 31071990 ends in a year, so neither is both
# 15-Mar-1985, 15 March 85, Mar 15, 1985: as spreadsheets set to English write them.
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})[ \-/.]*(?P<month>[A-Za-z]{3,9})\.?[ \-/.,]*(?P<year>\d{4}|\d\d)")
_MONTH_DAY = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?[ \-]*(?P<day>\d{1,2})[ ,\-]+(?P<year>\d{4}|\d\d)")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NOTHING = When(0, 0, 0, NO_DATE)


def read_english(cell: str) -> When | None:
    """A date whose month is an English word; the year may have two digits."""
    found = (_DAY_MONTH if cell[0].isdecimal() else _MONTH_DAY).fullmatch(cell)
    if not found:
        return None
    said = found["month"].lower()
    months = [at for at, month in enumerate(_MONTHS, 1) if month.startswith(said) or said == month[:3] + "t"]
    return When(int(found["day"]), months[0], int(found["year"]), ENGLISH) if months else None


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
    if cell and (english := read_english(cell)):
        return english
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


class Dates:
    """A column of dates as arrays: `first`, `second` (day and month, or the other way round), `year`, `form`."""

    def __init__(
        self, cells: Sequence[str], letters: Letters | None = None, known: dict[str, When] | None = None
    ) -> None:
        """`known`: what was read before, and is added to."""
        self.first, self.second, self.year, self.form = np.zeros((4, len(cells)), np.int64)
        if not len(cells):
            return
        letters = letters or Letters(cells)
        plain = slashed(letters)
        rows = plain.rows
        self.first[rows], self.second[rows], self.year[rows] = plain.first, plain.second, plain.year
        self.form[rows] = DAY_FIRST
        left = np.flatnonzero((self.form == NO_DATE) & (letters.sizes > 0))
        texts = [cells[row] for row in left.tolist()]
        known = {} if known is None else known
        known.update((text, read_when(text)) for text in set(texts) - known.keys())
        if texts:
            self.first[left], self.second[left], self.year[left], self.form[left] = np.array(
                [known[text] for text in texts], np.int64
            ).T


ROUNDED = "00000"  # at the end of a number: its digits were rounded away


def plain_number(cell: str) -> str:
    """The personal number (or old card's) of a cell, "" when there is none to be read."""
    if len(cell) == 12 and cell.isdecimal():
        return "" if cell.endswith(ROUNDED) else cell
    digits = cell.replace(" ", "").strip("'")
    if digits.isdigit() and digits.isascii() and digits != digits[0] * len(digits):
        size = len(digits)
        if size in (9, 12) or (size == 11 and digits[0] != "0"):
            number = digits if size != 11 else _with_zero(digits)
            return "" if number.endswith(ROUNDED) else number
    read = read_personal_number(cell) if cell else None
    return read.value if read and not read.value.endswith(ROUNDED) else ""


def _with_zero(eleven: str) -> str:
    """With the zero that a spreadsheet dropped; "" where that makes no number."""
    return "0" + eleven if _lost_a_zero(eleven[:5]) else ""


@lru_cache(maxsize=10_000)
def _lost_a_zero(first_five: str) -> bool:
    """Only the place, the century and the year tell."""
    return read_personal_number(first_five + "123456") is not None


def plain_phone(cell: str) -> str:
    if len(cell) == 10 and cell[0] == "0" and cell[1] in "35789" and cell.isdecimal():
        return cell
    if nine := one_phone(cell):
        return "0" + nine
    read = read_phone(cell) if cell else None
    return read.value if read else ""


def years_and_sexes(numbers: Sequence[str]) -> tuple[Ints, Ints]:
    """Of birth by the digits of a personal number of twelve; 1 male, 2 female; 0 for other numbers."""
    twelve = np.fromiter((int(number) if len(number) == 12 else -1 for number in numbers), np.int64, len(numbers))
    century_and_sex = twelve // 10**8 % 10
    year = 1900 + 100 * (century_and_sex // 2) + twelve // 10**6 % 100
    said = (twelve >= 0) & (year >= FIRST_YEAR) & (year < LAST_YEAR)
    return np.where(said, year, 0), np.where(twelve >= 0, 1 + century_and_sex % 2, 0)


SEXES = {"male": 1, "female": 2, None: 0, "": 0}


_TELL_SEX = tuple(
    (sex, tuple(letter_table(one.lower() + one.upper()) for one in word))
    for sex, word in ((1, " văn "), (1, " van "), (2, " thị "), (2, " thi "))
)


def sexes_of_names(letters: Letters) -> Ints:
    """Thị stands in women's names, Văn in men's: 2, 1, else 0."""
    told = np.zeros(len(letters.sizes), np.int64)
    codes, last = letters.codes, len(letters.codes) - 1
    first = codes[letters.blanks + 1]  # behind a blank there is at least the end of the cell
    for sex, word in _TELL_SEX:
        at = letters.blanks[word[1].take(first)]
        for by, table in enumerate(word[2:], start=2):
            at = at[table.take(codes[np.minimum(at + by, last)])]
        told[letters.rows_at(at)] = sex
    return told


class Words(dict[str, int]):
    """Numbers for words, so that columns of words compare as arrays; 0 is no word."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, word: str) -> int:
        known = self[word] = len(self)
        return known

    def of(self, words: Sequence[str]) -> Ints:
        new = [word for word in dict.fromkeys(words) if word not in self]
        self.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        return np.fromiter(map(self.__getitem__, words), np.int64, len(words))


class Told(dict[str, int]):
    """What a rule says of each text, asked once for each."""

    def __init__(self, tell: Callable[[str], int]) -> None:
        super().__init__({"": 0})
        self._tell = tell

    def __missing__(self, text: str) -> int:
        known = self[text] = self._tell(text)
        return known

    def of(self, texts: Sequence[str]) -> Ints:
        return np.fromiter(map(self.__getitem__, texts), np.int64, len(texts))


def place_key(text: str) -> str:
    """The village of an address without any word for its kind: "Thôn Bản Đuổn, xã Tân Lập" and "bản Đuổn" are one."""
    return _without_kinds(read_address(text).village)


@lru_cache(maxsize=20_000)
def _without_kinds(village: str) -> str:
    while village:
        shorter = read_address(village).village
        if not shorter or shorter == village:
            break
        village = shorter
    return village


_OF_INITIALS = letter_table(".~")


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


FIELDS_READ = ("full_name", "personal_number", "birth", "sex", "phone", "village")


class Facts:
    """Of each row of people. Texts of numbers and telephones plain, everything else in arrays (0: not known)."""

    numbers: list[str]
    phones: list[str]
    dates: Dates
    birth_year: Ints
    number_year: Ints
    number_sex: Ints
    sex: Ints
    name_sex: Ints
    given: Ints
    family: Ints
    village: Ints
    phone_word: Ints

    def __init__(self, rows: Sequence[int], of: int, letters: Kept | None = None) -> None:
        self._rows = rows
        self._letters = letters or Kept()
        self._all = len(rows) == of
        self.size = len(rows)
        self.words, self.places = Words(), Words()
        self._cells: dict[str, list[str]] = {}
        self._whens: dict[str, When] = {}
        self._folds = Told(lambda word: self.words[folded(word).strip(".,-~")] if len(word) > 1 else 0)
        self._place_of = Told(lambda text: self.places[place_key(text)])
        self._sexes = Told(lambda cell: SEXES[read_sex(cell)])

    def read(self, fields: Mapping[str, list[str]]) -> set[str]:
        """Read the fields whose cells are not what they were; says which."""
        changed = set()
        for field in FIELDS_READ:
            column = fields.get(field) or []
            if not column:
                cells = [""] * self.size
            else:
                cells = list(column) if self._all else [column[row] for row in self._rows]
            if self._cells.get(field) != cells:
                self._cells[field] = cells
                changed.add(field)
                getattr(self, f"_read_{field}")(cells)
        return changed

    def place(self, text: str) -> int:
        return self._place_of[text]

    def _read_personal_number(self, cells: list[str]) -> None:
        self.numbers = [plain_number(cell) if cell else "" for cell in cells]
        self.number_year, self.number_sex = years_and_sexes(self.numbers)

    def _read_phone(self, cells: list[str]) -> None:
        self.phones = [plain_phone(cell) if cell else "" for cell in cells]
        self.phone_word = self.words.of(self.phones)

    def _read_birth(self, cells: list[str]) -> None:
        self.dates = Dates(cells, self._letters.of(cells), self._whens)
        full = (self.dates.form != AGE) & (self.dates.form != SHORT) & (self.dates.year >= FIRST_YEAR)
        self.birth_year = np.where(full, self.dates.year, 0)

    def _read_sex(self, cells: list[str]) -> None:
        self.sex = self._sexes.of(cells)

    def _read_village(self, cells: list[str]) -> None:
        self.village = self._place_of.of(cells)

    def _read_full_name(self, cells: list[str]) -> None:
        letters = self._letters.of(cells)
        self.name_sex = sexes_of_names(letters)
        firsts = [name.partition(" ")[0] for name in cells]
        lasts = [name.rpartition(" ")[2] for name in cells]
        for row in letters.any_of(_OF_INITIALS).tolist():
            firsts[row], lasts[row] = ends_of_name(cells[row])
        self.given, self.family = self._folds.of(lasts), self._folds.of(firsts)


class Registered:
    """Whom the register knows by the numbers (or telephones) of the rows that were asked for."""

    def __init__(self, facts: Facts, ask: Callable[[Sequence[str]], list[Known | None]]) -> None:
        self._facts, self._ask = facts, ask
        self._known: dict[str, Known | None] = {}
        self._codes: dict[str, tuple[int, ...]] = {}
        self.of(["" for _ in range(facts.size)])

    def of(self, keys: Sequence[str]) -> None:
        """Begin anew with these numbers; who was asked for is remembered."""
        self._keys = keys
        size = self._facts.size
        self._asked = np.zeros(size, bool)
        self._table = np.zeros((8, size), np.int64)
        self.found = np.zeros(size, bool)
        self.name_of: dict[int, str] = {}

    def look_up(self, rows: npt.NDArray[np.bool_]) -> bool:
        """Ask for these rows; False when all of them were asked for before."""
        wanted = np.flatnonzero(rows & ~self._asked)
        self._asked[wanted] = True
        asked = [row for row in wanted.tolist() if self._keys[row]]
        new = sorted({self._keys[row] for row in asked} - self._known.keys())
        if new:
            for key, one in zip(new, self._ask(new), strict=True):
                self._known[key] = one
                if one is not None:
                    self._codes[key] = self._coded(one)
        met = [(row, key) for row in asked if (key := self._keys[row]) in self._codes]
        if met:
            at = np.array([row for row, _ in met])
            self._table[:, at] = np.array([self._codes[key] for _, key in met]).T
            self.found[at] = True
            known = self._known
            self.name_of.update((row, one.name) for row, key in met if (one := known[key]) is not None)
        return bool(asked)

    def _coded(self, one: Known) -> tuple[int, ...]:
        words = self._facts.words
        return (
            words[one.name.rpartition(" ")[2]], words[one.name.partition(" ")[0]], one.year, one.month, one.day,
            SEXES.get(one.sex, 0), self._facts.place(one.village), words[one.phone],
        )  # fmt: skip

    def _told(self, fact: int) -> Ints:
        told: Ints = self._table[fact]
        return told

    @property
    def given(self) -> Ints:
        return self._told(0)

    @property
    def family(self) -> Ints:
        return self._told(1)

    @property
    def year(self) -> Ints:
        return self._told(2)

    @property
    def month(self) -> Ints:
        return self._told(3)

    @property
    def day(self) -> Ints:
        return self._told(4)

    @property
    def sex(self) -> Ints:
        return self._told(5)

    @property
    def village(self) -> Ints:
        return self._told(6)

    @property
    def phone(self) -> Ints:
        return self._told(7)
