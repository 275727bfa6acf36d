"""The lower unit's own plan (Kế hoạch), drafted from what was handed down to it, for its officer to finish in Word.

Its sentences are such as `tungnha.reading` reads back to the same targets, tasks and duties: what a plan says is said
once, in the words official plans use (tests/plans/test_lower_plan_reading.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Literal

from tungnha.drafting.dates import WEEKDAYS, clock_hour, short_date
from tungnha.drafting.document import (
    DRAFT,
    Annex,
    Block,
    Bullet,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Prompt,
    Table,
)
from tungnha.drafting.letters.parts import Sender, lower_first
from tungnha.drafting.numbers import count
from tungnha.drafting.text import one_line, sentence_case

Level = Literal["commune", "village", "unit"]
QUARTER_ENDS, QUARTER_STARTS = (3, 6, 9, 12), (1, 4, 7, 10)


@dataclass(frozen=True)
class HigherPlan:
    """The plan that hands down, as its child cites it. Blank number and day stay blank, for the clerk."""

    kind: str  # Kế hoạch
    symbol: str  # KH-UBND
    number: str  # 12; "" while it has none
    issued_on: date | None
    issuer: str  # UBND xã Nà Hạ
    about: str  # phổ cập chữ ký số công cộng


@dataclass(frozen=True)
class GivenTarget:
    """A target of the unit: either `count` things (`noun`) that shall have `subject`, or the sentence as it stands.

    `milestone` heads it ("Đến ngày 31/7/2026"); `base` and `now` are printed in the annex, where they are known.
    """

    sentence: str
    due: date | None = None
    count: int | None = None
    noun: str = "người"
    subject: str = ""
    base: int | None = None
    now: int | None = None
    level: str = ""  # 35,00%: for the annex


@dataclass(frozen=True)
class GivenTask:
    """A row of the task annex."""

    name: str
    lead: str
    co: str = ""
    result: str = ""
    due_text: str = ""


@dataclass(frozen=True)
class GivenReport:
    """A report the unit owes; the fields are those of a plan's reporting duty."""

    who: str
    to: str
    frequency: str
    via: str = ""
    interval: int = 1
    weekday: int | None = None
    day_of_month: int | None = None
    months: tuple[int, ...] = ()
    at: time | None = None
    due_on: date | None = None
    inclusive: bool = False
    in_peak: bool = False
    is_difficulty: bool = False
    elsewhere: bool = False  # a row of the task annex, or an order, says it already


@dataclass(frozen=True)
class LowerPlan:
    """Everything handed down to one unit."""

    sender: Sender
    level: Level
    place: str  # thôn Nà Vang; Trường THCS Nà Hạ
    higher: HigherPlan
    targets: tuple[GivenTarget, ...] = ()
    tasks: tuple[GivenTask, ...] = ()
    reports: tuple[GivenReport, ...] = ()
    duties: tuple[tuple[str, tuple[str, ...]], ...] = ()  # body → what it is told to do
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mark: str = ""
    draft_mark: str = DRAFT


def lower_plan(plan: LowerPlan) -> OfficialDocument:
    """The whole document: aims, targets, tasks, reports, who does what; annex I the numbers, annex II the tasks."""
    annexes = tuple(annex for annex in (target_annex(plan), task_annex(plan)) if annex)
    body = [
        Paragraph(f"{sentence_case(plan.sender.in_prose)} xây dựng Kế hoạch thực hiện như sau:"),
        *aims(plan),
        *targets(plan),
        *tasks(plan, annexed=bool(plan.tasks), alone=len(annexes) == 1),
        *reports(plan),
        *organising(plan),
        *closing(plan),
    ]
    return OfficialDocument(
        letterhead=plan.sender.letterhead,
        kind="KẾ HOẠCH",
        subject=subject(plan),
        bases=(citation(plan.higher), *plan.bases),
        body=tuple(body),
        recipients=plan.recipients,
        archive=plan.sender.archive,
        signature=plan.sender.signature,
        annexes=annexes,
        issuer_in_prose=plan.sender.in_prose,
        draft_mark=plan.draft_mark,
        mark=plan.mark,
    )


