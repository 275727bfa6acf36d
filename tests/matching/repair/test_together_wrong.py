"""Several things wrong with the columns of one block, and which of them was told."""

from __future__ import annotations

from random import Random

import pytest

from tests.matching.repair.damage import PLACE, Sheet, clean_sheet, slipped
from tests.matching.repair.reading import repaired

pytestmark = pytest.mark.one_database
ROWS = 600
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.fixture(scope="module")
def sound() -> Sheet:
    return clean_sheet(ROWS, 3, mixed=True)


def said(made: Sheet, sound: Sheet) -> list[tuple[str, str | None, int, int]]:
    return [(one.kind, one.field, one.first, one.last) for one in repaired(sound, made).mended.mends]


def right(made: Sheet, sound: Sheet, field: str, first: int, last: int) -> float:
    """The share of the filled cells of a column that are again those of their row."""
    cells = repaired(sound, made).mended.cells[field]
    known = [at for at in range(first, last + 1) if sound.rows[at][PLACE[field]]]
    return sum(cells[at] == sound.rows[at][PLACE[field]] for at in known) / len(known)


def test_two_columns_that_slipped_beside_each_other(sound):
    """Where the numbers are others' besides, each of the two is known by the other and by the names only."""
    made = sound.copy()
    for field in ("birth", "phone"):
        slipped(field, 2)(made, 0, ROWS - 1, Random(1))
    numbers = [row[PLACE["personal_number"]] for row in made.rows[180:430]]
    Random(1).shuffle(numbers)
    made.put("personal_number", 180, numbers)
    found = [one for one in said(made, sound) if one[0] == "slip"]
    assert {field for _, field, _, _ in found} == {"birth", "phone"}
    assert len(found) <= 4  # each told once, but for its ends
    for field in ("birth", "phone"):
        assert right(made, sound, field, 4, ROWS - 4) > 0.97


def test_a_slip_goes_on_where_the_births_are_missing(sound):
    """There the names, moved down, and the numbers, moved up, say the same."""
    made = sound.copy()
    slipped("full_name", 1)(made, 60, ROWS - 1, Random(1))
    slipped("phone", 1)(made, 300, ROWS - 1, Random(1))
    slipped("village", -1)(made, 0, ROWS - 1, Random(1))
    for row in made.rows[380:520]:
        row[PLACE["birth"]] = row[PLACE["sex"]] = ""
    assert right(made, sound, "full_name", 64, ROWS - 4) > 0.97
    assert right(made, sound, "personal_number", 64, ROWS - 4) == 1


def test_the_number_and_telephone_of_a_relative_prove_no_other_birth(sound):
    """Both are another's, and agree with each other: it is they that are wrong, not the births."""
    made = sound.copy()
    for at in range(100, 400):
        relative = sound.whole[at // 3 * 3]
        for field in ("personal_number", "phone"):
            made.rows[at][PLACE[field]] = relative[PLACE[field]]
        made.rows[at][0] = ""
    found = repaired(sound, made).mended
    doubted = {one.field for one in found.mends if one.kind in ("doubt", "shared")}
    assert "personal_number" in doubted
    assert "birth" not in doubted


def test_names_in_the_column_of_places_beside_a_block_that_slipped_sideways(sound):
    made = sound.copy()
    for row in made.rows[:230]:
        row[PLACE["village"]], row[PLACE["full_name"]] = f"{row[0]} - {row[PLACE['village']]}".strip(" -"), ""
    for at in range(380, ROWS):
        made.rows[at] = [*made.rows[at][:3], "", "", *made.rows[at][3:]]
    cells = repaired(sound, made).mended.cells["full_name"]
    named = [at for at in range(ROWS) if sound.rows[at][0]]
    assert sum(cells[at] == sound.rows[at][0] for at in named) > 0.97 * len(named)


@pytest.mark.parametrize("form", ["{d:02}-{m}-{y}", "{d}-{m}-{s:02}", "{m} {d}, {y}"])
def test_months_in_english(sound, form):
    made = sound.copy()
    for row in made.rows[200:320]:
        parts = row[PLACE["birth"]].split("/")
        if len(parts) == 3:
            day, month, year = map(int, parts)
            row[PLACE["birth"]] = form.format(d=day, m=MONTHS[month - 1], y=year, s=year % 100)
    assert right(made, sound, "birth", 200, 319) == 1
    assert "english" in {kind for kind, _, _, _ in said(made, sound)}


def test_a_cell_of_several_things_sorted_by_itself_is_not_used(sound):
    """Name, birth and number agree with each other, and with nothing else of their rows."""
    made = sound.copy()
    rows = made.rows[150:450]
    cells = [f"{row[0]}, sn {row[1]}, CCCD {row[3]}" for row in rows]
    Random(1).shuffle(cells)
    for row, cell in zip(rows, cells, strict=True):
        row[0], row[1], row[3] = cell, "", ""
    mended = repaired(sound, made).mended
    unused = sum(
        mended.trust["personal_number"][at] == 2 for at in range(150, 450) if mended.cells["personal_number"][at]
    )
    filled = sum(bool(mended.cells["personal_number"][at]) for at in range(150, 450))
    assert unused > 0.9 * filled > 200
    assert not any(mended.trust["personal_number"][at] for at in (*range(130), *range(470, ROWS)))
