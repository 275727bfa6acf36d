"""What a place's word about an item comes to (docs/decisions/0039-tasks-worked.md). Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tungnha.drafting.numbers import rate
from tungnha.units.problems import BadInput

HUNDRED = Decimal(100)


class Mark(StrEnum):
    """What stands in a cell. Missing is no “no”: nobody has said anything yet."""

    DONE = "done"
    BELOW = "below"  # a figure is stated, lower than what was assigned
    NOT_YET = "not_yet"  # said: not yet
    MISSING = "missing"


@dataclass(frozen=True)
class Cell:
    """One place's word about one item: what stands there, and by whose word."""

    mark: Mark = Mark.MISSING
    words: str = ""  # 12/KH-UBND, 15/6/2026
    on: date | None = None
    known_here: bool = False  # read off what this installation holds, not stated
    by_the_place: bool = False  # stated by the place itself; else typed by the level above

    @property
    def counts(self) -> bool:
        return self.mark is Mark.DONE

    @property
    def source(self) -> str:
        if self.mark is Mark.MISSING:
            return ""
        return "có trên hệ thống" if self.known_here else "nơi ấy khai" if self.by_the_place else "cấp trên ghi"


def figure_mark(stated: Decimal | None, assigned: Decimal | None) -> Mark:
    """Whether a stated figure reaches what was assigned. Nothing to compare with: it is stated, so it counts."""
    if stated is None:
        return Mark.MISSING
    return Mark.BELOW if assigned is not None and stated < assigned else Mark.DONE


def share_words(done: int, total: int) -> str:
    """`120/166 (72,29%)`."""
    return f"{done}/{total} ({rate(done, total)}%)" if total else "0/0"


def check_entry(asks: str, *, is_done: bool, on: date | None, paper: str, value: Decimal | None, name: str) -> None:
    """Raises BadInput where a “đã có” lacks what its item asks for."""
    if not is_done:
        return
    if asks == "plan" and not (paper and on):
        raise BadInput("Kế hoạch đã ban hành thì mời ghi cả số, ký hiệu và ngày ban hành.")
    if asks == "group" and not (paper and on):
        raise BadInput("Tổ đã thành lập thì mời ghi số quyết định và ngày ký.")
    if asks == "day" and on is None:
        raise BadInput("Mời ghi ngày đã làm.")
    if asks == "figure" and value is None:
        raise BadInput("Mời ghi mức mà kế hoạch của địa phương nêu, ví dụ 35,4.")
    if asks == "contact" and not name:
        raise BadInput("Mời ghi họ tên người làm đầu mối.")
    if value is not None and value < 0:
        raise BadInput("Mức không thể nhỏ hơn 0.")
