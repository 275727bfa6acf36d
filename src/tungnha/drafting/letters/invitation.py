"""The invitation to a conference or a meeting (giấy mời)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.dates import deadline
from tungnha.drafting.document import DRAFT, Block, Bullet, OfficialDocument, Paragraph, Prompt
from tungnha.drafting.letters.parts import Sender, narrative, via
from tungnha.drafting.text import one_line

TITLE = "GIẤY MỜI"


@dataclass(frozen=True)
class Invitation:
    """Who is asked to what, where and when. What is not known yet is asked for in a draft."""

    sender: Sender
    occasion: str  # Hội nghị triển khai Kế hoạch phổ cập chữ ký số công cộng
    invited: tuple[str, ...]
    at: datetime | None = None
    place: str = ""
    chair: str = ""  # Đồng chí Phó Chủ tịch UBND xã
    agenda: str = ""
    to_bring: str = ""  # what the invited prepare
    recipients: tuple[str, ...] = ()
    draft_mark: str = DRAFT


def invitation(of: Invitation) -> OfficialDocument:
    return OfficialDocument(
        letterhead=of.sender.letterhead, kind=TITLE, subject=f"Dự {lower_occasion(of.occasion)}", body=_body(of),
        recipients=of.recipients or of.invited, archive=of.sender.archive, signature=of.sender.signature,
        issuer_in_prose=of.sender.in_prose, draft_mark=of.draft_mark,
    )  # fmt: skip


def lower_occasion(occasion: str) -> str:
    """`Hội nghị triển khai …` → `hội nghị triển khai …`, after "Dự"."""
    words = one_line(occasion)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _body(of: Invitation) -> tuple[Block, ...]:
    us, occasion = of.sender.in_prose, lower_occasion(of.occasion)
    when: Block = (
        Paragraph(f"Thời gian: {deadline(of.at)}.", bold=("Thời gian:",))
        if of.at
        else Prompt("Thời gian: giờ, thứ, ngày")
    )
    return (
        Paragraph(f"{us} trân trọng kính mời:"),
        *(Bullet(f"{one_line(who).rstrip(' ;.')}{'.' if place == len(of.invited) else ';'}")
          for place, who in enumerate(of.invited, 1)),
        Paragraph(f"Tới dự {occasion}."),
        *([Paragraph(f"Chủ trì: {one_line(of.chair)}.", bold=("Chủ trì:",))] if of.chair else []),
        when,
        _said("Địa điểm:", of.place) or Prompt("Địa điểm: phòng họp, nhà văn hóa"),
        *(narrative(of.agenda) and [Paragraph("Nội dung:", bold=("Nội dung:",)), *narrative(of.agenda)]),
        *([Paragraph(f"Chuẩn bị: {one_line(of.to_bring).rstrip('.')}.", bold=("Chuẩn bị:",))] if of.to_bring else []),
        Paragraph(f"{us} trân trọng kính mời đại biểu tới dự đúng thời gian, thành phần{_contact(of)}./."),
    )  # fmt: skip


def _said(label: str, words: str) -> Block | None:
    return Paragraph(f"{label} {one_line(words).rstrip('.')}.", bold=(label,)) if words.strip() else None


def _contact(of: Invitation) -> str:
    place = via(of.sender.contact)
    return f"; nếu không dự được, báo lại{place}" if place else ""
