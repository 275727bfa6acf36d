"""What a note proposes, told and written: a number or a telephone that somebody says is right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.identity import numbers, phones
from tungnha.people.models import Person, RegisterNote
from tungnha.people.operations.correcting import add_telephone, give_number
from tungnha.people.operations.noting import settle_by_correcting
from tungnha.units.models import Member
from tungnha.units.problems import BadInput

WORDS = {
    "full_name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính", "number": "Số định danh",
    "telephone": "Điện thoại", "village": "Thôn", "address": "Nhà, ngõ",
}  # fmt: skip
WRITTEN_HERE = {"number", "telephone"}


def told(note: RegisterNote) -> list[tuple[str, str]]:
    """(what, what it should be) of all that a note proposes; numbers as pages show them, masked."""
    return [(WORDS.get(fact, fact), _shown(fact, value)) for fact, value in note.facts.items()]


def _shown(fact: str, value: str) -> str:
    if fact == "number":
        return numbers.mask(value)
    if fact == "telephone":
        return phones.mask_phone(value)
    return str(dict(Person.Sex.choices).get(value, value)) if fact == "sex" else value


def is_only_numbers(note: RegisterNote) -> bool:
    """That a note can be written by one button: nobody has to type, or see, the number."""
    return bool(note.facts) and set(note.facts) <= WRITTEN_HERE and note.person is not None


@transaction.atomic
def write_numbers(*, note: RegisterNote, by: Member, at: datetime) -> RegisterNote:
    """Write the number or telephone a note proposes: the old number stays as a cancelled one, a telephone is added."""
    if note.person is None or not is_only_numbers(note):
        raise BadInput("Lời báo này không nêu số nào: mời sửa ở trang Sửa thông tin của người ấy.")
    settled = settle_by_correcting(note=note, by=by, at=at)
    if "number" in note.facts:
        give_number(person=note.person, text=note.facts["number"], stamp=None, reason=note.words_text[:300], by=by,
                    at=at, source=note.origin)  # fmt: skip
    if "telephone" in note.facts:
        add_telephone(person=note.person, text=note.facts["telephone"], main=False, by=by, at=at, source=note.origin)
    return settled
