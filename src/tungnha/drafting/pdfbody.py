"""The body of a PDF, block by block: the twin of `blocks`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image as Pixels
from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, Image, LongTable, Spacer
from reportlab.platypus import Paragraph as Laid

from tungnha.drafting.blocks import CELL_MARGIN_MM, SHORT_TABLE
from tungnha.drafting.document import Block, Bullet, Heading, Paragraph, Picture, Prompt, Table
from tungnha.drafting.flow import HeadingNumbers, bullet_text, column_widths_mm, level_of, table_lines, with_emphasis
from tungnha.drafting.form import Form, Look, Side
from tungnha.drafting.pdfparts import MM, SINGLE, face, markup, pieces, style, text, width_pt
from tungnha.drafting.problems import PromptLeft, UnreadablePicture
from tungnha.drafting.text import clean, one_line, paragraphs

CELL_PAD_PT = 2.0
PROMPT_COLOUR = "#FFF3A0"


class PdfBody:
    """Turns blocks into what the library lays out; counts the headings that number themselves."""

    def __init__(self, form: Form, *, width_mm: float, is_draft: bool, split_rows: bool = False) -> None:
        self.form, self.width_mm, self.is_draft, self.split_rows = form, width_mm, is_draft, split_rows
        self.numbers = HeadingNumbers(form)
        self.body = form.look("body")

    def write(self, blocks: Sequence[Block]) -> list[Flowable]:
        made: list[Flowable] = []
        for block in blocks:
            match block:
                case Heading():
                    made.append(self.heading(block))
                case Paragraph():
                    made += self.lines(block.text, block.bold)
                case Bullet():
                    made += self.lines(block.text, block.bold, dash=True)
                case Prompt():
                    made.append(self.prompt(block))
                case Table():
                    made += self.table(block)
                case Picture():
                    made += self.picture(block)
        return made

    def heading(self, block: Heading) -> Flowable:
        level = level_of(block.level)
        look = self.form.look(f"heading{level}")
        words = one_line(block.text)
        shown = self.numbers.next(level, block.number) + (words.upper() if look.capitals else words)
        return text(shown, look, as_typed=True, keep=True)

    def lines(self, words: str, bold: tuple[str, ...], *, dash: bool = False) -> list[Flowable]:
        return [
            pieces(list(with_emphasis(bullet_text(line) if dash else line, bold)), self.body)
            for line in paragraphs(words)
        ]

    def prompt(self, block: Prompt) -> Flowable:
        if not self.is_draft:
            raise PromptLeft(one_line(block.text))
        made = text(f"[{one_line(block.text)}]", replace(self.body, italic=True))
        made.style = made.style.clone("prompt", backColor=HexColor(PROMPT_COLOUR))
        return made

    def table(self, block: Table) -> list[Flowable]:
        small = self._look(block.size_pt, italic=True)
        above = [text(one_line(block.unit), replace(small, align="right"), keep=True)] if block.unit else []
        notes = [text(line, small, before=3) for line in paragraphs(block.note)]
        return [*above, self._grid(block), *notes, Spacer(0, 6)]

    def _look(self, size: float, **more: object) -> Look:
        plain = Look(size=size, allowed=(size, size), source="a table")
        return replace(plain, **more)  # type: ignore[arg-type]

    def _grid(self, block: Table) -> Flowable:
        lines = table_lines(block)
        widths = [width * MM for width in column_widths_mm(block, self.width_mm)]
        bold, plain = self._look(block.size_pt, bold=True), self._look(block.size_pt)
        aligned: list[Side] = [column.align for column in block.columns]
        titles = [self._cell(column.title, replace(bold, align="center"), 0, wraps=True) for column in block.columns]
        rows: list[list[object]] = [titles]
        for place, row in enumerate(lines, 1):
            look = bold if block.total is not None and place == len(lines) else plain
            rows.append(
                [
                    self._cell(cell, replace(look, align=side), width)
                    for cell, side, width in zip(row, aligned, widths, strict=True)
                ]
            )
        return LongTable(
            rows, colWidths=widths, repeatRows=1, splitByRow=1, splitInRow=int(self.split_rows),
            style=self._style(block, aligned, len(rows)),
        )  # fmt: skip

    def _cell(self, words: str, look: Look, width: float, *, wraps: bool = False) -> object:
        """Words that fit on a line stand as they are: thousands of them are laid out in a second."""
        said = clean(words)
        room = width - 2 * CELL_MARGIN_MM * MM
        if not wraps and "\n" not in said and width_pt(said, face(look), look.size) <= room:
            return said
        return [Laid(markup(line), style(look)) for line in said.split("\n")]

    def _style(self, block: Table, aligned: list[Side], rows: int) -> list[tuple[object, ...]]:
        every = (0, 0), (-1, -1)
        plain = self._look(block.size_pt)
        commands: list[tuple[object, ...]] = [
            ("GRID", *every, 0.5, HexColor("#000000")),
            ("VALIGN", *every, "MIDDLE"),
            ("FONT", *every, face(plain), block.size_pt, block.size_pt * SINGLE),
            ("LEFTPADDING", *every, CELL_MARGIN_MM * MM),
            ("RIGHTPADDING", *every, CELL_MARGIN_MM * MM),
            ("TOPPADDING", *every, CELL_PAD_PT),
            ("BOTTOMPADDING", *every, CELL_PAD_PT),
        ]
        commands += [("ALIGN", (place, 1), (place, -1), side.upper()) for place, side in enumerate(aligned)]
        if block.total is not None:
            commands.append(("FONT", (0, -1), (-1, -1), face(replace(plain, bold=True)), block.size_pt))
        if self.split_rows:
            return commands
        if block.total is not None:
            commands.append(("NOSPLIT", (0, max(0, rows - 2)), (-1, -1)))  # the total is never alone on a page
        elif rows - 1 <= SHORT_TABLE:
            commands.append(("NOSPLIT", *every))
        else:
            commands.append(("NOSPLIT", (0, 0), (-1, 1)))  # a heading is never alone at the foot
        return commands

    def picture(self, block: Picture) -> list[Flowable]:
        width = min(block.width_mm, self.width_mm) * MM
        try:
            with Pixels.open(io.BytesIO(block.data)) as opened:
                opened.load()
                across, down = opened.size
        except Exception as problem:  # whatever the picture library stumbles over is one sentence to the officer
            raise UnreadablePicture from problem
        high = width * down / across
        made: list[Flowable] = [CondPageBreak(high + 30), Spacer(0, 6), Image(io.BytesIO(block.data), width, high)]
        if block.caption:
            made.append(text(clean(block.caption), self._look(12, italic=True, align="center"), before=6))
        return [*made, Spacer(0, 6)]
