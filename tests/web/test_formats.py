"""Numbers and moments as the plans write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.web.drawing import written
from tungnha.web import formats


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        ("vn_count", 5480, "5.480"),
        ("vn_count", 0, "0"),
        ("vn_count", None, "chưa có số liệu"),
        ("vn_count", "", "chưa có số liệu"),
        ("vn_rate:2", Decimal(340) / 5480 * 100, "6,20"),
        ("vn_rate:2", None, "chưa có số liệu"),
        ("vn_percent", 6.204, "6,20%"),
        ("vn_percent", Decimal("63.795"), "63,80%"),
        ("vn_percent:0", 35, "35%"),
        ("vn_percent", None, "chưa có số liệu"),
        ("vn_delta", 28, "+28"),
        ("vn_delta", -1203, "−1.203"),
        ("vn_delta", 0, "không đổi"),
        ("vn_date", date(2026, 7, 31), "31/7/2026"),
        ("vn_date", None, "chưa có số liệu"),
        ("vn_last_day", datetime(2026, 7, 31, 17, 0, tzinfo=UTC), "31/7/2026"),  # midnight in Vietnam
        ("vn_last_day", datetime(2026, 7, 31, 17, 1, tzinfo=UTC), "1/8/2026"),
        ("vn_weekday", date(2026, 5, 28), "thứ Năm, 28/5/2026"),
        ("vn_datetime", datetime(2026, 5, 28, 10, 0), "10 giờ 00 thứ Năm, 28/5/2026"),
        ("vn_datetime", datetime(2026, 5, 28, 3, 0, tzinfo=UTC), "10 giờ 00 thứ Năm, 28/5/2026"),
        ("vn_date", datetime(2026, 5, 27, 18, 0, tzinfo=UTC), "28/5/2026"),
        ("vn_hour", datetime(2026, 5, 28, 14, 5, tzinfo=UTC), "21 giờ 05"),
        ("vn_hour", None, "chưa có số liệu"),
    ],
)
def test_each_filter_writes_as_the_plans_do(tag, value, expected):
    assert written("{{ value|" + tag + " }}", value=value) == expected


def test_a_share_of_nothing_is_unknown_not_zero():
    assert formats.share(0, 0) is None
    assert formats.share(None, 5480) is None
    assert formats.share(0, 5480) == 0
