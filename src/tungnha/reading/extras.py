"""What else a plan tells: phases, contact, supervisor, steps, missing sections, parent plan, deadlines."""

import re
from collections.abc import Sequence

from .dates import DateFind, find_dates, is_of_a_document, month_end
from .document import Document
from .find import Find, found
from .fold import UPPER, fold
from .sections import ROMAN, Node

# Mobile and landline numbers, also masked; 1800 and 1900 lines.
_PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+84|\(?0)\d(?:[\s.\-)]{0,2}[\dxX*]){7,10}|1[89]00(?:[\s.]?[\dxX*]){4,6})(?![\d])"
)
_CALL_WORDS = re.compile(
    r"\b(?:lien he|dau moi|duong day nong|hotline|tong dai|dien thoai|dt|sdt|so may|zalo|giai dap|vuong mac|ho tro)\b"
)
_NOT_PHONE = re.compile(r"\b(?:tai khoan|so ho|ma so|stk|cccd|can cuoc|dinh danh|so tien|fax)\b[^;.\n]{0,40}$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSON = re.compile(
    r"(?:Ông|Bà|ông|bà|[Đđ]ồng chí|đ/c|Đ/c|anh"
    rf"|chị)[:\s]+(?:[A-ZĐ][^,;.()\n]{{0,40}}?\s)??((?:[{UPPER}][a-zà-ỹđ]+\s){{1,4}}[{UPPER}][a-zà-ỹđ]+)"
)
_HONORIFIC = re.compile(r"^(?:ông|bà|đồng chí|đ/c|anh|chị)\b", re.IGNORECASE)
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


_PEAK = re.compile(r"\b(?:dot |thoi gian (?:thuc hien )?)?cao diem\b")
_AFTER_PEAK = re.compile(r"\bsau (?:dot |thoi gian )?cao diem\b[^.;]{0,60}\bthuong xuyen\b")
_STAGE = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s*|[a-zđ][.)]\s*)?(giai doan|dot)\s+(\d{1,2}|[ivx]{1,4})\b(?!\s*[/-]?\s*20\d\d)"
)


def read_phases(doc: Document, year: int | None) -> list[Find]:
    """ "cao điểm … đến hết ngày 30/6/2026, sau đó thực hiện thường xuyên": the peak, then the standing phase.

    Plans in stages ("Giai đoạn 1: từ … đến …") have a phase for each.
    """
    return _peak(doc, year) or _stages(doc, year)


def _peak(doc: Document, year: int | None) -> list[Find]:
    out: list[Find] = []
    for line in doc.body:
        folded = line.folded
        if out:
            if len(out) == 1 and _AFTER_PEAK.search(folded):
                out.append(_standing(doc, (line.start, line.end), out[0]["end"]))
            continue
        peak = _PEAK.search(folded)
        if not peak:
            continue
        dates = _phase_dates(line.text, peak.start(), year)
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
            out.append(_standing(doc, span, month_end(dates[-1].iso)))
    return out


def _standing(doc: Document, span: tuple[int, int], start: str) -> Find:
    return found(doc, *span, 0.85, name="thường xuyên", start=start, end=None)


def _phase_dates(text: str, after: int, year: int | None) -> list[DateFind]:
    dates = [d for d in find_dates(text, year) if d.kind in ("day", "month", "quarter") and d.start > after]
    return [d for d in dates if not is_of_a_document(text, d)]


def _stages(doc: Document, year: int | None) -> list[Find]:
    out: list[Find] = []
    for line in doc.body:
        hit = None if line.is_row else _STAGE.match(line.folded)
        dates = _phase_dates(line.text, hit.end(), year) if hit else []
        if not hit or not dates or any(p["name"] == _stage_name(hit) for p in out):
            continue
        start = dates[0].iso if len(dates) > 1 else None
        out.append(
            found(doc, line.start, line.end, 0.75, name=_stage_name(hit), start=start, end=month_end(dates[-1].iso))
        )
    return out if len(out) > 1 else []


def _stage_name(hit: re.Match[str]) -> str:
    word = "giai đoạn" if hit.group(1) == "giai doan" else "đợt"
    return f"{word} {hit.group(2).upper()}"


