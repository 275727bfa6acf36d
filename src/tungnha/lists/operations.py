"""A list is received, its columns confirmed, its rows matched, the doubtful settled, and the whole becomes claims."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from tungnha import matching
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.lists.models import ColumnChoice, IncomingList, ListRow
from tungnha.lists.rules import FIELDS, ReadRow, claim_day, read_row
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import MAX_BYTES, Table, Workbook, open_workbook
from tungnha.people.models import Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.protection import blind_index, steady_index

BATCH = 500
# The police and departments speak from official registers; an operator from its own customers.
OFFICIAL_SENDERS = {"police", "department", "committee"}


def receive_list(
    *,
    campaign: Campaign,
    area: Area,
    sender: Organisation,
    service: Service,
    level: int,
    name: str,
    data: bytes,
    as_of_on: date,
    by: Member,
    at: datetime,
) -> IncomingList:
    """Take a file in: it is opened, its list found and its columns guessed, before anything is stored. A large file
    takes seconds to read; nobody else's visits wait for that."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"Tệp nặng quá {MAX_BYTES // 2**20} MB; hãy chia nhỏ rồi gửi từng phần.")
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: xin ghi ngày danh sách được lập.")
    _check_level(service, level)
    digest = hashlib.sha256(data).hexdigest()
    _refuse_the_same_again(campaign, area, sender, service, digest)
    table = _table(name, data)
    with transaction.atomic():
        # The button pressed twice: the second press waits here for the first.
        Organisation.objects.select_for_update(no_key=True).get(pk=sender.pk)
        _refuse_the_same_again(campaign, area, sender, service, digest)
        received = IncomingList.objects.create(
            campaign=campaign, area=area, sender=sender, service=service, level=level, name=name[:255], sha256=digest,
            content=base64.b64encode(data).decode(), sheet=table.sheet.name, header_row=table.header_at + 1,
            columns=_columns(sender, table), as_of_on=as_of_on, received_at=at, received_by=by,
        )  # fmt: skip
        log_event("list.received", about=received, by=by, at=at, rows=len(table.rows), service=service.code)
    return received


def _check_level(service: Service, level: int) -> None:
    names = {row.rank: row.name for row in service.levels.order_by("rank")} or {1: "có"}
    if level not in names:
        known = ", ".join(f"{rank} ({name})" for rank, name in names.items())
        raise BadInput(f"{service.label} không có mức {level}: xin ghi một trong các mức {known}.")


def _refuse_the_same_again(campaign: Campaign, area: Area, sender: Organisation, service: Service, digest: str) -> None:
    """The same file again is a slip, unless the first was withdrawn: it may have been sent as another service's."""
    earlier = IncomingList.objects.filter(
        campaign=campaign, area=area, sender=sender, service=service, sha256=digest, withdrawn_at=None
    ).first()
    if earlier is not None:
        day = timezone.localtime(earlier.received_at)
        raise BadInput(f"Đúng tệp này đã được nhận ngày {day:%d/%m/%Y} (“{earlier.name}”): không cần gửi lại.")


