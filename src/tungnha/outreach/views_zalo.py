"""The Zalo groups of the villages: how many households are in each, who is not, and what the team does about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting.dates import short_date
from tungnha.drafting.qr import qr_svg
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.outreach.forms_zalo import GroupForm, NoticeForm, OneTickForm, TickForm
from tungnha.outreach.frames import frame, village_or_404
from tungnha.outreach.models import ZaloGroup, ZaloHousehold
from tungnha.outreach.operations import zalo as operations
from tungnha.outreach.queries import zalo as queries
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Household, Person
from tungnha.people.operations.exports import export_workbook
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.problems import Locked, Problem
from tungnha.units.requests import MemberRequest

ACT = (Role.TEAM_LEADER, Role.OFFICER)
READ = (*ACT, Role.TEAM_MEMBER, Role.LEADER, Role.DATA_STEWARD)
DOORS_A_PAGE = 50
FEW = 40  # doors that stand open at once; more are folded by lane
HERE = "Nhóm Zalo của thôn"
SHOWS = {queries.OUT: "Chưa vào nhóm", queries.IN: "Trong nhóm", queries.UNASKED: "Chưa ghi đồng ý", "": "Tất cả"}


@only(*READ)
def index(request: MemberRequest) -> HttpResponse:
    """Every village of the commune: its group, `168/200 hộ`."""
    member = request.member
    if member.area.kind == Area.Kind.VILLAGE:
        return redirect("outreach:zalo-village", member.area_id)
    lines = queries.by_village(member.area, clock.today())
    context = {
        "lines": lines, "with_group": sum(line.group is not None for line in lines),
        "base": sum(line.base for line in lines), "inside": sum(line.inside for line in lines),
        "without": [line.area.title for line in lines if line.group is None],
        "notice": operations.notice_for(member.area), "asked": operations.ASKED,
        "may_lay": member.has_role(Role.OFFICER, Role.DATA_STEWARD),
        "may_see_words": member.has_role(Role.DATA_STEWARD, Role.LEADER),
    }  # fmt: skip
    return render(request, "outreach/zalo_index.html", context)


@only(Role.OFFICER, Role.DATA_STEWARD)
@require_POST
def lay_notice(request: MemberRequest) -> HttpResponse:
    if request.member.area.kind != Area.Kind.COMMUNE:
        raise Http404("words of consent are a commune's")
    operations.lay_notice(commune=request.member.area, by=request.member, at=clock.now())
    messages.success(request, "Đã có lời hỏi: các Tổ đọc lời này khi xin đồng ý.")
    return redirect("outreach:zalo")


def _village(request: MemberRequest, pk: int) -> Area:
    """A village that stands. Raises Locked for one that was merged or parted: its households are in another now."""
    area = village_or_404(request, pk)
    if area.valid_to is not None and area.valid_to < clock.today():
        raise Locked(
            f"{area.title} đã sáp nhập, chia tách sau ngày {short_date(area.valid_to)}: mời mở nhóm Zalo của thôn mới."
        )
    return area


def _group_of(area: Area) -> ZaloGroup | None:
    found: ZaloGroup | None = ZaloGroup.objects.filter(village=area, closed_at=None).first()
    return found


def _group_or_404(request: MemberRequest, pk: int) -> tuple[Area, ZaloGroup]:
    area = _village(request, pk)
    found = _group_of(area)
    if found is None:
        raise Http404("the village has no group")
    return area, found


def _frame(request: MemberRequest, area: Area, here: str = "") -> dict[str, Any]:
    village = reverse("outreach:zalo-village", args=[area.pk])
    crumbs = [(HERE, reverse("outreach:zalo")), (area.title, village if here else "")] + ([(here, "")] if here else [])
    return frame(request.member, area, *crumbs, back=village if here else "") | {
        "village_url": village, "may_act": request.member.has_role(*ACT),
    }  # fmt: skip


@only(*READ)
def village(request: MemberRequest, pk: int) -> HttpResponse:
    """One village: the group, its QR, the figure, and household by household who is in it."""
    return _page(request, _village(request, pk), NoticeForm(initial={"on": clock.today()}))


def _page(request: MemberRequest, area: Area, notice_form: NoticeForm) -> HttpResponse:
    on = clock.today()
    (line,) = queries.by_village(area, on)
    show = request.GET.get("loc", queries.OUT)
    show = show if show in SHOWS else queries.OUT
    page = Paginator(queries.homes_of(area, on, show), DOORS_A_PAGE).get_page(request.GET.get("trang"))
    where = reverse("outreach:zalo-village", args=[area.pk])
    context = _frame(request, area) | {
        "line": line, "group": line.group, "page": page, "rows": queries.in_words(list(page), on), "show": show,
        "filters": [{"label": label, "url": f"{where}?loc={code}", "current": code == show}
                    for code, label in SHOWS.items() if code != queries.UNASKED or line.unasked or code == show],
        "in_url": f"{where}?loc={queries.IN}", "out_url": f"{where}?loc={queries.OUT}",
        "unasked_url": f"{where}?loc={queries.UNASKED}", "has_words": operations.notice_for(area) is not None,
        "notices": line.group.notices.select_related("made_by__user")[:10] if line.group else [],
        "notice_form": notice_form, "earlier": ZaloGroup.objects.filter(village=area).exclude(
            closed_at=None),
    }  # fmt: skip
    return render(request, "outreach/zalo_village.html", context, status=400 if notice_form.errors else 200)


@only(*ACT)
def group(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin the village's group, or change what is told of it."""
    area = _village(request, pk)
    found = _group_of(area)
    told = {name: getattr(found, name) for name in ("name", "keeper_name", "join_url", "created_on")} if found else {
        "name": area.title, "created_on": clock.today()}  # fmt: skip
    form = GroupForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            said = {**form.cleaned_data, "by": request.member, "at": clock.now()}
            if found is None:
                operations.begin_group(village=area, **said)
            else:
                operations.change_group(group=found, **said)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu nhóm của thôn.")
            return redirect("outreach:zalo-village", area.pk)
    context = _frame(request, area, "Sửa nhóm" if found else "Ghi nhóm") | {"form": form, "group": found}
    return render(request, "outreach/zalo_group.html", context, status=400 if form.errors else 200)


