"""Which materials there are, which go along to the door, and who has received them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.outreach.models import Material, MaterialDelivery
from tungnha.units.models import Area, Campaign, Member, Organisation


def materials_of(area: Area, on: date) -> QuerySet[Material]:
    """What is shown in an area on a day: approved here or further up, not withdrawn, not run out, and of several
    versions the latest that is approved."""
    replaced = Material.objects.filter(replaces__isnull=False, approved_at__isnull=False).values("replaces")
    return Material.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        area__path__in=area.ancestor_paths(),
        approved_at__isnull=False,
        withdrawn_at=None,
    ).exclude(pk__in=replaced)


def latest_versions(member: Member) -> QuerySet[Material]:
    """Every material the member may see, each in its latest version, drafts and withdrawn ones too."""
    ready = Q(approved_at__isnull=False) | Q(area=member.area_id)  # a draft is its own place's
    return _listed(Material.objects.visible_to(member).filter(ready, replaced_by=None))


def in_use(member: Member, on: date) -> QuerySet[Material]:
    """What a member of a team or a unit works with: while a new version is a draft, the one before it."""
    return _listed(materials_of(member.area, on))


def _listed(rows: QuerySet[Material]) -> QuerySet[Material]:
    return rows.select_related("area", "approved_by__user").prefetch_related("services").defer("picture", "words")


def for_phones(member: Member, at: datetime) -> list[dict[str, Any]]:
    """The part `materials` of what a phone is told (docs/sync-forms.md)."""
    rows = materials_of(member.area, at.date()).filter(for_door=True)
    return [
        {"id": row.pk, "title": row.title, "words": row.words, "picture": as_address(row.picture)}
        for row in rows.order_by("order", "title", "pk")
    ]


def as_address(picture: bytes | memoryview | None) -> str:
    """A picture as an address that needs no request."""
    return "data:image/webp;base64," + base64.b64encode(bytes(picture)).decode() if picture else ""


# --- receipts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipts:
    """How many of those a material was sent to have it, and who has not. `noun`: what they are together."""

    sent: int
    received: int
    missing: tuple[str, ...]
    noun: str

    @property
    def words(self) -> str:
        return f"{self.received}/{self.sent} {self.noun}"


def below(area: Area, on: date) -> list[Area]:
    """The areas right below, as they stand on a day."""
    rows = Area.objects.filter(parent=area)
    if area.kind == Area.Kind.COMMUNE:
        rows = Area.objects.villages().filter(parent=area).standing_on(on)
    return list(rows.order_by("order", "code"))


def bodies_of(area: Area) -> list[Organisation]:
    """The bodies of the area itself that get papers of their own; a village's team gets what its village gets."""
    rows = Organisation.objects.filter(area=area, valid_to=None).exclude(kind=Organisation.Kind.TEAM)
    return list(rows.order_by("order", "name"))


def noun_of(areas: Iterable[Area], *, with_bodies: bool = False) -> str:
    """What these areas are called together: thôn; “nơi” where they are of several kinds, or bodies are among them."""
    kinds = Counter(area.type_name for area in areas)
    return next(iter(kinds)) if len(kinds) == 1 and not with_bodies else "nơi"


def deliveries_of(material: Material, member: Member) -> list[MaterialDelivery]:
    """Where this version was sent, as far as the member sees: those below in their order, then the bodies."""
    rows = MaterialDelivery.objects.visible_to(member).filter(material=material)
    rows = rows.select_related("area", "organisation", "received_by__user")
    return sorted(rows, key=lambda row: (row.area is None, row.area.order if row.area else 0, row.pk))


def receipts(rows: list[MaterialDelivery]) -> Receipts:
    areas = [row.area for row in rows if row.area is not None]
    return Receipts(
        len(rows), sum(row.received_at is not None for row in rows),
        tuple(name_of(row) for row in rows if row.received_at is None),
        noun_of(areas, with_bodies=len(areas) < len(rows)),
    )  # fmt: skip


def name_of(row: MaterialDelivery) -> str:
    if row.area is not None:
        return row.area.title
    return row.organisation.name if row.organisation is not None else ""


def receipt_counts(member: Member, materials: Iterable[Material]) -> dict[int, tuple[int, int]]:
    """By material (received, sent), in one question."""
    rows = MaterialDelivery.objects.visible_to(member).filter(material__in=list(materials)).order_by()
    found = rows.values("material").annotate(sent=Count("pk"), received=Count("received_at"))
    return {row["material"]: (row["received"], row["sent"]) for row in found}


def campaigns_in(area: Area, on: date) -> QuerySet[Campaign]:
    """The campaigns of an area and of those above that run on a day."""
    running = Q(ended_on=None) | Q(ended_on__gte=on)
    return Campaign.objects.filter(running, area__path__in=area.ancestor_paths()).order_by("-id")
