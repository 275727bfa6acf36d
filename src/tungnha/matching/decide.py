"""Step 4: the verdict on each row, then on rows that claim the same person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tungnha.matching.compare import Comparison
from tungnha.matching.records import Candidate, ListRow, Reasons, Verdict, VerdictWord

MOST_CANDIDATES = 10

NOTHING_TO_READ = "thiếu cả họ tên lẫn số định danh"
NOBODY = "không ai trong sổ có số định danh này, hay cùng họ tên mà ngày sinh không trái nhau"

DUPLICATE = "trùng với dòng"
DIFFERENT_NUMBER = "cùng họ tên, ngày sinh, thôn, nhưng khác số định danh với dòng"


@dataclass(frozen=True)
class Decision:
    """A verdict, and what is needed to settle it against the other rows."""

    row: ListRow
    verdict: Verdict
    by_number: bool = False


def decide(row: ListRow, comparisons: Iterable[Comparison]) -> Decision:
    """The verdict on one row alone."""
    if not row.full_name.strip() and not row.personal_number:
        return _decision(row, "unreadable", reasons=(NOTHING_TO_READ,))
    found = sorted(comparisons, key=lambda one: (-one.weight, one.person_id))
    holders = [one for one in found if one.number == "same"]
    if len(holders) == 1 and holders[0].proves_number:
        return _linked(row, holders[0], by_number=True)
    same_three = [one for one in found if one.all_three]
    if not holders and len(same_three) == 1 and same_three[0].proves_without_number:
        return _linked(row, same_three[0], by_number=False)
    plausible = [one for one in found if one.is_plausible]
    return _ambiguous(row, plausible, holders) if plausible else _not_found(row)


def settle_rivals(decisions: Iterable[Decision]) -> list[Verdict]:
    """One person, one row: proof by number goes first, then the earlier row; the others are shown, never dropped."""
    settled = list(decisions)
    claims: dict[int, list[int]] = defaultdict(list)
    for place, decision in enumerate(settled):
        if decision.verdict.person_id is not None:
            claims[decision.verdict.person_id].append(place)
    for places in claims.values():
        for place, verdict in _settle({place: settled[place] for place in places}).items():
            settled[place] = replace(settled[place], verdict=verdict)
    return [decision.verdict for decision in settled]


def _settle(rivals: dict[int, Decision]) -> dict[int, Verdict]:
    """New verdicts for the rows that lose."""
    if len(rivals) == 1:
        return {}
    in_order = sorted(rivals.items(), key=lambda one: (not one[1].by_number, one[1].row.row_no, one[0]))
    first, second = in_order[0][1], in_order[1][1]
    losers = {place: _as_rival(rival, first, DUPLICATE) for place, rival in in_order[1:]}
    if not first.by_number and _are_different_people(rivals.values()):
        losers = {place: _as_rival(rival, first, DIFFERENT_NUMBER) for place, rival in in_order[1:]}
        losers[in_order[0][0]] = _as_rival(first, second, DIFFERENT_NUMBER)
    return losers


def _are_different_people(rivals: Iterable[Decision]) -> bool:
    return len({rival.row.personal_number for rival in rivals if rival.row.personal_number}) > 1


def _as_rival(rival: Decision, other: Decision, words: str) -> Verdict:
    verdict = rival.verdict
    assert verdict.person_id is not None
    return replace(
        verdict,
        verdict="ambiguous",
        person_id=None,
        candidates=(Candidate(verdict.person_id, verdict.probability, verdict.reasons),),
        probability=round(verdict.probability / 2, 3),
        reasons=(f"{words} {other.row.row_no}", *verdict.reasons),
    )


def _linked(row: ListRow, one: Comparison, *, by_number: bool) -> Decision:
    probability = 0.95 if not by_number else 0.999 if one.name.agrees and one.birth == "same" else 0.99
    verdict = Verdict(
        row_no=row.row_no,
        verdict="linked",
        person_id=one.person_id,
        probability=probability,
        reasons=_with_problem(row, one.reasons),
    )
    return Decision(row, verdict, by_number)


def _ambiguous(row: ListRow, plausible: list[Comparison], holders: list[Comparison]) -> Decision:
    shown = plausible[:MOST_CANDIDATES]
    together = sum(one.weight for one in plausible)
    return _decision(
        row,
        "ambiguous",
        candidates=tuple(Candidate(one.person_id, round(one.weight, 3), one.reasons) for one in shown),
        probability=round(min(shown[0].weight, shown[0].weight / together), 3),
        reasons=(_why_ambiguous(plausible, holders),),
    )


def _why_ambiguous(plausible: list[Comparison], holders: list[Comparison]) -> str:
    best = plausible[0]
    if len(holders) > 1:
        return f"số định danh này có {len(holders)} người trong sổ"
    if holders:
        return _why_not_the_holder(holders[0])
    if len(plausible) > 1:
        return f"{len(plausible)} người trong sổ có thể là dòng này"
    if best.number == "different":
        return "đúng họ tên, khác số định danh"
    if best.sex == "different":
        return "giới tính khác nhau"
    if not best.one_name:
        return best.name.words
    if best.birth == "same":
        return "đúng tên, ngày sinh; khác hoặc thiếu thôn"
    if best.birth == "could":
        return "đúng tên, năm sinh; chưa đủ để khẳng định"
    return "đúng tên; ngày sinh thiếu hoặc chưa khớp"


def _why_not_the_holder(holder: Comparison) -> str:
    if holder.name.level == "missing" and holder.birth == "unknown":
        return "cùng số định danh, nhưng không có họ tên, ngày sinh để đối chiếu"
    return "cùng số định danh, nhưng họ tên và ngày sinh không khớp"


def _not_found(row: ListRow) -> Decision:
    return _decision(row, "not_found", reasons=(NOBODY,))


def _decision(
    row: ListRow,
    word: VerdictWord,
    *,
    reasons: Reasons,
    candidates: tuple[Candidate, ...] = (),
    probability: float = 0.0,
) -> Decision:
    verdict = Verdict(
        row_no=row.row_no,
        verdict=word,
        candidates=candidates,
        probability=probability,
        reasons=_with_problem(row, reasons),
    )
    return Decision(row, verdict)


def _with_problem(row: ListRow, reasons: Reasons) -> Reasons:
    return (*reasons, row.raw_problem) if row.raw_problem else reasons
