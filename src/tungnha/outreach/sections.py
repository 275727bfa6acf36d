"""The pages of what is given out and shown, beside one another: each member sees those that role can open."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tungnha.outreach.frames import base_of
from tungnha.units.models import Member, Role

DESK = (Role.OFFICER, Role.DATA_STEWARD, Role.LEADER)
TEAM = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
ABOVE_AND_BESIDE = (Role.PROVINCE_OFFICER, Role.UNIT_OFFICER)
FITS = 24  # characters in the bar of a phone, beside the arrow and the bell
PAGES = (
    ("materials", "Tài liệu", "outreach:materials", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("addresses", "Địa chỉ, mã QR", "outreach:addresses", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("postings", "Băng rôn, niêm yết", "outreach:postings", (*DESK, *TEAM, *ABOVE_AND_BESIDE)),
    ("offers", "Ưu đãi", "outreach:offers", (*DESK, *TEAM, *ABOVE_AND_BESIDE, Role.PARTNER)),
)


def sections(member: Member, here: str) -> list[dict[str, Any]]:
    may = [(key, label, route) for key, label, route, roles in PAGES if member.has_role(*roles)]
    return [{"label": label, "url": reverse(route), "current": key == here} for key, label, route in may]


def framed(member: Member, key: str, label: str = "", above: tuple[str, str] | None = None) -> dict[str, Any]:
    """The frame of a page of these: of the room's own page its tabs; of a page below it, called `label`, the way back
    to it, or to the page between them (`above`: label and address)."""
    made: dict[str, Any] = {"base": base_of(member), "sections": sections(member, key)}
    if not label:
        return made
    room = next((one["label"], one["url"]) for one in made["sections"] if one["current"])
    steps = [room, above] if above else [room]
    if made["base"] == "web/base.html":
        made["crumbs"] = [{"label": name, "url": url} for name, url in steps] + [{"label": label, "url": ""}]
        return made
    name, url = steps[-1]
    return made | {"back_label": name if len(name) <= FITS else "Quay lại", "back_url": url}
