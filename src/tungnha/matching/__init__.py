"""A list from outside against a register of people: verdicts, each with its reasons. No Django.

What is named here is imported when it is first asked for: the command line loads no engine to print its help.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    )
    from tungnha.matching.tables import Mend, Mended, TextTable

__all__ = [
    "Candidate", "CrossCheck", "Decided", "ListRow", "Mend", "Mended", "Progress", "RegisterRow", "TextTable",
    "Verdict", "VerdictWord", "cross_check", "match",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module in ("engine", "records", "tables") if name in __all__ else ():
        found = import_module(f"tungnha.matching.{module}")
        if hasattr(found, name):
            globals()[name] = getattr(found, name)
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
