"""The mark a line starts with: "II.", "3.1.a", "(1)", "đ)", "Bước 2", "-"; its form, its value, where its words start.

A date, a year, an amount or a share at the start of a line is no mark.
"""

import re
from dataclasses import dataclass

from .fold import UPPER, fold, is_upper

PART, ROMAN, LETTER, NUMBER, SUBNUMBER, ITEM, BULLET, PLUS, PARAGRAPH = range(9)


@dataclass(frozen=True)
class Mark:
    """`kind` tells forms apart ("number)" is not "number"); `value` is 1 for the first of its list, if known."""

    kind: str
    level: int
    label: str
    body: int
    value: int | None = None


_START = rf"(?=[{UPPER}“\"(])"
_PART = re.compile(r"^(phan\s+(?:thu\s+\w+|[ivx]+|\d+))(?:\s*[.:\-–]\s*|\s+(?=\S)|$)")
_CHAPTER = re.compile(r"^(chuong\s+(?:[ivx]+|\d+))(?:\s*[.:\-–]\s*|\s+(?=\S)|$)")
_ARTICLE = re.compile(r"^((?:dieu|muc)\s+\d{1,2})(?:\s*[.:\-–]\s*|$)")
_STEP = re.compile(r"^(buoc\s+\d{1,2})\s*[.:\-–)]?\s*")
_ROMAN = re.compile(rf"^([IVX]{{1,6}})\s*(?:[.\-–:)]|/(?=\s|[{UPPER}]{{2}})|\s(?=[{UPPER}]{{2}}))\s*(?=\S)")
_ROMAN_NUMBER = re.compile(r"^([IVX]{1,5}\.\d{1,2}(?:\.\d{1,2})*)(?:[.)/:]\s*|\s+)(?=\S)")
_UPPER = re.compile(rf"^([A-HĐ])\s*[.\-–/)]\s*(?=[{UPPER}])")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}(?!\d)){0,3}(?:\.[a-zđ](?=[.)\s]))?)\s?([.)/:\-–]?)\s*(?=\S)")
_PAREN = re.compile(r"^(\((\d{1,2})\))\s*(?=\S)")
_LETTER = re.compile(r"^(\(?([a-zđ]|i{1,3}|iv|v|vi{1,3}|ix)\)|([a-zđ])[./](?=\s|[{U}]))\s*(?=\S)".replace("{U}", UPPER))
_BULLET = re.compile(r"^([-–—•●○◦▪■►➢✓*·+])\s*(?=\S)|^(o)\s+(?=[^\W\d_a-z])")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ROMANS = {"I": 1, "V": 5, "X": 10}
# Words after a figure that make it an amount or an hour: "12.30 giờ", "1.5 triệu".
_MEASURE = re.compile(r"^(?:gio|trieu|ty|ti|nghin|dong|nguoi|km|ha|m2|kg|lan|diem|%|h\d|gbps|mbps|tuoi|ngay)\b")


def roman_value(label: str) -> int:
    total = 0
    for here, after in zip(label, [*label[1:], ""], strict=True):
        value = _ROMANS[here]
        total += -value if after and _ROMANS[after] > value else value
    return total


def _named(text: str, folded: str) -> Mark | None:
    if not text[:1].isupper():
        return None
    found = _STEP.match(folded)  # a step may be a whole paragraph
    if found:
        return Mark("step", NUMBER, text[: found.end(1)], found.end(), int(re.sub(r"\D", "", found.group(1))))
    if len(text) > 300:
        return None
    for pattern, kind, level in ((_PART, "part", PART), (_CHAPTER, "chapter", PART), (_ARTICLE, "article", LETTER)):
        found = pattern.match(folded)
        if found and not text[found.end() : found.end() + 1].islower():
            return Mark(kind, level, text[: found.end(1)], found.end())
    return None


