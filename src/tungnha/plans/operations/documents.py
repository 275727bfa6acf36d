"""A plan document comes in, is read, and its reading is corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from tungnha.plans import queries
from tungnha.plans.masking import hide_all, hide_numbers
from tungnha.plans.models import Draft, PlanDocument
from tungnha.reading import MAX_BYTES, TAKEN_SUFFIXES, UnreadableDocument, read_bytes
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate


class SameFile(BadInput):
    """The very same file is here already; `document` is the earlier one."""

    def __init__(self, document: PlanDocument) -> None:
        day = timezone.localtime(document.uploaded_at)
        super().__init__(
            f"Tệp này đã được gửi lên ngày {day.day}/{day.month}/{day.year} (“{document.name}”);"
            " mời mở bản đã có, không cần gửi lại."
        )
        self.document = document


class DraftOutOfDate(OutOfDate):
    """Somebody saved first. Nothing is lost: `draft` is what was typed, kept beside the line."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            "Trong lúc đang rà soát, có người khác đã lưu trước. Cả hai bản đều được giữ;"
            " mời so hai bản rồi chọn bản để làm tiếp."
        )
        self.draft = draft


def receive_document(
    *, area: Area, name: str, data: bytes, by: Member, at: datetime, content: dict[str, Any] | None = None
) -> PlanDocument:
    """Store a plan file, its text and what the reader found in it (draft 1), telephones hidden in both.

    `content`: what the reader found, where it was read before (reading_job.py). The same bytes twice in one area raise
    SameFile. What cannot be read raises BadInput, and nothing is stored.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_the_same_again(area, sha256)
    content = _read(name, data) if content is None else dict(content)
    text = hide_numbers(content.pop("text"))
    document = PlanDocument(area=area, name=name[-255:], sha256=sha256, text=text, uploaded_at=at, uploaded_by=by)
    document.file.save(f"{sha256[:16]}{_suffix(name)}", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            # The button pressed twice: the second press waits here for the first.
            Area.objects.select_for_update(no_key=True).get(pk=area.pk)
            _refuse_the_same_again(area, sha256)
            document.save()
            Draft.objects.create(document=document, number=1, content=hide_all(content), saved_at=at, saved_by=None)
            log_event("plan.document_received", about=document, by=by, at=at, size=len(data))
    except Exception:
        document.file.delete(save=False)  # no row, no file
        raise
    return document


def _refuse_the_same_again(area: Area, sha256: str) -> None:
    earlier = PlanDocument.objects.filter(area=area, sha256=sha256).first()
    if earlier is not None:
        raise SameFile(earlier)


def _read(name: str, data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise BadInput(too_large_sentence())
    try:
        return read_bytes(name, data)
    except UnreadableDocument as problem:
        raise BadInput(str(problem)) from problem


def too_large_sentence() -> str:
    return f"Tệp lớn hơn {MAX_BYTES // (1024 * 1024)} MB nên không nhận; hãy bỏ bớt ảnh hoặc tách phụ lục rồi gửi lại."


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in TAKEN_SUFFIXES else ".txt"


def save_draft(
    *,
    document: PlanDocument,
    base_number: int,
    content: dict[str, Any],
    by: Member,
    at: datetime,
    base_change: int | None = None,
) -> Draft:
    """Keep a corrected reading as the next number. Saving what stands already changes nothing.

    Whoever started from an older number (`base_number`), or before the last change of an item (`base_change`; None:
    the caller has played them all), overwrites nobody: the text is kept beside the line and DraftOutOfDate carries it.
    A confirmed document is closed to this (Locked).
    """
    with transaction.atomic():
        PlanDocument.objects.select_for_update().get(pk=document.pk)
        if hasattr(document, "plan"):
            raise Locked("Kế hoạch này đã được xác nhận nên bản rà soát không sửa được nữa.")
        latest: Draft = document.drafts.filter(beside=None).latest("number")
        if latest.content == content and not latest.changes.exists():
            return latest
        changed = base_change is not None and base_change != queries.latest_change_number(document)
        rival = changed or base_number != latest.number
        draft = Draft.objects.create(
            document=document, number=base_number + 1 if rival else latest.number + 1, content=content, saved_at=at,
            saved_by=by, beside=latest if rival else None,
        )  # fmt: skip
        log_event("plan.draft_saved", about=draft, by=by, at=at, number=draft.number, rival=rival)
    if rival:
        raise DraftOutOfDate(draft)
    return draft


@transaction.atomic
def create_missing_organisations(
    *, area: Area, wanted: Sequence[tuple[str, str]], by: Member, at: datetime
) -> list[Organisation]:
    """Add bodies that a plan names and the register lacks, as (name, kind). One that is there is left as it is."""
    made = []
    for name, kind in wanted:
        name = " ".join(name.split())[:200]
        if kind not in Organisation.Kind.values or not name:
            raise BadInput(f"“{name}”: chưa chọn loại đơn vị; mời chọn rồi tạo lại.")
        try:
            with transaction.atomic():
                organisation, is_new = Organisation.objects.get_or_create(area=area, name=name, defaults={"kind": kind})
        except IntegrityError as problem:
            raise BadInput(f"Không tạo được “{name}”; mời kiểm tra lại tên.") from problem
        if is_new:
            log_event("organisation.added", about=organisation, by=by, at=at, kind=kind)
            made.append(organisation)
    return made
