"""The cross-check (đối chiếu) of a list's rows with the register of its area.

All is read and worked out first; then the rows are written, in one transaction where they are few, else in parts
between which nobody is shown any. A row keeps its id and what an officer decided about it through every check.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from tungnha import matching
from tungnha.identity.numbers import read_personal_number
from tungnha.lists import doubts, rules
from tungnha.lists.models import CheckRun, ColumnChoice, IncomingList, ListRow
from tungnha.lists.operations import queueing, register, settling
from tungnha.lists.operations.locks import lock, refuse_confirmed
from tungnha.lists.operations.opening import found_in, rows_in
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.units import clock
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.protection import blind_index, steady_index

State = IncomingList.State
BATCH = 500  # rows of one statement
PART = 2_000  # rows of one transaction, where they are many
AT_ONCE = 5_000  # as many rows are written in one transaction with all that belongs to them
READS = 3  # times the register is read anew where it changes while it is read
LINE_WORDS = {"title": "dòng tên nhóm", "total": "dòng cộng", "header": "dòng tiêu đề lặp lại", "blank": "dòng trống"}
Tell = Callable[..., None]
Verdict = ListRow.Verdict


class Stopped(Exception):
    """Somebody asked to stop."""


class Replaced(Stopped):
    """Somebody began another check of the list, or confirmed it, meanwhile: this one is nobody's."""


# -- what a check begins with


def match_list(*, received: IncomingList, columns: Mapping[str, int], by: Member, at: datetime) -> IncomingList:
    """Settle which column is what, remember it for this sender, and check every row with the register of the area:
    here and now where both are small, else beside the request (`received.state` says which)."""
    from tungnha.lists.operations import running

    begin(received=received, columns=columns, by=by, at=at)
    running.go(received)
    return received


def check_again(*, received: IncomingList, by: Member, at: datetime) -> IncomingList:
    """The same columns once more: the register has changed, or officers have decided since."""
    return match_list(received=received, columns=received.columns, by=by, at=at)


def undo_mend(*, received: IncomingList, mend: str, undo: bool, by: Member, at: datetime) -> IncomingList:
    """An officer takes one repair back (or lets it stand again); the list is checked anew, what was decided row by row
    stays."""
    run = last_run(received)
    if run is None or mend not in {one["id"] for one in run.mends} | set(run.undone):
        raise BadInput("Không có chỗ sửa này trong danh sách: mời mở lại trang.")
    with transaction.atomic():
        held = lock(received)
        held.undone = sorted({*held.undone, mend} if undo else set(held.undone) - {mend})
        held.save(update_fields=["undone"])
        log_event("list.mend_undone" if undo else "list.mend_redone", about=held, by=by, at=at)
    received.refresh_from_db()
    return check_again(received=received, by=by, at=at)


def begin(*, received: IncomingList, columns: Mapping[str, int], by: Member, at: datetime) -> None:
    """From now on the list is being checked: with these columns, which are remembered for its sender."""
    refuse_confirmed(received)
    found = found_in(received)
    problem = rules.why_columns_do_not_do(columns, len(found["titles"]))
    if problem:
        raise BadInput(problem)
    with transaction.atomic():
        held = lock(received)
        if held.state in (State.OPENING, State.REFUSED):
            raise BadInput(held.problem or "Tệp này đang được mở: mời chờ một lát.")
        _remember(held, columns, found, by, at)
        CheckRun.objects.filter(incoming=held, finished_at=None).delete()
        number = held.runs.aggregate(last=Max("number"))["last"] or 0
        CheckRun.objects.create(incoming=held, number=number + 1, started_at=at, started_by=by, undone=held.undone)
        held.columns, held.state, held.problem, held.stop_asked = dict(columns), State.CHECKING, "", False
        held.progress = {}
        held.save(update_fields=["columns", "state", "problem", "stop_asked", "progress"])
    received.refresh_from_db()


def _remember(held: IncomingList, columns: Mapping[str, int], found: dict[str, Any], by: Member, at: datetime) -> None:
    ColumnChoice.objects.update_or_create(
        sender=held.sender, header=found["mark"],
        defaults={"columns": dict(columns), "words": rules.words_of(found["titles"], columns), "confirmed_at": at,
                  "confirmed_by": by},
    )  # fmt: skip


def last_run(received: IncomingList) -> CheckRun | None:
    """The check whose rows stand."""
    found: CheckRun | None = received.runs.filter(finished_at__isnull=False).order_by("-number").first()
    return found


