"""What a file would do to the register: whom it adds, changes and leaves, before anything is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tungnha.identity import names, numbers
from tungnha.identity.dates import PartialDate
from tungnha.identity.numbers import PersonalNumber
from tungnha.people.import_reading import Reading
from tungnha.people.import_rules import HEAD_WORDS, PersonRow, Refused, code_key
from tungnha.people.models import Household, Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.units.models import Area
from tungnha.units.protection import blind_index

CHUNK = 500  # values in one IN (…): below every database's limit
KIND = {"cccd": Identifier.Kind.PERSONAL, "cmnd": Identifier.Kind.CMND}
FIELD_NAMES = {
    "household": "hộ", "full_name": "họ tên", "birth": "ngày sinh", "sex": "giới tính", "relation": "quan hệ",
    "is_head": "chủ hộ", "residence": "cư trú", "number": "số định danh", "phone": "điện thoại", "address": "địa chỉ",
}  # fmt: skip


class Register:
    """A commune's households and people as they stand, in memory, with the ways to find them again."""

    def __init__(self, area: Area, indexes: Iterable[str]) -> None:
        within = Household.objects.filter(village__path__startswith=area.path)
        self.households = {(h.village_id, code_key(h.code)): h for h in within}
        self.by_id = {h.pk: h for h in self.households.values()}
        people = Person.objects.filter(household__village__path__startswith=area.path)
        self.persons = {person.pk: person for person in people}
        self.in_household: dict[int, list[Person]] = defaultdict(list)
        self.same_name_and_birth: dict[tuple[str, date | None], list[Person]] = defaultdict(list)
        for person in self.persons.values():
            self.in_household[person.household_id or 0].append(person)
            self.same_name_and_birth[person.folded_name, person.birth_date].append(person)
        self._load_numbers(area, set(indexes))
        self.phones: dict[int, set[str]] = defaultdict(set)
        for pk, index in Telephone.objects.filter(person__household__village__path__startswith=area.path).values_list(
            "person_id", "number_ix"
        ):
            self.phones[pk or 0].add(index)

    def _load_numbers(self, area: Area, wanted: set[str]) -> None:
        """Whose each number of the file is, here or elsewhere, old numbers too; and the numbers of our own people."""
        self.owner: dict[str, int] = {}
        self.elsewhere: set[str] = set()
        self.active: dict[int, set[str]] = defaultdict(set)
        for pk, kind in Identifier.objects.filter(
            person__household__village__path__startswith=area.path, status=Identifier.Status.ACTIVE
        ).values_list("person_id", "kind"):
            self.active[pk].add(kind)
        strangers: list[int] = []
        for chunk in _chunks(sorted(wanted)):
            found = Identifier.objects.filter(value_ix__in=chunk).order_by("-status", "pk")
            for index, pk, home in found.values_list("value_ix", "person_id", "person__household_id"):
                self.owner[index] = pk
                if home is None:
                    strangers.append(pk)
                elif pk not in self.persons:
                    self.elsewhere.add(index)
        for person in Person.objects.filter(pk__in=strangers):  # on a roster, until now without a household here
            self.persons[person.pk] = person


@dataclass
class Change:
    """One accepted line: the person it is about (a new one has no pk) and what it changes."""

    row: PersonRow
    person: Person
    home: str
    fields: list[str] = field(default_factory=list)
    number: PersonalNumber | None = None
    phones: list[str] = field(default_factory=list)
    has_phone: bool = False

    @property
    def is_new(self) -> bool:
        return self.person.pk is None


@dataclass
class Plan:
    """Everything the import will write, and the count of every line."""

    reading: Reading
    changes: list[Change] = field(default_factory=list)
    homes: dict[str, Household] = field(default_factory=dict)
    addressed: set[int] = field(default_factory=set)
    demoted: list[Person] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        said = Counter("added" if c.is_new else "updated" if c.fields else "unchanged" for c in self.changes)
        homes = {c.home for c in self.changes if self.homes[c.home].pk is None}
        return {
            "read": self.reading.lines, "added": said["added"], "updated": said["updated"],
            "unchanged": said["unchanged"], "refused": len(self.reading.refused), "noted": len(self.noted),
            "headings": self.reading.headings, "households": len(homes),
        }  # fmt: skip

    @property
    def noted(self) -> dict[int, str]:
        return {line: note for line, note in self.reading.noted.items() if line not in self.reading.refused}


def make_plan(area: Area, reading: Reading, *, default_residence: str, as_of_on: date) -> Plan:
    """Match every row to the register: by personal number, else by name and birth within its household."""
    index = {row.line: blind_index(row.number.value, NUMBER_INDEX) for _, row in reading.rows if row.number}
    maker = _Maker(Register(area, index.values()), Plan(reading), index, default_residence, as_of_on)
    groups: dict[str, list[PersonRow]] = {}
    for key, row in reading.rows:
        groups.setdefault(key, []).append(row)
    for key, rows in groups.items():
        maker.household(key, rows)
    maker.settle_heads()
    return maker.plan


