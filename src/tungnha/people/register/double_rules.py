"""Which two records may be of one person. Pure: no database, and never every pair: only those that share a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from tungnha.identity import names
from tungnha.identity.dates import PartialDate, Precision

# Why, in words, and how sure: pairs are looked at in that order.
WHY: dict[str, tuple[str, int]] = {
    "number": ("cùng một số định danh", 100),
    "name_birth": ("cùng họ tên (không kể dấu), cùng ngày sinh", 80),
    "name_near": ("họ tên khác một chữ hay một dấu, cùng ngày sinh, cùng hộ", 70),
    "phone_name": ("cùng số điện thoại, cùng họ tên", 60),
    "name_year": ("cùng họ tên, cùng năm sinh (có người chỉ ghi năm), cùng thôn", 40),
    "two_numbers": ("cùng họ tên, cùng ngày sinh, nhưng số định danh khác nhau", 30),
}
# A block of one name and one birthday with more people than this is a fault of a file: only neighbours are paired.
LARGEST_BLOCK = 60

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Record:
    """What the rules look at. Numbers and telephones are blind indexes; `numbers` holds old ones too."""

    id: int
    full_name: str
    folded: str
    birth: date | None
    precision: str
    sex: str
    home: int | None
    village: int | None
    number: str = ""
    numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    @property
    def partial(self) -> PartialDate | None:
        precision: Precision = self.precision  # type: ignore[assignment]
        return PartialDate(self.birth, precision) if self.birth else None

    @property
    def known_to_the_day(self) -> bool:
        """1 January often stands for the year alone."""
        return self.precision == "day" and self.birth is not None and (self.birth.month, self.birth.day) != (1, 1)


def likely_doubles(records: Iterable[Record]) -> dict[Pair, list[str]]:
    """Every pair that some rule speaks of, the smaller id first → the codes of WHY, surest first."""
    rows = list(records)
    found: dict[Pair, set[str]] = defaultdict(set)
    for code, key, holds in _RULES:
        for one, other in _pairs(rows, key):
            if holds(one, other):
                found[(min(one.id, other.id), max(one.id, other.id))].add(code)
    return {pair: sorted(codes, key=lambda code: -WHY[code][1]) for pair, codes in sorted(found.items())}


def weight_of(codes: Iterable[str]) -> int:
    return max((WHY[code][1] for code in codes if code in WHY), default=0)


def _pairs(rows: Sequence[Record], keys: Callable[[Record], Iterable[Hashable]]) -> Iterator[tuple[Record, Record]]:
    blocks: dict[Hashable, list[Record]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            blocks[key].append(row)
    for block in blocks.values():
        if len(block) > LARGEST_BLOCK:
            block.sort(key=lambda row: row.id)
            yield from pairwise(block)
        elif len(block) > 1:
            yield from combinations(block, 2)


def _by_number(row: Record) -> Iterable[Hashable]:
    return row.numbers


def _by_name_and_day(row: Record) -> Iterable[Hashable]:
    return [(row.folded, row.birth)] if row.known_to_the_day else []


def _by_name_year_and_village(row: Record) -> Iterable[Hashable]:
    return [(row.folded, row.birth.year, row.village)] if row.birth and row.village else []


def _by_home_and_birth(row: Record) -> Iterable[Hashable]:
    return [(row.home, row.birth, row.precision)] if row.home and row.birth else []


def _by_phone_and_name(row: Record) -> Iterable[Hashable]:
    return [(phone, row.folded) for phone in row.phones]


def _may_be_one(a: Record, b: Record) -> bool:
    return not (a.sex and b.sex and a.sex != b.sex)


def _numbers_differ(a: Record, b: Record) -> bool:
    """Each has a number in use, and it is not the same: father and son, twins, namesakes, or a slip of the pen."""
    return bool(a.number and b.number and a.number != b.number)


def _same_day(a: Record, b: Record) -> bool:
    return _may_be_one(a, b) and not _numbers_differ(a, b)


def _same_day_two_numbers(a: Record, b: Record) -> bool:
    return _may_be_one(a, b) and _numbers_differ(a, b)


def _same_year(a: Record, b: Record) -> bool:
    if (a.known_to_the_day and b.known_to_the_day) or not _same_day(a, b):
        return False
    one, other = a.partial, b.partial
    return one is not None and other is not None and one.could_equal(other)


def _near_name(a: Record, b: Record) -> bool:
    return _same_day(a, b) and a.folded != b.folded and one_letter_apart(a.full_name, b.full_name)


def _shared_phone(a: Record, b: Record) -> bool:
    if not _same_day(a, b):
        return False
    one, other = a.partial, b.partial
    return one is None or other is None or one.could_equal(other)


_RULES: tuple[tuple[str, Callable[[Record], Iterable[Hashable]], Callable[[Record, Record], bool]], ...] = (
    ("number", _by_number, lambda a, b: True),
    ("name_birth", _by_name_and_day, _same_day),
    ("two_numbers", _by_name_and_day, _same_day_two_numbers),
    ("name_near", _by_home_and_birth, _near_name),
    ("phone_name", _by_phone_and_name, _shared_phone),
    ("name_year", _by_name_year_and_village, _same_year),
)


def one_letter_apart(a: str, b: str) -> bool:
    """One letter added, left out or written otherwise (marks apart); a middle name left out; words in another order."""
    if names.compare(a, b).agrees:
        return True
    short, long = sorted((names.fold(a), names.fold(b)), key=len)
    if len(long) - len(short) > 1 or short == long:
        return short == long
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
