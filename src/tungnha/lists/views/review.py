"""Xem từng dòng: one doubtful row at a time, by keyboard, by two officers at once.

Every page works without script as a page and a form; a script asks for the same addresses with Accept:
application/json and gets the parts of the page that changed.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from tungnha.identity import names
from tungnha.lists.forms.review import DeedForm, NewcomerForm, TogetherForm
from tungnha.lists.models import IncomingList, ListRow, ReviewDecision, ReviewPlace
from tungnha.lists.operations import queueing, settling
from tungnha.lists.operations.newcomers import add_and_settle
from tungnha.lists.reviewing import sitting as sittings
from tungnha.lists.reviewing.lines import same_village
from tungnha.lists.reviewing.sides import Sides, history_of, listed_of, raw_cells, rows_with_sides, sides_of
from tungnha.lists.reviewing.sitting import Sitting
from tungnha.people.finding import searching
from tungnha.people.models import Person
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.register import doubles
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.protection import blind_index
from tungnha.units.requests import MemberRequest, asked_id, asked_text

DESK = (Role.OFFICER, Role.DATA_STEWARD)
What = ReviewDecision.What
ROWS = ListRow.objects.select_related("incoming__service", "incoming__sender", "person")


def _own_list(request: MemberRequest, pk: int) -> IncomingList:
    rows = IncomingList.objects.select_related("service", "sender", "area").defer("content")
    received: IncomingList = get_visible_or_404(rows, request.member, pk=pk)
    return received


def _own_row(request: MemberRequest, received: IncomingList, number: int | None) -> ListRow:
    row: ListRow = get_visible_or_404(ROWS, request.member, incoming=received, number=number)
    return row


def _is_open(received: IncomingList) -> bool:
    """Checked, not taken back, and what its rows say is still there to be read."""
    checked = received.state == IncomingList.State.CHECKED
    return checked and received.withdrawn_at is None and received.gone_at is None


# -- the page, and what is pressed on it


@only(*DESK)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows a row (the one asked for, else the next free one); POST does something with one."""
    received = _own_list(request, pk)
    if not _is_open(received):
        return redirect("lists:list", pk)
    if request.method == "POST":
        return _deed(request, received)
    queueing.lay_out(received=received)
    return _show(request, received, _asked_or_next(request, received))


def _asked_or_next(request: MemberRequest, received: IncomingList) -> ReviewPlace | None:
    number = asked_id(request.GET.get("dong"))
    if number is not None:
        return _look_at(request, _own_row(request, received, number))
    after = _place_at(received, asked_id(request.GET.get("sau")))
    return queueing.take_next(received=received, by=request.member, at=clock.now(), after=after)


def _look_at(request: MemberRequest, row: ListRow) -> ReviewPlace:
    """The row that was asked for; held for this officer unless another looks at it."""
    place = queueing.place_of(row)
    queueing.take(place=place, by=request.member, at=clock.now())
    return place


def _place_at(received: IncomingList, number: int | None) -> ReviewPlace | None:
    if number is None:
        return None
    return ReviewPlace.objects.filter(incoming=received, row__number=number).first()


def _deed(request: MemberRequest, received: IncomingList) -> HttpResponse:
    deed = request.POST.get("deed", "")
    if deed == "undo":
        return _undo(request, received)
    if deed == "leave":
        queueing.release(received=received, by=request.member)
        return HttpResponse(status=204)
    form = DeedForm(request.POST)
    if not form.is_valid():
        return _refused(
            request, received, None, "Chưa rõ quyết định gì về dòng nào: mời tải lại trang rồi bấm lại.", 400
        )
    row = _own_row(request, received, form.cleaned_data["number"])
    chosen = form.cleaned_data["person"]
    needs = form.cleaned_data["deed"] in (What.SAME, What.OTHER)
    if (needs and chosen is None) or form.cleaned_data["deed"] == What.ADDED:
        return _refused(request, received, row, "Chưa chọn ai: mời chọn một người rồi bấm lại.", 400)
    person = get_visible_or_404(Person, request.member, pk=chosen) if needs else None
    try:
        decision = settling.settle(row=row, said=form.said(person), by=request.member, at=clock.now())
    except Problem as problem:
        return _refused(request, received, row, problem.sentence, problem.status)
    return _go_on(request, received, row, _told(decision))


def _told(decision: ReviewDecision) -> str:
    return f"Đã ghi dòng {decision.number}: {settling.words_of(decision)}."


def _go_on(request: MemberRequest, received: IncomingList, row: ListRow, said: str) -> HttpResponse:
    """To the next row."""
    if not _wants_parts(request):
        messages.success(request, said)
        return redirect(f"{reverse('lists:review', args=[received.pk])}?sau={row.number}")
    after = _place_at(received, row.number)
    following = queueing.take_next(received=received, by=request.member, at=clock.now(), after=after)
    return _show(request, received, following, said=said)


