"""What a campaign's plan wants of households. This room knows no plan: the room of plans says it (`register`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.units.models import Campaign

INFORMED, SHOWN, ZALO_GROUP = "duoc-thong-tin", "duoc-lam-mau", "nhom-zalo"


@dataclass(frozen=True)
class Wanted:
    """One target over households. `needed`: of so many households in a village, how many reach it; None where the plan
    gives no level."""

    measure: Measure
    words: str
    needed: Callable[[int], int | None]

    @property
    def column(self) -> str:
        """Which column of the page it speaks of: informed, shown, or one who can."""
        services = set(services_of(parse_rule(self.measure.rule)))
        return {frozenset({INFORMED}): "informed", frozenset({SHOWN}): "shown"}.get(frozenset(services), "capable")

    def reached(self, count: int | None, base: int) -> bool | None:
        """Whether a village reaches it; None while that cannot be known."""
        needed = self.needed(base)
        return None if needed is None or not base or count is None else count >= needed


Source = Callable[[Campaign], list[Wanted]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Told once by the room of plans, in its AppConfig.ready."""
    if source not in _sources:
        _sources.append(source)


def wanted_of(campaign: Campaign) -> list[Wanted]:
    return [wanted for source in _sources for wanted in source(campaign)]


def measures_of(campaign: Campaign) -> list[Measure]:
    """What makes a member of a household capable in this campaign, each measure once. Empty where the plan does not
    ask."""
    found = {w.measure.pk: w.measure for w in wanted_of(campaign) if w.column == "capable"}
    return list(found.values())
