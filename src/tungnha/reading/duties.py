"""Reporting duties: who reports to whom, how often and by when.

A sentence that tells somebody to report gives a duty for each period it names. What it leaves unsaid (who, to whom) is
taken from the clause before it, then from its unit or its section; a duty without any period stays "unspecified".
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from .addressee import find_addressee, find_subject, first_unit
from .dates import due_of
from .document import Document
from .find import Find, found
from .fold import UPPER, fold, key
from .periods import Period, find_periods
from .unit_names import call_end, first_verb, looks_like_unit, unit_at

_REPORT = re.compile(
    r"\bbao cao\b(?!\s*vien\b|\s*de dan\b|\s*tai chinh\b|\s*hoc\b|\s*quyet toan\b|\s*kinh te\b)"
    r"|\btong hop\b[^.;]{0,80}?\b(?:ve|gui)\b"
    r"|\bgui\b[^.;]{0,40}\b(?:ket qua|so lieu)\b|\b(?:ket qua|so lieu|tinh hinh)\b[^.;]{0,60}\b(?:gui|ve)\s+(?=[a-z])"
    r"|\bcung cap (?:so lieu|thong tin|du lieu|ket qua)\b(?=[^.;]{0,40}\b(?:cho|ve|den)\b)"
    r"|\bphan anh\b|\b(?:tong ket|so ket)\b(?=[^.;]{0,30}\btruoc ngay\b)"
)
# "báo cáo" that is a thing or somebody else's purpose, not this unit's duty.
_NOT_A_DUTY = re.compile(
    r"(?:\b(?:cong tac|phuc vu(?: cong tac| viec)?)(?: tong hop,?| thong ke,?)?"
    r"|\b(?:thay vi|viec(?: thuc hien)?|mau|bieu mau|he thong(?: thong tin)?|phan mem|theo|du thao|so lieu|cac|nhung"
    r"|la can cu|trong|can cu|nghe|tieu chi|noi dung|khong|don doc|chinh sua|tham gia|gop y|cua))\s*$"
)
# The fold makes "qua" and "quả" one: these are asked for with their marks.
_THING = re.compile(r"\b(?:[Qq]ua|[Tt]ừ|[Tt]ại|[Xx]em xét)\s*$")
_REGIME = re.compile(r"\bche do(?: thong tin,?)?\s*,?\s*$")
_KEEP_REGIME = re.compile(r"\b(?:thuc hien|chap hanh|duy tri|bao dam)\b[^,;]{0,30}\bche do(?: thong tin,?)?\s*,?\s*$")
# "đôn đốc các đơn vị báo cáo": others report.
_OF_OTHERS = re.compile(r"\b(?:huong dan|don doc|nhac nho|kiem tra|yeu cau)\s(?!(?:[^;.]*\b)?tong hop)([^;.]{3,90})$")
_PURPOSE = re.compile(
    r"\b(?:de|phuc vu|lam co so|nham|lam can cu)\s+(?:phong\s+\w+\s+|ubnd\s+\w+\s+|so\s+\w+\s+|kip thoi\s+)?"
    r"(?:tong hop|bao cao|tham muu|theo doi|phuc vu|tap hop|xem xet)\b"
)
_TROUBLE = re.compile(
    r"\b(?:kho khan|vuong mac|phat sinh|van de moi|bat cap"
    r"|(?:can|de nghi|thay)\b[^,;.]{0,40}\b(?:sua doi|bo sung|dieu chinh))\b"
)
_WHEN = re.compile(
    r"\b(?:neu|trong qua trinh|qua trinh|khi co|truong hop|moi)\b"
    r"|\bco (?:kho khan|vuong mac|phat sinh|van de)\b|\bkip thoi (?:bao cao|phan anh|de xuat)\b"
)
_SAY = re.compile(
    r"\b(?:bao cao|phan anh|thong tin|trao doi|gui|lien he|de xuat|kien nghi|phan hoi|co y kien|thong bao|bao (?:ve"
    r"|cho|ngay|lai)|co van ban)\b"
)
_RESULTS = re.compile(
    r"\b(?:dinh ky|theo quy dinh|(?:ket qua|tinh hinh|tien do|cong tac|viec) (?:trien khai|thuc hien|to chuc|hoat dong)"
    r"|bao cao (?:ket qua|tinh hinh|tien do|day du|kip thoi)|tong hop,? (?:danh gia,? )?bao cao|tong hop ket qua"
    r"|bao cao tong hop|so ket|tong ket|che do)\b"
)
# A superior is asked to decide, or for money: no report of results.
_DECISION = re.compile(
    r"\b(?:xem xet|quyet dinh|phe duyet|cho y kien|cho chu truong|ban hanh|bo tri kinh phi|trinh hdnd|cap kinh phi)\b"
)
_MONEY = re.compile(r"\b(?:kinh phi|du toan|nguon von|ngan sach|quyet toan)\b")
_ON_DEMAND = re.compile(
    r"\bdot xuat\b|\bbao cao\b[^.;]{0,60}\bkhi (?:co |duoc )yeu cau\b|\bkhi co yeu cau\b[^.;]{0,40}\bbao cao\b"
)
_AFTER = re.compile(
    r"\b(?:sau|ke tu|trong vong|cham nhat|trong thoi han|trong)\b[^;.]{0,20}\b\d{1,2}\s+(?:ngay|gio)(?: lam viec)?\b"
    r"[^;.]{0,30}\b(?:sau|ke tu|khi|ket thuc)\b"
    r"|\b(?:ngay )?sau (?:khi |dot |moi )?(?:ket thuc|hoan thanh|to chuc|moi|tung)\b"
)


@dataclass(frozen=True)
class Passage:
    """A stretch of the text in which a duty may stand, and whose it is.

    `under_reporting`: its heading is about reports. `section`: what its siblings share, from which it may take what it
    leaves unsaid.
    """

    start: int
    end: int
    who: str | None
    kind: str  # unit | closing | body | row
    under_reporting: bool = False
    conf: float = 0.85
    section: int = -1


# -- clauses ----------------------------------------------------------------------------


def sentences(doc: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the clauses of a passage: cut at full stops, semicolons and lines."""
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
    return [part for piece in out for part in _two_reporters(doc, piece)]