def _refused(
    request: MemberRequest, received: IncomingList, row: ListRow | None, sentence: str, status: int
) -> HttpResponse:
    """Nothing was kept. The row is shown as it stands now, with the sentence."""
    if _wants_parts(request) and row is None:
        return JsonResponse({"problem": sentence}, status=status)
    place = _look_at(request, _own_row(request, received, row.number)) if row is not None else None
    return _show(request, received, place, problem=sentence, status=status)


def _undo(request: MemberRequest, received: IncomingList) -> HttpResponse:
    try:
        back = settling.undo(received=received, step=None, by=request.member, at=clock.now())
    except Problem as problem:
        return _refused(request, received, None, problem.sentence, problem.status)
    said = (
        f"Đã hoàn tác dòng {back[0].number}."
        if len(back) == 1
        else f"Đã hoàn tác {len(back)} dòng giải quyết cùng lúc."
    )
    if any(one.what == What.ADDED for one in back):
        said += " Người đã thêm vẫn còn trong sổ: thêm nhầm thì sửa ở trang của người ấy."
    if not _wants_parts(request):
        messages.success(request, said)
        return redirect(f"{reverse('lists:review', args=[received.pk])}?dong={back[0].number}")
    place = _look_at(request, _own_row(request, received, back[0].number))
    return _show(request, received, place, said=said)


@only(*DESK)
def news(request: MemberRequest, pk: int) -> HttpResponse:
    """What others did meanwhile; the row in hand stays this officer's."""
    received = _own_list(request, pk)
    place = _place_at(received, asked_id(request.GET.get("dong")))
    if place is not None and place.state != ReviewPlace.State.SETTLED:
        queueing.take(place=place, by=request.member, at=clock.now())
    return JsonResponse(_parts(request, received, place, {}, ("tools", "beside")))


# -- drawing


