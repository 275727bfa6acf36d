"""The parts of the room of reports, as links over each of its pages: only those a member may open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tungnha.reports.requests.queries import ANSWERERS
from tungnha.reports.requests.queries import READERS as DESKS
from tungnha.units.models import Member, Role

OWN = (Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.PARTNER)
PARTS = (
    ("reports:index", "Báo cáo", (*DESKS, *OWN)),
    ("reports:calendar", "Lịch", (*DESKS, *OWN)),
    ("reports:requests", "Báo cáo nhanh", tuple(dict.fromkeys((*DESKS, *ANSWERERS)))),
    ("reports:papers", "Văn bản", (Role.OFFICER, Role.LEADER, Role.PROVINCE_OFFICER)),
    ("reports:rates", "Tỷ lệ gửi", DESKS),
    ("reports:duties", "Chế độ báo cáo", DESKS),
    ("reports:closing", "Kết thúc đợt, đánh giá", DESKS),
    ("reports:exchange", "Trao đổi", (Role.OFFICER, Role.LEADER, Role.PROVINCE_OFFICER)),
)


def sections(member: Member, here: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(name), "label": label, "current": name == here}
        for name, label, roles in PARTS
        if member.has_role(*roles)
    ]


def crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """`Báo cáo` and what lies below it, as (label, address); the last is here."""
    return [
        {"label": "Báo cáo", "url": reverse("reports:index")},
        *({"label": label, "url": url} for label, url in rest),
    ]
