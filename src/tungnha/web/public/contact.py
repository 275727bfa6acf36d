"""Whom to ask: the office that runs the plan and where it sits. A person's own telephone is nobody's to publish: of the
contact a plan names only an office's landline is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tungnha.plans.contacts import LANDLINE, read_contact
from tungnha.plans.models import Plan
from tungnha.units import clock
from tungnha.units.models import Area
from tungnha.units.public import for_everyone, shape, show
from tungnha.web.public.sessions import fixed_points
from tungnha.web.public.shapes import open_commune


@shape
@dataclass(frozen=True)
class Office:
    """`phone`: a landline; blank where the plan gives a person's own number, or none."""

    name: str
    phone: str


@for_everyone
@require_safe
def contact(request: HttpRequest, code: str) -> HttpResponse:
    area, commune = open_commune(code)
    crumbs = [{"url": commune.url, "label": commune.title}, {"label": "Hỏi ai"}]
    return show("public/contact.html", commune=commune, offices=offices(area), points=fixed_points(area), crumbs=crumbs)


def offices(area: Area) -> list[Office]:
    """Those whose plans run here, the newest plan first; each once, with the first landline found."""
    today = clock.today()
    rows = Plan.objects.filter(campaign__area=area).exclude(campaign__ended_on__lt=today)
    found: dict[str, str] = {}
    for name, told in rows.order_by("-confirmed_at", "-pk").values_list("organisation__name", "contact"):
        said = read_contact(told or "")
        phone = said["phone"] if said and LANDLINE.fullmatch(said["phone"]) else ""
        found[name] = found.get(name) or phone
    return [Office(name, phone) for name, phone in found.items()]