def _table(name: str, data: bytes, sheet: str | None = None) -> Table:
    try:
        table = open_workbook(name, data).table(sheet)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem
    if not table.rows:
        raise BadInput(f"Trang “{table.sheet.name}” có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
    return table


def _columns(sender: Organisation, table: Table) -> dict[str, int]:
    """As this sender's columns were confirmed last time, else as guessed."""
    remembered = ColumnChoice.objects.filter(sender=sender, header=header_key(table)).first()
    return dict(remembered.columns) if remembered else dict(table.columns)


def header_key(table: Table) -> str:
    return hashlib.sha256(json.dumps([str(cell) for cell in table.header]).encode()).hexdigest()


def table_of(received: IncomingList) -> Table:
    """The list's rows, out of the file as it was handed in."""
    return _table(received.name, base64.b64decode(received.content), received.sheet or None)


def workbook_of(received: IncomingList) -> Workbook:
    return open_workbook(received.name, base64.b64decode(received.content))


@transaction.atomic
def choose_sheet(*, received: IncomingList, sheet: str, by: Member, at: datetime) -> None:
    """The list stands on another sheet of the file."""
    _lock(received)
    table = _table(received.name, base64.b64decode(received.content), sheet)
    received.sheet, received.header_row = table.sheet.name, table.header_at + 1
    received.columns = _columns(received.sender, table)
    received.save(update_fields=["sheet", "header_row", "columns"])
    log_event("list.sheet_chosen", about=received, by=by, at=at)


def match_list(*, received: IncomingList, columns: dict[str, int], by: Member, at: datetime) -> None:
    """Confirm what the columns are, remember it for this sender, and match every row against the area's register.

    The matching itself only reads, so it runs before the transaction: nobody else's visits wait for it.
    """
    _refuse_confirmed(received)
    table = table_of(received)
    _check_columns(columns, table)
    with steady_index():
        read = read_rows(table, columns)
        verdicts = {v.row_no: v for v in matching.match(register_of(received.area), [r.row for r in read.values()])}
    rows = [_list_row(received, line, cells, read[line], verdicts[line]) for line, cells in table.rows]
    with transaction.atomic():
        _lock(received)
        ColumnChoice.objects.update_or_create(
            sender=received.sender, header=header_key(table),
            defaults={"columns": columns, "confirmed_at": at, "confirmed_by": by},
        )  # fmt: skip
        received.rows.all().delete()
        ListRow.objects.bulk_create(rows, batch_size=BATCH)
        received.columns, received.matched_at = columns, at
        received.save(update_fields=["columns", "matched_at"])
        log_event("list.matched", about=received, by=by, at=at, rows=len(read))


def _check_columns(columns: dict[str, int], table: Table) -> None:
    if "full_name" not in columns and "personal_number" not in columns:
        raise BadInput("Cần ít nhất cột họ và tên hoặc cột số định danh để đối chiếu.")
    width = max(len(cells) for cells in (table.header, *(cells for _, cells in table.rows)))
    if set(columns) - set(FIELDS) or any(not 0 <= at < width for at in columns.values()):
        raise BadInput("Cách chọn cột không khớp với tệp: xin chọn lại.")
    if len(set(columns.values())) < len(columns):
        raise BadInput("Một cột đang được chọn cho hai mục: xin chọn lại.")


def read_rows(table: Table, columns: dict[str, int]) -> dict[int, ReadRow]:
    read = partial(
        read_row,
        columns=columns,
        number_index=lambda value: blind_index(value, NUMBER_INDEX),
        phone_index=lambda value: blind_index(value, PHONE_INDEX),
    )
    return {line: read(line, cells) for line, cells in table.rows}


def register_of(area: Area) -> Iterable[matching.RegisterRow]:
    """The people of an area, as the matcher takes them. Numbers stay blind-indexed: nothing is decrypted."""
    persons = (
        Person.objects.filter(household__village__path__startswith=area.path)
        .exclude(residence=Person.Residence.DECEASED)
        .select_related("household__village")
        .prefetch_related(
            Prefetch("identifiers", Identifier.objects.defer("value")),
            Prefetch("telephones", Telephone.objects.defer("number")),
        )
        .order_by("pk")
    )
    for person in persons.iterator(chunk_size=2000):
        numbers = [(i.status == "active", i.value_ix) for i in person.identifiers.all()]
        active = [value for is_active, value in numbers if is_active]
        phones = [t.number_ix for t in person.telephones.all() if t.to_on is None]
        yield matching.RegisterRow(
            id=person.pk,
            personal_number=active[0] if active else None,
            other_numbers=tuple(active[1:] + [value for is_active, value in numbers if not is_active]),
            full_name=person.full_name,
            birth=person.birth,
            sex=person.sex or None,  # type: ignore[arg-type]
            village=person.household.full_village_name if person.household else None,
            phone=phones[0] if phones else None,
        )


def _list_row(
    received: IncomingList, line: int, cells: Iterable[object], read: ReadRow, verdict: matching.Verdict
) -> ListRow:
    return ListRow(
        incoming=received, number=line, raw=json.dumps([_plain(cell) for cell in cells], ensure_ascii=False),
        verdict=verdict.verdict, person_id=verdict.person_id, probability=verdict.probability,
        candidates=[[pk, list(reasons)] for pk, reasons in verdict.candidates], reasons=list(verdict.reasons),
        since_on=read.since_on,
    )  # fmt: skip


def _plain(cell: object) -> object:
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)


