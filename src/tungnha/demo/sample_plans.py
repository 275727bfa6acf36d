"""The sample plans: five official plans in our own words, as text and as Word documents, at any date.

A template is the plan with a little markup, so that nothing about dates has to be guessed:

    @title, @body, @table …   where a part begins; @superior, @issuer, @number, @place make the header
    {31/7/2026}, {5/2026}     a date that moves with the demo; a law's date has no braces and stands still
    {y}                       the year the plan is for
    ¶                         where a page of the scanned original broke: a torn line in the text, nothing in Word
    a | b | ^                 a table's row; ^ is merged with the cell above (blank in the text)

`python -m tungnha.demo.sample_plans` writes every plan again beside the templates.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = Path(__file__).resolve().parents[3] / "samples" / "plans"

# The day each plan's story begins (the officer uploads it).
PLAN_DAYS = {
    "thieu-trung": date(2026, 4, 20),
    "so-khcn-thanh-hoa": date(2026, 6, 8),
    "nhu-thanh": date(2026, 4, 6),
    "quang-ngoc": date(2026, 6, 15),
    "hiep-luc": date(2026, 5, 26),
}
SLUGS = tuple(PLAN_DAYS)


def shift_for(slug: str, today: date) -> timedelta:
    """The whole weeks that bring the plan's first day to today, or to the same weekday before it."""
    return timedelta(weeks=(today - PLAN_DAYS[slug]).days // 7)


def text(slug: str, shift: timedelta | None = None) -> str:
    """The plan as a reader of scans would get it: tabs between cells, page breaks in mid-sentence."""
    plan = _read(slug, shift)
    parts = ["\n\n" + "\n\n".join(line for line in (plan.number, plan.place) if line)]
    for part in plan.parts:
        parts.append("\n".join(_text_rows(part) if part.kind == "table" else part.lines).replace("¶", "\n\n"))
    return "\n\n".join(part for part in parts if part != "\n\n").rstrip() + "\n"


def build_docx(slug: str, shift: timedelta | None = None) -> bytes:
    """The plan as a Word document in the form of Nghị định 30/2020; the same call gives the same bytes."""
    return _DocxWriter(_read(slug, shift)).write()


# Reading a template


@dataclass
class _Part:
    kind: str  # title, body, recipients, signature, annex, table, end
    widths: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def rows(self) -> list[list[str]]:
        return [[cell.strip() for cell in line.split("|")] for line in self.lines if line.strip()]

    def paragraphs(self) -> list[str]:
        return [re.sub(r"\s*¶\s*", " ", line) for line in self.lines if line.strip()]


@dataclass
class _Plan:
    superior: str = ""
    issuer: str = ""
    number: str = ""
    place: str = ""
    parts: list[_Part] = field(default_factory=list)


def _read(slug: str, shift: timedelta | None) -> _Plan:
    shift = shift or timedelta(0)
    if shift.days % 7 or shift.seconds:
        raise ValueError("a plan moves by whole weeks, so that its Thursdays stay Thursdays")
    source = (FOLDER / "templates" / f"{slug}.txt").read_text(encoding="utf-8")
    plan = _Plan()
    for line in _dated(source, PLAN_DAYS[slug], shift).splitlines():
        key, _, rest = line.partition(" ")
        if key in ("@superior", "@issuer", "@number", "@place"):
            setattr(plan, key[1:], rest)
        elif line.startswith("@"):
            plan.parts.append(_Part(key[1:], [int(width) for width in rest.split()]))
        else:
            plan.parts[-1].lines.append(line)
    return plan


def _dated(source: str, plan_day: date, shift: timedelta) -> str:
    def moved(match: re.Match[str]) -> str:
        words, day, month, year = match.groups()
        if not day:
            end = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1) - timedelta(days=1) + shift
            return f"{words}{end.month}/{end.year}"
        at = date(int(year), int(month), int(day)) + shift
        return f"{words}{at.day:{_form(day)}}/{at.month:{_form(month)}}/{at.year}"

    source = source.replace("{y}", str((plan_day + shift).year))
    return re.sub(r"\{([^\d{}]*)(?:(\d{1,2})/)?(\d{1,2})/(\d{4})\}", moved, source)


def _form(digits: str) -> str:
    """A date keeps the zero it was written with: 06/4/2026."""
    return "02d" if digits.startswith("0") else "d"


def _text_rows(part: _Part) -> Iterator[str]:
    """Rows with tabs. A row torn by a page end comes in two, the head of the table between them."""
    head, *rows = part.rows()
    yield "\t".join(head)
    for row in rows:
        cells = ["" if cell == "^" else cell for cell in row]
        yield "\t".join(_torn(cell)[0] for cell in cells)
        if any("¶" in cell for cell in cells):
            yield from ("", "\t".join(head), "\t".join(_torn(cell)[1] for cell in cells))


def _torn(cell: str) -> tuple[str, str]:
    """The two halves of a cell; an italic mark is closed and opened again at the tear."""
    first, torn, second = cell.partition("¶")
    if torn and first.startswith("<i>"):
        return f"{first}</i>", f"<i>{second}"
    return first, second


# Writing Word


