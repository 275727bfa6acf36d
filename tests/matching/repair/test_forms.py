"""What a cell looks like."""

from random import Random

import pytest

from tungnha.matching.repair.forms import Form, form_of, forms_of
from tungnha.matching.repair.letters import Kept, Letters
from tungnha.matching.repair.together import _NOT_PLAIN, _not_plain

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


@pytest.mark.parametrize("seed", range(3))
def test_a_column_says_what_its_cells_say(seed: int) -> None:
    rng = Random(seed)
    parts = ["Nguyễn", "Thị", "Lan", "Thôn", "xóm 3", "0912000678", "+84", "1990", "31/07/1990", *",.- ", "12", "１"]
    cells = ["".join(rng.choice(parts) + rng.choice((" ", "")) for _ in range(rng.randrange(4))) for _ in range(400)]
    assert forms_of(cells).tolist() == [form_of(cell) for cell in cells]


def test_where_more_than_a_name_may_stand() -> None:
    cells = ["Lê Văn An", "Lê An 1990", "Lê An thôn Đông", "Lê An\txóm Núi", "Lê An - kp 3", "", "(Lê An)"]
    asked = set(_not_plain(Letters(cells)).tolist())
    assert {at for at, cell in enumerate(cells) if _NOT_PLAIN.search(cell)} <= asked
    assert 0 not in asked


def test_letters_are_laid_out_once() -> None:
    kept, cells = Kept(), ["a", "b"]
    first = kept.of(cells)
    assert kept.of(["a", "b"]) is first
    cells[0] = "c"
    assert kept.of(cells).codes.tolist() == [ord("c"), 0, ord("b"), 0]