class _Maker:
    """Goes through the households of a file once; what it has used is not found again."""

    def __init__(
        self, register: Register, plan: Plan, index: dict[int, str], default_residence: str, as_of_on: date
    ) -> None:
        self.register, self.plan, self.index = register, plan, index
        self.default_residence, self.as_of_on = default_residence, as_of_on
        self.used: dict[int, int] = {}
        self.new_here: dict[tuple[str, str, PartialDate | None], int] = {}
        self.heads: dict[str, int] = {}
        self.serials: Counter[int] = Counter()

    def household(self, key: str, rows: list[PersonRow]) -> None:
        home = self._home(rows)
        key = f"home:{home.pk}" if home.pk else key
        self.plan.homes.setdefault(key, home)
        for row in rows:
            try:
                self.plan.changes.append(self._change(row, key, self.plan.homes[key]))
            except Refused as problem:
                self.plan.reading.refused[row.line] = str(problem)

    def _home(self, rows: list[PersonRow]) -> Household:
        village = rows[0].village_id
        if rows[0].code:
            found = self.register.households.get((village, code_key(rows[0].code)))
            return found or Household(code=rows[0].code, village_id=village)
        found = self._home_of_its_people(rows)
        return found or Household(code=self._free_code(village), village_id=village)

    def _home_of_its_people(self, rows: list[PersonRow]) -> Household | None:
        """A household without a code is known by its people: where its head lives, else most of the others."""
        village = rows[0].village_id
        votes: Counter[int] = Counter()
        for row in rows:
            for person in self._lookalikes(row):
                home = self.register.by_id.get(person.household_id or 0)
                if home is not None and home.village_id == village:
                    votes[home.pk] += len(rows) if row.is_head and person.is_head else 1
        return self.register.by_id[max(votes, key=lambda pk: (votes[pk], -pk))] if votes else None

    def _lookalikes(self, row: PersonRow) -> list[Person]:
        owner = self.register.persons.get(self.register.owner.get(self.index.get(row.line, ""), 0))
        if owner is not None:
            return [owner]
        born = row.birth.date if row.birth else None
        return [p for p in self.register.same_name_and_birth[names.fold(row.full_name), born] if _same(p, row)]

    def _free_code(self, village: int) -> str:
        while True:
            self.serials[village] += 1
            code = f"{self.serials[village]:03d}"
            if (village, code_key(code)) not in self.register.households:
                return code

    def _change(self, row: PersonRow, key: str, home: Household) -> Change:
        person = self._by_number(row) or self._by_name(row, home)
        if person is not None and person.pk in self.used:
            raise Refused(f"Dòng này và dòng {self.used[person.pk]} là cùng một người trong sổ.")
        if row.is_head and key in self.heads:
            raise Refused(f"Hộ này đã có chủ hộ ở dòng {self.heads[key]}.")
        change = self._updated(row, key, home, person) if person else self._new(row, key)
        if row.is_head:
            self.heads[key] = row.line
        if person is not None:
            self.used[person.pk] = row.line
        self._address(home, change)
        return change

    def _by_number(self, row: PersonRow) -> Person | None:
        index = self.index.get(row.line)
        if index is None or index not in self.register.owner:
            return None
        if index in self.register.elsewhere:
            raise Refused("Số định danh này đang thuộc sổ của một xã khác: hãy kiểm tra số, hoặc hỏi người phụ trách.")
        person = self.register.persons[self.register.owner[index]]
        if not names.compare(person.full_name, row.full_name).agrees:
            raise Refused("Trong sổ, số định danh này là của người mang tên khác: hãy kiểm tra tên hoặc số.")
        return person

    def _by_name(self, row: PersonRow, home: Household) -> Person | None:
        alike = [p for p in self.register.in_household.get(home.pk or 0, []) if _same(p, row) and p.pk not in self.used]
        exact = [p for p in alike if p.birth == row.birth]
        alike = exact or alike
        if len(alike) > 1:
            raise Refused(f"Trong hộ có {len(alike)} người cùng tên, không rõ là ai: hãy ghi số định danh.")
        if alike and row.number and KIND[row.number.kind] in self.register.active[alike[0].pk]:
            raise Refused(f"Người này trong sổ mang số định danh khác với {numbers.mask(row.number.value)}.")
        return alike[0] if alike else None

    def _new(self, row: PersonRow, key: str) -> Change:
        """Somebody the register does not know."""
        twin = (key, names.tone_key(row.full_name), row.birth)
        if not row.number and twin in self.new_here:
            raise Refused(f"Cùng họ tên, ngày sinh và hộ với dòng {self.new_here[twin]}.")
        self.new_here.setdefault(twin, row.line)
        born = row.birth.date if row.birth else None
        if born and any(_same(p, row) for p in self.register.same_name_and_birth[names.fold(row.full_name), born]):
            note = "Sổ đã có người cùng tên, cùng ngày sinh ở hộ khác: hãy xem có phải một người không."
            self.plan.reading.noted[row.line] = note
        sex = row.sex or (row.number.sex if row.number else None) or ""
        person = Person(
            full_name=row.full_name, sex=sex, birth_date=born,
            birth_precision=row.birth.precision if row.birth else "", relation=row.relation, is_head=bool(row.is_head),
            residence=row.residence or self.default_residence,
        )  # fmt: skip
        person.fill_keys()
        return Change(row, person, key, number=row.number, phones=[p.value for p in row.phones])

    def _updated(self, row: PersonRow, key: str, home: Household, person: Person) -> Change:
        """What the line says otherwise than the register; what it does not speak of stays."""
        change = Change(row, person, key)
        moves = person.household_id != home.pk or home.pk is None
        wanted: dict[str, Any] = {
            "full_name": row.full_name if _better_name(person.full_name, row.full_name) else None,
            "sex": row.sex or (row.number.sex if row.number and not person.sex else None),
            "relation": row.relation,
            "is_head": row.is_head if row.is_head is not None else False if moves else None,
            "residence": row.residence,
        }
        for name, value in wanted.items():
            if value not in (None, "") and getattr(person, name) != value:
                setattr(person, name, value)
                change.fields.append(name)
        if "residence" in change.fields:
            person.residence_since = self.as_of_on
        if row.birth and _better_birth(person.birth, row.birth):
            person.birth_date, person.birth_precision = row.birth.date, row.birth.precision
            change.fields.append("birth")
        if moves:
            change.fields.append("household")
        self._numbers(change)
        return change

    def _numbers(self, change: Change) -> None:
        row, pk = change.row, change.person.pk
        if row.number and self.index[row.line] not in self.register.owner:
            change.number = row.number
            change.fields.append("number")
        known = self.register.phones[pk]
        change.has_phone = bool(known)
        change.phones = [p.value for p in row.phones if blind_index(p.value, PHONE_INDEX) not in known]
        if change.phones:
            change.fields.append("phone")

    def _address(self, home: Household, change: Change) -> None:
        """The first line of a household that tells where it lies tells it for all."""
        said = {"lane": change.row.lane, "house": change.row.house}
        new = {name: value for name, value in said.items() if value and getattr(home, name) != value}
        if home.pk in self.plan.addressed or not new:
            return
        for name, value in new.items():
            if home.pk or not getattr(home, name):
                setattr(home, name, value)
        if home.pk:
            self.plan.addressed.add(home.pk)
            change.fields.append("address")

    def settle_heads(self) -> None:
        """A household has one head: who was it, and is not named so by the file, makes room."""
        said = {c.person.pk for c in self.plan.changes if c.person.pk}
        for change in self.plan.changes:
            head = self.heads.get(change.home)
            if head is not None and change.row.line != head and change.person.is_head:
                change.person.is_head = False
                change.fields.append("is_head")
        for key in self.heads:
            for person in self.register.in_household.get(self.plan.homes[key].pk or 0, []):
                if person.is_head and person.pk not in said:
                    person.is_head = False
                    if names.fold(person.relation) in HEAD_WORDS:
                        person.relation = ""
                    self.plan.demoted.append(person)


def _same(person: Person, row: PersonRow) -> bool:
    """The same name, spelt so or without its marks, and births that do not contradict each other."""
    folded = names.fold(row.full_name)
    if person.folded_name != folded:
        return False
    if row.birth and person.birth and not person.birth.could_equal(row.birth):
        return False
    unmarked = names.is_unmarked(row.full_name) or names.is_unmarked(person.full_name)
    return unmarked or names.tone_key(person.full_name) == names.tone_key(row.full_name)


def _better_name(old: str, new: str) -> bool:
    """Another name, not the same one in capitals, without its marks, or with the tone set elsewhere."""
    if names.fold(old) == names.fold(new) and names.is_unmarked(new):
        return False
    return names.tone_key(old) != names.tone_key(new)


def _better_birth(old: PartialDate | None, new: PartialDate) -> bool:
    """Another day; a year alone, or a 1 January that stands for one, never replaces a day it does not contradict."""
    if old is None or not old.could_equal(new):
        return True
    sure = {"year": 0, "month": 1, "day": 2}
    rank = (0 if new.is_placeholder else sure[new.precision], 0 if old.is_placeholder else sure[old.precision])
    return rank[0] > rank[1]


def _chunks(values: list[str]) -> Iterable[list[str]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))