@transaction.atomic
def settle_row(*, row: ListRow, person: Person | None, by: Member, at: datetime) -> ListRow:
    """An officer says who a doubtful row is, or that it is none of ours; until the list is confirmed it can be said
    again. The machine's reasons stay to be read."""
    _lock(row.incoming)
    if person is not None:
        taken = row.incoming.rows.filter(person=person, verdict=ListRow.Verdict.LINKED).exclude(pk=row.pk).first()
        if taken is not None:
            raise BadInput(f"{person.full_name} đã khớp với dòng {taken.number}: xin xem lại một trong hai dòng.")
    row.person = person
    row.verdict = ListRow.Verdict.LINKED if person else ListRow.Verdict.NOT_FOUND
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["person", "verdict", "decided_at", "decided_by"])
    log_event("list.row_settled", about=row.incoming, by=by, at=at, row=row.number, linked=person is not None)
    return row


@transaction.atomic
def confirm_list(*, received: IncomingList, by: Member, at: datetime) -> int:
    """Turn every linked row into a claim by the sender's word. Returns how many. Done once."""
    received = _lock(received)
    if received.matched_at is None:
        raise BadInput("Danh sách này chưa đối chiếu: xin xác nhận các cột trước.")
    linked = received.rows.filter(verdict=ListRow.Verdict.LINKED, person__isnull=False)
    claims = [_claim(received, row) for row in linked]
    record_claims(claims, by=by, at=at)
    received.confirmed_at, received.confirmed_by = at, by
    received.save(update_fields=["confirmed_at", "confirmed_by"])
    log_event("list.confirmed", about=received, by=by, at=at, claims=len(claims), service=received.service.code)
    return len(claims)


def _claim(received: IncomingList, row: ListRow) -> NewClaim:
    official = received.sender.kind in OFFICIAL_SENDERS
    return NewClaim(
        subject={"person_id": row.person_id or 0}, service=received.service, level=received.level,
        since_on=claim_day(row.since_on, received.as_of_on), source=Source.OFFICIAL if official else Source.LIST,
        stated_by=received.sender, campaign=received.campaign, origin="list", origin_id=f"{received.pk}/{row.number}",
        provider=received.sender.label[:60] if received.sender.kind == "operator" else "",
    )  # fmt: skip


@transaction.atomic
def withdraw_list(*, received: IncomingList, why: str, by: Member, at: datetime) -> int:
    """Take back all claims of a confirmed list that turned out wrong, once. What it said stays to be seen."""
    if not why.strip():
        raise BadInput("Xin ghi vì sao rút lại danh sách này.")
    received = IncomingList.objects.select_for_update().get(pk=received.pk)
    if received.confirmed_at is None:
        raise BadInput("Danh sách này chưa được xác nhận nên chưa có ghi nhận nào để rút lại.")
    if received.withdrawn_at is not None:
        raise Locked("Danh sách này đã được rút lại rồi.")
    claims = Claim.objects.filter(
        origin="list", origin_id__startswith=f"{received.pk}/", retracts=None, retracted_by=None
    ).select_related("service", "stated_by", "campaign")
    count = len(retract_claims(list(claims), by=by, at=at))
    received.withdrawn_at, received.withdrawn_by, received.withdrawn_why = at, by, why.strip()[:300]
    received.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_event("list.withdrawn", about=received, by=by, at=at, claims=count)
    return count


def _lock(received: IncomingList) -> IncomingList:
    """One change of a list at a time, and none once it is confirmed, whatever the caller's own copy says."""
    locked = IncomingList.objects.select_for_update().get(pk=received.pk)
    _refuse_confirmed(locked)
    return locked


def _refuse_confirmed(received: IncomingList) -> None:
    if received.confirmed_at is not None:
        raise Locked(
            "Danh sách này đã được xác nhận thành ghi nhận: không sửa được nữa, chỉ có thể rút lại cả danh sách."
        )
