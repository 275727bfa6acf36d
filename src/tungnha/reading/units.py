"""Who does what: the section "Tổ chức thực hiện" and its like, a unit each with its duties."""

import re
from dataclasses import dataclass, field

from .document import Document
from .find import Find, found
from .fold import UPPER, fold
from .sections import BULLET, ITEM, LETTER, NUMBER, PARAGRAPH, PLUS, SUBNUMBER, Node

_SECTION = re.compile(
    r"\b(?:to chuc thuc hien|phan cong (?:nhiem vu|thuc hien|to chuc|trach nhiem|cong viec)|to chuc trien khai"
    r"|trach nhiem (?:thuc hien|cua|to chuc)|phan cong$|to chuc,? chi dao thuc hien|trien khai thuc hien$)"
)
_CALL = re.compile(
    r"^(?:(?:kinh )?de nghi|giao(?: cho)?|yeu cau|phan cong|trach nhiem cua|doi voi|uy quyen)\s*:?\s+"
    r"(?:(?:dong chi|ong|ba|d/c)\s+)?"
)
UNIT_START = (
    r"(?:(?:cac|nhung|tat ca|toan the|dong chi|lanh dao)\s+)*"
    r"(?:ubnd|uy ban|uy nhan|hdnd|hoi dong|ubmttq|ub mttq|mttq|mat tran"
    r"|van phong|phong(?! trao| chong| ngua)|ban(?! hanh)|bch|bchqs"
    r"|so(?! hoa| lieu)|trung tam|cong an|dang uy|dang bo|tinh uy"
    r"|thanh uy|huyen uy|cap uy|chi bo|chi uy|bi thu|truong(?! hop)"
    r"|pho|thu truong|thanh vien|hoi(?! nghi| thao)|doan(?! ket)"
    r"|tinh doan|thanh doan|xa doan|lien doan|hiep hoi|cong doan"
    r"|tram|benh vien|to(?! chuc)|to chuc(?= chinh| doan| hoi| ctxh| xa hoi"
    r"| tin dung| cung cap)|thon|khu pho|khu dan cu|khu|xom|ap|bon|buon"
    r"|lang|khom|tdp|doanh nghiep|ngan hang|vnpt|viettel|mobifone|fpt|buu dien|cong ty|tap doan|chi nhanh|chi cuc"
    r"|cuc|tong cuc|vien|co quan|don vi|nganh|xa(?! hoi)|phuong(?! thuc"
    r"| phap| tien)|thi tran|dac khu|huyen|tinh(?! hinh)|thanh pho"
    r"|bao(?! cao| dam| ve)|dai|kho bac|thue|bao hiem|quan su"
    r"|bo(?! tri| sung)|thuong truc|chu tich|giam doc|can bo|cong chuc"
    r"|quy(?! dinh| trinh| hoach)|hop tac xa|htx|ho kinh doanh"
    r"|nha truong|toa an|nguoi dung dau|co so(?! du lieu| ha tang)"
    r"|don bien phong|dia phuong|tieu ban|tong cong ty|hai quan"
    r"|dang vien|luc luong|trang thong tin|cong thong tin|nguoi dan"
    r"|mam non|dong chi|y te|cap xa|cap tham quyen"
    r"|cap co tham quyen|vphdnd|vp|thanh tra|trai|hat kiem lam|dien luc)\b"
)
# Short words that mean a unit only with their own marks: "Sở", not "số"; "Tỉnh", not "tình".
_EXACT = {
    "so": ("sở",), "tinh": ("tỉnh",), "to": ("tổ",), "ban": ("ban", "bản"), "hoi": ("hội",), "phong": ("phòng",),
    "vien": ("viện", "viễn"), "cuc": ("cục",), "dai": ("đài",), "bao": ("báo", "bảo"), "quy": ("quỹ",), "bo": ("bộ",),
    "tram": ("trạm",), "xa": ("xã",), "lang": ("làng",), "ap": ("ấp",), "truong": ("trường", "trưởng"), "khu": ("khu",),
    "pho": ("phó", "phố"), "nganh": ("ngành",), "thue": ("thuế",), "trai": ("trại",), "doan": ("đoàn",),
    "phuong": ("phường",), "huyen": ("huyện",), "chi": ("chi",), "bon": ("bon",), "vp": ("vp",), "thon": ("thôn",),
}  # fmt: skip


