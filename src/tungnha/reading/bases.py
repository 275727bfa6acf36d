"""Documents the plan rests on or cites: symbol, date, issuer and role."""

import re

from .dates import find_dates
from .document import Document
from .find import Find, found
from .fold import fold
from .sections import preamble_end

_GROUP = r"[A-ZĐ][A-Za-zĐđ]{0,12}\d{0,2}(?:&[A-ZĐ][A-Za-zĐ]*)*"
_SYMBOL = re.compile(
    rf"(?<![\w/.\-])(\d{{1,5}}[A-Z]?(?:\s?/\s?(?:19|20)\d\d)?(?:\s?[/\-]|[/\-]\s?)\s?{_GROUP}"
    rf"(?:(?:\s?[/\-.]|[/\-.]\s)\s?{_GROUP}|\s(?=[A-ZĐ&]{{3,}})[A-ZĐ&]{{3,}}){{0,3}})(?![\wÀ-ỹ])"
)
_LAW = re.compile(
    r"(?:Căn cứ|căn cứ|Thực hiện)\s+((?:Bộ l|L)uật\s+[^;,.\n]{4,120}?)(?=\s+(?:ngày|số|năm|được)\b|[;,.\n]|$)"
)
_ISSUER = re.compile(
    r"(?:ngày|năm)?[^;.]{0,3}?\bcủa\s+(.+?)(?=\s*(?:\bvề\b|\bban hành\b"
    r"|\bphê duyệt\b|\bquy định\b|\bv/v\b|\bvà\s+(?:Kế hoạch|Đề án|Nghị"
    r"|Quyết|Chương|Công văn)|\btriển khai\b|\bthực hiện\b|\bhướng dẫn\b"
    r"|\bkế hoạch\b|\bsửa đổi\b|\bquyết định\b|[;,.()\n“\"]|$))"
)


def clean_symbol(symbol: str) -> str:
    """ "01- KH/BCĐTW" → "01-KH/BCĐTW"; a lost hyphen ("TT BKHCN") is put back."""
    symbol = re.sub(r"\s*([/\-])\s*", r"\1", symbol.strip().rstrip(".,"))
    return re.sub(r"\s+", "-", symbol)


def _is_symbol(symbol: str, before: str) -> bool:
    if re.search(r"đề án\s*$", before, re.IGNORECASE):
        return False  # "Đề án 06/CP" is a name
    has_year = re.match(r"\d+/(?:19|20)\d\d/", symbol) is not None
    return has_year or ("/" in symbol and "-" in symbol) or bool(re.search(r"số\s*:?\s*$", before))


def _sources(doc: Document) -> tuple[int, int, int]:
    """(start of title, end of preamble, end of body): annex rows cite too much to be bases."""
    annexed = doc.foot[1] <= doc.head_end < len(doc.lines)  # the bases of a decision stand before its plan
    start = 0 if annexed or doc.head_end >= len(doc.lines) else doc.lines[doc.head_end].start
    first = preamble_end(doc)
    preamble = doc.lines[first].start if first < len(doc.lines) else len(doc.text)
    end = doc.lines[doc.body_end - 1].end if doc.body_end else len(doc.text)
    return start, min(preamble, end), end


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in (";", "\n")) + 1


def _role(doc: Document, at: int, preamble: int, title_end: int, in_basis_section: bool) -> str:
    if in_basis_section:
        return "basis"
    if at >= preamble:
        return "cited_body"
    if at < title_end:
        return "cited"
    clause = fold(doc.text[_clause_start(doc.text, at) : at])
    start = re.match(
        r"\s*[-–]?\s*(?:thuc hien|can cu|theo|trien khai|tiep tuc|xet"
        r"|chuong trinh|ke hoach|nghi|cong van|van ban|quyet)",
        clause,
    )
    return "basis" if start and not re.search(r"\b(?:ve|ve viec|giao)\b.{12,}", clause) else "cited"


