"""What is recorded about tasks: who answers, what was done, confirmed, put off. Appended; nothing is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.plans.models import Task, TaskCharge, TaskEntry, TaskExtension, TaskUnit
from tungnha.plans.work import files, rules
from tungnha.plans.work.board import grid_of, said_of, terms_of_place
from tungnha.plans.work.places import columns_of
from tungnha.units.models import Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

Step = TaskEntry.Step
BY_UNITS = (Step.TAKEN, Step.DOING, Step.DONE)
LONGEST_WORDS = 4000
MEANWHILE = "Vừa có người ghi thêm vào việc này: mời xem lại rồi bấm lần nữa."
CONFIRMED_ALREADY = "Việc này đã được xác nhận xong rồi."


@dataclass(frozen=True)
class Result:
    """What somebody says of a task: in words, in counts, with a link or an uploaded file."""

    words: str = ""
    outputs: dict[str, int] = field(default_factory=dict)
    link: str = ""
    upload: Any = None

    @property
    def is_empty(self) -> bool:
        return not (self.words.strip() or self.outputs or self.link or self.upload)


def _held(task: Task) -> Task:
    """The task, locked: two who speak of it at once come one after the other."""
    found: Task = Task.objects.select_for_update(of=("self",), no_key=True).select_related("plan").get(pk=task.pk)
    return found


def _same(key: uuid.UUID) -> TaskEntry | None:
    """What was kept under this key already: a button pressed twice."""
    return TaskEntry.objects.filter(key=key).first()


def say(
    *, task: Task, unit: str, step: str, on: date, result: Result, key: uuid.UUID, by: Member, at: datetime
) -> TaskEntry:
    """Say that a task, or one place of its grid (`unit`), was taken on, is under way, or is done.

    BadInput: a day to come, a place the grid has not, “done” without a word of the result. Locked: confirmed already.
    """
    if step not in BY_UNITS:
        raise BadInput("Mời chọn: đã nhận, đang làm hoặc đã xong.")
    if on > at.date():
        raise BadInput("Ngày làm ở sau hôm nay: mời ghi ngày đã làm.")
    if step == Step.DONE and result.is_empty:
        raise BadInput("Mời ghi kết quả: một câu, hoặc số đếm được, hoặc kèm tệp, đường dẫn.")
    token, name = files.take(result.upload) if result.upload else ("", "")
    try:
        made = _said(task, unit, step, on, result, (token, name), key, by, at)
    except BaseException:
        files.forget(token)
        raise
    if made.token != token:
        files.forget(token)  # sent a second time: the first is kept
    return made


@transaction.atomic
def _said(
    task: Task, unit: str, step: str, on: date, result: Result, file: tuple[str, str], key: uuid.UUID, by: Member,
    at: datetime,
) -> TaskEntry:  # fmt: skip
    held = _held(task)
    if (same := _same(key)) is not None:
        return same
    if unit and unit not in grid_of(held, at.date()):
        raise BadInput("Nơi này không có trong bảng của việc này: mời tải lại trang rồi chọn lại.")
    now = _stand(held, unit, at)
    if now.state is rules.State.CONFIRMED:
        raise Locked(f"{CONFIRMED_ALREADY} Muốn ghi thêm, mời nhờ cán bộ phụ trách trả lại việc này trước.")
    if step == Step.TAKEN and now.last is not None:
        raise Locked("Việc này đã có người nhận rồi.")
    made: TaskEntry = TaskEntry.objects.create(
        task=held, step=step, on=on, words=hide_typed_numbers(result.words.strip())[:LONGEST_WORDS],
        outputs=result.outputs, link=result.link, token=file[0], file_name=file[1], key=key, made_at=at, made_by=by,
        **columns_of(unit),
    )  # fmt: skip
    log_event("task.said", about=held, by=by, at=at, step=step, unit=unit, outputs=sum(result.outputs.values()))
    return made


def _stand(task: Task, unit: str, at: datetime) -> rules.Stand:
    """Where one place stands now by its own words, whatever the day."""
    return rules.stand([one for one in said_of(task) if one.unit == unit], terms_of_place(task, unit, at), at.date())


@transaction.atomic
def decide(
    *, task: Task, entries: Collection[int], accepted: bool, words: str, key: uuid.UUID, by: Member, at: datetime
) -> int:
    """Confirm what units say is done, or send it back with a reason: of one place, or of several at once.

    `entries`: the words that were on the page. Where another word came since, that place is left alone; where that is
    so of all, OutOfDate (or Locked, where they are confirmed already). Returns how many were decided.
    """
    held = _held(task)
    words = hide_typed_numbers(words.strip())[:LONGEST_WORDS]
    if not accepted and not words:
        raise BadInput("Trả lại thì mời ghi rõ còn thiếu gì để nơi làm biết.")
    said = rules.standing_words(said_of(held))
    last = {one.unit: one for one in said}
    wanted = [one for one in last.values() if one.pk in entries and one.step == Step.DONE]
    if not wanted:
        shown = {one.unit for one in said if one.pk in entries}
        confirmed = shown and all(last[unit].step == Step.CONFIRMED for unit in shown)
        raise Locked(CONFIRMED_ALREADY) if confirmed else OutOfDate(MEANWHILE)
    step = Step.CONFIRMED if accepted else Step.RETURNED
    TaskEntry.objects.bulk_create(
        TaskEntry(
            task=held, step=step, on=at.date(), words=words, key=uuid.uuid5(key, one.unit or "whole"), made_at=at,
            made_by=by, **columns_of(one.unit),
        )
        for one in wanted
    )  # fmt: skip
    log_event("task.decided", about=held, by=by, at=at, accepted=accepted, count=len(wanted))
    return len(wanted)


@transaction.atomic
def take_back(*, entry: TaskEntry, key: uuid.UUID, by: Member, at: datetime) -> TaskEntry:
    """Take back the last word of a place by another word: it stays on record, and no longer counts."""
    held = _held(entry.task)
    if (same := _same(key)) is not None:
        return same
    unit = next((one.unit for one in said_of(held) if one.pk == entry.pk), "")
    mine = [one for one in rules.standing_words(said_of(held)) if one.unit == unit]
    if not mine or mine[-1].pk != entry.pk:
        raise OutOfDate(MEANWHILE)
    made: TaskEntry = TaskEntry.objects.create(
        task=held, step=Step.WITHDRAWN, on=at.date(), retracts=entry, key=key, made_at=at, made_by=by,
        **columns_of(unit),
    )  # fmt: skip
    log_event("task.taken_back", about=held, by=by, at=at, unit=unit)
    return made


@transaction.atomic
def set_grid(*, task: Task, units: Collection[str], by: Member, at: datetime) -> int:
    """Make a task's grid of these places. Who leaves it keeps what was said there; nobody stands in it twice.
    Returns how many places it has now."""
    held = _held(task)
    there = {_unit_key(row): row for row in TaskUnit.objects.filter(task=held, removed_at=None)}
    gone = [row.pk for key, row in there.items() if key not in units]
    TaskUnit.objects.filter(pk__in=gone).update(removed_at=at, removed_by=by)
    new = sorted(set(units) - set(there))
    TaskUnit.objects.bulk_create(TaskUnit(task=held, added_at=at, added_by=by, **columns_of(key)) for key in new)
    if new or gone:
        log_event("task.grid_set", about=held, by=by, at=at, added=len(new), removed=len(gone))
    return len(there) - len(gone) + len(new)


def _unit_key(row: TaskUnit) -> str:
    return f"a{row.area_id}" if row.area_id else f"o{row.organisation_id}"


@transaction.atomic
def put_in_charge(
    *, task: Task, leads: Sequence[Organisation], person: str, authority: str, responsibility: str, by: Member,
    at: datetime,
) -> TaskCharge:  # fmt: skip
    """Say who leads a task and who answers for it there. Earlier words stay on record; the latest stands."""
    held = _held(task)
    made: TaskCharge = TaskCharge.objects.create(
        task=held, person=" ".join(person.split())[:120], authority=" ".join(authority.split())[:300],
        responsibility=" ".join(responsibility.split())[:300], made_at=at, made_by=by,
    )  # fmt: skip
    made.leads.set(leads)
    held.leads.set(leads)
    log_event("task.put_in_charge", about=held, by=by, at=at, leads=len(leads))
    return made


@transaction.atomic
def ask_extension(*, task: Task, unit: str, until: date, why: str, by: Member, at: datetime) -> TaskExtension:
    """Ask for a later last day. One waits at a time; the same asked twice stays one."""
    held = _held(task)
    why = hide_typed_numbers(why.strip())[:LONGEST_WORDS]
    if not why:
        raise BadInput("Xin gia hạn thì mời ghi lý do.")
    terms = terms_of_place(held, unit, at)
    if terms.last_day is None:
        raise BadInput("Việc này không có hạn nên không cần gia hạn.")
    if until <= terms.last_day or until < at.date():
        raise BadInput("Ngày xin gia hạn phải sau hạn đang có và không ở trước hôm nay.")
    if unit and unit not in grid_of(held, at.date()):
        raise BadInput("Nơi này không có trong bảng của việc này: mời tải lại trang rồi chọn lại.")
    waiting = TaskExtension.objects.filter(task=held, granted=None, **columns_of(unit)).first()
    if waiting is not None:
        if waiting.until_on == until:
            return waiting
        raise Locked("Đã có một lần xin gia hạn đang chờ quyết định; mời chờ trả lời.")
    made: TaskExtension = TaskExtension.objects.create(
        task=held, until_on=until, why=why, asked_at=at, asked_by=by, **columns_of(unit)
    )
    log_event("task.extension_asked", about=held, by=by, at=at, unit=unit, until=until.isoformat())
    return made


@transaction.atomic
def decide_extension(
    *, extension: TaskExtension, until: date | None, words: str, by: Member, at: datetime
) -> TaskExtension:
    """Grant a later last day (`until`, which may be another than was asked for), or refuse it with words; once."""
    held = _held(extension.task)
    row: TaskExtension = TaskExtension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if row.granted is not None:
        raise Locked("Lần xin gia hạn này đã được quyết định rồi.")
    words = hide_typed_numbers(words.strip())[:LONGEST_WORDS]
    if until is None and not words:
        raise BadInput("Không cho gia hạn thì mời ghi lý do để nơi xin biết.")
    unit = f"a{row.area_id}" if row.area_id else f"o{row.organisation_id}" if row.organisation_id else ""
    last = terms_of_place(held, unit, at).last_day
    if until is not None and last is not None and until <= last:
        raise BadInput("Ngày cho gia hạn phải sau hạn đang có.")
    row.granted, row.granted_until_on, row.decision = until is not None, until, words
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["granted", "granted_until_on", "decision", "decided_at", "decided_by"])
    log_event("task.extension_decided", about=held, by=by, at=at, granted=row.granted)
    return row
