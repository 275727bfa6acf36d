"""Targets (chỉ tiêu): a number, its comparator, whom it counts, what they shall have, by when."""

import re

from .dates import DateFind, due_of, month_end
from .document import Document
from .find import Find, found
from .fold import fold, key
from .meaning import TARGET_SECTION, Place, clause_of, clean_subject, comparator_of, meaning, strip_leading, thing_of
from .numbers import NUMBER, WORDS, parse_number

_PERCENT = re.compile(rf"(?<![\d.,/])({NUMBER})\s?%")
_HOUSEHOLD = re.compile(
    r"\bmoi\s+(?P<base>ho(?:\s+gia dinh|\s+dan)?|gia dinh|thon"
    r"|to dan pho|khu pho|nguoi dan|truong|don vi|co quan|xa|phuong)\b"
    r"(?P<mid>[^.;%]{0,60}?)\b(?P<cmp>it nhat"
    r"|toi thieu)\s+(?:co\s+)?(?P<n>\d{1,4}|mot|hai|ba|bon)\s+(?P<unit>[a-z]+(?: [a-z]+)?)"
)
_COUNT = re.compile(
    r"\b(?P<cmp>it nhat|toi thieu)\s+(?:dat\s+|tu\s+)?(?P<n>\d[\d.]*|mot|hai|ba)\s+(?P<unit>[a-z]+(?: [a-z]+){0,2})"
)
_AIM = re.compile(r"\b(?:phan dau|muc tieu|chi tieu|dam bao|bao dam|dat)\b")
# Words around a number that is no aim of the plan.
_TRAP_BEFORE = re.compile(
    r"(?:chiem|hien co|hien nay|hien tai|den nay|da dat|moi dat"
    r"|thuc te dat|duoi muc|thap duoi|thap hon|diem|nong do|dung dich"
    r"|ham luong|clo\w*|thiet hai|giam gia|chiet khau|lai suat|muc phat"
    r"|thue|tang them|so voi|khoang cach|ty trong hien)\s*[:(]?\s*"
    r"(?:la |khoang |tren |duoc |gan |hon )?$"
)
_TRAP_CLAUSE = re.compile(
    r"khen thuong|binh xet|binh bau|xep loai (?:xuat sac"
    r"|hoan thanh xuat sac)|thang diem|cham diem|diem tru|cong diem|chlor|thiet hai"
    r"|neu (?:ty le|ket qua|dat)|truong hop (?:ty le|dat|khong)"
    r"|khong qua \d+ ?% (?:tap the|so tap the|ca nhan|so luong)|tap the, ca nhan"
    r"|nam 202[0-5] (?:da )?dat|tinh den (?:ngay|thang|nay|het)[^.;]{0,40}(?:da|dat|co)|hien (?:nay|tai|trang|co)"
)
_SKIP_SECTION = re.compile(
    r"kinh phi|nguon (?:von|luc tai chinh)|thuc trang"
    r"|danh gia (?:chung|ket qua|tinh hinh)|khen thuong|ket qua dat duoc"
)
_MESSAGE = re.compile(
    r"^[\W\d]*(?:tuyen truyen|pho bien|quan triet|truyen thong|thong tin|thong diep)\b(?!.*(?:phan dau|100 ?%))"
)


def _is_trap(doc: Document, at: int, end: int, clause: tuple[int, int], place: Place) -> bool:
    folded = doc.folded
    if any(_SKIP_SECTION.search(h.folded[:80]) for h in place.heads):
        return True
    if _TRAP_BEFORE.search(folded[max(clause[0], at - 40) : at]):
        return True
    words = folded[clause[0] : min(clause[1] + 40, place.end)]
    if _TRAP_CLAUSE.search(words):
        return True
    inside = folded[max(clause[0], at - 60) : at]
    return inside.count("(") > inside.count(")") and "chiem" in inside


def _due(
    doc: Document, clause: tuple[int, int], place: Place, year: int | None
) -> tuple[str | None, str | None, DateFind | None]:
    """(due, where inherited from, the find): of the clause itself, its task or row, else its headings."""
    own = due_of(doc.text[clause[0] : clause[1]], year)
    if own:
        return own.iso, None, own
    if place.due:
        return place.due, place.due_from, due_of(place.due_from or "", year)
    lead = doc.text[place.start : clause[0]].rstrip()
    opened = due_of(lead, year) if lead.endswith(":") and len(lead) < 120 else None
    if opened:  # "2. Đến ngày 30/9/2026: phấn đấu …" on one line
        return opened.iso, lead, opened
    for head in place.heads:
        if place.where == "unit" or len(head.text) > 220:
            continue
        hit = due_of(head.text, year)
        if hit and (hit.kind != "year" or TARGET_SECTION.search(head.folded) or hit.limit):
            return hit.iso, head.line.text[:120], hit
    return None, None, None


