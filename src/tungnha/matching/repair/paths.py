"""Where a list changes its habits: the likeliest state of each row, when a change of state has its price."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ENTER = 9.0  # nats of evidence that leaving the usual state costs: one chance change in some thousand rows
LEAVE = 3.0


class Block(NamedTuple):
    """Rows first..last (inclusive) in one state other than the usual; `gain` in nats over the usual state."""

    state: int
    first: int
    last: int
    gain: float


def blocks(gains: Floats | Sequence[Floats], enter: float = ENTER, leave: float = LEAVE) -> list[Block]:
    """`gains[r, s]`: how much likelier row r is in state s+1 than in the usual state 0 (log ratio).

    The likeliest path (Viterbi), in which entering a state costs `enter` and going back `leave`. A list of columns
    does as well as an array.
    """
    columns = list(gains.T) if isinstance(gains, np.ndarray) else list(gains)
    if not columns or not len(columns[0]):
        return []
    kept = [state for state, column in enumerate(columns) if best_stretch(column) > enter]
    if not kept:
        return []
    path = _path_of([columns[state] for state in kept], enter, leave)
    found = []
    for first, last in _runs(path):
        if path[first]:
            state = kept[path[first] - 1]
            found.append(Block(state, first, last, float(columns[state][first : last + 1].sum())))
    return found


def _path_of(columns: Sequence[Floats], enter: float, leave: float) -> Ints:
    """State of each row. Only rows that lie in some stretch worth its price are gone through one by one."""
    worth = np.zeros(len(columns[0]), bool)
    for column in columns:
        total = np.concatenate([[0.0], np.cumsum(column)])
        before = np.minimum.accumulate(total[:-1])
        after = np.maximum.accumulate(total[:0:-1])[::-1]
        worth |= after - before > enter
    path = np.zeros(len(worth), np.int64)
    for first, last in _runs(worth.astype(np.int64)):
        if worth[first]:
            part = np.stack([column[first : last + 1] for column in columns], axis=1).astype(np.float64)
            path[first : last + 1] = _path(part, enter, leave)
    return path


def best_stretch(gains: Floats) -> float:
    """The most that any stretch of rows gains."""
    if not (gains > 0).any():
        return 0.0
    total = np.concatenate([[0.0], np.cumsum(gains)])
    return float((total - np.minimum.accumulate(total)).max())


def _runs(values: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """(first, last) of each run of equal values."""
    changes = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate([[0], changes])
    ends = np.concatenate([changes, [len(values)]]) - 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _path(gains: Floats, enter: float, leave: float) -> Ints:
    """State of each row. Rows that like the same state best are taken together: no change falls between them."""
    rows = len(gains)
    likes = np.where(gains.max(axis=1) > 0, gains.argmax(axis=1) + 1, 0)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(likes)) + 1])
    sums = np.add.reduceat(gains, starts, axis=0)
    steps = np.hstack([np.zeros((len(starts), 1)), sums])
    into = np.full(steps.shape[1], enter)
    into[0] = leave
    score = -into
    score[0] = 0.0
    back = np.empty((len(starts), steps.shape[1]), np.int16)
    own = np.arange(steps.shape[1])
    for at in range(len(starts)):
        best = int(score.argmax())
        moved = score[best] - into
        stays = score >= moved
        back[at] = np.where(stays, own, best)
        score = np.where(stays, score, moved) + steps[at]
    states = np.empty(len(starts), np.int64)
    state = int(score.argmax())
    for at in range(len(starts) - 1, -1, -1):
        states[at] = state
        state = int(back[at, state])
    return np.repeat(states, np.diff(np.concatenate([starts, [rows]])))
