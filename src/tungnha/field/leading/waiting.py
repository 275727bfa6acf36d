"""What phones sent that a person must look at, opened one by one; and unsent work brought over by a file."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tungnha.field.leading import pages, settling, telling_ops
from tungnha.field.leading.pages import ACT, READ, address, frame, operations_in, village_or_404
from tungnha.field.leading.words import ago
from tungnha.field.models import Device, PhoneOperation
from tungnha.field.sync import waiting as sync
from tungnha.people.models import Person
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest, asked_id

A_PAGE = 30
LARGEST = 4 * 1024 * 1024  # bytes of a carried file
WRONG_FILE = (
    "Tệp này không phải tệp chuyển việc của Từng Nhà: xin chọn tệp tung-nha-chuyen-viec-….json lấy từ máy của Tổ."
)


SHOWS = {"": "Đang chờ", "loi-khac": "Đã ghi, có lời khác", "da-xem": "Đã xem"}


@only(*READ)
def waiting(request: MemberRequest, pk: int) -> HttpResponse:
    """What waits, the oldest first; what was written and says otherwise than another word; what was settled."""
    village = village_or_404(request, pk)
    show = request.GET.get("loc", "")
    show = show if show in SHOWS else ""
    rows = _rows(request, village, show).select_related("device__member__user", "household", "settled_by__user")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    context = frame(request, village, "waiting") | {
        "page": page, "show": show, "rows": [_line(request, op) for op in page],
        "shows": [
            {"label": label, "url": pages.kept(request, loc=code) or "?", "current": code == show}
            for code, label in SHOWS.items()
        ],
        "carry_url": address(request, "field:waiting-carry", village.pk),
        "rivals_url": address(request, "field:rivals", village.pk),
    }  # fmt: skip
    return render(request, "field/leading/waiting.html", context)


def _rows(request: MemberRequest, village: Area, show: str) -> Any:
    if show == "":
        return operations_in(village, request.member).order_by("stored_at", "seq")
    rows = PhoneOperation.objects.visible_to(request.member).filter(device__member__area=village)
    if show == "loi-khac":
        return rows.filter(answer=PhoneOperation.Answer.CONFLICT, settled_at=None).order_by("-stored_at", "-seq")
    return rows.filter(settled_at__isnull=False).order_by("-settled_at")


def _line(request: MemberRequest, op: PhoneOperation) -> dict[str, Any]:
    return {
        "op": op, "kind": telling_ops.kind_of(op), "who": op.device.member.user.full_name, "why": op.why_text,
        "made": ago(op.made_at, clock.now()), "came": ago(op.stored_at, clock.now()),
        "url": "" if _is_written(op) else address(request, "field:waiting-operation", op.pk),
    }  # fmt: skip


def _is_written(op: PhoneOperation) -> bool:
    """It stands in the register, so its content was not kept: there is nothing to open."""
    return op.answer not in PhoneOperation.WAITING and op.settled_at is None


@only(*READ)
def operation(request: MemberRequest, pk: Any) -> HttpResponse:
    """One of them, opened: what it says, and what can be done with it. Opening it is logged."""
    rows = PhoneOperation.objects.filter(answer__in=PhoneOperation.WAITING) | PhoneOperation.objects.filter(
        settled_at__isnull=False
    )
    rows = rows.select_related(
        "device__member__user", "device__member__area", "household", "person", "settled_by__user"
    )
    op: PhoneOperation = get_visible_or_404(rows, request.member, pk=pk)
    village = village_or_404(request, op.device.member.area_id)
    back = address(request, "field:waiting", village.pk)
    told = telling_ops.tell(op, request.member)
    if request.method == "POST" and request.member.has_role(*ACT) and op.settled_at is None:
        if _settle(request, op, told, village):
            return redirect(back)
        return redirect(address(request, "field:waiting-operation", op.pk))
    note_views(told.persons, by=request.member, at=clock.now(), where="waiting")
    log_event("phone.operation_opened", about=op, by=request.member, at=clock.now(), kind=op.kind)
    context = frame(request, village, "waiting") | {
        "op": op, "told": told, "line": _line(request, op), "back_url": back, "back_label": "Cần xem",
        "writes": settling.may_be_written(op), "alike": settling.alike(op, request.member),
        "elsewhere": settling.lives_now(op, request.member), "passes_on": op.person or op.household,
        "names_home": "household" in op.content, "carried_by": op.carried_by,
    }  # fmt: skip
    return render(request, "field/leading/waiting_operation.html", context)


def _settle(request: MemberRequest, op: PhoneOperation, told: telling_ops.Told, village: Any) -> bool:
    """True where it waits no more."""
    try:
        answer = _deed(request, op, told, village)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return False
    if answer is not None and answer.answer in PhoneOperation.WAITING:
        messages.error(request, f"Vẫn chưa ghi được: {answer.why}")
        return False
    messages.success(request, "Đã ghi vào sổ." if answer is not None else "Đã xem xong.")
    return True


def _deed(request: MemberRequest, op: PhoneOperation, told: telling_ops.Told, village: Any) -> Any:
    """What the pressed button asks for; an answer where something was written."""
    by: dict[str, Any] = {"operation": op, "by": request.member, "at": clock.now()}
    what = request.POST.get("viec")
    if what == "ghi":
        return settling.write_now(**by)
    if what == "ho-khac":
        return settling.write_for(code=request.POST.get("ma", "").replace("\0", ""), village=village, **by)
    if what == "chinh-la":
        wanted = asked_id(request.POST.get("nguoi"))
        person = get_visible_or_404(Person, request.member, pk=wanted)
        return settling.is_the_same(person=person, **by)
    if what == "nguoi-khac":
        return settling.is_another(**by)
    if what == "bao-xa":
        words = "; ".join(f"{label}: {words}" for label, words in told.lines)
        return settling.pass_on(words=f"Máy gửi: {told.kind}. {words}", **by)
    if what == "bo-qua":
        return settling.let_go(why=request.POST.get("ly_do", "").replace("\0", ""), **by)
    raise BadInput("Chưa chọn việc gì.")


# --- brought over by a file ------------------------------------------------------------------------------------------


@only(*ACT)
def carry(request: MemberRequest, pk: int) -> HttpResponse:
    """Take in unsent work a phone of the team put into a file: the same twice is stored once."""
    village = village_or_404(request, pk)
    back = address(request, "field:waiting", village.pk)
    context = frame(request, village, "waiting") | {"back_url": back, "back_label": "Cần xem", "results": None}
    if request.method == "POST":
        try:
            context["results"] = _take_in(request)
        except Problem as problem:
            messages.error(request, problem.sentence)
    return render(request, "field/leading/waiting_carry.html", context)


def _take_in(request: MemberRequest) -> list[dict[str, Any]]:
    """What became of each phone's part of the file."""
    found = []
    for device_id, sealed in _read(request):
        device = Device.objects.visible_to(request.member).select_related("member__user").filter(pk=device_id).first()
        if device is None:
            found.append({"who": "", "lines": [], "unknown": len(sealed)})
            continue
        answers: list[str] = []
        closed = 0
        for start in range(0, len(sealed), 20):
            result = sync.carry_in(
                device_id=device.pk, sealed=sealed[start : start + 20], by=request.member, at=clock.now()
            )
            answers += [answer["answer"] for answer in result["answers"]]
            closed += len(result["not_opened"])
        found.append({"who": device.member.user.full_name, "lines": _counted(answers), "closed": closed})
    return found


