"""What an officer asks of a review (add these words, split this, merge those) → the change to be kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tungnha.identity import names
from tungnha.plans.guesses import guess_measure, guess_role
from tungnha.plans.marks import is_span
from tungnha.plans.review_ops import (
    MANY,
    Content,
    Operation,
    Row,
    find,
    fresh_ids,
    option_changes,
    section_of,
    sign_of,
)
from tungnha.reading.selection import read_selection
from tungnha.units.problems import BadInput

LONGEST_SELECTION = 8000  # characters: a long unit with its duties
MOST_PARTS = 20
#: which field of a row holds its words: the one that a split cuts
WORDS_IN = {
    "targets": "text", "tasks": "name", "steps": "text", "assignments": "unit", "reporting": "who",
    "recipients": "text", "legal_bases": "symbol", "phases": "name", "appendix_targets": "unit",
}  # fmt: skip
#: a part of a split takes these from its own words when they say them, else from the whole
_OF_ITS_OWN = ("population", "subject", "comparator", "value", "unit", "due", "value_text", "due_kind", "milestone")


def place_of(text: str, quote: str, near: int | None = None) -> tuple[int, int] | None:
    """Where these words stand in the text, spaces aside; the place nearest to `near` where they stand twice."""
    wanted = quote.split()
    if not wanted:
        return None
    pattern = r"\s+".join(re.escape(word) for word in wanted)
    hits = [match.span() for match in re.finditer(pattern, text)]
    if not hits:
        hits = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return min(hits, key=lambda span: abs(span[0] - (near or 0))) if hits else None


def addition(content: Content, text: str, section: str, quote: str, start: int | None) -> Operation:
    """Add the words that were marked (or typed) as a find of a section, with all they say of it."""
    if section not in MANY or section == "questions":
        raise BadInput("Không thêm được vào phần này.")
    if len(quote) > LONGEST_SELECTION:
        raise BadInput("Đoạn được chọn dài quá; mời chọn ngắn lại, mỗi lần một mục.")
    ids = fresh_ids(content, section)
    if not quote.strip():
        return {"do": "add", "section": section, "rows": [{"id": next(ids)}]}
    place = place_of(text, quote, start)
    if place is None:
        raise BadInput(
            "Không thấy đúng những lời này trong văn bản; mời bôi đen trong văn bản, hoặc chép lại cho đúng."
        )
    who = _whose(content, place[0]) if section == "reporting" else None
    rows = read_selection(text, place[0], place[1], section, year=content.get("year"), who=who)
    return {"do": "add", "section": section, "rows": [{**_offered(section, row), "id": next(ids)} for row in rows]}


def _offered(section: str, row: Row) -> Row:
    """What the review offers beside a target; other rows are offered theirs each time they are shown."""
    if section != "targets":
        return row
    return row | {"role": guess_role(row), "measure": guess_measure(row), "due_from": row.get("inherited_from") or ""}


def _whose(content: Content, at: int) -> str | None:
    """The unit under whose duties a place of the text lies."""
    for row in content.get("assignments") or []:
        spans = [span for span in row.get("duty_spans") or [] if span[0] <= at < span[1]]
        if spans:
            return str(row.get("unit") or "") or None
    return None


# --- splitting -------------------------------------------------------------------------------------------------------


def offered_parts(row: Row, section: str, text: str) -> list[str]:
    """How a row may be split: what the reader offers, the targets found in its words, else its clauses."""
    if section in ("assignments", "recipients") and row.get("split"):
        return [str(part) for part in row["split"]]
    words = str(row.get("quote") if section == "targets" else row.get(WORDS_IN[section]) or "") or str(
        row.get(WORDS_IN[section]) or ""
    )
    span = row.get("span")
    if section == "targets" and is_span(span, len(text)):
        found = read_selection(text, span[0], span[1], section, year=None, who=None)
        if len(found) > 1:
            return [" ".join(part["quote"].split()) for part in found]
    pieces = [piece.strip(" .;,-–+") for piece in re.split(r"[;\n\t]|(?<=\D),\s(?=và\s|\d+ ?%)|\s(?=và \d+ ?%)", words)]
    return [piece for piece in pieces if piece] or [words.strip()]


def splitting(content: Content, text: str, item: str, parts: Sequence[str]) -> Operation:
    """Split a row: each part keeps the words it is of and their place; what a part does not say it takes over."""
    row, section = find(content, item), section_of(item)
    parts = [" ".join(part.split()) for part in parts if part.strip()]
    if row is None or section not in WORDS_IN:
        raise BadInput(f"Không tách được {sign_of(item)}: mục này không còn, hoặc là phần chỉ có một.")
    if not 2 <= len(parts) <= MOST_PARTS:
        raise BadInput(f"Để tách, mời ghi từ hai đến {MOST_PARTS} dòng, mỗi dòng một mục.")
    ids = fresh_ids(content, section)
    rows = [
        _part(row, section, text, words, place, content.get("year")) | {"id": item if n == 0 else next(ids)}
        for n, (words, place) in enumerate(zip(parts, _places(row, text, parts), strict=True))
    ]
    return {"do": "split", "item": item, "rows": rows}


def _places(row: Row, text: str, parts: Sequence[str]) -> Iterator[list[int] | None]:
    """Where each part stands within the words of the row; None where it does not stand there as it is written."""
    span = row.get("span")
    if not is_span(span, len(text)):
        yield from [None] * len(parts)
        return
    at, end = span
    for part in parts:
        place = place_of(text[at:end], part) or place_of(text[span[0] : end], part)
        base = at if place_of(text[at:end], part) else span[0]
        yield [base + place[0], base + place[1]] if place else None
        if place:
            at = base + place[1]


def _part(row: Row, section: str, text: str, words: str, place: list[int] | None, year: int | None) -> Row:
    made = {name: value for name, value in row.items() if name not in ("also", "merged", "reviewed", "split")}
    made[WORDS_IN[section]] = words
    if place is not None:
        made |= {"span": place, "quote": text[place[0] : place[1]]}
    if section == "targets":
        made |= _said_by(made, text, place, year)
        made["headline"] = False
    if section in ("assignments", "reporting", "tasks", "steps") and WORDS_IN[section] in ("unit", "who"):
        made.pop("organisations", None)
    return made


def _said_by(row: Row, text: str, place: list[int] | None, year: int | None) -> Row:
    """What the words of a part say of its own target."""
    if place is None:
        return {}
    read = read_selection(text, place[0], place[1], "targets", year=year, who=None)
    said = read[0]
    if said.get("value") is None:
        return {}
    own = {name: said[name] for name in _OF_ITS_OWN if said.get(name) not in (None, "")}
    if "due" in own:
        own |= {"inherited_from": said.get("inherited_from"), "due_from": said.get("inherited_from") or ""}
    return own | {"measure": guess_measure(row | own), "stated_count": None}


# --- merging ---------------------------------------------------------------------------------------------------------


def merging(content: Content, item: str, others: Sequence[str]) -> Operation:
    wanted = [other for other in dict.fromkeys(others) if other != item and section_of(other) == section_of(item)]
    if not wanted:
        raise BadInput("Chưa chọn mục nào để gộp; mời đánh dấu ít nhất một mục.")
    return {"do": "merge", "item": item, "others": wanted}


def alike(content: Content, item: str) -> list[tuple[Row, float]]:
    """The other rows of the section, the most alike first, with how alike (0…1) their words are."""
    row, section = find(content, item), section_of(item)
    if row is None:
        return []
    own = _words_of(row, section)
    found = [(other, _likeness(own, _words_of(other, section))) for other in content[section] if other["id"] != item]
    same_value = [
        (other, like + 0.5 * (_value(other) is not None and _value(other) == _value(row))) for other, like in found
    ]
    return sorted(same_value, key=lambda pair: -pair[1])


def _value(row: Mapping[str, Any]) -> Any:
    return row.get("value")


def _words_of(row: Row, section: str) -> set[str]:
    return set(names.fold(str(row.get(WORDS_IN.get(section, "text")) or "")).split())


def _likeness(one: set[str], two: set[str]) -> float:
    return len(one & two) / len(one | two) if one and two else 0.0


def differing(row: Row, other: Row) -> list[str]:
    """The fields two rows say differently, both said."""
    skip = (
        "id", "quote", "span", "at", "confidence", "reviewed", "also", "merged", "duty_spans", "n_duties", "value_text",
    )  # fmt: skip
    return [
        name for name in row
        if name not in skip and row[name] not in (None, "", []) and other.get(name) not in (None, "", [])
        and row[name] != other[name]
    ]  # fmt: skip


# --- answering -------------------------------------------------------------------------------------------------------


def answering(content: Content, item: str, answer: str) -> Operation:
    """Answer a question; an option that stands for values sets them."""
    question = find(content, item)
    if question is None or section_of(item) != "questions":
        raise BadInput("Câu hỏi này không còn trong bản rà soát.")
    changes = [change for change in option_changes(question, answer) if find(content, change["item"])]
    return {"do": "answer", "item": item, "answer": answer, "changes": changes}


__all__ = ["addition", "alike", "answering", "differing", "merging", "offered_parts", "place_of", "splitting"]
