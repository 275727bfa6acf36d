"""The traps of linking people, planted many times among people of every day, each with whom it may be linked to.

    laid = lay(own(8000, 3500, seed), each=40, seed=seed)
    laid.register, laid.cells, laid.asked          # asked[at] is the trap of a row of the list, None for an usual row

A row of a trap that is linked unseen to anybody whom it may not be linked to is a wrong link, whatever else holds.
`should`: rows in which nothing is wrong, so that refusing everything does not pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from tests.matching.wild.base import FIELDS, Base, Known, other_digit, plain, year_of
from tests.matching.wild.score import register_rows
from tungnha.matching.engine import cross_check
from tungnha.matching.tables import TextTable

TONES = {"Hùng": "Hưng", "Hưng": "Hùng", "Tuấn": "Tuân", "Hoa": "Hòa", "Hòa": "Hoa", "Dung": "Dũng", "Thúy": "Thủy",
         "Thủy": "Thúy", "Hiền": "Hiển", "Hằng": "Hạng", "Sơn": "Son", "Hạnh": "Hanh", "Quý": "Quy"}  # fmt: skip
COLUMNS = {"full_name": 0, "birth": 1, "sex": 2, "personal_number": 3, "phone": 4, "village": 5}
HEADER = ["Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Điện thoại", "Thôn"]
Cells = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A row of a trap: its kind, whom it may be linked to unseen, and whether it should be."""

    trap: str
    may: frozenset[int]
    should: bool = False


@dataclass
class Laid:
    register: list[Known]
    rows: list[tuple[Cells, Asked | None, int | None]] = field(default_factory=list)  # cells, trap, truth of others

    @property
    def asked(self) -> list[Asked | None]:
        return [asked for _, asked, _ in self.rows]

    def table(self) -> TextTable:
        """Its columns are COLUMNS."""
        columns = [[cells.get(name, "") for cells, _, _ in self.rows] for name in FIELDS]
        return TextTable(HEADER, columns, list(range(len(self.rows))))


Row = tuple[Cells, Asked]


class Ground:
    """People to build traps of: whole ones of the register, each taken once."""

    def __init__(self, base: Base, rng: Random) -> None:
        self.rng, self.register = rng, list(base.register)
        self.numbers = {known.number for known in base.register}
        self._next = max(known.rid for known in base.register) + 1
        listed = {line.rid for line in base.lines}
        self._whole = [
            known
            for known in base.register
            if known.number
            and known.birth.count("/") == 2
            and 1955 < year_of(known.birth) < 2008
            and known.rid not in listed
            and known.village
        ]
        rng.shuffle(self._whole)

    def somebody(self) -> Known:
        return self._whole.pop()

    def named_so(self, names: dict[str, str]) -> Known | None:
        """Somebody whose given name has a sister name one sign away."""
        for at, known in enumerate(self._whole):
            if known.name.split()[-1] in names and len(known.name.split()) > 2:
                return self._whole.pop(at)
        return None

    def add(self, known: Known, **changes: str) -> Known:
        added = replace(known, rid=self._next, **changes)  # type: ignore[arg-type]
        self._next += 1
        self.numbers.add(added.number)
        self.register.append(added)
        return added

    def change(self, known: Known, **changes: str) -> Known:
        """The register has it otherwise from now on."""
        changed = replace(known, **changes)  # type: ignore[arg-type]
        self.register[next(at for at, one in enumerate(self.register) if one.rid == known.rid)] = changed
        return changed

    def near(self, number: str) -> str:
        """A number of nobody, one digit of its end from that one."""
        while True:
            made = number[:6] + other_digit(number[6:], self.rng)
            if made not in self.numbers:
                self.numbers.add(made)
                return made

    def own_number(self, like: str, birth: str = "") -> str:
        """A number of nobody, of the same province and sex, of the year of that birth."""
        while True:
            year = birth[-2:] or like[4:6]
            made = f"{like[:4]}{year}{self.rng.randrange(10**6):06d}"
            if made not in self.numbers:
                self.numbers.add(made)
                return made

    def other_name(self, known: Known) -> str:
        """The same family, somebody else's middle and given name of the same sex."""
        while True:
            other = self.rng.choice(self.register)
            words = other.name.split()
            if other.sex == known.sex and len(words) > 1 and plain(words[-1]) != plain(known.name.split()[-1]):
                return " ".join([known.name.split()[0], *words[1:]])

    def other_birth(self, known: Known, years: int = 0) -> str:
        day, month = self.rng.randrange(1, 29), self.rng.randrange(1, 13)
        return f"{day:02d}/{month:02d}/{year_of(known.birth) + years}"


def row(known: Known, **changes: str) -> Cells:
    cells = dict(
        zip(FIELDS, (known.name, known.birth, known.sex, known.number, known.phone, known.village), strict=True)
    )
    return cells | changes


def only(known: Known, *, should: bool = False, trap: str = "") -> Asked:
    return Asked(trap, frozenset({known.rid}), should)


def nobody(trap: str = "") -> Asked:
    return Asked(trap, frozenset())