# -- the check


def check_now(received: IncomingList, tell: Tell) -> None:
    """Read list and register, match, write the rows. `tell(done, of, step)` may raise Stopped until rows are written.

    The register is read once; where it changed while it was read, again. One use of its numbers, and it is logged."""
    run = received.runs.filter(finished_at=None).order_by("-number").select_related("started_by").first()
    if run is None:
        raise Stopped
    table, fields = rules.table_of(received.titles, rows_in(received), received.columns)
    decided = settling.decided_for(received.sender)
    with steady_index():
        for _ in range(READS):
            run.register_mark, run.people = register.mark_of(received.area), 0
            found = matching.cross_check(
                _counted(received, run, tell), table, fields, undone=received.undone, decided=decided,
                progress=lambda at: tell(at.done, at.of, at.step),
            )  # fmt: skip
            if not register.changed_since(received.area, run.register_mark):
                break
        run.decided = len(decided)
        log_event(
            "list.numbers_compared", about=received, by=run.started_by, at=clock.now(), people=run.people,
            rows=len(table), purpose="cross_check",
        )  # fmt: skip
        _write(received, run, _Rows(received, table, found))


def _counted(received: IncomingList, run: CheckRun, tell: Tell) -> Any:
    def seen(count: int) -> None:
        run.people = count
        tell(count, 0, "Đọc sổ dân cư")

    return register.register_of(received.area, seen)


# -- the rows


class _Rows:
    """The rows of a check as they are stored. Gone through once, in order: what the sender wrote comes from the sealed
    rows again, so that a long list is not held a second time."""

    def __init__(self, received: IncomingList, table: matching.TextTable, found: matching.CrossCheck) -> None:
        self.received, self.lines, self.found = received, [int(line) for line in table.row_ids], found
        self._written = rows_in(received)
        self.cells, self.kinds = found.mended.cells, found.mended.kinds
        self.only_names = doubts.only_names(self.cells)

    def __len__(self) -> int:
        return len(self.lines)

    def part(self, start: int, stop: int) -> list[ListRow]:
        return [self._row(at) for at in range(start, stop)]

    def _row(self, at: int) -> ListRow:
        line, cells = next(self._written)
        assert line == self.lines[at]
        verdict, kind = self.found.verdicts[at], self.kinds[at]
        read = {field: column[at] for field, column in self.cells.items() if column[at]}
        number = read_personal_number(read.get("personal_number", "")) if kind == "person" else None
        word, reasons = self._verdict(verdict, kind)
        since = rules.day_of(read.get("since", ""))
        until = rules.day_of(read.get("until", ""))
        return ListRow(
            incoming=self.received, number=line, kind=kind,
            raw=json.dumps([_plain(cell) for cell in cells], ensure_ascii=False),
            read=json.dumps(read, ensure_ascii=False), said_number=number.value if number else "",
            said_number_ix=blind_index(number.value, NUMBER_INDEX) if number else "", verdict=word,
            person_id=verdict.person_id if word == Verdict.LINKED else None, probability=verdict.probability,
            candidates=[[one.person_id, list(one.reasons), one.probability, one.pattern] for one in verdict.candidates],
            reasons=[rules.without_numbers(reason) for reason in reasons], double_of=verdict.double_of,
            has_it=rules.has_it(read.get("status", ""), read.get("note", ""), self.received.level),
            since_on=since, until_on=until if until and (since is None or until > since) else None,
        )  # fmt: skip

    def _verdict(self, verdict: matching.Verdict, kind: str) -> tuple[str, list[str]]:
        if kind != "person":
            return Verdict.UNREADABLE, [f"{LINE_WORDS[kind]}, không nói về ai"]
        if self.only_names and verdict.verdict == "linked":
            return Verdict.AMBIGUOUS, [*verdict.reasons, "danh sách chỉ có họ tên nên không chắc là người này"]
        return verdict.verdict, list(verdict.reasons)


# What an officer's decision changes of a row: `settling.say_again` says it again from the decisions that are kept.
OFFICERS = ("person", "verdict", "double_of", "decided_at", "decided_by")
WRITTEN = (
    "kind", "raw", "read", "said_number", "said_number_ix", "candidates", "probability", "reasons", "has_it",
    "since_on", "until_on",
)  # fmt: skip


