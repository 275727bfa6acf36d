"""Requests of people about their own data: taken in by the desk or a team, answered by the steward, with letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.finding.searching import Question, find
from tungnha.people.forms.protection import (
    AnswerForm,
    CheckAskerForm,
    ExtendForm,
    LiftForm,
    TakeInForm,
    TeamTakeInForm,
    now_local,
)
from tungnha.people.models import Consent, Person, Restriction, RightsRequest
from tungnha.people.operations import restricting, rights
from tungnha.people.operations.exports import export_document
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection import letters_rights, stewarding
from tungnha.people.protection.disclosing import held_about
from tungnha.people.protection.rights_rules import TERMS
from tungnha.people.views.protection import DESK, READERS, STEWARD, attempt, crumbs, desk_crumbs
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Event, Member, Role
from tungnha.units.requests import MemberRequest, asked_id, asked_text

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
FOUND_AT_MOST = 10
EXTEND_IDS = "gia-han-%s"  # two forms of the page ask why
VERBS = {
    "rights.taken_in": "nhận yêu cầu", "rights.checked": "kiểm tra người yêu cầu",
    "rights.person_chosen": "tìm thấy người trong sổ", "rights.not_found": "tìm trong sổ, không có",
    "rights.third_party": "đổi: có hay không bên thứ ba phải cùng làm", "rights.acknowledged": "đã phản hồi",
    "rights.extended": "gia hạn", "rights.answered": "trả lời",
}  # fmt: skip


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    """Open requests by their clocks, then those answered; who is left alone."""
    now, member = clock.now(), request.member
    rows = [_row(one, member) for one in stewarding.open_requests(member)]
    context = {
        "open": sorted(rows, key=lambda row: row["due"].due_at or now),
        "answered": RightsRequest.objects.visible_to(member).exclude(answered_at=None)[:50],
        "restricted": Restriction.objects.visible_to(member).filter(ended_at=None).select_related("person"),
        "opens": member.role in READERS, "may_act": member.role == STEWARD, "may_take": member.role != Role.LEADER,
        "crumbs": desk_crumbs(request, ("Yêu cầu của người dân", "")),
    }  # fmt: skip
    return render(request, "people/rights_index.html", context)


def _row(one: RightsRequest, member: Member) -> dict[str, Any]:
    clocks = stewarding.clocks_now(one)
    note = "chưa phản hồi" if one.acknowledged_at is None else "chờ trả lời"
    due = stewarding.Due(one.number, note, "", "", clocks.next_due(one))
    return {"request": one, "due": due, "state": due.state(clock.now())}


@only(STEWARD, Role.OFFICER, *TEAM)
def new(request: MemberRequest) -> HttpResponse:
    """Take in: everything at the desk, three fields at a door. The area is the commune's: the team does not read on."""
    member, now = request.member, clock.now()
    team = member.role in TEAM
    form: forms.Form = (
        TeamTakeInForm(request.POST or None)
        if team
        else TakeInForm(request.POST or None, initial={"received_at": now_local(), "channel": "desk"})
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"received_at": now, "channel": "team", "asks": "self"} if team else {}
        made = attempt(
            form,
            lambda: rights.take_in(
                area=member.area.commune or member.area, by=member, at=now, **said, **_given(form, team)
            ),
        )
        if made is not None:
            messages.success(
                request, f"Đã nhận yêu cầu {made.number}. Phụ trách dữ liệu trả lời trong 2 ngày làm việc."
            )
            return redirect(_after(member, made))
    return render(request, "people/rights_new.html", {"form": form, "team": team})


def _given(form: forms.Form, team: bool) -> dict[str, Any]:
    """What a team wrote of house and telephone is a contact: kept encrypted, beside the words with numbers hidden."""
    return form.cleaned_data | ({"asker_contact": form.cleaned_data["words"][:1000]} if team else {})


def _after(member: Member, made: RightsRequest) -> str:
    if member.role == STEWARD:
        return reverse("people:rights-request", args=[made.pk])
    return reverse("people:rights") if member.role == Role.OFFICER else reverse("web:home")


@only(*READERS)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """One request: its clocks, its steps, the next thing to do. A search is posted: it may be a number."""
    found = _request(request, pk)
    return _page(request, found)


def _request(request: MemberRequest, pk: int) -> RightsRequest:
    rows = RightsRequest.objects.select_related("person__household__village", "area", "answered_by")
    found: RightsRequest = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _page(request: MemberRequest, found: RightsRequest, **forms_given: Any) -> HttpResponse:
    member, now, clocks = request.member, clock.now(), stewarding.clocks_now(found)
    text = asked_text(request, "tim")
    context = {
        "request_": found, "clocks": clocks, "term": TERMS[found.kind], "may_act": member.role == STEWARD,
        "late": clocks.is_late(found, now), "reply_late": clocks.reply_is_late(found, now),
        "check_form": CheckAskerForm(initial={"checked": found.checked}), "extend_form": ExtendForm(auto_id=EXTEND_IDS),
        "answer_form": AnswerForm(request=found), "text": text,
        "hits": [hit.person for hit in find(Question(text), member).people[:FOUND_AT_MOST]] if text else [],
        "may_extend": found.is_open and found.extended_at is None and now < clocks.due_at,
        "restriction": found.restrictions.filter(ended_at=None).first(),
        "steps": _steps(found), "letters": _letters(found),
        "contact": hide_typed_numbers(found.asker_contact),
        "crumbs": crumbs(("Yêu cầu của người dân", reverse("people:rights")), (found.number, "")),
    }  # fmt: skip
    return render(request, "people/rights_request.html", {"form": None} | context | forms_given)


