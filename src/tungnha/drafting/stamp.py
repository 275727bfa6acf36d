"""The mark on a file that carries personal data: on every page that is printed, and once in full.

A copy found where it should not be tells by its mark which export it was, who took it out and what for.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Footer
from docx.shared import Pt

from tungnha.drafting.ooxml import repack
from tungnha.drafting.text import clean, one_line

SHEET_NAME = "Về bản này"
WARNING = "Có thông tin cá nhân: không chuyển cho người khác, xóa khi xong việc."
LONGEST_FOOTER = 255  # Excel takes no longer one
FOOTER_PT = 8


@dataclass(frozen=True)
class Stamp:
    """What is printed on a file: its mark, and lines of (what, words): who took it out, when, what for."""

    mark: str
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def short(self) -> str:
        """One line for the foot of a page."""
        return f"Mã bản {self.mark}. {WARNING}"


def xlsx_footer(stamp: Stamp) -> str:
    """In Excel's own language, where "&" begins a code."""
    return ('&L&"Times New Roman"&8' + one_line(stamp.short).replace("&", "&&"))[:LONGEST_FOOTER]


def stamp_docx(data: bytes, stamp: Stamp) -> bytes:
    """The same Word file with the mark at the foot of every page, the first page too, and in full after its text."""
    document = docx.Document(io.BytesIO(data))
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            footer.is_linked_to_previous = False
            _write_foot(footer, stamp)
    for line in full_lines(stamp):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.first_line_indent = Pt(0)
        run = paragraph.add_run(line)
        run.italic, run.font.size = True, Pt(10)
    written = io.BytesIO()
    document.save(written)
    return repack(written.getvalue())


def full_lines(stamp: Stamp) -> Sequence[str]:
    return [f"Mã bản: {stamp.mark}", *(f"{what}: {clean(words)}" for what, words in stamp.lines), WARNING]


def _write_foot(footer: _Footer, stamp: Stamp) -> None:
    first = footer.paragraphs[0]
    paragraph = footer.add_paragraph() if first.text.strip() else first
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(one_line(stamp.short)).font.size = Pt(FOOTER_PT)
