"""Dates, numbers and reporting periods as plans write them."""

import pytest

from tungnha.reading.dates import due_of, find_dates, impossible_days, is_of_a_document
from tungnha.reading.numbers import parse_number, show_number
from tungnha.reading.periods import Period, find_periods


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


DUE = [
    ("Trước 31/7/2026", "2026-07-31"),
    ("trước ngày 5 tháng 8 năm 2026", "2026-08-05"),
    ("trước ngày 7/9", "2026-09-07"),
    ("trước ngày 15/11", "2026-11-15"),
    ("trước ngày 15 tháng 11", "2026-11-15"),
    ("xong trước 15/5", "2026-05-15"),
    ("trước ngày 10/6/26", "2026-06-10"),
    ("chậm nhất ngày 20 tháng 12", "2026-12-20"),
    ("chậm nhất là ngày 05/12/2026", "2026-12-05"),
    ("không muộn hơn ngày 05/12/2026", "2026-12-05"),
    ("đến hết ngày 30/6/2026", "2026-06-30"),
    ("Đến 30/9/2026, sau đó làm thường xuyên", "2026-09-30"),
    ("Hạn cuối: 30/6/2026", "2026-06-30"),
    ("30/6/2026", "2026-06-30"),
    ("31 /7/ 2026", "2026-07-31"),
    ("31-7-2026", "2026-07-31"),
    ("31.7.2026", "2026-07-31"),
    ("trước 17 giờ 00 phút, ngày 30/6/2026", "2026-06-30"),
    ("trước 16h00 thứ Ba ngày 30/6/2026", "2026-06-30"),
    ("trước 16h00 thứ Tư ngày 1/7", "2026-07-01"),
    ("đến hết năm 2026", "2026-12-31"),
    ("đến năm 2030", "2030-12-31"),
    ("trong năm 2026", "2026-12-31"),
    ("cuối năm 2026", "2026-12-31"),
    ("Năm 2026 và các năm tiếp theo", "2026-12-31"),
    ("6 tháng đầu năm 2026", "2026-06-30"),
    ("06 tháng cuối năm 2026", "2026-12-31"),
    ("Tháng 5/2026", "2026-05"),
    ("Trong tháng 5/2026", "2026-05"),
    ("hết tháng 12 năm 2026", "2026-12"),
    ("tháng 6/ 2026", "2026-06"),
    ("Tháng 11 - 12/2026", "2026-12"),
    ("tháng 11, 12/2026", "2026-12"),
    ("Tháng 6 đến tháng 8/2026", "2026-08"),
    ("từ tháng 3/2026 đến tháng 5/2026", "2026-05"),
    ("Tháng 10", "2026-10"),
    ("Quý III", "2026-09-30"),
    ("Quý III năm 2026", "2026-09-30"),
    ("Quý III Năm 2026", "2026-09-30"),
    ("Quí IV-2026", "2026-12-31"),
    ("Quý 3/2026", "2026-09-30"),
    ("Quý I, II/2026", "2026-06-30"),
    ("Quý IV/2025- Quý II/2026", "2026-06-30"),
    ("từ ngày 01/3/2026 đến ngày 30/4/2026", "2026-04-30"),
    ("từ ngày 06 đến ngày 25/7/2026", "2026-07-25"),
    ("từ 01/3 đến 30/4/2026", "2026-04-30"),
    ("01/3/2026 - 30/4/2026", "2026-04-30"),
    ("Từ tháng 6/2026", None),
    ("sau ngày 30/6/2026", None),
    ("kể từ ngày 01/7/2026", None),
    ("Phấn đấu năm 2026", "2026-12-31"),
    ("1- Đến 30/6/2026", "2026-06-30"),
    ("Quyết định số 12/2025/QĐ-UBND, ngày 19/11/2025", None),
    ("Công văn số 12/SYT- NV ngày 19/11/2025", None),
    ("tính đến ngày 30/9/2025", None),
    ("Tính đến 16 giờ ngày 12/10/2025", None),
    ("đầu năm 2026", None),
    ("trước ngày 15/11 hằng năm", None),
    ("trước ngày 01 tháng 6 và 15 tháng 11 hằng năm", None),
    ("Trước ngày 20 hàng tháng", None),
    ("giai đoạn 2026 - 2030", None),
    ("Kế hoạch số 7/KH-UBND ngày 02/3/2026", None),
    ("số 08/CĐ-UBND và số 09/CĐ-UBND ngày 19/11/2025", None),
    ("Luật Lưu trữ ngày 11/12/2025", None),
    ("ngày 31/02/2026", None),
    ("24/7", None),
    ("Trong năm", None),
    ("Thường xuyên", None),
]


