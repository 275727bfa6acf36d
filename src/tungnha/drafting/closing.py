"""The end of the text: who gets a copy on the left, who signs on the right."""

from docx.document import Document
from docx.shared import Pt
from docx.table import _Cell

from tungnha.drafting.document import OfficialDocument, Signature
from tungnha.drafting.front import centred
from tungnha.drafting.ooxml import add_row, first_paragraph, fixed_table
from tungnha.drafting.page import TEXT_WIDTH_MM
from tungnha.drafting.text import as_list, clean, ended, one_line

LEFT_MM = 80.0
ROOM_TO_SIGN_PT = 72  # for the blue signature and the red seal beside it
SAME_AS_ABOVE = "Như trên"


def write_closing(document: Document, of: OfficialDocument) -> None:
    table = fixed_table(document, (LEFT_MM, TEXT_WIDTH_MM - LEFT_MM))
    copies, signed = add_row(table).cells
    write_recipients(copies, of)
    write_signature(signed, of.signature)


def recipient_lines(of: OfficialDocument) -> list[str]:
    """`- Như trên;` first when the document is addressed to somebody, `- Lưu: VT, VHXH.` last."""
    copies = [one_line(copy) for copy in of.recipients]
    if of.addressees and not any(copy.lstrip("- ").startswith(SAME_AS_ABOVE) for copy in copies):
        copies.insert(0, SAME_AS_ABOVE)
    lines = [ended(line, ";") for line in as_list(copies, dash="- ")]
    archive = one_line(of.archive).removeprefix("Lưu:").strip()
    return [*lines, f"- Lưu: {ended(archive, '.')}"]


def write_recipients(cell: _Cell, of: OfficialDocument) -> None:
    label = first_paragraph(cell)
    label.paragraph_format.space_before = Pt(12)
    run = label.add_run("Nơi nhận:")
    run.bold = run.italic = True
    run.font.size = Pt(12)
    for line in recipient_lines(of):
        cell.add_paragraph().add_run(line).font.size = Pt(11)


def write_signature(cell: _Cell, signature: Signature) -> None:
    paragraph = centred(first_paragraph(cell), before=12)
    for place, line in enumerate(filter(None, map(one_line, signature.lines))):
        paragraph = paragraph if place == 0 else centred(cell.add_paragraph())
        paragraph.add_run(line.upper()).bold = True
    below = [title.upper() for title in clean(signature.concurrent_title or "").split("\n") if title]
    for place, line in enumerate([*below, one_line(signature.name)]):
        paragraph = centred(cell.add_paragraph(), before=ROOM_TO_SIGN_PT if place == 0 else 0)
        paragraph.add_run(line).bold = True
