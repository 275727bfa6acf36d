"""What differs between two readings of one document, in words a person can weigh. Pure."""

from __future__ import annotations

from dataclasses import dataclass

#: heading of a part → sign of a row → what stands in it: name of the field as on the page → its words
Said = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Difference:
    """One value said in two ways."""

    section: str
    row: str
    name: str
    mine: str
    theirs: str


def differences(theirs: Said, mine: Said) -> list[Difference]:
    """Row by row, field by field, in the order of the page; rows are told apart by their signs, not their places."""
    found = []
    for heading, rows in mine.items():
        others = theirs.get(heading, {})
        for sign in [*rows, *(sign for sign in others if sign not in rows)]:
            ours, other = rows.get(sign, {}), others.get(sign, {})
            for name in [*ours, *(name for name in other if name not in ours)]:
                if ours.get(name, "") != other.get(name, ""):
                    found.append(Difference(heading, sign, name, ours.get(name, ""), other.get(name, "")))
    return found
