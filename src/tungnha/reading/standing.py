"""What a figure's place says of it: the kinds of the headings it stands under."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .document import Document
from .fold import fold
from .sections import BULLET, ITEM, PARAGRAPH, PLUS, Node

AIM, STATUS, MONEY, AWARD, SCORE, GROUND, WHO = "aim", "status", "money", "award", "score", "ground", "who"

_AIM = re.compile(
    r"\b(?:muc tieu(?! quoc gia)|chi tieu|tieu chi|phan dau|(?:ket qua|yeu cau|san pham)"
    r" (?:can|phai) dat|yeu cau ve ket qua|ket qua du kien|dau ra)\b"
)
_NOT_AIM = re.compile(
    r"^\W*(?:giai phap|nhiem vu|to chuc|trien khai|cong tac|noi dung tuyen truyen|co so|can cu)\b(?!.*\bmuc tieu\b.*:$)"
)
_STATUS = re.compile(
    r"\b(?:thuc trang|hien trang|danh gia (?:chung|ket qua|tinh hinh|thuc trang|viec|cong tac)|(?:dac diem|khai quat"
    r"|tom tat|nhan dinh|dien bien|boi canh)\b.*|tinh hinh\b(?! moi)|boi canh|ket qua (?:dat duoc|thuc hien"
    r"|trien khai|nam 20|cong"
    r" tac|noi bat|chu yeu|giai doan)|ton tai|han che(?!.{0,20}rui ro)|nguyen nhan|bai hoc kinh nghiem|thuan loi"
    r"|nhung ket qua"
    r"|uu diem|khuyet diem|du bao|nhan dinh|thiet hai)"
)
_STATUS_START = re.compile(r"^\W*(?:danh gia|ket qua|tinh hinh|thuc trang|khai quat|dac diem|boi canh|nhung|cac)\b")
_MONEY = re.compile(
    r"\b(?:kinh phi|du toan|nguon (?:von|luc(?! luong| con nguoi)|tai chinh)|co cau von"
    r"|(?:muc|dinh muc)[^.]{0,20} (?:ho tro|chi))\b"
)
_AWARD = re.compile(r"\b(?:khen thuong|ky luat|giai thuong|cong tac thi dua)\b")
_SCORE = re.compile(r"\b(?:cham diem|thang diem|bang diem|xep loai|phuong phap (?:tinh|danh gia)|cach tinh)\b")
_GROUND = re.compile(r"\b(?:su can thiet|can cu (?:xay dung|phap ly|ban hanh)|co so (?:phap ly|thuc tien)|ly do)\b")
_NEXT_YEAR = re.compile(
    r"(?:[,;.]|\bva)\s*(?:mot so |cac )?(?:phuong huong|dinh huong|nhiem vu|muc tieu|chi tieu|ke hoach|giai phap)\b"
)
_WHO = re.compile(r"^\W*(?:pham vi,? )?(?:doi tuong|thanh phan)\b")
_WORKS = re.compile(r"\b(?:khac phuc|xu ly|ung pho|phong,? chong|ho tro|khoi phuc|nhiem vu|giai phap)\b")


@dataclass(frozen=True)
class Place:
    """A stretch of text to look for targets in, with the headings and dates it stands under."""

    start: int
    end: int
    heads: tuple[Node, ...] = ()
    due: str | None = None
    due_from: str | None = None
    where: str = "body"
    topic: str = ""  # what a table row is about, for cells that only say "100% người dân"
    kind: str | None = None  # known without headings: a cell of a table of aims


def heading_words(head: Node) -> str:
    """A heading's own words, folded: of a heading with text on its line only what stands before its colon."""
    words = head.folded.strip()
    if len(words) > 140:
        words = words.split(":", 1)[0] if ":" in words[:140] else ""
    return words


def kind_of(head: Node) -> str | None:
    """What a heading announces; None when its words do not tell."""
    words = heading_words(head)
    if not words or head.level < 0:
        return None
    aims = bool(_AIM.search(words)) and not _NOT_AIM.match(words)
    if _SCORE.search(words):
        return SCORE
    state = _STATUS.search(words)
    if state and _NEXT_YEAR.search(words[state.start() :]):
        return None  # "KẾT QUẢ NĂM 2025 VÀ MỤC TIÊU NĂM 2026": its own sub-headings tell
    if state and (not aims or _STATUS_START.match(words)) and not _WORKS.search(words[: state.start()]):
        return None if re.search(r"ket qua (?:can|phai) dat", words) else STATUS
    if aims:
        return AIM
    for kind, pattern in ((AWARD, _AWARD), (GROUND, _GROUND), (MONEY, _MONEY), (WHO, _WHO)):
        if pattern.search(words):
            return kind
    return None


def standing(place: Place) -> str | None:
    """The kind that decides: an assessment of the past anywhere above, else the nearest heading that tells."""
    if place.kind:
        return place.kind
    kinds = [kind_of(h) for h in place.heads]
    if STATUS in kinds:
        return STATUS
    return next((k for k in kinds if k), None)


def own_kind(doc: Document, place: Place) -> str | None:
    """A paragraph that opens with its own small heading ("Kinh phí: …") stands under that too."""
    opening = fold(doc.text[place.start : min(place.end, place.start + 60)])
    if re.match(r"\W*(?:kinh phi|nguon kinh phi|du toan)\b[^.]{0,30}:", opening):
        return MONEY
    if re.match(r"\W*(?:ket qua (?:nam|thuc hien|dat duoc)|thuc trang|tinh hinh)\b[^.%]{0,30}:", opening):
        return STATUS
    if re.match(r"\W*(?:thanh phan|doi tuong|khach moi|pham vi)\b[^.%:]{0,30}:", opening):
        return WHO
    return None


def leads_of(nodes: Iterable[Node]) -> dict[int, Node]:
    """By id of a bullet, the paragraph "Đến 31/12/2026 đạt các chỉ tiêu sau:" that opens its list beside it."""
    open_: dict[int, Node | None] = {}
    out: dict[int, Node] = {}
    for node in nodes:
        parent = id(node.parent)
        if node.level in (ITEM, BULLET, PLUS):
            lead = open_.get(parent)
            if lead is not None:
                out[id(node)] = lead
        else:
            opens = node.level == PARAGRAPH and node.text.rstrip().endswith(":") and len(node.text) < 220
            open_[parent] = node if opens else None
    return out
