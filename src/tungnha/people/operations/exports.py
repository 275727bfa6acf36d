"""Files with personal data that go out: each has a mark, a purpose and a row on record, and says so itself.

The short way, for a workbook:

    data, export = export_workbook(
        sheets, what="field.worklist", name="danh-sach-can-den.xlsx", purpose="Đi từng nhà tối thứ Ba",
        rows=len(lines), persons=ids, area=village, by=member, at=clock.now(),
    )

For a printed page or a document that is written elsewhere: `mark = new_mark()`, `stamp_of(mark, …)` on the paper, then
`record_export(mark=mark, …)` in the same transaction. `tungnha.people.forms.export.PurposeForm` asks for the purpose.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.drafting.dates import in_vietnam
from tungnha.drafting.stamp import Stamp, stamp_docx
from tungnha.drafting.workbook import Sheet, write_xlsx
from tungnha.people.models import Export, ExportedPerson
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

MARK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I: it is read out over the telephone
MARK_LETTERS = 6
BATCH = 2000
LONGEST_PURPOSE = Export._meta.get_field("purpose").max_length or 300


def new_mark() -> str:
    """A mark no file has yet, such as TN-7K3F9Q. It must be known before the file is written."""
    while True:
        mark = "TN-" + "".join(secrets.choice(MARK_ALPHABET) for _ in range(MARK_LETTERS))
        if not Export.objects.filter(mark=mark).exists():
            return mark


def stamp_of(
    mark: str,
    *,
    purpose: str,
    by: Member,
    at: datetime,
    given_to: Organisation | None = None,
    expires_on: date | None = None,
) -> Stamp:
    """What is written on the file itself: who, when, what for, for whom, until when."""
    lines = [
        ("Người lấy ra", f"{by.user.full_name}, {by.get_role_display()}, {by.area.full_name}"),
        ("Lúc", f"{in_vietnam(at):%H:%M ngày %d/%m/%Y}"),
        ("Để làm gì", purpose),
    ]
    if given_to is not None:
        lines.append(("Giao cho", given_to.name))
    if expires_on is not None:
        lines.append(("Phải xóa trước", f"{expires_on:%d/%m/%Y}"))
    return Stamp(mark=mark, lines=tuple(lines))


@transaction.atomic
def record_export(
    *,
    what: str,
    name: str,
    purpose: str,
    data: bytes | None,
    rows: int,
    persons: Iterable[int],
    area: Area,
    by: Member,
    at: datetime,
    campaign: Campaign | None = None,
    given_to: Organisation | None = None,
    agreement: str = "",
    expires_on: date | None = None,
    fields: Iterable[str] = (),
    mark: str = "",
) -> Export:
    """Put a file on record before it is answered with. Raises BadInput when no purpose is given.

    what: code of the kind of file ("people.refused"); name: the file's name, which names nobody; data: its bytes, for
    the digest by which a copy is known again (None for a printed page); persons: ids of the people who stand in it;
    fields: the columns; mark: what `new_mark` gave and the file bears, made here if it bears none.
    """
    purpose = " ".join(purpose.split())
    if not purpose:
        raise BadInput("Tệp này có thông tin cá nhân. Xin ghi lấy ra để làm gì rồi tải lại.")
    export = Export.objects.create(
        mark=mark or new_mark(), what=what, name=name[:200], purpose=purpose[:LONGEST_PURPOSE], fields=list(fields),
        rows=rows, sha256=hashlib.sha256(data).hexdigest() if data is not None else "", area=area, campaign=campaign,
        given_to=given_to, agreement=agreement, expires_on=expires_on, at=at, by=by,
    )  # fmt: skip
    _keep_persons(export, persons)
    log_event("people.exported", about=export, by=by, at=at, mark=export.mark, what=what, rows=rows)
    return export


def _keep_persons(export: Export, persons: Iterable[int]) -> None:
    lines = [ExportedPerson(export=export, person_id=pk) for pk in dict.fromkeys(persons)]
    ExportedPerson.objects.bulk_create(lines, batch_size=BATCH)


# What rooms above do once a copy is gone: they keep what stood in it no longer either.
AfterDeletion = Callable[[Export, Member, datetime], None]
_after_deletion: list[AfterDeletion] = []


def after_deletion(deed: AfterDeletion) -> None:
    if deed not in _after_deletion:
        _after_deletion.append(deed)


@transaction.atomic
def mark_deleted(*, export: Export, on: date, by: Member, at: datetime) -> None:
    """Put down that every copy of a file is gone. Said once: the first day stands."""
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.deleted_on is not None:
        return
    held.deleted_on = on
    held.save(update_fields=["deleted_on"])
    for deed in _after_deletion:
        deed(held, by, at)
    log_event("people.export_deleted", about=held, by=by, at=at, mark=held.mark, on=on.isoformat())


def export_workbook(sheets: Sequence[Sheet], *, title: str = "", **said: Any) -> tuple[bytes, Export]:
    """A workbook with its mark, on record. Takes what `record_export` takes, but no data and no mark."""
    mark = new_mark()
    data = write_xlsx(sheets, title=title, author=said["by"].user.full_name, stamp=_stamp(mark, said))
    fields = said.pop("fields", ()) or [column.title for sheet in sheets[:1] for column in sheet.columns]
    return data, record_export(data=data, mark=mark, fields=fields, **said)


def export_document(data: bytes, **said: Any) -> tuple[bytes, Export]:
    """A Word file with its mark, on record. Takes what `record_export` takes, but no mark."""
    mark = new_mark()
    stamped = stamp_docx(data, _stamp(mark, said))
    return stamped, record_export(data=stamped, mark=mark, **said)


def _stamp(mark: str, said: dict[str, Any]) -> Stamp:
    wanted = ("purpose", "by", "at", "given_to", "expires_on")
    return stamp_of(mark, **{key: said[key] for key in wanted if key in said})
