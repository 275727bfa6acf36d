"""Documents the plan rests on or cites: symbol, date, issuer and role."""

import re

from .dates import find_dates
from .document import Document
from .find import Find, found
from .fold import UPPER, fold, key
from .sections import preamble_end

_GROUP = rf"[{UPPER}][{UPPER}a-zđ]{{0,12}}\d{{0,3}}(?:&[{UPPER}][{UPPER}a-zđ]*)*"
_JOIN = r"(?: ?[/\-–]\s?|\.)"
_LOST_HYPHEN = rf"(?<=[ /](?:TT|NQ|NĐ|QĐ|KH|CT|TB|KL|CĐ|BC)) (?=[{UPPER}&]{{2,}}(?![a-zà-ỹ]))[{UPPER}&]{{2,}}"
_SYMBOL = re.compile(
    rf"(?<![\w/.\-])(\d{{1,5}}[A-Za-z]?(?: ?/ ?(?:19|20)\d\d)?{_JOIN}{_GROUP}"
    rf"(?:{_LOST_HYPHEN})?(?:{_JOIN}{_GROUP}){{0,3}})(?![\wÀ-ỹ])"
)
_KIND = (
    r"(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|thong tu(?: lien tich)?|thong bao|ket luan|chi thi"
    r"|cong dien|cong van|van ban|to trinh|ke hoach|chuong trinh|de an|huong dan|quy dinh|quy che|du an|phuong an"
    r"|bao cao|giay moi)"
)
_LAW = re.compile(
    r"(?:(?<=\n)|^|[;,]|[Cc]ăn cứ|Thực hiện|\bvà|\bcác)\s*(?:\d{1,2}[.)]|[-–+•])?\s*(?:các\s+)?(?P<name>"
    r"Luật sửa đổi[^;\n]{2,220}?(?=\s+(?:ngày|năm)\b|;|\n|$)"
    rf"|(?:(?:Bộ l|L)uật|Pháp lệnh)\s+[{UPPER}][^;\n]{{2,160}}?(?=,?\s+(?:ngày|số\s*:?\s*\d|năm|được|đã)\b"
    r"|\s*\(|[;.]|,\s*(?:Luật|Bộ luật|Nghị|Quyết|UBND|Ủy ban|Uỷ ban)|\s+và\s+(?:Bộ luật|Luật)|\n|$))"
)
_ISSUER = re.compile(
    r"(?:ngày|năm)?[^;.]{0,3}?\bcủa\s+(.+?)(?=\s*(?:\bvề\b|\bban hành\b"
    r"|\bphê duyệt\b|\bquy định\b|\bv/v\b|\bvà\s+(?:Kế hoạch|Đề án|Nghị"
    r"|Quyết|Chương|Công văn)|\btriển khai\b|\bthực hiện\b|\bhướng dẫn\b"
    r"|\bkế hoạch\b|\bsửa đổi\b|\bquyết định\b|[;,.()\n“\"]|$))"
)


def clean_symbol(symbol: str) -> str:
    """ "01- KH/BCĐTW" → "01-KH/BCĐTW"; a lost hyphen ("TT BKHCN") is put back."""
    symbol = re.sub(r"\s*([/\-–])\s*", r"\1", symbol.strip().rstrip(".,")).replace("–", "-")
    return re.sub(r"\s+", "-", symbol)


_NAMED = re.compile(rf"(?:\bso\s*:?|\b{_KIND})\s*$")


def _is_symbol(symbol: str, before: str) -> bool:
    if re.search(r"\bde an\s*$|\b(?:tai khoan|dien thoai|tieu chuan|bien so)\s+(?:so\s*)?:?\s*$", fold(before)):
        return False  # "Đề án 06/CP" is a name
    has_year = re.match(r"\d+[A-Za-z]?/(?:19|20)\d\d/", symbol) is not None
    return has_year or ("/" in symbol and "-" in symbol) or bool(_NAMED.search(fold(before)))


