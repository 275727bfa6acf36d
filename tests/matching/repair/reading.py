"""How much of a damaged list is right again: cell by cell against the sound one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.matching.repair.damage import FIELDS, Sheet
from tungnha.identity.names import bare, fold
from tungnha.identity.sexes import read_sex
from tungnha.matching.cleaning_places import read_address
from tungnha.matching.columns import guess_columns
from tungnha.matching.repair import Known, mend
from tungnha.matching.repair.facts import plain_number, plain_phone, read_when
from tungnha.matching.tables import Mended


class SheetRegister:
    """The sound list itself as the register: everybody in it is known, with a number or telephone where it has one."""

    def __init__(self, sheet: Sheet) -> None:
        self.numbers: dict[str, Known] = {}
        self.phones: dict[str, Known] = {}
        self.places = frozenset(place for row in sheet.rows for place in (fold(row[5]), read_address(row[5]).village))
        for name, birth, sex, number, phone, village in sheet.rows:
            when = read_when(birth)
            person = Known(
                fold(name), when.year, when.second, when.first, read_sex(sex) or "", fold(village), plain_phone(phone)
            )
            if number:
                self.numbers[plain_number(number)] = person
            if phone:
                self.phones.setdefault(plain_phone(phone), person)

    def by_number(self, numbers: list[str]) -> list[Known | None]:
        return [self.numbers.get(number) for number in numbers]

    def by_phone(self, phones: list[str]) -> list[Known | None]:
        return [self.phones.get(phone) for phone in phones]

    def by_birth(self, births: list[tuple[int, int, int]]) -> list[list[Known]]:
        everybody = {id(one): one for one in (*self.numbers.values(), *self.phones.values())}.values()
        return [
            [one for one in everybody if one.year == year and (not month or (one.month, one.day) == (month, day))]
            for year, month, day in births
        ]

    def villages(self) -> frozenset[str]:
        return self.places


def canonical(name: str, text: str) -> object:
    match name:
        case "full_name":
            return fold(bare(text))
        case "birth":
            when = read_when(text)
            return when[:3]
        case "sex":
            return read_sex(text)
        case "personal_number":
            return plain_number(text)
        case "phone":
            return plain_phone(text)
    return read_address(text).village


@dataclass
class Outcome:
    """Shares of the sound cells: `right` again, `lost` (empty or not trusted), `wrong` and trusted."""

    right: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, float] = field(default_factory=dict)
    people: float = 1.0  # of the rows of people that are called so
    others: float = 1.0  # of the other lines that are called no person
    mended: Mended | None = None


def fields_of(sheet: Sheet) -> dict[str, int]:
    return guess_columns(sheet.header, sheet.rows[:50])


def outcome(sound: Sheet, made: Sheet, mended: Mended) -> Outcome:
    found = Outcome(mended=mended)
    placed = [(at, origin) for at, origin in enumerate(made.origin) if origin is not None]
    for place, name in enumerate(FIELDS):
        right = wrong = of = 0
        trust = mended.trust.get(name)
        cells = mended.cells.get(name, [""] * len(made.rows))
        for at, origin in placed:
            true = canonical(name, sound.rows[origin][place])
            told = canonical(name, cells[at]) if mended.kinds[at] == "person" else canonical(name, "")
            empty = canonical(name, "")
            if true != empty:
                of += 1
                right += told == true
            wrong += told not in (true, empty) and not (trust and trust[at])
        found.right[name] = right / max(of, 1)
        found.wrong[name] = wrong / max(len(placed), 1)
    found.people = sum(mended.kinds[at] == "person" for at, _ in placed) / max(len(placed), 1)
    nobody = [at for at, origin in enumerate(made.origin) if origin is None]
    found.others = sum(mended.kinds[at] != "person" for at in nobody) / max(len(nobody), 1)
    return found


_registers: dict[int, tuple[Sheet, SheetRegister]] = {}


def _register(key: int, sound: Sheet) -> SheetRegister:
    if key not in _registers:
        _registers[key] = (sound, SheetRegister(sound))
    return _registers[key][1]


def repaired(sound: Sheet, made: Sheet, *, register: bool = True, fields: Mapping[str, int] | None = None) -> Outcome:
    reference = _register(id(sound), sound) if register else None
    return outcome(sound, made, mend(made.table(), fields or fields_of(made), reference))


def unrepaired(sound: Sheet, made: Sheet) -> Outcome:
    table, fields = made.table(), fields_of(made)
    cells = {name: list(table.columns[at]) for name, at in fields.items()}
    return outcome(sound, made, Mended(cells=cells, kinds=["person"] * len(table)))