def read_contact(doc: Document) -> Find | None:
    """The person and telephone to turn to; the number is quoted as written (it may be masked).

    Of several the one beside a word of calling is taken; the others stand in `others`.
    """
    end = doc.annex[0].start if doc.annex else doc.lines[-1].end
    hits = [
        h
        for h in _PHONE.finditer(doc.text, doc.head_at, end)
        if not _NOT_PHONE.search(doc.folded, h.start() - 60, h.start())
    ]
    named = [h for h in hits if _CALL_WORDS.search(doc.folded, max(0, h.start() - 160), h.start())]
    if not hits:
        return None
    hit = (named or hits)[0]
    line = doc.text.rfind("\n", 0, hit.start()) + 1
    start_of = max(line, hit.start() - 160)
    before = doc.text[start_of : hit.start()]
    people = list(_PERSON.finditer(before))
    start = start_of + people[-1].start() if people else hit.start()
    mail = _MAIL.search(doc.text, hit.end(), min(len(doc.text), hit.end() + 80))
    return found(
        doc, start, hit.end(), 0.85 if people else 0.7 if named else 0.5,
        name=people[-1].group(1) if people else None, phone=hit.group().strip(), unit=_contact_unit(before),
        email=mail.group() if mail else None, others=[h.group().strip() for h in hits if h is not hit][:5],
    )  # fmt: skip


def _contact_unit(before: str) -> str | None:
    hits = list(re.finditer(r"(?:về|với|liên hệ|qua|chuyên viên|cán bộ)\s+([^,;.(:]{4,60}?)\s*(?=[(,:;]|$)", before))
    for hit in reversed(hits):
        words = hit.group(1).strip()
        if not _HONORIFIC.match(words) and not re.match(r"(?:số )?điện thoại|kịp thời|để\b", words):
            return words
    return None


_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()\"”]+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|edu|com|org|net)(?:\.vn)?(?:/[^\s<>()\"”]*)?|\b[\w-]+\.vn/[^\s<>()\"”]*"
)
_QR = re.compile(r"\b(?:ma )?qr\b")
_MATERIAL = re.compile(r"\b(?:tai lieu|huong dan|video|so tay|cam nang|to gap|noi dung tuyen truyen)\b")


def read_materials(doc: Document) -> list[Find]:
    """Where materials are to be had: an address, or a QR code that the file holds as a picture."""
    out: list[Find] = []
    for line in doc.lines[doc.body_start :]:
        folded = line.folded
        if not _MATERIAL.search(folded):
            continue
        addresses = [h for h in _ADDRESS.finditer(line.text) if line.text[max(0, h.start() - 1) : h.start()] != "@"]
        for hit in addresses:
            url = hit.group().rstrip(".,;")
            at = line.start + hit.start()
            out.append(found(doc, at, at + len(url), 0.85, kind="url", url=url, text=line.text.strip()))
        code = _QR.search(folded)
        if code and not addresses and (len(line.text) < 160 or "kem" in folded):
            out.append(found(doc, line.start, line.end, 0.7, kind="qr", url=None, text=line.text.strip("() *")))
    return out


def with_codes(materials: list[Find], codes: Sequence[str]) -> list[Find]:
    """The finds with what the QR codes of the file open. A code belongs to the sentence that speaks of one, in their
    order; one that no sentence speaks of stands for itself. An address the words give already is told once."""
    left = [code for code in codes if code not in {one["url"] for one in materials}]
    out = []
    for one in materials:
        out.append(one | {"url": left.pop(0)} if one["kind"] == "qr" and one["url"] is None and left else one)
    return out + [
        {"kind": "qr", "url": code, "text": "", "quote": "", "span": None, "confidence": 0.6} for code in left
    ]