def _goes_on(piece: str) -> bool:
    """A semicolon that only parts a list: a bracket is open, or the period and addressee are still to come."""
    if not piece.rstrip().endswith(";"):
        return False
    folded = fold(piece)
    if looks_like_unit(piece) and first_verb(piece, call_end(piece)) is None:
        return True  # "Yêu cầu Thủ trưởng các sở, ngành; Chủ tịch UBND các xã …": the subject goes on
    if folded.count("(") > folded.count(")"):
        return True
    if _TROUBLE.search(folded) and _WHEN.search(folded) and not find_addressee(piece)[0]:
        return True
    reports = re.search(r"\bbao cao\b", folded) is not None
    return reports and find_addressee(piece)[0] is None and not find_periods(piece, None)


def _two_reporters(doc: Document, at: tuple[int, int]) -> list[tuple[int, int]]:
    """ "… trước ngày 20 hằng tháng, Sở Y tế tổng hợp, báo cáo … trước ngày 25 hằng tháng": a clause each."""
    text = doc.text[at[0] : at[1]]
    for hit in re.finditer(r",\s+(?:giao\s+)?(?=\S)", text):
        rest = text[hit.end() :]
        if not unit_at(rest) or not re.match(r"[^,;:]{3,60}?\s(?:tổng hợp|báo cáo|có trách nhiệm)", rest):
            continue
        first = text[: hit.start()]
        if "báo cáo" in first.lower() and find_periods(first, 2000) and find_periods(rest, 2000):
            return [(at[0], at[0] + hit.end()), (at[0] + hit.end(), at[1])]
    return [at]


def _report_at(text: str, under: bool) -> int | None:
    """Where a sentence tells somebody to report; None when it only speaks of reports."""
    folded = fold(text)
    for hit in _REPORT.finditer(folded):
        before = folded[: hit.start()]
        if hit.group() == "phan anh" and not re.match(
            r"\s*(?:kip thoi\s+)?(?:ve|ket qua|tinh hinh)\b", folded[hit.end() :]
        ):
            continue
        if hit.group().startswith("cung cap") and not any(p.frequency != "once" for p in find_periods(text, None)):
            continue  # data handed over time and again is a report; handed over once it is help
        if hit.group() == "bao cao" and not under:
            named = re.match(r"bao cao (?:thang|quy|nam|tuan|dinh ky|0?[69] thang)\b", folded[hit.start() :])
            told = unit_at(text[hit.end() :].lstrip()) and before.rstrip().endswith("so lieu")
            if (_NOT_A_DUTY.search(before) and not (named or told)) or _THING.search(text[: hit.start()]):
                continue
            if _REGIME.search(before) and not _KEEP_REGIME.search(before):
                continue
            if _of_others(text[: hit.start()], before):
                continue
        if hit.start() == 0 and _LABELLED.match(folded):
            label = folded.index(":") + 1
            later = _report_at(text[label:], under)
            return 0 if later is None else label + later
        return hit.start()
    return None


def _of_others(text: str, before: str) -> bool:
    """Whether the words before "báo cáo" urge others to it; behind a comma the unit itself may go on."""
    others = _OF_OTHERS.search(before)
    if not others or not unit_at(text[others.start(1) :]):
        return False
    comma = text.rfind(",")
    return comma < others.start(1) or unit_at(text[comma + 1 :].lstrip())


