"""Which column is what, row by row: cells slipped sideways, columns in another order, two of them interchanged.

Each form a cell may have is more or less likely in each field. A layout says for each column what it holds; the
usual one is the header's. Where another one explains the rows better by more than a change costs, the rows are read
by it. Layouts to try: every slip by one to three cells, every pair interchanged, and what fits best where the usual
one fits badly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tungnha.matching.repair.forms import COUNT, Bytes, Form, Vocabulary
from tungnha.matching.repair.paths import ENTER, Block, Floats, blocks
from tungnha.matching.repair.work import Rows

Layout = tuple[int, ...]  # the slot of each column

F = Form
# How often each form stands in a field before anything of the list is known; what is not named shares the rest.
USUAL: dict[str, dict[Form, float]] = {
    "full_name": {F.NAME: 0.70, F.WORDS: 0.20, F.PLACE: 0.015, F.WORD: 0.01, F.MIXED: 0.02,
        F.NAME_AND_MORE: 0.06, F.EMPTY: 0.01,
    },
    "personal_number": {
        F.NUMBER_12: 0.55, F.NUMBER_11: 0.12, F.NUMBER_10: 0.02, F.CARD_9: 0.06, F.PHONE_9: 0.015, F.ROUNDED: 0.02,
        F.DIGITS_8: 0.005, F.EMPTY: 0.15,
    },
    "old_number": {F.CARD_9: 0.5, F.PHONE_9: 0.15, F.DIGITS_8: 0.03, F.EMPTY: 0.3},
    "birth": {
        F.DATE: 0.70, F.DATE_NOW: 0.02, F.YEAR: 0.12, F.SERIAL: 0.06, F.DATE_8: 0.05, F.DIGITS_8: 0.01, F.SMALL: 0.01,
        F.EMPTY: 0.05,
    },
    "sex": {F.SEX: 0.65, F.MARK: 0.02, F.EMPTY: 0.30},
    "phone": {
        F.PHONE: 0.55, F.PHONE_84: 0.06, F.PHONE_9: 0.12, F.PHONES: 0.03, F.NUMBER_10: 0.01, F.MIXED: 0.01,
        F.EMPTY: 0.2,
    },
    "village": {
        F.PLACE: 0.50, F.WORDS: 0.17, F.NAME: 0.07, F.WORD: 0.08, F.NAME_AND_MORE: 0.01, F.SMALL: 0.01, F.EMPTY: 0.13,
    },
    "commune": {F.PLACE: 0.60, F.WORDS: 0.15, F.NAME: 0.05, F.WORD: 0.05, F.EMPTY: 0.13},
    "household": {F.SMALL: 0.35, F.DIGITS: 0.2, F.DIGITS_8: 0.1, F.WORD: 0.1, F.CARD_9: 0.05, F.EMPTY: 0.15},
    "since": {F.DATE_NOW: 0.75, F.DATE: 0.03, F.SERIAL: 0.08, F.EMPTY: 0.13},
    "status": {F.WORDS: 0.4, F.WORD: 0.15, F.MARK: 0.1, F.NAME: 0.05, F.PLACE: 0.02, F.EMPTY: 0.25},
    "note": {F.WORDS: 0.15, F.WORD: 0.05, F.NAME: 0.05, F.PLACE: 0.05, F.MIXED: 0.05, F.EMPTY: 0.6},
    "id": {F.SMALL: 0.5, F.DIGITS: 0.2, F.YEAR: 0.05, F.SERIAL: 0.1, F.WORD: 0.05, F.DIGITS_8: 0.05},
    "given": {F.WORD: 0.9, F.EMPTY: 0.03},
}  # fmt: skip
JUNK = "—"  # a column that should be empty
GIVEN = "given"  # the column of given names beside one of family names
ANY = "?"
OTHERS_CLAIM = 0.4
DROPPED = 2.5  # nats a row: an empty cell is no reason to give a field up
RARE = 0.003  # any form may stand anywhere now and then
FARTHEST = 3
A_STRETCH, FULLER = 50, 0.3  # rows; share of the stretches that are the fuller ones
WINDOW = 16
MOST_WINDOWS = 40
MISFIT = 2.5  # nats a row that the usual layout must lose on average before another is sought there


class Slots:
    """What a column may hold: the fields of the list, its other columns, or nothing.

    A slot has the index of the column it usually stands in; slots of no usual column come after them.
    """

    def __init__(
        self, base: Mapping[str, int], forms: Sequence[Bytes], more: Sequence[str] = (), spare: Sequence[str] = ()
    ) -> None:
        of_column = {at: field for field, at in base.items()}
        self.names = [of_column.get(at, f"#{at}") for at in range(len(forms))]
        for at, name in enumerate(self.names):
            if name[0] == "#" and np.mean(forms[at] == F.EMPTY) > 0.97:
                self.names[at] = JUNK
        self.base: Layout = tuple(range(len(forms)))
        self.names += [field for field in spare if field not in self.names]
        self.names += [JUNK, *(field for field in more if field not in self.names)]

    @property
    def junk(self) -> int:
        return len(self.names) - 1 - self.names[::-1].index(JUNK)

    def sources(self, layout: Layout) -> dict[str, tuple[int, ...]]:
        """Field → the columns it is read from; the given name stands behind its family name."""
        found: dict[str, tuple[int, ...]] = {}
        for column, slot in enumerate(layout):
            name = self.names[slot]
            if name == GIVEN:
                found["full_name"] = (*found.get("full_name", ()), column)
            elif name not in (JUNK, ANY) and name[0] != "#":
                found[name] = (column, *found.get(name, ()))
        return found


def log_table(slots: Slots, forms: Sequence[Bytes], learnt: Floats | None, rows: int) -> Floats:
    """log P(form | slot), from what is usual anywhere and what was learnt here."""
    table = np.full((len(slots.names), COUNT), RARE)
    for at, name in enumerate(slots.names):
        if name in USUAL:
            for form, share in USUAL[name].items():
                table[at, form] += share
        elif name == JUNK:
            table[at, F.EMPTY] += 0.9
        elif name == ANY:
            table[at] += 1 / COUNT
        elif name[0] == "#":
            # Other columns have a weaker claim than fields, or they would take what slipped into them.
            table[at] += OTHERS_CLAIM * np.bincount(forms[at], minlength=COUNT) / max(rows, 1)
            table[at] += (1 - OTHERS_CLAIM) / COUNT
        if at < len(forms) and name in USUAL:  # a field this list hardly fills
            table[at, F.EMPTY] = max(table[at, F.EMPTY], _usually_empty(forms[at]))
    table /= table.sum(axis=1, keepdims=True)
    if learnt is not None:
        table = (table * 30 + learnt) / (30 + learnt.sum(axis=1, keepdims=True))
        table = (table + RARE / 3) / (1 + COUNT * RARE / 3)
    return np.asarray(np.log(table))


def _usually_empty(forms: Bytes) -> float:
    """The share of empty cells outside of blocks: what is empty in some stretches only is empty there by damage."""
    stretches = np.array_split(forms == F.EMPTY, max(len(forms) // A_STRETCH, 1))
    return float(np.quantile([part.mean() for part in stretches], FULLER))


class Patterns:
    """The rows by the forms of their cells: a list has few such patterns, so each is weighed once."""

    def __init__(self, forms: Sequence[Bytes]) -> None:
        odd = np.uint64(0x9E3779B97F4A7C15)
        code = np.zeros(len(forms[0]), np.uint64)
        with np.errstate(over="ignore"):
            for column in forms:
                code = (code ^ (column.astype(np.uint64) + np.uint64(1))) * odd
                code ^= code >> np.uint64(29)
        _, first, self.of_row = np.unique(code, return_index=True, return_inverse=True)
        self.forms = np.stack([column[first] for column in forms], axis=1)

    def score(self, table: Floats, layouts: Sequence[Layout], dropped: Sequence[int]) -> Floats:
        """log P(pattern | layout), pattern by layout; `dropped`: how many fields of the header a layout leaves out."""
        columns = np.arange(self.forms.shape[1])
        each: Floats = np.stack([table[list(layout)][columns, self.forms].sum(axis=1) for layout in layouts], axis=1)
        return np.asarray(each - DROPPED * np.array(dropped))


@dataclass(frozen=True)
class Found:
    """Rows (indices of the table) that are read by another layout than the header's."""

    rows: Rows
    layout: Layout
    sources: dict[str, tuple[int, ...]]
    gain: float