def _numbered(text: str) -> Mark | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    label, closing = found.group(1), found.group(2)
    rest = text[found.end() :]
    depth = label.count(".")
    if text[found.end(1) + 1 : found.end(1) + 2].isdigit() and closing in ("/", "-", "–", ".", ":"):
        return None  # a date, a range, an amount, an hour
    spaced = text[found.end() - 1].isspace()
    if rest[0].isdigit() and (not spaced or re.match(r"\d{1,2}\s?[./]\s?(?:\d{1,2}\s?[./]\s?)?20\d\d", rest)):
        return None
    if closing == "/" and re.match(rf"[{UPPER}]{{2,}}\w*[-–/&]", rest):
        return None  # "06/QĐ-TTg": a symbol
    if rest.startswith("%") or (_MEASURE.match(fold(rest[:12])) and not closing):
        return None
    # "1- 100% cấp ủy" is a number and an aim; a range has both its blanks or none.
    share = closing in ("-", "–") and spaced and text[found.end(1)] == closing and re.match(r"\d{1,3}\s?%", rest)
    if closing in ("-", "–", ":") and depth == 0 and not share:
        if closing == ":" or not rest[0].isalpha() or re.match(r"(?:\d|[a-zđ]{1,2}\b)", rest):
            return None
        if not rest[0].isupper():
            return None
    elif closing == "" and (depth == 0 or not text[found.end(1) :].startswith(" ") or rest[0].islower()):
        return None  # "37 thôn", "1.2 lần"
    if closing == ")" and depth == 0:
        return Mark("number)", ITEM, label, found.end(), int(label))
    last = label.rsplit(".", 1)[-1]
    value = int(last) if last.isdigit() else _ALPHABET.find(last) + 1
    kind = "number" if depth == 0 else f"number{min(depth, 3) + 1}"
    return Mark(kind, (NUMBER, SUBNUMBER, ITEM, ITEM)[depth], label, found.end(), value)


def _lettered(text: str) -> Mark | None:
    found = _PAREN.match(text)
    if found:
        return Mark("paren", ITEM, found.group(1), found.end(), int(found.group(2)))
    found = _LETTER.match(text)
    if not found:
        return None
    letter = found.group(2) or found.group(3)
    value = _ALPHABET.find(letter) + 1 if len(letter) == 1 else None
    return Mark("letter", ITEM, found.group(1), found.end(), value)


def _bulleted(text: str) -> Mark | None:
    found = _BULLET.match(text)
    if not found:
        return None
    sign = found.group(1) or found.group(2)
    kind = "-" if sign in "-–—" else "•" if sign in "•●○◦▪■►➢✓·" else sign
    return Mark(kind, PLUS if kind == "+" else BULLET, sign, found.end())


def mark_of(text: str) -> Mark:
    """The mark of a line; a paragraph's is empty, a heading in capitals without a number has the level of "I."."""
    named = _named(text, fold(text[:60]))
    if named:
        return named
    found = _ROMAN_NUMBER.match(text)
    if found:
        depth = found.group(1).count(".")
        value = int(found.group(1).rsplit(".", 1)[-1])
        level = NUMBER if depth == 1 else SUBNUMBER
        return Mark("number" if depth == 1 else "number2", level, found.group(1), found.end(), value)
    found = _ROMAN.match(text)
    if found and not re.fullmatch(r"[A-Z]\.", text.strip()):
        return Mark("roman", ROMAN, found.group(1), found.end(), roman_value(found.group(1)))
    found = _UPPER.match(text)
    if found:
        return Mark("upper", LETTER, found.group(1), found.end(), "ABCDĐEGH".find(found.group(1)) + 1)
    mark = _numbered(text) or _lettered(text) or _bulleted(text)
    if mark:
        return mark
    if len(text) <= 160 and is_upper(text) and sum(c.isalpha() for c in text) >= 8:
        return Mark("caps", ROMAN, "", 0)
    return Mark("", PARAGRAPH, "", 0)
