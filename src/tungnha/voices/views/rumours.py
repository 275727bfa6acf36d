"""Rumours: what goes round, its answer, where it was read out; and a village's own page of what to read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.models import Rumour, RumourPlace, RumourReport
from tungnha.voices.operations import rumours
from tungnha.voices.queries import rumours as queries
from tungnha.voices.rules import texts, wording
from tungnha.voices.views.common import ABOVE, DESK, HEARERS, IN_COMMUNE, TEAM, commune_of, frame

MOST = 100


@only(*IN_COMMUNE)
def index(request: MemberRequest) -> HttpResponse:
    """At the desk all stories; in a village what it has to read out, and the stories beneath."""
    member = request.member
    over = request.GET.get("xem") == "het"
    stories = queries.stories(member).filter(over_at__isnull=not over).order_by("-last_at", "-pk")[:MOST]
    team = member.role in VILLAGE_ROLES
    context = frame(member, "rumours") | {
        "rows": queries.shown_all(list(stories)), "over": over, "team": team,
        "views": [
            {"label": "Đang còn nghe", "url": "?xem=con", "current": not over},
            {"label": "Không còn nghe", "url": "?xem=het", "current": over},
        ],
        "places": [_place(place) for place in queries.places_of(member.area)] if team and not over else [],
        "may_report": member.has_role(*HEARERS),
    }  # fmt: skip
    return render(request, "voices/rumours.html", context)


def _place(place: RumourPlace, form: Any = None) -> dict[str, Any]:
    still = {True: "1", False: "0", None: ""}[place.still_heard]
    return {
        "place": place, "minutes": texts.spoken_length(place.answer.script),
        "form": form or forms.ConfirmForm(initial={"how": place.how, "still": still}, auto_id=f"id_{place.pk}_%s"),
        "url": reverse("voices:rumour-confirm", args=[place.pk]),
    }  # fmt: skip


@only(*HEARERS)
def report(request: MemberRequest) -> HttpResponse:
    member = request.member
    first = {"key": uuid.uuid4(), "kind": Rumour.Kind.RUMOUR}
    form: Any = forms.HeardForm(request.POST or None, initial=first)
    if member.role in VILLAGE_ROLES:
        del form.fields["area"]
    else:
        form.fields["area"].of(commune_of(member), clock.today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = rumours.report(
                area=given.get("area") or member.area, words=given["words"], kind=given["kind"], where=given["where"],
                by=member, at=clock.now(), key=given["key"],
            )  # fmt: skip
        except Problem as problem:
            form.add_error("words", problem.sentence)
        else:
            _say_what_became_of_it(request, made)
            return redirect("voices:rumour", pk=made.rumour_id)
    context = frame(member, "rumours") | {"form": form}
    return render(request, "voices/rumour_report.html", context, status=400 if form.errors else 200)


def _say_what_became_of_it(request: MemberRequest, made: RumourReport) -> None:
    times = made.rumour.reports.count()
    if times > 1:
        messages.success(request, f"Đã ghi: tin này nghe lần thứ {times}, gộp vào tin đã có.")
    else:
        messages.success(request, "Đã ghi tin mới.")
    if wording.hides_somebody(made.words_text):
        messages.info(request, "Tên người trong lời kể đã được che, không lưu ở đâu cả.")


@only(*IN_COMMUNE)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _load(request, pk))


def _load(request: MemberRequest, pk: int) -> Any:
    return get_visible_or_404(Rumour.objects.select_related("area", "owner", "merged_into"), request.member, pk=pk)


def may_write(member: Member, rumour: Rumour) -> bool:
    """The body that has it, and the commune's desk."""
    if member.has_role(*DESK):
        return member.area_id == rumour.area_id
    return member.has_role(Role.UNIT_OFFICER) and rumour.owner_id is not None and (
        member.organisation_id == rumour.owner_id)  # fmt: skip


def may_approve(member: Member, rumour: Rumour) -> bool:
    return member.has_role(*ABOVE) and member.area_id == rumour.area_id


def may_sort(member: Member, rumour: Rumour) -> bool:
    return member.has_role(*DESK) and member.area_id == rumour.area_id


@only(*ABOVE, Role.UNIT_OFFICER)
@require_POST
def deed(request: MemberRequest, pk: int, deed: str) -> HttpResponse:
    row = _load(request, pk)
    known: dict[str, tuple[Callable[..., bool], Callable[..., HttpResponse]]] = {
        "giao": (may_sort, _hand), "dap": (may_write, _answer), "duyet": (may_approve, _approve),
        "gop": (may_sort, _merge), "het": (may_sort, _end),
    }  # fmt: skip
    may, does = known.get(deed, (None, None))
    if may is None or does is None or not may(request.member, row):
        raise Http404("not for this member")
    return does(request, row)


