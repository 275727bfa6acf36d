"""Reached (docs/decisions/0006-reached.md): the plan's own count wins, else the smallest whole number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tungnha.drafting.numbers import count as count_vi
from tungnha.drafting.numbers import decimal_vi

COMPARATOR_WORDS = {">=": "từ", ">": "trên", "=": "đạt"}


@dataclass(frozen=True)
class Needed:
    """How many it takes, and the sentence that says so on the page. No count: it cannot be known yet."""

    count: int | None
    why: str


def needed_count(
    *, comparator: str, value: Decimal | None, unit: str, base: int | None, stated_count: int | None
) -> Needed:
    """The smallest whole number that reaches a target: the plan's own where it gives one, else from the rate."""
    if stated_count is not None:
        return Needed(stated_count, f"Kế hoạch nêu sẵn số phải đạt: {count_vi(stated_count)}.")
    if value is None:
        return Needed(None, "Kế hoạch không nêu mức, nên chưa tính được số phải đạt.")
    if unit.strip() == "%":
        return _needed_of_base(comparator, value, base)
    if "/" in unit:
        return _needed_of_each(comparator, value, unit, base)
    count = _smallest(comparator, Fraction(value))
    return Needed(count, f"Muốn “{level_words(comparator, value, unit)}” thì cần ít nhất {count_vi(count)}.")


def _needed_of_base(comparator: str, value: Decimal, base: int | None) -> Needed:
    words = level_words(comparator, value, "%")
    if base is None:
        return Needed(None, f"Chưa có số phải tính, nên chưa biết “{words}” là bao nhiêu.")
    if base == 0:
        return Needed(0, f"Số phải tính là 0: không có ai để tính “{words}”.")
    count = _smallest(comparator, Fraction(value) * base / 100)
    if count > base:
        return Needed(None, f"“{words}” của {count_vi(base)} là nhiều hơn cả số phải tính: cần xem lại kế hoạch.")
    return Needed(count, f"Muốn “{words}” của {count_vi(base)} thì cần ít nhất {count_vi(count)}.")


def _needed_of_each(comparator: str, value: Decimal, unit: str, base: int | None) -> Needed:
    """ "từ 1 thành viên/hộ": every household must satisfy it, so all of them are needed."""
    each = unit.split("/", 1)[1].strip()
    words = level_words(comparator, value, unit)
    if base is None:
        return Needed(None, f"Chưa biết có bao nhiêu {each}, nên chưa tính được “{words}”.")
    return Needed(base, f"Mỗi {each} phải có {words}: đủ {count_vi(base)} {each} mới đạt.")


def _smallest(comparator: str, bound: Fraction) -> int:
    return math.floor(bound) + 1 if comparator == ">" else math.ceil(bound)


def level_words(comparator: str, value: Decimal | None, unit: str) -> str:
    """`trên 63,80%`, `từ 1 thành viên/hộ trở lên`, `đạt 35,00%`; a blank stays a blank."""
    if value is None:
        return "chưa nêu mức"
    whole = value == value.to_integral_value()
    number = f"{decimal_vi(value, 2)}%" if unit.strip() == "%" else f"{decimal_vi(value, 0 if whole else 2)} {unit}"
    return f"{COMPARATOR_WORDS.get(comparator, 'đạt')} {number}{' trở lên' if comparator == '>=' else ''}".strip()


def is_reached(
    *, achieved: int | None, comparator: str, value: Decimal | None, unit: str, base: int | None,
    stated_count: int | None = None,
) -> bool | None:  # fmt: skip
    """Whether a count reaches the target; None while it cannot be known. Missing is not zero."""
    needed = needed_count(comparator=comparator, value=value, unit=unit, base=base, stated_count=stated_count).count
    if achieved is None or needed is None:
        return None
    return achieved >= needed
