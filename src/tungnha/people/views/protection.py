"""Bảo vệ dữ liệu: the steward's page, processing records, regular checks, names that come to their day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.people.forms.protection import CheckForm, DeletedForm, RecordForm
from tungnha.people.models import Erasure, Export, ProcessingRecord, ProtectionCheck, Retention
from tungnha.people.operations import exports, processing, retention
from tungnha.people.protection import never_stored, stewarding
from tungnha.people.queries import GROUP_NAMES
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

STEWARD = Role.DATA_STEWARD
READERS = (STEWARD, Role.LEADER)
DESK = (STEWARD, Role.OFFICER, Role.LEADER)
BATCHES = 20  # of 200 rows, at one press: a few seconds


def attempt(form: forms.Form, deed: Callable[[], Any]) -> Any:
    """Do the one thing a form asks for; a problem goes back to the top of the form. None: it was not done."""
    try:
        return deed() or True
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


def desk_crumbs(request: MemberRequest, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Where an officer reads too, who does not open the steward's page."""
    return crumbs(*steps) if request.member.role in READERS else []


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = {"label": "Bảo vệ dữ liệu", "url": reverse("people:protection")}
    return [first, *({"label": label, "url": url} for label, url in steps)]


@only(*READERS)
def home(request: MemberRequest) -> HttpResponse:
    """What is due, first; then the ways into the parts."""
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {"due": due, "state": due.state(now), "late": due.is_late(now)}
        for due in stewarding.due_items(request.member, now)
    ]
    context = {
        "rows": rows, "late": sum(row["late"] for row in rows), "may_act": request.member.role == STEWARD,
        "erasures": Erasure.objects.visible_to(request.member).select_related("by__user")[:5],
    }  # fmt: skip
    return render(request, "people/protection_home.html", context)


@only(*DESK)
def never(request: MemberRequest) -> HttpResponse:
    """What is never stored, and what keeps it so."""
    context = {"rows": never_stored.RULES, "crumbs": desk_crumbs(request, ("Không bao giờ lưu", ""))}
    return render(request, "people/protection_never.html", context)


# --- processing records -----------------------------------------------------------------------------------------------


@only(*READERS)
def records(request: MemberRequest) -> HttpResponse:
    rows = ProcessingRecord.objects.visible_to(request.member).filter(replaced_by=None).select_related("campaign")
    context = {"rows": rows, "may_act": request.member.role == STEWARD, "crumbs": crumbs(("Hồ sơ xử lý", ""))}
    return render(request, "people/protection_records.html", context)


@only(STEWARD)
def record_new(request: MemberRequest) -> HttpResponse:
    member, found = request.member, asked_id(request.GET.get("chien-dich"))
    campaign = get_visible_or_404(Campaign.objects.filter(area=member.area), member, pk=found) if found else None
    return _record_form(request, campaign, None)


@only(*READERS)
def record(request: MemberRequest, pk: int) -> HttpResponse:
    """One record with all its versions, newest first."""
    found = get_visible_or_404(ProcessingRecord.objects.select_related("campaign", "area"), request.member, pk=pk)
    context = {
        "record": found, "versions": _versions(found), "may_act": request.member.role == STEWARD and found.is_current,
        "crumbs": crumbs(("Hồ sơ xử lý", reverse("people:processing-list")), (found.purpose, "")),
    }  # fmt: skip
    return render(request, "people/protection_record.html", context)


def _versions(found: ProcessingRecord) -> list[ProcessingRecord]:
    while not found.is_current:
        found = found.replaced_by
    rows = [found]
    while rows[-1].replaces is not None:
        rows.append(rows[-1].replaces)
    return rows


