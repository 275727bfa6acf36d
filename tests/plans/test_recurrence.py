"""A duty's RRULE gives the same days as the house's own periods: read by a library of others (python-dateutil)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.test_periods import MONTHLY, PEAK, STEADY, THURSDAY, Phase
from tungnha.plans.rules import VIETNAM, When, obligation_periods
from tungnha.plans.rules.recurrence import ENTRY, entry, recurrence


def by_periods(duty, phases, rule="before", start=date(2026, 1, 1), end=date(2030, 12, 31)):
    found = obligation_periods(duty, phases=phases, start=start, end=end, rule=rule)
    return [entry(p.due_at)[0].replace(tzinfo=None) for p in found], found


def by_rule(text, first, count):
    return list(rrulestr(text, dtstart=first))[:count] if "UNTIL" in text else list(
        rrulestr(f"{text};COUNT={count}", dtstart=first))  # fmt: skip


@pytest.mark.parametrize(
    ("duty", "text"),
    [
        (THURSDAY, "FREQ=WEEKLY;BYDAY=TH"),
        (MONTHLY, "FREQ=MONTHLY;BYMONTHDAY=19"),
        (When("quarterly", day_of_month=21, months=[3, 6, 9, 12]), "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
        (When("weekly", weekday=1), "FREQ=WEEKLY;BYDAY=SU"),
        (When("weekly", weekday=4, inclusive=True, interval=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        (When("monthly", day_of_month=1), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (When("quarterly", day_of_month=1), "FREQ=MONTHLY;BYMONTH=2,5,8,11;BYMONTHDAY=-1"),
        (When("monthly", day_of_month=31, inclusive=True), "FREQ=MONTHLY;BYMONTHDAY=31,-1;BYSETPOS=1"),
        (When("yearly", day_of_month=15, months=[12]), "FREQ=MONTHLY;BYMONTH=12;BYMONTHDAY=14"),
        (When("daily", time=time(20)), "FREQ=DAILY"),
    ],
)
def test_rules_as_they_stand_in_a_calendar(duty, text):
    assert recurrence(duty).text == text


@pytest.mark.parametrize(
    "duty", [When("adhoc"), When("unspecified"), When("weekly"), When("once", due_on=date(2026, 5, 15)),
             When("monthly", day_of_month=20, months=[1, 2, 9], interval=2)],
)  # fmt: skip
def test_what_comes_once_or_unevenly_has_no_rule(duty):
    assert recurrence(duty) is None


def test_the_rule_of_the_peak_ends_with_its_last_thursday():
    found, periods = by_periods(THURSDAY, [PEAK])
    text = recurrence(THURSDAY).until(PEAK.ends_on)
    made = list(rrulestr(text, dtstart=periods[0].due_at - ENTRY))

    assert text == "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261031T165959Z"
    assert (len(made), made[-1]) == (23, datetime(2026, 10, 29, 9, 30, tzinfo=VIETNAM))
    assert [at.replace(tzinfo=None) for at in made] == found


frequencies = st.one_of(
    st.builds(When, st.just("daily"), interval=st.integers(1, 9)),
    st.builds(When, st.just("weekly"), interval=st.integers(1, 5), weekday=st.integers(1, 7)),
    st.builds(
        When, st.just("monthly"), interval=st.integers(1, 5), day_of_month=st.integers(1, 31),
    ),
    st.builds(
        When, st.sampled_from(["monthly", "yearly"]), day_of_month=st.integers(1, 31),
        months=st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True),
    ),
    st.builds(When, st.just("quarterly"), interval=st.integers(1, 3), day_of_month=st.integers(1, 31)),
    st.builds(
        When, st.just("yearly"), interval=st.integers(1, 2), due_on=st.dates(date(2024, 1, 1), date(2024, 12, 31))
    ),
)  # fmt: skip


@settings(max_examples=300)
@given(
    frequencies, st.sampled_from([None, True, False]), st.sampled_from([None, time(10), time(0, 10), time(23, 59)]),
    st.sampled_from(["before", "until"]), st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)  # fmt: skip
def test_any_duty_comes_on_the_same_days_by_its_rule_and_by_its_periods(duty, inclusive, at, rule, opens):
    duty.inclusive, duty.time = inclusive, at
    made = recurrence(duty, rule)
    found, _ = by_periods(duty, [Phase(opens, None)], rule, start=opens, end=opens + timedelta(days=1500))
    if found:
        assert by_rule(made.text, found[0], len(found)) == found


def test_a_leap_day_and_the_turn_of_the_year():
    last = When("monthly", day_of_month=31, inclusive=True)
    days, _ = by_periods(last, [STEADY], start=date(2027, 12, 1), end=date(2028, 3, 31))
    assert [day.date() for day in days] == [
        date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31),
    ]  # fmt: skip
    assert by_rule(recurrence(last).text, days[0], 4) == days
