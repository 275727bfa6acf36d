"""A population of any size, line by line, as a population file carries it (tệp nhân khẩu).

    for resident in residents(1_000_000, seed=7): …      # or households(…), or write(path, n, seed=…)

Households are drawn as for the demonstration (households.py); what is added is what only a large population shows:
twins, a father and son of one name, names of other peoples, numbers that stay distinct (numbers.Invented). People
come village by village and nothing is kept, so memory does not grow with their number. The same arguments give the
same people on every machine: the only chance is `random.Random` seeded with text.

Nobody turns 15 from a month before the day `on` until 200 days after it, as in the demonstration.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib import resources
from itertools import chain
from random import Random
from typing import NamedTuple

from tungnha.demo.ages import draw_precision
from tungnha.demo.households import Draft, draw_household
from tungnha.demo.names import Bag, bag, family_bag, given_name
from tungnha.demo.numbers import Invented, give_telephones
from tungnha.demo.peoples import People, peoples_of
from tungnha.demo.records import AWAY, HOME, PLAN_DAY, TEMPORARY
from tungnha.demo.villages import LANES, make_villages, share_out
from tungnha.identity.numbers import NOW_PART_OF, PROVINCES

COLUMNS = (
    "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Số định danh", "Điện thoại",
    "Thôn", "Ngõ", "Số nhà", "Cư trú",
)  # fmt: skip
RESIDENCE = {HOME: "Thường trú", AWAY: "Đi làm ăn xa", TEMPORARY: "Tạm trú"}
PEOPLE_PER_VILLAGE, MOST_VILLAGES = 600, 100
HOUSES_PER_LANE = 30
FIRST_DAY = date(2000, 1, 1)  # the eldest are then born in 1903: no personal number tells of an earlier century
TWINS = 0.012  # of births
NAMED_AFTER_FATHER = 0.004  # of sons
# Of grown people who work elsewhere (Thanh Hóa: a tenth of those registered); most are the children of the house.
AWAY_OF_CHILDREN, AWAY_OF_PARENTS = 0.45, 0.06
_FLAVOURS = dict.fromkeys(("04", "08", "11", "12", "14", "15", "19", "20"), ("bac-kan", "bac-kan")) | dict.fromkeys(
    ("38", "40", "42"), ("thanh-hoa", "nhu-thanh")
)
_OTHER_FLAVOUR = ("viet", "thieu-trung")
_NEVER_ELSEWHERE = 0.9  # of those born in a house: registered in the province itself


class Resident(NamedTuple):
    """One line of a population file: text in the order of COLUMNS, "" for what is not known."""

    household: str
    full_name: str
    relation: str
    birth: str  # 31/07/1990, 07/1990 or 1990
    sex: str
    personal_number: str
    telephone: str
    village: str  # with its kind: "Thôn Nà Cáy"
    lane: str
    house: str
    residence: str


class Unknown(ValueError):
    """No such commune, or nothing to make; the message is the sentence for whoever asked."""


def residents(
    n: int, seed: int = 1, *, commune: str = "01960", villages: Sequence[str] = (), on: date = PLAN_DAY
) -> Iterator[Resident]:
    """Exactly n people of a commune (its code), ready to be written as they come. Raises Unknown.

    `villages`: full names; invented ones when none are given. `on`: the day their ages are drawn for.
    """
    return chain.from_iterable(households(n, seed, commune=commune, villages=villages, on=on))


def households(
    n: int, seed: int = 1, *, commune: str = "01960", villages: Sequence[str] = (), on: date = PLAN_DAY
) -> Iterator[list[Resident]]:
    """The same people, a household at a time, the head somewhere in it."""
    if n < 1:
        raise Unknown("Số người phải từ 1 trở lên.")
    if on < FIRST_DAY:
        raise Unknown(f"Ngày tính tuổi phải từ {FIRST_DAY:%d/%m/%Y} trở đi.")
    province, province_name = province_of(commune)
    flavour, village_flavour = _FLAVOURS.get(province, _OTHER_FLAVOUR)
    start = f"{seed}/{commune}"
    named = tuple(villages) or _invented_villages(n, village_flavour)
    numbers = Invented(f"{start}/numbers")
    weights, peoples, home = Random(f"{start}/villages"), peoples_of(province), _home_bag(province_name)
    shares = share_out(n, [weights.uniform(0.6, 1.6) for _ in named])
    return chain.from_iterable(
        _Village(
            Random(f"{start}/{at}"), f"{commune}-{at + 1:02d}", named[at], on, numbers, flavour, peoples, home
        ).households(people)
        for at, people in enumerate(shares)
    )


def province_of(commune: str) -> tuple[str, str]:
    """(code, name) of the present province of a commune's code. Raises Unknown."""
    with resources.files("tungnha.units").joinpath("data", "areas.csv").open(encoding="utf-8") as file:
        areas = {row["code"]: row for row in csv.DictReader(file)}
    found = areas.get(commune)
    if found is None or found["kind"] != "commune":
        raise Unknown(f"Không có xã, phường nào mang mã “{commune}”; mã xã có 5 chữ số, ví dụ 01960.")
    province = areas[found["parent_code"]]
    return province["code"], province["name"]


def villages_of(n: int, *, commune: str = "01960") -> tuple[str, ...]:
    """The full names of the villages that `residents` puts n people into when it is given none."""
    return _invented_villages(n, _FLAVOURS.get(province_of(commune)[0], _OTHER_FLAVOUR)[1])


