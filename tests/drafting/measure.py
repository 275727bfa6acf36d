"""What a file really looks like, read from its XML or from the page itself: nothing of the product is asked.

`word(data)` resolves Word's styles (defaults, chain of styles, the paragraph, the run) into lines with sizes; `printed`
reads a PDF's letters, faces and strokes where they stand on the paper, in millimetres from its top left corner.
"""

from __future__ import annotations

import ctypes
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 72 / 25.4


# --- .docx -----------------------------------------------------------------------------------------------------------


@dataclass
class Piece:
    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    colour: str


@dataclass
class WordLine:
    """A paragraph: points, millimetres."""

    pieces: list[Piece]
    align: str
    before: float
    after: float
    first_indent_mm: float
    left_mm: float
    right_mm: float
    spacing: float  # in multiples of a single line; negative: exactly so many points
    borders: dict[str, str]
    keep_next: bool
    cell: tuple[int, int, int] | None = None  # table, row, column
    cell_mm: float = 0.0
    part: int = 0  # section

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def sizes(self) -> set[float]:
        return {piece.size for piece in self.pieces if piece.text.strip()}

    @property
    def weights(self) -> set[tuple[bool, bool]]:
        return {(piece.bold, piece.italic) for piece in self.pieces if piece.text.strip()}

    @property
    def fonts(self) -> set[str]:
        return {piece.font for piece in self.pieces if piece.text.strip()}

    @property
    def colours(self) -> set[str]:
        return {piece.colour for piece in self.pieces if piece.text.strip()}


