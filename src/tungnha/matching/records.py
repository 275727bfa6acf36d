"""What goes into a cross-check (đối chiếu) and what comes out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tungnha.identity.dates import PartialDate
from tungnha.identity.sexes import Sex
from tungnha.matching.tables import Mended

VerdictWord = Literal["linked", "ambiguous", "not_found", "unreadable"]
VERDICTS: tuple[VerdictWord, ...] = ("linked", "ambiguous", "not_found", "unreadable")
Reasons = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """A person of the register (sổ), numbers in plain digits. `extra`: further texts that lists hold too."""

    id: int
    personal_number: str | None = None
    full_name: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    village: str | None = None
    phone: str | None = None
    other_numbers: tuple[str, ...] = ()  # cancelled or old numbers, which lists go on carrying
    commune: str | None = None
    household: int | str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A row of a list from outside. `raw_problem` is the sentence about a cell that could not be read."""

    row_no: int
    personal_number: str | None = None
    full_name: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    village: str | None = None
    phone: str | None = None
    raw_problem: str | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody a row may mean. `pattern` names how the two agree, field by field ("n3.b5.k1…"): what an officer decides
    about this pair is learnt from by pattern, without any name."""

    person_id: int
    probability: float
    reasons: Reasons
    pattern: str = ""

    def __iter__(self) -> Iterator[Any]:  # (person, reasons), as the rooms stored them first
        return iter((self.person_id, self.reasons))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found for a row and why.

    `probability`: of the best candidate being this row's person, calibrated; for not_found of nobody in the register
    being it. `person_id` is the best candidate when linked, and when ambiguous if it is more likely than not.
    `double_of`: the row_no of an earlier row of the list that is linked to the same person.
    """

    row_no: int
    verdict: VerdictWord
    person_id: int | None = None
    candidates: tuple[Candidate, ...] = ()
    probability: float = 0.0
    reasons: Reasons = ()
    double_of: int | None = None


@dataclass(frozen=True)
class Decided:
    """What an officer said about one pair of an earlier list of the same sender."""

    pattern: str
    same: bool


@dataclass(frozen=True)
class Progress:
    step: str  # in Vietnamese, as shown
    done: int
    of: int


@dataclass(frozen=True)
class CrossCheck:
    """The outcome of a cross-check (đối chiếu): a verdict for each row in order, the list as it was mended and read,
    and the weights it was decided by (JSON, to be kept with the run)."""

    verdicts: list[Verdict]
    mended: Mended
    weights: dict[str, Any]

    @property
    def counts(self) -> dict[str, int]:
        """Rows = linked + ambiguous + not_found + unreadable + double + other (titles, totals, empty lines)."""
        words = (one.verdict for one in self.verdicts)
        return counts_of(words, [one.double_of is not None for one in self.verdicts], self.mended.kinds)


def counts_of(words: Iterable[VerdictWord], doubles: Sequence[bool], kinds: Sequence[str]) -> dict[str, int]:
    counted = dict.fromkeys(("linked", "ambiguous", "not_found", "unreadable", "double", "other"), 0)
    for word, double, kind in zip(words, doubles, kinds, strict=True):
        counted["other" if kind != "person" else "double" if double else word] += 1
    return counted
