"""The people of a unit: added, corrected, ended; and what the desk is asked about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.people.forms.rosters import AddForm, EndForm, NameForm, PlaceForm
from tungnha.people.models import PersonChange, RosterEntry, RosterQuestion
from tungnha.people.operations import roster_links, rosters
from tungnha.people.operations.viewing import note_views
from tungnha.people.rosters.access import DESK, KEEPERS, own_entry_or_404, own_organisation_or_404
from tungnha.people.rosters.rules import why_no_roster
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

SHOWN = 100
FACT_NAMES = {
    "kind": "là", "room": "phòng, tổ", "position": "chức vụ", "home": "nơi ở", "from_on": "từ ngày", "to_on": "đến hết",
    "full_name": "họ tên", "birth_date": "ngày sinh", "sex": "giới tính",
}  # fmt: skip


@only(*KEEPERS)
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """One person is put on the roster."""
    unit = own_organisation_or_404(request.member, pk)
    if why_no_roster(unit.kind):
        return redirect("field:roster", pk=unit.pk)
    form = AddForm(request.POST or None, organisation=unit)
    if request.method == "POST" and form.is_valid():
        try:
            entry = rosters.add_entry(organisation=unit, facts=form.facts, by=request.member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã ghi {entry.person.full_name} vào danh sách.")
            return redirect("field:roster", pk=unit.pk)
    return render(request, "people/roster_add.html", {"form": form, "unit": unit}, status=400 if form.errors else 200)


@only(*KEEPERS)
def entry(request: MemberRequest, pk: int) -> HttpResponse:
    """One person of the unit: correct the post, correct who she is where only the unit knows her, end."""
    found = own_entry_or_404(request.member, pk)
    note_views([found.person_id], by=request.member, at=clock.now(), where="roster")
    said = request.POST.get("do", "")
    posted = request.POST if request.method == "POST" else None
    place = PlaceForm(
        posted if said == "place" else None, organisation=found.organisation, prefix="place",
        initial={name: getattr(found, name) for name in PlaceForm.base_fields},
    )  # fmt: skip
    name = NameForm(
        posted if said == "name" else None, prefix="name",
        initial={"full_name": found.person.full_name, "birth": found.person.birth_shown},
    )  # fmt: skip
    end = EndForm(posted if said == "end" else None, prefix="end", initial={"on": clock.today()})
    form = {"place": place, "name": name, "end": end}.get(said)
    if form is not None and form.is_valid():
        try:
            _do(request, said, found, form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("field:roster", pk=found.organisation_id)
    context = {
        "entry": found, "unit": found.organisation, "place": place, "name": name, "end": end, "form": form,
        "linked": rosters.is_linked(found.person), "history": _history(found),
        "opens": found.person.__class__.objects.visible_to(request.member).filter(pk=found.person_id).exists(),
    }  # fmt: skip
    return render(request, "people/roster_entry.html", context, status=400 if form and form.errors else 200)


def _do(request: MemberRequest, said: str, found: RosterEntry, data: dict[str, Any]) -> None:
    common: dict[str, Any] = {"entry": found, "by": request.member, "at": clock.now()}
    if said == "place":
        rosters.change_entry(**common, **data)
    elif said == "end":
        rosters.end_entry(**common, **data)
    else:
        birth = data["birth"]
        rosters.correct_person(
            **common, full_name=data["full_name"], birth_date=birth.date if birth else None,
            birth_precision=birth.precision if birth else "",
        )  # fmt: skip


def _history(found: RosterEntry) -> list[dict[str, object]]:
    """What the unit itself changed about this person; what the register changed stays there."""
    rows = PersonChange.objects.filter(person=found.person_id, kind=PersonChange.Kind.ROSTER).select_related("by__user")
    kinds = dict(RosterEntry.Kind.choices)
    told = []
    for change in rows[:SHOWN]:
        if change.after.get("organisation", found.organisation_id) != found.organisation_id:
            continue
        if change.origin_id.startswith("entry-") and change.origin_id != f"entry-{found.pk}":
            continue
        words = [
            f"{FACT_NAMES[key]}: {kinds.get(str(value), value) if value else 'để trống'}"
            for key, value in change.after.items() if key in FACT_NAMES
        ]  # fmt: skip
        told.append({
            "at": change.at, "title": change.reason.capitalize() or ("Sửa" if change.before else "Thêm vào danh sách"),
            "by": change.by.user.full_name if change.by else "", "text": "; ".join(words),
        })  # fmt: skip
    return told


@only(*DESK)
def questions(request: MemberRequest) -> HttpResponse:
    """Names on rosters that may be people of the register: the desk tells which are."""
    waiting = RosterQuestion.objects.visible_to(request.member).filter(answered_at=None, entry__to_on=None)
    rows = waiting.select_related("entry__person", "entry__organisation", "candidate__household__village")
    return render(request, "people/roster_questions.html", {"rows": rows[:SHOWN], "count": waiting.count()})


@require_POST
@only(*DESK)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(RosterQuestion, request.member, pk=pk)
    same = request.POST.get("same") == "yes"
    roster_links.answer(question=found, same=same, by=request.member, at=clock.now())
    messages.success(request, "Đã nối với sổ nhân khẩu." if same else "Đã ghi: hai người khác nhau.")
    return redirect("people:roster-questions")
