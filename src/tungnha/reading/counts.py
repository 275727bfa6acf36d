"""Targets without a percentage: "mỗi hộ ít nhất một thành viên", "xây dựng 03 mô hình", "02 buổi/tháng"."""

import re
from collections.abc import Callable
from typing import Any

from .document import Document
from .find import Find
from .fold import fold
from .meaning import (
    COUNTED,
    clean_population,
    clean_subject,
    split_predicate,
    strip_leading,
    strip_trailing,
    thing_of,
)
from .numbers import WORDS, parse_number
from .standing import AIM, Place

_MILLIONS = {"trieu": 1_000_000, "nghin": 1_000, "ngan": 1_000, "van": 10_000}
_N = (
    r"(?P<n>\d{1,4}(?:,\d{1,2})?\s(?:trieu|nghin|ngan|van)(?=\s(?!dong\b))|\d{1,3}(?:\.\d{3})+|\d{1,6}"
    r"|mot|hai|ba|bon)"
)
_EACH = re.compile(
    r"\bmoi\s+(?P<base>ho(?:i vien|c sinh|p tac xa|\s+gia dinh|\s+dan)?|gia dinh|thon|to dan pho|khu pho|khu dan cu"
    r"|nguoi dan|truong(?: hoc)?|(?:dong chi )?(?:cap uy vien|uy vien|bi thu)|dong chi|giao vien|hoc vien|thanh vien"
    r"|ca nhan|tram|doanh nghiep|nhan vien|khoa|phong|co so|don vi|co quan"
    r"|xa|phuong|doan vien|dang vien|can bo|cong chuc|chi (?:bo|hoi|doan)|to|ap|ban|lop|nguoi|tuyen truyen vien)\b"
    rf"(?P<mid>[^.;%:]{{0,90}}?)\b(?P<cmp>(?:co )?(?:it nhat|toi thieu)|co(?= \d))\s+(?:co\s+|la\s+|duoc\s+"
    rf"|tu\s+)?{_N}\s+(?P<unit>[a-z]+(?: [a-z]+){{0,2}})"
)
_TIMES = re.compile(
    r"(lần|buổi|lượt|giờ)\s?(/\s?(?:năm|tháng|quý|tuần)|(?:trong |một |mỗi |trong một )(?:năm|tháng|quý|tuần))"
)
_VERBS = (
    "xay dung|thanh lap(?: moi)?|dao tao|tap huan|boi duong|thu hut|giai quyet viec lam|tao viec lam|thay(?: moi"
    "| the)?|trong(?: moi)?"
    "|ket nap|phat trien|to chuc|mo|ho tro|co"
    "|cong nhan|hinh thanh|dat|khoi cong|lap dat|trien khai|tu van|gioi thieu|van dong|giup(?: do)?|xoa|sua chua"
    "|huy dong|san xuat|cung cap|phat hanh|cap|duy tri|so hoa|tuyen sinh|tuyen dung|bien soan|dua|thuc hien|giam"
)
_LIMIT = r"it nhat|toi thieu|tren|hon|tu|toi da|khong qua"
_COUNT = re.compile(
    rf"\b(?:(?P<verb>{_VERBS})\s+(?:[a-z]+(?: [a-z]+){{0,2}} cho\s+)?"
    rf"(?:(?:them|duoc|moi|cho|khoang|du)\s+)*(?P<cmp>{_LIMIT})?|(?P<alone>{_LIMIT}))"
    rf"\s*(?:(?:co|dat|tu|la)\s+)?\b{_N}\s+(?P<unit>[a-z]+(?: [a-z]+){{0,2}})"
)
# What a count goes on with: ", 40 tổ hợp tác", "trong đó: trình độ sơ cấp 5.000 người", "trong đó đưa 9.000 người …".
_ONWARD = re.compile(
    rf"(?:,\s*|\bva\s+)(?:trong do(?: co)?\s*:?\s*)?(?P<what>[a-z]+(?: [a-z]+){{0,5}}?\s+)??(?:(?:them|khoang|co)\s+)*"
    rf"(?P<cmp>{_LIMIT})?\s*\b{_N}\s+(?P<unit>[a-z]+(?: [a-z]+){{0,2}})"
)
_PLACED = re.compile(r"\b(?:tai|o|tren|cua|trong|thuoc|tu|theo|gom|den|hon|so|dieu|khoan|ngay|thang|nam|quy|muc)\s*$")
_SIGNS = {"it nhat": ">=", "toi thieu": ">=", "tu": ">=", "tren": ">", "hon": ">", "toi da": "<=", "khong qua": "<="}
_NO_THING = re.compile(
    r"(?:ngay|thang|nam|gio|phut|giay|lan|gbps|mbps|kbps|mb|gb|mp|tuan|h|km|m|mm|cm|met|tuoi|dong(?! chi| ho| phuc"
    r"| bao)"
    r"|trieu(?! dong)|ty"
    r"|diem(?! (?:cau|ho tro|den|truong|phat|ban|tiep|sac|truy|giao|tu van|sinh hoat|cung cap|wifi))|trang(?! (?:web"
    r"|tin|thong tin|thiet bi|trai|ho so|tai lieu|van ban|so))|nhom|tinh|thu|hang|bac|cap|muc|loai|chi so|ky nguyen"
    r"|dong chi|p|kw|kv|kg|do|vnd|khoa hop|den|va|voi|trong|tai|theo|cua|hoac|nganh hang)\b"
)
_KNOWN = {fold(w) for w in COUNTED}
_AIMED = re.compile(r"\b(?:phan dau|dam bao|bao dam|muc tieu)\b")
_STOP = re.compile(r"[;\n\t]|\.(?:\s|$)")


