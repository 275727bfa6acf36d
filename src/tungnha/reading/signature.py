"""Recipients ("Nơi nhận") and the signature block."""

import re

from .document import Document, Line, is_signature_line
from .find import Find, found
from .fold import fold, is_upper

_AUTHORITY = re.compile(r"^(?:(?:tm|kt|tl|tuq)\s?\.|[tk]/[mtl]\b)")
_BULLET = re.compile(r"^[-–—+•*]\s*")
_RANK = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tá|tướng|úy|uý)|ThS|TS|BS(?:CK\w*)?|PGS|GS)\.?\s+", re.IGNORECASE
)
_NOT_RECIPIENT = re.compile(
    r"^[\[(]?(?:da ky|da ki|daky|ky boi|nguoi ky|signed|digitally|co quan:|thoi gian ky|ngay ky|email:|ky thay|chu ky)"
)
# "Người ký: Vàng A Páo": the stamp of an electronic signature.
_STAMP = re.compile(r"^(?:nguoi ky|ky boi|nguoi ki|digitally signed by|signed by)\s*:?\s*")
_OFFICE = (
    r"(?:chu tich|giam doc|truong ban|bi thu|truong phong|hieu truong|cuc truong|vien truong|chanh van phong"
    r"|tong giam doc|chi cuc truong|truong cong an|thu truong|bo truong|to truong|chi huy truong|chinh uy|tu lenh"
    r"|doi truong|vu truong|tong cuc truong|chu nhiem|truong dai dien)"
)
_SMALL = re.compile(
    rf"^(?:(?:tm|tuq|tl|kt|q)\s?\.\s?[a-z]|[tk]/[mtl]\.?\s|(?:q\.|quyen)?\s*(?:pho )?{_OFFICE}"
    r"(?: (?:thuong truc|ubnd|uy ban nhan dan|so|hdnd)\b.*)?$)"
)
_ONE_LINE = re.compile(
    rf"^(?P<a>(?:tm|t/m)\s?\.?\s?.+?)?\s*(?P<b>(?:kt|tl|tuq|k/t|t/l)\s?\.?\s?{_OFFICE}(?:\s(?:so|ubnd|tinh|xa))?)?"
    rf"\s+(?P<c>(?:pho )?{_OFFICE}.*)$"
)


def _foot_lines(doc: Document) -> list[Line]:
    """Lines of the foot; what stood side by side is a line each."""
    out: list[Line] = []
    for line in doc.lines[doc.foot[0] : doc.foot[1]]:
        cells = [Line(text, start, end, line.gap) for text, start, end in line.cells() if text] if line.is_row else []
        out += cells if 0 < len(cells) <= 3 else [line]
    return out


def _bare_name(text: str) -> str:
    """A name without "(Đã ký)", its rank or degree, and marks around it."""
    text = re.sub(r"^[(\[]?\s*(?:Đã ký|đã ký|ĐÃ KÝ|Đã kí)\s*[)\]]?[:.]?\s*", "", text)
    while _RANK.match(text):
        text = _RANK.sub("", text, count=1)
    return text.strip(" .*")


