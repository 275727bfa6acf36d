"""What stands in the bar of each role: only what that role can open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tungnha.units.models import Member, Role

DESK = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)


@dataclass(frozen=True)
class Entry:
    label: str
    route: str
    roles: tuple[str, ...]


ENTRIES = (
    Entry("Hôm nay", "web:home", tuple(Role)),
    Entry("Kế hoạch", "plans:index", (*DESK, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)),
    Entry("Tiến độ", "progress:index", (*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PROVINCE_OFFICER)),
    Entry("Báo cáo", "reports:index", (*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PROVINCE_OFFICER)),
    Entry("Hộ cần đến", "field:worklist", TEAM),
    Entry("Buổi hỗ trợ", "field:sessions", (*DESK, *TEAM, Role.PARTNER)),
    Entry("Danh sách gửi đến", "lists:index", (Role.OFFICER, Role.DATA_STEWARD, Role.PARTNER)),
    Entry("Nhân khẩu", "people:index", (*DESK, *TEAM, Role.UNIT_OFFICER)),
)


def entries(member: Member | None, path: str) -> list[dict[str, object]]:
    if member is None:
        return []
    found = []
    for entry in ENTRIES:
        if not member.has_role(*entry.roles):
            continue
        try:
            url = reverse(entry.route)
        except NoReverseMatch:
            continue
        current = path == url if url == "/" else path.startswith(url)
        found.append({"url": url, "label": entry.label, "current": current})
    return found
