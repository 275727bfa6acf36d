"""Going on with a list until it needs somebody: opened, then checked with the register. Beside the requests.

As the import of a population (people/importing/running.py): whoever holds the list's lock works on it, a process of
its own, the cron's tick, or the request itself where list and register are small. A check that dies is begun again: the
same list and register give the same rows, and those are written whole or not shown.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tungnha.lists.models import CheckRun, IncomingList
from tungnha.lists.operations import checking, opening, register
from tungnha.matching.problems import UnreadableList
from tungnha.people.importing import store
from tungnha.people.importing.running import start_process
from tungnha.people.models import PopulationFile
from tungnha.units import clock
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import Locked, Problem

log = logging.getLogger(__name__)

State = IncomingList.State
GOING_ON = (State.OPENING, State.CHECKING, State.STORING)
SMALL_BYTES = 1024 * 1024
SMALL_ROWS = 2_000
SMALL_REGISTER = 10_000  # people: reading them takes about a second
LOOK_AGAIN = 3.0  # seconds between two looks whether the import is done
FAILED = "Máy gặp lỗi khi đối chiếu danh sách này; chưa có gì bị ghi nhận. Mời bấm Tiếp tục, nếu vẫn lỗi thì báo người phụ trách máy chủ."  # noqa: E501
FULL = "Máy chủ hết chỗ trên đĩa nên dừng lại; chưa có gì bị ghi nhận. Mời báo người phụ trách máy chủ."
NOT_OPENED = "Máy gặp lỗi khi mở tệp này; mời gửi lại, hoặc lưu thành .xlsx rồi gửi."
WAITS = "Sổ dân cư đang được nhập từ tệp “{name}”: máy chờ nhập xong rồi tự đối chiếu danh sách này."
Stopped = checking.Stopped
Tell = Callable[[int, int], None]


# -- who works


def launch(received: IncomingList) -> None:
    """Let the work go on beside the request, once what the request wrote stands; nothing where it goes on already."""
    transaction.on_commit(lambda: _launch(received))


def _launch(received: IncomingList) -> None:
    handle = store.take_lock(received)
    if handle is None:
        return
    how = getattr(settings, "IMPORT_WORKER", "process")
    if how == "inline":
        work(received.pk, handle)
    elif how == "thread":
        threading.Thread(target=_in_thread, args=(received.pk, handle), daemon=True).start()
    else:
        start_process(
            ["check-lists", "--work", str(received.pk), "--lock", str(handle)], handle, f"check-{received.pk}"
        )


def _in_thread(pk: int, handle: int) -> None:
    try:
        work(pk, handle, patient=True)
    finally:
        connection.close()


def work(pk: int, handle: int, *, patient: bool = False) -> None:
    """Go on until somebody is needed. Holds the lock `handle` and gives it back. `patient`: wait for an import of the
    register that is going on; else the tick comes back to it."""
    try:
        received = IncomingList.objects.select_related("area", "sender", "service").get(pk=pk)
        while received.state in GOING_ON:
            tell = Teller(received)
            if received.state == State.OPENING:
                _open(received, tell)
            elif not _register_stands_still(received, tell, patient=patient):
                return
            else:
                _check(received, tell)
            received.refresh_from_db()
    finally:
        store.give_back(handle)


class Teller:
    """Says how far the work is, once a second, and hears whether to stop."""

    def __init__(self, received: IncomingList) -> None:
        self.received = received
        self._told = time.monotonic()

    def __call__(self, done: int, of: int, step: str = "") -> None:
        now = time.monotonic()
        if now - self._told < 1:
            return
        self._told = now
        rows = IncomingList.objects.filter(pk=self.received.pk)
        rows.update(progress={"step": step, "done": done, "of": of})
        stop, state = rows.values_list("stop_asked", "state").get()
        if stop or state not in GOING_ON:
            raise Stopped


# -- opening


def _open(received: IncomingList, tell: Tell) -> None:
    try:
        opening.open_now(received, received.sheet or None, tell)
    except UnreadableList as problem:
        _give_up(received, str(problem))
    except Stopped:
        _give_up(received, "Đã dừng mở tệp, chưa có gì được ghi nhận.")
    except Exception as problem:
        log.exception("opening a list failed")
        _give_up(received, FULL if _is_full(problem) else NOT_OPENED)
    else:
        if received.columns_known:
            checking.begin(received=received, columns=received.columns, by=received.received_by, at=clock.now())


def _give_up(received: IncomingList, why: str) -> None:
    store.forget(received)
    IncomingList.objects.filter(pk=received.pk).update(
        state=State.REFUSED, problem=why[:400], progress={}, stop_asked=False, gone_at=clock.now()
    )


def _is_full(problem: Exception) -> bool:
    return isinstance(problem, OSError) and problem.errno in (27, 28, 122)


# -- checking


def _register_stands_still(received: IncomingList, tell: Any, *, patient: bool) -> bool:
    """Whether the register can be read now; says so where it is being imported."""
    while (file := register.being_imported(received.area)) is not None:
        IncomingList.objects.filter(pk=received.pk).update(problem=waits_for(file))
        if not patient or not IncomingList.objects.filter(pk=received.pk, state__in=GOING_ON).exists():
            return False
        if IncomingList.objects.filter(pk=received.pk, stop_asked=True).exists():
            _stopped(received)
            return False
        time.sleep(LOOK_AGAIN)
    IncomingList.objects.filter(pk=received.pk).exclude(problem="").update(problem="")
    return True


def waits_for(file: PopulationFile) -> str:
    return WAITS.format(name=file.name)[:400]


def _check(received: IncomingList, tell: Any) -> None:
    try:
        checking.check_now(received, tell)
    except checking.Replaced:
        return  # on to the check that was begun since
    except (Stopped, Problem) as problem:
        _stopped(received, problem.sentence if isinstance(problem, Problem) else "")
    except Exception as problem:
        log.exception("checking a list failed")
        _stopped(received, FULL if _is_full(problem) else FAILED)


def _stopped(received: IncomingList, why: str = "") -> None:
    IncomingList.objects.filter(pk=received.pk, state__in=GOING_ON).update(
        state=State.STOPPED, problem=why[:400], progress={}, stop_asked=False
    )


def go(received: IncomingList) -> None:
    """After `checking.begin`: here and now where list and register are small, else beside the request."""
    if not is_small(received) or register.being_imported(received.area) is not None:
        launch(received)
        return
    check_here(received)


def is_small(received: IncomingList) -> bool:
    return received.lines <= SMALL_ROWS and register.people_of(received.area)[:SMALL_REGISTER].count() < SMALL_REGISTER


def check_here(received: IncomingList) -> None:
    """The whole check within this process; problems are raised."""
    handle = store.take_lock(received)
    if handle is None:
        raise Locked("Danh sách này đang được một tiến trình khác đối chiếu: mời chờ, rồi mở lại trang.")
    try:
        file = register.being_imported(received.area)
        if file is not None:
            raise Locked(waits_for(file))
        _check_while_it_is_ours(received)
    except Problem:
        _stopped(received)
        raise
    finally:
        store.give_back(handle)
    received.refresh_from_db()


def _check_while_it_is_ours(received: IncomingList) -> None:
    """Whoever begins another check meanwhile finds the lock taken: this process goes on to that one."""
    while True:
        try:
            return checking.check_now(received, lambda done, of, step="": None)
        except Stopped as problem:
            received.refresh_from_db()
            if received.state != State.CHECKING or not isinstance(problem, checking.Replaced):
                raise Locked("Danh sách này vừa được người khác sửa hoặc xác nhận: mời mở lại trang.") from problem


# -- stop, go on, tick


def ask_to_stop(*, received: IncomingList, by: Member, at: datetime) -> None:
    """The work stops where it is; what stood before still stands."""
    if received.state not in GOING_ON:
        return
    log_event("list.stop_asked", about=received, by=by, at=at)
    if store.is_worked_on(received):
        IncomingList.objects.filter(pk=received.pk).update(stop_asked=True)
    elif received.state == State.OPENING:
        _give_up(received, "Đã dừng mở tệp, chưa có gì được ghi nhận.")
    else:
        _stopped(received)


def go_on(*, received: IncomingList, by: Member, at: datetime) -> None:
    """Go on with a list whose check was stopped, or whose worker died."""
    if received.state == State.STOPPED:
        IncomingList.objects.filter(pk=received.pk, state=State.STOPPED).update(
            state=State.CHECKING, problem="", stop_asked=False
        )
        log_event("list.went_on", about=received, by=by, at=at)
    launch(received)


def back_to_last(*, received: IncomingList, by: Member, at: datetime) -> None:
    """Leave a check that was stopped, and go by the one before: its rows were not touched."""
    last = received.runs.filter(finished_at__isnull=False).order_by("-number").first()
    with transaction.atomic():
        held = IncomingList.objects.select_for_update().get(pk=received.pk)
        if held.state != State.STOPPED:
            return
        CheckRun.objects.filter(incoming=held, finished_at=None).delete()
        whole = last is not None and held.matched_at is not None
        held.state, held.problem = (State.CHECKED if whole else State.OPENED), ""
        held.undone = last.undone if last is not None and whole else []
        held.save(update_fields=["state", "problem", "undone"])
        log_event("list.check_left", about=held, by=by, at=at)


def tick() -> int:
    """What the cron does first: go on with what was cut off. How many lists."""
    done = 0
    for received in IncomingList.objects.filter(state__in=GOING_ON):
        handle = store.take_lock(received)
        if handle is not None:
            work(received.pk, handle)
            done += 1
    return done
