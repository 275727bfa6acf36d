"""From a compiled report, or a board of who has not sent, to the official document (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from tungnha.drafting import OfficialDocument, write_docx, write_pdf, write_xlsx
from tungnha.drafting.annexes import ProgressRow
from tungnha.drafting.dates import short_date
from tungnha.drafting.document import DRAFT, Letterhead, Signature
from tungnha.drafting.form import CURRENT
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
from tungnha.drafting.letters.sheets import report_sheets
from tungnha.outreach.queries.addresses import with_address
from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.citing import bases_of
from tungnha.plans.models import Duty, Plan, Target
from tungnha.plans.rules import VIETNAM
from tungnha.reports.below import paper
from tungnha.reports.models import Report
from tungnha.reports.papers import settings as paper_settings
from tungnha.reports.queries import Board
from tungnha.reports.rules import in_full, issuer_lines, letter_symbol, new_hour, period_words, superior_lines
from tungnha.reports.sentences import PARTS, lower_first, since_words
from tungnha.units import clock
from tungnha.units.calendar import Calendar
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Organisation

DEFAULT_ADDRESSEE = "Sở Khoa học và Công nghệ"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

__all__ = [
    "PARTS", "PDF", "VIETNAM", "WORD", "default_front", "default_signer", "reminder_docx", "report_docx", "report_pdf",
    "report_xlsx", "short_date",
]  # fmt: skip


# --- the form: who writes to whom, who signs -------------------------------------------------------------------------


def default_front(plan: Plan, upward: Duty | None) -> dict[str, Any]:
    """What stands around the text: from the plan, and over it what the office has set for its papers; every line may be
    changed on the report's page.

    A commune's People's Committee prints no superior body above itself; a steering committee or a department does.
    """
    area = plan.campaign.area
    issuer = plan.organisation.name
    province = area.province if area.kind != Area.Kind.PROVINCE else area
    front = {
        "superior": superior_lines(
            plan.organisation.kind, area.full_name, province.full_name,
            is_province_body=plan.organisation.area.kind == Area.Kind.PROVINCE,
        ),
        "issuer": issuer_lines(issuer),
        "place": plan.place or area.name,
        "addressees": addressees(plan, upward),
        "recipients": recipients(plan),
        "bases": list(basis_lines(plan)),
        "signer_lines": list(plan.signer_lines) or ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "archive": "VT, VHXH",
        "form": CURRENT,
    }  # fmt: skip
    return paper_settings.over_default(front, plan.organisation, clock.today())[0]


def default_signer(plan: Plan) -> str:
    """Who signs for the office now; where nobody was set, who signed the plan."""
    return paper_settings.how_written(plan.organisation, clock.today()).signer_name or plan.signer_name


def addressees(plan: Plan, upward: Duty | None) -> list[str]:
    """Kính gửi: whom the duty upward names; of a plan that names nobody, the department the campaign belongs to."""
    if upward is not None and upward.addressee is not None:
        return [in_full(upward.addressee.name)]
    if upward is not None and upward.to.strip():
        return [_with_place(in_full(part.strip()), plan) for part in upward.to.split(" và UBND")[:1]]
    if plan.campaign.area.kind == Area.Kind.PROVINCE:
        return [in_full(f"UBND {plan.campaign.area.full_name}")]
    return [_with_place(DEFAULT_ADDRESSEE, plan)]


def basis_lines(plan: Plan) -> tuple[str, ...]:
    """Căn cứ: what the plan itself rests on."""
    return tuple(bases_of(plan))


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


def report_pdf(report: Report) -> bytes:
    """The same document as a PDF, at once."""
    return write_pdf(report_document(report))


def report_xlsx(report: Report) -> bytes:
    """The report's tables as numbers, with formulas for totals and rates."""
    title, made = f"Báo cáo {report.full_symbol}", weekly_of(report)
    titles = (f"Kết quả thực hiện {made.campaign}", f"({made.period})")
    sheets = report_sheets(replace(made, villages=()))  # the tables of places stand in sheets of their own
    sheets[1:1] = paper.sheets_of(report.figures, titles)
    return write_xlsx(sheets, title=title, author=in_full(report.organisation.name))


def report_document(report: Report) -> OfficialDocument:
    """In the form it was first compiled with: a report of today is not set anew by a decree to come."""
    made = weekly_of(report)
    annexes = paper.annexes_of(report.figures, made.campaign, made.period)
    document = replace(weekly_report(made), annexes=annexes, form=report.front.get("form", CURRENT))
    closed_at = report.frozen_at if report.file else None
    return with_address(document, report.plan.campaign, as_of=closed_at)


