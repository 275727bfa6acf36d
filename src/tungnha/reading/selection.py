"""Reads again a few words that a person has marked in a repaired text, as the kind of find the person says it is.

Nothing is refused here: what the readers do not recognise comes back with the words alone, to be filled in by hand.
"""

import re
from collections.abc import Callable

from .dates import due_of, find_dates, month_end
from .document import Document, Line
from .duties import Passage, read_reporting
from .find import Find, found
from .fold import fold
from .prose_tasks import read_prose_tasks
from .sections import Node, build_tree, read_mark
from .standing import AIM, Place, leads_of
from .targets import read_targets
from .tasks import find_tables, read_tasks
from .units import find_assignments

BY_HAND = 1.0  # the confidence of what a person has marked
_SYMBOL = re.compile(r"\d+(?:/\d{4})?/[A-ZĐ][\wĐ&\-–]*(?:/[A-ZĐ]+)?|\d+-[A-ZĐ]{2,}/[A-ZĐ]+")


def open_repaired(text: str) -> Document:
    """A document over text that was repaired before: every place stays where it is."""
    lines, at = [], 0
    for words in text.split("\n"):
        lines.append(Line(words, at, at + len(words), False))
        at += len(words) + 1
    return Document(text=text, lines=lines, body_end=len(lines), annex_start=len(lines), folded=fold(text))


def read_selection(text: str, start: int, end: int, section: str, *, year: int | None, who: str | None) -> list[Find]:
    """What `text[start:end]` says as a find of `section` (a key of a draft). At least one find.

    `who`: the unit under whose duties the words stand, for a reporting duty.
    """
    start, end = _trimmed(text, start, end)
    doc = open_repaired(text)
    readers: dict[str, Callable[[Document, int, int, int | None], list[Find]]] = {
        "targets": _targets, "tasks": _tasks, "assignments": _assignments, "recipients": _recipients,
        "legal_bases": _bases,
    }  # fmt: skip
    if section == "reporting":
        return _duties(doc, start, end, year, who)
    return readers.get(section, _words)(doc, start, end, year)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the spaces around the words."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _body(doc: Document, start: int, end: int) -> tuple[int, int]:
    """Without the mark of a list ("- ", "a)") where the selection begins a line, and the point that ends it."""
    line = next((line for line in doc.lines if line.start == start), None)
    if line is not None and not line.is_row:
        start = min(start + read_mark(line)[2], end)
    while end > start and doc.text[end - 1] in ";.,: ":
        end -= 1
    return start, end


def _plain(doc: Document, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", doc.text[start:end]).strip()


def _inside(finds: list[Find], start: int, end: int) -> list[Find]:
    return [find for find in finds if find["span"][0] < end and find["span"][1] > start]


def _by_hand(finds: list[Find]) -> list[Find]:
    return [{**find, "confidence": BY_HAND} for find in finds]


def _heads(doc: Document, start: int) -> tuple[Node, ...]:
    """The headings above a place, the nearest first, with the paragraphs that lead in."""
    root = build_tree(doc, 0, len(doc.lines))
    leads = leads_of(root.walk())
    node = next((n for n in root.walk() if n.level >= 0 and n.line.start <= start < max(n.end, n.line.start + 1)), None)
    if node is None:
        return ()
    above = [n for n in (node, *node.ancestors()) if n.level >= 0]
    return tuple(h for n in above for h in (leads.get(id(n)), n) if h is not None and h is not node)


def _targets(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    place = Place(start, end, _heads(doc, start), where="hand", kind=AIM)
    read = _inside(read_targets(doc, [place], year, None)[0], start, end)
    if read:
        return _by_hand(read)
    first, last = _body(doc, start, end)
    due = due_of(doc.text[first:last], year)
    return [
        found(
            doc, first, last, BY_HAND, text=_plain(doc, first, last), subject="", population="", comparator=">=",
            value=None, unit="%", due=month_end(due.iso) if due else None,
        )
    ]  # fmt: skip


def _tasks(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    read = [*read_tasks(doc, find_tables(doc), year), *read_prose_tasks(doc, build_tree(doc, 0, len(doc.lines)), year)]
    inside = [find for find in read if start <= find["span"][0] and find["span"][1] <= end]
    if inside:
        return _by_hand(inside)
    first, last = _body(doc, start, end)
    dates = find_dates(doc.text[first:last], year)
    due = due_of(doc.text[first:last], year)
    words = doc.text[first + dates[-1].start : first + dates[-1].end] if dates else None
    return [
        found(
            doc, first, last, BY_HAND, no=None, name=_plain(doc, first, last), lead=None, co=None, result=None,
            due_text=words, due=due.iso if due else None, group=None,
        )
    ]  # fmt: skip


def _duties(doc: Document, start: int, end: int, year: int | None, who: str | None) -> list[Find]:
    read = read_reporting(doc, [Passage(start, end, who, "unit", under_reporting=True)], year)
    if read:
        return _by_hand(read)
    blank = dict.fromkeys(("to", "weekday", "day_of_month", "time", "months", "due"))
    return [found(doc, *_body(doc, start, end), BY_HAND, who=who, frequency="unspecified", **blank)]


def _assignments(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    """A heading with what stands under it; a name alone is a unit whose duties are still to be written."""
    lines = [line for line in doc.lines if line.start < end and line.end > start and line.text.strip()]
    if len(lines) < 2:
        return [_unit(doc, start, end, [])]
    root = build_tree(doc, 0, len(doc.lines))
    for item in find_assignments(doc, root):
        if start <= item.start < lines[0].end:
            inside = [(a, b) for a, b in item.duties if a < end]
            return [_unit(doc, item.start, item.name_end or lines[0].end, inside)]
    duties = [_body(doc, max(line.start, start), min(line.end, end)) for line in lines[1:]]
    return [_unit(doc, max(lines[0].start, start), lines[0].end, duties)]


def _unit(doc: Document, start: int, end: int, duties: list[tuple[int, int]]) -> Find:
    start, end = _body(doc, start, end)
    name = _plain(doc, start, end)
    return found(
        doc, start, end, BY_HAND, unit=name, unit_raw=name, duties=[_plain(doc, a, b) for a, b in duties],
        n_duties=len(duties), duty_spans=[list(span) for span in duties], split=[],
    )  # fmt: skip


def _recipients(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    """Each line a recipient."""
    out = []
    for line in doc.lines:
        first, last = _body(doc, max(line.start, start), min(line.end, end))
        if first < last:
            out.append(found(doc, first, last, BY_HAND, text=_plain(doc, first, last)))
    return out or _words(doc, start, end, year)


def _bases(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    words = doc.text[start:end]
    symbol = _SYMBOL.search(words)
    days = [date for date in find_dates(words, year) if date.kind == "day"]
    return [
        found(
            doc, start, end, BY_HAND, symbol=symbol.group() if symbol else _plain(doc, start, end)[:80],
            date=days[0].iso if days else None, issuer=None, role="basis",
        )
    ]  # fmt: skip


def _words(doc: Document, start: int, end: int, year: int | None) -> list[Find]:
    first, last = _body(doc, start, end)
    return [found(doc, first, last, BY_HAND, text=_plain(doc, first, last))]