def unit_at(text: str) -> bool:
    """Whether a text starts with a word that names a unit."""
    hit = _UNIT.match(fold(text))
    if not hit:
        return False
    prefix = re.match(r"(?:(?:cac|nhung|tat ca|toan the|dong chi|lanh dao)\s+)*", fold(text))
    word = text[prefix.end() if prefix else 0 :].split()[0].strip(",.:;").lower()
    return word in _EXACT.get(fold(word), (word,))


_UNIT = re.compile(UNIT_START)
VERB = (
    r"(?:chu tri|chi dao|theo doi|can cu|xay dung|chiu trach nhiem"
    r"|co trach nhiem|co nhiem vu|tang cuong|kien toan|phoi hop"
    r"|tham muu|huong dan|trien khai|day manh|tong hop|thuc hien|bo tri|tuyen truyen|chu dong|phat huy|ra soat"
    r"|thuong xuyen|cung cap|bao dam|dam bao|ho tro|kiem tra|don doc|lam dau moi|quan triet|tiep tuc|nghien cuu"
    r"|tich cuc|phan cong|ban hanh|nam bat|tham gia|van dong|dua tin|bam sat|khan truong|huy dong|kip thoi|la dau moi"
    r"|la co quan|la don vi|dinh ky|bao cao|to chuc(?! chinh| doan| hoi| xa| tin dung| dang"
    r"| thanh vien| tuong)|tap trung|nghiem tuc|quan tam|cu can bo|lap ke hoach|truc tiep|gui bao cao"
    r"|du kien|cap nhat|dang ky|tao dieu kien|can nhac|dong hanh"
    r"|long ghep|dieu hanh|de xuat|giam sat|phan bo|uu tien)"
)
# Words of unit names that look like verbs: "Ban Chỉ đạo", "Tổ triển khai", "đơn vị phối hợp", "Trung tâm cung cấp…".
_NAME_BEFORE = re.compile(
    r"(?:\bban|\bto|\bphong|\btrung tam|\bbo phan|\bduoc|\bnhom|\bdich vu"
    r"|\bgiao duc|\bdon vi(?= phoi hop| thuc hien| chu tri))\s*$"
)
# Verbs that also end names ("Các đơn vị phối hợp thực hiện", "Tổ công tác triển khai Đề án 06").
_MAYBE_NAME = re.compile(r"(?:trien khai|thuc hien|ho tro|phoi hop|huong dan|cung cap|giam sat)\b[^,:.;]{0,45}$")
_NOT_DUTY = re.compile(
    r"^(?:thoi gian (?:thuc hien|hoan thanh|bao cao)?|thoi han|tien do"
    r"|don vi phoi hop|co quan phoi hop|ket qua|kinh phi)\s*[^:]{0,30}:"
)


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


def strip_call(name: str) -> str:
    """ "Đề nghị Đoàn thanh niên:" → "Đoàn thanh niên"."""
    hit = _CALL.match(fold(name))
    if hit:
        name = name[hit.end() :]
    return name.strip().rstrip(":;.,").strip()


def looks_like_unit(text: str) -> bool:
    folded = fold(text)
    hit = _CALL.match(folded)
    return unit_at(text[hit.end() :] if hit else text)


def first_verb(text: str, from_: int = 0) -> int | None:
    """Where the first verb of a duty starts inside "unit + verb …"; names that hold such words are skipped."""
    folded = fold(text)
    for hit in re.finditer(rf"(?<![\w\-]){VERB}\b", folded[from_:]):
        at = hit.start() + from_
        if at == 0 or not text[at].islower():
            continue
        if not re.search(r"[\s,]$", text[:at]) or _NAME_BEFORE.search(folded[:at]):
            continue
        if re.search(r"\b(?:co lien quan|lien quan|va|,)\s*$", folded[:at]) and at < 12:
            continue
        return at
    return None


