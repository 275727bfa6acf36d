"""The notice of a breach of personal data to the agency in charge (Luật số 91/2025/QH15 Điều 23: within 72 hours)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.dates import moment
from tungnha.drafting.document import DRAFT, Block, Bullet, Heading, OfficialDocument, Paragraph, Prompt
from tungnha.drafting.letters.parts import Sender, narrative, via
from tungnha.drafting.numbers import count
from tungnha.drafting.text import one_line

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"


@dataclass(frozen=True)
class BreachNotice:
    """What is known of a breach. Counts, never names: the list of people stays in the house."""

    sender: Sender
    addressee: str
    detected_at: datetime
    notice_due_at: datetime
    written_at: datetime
    what: str
    since_at: datetime | None = None
    until_at: datetime | None = None
    kinds: tuple[str, ...] = ()
    affected: int | None = None  # None: not yet known
    cause: str = ""  # by which account, device, file: in words
    harm: str = ""
    measures: str = ""
    told: str = ""
    draft_mark: str = DRAFT


def breach_notice(of: BreachNotice) -> OfficialDocument:
    return OfficialDocument(
        letterhead=of.sender.letterhead, kind="",
        subject="thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân", addressees=(of.addressee,), body=_body(of),
        archive=of.sender.archive, signature=of.sender.signature, issuer_in_prose=of.sender.in_prose,
        draft_mark=of.draft_mark,
    )  # fmt: skip


def _body(of: BreachNotice) -> tuple[Block, ...]:
    us, late = of.sender.in_prose, of.written_at >= of.notice_due_at
    blocks: list[Block] = [
        Paragraph(f"Thực hiện Điều 23 {LAW}, {us} thông báo như sau:"),
        Heading(2, "Thời điểm và diễn biến"),
        Paragraph(f"Phát hiện lúc {moment(of.detected_at)}.{_span(of)}"),
        *narrative(of.what),
        *([Paragraph(one_line(of.cause))] if of.cause else []),
        Heading(2, "Dữ liệu và số người bị ảnh hưởng"),
        *[Bullet(one_line(kind)) for kind in of.kinds],
        Paragraph(f"Số người bị ảnh hưởng: {count(of.affected) if of.affected is not None else 'đang xác định'}."),
        Heading(2, "Hậu quả có thể xảy ra"),
        *(narrative(of.harm) or _ask(of, "Nêu hậu quả có thể xảy ra với người bị ảnh hưởng")),
        Heading(2, "Biện pháp đã và sẽ áp dụng"),
        *(narrative(of.measures) or _ask(of, "Nêu việc đã làm để ngăn chặn, khắc phục")),
        *([Paragraph(one_line(of.told))] if of.told else []),
    ]
    if late:
        blocks += [Heading(2, "Lý do thông báo sau 72 giờ"), *_ask(of, "Nêu lý do thông báo chậm")]
    blocks.append(Paragraph(f"Đầu mối liên hệ: {us}{via(of.sender.contact)}./."))
    return tuple(blocks)


def _span(of: BreachNotice) -> str:
    if of.since_at is None:
        return ""
    until = f" đến {moment(of.until_at)}" if of.until_at else ""
    return f" Xảy ra từ {moment(of.since_at)}{until}."


def _ask(of: BreachNotice, words: str) -> list[Block]:
    return [Prompt(words)] if of.draft_mark else [Paragraph("Đang xác định.")]