def _steps(found: RightsRequest) -> list[dict[str, Any]]:
    events = Event.objects.filter(about="people.RightsRequest", about_id=str(found.pk)).order_by("at", "pk")
    return [{"at": e.at, "title": VERBS.get(e.verb, e.verb).capitalize(), "by": e.actor} for e in events]


def _letters(found: RightsRequest) -> list[tuple[str, str]]:
    """Which letters can be written now: (address part, label)."""
    rows = [("tiep-nhan", "Thư phản hồi")] if found.is_open else []
    rows += [("gia-han", "Thư báo gia hạn")] if found.extended_at else []
    return rows + ([("tra-loi", "Thư trả lời")] if not found.is_open else [])


@require_POST
@only(STEWARD)
def step(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    """One step of a request. A form that does not hold comes back on the same page."""
    found = _request(request, pk)
    if which not in STEPS:
        raise Http404("no such step")
    if which == "tim":
        return _page(request, found)
    form, deed = STEPS[which](request, found)
    if form is None:
        deed()
    elif not form.is_valid() or attempt(form, deed) is None:
        return _page(request, found, **{f"{PLACE[which]}_form": form, "form": form})
    return redirect("people:rights-request", pk=pk)


PLACE = {"kiem-tra": "check", "gia-han": "extend", "tra-loi": "answer"}


def _by(request: MemberRequest, found: RightsRequest) -> dict[str, Any]:
    return {"request": found, "by": request.member, "at": clock.now()}


def _check(request: MemberRequest, found: RightsRequest) -> Any:
    form = CheckAskerForm(request.POST)
    return form, lambda: rights.check_asker(**_by(request, found), **form.cleaned_data)


def _choose(request: MemberRequest, found: RightsRequest) -> Any:
    person = get_visible_or_404(Person, request.member, pk=asked_id(request.POST.get("person")))
    return None, lambda: rights.choose_person(**_by(request, found), person=person)


def _not_found(request: MemberRequest, found: RightsRequest) -> Any:
    return None, lambda: rights.not_found(**_by(request, found))


def _others(request: MemberRequest, found: RightsRequest) -> Any:
    return None, lambda: rights.involve_others(**_by(request, found), third_party=not found.third_party)


def _acknowledge(request: MemberRequest, found: RightsRequest) -> Any:
    return None, lambda: rights.acknowledge(**_by(request, found))


def _extend(request: MemberRequest, found: RightsRequest) -> Any:
    form = ExtendForm(request.POST, auto_id=EXTEND_IDS)
    calendar = stewarding.calendar_of(found.area)
    return form, lambda: rights.extend(**_by(request, found), calendar=calendar, **form.cleaned_data)


def _answer(request: MemberRequest, found: RightsRequest) -> Any:
    form = AnswerForm(request.POST, request=found)
    return form, lambda: rights.answer(**_by(request, found), **_answered(form))


def _answered(form: AnswerForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    return given | {"consents": list(given.pop("consents", Consent.objects.none()))}


STEPS: dict[str, Any] = {
    "tim": None, "kiem-tra": _check, "chon": _choose, "khong-co": _not_found, "ben-thu-ba": _others,
    "phan-hoi": _acknowledge, "gia-han": _extend, "tra-loi": _answer,
}  # fmt: skip


@require_POST
@only(STEWARD)
def letter(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    """A letter as a Word file, on record with its mark. The reply within two days is noted when its letter is taken."""
    found = _request(request, pk)
    if which not in dict(_letters(found)):
        raise Http404("no such letter now")
    now = clock.now()
    if which == "tiep-nhan":
        rights.acknowledge(request=found, by=request.member, at=now)
    name, purpose = letters_rights.LETTERS[which]
    data, _ = export_document(
        letters_rights.letter_docx(found, stewarding.clocks_now(found), which, now),
        what=f"people.rights.{name}", name=f"{name}-{found.number}.docx", purpose=f"{purpose} {found.number}", rows=1,
        persons=[found.person_id] if found.person_id else [], area=found.area, by=request.member, at=now,
    )  # fmt: skip
    answer = HttpResponse(data, content_type=letters_rights.WORD)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{found.number}.docx"'
    return answer


@only(STEWARD)
def held(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything the house holds about a person, numbers hidden: to look at before it is given out."""
    found = get_visible_or_404(Person, request.member, pk=pk)
    note_views([found], by=request.member, at=clock.now(), where="person")
    parts = [
        {
            "title": part.title,
            "rows": [[(label, hide_typed_numbers(value)) for label, value in row] for row in part.rows],
        }
        for part in held_about(found, request.member)
    ]
    steps = crumbs(("Yêu cầu của người dân", reverse("people:rights")), ("Thông tin đang giữ", ""))
    return render(request, "people/rights_held.html", {"person": found, "parts": parts, "crumbs": steps})


@only(STEWARD)
def lift(request: MemberRequest, pk: int) -> HttpResponse:
    """The person may be visited again."""
    found = get_visible_or_404(Restriction.objects.select_related("person"), request.member, pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"restriction": found, "by": request.member, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: restricting.lift(**said)) is not None:
            messages.success(request, "Đã thôi hạn chế: người này lại có trong danh sách cần đến.")
            return redirect("people:rights")
    context = {
        "form": form, "title": f"Thôi hạn chế: {found.person.full_name}", "action": "Thôi hạn chế",
        "lead": "Chỉ khi người ấy đề nghị, hoặc việc hạn chế đã hết lý do.",
        "crumbs": crumbs(("Yêu cầu của người dân", reverse("people:rights")), ("Thôi hạn chế", "")),
    }  # fmt: skip
    return render(request, "people/protection_form.html", context)
