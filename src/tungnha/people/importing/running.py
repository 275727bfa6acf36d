"""Going on with a file until it needs somebody: opened, checked, written part by part. Beside the requests.

Whoever holds the file's lock (store.take_lock) works on it: a process of its own, the cron's tick, the server
operator's command, or the request itself where the file is small. All that is known stands in the database and on the
disk, so that any process can show it, and any can take over from one that died: a part is stored in one transaction
with its counts and with the number of the next part.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from tungnha.identity import names
from tungnha.matching.problems import UnreadableList
from tungnha.people.importing import opening, reading, results, store
from tungnha.people.importing.plan import PartPlan, Run, plan_part
from tungnha.people.importing.register import Added, Codes
from tungnha.people.importing.write import write
from tungnha.people.models import (
    Household,
    Identifier,
    ImportPart,
    Person,
    PersonChange,
    PopulationFile,
    SenderLayout,
    Telephone,
)  # fmt: skip
from tungnha.units import clock
from tungnha.units.database import refresh_statistics
from tungnha.units.models import Area
from tungnha.units.problems import BadInput, Problem
from tungnha.units.protection import steady_index
from tungnha.units.sealed import SealedFile

log = logging.getLogger(__name__)

State = PopulationFile.State
SMALL_ROWS = 2_000  # are worked on within the request
SMALL_BYTES = 1024 * 1024
PAUSE = 0.05  # seconds between two parts: visits and other writers have their turn
SHOWN = 200  # refused lines that a preview keeps
MOST_ASKED = 60  # more unknown villages than that: the column is no column of villages
GOING_ON = (State.OPENING, State.CHECKING, State.IMPORTING)
FAILED = "Máy gặp lỗi khi làm việc với tệp này; những gì đã ghi vẫn còn nguyên. Xin bấm Tiếp tục, nếu vẫn lỗi thì báo người phụ trách máy chủ."  # noqa: E501
FULL = "Máy chủ hết chỗ trên đĩa nên dừng lại; những gì đã ghi vẫn còn nguyên. Xin báo người phụ trách máy chủ."
Say = Callable[[PopulationFile], None]


class Stopped(Exception):
    """Somebody asked to stop, or took the file over."""


# -- who works


def launch(file: PopulationFile) -> None:
    """Let the work go on beside the request, once what the request wrote stands; nothing where it goes on already."""
    transaction.on_commit(lambda: _launch(file))


def _launch(file: PopulationFile) -> None:
    handle = store.take_lock(file)
    if handle is None:
        return
    how = getattr(settings, "IMPORT_WORKER", "process")
    if how == "inline":
        work(file.pk, handle)
    elif how == "thread":
        threading.Thread(target=_in_thread, args=(file.pk, handle), daemon=True).start()
    else:
        _in_process(file.pk, handle)


def _in_thread(pk: int, handle: int) -> None:
    try:
        work(pk, handle)
    finally:
        connection.close()


def _in_process(pk: int, handle: int) -> None:
    start_process(["import-people", "--work", str(pk), "--lock", str(handle)], handle, f"import-{pk}")


def start_process(command: list[str], handle: int, name: str) -> None:
    """A process of its own for `tungnha <command>`: it takes no breath from the pages, gives its memory back, and
    outlives a web process. It inherits the lock `handle`, so that there is no moment in which nobody holds the file."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tungnha.cli", *command], pass_fds=(handle,), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, "TUNGNHA_DATA": str(settings.DATA_DIR)},
    )  # fmt: skip
    store.give_back(handle)
    threading.Thread(target=child.wait, name=name, daemon=True).start()


def work(pk: int, handle: int, say: Say | None = None) -> None:
    """Go on until somebody is needed. Holds the lock `handle` and gives it back."""
    try:
        file = PopulationFile.objects.select_related("area", "received_by", "started_by").get(pk=pk)
        while file.state in GOING_ON:
            _STEPS[file.state](file, _Teller(file, say))
            file.refresh_from_db()
        if say:
            say(file)
    finally:
        store.give_back(handle)


def step(file: PopulationFile, tell: Any = None) -> None:
    """One step of a small file, within the request: problems are raised, not kept."""
    _STEPS_RAISING[file.state](file, tell or (lambda done, of: None))


class _Teller:
    """Says how far the work is, once a second, and hears whether to stop."""

    def __init__(self, file: PopulationFile, say: Say | None) -> None:
        self.file, self.say = file, say
        self._began = self._told = time.monotonic()
        self._first: int | None = None

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = 0 if self.file.state != State.IMPORTING else done
        if now - self._told < 1:
            return
        self._told = now
        progress = self.progress(done, of)
        PopulationFile.objects.filter(pk=self.file.pk).update(progress=progress)
        stop, state = PopulationFile.objects.values_list("stop_asked", "state").get(pk=self.file.pk)
        if stop or state != self.file.state:
            raise Stopped
        if self.say:
            self.file.progress = progress
            self.say(self.file)

    def progress(self, done: int, of: int) -> dict[str, Any]:
        took = max(time.monotonic() - self._began, 0.001)
        rate = (done - (self._first or 0)) / took
        left = round((of - done) / rate) if of and rate > 0 else None
        kept = {"orders": self.file.progress["orders"]} if "orders" in self.file.progress else {}
        return {"done": done, "of": of, "rate": round(rate), "left": left, **kept}


