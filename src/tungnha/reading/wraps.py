"""Paragraphs from lines: what a line end at the page's width or a page end cut is joined again.

How wide the lines of a file are is taken from the file itself: a line goes on in the next when that one's first word
had no room left in it.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from .fold import fold, is_upper, key, starts_lower
from .table_rows import RawLine

_MARKER = re.compile(
    r"^(?:[-–—+•●○▪*·]\s|[-–—+•●○▪·]|\(?\d{1,2}(?:\.\d{1,2})*[.)/](?!\d)|\d{1,2}(?:\.\d{1,2})+\s|[a-zđA-ZĐ]{1,4}[.)]\s"
    r"|[IVX]+\s?[.\-)/]|bước\s+\d|điều\s+\d|phụ lục|chương\s+[IVX\d]|phần\s+(?:[IVX\d]|thứ)|\d{1,2}\s?-\s[^\W\d])",
    re.IGNORECASE,
)
_LETTER_ITEM = re.compile(r"^[a-zđ]\s?[.)]")
_ENDS = (".", ";", ":", "!", "?", "…")
_PLACE_REST = re.compile(r"\w{2,7},\s*ngày\b")
_FRAME = re.compile(r"^(?:noi nhan|so\s*:|ke hoach$|kinh gui|can cu|cong hoa|doc lap)")
_PREAMBLE = re.compile(r"^(?:can cu|thuc hien|theo|xet|tren co so|trien khai)\b")
# Words that never end a paragraph: what comes after them belongs to them.
_HANGING = re.compile(
    r"(?:^|\s)(?:của|và|các|với|tại|về|cho|theo|từ|đến|để|là|trong|những|mỗi|hoặc|do|bằng|ít nhất|tối thiểu|trên|thuộc"
    r"|nhằm|như|gồm|thông qua|Điều|khoản|giai đoạn|phấn đấu đạt|đạt),?$"
)
# "Phần II" or "1." alone on its line: the words of the heading follow.
_LABEL_ALONE = re.compile(
    r"^(?:phan\s+(?:thu\s+\w+|[ivx]+|\d+)|chuong\s+[ivx\d]+|[ivx]{1,5}\s?[.\-/]|\d{1,2}(?:\.\d{1,2}){0,2}[.)])\s*[.:]?$"
)
_BEFORE_FIGURE = re.compile(
    r"(?:^|\s)(?:so|ngay|thang|nam|quy|dieu|khoan|muc|thu|dat|tren|duoi|du|tu|den|con|khoang|it nhat|toi thieu|hon|co"
    r"|giai doan|de an|nghi quyet|luc|truoc|cho)$"
)
_YEARS = re.compile(r"20\d\d$")
_HYPHENATED = (
    ("van hoa", "- xa hoi"), ("van hoa", "- the thao"), ("kinh te", "- xa hoi"), ("chinh tri", "- xa hoi"),
    ("vien thong", "- cong nghe"), ("lao dong", "- thuong binh"), ("doc lap", "- tu do"), ("tu do", "- hanh phuc"),
    ("thong tin", "- truyen thong"), ("dan so", "- ke hoach"), ("khoa hoc", "- cong nghe"), ("ha tang", "- do thi"),
)  # fmt: skip
_ASIDE = re.compile(r"\((?!\w{1,2}\))[a-zà-ỹđ]{2}")  # "(trước ngày 14 …" goes on, "(Kèm theo …)" and "(a)" do not
_LAST = "./."
_WIDEST = 140  # characters; a file whose lines are longer has not been wrapped


def wrap_width(lines: list[RawLine]) -> int | None:
    """The width at which the file breaks its lines, in characters; None when it keeps paragraphs whole."""
    lengths = sorted(len(line.text) for line in lines if not line.is_row)
    if len(lengths) < 12:
        return None
    width = lengths[int(len(lengths) * 0.97)]
    full = sum(length >= 0.85 * width for length in lengths)
    return width if 45 <= width <= _WIDEST and full >= max(6, 0.25 * len(lengths)) else None


def _breaks_lines(lines: list[RawLine]) -> bool:
    """Whether many lines break in mid-sentence, though not all at one width."""
    near = [(a, b) for a, b in pairwise(lines) if not b.gap and not (a.is_row or b.is_row)]
    broken = [a for a, b in near if starts_lower(b.text) and not a.text.endswith(_ENDS)]
    return len(broken) >= 8 and len(broken) >= 0.12 * len(lines)


def _is_full(tail: int, length: int, line: RawLine, width: int | None, wrapped: bool) -> bool:
    """Whether the first word of a line had no room in the line before."""
    if width is None:
        return wrapped and length >= 50
    return tail + 1 + len(line.text.split(" ", 1)[0]) > 0.9 * width


def _gaps_part(lines: list[RawLine], width: int | None) -> bool:
    """Whether blank lines stand between the file's paragraphs, so that none means the paragraph goes on."""
    if width is None:
        return False
    pairs = [(a, b) for a, b in pairwise(lines) if not (a.is_row or b.is_row)]
    over = [b.gap for a, b in pairs if a.text.endswith(".") and not _is_full(a.tail, 0, b, width, wrapped=True)]
    return len(over) >= 4 and sum(over) >= 0.8 * len(over)


