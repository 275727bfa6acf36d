"""What the data steward must see first: everything with a clock, the nearest first, each with one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tungnha.drafting.dates import WEEKDAYS
from tungnha.people.models import (
    Breach,
    Export,
    Person,
    PopulationFile,
    ProcessingRecord,
    ProtectionCheck,
    Retention,
    RightsRequest,
)
from tungnha.people.operations.retention import current_records
from tungnha.people.protection.looks import persons_seen_by, within_reach
from tungnha.people.protection.rights_rules import Clocks, clocks_of, last_day_of
from tungnha.units.calendar import VIETNAM, Calendar, end_of
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Campaign, Member

AHEAD = timedelta(days=14)  # exports and checks are told this long before
FILE_WAITS = timedelta(days=30)  # a population file handed in and not imported


@dataclass(frozen=True)
class Due:
    """One line of the steward's page. Without `due_at` it is due now: the law asks for it, no clock was set."""

    what: str
    note: str
    url: str
    action: str
    due_at: datetime | None = None
    kind: str = ""

    @property
    def when(self) -> str:
        """`hết thứ Năm, 28/5/2026` for a day's end, `7 giờ 00 thứ Sáu, 29/5/2026` for an hour."""
        if self.due_at is None:
            return ""
        at = self.due_at.astimezone(VIETNAM)
        if at.time() == time(0):
            last = last_day_of(at)
            return f"hết {WEEKDAYS[last.weekday()]}, {last.day}/{last.month}/{last.year}"
        return f"{at.hour} giờ {at.minute:02d} {WEEKDAYS[at.weekday()]}, {at.day}/{at.month}/{at.year}"

    def is_late(self, at: datetime) -> bool:
        return self.due_at is None or self.due_at <= at

    def state(self, at: datetime) -> tuple[str, str]:
        """(code of the status word, its label)."""
        if self.due_at is None:
            return "missing", "chưa có"
        if self.due_at <= at:
            return "overdue", f"quá hạn {_span(at - self.due_at)}"
        return "due" if self.due_at - at <= timedelta(days=2) else "upcoming", f"còn {_span(self.due_at - at)}"


