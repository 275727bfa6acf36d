"""Invented people for the samples: villages, households, persons, signatures, and who was visited when.

Every person here is made by a seeded generator and is nobody. Personal numbers have the true form (province
of birth, century and sex, year, six digits) but the last six always begin with 99, and telephones always have
000 after the prefix, so that a reader of a screen or a file sees at a glance that they are made up. That does
not prove that no such number was ever issued: never dial one, never look one up.

Ages are drawn in days before the reference date, so the same seed gives the same village at any date: moving
the reference moves every birth date with it (and the year inside a personal number) and changes nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from tungnha.demo.names import ELSEWHERE, FAMILIES, Bag, bag, family_bag, given_name

HANOI = timezone(timedelta(hours=7))
PLAN_DAY = date(2026, 5, 26)  # the Hiệp Lực plan follows the province's of the day before
YEAR = 365.25

HOME, AWAY, TEMPORARY = "permanent_home", "permanent_away", "temporary"
OCCUPATIONS = {
    "child": "trẻ em",
    "pupil": "học sinh",
    "student": "sinh viên",
    "official": "cán bộ, công chức",
    "teacher": "giáo viên",
    "health": "nhân viên y tế",
    "armed_forces": "lực lượng vũ trang",
    "worker": "công nhân, người lao động",
    "trader": "hộ kinh doanh",
    "farmer": "nông dân",
    "retired": "hưu trí",
    "other": "lao động tự do",
}


@dataclass(frozen=True, slots=True)
class SampleVillage:
    """A village (thôn, khu phố); `adults` is its people over 15 who count, or its weight among the others."""

    name: str
    kind: str = "thôn"
    adults: int = 100
    eagerness: float = 1.0  # how readily its people took up the signature: makes the ranking worth reading

    @property
    def full_name(self) -> str:
        return f"{self.kind[0].upper()}{self.kind[1:]} {self.name}"


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    """A household (hộ gia đình)."""

    index: int
    code: str
    village_index: int
    lane: str
    address: str
    head_index: int
    member_indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SampleSignature:
    """A public digital signature (chữ ký số công cộng): from whom, since and until when."""

    provider: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One invented person. `birth_precision` is day, month or year: the parts not known are 1."""

    index: int
    code: str
    household_index: int
    village_index: int
    full_name: str
    sex: str  # "Nam" | "Nữ"
    birth_date: date
    birth_precision: str
    personal_number: str | None
    telephone: str | None
    residence: str  # HOME | AWAY | TEMPORARY
    relation: str  # to the head, in Vietnamese
    occupation: str  # a key of OCCUPATIONS
    workplace: str | None
    mother: int | None
    father: int | None
    signature: SampleSignature | None

    def turned_15_before(self, day: date) -> bool:
        """Over 15 ("trên 15 tuổi"): the fifteenth birthday lies before that day."""
        return _birthday(self.birth_date, 15) < day

    @property
    def family_name(self) -> str:
        return self.full_name.split()[0]


@dataclass(frozen=True, slots=True)
class Population:
    """A commune's people on the reference day."""

    commune: str
    province: str
    reference: date
    villages: tuple[SampleVillage, ...]
    households: tuple[SampleHousehold, ...]
    persons: tuple[SamplePerson, ...]

    def counted(self) -> list[SamplePerson]:
        """Over 15 and living here (permanent at home, or temporary): the base of the plan's rate."""
        return [p for p in self.persons if p.residence != AWAY and p.turned_15_before(self.reference)]

    def away(self) -> list[SamplePerson]:
        """Over 15, registered here, working elsewhere: in the register's own count, not in the base."""
        return [p for p in self.persons if p.residence == AWAY and p.turned_15_before(self.reference)]

    def children(self) -> list[SamplePerson]:
        return [p for p in self.persons if not p.turned_15_before(self.reference)]

    def signers(self) -> list[SamplePerson]:
        return [p for p in self.persons if p.signature]

    def by_village(self, persons: Iterable[SamplePerson]) -> dict[str, int]:
        counts = {village.name: 0 for village in self.villages}
        for person in persons:
            counts[self.villages[person.village_index].name] += 1
        return counts


