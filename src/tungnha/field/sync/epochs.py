"""One unbroken time of the database. When it is found to be older than it was, a new one begins."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from tungnha.field.models import FieldChange, SyncEpoch
from tungnha.field.sync import changes
from tungnha.units import clock
from tungnha.units.operations import log_event


def _file() -> Path:
    """Beside the database, so that putting an older database back does not put this back too."""
    return Path(settings.DATA_DIR) / "sync-height.json"


def current(at: datetime) -> SyncEpoch:
    """The epoch now. A database that is behind what the file beside it remembers begins a new one."""
    seen = _read()  # before the database is asked: what others do meanwhile only carries it further
    epoch = latest()
    if epoch is None:
        return begin(SyncEpoch.Why.FIRST, at)
    height = _height()
    if _is_behind(seen, epoch, height):
        return begin_after(epoch, at, sure=False)
    if seen is None or seen["epoch"] != str(epoch.id) or seen["height"] < height:
        _write(epoch, height)
    return epoch


def latest() -> SyncEpoch | None:
    return SyncEpoch.objects.first()


@transaction.atomic
def begin_after(epoch: SyncEpoch, at: datetime, *, sure: bool) -> SyncEpoch:
    """The database was put back: a new epoch after this one, begun once, however many find out at a time. Where that is
    not sure (the file was read while somebody else wrote it), it is looked at again once nobody else begins one."""
    list(SyncEpoch.objects.select_for_update().filter(pk=epoch.pk))
    seen, now = _read(), latest() or epoch
    if now.pk != epoch.pk or not (sure or _is_behind(seen, now, _height())):
        return now
    return begin(SyncEpoch.Why.BEHIND, at)


def _is_behind(seen: dict[str, Any] | None, epoch: SyncEpoch, height: int) -> bool:
    """The file remembers an epoch this database never saw, or more of this epoch than there is. An epoch that is over
    was noted by somebody slow."""
    if seen is None:
        return False
    if seen["epoch"] == str(epoch.id):
        return bool(seen["height"] > height)
    return not _is_known(seen["epoch"])


def _is_known(epoch: str) -> bool:
    try:
        return SyncEpoch.objects.filter(pk=epoch).exists()
    except (ValueError, ValidationError):  # no epoch's name: somebody wrote in the file
        return False


def _height() -> int:
    return changes.height_of(changes.mark_now())


@transaction.atomic
def begin(why: str, at: datetime) -> SyncEpoch:
    """From now on every phone takes everything anew and offers again what it holds; the log of changes starts empty."""
    last = latest()
    epoch = SyncEpoch.objects.create(number=last.number + 1 if last else 1, started_at=at, why=why)
    FieldChange.objects.all().delete()
    if why != SyncEpoch.Why.FIRST:  # laid with the tables: nothing was done
        log_event("sync.epoch_begun", about=epoch, by=None, at=at, why=why)
    _write(epoch, _height())  # rolled back, it would only begin one more
    return epoch


def lay_first(**_: Any) -> None:
    """With the tables: so that no two processes begin the first one."""
    with contextlib.suppress(DatabaseError), transaction.atomic():  # a migration test passes through older tables
        if not SyncEpoch.objects.exists():
            begin(SyncEpoch.Why.FIRST, clock.now())


def _read() -> dict[str, Any] | None:
    try:
        seen = json.loads(_file().read_text())
        return {"epoch": str(seen["epoch"]), "height": int(seen["height"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(epoch: SyncEpoch, height: int) -> None:
    """Whole or not at all: two processes, and two threads of one, may write at once."""
    path = _file()
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
    fresh.write_text(json.dumps({"epoch": str(epoch.id), "height": height}))
    fresh.replace(path)
