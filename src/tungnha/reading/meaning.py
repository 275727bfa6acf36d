"""What a target's words mean: comparator, clause, whom it counts (population), what they shall have (subject)."""

import re
from dataclasses import dataclass

from .document import Document
from .fold import fold
from .sections import Node

_VERB = re.compile(
    r"(?<!\w)(?:duoc|chua|co|dat|su dung|thuc hien|biet|nam vung"
    r"|tham gia|kich hoat|hoan thanh|cai dat|tich hop|hieu|tiep can"
    r"|dang ky|co the|phai|len|su dung duoc|giao dich|ket noi|ung dung"
    r"|day manh|trien khai|mo|bo tri|nop|xu ly|so hoa|tren moi truong"
    r"|tiep nhan|giai quyet|thong thao|thanh thao|to chuc|xay dung|ban hanh"
    r"|cap nhat|cung cap|ap dung|vao cuoc|thuong xuyen|quan triet"
    r"|duy tri|chap hanh|lam|dung|thanh lap|phu song|nam duoc)(?!\w)"
)
TARGET_SECTION = re.compile(r"muc tieu|chi tieu|tieu chi|phan dau")
_COMPARE_BEFORE = (
    (">=", r"(?:it nhat|toi thieu|khong (?:duoi|thap hon)|dat tu|tu|>=|≥|=>|tren hoac bang)"),
    ("<=", r"(?:khong qua|toi da|khong vuot qua|khong cao hon|<=|≤)"),
    (">", r"(?:tren|hon|vuot|>)"),
    ("<", r"(?:duoi|<)"),
)


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


def comparator_of(folded: str, start: int, end: int, floor: int) -> tuple[str, int]:
    """The comparator as read and where its word starts; "từ N% trở lên" counts as at least."""
    before = folded[max(floor, start - 40) : start]
    if re.match(r"\s*(?:tro len|hoac hon)", folded[end : end + 14]):
        hit = re.search(r"(?:\btu\s*)$", before)
        return ">=", start - (len(before) - hit.start() if hit else 0)
    for sign, words in _COMPARE_BEFORE:
        hit = re.search(rf"(?:^|(?<=\W)){words}\s*(?:dat|khoang|la|co)?\s*$", before)
        if hit and not (sign == ">=" and hit.group().strip() == "tu"):
            return sign, start - (len(before) - hit.start())
    # "ít nhất vào năm 2025 đạt 40%": the word may stand away from its number.
    far = re.search(r"\b(?:it nhat|toi thieu)\b[^,;.%]{0,60}$", folded[max(floor, start - 75) : start])
    return (">=" if far else "="), start


def clause_of(folded: str, at: int, end_at: int, place: Place) -> tuple[int, int]:
    """The clause around a number: between sentence ends or semicolons."""
    left = place.start
    for hit in re.finditer(r"[;\n]|\.\s+(?=\S)|:\s", folded[place.start : at]):
        if hit.group()[0] == ":" and at - place.start - hit.end() < 3:
            continue  # "Tỷ lệ …: 98%"
        left = place.start + hit.end()
    right = place.end
    stop = re.search(r"[;\n\t]|\.(?:\s|$)|\(", folded[end_at : place.end])
    if stop:
        right = end_at + stop.start()
    return left, right


def _parts_after(doc: Document, start: int, end: int) -> tuple[str, str]:
    """ "dân số trưởng thành có chữ ký số" → (population, subject)."""
    text = doc.text[start:end]
    folded = fold(text)
    for hit in _VERB.finditer(folded):
        if re.search(r"\b(?:co quan|du|khong|to|cong|de|trinh|tro|di|den)\s*$", folded[: hit.start()]):
            continue
        if hit.group() == "co" and re.match(
            r"co (?:quan|so|du dieu kien|dieu kien|lien quan|cau)\b", folded[hit.start() :]
        ):
            continue
        if hit.start() < 3:
            return "", text.strip(" ,.")  # "50% sử dụng được …": whom it counts was said before
        if hit.group() in ("to chuc", "thuc hien", "dung", "lam", "mo") and re.search(r",\s*$", folded[: hit.start()]):
            continue
        return text[: hit.start()].strip(" ,"), text[hit.start() :].strip(" ,")
    return text.strip(" ,."), ""


def _clean_population(text: str) -> str:
    text = re.sub(r"^(?:số lượng|tổng số|số|các|của|trên|người là)\s+", "", text.strip(" ,:"))
    return re.sub(r"\s+", " ", text).strip(" ,:")


def clean_subject(text: str) -> str:
    folded = fold(text)
    hit = re.match(r"(?:phai |deu |duoc |co |dat |thuc hien |trang bi )+(?=\S)", folded)
    text = text[hit.end() :] if hit and len(text) > hit.end() + 3 else text
    return re.sub(r"\s+", " ", text).strip(" ,.:")


_LEADING = re.compile(
    r"^(?:[-+•*]\s*)?(?:phan dau|dam bao|bao dam|den (?:ngay|het"
    r"|nam)[^,:]{0,25}[,:]|,|trong do,?|cu the:?|yeu cau|dat)\s*,?\s*"
)


