"""Columns that slipped up or down against the others, or were sorted by themselves.

Two columns of one person agree more often than chance: the year in the number and the year of birth; the sex in the
number and Thị in the name; the name the register has for the number and the name of the row. Where they agree at
another distance instead, one of the two has slipped by it; where at none, its values are other rows'.
Which of the two it is the other pairs tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair.facts import Ints
from tungnha.matching.repair.links import Link, met_at
from tungnha.matching.repair.paths import Block, Floats, best_stretch, blocks

MOVABLE = ("personal_number", "phone", "birth", "village", "sex", "full_name")
FARTHEST = 64  # rows
ENOUGH = 40.0  # nats that a window tells when its columns belong together
LEAST = 16  # rows of a window
MOST_WINDOWS, WIDEST = 60, 800
MOST_LAGS = 12
SEEN = 8.0  # nats by which a window shows a distance
SOME = 1_000_000  # no distance: some of the values are others'
SOME_WRONG, SOME_DOUBTED = 0.3, 25.0  # share of them; nats
STARTS = 11.0  # nats that a slip must explain before it is believed
CHANGES, MOST_TWICE = 30.0, 10  # nats that a change from one slip to another must explain; rows it may use twice
PAIRED, MOST_PAIRED = 60.0, 8  # nats a slip gains by itself before two are tried together; so many of them
FEWEST_TOGETHER = 40  # rows in which several columns slip at once: homes that bear one number look like fewer
BEST_PAIRS = 3  # to which a third is sought
GOES_ON, GOES_ON_BETWEEN = 0.8, 0.5  # of what the best explanation gains, behind a slip and between two of it
NEIGHBOURS = (1, -1, 2, -2, 3, -3)  # a column may have slipped in all of the list
NEAR = 16  # rows between two blocks of one slip
OF_A_HOME, AT_HOME = {"personal_number", "phone", "village"}, 0.25  # a relative's number has its telephone and village


@dataclass(frozen=True)
class Slip:
    """Rows first..last of the people: `field` is to be read `lag` rows further down; lag 0: its values are others'."""

    field: str
    lag: int
    first: int
    last: int
    gain: float
    margin: float  # over the next best column
    support: int  # rows that speak clearly for it
    against: int


Move = tuple[str, int]  # a field, and how many rows further down it is to be read: 0, its values are anybody's; SOME


def find(links: Sequence[Link], size: int) -> list[Slip]:
    """The blocks in which columns slipped or are another order's, each explained by the columns that do it best."""
    telling = [link for link in links if link.weigh(()) or link.weigh(NEIGHBOURS)]
    if not telling:
        return []
    still = [link.at(0) for link in telling]
    lags = _lags(telling, still)
    for link in telling:
        link.weigh([lag for lag in lags if lag])
    still = [link.at(0) for link in telling]
    tried: list[tuple[Move, ...]] = [
        ((field, lag),)
        for field in MOVABLE
        if any(field in (link.of, link.to) for link in telling)
        for lag in (0, SOME, *lags)
    ]
    if not tried:
        return []
    gains = [_gain(telling, still, *move) for (move,) in tried]
    for moves, gain in _together(telling, still, tried, gains):
        tried.append(moves)
        gains.append(gain)
    return _told(_settled(blocks(gains, STARTS, 3.0), gains, tried), gains, tried)


def _settled(found: Sequence[Block], gains: Sequence[Floats], tried: Sequence[tuple[Move, ...]]) -> list[Block]:
    """Blocks that touch are one where one explanation does nearly as well for both; so are those of one slip.

    Two columns moved down say what the others moved up do, some rows further on: a change from one to the other uses
    the same rows twice, and chance would make many.
    """
    sums = [np.concatenate([[0.0], np.cumsum(gain)]) for gain in gains]
    reach = [max(min(abs(lag), MOST_TWICE) if lag != SOME else 0 for _, lag in moves) for moves in tried]
    return _in_one(_going_on(_in_one(found, sums, reach), sums, tried), sums, reach)


def _in_one(found: Sequence[Block], sums: Sequence[Floats], reach: Sequence[int]) -> list[Block]:
    kept: list[Block] = []
    for block in found:
        kept.append(block)
        while len(kept) > 1 and (best := _as_one(kept[-2], kept[-1], sums, reach)) is not None:
            kept[-2:] = [best]
    return kept


