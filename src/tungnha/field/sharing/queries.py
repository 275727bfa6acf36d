"""Whose doors are whose, and how far each member of a team has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from tungnha.field.models import Device, HouseholdShare, Visit
from tungnha.field.queries import missing_any
from tungnha.people import queries as people
from tungnha.people.models import Household, Person
from tungnha.people.protection.restricted import reachable
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.queries_setup import current


def team_of(village: Area, on: date) -> list[Member]:
    """The village's team on a day, its leader first."""
    rows = Member.objects.filter(current(on), area=village, role__in=VILLAGE_ROLES, user__is_active=True)
    return sorted(rows.select_related("user", "area"), key=lambda m: (m.role != "team_leader", m.pk))


def holding(campaign: Campaign, on: date) -> QuerySet[HouseholdShare]:
    """The shares that hold on a day."""
    return HouseholdShare.objects.filter(HouseholdShare.holds_on(on), campaign=campaign)


def stamp(village: Area, campaign: Campaign) -> str:
    """What changes whenever anything is shared out or taken back there: a proposal is accepted only as it was shown."""
    rows = HouseholdShare.objects.filter(household__village=village, campaign=campaign)
    found = rows.aggregate(latest=Max("pk"), ended=Count("ended_at"))
    return f"{found['latest'] or 0}.{found['ended']}"


def missing_in(village: Area, campaign: Campaign, on: date) -> dict[int, int]:
    """household → how many there lack something the campaign asks for and may be visited."""
    here = Person.objects.filter(household__village=village, household__left_on=None)
    lacking = reachable(people.counted("all", on, here)).filter(missing_any(campaign, on))
    return dict(lacking.order_by().values_list("household").annotate(n=Count("pk")))


@dataclass
class Door:
    """One door of a village as the leader shares it out. `place`: where it comes along the walk."""

    household: Household
    place: int
    missing: int
    shares: list[HouseholdShare] = field(default_factory=list)
    last_outcome: str = ""
    last_on: date | None = None
    last_by: int | None = None
    come_back_on: date | None = None
    visits: int = 0

    @property
    def pk(self) -> int:
        return self.household.pk

    @property
    def holder(self) -> int | None:
        """The member who holds it; of two that go together the first."""
        main = sorted(self.shares, key=lambda share: (share.together, share.pk))
        return main[0].member_id if main else None

    @property
    def is_done(self) -> bool:
        return self.missing == 0

    def waits_for(self, on: date) -> int | None:
        """The member who has an appointment here that is still to come."""
        waits = self.last_outcome == Visit.Outcome.COME_BACK and self.come_back_on is not None
        return self.last_by if waits and self.come_back_on >= on else None  # type: ignore[operator]


def doors_of(village: Area, campaign: Campaign, on: date) -> list[Door]:
    """Every door of a village along the walk, with who holds it and what happened there last: four statements."""
    missing = missing_in(village, campaign, on)
    homes = Household.objects.filter(village=village, left_on=None).order_by("order", "lane", "code", "pk")
    doors = {home.pk: Door(home, place, missing.get(home.pk, 0)) for place, home in enumerate(homes)}
    for share in holding(campaign, on).filter(household__village=village).order_by("shared_at", "pk"):
        if share.household_id in doors:
            doors[share.household_id].shares.append(share)
    visits = Visit.objects.filter(household__village=village, campaign=campaign).order_by("made_at", "stored_at")
    for home, outcome, made_at, by, back in visits.values_list(
        "household", "outcome", "made_at", "made_by", "come_back_on"
    ):
        if (door := doors.get(home)) is not None:
            door.visits += 1
            door.last_outcome, door.last_by, door.come_back_on = outcome, by, back
            door.last_on = timezone.localtime(made_at).date()
    return list(doors.values())


@dataclass
class Hand:
    """How one member of a team stands: what is shared out to her, what is done, what her phones hold back."""

    member: Member
    in_team: bool = True
    doors: list[Door] = field(default_factory=list)
    today: int = 0  # doors she knocked on today, whosever they are
    devices: list[Device] = field(default_factory=list)

    @property
    def households(self) -> int:
        return len(self.doors)

    @property
    def done(self) -> int:
        return sum(1 for door in self.doors if door.is_done)

    @property
    def called(self) -> int:
        """Doors where somebody has been in this campaign."""
        return sum(1 for door in self.doors if door.visits)

    @property
    def to_do(self) -> int:
        return self.households - self.done

    @property
    def people_left(self) -> int:
        return sum(door.missing for door in self.doors)

    @property
    def until_on(self) -> date | None:
        """The nearest day on which something shared out to her ends."""
        return min((s.until_on for d in self.doors for s in d.shares if s.member_id == self.member.pk and s.until_on),
                   default=None)  # fmt: skip

    @property
    def contact_at(self) -> datetime | None:
        return max((d.contact_at for d in self.devices if d.contact_at), default=None)

    @property
    def held(self) -> int:
        """How many records her phones said they still hold back, at their last contact."""
        return sum(device.held for device in self.devices)


