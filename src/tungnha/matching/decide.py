"""Step 4: each row against all its candidates and against nobody; then once more, knowing who is already claimed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Floats, Ints, Longs, first_of_each, raise_to
from tungnha.matching.records import VERDICTS

LINKED, AMBIGUOUS, NOT_FOUND, UNREADABLE = range(len(VERDICTS))
CLAIM = 0.01  # weaker claims on a person are left out of account
LEFT = 0.1  # of the people of an age, those who are taken to be left at least
MILLI = 1000  # weights are whole thousandths of a nat from here on: sums are the same on every machine


class Chances(NamedTuple):
    """One entry for each pair, pairs of a row beside each other: the chance of each, and of each row having nobody."""

    pair: Floats
    nobody: Floats


def chances(row: Ints, person: Floats, kin: Floats, alone: Floats, own: Floats) -> Chances:
    """`row` ascending. `person`, `kin`: weights of the pairs; `alone`, `own`: of the rows having nobody (`Nobody`)."""
    pairs, kins, none = whole(person), whole(kin + own[row]), whole(alone)
    best = none.copy()
    raise_to(best, row, pairs)
    each = np.exp((pairs - best[row]) / MILLI)
    of_kin = np.exp(np.minimum(kins - best[row], 0) / MILLI)
    absent = np.exp((none - best) / MILLI) + np.bincount(row, weights=of_kin, minlength=len(alone))
    together = absent + np.bincount(row, weights=each, minlength=len(alone))
    return Chances(each / together[row], absent / together)


def whole(weights: Floats) -> Longs:
    """Thousandths of a nat."""
    return np.rint(weights * MILLI).astype(np.int64)


def with_claims(row: Ints, people: Ints, weight: Floats, chance: Floats, bands: Ints, repeated: float) -> Floats:
    """The weights again, now that each person's claims by other rows are known. `bands`: the age of each person.

    A person whom another row surely is, is on the list a second time only as often as rows repeat themselves. Whoever
    is left of an age is likelier for that: a row means one of fewer.
    """
    first, second, owner = _two_best(row, people, chance, len(bands))
    by_other = np.where(owner[people] == row, second[people], first[people])
    held = np.bincount(bands).astype(np.float64)
    left = held - np.bincount(bands, weights=first)
    fewer = np.log(held / np.maximum(left, LEFT * np.maximum(held, 1)), where=held > 0, out=np.zeros(len(held)))
    found: Floats = weight + np.log1p(by_other * (repeated - 1.0)) + fewer[bands[people]]
    return found


def _two_best(row: Ints, people: Ints, chance: Floats, count: int) -> tuple[Floats, Floats, Ints]:
    """Of each person the two strongest claims, and the row of the strongest; of equal ones the earlier row."""
    claims = np.flatnonzero(chance >= CLAIM)
    order = claims[np.lexsort((row[claims], -chance[claims], people[claims]))]
    sorted_people = people[order]
    start = first_of_each(sorted_people)
    first, second, owner = np.zeros(count), np.zeros(count), np.full(count, -1, np.int32)
    at = np.flatnonzero(start)
    first[sorted_people[at]] = chance[order][at]
    owner[sorted_people[at]] = row[order][at]
    follows = at[at + 1 < len(order)] + 1
    follows = follows[~start[follows]]
    second[sorted_people[follows]] = chance[order][follows]
    return first, second, owner


def repeated_odds(row: Ints, people: Ints, chance: Floats, population: int, part: float = 1.0) -> float:
    """How much rarer a person who is claimed already is the person of another row, than one who is not.

    `part`: the share of the list that is looked at; two rows of one person are both in it as often as its square.
    """
    sure = chance > 0.95
    claimed = np.bincount(people[sure]) if sure.any() else np.zeros(1, int)
    persons = int(np.count_nonzero(claimed))
    again = int(claimed.sum()) - persons
    share = min((again / part + 2.0) / (claimed.sum() + 60.0), 0.5)
    free = max(population - persons / part, 1)
    odds = (share / max(persons / part, 1)) / ((1 - share) / free)
    return float(min(max(odds, 0.002), 1.0))


# -- verdicts

SURE, SURE_ANYWAY = 0.97, 0.995  # no link below the first; the second is enough whatever else is on the list
WRONG_LINKS = 0.0002  # of the links of a list, the share that may be expected to be wrong
DOUBT = 0.15  # of a row's person being in the register at all: above it a person looks at the row


class Verdicts(NamedTuple):
    """One entry for each row. `best`: the pair of the likeliest candidate, -1 where there is none."""

    verdict: Bytes
    best: Longs
    probability: Floats
    double_of: Longs


def likeliest(row: Ints, chance: Floats, rows: int) -> Longs:
    """The pair of each row with the greatest chance, of equal ones the first: of the smaller person, as pairs ascend.

    -1 for rows without pairs.
    """
    most = np.zeros(rows)
    raise_to(most, row, chance)
    at = np.flatnonzero(chance == most[row])[::-1]  # the last one written stays: the first pair
    best = np.full(rows, -1, np.int64)
    best[row[at]] = at
    return best


def verdicts(pairs: Chances, row: Ints, people: Ints, enough: Bools, readable: Bools) -> Verdicts:
    """`enough`: pairs that agree in more than one thing a person is known by; others are never linked."""
    best = likeliest(row, pairs.pair, len(readable))
    found = best >= 0
    chance = np.zeros(len(readable))
    chance[found] = pairs.pair[best[found]]
    may = np.zeros(len(readable), bool)
    may[found] = enough[best[found]]
    linked = may & readable & (chance >= sure_from(chance[may & readable]))
    verdict = np.where(found & (1 - pairs.nobody >= DOUBT), AMBIGUOUS, NOT_FOUND).astype(np.int8)
    verdict[linked] = LINKED
    verdict[~readable] = UNREADABLE
    probability = np.where(verdict <= AMBIGUOUS, chance, np.where(verdict == NOT_FOUND, pairs.nobody, 0.0))
    person = np.where(linked, people[np.maximum(best, 0)] if len(people) else -1, -1)
    return Verdicts(verdict, best, np.asarray(np.round(probability, 4), np.float64), doubles(person))


def with_missed(nobody: Floats, outside: float, missed: Floats, inside: Floats, unheld: Floats) -> Floats:
    """The chance of rows that were linked to nobody that nobody of the register is theirs.

    `nobody`: the chance that it is none of those found, weighed with the share `outside` of rows, who are not in the
    register or were not found. The others: as `missed.Missed` has them.
    """
    candidates = (1 - nobody) / np.maximum(nobody, 1e-9) * (outside / (1 - outside)) * unheld
    absent: Floats = (1 - inside) / (1 - inside + inside * (missed + candidates))
    return absent


def sure_from(chance: Floats) -> float:
    """The chance from which rows are linked, so that few of the links can be expected to be wrong."""
    held = np.sort(chance)[::-1]
    wrong = np.cumsum(1 - held) / np.arange(1, len(held) + 1)
    within = np.flatnonzero(wrong <= WRONG_LINKS)
    lowest = held[within[-1]] if len(within) else SURE_ANYWAY
    return float(min(max(lowest, SURE), SURE_ANYWAY))


def doubles(person: Array) -> Longs:
    """For each row linked to a person of an earlier row that row; -1 for the others. `person` is -1 where none is."""
    order = np.argsort(person, kind="stable")
    held = person[order]
    start = first_of_each(held)
    first = order[np.maximum.accumulate(np.where(start, np.arange(len(held)), 0))] if len(held) else order
    found = np.full(len(person), -1, np.int64)
    found[order] = np.where(start | (held < 0), -1, first)
    return found
