"""A Word document as text, the way Word shows it printed with all changes accepted.

Reads the XML itself: what Word keeps outside the text (numbers of lists, capitals by format, signs of symbol
fonts, fields, boxes, notes, tracked changes) is exactly what a plain reading of runs loses. Macros, links and
embedded objects are never touched. Source: ECMA-376 Part 1 (WordprocessingML).
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from ...identity import legacy
from ..fold import fold
from .blocks import PAGE, Block, Cell, Grid, Para, render
from .counting import is_mark, raised
from .docx_numbering import Numbering
from .docx_styles import PLAIN, Look, Style, Styles, look_of
from .docx_xml import MC, M, R, W, attr, child, chosen, flag, kids, number_of, text_boxes, val
from .refusals import corrupt, missing_part, no_words
from .symbols import is_sign_font, sign, unprivate
from .taken import Taken
from .zipsafe import Package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
FEW_LETTERS = 300  # a plan has thousands; a page of pictures may have a caption
PAGE_BYTES = 5_000  # a scanned page with a signature takes more even in black and white; rules and dots take less
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PLAIN_ERRORS = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


def read_docx(data: bytes, kind: str = ".docx") -> Taken:
    package = Package(data, kind)
    try:
        taken = Word(package, kind).taken()
    except PLAIN_ERRORS as problem:
        if type(problem).__name__ == "UnreadableDocument":
            raise
        raise corrupt(kind) from problem
    if not taken.text.strip() and not taken.pictures:
        raise no_words(kind)
    return taken


def is_word(names: set[str]) -> bool:
    """Whether the parts of an archive are those of a Word document."""
    return any(re.match(r"word/document\d*\.xml$", name) for name in names)


class Word:
    """One .docx: its parts, and the state that runs through its stories (lists count on across tables and boxes)."""

    def __init__(self, package: Package, kind: str) -> None:
        self._package, self._kind = package, kind
        self._main = self._find_main()
        self._relations = self._read_relations(self._main)
        self.styles = Styles(self._related_xml("styles"))
        self.numbering = Numbering(self._related_xml("numbering"), self.styles.list_styles)
        self.notes: list[tuple[str, str]] = []  # (kind, id) in the order they are referred to
        self.marks: list[str] = []  # stamps and urgency marks set in boxes
        self.decoded: set[str] = set()

    # -- parts

    def _find_main(self) -> str:
        root = self._package.xml("_rels/.rels")
        for relation in root.iter(_RELATION) if root is not None else ():
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in self._package.names:
                    return target
        if "word/document.xml" in self._package.names:
            return "word/document.xml"
        raise missing_part(self._kind)

    def _read_relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, kind, part) of what a part refers to inside the package."""
        folder, name = posixpath.split(part)
        root = self._package.xml(f"{folder}/_rels/{name}.rels".lstrip("/"))
        out = []
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = unquote(relation.get("Target") or "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            out.append((relation.get("Id") or "", (relation.get("Type") or "").rsplit("/", 1)[-1], path))
        return out

    def _related_xml(self, kind: str) -> Any:
        part = next((path for _, k, path in self._relations if k == kind), None)
        return None if part is None else self._package.xml(part)

    def part_of(self, relation: str) -> bytes | None:
        path = next((path for name, _, path in self._relations if name == relation), None)
        return None if path is None else self._package.part(path)

    # -- the whole

    def taken(self) -> Taken:
        body = child(self._package.needed(self._main), "body")
        if body is None:
            raise missing_part(self._kind)
        text = render(Story(self).blocks(body))
        head, foot = self._margins(fold(text))
        parts = [head, text, foot, *self._note_lines()]
        if self.marks:
            parts.append("Dấu trên văn bản: " + "; ".join(self.marks))
        text = unprivate("\n\n".join(filter(None, parts)))
        notes = tuple(legacy.told(codec) for codec in sorted(self.decoded))
        pictures = tuple(self._pictures(body)) if len(text) < FEW_LETTERS else ()
        return Taken(text, self._kind.lstrip("."), "+".join(sorted(self.decoded)) or None, notes, pictures)

    def _pictures(self, body: Any) -> Iterator[bytes]:
        """Scanned pages somebody set into a Word file, in their order."""
        seen = set()
        for element in body.iter(A + "blip", V + "imagedata"):
            name = element.get(R + "embed") or element.get(R + "id") or ""
            data = self.part_of(name) if name not in seen else None
            seen.add(name)
            if data and len(data) >= PAGE_BYTES:
                yield data

    def _margins(self, body: str) -> tuple[str, str]:
        """Headers and footers, only where the body lacks what they hold: the number, the motto, the recipients."""
        head, foot = "", ""
        for _, kind, path in self._relations:
            if kind not in ("header", "footer"):
                continue
            root = self._package.xml(path)
            words = render(Story(self).blocks(root)) if root is not None else ""
            folded = fold(words)
            if kind == "header" and not head:
                number = re.search(r"^\s*so\s*:\s*\d*\s*[/-]", folded, re.MULTILINE)
                has_number = re.search(r"^.{0,3}so\s*:\s*\d*\s*[/-]", body[:3000], re.MULTILINE)
                motto = "cong hoa xa hoi" in folded and "cong hoa xa hoi" not in body
                if (number and not has_number) or motto:
                    head = words
            elif kind == "footer" and not foot and "noi nhan" in folded and "noi nhan" not in body:
                foot = words
        return head, foot

    def _note_lines(self) -> Iterator[str]:
        """Footnotes and endnotes at the end, each a line "[n] …"."""
        roots = {kind: self._related_xml(f"{kind}s") for kind in ("footnote", "endnote")}
        at = {
            (kind, attr(note, "id")): note
            for kind, root in roots.items()
            if root is not None
            for note in kids(root, kind)
        }
        said = 0
        for reference in list(self.notes):
            note = at.get(reference)
            words = " ".join(render(Story(self).blocks(note)).split()) if note is not None else ""
            if words:
                said += 1
                yield f"[{said}] {words}"


@dataclass
class Inline:
    """The words of one paragraph as they are gathered: pieces of text and how each is encoded."""

    pieces: list[tuple[str, str | None]] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    pages_before: bool = False
    pages_after: bool = False

    def add(self, text: str, codec: str | None = None) -> None:
        if self.pieces and self.pieces[-1][1] == codec:
            self.pieces[-1] = (self.pieces[-1][0] + text, codec)
        else:
            self.pieces.append((text, codec))

    @property
    def ends_with(self) -> str:
        return next((text for text, _ in reversed(self.pieces) if text), "")

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for text, _ in self.pieces)


