"""Where rows change their state, on gains written by hand."""

import numpy as np
import pytest

from tungnha.matching.repair.paths import best_stretch, blocks

pytestmark = pytest.mark.one_database


def gains(*states: list[float]) -> np.ndarray:
    return np.array(states).T


def test_a_block_is_found_to_the_row():
    found = blocks(gains([-4.0] * 50 + [3.0] * 20 + [-4.0] * 30))
    assert [(one.state, one.first, one.last, one.gain) for one in found] == [(0, 50, 69, 60.0)]


def test_a_change_has_its_price():
    assert blocks(gains([-4.0] * 50 + [3.0] * 2 + [-4.0] * 30)) == []
    assert blocks(gains([-4.0] * 50 + [3.0] * 5 + [-4.0] * 30))[0].first == 50


def test_one_row_against_it_does_not_break_a_block():
    found = blocks(gains([-4.0] * 20 + [3.0] * 10 + [-4.0] + [3.0] * 10 + [-4.0] * 20))
    assert [(one.first, one.last) for one in found] == [(20, 40)]


def test_of_two_states_the_better_one():
    found = blocks(gains([-1.0] * 10 + [3.0] * 20 + [-1.0] * 20, [-1.0] * 10 + [2.0] * 20 + [3.0] * 20))
    assert [(one.state, one.first, one.last) for one in found] == [(0, 10, 29), (1, 30, 49)]


def test_rows_that_tell_nothing_stay_in_the_block():
    found = blocks(gains([3.0] * 5 + [0.0] * 100 + [3.0] * 5 + [-4.0] * 50))
    assert [(one.first, one.last) for one in found] == [(0, 109)]


def test_nothing():
    assert blocks(np.zeros((0, 2))) == []
    assert blocks([]) == []
    assert best_stretch(np.array([-1.0, -2.0])) == 0.0
    assert best_stretch(np.array([-1.0, 2.0, 3.0, -1.0])) == 5.0
