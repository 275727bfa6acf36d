"""What every phone is told beside its households: campaigns, services, words, team, sessions, messages, materials.

    config.provide("messages", lambda member, at: [...])   # in a room's AppConfig.ready

`part(member, at)` gives what JSON can hold; None leaves the name out. The whole is sent only when its hash changed.
docs/sync.md says which names there are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tungnha.units.models import Member

Part = Callable[[Member, datetime], Any]
_parts: dict[str, Part] = {}


def provide(name: str, part: Part) -> None:
    """Add a part under a name of docs/sync.md; the last who does so has it."""
    _parts[name] = part
