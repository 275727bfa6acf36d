"""The periodic report of a campaign (báo cáo tuần, tháng)."""

from dataclasses import dataclass, field

from tungnha.drafting.annexes import ProgressHeadings, ProgressRow, progress_annex
from tungnha.drafting.document import DRAFT, Annex, Block, Bullet, OfficialDocument, Paragraph, Picture
from tungnha.drafting.letters.parts import Attendance, Sender, attendance_sentence, narrative, part
from tungnha.drafting.letters.targets import TargetFigure, ranking_bullets, target_bullet, targets_table
from tungnha.drafting.text import clean, one_line

SITUATION = "Tình hình triển khai, công tác chỉ đạo"
OUTREACH = "Công tác tuyên truyền, hướng dẫn"
ASSESSMENT = "Đánh giá chung"
DIFFICULTIES = "Khó khăn, vướng mắc"
NEXT_TASKS = "Nhiệm vụ trọng tâm kỳ tới"
PROPOSALS = "Đề xuất, kiến nghị"


@dataclass(frozen=True)
class WeeklyReport:
    """Figures that were computed and words that an officer wrote. Words may be missing; figures may be None."""

    sender: Sender
    campaign: str  # đợt cao điểm phổ cập chữ ký số công cộng
    period: str  # tuần từ ngày 22/5/2026 đến ngày 28/5/2026
    plan_reference: str = ""  # Kế hoạch số 12/KH-UBND ngày 01/4/2026 của … về …
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    targets: tuple[TargetFigure, ...] = ()
    attendance: Attendance | None = None
    villages: tuple[ProgressRow, ...] = ()
    villages_total: ProgressRow | None = None
    headings: ProgressHeadings = field(default_factory=ProgressHeadings)
    village_noun: str = "thôn"
    villages_note: str = ""
    notes: tuple[str, ...] = ()  # sentences under the targets: what others state, which sums differ
    situation: str = ""
    outreach: str = ""
    assessment: str = ""
    difficulties: str = ""
    next_tasks: str = ""
    proposals: str = ""
    pictures: tuple[Picture, ...] = ()
    draft_mark: str = DRAFT

    @property
    def is_draft(self) -> bool:
        return bool(self.draft_mark.strip())


def weekly_report(report: WeeklyReport) -> OfficialDocument:
    """Part I to V with the villages in an annex. A part nobody wrote is asked for in a draft, and left
    out, with the numbers closing up, of the document that is sent."""
    body = [
        Paragraph(opening(report)),
        *written(1, SITUATION, report.situation, report),
        *results(report),
        *assessment(report),
        *written(1, NEXT_TASKS, report.next_tasks, report),
        *written(1, PROPOSALS, report.proposals, report),
        *(() if report.villages else report.pictures),
        Paragraph(closing(report)),
    ]
    return OfficialDocument(
        letterhead=report.sender.letterhead,
        kind="BÁO CÁO",
        subject=f"Kết quả thực hiện {one_line(report.campaign)}\n({one_line(report.period)})",
        addressees=report.addressees,
        bases=report.bases,
        body=tuple(body),
        recipients=report.recipients,
        archive=report.sender.archive,
        signature=report.sender.signature,
        annexes=annexes(report),
        issuer_in_prose=report.sender.in_prose,
        draft_mark=report.draft_mark,
    )


def unwritten_parts(report: WeeklyReport) -> tuple[str, ...]:
    """The parts still without words, to be asked about before the report is frozen."""
    parts = {
        SITUATION: report.situation,
        OUTREACH: report.outreach,
        ASSESSMENT: report.assessment,
        DIFFICULTIES: report.difficulties,
        NEXT_TASKS: report.next_tasks,
        PROPOSALS: report.proposals,
    }
    return tuple(title for title, text in parts.items() if not clean(text))


def opening(report: WeeklyReport) -> str:
    following = f"Thực hiện {one_line(report.plan_reference)}, " if report.plan_reference else ""
    about = f"báo cáo kết quả thực hiện {one_line(report.campaign)} {one_line(report.period)} như sau:"
    return f"{following}{report.sender.in_prose} {about}"


def closing(report: WeeklyReport) -> str:
    said = f"Trên đây là báo cáo kết quả thực hiện {one_line(report.campaign)} {one_line(report.period)}"
    reader = one_line(report.addressees[0]) if len(report.addressees) == 1 else ""
    return f"{said}, {report.sender.in_prose} kính báo cáo {reader}".rstrip() + "./."


def written(level: int, title: str, text: str, report: WeeklyReport) -> list[Block]:
    prompt = f"Phần “{title}” chưa có nội dung: bổ sung trước khi trình ký, hoặc bỏ trống nếu không có"
    return part(level, title, narrative(text), is_draft=report.is_draft, prompt=prompt)


def results(report: WeeklyReport) -> list[Block]:
    figures: list[Block] = []
    if report.targets:
        figures = [*map(target_bullet, report.targets), targets_table(report.targets)]
        figures += [Bullet(one_line(note)) for note in report.notes]
    villages: list[Block] = []
    if report.villages:
        villages = [
            *ranking_bullets(report.villages, noun=report.village_noun),
            Paragraph(f"Kết quả của từng {report.village_noun} tại Phụ lục kèm theo."),
        ]
    parts = [
        *written(2, OUTREACH, report.outreach, report),
        *part(
            2, "Kết quả thực hiện các chỉ tiêu", figures, is_draft=report.is_draft, prompt="Chưa có số liệu trong kỳ"
        ),
        *part(2, f"Kết quả theo {report.village_noun}", villages, is_draft=report.is_draft),
    ]
    return part(1, "Kết quả thực hiện", parts, is_draft=report.is_draft)


def assessment(report: WeeklyReport) -> list[Block]:
    sent: list[Block] = [Bullet(attendance_sentence(report.attendance))] if report.attendance else []
    parts = [
        *written(2, ASSESSMENT, report.assessment, report),
        *part(2, "Việc thực hiện chế độ báo cáo", sent, is_draft=report.is_draft),
        *written(2, DIFFICULTIES, report.difficulties, report),
    ]
    return part(1, "Đánh giá; khó khăn, vướng mắc", parts, is_draft=report.is_draft)


def annexes(report: WeeklyReport) -> tuple[Annex, ...]:
    if not report.villages:
        return ()
    annex = progress_annex(
        report.villages,
        report.villages_total,
        title=f"Kết quả thực hiện {one_line(report.campaign)} theo {report.village_noun}\n({one_line(report.period)})",
        headings=report.headings,
        note=report.villages_note,
    )
    return (Annex(title=annex.title, body=(*annex.body, *report.pictures)),)
