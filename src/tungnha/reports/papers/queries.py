"""Which papers and which bodies a member's own desk writes for; the register of what went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tungnha.reports.models import NumberSeries, Paper, TakenNumber
from tungnha.reports.papers.numbering import gaps
from tungnha.units import clock
from tungnha.units.models import Member, Organisation
from tungnha.units.scope import visible_to

# Bodies that issue papers of their own through the desk of their area.
ISSUING = ("committee", "steering", "department", "centre", "party", "union", "other")


def bodies_of(member: Member) -> Any:
    """The bodies of the member's own area that write papers, the People's Committee first."""
    today = clock.today()
    rows = Organisation.objects.filter(area_id=member.area_id, kind__in=ISSUING)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return visible_to(rows, member).order_by("order", "kind", "name")


def papers_of(member: Member) -> Any:
    """The papers of the member's own desk: a province does not read the drafts of its communes."""
    return visible_to(Paper.objects.filter(area_id=member.area_id), member)


@dataclass(frozen=True)
class Register:
    """One series of a year: how it is named, what was given out, which numbers nobody has."""

    series: NumberSeries
    title: str
    gaps: list[int]


def registers_of(member: Member, year: int) -> list[Register]:
    rows = visible_to(NumberSeries.objects.filter(organisation__area_id=member.area_id, year=year), member)
    kinds = dict(Paper.Kind.choices)
    return [
        Register(one, f"{kinds.get(one.kind, 'Mọi loại')}, {one.organisation.name}, {one.year}", gaps(one))
        for one in rows.select_related("organisation").order_by("organisation__order", "kind")
    ]


def given_elsewhere(member: Member, year: int) -> Any:
    """Numbers in the register whose papers were not written here."""
    rows = TakenNumber.objects.filter(
        series__organisation__area_id=member.area_id, series__year=year, paper=None
    ).select_related("series__organisation")
    return visible_to(rows, member)


def years_of(member: Member) -> list[int]:
    years = NumberSeries.objects.filter(organisation__area_id=member.area_id).values_list("year", flat=True)
    return sorted({*years, clock.today().year}, reverse=True)
