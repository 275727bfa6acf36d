from datetime import UTC, date, datetime, time

import pytest

from tungnha.plans.rules import VIETNAM, When, due_instant, due_words, named_day, weekend_note


def vn(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "at", "inclusive", "rule", "late_from"),
    [
        (date(2026, 5, 28), time(10), None, "before", "2026-05-28T10:00"),
        (date(2026, 5, 28), time(10), True, "until", "2026-05-28T10:00"),  # an hour is the instant itself
        (date(2026, 6, 20), None, None, "before", "2026-06-20T00:00"),
        (date(2026, 6, 20), None, None, "until", "2026-06-21T00:00"),
        (date(2026, 6, 20), None, True, "before", "2026-06-21T00:00"),  # the plan's own word wins over the setting
        (date(2026, 6, 20), None, False, "until", "2026-06-20T00:00"),
        (date(2026, 1, 1), None, None, "before", "2026-01-01T00:00"),
    ],
)
def test_a_deadline_is_the_first_instant_that_is_late(day, at, inclusive, rule, late_from):
    assert due_instant(day, time=at, inclusive=inclusive, rule=rule) == vn(late_from)
    # and back: the weekend of the day the plan names is the one that is told
    assert named_day(vn(late_from).astimezone(UTC), time=at, inclusive=inclusive, rule=rule) == day


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (When("weekly", weekday=4, time=time(10)), "trước 10 giờ 00 thứ Năm hằng tuần"),
        (When("weekly", weekday=4, inclusive=True), "trong thứ Năm hằng tuần (hạn cuối: 24 giờ thứ Năm)"),
        (When("weekly", weekday=1), "trước thứ Hai hằng tuần (hạn cuối: 24 giờ Chủ nhật)"),
        (When("weekly", weekday=5, interval=2), "trước thứ Sáu 2 tuần một lần (hạn cuối: 24 giờ thứ Năm)"),
        (When("weekly"), "hằng tuần, chưa nêu thứ mấy"),
        (When("monthly", day_of_month=20), "trước ngày 20 hằng tháng (hạn cuối: 24 giờ ngày 19)"),
        (When("monthly", day_of_month=1), "trước ngày 1 hằng tháng (hạn cuối: 24 giờ ngày cuối tháng trước)"),
        (When("monthly"), "hằng tháng, chưa nêu ngày"),
        (
            When("quarterly", day_of_month=21, months=[3, 6, 9, 12]),
            "trước ngày 21 hằng quý (các tháng 3, 6, 9, 12) (hạn cuối: 24 giờ ngày 20)",
        ),
        (
            When("yearly", day_of_month=15, months=[12]),
            "trước ngày 15 tháng 12 hằng năm (hạn cuối: 24 giờ ngày 14)",
        ),
        (When("once", due_on=date(2026, 5, 15)), "trước ngày 15/5/2026 (hạn cuối: 24 giờ ngày 14/5/2026)"),
        (
            When("once", due_on=date(2026, 5, 15), inclusive=True),
            "đến hết ngày 15/5/2026 (hạn cuối: 24 giờ ngày 15/5/2026)",
        ),
        (When("once", due_on=date(2026, 7, 24), time=time(16)), "trước 16 giờ 00 ngày 24/7/2026"),
        (When("once"), "một lần, chưa nêu ngày"),
        (When("daily", time=time(16, 30)), "trước 16 giờ 30 hằng ngày"),
        (When("adhoc"), "đột xuất, khi có yêu cầu"),
        (When("unspecified"), "kế hoạch không nêu kỳ"),
    ],
)
def test_a_duty_says_when_it_is_due(terms, words):
    assert due_words(terms) == words


def test_the_setting_changes_the_words_with_the_instant():
    assert due_words(When("monthly", day_of_month=20), "until") == (
        "đến hết ngày 20 hằng tháng (hạn cuối: 24 giờ ngày 20)"
    )


def test_a_weekend_is_said_and_a_working_day_is_not():
    assert [weekend_note(date(2026, 6, day)) for day in (19, 20, 21)] == [
        "", "20/6/2026 là thứ Bảy", "21/6/2026 là Chủ nhật",
    ]  # fmt: skip
