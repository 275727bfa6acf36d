"""Who may do what about a difficulty. Pure: nothing is loaded but what the member and the row carry."""

from __future__ import annotations

from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.voices.models import Difficulty

DESK = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
ANSWERERS = (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER, Role.PARTNER, Role.PROVINCE_OFFICER, Role.LEADER)
RAISERS = (
    Role.TEAM_LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER, Role.PARTNER, Role.OFFICER, Role.DATA_STEWARD,
)  # fmt: skip


def is_desk(member: Member, row: Difficulty) -> bool:
    """Of the level that has it now. At a province only of the body that has it: others see counts."""
    if member.role not in DESK or member.area_id != row.level_id:
        return False
    return member.role != Role.PROVINCE_OFFICER or row.owner_id in (None, member.organisation_id)


def may_answer(member: Member, row: Difficulty) -> bool:
    if not row.is_open:
        return False
    owns = row.owner_id is not None and member.organisation_id == row.owner_id and member.role in ANSWERERS
    return (owns and member.role not in VILLAGE_ROLES) or is_desk(member, row)


def may_hand_on(member: Member, row: Difficulty) -> bool:
    return row.is_open and is_desk(member, row)


def may_decide(member: Member, row: Difficulty) -> bool:
    """The leader of the level that has it, asked or not."""
    return row.is_open and member.role == Role.LEADER and member.area_id == row.level_id


def may_judge(member: Member, row: Difficulty) -> bool:
    """Whether an answered one is settled: whoever raised it, her village, her unit; the commune's desk for them."""
    if row.is_open:
        return False
    if member.pk == row.raised_by_id or (member.role in VILLAGE_ROLES and member.area_id == row.area_id):
        return True
    if row.unit_id is not None and member.organisation_id == row.unit_id:
        return True
    here = row.area.commune or row.area
    return member.role in (Role.OFFICER, Role.DATA_STEWARD) and member.area_id == here.pk
