"""The end of the text: who gets a copy on the left, who signs on the right; below the copies the plan's own address."""

import io

from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import _Cell

from tungnha.drafting.document import OfficialDocument, PaperLink, Signature
from tungnha.drafting.form import Form
from tungnha.drafting.ooxml import add_row, first_paragraph, fixed_table
from tungnha.drafting.page import put
from tungnha.drafting.qr import qr_png
from tungnha.drafting.text import as_list, clean, ended, one_line

SAME_AS_ABOVE = "Như trên"
LABEL = "Nơi nhận:"
CODE_MM = 20.0  # with its white border: a phone reads it at arm's length, folded and photocopied


def write_closing(document: Document, of: OfficialDocument) -> None:
    form = of.form_data
    left = form.page.recipients_mm
    table = fixed_table(document, (left, form.page.text_mm - left))
    if of.also_signed is not None:  # two bodies: one signs on the left, and the copies stand below both
        first, second = add_row(table).cells
        write_signature(first, of.also_signed, form)
        write_signature(second, of.signature, form)
        write_recipients(add_row(table).cells[0], of)
        return
    copies, signed = add_row(table).cells
    write_recipients(copies, of)
    write_signature(signed, of.signature, form)


def recipient_lines(of: OfficialDocument) -> list[str]:
    """`- Như trên;` first when the document is addressed to somebody, `- Lưu: VT, VHXH.` last."""
    copies = [one_line(copy) for copy in of.recipients]
    if of.addressees and not any(copy.lstrip("- ").startswith(SAME_AS_ABOVE) for copy in copies):
        copies.insert(0, SAME_AS_ABOVE)
    lines = [ended(line, ";") for line in as_list(copies, dash="- ")]
    archive = one_line(of.archive).removeprefix("Lưu:").strip()
    return [*lines, f"- Lưu: {ended(archive, '.')}"]


def authority_lines(signature: Signature) -> list[str]:
    return [line.upper() for line in filter(None, map(one_line, signature.lines))]


def lines_below(signature: Signature) -> list[str]:
    """What stands under the room for the signature: a committee's head shows his title in the agency, then the name."""
    titles = [title.strip().upper() for title in clean(signature.concurrent_title or "").split("\n") if title.strip()]
    return [*titles, one_line(signature.name)]


def write_recipients(cell: _Cell, of: OfficialDocument) -> None:
    form = of.form_data
    put(first_paragraph(cell), LABEL, form.look("recipients_label"))
    for line in recipient_lines(of):
        put(cell.add_paragraph(), line, form.look("recipients"))
    if of.link is not None:
        write_link(cell, of.link, form)


def link_lines(link: PaperLink) -> list[str]:
    """What stands below the code: what it opens, and the address for those who type."""
    return [one_line(link.words), one_line(link.typed)]


def write_link(cell: _Cell, link: PaperLink, form: Form) -> None:
    look = form.look("link")
    place = cell.add_paragraph()
    place.paragraph_format.space_before, place.paragraph_format.keep_with_next = Pt(look.before), True
    shape = place.add_run().add_picture(io.BytesIO(qr_png(link.address)), width=Mm(CODE_MM))
    shape._inline.docPr.set("descr", f"Mã QR mở {link.typed}")
    for line in link_lines(link):
        put(cell.add_paragraph(), line, look).font.size = Pt(look.size)
        cell.paragraphs[-1].paragraph_format.space_before = Pt(0)


def write_signature(cell: _Cell, signature: Signature, form: Form) -> None:
    paragraph = first_paragraph(cell)
    authority = form.look("authority")
    for place, line in enumerate(authority_lines(signature)):
        paragraph = paragraph if place == 0 else cell.add_paragraph()
        put(paragraph, line, authority)
        if place == 0:
            paragraph.paragraph_format.space_before = Pt(form.look("recipients_label").before)
    for place, line in enumerate(lines_below(signature)):
        paragraph = cell.add_paragraph()
        put(paragraph, line, form.look("signer"))
        paragraph.paragraph_format.space_before = Pt(form.page.room_to_sign_pt if place == 0 else 0)
