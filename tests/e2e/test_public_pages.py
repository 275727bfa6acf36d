"""Pages for everybody in a browser, every kind of them: without script, in little, readable at twice the size, for who
reads by ear too."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

import pytest

from tests.e2e.pages import faults
from tests.e2e.public_budget import MOST_BYTES, MOST_REQUESTS, cost_of, first_paint
from tests.e2e.public_kinds import kinds_of
from tests.guards.pages import one_commune
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# What stands out of the glass of the smallest phone, or out of the box around it, when letters are twice as large.
CUT = """
    () => {
        document.documentElement.style.fontSize = "225%"
        const wide = (e) => e.getBoundingClientRect().right > innerWidth + 1
        const out = (e) => e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1
        const boxed = [...document.querySelectorAll(".btn, input, select, textarea")].filter((e) => e.checkVisibility())
        const found = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && wide(e)
            && !e.matches(".skip, .hidden-visually")).concat(boxed.filter(out))
        return found.slice(0, 3).map((e) => "cut at 200 %: " + e.outerHTML.slice(0, 140))
    }
"""


@pytest.fixture
def kinds(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        yield kinds_of(one_commune())


def test_each_is_small_and_works_without_script(kinds, chromium, live_server):
    costs = [cost_of(chromium, live_server.url, kind) for kind in kinds]
    assert len(costs) > 45, len(costs)
    assert [cost for cost in costs if cost.bytes >= MOST_BYTES or cost.requests > MOST_REQUESTS or cost.foreign] == []


def test_each_can_be_read_touched_and_heard_at_twice_the_size_too(kinds, open_browser, live_server):
    host, page, wrong = urlsplit(live_server.url).netloc, open_browser(), {}
    for kind in kinds:
        found = faults(page, kind.where, host, lambda page, kind=kind: kind.open(page, live_server.url))
        page.set_viewport_size({"width": 360, "height": 640})
        found = [fault for fault in found + page.evaluate(CUT) if f"status of {kind.status}" not in fault]
        if found:
            wrong[f"{kind.where}: {kind.says}"] = found
    assert wrong == {}


@pytest.mark.skipif(os.environ.get("TUNGNHA_PAINT") != "1", reason="a measure: python -m tests.bench public")
def test_first_paint_is_measured(kinds, chromium, live_server):
    for kind in kinds:
        took = sorted(first_paint(chromium, live_server.url, kind) for _ in range(1 if kind.sent else 3))
        sys.stdout.write(f"\n{kind.where} ({kind.says}): first paint {took[len(took) // 2]:.0f} ms")
