"""Recipients ("Nơi nhận") and the signature block."""

import re

from .document import Document, Line, is_signature_line
from .find import Find, found
from .fold import fold, is_upper

_AUTHORITY = re.compile(r"^(?:(?:tm|kt|tl|tuq|q)\s?\.|[tk]/[mtl]\b)")
_BULLET = re.compile(r"^[-–—+•*]\s*")
_RANK = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tá|tướng|úy|uý)|ThS|TS|BS(?:CK\w*)?|PGS|GS)\.?\s+", re.IGNORECASE
)
_NOT_RECIPIENT = re.compile(r"^(?:da ky|ky boi|\(da ky|nguoi ky|signed|digitally)")


def _foot_lines(doc: Document) -> list[Line]:
    return doc.lines[doc.foot[0] : doc.foot[1]]


def _is_name(text: str) -> bool:
    """2 to 5 capitalised words, nothing else: a person's name."""
    text = re.sub(r"^\(?\s*(?:Đã ký|đã ký)\s*\)?[:.]?\s*", "", text)
    words = _RANK.sub("", text).strip(" .*").split()
    if not 2 <= len(words) <= 5 or any(not w.isalpha() for w in words):
        return False
    return all(w[0].isupper() for w in words) and len(" ".join(words)) <= 40


def read_recipients(doc: Document) -> list[Find]:
    """Each line after "Nơi nhận" up to the signature; "+ Cổng TTĐT" sub-lines count as their own."""
    lines = _foot_lines(doc)
    at = next((i for i, x in enumerate(lines) if fold(x.text).startswith("noi nhan")), None)
    if at is None:
        return []
    out: list[Find] = []
    first = lines[at].text[re.match(r"noi nhan\s*[:.]?\s*", lines[at].folded).end() :]  # type: ignore[union-attr]
    rows = [(lines[at].end - len(first), first)] if first.strip() else []
    rows += [(x.start, x.text) for x in lines[at + 1 :] if not is_signature_line(x)]
    for start, text in rows:
        bullet = _BULLET.match(text)
        for offset, part in _split_inline(text):
            words = _BULLET.sub("", part).strip().rstrip(";,.").strip()
            if not words or _NOT_RECIPIENT.match(fold(words)):
                continue
            if not bullet and out and _is_wrap(doc, out[-1], start, words):
                out[-1] = found(doc, out[-1]["span"][0], start + len(words), 0.8, text=f"{out[-1]['text']} {words}")
                continue
            if not bullet and (is_upper(words) or (_is_name(words) and not out[-1:])):
                continue
            if not bullet and (_is_name(words) and _after_signature(lines, start)):
                continue
            begin = start + offset + part.find(words)
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
    return any(is_signature_line(x) and x.start < start for x in lines)


def read_signer(doc: Document) -> Find:
    """authority holds every line with TM./KT./TL.; title the office signed as; name the person."""
    lines = _foot_lines(doc)
    block = [x for x in lines if is_signature_line(x)]
    if not block:
        return _only_name(doc, lines)
    authority: list[Line] = []
    titles: list[Line] = []
    for line in block:
        (authority if _AUTHORITY.match(line.folded) else titles).append(line)
    name = _name_after(lines, block)
    used = [*block, *([name] if name else [])]
    return found(
        doc, min(x.start for x in used), max(x.end for x in used), 0.9 if name else 0.5,
        authority=", ".join(x.text.strip(" ,") for x in authority) or None,
        title=titles[0].text if titles else None,
        concurrent_title=titles[1].text if len(titles) > 1 else None,
        name=name.text.strip(" .*") if name else None,
    )  # fmt: skip


def _name_after(lines: list[Line], block: list[Line]) -> Line | None:
    after = [x for x in lines if x.start > block[-1].start]
    named = [x for x in after if _is_name(x.text) and not _BULLET.match(x.text) and not is_signature_line(x)]
    return named[0] if named else None


def _only_name(doc: Document, lines: list[Line]) -> Find:
    named = [x for x in lines if _is_name(x.text) and not _BULLET.match(x.text)]
    line = named[-1] if named else None
    at = (line.start, line.end) if line else (len(doc.text), len(doc.text))
    return found(
        doc, *at, 0.4 if line else 0.0,
        authority=None, title=None, concurrent_title=None, name=line.text if line else None,
    )  # fmt: skip