# "Báo cáo tuần: Các thôn gửi báo cáo …": the label is not yet the telling.
_LABELLED = re.compile(r"bao cao[^:;.]{0,40}:\s*\S")


# -- duties of a clause -----------------------------------------------------------------


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


def _difficulty(doc: Document, at: tuple[int, int], passage: Passage, before: str | None) -> Find | None:
    text = doc.text[at[0] : at[1]]
    folded = fold(text)
    trouble = _TROUBLE.search(folded)
    if not trouble or not _WHEN.search(folded) or passage.kind == "row":
        return None
    kept = re.search(r"\bkip thoi (?:bao cao|phan anh|de xuat)\b", folded)
    say = _SAY.search(folded, trouble.end()) or kept
    if not say:
        return None
    to, _ = find_addressee(text, max(0, min(say.start(), kept.start() if kept else say.start()) - 2))
    if to is None and (passage.kind != "closing" or not re.search(r"\b(?:bao cao|phan anh)\b", folded)):
        return None
    if to is None and not re.search(r"\bneu\b|\bqua trinh\b|\btruong hop\b", folded):
        return None
    who = find_subject(text, say.start()) or passage.who or before
    return _duty(doc, at, who, to, Period("adhoc", 0, 0), 0.85 if to else 0.6, kind="difficulty")


# "trường hợp xảy ra cháy phải báo cáo ngay"; folded, "ngay" would be "ngày" too.
_AT_ONCE = re.compile(
    r"(?<!\w)(?:khi|trường hợp|nếu|lúc)(?!\w)[^;.]{0,70}(?<!\w)(?:xảy ra|phát hiện|phát sinh|có sự cố|có dịch"
    r"|có ca)(?!\w)[^;.]{0,60}(?<!\w)báo cáo (?:ngay|khẩn|tức thời)(?!\w)"
    r"|(?<!\w)báo cáo[^;.]{0,60}\s(?:ngay )?(?:khi|sau khi) (?:phát hiện|xảy ra|phát sinh|có (?:sự cố|dấu hiệu|ca"
    r"|dịch))(?!\w)",
    re.IGNORECASE,
)


def _on_demand(folded: str, periods: list[Period]) -> bool:
    """ "đột xuất" beside a named period, or for itself; "định kỳ và đột xuất theo quy định" names neither."""
    if not _ON_DEMAND.search(folded):
        return False
    vague = re.search(r"\bdinh ky\s*(?:,|va|hoac|hay|/)\s*(?:bao cao\s+)?dot xuat\b", folded)
    return bool(periods) or not vague or bool(re.search(r"\bdot xuat khi\b", folded))


@dataclass(frozen=True)
class _Clause:
    """What a clause says: its duties, and who and to whom even where it names no period."""

    duties: tuple[Find, ...] = ()
    who: str | None = None
    to: str | None = None


def _clause(doc: Document, at: tuple[int, int], passage: Passage, year: int | None, before: str | None) -> _Clause:
    """The duties of a clause. `before`: the subject of the clauses before it in its paragraph."""
    text = doc.text[at[0] : at[1]]
    folded = fold(text)
    trouble = _difficulty(doc, at, passage, before)
    if trouble:
        return _Clause((trouble,))
    report = 0 if passage.kind == "row" and passage.under_reporting else _report_at(text, passage.under_reporting)
    purpose = _PURPOSE.search(folded)
    cut = purpose.start() if purpose and purpose.start() > 10 else len(text)
    if report is None or report >= cut:
        return _Clause()
    main, tail = text[:cut], text[cut:]
    periods, later = find_periods(main, year), find_periods(tail, year)
    if not periods and later:
        periods, later = later, []
    if passage.kind == "row" and passage.under_reporting and not periods:
        due = due_of(main, year, years=False)
        periods = [Period("once", due.start, due.end, due=due.iso)] if due else []
    if _is_budget(folded):
        return _Clause()
    to, _ = find_addressee(main, max(0, report - 1))
    to = to or find_addressee(main)[0]
    who = _who(text, report, passage, before, second=doc.text[at[0] - 2 : at[0]] == ", ")
    out = [_duty(doc, at, who, to, p, passage.conf if passage.who else 0.7) for p in periods]
    if _on_demand(fold(main), periods) or (not periods and _AT_ONCE.search(main)):
        out.append(_duty(doc, at, who, to, Period("adhoc", 0, 0), 0.7))
    if not out and _AFTER.search(fold(main)) and not _MONEY.search(folded):
        often = re.search(r"\b(?:moi|tung|xay ra|phat sinh|phat hien|khi co)\b", fold(main))
        # Counted from an event it has no period that a calendar knows: a person says when.
        out.append(_duty(doc, at, who, to, Period("adhoc" if often else "unspecified", 0, 0), 0.6, relative=True))
    if not out and _may_be_open(fold(main), passage, who, to):
        out.append(_duty(doc, at, who, to, None, 0.6))
    if later and to:
        onward, _ = find_addressee(tail)
        out += [_duty(doc, at, re.sub(r"\s*\(.*", "", to), onward, p, 0.75) for p in later]
    return _Clause(tuple(out), who, to)


