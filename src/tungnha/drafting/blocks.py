"""The body of a document, block by block."""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from tungnha.drafting.document import Block, Bullet, Heading, Paragraph, Picture, Prompt, Table
from tungnha.drafting.flow import HeadingNumbers, bullet_text, column_widths_mm, level_of, table_lines, with_emphasis
from tungnha.drafting.form import Form
from tungnha.drafting.ooxml import ALIGN, fixed_table, grid_lines
from tungnha.drafting.page import BODY_STYLE
from tungnha.drafting.problems import PromptLeft, UnreadablePicture
from tungnha.drafting.text import clean, one_line, paragraphs

CELL_MARGIN_MM = 1.2
SHORT_TABLE = 6  # rows; a table this short stays on one page


class BodyWriter:
    """Writes blocks one after another and counts the headings that number themselves."""

    def __init__(self, document: Document, form: Form, *, width_mm: float, is_draft: bool) -> None:
        self.document = document
        self.form = form
        self.width_mm = width_mm
        self.is_draft = is_draft
        self.numbers = HeadingNumbers(form)

    def write(self, blocks: Sequence[Block]) -> None:
        for place, block in enumerate(blocks):
            match block:
                case Heading():
                    self.heading(block)
                case Paragraph():
                    self.lines(block.text, bold=block.bold)
                case Bullet():
                    self.lines(block.text, bold=block.bold, dash="- ")
                case Prompt():
                    self.prompt(block)
                case Table():
                    self.table(block)
                    if place + 1 < len(blocks) and isinstance(blocks[place + 1], Table):
                        thin_line(self.document.add_paragraph(), 8)  # else Word joins the two tables
                case Picture():
                    self.picture(block)

    def heading(self, block: Heading) -> None:
        level = level_of(block.level)
        text = one_line(block.text)
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        capitals = self.form.look(f"heading{level}").capitals
        paragraph.add_run(self.numbers.next(level, block.number) + (text.upper() if capitals else text))

    def lines(self, text: str, *, bold: tuple[str, ...] = (), dash: str = "") -> None:
        for line in paragraphs(text):
            paragraph = self.document.add_paragraph(style=BODY_STYLE)
            for piece, stands_out in with_emphasis(bullet_text(line) if dash else line, bold):
                paragraph.add_run(piece).bold = stands_out or None

    def prompt(self, block: Prompt) -> None:
        if not self.is_draft:
            raise PromptLeft(one_line(block.text))
        paragraph = self.document.add_paragraph(style=BODY_STYLE)
        run = paragraph.add_run(f"[{one_line(block.text)}]")
        run.italic, run.font.highlight_color = True, WD_COLOR_INDEX.YELLOW

    def table(self, block: Table) -> None:
        if block.unit:
            unit = self.document.add_paragraph()
            unit.alignment = ALIGN["right"]
            unit.paragraph_format.keep_with_next = True
            run = unit.add_run(one_line(block.unit))
            run.italic, run.font.size = True, Pt(block.size_pt)
        write_table(self.document, block, self.width_mm)
        if not block.note:
            thin_line(self.document.add_paragraph(), 6)
        for line in paragraphs(block.note):
            note = self.document.add_paragraph()
            note.paragraph_format.space_before = Pt(3)
            run = note.add_run(line)
            run.italic, run.font.size = True, Pt(block.size_pt)
        self.document.paragraphs[-1].paragraph_format.space_after = Pt(6)

    def picture(self, block: Picture) -> None:
        paragraph = centred(self.document.add_paragraph(), before=6)
        try:
            paragraph.add_run().add_picture(io.BytesIO(block.data), width=Mm(min(block.width_mm, self.width_mm)))
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as problem:
            raise UnreadablePicture from problem
        paragraph.paragraph_format.space_after = Pt(6)
        if block.caption:
            paragraph.paragraph_format.keep_with_next = True
            caption = centred(self.document.add_paragraph())
            caption.paragraph_format.space_after = Pt(6)
            run = caption.add_run(clean(block.caption))
            run.italic, run.font.size = True, Pt(12)


def centred(paragraph: WordParagraph, *, before: float = 0) -> WordParagraph:
    paragraph.alignment = ALIGN["center"]
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def thin_line(paragraph: WordParagraph, points: float) -> None:
    """An empty paragraph that Word needs, no taller than the gap wanted."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def write_table(document: Document, block: Table, width_mm: float) -> None:
    """The rows as one piece of XML: a table of a province's or the country's communes has thousands of cells."""
    lines = table_lines(block)
    widths = column_widths_mm(block, width_mm)
    table = fixed_table(document, widths, cell_margin_mm=CELL_MARGIN_MM)
    grid_lines(table)
    titles = [column.title for column in block.columns]
    aligned = [column.align for column in block.columns]
    twips = [round(Mm(width) / 635) for width in widths]
    short = len(block.rows) <= SHORT_TABLE
    rows = [row_xml(titles, twips, ["center"] * len(titles), block.size_pt, bold=True, holds_next=True, repeats=True)]
    for place, row in enumerate(lines, 1):
        # The total is never alone on a page: the last row goes with it.
        is_total = block.total is not None and place == len(lines)
        holds = not is_total and (block.total is not None if place == len(block.rows) else short)
        rows.append(row_xml(row, twips, aligned, block.size_pt, bold=is_total, holds_next=holds))
    for made in parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"):
        table._tbl.append(made)


def row_xml(
    texts: Sequence[str], twips: Sequence[int], aligned: Sequence[str], size: float, *, bold: bool = False,
    holds_next: bool = False, repeats: bool = False,
) -> str:  # fmt: skip
    """A row that is never torn between two pages, its cells as wide as their columns."""
    half = round(size * 2)
    weight = "<w:b/>" if bold else ""
    keep = "<w:keepNext/>" if holds_next else ""
    run = f'<w:r><w:rPr>{weight}<w:sz w:val="{half}"/></w:rPr><w:t xml:space="preserve">'
    cells = []
    for text, width, side in zip(texts, twips, aligned, strict=True):
        opening = f'<w:p><w:pPr>{keep}<w:spacing w:before="40" w:after="40"/><w:jc w:val="{side}"/></w:pPr>{run}'
        said = "".join(f"{opening}{escape(line)}</w:t></w:r></w:p>" for line in clean(text).split("\n"))
        head = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        cells.append(f"{head}{said}</w:tc>")
    repeat = "<w:tblHeader/>" if repeats else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"
