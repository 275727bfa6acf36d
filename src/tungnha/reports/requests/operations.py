"""A question is asked, answered, returned, moved, excused, handed on, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tungnha.plans.models import Plan
from tungnha.reports.models import Request, RequestAnswer, RequestAsk, RequestField
from tungnha.reports.requests import queries, values
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, Problem


@dataclass(frozen=True)
class Addressee:
    """A body, or (without one) the desk of an area."""

    area: Area
    organisation: Organisation | None = None


@transaction.atomic
def ask_all(
    *,
    title: str,
    words: str,
    due_at: datetime,
    fields: Sequence[values.NewField],
    to: Sequence[Addressee],
    by: Member,
    at: datetime,
    plan: Plan | None = None,
    above: RequestAsk | None = None,
) -> Request:
    """Ask all of them at once. `above`: the question of the level above that this hands on."""
    if not by.has_role(*queries.ASKERS):
        raise Problem("Việc này chỉ cán bộ phụ trách của địa bàn làm được.")
    if not title.strip():
        raise BadInput("Xin ghi hỏi về việc gì.")
    if due_at <= at:
        raise BadInput("Hạn trả lời đã qua rồi. Xin chọn một giờ còn ở phía trước.")
    if not to:
        raise BadInput("Chưa chọn nơi nào để hỏi.")
    if any(not by.area.contains(one.area) for one in to):
        raise BadInput("Chỉ hỏi được các nơi thuộc địa bàn của mình.")
    new = values.checked(fields)
    request = Request.objects.create(
        area=by.area, organisation=by.organisation, plan=plan, above=above, title=" ".join(title.split())[:200],
        words=words.strip(), due_at=due_at, asked_at=at, asked_by=by,
    )  # fmt: skip
    RequestField.objects.bulk_create(
        RequestField(
            request=request, order=n, label=field.label, kind=field.kind, unit=field.unit, choices=list(field.choices),
            required=field.required, from_field_id=field.from_field,
        )
        for n, field in enumerate(new, 1)
    )  # fmt: skip
    once = {(one.area.pk, one.organisation.pk if one.organisation else None): one for one in to}
    RequestAsk.objects.bulk_create(
        RequestAsk(request=request, area=one.area, organisation=one.organisation) for one in once.values()
    )
    log_event(
        "request.asked", about=request, by=by, at=at, to=len(once), fields=len(new), due_at=due_at.isoformat(),
        above=above.request_id if above else None,
    )  # fmt: skip
    return request


@transaction.atomic
def answer(*, ask: RequestAsk, typed: Mapping[int, Any], by: Member, at: datetime) -> RequestAnswer:
    """Take an answer in: `typed` is field → value as `values.read` gives it. A correction stands beside the first; the
    same sent twice is one."""
    ask = RequestAsk.objects.select_for_update(of=("self",)).select_related("request").get(pk=ask.pk)
    if not queries.may_answer(by, ask):
        raise Problem(f"Câu hỏi này gửi cho {ask.name}; chỉ nơi đó trả lời được.")
    if ask.request.closed_at is not None and ask.request.closed_at <= at:
        raise Locked("Nơi hỏi đã thôi hỏi việc này, không phải trả lời nữa.")
    kept = values.clean(queries.fields_of(ask.request), typed)
    latest = ask.answers.order_by("-number").first()
    if latest is not None and latest.returned_at is None and latest.values == kept:
        return latest
    made = RequestAnswer.objects.create(
        ask=ask, number=latest.number + 1 if latest else 1, values=kept, sent_at=at, sent_by=by
    )
    log_event(
        "request.answered", about=made, by=by, at=at, request=ask.request_id, number=made.number,
        late=at >= ask.request.due_at,
    )  # fmt: skip
    return made


@transaction.atomic
def return_answer(*, row: RequestAnswer, why: str, by: Member, at: datetime) -> RequestAnswer:
    """Send the latest answer of a place back to be mended: it owes it again."""
    RequestAsk.objects.select_for_update(of=("self",)).get(pk=row.ask_id)
    row = RequestAnswer.objects.select_related("ask__request").get(pk=row.pk)
    _only_asker(by, row.ask.request)
    if not why.strip():
        raise BadInput("Xin ghi vì sao trả lại, để nơi trả lời biết chỗ cần sửa.")
    if row.returned_at is not None or row.ask.answers.filter(number__gt=row.number).exists():
        raise Locked("Câu trả lời này đã được trả lại, hoặc đã có bản sửa: xin tải lại trang.")
    row.returned_at, row.returned_by, row.returned_why = at, by, why.strip()[:300]
    row.save(update_fields=["returned_at", "returned_by", "returned_why"])
    log_event("request.returned", about=row, by=by, at=at, request=row.ask.request_id)
    return row


@transaction.atomic
def move(*, request: Request, due_at: datetime, by: Member, at: datetime) -> Request:
    """Give more time, or less: an answer that came before stays as timely or late as the new hour makes it."""
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _only_asker(by, request)
    if request.closed_at is not None:
        raise Locked("Đã thôi hỏi việc này rồi.")
    if due_at <= at:
        raise BadInput("Hạn mới đã qua rồi. Xin chọn một giờ còn ở phía trước.")
    if due_at == request.due_at:
        raise BadInput("Hạn mới trùng hạn cũ.")
    before, request.due_at, request.moved = request.due_at, due_at, request.moved + 1
    request.save(update_fields=["due_at", "moved"])
    log_event("request.moved", about=request, by=by, at=at, was=before.isoformat(), now=due_at.isoformat())
    return request


@transaction.atomic
def close(*, request: Request, why: str, by: Member, at: datetime) -> Request:
    """Ask no more: who has not answered owes nothing; what was answered is kept."""
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _only_asker(by, request)
    if request.closed_at is not None:
        raise Locked("Đã thôi hỏi việc này rồi.")
    if not why.strip():
        raise BadInput("Xin ghi vì sao thôi hỏi.")
    request.closed_at, request.closed_why = at, why.strip()[:300]
    request.save(update_fields=["closed_at", "closed_why"])
    log_event("request.closed", about=request, by=by, at=at)
    return request


@transaction.atomic
def excuse(*, ask: RequestAsk, why: str, by: Member, at: datetime) -> RequestAsk:
    """One place need not answer. A blank `why` takes that back."""
    ask = RequestAsk.objects.select_for_update(of=("self",)).select_related("request").get(pk=ask.pk)
    _only_asker(by, ask.request)
    reason = why.strip()[:300]
    ask.excused_at, ask.excused_by, ask.excused_why = (at, by, reason) if reason else (None, None, "")
    ask.save(update_fields=["excused_at", "excused_by", "excused_why"])
    log_event("request.excused", about=ask, by=by, at=at, request=ask.request_id, excused=bool(reason))
    return ask


def hand_on(
    *, ask: RequestAsk, due_at: datetime, to: Sequence[Addressee], by: Member, at: datetime, words: str = ""
) -> Request:
    """Put the same questions to those below: what they answer adds up into the own answer, which is still the own."""
    if not queries.is_own(by, ask):
        raise Problem("Chỉ nơi được hỏi mới giao tiếp câu hỏi xuống được.")
    if due_at > ask.request.due_at:
        raise BadInput("Hạn giao xuống phải trước hạn của cấp trên, để còn thời gian tổng hợp.")
    fields = [
        values.NewField(f.label, f.kind, f.unit, tuple(f.choices), f.required, f.pk)
        for f in queries.fields_of(ask.request)
    ]
    return ask_all(
        title=ask.request.title, words=words or ask.request.words, due_at=due_at, fields=fields, to=to, by=by, at=at,
        above=ask,
    )  # fmt: skip


def _only_asker(by: Member, request: Request) -> None:
    if not queries.is_asker(by, request):
        raise Problem("Việc này chỉ cán bộ phụ trách của nơi hỏi làm được.")
