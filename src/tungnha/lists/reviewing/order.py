"""In which order an officer is asked. Pure: no database.

1. Questions that most rows ask come first: one look there says most, and the rows can be settled together.
2. Among these, the question whose surest row is nearest to certain.
3. Within a question the surer row first, then the earlier line of the file.

A question (câu hỏi) is how a row and its candidates agree: the patterns of all candidates worth a thought. The number
of rows that ask it is counted once, when the queue is laid out, so that deciding never moves the rows that wait.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

WORTH_A_THOUGHT = 0.1  # a candidate with less of the best one's probability than this is no rival
SAME_FROM = 0.8  # rows of one question this likely may be called one person together
NOBODY_UP_TO = 0.2  # and this unlikely, nobody of the register
ENOUGH_BEFORE = 5  # answers to one question, all the same: the rows that still ask it may be answered so together
FEWEST_TOGETHER = 3
MOST_TOGETHER = 50  # rows on one sheet: more than that nobody looks through

# How likely, as it is said aloud: from this probability on.
LIKELY = ((0.97, "gần như chắc chắn"), (0.85, "rất giống"), (0.6, "khá giống"), (0.3, "còn nghi"), (0.0, "ít giống"))


class Candidate(NamedTuple):
    """Somebody a row may mean, as the cross-check kept it."""

    person_id: int
    reasons: tuple[str, ...]
    probability: float
    pattern: str


def candidates_of(kept: Iterable[Sequence[Any]]) -> list[Candidate]:
    """Out of ListRow.candidates: [[person, [reason, …], probability, pattern], …], the surest first. Rows of older
    lists have the first two only."""
    return [
        Candidate(int(one[0]), tuple(one[1]), float(one[2]) if len(one) > 2 else 0.0, one[3] if len(one) > 3 else "")
        for one in kept
    ]


@dataclass(frozen=True)
class Asked:
    """A row as the order needs it, and where it came to stand."""

    row_id: int
    number: int
    question: str
    likely: float
    alone: bool
    best: int | None
    alike: int = 1


def asked(row_id: int, number: int, probability: float, candidates: Sequence[Candidate]) -> Asked:
    rivals = worth_a_thought(candidates)
    best = candidates[0] if candidates else None
    likely = (best.probability or probability) if best else 0.0
    return Asked(row_id, number, question_of(rivals), likely, len(rivals) == 1, best.person_id if best else None)


def worth_a_thought(candidates: Sequence[Candidate]) -> list[Candidate]:
    if not candidates:
        return []
    least = candidates[0].probability * WORTH_A_THOUGHT
    return [one for one in candidates if one.probability >= least]


def question_of(rivals: Sequence[Candidate]) -> str:
    """A short word for one question. Hashed: older rows have no pattern, and reasons hold words of names."""
    said = "\n".join(one.pattern or "|".join(one.reasons) for one in rivals)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def in_order(rows: Iterable[Asked]) -> list[Asked]:
    """The order they are asked in, each with how many ask the same."""
    found = list(rows)
    many = Counter(row.question for row in found)
    surest: dict[str, float] = {}
    for row in found:
        surest[row.question] = max(surest.get(row.question, 0.0), row.likely)
    found.sort(key=lambda r: (-many[r.question], -surest[r.question], r.question, -r.likely, r.number))
    return [
        Asked(r.row_id, r.number, r.question, r.likely, r.alone, r.best, many[r.question]) for r in found
    ]  # fmt: skip


def likely_words(probability: float) -> str:
    return next(words for least, words in LIKELY if probability >= least)
