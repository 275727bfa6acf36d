"""Cutting a walk and levelling what is left, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.field.sharing.rules import Load, Move, cut, level, room_for

weights = st.lists(st.integers(0, 9), min_size=1, max_size=60)


@given(weights, st.integers(1, 7))
def test_pieces_follow_the_walk_and_none_is_further_off_than_its_heaviest_house(houses, pieces):
    found = cut(houses, [1] * pieces)
    assert [n for piece in found for n in piece] == list(range(len(houses)))
    if sum(houses):
        fair = Fraction(sum(houses), pieces)
        assert all(abs(sum(houses[n] for n in piece) - fair) <= max(houses) for piece in found)


def test_a_street_of_ten_is_cut_in_two():
    assert cut([3, 1, 0, 0, 2, 2, 1, 1, 1, 1], [1, 1]) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_where_nobody_is_missing_houses_are_counted():
    assert [len(piece) for piece in cut([0] * 9, [1, 1, 1])] == [3, 3, 3]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.integers(0, 200))
def test_room_is_made_where_least_is_held(held, more):
    room = room_for(held, more)
    assert sum(room) == more
    ends = [load + part for load, part in zip(held, room, strict=True)]
    lowest = min(ends)
    assert all(part == 0 or end == lowest for part, end in zip(room, ends, strict=True))


def loads(*weights, start=0, **more):
    return [Load(start + n, start + n, weight, **more) for n, weight in enumerate(weights)]


def test_who_is_behind_gives_the_nearest_house_to_who_is_ahead():
    held = {"Lan": loads(2, 2, 2, 2), "Sơn": [Load(9, 9, 2)]}
    assert level(held) == [Move(3, "Lan", "Sơn")]


def test_a_house_with_an_appointment_stays():
    held = {"Lan": [*loads(2, 2, 2), Load(3, 3, 2, may_go=False)], "Sơn": [Load(9, 9, 2)]}
    assert level(held) == [Move(2, "Lan", "Sơn")]


def test_whoever_holds_nothing_begins_at_the_end_of_the_walk():
    assert level({"Lan": loads(1, 1, 1, 1), "Sơn": []}) == [Move(3, "Lan", "Sơn"), Move(2, "Lan", "Sơn")]


def test_what_is_level_is_left_alone():
    assert level({"Lan": loads(2, 2), "Sơn": loads(2, 2, start=5)}) == []
    assert level({"Lan": loads(9), "Sơn": []}) == []  # the only house is heavier than the gap it would leave


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.integers(0, 6), max_size=15), min_size=2))
def test_levelling_ends_loses_no_house_and_leaves_no_gap_a_house_could_fill(houses):
    held, start = {}, 0
    for who, own in houses.items():
        held[who] = loads(*own, start=start)
        start += len(own)
    weight = {load.door: load.weight for own in held.values() for load in own}
    with_whom = {load.door: who for who, own in held.items() for load in own}
    before = {who: sum(load.weight for load in own) for who, own in held.items()}
    for move in level(held):
        assert with_whom[move.door] == move.giver
        with_whom[move.door] = move.taker
    left = {who: sum(weight[door] for door, now in with_whom.items() if now == who) for who in held}
    assert sum(left.values()) == sum(before.values())
    assert sum(n * n for n in left.values()) <= sum(n * n for n in before.values())
    assert max(left.values()) - min(left.values()) <= max(before.values()) - min(before.values())


@pytest.mark.parametrize("pieces", [1, 3])
def test_an_empty_walk_gives_empty_pieces(pieces):
    assert cut([], [1] * pieces) == [[] for _ in range(pieces)]
