"""From a compiled report, or a board of who has not sent, to the official document (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from tungnha.drafting import OfficialDocument, write_docx
from tungnha.drafting.annexes import ProgressHeadings, ProgressRow
from tungnha.drafting.dates import short_date
from tungnha.drafting.document import DRAFT, Letterhead, Signature
from tungnha.drafting.letters import (
    Attendance,
    DataRequest,
    LateUnit,
    ReminderLetter,
    Sender,
    TargetFigure,
    WeeklyReport,
    data_request_letter,
    reminder_letter,
    weekly_report,
)
from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.models import Duty, Plan, Target
from tungnha.plans.rules import VIETNAM
from tungnha.reports.models import Report
from tungnha.reports.queries import Board
from tungnha.reports.rules import in_full, issuer_lines, letter_symbol, new_hour, period_words, superior_lines
from tungnha.reports.sentences import PARTS, lower_first
from tungnha.units.calendar import Calendar
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Organisation

DEFAULT_ADDRESSEE = "Sở Khoa học và Công nghệ"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["PARTS", "VIETNAM", "WORD", "default_front", "reminder_docx", "report_docx", "short_date"]


# --- the form: who writes to whom, who signs -------------------------------------------------------------------------


def default_front(plan: Plan, upward: Duty | None) -> dict[str, Any]:
    """What stands around the text, from the plan; every line may be changed on the report's page.

    A commune's People's Committee prints no superior body above itself; a steering committee or a department does.
    """
    area = plan.campaign.area
    issuer = plan.organisation.name
    province = area.province if area.kind != Area.Kind.PROVINCE else area
    return {
        "superior": superior_lines(
            plan.organisation.kind, area.full_name, province.full_name,
            is_province_body=plan.organisation.area.kind == Area.Kind.PROVINCE,
        ),
        "issuer": issuer_lines(issuer),
        "place": plan.place or area.name,
        "addressees": addressees(plan, upward),
        "recipients": recipients(plan),
        "signer_lines": list(plan.signer_lines) or ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "archive": "VT, VHXH",
    }  # fmt: skip


def addressees(plan: Plan, upward: Duty | None) -> list[str]:
    """Kính gửi: whom the duty upward names; of a plan that names nobody, the department the campaign belongs to."""
    if upward is not None and upward.addressee is not None:
        return [in_full(upward.addressee.name)]
    if upward is not None and upward.to.strip():
        return [_with_place(in_full(part.strip()), plan) for part in upward.to.split(" và UBND")[:1]]
    if plan.campaign.area.kind == Area.Kind.PROVINCE:
        return [in_full(f"UBND {plan.campaign.area.full_name}")]
    return [_with_place(DEFAULT_ADDRESSEE, plan)]


def _with_place(name: str, plan: Plan) -> str:
    """`Sở Khoa học và Công nghệ` → `Sở Khoa học và Công nghệ tỉnh Thái Nguyên`."""
    province = plan.campaign.area.province
    bare = name.startswith("Sở ") and "tỉnh" not in name and "thành phố" not in name
    return f"{name} {province.full_name}" if bare else name


def recipients(plan: Plan) -> list[str]:
    """Nơi nhận: the plan's own, without what the decree adds by itself."""
    lines = [r.text.strip(" -;.") for r in plan.recipients.all()]
    kept = [line for line in lines if line and not line.lower().startswith(("lưu", "như trên"))]
    return kept or [f"Thường trực Đảng ủy, HĐND {plan.campaign.area.type_name} (b/c)", "Lãnh đạo UBND (b/c)"]


# --- the report ------------------------------------------------------------------------------------------------------


def report_docx(report: Report) -> bytes:
    """The report as a Word file; a draft carries its mark until it is frozen."""
    return write_docx(report_document(report))


def report_document(report: Report) -> OfficialDocument:
    found, words = report.figures, report.words
    villages = found.get("villages") or {}
    return weekly_report(
        WeeklyReport(
            sender=_sender(report),
            campaign=lower_first(report.plan.campaign.name),
            period=period_words(report.period, report.starts_on, report.ends_on),
            plan_reference=plan_reference(report.plan),
            addressees=tuple(report.front.get("addressees", [])),
            recipients=tuple(report.front.get("recipients", [])),
            targets=tuple(map(_target, found.get("targets", []))),
            attendance=_attendance(found),
            villages=tuple(map(_row, villages.get("rows", []))),
            villages_total=_row(villages["total"]) if villages else None,
            headings=_headings(villages),
            village_noun=villages.get("noun", "thôn"),
            villages_note=_base_note(found, villages),
            draft_mark="" if report.is_frozen else DRAFT,
            **{key: words.get(key, "") for key in PARTS},
        )
    )


def _sender(report: Report) -> Sender:
    front = report.front
    return Sender(
        letterhead=Letterhead(
            issuer=front.get("issuer", ""), superior=front.get("superior", ""), place=front.get("place", ""),
            symbol=report.symbol, number=int(report.number) if report.number else None, issued_on=report.issued_on,
            year=report.figures_at.astimezone(VIETNAM).year,
        ),
        signature=Signature(tuple(front.get("signer_lines", [])), report.signer_name),
        in_prose=in_full(report.organisation.name),
        archive=front.get("archive") or "VT",
    )  # fmt: skip


def plan_reference(plan: Plan) -> str:
    """`Kế hoạch số 12/KH-UBND ngày 25/5/2026 của Ủy ban nhân dân xã … về …`; blanks are left out."""
    number = f" số {plan.full_symbol}" if plan.number else ""
    day = f" ngày {short_date(plan.issued_on)}" if plan.issued_on else ""
    return (
        f"{plan.doc_type or 'Kế hoạch'}{number}{day} của {in_full(plan.organisation.name)} về {lower_first(plan.title)}"
    )


