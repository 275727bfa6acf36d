"""Names of a column that was sorted by itself go back to their rows.

Every name still stands somewhere in the block. A row whose number, telephone or birth leads to somebody of the register
whose name is there gets it back; the number alone does not prove the row, since the name has to be in the block too.
Each name is given to one row; where two rows could have the last one, neither has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from difflib import get_close_matches
from typing import Protocol

import numpy as np

from tungnha.identity.letters import folded
from tungnha.matching.repair.facts import SEXES, Facts, Ints, Known, Reference, Registered
from tungnha.matching.repair.work import DOUBTFUL, Cells, Rows, Work, distrust

EDGE = 30  # rows around the block: where it ends is seen only where numbers are known
MOST_THERE = 0.6  # share of those the register knows whose names stand in the block, or the names are of elsewhere
LEAST_THERE = 8
MOST_HOLD = 0.8  # share of years of birth that the numbers must say too
PASSES = 3
ALIKE = 0.88  # names with a slip of typing


class Looked(Protocol):
    facts: Facts
    by_number: Registered | None
    by_phone: Registered | None
    reference: Reference | None


def key_of(name: str) -> str:
    """A name whatever the order of its words and its marks."""
    return " ".join(sorted(folded(name).replace(".", " ").replace("~", " ").split()))


class Pool:
    """The names of the block that are not yet given back, by their key."""

    def __init__(self) -> None:
        self._held: dict[str, list[str]] = defaultdict(list)

    def add(self, text: str) -> None:
        if key := key_of(text):
            self._held[key].append(text)

    def like(self, key: str) -> str | None:
        """The key itself or, with a slip of typing, the one like it."""
        if self._held.get(key):
            return key
        near = get_close_matches(key, [one for one, held in self._held.items() if held], 2, ALIKE)
        return near[0] if len(near) == 1 else None

    def has(self, key: str) -> bool:
        return bool(self._held.get(key))

    def count(self, key: str) -> int:
        return len(self._held.get(key, ()))

    def take(self, key: str, name: str) -> str:
        """One of the names, its words in the order of the register's."""
        return _in_order(self._held[key].pop(), name)


def _in_order(text: str, name: str) -> str:
    words = text.split()
    wanted = name.split()
    have = [folded(word) for word in words]
    if have == wanted or Counter(have) != Counter(wanted):
        return text
    left = list(zip(have, words, strict=True))
    made = []
    for word in wanted:
        at = next(at for at, (fold, _) in enumerate(left) if fold == word)
        made.append(left.pop(at)[1])
    return " ".join(made)


def put_back(work: Work, first: int, last: int, people: Rows, known: Looked) -> bool:
    """Of the block first..last of people. False when its names cannot be found again; then nothing is done."""
    column = work.cells.field("full_name")
    low, high = max(first - EDGE, 0), min(last + EDGE, len(people) - 1)
    said = {at: column[int(people[at])] for at in range(low, high + 1)}
    years = own_years(known.facts)
    owners = {at: name for at in said if (name := _owner(at, known, int(years[at])))}
    everywhere = {key_of(text) for text in said.values()}
    inside = [at for at in owners if first <= at <= last]
    there = sum(key_of(owners[at]) in everywhere for at in inside)
    if there < max(LEAST_THERE, MOST_THERE * len(inside)) or not _numbers_hold(first, last, known):
        return False
    kept: set[int] = set()
    given: dict[int, str] = {}
    pool = Pool()
    for at, text in said.items():
        own = key_of(text) == key_of(owners[at]) if at in owners else not first <= at <= last
        if own:
            kept.add(at)
        else:
            pool.add(text)
    waiting = {at: key_of(name) for at, name in owners.items() if at not in kept}
    _give(pool, waiting, owners, given, lambda key: key if pool.has(key) else None)
    _give(pool, {at: key for at, key in waiting.items() if at not in given}, owners, given, pool.like)
    proven = set(given)
    _give_by_birth(pool, [at for at in said if at not in kept and at not in given], known, given)
    left = [at for at in said if at not in kept and at not in proven]
    _step(work, people, given, left)
    return True


def _numbers_hold(first: int, last: int, known: Looked) -> bool:
    """The numbers stand where the births do: it is the names that are other rows', not the numbers."""
    years, births = known.facts.number_year[first : last + 1], own_years(known.facts)[first : last + 1]
    both = (years > 0) & (births > 0)
    return bool(both.sum() >= LEAST_THERE and np.mean(years[both] == births[both]) > MOST_HOLD)


