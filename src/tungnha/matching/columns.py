"""Which column of a list is what: by the words of its header, then by what stands in it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tungnha.identity.dates import BadDate, read_date
from tungnha.identity.names import fold
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phone
from tungnha.identity.sexes import read_sex
from tungnha.matching.problems import UnreadableList

Row = Sequence[object]

# Folded words of a header, the telling ones first: of two columns of one field the earlier words win.
WORDS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "ho va ten", "ho ten", "hoten", "ho dem va ten", "chu dem va ten", "ten khach hang", "ten thue bao",
        "ten khai sinh", "ten chu thue bao", "full name",
    ),
    "personal_number": (
        "so dinh danh", "ma dinh danh", "so cccd", "cccd", "can cuoc", "so giay to", "so gttt", "giay to tuy than",
        "cmnd", "cmt", "ddcn", "id no",
    ),
    "birth": ("ngay thang nam sinh", "ngay sinh", "nam sinh", "sinh ngay", "ntns", "ngaysinh", "date of birth"),
    "sex": ("gioi tinh", "nam nu", "sex", "gender"),
    "phone": (
        "so dien thoai", "dien thoai", "sdt", "so dt", "di dong", "so thue bao", "msisdn", "thue bao", "dt lien he",
        "phone",
    ),
    "village": (
        "thon", "to dan pho", "khu pho", "tdp", "dia ban", "noi cu tru", "noi o", "cho o", "dia chi", "diachi",
        "thuong tru",
    ),
    "since": (
        "ngay cap", "ngay cai dat", "ngay kich hoat", "ngay dau noi", "ngay dang ky", "ngay hoan thanh",
        "ngay tao", "ngay xac thuc", "ngay xac minh", "thoi gian cap", "thoi gian kich hoat", "thoi gian cai dat",
        "thoi gian dang ky",
    ),
    "status": ("ket qua", "trang thai", "tinh trang", "hien trang", "muc do"),
    "note": ("ghi chu",),
}  # fmt: skip

# Too short to be looked for inside a header ("văn bản", "tên dịch vụ"): the whole header must say it.
WHOLE = {"ten": "full_name", "ban": "village", "xom": "village", "ap": "village", "phai": "sex", "dt": "phone"}
# Headers of other people and places: never the person's own.
NOT_THE_PERSON = ("chu ho", "cha", "me", "ten bo", "nguoi lap", "nguoi nhap", "noi cap", "noi sinh", "giam ho")
PERSON_FIELDS = ("full_name", "personal_number", "phone")

SAMPLE = 50
SEARCHED_ROWS = 40
LONGEST_HEADER = 80
LOOKED_FOR = "Họ và tên, Số định danh (CCCD), Ngày sinh, Điện thoại, Thôn"


class Heading(NamedTuple):
    """A column whose header names a field; `rank` is small for telling words."""

    field: str
    rank: int
    column: int


def guess_columns(header: Row, sample_rows: Iterable[Row] = ()) -> dict[str, int]:
    """Field → index of its column. Of two columns that fit, the one whose cells read better, then whose words do."""
    sample = [row for row, _ in zip(sample_rows, range(SAMPLE), strict=False)]
    guessed: dict[str, Heading] = {}
    for heading in headings(header):
        rival = guessed.setdefault(heading.field, heading)
        guessed[heading.field] = max(rival, heading, key=lambda one: _fit(one, sample))
    named = {field: heading.column for field, heading in guessed.items()}
    return named | _by_contents(header, sample, named)


def find_header(rows: Sequence[Row]) -> int:
    """The index of the row that names most fields, at least two and one a person is known by."""
    scored = [(_fields_named(row), -at) for at, row in enumerate(rows[:SEARCHED_ROWS])]
    best, at = max(scored, default=(0, 0))
    if best < 2:
        raise UnreadableList(f"Không tìm thấy dòng tiêu đề; đã tìm các cột {LOOKED_FOR}.")
    return -at


def field_of(header: str) -> str | None:
    """The field a header names, if any."""
    heading = _heading(header, "", 0)
    return heading.field if heading else None


# -- headers


def _fields_named(row: Row) -> int:
    fields = {heading.field for heading in headings(row)}
    return len(fields) if fields.intersection(PERSON_FIELDS) else 0


def headings(header: Row) -> list[Heading]:
    texts = [str(cell or "") for cell in header]
    found = (_heading(text, after, at) for at, (text, after) in enumerate(zip(texts, [*texts[1:], ""], strict=True)))
    return [heading for heading in found if heading]


_KNOWN = re.compile("|".join(f" {re.escape(known)} " for all_known in WORDS.values() for known in all_known))


def _heading(text: str, after: str, column: int) -> Heading | None:
    """The longest known words in a header decide: "Tên thuê bao" is a name, "Số thuê bao" a telephone."""
    words = _words(text)
    if words not in WHOLE and not _KNOWN.search(f" {words} "):
        return None  # as of nearly every cell that is no header
    if len(words) > LONGEST_HEADER or any(_has(words, other) for other in NOT_THE_PERSON):
        return None
    if words in WHOLE:
        return Heading(WHOLE[words], 99, column)
    fitting = [
        (len(known), Heading(field, rank, column))
        for field, all_known in WORDS.items()
        for rank, known in enumerate(all_known)
        if _has(words, known)
    ]
    heading = max(fitting, key=lambda one: one[0])[1] if fitting else None
    return None if heading and heading.field == "since" and _is_of_the_card(words, after) else heading


def _is_of_the_card(words: str, after: str) -> bool:
    """The day an identity card was issued: says so itself, or "Nơi cấp" stands behind it."""
    of_a_card = any(_has(words, card) for card in WORDS["personal_number"])
    return of_a_card or (_has(words, "ngay cap") and _has(_words(after), "noi cap"))


def _words(header: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(re.sub(r"[^\w\s]", " ", header.replace("_", " ")))))


def _has(text: str, words: str) -> bool:
    """Whole words only: "ap" is not in "cap"."""
    return f" {words} " in f" {text} "


# -- cells


def _is_date(cell: object) -> bool:
    try:
        read_date(cell)
    except BadDate:
        return False
    return True


_READS: dict[str, Callable[[object], bool]] = {
    "personal_number": lambda cell: read_personal_number(cell) is not None,
    "phone": lambda cell: read_phone(cell) is not None,
    "birth": _is_date,
    "since": _is_date,
    "sex": lambda cell: read_sex(cell) is not None,
}


def _fit(heading: Heading, sample: Sequence[Row]) -> tuple[float, int, int]:
    return _share_read(heading.field, heading.column, sample), -heading.rank, -heading.column


def _share_read(field: str, column: int, sample: Sequence[Row]) -> float:
    """How much of a column reads as its field; of a column of words, how much is filled."""
    reads = _READS.get(field, lambda cell: bool(str(cell).strip()))
    cells = [row[column] for row in sample if column < len(row) and row[column] not in ("", None)]
    return sum(map(reads, cells)) / len(sample) if sample else 0.0


def _by_contents(header: Row, sample: Sequence[Row], named: dict[str, int]) -> dict[str, int]:
    """A number or telephone column whose header says nothing: nine in ten cells must read."""
    found: dict[str, int] = {}
    width = max(map(len, (header, *sample)), default=0)
    for field in ("personal_number", "phone"):
        taken = {*named.values(), *found.values()}
        free = [column for column in range(width) if column not in taken]
        fitting = [column for column in free if _share_read(field, column, sample) >= 0.9]
        if field not in named and fitting:
            found[field] = fitting[0]
    return found
