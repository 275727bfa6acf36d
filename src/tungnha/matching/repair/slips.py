"""Columns that slipped up or down against the others, or were sorted by themselves.

Two columns of one person agree more often than chance: the year in the number and the year of birth; the sex in the
number and Thị in the name; the name the register has for the number and the name of the row. Where they agree at
another distance instead, one of the two has slipped by it; where at none, its values are other rows'.
Which of the two it is the other pairs tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair import names_back
from tungnha.matching.repair.facts import Facts, Ints, Reference, Registered
from tungnha.matching.repair.fits import fit_of_number
from tungnha.matching.repair.paths import Block, Floats, best_stretch, blocks
from tungnha.matching.repair.work import DOUBTFUL, NOT_USED, Cells, Rows, Work, distrust

MOVABLE = ("personal_number", "phone", "birth", "village", "sex", "full_name")
FARTHEST = 64  # rows
ENOUGH = 40.0  # nats that a window tells when its columns belong together
LEAST = 16  # rows of a window
MOST_WINDOWS, WIDEST = 60, 800
MOST_LAGS = 12
MOST_FOR, MOST_AGAINST = 6.0, 3.0  # nats that one witness may tell of one row
FEWEST = 8  # rows before two columns are compared
SEEN = 8.0  # nats by which a window shows a distance
SOME = 1_000_000  # no distance: some of the values are others'
SOME_WRONG, SOME_DOUBTED = 0.3, 25.0  # share of them; nats
LEAST_ROWS = 5  # that speak clearly for a slip
STARTS = 11.0  # nats that a slip must explain before it is believed
CHANGES, MOST_TWICE = 30.0, 10  # nats that a change from one slip to another must explain; rows it may use twice
PAIRED, MOST_PAIRED = 60.0, 8  # nats a slip gains by itself before two are tried together; so many of them
GOES_ON, GOES_ON_BETWEEN = 0.8, 0.5  # of what the best explanation gains, behind a slip and between two of it
NEIGHBOURS = (1, -1, 2, -2, 3, -3)  # a column may have slipped in all of the list
NEAR = 16  # rows between two blocks of one slip
APART = 6.0  # nats by which one column must explain a slip better than another
CLOSER = 200  # rows
SAME_BLOCK = 100  # rows between two blocks of names that were sorted together
MANY_KNOWN, BY_CHANCE = 20, 0.06  # rows; share of years that agree among any people
DOUBTED, LEAST_DOUBTED = 18.0, 10  # nats and rows before a column is called doubtful
OF_A_HOME, AT_HOME = {"personal_number", "phone", "village"}, 0.25  # a relative's number has its telephone and village
ROUNDS = 4


@dataclass
class Part:
    """Two arrays that are equal where they speak of one person; 0 where not known."""

    a: Ints
    b: Ints
    usual: float  # how often they are, as far as known beforehand
    agree: float = 0.0
    yes: float = 0.0
    no: float = 0.0

    def compared(self, a: Ints, b: Ints) -> Floats:
        both, same = _met(a, b)
        return np.array([0.0, self.no, self.yes])[both.view(np.int8) + same.view(np.int8)]

    def share(self, lag: int) -> tuple[float, int]:
        both, same = _met(shifted(self.a, lag), self.b)
        count = int(np.count_nonzero(both))
        return (int(np.count_nonzero(same)) / count if count else 0.0), count

    @cached_property
    def in_place(self) -> tuple[float, int]:
        return self.share(0)

    @cached_property
    def by_chance(self) -> float:
        """How often the values of two rows agree that do not belong together."""
        values = np.bincount(self.b[self.b > 0])
        others = np.bincount(self.a[self.a > 0], minlength=len(values))[: len(values)]
        known = max(int(values.sum()), 1) * max(int((self.a > 0).sum()), 1)
        return min(max(float((values * others).sum() / known), 1e-4), 0.9)

    def weigh(self, lags: Sequence[int]) -> bool:
        """Learn how often the two agree here, for one person and by chance. False where they tell nothing."""
        share, count = self.in_place
        if count < FEWEST:
            return False
        chance = self.by_chance
        best = max([share, *(self.share(lag)[0] for lag in lags)])
        self.agree = min(max(best, (self.usual + max(best, chance)) / 2), 0.995)
        if self.agree < chance + 0.08 or (self.usual < 0.6 and best < 0.6 * self.usual):
            return False
        self.yes = float(np.log(self.agree / chance))
        self.no = float(np.log((1 - self.agree) / (1 - chance)))
        return True


def _met(a: Ints, b: Ints) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Where both are known, and of these where they are equal."""
    known = b != 0
    return known & (a != 0), known & (a == b)


