"""Visits: killed in the middle, sent by eight at once, written by eight at once."""

from __future__ import annotations

import os
import signal
import time
import uuid
from datetime import date, timedelta
from functools import partial

import pytest

from tests.conftest import TUESDAY
from tests.faults.agreement import assert_standings_agree, counts, events
from tests.faults.processes import Child, at_once, elsewhere, killed_everywhere, slowly
from tungnha.field.models import Visit, VisitResult
from tungnha.field.operations import NewResult, OtherContent, record_visit
from tungnha.ledger.models import Claim, Standing
from tungnha.people.models import Household, Person
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

VISIT = uuid.UUID("11111111-1111-4111-8111-111111111111")
NOTHING = {"Visit": 0, "VisitResult": 0, "Claim": 0, "Standing": 0, "Event": 0}
ONE_VISIT = {"Visit": 1, "VisitResult": 2, "Claim": 3, "Standing": 3, "Event": 2}


def stored() -> dict[str, int]:
    return counts(Visit, VisitResult, Claim, Standing, Event)


@pytest.fixture
def visit(households, people, campaign, service, members, at_tuesday):
    """An has a signature, Bảo was helped to one; the household was told of it. The same each time it is called."""

    def record(visit_id=VISIT, **changes):
        given = {
            "household": households.one, "campaign": campaign, "outcome": "met", "informed": True,
            "results": (
                NewResult(person=people.an, service=service, outcome="has_already"),
                NewResult(person=people.bao, service=service, outcome="set_up_now"),
            ),
            "made_at": at_tuesday - timedelta(minutes=5), "by": members.lan, "at": at_tuesday,
        }  # fmt: skip
        record_visit(visit_id=visit_id, **(given | changes))
        return os.getpid()

    return record


def test_killed_anywhere_a_visit_is_stored_whole_or_not_at_all(visit):
    deaths = []
    for where in killed_everywhere(visit):
        deaths.append(where)
        assert stored() == (ONE_VISIT if where == "after the commit" else NOTHING), where
        assert_standings_agree()
    assert len(deaths) > 10
    assert deaths[-2:] == ["before the commit", "after the commit"]

    elsewhere(visit)  # the phone had no answer, so it sends once more

    assert stored() == ONE_VISIT
    assert_standings_agree()


def test_eight_processes_that_send_the_same_visit_store_it_once(visit):
    senders = at_once([visit] * 8)

    assert [sender.error for sender in senders] == [None] * 8
    assert stored() == ONE_VISIT
    assert_standings_agree()


def test_of_two_contents_under_one_id_exactly_one_is_stored_and_the_others_hear_so(visit):
    senders = at_once([partial(visit, note=f"bản {n % 2}") for n in range(8)])

    kept = Visit.objects.get().note
    refused = [sender.error for sender in senders if sender.error]
    assert {name for name, _ in refused} == {OtherContent.__name__}
    assert {sentence for _, sentence in refused} == {str(OtherContent())}
    assert [n for n, sender in enumerate(senders) if sender.error is None] == [
        n for n in range(8) if kept == f"bản {n % 2}"
    ]
    assert stored() == ONE_VISIT


@pytest.fixture
def many_houses(villages):
    houses = [Household.objects.create(code=f"8{n:02d}", village=villages[0], order=n) for n in range(80)]
    for n, house in enumerate(houses):
        Person.objects.create(full_name=f"Người Mẫu {n}", household=house, residence="at_home", sex="female")
    return houses


def test_eight_writers_at_once_are_all_stored_and_none_finds_the_database_locked(visit, many_houses, service):
    def write(part):
        for house in many_houses[part::8]:
            result = NewResult(person=house.persons.get(), service=service, outcome="set_up_now")
            visit(uuid.uuid4(), household=house, results=(result,), informed=False)

    writers = at_once([partial(write, part) for part in range(8)])

    assert [writer.error for writer in writers] == [None] * 8
    assert stored() == {"Visit": 80, "VisitResult": 80, "Claim": 80, "Standing": 80, "Event": 160}
    assert_standings_agree()


