"""Writes a plan as officials' Word files are: the numbers in lists, the head in a table, marks of revision on it.

Takes a plan's text and gives a .docx whose printed page says the same, so that both must read alike. The XML is
written by hand: what is tested is the reading of what Word writes, not of what a library happens to write.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tungnha.reading.document import Document, open_document
from tungnha.reading.fold import fold

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = ("numbering", "styles", "footnotes", "endnotes", "header1", "footer1")


def package(body: str, **parts: str) -> bytes:
    """A .docx from the inside of w:body and of the parts named (numbering=…, styles=…, footnotes=…)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
            ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr("_rels/.rels", _relations([("officeDocument", "word/document.xml")]))
        archive.writestr("word/_rels/document.xml.rels", _relations([(k.rstrip("1"), f"{k}.xml") for k in parts]))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        roots = {"header1": "hdr", "footer1": "ftr"}
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", part(roots.get(name, name), inner))
    return out.getvalue()


def part(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'


def _relations(of: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{_TYPE}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(of)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def run(text: str, properties: str = "", tag: str = "t") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith("<") or not inner else run(inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(inner: str, num: int, level: int = 0) -> str:
    return paragraph(inner, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, form: str, template: str, **more: str) -> str:
    inner = "".join(f'<w:{name} w:val="{value}"/>' for name, value in more.items())
    start = "" if "start" in more else '<w:start w:val="1"/>'
    return (
        f'<w:lvl w:ilvl="{at}">{start}<w:numFmt w:val="{form}"/>{inner}<w:lvlText w:val="{escape(template)}"/></w:lvl>'
    )


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, inner: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def start_at(at: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or paragraph('')}</w:tc>"


def table(*rows: list[str], grid: list[int] | None = None) -> str:
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in grid or [])
    body = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def box(inner: str) -> str:
    """A text box as Word writes it: once for itself, once for older readers."""
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def page_field() -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


# -- a whole plan

_LISTS = (  # form, template, what the mark looks like in text
    ("upperRoman", "%1.", re.compile(r"^([IVX]+)\. (?=\S)")),
    ("decimal", "%2.", re.compile(r"^(\d{1,2})\. (?=\S)")),
    ("decimal", "%2.%3.", re.compile(r"^(\d{1,2})\.(\d{1,2})\. (?=\S)")),
    ("lowerLetter", "%4)", re.compile(r"^([a-c])\) (?=\S)")),
    ("bullet", "-", re.compile(r"^- (?=\S)")),
    ("bullet", "+", re.compile(r"^\+ (?=\S)")),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass
class _Lists:
    """Marks of the text → lists of Word; a number that is not the next one starts a list anew."""

    counts: list[int] = field(default_factory=lambda: [0] * len(_LISTS))
    now: int = 1
    nums: list[str] = field(default_factory=lambda: [num(1, 0)])

    def write(self, text: str, decorate) -> str:
        for at, (form, _, mark) in enumerate(_LISTS):
            found = mark.match(text)
            if not found:
                continue
            if at == 2 and int(found.group(1)) != self.counts[1]:
                break  # "3.1" under no "3.": typed by hand
            if form != "bullet":
                self._count(at, found.groups()[-1])
            return numbered(decorate(text[found.end() :]), self.now, at)
        return paragraph(decorate(text))

    def _count(self, at: int, shown: str) -> None:
        value = _ROMAN.index(shown) + 1 if shown in _ROMAN else int(shown) if shown.isdigit() else ord(shown) - 96
        if value != self.counts[at] + 1:
            self.now = len(self.nums) + 1
            self.nums.append(num(self.now, 0, start_at(at, value)))
        self.counts[at] = value
        self.counts[at + 1 :] = [0] * (len(self.counts) - at - 1)

    def part(self) -> str:
        levels = [level(i, form, template) for i, (form, template, _) in enumerate(_LISTS)]
        return abstract(0, *levels) + "".join(self.nums)


@dataclass
class _Marks:
    """What lies over the text of a file that went through many hands; none of it is on the printed page."""

    revised: bool = True
    count: int = 0
    notes: int = 0

    def decorate(self, text: str) -> str:
        self.count += 1
        if not self.revised:
            return run(text)
        words = text.split(" ")
        half = len(words) // 2
        first, second = " ".join(words[:half]), " ".join(words[half:])
        if half:
            first += " "
        if self.count % 5 == 1:
            gone = run("đến 99% trước ngày 01/01/2031 ", tag="delText")
            return f'{run(first)}<w:del w:id="1">{gone}</w:del><w:ins w:id="2">{run(second)}</w:ins>'
        if self.count % 5 == 2:
            hidden = run("ghi chú nội bộ 77% ", "<w:vanish/>")
            return f"{run(first)}{hidden}<w:smartTag>{run(second)}</w:smartTag>"
        if self.count % 5 == 3 and half:
            self.notes += 1
            reference = f'<w:r><w:footnoteReference w:id="{self.notes}"/></w:r>'
            return f"{run(first.rstrip())}{reference}{run(' ' + second)}"
        if self.count % 5 == 4:
            return f"{run(first)}<w:r><w:lastRenderedPageBreak/><w:t>{escape(second)}</w:t></w:r>"
        return "".join(run(word + " ") for word in words[:-1]) + f"<w:hyperlink>{run(words[-1])}</w:hyperlink>"

    def notes_part(self) -> str:
        inner = f'<w:footnote w:type="separator" w:id="-1">{paragraph("")}</w:footnote>'
        for i in range(1, self.notes + 1):
            said = '<w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Theo báo cáo của đơn vị.</w:t></w:r>'
            inner += f'<w:footnote w:id="{i}">{paragraph(said)}</w:footnote>'
        return inner


_RIGHT = re.compile(r"^(?:cong hoa|doc lap)|, ngay\b")
STAMP = box(paragraph("CÔNG VĂN ĐẾN") + paragraph("Số: 913/ĐẾN") + paragraph("Ngày: 09/9/2029"))


def word_file(raw: str, revised: bool = True) -> bytes:
    """The plan as a Word file with lists, head and signature tables, merged cells, notes, boxes and revisions."""
    doc = open_document(raw)
    lists, marks = _Lists(), _Marks(revised)
    body = _head(doc)
    for line in doc.lines[doc.head_end : doc.body_start]:
        body += paragraph((STAMP if revised else "") + run(line.text, "<w:b/>"))
    for line in doc.body:
        body += lists.write(line.text, marks.decorate) if not line.is_row else _rows([line.text])
    body += _foot(doc)
    body += '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:pPr></w:p>'
    rows: list[str] = []
    for line in doc.annex:
        if line.is_row:
            rows.append(line.text)
            continue
        body += _rows(rows) + paragraph(marks.decorate(line.text))
        rows = []
    body += _rows(rows) + "<w:sectPr/>"
    page = paragraph(page_field(), '<w:jc w:val="center"/>')
    return package(body, numbering=lists.part(), footnotes=marks.notes_part(), header1=page, footer1=page)


def _head(doc: Document) -> str:
    sides: list[list[str]] = [[], []]
    for line in doc.head:
        for text in line.text.split("\t"):
            sides[bool(_RIGHT.search(fold(text)))].append(text)
    cells = [cell("".join(paragraph(run(text, "<w:b/>")) for text in side)) for side in sides]
    return table(cells, grid=[4000, 5000]) if any(sides) else ""


def _foot(doc: Document) -> str:
    """Recipients left, signature right; as one row without borders."""
    from tungnha.reading.signature import read_recipients

    ends = max((r["span"][1] for r in read_recipients(doc)), default=-1)
    lines = doc.lines[doc.foot[0] : doc.foot[1]]
    left = [x.text for x in lines if x.start < ends]
    right = [x.text for x in lines if x.start >= ends]
    signed = "<w:r><w:br/></w:r>".join(run(text) for text in right)
    return table([cell("".join(map(paragraph, left))), cell(paragraph(signed))], grid=[4500, 4500])


def _rows(rows: list[str]) -> str:
    """A bordered table: a cell that is blank below a filled one is merged with it; a group row spans."""
    if not rows:
        return ""
    cells = [row.split("\t") for row in rows]
    width = max(map(len, cells))
    written = []
    for at, row in enumerate(cells):
        row = row + [""] * (width - len(row))
        line = []
        for i, text in enumerate(row):
            goes_on = 1 < i < 4 and at > 1 and not text and any(r[i : i + 1] != [""] for r in cells[1:at])
            starts = 1 < i < 4 and at >= 1 and text and at + 1 < len(cells) and cells[at + 1][i : i + 1] == [""]
            merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>' if starts else ""
            line.append(cell(paragraph(text) if text else "", merge))
        written.append(line)
    # Column edges moved by hand: a second grid line lies 1 mm beside each.
    return table(*written, grid=[1500] * width)
