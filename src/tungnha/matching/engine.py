"""The four steps in a row: keys, join, compare, decide. Between the last two the weights are learnt."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from tungnha.matching import decide as deciding
from tungnha.matching.arrays import Array, Bools, Floats, Ints, Longs, joined, mixed, one_of, raise_to
from tungnha.matching.compare import BITS, BirthLevel, Compared, Comparer, NumberLevel, SexLevel
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.join import NAME_AND_DATE, NUMBERS, Joiner, Pairs
from tungnha.matching.key_parts import KeyParts
from tungnha.matching.listing import CodedList, code_list
from tungnha.matching.missed import Found, missed_rows
from tungnha.matching.outcome import Outcome, laid_out
from tungnha.matching.proofs import ONE_NAME, ONE_NUMBER, another_name, may_link
from tungnha.matching.reasons import pattern_number
from tungnha.matching.records import CrossCheck, Decided, ListRow, Progress, RegisterRow, Verdict
from tungnha.matching.reference import RegisterReference
from tungnha.matching.registers import CodedRegister, Settings
from tungnha.matching.repair import mend
from tungnha.matching.tables import Mended, TextTable
from tungnha.matching.weigh import Nobody, Scales, Weighed
from tungnha.matching.weights import Weights, count, learn

ROUNDS = 4  # of learning
LEARNT_FROM = 12_000  # rows at most
TOGETHER = 1 << 19  # pairs that are compared together
LIKELY = 0.01  # the chance from which a pair tells what true pairs share
SHOWN, SHOWN_FROM = 10, 0.01  # candidates of a row, and the chance from which they are worth showing

Tell = Callable[[Progress], None]

__all__ = ["Outcome", "Settings", "cross_check", "match", "match_coded", "match_table"]


def cross_check(
    register: Iterable[RegisterRow] | CodedRegister,
    table: TextTable,
    fields: Mapping[str, int],
    *,
    undone: Collection[str] = (),
    decided: Sequence[Decided] = (),
    progress: Tell | None = None,
    weights: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
) -> CrossCheck:
    """Repair the list, then match every row of it with the register.

    `fields`: field → index of its column. `undone`: ids of mends an officer undid. `decided`: what officers said about
    earlier lists of this sender. `progress` is called often and may raise to stop. The same input, the same output.
    """
    coded = register if isinstance(register, CodedRegister) else CodedRegister.of_rows(register)
    found = match_table(
        coded, table, fields, undone=undone, decided=decided, progress=progress, weights=weights, settings=settings
    )
    return CrossCheck(list(found.verdicts()), found.mended, found.weights)


def match_table(
    register: CodedRegister,
    table: TextTable,
    fields: Mapping[str, int],
    *,
    undone: Collection[str] = (),
    decided: Sequence[Decided] = (),
    weights: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    progress: Tell | None = None,
) -> Outcome:
    """The same, with the outcome in columns."""
    tell = progress or (lambda _: None)
    tell(Progress("Sửa danh sách", 0, len(table)))
    mended = mend(table, fields, RegisterReference(register), undone)
    return match_coded(register, mended, table.row_ids, decided=decided, weights=weights, settings=settings, tell=tell)


def match_coded(
    register: CodedRegister,
    mended: Mended,
    row_ids: list[int | str],
    *,
    decided: Sequence[Decided] = (),
    weights: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    tell: Tell = lambda _: None,
) -> Outcome:
    """A list that is repaired already."""
    held = settings or Settings()
    rows = code_list(register, mended.cells, mended.kinds, mended.trust)
    comparer = Comparer(register, rows)
    compared = _compared(comparer, held, tell)
    scales = Scales(comparer)
    tell(Progress("Cân từng dòng", len(rows), len(rows)))
    known = Weights.from_json(weights) if weights else learnt(scales, compared, decided)
    return _decided(scales, compared, known, mended, row_ids)


def match(register: Iterable[RegisterRow], rows: Iterable[ListRow]) -> list[Verdict]:
    """Rows that were read already. One verdict for each row, in their order."""
    held = list(rows)
    cells: dict[str, list[str]] = {
        "full_name": [row.full_name for row in held],
        "personal_number": [row.personal_number or "" for row in held],
        "birth": [row.birth.show() if row.birth else "" for row in held],
        "sex": [str(row.sex or "") for row in held],
        "phone": [row.phone or "" for row in held],
        "village": [row.village or "" for row in held],
    }
    mended = Mended(cells, ["person"] * len(held))
    found = match_coded(CodedRegister.of_rows(register), mended, [row.row_no for row in held])
    told = zip(found.verdicts(), held, strict=True)
    return [replace(one, reasons=(*one.reasons, row.raw_problem)) if row.raw_problem else one for one, row in told]


# -- the steps


def _compared(comparer: Comparer, settings: Settings, tell: Tell) -> Compared:
    """All pairs of the list."""
    rows = comparer.rows
    readable = np.flatnonzero(rows.readable)
    return compared_rows(comparer, Joiner(comparer.register, rows), readable, settings.chunk_rows, tell)


def compared_rows(
    comparer: Comparer, joiner: Joiner, which: Longs, chunk: int = 0, tell: Tell = lambda _: None
) -> Compared:
    """Pairs of some rows. Rows that their number, or name and full date, settle are not looked for any further; the
    others are, `chunk` of them at a time."""
    found: list[Compared] = []
    count = len(which)
    tell(Progress("So với sổ", 0, count))
    for kinds in (NUMBERS, NAME_AND_DATE):
        found.append(_fresh(comparer, joiner.pairs(which, kinds), found))
        settled = np.zeros(len(comparer.rows), bool)
        settled[found[-1].row[settles(comparer, found[-1])]] = True
        which = which[~settled[which]]
    sure = tuple(found)
    for start in range(0, len(which), chunk or max(len(which), 1)):
        tell(Progress("So với sổ", count - len(which) + start, count))
        part = which[start : start + (chunk or len(which))]
        found.append(_fresh(comparer, joiner.pairs(part, None), sure))
    tell(Progress("So với sổ", count, count))
    return _in_order(_joined_parts(found))


def _fresh(comparer: Comparer, pairs: Pairs, before: Sequence[Compared]) -> Compared:
    """What was compared before is not compared again."""
    for one in before:
        pairs = pairs.without(one.packed())
    starts = range(0, max(len(pairs), 1), TOGETHER)
    pieces = ((pairs.row[at : at + TOGETHER], pairs.person[at : at + TOGETHER]) for at in starts)
    return _joined_parts([comparer.compare(*piece) for piece in pieces])


def settles(comparer: Comparer, compared: Compared) -> Bools:
    """The same number, and name and birth say so too, or the same name and full date: nobody else is looked for."""
    levels = compared.levels
    name, birth = levels["full_name"], levels["birth"]
    named = one_of(name, ONE_NAME) & ~another_name(comparer, compared)
    born = one_of(birth, (BirthLevel.SAME, BirthLevel.CROSSED, BirthLevel.ONLY_YEAR, BirthLevel.FIRST_DAY, 0))
    number = one_of(levels["personal_number"], ONE_NUMBER)
    dated = (name <= NameLevel.UNMARKED) & (birth == BirthLevel.SAME)
    against = (levels["sex"] == SexLevel.OTHER) | (levels["personal_number"] == NumberLevel.OTHER)
    return np.asarray(named & ((number & born) | (dated & ~against)))


def _joined_parts(parts: list[Compared]) -> Compared:
    if len(parts) == 1:
        return parts[0]
    levels = {name: joined(*(part.levels[name] for part in parts)) for name in parts[0].levels}
    return Compared(levels, joined(*(part.row for part in parts)), joined(*(part.person for part in parts)))


def _in_order(compared: Compared) -> Compared:
    order = np.argsort((compared.row.astype(np.int64) << 32) | compared.person, kind="stable")
    return compared.take(order)


# -- learning


def learnt(scales: Scales, compared: Compared, decided: Sequence[Decided] = ()) -> Weights:
    """Weights from the list at hand, by rounds: what is likely now says what true pairs look like, and so again."""
    rows = sample(scales.rows)
    chosen = np.zeros(len(scales.rows), bool)
    chosen[rows] = True
    part = compared.take(np.flatnonzero(chosen[compared.row]))
    expected = Weights.expected(tuple(scales.register.extras))
    year, sex = scales.fits()
    weights = replace(expected, fits_year=year, fits_sex=sex, patterns=_by_pattern(decided))
    cells = scales.cells(part)
    bands = scales.band[part.person]
    readable = int(np.count_nonzero(scales.rows.readable[rows]))
    chances = None
    for _ in range(ROUNDS):
        weighed, nobody = scales.weigh(part, cells, weights), scales.nobody(weights)
        chances = deciding.chances(part.row, weighed.person, weighed.kin, nobody.alone, nobody.own)
        seen = count(cells, bands, chances.pair, readable)
        weights = learn(weights, expected, seen, scales.people_by_age)
    if chances is not None and len(part.row):
        share = len(rows) / max(len(scales.rows), 1)
        odds = deciding.repeated_odds(part.row, part.person, chances.pair, len(scales.register), share)
        weights = replace(weights, repeated=odds)
    return weights.settled()


def sample(rows: CodedList) -> Longs:
    """The rows that are learnt from: all, or some that nothing but their own numbers choose."""
    every = -(-len(rows) // LEARNT_FROM)
    if every <= 1:
        return np.arange(len(rows))
    own = np.stack([rows.number, rows.birth.astype(np.int64), rows.phone, rows.places.village.astype(np.int64) + 2], 1)
    return np.flatnonzero(mixed(own) % every == 0)


def _by_pattern(decided: Sequence[Decided]) -> dict[str, float]:
    """What officers said about pairs of a pattern, in nats: nothing for few words, more for many that agree."""
    counts: dict[str, list[int]] = {}
    for one in decided:
        if pattern_number(one.pattern) is not None:
            counts.setdefault(one.pattern, [0, 0])[one.same] += 1
    steady = 4.0
    return {
        pattern: round(float(np.log((same + steady) / (other + steady))), 4)
        for pattern, (other, same) in sorted(counts.items())
    }


# -- deciding


PART = 40_000  # rows that are weighed together
FAR = 12.0  # nats behind the best of a row: what is less likely than one in a hundred thousand is left out


class _Near(NamedTuple):
    """The pairs that still count, with what is said of each: the columns of `decide.chances`, and more."""

    row: Ints
    people: Ints
    person: Floats
    kin: Floats
    pattern: Longs
    may: Bools


def _decided(
    scales: Scales, compared: Compared, weights: Weights, mended: Mended, row_ids: list[int | str],
    weighed: Weighed | None = None,
) -> Outcome:  # fmt: skip
    """`weighed`: of all pairs, where that was done elsewhere."""
    nobody = scales.nobody(weights)
    held = _near(scales, compared, weights, nobody, weighed)
    row, people = held.row, held.people
    chances = deciding.chances(row, held.person, held.kin, nobody.alone, nobody.own)
    for _ in range(2):
        claimed = deciding.with_claims(row, people, held.person, chances.pair, scales.band, weights.repeated)
        chances = deciding.chances(row, claimed, held.kin, nobody.alone, nobody.own)
    found = deciding.verdicts(chances, row, people, held.may, scales.rows.readable)
    probability = _also_missed(scales, weights, held, chances, found)
    shown = found.verdict <= deciding.AMBIGUOUS
    kept = laid_out(row, people, chances.pair, shown, SHOWN, SHOWN_FROM)
    has = found.best >= 0
    at = np.maximum(found.best, 0)
    likely = (found.verdict == deciding.AMBIGUOUS) & (found.probability >= 0.5)
    told = has & ((found.verdict == deciding.LINKED) | likely)
    none = np.full(len(has), -1)
    return Outcome(
        row_ids=row_ids, ids=scales.register.ids, verdict=found.verdict,
        person=np.where(told, people[at], none).astype(np.int32) if len(people) else none.astype(np.int32),
        probability=probability, pattern=np.where(has, held.pattern[at], 0) if len(people) else none * 0,
        double_of=found.double_of, first=np.searchsorted(row[kept], np.arange(len(has) + 1)).astype(np.int64),
        candidate_person=people[kept], candidate_probability=np.round(chances.pair[kept], 4),
        candidate_pattern=held.pattern[kept], mended=mended, weights=weights.to_json(),
        extras=tuple(scales.register.extras), reread=scales.rows.names.book.reread,
    )  # fmt: skip


def _also_missed(
    scales: Scales, weights: Weights, held: _Near, chances: deciding.Chances, found: deciding.Verdicts
) -> Floats:
    """The probabilities, where those who are in the register and were found by no key are counted in."""
    none = np.flatnonzero(found.verdict == deciding.NOT_FOUND)
    if not len(none):
        return found.probability
    learnt_from = sample(scales.rows)
    learnt_from = learnt_from[scales.rows.readable[learnt_from]]
    chosen = np.zeros(len(scales.rows), bool)
    chosen[learnt_from] = True
    pairs = np.flatnonzero((chances.pair >= LIKELY) & chosen[held.row])
    names = (held.pattern[pairs] & ((1 << BITS) - 1)).astype(np.int8)
    likely = Found(held.row[pairs], held.people[pairs], names, chances.pair[pairs])
    missed = missed_rows(KeyParts(scales), weights, likely, learnt_from, chances.nobody[learnt_from], none)
    probability = found.probability.copy()
    absent = deciding.with_missed(chances.nobody[none], weights.outside, *missed)
    probability[none] = np.round(absent, 4)
    return probability


def _near(scales: Scales, compared: Compared, weights: Weights, nobody: Nobody, weighed: Weighed | None) -> _Near:
    """Some rows at a time: the weights of all pairs of a province would not fit beside each other."""
    ends = np.searchsorted(compared.row, np.arange(0, len(scales.rows) + PART, PART))
    parts = []
    for start, stop in itertools.pairwise([0, 0, *ends[1:].tolist()]):
        given = weighed and Weighed(weighed.person[start:stop], weighed.kin[start:stop])
        parts.append(_near_part(scales, compared.take(slice(start, stop)), weights, nobody, given))
    return _Near(*(joined(*columns) for columns in zip(*parts, strict=True)))


def _near_part(scales: Scales, part: Compared, weights: Weights, nobody: Nobody, given: Weighed | None) -> _Near:
    weighed = given or scales.weigh(part, scales.cells(part), weights)
    person = weighed.person + _of_officers(weights, part.pattern()) if weights.patterns else weighed.person
    best = nobody.alone.copy()
    raise_to(best, part.row, person)
    near = np.flatnonzero(np.maximum(person, weighed.kin + nobody.own.take(part.row)) > best.take(part.row) - FAR)
    may = may_link(scales.comparer, part)
    kept = part.take(near)
    return _Near(kept.row, kept.person, person[near], weighed.kin[near], kept.pattern(), may[near])


def _of_officers(weights: Weights, pattern: Longs) -> Array:
    added = np.zeros(len(pattern))
    for text, nats in weights.patterns.items():
        number = pattern_number(text)
        if number is not None:
            added[pattern == number] += nats
    return added
