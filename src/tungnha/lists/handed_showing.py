"""How a list handed out is told on pages: its state, its clock, what came of it."""

from __future__ import annotations

from datetime import date

from tungnha.lists.models.handed import HandedList

SOON = 3  # days before its day that a unit is reminded


def state_of(handed: HandedList, on: date) -> tuple[str, str]:
    """(code of the status word, its label)."""
    export = handed.export
    if export.deleted_on is not None:
        return "done", "đã báo xóa" if handed.taken_at else "đã thu lại, chưa ai tải"
    if export.expires_on is not None and export.expires_on <= on:
        days = (on - export.expires_on).days
        return "overdue", f"quá hạn xóa {days} ngày" if days else "phải xóa hôm nay"
    if handed.called_back_at is not None:
        return "returned", "đã thu lại, chờ đơn vị xóa"
    if getattr(handed, "answers_count", 0):
        return "sent", "đơn vị đã trả lời"
    return ("doing", "đơn vị đang giữ") if handed.taken_at else ("waiting", "chờ đơn vị tải")


def must_delete(handed: HandedList, on: date) -> str:
    """What the unit is reminded of on its page: `` nothing, `soon` or `late`."""
    export = handed.export
    if export.deleted_on is not None or handed.taken_at is None:
        return ""
    if handed.called_back_at is not None or (export.expires_on is not None and export.expires_on <= on):
        return "late"
    return "soon" if export.expires_on is not None and (export.expires_on - on).days <= SOON else ""
