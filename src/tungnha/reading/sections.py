"""The tree of sections: numbered headings, letters, bullets and plain paragraphs under them.

`level` tells the form of a mark (what readers ask for); how deep it stands is told by the marks before it: numbering
of real plans skips and repeats, puts "A." above "I." or below, and opens "(1)" or "a)" where it likes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import Document, Line
from .fold import fold, is_upper
from .marks import BULLET, ITEM, LETTER, NUMBER, PARAGRAPH, PART, PLUS, ROMAN, SUBNUMBER, Mark, mark_of
from .unit_names import unit_at

__all__ = [
    "BULLET", "ITEM", "LETTER", "NUMBER", "PARAGRAPH", "PART", "PLUS", "ROMAN", "SUBNUMBER", "Node", "build_tree",
    "preamble_end", "read_mark",
]  # fmt: skip


@dataclass(eq=False)
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
        return fold(self.text)

    @property
    def is_heading(self) -> bool:
        return self.level <= ITEM

    @property
    def path(self) -> str:
        """Where it stands, by the labels of its headings: "II.2.a"; "" where none has one."""
        labels = [n.label.strip("().- ") for n in (self, *self.ancestors()) if 0 <= n.level <= ITEM and n.label]
        out: list[str] = []
        for label in reversed(labels):
            if out and label.startswith(f"{out[-1]}."):
                out[-1] = label  # "2.1" under "2" tells both
            else:
                out.append(label)
        return ".".join(out)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator["Node"]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def read_mark(line: Line) -> tuple[int, str, int]:
    """(level, label, offset of the words) of a line."""
    mark = mark_of(line.text)
    return mark.level, mark.label, mark.body


# How deep a form of mark stands where the document itself has not told yet.
_USUAL = {
    "part": 0, "chapter": 1, "caps": 3, "roman": 3, "article": 4, "upper": 5, "step": 6, "named": 6, "number": 6,
    "number2": 7, "number3": 8, "number4": 9, "paren": 10, "number)": 10, "letter": 10, "bullet": 20,
}  # fmt: skip
_BULLETS = 20


@dataclass
class _Open:
    node: Node
    kind: str
    rank: float
    value: int | None


class _Builder:
    """Puts each line below the heading it belongs to; every mark opened stays on a stack until one above it comes."""

    def __init__(self, root: Node, letters_first: bool) -> None:
        self._ranks = dict(_USUAL) | ({"upper": 2} if letters_first else {})
        self._letters_first = letters_first
        self._stack = [_Open(root, "root", -1, None)]

    def add(self, line: Line, mark: Mark) -> Node:
        level = mark.level
        if level == PARAGRAPH:
            # A plain paragraph belongs to the heading above, not to the bullet before it.
            while self._stack[-1].rank >= _BULLETS:
                self._stack.pop()
        elif level in (BULLET, PLUS):
            level = self._place_bullet(mark)
        else:
            self._place_heading(mark)
            level = PART if mark.kind == "upper" and self._letters_first else level
        node = Node(line, level, mark.label, mark.body, self._stack[-1].node)
        self._stack[-1].node.children.append(node)
        if level != PARAGRAPH:
            self._stack.append(_Open(node, mark.kind, self._rank_here(mark), mark.value))
        return node

    def _rank_here(self, mark: Mark) -> float:
        above = self._stack[-1].rank
        if mark.level in (BULLET, PLUS):
            return max(above + 0.01, float(_BULLETS))
        return max(self._ranks.get(mark.kind, 10), above + 0.01)

    def _place_heading(self, mark: Mark) -> None:
        top = self._stack[-1]
        if self._opens_below(top, mark):
            return
        same = next((o for o in reversed(self._stack) if o.kind == mark.kind), None)
        if same:
            while self._stack[-1] is not same:
                self._stack.pop()
            self._stack.pop()
            return
        rank = self._ranks.get(mark.kind, 10)
        while len(self._stack) > 1 and self._is_not_above(self._stack[-1], mark, rank):
            self._stack.pop()

    def _is_not_above(self, top: _Open, mark: Mark, rank: float) -> bool:
        """Whether the open mark must close before this one. Two forms of one rank: the later opened is the deeper."""
        if top.rank >= _BULLETS:
            return True
        if int(top.rank) == rank == 10:
            return mark.value != 1
        return top.rank >= rank

    def _opens_below(self, top: _Open, mark: Mark) -> bool:
        """ "a) …:" and then "1." again, though "1." stands above: the colon and the first number open a list below."""
        if mark.value != 1 or top.node.children or len(self._stack) == 1:
            return False
        if sum(o.kind == mark.kind for o in self._stack) > 1:
            return False  # no plan opens the same form thrice, one in the other
        inside = top.rank >= _BULLETS or top.rank >= self._ranks.get(mark.kind, 10)
        return inside and top.kind != mark.kind and top.node.text.rstrip().endswith(":")

    def _place_bullet(self, mark: Mark) -> int:
        open_ = [o for o in self._stack if o.rank >= _BULLETS]
        same = next((o for o in open_ if o.kind == mark.kind), None)
        if same:
            while self._stack[-1] is not same:
                self._stack.pop()
            self._stack.pop()
            return same.node.level
        top = self._stack[-1]
        if not open_:
            return BULLET
        if mark.kind == "-" or not (mark.kind in ("+", "o") or top.node.text.rstrip().endswith(":")):
            while self._stack[-1].rank >= _BULLETS:
                self._stack.pop()
            return BULLET
        return PLUS


def build_tree(doc: Document, first: int, last: int) -> Node:
    """The tree of the lines first..last; the root is a mere holder at the first line."""
    anchor = doc.lines[first] if first < len(doc.lines) else Line("", len(doc.text), len(doc.text), False)
    root = Node(Line("", anchor.start, anchor.start, False), -1, "", 0)
    lines = [(i, doc.lines[i]) for i in range(first, last) if not doc.lines[i].is_row]
    marks = [mark_of(line.text) for _, line in lines]
    _name_plain_headings([line for _, line in lines], marks)
    builder = _Builder(root, _letters_stand_above(marks))
    for (index, line), mark in zip(lines, marks, strict=True):
        node = builder.add(line, mark)
        doc.paths[index] = node.path
    return root


def _letters_stand_above(marks: list[Mark]) -> bool:
    first = next((m.kind for m in marks if m.kind == "upper" or m.level == ROMAN), None)
    return first == "upper" and any(m.kind == "roman" for m in marks)


_KNOWN_HEADING = re.compile(
    r"^(?:(?:cac )?(?:muc dich|yeu cau|muc tieu|chi tieu|noi dung|nhiem vu|giai phap|to chuc thuc hien|phan cong"
    r"|kinh phi|thoi gian|doi tuong|pham vi|che do (?:thong tin,? )?bao cao|can cu|tien do|nguon luc|dia diem"
    r"|thanh phan))\b"
)


def _name_plain_headings(lines: list[Line], marks: list[Mark]) -> None:
    """Headings that lost number and bold: known section names, and units each with paragraphs or bullets below.

    Only where the lines around carry no numbers of their own, and never one alone: two make a pattern.
    """
    numbered = sum(m.level <= ITEM and bool(m.label) for m in marks)
    sections = [i for i in range(len(lines)) if _could_head(lines, marks, i) and _KNOWN_HEADING.match(lines[i].folded)]
    if numbered < 3 and len(sections) >= 2:
        for i in sections:
            marks[i] = Mark("caps", ROMAN, "", 0)
    for run in _unnumbered_runs(marks):
        units = [i for i in run if _could_head(lines, marks, i) and unit_at(lines[i].text)]
        if len(units) >= 2:
            for i in units:
                marks[i] = Mark("named", NUMBER, "", 0)


def _unnumbered_runs(marks: list[Mark]) -> Iterator[range]:
    """Stretches between top headings in which no line has a number."""
    tops = [i for i, m in enumerate(marks) if m.level <= ROMAN]
    for first, last in zip([-1, *tops], [*tops, len(marks)], strict=True):
        if not any(NUMBER <= m.level <= ITEM or m.level == LETTER for m in marks[first + 1 : last]):
            yield range(first + 1, last)


def _could_head(lines: list[Line], marks: list[Mark], i: int) -> bool:
    """A short line of words with no stop at its end, and something below it."""
    if marks[i].level != PARAGRAPH or i + 1 >= len(lines):
        return False
    text = lines[i].text.rstrip()
    if len(text) > 110 or text.endswith((".", ";", ",", "!", "?")) or not text[:1].isupper():
        return False
    known = len(text) <= 60 and _KNOWN_HEADING.match(lines[i].folded)
    below = known or marks[i + 1].level in (BULLET, PLUS) or len(lines[i + 1].text) > len(text)
    return bool(below) and ":" not in text[:-1]


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
        if i > doc.body_start and _starts_plainly(doc, i):
            return i
    return _after_opening(doc)


_OPENS = re.compile(
    r"\b(?:nhu sau|noi dung sau|sau day|ban hanh ke hoach|xay dung ke hoach"
    r"|lap ke hoach)\b[^.;]{0,60}[:.;]?$"
)


def _after_opening(doc: Document) -> int:
    """A plan without any heading: its body starts below the paragraph that says "… kế hoạch như sau"."""
    for i in range(doc.body_start, min(doc.body_end, doc.body_start + 12)):
        if _OPENS.search(doc.lines[i].folded.rstrip()):
            return i + 1
    return doc.body_end


def _starts_plainly(doc: Document, i: int) -> bool:
    """ "Mục đích, yêu cầu" on a line of its own, its number and its bold lost."""
    line = doc.lines[i]
    short = len(line.text) <= 40 and not line.text.rstrip().endswith((".", ";", ","))
    return short and bool(re.match(r"(?:muc dich|yeu cau|muc tieu)(?:,? (?:va )?(?:yeu cau|y nghia))?:?$", line.folded))


def _is_title(doc: Document, i: int) -> bool:
    """Upper-case lines just below KẾ HOẠCH are its title, not sections."""
    if read_mark(doc.lines[i])[1]:
        return False
    return i - doc.body_start < 12 and all(is_upper(x.text) for x in doc.lines[doc.body_start : i + 1])