@dataclass
class Link:
    """Two columns that agree for one person: the arrays `a` of its parts belong to field `of`, the `b` to field `to`.

    Parts of one link are one witness: the register's name of a number is wrong in both its words, or in none.
    """

    of: str
    to: str
    parts: list[Part]
    weight: float = 1.0  # of a value that is another's: what the register says of one number is one witness, not five

    def at(self, lag: int, *, other_way: bool = False) -> Floats:
        """Log ratio, row by row, of `a` (or of `b`) read `lag` rows further down: one person's against anybody's."""
        total = np.zeros(len(self.parts[0].a))
        for part in self.parts:
            a, b = (part.a, shifted(part.b, lag)) if other_way else (shifted(part.a, lag), part.b)
            total += part.compared(a, b)
        return np.clip(total, -MOST_AGAINST, MOST_FOR) if len(self.parts) > 1 else total

    def of_both(self, lag: int, other: int) -> Floats:
        """The same where `a` is read `lag` and `b` `other` rows further down."""
        moved = [(shifted(part.a, lag), shifted(part.b, other), part) for part in self.parts]
        total: Floats = sum((part.compared(a, b) for a, b, part in moved), np.zeros(len(self.parts[0].a)))
        return np.clip(total, -MOST_AGAINST, MOST_FOR) if len(self.parts) > 1 else total

    def weigh(self, lags: Sequence[int]) -> bool:
        kept = [part for part in self.parts if part.weigh(lags)]
        self.parts = kept or self.parts
        return bool(kept)

    def told(self, still: Floats) -> float:
        """Nats that a row tells where the two columns belong together. `still`: as they stand."""
        known = still != 0
        each = sum(part.agree * part.yes + (1 - part.agree) * part.no for part in self.parts)
        return float(max(each, 0.0) * known.mean())


def shifted(values: npt.NDArray[np.int64], lag: int) -> npt.NDArray[np.int64]:
    """values[r + lag], 0 beyond the ends."""
    if lag == 0:
        return values
    moved = np.zeros_like(values)
    if abs(lag) < len(values):
        if lag > 0:
            moved[:-lag] = values[lag:]
        else:
            moved[-lag:] = values[:lag]
    return moved


def links_of(facts: Facts, by_number: Registered | None, by_phone: Registered | None) -> list[Link]:
    number, phone, birth, sex, name, village = (
        "personal_number", "phone", "birth", "sex", "full_name", "village",
    )  # fmt: skip
    links = [
        Link(number, birth, [Part(facts.number_year, facts.birth_year, 0.93)]),
        Link(number, sex, [Part(facts.number_sex, facts.sex, 0.98)]),
        Link(number, name, [Part(facts.number_sex, facts.name_sex, 0.97)]),
        Link(sex, name, [Part(facts.sex, facts.name_sex, 0.97)]),
    ]
    if by_number is not None:
        links += [
            Link(
                number, name, [Part(by_number.given, facts.given, 0.9), Part(by_number.family, facts.family, 0.9)], 0.5
            ),
            Link(number, village, [Part(by_number.village, facts.village, 0.5)], 0.5),
            Link(number, phone, [Part(by_number.phone, facts.phone_word, 0.3)], 0.5),
        ]
    if by_phone is not None:
        links += [
            Link(phone, name, [Part(by_phone.given, facts.given, 0.4), Part(by_phone.family, facts.family, 0.45)], 0.4),
            Link(phone, birth, [Part(by_phone.year, facts.birth_year, 0.4)], 0.4),
            Link(phone, village, [Part(by_phone.village, facts.village, 0.4)], 0.4),
            Link(phone, sex, [Part(by_phone.sex, facts.sex, 0.6)], 0.4),
        ]
    return links


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
    """Two columns that slipped beside each other: what they say of one another is not lost with it."""
    likely = [
        (best_stretch(gain), move, gain) for (move,), gain in zip(tried, gains, strict=True) if move[1] not in (0, SOME)
    ]
    likely = sorted((one for one in likely if one[0] > PAIRED), key=lambda one: (-one[0], one[1]))
    slips = [(move, gain) for _, move, gain in likely[:MOST_PAIRED]]
    found: list[tuple[tuple[Move, ...], Floats]] = []
    for (one, gain), (other, more) in combinations(slips, 2):
        if one[0] != other[0]:
            total = gain + more
            for link, now in zip(links, still, strict=True):
                if {link.of, link.to} == {one[0], other[0]}:
                    by = {one[0]: one[1], other[0]: other[1]}
                    alone = [link.at(by[field], other_way=field != link.of) for field in by]
                    total = total + link.of_both(by[link.of], by[link.to]) - sum(alone) + now
            found.append(((one, other), total))
    return found


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
            if len(tried[block.state]) > 1 and _rows(block) < abs(lag):
                continue  # two that agree far away by chance
            said = 0 if lag == SOME else lag
            rivals = [
                inside[at]
                for at, moves in enumerate(tried)
                if all(other != field for other, _ in moves) and _alike(moves, lag)
            ]
            margin = block.gain - max([0.0, *rivals])
            others = tuple(move for move in tried[block.state] if move[0] != field)
            rows = gains[block.state] - gains[tried.index(others)] if others else gains[block.state]
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
        both, same = (_counted(met) for met in _met(around, b))
        sums += same * part.yes + (both - same) * part.no
    best = int(sums.argmax())
    if sums[best] < SEEN or best == farthest:
        return []
    lag = best - farthest
    return [lag, -lag]


