"""Whole numbers that add up exactly, whatever the weights (docs/decisions/0010-hand-down.md)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.plans.rules import by_remaining, by_weight, equally

totals = st.integers(0, 2_000_000)
weights = st.dictionaries(st.integers(1, 10_000), st.integers(0, 100_000), min_size=1, max_size=60).filter(
    lambda w: any(w.values())
)


@given(totals, weights)
def test_the_parts_are_whole_and_add_up_and_stay_within_one_of_the_exact_share(total, given_weights):
    parts = by_weight(total, given_weights)
    whole = sum(given_weights.values())
    assert sum(parts.values()) == total
    assert parts.keys() == given_weights.keys()
    for key, part in parts.items():
        assert part >= 0
        assert abs(part - Fraction(total * given_weights[key], whole)) < 1


@given(totals, weights)
def test_more_weight_never_gets_less_and_of_equals_the_smaller_id_comes_first(total, given_weights):
    parts = by_weight(total, given_weights)
    order = sorted(given_weights, key=lambda key: (-given_weights[key], key))
    assert [parts[key] for key in order] == sorted((parts[key] for key in order), reverse=True)


@given(totals, weights, st.randoms())
def test_the_order_of_asking_changes_nothing(total, given_weights, random):
    keys = list(given_weights)
    random.shuffle(keys)
    assert by_weight(total, {key: given_weights[key] for key in keys}) == by_weight(total, given_weights)


@given(totals, st.sets(st.integers(1, 10_000), min_size=1, max_size=60))
def test_equal_parts_differ_by_one_at_the_most(total, keys):
    parts = equally(total, keys)
    assert sum(parts.values()) == total
    assert max(parts.values()) - min(parts.values()) <= 1


people = st.dictionaries(
    st.integers(1, 500), st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)), min_size=1, max_size=40
)


@given(people, st.data())
def test_by_remaining_everyone_keeps_what_they_have_and_nobody_is_asked_for_more_than_there_are(rows, data):
    bases = {key: base for key, (base, _) in rows.items()}
    now = {key: min(base, having) for key, (base, having) in rows.items()}
    total = data.draw(st.integers(sum(now.values()), max(sum(bases.values()), 1)))
    if not any(bases.values()):
        with pytest.raises(ValueError):
            by_remaining(total, bases, now)
        return
    parts = by_remaining(total, bases, now)
    assert sum(parts.values()) == total
    if total <= sum(bases.values()):
        assert all(now[key] <= part <= bases[key] for key, part in parts.items())


def test_the_examples_of_the_decision():
    assert by_weight(10, {3: 1, 1: 1, 2: 1}) == {1: 4, 2: 3, 3: 3}
    assert by_remaining(70, {1: 100, 2: 50}, {1: 40, 2: 0}) == {1: 56, 2: 14}
    assert by_remaining(10, {1: 100, 2: 50}, {1: 30, 2: 10}) == {1: 8, 2: 2}, "more than enough already"
    with pytest.raises(ValueError):
        by_weight(5, {1: 0})
    with pytest.raises(ValueError):
        by_weight(5, {1: -1, 2: 3})
