"""One number or telephone on several people: the head's on the whole household, filled down, dragged, a stand-in."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from tungnha.matching.repair.births import dragged, find_dragged
from tungnha.matching.repair.facts import Facts, Registered
from tungnha.matching.repair.fits import fit_of_number, fit_of_phone
from tungnha.matching.repair.paths import Floats, blocks
from tungnha.matching.repair.work import DOUBTFUL, NOT_USED, Rows, Work, distrust

NEAR = 3  # rows between two of one household at most
MANY = 8  # rows of different people: a stand-in for a number that was not known
FITS = 2.0  # nats
FEWEST = 3  # rows before it is called a habit


def mend_repeats(
    work: Work, facts: Facts, people: Rows, by_number: Registered | None, by_phone: Registered | None
) -> None:
    numbers = fit_of_number(facts, by_number)
    _share(work, facts, people, "personal_number", facts.numbers, numbers, NOT_USED)
    _share(work, facts, people, "phone", facts.phones, fit_of_phone(facts, by_phone), DOUBTFUL)
    for field, texts, fit in (("personal_number", facts.numbers, numbers), ("phone", facts.phones, None)):
        values = np.array([int(text) if text else 0 for text in texts], np.int64)
        rows = [row for first, last in dragged(values, (1, -1), 3) for row in _others(first, last, fit)]
        words = f"cột {work.title(field)} tăng đều từng số một, do kéo chép ô; chỉ dùng số ở dòng đầu"
        _distrust(work, "dragged", field, people, rows, words, NOT_USED)
    rows = [row for first, last in find_dragged(facts) for row in range(first + 1, last + 1)]
    rows = [row for row in rows if not 0 < facts.number_year[row] == facts.birth_year[row]]
    words = f"cột {work.title('birth')} tăng đều từng dòng, do kéo chép ô; chỉ dùng ngày ở dòng đầu"
    _distrust(work, "dragged", "birth", people, sorted(set(rows)), words, NOT_USED)


def _others(first: int, last: int, fit: Floats | None) -> list[int]:
    """Of a run that counts up, the rows whose number is not their own: none when most fit (a list sorted by number)."""
    rows = range(first + 1, last + 1)
    if fit is None:
        return list(rows)
    fitting = [row for row in rows if fit[row] > FITS]
    return [] if len(fitting) * 2 > len(rows) else [row for row in rows if row not in fitting]


def _share(work: Work, facts: Facts, people: Rows, field: str, texts: list[str], fit: Floats, level: int) -> None:
    """Numbers that several people beside each other have: kept where they fit."""
    several = {text for text, count in Counter(texts).items() if count > 1 and text}
    holders: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        if text in several:
            holders[text].append(row)
    given, year = facts.given.tolist(), facts.birth_year.tolist()
    beside: list[int] = []
    stand_ins: list[int] = []
    for rows in holders.values():
        if len({given[row] for row in rows}) < 2:
            continue
        own = max(rows, key=lambda row: (fit[row], -row))
        sure = fit[own] > FITS
        if len(rows) >= MANY and len({given[row] for row in rows}) >= MANY // 2:
            stand_ins += [row for row in rows if not (sure and row == own)]
            continue
        near = [row for at, row in enumerate(rows) if _is_near(rows, at)]
        others = [row for row in near if given[row] != given[own] and (year[row] != year[own] or not year[row])]
        if not others:
            continue
        if sure:
            beside += [row for row in others if fit[row] < fit[own] - FITS]
        elif level == DOUBTFUL:
            beside += others
        else:
            beside += [row for row in near if fit[row] <= -FITS]
    title = work.title(field)
    words = f"cột {title} lặp lại ở nhiều người trong nhà hoặc do chép xuống; chỉ giữ ở dòng khớp"
    if level == DOUBTFUL:  # families share telephones; only where most of a block do is it a clerk's habit
        beside = _where_most(facts.size, beside)
    if len(beside) >= FEWEST:
        _distrust(work, "shared", field, people, sorted(set(beside)), words, level)
    words = f"cột {title} ghi cùng một số cho rất nhiều người; không dùng số ấy"
    _distrust(work, "stand-in", field, people, sorted(stand_ins), words, NOT_USED)


def _where_most(size: int, rows: list[int]) -> list[int]:
    gains = np.full((size, 1), np.log(0.5 / 0.95))
    gains[rows] = np.log(0.5 / 0.05)
    inside = np.zeros(size, bool)
    for block in blocks(gains, 10.0, 3.0):
        inside[block.first : block.last + 1] = True
    return [row for row in rows if inside[row]]


def _is_near(rows: list[int], at: int) -> bool:
    before = at > 0 and rows[at] - rows[at - 1] <= NEAR
    return before or (at + 1 < len(rows) and rows[at + 1] - rows[at] <= NEAR)


def _distrust(work: Work, kind: str, field: str, people: Rows, at: list[int], words: str, level: int) -> None:
    if at:
        rows = people[np.array(at)]
        work.do(kind, field, rows, words, distrust(field, rows, level))