def _percent_target(doc: Document, hit: re.Match[str], place: Place, year: int | None, left: int) -> Find | None:
    value = parse_number(hit.group(1))
    if value is None or value > 1000:
        return None
    start, end = hit.span()
    clause = clause_of(doc.folded, start, end, place)
    clause = (max(clause[0], left), clause[1])
    if _is_trap(doc, start, end, clause, place):
        return None
    comparator, cmp_start = comparator_of(doc.folded, start, end, clause[0])
    population, subject = meaning(doc, (start, end), cmp_start, clause, place)
    if not key(population) and not key(subject):
        return None
    target = _compose(doc, clause, cmp_start, place, year, value, "%", comparator, population, subject)
    return {**target, "value_text": hit.group(1)}


def _compose(
    doc: Document, clause: tuple[int, int], at: int, place: Place, year: int | None,
    value: float, unit: str, comparator: str, population: str, subject: str,
) -> Find:  # fmt: skip
    due, source, date = _due(doc, clause, place, year)
    words = doc.folded[clause[0] : clause[1]]
    sentence = doc.folded[place.start : clause[1]]
    message = bool(_MESSAGE.match(sentence)) or bool(re.search(r"tuyen truyen (?:muc tieu|chi tieu)", sentence))
    reduce = bool(re.search(r"\b(?:cat giam|giam|rut ngan|han che|keo giam)\b", words[: max(0, at - clause[0] + 4)]))
    sure = 0.6 + 0.2 * bool(_AIM.search(words) or any(TARGET_SECTION.search(h.folded) for h in place.heads))
    return found(
        doc, clause[0], clause[1], sure + 0.1 * bool(subject and population) - 0.3 * message,
        text=re.sub(r"\s+", " ", doc.text[clause[0] : clause[1]]).strip(" ,"),
        subject=subject, population=population, comparator=comparator, value=value, unit=unit,
        due=month_end(due) if due else None, due_kind=(date.kind if date else "day") if due else None,
        due_implied=None, inherited_from=source, milestone=_milestone(due, date),
        direction="reduce" if reduce else "reach", as_message=message,
        stated_count=None, where=place.where,
    )  # fmt: skip


def _milestone(due: str | None, date: DateFind | None) -> str | None:
    """The due date as an officer would say it."""
    if due is None:
        return None
    year, month, day = due[:4], int(due[5:7]), due[8:]
    kind = date.kind if date else "day"
    if kind == "year":
        return f"hết năm {year}"
    if kind == "quarter":
        return f"hết quý {('I', 'II', 'III', 'IV')[(month - 1) // 3]}/{year}"
    return f"hết tháng {month}/{year}" if kind == "month" or not day else f"{int(day)}/{month}/{year}"


def _household_target(doc: Document, hit: re.Match[str], place: Place, year: int | None) -> Find | None:
    start, end = place.start + hit.start(), place.start + hit.end()
    clause = clause_of(doc.folded, start, end, place)
    number = hit.group("n")
    value = WORDS.get(number) or parse_number(number)
    if value is None or _is_trap(doc, start, end, clause, place):
        return None
    base_start, base_end = (place.start + hit.start(n) for n in ("base", "cmp"))
    population = re.sub(
        r"\s+(?:có|phải có|đều có"
        r"|cử|thành lập|tổ chức)?\s*$",
        "",
        doc.text[base_start:base_end],
    ).strip(" ,")
    noun_start = place.start + hit.start("unit")
    noun = doc.text[noun_start : noun_start + len(hit.group("unit"))]
    thing = thing_of(noun)
    person = fold(thing) in ("thanh vien", "nguoi", "lao dong", "dai dien")
    subject = clean_subject(doc.text[noun_start + (len(thing) if person else 0) : clause[1]])
    base = (
        "hộ"
        if hit.group("base").startswith(("ho", "gia dinh"))
        else doc.text[base_start : base_start + len(hit.group("base"))]
    )
    return _compose(doc, clause, start, place, year, value, f"{thing}/{base}", ">=", population, subject or noun)


