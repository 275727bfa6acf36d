"""Step 3: how a row and a person agree, field by field, as small whole numbers (levels)."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Ints, Longs, joined
from tungnha.matching.cleaning_cells import NINE, ROUNDED, TWELVE
from tungnha.matching.cleaning_places import ELSEWHERE, NOTHING
from tungnha.matching.compare_names import NameLevel, Syllables, name_levels
from tungnha.matching.compare_texts import TextLevel, text_levels
from tungnha.matching.listing import CodedList
from tungnha.matching.registers import CodedRegister, found_by


class NumberLevel(IntEnum):
    MISSING = 0  # the row has none that can be read
    SAME = 1
    OLD = 2  # nine digits, the same
    ONE_DIGIT = 3
    CROSSED = 4  # two neighbouring digits exchanged
    ROUNDED = 5  # rounded by a spreadsheet, what is left of it agrees
    HOUSEHOLD = 6  # the number of somebody else of the household
    OTHER = 7
    UNKNOWN = 8  # the register has no number of this kind


class BirthLevel(IntEnum):
    MISSING = 0
    SAME = 1
    CROSSED = 2  # day and month exchanged
    FIRST_DAY = 3  # 1 January on the list, another day of that year in the register
    DAY = 4  # year and month the same
    MONTH = 5  # year and day the same
    YEAR_SLIP = 6  # day and month the same, the year one or ten off
    YEAR_WRONG = 7  # day and month the same, the year another
    SAME_YEAR = 8  # nothing but the year
    OTHER = 9
    ONLY_YEAR = 10  # the list says only a year, the same
    ONLY_NEAR = 11  # one off
    ONLY_OTHER = 12
    YEAR_KNOWN = 13  # the register knows only the year, the same
    YEAR_KNOWN_OTHER = 14
    PART = 15  # the year the same, and the day or the month, the other far off


class SexLevel(IntEnum):
    MISSING = 0
    SAME = 1
    OTHER = 2


class PhoneLevel(IntEnum):
    MISSING = 0
    SAME = 1
    ONE_DIGIT = 2
    HOUSEHOLD = 3  # of somebody else of the household
    ELSEWHERE = 4  # of other people of the register
    UNHELD = 5  # nobody's in the register; the person has another
    UNHELD_NONE = 6  # nobody's in the register; the person has none


class PlaceLevel(IntEnum):
    MISSING = 0
    VILLAGE = 1
    NEARLY = 2  # a slip of the pen away
    KIND = 3  # the same name or number, khu phố for thôn
    COMMUNE = 4  # only the commune is written, the same
    IN_COMMUNE = 5  # another village of the same commune
    OTHER = 6


FIELDS: tuple[tuple[str, str, type[IntEnum]], ...] = (
    ("full_name", "k", NameLevel), ("personal_number", "n", NumberLevel), ("birth", "b", BirthLevel),
    ("sex", "s", SexLevel), ("phone", "p", PhoneLevel), ("village", "v", PlaceLevel),
)  # fmt: skip
BITS = 5  # of a level in a pattern


class Compared(NamedTuple):
    """Levels by field, one entry for each pair, and what weighing needs beside them."""

    levels: dict[str, Bytes]
    row: Ints
    person: Ints

    def take(self, pairs: Array | slice) -> Compared:
        if isinstance(pairs, slice):
            levels = {name: held[pairs] for name, held in self.levels.items()}
            return Compared(levels, self.row[pairs], self.person[pairs])
        levels = {name: held.take(pairs) for name, held in self.levels.items()}
        return Compared(levels, self.row.take(pairs), self.person.take(pairs))

    def packed(self) -> Longs:
        return (self.row.astype(np.int64) << 32) | self.person

    def pattern(self) -> Longs:
        """All levels in one number."""
        packed = np.zeros(len(self.row), np.int64)
        for at, levels in enumerate(self.levels.values()):
            packed |= levels.astype(np.int64) << (BITS * at)
        return packed


class Comparer:
    """Everything that is looked up while pairs are compared, worked out once."""

    def __init__(self, register: CodedRegister, rows: CodedList) -> None:
        self.register = register
        self.rows = rows
        self._syllables = Syllables.of(rows.names)
        self.holder = register.holders(rows.number)
        keys, people = register.with_phones(joined(rows.phone, rows.second_phone))
        holders = [found_by(keys, people, phones) for phones in (rows.phone, rows.second_phone)]
        self.phone_held = (holders[0] >= 0) | (holders[1] >= 0)
        homes = np.append(register.household, np.int32(-1))  # that of nobody, the last
        self._phone_home = [homes[held] for held in holders]

    def compare(self, row: Ints, person: Ints) -> Compared:
        levels = {
            "full_name": self._names(self.rows.name.take(row), self.register.name.take(person)),
            "personal_number": self._numbers(row, person),
            "birth": birth_levels(self.rows.birth.take(row), self.register.birth.take(person)),
            "sex": _sexes(self.rows.sex.take(row), self.register.sex.take(person)),
            "phone": self._phones(row, person),
            "village": self._places(row, person),
        }
        for name, held in self.register.extras.items():
            of_list = self.rows.extras[name]
            levels[f"extra:{name}"] = text_levels(of_list.texts, of_list.codes.take(row), held.codes.take(person))
        return Compared(levels, row, person)

    def _names(self, written: Ints, known: Ints) -> Bytes:
        return name_levels(self.rows.names, self._syllables, written, known)

    def _numbers(self, row: Ints, person: Ints) -> Bytes:
        kind, value = self.rows.number_kind.take(row), self.rows.number.take(row)
        number, old = self.register.number.take(person), self.register.old_number.take(person)
        levels = np.full(len(row), NumberLevel.OTHER, np.int8)
        levels[((kind == TWELVE) | (kind == ROUNDED)) & (number == 0) | (kind == NINE) & (old == 0)] = (
            NumberLevel.UNKNOWN
        )
        open_ = np.flatnonzero((kind == TWELVE) & (number > 0) & (number != value))
        slip, crossed = digit_slips(value[open_], number[open_])
        levels[open_[slip]] = NumberLevel.ONE_DIGIT
        levels[open_[crossed]] = NumberLevel.CROSSED
        holder = self.holder.take(row)
        home = self.register.household
        kin = (holder >= 0) & (holder != person) & (home.take(person) >= 0) & (home.take(holder) == home.take(person))
        levels[kin & (levels == NumberLevel.OTHER)] = NumberLevel.HOUSEHOLD
        levels[kin & (levels == NumberLevel.UNKNOWN)] = NumberLevel.HOUSEHOLD
        short = np.flatnonzero((kind == ROUNDED) & (number > 0))
        levels[short[rounded(value[short]) == rounded(number[short])]] = NumberLevel.ROUNDED
        levels[(kind == TWELVE) & (number == value)] = NumberLevel.SAME
        nine = np.where(kind == NINE, value, self.rows.other_number.take(row))
        levels[(nine > 0) & (nine == old) & (levels != NumberLevel.SAME)] = NumberLevel.OLD
        levels[self._further(row, person)] = NumberLevel.SAME
        levels[(kind == 0)] = NumberLevel.MISSING
        return levels

    def _further(self, row: Ints, person: Ints) -> Array:
        """Pairs whose number is one that the person had before."""
        others = self.register.others
        if not len(others):
            return np.zeros(0, np.int64)
        held = set(map(tuple, others.tolist()))
        open_ = np.flatnonzero(np.isin(person, others[:, 0]))
        pairs = zip(person[open_].tolist(), self.rows.number[row[open_]].tolist(), strict=True)
        return np.asarray(open_[np.array([pair in held for pair in pairs], dtype=bool)])

    def _phones(self, row: Ints, person: Ints) -> Bytes:
        first, second = self.rows.phone.take(row), self.rows.second_phone.take(row)
        known, home = self.register.phone.take(person), self.register.household.take(person)
        levels = np.where(known > 0, PhoneLevel.UNHELD, PhoneLevel.UNHELD_NONE).astype(np.int8)
        levels[self.phone_held.take(row)] = PhoneLevel.ELSEWHERE
        near = np.flatnonzero((levels == PhoneLevel.UNHELD) & (first > 0))
        slip, _ = digit_slips(first[near], known[near])
        levels[near[slip]] = PhoneLevel.ONE_DIGIT
        for of_home in self._phone_home:
            levels[(of_home.take(row) >= 0) & (of_home.take(row) == home)] = PhoneLevel.HOUSEHOLD
        levels[(known > 0) & ((known == first) | (known == second))] = PhoneLevel.SAME
        levels[first == 0] = PhoneLevel.MISSING
        return levels

    def _places(self, row: Ints, person: Ints) -> Bytes:
        places, held = self.rows.places, self.register
        village, commune = places.village.take(row), places.commune.take(row)
        known, known_commune = held.village.take(person), held.commune.take(person)
        kind, known_kind = places.kind.take(row), held.village_kind.take(person)
        in_commune = (commune >= 0) & (commune == known_commune)
        elsewhere = (commune != NOTHING) & (known_commune >= 0) & ~in_commune
        levels = np.where(in_commune, PlaceLevel.IN_COMMUNE, PlaceLevel.OTHER).astype(np.int8)
        levels[(village == NOTHING) & in_commune] = PlaceLevel.COMMUNE
        same = (village >= 0) & (village == known) & ~elsewhere
        levels[same] = PlaceLevel.VILLAGE
        levels[same & (kind > 0) & (known_kind > 0) & (kind != known_kind)] = PlaceLevel.KIND
        levels[same & places.nearly.take(row)] = PlaceLevel.NEARLY
        levels[(village == NOTHING) & (commune == NOTHING) | (known == NOTHING) & (known_commune == NOTHING)] = 0
        return levels


def _sexes(written: Bytes, known: Bytes) -> Bytes:
    levels = np.where(written == known, SexLevel.SAME, SexLevel.OTHER).astype(np.int8)
    levels[(written == 0) | (known == 0)] = SexLevel.MISSING
    return levels


def rounded(numbers: Longs) -> Longs:
    """The first six digits that are not zeros in front, at their places."""
    digits = np.where(numbers >= 10**11, 10**6, np.where(numbers >= 10**10, 10**5, 10**4))
    return np.asarray(numbers // digits * digits)


_POWERS = 10 ** np.arange(12, dtype=np.int64)
_STEPS = np.sort(np.concatenate([digit * _POWERS for digit in range(1, 10)]))
_CROSS_STEPS = np.sort(np.concatenate([9 * digit * _POWERS[:11] for digit in range(1, 10)]))


def digit_slips(one: Longs, other: Longs) -> tuple[Bools, Bools]:
    """(one digit differs, two neighbouring digits are exchanged). Most pairs are told apart by their difference."""
    gap = np.abs(one - other)
    slip, crossed = np.zeros(len(one), bool), np.zeros(len(one), bool)
    for steps, found, check in ((_STEPS, slip, _one_digit), (_CROSS_STEPS, crossed, _two_crossed)):
        at = np.minimum(np.searchsorted(steps, gap), len(steps) - 1)
        open_ = np.flatnonzero(steps[at] == gap)
        found[open_] = check(one[open_], other[open_])
    return slip, crossed & ~slip


def _one_digit(one: Longs, other: Longs) -> Bools:
    differ = sum((one // power % 10 != other // power % 10).astype(np.int8) for power in _POWERS)
    return np.asarray(differ == 1)


def _two_crossed(one: Longs, other: Longs) -> Bools:
    found = np.zeros(len(one), bool)
    for power in _POWERS[:11]:
        high, low = one // (power * 10) % 10, one // power % 10
        found |= one - (high - low) * 9 * power == other
    return found


_NEAR_MONTHS, _NEAR_DAYS = np.zeros((2, 100), bool)  # as fingers slip, by how many they are apart
_NEAR_MONTHS[[1, 10]] = _NEAR_DAYS[[1, 2, 10, 20]] = True


def birth_levels(written: Ints, known: Ints) -> Bytes:
    """Dates as codes; a year below 100 of the list stands for that year of any century."""
    short = (written > 0) & (written < 100 * 10000)
    year_a, year_b = written // 10000, known // 10000
    year_a = np.where(short, year_b - (year_b % 100 - year_a), year_a)
    month_a, day_a, month_b, day_b = written // 100 % 100, written % 100, known // 100 % 100, known % 100
    gap = np.abs(year_a - year_b)
    same_year, same_month, same_day = gap == 0, month_a == month_b, day_a == day_b
    slipped = (gap == 1) | (gap == 10)
    level = BirthLevel
    levels = np.where(same_year, level.SAME_YEAR, level.OTHER).astype(np.int8)
    levels[same_month & same_day] = level.YEAR_WRONG
    levels[same_month & same_day & slipped] = level.YEAR_SLIP
    levels[same_year & (same_day | same_month)] = level.PART
    levels[same_year & same_day & _NEAR_MONTHS[np.abs(month_a - month_b)]] = level.MONTH
    levels[same_year & same_month & _NEAR_DAYS[np.abs(day_a - day_b)]] = level.DAY
    levels[same_year & (month_a == 1) & (day_a == 1)] = level.FIRST_DAY
    levels[same_year & (month_a == day_b) & (day_a == month_b)] = level.CROSSED
    levels[same_year & same_month & same_day] = level.SAME
    year_known = (day_b == 0) & (day_a > 0)
    levels[year_known] = np.where(same_year, level.YEAR_KNOWN, level.YEAR_KNOWN_OTHER)[year_known]
    only_year = day_a == 0
    levels[only_year] = np.where(same_year, level.ONLY_YEAR, level.ONLY_OTHER)[only_year]
    levels[only_year & slipped] = level.ONLY_NEAR
    levels[(written == 0) | (known == 0)] = level.MISSING
    return levels


__all__ = ["BITS", "ELSEWHERE", "FIELDS", "Compared", "Comparer", "TextLevel", "birth_levels"]