def test_what_a_process_said_was_stored_is_there_after_it_was_killed_from_outside(visit, many_houses, tmp_path):
    told = tmp_path / "told"

    def write():
        with told.open("a") as answers:
            for n in range(100_000):
                visit_id = uuid.uuid4()
                visit(visit_id, household=many_houses[n % 80], results=())
                answers.write(f"{visit_id}\n")
                answers.flush()

    for _ in range(3):
        before = told.stat().st_size if told.exists() else 0
        writer = Child(write)
        while not told.exists() or told.stat().st_size < before + 37 * 10:
            assert writer.process.is_alive()
            time.sleep(0.01)
        os.kill(writer.process.pid, signal.SIGKILL)
        assert writer.wait().was_killed

    known = {str(pk) for pk in Visit.objects.values_list("pk", flat=True)}
    said = set(told.read_text().split())
    assert len(said) >= 30
    assert said <= known
    assert len(known - said) <= 3  # at each death one may be stored that was not yet told
    assert stored()["Claim"] == len(known)  # each told its household; whole, the untold ones too
    assert events("visit.recorded") == len(known)
    assert_standings_agree()


# --- the clock -------------------------------------------------------------------------------------------------------


def test_a_visit_from_a_phone_ahead_of_a_server_set_back_is_refused_and_stored_when_the_clock_is_right(visit):
    with clock.freeze("2026-05-25T08:00:00+07:00"):
        with pytest.raises(BadInput, match="Giờ ghi trên máy đang chạy trước giờ thật: xin chỉnh lại đồng hồ"):
            visit(at=clock.now())
        assert stored() == NOTHING

    with clock.freeze(TUESDAY):
        visit(at=clock.now())

    assert stored() == ONE_VISIT


def test_a_clock_set_back_refuses_claims_of_days_to_come(people, service, members):
    from tungnha.ledger.operations import NewClaim, record_claims

    claim = NewClaim(
        subject={"person_id": people.an.pk}, service=service, since_on=date(2026, 5, 26), source="visit"
    )  # fmt: skip
    with clock.freeze("2026-05-25T23:59:00+07:00"), pytest.raises(BadInput, match="còn ở phía trước"):
        record_claims([claim], by=members.lan, at=clock.now())
    assert stored() == NOTHING


# --- the button ------------------------------------------------------------------------------------------------------


@pytest.fixture
def door(households, people, asked, service, campaign, members, client_of, at_tuesday):
    """Lan's page of household 01, sent as the browser sends it."""
    lan = client_of(members.lan)

    def press(note="", seconds=0):
        form = {
            "visit_id": str(VISIT), "outcome": "met", "note": note,
            f"p{people.an.pk}-s{service.pk}": "set_up_now", f"p{people.bao.pk}-s{service.pk}": "refused",
        }  # fmt: skip
        with clock.freeze(at_tuesday + timedelta(seconds=seconds)):
            answer = lan.post(f"/ho-can-den/{households.one.pk}/", form)
        return answer.status_code, "đã được lưu với nội dung khác" in answer.content.decode()

    return press


def test_a_button_pressed_again_for_want_of_an_answer_stores_one_visit_and_says_it_is_stored(door):
    assert door() == (302, False)
    assert door(seconds=40) == (302, False)

    assert stored() == {"Visit": 1, "VisitResult": 2, "Claim": 1, "Standing": 1, "Event": 2}
    assert Visit.objects.get().made_at == clock._aware(TUESDAY)


def test_a_button_pressed_by_an_impatient_thumb_four_times_at_once_stores_one_visit(door):
    presses = at_once([slowly(partial(door, seconds=n)) for n in range(4)])

    assert [p.error for p in presses] == [None] * 4
    assert [p.value for p in presses] == [(302, False)] * 4
    assert stored() == {"Visit": 1, "VisitResult": 2, "Claim": 1, "Standing": 1, "Event": 2}


def test_a_page_gone_back_to_and_changed_is_told_that_the_first_was_stored(door):
    door()
    assert door(note="gặp cả hai vợ chồng", seconds=40) == (200, True)
    assert Visit.objects.get().note == ""
