"""The papers that a phase's end begins with: sơ kết or tổng kết, and the plan of the year to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tungnha.drafting import OfficialDocument
from tungnha.drafting.annexes import ProgressRow
from tungnha.drafting.document import Block, Bullet, Column, Heading, Letterhead, Paragraph, Prompt, Signature, Table
from tungnha.drafting.letters.parts import lower_first as lower_noun
from tungnha.drafting.letters.targets import NAMES_IN_A_TIE, ranking_bullets, target_bullet, targets_table
from tungnha.drafting.numbers import count, in_prose, percent, rate
from tungnha.drafting.text import one_line
from tungnha.plans.models import Duty, Plan
from tungnha.plans.rules import VIETNAM
from tungnha.progress import queries as progress
from tungnha.reports import documents
from tungnha.reports.below import paper as tables
from tungnha.reports.closing import phases
from tungnha.reports.models import PhaseClosing
from tungnha.reports.rules import in_full, report_symbol
from tungnha.reports.sentences import lower_first
from tungnha.units import clock
from tungnha.units.models import Phase


def _base(plan: Plan, at: datetime, symbol: str) -> OfficialDocument:
    """Who writes, to whom, who signs: as the plan has it, with what the office set laid over it."""
    front = documents.default_front(plan, None)
    return OfficialDocument(
        letterhead=Letterhead(
            issuer=front["issuer"], superior=front["superior"], place=front["place"], symbol=symbol,
            year=at.astimezone(VIETNAM).year,
        ),
        subject="", body=(),
        signature=Signature(
            tuple(front["signer_lines"]), documents.default_signer(plan), front.get("concurrent") or None
        ),
        addressees=tuple(front["addressees"]), recipients=tuple(front["recipients"]), archive=front["archive"],
        issuer_in_prose=in_full(plan.organisation.name), form=front["form"],
    )  # fmt: skip


# --- sơ kết, tổng kết ------------------------------------------------------------------------------------------------


def summary(closing: PhaseClosing, at: datetime) -> OfficialDocument:
    """From the frozen figures alone: what was learnt since does not change what the phase came to."""
    plan, kept = closing.plan, phases.kept_of(closing)
    word = "Tổng kết" if kept["is_last"] else "Sơ kết"
    campaign = one_line(lower_first(plan.campaign.name))
    days = f"từ ngày {phases.day(kept['starts_on'])} đến ngày {phases.day(kept['ends_on'])}"
    base = _base(plan, at, report_symbol(plan.symbol))
    us = base.issuer_in_prose
    # A campaign that goes by the plan's own title would be said twice in one breath, and its title begins with a verb.
    by_title = plan.campaign.name.strip() == plan.title.strip()
    what = "việc thực hiện Kế hoạch" if by_title else campaign
    about = f"thực hiện Kế hoạch {campaign}" if by_title else campaign
    body: list[Block] = [
        Paragraph(f"Thực hiện {documents.plan_reference(plan)}, {us} báo cáo {word.lower()} {what} ({days}) như sau:"),
        Heading(1, "Kết quả thực hiện"),
        *_results(kept),
        Heading(1, "Đánh giá, bài học kinh nghiệm"),
        *_judged(kept),
        Heading(1, "Biểu dương, khen thưởng"),
        *_praise(kept),
        Heading(1, "Nhiệm vụ tiếp tục thực hiện"),
        *_goes_on(plan, kept, closing),
        Paragraph(f"Trên đây là báo cáo {word.lower()} {what}, {us} kính báo cáo./."),
    ]  # fmt: skip
    return replace(
        base, subject=f"{word} {about}\n({days})", bases=documents.basis_lines(plan), body=tuple(body),
        annexes=tables.annexes_of(kept | {"staff": None}, campaign, days),
    )  # fmt: skip


def _results(kept: dict[str, Any]) -> list[Block]:
    figures = [documents.target_figure(row) for row in kept["targets"]]
    made: list[Block] = [Heading(2, "Kết quả các chỉ tiêu")]
    none = [Prompt("Kế hoạch không có chỉ tiêu")]
    bullets = [target_bullet(replace(figure, increase=None)) for figure in figures]  # a phase has no “kỳ trước”
    made += [*bullets, targets_table(figures)] if figures else none
    made += [Bullet(one_line(line)) for line in kept["beside"]]
    villages = kept["villages"]
    if villages and not tables.has_target(villages):
        made += [
            Heading(2, f"Kết quả theo {villages['noun']}"),
            *(Bullet(_watched_line(table)) for table in tables.tables_of(kept)),
            Paragraph(f"Kết quả của từng {villages['noun']} tại Phụ lục kèm theo."),
        ]  # fmt: skip
    elif villages:
        rows = [ProgressRow(r["name"], r["reached"], r["base"], r["needed"]) for r in villages["rows"]]
        made += [
            Heading(2, f"Kết quả theo {villages['noun']}"), *ranking_bullets(rows, noun=villages["noun"]),
            Paragraph(f"Kết quả của từng {villages['noun']} tại Phụ lục kèm theo."),
        ]  # fmt: skip
    done = [s for s in kept["sections"] if s["part"] in ("situation", "outreach") and s["lines"]]
    if done:
        made.append(Heading(2, "Công tác chỉ đạo, tuyên truyền, hướng dẫn"))
        made += [Bullet(line) for section in done for line in section["lines"]]
    return made


def _watched_line(table: dict[str, Any]) -> str:
    """Of a thing no level was set for: how many places have any, which stand highest, how many have said nothing."""
    name, noun, rows = one_line(table["name"]), table["noun"], table["rows"]
    some = [row for row in rows if row["reached"]]
    line = f"{name}: {in_prose(len(some))}/{in_prose(len(rows))} {noun} đã có"
    rated = [row for row in some if row["rate"] is not None]
    best = max((Decimal(row["rate"]) for row in rated), default=None)
    first = [row for row in rated if Decimal(row["rate"]) == best]
    if first and len(first) <= NAMES_IN_A_TIE and len(rated) > len(first):
        named = ", ".join(lower_first(row["name"]) for row in first)
        line += f"; cao nhất là {named} ({percent(first[0]['reached'], first[0]['base'])})"
    unsaid = sum(tables.nothing_known(row) for row in rows)
    return f"{line}; {in_prose(unsaid)} {noun} chưa có số liệu." if unsaid else f"{line}."


def _judged(kept: dict[str, Any]) -> list[Block]:
    """What is known by counting; what it means is for those who were there to say."""
    said = [phases.tasks_sentence(kept["tasks"]), phases.reports_sentence(kept["reports"])]
    known: list[Block] = [Bullet(line) for line in said if line]
    for section in kept["sections"]:
        if section["part"] in ("assessment", "difficulties") and section["lines"]:
            known += [Paragraph(section["heading"]), *(Bullet(line) for line in section["lines"])]
    return [
        Heading(2, "Kết quả đạt được, tồn tại, hạn chế"), *known,
        Prompt("Ưu điểm; nguyên nhân của tồn tại, hạn chế"),
        Heading(2, "Bài học kinh nghiệm"), Prompt("Cách làm hay, điều cần rút kinh nghiệm"),
    ]  # fmt: skip


def _praise(kept: dict[str, Any]) -> list[Block]:
    lines = [line for s in kept["sections"] if s["name"] == "commendation" for line in s["lines"]]
    return [Bullet(line) for line in lines] or [Prompt("Tập thể, cá nhân được biểu dương; không có thì bỏ phần này")]


def _goes_on(plan: Plan, kept: dict[str, Any], closing: PhaseClosing) -> list[Block]:
    made: list[Block] = []
    for row in kept["targets"]:
        left = (row["needed"] or 0) - (row["reached"] or 0)
        if row["reached"] is not None and row["needed"] and left > 0:
            made.append(Bullet(f"{row['name']}: tiếp tục thực hiện, còn {in_prose(left)} {row['unit']}."))
    steady = plan.campaign.phases.filter(kind=Phase.Kind.STEADY).first()
    if steady is not None:
        made.append(Bullet(f"Chuyển sang thực hiện thường xuyên sau {lower_noun(kept['name'].lower())}."))
    duties = plan.duties.exclude(phase=closing.phase_id).exclude(kind="difficulty")
    made += [
        Bullet(f"Duy trì chế độ báo cáo {lower_first(phases.duty_line(duty))}.")
        for duty in duties
        if phases.comes_again(duty) and duty.frequency != Duty.Frequency.UNSPECIFIED  # how often is still to be asked
    ]
    return [*made, Prompt("Việc trọng tâm thời gian tới, đơn vị thực hiện, thời hạn")]


# --- next year's plan ------------------------------------------------------------------------------------------------


def next_year_of(plan: Plan, at: datetime) -> int:
    on = plan.issued_on or plan.campaign.started_on or at.astimezone(VIETNAM).date()
    return on.year + 1


def next_year(plan: Plan, at: datetime) -> OfficialDocument:
    """Each target beside what it came to; the level of next year is nobody's guess, and stays blank."""
    year, on = next_year_of(plan, at), at.astimezone(VIETNAM).date()
    area = plan.campaign.area
    targets = list(progress.targets().filter(plan=plan).order_by("-headline", "order", "id"))
    found = {f.target.pk: f for f in progress.figures(targets, area, on)}
    rows = []
    for n, target in enumerate(targets, 1):
        figure = found[target.pk]
        whole = figure.base.count if figure.base else None
        rows.append((
            str(n), one_line(target.label), phases.old_level(target), count(figure.needed.count), count(figure.now),
            rate(figure.now, whole), "",
        ))  # fmt: skip
    table = Table(
        columns=(
            Column("TT", 9, "center"), Column("Chỉ tiêu", 46), Column("Mức năm trước", 24),
            Column("Số phải đạt", 20, "right"), Column("Thực hiện", 20, "right"), Column("Tỷ lệ (%)", 18, "right"),
            Column(f"Mức năm {year}", 28),
        ),
        rows=tuple(rows),
        note=f"Số thực hiện đến ngày {on.day}/{on.month}/{on.year}. Mức năm {year} để trống, cơ quan ghi.",
    )  # fmt: skip
    base = _base(plan, at, plan.symbol or "KH-UBND")
    campaign = one_line(lower_first(plan.campaign.name))
    body: list[Block] = [
        Paragraph(f"{base.issuer_in_prose} ban hành Kế hoạch {campaign} năm {year} như sau:"),
        Heading(1, "Mục đích, yêu cầu"), Prompt("Căn cứ, mục đích, yêu cầu của năm mới"),
        Heading(1, "Kết quả năm trước và chỉ tiêu"), table,
        Heading(1, "Nhiệm vụ, giải pháp"), *_tasks_again(plan),
        Heading(1, "Chế độ báo cáo"),
        *(Bullet(f"{phases.duty_line(duty)}.") for duty in plan.duties.exclude(kind="difficulty")),
        Prompt("Kỳ báo cáo, hạn gửi của năm mới"),
        Heading(1, "Tổ chức thực hiện"), Prompt("Phân công từng cơ quan, đơn vị"),
        Paragraph(f"Trên đây là Kế hoạch {campaign} năm {year}; các cơ quan, đơn vị triển khai thực hiện./."),
    ]  # fmt: skip
    return replace(base, kind="KẾ HOẠCH", subject=f"{plan.campaign.name} năm {year}", addressees=(), body=tuple(body))


def _tasks_again(plan: Plan) -> list[Block]:
    """What goes on, or was not finished, begins next year's list; what is done is not asked for twice."""
    rows = [row for row in phases.tasks.load([plan], clock.now()) if not row.children]
    left = [row for row in rows if row.state not in phases.FINISHED]
    return [*(Bullet(f"{one_line(row.task.name).rstrip('. ')}.") for row in left[:40]), Prompt("Nhiệm vụ mới")]