def _count_target(doc: Document, hit: re.Match[str], place: Place, year: int | None) -> Find | None:
    """ "tối thiểu 05 mô hình": only where the plan states aims, as such counts also describe how to work."""
    start, end = place.start + hit.start(), place.start + hit.end()
    clause = clause_of(doc.folded, start, end, place)
    aimed = any(TARGET_SECTION.search(h.folded[:80]) for h in place.heads) or "phan dau" in doc.folded[clause[0] : end]
    value = WORDS.get(hit.group("n")) or parse_number(hit.group("n"))
    if not aimed or value is None or re.match(r"\s*%", doc.folded[place.start + hit.end("n") : place.end]):
        return None
    if re.match(r"(?:ngay|thang|nam|gio|phut|lan|gbps|mbps|mb|tuan|h)\b", hit.group("unit")) or _is_trap(
        doc, start, end, clause, place
    ):
        return None
    at = place.start + hit.start("unit")
    unit = thing_of(doc.text[at : at + len(hit.group("unit"))])
    subject = strip_leading(doc.text[clause[0] : clause[1]])
    return _compose(doc, clause, start, place, year, value, unit, ">=", unit, subject)


def _in_place(doc: Document, place: Place, year: int | None) -> list[Find]:
    out: list[Find] = []
    left = place.start
    for percent in _PERCENT.finditer(doc.text, place.start, place.end):
        target = _percent_target(doc, percent, place, year, left)
        following = _PERCENT.search(doc.text, percent.end(), place.end)
        if target:
            if following and target["span"][1] > following.start():
                _shorten(doc, target, percent, following, place)
            if out:
                _share_with(out[-1], target)
            out.append(target)
            left = target["span"][1]
    folded = doc.folded[place.start : place.end]
    taken: list[tuple[int, int]] = []
    for hit in _HOUSEHOLD.finditer(folded):
        target = _household_target(doc, hit, place, year)
        if target:
            out.append(target)
            taken.append(hit.span())
    for hit in _COUNT.finditer(folded):
        if any(a <= hit.start() < b for a, b in taken):
            continue
        target = _count_target(doc, hit, place, year)
        if target:
            out.append(target)
    return out


def _share_with(before: Find, target: Find) -> None:
    """Figures of one sentence share what only the first of them says ("thôn A đạt 96%, thôn B đạt 94%")."""
    target["population"] = target["population"] or before["population"]
    if key(target["population"]) == key(target["subject"]):
        target["subject"] = before["subject"]


def _shorten(doc: Document, target: Find, percent: re.Match[str], following: re.Match[str], place: Place) -> None:
    """Two numbers in one clause: the first ends at the last comma before the second."""
    start, _ = target["span"]
    cut = max(doc.text.rfind(mark, percent.end(), following.start()) for mark in (",", " và "))
    end = cut if cut >= percent.end() else following.start()
    target["span"] = [start, end]
    target["quote"] = doc.text[start:end].strip()
    target["text"] = re.sub(r"\s+", " ", target["quote"])
    _, at = comparator_of(doc.folded, percent.start(), percent.end(), start)
    population, subject = meaning(doc, percent.span(), at, (start, end), place)
    target["population"] = population or target["population"]
    target["subject"] = subject or target["subject"]


def read_targets(doc: Document, places: list[Place], year: int | None, implied: str | None) -> list[Find]:
    """All targets, the same one said twice kept once; `due_implied` is offered where no due is written."""
    out: list[Find] = []
    for place in places:
        for target in _in_place(doc, place, year):
            if target["due"] is None:
                target["due_implied"] = implied
            twin = next((t for t in out if _same_target(t, target)), None)
            if twin is None:
                out.append(target)
            else:
                twin.setdefault("also", []).append(target["span"])
                twin["due"] = twin["due"] or target["due"]
    return out


def _same_target(a: Find, b: Find) -> bool:
    if any(a[k] != b[k] for k in ("value", "unit", "comparator")):
        return False
    if a["due"] and b["due"] and a["due"] != b["due"]:
        return False
    return _close(a["population"], b["population"]) and _close(a["subject"], b["subject"])


def _close(a: str, b: str) -> bool:
    one, two = set(key(a).split()), set(key(b).split())
    if not one or not two:
        return one == two
    return len(one & two) / len(one | two) >= 0.75