def own_years(facts: Facts) -> Ints:
    """Years of birth, 0 where the birth is the one of the row above: it may have been copied down."""
    same = np.zeros(facts.size, bool)
    dates = facts.dates
    same[1:] = (
        (dates.first[1:] == dates.first[:-1]) & (dates.second[1:] == dates.second[:-1])
        & (facts.birth_year[1:] == facts.birth_year[:-1])
    )  # fmt: skip
    return np.where(same, 0, facts.birth_year)


def _owner(at: int, known: Looked, born: int) -> str:
    """The register's name for the row's number or telephone, where nothing of the row contradicts."""
    facts = known.facts
    for looked in (known.by_number, known.by_phone):
        if looked is None or not looked.found[at]:
            continue
        year, sex = (
            _agree(born, looked.year[at]),
            _agree(facts.sex[at], looked.sex[at]),
        )
        village = _agree(facts.village[at], looked.village[at])
        if looked is known.by_number and year >= 0 and sex >= 0:
            return looked.name_of.get(at, "")
        if looked is known.by_phone and sex >= 0 and year > 0 and village >= 0:
            return looked.name_of.get(at, "")
    return ""


def _agree(one: int, other: int) -> int:
    return 0 if not one or not other else 1 if one == other else -1


def _give(
    pool: Pool,
    waiting: dict[int, str],
    owners: dict[int, str],
    given: dict[int, str],
    found: Callable[[str], str | None],
) -> None:
    wanted: dict[str, list[int]] = defaultdict(list)
    for at, key in waiting.items():
        if (held := found(key)) is not None:
            wanted[held].append(at)
    for key, rows in wanted.items():
        if len(rows) <= pool.count(key):
            for at in rows:
                given[at] = pool.take(key, owners[at])


def _give_by_birth(pool: Pool, rows: list[int], known: Looked, given: dict[int, str]) -> None:
    """Rows the register knows by no number: the one person born then whose name is left in the block.

    Each name given leaves fewer for the others, so it is asked again.
    """
    if known.reference is None:
        return
    facts = known.facts
    years = own_years(facts)
    births = {at: birth for at in rows if years[at] and (birth := _birth_of(at, facts)) is not None}
    asked = sorted(set(births.values()))
    born = dict(zip(asked, known.reference.by_birth(asked), strict=True)) if asked else {}
    fitting = {at: _fitting(at, born[birth], facts) for at, birth in births.items()}
    for _ in range(PASSES):
        names: dict[int, str] = {}
        for at, all_names in fitting.items():
            left = {name for name in all_names if pool.has(key_of(name))}
            if len(left) == 1 and at not in given:
                names[at] = left.pop()
        before = len(given)
        _give(pool, {at: key_of(name) for at, name in names.items()}, names, given, lambda key: key)
        if len(given) == before:
            break


def _birth_of(at: int, facts: Facts) -> tuple[int, int, int] | None:
    """A whole date: in a year there are too many whose name may stand in the block by chance."""
    year, month, day = int(facts.birth_year[at]), int(facts.dates.second[at]), int(facts.dates.first[at])
    return (year, month, day) if year and month and day else None


def _fitting(at: int, born: list[Known], facts: Facts) -> set[str]:
    found = set()
    for one in born:
        village = _agree(int(facts.village[at]), facts.place(one.village))
        if village >= 0 and _agree(int(facts.sex[at]), SEXES.get(one.sex, 0)) >= 0:
            found.add(one.name)
    return found


def _step(work: Work, people: Rows, given: dict[int, str], left: list[int]) -> None:
    """`left`: rows whose name is not proven. Their own stays, doubted: without any they could not be read."""
    moved = {int(people[at]): text for at, text in sorted(given.items())}
    rest = [int(people[at]) for at in left]
    doubt = distrust("full_name", rest, DOUBTFUL)

    def apply(cells: Cells) -> None:
        column = cells.field("full_name")
        for row, text in moved.items():
            column[row] = text
        doubt(cells)

    title = work.title("full_name")
    words = f"cột {title} bị sắp xếp riêng, lệch với các cột khác; đã đưa tên về đúng dòng theo số định danh, ngày sinh"
    work.do("resorted", "full_name", np.array(sorted({*moved, *rest})), words, apply)
