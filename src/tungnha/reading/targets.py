"""Targets (chỉ tiêu): a number, its comparator, whom it counts, what they shall have, by when.

What has a figure but is no target is handed back too, with the reason, so that a person may overrule it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .counts import read_counts
from .dates import DateFind, due_of, month_end
from .document import Document
from .figures import Figure, find_figures
from .find import Find, found
from .fold import fold, key
from .meaning import Meaning, heading_subject, meaning_of, rate_first
from .refusals import AIM_WORD, case_of, refusal
from .segments import Segment, cut_segments
from .standing import AIM, Place, own_kind, standing
from .target_tables import find_target_tables, table_targets

_COMPARED = re.compile(r"\bso voi\b[^,;.()]{0,60}?(?:nam|thang|quy)?\s*(?:\d{1,2}\s*/\s*)?20\d\d")
_SPELL = re.compile(r"(?:giai doan|thoi ky|trong (?:cac )?nam)\s+20\d\d\s*(?:-|den)\s*(20\d\d)")
_MESSAGE = re.compile(
    r"^[\W\d]*(?:tuyen truyen|pho bien|quan triet|truyen thong|thong tin|thong diep)\b(?!.*(?:phan dau|100 ?%))"
)
_REDUCE = re.compile(r"\b(?:cat giam|giam|rut ngan|han che|keo giam|tiet kiem|khong che)\b")


@dataclass(frozen=True)
class Due:
    """A due date, what it was read from, and the words it was inherited from (None: the clause's own)."""

    iso: str | None = None
    kind: str = "day"
    source: str | None = None


def date_in(text: str, year: int | None) -> DateFind | None:
    """The date a phrase wants something done by; a year it is only compared with does not count."""
    mark = re.match(r"\W*\d{1,2}\s?[-.)]\s", text)  # a number of its own is no part of a document's symbol
    if mark:
        text = " " * mark.end() + text[mark.end() :]
    folded = fold(text)
    for hit in _COMPARED.finditer(folded):
        text = text[: hit.start()] + " " * len(hit.group()) + text[hit.end() :]
    text = re.sub(r"từ\s+[\d.,]+\s?%\s*\([^()]*\)", lambda m: " " * len(m.group()), text)
    spells = list(_SPELL.finditer(fold(text)))
    spell = spells[-1] if spells else None
    own = due_of(text, year)
    if spell and (own is None or (own.kind == "year" and own.end <= spell.end() and own.start >= spell.start())):
        return DateFind(f"{spell.group(1)}-12-31", "year", spell.start(), spell.end(), True)
    return own


def _inherited(place: Place, year: int | None) -> Due:
    """The date of the task or row, else of the headings above."""
    if place.due:
        hit = due_of(place.due_from or "", year)
        return Due(place.due, hit.kind if hit else "day", place.due_from)
    for head in place.heads:
        if place.where == "unit" or len(head.text) > 220:
            continue
        hit = date_in(head.text, year)
        if hit and (
            hit.kind != "year" or re.search(r"muc tieu|chi tieu|tieu chi|phan dau|giai doan", head.folded) or hit.limit
        ):
            return Due(hit.iso, hit.kind, head.line.text[:120])
    return Due()


class _Reader:
    """Reads the figures of one place. Offsets inside are of the place's own text."""

    def __init__(self, doc: Document, place: Place, year: int | None):
        self.doc, self.place, self.year = doc, place, year
        self.text, self.folded = doc.text[place.start : place.end], doc.folded[place.start : place.end]
        self.low = self.text.lower() if len(self.text.lower()) == len(self.text) else self.text
        self.standing = own_kind(doc, place) or standing(place)
        self.above = _inherited(place, year)
        self.targets: list[Find] = []
        self.refused: list[Find] = []

    def read(self) -> None:
        figures = []
        for figure, start in starting_points(self.folded, find_figures(self.text, self.folded, 0, len(self.text))):
            if start:
                self._refuse_at(figure.start, figure.end, figure.value, "là mức xuất phát, không phải mức phải đạt")
            else:
                figures.append(figure)
        segments = cut_segments(self.text, self.folded, figures)
        meanings = [self._meaning(s) for s in segments]
        dues = [self._due(s) for s in segments]
        kept = []
        for segment, meaning, due in zip(segments, meanings, dues, strict=True):
            reason = self._reason(segment, meaning, due)
            if reason is None:
                kept.append((segment, meaning, due))
            else:
                self._refuse(segment, reason)
        _share([s for s, _, _ in kept], [m for _, m, _ in kept])
        for segment, meaning, due in kept:
            self._fill(segment, meaning)
            if key(meaning.population) or key(meaning.subject):
                self.targets.append(self._target(segment, meaning, due))
            else:
                self._refuse(segment, "không rõ tính cho ai, về việc gì")
        taken = [(s.start, s.end) for s, _, _ in kept]
        counts, refused = read_counts(self.doc, self.place, self.standing, self._due_of_span, taken)
        self.targets += [self._count(c) for c in counts]
        self.refused += refused

    # -- one figure

    def _meaning(self, segment: Segment) -> Meaning:
        lead = self.text[slice(*segment.lead)] if segment.lead else ""
        before, after = self.text[segment.start : segment.figure.start], self.text[segment.figure.end : segment.end]
        meaning = meaning_of(before, re.sub(r"\([^()]*\)", " ", after), lead)
        meaning.part = bool(re.match(r"[\s,]*(?:trong đó|riêng)(?!\w)(?!.*\btỷ lệ\b)", before))
        if segment.aside and meaning.form != "first":
            shared = meaning_of(self.text[slice(*segment.opening)].strip(), "", "")
            return Meaning(shared.population, shared.subject, "last")
        return meaning

    def _due(self, segment: Segment) -> Due:
        words = self.text[segment.start : segment.end]
        if not segment.aside:  # "đạt 12% (năm 2025: 8,5%)": the date in brackets is another figure's
            words = re.sub(r"\([^()]*%[^()]*\)", lambda m: " " * len(m.group()), words)
        own = date_in(words, self.year)
        if own:
            return Due(own.iso, own.kind)
        for a, b in ((segment.lead or (0, 0)), segment.opening):
            words = self.text[a : b + 1] if self.text[b : b + 1] == ":" else self.text[a:b]
            hit = date_in(words, self.year)
            if hit:
                return Due(hit.iso, hit.kind, words.strip(" ,-+")[:120])
        return self.above

    def _due_of_span(self, start: int, end: int) -> Due:
        """For counts: the date of the words themselves, else of the sentence's opening, else inherited."""
        own = date_in(self.text[start:end], self.year)
        if own:
            return Due(own.iso, own.kind)
        colon = self.text.rfind(":", 0, start + 1)
        opening = date_in(self.text[: colon + 1], self.year) if 0 < colon < 140 else None
        return Due(opening.iso, opening.kind, self.text[: colon + 1]) if opening else self.above

    def _reason(self, segment: Segment, meaning: Meaning, due: Due) -> str | None:
        past = bool(due.iso and self.year and int(due.iso[:4]) < self.year and due is not self.above)
        case = case_of(
            self.text,
            self.low,
            self.folded,
            segment,
            self.standing,
            past,
            meaning.form == "first",
            bool(meaning.subject),
        )
        return refusal(case)

    def _fill(self, segment: Segment, meaning: Meaning) -> None:
        """What the sentence leaves unsaid its heading or row says."""
        if meaning.form == "first" and not meaning.subject:
            rest = ""
            if segment.end < len(self.text) and self.text[segment.end : segment.end + 1] == ";":
                # A list of people with no verb before its semicolon: what they shall do comes after it.
                rest = re.split(r"\.\s", self.text[segment.end :])[0].strip(" ;,.")[:200]
            above = heading_subject(self.place) if self.standing == AIM or self.place.topic or not meaning.order else ""
            meaning.subject = rest if rest and "%" not in rest else above or meaning.order or meaning.population
        if meaning.form == "bare" and not meaning.subject:
            meaning.population, meaning.subject = rate_first(heading_subject(self.place))

    def _target(self, segment: Segment, meaning: Meaning, due: Due) -> Find:
        figure = segment.figure
        start, end = segment.start, self._end(segment)
        found_ = self._compose(start, end, figure.start, due, meaning.population, meaning.subject, figure.comparator)
        return {
            **found_, "value": figure.value, "unit": "%", "value_text": figure.written, "per": figure.per,
            "value_range": None if figure.upper is None else [figure.value, figure.upper],
        }  # fmt: skip

    def _end(self, segment: Segment) -> int:
        """The clause ends before a closing parenthesis or its stop."""
        stop = re.search(r"(?:\s*\([^()]*\))?[\s.,;]*$", self.text[segment.figure.end : segment.end])
        return segment.figure.end + stop.start() if stop else segment.end

    def _count(self, c: Find) -> Find:
        start, end = c.pop("from"), c.pop("to")
        c.pop("action", None)
        return {
            **self._compose(start, end, c.pop("at"), c.pop("due"), c["population"], c["subject"], c["comparator"]),
            **c,
        }

    def _compose(self, start: int, end: int, at: int, due: Due, population: str, subject: str, comparator: str) -> Find:
        words = self.folded[start:end]
        sentence = self.folded[: min(end, 600)]
        message = bool(_MESSAGE.match(sentence)) or bool(re.search(r"tuyen truyen (?:muc tieu|chi tieu)", sentence))
        reduce = bool(_REDUCE.search(words[: max(0, at - start + 4)]))
        sure = 0.6 + 0.2 * bool(self.standing == AIM or AIM_WORD.search(words))
        base = self.place.start
        return found(
            self.doc, base + start, base + end, sure + 0.1 * bool(subject and population) - 0.3 * message,
            text=re.sub(r"\s+", " ", self.text[start:end]).strip(" ,"),
            subject=re.sub(r"\s+", " ", subject), population=re.sub(r"\s+", " ", population), comparator=comparator,
            value=None, unit=None, due=month_end(due.iso) if due.iso else None, due_kind=due.kind if due.iso else None,
            due_implied=None, inherited_from=due.source, milestone=_milestone(due),
            direction="reduce" if reduce else "reach", as_message=message, stated_count=None, where=self.place.where,
        )  # fmt: skip

    def _refuse(self, segment: Segment, reason: str) -> None:
        self._refuse_at(segment.start, segment.end, segment.figure.value, reason)

    def _refuse_at(self, start: int, end: int, value: float, reason: str) -> None:
        base, where = self.place.start, self.place.where
        self.refused.append(
            found(self.doc, base + start, base + end, 0.3, reason=reason, value=value, unit="%", where=where)
        )


_UP_TO = re.compile(r"[^,;%]{0,40}\b(?:len|xuong|con)\s*(?:tren|duoi|khoang|dat|toi thieu|it nhat|con)?\s*$")


def starting_points(folded: str, figures: list[Figure]) -> Iterator[tuple[Figure, bool]]:
    """Each figure, and whether it only says where one starts ("nâng từ 60% lên 80%")."""
    for i, figure in enumerate(figures):
        later = figures[i + 1] if i + 1 < len(figures) else None
        first = bool(
            later
            and re.search(r"\btu\s*$", folded[max(0, figure.at - 6) : figure.at])
            and _UP_TO.match(folded[figure.end : later.start])
        )
        yield figure, first


def _share(segments: list[Segment], meanings: list[Meaning]) -> None:
    """Figures of one sentence share what only one of them says."""
    for i in range(1, len(meanings)):
        if segments[i].sentence == segments[i - 1].sentence and meanings[i].form == "bare":
            meanings[i].population = meanings[i].population or meanings[i - 1].population
            meanings[i].subject = meanings[i].subject or meanings[i - 1].subject
    for i in range(len(meanings) - 2, -1, -1):
        after = meanings[i + 1]
        if segments[i].sentence != segments[i + 1].sentence or after.form == "last":
            continue
        if meanings[i].form == "first" and not meanings[i].subject:
            meanings[i].subject = after.subject
        elif (meanings[i].form == "last" and _is_area(meanings[i].population) and after.form == "first") or (
            meanings[i].form == "bare" and not meanings[i].population
        ):
            meanings[i].population, meanings[i].subject = after.population, after.subject
    for i in range(1, len(meanings)):
        same = segments[i].sentence == segments[i - 1].sentence
        if same and meanings[i].form == "first" and not meanings[i].subject:
            meanings[i].subject = _carried(meanings[i - 1], meanings[i])
        if same and not meanings[i].population:
            meanings[i].population = meanings[i - 1].population
        if same and meanings[i].part and meanings[i].subject == meanings[i].population:
            if _TRAIT.match(meanings[i].population):  # "trong đó lĩnh vực đất đai": of the same people
                meanings[i].subject = f"{meanings[i - 1].subject} {meanings[i].population}"
                meanings[i].population = meanings[i - 1].population
            else:
                meanings[i].subject = meanings[i - 1].subject


_TRAIT = re.compile(
    r"(?:trình độ|lĩnh vực|bằng|bằng cấp|chứng chỉ|mức|loại|hạng|hình thức|môi trường|cấp độ|nhóm thủ tục"
    r"|nội dung)(?!\w)",
    re.IGNORECASE,
)


def _carried(before: Meaning, here: Meaning) -> str:
    """ "giảm 10% cuộc họp, 20% văn bản giấy": the verb is carried over, not what it was said of."""
    if before.population and before.subject.endswith(before.population) and here.population:
        return before.subject[: -len(before.population)] + here.population
    return before.subject


def _is_area(words: str) -> bool:
    return (
        bool(re.match(r"(?:thôn|xã|phường|khu phố|tổ dân phố|ấp|bản|khối|xóm)\s+[A-ZĐÀ-Ỹ\d]", words, re.IGNORECASE))
        and len(words.split()) <= 5
    )


def _milestone(due: Due) -> str | None:
    """The due date as an officer would say it."""
    if due.iso is None:
        return None
    year, month, day = due.iso[:4], int(due.iso[5:7]), due.iso[8:]
    if due.kind == "year":
        return f"hết năm {year}"
    if due.kind == "quarter":
        return f"hết quý {('I', 'II', 'III', 'IV')[(month - 1) // 3]}/{year}"
    return f"hết tháng {month}/{year}" if due.kind == "month" or not day else f"{int(day)}/{month}/{year}"


def read_targets(
    doc: Document, places: list[Place], year: int | None, implied: str | None
) -> tuple[list[Find], list[Find]]:
    """(targets, figures refused). The same target said twice is kept once; where no due stands one may be implied."""
    out: list[Find] = []
    alike: Index = defaultdict(list)
    refused: list[Find] = []
    tables = find_target_tables(doc, year)
    rows, cells = table_targets(doc, tables, year)
    own = [(t.head.start, t.rows[-1].end) for t in tables]
    places = [p for p in places if not any(a <= p.start < b for a, b in own)] + cells
    for place in places:
        reader = _Reader(doc, place, year)
        reader.read()
        refused += reader.refused
        for target in reader.targets:
            merge(out, alike, target, implied)
    for target in rows:
        merge(out, alike, target, implied)
    return out, refused


Index = dict[tuple[float, str, str], list[Find]]  # targets by value, unit and comparator


def merge(out: list[Find], alike: Index, target: Find, implied: str | None) -> None:
    """Adds a target, or, where it is there already, only its place and what it adds."""
    if target["due"] is None:
        target["due_implied"] = implied
    same = alike[target["value"], target["unit"], target["comparator"]]
    twin = next((t for t in same if _same_target(t, target)), None)
    if twin is None:
        out.append(target)
        same.append(target)
        return
    twin.setdefault("also", []).append(target["span"])
    if target["due"] and not twin["due"]:
        for name in ("due", "due_kind", "inherited_from", "milestone"):
            twin[name] = target[name]
        twin["due_implied"] = None


def _same_target(a: Find, b: Find) -> bool:
    if a["due"] and b["due"] and a["due"] != b["due"]:
        return False
    return _close(a["population"], b["population"]) and _close(a["subject"], b["subject"])


def _close(a: str, b: str) -> bool:
    one, two = set(key(a).split()), set(key(b).split())
    if not one or not two:
        return one == two
    return len(one & two) / len(one | two) >= 0.75


def near_pairs(targets: list[Find]) -> list[tuple[int, int]]:
    """Pairs of one aim and value under two comparators (`=` in the text, `>` in the annex): both kept, to be asked."""
    return [
        (i, j)
        for i, a in enumerate(targets)
        for j, b in enumerate(targets[i + 1 :], i + 1)
        if (a["value"], a["unit"]) == (b["value"], b["unit"])
        and a["comparator"] != b["comparator"]
        and _close(a["population"], b["population"])
    ]
