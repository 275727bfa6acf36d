"""What is written to the machine's own log: no number of anybody, no row of the database.

A number typed into an address is told by the server ("Not Found: /nhan-khau/0190…"), and a database says in the DETAIL
of an error which row it did not take, name and all. Both end here, whoever wrote them.
"""

from __future__ import annotations

import logging
import re

from tungnha.identity.hiding import hide_typed_numbers

# PostgreSQL: "DETAIL:  Failing row contains (7, Nguyễn Văn An, …)."; the rest of its line and of its row goes.
_DETAIL = re.compile(r"^(\s*(?:DETAIL|CONTEXT|ERROR DETAIL):).*$", re.MULTILINE)
# A number in groups: "0912 000 011", "+84.912.000.011". An hour, a day written year first and an address of a machine
# begin otherwise.
_GROUPED = re.compile(r"(?<![\d.])(?:\+?84|0)\d{0,4}(?:[ .\-]\d{2,4}){2,3}(?![\d])")


class NothingPersonal(logging.Formatter):
    """Writes a line, and the traceback below it, without numbers and without rows."""

    def format(self, record: logging.LogRecord) -> str:
        return cleaned(super().format(record))


def cleaned(text: str) -> str:
    stamp, rest = text[:24], text[24:]  # the line begins with when it was written
    return stamp + _GROUPED.sub("…", _DETAIL.sub(r"\1 …", hide_typed_numbers(rest)))
