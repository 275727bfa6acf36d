"""How the demonstration's commune writes, and two of its papers: a notice that went out, an invitation begun."""

from __future__ import annotations

from datetime import datetime, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.plans.models import Plan
from tungnha.reports import documents, queries
from tungnha.reports.models import Obligation, Paper
from tungnha.reports.papers import kinds, numbering, operations, settings
from tungnha.units.models import Role

NOTICE = (
    "Mỗi điểm mở từ 19 giờ 30 đến 21 giờ 00, có thành viên Tổ công nghệ số cộng đồng và cán bộ xã hướng dẫn.\n"
    "- Nhà văn hóa các thôn: tối thứ Ba, thứ Năm hằng tuần;\n"
    "- Trụ sở UBND xã: giờ hành chính các ngày làm việc.\n"
    "Người dân mang theo điện thoại và thẻ căn cước. Cán bộ hướng dẫn không hỏi mật khẩu, không giữ giấy tờ."
)


def write_papers(commune: DemoCommune, plan: Plan, now: datetime) -> None:
    body, officer, leader = plan.organisation, commune.members[Role.OFFICER], commune.members[Role.LEADER]
    how = settings.how_written(body, now.date())
    operations.save_office(
        organisation=body, by=officer, at=now, superior=how.superior, issuer=how.issuer, in_prose=how.in_prose,
        place=how.place, symbol=how.symbol, unit=how.unit, archive=how.archive, address=[], one_series=False,
        recipients=["Thường trực Đảng ủy, HĐND xã (b/c)", "Lãnh đạo UBND xã"],
    )  # fmt: skip
    operations.add_signer(
        organisation=body, lines=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], name=leader.user.full_name,
        from_on=now.date() - timedelta(days=300), by=officer, at=now,
    )  # fmt: skip
    operations.save_abbreviation(
        organisation=body, name="Phòng Văn hóa - Xã hội", short="VHXH", by=officer, at=now
    )  # fmt: skip
    numbering.start_series(organisation=body, kind="notice", year=now.year, first=27, by=officer, at=now)
    notice = _draft(commune, plan, "notice", "Lịch các điểm hỗ trợ cài đặt chữ ký số", ("Các thôn",), now)
    notice = operations.save_paper(
        paper=notice, version=notice.version, words=notice.words.replace("[?] Viết nội dung", NOTICE), front={},
        subject=notice.subject, symbol=notice.symbol, signer_name=notice.signer_name, by=officer, at=now,
    )  # fmt: skip
    operations.issue_paper(paper=notice, issued_on=now.date(), by=officer, at=now)
    _draft(commune, plan, "invitation", "Hội nghị sơ kết đợt cao điểm", ("Trưởng các thôn", "Trưởng Công an xã"), now)


def _draft(
    commune: DemoCommune, plan: Plan, kind: str, about: str, addressees: tuple[str, ...], now: datetime
) -> Paper:
    sender = settings.sender_for(plan.organisation, kind, now)
    wanted = kinds.Wanted(sender, kind, about, addressees if kind == "invitation" else (), addressees)
    return operations.draft_paper(
        organisation=plan.organisation, kind=kind, document=kinds.first_draft(wanted),
        by=commune.members[Role.OFFICER], at=now, campaign=plan.campaign,
    )  # fmt: skip


def draft_reminder(commune: DemoCommune, plan: Plan, now: datetime) -> Paper | None:
    """The letter to those who have not sent for the latest week that is over, where there is one."""
    last = Obligation.objects.filter(
        duty__plan=plan, duty__frequency="weekly", duty__compiled=False, due_at__lte=now
    ).order_by("due_at").last()  # fmt: skip
    board = queries.board(last.duty, last.period, now) if last else None
    if last is None or board is None or not board.missing:
        return None
    return operations.draft_paper(
        organisation=plan.organisation, kind="letter", document=documents.reminder_document(board), at=now,
        by=commune.members[Role.OFFICER], campaign=plan.campaign, source=f"reminder:{last.duty_id}:{last.period}",
    )  # fmt: skip
