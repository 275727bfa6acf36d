"""A household as a phone holds it (docs/sync-forms.md, "Household document"): a fixed number of statements for any
number of them, so that a first download of a village is as quick as a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from tungnha.field.asking import whom_asked
from tungnha.field.homes import queries as homes
from tungnha.field.models import HouseholdShare, Visit
from tungnha.field.queries import asked_of_persons
from tungnha.identity import numbers, phones
from tungnha.ledger.models import CampaignService
from tungnha.ledger.queries import standings_held
from tungnha.people.helping import needs
from tungnha.people.models import Household, Identifier, Need, Person, Telephone
from tungnha.people.operations.steps import GONE
from tungnha.people.protection.restricted import reachable
from tungnha.units.models import Campaign

CHUNK = 500  # households at a time
PRECISION = {"year": 4, "month": 7, "day": 10}  # letters of an ISO date


def asked_in(campaigns: Sequence[Campaign]) -> list[CampaignService]:
    """What is asked about at a door, over all that runs: each service once, as the newest campaign asks it."""
    rows: dict[int, CampaignService] = {}
    for campaign in campaigns:
        if "_asked" not in campaign.__dict__:  # asked four times a request
            campaign.__dict__["_asked"] = asked_of_persons(campaign)
        for asked in campaign.__dict__["_asked"]:
            rows.setdefault(asked.service_id, asked)
    return list(rows.values())


def documents(pks: Sequence[int], campaigns: Sequence[Campaign], on: date) -> list[dict[str, Any]]:
    """In the order given."""
    asked = asked_in(campaigns)
    return [
        document
        for start in range(0, len(pks), CHUNK)
        for document in _chunk(pks[start : start + CHUNK], campaigns, asked, on)
    ]


def _chunk(
    pks: Sequence[int], campaigns: Sequence[Campaign], asked: Sequence[CampaignService], on: date
) -> Iterator[dict[str, Any]]:
    rows = {row["pk"]: row for row in _households(pks, campaigns)}
    persons = _persons(pks, asked, on)
    shares = _shares(pks, campaigns, on)
    helped = needs.help_at(pks, on)
    told = _homes(pks, campaigns, on)
    for pk in pks:
        if pk not in rows:
            continue
        row = rows[pk]
        yield {
            "k": str(row["key"]), "code": row["code"], "lane": row["lane"], "house": row["house"],
            "village": row["village__code"], "order": row["order"], "first": pk in helped,
            "bring": list(helped.get(pk, ())), "last": _last(row), "share": shares.get(pk),
            "informed": told.forms.get(pk, []), "shown_how": pk in told.shown, "helper": told.helpers.get(pk),
            "persons": persons.get(pk, []),
        }  # fmt: skip


def _households(pks: Sequence[int], campaigns: Sequence[Campaign]) -> Any:
    # Work carried from a phone with a wrong clock may be of one moment: every reading then takes the same of them.
    last = Visit.objects.filter(household=OuterRef("pk"), campaign__in=campaigns).order_by("-made_at", "-pk")
    return (
        Household.objects.filter(pk__in=pks)
        .order_by()
        .annotate(
            last_outcome=Subquery(last.values("outcome")[:1]),
            last_at=Subquery(last.values("made_at")[:1]),
            come_back=Subquery(last.values("come_back_on")[:1]),
        )
        .values(
            "pk", "key", "code", "lane", "house", "village__code", "order", "last_outcome", "last_at", "come_back"
        )
    )  # fmt: skip


def _last(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["last_outcome"] is None:
        return None
    on = timezone.localtime(row["last_at"]).date().isoformat()
    return {"outcome": row["last_outcome"], "on": on, "come_back_on": _iso(row["come_back"])}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _shares(pks: Sequence[int], campaigns: Sequence[Campaign], on: date) -> dict[int, dict[str, Any]]:
    """household → who has it, the newest campaign's word."""
    turn = {campaign.pk: number for number, campaign in enumerate(campaigns)}
    rows = HouseholdShare.objects.filter(HouseholdShare.holds_on(on), household__in=pks, campaign__in=campaigns)
    found = sorted(
        rows.order_by().values_list("household", "campaign", "member", "until_on", "together"),
        key=lambda row: (row[4], turn[row[1]]),
    )
    shares: dict[int, dict[str, Any]] = {}
    for household, _, member, until_on, _ in found:
        shares.setdefault(household, {"member": member, "until_on": _iso(until_on)})
    return shares


