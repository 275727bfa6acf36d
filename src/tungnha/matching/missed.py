"""How likely somebody who is in the register was found by no key: what "not in the register" is worth.

Animals that are caught again tell how many were never caught. So here: the rows that were found show how often each
part of their keys stays whole; that says of any row how likely all the ways it could be found by failed, and so how
many were missed. Those are counted in, and the shares worked out again (they are damaged more than the found ones).
Fields are taken to be damaged independently of each other, given what the row looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from tungnha.matching.arrays import Array, Bools, Bytes, Floats, Ints, Longs
from tungnha.matching.compare import PlaceLevel
from tungnha.matching.key_parts import JOINT, LOOKS, PLACES, KeyParts
from tungnha.matching.key_shares import Shares, expected, normal
from tungnha.matching.weights import COUNTS_OF_ONE, PRIOR_PAIRS, Weights

ROUNDS = 3
STEADY = 10.0  # pairs or rows: what few of a kind tell is taken with so much of what all tell
FIRST_GUESS = 0.88  # of rows, those whose person is in the register, before any was seen


class Found(NamedTuple):
    """Pairs that may be true, with the chance of each."""

    row: Ints
    person: Ints
    name_level: Bytes
    chance: Floats


class _Groups(NamedTuple):
    """Rows that are alike in all that counts. `of_row`: the group of each row."""

    open: Longs
    looks: dict[str, Ints]
    place: Ints
    of_row: Longs


class Missed(NamedTuple):
    """One entry for each row asked for. `missed`: the chance of being found by no key, if it is in the register;
    `inside`: the share of rows like it whose person is in the register; `unheld`: how many times likelier its
    candidates are than they were weighed, had it not been held against them that the register knows no such village
    (it is not known of those outside either; `inside` says what it tells)."""

    missed: Floats
    inside: Floats
    unheld: Floats


def missed_rows(
    parts: KeyParts, weights: Weights, found: Found, learnt_from: Longs, nobody: Floats, asked: Longs
) -> Missed:
    """`found`: pairs of the rows `learnt_from`, all of them readable; `nobody`: for these the chance that nobody who
    was found is theirs."""
    learner = _Learner(parts, weights, found)
    unheld = _unheld(weights)
    likelier = (unheld * _odds(weights.outside))[parts.places(learnt_from)]
    inside = learner.learn(_grouped(parts, learnt_from), nobody, likelier)
    groups = _grouped(parts, asked)
    place = groups.place[groups.of_row]
    return Missed(learner.missed(groups)[groups.of_row], inside[place], unheld[place])


def _unheld(weights: Weights) -> Floats:
    """By place: of a village that the register does not know, all that is not the person's own was held against it."""
    own = weights.shares["village"][0, 0, [PlaceLevel.VILLAGE, PlaceLevel.NEARLY, PlaceLevel.KIND]].sum()
    return np.array([1.0, 1.0, 1 / max(1 - own, 0.001)])


def _odds(share: Array | float) -> Any:
    return share / (1 - share)


def _grouped(parts: KeyParts, rows: Longs) -> _Groups:
    looks, place, ways = parts.looks(rows), parts.places(rows), parts.open(rows)
    packed = ways
    for field, held in looks.items():
        packed = packed * (2 * LOOKS[field]) + held
    packed = packed * PLACES + place
    _, first, of_row = np.unique(packed, return_index=True, return_inverse=True)
    of_group = {field: held[first].astype(np.int32) for field, held in looks.items()}
    return _Groups(ways[first], of_group, place[first].astype(np.int32), of_row.reshape(-1))


