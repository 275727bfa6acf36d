"""What the columns of a list are called, and what its cells say beyond who is meant. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from tungnha.identity import names
from tungnha.identity.dates import BadDate, read_date
from tungnha.matching.columns import WORDS
from tungnha.matching.sources import Row
from tungnha.matching.tables import TextTable
from tungnha.people.importing import headers
from tungnha.people.importing import rules as register_rules

Cells = Sequence[object]
Columns = Mapping[str, int]

FIELDS = {
    "full_name": "Họ và tên",
    "personal_number": "Số định danh, CCCD",
    "old_number": "CMND, số cũ",
    "birth": "Ngày sinh",
    "sex": "Giới tính",
    "phone": "Điện thoại",
    "village": "Thôn, địa chỉ",
    "commune": "Xã, phường",
    "since": "Ngày cấp, ngày cài",
    "until": "Ngày hết hạn",
    "status": "Kết quả",
    "note": "Ghi chú",
    "family_name": "Họ và tên đệm (cột riêng)",
    "given_name": "Tên (cột riêng)",
    "birth_day": "Sinh ngày (cột riêng)",
    "birth_month": "Sinh tháng (cột riêng)",
    "birth_year": "Sinh năm (cột riêng)",
}
# Columns that together say what one column says in other lists, and what stands between their cells.
SPLIT = {"full_name": (("family_name", "given_name"), " "), "birth": (("birth_day", "birth_month", "birth_year"), "/")}
PARTS = tuple(part for parts, _ in SPLIT.values() for part in parts)
KNOWN_WORDS = 50_000  # held once each
WHO = ("personal_number", "old_number", "birth", "phone")  # without any of these a row is only a name
LOOKED_FOR = (
    "Họ và tên, Số định danh (CCCD), Ngày sinh, Điện thoại, Thôn; hãy thêm một dòng ghi tên các cột lên trên dòng "
    "người đầu tiên rồi gửi lại"
)
_MORE_WORDS = (
    ("until", ("ngay het han", "het han", "ngay het hieu luc", "het hieu luc", "hieu luc den", "co hieu luc den",
               "han dung", "han su dung", "gia tri den")),
    ("old_number", ("cmnd cu", "so cmnd cu", "cmt cu", "so cu", "so giay to cu", "cccd cu")),
    ("commune", ("xa phuong", "phuong xa", "xa", "ten xa", "xa phuong dac khu", "don vi hanh chinh")),
)  # fmt: skip


# -- columns


def guess(header: Cells, by_matching: Mapping[str, int]) -> dict[str, int]:
    """Field → column: what every list has, and what these lists have besides."""
    titles = [_plain(cell) for cell in header]
    own = {field: at for at, title in enumerate(titles) for field, words in _MORE_WORDS if title in words}
    split = register_rules.guess(header, {})
    own |= {part: at for part, at in split.items() if part in PARTS}
    taken = set(own.values())
    found = {field: at for field, at in by_matching.items() if field in FIELDS and field not in own and at not in taken}
    for whole, (parts, _) in SPLIT.items():
        if all(part in own for part in parts):
            found.pop(whole, None)
        else:
            own = {field: at for field, at in own.items() if field not in parts}
    return found | own


def _plain(cell: object) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(re.sub(r"[^\w\s]", " ", str(cell or "").replace("_", " ")))))


def find_header(rows: Sequence[Row]) -> headers.Header | None:
    """The heading of a list; where there is none with two fields, a row in which one cell says “Họ và tên”."""
    found = headers.find(rows, guess)
    if found is not None:
        return found
    for at, row in enumerate(rows[: headers.SEARCHED_ROWS]):
        named = [n for n, cell in enumerate(row.cells) if _plain(cell) in WORDS["full_name"]]
        if named:
            titles = tuple(str(cell) for cell in row.cells)
            return headers.Header(at, at, titles, titles, {"full_name": named[0]})
    return None


def why_columns_do_not_do(columns: Columns, width: int) -> str:
    """What is wrong with a choice of columns, in one sentence; "" where nothing is."""
    names_somebody = {"full_name", "personal_number"} & set(columns) or {"family_name", "given_name"} <= set(columns)
    if not names_somebody:
        return "Cần ít nhất cột họ và tên hoặc cột số định danh để đối chiếu."
    if set(columns) - set(FIELDS) or any(not 0 <= at < width for at in columns.values()):
        return "Cách chọn cột không khớp với tệp: mời chọn lại."
    if len(set(columns.values())) < len(columns):
        return "Một cột đang được chọn cho hai mục: mời chọn lại."
    for whole, (parts, _) in SPLIT.items():
        if whole in columns and any(part in columns for part in parts):
            return f"Mục “{FIELDS[whole]}” đang được chọn hai cách: một cột chung, hoặc các cột riêng, không cả hai."
    return ""


def words_of(titles: Sequence[str], columns: Columns) -> dict[str, str]:
    """By which words a sender's columns are known again, wherever they stand."""
    return {field: _plain(titles[at]) for field, at in columns.items() if at < len(titles)}


