"""Whom to ring about a plan: the focal point it names, with a telephone of the work (đầu mối liên hệ)."""

from __future__ import annotations

import re
from datetime import datetime

from tungnha.field.sync.holding import campaigns_of
from tungnha.identity import phones
from tungnha.outreach.known import Contact
from tungnha.plans import whom
from tungnha.plans.models import Plan
from tungnha.units.models import Area, Campaign, Member, Organisation

# As plans write them: 0912 000 345, 0204.3854.111. A masked one (091****345) is none that could be rung.
NUMBER = re.compile(r"(?<![\d*])(?:\+84|0)[\s.\-]?\d(?:[\s.\-]?\d){7,9}(?![\d*])")
LANDLINE = re.compile(r"02\d{8,9}")
NOBODY_NAMED = "Người phụ trách kế hoạch"


def read_contact(text: str) -> dict[str, str] | None:
    """`{name, phone}` of “Bà Hoàng Thị Mai, 0912 000 345, Phòng Văn hóa”; None where no number can be rung."""
    for hit in NUMBER.finditer(text):
        mobile, digits = phones.read_phone(hit.group()), re.sub(r"\D", "", hit.group())
        number = mobile.value if mobile else digits if LANDLINE.fullmatch(digits) else None
        if number:
            return {"name": text[: hit.start()].strip(" ,;:.(") or NOBODY_NAMED, "phone": number}
    return None


def for_phones(member: Member, at: datetime) -> dict[str, str] | None:
    """The part `contact` of what a phone is told (docs/sync-forms.md): of the newest running plan that names one."""
    plans = Plan.objects.visible_to(member).filter(campaign__in=campaigns_of(member, at.date())).exclude(contact="")
    told = plans.order_by("-campaign", "-confirmed_at").values_list("contact", flat=True)
    return next(filter(None, map(read_contact, told)), None)


def of_campaign(campaign: Campaign) -> Contact | None:
    """What everybody is told (C13): the body that issued the plan and the number the plan itself names; nobody's
    name."""
    plans = Plan.objects.filter(campaign=campaign).exclude(contact="").order_by("-confirmed_at")
    told = next(filter(None, map(read_contact, plans.values_list("contact", flat=True))), None)
    return Contact(campaign.organisation.name, told["phone"]) if told else None


def body_of(area: Area, at: datetime) -> Organisation | None:
    """The body of an area that the newest plan of the area names as its contact: where difficulties from below go."""
    plans = Plan.objects.filter(campaign__area=area).exclude(contact="").order_by("-campaign", "-confirmed_at")
    told = plans.values_list("contact", flat=True).first() or ""
    bodies = list(Organisation.objects.filter(area=area, valid_to=None).select_related("area")) if told else []
    meant = set(whom.match_units(told, bodies))  # “Phòng QL CNTT&CĐS” too
    found = [body for body in bodies if str(body.pk) in meant]
    return max(found, key=lambda body: len(body.name), default=None)
