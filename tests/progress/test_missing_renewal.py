"""What runs out: signatures by their last day, cards by age, who comes of age. Scenario E, 7."""

from __future__ import annotations

from datetime import date

import pytest

from tests.progress.conftest import START, moment
from tungnha.config import environment
from tungnha.ledger.models import Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import RosterEntry
from tungnha.people.operations.restricting import restrict
from tungnha.progress.missing import renewal
from tungnha.progress.missing.renewal import CARD, GONE, UNKNOWN, Renewal
from tungnha.progress.missing.sought import Sought

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 6, 30)


@pytest.fixture
def look(commune, members):
    """look("chu-ky-so", on): one kind as an officer sees it on a day."""

    def make(code, on, area=None, reader=None):
        kind = next(kind for kind in renewal.kinds() if kind.code == code)
        return Renewal(kind, area or commune, on, reader or members.mai)

    return make


def names(found, when):
    return [person.full_name.split()[-1] for person in found.to_visit(when)]


@pytest.mark.parametrize(
    ("on", "when"),
    [(date(2026, 5, 31), "60"), (date(2026, 6, 1), "30"), (LAST_DAY, "30"), (date(2026, 7, 1), GONE)],
)
def test_a_signature_is_due_from_thirty_days_before_and_falls_out_the_day_after(
    on, when, look, people, sign, measure, commune, campaign, members
):
    sign([people.an], START, until_on=LAST_DAY)
    found = look("chu-ky-so", on)
    first = next(code for code in found.kind.words if names(found, code))
    assert (first, names(found, when)) == (when, ["An"])
    missing = Sought(measure=measure, area=commune, on=on, campaign=campaign, reader=members.mai).to_visit()
    assert (people.an in missing) is (on > LAST_DAY)


def test_renewed_at_the_door_after_it_ran_out_it_is_back(look, people, sign):
    sign([people.an], START, until_on=LAST_DAY)
    sign([people.an], date(2026, 7, 2), source="visit")
    found = look("chu-ky-so", date(2026, 7, 3))
    assert [when for when in found.kind.words if names(found, when)] == [UNKNOWN]


def test_a_later_list_moves_the_last_day(look, people, sign):
    sign([people.an], START, until_on=LAST_DAY)
    sign([people.an], date(2026, 6, 10), until_on=date(2027, 6, 30))
    found = look("chu-ky-so", date(2026, 6, 20))
    assert [when for when in found.kind.words if names(found, when)] == []


def test_of_whom_nobody_said_until_when_is_told_apart(look, people, sign):
    sign([people.an], START)
    sign([people.em], START, until_on=LAST_DAY)
    found = look("chu-ky-so", date(2026, 6, 1))
    assert (names(found, UNKNOWN), names(found, "30")) == (["An"], ["Em"])
    said = found.words_of([people.an, people.em], "30")
    assert said[people.an.pk].startswith("chưa biết ngày hết hạn, theo")
    assert said[people.em.pk] == "hết hạn ngày 30/6/2026, còn 29 ngày, theo danh sách của nhà cung cấp"


def test_who_does_not_live_here_and_who_has_not_got_it_run_out_of_nothing(look, people, sign):
    sign([people.duy], START, until_on=LAST_DAY)  # away for work
    sign([people.an], START, level=0, until_on=LAST_DAY)
    assert names(look("chu-ky-so", date(2026, 6, 1)), "30") == []


def test_each_village_is_counted_in_one_statement(look, people, sign, villages, django_assert_num_queries):
    sign([people.an], START, until_on=LAST_DAY)
    sign([people.em], START, until_on=date(2026, 8, 1))
    sign([people.gam], START, until_on=date(2026, 5, 26))
    found = look("chu-ky-so", date(2026, 6, 5))
    with django_assert_num_queries(1):
        counts = found.counts_by_place()
    none = {"30": 0, "60": 0, "90": 0, GONE: 0, UNKNOWN: 0}
    assert counts == {
        villages[0].pk: none | {"30": 1, "60": 1, "90": 1}, villages[1].pk: none | {"60": 1, "90": 1, GONE: 1},
    }  # fmt: skip