def _own_line(node: Node) -> bool:
    """A heading that is nothing but a unit's name."""
    text = node.text.strip()
    if not looks_like_unit(text) or len(text) > 260:
        return False
    if text.endswith(":"):
        return True
    call = _CALL.match(fold(text))
    verb = first_verb(text, call.end() if call else 0)
    if verb is not None and not (node.children and len(text) < 130 and _MAYBE_NAME.match(fold(text[verb:]))):
        return False
    return (not text.endswith((".", ";")) and ":" not in text) or (len(text) < 60 and text.endswith("."))


def _inline_cut(text: str) -> tuple[int, int] | None:
    """(end of the unit's name, start of its duty) for "unit: duty" or "unit verb …"."""
    call = _CALL.match(fold(text))
    base = call.end() if call else 0
    if not unit_at(text[base:]):
        return None
    verb = first_verb(text, base)
    colon = text.find(":")
    if colon > 0 and (verb is None or colon < verb) and colon < 240:
        return colon, colon + 1
    if verb is None:
        return None
    name = re.sub(r"[\s,]+$", "", text[:verb])
    return (len(name), verb) if len(name) <= 260 else None


def assignment_sections(root: Node) -> list[Node]:
    # Short plans number their sections 1, 2, 3 and have no Roman ones.
    top = LETTER if any(n.level <= LETTER for n in root.children) else NUMBER
    return [
        node
        for node in root.children
        if node.level <= top and _SECTION.search(node.folded[:140]) and len(node.text) < 200
    ]


def _duty_nodes(node: Node) -> list[Node]:
    """Paragraphs and bullets under a unit; deeper marks ("+") are parts of their bullet.

    A numbered or lettered item counts as one duty unless it only opens its own bullets.
    """
    out: list[Node] = []
    for child in node.children:
        if child.children and child.level in (NUMBER, SUBNUMBER, ITEM) and len(child.text) < 90:
            out += _duty_nodes(child)
        elif child.text.rstrip().endswith(":") and child.level == PARAGRAPH and len(child.text) < 120:
            continue
        else:
            out.append(child)
    return out


def _make(node: Node, name_end: int, duty_start: int | None) -> Assignment:
    raw = node.text[:name_end].strip().rstrip(":").strip()
    item = Assignment(strip_call(raw), raw, node.start, max(n.end for n in node.walk()), node=node)
    if duty_start is not None:
        rest = node.text[duty_start:].strip()
        if len(rest) > 6 and not (rest.endswith(":") and node.children):
            item.duties.append((node.start + duty_start, node.end))
        item.inline = True
    for child in _without_closing(node, _duty_nodes(node), item.inline):
        if _NOT_DUTY.match(child.folded) and len(child.text) < 160:
            item.due_nodes.append(child)
        else:
            item.duties.append((child.start, child.end))
    return item


_CLOSING = re.compile(
    r"^\W*(?:tren day|trong qua trinh|qua trinh|yeu cau|de nghi|can cu"
    r"|nhan duoc|ke hoach nay|gui kem|tren co so|ubnd|uy ban"
    r"|ban chi dao|noi dung ke hoach|giao (?:phong|van phong|so)|cac (?:co quan|don vi|phong))"
)


def _without_closing(node: Node, duties: list[Node], inline: bool) -> list[Node]:
    """The plan's closing words stand under its last unit but are no duty of it."""
    bulleted = inline or any(d.level != PARAGRAPH for d in duties)
    kept = list(duties)
    while kept and kept[-1].level == PARAGRAPH and (len(kept) > 1 or inline):
        last = kept[-1]
        ends = last.text.rstrip().endswith("./.")
        if not (ends or (bulleted and _CLOSING.match(last.folded)) or _is_end(last)):
            break
        kept.pop()
    return kept


def _is_end(node: Node) -> bool:
    return bool(re.match(r"^\W*(?:tren day la|trong qua trinh|gui kem)", node.folded))


def _read_node(node: Node, out: list[Assignment]) -> None:
    """A node that names a unit becomes an assignment; one that does not is looked into."""
    inside = [c for c in node.children if c.level in (NUMBER, SUBNUMBER, ITEM)]
    if _own_line(node) and (node.children or node.level <= SUBNUMBER):
        if sum(map(_own_line, inside)) < 2:
            out.append(_make(node, len(node.text), None))
            return
        inside = list(node.children)  # a heading over several units, not a unit itself
    elif node.level <= BULLET or _CALL.match(node.folded):
        cut = _inline_cut(node.text)
        if cut:
            out.append(_make(node, cut[0], cut[1]))
            return
    if node.level != PLUS:
        for child in inside or [c for c in node.children if c.level == BULLET]:
            _read_node(child, out)


