"""A village of its own for each run: its team, homes, people, one session; and what the phones can say about them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction

from tungnha.field.models import SupportSession
from tungnha.field.sync import joining
from tungnha.ledger.models import CampaignService, Service
from tungnha.people.models import Household, Person, Place
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Member, Organisation, Phase, Role, User

SERVICES = {"chu-ky-so": 1, "vneid": 2}  # with their highest level
GAINS, LACKS = ("has_already", "set_up_now"), ("refused", "away", "no_smartphone", "forgot_password", "afraid")
ONSETS = list("bcdghklmnprstvx")
RHYMES = ["a", "ang", "ao", "em", "in", "inh", "iên", "oa", "oan", "oi", "ong", "ung", "uê", "ươm", "âu", "ôn"]


def patiently(act: Callable[[], Any]) -> Any:
    """Where the database is killed at this moment, once more a little later."""
    for tried in range(60):
        try:
            return act()
        except (InterfaceError, DatabaseError) as problem:
            if tried == 59 or type(problem).__name__ in ("IntegrityError", "DataError", "ProgrammingError"):
                raise
            connection.close()
            time.sleep(0.25)
    return None


def name_of(rng: Random) -> str:
    """Made-up syllables: nobody is like anybody else by chance."""
    return " ".join((rng.choice(ONSETS) + rng.choice(RHYMES)).title() for _ in range(4))


@dataclass
class Someone:
    key: str
    home: str
    name: str
    born: int
    has_number: bool = False


@dataclass
class Village:
    rng: Random
    area: Area
    campaign: Campaign
    session: int
    members: list[Member]
    homes: list[str]
    people: list[Someone]
    serial: int = 0
    twins: dict[str, str] = field(default_factory=dict)  # key a phone made → the key of the first who said so

    @property
    def leader(self) -> Member:
        return self.members[0]

    def code_for(self, member: Member) -> str:
        made = patiently(lambda: joining.make_code(member=member, by=self.leader, at=clock.now()))
        return str(made.code)


def build(rng: Random, phones: int, homes: int = 0) -> Village:
    return patiently(lambda: _build(rng, phones, homes or rng.randint(3, 5)))


@transaction.atomic
def _build(rng: Random, phones: int, homes: int) -> Village:
    today, serial = clock.today(), uuid.uuid4().hex[:10]
    province = Area.objects.get_or_create(code="99", defaults={"kind": "province", "type_name": "tỉnh", "name": "Mẫu"})[
        0
    ]
    commune = Area.objects.create(
        code=f"99{serial}", kind="commune", type_name="xã", name=f"Mẫu {serial}", parent=province
    )
    area = Area.objects.create(
        code=f"{commune.code}-01", kind="village", type_name="thôn", name="1", parent=commune, order=1
    )
    committee = Organisation.objects.create(name="UBND", kind="committee", area=commune, must_report=False)
    team = Organisation.objects.create(name="Tổ thôn 1", kind="team", area=area)
    campaign = Campaign.objects.create(
        name="Cao điểm", area=commune, organisation=committee, started_on=today - timedelta(days=30)
    )
    Phase.objects.create(
        campaign=campaign, name="Cao điểm", kind="peak", starts_on=campaign.started_on,
        ends_on=today + timedelta(days=60),
    )  # fmt: skip
    services = {s.code: s for s in Service.objects.filter(code__in=SERVICES)}
    for code in SERVICES:
        CampaignService.objects.create(campaign=campaign, service=services[code], level=1, group="adult15")
    place = Place.objects.create(name="Nhà văn hóa", kind="culture_house", area=area)
    start = clock.now().replace(hour=0, minute=1)
    session = SupportSession.objects.create(
        campaign=campaign, area=area, place=place, starts_at=start, ends_at=start + timedelta(hours=23),
        published_at=clock.now(),
    )  # fmt: skip
    session.services.set(services.values())
    members = [_member(f"{serial}-{n}", Role.TEAM_MEMBER if n else Role.TEAM_LEADER, area, team) for n in range(phones)]
    rows = [
        Household.objects.create(code=f"{n:02}", village=area, order=n, lane="Ngõ Mẫu", house=f"Nhà {n}")
        for n in range(1, homes + 1)
    ]
    people = [_person(rng, home, k == 0) for home in rows for k in range(rng.randint(1, 4))]
    return Village(rng, area, campaign, session.pk, members, [str(h.key) for h in rows], people)


def _member(name: str, role: Role, area: Area, team: Organisation) -> Member:
    user = User(full_name=f"Người {name}", email=f"{name}@mau.example")
    user.set_unusable_password()
    user.save()
    return Member.objects.create(user=user, role=role, area=area, organisation=team)


def _person(rng: Random, home: Household, is_head: bool) -> Someone:
    name, born = name_of(rng), rng.randint(1930, 2005)
    row = Person.objects.create(
        full_name=name, household=home, birth_date=date(born, 1, 1), birth_precision="year", residence="at_home",
        sex="male", is_head=is_head,
    )  # fmt: skip
    return Someone(str(row.key), str(home.key), name, born)


# -- what phones say


@dataclass
class Said:
    """One operation. `may`: the answers that are right; `about`: what the model needs to know of it."""

    id: str
    kind: str
    content: dict[str, Any]
    may: tuple[str, ...]


class Speech:
    """Makes the operations of one run. People and homes a phone added are known to that phone alone."""

    def __init__(self, village: Village, rng: Random) -> None:
        self.village, self.rng = village, rng
        self.own: dict[str, list[Someone]] = {}
        self.own_homes: dict[str, list[str]] = {}
        self.added: list[dict[str, Any]] = []
        self.homes_added: list[dict[str, Any]] = []
        self.carded: set[str] = set()

    def one(self, phone: str, today: date) -> list[Said]:
        """One deed: an operation, or two that only make sense together."""
        kind = self.rng.choices(
            ("visit", "all_away", "check_in", "add_person", "add_household", "unknown", "difficulty", "helper", "card",
             "spoilt"),
            (46, 8, 12, 10, 5, 3, 3, 4, 5, 2),
        )[0]  # fmt: skip
        return [getattr(self, f"_{kind}")(phone, today)]

    def forget(self, phone: str) -> None:
        self.own.pop(phone, None)
        self.own_homes.pop(phone, None)

    def _said(self, kind: str, content: dict[str, Any], *may: str) -> Said:
        return Said(str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), kind, content, may)

    def _people(self, phone: str) -> list[Someone]:
        return self.village.people + self.own.get(phone, [])

    def _visit(self, phone: str, today: date) -> Said:
        rng = self.rng
        home = rng.choice(self._people(phone)).home
        results = [
            {"person": one.key, "service": code, "level": rng.randint(1, highest), "outcome": outcome}
            for one in self._people(phone) if one.home == home
            for code, highest in SERVICES.items()
            if rng.random() < 0.5
            for outcome in [rng.choice(GAINS) if rng.random() < 0.6 else rng.choice(LACKS)]
        ]  # fmt: skip
        content = {"household": home, "campaign": self.village.campaign.pk, "outcome": "met", "results": results}
        if rng.random() < 0.4:
            content["informed"] = rng.sample(["visit", "leaflet", "zalo"], rng.randint(1, 3))
        if rng.random() < 0.2:
            content |= {"outcome": "come_back", "come_back_on": (today + timedelta(days=9)).isoformat()}
        if rng.random() < 0.2:
            content["note"] = "gọi trước khi đến " * rng.randint(1, 12)
        return self._said("visit", content, "stored", "conflict")

    def _all_away(self, phone: str, today: date) -> Said:
        home = self.rng.choice(self.village.homes + self.own_homes.get(phone, []))
        outcome = self.rng.choice(["all_away", "refused"])
        content = {"household": home, "campaign": self.village.campaign.pk, "outcome": outcome}
        return self._said("visit", content, "stored")

    def _check_in(self, phone: str, today: date) -> Said:
        rng = self.rng
        one = rng.choice(self._people(phone)) if rng.random() < 0.85 else None
        done = [{"service": code, "level": 1} for code in SERVICES if rng.random() < 0.5]
        content = {"session": self.village.session, "how": "name" if one else "none", "done": done}
        return self._said("check_in", content | ({"person": one.key} if one else {}), "stored")

    def _add_person(self, phone: str, today: date) -> Said:
        rng = self.rng
        key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        if self.added and rng.random() < 0.3:  # another phone met the same person
            first = rng.choice(self.added)
            known = {one.name for one in self.own.get(phone, [])}  # the phone itself warns of whom it has added
            if first["phone"] != phone and first["full_name"] not in known:
                self.village.twins[key] = first["person"]
                return self._newcomer(phone, first | {"person": key}, "stored", "conflict")
        said = {"person": key, "household": rng.choice(self.village.homes + self.own_homes.get(phone, [])),
                "full_name": name_of(rng), "sex": "female", "birth": str(rng.randint(1930, 2005))}  # fmt: skip
        if said["household"] in self.village.homes:
            self.added.append(said | {"phone": phone})
        return self._newcomer(phone, said, "stored", "conflict")

    def _newcomer(self, phone: str, said: dict[str, Any], *may: str) -> Said:
        said = {name: value for name, value in said.items() if name != "phone"}
        self.own.setdefault(phone, []).append(
            Someone(said["person"], said["household"], said["full_name"], int(said["birth"]))
        )
        return self._said("add_person", said, *may)

    def _add_household(self, phone: str, today: date) -> Said:
        rng = self.rng
        key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        others = [one for one in self.homes_added if one["phone"] != phone]
        if others and rng.random() < 0.4:
            first = rng.choice(others)
            self.village.twins[key] = first["household"]
            said = {**first, "household": key}
        else:
            self.village.serial += 1
            said = {"household": key, "village": self.village.area.code, "lane": "Ngõ Mới",
                    "house": f"Số {self.village.serial}"}  # fmt: skip
            self.homes_added.append(said | {"phone": phone})
        self.own_homes.setdefault(phone, []).append(key)
        said = {name: value for name, value in said.items() if name != "phone"}
        return self._said("add_household", said, "stored", "conflict")

    def _unknown(self, phone: str, today: date) -> Said:
        return self._said("mot-loai-la", {"x": [1, None, "chữ"], "at": today.isoformat()}, "aside")

    def _difficulty(self, phone: str, today: date) -> Said:
        return self._said("difficulty", {"subject": "song", "words": "không có sóng ở cuối ngõ"}, "stored")

    def _helper(self, phone: str, today: date) -> Said:
        member = self.rng.choice(self.village.members)
        content = {"household": self.rng.choice(self.village.homes), "campaign": self.village.campaign.pk,
                   "member": member.pk, "from_on": today.isoformat()}  # fmt: skip
        return self._said("helper", content, "stored", "conflict")

    def _card(self, phone: str, today: date) -> Said:
        """A first number: an invented one, of the province's old code 019, that ends in 99 and four digits."""
        free = [p for p in self.village.people if p.key not in self.carded and 1930 <= p.born <= 1999]
        if not free:
            return self._difficulty(phone, today)
        one = self.rng.choice(free)
        self.carded.add(one.key)
        # Ten thousand a year of birth: two runs may draw the same; the second is then laid before the desk.
        number = f"0190{one.born % 100:02}99{self.rng.randrange(10_000):04}"
        content = {"person": one.key, "number": number, "full_name": one.name, "birth": str(one.born), "sex": "male"}
        return self._said("card", content, "stored", "conflict")

    def _spoilt(self, phone: str, today: date) -> Said:
        content = {"household": self.village.homes[0], "outcome": "mot-ket-qua-la"}
        return self._said("visit", content, "refused")