class _DocxWriter:
    """One plan on A4 paper: two-column header, body, recipients beside the signature, annexes on new pages."""

    def __init__(self, plan: _Plan) -> None:
        self.plan = plan
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(2)
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")

    def write(self) -> bytes:
        self._header()
        for part in self.plan.parts:
            writer: Callable[[_Part], None] = getattr(self, f"_{part.kind}")
            writer(part)
        out = io.BytesIO()
        self.document.save(out)
        return _same_bytes(out.getvalue())

    def _header(self) -> None:
        table = self.document.add_table(rows=2, cols=2)
        _set_widths(table, [6.5, 10])
        plan = self.plan
        left, right = table.rows[0].cells
        # A People's Committee is one name on two lines; another body stands under the one above it.
        above = "b" if plan.superior == "ỦY BAN NHÂN DÂN" else ""
        _fill(left, [(plan.superior, above), (plan.issuer, "b"), ("_______", "")], 12)
        _fill(
            right,
            [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b"),
                ("Độc lập - Tự do - Hạnh phúc", "b"),
                ("_______________________", ""),
            ],
            12,
        )
        left, right = table.rows[1].cells
        _fill(left, [(plan.number, "")], 13)
        _fill(right, [(plan.place, "i")], 13)

    def _title(self, part: _Part) -> None:
        self._centred("", "")
        for line in part.paragraphs():
            self._centred(line.replace("**", ""), "b")
        self._centred("", "")

    def _body(self, part: _Part) -> None:
        for line in part.paragraphs():
            paragraph = self.document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Cm(1.27)
            paragraph.paragraph_format.space_after = Pt(6)
            heading = re.match(r"([IVX]+|[A-Z])\. ", line) or re.match(r"\d+(\.\d+)*\. [^.;:]{3,90}$", line)
            _runs(paragraph, line, "b" if heading else "")

    def _recipients(self, part: _Part) -> None:
        cell = self.document.add_table(rows=1, cols=2).rows[0].cells[0]
        first, *others = part.paragraphs()
        _fill(cell, [(first, "bi"), *((line, "") for line in others)], 11, centred=False)

    def _signature(self, part: _Part) -> None:
        cell = self.document.tables[-1].rows[0].cells[1]
        *titles, name = [line.replace("**", "") for line in part.paragraphs()]
        _fill(cell, [*((title, "b") for title in titles), ("", ""), ("", ""), ("", ""), (name, "b")], 14)

    def _annex(self, part: _Part) -> None:
        self.document.add_page_break()
        for line in part.paragraphs():
            self._centred(line, "i" if line.startswith("(") else "b")

    def _table(self, part: _Part) -> None:
        rows = part.rows()
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = "Table Grid"
        _set_widths(table, [16.5 * width / sum(part.widths) for width in part.widths])
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                target = table.cell(at, column)
                if cell == "^":
                    table.cell(at - 1, column).merge(target)
                    _drop_blank_lines(table.cell(at, column))
                else:
                    _cell(target, cell, "b" if at == 0 else "")
        _repeat_head(table.rows[0])

    def _end(self, part: _Part) -> None:
        for line in part.paragraphs():
            self._centred(line.replace("**", ""), "i" if line.startswith("(") else "b")

    def _centred(self, line: str, look: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        _runs(paragraph, line, look)


def _set_widths(table: Any, centimetres: list[float]) -> None:
    """On the columns and on every cell: some programs read the one, some the other."""
    table.autofit = False
    for column, width in zip(table.columns, centimetres, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _fill(cell: Any, lines: list[tuple[str, str]], size: int, *, centred: bool = True) -> None:
    for at, (line, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_after = Pt(0)
        _runs(paragraph, line, look, size)


def _cell(cell: Any, content: str, look: str) -> None:
    """A cell of an annex: the HTML a scan leaves behind becomes paragraphs and slanted words."""
    content = re.sub(r"\s*¶\s*", " ", content)
    slanted = content.startswith("<i>") and content.endswith("</i>")
    content = re.sub(r"</?i>", "" if slanted else "*", content)
    content = re.sub(r"\s*<p>\s*", " ", content)
    lines = [line.strip() for line in re.split(r"</p>|</?ul>|</?li>|(?<=:) (?=- )", content) if line.strip()]
    _fill(cell, [(line, look or ("i" if slanted else "")) for line in lines or [""]], 12, centred=bool(look))


def _runs(paragraph: Any, line: str, look: str, size: int | None = None) -> None:
    for piece in re.split(r"(\*\*.+?\*\*|\*.+?\*)", line):
        run = paragraph.add_run(piece.strip("*"))
        run.bold = ("b" in look or piece.startswith("**")) or None
        run.italic = ("i" in look or (piece.startswith("*") and not piece.startswith("**"))) or None
        if size:
            run.font.size = Pt(size)


def _drop_blank_lines(cell: Any) -> None:
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._element.getparent().remove(paragraph._element)


def _repeat_head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _same_bytes(document: bytes) -> bytes:
    """The same parts with one date in the archive, so that nothing depends on when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def write_all(folder: Path = FOLDER) -> None:
    for slug in SLUGS:
        (folder / f"{slug}.txt").write_text(text(slug), encoding="utf-8")
        (folder / f"{slug}.docx").write_bytes(build_docx(slug))


if __name__ == "__main__":
    write_all()
