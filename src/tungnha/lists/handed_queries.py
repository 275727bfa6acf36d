"""Lists handed out, as pages and the record of exchanges need them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from tungnha.lists.handed.columns import FACT_WORDS
from tungnha.lists.handed_showing import must_delete, state_of
from tungnha.lists.models.handed import HandedAnswer, HandedList, HandedReturn
from tungnha.lists.operations.handed_people import Chosen
from tungnha.people.models import RegisterNote
from tungnha.people.register import merged
from tungnha.units.models import Member, Organisation, Role

DESK = (Role.OFFICER, Role.DATA_STEWARD)
UNITS = (Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
READERS = (*DESK, *UNITS)


def lists_for(member: Member) -> QuerySet[HandedList]:
    """What a member may know of: the desk all of its area, a unit what was handed to it."""
    rows: Any = HandedList.objects.visible_to(member).select_related(
        "export__by__user", "receiver", "area", "campaign", "made_by__user", "taken_by__user", "deletion_said_by__user"
    )
    if not member.has_role(*DESK):
        rows = rows.filter(receiver=member.organisation) if member.organisation_id else rows.none()
    done = Q(returns__imported_at__isnull=False, returns__withdrawn_at=None)
    found: QuerySet[HandedList] = rows.annotate(answers_count=Count("returns", filter=done))
    return found.order_by("-made_at", "-pk")


def reminders(member: Member, on: date) -> list[dict[str, Any]]:
    """What the member's unit must soon delete, or should have: shown wherever it comes first."""
    rows = lists_for(member).filter(taken_at__isnull=False, export__deleted_on=None)
    told = [(handed, must_delete(handed, on)) for handed in rows]
    return [{"handed": handed, "how": how} for handed, how in told if how]


def how_many_late(member: Member, on: date) -> int:
    """Lists whose day has come, or that were called back, and that no unit has said to have deleted."""
    rows = lists_for(member).filter(taken_at__isnull=False, export__deleted_on=None)
    return rows.filter(Q(export__expires_on__lte=on) | Q(called_back_at__isnull=False)).count()


@dataclass(frozen=True)
class Line:
    """One exchange in the record of what came in and what went out (“Giao nhận dữ liệu”)."""

    at: Any
    other: Organisation  # whom it was given to, or whom it came from
    what: str
    purpose: str
    agreement: str
    rows: int
    mark: str
    expires_on: date | None
    deleted_on: date | None
    state: tuple[str, str]
    url: str


def exchange_lines(member: Member, on: date) -> list[Line]:
    """Every list handed out that a member may know of, newest first: the outgoing half of the record of exchanges."""
    return [
        Line(
            handed.made_at, handed.receiver, f"Giao đối chiếu: {handed.choice_words}", handed.export.purpose,
            handed.export.agreement, handed.export.rows, handed.export.mark, handed.export.expires_on,
            handed.export.deleted_on, state_of(handed, on), reverse("lists:handed-list", args=[handed.pk]),
        )
        for handed in lists_for(member)
    ]  # fmt: skip


def given_before(receiver: Organisation, chosen: Chosen) -> list[tuple[HandedList, int]]:
    """Lists the unit still holds with some of the same people, and how many: perhaps this one is not needed."""
    ids = {person.pk for person in chosen.persons}
    held = HandedList.objects.filter(receiver=receiver, export__deleted_on=None, called_back_at=None)
    found = []
    for handed in held.select_related("export").order_by("-made_at")[:20]:
        same = len(ids & set(handed.rows.values_list("person", flat=True)))
        if same:
            found.append((handed, same))
    return found


def not_theirs(sent_back: HandedReturn) -> list[HandedAnswer]:
    """The rows the unit says are none of its people."""
    rows = sent_back.answers.filter(theirs=False).select_related("person__household__village").order_by("line")
    return list(rows)


def unread(sent_back: HandedReturn) -> list[tuple[int, str]]:
    """(line, what could not be read) of the cells that said something nobody could take."""
    found = []
    for answer in sent_back.answers.order_by("line"):
        said = json.loads(answer.said_text) if answer.said_text else {}
        found += [(answer.line, problem) for problem in said.get("problems", ())]
    return found


def notes_of(sent_back: HandedReturn) -> dict[str, int]:
    """How many of the proposals of a return wait, were written, were refused."""
    rows = RegisterNote.objects.filter(origin="handed", origin_id__startswith=f"{sent_back.pk}/")
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def who_is(answer: HandedAnswer) -> Any:
    return merged.survivor(answer.person)


def fact_titles(facts: dict[str, str]) -> str:
    return ", ".join(FACT_WORDS.get(fact, fact) for fact in facts)