ANSWERS = {
    "stored": "việc đã ghi vào sổ", "had": "việc đã có từ trước", "conflict": "việc đã ghi, có lời khác",
    "aside": "việc để riêng, cần xem", "refused": "việc không đọc được, để riêng",
}  # fmt: skip


def _counted(answers: list[str]) -> list[tuple[int, str]]:
    counts = Counter(answers)
    return [(counts[code], words) for code, words in ANSWERS.items() if counts[code]]


def _read(request: MemberRequest) -> list[tuple[uuid.UUID, list[str]]]:
    """The parts of a carried file: (phone, its sealed texts). Raises BadInput for any other file."""
    file = request.FILES.get("tep")
    if file is None:
        raise BadInput("Chưa chọn tệp nào.")
    if file.size is None or file.size > LARGEST:
        raise BadInput("Tệp quá lớn: tệp chuyển việc của một máy chỉ vài trăm KB.")
    try:
        envelope = json.loads(file.read().decode("utf-8"))
        parts = envelope["parts"] if envelope["tungnha"] == "carry" else ()
        if not parts:
            raise BadInput(WRONG_FILE)
        return [(uuid.UUID(part["device"]), [str(text) for text in part["sealed"]]) for part in parts]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise BadInput(WRONG_FILE) from problem


__all__ = ["carry", "operation", "waiting"]
