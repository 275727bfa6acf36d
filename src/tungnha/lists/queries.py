"""Lists and their rows, as the desk and the sender need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tungnha.identity import numbers, phones
from tungnha.lists.buckets import BUCKETS, counts_of, nothing
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.rules import FIELDS
from tungnha.people.importing import results
from tungnha.people.register import merged
from tungnha.units.models import Member


def lists_for(member: Member) -> QuerySet[IncomingList]:
    rows: QuerySet[IncomingList] = (
        IncomingList.objects.visible_to(member)
        .defer("content")
        .select_related("sender", "service", "campaign", "area", "agreement", "received_by__user")
        .order_by("-received_at", "-pk")
    )
    return rows


def with_counts(lists: Sequence[IncomingList]) -> list[tuple[IncomingList, dict[str, int]]]:
    """Each list with its rows by bucket (buckets.counts_of)."""
    counts = counts_of([one.pk for one in lists])
    return [(one, counts[one.pk]) for one in lists]


# -- what a row says


def cells_of(row: ListRow, columns: Mapping[str, int]) -> list[tuple[str, str]]:
    """What a row says, field by field, numbers and telephones masked; what it leaves blank is left out."""
    cells = row.cells
    shown = []
    for field, at in sorted(columns.items(), key=lambda item: item[1]):
        value = str(cells[at]) if at < len(cells) and cells[at] not in (None, "") else ""
        shown.append((FIELDS.get(field, field), masked(field, value)))
    return [(label, value) for label, value in shown if value]


def masked(field: str, value: str) -> str:
    """A cell as a page may show it: personal numbers and telephones never in full."""
    if field in ("personal_number", "old_number"):
        number = numbers.read_personal_number(value)
        return numbers.mask(number.value) if number else hide_digits(value)
    if field == "phone":
        found = phones.read_phones(value)
        return ", ".join(phones.mask_phone(phone.value) for phone in found) or hide_digits(value)
    return hide_long_numbers(value)


def hide_digits(value: str) -> str:
    return "".join("*" if char.isdigit() else char for char in value)


def hide_long_numbers(value: str) -> str:
    """Nine digits in a row in a note or address are a number of somebody."""
    run, out = "", []
    for char in [*value, ""]:
        if char.isdigit():
            run += char
            continue
        out.append("*" * len(run) if len(run) >= 9 else run)
        run = ""
        out.append(char)
    return "".join(out)


def preview(rows: Sequence[Sequence[object]], columns: Mapping[str, int], width: int) -> list[list[str]]:
    """The first rows as the page shows them, each as wide as the heading."""
    by_column = {at: field for field, at in columns.items()}
    written = ([*map(results.written, cells), *[""] * (width - len(cells))] for cells in rows)
    return [[masked(by_column.get(at) or _guess(cell), cell) for at, cell in enumerate(cells)] for cells in written]


def _guess(value: str) -> str:
    """A column nobody named may still hold numbers: mask what reads as one."""
    if numbers.read_personal_number(value):
        return "personal_number"
    return "phone" if phones.read_phone(value) else ""


def with_candidates(rows: list[ListRow], columns: Mapping[str, int]) -> list[dict[str, Any]]:
    """Rows with what they say, whom they were matched to and, where doubtful, who it could be: each once, though two of
    the records were made one since. Two queries in all."""
    wanted = {one[0] for row in rows for one in row.candidates} | {row.person_id for row in rows if row.person_id}
    persons = merged.standing_for(wanted)
    return [
        {
            "row": row,
            "cells": cells_of(row, columns),
            "person": persons.get(row.person_id or 0),
            "candidates": _once([(persons[one[0]], one[1]) for one in row.candidates if one[0] in persons]),
        }
        for row in rows
    ]


def _once(candidates: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The surest reasons stand first: of one person twice, the first is kept."""
    return list({person.pk: (person, reasons) for person, reasons in reversed(candidates)}.values())[::-1]


# -- lists that speak against each other


def _others_of(received: IncomingList) -> Any:
    """Rows of other lists about the same service in the same area that stand. By way of the list, so that a database
    that looks for a person or a number begins with those."""
    return ListRow.objects.filter(
        incoming__service=received.service_id, incoming__area=received.area_id, incoming__withdrawn_at=None,
        incoming__matched_at__isnull=False, double_of=None, verdict=ListRow.Verdict.LINKED,
    ).exclude(incoming=received.pk)  # fmt: skip


def says_otherwise(received: IncomingList) -> Any:
    """Rows whose person another list speaks of the other way: one says has it, one says has not."""
    others = _others_of(received)
    who_has, who_has_not = (others.filter(has_it=has).values("person") for has in (True, False))
    against_us = Q(has_it=True, person__in=who_has_not) | Q(has_it=False, person__in=who_has)
    return _linked(received).filter(against_us)


def another_person(received: IncomingList) -> Any:
    """Rows whose personal number another list gives to another person."""
    others = _others_of(received).filter(said_number_ix=OuterRef("said_number_ix")).exclude(person=OuterRef("person"))
    return _linked(received).exclude(said_number_ix="").filter(Exists(others))


def _linked(received: IncomingList) -> Any:
    return received.rows.filter(verdict=ListRow.Verdict.LINKED, double_of=None, person__isnull=False).order_by("number")


def against(received: IncomingList, rows: Sequence[ListRow]) -> dict[int, list[ListRow]]:
    """For rows of one of the two kinds, the rows of other lists that say otherwise: by id of our row."""
    persons, marks = {row.person_id for row in rows}, {row.said_number_ix for row in rows} - {""}
    found = _others_of(received).filter(Q(person__in=persons) | Q(said_number_ix__in=marks))
    others = list(
        found.select_related("incoming__sender", "person").defer("raw", "read").order_by("-incoming", "number")
    )
    return {
        row.pk: [
            other for other in others
            if (other.person_id == row.person_id and other.has_it != row.has_it)
            or (row.said_number_ix and other.said_number_ix == row.said_number_ix and other.person_id != row.person_id)
        ]
        for row in rows
    }  # fmt: skip


def doubles_in(received: IncomingList, rows: Sequence[ListRow]) -> dict[int, ListRow]:
    """For rows that are a second one, the row they repeat: by the number of that row."""
    first = received.rows.filter(number__in={row.double_of for row in rows if row.double_of is not None})
    return {row.number: row for row in first.select_related("person")}


__all__ = [
    "BUCKETS", "against", "another_person", "cells_of", "doubles_in", "hide_digits", "hide_long_numbers", "lists_for",
    "masked", "nothing", "preview", "says_otherwise", "with_candidates", "with_counts",
]  # fmt: skip
