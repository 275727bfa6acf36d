"""What else a plan tells: phases, contact, supervisor, steps, missing sections, parent plan, deadlines."""

import re

from .dates import DateFind, find_dates, is_of_a_document, month_end
from .document import Document
from .find import Find, found
from .fold import UPPER, fold
from .sections import ROMAN, Node

_PHONE = re.compile(r"(?<!\d)(?:\+84|0)\d(?:[\s.\-]?[\dxX*]){7,10}(?![\d])")
_PERSON = re.compile(
    r"(?:Ông|Bà|ông|bà|[Đđ]ồng chí|đ/c|Đ/c|anh"
    rf"|chị)[:\s]+(?:[A-ZĐ][^,;.()\n]{{0,40}}?\s)??((?:[{UPPER}][a-zà-ỹđ]+\s){{1,4}}[{UPPER}][a-zà-ỹđ]+)"
)
_ROMANS = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def read_phases(doc: Document, year: int | None) -> list[Find]:
    """ "cao điểm … đến hết ngày 30/6/2026, sau đó thực hiện thường xuyên": the peak, then the standing phase."""
    out: list[Find] = []
    for line in doc.body:
        folded = line.folded
        peak = re.search(r"\b(?:dot |thoi gian (?:thuc hien )?)?cao diem\b", folded)
        if not peak or out:
            continue
        dates = [d for d in find_dates(line.text, year) if d.kind in ("day", "month") and d.start > peak.start()]
        dates = [d for d in dates if not is_of_a_document(line.text, d)]
        if not dates:
            continue
        start = dates[0].iso if len(dates) > 1 else None
        span = (line.start, line.end)
        after_issue = "tu khi ban hanh" in folded or "tu ngay ban hanh" in folded
        out.append(
            found(doc, *span, 0.85, name="cao điểm", start=start, end=month_end(dates[-1].iso),
                  starts_with="khi ban hành kế hoạch" if after_issue else None)
        )  # fmt: skip
        if "thuong xuyen" in folded[dates[-1].end :]:
            out.append(found(doc, *span, 0.85, name="thường xuyên", start=month_end(dates[-1].iso), end=None))
    return out


def read_contact(doc: Document) -> Find | None:
    """The person and telephone to turn to; the number is quoted as written (it may be masked)."""
    hit = _PHONE.search(doc.text, doc.lines[0].start, doc.annex[0].start if doc.annex else len(doc.text))
    if not hit:
        return None
    before = doc.text[max(0, hit.start() - 160) : hit.start()]
    people = list(_PERSON.finditer(before))
    start = hit.start() - len(before) + people[-1].start() if people else hit.start()
    body = re.search(r"(?:về|với|liên hệ|qua)\s+([^,;.(]{4,60})\s*\(", before)
    return found(
        doc, start, hit.end(), 0.85 if people else 0.6,
        name=people[-1].group(1) if people else None, phone=hit.group().strip(),
        unit=body.group(1).strip() if body else None,
    )  # fmt: skip


def read_supervisor(doc: Document) -> Find | None:
    """ "Phân công đồng chí Phó Giám đốc … theo dõi, chỉ đạo": who oversees the plan."""
    hit = re.search(
        r"(?:Phân công|phân công|Giao|giao)\s+(?:đồng chí|đ/c|ông|bà)\s+([^,;.\n]{5,90}?)\s+"
        r"(?:theo dõi|chỉ đạo|trực tiếp|phụ trách|làm|chịu trách nhiệm)",
        doc.text,
    )
    if not hit:
        return None
    words = hit.group(1).strip()
    name = re.search(rf"((?:[{UPPER}][a-zà-ỹđ]+\s+){{1,4}}[{UPPER}][a-zà-ỹđ]+)$", words)
    title = words
    person = None
    if name:
        # The office comes first ("Phó Giám đốc"), the person's three or so words last.
        tokens = name.group(1).split()
        person = " ".join(tokens[-3:]) if len(tokens) > 4 else " ".join(tokens)
        title = words[: len(words) - len(person)].strip(" -,")
    return found(doc, hit.start(), hit.end(1), 0.8, name=person, title=title or None)


