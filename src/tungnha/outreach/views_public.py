"""A plan's materials for everybody: what the code on its papers opens. No log-in, no cookie, no script."""

from __future__ import annotations

import hashlib
import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.outreach import files, known
from tungnha.outreach.models import Material, MaterialFile, PlanAddress
from tungnha.outreach.queries import public as queries
from tungnha.units import clock
from tungnha.units.models import Area
from tungnha.units.problems import Locked
from tungnha.units.public import for_everyone, show

KEPT = 24 * 3600  # seconds a picture or a file is kept by who has opened it: a version never changes


def _address(code: str) -> PlanAddress | None:
    rows = PlanAddress.objects.select_related("campaign__area__parent", "campaign__organisation")
    return rows.filter(code=code).first()


@for_everyone
@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponseBase:
    """Where the code on a paper leads, while the plan runs and after."""
    found = _address(code)
    if found is None:
        return _not_that_way(code)
    today = clock.today()
    shown = queries.plan_of(found, today)
    over = shown.ended_on is not None
    return show(
        "outreach/public_plan.html", plan=shown, commune=shown.commune, materials=queries.materials(found, today),
        contact=known.contact_of(found.campaign), links=queries.links(found.campaign),
        offers=[] if over else queries.offers(found.campaign, today),
        others=queries.plans_running(found.campaign.area, today, but=found.campaign) if over else [],
    )  # fmt: skip


def _not_that_way(code: str) -> HttpResponseBase:
    """Typed in small letters it is found; else a page says how a code looks, and where to go on."""
    typed = re.sub(r"[^0-9A-Za-z]", "", code).upper()[:12]
    if typed != code and PlanAddress.objects.filter(code=typed).exists():
        return HttpResponseRedirect(reverse("outreach:public-plan", args=[typed]))
    return show("outreach/public_no_plan.html", status=404, code=typed)


def _material(code: str, pk: int) -> tuple[PlanAddress, Material]:
    found = _address(code)
    if found is None:
        raise Http404("no such code")
    row = queries.public_rows(found.campaign, clock.today()).filter(pk=pk).first()
    if row is None:
        raise Http404("not for everybody, or not any more")
    return found, row


@for_everyone
@require_safe
def of_commune(request: HttpRequest, code: str) -> HttpResponseBase:
    """The door of a commune's front page: its running plan, or which of several."""
    area = Area.objects.filter(code=code, kind=Area.Kind.COMMUNE).first()
    if area is None:
        raise Http404("no such commune")
    plans = queries.plans_running(area, clock.today())
    if len(plans) == 1:
        return HttpResponseRedirect(plans[0].url)
    return show("outreach/public_plans.html", commune=queries.commune_of(area), plans=plans)


@for_everyone
@require_safe
def material(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    address, row = _material(code, pk)
    of, shown = queries.plan_of(address, clock.today()), queries.material(row, address)
    return show("outreach/public_material.html", plan=of, commune=of.commune, material=shown)


@for_everyone
@require_safe
def picture(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    _, row = _material(code, pk)
    if not row.picture:
        raise Http404("it has no picture")
    return _bytes(bytes(row.picture), "image/webp")


@for_everyone
@require_safe
def file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """To be printed or listened to. It is kept by the browser as a file, never opened as a page of ours."""
    _, row = _material(code, pk)
    found = row.files.filter(purpose=MaterialFile.Purpose.USE).first()
    if found is None:
        raise Http404("it has no file")
    try:
        data = files.content(found)
    except Locked:
        raise Http404("the file is gone") from None
    response = _bytes(data, files.type_of(found))
    response["Content-Disposition"] = f'attachment; filename="{files.plain_name(found)}"'
    return response


def _bytes(data: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["ETag"] = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
