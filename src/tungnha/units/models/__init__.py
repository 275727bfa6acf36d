"""The ground all rooms stand on, one file per noun."""

from .areas import Area, AreaSuccession
from .campaigns import Campaign, Phase
from .days import DayOff
from .events import Event
from .groups import Group, GroupDecision, GroupMember
from .members import Member, Role, User
from .organisations import Organisation

__all__ = [
    "Area", "AreaSuccession", "Campaign", "DayOff", "Event", "Group", "GroupDecision", "GroupMember",
    "Member", "Organisation", "Phase", "Role", "User",
]  # fmt: skip
