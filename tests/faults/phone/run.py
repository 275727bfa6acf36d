"""One seeded run: some phones of one village save and send while everything around them breaks; then all is healed, all
send, and what the server holds is compared with what the phones did (account.py)."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.phone import account, village
from tests.faults.phone.actors import MINUTE, Phone
from tests.faults.phone.gate import FAULTS, Gate, Loop
from tests.faults.phone.ground import Database, Server
from tests.faults.phone.host import PATIENCE, Dead, Host
from tests.faults.phone.village import Speech, patiently
from tungnha.field.models import Device
from tungnha.field.sync import joining
from tungnha.units import clock

YEAR = 365 * 24 * 60 * MINUTE
WRONG_CLOCKS = (-6 * YEAR, -180 * MINUTE, 2 * 24 * 60 * MINUTE, YEAR)
STEPS = (
    ("save", 40), ("sync", 28), ("end_syncs", 8), ("kill_phones", 3), ("die_at_step", 5), ("lock", 3), ("clock", 2),
    ("full", 3), ("carry", 4), ("forget", 2), ("revoke", 1), ("server", 3), ("database", 2), ("pause", 4),
)  # fmt: skip


class Run:
    def __init__(self, seed: int, *, host: Host, server: Server, database: Database, loop: Loop, home: Path) -> None:
        self.seed, self.rng = seed, Random(seed)
        self.host, self.server, self.database, self.loop = host, server, database, loop
        self.home = home / f"seed-{seed}"
        self.did: Counter[str] = Counter()
        self.trouble = self.rng.random() < 0.35  # of the server or the database, besides that of the way
        self.kills_database = database.kind == "postgresql" and self.rng.random() < 0.25

    def go(self) -> dict[str, int]:
        """Totals of the run. Raises AssertionError where something is lost, doubled or otherwise wrong."""
        rng = self.rng
        self.village = village.build(rng, rng.randint(2, 4))
        self.speech = Speech(self.village, rng)
        self.phones = [self._phone(n) for n in range(len(self.village.members))]
        try:
            for phone in self.phones:
                phone.set_clock(self.rng.choice(WRONG_CLOCKS) if self.rng.random() < 0.25 else 0)
                self._surviving(phone.open)
                self._surviving(lambda phone=phone: phone.join(self.village, self.server.revive))
            self._stormy()
            self._heal()
            account.check(self)
            return self._totals()
        finally:
            for phone in self.phones:
                phone.gate.close()
                if not self.host.is_dead:
                    self.host.send(phone.name, "close")
            shutil.rmtree(self.home, ignore_errors=True)

    def _phone(self, n: int) -> Phone:
        rng = self.rng
        return Phone(
            name=f"{self.seed}-{n}", member=self.village.members[n], file=self.home / str(n) / "box",
            gate=Gate(self.loop, self.server.port), host=self.host, rng=rng, tabs=2 if rng.random() < 0.2 else 1,
            locks=rng.random() < 0.8,
        )  # fmt: skip

    # -- while everything breaks

    def _stormy(self) -> None:
        left = self.rng.randint(5, 30)
        names, weights = zip(*STEPS, strict=True)
        while left > 0:
            phone = self.rng.choice(self.phones)
            step = self.rng.choices(names, weights)[0]
            if step == "save":
                left -= self._save(phone, left)
            else:
                self._surviving(lambda step=step, phone=phone: getattr(self, f"_{step}")(phone))
        self._surviving(lambda: [phone.end_syncs() for phone in self.phones])

    def _surviving(self, act: Any) -> None:
        """What the person does; where the phones are killed meanwhile, they are opened again and it goes on."""
        try:
            act()
        except Dead:
            self._reopen()

    def _reopen(self) -> None:
        self.did["phones killed"] += 1
        self.host.restart()
        for phone in self.phones:
            phone.open()
            if not phone.devices:
                phone.join(self.village, self.server.revive)

    def _save(self, phone: Phone, left: int) -> int:
        if phone.revoked:
            return 1
        today = clock.today()
        group = [said for _ in range(min(left, self.rng.randint(1, 3))) for said in self.speech.one(phone.name, today)]
        self._surviving(lambda: phone.save(group, self.rng.randrange(phone.tabs)))
        return len(group)

    def _sync(self, phone: Phone) -> None:
        if self.rng.random() < 0.7:
            faults = [self.rng.choice(FAULTS) for _ in range(self.rng.randint(1, 3))]
            at_once = self.rng.random() < 0.7
            phone.gate.plan.extend(faults if at_once else ["", *faults])
        for _ in range(self.rng.choice((1, 1, 1, 2))):
            phone.begin_sync(self.rng.randrange(phone.tabs))
        if self.rng.random() < 0.5:
            phone.end_syncs()

    def _end_syncs(self, phone: Phone) -> None:
        phone.end_syncs()

    def _pause(self, phone: Phone) -> None:
        time.sleep(self.rng.random() * 0.05)

    def _kill_phones(self, phone: Phone) -> None:
        self.host.kill()
        raise Dead

    def _die_at_step(self, phone: Phone) -> None:
        """Some step of a write further on: before it, half written, written, on the disk."""
        phone.ask("set", die=self.rng.randint(1, 24))

    def _lock(self, phone: Phone) -> None:
        """Locked it sends what is sealed all the same; then the PIN is entered again."""
        phone.end_syncs()
        for tab in range(phone.tabs):
            phone.ask("lock", tab=tab)
        if self.rng.random() < 0.6:
            phone.begin_sync()
            phone.end_syncs()
        if not phone.revoked:
            phone.unlock()

    def _clock(self, phone: Phone) -> None:
        phone.set_clock(self.rng.choice((0, *WRONG_CLOCKS)))
        phone.ask("set", offset=phone.offset)
        self.did["clocks set"] += 1

    def _full(self, phone: Phone) -> None:
        """The disk has no room for this save, and has again afterwards."""
        phone.ask("set", room=self.rng.choice((0, 300, 900)))
        self.did["full disks"] += 1
        self._save(phone, 2)
        if not self.host.is_dead and self.rng.random() < 0.5:
            phone.begin_sync()
            phone.end_syncs()
        phone.ask("set", room=None)

    def _carry(self, phone: Phone) -> None:
        """What waits goes over to another phone by file, and from this one by itself too."""
        other = self.rng.choice([one for one in self.phones if one is not phone])
        phone.end_syncs()
        envelope = phone.ask("carryOut")
        other.ask("takeIn", envelope=envelope)
        if self.rng.random() < 0.5:
            other.begin_sync()
        self.did["carried over"] += bool(envelope["parts"])

    def _forget(self, phone: Phone) -> None:
        """The PIN is forgotten: the phone joins anew, its unsent work goes on sealed. Whom it had added is not on its
        screen any more."""
        if phone.revoked or phone.doubtful or phone.todo:
            return
        self.speech.forget(phone.name)
        phone.end_syncs()
        phone.forgot += 1
        phone.join(self.village, self.server.revive)
        self.did["PINs forgotten"] += 1

    def _revoke(self, phone: Phone) -> None:
        if phone.revoked or phone is self.phones[0]:
            return
        phone.revoked = True
        device = patiently(lambda: Device.objects.get(pk=phone.devices[-1]))
        patiently(lambda: joining.revoke(device=device, by=self.village.leader, at=clock.now()))
        self.did["revoked"] += 1

    def _server(self, phone: Phone) -> None:
        if not self.trouble:
            return
        self.did["server killed"] += 1
        if self.rng.random() < 0.6:
            self.server.die_before(self.rng.randint(1, 160))
            phone.begin_sync()
            time.sleep(self.rng.random() * 0.2)
        else:
            phone.begin_sync()
            time.sleep(self.rng.random() * 0.05)
            self.server.kill()
        if self.rng.random() < 0.5:
            phone.end_syncs()
        self.server.revive()

    def _database(self, phone: Phone) -> None:
        if not self.kills_database:
            return
        self.kills_database = False  # once a run
        self.did["database killed"] += 1
        phone.begin_sync()
        time.sleep(self.rng.random() * 0.05)
        self.database.kill_and_start(self.rng.random() * 0.2)

    # -- afterwards

    def _heal(self) -> None:
        """Everything works again: until nothing waits on any phone, and each has heard what the others sent last."""
        for phone in self.phones:
            phone.gate.heal()
        self._surviving(lambda: [phone.ask("set", die=None, room=None) for phone in self.phones])
        clean: set[str] = set()
        for tried in range(80):
            if tried == 20:
                self._surviving(lambda: [phone.let_a_minute_pass() for phone in self.phones])
            self.server.revive()
            try:
                sent = self._all_sent()
                if sent:
                    clean |= self._heard(clean)
            except Dead:
                self._reopen()
                sent = False
            if sent and len(clean) == len(self.phones):
                return
            time.sleep(min(0.02 * tried, 0.5))
        told = {phone.name: phone.ask("status") for phone in self.phones}
        raise AssertionError(f"after eighty tries work still waits: {told}")

    def _all_sent(self) -> bool:
        for phone in self.phones:
            if not phone.revoked:
                phone.unlock()
                phone.save([])
            if phone.owes:
                phone.begin_sync()
        for phone in self.phones:
            phone.end_syncs()
        return all(phone.owes == 0 and (phone.revoked or not phone.todo) for phone in self.phones)

    def _heard(self, clean: set[str]) -> set[str]:
        """Who asked and was answered. A tab that believes another is at it says nothing is wrong and asks nobody; a
        revoked phone, locked or emptied, hears nothing any more."""
        others = [phone for phone in self.phones if phone.name not in clean]
        before = {phone.name: phone.gate.seen for phone in others}
        futures = [self.host.send(phone.name, "sync") for phone in others]
        states = {phone.name: future.result(PATIENCE)["problem"] for phone, future in zip(others, futures, strict=True)}
        return {
            phone.name for phone in others
            if phone.revoked or (states[phone.name] == "" and phone.gate.seen > before[phone.name])
        }  # fmt: skip

    def _totals(self) -> dict[str, int]:
        way = Counter(f"way: {fault}" for phone in self.phones for fault in phone.gate.done)
        return dict(self.did + way + Counter({
            "phones": len(self.phones), "operations": sum(len(phone.made) for phone in self.phones),
            "requests": sum(phone.gate.seen for phone in self.phones),
        }))  # fmt: skip