@only(STEWARD)
def record_change(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(ProcessingRecord.objects.select_related("campaign"), request.member, pk=pk)
    return _record_form(request, found.campaign, found)


def _record_form(request: MemberRequest, campaign: Campaign | None, old: ProcessingRecord | None) -> HttpResponse:
    form = RecordForm(request.POST or None, initial=_initial(request, campaign, old))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: processing.write_record(
                area=request.member.area, campaign=campaign, replaces=old, by=request.member, at=clock.now(),
                **form.said(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, "Đã lưu hồ sơ. Bản trước, nếu có, được giữ nguyên.")
            return redirect("people:processing", pk=made.pk)
    title = "Bản mới của hồ sơ" if old else "Lập hồ sơ xử lý dữ liệu"
    lead = f"Chiến dịch: {campaign.name}" if campaign else "Việc thường xuyên của xã, không thuộc chiến dịch nào."
    steps = crumbs(("Hồ sơ xử lý", reverse("people:processing-list")), (title, ""))
    return render(
        request,
        "people/protection_form.html",
        {"form": form, "title": title, "lead": lead, "action": "Lưu hồ sơ", "crumbs": steps},
    )


def _initial(request: MemberRequest, campaign: Campaign | None, old: ProcessingRecord | None) -> dict[str, Any]:
    if old is not None:
        names = [f for f in RecordForm.base_fields if f != "fields_used"]
        return {name: getattr(old, name) for name in names} | {"fields_used": old.fields}
    member = request.member
    unit = member.organisation.name if member.organisation else member.area.full_name
    purpose = "" if campaign else "Lập và giữ sổ nhân khẩu phục vụ quản lý nhà nước của xã"
    return {"responsible_unit": unit, "responsible_name": member.user.full_name, "purpose": purpose}


# --- checks -----------------------------------------------------------------------------------------------------------


@only(*READERS)
def checks(request: MemberRequest) -> HttpResponse:
    member = request.member
    may_act = member.role == STEWARD
    form = CheckForm(request.POST or None, initial={"kind": request.GET.get("loai"), "on": clock.today()})
    if request.method == "POST" and may_act and form.is_valid():
        said = {"area": member.area, "by": member, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: processing.note_check(**said)) is not None:
            messages.success(request, "Đã ghi lần kiểm tra.")
            return redirect("people:checks")
    rows = ProtectionCheck.objects.visible_to(member).select_related("by__user")
    context = {"form": form, "rows": rows[:50], "may_act": may_act, "crumbs": crumbs(("Kiểm tra định kỳ", ""))}
    return render(request, "people/protection_checks.html", context)


# --- names that come to their day -------------------------------------------------------------------------------------


@only(*READERS)
def retention_page(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(Retention.objects.select_related("record", "campaign", "area"), request.member, pk=pk)
    needed = retention.needed_elsewhere(found.record, clock.today())
    rows = found.counts.filter(service="").select_related("village").order_by("village__order", "group")
    counts = [{"village": row.village.title, "group": _group_name(row.group), "count": row.count} for row in rows]
    context = {
        "job": found, "needed": needed, "may_act": request.member.role == STEWARD,
        "counts": counts,
        "kept": found.counts.exclude(service="").count(), "crumbs": crumbs(("Đến hạn xóa tên", "")),
    }  # fmt: skip
    return render(request, "people/protection_retention.html", context)


def _group_name(group: str) -> str:
    return GROUP_NAMES.get(group) or {"merit": "người có công", "beneficiary": "hưởng an sinh xã hội"}.get(group, group)


@require_POST
@only(STEWARD)
def retention_work(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm, then do some batches; the page says how far it is, and the hourly job goes on by itself."""
    found = get_visible_or_404(Retention, request.member, pk=pk)
    now = clock.now()
    if found.confirmed_at is None:
        found = retention.confirm(retention=found, by=request.member, at=now)
    found = retention.work(retention=found, at=now, batches=BATCHES)
    if found.finished_at:
        messages.success(request, "Đã xóa xong tên. Số lượng được giữ lại.")
    return redirect("people:retention", pk=pk)


@only(STEWARD)
def export_deleted(request: MemberRequest, pk: int) -> HttpResponse:
    """That a file given out was deleted: on which day."""
    found = get_visible_or_404(Export, request.member, pk=pk)
    form = DeletedForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if found.at.date() <= on <= clock.today():
            exports.mark_deleted(export=found, on=on, by=request.member, at=clock.now())
            messages.success(request, f"Đã ghi bản {found.mark} được xóa.")
            return redirect("people:protection")
        form.add_error("on", "Ngày xóa phải từ ngày lấy ra đến hôm nay.")
    context = {
        "form": form, "title": f"Bản {found.mark} đã xóa", "lead": f"{found.name}, phải xóa trước ngày ghi trên bản.",
        "action": "Ghi đã xóa", "crumbs": crumbs(("Ghi đã xóa", "")),
    }  # fmt: skip
    return render(request, "people/protection_form.html", context)
