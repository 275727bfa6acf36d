"""Percentages in a text: the number or range, its comparator, and what is tied to it ("trở lên", "/năm")."""

import re
from dataclasses import dataclass

from .fold import fold
from .numbers import NUMBER, parse_number

_SIGN = r"(?:%|％|phan tram\b)"
_RANGE = re.compile(rf"(?<![\d.,/])({NUMBER})\s?{_SIGN}?\s?(?:-|den|toi)\s?({NUMBER})\s?{_SIGN}")
_SINGLE = re.compile(rf"(?<![\d.,/])({NUMBER})\s?{_SIGN}")
_BEFORE = (
    (">=", r"(?:it nhat|toi thieu|khong (?:duoi|thap hon|it hon)|dat tu|>=|≥|=>|⩾|tren hoac bang|lon hon hoac bang)"),
    ("<=", r"(?:khong qua|toi da|khong vuot(?: qua)?|khong (?:cao|nhieu|lon) hon|<=|≤|=<)"),
    (">", r"(?:tren|hon|vuot(?: muc)?|cao hon|lon hon|>)"),
    ("<", r"(?:duoi|thap hon|nho hon|it hon|<)"),
)
_FILLER = r"(?:\s*(?:dat|la|co|muc|khoang|khoang tren|duoc|bang|o muc|tu|ty le|ti le))*"
_BEFORE_RE = [(sign, re.compile(rf"(?:^|(?<=\W)){words}{_FILLER}\s*$")) for sign, words in _BEFORE]
_OR_MORE = re.compile(r"\s*(?:tro len|hoac hon|tro di)\b")
_OR_LESS = re.compile(r"\s*(?:tro xuong|hoac it hon)\b")
_FAR = re.compile(r"\b(?:it nhat|toi thieu)\b[^,;.%:]{0,60}$")
_PER = re.compile(r"\s*(?:/\s?(nam|thang|quy)|(?:moi|hang) (nam|thang|quy))\b")


@dataclass(frozen=True)
class Figure:
    """A percentage: `at`..`end` the number with its sign, `start` where its comparator begins."""

    start: int
    at: int
    end: int
    value: float
    written: str
    comparator: str
    upper: float | None = None  # the higher end of a range; `value` is the lower
    per: str | None = None  # năm | tháng | quý


def _comparator(folded: str, text: str, at: int, end: int, floor: int, ranged: bool) -> tuple[str, int]:
    """The comparator of a number and where its word starts."""
    before = folded[max(floor, at - 45) : at]
    here = at - len(before)
    own = text[here:at].lower()
    start = re.search(r"(?<!\w)từ\s*$", own) if len(own) == len(before) else None
    tail = here + start.start() if start else at
    if _OR_MORE.match(folded, end):
        return ">=", tail
    if _OR_LESS.match(folded, end):
        return "<=", tail
    for sign, words in _BEFORE_RE:
        hit = words.search(before)
        if hit:
            return sign, here + hit.start()
    if ranged:
        return ">=", tail
    # "ít nhất vào năm 2025 đạt 40%": the word may stand away from its number.
    far = _FAR.search(folded[max(floor, at - 75) : at])
    return (">=" if far else "="), tail


def find_figures(text: str, folded: str, start: int, end: int) -> list[Figure]:
    """The percentages of `text[start:end]` in order. A range gives one figure with both ends."""
    out: list[Figure] = []
    ranges: dict[int, tuple[re.Match[str], float, float]] = {}  # by the end and by the start of their words
    for wide in _RANGE.finditer(folded, start, end):
        low, high = parse_number(wide.group(1)), parse_number(wide.group(2))
        if low is not None and high is not None and low < high <= 1000 and not _is_count(folded, wide, start):
            ranges[wide.end()] = ranges[wide.start()] = (wide, low, high)
    taken = start
    for hit in _SINGLE.finditer(folded, start, end):
        if hit.start() < taken:
            continue
        floor = out[-1].end if out else start
        whole = ranges.get(hit.end()) or ranges.get(hit.start())
        if whole:
            out.append(_figure(text, folded, whole[0], whole[1], whole[2], floor, end))
            taken = whole[0].end()
            continue
        value = parse_number(hit.group(1))
        if value is not None and value <= 1000:
            out.append(_figure(text, folded, hit, value, None, floor, end))
        taken = hit.end()
    return out


def _is_count(folded: str, wide: re.Match[str], floor: int) -> bool:
    """Whether the first number of a seeming range is a year, a rank or another thing's number."""
    before = folded[max(floor, wide.start() - 12) : wide.start()]
    return bool(re.search(r"\b(?:nam|thang|quy|muc|so|dieu|tuoi)\s$", before))


def _figure(
    text: str, folded: str, hit: re.Match[str], value: float, upper: float | None, floor: int, stop: int
) -> Figure:
    sign, begin = _comparator(folded, text, hit.start(), hit.end(), floor, upper is not None)
    per = _PER.match(folded, hit.end(), stop)
    word = {"nam": "năm", "thang": "tháng", "quy": "quý"}[per.group(1) or per.group(2)] if per else None
    written = hit.group(1) if upper is None else f"{hit.group(1)} - {hit.group(2)}"
    return Figure(begin, hit.start(), hit.end(), value, written, sign, upper, word)


def folded_words(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()
