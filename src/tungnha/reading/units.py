"""Who does what: the section "Tổ chức thực hiện" and its like, a unit each with its duties.

A unit that has duties in two sections is two finds, as the plan has two headings; the later says so (`again`), and the
person who confirms decides whether to make them one.
"""

import re
from dataclasses import dataclass, field

from .addressee import find_subject
from .document import Document
from .find import Find, found
from .fold import fold, key, starts_lower
from .labels import label_of
from .sections import BULLET, ITEM, LETTER, NUMBER, PARAGRAPH, PLUS, SUBNUMBER, Node
from .tasks import find_tables
from .unit_names import (
    after_opening,
    call_end,
    first_verb,
    inline_cut,
    looks_like_unit,
    own_line,
    split_units,
    starts_with_verb,
    strip_call,
    unit_at,
)

__all__ = ["Assignment", "as_find", "find_assignments", "looks_like_unit", "nested_units", "strip_call", "unit_at"]

_SECTION = re.compile(
    r"\b(?:to chuc(?: trien khai)?(?:,? chi dao)?,? thuc hien|to chuc trien khai|to chuc chi dao"
    r"|phan cong(?: va)?,? (?:nhiem vu|thuc hien|to chuc|trach nhiem|cong viec|phoi hop|cu the)|phan cong$"
    r"|trach nhiem (?:thuc hien|cua|to chuc|cac|thi hanh)|nhiem vu(?: cu the)? cua cac (?:co quan|don vi|so|phong"
    r"|ban|luc luong"
    r"|nganh|cap|thanh vien|doan the|to chuc|bo phan|to|thon)|trien khai thuc hien$|phan cong,)"
)
# Below the first level the words must be the heading itself: a task may well speak of "tổ chức thực hiện".
_SUBSECTION = re.compile(
    r"^(?:to chuc(?: trien khai)? thuc hien|phan cong(?: nhiem vu| trach nhiem| to chuc| thuc hien| cu the)*"
    r"|trach nhiem (?:thuc hien|cua cac (?:co quan|don vi)[^.;:]{0,60}|cac (?:co quan|don vi)[^.;:]{0,60}))\s*[:.]?$"
)
# Headings inside such a section that speak of money, time or reports and not of units.
_OTHER_HEADING = re.compile(
    r"^(?:kinh phi|nguon kinh phi|che do|thoi gian|khen thuong|kiem tra|giam sat|tien do|dia diem|thoi han|so ket"
    r"|thong tin,? bao cao|cong tac|ket qua|muc tieu|noi dung|giai phap)\b"
)
_NO_UNITS = re.compile(
    r"muc dich|yeu cau|muc tieu|chi tieu|kinh phi|pham vi|doi tuong|thanh phan|hinh thuc|thoi gian|dia diem|quan diem"
    r"|danh gia|thuc trang|tinh hinh|ket qua|can cu|che do|bao cao|phu luc|khen thuong|nguyen tac|co so phap ly"
)
_NOT_DUTY = re.compile(
    r"^(?:thoi gian (?:thuc hien|hoan thanh|bao cao)?|thoi han|tien do|han hoan thanh"
    r"|(?:don vi|co quan) (?:phoi hop|chu tri|thuc hien)|ket qua|san pham|kinh phi|dia diem)\s*[^:]{0,30}:"
)
_TROUBLE = re.compile(r"\b(?:kho khan|vuong mac|phat sinh|bat cap|sua doi|bo sung|dieu chinh)\b")


@dataclass
class Assignment:
    """A unit of the plan: its name as called, its span in the text and the nodes that are its duties."""

    unit: str
    raw: str
    start: int
    end: int
    duties: list[tuple[int, int]] = field(default_factory=list)
    node: Node | None = None
    inline: bool = False
    nested: bool = False
    due_nodes: list[Node] = field(default_factory=list)
    confidence: float = 0.9
    name_end: int = 0
    again: bool = False


# -- the duties under a heading ---------------------------------------------------------


def _duty_nodes(node: Node) -> list[Node]:
    """Paragraphs and bullets under a unit; deeper marks ("+") are parts of their bullet.

    A numbered or lettered item counts as one duty unless it only opens its own bullets.
    """
    out: list[Node] = []
    for child in node.children:
        if child.children and child.level in (NUMBER, SUBNUMBER, ITEM) and len(child.text) < 90 and _opens(child):
            out += _duty_nodes(child)
        elif child.text.rstrip().endswith(":") and child.level == PARAGRAPH and len(child.text) < 160:
            continue
        else:
            out.append(child)
    return out