def _span(length: timedelta) -> str:
    hours = int(length.total_seconds() // 3600)
    if hours >= 48:
        return f"{hours // 24} ngày"
    return f"{hours} giờ" if hours else f"{int(length.total_seconds() // 60)} phút"


def due_items(member: Member, at: datetime) -> list[Due]:
    """All that is due in the member's area, what is late first, then by clock."""
    area = member.area
    rows = [
        *_breaches(member), *_requests(member, calendar_of(area)), *_retentions(member), *_missing_records(area, at),
        *_exports(member, at), *_checks(area, at), *_files(member, at),
    ]  # fmt: skip
    far = datetime.max.replace(tzinfo=VIETNAM)
    return sorted(rows, key=lambda row: (not row.is_late(at), row.due_at or (at if row.due_at is None else far)))


def how_many_due(member: Member, at: datetime) -> int:
    return len(due_items(member, at))


def open_requests(member: Member) -> Any:
    return RightsRequest.objects.visible_to(member).filter(answered_at=None)


def _requests(member: Member, calendar: Calendar) -> list[Due]:
    rows = []
    for request in open_requests(member):
        clocks = clocks_of(request, calendar)
        waits = request.acknowledged_at is None
        rows.append(
            Due(
                f"{request.number}: {request.get_kind_display()}",
                "chưa phản hồi trong 2 ngày làm việc" if waits else "chờ trả lời",
                reverse("people:rights-request", args=[request.pk]), "Phản hồi" if waits else "Trả lời",
                clocks.next_due(request), "request",
            )
        )  # fmt: skip
    return rows


def _breaches(member: Member) -> list[Due]:
    rows = []
    for breach in Breach.objects.visible_to(member).filter(Q(notified_at=None) | Q(repaired_at=None) | Q(told_at=None)):
        url = reverse("people:breach", args=[breach.pk])
        if breach.notified_at is None:
            note = "thông báo cơ quan chuyên trách trong 72 giờ"
            rows.append(Due(str(breach), note, url, "Soạn thông báo", breach.notice_due_at, "breach"))
        else:
            left = [] if breach.told_at else ["báo người bị ảnh hưởng"]
            left += [] if breach.repaired_at else ["khắc phục"]
            rows.append(Due(str(breach), "còn phải " + ", ".join(left), url, "Ghi tiếp", None, "breach"))
    return rows


def _retentions(member: Member) -> list[Due]:
    rows = Retention.objects.visible_to(member).filter(finished_at=None, cancelled_at=None).select_related("record")
    return [
        Due(
            f"Đến hạn xóa tên: {row.record.purpose}",
            "đang xóa dở" if row.confirmed_at else "chờ xác nhận; số lượng được giữ lại",
            reverse("people:retention", args=[row.pk]), "Làm tiếp" if row.confirmed_at else "Xem và xác nhận",
            end_of(row.due_on), "retention",
        )
        for row in rows
    ]  # fmt: skip


def _missing_records(area: Area, at: datetime) -> list[Due]:
    """Campaigns that run without a record, the register itself, and records that never end."""
    current = list(current_records(area))
    new = reverse("people:processing-new")
    rows = []
    if not any(record.campaign_id is None for record in current):
        rows.append(
            Due(
                "Sổ nhân khẩu chưa có hồ sơ xử lý dữ liệu",
                "Điều 19 Luật 91/2025/QH15",
                new,
                "Lập hồ sơ",
                None,
                "record",
            )
        )
    covered = {record.campaign_id for record in current}
    for campaign in running_campaigns(area, at.date()):
        if campaign.pk not in covered:
            rows.append(
                Due(f"Chưa có hồ sơ xử lý dữ liệu: {campaign.name}", "chiến dịch đang chạy",
                    f"{new}?chien-dich={campaign.pk}", "Lập hồ sơ", None, "record")
            )  # fmt: skip
    return rows + [_endless(record) for record in current if _has_no_end(record, at.date())]


def running_campaigns(area: Area, on: date) -> Any:
    return Campaign.objects.filter(Q(ended_on=None) | Q(ended_on__gte=on), area=area).order_by("pk")


def _has_no_end(record: ProcessingRecord, on: date) -> bool:
    """A plan's names whose last day cannot be said: it has months to keep, but no end to count from."""
    campaign = record.campaign
    return campaign is not None and record.names_go_on is None and (campaign.started_on or on) <= on


def _endless(record: ProcessingRecord) -> Due:
    url = reverse("people:processing", args=[record.pk])
    note = "kế hoạch chưa có ngày kết thúc: xin ghi giữ tên đến ngày nào"
    return Due(f"Chưa rõ hạn giữ tên: {record.purpose}", note, url, "Ghi hạn", None, "record")


def _exports(member: Member, at: datetime) -> list[Due]:
    rows = Export.objects.visible_to(member).filter(deleted_on=None, expires_on__lte=(at + AHEAD).date())
    return [
        Due(
            f"Bản {row.mark} phải xóa: {row.name}",
            f"giao {row.given_to.name}" if row.given_to else "tự dùng",
            reverse("people:export-deleted", args=[row.pk]), "Ghi đã xóa", end_of(row.expires_on), "export",
        )
        for row in rows.select_related("given_to")
        if row.expires_on is not None
    ]  # fmt: skip


def _checks(area: Area, at: datetime) -> list[Due]:
    rows = []
    for kind, label in ProtectionCheck.Kind.choices:
        latest = ProtectionCheck.objects.filter(area=area, kind=kind).order_by("-on", "-pk").first()
        if latest is None or latest.next_on <= (at + AHEAD).date():
            rows.append(
                Due(
                    f"{label.capitalize()}: {'chưa làm lần nào' if latest is None else 'đến kỳ'}",
                    "Điều 19 khoản 2 Luật 91/2025/QH15", f"{reverse('people:checks')}?loai={kind}", "Ghi lần kiểm tra",
                    end_of(latest.next_on) if latest else None, "check",
                )
            )  # fmt: skip
    return rows


def _files(member: Member, at: datetime) -> list[Due]:
    waiting = PopulationFile.objects.visible_to(member).filter(imported_at=None, received_at__lte=at - FILE_WAITS)
    return [
        Due(
            f"Tệp nhân khẩu chờ nhập quá {FILE_WAITS.days} ngày: {row.name}", "còn giữ cả nội dung, đã mã hóa",
            reverse("people:import"), "Nhập hoặc bỏ", row.received_at + FILE_WAITS, "file",
        )
        for row in waiting.only("pk", "name", "received_at")
    ]  # fmt: skip


# --- who is affected by a breach --------------------------------------------------------------------------------


def affected_by(breach: Breach) -> list[Person]:
    """The people of a breach: whom the account surely saw in the span, whom the file names; where the whole reach is
    to be counted (a lost password, a stolen telephone), whoever the account could have opened."""
    found: dict[int, Person] = {}
    if breach.member is not None:
        since = breach.since_at or datetime.combine(date(2000, 1, 1), time(0), VIETNAM)
        until = breach.until_at or breach.detected_at
        if breach.whole_reach:
            found |= {p.pk: p for p in within_reach(breach.member).select_related("household__village")}
        found |= {p.pk: p for p in persons_seen_by(breach.member, since, until + timedelta(microseconds=1))}
    if breach.export is not None:
        found |= {p.pk: p for p in breach.export.persons.select_related("household__village")}
    return sorted(found.values(), key=lambda person: (person.sort_key, person.pk))


def clocks_now(request: RightsRequest) -> Clocks:
    return clocks_of(request, calendar_of(request.area))
