"""Reporting duties: who reports to whom, how often and by when."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .document import Document
from .find import Find, found
from .fold import UPPER, fold, key
from .periods import Period, find_periods
from .units import strip_call, unit_at

_REPORT = re.compile(
    r"\bbao cao\b|\btong hop\b[^.;]{0,80}?\b(?:ve|gui)\b"
    r"|\bgui\b[^.;]{0,40}\b(?:ket qua|so lieu|ve)\b|\b(?:ket qua|so lieu)\b[^.;]{0,60}\bgui\b"
    r"|\bphan anh\b"
)
# "báo cáo" that is a thing or somebody else's purpose, not this unit's duty.
_NOT_A_DUTY = re.compile(
    r"(?:\bcong tac(?: tong hop,?)?|\bphuc vu(?: cong tac)?(?: tong hop,?)?"
    r"|\bthay vi|\bviec(?: thuc hien)?|\bmau|\bhe thong(?: thong tin)?"
    r"|\bche do(?: thong tin,?)?|\btai|\btheo|\bdu thao|\bso lieu"
    r"|\bcac|\bnhung|\bla can cu|\bxay dung|\btrong)\s*,?\s*$"
)
_PURPOSE = re.compile(
    r"\b(?:de|phuc vu|lam co so)\s+(?:phong\s+\w+\s+|ubnd\s+\w+\s+)?(?:tong hop|bao cao|tham muu|theo doi|phuc vu)\b"
)
_TROUBLE = re.compile(r"\b(?:kho khan|vuong mac|phat sinh|van de moi|bat cap)\b")
_WHEN = re.compile(r"\b(?:neu|trong qua trinh|khi co|truong hop)\b")
_SAY = re.compile(r"\b(?:bao cao|phan anh|thong tin|trao doi|gui|lien he|de xuat|kien nghi)\b")
_TO = re.compile(
    r"\b(?:gui(?: bao cao)?(?: ve| cho| den| toi| ra)?|ve(?: cho)?|bao cao(?: ve| voi"
    r"| cho| len| den| gui| qua| kip thoi)*|phan anh(?: ve| kip thoi| den| voi)*"
    r"|cho|len|den|toi|voi|tham muu)\s+"
)
_TO_END = re.compile(
    r"[;.(\n]|\s(?:ket qua|tinh hinh|truoc|de|theo|hang|moi|dinh ky|vao"
    r"|cham nhat|xem xet|trong|tien do|(?<!ban )chi dao|nham|tong hop|ngay|ve"
    r"|biet|va bao cao|de nghi|bang|duoi|tham muu|cac noi dung|khi|noi dung"
    r"|nhung|nhieu|so lieu|danh sach|xu ly|giai quyet|huong dan)\b"
)
_SUBJECT = re.compile(r"(?:^|[,;:)]|\b(?:de nghi|yeu cau|giao))\s*(?=\S)")
_SUBJECT_VERB = re.compile(
    r"\s*,?\s*(?:kip thoi|tong hop|bao cao|phan anh|chu dong|dinh ky|gui"
    r"|co van ban|trao doi|co trach nhiem|thuc hien|lap bao cao"
    r"|can|phai|la dau moi|nghiem tuc|khan truong|thuong xuyen|cap nhat|thong tin|de xuat|tien hanh|lien he)\b"
)


@dataclass(frozen=True)
class Passage:
    """A stretch of the text in which a duty may stand, and whose it is."""

    start: int
    end: int
    who: str | None
    kind: str  # unit | closing | body | row
    under_reporting: bool = False
    conf: float = 0.85


def sentences(doc: Document, start: int, end: int) -> list[tuple[int, int]]:
    text = doc.text[start:end]
    cuts = [m.end() for m in re.finditer(rf"(?:[.](?=\s+[{UPPER}\"“])|;|\n|\t)\s*", text)]
    bounds = [0, *cuts, len(text)]
    pieces = [(start + a, start + b) for a, b in pairwise(bounds) if text[a:b].strip()]
    out: list[tuple[int, int]] = []
    for piece in pieces:
        if out and _goes_on(doc.text[out[-1][0] : out[-1][1]]):
            out[-1] = (out[-1][0], piece[1])
        else:
            out.append(piece)
    return out


def _goes_on(piece: str) -> bool:
    """A semicolon that only parts a list: a bracket is open, or the period and addressee are still to come."""
    if not piece.rstrip().endswith(";"):
        return False
    folded = fold(piece)
    if folded.count("(") > folded.count(")"):
        return True
    if _TROUBLE.search(folded) and _WHEN.search(folded) and not find_addressee(piece)[0]:
        return True
    reports = re.search(r"\bbao cao\b", folded) is not None
    return reports and find_addressee(piece)[0] is None and not find_periods(piece, None)


def _report_at(folded: str, under: bool) -> int | None:
    """Where a sentence tells somebody to report; None when it only speaks of reports."""
    for hit in _REPORT.finditer(folded):
        if hit.group() == "phan anh" and not re.match(
            r"\s*(?:kip thoi\s+)?(?:ve|ket qua|tinh hinh)\b", folded[hit.end() :]
        ):
            continue
        if hit.group().startswith("bao cao") and _NOT_A_DUTY.search(folded[: hit.start()]) and not under:
            continue
        return hit.start()
    return None


def find_addressee(text: str, from_: int = 0) -> tuple[str | None, int]:
    """The body reported to with its "(qua X)"; also where its words end."""
    folded = fold(text)
    best: tuple[int, int, int] | None = None
    for hit in _TO.finditer(folded, from_):
        if not unit_at(text[hit.end() :]):
            continue
        word = hit.group().strip()
        rank = (
            0
            if word.startswith(("gui", "ve")) or word.endswith(" ve")
            else 1
            if word.startswith(("bao cao", "phan anh"))
            else 2
        )
        if rank == 2 and best is None and not re.match(r"(?:cho|len|den|toi|tham muu)", word):
            continue
        if best is None or rank < best[0]:
            best = (rank, hit.end(), hit.start())
    if best is None:
        return None, from_
    start = best[1]
    stop = _addressee_end(text, folded, start)
    name = text[start:stop].strip(" ,")
    tail = re.match(r"\s*(\((?:thông )?qua[^)]*\))", text[stop:])
    return (f"{name} {tail.group(1)}" if tail else name), stop + (tail.end() if tail else 0)


def _addressee_end(text: str, folded: str, start: int) -> int:
    at = start
    while True:
        stop = _TO_END.search(folded, at)
        end = stop.start() if stop else len(text)
        comma = folded.find(",", at, end)
        if comma < 0:
            return end
        if unit_at(text[comma + 1 :].lstrip()):
            at = comma + 1
            continue
        return comma


def _subject(text: str, before: int) -> str | None:
    """The unit a sentence itself names as the one who reports ("…, các đơn vị kịp thời báo cáo")."""
    folded = fold(text)
    for hit in reversed(list(_SUBJECT.finditer(folded, 0, max(before, 1)))):
        start = hit.end()
        if start >= before or not unit_at(text[start:]):
            continue
        verb = re.search(_SUBJECT_VERB.pattern, folded[start:])
        if not verb or start + verb.start() > before + 25:
            continue
        # "các cơ quan, đơn vị": a list goes back over its commas.
        while True:
            back = re.search(r"(?:^|[,;:]|\b(?:de nghi|yeu cau))\s*([^,;:]{2,60}),\s*$", folded[:start])
            if not back or not unit_at(text[back.start(1) :]):
                break
            start = back.start(1)
        whole = re.search(_SUBJECT_VERB.pattern, folded[start:])
        name = text[start : start + whole.start()] if whole else ""
        return strip_call(name.strip(" ,")) or None
    return None


def _duty(
    doc: Document,
    at: tuple[int, int],
    who: str | None,
    to: str | None,
    period: Period | None,
    conf: float,
    **more: object,
) -> Find:
    p = period or Period("unspecified", 0, 0)
    values: dict[str, object] = {
        "who": who, "to": to, "frequency": p.frequency, "weekday": p.weekday, "day_of_month": p.day_of_month,
        "time": p.time, "months": list(p.months) if p.months else None, "due": p.due, **more,
    }  # fmt: skip
    if p.interval:
        values["interval"] = p.interval
    return found(doc, at[0], at[1], conf, **values)


def _difficulty(doc: Document, at: tuple[int, int], passage: Passage) -> Find | None:
    text = doc.text[at[0] : at[1]]
    folded = fold(text)
    if not (_TROUBLE.search(folded) and _WHEN.search(folded) and passage.kind in ("closing", "unit")):
        return None
    trouble = _TROUBLE.search(folded)
    say = _SAY.search(folded, trouble.end() if trouble else 0)
    if not say:
        return None
    to, _ = find_addressee(text, max(0, say.start() - 2))
    if to is None:
        return None
    who = _subject(text, say.start()) or passage.who
    return _duty(doc, at, who, to, Period("adhoc", 0, 0), 0.85, kind="difficulty")


def _adhoc_too(folded: str, periods: list[Period]) -> bool:
    if not re.search(r"\bdot xuat\b", folded):
        return False
    return bool(periods) or bool(re.search(r"dot xuat (?:khi|theo) (?:co )?yeu cau", folded))


def _sentence(doc: Document, at: tuple[int, int], passage: Passage, year: int | None) -> list[Find]:
    text = doc.text[at[0] : at[1]]
    folded = fold(text)
    trouble = _difficulty(doc, at, passage)
    if trouble:
        return [trouble]
    report = 0 if passage.kind == "row" and passage.under_reporting else _report_at(folded, passage.under_reporting)
    if report is None:
        return []
    purpose = _PURPOSE.search(folded)
    cut = purpose.start() if purpose and purpose.start() > 10 else len(text)
    main, tail = text[:cut], text[cut:]
    if report >= cut:
        return []
    periods, later = find_periods(main, year), find_periods(tail, year)
    if not periods and later:
        periods, later = later, []
    to, _ = find_addressee(main, min(report, max(0, report - 1)))
    to = to or find_addressee(main)[0]
    who = _who(text, report, passage)
    out = [_duty(doc, at, who, to, p, passage.conf if passage.who else 0.7) for p in periods]
    if _adhoc_too(fold(main), periods):
        out.append(_duty(doc, at, who, to, Period("adhoc", 0, 0), 0.7))
    if not out and _may_be_open(folded, passage, to):
        out.append(_duty(doc, at, who, to, None, 0.6))
    if later and to:
        onward, _ = find_addressee(tail)
        out += [_duty(doc, at, re.sub(r"\s*\(.*", "", to), onward, p, 0.75) for p in later]
    return out


def _may_be_open(folded: str, passage: Passage, to: str | None) -> bool:
    """A duty without a period is taken from units' duties only: elsewhere "báo cáo" is mostly a manner of speech."""
    if passage.kind != "unit":
        return False
    return to is not None or bool(
        re.search(r"\b(?:dinh ky|tong hop,? bao cao|theo quy dinh|bao cao (?:ket qua|tinh hinh|tien do))\b", folded)
    )


