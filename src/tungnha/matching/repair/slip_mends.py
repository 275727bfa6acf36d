"""What is done about columns that slipped or are another order's: the surest is moved first, the rest doubted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair import names_back
from tungnha.matching.repair.facts import Facts, Ints, Reference, Registered
from tungnha.matching.repair.fits import fit_of_number
from tungnha.matching.repair.links import links_of
from tungnha.matching.repair.slips import STARTS, Slip, find
from tungnha.matching.repair.work import DOUBTFUL, NOT_USED, Cells, Rows, Work, distrust

LEAST_ROWS = 5  # that speak clearly for a slip
APART = 6.0  # nats by which one column must explain a slip better than another
CLOSER = 200  # rows
SAME_BLOCK = 100  # rows between two blocks of names that were sorted together
MANY_KNOWN, BY_CHANCE = 20, 0.06  # rows; share of years that agree among any people
DOUBTED, LEAST_DOUBTED = 18.0, 10  # nats and rows before a column is called doubtful
ROUNDS = 4


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