def subject(plan: LowerPlan) -> str:
    about = re.sub(r"^thực hiện\s+", "", lower_first_word(one_line(plan.higher.about).rstrip(".")))
    where = "tại" if plan.level == "unit" else "trên địa bàn"
    return f"Thực hiện {about} {where} {plan.place}"


def lower_first_word(text: str) -> str:
    """`Mở đợt cao điểm` → `mở đợt cao điểm`; an abbreviation (`CĐS`) stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def citation(higher: HigherPlan) -> str:
    """`Căn cứ Kế hoạch số 12/KH-UBND ngày 25/5/2026 của UBND xã Nà Hạ về …`."""
    number = f"{higher.number or '      '}/{higher.symbol}" if higher.symbol else higher.number
    day = f" ngày {short_date(higher.issued_on)}" if higher.issued_on else ""
    numbered = f" số {number}" if number else ""
    about = lower_first_word(one_line(higher.about).rstrip("."))
    return f"Căn cứ {higher.kind}{numbered}{day} của {one_line(higher.issuer)} về việc {about}"


# --- I. aims ---------------------------------------------------------------------------------------------------------

AIMS: dict[str, tuple[str, str]] = {
    "commune": (
        "Cụ thể hóa nhiệm vụ cấp trên giao thành việc làm, thời hạn và người phụ trách ở từng đơn vị, từng thôn;"
        " huy động cả hệ thống chính trị ở cơ sở cùng làm.",
        "Bám sát số được giao, không làm hình thức; mỗi việc có một đơn vị chủ trì; số liệu báo cáo phải mở ra được"
        " đến từng thôn, từng đơn vị.",
    ),
    "village": (
        "Đưa việc cấp trên giao đến từng ngõ, từng nhà trong thôn; ai chưa làm được thì có người hướng dẫn tận nơi.",
        "Thành viên Tổ nhận hộ cụ thể, đến tận nhà, làm xong nhà nào ghi nhà ấy; không làm thay, không giữ mật khẩu"
        " hay giấy tờ của người dân.",
    ),
    "unit": (
        "Thực hiện phần việc được giao trong đơn vị; cán bộ, người lao động làm trước, sau đó hướng dẫn người khác.",
        "Người đứng đầu trực tiếp chỉ đạo; rà soát đến từng người; báo cáo đúng hạn, đúng số liệu.",
    ),
}  # fmt: skip


VILLAGE_WORDS = ("thôn", "bản", "khu phố", "tổ dân phố", "khối phố", "xóm", "ấp", "buôn", "làng", "khóm", "khu")


def village_word(title: str) -> str:
    """`Khu phố 3` → `khu phố`: what a village calls itself."""
    low = title.lower()
    return next((word for word in sorted(VILLAGE_WORDS, key=len, reverse=True) if low.startswith(f"{word} ")), "thôn")


def own_words(plan: LowerPlan, text: str) -> str:
    """Our own sentences speak of a khu phố in a khu phố's plan, of the phường in a phường's."""
    if plan.level == "village":
        return text.replace("thôn", village_word(plan.place))
    return text.replace("của xã", "của phường") if plan.place.lower().startswith("phường ") else text


def aims(plan: LowerPlan) -> list[Block]:
    aim, demand = (own_words(plan, text) for text in AIMS[plan.level])
    return [
        Heading(1, "Mục đích, yêu cầu"),
        Heading(2, "Mục đích"),
        Paragraph(aim),
        Heading(2, "Yêu cầu"),
        Paragraph(demand),
    ]


# --- II. targets -----------------------------------------------------------------------------------------------------


def targets(plan: LowerPlan) -> list[Block]:
    if not plan.targets:
        return []
    blocks: list[Block] = [Heading(1, "Chỉ tiêu")]
    for due, rows in groupby(plan.targets, key=lambda t: t.due):
        head = f"Đến ngày {short_date(due)}:" if due else "Trong thời gian thực hiện Kế hoạch:"
        blocks.append(Heading(2, head))
        blocks += [Bullet(f"{target_sentence(row)}.") for row in rows]
    return blocks


def target_sentence(target: GivenTarget) -> str:
    """`Có ít nhất 104 người trên 15 tuổi được cấp chữ ký số công cộng`; without a count as the higher plan says it."""
    if target.count is None:
        return sentence_case(one_line(target.sentence).rstrip(" ;.,"))
    return f"Có ít nhất {count(target.count)} {target.noun} {one_line(target.subject)}".rstrip(" ;.,")


def target_annex(plan: LowerPlan) -> Annex | None:
    """Annex I: each target that has a number, with the base and what stands already."""
    rows = [t for t in plan.targets if t.count is not None]
    if not rows:
        return None
    table = Table(
        columns=(
            Column("TT", 11, "center"),
            Column("Nội dung", 68),
            Column("Tổng số hiện có", 24, "right"),
            Column("Số phải tính", 24, "right"),
            Column("Chỉ tiêu giao", 24, "right"),
            Column("Hạn", 24, "center"),
        ),
        rows=tuple(
            (
                str(place), one_line(f"{t.noun[:1].upper()}{t.noun[1:]} {t.subject}"), count(t.now), count(t.base),
                count(t.count), short_date(t.due) if t.due else "",
            )
            for place, t in enumerate(rows, 1)
        ),
        size_pt=12,
    )  # fmt: skip
    return Annex(title=f"Chỉ tiêu giao cho {plan.place}", body=(table,))


# --- III. tasks ------------------------------------------------------------------------------------------------------


def tasks(plan: LowerPlan, *, annexed: bool, alone: bool) -> list[Block]:
    where = "Phụ lục" if alone else "Phụ lục II"
    said = f"Nhiệm vụ, đơn vị chủ trì, phối hợp, kết quả và thời gian hoàn thành nêu tại {where} kèm theo."
    ask = {
        "village": "Bổ sung cách làm của thôn: chia hộ cho từng thành viên, lịch đến nhà, điểm hỗ trợ",
        "commune": "Bổ sung cách làm của xã: lịch các thôn, điểm hỗ trợ, lực lượng, kinh phí",
        "unit": "Bổ sung cách làm của đơn vị: người phụ trách, lịch thực hiện",
    }[plan.level]
    return [
        Heading(1, "Nhiệm vụ, giải pháp"),
        *([Paragraph(said)] if annexed else []),
        Prompt(own_words(plan, ask)),
    ]


def task_annex(plan: LowerPlan) -> Annex | None:
    """Annex II: the task rows, numbered anew."""
    if not plan.tasks:
        return None
    table = Table(
        columns=(
            Column("STT", 13, "center"),
            Column("Tên nhiệm vụ", 78),
            Column("Đơn vị chủ trì", 42),
            Column("Đơn vị phối hợp", 42),
            Column("Kết quả", 45),
            Column("Thời gian hoàn thành", 32),
        ),
        rows=tuple(
            (str(place), *(one_line(cell) for cell in (t.name, t.lead, t.co, t.result, t.due_text)))
            for place, t in enumerate(plan.tasks, 1)
        ),
        size_pt=12,
    )
    return Annex(title=f"Phân công nhiệm vụ của {plan.place}", body=(table,), landscape=True)


# --- IV. reports -----------------------------------------------------------------------------------------------------


def reports(plan: LowerPlan) -> list[Block]:
    owed = [r for r in plan.reports if not r.is_difficulty and not r.elsewhere]
    if not owed:
        return []
    return [Heading(1, "Chế độ báo cáo"), *(Bullet(f"{report_sentence(r)}.") for r in owed)]


def report_sentence(report: GivenReport) -> str:
    """`Tổ … gửi báo cáo kết quả về UBND xã Nà Hạ (qua Phòng …) trước 10 giờ 00 thứ Năm hằng tuần`."""
    peak = "Trong đợt cao điểm, " if report.in_peak else ""
    who = one_line(report.who)
    to = f" về {one_line(report.to)}" if report.to else ""
    via = f" (qua {one_line(report.via)})" if report.via and "qua " not in report.to else ""
    return f"{peak}{who if not peak else lower_first(who)} gửi báo cáo kết quả{to}{via} {when(report)}".strip()


def when(report: GivenReport) -> str:
    """The period in the words of official plans."""
    if report.frequency == "adhoc":
        return "đột xuất khi có yêu cầu"
    if report.frequency == "unspecified":
        return "định kỳ theo quy định"
    if report.frequency == "once":
        return f"{_before(report)} ngày {short_date(report.due_on)}" if report.due_on else "một lần khi kết thúc"
    every = _every(report)
    if report.frequency == "daily":
        return f"trước {clock_hour(report.at)} {every}" if report.at else every
    if report.frequency == "weekly":
        return _weekly(report, every)
    if report.day_of_month is None:
        return every
    return f"{_before(report)} ngày {report.day_of_month:02d} {every}"


def _before(report: GivenReport) -> str:
    hour = f" {clock_hour(report.at)}" if report.at else ""
    return "đến hết" if report.inclusive and not hour else f"trước{hour}"


def _weekly(report: GivenReport, every: str) -> str:
    if report.weekday is None:
        return every
    day = WEEKDAYS[report.weekday - 1]
    if report.at:
        return f"trước {clock_hour(report.at)} {day} {every}"
    return f"{'vào' if report.inclusive else 'trước'} {day} {every}"


def _every(report: GivenReport) -> str:
    word = {"daily": "ngày", "weekly": "tuần", "monthly": "tháng", "quarterly": "quý", "yearly": "năm"}
    name = word[report.frequency]
    if report.interval > 1:
        return f"{report.interval} {name} một lần"
    if report.frequency == "quarterly" and report.day_of_month:
        return "tháng đầu quý sau" if report.months == QUARTER_STARTS else "của tháng cuối quý"
    if report.frequency == "yearly" and report.day_of_month and report.months:
        return f"tháng {report.months[0]} hằng năm"
    if report.frequency == "yearly" and report.months:
        return f"{report.months[0]:02d} tháng"
    return f"hằng {name}"


# --- V. who does what ------------------------------------------------------------------------------------------------


def organising(plan: LowerPlan) -> list[Block]:
    blocks: list[Block] = [Heading(1, "Tổ chức thực hiện")]
    for body, told in plan.duties:
        blocks.append(Heading(2, one_line(body)))
        blocks += [Bullet(f"{sentence_case(text).rstrip(' ;.,')}.") for text in told]
    if not plan.duties:
        who = sentence_case(plan.sender.in_prose)
        blocks.append(Paragraph(f"{who} phân công, theo dõi và đôn đốc việc thực hiện Kế hoạch này."))
    return blocks


def closing(plan: LowerPlan) -> list[Block]:
    """The last words; what is difficult goes to whom the higher plan names."""
    trouble = next((r for r in plan.reports if r.is_difficulty), None)
    said = f"Trên đây là Kế hoạch của {plan.sender.in_prose}."
    if trouble is None:
        return [Paragraph(said)]
    to = one_line(trouble.to) or one_line(plan.higher.issuer)
    via = f" (qua {one_line(trouble.via)})" if trouble.via and "qua " not in to else ""
    return [
        Paragraph(
            f"{said} Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, {lower_first(one_line(trouble.who))}"
            f" kịp thời báo cáo {to}{via} để xem xét, giải quyết"
        )
    ]
