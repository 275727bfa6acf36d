"""What everybody may read of a plan's materials, field by field (docs/decisions/0047-materials.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from django.db.models import Q, QuerySet
from django.urls import reverse

from tungnha.drafting.numbers import decimal_vi
from tungnha.outreach.models import Material, MaterialFile, Offer, PlanAddress, PlanLink
from tungnha.outreach.queries.addresses import full_address
from tungnha.outreach.queries.materials import materials_of
from tungnha.people.protection.named_in_words import hide_names, names_in
from tungnha.units.models import Area, Campaign
from tungnha.units.public import shape

MOST = 60  # materials and offers on one page
FILE_WORDS = {".pdf": "PDF", ".jpg": "ảnh", ".mp3": "bài nghe MP3"}


@shape
@dataclass(frozen=True)
class PublicCommune:
    """As the frame of a public page shows it: `Xã Hiệp Lực`, `xã Hiệp Lực`, its front page."""

    title: str
    name: str
    url: str


@shape
@dataclass(frozen=True)
class PublicPlan:
    """`typed`: the address as it stands on paper; `ended_on`: the last day, of a plan that is over."""

    code: str
    name: str
    body: str
    place: str
    url: str
    typed: str
    commune: PublicCommune | None
    ended_on: date | None


@shape
@dataclass(frozen=True)
class PublicMaterial:
    title: str
    kind: str
    audience: str
    words: str
    source: str
    url: str
    picture_url: str
    link: str
    file_url: str
    file_words: str
    version: int
    on: date


@shape
@dataclass(frozen=True)
class PublicOffer:
    who: str
    title: str
    for_whom: str
    words: str
    until: date | None


@shape
@dataclass(frozen=True)
class PublicLink:
    url: str
    words: str


def plan_of(address: PlanAddress, today: date) -> PublicPlan:
    campaign = address.campaign
    over = campaign.ended_on is not None and campaign.ended_on < today
    typed = full_address(address).split("://", 1)[-1].rstrip("/")
    area = campaign.area
    return PublicPlan(
        code=address.code, name=campaign.name, body=campaign.organisation.name, place=area.title,
        url=reverse("outreach:public-plan", args=[address.code]), typed=typed,
        commune=commune_of(area) if area.kind == Area.Kind.COMMUNE else None,
        ended_on=campaign.ended_on if over else None,
    )  # fmt: skip


def commune_of(area: Area) -> PublicCommune:
    return PublicCommune(area.title, area.full_name, reverse("web:public-commune", args=[area.code]))


def plans_running(area: Area, today: date, *, but: Campaign | None = None) -> list[PublicPlan]:
    """What runs now in a place and has an address, the newest first; where a plan is over, the others."""
    rows = PlanAddress.objects.filter(campaign__area=area).exclude(campaign=but)
    running = rows.filter(Q(campaign__ended_on=None) | Q(campaign__ended_on__gte=today)).order_by("-campaign")
    return [plan_of(row, today) for row in running.select_related("campaign__area", "campaign__organisation")[:10]]


def public_rows(campaign: Campaign, today: date) -> QuerySet[Material]:
    """In use today, marked for everybody by who wrote it and approved, of this plan or of all plans of the place."""
    of_plan = Q(campaign=None) | Q(campaign=campaign)
    return materials_of(campaign.area, today).filter(of_plan, is_public=True)


def materials(address: PlanAddress, today: date) -> list[PublicMaterial]:
    rows = public_rows(address.campaign, today).defer("picture", "words").order_by("order", "title", "pk")[:MOST]
    named = names_in([row.title for row in rows], address.campaign.area)
    return [_listed(row, address, named) for row in rows]


def _listed(row: Material, address: PlanAddress, named: list[str]) -> PublicMaterial:
    return PublicMaterial(
        title=hide_names(row.title, named), kind=row.get_kind_display(), audience=row.get_audience_display(),
        words="", source="", url=reverse("outreach:public-material", args=[address.code, row.pk]), picture_url="",
        link="", file_url="", file_words="", version=row.version, on=row.made_at.date(),
    )  # fmt: skip


def material(row: Material, address: PlanAddress) -> PublicMaterial:
    """One of them whole; names of people of the register that slipped into its words are hidden."""
    named = names_in([row.title, row.words], address.campaign.area)
    file = row.files.filter(purpose=MaterialFile.Purpose.USE).first()
    where = [address.code, row.pk]
    return PublicMaterial(
        title=hide_names(row.title, named), kind=row.get_kind_display(), audience=row.get_audience_display(),
        words=hide_names(row.words, named), source=row.source, url=reverse("outreach:public-material", args=where),
        picture_url=reverse("outreach:public-picture", args=where) if row.picture else "", link=row.link,
        file_url=reverse("outreach:public-file", args=where) if file else "", file_words=file_words(file),
        version=row.version, on=row.made_at.date(),
    )  # fmt: skip


def file_words(file: MaterialFile | None) -> str:
    """`PDF, 1,2 MB`: what a citizen on a dear connection wants to know before she taps."""
    if file is None:
        return ""
    large = file.size >= 1024 * 1024
    size = f"{decimal_vi(Decimal(file.size) / (1024 * 1024), 1)} MB" if large else f"{max(1, file.size // 1024)} KB"
    ending = PurePath(file.name).suffix
    return f"{FILE_WORDS.get(ending, ending.lstrip('.').upper())}, {size}"


def offers(campaign: Campaign, today: date) -> list[PublicOffer]:
    """What runs today and the commune has agreed to."""
    rows = Offer.objects.filter(
        Q(campaign=None) | Q(campaign=campaign), Q(starts_on=None) | Q(starts_on__lte=today),
        Q(until=None) | Q(until__gte=today), area__path__in=campaign.area.ancestor_paths(),
        approved_at__isnull=False, withdrawn_at=None,
    ).select_related("organisation")  # fmt: skip
    return [PublicOffer(row.organisation.name, row.title, row.for_whom, row.words, row.until) for row in rows[:MOST]]


def links(campaign: Campaign) -> list[PublicLink]:
    """The plan's own links an officer has opened and shown."""
    rows = PlanLink.objects.filter(campaign=campaign, shown_at__isnull=False)
    return [PublicLink(row.url, row.words) for row in rows]
