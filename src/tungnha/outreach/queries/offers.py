"""What operators offer, and to how many villages it was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tungnha.outreach.models import Offer, OfferTelling
from tungnha.outreach.queries.materials import below, noun_of
from tungnha.units.models import Area, Member

SEES_DRAFTS = ("officer", "data_steward", "leader")


@dataclass(frozen=True)
class Told:
    """One offer and the villages: whom it was told, and whom not yet."""

    offer: Offer
    tellings: tuple[OfferTelling, ...]
    lacking: tuple[Area, ...]
    villages: int
    noun: str

    @property
    def count(self) -> int:
        return self.villages - len(self.lacking)

    @property
    def names(self) -> list[str]:
        return [area.title for area in self.lacking]


def state_of(offer: Offer, today: date) -> str:
    if offer.withdrawn_at is not None:
        return "withdrawn"
    if offer.approved_at is None:
        return "draft"
    if offer.runs_on(today):
        return "used"
    return "over" if offer.until is not None and offer.until < today else "coming"


def offers_for(member: Member) -> QuerySet[Offer]:
    """What the member may read: drafts only for the desk and for the operator whose they are."""
    rows = Offer.objects.visible_to(member).select_related("organisation", "area", "campaign")
    if member.has_role(*SEES_DRAFTS):
        return rows
    agreed = rows.filter(approved_at__isnull=False)
    if member.organisation_id is None:
        return agreed
    return agreed | rows.filter(organisation=member.organisation_id)


def villages_of(offer: Offer, member: Member, on: date) -> list[Area]:
    """Those that are to be told, as far as the member works there: all of the commune, or the own village."""
    if member.area.kind == Area.Kind.VILLAGE:
        return [member.area]
    at = offer.area if offer.area.kind == Area.Kind.COMMUNE else member.area
    return below(at, on) if at.kind == Area.Kind.COMMUNE else []


def told(rows: Sequence[Offer], member: Member, on: date) -> list[Told]:
    by_offer: dict[int, list[OfferTelling]] = defaultdict(list)
    standing = OfferTelling.objects.filter(offer__in=rows, taken_back_at=None).select_related("area", "by__user")
    for telling in standing:
        by_offer[telling.offer_id].append(telling)
    known: dict[int, list[Area]] = {}
    found = []
    for offer in rows:
        villages = known.setdefault(offer.area_id, villages_of(offer, member, on))
        here = {area.pk for area in villages}
        tellings = tuple(one for one in by_offer[offer.pk] if one.area_id in here)
        heard = {one.area_id for one in tellings}
        lacking = tuple(area for area in villages if area.pk not in heard)
        found.append(Told(offer, tellings, lacking, len(villages), noun_of(villages)))
    return found
