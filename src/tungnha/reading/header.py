"""Header: number, symbol, place, date, kind, title and issuer; and where the plan applies."""

import re
from collections import Counter
from typing import Any

from .dates import iso_day
from .document import Document, Line
from .find import Find, found
from .fold import UPPER, fold, is_upper, key
from .sections import PART, ROMAN, preamble_end, read_mark

# -- number and symbol --------------------------------------------------------------------

_SO = re.compile(r"(?:(?<=\n)|^|(?<=[\s|]))S[ốôoó6]\s{0,3}(?P<colon>[:.;]?)\s*", re.MULTILINE)
_BLANK = r"[\s.…_]*"
_HYPHEN = r"\s?[-–—‐‑]\s{0,2}"
_LETTERS = rf"[{UPPER}][{UPPER}a-zà-ỹđ0-9&]*"
# State form 178/KH-UBND, Party form 39-KH/ĐU; the number may be blank in both.
_STATE = re.compile(
    rf"{_BLANK}(?P<n>\d{{1,6}}[a-zA-Z]?)?{_BLANK}\s*/\s*(?P<s>{_LETTERS}(?:(?:{_HYPHEN}|\s?[/.]\s?){_LETTERS})*)"
)
_PARTY = re.compile(
    rf"{_BLANK}(?P<n>\d{{1,5}}[a-zA-Z]?)?{_BLANK}{_HYPHEN}(?P<s>{_LETTERS}\s?/\s?{_LETTERS}(?:{_HYPHEN}{_LETTERS})*)"
)
_LOST_SLASH = re.compile(rf"(?P<n>\d{{1,6}})\s+(?P<s>(?:KH|CTr|PA|ĐA|KB){_HYPHEN}{_LETTERS})")
_BARE = re.compile(rf"^(?P<n>\d{{1,6}})(?:\s?/\s?[{UPPER}]|{_HYPHEN}[{UPPER}]\w*\s?/)", re.MULTILINE)
_OWN_CODES = ("KH", "CTR", "PA", "ĐA", "KB", "CT")
_METADATA = re.compile(r"so\s*/?\s*(?:,\s*)?ky hieu|^so hieu", re.IGNORECASE)
"""A portal's table above the text ("Số/Ký hiệu: …") repeats what the document says itself."""

# -- place and date -----------------------------------------------------------------------

_DATE = re.compile(
    r"\bng[aà]y\s*(?:(?P<d>\d{1,2})?[\s.…_/]*th[aá]ng\s*(?P<m>\d{1,2})?[\s.…_/]*n[aă]m\s*(?P<y>20\d\d)?"
    r"|(?P<d2>\d{1,2})\s?[/.\-]\s?(?P<m2>\d{1,2})\s?[/.\-]\s?(?P<y2>20\d\d)"
    r"|[\s.…_]*/[\s.…_]*/\s?(?P<y3>20\d\d))",
    re.IGNORECASE,
)
_KIND_WORD = r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Tt]hành phố|[Tt]hị xã|[Tt]ỉnh|[Hh]uyện|[Qq]uận|T[Pp]\s?\.?)"
_PLACE_WORD = rf"[{UPPER}][\wà-ỹ’'.]*"
_PLACE_NAME = re.compile(
    rf"(?<![\w&/])((?:{_KIND_WORD}\s*)?{_PLACE_WORD}(?:\s*[-–]\s*{_PLACE_WORD}|\s+{_PLACE_WORD}|\s+\d{{1,2}}(?!\d)){{0,6}})\s*,?\s*$"
)
_MOTTO = re.compile(r".*(?:hanh\s*phuc|viet\s*nam|phuc)\s+")

KIND_OF_PLACE = (
    r"(?:xã|phường|thị trấn|đặc khu|thành phố|thị xã|tỉnh|huyện|quận|Xã|Phường|Thị trấn|Đặc khu|Thành phố|Tỉnh)"
)
# "tỉnh Quảng Ngãi Đến năm 2025": words that go on after a name in titles written with capitals.
_NOT_NAME = r"(?!(?:Đến|Năm|Giai|Theo|Về|Của|Trong|Và|Từ|Định|Thực|Triển)\b)"
_NAME = rf"[{UPPER}][\wÀ-ỹ’']*(?: +{_NOT_NAME}[{UPPER}][\wÀ-ỹ’']*|\s*-\s*[{UPPER}][\wÀ-ỹ]*| +\d{{1,2}}\b){{0,4}}"
PLACE = re.compile(rf"\b({KIND_OF_PLACE}) +({_NAME}|\d{{1,2}}\b)")

