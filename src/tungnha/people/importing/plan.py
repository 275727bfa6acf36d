"""What one part of a file would do to the register: whom it adds, changes and leaves, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tungnha.identity import names, numbers
from tungnha.identity.dates import PartialDate
from tungnha.identity.numbers import PersonalNumber
from tungnha.people.importing.reading import Part
from tungnha.people.importing.register import Added, Codes, Lookups
from tungnha.people.importing.rules import HEAD_WORDS, PersonRow, Refused, fold, tone_key
from tungnha.people.models import Household, Identifier, Person
from tungnha.people.models.persons import PHONE_INDEX
from tungnha.units.models import Area
from tungnha.units.protection import blind_index

KIND = {"cccd": Identifier.Kind.PERSONAL, "cmnd": Identifier.Kind.CMND}
FIELD_NAMES = {
    "household": "hộ", "full_name": "họ tên", "birth": "ngày sinh", "sex": "giới tính", "relation": "quan hệ",
    "is_head": "chủ hộ", "residence": "cư trú", "number": "số định danh", "phone": "điện thoại", "address": "địa chỉ",
}  # fmt: skip
# What a change is called, and the columns it writes.
WRITES: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name", "folded_name", "sort_key"),
    "birth": ("birth_date", "birth_precision"),
    "residence": ("residence", "residence_since"),
    "household": ("household",), "sex": ("sex",), "relation": ("relation",), "is_head": ("is_head",),
}  # fmt: skip
KEPT = (
    "full_name", "birth_date", "birth_precision", "residence", "residence_since", "household_id", "sex", "relation",
    "is_head",
)  # fmt: skip


@dataclass
class Run:
    """What the parts of one file must know of each other: whom it met, whom it named head, whom it added.

    Memory: about 120 bytes for each person of the register that the file meets.
    """

    area: Area
    default_residence: str
    as_of_on: date
    codes: Codes
    added: Added = field(default_factory=Added)
    used: dict[int, int] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)


@dataclass
class Change:
    """One accepted line: the person it is about (a new one has no pk) and what it changes."""

    row: PersonRow
    person: Person
    home: str
    fields: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    number: PersonalNumber | None = None
    index: str = ""  # the blind index of the number
    phones: list[str] = field(default_factory=list)
    has_phone: bool = False

    @property
    def is_new(self) -> bool:
        return self.person.pk is None


@dataclass
class PartPlan:
    """Everything that the part will write, and the count of every line."""

    part: Part
    changes: list[Change] = field(default_factory=list)
    homes: dict[str, Household] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    addressed: dict[int, dict[str, str]] = field(default_factory=dict)
    demoted: list[tuple[Person, dict[str, Any]]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    noted: dict[int, str] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        said = Counter("added" if c.is_new else "updated" if c.fields else "unchanged" for c in self.changes)
        homes = {c.home for c in self.changes if self.homes[c.home].pk is None}
        return {
            "read": self.part.lines, "added": said["added"], "updated": said["updated"],
            "unchanged": said["unchanged"], "refused": len(self.refused), "noted": len(self.noted),
            "households": len(homes),
        }  # fmt: skip


def plan_part(run: Run, part: Part) -> PartPlan:
    """Match every row to the register: by personal number, else by name and birth within its household."""
    rows = [row for _, household in part.households for row in household]
    lookups = Lookups(run.area, rows, run.codes, run.added)
    plan = PartPlan(part, refused=dict(part.refused))
    maker = _Maker(run, lookups, plan)
    found = [(order, household, maker.home(household)) for order, household in part.households]
    lookups.load_homes(home for _, _, home in found if isinstance(home, int))
    lookups.load_numbers()
    for order, household, home in found:
        maker.household(order, household, home)
    maker.settle_heads()
    plan.noted = {line: note for line, note in plan.noted.items() if line not in plan.refused}
    for change in plan.changes:
        if change.person.pk:
            run.used[change.person.pk] = change.row.line
    run.heads |= {plan.homes[key].pk: line for key, line in plan.heads.items() if plan.homes[key].pk}
    return plan


class _Maker:
    """Goes through the households of a part once; what it has used is not found again."""

    def __init__(self, run: Run, lookups: Lookups, plan: PartPlan) -> None:
        self.run, self.known, self.plan = run, lookups, plan
        self.used: dict[int, int] = {}
        self.new_here: dict[tuple[str, str, PartialDate | None], int] = {}

    # -- which household

    def home(self, rows: list[PersonRow]) -> int | None:
        """The household of the register that these rows are about."""
        village = rows[0].village_id
        if rows[0].code:
            return self.known.codes.find(village, rows[0].code)
        return self._home_of_its_people(rows)

    def _home_of_its_people(self, rows: list[PersonRow]) -> int | None:
        """A household without a code is known by its people: where its head lives, else most of the others."""
        votes: Counter[int] = Counter()
        lookalikes = [(row, person) for row in rows for person in self._lookalikes(row) if person.household_id]
        self.known.load_homes(person.household_id for _, person in lookalikes if person.household_id)
        for row, person in lookalikes:
            home = self.known.homes.get(person.household_id or 0)
            if home is not None and home.village_id == rows[0].village_id:
                votes[home.pk] += len(rows) if row.is_head and person.is_head else 1
        return max(votes, key=lambda pk: (votes[pk], -pk)) if votes else None

    def _owner(self, row: PersonRow) -> Person | None:
        return self.known.persons.get(self.known.owner.get(self.known.index.get(row.line, ""), 0))

    def _lookalikes(self, row: PersonRow) -> list[Person]:
        owner = self._owner(row)
        if owner is not None:
            return [owner]
        born = row.birth.date if row.birth else None
        alike = self.known.same_name_and_birth.get((fold(row.full_name), born), ())
        return [person for person in alike if _same(person, row)]

    # -- who

    def household(self, order: int, rows: list[PersonRow], found: int | None) -> None:
        key = f"home:{found}" if found else f"new:{rows[0].village_id}/{rows[0].code or rows[0].line}"
        if key not in self.plan.homes:
            village = rows[0].village_id
            self.plan.homes[key] = (
                self.known.homes[found] if found
                else Household(code=rows[0].code or self.known.codes.free(village), village_id=village)
            )  # fmt: skip
            self.plan.orders[key] = order
        for row in rows:
            if row.note:
                self.plan.noted[row.line] = row.note
            try:
                self.plan.changes.append(self._change(row, key, self.plan.homes[key]))
            except Refused as problem:
                self.plan.refused[row.line] = str(problem)

    def _change(self, row: PersonRow, key: str, home: Household) -> Change:
        person = self._by_number(row) or self._by_name(row, home)
        if person is not None:
            met = self.used.get(person.pk) or self.run.used.get(person.pk)
            if met or person.pk in self.run.added:
                raise Refused(f"Dòng này và dòng {met or 'trước'} là cùng một người trong sổ.")
        if row.is_head and (key in self.plan.heads or (home.pk or 0) in self.run.heads):
            raise Refused(f"Hộ này đã có chủ hộ ở dòng {self.plan.heads.get(key) or self.run.heads[home.pk]}.")
        change = self._updated(row, key, home, person) if person else self._new(row, key, home)
        if row.is_head:
            self.plan.heads[key] = row.line
        if person is not None:
            self.used[person.pk] = row.line
        self._address(home, change)
        return change

    def _by_number(self, row: PersonRow) -> Person | None:
        index = self.known.index.get(row.line)
        if index is None or index not in self.known.owner:
            return None
        if index in self.known.elsewhere:
            raise Refused("Số định danh này đang thuộc sổ của một xã khác: hãy kiểm tra số, hoặc hỏi người phụ trách.")
        person = self._owner(row)
        if person is None:  # merged into somebody who was merged again
            raise Refused("Số định danh này thuộc một bản ghi đã gộp: hãy mở sổ xem người ấy rồi ghi lại dòng này.")
        if person.erased_at is not None:
            raise Refused("Thông tin của người này đã được xóa theo yêu cầu: không nhập lại.")
        if not names.compare(person.full_name, row.full_name).agrees:
            raise Refused("Trong sổ, số định danh này là của người mang tên khác: hãy kiểm tra tên hoặc số.")
        return person

    def _by_name(self, row: PersonRow, home: Household) -> Person | None:
        housemates = self.known.in_household.get(home.pk or 0, ())
        alike = [p for p in housemates if p.pk not in self.used and p.pk not in self.run.added and _same(p, row)]
        exact = [p for p in alike if p.birth == row.birth]
        alike = exact or alike
        if len(alike) > 1:
            raise Refused(f"Trong hộ có {len(alike)} người cùng tên, không rõ là ai: hãy ghi số định danh.")
        if alike and row.number and KIND[row.number.kind] in self.known.active[alike[0].pk]:
            raise Refused(
                f"Người này trong sổ mang số định danh khác với {numbers.mask(row.number.value)}. Nếu đã đổi số, hãy "
                "ghi số mới ở trang của người ấy (số cũ được giữ lại), rồi gửi lại dòng này."
            )
        return alike[0] if alike else None

    def _new(self, row: PersonRow, key: str, home: Household) -> Change:
        """Somebody the register does not know."""
        twin = (key, tone_key(row.full_name), row.birth)
        if not row.number and twin in self.new_here:
            raise Refused(f"Cùng họ tên, ngày sinh và hộ với dòng {self.new_here[twin]}.")
        if not row.number and any(
            p.pk in self.run.added and p.birth == row.birth and _same(p, row)
            for p in self.known.in_household.get(home.pk or 0, ())
        ):
            raise Refused("Cùng họ tên, ngày sinh và hộ với một dòng trước của tệp.")
        self.new_here.setdefault(twin, row.line)
        born = row.birth.date if row.birth else None
        alike = self.known.same_name_and_birth.get((fold(row.full_name), born), ())
        if born and any(_same(p, row) for p in alike):
            self._note(row, "Sổ đã có người cùng tên, cùng ngày sinh ở hộ khác: hãy xem có phải một người không.")
        sex = row.sex or (row.number.sex if row.number else None) or ""
        person = Person(
            full_name=row.full_name, sex=sex, birth_date=born,
            birth_precision=row.birth.precision if row.birth else "", relation=row.relation, is_head=bool(row.is_head),
            residence=row.residence or self.run.default_residence,
        )  # fmt: skip
        index = self.known.index.get(row.line, "")
        return Change(row, person, key, number=row.number, index=index, phones=[p.value for p in row.phones])

    def _note(self, row: PersonRow, note: str) -> None:
        self.plan.noted[row.line] = f"{self.plan.noted.get(row.line, '')} {note}".strip()

    def _updated(self, row: PersonRow, key: str, home: Household, person: Person) -> Change:
        """What the line says otherwise than the register; what it does not speak of stays."""
        change = Change(row, person, key, before={name: getattr(person, name) for name in KEPT})
        moves = person.household_id != home.pk or home.pk is None
        wanted: dict[str, Any] = {
            "full_name": row.full_name if _better_name(person.full_name, row.full_name) else None,
            "sex": row.sex or (row.number.sex if row.number and not person.sex else None),
            "relation": row.relation,
            "is_head": row.is_head if row.is_head is not None else False if moves else None,
            "residence": self._residence(row, person),
        }
        for name, value in wanted.items():
            if value not in (None, "") and getattr(person, name) != value:
                setattr(person, name, value)
                change.fields.append(name)
        if "residence" in change.fields:
            person.residence_since = self.run.as_of_on
        if row.birth and _better_birth(person.birth, row.birth):
            person.birth_date, person.birth_precision = row.birth.date, row.birth.precision
            change.fields.append("birth")
        if moves:
            change.fields.append("household")
        self._numbers(change)
        return change

    def _residence(self, row: PersonRow, person: Person) -> str:
        """What was learnt after the day of the list (died, moved away) is not undone by the list."""
        newer = person.residence_since is not None and person.residence_since > self.run.as_of_on
        if newer and row.residence and row.residence != person.residence:
            self._note(row, f"Sổ ghi “{person.get_residence_display()}” từ ngày mới hơn danh sách: giữ như trong sổ.")
            return ""
        return row.residence

    def _numbers(self, change: Change) -> None:
        row, pk = change.row, change.person.pk
        if row.number and self.known.index[row.line] not in self.known.owner:
            change.number, change.index = row.number, self.known.index[row.line]
            change.fields.append("number")
        held = self.known.phones[pk]
        change.has_phone = bool(held)
        change.phones = [p.value for p in row.phones if blind_index(p.value, PHONE_INDEX) not in held]
        if change.phones:
            change.fields.append("phone")

    def _address(self, home: Household, change: Change) -> None:
        """The first line of a household that tells where it lies tells it for all."""
        said = {"lane": change.row.lane, "house": change.row.house}
        new = {name: value for name, value in said.items() if value and getattr(home, name) != value}
        if home.pk in self.plan.addressed or not new:
            return
        before = {name: getattr(home, name) for name in new}
        for name, value in new.items():
            if home.pk or not getattr(home, name):
                setattr(home, name, value)
        if home.pk:
            self.plan.addressed[home.pk] = before
            change.fields.append("address")

    def settle_heads(self) -> None:
        """A household has one head: who was it, and is not named so by the file, makes room."""
        said = {c.person.pk for c in self.plan.changes if c.person.pk}
        for change in self.plan.changes:
            head = self.plan.heads.get(change.home)
            if head is not None and change.row.line != head and change.person.is_head:
                change.person.is_head = False
                change.fields.append("is_head")
        for key in self.plan.heads:
            for person in self.known.in_household.get(self.plan.homes[key].pk or 0, []):
                if person.is_head and person.pk not in said:
                    before = {"is_head": True, "relation": person.relation}
                    person.is_head = False
                    if fold(person.relation) in HEAD_WORDS:
                        person.relation = ""
                    self.plan.demoted.append((person, before))


def _same(person: Person, row: PersonRow) -> bool:
    """The same name, spelt so or without its marks, and births that do not contradict each other."""
    folded = fold(row.full_name)
    if person.folded_name != folded:
        return False
    if row.birth and person.birth and not person.birth.could_equal(row.birth):
        return False
    unmarked = names.is_unmarked(row.full_name) or names.is_unmarked(person.full_name)
    return unmarked or tone_key(person.full_name) == tone_key(row.full_name)


def _better_name(old: str, new: str) -> bool:
    """Another name, not the same one in capitals, without its marks, or with the tone set elsewhere."""
    if old == new or (fold(old) == fold(new) and names.is_unmarked(new)):
        return False
    return tone_key(old) != tone_key(new)


def _better_birth(old: PartialDate | None, new: PartialDate) -> bool:
    """Another day; a year alone, or a 1 January that stands for one, never replaces a day it does not contradict."""
    if old is None or not old.could_equal(new):
        return True
    sure = {"year": 0, "month": 1, "day": 2}
    rank = (0 if new.is_placeholder else sure[new.precision], 0 if old.is_placeholder else sure[old.precision])
    return rank[0] > rank[1]
