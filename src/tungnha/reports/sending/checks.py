"""Whether a number a unit reports can be right: faults stop the report, doubts are mended or answered by a word. Pure.

Each rule with its numbers (docs/decisions/0041-approval.md):

- above: more than all of them; below zero and text never get this far (`progress.forms.CountField`).
- gap: the unit's own number is not the one counted here.
- lower: fewer than the last time. zero: none, where there were some the last time.
- jump: more than JUMP_TIMES the usual change, and by JUMP_LEAST at the least. The usual change is the middle one of the
  changes between the earlier reports, of which three must be known; with fewer, the number must be more than
  JUMP_OF_LAST times the last one.
- base: the whole (pupils, soldiers) is another number than the last time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tungnha.drafting.numbers import count as said

JUMP_TIMES = 5
JUMP_OF_LAST = 3
JUMP_LEAST = 10
KNOWN_CHANGES = 3
LEAST_WORD = 3  # letters an answer has at the least
LONGEST_ANSWER = 300


@dataclass(frozen=True)
class Earlier:
    """What the unit reported before, oldest first, and what the last time is called (`tuần 21 (14/5 – 20/5/2026)`)."""

    counts: tuple[int, ...] = ()
    base: int | None = None
    when: str = "kỳ trước"


@dataclass(frozen=True)
class Reported:
    """One number as the unit reports it. `computed`: the number counted here; `own`: the unit states it itself."""

    name: str
    unit: str  # người, hộ …
    count: int | None
    base: int | None
    computed: int | None = None
    own: bool = True
    earlier: Earlier = Earlier()


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `key` names the numbers it was found on: an answer about other numbers answers nothing."""

    code: str
    sentence: str
    key: str
    is_fault: bool = False


def findings(of: Reported) -> list[Finding]:
    """What to look at in one number; a fault alone where there is one."""
    if of.count is None:
        return _no_count(of)
    if of.base is not None and of.count > of.base:
        return [_above(of)]
    told = [_gap(of), _against_last(of), _base(of)]
    return [finding for finding in told if finding is not None]


def _above(of: Reported) -> Finding:
    """The whole of what is counted here is the register's: the unit cannot write another one."""
    to_do = "Xin xem lại hai số này; nếu tổng số đã tăng thì ghi tổng số mới."
    if of.computed is not None:
        to_do = "Nếu có người chưa có trong sổ, xin để trống ô này và ghi việc ấy ở phần khó khăn, vướng mắc."
    sentence = f"“{of.name}”: số đạt {said(of.count)} lớn hơn tổng số {said(of.base)}. {to_do}"
    return _finding(of, "above", sentence, is_fault=True)


def _no_count(of: Reported) -> list[Finding]:
    if of.base is None or of.computed is not None:
        return []
    sentence = f"“{of.name}”: có tổng số mà chưa có số đạt. Chưa ai đạt thì ghi 0; chưa có số liệu thì để trống cả hai."
    return [_finding(of, "half", sentence, is_fault=True)]


def _gap(of: Reported) -> Finding | None:
    if not of.own or of.computed is None or of.count == of.computed:
        return None
    more = "nhiều hơn" if (of.count or 0) > of.computed else "ít hơn"
    sentence = (
        f"“{of.name}”: đơn vị ghi {said(of.count)}, {more} số máy tính từ sổ ({said(of.computed)} {of.unit}) "
        f"{said(abs((of.count or 0) - of.computed))} {of.unit}. Vì sao khác?"
    )
    return _finding(of, "gap", sentence)


def _against_last(of: Reported) -> Finding | None:
    """The one thing there is to say against the last report."""
    if not of.earlier.counts or of.count is None:
        return None
    last, when = of.earlier.counts[-1], of.earlier.when
    if of.count == 0 and last > 0:
        sentence = f"“{of.name}”: kỳ này ghi 0, mà {when} đã có {said(last)} {of.unit}. Vì sao không còn?"
        return _finding(of, "zero", sentence)
    if of.count < last:
        sentence = (
            f"“{of.name}”: kỳ này {said(of.count)} {of.unit}, ít hơn {when} ({said(last)}) {said(last - of.count)} "
            f"{of.unit}. Vì sao giảm?"
        )
        return _finding(of, "lower", sentence)
    return _jump(of, last, when)


def _jump(of: Reported, last: int, when: str) -> Finding | None:
    assert of.count is not None
    change = of.count - last
    usual = usual_change(of.earlier.counts)
    if change < JUMP_LEAST:
        return None
    if usual is not None:
        if change <= JUMP_TIMES * max(usual, 1):
            return None
        beside = f"các kỳ trước thường chỉ tăng khoảng {said(round(usual))} {of.unit}"
    elif last and of.count > JUMP_OF_LAST * last:
        beside = f"gấp hơn {JUMP_OF_LAST} lần {when}"
    else:
        return None
    sentence = f"“{of.name}”: kỳ này tăng {said(change)} {of.unit} (từ {said(last)} lên {said(of.count)}), {beside}. "
    return _finding(of, "jump", sentence + "Vì sao tăng nhanh?")


def usual_change(counts: Sequence[int]) -> float | None:
    """The middle one of the changes from report to report; None while fewer than three are known."""
    changes = [abs(later - earlier) for earlier, later in pairwise(counts)]
    return median(changes) if len(changes) >= KNOWN_CHANGES else None


def _base(of: Reported) -> Finding | None:
    if of.base is None or of.earlier.base is None or of.base == of.earlier.base:
        return None
    sentence = (
        f"“{of.name}”: tổng số kỳ này là {said(of.base)}, {of.earlier.when} là {said(of.earlier.base)}. "
        "Vì sao tổng số đổi?"
    )
    return _finding(of, "base", sentence)


def _finding(of: Reported, code: str, sentence: str, *, is_fault: bool = False) -> Finding:
    return Finding(code, sentence, f"{of.name}:{code}:{of.count}:{of.base}", is_fault)


def is_answer(text: str) -> bool:
    """A word that says something: three letters at the least; a dash or a full stop is none."""
    return sum(letter.isalpha() for letter in text) >= LEAST_WORD