_PREAMBLE = re.compile(
    r"^(?:thuc hien|can cu|de |nham |trien khai|tiep tuc|xet |uy ban nhan dan|ubnd|ban chi dao|thuong truc|theo "
    r"|dang uy|ban thuong vu|so |cong an|tren co so|phat huy|huong ung|xac dinh|trong thoi gian|thoi gian qua|voi muc)"
)


def _zone_end(doc: Document) -> int:
    """Offset at which the head ends: the line that names the kind, else some lines from the top."""
    last = doc.head_end or min(len(doc.lines), 25)
    return doc.lines[last].start if last < len(doc.lines) else doc.lines[-1].end


def _clean_symbol(symbol: str) -> str:
    symbol = re.sub(r"[–—‐‑]", "-", symbol)
    return re.sub(r"\s+", "", symbol).rstrip(".-")


def _split_number(text: str, at: int) -> tuple[str | None, str, int] | None:
    """(number, symbol, end) of what stands after "Số:"."""
    hits = [h for h in (form.match(text, at) for form in (_STATE, _PARTY, _LOST_SLASH)) if h]
    hits = [h for h in hits if sum(c.isupper() for c in h.group("s")) >= 2]
    if not hits:
        return None
    best = max(hits, key=lambda h: h.end("s"))
    return best.group("n"), _clean_symbol(best.group("s")), best.end("s")


def _numbers_in(text: str, base: int) -> list[tuple[str | None, str, int, int]]:
    """Every (number, symbol, start, end) a stretch of text gives as its own; the likeliest first."""
    found_: list[tuple[int, tuple[str | None, str, int, int]]] = []
    for mark in _SO.finditer(text):
        line_start = text.rfind("\n", 0, mark.start()) + 1
        if not mark.group("colon") and mark.start() > line_start:
            continue
        split = _split_number(text, mark.end())
        if split:
            own = split[1].upper().startswith(_OWN_CODES)
            found_.append((0 if own else 1, (split[0], split[1], base + mark.start(), base + split[2])))
    for bare in _BARE.finditer(text):
        split = _split_number(text, bare.start())
        if split:
            found_.append((2, (split[0], split[1], base + bare.start(), base + split[2])))
    for line in re.finditer(r"[^\n]+", text):
        if _METADATA.search(fold(line.group())) and ":" in line.group():
            split = _split_number(text, text.index(":", line.start()) + 1)
            if split:
                found_.append((3, (split[0], split[1], base + line.start(), base + split[2])))
    return [row for _, row in sorted(found_, key=lambda pair: pair[0])]


