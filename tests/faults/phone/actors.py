"""One phone of a run, as the person who holds it sees it: what was saved, what was not, what nobody can say."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.phone.gate import Gate
from tests.faults.phone.host import PATIENCE, Dead, Host, Refused
from tests.faults.phone.village import Said, Village
from tungnha.field.sync import pledge
from tungnha.units.models import Member

PIN = "590274"
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


@dataclass
class Made:
    """An operation that is on a phone, by the phone's own word."""

    said: Said
    since: datetime  # the true time: saved between these two
    until: datetime


@dataclass
class Phone:
    name: str
    member: Member
    file: Path
    gate: Gate
    host: Host
    rng: Random
    tabs: int = 1
    locks: bool = True
    offset: int = 0  # ms by which its clock is ahead
    made: dict[str, Made] = field(default_factory=dict)
    todo: list[Said] = field(default_factory=list)  # done by the person, not on the phone
    doubtful: list[Said] = field(default_factory=list)  # the phone died before it could say
    devices: list[str] = field(default_factory=list)
    behind: int = 0  # ms by which its clock was behind, but not so far that the server can tell
    revoked: bool = False
    forgot: int = 0
    syncs: list[Future[Any]] = field(default_factory=list)

    def set_clock(self, offset: int) -> None:
        self.offset = offset
        if -DAY < offset < 0:
            self.behind = max(self.behind, -offset)

    def ask(self, do: str, **more: Any) -> Any:
        return self.host.ask(self.name, do, **more)

    def open(self) -> None:
        """After a death too. Without locks a sync's lease outlives its tab by a minute, so a minute passes."""
        self._wait_for_the_lease()
        self.ask(
            "open", file=str(self.file), base=f"{self.gate.url}/dt/api/", tabs=self.tabs, locks=self.locks,
            offset=self.offset, patience=20_000,
        )  # fmt: skip
        self.syncs.clear()
        device = self.ask("status")["device"]
        if device and device not in self.devices:  # killed after it had joined, before it could say so
            self.devices.append(device)
        if self.devices and not self.revoked:
            self.unlock()
            self._settle_doubts()

    def _wait_for_the_lease(self) -> None:
        if not self.locks:
            self.offset += MINUTE + 1000
            self.behind += MINUTE + 1000  # of what was made before, the server sees only the clock of now

    def let_a_minute_pass(self) -> None:
        """Its clock was set back while a dead tab's lease ran: that goes on for a minute by the new clock."""
        self._wait_for_the_lease()
        self.ask("set", offset=self.offset)

    def unlock(self) -> None:
        """The PIN is entered. Killed while it was tried, the phone takes that for a wrong one and wants a pause."""
        for tab in range(self.tabs):
            if self.ask("status", tab=tab)["joined"]:
                said = self.ask("unlock", pin=PIN, tab=tab)
                while not said["ok"] and said["waitMs"]:
                    time.sleep(said["waitMs"] / 1000)
                    said = self.ask("unlock", pin=PIN, tab=tab)

    def _settle_doubts(self) -> None:
        """Killed while saving: all of a save is there, or nothing of it; then the person does it once more."""
        if not self.doubtful:
            return
        there = {op["id"] for op in self.ask("operations")}
        found = [said for said in self.doubtful if said.id in there]
        if found and len(found) < len(self.doubtful):
            raise AssertionError(f"{self.name}: {len(found)} of {len(self.doubtful)} saved together are there")
        if found:
            now = datetime.now(UTC)
            self.made |= {said.id: Made(said, now - timedelta(minutes=5), now) for said in found}
        else:
            self.todo = [_anew(said, self.rng) for said in self.doubtful] + self.todo
        self.doubtful = []

    def join(self, village: Village, revive: Callable[[], None]) -> None:
        """With one code, however often the answer is lost or the request doubled on its way: it is one device."""
        told: dict[str, Any] = {}
        code = village.code_for(self.member)
        for tried in range(40):
            time.sleep(min(0.05 * tried, 1))
            revive()
            told = self.ask("join", code=code, pin=PIN, pledge=pledge.VERSION)
            if told.get("device"):
                self.devices.append(told["device"])
                for tab in range(1, self.tabs):
                    self.ask("status", tab=tab)
                    self.ask("unlock", pin=PIN, tab=tab)
                return
        raise AssertionError(f"{self.name} cannot join: {told}")

    def save(self, fresh: list[Said], tab: int = 0) -> None:
        """All together or none. What could not be saved before comes first."""
        group, self.todo = self.todo + fresh, []
        if not group or self.revoked:
            return
        since = datetime.now(UTC)
        ops = [{"id": said.id, "kind": said.kind, "content": said.content} for said in group]
        try:
            saved = self.ask("save", ops=ops, tab=tab)
        except Refused:
            there = {op["id"] for op in self.ask("operations")} if self._is_open() else set()
            if there & {said.id for said in group}:
                raise AssertionError(f"{self.name}: a save that was refused is there") from None
            self.todo = group
            return
        except Dead:
            self.doubtful = group
            raise
        assert [op["id"] for op in saved] == [said.id for said in group]
        until = datetime.now(UTC)
        self.made |= {said.id: Made(said, since, until) for said in group}

    def _is_open(self) -> bool:
        status = self.ask("status")
        return bool(status["joined"] and not status["locked"])

    def begin_sync(self, tab: int = 0) -> None:
        self.syncs.append(self.host.send(self.name, "sync", tab=tab))

    def end_syncs(self) -> None:
        """Raises Dead where the process died meanwhile."""
        for future in self.syncs:
            try:
                future.result(PATIENCE)
            except Refused as problem:
                raise AssertionError(f"{self.name}: {problem}") from None
            except TimeoutError:
                raise AssertionError(f"{self.name}: a sync never ends") from None
        self.syncs.clear()

    @property
    def owes(self) -> int:
        status = self.ask("status")
        return int(status["waiting"] + status["left"] + status["parcels"] + status["unreadable"])


def _anew(said: Said, rng: Random) -> Said:
    return Said(str(uuid.UUID(int=rng.getrandbits(128), version=4)), said.kind, said.content, said.may)
