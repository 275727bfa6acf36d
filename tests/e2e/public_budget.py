"""What a page for everybody costs an old phone: asked for by a browser without script, a cache or a cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.e2e.public_kinds import Kind

MOST_BYTES, MOST_REQUESTS = 100_000, 10
OLD_PHONE = {"width": 360, "height": 640}
SLOWED = 4  # times, of the processor


@dataclass(frozen=True)
class Cost:
    """`bytes`: of all bodies, unpacked; `foreign`: requests to any other host."""

    where: str
    bytes: int
    requests: int
    foreign: int


def cost_of(chromium: Any, root: str, kind: Kind) -> Cost:
    """One page in a browser of its own, JavaScript off."""
    context = chromium.new_context(base_url=root, java_script_enabled=False, viewport=OLD_PHONE, locale="vi-VN")
    page, seen = context.new_page(), []
    page.on("requestfinished", lambda request: seen.append(request))
    kind.open(page, root)
    page.wait_for_load_state("networkidle")
    answers = [request.response() for request in seen]
    bodies = [answer.body() for answer in answers if not 300 <= answer.status < 400]
    host = urlsplit(root).netloc
    cost = Cost(kind.where, sum(map(len, bodies)), len(seen), sum(urlsplit(one.url).netloc != host for one in seen))
    assert context.cookies() == []
    context.close()
    return cost


def first_paint(chromium: Any, root: str, kind: Kind) -> float:
    """Milliseconds from asking to the first words on the glass, the processor four times slower. To be printed, never
    asserted: another process on the machine would decide."""
    context = chromium.new_context(base_url=root, viewport=OLD_PHONE, locale="vi-VN")
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    kind.open(page, root)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    found = float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    context.close()
    return found
