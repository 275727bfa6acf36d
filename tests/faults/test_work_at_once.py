"""Two who speak of one task at the very same moment, each on a connection of her own."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.plans.conftest import files_in_a_place_of_their_own, plan, received  # noqa: F401
from tungnha.plans.work import board, operations
from tungnha.plans.work.rules import State
from tungnha.units import clock
from tungnha.units.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 5, 26)


def at_once(*deeds):
    """What each of the deeds gave, begun together; a refusal is given, not raised."""
    gate = Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            return deed()
        except Problem as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def saying(task, by, key=None):
    result = operations.Result(words="Xong")
    return lambda: operations.say(
        task=task, unit="", step="done", on=DAY, result=result, key=key or uuid.uuid4(), by=by, at=clock.now()
    )


def confirming(task, by, entry):
    return lambda: operations.decide(
        task=task, entries=[entry], accepted=True, words="", key=uuid.uuid4(), by=by, at=clock.now()
    )


def test_of_two_who_confirm_one_does_and_the_other_is_told(plan, members):  # noqa: F811
    for no in ("1", "2", "7"):
        task = plan.tasks.get(no=no)
        entry = saying(task, members.mai)().pk
        said = at_once(confirming(task, members.mai, entry), confirming(task, members.binh, entry))
        assert sorted(type(one).__name__ for one in said) == ["Locked", "int"]
        assert task.entries.filter(step="confirmed").count() == 1


def test_one_button_pressed_in_two_windows_is_one_word_two_people_are_two(plan, members):  # noqa: F811
    task, key = plan.tasks.get(no="1"), uuid.uuid4()
    first, second = at_once(saying(task, members.mai, key), saying(task, members.mai, key))
    assert first.pk == second.pk
    at_once(saying(task, members.mai), saying(task, members.dung))
    assert task.entries.filter(step="done").count() == 3
    (row,) = [one for one in board.load([plan], clock.now()) if one.task == task]
    assert row.state is State.DONE