# -- opening


def _open(file: PopulationFile, tell: Any) -> None:
    try:
        open_now(file, file.sheet or None, tell)
    except UnreadableList as problem:
        _give_up(file, str(problem))
    except Stopped:
        _give_up(file, "Đã dừng mở tệp, chưa có gì được ghi.")
    except Exception as problem:
        log.exception("opening a population file failed")
        _give_up(file, FULL if _is_full(problem) else "Máy gặp lỗi khi mở tệp này; xin gửi lại, hoặc lưu thành .xlsx.")


def open_now(file: PopulationFile, sheet: str | None, tell: Any) -> None:
    """Open the file and take what was found over. A shape that this sender's files had before needs no asking."""
    found = opening.open_file(file, sheet, tell)
    file.sheet, file.header_row, file.columns = found["sheet"][:120], found["header_line"], found["columns"]
    file.columns_at, file.answers, file.preview, file.layout_known = None, "", "", False
    known = layout_of(file, found["mark"])
    if known is not None and max(known.columns.values()) < len(found["titles"]):
        file.columns, file.layout_known = dict(known.columns), True
    file.state, file.progress = State.OPENED, {}
    if file.layout_known and found["lines"] > SMALL_ROWS:
        file.state, file.columns_at = State.CHECKING, clock.now()
    if file.pk:
        file.save()


def layout_of(file: PopulationFile, mark: str) -> SenderLayout | None:
    return SenderLayout.objects.filter(area=file.area, sender=names.fold(file.source), header=mark).first()


def _give_up(file: PopulationFile, why: str) -> None:
    store.forget(file)
    PopulationFile.objects.filter(pk=file.pk).update(
        state=State.REFUSED, problem=why[:400], progress={}, stop_asked=False
    )


def _is_full(problem: Exception) -> bool:
    return isinstance(problem, OSError) and problem.errno in (27, 28, 122)


# -- checking: all is read, and what would happen is counted


def _check(file: PopulationFile, tell: Any) -> None:
    try:
        check_now(file, tell, ask=not file.answers)
    except (Stopped, Problem) as problem:
        why = problem.sentence if isinstance(problem, Problem) else ""
        PopulationFile.objects.filter(pk=file.pk).update(
            state=State.OPENED, problem=why[:400], progress={}, stop_asked=False
        )
    except Exception as problem:
        log.exception("checking a population file failed")
        why = FULL if _is_full(problem) else FAILED
        PopulationFile.objects.filter(pk=file.pk).update(state=State.OPENED, problem=why, progress={})


def check_now(file: PopulationFile, tell: Any, *, ask: bool) -> None:
    """Read every line, lay the parts down, and go through them as the import will, without writing anything."""
    today = clock.today()
    villages = villages_of(file.area, today)
    with store.open_sealed(file, "rows") as rows:
        if ask:
            asked = reading.questions_of(store.rows_of(rows), rows.noted["words"], file.columns, villages, tell)
            refuse_too_many_questions(asked)
            if asked.any:
                file.preview = json.dumps({"asked": vars(asked)}, ensure_ascii=False)
                file.state, file.progress = State.ASKING, {}
                file.save(update_fields=["preview", "state", "progress"])
                return
        reading.read(file, rows, villages, file.answered, today, tell)
        notes = list(rows.noted["notes"])
    counts: Counter[str] = Counter()
    refused: list[Any] = []
    noted: list[Any] = []
    with store.open_sealed(file, "parts") as parts:
        run = run_of(file, parts)
        for number in range(len(parts.noted["blocks"])):
            plan = plan_part(run, reading.part_of(parts, number))
            counts.update(plan.counts)
            refused += sorted(plan.refused.items())[: SHOWN - len(refused)]
            noted += sorted(plan.noted.items())[: SHOWN - len(noted)]
            tell(counts["read"], parts.noted["lines"])
        headings = parts.noted["headings"]
    results.must_add_up(counts)
    told = {
        "counts": results.whole(counts, headings), "refused": sorted(refused), "noted": sorted(noted), "notes": notes,
    }  # fmt: skip
    file.preview, file.state, file.progress = json.dumps(told, ensure_ascii=False), State.CHECKED, {}
    file.problem, file.stop_asked = "", False
    file.save(update_fields=["preview", "state", "progress", "problem", "stop_asked"])


def refuse_too_many_questions(asked: reading.Questions) -> None:
    if len(asked.villages) > MOST_ASKED:
        raise BadInput(
            f"Cột Thôn có {len(asked.villages)} cách ghi không phải tên thôn nào của xã: có lẽ đó là cột khác."
        )