def _is_budget(folded: str) -> bool:
    """ "Hằng năm lập dự toán, báo cáo UBND tỉnh": money is asked for, no result is told."""
    return bool(re.search(r"\b(?:lap|tong hop|tham dinh|xay dung) (?:va )?du toan\b", folded)) and not re.search(
        r"\b(?:ket qua|tinh hinh|tien do)\b", folded
    )


def _may_be_open(folded: str, passage: Passage, who: str | None, to: str | None) -> bool:
    """A duty without a period is taken where results are to be told; elsewhere "báo cáo" is a manner of speech."""
    results = _RESULTS.search(folded) is not None
    if (_DECISION.search(folded) or _MONEY.search(folded)) and not re.search(
        r"ket qua (?:thuc hien|trien khai)|tinh hinh|dinh ky", folded
    ):
        return False
    if passage.kind == "unit":
        return to is not None or results
    if passage.kind != "closing":
        return False
    return results and bool(who and to)


def _who(text: str, report: int, passage: Passage, before: str | None, second: bool) -> str | None:
    """The reporter: the unit whose duty this is, unless the clause is the `second` of two reporters' (see above)."""
    if second and unit_at(text):
        return find_subject(text, report) or passage.who
    if passage.kind in ("unit", "row") and passage.who:
        return passage.who
    if passage.kind == "row":
        return None
    named = find_subject(text, report) or passage.who or before
    if named:
        return named
    first = first_unit(text)
    return first if first and key(first) not in key(find_addressee(text)[0]) else None


# -- the whole plan ---------------------------------------------------------------------


def read_reporting(doc: Document, passages: list[Passage], year: int | None) -> list[Find]:
    out: list[Find] = []
    known: dict[tuple[object, ...], list[Find]] = {}
    said: dict[int, list[_Clause]] = {}
    for passage in passages:
        subject: str | None = None
        earlier = [] if passage.kind == "row" else said.setdefault(passage.section, [])
        for at in sentences(doc, passage.start, passage.end):
            clause = _clause(doc, at, passage, year, subject)
            text = doc.text[at[0] : at[1]]
            subject = find_subject(text, len(text)) or subject
            for duty in clause.duties:
                _complete(duty, earlier)
                alike = known.setdefault(_terms(duty), [])
                if not any(_same_people(duty, d) for d in alike):
                    alike.append(duty)
                    out.append(duty)
            if clause.who or clause.to:
                earlier.append(clause)
    return _one_open_duty_each(out)


def _complete(duty: Find, earlier: list[_Clause]) -> None:
    """What a dated clause leaves unsaid stands in the clause before it, or earlier under the same heading."""
    if (duty["frequency"] == "unspecified" and not duty.get("relative")) or duty.get("kind") == "difficulty":
        return
    for name in ("who", "to"):
        if duty[name] is None:
            source = next((c for c in reversed(earlier) if getattr(c, name)), None)
            if source:
                duty[name] = getattr(source, name)
                duty.setdefault("inherited", []).append(name)


def _terms(duty: Find) -> tuple[object, ...]:
    names = ("frequency", "weekday", "day_of_month", "time", "due", "kind")
    return (*(duty.get(n) for n in names), tuple(duty["months"] or ()), key(duty["who"]))


def _same_people(a: Find, b: Find) -> bool:
    return key(a["to"]) == key(b["to"]) or a["span"] == b["span"]


def _one_open_duty_each(duties: list[Find]) -> list[Find]:
    """A unit told several times to report keeps one duty without period, and none beside a dated one."""
    dated = {key(d["who"]) for d in duties if d["frequency"] != "unspecified" and d.get("kind") != "difficulty"}
    open_: dict[str, Find] = {}
    out: list[Find] = []
    for duty in duties:
        who = key(duty["who"])
        if duty["frequency"] == "unspecified" and not duty.get("relative"):
            if who in open_:
                open_[who]["to"] = open_[who]["to"] or duty["to"]
                open_[who].setdefault("also", []).append(duty["span"])
            if who in open_ or who in dated:
                continue
            open_[who] = duty
        out.append(duty)
    return out
