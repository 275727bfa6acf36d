"""The few pieces of WordprocessingML that python-docx has no words for."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HAIRLINE = 6  # eighths of a point
_PARAGRAPH_ORDER = (  # what must come after borders inside w:pPr
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
    "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
    "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
    "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip


def element(tag: str, **attributes: object) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def border(paragraph: Paragraph, *sides: str, space: int = 0, colour: str = "000000") -> None:
    """Draw lines along a paragraph: a real rule that Word and LibreOffice both print."""
    borders = element("w:pBdr")
    for side in sides:
        borders.append(element(f"w:{side}", val="single", sz=HAIRLINE, space=space, color=colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_PARAGRAPH_ORDER)


def make_rule(paragraph: Paragraph, *, length_mm: float, inside_mm: float, gap_pt: float = 2) -> None:
    """Turn an empty paragraph into a centred line of the given length."""
    border(paragraph, "top")
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(max(0.0, (inside_mm - length_mm) / 2))
    layout.first_line_indent = Mm(0)
    layout.space_before, layout.space_after = Pt(gap_pt), Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    field = element("w:fldSimple", instr=instruction)
    run = element("w:r")
    text = element("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def fixed_table(document: Document, widths_mm: Iterable[float], *, cell_margin_mm: float = 0) -> Table:
    """A table whose columns keep their widths. Widths on cells alone are ignored by LibreOffice."""
    widths = [Mm(width) for width in widths_mm]
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    width_element = element("w:tblW", type="dxa", w=round(sum(widths) / 635))
    properties.insert_element_before(
        width_element, "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout",
        "w:tblCellMar", "w:tblLook",
    )  # fmt: skip
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=round(Mm(cell_margin_mm) / 635), type="dxa"))
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    return table


def grid_lines(table: Table) -> None:
    lines = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    table._tbl.tblPr.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def add_row(table: Table, *, repeats: bool = False) -> _Row:
    """A row that is never torn between two pages, its cells as wide as their columns."""
    row: _Row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if repeats:
        properties.append(element("w:tblHeader"))
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
    return row


def first_paragraph(cell: _Cell) -> Paragraph:
    """A new cell already holds one paragraph; writing after it would leave an empty line on top."""
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def repack(data: bytes) -> bytes:
    """The same parts without the hour of the clock: the same document is the same bytes, whenever made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
