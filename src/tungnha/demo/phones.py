"""Two phones of one team in the demonstration: what they sent on the last evenings, what waits for the leader to look
at, what one of them still holds."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tungnha.demo.commune import DemoCommune
from tungnha.field.models import Device
from tungnha.field.queries import asked_of_persons
from tungnha.field.schedule.operations import plan_session
from tungnha.field.sharing import queries
from tungnha.field.sync import documents, joining, pledge, receiving
from tungnha.ledger.models import CampaignService
from tungnha.people.models import Person
from tungnha.units.models import Campaign, Member

HELD = 6  # operations the member's phone has not been able to send
EVENING = time(18, 30)
EACH = timedelta(minutes=12)  # a door and the way to the next one
AT_DOORS = ("met", "met", "all_away", "met", "come_back", "met", "met", "all_away")
OF_PEOPLE = ("set_up_now", "refused", "away", "has_already", "no_smartphone", "forgot_password", "set_up_now", "afraid",
             "others_sim", "expired_card")  # fmt: skip


class TeamPhone:
    """One phone that has joined. Its secret is thrown away: nobody can send in its name."""

    def __init__(self, member: Member, *, name: str, by: Member, at: datetime) -> None:
        code = joining.make_code(member=member, by=by, at=at).code
        joined = joining.join(
            code=code, name=name, platform="Android", app_version="", pledge_version=pledge.VERSION, agreed_at=at,
            at=at,
        )  # fmt: skip
        self.device: Device = joined.device
        self.seq = 0

    def makes(self, kind: str, content: dict[str, Any], at: datetime) -> dict[str, Any]:
        """One operation as docs/sync-forms.md has it."""
        self.seq += 1
        return {
            "id": str(uuid.uuid4()), "seq": self.seq, "kind": kind, "v": 1, "made_at": at.isoformat(),
            "content": content,
        }  # fmt: skip

    def sends(self, ops: list[dict[str, Any]], at: datetime, *, held: int = 0) -> None:
        """`held`: how many more it says it has and could not send."""
        said = receiving.Said(acked=self.seq - len(ops), held=len(ops) + held, phone_now=at)
        receiving.receive(device=self.device, ops=ops, said=said, at=at)


def use_phones(commune: DemoCommune, campaign: Campaign, now: datetime) -> int:
    """The team of the first village, whose households are shared out. Returns how many operations came."""
    leader, member = commune.teams[0][0], commune.teams[0][-1]
    village = queries.village_of(commune.villages[0], campaign, now.date())
    asked = {one.service.code: one for one in asked_of_persons(campaign)}
    joined = _evening(now, days_ago=3)
    hers = TeamPhone(member, name="Galaxy A05", by=leader, at=joined)
    his = TeamPhone(leader, name="Redmi 12", by=leader, at=joined)
    walk = documents.documents([d.pk for d in _doors(village, member)[:14]], [campaign], now.date())
    one, other = _evening(now, days_ago=2), _evening(now, days_ago=1)
    outcomes = itertools.cycle(OF_PEOPLE)
    first = list(_visits(hers, walk[:6], campaign, asked, one, outcomes))
    second = list(_visits(hers, walk[6:], campaign, asked, other, outcomes))
    second.append(_somebody_new(hers, commune, walk, other + EACH * 9))
    hers.sends(first, one + timedelta(hours=2))
    hers.sends(second, other + timedelta(hours=2), held=HELD)
    again = list(_says_otherwise(his, second, asked, other + timedelta(hours=1)))
    his.sends(again, other + timedelta(hours=2))
    his.sends(today := _today(his, village, leader, asked, now, outcomes), now)
    _sessions(commune, campaign, now)
    return len(first) + len(second) + len(again) + len(today)


def _evening(now: datetime, *, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localtime(now).date() - timedelta(days=days_ago), EVENING))


def _today(
    phone: TeamPhone, village: queries.Village, leader: Member, asked: dict[str, CampaignService], now: datetime,
    outcomes: Iterator[str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Three doors of the leader in the last hour, unless it is night."""
    if not 9 <= timezone.localtime(now).hour < 22:
        return []
    walk = documents.documents([d.pk for d in _doors(village, leader)[:3]], [village.campaign], now.date())
    return list(_visits(phone, walk, village.campaign, asked, now - EACH * 4, outcomes))


