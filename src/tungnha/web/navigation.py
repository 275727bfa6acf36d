"""What stands in the bar of each role: only what that role can open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tungnha.field.desk.queries import works_at_desk
from tungnha.plans.operations.network import deliveries_to
from tungnha.units.models import Member, Role

DESK = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
WATCHERS = (*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PROVINCE_OFFICER)


@dataclass(frozen=True)
class Entry:
    label: str
    route: str
    roles: tuple[str, ...]
    icon: str = ""
    only_if: Callable[[Member], bool] = lambda _: True


ENTRIES = (
    Entry("Hôm nay", "web:home", tuple(Role), "home"),
    Entry("Kế hoạch", "plans:index", (*DESK, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)),
    Entry("Kế hoạch gửi đến", "plans:inbox", (*DESK, *TEAM, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER, Role.PARTNER)),
    Entry("Tiến độ", "progress:index", WATCHERS),
    Entry("Báo cáo", "reports:index", (*WATCHERS, Role.PARTNER), "report"),
    Entry("Hộ cần đến", "field:worklist", TEAM, "list"),
    Entry("Thôn hôm nay", "field:team-today", (*DESK, Role.TEAM_LEADER)),
    Entry("Cơ sở cần đến", "field:sellers", TEAM),
    Entry("Buổi hỗ trợ", "field:sessions", (*DESK, *TEAM, Role.PARTNER), "people"),
    Entry("Một cửa", "field:desk", (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER), only_if=works_at_desk),
    Entry("Danh sách gửi đến", "lists:index", (Role.OFFICER, Role.DATA_STEWARD, Role.PARTNER)),
    Entry("Danh sách xã giao", "lists:handed", (Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)),
    Entry("Tài liệu mang theo", "outreach:materials", (*DESK, *TEAM)),
    Entry("Nhân khẩu", "people:index", (*DESK, *TEAM, Role.UNIT_OFFICER)),
    Entry("Yêu cầu về dữ liệu", "people:rights-new", TEAM),
    Entry("Thiết lập", "units:setup", (Role.OFFICER, Role.DATA_STEWARD)),
)


def entries(member: Member | None, path: str) -> list[dict[str, object]]:
    """What a member can open, in the order of the day's work."""
    if member is None:
        return []
    found = [(one, _address(one)) for one in ENTRIES if member.has_role(*one.roles) and one.only_if(member)]
    here = _most_exact([url for _, url in found], path)
    return [
        {"url": url, "label": entry.label, "icon": "", "current": url == here, "badge": _badge(entry, member)}
        for entry, url in found
        if url
    ]


def _badge(entry: Entry, member: Member) -> int | str:
    """How many plans sent to the member's area or body wait to be opened."""
    if entry.route != "plans:inbox":
        return ""
    return deliveries_to(member).filter(read_at=None).count() or ""


def _most_exact(urls: list[str], path: str) -> str:
    """Of the entries a path lies under the longest: /ke-hoach/gui-den/ lies under /ke-hoach/ too."""
    return max((url for url in urls if url and _is_here(url, path)), key=len, default="")


def bar(member: Member | None, path: str) -> list[dict[str, object]]:
    """The bar under the thumb, on the pages of village teams: four at the most."""
    if member is None or not member.has_role(*TEAM):
        return []
    found = [(entry, _address(entry)) for entry in ENTRIES if entry.icon and member.has_role(*entry.roles)]
    return [
        {"url": url, "label": entry.label, "icon": entry.icon, "current": _is_here(url, path)}
        for entry, url in found
        if url
    ]


def beside_the_bar(member: Member) -> list[dict[str, object]]:
    """What a team can open that its bar has no room for."""
    in_bar = {item["url"] for item in bar(member, "")}
    return [item for item in entries(member, "") if item["url"] not in in_bar]


def _address(entry: Entry) -> str:
    try:
        return reverse(entry.route)
    except NoReverseMatch:
        return ""


def _is_here(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