def read_counts(
    doc: Document,
    place: Place,
    standing: str | None,
    due_of_span: Callable[[int, int], Any],
    read: list[tuple[int, int]],
) -> tuple[list[Find], list[Find]]:
    """(counted targets of a place, refused ones). "Mỗi …" counts where it is asked for, others only among aims."""
    text, folded = doc.text[place.start : place.end], doc.folded[place.start : place.end]
    out: list[Find] = []
    taken: list[tuple[int, int]] = []
    refused: list[Find] = []
    if standing not in (None, AIM):
        return out, refused
    for hit in _EACH.finditer(folded):
        a, b = _clause(folded, hit.start(), hit.end())
        taken.append(hit.span())
        asked = (
            standing == AIM
            or _AIMED.search(folded[a : hit.end()])
            or hit.group("base").startswith(("ho ", "ho", "gia dinh"))
        )
        times = _TIMES.match(text, hit.start("unit"))
        if times and asked:
            out.append(_each_time(text, hit, times, a, due_of_span))
        if times or not asked or _NO_THING.match(hit.group("unit")):
            continue
        out.append(_each(text, folded, hit, a, b, due_of_span))
    hits = list(_COUNT.finditer(folded))
    for i, hit in enumerate(hits):
        a, b = _clause(folded, hit.start(), hit.end())
        a, b = max([a, *(y for _, y in taken if y <= hit.start())]), _before_next(folded, hits[i + 1 :], hit.end(), b)
        if any(x <= hit.start("n") < y for x, y in [*taken, *read]):
            continue  # said of a target that is read already ("100% xã có tối thiểu 02 mô hình")
        parts = _onward(folded, hit.end("n"), b) if standing == AIM else []
        stop = parts[0].start() if parts else b
        find = _count(doc, place, text, folded, hit, a, stop, standing, due_of_span)
        if find:
            find["due"] = due_of_span(a, b)
            taken.append((a, b))
            out.append(find)
            out += [_part(text, find, part, end, due_of_span(a, b)) for part, end in _with_ends(parts, b)]
    return out, refused


def _before_next(folded: str, later: list[re.Match[str]], start: int, end: int) -> int:
    """A clause ends where the next order with a number begins: "thay 8.000 đồng hồ, lắp đặt 120 đồng hồ tổng"."""
    for hit in later:
        comma = re.search(r"[,]\s*(?:va\s+)?$", folded[start : hit.start()]) if hit.start() < end else None
        if comma and hit.group("verb"):
            return start + comma.start()
    return end


def _onward(folded: str, start: int, end: int) -> list[re.Match[str]]:
    """The further counts of a list that a count opens, each a thing we know to be counted."""
    out = []
    for hit in _ONWARD.finditer(folded, start, end):
        known = fold(thing_of(hit.group("unit"))) in _KNOWN
        placed = _PLACED.search(folded[hit.start() : hit.start("cmp") if hit.group("cmp") else hit.start("n")])
        if known and not placed and not _NO_THING.match(hit.group("unit")):
            out.append(hit)
    return out


def _with_ends(parts: list[re.Match[str]], end: int) -> list[tuple[re.Match[str], int]]:
    return list(zip(parts, [*(p.start() for p in parts), end][1:], strict=True))


def _part(text: str, whole: Find, hit: re.Match[str], end: int, due: Any) -> Find:
    """A count that goes on another: its own action, else that of the whole."""
    at = hit.start("cmp") if hit.group("cmp") else hit.start("n")
    start = hit.start("what") if hit.group("what") else at
    noun_at = hit.start("unit")
    thing = thing_of(text[noun_at : hit.end("unit")])
    population = _people_named(text[noun_at:end], thing)
    what = re.sub(r"\s+", " ", text[start:at]).strip(" ,:")
    what = re.sub(r"^(?:có|với|gồm)(?:\s|$)", "", what)
    subject = clean_subject(f"{what or whole['action']} {text[noun_at + len(population) : end]}") or population
    return {
        "from": start, "to": end, "at": at, "due": due, "population": clean_population(population),
        "subject": subject, "comparator": _SIGNS.get(hit.group("cmp") or "", "="), "value": _number(hit.group("n")),
        "unit": thing, "as_count": True, "action": whole["action"],
    }  # fmt: skip