def find(
    columns: Sequence[Sequence[str]],
    forms: Sequence[Bytes],
    base: Mapping[str, int],
    people: Rows,
    hints: Mapping[int, Mapping[str, int]],
    given: int | None = None,
    spare: Sequence[str] = (),
) -> list[Found]:
    """Blocks of `people` (rows that speak of somebody) with a layout of their own.

    `hints`: row of a header in the middle → the columns it names. `given`: the column of given names.
    `spare`: fields that no header named and that may have slipped into the column of another.
    """
    if not len(people) or not base:
        return []
    named = {**base, GIVEN: given} if given is not None else base
    told = [field for hint in hints.values() for field in hint]
    slots = Slots(named, forms, (ANY, *dict.fromkeys(told)), spare)
    here = [column[people] for column in forms]
    said = {at: _of_hint(slots, hint) for at, hint in hints.items()}
    learnt: Floats | None = None
    found: list[Block] = []
    layouts: list[Layout] = []
    for _ in range(2):
        patterns = Patterns(here)
        table = log_table(slots, here, learnt, len(people))
        likely = [layouts[one.state + 1] for one in found]
        tried = [*candidates(slots, patterns, table), *_exchanged_in(slots, likely)]
        layouts = list(dict.fromkeys([*tried, *said.values()]))
        found = _blocks(slots, patterns, table, layouts, people, said)
        if learnt is not None or (not found and not _is_in_doubt(here, slots)):
            break
        learnt = _learnt(slots, here, found, layouts)
        here = _told_again(columns, here, people, slots, found, layouts)
    return [
        Found(people[one.first : one.last + 1], layout, slots.sources(layout), one.gain)
        for one in found
        if slots.sources(layout := layouts[one.state + 1]) != slots.sources(slots.base)
    ]


