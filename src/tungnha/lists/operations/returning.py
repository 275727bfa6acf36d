"""What a unit sends back: known by its keys, looked at, then its claims and its proposals for the register."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.identity import names
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.lists.handed.cells import Has
from tungnha.lists.handed.reading import Answer, NoHeader, Reading, keys_in, marks_in, read_book
from tungnha.lists.models.handed import HandedAnswer, HandedList, HandedReturn, HandedRow
from tungnha.lists.operations.claiming import OFFICIAL_SENDERS
from tungnha.lists.operations.handing import layout_of
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import MAX_BYTES, Workbook, open_workbook
from tungnha.people.models import Person
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.operations import noting
from tungnha.people.register import merged
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.protection import blind_index

ORIGIN = "handed"
BATCH = 500
# A number and a telephone are proposals of their own: each is written or refused by itself.
APART = ("number", "telephone")
NOT_OURS = (
    "Tệp này không mang mã của danh sách nào đã giao: mời gửi lại đúng tệp đã nhận, còn cột Mã dòng. Danh sách do đơn "
    "vị tự lập thì gửi ở trang “Danh sách gửi đến”."
)
NO_KEYS = (
    "Tệp mang mã bản {mark} nhưng không còn cột Mã dòng, nên không biết dòng nào là của ai: mời chép kết quả vào đúng "
    "tệp đã nhận rồi gửi lại."
)


# --- handed in -------------------------------------------------------------------------------------------------------


def recognise(book: Workbook, *, within: Any) -> HandedList:
    """Which list a file is: by the keys of its rows, and by its mark where keys of several stand in it. `within`: the
    lists the member may know of; others do not exist. Raises BadInput."""
    found = Counter[int]()
    keys = sorted(keys_in(book))
    for start in range(0, len(keys), BATCH):
        rows = HandedRow.objects.filter(key__in=keys[start : start + BATCH], handed__in=within)
        found.update(rows.values_list("handed", flat=True))
    marked = {handed.pk: handed for handed in within.filter(export__mark__in=marks_in(book))}
    if not found:
        raise BadInput(NO_KEYS.format(mark=next(iter(marked.values())).export.mark) if marked else NOT_OURS)
    best = max(found, key=lambda pk: (pk in marked, found[pk], -pk))
    handed: HandedList = within.get(pk=best)
    return handed


@transaction.atomic
def receive_return(
    *, within: Any, name: str, data: bytes, as_of_on: date, by: Member, at: datetime, expected: HandedList | None = None
) -> HandedReturn:
    """Take a filled-in file: nothing is written yet. It is opened and read before anything is stored, encrypted."""
    if as_of_on > timezone.localtime(at).date():
        raise BadInput("Ngày đơn vị ghi còn ở phía trước: mời ghi ngày đơn vị đối chiếu xong.")
    book = _opened(name, data)
    handed = recognise(book, within=within.select_related("export", "receiver", "area"))
    if expected is not None and handed.pk != expected.pk:
        raise BadInput(f"Tệp này là bản {handed.export.mark}, không phải bản {expected.export.mark} đang mở.")
    _must_be_open(handed)
    reading = read_return(handed, book, as_of_on)
    if not reading.answers and not reading.refused:
        raise BadInput("Tệp chưa ghi gì: mời điền vào các cột tô vàng rồi gửi lại.")
    sent_back = HandedReturn(handed=handed, name=name[:255], as_of_on=as_of_on, received_at=at, received_by=by)
    sent_back.seal(data)
    sent_back.save()
    log_event("handed.returned", about=handed, by=by, at=at, mark=handed.export.mark, rows=reading.read)
    return sent_back


def _opened(name: str, data: bytes) -> Workbook:
    if len(data) > MAX_BYTES:
        raise BadInput(f"Tệp nặng quá {MAX_BYTES // 2**20} MB: đây không phải tệp đã giao.")
    try:
        return open_workbook(name, data)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem


def _must_be_open(handed: HandedList) -> None:
    if handed.export.deleted_on is not None:
        raise Locked(
            f"Danh sách {handed.export.mark} đã báo xóa ngày {handed.export.deleted_on:%d/%m/%Y}, nên không nhận tệp "
            "trả về nữa: cần đối chiếu thêm thì xã giao một danh sách mới."
        )


def read_return(handed: HandedList, book: Workbook, as_of_on: date) -> Reading:
    given = {key: json.loads(text) if text else {} for key, text in handed.rows.values_list("key", "given_text")}
    others = _keys_of_others(keys_in(book) - set(given))
    commune = handed.area.parent if handed.area.kind == Area.Kind.VILLAGE and handed.area.parent else handed.area
    villages = Area.objects.villages().filter(path__startswith=commune.path).values_list("pk", "type_name", "name")
    try:
        return read_book(book, layout_of(handed), given, others, list(villages), as_of_on)
    except NoHeader as problem:
        raise BadInput(str(problem)) from problem


def _keys_of_others(keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        found |= set(HandedRow.objects.filter(key__in=ordered[start : start + BATCH]).values_list("key", flat=True))
    return found


# --- what it would do ------------------------------------------------------------------------------------------------


@dataclass
class Effects:
    """What a return leads to. Nothing of it is written yet."""

    claims: list[tuple[HandedRow, Service, int, date, bool]] = field(default_factory=list)  # …, level, since, yes
    taken_back: list[Claim] = field(default_factory=list)  # what the unit said of the same row before
    proposals: list[tuple[Person, str, dict[str, str], str]] = field(default_factory=list)  # …, key, facts, words
    not_theirs: list[HandedRow] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # lines of people who were erased since
    counts: dict[str, int] = field(default_factory=dict)


def effects_of(handed: HandedList, reading: Reading, as_of_on: date) -> Effects:
    """Claims only where the unit says something new; proposals only where the register says otherwise. A row that the
    unit says is not its own leads to neither: it is told."""
    found, counts = Effects(), Counter[str]()
    rows = {row.key: row for row in handed.rows.all()}
    persons = _persons({row.person_id for row in rows.values()})
    levels = dict(handed.asked)
    services = {s.code: s for s in Service.objects.filter(code__in=list(levels))}
    before, noted = _said_before(handed), _noted_before(handed)
    for answer in reading.answers:
        row = rows[answer.key]
        person = persons[row.person_id]
        counts["problems"] += len(answer.problems)
        if person.erased_at is not None:
            found.gone.append(answer.line)
        elif answer.theirs is False:
            found.not_theirs.append(row)
        else:
            for code, said in answer.services.items():
                _claim(found, counts, row, services[code], int(levels[code]), said, as_of_on, before)
            _proposals(found, counts, person, answer, noted)
    yes = sum(has for *_, has in found.claims)
    found.counts = {
        "read": reading.read, "answered": len(reading.answers), "blank": reading.blank, "unseen": reading.unseen,
        "refused": len(reading.refused), "not_theirs": len(found.not_theirs), "gone": len(found.gone),
        "claims": len(found.claims), "yes": yes, "no": len(found.claims) - yes, "changed": len(found.taken_back),
        "proposals": sum(len(facts) for _, _, facts, _ in found.proposals), **_known(counts),
    }  # fmt: skip
    if reading.read != found.counts["answered"] + found.counts["blank"] + found.counts["refused"]:
        raise AssertionError(f"{reading.read} rows were read, not all are accounted for")
    return found


def _known(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in ("same", "again", "already", "problems", "not_level")}


def _persons(ids: set[int]) -> dict[int, Person]:
    """Each id with the record that stands for it now."""
    found: dict[int, Person] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        found |= merged.standing_for(ordered[start : start + BATCH])
    return found


def _said_before(handed: HandedList) -> dict[tuple[str, int], list[Claim]]:
    """What stands of the unit's earlier words about the same rows, by key and service."""
    live = Claim.objects.filter(
        origin=ORIGIN, origin_id__startswith=f"{handed.pk}/", retracts=None, retracted_by=None
    ).select_related("service", "stated_by", "campaign")
    found: dict[tuple[str, int], list[Claim]] = {}
    for claim in live:
        found.setdefault((claim.origin_id.partition("/")[2], claim.service_id), []).append(claim)
    return found


