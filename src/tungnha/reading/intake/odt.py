"""An OpenDocument text (.odt) as text: paragraphs, numbered lists, tables, notes, changes as accepted.

Source: OASIS OpenDocument 1.3 Part 3. Only content.xml and styles.xml are opened.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...identity import legacy
from .blocks import PAGE, Block, Cell, Grid, Para, render
from .counting import is_mark, raised, show
from .docx import FEW_LETTERS, PAGE_BYTES, PLAIN_ERRORS
from .refusals import corrupt, locked, missing_part, no_words
from .symbols import is_sign_font, sign, unprivate
from .taken import Taken
from .zipsafe import Package

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MAX_REPEAT = 200  # repeated cells and rows; spreadsheets state thousands of empty ones


def read_odt(data: bytes) -> Taken:
    package = Package(data, ".odt")
    manifest = package.part("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise locked()
    if "content.xml" not in package.names:
        raise missing_part(".odt")
    try:
        taken = _Odt(package).taken()
    except PLAIN_ERRORS as problem:
        if type(problem).__name__ == "UnreadableDocument":
            raise
        raise corrupt(".odt") from problem
    if not taken.text.strip() and not taken.pictures:
        raise no_words(".odt")
    return taken


class _Odt:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._content = package.needed("content.xml")
        styles = package.xml("styles.xml")
        self._styles: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        for root in (styles, self._content):
            for element in root.iter(STYLE + "style", TEXT + "list-style") if root is not None else ():
                name = element.get(STYLE + "name") or ""
                (self._lists if element.tag == TEXT + "list-style" else self._styles)[name] = element
        self._counts: dict[str, list[int]] = {}
        self._ids: dict[str, str] = {}  # xml:id of a list → key of its count
        self._last: dict[str, str] = {}  # list style → key of the list that used it last
        self._looks: dict[str, tuple[str, bool, bool, bool]] = {}
        self._notes: list[Any] = []
        self._marks: list[str] = []
        self._decoded: set[str] = set()

    def taken(self) -> Taken:
        body = self._content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise missing_part(".odt")
        parts = [render(self._blocks(body))]
        for number, note in enumerate(self._notes, 1):
            words = " ".join(render(self._blocks(note)).split())
            if words:
                parts.append(f"[{number}] {words}")
        if self._marks:
            parts.append("Dấu trên văn bản: " + "; ".join(self._marks))
        notes = tuple(map(legacy.told, sorted(self._decoded)))
        text = unprivate("\n\n".join(filter(None, parts)))
        pictures = tuple(self._pictures(body)) if len(text) < FEW_LETTERS else ()
        return Taken(text, "odt", "+".join(sorted(self._decoded)) or None, notes, pictures)

    def _pictures(self, body: Any) -> Iterator[bytes]:
        """Scanned pages set in as pictures, in their order."""
        names = dict.fromkeys(image.get(XLINK + "href") or "" for image in body.iter(DRAW + "image"))
        for name in names:
            data = self._package.part(name)
            if data and len(data) >= PAGE_BYTES:
                yield data

    # -- blocks

    def _blocks(self, holder: Any) -> list[Block]:
        out: list[Block] = []
        self._walk(holder, out)
        return out

    def _walk(self, holder: Any, out: list[Block]) -> None:
        for element in holder:
            tag = element.tag
            if tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(element, out, self._heading(element) if tag == TEXT + "h" else "")
            elif tag == TEXT + "list":
                self._list(element, out, 1, element.get(TEXT + "style-name"), None)
            elif tag == TABLE + "table":
                out.append(self._table(element))
            elif tag in (TEXT + "section", TEXT + "numbered-paragraph", DRAW + "text-box"):
                self._walk(element, out)
            elif tag in (DRAW + "frame", DRAW + "custom-shape", DRAW + "g"):
                self._box(element, out)
            elif tag == TEXT + "soft-page-break":
                out.append(Para(PAGE))
            # text:tracked-changes holds what was deleted; text:table-of-content the headings once more

    def _paragraph(self, element: Any, out: list[Block], label: str) -> None:
        style = self._styles.get(element.get(TEXT + "style-name") or "")
        if self._breaks(style, "before"):
            out.append(Para(PAGE))
        pieces: list[tuple[str, str | None]] = []
        boxes: list[Block] = []
        self._words(element, pieces, boxes, self._look(element.get(TEXT + "style-name")))
        words = self._plain(pieces).replace(PAGE, "")
        if words.strip():
            out.append(Para(label + words.strip() if label else words.strip(" \n")))
        out.extend(boxes)
        if self._breaks(style, "after") or element.find(f".//{TEXT}soft-page-break") is not None:
            out.append(Para(PAGE))

    def _plain(self, pieces: list[tuple[str, str | None]]) -> str:
        joined: list[tuple[str, str | None]] = []
        for text, codec in pieces:
            if joined and joined[-1][1] == codec:
                joined[-1] = (joined[-1][0] + text, codec)
            else:
                joined.append((text, codec))
        out = []
        for text, codec in joined:
            plain = legacy.from_font(text, codec) if codec else text
            if codec and plain != text:
                self._decoded.add(codec.split("-")[0])
            out.append(plain)
        return "".join(out)

    def _breaks(self, style: Any, side: str) -> bool:
        properties = style.find(STYLE + "paragraph-properties") if style is not None else None
        if properties is None:
            return False
        if side == "before" and style.get(STYLE + "master-page-name"):
            return True
        return bool(properties.get(FO + f"break-{side}") == "page")

    def _box(self, element: Any, out: list[Block]) -> None:
        blocks = []
        for inner in element:
            if inner.tag == DRAW + "text-box" or (element.tag == DRAW + "custom-shape" and inner.tag == TEXT + "p"):
                blocks += self._blocks(inner if inner.tag == DRAW + "text-box" else [inner])
            elif inner.tag in (DRAW + "frame", DRAW + "custom-shape", DRAW + "g"):
                self._box(inner, blocks)
        words = " ".join(render(blocks).split())
        if is_mark(words):
            self._marks.append(words)
        else:
            out.extend(blocks)

    # -- words

    def _look(self, name: str | None) -> tuple[str, bool, bool, bool]:
        """(font, capitals, hidden, raised) of a style, through its parents."""
        if not name:
            return ("", False, False, False)
        if name not in self._looks:
            self._looks[name] = self._make_look(name)
        return self._looks[name]

    def _make_look(self, name: str) -> tuple[str, bool, bool, bool]:
        font, capitals, hidden, is_raised = "", None, None, None
        at: str | None = name
        for _ in range(30):
            style = self._styles.get(at or "")
            if style is None:
                break
            properties = style.find(STYLE + "text-properties")
            if properties is not None:
                font = font or properties.get(STYLE + "font-name") or ""
                case = properties.get(FO + "text-transform") or properties.get(FO + "font-variant")
                capitals = case in ("uppercase", "small-caps") if capitals is None and case else capitals
                shown = properties.get(TEXT + "display")
                hidden = shown == "none" if hidden is None and shown else hidden
                place = properties.get(STYLE + "text-position")
                is_raised = place.startswith("super") if is_raised is None and place else is_raised
            at = style.get(STYLE + "parent-style-name")
        return (font, bool(capitals), bool(hidden), bool(is_raised))

    def _words(
        self, element: Any, pieces: list[tuple[str, str | None]], boxes: list[Block], look: tuple[str, bool, bool, bool]
    ) -> None:
        self._say(element.text, pieces, look)
        for inner in element:
            tag = inner.tag
            if tag == TEXT + "span":
                own = self._look(inner.get(TEXT + "style-name"))
                self._words(inner, pieces, boxes, (own[0] or look[0], own[1] or look[1], own[2] or look[2], own[3]))
            elif tag == TEXT + "s":
                count = inner.get(TEXT + "c") or "1"
                pieces.append((" " * min(int(count) if count.isdigit() else 1, 80), None))
            elif tag == TEXT + "tab":
                pieces.append(("\t", None))
            elif tag == TEXT + "line-break":
                pieces.append(("\n", None))
            elif tag == TEXT + "note":
                self._notes += inner.findall(TEXT + "note-body")
            elif tag in (DRAW + "frame", DRAW + "custom-shape", DRAW + "g"):
                self._box(inner, boxes)
            elif tag not in _NOT_SHOWN and isinstance(tag, str):
                self._words(inner, pieces, boxes, look)
            self._say(inner.tail, pieces, look)

    def _say(self, text: str | None, pieces: list[tuple[str, str | None]], look: tuple[str, bool, bool, bool]) -> None:
        font, capitals, hidden, is_raised = look
        if not text or hidden:
            return
        text = re.sub(r"[ \t\r\n]+", " ", text)
        if is_sign_font(font):
            pieces.append(("".join(c if c.isspace() else sign(ord(c), font) for c in text), None))
            return
        codec = legacy.codec_of_font(font)
        if is_raised and re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", text):
            before = next((words for words, _ in reversed(pieces) if words), "")
            pieces.append((raised(text.strip(" []"), before), None))
        elif codec:
            pieces.append((text, f"{codec.split('-')[0]}-capitals" if capitals else codec))
        else:
            pieces.append((re.sub(r"[\u2010\u2011]", "-", text.upper() if capitals else text), None))

    # -- lists

    def _level(self, style: str | None, level: int) -> Any:
        found = self._lists.get(style or "")
        if found is None:
            return None
        return next((x for x in found if x.get(TEXT + "level") == str(level)), None)

    def _list(self, element: Any, out: list[Block], level: int, style: str | None, key: str | None) -> None:
        style = element.get(TEXT + "style-name") or style
        key = key or self._key(element, style)
        for item in element:
            if item.tag == TEXT + "list-header":
                self._walk(item, out)
            elif item.tag == TEXT + "list-item":
                self._item(item, out, level, style, key)

    def _key(self, element: Any, style: str | None) -> str:
        """Which count a list goes on with: the one it names, the last of its style, or one of its own."""
        own = element.get(XML_ID)
        key = self._ids.get(element.get(TEXT + "continue-list") or "")
        if key is None and element.get(TEXT + "continue-numbering") == "true":
            key = self._last.get(style or "")
        if key is None:
            key = f"list {len(self._counts)}"
            self._counts[key] = []
        if own:
            self._ids[own] = key
        self._last[style or ""] = key
        return key

    def _item(self, item: Any, out: list[Block], level: int, style: str | None, key: str) -> None:
        label: str | None = None
        for inner in item:
            if inner.tag == TEXT + "list":
                self._list(inner, out, level + 1, style, key)
            elif inner.tag in (TEXT + "p", TEXT + "h"):
                if label is None:
                    label = self._count(style, level, key, item.get(TEXT + "start-value"))
                    self._paragraph(inner, out, label)
                else:
                    self._paragraph(inner, out, "")
            else:
                self._walk([inner], out)

    def _count(self, style: str | None, level: int, key: str, start: str | None) -> str:
        counts = self._counts.setdefault(key, [])
        while len(counts) < level:
            at = len(counts) + 1
            counts.append(_start_of(self._level(style, at)) - (at == level))
        del counts[level:]
        counts[level - 1] = int(start) if start and start.isdigit() else counts[level - 1] + 1
        return self._shown(self._level(style, level), style, level, counts)

    def _heading(self, element: Any) -> str:
        """Headings are numbered by the outline style, kept in styles.xml; most plans have none."""
        style = self._styles.get(element.get(TEXT + "style-name") or "")
        name = style.get(STYLE + "list-style-name") if style is not None else None
        level = element.get(TEXT + "outline-level") or "1"
        if not name or not level.isdigit() or element.get(TEXT + "is-list-header") == "true":
            return ""
        return self._count(name, min(int(level), 10), f"heading {name}", None)

    def _shown(self, level: Any, style: str | None, at: int, counts: list[int]) -> str:
        if level is None:
            return ""
        if level.tag == TEXT + "list-level-style-bullet":
            bullet = (level.get(TEXT + "bullet-char") or "-").strip()
            return f"{bullet if bullet in '-–—+*•●○▪' and bullet else '-'} "
        if level.tag != TEXT + "list-level-style-number":
            return "- "
        template = level.get("{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format")
        form = level.get(STYLE + "num-format") or ""
        if template is not None and "%" in template:
            label = template
            for i in range(1, at + 1):
                own = self._level(style, i)
                label = label.replace(f"%{i}%", _number(max(counts[i - 1], 0), own))
            return f"{label} " if label.strip() else ""
        if not form:
            return ""
        depth = level.get(TEXT + "display-levels") or "1"
        first = at - (int(depth) if depth.isdigit() else 1) + 1
        shown = [_number(counts[i - 1], self._level(style, i)) for i in range(max(1, first), at + 1)]
        label = ".".join(filter(None, shown))
        return f"{level.get(STYLE + 'num-prefix') or ''}{label}{level.get(STYLE + 'num-suffix') or ''} "

    # -- tables

    def _table(self, table: Any) -> Grid:
        grid = Grid()
        for row in _rows(table):
            cells: list[Cell] = []
            at = 0
            for element in row:
                if element.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                    continue
                for _ in range(_times(element, TABLE + "number-columns-repeated")):
                    if element.tag == TABLE + "table-cell":
                        span = _times(element, TABLE + "number-columns-spanned")
                        cells.append(Cell(self._blocks(element), at, span))
                    elif not (cells and cells[-1].column + cells[-1].span > at):
                        cells.append(Cell([], at, 1, True))
                    at += 1
            for _ in range(_times(row, TABLE + "number-rows-repeated")):
                grid.rows.append(cells)
        return grid


_NOT_SHOWN = {
    OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "page-number", TEXT + "page-count", TEXT + "change",
    TEXT + "tracked-changes", TEXT + "bookmark", TEXT + "hidden-text", TEXT + "soft-page-break", TEXT + "ruby-text",
    DRAW + "image", TEXT + "table-of-content", TEXT + "file-name",
}  # fmt: skip
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}


def _number(count: int, level: Any) -> str:
    form = level.get(STYLE + "num-format") or "" if level is not None else "1"
    return show(count, _FORMS.get(form, "decimal"))


def _start_of(level: Any) -> int:
    stated = (level.get(TEXT + "start-value") or "1") if level is not None else "1"
    return int(stated) if stated.isdigit() and len(stated) < 6 else 1


def _times(element: Any, name: str) -> int:
    stated = element.get(name) or "1"
    return max(1, min(int(stated), MAX_REPEAT)) if stated.isdigit() and len(stated) < 9 else 1


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == TABLE + "table-row":
            yield element
        elif element.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(element)
