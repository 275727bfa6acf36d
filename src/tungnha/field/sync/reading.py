"""What a phone sends, read: bytes to a request, an operation's content to what the rooms want. No database.

Raises NotOurs for a request that is none of the protocol; BadInput, with its sentence, for one operation's content.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tungnha.field.models import SellerVisit, Visit, VisitResult
from tungnha.field.sync.handlers import Incoming
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.units.problems import BadInput, Problem

PROTOCOL = 1
MOST_OPERATIONS = 200
MOST_BYTES = 512 * 1024  # unpacked
HIGHEST_SEQ = 2**53  # what JavaScript counts without loss
BEARABLE = timedelta(minutes=10)
OF_VISIT, OF_RESULT, OF_CALL = (
    frozenset(str(value) for value in model.Outcome.values) for model in (Visit, VisitResult, SellerVisit)
)
SEXES = frozenset(("", "female", "male"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")  # what a database refuses, and halves of a letter
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
UNREADABLE = "Máy chủ không đọc được việc này: {what}. Việc vẫn được giữ lại cho Tổ trưởng xem."


class NotOurs(Problem):
    """Not the protocol: an old app, or somebody else."""

    status = 400

    def __init__(self, what: str) -> None:
        super().__init__("Ứng dụng trên máy chưa đúng bản của máy chủ: xin tải lại trang khi có mạng.")
        self.what = what


class TooLarge(Problem):
    status = 413

    def __init__(self) -> None:
        super().__init__("Gói gửi quá lớn: máy sẽ tự chia nhỏ rồi gửi lại.")


def unpacked(body: bytes, encoding: str) -> bytes:
    """A body as it was before gzip; never more than the limit is unpacked, however small the packed one is."""
    if encoding in ("", "identity"):
        data = body
    elif encoding == "gzip":
        data = _inflate(body)
    else:
        raise NotOurs("content-encoding")
    if len(data) > MOST_BYTES:
        raise TooLarge
    return data


def _inflate(body: bytes) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    try:
        data = machine.decompress(body, MOST_BYTES + 1)
    except zlib.error as problem:
        raise NotOurs("gzip") from problem
    if len(data) > MOST_BYTES:
        raise TooLarge
    if not machine.eof:
        raise NotOurs("a body that was cut off")
    return data


def read_json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise NotOurs("json") from problem
    if not isinstance(found, dict):
        raise NotOurs("no object")
    return found


@dataclass(frozen=True, kw_only=True)
class Request:
    """A sync as it came."""

    app: str
    now: datetime | None
    epoch: str
    since: str | None
    cursor: str | None
    rows: int
    doors: str | None
    want: tuple[uuid.UUID, ...]
    config: str | None
    acked: int
    held: int
    ops: tuple[Any, ...]


def read_request(data: Mapping[str, Any]) -> Request:
    if data.get("protocol") != PROTOCOL:
        raise NotOurs("protocol")
    ops = data["ops"] if data.get("ops") is not None else []
    if not isinstance(ops, list):
        raise NotOurs("ops")
    if len(ops) > MOST_OPERATIONS:
        raise TooLarge
    want = data.get("want") if isinstance(data.get("want"), list) else []
    return Request(
        app=short(data.get("app"), 40), now=instant(data.get("now")), epoch=short(data.get("epoch"), 36),
        since=_text_or_none(data.get("since")), cursor=_text_or_none(data.get("cursor")),
        rows=_count(data.get("rows"), 500), doors=_text_or_none(data.get("doors")),
        want=tuple(key for key in (_uuid_or_none(one) for one in want or []) if key),
        config=_text_or_none(data.get("config")), acked=_count(data.get("acked")), held=_count(data.get("held")),
        ops=tuple(ops),
    )  # fmt: skip


def short(value: Any, length: int) -> str:
    return _storable(value)[:length] if isinstance(value, str) else ""


def _storable(text: str) -> str:
    return text if text.isprintable() else _CONTROL.sub("", text)


def _text_or_none(value: Any) -> str | None:
    return value[:4000] if isinstance(value, str) and value else None


def _count(value: Any, otherwise: int = 0) -> int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_SEQ
    return value if is_count else otherwise


def instant(value: Any) -> datetime | None:
    """An instant with its offset, in Vietnamese time; None for what is none."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return timezone.localtime(read) if read and read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _uuid_or_none(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