def _number(doc: Document) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Of the head; where columns were flattened the line may follow the title; else of the decision it hangs on."""
    end = _zone_end(doc)
    rows = _numbers_in(doc.text[doc.head_at : end], doc.head_at)
    if not rows and doc.head_end:
        for line in doc.lines[doc.body_start : doc.body_start + 12]:
            if re.match(r"S[ốôoó6]\s*[:.]", line.text):
                rows += _numbers_in(line.text, line.start)
    if not rows:
        return None, None, None
    number, symbol, start, stop = rows[0]
    return number, symbol, (start, stop)


_ATTACHED = re.compile(
    r"\(\s*(?:ban hành\s+)?kèm theo\s+(?:quyết định|công văn|tờ trình|nghị quyết)\s+số\s*(?P<rest>[^)]{3,160})\)?",
    re.IGNORECASE,
)


def read_attached(doc: Document) -> Find | None:
    """ "(Kèm theo Quyết định số 21/QĐ-UBND ngày …)": the document a plan is annexed to."""
    start = doc.lines[doc.head_end].start if doc.head_end < len(doc.lines) else 0
    hit = _ATTACHED.search(doc.text, start, min(len(doc.text), start + 1500))
    split = _split_number(doc.text, hit.start("rest")) if hit else None
    if not hit or not split:
        return None
    date = _DATE.search(doc.text, split[2], hit.end())
    return found(doc, hit.start(), hit.end(), 0.9, number=split[0], symbol=split[1], date=_iso(date) if date else None)


def _iso(date: re.Match[str]) -> str | None:
    year, month, day = (date.group(a) or date.group(b) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
    return iso_day(int(year), int(month), int(day)) if year and month and day else None


def _place_before(text: str, at: int) -> str | None:
    """The place just before "ngày …", on the same line; columns of a flattened head stand before it."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    comma = line.rstrip().endswith(",")
    line = re.split(r"\s{3,}|\t|[*|;:]", line)[-1]
    cut = _MOTTO.match(fold(line))
    line = line[cut.end() :] if cut else line
    # What ends in capitals or a symbol before it is the number of the other column.
    words = re.sub(r"^.*/\S*\s", "", line).split()
    while words and (is_upper(words[0]) or "/" in words[0]) and len(words) > 1 and not is_upper(" ".join(words)):
        if re.fullmatch(rf"TP\.?|[{UPPER}]’?|[{UPPER}]\.", words[0]):
            break
        words.pop(0)
    hit = _PLACE_NAME.search(" ".join(words))
    if not hit or not (comma or len(words) <= 5):
        return None
    name = re.sub(r"\s+", " ", hit.group(1)).strip(" ,.")
    return name if not re.search(r"^(?:so|ngay|hom nay)\b", fold(name)) else None


def _place_and_date(doc: Document) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """ "Núi Xanh, ngày 5 tháng 6 năm 2026" of the head, maybe over two lines; else the one over the signature."""
    end = _zone_end(doc)
    zones = [(doc.head_at, end)]
    if doc.head_end:
        near = doc.lines[min(doc.body_start + 10, len(doc.lines) - 1)].end
        foot = [doc.lines[i] for i in range(max(doc.body_end - 2, 0), min(doc.foot[1], len(doc.lines)))]
        zones += [(doc.lines[doc.head_end].end, near)] + [(x.start, x.end) for x in foot]
    for start, stop in zones:
        for date in _DATE.finditer(doc.text, start, stop):
            place = _place_before(doc.text, date.start())
            if place and (start == doc.head_at or doc.text[: date.start()].endswith((", ", ","))):
                line = doc.text.rfind("\n", 0, date.start()) + 1
                if start != doc.head_at and line + len(place) + 4 < date.start():
                    continue  # a sentence of the text that happens to name a day
                return place, _iso(date), (line, date.end())
    return None, None, None


# -- title ----------------------------------------------------------------------------------

_FRAME = re.compile(
    r"^(?:cong hoa xa hoi|doc lap\b.*tu do|dang cong san|so\s*[:.]|chu nghia viet nam|[\-_*=. ]+$)|, ngay\b.*thang\b"
)


def _title_lines(doc: Document) -> list[Line]:
    """Lines of the title below KẾ HOẠCH; it ends where the preamble or the first section starts."""
    limit = preamble_end(doc)
    lines: list[Line] = []
    for i in range(doc.body_start, min(limit, doc.body_start + 10)):
        line = doc.lines[i]
        if _FRAME.search(line.folded) and len(line.text) < 90:
            continue
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


_SECOND_WORD = re.compile(r"^(?:hanh dong|phoi hop|lien tich|lien nganh|tong the)$")


def _second_word(doc: Document) -> str:
    """ "KẾ HOẠCH PHỐI HỢP" on a line of its own is a kind; followed by more words it is the title's start."""
    return doc.title_inline.strip(" .:") if _SECOND_WORD.match(fold(doc.title_inline).strip(" .:")) else ""


def _doc_type(doc: Document) -> str:
    kind = doc.doc_type or "Kế hoạch"
    return f"{kind} {_second_word(doc)}".strip().capitalize()


