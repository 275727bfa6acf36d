"""A process of Node with phones in it (phones.js), asked from here; killed and started again with its files kept."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

NODE = shutil.which("node")
SCRIPT = Path(__file__).with_name("phones.js")
PATIENCE = 300  # seconds for any answer


class Dead(Exception):
    """The process was killed before it answered: whether it did what was asked, nobody was told."""


class Refused(Exception):
    """What the phone says instead."""


class Host:
    def __init__(self) -> None:
        self.deaths = 0
        self._numbers = itertools.count(1)
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [str(NODE), str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._waiting: dict[int, Future[Any]] = {}
        threading.Thread(target=self._listen, args=(self.process, self._waiting), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], waiting: dict[int, Future[Any]]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line) if line.endswith("\n") else {}
            future = waiting.pop(said.get("n", 0), None)
            if future is not None and "problem" in said:
                future.set_exception(Refused(said["problem"]))
            elif future is not None:
                future.set_result(said["ok"])
        while waiting:
            waiting.popitem()[1].set_exception(Dead())

    def send(self, phone: str, do: str, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        number = next(self._numbers)
        self._waiting[number] = future
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps({"n": number, "phone": phone, "do": do, **more}) + "\n")
        except (OSError, ValueError):
            pass
        if self.process.poll() is not None and self._waiting.pop(number, None) is not None:
            future.set_exception(Dead())
        return future

    def ask(self, phone: str, do: str, **more: Any) -> Any:
        return self.send(phone, do, **more).result(PATIENCE)

    @property
    def is_dead(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Every phone in it must be opened and unlocked again."""
        self.kill()
        self.deaths += 1
        self._start()
