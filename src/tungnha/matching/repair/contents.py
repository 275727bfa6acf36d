"""Which column is what when its header says nothing: by the forms of its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from tungnha.identity.letters import folded
from tungnha.matching.columns import NOT_THE_PERSON
from tungnha.matching.repair.facts import Reference
from tungnha.matching.repair.forms import Bytes, Form, forms_of
from tungnha.matching.tables import TextTable

F = Form
# Forms that tell a field, and the share of the filled cells that must have one of them.
TELLING: dict[str, tuple[tuple[Form, ...], float]] = {
    "personal_number": ((F.NUMBER_12, F.NUMBER_11, F.NUMBER_10, F.CARD_9, F.ROUNDED), 0.7),
    "phone": ((F.PHONE, F.PHONE_84, F.PHONE_9, F.PHONES), 0.7),
    "full_name": ((F.NAME, F.NAME_AND_MORE, F.WORDS), 0.75),
    "birth": ((F.DATE, F.DATE_8, F.YEAR, F.SERIAL), 0.75),
    "sex": ((F.SEX,), 0.8),
    "village": ((F.PLACE, F.WORDS, F.WORD), 0.75),
}
SAMPLE = 2_000
MIXED_LIST = 0.7  # of what is asked elsewhere: blocks of such a list may have columns of their own besides
LEAST_OWN = 0.2  # of the filled cells have a form of the field, or the header is over the wrong column
FILLED = 0.25  # of the cells of a column, before it is taken for anything


def guess_fields(table: TextTable, reference: Reference | None = None) -> dict[str, int]:
    """Field → column by contents alone, for a list whose header says nothing. The likeliest columns come first."""
    forms = [forms_of(column[:SAMPLE]) for column in table.columns]
    places = reference.villages() if reference is not None else frozenset()
    return more_fields(table, forms, {}, places)


def more_fields(
    table: TextTable,
    forms: Sequence[Bytes],
    fields: Mapping[str, int],
    places: frozenset[str] = frozenset(),
    ease: float = 1.0,
) -> dict[str, int]:
    """The fields whose column no header named, found in the columns that are left. `ease` lowers what is asked."""
    found: dict[str, int] = {}
    for field, (telling, least) in TELLING.items():
        if field in fields:
            continue
        taken = {*fields.values(), *found.values()}
        rated = [
            (_share(table, forms, at, field, telling, places), -at)
            for at in range(len(forms))
            if at not in taken and not of_another(table, at)
        ]
        share, at = max(rated, default=(0.0, 0))
        if share >= ease * least:
            found[field] = -at
    return found


def seated_anew(
    table: TextTable, forms: Sequence[Bytes], fields: Mapping[str, int], places: frozenset[str] = frozenset()
) -> dict[str, int] | None:
    """Where the fields stand when the header is over the wrong columns in all of the list, and names not all of them.

    A layout can only put right what the header names; so this is asked where a column holds what another field is
    known by, and some field stands in a column that its header did not name. None: the header may stand.
    """
    misfit = {field for field, at in fields.items() if field in TELLING and not _may_hold(forms[at], field)}
    if not misfit:
        return None
    seated = {field: at for field, at in fields.items() if field in TELLING and field not in misfit}
    found = more_fields(table, forms, seated, places, MIXED_LIST)
    claimed = {fields[field]: field for field in misfit}
    taken = {at: field for field, at in found.items() if at in claimed and np.any(forms[at] != F.EMPTY)}
    if not taken or not any(field not in fields or at not in claimed for field, at in found.items()):
        return None
    moved = {field: at - fields[field] for field, at in found.items() if field in misfit}
    ways, free = set(moved.values()), set(range(len(forms))) - set(found.values()) - set(seated.values())
    by = ways.pop() if len(ways) == 1 else 0  # all of them together, and those behind them too
    first = min((fields[field] for field in moved), default=0)
    others = {
        field: at + by if at > first else at
        for field, at in fields.items()
        if field not in found and field not in seated
    }
    return {field: at for field, at in others.items() if at in free} | seated | found


def _may_hold(forms: Bytes, field: str) -> bool:
    """Some of the filled cells are of the field's own forms; an empty column holds nothing."""
    filled = forms[forms != F.EMPTY]
    return len(filled) > 0.03 * len(forms) and float(np.isin(filled, TELLING[field][0]).mean()) > LEAST_OWN


def _share(
    table: TextTable, forms: Sequence[Bytes], at: int, field: str, telling: tuple[Form, ...], places: frozenset[str]
) -> float:
    filled = forms[at][forms[at] != F.EMPTY]
    if len(filled) < max(3, FILLED * len(forms[at])):
        return 0.0
    share = float(np.isin(filled, telling).mean())
    if field == "full_name" and np.mean(np.isin(filled, (F.NAME, F.NAME_AND_MORE))) < 0.5:
        return 0.0
    if field == "village":
        return share if _are_places(table.columns[at][: len(forms[at])], filled, places) else 0.0
    return share


def _are_places(cells: Sequence[str], filled: Bytes, places: frozenset[str]) -> bool:
    """They begin as places do, or the register has such villages."""
    if np.mean(filled == F.PLACE) > 0.5:
        return True
    said = [folded(re.split(r"[,;]| - ", cell)[0]).strip() for cell in cells[:300] if cell]
    return bool(places) and sum(one in places for one in said) > 0.5 * len(said)


def of_another(table: TextTable, at: int) -> bool:
    """The header speaks of somebody or something else: the household's head, the place a card was issued."""
    header = table.header[at] if at < len(table.header) else ""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', folded(header)))} "
    return any(f" {other} " in words for other in (*NOT_THE_PERSON, "quan he", "ngay cap", "ngay kich hoat"))