def _wants_parts(request: MemberRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _show(
    request: MemberRequest,
    received: IncomingList,
    place: ReviewPlace | None,
    *,
    said: str = "",
    problem: str = "",
    status: int = 200,
    panel: str = "",
    **more: Any,
) -> HttpResponse:
    """One row with what can be done with it; `panel` names what is opened beneath it."""
    sides = _sides(request, received, place)
    context = {"sides": sides, "panel": panel, "problem": problem, "step": uuid4(), **more}
    context |= _offer(request.member, sides) if sides is not None and not panel else {}
    if not _wants_parts(request):
        page = _context(request, received, place) | context
        return render(request, "lists/review.html", page, status=status)
    parts = _parts(request, received, place, context, ("main", "tools", "beside"))
    row = {"number": sides.row.number if sides else None, "said": said, "problem": problem}
    return JsonResponse(parts | row, status=status)


def _sides(request: MemberRequest, received: IncomingList, place: ReviewPlace | None) -> Sides | None:
    if place is None:
        return None
    row = _own_row(request, received, ListRow.objects.values_list("number", flat=True).get(pk=place.row_id))
    return sides_of(row, place, request.member)


def _offer(member: Member, sides: Sides) -> dict[str, Any]:
    offer = sittings.together(sides.place, member, clock.now())
    return {"offer": offer, "offered": len(offer.rows)} if offer else {}


def _context(request: MemberRequest, received: IncomingList, place: ReviewPlace | None) -> dict[str, Any]:
    now = Sitting(received, request.member, clock.now())
    taken = place is not None and place.is_taken(request.member, now.at)
    return {
        "list": received, "sitting": now, "place": place, "following": now.following(place),
        "taken_by": place.taken_by.user.full_name if taken and place and place.taken_by else "",
        "MOST": searching.PAGE,
    }  # fmt: skip


def _parts(
    request: MemberRequest,
    received: IncomingList,
    place: ReviewPlace | None,
    more: dict[str, Any],
    names: tuple[str, ...],
) -> dict[str, Any]:
    context = _context(request, received, place) | more
    return {name: render_to_string(f"lists/_review_{name}.html", context, request) for name in names}


# -- another person of the register


@only(*DESK)
def find(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Look for the person oneself. What is typed is posted: a number stands in no address."""
    received = _own_list(request, pk)
    row = _own_row(request, received, number)
    if not _is_open(received):
        return redirect("lists:list", pk)
    listed = listed_of(row)
    text = asked_text(request, "tim") if request.method == "POST" else _likely_words(listed.name, listed.birth)
    found = searching.find(searching.Question(text=text), request.member) if text else searching.Found()
    if found.by == "number":
        log_event("people.searched_by_number", about=None, by=request.member, at=clock.now(), found=found.count)
    place = _look_at(request, row)
    return _show(request, received, place, panel="find", text=text, found=found)


def _likely_words(name: str, birth: Any) -> str:
    """What an officer would type first."""
    return f"{names.fold(name)} {birth.year}" if name and birth else names.fold(name)


# -- somebody the register does not know


@only(*DESK)
def add(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Who may be in the register already is shown before anyone is added twice."""
    received = _own_list(request, pk)
    row = _own_row(request, received, number)
    if not _is_open(received):
        return redirect("lists:list", pk)
    form = NewcomerForm(
        request.POST or None, listed=listed_of(row), villages=_villages(received), initial=_initial(row, received)
    )
    alike: list[Person] = []
    if request.method == "POST" and form.is_valid():
        alike = _perhaps(request, form, received.area)
        if {person.pk for person in alike} <= form.asked_ids():
            decision = _add(request, form, row, [person.pk for person in alike])
            if decision is not None:
                return _go_on(request, received, row, _told(decision))
    if alike:
        typed: Any = request.POST.copy()
        typed["asked"] = ",".join(str(person.pk) for person in alike)
        form.data = typed
    status = 400 if form.is_bound and (form.errors or alike) else 200
    return _show(request, received, _look_at(request, row), panel="add", form=form, alike=alike, status=status)


def _villages(received: IncomingList) -> Any:
    rows = Area.objects.villages().filter(path__startswith=received.area.path)
    return rows.standing_on(clock.today()).order_by("order", "code")


def _initial(row: ListRow, received: IncomingList) -> dict[str, Any]:
    listed = listed_of(row)
    named = [v for v in _villages(received) if listed.village and same_village(listed.village, v.full_name)]
    stands = settling.standing_decision(row)
    return {
        "full_name": names.tidy(listed.name), "birth": listed.birth.show() if listed.birth else "",
        "sex": listed.sex, "village": named[0] if len(named) == 1 else None, "take_number": True, "take_phone": True,
        "step": uuid4(), "seen": stands.pk if stands else None,
    }  # fmt: skip


def _perhaps(request: MemberRequest, form: NewcomerForm, area: Area) -> list[Person]:
    given = form.cleaned_data
    commune = given["village"].commune or area
    alike = doubles.like_a_newcomer(
        full_name_folded=names.fold(given["full_name"]), birth=given["birth"], sex=given["sex"],
        number_ix=blind_index(form.number, NUMBER_INDEX) if form.number else "",
        phone_ix=blind_index(form.telephone, PHONE_INDEX) if form.telephone else "", commune=commune,
    )  # fmt: skip
    ids = [person.pk for person in alike]
    return list(Person.objects.visible_to(request.member).filter(pk__in=ids).select_related("household__village"))


def _add(request: MemberRequest, form: NewcomerForm, row: ListRow, apart: list[int]) -> ReviewDecision | None:
    given = form.cleaned_data
    said = settling.Said(what=What.ADDED, step=given["step"] or uuid4(), seen=given["seen"])
    try:
        return add_and_settle(
            row=row, new=form.new_person(), village=given["village"], home_code=form.home_code_or_none,
            not_the_same=apart, said=said, by=request.member, at=clock.now(),
        )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return None


# -- many at once


@only(*DESK)
def together(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """The rows that ask the same question, on one sheet; each can be left out."""
    received = _own_list(request, pk)
    row = _own_row(request, received, number)
    if not _is_open(received):
        return redirect("lists:list", pk)
    place = _look_at(request, row)
    offer = sittings.together(place, request.member, clock.now())
    if offer is None:
        sentence = "Không còn đủ dòng nào cùng một câu hỏi như dòng này: mời xem từng dòng."
        return _refused(request, received, row, sentence, 409)
    told = rows_with_sides(offer.rows, request.member)
    form = TogetherForm(request.POST or None, lines=[one["row"].number for one in told])
    if request.method == "POST" and form.is_valid():
        done, left = settling.settle_together(
            received=received, numbers=form.cleaned_data["numbers"], what=form.cleaned_data["deed"], step=form.its_step,
            by=request.member, at=clock.now(),
        )  # fmt: skip
        said = " ".join([f"Đã giải quyết {done} dòng cùng lúc.", *left])
        return _go_on(request, received, row, said)
    problem = " ".join(str(e) for e in form.errors.get("numbers", [])) if form.is_bound else ""
    return _show(
        request, received, place, panel="together", offer=offer, rows=told, problem=problem,
        status=400 if problem else 200,
    )  # fmt: skip


# -- one row's decisions, opened from a claim


@only(*DESK)
def decisions(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """What was decided of one row of a list, by whom; nothing is changed here."""
    received = _own_list(request, pk)
    row = _own_row(request, received, number)
    sides = {"history": history_of(row), "raw": raw_cells(row)}
    context = {"list": received, "row": row, "sides": sides, "may_review": _is_open(received)}
    return render(request, "lists/review_row.html", context)
