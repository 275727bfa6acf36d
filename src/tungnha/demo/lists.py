"""Lists as they come from outside: an operator's workbook of new signatures, and files that are broken in known ways.

The people are those of `tungnha.demo.people`, so each row comes with the person it is meant to be linked to.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from tungnha.demo.people import make_population
from tungnha.demo.records import Population, SamplePerson

COLUMNS = (
    "STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Số điện thoại", "Địa chỉ (thôn)", "Ngày cấp", "Ghi chú",
)  # fmt: skip
Cell = str | int | date | None

LINKED, HAS_ALREADY = "linked", "has_already"
DOUBTFUL, NOT_FOUND, UNREADABLE = "doubtful", "not_found", "unreadable"


@dataclass(frozen=True)
class SampleRow:
    """A row of a list, and what a careful clerk would make of it."""

    name: Cell
    born: Cell
    number: Cell
    telephone: Cell
    village: Cell
    issued: Cell
    note: str = ""
    person_index: int | None = None
    verdict: str = LINKED
    oddity: str = ""

    def cells(self, serial: int) -> tuple[Cell, ...]:
        known = (self.name, self.born, self.number, self.telephone, self.village, self.issued)
        return (serial, *known, self.note)


@dataclass(frozen=True)
class BrokenList:
    """A file that goes wrong in one way. `readable_rows`: rows without trouble; None where the file is refused."""

    name: str
    content: bytes
    readable_rows: int | None
    trouble: str  # in Vietnamese, as told to a person


def operator_rows(
    population: Population,
    seed: int = 2026,
    n: int = 25,
    *,
    issued: tuple[date, date] | None = None,
    with_doubtful: bool = False,
    village_index: int | None = None,
) -> list[SampleRow]:
    """n people who count and have no signature, every one of them linkable; the doubtful come after them.

    A row is linkable by its personal number, or by name, full date of birth and village together.
    `issued`: first and last day of issue; the reference day and the next unless told. `village_index`: only
    people of that village.
    """
    days = issued or (population.reference, population.reference + timedelta(days=1))
    rng = Random(f"{seed}/list/{n}")
    rows = [_row(population, person, rng, days) for person in _choose(population, rng, n, village_index)]
    for at, (oddity, change) in enumerate(_ODDITIES.items()):
        if at * 3 + 2 < len(rows):
            rows[at * 3 + 2] = replace(change(rows[at * 3 + 2], population), oddity=oddity)
    return rows + (_doubtful_rows(population, rows, rng, days) if with_doubtful else [])


def operator_list(
    population: Population,
    seed: int = 2026,
    n: int = 25,
    *,
    issued: tuple[date, date] | None = None,
    with_doubtful: bool = False,
) -> bytes:
    """The workbook of those rows: three title rows, a blank one, then the header; the same call, the same bytes."""
    rows = operator_rows(population, seed, n, issued=issued, with_doubtful=with_doubtful)
    book = Book()
    sheet = book.sheet("Danh sach")
    titles = (
        "VNPT KHU VỰC HIỆP LỰC",
        f"DANH SÁCH CÔNG DÂN XÃ {population.commune.upper()} ĐƯỢC CẤP CHỮ KÝ SỐ",
        f"(Số người: {len(rows)})",
    )
    for at, title in enumerate(titles):
        sheet.merge_range(at, 0, at, len(COLUMNS) - 1, title, book.title)
    book.rows(sheet, [COLUMNS, *(row.cells(at) for at, row in enumerate(rows, 1))], first=4)
    if with_doubtful:
        last = 5 + len(rows)
        sheet.merge_range(last, 0, last, 1, f"Tổng cộng: {len(rows)}", book.head)
    return book.close()


# The people of a list


def _choose(population: Population, rng: Random, n: int, village_index: int | None) -> list[SamplePerson]:
    """Grown people with a number and a full date of birth, no two of the same name, birth day and village."""
    by_key: dict[tuple[str, date, int], list[SamplePerson]] = defaultdict(list)
    for person in population.persons:
        by_key[person.full_name, person.birth_date, person.village_index].append(person)
    fit = [
        p
        for p in population.counted()
        if p.signature is None
        and village_index in (None, p.village_index)
        and p.personal_number
        and p.telephone
        and p.birth_precision == "day"
        and 18 < (population.reference - p.birth_date).days / 365.25 < 62
        and len(by_key[p.full_name, p.birth_date, p.village_index]) == 1
    ]
    return rng.sample(fit, n)


def _row(population: Population, person: SamplePerson, rng: Random, days: tuple[date, date]) -> SampleRow:
    day = days[0] + timedelta(days=rng.randrange((days[1] - days[0]).days + 1))
    village = population.villages[person.village_index]
    return SampleRow(
        name=person.full_name,
        born=f"{person.birth_date:%d/%m/%Y}",
        number=person.personal_number,
        telephone=person.telephone,
        village=rng.choice((village.name, village.full_name)),
        issued=f"{day:%d/%m/%Y}",
        note=rng.choice(("", "", "Cấp mới", "Cấp tại buổi họp thôn")),
        person_index=person.index,
    )


def _person(row: SampleRow, population: Population) -> SamplePerson:
    assert row.person_index is not None
    return population.persons[row.person_index]


def plain(words: str) -> str:
    """No diacritics at all, as an operator's old system prints names."""
    letters = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _year_only(row: SampleRow, population: Population) -> SampleRow:
    return replace(row, born=_person(row, population).birth_date.year)


