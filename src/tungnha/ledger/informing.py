"""That households were informed, as rooms beside the field may say it (C6).

The room of visits and sessions keeps who was informed and in which form; the room of activities stands beside it and
may not know it. Both know this: who keeps such words registers once (`register`), who has some tells them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member


class Keeper(Protocol):
    """Who keeps the words. `origin_id`: the thing they come from, known to the room that tells them."""

    def tell(
        self, *, households: Sequence[Household], campaign: Campaign, form: str, on: date, origin_id: str, by: Member,
        at: datetime,
    ) -> int: ...  # fmt: skip

    def take_back(self, *, households: Sequence[Household], origin_id: str, by: Member, at: datetime) -> int: ...

    def told_by(self, origin_ids: Iterable[str]) -> dict[str, set[int]]: ...


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Told once, in an AppConfig.ready; told again it changes nothing."""
    if not any(type(known) is type(keeper) for known in _keepers):
        _keepers.append(keeper)


def tell(
    *,
    households: Sequence[Household],
    campaign: Campaign,
    form: str,
    on: date,
    origin_id: str,
    by: Member,
    at: datetime,
) -> int:
    """Households told of at an activity; how many are new. The caller stands in a transaction."""
    return sum(
        keeper.tell(households=households, campaign=campaign, form=form, on=on, origin_id=origin_id, by=by, at=at)
        for keeper in _keepers
    )


def take_back(*, households: Sequence[Household], origin_id: str, by: Member, at: datetime) -> int:
    """Told by mistake: the words stay to be seen, and count no more."""
    return sum(keeper.take_back(households=households, origin_id=origin_id, by=by, at=at) for keeper in _keepers)


def told_by(origin_ids: Iterable[str]) -> dict[str, set[int]]:
    """origin → the households it told of."""
    wanted, found = list(origin_ids), dict[str, set[int]]()
    for keeper in _keepers:
        for origin, homes in keeper.told_by(wanted).items():
            found.setdefault(origin, set()).update(homes)
    return found
