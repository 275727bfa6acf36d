"""Who may stand on a roster, and which group of the plans follows from it. Pure: no database.

Written down once, as data: the kind of an organisation and whether somebody is of its staff or one of its members say
which group she counts in. A teacher who is a member of the women's union is on two rosters, so she counts once among
the officials, once among the members, and once where both are counted together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tungnha.identity import names
from tungnha.identity.dates import PartialDate
from tungnha.identity.numbers import PersonalNumber
from tungnha.identity.phones import Phone
from tungnha.people.models.persons import PersonGroup
from tungnha.people.models.rosters import RosterEntry
from tungnha.units.models import Organisation

OrgKind, Kind, Group = Organisation.Kind, RosterEntry.Kind, PersonGroup.Kind

# Staff by the kind of their organisation; members of whatever body count as members of a union.
GROUP_OF_STAFF: Mapping[str, str] = {
    OrgKind.COMMITTEE: Group.OFFICIAL,
    OrgKind.STEERING: Group.OFFICIAL,
    OrgKind.DEPARTMENT: Group.OFFICIAL,
    OrgKind.CENTRE: Group.OFFICIAL,
    OrgKind.PARTY: Group.OFFICIAL,
    OrgKind.UNION: Group.OFFICIAL,
    OrgKind.SCHOOL: Group.OFFICIAL,
    OrgKind.CLINIC: Group.OFFICIAL,
    OrgKind.OTHER: Group.OFFICIAL,
    OrgKind.OPERATOR: Group.WORKER,
    OrgKind.COMPANY: Group.WORKER,
    OrgKind.TEAM: Group.TEAM_MEMBER,
}
NO_NAMES = frozenset({OrgKind.POLICE, OrgKind.MILITARY})
# Counted without names, by the kind of the organisation that states them.
STATED_GROUPS: Mapping[str, tuple[str, ...]] = {
    OrgKind.POLICE: ("armed_forces",),
    OrgKind.MILITARY: ("armed_forces",),
    OrgKind.SCHOOL: ("pupil",),
    OrgKind.COMPANY: ("worker",),
    OrgKind.OPERATOR: ("worker",),
}
ADULT_ENOUGH = 16  # Luật Trẻ em 2016 Đ1: a child is under 16

NO_ROSTER = (
    "Lực lượng vũ trang không lập danh sách tên ở đây. Đơn vị chỉ ghi số liệu không kèm tên: quân số, số người đã có."
)
NO_CHILDREN = (
    "không ghi tên trẻ em, học sinh vào danh sách. "
    "Nhà trường ghi số liệu không kèm tên: bao nhiêu em, bao nhiêu em đã có."
)
_PUPIL = re.compile(r"^(?:cac )?(?:em )?(?:hoc sinh|hs|tre|tre em|chau)\b")
_CLASS = re.compile(r"^(?:khoi )?lop \d")
_TEACHES = re.compile(
    r"\b(?:giao vien|gv|gvcn|chu nhiem|thay|co giao|giang vien|nhan vien|bao mau|can bo|phu trach|hieu truong|"
    r"hieu pho|ke toan|bao ve|to truong|quan ly|day)\b"
)


@dataclass(frozen=True, kw_only=True)
class RosterFacts:
    """What a unit says of one of its people. None and "" are what it does not speak of."""

    full_name: str
    number: PersonalNumber | None = None
    birth: PartialDate | None = None
    sex: str = ""
    phones: tuple[Phone, ...] = ()
    kind: str = ""
    room: str = ""
    position: str = ""
    home: str = ""
    lives_here: bool | None = None
    from_on: date | None = None


def group_of(organisation_kind: str, kind: str) -> str | None:
    """Which group of the plans somebody on a roster counts in; None where no roster is kept."""
    if organisation_kind in NO_NAMES:
        return None
    return str(Group.UNION_MEMBER) if kind == Kind.MEMBER else GROUP_OF_STAFF.get(organisation_kind)


def usual_kind(organisation_kind: str) -> str:
    """What somebody on a roster is unless it is said: a union's list is of its members."""
    return str(Kind.MEMBER if organisation_kind == OrgKind.UNION else Kind.STAFF)


def why_no_roster(organisation_kind: str) -> str | None:
    return NO_ROSTER if organisation_kind in NO_NAMES else None


def why_not_listed(facts: RosterFacts, on: date) -> str | None:
    """Why somebody may not stand on a roster, as the end of a sentence; None for who may."""
    if names_a_pupil(facts.position, facts.room):
        return NO_CHILDREN
    if facts.birth is None:
        return None
    youngest, oldest = facts.birth.age_on(on)
    if oldest < ADULT_ENOUGH:
        return f"chưa đủ 16 tuổi (sinh {facts.birth.show()}): {NO_CHILDREN}"
    if youngest < ADULT_ENOUGH:
        return f"sinh {facts.birth.show()}, chưa chắc đã đủ 16 tuổi: hãy ghi đủ ngày, tháng, năm sinh."
    return None


def names_a_pupil(position: str, room: str) -> bool:
    """Whether a post or a class tells of a pupil: “học sinh”, “lớp 3A”; not the teacher of class 3A."""
    post, place = (names.fold(text).strip() for text in (position, room))
    if _TEACHES.search(post):
        return False
    return any(_PUPIL.match(words) or _CLASS.match(words) for words in (post, place))
