"""Names and numbers of a population file that came damaged."""

from datetime import date

import pytest

from tungnha.people.importing.rules import read_row

COLUMNS = {"full_name": 0, "personal_number": 1}


def read(*cells, columns=COLUMNS):
    return read_row(5, cells, columns, village_id=1, residence="", today=date(2026, 5, 26))


@pytest.mark.parametrize("written", ["Nguyeenx Thij Huowng", "NGUYÔN THÞ H¦¥NG", "Nguyeãn Thò Höông"])
def test_a_damaged_name_comes_in_as_it_was_meant_and_is_noted_without_the_name(written):
    row = read(written, "")
    assert row.full_name == "Nguyễn Thị Hương"
    assert row.note.startswith("Họ tên được đọc lại: ")
    assert "Hương" not in row.note


def test_a_name_in_two_columns_is_mended_whole():
    row = read("NguyÔn ThÞ", "H\u00ad¬ng", columns={"family_name": 0, "given_name": 1})
    assert row.full_name == "Nguyễn Thị Hương"
    assert read("Lê", columns={"family_name": 0, "given_name": 7}).full_name == "Lê"


def test_a_sound_name_is_only_cased():
    row = read("NGUYỄN THỊ ÁNH", "")
    assert (row.full_name, row.note) == ("Nguyễn Thị Ánh", "")


def test_a_temporary_number_is_left_out_and_the_person_taken():
    row = read("Lê Hoa", "TAM-0007")
    assert row.number is None
    assert row.note == "Không lấy số tạm: không phải số định danh."
