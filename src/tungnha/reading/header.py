"""Header: number, symbol, place, date, kind, title and issuer; and where the plan applies."""

import re
from collections import Counter
from typing import Any

from .dates import find_dates
from .document import Document, Line
from .find import Find, found
from .fold import UPPER, fold, is_upper, key
from .sections import PART, ROMAN, preamble_end, read_mark

_STATE = re.compile(r"^(?P<n>\d{1,6})?\s*/\s*(?P<s>[A-ZĐ][A-Za-zĐ0-9&]*(?:\s?[-/.]\s?[A-ZĐ&][A-Za-zĐ0-9&.]*)*)")
_PARTY = re.compile(r"^(?P<n>\d{1,5})?\s*-\s*(?P<s>[A-ZĐ][A-Za-zĐ]*\s?/\s?[A-ZĐ][A-Za-zĐ0-9\-]*)")
_PLACE_DATE = re.compile(r"^(?P<place>[^\d,;:]{2,45}),\s*ng[aà]y\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"ngay\s*(\d{0,2})[\s.…/_]*thang\s*(\d{0,2})[\s.…/_]*nam\s*(20\d\d)?")

KIND_OF_PLACE = (
    r"(?:xã|phường|thị trấn|đặc khu|thành phố|thị xã|tỉnh|huyện|quận|Xã|Phường|Thị trấn|Đặc khu|Thành phố|Tỉnh)"
)
# "tỉnh Quảng Ngãi Đến năm 2025": words that go on after a name in titles written with capitals.
_NOT_NAME = r"(?!(?:Đến|Năm|Giai|Theo|Về|Của|Trong|Và|Từ|Định|Thực|Triển)\b)"
_NAME = rf"[{UPPER}][\wÀ-ỹ’']*(?:\s+{_NOT_NAME}[{UPPER}][\wÀ-ỹ’']*|\s*-\s*[{UPPER}][\wÀ-ỹ]*|\s+\d{{1,2}}\b){{0,4}}"
PLACE = re.compile(rf"\b({KIND_OF_PLACE})\s+({_NAME})")

_PREAMBLE = re.compile(
    r"^(?:thuc hien|can cu|de |nham |trien khai|tiep tuc|xet |uy ban nhan dan|ubnd|ban chi dao|thuong truc|theo "
    r"|dang uy|ban thuong vu|so |cong an|tren co so|phat huy|huong ung|xac dinh)"
)


def _split_number(rest: str) -> tuple[str | None, str] | None:
    compact = re.sub(r"(?<=[A-ZĐ])\s?-\s?(?=[A-ZĐ])", "-", rest.strip())
    for form in (_STATE, _PARTY):
        hit = form.match(compact)
        if hit:
            return hit.group("n"), re.sub(r"\s+", "", hit.group("s")).rstrip(".-")
    return None


def _number(doc: Document, zone: list[Line]) -> tuple[str | None, str | None, Line | None]:
    for i, line in enumerate(zone):
        text = line.text
        if re.fullmatch(r"so\s*[:.]?", line.folded.strip()) and i + 1 < len(zone):
            text = f"{text} {zone[i + 1].text}"
        hit = re.search(r"(?:^|\s)[Ss]ố\s*[:.]?\s*(?P<rest>[\d/\-].*)$", text)
        rest = hit.group("rest") if hit else text if re.match(r"^\d{1,5}\s?[/-]\s?[A-ZĐ]{2}", text) else None
        split = _split_number(rest) if rest else None
        if split:
            return split[0], split[1], line
    return None, None, None


def _place_and_date(zone: list[Line]) -> tuple[str | None, str | None, Line | None]:
    for line in zone:
        hit = _PLACE_DATE.match(line.text)
        if not hit:
            continue
        dates = [f for f in find_dates(line.text) if f.kind == "day"]
        return hit.group("place").strip(), dates[0].iso if dates else None, line
    return None, None, None


def _title_lines(doc: Document) -> list[Line]:
    """Lines of the title below KẾ HOẠCH; it ends where the preamble or the first section starts."""
    limit = preamble_end(doc)
    lines: list[Line] = []
    for i in range(doc.body_start, min(limit, doc.body_start + 8)):
        line = doc.lines[i]
        if line.text.startswith("(") or line.is_row:
            break
        sentence = bool(_PREAMBLE.match(line.folded)) and (
            line.text.endswith((".", ";", ":", ",")) or len(line.text) > 120 or not is_upper(line.text)
        )
        if (lines or doc.title_inline) and (sentence or (line.gap and not _same_case(lines, line))):
            break
        if read_mark(line)[0] in (PART, ROMAN) and read_mark(line)[1]:
            break
        if not lines and not doc.title_inline and sentence and line.text.endswith((";", ":", "như sau")):
            break
        lines.append(line)
    return lines


def _same_case(lines: list[Line], line: Line) -> bool:
    if not lines:
        return False
    if is_upper(lines[-1].text):
        return is_upper(line.text)
    return len(line.text) < 110 and not line.text.endswith((".", ";", ":"))


def read_title(doc: Document) -> tuple[str | None, int, int]:
    lines = _title_lines(doc) if doc.doc_type else []
    parts = [doc.title_inline] if doc.title_inline else []
    parts += [line.text for line in lines]
    if not parts:
        return None, 0, 0
    start = lines[0].start if lines and not doc.title_inline else doc.lines[doc.head_end].start
    end = lines[-1].end if lines else doc.lines[doc.head_end].end
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" ._-"), start, end


