"""Counts that are kept: several processes write of one village and count it again at once, or are killed at it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from tests.faults.processes import at_once, killed_everywhere, slowly
from tests.progress.conftest import make_people, sign  # noqa: F401
from tungnha.ledger.models import Measure
from tungnha.progress.counting import Days, Slot
from tungnha.progress.models import AreaTally, TallyStale
from tungnha.progress.tallies import checking, reading, recount

TODAY = date(2026, 5, 28)


@pytest.fixture
def slot(service):
    """A signature of people over fifteen."""
    measure = Measure.objects.get(code="chu-ky-so-tren-15")
    return Slot(measure, Days(TODAY, TODAY - timedelta(days=7), TODAY - timedelta(days=30)))


@pytest.fixture
def counted(slot, commune, province, villages, make_people):  # noqa: F811
    """Forty people of one village, counted and looked at from the province too, so that days are kept."""
    people = make_people(villages[0], 40)
    reading.counts([slot], commune, TODAY)
    reading.counts([slot], province, TODAY)
    recount.recount_stale()  # what emptying the tables after the test before has marked
    return people


def now(slot, area):
    return reading.Sums([slot], area, TODAY).of(area, f"now_{slot.name}")


def assert_right(slot, commune, province, expected):
    assert (now(slot, commune), now(slot, province)) == (expected, expected)
    assert not TallyStale.objects.exists()
    assert checking.compare(TODAY).differing == ()


def test_two_who_count_one_village_at_once_add_nothing_twice(slot, counted, sign, commune, province, villages):  # noqa: F811
    sign(counted[:10], date(2026, 5, 27))
    again = slowly(partial(recount.recount, villages[0].pk))
    for child in at_once([again, again, again]):
        assert child.error is None, child.error
    kept = AreaTally.objects.filter(on=TODAY, area__in=(commune, province))
    assert set(kept.filter(slot__part="has").values_list("count", flat=True)) == {10}
    assert_right(slot, commune, province, 10)


def test_who_writes_while_others_count_is_counted_by_somebody(slot, counted, sign, commune, province):  # noqa: F811
    def visit(people):
        for person in people:
            sign([person], date(2026, 5, 27))
            recount.recount_stale()

    for child in at_once([slowly(partial(visit, counted[n : n + 3])) for n in (0, 3, 6)]):
        assert child.error is None, child.error
    assert_right(slot, commune, province, 9)


def test_the_days_of_the_province_are_made_while_a_village_is_counted(slot, counted, sign, commune, province):  # noqa: F811
    sign(counted[:5], date(2026, 5, 27))
    AreaTally.objects.all().delete()
    recount.TallyDay.objects.all().delete()
    look = slowly(lambda: now(slot, province))
    for child in at_once([look, slowly(recount.recount_stale), look]):
        assert child.error is None, child.error
    assert_right(slot, commune, province, 5)


def test_killed_while_counting_the_marks_stay(slot, counted, sign, commune, province, villages):  # noqa: F811
    sign(counted[:4], date(2026, 5, 27))
    for where in killed_everywhere(partial(recount.recount, villages[0].pk)):
        assert TallyStale.objects.exists() != (where == "after the commit"), where
    assert_right(slot, commune, province, 4)