@only(*ACT)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    area, found = _group_or_404(request, pk)
    operations.close_group(group=found, by=request.member, at=clock.now())
    messages.success(request, "Đã thôi dùng nhóm này. Các hộ không còn được tính là trong nhóm.")
    return redirect("outreach:zalo-village", area.pk)


@only(*ACT)
def tick(request: MemberRequest, pk: int) -> HttpResponse:
    """All households that agreed at once, after a meeting or a round: each through its head."""
    (area, found), on = _group_or_404(request, pk), clock.today()
    words = operations.notice_for(area)
    homes = [home for home in queries.homes_of(area, on) if home.pk not in _agreed(found)]
    adults = queries.adults_of([home.pk for home in homes], on)
    doors = {str(home.pk): (home, adults[home.pk][0]) for home in homes if home.pk in adults}
    form = TickForm(request.POST or None, doors=doors, initial={"on": on})
    if request.method == "POST" and words is not None and form.is_valid():
        done = _tick(request, found, form, form.chosen())
        if done is not None:
            messages.success(request, f"Đã ghi {done} hộ trong nhóm.")
            return redirect("outreach:zalo-village", area.pk)
    chosen = set(form.data.getlist("doors")) if form.is_bound else set()  # type: ignore[attr-defined]
    lanes: dict[str, list[dict[str, Any]]] = {}
    for home in homes:
        person = adults[home.pk][0] if home.pk in adults else None
        lanes.setdefault(home.lane or "Chưa ghi ngõ", []).append(
            {"home": home, "person": person, "chosen": str(home.pk) in chosen}
        )
    few = len(homes) <= FEW
    context = _frame(request, area, "Đánh dấu hộ") | {
        "form": form, "words": words,
        "lanes": [(lane, f"{lane}: {len(rows)} hộ", few or any(row["chosen"] for row in rows), rows)
                  for lane, rows in lanes.items()],
    }  # fmt: skip
    return render(request, "outreach/zalo_tick.html", context, status=400 if form.errors else 200)


def _agreed(found: ZaloGroup) -> set[int]:
    rows = found.households.filter(ended_at=None, consent__withdrawn_at=None)
    return set(rows.values_list("household", flat=True))


def _tick(request: MemberRequest, found: ZaloGroup, form: Any, who: list[tuple[Household, Person]]) -> int | None:
    at = clock.now()
    try:
        return operations.tick(
            group=found, who=who, on=form.cleaned_data["on"], agreed=form.agreed(at), by=request.member, at=at
        )
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


