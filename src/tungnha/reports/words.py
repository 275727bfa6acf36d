"""A report's words as they leave the unit that knows whom they speak of: figures go up, names do not."""

from __future__ import annotations

from collections.abc import Collection

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.protection.named_in_words import hide_names, names_in
from tungnha.reports import documents
from tungnha.reports.models import Report


def people_in(report: Report) -> list[str]:
    """Names of people on our register that somebody typed into the report's words."""
    return names_in((str(report.words.get(part, "")) for part in documents.PARTS), report.area)


def without_people(report: Report, kept: Collection[str] = ()) -> dict[str, str]:
    """Every part of the words without names of the register (but for `kept`, which an officer has let go) and without
    numbers of people."""
    secret = [name for name in people_in(report) if name not in kept]
    return {part: hide_typed_numbers(hide_names(report.words.get(part, ""), secret)) for part in documents.PARTS}
