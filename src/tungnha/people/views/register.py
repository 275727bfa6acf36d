"""Correcting, confirming, moving, residence: each a page with one form, one operation behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.identity import numbers, phones
from tungnha.people.forms import register as ask
from tungnha.people.models import Household, Identifier, Person, PersonChange, RegisterNote, Telephone
from tungnha.people.operations import confirming, correcting, noting, residing, steps
from tungnha.people.operations.correcting import NumberTaken
from tungnha.people.operations.steps import SomebodyWasFirst, others_at_home, stamp_of
from tungnha.people.sections import DESK
from tungnha.people.views.person import PHONES, PROPOSE, own_person_or_404
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id


def by_now(request: MemberRequest) -> dict[str, Any]:
    return {"by": request.member, "at": clock.now()}


def villages_of(member: Member) -> Any:
    commune = member.area.commune
    rows = Area.objects.villages().filter(path__startswith=commune.path if commune else member.area.path)
    return rows.standing_on(clock.today()).order_by("order", "code")


def attempt(form: forms.Form, deed: Callable[[], Any], *, now: Callable[[], str] | None = None) -> bool:
    """Do what a form asks; what stands in the way goes to the top of the form, and nothing typed is lost. `now`: the
    stamp of the record as it stands, for the next press where somebody else was first."""
    try:
        deed()
    except Problem as problem:
        form.add_error(None, problem.sentence)
        if isinstance(problem, SomebodyWasFirst) and now is not None:
            typed: Any = form.data
            form.data = typed = typed.copy()
            typed["stamp"] = now()
        return False
    return True


def stamp_now(person: Person) -> str:
    person.refresh_from_db()
    return stamp_of(person)


@only(*DESK)
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """Name, birth, sex, relation; below, the numbers and telephones. A note that led here is settled with it."""
    person = own_person_or_404(request, pk)
    note = _note_of(request, person)
    form = ask.FactsForm(request.POST or None, initial=_initial(person, note))
    if request.method == "POST" and form.is_valid() and _correct(request, form, person, note):
        messages.success(request, f"Đã lưu thông tin của {form.cleaned_data['full_name']}.")
        return redirect("people:person", person.pk)
    return _correct_page(request, person, form, note=note)


def _initial(person: Person, note: RegisterNote | None) -> dict[str, Any]:
    proposed = {"bao": note.pk, "reason": _by_whose_word(note), **note.facts} if note is not None else {}
    return ask.FactsForm.initial_of(person, stamp_of(person)) | proposed


def _by_whose_word(note: RegisterNote) -> str:
    who = note.said_by.user.full_name if note.said_by else "Tổ"
    return f"{who} báo ngày {note.said_at:%d/%m/%Y}"


def _note_of(request: MemberRequest, person: Person) -> RegisterNote | None:
    wanted = asked_id(request.POST.get("bao") or request.GET.get("bao"))
    return person.notes.filter(pk=wanted, state="waiting").first() if wanted else None


def _correct(request: MemberRequest, form: ask.FactsForm, person: Person, note: RegisterNote | None) -> bool:
    given = form.cleaned_data
    try:
        correcting.correct_facts(
            person=person, facts=form.facts(), stamp=given["stamp"] or None, reason=given["reason"], **by_now(request)
        )
    except SomebodyWasFirst as problem:
        form.add_error(None, problem.sentence)
        person.refresh_from_db()
        form.data = typed = request.POST.copy()  # the next press is about the record as it now stands
        typed["stamp"] = stamp_of(person)
        form.now_stands = [  # type: ignore[attr-defined]
            ("Họ và tên", person.full_name), ("Ngày sinh", person.birth_shown), ("Giới tính", person.get_sex_display()),
            ("Quan hệ với chủ hộ", person.relation),
        ]  # fmt: skip
        return False
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    if note is not None:
        noting.settle_by_correcting(note=note, **by_now(request))
    return True


def _correct_page(request: MemberRequest, person: Person, form: ask.FactsForm, **more: Any) -> HttpResponse:
    context = {
        "person": person, "form": form, "number_form": ask.NumberForm(initial={"stamp": stamp_of(person)}),
        "phone_form": ask.PhoneForm(),
        "numbers": [(i, numbers.mask(i.value)) for i in person.identifiers.order_by("kind", "-pk")],
        "telephones": [(t, phones.mask_phone(t.number)) for t in person.telephones.order_by("-main", "pk")],
    } | more  # fmt: skip
    return render(request, "people/register_correct.html", context)


@require_POST
@only(*DESK)
def number(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a new number, or say what an old one is."""
    person = own_person_or_404(request, pk)
    known = asked_id(request.POST.get("so"))
    if known is not None:
        return _mark_number(request, person, known)
    form = ask.NumberForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            correcting.give_number(
                person=person,
                text=given["number"],
                stamp=given["stamp"] or None,
                reason=given["reason"],
                **by_now(request),
            )
        except NumberTaken as problem:
            return _taken(request, person, form, problem)
        except Problem as problem:
            form.add_error("number", problem.sentence)
        else:
            messages.success(request, "Đã ghi số định danh. Số cũ (nếu có) thành số đã hủy.")
            return redirect("people:person", person.pk)
    facts = ask.FactsForm(initial=_initial(person, None))
    return _correct_page(request, person, facts, number_form=form)


