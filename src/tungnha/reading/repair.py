"""Line repair: raw text of a file → paragraphs as their writer meant them.

Joins what page ends and line wraps cut, strips HTML and markdown, re-joins table rows cut in two and drops
column heads repeated on the next page. It never changes a letter, number, date or name: slips inside words
are answered when matching (see fold.py), so a quote is always what the file says.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from .fold import fold, is_upper, key, starts_lower

_TAG = re.compile(
    r"</?(?:p|br|ul|ol|li|i|b|u|em|strong|span|div|sup|sub|font|table|tbody|thead|tr|td|th|a|h[1-6]|hr|img)"
    r"(?:\s[^<>\n]*)?/?>",
    re.IGNORECASE,
)
_URL = re.compile(r"<(https?://[^<>\s]+)>")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_RULE = re.compile(r"^(?:[\s_\-=*.—–~|]{3,}|[|_*\s]+)$")
_PAGE_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?$", re.IGNORECASE)
_MARKER = re.compile(
    r"^(?:[-–—+•●○▪*]\s|[-–—+•●○▪]|\(?\d{1,2}(?:\.\d{1,2})*[.)/](?!\d)|\d{1,2}(?:\.\d{1,2})+\s|[a-zđA-ZĐ]{1,4}[.)]\s"
    r"|[IVX]+\s?[.\-)]|bước\s+\d|điều\s+\d|phụ lục)",
    re.IGNORECASE,
)
_LETTER_ITEM = re.compile(r"^[a-zđ]\s?[.)]")
_ENDS = (".", ";", ":", "!", "?", "…")
_LAYOUT = re.compile(r"^(?:so\s*:|noi nhan|cong hoa xa hoi|doc lap|uy ban nhan dan|tm\.|kt\.|tl\.)|, ngay\b.*thang\b")


_PLACE_REST = re.compile(r"\w{2,7},\s*ngày\b")


@dataclass(frozen=True)
class RawLine:
    text: str
    gap: bool  # a blank line stood before it

    @property
    def is_row(self) -> bool:
        return "\t" in self.text


def clean(raw: str) -> str:
    """Text without what only machines see: marks of markup, odd spaces, control characters; NFC."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\x0c", "\n\n").replace("\x0b", "\n").replace("\x1f", "")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    text = re.sub(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,1000}\)", " ", _URL.sub(r"\1", text))
    text = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    text = _TAG.sub(" ", text)
    text = _INVISIBLE.sub("", html.unescape(text) if "&" in text else text)
    text = re.sub(r"\\([*_#\-.()])", r"\1", text)
    text = re.sub(r"\*{2,3}|(?<!\S)\*(?=[^\s*])|(?<=[^\s*])\*(?!\w)|(?<=\()\*|\*(?=\w)", "", text)
    return unicodedata.normalize("NFC", text)


def _markdown_row(line: str) -> str:
    """A row drawn with bars becomes one with tabs."""
    stripped = line.strip()
    if stripped.count("|") >= 2 and stripped.startswith("|"):
        return "\t".join(cell.strip() for cell in stripped.strip("|").split("|"))
    bare = line.rstrip()
    return bare[:-1].rstrip() if bare.endswith((" |", "\t|")) else line  # the end of a cell of a head drawn with bars


def _tidy(line: str) -> str:
    line = _markdown_row(line)
    if "\t" in line:
        cells = [_SPACES.sub(" ", cell).strip() for cell in line.split("\t")]
        return "\t".join(cells) if sum(map(bool, cells)) > 1 else _lone_cell(cells)
    return re.sub(r"^#{1,6}\s+", "", _SPACES.sub(" ", line).strip())


def _lone_cell(cells: list[str]) -> str:
    # A row whose only text is not in the first cell is a cut row; keep its shape so that it can be re-joined.
    if cells and cells[0] == "" and any(cells):
        return "\t".join(cells)
    if len(cells) > 3 and any(cells):
        return "\t".join(cells)
    return "".join(cells)


def _office(cell: str) -> bool:
    """An office of a signature block, which stands beside the recipients."""
    return is_upper(cell) and bool(
        re.match(r"(?:pho )?(?:chu tich|giam doc|truong ban|bi thu|truong phong)", fold(cell))
    )


def _split_layout(line: str) -> list[str]:
    """Two-column heads and signature blocks arrive as rows; their cells are separate lines."""
    if "\t" not in line:
        return [line]
    cells = [c for c in line.split("\t") if c]
    beside = len(cells) == 2 and cells[0].startswith("- ")  # a recipient, and the signature beside it
    if beside or (len(cells) <= 3 and any(_LAYOUT.search(fold(cell)) or _office(cell) for cell in cells)):
        return cells
    return [line]


_COLUMNS = re.compile(r"(?<=\S) {4,}(?=\S)")


def _columns_by_spaces(line: str) -> str:
    """Text made from two columns ("- Lưu: VT;      PHÓ CHỦ TỊCH") keeps them apart by many spaces."""
    parts = _COLUMNS.split(line.strip())
    if len(parts) != 2 or "\t" in line or not any(_LAYOUT.search(fold(p)) or is_upper(p) for p in parts):
        return line
    return "\t".join(parts)