@pytest.mark.parametrize(("text", "iso"), DUE)
def test_due_dates(text, iso):
    found = due_of(text, 2026)
    assert (found.iso if found else None) == iso


def test_a_day_without_year_needs_the_plans_year():
    assert find_dates("trước ngày 15/11") == []


def test_a_limit_holds_for_the_second_day_of_a_list():
    found = find_dates("báo cáo trước ngày 15/6/2026 và 15/12/2026", 2026)
    assert [(f.iso, f.limit) for f in found] == [("2026-06-15", True), ("2026-12-15", True)]


def test_the_day_a_document_was_signed_is_no_limit():
    text = "theo Công văn số 12/SYT-NV ngày 19/11/2025, báo cáo trước ngày 30/11/2025"
    assert [is_of_a_document(text, f) for f in find_dates(text)] == [True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("trước ngày 31/6/2026", ["31/6/2026"]),
        ("đến ngày 30/02", ["ngày 30/02"]),
        ("ngày 29/02/2028 và 29/2/2027", ["29/2/2027"]),
        ("trước ngày 15/13/2026", ["15/13/2026"]),
        ("đạt 31/6 điểm; bản 1.2.2026", []),
    ],
)
def test_days_no_calendar_has_are_pointed_at(text, shown):
    assert [text[s:e] for s, e in impossible_days(text)] == shown


def told(p: Period) -> str:
    """A period in one line: "monthly 20", "quarterly 21 [3, 6, 9, 12]", "weekly thứ 4 10:00"."""
    parts = [
        p.frequency,
        f"mỗi {p.interval}" if p.interval else "",
        f"thứ {p.weekday}" if p.weekday else "",
        str(p.day_of_month or ""),
        str(list(p.months)) if p.months else "",
        p.time or "",
        p.due or "",
    ]
    return " ".join(x for x in parts if x)