def _counted(met: npt.NDArray[np.bool_]) -> Ints:
    """How many in each row: by bits, as numpy adds truths up slowly."""
    return np.asarray(np.bitwise_count(np.packbits(met, axis=1)).sum(axis=1, dtype=np.int64))


# -- what is done about them


class Known(Protocol):
    facts: Facts
    by_number: Registered | None
    by_phone: Registered | None
    reference: Reference | None

    def again(self) -> Facts: ...


def mend_slips(work: Work, known: Known, people: Rows) -> None:
    """Move what slipped, the surest first; what says nothing at any distance is only doubted."""
    sorted_names: list[tuple[int, int]] = []
    for _ in range(ROUNDS):
        facts = known.again()
        found = find(links_of(facts, known.by_number, known.by_phone), facts.size)
        if found and _look_closer(known, found):
            found = find(links_of(facts, known.by_number, known.by_phone), facts.size)
        found = [slip for slip in found if not _is_within(slip, sorted_names)]
        if again := _put_names_back(work, found, people, known):
            sorted_names += again
            continue
        moved: list[Slip] = []
        for slip in sorted((one for one in found if _is_sure(one)), key=lambda one: -one.gain):
            if all(_is_apart(slip, other) for other in moved):
                _do(work, slip, people)
                moved.append(slip)
        if not moved:
            break
    for slip in found:
        if slip.lag == 0 or _is_chance(slip):
            _doubt(work, slip, people, known)


def _put_names_back(work: Work, found: Sequence[Slip], people: Rows, known: Known) -> list[tuple[int, int]]:
    """Of the blocks whose names are other rows'. These come before the slips: sorted names agree at many distances."""
    blocks_of_names: list[tuple[int, int]] = []
    for slip in found:
        if slip.field == "full_name" and slip.lag == 0 and slip.gain >= DOUBTED and slip.last > slip.first:
            near = blocks_of_names and slip.first - blocks_of_names[-1][1] < SAME_BLOCK
            first = blocks_of_names.pop()[0] if near else slip.first
            blocks_of_names.append((first, slip.last))
    if not blocks_of_names:
        return []
    rows = np.zeros(known.facts.size, bool)
    for first, last in blocks_of_names:
        rows[max(first - names_back.EDGE, 0) : last + names_back.EDGE + 1] = True
    for one in (known.by_number, known.by_phone):
        if one is not None:
            one.look_up(rows)
    return [(a, b) for a, b in blocks_of_names if names_back.put_back(work, a, b, people, known)]


def _is_within(slip: Slip, sorted_names: Sequence[tuple[int, int]]) -> bool:
    """Told already: what is left of names that were put back."""
    edge = names_back.EDGE
    return slip.field == "full_name" and any(a - edge <= slip.first and slip.last <= b + edge for a, b in sorted_names)


def _look_closer(known: Known, found: Sequence[Slip]) -> bool:
    """Of a long list only a sample was looked up: around the ends of what was found everybody is."""
    rows = np.zeros(known.facts.size, bool)
    for slip in found:
        for end in (slip.first, slip.last):
            rows[max(end - CLOSER, 0) : end + CLOSER] = True
    looked = [one.look_up(rows) for one in (known.by_number, known.by_phone) if one is not None]
    return any(looked)


def _is_chance(slip: Slip) -> bool:
    """A few rows that agree far away: neighbours in another order, as where a column was sorted."""
    return slip.last - slip.first + 1 < abs(slip.lag)


