"""Numbers as a village hears them over its loudspeaker."""

from decimal import Decimal

import pytest

from tungnha.drafting import aloud

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "không"), (5, "năm"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (100, "một trăm"),
        (105, "một trăm linh năm"), (181, "một trăm tám mươi mốt"), (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"), (5480, "năm nghìn bốn trăm tám mươi"),
        (12015, "mười hai nghìn không trăm mười lăm"), (2_000_300, "hai triệu ba trăm"),
    ],
)  # fmt: skip
def test_numbers_of_any_size_are_said_as_people_say_them(n, said):
    assert aloud.number(n) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("63.80", "sáu mươi ba phẩy tám mươi phần trăm"), ("6.05", "sáu phẩy không năm phần trăm"),
        ("60.00", "sáu mươi phần trăm"), ("0.25", "không phẩy hai mươi lăm phần trăm"),
    ],
)  # fmt: skip
def test_a_rate_is_said_with_both_its_decimals(value, said):
    assert aloud.percent(Decimal(value)) == said