def _date_after(doc: Document, end: int, limit: int) -> str | None:
    """The date that follows a symbol; "số A và số B ngày D" gives D to both."""
    tail = doc.text[end : min(limit, end + 110)]
    next_symbol = _SYMBOL.search(tail)
    dates = [f for f in find_dates(tail) if f.kind == "day"]
    if not dates:
        return None
    between = tail[: dates[0].start]
    if next_symbol and next_symbol.start() < dates[0].start:
        joined = re.fullmatch(r"[\s,]*(?:và|,)?\s*(?:[A-ZĐ][\wÀ-ỹ ]{2,20})?\s*số\s*", tail[: next_symbol.start()])
        between = "" if joined else "too far away to be its own date, certainly"
    if len(between) > 22 or ";" in between:
        return None
    return dates[0].iso


def _issuer_after(doc: Document, end: int, limit: int) -> str | None:
    tail = doc.text[end : min(limit, end + 230)]
    hit = re.match(rf"[\s,]*(?:ngày[\s\d/.\-]+(?:tháng\s*\d+\s*năm\s*\d+)?)?[\s,]*{_ISSUER.pattern}", tail)
    return hit.group(1).strip() if hit else None


def _issuer_before(doc: Document, start: int) -> str | None:
    """ "chỉ đạo của Sở Nội vụ tại Công văn số …"."""
    hit = re.search(r"của\s+([^,;.\n]{4,80}?)\s+tại\s+[^,;.\n]{3,40}$", doc.text[max(0, start - 150) : start])
    return hit.group(1) if hit else None


def read_bases(doc: Document, header: Find) -> list[Find]:
    start, preamble, end = _sources(doc)
    title_end = header["spans"]["title"][1]
    own = fold(f"{header.get('number')}/{header.get('symbol')}")
    bases: dict[str, Find] = {}
    basis_zone = _basis_section(doc, preamble, end)
    for hit in _SYMBOL.finditer(doc.text, start, end):
        symbol = clean_symbol(hit.group(1))
        if not _is_symbol(symbol, doc.text[max(0, hit.start() - 12) : hit.start()]) or fold(symbol) == own:
            continue
        role = _role(doc, hit.start(), preamble, title_end, basis_zone[0] <= hit.start() < basis_zone[1])
        date = _date_after(doc, hit.end(), end)
        issuer = _issuer_after(doc, hit.end(), end) or _issuer_before(doc, hit.start())
        known = bases.get(fold(symbol))
        if known:
            known["date"] = known["date"] or date
            known["issuer"] = known["issuer"] or issuer
            continue
        bases[fold(symbol)] = found(
            doc,
            hit.start(),
            hit.end(),
            0.95 if date else 0.75,
            symbol=symbol,
            date=date,
            issuer=issuer,
            role=role,
        )
    return _laws(doc, start, preamble, bases)


def _basis_section(doc: Document, first: int, end: int) -> tuple[int, int]:
    """Some plans list their bases in a section of their own ("CĂN CỨ XÂY DỰNG KẾ HOẠCH")."""
    hit = re.search(
        r"\n[ivx\d]*\s?[.\-]?\s*(?:can cu|co so)\s+(?:phap ly|xay dung|lap|ban hanh)[^\n]{0,50}\n", doc.folded
    )
    if not hit or hit.start() < first - 2 or hit.start() > end:
        return end, end
    stop = re.compile(r"\n[IVX]{1,4}\s?[.\-]").search(doc.text, hit.end())
    return hit.start(), stop.start() if stop else end


def _laws(doc: Document, start: int, preamble: int, bases: dict[str, Find]) -> list[Find]:
    """Laws are cited by name; one with a number has been found already."""
    spans = [b["span"] for b in bases.values()]
    laws = []
    for hit in _LAW.finditer(doc.text, start, preamble):
        stop = re.compile(r"[;\n]").search(doc.text, hit.end())
        end = stop.start() if stop else preamble
        if any(hit.start() <= s[0] < end for s in spans):
            continue
        dates = [f for f in find_dates(doc.text[hit.end() : end]) if f.kind == "day"]
        laws.append(
            found(
                doc,
                hit.start(1),
                hit.end(1),
                0.7,
                symbol=None,
                name=hit.group(1).strip(),
                date=dates[0].iso if dates else None,
                issuer="Quốc hội",
                role="basis",
            )
        )
    return sorted([*bases.values(), *laws], key=lambda b: int(b["span"][0]))
