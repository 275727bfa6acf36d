"""A population file, imported in parts: the process is killed again and again, and the next one goes on."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests.faults.processes import Child, _die_at, at_once, elsewhere
from tests.people.files import LINES, changed, workbook
from tungnha.people import importing
from tungnha.people.importing import reading, results, running, store
from tungnha.people.models import Household, Identifier, ImportPart, Person, PopulationFile
from tungnha.units.models import Event

State = PopulationFile.State
PEOPLE = 24
MANY = [
    changed(LINES[n % 2], code=f"H{n // 2:02d}", name=f"Phan {'Văn' if n % 2 == 0 else 'Thị'} Số {chr(65 + n)}",
            number=f"0190800009{n:02d}" if n % 2 == 0 else "", phone="")
    for n in range(PEOPLE)
]  # fmt: skip


@pytest.fixture
def file(members, commune, villages, at_tuesday, monkeypatch):
    """Four parts of three households each, ready to be imported."""
    monkeypatch.setattr(reading, "ROWS_OF_A_PART", 6)
    monkeypatch.setattr(running, "PAUSE", 0)
    taken = importing.receive_file(
        area=commune, name="so-ho.xlsx", data=workbook(MANY), source="Công an xã", as_of_on=date(2026, 5, 20),
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    importing.choose_columns(file=taken, columns=taken.columns, by=members.mai, at=at_tuesday)
    importing.begin(file=taken, by=members.mai, at=at_tuesday)
    return taken


def work(pk):
    handle = store.take_lock(PopulationFile.objects.get(pk=pk))
    assert handle is not None, "the lock of a dead process is still held"
    running.work(pk, handle)


def whole_parts(pk):
    """Nothing is there but whole parts, each once; returns how many lines they hold."""
    file = PopulationFile.objects.get(pk=pk)
    parts = list(ImportPart.objects.filter(file=file))
    added = [one for part in parts for one in results.ids_of(part.added)]
    assert file.next_part == len(parts)
    assert sorted(added) == sorted(Person.objects.values_list("pk", flat=True))
    assert file.counts.get("read", 0) == sum(part.counts["read"] for part in parts) == Person.objects.count()
    assert Household.objects.count() == Person.objects.filter(is_head=True).count() == Person.objects.count() // 2
    assert Identifier.objects.count() == Person.objects.count() // 2
    return file.counts.get("read", 0)


def test_killed_at_many_places_and_gone_on_with_each_time(file):
    died, read = [], 0
    for step in range(4, 400, 9):
        child = Child(partial(_die_at, step, partial(work, file.pk))).wait()
        assert child.error is None, child.error
        now = whole_parts(file.pk)
        assert now >= read, "what was written is gone"
        read = now
        if not child.was_killed:
            break
        died.append((step, read))
        assert PopulationFile.objects.get(pk=file.pk).state in (State.IMPORTING, State.IMPORTED)
    file.refresh_from_db()
    assert (file.state, file.counts["added"], file.counts["refused"], Person.objects.count()) == (
        State.IMPORTED, PEOPLE, 0, PEOPLE,
    )  # fmt: skip
    assert len({read for _, read in died}) > 2, "it was killed before, between and behind parts"
    assert Event.objects.filter(verb="population.imported").count() == 1
    assert Household.objects.order_by("order").values_list("code", flat=True)[0] == "H00"


def test_two_processes_at_one_file_write_it_once(file):
    """Both believe to hold it: the lock was lost, as on a disk that does not keep locks."""

    def without_a_lock(pk):
        mine = PopulationFile.objects.select_related("area", "started_by").get(pk=pk)
        running._import(mine, lambda done, of: None)

    children = at_once([partial(without_a_lock, file.pk)] * 2)
    assert [child.error for child in children] == [None, None]
    if PopulationFile.objects.get(pk=file.pk).imported_at is None:  # each stopped for the other
        importing.begin(file=file, by=file.received_by, at=file.received_at)
        elsewhere(partial(work, file.pk))
    file.refresh_from_db()
    assert (file.state, file.counts["added"], whole_parts(file.pk)) == (State.IMPORTED, PEOPLE, PEOPLE)