def villages_of(area: Area, on: Any) -> list[tuple[int, str, str]]:
    rows = Area.objects.villages().filter(path__startswith=area.path).standing_on(on)
    return list(rows.values_list("pk", "type_name", "name"))


def run_of(file: PopulationFile, parts: SealedFile) -> Run:
    """What the parts written so far mean for the next ones."""
    default = file.answered.get("no_residence") or Person.Residence.AT_HOME
    run = Run(file.area, default, file.as_of_on, Codes(parts.noted["codes"]))
    if file.pk is None or not file.next_part:
        return run
    ranges: list[Any] = []
    for added, updated, unchanged, heads in ImportPart.objects.filter(file=file).values_list(
        "added", "updated", "unchanged", "heads"
    ):
        ranges += added
        run.used |= {pk: line for pk, line, _ in updated} | dict(unchanged)
        run.heads |= dict(heads)
    run.added = Added(ranges)
    return run


# -- importing


def _import(file: PopulationFile, tell: Any) -> None:
    try:
        import_now(file, tell)
    except Stopped:
        PopulationFile.objects.filter(pk=file.pk, state=State.IMPORTING).update(state=State.STOPPED, stop_asked=False)
    except Exception as problem:
        log.exception("importing a population file failed")
        why = problem.sentence if isinstance(problem, Problem) else FULL if _is_full(problem) else FAILED
        PopulationFile.objects.filter(pk=file.pk, state=State.IMPORTING).update(
            state=State.STOPPED, problem=why[:400], stop_asked=False
        )


@steady_index()
def import_now(file: PopulationFile, tell: Any) -> None:
    """Write the parts that are not written yet, then close the file."""
    with store.open_sealed(file, "parts") as parts:
        last = len(parts.noted["blocks"])
        run = run_of(file, parts)
        tell(file.counts.get("read", 0), parts.noted["lines"])
        while file.next_part < last:
            try:
                file = _write_part(file, run, parts, tell)
            except IntegrityError:  # a number or a household was written by another hand since it was looked up
                run = run_of(file, parts)
                file = _write_part(file, run, parts, tell)
            if file.state != State.IMPORTING:
                return
            tell(file.counts["read"], parts.noted["lines"])
            if isinstance(tell, _Teller) and file.next_part < last:
                time.sleep(PAUSE)
        results.close(file, parts, State.IMPORTED, clock.now())


@transaction.atomic
def _write_part(file: PopulationFile, run: Run, parts: SealedFile, tell: Any) -> PopulationFile:
    """One part: whole, or not at all; and by one worker only, whoever else believes to be it."""
    held: PopulationFile = PopulationFile.objects.select_for_update(of=("self",)).select_related(
        "area", "started_by"
    ).get(pk=file.pk)  # fmt: skip
    if held.state != State.IMPORTING or held.next_part != file.next_part:
        raise Stopped
    if held.stop_asked:
        held.state, held.stop_asked = State.STOPPED, False
        held.save(update_fields=["state", "stop_asked"])
        return held
    at = clock.now()
    plan = plan_part(run, reading.part_of(parts, held.next_part))
    counts = plan.counts  # before the writing, while who is new is still known by having no id
    results.must_add_up(counts)
    assert held.started_by is not None
    done = write(plan, run, held, held.progress.get("orders", {}), held.started_by, at)
    _store_part(held, plan, counts, done, at)
    run.added.extend(done["added"])
    if held.next_part & (held.next_part - 1) == 0:  # after the first, second, fourth, eighth … part
        refresh_statistics(Household, Person, Identifier, Telephone, PersonChange)
    return held


def _store_part(held: PopulationFile, plan: PartPlan, counts: dict[str, int], done: Any, at: Any) -> None:
    ImportPart.objects.create(
        file=held, number=held.next_part, counts=counts, at=at, **done,
        refused=_told(plan.refused), noted=_told(plan.noted),
        added_from=done["added"][0][0] if done["added"] else None,
        added_to=done["added"][-1][1] if done["added"] else None,
    )  # fmt: skip
    total = Counter(held.counts)
    total.update(counts)
    held.next_part, held.counts = held.next_part + 1, dict(total)
    held.save(update_fields=["next_part", "counts"])


def _told(why: dict[int, str]) -> str:
    return json.dumps(sorted(why.items()), ensure_ascii=False) if why else ""


def orders_of(area: Area) -> dict[str, int]:
    """The last place in the round of each village: the file's households come behind it, in the order of the file."""
    rows = Household.objects.filter(village__path__startswith=area.path).order_by().values_list("village")
    return {str(village): order or 0 for village, order in rows.annotate(last=Max("order"))}


_STEPS: dict[str, Callable[[PopulationFile, Any], None]] = {
    State.OPENING: _open, State.CHECKING: _check, State.IMPORTING: _import,
}  # fmt: skip
_STEPS_RAISING: dict[str, Callable[[PopulationFile, Any], None]] = {State.IMPORTING: import_now}