def _opens(node: Node) -> bool:
    """Whether an item's points stand below it; a full sentence with plain paragraphs below is itself the point."""
    return any(c.level != PARAGRAPH for c in node.children) or not node.text.rstrip().endswith((".", ";"))


_CLOSING = re.compile(
    r"^\W*(?:tren day|trong qua trinh|qua trinh|yeu cau|de nghi|can cu"
    r"|nhan duoc|ke hoach nay|gui kem|tren co so|ubnd|uy ban|truong hop|neu co"
    r"|(?:ke hoach|chuong trinh(?: hanh dong)?|phuong an|de an) nay"
    r"|ban chi dao|noi dung ke hoach|giao (?:phong|van phong|so)|cac (?:co quan|don vi|phong|so))"
)
_END = re.compile(
    r"^\W*(?:tren day la|trong qua trinh|qua trinh (?:trien khai|thuc hien|to chuc)|gui kem"
    r"|(?:ke hoach|chuong trinh(?: hanh dong)?|phuong an|de an) nay (?:duoc|co|pho bien|thay the|trien khai|gui"
    r"|ap dung))"
)


def is_closing(node: Node) -> bool:
    """The plan's closing words below the last point of its last unit, which are no part of that point."""
    parent = node.parent
    last = node.level == PARAGRAPH and parent is not None and parent.level == ITEM
    return last and bool(_CLOSING.match(node.folded)) and not _opens(parent) if parent else False


def _others_report(node: Node) -> bool:
    """ "Trước ngày 25 hằng tháng, các thôn báo cáo …" below a unit's bullets speaks of others."""
    report = node.folded.find("bao cao", 20)
    sent = node.folded.find(" gui ")
    at = report if report > 0 else sent
    return at > 0 and not starts_with_verb(node.text) and find_subject(node.text, at) is not None


def _without_closing(duties: list[Node], inline: bool) -> list[Node]:
    """The plan's closing words stand under its last unit but are no duty of it."""
    bulleted = inline or any(d.level != PARAGRAPH for d in duties)
    ends_at = [i for i, d in enumerate(duties) if d.level == PARAGRAPH and _END.match(d.folded) and (i or inline)]
    kept = duties[: min(ends_at, default=len(duties))]
    while kept and kept[-1].level == PARAGRAPH and (len(kept) > 1 or inline):
        last = kept[-1]
        opened = after_opening(last.text) is not None
        ends = last.text.rstrip().endswith("./.") and (opened or not starts_with_verb(last.text))
        named = looks_like_unit(last.text) and not starts_with_verb(last.text)
        others = named or opened or _others_report(last)
        if not (ends or (bulleted and (others or _CLOSING.match(last.folded))) or last.text.startswith("(")):
            break
        kept.pop()
    return kept


def _name_goes_on(node: Node, name_end: int) -> Node | None:
    """The paragraph below a heading that is the rest of its name ("1. Sở Khoa học và" / "Công nghệ")."""
    first = node.children[0] if node.children else None
    if first is None or first.level != PARAGRAPH or first.children or len(first.text) > 120:
        return None
    text, above = first.text.strip(), node.text[:name_end].rstrip()
    if text.endswith((".", ";", ",")) or starts_with_verb(text):
        return None
    open_end = re.search(r"(?:,|;|-|&|\b(?:va|cua|cac|thuoc|voi|cho|tinh|ban|so|phong|hoi))$", fold(above))
    return first if (open_end and len(node.children) > 1) or starts_lower(text) else None


def _make(node: Node, name_end: int, duty_start: int | None) -> Assignment:
    rest = _name_goes_on(node, name_end) if duty_start is None else None
    raw = node.text[:name_end].strip().rstrip(":").strip()
    end_of_name = node.start + name_end
    if rest is not None:
        raw, end_of_name = f"{raw} {rest.text.strip().rstrip(':')}", rest.end
    item = Assignment(strip_call(raw), raw, node.start, max(n.end for n in node.walk()), node=node)
    item.name_end = end_of_name
    if duty_start is not None:
        words = node.text[duty_start:].strip()
        if len(words) > 6 and not (words.endswith(":") and node.children):
            item.duties.append((node.start + duty_start, node.end))
        item.inline = True
    _add_duties(item, _without_closing([d for d in _duty_nodes(node) if d is not rest], item.inline))
    return item


