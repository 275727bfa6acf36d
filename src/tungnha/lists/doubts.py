"""What makes a whole list doubtful, told before anything of it is claimed. Codes with figures; no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tungnha.identity import names
from tungnha.lists import rules
from tungnha.lists.models import IncomingList
from tungnha.units.models import Area

FEW = 20  # persons; of fewer nothing is said about the whole
FOUND_NOBODY = 0.10  # share found below which it is likely another commune's list
SAME_LIST = 0.95  # share of rows another list has as well, both ways
Cells = Mapping[str, Sequence[str]]


def only_names(cells: Cells) -> bool:
    """Whether nothing but names (and where people live) tells who is meant."""
    return not any(any(cells.get(field, ())) for field in rules.WHO)


def of_check(
    received: IncomingList, cells: Cells, kinds: Sequence[str], counts: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The doubts about a list that was just checked, the gravest first."""
    people = sum(kind == "person" for kind in kinds)
    found = [_nobody(received, cells, kinds, people, counts), _names(cells, people), _rounded(cells), _again(received)]
    return [one for one in found if one]


def _nobody(
    received: IncomingList, cells: Cells, kinds: Sequence[str], people: int, counts: Mapping[str, Any]
) -> dict[str, Any] | None:
    met = counts["linked"] + counts["ambiguous"] + counts["double"]
    if people < FEW or met >= FOUND_NOBODY * people:
        return None
    return {"code": "nobody", "met": met, "people": people, "ours": _name_our_places(received.area, cells, kinds)}


def _name_our_places(area: Area, cells: Cells, kinds: Sequence[str]) -> int | None:
    """How many rows name a village of ours, or the commune; None where the list names no places."""
    places = [cells[field] for field in ("village", "commune") if any(cells.get(field, ()))]
    if not places:
        return None
    ours = Area.objects.filter(path__startswith=area.path)
    known = {names.fold(f"{one.type_name} {one.name}") for one in ours}
    told = (names.fold(" ; ".join(cell)) for cell, kind in zip(zip(*places, strict=True), kinds, strict=False)
            if kind == "person")  # fmt: skip
    return sum(any(place in cell for place in known) for cell in told)


def _names(cells: Cells, people: int) -> dict[str, Any] | None:
    return {"code": "names_only", "people": people} if people and only_names(cells) else None


def _rounded(cells: Cells) -> dict[str, Any] | None:
    rows = sum(map(rules.is_rounded, cells.get("personal_number", ())))
    return {"code": "rounded", "rows": rows} if rows else None


def _again(received: IncomingList) -> dict[str, Any] | None:
    """A list that says what an earlier one of its sender said: sent twice, under another name or saved anew."""
    mine = received.rows.exclude(said_number_ix="")
    total = mine.count()
    if total < FEW:
        return None
    earlier = IncomingList.objects.filter(
        sender=received.sender, service=received.service, area=received.area, withdrawn_at=None,
        matched_at__isnull=False, received_at__lte=received.received_at,
    ).exclude(pk=received.pk).order_by("-received_at")[:3]  # fmt: skip
    for other in earlier:
        theirs = other.rows.exclude(said_number_ix="")
        both = mine.filter(said_number_ix__in=theirs.values("said_number_ix")).count()
        if both >= SAME_LIST * max(total, theirs.count()):
            return {"code": "again", "list": other.pk, "rows": both, "of": total}
    return None


def gravest(counts: Mapping[str, Any]) -> bool:
    """Whether a list is so doubtful that it is confirmed only by somebody who says that they looked."""
    return any(one["code"] == "nobody" for one in counts.get("doubts", ()))


__all__ = ["FEW", "gravest", "of_check", "only_names"]
