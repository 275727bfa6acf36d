"""Letters to a person who asked about the own data: received, extended, answered; and what is held, as an annex.

Luật số 91/2025/QH15 Điều 4, Nghị định số 356/2025/NĐ-CP Điều 5; form of Nghị định 30/2020/NĐ-CP (công văn).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tungnha.drafting.dates import moment, short_date
from tungnha.drafting.document import DRAFT, Annex, Block, Column, Heading, OfficialDocument, Paragraph, Table
from tungnha.drafting.letters.parts import Sender, via
from tungnha.drafting.text import one_line, paragraphs

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
DECREE = "Nghị định số 356/2025/NĐ-CP"
Rows = Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class AskedFor:
    """The request as every letter names it."""

    sender: Sender
    asker: str  # Nguyễn Thị Mẫu
    number: str  # DL-12
    what: str  # xóa dữ liệu
    received_at: datetime
    due_on: date  # the last day of the term
    about: str = ""  # whose data, where it is not the asker's own
    address: str = ""
    draft_mark: str = DRAFT


@dataclass(frozen=True)
class Answer:
    """How it ended. `done` says what was done; `why` and `article` what was not, and by which rule."""

    outcome: str  # done, partly, refused, not_held
    done: str = ""
    why: str = ""
    article: str = ""
    parts: tuple[tuple[str, Rows], ...] = ()  # what is held: the annex


def received_letter(of: AskedFor) -> OfficialDocument:
    us = of.sender.in_prose
    return _letter(
        of,
        f"tiếp nhận yêu cầu {one_line(of.what)}",
        (
            _opening(of, f"{us} đã nhận được yêu cầu"),
            Paragraph(
                f"Thực hiện {LAW} và {DECREE}, {us} đang xem xét và sẽ trả lời Ông (Bà) chậm nhất hết ngày "
                f"{short_date(of.due_on)}.",
                bold=(f"ngày {short_date(of.due_on)}",),
            ),
            Paragraph(
                "Khi cần hỏi thêm hoặc chưa đồng ý với cách giải quyết, xin Ông (Bà) liên hệ "
                f"{us}{via(of.sender.contact)}"
                f" và nêu mã yêu cầu {of.number}. Ông (Bà) có quyền khiếu nại theo quy định của pháp luật."
            ),
            _closing(of),
        ),
    )


def extension_letter(of: AskedFor, *, why: str, first_due_on: date) -> OfficialDocument:
    us = of.sender.in_prose
    return _letter(
        of,
        f"gia hạn giải quyết yêu cầu {one_line(of.what)}",
        (
            _opening(of, f"{us} đang giải quyết yêu cầu"),
            Paragraph(f"Theo quy định, thời hạn trả lời là hết ngày {short_date(first_due_on)}. Vì lý do sau đây, {us} "
                      "chưa thể hoàn thành trong thời hạn ấy:"),
            *(Paragraph(line) for line in paragraphs(why)),
            Paragraph(
                f"Căn cứ {DECREE}, {us} gia hạn một lần và sẽ trả lời Ông (Bà) chậm nhất hết ngày "
                f"{short_date(of.due_on)}.",
                bold=(f"ngày {short_date(of.due_on)}",),
            ),
            _closing(of),
        ),
    )  # fmt: skip


def answer_letter(of: AskedFor, answer: Answer) -> OfficialDocument:
    subject = "từ chối yêu cầu" if answer.outcome == "refused" else "trả lời yêu cầu"
    annex = (Annex("Thông tin cá nhân đang được lưu giữ", held_blocks(answer.parts)),) if answer.parts else ()
    return _letter(
        of, f"{subject} {one_line(of.what)}", (_opening(of, f"{of.sender.in_prose} đã xem xét yêu cầu"),
        *_result(of, answer), _rights(of), _closing(of)), annex,
    )  # fmt: skip


def _result(of: AskedFor, answer: Answer) -> list[Block]:
    us = of.sender.in_prose
    cited = f" Căn cứ: {answer.article}." if answer.article else ""
    reason = [Paragraph(line) for line in paragraphs(answer.why)]
    attached = [Paragraph("Toàn bộ thông tin đang được lưu giữ nêu tại Phụ lục kèm theo.")] if answer.parts else []
    if answer.outcome == "not_held":
        return [Paragraph(f"Đã tìm trong sổ nhân khẩu và các danh sách: {us} không lưu giữ dữ liệu cá nhân "
                          "của người được nêu trong yêu cầu."), *reason]  # fmt: skip
    if answer.outcome == "refused":
        return [Paragraph(f"{us} không thực hiện được yêu cầu này.{cited}"), Paragraph("Lý do:"), *reason]
    if answer.outcome == "partly":
        return [
            Paragraph(f"{us} đã thực hiện được một phần yêu cầu. {answer.done}".strip()),
            *attached,
            Paragraph(f"Phần chưa thực hiện và lý do:{cited}"),
            *reason,
        ]
    return [Paragraph(f"{us} đã thực hiện xong yêu cầu. {answer.done}".strip()), *attached, *reason]


def held_blocks(parts: Sequence[tuple[str, Rows]]) -> tuple[Block, ...]:
    """A heading for each kind, a table of words and values for each row."""
    blocks: list[Block] = []
    for place, (title, rows) in enumerate(parts, 1):
        blocks.append(Heading(2, one_line(title), number=f"{place}."))
        cells: list[tuple[str, str]] = []
        for number, row in enumerate(rows, 1):
            if len(rows) > 1:
                cells.append((f"({number})", ""))
            cells += [(one_line(label), one_line(value)) for label, value in row]
        blocks.append(Table((Column("Mục", 55), Column("Nội dung", 110)), tuple(cells), size_pt=12))
    return tuple(blocks)


# --- parts of all ----------------------------------------------------------------------------------------------------


def _letter(of: AskedFor, subject: str, body: tuple[Block, ...], annexes: tuple[Annex, ...] = ()) -> OfficialDocument:
    addressee = f"Ông (Bà) {one_line(of.asker)}" + (f", {one_line(of.address)}" if of.address else "")
    return OfficialDocument(
        letterhead=of.sender.letterhead, kind="", subject=subject, addressees=(addressee,), body=body,
        archive=of.sender.archive, signature=of.sender.signature, annexes=annexes,
        issuer_in_prose=of.sender.in_prose, draft_mark=of.draft_mark,
    )  # fmt: skip


def _opening(of: AskedFor, beginning: str) -> Paragraph:
    about = f" của Ông (Bà) {one_line(of.about)}" if of.about else ""
    return Paragraph(
        f"{beginning} {one_line(of.what)}{about} do Ông (Bà) gửi, nhận lúc {moment(of.received_at)}, "
        f"mã yêu cầu {of.number}."
    )


def _rights(of: AskedFor) -> Paragraph:
    return Paragraph(
        "Nếu không đồng ý với nội dung trả lời này, Ông (Bà) có quyền khiếu nại, tố cáo, khởi kiện hoặc yêu cầu bồi "
        f"thường thiệt hại theo quy định của {LAW} và pháp luật có liên quan."
    )


def _closing(of: AskedFor) -> Paragraph:
    return Paragraph(f"{of.sender.in_prose} thông báo để Ông (Bà) được biết./.")
