"""What to bring and how it works, for each service the commune helps with."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.field.schedule.words import BRING, BRING_ALWAYS
from tungnha.ledger.models import CampaignService, Service
from tungnha.units import clock
from tungnha.units.models import Area, Campaign
from tungnha.units.public import for_everyone, shape, show
from tungnha.web.public.how import HOW
from tungnha.web.public.shapes import Commune, open_commune

OF_PEOPLE = ("person", "telephone")
CARD = "can-cuoc"


@shape
@dataclass(frozen=True)
class Guide:
    """One service: `steps` and what follows are blank where we have no words of it."""

    name: str
    url: str
    use: str
    bring: tuple[str, ...]
    steps: tuple[str, ...]
    minutes: str
    after: str
    wheres: tuple[str, ...]


@for_everyone
@require_safe
def guides(request: HttpRequest, code: str) -> HttpResponse:
    area, commune = open_commune(code)
    rows = [guide_of(service, commune) for service in asked(area)]
    return show(
        "public/guides.html", commune=commune, bring=list(BRING_ALWAYS),
        rows=[{"title": row.name, "url": row.url, "meta": row.use} for row in rows],
        crumbs=[{"url": commune.url, "label": commune.title}, {"label": "Cần mang gì"}],
    )  # fmt: skip


@for_everyone
@require_safe
def guide(request: HttpRequest, code: str, service: str) -> HttpResponse:
    area, commune = open_commune(code)
    found = next((one for one in asked(area) if one.code == service), None)
    if found is None:
        raise Http404("the commune does not help with it")
    said = guide_of(found, commune)
    crumbs = [
        {"url": commune.url, "label": commune.title},
        {"url": reverse("web:public-guides", args=[commune.code]), "label": "Cần mang gì"}, {"label": said.name},
    ]  # fmt: skip
    return show("public/guide.html", commune=commune, guide=said, crumbs=crumbs)


def asked(area: Area) -> list[Service]:
    """What the plans that run in the commune ask of people; where none runs, what we have words of."""
    today = clock.today()
    running = Campaign.objects.filter(area__path__in=area.ancestor_paths()).exclude(ended_on__lt=today)
    wanted = CampaignService.objects.filter(campaign__in=running).values_list("service", flat=True)
    rows = Service.objects.filter(counts__in=OF_PEOPLE, kind=Service.Kind.STATE)
    return list(rows.filter(pk__in=wanted)) or list(rows.filter(code__in=HOW))


def guide_of(service: Service, commune: Commune) -> Guide:
    how = HOW.get(service.code)
    return Guide(
        name=service.name, url=reverse("web:public-guide", args=[commune.code, service.code]),
        use=how.use if how else "", bring=_bring(service.code),
        steps=how.steps if how else (), minutes=how.minutes if how else "", after=how.after if how else "",
        wheres=tuple(service.wheres or ()),
    )  # fmt: skip


def _bring(code: str) -> tuple[str, ...]:
    """Nobody is told to bring the card she comes for."""
    always = BRING_ALWAYS if code != CARD else ("thẻ căn cước cũ (nếu có)", *BRING_ALWAYS[1:])
    return (*always, *BRING.get(code, ()))