@dataclass(frozen=True)
class _Homes:
    forms: dict[int, list[str]]
    shown: set[int]
    helpers: dict[int, dict[str, Any]]


def _homes(pks: Sequence[int], campaigns: Sequence[Campaign], on: date) -> _Homes:
    forms: dict[int, list[str]] = {}
    helpers: dict[int, dict[str, Any]] = {}
    for campaign in campaigns:
        for home, told in homes.informed_forms(pks, campaign).items():
            forms[home] = [*forms.get(home, []), *(form for form in told if form not in forms.get(home, []))]
        for home, helper in homes.helpers_of(pks, campaign, on).items():
            helpers.setdefault(home, {"member": helper.member_id, "from_on": helper.from_on.isoformat()})
    return _Homes(forms, homes.shown_how(pks, on), helpers)


def _persons(pks: Sequence[int], asked: Sequence[CampaignService], on: date) -> dict[int, list[dict[str, Any]]]:
    """household → its people, the head first, then the eldest. Who asked to be left alone is on no phone."""
    living = reachable(Person.objects.filter(household__in=pks, merged_into=None, erased_at=None)).exclude(
        residence__in=GONE
    )
    columns = ("pk", "key", "household", "full_name", "sex", "birth_date", "birth_precision", "is_head", "relation",
               "residence")  # fmt: skip
    rows = list(living.order_by("-is_head", "birth_date", "pk").values(*columns))
    ids = [row["pk"] for row in rows]
    facts = _Facts(ids, asked, on)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        pk, born = row["pk"], row["birth_date"]
        found[row["household"]].append({
            "k": str(row["key"]), "name": row["full_name"], "sex": row["sex"],
            "birth": born.isoformat()[: PRECISION[row["birth_precision"]]] if born else "", "head": row["is_head"],
            "relation": row["relation"], "residence": row["residence"], "asked": facts.asked[pk],
            "has": facts.has[pk], "number": facts.numbers.get(pk, ""), "phone": facts.phones.get(pk, ""),
            "reads": pk not in facts.cannot_read,
        })  # fmt: skip
    return found


class _Facts:
    """What stands in other tables about people."""

    def __init__(self, ids: Sequence[int], asked: Sequence[CampaignService], on: date) -> None:
        self.numbers = self._numbers(ids)
        self.phones = self._phones(ids)
        self.cannot_read = _in_parts(ids, lambda part: needs.told_of(part, Need.Kind.CANNOT_READ))
        self.has: dict[int, dict[str, int]] = defaultdict(dict)
        codes = {a.service_id: a.service.code for a in asked}
        for part in _parts(ids):
            held = standings_held(on).filter(person__in=part, service__in=codes).order_by()
            for person, service, level in held.values_list("person", "service", "level"):
                self.has[person][codes[service]] = level
        self.asked = self._asked(ids, asked, on)

    @staticmethod
    def _numbers(ids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for part in _parts(ids):
            rows = Identifier.objects.filter(person__in=part, status=Identifier.Status.ACTIVE).order_by("kind")
            for person, value in rows.values_list("person", "value"):  # the old kind first, the personal number over it
                found[person] = numbers.mask(value)
        return found

    @staticmethod
    def _phones(ids: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for part in _parts(ids):
            rows = Telephone.objects.filter(person__in=part, to_on=None).order_by("main", "-pk")
            for person, number in rows.values_list("person", "number"):
                found[person] = phones.mask_phone(number)
        return found

    @staticmethod
    def _asked(ids: Sequence[int], asked: Sequence[CampaignService], on: date) -> dict[int, list[str]]:
        """person → codes of what is asked of her: those who count, by the group each service is for."""
        found: dict[int, list[str]] = defaultdict(list)
        for part in _parts(ids):
            of_whom = whom_asked(asked, on, Person.objects.filter(pk__in=part))
            for one in asked:
                for person in of_whom[one.pk]:
                    found[person].append(one.service.code)
        return found


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _in_parts(ids: Sequence[int], ask: Any) -> Collection[int]:
    return {pk for part in _parts(ids) for pk in ask(part)}
