"""The operator's list links as it says, through the product's own reading and matching; the broken ones break."""

import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from tungnha.demo import lists
from tungnha.demo.lists import (
    COLUMNS,
    DOUBTFUL,
    HAS_ALREADY,
    LINKED,
    NOT_FOUND,
    UNREADABLE,
    broken_lists,
    huge_list,
    operator_list,
    operator_rows,
    windows_1258,
)
from tungnha.demo.people import make_population
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.numbers import read_personal_number
from tungnha.matching import ListRow, RegisterRow, match
from tungnha.matching.workbooks import open_workbook

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def hiep_luc():
    return make_population()


@pytest.fixture(scope="module")
def register(hiep_luc):
    return [
        RegisterRow(
            id=p.index,
            personal_number=p.personal_number,
            full_name=p.full_name,
            birth=PartialDate(p.birth_date, p.birth_precision),
            village=hiep_luc.villages[p.village_index].name,
            phone=p.telephone,
        )
        for p in hiep_luc.persons
    ]


def rows_of(name, content):
    table = open_workbook(name, content).table()
    for line, cells in table.rows:
        number = read_personal_number(cells[table.columns["personal_number"]])
        try:
            birth = read_date(cells[table.columns["birth"]])
        except BadDate:
            birth = None
        yield ListRow(
            row_no=line,
            personal_number=number.value if number else None,
            full_name=str(cells[table.columns["full_name"]]),
            birth=birth,
            village=str(cells[table.columns["village"]]),
        )


def test_the_25_are_people_who_count_and_have_no_signature(hiep_luc):
    rows = operator_rows(hiep_luc)
    assert len({row.person_index for row in rows}) == 25
    counted = {person.index for person in hiep_luc.counted() if person.signature is None}
    assert {row.person_index for row in rows} <= counted
    assert {row.verdict for row in rows} == {LINKED}
    assert sum(row.oddity != "" for row in rows) == 8


def test_the_matcher_links_each_of_the_25_to_the_right_person(hiep_luc, register):
    found = match(register, rows_of("vnpt.xlsx", operator_list(hiep_luc)))
    assert [(v.verdict, v.person_id) for v in found] == [
        ("linked", row.person_index) for row in operator_rows(hiep_luc)
    ]


def test_the_matcher_leaves_the_doubtful_to_a_person(hiep_luc, register):
    rows = operator_rows(hiep_luc, with_doubtful=True)
    found = match(register, rows_of("vnpt.xlsx", operator_list(hiep_luc, with_doubtful=True)))
    words = [verdict.verdict for verdict in found]
    expected = {DOUBTFUL: {"ambiguous"}, NOT_FOUND: {"not_found"}}
    for row, word in zip(rows[25:], words[25:], strict=False):
        assert word in expected.get(row.verdict, {word}), row
    assert Counter(row.verdict for row in rows) == {
        LINKED: 25, HAS_ALREADY: 2, DOUBTFUL: 3, NOT_FOUND: 2, UNREADABLE: 3,
    }  # fmt: skip


def test_the_workbook_has_titles_above_its_header(hiep_luc):
    sheet = load_workbook(io.BytesIO(operator_list(hiep_luc))).active
    assert [tuple(cell.value for cell in row) for row in sheet["A5:H5"]] == [COLUMNS]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:H1", "A2:H2", "A3:H3"}
    assert sheet.max_row == 30


def test_the_workbook_kept_is_the_one_the_seed_gives(hiep_luc):
    assert operator_list(hiep_luc) == lists.FILE.read_bytes()
    doubtful = lists.FILE.with_name("vnpt-hiep-luc-nghi-van.xlsx").read_bytes()
    assert operator_list(hiep_luc, with_doubtful=True) == doubtful


def test_a_longer_list_for_another_operator(hiep_luc):
    rows = operator_rows(hiep_luc, seed=8, n=120)
    assert len({row.person_index for row in rows}) == 120


def test_the_broken_files_are_each_of_their_kind(hiep_luc):
    broken = broken_lists(hiep_luc)
    assert broken["mat-khau.xlsx"].content.startswith(b"\xd0\xcf\x11\xe0")
    assert "EncryptedPackage".encode("utf-16-le") in broken["mat-khau.xlsx"].content
    assert broken["utf16.csv"].content.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert broken["utf8-bom.csv"].content.startswith(b"\xef\xbb\xbf")
    assert "=ROW()-1" in str(list(load_workbook(io.BytesIO(broken["cong-thuc.xlsx"].content)).active.values))
    assert "31/02/1990" in str(list(load_workbook(io.BytesIO(broken["ngay-31-02.xlsx"].content)).active.values))
    assert load_workbook(io.BytesIO(broken["nhieu-trang.xlsx"].content)).sheetnames == ["Bìa", "Dữ liệu", "Ghi chú"]
    assert broken_lists(hiep_luc) == broken


def test_windows_1258_keeps_the_tone_apart_from_the_letter():
    assert windows_1258("Nguyễn Thị Hậu, Đỗ Ỷ").decode("cp1258") == "Nguyê\u0303n Thi\u0323 Hâ\u0323u, Đô\u0303 Y\u0309"


def test_a_huge_list_in_text_has_every_row(hiep_luc):
    assert huge_list(hiep_luc, 20_000, as_csv=True).count(b"\r\n") == 20_001


@pytest.mark.slow
def test_a_huge_list_as_a_workbook(hiep_luc):
    content = huge_list(hiep_luc, 30_000)
    assert content[:2] == b"PK"
    assert len(content) > 500_000