def _going_on(found: Sequence[Block], sums: Sequence[Floats], tried: Sequence[tuple[Move, ...]]) -> list[Block]:
    """A slip goes on until somebody ends it: between two blocks of one, or behind one, it is the likelier explanation
    though another may say the same a little better, as where the other columns seem to have moved the other way.
    """
    kept = list(found)
    for at, block in enumerate(found):
        beside = [
            {move for move in tried[other.state] if move[1] not in (0, SOME)}
            for other in (*kept[max(at - 1, 0) : at], *found[at + 1 : at + 2])
            if max(other.first - block.last, block.first - other.last) <= 1
        ]
        if not any(beside) or any(set(tried[block.state]) & moves for moves in beside):
            continue
        ways = []
        for state, moves in enumerate(tried):
            gain = float(sums[state][block.last + 1] - sums[state][block.first])
            goes_on = sum(bool(moves_beside.intersection(moves)) for moves_beside in beside)
            if goes_on and gain > (GOES_ON_BETWEEN if goes_on > 1 else GOES_ON) * block.gain:
                ways.append(Block(state, block.first, block.last, gain))
        if ways:
            kept[at] = max(ways, key=lambda block: block.gain)
    return kept


def _as_one(one: Block, other: Block, sums: Sequence[Floats], reach: Sequence[int]) -> Block | None:
    apart = other.first - one.last - 1
    if apart > (NEAR if one.state == other.state else 0):
        return None
    whole = [
        Block(state, one.first, other.last, float(sums[state][other.last + 1] - sums[state][one.first]))
        for state in (one.state, other.state)
    ]
    best = max(whole, key=lambda block: block.gain)
    gain = one.gain + other.gain
    twice = 0.0 if one.state == other.state else (reach[one.state] + reach[other.state]) * gain / _rows(best)
    return best if best.gain > gain - CHANGES - twice else None


def _rows(block: Block) -> int:
    return block.last - block.first + 1


def _together(
    links: Sequence[Link], still: Sequence[Floats], tried: Sequence[tuple[Move, ...]], gains: Sequence[Floats]
) -> list[tuple[tuple[Move, ...], Floats]]:
    """Columns that slipped beside each other: what they say of one another is not lost with it.

    Pairs of those that tell much by themselves; of the best pairs those with a third, which may tell only with them.
    """
    slips = [(move, gain) for (move,), gain in zip(tried, gains, strict=True) if move[1] not in (0, SOME)]
    likely = [(best_stretch(gain), move) for move, gain in slips]
    strong = [move for most, move in sorted(likely, key=lambda one: (-one[0], one[1])) if most > PAIRED][:MOST_PAIRED]
    pairs = [(one, other) for one, other in combinations(strong, 2) if one[0] != other[0]]
    found: list[tuple[tuple[Move, ...], Floats]] = [(pair, _joint(links, still, dict(pair))) for pair in pairs]
    best = sorted(((best_stretch(gain), pair, gain) for pair, gain in found), key=lambda one: (-one[0], one[1]))
    for _, pair, alone in best[:BEST_PAIRS]:
        for move, _ in slips:
            three = tuple(sorted((*pair, move)))
            if move[0] not in dict(pair) and all(three != other for other, _ in found):
                gain = _joint(links, still, dict(three))
                if best_stretch(gain - alone) > PAIRED:
                    found.append((three, gain))
    known = {moves for moves, _ in found}
    for moves in [
        moves for moves, _ in found if len(moves) > 2
    ]:  # what one of the three adds is held against the others
        for part in combinations(moves, 2):
            if part not in known and part[::-1] not in known:
                known.add(part)
                found.append((part, _joint(links, still, dict(part))))
    return found


def _joint(links: Sequence[Link], still: Sequence[Floats], by: dict[str, int]) -> Floats:
    """How much better the rows are explained when these fields are read so many rows further down."""
    total = np.zeros(len(still[0]))
    for link, now in zip(links, still, strict=True):
        if link.of in by and link.to in by:
            total += link.of_both(by[link.of], by[link.to]) - now
        elif link.of in by or link.to in by:
            field = link.of if link.of in by else link.to
            total += link.at(by[field], other_way=field != link.of) - now
    return total


def _gain(links: Sequence[Link], still: Sequence[Floats], field: str, lag: int) -> Floats:
    """How much better the rows are explained when the field is read `lag` rows further down."""
    if lag == SOME:
        mixed: Floats = np.log(1 - SOME_WRONG + SOME_WRONG * np.exp(np.minimum(_gain(links, still, field, 0), 50.0)))
        return mixed
    total = np.zeros(len(still[0]))
    for link, now in zip(links, still, strict=True):
        if field not in (link.of, link.to):
            continue
        if lag:
            total += link.at(lag, other_way=field != link.of) - now
        elif field == "personal_number" and link.to == "full_name":
            total += np.where(now > 0, 0.0, -now * link.weight)  # numbers looked up by name have the right names
        elif field in ("personal_number", "phone") and {link.of, link.to} <= OF_A_HOME:
            total -= np.where(now > 0, now * AT_HOME, now) * link.weight
        else:
            total -= now * link.weight
    return total