def _add_duties(item: Assignment, nodes: list[Node]) -> None:
    for child in nodes:
        if _NOT_DUTY.match(child.folded) and len(child.text) < 160:
            item.due_nodes.append(child)
        else:
            item.duties.append((child.start, child.end))
            item.end = max(item.end, child.end)


# -- units in a section -----------------------------------------------------------------


def _is_own_line(node: Node) -> bool:
    return own_line(node.text, bool(node.children))


def _as_unit(node: Node, loose: bool = False) -> Assignment | None:
    """The node read as "unit", "unit: duty" or "unit verb …"; None when it is none of them.

    An unmarked paragraph counts only when it is called ("Giao …"), or `loose`.
    """
    if label_of(node.folded) or (_OTHER_HEADING.match(node.folded) and len(node.text) < 120):
        return None
    if _is_own_line(node) and (node.children or node.level <= SUBNUMBER):
        return _make(node, len(node.text), None)
    if node.level <= BULLET or loose or call_end(node.text):
        cut = inline_cut(node.text)
        if cut:
            return _make(node, cut[0], cut[1])
    return None


def _holds_units(node: Node) -> bool:
    """A heading over several units ("Các sở, ban, ngành" with 1.1, 1.2 …), not a unit itself."""
    inside = [c for c in node.children if c.level in (NUMBER, SUBNUMBER, ITEM)]
    if sum(map(_is_own_line, inside)) >= 2:
        return True
    bullets = [c for c in node.children if c.level == BULLET]
    units = [c for c in bullets if _is_named(c)]
    return _is_own_line(node) and len(units) >= 2 and len(units) * 2 > len(bullets)


def _is_named(node: Node) -> bool:
    """A bullet "Trạm Y tế: …", or "Trạm Y tế" with marks below it."""
    cut = inline_cut(node.text)
    return bool(cut and node.text[cut[0]] == ":") or bool(node.children and _is_own_line(node))


def _read_node(node: Node, out: list[Assignment]) -> None:
    """A node that names a unit becomes an assignment; one that does not is looked into."""
    if not _holds_units(node):
        item = _as_unit(node)
        if item is not None:
            out.append(item)
            return
    if node.level == PLUS or (_OTHER_HEADING.match(node.folded) and len(node.text) < 120):
        return
    inside = [c for c in node.children if c.level in (NUMBER, SUBNUMBER, ITEM)]
    for child in inside or [c for c in node.children if c.level == BULLET]:
        _read_node(child, out)


def _read_flat(nodes: list[Node]) -> list[Assignment]:
    """Units whose duties follow as siblings: headings that lost their numbers, or bullets over bullets."""
    heads = [i for i, n in enumerate(nodes) if not n.children and _is_own_line(n) and not label_of(n.folded)]
    if not heads or (len(heads) < 2 and not nodes[heads[0]].text.rstrip().endswith(":")):
        return []
    out = []
    for at, stop in zip(heads, [*heads[1:], len(nodes)], strict=True):
        below = nodes[at + 1 : stop]
        if not below or (len(heads) > 1 and nodes[at].level == BULLET and any(looks_like_unit(b.text) for b in below)):
            continue
        node = nodes[at]
        item = Assignment(
            strip_call(node.text), node.text.strip().rstrip(":"), node.start, node.end, node=node, confidence=0.7
        )
        item.name_end = node.end
        _add_duties(item, _without_closing(below, False))
        out.append(item)
    return out


def _read_children(section: Node, out: list[Assignment]) -> None:
    """Children of an assignment section: numbered units, or bullets and paragraphs that name one."""
    numbered = [c for c in section.children if c.level in (LETTER, NUMBER, SUBNUMBER, ITEM)]
    loose = [c for c in section.children if c.level in (PARAGRAPH, BULLET)]
    flat = [] if numbered else _read_flat(loose)
    if flat:
        out += flat
        return
    for child in section.children:
        if numbered and child.level in (BULLET, PLUS):
            continue
        if child.level == PARAGRAPH:
            _read_paragraph(child, bool(numbered), out)
        else:
            _read_node(child, out)
    _siblings_of_units(numbered, out)
    if not out or all(a.confidence < 0.65 for a in out):
        _after_openings(numbered or loose, out)


def _read_paragraph(node: Node, numbered: bool, out: list[Assignment]) -> None:
    """An unmarked paragraph: "Phân công đồng chí …" always, other units only where nothing is numbered."""
    named = re.match(r"^(?:phan cong|giao)\s", node.folded)
    colon = not numbered and (cut := inline_cut(node.text)) and node.text[cut[0]] == ":"
    called = not numbered and call_end(node.text) and not _TROUBLE.search(node.folded)
    if not (named or colon or called or (not numbered and _is_own_line(node))):
        return
    item = _as_unit(node, loose=True)
    if item is not None:
        item.confidence = 0.6
        out.append(item)


