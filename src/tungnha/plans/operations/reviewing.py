"""A draft is changed one item at a time, each change kept at once; two officers stand in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tungnha.plans import queries, review_ops
from tungnha.plans.masking import hide_all
from tungnha.plans.models import Draft, PlanDocument
from tungnha.plans.models.documents import DraftChange
from tungnha.plans.operations.documents import save_draft
from tungnha.plans.review_ops import Content, Operation
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

MOST_CHANGES = 5000  # of one draft; a person makes some hundreds


class Clash(OutOfDate):
    """Somebody changed the same item since this page saw it; `changes` are theirs, nothing of ours is kept yet."""

    def __init__(self, changes: Sequence[DraftChange]) -> None:
        last = changes[-1]
        super().__init__(
            f"{last.made_by.user.full_name} vừa {review_ops.words(last.operation)}."
            " Mời xem hai bên rồi chọn: ghi phần của mình, hoặc giữ như người kia đã sửa."
        )
        self.changes = list(changes)


@dataclass(frozen=True)
class Kept:
    """A change that is in the log; `is_new` is false where the same change had come before."""

    change: DraftChange
    is_new: bool


@transaction.atomic
def keep_change(
    *,
    document: PlanDocument,
    operation: Operation,
    key: UUID,
    seen: int,
    base: Content,
    by: Member,
    at: datetime,
) -> Kept:
    """Keep one change of a review. Sent twice under one key, it is kept once.

    `seen` is the number of the last change the page knew of: a later one to the same items, by whomever, raises
    Clash and nothing is kept. `base` is the opened draft the changes are played over. A change that does not fit what
    stands now raises BadInput (ItemGone); a confirmed document is Locked.
    """
    PlanDocument.objects.select_for_update().get(pk=document.pk)
    earlier = DraftChange.objects.filter(key=key).select_related("made_by__user").first()
    if earlier is not None:
        if earlier.document_id != document.pk or earlier.made_by_id != by.pk:
            raise BadInput("Mã của lần sửa này đã dùng cho việc khác; mời tải lại trang rồi làm lại.")
        return Kept(earlier, False)
    _must_be_open(document)
    draft = queries.latest_draft(document)
    log = queries.as_log(queries.changes_of(draft))
    if len(log) >= MOST_CHANGES:
        raise BadInput("Bản này đã sửa quá nhiều lần; mời bấm “Lưu, sang xác nhận” rồi làm tiếp.")
    operation = hide_all(operation)
    touched = _touched(operation, log)
    _no_clash(document, touched, seen)
    review_ops.play(base, [*log, review_ops.Change(_next_number(document), operation, touched)])
    change = DraftChange.objects.create(
        document=document, draft=draft, number=_next_number(document), key=key,
        operation=operation, touched=list(touched), made_at=at, made_by=by,
    )  # fmt: skip
    log_event("plan.draft_changed", about=document, by=by, at=at, number=change.number, deed=operation["do"])
    return Kept(change, True)


def _touched(operation: Operation, log: Sequence[review_ops.Change]) -> tuple[str, ...]:
    if operation.get("do") != "undo":
        return review_ops.touched_by(operation)
    undone = next((change for change in log if change.number == operation.get("change")), None)
    if undone is None:
        raise BadInput("Không còn gì để hoàn tác ở bản này.")
    later = review_ops.in_the_way(log, undone.number)
    if later:
        raise BadInput(f"Sau đó còn {review_ops.words(later[-1].operation)}; mời hoàn tác từng bước, từ bước mới nhất.")
    return undone.touched


def _no_clash(document: PlanDocument, touched: Sequence[str], seen: int) -> None:
    """All drafts are looked at: what another made may have been numbered meanwhile."""
    rows = list(document.changes.filter(number__gt=seen).select_related("made_by__user").order_by("number"))
    newer = {change.number for change in review_ops.since(queries.as_log(rows), touched, seen)}
    if newer:
        raise Clash([row for row in rows if row.number in newer])


def _must_be_open(document: PlanDocument) -> None:
    if hasattr(document, "plan"):
        raise Locked("Kế hoạch này đã được xác nhận nên bản rà soát không sửa được nữa.")


def _next_number(document: PlanDocument) -> int:
    return queries.latest_change_number(document) + 1


@transaction.atomic
def settle(*, document: PlanDocument, base: Content, by: Member, at: datetime) -> Draft:
    """Make a numbered draft of what stands now. Without a change since the last number there is nothing to make."""
    PlanDocument.objects.select_for_update().get(pk=document.pk)
    latest = queries.latest_draft(document)
    log = queries.as_log(queries.changes_of(latest))
    if not review_ops.active(log):
        return latest
    content = review_ops.closed(review_ops.play(base, log))
    return save_draft(document=document, base_number=latest.number, content=content, by=by, at=at)


def save_form(
    *,
    document: PlanDocument,
    base_number: int,
    base_change: int,
    content: Content,
    before: Content,
    by: Member,
    at: datetime,
) -> Draft:
    """Keep the whole form as the next number, as a page without script sends it.

    Whoever saved or changed anything since the page was opened (`base_number`, `base_change`) is not overwritten: see
    save_draft. `before` is what stood when the form was drawn: items that differ now count as changed by it.
    """
    draft = save_draft(
        document=document, base_number=base_number, content=content, by=by, at=at, base_change=base_change
    )
    _note_form(document, draft, _differing(before, content), by, at)
    return draft


def _differing(before: Content, after: Content) -> list[str]:
    found = []
    now = review_ops.opened(after)
    for key in (*review_ops.MANY, *review_ops.SINGLE):
        was = {row["id"]: _said(row) for row in _rows(before.get(key))}
        are = {row["id"]: _said(row) for row in _rows(now.get(key))}
        found += [item for item in {**was, **are} if was.get(item) != are.get(item)]
    return found


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """Without blanks: a form sends a blank for what the reader never named."""
    return {name: value for name, value in row.items() if value not in (None, "", [], False)}


def _rows(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value] if value else []


@transaction.atomic
def _note_form(document: PlanDocument, draft: Draft, touched: list[str], by: Member, at: datetime) -> None:
    """A page opened before the form was sent learns from this entry which items it has not seen."""
    PlanDocument.objects.select_for_update().get(pk=document.pk)
    if touched:
        DraftChange.objects.create(
            document=document, draft=draft, number=_next_number(document), key=uuid4(), operation={"do": "form"},
            touched=touched, made_at=at, made_by=by,
        )  # fmt: skip
