"""What is done about inspections: the list of what to look at, a visit written down, findings until they are mended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.drafting.dates import short_date
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach.models import ChecklistItem, Finding, FindingStep, Inspection, InspectionAnswer
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

Of, Step = ChecklistItem.Of, FindingStep.Step
MOST_ITEMS = 40
STARTERS: tuple[tuple[str, str], ...] = (
    ("Từng hộ đã được giao cho một thành viên Tổ", Of.VILLAGE),
    ("Lượt đến nhà ghi đúng hộ, đúng ngày; hỏi thử vài hộ thì khớp", Of.VILLAGE),
    ("Hộ ghi “được làm mẫu” đã được làm mẫu thật trên máy", Of.VILLAGE),
    ("Không ai trong Tổ hỏi mật khẩu, mã OTP, số tài khoản của bà con", Of.VILLAGE),
    ("Giấy đồng ý (ảnh, nhóm Zalo) còn giữ đủ", Of.VILLAGE),
    ("Tài liệu niêm yết ở nhà văn hóa đúng bản mới", Of.VILLAGE),
    ("Có người phụ trách, có lịch thực hiện kế hoạch", Of.UNIT),
    ("Số đã báo khớp với danh sách của đơn vị", Of.UNIT),
    ("Cán bộ, người lao động đã hoàn thành phần của mình", Of.UNIT),
    ("Báo cáo gửi đúng hạn, nêu đúng khó khăn", Of.BOTH),
    ("Khó khăn đã nêu được trả lời", Of.BOTH),
)


@dataclass(frozen=True)
class Seen:
    """What was seen of one item."""

    asked: str
    answer: str
    words: str = ""


@dataclass(frozen=True)
class ToMend:
    words: str
    due_on: date


@transaction.atomic
def lay_checklist(*, area: Area, by: Member, at: datetime) -> int:
    """A first list; a commune that has one keeps its own."""
    list(Area.objects.select_for_update(no_key=True).filter(pk=area.pk))
    if ChecklistItem.objects.filter(area=area, removed_at=None).exists():
        return 0
    rows = [
        ChecklistItem(area=area, order=n, words=words, of=of, made_at=at, made_by=by)
        for n, (words, of) in enumerate(STARTERS, 1)
    ]
    ChecklistItem.objects.bulk_create(rows)
    log_event("inspection.checklist_laid", about=None, by=by, at=at, count=len(rows))
    return len(rows)


@transaction.atomic
def add_item(*, area: Area, words: str, of: str, by: Member, at: datetime) -> ChecklistItem:
    list(Area.objects.select_for_update(no_key=True).filter(pk=area.pk))
    there = list(ChecklistItem.objects.filter(area=area, removed_at=None))
    words = _said(words, 200)
    if not words:
        raise BadInput("Điều cần xem là gì? Xin ghi một câu ngắn.")
    if len(there) >= MOST_ITEMS:
        raise BadInput(f"Danh sách có nhiều nhất {MOST_ITEMS} điều; mời bỏ bớt điều không còn cần.")
    if any(one.words.lower() == words.lower() for one in there):
        raise BadInput("Điều này đã có trong danh sách.")
    made: ChecklistItem = ChecklistItem.objects.create(
        area=area, order=max((one.order for one in there), default=0) + 1, words=words, of=of, made_at=at, made_by=by
    )
    log_event("inspection.item_added", about=None, by=by, at=at)
    return made


@transaction.atomic
def remove_item(*, item: ChecklistItem, by: Member, at: datetime) -> None:
    """No longer asked; inspections of before keep its words."""
    if ChecklistItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=at, removed_by=by):
        log_event("inspection.item_removed", about=None, by=by, at=at)


@transaction.atomic
def record_inspection(
    *, area: Area, of: Area | Organisation, on: date, inspectors: str, words: str, seen: Sequence[Seen],
    to_mend: Sequence[ToMend], by: Member, at: datetime, campaign: Campaign | None = None, key: uuid.UUID | None = None,
) -> Inspection:  # fmt: skip
    """Write a visit down, whole. Sent twice, it is the same one. Raises BadInput for a day to come, nobody who went,
    nothing that was looked at."""
    if on > at.date():
        raise BadInput(f"Ngày {short_date(on)} chưa đến: xin ghi sau khi đã kiểm tra.")
    if not inspectors.strip():
        raise BadInput("Ai đi kiểm tra? Xin ghi họ tên hoặc tên đơn vị.")
    if not seen and not words.strip():
        raise BadInput("Xin chấm ít nhất một điều, hoặc ghi nhận xét chung.")
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            made: Inspection = Inspection.objects.create(
                area=area, campaign=campaign, village=of if isinstance(of, Area) else None,
                organisation=of if isinstance(of, Organisation) else None, on=on, inspectors=_said(inspectors, 300),
                words=_said(words, 2000), key=key, made_at=at, made_by=by,
            )  # fmt: skip
    except IntegrityError:
        return Inspection.objects.get(key=key)
    InspectionAnswer.objects.bulk_create(
        InspectionAnswer(inspection=made, order=n, asked=one.asked, answer=one.answer, words=_said(one.words, 300))
        for n, one in enumerate(seen, 1)
    )
    log_event("inspection.recorded", about=made, by=by, at=at, count=len(seen))
    for one in to_mend:
        add_finding(inspection=made, words=one.words, due_on=one.due_on, by=by, at=at)
    return made


@transaction.atomic
def add_finding(*, inspection: Inspection, words: str, due_on: date, by: Member, at: datetime) -> Finding:
    """Something to be mended; its day is not before the inspection."""
    words = _said(words, 500)
    if not words:
        raise BadInput("Phải khắc phục điều gì? Xin ghi một câu.")
    if due_on < inspection.on:
        raise BadInput(f"Hạn {short_date(due_on)} trước ngày kiểm tra: xin xem lại.")
    made: Finding = Finding.objects.create(inspection=inspection, words=words, due_on=due_on, made_at=at, made_by=by)
    log_event("inspection.found", about=inspection, by=by, at=at)
    return made


@transaction.atomic
def say_step(*, finding: Finding, step: str, words: str, on: date, by: Member, at: datetime) -> FindingStep:
    """The place says it is mended; the desk confirms, or sends it back with why. What is confirmed is closed."""
    held = Finding.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=finding.pk)
    last = held.steps.order_by("-id").first()
    if last is not None and last.step == Step.FIXED and step != Step.AGAIN:
        raise BadInput("Điều này đã được xác nhận là khắc phục xong.")
    if on > at.date():
        raise BadInput(f"Ngày {short_date(on)} chưa đến: xin ghi ngày đã làm.")
    if on < held.inspection.on:
        raise BadInput("Ngày khắc phục trước ngày kiểm tra: xin xem lại.")
    said = _said(words, 500)
    if not said and step in (Step.SAID, Step.AGAIN):
        raise BadInput("Xin ghi đã làm gì." if step == Step.SAID else "Xin ghi còn thiếu gì để nơi ấy làm tiếp.")
    made: FindingStep = FindingStep.objects.create(finding=held, step=Step(step), words=said, on=on, at=at, by=by)
    if step == Step.SAID:
        log_event("inspection.said_mended", about=held.inspection, by=by, at=at)
    elif step == Step.FIXED:
        log_event("inspection.mended", about=held.inspection, by=by, at=at)
    else:
        log_event("inspection.sent_back", about=held.inspection, by=by, at=at)
    return made


def _said(text: str, most: int) -> str:
    return hide_typed_numbers(" ".join(text.split()) if most <= 500 else text.strip())[:most]