class _Learner:
    """The shares of each state of each field, by look; for the fields of `JOINT` a state is the parts that are whole,
    for the others whether it is."""

    def __init__(self, parts: KeyParts, weights: Weights, found: Found) -> None:
        self._alone = parts.alone
        self._expected = expected(weights, parts.alone)
        shared = parts.shared(found.row, found.person, found.name_level)
        looks = parts.looks(found.row)
        self._sure = np.rint(found.chance * COUNTS_OF_ONE) / COUNTS_OF_ONE
        self._seen = {field: _counts(self._expected[field].shape, looks.get(field), shared[field], self._sure)
                      for field in self._expected}  # fmt: skip
        held = parts.held(found.row)
        for field in self._alone:  # an empty cell neither stayed whole nor failed
            self._seen[field] = _counts(
                self._expected[field].shape, looks.get(field), shared[field], self._sure * (held[field] > 0)
            )
        self._states = {field: _likely_states(self._seen[field], self._expected[field]) for field in JOINT}
        mesh = np.meshgrid(*(self._states[field] for field in JOINT), indexing="ij")
        self._hits = _hits(parts, dict(zip(JOINT, mesh, strict=True)))
        self._shares = self._told(self._seen)

    def learn(self, groups: _Groups, nobody: Floats, likelier: Floats) -> Floats:
        """Works the shares out; the share of rows whose person is in the register, by place. `likelier`: what the odds
        of a row's candidates are multiplied with beside those of being in the register at all."""
        rows = np.bincount(groups.of_row, minlength=len(groups.open)).astype(np.float64)
        place = groups.place[groups.of_row]
        inside = np.full(PLACES, FIRST_GUESS)
        for _ in range(ROUNDS):
            joint = self._joint(groups)
            missed = self._all_fail(groups, joint)
            again = _odds(inside)[place] * likelier
            now = (1 - nobody) * again / ((1 - nobody) * again + nobody)
            sure = np.bincount(place, weights=now, minlength=PLACES).astype(np.float64)
            inside = _inside(sure, rows, missed, groups.place)
            ghosts = rows * inside[groups.place] * missed
            self._shares = self._told(self._with(groups, joint, ghosts))
        return inside

    def missed(self, groups: _Groups) -> Floats:
        return np.asarray(np.round(self._all_fail(groups, self._joint(groups)), 6))

    def _told(self, counts: Shares) -> Shares:
        told = {}
        for field, seen in counts.items():
            shares = normal(seen + PRIOR_PAIRS * self._expected[field])
            if field == "full_name":
                halves = zip(np.split(seen, 2), np.split(self._expected[field], 2), strict=True)
                shares = np.concatenate([_by_look(*half) for half in halves])
            told[field] = shares[:, self._states[field]] if field in JOINT else shares
        return {field: normal(shares) for field, shares in told.items()}

    def _joint(self, groups: _Groups) -> Floats:
        """[group, state of each field of JOINT]: the chance of the states, where no open way is left whole by them."""
        closed = (groups.open.reshape(-1, 1, 1, 1, 1) & self._hits) == 0
        found: Floats = closed.astype(np.float64)
        for axis, field in enumerate(JOINT):
            shape = [len(groups.open), 1, 1, 1, 1]
            shape[axis + 1] = -1
            found = found * self._shares[field][groups.looks[field]].reshape(shape)
        return found

    def _all_fail(self, groups: _Groups, joint: Floats) -> Floats:
        failed: Floats = joint.reshape(len(joint), -1).sum(axis=1)
        for field, way in self._alone.items():
            broken = self._shares[field][groups.looks.get(field, 0), 0]
            failed = failed * np.where(_is_open(groups, way), broken, 1.0)
        return failed

    def _with(self, groups: _Groups, joint: Floats, ghosts: Floats) -> Shares:
        """What was seen and, by the chance of each state, the ghosts of each group."""
        counts = {field: seen.copy() for field, seen in self._seen.items()}
        total = joint.reshape(len(joint), -1).sum(axis=1)
        each = joint * (ghosts / np.maximum(total, 1e-12)).reshape(-1, 1, 1, 1, 1)
        first, last = each.sum(axis=(3, 4)), each.sum(axis=(1, 2))
        of_each = (first.sum(axis=2), first.sum(axis=1), last.sum(axis=2), last.sum(axis=1))
        for field, held in zip(JOINT, of_each, strict=True):
            of_look = np.zeros((len(counts[field]), len(self._states[field])))
            np.add.at(of_look, groups.looks[field], held)
            counts[field][:, self._states[field]] += of_look
        for field, way in self._alone.items():
            looks = groups.looks.get(field, np.zeros(len(ghosts), np.int32))
            np.add.at(counts[field][:, 0], looks, ghosts * _is_open(groups, way))
        return counts


def _inside(sure: Floats, rows: Floats, missed: Floats, place: Ints) -> Floats:
    """Rows whose person is in the register, of all rows: those found, to those who could be; by place."""
    reach = np.bincount(place, weights=rows * (1 - missed), minlength=PLACES)
    count = np.bincount(place, weights=rows, minlength=PLACES)
    overall = (sure.sum() + STEADY * FIRST_GUESS) / (reach.sum() + STEADY)
    found = (sure + STEADY * overall) / (reach + STEADY)
    return np.asarray(np.minimum(found, 1 - STEADY * (1 - FIRST_GUESS) / (count + STEADY)), np.float64)


def _is_open(groups: _Groups, way: int) -> Bools:
    return np.asarray((groups.open >> way) & 1 == 1)


def _hits(parts: KeyParts, states: Mapping[str, Array]) -> Longs:
    """Of each combination of states the ways it leaves whole, as bits."""
    found = np.zeros(next(iter(states.values())).shape, np.int64)
    for at, way in enumerate(parts.ways):
        if way.needs.keys() <= states.keys():
            whole = [(states[field] & needed) == needed for field, needed in way.needs.items()]
            found |= np.logical_and.reduce(whole).astype(np.int64) << at
    return found


def _counts(shape: tuple[int, ...], looks: Bytes | None, states: Ints, sure: Floats) -> Floats:
    flat = states if looks is None else looks.astype(np.int64) * shape[1] + states
    return np.bincount(flat, weights=sure, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)


def _likely_states(seen: Floats, expected: Floats) -> Longs:
    """Nothing whole, and what half a pair or more shows or one of a thousand is expected to."""
    worth = (seen.sum(axis=0) >= 0.5) | (expected.max(axis=0) >= 0.001)
    worth[0] = True
    return np.flatnonzero(worth)


def _by_look(seen: Floats, expected: Floats) -> Floats:
    overall = normal((seen + PRIOR_PAIRS / len(seen) * expected).sum(axis=0, keepdims=True))
    return normal(seen + STEADY * overall)
