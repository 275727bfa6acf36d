"""Everything the house holds about one person, in words: for the person who asks (Luật 91/2025/QH15 Đ4.1: see, get).

Made from the models themselves: every table that points at a person is told, a new one too, under the Vietnamese name
its docstring or its fields give.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from tungnha.drafting.dates import moment, short_date
from tungnha.people.models import Household, Person, PersonChange
from tungnha.people.operations.erasing import cluster
from tungnha.people.protection.looks import looked_at
from tungnha.people.register.history_words import tell
from tungnha.units.models import Member

# Not told: keys and marks that mean nothing outside the machine.
INNER = {"id", "key", "person", "value_ix", "number_ix", "folded_name", "sort_key", "origin_id", "merged_into"}
# Rows that repeat others (search words, lines of files that are told as "who looked").
NOT_TOLD = {"people.NameWord", "people.ExportedPerson", "people.Export", "people.LikelyDouble", "people.Unmasking"}
TITLES = {
    "people.Person": "Thông tin trong sổ nhân khẩu",
    "people.Identifier": "Số định danh, số giấy tờ",
    "people.Telephone": "Số điện thoại",
    "people.PersonGroup": "Nhóm",
    "people.PersonChange": "Lịch sử sửa đổi",
    "people.RosterEntry": "Danh sách của đơn vị",
    "people.Establishment": "Cơ sở đứng tên",
    "people.Consent": "Những lần đồng ý",
    "people.Restriction": "Những lần hạn chế xử lý",
    "people.RightsRequest": "Những lần yêu cầu về dữ liệu",
    "people.RegisterNote": "Điều Tổ, cán bộ báo về người này",
    "people.RosterQuestion": "Dòng danh sách đơn vị còn chờ hỏi",
    "people.Merge": "Những lần gộp hai bản ghi",
    "people.Doubt": "Điều trong sổ còn phải xem lại",
    "people.Need": "Cần giúp thêm",
    "ledger.Claim": "Ghi nhận về tiện ích số",
    "ledger.Standing": "Hiện có tiện ích nào",
    "field.VisitResult": "Kết quả những lượt đến nhà",
    "field.CheckIn": "Những buổi hỗ trợ đã đến",
    "field.Invitation": "Những buổi hỗ trợ được mời",
    "field.QueueTicket": "Số thứ tự đã lấy ở buổi hỗ trợ",
    "lists.ListRow": "Dòng trong danh sách do đơn vị khác gửi đến",
    "lists.ReviewDecision": "Quyết định của cán bộ rằng dòng danh sách là người này",
    "outreach.Trainee": "Những lớp tập huấn được mời",
    "outreach.Attendance": "Những lớp tập huấn đã dự",
    "outreach.Assessment": "Kết quả đánh giá ở lớp tập huấn",
    "reports.NamedRow": "Dòng trong danh sách gửi kèm báo cáo",
    "lists.HandedRow": "Dòng trong danh sách giao đơn vị khác đối chiếu",
}
# What is about a person by way of another row: model → the way to the person.
BY_WAY_OF = {"outreach.Attendance": "trainee__person", "outreach.Assessment": "trainee__person"}
WORDS = {
    "at": "lúc", "by": "người ghi", "kind": "loại", "since on": "từ ngày", "until on": "đến ngày", "from on": "từ ngày",
    "to on": "đến ngày", "valid from": "từ ngày", "valid to": "đến ngày", "value": "số", "number": "số",
    "status": "tình trạng", "source": "nguồn", "person": "người", "household": "hộ", "service": "tiện ích",
    "level": "mức", "made by": "người ghi", "made at": "ghi lúc", "stored at": "ghi vào sổ lúc",
    "stored by": "người nhận",
    "campaign": "chiến dịch", "stated by": "theo đơn vị", "decided by": "căn cứ", "decided at": "quyết định lúc",
    "contested by": "ghi nhận khác", "incoming": "danh sách", "verdict": "kết luận", "outcome": "kết quả",
    "visit": "lượt đến nhà", "session": "buổi hỗ trợ", "claim": "ghi nhận", "retracts": "rút lại", "where": "ở đâu",
    "channel": "qua đâu", "provider": "nhà cung cấp", "organisation": "đơn vị", "candidates": "những người có thể là",
    "probability": "độ chắc", "withdrawn at": "rút lại lúc", "withdrawn by": "người ghi việc rút", "notice": "nội dung",
    "collected by": "người xin đồng ý", "request": "theo yêu cầu", "since at": "từ lúc", "ended at": "thôi lúc",
    "ended by": "người ghi thôi", "before text": "trước đó", "after text": "sau đó", "area": "địa bàn",
    "birth precision": "độ chính xác của ngày sinh", "establishment": "cơ sở", "product": "sản phẩm",
    "telephone": "thuê bao", "place": "địa điểm", "village": "thôn", "acknowledged by": "người phản hồi",
    "answered by": "người trả lời", "extended by": "người gia hạn", "checked at": "kiểm tra lúc", "origin": "từ đâu",
    "checked by": "người kiểm tra", "taken by": "người nhận yêu cầu", "state": "tình trạng", "kept": "bản ghi giữ lại",
    "gone": "bản ghi đã gộp", "rule": "quy tắc", "candidate": "người có thể là", "entry": "dòng", "file": "tệp",
    "state text": "nội dung trước khi gộp", "undone at": "tách lại lúc", "undone by": "người tách lại",
    "sex": "giới tính", "confirmed on": "xác nhận ngày", "closed at": "xong lúc", "closed by": "người làm xong",
    "noted by": "người báo", "noted at": "báo lúc", "settled at": "xong lúc", "settled by": "người giải quyết",
    "named list": "danh sách kèm báo cáo", "given text": "dòng như lúc gửi",
    "said number ix": "mã của số định danh trong dòng", "handed": "danh sách đã giao", "row": "dòng",
    "sent back": "lần trả lại", "taken back by": "người lấy lại", "called by": "người mời",
    "listed by": "người lên danh sách", "answer": "trả lời", "carried by": "người mang đến", "device": "máy",
    "digest": "mã kiểm", "same id as": "trùng mã với", "settled how": "xử lý thế nào", "version": "bản",
    "given at": "phát lúc", "letter": "chữ của máy", "n": "số", "state at": "đổi lúc",
}  # fmt: skip

ORIGINS = {
    "visit": "lượt đến nhà", "session": "buổi hỗ trợ", "list": "danh sách gửi đến", "import": "tệp nhân khẩu",
    "desk": "bàn tiếp dân", "roster": "danh sách đơn vị", "course": "lớp tập huấn", "erasure": "xóa theo luật",
    "handed": "danh sách giao đơn vị đối chiếu",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One kind of what is held: a heading, and for each row its pairs of words and value."""

    title: str
    rows: list[list[tuple[str, str]]]