HIEP_LUC = (
    SampleVillage("Nà Mèo", adults=618, eagerness=1.9),
    SampleVillage("Khuổi Sưa", adults=402, eagerness=0.5),
    SampleVillage("Bản Lùng", adults=547, eagerness=1.1),
    SampleVillage("Nà Quạng", adults=489, eagerness=0.9),
    SampleVillage("Pác Thin", adults=371, eagerness=1.5),
    SampleVillage("Khau Mạ", adults=288, eagerness=0.25),
    SampleVillage("Nà Lụng", adults=563, eagerness=1.0),
    SampleVillage("Phiêng Rì", adults=334, eagerness=0.4),
    SampleVillage("Cốc Muồi", adults=455, eagerness=0.8),
    SampleVillage("Lủng Chảng", adults=259, eagerness=0.2),
    SampleVillage("Nà Dảo", adults=521, eagerness=1.3),
    SampleVillage("Bản Khoang", adults=633, eagerness=1.7),
)

_FIRST = {
    "thieu-trung": "Vạn Phú Đông Hưng An Thái Toán Tiên Minh Dương Ngọc Quang",
    "nhu-thanh": "Bái Đồng Xuân Hải Yên Phú Khe Rọc Cây Vĩnh Đá Thanh",
    "quang-ngoc": "Ngọc Trạch Phúc Hà Gia Đông Mỹ Uy",
}
_SECOND = {
    "thieu-trung": "Lộc Hòa Thịnh Trạch Cầu Đình Nam Bắc Xá Lý",
    "nhu-thanh": "Lai Sim Mòng Tiến Thắng Cốc Lèn Trung Hợp Vai",
    "quang-ngoc": "Nhuệ Đài Khê Lâm Trung Vinh",
}
_TOWN_QUARTERS = {"thieu-trung": 8}  # how many of the villages are khu phố


def make_villages(n: int, flavour: str, seed: int = 34) -> tuple[SampleVillage, ...]:
    """n villages with invented two-word names; flavour is thieu-trung, nhu-thanh or quang-ngoc."""
    rng = Random(f"{flavour}/{seed}")
    pairs = [f"{a} {b}" for a in _FIRST[flavour].split() for b in _SECOND[flavour].split() if a != b]
    quarters = _TOWN_QUARTERS.get(flavour, 0)
    return tuple(
        SampleVillage(
            name,
            kind="khu phố" if at >= n - quarters else "thôn",
            adults=rng.randrange(160, 520),
            eagerness=round(rng.uniform(0.4, 1.8), 2),
        )
        for at, name in enumerate(rng.sample(pairs, n))
    )


# Households


@dataclass(slots=True)
class _Draft:
    """A person while the household is being put together; mother and father are places in the same list."""

    family: str
    male: bool
    days: int  # age on the reference day
    relation: str
    married_in: bool = False
    mother: int | None = None
    father: int | None = None
    given: str = ""
    residence: str = HOME
    occupation: str = "other"
    workplace: str | None = None
    telephone: str | None = None
    signature: SampleSignature | None = None
    household: int = -1
    village: int = -1

    @property
    def years(self) -> float:
        return self.days / YEAR

    @property
    def is_over_15(self) -> bool:
        return self.days > OVER_15


# Nobody turns 15 from a month before the reference day until 200 days after it, so the base of every rate in
# the demo stands still for the length of a campaign.
OVER_15 = round(15 * YEAR)
_QUIET = range(OVER_15 - 202, OVER_15 + 33)


def _steady(days: float) -> int:
    return round(days) + len(_QUIET) if round(days) in _QUIET else round(days)


def _aged(rng: Random, low: float, high: float) -> int:
    return _steady(rng.uniform(low, high) * YEAR)


def _spouse_of(rng: Random, husband: int) -> int:
    younger_by = min(9.0, max(-4.0, rng.gauss(2.5, 2.8)))
    return _steady(max(husband - younger_by * YEAR, 18.8 * YEAR))