def _without_number(row: SampleRow, population: Population) -> SampleRow:
    return replace(row, number=None, born=_person(row, population).birth_date)


# Each is met in real lists, and none of them keeps the row from being linked.
_ODDITIES: dict[str, Callable[[SampleRow, Population], SampleRow]] = {
    "the number lost its leading zero": lambda row, _: replace(row, number=int(str(row.number))),
    "upper-case name": lambda row, _: replace(row, name=str(row.name).upper()),
    "no diacritics": lambda row, _: replace(row, name=plain(str(row.name)), note="khong dau"),
    "year only": _year_only,
    "no number, date as a date": _without_number,
    "spaces in the number": lambda row, _: replace(row, number=f" {str(row.number)[:6]} {str(row.number)[6:]}"),
    "the telephone lost its leading zero": lambda row, _: replace(row, telephone=int(str(row.telephone))),
    "double spaces and title": lambda row, _: replace(row, name=f"Ông/bà  {str(row.name).replace(' ', '  ')}"),
}  # fmt: skip


def _doubtful_rows(
    population: Population, rows: Sequence[SampleRow], rng: Random, days: tuple[date, date]
) -> list[SampleRow]:
    """What a real list also has: twins in name, a number that is another's, strangers, dates that do not exist."""
    one, other = _name_twins(population)
    a, b, c = (_row(population, person, rng, days) for person in _choose_more(population, rows, rng, 3))
    signer = next(p for p in population.signers() if p.personal_number and p.birth_precision == "day")
    stranger = SampleRow(
        "Phùng Thị Ngọc Lệ", "30/04/1985", "031185990001", "0930009901", "", rows[0].issued, verdict=NOT_FOUND
    )
    twin = _row(population, one, rng, days)
    assert other.full_name == one.full_name
    return [
        replace(twin, born=one.birth_date.year, number=None, telephone=None, person_index=None,
                verdict=DOUBTFUL, oddity="two people of that name and year live in the village"),
        replace(a, number=b.number, person_index=None, verdict=DOUBTFUL, oddity="the number is another person's"),
        replace(c, number=None, born=None, person_index=None, verdict=DOUBTFUL, oddity="a name and a village only"),
        replace(_row(population, signer, rng, days), verdict=HAS_ALREADY, oddity="has a signature already"),
        replace(rows[0], verdict=HAS_ALREADY, oddity="the first row again"),
        replace(stranger, oddity="nobody of the register"),
        replace(stranger, name="Vương Đình Khải", born="02/09/1977", number="034077990002",
                telephone="0930009902", oddity="nobody of the register"),
        replace(stranger, name="Lương Thế Sang", born="31/02/1990", number=None,
                verdict=UNREADABLE, oddity="31 February"),
        replace(stranger, name="", born="", number="", verdict=UNREADABLE, oddity="a telephone and nothing else"),
        replace(stranger, name="Hứa Thị Mến", born="", number="6.19E+09", verdict=UNREADABLE,
                oddity="the number has become 6.19E+09"),
    ]  # fmt: skip