def raw_lines(raw: str) -> list[RawLine]:
    lines: list[RawLine] = []
    gap = True
    for written in clean(raw).split("\n"):
        line = _tidy(_columns_by_spaces(written))
        bare = line.strip()
        if not bare or _RULE.match(bare) or (_PAGE_NUMBER.match(bare) and "\t" not in line):
            gap = gap or not bare or bool(_RULE.match(bare)) or bool(_PAGE_NUMBER.match(bare))
            continue
        for part in _split_layout(line):
            lines.append(RawLine(part if "\t" in part else part.strip(), gap))
            gap = False
    return lines


def _is_wrapped(lines: list[RawLine]) -> bool:
    """Whether the file breaks its lines at a fixed width, so that a capital may start mid-sentence."""
    near = [(a, b) for a, b in pairwise(lines) if not b.gap and not (a.is_row or b.is_row)]
    broken = [a for a, b in near if starts_lower(b.text) and not a.text.endswith(_ENDS)]
    return len(broken) >= 8 and len(broken) >= 0.12 * len(lines)


def _continues(before: RawLine, line: RawLine, wrapped: bool) -> bool:
    if before.is_row or line.is_row or before.text.rstrip("\"”'»)").endswith(_ENDS):
        return False
    if starts_lower(line.text):
        return not _LETTER_ITEM.match(line.text) and not is_upper(before.text)
    if not line.gap and _PLACE_REST.match(line.text) and re.fullmatch(r"\w{2,7}", before.text):
        return not is_upper(before.text)  # "Tiền ⏎ Giang, ngày …"
    if line.gap or _MARKER.match(line.text) or is_upper(line.text) != is_upper(before.text):
        return False
    if is_upper(before.text):
        return fold(before.text).endswith("nhan") and fold(line.text).startswith("dan")
    if fold(before.text).startswith(("noi nhan", "so:", "ke hoach")):
        return False
    return wrapped and len(before.text) >= 50


def _join_lines(lines: list[RawLine]) -> list[RawLine]:
    wrapped = _is_wrapped(lines)
    out: list[RawLine] = []
    for line in lines:
        if out and (
            _continues(out[-1], line, wrapped)
            or (is_upper(out[-1].text) and fold(out[-1].text).endswith("nhan") and key(line.text) == "dan")
        ):
            out[-1] = replace(out[-1], text=f"{out[-1].text} {line.text}")
        else:
            out.append(line)
    return out


_HEAD_WORDS = ("stt", "tt", "so tt")


def is_table_head(line: str) -> bool:
    """A row of column names: it starts with STT/TT or names a lead and a deadline."""
    cells = [key(cell) for cell in line.split("\t")]
    if len(cells) < 2:
        return False
    named = sum(
        bool(re.search(r"\b(chu tri|phoi hop|thoi gian|noi dung|nhiem vu|ket qua|tien do|don vi)\b", cell))
        for cell in cells
        if len(cell) < 60
    )
    return cells[0] in _HEAD_WORDS or (named >= 3 and named >= len(cells) - 1)


def _merge_cells(above: str, below: str) -> str:
    a, b = above.split("\t"), below.split("\t")
    width = max(len(a), len(b))
    a, b = a + [""] * (width - len(a)), b + [""] * (width - len(b))
    return "\t".join(f"{x} {y}".strip() for x, y in zip(a, b, strict=True))


def _is_cut_row(row: str, after_head: bool) -> bool:
    """The second half of a row that a page end cut: no number of its own, and it starts in mid-sentence."""
    cells = row.split("\t")
    if cells[0] or not any(cells):
        return False
    first = next(cell for cell in cells if cell)
    return after_head or starts_lower(first)


def _join_rows(lines: list[RawLine]) -> list[RawLine]:
    out: list[RawLine] = []
    head: str | None = None
    after_head = False
    for line in lines:
        if not line.is_row:
            if out and out[-1].is_row and head and not line.gap and _goes_on(line.text):
                # A line break inside a cell: the text goes on in the cell that was open.
                out[-1] = replace(out[-1], text=f"{out[-1].text} {line.text}")
            else:
                out.append(line)
                head = head if out[-1].is_row else None if _starts_block(line.text) else head
            continue
        if is_table_head(line.text):
            repeated = head is not None and key(head) == key(line.text) and any(x.is_row for x in out[-1:])
            head, after_head = line.text, repeated
            if not repeated:
                out.append(line)
            continue
        if out and out[-1].is_row and _is_cut_row(line.text, after_head) and out[-1].text != head:
            out[-1] = replace(out[-1], text=_merge_cells(out[-1].text, line.text))
        else:
            out.append(line)
        after_head = False
    return out


def _starts_block(text: str) -> bool:
    return is_upper(text) or bool(re.match(r"(?:phu luc|noi nhan|ghi chu|\(kem theo|[ivx]+\.)", fold(text)))


def _goes_on(text: str) -> bool:
    return starts_lower(text) or text.startswith(("- ", "+ "))


def repair(raw: str) -> list[RawLine]:
    """The repaired lines of a file, in order."""
    return _join_rows(_join_lines(raw_lines(raw)))