_OVERSEES = r"(?:theo dõi|chỉ đạo|trực tiếp|phụ trách|làm|chịu trách nhiệm|giúp)"
_CHARGED = re.compile(
    rf"(?:Phân công|phân công|Giao|giao)\s+(?:đồng chí|đ/c|ông|bà)\s+(?P<words>[^;.\n]{{5,110}}?),?\s+{_OVERSEES}\b"
    rf"|(?:^|\n|\.\s|-\s)(?:Đồng chí|Đ/c|Ông|Bà)\s+(?P<own>[^;.\n]{{5,110}}?),?\s+"
    r"(?:chịu trách nhiệm|trực tiếp|phụ trách)\s+(?:chỉ đạo|phụ trách|theo dõi|điều hành|chung)"
)
_OFFICES = r"(?:Phó|Chủ tịch|Giám đốc|Trưởng|Bí thư|Chánh|Thường trực|Ủy viên|Uỷ viên|Cục|Chi cục)"


def read_supervisor(doc: Document) -> Find | None:
    """ "Phân công đồng chí Phó Giám đốc … theo dõi, chỉ đạo": who oversees the plan."""
    hit = _CHARGED.search(doc.text, doc.head_at, doc.lines[-1].end)
    if not hit:
        return None
    group = "words" if hit.group("words") else "own"
    words = hit.group(group).strip()
    # "Vàng A Sử, Phó Chủ tịch UBND xã": the name comes first.
    first = re.match(rf"((?:[{UPPER}][\wà-ỹ’']*\s+){{1,4}}[{UPPER}][\wà-ỹ’']*)\s*[,–-]\s*({_OFFICES}\b.+)$", words)
    if first and not re.match(_OFFICES, first.group(1)):
        person: str | None = first.group(1)
        title = first.group(2).strip(" ,-–")
    else:
        person, title = _name_at_end(words)
    start = hit.start(group) if group == "own" else hit.start()
    return found(doc, start, hit.end(group), 0.8, name=person, title=title or None)


def _name_at_end(words: str) -> tuple[str | None, str]:
    """The office comes first ("Phó Giám đốc"), the person's three or so words last."""
    name = re.search(rf"((?:[{UPPER}][a-zà-ỹđ]*\s+){{1,4}}[{UPPER}][a-zà-ỹđ]+)$", words)
    if not name or (name.group(1) == words and re.match(_OFFICES, words)):
        return None, words
    tokens = name.group(1).split()
    person = " ".join(tokens[-3:]) if len(tokens) > 4 else " ".join(tokens)
    return person, words[: len(words) - len(person)].strip(" -–,")


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


_ASSIGNED = re.compile(
    r"\b(?:chi tieu|muc tieu|ke hoach)\b[^.;()]{0,60}\bgiao\b"
    r"|\b(?:tinh|thanh pho|huyen|cap tren|trung uong|bo)\s+giao\b|\bduoc giao tai\b|\bgiao tai\b"
)


def read_parent(doc: Document, bases: list[Find], targets: list[Find]) -> Find | None:
    """The plan of the level above that this one carries out: the basis of kind KH, else the first basis.

    `assigned`: the targets whose own sentence says that they were assigned from above, with its words.
    """
    own = [b for b in bases if b["role"] == "basis" and b["symbol"]]
    plans = [b for b in own if re.search(r"(?:^|[/\-])KH(?:[/\-]|$)", b["symbol"])]
    chosen = (plans or [b for b in own if not re.search(r"/20\d\d/", b["symbol"])] or own)[:1]
    if not chosen:
        return None
    base = chosen[0]
    start, end = base["span"]
    return found(
        doc, start, end, 0.85 if plans else 0.5,
        symbol=base["symbol"], date=base["date"], issuer=base["issuer"], is_plan=bool(plans),
        assigned=_assigned(doc, base["symbol"], targets),
    )  # fmt: skip


def _assigned(doc: Document, symbol: str, targets: list[Find]) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for i, target in enumerate(targets):
        start, end = target["span"]
        stop = doc.text.find("\n", end)
        stop = len(doc.text) if stop < 0 else stop
        hit = _ASSIGNED.search(doc.folded, start, min(stop, end + 200))
        if hit:
            line = doc.text[hit.start() : min(stop, hit.end() + 60)]
            out.append({"path": f"targets.{i}", "quote": line, "span": [hit.start(), hit.start() + len(line)],
                        "names_parent": symbol in re.sub(r"\s", "", line)})  # fmt: skip
    return out


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
