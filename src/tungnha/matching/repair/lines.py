"""Lines that speak of nobody: empty ones, headers repeated, totals, page ends, signatures, names of groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tungnha.identity.letters import folded
from tungnha.matching.columns import guess_columns, headings
from tungnha.matching.repair.forms import PERSONAL, TEXTS, Bytes, Form, form_of
from tungnha.matching.repair.work import Rows

_TOTAL = re.compile(
    r"(?:tong(?: cong| so)?|cong(?: trang| thon| xom| chung| don| cuoi)?|luy ke|mang sang|chuyen sang)"
    r"(?:\s*$|\s*[:.,(\d=]|\s+(?:nguoi|khau|ho|so|trang|cac|thon|xom|ban|to|khu|danh|la|co)\b)"
)
_SIGNED = re.compile(
    r"(?:nguoi (?:lap|ghi|tong hop|kiem tra|nhap)|thu truong|ky ten|\(ky|tm[. ]+(?:uy ban|ubnd)|tm\.|kt\.|chu tich|"
    r"pho chu tich|truong thon|to truong|truong cong an|ke toan|xac nhan|noi nhan|luu:|ghi chu:|lap bieu|"
    r"ngay\s*[\d.…]*\s*thang\s*[\d.…]*\s*nam)"
)
_TITLE = re.compile(
    r"(?:danh sach|bao cao|bieu|phu luc|mau so|uy ban nhan dan|ubnd|cong hoa xa hoi|doc lap|tinh |huyen |xa |phuong |"
    r"trang\b|"
    r"(?:[ivx]{1,4}|[a-h]|\d{1,2})[.)/\-]\s*\D)"
)
_GROUP = re.compile(
    r"(?:(?:thon|xom|ban|lang|ap|buon|bon|khom|khoi|khu|to|tdp|kp|doi|cum)[\s.:]*\d|(?:to dan pho|khu pho|thon|xom)\b)"
)
_PAGE = re.compile(r"(?:trang|page)\s*\d*(?:\s*[/\-]\s*\d+)?\s*$")
_MANY_DIGITS = re.compile(r"\d{4}")
_NUMBERING = re.compile(r"[(\[]?\s*(?:\d{1,2}|[a-zA-Z])\s*[)\]]?$")
MOST_HEADERS = 200


@dataclass
class Lines:
    """`people`: rows that speak of somebody; the others by kind, and the columns a header in the middle names."""

    people: Rows
    kinds: dict[str, list[int]] = field(default_factory=dict)
    headers: dict[int, dict[str, int]] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)  # row of a title → what it says


def part(columns: Sequence[Sequence[str]], forms: Sequence[Bytes], fields: Mapping[str, int]) -> Lines:
    """Part the rows by what they are. Only those with no number, telephone or date, or few cells, are looked at."""
    rows = len(columns[0]) if columns else 0
    if not rows:
        return Lines(np.arange(0))
    grid = np.stack(forms, axis=1)
    personal = np.isin(grid, PERSONAL).sum(axis=1)
    filled = (grid != Form.EMPTY).sum(axis=1)
    texts = np.isin(grid, (*TEXTS, Form.MIXED, Form.NAME_AND_MORE)).sum(axis=1)
    asked = np.flatnonzero((personal == 0) | (filled <= 2) | ((texts >= 1) & (personal <= 1) & (filled <= 3)))
    found = Lines(np.arange(rows))
    name = fields.get("full_name")
    known: dict[tuple[str, ...], str | None] = {}
    for row in asked.tolist():
        cells = tuple(column[row] for column in columns)
        if cells not in known:
            known[cells] = _kind(cells, name, fields)
        kind = known[cells]
        if kind is None:
            continue
        found.kinds.setdefault(kind, []).append(row)
        if kind == "header" and len(found.headers) < MOST_HEADERS:
            below = [[column[at] for column in columns] for at in range(row + 1, min(row + 30, rows))]
            named = guess_columns(cells, below)
            if len(named) > 1:
                found.headers[row] = named
        elif kind == "title":
            found.groups[row] = next(cell for cell in cells if cell and not cell.isdecimal())
    other = np.zeros(rows, bool)
    for kept in found.kinds.values():
        other[kept] = True
    found.people = np.flatnonzero(~other)
    return found


def _kind(cells: tuple[str, ...], name: int | None, fields: Mapping[str, int]) -> str | None:
    said = [cell for cell in cells if cell.strip()]
    if not said:
        return "blank"
    if len(said) > 2 and all(_NUMBERING.match(cell) for cell in said):
        return "header" if _counts_up(said) else None
    low = [folded(cell) for cell in said]
    words = [text for text in low if not text.replace(" ", "").isdecimal()]
    if not words:
        # A running number alone, or a number that stands for nobody any more.
        return None
    if any(_TOTAL.match(text) for text in words[:2]):
        return "total"
    if (
        not any(_MANY_DIGITS.search(cell) for cell in said)
        and len({one.field for one in headings(cells)} & _OF_A_HEADER) > 1
    ):
        return "header"
    if len(words) <= 2 and any(_SIGNED.match(text) for text in words):
        return "title"
    if len(words) > 1 or len(said) - len(words) > 1:
        return None
    return _of_one_text(cells, said, words[0], name)


_OF_A_HEADER = {"full_name", "personal_number", "birth", "sex", "phone", "village", "since", "status", "note"}


def _of_one_text(cells: tuple[str, ...], said: list[str], word: str, name: int | None) -> str | None:
    """One text and perhaps a running number: somebody of whom only the name is known, or the name of a group."""
    if _PAGE.match(word) or _TITLE.match(word):
        return "title"
    text = next(cell for cell in said if folded(cell) == word)
    at = cells.index(text)
    if _GROUP.match(word) or re.search(r"\(\s*\d+\s*(?:nguoi|khau|ho)?\s*\)", word):
        return "title"
    return (
        None if at == name or name is None or form_of(text) in (Form.NAME, Form.WORDS, Form.NAME_AND_MORE) else "title"
    )


def _counts_up(said: list[str]) -> bool:
    digits = [int(found.group()) for cell in said if (found := re.search(r"\d+", cell))]
    return len(digits) >= len(said) - 2 and all(b - a == 1 for a, b in pairwise(digits))