def test_who_asked_to_be_left_alone_and_whose_people_they_are(look, people, sign, members, units, villages):
    sign([people.an, people.em], START, until_on=LAST_DAY)
    restrict(person=people.an, by=members.dung, at=moment(START))
    RosterEntry.objects.create(person=people.em, organisation=units.school)
    on = date(2026, 6, 5)
    assert names(look("chu-ky-so", on), "30") == ["Em"]
    assert names(look("chu-ky-so", on, area=villages[0], reader=members.lan), "30") == []
    own = look("chu-ky-so", on, reader=members.thu)
    assert (names(own, "30"), own.rows("30").count()) == (["Em"], 1)


# --- cards and ages --------------------------------------------------------------------------------------------------


def born(person, day, precision="day"):
    person.birth_date, person.birth_precision = day, precision
    person.save()


@pytest.mark.parametrize("age", [14, 25, 40, 60])
def test_a_card_is_to_be_changed_at_four_ages(age, look, people):
    born(people.an, date(2026 - age, 6, 30))
    for on, when in ((date(2026, 6, 1), "30"), (date(2026, 6, 30), "30"), (date(2026, 7, 1), GONE)):
        found = look(CARD, on)
        assert (names(found, when), on) == (["An"], on)
    words = look(CARD, date(2026, 6, 1)).words_of([people.an], "30")[people.an.pk]
    assert words == f"đủ {age} tuổi ngày 30/6/2026"


def test_a_card_issued_within_the_two_years_before_is_good_until_the_next_age(look, people):
    born(people.an, date(2001, 6, 30))
    born(people.em, date(2001, 6, 30))
    card = Service.objects.get(code="can-cuoc")
    for person, since in ((people.an, date(2025, 1, 1)), (people.em, date(2023, 1, 1))):
        claim = NewClaim(subject={"person_id": person.pk}, service=card, since_on=since, source="official")
        record_claims([claim], by=None, at=moment(START))
    assert names(look(CARD, date(2026, 6, 1)), "30") == ["Em"]


def test_a_birthday_nobody_knows_is_said(look, people):
    born(people.an, date(2001, 1, 1), "year")
    found = look(CARD, date(2026, 6, 1))
    assert ([when for when in found.kind.words if names(found, when)], names(found, UNKNOWN)) == ([UNKNOWN], ["An"])


def test_who_turns_fifteen_is_seen_coming_and_then_counted(look, people, measure, commune, campaign, members):
    born(people.chi, date(2011, 7, 10))
    found = look("du-15", date(2026, 6, 1))
    assert [when for when in found.kind.words if names(found, when)] == ["60", "90"]
    on = date(2026, 7, 10)
    assert names(look("du-15", on), "30") == ["Chi"]
    sought = Sought(measure=measure, area=commune, on=on, campaign=campaign, reader=members.mai)
    assert people.chi in sought.to_visit()


def test_born_on_the_29th_of_february_the_birthday_is_told_as_ages_are_counted(look, people):
    born(people.an, date(2000, 2, 29))
    assert renewal.years_later(date(2000, 2, 29), 25) == date(2025, 3, 1)
    assert names(look(CARD, date(2025, 2, 28)), "30") == ["An"]
    assert names(look(CARD, date(2025, 3, 1)), "30") == ["An"]
    assert names(look(CARD, date(2025, 3, 2)), GONE) == ["An"]


# --- the setting -----------------------------------------------------------------------------------------------------


def test_the_days_are_a_setting(settings, look, people, sign):
    settings.RENEWAL_DAYS = (15,)
    sign([people.an], START, until_on=LAST_DAY)
    assert list(look("chu-ky-so", date(2026, 6, 1)).kind.words) == ["15", GONE, UNKNOWN]
    assert names(look("chu-ky-so", date(2026, 6, 16)), "15") == ["An"]
    assert names(look("chu-ky-so", date(2026, 6, 15)), "15") == []


@pytest.mark.parametrize("value", ["60, 30", "0", "30,,60", "ba mươi", "-1", "30,30", "99999"])
def test_days_that_cannot_be_are_refused_at_the_start(value, monkeypatch):
    monkeypatch.setenv("TUNGNHA_RENEWAL_DAYS", value)
    with pytest.raises(SystemExit, match="TUNGNHA_RENEWAL_DAYS phải là các số ngày tăng dần"):
        environment.counts("TUNGNHA_RENEWAL_DAYS", (30, 60, 90))


def test_days_may_be_written_with_spaces(monkeypatch):
    monkeypatch.setenv("TUNGNHA_RENEWAL_DAYS", " 15, 45 ")
    assert environment.counts("TUNGNHA_RENEWAL_DAYS", (30,)) == (15, 45)