def _write(received: IncomingList, run: CheckRun, rows: _Rows) -> None:
    if len(rows) <= AT_ONCE:
        with transaction.atomic():
            held = _hold(received, run)
            _write_part(held, rows, 0, len(rows))
            _finish(held, run, rows)
        return
    with transaction.atomic():
        held = _hold(received, run)
        held.state, held.matched_at = State.STORING, None
        held.save(update_fields=["state", "matched_at"])
    for start in range(0, len(rows), PART):
        with transaction.atomic():
            _write_part(_hold(received, run), rows, start, min(start + PART, len(rows)))
        _say(received, start + PART, len(rows))
    with transaction.atomic():
        _finish(_hold(received, run), run, rows)


def _say(received: IncomingList, done: int, of: int) -> None:
    """What is being written is written to the end."""
    progress = {"step": "Ghi kết quả", "done": min(done, of), "of": of}
    IncomingList.objects.filter(pk=received.pk).update(progress=progress)


def _hold(received: IncomingList, run: CheckRun) -> IncomingList:
    """The list, locked, if it is still this run's to write."""
    held = lock(received)
    if held.state not in (State.CHECKING, State.STORING) or not CheckRun.objects.filter(pk=run.pk).exists():
        raise Replaced
    return held


def _write_part(held: IncomingList, rows: _Rows, start: int, stop: int) -> None:
    """New rows are added, known ones written over. Of rows settled before decisions were kept, not who they are."""
    made = rows.part(start, stop)
    if not made:
        return
    span = {"number__gte": made[0].number, "number__lte": made[-1].number}
    settled = held.rows.filter(decided_at__isnull=False, decisions=None, **span)
    old = set(settled.values_list("number", flat=True))
    for some, fields in (
        ([row for row in made if row.number not in old], WRITTEN + OFFICERS),
        ([row for row in made if row.number in old], WRITTEN),
    ):
        ListRow.objects.bulk_create(
            some, batch_size=BATCH, update_conflicts=True, unique_fields=["incoming", "number"], update_fields=fields
        )


def _finish(held: IncomingList, run: CheckRun, rows: _Rows) -> None:
    """The list is checked: what was found is shown from here on."""
    at, found = clock.now(), rows.found
    held.places.all().delete()
    queueing.lay_out(received=held)
    if held.decisions.exists():
        settling.say_again(received=held)
    _one_row_a_person(held)
    run.finished_at, run.weights, run.undone = at, found.weights, held.undone
    run.mends = [_mend(mend, rows.lines) for mend in found.mended.mends]
    run.counts = dict(found.counts) | {"statuses": _statuses(rows)}
    run.counts["doubts"] = doubts.of_check(held, rows.cells, rows.kinds, run.counts)
    run.save()
    held.runs.filter(finished_at__isnull=False).exclude(pk=run.pk).update(weights={})
    held.state, held.matched_at, held.problem, held.progress, held.stop_asked = State.CHECKED, at, "", {}, False
    held.save(update_fields=["state", "matched_at", "problem", "progress", "stop_asked"])
    log_event("list.matched", about=held, by=run.started_by, at=at, rows=len(rows), **found.counts)


def _one_row_a_person(held: IncomingList) -> None:
    """An officer may name whom the machine found on another row: the decided row stands, the others are double."""
    linked = held.rows.filter(verdict=Verdict.LINKED, double_of=None, person__isnull=False)
    twice = linked.order_by().values("person").annotate(n=Count("pk")).filter(n__gt=1).values_list("person", flat=True)
    for person in sorted(twice):
        rows = sorted(linked.filter(person=person), key=lambda row: (row.decided_at is None, row.number))
        ListRow.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(double_of=rows[0].number)


def _mend(mend: matching.Mend, lines: Sequence[int]) -> dict[str, Any]:
    return {
        "id": mend.id, "kind": mend.kind, "field": mend.field, "first": lines[mend.first], "last": lines[mend.last],
        "words": mend.words, "rows": mend.rows, "sure": mend.sure,
    }  # fmt: skip


def _statuses(rows: _Rows) -> list[list[Any]]:
    """[words, rows, whether it counts as having it] of a column of results, where it has but few words."""
    said = Counter(
        (cell, rules.has_it(cell, "", rows.received.level))
        for cell, kind in zip(rows.cells.get("status", ()), rows.kinds, strict=False) if kind == "person"
    )  # fmt: skip
    short = [[words, n, has] for (words, has), n in said.most_common() if len(words) <= 40 and not _digits(words)]
    return short if len(said) <= 12 else []


def _digits(words: str) -> bool:
    return sum(char.isdigit() for char in words) > 2


def _plain(cell: object) -> object:
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)