@dataclass
class Sprung:
    """By trap: rows, rows linked to whom they may not be, rows that should be linked, those that are not.

    `usual`: rows of every day that were linked to somebody else; `examples`: wrong rows, as written, and what was said.
    """

    rows: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    should: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    usual: int = 0
    examples: list[tuple[str, Cells, int | None, str]] = field(default_factory=list)


def sprung(laid: Laid) -> Sprung:
    """Match it, and count."""
    told = Sprung()
    verdicts = cross_check(register_rows(laid.register), laid.table(), COLUMNS).verdicts
    for verdict, (cells, asked, rid) in zip(verdicts, laid.rows, strict=True):
        linked = verdict.verdict == "linked"
        if asked is None:
            told.usual += linked and verdict.person_id != rid
            continue
        told.rows[asked.trap] += 1
        told.should[asked.trap] += asked.should
        told.missed[asked.trap] += asked.should and not linked
        if linked and verdict.person_id not in asked.may:
            told.wrong[asked.trap] += 1
            told.examples.append((asked.trap, cells, verdict.person_id, "; ".join(verdict.reasons)))
    return told


# -- the traps: each yields rows of the list, having added to the register what it needs


def twins(ground: Ground) -> Iterator[Row]:
    one = ground.somebody()
    other = ground.add(one, name=_twin_name(ground, one), number=ground.near(one.number), phone="", old_number="")
    yield row(one), only(one, should=True)
    yield row(other, phone=""), only(other, should=True)
    yield row(one, number="", phone=""), only(one)
    yield row(one, number=other.number), nobody()  # the name of one, the number of the other


def _twin_name(ground: Ground, one: Known) -> str:
    words = one.name.split()
    return " ".join([*words[:-1], ground.other_name(one).split()[-1]])


def twins_by_one_sign(ground: Ground) -> Iterator[Row]:
    one = ground.named_so(TONES)
    if one is None:
        return
    words = one.name.split()
    name = " ".join([*words[:-1], TONES[words[-1]]])
    other = ground.add(one, name=name, number=ground.near(one.number), old_number="", phone="")
    yield row(one), only(one, should=True)
    yield row(other), only(other)
    yield row(one, name=plain(one.name), number="", phone=""), nobody()
    yield row(one, number="", phone=""), only(one)


def twin_outside(ground: Ground) -> Iterator[Row]:
    one = ground.somebody()
    name = _twin_name(ground, one)
    yield row(one, name=name, number=ground.near(one.number)), nobody()
    yield row(one, name=name, number=""), nobody()


def father_and_son(ground: Ground) -> Iterator[Row]:
    son = ground.somebody()
    birth = ground.other_birth(son, -ground.rng.randrange(21, 34))
    father = ground.add(son, birth=birth, number=ground.own_number(_of_1900s(son.number), birth), old_number="")
    yield row(son), only(son, should=True)
    yield row(father), only(father, should=True)
    yield row(father, number="", phone=""), only(father)
    yield row(father, number="", birth=str(year_of(birth)), phone=""), only(father)
    yield row(son, number="", birth=""), nobody()  # one telephone, one name, one village
    yield row(son, number=father.number), only(son)  # the father's number does not fit the birth


def _of_1900s(number: str) -> str:
    return number[:3] + str(int(number[3]) % 2) + number[4:]


def son_outside(ground: Ground) -> Iterator[Row]:
    father = ground.somebody()
    birth = f"{ground.rng.randrange(1, 29):02d}/{ground.rng.randrange(1, 13):02d}/{year_of(father.birth) + 25}"
    yield row(father, birth=birth, number=""), nobody()
    yield row(father, birth=str(year_of(birth)), number=""), nobody()
    yield row(father, birth=birth, number=ground.own_number(father.number, birth)), nobody()


def namesakes(ground: Ground) -> Iterator[Row]:
    """One name, one birth date, one village; two households."""
    one = ground.somebody()
    other = ground.add(
        one, number=ground.own_number(one.number), household=one.household + "x", phone="", old_number=""
    )  # fmt: skip
    yield row(one, phone=""), only(one, should=True)
    yield row(other), only(other, should=True)
    yield row(one, number="", phone=""), nobody()
    yield row(one, number="", phone="", address=""), nobody()
    yield row(one, number=ground.own_number(one.number), phone=""), nobody()  # a third one


def number_of_a_relative(ground: Ground) -> Iterator[Row]:
    one = ground.somebody()
    spouse = ground.add(
        one, name=ground.other_name(one), birth=ground.other_birth(one, -3), number=ground.own_number(one.number),
        old_number="",
    )  # fmt: skip
    yield row(one, number=spouse.number), only(one)
    yield row(one, number=spouse.number, birth=""), only(one)
    yield row(one, number=spouse.number, birth=str(year_of(one.birth))), only(one)
    child = ground.other_birth(one, 24)
    yield row(one, name=ground.other_name(one), birth=child, number=one.number), nobody()  # not in the register


