"""The one written rule: stronger source, then later date; rivals are shown, never lost (decision 0004)."""

from datetime import date

import pytest
from django.db import connection

from tungnha.ledger import queries
from tungnha.ledger.models import Claim, Standing
from tungnha.ledger.operations import NewClaim, record_claim, record_claims, retract_claim, retract_claims
from tungnha.ledger.rules import expiry
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(service, people, at_tuesday):
    def record(person, source, since, level=1, until=None):
        claim = NewClaim(
            subject={"person_id": person.pk},
            service=service,
            since_on=since,
            source=source,
            level=level,
            until_on=until,
        )
        return record_claim(claim, by=None, at=clock.now())

    return record


def standing_of(person):
    return Standing.objects.get(person=person)


def test_an_operators_list_outweighs_a_later_word_at_the_door(say, people):
    listed = say(people.an, "list", date(2026, 3, 1))
    door = say(people.an, "visit", date(2026, 5, 20), level=0)
    standing = standing_of(people.an)
    assert (standing.level, standing.decided_by, standing.contested_by) == (1, listed, door)


def test_among_equal_sources_the_later_date_wins_and_the_older_is_no_rival(say, people):
    say(people.an, "visit", date(2026, 3, 1), level=0)
    later = say(people.an, "visit", date(2026, 5, 20))
    standing = standing_of(people.an)
    assert (standing.level, standing.decided_by, standing.contested_by) == (1, later, None)


def test_the_same_word_again_does_not_make_an_old_signature_look_new(say, people):
    say(people.an, "list", date(2026, 3, 1))
    say(people.an, "list", date(2026, 5, 1))
    assert standing_of(people.an).since_on == date(2026, 3, 1)


def test_what_expires_leaves_the_count_by_itself(say, people, measure):
    say(people.an, "list", date(2026, 3, 1), until=date(2026, 6, 30))
    assert queries.people_with(measure, date(2026, 6, 30)).count() == 1
    assert queries.people_with(measure, date(2026, 7, 1)).count() == 0


def test_a_retracted_claim_stays_to_be_seen_and_no_longer_counts(say, people, members):
    claim = say(people.an, "visit", date(2026, 5, 20))
    retract_claim(claim, by=members.mai, at=clock.now())
    assert Standing.objects.count() == 0
    assert Claim.objects.count() == 2


def test_a_claim_sent_twice_is_stored_once(service, people, at_tuesday):
    claim = NewClaim(subject={"person_id": people.an.pk}, service=service, since_on=date(2026, 5, 1), source="visit")
    assert len(record_claims([claim], by=None, at=at_tuesday)) == 1
    assert record_claims([claim], by=None, at=at_tuesday) == []
    assert Claim.objects.count() == 1


def test_nothing_can_be_had_from_tomorrow_on(say, people):
    with pytest.raises(BadInput, match="còn ở phía trước"):
        say(people.an, "visit", date(2026, 5, 27))


def test_who_is_missing_leaves_out_children_and_those_away(say, people, measure):
    say(people.an, "list", date(2026, 3, 1))
    missing = queries.people_without(measure, date(2026, 5, 26))
    assert set(missing) == {people.bao, people.em, people.gam}


def test_what_had_run_out_gives_way_to_a_weaker_word_that_came_after(say, people, measure):
    say(people.an, "official", date(2024, 1, 1), until=date(2025, 12, 31))
    door = say(people.an, "visit", date(2026, 5, 20))
    standing = standing_of(people.an)
    assert (standing.decided_by, standing.contested_by) == (door, None)
    assert queries.people_with(measure, date(2026, 5, 26)).count() == 1


def test_what_runs_out_later_still_outweighs_the_weaker_word(say, people):
    listed = say(people.an, "list", date(2025, 7, 1), until=date(2026, 6, 30))
    say(people.an, "visit", date(2026, 5, 20))
    assert standing_of(people.an).decided_by == listed


def test_the_stronger_word_said_again_after_the_rivals_ends_the_contest(say, people):
    first = say(people.an, "list", date(2026, 1, 1))
    rival = say(people.an, "visit", date(2026, 3, 1), level=2)
    assert standing_of(people.an).contested_by == rival
    say(people.an, "list", date(2026, 5, 1))
    standing = standing_of(people.an)
    assert (standing.decided_by, standing.contested_by) == (first, None)


@pytest.mark.parametrize("how_many", [2, 5])
def test_many_claims_are_taken_back_in_as_many_statements_as_two(
    how_many, people, service, members, at_tuesday, django_assert_num_queries
):
    persons = [people.an, people.bao, people.duy, people.em, people.gam][:how_many]
    said = [
        NewClaim(subject={"person_id": p.pk}, service=service, since_on=date(2026, 5, 1), source="list")
        for p in persons
    ]
    claims = Claim.objects.select_related("service", "stated_by", "campaign").filter(
        pk__in=[claim.pk for claim in record_claims(said, by=None, at=at_tuesday)]
    )
    wrong = list(claims)
    with django_assert_num_queries(10 if connection.features.has_select_for_update else 9):  # one that locks
        taken = retract_claims(wrong, by=members.mai, at=at_tuesday)
    assert [row.retracts_id for row in taken] == [claim.pk for claim in wrong]
    assert retract_claims(wrong, by=members.mai, at=at_tuesday) == taken
    assert (Standing.objects.count(), Claim.objects.count()) == (0, 2 * how_many)
    assert [e.data for e in Event.objects.filter(verb="claim.retracted")] == [{"count": how_many, "origin": ""}]


@pytest.mark.parametrize(
    ("since", "months", "last"),
    [
        (date(2026, 5, 26), 12, date(2027, 5, 26)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 5, 26), None, None),
    ],
)
def test_the_last_day_of_what_is_valid_so_many_months(since, months, last):
    assert expiry(since, months) == last


def test_a_service_with_a_validity_expires_by_itself(say, people, service, measure):
    service.validity_months = 12
    service.save()
    say(people.an, "visit", date(2026, 5, 20))
    assert standing_of(people.an).until_on == date(2027, 5, 20)
    assert queries.people_with(measure, date(2027, 5, 21)).count() == 0