def _target(row: dict[str, Any]) -> TargetFigure:
    on = f", số liệu ngày {short_date(date.fromisoformat(row['base_on']))}" if row["base_on"] else ""
    return TargetFigure(
        name=row["name"], reached=row["reached"], base=row["base"], base_name=row["base_name"],
        base_source=f"{row['base_whose']}{on}" if row["base_whose"] else "", target=row["needed"],
        increase=row["change"], unit=row["unit"],
    )  # fmt: skip


def _attendance(found: dict[str, Any]) -> Attendance | None:
    """Counted at the deadline; compiled before it, at the hour of the figures."""
    of = found.get("attendance")
    if not of or not of["expected"]:
        return None
    due, at = datetime.fromisoformat(of["due_at"]), datetime.fromisoformat(found["at"])
    return Attendance(
        deadline=min(due, at),
        expected=of["expected"],
        late=tuple(LateUnit(row["unit"], datetime.fromisoformat(row["sent_at"])) for row in of["late"]),
        missing=tuple(row["unit"] for row in of["missing"]),
    )


def _row(row: dict[str, Any]) -> ProgressRow:
    return ProgressRow(row["name"], row["reached"], row["base"], row["needed"])


def _headings(villages: dict[str, Any]) -> ProgressHeadings:
    """The six columns: TT | Thôn | Tổng số hiện có | Số người trên 15 tuổi | Đạt tỷ lệ (%) | Chỉ tiêu."""
    noun, base = villages.get("noun", "thôn"), villages.get("base_name") or "phải tính"
    return ProgressHeadings(unit=noun[:1].upper() + noun[1:], base=f"Số {base}")


def _base_note(found: dict[str, Any], villages: dict[str, Any]) -> str:
    """Whose figure the whole commune's base is; the sum of the villages may differ."""
    row = next((r for r in found.get("targets", []) if villages and r["target"] == villages["target"]), None)
    if row is None or not row["base_whose"] or row["base"] is None:
        return ""
    on = f", ngày {short_date(date.fromisoformat(row['base_on']))}" if row["base_on"] else ""
    return f"Số {row['base_name']} ở dòng tổng: nguồn {row['base_whose']}{on}."


# --- the reminder ----------------------------------------------------------------------------------------------------


def reminder_docx(board: Board, *, send_by: datetime | None = None) -> bytes:
    """Công văn đôn đốc to those who have not sent, as a draft."""
    return write_docx(reminder_document(board, send_by=send_by))


def reminder_document(board: Board, *, send_by: datetime | None = None) -> OfficialDocument:
    plan = board.duty.plan
    period = period_words(board.period, board.starts_on, board.ends_on)
    return reminder_letter(
        ReminderLetter(
            sender=sender_of(plan, board.at, contact=board.duty.via),
            report_name=f"kết quả thực hiện {lower_first(plan.campaign.name)} {period}",
            due_at=board.due_at,
            counted_at=board.at,
            expected=board.expected,
            missing=tuple(names_of(board)),
            send_by=send_by or _new_hour(board),
            plan_reference=plan_reference(plan),
        )
    )


def _new_hour(board: Board) -> datetime:
    calendar = calendar_of(board.duty.plan.campaign.area)
    return new_hour(board.due_at.astimezone(VIETNAM), board.at.astimezone(VIETNAM), calendar)


def names_of(board: Board) -> Iterable[str]:
    return (row.obligation.organisation.name for row in board.missing)


def sender_of(plan: Plan, at: datetime, *, contact: str = "") -> Sender:
    """The issuing body of a plan as it writes letters."""
    front = default_front(plan, None)
    return Sender(
        letterhead=Letterhead(
            issuer=front["issuer"], superior=front["superior"], place=front["place"],
            symbol=letter_symbol(plan.symbol), year=at.astimezone(VIETNAM).year,
        ),
        signature=Signature(tuple(front["signer_lines"]), plan.signer_name),
        in_prose=in_full(plan.organisation.name),
        contact=contact,
    )  # fmt: skip


def data_request_docx(target: Target, at: datetime) -> bytes:
    """Công văn asking the police for the base of a target, in all and by village (C18): counts, never names."""
    plan, area = target.plan, target.plan.campaign.area
    police = Organisation.objects.filter(area=area, kind=Organisation.Kind.POLICE, valid_to=None).first()
    villages = list(Area.objects.villages().filter(parent=area).standing_on(at.date()))
    group = target.measure.group if target.measure else "adult15"
    letter = data_request_letter(
        DataRequest(
            sender=sender_of(plan, at),
            addressee=police.name if police else f"Công an {area.full_name}",
            area=area.full_name,
            purpose=f"tính tỷ lệ {lower_first(target.label)}",
            as_of=at.astimezone(VIETNAM).date(),
            send_by=three_working_days(at, calendar_of(area)),
            who=GROUP_NAMES.get(group, "người trên 15 tuổi"),
            villages=tuple(village.name for village in villages),
            village_noun=villages[0].type_name if villages else "thôn",
            plan_reference=plan_reference(plan),
        )
    )
    return write_docx(letter)


def three_working_days(at: datetime, calendar: Calendar) -> datetime:
    """16:00 three working days on: weekends, holidays and days off in lieu are not counted."""
    return datetime.combine(calendar.add_working_days(at, 3), time(16), VIETNAM)
