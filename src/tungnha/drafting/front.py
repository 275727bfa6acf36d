"""The top of page one: letterhead, title or V/v, addressees, legal bases."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tungnha.drafting.dates import full_date
from tungnha.drafting.document import Letterhead, OfficialDocument
from tungnha.drafting.ooxml import add_row, border, first_paragraph, fixed_table, make_rule
from tungnha.drafting.page import BODY_PT, BODY_STYLE, TEXT_WIDTH_MM
from tungnha.drafting.text import as_list, bold_width_mm, clean, one_line

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
COUNTRY_PT, MOTTO_PT, ISSUER_PT, NUMBER_PT, ABOUT_PT = 12, 13, 12, 13, 12
LEFT_MM = 67.0
RIGHT_MM = TEXT_WIDTH_MM - LEFT_MM
ISSUER_RULE, SUBJECT_RULE = 0.4, 0.4  # the decree: from 1/3 to 1/2 of the line above
GAP = "\u00a0"  # blanks that a line break cannot eat


def write_front(document: Document, of: OfficialDocument) -> None:
    write_letterhead(document, of)
    if of.kind:
        write_title(document, of.kind, of.subject)
    write_addressees(document, of.addressees, after_title=bool(of.kind))
    for base in as_list(of.bases):
        paragraph = document.add_paragraph(style=BODY_STYLE)
        paragraph.add_run(base).italic = True


def write_letterhead(document: Document, of: OfficialDocument) -> None:
    head = of.letterhead
    table = fixed_table(document, (LEFT_MM, RIGHT_MM))
    names, places = add_row(table), add_row(table)
    write_issuer(names.cells[0], head)
    write_country(names.cells[1])
    write_number(places.cells[0], of)
    date = centred(first_paragraph(places.cells[1]), before=6)
    run = date.add_run(full_date(one_line(head.place), head.issued_on, year=head.year, blank=GAP * 6))
    run.italic, run.font.size = True, Pt(NUMBER_PT)


def write_issuer(cell: _Cell, head: Letterhead) -> None:
    lines = [(line, False) for line in capital_lines(head.superior)]
    lines += [(line, True) for line in capital_lines(head.issuer)]
    write_capitals(cell, lines, ISSUER_PT)
    longest = bold_width_mm(lines[-1][0], ISSUER_PT) if lines else 0
    make_rule(cell.add_paragraph(), length_mm=min(longest, LEFT_MM) * ISSUER_RULE, inside_mm=LEFT_MM)


def write_country(cell: _Cell) -> None:
    write_capitals(cell, [(COUNTRY, True)], COUNTRY_PT)
    motto = centred(cell.add_paragraph())
    run = motto.add_run(MOTTO)
    run.bold, run.font.size = True, Pt(MOTTO_PT)
    make_rule(cell.add_paragraph(), length_mm=bold_width_mm(MOTTO, MOTTO_PT), inside_mm=RIGHT_MM)


def write_number(cell: _Cell, of: OfficialDocument) -> None:
    blank = GAP * 8 if of.letterhead.number is None else ""
    number = centred(first_paragraph(cell), before=6)
    number.add_run(f"Số: {blank}{one_line(of.letterhead.reference)}").font.size = Pt(NUMBER_PT)
    if not of.kind:
        about = centred(cell.add_paragraph(), before=6)
        about.add_run(f"V/v {one_line(of.subject)}").font.size = Pt(ABOUT_PT)
    if of.draft_mark:
        write_draft_box(cell, one_line(of.draft_mark).upper())


def write_draft_box(cell: _Cell, mark: str) -> None:
    box = centred(cell.add_paragraph(), before=8)
    border(box, "top", "left", "bottom", "right", space=2)
    box.paragraph_format.left_indent = box.paragraph_format.right_indent = Mm(
        max(1.0, (LEFT_MM - bold_width_mm(mark, 13) - 8) / 2)
    )
    run = box.add_run(mark)
    run.bold, run.font.size = True, Pt(13)


def write_title(document: Document, kind: str, subject: str) -> None:
    title = centred(document.add_paragraph(), before=18)
    title.add_run(one_line(kind).upper()).bold = True
    about = ""
    for about in clean(subject).split("\n"):
        paragraph = centred(document.add_paragraph())
        paragraph.add_run(about).bold = True
    length = min(bold_width_mm(about, BODY_PT), TEXT_WIDTH_MM) * SUBJECT_RULE
    rule = document.add_paragraph()
    make_rule(rule, length_mm=length, inside_mm=TEXT_WIDTH_MM)
    rule.paragraph_format.space_after = Pt(8)


def write_addressees(document: Document, addressees: tuple[str, ...], *, after_title: bool) -> None:
    """One addressee stands on the same line; several take a line each."""
    if not addressees:
        return
    before = 4 if after_title else 14
    if len(addressees) == 1:
        only = centred(document.add_paragraph(), before=before)
        only.add_run(f"Kính gửi: {one_line(addressees[0]).rstrip(' .;,')}.")
        only.paragraph_format.space_after = Pt(8)
        return
    label = document.add_paragraph()
    label.add_run("Kính gửi:")
    label.paragraph_format.left_indent = Mm(32)
    label.paragraph_format.space_before = Pt(before)
    label.paragraph_format.keep_with_next = True
    for line in as_list(addressees, dash="- "):
        paragraph = document.add_paragraph()
        paragraph.add_run(line)
        paragraph.paragraph_format.left_indent = Mm(52)
        paragraph.paragraph_format.first_line_indent = Mm(-3)
    paragraph.paragraph_format.space_after = Pt(8)


def capital_lines(name: str) -> list[str]:
    return [line.strip().upper() for line in clean(name).split("\n") if line.strip()]


def write_capitals(cell: _Cell, lines: list[tuple[str, bool]], size: float) -> None:
    for place, (line, bold) in enumerate(lines):
        paragraph = centred(first_paragraph(cell) if place == 0 else cell.add_paragraph())
        run = paragraph.add_run(line)
        run.bold, run.font.size = bold, Pt(size)


def centred(paragraph: Paragraph, *, before: float = 0) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph
