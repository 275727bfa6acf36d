"""Runs with the real app in a real Chromium: it is killed (SIGKILL, all its processes) while it saves and while it
sends, the way and the server break, a phone under Node works in the same village. What was on the phone's disk when the
app said “Đã lưu vào máy” must be there after each death, and on the server at the end, once."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import TimeoutError as BrowserTimeout
from playwright.sync_api import sync_playwright

from tests.e2e.phone import Phone as Hand
from tests.faults.phone import account, village
from tests.faults.phone.gate import FAULTS, Gate
from tests.faults.phone.run import Run
from tests.faults.phone.village import Speech, patiently
from tungnha.field.models import PhoneOperation, Visit
from tungnha.units.models import Event

HELD = """async () => {
    const done = (request) => new Promise(said => { request.onsuccess = () => said(request.result) });
    const db = await done(indexedDB.open("tungnha"));
    const all = await done(db.transaction("ops").objectStore("ops").getAll());
    db.close();
    return all.map(({id, seq, state, answer}) => ({id, seq, state, answer: answer ?? null}));
}"""
SAVED = "text=Đã lưu vào máy"
PATIENCE = 60  # seconds for a sync on a loaded machine


class _Hand(Hand):
    """As the tests of the app hold a phone, with patience for a loaded machine."""

    def open(self, way: str = "") -> None:
        with contextlib.suppress(BrowserTimeout):
            super().open(way)
            self.page.set_default_timeout(PATIENCE * 1000)
            return
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(f"{self.url}/dt/{way}")


class BrowserRun(Run):
    """`acknowledged`: ids that stood in IndexedDB when the app had said so."""

    def play(self, chromium: Any) -> dict[str, int]:
        rng = self.rng
        self.village = village.build(rng, 2, homes=16)  # more doors than it will knock on
        self.speech = Speech(self.village, rng)
        self.gate = Gate(self.loop, self.server.port)
        self.acknowledged: set[str] = set()
        self.phones = [self._phone(1)]
        folder = self.home / "chromium"
        self.hand = _Hand(SimpleNamespace(browser_type=chromium), self.gate.url, folder)
        try:
            patiently(lambda: self.hand.join(self.village.leader, self.village.leader))
            self.phones[0].open()
            self.phones[0].join(self.village, self.server.revive)
            for _ in range(rng.randint(4, 9)):
                self._deed()
            return self._compare()
        finally:
            self._kill_browser()
            self.gate.close()
            self.phones[0].gate.close()
            shutil.rmtree(self.home, ignore_errors=True)

    def _deed(self) -> None:
        step = self.rng.choices(
            ("visit", "killed while saving", "killed while sending", "killed", "broken way", "server", "other"),
            (40, 14, 14, 6, 16, 8, 12),
        )[0]
        self.did[step] += 1
        if step == "visit":
            self._visit()
            self.acknowledged |= {op["id"] for op in self._held()}
        elif step == "other":
            self._save(self.phones[0], 2)
            self.phones[0].begin_sync()
        elif step == "broken way":
            self.gate.plan.extend(self.rng.choice(FAULTS) for _ in range(3))
            self._tap_send()
        elif step == "server":
            self.server.die_before(self.rng.randint(1, 120))
            self._tap_send()
            time.sleep(0.3)
            self.server.die_before(0)
            self.server.revive()
        else:
            self._die(step)

    def _visit(self) -> None:
        """Two taps, or a visit to all of a house."""
        page = self.hand.page
        page.wait_for_selector("text=Vào nhà này")
        page.tap("text=Vào nhà này")
        page.wait_for_selector("text=Cả nhà đi vắng")
        page.tap("text=Cả nhà đi vắng")
        page.wait_for_selector(SAVED)

    def _die(self, step: str) -> None:
        if step == "killed while saving":
            page = self.hand.page
            page.wait_for_selector("text=Vào nhà này")
            page.tap("text=Vào nhà này")
            page.wait_for_selector("text=Cả nhà đi vắng")
            # The tap is not waited for: it dies before, while, or after it is on the disk.
            page.evaluate(
                "() => setTimeout(() => [...document.querySelectorAll('button')]"
                ".find(b => b.textContent.includes('Cả nhà đi vắng'))?.click(), 5)"
            )
            time.sleep(self.rng.random() * 0.06)
        elif step == "killed while sending":
            self._tap_send()
            time.sleep(self.rng.random() * 0.15)
        self._kill_browser()
        self.hand.open()
        self.hand.unlock()
        held = {op["id"] for op in self._held()}
        lost = self.acknowledged - held
        assert not lost, f"gone from the phone after it was killed: {lost}"
        self.acknowledged |= held
        self.hand.page.wait_for_selector("text=Vào nhà này")

    def _kill_browser(self) -> None:
        """Every process that has this run's folder in its words, and no other."""
        for words in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if f"--user-data-dir={self.home / 'chromium'}".encode() in words.read_bytes():
                    os.kill(int(words.parent.name), signal.SIGKILL)
        with contextlib.suppress(BrowserError):
            self.hand.context.close()
        (self.home / "chromium" / "SingletonLock").unlink(missing_ok=True)

    def _tap_send(self) -> None:
        with contextlib.suppress(BrowserError):
            self.hand.page.locator("text=Gửi ngay").first.click(timeout=3000, no_wait_after=True)

    def _held(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.hand.page.evaluate(HELD)
        return found

    def _compare(self) -> dict[str, int]:
        self.gate.heal()
        self.server.die_before(0)
        until = time.monotonic() + PATIENCE * 2
        while any(op["state"] == "waiting" for op in self._held()) and time.monotonic() < until:
            self.server.revive()
            self._tap_send()
            time.sleep(0.5)
        self._heal()
        held = {op["id"]: op for op in self._held()}
        wrong = patiently(lambda: self._wrong(held))
        assert not wrong, "; ".join(wrong)
        assert not self.hand.trouble, self.hand.trouble
        return dict(self.did + Counter({"operations": len(held), "acknowledged": len(self.acknowledged)}))

    def _wrong(self, held: dict[str, Any]) -> list[str]:
        """The browser phone's own; what the other phone did is held to account as in any run."""
        rows = {str(row.pk): row.answer for row in PhoneOperation.objects.filter(device__member=self.village.leader)}
        told = {key: {"had": "stored"}.get(op["answer"], op["answer"]) for key, op in held.items()}
        visits = {str(v) for v in Visit.objects.filter(made_by=self.village.leader).values_list("pk", flat=True)}
        logged = Counter(
            Event.objects.filter(verb="visit.recorded", about_id__in=list(held)).values_list("about_id", flat=True)
        )
        said = []
        if self.acknowledged - set(rows):
            said.append(f"missing: {self.acknowledged - set(rows)}")
        if rows != told:
            said.append(f"server {rows}, phone {told}")
        if visits != {key for key, answer in rows.items() if answer in account.STANDS}:
            said.append(f"visits {visits}, operations {rows}")
        if logged != Counter(dict.fromkeys(visits, 1)):
            said.append(f"logged {logged}")
        others = set(self.phones[0].made) - {
            str(pk)
            for pk in PhoneOperation.objects.filter(device__member=self.phones[0].member).values_list("pk", flat=True)
        }
        return [*said, *([f"of the other phone missing: {others}"] if others else [])]


def go_through(seeds: range, make: Any, say: Any) -> tuple[Counter[str], dict[int, str]]:
    """Run by run in one thread: `make(seed)` gives the run."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread beside the database
    totals: Counter[str] = Counter()
    failed: dict[int, str] = {}
    with sync_playwright() as playwright:
        for seed in seeds:
            run = make(seed)
            try:
                totals += Counter(run.play(playwright.chromium)) + Counter({"browser runs": 1})
            except Exception as problem:
                failed[seed] = f"{type(problem).__name__}: {problem}"[:1500]
                say(f"browser seed {seed} FAILS: {failed[seed]}\n  {dict(run.did)}")
                say(f"  again: .venv/bin/python -m tests.faults.phone --browser 1 --first {seed}")
                run.host.restart()
    return totals, failed


__all__ = ["BrowserRun", "go_through"]