def held_about(person: Person, reader: Member | None = None) -> list[Part]:
    """All parts that have something in them, the register's own first, and who looked at it, so far as the reader may
    know. Merged records are told as the one person."""
    ids = [p.pk for p in cluster(person)]
    own = Part(TITLES["people.Person"], [_told(row) for row in Person.objects.filter(pk__in=ids)])
    parts = [part for part in (own, *_parts(ids), _looks(person, reader)) if part.rows]
    return [Part(part.title, [[pair for pair in row if pair[1]] for row in part.rows]) for part in parts]


def _looks(person: Person, reader: Member | None) -> Part:
    """Who looked, by role and unit: the person is told that, not the names of officers."""
    rows = [
        [("Lúc", words_of(look.at)), ("Ai", f"{look.role}, {look.unit}".strip(", ")), ("Việc", look.how)]
        + ([("Để làm gì", look.purpose)] if look.purpose else [])
        for look in looked_at(person, reader)
    ]
    return Part("Ai đã xem", rows)


def _parts(ids: list[int]) -> Iterator[Part]:
    by_model: dict[type[models.Model], list[str]] = {}
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model is not Person and not relation.many_to_many and model._meta.label not in NOT_TOLD:
            by_model.setdefault(model, []).append(relation.field.name)  # type: ignore[arg-type]
    by_model |= {apps.get_model(label): [way] for label, way in BY_WAY_OF.items()}
    for model, fields in by_model.items():
        wanted = models.Q()
        for name in fields:
            wanted |= models.Q(**{f"{name}__in": ids})
        rows = model._default_manager.filter(wanted).distinct()
        told = _changes(rows) if model is PersonChange else [_told(row, set(fields)) for row in rows]
        yield Part(title_of(model), told)


def _changes(rows: Any) -> list[list[tuple[str, str]]]:
    """The history as the person's page tells it: what it was, what it became."""
    return [
        [("Lúc", words_of(step.at)), ("Việc", step.title), ("Người ghi", step.by), ("Vì sao", step.reason)]
        + [(line.label, f"{line.before or 'để trống'} → {line.after or 'để trống'}") for line in step.lines]
        for step in tell(rows.select_related("by__user", "person"))
    ]


def title_of(model: type[models.Model]) -> str:
    """The Vietnamese name: as told above, else the words in brackets of the docstring."""
    if model._meta.label in TITLES:
        return TITLES[model._meta.label]
    found = re.search(r"\(([^()]*[à-ỹđ][^()]*)\)", model.__doc__ or "", re.IGNORECASE)
    return found[1][:1].upper() + found[1][1:] if found else "Dữ liệu khác"


def label_of(field: Any) -> str:
    """What a field is called on paper."""
    words = str(field.verbose_name)
    return WORDS.get(words, words) if words.isascii() else words


def _told(row: models.Model, pointers: set[str] = frozenset()) -> list[tuple[str, str]]:  # type: ignore[assignment]
    """What is not empty of a row, without the ties back to the person."""
    pairs = []
    for field in row._meta.fields:
        if field.name in INNER | pointers or field.name.endswith("_ix"):
            continue
        said = _value(row, field)
        if said:
            pairs.append((label_of(field)[:1].upper() + label_of(field)[1:], said))
    return pairs


def _value(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value in (None, "", [], {}):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.name == "birth_date" and isinstance(row, Person):
        return row.birth_shown
    if field.name == "origin":
        return ORIGINS.get(value, str(value))
    return words_of(value)


def words_of(value: Any) -> str:
    """Any stored value as a reader understands it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return moment(timezone.localtime(value))
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, models.Model):
        return _named(value)
    if isinstance(value, str) and value[:1] in "{[":
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return "; ".join(f"{WORDS.get(k.replace('_', ' '), k)}: {words_of(v)}" for k, v in value.items() if v)
    if isinstance(value, (list, tuple)):
        return "; ".join(words_of(item) for item in value)
    return str(value)


def _named(row: models.Model) -> str:
    """A row another points at: by its own words, or by its kind and number."""
    if isinstance(row, Household):
        return f"{row}, {row.address}"
    if type(row).__str__ is not models.Model.__str__:
        return str(row)
    for name in ("name", "made_at", "starts_at", "since_on", "at"):
        if getattr(row, name, None):
            return words_of(getattr(row, name))
    return f"số {row.pk}"