def read_title(doc: Document) -> tuple[str | None, int, int]:
    lines = _title_lines(doc) if doc.doc_type else []
    inline = "" if _second_word(doc) else doc.title_inline
    parts = [inline] if inline else []
    parts += [line.text for line in lines]
    if not parts:
        return None, 0, 0
    start = lines[0].start if lines and not inline else doc.lines[doc.head_end].start
    end = lines[-1].end if lines else doc.lines[doc.head_end].end
    return re.sub(r"\s+", " ", " ".join(parts)).strip(" ._-*"), start, end


# -- issuer ---------------------------------------------------------------------------------

_NOT_ISSUER = re.compile(
    r"cong hoa|chu nghia viet nam|doc lap|dang cong san|^so\s*[:.\d/]|\d/|^quyet dinh|^chu tich|^du thao|^\W*$|^mat$"
    r"|^khan|hoa toc|^nguoi ky|^noi nhan"
)
_ISSUER = re.compile(
    r"(?:^|[.;,]\s+|\n)((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Ủy ban Nhân dân|Ban [Cc]hỉ đạo|Sở|Đảng ủy|Đảng uỷ"
    r"|Công an|Thường trực|Ban Thường vụ|Hội|Đoàn|Tỉnh ủy|Thành ủy|Trung tâm|Trường|Phòng|Bộ|Chi cục|Cục|Ban|Tổ)"
    r"(?:(?!\bcăn cứ\b)[^.;\n]){1,170}?)\s*(?:\([^)]*\)\s*)?,?\s*(?:đã\s+)?(?:ban hành|xây dựng|triển khai)\s+"
    r"(?:và triển khai\s+)?(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án|[Đđ]ề án)"
)


def _issuer(doc: Document) -> tuple[str | None, int, int]:
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


_KIND_ONLY = re.compile(r"\b(tỉnh|thành phố|Thành phố|xã|phường|huyện|đặc khu)$")


def _with_place(doc: Document, issuer: str | None) -> str | None:
    """ "Ủy ban nhân dân tỉnh" under a head that says "TỈNH TRƯỜNG LÂM" is that of tỉnh Trường Lâm."""
    kind = _KIND_ONLY.search(issuer or "")
    if not issuer or not kind:
        return issuer
    head = fold(" ".join(x.text for x in doc.head))
    names = Counter(name for k, name in PLACE.findall(doc.text) if fold(k) == fold(kind.group(1)))
    for name, _ in names.most_common():
        if re.search(rf"\b{re.escape(fold(kind.group(1)))}\s+{re.escape(fold(name))}\b", head):
            return f"{issuer} {name}"
    return issuer