def weekly_of(report: Report) -> WeeklyReport:
    found, words = report.figures, report.words
    villages = found.get("villages") or {}
    return WeeklyReport(
        sender=_sender(report),
        campaign=lower_first(report.plan.campaign.name),
        period=period_words(report.period, report.starts_on, report.ends_on),
        plan_reference=plan_reference(report.plan),
        addressees=tuple(report.front.get("addressees", [])),
        recipients=tuple(report.front.get("recipients", [])),
        bases=tuple(report.front.get("bases", [])),
        targets=tuple(replace(target_figure(row), since=since_words(found)) for row in found.get("targets", [])),
        attendance=_attendance(found),
        villages=tuple(map(_row, villages.get("rows", []))),
        villages_total=_row(villages["total"]) if villages else None,
        village_noun=villages.get("noun", "thôn"),
        notes=tuple(found.get("beside", [])),
        draft_mark="" if report.is_frozen else DRAFT,
        **{key: words.get(key, "") for key in PARTS},
    )


def _sender(report: Report) -> Sender:
    front = report.front
    return Sender(
        letterhead=Letterhead(
            issuer=front.get("issuer", ""), superior=front.get("superior", ""), place=front.get("place", ""),
            symbol=report.symbol, number=int(report.number) if report.number else None, issued_on=report.issued_on,
            year=report.figures_at.astimezone(VIETNAM).year,
        ),
        signature=Signature(
            tuple(front.get("signer_lines", [])), report.signer_name, front.get("concurrent") or None
        ),
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


def target_figure(row: dict[str, Any]) -> TargetFigure:
    on = f", số liệu ngày {short_date(date.fromisoformat(row['base_on']))}" if row["base_on"] else ""
    return TargetFigure(
        name=row["name"], reached=row["reached"], base=row["base"], base_name=row["base_name"],
        base_source=f"{row['base_whose']}{on}" if row["base_whose"] else "", target=row["needed"],
        increase=row["change"], unit=row["unit"], lessens=row.get("lessens", False),
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
        noun=of.get("noun", "đơn vị"),
    )


def _row(row: dict[str, Any]) -> ProgressRow:
    return ProgressRow(row["name"], row["reached"], row["base"], row["needed"])


# --- the reminder ----------------------------------------------------------------------------------------------------


def reminder_docx(board: Board, *, send_by: datetime | None = None) -> bytes:
    """Công văn đôn đốc to those who have not sent, as a draft."""
    return write_docx(reminder_document(board, send_by=send_by))


def reminder_document(board: Board, *, send_by: datetime | None = None) -> OfficialDocument:
    plan = board.duty.plan
    period = period_words(board.period, board.starts_on, board.ends_on)
    letter = reminder_letter(
        ReminderLetter(
            sender=sender_of(plan, board.at, contact=board.duty.via),
            report_name=f"kết quả thực hiện {lower_first(plan.campaign.name)} {period}",
            due_at=board.due_at,
            counted_at=board.at,
            expected=board.expected,
            missing=tuple(names_of(board)),
            send_by=send_by or _new_hour(board),
            plan_reference=plan_reference(plan),
            recipients=paper_settings.how_written(plan.organisation, board.at.date()).recipients,
        )
    )
    return with_address(letter, plan.campaign)


def _new_hour(board: Board) -> datetime:
    calendar = calendar_of(board.duty.plan.campaign.area)
    return new_hour(board.due_at.astimezone(VIETNAM), board.at.astimezone(VIETNAM), calendar)


def names_of(board: Board) -> Iterable[str]:
    return (row.obligation.organisation.name for row in board.missing)


def sender_of(plan: Plan, at: datetime, *, contact: str = "") -> Sender:
    """The issuing body of a plan as it writes letters: as its office has set, else as the plan itself is written."""
    front, how = default_front(plan, None), paper_settings.how_written(plan.organisation, clock.today())
    symbol = paper_settings.symbol_for(how, "letter") if how.is_set else letter_symbol(plan.symbol)
    return Sender(
        letterhead=Letterhead(
            issuer=front["issuer"], superior=front["superior"], place=front["place"], symbol=symbol,
            year=at.astimezone(VIETNAM).year, address=how.address,
        ),
        signature=Signature(tuple(front["signer_lines"]), default_signer(plan), front.get("concurrent") or None),
        in_prose=how.in_prose, archive=front["archive"], contact=contact,
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
    return write_docx(with_address(letter, plan.campaign))


def three_working_days(at: datetime, calendar: Calendar) -> datetime:
    """16:00 three working days on: weekends, holidays and days off in lieu are not counted."""
    return datetime.combine(calendar.add_working_days(at, 3), time(16), VIETNAM)
