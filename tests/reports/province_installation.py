"""The province's own installation for a test: other processes, another data folder and database, a server on loopback.

The product's own server, and beside it the province's officer at her desk (province_officer.py). Lines of
JSON go both ways: she is told what to do, and answers with what the province then holds.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests import laid_tables

ROOT = Path(__file__).parents[2]
ARRIVED = "2026-05-28T11:00:00+07:00"
SERVE = "import sys; from tungnha.cli import _granian; _granian('127.0.0.1', int(sys.argv[1]), 1)"
OFFICER = "import django; django.setup(); from tests.reports.province_officer import main; main()"
DOOR, LONG = "/trao-doi/gui/", 240  # seconds, on a busy machine


class Province:
    """The other installation, seen from outside: its officer, its door, its cable."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        folder.mkdir()
        if not database_url:
            shutil.copy(laid_tables.laid(), folder / "tungnha.sqlite3")
        ours = ("DATABASE_URL", "TUNGNHA_KEYS_FILE", "TUNGNHA_DATA", "TUNGNHA_CLOCK")
        self._env = {key: value for key, value in os.environ.items() if key not in ours}
        self._env |= {"TUNGNHA_DATA": str(folder), "TUNGNHA_CLOCK": ARRIVED, "TUNGNHA_REHEARSAL": "1"}
        self._env["DJANGO_SETTINGS_MODULE"] = "tungnha.config.settings"
        self._env |= {"DATABASE_URL": database_url} if database_url else {}
        self.port, self._server = _free_port(), None
        self._officer = subprocess.Popen(
            [sys.executable, "-c", OFFICER], cwd=ROOT, env=self._env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.public: str = self._heard()["public"]
        self.plug_in()

    def plug_in(self) -> None:
        self._server = subprocess.Popen([sys.executable, "-c", SERVE, str(self.port)], cwd=ROOT, env=self._env)
        until = time.monotonic() + LONG
        while not _listens(self.port):
            assert time.monotonic() < until, "the province's server does not answer"
            time.sleep(0.1)

    def pull_the_plug(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(LONG)
        self._server = None

    def tell(self, **what: Any) -> dict[str, Any]:
        """What the officer is to do; what the province holds afterwards."""
        assert self._officer.stdin is not None
        self._officer.stdin.write(json.dumps(what) + "\n")
        self._officer.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._officer.stdout is not None
        said: dict[str, Any] = json.loads(self._officer.stdout.readline())
        return said

    def post(self, data: bytes, door: str = DOOR) -> tuple[int, dict[str, Any]]:
        """(status, what was said) as anybody on the network gets it; 0 where nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{door}", data=data, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=LONG) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)
        except OSError:
            return 0, {}

    def close(self) -> None:
        self.pull_the_plug()
        assert self._officer.stdin is not None
        self._officer.stdin.close()
        self._officer.wait(LONG)


class Cable:
    """What lies between the two: a proxy that passes everything on, and then answers as `fault` says."""

    def __init__(self, port: int) -> None:
        self.fault, self.passed, cable = "", 0, self
        self.given_up = threading.Event()

        class Passing(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = cable.pass_on(port, self.path, data)
                FAULTS[cable.fault](self, status, answer)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def pass_on(self, port: int, path: str, data: bytes) -> tuple[int, bytes]:
        if self.fault == "500":  # it dies before it has read anything
            return 500, b"<h1>Server Error</h1>"
        if self.fault == "silent":
            self.given_up.wait(LONG)
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        wire.request("POST", path, data)
        answer = wire.getresponse()
        self.passed += 1
        return answer.status, answer.read()

    def deliver_late(self, passed: int) -> None:
        """The sender has given up waiting; now what it sent arrives all the same."""
        self.given_up.set()
        until = time.monotonic() + LONG
        while self.passed < passed:
            assert time.monotonic() < until, "the cable delivers nothing"
            time.sleep(0.05)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _whole(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    to.send_response(status)
    to.send_header("Content-Length", str(len(answer)))
    to.end_headers()
    to.wfile.write(answer)


def _half(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    to.send_response(status)
    to.send_header("Content-Length", str(len(answer)))
    to.end_headers()
    to.wfile.write(answer[: len(answer) // 2])
    to.close_connection = True


def _silent(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    """The sender has given up by now."""


def _hung_up(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    to.close_connection = True


def _garbled(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    to.wfile.write(b"\0\0\0 no HTTP at all\r\n\r\n")
    to.close_connection = True


def _elsewhere(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    to.send_response(302)
    to.send_header("Location", "http://127.0.0.1:9/")
    to.send_header("Content-Length", "0")
    to.end_headers()


def _changed(to: BaseHTTPRequestHandler, status: int, answer: bytes) -> None:
    said = json.loads(answer)
    said["answer"] = said["answer"].replace('"late":false', '"late":true')
    _whole(to, status, json.dumps(said).encode())


FAULTS = {
    "": _whole, "500": _whole, "half": _half, "silent": _silent, "hung up": _hung_up, "garbled": _garbled,
    "elsewhere": _elsewhere, "changed": _changed,
}  # fmt: skip


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
