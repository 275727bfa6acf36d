"""An operation that waits, in words a team leader reads: what, of whom, with numbers masked. Whoever is outside the
reader's scope is not named."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tungnha.field.homes.rules import Form
from tungnha.field.models import PhoneOperation, Visit, VisitResult
from tungnha.field.sync import whom
from tungnha.identity import numbers, phones
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Service
from tungnha.people.models import Household, Person
from tungnha.units.models import Campaign, Member

KINDS = {
    "visit": "Lượt đến nhà", "add_person": "Thêm một người", "add_household": "Thêm một hộ", "card": "Xem thẻ căn cước",
    "helper": "Phân người giúp hộ", "check_in": "Điểm danh buổi hỗ trợ", "queue": "Hàng chờ của buổi hỗ trợ",
    "seller_visit": "Lượt đến cơ sở", "difficulty": "Khó khăn, vướng mắc",
    "difficulty_word": "Khó khăn đã xong hay chưa", "rumour_word": "Đã báo lời đáp một tin đồn",
}  # fmt: skip
LABELS = {
    "household": "Hộ", "campaign": "Đợt", "outcome": "Ở nhà này", "come_back_on": "Hẹn quay lại",
    "informed": "Thông tin bằng",
    "shown_how": "Đã làm mẫu", "note": "Ghi chú", "still_right": "Những người ấy vẫn ở đây", "results": "Từng người",
    "cannot_read": "Không đọc được chữ", "telephones": "Số điện thoại", "person": "Người", "full_name": "Họ và tên",
    "sex": "Giới tính", "birth": "Sinh", "number": "Số định danh", "telephone": "Điện thoại",
    "relation": "Quan hệ với chủ hộ",
    "not_same_as": "Không phải là", "village": "Thôn", "lane": "Ngõ, xóm", "house": "Nhà", "after": "Sau hộ",
    "member": "Người giúp", "from_on": "Từ ngày", "to_on": "Đến hết ngày", "contact_on": "Liên lạc ngày",
    "session": "Buổi hỗ trợ", "done": "Đã làm", "topics": "Nội dung đã tập", "refused": "Chưa muốn làm",
    "ticket": "Số thứ tự",
    "state": "Tình trạng", "establishment": "Cơ sở", "steps": "Việc đã làm", "subject": "Về việc",
    "word": "Đã xong chưa", "difficulty": "Khó khăn", "answer": "Lời đáp", "how": "Đã báo bằng", "still": "Còn nghe",
    "where": "Nghe qua", "citizen": "Người dân nhờ nói", "words": "Nội dung",
    "service": "Tiện ích", "level": "Mức", "reason": "Lý do",
}  # fmt: skip
NUMBERS = {"number": numbers.mask, "telephone": phones.mask_phone}  # of the digits
SEXES = dict(Person.Sex.choices)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MOST = 40  # lines of one operation


@dataclass
class Told:
    """`lines`: (what, words). `persons`: those who are named, to be put on the log of views."""

    kind: str
    lines: list[tuple[str, str]]
    persons: list[Person] = field(default_factory=list)
    homes: list[Household] = field(default_factory=list)


def kind_of(operation: PhoneOperation) -> str:
    return KINDS.get(operation.kind, f"Việc máy chủ chưa biết ({operation.kind or 'không rõ'})")


def keys_in(value: Any) -> Iterator[uuid.UUID]:
    """Every key an operation speaks of."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from keys_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_in(part)
    elif isinstance(value, str) and UUID.fullmatch(value):
        yield uuid.UUID(value)


class Telling:
    def __init__(self, operation: PhoneOperation, reader: Member) -> None:
        self.content = operation.content if isinstance(operation.content, dict) else {}
        keys = set(keys_in(self.content))
        named = whom.persons(keys)
        within = Person.objects.visible_to(reader).filter(pk__in=[person.pk for person in named.values()])
        seen = set(within.values_list("pk", flat=True))
        self.persons = {key: person for key, person in named.items() if person.pk in seen}
        self.homes = whom.households(keys, reader)
        self.services = dict(Service.objects.values_list("code", "name"))
        self.reader = reader

    def tell(self, kind: str) -> Told:
        lines = [
            (LABELS.get(name, name), words)
            for name, value in self.content.items()
            if (words := self._words(name, value))
        ]
        return Told(kind, lines[:MOST], list(self.persons.values()), list(self.homes.values()))

    def _words(self, name: str, value: Any) -> str:
        if value is None or value in ("", [], {}) or value is False:
            return ""
        if value is True:
            return "có"
        if isinstance(value, list):
            return "; ".join(words for part in value if (words := self._words(name, part)))
        if isinstance(value, Mapping):
            return ", ".join(words for key, part in value.items() if (words := self._words(key, part)))
        return self._word(name, str(value))

    def _word(self, name: str, text: str) -> str:
        if name in NUMBERS:
            return NUMBERS[name](re.sub(r"\D", "", text))
        if UUID.fullmatch(text):
            return self._named(uuid.UUID(text))
        if name in ("service", "done", "refused", "results"):
            return self.services.get(text, hide_typed_numbers(text))
        if name == "campaign":
            return self._campaign(text)
        if name == "member":
            return self._member(text)
        if name in ("outcome", "state", "informed", "sex"):
            return OUTCOMES.get(text, hide_typed_numbers(text))
        if name == "level":
            return f"mức {text}"
        return hide_typed_numbers(text)

    def _named(self, key: uuid.UUID) -> str:
        if key in self.homes:
            return str(self.homes[key])
        if key in self.persons:
            return self.persons[key].full_name
        own = (str(self.content.get("person")), str(self.content.get("household")))
        return "mới ghi trên máy" if str(key) in own else "không còn trong địa bàn"

    def _campaign(self, text: str) -> str:
        found = Campaign.objects.visible_to(self.reader).filter(pk=text).first() if text.isdecimal() else None
        return found.name if found else "không còn ở địa bàn"

    def _member(self, text: str) -> str:
        rows = Member.objects.visible_to(self.reader).select_related("user")
        found = rows.filter(pk=text).first() if text.isdecimal() and len(text) < 18 else None
        return found.user.full_name if found else "không còn trong Tổ"


OUTCOMES = {
    **dict(VisitResult.Outcome.choices), **dict(Visit.Outcome.choices), **dict(Form.choices), **SEXES,
    "waiting": "đang chờ", "called": "đã gọi", "served": "đã làm xong", "left": "đã về",
}  # fmt: skip


def tell(operation: PhoneOperation, reader: Member) -> Told:
    return Telling(operation, reader).tell(kind_of(operation))
