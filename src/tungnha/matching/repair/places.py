"""The village said once for a whole group: on its first row, or in a title line above it."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from tungnha.identity.letters import folded
from tungnha.matching.repair.facts import Facts, Reference, Registered
from tungnha.matching.repair.lines import Lines
from tungnha.matching.repair.paths import blocks
from tungnha.matching.repair.work import Rows, Work, put

_NUMBERED = re.compile(r"^\s*(?:[IVXivx]{1,5}|[A-Ha-h]|\d{1,2})\s*[.)/\-:]\s*")
_COUNT = re.compile(r"\s*[(\[:\-]\s*(?:\d[\d.]*|(?:gồm|có|tổng)\D*\d+).*$", re.I)
_OF_A_VILLAGE = re.compile(r"^(?:thon|xom|ban|lang|ap|buon|bon|khom|khoi|khu|to|tdp|kp|tieu khu|tk)\b")
AGREE = 0.5  # of the rows the register knows, who must live where the filled-in cell says
SURELY = 0.8
LEAST_KNOWN = 5


def fill_villages(
    work: Work, facts: Facts, people: Rows, lines: Lines, reference: Reference | None, known: Registered | None
) -> None:
    _from_titles(work, facts, people, lines, reference, known)
    if "village" in work.base:
        _from_first_rows(work, people, facts, known)


def village_of_title(text: str) -> str:
    """ "II. Thôn Đồng Tâm (125 người)" → "Thôn Đồng Tâm"; "" for a title of something else."""
    plain = _COUNT.sub("", _NUMBERED.sub("", " ".join(text.split()))).strip(" .:-–()")
    return plain if _OF_A_VILLAGE.match(folded(plain)) else ""


def _from_titles(
    work: Work, facts: Facts, people: Rows, lines: Lines, reference: Reference | None, known: Registered | None
) -> None:
    names = reference.villages() if reference is not None else frozenset()
    said = {}
    for row, text in lines.groups.items():
        village = village_of_title(text)
        if not village and folded(_COUNT.sub("", _NUMBERED.sub("", text))).strip(" .:") in names:
            village = _COUNT.sub("", _NUMBERED.sub("", text)).strip(" .:")
        if village:
            said[row] = village
    if not said:
        return
    column = work.cells.field("village")
    starts = sorted(said)
    rows, texts = [], []
    for row in people.tolist():
        above = int(np.searchsorted(starts, row)) - 1
        if above >= 0 and not column[row] and row not in work.lost.get("village", ()):
            rows.append(row)
            texts.append(said[starts[above]])
    if rows and _lives_there(facts, people, rows, texts, known) is not False:
        words = "thôn ghi ở dòng tên nhóm phía trên; đã điền vào từng dòng"
        work.do("filled", "village", rows, words, put("village", rows, texts), extra="title")


def _from_first_rows(work: Work, people: Rows, facts: Facts, known: Registered | None) -> None:
    column = work.cells.field("village")
    cells = [column[row] for row in people.tolist()]
    lost = work.lost.get("village", set())
    filled = np.array([bool(cell) or row in lost for cell, row in zip(cells, people.tolist(), strict=True)])
    if not filled.any() or filled.all():
        return
    usual = _usual_share(filled)
    gains = np.empty((len(cells), 2))
    for state, share in enumerate((0.08, 0.3)):
        gains[:, state] = np.where(filled, np.log(share / usual), np.log((1 - share) / (1 - usual)))
    for block in blocks(gains, 12.0, 4.0):
        first = block.first
        while first > 0 and not filled[first]:
            first -= 1
        _fill(work, people, facts, known, cells, first, block.last, block.state)


def _usual_share(filled: np.ndarray) -> float:
    """How many rows have the cell where it is meant to stand in each."""
    windows = [float(part.mean()) for part in np.array_split(filled, max(len(filled) // 50, 1))]
    whole = [share for share in windows if share >= 0.6]
    return min(max(float(np.median(whole)) if whole else 0.85, 0.6), 0.98)


def _fill(
    work: Work,
    people: Rows,
    facts: Facts,
    known: Registered | None,
    cells: list[str],
    first: int,
    last: int,
    state: int,
) -> None:
    rows, texts, heads = [], [], []
    above = ""
    for at in range(first, last + 1):
        if cells[at]:
            above = cells[at]
            heads.append(above)
        elif above and int(people[at]) not in work.lost.get("village", ()):
            rows.append(int(people[at]))
            texts.append(above)
    if len(rows) < 3:
        return
    agrees = _lives_there(facts, people, rows, texts, known)
    changes = np.mean([a != b for a, b in pairwise(heads)]) if len(heads) > 1 else 1.0
    sure = agrees if agrees is not None else bool(state == 0 and changes > 0.8 and len(set(heads)) > 0.6 * len(heads))
    if sure:
        words = f"cột {work.title('village')} chỉ ghi ở dòng đầu mỗi nhóm; đã điền xuống"
        work.do("filled", "village", rows, words, put("village", rows, texts))


def _lives_there(
    facts: Facts, people: Rows, rows: list[int], texts: list[str], known: Registered | None
) -> bool | None:
    """Whether those whom the register knows live where it would be filled in; None when too few are known."""
    if known is None:
        return None
    at = np.searchsorted(people, np.array(rows))
    said = np.array([facts.place(text) for text in texts])
    theirs = known.village[at]
    both = (theirs > 0) & (said > 0)
    if both.sum() < LEAST_KNOWN:
        return None
    share = float((theirs == said)[both].mean())
    common = np.bincount(theirs[both])
    by_chance = float(common.max() / common.sum())
    return share >= SURELY or share > max(AGREE, by_chance + 0.15)
