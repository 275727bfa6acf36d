"""Other processes: born of this one, with connections of their own, started together, killed where we say."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

FORK = multiprocessing.get_context("fork")
TOO_LONG = 60  # seconds
Act = Callable[[], Any]
LAST_WORDS: Any = FORK.Array("c", 256, lock=False)  # a dying process has no time for a pipe


class Child:
    """One process that does one thing and tells how it went: `value`, or `error` as (type, words)."""

    def __init__(self, act: Act, ready: Any = None) -> None:
        self._here, there = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_live, args=(act, there, ready))
        connections.close_all()  # an open connection must not be in two processes
        self.process.start()
        there.close()

    def wait(self) -> Child:
        answer: tuple[Any, Any] = (None, None)
        if self._here.poll(TOO_LONG):
            try:
                answer = self._here.recv()
            except EOFError:  # it was killed before it could say anything
                answer = (None, None)
        self.process.join(TOO_LONG)
        if self.process.exitcode is None:
            self.process.kill()
            raise AssertionError("a process hangs")
        self.value, self.error = answer
        return self

    @property
    def was_killed(self) -> bool:
        return self.process.exitcode == -signal.SIGKILL


def _live(act: Act, answers: Any, ready: Any) -> None:
    if ready is not None:
        connection.ensure_connection()
        ready.wait(TOO_LONG)
    try:
        answers.send((act(), None))
    except Exception as problem:
        answers.send((None, (type(problem).__name__, str(problem))))
    finally:
        connections.close_all()


def elsewhere(act: Act) -> Any:
    """What a function gives when another process runs it."""
    (child,) = at_once([act])
    assert child.error is None, child.error
    return child.value


def at_once(acts: Sequence[Act]) -> list[Child]:
    """Run each in its own process; all set off at the same moment, with their connections already open."""
    ready = FORK.Barrier(len(acts))
    children = [Child(act, ready) for act in acts]
    return [child.wait() for child in children]


def killed_everywhere(act: Act, done: Callable[[], bool] = lambda: True) -> Iterator[str]:
    """Run `act` again and again, each time in a fresh process that is killed (SIGKILL) a step later: before its first
    statement, its second … before it commits, and after it committed but before it could answer. Yields after each
    death where it died. Ends when the commit has been outlived; of an act of several commits, the one after which
    `done()` holds."""
    for step in range(1, 500):
        child = Child(lambda step=step: _die_at(step, act)).wait()
        assert child.was_killed, child.error or "it should have been killed"
        where = bytes(LAST_WORDS.value).decode(errors="replace")
        yield where
        if where == "after the commit" and done():
            return
    raise AssertionError("an operation of 500 statements?")


def _die_at(step: int, act: Act) -> None:
    left = step

    def count(where: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            LAST_WORDS.value = where.encode()[:255]
            os.kill(os.getpid(), signal.SIGKILL)

    with _steps_counted(count):
        act()


@contextmanager
def _steps_counted(count: Callable[[str], None]) -> Iterator[None]:
    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        count(f"before {sql[:60]}")
        return execute(sql, params, many, context)

    connection.ensure_connection()
    real_commit = connection._commit

    def commit() -> None:
        count("before the commit")
        real_commit()
        count("after the commit")

    connection._commit = commit  # type: ignore[method-assign]
    with connection.execute_wrapper(statement):
        yield


@contextmanager
def slow_motion(seconds: float = 0.02) -> Iterator[None]:
    """A breath before each statement, so that processes set off together truly meet inside their transactions."""

    def breathe(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        time.sleep(seconds)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(breathe):
        yield


def slowly(act: Act) -> Act:
    def slow() -> Any:
        with slow_motion():
            return act()

    return slow