def _siblings_of_units(numbered: list[Node], out: list[Assignment]) -> None:
    """Among siblings that are units, a short heading in the same form is one too, whatever its first word."""
    known = {id(a.node) for a in out}
    above = {id(n) for a in out if a.node for n in a.node.ancestors()}
    if sum(id(n) in known for n in numbered) < 2:
        return
    for node in numbered:
        text = node.text.strip()
        if (
            id(node) in known
            or id(node) in above
            or not node.children
            or _OTHER_HEADING.match(node.folded)
            or _holds_units(node)
        ):
            continue
        heading = len(text) < 140 and text[:1].isupper() and not text.endswith((".", ";"))
        inside = any(a.node is not None and node in a.node.ancestors() for a in out)
        if (
            heading
            and not inside
            and not starts_with_verb(text)
            and first_verb(text) is None
            and not label_of(node.folded)
        ):
            item = _make(node, len(node.text), None)
            item.confidence = 0.6
            out.append(item)


def _after_openings(nodes: list[Node], out: list[Assignment]) -> None:
    """ "Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng …": the unit stands behind the opening words."""
    for node in nodes:
        if any(a.node is node for a in out) or (_TROUBLE.search(node.folded) and "neu" in node.folded):
            continue
        at = after_opening(node.text)
        cut = inline_cut(node.text[at:]) if at is not None else None
        if at is None or cut is None:
            continue
        raw = node.text[at : at + cut[0]].strip()
        end = max(n.end for n in node.walk())
        item = Assignment(strip_call(raw), raw, node.start + at, end, node=node, inline=True, confidence=0.55)
        item.name_end = node.start + at + cut[0]
        item.duties.append((node.start + at + cut[1], node.end))
        _add_duties(item, _without_closing(_duty_nodes(node), True))
        out.append(item)


# -- the sections -----------------------------------------------------------------------


def assignment_sections(root: Node) -> list[Node]:
    """Sections that give units their duties, at whatever depth; none inside another."""
    # Short plans number their sections 1, 2, 3 and have no Roman ones.
    top = LETTER if any(n.level <= LETTER for n in root.children) else NUMBER
    out: list[Node] = []
    for node in root.walk():
        if not 0 <= node.level <= ITEM or any(a in out for a in node.ancestors()):
            continue
        high = node.level <= (top if node.parent is root else LETTER)
        if (high and len(node.text) < 200 and _SECTION.search(node.folded[:140])) or (
            node.children and _SUBSECTION.match(node.folded.strip())
        ):
            out.append(node)
    return out


# Outside such sections these are whom a measure is for, or a level of the state, and not who carries it out.
_AUDIENCE = re.compile(
    r"^(?:doi voi|nguoi dan|nhan dan|(?:can bo|cong chuc|vien chuc|dang vien|doan vien|hoi vien)\b|ho gia dinh|hoc sinh"
    r"|(?:cac )?doanh nghiep\W*$|ho kinh doanh|cap (?:tinh|xa|thanh pho|phuong|huyen|trung uong|uy)|cong dan)"
)


def _units_elsewhere(root: Node, taken: list[Node]) -> list[Assignment]:
    """Units named as headings outside "Tổ chức thực hiện": two or more side by side under one heading."""
    out: list[Assignment] = []
    for parent in root.walk():
        heads = [h for h in (parent, *parent.ancestors()) if h.level >= 0]
        if any(h in taken for h in heads) or any(_NO_UNITS.search(h.folded[:60]) for h in heads):
            continue
        if any(a.node in heads for a in out):
            continue
        inside = [c for c in parent.children if c.level in (LETTER, NUMBER, SUBNUMBER, ITEM)]
        own = [c for c in inside if c.children and _is_own_line(c) and not _AUDIENCE.match(c.folded)]
        if len(own) >= 2 and len(own) * 2 >= len(inside):
            out += [item for c in inside if not _holds_units(c) and (item := _as_unit(c))]
            continue
        colons = [c for c in inside if (cut := inline_cut(c.text)) and c.text[cut[0]] == ":" and not label_of(c.folded)]
        if len(colons) >= 3 and len(colons) + len(own) == len(inside) and _gives_duties(colons):
            out += [item for c in inside if (item := _as_unit(c))]
    for item in out:
        item.confidence = 0.75
    return out


