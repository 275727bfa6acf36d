"""Who may, and which day it is."""

from __future__ import annotations

from datetime import date, datetime

from tungnha.drafting.dates import VIETNAM
from tungnha.units.models import Area, Member, Role
from tungnha.units.problems import Problem


def day_of(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def is_desk(by: Member, area: Area, *roles: str) -> bool:
    """The desk of the area itself. A province's officer is the desk of the province, and of no commune."""
    if by.has_role(Role.PROVINCE_OFFICER) and Role.OFFICER in roles:
        return by.area_id == area.pk
    return by.has_role(*roles) and area.path.startswith(by.area.path)


def only_desk(by: Member, area: Area, *roles: str) -> None:
    if not is_desk(by, area, *roles):
        raise Problem("Việc này chỉ cán bộ phụ trách của địa bàn làm được.")