def _births(rng: Random, mother: int) -> list[int]:
    """Ages in days of a woman's children: born when she was between 18.8 and 39, at least a year apart."""
    wanted = rng.choices((0, 1, 2, 3, 4), (2, 9, 47, 31, 11) if mother < 55 * YEAR else (2, 8, 28, 36, 26))[0]
    ages: list[int] = []
    at = min(33.0, max(18.8, rng.gauss(22.8, 3.0)))
    while len(ages) < wanted and at < 39.0 and mother - at * YEAR > 20:
        child = _steady(mother - at * YEAR)
        if not ages or ages[-1] - child > 330:
            ages.append(child)
        at += max(1.1, rng.gauss(3.4, 1.3))
    return ages


def _stays_home(rng: Random, days: int) -> bool:
    years = days / YEAR
    return rng.random() < (1.0 if years < 19 else 0.7 if years < 23 else 0.4 if years < 31 else 0.12)


def _lone(rng: Random, family: str, low: float, high: float, women: float) -> list[_Draft]:
    return [_Draft(family, rng.random() > women, _aged(rng, low, high), "chủ hộ")]


def _couple(rng: Random, family: str, wife_family: str, low: float, high: float) -> list[_Draft]:
    husband = _aged(rng, low, high)
    pair = [
        _Draft(family, True, husband, "chủ hộ"),
        _Draft(wife_family, False, _spouse_of(rng, husband), "vợ", married_in=True),
    ]
    if rng.random() < 0.14:  # a woman may be the head
        pair[0].relation, pair[1].relation = "chồng", "chủ hộ"
    return pair


def _with_children(rng: Random, people: list[_Draft], *, all_home: bool = False) -> list[_Draft]:
    """The couple's own children who still live here."""
    for days in _births(rng, people[1].days):
        if all_home or _stays_home(rng, days):
            people.append(_Draft(people[0].family, rng.random() < 0.52, days, "con", mother=1, father=0))
    return people


def _with_parents(rng: Random, people: list[_Draft], grandmother_family: str) -> list[_Draft]:
    """The husband's parents, one or both, live with the couple."""
    mother = _steady(people[0].days + rng.uniform(19.0, 35.0) * YEAR)
    father = _steady(mother + rng.uniform(-1, 6) * YEAR)
    alive = rng.choices(("both", "mother", "father"), (45, 42, 13))[0]
    if alive in ("both", "mother") and mother < 97 * YEAR:
        people[0].mother = len(people)
        people.append(_Draft(grandmother_family, False, mother, "mẹ", married_in=True))
    if alive in ("both", "father") and father < 95 * YEAR:
        people[0].father = len(people)
        people.append(_Draft(people[0].family, True, father, "bố"))
    return people


def _with_son_married(rng: Random, people: list[_Draft], wife_family: str) -> list[_Draft]:
    """A grown son has brought his wife home; their small children are the head's grandchildren."""
    sons = [at for at, p in enumerate(people) if p.relation == "con" and p.male and 22 < p.years < 38]
    if not sons:
        return people
    son = sons[0]
    wife = len(people)
    people.append(_Draft(wife_family, False, _spouse_of(rng, people[son].days), "con dâu", married_in=True))
    family = people[son].family
    for days in _births(rng, people[wife].days)[:2]:
        people.append(_Draft(family, rng.random() < 0.52, days, "cháu", mother=wife, father=son))
    return people


def _lone_parent(rng: Random, family: str, mother_family: str) -> list[_Draft]:
    """A widow, or a mother alone: the children carry the name of a father who is not in the list."""
    people = [_Draft(mother_family, False, _aged(rng, 24, 58), "chủ hộ")]
    for days in _births(rng, people[0].days):
        if _stays_home(rng, days):
            people.append(_Draft(family, rng.random() < 0.52, days, "con", mother=0))
    return people


