"""One step in the register: what stood is kept, what is new is written, and the step can be taken back."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tungnha.people.models import Household, Identifier, Person, PersonChange, Telephone
from tungnha.people.operations.history import remember
from tungnha.units.models import Member
from tungnha.units.problems import BadInput, Locked, OutOfDate

Kind = PersonChange.Kind
# What a step may write of a person and of a household; `birth` is two columns that only stand together.
FACTS = (
    "full_name", "birth_date", "birth_precision", "sex", "relation", "is_head", "residence", "residence_since",
    "household_id", "confirmed_on", "confirmed_how",
)  # fmt: skip
HOME_FACTS = ("code", "village_id", "lane", "house", "left_on")
DATES = {"birth_date", "residence_since", "confirmed_on", "left_on"}
GONE = (Person.Residence.MOVED, Person.Residence.DECEASED)


class SomebodyWasFirst(OutOfDate):
    """The record changed since the page was opened. What was typed stays on the page."""

    def __init__(self) -> None:
        super().__init__(
            "Đã có người sửa bản ghi này sau khi trang được mở. Nội dung vừa gõ còn nguyên, chưa ghi vào sổ: "
            "xin xem chỗ “sổ đang ghi” rồi bấm Lưu lần nữa."
        )


@dataclass
class Step:
    """What belongs together: a head who moves and those whose relation no longer holds are one step."""

    kind: str
    by: Member | None
    at: datetime
    reason: str = ""
    origin: str = "desk"
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def write(self, row: Person | Household, **new: Any) -> bool:
        """Set fields of a person or a household and remember what stood. False when nothing changes."""
        changed = {name: value for name, value in new.items() if getattr(row, name) != value}
        if not changed:
            return False
        before = {name: getattr(row, name) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        derived = ["folded_name", "sort_key"] if "full_name" in changed else []
        row.save(update_fields=[*(name.removesuffix("_id") for name in changed), *derived])
        self.note(row, before, {name: getattr(row, name) for name in changed})
        return True

    def note(self, row: Person | Household, before: dict[str, Any], after: dict[str, Any]) -> None:
        about: dict[str, Any] = {"person": row} if isinstance(row, Person) else {"household": row}
        remember(
            self.kind, before=before, after=after, reason=self.reason, origin=self.origin, origin_id=self.id,
            by=self.by, at=self.at, **about,
        )  # fmt: skip


def stamp_of(person: Person) -> str:
    """A word that changes with the record: a form carries it, so that two officers do not write over each other."""
    facts = [str(getattr(person, name)) for name in FACTS if not name.startswith("confirmed")]
    numbers = [f"{i.pk} {i.status}" for i in Identifier.objects.filter(person=person).order_by("pk")]
    phones = [f"{t.pk} {t.main} {t.to_on}" for t in Telephone.objects.filter(person=person).order_by("pk")]
    return hashlib.sha256(json.dumps([facts, numbers, phones]).encode()).hexdigest()[:16]


def stamp_of_home(household: Household) -> str:
    facts = [str(getattr(household, name)) for name in HOME_FACTS]
    people = [f"{p.pk} {p.is_head} {p.residence}" for p in household.persons.order_by("pk")]
    return hashlib.sha256(json.dumps([facts, people]).encode()).hexdigest()[:16]


def hold(person: Person, stamp: str | None = None) -> Person:
    """The person, locked against everybody else for this transaction, as it stands now."""
    held: Person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.merged_into_id is not None:
        raise Locked("Bản ghi này đã được gộp vào một bản ghi khác: xin mở bản ghi còn lại rồi làm ở đó.")
    if held.erased_at is not None:
        raise Locked("Thông tin của người này đã được xóa theo yêu cầu, nên không sửa được nữa.")
    if stamp is not None and stamp != stamp_of(held):
        raise SomebodyWasFirst
    return held


def hold_home(household: Household, stamp: str | None = None) -> Household:
    held: Household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if stamp is not None and stamp != stamp_of_home(held):
        raise SomebodyWasFirst
    return held


def must_have_been(day: date | None, what: str, at: datetime) -> date:
    """A day that is told, and has come."""
    if day is None:
        raise BadInput(f"{what} ngày nào? Xin ghi ngày; không nhớ rõ thì ghi ngày gần đúng.")
    if day > at.date():
        raise BadInput(f"Ngày {day:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã xảy ra.")
    return day


def others_at_home(person: Person) -> list[Person]:
    """Who else still belongs to the household, the eldest first."""
    if person.household_id is None:
        return []
    rows = Person.objects.filter(household_id=person.household_id).exclude(pk=person.pk).exclude(residence__in=GONE)
    return sorted(rows, key=lambda other: (other.birth_date or date.max, other.pk))


def leave_headship(step: Step, person: Person, new_head: Person | None) -> None:
    """A head who leaves hands the household over. What the others were to her says nothing of the new head."""
    if not person.is_head:
        return
    others = others_at_home(person)
    if others and new_head is None:
        raise BadInput(f"{person.full_name} là chủ hộ: xin chọn ai làm chủ hộ thay.")
    if new_head is not None and new_head.pk not in {other.pk for other in others}:
        raise BadInput("Người được chọn làm chủ hộ không ở trong hộ này: xin chọn một người của hộ.")
    step.write(person, is_head=False)
    for other in others:
        is_new = new_head is not None and other.pk == new_head.pk
        step.write(other, relation="", is_head=is_new)


def undo(change: PersonChange, *, by: Member, at: datetime) -> int:
    """Put back what one step changed. Returns how many records were put back.

    Rows that somebody changed again since stay as they are: then the whole step stays, with a sentence.
    """
    step = list(PersonChange.objects.filter(origin=change.origin, origin_id=change.origin_id).order_by("pk"))
    if change.kind not in (Kind.CORRECTED, Kind.MOVED, Kind.RESIDENCE) or not change.origin_id:
        raise BadInput("Lần sửa này không hoàn tác được bằng một nút: xin sửa lại bằng trang Sửa thông tin.")
    if any({"number", "telephone"} & set(row.before | row.after) for row in step):
        raise BadInput("Số định danh, điện thoại không hoàn tác bằng một nút: xin mở Sửa thông tin, chọn lại số.")
    back = Step(kind=change.kind, by=by, at=at, reason=f"Hoàn tác lần ghi ngày {change.at:%d/%m/%Y}", origin="undo")
    done = 0
    for row in _heads_leave_first(step):
        held: Person | Household = hold(row.person) if row.person else hold_home(row.household)  # type: ignore[arg-type]
        before, after = _values(row.before), _values(row.after)
        if any(getattr(held, name) != value for name, value in after.items()):
            raise BadInput("Sau lần ghi ấy đã có người sửa tiếp, nên không hoàn tác được: xin sửa lại từng ô.")
        done += back.write(held, **before)
    return done


def _heads_leave_first(step: Iterable[PersonChange]) -> list[PersonChange]:
    """The database allows one head a household at every moment: whoever is to stop being one stops first."""
    return sorted(step, key=lambda row: row.before.get("is_head") is True)


def _values(stored: dict[str, Any]) -> dict[str, Any]:
    """What a change kept as JSON, as the columns hold it."""
    return {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in stored.items()
        if name in (*FACTS, *HOME_FACTS)
    }
