"""Numbers inside a text are hidden letter for letter."""

import pytest

from tungnha.identity.hiding import hide_numbers, hide_typed_numbers


@pytest.mark.parametrize(
    ("text", "of_a_plan", "typed"),
    [
        ("gọi 0912.345.678", "gọi 091*.***.678", "gọi 091*.***.678"),
        ("CCCD 019185001234", "CCCD 019******234", "CCCD 019******234"),
        ("tài khoản 19001234567890", "tài khoản 19001234567890", "tài khoản 190********890"),
        ("ngày 02/09/2026, 1.000.000.000 đồng", "ngày 02/09/2026, 1.000.000.000 đồng",
         "ngày 02/09/2026, 1.000.000.000 đồng"),
        ("nhà số 120, hộ 4", "nhà số 120, hộ 4", "nhà số 120, hộ 4"),
    ],
)  # fmt: skip
def test_numbers_of_people_are_hidden_and_other_numbers_stay(text, of_a_plan, typed):
    assert (hide_numbers(text), hide_typed_numbers(text)) == (of_a_plan, typed)
