"""What the room of people knows of steps, services and visits of sellers: only what an upper room tells it.

`field` registers a `StepBook` when the product starts. Without one, pages show establishments and no steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Q


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: whether it is reached, since when and by whose word; `lost`: said to be no more."""

    label: str
    reached: bool
    since: date | None = None
    whose: str = ""
    contested: bool = False
    lost: bool = False


class StepBook(Protocol):
    def choices(self) -> list[tuple[str, str]]:
        """(key, words) of everything an establishment can have reached."""
        ...

    def headline(self) -> list[tuple[str, str]]:
        """(key, words) of the figures that stand above the list: told, helped, adopted."""
        ...

    def reached(self, key: str, on: date) -> Q | None:
        """Establishments that have reached it on a day; None for a key nobody knows."""
        ...

    def on_sale(self, on: date) -> Q:
        """Products that are on a floor on a day."""
        ...

    def ladder(self, establishment: Any, on: date) -> list[Rung]: ...

    def words_of(self, establishments: Sequence[Any], on: date) -> dict[int, list[str]]:
        """id → what each has reached, in short words: for a list, one query."""
        ...

    def claims_of(self, thing: Any) -> list[Any]:
        """Every word said of an establishment or a product, the newest first."""
        ...

    def calls_at(self, establishment: Any) -> list[Any]:
        """Who came there, when, with what note."""
        ...


_book: StepBook | None = None


def register(book: StepBook) -> None:
    global _book
    _book = book


def book() -> StepBook | None:
    return _book
