"""Tasks written as prose: a heading or bullet, then "Đơn vị chủ trì: …", "Thời gian thực hiện: …".

The labels may stand on lines of their own, below a label ("Cơ quan thực hiện:"), or in one sentence, also in brackets.
"""

import re

from .document import Document
from .find import Find, found
from .fold import UPPER, fold
from .labels import PATTERNS, label_of
from .sections import BULLET, PARAGRAPH, PLUS, ROMAN, Node
from .tasks import due_value, split_lead

_INLINE = re.compile("|".join(rf"(?P<{n}>(?<=[.;,(\-]\s){p}\s*:|(?<=[(]){p}\s*:)" for n, p in PATTERNS.items()))
_NAME_LABEL = re.compile(r"^(?:noi dung(?: thuc hien| cong viec| nhiem vu)?|nhiem vu|ten nhiem vu)\s*:\s*")
# Headings that frame a whole plan or campaign; what stands below them is no single task.
_FRAME = re.compile(
    r"\b(?:thoi gian|dia diem|thanh phan|doi tuong|pham vi|to chuc thuc hien|kinh phi|luc luong|che do)\b"
)


Labels = dict[str, tuple[str, Node]]


def _value(node: Node, start: int, following: list[Node]) -> tuple[str, Node]:
    """A label's words: on its line, below it, or in the plain lines after it; and the node they end in."""
    value = node.text[start:].strip()
    if value:
        return value, node
    parts = [c for c in node.children if not label_of(c.folded)]
    if not parts:
        for sibling in following:
            if sibling.level != PARAGRAPH or label_of(sibling.folded):
                break
            parts.append(sibling)
    return "; ".join(p.text.strip(" .;") for p in parts), parts[-1] if parts else node


def _labels_under(node: Node) -> Labels:
    """The labelled lines of a task: among its children, or below a label of its own ("Cơ quan thực hiện:")."""
    out: Labels = {}
    for i, child in enumerate(node.children):
        label = label_of(child.folded)
        if not label:
            continue
        below = _labels_under(child)
        value, last = _value(child, label[1], node.children[i + 1 :])
        if value and not (below and not child.text[label[1] :].strip()):
            out.setdefault(label[0], (value.strip().rstrip(".;"), last))
        for name, found_ in below.items():
            out.setdefault(name, found_)
    return out


def _name(node: Node) -> tuple[str, int]:
    """A task's words: its heading and, when it has one, its "Nội dung thực hiện:" line."""
    heading = node.text.strip().rstrip(":.;")
    own = _NAME_LABEL.match(fold(heading))
    if own:
        return heading[own.end() :].strip(), node.start
    for child in node.children:
        hit = _NAME_LABEL.match(child.folded)
        if hit and len(child.text) > hit.end() + 10:
            return f"{heading}: {child.text[hit.end() :].strip()}".rstrip(":.;"), node.start
    return heading, node.start


def _is_task(node: Node, labels: Labels) -> bool:
    """A lead and one more label, or a lead that says "chủ trì": "Đơn vị thực hiện" alone is a manner of speech."""
    if "lead" not in labels:
        return False
    heading = node.folded[:120]
    if node.level <= ROMAN and (_FRAME.search(heading) or len(node.text) < 12):
        return False
    if _FRAME.match(heading):
        return False
    return len(labels) >= 2 or bool(re.search(r"\bchu tri\b", labels["lead"][1].folded[:60]))


def _number(node: Node) -> str | None:
    return None if node.level in (PARAGRAPH, BULLET, PLUS) else node.label.strip(".)/( ") or None


def read_prose_tasks(doc: Document, root: Node, year: int | None) -> list[Find]:
    """Tasks of the body in order: those with labelled lines below them, those with labels in their own sentence."""
    out: list[Find] = []
    for node in root.walk():
        if node.level < 0 or label_of(node.folded):
            continue
        direct = any(label_of(c.folded) for c in node.children)
        labels = _labels_under(node) if direct else {}
        if direct and _is_task(node, labels):
            name, start = _name(node)
            end = max(v[1].end for v in labels.values())
            out.append(_task(doc, node, start, end, name, {k: v[0] for k, v in labels.items()}, year))
            continue
        inline = _inline(node.text)
        if inline:
            name, values = inline
            out.append(_task(doc, node, node.start, node.end, name, values, year))
    return out


def _inline(text: str) -> tuple[str, dict[str, str]] | None:
    """ "Viết tin bài (Chủ trì: X; phối hợp: Y; thời gian: Z)": (name, values); None without a lead and one more."""
    if ":" not in text:
        return None
    hits = list(_INLINE.finditer(fold(text)))
    kinds = [str(h.lastgroup) for h in hits]
    name = text[: hits[0].start()].rstrip(" (.;,-") if hits else ""
    if "lead" not in kinds or len(set(kinds)) < 2 or len(name) < 4:
        return None
    values: dict[str, str] = {}
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        value = text[hit.end() : following.start() if following else len(text)]
        values.setdefault(str(hit.lastgroup), value.strip(" ;.,(-").removesuffix(")").strip(" ;."))
    if not re.match(rf"[{UPPER}\d]|(?:các|toàn)\s", values["lead"]):
        return None  # "thực hiện: đi từng ngõ, gõ từng nhà"
    return name, {k: v for k, v in values.items() if v}


def _task(doc: Document, node: Node, start: int, end: int, name: str, values: dict[str, str], year: int | None) -> Find:
    lead, co = split_lead(values.get("lead"), values.get("co"))
    due_text = values.get("due")
    return found(
        doc, start, end, 0.7,
        no=_number(node), name=re.sub(r"\s+", " ", name).strip(" :.;"), lead=lead, co=co,
        result=values.get("result"), due_text=due_text, due=due_value(due_text, year), group=None,
    )  # fmt: skip