@only(*READ)
def household(request: MemberRequest, pk: int) -> HttpResponse:
    """One household: who agreed for it, or who of it is to be asked."""
    home: Household = get_visible_or_404(Household.objects.select_related("village"), request.member, pk=pk)
    area, on = _village(request, home.village_id), clock.today()
    found = _group_of(area)
    row = (
        found.households.filter(household=home, ended_at=None).select_related("consent__person").first()
        if found
        else None
    )
    people = queries.adults_of([home.pk], on).get(home.pk, [])
    form = OneTickForm(request.POST or None, people=people, initial={"on": on})
    may = request.method == "POST" and request.member.has_role(*ACT) and row is None
    if may and found and form.is_valid() and _tick(request, found, form, [(home, form.chosen_person)]) is not None:
        messages.success(request, "Đã ghi hộ này trong nhóm.")
        return redirect("outreach:zalo-village", area.pk)
    note_views([one.pk for one in people], by=request.member, at=clock.now(), where="household")
    context = _frame(request, area, f"Hộ {home.code}") | {
        "home": home, "group": found, "row": row, "people": people, "form": form,
        "words": operations.notice_for(area), "earlier": ZaloHousehold.objects.filter(household=home).exclude(
            ended_at=None).select_related("group"),
    }  # fmt: skip
    return render(request, "outreach/zalo_household.html", context, status=400 if form.errors else 200)


@only(*ACT)
@require_POST
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_visible_or_404(ZaloHousehold.objects.select_related("group", "household"), request.member, pk=pk)
    try:
        operations.end_household(row=row, why=request.POST.get("vi-sao", ""), by=request.member, at=clock.now())
        messages.success(request, "Đã bỏ hộ này khỏi nhóm. Lời ghi cũ vẫn giữ để xem.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("outreach:zalo-household", row.household_id)


@only(*ACT)
@require_POST
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    area, found = _group_or_404(request, pk)
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            operations.note_notice(group=found, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi tin đã gửi.")
            return redirect("outreach:zalo-village", area.pk)
    return _page(request, area, form)


@only(*READ)
@require_safe
def poster(request: MemberRequest, pk: int) -> HttpResponse:
    """The join QR on a sheet to hang up."""
    area, found = _group_or_404(request, pk)
    if not found.join_url:
        raise Http404("no link to draw")
    context = {
        "village": area, "group": found, "back_url": reverse("outreach:zalo-village", args=[area.pk]),
        "qr": mark_safe(qr_svg(found.join_url, f"Mã QR vào nhóm Zalo {area.full_name}")),
    }  # fmt: skip
    return render(request, "outreach/zalo_poster.html", context)


@only(*ACT)
def outside_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    """The households that are not in the group, to go and ask them."""
    area, on = _village(request, pk), clock.today()
    homes = list(queries.homes_of(area, on, queries.OUT))
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        lines = [f"{area.title}: {len(homes)} hộ chưa có ai trong nhóm Zalo; tệp ghi chủ hộ, ngõ, nhà."]
        return ask_purpose(
            request, form, title=f"Lấy danh sách hộ chưa vào nhóm Zalo: {area.title}", lines=lines,
            back_url=reverse("outreach:zalo-village", args=[area.pk]),
        )  # fmt: skip
    data, _ = export_workbook(
        [_outside_sheet(area, homes)], what="outreach.zalo", name="ho-chua-vao-nhom-zalo.xlsx", purpose=form.words,
        rows=len(homes), persons=[head.pk for home in homes for head in home.heads], area=area, by=request.member,
        at=clock.now(),
    )  # fmt: skip
    return as_file(data, "ho-chua-vao-nhom-zalo.xlsx")


def _outside_sheet(area: Area, homes: list[Any]) -> Sheet:
    columns = (
        SheetColumn("TT", 6), SheetColumn("Hộ", 12), SheetColumn("Chủ hộ", 30), SheetColumn("Ngõ, xóm", 24),
        SheetColumn("Nhà", 24), SheetColumn("Đã mời ngày", 16),
    )  # fmt: skip
    rows = [
        [str(n), home.code, home.heads[0].full_name if home.heads else "", home.lane, home.house, ""]
        for n, home in enumerate(homes, 1)
    ]
    return Sheet(
        name="Chưa vào nhóm", columns=columns, rows=rows, title_lines=(f"Hộ chưa vào nhóm Zalo: {area.title}",)
    )
