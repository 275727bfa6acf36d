"""What the phones talk to: the server as `tungnha serve` starts it, and its database, both killed at will.

The server is born of a process that has loaded the product already (`python -m tests.faults.phone.ground PORT`), so to
start it anew costs a tenth of a second. It can be told to die (SIGKILL, all its workers) before its n-th statement.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

# Processes are killed, no power is cut: what was written is there, on whatever it was written.
IN_MEMORY = Path("/dev/shm")
WORKERS = 2  # as `tungnha serve`
TOO_LONG = 60


class Database:
    """SQLite in a folder of its own, or a PostgreSQL cluster of its own with its usual (safe) settings."""

    def __init__(self, kind: str) -> None:
        self.kind, self.kills, self._turn = kind, 0, threading.Lock()
        self.url = self._cluster() if kind == "postgresql" else ""

    def _cluster(self) -> str:
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        self.owner = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder = Path(tempfile.mkdtemp(prefix="tungnha-faults-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        if os.getuid() == 0:
            shutil.chown(self.folder, self.owner)
        self.port = free_port()
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "tungnha", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8")  # fmt: skip
        self._start()
        return f"postgres://tungnha@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        command = [str(self.programs / program), *words]
        if os.getuid() == 0:
            command = ["runuser", "-u", self.owner, "--", *command]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, cwd="/")
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()[-500:]}")

    def _start(self) -> None:
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", settings, "start"
        )

    def kill_and_start(self, pause: float) -> None:
        """At once, without a word to anybody; what was committed is on the disk. One killer at a time."""
        with self._turn:
            self.kills += 1
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)
            time.sleep(pause)
            self._start()

    def copy(self) -> Any:
        """A copy of the whole database, as a backup takes it."""
        if self.kind == "postgresql":
            copy = self.folder / "copy"
            self._run("pg_dump", *self._where(), "-Fc", "-f", str(copy), "postgres")
            return copy
        from tests.faults.phone.cases import copy_sqlite

        return copy_sqlite()

    def _where(self) -> tuple[str, ...]:
        return "-h", "127.0.0.1", "-p", str(self.port), "-U", "tungnha"

    def restore(self, copy: Path) -> None:
        """Into an empty database; the file is read as whoever runs this, not as the owner of the cluster."""
        command = [str(self.programs / "pg_restore"), *self._where(), "-d", "postgres", str(copy)]
        subprocess.run(command, check=True, capture_output=True)

    def put_back(self, copy: Any) -> None:
        """The server is down: the copy takes the place of the database."""
        if self.kind == "postgresql":
            self._run("dropdb", *self._where(), "--force", "--maintenance-db=template1", "postgres")
            self._run("createdb", *self._where(), "--maintenance-db=template1", "postgres")
            self.restore(copy)
            return
        from tests.faults.phone.cases import put_back_sqlite

        put_back_sqlite(copy)

    def close(self) -> None:
        if self.kind == "postgresql":
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)
            shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def cpu_of_group(group: int) -> float:
    """Seconds of CPU the living processes of a process group have used, with children they have buried."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


class Server:
    """`cpu`: seconds of CPU of those that were killed."""

    def __init__(self) -> None:
        self.port, self.kills, self.cpu = free_port(), 0, 0.0
        self._turn, self._reviving = threading.Lock(), threading.Lock()
        self.mother = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.phone.ground", str(self.port)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        self.pid = 0
        self.start()

    def _say(self, words: str) -> str:
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        with self._turn:
            self.mother.stdin.write(words + "\n")
            return self.mother.stdout.readline().strip()

    def start(self) -> None:
        """Returns when it answers."""
        self.pid = int(self._say("start"))
        until = time.monotonic() + TOO_LONG
        while not self.is_up:
            if time.monotonic() > until:
                raise RuntimeError("the server does not start")
            time.sleep(0.02)

    def kill(self) -> None:
        with self._reviving:
            self.kills += 1
            self.cpu += cpu_of_group(self.pid)
            self._say("kill")

    def revive(self) -> None:
        """Where it died, or was told to: start it."""
        with self._reviving:
            if self._say("alive") == "no":
                self.kills += self.pid != 0
                self.start()

    def die_before(self, statements: int) -> None:
        self._say(f"die {statements}")

    @property
    def is_up(self) -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def close(self) -> None:
        self.cpu += cpu_of_group(self.pid)
        self._say("kill")
        self.mother.kill()
        self.mother.wait()


# -- the process the server is born of


class _Mother:
    def __init__(self, port: int) -> None:
        self.port, self.child = port, 0
        self.left = mmap.mmap(-1, 8)  # statements until death, shared with every worker; 0: never

    def listen(self) -> None:
        for line in sys.stdin:
            words = line.split()
            do = {"start": self.start, "kill": self.kill, "alive": self.alive, "die": self.die}[words[0]]
            sys.stdout.write(do(*words[1:]) + "\n")
            sys.stdout.flush()
        self.kill()  # whoever asked is gone

    def start(self) -> str:
        self.kill()
        self._set(0)
        self.child = os.fork()
        if self.child == 0:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            from tungnha.cli import _granian

            _granian("127.0.0.1", self.port, WORKERS)
            os._exit(0)
        return str(self.child)

    def kill(self) -> str:
        if self.child:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.child, 0)
            self.child = 0
        return "ok"

    def alive(self) -> str:
        if not self.child:
            return "no"
        try:
            dead = os.waitpid(self.child, os.WNOHANG)[0]
        except ChildProcessError:
            dead = self.child
        if dead:
            self.child = 0
            return "no"
        return "yes"

    def die(self, statements: str) -> str:
        self._set(int(statements))
        return "ok"

    def _set(self, value: int) -> None:
        self.left[:8] = struct.pack("q", value)

    def count(self) -> None:
        """One statement of some worker; two at once may count as one."""
        (left,) = struct.unpack("q", self.left[:8])
        if left == 0:
            return
        self._set(left - 1)
        if left == 1:
            os.killpg(0, signal.SIGKILL)

    def count_statements(self, connection: Any, **_: Any) -> None:
        def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self.count()
            return execute(sql, params, many, context)

        commit = connection._commit

        def counted_commit() -> None:
            self.count()
            commit()
            self.count()

        if statement.__name__ not in {wrapper.__name__ for wrapper in connection.execute_wrappers}:
            connection.execute_wrappers.append(statement)
            connection._commit = counted_commit


def _main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")
    from django.db import connections
    from django.db.backends.signals import connection_created

    import tungnha.config.wsgi  # the product, loaded once

    mother = _Mother(int(sys.argv[1]))
    connection_created.connect(mother.count_statements, weak=False)
    connections.close_all()
    signal.signal(signal.SIGTERM, lambda *_: (mother.kill(), os._exit(1)))  # no server is left behind
    assert tungnha.config.wsgi.application
    mother.listen()


if __name__ == "__main__":
    _main()