def _sessions(commune: DemoCommune, campaign: Campaign, now: datetime) -> None:
    """A support point of the village, today and the two days after: who tries the phone checks in and calls numbers."""
    area, leader, member = commune.villages[0], commune.teams[0][0], commune.teams[0][-1]
    services = [one.service for one in asked_of_persons(campaign)]
    begins = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    begins = begins.replace(hour=min(max(begins.hour, 7), 18))
    for day in range(3):
        starts = begins + timedelta(days=day)
        plan_session(
            campaign=campaign, area=area, place=f"Sân kho {area.full_name}", starts_at=starts,
            ends_at=starts + timedelta(hours=4), services=services, staff=[member], organisations=[],
            name="Điểm hỗ trợ của Tổ", by=leader, at=now,
        )  # fmt: skip


def _doors(village: queries.Village, member: Member) -> list[queries.Door]:
    """What is shared out to a member and has somebody to ask."""
    hand = village.hand_of(member.pk)
    return [door for door in hand.doors if door.missing] if hand else []


def _visits(
    phone: TeamPhone, walk: Iterable[dict[str, Any]], campaign: Campaign, asked: dict[str, CampaignService],
    begins: datetime, outcomes: Iterator[str],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for n, (door, at_door) in enumerate(zip(walk, itertools.cycle(AT_DOORS), strict=False)):
        at = begins + EACH * n
        met = at_door in ("met", "come_back")
        content = {
            "household": door["k"], "campaign": campaign.pk, "outcome": at_door,
            "come_back_on": (at.date() + timedelta(days=3)).isoformat() if at_door == "come_back" else None,
            "informed": ["visit"] if met else [], "shown_how": met and n % 3 == 0, "note": "", "still_right": met,
            "results": list(_results(door, asked, outcomes)) if met else [],
        }  # fmt: skip
        yield phone.makes("visit", content, at)


def _results(
    door: dict[str, Any], asked: dict[str, CampaignService], outcomes: Iterator[str]
) -> Iterator[dict[str, Any]]:
    """Each person's first service that is lacking."""
    for person in door["persons"]:
        lacking = [code for code in person["asked"] if person["has"].get(code, 0) < asked[code].level]
        if lacking:
            yield _result(person["k"], lacking[0], asked[lacking[0]].level, next(outcomes))


def _result(person: str, service: str, level: int, outcome: str) -> dict[str, Any]:
    return {"person": person, "service": service, "level": level, "outcome": outcome, "reason": ""}


def _somebody_new(phone: TeamPhone, commune: DemoCommune, walk: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """A daughter at home whom the register has with her husband's family, some doors further: a person must look."""
    grown = Person.objects.filter(
        household__village=commune.villages[0], sex="female", is_head=False, residence="at_home",
        birth_date__lt=at.date() - timedelta(days=365 * 22),
    )  # fmt: skip
    daughter = grown.exclude(household__key__in=[door["k"] for door in walk]).order_by("pk")[0]
    assert daughter.birth_date is not None
    content = {
        "person": str(uuid.uuid4()), "household": walk[-1]["k"], "full_name": daughter.full_name, "sex": "female",
        "birth": str(daughter.birth_date.year), "relation": "con", "not_same_as": [],
    }  # fmt: skip
    return phone.makes("add_person", content, at)


def _says_otherwise(
    phone: TeamPhone, said: list[dict[str, Any]], asked: dict[str, CampaignService], at: datetime
) -> Iterator[dict[str, Any]]:
    """The leader, at one of those doors on the same evening: the same person has it, on another level."""
    for op in said:
        for result in op["content"].get("results", []):
            service = asked[result["service"]].service
            others = service.levels.exclude(rank=result["level"]).order_by("rank").values_list("rank", flat=True)
            if result["outcome"] in ("set_up_now", "has_already") and others:
                contrary = _result(result["person"], service.code, others[0], "has_already")
                content = op["content"] | {"results": [contrary], "outcome": "met", "come_back_on": None}
                yield phone.makes("visit", content, at)
                return
