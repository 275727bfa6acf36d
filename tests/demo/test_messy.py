"""The operator's long list of the demonstration: what was done to it, and that it is the same each time."""

import io
from datetime import date
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from tungnha.demo.messy import BLOCKS, MESSY_FILE, ROWS, messy_list, messy_rows
from tungnha.demo.people import make_population

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def commune():
    return make_population()


@pytest.fixture(scope="module")
def rows(commune):
    return messy_rows(commune)


def block(rows, name):
    return rows[next(one for one in BLOCKS if one.name == name).span(len(rows))]


def test_it_is_long_and_most_of_it_is_people_of_the_commune(rows):
    assert len(rows) == ROWS
    known = [row.person_index for row in rows if row.person_index is not None]
    assert 0.95 < len(known) / ROWS < 0.97
    assert 20 < len(known) - len(set(known)) < 60  # some twice


def test_in_a_slipped_block_a_number_is_of_the_row_above(rows, commune):
    slipped = block(rows, "numbers a row too low")
    above = [
        (row.number, commune.persons[before.person_index].personal_number)
        for before, row in pairwise(slipped)
        if before.person_index is not None and row.number
    ]
    assert len(above) > 400
    assert all(number == of_above for number, of_above in above)


def test_the_head_s_number_stands_on_the_others_of_the_house(rows, commune):
    wrong = [
        row
        for row in block(rows, "the head's number")
        if row.person_index is not None
        and row.number
        and row.number != commune.persons[row.person_index].personal_number
    ]
    assert len(wrong) > 100


def test_turned_dates_are_dates_and_the_others_text(rows, commune):
    for row in block(rows, "day and month turned"):
        if row.person_index is not None and isinstance(row.born, date):
            born = commune.persons[row.person_index].birth_date
            assert (row.born.day, row.born.month) == (born.month, born.day)


def test_the_file_beside_is_this_list(commune):
    made = messy_list(commune)
    assert made == messy_list(commune)
    sheets = [load_workbook(file, read_only=True).active for file in (io.BytesIO(made), MESSY_FILE)]
    new, kept = ([*sheet.iter_rows(values_only=True)] for sheet in sheets)
    assert kept == new
    names = [cells[1] for cells in new]
    assert names.count("Họ và tên") == 8  # a header on every page
    assert "Tổng cộng" in names
