"""How a team leader says it. Pure."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

WRONG_CLOCK = 5 * 60  # seconds a phone's clock may run off before it is said


def ago(at: datetime | None, now: datetime) -> str:
    """`hôm nay 9 giờ 05`, `hôm qua 17 giờ 30`, `3 ngày trước (18/11)`."""
    if at is None:
        return "chưa lần nào"
    then = timezone.localtime(at)
    days = (timezone.localtime(now).date() - then.date()).days
    hour = f"{then.hour} giờ {then.minute:02d}"
    if days <= 0:
        return f"hôm nay {hour}"
    if days == 1:
        return f"hôm qua {hour}"
    return f"{days} ngày trước ({then.day}/{then.month})"


def clock_off(seconds: int) -> str:
    """`đồng hồ máy chạy nhanh 2 giờ 10 phút`; nothing while it is near enough."""
    if abs(seconds) < WRONG_CLOCK:
        return ""
    minutes, way = abs(seconds) // 60, "nhanh" if seconds > 0 else "chậm"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} ngày" if days else "", f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else ""]
    return f"đồng hồ máy chạy {way} " + " ".join(part for part in parts if part)
