"""How two names differ, worked out for whole arrays of distinct pairs of names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Ints, Words, across
from tungnha.matching.cleaning_names import LONGEST, WIDTH, Names


class NameLevel(IntEnum):
    """From equal to nothing in common. What stands behind SAME_TONES differs in letters too."""

    MISSING = 0
    SAME = 1
    UNMARKED = 2  # the same syllables, one side written without marks
    ONE_TONE = 3  # the same syllables, both marked, one syllable's marks differ
    TONES = 4
    HEARD = 5  # one syllable spelt as it is heard: l/n, s/x, i/y
    SLIP = 6  # one letter of one syllable
    SLIPS = 7  # two syllables heard or slipped
    INITIALS = 8
    DROPPED = 9  # the list leaves out middle names
    ADDED = 10  # the register has fewer middle names
    DROPPED_SLIP = 11  # and one end is slipped
    ORDER = 12
    OTHER_GIVEN = 13  # all but the given name the same
    OTHER_MIDDLE = 14  # family and given name the same
    OTHER_FAMILY = 15  # all but the family name the same
    SAME_GIVEN = 16
    SAME_FAMILY = 17
    DIFFERENT = 18


# How one syllable differs from another.
NOT_NEAR, EQUAL, EAR, EDIT, INITIAL = 0, 1, 2, 3, 4
# What a scanner makes of one letter: two, and the letter.
_READ_AS_TWO = [int.from_bytes(word.encode()) for word in ("rnm", "iiu", "cld", "vvw", "nnm", "lih", "ria", "tth")]


@dataclass(frozen=True)
class Syllables:
    """What is known of each folded syllable."""

    letters: Words  # [syllable, WIDTH]
    ears: Ints
    typed: Ints

    @classmethod
    def of(cls, names: Names) -> Syllables:
        return cls(names.book.letters(), names.book.ears(), names.book.typed())

    @cached_property
    def lengths(self) -> Ints:
        return np.asarray(np.count_nonzero(self.letters, axis=1), np.int32)

    def relations(self, one: Ints, other: Ints) -> Bytes:
        """How each pair of syllables differs; each distinct pair is looked at once."""
        packed = (one.astype(np.int64) << 32) | other
        pairs, at = np.unique(packed, return_inverse=True)
        a, b = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
        found = np.full(len(pairs), NOT_NEAR, np.int8)
        both = (a > 0) & (b > 0)
        found[both & self._one_edit(a, b)] = EDIT
        found[both & ((self.ears[a] == self.ears[b]) & self._one_end(a, b) | (self.typed[a] == b))] = EAR
        short = (self.lengths[a] == 1) | (self.lengths[b] == 1)
        found[both & short & (self.letters[a, 0] == self.letters[b, 0])] = INITIAL
        found[a == b] = EQUAL
        return np.asarray(found[at])

    def _one_end(self, a: Ints, b: Ints) -> Bools:
        """Heard alike at one end at most: lan and nan, lan and lang, but not lan and nang."""
        x, y = (self.letters[codes, np.maximum(self.lengths[codes] - 1, 0)] for codes in (a, b))
        return np.asarray((self.letters[a, 0] == self.letters[b, 0]) | (x == y))

    def _one_edit(self, a: Ints, b: Ints) -> Bools:
        """One letter put in, left out, changed or doubled, two neighbours exchanged, or one read as two (m, rn)."""
        x, y = self.letters.take(a, axis=0), self.letters.take(b, axis=0)
        long_x, long_y = self.lengths[a], self.lengths[b]
        head = _alike(x, y)
        tail = _alike(_from_end(x, long_x), _from_end(y, long_y))
        short, gap = np.minimum(long_x, long_y), np.abs(long_x - long_y)
        at = np.minimum(head, WIDTH - 2)
        rows = np.arange(len(a))
        crossed = (x[rows, at] == y[rows, at + 1]) & (x[rows, at + 1] == y[rows, at])
        middle = short - head - tail
        return np.asarray(
            (short > 1)
            & (((gap == 1) & ((middle <= 0) | (middle == 1) & self._read_as_two(a, b, at)))
               | ((gap == 0) & ((middle == 1) | ((middle == 2) & crossed))))
        )  # fmt: skip

    def _read_as_two(self, a: Ints, b: Ints, at: Ints) -> Bools:
        """A scanner's m for rn, u for ii: of one letter more, the two where the words part."""
        longer = (self.lengths[a] > self.lengths[b])[:, None]
        more, less = (
            np.where(longer, self.letters[a], self.letters[b]),
            np.where(longer, self.letters[b], self.letters[a]),
        )
        rows = np.arange(len(a))
        two = more[rows, at].astype(np.int64) << 16 | more[rows, at + 1].astype(np.int64) << 8 | less[rows, at]
        return np.isin(two, _READ_AS_TWO)


def _alike(x: Words, y: Words) -> Ints:
    """How many letters agree from the front, up to the end of the shorter."""
    differ = (x != y) | (x == 0) | (y == 0)
    return np.where(differ.any(axis=1), differ.argmax(axis=1), WIDTH).astype(np.int32)


def _from_end(letters: Words, lengths: Ints) -> Words:
    at = lengths[:, None] - 1 - np.arange(WIDTH)[None, :]
    turned = np.take_along_axis(letters, np.maximum(at, 0), axis=1)
    return np.where(at >= 0, turned, 0).astype(np.uint8)


