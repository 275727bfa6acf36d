"""One session: what it is, who agreed, who works there; moved, cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field.models import SessionChange, SupportSession
from tungnha.field.schedule import queries, words
from tungnha.field.schedule.forms import MeansForm, MoveForm, WhyForm, WordForm
from tungnha.field.schedule.operations import cancel_session, move_session, say_word, set_means
from tungnha.field.schedule.operations.agreeing import sides_of, speaks_for
from tungnha.field.schedule.texts import said_of
from tungnha.field.schedule.views.common import (
    AT_SESSIONS,
    PLANNERS,
    choices_for,
    equipment_for,
    may_cancel,
    may_move,
    places_for,
    session_or_404,
    tabs,
)
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


@only(*AT_SESSIONS)
def session(request: MemberRequest, pk: int) -> HttpResponse:
    found = session_or_404(request, pk)
    row = queries.shown([found], clock.now())[0]
    changes = list(found.changes.select_related("by__user", "was_place"))
    context = {
        "session": found, "row": row, "tabs": tabs(request, found, "session"), "staff": list(found.staffing.all()),
        "sides": [(side, speaks_for(request.member, side, found)) for side in row.sides],
        "equipment": list(found.equipment.select_related("equipment")), "events": _events(found, changes),
        "over": found.is_published and found.ends_at < clock.now(), "may_move": may_move(request.member, found),
        "may_cancel": may_cancel(request.member, found),
        "tell": _to_tell(found, changes), "called": found.invitations.filter(called_at__isnull=False).count(),
    }  # fmt: skip
    return render(request, "field/session.html", context)


def _events(session: SupportSession, changes: list[SessionChange]) -> list[dict[str, Any]]:
    """What happened to it, the latest first: changes and words of each side."""
    found = [
        {"at": c.at, "title": c.get_kind_display().capitalize(), "by": c.by.user.full_name if c.by else "",
         "text": _change(c), "tone": "problem" if c.kind == "cancelled" else "warn" if c.kind == "moved" else "calm"}
        for c in changes
    ]  # fmt: skip
    for word in session.words.all():
        who = word.organisation.label if word.organisation else session.area.title
        text = f"Vì: {word.why}. " if word.why else ""
        if word.instead_starts_at and word.instead_ends_at:
            text += f"Đề nghị {words.digits(word.instead_starts_at)} đến {words.clock(word.instead_ends_at)}. "
        if word.instead_place:
            text += f"Đề nghị tại {word.instead_place}. "
        if word.heard_from:
            text += f"Ghi thay, nghe từ: {word.heard_from}."
        tone = "ok" if word.says == "yes" else "problem"
        title = f"{who}: {word.get_says_display()}"
        found.append({"at": word.at, "title": title, "by": word.by.user.full_name, "text": text.strip(), "tone": tone})
    return sorted(found, key=lambda e: e["at"], reverse=True)


def _change(change: SessionChange) -> str:
    why = f"Vì: {change.why}. " if change.why else ""
    if change.kind == SessionChange.Kind.MOVED and change.was_starts_at and change.was_place:
        return f"{why}Trước là {words.digits(change.was_starts_at)} tại {change.was_place.name}."
    return why.strip()


def _to_tell(session: SupportSession, changes: list[SessionChange]) -> dict[str, str] | None:
    """After a move or a cancelling: the words for those who were told before."""
    last = next((c for c in reversed(changes) if c.kind != SessionChange.Kind.PLANNED), None)
    if last is None:
        return None
    said = said_of(session, last)
    if last.kind == SessionChange.Kind.CANCELLED:
        return {
            "title": "Báo lại cho bà con: buổi này đã hủy",
            "zalo": words.cancelled(said),
            "aloud": words.aloud_cancelled(said),
        }
    return {"title": "Báo lại cho bà con: buổi này đã đổi", "zalo": words.moved(said), "aloud": words.aloud_moved(said)}


@only(*PLANNERS)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    found = session_or_404(request, pk)
    if not may_move(request.member, found):
        raise Http404("not this member's to move")
    starts, ends = found.starts_at.astimezone(VIETNAM), found.ends_at.astimezone(VIETNAM)
    initial = {"on": starts.date(), "from_time": starts.time(), "to_time": ends.time(), "place": found.place_id}
    last = next((w for s in sides_of(found) if (w := s.word) is not None and w.instead_starts_at), None)
    if last is not None and last.instead_starts_at and last.instead_ends_at:
        a, b = (t.astimezone(VIETNAM) for t in (last.instead_starts_at, last.instead_ends_at))
        initial |= {"on": a.date(), "from_time": a.time(), "to_time": b.time()}
    places = places_for(request.member, found.campaign).filter(area__path__in=found.area.ancestor_paths())
    places = places | places_for(request.member, found.campaign).filter(area__path__startswith=found.area.path)
    form = MoveForm(request.POST or None, initial=initial, choices={"place": places.distinct()})
    if request.method == "POST" and form.is_valid():
        try:
            move_session(
                session=found, place=form.where(), why=form.cleaned_data["why"], by=request.member, at=clock.now(),
                **form.times(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã đổi. Các bên được hỏi lại; lời báo cho bà con ở dưới.")
            return redirect("field:session", pk=found.pk)
    context = {
        "session": found, "form": form, "title": "Đổi giờ, đổi nơi", "button": "Đổi lịch buổi này",
        "lines": _warnings(found), "back_to": reverse("field:session", args=[found.pk]),
        "proposed": last,
    }  # fmt: skip
    return render(request, "field/session_deed.html", context)


def _warnings(session: SupportSession) -> list[str]:
    called = session.invitations.filter(taken_off_at=None, called_at__isnull=False).count()
    return [f"Đã báo {called} người đến buổi này: đổi xong nhớ báo lại, có sẵn lời để gửi."] if called else []


@only(*PLANNERS)
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    found = session_or_404(request, pk)
    if not may_cancel(request.member, found):
        raise Http404("not this member's to cancel")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(session=found, why=form.cleaned_data["why"], by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã hủy. Lời báo cho bà con ở dưới.")
            return redirect("field:session", pk=found.pk)
    context = {
        "session": found, "form": form, "title": "Hủy buổi này", "button": "Hủy buổi", "lines": _warnings(found),
        "kind": "danger", "back_to": reverse("field:session", args=[found.pk]),
    }  # fmt: skip
    return render(request, "field/session_deed.html", context)


@only(*AT_SESSIONS)
def word(request: MemberRequest, pk: int) -> HttpResponse:
    """Agree, or say why not. The side is in the address (?ben=) or in the form."""
    found = session_or_404(request, pk)
    key = request.POST.get("side") or request.GET.get("ben", "")
    mine = (s for s in sides_of(found) if s.key == key or (not key and speaks_for(request.member, s, found)))
    side = next(mine, None)
    how = speaks_for(request.member, side, found) if side else ""
    if side is None or not how or found.is_cancelled:
        raise Http404("not this member's to say")
    form = WordForm(
        request.POST or None, heard=how == "heard",
        initial={"side": side.key, "sequence": found.sequence, "says": "yes"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            after = say_word(session=found, by=request.member, at=clock.now(), **form.said())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            published = "Các bên đã đồng ý: lịch được công bố." if after.is_published else "Đã ghi ý kiến."
            messages.success(request, published)
            return redirect("field:session", pk=found.pk)
    context = {"session": found, "form": form, "side": side, "heard": how == "heard"}
    return render(request, "field/session_word.html", context)


@only(*PLANNERS)
def means(request: MemberRequest, pk: int) -> HttpResponse:
    """Who works there, with what. A body's own officer changes that body's people only."""
    found = session_or_404(request, pk)
    member = request.member
    if not may_move(member, found):
        raise Http404("not this member's to staff")
    choices = choices_for(member, found.campaign)
    now = {s.member_id for s in found.staffing.all() if s.member_id}
    bodies = {s.organisation_id for s in found.staffing.all() if s.member_id is None}
    only_of = member.organisation if member.role == Role.PARTNER else None
    if only_of is not None:
        choices |= {
            "staff": choices["staff"].filter(organisation=only_of),
            "organisations": choices["organisations"].filter(pk=only_of.pk),
        }
    else:  # those who stand there already stay to be chosen, also from beyond the planner's own view
        choices["staff"] = choices["staff"] | type(request.member).objects.filter(pk__in=now).select_related(
            "user", "organisation"
        )
        choices["organisations"] = choices["organisations"] | choices["organisations"].model.objects.filter(
            pk__in=bodies
        )
    counts = {use.equipment_id: use.count for use in found.equipment.all()}
    form = MeansForm(
        request.POST if request.method == "POST" else None, choices=choices, counts=counts,
        equipment=equipment_for(member, found.area),
        initial={"staff": now, "organisations": bodies},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            set_means(
                session=found, staff=list(form.cleaned_data["staff"]), equipment=form.wanted(), only_of=only_of,
                organisations=list(form.cleaned_data["organisations"]), by=member, at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi người trực và máy móc.")
            return redirect("field:session", pk=found.pk)
    context = {
        "session": found, "form": form, "title": "Người trực và máy móc", "button": "Lưu",
        "back_to": reverse("field:session", args=[found.pk]),
    }  # fmt: skip
    return render(request, "field/session_deed.html", context)
