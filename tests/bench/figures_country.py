"""A country of counts, written straight into what is kept: no person is made for it but those of one commune."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tungnha.ledger.models import Claim, Measure, Service, Standing
from tungnha.ledger.operations import STANDING_COLUMNS
from tungnha.people.models import Household, Person
from tungnha.plans.models import Plan, Target
from tungnha.progress.models import TallyReach, TallyStale, TallyStep, VillageTally
from tungnha.progress.tallies.recount import first_window
from tungnha.progress.tallies.slots import Key, Part, keys_of, numbered
from tungnha.progress.tallies.spans import OPEN, Bag, pack
from tungnha.progress.tallies.triggers import STALE
from tungnha.units import bulk
from tungnha.units.database import refresh_statistics
from tungnha.units.models import Area, Campaign, Member, Organisation, Role, User
from tungnha.units.registry import load_areas

SEED = 2026
VILLAGES, PEOPLE = 100_000, 75_000_000
MEASURES = (
    "chu-ky-so-tren-15", "app-tinh-tren-15", "vneid2-tren-15", "so-suc-khoe-tren-15", "tai-khoan-tren-15",
    "dich-vu-cong-tren-15", "ky-nang-so-tren-15", "thanh-toan-so-tren-15",
)  # fmt: skip
POOL = 400  # different villages' counts; a hundred thousand villages take from them


@dataclass(frozen=True)
class Country:
    measures: list[Measure]
    province: Area
    commune: Area  # the one with people
    officer: Member
    province_officer: Member
    targets: dict[str, Target]  # of the commune, of the province


def make(today: date, share: float) -> Country:
    """Areas, what is kept of them, one commune of people, a plan of a commune and one of a province."""
    load_areas()
    communes = list(Area.objects.communes().select_related("parent").order_by("path"))
    communes = communes[: max(200, round(len(communes) * share))]
    measures = [Measure.objects.get(code=code) for code in MEASURES]
    numbers = numbered(keys_of(measures))
    each = round(VILLAGES / 3321)
    _villages(communes, each)
    _counts(communes, numbers, today, PEOPLE // VILLAGES)
    refresh_statistics(Area, VillageTally, TallyReach, TallyStep)
    first = communes[0]
    TallyReach.objects.filter(commune=first).delete()
    VillageTally.objects.filter(commune=first).delete()
    _people(first, measures, today)
    return _plans(measures, first, today)


def _villages(communes: Sequence[Area], each: int) -> None:
    columns = ("code", "kind", "type_name", "name", "folded_name", "parent_id", "path", "order")
    bulk.insert(Area, columns, (
        (code := f"{commune.code}-{n:02d}", "village", "thôn", str(n), str(n), commune.pk, f"{commune.path}{code}/", n)
        for commune in communes for n in range(1, each + 1)
    ))  # fmt: skip


def _counts(communes: Sequence[Area], numbers: dict[Key, int], today: date, people: int) -> None:
    """Each village one of the pool; the steps of communes and provinces are their sums."""
    dice, window = random.Random(SEED), first_window([], today)
    pool = {key: [_bag(key, dice, people, today) for _ in range(POOL)] for key in numbers}
    packed = {key: [(pack(bag.spans), bag.steps(), bag.ever) for bag in bags] for key, bags in pool.items()}
    villages: dict[int, list[int]] = {}
    for pk, parent in Area.objects.villages().order_by("pk").values_list("pk", "parent"):
        villages.setdefault(parent, []).append(pk)
    days = [(window.from_on + timedelta(days=n)) for n in range((window.to_on - window.from_on).days + 1)]
    first = window.from_on.toordinal()
    whole: dict[tuple[int, int], Counter[int]] = {}
    for start in range(0, len(communes), 100):
        tallies, reaches, steps = [], [], []
        for commune in communes[start : start + 100]:
            for key, slot in numbers.items():
                added: Counter[int] = Counter()
                ever = 0
                for village in villages[commune.pk]:
                    spans, changes, said = packed[key][dice.randrange(POOL)]
                    tallies.append((village, slot, commune.pk, spans, b"", said))
                    added.update(changes)
                    ever += said
                whole.setdefault((commune.parent_id or 0, slot), Counter()).update(added)
                reaches.append((commune.pk, slot, window.from_on, window.to_on, ever))
                steps += [(commune.pk, slot, days[day - first], n) for day, n in added.items() if n]
        bulk.insert(VillageTally, ("village_id", "slot_id", "commune_id", "spans", "again", "ever"), tallies)
        bulk.insert(TallyReach, ("commune_id", "slot_id", "from_on", "to_on", "ever"), reaches)
        bulk.insert(TallyStep, ("area_id", "slot_id", "on", "change"), steps)
    above = (
        (area, slot, days[day - first], n) for (area, slot), added in whole.items() for day, n in added.items() if n
    )
    bulk.insert(TallyStep, ("area_id", "slot_id", "on", "change"), above)


def _bag(key: Key, dice: random.Random, people: int, today: date) -> Bag:
    """Of a base those of age, and the days the young turn fifteen; of a service who has it since when, till when."""
    bag, begins = Bag(), first_window([], today).from_on.toordinal()
    if key.part == Part.BASE:
        bag.spans[begins, OPEN] = round(people * 0.78)
        for _ in range(people // 75 * 3):
            bag.spans[begins + 1 + dice.randrange(1000), OPEN] += 1
        return bag
    bag.ever = dice.randrange(people // 3, people // 2)
    for _ in range(12):  # lists, and the days visits were made on
        since = today.toordinal() - dice.randrange(300)
        until = OPEN if dice.random() < 0.5 else since + 365
        bag.spans[since, until] += bag.ever // 14
    return bag


# --- one commune of people -------------------------------------------------------------------------------------------


def _people(commune: Area, measures: Sequence[Measure], today: date) -> None:
    """750 people in each village, of whom every second has each service: written as rows, not as claims one by one."""
    dice = random.Random(SEED)
    STALE.take_away(plan=True)
    homes, persons = [], []
    for village in commune.children.order_by("pk"):
        for n in range(190):
            homes.append(Household(code=f"{n:04d}", village=village))
    Household.objects.bulk_create(homes, batch_size=2000)
    for n, home in enumerate(homes):
        for member in range(4):
            born = date(1940, 1, 1) + timedelta(days=dice.randrange(30_000))
            persons.append(Person(
                full_name=f"Người {n}", folded_name="nguoi", sort_key=f"{n}", household=home, birth_date=born,
                birth_precision="day", residence="at_home" if dice.random() < 0.9 else "away", is_head=member == 0,
            ))  # fmt: skip
    Person.objects.bulk_create(persons, batch_size=2000)
    for service, level in _asked(measures):
        said = [
            (person.pk, today - timedelta(days=dice.randrange(300)), level) for person in persons if dice.random() < 0.5
        ]
        _standings(service, said, today)
    STALE.lay()
    TallyStale.objects.all().delete()
    refresh_statistics(Household, Person, Claim, Standing)


def _asked(measures: Sequence[Measure]) -> Iterator[tuple[Service, int]]:
    for measure in measures:
        yield Service.objects.get(code=measure.rule["service"]), measure.rule.get("level", 1)


def _standings(service: Service, said: Sequence[tuple[int, date, int]], today: date) -> None:
    from tungnha.units import clock

    at = clock.now()
    claims = [
        Claim(person_id=person, service=service, level=level, since_on=since, source="list", made_at=at, stored_at=at)
        for person, since, level in said
    ]
    Claim.objects.bulk_create(claims, batch_size=2000)
    rows = [(service.pk, c.level, c.since_on, None, c.pk, None, c.person_id) for c in claims]
    bulk.insert(Standing, (*STANDING_COLUMNS, "person_id"), rows)


# --- plans -----------------------------------------------------------------------------------------------------------


def _plans(measures: Sequence[Measure], commune: Area, today: date) -> Country:
    province = commune.parent
    assert province is not None
    found: dict[str, Target] = {}
    members = {}
    for name, area, role in (("commune", commune, Role.OFFICER), ("province", province, Role.PROVINCE_OFFICER)):
        unit = Organisation.objects.create(name="UBND", kind="committee", area=area, must_report=False)
        user = User(full_name="Người làm", email=f"{name}@mau.example")
        user.set_unusable_password()
        user.save()
        members[name] = Member.objects.create(user=user, role=role, area=area, organisation=unit)
        campaign = Campaign.objects.create(
            name="Cao điểm", area=area, organisation=unit, started_on=today - timedelta(days=60)
        )
        from tungnha.units import clock

        plan = Plan.objects.create(
            campaign=campaign, organisation=unit, number="1", symbol="KH-UBND", issued_on=today - timedelta(days=60),
            title="Cao điểm", confirmed_at=clock.now(), confirmed_by=members[name],
        )  # fmt: skip
        for order, measure in enumerate(measures):
            target = Target.objects.create(
                plan=plan, order=order, text=measure.name, value=64, due_on=today + timedelta(days=90), measure=measure,
                headline=True,
            )  # fmt: skip
            found.setdefault(name, target)
    return Country(list(measures), province, commune, members["commune"], members["province"], found)