def _claim(
    found: Effects, counts: Counter[str], row: HandedRow, service: Service, asked: int, said: Has, as_of_on: date,
    before: Mapping[tuple[str, int], list[Claim]],
) -> None:  # fmt: skip
    """“Chưa” to level 2 does not say whether there is level 1: only of the first level it is a claim of its own."""
    earlier = before.get((row.key, service.pk), [])
    level = asked if said.has else 0
    if any(c.level == level and said.since_on in (None, c.since_on) for c in earlier):
        counts["same"] += 1
        return
    found.taken_back += earlier
    if not said.has and asked > 1:
        counts["not_level"] += 1
        return
    found.claims.append((row, service, level, said.since_on or as_of_on, said.has))


def _noted_before(handed: HandedList) -> set[tuple[str, str, str]]:
    """(key, fact, value) of what the unit proposed in earlier returns, whatever the desk made of it; a remark is the
    fact "note"."""
    found = set()
    for answer in HandedAnswer.objects.filter(row__handed=handed).select_related("row"):
        said: dict[str, Any] = json.loads(answer.said_text) if answer.said_text else {"facts": {}, "note": ""}
        found |= {(answer.row.key, fact, value) for fact, value in (*said["facts"].items(), ("note", said["note"]))}
    return found


def _proposals(
    found: Effects, counts: Counter[str], person: Person, answer: Answer, noted: set[tuple[str, str, str]]
) -> None:
    unknown = {fact: value for fact, value in answer.facts.items() if (answer.key, fact, value) not in noted}
    new = {fact: value for fact, value in unknown.items() if not stands_so(person, fact, value)}
    counts["again"] += len(answer.facts) - len(unknown)
    counts["already"] += len(unknown) - len(new)
    remark = "" if (answer.key, "note", answer.note) in noted else answer.note
    together = {fact: value for fact, value in new.items() if fact not in APART}
    if together or remark:
        found.proposals.append((person, answer.key, together, remark))
    for fact in APART:
        if fact in new:
            found.proposals.append((person, answer.key, {fact: new[fact]}, ""))


