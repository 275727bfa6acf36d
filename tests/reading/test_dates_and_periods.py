"""Dates, numbers and reporting periods as plans write them."""

import pytest

from tungnha.reading.dates import due_of, find_dates
from tungnha.reading.numbers import parse_number, show_number
from tungnha.reading.periods import find_periods


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.480", 5480),
        ("63,80", 63.8),
        ("35.4", 35.4),
        ("01", 1),
        ("1.234.567,5", 1234567.5),
        ("abc", None),
        ("", None),
    ],
)
def test_numbers(text, value):
    assert parse_number(text) == value


def test_numbers_are_shown_the_vietnamese_way():
    assert [show_number(v) for v in (3497, 63.8)] == ["3.497", "63,8"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Trước 31/7/2026", "2026-07-31"),
        ("trước ngày 5 tháng 8 năm 2026", "2026-08-05"),
        ("Trong tháng 5/2026", "2026-05"),
        ("Tháng 11 - 12/2026", "2026-12"),
        ("Quý III năm 2026", "2026-09-30"),
        ("Quí IV-2026", "2026-12-31"),
        ("từ ngày 01/3/2026 đến ngày 30/4/2026", "2026-04-30"),
        ("Đến 30/9/2026, sau đó làm thường xuyên", "2026-09-30"),
        ("trước ngày 15/11", "2026-11-15"),
        ("đến hết năm 2026", "2026-12-31"),
        ("trước ngày 15/11 hằng năm", None),
        ("Trước ngày 20 hàng tháng", None),
        ("Kế hoạch số 7/KH-UBND ngày 02/3/2026", None),
        ("ngày 31/02/2026", None),
        ("Thường xuyên", None),
    ],
)
def test_due_dates(text, iso):
    found = due_of(text, 2026)
    assert (found.iso if found else None) == iso


def test_a_day_without_year_needs_the_plans_year():
    assert find_dates("trước ngày 15/11") == []


W, M, Q, Y = "weekly", "monthly", "quarterly", "yearly"
LAST = (3, 6, 9, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hằng tuần (trước 14h00 thứ Hai)", [(W, None, 1, None, "14:00", None)]),
        ("vào thứ 5 hàng tuần", [(W, None, 4, None, None, None)]),
        ("định kỳ 02 tuần/lần vào thứ Sáu", [(W, 2, 5, None, None, None)]),
        ("hằng tháng (trước ngày 20 hằng tháng)", [(M, None, None, 20, None, None)]),
        ("trước ngày 18 hàng tháng cuối quý", [(Q, None, None, 18, None, LAST)]),
        ("trước ngày 15 của tháng cuối quý", [(Q, None, None, 15, None, LAST)]),
        ("báo cáo định kỳ hằng tháng, quý", [(M, None, None, None, None, None), (Q, None, None, None, None, None)]),
        (
            "báo cáo trước ngày 01/6 và 15/11 hằng năm",
            [(Y, None, None, 1, None, (6,)), (Y, None, None, 15, None, (11,))],
        ),
        ("định kỳ 6 tháng, năm báo cáo", [(Y, None, None, None, None, (6,)), (Y, None, None, None, None, None)]),
        ("trước 16h30’ hằng ngày", [("daily", None, None, None, "16:30", None)]),
        ("trước ngày 05 của tháng đầu quý sau", [(Q, None, None, 5, None, (1, 4, 7, 10))]),
        ("báo cáo theo quy định", []),
        ("báo cáo quý I năm trước", []),
    ],
)
def test_periods(text, expected):
    found = find_periods(text, 2026)
    assert [(p.frequency, p.interval, p.weekday, p.day_of_month, p.time, p.months) for p in found] == expected


def test_a_full_date_is_due_once():
    assert [(p.frequency, p.due) for p in find_periods("báo cáo trước ngày 20/7/2026", 2026)] == [
        ("once", "2026-07-20")
    ]
