"""The desk of a session: who came, what was done, what it came to."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field.models import CheckIn, SupportSession
from tungnha.field.queries import asked_of_persons
from tungnha.field.schedule import results, whom
from tungnha.field.schedule.forms_coming import CheckInForm
from tungnha.field.schedule.operations import check_in
from tungnha.field.schedule.views.common import AT_SESSIONS, session_or_404, tabs, worked_at_or_404
from tungnha.identity.card import BadCard, read_card_qr
from tungnha.ledger.models import Service
from tungnha.ledger.queries import standings_held
from tungnha.people.finding import searching
from tungnha.people.models import Person, Telephone
from tungnha.people.operations import correcting
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member
from tungnha.units.problems import Problem
from tungnha.units.requests import LONGEST_SEARCH, MemberRequest, asked_id

SHOWN, FOUND = 200, 20
LONGEST_CARD = 600


@only(*AT_SESSIONS)
def desk(request: MemberRequest, pk: int) -> HttpResponse:
    """Find who came, by name, number, telephone or a scanned card; or count somebody without a name. What is looked for
    is posted: names and numbers stand in no address."""
    found, member = worked_at_or_404(request, pk), request.member
    typed = request.POST.get("tim", "").replace("\0", "").strip()[:LONGEST_CARD]
    hits, how, said = _found(typed, member)
    if len(hits) == 1 and how in ("card", "number"):
        return redirect(f"{reverse('field:session-person', args=[found.pk, hits[0].pk])}?qua={how}")
    context = {
        "session": found, "tabs": tabs(request, found, "session-check-in"),
        "text": "" if typed.count("|") >= 5 else typed,
        "looked": bool(typed), "found": hits, "how": how, "said": said,
        "may_find": member.sees_whole_area(names=True), "totals": results.totals(found),
        "here": set(found.check_ins.filter(person__in=[p.pk for p in hits]).values_list("person", flat=True)),
        "came": results.came_rows(found, member).order_by("-made_at")[:SHOWN],
    }  # fmt: skip
    note_views(hits, by=member, at=clock.now(), where="session")
    return render(request, "field/session_desk.html", context)


def _found(text: str, member: Member) -> tuple[list[Person], str, str]:
    """Whom the words may mean, how they were known, and what is wrong with the words. Nothing of a card is kept but
    whom it means."""
    if not text or not member.sees_whole_area(names=True):
        return [], "", ""
    if text.count("|") < 5:
        return _search(text, member), "number" if searching.is_number(text) else "name", ""
    try:
        card = read_card_qr(text)
    except BadCard as problem:
        return [], "card", str(problem)
    if people := _search(card.number, member):
        return people, "card", ""
    why = "Số trên thẻ chưa có trong sổ. Dưới đây là người cùng tên, mời xem có phải không."
    return _search(card.full_name, member), "name", why


def _search(text: str, member: Member) -> list[Person]:
    found = searching.find(searching.Question(text=text[:LONGEST_SEARCH]), member)
    return [hit.person for hit in found.people[:FOUND]]


@only(*AT_SESSIONS)
def person(request: MemberRequest, pk: int, person: int) -> HttpResponse:
    """One who came: what was done, what was not wanted, through which channel, which telephone."""
    found = worked_at_or_404(request, pk)
    who: Person = get_visible_or_404(Person.objects.select_related("household__village"), request.member, pk=person)
    return _note(request, found, who)


@only(*AT_SESSIONS)
def nameless(request: MemberRequest, pk: int) -> HttpResponse:
    """One who is not on the register: counted, with what was done, without a name."""
    return _note(request, worked_at_or_404(request, pk), None)


def _note(request: MemberRequest, session: SupportSession, who: Person | None) -> HttpResponse:
    member, now = request.member, clock.now()
    if session.is_cancelled:
        raise Http404("a cancelled session has no desk")
    services = whom.offered(session)
    levels = {a.service_id: a.level for a in asked_of_persons(session.campaign)}
    telephones = list(Telephone.objects.filter(person=who, to_on=None).order_by("-main", "pk")) if who else []
    here = CheckIn.objects.filter(session=session, person=who).first() if who else None
    form = CheckInForm(
        request.POST or None, services=services, levels=levels, person=who, telephones=telephones,
        had=_has(who, services, levels, telephones),
        initial={"check_in_id": uuid.uuid4(), "how": request.GET.get("qua", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _store(request, form, session, who):
        name = who.full_name if who else "một người ngoài sổ"
        messages.success(request, f"Đã điểm danh {name}.")
        return redirect("field:session-check-in", pk=session.pk)
    if who is not None:
        note_views([who], by=member, at=now, where="session")
    context = {
        "session": session, "person": who, "form": form, "tabs": tabs(request, session, "session-check-in"),
        "here": here, "done": list(here.services.select_related("service")) if here else [],
        "invited": bool(who) and session.invitations.filter(person=who, taken_off_at=None).exists(),
    }  # fmt: skip
    return render(request, "field/session_person.html", context)


def _has(who: Person | None, services: list[Service], levels: dict[int, int], telephones: list[Telephone]) -> set[int]:
    """Services that need not be asked about: she has them; of telephones when all of hers have it."""
    if who is None:
        return set()
    today = clock.today()
    held = {
        s.service_id for s in standings_held(today).filter(person=who, service__in=services)
        if s.level >= levels.get(s.service_id, 1)
    }  # fmt: skip
    for service in services:
        if service.counts == "telephone" and telephones:
            done = standings_held(today).filter(service=service, telephone__in=telephones).count()
            if done == len(telephones):
                held.add(service.pk)
    return held


def _store(request: MemberRequest, form: CheckInForm, session: SupportSession, who: Person | None) -> bool:
    member, now = request.member, clock.now()
    try:
        with transaction.atomic():
            added = {}
            for number in form.new_numbers():
                assert who is not None
                added[number] = correcting.add_telephone(
                    person=who, text=number, main=False, by=member, at=now, source="buổi hỗ trợ", origin="session"
                )
            check_in(
                session=session, person=who, done=form.done(added), refused=form.refused(), topics=form.practised(),
                how=form.cleaned_data["how"], by=member, at=now,
                check_in_id=form.cleaned_data["check_in_id"],
            )  # fmt: skip
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    return True


@only(*AT_SESSIONS)
def came(request: MemberRequest, pk: int) -> HttpResponse:
    """What the session came to; each number opens to its rows (?xem=, ?viec=) within the reader's scope."""
    found, member = session_or_404(request, pk), request.member
    show = request.GET.get("xem", "")
    show = show if show in SHOWS else ""
    service = Service.objects.filter(pk=asked_id(request.GET.get("viec")) or 0).first()
    rows = results.came_rows(found, member, show, service.pk if service else None).order_by("made_at")
    total = results.totals(found)
    title = SHOWS[show] + (f": {service.label}" if service else "")
    context: dict[str, Any] = {
        "session": found, "tabs": tabs(request, found, "session-results"), "totals": total, "rows": rows[:1000],
        "title": title, "show": show, "service": service, "open_rows": bool(request.GET.get("xem") or service),
        "url": reverse("field:session-results", args=[found.pk]),
    }  # fmt: skip
    note_views([row.person for row in rows[:1000] if row.person], by=member, at=clock.now(), where="session")
    return render(request, "field/session_results.html", context)


SHOWS = {
    "": "Người đã đến", "done": "Đã làm xong", "refused": "Chưa làm", "strangers": "Ngoài sổ nhân khẩu",
    "invited": "Được mời và đã đến",
}  # fmt: skip
