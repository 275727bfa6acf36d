"""The first draft of each kind of paper: what can be said is said, what cannot is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tungnha.drafting.document import Block, Heading, OfficialDocument, Paragraph, Prompt
from tungnha.drafting.form import form
from tungnha.drafting.letters import Invitation, Notice, Sender, invitation, notice, submission
from tungnha.drafting.text import one_line, sentence_case


@dataclass(frozen=True)
class Wanted:
    """What an officer says when a paper is begun."""

    sender: Sender
    kind: str
    about: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


REPORT = (
    ("Tình hình, công tác chỉ đạo", "Văn bản đã ban hành, cuộc họp, phân công"),
    ("Kết quả thực hiện", "Kết quả từng chỉ tiêu: số hiện có, tỷ lệ, tăng so với kỳ trước"),
    ("Đánh giá; khó khăn, vướng mắc", "Ưu điểm, tồn tại, nguyên nhân"),
    ("Nhiệm vụ kỳ tới", "Việc, người phụ trách, thời hạn"),
    ("Đề xuất, kiến nghị", "Không có thì bỏ phần này"),
)
PLAN = (
    ("Mục đích, yêu cầu", "Vì sao làm, làm đến đâu"),
    ("Chỉ tiêu", "Chỉ tiêu, số cụ thể, thời hạn"),
    ("Nhiệm vụ, giải pháp", "Việc, đơn vị chủ trì, phối hợp, kết quả, thời hạn"),
    ("Chế độ báo cáo", "Ai báo cáo, gửi về đâu, trước ngày giờ nào"),
    ("Tổ chức thực hiện", "Phân công từng cơ quan, đơn vị"),
)


def first_draft(wanted: Wanted) -> OfficialDocument:
    return FIRST[wanted.kind](wanted)


def _letter(of: Wanted) -> OfficialDocument:
    us, about = of.sender.in_prose, _lower(of.about)
    body: tuple[Block, ...] = (
        Prompt("Căn cứ, lý do có công văn này"),
        Prompt("Việc đề nghị, thời hạn, gửi về đâu"),
        Paragraph(f"{us} đề nghị các cơ quan, đơn vị quan tâm, thực hiện./."),
    )
    return _document(of, about, body)


def _parts(of: Wanted, parts: tuple[tuple[str, str], ...], opening: str, closing: str) -> OfficialDocument:
    body: list[Block] = [Paragraph(opening)]
    for title, asked in parts:
        body += [Heading(1, title), Prompt(asked)]
    return _document(of, sentence_case(one_line(of.about)), (*body, Paragraph(closing)))


def _report(of: Wanted) -> OfficialDocument:
    us, about = of.sender.in_prose, _lower(of.about)
    to = f" kính báo cáo {one_line(of.addressees[0])}" if len(of.addressees) == 1 else " báo cáo"
    return _parts(of, REPORT, f"{us} báo cáo {about} như sau:", f"Trên đây là báo cáo {about}, {us}{to}./.")


def _plan(of: Wanted) -> OfficialDocument:
    us = of.sender.in_prose
    return _parts(
        of, PLAN, f"{us} ban hành Kế hoạch {_lower(of.about)} như sau:",
        f"Trên đây là Kế hoạch {_lower(of.about)}; các cơ quan, đơn vị triển khai thực hiện, khó khăn, vướng mắc kịp "
        f"thời báo cáo {us}./.",
    )  # fmt: skip


def _document(of: Wanted, subject: str, body: tuple[Block, ...]) -> OfficialDocument:
    return OfficialDocument(
        letterhead=of.sender.letterhead, kind=form().kinds[of.kind].title, subject=subject, addressees=of.addressees,
        body=body, recipients=of.recipients, archive=of.sender.archive, signature=of.sender.signature,
        issuer_in_prose=of.sender.in_prose,
    )  # fmt: skip


def _notice(of: Wanted) -> OfficialDocument:
    return notice(Notice(of.sender, of.about, addressees=of.addressees, recipients=of.recipients))


def _submission(of: Wanted) -> OfficialDocument:
    return submission(Notice(of.sender, of.about, addressees=of.addressees, recipients=of.recipients))


def _invitation(of: Wanted) -> OfficialDocument:
    """Whom it is addressed to are the invited: an invitation bears no "Kính gửi"."""
    return invitation(Invitation(of.sender, of.about, of.addressees, recipients=of.recipients))


def _lower(about: str) -> str:
    words = one_line(about).rstrip(".")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


FIRST: dict[str, Callable[[Wanted], OfficialDocument]] = {
    "report": _report,
    "plan": _plan,
    "letter": _letter,
    "notice": _notice,
    "invitation": _invitation,
    "submission": _submission,
}
