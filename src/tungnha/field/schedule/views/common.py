"""What the pages of sessions share: who may do what, the campaign, the session that is asked for."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from tungnha.field.models import Equipment, SupportSession
from tungnha.field.schedule import queries
from tungnha.field.schedule.operations.agreeing import sides_of, speaks_for
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.queries_setup import current
from tungnha.units.requests import MemberRequest

TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
DESK = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)
AT_SESSIONS = (*DESK, Role.PARTNER, *TEAM)
PLANNERS = (Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER, Role.PARTNER)
ARRANGERS = (Role.OFFICER, Role.DATA_STEWARD)  # the whole commune's schedule, places, equipment
CALLERS = (*DESK, *TEAM)  # those who may know who is missing what
GIVERS = (*DESK, Role.TEAM_LEADER)  # those who may take a list of people out


def session_or_404(request: MemberRequest, pk: int) -> SupportSession:
    found: SupportSession = get_visible_or_404(queries.loaded(SupportSession.objects.all()), request.member, pk=pk)
    return found


def worked_at_or_404(request: MemberRequest, pk: int) -> SupportSession:
    """The same, for who works there: a body's employee only where the body sends people."""
    found = session_or_404(request, pk)
    if request.member.is_partner and not _sends_people(request.member, found):
        raise Http404("not this body's session")
    return found


def _sends_people(member: Member, session: SupportSession) -> bool:
    return any(s.organisation_id == member.organisation_id for s in session.staffing.all())


def may_move(member: Member, session: SupportSession) -> bool:
    """The desk, the village's leader, and a body that sends people there."""
    if session.is_cancelled:
        return False
    if member.has_role(*ARRANGERS) and member.area.contains(session.area):
        return True
    return any(speaks_for(member, side, session) == "own" for side in sides_of(session))


def may_cancel(member: Member, session: SupportSession) -> bool:
    return may_move(member, session) and not member.is_partner


def may_see_people(member: Member, session: SupportSession) -> bool:
    """Names of those who are to come: only where the whole area is the member's to know."""
    if not member.has_role(*CALLERS):
        return False
    return member.area.contains(session.area) or session.area.contains(member.area)


def staff_choices(member: Member, area: Area) -> Any:
    """Who may be asked to work at sessions of an area: current, with a body, within the planner's scope."""
    rows = Member.objects.visible_to(member).filter(
        current(clock.today()), area__path__startswith=area.path, organisation__isnull=False
    )
    return (
        rows.filter(role__in=[*TEAM, Role.PARTNER])
        .select_related("user", "organisation")
        .order_by("organisation__order", "organisation__name", "user__full_name")
    )


def choices_for(member: Member, campaign: Campaign) -> dict[str, Any]:
    """What may be chosen when a session of a campaign is planned."""
    standing = Area.objects.all().standing_on(clock.today())
    areas = standing.filter(path__startswith=campaign.area.path).visible_to(member)
    kinds = [Area.Kind.VILLAGE] if member.has_role(*TEAM) else [Area.Kind.VILLAGE, Area.Kind.COMMUNE]
    return {
        "area": areas.filter(kind__in=kinds).order_by("-kind", "parent", "order", "code"),
        "place": places_for(member, campaign),
        "services": Service.objects.filter(
            campaigns__campaign=campaign, counts__in=("person", "telephone"), kind=Service.Kind.STATE
        ).distinct(),
        "staff": staff_choices(member, campaign.area),
        "organisations": Organisation.objects.visible_to(member).filter(
            area__path__startswith=campaign.area.path, kind__in=["operator", "police", "union", "company"]
        ),
    }


def places_for(member: Member, campaign: Campaign) -> Any:
    return Place.objects.visible_to(member).filter(area__path__startswith=campaign.area.path).order_by("area", "name")


def equipment_for(member: Member, area: Area) -> list[Equipment]:
    """What may be promised: the commune's, and that of the bodies there."""
    rows = Equipment.objects.visible_to(member).filter(area__path__in=area.ancestor_paths()).select_related("kept_by")
    below = Equipment.objects.visible_to(member).filter(area__path__startswith=area.path).select_related("kept_by")
    return list({e.pk: e for e in (*rows, *below)}.values())


def tabs(request: MemberRequest, session: SupportSession, here: str) -> list[dict[str, Any]]:
    """The pages of one session that the member may open."""
    rows = [("session", "Buổi")]
    if not request.member.is_partner or _sends_people(request.member, session):
        rows += [("session-check-in", "Điểm danh"), ("session-queue", "Hàng chờ")]
    if may_see_people(request.member, session):
        rows.insert(1, ("session-call", "Mời người"))
        rows.insert(2, ("session-texts", "Lời mời"))
    rows.append(("session-results", "Kết quả"))
    return [
        {"url": reverse(f"field:{name}", args=[session.pk]), "label": label, "current": name == here}
        for name, label in rows
    ]
