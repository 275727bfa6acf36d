"""Phones without a screen: the real modules under Node, each a process of its own that may be killed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("support") / "drive.js"
NODE = shutil.which("node")


class Driven:
    """One phone; its box is `file`, so that a killed one comes back with what it had on the disk."""

    def __init__(self, file: Path, server: str) -> None:
        self.file, self.base = file, f"{server}/dt/api/"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [str(NODE), str(DRIVER), str(self.file), self.base]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, do: str, **more: Any) -> Any:
        """What the phone answers; raises Trouble when it says so, EOFError when it is dead."""
        self.send(do, **more)
        return self.read()

    def send(self, do: str, **more: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()

    def read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise EOFError
        said = json.loads(line)
        if "problem" in said:
            raise Trouble(said["problem"])
        return said["ok"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        self.kill()
        self.process = self._start()

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Trouble(Exception):
    """What went wrong on the phone, as it says it."""