def _sources(doc: Document) -> tuple[int, int, int]:
    """(start of title, end of preamble, end of body): annex rows cite too much to be bases."""
    annexed = doc.foot[1] <= doc.head_end < len(doc.lines)  # the bases of a decision stand before its plan
    start = 0 if annexed or doc.head_end >= len(doc.lines) else doc.lines[doc.head_end].start
    first = preamble_end(doc)
    preamble = doc.lines[first].start if first < len(doc.lines) else len(doc.text)
    end = doc.lines[doc.body_end - 1].end if doc.body_end else len(doc.text)
    return start, min(preamble, end), end


_OPENS_CLAUSE = re.compile(r";|\n(?=\s*(?:[-–+•*(]|[A-ZĐÀ-Ỹ]|\d{1,2}[.)]\s))")
_STARTS_BASIS = re.compile(
    rf"\W*(?:\d{{1,2}}[.)/]\s*)?(?:va\s+)?(?:thuc hien|can cu|theo|trien khai|tiep tuc|xet"
    rf"|cu the hoa|quan triet|cac\s|so\s|{_KIND})"
)
_ANNOUNCES = re.compile(r"\b(?:ban hanh|xay dung)(?: va trien khai)? (?:ke hoach|chuong trinh|phuong an|de an)\b")
# Words after which a symbol is what another document speaks of, not a basis of its own.
_ABOUT = re.compile(
    r"\b(?:ve viec|ve|ban hanh|phe duyet|quy dinh|huong dan|sua doi|bo sung|trien khai|thuc hien|giao|tai|theo"
    r"|thay the)\s"
)


def _clause_start(text: str, at: int, floor: int) -> int:
    start = floor
    for hit in _OPENS_CLAUSE.finditer(text, max(floor, at - 1500), at):
        start = hit.end()
    return start


def _role(doc: Document, at: int, zone: tuple[int, int], before: int | None) -> str:
    """basis: it opens a clause of the preamble or stands in its list; cited: another speaks of it.

    `zone` holds the offsets of the preamble (or the section of bases), `before` the end of the symbol before.
    """
    if not zone[0] <= at < zone[1]:
        return "cited_body"
    start = _clause_start(doc.text, at, zone[0])
    if before is not None and before > start:
        return "cited" if _ABOUT.search(doc.folded, before, at) else "basis"
    clause = doc.folded[start:at]
    opens = _STARTS_BASIS.match(clause)
    return "basis" if opens and not _ANNOUNCES.search(clause) else "cited"


_NEXT_IN_LIST = re.compile(rf"[\s,]*(?:va\s+)?(?:(?:cac\s+)?{_KIND}\s+)?(?:so\s*:?\s*)?$")
_OF_ISSUER = re.compile(r"[\s,]*(?:cua\s[^,;.()]{3,70})?[\s,]*(?:ngay)?\s*")


def _date_after(doc: Document, end: int, limit: int) -> str | None:
    """The date that follows a symbol; "số A, số B và số C ngày D" gives D to all of them."""
    for _ in range(8):
        stop = min(limit, end + 130)
        following = _SYMBOL.search(doc.text, end, stop)
        own = stop if following is None else following.start()
        dates = [f for f in find_dates(doc.text[end:stop]) if f.kind == "day" and end + f.start < own]
        if dates:
            between = doc.folded[end : end + dates[0].start]
            about = re.search(r"\bve\b|;|\.\s", between)
            return dates[0].iso if not about and _OF_ISSUER.fullmatch(between) else None
        if following is None or not _NEXT_IN_LIST.match(doc.folded, end, own):
            return None
        end = following.end()
    return None


def _issuer_after(doc: Document, end: int, limit: int) -> str | None:
    tail = doc.text[end : min(limit, end + 230)]
    hit = re.match(rf"[\s,]*(?:ngày[\s\d/.\-]+(?:tháng\s*\d+\s*năm\s*\d+)?)?[\s,]*{_ISSUER.pattern}", tail)
    if not hit:
        return None
    name = re.split(r"\s+ngày\s+\d|\s+và\s+(?:các\s+)?(?:công văn|kế hoạch|quyết định|văn bản)\b", hit.group(1))[0]
    return name.strip(" ,")