def _household(rng: Random, families: Bag) -> list[_Draft]:
    """One household of one of the kinds met in a mountain commune, seven people at most."""
    kind = rng.choices(
        ("elder", "single", "old couple", "couple", "stem", "joint", "lone parent"), (4, 3, 6, 44, 27, 12, 4)
    )[0]
    own, inlaw = families.draw(rng), (families if rng.random() < 0.5 else ELSEWHERE).draw(rng)
    if kind == "elder":
        return _lone(rng, own, 61, 93, women=0.75)
    if kind == "single":
        return _lone(rng, own, 22, 57, women=0.4)
    if kind == "old couple":
        return _couple(rng, own, inlaw, 60, 88)
    if kind == "lone parent":
        return _lone_parent(rng, own, inlaw)
    if kind == "joint":
        people = _with_children(rng, _couple(rng, own, inlaw, 46, 68))
        return _with_son_married(rng, people, ELSEWHERE.draw(rng))
    people = _with_children(rng, _couple(rng, own, inlaw, 23, 56 if kind == "couple" else 52))
    return people if kind == "couple" else _with_parents(rng, people, ELSEWHERE.draw(rng))


def _fill_village(rng: Random, over_15: int, families: Bag) -> list[list[_Draft]]:
    """Households until exactly so many people over 15 live in them."""
    households: list[list[_Draft]] = []
    while over_15:
        people = _household(rng, families)
        adults = sum(person.is_over_15 for person in people)
        if adults <= over_15 and len(people) <= 7:
            households.append(people)
            over_15 -= adults
    return households


def _share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion that add up exactly (largest remainder, ties to the earlier)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def _weighted_sample(rng: Random, items: Sequence[tuple[float, _Draft]], n: int) -> list[_Draft]:
    """n of them without repetition, the heavier the likelier."""
    keyed = sorted((rng.random() ** (1 / weight), at) for at, (weight, _) in enumerate(items))
    return [items[at][1] for _, at in keyed[-n:]] if n else []


# What each person does, has and is called

_WORKING = bag("farmer 62, worker 17, trader 8, other 13")
_WORKPLACES = {
    "official": bag(
        "Văn phòng HĐND và UBND xã 5, Phòng Văn hóa - Xã hội 4, Phòng Kinh tế 4, Đảng ủy xã 4, "
        "Ủy ban MTTQ xã 4, "
        "Trung tâm Phục vụ hành chính công 3, Trung tâm Dịch vụ tổng hợp 3"
    ),
    "teacher": bag("Trường Mầm non Hoa Sở 3, Trường Tiểu học Suối Sim 4, Trường Trung học cơ sở Đèo Mây 4"),
    "health": bag("Trạm Y tế xã 1"),
    "armed_forces": bag("Công an xã 3, Ban Chỉ huy quân sự xã 2"),
}
_PUBLIC_PER_1000 = {"official": 15.5, "teacher": 17.5, "health": 2.6, "armed_forces": 3.5}
_KEENNESS = {
    "official": 22.0, "teacher": 14.0, "health": 12.0, "armed_forces": 9.0, "student": 1.6, "worker": 1.5,
    "trader": 1.4, "retired": 0.5, "pupil": 0.4, "other": 0.7, "farmer": 0.5,
}  # fmt: skip


def _occupation(rng: Random, person: _Draft) -> str:
    years = person.years
    if years < 6:
        return "child"
    if years < 18:
        return "pupil" if years < 15.5 or rng.random() < 0.86 else "other"
    if years < 23 and person.relation in ("con", "cháu") and rng.random() < 0.4:
        return "student"
    if years > (62 if person.male else 60):
        return "retired" if rng.random() < 0.16 else "farmer"
    return _WORKING.draw(rng)


def _give_occupations(rng: Random, people: list[_Draft], counted: int) -> None:
    for person in people:
        person.occupation = _occupation(rng, person)
    grown = [p for p in people if 23 < p.years < 58 and p.residence != AWAY]
    for occupation, per_1000 in _PUBLIC_PER_1000.items():
        weighted = [(4.0 if p.residence == TEMPORARY else 1.0, p) for p in grown if p.workplace is None]
        for person in _weighted_sample(rng, weighted, round(counted * per_1000 / 1000)):
            person.occupation = occupation
            person.workplace = _WORKPLACES[occupation].draw(rng)


_PREFIXES = tuple(
    f"0{tens}{ones}"
    for tens, digits in ((3, "23456789"), (7, "06789"), (8, "1234568"), (9, "01346789"))
    for ones in digits
)