def read_steps(doc: Document, root: Node) -> list[Find]:
    out = []
    for node in root.walk():
        if node.level >= 0 and fold(node.label).startswith("buoc"):
            number = int(re.sub(r"\D", "", node.label) or 0)
            out.append(found(doc, node.line.start, node.end, 0.95, no=number, label=node.label, text=node.text.strip()))
    return out


def read_missing_sections(root: Node) -> list[str]:
    """Roman numbers skipped between sections ("II" when the plan goes I, III); a person asks, nobody renumbers."""
    seen = [_ROMANS[n.label] for n in root.children if n.level == ROMAN and n.label in _ROMANS]
    if not seen:
        return []
    unlabelled = sum(1 for n in root.children if n.level == ROMAN and not n.label)
    missing = [v for v in range(1, max(seen)) if v not in seen]
    if unlabelled and missing[:1] == [1]:
        missing = missing[1:]  # the first heading is there, only its number is not
    names = {v: k for k, v in _ROMANS.items()}
    return [names[v] for v in missing]


def read_parent(doc: Document, bases: list[Find], header: Find) -> Find | None:
    """The plan of the level above that this one carries out: the basis of kind KH, else the first basis."""
    own = [b for b in bases if b["role"] == "basis" and b["symbol"]]
    plans = [b for b in own if re.search(r"(?:^|[/\-])KH(?:[/\-]|$)", b["symbol"])]
    chosen = (plans or [b for b in own if not re.search(r"/20\d\d/", b["symbol"])] or own)[:1]
    if not chosen:
        return None
    base = chosen[0]
    start, end = base["span"]
    return found(
        doc, start, end, 0.85 if plans else 0.5, symbol=base["symbol"], date=base["date"], issuer=base["issuer"]
    )


def read_deadlines(
    doc: Document, targets: list[Find], reporting: list[Find], tasks: list[Find], year: int | None
) -> list[Find]:
    """Every dated limit, once per date and occasion: of the body's sentences and of task rows."""
    out: list[Find] = []
    for line in doc.body:
        if line.is_row:
            continue
        for date in find_dates(line.text, year):
            if not date.limit or is_of_a_document(line.text, date) or _comes_back(reporting, line.start, date):
                continue
            if date.kind == "year" and "het nam" not in line.folded[max(0, date.start - 4) : date.end]:
                continue  # "trong năm 2026" frames the plan; "đến hết năm 2026" is a day
            if _is_past(date.iso, year) or _is_status(line.folded[: date.start]):
                continue
            start = max(line.text.rfind(c, 0, date.start) for c in ".;:") + 1
            out.append(_deadline(doc, date.iso, line.start + start, line.start + date.end, line.text[start : date.end]))
    told = {(d["date"], *d["span"]) for d in out}
    for task in tasks:
        if task["due"] and (task["due"], *task["span"]) not in told:
            told.add((task["due"], *task["span"]))
            what = f"nhiệm vụ {task['no'] or ''}: {task['name'][:90]}".replace(" :", ":")
            out.append(_deadline(doc, task["due"], task["span"][0], task["span"][1], what))
    known: set[tuple[str, str]] = set()
    unique = []
    for item in sorted(out, key=lambda d: (d["date"], d["span"])):
        mark = (item["date"], item["what"])
        if mark not in known:
            known.add(mark)
            unique.append(item)
    return unique


def _comes_back(reporting: list[Find], line: int, date: DateFind) -> bool:
    """ "6 tháng (trước ngày 10/6)": a day of every year, which a yearly report already has."""
    day, month = int(date.iso[-2:]), int(date.iso[5:7])
    return date.guessed_year and any(
        duty["frequency"] in ("yearly", "quarterly")
        and duty["span"][0] <= line + date.start < duty["span"][1]
        and duty["day_of_month"] == day
        and month in (duty["months"] or ())
        for duty in reporting
    )


def _deadline(doc: Document, date: str, start: int, end: int, what: str) -> Find:
    return found(doc, start, end, 0.85, date=date, what=re.sub(r"\s+", " ", what).strip(" -,"))


def _is_past(iso: str, year: int | None) -> bool:
    return year is not None and int(iso[:4]) < year - 1


def _is_status(before: str) -> bool:
    """ "Tính đến ngày 30/6/2026 đã có …" states how things stand."""
    return bool(re.search(r"\b(?:tinh den|so lieu den|thoi diem)\s*(?:het\s*)?(?:ngay\s*)?$", before))
