"""What officers typed, fit for everybody: without numbers of people and without names of people on the register."""

from __future__ import annotations

from collections.abc import Iterable

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.protection.named_in_words import hide_names, names_in
from tungnha.units.models import Area


class Cleaner:
    """All texts of one page at once: the register is asked in one question, however many there are."""

    def __init__(self, texts: Iterable[str], area: Area) -> None:
        self._found = names_in([text for text in texts if text], area)

    def __call__(self, text: str) -> str:
        return hide_typed_numbers(hide_names(text, self._found))
