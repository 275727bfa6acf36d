"""Invented people for the samples: villages, households, persons, signatures, and who was visited when.

Every person here is made by a seeded generator and is nobody. Personal numbers have the true form (province
of birth, century and sex, year, six digits) but the last six always begin with 99, and telephones always have
000 after the prefix, so that a reader of a screen or a file sees at a glance that they are made up. That does
not prove that no such number was ever issued: never dial one, never look one up.

Ages are drawn in days before the reference date, so the same seed gives the same village at any date: moving
the reference moves every birth date with it (and the year inside a personal number) and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
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
        (_KEENNESS[p.occupation] * youth(p.years) * villages[p.village].eagerness, p)
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


def youth(years: float) -> float:
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


def years_of(person: SamplePerson, day: date) -> float:
    return (day - person.birth_date).days / YEAR


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)
