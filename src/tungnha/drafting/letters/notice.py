"""A notice (thông báo) and a proposal to the body above (tờ trình): words an officer writes, in the form of each."""

from __future__ import annotations

from dataclasses import dataclass

from tungnha.drafting.document import DRAFT, Annex, Block, OfficialDocument, Paragraph, Prompt
from tungnha.drafting.letters.parts import Sender, narrative
from tungnha.drafting.text import one_line, sentence_case


@dataclass(frozen=True)
class Notice:
    """`about`: what it tells of, as in "Thông báo lịch điểm hỗ trợ…"; `words`: lines, a dash begins a point."""

    sender: Sender
    about: str
    words: str = ""
    bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    draft_mark: str = DRAFT


def notice(of: Notice) -> OfficialDocument:
    us = of.sender.in_prose
    closing = Paragraph(f"{us} thông báo để các cơ quan, đơn vị và Nhân dân biết, thực hiện./.")
    return _paper(of, "THÔNG BÁO", f"{us} thông báo {_lower(of.about)} như sau:", closing)


def submission(of: Notice) -> OfficialDocument:
    """Tờ trình: always addressed to somebody."""
    us = of.sender.in_prose
    to = one_line(of.addressees[0]) if len(of.addressees) == 1 else ""
    closing = Paragraph(f"{us} kính trình {to} xem xét, quyết định./.".replace("  ", " "))
    return _paper(of, "TỜ TRÌNH", f"{us} kính trình {_lower(of.about)} như sau:", closing)


def _paper(of: Notice, kind: str, opening: str, closing: Block) -> OfficialDocument:
    words: list[Block] = narrative(of.words) or [Prompt("Viết nội dung")]
    return OfficialDocument(
        letterhead=of.sender.letterhead, kind=kind, subject=sentence_case(one_line(of.about)), bases=of.bases,
        addressees=of.addressees, body=(Paragraph(opening), *words, closing), recipients=of.recipients,
        archive=of.sender.archive, signature=of.sender.signature, annexes=of.annexes,
        issuer_in_prose=of.sender.in_prose, draft_mark=of.draft_mark,
    )  # fmt: skip


def _lower(about: str) -> str:
    words = one_line(about).rstrip(".")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