def telephone_of_a_relative(ground: Ground) -> Iterator[Row]:
    phone = f"09{ground.rng.randrange(10)}000{ground.rng.randrange(10_000):04d}"
    one = ground.change(ground.somebody(), phone=phone)
    yield row(one, name=ground.other_name(one), birth="", number=""), nobody()
    yield row(one, name=ground.other_name(one), birth=str(year_of(one.birth)), number=""), nobody()
    yield row(one, name=ground.other_name(one), birth=ground.other_birth(one, 2), number=""), nobody()


def slip_into_another(ground: Ground) -> Iterator[Row]:
    """A digit was mistyped, and the number is somebody else's."""
    one = ground.somebody()
    other = ground.add(
        ground.somebody(), number=ground.near(one.number), birth=ground.other_birth(one), sex=one.sex, old_number=""
    )
    yield row(one, number=other.number), only(one)
    yield row(one, number=other.number, birth=str(year_of(one.birth)), phone=""), only(one)
    yield row(one, name=plain(one.name), number=other.number, birth="", phone="", address=""), nobody()


def stranger_beside(ground: Ground) -> Iterator[Row]:
    """Not in the register; the own number is one digit from one that is: born the same year in the same place."""
    one = ground.somebody()
    number = ground.near(one.number)
    yield row(one, name=ground.other_name(one), birth=ground.other_birth(one), number=number, phone=""), nobody()
    yield row(one, name=ground.other_name(one), birth=str(year_of(one.birth)), number=number, phone=""), nobody()
    yield row(one, name=ground.other_name(one), birth="", number=number, phone=""), nobody()


def stranger_with_the_number(ground: Ground) -> Iterator[Row]:
    """Not in the register; a mistyped digit made the number that of somebody who is."""
    one = ground.somebody()
    yield row(one, name=ground.other_name(one), birth=ground.other_birth(one), phone="", address=""), nobody()
    yield row(one, name=ground.other_name(one), birth=str(year_of(one.birth)), phone="", address=""), nobody()


def in_the_household(ground: Ground) -> Iterator[Row]:
    """Lives with people of the register and is not in it: one telephone, one village, one family name."""
    head = ground.somebody()
    younger = ground.other_birth(head, 23)
    yield (
        row(head, name=ground.other_name(head), birth=younger, number=ground.own_number(head.number, younger)),
        nobody(),
    )
    yield row(head, name=ground.other_name(head), birth=younger, number=""), nobody()
    words = head.name.split()
    sibling = " ".join([*words[:-1], ground.other_name(head).split()[-1]])
    yield row(head, name=sibling, birth=ground.other_birth(head, 1), number=""), nobody()
    yield row(head, name=sibling, birth=str(year_of(head.birth) + 1), number=""), nobody()


def one_number_two_people(ground: Ground) -> Iterator[Row]:
    """Two rows contradict each other: one number, both people in the register."""
    one, other = ground.somebody(), ground.somebody()
    yield row(one), only(one)
    yield row(other, number=one.number), only(other)
    yield row(other, number=one.number, birth="", phone="", address=""), nobody()


def two_numbers(ground: Ground) -> Iterator[Row]:
    """A cancelled number goes on being carried; a number that is nobody's on a name that is somebody's."""
    old = f"18{ground.rng.randrange(10**7):07d}"
    one = ground.change(ground.somebody(), old_number=old)
    yield row(one, number=old), only(one, should=True)
    yield row(one, name=ground.other_name(one), birth=ground.other_birth(one, 4), number=old, phone=""), nobody()


def in_the_register_twice(ground: Ground) -> Iterator[Row]:
    one = ground.somebody()
    again = ground.add(one, number=ground.own_number(one.number), old_number="")
    yield row(one), only(one)
    yield row(again), only(again)
    yield row(one, number=""), nobody()


TRAPS: dict[str, Callable[[Ground], Iterator[Row]]] = {
    "twins": twins,
    "twins by one sign": twins_by_one_sign,
    "twin outside": twin_outside,
    "father and son": father_and_son,
    "son outside": son_outside,
    "namesakes": namesakes,
    "number of a relative": number_of_a_relative,
    "telephone of a relative": telephone_of_a_relative,
    "slip into another": slip_into_another,
    "stranger beside": stranger_beside,
    "stranger with the number": stranger_with_the_number,
    "in the household": in_the_household,
    "one number, two people": one_number_two_people,
    "two numbers": two_numbers,
    "in the register twice": in_the_register_twice,
}


def lay(base: Base, *, each: int, seed: int, traps: tuple[str, ...] = tuple(TRAPS)) -> Laid:
    """`each` instances of every trap among the people and rows of `base`, in an order of chance."""
    rng = Random(f"traps/{seed}")
    ground = Ground(base, rng)
    rows: list[tuple[Cells, Asked | None, int | None]] = [(line.cells, None, line.rid) for line in base.lines]
    for name in traps:
        for _ in range(each):
            rows += [(cells, replace(asked, trap=name), None) for cells, asked in TRAPS[name](ground)]
    rng.shuffle(rows)
    return Laid(sorted(ground.register, key=lambda known: known.rid), rows)
