"""A .docx as the same text a .txt plan has: paragraphs apart by blank lines, table rows with tabs."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .errors import corrupt_docx
from .fold import fold

_LAYOUT = re.compile(
    r"^\s*(?:so\s*:|noi nhan|cong hoa xa hoi"
    r"|doc lap|tm\.|kt\.|tl\.)|, ngay\b.*thang\b",
    re.MULTILINE,
)


class Numbering:
    """Word's automatic numbers, counted as Word would: per list and level, deeper levels restart."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            levels = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in levels.findall(qn("w:lvl")) if levels is not None else ():
                self._formats[(num.get(qn("w:numId")), int(level.get(qn("w:ilvl"), "0")))] = _level(level)

    def label(self, paragraph: Paragraph) -> str:
        """The number Word shows before a paragraph, "" when it shows none."""
        place = _place(paragraph)
        if place is None or place not in self._formats:
            return ""
        number, level = place
        form, template, start = self._formats[place]
        if form == "bullet":
            return "- "
        counts = self._counts.setdefault(number, [])
        while len(counts) <= level:
            at = self._formats.get((number, len(counts)), ("decimal", "", 1))[2]
            counts.append(at - 1)
        del counts[level + 1 :]
        counts[level] = max(counts[level], start - 1) + 1
        label = template
        for i in range(level + 1):
            own = self._formats.get((number, i), ("decimal", "", 1))[0]
            label = label.replace(f"%{i + 1}", _show(max(counts[i], 1), own))
        return f"{label} " if label.strip() else ""


def _level(level: Any) -> tuple[str, str, int]:
    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"), default)) if found is not None else default

    start = value("w:start", "1")
    return value("w:numFmt", "decimal"), value("w:lvlText", ""), int(start) if start.isdigit() else 1


def _place(paragraph: Paragraph) -> tuple[str, int] | None:
    """(numId, level) from the paragraph itself or from its style."""
    candidates = [paragraph._p.pPr]
    style = paragraph.style
    if style is not None:
        candidates.append(style.element.find(qn("w:pPr")))
    for properties in candidates:
        numbered = properties.find(qn("w:numPr")) if properties is not None else None
        link = numbered.find(qn("w:numId")) if numbered is not None else None
        if link is None or numbered is None:
            continue
        if link.get(qn("w:val")) == "0":
            return None
        depth = numbered.find(qn("w:ilvl"))
        return link.get(qn("w:val")), int(depth.get(qn("w:val"))) if depth is not None else 0
    return None


_ROMAN_PARTS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _show(number: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in _ROMAN_PARTS:
            while number >= value:
                text, number = text + letters, number - value
        return text.upper() if form == "upperRoman" else text
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


def docx_text(data: bytes) -> str:
    try:
        document = open_docx(io.BytesIO(data))
        numbering = Numbering(document)
        return "\n\n".join(_blocks(document, numbering))
    except (KeyError, ValueError, SyntaxError, AttributeError, TypeError, OSError, zipfile.BadZipFile) as problem:
        # python-docx lets the errors of its parts through; all of them mean that Word must mend the file.
        raise corrupt_docx() from problem


def _blocks(holder: Any, numbering: Numbering) -> Iterator[str]:
    for block in holder.iter_inner_content():
        if isinstance(block, Table):
            yield _table(block, numbering)
        else:
            yield _paragraph(block, numbering)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> str:
    text = paragraph.text
    return numbering.label(paragraph) + text.replace("\t", " ") if text.strip() else ""


def _cell_text(cell: Any, numbering: Numbering) -> str:
    return "\n".join(part for part in _blocks(cell, numbering) if part.strip())


def _table(table: Table, numbering: Numbering) -> str:
    rows = [_row(row, numbering) for row in table.rows]
    whole = "\n".join(cell for row in rows for cell in row)
    if len(rows) <= 3 and _LAYOUT.search(fold(whole)):
        # Head and signature of official documents are borderless tables: read column by column.
        width = max(map(len, rows), default=0)
        columns = (row[i] for i in range(width) for row in rows if i < len(row))
        return "\n\n".join("\n\n".join(cell.split("\n")) for cell in columns if cell.strip())
    return "\n".join("\t".join(re.sub(r"\s*[\n\t]\s*", " ", cell).strip() for cell in row) for row in rows)


def _row(row: Any, numbering: Numbering) -> list[str]:
    """Cells of a row; a cell merged over columns is told once, one merged over rows only at its top."""
    out: list[str] = []
    before = None
    for cell in row.cells:
        if before is not None and cell._tc is before:
            out.append("")
            continue
        before = cell._tc
        out.append("" if _goes_on_from_above(cell, row) else _cell_text(cell, numbering))
    return out


def _goes_on_from_above(cell: Any, row: Any) -> bool:
    return cell._tc not in list(row._tr.tc_lst)