def _is_sure(slip: Slip) -> bool:
    if slip.lag == 0 or slip.margin < APART:
        return False
    if _is_chance(slip):
        return False
    if slip.field == "village" and (slip.gain < 40.0 or slip.support < 20 or slip.against * 10 > slip.support):
        return False  # neighbours live in one village: many distances agree somewhere
    supported = slip.support >= LEAST_ROWS and slip.against * 6 <= slip.support
    return supported or (slip.support == 0 and slip.gain > 2 * STARTS and slip.against == 0)


def _is_apart(one: Slip, other: Slip) -> bool:
    """Far enough that what one moves says nothing of the other, or found together; the rest waits for a round."""
    if (one.first, one.last) == (other.first, other.last) and one.field != other.field:
        return True
    reach = 2 * max(abs(one.lag), abs(other.lag)) + 8
    return one.first > other.last + reach or other.first > one.last + reach


def _do(work: Work, slip: Slip, people: Rows) -> None:
    rows = people[slip.first : slip.last + 1]
    at = np.arange(slip.first, slip.last + 1) + slip.lag
    source = np.where((at >= 0) & (at < len(people)), people[np.clip(at, 0, len(people) - 1)], -1)
    used = np.setdiff1d(source[source >= 0], rows)
    way = "đẩy xuống" if slip.lag > 0 else "đẩy lên"
    words = f"cột {work.title(slip.field)} bị {way} {abs(slip.lag)} dòng; đã đưa về đúng dòng"
    work.do("slip", slip.field, rows, words, _move(slip.field, rows, source, used))


def _move(field: str, rows: Rows, source: Rows, used: Rows) -> Callable[[Cells], None]:
    targets, sources, emptied = rows.tolist(), source.tolist(), used.tolist()

    def apply(cells: Cells) -> None:
        column = cells.field(field)
        texts = [column[row] if row >= 0 else "" for row in sources]
        for row in emptied:
            column[row] = ""
        for row, text in zip(targets, texts, strict=True):
            column[row] = text

    return apply


def _surely_others(known: Known, rows: Ints) -> npt.NDArray[np.bool_]:
    """Of a doubtful block, the rows whose number speaks of another birth or sex.

    Where such rows have the right names all the same, the numbers were looked up by name: there the name proves
    nothing, and a number is used only where the birth or the village says so too.
    """
    facts, by_number = known.facts, known.by_number
    others = fit_of_number(facts, None)[rows] < -1.0
    if by_number is None or not others.any():
        return others
    found = by_number.found[rows] & (facts.given[rows] > 0)
    same_name = found & (by_number.given[rows] == facts.given[rows])
    if same_name[others].sum() <= 0.5 * max(int(found[others].sum()), 1):
        return others
    year = (facts.birth_year[rows] > 0) & (facts.birth_year[rows] == by_number.year[rows])
    day = year & (facts.dates.first[rows] == by_number.day[rows]) & (facts.dates.second[rows] == by_number.month[rows])
    village = (facts.village[rows] > 0) & (facts.village[rows] == by_number.village[rows])
    phone = (facts.phone_word[rows] > 0) & (facts.phone_word[rows] == by_number.phone[rows])
    unproven: npt.NDArray[np.bool_] = ~((day & (by_number.day[rows] > 0)) | (year & village) | phone)
    return np.asarray(others | unproven)


def _is_never_right(facts: Facts, rows: Ints) -> bool:
    """Births that agree with the numbers' years no more than by chance: days of issue, say, in their place."""
    known = (facts.number_year[rows] > 0) & (facts.birth_year[rows] > 0)
    same = facts.number_year[rows] == facts.birth_year[rows]
    return bool(known.sum() >= MANY_KNOWN and same[known].mean() < BY_CHANCE)


def _doubt(work: Work, slip: Slip, people: Rows, known: Known) -> None:
    """Values of other rows: not used where they agree no more than by chance, doubted where some are right."""
    inside = np.arange(slip.first, slip.last + 1)
    if len(inside) < LEAST_DOUBTED or slip.gain < DOUBTED:
        return
    title = work.title(slip.field)
    words = f"cột {title} phần lớn là của dòng khác; không dựa vào cột này khi đối chiếu những dòng ấy"
    rows = people[inside]
    level = np.full(len(inside), DOUBTFUL)
    if slip.field == "personal_number":
        level[_surely_others(known, inside)] = NOT_USED
    elif slip.field == "birth" and _is_never_right(known.facts, inside):
        level[:] = NOT_USED
    levels = [distrust(slip.field, rows[level == one], one) for one in (DOUBTFUL, NOT_USED)]

    def apply(cells: Cells) -> None:
        for each in levels:
            each(cells)

    work.do("doubt", slip.field, rows, words, apply, sure=False)
