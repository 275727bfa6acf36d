"""A list from outside against a register of people: verdicts, each with its reasons. No Django."""

from tungnha.matching.engine import cross_check, match
from tungnha.matching.records import (
    Candidate,
    CrossCheck,
    Decided,
    ListRow,
    Progress,
    RegisterRow,
    Verdict,
    VerdictWord,
)  # fmt: skip
from tungnha.matching.tables import Mend, Mended, TextTable

__all__ = [
    "Candidate", "CrossCheck", "Decided", "ListRow", "Mend", "Mended", "Progress", "RegisterRow", "TextTable",
    "Verdict", "VerdictWord", "cross_check", "match",
]  # fmt: skip
