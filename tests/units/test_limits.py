"""A door without a log-in is bounded by address and in all; who waits gets in again."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from tungnha.units import limits
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Knock

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 26, 8, 0, tzinfo=VIETNAM)
QUARTER = timedelta(minutes=15)


def knocks(who: str, times: int, at: datetime = AT, most: int = 5) -> int:
    """How many of the knocks were let in."""
    taken = 0
    for _ in range(times):
        with suppress(limits.TooMany):
            limits.allow("a.door", who, most=most, within=QUARTER, at=at)
            taken += 1
    return taken


def test_who_is_refused_is_told_how_long_to_wait():
    with pytest.raises(limits.TooMany) as problem:
        limits.allow("a.door", "10.0.0.1", most=0, within=QUARTER, at=AT)
    assert (problem.value.status, "chờ 15 phút" in problem.value.sentence) == (429, True)


def test_a_flood_from_one_address_is_cut_and_the_others_are_not():
    assert (knocks("10.0.0.1", 50), knocks("10.0.0.2", 3), knocks("10.0.0.1", 1)) == (5, 3, 0)
    assert sum(Knock.objects.values_list("count", flat=True)) == 8  # what was refused leaves no trace


def test_the_window_slides_and_who_waits_gets_in():
    assert knocks("10.0.0.1", 9, AT + timedelta(minutes=14)) == 5
    assert knocks("10.0.0.1", 1, AT + timedelta(minutes=16)) == 0  # a new stretch begins, the old one still counts
    assert knocks("10.0.0.1", 9, AT + timedelta(minutes=29)) >= 4
    assert knocks("10.0.0.1", 9, AT + timedelta(minutes=60)) == 5


def test_all_of_them_together_are_bounded_too():
    assert [knocks(limits.EVERYBODY, 1, most=3) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_no_address_is_kept_and_days_do_not_lead_to_each_other():
    for day in range(2):
        knocks("10.0.0.1", 1, AT + timedelta(days=day))
    rows = list(Knock.objects.values_list("who_ix", flat=True))
    assert (len(set(rows)), any("10.0" in row for row in rows)) == (2, False)
    limits.let_go(AT + timedelta(days=3))
    assert Knock.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"), ("", ""), ("junk", "junk")],
)
def test_a_house_of_ipv6_is_one(address, counted):
    assert limits.who(SimpleNamespace(META={"REMOTE_ADDR": address})) == counted