def strip_leading(text: str) -> str:
    while True:
        hit = _LEADING.match(fold(text))
        if not hit or hit.end() == 0:
            return text.strip(" ,:")
        text = text[hit.end() :]


def _rate_first(before: str) -> tuple[str, str] | None:
    """ "Tỷ lệ dân số trưởng thành có chữ ký số đạt" → (population, subject)."""
    folded = fold(before)
    hit = re.search(r"\b(?:ty|ti) le\b", folded)
    rest = before[hit.end() :] if hit else strip_leading(before)
    rest = re.sub(
        r"(?:\s|,)*(?:phấn đấu|đạt|là|chiếm|lên|tăng|giảm|từ|trên|:)*(?:\s+(?:đạt|lên|tới|đến|là))*\s*$", "", rest
    )
    if not rest.strip():
        return None
    folded_rest = fold(rest)
    for verb in re.finditer(
        r"(?<!\w)(?:co|duoc|su dung|thuc hien|tham gia|tich hop|cai dat|kich hoat|tren|qua)(?!\w)", folded_rest
    ):
        if verb.start() > 2 and not re.match(r"co (?:quan|so)\b", folded_rest[verb.start() :]):
            return _clean_population(rest[: verb.start()]), clean_subject(rest[verb.start() :])
    return _clean_population(rest), clean_subject(rest)


def meaning(
    doc: Document, number: tuple[int, int], cmp_start: int, clause: tuple[int, int], place: Place
) -> tuple[str, str]:
    """(population, subject) of a percentage from the words on both sides, else from its heading."""
    after = doc.text[number[1] : clause[1]]
    before = doc.text[clause[0] : cmp_start]
    folded_after = fold(after).strip(" ,.")
    short = len(folded_after) < 4 or re.match(
        r"(?:tro len|vao|so voi|trong nam|theo|nam 20|den |\(|,|va )", folded_after
    )
    if short or re.search(r"\b(?:ty|ti) le\b", fold(before)):
        sides = _rate_first(before)
        if sides:
            return sides
    population, subject = _parts_after(doc, number[1], clause[1])
    population = _clean_population(population)
    if not population:
        return "", clean_subject(subject)
    if _REDUCE.search(fold(before).strip()):
        return _reduced(before, after)
    if not subject:
        lead = re.sub(r"(?:\s|,)*(?:phấn đấu|đạt|đảm bảo|bảo đảm)\s*$", "", strip_leading(before))
        subject = clean_subject(lead)
        if len(subject.split()) == 1:
            subject = f"{subject} {population}"  # "Giảm 20% chi phí …"
        if _EMPTY_LEAD.fullmatch(fold(subject)):
            subject = _rest_of_sentence(doc, clause[1], place.end)
        subject = re.sub(r"\s+(?:tại|cho|của|với)$", "", subject) or _heading_subject(place)
    return population, clean_subject(subject) or population


_REDUCE = re.compile(r"\b(?:cat giam|giam|rut ngan|tiet kiem)$")
_EMPTY_LEAD = re.compile(r"(?:chi dao|quyet liet|yeu cau|thuc hien|huong dan|ho tro|va|voi|cho|,|\s)*")


def _reduced(before: str, after: str) -> tuple[str, str]:
    """ "cắt giảm 30% thời gian giải quyết …": what is reduced is both counted and the aim."""
    what = re.split(r",|\s+so với\b", after)[0].strip(" .")
    verb = re.search(r"(\S+\s+)?\S+$", before.strip())
    word = verb.group() if verb else ""
    word = word if fold(word) in ("cat giam", "rut ngan", "tiet kiem") else word.split()[-1]
    return _clean_population(what), f"{word} {what}"


def _rest_of_sentence(doc: Document, start: int, end: int) -> str:
    """A list of people with no verb before its semicolon: what they shall do comes after it."""
    rest = re.split(r"\.\s", doc.text[start:end])[0]
    return re.sub(r"\s+", " ", rest).strip(" ;,.")[:200]


_THINGS = (
    "thành viên", "người", "lao động", "đại diện", "mô hình", "câu lạc bộ", "hội nghị", "lớp", "điểm", "buổi", "tổ",
    "đội", "sản phẩm", "cán bộ", "đồng chí", "chuyên mục", "dịch vụ", "hợp tác xã", "doanh nghiệp", "cuộc", "đợt",
    "khóa", "bài",
)  # fmt: skip


def thing_of(noun: str) -> str:
    """The counted noun of "ít nhất 01 Tổ công nghệ …"; unknown nouns are taken by their first word."""
    return next((noun[: len(w)] for w in _THINGS if noun.lower().startswith(w)), noun.split()[0])


def _heading_subject(place: Place) -> str:
    if place.topic:
        return place.topic
    for head in place.heads:
        words = re.sub(r"^(?:mục tiêu|chỉ tiêu|đến|về)\s*(?:cụ thể|chung)?", "", head.text, flags=re.IGNORECASE)
        if len(words.strip(" :.")) > 5 and not TARGET_SECTION.search(fold(head.text)[:12]):
            return words.strip(" :.")
    return ""
