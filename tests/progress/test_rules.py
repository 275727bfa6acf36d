"""Pace, path, state, forecast, fair shares and days, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.plans.rules import needed_count
from tungnha.progress import rules
from tungnha.progress.levels.pace import Step, words
from tungnha.progress.rules import Forecast, Pace

START, JULY, OCTOBER = date(2026, 5, 25), date(2026, 7, 31), date(2026, 10, 31)
PATH = [(START, 340), (JULY, 1918), (OCTOBER, 3496)]


@pytest.mark.parametrize(
    ("now", "needed", "on", "due", "pace"),
    [
        (368, 1918, date(2026, 5, 28), JULY, Pace(1550, 64, Decimal("24.2"))),
        (368, 3496, date(2026, 5, 28), OCTOBER, Pace(3128, 156, Decimal("20.1"))),
        (1900, 1918, JULY, JULY, Pace(18, 0, Decimal("18.0"))),
        (1900, 1918, date(2026, 8, 1), JULY, Pace(18, -1, None)),
        (2000, 1918, date(2026, 7, 1), JULY, Pace(0, 30, Decimal("0.0"))),
        (None, 1918, START, JULY, None),
        (340, None, START, JULY, None),
        (340, 1918, START, None, None),
    ],
)
def test_the_pace_counts_the_days_from_today_to_the_due_day(now, needed, on, due, pace):
    assert rules.needed_per_day(now, needed, on, due) == pace


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 400))
def test_keeping_the_pace_reaches_the_target_to_within_the_rounding(now, needed, days):
    pace = rules.needed_per_day(now, needed, START, START + timedelta(days=days))
    assert pace is not None
    assert pace.per_day is not None
    assert abs(now + pace.per_day * days - max(needed, now)) <= Decimal("0.05") * days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 1), 340), (START, 340), (JULY, 1918), (OCTOBER, 3496), (date(2026, 12, 1), 3496),
        (date(2026, 5, 28), 340 + Fraction(1578 * 3, 67)), (date(2026, 9, 15), 1918 + Fraction(1578 * 46, 92)),
    ],
)  # fmt: skip
def test_the_way_is_straight_between_milestones_and_flat_outside(day, expected):
    assert rules.expected_on(day, PATH) == expected


def test_without_two_points_there_is_no_way():
    assert (rules.expected_on(START, []), rules.expected_on(START, PATH[:1]), rules.whole_people(None)) == (None,) * 3


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 9999)), max_size=6), st.data())
def test_a_way_never_goes_back(milestones, data):
    path = rules.make_path((date(2026, 3, 1), 50), milestones)
    days = [on for on, _ in path]
    assert days == sorted(set(days))
    assert [n for _, n in path] == sorted(n for _, n in path)
    day = data.draw(st.dates(date(2026, 1, 1), date(2027, 2, 1)))
    today, tomorrow = (rules.expected_on(d, path) for d in (day, day + timedelta(days=1)))
    assert today is None or (tomorrow is not None and today <= tomorrow)


@pytest.mark.parametrize(
    ("now", "needed", "on", "due", "expected", "state"),
    [
        (None, 1918, START, JULY, 340, "no_data"),
        (340, None, START, JULY, None, "no_level"),
        (1917, 1918, JULY, JULY, 1918, "behind"),
        (1918, 1918, JULY, JULY, 1918, "reached"),
        (1918, 1918, date(2026, 9, 1), JULY, 1918, "reached"),
        (1917, 1918, date(2026, 8, 1), JULY, 1918, "overdue"),
        (411, 1918, date(2026, 5, 28), JULY, 411, "on_path"),
        (410, 1918, date(2026, 5, 28), JULY, 411, "behind"),
        (410, 1918, date(2026, 5, 28), None, None, "no_due"),
        (0, 0, START, JULY, None, "reached"),
    ],
)
def test_each_state_has_its_boundary(now, needed, on, due, expected, state):
    assert rules.state_of(now=now, needed=needed, on=on, due_on=due, expected=expected) == state


def test_every_state_has_a_word_and_a_place_in_the_order():
    assert set(rules.STATE_WORDS) == set(rules.URGENCY)


@pytest.mark.parametrize(
    ("comparator", "value", "stated", "count"),
    [("=", "35", None, 1918), ("=", "63.8", 3496, 3496), (">", "63.8", None, 3497), (">", "64", None, 3508)],
)
def test_the_numbers_of_the_plan_are_those_of_the_written_rule(comparator, value, stated, count):
    needed = needed_count(comparator=comparator, value=Decimal(value), unit="%", base=5480, stated_count=stated)
    assert needed.count == count


# --- forecast ---------------------------------------------------------------------------------------------------------


def history(*gains_by_week: int, start: int = 340) -> list[tuple[date, int]]:
    counts = [start]
    for gain in gains_by_week:
        counts.append(counts[-1] + gain)
    return [(START + timedelta(weeks=n), count) for n, count in enumerate(counts)]


def test_a_forecast_is_the_range_of_the_slowest_and_the_fastest_recent_week():
    found = rules.forecast(history(500, 70, 140, 70, 105), 1918, JULY)
    # 1.225 on 29/6; 693 to go at 10 to 20 a day
    assert found == Forecast(
        "Theo tuần chậm nhất và tuần nhanh nhất trong các tuần gần đây.", date(2026, 8, 3), date(2026, 9, 7),
        Decimal("10.0"), Decimal("20.0"), (1545, 1865),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("points", "needed", "why"),
    [
        (history(100), 1918, "Chưa đủ hai tuần số liệu để dự báo."),
        ([], 1918, "Chưa đủ hai tuần số liệu để dự báo."),
        (history(10, 10), None, "Chưa biết phải đạt bao nhiêu nên chưa dự báo được."),
        (history(0, 0), 1918, "Các tuần gần đây không tăng: giữ như vậy thì không đạt."),
    ],
)
def test_without_enough_to_go_by_no_day_is_named(points, needed, why):
    found = rules.forecast(points, needed)
    assert (found.why, found.earliest, found.latest) == (why, None, None)


def test_a_week_of_standing_still_leaves_the_late_end_open():
    found = rules.forecast(history(70, 0), 1918, JULY)
    assert (found.earliest is None, found.latest) == (False, None)


# --- shares -----------------------------------------------------------------------------------------------------------


def test_shares_go_to_the_largest_remainders():
    assert rules.fair_shares(10, {1: 1, 2: 1, 3: 1}) == {1: 4, 2: 3, 3: 3}
    assert rules.fair_shares(3496, {1: 3000, 2: 2512}) == {1: 1903, 2: 1593}
    assert rules.fair_shares(5, {}) == rules.fair_shares(5, {1: 0}) == {}


@given(st.integers(0, 100_000), st.dictionaries(st.integers(1, 500), st.integers(0, 9000), min_size=1))
def test_shares_add_up_exactly_and_stay_within_one_of_the_proportion(total, weights):
    shares = rules.fair_shares(total, weights)
    whole = sum(weights.values())
    if whole == 0:
        assert shares == {}
        return
    assert sum(shares.values()) == total
    assert all(abs(shares[k] - Fraction(total * w, whole)) < 1 for k, w in weights.items())


# --- days -------------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
SPANS = st.lists(st.tuples(DAYS, st.none() | DAYS).filter(lambda s: s[1] is None or s[0] <= s[1]), max_size=6)


def covered(spans) -> set[date]:
    every = [date(2026, 1, 1) + timedelta(days=n) for n in range(40)]
    return {day for day in every if any(a <= day and (b is None or day <= b) for a, b in spans)}


@given(SPANS, SPANS)
def test_either_and_both_are_union_and_intersection_of_days(left, right):
    assert covered(rules.either(left, right)) == covered(left) | covered(right)
    assert covered(rules.both(left, right)) == covered(left) & covered(right)


@given(SPANS)
def test_days_are_counted_as_one_would_by_hand(spans):
    first, last = date(2026, 1, 3), date(2026, 1, 15)
    by_hand = [
        (day, sum(a <= day and (b is None or day <= b) for a, b in spans))
        for day in (first + timedelta(days=n) for n in range(13))
    ]
    assert rules.along_days([(a, b, 1) for a, b in spans], first, last) == by_hand


def test_so_few_for_so_many_days_is_told_without_a_rate_of_nothing():
    def step(remaining, days):
        pace = rules.needed_per_day(36 - remaining, 36, START, START + timedelta(days=days))
        return Step(
            START + timedelta(days=days), 36, pace.remaining, pace.days_left, pace.per_day, None, None, Forecast("")
        )

    assert words(step(8, 197), "người") == "cần thêm 8 người, còn 197 ngày"
    assert words(step(8, 100), "người") == "cần 0,1 người mỗi ngày, còn 100 ngày"
    assert words(step(0, 100), "người") == "đã đủ"
