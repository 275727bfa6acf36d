"""What hangs where: of how many places asked, and which have not said so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tungnha.outreach.models import PostedSite, Posting, SiteEntry
from tungnha.outreach.operations.sites import Wanted, latest_entries
from tungnha.outreach.queries.materials import below, bodies_of
from tungnha.people.models import Place
from tungnha.units.models import Area, Member

HOUSE = "Nhà văn hóa {area}"


@dataclass(frozen=True)
class Shown:
    site: PostedSite
    entry: SiteEntry | None

    @property
    def is_up(self) -> bool:
        return self.entry is not None and self.entry.is_up


@dataclass(frozen=True)
class Standing:
    """One posting: its places with what stands now. `done` of `asked`; `pieces` hang in all."""

    posting: Posting
    rows: tuple[Shown, ...]

    @property
    def asked(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.is_up for row in self.rows)

    @property
    def pieces(self) -> int:
        return sum(row.entry.quantity for row in self.rows if row.entry is not None and row.is_up)

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(row.site.name for row in self.rows if not row.is_up)

    def is_late(self, today: date) -> bool:
        due = self.posting.due_on
        return due is not None and due < today and self.done < self.asked


def standing(posting: Posting, member: Member) -> Standing:
    """As far as the member sees: a village its own places, a unit its own office."""
    rows = PostedSite.objects.visible_to(member).filter(posting=posting).select_related("area", "organisation")
    said = latest_entries(posting)
    return Standing(posting, tuple(Shown(site, said.get(site.pk)) for site in rows))


def postings(member: Member) -> QuerySet[Posting]:
    """Those with a place the member sees; the desk of the area sees its own in any case."""
    rows = Posting.objects.visible_to(member).select_related("area", "campaign")
    mine = PostedSite.objects.visible_to(member).values("posting")
    return rows.filter(pk__in=mine)


def standings(rows: list[Posting], member: Member) -> list[Standing]:
    """Of many postings in two questions."""
    sites = PostedSite.objects.visible_to(member).filter(posting__in=rows).select_related("area")
    entries = SiteEntry.objects.filter(site__posting__in=rows, taken_back_at=None).defer("picture").order_by("at", "id")
    said = {entry.site_id: entry for entry in entries}
    of_posting: dict[int, list[Shown]] = defaultdict(list)
    for site in sites:
        of_posting[site.posting_id].append(Shown(site, said.get(site.pk)))
    return [Standing(posting, tuple(of_posting[posting.pk])) for posting in rows]


def culture_houses(area: Area, on: date) -> list[Wanted]:
    """One of each village: the culture house on record, else the one everybody knows it has."""
    villages = below(area, on)
    houses = Place.objects.filter(area__in=villages, kind=Place.Kind.CULTURE_HOUSE).order_by("-pk")
    by_area = {house.area_id: house for house in houses}
    return [
        Wanted(by_area[v.pk].name if v.pk in by_area else HOUSE.format(area=v.full_name), v, by_area.get(v.pk))
        for v in villages
    ]


def offices(area: Area) -> list[Wanted]:
    return [Wanted(f"Trụ sở {body.name}", body.area, organisation=body) for body in bodies_of(area)]
