"""The materials: what there is, what goes along to the door, what waits to be approved, who has received what."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.outreach import files
from tungnha.outreach.answering import pressed
from tungnha.outreach.forms_materials import MaterialForm, PassOnForm, as_written
from tungnha.outreach.models import Material, MaterialDelivery, MaterialFile
from tungnha.outreach.operations import materials as operations
from tungnha.outreach.operations import passing
from tungnha.outreach.queries import materials as queries
from tungnha.outreach.queries.public import file_words
from tungnha.outreach.sections import framed
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
APPROVERS = (*WRITERS, Role.LEADER)
READERS = (*APPROVERS, Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER)


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    member, today = request.member, clock.today()
    kinds = dict(Material.Kind.choices)
    wanted = request.GET.get("loai", "")
    approves = member.has_role(*APPROVERS)
    shown = queries.latest_versions(member) if approves else queries.in_use(member, today)
    found = [(row, state_of(row, today)) for row in shown]
    there = [kind for kind in kinds if any(row.kind == kind for row, _ in found)]
    rows = [(row, state) for row, state in found if wanted not in there or row.kind == wanted]
    counts = queries.receipt_counts(member, [row for row, _ in rows]) if approves else {}
    at_door = queries.materials_of(member.area, today).filter(for_door=True).count()
    context = {
        "rows": [(row, state, counts.get(row.pk)) for row, state in rows], "at_door": at_door,
        "most": operations.MOST_AT_THE_DOOR, "may_write": member.has_role(*WRITERS), "counts": bool(counts),
        "kinds": [{"label": "Tất cả", "url": "?", "current": wanted not in there}] + [
            {"label": kinds[kind].capitalize(), "url": f"?loai={kind}", "current": kind == wanted} for kind in there
        ], **framed(member, "materials"),
    }  # fmt: skip
    return render(request, "outreach/materials.html", context)


def state_of(row: Material, today: date) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.approved_at is None:
        return "draft"
    return "used" if row.is_valid_on(today) else "over"


def _readable(request: MemberRequest, pk: int) -> Material:
    """A material as this member may read it: a draft is for those of its own place who approve."""
    member = request.member
    drafts = Q(area=member.area_id) if member.has_role(*APPROVERS) else Q(pk__in=[])
    rows = Material.objects.filter(Q(approved_at__isnull=False) | drafts)
    found: Material = get_visible_or_404(
        rows.select_related("area", "made_by__user", "approved_by__user"), member, pk=pk
    )
    return found


@only(*READERS)
@require_safe
def material(request: MemberRequest, pk: int) -> HttpResponse:
    """As it is read at the door, its files, its earlier versions; opened by somebody it was sent to, it is received."""
    member = request.member
    found = _readable(request, pk)
    passing.receive(materials=[found.pk], how=MaterialDelivery.How.OPENED, by=member, at=clock.now())
    state = state_of(found, clock.today())
    sent = queries.deliveries_of(found, member) if member.has_role(*APPROVERS) else []
    context = {
        "material": found, "state": state, "picture": queries.as_address(found.picture),
        "newer": getattr(found, "replaced_by", None), "earlier": found.replaces, "files": _files(found),
        "may_write": _writes(member, found), "may_approve": member.has_role(*APPROVERS) and _own(member, found),
        "may_pass_on": member.has_role(*WRITERS) and state == "used" and found.area.contains(member.area),
        "sent": [(row, queries.name_of(row), row.from_area_id == member.area_id) for row in sent],
        "receipts": queries.receipts(sent) if sent else None, **framed(member, "materials", found.title),
    }  # fmt: skip
    return render(request, "outreach/material.html", context)


def _files(found: Material) -> list[tuple[MaterialFile, str]]:
    return [(file, file_words(file)) for file in found.files.order_by("-purpose")]


def _own(member: Member, material: Material) -> bool:
    """What came from the level above is read here, not changed."""
    return bool(material.area_id == member.area_id)


def _writes(member: Member, material: Material) -> bool:
    return member.has_role(*WRITERS) and _own(member, material) and not hasattr(material, "replaced_by")


@only(*READERS)
@require_safe
def file(request: MemberRequest, pk: int, purpose: str) -> HttpResponse:
    """Printed, played or made anew by those who carry it out: downloaded, it is received."""
    found = _readable(request, pk)
    wanted = found.files.filter(purpose=purpose).first()
    if wanted is None:
        raise Http404("no such file")
    try:
        data = files.content(wanted)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("outreach:material", pk=found.pk)
    passing.receive(materials=[found.pk], how=MaterialDelivery.How.FILE, by=request.member, at=clock.now())
    response = HttpResponse(data, content_type=files.type_of(wanted))
    response["Content-Disposition"] = f'attachment; filename="{files.plain_name(wanted)}"'
    return response


@only(*WRITERS)
def write(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """A new material, or a new version of one."""
    earlier = _to_change(request, pk) if pk is not None else None
    first = as_written(earlier) if earlier else {"for_door": True}
    form = MaterialForm(request.POST or None, request.FILES or None, initial=first, area=request.member.area)
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
    label, above = "Viết tài liệu", None
    if earlier is not None:
        label, above = "Sửa thành bản mới", (earlier.title, reverse("outreach:material", args=[earlier.pk]))
    context = {"form": form, "earlier": earlier, **framed(request.member, "materials", label, above)}
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
    do = partial(deed, material=found, by=request.member, at=clock.now())
    return pressed(request, do, words, "outreach:material", found.pk)


@only(*WRITERS)
@require_POST
def starters(request: MemberRequest) -> HttpResponse:
    made = operations.add_starters(area=request.member.area, by=request.member, at=clock.now())
    said = f"Đã thêm {len(made)} bản thảo: mời đọc, sửa rồi duyệt." if made else "Bộ mẫu đã có sẵn ở đây."
    messages.success(request, said)
    return redirect("outreach:materials")


# --- passed on -------------------------------------------------------------------------------------------------------


@only(*WRITERS)
def pass_on(request: MemberRequest, pk: int) -> HttpResponse:
    """To which of those below it is sent; what came from above is passed on the same way."""
    usable = Material.objects.filter(area__path__in=request.member.area.ancestor_paths(), approved_at__isnull=False)
    found = get_visible_or_404(usable, request.member, pk=pk)
    form = PassOnForm(request.POST if request.method == "POST" else None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            count = passing.pass_on(
                material=found, areas=list(form.cleaned_data["areas"]), by=request.member, at=clock.now(),
                organisations=list(form.cleaned_data["organisations"]),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            said = f"Đã chuyển đến {count} nơi." if count else "Những nơi đã chọn đều được chuyển từ trước."
            messages.success(request, said)
            return redirect("outreach:material", pk=found.pk)
    above = (found.title, reverse("outreach:material", args=[found.pk]))
    context = {"form": form, "material": found, **framed(request.member, "materials", "Chuyển xuống", above)}
    return render(request, "outreach/material_pass_on.html", context, status=400 if form.errors else 200)


@only(*WRITERS)
@require_POST
def on_paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The sending desk says that a place has the printed one."""
    own = MaterialDelivery.objects.filter(from_area=request.member.area)
    found = get_visible_or_404(own, request.member, pk=pk)
    passing.receive_on_paper(delivery=found, by=request.member, at=clock.now())
    messages.success(request, f"Đã ghi: {queries.name_of(found)} nhận bản in.")
    return redirect("outreach:material", pk=found.material_id)
