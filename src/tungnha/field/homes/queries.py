"""Household by household and village by village: informed, shown how, one who can, one who helps (C6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from tungnha.field.homes.rules import IN_ORDER
from tungnha.field.homes.wanted import INFORMED, SHOWN
from tungnha.field.models import HelperContact, HouseholdHelper, HouseholdInformed, LoudspeakerChoice, Visit
from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure, Standing
from tungnha.ledger.rules import AnyOf, Has, Rule, parse_rule, services_of
from tungnha.people import queries as people
from tungnha.people.models import Household, Person
from tungnha.units.models import Area, Campaign

# What a household may be looked for by, in the order of the page.
COLUMNS = ("informed", "shown", "capable", "helped")


def loudspeaker_counts(campaign: Campaign) -> bool:
    """Whether hearing the loudspeaker alone informs a household; it does not unless somebody said so."""
    latest = LoudspeakerChoice.objects.filter(campaign=campaign).order_by("-at", "-id").first()
    return latest is not None and latest.counts


def informed_forms(households: Iterable[int], campaign: Campaign) -> dict[int, list[str]]:
    """household → the forms it was informed by in a campaign, each once, in the team's order."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = HouseholdInformed.objects.filter(household__in=list(households), campaign=campaign, withdrawn_at=None)
    for home, form in rows.order_by().values_list("household", "form").distinct():
        found[home].add(form)
    return {home: [str(form) for form in IN_ORDER if form in forms] for home, forms in found.items()}


def shown_how(households: Iterable[int], on: date) -> set[int]:
    """Those of the households that were shown how."""
    rows = ledger.standings_held(on).filter(service__code=SHOWN, household__in=list(households))
    return set(rows.values_list("household", flat=True))


def helpers_of(households: Iterable[int], campaign: Campaign, on: date) -> dict[int, HouseholdHelper]:
    """household → who helps it on a day."""
    rows = HouseholdHelper.objects.filter(
        HouseholdHelper.helps_on(on), household__in=list(households), campaign=campaign
    )
    return {row.household_id: row for row in rows.select_related("member__user")}


def latest_contacts(helpers: Sequence[HouseholdHelper]) -> dict[Any, date]:
    """helper → the last day she was in touch: what was noted, or a visit of her own where somebody was met."""
    noted = HelperContact.objects.filter(helper__in=[h.pk for h in helpers]).order_by()
    found: dict[Any, date] = dict(noted.values_list("helper").annotate(on=Max("on")))
    met = Visit.objects.filter(
        household__in=[h.household_id for h in helpers], outcome__in=(Visit.Outcome.MET, Visit.Outcome.COME_BACK)
    ).order_by("made_at")
    by_door: dict[tuple[int, int], date] = {}
    for home, member, at in met.values_list("household", "made_by", "made_at"):
        by_door[home, member] = timezone.localtime(at).date()
    for helper in helpers:
        on = by_door.get((helper.household_id, helper.member_id))
        if on is not None and on >= helper.from_on:
            found[helper.pk] = max(on, found.get(helper.pk, on))
    return found


def capable(measure: Measure | None, on: date) -> Q:
    """Households where one member has all that the measure asks for."""
    if measure is None:
        return Q(pk__in=[])
    return ledger.households_holding(parse_rule(measure.rule), on)


def helped(campaign: Campaign, on: date) -> Exists:
    """Households that have a helper on a day."""
    return Exists(
        HouseholdHelper.objects.filter(HouseholdHelper.helps_on(on), household=OuterRef("pk"), campaign=campaign)
    )


def _event(code: str, on: date) -> Q:
    held = ledger.standings_held(on).filter(service__code=code, household__isnull=False)
    return Q(pk__in=held.values("household"))


def filters(campaign: Campaign, on: date, measure: Measure | None) -> dict[str, Any]:
    """What each column of the page counts. Who has a helper is counted apart from who can: two columns, never one."""
    can = capable(measure, on)
    return {
        "informed": _event(INFORMED, on),
        "shown": _event(SHOWN, on),
        "capable": can,
        "helped": ~can & Q(helped(campaign, on)),
    }


@dataclass(frozen=True)
class VillageHomes:
    """One village: its households, and how many of them are in each column. Not `is_told`: nobody has said anything
    yet of what a capable member must have, and that is not nought."""

    area: Area
    base: int
    informed: int
    shown: int
    capable: int
    helped: int
    is_told: bool = True

    @property
    def alone(self) -> int | None:
        """Nobody there can, and nobody helps."""
        return self.base - self.capable - self.helped if self.is_told else None

    def count_of(self, column: str) -> int | None:
        """None where it is not known."""
        return None if column == "capable" and not self.is_told else int(getattr(self, column))


