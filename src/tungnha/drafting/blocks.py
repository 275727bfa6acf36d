"""The body of a document, block by block."""

import io
from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX, WD_LINE_SPACING
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.shared import Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph

from tungnha.drafting.document import Block, Bullet, Heading, Paragraph, Picture, Prompt, Table
from tungnha.drafting.front import centred
from tungnha.drafting.ooxml import ALIGN, add_row, first_paragraph, fixed_table, grid_lines
from tungnha.drafting.page import BODY_STYLE
from tungnha.drafting.problems import PromptLeft, UnreadablePicture, WrongShape
from tungnha.drafting.text import clean, one_line, paragraphs

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"  # điểm a), b) … in the order of the Vietnamese alphabet
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
CELL_MARGIN_MM = 1.2
SHORT_TABLE = 6  # rows; a table this short stays on one page


def roman(number: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        times, number = divmod(number, value)
        letters += letter * times
    return letters


class BodyWriter:
    """Writes blocks one after another and counts the headings that number themselves."""

    def __init__(self, document: Document, *, width_mm: float, is_draft: bool) -> None:
        self.document = document
        self.width_mm = width_mm
        self.is_draft = is_draft
        self.counters = [0, 0, 0]

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
        level = min(max(block.level, 1), 3)
        text = one_line(block.text)
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        paragraph.add_run(self.next_number(level, block.number) + (text.upper() if level == 1 else text))

    def next_number(self, level: int, given: str | None) -> str:
        if given is not None:
            return f"{one_line(given)} " if given else ""
        self.counters[level - 1] += 1
        self.counters[level:] = [0] * (3 - level)
        count = self.counters[level - 1]
        if level == 1:
            return f"{roman(count)}. "
        if level == 2:
            return f"{count}. "
        return f"{POINT_LETTERS[(count - 1) % len(POINT_LETTERS)]}) "

    def lines(self, text: str, *, bold: tuple[str, ...] = (), dash: str = "") -> None:
        for line in paragraphs(text):
            paragraph = self.document.add_paragraph(style=BODY_STYLE)
            add_with_emphasis(paragraph, dash + line.lstrip("-–• ") if dash else line, bold)

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


def thin_line(paragraph: WordParagraph, points: float) -> None:
    """An empty paragraph that Word needs, no taller than the gap wanted."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def add_with_emphasis(paragraph: WordParagraph, text: str, bold: Sequence[str]) -> None:
    """The text, with each phrase of `bold` set bold where it first stands."""
    spots = sorted((text.index(phrase), phrase) for phrase in map(one_line, bold) if phrase and phrase in text)
    done = 0
    for start, phrase in spots:
        if start < done:
            continue
        if start > done:
            paragraph.add_run(text[done:start])
        paragraph.add_run(phrase).bold = True
        done = start + len(phrase)
    if done < len(text):
        paragraph.add_run(text[done:])


def write_table(document: Document, block: Table, width_mm: float) -> None:
    lines = [row for row in (*block.rows, block.total) if row is not None]
    for place, row in enumerate(lines, 1):
        if len(row) != len(block.columns):
            raise WrongShape(place, len(row), len(block.columns))
    shrink = min(1.0, width_mm / sum(column.width_mm for column in block.columns))
    widths = [column.width_mm * shrink for column in block.columns]
    table = fixed_table(document, widths, cell_margin_mm=CELL_MARGIN_MM)
    grid_lines(table)
    titles = [column.title for column in block.columns]
    head = add_row(table, repeats=True)
    fill(head, titles, ["center"] * len(titles), block.size_pt, bold=True, holds_next=True)
    aligned = [column.align for column in block.columns]
    for place, row in enumerate(block.rows, 1):
        # The total is never alone on a page: the last row goes with it.
        holds = block.total is not None if place == len(block.rows) else len(block.rows) <= SHORT_TABLE
        fill(add_row(table), row, aligned, block.size_pt, holds_next=holds)
    if block.total is not None:
        fill(add_row(table), block.total, aligned, block.size_pt, bold=True)


def fill(
    row: _Row,
    texts: Sequence[str],
    aligned: Sequence[str],
    size: float,
    *,
    bold: bool = False,
    holds_next: bool = False,
) -> None:
    for cell, text, side in zip(row.cells, texts, aligned, strict=True):
        cell.vertical_alignment = 1  # type: ignore[assignment]
        for place, line in enumerate(clean(text).split("\n")):
            paragraph = first_paragraph(cell) if place == 0 else cell.add_paragraph()
            paragraph.alignment = ALIGN[side]
            layout = paragraph.paragraph_format
            layout.space_before = layout.space_after = Pt(2)
            layout.keep_with_next = holds_next
            run = paragraph.add_run(line)
            run.bold, run.font.size = bold, Pt(size)
