"""The ranking is fair: by what was to be done by now, ties share a place, missing is no place, few are not named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.progress.rules_ranking import Entry, best, ranked, risers, worst

START, SINCE, ON = date(2026, 5, 1), date(2026, 5, 21), date(2026, 5, 28)


def entry(key, now, needed=100, expected=50, start=0, **more):
    return Entry(key=key, now=now, needed=needed, expected=expected, start=start, **more)


def places(rows):
    return [(row.entry.key, row.rank) for row in ranked(rows)]


def test_it_is_not_the_bigger_one_nor_the_one_that_began_high():
    """Lớn has most people, Cao began with nearly all; Nhỏ did most of what it had to do by now."""
    rows = [
        entry("Lớn", 400, needed=1000, expected=500),
        entry("Cao", 91, needed=100, expected=95, start=90),
        entry("Nhỏ", 27, needed=60, expected=30),
    ]
    assert places(rows) == [("Nhỏ", 1), ("Lớn", 2), ("Cao", 3)]
    assert [row.share for row in ranked(rows)] == [Fraction(9, 10), Fraction(4, 5), Fraction(1, 5)]


def test_equal_shares_share_a_place_in_the_order_of_the_list():
    assert places([entry("B", 25), entry("A", 10, expected=20), entry("C", 10), entry("D", 49)]) == [
        ("D", 1), ("B", 2), ("A", 2), ("C", 4),
    ]  # fmt: skip


def test_who_has_all_stands_first_and_nobody_is_first_among_them():
    rows = [entry("quá", 150), entry("hơn đường", 99), entry("vừa đủ", 100), entry("có từ đầu", 100, start=100)]
    assert places(rows) == [("quá", 1), ("vừa đủ", 1), ("có từ đầu", 1), ("hơn đường", 4)]


def test_missing_has_no_place_and_is_not_a_zero():
    rows = [entry("chưa có số liệu", None), entry("chưa nêu mức", 4, needed=None), entry("không ai", 0)]
    assert places(rows) == [("không ai", 1), ("chưa có số liệu", None), ("chưa nêu mức", None)]
    assert [row.entry.key for row in worst(ranked(rows))] == ["không ai"]


def test_without_a_way_all_that_is_needed_was_to_be_done():
    assert [row.share for row in ranked([entry("a", 30, expected=None, start=10)])] == [Fraction(20, 90)]


def test_who_became_fewer_is_below_who_did_nothing():
    assert places([entry("mất", 9, start=10), entry("đứng im", 10, start=10)]) == [("đứng im", 1), ("mất", 2)]


def test_few_people_are_ranked_but_neither_praised_nor_blamed():
    rows = ranked([entry("ít mà đủ", 4, expected=4), entry("ít mà chưa", 0, expected=4), entry("đông", 30)])
    assert [row.rank for row in rows] == [1, 2, 3]
    assert ([r.entry.key for r in best(rows)], [r.entry.key for r in worst(rows)]) == ([], ["đông"])


@pytest.mark.parametrize(
    ("now", "rises", "falls"),
    [
        (47, True, False),  # 20 in 20 days before, so 7 in a week: 27 came
        (30, True, False),  # 10 came: three more
        (29, False, False),
        (27, False, False),
        (24, False, True),
        (20, False, True),
    ],
)
def test_to_rise_is_to_be_quicker_than_oneself(now, rises, falls):
    found = entry("x", now, then=20, start_on=START, since=SINCE, on=ON)
    assert (found.rises, found.falls) == (rises, falls)


def test_without_a_week_before_the_period_nobody_rises():
    found = entry("x", 90, then=5, start_on=date(2026, 5, 16), since=SINCE, on=ON)
    assert (found.more_than_before, found.rises, found.falls) == (None, False, False)


def test_risers_are_measured_by_what_each_had_to_do():
    days = {"then": 0, "start_on": START, "since": SINCE, "on": ON}
    rows = ranked([entry("lớn", 20, needed=1000, expected=500, **days), entry("nhỏ", 10, needed=40, **days)])
    assert [row.entry.key for row in risers(rows)] == ["nhỏ", "lớn"]


counts = st.one_of(st.none(), st.integers(0, 50))


@given(st.lists(st.tuples(counts, counts, counts, st.integers(0, 20)), max_size=12), st.integers(2, 9))
def test_size_alone_changes_no_place(rows, times):
    """Every place made so many times bigger: the ranking stays as it is."""

    def made(factor):
        def more(n):
            return None if n is None else n * factor

        return [
            Entry(key=n, now=more(now), needed=more(needed), expected=more(expected), start=start * factor)
            for n, (now, needed, expected, start) in enumerate(rows)
        ]

    assert places(made(1)) == places(made(times))


@given(st.lists(st.tuples(counts, counts, counts), max_size=12))
def test_nobody_is_left_out_and_places_count_on(rows):
    found = ranked([Entry(key=n, now=a, needed=b, expected=c) for n, (a, b, c) in enumerate(rows)])
    assert sorted(row.entry.key for row in found) == list(range(len(rows)))
    known = [row.rank for row in found if row.rank is not None]
    assert all(rank == number or rank == known[number - 2] for number, rank in enumerate(known, 1))
