"""The materials: what there is, what goes along to the door, what waits to be approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.outreach import operations, queries
from tungnha.outreach.forms import MaterialForm, as_written
from tungnha.outreach.models import Material
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD)
APPROVERS = (*WRITERS, Role.LEADER)
READERS = (*APPROVERS, Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    member, today = request.member, clock.today()
    rows = [(row, state_of(row, today)) for row in queries.latest_versions(member)]
    if not member.has_role(*APPROVERS):
        rows = [(row, state) for row, state in rows if state == "used"]
    at_door = queries.materials_of(member.area, today).filter(for_door=True).count()
    context = {
        "rows": rows, "at_door": at_door, "most": operations.MOST_AT_THE_DOOR, "may_write": member.has_role(*WRITERS)
    }  # fmt: skip
    return render(request, "outreach/materials.html", context)


def state_of(row: Material, today: Any) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.approved_at is None:
        return "draft"
    return "used" if row.is_valid_on(today) else "over"


@only(*READERS)
def material(request: MemberRequest, pk: int) -> HttpResponse:
    """As it is read at the door, and its earlier versions."""
    member = request.member
    rows = Material.objects.all() if member.has_role(*APPROVERS) else Material.objects.exclude(approved_at=None)
    found = get_visible_or_404(rows.select_related("area", "made_by__user", "approved_by__user"), member, pk=pk)
    context = {
        "material": found, "state": state_of(found, clock.today()), "picture": queries.as_address(found.picture),
        "newer": getattr(found, "replaced_by", None), "earlier": found.replaces,
        "may_write": _writes(member, found), "may_approve": member.has_role(*APPROVERS) and _own(member, found),
    }  # fmt: skip
    return render(request, "outreach/material.html", context)


def _own(member: Member, material: Material) -> bool:
    """What came from the level above is read here, not changed."""
    return bool(material.area_id == member.area_id)


def _writes(member: Member, material: Material) -> bool:
    return member.has_role(*WRITERS) and _own(member, material) and not hasattr(material, "replaced_by")


@only(*WRITERS)
def write(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """A new material, or a new version of one."""
    earlier = _to_change(request, pk) if pk is not None else None
    first = as_written(earlier) if earlier else {"for_door": True}
    form = MaterialForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.write_material(
                area=request.member.area, replaces=earlier, by=request.member, at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu bản thảo. Duyệt xong mới có trên điện thoại.")
            return redirect("outreach:material", pk=made.pk)
    context = {"form": form, "earlier": earlier}
    return render(request, "outreach/material_write.html", context, status=400 if form.errors else 200)


def _to_change(request: MemberRequest, pk: int) -> Any:
    own = Material.objects.filter(area=request.member.area)
    return get_visible_or_404(own, request.member, pk=pk)


@only(*APPROVERS)
@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, operations.approve, "Đã duyệt: tài liệu có trên điện thoại từ lần gửi nhận tới.")


@only(*APPROVERS)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    return _settle(request, pk, operations.withdraw, "Đã thôi dùng tài liệu này.")


def _settle(request: MemberRequest, pk: int, deed: Any, words: str) -> HttpResponse:
    found = _to_change(request, pk)
    try:
        deed(material=found, by=request.member, at=clock.now())
        messages.success(request, words)
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("outreach:material", pk=found.pk)


@only(*WRITERS)
@require_POST
def starters(request: MemberRequest) -> HttpResponse:
    made = operations.add_starters(area=request.member.area, by=request.member, at=clock.now())
    said = f"Đã thêm {len(made)} bản thảo: mời đọc, sửa rồi duyệt." if made else "Bộ mẫu đã có sẵn ở đây."
    messages.success(request, said)
    return redirect("outreach:materials")
