"""Where two written words differ, letter for letter, so that an eye finds the one mark that is not the same."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    text: str
    differs: bool


def mark_differences(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both cut into pieces that are the same and pieces that differ. The same words: one piece each."""
    left, right = [], []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece(one[a:b], what != "equal"))
        if c < d:
            right.append(Piece(other[c:d], what != "equal"))
    return left, right
