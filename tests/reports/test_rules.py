"""Words and states, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from tungnha.reports import rules, sentences, showing
from tungnha.units.calendar import Calendar

from .conftest import instant

DUE = instant("2026-05-28 10:00")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-05-28 09:10", "còn 50 phút"),
        ("2026-05-26 07:00", "còn 2 ngày 3 giờ"),
        ("2026-05-28 09:59:30", "còn chưa đến 1 phút"),
        ("2026-05-28 10:00", "vừa quá hạn"),
        ("2026-05-28 10:07", "quá hạn 7 phút"),
        ("2026-05-30 10:00", "quá hạn 2 ngày"),
    ],
)
def test_the_time_left_in_words(at, words):
    assert rules.countdown(DUE, instant(at)) == words


@pytest.mark.parametrize(
    ("key", "words", "title"),
    [
        ("2026-W22", "tuần từ ngày 21/5/2026 đến ngày 27/5/2026", "Tuần 22 (21/5 – 27/5/2026)"),
        ("2026-06", "tháng 6/2026", "Tháng 6/2026"),
        ("2026-Q2", "quý II/2026", "Quý II/2026"),
        ("2026-05-27", "ngày 27/5/2026", "Ngày 27/5/2026"),
        ("once", "đến hết ngày 27/5/2026", "Báo cáo một lần"),
    ],
)
def test_what_a_period_is_called(key, words, title):
    days = (date(2026, 5, 21), date(2026, 5, 27))

    assert (rules.period_words(key, *days), rules.period_title(key, *days)) == (words, title)


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        ("2026-05-28 10:00", "10 giờ 00 thứ Năm, 28/5/2026"),
        ("2026-06-20 00:00", "24 giờ thứ Sáu, 19/6/2026"),
        ("2026-06-21 00:00", "24 giờ thứ Bảy, 20/6/2026"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(due_at, words):
    assert showing.last_instant(instant(due_at)) == words


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-05-28 09:10", "2026-05-28 10:00"),
        ("2026-05-28 10:15", "2026-05-28 16:00"),
        ("2026-05-28 15:30", "2026-05-29 10:00"),
        ("2026-05-29 15:30", "2026-06-01 10:00"),  # Friday afternoon: Monday
        ("2026-05-30 09:00", "2026-06-01 10:00"),
        ("2026-08-31 16:00", "2026-09-03 10:00"),  # the national days are between
        ("2027-02-04 09:00", "2027-02-11 10:00"),  # Tết: five days off and two in lieu
    ],
)
def test_a_reminder_never_asks_for_an_hour_that_is_gone(at, expected):
    assert rules.new_hour(DUE, instant(at), Calendar()) == instant(expected)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("UBND xã Hiệp Lực", "Ủy ban nhân dân\nxã Hiệp Lực"),
        ("BCĐ xã Thiệu Trung", "Ban Chỉ đạo\nxã Thiệu Trung"),
        ("Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ"),
    ],
)
def test_a_committee_takes_two_lines_on_the_letterhead(name, lines):
    assert rules.issuer_lines(name) == lines


@pytest.mark.parametrize(
    ("plan", "report", "letter"),
    [
        ("KH-UBND", "BC-UBND", "UBND-VHXH"),
        ("KH- UBND", "BC-UBND", "UBND-VHXH"),
        ("KH-SKHCN", "BC-SKHCN", "SKHCN"),
        ("", "BC-UBND", "UBND-VHXH"),
    ],
)
def test_symbols_follow_the_plans(plan, report, letter):
    assert (rules.report_symbol(plan), rules.letter_symbol(plan)) == (report, letter)


@pytest.mark.parametrize(
    ("reached", "per_day", "said"),
    [
        (28, "0.0", "Cần thêm 8 người, còn 191 ngày đến 31/12/2026"),
        (15, "2.2", "Cần 2,2 người mỗi ngày, còn 191 ngày đến 31/12/2026"),
        (36, "0.0", ""),
        (40, "0.0", ""),
        (28, None, ""),
        (None, None, ""),
    ],
)
def test_what_a_report_asks_for_a_day(reached, per_day, said):
    row = {
        "reached": reached, "needed": 36, "per_day": per_day, "unit": "người", "due_on": "2026-12-31", "days_left": 191,
        "base": None, "base_on": None, "base_name": "", "base_whose": "", "why_none": "", "opens": None, "change": None,
        "state": "on_path",
    }  # fmt: skip
    assert showing.figure_of(row)["pace"] == said


def test_what_was_done_to_a_household_is_not_had():
    assert [sentences.having(what) for what in ("chữ ký số", "được làm mẫu")] == ["có chữ ký số", "được làm mẫu"]
