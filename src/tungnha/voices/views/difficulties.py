"""Difficulties: the list and its groups, one with all that was done, and the deeds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.drafting.dates import page_date
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.models import Difficulty
from tungnha.voices.operations import difficulties, routing
from tungnha.voices.queries import difficulties as queries
from tungnha.voices.rules import acting, wording
from tungnha.voices.rules.subjects import catalogue, name_of
from tungnha.voices.views.common import DESK, EVERYBODY, HEARERS, commune_of, frame

A_PAGE = 50


@only(*EVERYBODY)
def index(request: MemberRequest) -> HttpResponse:
    member, now = request.member, clock.now()
    view = request.GET.get("xem", "cho")
    view = view if view in queries.VIEWS else "cho"
    rows = queries.listed(member, view, now)
    counts = queries.counts(member, now)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    context = frame(member, "difficulties") | {
        "views": [
            {"label": f"{label}{f' ({counts[name]})' if counts.get(name) else ''}", "url": f"?xem={name}",
             "current": name == view}
            for name, label in queries.VIEWS.items()
        ],
        "groups": [one for one in queries.groups(rows[:2000]) if len(one.rows) > 1 and view in ("cho", "qua-han")],
        "page": page, "rows": [shown(row, now) for row in page], "view": queries.VIEWS[view],
        "may_rule": member.has_role(*DESK), "may_raise": member.has_role(*acting.RAISERS),
    }  # fmt: skip
    return render(request, "voices/difficulties.html", context)


def shown(row: Difficulty, now: Any) -> dict[str, Any]:
    status, label = state_of(row, now)
    return {
        "row": row, "url": reverse("voices:difficulty", args=[row.pk]), "subject": name_of(row.subject),
        "place": row.area.title, "status": status, "label": label, "who": who_has(row),
    }  # fmt: skip


def state_of(row: Difficulty, now: Any) -> tuple[str, str]:
    if row.is_open and row.due_at <= now:
        return "overdue", "Quá hạn, chờ quyết" if row.state == Difficulty.State.DECIDING else "Quá hạn"
    return {
        Difficulty.State.WAITING: ("due", "Chờ trả lời"), Difficulty.State.DECIDING: ("ask", "Chờ lãnh đạo quyết"),
        Difficulty.State.ANSWERED: ("done", "Đã trả lời"), Difficulty.State.CLOSED: ("confirmed", "Đã xong"),
    }[Difficulty.State(row.state)]  # fmt: skip


def who_has(row: Difficulty) -> str:
    if row.state == Difficulty.State.DECIDING:
        return f"lãnh đạo {row.level.full_name}"
    return row.owner.label if row.owner else f"cán bộ phụ trách {row.level.full_name}"


@only(*acting.RAISERS)
def raise_one(request: MemberRequest) -> HttpResponse:
    """From a village or a unit."""
    member = request.member
    form = forms.RaiseForm(request.POST or None, initial={"key": uuid.uuid4(), "citizen": False})
    if member.role in VILLAGE_ROLES:
        del form.fields["area"]
    else:
        form.fields["area"].of(commune_of(member), clock.today())  # type: ignore[attr-defined]
        del form.fields["citizen"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = difficulties.raise_difficulty(
                area=given.get("area") or member.area, subject=given["subject"], words=given["words"], by=member,
                at=clock.now(), key=given["key"], said_by=Difficulty.SaidBy.CITIZEN if given.get("citizen") else "",
            )  # fmt: skip
        except Problem as problem:
            form.add_error("words", problem.sentence)
        else:
            if made.raised_by_id != member.pk:
                raise Http404("another's key")
            messages.success(request, f"Đã nêu lên. Nơi trả lời: {who_has(made)}.")
            if wording.hides_somebody(made.words_text):
                messages.info(request, "Tên người trong lời kể đã được che.")
            return redirect("voices:difficulty", pk=made.pk)
    context = frame(member, "difficulties") | {"form": form, "hears": member.has_role(*HEARERS)}
    return render(request, "voices/difficulty_raise.html", context, status=400 if form.errors else 200)


@only(*EVERYBODY)
def group(request: MemberRequest, code: str) -> HttpResponse:
    """All that say the same; one answer for those that wait."""
    if code not in {one.code for one in catalogue()}:
        raise Http404("no such subject")
    member, now = request.member, clock.now()
    rows = list(queries.listed(member, "tat-ca", now).filter(subject=code)[:2000])
    (found,) = queries.groups(rows) or [queries.Group(code, name_of(code), "")]
    decides = member.has_role(Role.LEADER)
    may = acting.may_decide if decides else acting.may_answer
    waiting = [row for row in found.open if may(member, row)]
    form: Any = (forms.DecideForm if decides else forms.WordsForm)(
        request.POST or None, initial={"decided_on": clock.today()}
    )
    if decides:
        form.fields["to"].of(member.area)
    chosen = request.POST.getlist("row") or [str(row.pk) for row in waiting]
    if request.method == "POST":
        if not waiting:
            raise Http404("nothing to answer")
        if form.is_valid():
            try:
                told = (difficulties.decide_many if decides else difficulties.answer_many)(
                    difficulties=[row for row in waiting if str(row.pk) in request.POST.getlist("row")], by=member,
                    at=now, **form.cleaned_data,
                )  # fmt: skip
            except Problem as problem:
                form.add_error(None, problem.sentence)
            else:
                messages.success(request, f"Đã {'quyết định' if decides else 'trả lời'} {told} khó khăn cùng một lời.")
                return redirect("voices:difficulties-group", code=code)
    answerable = {row.pk for row in waiting}
    context = frame(member, "difficulties") | {
        "group": found, "form": form if waiting else None, "chosen": chosen, "decides": decides,
        "rows": [shown(row, now) | {"may": row.pk in answerable, "key": str(row.pk)} for row in found.rows],
    }  # fmt: skip
    return render(request, "voices/difficulties_group.html", context, status=400 if form.errors else 200)


# -- one, and what is done with it


@dataclass(frozen=True)
class Deed:
    """`may`: who; `form`: what is typed; `does(row, given, member, now)`; `done`: what the page says then."""

    title: str
    button: str
    may: Callable[[Member, Difficulty], bool]
    form: type[Any]
    does: Callable[..., Any]
    done: str
    kind: str = "second"


def _does(operation: Callable[..., Any], *names: str) -> Callable[..., Any]:
    def run(row: Difficulty, given: dict[str, Any], by: Member, at: Any) -> Any:
        return operation(difficulty=row, by=by, at=at, **{name: given[name] for name in names})

    return run


def _may_ask(member: Member, row: Difficulty) -> bool:
    waits = row.state == Difficulty.State.WAITING
    return waits and acting.may_answer(member, row) and routing.has(row.level, "leader")


def _may_pass_up(member: Member, row: Difficulty) -> bool:
    up = acting.may_hand_on(member, row) or acting.may_decide(member, row)
    return up and difficulties.above_of(row.level) is not None


DEEDS = {
    "quyet": Deed("Quyết định", "Ghi quyết định", acting.may_decide, forms.DecideForm,
                  _does(difficulties.decide, "words", "decided_on", "paper", "to"),
                  "Đã ghi quyết định, báo lại nơi nêu.", "primary"),
    "tra-loi": Deed("Trả lời", "Gửi trả lời", acting.may_answer, forms.WordsForm, _does(difficulties.answer, "words"),
                    "Đã trả lời, báo lại nơi nêu.", "primary"),
    "xong": Deed("Đã hết vướng", "Đã xong, cảm ơn", acting.may_judge, forms.NoteForm,
                 _does(difficulties.close, "words"), "Đã ghi: khó khăn này đã xong.", "primary"),
    "neu-lai": Deed("Chưa xong", "Nêu lại", acting.may_judge, forms.AgainForm, _does(difficulties.reopen, "words"),
                    "Đã nêu lại: hạn trả lời tính từ hôm nay."),
    "xin-quyet": Deed("Xin lãnh đạo quyết", "Đưa lên trang “Cần quyết”", _may_ask, forms.NoteForm,
                      _does(difficulties.ask_decision, "words"), "Đã đưa lên trang “Cần quyết” của lãnh đạo."),
    "chuyen": Deed("Chuyển đơn vị khác trả lời", "Chuyển", acting.may_hand_on, forms.HandForm,
                   _does(difficulties.hand_on, "to", "words"), "Đã chuyển, hạn trả lời tính lại từ hôm nay."),
    "chuyen-len": Deed("Chuyển lên cấp trên", "Chuyển lên tỉnh", _may_pass_up, forms.NoteForm,
                       _does(difficulties.pass_up, "words"), "Đã chuyển lên cấp trên."),
}  # fmt: skip


@only(*EVERYBODY)
def one(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _load(request, pk))


@only(*EVERYBODY)
@require_POST
def deed(request: MemberRequest, pk: uuid.UUID, deed: str) -> HttpResponse:
    row, wanted = _load(request, pk), DEEDS.get(deed)
    if wanted is None:
        raise Http404("no such deed")
    if not wanted.may(request.member, row):
        if _was_settled_meanwhile(request.member, row, wanted):
            messages.error(request, difficulties.CHANGED.format(state=row.get_state_display()))
            return redirect("voices:difficulty", pk=row.pk)
        raise Http404("not for this member")
    form = _form(deed, row, request.POST)
    if form.is_valid():
        try:
            wanted.does(row, form.cleaned_data, request.member, clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, wanted.done)
            if Difficulty.objects.visible_to(request.member).filter(pk=row.pk).exists():
                return redirect("voices:difficulty", pk=row.pk)
            return redirect("voices:difficulties")
    return _page(request, row, tried=(deed, form))


def _was_settled_meanwhile(member: Member, row: Difficulty, wanted: Deed) -> bool:
    """Whoever may do so in the other state opened the page before somebody else was quicker."""
    other = Difficulty(
        pk=row.pk, area=row.area, unit=row.unit, owner=row.owner, level=row.level, raised_by=row.raised_by
    )
    other.state = Difficulty.State.ANSWERED if row.is_open else Difficulty.State.WAITING
    return wanted.may(member, other)


def _load(request: MemberRequest, pk: uuid.UUID) -> Any:
    return get_visible_or_404(queries.loaded(Difficulty.objects.all()), request.member, pk=pk)


def _form(name: str, row: Difficulty, data: Any = None) -> Any:
    """Several stand on one page: each has ids of its own."""
    form = DEEDS[name].form(data, auto_id=f"id_{name}_%s", initial={"decided_on": clock.today()})
    if "to" in form.fields:
        form.fields["to"].of(row.level)
    return form


def _page(request: MemberRequest, row: Difficulty, tried: tuple[str, Any] | None = None) -> HttpResponse:
    member, now = request.member, clock.now()
    deeds = [
        {
            "name": name, "deed": wanted, "open": bool(tried and tried[0] == name) or (at == 0 and tried is None),
            "form": tried[1] if tried and tried[0] == name else _form(name, row),
            "url": reverse("voices:difficulty-deed", args=[row.pk, name]),
        }
        for at, (name, wanted) in enumerate((n, w) for n, w in DEEDS.items() if w.may(member, row))
    ]  # fmt: skip
    status, label = state_of(row, now)
    steps = list(queries.steps_of(row))
    told = [step for step in steps if step.kind in queries.TOLD and not row.is_open]
    context = frame(member, "difficulties") | {
        "answer": _event(told[-1], up_to_leader=False) if told else None,
        "row": row, "subject": name_of(row.subject), "status": status, "label": label, "who": who_has(row),
        "deeds": deeds, "form": tried[1] if tried else None, "events": _events(steps),
        "alike": queries.listed(member, "cho", now).filter(subject=row.subject).exclude(pk=row.pk).count(),
    }  # fmt: skip
    return render(request, "voices/difficulty.html", context, status=400 if tried else 200)


def _events(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """One line a step; that the clock passed it up to whom follows from the level before."""
    found, level = [], None
    for step in steps:
        found.append(_event(step, up_to_leader=step.kind == "escalated" and step.level_id == level))
        level = step.level_id
    return found


def _event(step: Any, *, up_to_leader: bool) -> dict[str, Any]:
    by = step.by
    who = "" if by is None else by.organisation.label if by.organisation else by.get_role_display()
    title = step.get_kind_display().capitalize()
    if up_to_leader:
        title += f" → lãnh đạo {step.level.full_name}"
    elif step.kind in ("raised", "handed", "passed_up", "escalated", "reopened") and step.level is not None:
        title += f" → {step.owner.label if step.owner else f'cán bộ phụ trách {step.level.full_name}'}"
    if step.decided_on:
        title += f", ngày {page_date(step.decided_on)}"
        title += f", theo {step.paper}" if step.paper else ""
    tone = {"decided": "ok", "answered": "ok", "escalated": "warn", "reopened": "warn"}.get(step.kind, "calm")
    return {"at": step.at, "title": title, "by": who, "text": step.words_text, "tone": tone}
