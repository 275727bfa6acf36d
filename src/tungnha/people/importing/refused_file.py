"""The lines that were not taken, as a workbook in the sender's own layout with a column of reasons.

Written as a stream into a sealed file: a library that builds workbooks would put the rows into a temporary file in
clear, or hold them all. Every cell is text; one that looks like a formula is marked as text too, and is never run.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tungnha.people.forms.tables import letter
from tungnha.people.importing import results, store
from tungnha.people.models import PopulationFile
from tungnha.people.operations.exports import new_mark, record_export, stamp_of
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.sealed import SealedStream, StreamWriter

TO_CORRECT = "Sửa các dòng chưa nhận rồi gửi lại"
ROWS_OF_A_SHEET = 1_000_000
LONGEST = 32_767
_FORMULA = re.compile(r"[=+\-@\t]")
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{sheets}</Types>'
)
_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Styles: 0 plain text, 1 text that looks like a formula (quotePrefix), 2 a heading.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def give_out(*, file: PopulationFile, purpose: str, by: Member, at: datetime) -> io.BufferedReader:
    """Write the workbook anew, put it on record, and hand back a reader of it. It is kept sealed, with the lines."""
    mark, purpose = new_mark(), purpose.strip() or TO_CORRECT
    stamp = stamp_of(mark, purpose=purpose, by=by, at=at)
    titles = results.titles_of(file)
    path = store.path_of(file, "given-out")
    digest = hashlib.sha256()
    with store.open_sealed(file, "refused") as kept:
        rows, notes = int(kept.noted["refused"]), int(kept.noted["noted"])
    out = _Out(StreamWriter(path), digest)
    try:
        sheets: list[tuple[str, Iterable[list[str]]]] = [
            ("Chưa nhận", _rows(file, titles, "refused", "Vì sao chưa nhận"))
        ]
        if notes:
            sheets.append(("Đã nhận, cần xem", _rows(file, titles, "noted", "Cần xem gì")))
        sheets.append(("Về tệp này", [[f"Mã {mark}"], *([name, said] for name, said in stamp.lines)]))
        write_workbook(out, sheets)
        out.writer.close()
    except BaseException:
        out.writer.abandon()
        raise
    export = record_export(
        what="people.refused", name=f"nhan-khau-chua-nhan-{file.pk}.xlsx", purpose=purpose, data=None,
        rows=rows + notes, persons=(), area=file.area, by=by, at=at, fields=titles, mark=mark,
    )  # fmt: skip
    export.sha256 = digest.hexdigest()
    export.save(update_fields=["sha256"])
    log_event("population.refused_exported", about=file, by=by, at=at, rows=rows, mark=mark)
    return io.BufferedReader(SealedStream(path))


def _rows(file: PopulationFile, titles: list[str], kind: str, why: str) -> Iterator[list[str]]:
    width = len(titles)
    yield [*titles, "Dòng trong tệp gốc", why]
    for line, cells, reason in results.left_out(file, kind):
        yield [*(cells + [""] * width)[:width], str(line), reason]


class _Out(io.RawIOBase):
    """Where the zip is written: forwards only."""

    def __init__(self, writer: StreamWriter, digest: Any) -> None:
        self.writer, self._digest = writer, digest

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.writer.write(piece)
        self._digest.update(piece)
        return len(piece)


def write_workbook(out: Any, sheets: Iterable[tuple[str, Iterable[list[str]]]]) -> None:
    """Sheets of text, the first row of each a heading, written as they come. `out` need not be sought in."""
    names: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in sheets:
            left, first, again = iter(rows), None, 0
            while not again or first is not None:
                again += 1
                names.append(name if again == 1 else f"{name} ({again})")
                with packed.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as part:
                    first = _write_sheet(part, left, first)
        packed.writestr("xl/styles.xml", _STYLES)
        listed = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{listed}</sheets></workbook>',
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        links = "".join(
            f'<Relationship Id="rId{i}" Type="{_RELS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        styles = f'<Relationship Id="rIdS" Type="{_RELS}/styles" Target="styles.xml"/>'
        packed.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{links}{styles}</Relationships>'
        )
        root = f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/>'
        packed.writestr("_rels/.rels", f'<Relationships xmlns="{package}">{root}</Relationships>')
        types = "".join(_TYPE.format(n=n) for n in range(1, len(names) + 1))
        packed.writestr("[Content_Types].xml", _TYPES.format(sheets=types))


def _write_sheet(part: Any, rows: Iterator[list[str]], first: list[str] | None) -> list[str] | None:
    """Write rows until the sheet is full. Returns the row that no longer fitted."""
    part.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    line, beyond = 0, None
    for row in [first] if first is not None else []:
        line += 1
        part.write(_row(line, row, heading=False))
    for row in rows:
        if line >= ROWS_OF_A_SHEET:
            beyond = row
            break
        line += 1
        part.write(_row(line, row, heading=line == 1 and first is None))
    part.write(b"</sheetData></worksheet>")
    return beyond


def _row(line: int, cells: list[str], *, heading: bool) -> bytes:
    said = "".join(_cell(at, line, text, 2 if heading else 0) for at, text in enumerate(cells) if text != "")
    return f'<row r="{line}">{said}</row>'.encode()


def _cell(at: int, line: int, text: str, style: int) -> str:
    safe = _BAD.sub("", text)[:LONGEST]
    style = 1 if style == 0 and _FORMULA.match(safe) else style
    said = f'<is><t xml:space="preserve">{escape(safe)}</t></is>'
    return f'<c r="{letter(at)}{line}" s="{style}" t="inlineStr">{said}</c>'