def _clause(folded: str, start: int, end: int) -> tuple[int, int]:
    left = max([0, *(m.end() for m in re.finditer(r"[;\n\t]|\.\s+(?=\S)|:\s", folded[:start]))])
    stop = re.search(r"[;\n\t]|\.(?:\s|$)|\(", folded[end:])
    return left, end + stop.start() if stop else len(folded)


def _number(written: str) -> float | None:
    scaled = re.fullmatch(r"([\d,]+)\s(trieu|nghin|ngan|van)", written)
    if scaled:
        number = parse_number(scaled.group(1))
        value = None if number is None else number * _MILLIONS[scaled.group(2)]
        return int(value) if value is not None and value == int(value) else value
    return WORDS.get(written) or parse_number(written)


def _each_time(text: str, hit: re.Match[str], times: re.Match[str], a: int, due: Callable[[int, int], Any]) -> Find:
    """ "mỗi đảng viên … dự sinh hoạt tối thiểu 02 lần/năm"."""
    words = text[hit.start("base") : hit.start("cmp")].strip(" ,")
    parts = split_predicate(words)
    verb = _ATTEND.search(words)
    at = min([x for x in (len(parts[0]) if parts else None, verb.start() if verb else None) if x], default=None)
    population, subject = (words[:at], words[at:]) if at else (words, text[times.end() :].split(";")[0])
    per = times.group(2).strip(" /").split()[-1]
    return {
        "from": a, "to": times.end(), "at": hit.start("cmp"), "due": due(a, times.end()),
        "population": clean_population(re.sub(r"^đồng chí\s+", "", population)),
        "subject": clean_subject(subject) or words,
        "comparator": "=" if hit.group("cmp") == "co" else ">=", "value": _number(hit.group("n")),
        "unit": f"{times.group(1)}/{per}",
    }  # fmt: skip


_ATTEND = re.compile(
    r"(?<!\w)(?:dự|tham dự|tham gia|tổ chức|kiểm tra|sinh hoạt|xuống|đi|gặp|họp|thăm|tiếp|đối thoại)(?!\w)"
)


def _each(text: str, folded: str, hit: re.Match[str], a: int, b: int, due: Callable[[int, int], Any]) -> Find:
    """ "mỗi hộ gia đình có ít nhất 01 thành viên biết …"."""
    written = hit.group("n")
    population = text[hit.start("base") : hit.start("cmp")]
    population = re.sub(
        r"\s+(?:có|phải có|đều có|cử|thành lập|tổ chức|phải|đều|duy trì|xây dựng|bố trí|đạt|triển khai)\s*$",
        "",
        population.rstrip(),
    ).strip(" ,")
    verb = ""
    short = text[hit.start("base") : hit.end("base")]
    if (
        hit.group("mid").strip()
        and fold(population) not in ("ho gia dinh",)
        and re.match(r"\s*(?:giup|van dong|viet|dang|gioi thieu|trong|tham gia|doc)\b", hit.group("mid"))
    ):
        population, verb = short, text[hit.start("mid") : hit.end("mid")].strip()
    noun_at = hit.start("unit")
    noun = text[noun_at : noun_at + len(hit.group("unit"))]
    thing = thing_of(noun)
    person = fold(thing) in ("thanh vien", "nguoi", "lao dong", "dai dien")
    rest = text[noun_at + (len(thing) if person else 0) : b]
    subject = clean_subject(f"{verb} {rest}".strip())
    base = "hộ" if hit.group("base") in ("ho", "ho gia dinh", "ho dan", "gia dinh") else short
    return {
        "from": a, "to": b, "at": hit.start("cmp"), "due": due(a, b),
        "population": population, "subject": subject or noun,
        "comparator": "=" if hit.group("cmp") == "co" else ">=", "value": _number(written), "unit": f"{thing}/{base}",
    }  # fmt: skip


