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


_ELSEWHERE = {"cross_check": "engine", "match": "engine", "Mend": "tables", "Mended": "tables", "TextTable": "tables"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"tungnha.matching.{_ELSEWHERE.get(name, 'records')}")
    globals()[name] = getattr(module, name)
    return globals()[name]