def _is_name(text: str) -> bool:
    """2 to 6 capitalised words, nothing else: a person's name (H’Yim Kđoh, Y Thanh Hà Niê)."""
    words = _bare_name(text).split()
    if not 2 <= len(words) <= 6 or len(" ".join(words)) > 40:
        return False
    if any(len(w) > 2 and w.isupper() for w in words) and not is_upper(" ".join(words)):
        return False  # "Cổng TTĐT"
    return all(re.fullmatch(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*", w) and w[0].isupper() for w in words)


def _is_office(line: Line) -> bool:
    """A line of a signature; its capitals may be lost in what was copied from a page."""
    if is_signature_line(line):
        return True
    return not line.is_row and len(line.text) < 60 and bool(_SMALL.match(line.folded)) and line.text[:1].isupper()


def read_recipients(doc: Document) -> list[Find]:
    """Each line after "Nơi nhận" up to the signature; "+ Cổng TTĐT" sub-lines count as their own."""
    lines = _foot_lines(doc)
    at = next((i for i, x in enumerate(lines) if fold(x.text).startswith("noi nhan")), None)
    if at is None:
        return []
    out: list[Find] = []
    first = lines[at].text[re.match(r"noi nhan\s*[:.]?\s*", lines[at].folded).end() :]  # type: ignore[union-attr]
    rows = [(lines[at].end - len(first), first)] if first.strip() else []
    rows += [(x.start, x.text) for x in lines[at + 1 :] if not _is_office(x)]
    for start, text in rows:
        for offset, part in _split_inline(text):
            bullet = _BULLET.match(part)
            words = _BULLET.sub("", part).strip().rstrip(";,.").strip()
            if not words or _NOT_RECIPIENT.match(fold(words)):
                continue
            begin = start + offset + part.find(words)
            if not bullet and out and _is_wrap(doc, out[-1], begin, words):
                out[-1] = found(doc, out[-1]["span"][0], begin + len(words), 0.8, text=f"{out[-1]['text']} {words}")
                continue
            if not bullet and (is_upper(words) or (_is_name(words) and not out[-1:])):
                continue
            if not bullet and (_is_name(words) and _after_signature(lines, start)):
                continue
            out.append(found(doc, begin, begin + len(words), 0.9 if bullet else 0.6, text=words))
            if fold(words).startswith("luu"):
                return out
    return out


def _is_wrap(doc: Document, before: Find, start: int, words: str) -> bool:
    """A recipient broken over two lines: the first half has no end mark."""
    tail = doc.text[before["span"][1] : start].strip()
    return not tail and not is_upper(words) and not _is_name(words) and not before["text"].endswith(")")


def _split_inline(text: str) -> list[tuple[int, str]]:
    """ "- A; - B; - C" on one line is three."""
    parts, at = [], 0
    for piece in re.split(r"(?<=[;,.])\s+(?=[-–]\s)", text):
        parts.append((text.find(piece, at), piece))
        at += len(piece)
    return parts


def _after_signature(lines: list[Line], start: int) -> bool:
    return any(_is_office(x) and x.start < start for x in lines)


def read_signer(doc: Document) -> Find:
    """authority holds every line with TM./KT./TL.; title the office signed as; name the person.

    A plan of two bodies has two signers: the first is the find, the rest stand in `others`.
    """
    lines = _foot_lines(doc)
    blocks = _blocks(lines)
    if not blocks:
        return _only_name(doc, lines)
    signers = [s for block in blocks for s in _signers(doc, *block)]
    first = next((s for s in signers if s["name"]), signers[0])
    if not first["name"]:
        stamp = next((x for x in lines if _STAMP.match(x.folded) and _is_name(_after_stamp(x))), None)
        if stamp:
            first["name"] = _bare_name(_after_stamp(stamp))
            first["name_from"] = "stamp"
    others = [{k: s[k] for k in ("authority", "title", "name")} for s in signers if s is not first and s["name"]]
    return {**first, "others": others}


def _after_stamp(line: Line) -> str:
    hit = _STAMP.match(line.folded)
    return line.text[hit.end() :] if hit else line.text


def _blocks(lines: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """(offices, names) of each signature: the names that follow lines of office, up to the next office."""
    blocks: list[tuple[list[Line], list[Line]]] = []
    for line in lines:
        if _is_office(line):
            if not blocks or blocks[-1][1]:
                blocks.append(([], []))
            blocks[-1][0].append(line)
        elif blocks and _names_a_signer(line):
            blocks[-1][1].append(line)
    return blocks


def _names_a_signer(line: Line) -> bool:
    """A recipient, or the second half of one ("Núi Xanh;"), is no signer."""
    text = line.text.rstrip()
    return _is_name(text) and not (_BULLET.match(text) or text.endswith((";", ",")) or _STAMP.match(line.folded))


def _signers(doc: Document, offices: list[Line], names: list[Line]) -> list[Find]:
    pieces = [p for line in offices for p in _pieces(line)]
    authority = [text for text, folded in pieces if _AUTHORITY.match(folded)]
    titles = [text for text, folded in pieces if not _AUTHORITY.match(folded)]
    if len(names) >= 2 and len(names) == len(titles):  # two columns, read one row after the other
        return [_signer(doc, offices, authority, [t], n) for t, n in zip(titles, names, strict=True)]
    return [_signer(doc, offices, authority, titles, names[0] if names else None)]


def _pieces(line: Line) -> list[tuple[str, str]]:
    """ "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on one line is three."""
    hit = _ONE_LINE.match(line.folded)
    spans = [hit.span(n) for n in ("a", "b", "c") if hit.group(n)] if hit and (hit.group("a") or hit.group("b")) else []
    spans = spans or [(0, len(line.text))]
    return [(line.text[a:b].strip(" ,"), line.folded[a:b].strip()) for a, b in spans]


def _signer(doc: Document, offices: list[Line], authority: list[str], titles: list[str], name: Line | None) -> Find:
    used = [*offices, *([name] if name else [])]
    return found(
        doc, min(x.start for x in used), max(x.end for x in used), 0.9 if name else 0.5,
        authority=", ".join(authority) or None,
        title=titles[0] if titles else None,
        concurrent_title=titles[1] if len(titles) > 1 else None,
        name=_bare_name(name.text) if name else None,
    )  # fmt: skip


def _only_name(doc: Document, lines: list[Line]) -> Find:
    named = [x for x in lines if _is_name(x.text) and not _BULLET.match(x.text)]
    line = named[-1] if named else None
    end = doc.lines[-1].end if doc.lines else 0
    at = (line.start, line.end) if line else (end, end)
    return found(
        doc, *at, 0.4 if line else 0.0,
        authority=None, title=None, concurrent_title=None, name=_bare_name(line.text) if line else None, others=[],
    )  # fmt: skip
