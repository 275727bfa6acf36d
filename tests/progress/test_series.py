"""How many on each day: the fast way refereed by asking for the figure of every day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.conftest import START, THURSDAY
from tungnha.identity.dates import PartialDate
from tungnha.ledger.models import Measure, Service
from tungnha.people.models import Person
from tungnha.people.queries import turned
from tungnha.plans.models import Target
from tungnha.progress import queries
from tungnha.progress.ages import turns_on
from tungnha.progress.series import counted_along


@pytest.mark.django_db
def test_the_line_of_scenario_e(list_and_visits, commune, django_assert_num_queries):
    queries.series(list_and_visits.goals.october, commune, date(2026, 5, 24), THURSDAY)  # counted once
    with django_assert_num_queries(5):
        line = queries.series(list_and_visits.goals.october, commune, date(2026, 5, 24), THURSDAY)
    assert line == [
        (date(2026, 5, 24), 0), (START, 340), (date(2026, 5, 26), 340), (date(2026, 5, 27), 368), (THURSDAY, 368),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code", ["chu-ky-so-tren-15", "chu-ky-so-hoac-dien-tu", "can-cuoc-vneid2", "ho-thanh-thao", "ho-dich-vu-so-co-ban"]
)
def test_the_line_says_on_each_day_what_the_figure_of_that_day_says(code, plan, commune, villages, make_people, sign):
    dice = random.Random(code)
    measure = Measure.objects.get(code=code)
    target = Target.objects.create(plan=plan, text=code, value=Decimal(50), measure=measure)
    people = make_people(villages[0], 12) + make_people(villages[1], 12, born=date(2011, 5, 29))
    people += make_people(villages[1], 4, born=date(2011, 5, 1), birth_precision="month")
    for service in Service.objects.filter(counts="person", kind="state"):
        for person in dice.sample(people, 20):
            since = START + timedelta(days=dice.randrange(8))
            until = None if dice.random() < 0.6 else since + timedelta(days=dice.randrange(5))
            sign([person], since, service=service, level=dice.choice([0, 1, 2, 3, 4, 4]), until_on=until)
    days = [START + timedelta(days=n) for n in range(12)]
    line = queries.series(target, commune, days[0], days[-1])
    by_day = [(day, queries.figure(target, commune, day).now) for day in days]
    assert line == by_day
    assert counted_along(measure, commune, days[0], days[-1]) == by_day
    of_village = counted_along(measure, villages[0], days[0], days[-1])
    assert queries.series(target, villages[0], days[0], days[-1]) == of_village
    assert len({n for _, n in line}) > 1


@pytest.mark.django_db
def test_what_units_state_stands_until_they_state_again(plan, commune, units, state, service):
    target = Target.objects.create(plan=plan, text="x", measure=Measure.objects.get(code="chu-ky-so-hoc-sinh"))
    state(30, group="pupil", by=units.school, service=service, on=date(2026, 5, 26))
    state(45, group="pupil", by=units.school, service=service, on=THURSDAY)
    assert queries.series(target, commune, START, THURSDAY) == [
        (date(2026, 5, 26), 30), (date(2026, 5, 27), 30), (THURSDAY, 45),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("precision", ["day", "month", "year"])
@pytest.mark.parametrize("born", [date(2011, 5, 28), date(2012, 2, 29), date(2011, 12, 31), date(2011, 1, 1)])
def test_the_day_one_turns_15_is_the_first_the_register_says_so(born, precision, make_people, villages):
    make_people(villages[0], 1, born=born, birth_precision=precision)
    first = turns_on(born, precision, 15)
    of_age = [Person.objects.filter(turned(15, first - timedelta(days=n))).count() for n in (1, 0)]
    assert of_age == [0, 1]


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_whoever_turned_15_is_surely_15(born, precision):
    on = turns_on(born, precision, 15)
    assert min(PartialDate(born, precision).age_on(on)) >= 15
