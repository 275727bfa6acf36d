"""The typeface, paragraphs and lines of a PDF: what the form's looks become there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph

from tungnha.drafting.form import Look

# Liberation Serif (SIL Open Font License) has the very widths of Times New Roman, which no free licence covers: a page
# breaks its lines where Word does. Every file carries the letters it uses.
FAMILY = "LiberationSerif"
FACES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
SINGLE = 1.149  # a single line of this typeface, in multiples of its size
ASCENT = 0.891
MM = 72 / 25.4
ALIGNED = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}


@cache
def ready() -> None:
    """Lay the four faces down for the writer, once."""
    for face in FACES.values():
        file = resources.files("tungnha.drafting") / "data" / f"LiberationSerif-{face}.ttf"
        registerFont(TTFont(f"{FAMILY}-{face}", Path(str(file))))
    names = {key: f"{FAMILY}-{FACES[key]}" for key in FACES}
    registerFontFamily(
        f"{FAMILY}-Regular", normal=names[False, False], bold=names[True, False], italic=names[False, True],
        boldItalic=names[True, True],
    )  # fmt: skip


def face(look: Look) -> str:
    return f"{FAMILY}-{FACES[look.bold, look.italic]}"


@cache
def style(look: Look, before: float | None = None, left_mm: float = 0, hang_mm: float = 0) -> ParagraphStyle:
    """The look as the library's style; `hang_mm` draws the first line out to the left."""
    leading = look.size * SINGLE * look.lines
    return ParagraphStyle(
        look.source or str(look), fontName=face(look), fontSize=look.size, leading=leading,
        alignment=ALIGNED[look.align], spaceBefore=look.before if before is None else before, spaceAfter=look.after,
        firstLineIndent=(look.indent_mm - hang_mm) * MM, leftIndent=left_mm * MM,
        textColor=HexColor(f"#{look.colour}"), splitLongWords=1, allowWidows=0, allowOrphans=0, uriWasteReduce=0,
    )  # fmt: skip


def text(
    words: str, look: Look, *, before: float | None = None, left_mm: float = 0, hang_mm: float = 0,
    as_typed: bool = False, keep: bool = False,
) -> Paragraph:  # fmt: skip
    """A paragraph of plain words."""
    shown = words.upper() if look.capitals and not as_typed else words
    made = Paragraph(markup(shown), style(look, before, left_mm, hang_mm))
    made.keepWithNext = int(keep)
    return made


def pieces(found: Sequence[tuple[str, bool]], look: Look) -> Paragraph:
    """A paragraph of which some phrases are bold."""
    said = "".join(f"<b>{markup(words)}</b>" if bold else markup(words) for words, bold in found)
    return Paragraph(said, style(look))


def markup(words: str) -> str:
    """For the library's paragraphs, which read marks of their own."""
    return escape(words).replace("\n", "<br/>")


def width_pt(words: str, font: str, size: float) -> float:
    return float(stringWidth(words, font, size))


class Line(Flowable):
    """A centred rule of a given length."""

    def __init__(self, length_mm: float, *, gap_pt: float = 4, after_pt: float = 0, thick_pt: float = 0.75) -> None:
        super().__init__()
        self.length, self.gap, self.after, self.thick = length_mm * MM, gap_pt, after_pt, thick_pt

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        self.room = room
        return room, self.gap + 3 + self.after

    def draw(self) -> None:
        left, height = (self.room - self.length) / 2, self.after + 3
        self.canv.setLineWidth(self.thick)
        self.canv.setStrokeColor(black)
        self.canv.line(left, height, left + self.length, height)


class Boxed(Flowable):
    """A word in a box in the middle of its column: how urgent it is, or that it is a draft."""

    def __init__(self, words: str, look: Look, width_mm: float, height_mm: float) -> None:
        super().__init__()
        self.words, self.look = words, look
        self.size = (width_mm * MM, height_mm * MM)

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        self.room = room
        return room, self.size[1] + self.look.before

    def draw(self) -> None:
        (width, height), look, colour = self.size, self.look, HexColor(f"#{self.look.colour}")
        self.canv.setStrokeColor(colour)
        self.canv.setFillColor(colour)
        self.canv.setLineWidth(0.75)
        self.canv.rect((self.room - width) / 2, 0, width, height)
        self.canv.setFont(face(look), look.size)
        self.canv.drawCentredString(self.room / 2, (height - look.size * 0.66) / 2, self.words)
        self.canv.setFillColor(black)