def _hangs(before: str, line: str) -> bool:
    """Whether words need what follows: a function word, an open bracket, "ngày" before its figure."""
    folded = fold(before[-40:])
    last = re.split(r"[\s(]", before)[-1].rstrip(",")
    if not last.islower() and not re.match(r"[-–]", line):
        return False  # names end in such words too
    if line[:1].isdigit():
        return bool(_BEFORE_FIGURE.search(folded)) and not re.match(r"\d{1,2}(?:\.\d{1,2})*[.)]\s", line)
    follows = fold(line[:24])
    if any(folded.endswith(a) and re.match(rf"{b}\b", follows) for a, b in _HYPHENATED):
        return True
    if re.match(r"[-–]\s?20\d\d\b", line):
        return bool(_YEARS.search(before))
    if _MARKER.match(line):
        return False
    return bool(_HANGING.search(before[-40:]))


def _open_bracket(before: str, line: str) -> bool:
    return before.rfind("(") > before.rfind(")") and 0 <= line.find(")") < (line.find("(") % 10**6)


@dataclass
class _Paragraph:
    """A paragraph as it grows: its first line, all parts, and its last letters, by which the next line is judged."""

    first: RawLine
    parts: list[str]
    ending: str  # the last letters only: a paragraph may be as long as the file
    length: int
    upper: bool
    tail: int
    turns: list[tuple[int, int]]

    @classmethod
    def of(cls, line: RawLine) -> "_Paragraph":
        text = line.text
        return cls(line, [text], text[-_ENDING:], len(text), is_upper(text), line.tail, [])

    def take(self, line: RawLine) -> None:
        if line.page is not None and line.page != (self.turns[-1][1] if self.turns else self.first.page):
            self.turns.append((self.length + 1, line.page))
        self.parts.append(line.text)
        self.ending = f"{self.ending} {line.text}"[-_ENDING:]
        self.length += 1 + len(line.text)
        self.upper = self.upper and (is_upper(line.text) or len(line.text) < 4)
        self.tail = line.tail

    def whole(self) -> RawLine:
        if len(self.parts) == 1:
            return self.first
        return replace(self.first, text=" ".join(self.parts), tail=self.tail, turns=tuple(self.turns))


_ENDING = 240


def _continues(before: _Paragraph, line: RawLine, width: int | None, wrapped: bool, parted: bool) -> bool:
    head, ending = before.first.text, before.ending
    if before.first.is_row or line.is_row or _FRAME.match(fold(line.text[:20])):
        return False
    if before.length < 24 and _LABEL_ALONE.match(fold(ending)) and not _MARKER.match(line.text):
        return True
    if ending.rstrip("\"”'»)").endswith(_ENDS):
        return _goes_on_after_stop(before, line, width, parted)
    if starts_lower(line.text):
        return not _LETTER_ITEM.match(line.text) and not before.upper
    if wrapped and not line.gap and not before.upper and _ASIDE.match(line.text):
        return True
    if is_upper(line.text) and len(line.text) > 6 and not ending.endswith(","):
        return before.upper and not line.gap and _name_goes_on(ending, line.text)
    if before.upper:
        return not line.gap and _name_goes_on(ending, line.text)
    if not line.gap and _PLACE_REST.match(line.text) and re.fullmatch(r"\w{2,7}", ending):
        return True  # "Tiền ⏎ Giang, ngày …"
    if before.length < 24 and _FRAME.match(fold(head[:20])) and not head.startswith("Căn cứ"):
        return False
    if _hangs(ending, line.text) or _open_bracket(ending, line.text):
        return True
    if _MARKER.match(line.text):
        return False
    if line.gap:
        return line.turned and before.length >= 70 and not _PREAMBLE.match(fold(line.text[:20]))
    return _is_full(before.tail, before.length, line, width, wrapped)


def _goes_on_after_stop(before: _Paragraph, line: RawLine, width: int | None, parted: bool) -> bool:
    """Whether a paragraph goes on although its line ended with a stop."""
    if before.ending.endswith(_LAST) or _MARKER.match(line.text) or _LETTER_ITEM.match(line.text):
        return False
    lower = starts_lower(line.text)
    if lower and line.gap:
        # A page end inside a sentence, just behind its colon or semicolon; lists keep their marks.
        return before.length > 40 and (before.ending.endswith(":") or line.turned)
    if width is None or line.gap or before.ending.endswith(":"):
        return False
    return (parted or lower) and _is_full(before.tail, before.length, line, width, wrapped=True)


def _name_goes_on(before: str, line: str) -> bool:
    """ "TM. ỦY BAN NHÂN ⏎ DÂN"."""
    return fold(before).endswith("nhan") and bool(re.match(r"dan\b", fold(line)))


def join_lines(lines: list[RawLine]) -> list[RawLine]:
    width = wrap_width(lines)
    wrapped = width is not None or _breaks_lines(lines)
    parted = _gaps_part(lines, width)
    out: list[_Paragraph] = []
    for line in lines:
        before = out[-1] if out else None
        if before and (
            _continues(before, line, width, wrapped, parted)
            or (before.upper and key(line.text) == "dan" and fold(before.ending).endswith("nhan"))
        ):
            before.take(line)
        else:
            out.append(_Paragraph.of(line))
    return [paragraph.whole() for paragraph in out]