def _own_telephone(rng: Random, used: set[str]) -> str:
    while True:
        number = f"{rng.choice(_PREFIXES)}000{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number


def _has_own_telephone(years: float) -> float:
    if years < 18:
        return 0.55 if years > 15 else 0.0
    return 0.94 if years < 60 else 0.55 if years < 75 else 0.2


def _give_telephones(rng: Random, household: list[_Draft], used: set[str]) -> None:
    """Most grown people have their own; of the others some answer a relative's, some have none."""
    for person in household:
        if rng.random() < _has_own_telephone(person.years):
            person.telephone = _own_telephone(rng, used)
    shared = next((p.telephone for p in household if p.telephone), None)
    for person in household:
        if person.telephone is None and person.is_over_15 and rng.random() < 0.4:
            person.telephone = shared


_BORN_HERE = bag("006 84, 019 9, 004 3, 020 2, 008 1, 001 1")
_BORN_ELSEWHERE = bag("006 45, 019 24, 004 10, 020 8, 008 4, 002 2, 024 2, 001 2, 034 1, 036 1, 038 1")


def _personal_number(rng: Random, person: _Draft, born: date, used: set[str], home: Bag) -> str | None:
    """Twelve digits of the true form, made up; a few of the very old never got one."""
    if person.years > 80 and rng.random() < 0.05:
        return None
    province = (_BORN_ELSEWHERE if person.married_in or person.residence == TEMPORARY else home).draw(rng)
    century = 2 * (born.year // 100 - 19) + (0 if person.male else 1)
    while True:
        number = f"{province}{century}{born.year % 100:02d}99{rng.randrange(10_000):04d}"
        if number not in used:
            used.add(number)
            return number


def _precision(rng: Random, years: float) -> str:
    if years < 58:
        return "day"
    year_only = 0.06 if years < 68 else 0.22
    draw = rng.random()
    return "year" if draw < year_only else "month" if draw < year_only + 0.015 else "day"


def _known_part(born: date, precision: str) -> date:
    if precision == "year":
        return date(born.year, 1, 1)
    return born.replace(day=1) if precision == "month" else born


_PROVIDERS = bag("VNPT 44, Viettel 38, MobiFone 6, VNeID 12")
RENEWAL_DAYS = 35  # one signature runs out so long after the reference day: 30/6/2026 for the plan's own


def _give_signatures(
    rng: Random, people: list[_Draft], n: int, villages: Sequence[SampleVillage], reference: date
) -> None:
    """Exactly n people who count; officials, teachers and the young first. One of them expires soon."""
    weighted = [
        (_KEENNESS[p.occupation] * _youth(p.years) * villages[p.village].eagerness, p)
        for p in people
        if p.is_over_15 and p.residence != AWAY
    ]
    chosen = _weighted_sample(rng, weighted, n)
    chosen.sort(key=lambda person: (person.household, -person.days))
    for person in chosen:
        ago = rng.randrange(1, 36) if rng.random() < 0.18 else rng.randrange(36, 400)
        since = reference - timedelta(days=ago)
        person.signature = SampleSignature(_PROVIDERS.draw(rng), since, since + timedelta(days=3 * 365))
    elder = [p for p in chosen if 30 < p.years < 60 and p.signature and p.occupation == "farmer"] or chosen
    if elder:
        until = reference + timedelta(days=RENEWAL_DAYS)
        elder[0].signature = SampleSignature("Viettel", until - timedelta(days=365), until)


def _youth(years: float) -> float:
    return 0.5 if years < 18 else 1.6 if years < 36 else 1.0 if years < 50 else 0.4 if years < 63 else 0.08


_LANES = ("Xóm Trên", "Xóm Giữa", "Xóm Dưới", "Bờ Suối", "Đường Liên Xã", "Chân Đèo", "Khu Nhà Văn Hóa")


def make_population(
    seed: int = 2026,
    villages: Sequence[SampleVillage] = HIEP_LUC,
    adults_over_15: int = 5480,
    away_over_15: int = 32,
    with_signature: int = 340,
    *,
    reference: date = PLAN_DAY,
    flavour: str = "bac-kan",
    commune: str = "Hiệp Lực",
    province: str = "Thái Nguyên",
    code_prefix: str = "HL",
) -> Population:
    """A commune with exactly so many people over 15 who count, so many away, and so many signatures.

    Without arguments: the sample of Hiệp Lực. A village gets its share of the people by its own `adults`.
    """
    rng = Random(f"{seed}/{code_prefix}")
    home = _BORN_HERE if flavour == "bac-kan" else bag("038 96, 040 1, 037 1, 001 1, 036 1")
    counted, away = (_share_out(total, [v.adults for v in villages]) for total in (adults_over_15, away_over_15))
    households: list[list[_Draft]] = []
    lanes: list[str] = []
    for at in range(len(villages)):
        clans = rng.sample(sorted(FAMILIES[flavour]), 2)
        made = _fill_village(rng, counted[at] + away[at], family_bag(flavour, clans))
        _settle(rng, made, village=at, away=away[at], first=len(households))
        lanes += sorted(rng.choice(_LANES) for _ in made)
        households += made
    people = [person for household in households for person in household]
    _give_occupations(rng, people, adults_over_15)
    telephones: set[str] = set()
    for household in households:
        _give_telephones(rng, household, telephones)
    _give_signatures(rng, people, with_signature, villages, reference)
    digits = Random(f"{seed}/{code_prefix}/digits")
    register = _Register(rng, commune, province, code_prefix, reference, villages, home, digits)
    return register.write(households, lanes)


def _settle(rng: Random, households: list[list[_Draft]], *, village: int, away: int, first: int) -> None:
    """A few small households are temporary; exactly `away` grown people of the others work elsewhere."""
    for at, household in enumerate(households):
        passing = len(household) <= 4 and household[0].years < 45 and rng.random() < 0.07
        for person in household:
            person.household, person.village = first + at, village
            person.residence = TEMPORARY if passing else HOME
    movable = [
        p
        for household in households
        for p in household
        if p.residence == HOME and p.relation in ("con", "con dâu", "chồng") and 18.5 < p.years < 48
    ]
    for person in rng.sample(movable, away):
        person.residence = AWAY


@dataclass
class _Register:
    """Turns drafts into persons: names, dates, numbers and codes."""

    rng: Random
    commune: str
    province: str
    prefix: str
    reference: date
    villages: Sequence[SampleVillage]
    home: Bag
    digits: Random  # a stream of its own: a repeated number must not change the names drawn after it
    numbers: set[str] = field(default_factory=set)
    persons: list[SamplePerson] = field(default_factory=list)
    households: list[SampleHousehold] = field(default_factory=list)

    def write(self, households: list[list[_Draft]], lanes: list[str]) -> Population:
        serial: dict[int, int] = {}
        for drafts, lane in zip(households, lanes, strict=True):
            village = drafts[0].village
            serial[village] = serial.get(village, 0) + 1
            self._household(drafts, village, serial[village], lane)
        return Population(
            self.commune,
            self.province,
            self.reference,
            tuple(self.villages),
            tuple(self.households),
            tuple(self.persons),
        )

    def _household(self, drafts: list[_Draft], village: int, serial: int, lane: str) -> None:
        code, first = f"{self.prefix}-{village + 1:02d}-{serial:03d}", len(self.persons)
        where = self.villages[village]
        taken: set[str] = set()
        for at, draft in enumerate(drafts):
            self.persons.append(self._person(draft, f"{code}-{at + 1}", first, taken))
        heads = [first + at for at, draft in enumerate(drafts) if draft.relation == "chủ hộ"]
        address = f"Số {serial}, {lane}, {where.kind} {where.name}, xã {self.commune}, tỉnh {self.province}"
        members = tuple(range(first, first + len(drafts)))
        self.households.append(SampleHousehold(len(self.households), code, village, lane, address, heads[0], members))

    def _person(self, draft: _Draft, code: str, first: int, taken: set[str]) -> SamplePerson:
        born = self.reference - timedelta(days=draft.days)
        # The fashion of names is that of the plan's day, so a moved demo keeps its names.
        year = (PLAN_DAY - timedelta(days=draft.days)).year
        precision = _precision(self.rng, draft.years)
        return SamplePerson(
            index=len(self.persons),
            code=code,
            household_index=len(self.households),
            village_index=draft.village,
            full_name=self._name(draft, year, taken),
            sex="Nam" if draft.male else "Nữ",
            birth_date=_known_part(born, precision),
            birth_precision=precision,
            personal_number=_personal_number(self.digits, draft, born, self.numbers, self.home),
            telephone=draft.telephone,
            residence=draft.residence,
            relation=draft.relation,
            occupation=draft.occupation,
            workplace=draft.workplace,
            mother=None if draft.mother is None else first + draft.mother,
            father=None if draft.father is None else first + draft.father,
            signature=draft.signature,
        )

    def _name(self, draft: _Draft, year: int, taken: set[str]) -> str:
        while True:
            name = f"{draft.family} {given_name(self.rng, year=year, male=draft.male)}"
            if name not in taken:
                taken.add(name)
                return name


# Teams and visits

HAS_ALREADY, SET_UP_NOW = "has_already", "set_up_now"


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """A village's team (Tổ công nghệ số cộng đồng): three or four of its people, the leader first."""

    village_index: int
    member_indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """What came of one visit for one person (lượt đến nhà)."""

    id: uuid.UUID
    village_index: int
    household_index: int
    person_index: int
    by_index: int  # the member of the team
    made_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class SampleVisits:
    """The visits of some weeks in order of time, and the signatures they added, day by day."""

    visits: tuple[SampleVisit, ...]
    new_signatures: tuple[tuple[int, date], ...]  # (person, day); empty unless growth was asked for


def make_teams(population: Population, seed: int = 2026) -> tuple[SampleTeam, ...]:
    """Each village's team: a leader, a woman of the union, a young person, and often a fourth."""
    rng = Random(f"{seed}/teams")
    wanted = (("Nam", 40, 63), ("Nữ", 30, 56), (None, 19, 33), (None, 30, 60))
    teams = []
    for village in range(len(population.villages)):
        people = [p for p in population.counted() if p.village_index == village and p.telephone]
        members: list[int] = []
        for sex, low, high in wanted[: 4 if rng.random() < 0.7 else 3]:
            fit = [
                p.index
                for p in people
                if low <= _years(p, population.reference) < high and sex in (None, p.sex) and p.index not in members
            ]
            members.append(rng.choice(fit))
        teams.append(SampleTeam(village, tuple(members)))
    return tuple(teams)


def make_visits(
    population: Population,
    seed: int = 2026,
    *,
    first: date | None = None,
    last: date | None = None,
    growth: int = 0,
    coverage: float = 0.22,
) -> SampleVisits:
    """Visits from first to last (the three weeks before the reference day unless told), and what came of them.

    Without growth no signature is added: whoever is set up at the door is one of those the population
    already has, on the day that signature began. With growth exactly so many others are set up, more of them
    in the later weeks.
    `coverage` is the share of households called on besides those.
    """
    first = first or population.reference - timedelta(days=21)
    last = last or population.reference - timedelta(days=1)
    return _Rounds(population, Random(f"{seed}/visits/{growth}"), first, last).make(growth, coverage)


_OUTCOMES = bag(
    "refused 15, away 33, no_smartphone 8, expired_card 7, forgot_password 19, sim_other_name 9, afraid_of_fraud 9"
)
_OUTCOMES_OF_THE_OLD = bag(
    "refused 17, away 8, no_smartphone 46, expired_card 6, forgot_password 7, sim_other_name 5, afraid_of_fraud 11"
)
_COMES_BACK = bag("away 50, forgot_password 30, sim_other_name 12, expired_card 8")  # before it works


class _Rounds:
    """Who is called on which day, then what happens at each door."""

    def __init__(self, population: Population, rng: Random, first: date, last: date) -> None:
        self.population, self.rng = population, rng
        self.counted = population.counted()
        self.first, self.last = first, last
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        # Evenings all week, most of all at week-ends; later weeks see more than the first.
        weights = [
            (1.0 + 1.5 * n / len(self.days)) * (2.2 if day.weekday() >= 5 else 1.0) for n, day in enumerate(self.days)
        ]
        self._day_weights = weights
        self.calls: dict[tuple[int, date], dict[int, str]] = {}  # (household, day) -> outcomes already known
        self.since = {p.index: p.signature.since for p in self.counted if p.signature}

    def make(self, growth: int, coverage: float) -> SampleVisits:
        """Earlier signatures first: the growth's also begin in these days, but all of it is called on."""
        self._recall_earlier_signatures()
        new = self._grow(growth)
        self._call_on_others(coverage)
        added = tuple(sorted(new.items(), key=lambda item: (item[1], item[0])))
        return SampleVisits(tuple(self._visits()), added)

    def _day(self) -> date:
        return self.rng.choices(self.days, self._day_weights)[0]

    def _call(self, person: SamplePerson, day: date, outcome: str) -> None:
        self.calls.setdefault((person.household_index, day), {})[person.index] = outcome

    def _grow(self, growth: int) -> dict[int, date]:
        """Choose who is set up; for one in six an earlier visit had come to nothing."""
        villages, reference = self.population.villages, self.population.reference
        keyed = sorted(
            (
                self.rng.random() ** (1 / (_youth(_years(p, reference)) * villages[p.village_index].eagerness)),
                p.index,
            )
            for p in self.counted
            if p.signature is None
        )
        new: dict[int, date] = {}
        for index in sorted(index for _, index in keyed[-growth:]) if growth else ():
            person, day = self.population.persons[index], self._day()
            new[index] = self.since[index] = day
            self._call(person, day, SET_UP_NOW)
            earlier = day - timedelta(days=self.rng.randrange(2, 9))
            if earlier >= self.first and self.rng.random() < 1 / 6:
                self._call(person, earlier, _COMES_BACK.draw(self.rng))
        return new

    def _recall_earlier_signatures(self) -> None:
        """Of the signatures that began in these days, two in three were set up at the door."""
        for index, since in list(self.since.items()):
            if self.first <= since <= self.last and self.rng.random() < 0.66:
                self._call(self.population.persons[index], since, SET_UP_NOW)

    def _call_on_others(self, coverage: float) -> None:
        for household in self.population.households:
            eager = self.population.villages[household.village_index].eagerness
            if self.rng.random() < coverage * (0.5 + eager / 2):
                self.calls.setdefault((household.index, self._day()), {})

    def _visits(self) -> list[SampleVisit]:
        teams = make_teams(self.population)
        members: dict[int, list[SamplePerson]] = {}
        for person in self.counted:
            members.setdefault(person.household_index, []).append(person)
        settled: set[int] = set()  # who need not be asked again
        visits = []
        for household, day in sorted(self.calls, key=lambda call: (call[1], call[0])):
            at = self._clock(day)
            by = self.rng.choice(teams[self.population.households[household].village_index].member_indexes)
            for person in members.get(household, []):
                if person.index in settled:
                    continue
                outcome = self.calls[household, day].get(person.index) or self._outcome(person, day)
                if outcome in (HAS_ALREADY, SET_UP_NOW):
                    settled.add(person.index)
                at += timedelta(minutes=self.rng.randrange(2, 14))
                identity = uuid.UUID(int=self.rng.getrandbits(128), version=4)
                visits.append(SampleVisit(identity, person.village_index, household, person.index, by, at, outcome))
        return sorted(visits, key=lambda visit: (visit.made_at, visit.person_index))

    def _outcome(self, person: SamplePerson, day: date) -> str:
        if self.since.get(person.index, date.max) <= day:
            return HAS_ALREADY
        old = _years(person, self.population.reference) > 63
        return (_OUTCOMES_OF_THE_OLD if old else _OUTCOMES).draw(self.rng)

    def _clock(self, day: date) -> datetime:
        """Evenings after work; at week-ends mornings and afternoons too."""
        hour = self.rng.choice((8, 9, 10, 14, 15, 16, 18, 19) if day.weekday() >= 5 else (17, 18, 18, 19, 19, 20))
        return datetime.combine(day, time(hour, self.rng.randrange(60)), HANOI)


def _years(person: SamplePerson, day: date) -> float:
    return (day - person.birth_date).days / YEAR


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)