# -- one operation


@dataclass(frozen=True)
class Spoilt:
    """An operation whose frame cannot be read: kept whole, under an id of ours, and answered by the id it gave."""

    given: str
    raw: str
    digest: str
    seq: int


def read_operation(raw: Any, *, joined_at: datetime, phone_now: datetime | None, at: datetime) -> Incoming | Spoilt:
    """The frame of one operation. Its content is read later, by whoever takes its kind."""
    made = instant(raw.get("made_at")) if isinstance(raw, dict) else None
    key = _uuid_or_none(raw.get("id")) if isinstance(raw, dict) else None
    kind = short(raw.get("kind"), 20) if isinstance(raw, dict) else ""
    content = raw.get("content") if isinstance(raw, dict) else None
    if key is None or not kind or made is None or not isinstance(content, dict):
        given = raw.get("id") if isinstance(raw, dict) else None
        seq = _count(raw.get("seq")) if isinstance(raw, dict) else 0
        text = canonical(raw)
        return Spoilt(given if isinstance(given, str) else "", text, _digest(text), seq)
    version = min(_count(raw.get("v"), 1), 32767)
    said = canonical([kind, version, raw["made_at"], content])
    return Incoming(
        id=key, seq=_count(raw.get("seq")), kind=kind, version=version, phone_at=made, content=content,
        made_at=put_right(made, joined_at=joined_at, phone_now=phone_now, at=at), digest=_digest(said),
    )  # fmt: skip


