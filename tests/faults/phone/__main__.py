"""Many seeded runs of phones, server and database that break; the totals, and of each run that fails how to replay it.

python -m tests.faults.phone --runs 1000                     # on SQLite
python -m tests.faults.phone --runs 300 --database postgresql
python -m tests.faults.phone --seed 417                      # one again
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from pathlib import Path
from queue import Empty, Queue
from typing import Any


def main() -> int:
    from tests.faults.phone.ground import IN_MEMORY

    asked = _asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # no cluster is left behind
    home = Path(tempfile.mkdtemp(prefix="phones-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    try:
        return _with_database(asked, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.phone", description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="seed of the first run")
    parser.add_argument("--seed", type=int, help="this one only")
    parser.add_argument(
        "--cases", nargs="*", metavar="CASE", help="named cases instead; all of them where none is named"
    )
    parser.add_argument("--browser", type=int, metavar="RUNS", help="so many runs in a real browser instead")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--at-once", type=int, default=5, help="runs side by side")
    parser.add_argument("--give-up", type=int, default=10, help="stop after so many failures")
    return parser.parse_args()


def _with_database(asked: argparse.Namespace, home: Path) -> int:
    from tests.faults.phone.ground import Database

    (home / "data").mkdir()
    database = Database(asked.database)
    os.environ |= {
        "TUNGNHA_DATA": str(home / "data"), "DATABASE_URL": database.url,
        "TUNGNHA_LOG": os.environ.get("TUNGNHA_LOG", "CRITICAL"),  # what breaks is what is wanted
        "DJANGO_SETTINGS_MODULE": "tungnha.config.settings",
    }  # fmt: skip
    try:
        _lay(database, home)
        many = _Many(asked, home, database)
        if asked.browser:
            return many.in_browser(asked.browser)
        return many.go() if asked.cases is None else many.go_through(asked.cases)
    finally:
        database.close()


def _lay(database: Any, home: Path) -> None:
    """The tables, laid once for as long as the migrations stay what they are."""
    import django

    from tests.laid_tables import PLACE, _digest, laid

    ready = PLACE / f"{_digest()}.pgdump"
    if database.kind == "sqlite":
        shutil.copy(laid(), home / "data" / "tungnha.sqlite3")
    elif ready.exists():
        database.restore(ready)
    django.setup()
    from tungnha.units.laying import lay_tables

    lay_tables()
    if database.kind == "postgresql" and not ready.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        shutil.copy(database.copy(), ready)


class _Many:
    def __init__(self, asked: argparse.Namespace, home: Path, database: Any) -> None:
        from django.db import connections

        from tests.faults.phone.gate import Loop
        from tests.faults.phone.ground import Server

        connections.close_all()
        self.asked, self.home, self.database = asked, home, database
        self.server, self.loop = Server(), Loop()
        self.totals: Counter[str] = Counter()
        self.failed: dict[int, str] = {}
        self.turn = threading.Lock()
        self.seeds: Queue[int] = Queue()
        for seed in [asked.seed] if asked.seed else range(asked.first, asked.first + asked.runs):
            self.seeds.put(seed)

    def go(self) -> int:
        began = time.monotonic()
        threads = [threading.Thread(target=self._worker) for _ in range(min(self.asked.at_once, self.seeds.qsize()))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.totals["server killed in all"] = self.server.kills
        self.server.close()
        self._print(time.monotonic() - began)
        return 1 if self.failed or not self.totals["runs"] else 0

    def go_through(self, names: list[str]) -> int:
        """The named cases, one after the other: a line each."""
        from tests.faults.phone.cases import CASES, Scene
        from tests.faults.phone.host import Host

        host = Host()
        for at, name in enumerate(names or CASES):
            scene = Scene(
                9000 + at,
                host=host,
                server=self.server,
                database=self.database,
                loop=self.loop,
                home=self.home / "cases",
            )
            try:
                scene.play(CASES[name])
                _say(f"case {name}: ok")
            except Exception:
                self.failed[at] = name
                _say(f"case {name}: FAILS\n{traceback.format_exc(limit=-6)[:3000]}")
                host.restart()
            self.server.die_before(0)
            self.server.revive()
        host.kill()
        self.server.close()
        return 1 if self.failed else 0

    def in_browser(self, runs: int) -> int:
        from tests.faults.phone.browser import BrowserRun, go_through
        from tests.faults.phone.host import Host

        host, first = Host(), self.asked.seed or self.asked.first
        more = {"host": host, "server": self.server, "database": self.database, "loop": self.loop}
        totals, self.failed = go_through(
            range(first, first + runs), lambda seed: BrowserRun(seed, home=self.home / "browser", **more), _say
        )
        host.kill()
        self.server.close()
        count = totals.pop("browser runs", 0)
        _say(f"{count} runs in Chromium on {self.asked.database}, {len(self.failed)} failed")
        _say("  " + ", ".join(f"{name} {number}" for name, number in sorted(totals.items())))
        return 1 if self.failed or count < runs else 0

    def _worker(self) -> None:
        from django.db import connection

        from tests.faults.phone.host import Host

        host = Host()
        while len(self.failed) < self.asked.give_up:
            try:
                seed = self.seeds.get_nowait()
            except Empty:
                break
            self._one(seed, host)
            if host.is_dead:
                host.restart()
        host.kill()
        connection.close()

    def _one(self, seed: int, host: Any) -> None:
        from tests.faults.phone.run import Run

        run = Run(
            seed, host=host, server=self.server, database=self.database, loop=self.loop, home=self.home / "phones"
        )
        try:
            totals = run.go()
        except Exception as problem:
            words = str(problem) if isinstance(problem, AssertionError) else traceback.format_exc(limit=-6)
            with self.turn:
                self.failed[seed] = words
                _say(f"seed {seed} FAILS: {words[:3000]}\n  {dict(run.did)}")
                _say(f"  again: .venv/bin/python -m tests.faults.phone --seed {seed} --database {self.asked.database}")
            host.restart()
            return
        with self.turn:
            self.totals += Counter(totals) + Counter({"runs": 1})
            if self.totals["runs"] % 25 == 0:
                _say(f"  {self.totals['runs']} runs, CPU {self._cpu():.0f} s …")

    def _print(self, took: float) -> None:
        totals = dict(sorted(self.totals.items()))
        way = {name.removeprefix("way: "): totals.pop(name) for name in list(totals) if name.startswith("way: ")}
        _say(
            f"{totals.pop('runs', 0)} runs on {self.asked.database}, {len(self.failed)} failed; "
            f"CPU {self._cpu():.0f} s, {took:.0f} s by the clock"
        )
        _say("  " + ", ".join(f"{name} {count}" for name, count in totals.items()))
        _say("  broken on the way: " + ", ".join(f"{name} {count}" for name, count in way.items()))
        if not self.failed:
            made = totals.get("operations", 0)
            _say(f"  {made} operations: 0 acknowledged ones missing, 0 stored twice, all accounted for")

    def _cpu(self) -> float:
        """Of this process, the phones and the server; not of a PostgreSQL beside them."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used) + float(self.server.cpu)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
