"""The words of reminders. Nobody is named but bodies; no figure about people stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.numbers import in_prose
from tungnha.reports.rules import countdown
from tungnha.reports.showing import last_instant

MOST_NAMES = 40  # a Zalo message stays readable


@dataclass(frozen=True)
class Owed:
    """What is reminded of: `what` as a title (Tuần 22 (21/5 – 27/5/2026)), `of` the campaign or who asks."""

    what: str
    of: str
    due_at: datetime
    url: str = ""


def subject(owed: Owed, at: datetime) -> str:
    what = owed.what[:1].lower() + owed.what[1:]
    if at >= owed.due_at:
        return f"Báo cáo đã quá hạn: {what}"
    return f"Nhắc báo cáo {what}: hạn {last_instant(owed.due_at)}"


def to_unit(owed: Owed, unit: str, at: datetime) -> str:
    """A letter to one unit: the end stands in the same hour words as on every page."""
    late = at >= owed.due_at
    lines = [
        f"Kính gửi {unit},",
        f"Báo cáo {owed.what}, {owed.of}, {'đã hết hạn' if late else 'đến hạn'} lúc {last_instant(owed.due_at)} "
        f"({countdown(owed.due_at, at)}). Đến lúc này chưa nhận được báo cáo của đơn vị.",
        "Đề nghị đơn vị gửi ngay; báo cáo gửi sau hạn vẫn được nhận và ghi là gửi muộn."
        if late
        else "Đề nghị đơn vị gửi trước hạn. Nếu đã gửi sau khi thư này được viết, xin bỏ qua.",
        "Gửi tại địa chỉ dưới đây." if owed.url else "Xin đăng nhập phần mềm, mục Báo cáo.",
        "Thư do phần mềm gửi tự động, không cần trả lời.",
    ]
    return "\n\n".join(lines)


def to_group(owed: Owed, *, missing: Sequence[str], received: int, expected: int, at: datetime) -> str:
    """A text to paste into the units' Zalo group: the hour, how many have sent, who has not, where to send."""
    late = at >= owed.due_at
    rest = len(missing) - MOST_NAMES
    names = "; ".join(missing[:MOST_NAMES]) + (f"; và {rest} đơn vị khác" if rest > 0 else "")
    lines = [
        f"{_loud(owed.what, late)}, {owed.of}",
        f"Hạn: {last_instant(owed.due_at)} ({countdown(owed.due_at, at)}).",
        f"Đã gửi {in_prose(received)}/{in_prose(expected)} đơn vị. Chưa gửi {in_prose(len(missing))}: {names}.",
        f"Gửi tại: {owed.url}" if owed.url else "Gửi trong phần mềm, mục Báo cáo.",
        "Đề nghị các đơn vị có tên gửi ngay." if late else "Đề nghị các đơn vị có tên gửi đúng hạn.",
    ]
    return "\n".join(lines)


def _loud(what: str, late: bool) -> str:
    """`NHẮC BÁO CÁO: Tuần 23`; of a quick report `NHẮC BÁO CÁO NHANH: “Điểm sóng yếu”`."""
    quick, rest = ("NHANH ", what.removeprefix("nhanh ")) if what.startswith("nhanh ") else ("", what)
    head = f"BÁO CÁO {quick}QUÁ HẠN" if late else f"NHẮC BÁO CÁO {quick}".rstrip()
    return f"{head}: {rest}"
