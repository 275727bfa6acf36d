"""Pages for everybody in a browser: without script, in little, readable at twice the size, for who reads by ear too."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

import pytest

from tests.e2e.pages import faults
from tests.e2e.public_budget import MOST_BYTES, MOST_REQUESTS, cost_of, first_paint
from tests.guards.addresses import ADDRESS_OF
from tests.guards.pages import one_commune
from tests.guards.test_routes import FOR_EVERYONE, address
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NO_PAGE = ("ics", "code", "picture", "file")  # what is given beside pages ends so


@pytest.fixture
def pages(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        commune = one_commune()
        names = [name for name in sorted(FOR_EVERYONE) if not name.endswith(NO_PAGE)]
        yield [address(name, name in ADDRESS_OF, commune) for name in names]


def test_each_is_small_and_works_without_script(pages, chromium, live_server):
    costs = [cost_of(chromium, live_server.url, where) for where in pages]
    assert len(costs) >= 5
    assert [cost for cost in costs if cost.bytes >= MOST_BYTES or cost.requests > MOST_REQUESTS or cost.foreign] == []


def test_each_can_be_read_touched_and_heard(pages, open_browser, live_server):
    host, page = urlsplit(live_server.url).netloc, open_browser()
    assert {where: found for where in pages if (found := faults(page, where, host))} == {}


def test_at_twice_the_size_nothing_is_cut(pages, open_browser):
    """Text at 200 % on a phone: one column, no sideways scrolling."""
    page = open_browser(phone=True)
    for where in pages:
        page.goto(where)
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), where


@pytest.mark.skipif(os.environ.get("TUNGNHA_PAINT") != "1", reason="a measure: python -m tests.bench public")
def test_first_paint_is_measured(pages, chromium, live_server):
    for where in pages:
        took = sorted(first_paint(chromium, live_server.url, where) for _ in range(3))[1]
        cost = cost_of(chromium, live_server.url, where)
        sys.stdout.write(f"\n{where}: {cost.bytes} bytes, {cost.requests} requests, first paint {took:.0f} ms")