def _told(found: Sequence[Block], gains: Sequence[Floats], tried: Sequence[tuple[Move, ...]]) -> list[Slip]:
    slips = []
    for block in found:
        inside = [float(gain[block.first : block.last + 1].sum()) for gain in gains]
        for field, lag in tried[block.state]:
            if lag == SOME and block.gain < SOME_DOUBTED:
                continue
            if len(tried[block.state]) > 1 and _rows(block) < max(abs(lag), FEWEST_TOGETHER):
                continue  # several that agree far away by chance, or beside heads whose number their homes bear
            said = 0 if lag == SOME else lag
            rivals = [
                inside[at]
                for at, moves in enumerate(tried)
                if len(moves) <= len(tried[block.state])  # one column down is likelier than all the others up
                and all(other != field for other, _ in moves)
                and _alike(moves, lag)
            ]
            margin = block.gain - max([0.0, *rivals])
            others = {move for move in tried[block.state] if move[0] != field}
            rows = gains[block.state]
            if others:
                rows = rows - next(gain for moves, gain in zip(tried, gains, strict=True) if set(moves) == others)
            rows = rows[block.first : block.last + 1]
            support, against = int((rows > 2.0).sum()), int((rows < -2.0).sum())
            slips.append(Slip(field, said, block.first, block.last, float(rows.sum()), margin, support, against))
    return _joined(slips)


def _joined(slips: Sequence[Slip]) -> list[Slip]:
    """Blocks of one slip that touch, whatever else is wrong in the one or the other."""
    kept: list[Slip] = []
    for slip in sorted(slips, key=lambda one: (one.field, one.lag, one.first)):
        before = kept[-1] if kept else None
        if before and (before.field, before.lag, before.last + 1) == (slip.field, slip.lag, slip.first) and slip.lag:
            kept[-1] = Slip(
                slip.field, slip.lag, before.first, slip.last, before.gain + slip.gain, max(before.margin, slip.margin),
                before.support + slip.support, before.against + slip.against,
            )  # fmt: skip
        else:
            kept.append(slip)
    return sorted(kept, key=lambda one: (one.first, one.last, one.field))


def _alike(moves: Sequence[Move], lag: int) -> bool:
    """Slips are held against slips, doubts against doubts."""
    return all((by in (0, SOME)) == (lag in (0, SOME)) for _, by in moves)


def _lags(links: Sequence[Link], still: Sequence[Floats]) -> list[int]:
    """Distances at which some window agrees though it does not in place."""
    votes: Counter[int] = Counter()
    for link, now in zip(links, still, strict=True):
        for rows in _bad_windows(now, link):
            votes.update(_window_lags(link, rows))
    return [lag for lag, _ in votes.most_common(MOST_LAGS)]


def _bad_windows(now: Floats, link: Link) -> list[tuple[int, int]]:
    """Windows in which the two columns agree no more than by chance."""
    size = len(now)
    told = link.told(now)
    width = max(min(max(int(ENOUGH / max(told, 0.01)), LEAST), WIDEST, size), 1)
    enough = min(ENOUGH, told * width)
    starts = np.arange(0, max(size - width // 2, 1), max(width // 2, 1))
    total = np.concatenate([[0.0], np.cumsum(now)])
    ends = np.minimum(starts + width, size)
    bad = starts[(total[ends] - total[starts]) < 0.25 * enough]
    if len(bad) > MOST_WINDOWS:
        bad = bad[np.linspace(0, len(bad) - 1, MOST_WINDOWS).astype(int)]
    return [(int(at), int(min(at + width, size))) for at in bad.tolist()]


def _window_lags(link: Link, rows: tuple[int, int]) -> list[int]:
    first, last = rows
    farthest = min(FARTHEST, len(link.parts[0].a) - 1)
    beyond = np.zeros(farthest, np.int64)
    sums = np.zeros(2 * farthest + 1)
    for part in link.parts:
        padded = np.concatenate([beyond, part.a, beyond])
        around = np.lib.stride_tricks.sliding_window_view(padded, last - first)[first : first + 2 * farthest + 1]
        b = part.b[first:last]
        both, same = (_counted(met) for met in met_at(around, b))
        sums += same * part.yes + (both - same) * part.no
    best = int(sums.argmax())
    if sums[best] < SEEN or best == farthest:
        return []
    lag = best - farthest
    return [lag, -lag]


def _counted(met: npt.NDArray[np.bool_]) -> Ints:
    """How many in each row: by bits, as numpy adds truths up slowly."""
    return np.asarray(np.bitwise_count(np.packbits(met, axis=1)).sum(axis=1, dtype=np.int64))
