"""A basis of a plan as an official paper cites it: kind, number, day, body and what it is about."""

from __future__ import annotations

import re

from tungnha.drafting.bodies import in_full
from tungnha.drafting.dates import short_date
from tungnha.plans.models import LegalBasis, Plan

_KINDS = (
    "Bộ luật", "Luật", "Pháp lệnh", "Nghị định", "Nghị quyết", "Quyết định", "Thông tư liên tịch", "Thông tư",
    "Thông báo", "Kết luận", "Chỉ thị", "Công điện", "Công văn", "Văn bản", "Tờ trình", "Kế hoạch", "Chương trình",
    "Đề án", "Hướng dẫn", "Quy định", "Quy chế", "Phương án",
)  # fmt: skip
_NAMED = re.compile(rf"(?i:\b({'|'.join(_KINDS)}))(?:\s+số)?\s*:?\s*$")
# What the letters of a symbol stand for (Nghị định 30/2020/NĐ-CP, Phụ lục III), where the words do not say it.
_BY_LETTERS = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "NĐ": "Nghị định", "TT": "Thông tư", "KH": "Kế hoạch",
    "KL": "Kết luận", "TB": "Thông báo", "CTr": "Chương trình", "HD": "Hướng dẫn", "ĐA": "Đề án", "CĐ": "Công điện",
    "TTr": "Tờ trình",
}  # fmt: skip
_LATER = re.compile(rf"\s+và\s+(?:các\s+)?(?:{'|'.join(_KINDS)})\b")
_ABOUT = re.compile(r"^(?P<between>[^.;\n]{0,110}?)\b(?:về\s+việc|về)\s+(?P<about>[^.;\n]{4,400})")
_NEXT_SENTENCE = re.compile(r",\s+(?=(?:Ủy|Uỷ|UBND|Sở|Ban|Đảng|Phòng|Công an|Trạm|Trường|Hội|Đoàn)\b)|\s*[–-]\s")
_BEFORE, _AFTER = 40, 560  # letters looked at around a symbol


def bases_of(plan: Plan) -> list[str]:
    """The documents a plan rests on, as lines of its papers: `Căn cứ Công văn số 45/SVH-TT ngày 08/12/2025 của …`"""
    text = plan.document.text if plan.document is not None else ""
    return [f"Căn cứ {cited(basis, text)}" for basis in plan.bases.filter(role="basis")]


def cited(basis: LegalBasis, text: str = "") -> str:
    """One basis without the word before it. `text`: the plan's own, which says its kind and what it is about."""
    start, end = basis.span_start, basis.span_end
    before = text[max(0, start - _BEFORE) : start] if start is not None else ""
    kind = _kind_in(before) or _kind_of(basis.symbol)
    number = f"số {basis.symbol}" if basis.symbol[:1].isdigit() else basis.symbol
    day = f"ngày {short_date(basis.dated)}" if basis.dated else ""
    issuer = f"của {in_full(basis.issuer)}" if basis.issuer else ""
    about = _about(text[end : end + _AFTER]) if end is not None and text else ""
    return " ".join(part for part in (kind, number, day, issuer, f"về việc {about}" if about else "") if part)


def _kind_in(before: str) -> str:
    found = _NAMED.search(before)
    return found[1][:1].upper() + found[1][1:].lower() if found else ""


def _kind_of(symbol: str) -> str:
    """By its letters; a letter of an office has none of its own kind and is a công văn."""
    if not symbol[:1].isdigit():
        return ""  # a law is called by its name
    letters = re.split(r"[/\-]", symbol)
    return next((_BY_LETTERS[part] for part in letters if part in _BY_LETTERS), "Công văn")


def _about(following: str) -> str:
    """What comes after “về việc”, up to where the plan itself begins to speak or another document is named."""
    found = _ABOUT.match(following)
    if found is None or _LATER.search(found["between"]):
        return ""
    words = _LATER.split(_NEXT_SENTENCE.split(found["about"])[0])[0]
    return " ".join(words.split()).rstrip(" ,:")
