"""Whose a task is: its leads, the places of its grid, and who may speak for each.

A place is `a12` (an area: a village, or a commune below a province) or `o7` (a body). A team stands for its village,
the committee of another area for that area, as in “Nơi nhận”. Whoever collects for a body speaks for it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tungnha.identity import names
from tungnha.plans import whom
from tungnha.plans.models import Plan, Task
from tungnha.plans.receivers import lower_areas
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.models.members import VILLAGE_ROLES

#: words for leads that mean each of many by itself: one answer from each is asked for
EACH = frozenset({"all", "units", "teams", "schools", "unions", "communes", "companies"})
DESKS = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
_VILLAGES = re.compile(r"\b(?:tung|moi|cac|\d+) (?:thon|ban|khu pho|to dan pho|xom)\b")
_BODIES = re.compile(r"\b(?:tung|moi|cac|tat ca(?: cac)?) (?:co quan|don vi|phong|truong)\b")


@dataclass(frozen=True, order=True)
class Place:
    """An area or a body that a task is asked of."""

    key: str
    title: str
    collector: str = ""  # through whom it answers
    collector_id: int | None = None

    @property
    def is_area(self) -> bool:
        return self.key.startswith("a")


def key_of(area_id: int | None, organisation_id: int | None) -> str:
    return f"a{area_id}" if area_id else f"o{organisation_id}" if organisation_id else ""


def columns_of(key: str) -> dict[str, Any]:
    """`a12` → {"area_id": 12, "organisation_id": None}: what a row about a place holds."""
    return {
        "area_id": int(key[1:]) if key.startswith("a") else None,
        "organisation_id": int(key[1:]) if key.startswith("o") else None,
    }


def place_of(body: Organisation, own: Area) -> Place:
    """A body as a place of a plan of the area `own`: a team is its village, another area's committee that area."""
    if body.area_id != own.pk and body.kind in (Organisation.Kind.TEAM, Organisation.Kind.COMMITTEE):
        return Place(f"a{body.area_id}", body.area.title)
    through = body.collector.label if body.collector else ""
    return Place(f"o{body.pk}", body.label, through, body.collector_id)


def of_areas(areas: Iterable[Area]) -> list[Place]:
    return [Place(f"a{area.pk}", area.title) for area in areas]


def asks_each(task: Task, leads: Sequence[Organisation]) -> bool:
    """Whether the plan's own words ask every one of its leads for an answer (“các cơ quan, đơn vị”)."""
    return len(leads) > 1 and bool(EACH & set(whom.match_units(task.lead, ())))


def own_places(task: Task, own: Area, on: date) -> list[Place]:
    """The grid the plan's own words make: the leads that stand today, each once; none where they name single bodies."""
    leads = [body for body in task.leads.all() if body.valid_to is None or body.valid_to >= on]
    if not asks_each(task, leads):
        return []
    return list({place.key: place for place in (place_of(body, own) for body in leads)}.values())


def choosable(plan: Plan, on: date) -> list[Place]:
    """Everything a grid of the plan may be made of: the areas right below, then the bodies of its own area."""
    own = plan.campaign.area
    bodies = Organisation.objects.filter(area=own, valid_to=None).exclude(pk=plan.organisation_id)
    bodies = bodies.exclude(kind__in=("team", "committee", "steering")).select_related("area", "collector")
    areas = of_areas(receiver.row for receiver in lower_areas(plan, on))  # type: ignore[misc]
    return areas + [place_of(body, own) for body in bodies.order_by("order", "name")]


def offered(task: Task, choices: Sequence[Place]) -> set[str]:
    """Of these the ones a task's words speak of (“từng cơ quan, từng thôn”): offered ticked, never filled in."""
    words = names.fold(" ".join((task.name, task.lead, task.co, task.result)))
    groups = set(whom.match_units(" ; ".join((task.name, task.lead, task.result)), ()))
    areas = bool(_VILLAGES.search(words)) or bool(groups & {"teams", "all", "communes"})
    bodies = bool(_BODIES.search(words)) or bool(groups & {"units", "all"})
    return {one.key for one in choices if (areas if one.is_area else bodies)}


# --- whose -----------------------------------------------------------------------------------------------------------


def keys_of(member: Member) -> set[str]:
    """The places a member speaks for: the own body and those it collects for; a desk or a team for its own area."""
    found = set()
    if member.role in VILLAGE_ROLES or member.has_role(*DESKS):
        found.add(f"a{member.area_id}")
    if member.organisation_id is not None:
        found.add(f"o{member.organisation_id}")
        if member.role not in VILLAGE_ROLES:
            collects = Organisation.objects.filter(collector=member.organisation_id, valid_to=None)
            found |= {f"o{pk}" for pk in collects.values_list("pk", flat=True)}
    return found


def co_operates(task: Task, member: Member, own: Area) -> bool:
    """Whether a task's “phối hợp” names the member's own body."""
    body = member.organisation
    if body is None or not task.co:
        return False
    tokens = whom.match_units(task.co, [body])
    return bool(whom.expand(tokens, [body], task.plan.organisation_id, own.kind))