_NOT_ISSUER = re.compile(r"cong hoa|doc lap|dang cong san|^so\b|\d/|^quyet dinh|^chu tich")
_ISSUER = re.compile(
    r"(?:^|[.;,]\s+|\n)((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Ủy ban Nhân dân|Ban [Cc]hỉ đạo|Sở|Đảng ủy|Đảng uỷ"
    r"|Công an|Thường trực|Ban Thường vụ|Hội|Đoàn|Tỉnh ủy|Thành ủy|Trung tâm|Trường|Phòng|Bộ|Chi cục|Cục|Ban|Tổ)"
    r"(?:(?!\bcăn cứ\b)[^.;\n]){1,170}?)\s*(?:\([^)]*\)\s*)?,?\s*(?:đã\s+)?(?:ban hành|xây dựng|triển khai)\s+"
    r"(?:và triển khai\s+)?(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án|[Đđ]ề án)"
)


def _issuer(doc: Document, symbol: str | None) -> tuple[str | None, int, int]:
    preamble = doc.lines[doc.body_start : preamble_end(doc)]
    start = preamble[0].start if preamble else 0
    end = preamble[-1].end if preamble else 0
    hits = list(_ISSUER.finditer(doc.text[start:end]))
    if hits:
        at = hits[-1]
        return at.group(1).strip(" ,"), start + at.start(1), start + at.end(1)
    heads = [x for x in doc.head if is_upper(x.text) and not _NOT_ISSUER.search(x.folded)]
    if heads:
        return " ".join(x.text for x in heads[:3]), heads[0].start, heads[min(2, len(heads) - 1)].end
    return None, 0, 0


def read_header(doc: Document) -> Find:
    zone = doc.head
    number, symbol, number_line = _number(doc, zone)
    place, date, place_line = _place_and_date(zone)
    title, start, end = read_title(doc)
    issuer, issuer_start, issuer_end = _issuer(doc, symbol)
    lines = [x for x in (number_line, place_line) if x]
    evidence = {
        "title": [start, end],
        "issuer": [issuer_start, issuer_end],
        "number": [number_line.start, number_line.end] if number_line else None,
        "date": [place_line.start, place_line.end] if place_line else None,
    }
    first = min([x.start for x in lines] + [start]) if lines else start
    sure = 0.5 + 0.2 * bool(title) + 0.15 * bool(symbol) + 0.15 * bool(place)
    return found(
        doc, first, end, sure,
        number=number, symbol=symbol, place=place, date=date,
        doc_type=doc.doc_type or "Kế hoạch", title=title, issuer=issuer, spans=evidence,
    )  # fmt: skip


def plan_year(doc: Document, header: dict[str, Any]) -> int | None:
    """The year the plan is for: its title's, else its date's, else the one named most."""
    title = _without_citations(header.get("title") or "")
    in_title = re.findall(r"\b(20\d\d)\b", re.sub(r"(?:đến|tầm nhìn) năm 20\d\d", " ", title, flags=re.IGNORECASE))
    if in_title:
        return int(in_title[-1])
    if header.get("date"):
        return int(header["date"][:4])
    head = re.findall(r"năm\s+(20\d\d)", "\n".join(x.text for x in doc.head))
    if head:
        return int(head[-1])
    named = Counter(re.findall(r"(?<!\d)(20[2-4]\d)(?!\d)", doc.text))
    return int(named.most_common(1)[0][0]) if named else None


