"""What was handed in, opened: its sheet, its heading, its columns as confirmed last time or guessed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tungnha.lists import rules
from tungnha.lists.models import ColumnChoice, IncomingList, ListRow
from tungnha.matching.sources import Row
from tungnha.people.importing import opening, store
from tungnha.people.importing.opening import Tell
from tungnha.units import uploads
from tungnha.units.models import Organisation
from tungnha.units.problems import Locked
from tungnha.units.sealed import SealedFile

State = IncomingList.State
Cells = list[Any]
GONE = "Nội dung danh sách này đã được xóa khi hết mục đích: số liệu, quyết định và ghi nhận vẫn còn, muốn xem lại từng dòng thì gửi lại tệp."  # noqa: E501


def open_now(received: IncomingList, sheet: str | None, tell: Tell) -> None:
    """Open the file, lay its rows down sealed, and take over what was found. Saves nothing of a list not stored yet.
    Raises UnreadableList."""
    found = opening.open_file(received, sheet, tell, rules.find_header, rules.LOOKED_FOR)
    received.sheet, received.header_row = found["sheet"][:120], found["header_line"]
    received.titles, received.lines = _titles(found["titles"]), found["lines"]
    received.columns, received.columns_known = columns_of(received.sender, found)
    received.undone, received.state, received.progress, received.problem = [], State.OPENED, {}, ""
    if received.pk:
        ListRow.objects.filter(incoming=received).delete()
        received.runs.all().delete()
        received.matched_at = None
        received.save()


def _titles(said: list[str]) -> list[str]:
    """The heading as it is kept in the record: a "heading" that holds digits of somebody is not kept."""
    return ["" if sum(char.isdigit() for char in title) > 6 else title[:120] for title in said]


def columns_of(sender: Organisation, found: dict[str, Any]) -> tuple[dict[str, int], bool]:
    """(columns, whether they were confirmed before): as this sender's were confirmed last time, also where they come in
    another order; else as guessed."""
    titles = found["titles"]
    earlier = ColumnChoice.objects.filter(sender=sender).order_by("-confirmed_at", "-pk")
    for choice in earlier.filter(header__in=[found["mark"], _mark_of_old(titles)]):
        if max(choice.columns.values(), default=0) < len(titles):
            return dict(choice.columns), True
    placed = (rules.by_words(titles, choice.words) for choice in earlier)
    known = max((columns for columns in placed if columns), key=len, default=None)
    return (known, True) if known else (dict(found["columns"]), False)


def _mark_of_old(titles: list[str]) -> str:
    """As headings were marked before their words were kept."""
    return hashlib.sha256(json.dumps(titles).encode()).hexdigest()


# -- what lies sealed


def found_in(received: IncomingList) -> dict[str, Any]:
    """What was found when the file was opened: sheets, titles, lines, notes (importing.opening.open_file)."""
    with open_rows(received) as rows:
        return rows.noted


def rows_in(received: IncomingList) -> Iterator[tuple[int, Cells]]:
    """(line as the sender sees it, cells) of every row below the heading."""
    with open_rows(received) as rows:
        yield from store.rows_of(rows)


def open_rows(received: IncomingList) -> SealedFile:
    if received.gone_at is not None:
        raise Locked(GONE)
    if not store.has(received, "rows"):
        take_out_of_database(received)
    if not store.has(received, "rows"):
        raise Locked(GONE)
    return store.open_sealed(received, "rows")


def take_out_of_database(received: IncomingList) -> bool:
    """A list of long ago stands in its row of the database: it goes where the others lie. Whether it did."""
    content = IncomingList.objects.filter(pk=received.pk).values_list("content", flat=True).first()
    if not content:
        return False
    uploads.keep(base64.b64decode(content), store.path_of(received, "upload"))
    found = opening.open_file(received, received.sheet or None, _nothing, rules.find_header, rules.LOOKED_FOR)
    received.titles, received.lines, received.content = _titles(found["titles"]), found["lines"], ""
    received.save(update_fields=["titles", "lines", "content"])
    return True


def _nothing(done: int, of: int) -> None:
    """A small file tells nobody how far it is."""


__all__ = ["GONE", "Row", "columns_of", "found_in", "open_now", "open_rows", "rows_in", "take_out_of_database"]
