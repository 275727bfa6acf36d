"""Where reporting duties may stand: units' duties, other paragraphs, the closing words, rows of task tables."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from .document import Document
from .duties import Passage
from .find import Find
from .fold import fold
from .periods import find_periods
from .sections import Node
from .units import Assignment, is_closing

_REPORT_HEAD = re.compile(
    r"\b(?:che do|thong tin,?|dinh ky|cong tac).{0,20}bao cao|^bao cao\b|\bbao cao (?:dinh ky|ket qua)$"
)
_CLOSING_HEAD = re.compile(r"to chuc(?: trien khai)? thuc hien|to chuc|phan cong|che do|thong tin, bao cao|trach nhiem")
_REPORT_NAME = re.compile(
    r"^\s*(?:(?:tong hop|xay dung|lap|thuc hien|che do|so ket|tong ket|danh gia|gui|cong tac),?\s*(?:va\s+)?){0,3}"
    r"(?:thong tin,? )?bao cao\b(?!\s*vien)"
)

_TOLD_TO = re.compile(r"(?<!\w)báo cáo (?:(?:về|cho|với|lên) )?[A-ZĐ]")


def report_passages(
    doc: Document, root: Node, units: list[Assignment], nested: list[Assignment], tasks: list[Find]
) -> list[Passage]:
    out: list[Passage] = []
    inner = {u.start for u in nested}
    ends = _ends_with_children(root)
    covered: list[tuple[int, int]] = []
    for unit in units:
        for start, end in unit.duties:
            if start in inner:
                covered.append((start, end))
                continue
            covered.append((start, ends.get(start, end)))
            out.append(Passage(*covered[-1], unit.unit, "unit", section=unit.start))
        for node in unit.due_nodes:  # "Thời gian báo cáo: trước ngày 20 hằng tháng" is its unit's
            covered.append((node.start, node.end))
            out.append(Passage(node.start, node.end, unit.unit, "unit", section=unit.start))
    out += [Passage(s, e, u.unit, "unit", conf=0.7, section=u.start) for u in nested for s, e in u.duties]
    owned = _Spans(covered)
    out += [_loose(n) for n in root.walk() if n.level >= 0 and not owned.touch(n.start, n.end)]
    out += [p for task in tasks for p in _task_passages(doc, task)]
    return out


class _Spans:
    """Spans of the text, asked whether one of them holds a place or starts in a stretch."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts = sorted(s for s, _ in spans)
        self.ends = list(accumulate((e for _, e in sorted(spans)), max))

    def touch(self, start: int, end: int) -> bool:
        at = bisect_right(self.starts, start)
        return (at > 0 and self.ends[at - 1] > start) or bisect_left(self.starts, start) < bisect_left(self.starts, end)


def _ends_with_children(root: Node) -> dict[int, int]:
    """By where a node's words start: where its sub-points, which belong to it, end."""
    out: dict[int, int] = {}
    last: dict[int, int] = {}
    for node in reversed(list(root.walk())):
        end = max([node.end, *(last[id(c)] for c in node.children if not is_closing(c))])
        last[id(node)] = end
        if node.children and node.level >= 0:
            out[node.start] = end
    return out


def _loose(node: Node) -> Passage:
    """A paragraph that no unit owns; under a heading on reports every line of it is about reports."""
    above = [a for a in (node, *node.ancestors()) if a.level >= 0]
    heads = [a for a in above if _REPORT_HEAD.search(a.folded[:80]) and (a is not node or a.children)]
    inline = _REPORT_HEAD.match(node.folded.split(":")[0]) is not None and ":" in node.text[:80]
    closing = bool(_CLOSING_HEAD.search(above[-1].folded[:120])) or bool(heads)
    section = heads[-1].start if heads else above[-1].start
    return Passage(
        node.start, node.end, None, "closing" if closing else "body", bool(heads) or inline, 0.8, section=section
    )


def _task_passages(doc: Document, task: Find) -> list[Passage]:
    """A row whose result or deadline cell tells to report."""
    start, end = task["span"]
    lead = task["lead"]
    if "\t" not in doc.text[start:end]:
        return []
    if _REPORT_NAME.match(fold(task["name"])) and task["due_text"]:
        at = doc.text.find(task["due_text"], start, end)
        if at >= 0:
            return [Passage(at, at + len(task["due_text"]), lead, "row", True, 0.75)]
    if (
        task["due_text"]
        and _TOLD_TO.search(task["name"])
        and any(p.frequency != "once" for p in find_periods(task["due_text"], None))
    ):
        return [Passage(start, end, lead, "row", True, 0.7)]
    at = doc.text.find(task["result"], start, end) if task["result"] else -1
    if at >= 0 and re.search(r"báo cáo", task["result"], re.IGNORECASE):
        return [Passage(at, at + len(task["result"]), lead, "row", False, 0.75)]
    return []
