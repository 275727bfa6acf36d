"""The queue of a session: the desk that calls, and the large screen that people look at."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.field.models import QueueTicket, SupportSession
from tungnha.field.schedule.operations import call_next, give_ticket, step_ticket
from tungnha.field.schedule.views.common import AT_SESSIONS, tabs, worked_at_or_404
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

DESKS = ("1", "2", "3", "4", "5", "6")
SHOWN_NEXT = 8
DEEDS = {"served": QueueTicket.State.SERVED, "left": QueueTicket.State.LEFT, "again": QueueTicket.State.CALLED,
         "back": QueueTicket.State.WAITING}  # fmt: skip


def state_of(session: SupportSession) -> dict[str, Any]:
    """Numbers only: nobody's name is on a screen."""
    tickets = list(QueueTicket.objects.filter(session=session).order_by("given_at", "letter", "n"))
    of = {state: [t for t in tickets if t.state == state] for state in QueueTicket.State.values}
    serving = sorted(of["called"], key=lambda t: t.state_at, reverse=True)
    return {
        "serving": serving, "waiting": of["waiting"], "next": of["waiting"][:SHOWN_NEXT],
        "served": len(of["served"]), "left": sorted(of["left"], key=lambda t: t.state_at, reverse=True),
        "latest": serving[0] if serving else None, "total": len(tickets),
    }  # fmt: skip


@only(*AT_SESSIONS)
def queue(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the next number; call the next one to a desk; done, gone, called again. The desk's own number is kept in the
    address, so that several stand side by side."""
    found, now = worked_at_or_404(request, pk), clock.now()
    desk = asked_text(request, "ban")
    desk = desk if desk in DESKS else DESKS[0]
    here = f"{reverse('field:session-queue', args=[found.pk])}?ban={desk}"
    if request.method == "POST":
        try:
            _deed(request, found, desk)
        except Problem as problem:
            messages.error(request, problem.sentence)
        return redirect(here)
    context = state_of(found) | {
        "session": found, "tabs": tabs(request, found, "session-queue"), "desk": desk, "step_id": uuid.uuid4(),
        "desks": [{"label": f"Bàn {d}", "url": f"?ban={d}", "current": d == desk} for d in DESKS], "now": now,
        "poll_url": f"{here}&doi=1", "at_desk": [t for t in state_of(found)["serving"] if t.desk == desk],
    }  # fmt: skip
    return render(request, "field/_queue.html" if request.htmx else "field/session_queue.html", context)


def _deed(request: MemberRequest, session: SupportSession, desk: str) -> None:
    member, now = request.member, clock.now()
    deed = request.POST.get("deed", "")
    if deed == "give":
        step = _uuid(request.POST.get("step_id", ""))
        ticket = give_ticket(session=session, by=member, at=now, step_id=step)
        messages.success(request, f"Số {ticket.label}.")
    elif deed == "next":
        called = call_next(session=session, desk=desk, by=member, at=now)
        if called is None:
            messages.info(request, "Chưa có ai đang chờ.")
    elif deed in DEEDS:
        pk = asked_id(request.POST.get("ticket"))
        one = get_visible_or_404(QueueTicket.objects.filter(session=session), member, pk=pk)
        step_ticket(ticket=one, state=DEEDS[deed], desk=desk if deed == "again" else "", by=member, at=now)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@only(*AT_SESSIONS)
def screen(request: MemberRequest, pk: int) -> HttpResponse:
    """For a television or a laptop turned to the people: now serving, next. It asks again every few seconds."""
    found = worked_at_or_404(request, pk)
    context = state_of(found) | {"session": found, "back_url": reverse("field:session-queue", args=[found.pk])}
    return render(request, "field/_queue_screen.html" if request.htmx else "field/queue_screen.html", context)
