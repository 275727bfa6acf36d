"""Numbers inside a text are hidden letter for letter."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


PEOPLES = st.from_regex(r"0(3[2-9]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}|0(38|06|19)[0-3][0-9]{8}", fullmatch=True)


@given(st.text(max_size=20), PEOPLES, st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=20))
def test_no_number_of_a_person_is_left_whole(before, number, after):
    before = before.rstrip("0123456789/.+ -") + " "
    after = re.sub(r"^[\d/ .\-]+", "", after)
    for hide in (hide_numbers, hide_typed_numbers):
        hidden = hide(f"{before}{number} {after}")
        assert number not in hidden
        assert len(hidden) == len(f"{before}{number} {after}")


@given(st.text(max_size=60))
def test_any_text_keeps_its_length_and_hiding_twice_hides_no_less(text):
    for hide in (hide_numbers, hide_typed_numbers):
        assert len(hide(text)) == len(text)
        assert hide(hide(text)) == hide(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("mật khẩu Lan1980 nhé", "mật khẩu ******* nhé"),
        ("Mật khẩu: abc123, OTP 482913.", "Mật khẩu: ******, OTP ******."),
        ("mk=hoa2026", "mk=*******"),
        ("mã xác nhận là 4821", "mã xác nhận là ****"),
        ("quên mật khẩu VNeID", "quên mật khẩu VNeID"),
        ("nhập mã OTP 6 số", "nhập mã OTP 6 số"),
        ("đưa mật khẩu cho con giữ", "đưa mật khẩu cho con giữ"),
    ],
)
def test_secrets_typed_into_a_note_are_hidden_whole(typed, stored):
    assert hide_typed_numbers(typed) == stored
