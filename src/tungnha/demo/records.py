"""What an invented population is made of: villages, households, persons, signatures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from tungnha.demo.ages import YEAR, birthday

HANOI = timezone(timedelta(hours=7))
PLAN_DAY = date(2026, 5, 26)  # the Hiệp Lực plan follows the province's of the day before

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
        return birthday(self.birth_date, 15) < day

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


def years_of(person: SamplePerson, day: date) -> float:
    return (day - person.birth_date).days / YEAR
