"""Acceptance scenarios walked in a browser, line by line: each line is a step of its own, printed as it goes.

A line that does not hold is told and the walk goes on; the test fails at its end with all of them. `make scenarios`
runs them (not `make test`); TUNGNHA_SHOTS=<folder> keeps a picture of each step to look at.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tungnha.demo import sample_plans
from tungnha.units import clock

PLANS = Path(__file__).resolve().parents[4] / "shared" / "plans"
SHOTS = os.environ.get("TUNGNHA_SHOTS")
PHONE = {"width": 360, "height": 740}  # a cheap phone
PATIENCE = 40_000  # milliseconds a page may take to show what a step waits for
Keep = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.scenario)


@pytest.fixture
def time_is() -> Iterator[Callable[[str], None]]:
    """time_is("2026-05-28T09:10") holds the one clock there until it is moved again."""
    with ExitStack() as held:

        def move(at: str) -> None:
            held.pop_all().close()
            held.enter_context(clock.freeze(at))

        yield move


@pytest.fixture
def plan_text() -> Callable[[str], bytes]:
    """plan_text("004"): the plan as the office wrote it, where it lies beside the project."""

    def read(number: str) -> bytes:
        found = sorted(PLANS.glob(f"{number}_*.txt"))
        if not found:
            pytest.skip(f"../shared/plans/{number}_*.txt không có ở đây")
        return found[0].read_bytes()

    return read


@pytest.fixture
def plan_of(plan_text: Callable[[str], bytes]) -> Callable[..., dict[str, Any]]:
    """plan_of("sample", "002", "nhu-thanh"): the file to hand in, the office's own text or our sample in Word."""

    def file(which: str, number: str, slug: str) -> dict[str, Any]:
        if which == "real":
            return {"name": f"{slug}.txt", "mimeType": "text/plain", "buffer": plan_text(number)}
        return {"name": f"{slug}.docx", "mimeType": "application/octet-stream", "buffer": sample_plans.build_docx(slug)}

    return file


@pytest.fixture
def pictures(picture: Callable[[Any, str], None]) -> Callable[[str], Keep]:
    """pictures("sample"): keep(page, name, at="h2:has-text('…')") takes a picture for docs/walk, from that place of the
    page down. Of the office's own text none is taken: a page of it would carry its words."""

    def keep(page: Any, name: str, at: str = "") -> None:
        if name.endswith("-phone"):
            page.set_viewport_size(PHONE)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], f"{name} is too wide"
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        if at:
            page.locator(at).first.evaluate(
                "one => scrollTo({top: scrollY + one.getBoundingClientRect().top - 12, behavior: 'instant'})"
            )
        picture(page, name)

    return lambda which: keep if which == "sample" else (lambda page, name, at="": None)


class Lines:
    """The lines of one scenario: `with lines("E1", "what it says", page): …`, and what waits for other rooms."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.held: list[str] = []
        self.fallen: list[str] = []
        self.waiting: list[str] = []

    @contextmanager
    def __call__(self, sign: str, what: str, page: Any = None) -> Iterator[None]:
        try:
            yield
        except Exception as wrong:  # whatever it is, it is told at the end, and the next line is walked
            said = str(wrong).strip().splitlines()
            self.fallen.append(f"{sign} {what}: {' '.join(said[:3])[:400] or type(wrong).__name__}")
            self.say(f"✗ {self.fallen[-1]}")
        else:
            self.held.append(sign)
            self.say(f"✓ {sign} {what}")
        finally:
            if SHOTS and page is not None:
                page.screenshot(path=f"{SHOTS}/{re.sub(r'[^A-Za-z0-9]+', '-', sign)}.png", full_page=True)

    def waits(self, sign: str, what: str, why: str) -> None:
        """A line, or a part of one, that belongs to a room not built yet."""
        self.waiting.append(f"{sign} {what}: {why}")
        self.say(f"… {self.waiting[-1]}")

    @contextmanager
    def fails(self, sign: str, what: str, why: str) -> Iterator[None]:
        """A line the product does not hold yet, told as such; it may not stay marked once it holds."""
        try:
            yield
        except AssertionError:
            self.waits(sign, what, why)
        else:
            self.fallen.append(f"{sign} {what}: nay đã đạt, bỏ dấu chưa đạt")

    def end(self) -> None:
        """All that was walked holds."""
        self.say(f"{len(self.held)} dòng đạt, {len(self.fallen)} dòng chưa đạt, {len(self.waiting)} dòng chờ")
        assert self.held, "no line was walked"
        assert self.fallen == []


@pytest.fixture
def lines(request: pytest.FixtureRequest) -> Lines:
    """Ends with `lines.end()`. What it says is seen while the walk goes on, whatever pytest catches."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say(text: str) -> None:
        with capture.global_and_fixture_disabled():
            sys.stdout.write(f"\n  {text}")
            sys.stdout.flush()

    return Lines(say)


def flat(page: Any, where: str = "main") -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", page.inner_text(where))


@pytest.fixture
def at_desk(open_browser: Callable[..., Any]) -> Callable[..., Any]:
    """at_desk(login, password): a page that waits less long than the other browser tests."""

    def start(login: str = "", password: str = "", **more: Any) -> Any:
        page = open_browser(**more)
        page.set_default_timeout(PATIENCE)
        if login:
            page.goto("/dang-nhap/", timeout=3 * PATIENCE)  # the first page of a server just begun
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", password)
            page.click("button:has-text('Vào')")
            page.wait_for_url(lambda url: "/dang-nhap/" not in url)  # else the next address would stop the log-in
        return page

    return start
