"""A number that went upward, proved from the rows kept here: counted again, and by the digest that went with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tungnha.progress.counting import things
from tungnha.progress.openers import rows_behind
from tungnha.reports.exchange import commitment, envelope
from tungnha.reports.exchange.content import mark_of
from tungnha.reports.models import KeptList, SentFile
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.protection import CannotOpen


@dataclass(frozen=True)
class Proof:
    """What the rows kept here say of one number of a sent file.

    said: the number in the file (None: not sent, or none). rows: how many rows are kept (None: the number has no rows
    of ours). is_whole: the kept rows give the count and the digest that stand in the signed file. gone: rows that are
    no longer in the register at all (erased). came, left: what is counted differently today for the same day.
    """

    name: str
    said: int | None
    is_small: bool
    whose: str
    rows: int | None = None
    is_whole: bool = False
    gone: int = 0
    came: int = 0
    left: int = 0

    @property
    def is_proved(self) -> bool:
        return self.is_whole and self.rows == self.said


def body_of(sent: SentFile) -> dict[str, Any]:
    """The body of a sent file, its signature held against it once more."""
    return envelope.opened(sent.content.encode()).body


def prove(sent: SentFile, *, by: Member | None, at: datetime) -> list[Proof]:
    """Count every number of a sent file again from the rows kept for it."""
    kept = {mark_of(one.measure): one for one in sent.lists.select_related("measure", "sent__report__area")}
    found = [_proof(row, kept.get(row["mark"])) for row in body_of(sent)["figures"]]
    log_event(
        "exchange.proved", about=sent, by=by, at=at, figures=len(found), proved=sum(one.is_proved for one in found)
    )
    return found


def _proof(row: dict[str, Any], kept: KeptList | None) -> Proof:
    plain = Proof(row["name"], row["count"], row["small"], row["whose"])
    if row["proof"] is None:
        return plain
    stated = row["proof"]
    ids = _ids(kept, stated) if kept is not None else None
    if kept is None or ids is None:
        return Proof(plain.name, plain.said, plain.is_small, plain.whose, rows=stated["rows"])
    area = kept.sent.report.area
    now = set(rows_behind(kept.measure, area, "now", on=kept.on, since=kept.on).values_list("pk", flat=True))
    there = set(things(kept.measure, area).model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    return Proof(
        plain.name, plain.said, plain.is_small, plain.whose, rows=len(ids), is_whole=True, gone=len(ids - there),
        came=len(now - ids), left=len((ids & there) - now),
    )  # fmt: skip


def _ids(kept: KeptList, stated: dict[str, Any]) -> set[int] | None:
    """The kept rows, where they give the number of rows and the digest that were signed; else nothing."""
    try:
        told = json.loads(kept.kept)
        ids = {int(one) for one in told["ids"]}
        root = commitment.root(commitment.leaves(map(str, ids), told["salt"]))
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    return ids if (len(ids), root) == (stated["rows"], stated["root"]) else None
