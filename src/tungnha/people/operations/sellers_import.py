"""A list of establishments or products is taken in, its columns confirmed, looked at, and then it is the register."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import Workbook, open_workbook
from tungnha.people.models import Establishment, EstablishmentChange, SellerFile
from tungnha.people.operations import establishments, products
from tungnha.people.sellers import rows as rules
from tungnha.people.sellers.columns import Found, find_table, why_columns_do_not_do, words_of
from tungnha.people.sellers.plan import Change, Plan, ProductChange, make_plan
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.protection import steady_index

BATCH = 500
ORIGIN = "import"


@transaction.atomic
def receive_file(
    *,
    about: str,
    area: Area,
    name: str,
    data: bytes,
    source: str,
    kind: str,
    as_of_on: date,
    by: Member,
    at: datetime,
    kept_by: Organisation | None = None,
) -> SellerFile:
    """Take a file in. It is opened and its list found before anything is stored; then it is stored encrypted."""
    if area.kind != Area.Kind.COMMUNE:
        raise BadInput("Danh sách cơ sở được nhập theo xã, phường: hãy vào với tư cách cán bộ của xã.")
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: xin ghi ngày danh sách được lập.")
    found = _table(_open(name, data), about)
    file = SellerFile(
        about=about, area=area, name=name[:255], source=source, kind=kind, kept_by=kept_by, as_of_on=as_of_on,
        sheet=found.sheet.name[:120], columns=found.columns, received_at=at, received_by=by,
    )  # fmt: skip
    file.seal(data)
    file.save()
    log_event("sellers.received", about=file, by=by, at=at, rows=len(found.rows))
    return file


@transaction.atomic
def choose_sheet(*, file: SellerFile, sheet: str, by: Member, at: datetime) -> None:
    """Read another sheet of the same file; its columns are guessed anew."""
    _must_wait(file)
    found = _table(workbook_of(file), file.about, sheet)
    file.sheet, file.columns, file.columns_at, file.answers = found.sheet.name[:120], found.columns, None, ""
    file.save(update_fields=["sheet", "columns", "columns_at", "answers"])


@transaction.atomic
def choose_columns(*, file: SellerFile, columns: Mapping[str, int], by: Member, at: datetime) -> None:
    """Settle which column is what. Without a name nothing goes further."""
    _must_wait(file)
    problem = why_columns_do_not_do(file.about, columns)
    if problem:
        raise BadInput(problem)
    file.columns, file.columns_at, file.answers = dict(columns), at, ""
    file.save(update_fields=["columns", "columns_at", "answers"])


@transaction.atomic
def answer(*, file: SellerFile, answers: Mapping[str, str], by: Member, at: datetime) -> None:
    """Keep which village the file's words mean; encrypted, since an address may stand in them."""
    _must_wait(file)
    file.answers = json.dumps({text: said for text, said in answers.items() if said}, ensure_ascii=False)
    file.save(update_fields=["answers"])


@steady_index()
@transaction.atomic
def import_file(*, file: SellerFile, by: Member, at: datetime) -> SellerFile:
    """All that the file says enters the register in one transaction, and the file's content is removed. Lines read =
    added + updated + unchanged + refused. The same file again changes nothing; what it does not say stays."""
    Area.objects.select_for_update().get(pk=file.area_id)  # one import of a commune at a time
    file = SellerFile.objects.select_for_update(of=("self",)).select_related("kept_by").get(pk=file.pk)
    _must_wait(file)
    if file.columns_at is None:
        raise BadInput("Chưa chốt cột nào là gì: hãy xem lại bước Chọn cột.")
    found = table_of(file)
    plan = plan_of(file, at.date(), found)
    file.counts = plan.counts  # before the writing, while who is new is still known by having no id
    _must_add_up(file.counts)
    _write(plan, file, by, at)
    file.refused = json.dumps(_left_out(plan, found), ensure_ascii=False) if plan.refused else ""
    file.content, file.answers, file.imported_at, file.imported_by = "", "", at, by
    file.save()
    log_event("sellers.imported", about=file, by=by, at=at, **file.counts)
    return file


@transaction.atomic
def discard_file(*, file: SellerFile, by: Member, at: datetime) -> None:
    """Before the import the file goes, whole; after it the refused lines go and the counts stay."""
    if file.imported_at is None:
        log_event("sellers.discarded", about=file, by=by, at=at)
        file.delete()
        return
    file.refused = ""
    file.save(update_fields=["refused"])
    log_event("sellers.refused_forgotten", about=file, by=by, at=at)


# -- asked by the pages too


def workbook_of(file: SellerFile) -> Workbook:
    return _open(file.name, file.open())


def table_of(file: SellerFile) -> Found:
    return _table(workbook_of(file), file.about, file.sheet)


