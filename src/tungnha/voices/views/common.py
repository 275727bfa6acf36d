"""What the pages of voices have in common: the frame of a team or of the desk, and the tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import VILLAGE_ROLES

DESK = (Role.OFFICER, Role.DATA_STEWARD)
ABOVE = (*DESK, Role.LEADER)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
UNITS = (Role.UNIT_OFFICER, Role.PARTNER)
EVERYBODY = (*ABOVE, *TEAM, *UNITS, Role.PROVINCE_OFFICER)
HEARERS = (*DESK, *TEAM, Role.UNIT_OFFICER)  # who reports a rumour
IN_COMMUNE = (*ABOVE, *TEAM, Role.UNIT_OFFICER)

TABS = (
    ("difficulties", "Khó khăn, vướng mắc", EVERYBODY),
    ("rumours", "Tin đồn, lừa đảo", IN_COMMUNE),
    ("feedback", "Phản ánh của người dân", ABOVE),
    ("opinions", "Dư luận", IN_COMMUNE),
    ("app", "Ứng dụng phản ánh", (*ABOVE, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)),
)


def frame(member: Member, here: str) -> dict[str, Any]:
    tabs = [
        {"url": reverse(f"voices:{name}"), "label": label, "current": name == here}
        for name, label, roles in TABS if member.has_role(*roles)
    ]  # fmt: skip
    team = member.role in VILLAGE_ROLES
    return {"base": "web/phone_base.html" if team else "web/base.html", "tabs": tabs if len(tabs) > 1 else []}


def commune_of(member: Member) -> Area:
    """The area whose villages and bodies a member chooses among."""
    return member.area.commune or member.area
