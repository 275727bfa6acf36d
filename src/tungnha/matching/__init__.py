"""A list from outside against a register of people: verdicts, each with its reasons. Pure Python, no Django."""

from tungnha.matching.engine import match
from tungnha.matching.records import ListRow, RegisterRow, Verdict, VerdictWord

__all__ = ["ListRow", "RegisterRow", "Verdict", "VerdictWord", "match"]