_ONE_LINE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "FILENAME", "PRINTDATE", "SAVEDATE")
_DROPPED_FIELDS = (*_ONE_LINE_FIELDS, "TOC", "INDEX", "TOA")
_THROUGH = {
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "rt")
}


class Story:
    """A run of paragraphs and tables: the body, a cell, a box, a note. Fields may span its paragraphs."""

    def __init__(self, word: Word) -> None:
        self._word = word
        self._fields: list[tuple[str, bool]] = []  # (instruction, in its result) of each open field
        self._carried: Inline | None = None  # words of a paragraph whose end mark was deleted
        self._carried_label = ""

    # -- blocks

    def blocks(self, holder: Any) -> list[Block]:
        out: list[Block] = []
        self._walk(holder, out)
        if self._carried is not None:
            self._close(self._carried, self._carried_label, out)
            self._carried = None
        return out

    def _walk(self, holder: Any, out: list[Block]) -> None:
        for element in holder:
            tag = element.tag
            if tag == W + "p":
                self._paragraph(element, out)
            elif tag == W + "tbl":
                out.append(self._table(element))
            elif tag == W + "sdt":
                if not _is_no_text(element):
                    self._walk(kids(element, "sdtContent")[0] if kids(element, "sdtContent") else (), out)
            elif tag in _THROUGH:
                self._walk(element, out)
            elif tag == MC + "AlternateContent":
                branch = chosen(element)
                self._walk(branch if branch is not None else (), out)
            elif tag == W + "altChunk":
                out.extend(self._chunk(element))
            elif tag == W + "sectPr" and out and val(element, "type") not in (None, "continuous"):
                out.append(Para(PAGE))

    def _chunk(self, element: Any) -> list[Block]:
        """A web page some portals pack whole into a .docx."""
        data = self._word.part_of(element.get(R + "id") or "")
        if not data or data[:2] == b"PK":
            return []
        from .html import html_blocks

        return html_blocks(data)

    def _paragraph(self, element: Any, out: list[Block]) -> None:
        properties = child(element, "pPr")
        style = self._word.styles.paragraph(val(properties, "pStyle"))
        mark = child(properties, "rPr")
        inline = self._carried or Inline()
        label = self._carried_label
        first = self._carried is None
        started = len(inline.pieces)
        self._inlines(element, inline, style)
        # Neither an instruction nor a page number goes on in the next paragraph; a table of contents does.
        self._fields = [f for f in self._fields if f[1] and _field_name(f[0]) not in _ONE_LINE_FIELDS]
        nothing_left = len(inline.pieces) == started and not inline.boxes
        gone = _marked(mark, "del") or _marked(mark, "moveFrom")
        if gone and nothing_left:
            return  # the whole paragraph was deleted
        if first and not (inline.is_blank and look_of(mark).hidden):
            label = self._label(properties, style)
            if style.page_before or flag(properties, "pageBreakBefore"):
                inline.pages_before = True
        self._carried, self._carried_label = (inline, label) if gone else (None, "")
        if not gone:
            self._close(inline, label, out)
            if child(properties, "sectPr") is not None and val(child(properties, "sectPr"), "type") != "continuous":
                out.append(Para(PAGE))

    def _close(self, inline: Inline, label: str, out: list[Block]) -> None:
        if inline.pages_before:
            out.append(Para(PAGE))
        words = self._decoded(inline.pieces)
        for at, part in enumerate(words.split(PAGE)):
            if at:
                out.append(Para(PAGE))
            if part.strip():
                out.append(Para(label + part.strip() if label else part.strip(" \n")))
                label = ""
        out.extend(inline.boxes)
        if inline.pages_after:
            out.append(Para(PAGE))

    def _decoded(self, pieces: list[tuple[str, str | None]]) -> str:
        out = []
        for text, codec in pieces:
            plain = legacy.from_font(text, codec) if codec else text
            if plain != text and codec:
                self._word.decoded.add(codec.split("-")[0])
            out.append(plain)
        return "".join(out)

    def _label(self, properties: Any, style: Style) -> str:
        numbered = child(properties, "numPr")
        num = val(numbered, "numId")
        stated = val(numbered, "ilvl")
        level = number_of(stated, 0) if stated is not None else None
        if num is None:
            num = style.num
            if num is not None and level is None:
                tied = (self._word.numbering.level_of_style(num, name) for name in style.chain)
                level = next((x for x in tied if x is not None), style.level)
        if num is None or num == "0":
            return ""
        return self._word.numbering.label(num, level if level is not None else style.level or 0)

    # -- words

    def _inlines(self, holder: Any, inline: Inline, style: Style) -> None:
        for element in holder:
            tag = element.tag
            if tag == W + "r":
                self._run(element, inline, style)
            elif tag in _THROUGH:
                if tag != W + "sdt" or not _is_no_text(element):
                    self._inlines(element, inline, style)
            elif tag == W + "fldSimple":
                if _field_name(attr(element, "instr") or "") not in _DROPPED_FIELDS:
                    self._inlines(element, inline, style)
            elif tag == MC + "AlternateContent":
                branch = chosen(element)
                if branch is not None:
                    self._inlines(branch, inline, style)
            elif tag in (M + "oMath", M + "oMathPara"):
                inline.add(_formula(element))
            elif tag == W + "ruby":
                self._inlines(kids(element, "rubyBase")[0] if kids(element, "rubyBase") else (), inline, style)

    def _run(self, run: Any, inline: Inline, style: Style) -> None:
        properties = child(run, "rPr")
        look = PLAIN
        if properties is not None:
            if _marked(properties, "del") or _marked(properties, "moveFrom"):
                return
            look = look_of(properties).over(self._word.styles.character(val(properties, "rStyle")))
        look = look.over(style.look)
        for element in run:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if tag == W + "fldChar":
                self._field(attr(element, "fldCharType"))
            elif tag == W + "instrText":
                self._instruction(element.text or "")
            elif not look.hidden and not self._is_dropped():
                self._run_part(element, tag, look, inline, style)

    def _run_part(self, element: Any, tag: str, look: Look, inline: Inline, style: Style) -> None:
        name = tag[len(W) :] if tag.startswith(W) else ""
        if name == "t":
            inline.add(*_shown(element.text or "", look, inline.ends_with))
        elif name in ("tab", "ptab"):
            inline.add("\t")
        elif name == "br":
            inline.add(PAGE if attr(element, "type") == "page" else "\n")
        elif name == "cr":
            inline.add("\n")
        elif name == "noBreakHyphen":
            inline.add("-")
        elif name == "sym":
            code = attr(element, "char") or ""
            inline.add(
                sign(int(code, 16), attr(element, "font") or "") if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else ""
            )
        elif name == "lastRenderedPageBreak":
            if inline.is_blank:
                inline.pages_before = True
            else:
                inline.pages_after = True
        elif name in ("footnoteReference", "endnoteReference"):
            self._word.notes.append((name[: -len("Reference")], attr(element, "id") or ""))
        elif name in ("drawing", "pict", "object"):
            self._boxes(element, inline)
        elif tag == MC + "AlternateContent":
            branch = chosen(element)
            for inner in branch if branch is not None else ():
                if isinstance(inner.tag, str):
                    self._run_part(inner, inner.tag, look, inline, style)

    def _boxes(self, element: Any, inline: Inline) -> None:
        for box in text_boxes(element):
            blocks = Story(self._word).blocks(box)
            words = " ".join(render(blocks).split())
            if is_mark(words):
                self._word.marks.append(words)
            elif words:
                inline.boxes.extend(blocks)

    # -- fields

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(("", False))
        elif step == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif step == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, text: str) -> None:
        if self._fields and not self._fields[-1][1]:
            self._fields[-1] = (self._fields[-1][0] + text, False)

    def _is_dropped(self) -> bool:
        return any(not in_result or _field_name(said) in _DROPPED_FIELDS for said, in_result in self._fields)

    # -- tables

    def _table(self, table: Any) -> Grid:
        edges = _edges(table)
        grid = Grid()
        for row in _rows(table):
            cells: list[Cell] = []
            at = number_of(val(child(row, "trPr"), "gridBefore"), 0)
            for tc in _cells(row):
                properties = child(tc, "tcPr")
                span = max(1, min(number_of(val(properties, "gridSpan"), 1), 500))
                if _merged_left(properties) and cells:
                    cells[-1].span += span
                else:
                    blocks = Story(self._word).blocks(tc)
                    cells.append(Cell(blocks, at, span, _goes_on(properties)))
                at += span
            grid.rows.append(cells)
            _move_pages(grid)
        _snap(grid, edges)
        return grid