def by_village(area: Area, campaign: Campaign, on: date, measure: Measure | None = None) -> list[VillageHomes]:
    """The columns of every village of an area, in a few statements. What progress counts too, for the same filters."""
    villages = Area.objects.villages().filter(path__startswith=area.path).standing_on(on).order_by("order", "code")
    homes = Household.objects.filter(village__path__startswith=area.path, left_on=None)
    rows: Any = homes.order_by().values("village")
    counts = {
        row["village"]: row
        for row in rows.annotate(
            base=Count("pk"), **{name: Count("pk", filter=q) for name, q in filters(campaign, on, measure).items()}
        )
    }
    none = dict.fromkeys(("base", *COLUMNS), 0)
    spoken = _spoken_of(area, measure)
    return [
        VillageHomes(
            village, **{name: found[name] for name in ("base", *COLUMNS)},
            is_told=measure is None or found["capable"] > 0 or _is_told(parse_rule(measure.rule), spoken[village.pk]),
        )
        for village in villages
        for found in [counts.get(village.pk, none)]
    ]  # fmt: skip


def _spoken_of(area: Area, measure: Measure | None) -> dict[int, set[str]]:
    """village → the services of the measure of which anything, a no too, was said of somebody there."""
    found: dict[int, set[str]] = defaultdict(set)
    if measure is not None:
        rows = Standing.objects.filter(service__code__in=set(services_of(parse_rule(measure.rule))))
        for way in ("person__household", "household", "telephone__person__household"):
            here = rows.filter(**{f"{way}__village__path__startswith": area.path})
            for village, code in here.order_by().values_list(f"{way}__village", "service__code").distinct():
                found[village].add(code)
    return found


def _is_told(rule: Rule, spoken: set[str]) -> bool:
    """Whether it can be known that nobody has what the rule asks: of “both” each was spoken of, of “either” one."""
    if isinstance(rule, Has):
        return rule.service in spoken
    parts = [_is_told(part, spoken) for part in rule.parts]
    return any(parts) if isinstance(rule, AnyOf) else all(parts)


def homes_in(
    village: Area, campaign: Campaign, on: date, measure: Measure | None, show: str = "all", text: str = ""
) -> QuerySet[Any]:
    """The households of a village along the walk, each told as `is_informed`, `is_shown`, `is_capable`, `is_helped`.
    `show`: all, a column, or no-<column> for those that are not in it; `no-one`: nobody can and nobody helps."""
    rows = Household.objects.filter(village=village, left_on=None)
    wanted = filters(campaign, on, measure)
    if show in wanted:
        rows = rows.filter(wanted[show])
    if show.startswith("no-") and show[3:] in wanted:
        rows = rows.filter(~Q(wanted[show[3:]]))
    if show == "no-one":
        rows = rows.filter(~wanted["capable"], ~Q(wanted["helped"]))
    if text:
        rows = rows.filter(code__iexact=text)
    heads = Prefetch("persons", Person.objects.filter(is_head=True), to_attr="heads")
    return rows.order_by("order", "lane", "code", "pk").prefetch_related(heads)


def told(homes: Sequence[Any], campaign: Campaign, on: date, measure: Measure | None) -> list[Any]:
    """The households of one page, each with its columns in words: a fixed number of statements."""
    ids = [home.pk for home in homes]
    of_page = Household.objects.filter(pk__in=ids)
    within = {
        name: set(of_page.filter(q).values_list("pk", flat=True))
        for name, q in filters(campaign, on, measure).items()
        if name != "helped"
    }
    forms = informed_forms(ids, campaign)
    helpers = helpers_of(ids, campaign, on)
    contacts = latest_contacts(list(helpers.values()))
    for home in homes:
        home.forms = forms.get(home.pk, [])
        home.is_informed, home.is_shown, home.is_capable = (
            home.pk in within[name] for name in ("informed", "shown", "capable")
        )
        home.helper = helpers.get(home.pk)
        home.contact_on = contacts.get(home.helper.pk) if home.helper else None
    return list(homes)


def capable_people(home: Household, measure: Measure, on: date) -> list[Person]:
    """Who of a household has all of it."""
    from_here = people.counted("all", on, Person.objects.filter(household=home))
    return list(from_here.filter(ledger.holding(parse_rule(measure.rule), on)).order_by("-is_head", "pk"))


def helper_history(home: Household, campaign: Campaign) -> list[HouseholdHelper]:
    """Everybody who ever helped a household in a campaign, the latest first."""
    rows = HouseholdHelper.objects.filter(household=home, campaign=campaign).order_by(
        F("ended_at").desc(nulls_first=True)
    )
    return list(rows.select_related("member__user", "made_by__user", "ended_by__user"))


def informings_of(home: Household, campaign: Campaign) -> QuerySet[HouseholdInformed]:
    """How a household was informed, what was withdrawn too."""
    rows = HouseholdInformed.objects.filter(household=home, campaign=campaign).order_by("-on", "-stored_at")
    return rows.select_related("made_by__user", "withdrawn_by__user")
