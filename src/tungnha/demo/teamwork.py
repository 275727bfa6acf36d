"""The leader's work in the demonstration: households shared out in one village, ticks after its meeting, a message."""

from __future__ import annotations

from datetime import datetime, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.field.homes import operations as homes
from tungnha.field.leading import messages
from tungnha.field.models import HouseholdInformed
from tungnha.field.sharing import operations, proposing, queries
from tungnha.units.models import Campaign, Member, Role

SHARED = 120  # doors of the walk that are shared out; the rest waits for whoever tries it


def lead_a_team(commune: DemoCommune, campaign: Campaign, at: datetime) -> int:
    """The first village: half of the walk goes to its team, uneven on purpose, so that levelling has something to
    propose."""
    area = commune.villages[0]
    village = queries.village_of(area, campaign, at.date())
    leader = next((m for m in village.team if m.role == Role.TEAM_LEADER), None)
    if leader is None:
        return 0
    shared = _share_out(village, leader, at)
    _tell(village, leader, at)
    return shared


def _share_out(village: queries.Village, leader: Member, at: datetime) -> int:
    doors = village.free[:SHARED]
    cut = len(doors) // 4
    parts = {village.team[0].pk: doors[:cut], village.team[-1].pk: doors[cut:]}
    return operations.share_out(
        village=village.area, campaign=village.campaign, parts=proposing.propose(village, parts).parts,
        until_on=at.date() + timedelta(days=30), by=leader, at=at,
        as_shown=queries.stamp(village.area, village.campaign),
    )  # fmt: skip


def _tell(village: queries.Village, leader: Member, at: datetime) -> None:
    """A village meeting two days ago, where every second household came; a word for tomorrow."""
    came = [door.household for door in village.doors[::2]]
    meeting = HouseholdInformed.Form.MEETING
    homes.tick(
        households=came, campaign=village.campaign, form=meeting, on=at.date() - timedelta(days=2), by=leader, at=at
    )
    tomorrow = at.date() + timedelta(days=1)
    messages.write(
        village=village.area, from_on=tomorrow, until_on=tomorrow, by=leader, at=at,
        words="Mai đi xóm Trên trước. Nhà nào có người già, xin đọc giúp và làm mẫu trên máy của con cháu.",
    )  # fmt: skip