def stands_so(person: Person, fact: str, value: str) -> bool:
    """Whether the register says the same already."""
    home = person.household
    if fact == "number":
        return person.identifiers.filter(status="active", value_ix=blind_index(value, NUMBER_INDEX)).exists()
    if fact == "telephone":
        return person.telephones.filter(to_on=None, number_ix=blind_index(value, PHONE_INDEX)).exists()
    if fact == "birth":
        return value in (person.birth_shown, str(person.birth.year) if person.birth else "")
    if fact == "village":
        return home is not None and names.fold(value) == names.fold(home.village.full_name)
    if fact == "address":
        return home is not None and names.fold(value) == names.fold(", ".join(p for p in (home.house, home.lane) if p))
    return bool(value == getattr(person, fact))


def look(sent_back: HandedReturn) -> tuple[Reading, Effects]:
    """What a return says and would do just now. Writes nothing."""
    handed = sent_back.handed
    reading = read_return(handed, _opened(sent_back.name, sent_back.open()), sent_back.as_of_on)
    return reading, effects_of(handed, reading, sent_back.as_of_on)


# --- written ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def record_return(*, sent_back: HandedReturn, by: Member, at: datetime) -> HandedReturn:
    """The unit's words become its claims and proposals, all or none, once."""
    # The list first: two returns of one list wait for each other, and each sees what the other wrote.
    handed = HandedList.objects.select_for_update(of=("self",)).select_related("export", "receiver", "area").get(
        pk=sent_back.handed_id
    )  # fmt: skip
    _must_be_open(handed)
    held = HandedReturn.objects.select_for_update(of=("self",)).get(pk=sent_back.pk)
    if held.imported_at is not None:
        raise Locked("Tệp này đã ghi xong: muốn ghi lại, mời gửi tệp mới.")
    held.handed = handed
    reading, effects = look(held)
    retract_claims(effects.taken_back, by=by, at=at)
    record_claims([_new_claim(held, effect) for effect in effects.claims], by=by, at=at)
    _propose(held, effects, by=by, at=at)
    _keep_answers(held, reading)
    held.counts, held.content, held.imported_at, held.imported_by = effects.counts, "", at, by
    held.refused = json.dumps({"header": reading.header, "rows": reading.refused}, ensure_ascii=False)
    held.save()
    log_event("handed.recorded", about=handed, by=by, at=at, mark=handed.export.mark, **effects.counts)
    return held


