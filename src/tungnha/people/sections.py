"""The parts of the room of people, in the bar above its pages: each stands there for whoever can open it."""

from __future__ import annotations

from django.urls import reverse

from tungnha.units.models import Member, Role
from tungnha.units.models.members import SEES_NAMES

DESK = (Role.OFFICER, Role.DATA_STEWARD)
# (what it is called, route, who may open it)
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Tìm người", "people:index", (*SEES_NAMES, Role.UNIT_OFFICER)),
    ("Nhập danh sách", "people:import", DESK),
    ("Cần đổi trong sổ", "people:notes", DESK),
    ("Có thể trùng", "people:doubles", DESK),
    ("Chất lượng sổ", "people:quality", tuple(SEES_NAMES)),
    ("Người của đơn vị", "field:rosters", (*DESK, Role.LEADER, Role.UNIT_OFFICER, Role.TEAM_LEADER)),
    ("Cần hỗ trợ thêm", "people:needs", DESK),
    ("Cần hỗ trợ thêm", "people:needs-counts", (Role.LEADER,)),
    ("Cơ sở, sản phẩm", "people:establishments", (*SEES_NAMES, Role.UNIT_OFFICER)),
    ("Bảo vệ dữ liệu", "people:protection", (Role.DATA_STEWARD, Role.LEADER)),
    ("Yêu cầu về dữ liệu", "people:rights", (Role.OFFICER,)),
    ("Nhật ký", "people:log", (*DESK, Role.LEADER)),
)


def sections(member: Member | None, path: str) -> list[dict[str, object]]:
    """The parts a member may open: [{"label", "url", "current"}]. The longest address that fits is the current one."""
    if member is None:
        return []
    known = [(label, reverse(route)) for label, route, roles in SECTIONS if member.has_role(*roles)]
    here = max((url for _, url in known if path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in known]
