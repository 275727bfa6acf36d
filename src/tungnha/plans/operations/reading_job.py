"""Reading a scan takes minutes: it goes on beside the pages, can be watched and can be stopped.

A job is a folder under DATA_DIR/reading: the file sent, its state, and what was found once it is read. A thread reads
it (the parsing itself runs in a process of its own, reading/sandbox.py) and touches no database; the page that finds
the job done stores the document in its own request. Any web process can show a job, whichever reads it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tungnha.plans.masking import hide_all, hide_numbers
from tungnha.reading import UnreadableDocument, read_bytes
from tungnha.units import clock
from tungnha.units.models import Member

log = logging.getLogger(__name__)

SILENT_SECONDS = 150  # a page takes at most a minute: longer silence means that its web process ended
KEPT_SECONDS = 24 * 3600
MOST_WAITING = 3  # jobs of one member at a time
OPEN_STATES = ("waiting", "reading", "read")

_one_at_a_time = threading.Semaphore(1)  # in each web process: reading uses a whole core


class TooManyJobs(ValueError):
    pass


class _Stopped(Exception):
    pass


@dataclass(frozen=True)
class Job:
    token: str
    name: str
    member_id: int
    state: str  # waiting, reading, read, refused, stopped, lost
    page: int = 0  # the page being read, from 1
    pages: int = 0
    sentence: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def folder(self) -> Path:
        return _place() / self.token


def start(*, name: str, data: bytes, by: Member) -> Job:
    """Begin to read a file beside the request. TooManyJobs where the member has several going already."""
    _sweep()
    if len([job for job in jobs_of(by) if job.state in ("waiting", "reading")]) >= MOST_WAITING:
        raise TooManyJobs
    job = lay_down(name=name, data=data, by=by)
    threading.Thread(target=_read, args=(job,), name=f"reading-{job.token[:6]}", daemon=True).start()
    return job


def lay_down(*, name: str, data: bytes, by: Member) -> Job:
    """A job on the disk that nobody reads yet."""
    job = Job(secrets.token_urlsafe(16), name[-255:], by.pk, "waiting")
    job.folder.mkdir(mode=0o700, parents=True)
    (job.folder / "file").write_bytes(data)
    _write(job)
    return job


def find(token: str, by: Member) -> Job | None:
    """A member's own job; None where there is none of that name for this member."""
    job = _load(token)
    return job if job is not None and job.member_id == by.pk else None


def jobs_of(by: Member) -> list[Job]:
    """The member's jobs that are going on or wait to be opened."""
    found = [_load(folder.name) for folder in _place().iterdir()] if _place().is_dir() else []
    return [job for job in found if job is not None and job.member_id == by.pk and job.is_open]


def wait(job: Job, seconds: float) -> Job:
    """The job as it is once it has ended, or after so many seconds. A PDF with letters of its own takes one."""
    until = time.monotonic() + seconds
    while job.state in ("waiting", "reading") and time.monotonic() < until:
        time.sleep(0.05)
        job = _load(job.token) or job
    return job


def stop(job: Job) -> None:
    """Ask the reader to stop; it does at the next page, and its process is ended with all it started."""
    (job.folder / "stop").touch()
    if job.state != "reading":
        _write(Job(job.token, job.name, job.member_id, "stopped"))


def result_of(job: Job) -> tuple[bytes, dict[str, Any]]:
    """(the file, what was found) of a job that is read."""
    found: dict[str, Any] = json.loads((job.folder / "found.json").read_text(encoding="utf-8"))
    return (job.folder / "file").read_bytes(), found


def forget(job: Job) -> None:
    shutil.rmtree(job.folder, ignore_errors=True)


# -- in the thread


def _read(job: Job) -> None:
    def at_page(done: int, of: int) -> None:
        if (job.folder / "stop").exists() or not job.folder.is_dir():
            raise _Stopped
        _write(Job(job.token, job.name, job.member_id, "reading", min(done + 1, of), of))

    end = "lost"
    sentence = ""
    try:
        with _one_at_a_time:
            if (job.folder / "stop").exists():
                raise _Stopped
            _write(Job(job.token, job.name, job.member_id, "reading"))
            found = read_bytes(job.name, (job.folder / "file").read_bytes(), at_page)
        hidden = hide_all(found) | {"text": hide_numbers(found["text"])}
        (job.folder / "found.json").write_text(json.dumps(hidden, ensure_ascii=False), encoding="utf-8")
        end = "read"
    except _Stopped:
        end = "stopped"
    except UnreadableDocument as problem:
        end, sentence = "refused", str(problem)
    except Exception:
        log.exception("reading a document failed")
        end = "refused"
        sentence = "Máy gặp lỗi khi đọc tệp này; hãy gửi lại, nếu vẫn lỗi thì gửi bản .docx hoặc báo quản trị viên."
    if job.folder.is_dir():
        if end != "read":
            (job.folder / "file").unlink(missing_ok=True)  # what was not taken in is not kept
        _write(Job(job.token, job.name, job.member_id, end, sentence=sentence))


# -- on the disk


def _place() -> Path:
    return Path(settings.DATA_DIR) / "reading"


def _write(job: Job) -> None:
    """In one step, so that no page sees half a state."""
    told = {name: getattr(job, name) for name in ("token", "name", "member_id", "state", "page", "pages", "sentence")}
    part = job.folder / f"state-{secrets.token_hex(4)}.part"
    part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    os.utime(part, (_instant(), _instant()))  # by the one clock, which a rehearsal may have set
    part.replace(job.folder / "state.json")


def _load(token: str) -> Job | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{10,40}", token):
        return None
    file = _place() / token / "state.json"
    try:
        job = Job(**json.loads(file.read_text(encoding="utf-8")))
        silent = _instant() - file.stat().st_mtime
    except (OSError, ValueError, TypeError):
        return None
    if job.state == "reading" and silent > SILENT_SECONDS:
        return Job(job.token, job.name, job.member_id, "lost")
    return job


def _instant() -> float:
    return clock.now().timestamp()


def _sweep() -> None:
    """Jobs of yesterday go."""
    if not _place().is_dir():
        return
    for folder in _place().iterdir():
        state = folder / "state.json"
        try:
            old = _instant() - (state if state.exists() else folder).stat().st_mtime > KEPT_SECONDS
        except OSError:
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)
