"""One task: what the plan asks, where it stands, what was said; and the deeds on it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import as_file
from tungnha.plans.models import TaskCharge, TaskEntry, TaskExtension
from tungnha.plans.queries import organisations_near
from tungnha.plans.work import files, operations, pages, places, queries, rules, sheets
from tungnha.plans.work.board import Row
from tungnha.plans.work.forms import (
    ChargeForm,
    DecideForm,
    ExtensionDecisionForm,
    ExtensionForm,
    GridForm,
    SayForm,
)
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest, asked_id

TONES = {"done": "info", "confirmed": "ok", "returned": "warn", "withdrawn": "calm"}


@require_safe
@only(*pages.SPEAKERS)
def task(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, pages.row_or_404(request, pk))


def _page(request: MemberRequest, row: Row, **shown: Any) -> HttpResponse:
    member = request.member
    runs = pages.runs(member, row.task.plan)
    speaks = pages.speaks_for(request, row)
    entries = queries.entries_of(row.task, member)
    last = row.own.last or next((one.stand.last for one in row.places if one.is_mine), None)
    form = shown.pop("form", None) or (_say_form(row, speaks) if speaks else None)
    bound = any(isinstance(value, forms.Form) and value.errors for value in (form, *shown.values()))
    context = {
        "base": pages.base_of(member), "row": row, "one": pages.shown(row), "plan": row.task.plan, "runs": runs,
        "clear": _clear(row), "grid": pages.places_shown(row.places), "form": form,
        "desk_says": runs and not row.is_mine,
        "decide_form": DecideForm() if runs and row.to_confirm else None,
        "to_confirm": [said.pk for said in row.to_confirm], "whole_waits": row.own.state is rules.State.DONE,
        "extension_form": ExtensionForm(places=speaks) if speaks and row.last_day and not row.own.is_finished else None,
        "extensions": list(
            queries.seen(TaskExtension.objects.filter(task=row.task), member)
            .select_related("area", "organisation", "asked_by__user", "decided_by__user").order_by("-pk")
        ),
        "extension_decision": ExtensionDecisionForm() if runs else None,
        "timeline": [_told(entry) for entry in entries],
        "may_take_back": _may_take_back(request, row, entries, runs, last.pk if last else None),
        "children": [pages.shown(child) for child in row.children], "new_key": uuid.uuid4(),
        "watches": pages.watches(member, row.task.plan), "offers_grid": runs and not row.children,
    } | shown  # fmt: skip
    return render(request, "plans/work/task.html", context, status=400 if bound else 200)


def _say_form(row: Row, speaks: list[tuple[str, str]], *given: Any) -> SayForm:
    return SayForm(*given, places=speaks, goes_on=row.terms.goes_on, today=clock.today())


def _clear(row: Row) -> list[dict[str, Any]]:
    """The six “rõ”. Blank ones are shown as blank."""
    charge = row.charge or TaskCharge()
    responsibility = charge.responsibility or (f"chủ trì: {row.task.lead}" if row.task.lead.strip() else "")
    return [
        {"label": "Rõ người", "value": charge.person},
        {"label": "Rõ việc", "value": row.task.name},
        {"label": "Rõ thẩm quyền", "value": charge.authority},
        {"label": "Rõ trách nhiệm", "value": responsibility},
        {"label": "Rõ thời gian", "value": row.task.due_text, "note": pages.due_words(row) if row.last_day else ""},
        {"label": "Rõ kết quả", "value": row.task.result},
        {"label": "Chủ trì", "value": ", ".join(body.label for body in row.leads)},
        {"label": "Phối hợp", "value": row.task.co},
    ]


def _told(entry: TaskEntry) -> dict[str, Any]:
    where = entry.area.title if entry.area else entry.organisation.label if entry.organisation else ""
    by = entry.made_by.user.full_name
    unit = entry.made_by.organisation.label if entry.made_by.organisation else ""
    said = str(TaskEntry.Step(entry.step).label)
    return {
        "entry": entry, "at": entry.made_at, "by": ", ".join(filter(None, (by, unit))),
        "title": f"{where}: {said}" if where else said[:1].upper() + said[1:],
        "tone": TONES.get(entry.step, "calm"), "outputs": rules.output_words(entry.outputs),
        "gone": hasattr(entry, "retracted_by"),
    }  # fmt: skip


def _may_take_back(
    request: MemberRequest, row: Row, entries: list[TaskEntry], runs: bool, last: int | None
) -> TaskEntry | None:
    """The last word, where it is the reader's own side's to take back."""
    found = next((entry for entry in entries if entry.pk == last), None)
    if found is None or (found.step in ("confirmed", "returned") and not runs):
        return None
    own_side = found.made_by_id == request.member.pk or (
        found.made_by.organisation_id is not None and found.made_by.organisation_id == request.member.organisation_id
    )
    return found if runs or own_side else None


# --- what is said ----------------------------------------------------------------------------------------------------


@require_POST
@only(*pages.SPEAKERS)
def say(request: MemberRequest, pk: int) -> HttpResponse:
    row = pages.row_or_404(request, pk)
    speaks = pages.speaks_for(request, row)
    if not speaks:
        pages.refuse(request, row.task)
    form = _say_form(row, speaks, request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        result = operations.Result(given["words"], given["outputs"], given["link"], given["file"])
        try:
            operations.say(
                task=row.task, unit=given["place"], step=given["step"], on=given["on"], result=result,
                key=given["key"], by=request.member, at=clock.now(),
            )  # fmt: skip
            messages.success(request, "Đã ghi. Cảm ơn đơn vị.")
            return redirect("plans:work-task", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return _page(request, row, form=form)


@require_POST
@only(*pages.SPEAKERS)
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """The last word of the own side, taken back."""
    entry = _entry_or_404(request, pk)
    row = pages.row_or_404(request, entry.task_id)
    runs = pages.runs(request.member, row.task.plan)
    if _may_take_back(request, row, [entry], runs, entry.pk) is None:
        pages.refuse(request, entry)
    key = request.POST.get("key", "")
    operations.take_back(entry=entry, key=_uuid(key), by=request.member, at=clock.now())
    messages.success(request, "Đã rút lại lời ghi vừa rồi; lời ấy vẫn lưu trong lịch sử.")
    return redirect("plans:work-task", entry.task_id)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _entry_or_404(request: MemberRequest, pk: int) -> TaskEntry:
    rows = queries.seen(TaskEntry.objects.filter(task__removed_in=None), request.member)
    found: TaskEntry | None = rows.filter(pk=pk).select_related("task__plan__campaign__area", "made_by").first()
    if found is None:
        get_visible_or_404(TaskEntry.objects.none(), request.member, pk=pk)
    assert found is not None
    return found


@require_safe
@only(*pages.SPEAKERS)
def file(request: MemberRequest, pk: int) -> Any:
    """The file beside a result, as a download: nothing in it is shown or run by the browser."""
    entry = _entry_or_404(request, pk)
    suffix = entry.file_name.rpartition(".")[2]
    return FileResponse(
        files.opened(entry.token), as_attachment=True, filename=f"ket-qua-{entry.pk}.{suffix}",
        content_type=files.type_of(entry.file_name),
    )  # fmt: skip


# --- what the desk does ----------------------------------------------------------------------------------------------


def _run_row_or_404(request: MemberRequest, pk: int) -> Row:
    row = pages.row_or_404(request, pk)
    pages.must_run(request, row.task, row.task.plan)
    return row


@require_POST
@only(*pages.DESK)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm, or send back, what is said to be done: of the places that are ticked."""
    row = _run_row_or_404(request, pk)
    form = DecideForm(request.POST)
    ids = {i for i in map(asked_id, request.POST.getlist("entry")) if i is not None}
    if form.is_valid():
        accepted = request.POST.get("do") == "accept"
        try:
            if not ids:
                raise BadInput("Chưa chọn nơi nào: mời đánh dấu nơi cần xác nhận.")
            count = operations.decide(
                task=row.task, entries=ids, accepted=accepted, words=form.cleaned_data["words"],
                key=form.cleaned_data["key"], by=request.member, at=clock.now(),
            )  # fmt: skip
            messages.success(request, f"Đã xác nhận {count} nơi." if accepted else f"Đã trả lại {count} nơi.")
            return redirect("plans:work-task", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return _page(request, pages.row_or_404(request, pk), decide_form=form)


@only(*pages.DESK)
def charge(request: MemberRequest, pk: int) -> HttpResponse:
    """Who leads a task and who answers for it there."""
    row = _run_row_or_404(request, pk)
    bodies = [body for body in organisations_near(row.task.plan.campaign.area) if _may_lead(body, row)]
    before = row.charge or TaskCharge()
    initial = {
        "leads": row.leads, "person": before.person, "authority": before.authority,
        "responsibility": before.responsibility,
    }  # fmt: skip
    form = ChargeForm(request.POST or None, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        operations.put_in_charge(
            task=row.task, leads=list(given["leads"]), person=given["person"], authority=given["authority"],
            responsibility=given["responsibility"], by=request.member, at=clock.now(),
        )  # fmt: skip
        messages.success(request, "Đã ghi ai chủ trì, ai chịu trách nhiệm.")
        return redirect("plans:work-task", pk)
    context = {"row": row, "plan": row.task.plan, "form": form}
    return render(request, "plans/work/charge.html", context, status=400 if form.errors else 200)


def _may_lead(body: Organisation, row: Row) -> bool:
    """Bodies of the plan's own area and of those above; of those below the ones that lead it already."""
    own = row.task.plan.campaign.area
    return body.area.path in own.ancestor_paths() or body in row.leads


@only(*pages.DESK)
def grid(request: MemberRequest, pk: int) -> HttpResponse:
    """Which areas and bodies each have to do it; the plan's words are offered ticked."""
    row = _run_row_or_404(request, pk)
    choices = places.choosable(row.task.plan, clock.today())
    there = [one.place.key for one in row.places]
    missing = [one.place for one in row.places if one.place.key not in {choice.key for choice in choices}]
    initial = {"places": there or sorted(places.offered(row.task, choices))}
    form = GridForm(request.POST or None, choices=[*choices, *missing], initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["places"]
        operations.set_grid(task=row.task, units=chosen, by=request.member, at=clock.now())
        messages.success(request, f"Bảng theo dõi có {len(chosen)} nơi." if chosen else "Đã bỏ bảng theo dõi từng nơi.")
        return redirect("plans:work-task", pk)
    context = {"row": row, "plan": row.task.plan, "form": form, "is_new": not there}
    return render(request, "plans/work/grid.html", context, status=400 if form.errors else 200)


@require_safe
@only(*pages.DESK)
def grid_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    row = pages.row_or_404(request, pk)
    if not pages.watches(request.member, row.task.plan):
        pages.refuse(request, row.task)
    return as_file(sheets.of_grid(row, clock.today()), f"viec-{row.task.pk}-tung-noi.xlsx")


# --- more time -------------------------------------------------------------------------------------------------------


@require_POST
@only(*pages.SPEAKERS)
def ask_extension(request: MemberRequest, pk: int) -> HttpResponse:
    row = pages.row_or_404(request, pk)
    speaks = pages.speaks_for(request, row)
    if not speaks:
        pages.refuse(request, row.task)
    form = ExtensionForm(request.POST, places=speaks)
    if form.is_valid():
        given = form.cleaned_data
        try:
            operations.ask_extension(
                task=row.task, unit=given["place"], until=given["until"], why=given["why"], by=request.member,
                at=clock.now(),
            )  # fmt: skip
            messages.success(request, "Đã gửi lời xin gia hạn; cán bộ phụ trách sẽ trả lời ở trang này.")
            return redirect("plans:work-task", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return _page(request, row, extension_form=form)


@require_POST
@only(*pages.DESK)
def decide_extension(request: MemberRequest, pk: int) -> HttpResponse:
    rows = TaskExtension.objects.select_related("task__plan__campaign__area")
    found: TaskExtension = get_visible_or_404(rows, request.member, pk=pk)
    pages.must_run(request, found, found.task.plan)
    form = ExtensionDecisionForm(request.POST)
    if form.is_valid():
        granted = request.POST.get("do") == "grant"
        until = (form.cleaned_data["until"] or found.until_on) if granted else None
        try:
            operations.decide_extension(
                extension=found, until=until, words=form.cleaned_data["words"], by=request.member, at=clock.now()
            )
            messages.success(request, "Đã cho gia hạn." if granted else "Đã trả lời không gia hạn.")
            return redirect("plans:work-task", found.task_id)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return _page(request, pages.row_or_404(request, found.task_id), extension_decision=form)
