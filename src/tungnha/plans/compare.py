"""What differs between two readings of one document, in words a person can weigh. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

#: heading of a part → its rows, each what stands in it: name of the field as on the page → its words
Said = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Difference:
    """One value said in two ways."""

    section: str
    row: int
    name: str
    mine: str
    theirs: str


def differences(theirs: Said, mine: Said) -> list[Difference]:
    """Row by row, field by field, in the order of the page."""
    found = []
    for heading, rows in mine.items():
        none: dict[str, str] = {}
        for number, (ours, other) in enumerate(zip_longest(rows, theirs.get(heading, []), fillvalue=none), 1):
            for name in [*ours, *(name for name in other if name not in ours)]:
                if ours.get(name, "") != other.get(name, ""):
                    found.append(Difference(heading, number, name, ours.get(name, ""), other.get(name, "")))
    return found