def _shown(text: str, look: Look, before: str) -> tuple[str, str | None]:
    """The letters of a run as they look, and the old encoding they still are in."""
    if is_sign_font(look.font):
        return "".join(c if c.isspace() else sign(ord(c), look.font or "") for c in text), None
    text = re.sub(r"[\u2010\u2011]", "-", text)
    codec = legacy.codec_of_font(look.font)
    if look.raised and re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", text):
        return raised(text.strip(" []"), before), None
    if look.capitals and codec is None:
        text = text.upper()
    elif look.capitals and codec:
        codec = codec.split("-")[0] + "-capitals"
    return text, codec


def _marked(properties: Any, name: str) -> bool:
    return child(properties, name) is not None


def _field_name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _is_no_text(sdt: Any) -> bool:
    """A table of contents (every heading of the plan once more), or a field nobody has filled in."""
    properties = child(sdt, "sdtPr")
    if flag(properties, "showingPlcHdr"):
        return True
    gallery = child(child(properties, "docPartObj"), "docPartGallery")
    return "table of contents" in (attr(gallery, "val") or "").lower()


def _formula(element: Any) -> str:
    """A formula in one line; a fraction as a/b."""
    if element.tag == M + "f":
        parts = [_formula(part) for part in element if part.tag in (M + "num", M + "den")]
        return "/".join(parts)
    if element.tag == M + "t":
        return element.text or ""
    return "".join(_formula(inner) for inner in element if isinstance(inner.tag, str))