def _count(
    doc: Document, place: Place, text: str, folded: str, hit: re.Match[str], a: int, b: int, standing: str | None,
    due: Callable[[int, int], Any],
) -> Find | None:  # fmt: skip
    unit, limit = hit.group("unit"), "cmp" if hit.group("cmp") else "alone"
    value = _number(hit.group("n"))
    before = folded[a : hit.start("n")]
    if value is None or _NO_THING.match(unit) or re.match(r"\s*(?:%|phan tram|/\d|\.\d|,\d)", folded[hit.end("n") :]):
        return None
    if standing != AIM and "phan dau" not in before:
        return None
    if hit.group("verb") is None and re.search(
        r"\b(?:so|nghi quyet|quyet dinh|dieu|khoan|muc|de an|quy|thang|nam|ngay|tai|cua|hien co|da|nhom|top|trong"
        r"|buoc|sau)\s*$",
        folded[a : hit.start()],
    ):
        return None
    if re.match(r"(?:trieu|ty) dong", unit) and hit.group("verb") != "dat":
        return None  # sums are aims only where they are to be reached ("thu nhập đạt 75 triệu đồng/năm")
    if hit.group("verb") is None and hit.group(limit) in ("tu", "tren", "hon") and "phan dau" not in before:
        return None
    if re.search(r"\bhien (?:nay|co|tai)\b|\bda (?:dat|co)\b|\bchiem\b|^\W*toan (?:xa|phuong|tinh|huyen) co\b", before):
        return None
    if not _verb_as_marked(text, hit) or (
        hit.group("verb") == "co" and strip_leading(text[a : hit.start()]) and "phan dau" not in before
    ):
        return None
    at = hit.start("unit")
    noun = text[at : at + len(unit)]
    thing = thing_of(noun)
    per = re.match(r"\s?/\s?(người/năm|tháng|năm|quý|tuần|thôn|xã|hộ|đơn vị|người)\b", text[at + len(thing) :])
    more = re.match(r"[^,;.]{0,60}?\s(?:tro len|hoac hon)", folded[at + len(thing) : b])
    sign = _SIGNS.get(hit.group(limit) or "", "=")
    if sign == ">=" and hit.group(limit) == "tu" and not more:
        sign = "="
    lead = strip_leading(text[a : hit.start(limit) if hit.group(limit) else hit.start("n")])
    lead = re.sub(r"\s+(?:cho|thêm|được|khoảng|đủ|từ)$", "", lead.strip())
    lead = strip_trailing(lead) if hit.group("verb") == "dat" else lead
    rest = text[at + len(thing) + (per.end() if per else 0) : b]
    described = thing if fold(thing) in ("mo hinh",) else ""
    low = fold(lead)
    population = _thing_named(thing, rest)
    tail = rest[len(population) - len(thing) :] if population != thing else rest
    tail = re.sub(r"^\s*trở lên", "", tail)
    subject = (
        clean_subject(
            re.sub(r"\s+", " ", f"{lead if low not in ('co', 'co them', 'them', '') else ''} {described}{tail}")
        )
        or population
    )
    if re.match(r"(?:triệu|tỷ) đồng", thing):  # a sum is earned by somebody: "thu nhập … của người lao động"
        owner = re.search(r"\scủa\s(.+)$", lead)
        population = owner.group(1) if owner else population
    return {
        "from": a, "to": b, "at": hit.start(limit) if hit.group(limit) else hit.start("n"), "due": due(a, b),
        "action": lead, "population": clean_population(population), "subject": subject, "comparator": sign,
        "value": value, "unit": thing + (f"/{per.group(1)}" if per else ""), "as_count": True,
    }  # fmt: skip


_MARKED = {
    "trong": "trồng",
    "thay": "thay",
    "co": "có",
    "dat": "đạt",
    "mo": "mở",
    "cap": "cấp",
    "giup": "giúp",
    "xoa": "xóa",
}


def _verb_as_marked(text: str, hit: re.Match[str]) -> bool:
    """Short verbs need their own marks: "trồng 50 cây", not "trong 12 thôn"."""
    verb = hit.group("verb")
    wanted = _MARKED.get(verb or "")
    return wanted is None or text[hit.start("verb") : hit.end("verb")].lower().startswith(wanted[:2])


def _thing_named(thing: str, rest: str) -> str:
    """ "12 sản phẩm OCOP đạt …": the thing with the words that say which."""
    name = re.match(r"((?:\s+(?:OCOP|xanh|nghèo|cận nghèo))+)", rest)
    return thing + name.group(1) if name else _people_named(thing + rest, thing)


_PEOPLE = (
    "người",
    "lượt người",
    "lao động",
    "học viên",
    "hộ",
    "hội viên",
    "đoàn viên",
    "học sinh",
    "cán bộ",
    "đảng viên",
)
_WHICH = re.compile(
    r"(?:\s+(?!(?:tại|ở|trên|về|theo|để|được|đi|sang|ra|lên|xuống|vào|trong|cho|của|với|bằng|từ|đến|tham gia|qua|có"
    r"|là|sử dụng|làm"
    r"|học|thoát|và"
    r"|mỗi|trở|đạt)(?!\w))[^\W\d]+){1,4}"
)


def _people_named(words: str, thing: str) -> str:
    """ "13.500 lao động nông thôn": people with the words that say which; other things as they are."""
    named = _WHICH.match(words, len(thing)) if thing in _PEOPLE else None
    return words[: named.end()] if named else thing
