"""A line of a list, read without a database."""

import pytest

from tungnha.lists.rules import read_row

COLUMNS = {"full_name": 0, "personal_number": 1, "birth": 2, "phone": 3}


def read(*cells):
    return read_row(4, cells, COLUMNS, number_index=str, phone_index=str).row


@pytest.mark.parametrize(
    "written", ["Nguyeenx Thij Huowng", "NguyÔn ThÞ H\u00ad¬ng", "Nguyeãn Thò Höông", "Nguye6n4 Thi5 Hu7o7ng"]
)
def test_a_damaged_name_is_matched_as_it_was_meant_and_that_is_said_without_the_name(written):
    row = read(written, "", "", "")
    assert row.full_name == "Nguyễn Thị Hương"
    assert row.raw_problem.startswith("Họ tên được đọc lại: ")
    assert "Hương" not in row.raw_problem


def test_a_sound_name_is_matched_as_it_stands():
    row = read("H’Bia Êban", "6190 990 001", "1990", "0912 000 345")
    assert (row.full_name, row.personal_number, row.raw_problem) == ("H'Bia Êban", "006190990001", None)


def test_what_cannot_be_read_is_said_and_the_rest_counts():
    row = read("Lê Hoa", "TAM-0001", "31/02/1990", "")
    assert row.full_name == "Lê Hoa"
    assert row.personal_number is None
    assert "số tạm" in row.raw_problem
    assert "31/02/1990" in row.raw_problem
