"""What the phone keeps, in a real browser's IndexedDB: killed while writing, a full disk, two tabs, other versions."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHROMIUM, QUIET

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
PHONE = Path(__file__).resolve().parents[2] / "src" / "tungnha" / "phone"
HELPERS = Path(__file__).with_name("phone_storage.js")
BLANK = b"<!doctype html><title>blank</title><script type=module src=/helpers.js></script>"


class Folder(SimpleHTTPRequestHandler):
    """The phone's folder, the helpers, and an empty page at /blank."""

    extensions_map = {".js": "text/javascript", "": "application/octet-stream"}

    def do_GET(self) -> None:
        own = {"/blank": ("text/html", BLANK), "/helpers.js": ("text/javascript", HELPERS.read_bytes())}
        if self.path not in own:
            return super().do_GET()
        kind, body = own[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Folder, directory=str(PHONE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def context(chromium, folder) -> Iterator[Any]:
    made = chromium.new_context(base_url=folder)
    yield made
    made.close()


def _page(context: Any) -> Any:
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/blank")
    page.wait_for_function("window.ready")
    return page


def _check(page: Any, told: list[str]) -> None:
    ids, seqs, waiting = page.evaluate("read()")
    assert set(told) <= set(ids)
    assert seqs == list(range(len(ids), 0, -1))
    assert waiting == len(ids)
    assert len({name[:-2] for name in ids}) * 2 == len(ids), "both of one save, or none"


def test_a_page_killed_while_it_writes_loses_nothing_acknowledged(context):
    told: list[str] = []
    context.expose_function("tell", lambda ids: told.extend(ids))
    for run in range(4):
        page = _page(context)
        page.evaluate("joined()")
        page.evaluate("(run) => { writeOn(run) }", run)
        _wait_for(page, told, len(told) + 6 + run * 14)
        with page.expect_event("crash"):
            context.new_cdp_session(page).send("Page.navigate", {"url": "chrome://crash"})
        page.close()
        after = _page(context)
        _check(after, told)
        after.close()


def test_a_browser_killed_as_by_an_empty_battery_loses_nothing_acknowledged(chromium, folder, tmp_path):
    told: list[str] = []
    for run in range(3):
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=CHROMIUM, headless=True, args=QUIET, base_url=folder
        )
        context.expose_function("tell", lambda ids: told.extend(ids))
        page = _page(context)
        page.evaluate("joined()")
        _check(page, told)
        page.evaluate("(run) => { writeOn(run) }", run)
        _wait_for(page, told, len(told) + 20)
        _kill_browser_of(tmp_path)
        with pytest.raises(Exception, match=r"(?i)closed"):
            page.evaluate("new Promise(() => {})")
        for lock in tmp_path.glob("Singleton*"):
            lock.unlink()


def _wait_for(page: Any, told: list[str], count: int) -> None:
    """Until the page has told of so many saves: it is in the middle of the next one."""
    for _ in range(2000):
        if len(told) >= count:
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"only {len(told)} saves were told")


def _kill_browser_of(profile: Path) -> None:
    """The processes of the browser that this test started on its own profile, at once and without a word."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={profile}".encode() in command:
                os.kill(int(entry.name), signal.SIGKILL)


def test_every_write_asks_for_the_disk_and_counts_when_its_transaction_is_complete(context):
    durability, completed = _page(context).evaluate("watched()")
    assert set(durability) == {"strict"}
    assert completed == 1


@pytest.mark.parametrize("when", ["put", "complete"])
def test_a_full_disk_is_said_and_nothing_is_half_written(context, when):
    page = _page(context)
    page.evaluate("joined().then(() => store.save([visit('a')]))")
    page.evaluate("(when) => fillDisk(200_000, when)", when)  # Chromium's own override of the quota does nothing here
    kind, words = page.evaluate("saveLarge()")
    assert kind == "Full"
    assert "đã đầy" in words
    assert page.evaluate("store.operations().then((ops) => ops.map((op) => op.id))") == ["a"]
    page.evaluate("() => { emptyDisk() }")
    assert page.evaluate("store.save([visit('b')]).then((ops) => ops[0].seq)") == 2
    assert _page(context).evaluate("read()") == [["b", "a"], [2, 1], 2]


def test_two_tabs_write_in_one_sequence_and_tell_each_other(context):
    tabs = [_page(context), _page(context)]
    for tab in tabs:
        tab.evaluate("joined()")
    for name, tab in zip("ab", tabs, strict=True):
        tab.evaluate("(name) => { saveMany(name) }", name)
    for tab in tabs:
        tab.evaluate("done.then(() => true)")
    for tab in tabs:
        tab.wait_for_function("store.status().waiting === 50")  # the other one told
        seqs = tab.evaluate("store.operations().then((ops) => ops.map((op) => op.seq))")
        assert seqs == list(range(50, 0, -1))


def test_of_two_tabs_one_syncs_at_a_time(context):
    one, two = _page(context), _page(context)
    for tab in (one, two):
        tab.evaluate("joined()")
        tab.evaluate("hangingClient()")
    one.evaluate("() => { client.send() }")
    one.wait_for_function("sent === 1")
    assert two.evaluate("client.send().then((state) => [state.problem, sent])") == ["", 0]
    one.evaluate("stopNow()")
    one.wait_for_function("!client.state().busy")
    two.evaluate("() => { client.send() }")
    two.wait_for_function("sent === 1")


@pytest.mark.parametrize(("version", "without", "more"), [(1, "parcels", []), (9, "", ["dreams"])])
def test_an_older_database_is_brought_up_to_date_and_a_newer_one_gives_its_outbox(context, version, without, more):
    ops, parcels = _page(context).evaluate(
        "([v, without, more]) => inVersion(v, without, more)", [version, without, more]
    )
    assert ops == [["old", "visit", "of"], ["odd", "dream", None], ["fresh", "visit", None]]
    assert parcels == 1


def test_a_database_that_is_gone_is_noticed_and_said(context):
    page = _page(context)
    page.evaluate("loseDatabase()")
    said = _page(context).evaluate("noticed()")
    assert said.startswith("Dữ liệu của máy này đã bị xóa (chưa gửi lần nào; lúc ấy còn 2 việc chưa gửi)")
    assert page.evaluate("presence.askToKeep()")["words"]