@dataclass
class Village:
    """A village as its team leader sees it."""

    area: Area
    campaign: Campaign
    on: date
    doors: list[Door]
    hands: list[Hand]

    @property
    def free(self) -> list[Door]:
        """Doors with somebody missing that nobody holds."""
        return [door for door in self.doors if not door.shares and not door.is_done]

    @property
    def done(self) -> int:
        return sum(1 for door in self.doors if door.is_done)

    @property
    def to_do(self) -> int:
        return len(self.doors) - self.done

    @property
    def today(self) -> int:
        return sum(1 for door in self.doors if door.last_on == self.on)

    def hand_of(self, member_id: int) -> Hand | None:
        return next((hand for hand in self.hands if hand.member.pk == member_id), None)

    @property
    def team(self) -> list[Member]:
        return [hand.member for hand in self.hands if hand.in_team]


def village_of(area: Area, campaign: Campaign, on: date) -> Village:
    """All of it: ten statements, whatever the number of doors."""
    doors = doors_of(area, campaign, on)
    hands = {member.pk: Hand(member) for member in team_of(area, on)}
    gone = {s.member_id for door in doors for s in door.shares} - set(hands)
    for member in Member.objects.filter(pk__in=gone).select_related("user", "area").order_by("pk"):
        hands[member.pk] = Hand(member, in_team=False)
    for door in doors:
        for share in door.shares:
            hands[share.member_id].doors.append(door)
    _devices(hands)
    for member_id, count in doors_knocked(hands, campaign, on).items():
        hands[member_id].today = count
    return Village(area, campaign, on, doors, list(hands.values()))


def _devices(hands: dict[int, Hand]) -> None:
    for device in Device.objects.filter(member__in=hands, emptied_at=None).order_by("pk"):
        hands[device.member_id].devices.append(device)


def doors_knocked(members: Iterable[int], campaign: Campaign, on: date) -> dict[int, int]:
    """member → doors she knocked on that day."""
    rows = Visit.objects.filter(campaign=campaign, made_by__in=list(members), made_at__date=on).order_by()
    return dict(rows.values_list("made_by").annotate(n=Count("household", distinct=True)))


@dataclass(frozen=True)
class VillageLine:
    """One village on the officer's page."""

    area: Area
    households: int
    to_do: int
    shared: int
    latest_on: datetime | None

    @property
    def free(self) -> int:
        """With somebody missing, and with nobody."""
        return self.to_do - self.shared


def by_village(area: Area, campaign: Campaign, on: date) -> list[VillageLine]:
    """How far the sharing out has come in each village: four statements."""
    villages = Area.objects.villages().filter(path__startswith=area.path).standing_on(on).order_by("order", "code")
    homes = Household.objects.filter(village__path__startswith=area.path, left_on=None).order_by()
    here = Person.objects.filter(household__village__path__startswith=area.path, household__left_on=None)
    lacking = reachable(people.counted("all", on, here)).filter(missing_any(campaign, on)).values("household")
    held = holding(campaign, on).values("household")
    counts = {
        row["village"]: row
        for row in homes.values("village").annotate(
            households=Count("pk"),
            to_do=Count("pk", filter=Q(pk__in=lacking)),
            shared=Count("pk", filter=Q(pk__in=held) & Q(pk__in=lacking)),
        )
    }
    visits = Visit.objects.filter(campaign=campaign, household__village__path__startswith=area.path).order_by()
    latest = dict(visits.values_list("household__village").annotate(at=Max("made_at")))
    none = {"households": 0, "to_do": 0, "shared": 0}
    return [
        VillageLine(v, c["households"], c["to_do"], c["shared"], latest.get(v.pk))
        for v in villages for c in [counts.get(v.pk, none)]
    ]  # fmt: skip


def held_back(hands: Sequence[Hand]) -> list[Hand]:
    """Those whose phones said they still hold work that has not come in."""
    return [hand for hand in hands if hand.held]


def history(village: Area, campaign: Campaign) -> list[dict[str, Any]]:
    """What was shared out and taken back, one line a deed, the latest first."""
    rows = HouseholdShare.objects.filter(household__village=village, campaign=campaign).order_by()
    begun = rows.values("shared_at", "shared_by", "member", "until_on", "together").annotate(n=Count("pk"))
    ended = rows.exclude(ended_at=None).values("ended_at", "ended_by", "member", "ended_why").annotate(n=Count("pk"))
    deeds = [
        {"at": r["shared_at"], "by": r["shared_by"], "member": r["member"], "count": r["n"], "until_on": r["until_on"],
         "together": r["together"], "why": ""} for r in begun
    ] + [
        {"at": r["ended_at"], "by": r["ended_by"], "member": r["member"], "count": r["n"], "until_on": None,
         "together": False, "why": HouseholdShare.End(r["ended_why"]).label} for r in ended
    ]  # fmt: skip
    known = {pk for deed in deeds for pk in (deed["by"], deed["member"]) if pk}
    names = {m.pk: m.user.full_name for m in Member.objects.filter(pk__in=known).select_related("user")}
    for deed in deeds:
        deed["by"], deed["member"] = names.get(deed["by"], ""), names.get(deed["member"], "")
    return sorted(deeds, key=lambda deed: (deed["at"], bool(deed["why"])), reverse=True)
