"""A person as a line of results: the name in parts, those that agree with what was typed marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tungnha.people.finding import words as name_words
from tungnha.people.finding.words import Word
from tungnha.people.models import Person
from tungnha.units import clock

Part = tuple[str, bool]  # text, and whether it is marked

_PIECES = re.compile(r"[^\W_][\w'\-\u0300-\u036f\u00ad]*|.", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """One line. `other` is the name of a merged record by which she was found."""

    person: Person
    name: list[Part]
    other: list[Part]
    age: int | None


def show(person: Person, typed: Sequence[Word], merged: Iterable[str]) -> Shown:
    other = next((name for name in merged if _agrees(typed, name)), "")
    return Shown(person, marked(person.full_name, typed), marked(other, typed), person.age_on(clock.today()))


def marked(name: str, typed: Sequence[Word]) -> list[Part]:
    """The name in parts: of each word, as many letters as were typed."""
    parts: list[Part] = []
    for piece in _PIECES.findall(name):
        word = name_words.read_word(piece.lower())
        held = [len(one.letters) for one in typed if word is not None and name_words.one_agrees(one, (word,))]
        cut = _letters(piece, max(held, default=0))
        parts += [(text, is_marked) for text, is_marked in ((piece[:cut], True), (piece[cut:], False)) if text]
    return _joined(parts)


def _letters(piece: str, count: int) -> int:
    """Where so many letters end; apostrophes, hyphens and marks on their own are none."""
    if count == 0:
        return 0
    for at, sign in enumerate(piece):
        if sign.isalnum():
            count -= 1
            if count < 0:
                return at
    return len(piece)


def _joined(parts: list[Part]) -> list[Part]:
    """Neighbours of one kind put together."""
    found: list[Part] = []
    for text, is_marked in parts:
        if found and found[-1][1] == is_marked:
            found[-1] = (found[-1][0] + text, is_marked)
        else:
            found.append((text, is_marked))
    return found


def _agrees(typed: Sequence[Word], full_name: str) -> bool:
    name = name_words.spell(full_name)
    return name is not None and name_words.agrees(typed, name)
