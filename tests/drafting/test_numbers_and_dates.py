"""Numbers, dates and words, as an office writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.drafting import dates, numbers, text


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0, "0"), (7, "7"), (5480, "5.480"), (1234567, "1.234.567"), (-1500, "-1.500"), (None, "-")],
)
def test_a_count_has_dots_between_thousands(value: int | None, printed: str) -> None:
    assert numbers.count(value) == printed


@pytest.mark.parametrize(
    ("reached", "base", "printed"),
    [
        (340, 5480, "6,20"),
        (3496, 5480, "63,80"),
        (368, 5480, "6,72"),
        (1, 800, "0,13"),  # 0,125: a half goes up, where a computer's round() would go to the even digit
        (0, 5480, "0,00"),
        (130, 100, "130,00"),
        (None, 5480, "-"),
        (340, None, "-"),
        (340, 0, "-"),
    ],
)
def test_a_rate_is_nearest_with_two_decimals_and_missing_is_not_zero(
    reached: int | None, base: int | None, printed: str
) -> None:
    assert numbers.rate(reached, base) == printed


def test_a_percentage_in_a_sentence_says_that_it_is_not_known() -> None:
    assert (numbers.percent(340, 5480), numbers.percent(None, 5480)) == ("6,20%", "chưa có số liệu")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
@settings(max_examples=50, deadline=None)
def test_a_rate_is_within_half_a_hundredth_of_the_truth(reached: int, base: int) -> None:
    value = numbers.rate_value(reached, base)
    assert value is not None
    assert abs(int(value * 100) * base - reached * 10000) * 2 <= base


@pytest.mark.parametrize(
    ("value", "printed"),
    [(1, "01"), (9, "09"), (10, "10"), (0, "0"), (5480, "5.480"), (None, "chưa có số liệu")],
)
def test_a_small_count_in_a_sentence_has_two_digits(value: int | None, printed: str) -> None:
    assert numbers.in_prose(value) == printed


def test_growth_shows_its_sign() -> None:
    assert [numbers.change(value) for value in (28, -1500, 0, None)] == ["+28", "-1.500", "0", "-"]


def test_decimals_never_print_a_minus_before_zero() -> None:
    assert numbers.decimal_vi(Decimal("-0.001")) == "0,00"
    assert numbers.decimal_vi(Decimal("1234567.895")) == "1.234.567,90"


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 1, 5), "Nà Hạ, ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "Nà Hạ, ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Nà Hạ, ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 30), "Nà Hạ, ngày 30 tháng 11 năm 2026"),
        (None, "Nà Hạ, ngày … tháng … năm 2026"),
    ],
)
def test_only_days_below_ten_and_the_first_two_months_take_a_zero(day: date | None, printed: str) -> None:
    assert dates.full_date("Nà Hạ", day, year=2026) == printed


def test_a_deadline_names_its_weekday_and_a_server_hour_is_told_in_vietnam() -> None:
    at = datetime(2026, 5, 28, 3, 0, tzinfo=UTC)
    assert dates.deadline(at) == "10 giờ 00, thứ Năm ngày 28/5/2026"
    assert dates.deadline(datetime(2026, 11, 20)) == "thứ Sáu ngày 20/11/2026"
    assert dates.moment(datetime(2026, 1, 5, 23, 7)) == "23 giờ 07 ngày 05/01/2026"
    assert dates.moment(datetime(2026, 5, 27, 17, 30, tzinfo=UTC)) == "00 giờ 30 ngày 28/5/2026"


def test_a_list_has_semicolons_and_ends_with_a_stop_however_it_was_typed() -> None:
    assert text.as_list(["- Một.", "", "Hai;", "  Ba  "], dash="- ") == ["- Một;", "- Hai;", "- Ba."]


def test_letters_that_break_a_file_or_turn_a_line_around_are_taken_out() -> None:
    assert text.clean("a\x00\x0b\ud800\ufffeb\u202ec\r\nd") == "abc\nd"
    assert text.clean("Nguye\u0302\u0303n") == "Nguyễn"
