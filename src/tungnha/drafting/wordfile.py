"""From an OfficialDocument to the bytes of a .docx."""

import io
from dataclasses import replace

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from tungnha.drafting.blocks import BodyWriter, roman, thin_line
from tungnha.drafting.closing import write_closing
from tungnha.drafting.dates import day_in_words
from tungnha.drafting.document import Annex, Block, Bullet, OfficialDocument, Paragraph
from tungnha.drafting.front import GAP, centred, write_front
from tungnha.drafting.ooxml import repack
from tungnha.drafting.page import LANDSCAPE_WIDTH_MM, TEXT_WIDTH_MM, blank_document, lay_out
from tungnha.drafting.text import clean, ended, one_line, sentence_case

END_MARK = "./."


def write_docx(of: OfficialDocument) -> bytes:
    """The document as an editable Word file. The same document always gives the same bytes."""
    document = blank_document(of)
    write_front(document, of)
    BodyWriter(document, width_mm=TEXT_WIDTH_MM, is_draft=of.is_draft).write(with_end_mark(of.body))
    hold_text_to_signature(document)
    write_closing(document, of)
    if not of.annexes:
        thin_line(document.add_paragraph(), 1)  # a Word body must not end with a table
    for place, annex in enumerate(of.annexes, 1):
        write_annex(document, of, annex, number=roman(place) if len(of.annexes) > 1 else "")
    written = io.BytesIO()
    document.save(written)
    return repack(written.getvalue())


def with_end_mark(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Close the text with `./.`, on its last sentence where there is one."""
    last = body[-1] if body else None
    if isinstance(last, Paragraph | Bullet) and clean(last.text):
        lines = clean(last.text).split("\n")
        closed = "\n".join([*lines[:-1], ended(lines[-1], END_MARK)])
        return (*body[:-1], replace(last, text=closed))
    return (*body, Paragraph(END_MARK))


def hold_text_to_signature(document: Document) -> None:
    """A signature never stands alone on a page: the last two paragraphs go with it."""
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.keep_together = True


def write_annex(document: Document, of: OfficialDocument, annex: Annex, *, number: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    thin_line(document.paragraphs[-1], 1)  # it holds the break, and must not spill onto an empty page
    lay_out(section, landscape=annex.landscape, draft_mark=of.draft_mark)
    label = centred(document.add_paragraph())
    label.add_run(f"Phụ lục {number}".strip()).bold = True
    for line in clean(annex.title).split("\n"):
        titled = centred(document.add_paragraph()).add_run(line if line.startswith("(") else line.upper())
        titled.bold = True
    attached = attachment_line(of) if annex.attached_to is None else one_line(annex.attached_to)
    if attached:
        paragraph = centred(document.add_paragraph())
        run = paragraph.add_run(attached)
        run.italic, run.font.size = True, Pt(13)
    document.paragraphs[-1].paragraph_format.space_after = Pt(10)
    width = LANDSCAPE_WIDTH_MM if annex.landscape else TEXT_WIDTH_MM
    BodyWriter(document, width_mm=width, is_draft=of.is_draft).write(annex.body)


def attachment_line(of: OfficialDocument) -> str:
    """`(Kèm theo Báo cáo số 05/BC-UBND ngày 28 tháng 5 năm 2026 của …)`; blanks stay blank."""
    head = of.letterhead
    kind = sentence_case(one_line(of.kind).lower()) if of.kind else "Công văn"
    blank = GAP * 6 if head.number is None else ""
    day = day_in_words(head.issued_on, year=head.year, blank=GAP * 5)
    of_whom = f" của {one_line(of.issuer_in_prose)}" if of.issuer_in_prose else ""
    return f"(Kèm theo {kind} số {blank}{one_line(head.reference)} {day}{of_whom})"