def _gives_duties(nodes: list[Node]) -> bool:
    """ "Công an xã: Chủ trì …" gives a duty; "Cấp xã: 12 người" counts."""
    verbs = [n for n in nodes if starts_with_verb(n.text[n.text.index(":") + 1 :].strip())]
    return len(verbs) * 2 > len(nodes)


def _from_tables(doc: Document) -> list[Assignment]:
    """A table of units and what each does ("Đơn vị" left of "Nhiệm vụ", no deadline column): a row each."""
    out: list[Assignment] = []
    for table in find_tables(doc):
        lead, name = table.columns.get("lead"), table.columns.get("name")
        if lead is None or name is None or lead > name or "due" in table.columns or "co" in table.columns:
            continue
        for row in table.rows:
            cells = row.cells()
            if len(cells) <= name or not cells[name][0]:
                continue
            words, start, end = cells[lead]
            duty = (cells[name][1], cells[name][2])
            if not words and out:
                out[-1].duties.append(duty)
            elif looks_like_unit(words):
                item = Assignment(strip_call(words), words, start, max(end, duty[1]), [duty], confidence=0.7)
                item.name_end = end
                out.append(item)
    return out


def _of_bare_paragraphs(root: Node) -> list[Assignment]:
    """A plan without any heading or mark: "Trưởng thôn đọc loa mỗi sáng …" gives a unit what to do."""
    if any(n.level != PARAGRAPH for n in root.children):
        return []
    out = []
    for node in root.children:
        cut = inline_cut(node.text) if not _TROUBLE.search(node.folded) else None
        name = node.text[: cut[0]] if cut else ""
        if cut and len(name.split()) >= 2 and not re.search(r"[\d.]", name) and not _CLOSING.match(node.folded):
            item = _make(node, cut[0], cut[1])
            item.confidence = 0.5
            out.append(item)
    same: dict[str, Assignment] = {}
    for item in out:
        first = same.setdefault(key(item.unit), item)
        if first is not item:
            first.duties += item.duties
    return list(same.values()) if len(same) >= 2 else []


_SECTION_OF = re.compile(r"^(?:trach nhiem|nhiem vu) (?:thuc hien )?cua ")


def find_assignments(doc: Document, root: Node) -> list[Assignment]:
    out: list[Assignment] = []
    sections = assignment_sections(root)
    for section in sections:
        mine: list[Assignment] = []
        of_unit = _SECTION_OF.match(section.folded)
        _read_children(section, mine)
        if not mine and of_unit and unit_at(section.text[of_unit.end() :]):
            mine.append(_make(section, len(section.text), None))
        out += mine
    out += _units_elsewhere(root, sections)
    out += _from_tables(doc) or (_of_bare_paragraphs(root) if not out else [])
    kept = [a for a in sorted(out, key=lambda a: a.start) if a.unit and (a.duties or a.node)]
    seen: set[str] = set()
    for item in kept:
        item.again = key(item.unit) in seen
        seen.add(key(item.unit))
    return kept


def nested_units(doc: Document, items: list[Assignment]) -> list[Assignment]:
    """ "- Giao Phòng Tài chính theo dõi …" inside another unit's duties is that other unit's duty too."""
    out = []
    for item in items:
        for start, end in item.duties:
            text = doc.text[start:end]
            if not re.match(r"^(?:Giao|Phân công)\s", text) or (item.inline and start == item.duties[0][0]):
                continue
            cut = inline_cut(text)
            if cut:
                raw = text[: cut[0]].strip()
                name = strip_call(raw)
                if name[:1].isupper():  # "Phân công hội viên nòng cốt …" names no unit
                    duty = (start + cut[1], end)
                    out.append(Assignment(name, raw, start, end, [duty], nested=True, confidence=0.7))
    return out


def as_find(doc: Document, item: Assignment) -> Find:
    duties = [{"text": doc.text[s:e].strip(), "span": [s, e], "quote": doc.text[s:e].strip()} for s, e in item.duties]
    name_end = item.name_end or min(item.start + len(item.raw) + 2, len(doc.text))
    return found(
        doc, item.start, name_end, item.confidence if item.duties else 0.5,
        unit=item.unit, unit_raw=item.raw, duties=[d["text"] for d in duties], n_duties=len(duties),
        duty_spans=[d["span"] for d in duties], inline=item.inline, nested=item.nested, again=item.again,
        split=split_units(item.unit),
    )  # fmt: skip
