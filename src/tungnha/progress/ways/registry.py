"""The ways a measure may be counted: a registry, so that a room that comes later adds its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.ledger.models import Measure
from tungnha.progress.ways.slots import Slot, Tally
from tungnha.units.models import Area

Point = tuple[date, int]


def _no_word(measure: Measure) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of counting (cách đếm).

    label: how a page offers it. why_none: why there is no figure and where one is given, in words.
    tally: counts of some slots in all places below an area; None where nothing lies in a place to be added up.
    history: the count on each day from one to another; None where the days before are not known.
    base_words: whose count the base is when no body stated one.
    named: its rows are things of the register (`openers.rows_behind`). in_villages: it has figures below a commune.
    steady: it must hold every day, so there is no way towards it and no pace.
    unit: what is counted, where `measure.counts` does not say it.
    """

    name: str
    label: str
    why_none: Callable[[Measure], str]
    tally: Callable[[Sequence[Slot], Area], Tally] | None = None
    history: Callable[[Measure, Area, date, date], list[Point]] | None = None
    base_words: str = ""
    named: bool = False
    in_villages: bool = True
    steady: bool = False
    unit: Callable[[Measure], str] = _no_word


_ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Told once by whoever knows how to count so; a later room puts the real thing where only a reason stood."""
    _ways[way.name] = way


def ways() -> list[Way]:
    return list(_ways.values())


def named(name: str) -> Way | None:
    return _ways.get(name)