def _taken(request: MemberRequest, person: Person, form: ask.NumberForm, problem: NumberTaken) -> HttpResponse:
    """Whoever holds the number is named only to one who may see her."""
    seen = Person.objects.visible_to(request.member).filter(pk=problem.other.pk).exists()
    form.add_error("number", problem.sentence if seen else f"{problem.sentence} Người ấy ở ngoài phạm vi được xem.")
    facts = ask.FactsForm(initial=_initial(person, None))
    return _correct_page(request, person, facts, number_form=form, taken_by=problem.other if seen else None)


def _mark_number(request: MemberRequest, person: Person, pk: int) -> HttpResponse:
    identifier = get_visible_or_404(Identifier.objects.filter(person=person), request.member, pk=pk)
    status = request.POST.get("thanh", "")
    if status in Identifier.Status.values:
        try:
            correcting.mark_number(identifier=identifier, status=status, reason="", **by_now(request))
            messages.success(request, f"Đã ghi: số {numbers.mask(identifier.value)} {identifier.get_status_display()}.")
        except Problem as problem:
            messages.error(request, problem.sentence)
    return redirect("people:correct", person.pk)


@require_POST
@only(*PHONES)
def telephone(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a telephone, end one, choose the main one."""
    person = own_person_or_404(request, pk)
    back = redirect("people:correct" if request.member.has_role(*DESK) else "people:person", person.pk)
    known = asked_id(request.POST.get("may"))
    try:
        if known is not None:
            row = get_visible_or_404(Telephone.objects.filter(person=person), request.member, pk=known)
            deed = (
                correcting.end_telephone if request.POST.get("thanh") == "ended" else correcting.choose_main_telephone
            )
            deed(telephone=row, **by_now(request))
        else:
            typed, main = request.POST.get("telephone", "").replace("\0", ""), bool(request.POST.get("main"))
            correcting.add_telephone(person=person, text=typed[:40], main=main, **by_now(request))
    except Problem as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, "Đã lưu số điện thoại.")
    return back


@only(*PHONES)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    person = own_person_or_404(request, pk)
    form = ask.ConfirmForm(request.POST or None, at_desk=request.member.has_role(*DESK))
    if request.method == "POST" and form.is_valid():
        how = form.cleaned_data["how"]
        if attempt(form, lambda: confirming.confirm_person(person=person, how=how, **by_now(request))):
            messages.success(request, f"Đã ghi: thông tin của {person.full_name} còn đúng đến hôm nay.")
            return redirect("people:person", person.pk)
    return _simple(request, person, form, "Xác nhận còn đúng", "Xác nhận", person_lines=True)


@only(*DESK)
def residence(request: MemberRequest, pk: int) -> HttpResponse:
    person = own_person_or_404(request, pk)
    others = others_at_home(person) if person.is_head else []
    start = {"stamp": stamp_of(person), "residence": person.residence, "since": person.residence_since}
    form = ask.ResidenceForm(request.POST or None, others=others, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: residing.change_residence(
                person=person, residence=given["residence"], since=given["since"], reason=given["reason"],
                new_head=form.chosen_head(), stamp=given["stamp"] or None, **by_now(request),
            ),
            now=lambda: stamp_now(person),
        ):  # fmt: skip
            messages.success(request, f"Đã ghi: {person.full_name} {_label(given['residence'])}.")
            return redirect("people:person", person.pk)
    return _simple(request, person, form, "Đổi cư trú", "Ghi vào sổ", states=_states(form))


def _label(residence: str) -> str:
    return str(dict(Person.Residence.choices)[residence])


def _states(form: ask.ResidenceForm) -> list[tuple[str, str]]:
    return [(label, ask.COUNTS[code]) for code, label in ask.STATES]


@only(*DESK)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    person = own_person_or_404(request, pk)
    others = others_at_home(person) if person.is_head else []
    start = {
        "stamp": stamp_of(person),
        "on": clock.today(),
        "village": person.household.village_id if person.household else None,
    }
    form = ask.MoveForm(request.POST or None, others=others, villages=villages_of(request.member), initial=start)
    if request.method == "POST" and form.is_valid() and _move(request, form, person):
        messages.success(request, f"Đã ghi: {person.full_name} chuyển đi.")
        return redirect("people:person", person.pk)
    return _simple(request, person, form, "Chuyển hộ", "Chuyển")


def _move(request: MemberRequest, form: ask.MoveForm, person: Person) -> bool:
    given = form.cleaned_data
    said = {
        "person": person, "new_head": form.chosen_head(), "reason": given["reason"], "stamp": given["stamp"] or None,
        **by_now(request),
    }  # fmt: skip
    if given["where"] == "out":
        return attempt(
            form, lambda: residing.change_residence(residence="moved", since=given["on"], **said),
            now=lambda: stamp_now(person),
        )  # fmt: skip
    to: Any = form.home()
    if given["where"] == "known":
        to = Household.objects.filter(village=given["village"], code__iexact=given["code"].strip()).first()
        if to is None:
            form.add_error(
                "code", f"{given['village'].title} không có hộ mang mã này: xin xem lại, hoặc chọn Lập hộ mới."
            )
            return False
    return attempt(
        form, lambda: residing.move_person(to=to, relation=given["relation"], on=given["on"], **said),
        now=lambda: stamp_now(person),
    )  # fmt: skip


@only(*PROPOSE)
def propose(request: MemberRequest, pk: int) -> HttpResponse:
    """A team tells the desk; nothing in the register changes until the desk has looked."""
    person = own_person_or_404(request, pk)
    form = ask.ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        noting.say(
            kind=given["kind"],
            about=person,
            words=given["words"],
            facts=form.proposed(),
            origin="propose",
            **by_now(request),
        )
        messages.success(request, "Đã gửi cán bộ xã. Sổ chưa đổi cho đến khi cán bộ xem.")
        return redirect("people:person", person.pk)
    return _simple(request, person, form, "Đề nghị sửa", "Gửi cán bộ xã")


@require_POST
@only(*DESK)
def undo_change(request: MemberRequest, pk: int, change: int) -> HttpResponse:
    person = own_person_or_404(request, pk)
    row = get_visible_or_404(PersonChange.objects.filter(person=person), request.member, pk=change)
    try:
        steps.undo(row, **by_now(request))
        messages.success(request, "Đã hoàn tác: bản ghi trở lại như trước lần ghi ấy.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("people:person", person.pk)


def _simple(
    request: MemberRequest, person: Person, form: forms.Form, title: str, action: str, **more: Any
) -> HttpResponse:
    """A page with the person at the top and one form."""
    context = {
        "person": person,
        "form": form,
        "title": title,
        "action": action,
        "back_url": reverse("people:person", args=[person.pk]),
    }
    return render(request, "people/register_form.html", context | more)
