"""The ground all rooms stand on, one file per noun."""

from .areas import Area, AreaSuccession
from .badges import Badge, BadgeKey, BadgeShown
from .campaigns import Campaign, Phase
from .days import DayOff
from .events import Event
from .groups import Group, GroupDecision, GroupMember
from .knocks import Knock
from .members import Member, Role, User
from .notices import MemberNotice, NoticeSending, NoticeWish, PushKey, PushPlace
from .organisations import Organisation

__all__ = [
    "Area", "AreaSuccession", "Badge", "BadgeKey", "BadgeShown", "Campaign", "DayOff", "Event",
    "Group", "GroupDecision", "GroupMember", "Knock", "Member", "MemberNotice", "NoticeSending",
    "NoticeWish", "Organisation", "Phase", "PushKey", "PushPlace", "Role", "User",
]  # fmt: skip
