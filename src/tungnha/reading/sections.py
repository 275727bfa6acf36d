"""The tree of sections: numbered headings, letters, bullets and plain paragraphs under them.

Numbering of real plans skips and repeats, so only the form of a mark tells its level, never its value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import Document, Line
from .fold import UPPER, is_upper

_ROMAN = re.compile(rf"^([IVX]{{1,6}})\s*(?:[.\-:)]|/(?=\s|[{UPPER}]{{2}})|\s(?=[{UPPER}]{{2}}))\s*(?=\S)")
_PART = re.compile(r"^(phan\s+(?:thu\s+\w+|[ivx]+|\d+)|chuong\s+[ivx\d]+)\s*[.:\-]?\s*")
_ARTICLE = re.compile(r"^(dieu\s+\d+|muc\s+\d+)\s*[.:\-]?\s*")
_UPPER_LETTER = re.compile(rf"^([A-HĐ])\s*[.\-/)]\s*(?=[{UPPER}])")
_STEP = re.compile(r"^(buoc\s+\d+)\s*[.:\-)]?\s*")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}(?!\d)){0,3}(?:\.[a-zđ](?=[.)\s]))?)\s*([.)/:\-]?)\s*(?=\S)")
_PAREN = re.compile(r"^(\(\d{1,2}\)|\(?[a-zđ]{1,2}\)|[a-zđ]\.)\s*(?=\S)")
_BULLET = re.compile(r"^([-–—•●○▪*])\s*(?=\S)")
_PLUS = re.compile(r"^(\+)\s*(?=\S)")
_AFTER_NUMBER = re.compile(r"^\d")
# The Party's way: "1- Ban Tổ chức …", "2- 100% cấp ủy …"; a range keeps both its blanks or none ("10 - 15%").
_PARTY_NUMBER = re.compile(rf"^\d{{1,2}}(?:\s?-\s+(?=[{UPPER}“\"])|-\s+(?=\d{{1,3}}\s?%))")
_SYMBOL_REST = re.compile(rf"^[{UPPER}][{UPPER}a-z]{{0,4}}\s?-\s?[{UPPER}]")

PART, ROMAN, LETTER, NUMBER, SUBNUMBER, ITEM, BULLET, PLUS, PARAGRAPH = range(9)


@dataclass
class Node:
    """A paragraph in its place: `label` its mark ("1", "a)", "-"), `body` where its words start."""

    line: Line
    level: int
    label: str
    body: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.line.text[self.body :]

    @property
    def start(self) -> int:
        return self.line.start + self.body

    @property
    def end(self) -> int:
        return self.line.end

    @property
    def folded(self) -> str:
        return self.line.folded[self.body :]

    @property
    def is_heading(self) -> bool:
        return self.level <= ITEM

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator["Node"]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def _number_mark(text: str) -> tuple[int, str, int] | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    label, closing = found.group(1), found.group(2)
    rest = text[found.end() :]
    if closing == "/" and (_AFTER_NUMBER.match(rest) or _SYMBOL_REST.match(rest)):
        return None  # a date or the symbol of a document ("06/QĐ-TTg"), not a number
    if closing in ("", "-", ":") and "." not in label and not _PARTY_NUMBER.match(text):
        return None  # "37 thôn", "100 - 200"
    if _AFTER_NUMBER.match(text[found.end(1) + len(closing) :]) or rest.startswith("%"):
        return None
    if closing == "" and not text[found.end(1) :].startswith(" "):
        return None
    depth = label.count(".")
    return (NUMBER if depth == 0 else SUBNUMBER if depth == 1 else ITEM), label, found.end()


def read_mark(line: Line) -> tuple[int, str, int]:
    """(level, label, offset of the words) of a line."""
    text, folded = line.text, line.folded
    for pattern, level in ((_PART, PART), (_ARTICLE, LETTER)):
        found = pattern.match(folded)
        if found and len(text) < 200 and text[0].isupper():
            return level, text[: found.end(1)], found.end()
    found = _ROMAN.match(text)
    if found and not re.fullmatch(r"[A-Z]\.", text.strip()):
        return ROMAN, found.group(1), found.end()
    found = _UPPER_LETTER.match(text)
    if found:
        return LETTER, found.group(1), found.end()
    found = _STEP.match(folded)
    if found:
        return NUMBER, text[: found.end(1)], found.end()
    numbered = _number_mark(text)
    if numbered:
        return numbered
    for pattern, level in ((_PAREN, ITEM), (_PLUS, PLUS), (_BULLET, BULLET)):
        found = pattern.match(text)
        if found:
            return level, found.group(1), found.end()
    if is_upper(text) and len(text) <= 160 and sum(c.isalpha() for c in text) >= 8:
        return ROMAN, "", 0
    return PARAGRAPH, "", 0


def build_tree(doc: Document, first: int, last: int) -> Node:
    """The tree of the lines first..last; the root is a mere holder at the first line."""
    lines = [line for line in doc.lines[first:last] if not line.is_row]
    anchor = doc.lines[first] if first < len(doc.lines) else Line("", len(doc.text), len(doc.text), False)
    root = Node(Line("", anchor.start, anchor.start, False), -1, "", 0)
    letters_first = _letters_stand_above(lines)
    stack = [root]
    for line in lines:
        level, label, body = read_mark(line)
        if level == LETTER and letters_first:
            level = PART
        node = Node(line, level, label, body)
        # A plain paragraph belongs to the heading above, not to the bullet before it.
        limit = BULLET if level == PARAGRAPH else level
        while stack[-1].level >= limit:
            stack.pop()
        node.parent = stack[-1]
        stack[-1].children.append(node)
        if level != PARAGRAPH:
            stack.append(node)
    return root


def _letters_stand_above(lines: list[Line]) -> bool:
    for line in lines:
        level = read_mark(line)[0]
        if level == LETTER:
            return True
        if level == ROMAN:
            return False
    return False


def preamble_end(doc: Document) -> int:
    """Index of the first section heading of the body: what stands before it is title and preamble."""
    for i in range(doc.body_start, doc.body_end):
        line = doc.lines[i]
        level, label, _ = read_mark(line)
        if line.is_row:
            continue
        if (
            level in (PART, ROMAN, LETTER)
            and (label or i > doc.body_start or doc.title_inline)
            and not _is_title(doc, i)
        ):
            return i
        if level == NUMBER and i > doc.body_start:
            return i
    return doc.body_end


def _is_title(doc: Document, i: int) -> bool:
    """Upper-case lines just below KẾ HOẠCH are its title, not sections."""
    label = read_mark(doc.lines[i])[1]
    return not label and all(is_upper(x.text) for x in doc.lines[doc.body_start : i + 1])
