"""From an OfficialDocument to the bytes of a .docx."""

import io
from datetime import datetime

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from tungnha.drafting.blocks import BodyWriter, thin_line
from tungnha.drafting.closing import write_closing
from tungnha.drafting.document import Annex, OfficialDocument
from tungnha.drafting.flow import annex_head, annex_number, annex_signed_lines, with_end_mark
from tungnha.drafting.front import write_front
from tungnha.drafting.ooxml import repack
from tungnha.drafting.page import blank_document, lay_out, put, write_address

AFTER_ANNEX_HEAD_PT = 10


def write_docx(of: OfficialDocument) -> bytes:
    """The document as an editable Word file. The same document always gives the same bytes."""
    form = of.form_data
    document = blank_document(of)
    write_address(document.sections[0], form, of.letterhead.address)
    write_front(document, of)
    writer = BodyWriter(document, form, width_mm=form.page.text_mm, is_draft=of.is_draft)
    writer.write(with_end_mark(of.body, form.end_mark))
    hold_text_to_signature(document)
    write_closing(document, of)
    if not of.annexes:
        thin_line(document.add_paragraph(), 1)  # a Word body must not end with a table
    for place, annex in enumerate(of.annexes, 1):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        thin_line(document.paragraphs[-1], 1)  # it holds the break, and must not spill onto an empty page
        lay_out(section, form, landscape=annex.landscape, draft_mark=of.draft_mark)
        write_annex(document, of, annex, number=annex_number(of, place))
    return saved(document)


def write_annex_docx(of: OfficialDocument, place: int = 1, *, signed_at: datetime | None = None) -> bytes:
    """One annex as a file of its own (place counts from 1): the agency's signature is then told top right on page 1."""
    form, annex = of.form_data, of.annexes[place - 1]
    document = blank_document(of)
    lay_out(document.sections[0], form, landscape=annex.landscape)
    for line in annex_signed_lines(of, signed_at):
        put(document.add_paragraph(), line, form.look("annex_signed"))
    write_annex(document, of, annex, number=annex_number(of, place))
    thin_line(document.add_paragraph(), 1)
    return saved(document)


def saved(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return repack(written.getvalue())


def hold_text_to_signature(document: Document) -> None:
    """A signature never stands alone on a page: the last two paragraphs go with it."""
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.keep_together = True


def write_annex(document: Document, of: OfficialDocument, annex: Annex, *, number: str) -> None:
    form = of.form_data
    for look, line in annex_head(of, annex, number):
        put(document.add_paragraph(), line, form.look(look), as_typed=True)
    document.paragraphs[-1].paragraph_format.space_after = Pt(AFTER_ANNEX_HEAD_PT)
    width = form.page.landscape_mm if annex.landscape else form.page.text_mm
    BodyWriter(document, form, width_mm=width, is_draft=of.is_draft).write(annex.body)