def canonical(value: Any) -> str:
    """One text for one content, whatever the order of its fields."""
    return _CANONICAL.encode(value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def put_right(made: datetime, *, joined_at: datetime, phone_now: datetime | None, at: datetime) -> datetime:
    """When it was done, by the server's clock. A time that cannot be (in the future, or before the phone joined) is
    shifted by how far the phone's clock is off now; one that still cannot be counts as now."""
    earliest = joined_at - timedelta(days=1)
    if earliest <= made <= at + BEARABLE:
        return min(made, at)
    if phone_now is not None:
        made = made + (at - phone_now)
    return min(made, at) if earliest <= made <= at + BEARABLE else at


# -- what an operation says


class Fields:
    """The content of one operation, field by field. What is missing is empty; what is there must be of its kind."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content

    def _wrong(self, name: str) -> BadInput:
        return BadInput(UNREADABLE.format(what=f"ô “{name}” không đúng dạng"))

    def key(self, name: str) -> uuid.UUID:
        found = _uuid_or_none(self.content.get(name))
        if found is None:
            raise self._wrong(name)
        return found

    def key_or_none(self, name: str) -> uuid.UUID | None:
        return self.key(name) if self.content.get(name) else None

    def keys(self, name: str) -> tuple[uuid.UUID, ...]:
        found = [_uuid_or_none(one) for one in self.items(name)]
        if None in found:
            raise self._wrong(name)
        return tuple(key for key in found if key)

    def items(self, name: str, most: int = 200) -> list[Any]:
        found = self.content.get(name) or []
        if not isinstance(found, list) or len(found) > most:
            raise self._wrong(name)
        return found

    def parts(self, name: str) -> list[Fields]:
        found = self.items(name)
        if not all(isinstance(one, dict) for one in found):
            raise self._wrong(name)
        return [Fields(one) for one in found]

    def text(self, name: str, most: int = 500) -> str:
        found = self.content.get(name) or ""
        if not isinstance(found, str):
            raise self._wrong(name)
        return _storable(found).strip()[:most]

    def choice(self, name: str, choices: frozenset[str]) -> str:
        found = self.text(name, 40)
        if found not in choices:
            raise self._wrong(name)
        return found

    def flag(self, name: str) -> bool:
        return self.content.get(name) is True

    def count(self, name: str, otherwise: int | None = None) -> int:
        value = self.content.get(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_SEQ:
            raise self._wrong(name)
        return value

    def day_or_none(self, name: str) -> date | None:
        found = self.text(name, 10)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError as problem:
            raise self._wrong(name) from problem

    def birth_or_none(self, name: str) -> PartialDate | None:
        """1960, 1960-05, 1960-05-01, or as a card writes it."""
        found = self.text(name, 10)
        try:
            if len(found) == 7 and found[4:5] == "-":
                return PartialDate(date.fromisoformat(f"{found}-01"), "month")
            return read_date(found) if found else None
        except (BadDate, ValueError) as problem:
            raise self._wrong(name) from problem


@dataclass(frozen=True)
class ReadResult:
    person: uuid.UUID
    service: str
    level: int
    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReadVisit:
    household: uuid.UUID
    campaign: int | None
    outcome: str
    come_back_on: date | None
    forms: tuple[str, ...]
    shown_how: bool
    note: str
    still_right: bool
    results: tuple[ReadResult, ...]
    cannot_read: tuple[uuid.UUID, ...]
    telephones: tuple[tuple[uuid.UUID, str], ...]

    @property
    def persons(self) -> set[uuid.UUID]:
        return {r.person for r in self.results} | set(self.cannot_read) | {key for key, _ in self.telephones}


def read_visit(content: Mapping[str, Any]) -> ReadVisit:
    fields = Fields(content)
    results = tuple(_result(one) for one in fields.parts("results"))
    if len({(r.person, r.service) for r in results}) < len(results):
        raise BadInput(UNREADABLE.format(what="một người có hai kết quả cho cùng một tiện ích"))
    forms = tuple(dict.fromkeys(str(form)[:20] for form in fields.items("informed", 20)))
    return ReadVisit(
        household=fields.key("household"), campaign=fields.count("campaign") if content.get("campaign") else None,
        outcome=fields.choice("outcome", OF_VISIT), come_back_on=fields.day_or_none("come_back_on"),
        forms=forms, shown_how=fields.flag("shown_how"), note=fields.text("note"),
        still_right=fields.flag("still_right"), results=results, cannot_read=fields.keys("cannot_read"),
        telephones=tuple((one.key("person"), one.text("number", 40)) for one in fields.parts("telephones")),
    )  # fmt: skip


def _result(fields: Fields) -> ReadResult:
    level = fields.count("level", 1)
    if not 1 <= level <= 20:
        raise fields._wrong("level")
    return ReadResult(
        fields.key("person"), fields.text("service", 40), level,
        fields.choice("outcome", OF_RESULT), fields.text("reason", 200),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadPerson:
    key: uuid.UUID
    household: uuid.UUID
    full_name: str
    sex: str
    birth: PartialDate | None
    number: str
    telephone: str
    relation: str
    not_same_as: tuple[uuid.UUID, ...]


def read_person(content: Mapping[str, Any]) -> ReadPerson:
    fields = Fields(content)
    return ReadPerson(
        key=fields.key("person"), household=fields.key("household"), full_name=fields.text("full_name", 120),
        sex=fields.choice("sex", SEXES), birth=fields.birth_or_none("birth"),
        number=fields.text("number", 40), telephone=fields.text("telephone", 40),
        relation=fields.text("relation", 40), not_same_as=fields.keys("not_same_as"),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadHousehold:
    key: uuid.UUID
    village: str
    lane: str
    house: str
    after: uuid.UUID | None


def read_household(content: Mapping[str, Any]) -> ReadHousehold:
    fields = Fields(content)
    return ReadHousehold(
        key=fields.key("household"), village=fields.text("village", 20), lane=fields.text("lane", 80),
        house=fields.text("house", 120), after=fields.key_or_none("after"),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadCard:
    person: uuid.UUID
    number: str
    full_name: str
    birth: PartialDate | None
    sex: str


def read_card(content: Mapping[str, Any]) -> ReadCard:
    fields = Fields(content)
    return ReadCard(
        person=fields.key("person"), number=fields.text("number", 40), full_name=fields.text("full_name", 120),
        birth=fields.birth_or_none("birth"), sex=fields.choice("sex", SEXES),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadSellerVisit:
    establishment: int
    outcome: str
    steps: tuple[tuple[str, int], ...]
    note: str


def read_seller_visit(content: Mapping[str, Any]) -> ReadSellerVisit:
    """`steps`: {service code: level}."""
    fields = Fields(content)
    steps = content.get("steps") or {}
    if not isinstance(steps, dict) or len(steps) > 50:
        raise fields._wrong("steps")
    of_steps = Fields(steps)
    return ReadSellerVisit(
        establishment=fields.count("establishment"), outcome=fields.choice("outcome", OF_CALL),
        steps=tuple((str(code)[:40], of_steps.count(code)) for code in steps), note=fields.text("note"),
    )  # fmt: skip