def name_levels(names: Names, syllables: Syllables, written: Ints, known: Ints) -> Bytes:
    """The level of each pair of names: of the list (`written`), of the register (`known`)."""
    levels = np.full(len(written), NameLevel.DIFFERENT, np.int8)
    own, theirs = names.fold.take(written), names.fold.take(known)
    missing = (own == 0) | (theirs == 0)
    levels[missing] = NameLevel.MISSING
    same = (own == theirs) & ~missing
    levels[same] = _marks(names, written[same], known[same])
    other = np.flatnonzero(~same & ~missing)
    if len(other):
        levels[other] = _letters(names, syllables, written[other], known[other])
    return levels


def _marks(names: Names, written: Ints, known: Ints) -> Bytes:
    """Names of the same syllables: how their marks differ."""
    differing = across(names.toned.take(written, axis=0) != names.toned.take(known, axis=0))
    levels = np.where(differing == 1, NameLevel.ONE_TONE, NameLevel.TONES).astype(np.int8)
    levels[names.unmarked.take(written) | names.unmarked.take(known)] = NameLevel.UNMARKED
    levels[differing == 0] = NameLevel.SAME
    return levels


def _letters(names: Names, syllables: Syllables, written: Ints, known: Ints) -> Bytes:
    a, b = names.folded.take(written, axis=0), names.folded.take(known, axis=0)
    long_a, long_b = names.lengths.take(written), names.lengths.take(known)
    first, last = (
        names.first.take(written) == names.first.take(known),
        names.last.take(written) == names.last.take(known),
    )
    levels = np.full(len(a), NameLevel.DIFFERENT, np.int8)
    levels[first] = NameLevel.SAME_FAMILY
    levels[last] = NameLevel.SAME_GIVEN
    levels[first & last] = NameLevel.OTHER_MIDDLE
    levels[(names.bag.take(written) == names.bag.take(known))] = NameLevel.ORDER
    even = np.flatnonzero(long_a == long_b)
    levels[even] = _of_one_length(syllables, a.take(even, axis=0), b.take(even, axis=0), long_a[even], levels[even])
    uneven = np.flatnonzero((long_a != long_b) & (np.minimum(long_a, long_b) > 1))
    levels[uneven] = _shortened(syllables, a[uneven], b[uneven], long_a[uneven], long_b[uneven], levels[uneven])
    return levels


def _of_one_length(syllables: Syllables, a: Ints, b: Ints, length: Ints, levels: Bytes) -> Bytes:
    """Syllable against syllable. `levels` is what holds where nothing nearer is found."""
    differ = a != b
    count = across(differ)
    open_ = differ & (count <= 2)[:, None]
    many = np.flatnonzero(count > 2)  # only initials may make these one name, and at most one syllable is slipped then
    single = (syllables.lengths[a[many]] == 1) | (syllables.lengths[b[many]] == 1)
    open_[many] = differ[many] & (across(single) >= count[many] - 1)[:, None]
    at, column = np.nonzero(open_)
    relation = np.zeros(a.shape, np.int8)
    relation[at, column] = syllables.relations(a[at, column], b[at, column])
    ears, edits, initials = (across(relation == kind) for kind in (EAR, EDIT, INITIAL))
    found = levels.copy()
    rows = np.arange(len(a))
    wholly = (count == 1) & (length > 1) & (found != NameLevel.ORDER)
    found[wholly & differ[:, 0]] = NameLevel.OTHER_FAMILY
    found[wholly & differ[rows, np.maximum(length - 1, 0)]] = NameLevel.OTHER_GIVEN
    near = ears + edits == count
    found[near & (count == 2) & (length > 2)] = NameLevel.SLIPS
    found[(initials > 0) & (ears + edits + initials == count) & (ears + edits < 2)] = NameLevel.INITIALS
    found[near & (count == 1) & (edits == 1)] = NameLevel.SLIP
    found[near & (count == 1) & (ears == 1)] = NameLevel.HEARD
    return found


def _shortened(syllables: Syllables, a: Ints, b: Ints, long_a: Ints, long_b: Ints, levels: Bytes) -> Bytes:
    """One side with fewer syllables: middle names left out."""
    less = (long_a < long_b)[:, None]
    short, full = np.where(less, a, b), np.where(less, b, a)
    length, whole = np.minimum(long_a, long_b), np.maximum(long_a, long_b)
    rows = np.arange(len(a))
    ends = syllables.relations(
        np.concatenate([short[:, 0], short[rows, length - 1]]), np.concatenate([full[:, 0], full[rows, whole - 1]])
    ).reshape(2, -1)
    inside = _middle_within(short, length, full, whole)
    equal = (ends == EQUAL).all(axis=0)
    near = ((ends == EQUAL).sum(axis=0) == 1) & ((ends == EAR) | (ends == EDIT)).any(axis=0)
    found = levels.copy()
    found[inside & near] = NameLevel.DROPPED_SLIP
    found[inside & equal] = np.where(long_a < long_b, NameLevel.DROPPED, NameLevel.ADDED)[inside & equal]
    return found


def _middle_within(short: Ints, length: Ints, full: Ints, whole: Ints) -> Bools:
    """Whether the middle syllables of the short name stand in the full one, in their order."""
    rows = np.arange(len(short))
    at = np.ones(len(short), np.int64)  # the next syllable of the short name that is looked for
    for column in range(1, LONGEST - 1):
        wanted = short[rows, np.minimum(at, LONGEST - 1)]
        step = (at < length - 1) & (column < whole - 1) & (full[:, column] == wanted)
        at += step
    return np.asarray(at >= length - 1)


def shares(names: Names, among: Ints, codes: Array) -> Array:
    """For each name the share of people (`among`: the name of each person) whose name has the same code."""
    held = np.bincount(codes[among], minlength=int(codes.max()) + 1)
    return held[codes] / max(len(among), 1)
