"""Which village has a group, which households are in it, and who is not. One rule counts them: what the ledger holds of
“có người trong nhóm Zalo của thôn”, so that this page and the figures of progress say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from tungnha.drafting.numbers import rate_value
from tungnha.ledger.queries import standings_held
from tungnha.outreach.models import ZaloGroup, ZaloHousehold
from tungnha.outreach.operations.zalo import SERVICE
from tungnha.people.models import Household, Person
from tungnha.people.protection.restricted import reachable
from tungnha.people.queries import turned
from tungnha.units.models import Area

ADULT = 18
IN, OUT, UNASKED = "trong-nhom", "chua", "chua-hoi"


@dataclass(frozen=True)
class VillageLine:
    """One village: its group, its households, how many of them are in it; `unasked` of those are ticked elsewhere, and
    nobody has noted that they agree."""

    area: Area
    group: ZaloGroup | None
    base: int
    inside: int
    consented: int
    notices: int = 0

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.inside, self.base)

    @property
    def outside(self) -> int:
        return self.base - self.inside

    @property
    def unasked(self) -> int:
        return max(self.inside - self.consented, 0)


def in_group(on: date) -> Any:
    """The ids of households held to be in their village's group on a day."""
    return standings_held(on).filter(service__code=SERVICE, household__isnull=False).values("household")


def by_village(area: Area, on: date) -> list[VillageLine]:
    """Every village of an area: four statements."""
    villages = Area.objects.villages().filter(path__startswith=area.path).standing_on(on).order_by("order", "code")
    homes = Household.objects.filter(village__path__startswith=area.path, left_on=None).order_by()
    base = _counts(homes)
    inside = _counts(homes.filter(pk__in=in_group(on)))
    consented = _counts(homes.filter(pk__in=in_group(on)).filter(pk__in=_consented()))
    groups = ZaloGroup.objects.filter(village__path__startswith=area.path, closed_at=None)
    of = {group.village_id: group for group in groups.annotate(sent=Count("notices"))}
    return [
        VillageLine(
            area=village, group=of.get(village.pk), base=base.get(village.pk, 0), inside=inside.get(village.pk, 0),
            consented=consented.get(village.pk, 0), notices=getattr(of.get(village.pk), "sent", 0),
        )
        for village in villages
    ]  # fmt: skip


def _counts(homes: QuerySet[Any]) -> dict[int, int]:
    return dict(homes.values_list("village").annotate(n=Count("pk")))


def _consented() -> Any:
    return ZaloHousehold.objects.filter(ended_at=None, consent__withdrawn_at=None).values("household")


def homes_of(village: Area, on: date, show: str = "") -> QuerySet[Any]:
    """The households of a village along the walk, each with `heads` (whom one may name on a list)."""
    rows = Household.objects.filter(village=village, left_on=None)
    if show == IN:
        rows = rows.filter(pk__in=in_group(on))
    if show == OUT:
        rows = rows.exclude(pk__in=in_group(on))
    if show == UNASKED:
        rows = rows.filter(pk__in=in_group(on)).exclude(pk__in=_consented())
    heads = Prefetch("persons", reachable(Person.objects.filter(is_head=True)), to_attr="heads")
    return rows.order_by("order", "lane", "code", "pk").prefetch_related(heads)


def in_words(homes: Sequence[Any], on: date) -> list[dict[str, Any]]:
    """The households of one page with what is known of each: `row` where somebody agreed."""
    ids = [home.pk for home in homes]
    inside = set(Household.objects.filter(pk__in=ids).filter(pk__in=in_group(on)).values_list("pk", flat=True))
    rows = ZaloHousehold.objects.filter(household__in=ids, ended_at=None, consent__withdrawn_at=None)
    of = {row.household_id: row for row in rows}
    return [
        {
            "home": home, "head": home.heads[0].full_name if home.heads else "", "inside": home.pk in inside,
            "row": of.get(home.pk),
        }
        for home in homes
    ]  # fmt: skip


def adults_of(homes: Sequence[int], on: date) -> dict[int, list[Person]]:
    """household → who may agree for it: adults who live there, the head first."""
    rows = reachable(
        Person.objects.filter(turned(ADULT, on), household__in=list(homes), merged_into=None, erased_at=None)
    ).exclude(residence__in=(Person.Residence.MOVED, Person.Residence.DECEASED))
    found: dict[int, list[Person]] = {}
    for person in rows.order_by("-is_head", "birth_date", "pk"):
        found.setdefault(person.household_id, []).append(person)
    return found