def _who(text: str, report: int, passage: Passage) -> str | None:
    if passage.kind == "unit" and passage.who:
        return passage.who
    if passage.kind == "row":
        return passage.who
    named = _subject(text, report)
    return named or passage.who or _first_unit(text)


def _first_unit(text: str) -> str | None:
    """No subject is said: the first body named before the addressee, as in "Báo cáo hoạt động của Tổ … gửi …"."""
    stop = re.search(r"\b(?:gui|ve|truoc|len)\b", fold(text))
    for word in re.finditer(rf"(?<=\s)(?=[{UPPER}])", text[: stop.start() if stop else len(text)]):
        if unit_at(text[word.start() :]):
            name = re.split(r"[,;.:(]|\s(?:cập nhật|báo cáo|gửi|về|trước|hằng|hàng|định kỳ)\b", text[word.start() :])[0]
            return name.strip() or None
    return None


def read_reporting(doc: Document, passages: list[Passage], year: int | None) -> list[Find]:
    out: list[Find] = []
    for passage in passages:
        for at in sentences(doc, passage.start, passage.end):
            for duty in _sentence(doc, at, passage, year):
                if not any(_same_duty(duty, d) for d in out):
                    out.append(duty)
    return _one_open_duty_each(out)


def _same_duty(a: Find, b: Find) -> bool:
    names = ("frequency", "weekday", "day_of_month", "time", "months", "due")
    if any(a.get(n) != b.get(n) for n in names) or a.get("kind") != b.get("kind"):
        return False
    return key(a["who"]) == key(b["who"]) and (key(a["to"]) == key(b["to"]) or a["span"] == b["span"])


def _one_open_duty_each(duties: list[Find]) -> list[Find]:
    """A unit told several times to report keeps one duty without period, and none beside a dated one."""
    out: list[Find] = []
    for duty in duties:
        if duty["frequency"] == "unspecified":
            mine = [
                d
                for d in duties
                if key(d["who"]) == key(duty["who"]) and d is not duty and d.get("kind") != "difficulty"
            ]
            dated = [d for d in mine if d["frequency"] != "unspecified"]
            earlier = [d for d in out if d in mine and d["frequency"] == "unspecified"]
            if dated or earlier:
                for d in earlier:
                    d["to"] = d["to"] or duty["to"]
                    d.setdefault("also", []).append(duty["span"])
                continue
        out.append(duty)
    return out
