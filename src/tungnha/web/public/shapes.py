"""What everybody may read of a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from tungnha.units.models import Area, Member
from tungnha.units.public import shape


@shape
@dataclass(frozen=True)
class Commune:
    """`title`: Xã Hiệp Lực; `name`: xã Hiệp Lực; `url`: its front page."""

    code: str
    title: str
    name: str
    province: str
    url: str


@shape
@dataclass(frozen=True)
class Village:
    code: str
    title: str
    name: str


def commune_of(area: Area) -> Commune:
    return Commune(
        area.code, area.title, area.full_name, area.parent.full_name if area.parent else "",
        reverse("web:public-commune", args=[area.code]),
    )  # fmt: skip


def village_of(area: Area) -> Village:
    return Village(area.code, area.title, area.full_name)


def at_work() -> set[int]:
    """Communes where somebody works with the product: of the others there is nothing to tell."""
    of_communes = Member.objects.filter(area__kind=Area.Kind.COMMUNE).values_list("area", flat=True)
    of_villages = Area.objects.villages().filter(members__isnull=False).values_list("parent", flat=True)
    return {pk for pk in [*of_communes.distinct(), *of_villages.distinct()] if pk is not None}


def open_commune(code: str) -> tuple[Area, Commune]:
    """The commune of an address: its row, for the queries of the page, and what may be shown of it."""
    area = Area.objects.filter(code=code, kind=Area.Kind.COMMUNE).select_related("parent").first()
    if area is None or area.pk not in at_work():
        raise Http404("no commune of this code works with the product")
    return area, commune_of(area)


def villages_of(area: Area, on: date) -> list[Area]:
    """Its villages as they stand today, in their order."""
    return list(Area.objects.villages().filter(parent=area).standing_on(on).order_by("order", "code"))
