"""An operator's long list as it really comes: errors in blocks, titles and totals in between, some people to be asked.

    python -m tungnha.demo.messy       # samples/lists/vnpt-hiep-luc-lon-xon.xlsx, of the people of the sample commune

What was done to which rows: `BLOCKS`. Each row knows the person it means; what was written of him may say another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tungnha.demo.lists import COLUMNS, FILE, Book, Cell, SampleRow, plain
from tungnha.demo.people import make_population
from tungnha.demo.records import Population, SamplePerson

ROWS = 3500
STRANGERS, DOUBLES, NAMESAKES = 0.04, 0.01, 0.013  # of the rows
PAGE = 500
Names = dict[tuple[str, int], list[SamplePerson]]  # by name and village


@dataclass(frozen=True)
class Block:
    """What happened to the rows from one share of the list to another."""

    name: str
    first: float
    last: float
    act: Callable[[list[SampleRow], Population], list[SampleRow]]

    def span(self, rows: int) -> slice:
        return slice(round(rows * self.first), round(rows * self.last))


def messy_rows(population: Population, seed: int = 2026, n: int = ROWS) -> list[SampleRow]:
    """n rows, house by house, with the blocks in them; `person_index` is whom a row means, None for a stranger."""
    rng = Random(f"{seed}/messy/{n}")
    names = _by_name(population)
    rows = [_row(population, person, names, rng) for person in _people(population, names, n, rng)]
    for at in sorted(rng.sample(range(len(rows)), round(n * STRANGERS))):
        rows.insert(at, _stranger(rows[at], rng))
    for row in rng.sample(rows, round(n * DOUBLES)):
        rows.insert(rows.index(row) + 2, row)
    for block in BLOCKS:
        span = block.span(len(rows))
        rows[span] = block.act(rows[span], population)
    return rows


def messy_list(population: Population, seed: int = 2026, n: int = ROWS) -> bytes:
    """The workbook of those rows: titles, a header on every page, a total; the same call, the same bytes."""
    rows = messy_rows(population, seed, n)
    book = Book()
    sheet = book.sheet("DS thang 10")
    titles = ("VNPT THÁI NGUYÊN", f"DANH SÁCH CÔNG DÂN XÃ {population.commune.upper()} ĐÃ CẤP CHỮ KÝ SỐ", "Đợt 2")
    for at, title in enumerate(titles):
        sheet.merge_range(at, 0, at, len(COLUMNS) - 1, title, book.title)
    book.rows(sheet, [COLUMNS, *_lines(rows)], first=4)
    return book.close()


def _lines(rows: Sequence[SampleRow]) -> Iterator[Sequence[Cell]]:
    for at, row in enumerate(rows, 1):
        yield row.cells(at)
        if at % PAGE == 0:
            yield (None, None, None, None, None, None, None, f"Trang {at // PAGE}")
            yield COLUMNS
    yield (None, "Tổng cộng", None, None, None, None, None, str(len(rows)))
    yield (None, None, None, None, None, "Người lập biểu", None, None)


# -- the people of the list


def _people(population: Population, names: Names, n: int, rng: Random) -> list[SamplePerson]:
    """Grown people without a signature, house by house; among them some who share their name in the village."""
    grown = [p for p in population.counted() if p.signature is None]
    wanted = n - round(n * STRANGERS) - round(n * DOUBLES)
    alike = rng.sample([p for p in grown if len(names[p.full_name, p.village_index]) > 1], round(n * NAMESAKES))
    chosen = {p.index: p for p in [*alike, *rng.sample(grown, min(len(grown), wanted))]}
    return [population.persons[index] for index in sorted(list(chosen)[:wanted])]


def _by_name(population: Population) -> Names:
    found: Names = defaultdict(list)
    for person in population.persons:
        found[person.full_name, person.village_index].append(person)
    return found


def _row(population: Population, person: SamplePerson, names: Names, rng: Random) -> SampleRow:
    """As the counter writes it; of some who share their name in the village nothing but that was written."""
    village = population.villages[person.village_index]
    issued = population.reference - timedelta(days=rng.randrange(40))
    row = SampleRow(
        person.full_name, _born(person), person.personal_number if rng.random() < 0.85 else None,
        person.telephone if rng.random() < 0.8 else None, village.full_name, f"{issued:%d/%m/%Y}",
        person_index=person.index,
    )  # fmt: skip
    if rng.random() < 0.15 and len(names[person.full_name, person.village_index]) > 1:
        return replace(row, born=None, number=None, telephone=None)
    return row


def _born(person: SamplePerson) -> Cell:
    return f"{person.birth_date:%d/%m/%Y}" if person.birth_precision == "day" else person.birth_date.year


def _stranger(like: SampleRow, rng: Random) -> SampleRow:
    """Nobody of the commune: registered elsewhere, of a name not met here."""
    family, given = (
        rng.choice(("Uông", "Nhữ", "Khổng", "Cù", "Thạch")),
        rng.choice(("Bảo Lộc", "Đình Khoát", "Thị Nhài")),
    )
    year, sex = rng.randrange(1960, 2005), int("Thị" in given)
    number = f"0{rng.choice((31, 34, 79, 92))}{2 * (year >= 2000) + sex}{year % 100:02d}99{rng.randrange(10_000):04d}"
    born = f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 13):02d}/{year}"
    return replace(like, name=f"{family} {given}", born=born, number=number, telephone=None, person_index=None)


# -- the blocks


def _slipped(rows: list[SampleRow], population: Population) -> list[SampleRow]:
    """A cell was inserted in the column of numbers, and one deleted at the end of the block."""
    numbers: list[Cell] = [None, *(row.number for row in rows[:-1])]
    return [replace(row, number=number) for row, number in zip(rows, numbers, strict=True)]


def _swapped(rows: list[SampleRow], population: Population) -> list[SampleRow]:
    """A machine set to month/day turned what it could into dates; the rest stayed text."""
    return [replace(row, born=_turned(row.born)) for row in rows]


def _turned(born: Cell) -> Cell:
    if not isinstance(born, str) or born.count("/") != 2:
        return born
    day, month, year = map(int, born.split("/"))
    return date(year, day, month) if day <= 12 else born


def _without_marks(rows: list[SampleRow], population: Population) -> list[SampleRow]:
    return [replace(row, name=plain(str(row.name)).upper(), village=plain(str(row.village))) for row in rows]


def _of_the_head(rows: list[SampleRow], population: Population) -> list[SampleRow]:
    """Who wrote these took the number from the book of the household."""
    return [replace(row, number=_head_of(row, population) or row.number) for row in rows]


def _head_of(row: SampleRow, population: Population) -> str | None:
    if row.person_index is None or row.number is None:
        return None
    household = population.households[population.persons[row.person_index].household_index]
    return population.persons[household.head_index].personal_number


def _village_once(rows: list[SampleRow], population: Population) -> list[SampleRow]:
    before, made = None, []
    for row in rows:
        made.append(replace(row, village=None if row.village == before else row.village))
        before = row.village
    return made


BLOCKS = (
    Block("numbers a row too low", 0.12, 0.32, _slipped),
    Block("day and month turned", 0.36, 0.52, _swapped),
    Block("no diacritics", 0.52, 0.64, _without_marks),
    Block("the head's number", 0.68, 0.78, _of_the_head),
    Block("the village once", 0.80, 0.96, _village_once),
)
MESSY_FILE = FILE.with_name("vnpt-hiep-luc-lon-xon.xlsx")


def write(path: Path = MESSY_FILE) -> None:
    path.write_bytes(messy_list(make_population()))


if __name__ == "__main__":
    write()
