"""A list is handed to a unit for its own cross-check: on record, taken by the unit, called back, said to be deleted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.ledger.models import Service
from tungnha.lists.handed.columns import COLUMNS, KEY, NOTE, ORDER, THEIRS, Asked, Layout
from tungnha.lists.models.handed import HandedAnswer, HandedList, HandedReturn, HandedRow
from tungnha.lists.operations.handed_people import MOST_ROWS, Choice, Chosen, asked_of, cells_of, choose
from tungnha.people.models import Export
from tungnha.people.operations.exports import MARK_ALPHABET, mark_deleted, new_mark, record_export, stamp_of
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

WHAT = "lists.handed"
BATCH = 500
LEAST_WORDS = 10  # of why numbers are given in full
HOW_TO = (
    ("Mã dòng", "Giữ nguyên: máy nhận ra từng dòng bằng mã này. Đổi thứ tự dòng, cột, tách nhiều trang đều được."),
    ("… đúng / sửa thành", "Đúng thì để trống hoặc ghi Đúng; sai thì ghi điều đúng. Xã xem rồi mới sửa sổ."),
    ("… đã có? từ ngày", "Ghi ngày đã có (01/03/2026); không nhớ ngày thì ghi Có; chưa có thì ghi Chưa; không biết thì "
                         "để trống: để trống không phải là chưa."),
    ("Người của đơn vị?", "Ghi Không nếu không phải người của đơn vị."),
    ("Làm xong", "Gửi lại tệp ở trang “Danh sách giao đơn vị”, hoặc đưa cho cán bộ đã giao. Quá hạn thì xóa tệp và báo "
                 "đã xóa."),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under what a list is handed out."""

    purpose: str
    basis: str
    expires_on: date
    columns: Sequence[str]
    asked: Sequence[tuple[Service, int]] = ()
    whole_why: str = ""
    campaign: Campaign | None = None


def check_terms(terms: Terms, chosen: Chosen, on: date) -> None:
    """Raises BadInput, in words, for what must not go out so."""
    if not chosen.persons:
        raise BadInput("Không có người nào theo cách chọn này: mời chọn lại.")
    if len(chosen.persons) > MOST_ROWS:
        raise BadInput("Danh sách có hơn 5.000 người: mời chọn ít thôn hơn, giao thành nhiều lần.")
    if terms.expires_on <= on:
        raise BadInput("Ngày phải xóa cần ở sau hôm nay: mời ghi ngày đơn vị đối chiếu xong.")
    if not terms.basis.strip():
        raise BadInput("Chưa ghi căn cứ: mời ghi số, ngày của văn bản hoặc thỏa thuận giao danh sách này.")
    if not terms.columns or not set(terms.columns) <= set(COLUMNS):
        raise BadInput("Chưa chọn cột nào: mời chọn ít nhất họ và tên.")
    if any(COLUMNS[code].whole for code in terms.columns) and len(terms.whole_why.strip()) < LEAST_WORDS:
        raise BadInput("Giao số đầy đủ thì phải ghi vì sao việc này không làm được với số che bớt.")


@transaction.atomic
def hand_out(*, choice: Choice, terms: Terms, by: Member, at: datetime) -> HandedList:
    """Put the list on record and keep what it says; from now on it can be taken, always the same file."""
    on = timezone.localtime(at).date()
    chosen = choose(choice, by=by, on=on)
    check_terms(terms, chosen, on)
    codes = [code for code in COLUMNS if code in terms.columns]
    keys = _new_keys(len(chosen.persons))
    rows = [
        HandedRow(number=n, key=key, person=person, given_text=_kept(cells_of(person, codes, _room(chosen, person.pk))))
        for n, (key, person) in enumerate(zip(keys, chosen.persons, strict=True), start=1)
    ]
    mark, name = new_mark(), f"danh-sach-doi-chieu-{choice.receiver.pk}.xlsx"
    asked = [asked_of(service, level) for service, level in terms.asked]
    said: dict[str, Any] = {
        "purpose": " ".join(terms.purpose.split()), "given_to": choice.receiver, "expires_on": terms.expires_on,
    }  # fmt: skip
    handed = HandedList(
        area=choice.area, receiver=choice.receiver, campaign=terms.campaign, who=choice.who, choice_words=choice.words,
        columns=codes, asked=[[one.code, one.level] for one in asked], whole_why=" ".join(terms.whole_why.split()),
        left_out=chosen.left_out, made_at=at, made_by=by,
    )  # fmt: skip
    data = _workbook(handed, rows, asked, mark=mark, **said)
    handed.export = record_export(
        what=WHAT, name=name, data=data, rows=len(rows), persons=[p.pk for p in chosen.persons], area=choice.area,
        campaign=terms.campaign, agreement=" ".join(terms.basis.split())[:200], by=by, at=at, mark=mark,
        fields=_fields(codes, asked), **said,
    )  # fmt: skip
    handed.save()
    for row in rows:
        row.handed = handed
    HandedRow.objects.bulk_create(rows, batch_size=BATCH)
    log_event(
        "handed.given", about=handed, by=by, at=at, mark=mark, rows=len(rows), who=choice.who, left_out=chosen.left_out,
        whole=any(COLUMNS[code].whole for code in codes),
    )  # fmt: skip
    return handed


