"""A population file is taken in, its columns confirmed, what it leaves open asked, and then it is the register.

The operations an officer's pages, the command and the cron call. What is large goes on beside the request
(`running`); what is small is done at once, by the same code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.identity import names
from tungnha.matching.problems import UnreadableList
from tungnha.matching.sources import open_source
from tungnha.people.importing import reading, results, rules, running, store
from tungnha.people.importing.running import GOING_ON, SMALL_BYTES, SMALL_ROWS, launch, villages_of
from tungnha.people.models import PopulationFile, SenderLayout
from tungnha.units import uploads
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.sealed import SealedStream

State = PopulationFile.State
KEPT_DAYS = 30  # a file that nobody went on with


def receive_file(
    *,
    area: Area,
    name: str,
    data: Any,
    source: str,
    as_of_on: date,
    by: Member,
    at: datetime,
    official: bool = False,
    work: bool = True,
) -> PopulationFile:
    """Take a file in (`data`: an upload, bytes, or an open file). It is sealed on the disk; a small one is opened, and
    its list found, before anything is stored. `work`: let a large one be opened beside the request."""
    if area.kind != Area.Kind.COMMUNE:
        raise BadInput("Nhân khẩu được nhập theo xã, phường: hãy vào với tư cách cán bộ của xã.")
    if not villages_of(area, at.date()):
        raise BadInput("Xã chưa có thôn nào: hãy thêm thôn ở trang Thiết lập trước khi nhập nhân khẩu.")
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: xin ghi ngày danh sách được lập.")
    file = PopulationFile(
        area=area, name=name[:255], source=source, official=official, as_of_on=as_of_on, received_at=at, received_by=by
    )
    uploads.keep(data, store.path_of(file, "upload"))
    try:
        rows = _look_at(file)
        with transaction.atomic():
            file.save()
            log_event("population.received", about=file, by=by, at=at, rows=rows)
            if file.state == State.OPENING and work:
                launch(file)
    except BaseException:
        store.forget(file)
        raise
    return file


def _look_at(file: PopulationFile) -> int:
    """Open a small file now; of a large one, only see that it is a list at all. Returns its rows, 0: not known yet."""
    try:
        with SealedStream(store.path_of(file, "upload")) as stream:
            if stream.size > SMALL_BYTES:
                open_source(file.name, stream)  # type: ignore[arg-type]
                return 0
        running.open_now(file, None, _nothing)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem
    return int(found_in(file)["lines"])


def _nothing(done: int, of: int) -> None:
    """A small file tells nobody how far it is."""


def found_in(file: PopulationFile) -> dict[str, Any]:
    """What was found when the file was opened: sheets, titles, lines, notes (opening.open_file)."""
    with store.open_sealed(file, "rows") as rows:
        return rows.noted


def is_small(file: PopulationFile) -> bool:
    return bool(found_in(file)["lines"] <= SMALL_ROWS)


def choose_sheet(*, file: PopulationFile, sheet: str, by: Member, at: datetime) -> None:
    """Read another sheet of the same file; its columns are guessed anew."""
    _must_be_open(file)
    with SealedStream(store.path_of(file, "upload")) as stream:
        small = stream.size <= SMALL_BYTES
    if small:
        try:
            running.open_now(file, sheet, _nothing)
        except UnreadableList as problem:
            raise BadInput(str(problem)) from problem
        return
    if sheet not in found_in(file)["sheets"]:
        raise BadInput(f"Không có trang “{sheet}” trong tệp.")
    file.state, file.sheet = State.OPENING, sheet[:120]
    with transaction.atomic():
        file.save(update_fields=["state", "sheet"])
        launch(file)


def choose_columns(
    *, file: PopulationFile, columns: Mapping[str, int], by: Member, at: datetime, work: bool = True
) -> PopulationFile:
    """Settle which column is what, and remember it for this sender's files of this shape. A file without names, or
    without anything that tells households, goes no further."""
    _must_be_open(file)
    problem = rules.why_columns_do_not_do(columns)
    if problem:
        raise BadInput(problem)
    file.columns, file.columns_at, file.answers, file.preview, file.problem = dict(columns), at, "", "", ""
    small = is_small(file)
    if small:
        running.refuse_too_many_questions(questions_of(file, at.date()))
    with transaction.atomic():
        file.state = State.OPENED if small else State.CHECKING
        file.save(update_fields=["columns", "columns_at", "answers", "preview", "problem", "state"])
        SenderLayout.objects.update_or_create(
            area=file.area, sender=names.fold(file.source), header=found_in(file)["mark"],
            defaults={"columns": dict(columns), "confirmed_at": at, "confirmed_by": by},
        )  # fmt: skip
        if not small and work:
            launch(file)
    return file


def answer(
    *, file: PopulationFile, answers: Mapping[str, Any], by: Member, at: datetime, work: bool = True
) -> PopulationFile:
    """Keep what the officer said about villages and residence; kept encrypted, since an address may stand in it."""
    _must_be_open(file)
    small = is_small(file)
    file.answers, file.preview = json.dumps(dict(answers), ensure_ascii=False), ""
    file.state = State.OPENED if small else State.CHECKING
    with transaction.atomic():
        file.save(update_fields=["answers", "preview", "state"])
        if not small and work:
            launch(file)
    return file


def check(*, file: PopulationFile) -> PopulationFile:
    """What the import would do just now, counted. Writes nothing into the register. Small files only."""
    _must_be_open(file)
    running.check_now(file, _nothing, ask=False)
    return file


def start_import(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """Begin to write what the file says into the register, or go on with it: beside the request, or at once where the
    file is small."""
    begin(file=file, by=by, at=at)
    if not is_small(file):
        launch(file)
        return file
    return _to_the_end(file)


def import_file(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """The whole import, here and now: lines read = added + updated + unchanged + refused. The same file a second time
    changes nothing; what a file does not speak of is left as it was."""
    begin(file=file, by=by, at=at)
    return _to_the_end(file)


def begin(*, file: PopulationFile, by: Member, at: datetime) -> None:
    """From now on the file is being written; one file of a commune at a time."""
    _must_be_open(file)
    if file.columns_at is None:
        raise BadInput("Chưa chốt cột nào là gì: hãy xem lại bước Chọn cột.")
    if file.state not in (State.CHECKED, State.STOPPED, State.IMPORTING):
        check(file=file)
    with transaction.atomic():
        Area.objects.select_for_update(no_key=True).get(pk=file.area_id)
        held = PopulationFile.objects.select_for_update(of=("self",)).select_related("area").get(pk=file.pk)
        _must_be_open(held)
        _refuse_beside_another(held)
        if held.state != State.IMPORTING:
            held.state, held.started_by, held.problem, held.stop_asked = State.IMPORTING, by, "", False
            if not held.next_part:
                held.started_at, held.progress = at, {"orders": running.orders_of(held.area)}
                log_event("population.import_started", about=held, by=by, at=at)
            held.save()
    file.refresh_from_db()


def _refuse_beside_another(file: PopulationFile) -> None:
    other = PopulationFile.objects.filter(area=file.area_id, state=State.IMPORTING).exclude(pk=file.pk).first()
    if other is not None:
        raise Locked(f"Xã đang nhập tệp “{other.name}”: xin chờ xong, hoặc dừng tệp ấy, rồi nhập tệp này.")


def _to_the_end(file: PopulationFile) -> PopulationFile:
    handle = store.take_lock(file)
    if handle is None:
        raise Locked("Tệp này đang được một tiến trình khác nhập: xin chờ, rồi mở lại trang.")
    try:
        running.import_now(file, _nothing)
    except running.Stopped as problem:
        raise Locked("Tệp này vừa được một tiến trình khác nhập: xin mở lại trang.") from problem
    except BaseException:
        PopulationFile.objects.filter(pk=file.pk, state=State.IMPORTING).update(state=State.STOPPED)
        raise
    finally:
        store.give_back(handle)
    file.refresh_from_db()
    return file


def ask_to_stop(*, file: PopulationFile, by: Member, at: datetime) -> None:
    """The work stops after the part that is being written; a stopped import can go on, or be left as it is."""
    if file.state not in GOING_ON:
        return
    log_event("population.stop_asked", about=file, by=by, at=at)
    if store.is_worked_on(file):
        PopulationFile.objects.filter(pk=file.pk).update(stop_asked=True)
        return
    stopped = {State.OPENING: State.REFUSED, State.CHECKING: State.OPENED, State.IMPORTING: State.STOPPED}
    PopulationFile.objects.filter(pk=file.pk, state=file.state).update(state=stopped[State(file.state)])


def go_on(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """Go on with a file whose work was stopped, or whose worker died."""
    if file.state in (State.STOPPED, State.IMPORTING):
        return start_import(file=file, by=by, at=at)
    if file.state in GOING_ON:
        launch(file)
    return file


def leave(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """A stopped import is left as it is: what was written stays, the rest of the file goes."""
    if file.state != State.STOPPED or not file.next_part:
        raise BadInput("Chỉ để nguyên được một lần nhập đã dừng giữa chừng.")
    handle = store.take_lock(file)
    if handle is None:
        raise Locked("Tệp này còn đang được ghi: xin chờ nó dừng hẳn.")
    try:
        with store.open_sealed(file, "parts") as parts:
            results.close(file, parts, State.LEFT, at)
    finally:
        store.give_back(handle)
    file.refresh_from_db()
    return file


def discard_file(*, file: PopulationFile, by: Member, at: datetime) -> None:
    """Give up a file of which nothing was written: it goes, whole."""
    _must_be_open(file)
    if file.next_part or file.state == State.IMPORTING:
        raise BadInput("Tệp này đã nhập một phần: hãy chọn “Để nguyên như vậy” thay cho bỏ tệp.")
    with transaction.atomic():
        log_event("population.discarded", about=file, by=by, at=at)
        store.forget(file)
        file.delete()


def forget_refused(*, file: PopulationFile, by: Member, at: datetime) -> PopulationFile:
    """Once the refused lines are dealt with, they are kept no longer; the counts stay."""
    with transaction.atomic():
        file.keeps_refused = False
        file.save(update_fields=["keeps_refused"])
        file.parts.update(refused="", noted="")
        log_event("population.refused_forgotten", about=file, by=by, at=at)
    store.forget(file)
    return file


def tidy(at: datetime) -> dict[str, int]:
    """What the cron does: go on with what was cut off, remove what nobody needs. Returns how much of each."""
    done = {"uploads": uploads.sweep(), "resumed": 0, "expired": 0}
    for file in PopulationFile.objects.filter(state__in=GOING_ON):
        handle = store.take_lock(file)
        if handle is not None:
            running.work(file.pk, handle)
            done["resumed"] += 1
    for file in PopulationFile.objects.filter(state__in=(State.IMPORTED, State.LEFT)):
        store.forget(file, "upload", "rows", "parts")
    waiting = (State.OPENED, State.ASKING, State.CHECKED)
    for file in PopulationFile.objects.filter(state__in=waiting, received_at__lt=at - timedelta(days=KEPT_DAYS)):
        store.forget(file)
        file.state, file.problem = State.REFUSED, f"Tệp để quá {KEPT_DAYS} ngày không nhập nên nội dung đã được xóa."
        file.answers = file.preview = ""
        file.save(update_fields=["state", "problem", "answers", "preview"])
        done["expired"] += 1
    return done


# -- asked by the pages too


def questions_of(file: PopulationFile, on: date) -> reading.Questions:
    """What the file leaves open: worked out for a small file, as the check found it for a large one."""
    asked = file.previewed.get("asked")
    if asked is not None:
        return reading.Questions(**asked)
    with store.open_sealed(file, "rows") as rows:
        villages = villages_of(file.area, on)
        return reading.questions_of(store.rows_of(rows), rows.noted["words"], file.columns, villages, _nothing)


def _must_be_open(file: PopulationFile) -> None:
    if file.imported_at is not None:
        day = timezone.localtime(file.imported_at)
        raise Locked(f"Tệp này đã nhập xong ngày {day:%d/%m/%Y}: muốn nhập lại, hãy gửi tệp mới.")
    if file.state == State.REFUSED:
        raise Locked(file.problem or store.GONE)