def _invented_villages(n: int, flavour: str) -> tuple[str, ...]:
    count = min(max(round(n / PEOPLE_PER_VILLAGE), 1), MOST_VILLAGES)
    return tuple(village.full_name for village in make_villages(count, flavour))


def _home_bag(province: str) -> Bag:
    """Where the births of a province's people were registered: the provinces it was merged of, now and then another."""
    own = [code for code, name in PROVINCES.items() if NOW_PART_OF.get(code, name) == province]
    others = [code for code in PROVINCES if code not in own]
    return Bag(
        dict.fromkeys(own, _NEVER_ELSEWHERE / len(own)) | dict.fromkeys(others, (1 - _NEVER_ELSEWHERE) / len(others))
    )


_FROM_ANYWHERE = bag(", ".join(f"{code} 1" for code in PROVINCES))


class _Village:
    """Draws the households of one village, one after the other."""

    def __init__(
        self, rng: Random, code: str, name: str, on: date, numbers: Invented, flavour: str,
        peoples: tuple[tuple[People, ...], float], home: Bag,
    ) -> None:  # fmt: skip
        self.rng, self.code, self.name, self.on, self.numbers = rng, code, name, on, numbers
        self.families = family_bag(flavour, rng.sample(family_bag(flavour).words, 2))
        self.peoples, self.share_of_peoples = peoples
        self.home = home

    def households(self, people: int) -> Iterator[list[Resident]]:
        serial = 0
        while people:
            drafts = self._with_twins(draw_household(self.rng, self.families))
            if len(drafts) <= people:
                people -= len(drafts)
                serial += 1
                self._settle(drafts)
                yield self._written(drafts, serial)

    def _with_twins(self, drafts: list[Draft]) -> list[Draft]:
        for child in [draft for draft in drafts if draft.mother is not None and draft.relation in ("con", "cháu")]:
            if self.rng.random() < TWINS:
                male = child.male if self.rng.random() < 0.65 else not child.male
                drafts.append(
                    Draft(child.family, male, child.days, child.relation, mother=child.mother, father=child.father)
                )
        return drafts

    def _settle(self, drafts: list[Draft]) -> None:
        """Some small households are temporary; of the others some grown people work elsewhere."""
        rng = self.rng
        passing = len(drafts) <= 4 and drafts[0].years < 45 and rng.random() < 0.07
        for draft in drafts:
            if passing:
                draft.residence = TEMPORARY
            elif 18.5 < draft.years < 48 and rng.random() < _share_away(draft):
                draft.residence = AWAY
        give_telephones(rng, drafts, self.numbers.telephone)

    def _written(self, drafts: list[Draft], serial: int) -> list[Resident]:
        code = f"{self.code}-{serial:04d}"
        lane_at = (serial - 1) // HOUSES_PER_LANE
        lane = LANES[lane_at] if lane_at < len(LANES) else f"Ngõ {lane_at + 1}"
        house = f"Số {serial}"
        names = self._names(drafts)
        return [self._resident(draft, name, code, lane, house) for draft, name in zip(drafts, names, strict=True)]

    def _resident(self, draft: Draft, name: str, code: str, lane: str, house: str) -> Resident:
        born = self.on - timedelta(days=draft.days)
        return Resident(
            code, name, draft.relation, self._birth(draft, born), "Nam" if draft.male else "Nữ",
            self._number(draft, born), draft.telephone or "", self.name, lane, house, RESIDENCE[draft.residence],
        )  # fmt: skip

    def _birth(self, draft: Draft, born: date) -> str:
        precision = draw_precision(self.rng, draft.years)
        if precision == "year":
            return str(born.year)
        month = f"{born.month:02d}/{born.year}"
        return month if precision == "month" else f"{born.day:02d}/{month}"

    def _number(self, draft: Draft, born: date) -> str:
        """A few of the very old never got one."""
        if draft.years > 80 and self.rng.random() < 0.05:
            return ""
        away = draft.married_in or draft.residence == TEMPORARY
        province = (_FROM_ANYWHERE if away and self.rng.random() < 0.3 else self.home).draw(self.rng)
        return self.numbers.personal(province, draft.male, born.year) or ""

    # -- names

    def _names(self, drafts: list[Draft]) -> list[str]:
        people = None
        if self.rng.random() < self.share_of_peoples:
            people = self.peoples[self.rng.randrange(len(self.peoples))]
            _give_clans(self.rng, people, drafts)
        names: list[str] = []
        for draft in drafts:
            names.append(self._name(draft, people, drafts, names))
        return names

    def _name(self, draft: Draft, people: People | None, drafts: list[Draft], taken: list[str]) -> str:
        father = draft.father
        if draft.male and father is not None and father < len(taken) and self.rng.random() < NAMED_AFTER_FATHER:
            return taken[father]
        year = self.on.year - round(draft.years)
        while True:
            if people:
                name = people.name(self.rng, draft.family, male=draft.male)
            else:
                name = f"{draft.family} {given_name(self.rng, year=year, male=draft.male)}"
            if name not in taken:
                return name


def _share_away(draft: Draft) -> float:
    return AWAY_OF_CHILDREN if draft.relation in ("con", "con dâu", "chồng") else AWAY_OF_PARENTS


def _give_clans(rng: Random, people: People, drafts: list[Draft]) -> None:
    """Each Kinh family name of the household stands for a clan; children follow father or mother."""
    clans: dict[str, str] = {}
    for draft in drafts:
        clans.setdefault(draft.family, people.clans.draw(rng))
        draft.family = clans[draft.family]
    for draft in drafts:
        if people.of_mother and draft.mother is not None:
            draft.family = drafts[draft.mother].family
