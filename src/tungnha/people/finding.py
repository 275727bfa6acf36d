"""Finding a person in the time of a keystroke: the words of every name, kept beside the register."""

from __future__ import annotations

from collections.abc import Iterable


def refresh(persons: Iterable[int]) -> None:
    """Make the search words of these persons anew. Whoever writes names or households past save() calls it."""
