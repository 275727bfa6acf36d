"""What may stand in a list handed out, and where the unit writes its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KEY, ORDER, THEIRS, NOTE = "Mã dòng", "STT", "Người của đơn vị?", "Ghi chú"


@dataclass(frozen=True)
class Column:
    """One thing told of a person. `fact` is what of the register a correction beside it is about; "" for none."""

    code: str
    title: str
    fact: str = ""
    width: float = 16
    whole: bool = False  # a number in full


COLUMNS = {
    column.code: column
    for column in (
        Column("full_name", "Họ và tên", "full_name", 28),
        Column("birth", "Ngày sinh", "birth", 13),
        Column("birth_year", "Năm sinh", "birth", 10),
        Column("sex", "Giới tính", "sex", 10),
        Column("number_masked", "Số định danh (che bớt)", "number", 18),
        Column("number", "Số định danh", "number", 18, whole=True),
        Column("phone_masked", "Điện thoại (che bớt)", "telephone", 16),
        Column("phone", "Điện thoại", "telephone", 16, whole=True),
        Column("village", "Thôn", "village", 16),
        Column("address", "Nhà, ngõ", "address", 24),
        Column("room", "Phòng, tổ, lớp", "", 18),
    )
}
FACT_WORDS = {
    "full_name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính", "number": "Số định danh",
    "telephone": "Điện thoại", "village": "Thôn", "address": "Nhà, ngõ",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One service the unit is asked about: does this person have it, since when."""

    code: str
    level: int
    label: str

    @property
    def title(self) -> str:
        return f"{self.label}: đã có? từ ngày"


@dataclass(frozen=True)
class Layout:
    """The columns of one list handed out, in its order."""

    columns: tuple[Column, ...]
    asked: tuple[Asked, ...]

    @classmethod
    def of(cls, codes: Sequence[str], asked: Sequence[Asked]) -> Layout:
        return cls(tuple(COLUMNS[code] for code in codes if code in COLUMNS), tuple(asked))

    @property
    def titles(self) -> list[tuple[str, float, bool]]:
        """(title, width, whether the unit writes there) of every column."""
        found: list[tuple[str, float, bool]] = [(KEY, 12, False), (ORDER, 6, False)]
        for column in self.columns:
            found.append((column.title, column.width, False))
            if column.fact:
                found.append((fix_title(column), max(column.width, 16), True))
        found += [(one.title, 18, True) for one in self.asked]
        return [*found, (THEIRS, 12, True), (NOTE, 24, True)]


def fix_title(column: Column) -> str:
    return f"{column.title}: đúng / sửa thành"
