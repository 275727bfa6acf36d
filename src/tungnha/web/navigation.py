"""What stands in the bar of each role: only what that role can open, in two levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from tungnha.field.desk.queries import works_at_desk
from tungnha.plans.operations.network import deliveries_to
from tungnha.units.models import Member, Role

DESK = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
WATCHERS = (*DESK, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PROVINCE_OFFICER)


@dataclass(frozen=True)
class Entry:
    """A page of the bar. `also`: addresses that belong to it though they do not begin as its own does."""

    label: str
    route: str
    roles: tuple[str, ...]
    icon: str = ""
    only_if: Callable[[Member], bool] = lambda _: True
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """One word of the bar and the pages it opens to, the one most used first. Of a member who can open only one of
    them the bar says that page itself."""

    label: str
    entries: tuple[Entry, ...]


TODAY = Group("Hôm nay", (Entry("Hôm nay", "web:home", tuple(Role), "home"),))
DECIDE = Group("Cần quyết", (Entry("Cần quyết", "web:leader", (Role.LEADER, Role.PROVINCE_OFFICER)),))
PLANS = Group("Kế hoạch", (
    Entry("Các kế hoạch", "plans:index", (*DESK, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER)),
    Entry("Việc được giao", "plans:my-work", (*DESK, *TEAM, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER, Role.PARTNER)),
    Entry("Kế hoạch gửi đến", "plans:inbox", (*DESK, *TEAM, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER, Role.PARTNER)),
))  # fmt: skip
DOORS = Group("Đến từng nhà", (
    Entry("Hộ cần đến", "field:worklist", TEAM, "list"),
    Entry("Thôn hôm nay", "field:team-today", (*DESK, Role.TEAM_LEADER),
          also=("/may-cua-to/", "/can-xem/", "/hai-loi/", "/loi-nhan/", "/phan-ho/", "/ho-gia-dinh/")),
    Entry("Cơ sở cần đến", "field:sellers", TEAM),
    Entry("Buổi hỗ trợ", "field:sessions", (*DESK, *TEAM, Role.PARTNER), "people"),
    Entry("Khó khăn, tin đồn", "voices:difficulties", tuple(Role), also=("/tin-don/", "/phan-anh/", "/du-luan/")),
    Entry("Một cửa", "field:desk", (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER), only_if=works_at_desk),
    Entry("Tuyên truyền", "outreach:campaign", (*DESK, *TEAM, Role.UNIT_OFFICER)),
    Entry("Tài liệu mang theo", "outreach:materials", (*DESK, *TEAM, Role.UNIT_OFFICER, Role.PROVINCE_OFFICER),
          also=("/niem-yet/", "/uu-dai/")),
    Entry("Ưu đãi", "outreach:offers", (Role.PARTNER,)),
    Entry("Tập huấn", "outreach:training", (*DESK, *TEAM, Role.UNIT_OFFICER, Role.PARTNER, Role.PROVINCE_OFFICER)),
    Entry("Nhóm Zalo", "outreach:zalo", (*DESK, *TEAM)),
    Entry("Kiểm tra, khen, chi", "outreach:inspections", (*DESK, Role.TEAM_LEADER, Role.UNIT_OFFICER),
          also=("/khen-thuong/", "/cach-lam-hay/", "/kinh-phi/")),
))  # fmt: skip
PEOPLE = Group("Dân cư", (
    Entry("Nhân khẩu", "people:index", (*DESK, *TEAM, Role.UNIT_OFFICER),
          also=("/ho/", "/co-so/", "/can-ho-tro/", "/nguoi-don-vi/")),
    Entry("Danh sách gửi đến", "lists:index", (Role.OFFICER, Role.DATA_STEWARD, Role.PARTNER),
          also=("/so-giao-nhan/", "/danh-sach-giao/")),
    Entry("Danh sách xã giao", "lists:handed", (Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)),
    Entry("Yêu cầu về dữ liệu", "people:rights-new", TEAM),
))  # fmt: skip
PROGRESS = Group("Tiến độ", (Entry("Tiến độ", "progress:index", WATCHERS, also=("/cach-tinh/", "/so-phai-tinh/")),))
REPORTS = Group(
    "Báo cáo", (Entry("Báo cáo", "reports:index", (*WATCHERS, Role.PARTNER), "report", also=("/van-ban/",)),)
)
SETTINGS = Group("Thiết lập", (
    Entry("Tổ, ban", "units:setup-groups", (Role.PROVINCE_OFFICER,)),
    Entry("Thiết lập", "units:setup", (Role.OFFICER, Role.DATA_STEWARD), also=("/nhat-ky/",)),
))  # fmt: skip
GROUPS = (TODAY, DECIDE, PLANS, DOORS, PEOPLE, PROGRESS, REPORTS, SETTINGS)


def groups(member: Member | None, path: str) -> list[dict[str, Any]]:
    """The bar: its groups in the order of the day's work, each with the pages of it that the member can open, none
    where there is only one. A group opens its first page; beneath the current one stand its pages."""
    if member is None:
        return []
    found = [(group, _pages(group, member)) for group in GROUPS]
    here = _most_exact([entry for _, entries in found for entry, _ in entries], path)
    made = []
    for group, entries in found:
        pages = [_shown(entry, url, entry is here, member) for entry, url in entries]
        if len(pages) == 1:
            made += pages
        elif pages:
            made.append({
                "url": pages[0]["url"], "label": group.label, "current": any(page["current"] for page in pages),
                "badge": sum(page["badge"] or 0 for page in pages) or "", "pages": pages,
            })  # fmt: skip
    return made


def _pages(group: Group, member: Member) -> list[tuple[Entry, str]]:
    may = [entry for entry in group.entries if member.has_role(*entry.roles) and entry.only_if(member)]
    return [(entry, _address(entry)) for entry in may]


def _shown(entry: Entry, url: str, current: bool, member: Member) -> dict[str, Any]:
    return {"url": url, "label": entry.label, "current": current, "badge": _badge(entry, member)}


def _badge(entry: Entry, member: Member) -> int | str:
    """How many plans sent to the member's area or body wait to be opened."""
    if entry.route != "plans:inbox":
        return ""
    return deliveries_to(member).filter(read_at=None).count() or ""


def _most_exact(entries: list[Entry], path: str) -> Entry | None:
    """Of the entries a path lies under the longest: /ke-hoach/gui-den/ lies under /ke-hoach/ too."""
    under = [
        (len(url), url not in entry.also, entry)
        for entry in entries
        for url in (_address(entry), *entry.also)
        if _is_here(url, path)
    ]
    return max(under, key=lambda one: one[:2])[2] if under else None


def bar(member: Member | None, path: str) -> list[dict[str, Any]]:
    """The bar under the thumb, on the pages of village teams: four at the most."""
    if member is None or not member.has_role(*TEAM):
        return []
    return [
        {"url": url, "label": entry.label, "icon": entry.icon, "current": _is_here(url, path)}
        for group in GROUPS
        for entry, url in _pages(group, member)
        if entry.icon
    ]


def beside_the_bar(member: Member) -> list[dict[str, Any]]:
    """What a team can open that its bar has no room for."""
    of_all = [(entry, url) for group in GROUPS for entry, url in _pages(group, member)]
    return [_shown(entry, url, False, member) for entry, url in of_all if not entry.icon]


@cache
def _address_of(route: str) -> str:
    """Asked some fifty times a page: an address without parts never changes."""
    return reverse(route)


def _address(entry: Entry) -> str:
    return _address_of(entry.route)


def _is_here(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