def _answer(request: MemberRequest, row: Rumour) -> HttpResponse:
    form = forms.RumourAnswerForm(request.POST)
    if form.is_valid():
        try:
            rumours.write_answer(rumour=row, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu lời đáp. Duyệt xong mới gửi các thôn.")
            return redirect("voices:rumour", pk=row.pk)
    return _page(request, row, answer_form=form)


def _approve(request: MemberRequest, row: Rumour) -> HttpResponse:
    """What was read is what is approved: a draft changed meanwhile is another version of the page."""
    draft = queries.shown(row).draft
    if draft is None or request.POST.get("written") != draft.written_at.isoformat():
        messages.error(request, "Lời đáp vừa được sửa hoặc đã duyệt: mời đọc lại bản mới rồi duyệt.")
        return redirect("voices:rumour", pk=row.pk)
    return _do(request, row, "Đã duyệt: lời đáp có ở trang của các thôn và trên điện thoại của Tổ.", rumours.approve,
               answer=draft)  # fmt: skip


def _hand(request: MemberRequest, row: Rumour) -> HttpResponse:
    form: Any = forms.RumourHandForm(request.POST)
    form.fields["to"].of(row.area)
    if not form.is_valid():
        return _page(request, row, hand_form=form)
    return _do(request, row, "Đã giao viết lời đáp.", rumours.hand_to, rumour=row, to=form.cleaned_data["to"])


def _merge(request: MemberRequest, row: Rumour) -> HttpResponse:
    form: Any = forms.MergeForm(request.POST)
    form.fields["into"].queryset = queries.stories(request.member).filter(area=row.area).exclude(pk=row.pk)
    if not form.is_valid():
        return _page(request, row, merge_form=form)
    into = form.cleaned_data["into"]
    return _do(request, into, "Đã gộp hai tin thành một.", rumours.merge, rumour=row, into=into)


def _end(request: MemberRequest, row: Rumour) -> HttpResponse:
    return _do(request, row, "Đã ghi: không còn nghe. Nghe lại thì tin tự mở ra.", rumours.end, rumour=row)


def _do(request: MemberRequest, then: Rumour, words: str, operation: Callable[..., Any], **given: Any) -> HttpResponse:
    try:
        operation(by=request.member, at=clock.now(), **given)
        messages.success(request, words)
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("voices:rumour", pk=then.pk)


@only(*DESK)
@require_POST
def part(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_visible_or_404(RumourReport.objects.select_related("rumour"), request.member, pk=pk)
    try:
        made = rumours.part(report=row, by=request.member, at=clock.now())
    except Problem as problem:
        messages.error(request, problem.sentence)
        return redirect("voices:rumour", pk=row.rumour_id)
    messages.success(request, "Đã tách thành tin riêng.")
    return redirect("voices:rumour", pk=made.pk)


@only(*DESK, *TEAM)
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """A village about itself; the desk for one that rang."""
    rows = RumourPlace.objects.filter(area__path__startswith=request.member.area.path).select_related("answer")
    row = get_visible_or_404(rows, request.member, pk=pk)
    form = forms.ConfirmForm(request.POST)
    back = redirect("voices:rumours") if request.member.role in VILLAGE_ROLES else redirect(
        "voices:rumour", pk=row.answer.rumour_id)  # fmt: skip
    if form.is_valid():
        still = {"1": True, "0": False}.get(form.cleaned_data["still"])
        try:
            rumours.confirm(place=row, how=form.cleaned_data["how"], still_heard=still, by=request.member,
                            at=clock.now())  # fmt: skip
            messages.success(request, "Đã ghi, cảm ơn.")
        except Problem as problem:
            messages.error(request, problem.sentence)
    else:
        messages.error(request, "Mời chọn trong danh sách.")
    return back


def _page(request: MemberRequest, row: Rumour, **tried: Any) -> HttpResponse:
    member = request.member
    found = queries.shown(row)
    told = RumourReport.objects.visible_to(member).filter(rumour=row).select_related("area")
    latest = found.draft or found.answer
    first = {"words": latest.words, "script": latest.script, "zalo": latest.zalo} if latest else {}
    context = frame(member, "rumours") | {
        "story": found, "row": row, "told": told, "latest": latest,
        "minutes": texts.spoken_length(latest.script) if latest else "",
        "answer_form": tried.get("answer_form") or (
            forms.RumourAnswerForm(initial=first) if may_write(member, row) and not row.merged_into_id else None),
        "may_approve": may_approve(member, row) and found.draft is not None,
        "written": found.draft.written_at.isoformat() if found.draft else "",
        "may_sort": may_sort(member, row) and not row.merged_into_id, "team": member.role in VILLAGE_ROLES,
        "form": next(iter(tried.values()), None), **_sorting(member, row, tried),
        "places": [_place(place) for place in found.places] if may_sort(member, row) else [],
    }  # fmt: skip
    return render(request, "voices/rumour.html", context, status=400 if tried else 200)


def _sorting(member: Member, row: Rumour, tried: dict[str, Any]) -> dict[str, Any]:
    if not may_sort(member, row) or row.merged_into_id:
        return {}
    hand: Any = tried.get("hand_form") or forms.RumourHandForm(initial={"to": row.owner})
    hand.fields["to"].of(row.area)
    merge: Any = tried.get("merge_form") or forms.MergeForm()
    others = queries.stories(member).filter(area=row.area).exclude(pk=row.pk)
    merge.fields["into"].queryset = others
    likely = rumours.alike(row.area, row.title, clock.now(), but=row)
    return {"hand_form": hand, "merge_form": merge if others.exists() else None, "likely": likely[:3]}
