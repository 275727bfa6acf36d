"""A register and a list without block errors, with the truth: our own invented people, or a folder of linkbench."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tungnha.demo.population import Resident, residents

FIELDS = ("name", "birth", "sex", "number", "phone", "address")
OUTSIDE = 0.12  # of the people drawn are not in the register
COMMUNE = "Xã Tân Lập"


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the register; every value as the register writes it."""

    rid: int
    number: str
    old_number: str
    name: str
    birth: str
    sex: str
    phone: str
    village: str
    commune: str
    household: str


@dataclass(slots=True)
class Line:
    """A line of the list: what stands in it, whom it means (`rid`, None for nobody of the register), what was done."""

    cells: dict[str, str]
    rid: int | None = None
    household: str = ""
    village: str = ""
    kind: str = "person"  # or title, total, header, blank
    done: list[str] = field(default_factory=list)
    columns: tuple[str, ...] | None = None  # where it does not follow the order of the list


@dataclass
class Base:
    register: list[Known]
    lines: list[Line]
    name: str = ""

    def heads(self) -> dict[str, Known]:
        """The eldest of each household."""
        found: dict[str, Known] = {}
        for known in self.register:
            head = found.setdefault(known.household, known)
            if year_of(known.birth) < year_of(head.birth):
                found[known.household] = known
        return found


def year_of(birth: str) -> int:
    years = re.findall(r"(?:18|19|20)\d\d", birth)
    return int(years[-1]) if years else 9999


@dataclass(frozen=True)
class Habits:
    """How often single rows are wrong, without any block: the share of rows."""

    no_number: float = 0.05
    digit: float = 0.01
    relative: float = 0.003
    plain: float = 0.2
    typo: float = 0.02
    no_middle: float = 0.01
    year_only: float = 0.04
    no_birth: float = 0.01
    day_wrong: float = 0.01
    no_phone: float = 0.1
    other_phone: float = 0.15
    no_address: float = 0.1
    no_sex: float = 0.1
    outside: float = 0.08
    double: float = 0.02


HABITS = {
    "tidy": Habits(),
    "usual": Habits(0.2, 0.025, 0.006, 0.4, 0.05, 0.03, 0.08, 0.04, 0.03, 0.2, 0.25, 0.15, 0.3, 0.12, 0.04),
    "few": Habits(0.6, 0.03, 0.008, 0.5, 0.07, 0.04, 0.15, 0.06, 0.04, 0.3, 0.25, 0.2, 0.4, 0.15, 0.05),
}


# -- our own people


def own(people: int = 8000, rows: int = 3500, seed: int = 1, habits: str = "tidy") -> Base:
    """`people` of the register and a list of `rows`; an eighth of those drawn are left out of the register."""
    rng = Random(f"wild/{seed}/{people}/{rows}/{habits}")
    drawn = list(residents(round(people / (1 - OUTSIDE)), seed))
    inside = set(rng.sample(range(len(drawn)), people))
    register = [_known(at, drawn[at], rng) for at in sorted(inside)]
    return Base(register, _lines(drawn, inside, rows, HABITS[habits], rng), f"own {people:,} × {rows:,} {habits}")


def _known(at: int, one: Resident, rng: Random) -> Known:
    old = f"17{rng.randrange(10**7):07d}" if year_of(one.birth) < 2003 and rng.random() < 0.7 else ""
    stale = one.telephone if rng.random() < 0.85 else ""
    return Known(
        at, one.personal_number, old, one.full_name, one.birth, one.sex, stale, one.village, COMMUNE, one.household
    )  # fmt: skip


def _lines(drawn: list[Resident], inside: set[int], rows: int, habits: Habits, rng: Random) -> list[Line]:
    grown = [at for at, one in enumerate(drawn) if year_of(one.birth) < 2010]
    outside = [at for at in grown if at not in inside]
    doubles = round(rows * habits.double)
    strangers = min(len(outside), round((rows - doubles) * habits.outside))
    within = [at for at in grown if at in inside]
    chosen = rng.sample(within, min(len(within), rows - doubles - strangers)) + rng.sample(outside, strangers)
    chosen += rng.sample(chosen, min(doubles, len(chosen)))
    if rng.random() < 0.7:  # as teams gather: house by house
        chosen.sort()
    else:
        rng.shuffle(chosen)
    homes: dict[str, list[Resident]] = {}
    for one in drawn:
        homes.setdefault(one.household, []).append(one)
    return [
        Line(
            _written(drawn[at], homes[drawn[at].household], habits, rng),
            at if at in inside else None,
            drawn[at].household,
            drawn[at].village,
        )
        for at in chosen
    ]