Q = "[3, 6, 9, 12]"
PERIODS = [
    # daily
    ("báo cáo hằng ngày", "daily"),
    ("trước 16h30’ hằng ngày", "daily 16:30"),
    ("báo cáo nhanh tình hình trước 15 giờ 00 hàng ngày", "daily 15:00"),
    ("trước 9h00’ mỗi ngày", "daily 09:00"),
    ("báo cáo 02 lần/ngày", "daily"),
    ("báo cáo ngày trước 17h00", "daily 17:00"),
    ("trong cuộc sống hằng ngày, người dân", "daily"),
    # weekly
    ("hằng tuần (trước 14h00 thứ Hai)", "weekly thứ 1 14:00"),
    ("vào thứ 5 hàng tuần", "weekly thứ 4"),
    ("báo cáo tuần trước 11 giờ thứ 6", "weekly thứ 5 11:00"),
    ("trước 16 giờ 00 thứ Sáu", "weekly thứ 5 16:00"),
    ("vào 16h30 thứ Sáu hằng tuần", "weekly thứ 5 16:30"),
    ("vào chiều thứ Năm mỗi tuần", "weekly thứ 4"),
    ("vào thứ Sáu", "weekly thứ 5"),
    ("định kỳ 02 tuần/lần vào thứ Sáu", "weekly mỗi 2 thứ 5"),
    ("thứ Hai và thứ Năm hằng tuần", "weekly thứ 1 | weekly thứ 4"),
    ("Chủ nhật hằng tuần", "weekly thứ 7"),
    ("định kỳ hằng tuần", "weekly"),
    # monthly
    ("trước ngày 20 hằng tháng", "monthly 20"),
    ("Trước ngày 20 hàng tháng", "monthly 20"),
    ("hằng tháng (trước ngày 20 hằng tháng)", "monthly 20"),
    ("trước 25 hằng tháng", "monthly 25"),
    ("vào ngày 15 và 30 hàng tháng", "monthly 15 | monthly 30"),
    ("trước ngày 05 của tháng sau", "monthly 5"),
    ("trước ngày 03 tháng tiếp theo", "monthly 3"),
    ("trước ngày 15 mỗi tháng", "monthly 15"),
    ("Hằng tháng, đánh giá kết quả và báo cáo Đảng ủy trước ngày 20", "monthly 20"),
    ("báo cáo tháng trước ngày 20", "monthly 20"),
    ("trước 17h00 ngày 20 hằng tháng", "monthly 20 17:00"),
    ("ngày mùng 5 hằng tháng", "monthly 5"),
    ("vào ngày cuối cùng của tháng", "monthly"),
    ("01 lần/tháng", "monthly"),
    ("mỗi tháng một lần", "monthly"),
    ("định kỳ theo tháng", "monthly"),
    # quarterly
    ("trước ngày 18 hàng tháng cuối quý", f"quarterly 18 {Q}"),
    ("trước ngày 21 tháng cuối quý", f"quarterly 21 {Q}"),
    ("trước ngày 15 của tháng cuối quý", f"quarterly 15 {Q}"),
    ("trước ngày 15 tháng cuối của quý", f"quarterly 15 {Q}"),
    ("trước ngày 15 tháng cuối mỗi quý", f"quarterly 15 {Q}"),
    ("báo cáo quý trước ngày 20 của tháng cuối quý", f"quarterly 20 {Q}"),
    ("trước ngày 20 các tháng 3, 6, 9, 12", f"quarterly 20 {Q}"),
    ("trước ngày 05 của tháng đầu quý sau", "quarterly 5 [1, 4, 7, 10]"),
    ("trước ngày 10 tháng đầu tiên của quý tiếp theo", "quarterly 10 [1, 4, 7, 10]"),
    ("hằng quý (trước ngày 25)", "quarterly 25"),
    ("định kỳ hằng quý", "quarterly"),
    ("Quí hằng quí", "quarterly"),
    ("vào tháng cuối quý", f"quarterly {Q}"),
    ("trước ngày 15/3, 15/6, 15/9 và 15/12 hằng năm", f"quarterly 15 {Q}"),
    ("trước ngày 10 của tháng sau quý báo cáo", "quarterly 10 [1, 4, 7, 10]"),
    (
        "báo cáo quý I trước ngày 15/3, 6 tháng trước 15/6, 9 tháng trước 15/9, năm trước 15/12",
        "yearly 15 [3] | yearly 15 [6] | yearly 15 [9] | yearly 15 [12]",
    ),
    # half-yearly, nine months, yearly
    ("báo cáo trước ngày 01/6 và 15/11 hằng năm", "yearly 1 [6] | yearly 15 [11]"),
    ("trước ngày 01/6, 15/11 hằng năm", "yearly 1 [6] | yearly 15 [11]"),
    ("trước ngày 10 tháng 12 hằng năm", "yearly 10 [12]"),
    ("trước ngày 10/12 hàng năm", "yearly 10 [12]"),
    ("trước ngày 10/12 mỗi năm", "yearly 10 [12]"),
    ("báo cáo năm trước ngày 05/12", "yearly 5 [12]"),
    ("Hằng năm, tổng hợp báo cáo UBND tỉnh trước ngày 15/12", "yearly 15 [12]"),
    ("định kỳ 6 tháng, năm báo cáo", "yearly [6] | yearly"),
    ("định kỳ 06 tháng, 01 năm", "yearly [6] | yearly"),
    ("báo cáo 6 tháng trước ngày 15/6", "yearly 15 [6]"),
    ("báo cáo 6 tháng (trước ngày 15/6), năm (trước ngày 15/12)", "yearly 15 [6] | yearly 15 [12]"),
    ("báo cáo 06 tháng trước ngày 01/6 và báo cáo năm trước ngày 01/12 hằng năm", "yearly 1 [6] | yearly 1 [12]"),
    ("6 tháng đầu năm trước ngày 15/6, năm trước ngày 15/12", "yearly 15 [6] | yearly 15 [12]"),
    ("báo cáo định kỳ 6 tháng, năm (trước ngày 15/6 và 15/12)", "yearly 15 [6] | yearly 15 [12]"),
    ("sơ kết 6 tháng và tổng kết năm", "yearly [6] | yearly"),
    ("báo cáo 9 tháng trước ngày 20/9", "yearly 20 [9]"),
    ("trước ngày 20 các tháng 6 và 12 hằng năm", "yearly 20 [6, 12]"),
    ("trước ngày 15 của tháng cuối năm", "yearly 15 [12]"),
    ("định kỳ hằng năm", "yearly"),
    ("trước ngày 05/6 (báo cáo 6 tháng) và ngày 05/12 (báo cáo năm)", "yearly 5 [6] | yearly 5 [12]"),
    ("6 tháng (trước ngày 15/6), 01 năm (trước ngày 15/12)", "yearly 15 [6] | yearly 15 [12]"),
    ("báo cáo UBND tỉnh kết quả hoạt động quý, năm", "quarterly | yearly"),
    ("định kỳ 6 tháng một lần", "monthly mỗi 6"),
    # several at once
    ("báo cáo định kỳ hằng tháng, quý", "monthly | quarterly"),
    ("định kỳ hằng tháng, quý, 6 tháng, năm", "monthly | quarterly | yearly [6] | yearly"),
    ("báo cáo tháng, quý, 06 tháng, 09 tháng và cả năm", "monthly | quarterly | yearly [6] | yearly [9] | yearly"),
    (
        "báo cáo tháng (trước ngày 20), quý (ngày 20 tháng cuối quý), 6 tháng (trước ngày 15/6), năm (trước 10/12)",
        f"monthly 20 | quarterly 20 {Q} | yearly 15 [6] | yearly 10 [12]",
    ),
    (
        "Gửi báo cáo quý trước ngày 15 của tháng cuối quý; báo cáo năm trước ngày 05/12",
        f"quarterly 15 {Q} | yearly 5 [12]",
    ),
    ("trước ngày 14 hằng tháng; báo cáo năm trước ngày 01/12 hằng năm", "monthly 14 | yearly 1 [12]"),
    ("hằng tuần (trước 10h00 thứ Năm) và hằng tháng (trước ngày 20)", "weekly thứ 4 10:00 | monthly 20"),
    ("báo cáo quý, năm", "quarterly | yearly"),
    ("báo cáo tháng/quý/năm", "monthly | quarterly | yearly"),
    ("hằng tháng, hằng quý và đột xuất", "monthly | quarterly"),
    # once
    ("báo cáo trước ngày 20/7/2026", "once 2026-07-20"),
    ("trước ngày 20/7", "once 2026-07-20"),
    ("trước ngày 20 tháng 7", "once 2026-07-20"),
    ("trước 17h00 ngày 20/7/2026", "once 17:00 2026-07-20"),
    ("trước 17 giờ, thứ Hai, ngày 20/7/2026", "once 17:00 2026-07-20"),
    ("trước ngày 15/6/2026 và trước ngày 10/12/2026", "once 2026-06-15 | once 2026-12-10"),
    ("báo cáo 6 tháng trước ngày 15/6/2026", "once 2026-06-15"),
    ("báo cáo kết quả năm 2026 trước ngày 05/12/2026", "once 2026-12-05"),
    ("hằng tháng báo cáo tiến độ; tổng kết trước ngày 05/12/2026", "monthly | once 2026-12-05"),
    ("báo cáo tổng kết trong tháng 12/2026", "once 2026-12"),
    # nothing
    ("báo cáo theo quy định", ""),
    ("báo cáo quý I năm trước", ""),
    ("báo cáo kết quả thực hiện", ""),
    ("theo Kế hoạch số 5/KH-UBND ngày 03/01/2026", ""),
    ("Quỹ Đền ơn đáp nghĩa báo cáo", ""),
    ("trong 05 ngày làm việc", ""),
    ("đưa vào tiêu chí đánh giá, xếp loại hằng năm", ""),
    ("trực 24/7", ""),
    ("trẻ 6 tháng tuổi", ""),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods(text, expected):
    assert " | ".join(map(told, find_periods(text, 2026))) == expected
