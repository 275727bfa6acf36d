"""What goes into a cross-check (đối chiếu) and what comes out."""

from dataclasses import dataclass
from typing import Literal

from tungnha.identity.dates import PartialDate
from tungnha.identity.sexes import Sex

VerdictWord = Literal["linked", "ambiguous", "not_found", "unreadable"]
Reasons = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """A person of the register (sổ). A personal number is an opaque string: plain, or already blind-indexed."""

    id: int
    personal_number: str | None = None
    full_name: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    village: str | None = None
    phone: str | None = None
    other_numbers: tuple[str, ...] = ()  # cancelled or old numbers, which lists go on carrying


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


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found for a row and why. `probability` orders the work of a reviewer; it was not measured."""

    row_no: int
    verdict: VerdictWord
    person_id: int | None = None
    candidates: tuple[tuple[int, Reasons], ...] = ()
    probability: float = 0.0
    reasons: Reasons = ()