def by_words(titles: Sequence[str], words: Mapping[str, str]) -> dict[str, int] | None:
    """The columns of a heading that says the same words in another order; None where a word is missing or said
    twice."""
    told = [_plain(title) for title in titles]
    if not words or any(not word or told.count(word) != 1 for word in words.values()):
        return None
    return {field: told.index(word) for field, word in words.items()}


# -- rows


def table_of(
    titles: Sequence[str], rows: Iterable[tuple[int, Cells]], columns: Columns
) -> tuple[TextTable, dict[str, int]]:
    """The rows as the matching takes them, with its fields: what stands in several columns laid together behind the
    others. Goes through `rows` once and keeps none: a list of 500,000 rows is held as text, and once."""
    table = TextTable([str(title) for title in titles], [[] for _ in titles], [])
    said: dict[str, str] = {}  # villages, results and years are said over and over
    for line, cells in rows:
        while len(cells) > len(table.columns):
            table.columns.append([""] * len(table))
            table.header.append("")
        table.row_ids.append(line)
        for at, column in enumerate(table.columns):
            cell = cells[at] if at < len(cells) else ""
            text = "" if cell is None else cell if isinstance(cell, str) else str(cell)
            column.append(said.setdefault(text, text) if len(said) < KNOWN_WORDS else said.get(text, text))
    fields = {field: at for field, at in columns.items() if field not in PARTS}
    for whole, (parts, between) in SPLIT.items():
        given = [table.columns[columns[part]] for part in parts if part in columns]
        if given:
            joined = [between.join(cell for cell in cells if cell) for cells in zip(*given, strict=True)]
            fields[whole] = len(table.columns)
            table.columns.append(joined)
            table.header.append(FIELDS[whole])
    return table, fields


def day_of(cell: str) -> date | None:
    """A whole day, or nothing."""
    try:
        read = read_date(cell.split(" ")[0] if re.match(r"\d{4}-\d\d-\d\d ", cell) else cell) if cell else None
    except BadDate:
        return None
    return read.date if read is not None and read.precision == "day" else None


def claim_day(stated: date | None, as_of: date) -> date:
    """Since when a listed person has it: the day the row states, when it is not after the list's own day."""
    return stated if stated is not None and stated <= as_of else as_of


# Folded words with which a result says that the person has not got it (yet, or any more).
NOT_YET = re.compile(
    r"^(?:chua|khong|ko|k|no|0|false|n|x khong|loi|that bai|failed?|huy|da huy|bi huy|huy bo|tu choi|bi tu choi|"
    r"thu hoi|da thu hoi|dang cho|cho|dang xu ly|dang xet|tam dung|tam khoa|bi khoa|da khoa|ngung|"
    r"cham dut|da cham dut|het han|het hieu luc|da het han|da het hieu luc)\b(?! loi)|\b(?:khong thanh cong|khong dat|"
    r"chua (?:thanh cong|dat|kich hoat|xac thuc|xac minh|dinh danh|hoan thanh|cap|co|cai|dang ky|duyet|nhan))\b"
)
NOT_YET_IN_A_NOTE = re.compile(
    r"^(?:da huy|bi huy|huy|huy bo|da thu hoi|thu hoi|that bai|bi tu choi|tu choi|khong thanh cong|chua thanh cong)\b"
)
_LEVEL = re.compile(r"\bmuc(?: do)? ?(\d)\b")


@lru_cache(maxsize=5_000)
def has_it(status: str, note: str, level: int) -> bool:
    """Whether a row says that its person has it, at the level the list is about. What says nothing says yes: the list
    is of those who have."""
    said = _plain(status)
    told = _LEVEL.search(said)
    if told and int(told[1]) < level:
        return False
    return not (NOT_YET.search(said) or NOT_YET_IN_A_NOTE.search(_plain(note)))


def is_rounded(cell: str) -> bool:
    """A number of a person that a spreadsheet wrote in powers of ten: its last digits are lost."""
    return bool(re.fullmatch(r"\s*\d(?:[.,]\d+)?[eE]\+?\d{1,2}\s*", cell))


def without_numbers(reason: str) -> str:
    """A reason as it may stand in clear: what it quotes of a cell keeps its letters, never a run of digits."""
    return re.sub(r"“[^”]*”", lambda quoted: _hidden(quoted[0]), reason)


def _hidden(quoted: str) -> str:
    if sum(char.isdigit() for char in quoted) < 6 or re.fullmatch(r"“\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}”", quoted):
        return quoted
    return "".join("*" if char.isdigit() else char for char in quoted)
