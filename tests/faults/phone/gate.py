"""The way from one phone to the server: a small proxy that breaks what it is told to break, request by request."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

PAGE = b"<!doctype html><title>Wi-Fi</title><form action=/login>M\xe1\xba\xadt kh\xe1\xba\xa9u</form>"
STATUS = {
    "portal": b"HTTP/1.1 200 OK\r\nContent-Type: text/html",
    "foreign": b"HTTP/1.1 200 OK\r\nContent-Type: application/json",
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: /login",
    "413": b"HTTP/1.1 413 Payload Too Large\r\nContent-Type: text/html",
    "429": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1",
    "500": b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html",
    "502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html",
    "503": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1",
}
# "there": cut on the way there; "back": on the way back, the server has stored it; "half": half of the answer, the line
# breaks; "short": half of the answer as if it were whole; "twice", "five": the same request so often, at once; "late":
# once more, some time after its answer; "hang": never an answer.
FAULTS = ("refuse", "there", "back", "half", "short", "twice", "five", "late", "slow", *STATUS)


class Loop:
    """One thread for all gates."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


@dataclass
class Gate:
    """`plan`: what happens to the next requests, one each; empty: nothing. `always`: to every one."""

    loop: Loop
    server_port: int
    plan: deque[str] = field(default_factory=deque)
    always: str = ""
    seen: int = 0
    sent: int = 0  # bytes to the server
    got: int = 0  # bytes of its answers
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()  # the loop itself holds none of them
        self._server = self.loop.run(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def heal(self) -> None:
        self.plan.clear()
        self.always = ""

    def close(self) -> None:
        self.loop.run(self._closed())

    async def _closed(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()

    def _keep(self, task: asyncio.Task[Any] | None) -> None:
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keep(asyncio.current_task())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            await self._one(head, body, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _one(self, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> None:
        self.seen += 1
        is_ours = b"/dt/api/" in head.split(b"\r\n", 1)[0]
        fault = (self.always or (self.plan.popleft() if self.plan else "")) if is_ours else self.always
        if fault:
            self.done.append(fault)
        if fault == "refuse":
            return
        if fault == "hang":
            await asyncio.sleep(60)
            return
        if fault in STATUS:
            page = b'{"ok": true}' if fault == "foreign" else PAGE
            writer.write(STATUS[fault] + b"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(page) + page)
            await writer.drain()
            return
        if fault == "there":
            await self._ask(head, body[: len(body) // 2], whole=False)
            return
        if fault == "slow":
            await asyncio.sleep(0.15)
        times = {"twice": 2, "five": 5}.get(fault, 1)
        answers = await asyncio.gather(*(self._ask(head, body) for _ in range(times)))
        if fault == "late":
            self._keep(asyncio.ensure_future(self._again(head, body)))
        if fault == "back":
            return
        answer = answers[-1]
        if fault in ("half", "short"):
            answer = _cut(answer, as_whole=fault == "short")
        writer.write(answer)
        await writer.drain()

    async def _again(self, head: bytes, body: bytes) -> None:
        await asyncio.sleep(0.1)
        await self._ask(head, body)

    async def _ask(self, head: bytes, body: bytes, *, whole: bool = True) -> bytes:
        """The server's answer as it came; empty where it broke off."""
        self.sent += len(body)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            return b""
        try:
            writer.write(_closing(head) + body)
            await writer.drain()
            if not whole:
                return b""
            answer = await reader.read(-1)
            self.got += len(answer)
            return answer
        except OSError:
            return b""
        finally:
            writer.close()


def _lines(head: bytes) -> list[bytes]:
    return head[:-4].split(b"\r\n")


def _length(head: bytes) -> int:
    found = [line.split(b":", 1)[1] for line in _lines(head)[1:] if line.lower().startswith(b"content-length:")]
    return int(found[0]) if found else 0


def _closing(head: bytes) -> bytes:
    first, *lines = _lines(head)
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n"


def _cut(answer: bytes, *, as_whole: bool) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    half = body[: len(body) // 2]
    if not as_whole:
        return head + b"\r\n\r\n" + half
    first, *lines = head.split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith((b"content-length:", b"transfer-encoding:"))]
    return b"\r\n".join([first, *kept, b"Content-Length: %d" % len(half)]) + b"\r\n\r\n" + half