def villages_of(area: Area, on: date) -> list[tuple[int, str, str]]:
    rows = Area.objects.villages().filter(path__startswith=area.path).standing_on(on)
    return list(rows.values_list("pk", "type_name", "name"))


def plan_of(file: SellerFile, on: date, found: Found | None = None) -> Plan:
    """What the import would do just now. Writes nothing."""
    villages = villages_of(file.area, on)
    reading = rules.read(found or table_of(file), file.columns, file.about, villages, file.answered, on)
    return make_plan(file.area, reading, file.kind)


# -- writing


def _write(plan: Plan, file: SellerFile, by: Member, at: datetime) -> None:
    fresh = [change for change in (*plan.changes, *plan.producers) if change.is_new]
    for change in fresh:
        _decide(change, file, by)
        change.row.kept_by = file.kept_by
        change.row.fill_keys()
    Establishment.objects.bulk_create([change.row for change in fresh], batch_size=BATCH)
    steps = [_added(change, file, by, at) for change in fresh]
    known = [change for change in plan.changes if not change.is_new and change.touches]
    known += [p.producer for p in plan.products if not p.producer.is_new and p.producer.touches]
    for change in {id(change): change for change in known}.values():
        steps += _update(change, file, by, at)
    EstablishmentChange.objects.bulk_create(steps, batch_size=BATCH)
    for product in plan.products:
        _write_product(product, file, by, at)


def _added(change: Change, file: SellerFile, by: Member, at: datetime) -> EstablishmentChange:
    fields = ("name", "kind", "village", *establishments.CORRECTABLE[2:], "eligible")
    after = {name: text for name in fields if (text := establishments.shown(change.row, name))}
    return establishments.change_of(change.row, "added", {}, after, by, at, ORIGIN, str(file.pk))


def _update(change: Change, file: SellerFile, by: Member, at: datetime) -> list[EstablishmentChange]:
    """Each kind of step stands in the history by itself."""
    row, steps = change.row, []

    def step(kind: str, names_of: tuple[str, ...], before: dict[str, str]) -> None:
        after = {name: establishments.shown(row, name) for name in names_of}
        steps.append(establishments.change_of(row, kind, before, after, by, at, ORIGIN, str(file.pk)))

    def now(names_of: tuple[str, ...]) -> dict[str, str]:
        return {name: establishments.shown(row, name) for name in names_of}

    if change.fields:
        fields = tuple(change.fields)
        before = now(fields)
        for name, value in change.fields.items():
            if name == "code":
                row.set_code(value)
            else:
                setattr(row, name, value)
        step("corrected", fields, before)
    if change.village_id:
        before = now(("village",))
        row.village = Area.objects.get(pk=change.village_id)
        step("moved", ("village",), before)
    if change.eligible is not None:
        decided = ("eligible", "eligible_why", "eligible_on")
        before = now(decided)
        _decide(change, file, by)
        step("decided", decided, before)
    row.save()
    return steps


def _decide(change: Change, file: SellerFile, by: Member) -> None:
    if change.eligible is not None:
        change.row.eligible, change.row.eligible_why = change.eligible, change.why
        change.row.eligible_on, change.row.eligible_by = file.as_of_on, by


def _write_product(change: ProductChange, file: SellerFile, by: Member, at: datetime) -> None:
    said: dict[str, Any] = {"by": by, "at": at, "origin": ORIGIN, "origin_id": str(file.pk)}
    product = change.product
    if change.is_new:
        facts = {name: getattr(product, name) for name in products.FIELDS if name not in ("name", "ended_on")}
        product = products.add_product(establishment=change.producer.row, name=product.name, **facts, **said)
    elif change.fields:
        products.correct_product(product=product, changes=change.fields, **said)
    if change.floor:
        products.list_product(product=product, floor=change.floor, url=change.url, from_on=file.as_of_on, **said)


def _must_add_up(counts: Mapping[str, int]) -> None:
    parts = sum(counts[word] for word in ("added", "updated", "unchanged", "refused"))
    if parts != counts["read"]:
        raise AssertionError(f"{counts['read']} lines were read, {parts} accounted for")


def _left_out(plan: Plan, found: Found) -> dict[str, Any]:
    """The refused lines as the sender wrote them, each with its reason."""
    by_line = dict(found.rows)
    rows = [[line, [words_of(cell) for cell in by_line[line]], plan.refused[line]] for line in sorted(plan.refused)]
    return {"header": found.header, "rows": rows}


def _open(name: str, data: bytes) -> Workbook:
    try:
        return open_workbook(name, data)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem


def _table(book: Workbook, about: str, sheet: str = "") -> Found:
    try:
        return find_table(book, about, sheet)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem


def _must_wait(file: SellerFile) -> None:
    if file.imported_at is not None:
        day = timezone.localtime(file.imported_at)
        raise Locked(f"Tệp này đã nhập xong ngày {day:%d/%m/%Y}: muốn nhập lại, hãy gửi tệp mới.")
