"""Panels of a person's page that rooms above add: `people` knows nothing of visits or lists, they tell it here.

A room registers in its AppConfig.ready: `about.panel("field/_about_person.html", function, order=40)`. The function
gets the ids of the person's records (herself and those merged into her) and the reader, and gives what its template
needs, as plain data; None shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tungnha.units.models import Member

Tells = Callable[[list[int], Member], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    template: str
    tells: Tells
    order: int


_panels: dict[str, Panel] = {}


def panel(template: str, tells: Tells, *, order: int = 50) -> None:
    """Add a panel. Registered twice (a reload) it stands once."""
    _panels[template] = Panel(template, tells, order)


def panels(records: list[int], reader: Member) -> list[dict[str, Any]]:
    """What the rooms above tell of these records: [{"template", "told"}] in their order."""
    told = [(p, p.tells(records, reader)) for p in sorted(_panels.values(), key=lambda p: (p.order, p.template))]
    return [{"template": p.template, "told": words} for p, words in told if words is not None]