@dataclass
class Part:
    """A section: millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    landscape: bool
    starts_at: int | None
    own_first_page: bool
    headers: dict[str, list[WordLine]] = field(default_factory=dict)
    page_fields: dict[str, int] = field(default_factory=dict)
    footers: dict[str, list[WordLine]] = field(default_factory=dict)


@dataclass
class Word:
    lines: list[WordLine]
    parts: list[Part]
    tables: list[dict[str, Any]]

    def line(self, text: str) -> WordLine:
        found = [one for one in self.lines if one.text.replace("\u00a0", " ") == text]
        assert len(found) == 1, f"{len(found)} lines say {text!r}; there are {[o.text for o in self.lines][:40]}"
        return found[0]

    def beginning(self, text: str) -> WordLine:
        return next(one for one in self.lines if one.text.startswith(text))

    def rule_after(self, text: str) -> tuple[WordLine, float]:
        """The empty paragraph with a line on it that follows a text, and how long the line is, in mm."""
        place = next(at for at, one in enumerate(self.lines) if one.text == text) + 1
        rule = self.lines[place]
        assert not rule.text
        assert rule.borders.get("top") == "single"
        width = rule.cell_mm or (self.parts[rule.part].width - self.parts[rule.part].left - self.parts[rule.part].right)
        return rule, width - rule.left_mm - rule.right_mm


def word(data: bytes) -> Word:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        trees = {name: etree.fromstring(packed.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    return _Reader(trees).read()


class _Reader:
    def __init__(self, trees: dict[str, Any]) -> None:
        self.trees = trees
        self.styles = {s.get(f"{W}styleId"): s for s in trees["word/styles.xml"].iter(f"{W}style")}
        self.default = next(
            s.get(f"{W}styleId")
            for s in self.styles.values()
            if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"
        )
        self.links = {link.get("Id"): link.get("Target") for link in trees["word/_rels/document.xml.rels"]}

    def read(self) -> Word:
        body = self.trees["word/document.xml"].find(f"{W}body")
        lines: list[WordLine] = []
        parts: list[Part] = []
        tables: list[dict[str, Any]] = []
        for child in body:
            if child.tag == f"{W}p":
                lines.append(self._line(child, part=len(parts)))
                if (section := child.find(f"{W}pPr/{W}sectPr")) is not None:
                    parts.append(self._part(section))
            elif child.tag == f"{W}tbl":
                lines += self._table(child, tables, part=len(parts))
            elif child.tag == f"{W}sectPr":
                parts.append(self._part(child))
        return Word(lines, parts, tables)

    def _table(self, table: Any, tables: list[dict[str, Any]], *, part: int) -> Iterator[WordLine]:
        number = len(tables)
        widths = [int(column.get(f"{W}w")) / 1440 * 25.4 for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        rows = table.findall(f"{W}tr")
        tables.append(
            {
                "widths": widths,
                "rows": len(rows),
                "part": part,
                "repeated": [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows],
                "whole": [r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows],
                "grid": table.find(f"{W}tblPr/{W}tblBorders/{W}insideH") is not None,
            }
        )
        for at, row in enumerate(rows):
            for column, cell in enumerate(row.findall(f"{W}tc")):
                for paragraph in cell.findall(f"{W}p"):
                    line = self._line(paragraph, part=part)
                    line.cell, line.cell_mm = (number, at, column), widths[column]
                    yield line

    def _part(self, section: Any) -> Part:
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        start = section.find(f"{W}pgNumType")

        def mm(found: Any, name: str) -> float:
            return int(found.get(f"{W}{name}")) / 1440 * 25.4

        made = Part(
            mm(size, "w"), mm(size, "h"), mm(margin, "top"), mm(margin, "bottom"), mm(margin, "left"),
            mm(margin, "right"), mm(margin, "header"), size.get(f"{W}orient") == "landscape",
            int(start.get(f"{W}start")) if start is not None else None, section.find(f"{W}titlePg") is not None,
        )  # fmt: skip
        for kind in ("header", "footer"):
            for reference in section.findall(f"{W}{kind}Reference"):
                which = reference.get(f"{W}type")
                target = self.links[
                    reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
                ]
                tree = self.trees[f"word/{target}"]
                lines = [self._line(paragraph, part=0) for paragraph in tree.findall(f"{W}p")]
                if kind == "header":
                    made.headers[which] = lines
                    made.page_fields[which] = sum("PAGE" in f.get(f"{W}instr") for f in tree.iter(f"{W}fldSimple"))
                else:
                    made.footers[which] = lines
        return made

    def _chain(self, style_id: str | None) -> list[Any]:
        """The style and what it is based on, the base first."""
        chain: list[Any] = []
        found = style_id or self.default
        while found is not None:
            style = self.styles[found]
            chain.insert(0, style)
            based = style.find(f"{W}basedOn")
            found = based.get(f"{W}val") if based is not None else None
        return chain

    def _line(self, paragraph: Any, *, part: int) -> WordLine:
        own = paragraph.find(f"{W}pPr")
        named = own.find(f"{W}pStyle") if own is not None else None
        chain = self._chain(named.get(f"{W}val") if named is not None else None)
        defaults = self.trees["word/styles.xml"].find(f"{W}docDefaults")
        sources = [defaults.find(f"{W}pPrDefault/{W}pPr"), *(s.find(f"{W}pPr") for s in chain), own]
        told: dict[str, dict[str, str]] = {"spacing": {}, "ind": {}, "jc": {}}
        borders: dict[str, str] = {}
        keep = False
        for source in sources:
            if source is None:
                continue
            for name, values in told.items():
                if (found := source.find(f"{W}{name}")) is not None:
                    values.update({key.replace(W, ""): value for key, value in found.attrib.items()})
                    if name == "ind" and f"{W}firstLine" in found.attrib:
                        values.pop("hanging", None)
                    if name == "ind" and f"{W}hanging" in found.attrib:
                        values.pop("firstLine", None)
            if (found := source.find(f"{W}keepNext")) is not None:
                keep = found.get(f"{W}val", "1") not in ("0", "false")
            if (found := source.find(f"{W}pBdr")) is not None:
                borders = {side.tag.replace(W, ""): side.get(f"{W}val") for side in found}
        spacing, indent = told["spacing"], told["ind"]
        line = int(spacing.get("line", "240"))
        exact = spacing.get("lineRule", "auto") in ("exact", "atLeast")
        first = int(indent.get("firstLine", "0")) - int(indent.get("hanging", "0"))
        runs = [self._piece(run, defaults, chain) for run in paragraph.iter(f"{W}r")]
        return WordLine(
            runs, {"both": "justify"}.get(told["jc"].get("val", "left"), told["jc"].get("val", "left")),
            int(spacing.get("before", "0")) / 20, int(spacing.get("after", "0")) / 20, first / 1440 * 25.4,
            int(indent.get("left", indent.get("start", "0"))) / 1440 * 25.4,
            int(indent.get("right", indent.get("end", "0"))) / 1440 * 25.4, -line / 20 if exact else line / 240,
            borders, keep, part=part,
        )  # fmt: skip

    def _piece(self, run: Any, defaults: Any, chain: list[Any]) -> Piece:
        sources = [defaults.find(f"{W}rPrDefault/{W}rPr"), *(s.find(f"{W}rPr") for s in chain), run.find(f"{W}rPr")]
        size, bold, italic, font, colour = 10.0, False, False, "", "000000"
        for source in sources:
            if source is None:
                continue
            if (found := source.find(f"{W}sz")) is not None:
                size = int(found.get(f"{W}val")) / 2
            bold = _switch(source, "b", bold)
            italic = _switch(source, "i", italic)
            if (found := source.find(f"{W}rFonts")) is not None:
                faces = {found.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")}
                font = faces.pop() or "" if len(faces) == 1 else "/".join(sorted(str(one) for one in faces))
            if (found := source.find(f"{W}color")) is not None:
                colour = found.get(f"{W}val")
        text = "".join("\n" if t.tag == f"{W}br" else t.text or "" for t in run if t.tag in (f"{W}t", f"{W}br"))
        return Piece(text, size, bold, italic, font, colour)


def _switch(source: Any, name: str, before: bool) -> bool:
    found = source.find(f"{W}{name}")
    return before if found is None else found.get(f"{W}val", "1") not in ("0", "false")


# --- .pdf ------------------------------------------------------------------------------------------------------------


@dataclass
class PrintedLine:
    """Letters on one baseline: mm from the left and from the top of the sheet."""

    text: str
    left: float
    right: float
    baseline: float
    sizes: set[float]
    faces: set[str]
    page: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass
class Stroke:
    left: float
    right: float
    top: float
    bottom: float
    page: int


@dataclass
class Printed:
    lines: list[PrintedLine]
    strokes: list[Stroke]
    sheets: list[tuple[float, float]]
    texts: list[str]
    version: int

    def line(self, text: str, page: int | None = None) -> PrintedLine:
        found = [one for one in self.lines if one.text == text and page in (None, one.page)]
        assert len(found) == 1, f"{len(found)} lines say {text!r}: {[one.text for one in self.lines][:60]}"
        return found[0]

    def beginning(self, text: str) -> PrintedLine:
        return next(one for one in self.lines if one.text.startswith(text))

    def rule_below(self, line: PrintedLine) -> Stroke:
        """The first stroke under a line, within 4 mm, that runs across its middle."""
        under = [
            one
            for one in self.strokes
            if one.page == line.page and 0 < one.top - line.baseline < 4 and one.left < line.middle < one.right
        ]
        return min(under, key=lambda one: one.top)


def printed(data: bytes) -> Printed:
    document = pypdfium2.PdfDocument(data)
    made = Printed([], [], [], [], document.get_version() or 0)
    for number, page in enumerate(document):
        width, height = page.get_size()
        made.sheets.append((width / MM, height / MM))
        text = page.get_textpage()
        made.texts.append(text.get_text_bounded())
        made.lines += _lines(text, height, number)
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = one.get_bounds() if hasattr(one, "get_bounds") else one.get_pos()
            made.strokes.append(Stroke(left / MM, right / MM, (height - top) / MM, (height - bottom) / MM, number))
    return made


def _lines(text: Any, height: float, number: int) -> list[PrintedLine]:
    letters = []
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in (0, 10, 13):
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        box = text.get_charbox(place, loose=True)
        size = raw.FPDFText_GetFontSize(text, place)
        letters.append((round(y.value, 1), box[0], box[2], chr(code), round(size, 2), _face(text, place)))
    rows: dict[float, list[Any]] = {}
    for letter in letters:
        rows.setdefault(letter[0], []).append(letter)
    made: list[PrintedLine] = []
    for y, row in rows.items():
        for run in _runs(sorted(row, key=lambda one: one[1])):
            said = "".join(one[3] for one in run).replace("\u00a0", " ").strip()
            seen = [one for one in run if one[3].strip("\u00a0 ")]
            if seen:
                made.append(
                    PrintedLine(
                        said, seen[0][1] / MM, seen[-1][2] / MM, (height - y) / MM, {one[4] for one in seen},
                        {one[5] for one in seen}, number,
                    )
                )  # fmt: skip
    return made


def _runs(row: list[Any]) -> Iterator[list[Any]]:
    """Letters more than 5 mm apart are of two columns."""
    run: list[Any] = []
    for letter in row:
        if run and letter[1] - run[-1][2] > 5 * MM:
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _face(text: Any, place: int) -> str:
    buffer = ctypes.create_string_buffer(100)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, place, buffer, 100, flags)
    return buffer.value.decode().partition("+")[2] or buffer.value.decode()