def _name_twins(population: Population) -> tuple[SamplePerson, SamplePerson]:
    """Two people who count with one name, one year of birth and one village, in two households."""
    met: dict[tuple[str, int, int], SamplePerson] = {}
    for person in population.counted():
        key = (person.full_name, person.birth_date.year, person.village_index)
        if key in met and person.signature is None and met[key].signature is None:
            return met[key], person
        met.setdefault(key, person)
    raise LookupError("no two people share a name, a year and a village; take a larger population")


def _choose_more(population: Population, rows: Sequence[SampleRow], rng: Random, n: int) -> list[SamplePerson]:
    """People not on the list yet whose name is met more than once in their village."""
    listed = {row.person_index for row in rows}
    by_name: dict[tuple[str, int], int] = defaultdict(int)
    for person in population.counted():
        by_name[person.full_name, person.village_index] += 1
    fit = [
        p
        for p in population.counted()
        if p.signature is None
        and p.index not in listed
        and p.personal_number
        and p.birth_precision == "day"
        and by_name[p.full_name, p.village_index] > 1
    ]
    return rng.sample(fit, n)


# Workbooks


@dataclass
class Book:
    """A workbook in memory that is the same whenever it is written."""

    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.book: Any = xlsxwriter.Workbook(self.out, {"in_memory": True})
        self.book.set_properties({"created": datetime(2026, 1, 1), "author": "Từng Nhà"})
        self.title = self.book.add_format({"bold": True, "align": "center"})
        self.head = self.book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})

    def sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, 7, 16)
        return sheet

    def rows(self, sheet: Any, rows: Sequence[Sequence[Cell]], first: int = 0) -> None:
        for at, row in enumerate(rows, first):
            for column, cell in enumerate(row):
                self.cell(sheet, at, column, cell, self.head if at == first else None)

    def cell(self, sheet: Any, row: int, column: int, cell: Cell, look: Any = None) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.day)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, look)
        elif cell:
            sheet.write_string(row, column, cell, look)

    def close(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def plain_workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with those rows, the first of them the header."""
    book = Book()
    book.rows(book.sheet("Sheet1"), rows)
    return book.close()


# Broken files


def broken_lists(population: Population, n: int = 6) -> dict[str, BrokenList]:
    """One small file for each way in which lists go wrong; see also `huge_list`."""
    rows = [row.cells(at) for at, row in enumerate(operator_rows(population, n=n, village_index=0), 1)]
    table: list[Sequence[Cell]] = [COLUMNS, *rows]
    wrong_day = [COLUMNS, *rows[:-1], (*rows[-1][:2], "31/02/1990", None, *rows[-1][4:])]
    made = [
        BrokenList("nhieu-trang.xlsx", _second_sheet(table), n, "Danh sách nằm ở trang thứ hai"),
        BrokenList("o-gop.xlsx", _merged(table), n, "Tiêu đề hai tầng, ô thôn gộp nhiều dòng"),
        BrokenList("cong-thuc.xlsx", _formulas(table), n, "Ô là công thức"),
        BrokenList("khong-dong.xlsx", plain_workbook([COLUMNS]), 0, "Chỉ có dòng tiêu đề"),
        BrokenList("trang-trang.xlsx", plain_workbook([]), None, "Tệp không có gì"),
        BrokenList("ngay-31-02.xlsx", plain_workbook(wrong_day), n - 1, "Ngày 31/02 không có thật"),
        BrokenList("cp1258.csv", windows_1258(_csv(table)), n, "Bảng mã Windows-1258"),
        BrokenList("utf16.csv", _csv(table, "\t").encode("utf-16"), n, "Bảng mã UTF-16, cách nhau bằng tab"),
        BrokenList("utf8-bom.csv", _csv(table, ";").encode("utf-8-sig"), n, "UTF-8 có BOM, dấu chấm phẩy"),
        BrokenList("to-hop-roi.csv", unicodedata.normalize("NFD", _csv(table)).encode(), n, "Chữ tổ hợp rời"),
        BrokenList("mat-khau.xlsx", _locked(), None, "Tệp đặt mật khẩu"),
        BrokenList("khong-phai-bang.xlsx", b"%PDF-1.7\n% not a workbook\n", None, "Không phải bảng tính"),
        BrokenList("dut-doan.xlsx", plain_workbook(table)[:900], None, "Tệp tải về dở dang"),
    ]
    return {broken.name: broken for broken in made}


def huge_list(population: Population, rows: int = 300_000, *, as_csv: bool = False) -> bytes:
    """A list far longer than any commune: the rows of the register again and again with other numbers."""
    lines = (_long_row(population, at) for at in range(rows))
    if as_csv:
        return _csv([COLUMNS, *lines]).encode()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, COLUMNS)
    for at, line in enumerate(lines, 1):
        sheet.write_row(at, 0, line)
    book.close()
    return out.getvalue()


def _long_row(population: Population, at: int) -> tuple[Cell, ...]:
    person = population.persons[at % len(population.persons)]
    village = population.villages[person.village_index].name
    born, number = f"{person.birth_date:%d/%m/%Y}", f"{(person.personal_number or '006')[:3]}{at:09d}"
    return (at + 1, person.full_name, born, number, person.telephone or "", village, "01/06/2026", "")


def _csv(rows: Sequence[Sequence[Cell]], mark: str = ",") -> str:
    def shown(cell: Cell) -> str:
        words = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)
        return f'"{words}"' if mark in words else words

    return "".join(mark.join(shown(cell) for cell in row) + "\r\n" for row in rows)


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(words: str) -> bytes:
    """Vietnamese as Windows 95 wrote it: the letter with its hat, then the tone as a character of its own."""
    out = []
    for letter in unicodedata.normalize("NFC", words):
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts if mark in _TONES]
        body = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        out.append(body + "".join(tones))
    return "".join(out).encode("cp1258")


def _second_sheet(table: Sequence[Sequence[Cell]]) -> bytes:
    book = Book()
    book.rows(book.sheet("Bìa"), [("Kính gửi UBND xã",), ("Danh sách ở trang sau",)])
    book.rows(book.sheet("Dữ liệu"), table)
    book.rows(book.sheet("Ghi chú"), [("Số liệu tạm tính",)])
    return book.close()


def _merged(table: Sequence[Sequence[Cell]]) -> bytes:
    """A header of two rows, and one village written once for all of its people."""
    book = Book()
    sheet = book.sheet("Sheet1")
    for column in (0, 1, 6, 7):
        sheet.merge_range(0, column, 1, column, COLUMNS[column], book.head)
    sheet.merge_range(0, 2, 0, 5, "Thông tin công dân", book.head)
    for column in range(2, 6):
        sheet.write_string(1, column, COLUMNS[column], book.head)
    for at, row in enumerate(table[1:], 2):
        for column, cell in enumerate(row):
            if column != 5:
                book.cell(sheet, at, column, cell)
    sheet.merge_range(2, 5, len(table), 5, str(table[1][5]))
    return book.close()


def _formulas(table: Sequence[Sequence[Cell]]) -> bytes:
    """Serial numbers, names and birthdays that are worked out by the workbook; the worked-out values are kept."""
    book = Book()
    sheet = book.sheet("Sheet1")
    book.rows(sheet, table)
    for at, row in enumerate(table[1:], 1):
        family, _, rest = str(row[1]).partition(" ")
        sheet.write_formula(at, 0, "=ROW()-1", None, at)
        sheet.write_formula(at, 1, f'="{family}"&" "&"{rest}"', None, str(row[1]))
    return book.close()


def _locked() -> bytes:
    """A stub of a workbook under a password: a compound file whose directory names an EncryptedPackage."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0,
    ) + struct.pack("<109I", 0, *[free] * 108)  # fmt: skip
    table = struct.pack("<128I", fat, end, *[free] * 126)
    return header + table + _entry("Root Entry", 5, child=1) + _entry("EncryptedPackage", 2) + bytes(256)


def _entry(name: str, kind: int, child: int = 0xFFFFFFFF) -> bytes:
    words = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    size = struct.pack("<IQ", 0xFFFFFFFE, 0)
    return words.ljust(64, b"\0") + struct.pack("<HBBIII36x", len(words) + 2, kind, 1, none, none, child) + size


FILE = Path(__file__).resolve().parents[3] / "samples" / "lists" / "vnpt-hiep-luc.xlsx"


if __name__ == "__main__":
    FILE.write_bytes(operator_list(make_population()))
    FILE.with_name("vnpt-hiep-luc-nghi-van.xlsx").write_bytes(operator_list(make_population(), with_doubtful=True))