def _new_claim(held: HandedReturn, effect: tuple[HandedRow, Service, int, date, bool]) -> NewClaim:
    row, service, level, since_on, _ = effect
    unit = held.handed.receiver
    # Who speaks from an official register, who of its own customers; all others confirm what they know of their people.
    source = (
        Source.OFFICIAL if unit.kind in OFFICIAL_SENDERS else Source.LIST if unit.kind == "operator" else Source.UNIT
    )
    return NewClaim(
        subject={"person_id": merged.survivor(row.person).pk}, service=service, level=level, since_on=since_on,
        source=source, stated_by=unit, campaign=held.handed.campaign, origin=ORIGIN,
        origin_id=f"{held.handed_id}/{row.key}", provider=unit.label[:60] if unit.kind == "operator" else "",
    )  # fmt: skip


def _propose(held: HandedReturn, effects: Effects, *, by: Member, at: datetime) -> None:
    """What the unit would correct waits at the desk with all other notes; nothing in the register changes by itself."""
    unit, mark = held.handed.receiver.label, held.handed.export.mark
    for person, key, facts, note in effects.proposals:
        part = next((fact for fact in APART if fact in facts), "")
        said = f"{unit} đối chiếu danh sách {mark}" + (f": {note}" if note else "")
        noting.say(
            kind="wrong", about=person, words=said, facts=facts, by=by, at=at, origin=ORIGIN,
            origin_id=f"{held.pk}/{key}{'/' + part if part else ''}",
        )  # fmt: skip


def _keep_answers(held: HandedReturn, reading: Reading) -> None:
    rows = {row.key: row for row in held.handed.rows.select_related("person")}
    HandedAnswer.objects.bulk_create(
        [
            HandedAnswer(
                sent_back=held, row=row, person=row.person, line=a.line, theirs=a.theirs,
                said_text="" if row.person.erased_at else _said(a),
            )
            for a in reading.answers for row in [rows[a.key]]
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _said(answer: Answer) -> str:
    services = {
        code: [said.has, said.since_on.isoformat() if said.since_on else None] for code, said in answer.services.items()
    }
    said = {"facts": answer.facts, "services": services, "note": answer.note, "problems": answer.problems}
    return json.dumps(said, ensure_ascii=False)


@transaction.atomic
def discard_return(*, sent_back: HandedReturn, by: Member, at: datetime) -> None:
    """A file that was looked at and not meant goes; nothing of it was written."""
    held = HandedReturn.objects.select_for_update(of=("self",)).get(pk=sent_back.pk)
    if held.imported_at is not None:
        raise Locked("Tệp này đã ghi xong, không bỏ được; cán bộ xã rút lại được cả lần gửi.")
    log_event("handed.return_discarded", about=held.handed, by=by, at=at)
    held.delete()


@transaction.atomic
def withdraw_return(*, sent_back: HandedReturn, why: str, by: Member, at: datetime) -> int:
    """Take back all claims of one return that turned out wrong. What the unit proposed stays at the desk to be refused
    there; what it said before this return does not come back by itself."""
    why = " ".join(why.split())
    if not why:
        raise BadInput("Mời ghi vì sao rút lại lần gửi này.")
    held = HandedReturn.objects.select_for_update(of=("self",)).get(pk=sent_back.pk)
    if held.imported_at is None:
        raise BadInput("Tệp này chưa ghi gì nên chưa có gì để rút lại.")
    if held.withdrawn_at is not None:
        raise Locked("Lần gửi này đã được rút lại rồi.")
    claims = Claim.objects.filter(
        origin=ORIGIN, origin_id__startswith=f"{held.handed_id}/", stored_at=held.imported_at, retracts=None,
        retracted_by=None,
    ).select_related("service", "stated_by", "campaign")  # fmt: skip
    count = len(retract_claims(list(claims), by=by, at=at))
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by, why[:300]
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_event("handed.withdrawn", about=held.handed, by=by, at=at, claims=count)
    return count
