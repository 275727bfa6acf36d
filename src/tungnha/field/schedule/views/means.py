"""Places with their hours, and equipment: what a schedule is made with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field.campaigns import campaign_of
from tungnha.field.models import Equipment, EquipmentUse, SupportSession, WayThere
from tungnha.field.schedule.forms import CountForm, EquipmentForm, HoursForm, PlaceForm, WayForm
from tungnha.field.schedule.operations import add_equipment, add_place, change_equipment, open_point, set_hours, set_way
from tungnha.field.schedule.views.common import (
    ARRANGERS,
    CALLERS,
    choices_for,
    equipment_for,
)
from tungnha.people.models import Place
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Organisation
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


@only(*ARRANGERS)
def means(request: MemberRequest) -> HttpResponse:
    """All places and all equipment of the area; add one of either."""
    member, now = request.member, clock.now()
    areas = Area.objects.visible_to(member).filter(path__startswith=member.area.path)
    bodies = Organisation.objects.visible_to(member).filter(area__path__startswith=member.area.path)
    which = request.POST.get("which", "")
    places = PlaceForm(request.POST if which == "place" else None, choices={"area": areas.order_by("kind", "order")})
    things = EquipmentForm(
        request.POST if which == "equipment" else None,
        choices={"kept_by": bodies.exclude(kind=Organisation.Kind.TEAM)}, prefix="e",
    )  # fmt: skip
    if request.method == "POST":
        try:
            if which == "place" and places.is_valid():
                add_place(**places.cleaned_data, by=member, at=now)
                messages.success(request, "Đã thêm địa điểm.")
                return redirect("field:schedule-means")
            if which == "equipment" and things.is_valid():
                add_equipment(area=member.area, **things.cleaned_data, by=member, at=now)
                messages.success(request, "Đã thêm thiết bị.")
                return redirect("field:schedule-means")
        except Problem as problem:
            (places if which == "place" else things).add_error(None, problem.sentence)
    rows = Place.objects.filter(area__path__startswith=member.area.path).select_related("area")
    context = {
        "places": rows.order_by("area__kind", "area__order", "name"), "place_form": places, "equipment_form": things,
        "equipment": [(thing, _tightest(thing)) for thing in equipment_for(member, member.area)],
    }  # fmt: skip
    return render(request, "field/schedule_means.html", context)


def _tightest(thing: Equipment) -> int:
    """The most that is promised of it at one moment to come: more than there are where some were lost since."""
    uses = list(
        EquipmentUse.objects.filter(
            equipment=thing, session__ends_at__gte=clock.now(), session__cancelled_at=None
        ).select_related("session")
    )
    return max(
        (
            sum(o.count for o in uses if o.session.starts_at <= use.session.starts_at < o.session.ends_at)
            for use in uses
        ),
        default=0,
    )


@only(*ARRANGERS)
def hours(request: MemberRequest, pk: int) -> HttpResponse:
    place = get_visible_or_404(Place.objects.select_related("area"), request.member, pk=pk)
    if not request.member.area.contains(place.area):
        raise Http404("not of this area")
    form = HoursForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            set_hours(place=place, hours=form.hours(), by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu giờ mở cửa.")
            return redirect("field:schedule-means")
    return render(request, "field/place_hours.html", {"place": place, "form": form})


@only(*ARRANGERS)
def way(request: MemberRequest, pk: int) -> HttpResponse:
    """How people find the place: read by everybody beside each session there."""
    place = get_visible_or_404(Place.objects.select_related("area__parent"), request.member, pk=pk)
    if not request.member.area.contains(place.area):
        raise Http404("not of this area")
    known = WayThere.objects.filter(place=place).first()
    form = WayForm(request.POST or None, initial={"words": known.words if known else ""})
    if request.method == "POST" and form.is_valid():
        try:
            set_way(place=place, words=form.cleaned_data["words"], by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error("words", problem.sentence)
        else:
            messages.success(request, "Đã lưu chỉ đường: trang dành cho người dân hiện câu này.")
            return redirect("field:schedule-means")
    context = {
        "form": form, "title": f"Chỉ đường đến {place.name}", "button": "Lưu",
        "back_to": reverse("field:schedule-means"),
    }  # fmt: skip
    return render(request, "field/session_deed.html", context)


@only(*ARRANGERS)
def count(request: MemberRequest, pk: int) -> HttpResponse:
    thing = get_visible_or_404(Equipment, request.member, pk=pk)
    if not request.member.area.contains(thing.area):
        raise Http404("not of this area")
    form = CountForm(request.POST or None, initial={"count": thing.count})
    if request.method == "POST" and form.is_valid():
        change_equipment(equipment=thing, count=form.cleaned_data["count"], by=request.member, at=clock.now())
        messages.success(request, "Đã sửa số lượng.")
        return redirect("field:schedule-means")
    context = {
        "form": form, "title": f"Sửa số lượng: {thing}", "button": "Lưu", "back_to": reverse("field:schedule-means"),
    }  # fmt: skip
    return render(request, "field/session_deed.html", context)


@only(*CALLERS)
def open_today(request: MemberRequest, pk: int) -> HttpResponse:
    """A fixed point opens: its session of the day, ready for check-in and queue."""
    member = request.member
    place = get_visible_or_404(Place.objects.select_related("area"), member, pk=pk)
    campaign = campaign_of(request)
    if campaign is None or not (member.area.contains(place.area) or place.area.contains(member.area)):
        raise Http404("no campaign to open for, or not of this area")
    if request.method != "POST":
        context = {
            "title": f"Mở cửa {place.name} hôm nay", "lines": [f"Giờ mở cửa: {place.opening_hours or 'chưa ghi'}."],
            "action_url": request.get_full_path(), "action": "Mở cửa", "back_url": reverse("field:sessions"),
        }  # fmt: skip
        return render(request, "web/confirm_page.html", context)
    services = list(choices_for(member, campaign)["services"])
    session: SupportSession = open_point(place=place, campaign=campaign, services=services, by=member, at=clock.now())
    return redirect("field:session-check-in", pk=session.pk)
