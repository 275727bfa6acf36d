"""What every phone is told beside its households: campaigns, services, words, team, sessions, messages, materials.

    config.provide("messages", lambda member, at: [...])   # in a room's AppConfig.ready

`part(member, at)` gives what JSON can hold; None leaves the name out. The whole is sent only when its hash changed.
docs/sync-forms.md says which names there are.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tungnha.field.models import Device, Visit, VisitResult
from tungnha.field.sync import badges, pledge
from tungnha.field.sync.documents import asked_in
from tungnha.field.sync.holding import campaigns_of
from tungnha.ledger.models import ServiceLevel
from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import VILLAGE_ROLES

Part = Callable[[Member, datetime], Any]
WhenHeld = Callable[[Member, dict[str, Any], datetime], None]
_parts: dict[str, Part] = {}
_when_held: list[WhenHeld] = []
_looked: dict[uuid.UUID, tuple[str, float]] = {}  # device → the hash it was given, and when this process looked
LOOK_EVERY, MOST_REMEMBERED = 30.0, 10_000  # seconds; devices
# Where a service lives inside another one, that other one must be held first.
INSIDE = {"ứng dụng VNeID": "vneid"}
SAY = "Bác đã có {name} chưa? Chưa có thì mình làm luôn, em giúp bác."


def provide(name: str, part: Part) -> None:
    """Add a part under a name of docs/sync-forms.md; the last who does so has it."""
    _parts[name] = part


def when_held(deed: WhenHeld) -> None:
    """`deed(member, whole, at)` hears each time a phone says it holds the whole as it is now: a cheap
    question first, what is written only where it is new."""
    if deed not in _when_held:
        _when_held.append(deed)


def news_for(device: Device, held: str | None, at: datetime, *, is_busy: bool) -> dict[str, Any] | None:
    """The whole, where it is other than what the phone holds. While it sends batch after batch it is looked at twice a
    minute: to make it costs as much as to store ten visits."""
    given, looked = _looked.get(device.pk, ("", 0.0))
    if is_busy and given == held and time.monotonic() - looked < LOOK_EVERY:
        return None
    whole = config_for(device.member, at)
    if len(_looked) > MOST_REMEMBERED:
        _looked.clear()
    _looked[device.pk] = (whole["hash"], time.monotonic())
    if whole["hash"] != held:
        return whole
    for deed in _when_held:
        deed(device.member, whole, at)
    return None


def config_for(member: Member, at: datetime) -> dict[str, Any]:
    """The whole, with its hash inside."""
    told = {name: part(member, at) for name, part in _parts.items()}
    found: dict[str, Any] = json.loads(
        json.dumps({name: part for name, part in told.items() if part is not None}, cls=DjangoJSONEncoder)
    )
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return found | {"hash": hashlib.sha256(text.encode()).hexdigest()[:32]}


def lay() -> None:
    """The parts that are the field's own."""
    for name, part in (
        ("member", _member), ("village", _village), ("leader", _leader), ("leader_phone", _leader_phone),
        ("campaign", _campaign), ("campaigns", _campaigns), ("services", _services), ("outcomes", _outcomes),
        ("team", _team), ("pledge", _pledge), ("badges", badges.for_phones),
    ):  # fmt: skip
        _parts.setdefault(name, part)


def _member(member: Member, at: datetime) -> dict[str, Any]:
    return {"id": member.pk, "name": member.user.full_name, "role": member.role}


def _village(member: Member, at: datetime) -> dict[str, str]:
    return {"code": member.area.code, "name": member.area.full_name}


def leader_of(area: Area) -> Member | None:
    """The team leader of a village, if one is named."""
    rows = Member.objects.filter(area=area, role=Role.TEAM_LEADER, user__is_active=True).select_related("user")
    return next((m for m in rows.order_by("-valid_from", "pk") if m.is_current), None)


def _leader(member: Member, at: datetime) -> str | None:
    found = leader_of(member.area)
    return found.user.full_name if found else None


def _leader_phone(member: Member, at: datetime) -> str | None:
    """The number the leader works and logs in with, for her own team; nobody rings herself."""
    found = leader_of(member.area) if member.role in VILLAGE_ROLES else None
    return found.user.phone or None if found and found != member else None


def _campaign(member: Member, at: datetime) -> dict[str, Any] | None:
    return next(iter(_campaigns(member, at)), None)


def _campaigns(member: Member, at: datetime) -> list[dict[str, Any]]:
    return [{"id": c.pk, "name": c.name} for c in campaigns_of(member, at.date())]


def _services(member: Member, at: datetime) -> list[dict[str, Any]]:
    """What is asked about at a door, in the order of the newest campaign."""
    found, levels = [], defaultdict(list)
    rows = asked_in(campaigns_of(member, at.date()))
    for service_id, name in ServiceLevel.objects.filter(service__in=[a.service_id for a in rows]).values_list(
        "service", "name"
    ):
        levels[service_id].append(name)
    for order, asked in enumerate(rows):
        service = asked.service
        found.append({
            "code": service.code, "label": service.name, "short": service.label, "level": asked.level,
            "campaign": asked.campaign_id,
            "levels": levels[service.pk], "group": asked.group,
            "order": order, "say": SAY.format(name=service.name), "expires": service.expires,
            "needs": [code for where, code in INSIDE.items() if where in service.wheres and code != service.code],
        })  # fmt: skip
    return found


def _outcomes(member: Member, at: datetime) -> dict[str, list[dict[str, str]]]:
    def words(choices: Any) -> list[dict[str, str]]:
        return [{"code": str(code), "label": str(label)} for code, label in choices]

    return {"visit": words(Visit.Outcome.choices), "result": words(VisitResult.Outcome.choices)}


def _team(member: Member, at: datetime) -> list[dict[str, Any]]:
    """Who can help a household: the team of the village."""
    if member.role not in VILLAGE_ROLES:
        return []
    rows = Member.objects.filter(area=member.area, role__in=VILLAGE_ROLES, user__is_active=True)
    team = [m for m in rows.select_related("user").order_by("pk") if m.is_current]
    return [{"id": m.pk, "name": m.user.full_name} for m in team]


def _pledge(member: Member, at: datetime) -> dict[str, str]:
    return {"version": pledge.VERSION, "text": pledge.TEXT}
