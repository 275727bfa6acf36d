"""Lists and their rows, as the desk needs them."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.identity import numbers, phones
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.rules import FIELDS
from tungnha.matching.workbooks import Table
from tungnha.people.register import merged
from tungnha.units.models import Member

VERDICTS = ("linked", "ambiguous", "not_found", "unreadable")


def lists_for(member: Member) -> QuerySet[IncomingList]:
    # Said again: counting rows makes Django forget the model's own order.
    return with_counts(IncomingList.objects.visible_to(member)).order_by("-received_at", "-pk")


def with_counts(rows: QuerySet[IncomingList]) -> QuerySet[IncomingList]:
    counts = {name: Count("rows", filter=Q(rows__verdict=name)) for name in VERDICTS}
    return (
        rows.defer("content")
        .select_related("sender", "service", "campaign", "area", "received_by__user")
        .annotate(total=Count("rows"), **counts)
    )


def cells_of(row: ListRow, columns: dict[str, int]) -> list[tuple[str, str]]:
    """What a row says, field by field, numbers and telephones masked; what it leaves blank is left out."""
    cells = json.loads(row.raw)
    shown = []
    for field, at in sorted(columns.items(), key=lambda item: item[1]):
        value = str(cells[at]) if at < len(cells) and cells[at] not in (None, "") else ""
        shown.append((FIELDS[field], masked(field, value)))
    return [(label, value) for label, value in shown if value]


def masked(field: str, value: str) -> str:
    """A cell as a page may show it: personal numbers and telephones never in full."""
    if field == "personal_number":
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


def preview(table: Table, columns: dict[str, int], rows: int = 6) -> list[list[str]]:
    by_column = {at: field for field, at in columns.items()}
    return [
        [masked(by_column.get(at) or _guess(str(cell)), str(cell)) for at, cell in enumerate(cells)]
        for _, cells in table.rows[:rows]
    ]


def _guess(value: str) -> str:
    """A column nobody named may still hold numbers: mask what reads as one."""
    if numbers.read_personal_number(value):
        return "personal_number"
    return "phone" if phones.read_phone(value) else ""


def with_candidates(rows: list[ListRow], columns: dict[str, int]) -> list[dict[str, Any]]:
    """Rows with what they say, whom they were matched to and, where doubtful, who it could be: each once, though two of
    the records were made one since. Two queries in all."""
    wanted = {pk for row in rows for pk, _ in row.candidates} | {row.person_id for row in rows if row.person_id}
    persons = merged.standing_for(wanted)
    return [
        {
            "row": row,
            "cells": cells_of(row, columns),
            "person": persons.get(row.person_id or 0),
            "candidates": _once([(persons[pk], reasons) for pk, reasons in row.candidates if pk in persons]),
        }
        for row in rows
    ]


def _once(candidates: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The surest reasons stand first: of one person twice, the first is kept."""
    return list({person.pk: (person, reasons) for person, reasons in reversed(candidates)}.values())[::-1]