def _blocks(
    slots: Slots, patterns: Patterns, table: Floats, layouts: list[Layout], people: Rows, said: Mapping[int, Layout]
) -> list[Block]:
    usual = slots.sources(slots.base).keys()
    dropped = [len(usual - slots.sources(layout).keys()) for layout in layouts]
    scores = patterns.score(table, layouts, dropped)
    gains = scores[:, 1:] - scores[:, :1]
    counts = np.bincount(patterns.of_row, minlength=len(gains))
    useful = np.flatnonzero(counts @ np.maximum(gains, 0.0) > (0.0 if said else ENTER))
    if not len(useful):
        return []
    of_row = [gains[:, state][patterns.of_row] for state in useful.tolist()]
    for header, layout in said.items():
        below = int(np.searchsorted(people, header))
        state = layouts.index(layout) - 1
        if below < len(people) and state in useful:
            of_row[int(np.searchsorted(useful, state))][below] += 2 * ENTER  # a header says so
    return [one._replace(state=int(useful[one.state])) for one in blocks(of_row)]


def _is_in_doubt(forms: Sequence[Bytes], slots: Slots) -> bool:
    """Names and places may be interchanged, which only the words of this list tell."""
    texts = [at for at, name in enumerate(slots.names[: len(forms)]) if name in ("full_name", "village", "commune")]
    return len(texts) > 1 and any(np.mean(forms[at] == F.WORDS) > 0.5 for at in texts)


def _learnt(slots: Slots, forms: Sequence[Bytes], found: Sequence[Block], layouts: Sequence[Layout]) -> Floats:
    """How often each form stood in each slot."""
    counts = np.zeros((len(slots.names), COUNT))
    state = np.zeros(len(forms[0]), np.int64)
    for one in found:
        state[one.first : one.last + 1] = one.state + 1
    for which in np.unique(state).tolist():
        rows = state == which
        for column, slot in enumerate(layouts[which]):
            counts[slot] += np.bincount(forms[column][rows], minlength=COUNT)
    return counts


def _told_again(
    columns: Sequence[Sequence[str]],
    forms: Sequence[Bytes],
    people: Rows,
    slots: Slots,
    found: Sequence[Block],
    layouts: Sequence[Layout],
) -> list[Bytes]:
    """Names and places told apart by how they begin in this list."""
    by_field: dict[str, list[str]] = {"full_name": [], "village": []}
    state = np.zeros(len(people), np.int64)
    for one in found:
        state[one.first : one.last + 1] = one.state + 1
    for which in np.unique(state).tolist():
        rows = people[state == which].tolist()
        for field, sources in slots.sources(layouts[which]).items():
            if field in by_field:
                column = columns[sources[0]]
                by_field[field] += [column[row] for row in rows if column[row]]
    words = Vocabulary(by_field["full_name"], by_field["village"])
    again = []
    for at, held in enumerate(forms):
        cells = columns[at]
        again.append(words.told([cells[row] for row in people.tolist()], held))
    return again


def _of_hint(slots: Slots, hint: Mapping[str, int]) -> Layout:
    of_column = {column: field for field, column in hint.items()}
    told = set(hint)
    layout = []
    for at, slot in enumerate(slots.base):
        if at in of_column:
            layout.append(slots.names.index(of_column[at]))
        else:
            layout.append(slots.names.index(ANY) if slots.names[slot] in told else slot)
    return tuple(layout)


