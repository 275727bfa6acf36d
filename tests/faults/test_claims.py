"""Claims: killed in the middle; several processes settling the same people, in any order, at once."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

import pytest

from tests.faults.agreement import assert_standings_agree, counts, events, stored_standings
from tests.faults.processes import at_once, elsewhere, killed_everywhere, slowly
from tungnha.field.models import CheckIn, SupportSession
from tungnha.field.schedule.operations import check_in
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims, retract_claim
from tungnha.people.models import Place
from tungnha.units.models import Event

FIRST, SECOND = (uuid.UUID(f"{n}2222222-2222-4222-8222-222222222222") for n in (1, 2))
NOTHING = {"Claim": 0, "Standing": 0, "Event": 0}


def stored() -> dict[str, int]:
    return counts(Claim, Standing, Event)


@pytest.fixture
def say(people, service, members, at_tuesday):
    """Claims about persons, by one process: say(service, [person, …], source=…)."""

    def record(of_service, persons, source="visit", since=date(2026, 5, 20), level=1, ids=None):
        claims = [
            NewClaim(
                id=ids[n] if ids else uuid.uuid4(), subject={"person_id": person.pk}, service=of_service, level=level,
                since_on=since, source=source,
            )
            for n, person in enumerate(persons)
        ]  # fmt: skip
        return len(record_claims(claims, by=members.mai, at=at_tuesday))

    return record


@pytest.fixture
def two_services(service):
    return service, Service.objects.get(code="app-tinh")


def test_killed_anywhere_claims_and_standings_are_all_there_or_none(say, service, people):
    record = partial(say, service, [people.an, people.bao], ids=[FIRST, SECOND])
    for where in killed_everywhere(record):
        done = where == "after the commit"
        assert stored() == ({"Claim": 2, "Standing": 2, "Event": 1} if done else NOTHING), where
        assert_standings_agree()

    assert elsewhere(record) == 0  # sent once more: nothing is added

    assert stored() == {"Claim": 2, "Standing": 2, "Event": 1}


def test_a_standing_already_held_outlives_a_death_in_the_middle_of_the_next_claim(say, service, people):
    elsewhere(partial(say, service, [people.an], since=date(2026, 3, 1)))
    before = stored_standings()

    for where in killed_everywhere(partial(say, service, [people.an], source="official")):
        if where != "after the commit":
            assert stored_standings() == before, where
        assert_standings_agree()
    assert Standing.objects.get().decided_by.source == "official"


def test_four_processes_that_settle_one_person_at_once_end_in_the_rules_standing(say, service, people):
    words = [("visit", 1, 20), ("list", 0, 18), ("list", 1, 18), ("self", 2, 24)]
    processes = at_once(
        [
            slowly(partial(say, service, [people.an], source=source, level=level, since=date(2026, 5, day)))
            for source, level, day in words
        ]
    )

    assert [p.error for p in processes] == [None] * 4
    assert (Claim.objects.count(), Standing.objects.count()) == (4, 1)
    assert_standings_agree()
    standing = Standing.objects.get()
    assert standing.decided_by.source == "list"  # the operator's word is stronger than the team's and one's own
    assert standing.is_contested


def test_two_that_settle_the_same_two_people_in_opposite_order_do_not_wait_for_each_other_for_ever(
    say, two_services, people
):
    def crossing(one, other):
        from tungnha.ledger.operations import record_claims as record

        claims = [
            NewClaim(subject={"person_id": p.pk}, service=s, since_on=date(2026, 5, 20), source="visit")
            for p, s in zip((one, other), two_services, strict=True)
        ]
        record(claims, by=None, at=_noon())

    processes = at_once(
        [slowly(partial(crossing, people.an, people.bao)), slowly(partial(crossing, people.bao, people.an))] * 2
    )

    assert [p.error for p in processes] == [None] * 4
    assert Claim.objects.count() == 8
    assert_standings_agree()


def _noon():
    from tungnha.units import clock

    return clock.now()


def test_the_same_claim_from_eight_processes_is_stored_once(say, service, people):
    processes = at_once([slowly(partial(say, service, [people.an], ids=[FIRST]))] * 8)

    assert [p.error for p in processes] == [None] * 8
    assert sorted(p.value for p in processes) == [0] * 7 + [1]
    assert stored() == {"Claim": 1, "Standing": 1, "Event": 1}


def test_two_officers_who_retract_one_claim_at_once_take_it_back_once(say, service, people, members, at_tuesday):
    elsewhere(partial(say, service, [people.an]))
    claim = Claim.objects.get()

    processes = at_once([slowly(partial(_retract, claim.pk, members.mai, at_tuesday))] * 3)

    assert [p.error for p in processes] == [None] * 3
    assert (Claim.objects.count(), Standing.objects.count(), events("claim.retracted")) == (2, 0, 1)
    assert_standings_agree()


def _retract(pk, by, at):
    return str(retract_claim(Claim.objects.get(pk=pk), by=by, at=at).pk)


@pytest.fixture
def session(campaign, villages, at_tuesday):
    from datetime import timedelta

    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    return SupportSession.objects.create(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday - timedelta(hours=1),
        ends_at=at_tuesday + timedelta(hours=2),
    )  # fmt: skip


def test_two_desks_that_check_in_one_person_at_once_note_one_coming_and_both_things_done(
    session, two_services, people, members, at_tuesday
):
    def desk(done, by):
        came = check_in(
            session=session, person=people.an, done=[(done, 1)], by=by, at=at_tuesday, check_in_id=uuid.uuid4()
        )
        return str(came.pk)

    desks = at_once(
        [slowly(partial(desk, s, by)) for s, by in zip(two_services, (members.lan, members.son), strict=True)]
    )

    assert [d.error for d in desks] == [None, None]
    assert desks[0].value == desks[1].value == str(CheckIn.objects.get().pk)
    assert set(Standing.objects.values_list("service", flat=True)) == {s.pk for s in two_services}
    assert_standings_agree()
