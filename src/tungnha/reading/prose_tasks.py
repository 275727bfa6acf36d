"""Tasks written as prose: a heading or bullet, then "Đơn vị chủ trì: …", "Thời gian thực hiện: …"."""

import re

from .document import Document
from .find import Find, found
from .sections import PARAGRAPH, Node
from .tasks import due_value, label_of

_NAME_LABEL = re.compile(r"^(?:noi dung(?: thuc hien)?|nhiem vu|ten nhiem vu)\s*:\s*")


def _labels_under(node: Node) -> dict[str, tuple[str, Node]]:
    """The labelled lines of a task: among its children, or below a label of its own ("Cơ quan thực hiện:")."""
    out: dict[str, tuple[str, Node]] = {}
    for child in node.children:
        label = label_of(child.folded)
        if not label:
            continue
        value = child.text[label[1] :].strip()
        if value:
            out.setdefault(label[0], (value.rstrip(".;"), child))
        for below, found_ in _labels_under(child).items():
            out.setdefault(below, found_)
    return out


def _name(node: Node) -> tuple[str, int]:
    """A task's words: its "Nội dung thực hiện:" line when it has one, else its heading."""
    for child in node.children:
        hit = _NAME_LABEL.match(child.folded)
        if hit and len(child.text) > hit.end() + 10:
            return child.text[hit.end() :].strip(), child.start
    return node.text.strip(), node.start


def read_prose_tasks(doc: Document, root: Node, year: int | None) -> list[Find]:
    """A node whose children carry a lead (or a co-operator) and one more label is a task."""
    out: list[Find] = []
    for node in root.walk():
        labels = _labels_under(node) if node.children and node.level >= 0 else {}
        direct = [c for c in node.children if label_of(c.folded)]
        if not direct or label_of(node.folded) or "lead" not in labels or len(labels) < 2:
            continue
        name, start = _name(node)
        value = {k: v[0] for k, v in labels.items()}
        lead, co = _split_lead(value.get("lead"), value.get("co"))
        out.append(
            found(
                doc,
                start,
                max(v[1].end for v in labels.values()),
                0.7,
                no=node.label.rstrip(".)") if node.level != PARAGRAPH else None,
                name=name.rstrip(":."),
                lead=lead,
                co=co,
                result=value.get("result"),
                due_text=value.get("due"),
                due=due_value(value.get("due"), year),
                group=None,
            )
        )
    return out


def _split_lead(lead: str | None, co: str | None) -> tuple[str | None, str | None]:
    """ "X chủ trì, phối hợp với Y" names both."""
    if lead and not co:
        hit = re.match(r"(.+?)\s+chủ trì,?\s*phối hợp (?:với\s+)?(.+)$", lead)
        if hit:
            return hit.group(1).strip(), hit.group(2).strip()
    return lead, co
