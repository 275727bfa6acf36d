"""The evaluation sheets as files: one unit's to print and sign, all units' as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from tungnha.drafting import OfficialDocument, write_docx, write_xlsx
from tungnha.drafting.dates import moment
from tungnha.drafting.document import Block, Bullet, Column, Heading, Paragraph, Table
from tungnha.drafting.numbers import count, decimal_vi
from tungnha.drafting.text import one_line
from tungnha.drafting.workbook import Cell, Sheet, SheetColumn
from tungnha.outreach.queries.addresses import with_address
from tungnha.plans.models import Plan
from tungnha.reports import documents
from tungnha.reports.closing.evaluation import KINDS, Sum
from tungnha.reports.closing.evaluation import Sheet as Evaluation
from tungnha.reports.sentences import lower_first

NO_GRADE = "Phiếu ghi số liệu đếm được; không đề xuất xếp loại. Việc xếp loại do cấp có thẩm quyền quyết định."
MARKS = {True: "đạt", False: "chưa đạt", None: "không tính"}
TIMES = {True: "đúng hạn", False: "không đúng hạn", None: "không tính"}


def unit_docx(plan: Plan, sheet: Evaluation, at: datetime) -> bytes:
    return write_docx(with_address(unit_document(plan, sheet, at), plan.campaign))


def unit_document(plan: Plan, sheet: Evaluation, at: datetime) -> OfficialDocument:
    sender, unit = documents.sender_of(plan, at), sheet.unit
    head = f"{unit.head_title or 'Người đứng đầu'}: {unit.head_name}" if unit.head_name else ""
    body: list[Block] = [
        Paragraph(f"Đơn vị: {unit.name}.", bold=(unit.name,)),
        *([Paragraph(f"{head}.")] if head else []),
        Paragraph(f"Căn cứ {documents.plan_reference(plan)}; số liệu đến {moment(at)}."),
    ]
    for sums, (key, label) in zip(sheet.sums, KINDS, strict=True):
        body += [Heading(1, label), *_part(sheet, key, sums)]
    if sheet.points is not None:
        body.append(Paragraph(f"Cộng theo trọng số: {decimal_vi(sheet.points)}/{sheet.points_of} điểm."))
    return OfficialDocument(
        letterhead=sender.letterhead, kind="PHIẾU ĐÁNH GIÁ",
        subject=f"Kết quả thực hiện {lower_first(one_line(plan.campaign.name))}\n({unit.label})",
        body=(*body, Paragraph(f"{NO_GRADE}/.")),
        signature=sender.signature, archive=sender.archive, issuer_in_prose=sender.in_prose,
    )  # fmt: skip


def _part(sheet: Evaluation, key: str, of: Sum) -> list[Block]:
    lines = sheet.lines[key]
    if not lines:
        return [Bullet("Kế hoạch không giao đơn vị nội dung này.")]
    marks = MARKS if key == "targets" else TIMES
    table = Table(
        columns=(Column("TT", 11, "center"), Column("Nội dung", 84), Column("Kết quả", 44), Column("Tính", 26)),
        rows=tuple((str(n), one_line(line.name), line.value, marks[line.good]) for n, line in enumerate(lines, 1)),
    )
    return [Paragraph(f"{sum_words(of)}."), table]


def sum_words(of: Sum) -> str:
    """`11/14 (78,57%); trọng số 30, được 23,57 điểm`."""
    if not of.of:
        return "Chưa có nội dung nào đến hạn để tính"
    said = f"{count(of.good)}/{count(of.of)} ({decimal_vi(of.share or Decimal())}%)"
    return f"{said}; trọng số {of.weight}, được {decimal_vi(of.points)} điểm" if of.points is not None else said


def workbook(plan: Plan, found: Sequence[Evaluation], at: datetime) -> bytes:
    weighed = any(sheet.points is not None for sheet in found)
    columns = [SheetColumn("TT", 6, "count"), SheetColumn("Đơn vị", 36), SheetColumn("Chức danh người đứng đầu", 26)]
    for n, (_, label) in enumerate(KINDS):
        at_column = 3 + 3 * n
        columns += [
            SheetColumn(label, 14, "count"), SheetColumn("Trên tổng số", 12, "count"),
            SheetColumn("Tỷ lệ (%)", 12, "rate", rate_of=(at_column, at_column + 1)),
        ]  # fmt: skip
    columns += [SheetColumn("Điểm theo trọng số", 14, "rate"), SheetColumn("Trên", 10, "count")] if weighed else []
    rows: list[list[Cell]] = []
    for n, sheet in enumerate(found, 1):
        row: list[Cell] = [n, sheet.unit.name, sheet.unit.head_title]
        for one in sheet.sums:
            row += [one.good, one.of, one.share] if one.of else [None, None, None]
        rows.append(row + ([sheet.points, sheet.points_of] if weighed else []))
    title = f"Đánh giá kết quả thực hiện {plan.campaign.name}"
    made = Sheet(
        "Đánh giá", tuple(columns), rows, title_lines=(title, f"Số liệu đến {moment(at)}"), note=NO_GRADE,
        landscape=True,
    )  # fmt: skip
    details = Sheet(
        "Từng dòng",
        (SheetColumn("Đơn vị", 32), SheetColumn("Nhóm", 20), SheetColumn("Nội dung", 60), SheetColumn("Kết quả", 30),
         SheetColumn("Tính", 16)),
        [
            [sheet.unit.label, label, line.name, line.value, (MARKS if key == "targets" else TIMES)[line.good]]
            for sheet in found for key, label in KINDS for line in sheet.lines[key]
        ],
        title_lines=(title,), landscape=True,
    )  # fmt: skip
    return write_xlsx([made, details], title=title)