def _written(one: Resident, home: list[Resident], habits: Habits, rng: Random) -> dict[str, str]:
    def happens(share: float) -> bool:
        return rng.random() < share

    name, birth, number, phone = one.full_name, one.birth, one.personal_number, one.telephone
    if happens(habits.no_middle) and len(name.split()) > 2:
        name = f"{name.split()[0]} {name.split()[-1]}"
    if happens(habits.typo):
        name = mistyped(name, rng)
    if happens(habits.plain):
        name = plain(name)
    if happens(habits.no_birth):
        birth = ""
    elif happens(habits.year_only):
        birth = str(year_of(birth))
    elif happens(habits.day_wrong) and birth.count("/") == 2:
        birth = f"{rng.randrange(1, 29):02d}{birth[2:]}"
    if happens(habits.no_number):
        number = ""
    elif happens(habits.relative):
        number = rng.choice(home).personal_number
    elif number and happens(habits.digit):
        number = other_digit(number, rng)
    if happens(habits.no_phone):
        phone = ""
    elif happens(habits.other_phone):
        phone = rng.choice(home).telephone or f"09{rng.randrange(10)}000{rng.randrange(10_000):04d}"
    address = "" if happens(habits.no_address) else one.village
    if address and rng.random() < 0.3:
        address = f"{address}, {COMMUNE}"
    sex = "" if happens(habits.no_sex) else one.sex
    return dict(zip(FIELDS, (name, birth, sex, number, phone, address), strict=True))


_MARKS = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ",
    "aaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyAAAAAAAAAAAAAAAAADEEEEEEEEEEEIIIIIOOOOOOOOOOOOOOOOOUUUUUUUUUUUYYYYY",
)


def plain(text: str) -> str:
    return text.translate(_MARKS)


def mistyped(name: str, rng: Random) -> str:
    at = rng.randrange(1, len(name))
    return rng.choice((name[:at] + name[at + 1 :], name[:at] + name[at - 1] + name[at:], name[:at] + "n" + name[at:]))


def other_digit(number: str, rng: Random) -> str:
    at = rng.randrange(len(number))
    return number[:at] + str((int(number[at]) + rng.randrange(1, 10)) % 10) + number[at + 1 :]


# -- linkbench


def linkbench(folder: Path, level: str) -> Base:
    """Files that linkbench made: register.parquet, list_LEVEL.parquet, truth_LEVEL.parquet."""
    register = [
        Known(r["rid"], r["cccd"], r["cmnd"], r["ho_ten"], r["ngay_sinh"], r["gioi_tinh"], r["sdt"], r["thon"], r["xa"],
              str(r["ma_ho"]))
        for r in _rows(folder / "register.parquet")
    ]  # fmt: skip
    homes = {known.rid: known for known in register}
    lines = []
    truth = {r["lid"]: r["rid"] for r in _rows(folder / f"truth_{level}.parquet")}
    for r in _rows(folder / f"list_{level}.parquet"):
        cells = (r["ho_ten"], r["ngay_sinh"], r["gioi_tinh"], r["so_giay_to"], r["sdt"], r["dia_chi"])
        rid = truth[r["lid"]]
        home = homes.get(rid) if rid is not None else None
        lines.append(
            Line(
                dict(zip(FIELDS, cells, strict=True)),
                rid,
                home.household if home else f"?{r['lid']}",
                home.village if home else r["dia_chi"].split(",")[0],
            )
        )
    return Base(register, lines, f"linkbench {level} {len(register):,} × {len(lines):,}")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    import polars

    return polars.read_parquet(path).iter_rows(named=True)


def by_house(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.village, line.household))
