"""The pages of what is given out and shown, beside one another: each member sees those that role can open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tungnha.units.models import Member, Role

DESK = (Role.OFFICER, Role.DATA_STEWARD, Role.LEADER)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
ABOVE_AND_BESIDE = (Role.PROVINCE_OFFICER, Role.UNIT_OFFICER)
PAGES = (
    ("materials", "Tài liệu", "outreach:materials", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("addresses", "Địa chỉ, mã QR", "outreach:addresses", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("postings", "Băng rôn, niêm yết", "outreach:postings", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("offers", "Ưu đãi", "outreach:offers", (*DESK, *TEAM, *ABOVE_AND_BESIDE, Role.PARTNER)),
)


def sections(member: Member, here: str) -> list[dict[str, Any]]:
    may = [(key, label, route) for key, label, route, roles in PAGES if member.has_role(*roles)]
    return [{"label": label, "url": reverse(route), "current": key == here} for key, label, route in may]
