"""Thiết lập: the groups of the villages, who is missing in them, and their decisions (C2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.units import clock, setup
from tungnha.units import queries_setup as queries
from tungnha.units.access import only
from tungnha.units.forms_setup import DecisionForm, EndForm, FoundForm, PlaceForm, RuleForm
from tungnha.units.models import Area, Group, GroupMember, Role
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest
from tungnha.units.views_setup import DESK, attempt, by_now, get_own_or_404

FOUNDERS = (*DESK, Role.PROVINCE_OFFICER)  # a province's own groups; its communes' are theirs


def _group_or_404(request: MemberRequest, pk: int) -> Group:
    """A group of the own commune and its villages; at a province only its own."""
    found: Group = get_own_or_404(Group.objects.select_related("area"), request.member, pk)
    if found.area_id != request.member.area_id and request.member.area.kind == Area.Kind.PROVINCE:
        log_event("scope.refused", about=found, by=request.member, at=clock.now())
        raise Http404("a commune's group is its own to set up")
    return found


def _kind(request: MemberRequest) -> str:
    wanted = request.GET.get("loai", "")
    usual = Group.Kind.ROLLOUT if request.member.area.kind == Area.Kind.PROVINCE else Group.Kind.TEAM
    return wanted if wanted in Group.Kind.values else usual


@only(*FOUNDERS)
def groups(request: MemberRequest) -> HttpResponse:
    kind, commune = _kind(request), request.member.area
    table = queries.group_table(kind, commune, clock.today())
    pills = [{"url": f"?loai={k}", "label": _label(k), "current": k == kind} for k in Group.Kind.values]
    rule = _rule_of(kind, request)
    context = {
        "table": table, "pills": pills, "kind": kind, "kind_label": Group.Kind(kind).label, "villages": len(table.rows),
        "rule": RuleForm.in_words(rule, commune),
        "rule_form": RuleForm(initial={"parts": RuleForm.initial_of(rule)}, commune=commune, on=clock.today()),
    }  # fmt: skip
    return render(request, "units/setup_groups.html", context)


def _label(kind: str) -> str:
    label = str(Group.Kind(kind).label)
    return label[:1].upper() + label[1:]


def _rule_of(kind: str, request: MemberRequest) -> list[dict[str, Any]]:
    """One rule binds all groups of a kind in a commune; any of them tells it."""
    ground = Area.objects.filter(queries.own_ground(request.member.area))
    found = Group.objects.filter(kind=kind, area__in=ground).order_by("-pk").first()
    return found.composition_rule if found else []


@require_POST
@only(*FOUNDERS)
def group_rule(request: MemberRequest) -> HttpResponse:
    kind, commune = _kind(request), request.member.area
    form = RuleForm(request.POST, commune=commune, on=clock.today())
    if form.is_valid():
        bound = setup.set_rule(kind=kind, commune=commune, rule=form.rule(), **by_now(request))
        messages.success(request, f"Đã đặt thành phần bắt buộc cho {bound} tổ.")
    return redirect(f"{reverse('units:setup-groups')}?loai={kind}")


@only(*FOUNDERS)
def group_found(request: MemberRequest) -> HttpResponse:
    kind = _kind(request)
    initial = {"parts": RuleForm.initial_of(_rule_of(kind, request))}
    form = FoundForm(request.POST or None, kind=kind, commune=request.member.area, on=clock.today(), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: setup.found_groups(
                kind=kind, areas=list(data["areas"]), rule=form.rule(), number=data["number"],
                signed_on=data["signed_on"], **by_now(request),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, f"Đã ghi {len(made)} tổ theo quyết định {data['number']}.")
            return redirect(f"{reverse('units:setup-groups')}?loai={kind}")
    context = {"form": form, "kind": kind, "kind_label": Group.Kind(kind).label}
    return render(request, "units/setup_group_found.html", context)


@only(*FOUNDERS)
def group(request: MemberRequest, pk: int) -> HttpResponse:
    return _group_page(request, _group_or_404(request, pk))


@require_POST
@only(*FOUNDERS)
def group_renew(request: MemberRequest, pk: int) -> HttpResponse:
    found = _group_or_404(request, pk)
    form = DecisionForm(request.POST, prefix="renew")
    if form.is_valid() and attempt(
        form, lambda: setup.renew_group(group=found, **form.cleaned_data, **by_now(request))
    ):
        messages.success(request, f"Đã ghi quyết định kiện toàn {form.cleaned_data['number']}.")
        return redirect("units:setup-group", pk=pk)
    return _group_page(request, found, renew=form)


@require_POST
@only(*FOUNDERS)
def group_place(request: MemberRequest, pk: int) -> HttpResponse:
    found = _group_or_404(request, pk)
    form = PlaceForm(request.POST, commune=request.member.area, on=clock.today(), prefix="place")
    if form.is_valid() and attempt(form, lambda: setup.add_place(group=found, **form.cleaned_data, **by_now(request))):
        messages.success(request, f"Đã thêm {form.cleaned_data['full_name']} vào tổ.")
        return redirect("units:setup-group", pk=pk)
    return _group_page(request, found, form=form)


@require_POST
@only(*FOUNDERS)
def group_place_end(request: MemberRequest, pk: int, place: int) -> HttpResponse:
    found = _group_or_404(request, pk)
    seat = get_object_or_404(GroupMember.objects.filter(group=found), pk=place)  # whoever loads the group, its seats
    form = EndForm(request.POST)
    if form.is_valid():
        setup.end_place(place=seat, **form.cleaned_data, **by_now(request))
        messages.success(request, f"{seat.full_name} thôi từ {form.cleaned_data['on']:%d/%m/%Y}.")
    return redirect("units:setup-group", pk=pk)


def _group_page(request: MemberRequest, found: Group, **forms_shown: Any) -> HttpResponse:
    today, commune = clock.today(), request.member.area
    places = list(found.places.select_related("sent_by").order_by("to_on", "part", "id"))
    now = [p for p in places if p.to_on is None or p.to_on >= today]
    order = {part: at for at, part in enumerate(GroupMember.Part.values)}
    missing = queries.missing_of(found, now, queries.organisation_labels(commune))
    context = {
        "named": queries.named_of(found, missing),
        "group": found, "places": sorted(now, key=lambda p: order[p.part]),
        "left": [p for p in places if p not in now], "decisions": found.decisions.order_by("signed_on", "pk"),
        "missing": missing, "today": today,
        "rule": RuleForm.in_words(found.composition_rule, commune),
        "form": PlaceForm(commune=commune, on=today, prefix="place", initial={"from_on": today}),
        "renew": DecisionForm(prefix="renew"),
    } | forms_shown  # fmt: skip
    return render(request, "units/setup_group.html", context)
