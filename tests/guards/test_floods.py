"""Every door that takes something without a log-in is bounded: whoever knocks without an end is told to wait, and the
neighbour gets in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.guards.addresses import ADDRESS_OF
from tests.guards.pages import one_commune
from tests.guards.test_routes import BY_DEVICE, PUBLIC, address, routes
from tungnha.units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]

# What is sent, anew each time.
SENT: dict[str, Callable[[int], dict[str, Any]]] = {
    "web:public-feedback": lambda n: {"kind": "install", "words": f"Lời {n}", "form": str(uuid.uuid4()), "website": ""},
    "web:public-follow": lambda n: {"code": f"ABCDE-FGH{n + 22}"},
    "web:public-badge-check": lambda n: {"ma": f"{n:06d}"},
    "outreach:course-here": lambda n: {"phone": f"09120009{n:02d}"},
    "units:login": lambda n: {"login": "0912000101", "password": f"thử {n}"},
}
# Doors of machines, flooded where they are tested: what they take is a code, a device's secret, a signature.
OF_MACHINES = {
    # tests/field/test_sync_door.py
    "field:phone-join-look", "field:phone-join", "field:phone-sync", "field:phone-carry",
    # tests/reports/test_exchange.py
    "reports:exchange-take", "reports:exchange-ask",
}  # fmt: skip
TIMES, MOST_IN_A_ROW, PLAIN = 90, 80, "application/x-www-form-urlencoded"


@pytest.fixture
def commune():
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        yield one_commune()


def test_no_other_door_takes_anything(commune):
    stranger, takes = Client(), set()
    for name, has_parts in routes():
        if name in PUBLIC | BY_DEVICE:
            answer = stranger.post(address(name, has_parts, commune), "", content_type=PLAIN)
            takes |= {name} if answer.status_code not in (404, 405) else set()
    passive = {"web:phone", "web:phone-worker", "web:phone-file", "reports:feed"}
    assert takes - passive == SENT.keys() | OF_MACHINES


@pytest.mark.parametrize("name", SENT)
def test_a_flood_is_cut_the_neighbour_gets_in_and_who_waits_does(name, commune, settings):
    settings.AXES_ENABLED = True
    where = address(name, name in ADDRESS_OF, commune)

    def said(number: int, come_from: str) -> int:
        sent = urlencode(SENT[name](number))
        return Client().post(where, sent, content_type=PLAIN, REMOTE_ADDR=come_from).status_code

    answers = [said(number, "203.0.113.7") for number in range(TIMES)]
    let_in = answers.index(429)
    assert 0 < let_in <= MOST_IN_A_ROW
    assert set(answers[let_in:]) == {429}
    assert said(1, "203.0.113.8") != 429
    if name == "units:login":  # its own clock: tests/units/test_login_pages.py
        return
    with clock.freeze(clock.now() + timedelta(hours=2)):
        assert said(2, "203.0.113.7") != 429