def _room(chosen: Chosen, person: int) -> str:
    return chosen.rooms.get(person, "")


def _kept(cells: dict[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False)


def _fields(codes: Sequence[str], asked: Sequence[Asked]) -> list[str]:
    """The columns as the record names them: a whole number says so."""
    told = [COLUMNS[code].title + (" (đầy đủ)" if COLUMNS[code].whole else "") for code in codes]
    return [*told, *(one.title for one in asked)]


def _new_keys(count: int) -> list[str]:
    """Keys no row has yet, such as 7K3F-9Q2M: drawn, so that they say nothing of whom they stand for."""
    found: dict[str, None] = {}
    while len(found) < count:
        fresh = {_draw() for _ in range(count - len(found))} - set(found)
        ordered = sorted(fresh)
        taken: set[str] = set()
        for start in range(0, len(ordered), BATCH):
            taken |= set(HandedRow.objects.filter(key__in=ordered[start : start + BATCH]).values_list("key", flat=True))
        found |= dict.fromkeys(key for key in ordered if key not in taken)
    keys = list(found)
    secrets.SystemRandom().shuffle(keys)
    return keys


def _draw() -> str:
    letters = "".join(secrets.choice(MARK_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


# --- the file --------------------------------------------------------------------------------------------------------


def layout_of(handed: HandedList) -> Layout:
    return Layout.of(handed.columns, asked_in(handed))


def asked_in(handed: HandedList) -> list[Asked]:
    rows = Service.objects.filter(code__in=[code for code, _ in handed.asked]).prefetch_related("levels")
    services = {service.code: service for service in rows}
    return [asked_of(services[code], level) for code, level in handed.asked if code in services]


@transaction.atomic
def take_file(*, handed: HandedList, by: Member, at: datetime) -> bytes:
    """The file of a list handed out, for the unit itself or for the officer who hands it over. Raises Locked once it
    is called back, has run out or is said to be deleted."""
    held = _hold(handed)
    problem = why_not_taken(held, timezone.localtime(at).date())
    if problem:
        raise Locked(problem)
    export = held.export
    data = _workbook(
        held, held.rows.order_by("number"), asked_in(held), mark=export.mark, purpose=export.purpose,
        given_to=held.receiver, expires_on=export.expires_on,
    )  # fmt: skip
    if held.taken_at is None:
        held.taken_at, held.taken_by = at, by
        held.save(update_fields=["taken_at", "taken_by"])
    log_event("handed.taken", about=held, by=by, at=at, mark=export.mark, rows=export.rows)
    return data


def why_not_taken(handed: HandedList, on: date) -> str:
    """Why the file is no longer given, in words; "" while it is."""
    export = handed.export
    if handed.called_back_at is not None:
        return f"Danh sách {export.mark} đã được thu lại: {handed.called_back_why}."
    if export.deleted_on is not None:
        return f"Danh sách {export.mark} đã báo xóa ngày {export.deleted_on:%d/%m/%Y}, nên không tải lại được."
    if export.expires_on is not None and export.expires_on < on:
        return (
            f"Danh sách {export.mark} đã hết hạn ngày {export.expires_on:%d/%m/%Y}, nên không tải được nữa: cần đối "
            "chiếu tiếp thì xã giao một danh sách mới."
        )
    return ""


def _hold(handed: HandedList) -> HandedList:
    rows = HandedList.objects.select_for_update(of=("self",)).select_related("export", "receiver", "area")
    held: HandedList = rows.get(pk=handed.pk)
    return held


def _workbook(
    handed: HandedList, rows: Iterable[HandedRow], asked: Sequence[Asked], *, mark: str, **said: Any
) -> bytes:
    """The same rows give the same bytes: a copy that turns up somewhere is known by its digest."""
    layout = Layout.of(handed.columns, asked)
    title = f"Danh sách đối chiếu: {handed.choice_words}"
    sheet = Sheet(
        name="Danh sách", columns=tuple(SheetColumn(text, width, to_fill=fill) for text, width, fill in layout.titles),
        rows=[_line(layout, row) for row in rows], landscape=True,
        title_lines=(title, f"Giao {said['given_to'].name}. Mã bản {mark}. Ghi vào các cột tô vàng, giữ mã dòng."),
    )  # fmt: skip
    how = Sheet(name="Cách ghi", columns=(SheetColumn("Cột", 24), SheetColumn("Ghi thế nào", 80)), rows=HOW_TO)
    stamp = stamp_of(mark, by=handed.made_by, at=handed.made_at, **said)
    return write_xlsx([sheet, how], title=title, author=handed.made_by.user.full_name, stamp=stamp)


def _line(layout: Layout, row: HandedRow) -> list[str | int | None]:
    given: dict[str, str] = json.loads(row.given_text) if row.given_text else {}
    cells: dict[str, str | int | None] = {KEY: row.key, ORDER: row.number, THEIRS: None, NOTE: None}
    cells |= {column.title: given.get(column.code, "") for column in layout.columns}
    return [cells.get(title) for title, _, _ in layout.titles]


# --- its end ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def call_back(*, handed: HandedList, why: str, by: Member, at: datetime) -> None:
    """Take a list back: nobody can take it any more. One that nobody has taken is deleted with it; of one that was
    taken the unit is still to say that it deleted its copy."""
    why = " ".join(why.split())
    if not why:
        raise BadInput("Mời ghi vì sao thu lại danh sách này.")
    held = _hold(handed)
    if held.called_back_at is not None:
        raise Locked("Danh sách này đã được thu lại rồi.")
    held.called_back_at, held.called_back_by, held.called_back_why = at, by, why[:300]
    held.save(update_fields=["called_back_at", "called_back_by", "called_back_why"])
    log_event("handed.called_back", about=held, by=by, at=at, mark=held.export.mark, taken=held.taken_at is not None)
    if held.taken_at is None:
        _forget(held, on=timezone.localtime(at).date(), by=by, at=at)


@transaction.atomic
def say_deleted(*, handed: HandedList, on: date, by: Member, at: datetime) -> None:
    """The unit says that it deleted its copy. What stood in the file goes here too; that these people stood in it
    stays on record."""
    held = _hold(handed)
    today, given_on = timezone.localtime(at).date(), timezone.localtime(held.made_at).date()
    if held.export.deleted_on is not None:
        raise Locked(f"Danh sách {held.export.mark} đã báo xóa ngày {held.export.deleted_on:%d/%m/%Y} rồi.")
    if not given_on <= on <= today:
        raise BadInput("Ngày xóa phải từ ngày giao đến hôm nay.")
    _forget(held, on=on, by=by, at=at)


def _forget(held: HandedList, *, on: date, by: Member, at: datetime) -> None:
    mark_deleted(export=held.export, on=on, by=by, at=at)
    held.refresh_from_db()


def after_deletion(export: Export, by: Member, at: datetime) -> None:
    """What a deleted list held goes, whoever put its deletion down and on which page."""
    held = HandedList.objects.filter(export=export).first()
    if held is None:
        return
    held.deletion_said_at, held.deletion_said_by = at, by
    held.save(update_fields=["deletion_said_at", "deletion_said_by"])
    forget_content(held)
    log_event("handed.deleted", about=held, by=by, at=at, mark=export.mark)


def forget_content(handed: HandedList) -> None:
    """Empty what the file said and what came back in words: claims and notes made from it stand by themselves."""
    HandedRow.objects.filter(handed=handed).update(given_text="")
    HandedAnswer.objects.filter(row__handed=handed).update(said_text="")
    HandedReturn.objects.filter(handed=handed).update(refused="")
    HandedReturn.objects.filter(handed=handed, imported_at=None).delete()