def _issuer_before(doc: Document, start: int) -> str | None:
    """ "chỉ đạo của Sở Nội vụ tại Công văn số …"."""
    hit = re.search(r"của\s+([^,;.\n]{4,80}?)\s+tại\s+[^,;.\n]{3,40}$", doc.text[max(0, start - 150) : start])
    return hit.group(1) if hit else None


def _is_own(header: Find, symbol: str, date: str | None) -> bool:
    """The plan's own number; another body's plan of the same number has another date."""
    if not header["number"] or key(symbol).split() != key(f"{header['number']} {header['symbol']}").split():
        return False
    return date is None or header["date"] is None or date == header["date"]


def read_bases(doc: Document, header: Find) -> list[Find]:
    """Each cited document once, in the order of the text; the first place that dates it gives the date."""
    start, preamble, end = _sources(doc)
    listed = _basis_section(doc, preamble, end)
    title = header["spans"]["title"]
    bases: dict[str, Find] = {}
    before: int | None = None
    for hit in _SYMBOL.finditer(doc.text, start, end):
        symbol = clean_symbol(hit.group(1))
        if not _is_symbol(symbol, doc.text[max(0, hit.start() - 25) : hit.start()]):
            continue
        date = _date_after(doc, hit.end(), end)
        if _is_own(header, symbol, date):
            continue
        zone = listed if listed[0] <= hit.start() < listed[1] else (start, preamble)
        role = "cited" if title[0] <= hit.start() < title[1] else _role(doc, hit.start(), zone, before)
        before = hit.end()
        issuer = _issuer_after(doc, hit.end(), end) or _issuer_before(doc, hit.start())
        known = bases.get(fold(symbol))
        if known:
            _add(known, date, issuer, role)
            continue
        bases[fold(symbol)] = found(
            doc, hit.start(), hit.end(), 0.95 if date else 0.75,
            symbol=symbol, date=date, issuer=issuer, role=role,
        )  # fmt: skip
    laws = _laws(doc, [(start, preamble), listed], [b["span"][0] for b in bases.values()])
    return sorted([*bases.values(), *laws], key=lambda b: int(b["span"][0]))


def _add(known: Find, date: str | None, issuer: str | None, role: str) -> None:
    """What a second mention tells: a title's document that the preamble rests on is a basis."""
    known["date"] = known["date"] or date
    known["issuer"] = known["issuer"] or issuer
    if role == "basis":
        known["role"] = role


def _basis_section(doc: Document, first: int, end: int) -> tuple[int, int]:
    """Some plans list their bases in a section of their own ("CĂN CỨ XÂY DỰNG KẾ HOẠCH")."""
    hit = re.search(
        r"\n[ivx\d]{0,4}\s?[.\-]?\s{0,3}(?:(?:cac\s+)?can cu|co so)"
        r"(?:\s+(?:phap ly|xay dung|lap|ban hanh|de)[^\n]{0,50})?\n",
        doc.folded,
    )
    if not hit or hit.start() < first - 2 or hit.start() > end:
        return end, end
    stop = re.compile(r"\n[IVX]{1,4}\s?[.\-]").search(doc.text, hit.end())
    return hit.start(), stop.start() if stop else end


def _laws(doc: Document, zones: list[tuple[int, int]], symbols: list[int]) -> list[Find]:
    """Laws are cited by name; one with a number has been found already."""
    laws: dict[str, Find] = {}
    for start, last in zones:
        for hit in _LAW.finditer(doc.text, start, last):
            stop = re.compile(r";|\n|,\s*(?:Luật|Bộ luật)\b").search(doc.text, hit.end(), last)
            end = stop.start() if stop else last
            name = re.sub(r"\s+", " ", hit.group("name")).strip(" ,")
            if any(hit.start() <= at < end for at in symbols) or key(name) in laws:
                continue
            dates = [f for f in find_dates(doc.text[hit.end() : end]) if f.kind == "day"]
            laws[key(name)] = found(
                doc, hit.start("name"), hit.end("name"), 0.7,
                symbol=None, name=name, date=dates[0].iso if dates else None, issuer="Quốc hội", role="basis",
            )  # fmt: skip
    return list(laws.values())
