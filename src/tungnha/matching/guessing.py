"""Which column of a list or a register is what, when nobody said: all of `tables.FIELDS`, and names in two columns.

`columns` knows the words of the lists that partners send; a register has more columns than those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from tungnha.identity.dates import BadDate, read_date
from tungnha.identity.names import fold
from tungnha.identity.sexes import read_sex
from tungnha.matching import columns

Places = dict[str, tuple[int, ...]]
Row = Sequence[str]

# Whole headers, folded; the telling ones first.
WORDS: dict[str, tuple[str, ...]] = {
    "old_number": ("cmnd", "so cmnd", "cmt", "so cmt", "cmnd cu", "so cmnd cu", "cmnd 9 so", "so giay to cu", "so cu"),
    "commune": ("xa", "xa phuong", "phuong xa", "phuong", "ten xa", "ten xa phuong", "xa phuong thi tran", "commune"),
    "household": ("ma ho", "so ho", "so ho khau", "ma ho gia dinh", "ma so ho", "id ho", "household id"),
}  # fmt: skip
# Split names: what may stand before the column "Tên".
BEFORE_GIVEN = (
    "ho dem", "ho va dem", "ho lot", "ho va ten dem", "ho ten dem", "ho va chu dem", "ho chu dem", "ho va ten lot",
    "ho",
)  # fmt: skip
GIVEN = ("ten", "ten goi")
# A column that names the rows, when its values do (registers have an id of people, lists of rows).
IDS = {
    "list": ("lid", "row id", "id", "ma dong", "ma ban ghi", "ma", "record id", "rec id", "unique id", "stt", "so tt",
             "so thu tu", "tt", "no"),
    "register": ("rid", "person id", "id", "pid", "ma nhan khau", "ma nguoi", "ma cong dan", "ma", "record id",
                 "rec id", "unique id", "stt", "so tt", "so thu tu", "tt", "no"),
}  # fmt: skip
ENOUGH = 0.8  # of the cells that are filled, to be told by what they hold
_NAME = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*(?: +[^\W\d_]+[.]?){1,6}")


def guess(header: Row, sample: Sequence[Row]) -> Places:
    """Field → its column, or the columns that make it up together."""
    words = [_words(text) for text in header]
    places: Places = {name: (at,) for name, at in columns.guess_columns(header, sample).items()}
    given = _first(words, GIVEN)
    before = _first(words, BEFORE_GIVEN)
    if given is not None and before is not None:
        places["full_name"] = (before, given)
    for name, known in WORDS.items():
        taken = {at for some in places.values() for at in some}
        at = _first(words, known, taken)
        if at is not None:
            places[name] = (at,)
    return places | _by_contents(header, sample, places)


def id_columns(header: Row, side: Literal["list", "register"]) -> list[int]:
    """Columns that may name the rows, the likeliest first."""
    words = [_words(text) for text in header]
    return [words.index(known) for known in IDS[side] if known in words]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text.replace("_", " "))))


def _first(words: Sequence[str], known: Sequence[str], taken: set[int] | None = None) -> int | None:
    places = (at for one in known for at, text in enumerate(words) if text == one and at not in (taken or ()))
    return next(places, None)


# -- cells


def _is_day(cell: str) -> bool:
    try:
        return read_date(cell).precision == "day"
    except BadDate:
        return False


_READS: dict[str, Callable[[str], bool]] = {
    "full_name": lambda cell: _NAME.fullmatch(cell.strip()) is not None,
    "birth": _is_day,
    "sex": lambda cell: read_sex(cell) is not None,
}


def _by_contents(header: Row, sample: Sequence[Row], places: Places) -> Places:
    """Only columns whose header means nothing to us: a column named "Người lập" is not the person's name."""
    taken = {at for some in places.values() for at in some}
    free = [at for at, text in enumerate(header) if at not in taken and re.fullmatch(r"[a-z]*[ _]?\d*", _words(text))
            and len(_words(text)) <= 9 and columns.field_of(text) is None]  # fmt: skip
    found: Places = {}
    for name, reads in _READS.items():
        fitting = [at for at in free if _share(sample, at, reads) >= ENOUGH] if name not in places else []
        if fitting:
            found[name] = (fitting[0],)
            free.remove(fitting[0])
    return found


def _share(sample: Sequence[Row], at: int, reads: Callable[[str], bool]) -> float:
    cells = [row[at] for row in sample if at < len(row) and row[at]]
    return sum(map(reads, cells)) / len(cells) if len(cells) * 2 > len(sample) else 0.0