def read_header(doc: Document) -> Find:
    number, symbol, number_at = _number(doc)
    place, date, date_at = _place_and_date(doc)
    attached = read_attached(doc)
    if attached and not symbol:
        # Only the plan was handed in: the decision named below its title gives number and date.
        number, symbol, number_at = attached["number"], attached["symbol"], tuple(attached["span"])
        date = date or attached["date"]
    title, start, end = read_title(doc)
    issuer, issuer_start, issuer_end = _issuer(doc)
    evidence = {
        "title": [start, end],
        "issuer": [issuer_start, issuer_end],
        "number": list(number_at) if number_at else None,
        "date": list(date_at) if date_at else None,
    }
    places = [at for at in (number_at, date_at) if at]
    first = min([at[0] for at in places] + [start]) if places else start
    sure = 0.5 + 0.2 * bool(title) + 0.15 * bool(symbol) + 0.15 * bool(place)
    return found(
        doc, first, end, sure,
        number=number, symbol=symbol, place=place, date=date,
        doc_type=_doc_type(doc), title=title, issuer=_with_place(doc, issuer),
        attached_to=attached, spans=evidence,
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


# -- scope ----------------------------------------------------------------------------------

_VILLAGE = r"(?:thon|khu pho|to dan pho|ban|xom|ap|buon|bon|lang|khu dan cu|khom|tdp|khoi pho|khoi|phum|soc|khu)"
_VILLAGES = re.compile(
    rf"(?<![\d.,/%])0?(?P<n>\d{{1,3}})(?P<all>\s?/\s?0?(?P<of>\d{{1,3}}))?\s+(?:cac\s+)?(?P<kind>{_VILLAGE})\b"
    r"(?!\s+(?:nong thon moi|thong minh|chi dao|hang|sao|cung|kien|ghi|cam ket|kieu mau|dac biet kho|dac biet|dat|tin"
    r"|chinh|sao|luu|vang|do|cach|phong toa|diem|du lich|van hoa|giay|mau|ke|goc|dien tu|quy hoach))"
)
_MORE_OF_THEM = re.compile(rf"(?:\s*,|\s+va)\s+0?(?P<n>\d{{1,3}})\s+(?P<kind>{_VILLAGE})\b")
_SOME_OF_THEM = re.compile(
    r"(?:it nhat|toi thieu|moi|them|chon|thi diem(?: tai)?|dau tien|khoang|tu|duoi|tren|con|co|trong do)\s*$"
)
# Words that mean a settlement only with their own marks: "bản", not "ban"; "ấp", not "áp".
_MARKED = {
    "ban": ("bản",), "ap": ("ấp",), "lang": ("làng",), "buon": ("buôn",), "khom": ("khóm",), "khoi": ("khối",),
    "thon": ("thôn",), "xom": ("xóm",), "bon": ("bon",), "soc": ("sóc",), "khu": ("khu",), "phum": ("phum",),
}  # fmt: skip
_COMMUNE = ("xã ", "phường ", "thị trấn ", "đặc khu ")


def _is_settlement(doc: Document, hit: re.Match[str]) -> bool:
    kind, written = hit.group("kind"), doc.text[hit.start("kind") : hit.end("kind")].lower()
    if kind in _MARKED and written not in _MARKED[kind]:
        return False
    # "Lưu: VT (08 bản)" counts copies.
    line = doc.folded[doc.folded.rfind("\n", 0, hit.start()) + 1 : hit.start()]
    return not (kind == "ban" and re.search(r"\bluu\b|\(\s*$|\bgui\b|\bin\b|ho so", line))


def _villages(doc: Document, whole_commune: bool) -> tuple[int | None, int, int]:
    """How many thôn, khu phố … the plan says its place has; the number said most. Larger places must say "all"."""
    weights: Counter[int] = Counter()
    first: dict[int, tuple[int, int]] = {}
    for hit in _VILLAGES.finditer(doc.folded, doc.head_at, doc.lines[-1].end):
        before = doc.folded[max(0, hit.start() - 22) : hit.start()]
        every = bool(re.search(r"\b(?:tat ca|toan bo|ca|du|toan xa(?: co)?|toan phuong(?: co)?|gom|100%)\s*$", before))
        n = int(hit.group("of") or hit.group("n"))
        if not _is_settlement(doc, hit) or n < 2 or (_SOME_OF_THEM.search(before) and not every):
            continue
        if not whole_commune and not (every or hit.group("all")):
            continue
        end = hit.end()
        more = _MORE_OF_THEM.match(doc.folded, end)
        if more and _is_settlement(doc, more) and more.group("kind") != hit.group("kind"):
            n, end = n + int(more.group("n")), more.end()
        weights[n] += 2 if every or hit.group("all") else 1
        first.setdefault(n, (hit.start(), end))
    if not weights:
        return None, 0, 0
    n = max(weights, key=lambda k: (weights[k], k))
    return n, *first[n]


def village_counts(doc: Document) -> dict[int, tuple[int, int]]:
    """Each number of villages that is said of the whole place, where it first stands: they should be one."""
    out: dict[int, tuple[int, int]] = {}
    for hit in _VILLAGES.finditer(doc.folded, doc.head_at, doc.lines[-1].end):
        before = doc.folded[max(0, hit.start() - 22) : hit.start()]
        n = int(hit.group("of") or hit.group("n"))
        more = _MORE_OF_THEM.match(doc.folded, hit.end())
        if n >= 2 and _is_settlement(doc, hit) and not _SOME_OF_THEM.search(before) and not more:
            out.setdefault(n, hit.span())
    return out


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
    villages, start, end = _villages(doc, not place or place.startswith(_COMMUNE))
    at = doc.text.find(place, doc.head_at, doc.lines[-1].end) if place else -1
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