def _loose_children(section: Node, out: list[Assignment]) -> None:
    """Children of an assignment section: numbered units, or bullets and paragraphs that name one."""
    numbered = [c for c in section.children if c.level in (LETTER, NUMBER, SUBNUMBER, ITEM)]
    for child in section.children:
        if numbered and child.level in (BULLET, PLUS):
            continue
        loose = child.level == PARAGRAPH and not _named_person(child)
        if loose and (numbered or not _own_line(child)):
            continue
        before = len(out)
        _read_node(child, out)
        if child.level == PARAGRAPH:
            for item in out[before:]:
                item.confidence = 0.6


def _named_person(node: Node) -> bool:
    return bool(re.match(r"^(?:phan cong|giao)\s", node.folded))


def _units_elsewhere(root: Node, taken: list[Node]) -> list[Assignment]:
    """Units named as headings outside "Tổ chức thực hiện": two or more in one section."""
    out: list[Assignment] = []
    for section in root.children:
        if section in taken or re.search(r"muc dich|yeu cau|muc tieu|kinh phi|pham vi", section.folded[:60]):
            continue
        units = [n for n in section.walk() if n is not section and n.level <= ITEM and _own_line(n) and n.children]
        if len(units) >= 2:
            for node in units:
                if not any(a in units for a in node.ancestors()):
                    out.append(_make(node, len(node.text), None))
    return out


def find_assignments(doc: Document, root: Node) -> list[Assignment]:
    out: list[Assignment] = []
    sections = assignment_sections(root)
    for section in sections:
        before = len(out)
        _loose_children(section, out)
        if len(out) == before and looks_like_unit(re.sub(r"^trach nhiem (?:thuc hien )?cua ", "", section.folded)):
            out.append(_make(section, len(section.text), None))
    out += _units_elsewhere(root, sections)
    return [a for a in sorted(out, key=lambda a: a.start) if a.unit and (a.duties or a.node)]


def nested_units(doc: Document, items: list[Assignment]) -> list[Assignment]:
    """ "- Giao Phòng Tài chính theo dõi …" inside another unit's duties is that other unit's duty too."""
    out = []
    for item in items:
        for start, end in item.duties:
            text = doc.text[start:end]
            if not re.match(r"^(?:Giao|Phân công)\s", text) or (item.inline and start == item.duties[0][0]):
                continue
            cut = _inline_cut(text)
            if cut:
                raw = text[: cut[0]].strip()
                out.append(
                    Assignment(strip_call(raw), raw, start, end, [(start + cut[1], end)], nested=True, confidence=0.7)
                )
    return out


def as_find(doc: Document, item: Assignment) -> Find:
    duties = [{"text": doc.text[s:e].strip(), "span": [s, e], "quote": doc.text[s:e].strip()} for s, e in item.duties]
    name_end = min(item.start + len(item.raw) + 2, len(doc.text))
    return found(
        doc, item.start, name_end, item.confidence if item.duties else 0.5,
        unit=item.unit, unit_raw=item.raw, duties=[d["text"] for d in duties], n_duties=len(duties),
        duty_spans=[d["span"] for d in duties], inline=item.inline, nested=item.nested,
        split=split_units(item.unit),
    )  # fmt: skip


def split_units(name: str) -> list[str]:
    """The units a joint heading may be split into; offered, never done."""
    parts = re.split(rf"\s*[;]\s*|,\s+(?=[{UPPER}])|\s+và\s+(?=[{UPPER}]|các\s)", name)
    parts = [p.strip(" ,") for p in parts if p.strip(" ,")]
    whole = len(parts) >= 2 and all(looks_like_unit(p) or p[:1].isupper() for p in parts)
    return parts if whole and not re.match(r"^(?:văn phòng|vp)\s", name, re.IGNORECASE) else []