# -- shape of tables


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == W + "tr":
            properties = child(element, "trPr")
            if not (_marked(properties, "del") or flag(properties, "hidden")):
                yield element
        elif element.tag in _THROUGH:
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == W + "tc":
            if not _marked(child(element, "tcPr"), "cellDel"):
                yield element
        elif element.tag in _THROUGH:
            yield from _cells(element)


def _goes_on(properties: Any) -> bool:
    merge = child(properties, "vMerge")
    return merge is not None and attr(merge, "val") != "restart"


def _merged_left(properties: Any) -> bool:
    merge = child(properties, "hMerge")
    return merge is not None and attr(merge, "val") != "restart"


def _move_pages(grid: Grid) -> None:
    """A page end inside the last row's cells belongs before that row, or before the next."""
    at = len(grid.rows) - 1
    for cell in grid.rows[at]:
        pages = [i for i, block in enumerate(cell.blocks) if isinstance(block, Para) and block.text == PAGE]
        if pages:
            grid.page_before.add(at if pages[0] == 0 else at + 1)
            cell.blocks = [b for b in cell.blocks if not (isinstance(b, Para) and b.text == PAGE)]


_NEAR = 200  # twentieths of a point (3.5 mm): edges nearer than this are one edge drawn by hand twice


def _edges(table: Any) -> list[int]:
    """Left edges of the table's grid columns, in twentieths of a point."""
    out, at = [], 0
    for column in kids(child(table, "tblGrid"), "gridCol"):
        out.append(at)
        at += max(0, number_of(attr(column, "w"), 0))
    return out if at else []


def _snap(grid: Grid, edges: list[int]) -> None:
    """Grid columns → the columns one sees: a hand-moved edge makes two grid columns of one."""
    starts = sorted({cell.column for row in grid.rows for cell in row})
    seen: dict[int, int] = {}
    last: int | None = None
    for start in starts:
        at = edges[start] if start < len(edges) else None
        if seen and at is not None and last is not None and at - last < _NEAR:
            seen[start] = max(seen.values())
        else:
            seen[start] = len(set(seen.values()))
            last = at
    for row in grid.rows:
        taken: set[int] = set()
        for cell in row:
            end = cell.column + cell.span
            column = seen[cell.column]
            while column in taken:
                column += 1
            taken.add(column)
            beyond = [seen[start] for start in starts if start < end]
            cell.span = max(1, max(beyond) - column + 1)
            cell.column = column
