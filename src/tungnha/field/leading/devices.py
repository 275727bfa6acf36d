"""The phones of a team: who has joined with what, what they hold back; a code to join with, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from tungnha.drafting.qr import qr_svg
from tungnha.field.leading.pages import READ, address, frame, village_or_404
from tungnha.field.leading.words import ago, clock_off
from tungnha.field.models import Device, JoinCode
from tungnha.field.sharing.queries import team_of
from tungnha.field.sync import joining
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

SILENT_DAYS = 3  # without a word from a phone in use, somebody should ask


def devices_in(village: Area, reader: Member) -> dict[int, list[Device]]:
    """member → her phones, the latest first; those emptied long ago too."""
    found: dict[int, list[Device]] = {}
    rows = (
        Device.objects.visible_to(reader)
        .filter(member__area=village)
        .select_related("member__user", "revoked_by__user")
    )
    for device in rows.order_by("member", "-joined_at"):
        found.setdefault(device.member_id, []).append(device)
    return found


def state_of(device: Device) -> tuple[str, str]:
    """(status, words) of a phone."""
    if device.emptied_at is not None:
        return "locked", "đã thu hồi, đã xóa trắng"
    if device.is_revoked:
        return "waiting", "đã thu hồi, chờ máy liên lạc để nhận nốt việc rồi xóa trắng"
    if device.held:
        return "waiting", f"còn giữ {device.held} việc chưa gửi"
    silent = device.contact_at is None or (clock.now() - device.contact_at).days >= SILENT_DAYS
    return ("contested", "lâu chưa liên lạc") if silent else ("accepted", "đã gửi hết")


@only(*READ)
def devices(request: MemberRequest, pk: int) -> HttpResponse:
    village = village_or_404(request, pk)
    of_member = devices_in(village, request.member)
    team = team_of(village, clock.today())
    gone = Member.objects.filter(pk__in=set(of_member) - {m.pk for m in team}).select_related("user")
    context = frame(request, village, "devices") | {
        "people": [_person(member, of_member.get(member.pk, []), request.member) for member in [*team, *gone]],
        "all_held": sum(d.held for rows in of_member.values() for d in rows if d.emptied_at is None),
    }  # fmt: skip
    return render(request, "field/leading/devices.html", context)


def _person(member: Member, rows: list[Device], reader: Member) -> dict[str, Any]:
    now = clock.now()
    return {
        "member": member, "name": member.user.full_name, "may_join": joining.may_give_code(reader, member),
        "devices": [
            {"device": d, "state": state_of(d), "contact": ago(d.contact_at, now), "joined": ago(d.joined_at, now),
             "clock": clock_off(d.clock_offset), "may_revoke": not d.is_revoked}
            for d in rows
        ],
    }  # fmt: skip


@only(*READ)
@require_POST
def code(request: MemberRequest, pk: int) -> HttpResponse:
    """A code for one member's phone, shown once: it is kept nowhere."""
    member = get_visible_or_404(Member.objects.select_related("user", "area"), request.member, pk=pk)
    village = village_or_404(request, member.area_id)
    try:
        made = joining.make_code(member=member, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect(address(request, "field:devices", village.pk))
    app = request.build_absolute_uri(reverse("web:phone"))
    drawn = qr_svg(f"{app}#{made.fragment}", f"Mã QR để máy của {member.user.full_name} tham gia")
    context = frame(request, village, "devices") | {
        "who": member, "made": made, "app": app, "qr": mark_safe(drawn), "used": None,
        "back_url": address(request, "field:devices", village.pk), "back_label": "Máy của Tổ",
    }  # fmt: skip
    return render(request, "field/leading/device_code.html", context)


@only(*READ)
@require_safe
def code_state(request: MemberRequest, pk: int) -> HttpResponse:
    """Whether a phone has joined with the code meanwhile: the page asks while it is open."""
    row = get_visible_or_404(JoinCode.objects.select_related("device", "member__user"), request.member, pk=pk)
    return render(request, "field/leading/_code_state.html", {"code_row": row})


@only(*READ)
def revoke(request: MemberRequest, pk: Any) -> HttpResponse:
    """Take a phone back, lost or not: said before what becomes of its work."""
    device = get_visible_or_404(Device.objects.select_related("member__user", "member__area"), request.member, pk=pk)
    village = village_or_404(request, device.member.area_id)
    back = address(request, "field:devices", village.pk)
    if request.method == "POST" and not device.is_revoked:
        lost = request.POST.get("vi") == "mat"
        joining.revoke(device=device, by=request.member, at=clock.now())
        if lost:
            log_event("phone.lost", about=device, by=request.member, at=clock.now())
            messages.warning(
                request,
                "Đã thu hồi máy bị mất. Mất máy là sự cố lộ thông tin: báo phụ trách dữ liệu của xã ngay hôm nay.",
            )
        else:
            messages.success(request, "Đã thu hồi. Lần liên lạc tới, máy gửi nốt việc còn giữ rồi tự xóa trắng.")
        return redirect(back)
    context = frame(request, village, "devices") | {
        "device": device, "contact": ago(device.contact_at, clock.now()), "back_url": back, "back_label": "Máy của Tổ",
    }  # fmt: skip
    return render(request, "field/leading/device_revoke.html", context)