def candidates(slots: Slots, patterns: Patterns, table: Floats) -> list[Layout]:
    base = slots.base
    found: dict[Layout, None] = {base: None}
    junk = slots.junk
    width = len(base)
    for by in range(1, FARTHEST + 1):
        for at in range(width):
            found[(*base[:at], *[junk] * by, *base[at:])[:width]] = None
            if at + by <= width:
                found[(*base[:at], *base[at + by :], *[junk] * by)] = None
    found.update(dict.fromkeys(_swaps(base)))
    for sums in _bad_windows(patterns, table, base):
        found[_best_layout(sums[: slots.junk + 1], base, slots.junk + 1)] = None  # what a header says is tried apart
    return [layout for layout in found if layout == base or _is_together(slots, layout)]


def _swaps(layout: Layout) -> list[Layout]:
    """Two of its columns interchanged."""
    swaps = []
    for one, other in combinations(range(len(layout)), 2):
        swapped = list(layout)
        swapped[one], swapped[other] = layout[other], layout[one]
        swaps.append(tuple(swapped))
    return swaps


def _exchanged_in(slots: Slots, likely: Sequence[Layout]) -> list[Layout]:
    """Of a block with another layout a part may have two columns interchanged besides."""
    every = [swapped for layout in dict.fromkeys(likely) for swapped in (layout, *_swaps(layout))]
    return [layout for layout in every if _is_together(slots, layout)]


def _is_together(slots: Slots, layout: Layout) -> bool:
    """Given names are single words like many another thing: only beside the family names are they known as such."""
    at = {slots.names[slot]: column for column, slot in enumerate(layout)}
    return GIVEN not in at or at.get("full_name") == at[GIVEN] - 1


def _bad_windows(patterns: Patterns, table: Floats, base: Layout) -> list[Floats]:
    """Slot by column, how well it fits: over all rows, and over each window that the usual layout fits badly."""
    weights = table[:, patterns.forms]  # slot, pattern, column
    counts = np.bincount(patterns.of_row, minlength=len(patterns.forms))
    sums = [np.einsum("spc,p->sc", weights, counts / counts.sum())]
    fit = patterns.score(table, [base], [0])[:, 0][patterns.of_row]
    rows = len(fit)
    lost = np.median(fit) - fit
    whole = rows // WINDOW
    if whole:
        starts = np.arange(whole) * WINDOW
        bad = np.flatnonzero(lost[: whole * WINDOW].reshape(whole, WINDOW).mean(axis=1) > MISFIT)
        if len(bad) > MOST_WINDOWS:
            bad = bad[np.linspace(0, len(bad) - 1, MOST_WINDOWS).astype(int)]
        for at in starts[bad].tolist():
            inside = patterns.of_row[at : at + WINDOW]
            sums.append(weights[:, inside].sum(axis=1))
    return sums


def _best_layout(fits: Floats, base: Layout, slots: int) -> Layout:
    """The assignment of slots to columns that fits best: from two starts, exchanged pairwise until nothing gains."""
    width = len(base)
    full = np.hstack([fits, np.zeros((slots, slots - width))]) if slots > width else fits[:slots]
    spare = [slot for slot in range(slots) if slot not in base]
    greedy = _greedy(full)
    best = max((_exchanged(full, start) for start in ([*base, *spare], greedy)), key=lambda one: one[0])
    return tuple(best[1][:width])


def _greedy(fits: Floats) -> list[int]:
    left = fits - fits.mean(axis=0, keepdims=True)
    chosen = [-1] * fits.shape[1]
    for _ in range(fits.shape[1]):
        slot, column = np.unravel_index(int(left.argmax()), left.shape)
        chosen[int(column)] = int(slot)
        left[slot, :] = left[:, column] = -np.inf
    return chosen


def _exchanged(fits: Floats, start: list[int]) -> tuple[float, list[int]]:
    chosen = list(start)
    columns = np.arange(len(chosen))
    for _ in range(4 * len(chosen)):
        now = fits[chosen, columns]
        moved = fits[chosen]  # [a, b]: the slot of column a in column b
        gain = moved + moved.T - now[:, None] - now[None, :]
        one, other = np.unravel_index(int(gain.argmax()), gain.shape)
        if gain[one, other] <= 1e-9:
            break
        chosen[one], chosen[other] = chosen[other], chosen[one]
    return float(fits[chosen, columns].sum()), chosen
