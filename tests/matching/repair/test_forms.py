"""What a cell looks like."""

import re

import pytest

from tungnha.matching.repair.forms import Form, form_of, rows_with

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("", Form.EMPTY),
        ("038190990001", Form.NUMBER_12),
        ("'038 190 990001", Form.NUMBER_12),
        ("38190990001", Form.NUMBER_11),
        ("O3819O99OOO1", Form.NUMBER_12),
        ("3.81990E+10", Form.ROUNDED),
        ("170123456", Form.CARD_9),
        ("912000678", Form.PHONE_9),
        ("0912000678", Form.PHONE),
        ("+84 912 000 678", Form.PHONE_84),
        ("0912000678 / 0987000321", Form.PHONES),
        ("31/07/1990", Form.DATE),
        ("1990-07-31 00:00:00", Form.DATE),
        ("31.7.90", Form.DATE),
        ("ngày 3 tháng 5 năm 1990", Form.DATE),
        ("31 tháng 10 năm 2007", Form.DATE),
        ("12/06/2026", Form.DATE_NOW),
        ("19900731", Form.DATE_8),
        ("31071990", Form.DATE_8),
        ("1990", Form.YEAR),
        ("32874", Form.SERIAL),
        ("36", Form.SMALL),
        ("Nữ", Form.SEX),
        ("x", Form.MARK),
        ("Nguyễn Thị Lan", Form.NAME),
        ("N.V.Hùng", Form.NAME),
        ("Ng. T. Lan", Form.NAME),
        ("Bàn Văn Thắng", Form.NAME),
        ("Bản Lương, Xã Hòa Lộc", Form.PLACE),
        ("Thôn 3", Form.PLACE),
        ("T.Đồng Tâm", Form.PLACE),
        ("Đồng Tâm Một, xã Thiệu Trung", Form.PLACE),
        ("Nguyễn Văn Hùng, 1985", Form.NAME_AND_MORE),
        ("Nguyễn Văn Hùng thôn Đồng Tâm", Form.NAME_AND_MORE),
        ("Lan", Form.WORD),
    ],
)
def test_form(cell, form):
    assert form_of(cell) == form


def test_rows_in_which_something_stands():
    assert rows_with(re.compile("b+"), ["a", "", "abba bb", "b"]) == [2, 3]
    assert rows_with(re.compile("b"), ["", ""]) == []