def _without_citations(title: str) -> str:
    """ "… Nghị quyết số 7-NQ/TU, ngày 02/3/2026 …": the year of a cited document is not the plan's."""
    title = re.sub(r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?20\d\d|\d+/20\d\d/\S+|ngày \d+ tháng \d+ năm 20\d\d", " ", title)
    return re.sub(r"20\d\d\s*-\s*20\d\d", " ", title)


_VILLAGES = re.compile(
    r"(?<![\d.,/%])(\d{1,3})(?:/\1)?\s+(?:cac\s+)?(thon|khu pho"
    r"|to dan pho|ban|xom|ap|buon|lang|khu dan cu|khom|tdp|khoi pho)\b"
    r"(?!\s+(?:nong thon moi|thong minh|chi dao|hang|sao|cung|kien|ghi|cam ket))"
)


def _villages(doc: Document) -> tuple[int | None, int, int]:
    counts: Counter[int] = Counter()
    first: dict[int, tuple[int, int]] = {}
    for hit in _VILLAGES.finditer(doc.folded):
        n = int(hit.group(1))
        if hit.group(2) == "ban" and doc.text[hit.start(2) : hit.end(2)].lower() != "bản":
            continue
        if hit.group(2) == "ap" and doc.text[hit.start(2) : hit.end(2)].lower() != "ấp":
            continue
        if n < 2 or re.search(r"(?:it nhat|toi thieu|moi|them|chon)\s*$", doc.folded[: hit.start()][-15:]):
            continue
        counts[n] += 1
        first.setdefault(n, hit.span())
    if not counts:
        return None, 0, 0
    n = max(counts, key=lambda k: (counts[k], k))
    return n, *first[n]


def _place_of(text: str) -> str | None:
    hits = PLACE.findall(text)
    return f"{hits[-1][0].lower()} {hits[-1][1]}" if hits else None


def _smallest(text: str, doc: Document) -> str | None:
    """Titles in capitals hide where names start; take the same place from the body where case shows it."""
    place = _place_of(text) if not is_upper(text) else None
    if place or not text:
        return place
    plain = key(text)
    named = Counter(f"{kind.lower()} {name}" for kind, name in PLACE.findall(doc.text))
    inside = [p for p, _ in named.most_common() if key(p) in plain]
    return max(inside, key=len) if inside else None


def read_scope(doc: Document, header: Find) -> Find:
    body = doc.text[doc.lines[doc.body_start].start :] if doc.body_start < len(doc.lines) else doc.text
    on_ground = re.search(rf"địa bàn\s+(?:toàn\s+)?({KIND_OF_PLACE}\s+{_NAME})", body)
    named = [_smallest(header.get(k) or "", doc) for k in ("title", "issuer")]
    place = (
        min((p for p in named if p), key=_rank, default=None)
        or (on_ground.group(1) if on_ground else None)
        or _kind_and_place(doc, header)
    )
    villages, start, end = _villages(doc)
    at = doc.text.find(place) if place else -1
    if not villages and place and at >= 0:
        start, end = at, at + len(place)
    return found(doc, start, end, 0.85 if place else 0.4, place=place, villages=villages)


def _rank(place: str) -> int:
    """Communes before districts before provinces: a plan is for the smallest place it and its issuer name."""
    order = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh")
    return next((i for i, kind in enumerate(order) if place.startswith(f"{kind} ")), len(order))


_KINDS = {
    "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu", "thi xa": "thị xã",
    "thanh pho": "thành phố", "tinh": "tỉnh", "huyen": "huyện", "quan": "quận",
}  # fmt: skip


def _kind_and_place(doc: Document, header: Find) -> str | None:
    """No place is named with its kind: join the head's place with the kind of body that issues."""
    name = header.get("place")
    if not name:
        return _place_of(doc.text[:4000])
    if PLACE.match(name):
        return str(name)
    # In titles in capitals only the folded words tell the kind: "… TỈNH TIỀN GIANG …".
    kinds = "xa|phuong|thi tran|dac khu|thi xa|thanh pho|tinh|huyen|quan"
    said = re.search(rf"\b({kinds}) {re.escape(key(name))}\b", key(f"{header.get('title')} {header.get('issuer')}"))
    if said:
        return f"{_KINDS[said.group(1)]} {name}"
    source = fold(f"{header.get('issuer') or ''} {header.get('title') or ''} {doc.text[:1500]}")
    for kind in ("xã", "phường", "đặc khu", "tỉnh", "thành phố"):
        if re.search(rf"\b{fold(kind)}\b", source):
            return f"{kind} {name}"
    return str(name)
