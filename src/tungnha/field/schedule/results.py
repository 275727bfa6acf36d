"""Who came to a session and what was done: totals, and the rows behind each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from tungnha.field.models import (
    CheckIn,
    CheckInService,
    Invitation,
    SupportSession,
)
from tungnha.field.schedule.whom import offered
from tungnha.ledger.models import Service
from tungnha.units.models import Member


@dataclass(frozen=True)
class Totals:
    """What a session came to. `services`: (service, people or telephones it was done for, refused); a person for whom
    it was done in the end is not among those who refused."""

    came: int
    registered: int
    strangers: int
    invited: int
    invited_came: int
    helped: int
    services: list[tuple[Service, int, int]]
    topics: list[tuple[str, int]]


def totals(session: SupportSession) -> Totals:
    """Counts only: anybody who sees the session may see them."""
    check_ins = list(session.check_ins.values_list("pk", "person", "topics"))
    rows = list(
        CheckInService.objects.filter(check_in__session=session).values_list(
            "service", "outcome", "check_in", "telephone"
        )
    )
    services = {s.pk: s for s in Service.objects.filter(pk__in={r[0] for r in rows} | {s.pk for s in offered(session)})}
    done = {(s, c, t) for s, outcome, c, t in rows if outcome == CheckInService.Outcome.DONE}
    done_for = {(s, c) for s, c, _ in done}
    refused = {(s, c) for s, outcome, c, _ in rows if outcome == CheckInService.Outcome.REFUSED} - done_for
    topics: dict[str, int] = defaultdict(int)
    for _, _, practised in check_ins:
        for topic in practised:
            topics[topic] += 1
    listed = set(session.invitations.filter(taken_off_at=None).values_list("person", flat=True))
    persons = {person for _, person, _ in check_ins if person}
    return Totals(
        came=len(check_ins), registered=len(persons), strangers=len(check_ins) - len(persons), invited=len(listed),
        invited_came=len(listed & persons), helped=len({c for _, c, _ in done}),
        services=[
            (s, sum(d[0] == pk for d in done), sum(r[0] == pk for r in refused))
            for pk, s in sorted(services.items(), key=lambda item: (item[1].order, item[0]))
        ],
        topics=sorted(topics.items(), key=lambda t: (-t[1], t[0])),
    )  # fmt: skip


def came_rows(session: SupportSession, member: Member, show: str = "", service: int | None = None) -> QuerySet[Any]:
    """The rows behind a total, within the reader's scope. `show`: done, refused, strangers, invited; "" everybody."""
    rows = CheckIn.objects.visible_to(member).filter(session=session)
    done = CheckInService.objects.filter(check_in=OuterRef("pk"), outcome=CheckInService.Outcome.DONE)
    refused = CheckInService.objects.filter(check_in=OuterRef("pk"), outcome=CheckInService.Outcome.REFUSED)
    if service is not None:
        done, refused = done.filter(service=service), refused.filter(service=service)
    if show == "done":
        rows = rows.filter(Exists(done))
    elif show == "refused":
        rows = rows.filter(Exists(refused), ~Exists(done))
    elif show == "strangers":
        rows = rows.filter(person=None)
    elif show == "invited":
        listed = Invitation.objects.filter(session=session, person=OuterRef("person"), taken_off_at=None)
        rows = rows.filter(Exists(listed))
    return rows.select_related("person__household__village", "made_by__user").prefetch_related(
        Prefetch("services", CheckInService.objects.select_related("service"))
    )
