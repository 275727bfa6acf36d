from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from tungnha.plans.rules import VIETNAM, Period, When, obligation_periods, why_no_dates


@dataclass
class Phase:
    starts_on: date | None
    ends_on: date | None
    closed_at: datetime | None = None


PEAK = Phase(date(2026, 5, 26), date(2026, 10, 31))
STEADY = Phase(date(2026, 11, 1), None)
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
THURSDAY = When("weekly", weekday=4, time=time(10))
MONTHLY = When("monthly", day_of_month=20)


def days(duty, phases, **window):
    return [p.day for p in obligation_periods(duty, phases=phases, **(window or YEAR))]


def vn(*parts):
    return datetime(*parts, tzinfo=VIETNAM)


def test_the_peak_has_23_thursdays_and_none_after_it():
    found = days(THURSDAY, [PEAK])
    assert (len(found), found[0], found[-1]) == (23, date(2026, 5, 28), date(2026, 10, 29))


def test_the_monthly_report_goes_on_after_the_peak():
    assert days(MONTHLY, [PEAK, STEADY]) == [date(2026, month, 20) for month in range(6, 13)]


def test_a_week_covers_the_days_between_its_deadline_and_the_one_before():
    found = obligation_periods(THURSDAY, phases=[PEAK], start=date(2026, 6, 1), end=date(2026, 6, 11))
    assert found == [
        Period("2026-W23", date(2026, 5, 28), date(2026, 6, 3), vn(2026, 6, 4, 10), date(2026, 6, 4)),
        Period("2026-W24", date(2026, 6, 4), date(2026, 6, 10), vn(2026, 6, 11, 10), date(2026, 6, 11)),
    ]


def test_the_first_period_starts_with_the_phase():
    first = obligation_periods(THURSDAY, phases=[PEAK], **YEAR)[0]
    assert first == Period("2026-W22", date(2026, 5, 26), date(2026, 5, 27), vn(2026, 5, 28, 10), date(2026, 5, 28))


def test_a_month_read_strictly_ends_with_the_19th_and_by_the_setting_with_the_20th():
    window = {"start": date(2026, 7, 1), "end": date(2026, 7, 31)}
    strict = obligation_periods(MONTHLY, phases=[PEAK, STEADY], **window)
    until = obligation_periods(MONTHLY, phases=[PEAK, STEADY], **window, rule="until")
    assert (strict, until) == (
        [Period("2026-07", date(2026, 6, 20), date(2026, 7, 19), vn(2026, 7, 20), date(2026, 7, 20))],
        [Period("2026-07", date(2026, 6, 21), date(2026, 7, 20), vn(2026, 7, 21), date(2026, 7, 20))],
    )


def test_a_quarterly_duty_has_four_days_a_year_and_nothing_in_july():
    assert days(When("quarterly", day_of_month=21), []) == [
        date(2026, 3, 21), date(2026, 6, 21), date(2026, 9, 21), date(2026, 12, 21),
    ]  # fmt: skip
    assert days(When("quarterly", day_of_month=21), [], start=date(2026, 7, 1), end=date(2026, 7, 31)) == []


def test_the_quarter_names_its_period_and_its_instant():
    window = {"start": date(2026, 6, 1), "end": date(2026, 6, 30)}
    found = obligation_periods(When("quarterly", day_of_month=25, months=[3, 6, 9, 12]), phases=[], **window)
    assert found == [Period("2026-Q2", date(2026, 3, 25), date(2026, 6, 24), vn(2026, 6, 25), date(2026, 6, 25))]


def test_a_one_off_report_is_owed_once():
    duty = When("once", due_on=date(2026, 5, 15))
    found = obligation_periods(duty, phases=[Phase(date(2026, 4, 20), date(2026, 5, 15))], **YEAR)
    assert found == [Period("once", date(2026, 4, 20), date(2026, 5, 14), vn(2026, 5, 15), date(2026, 5, 15))]


def test_a_one_off_report_after_the_phase_is_still_owed_when_it_belongs_to_none():
    assert days(When("once", due_on=date(2026, 12, 15)), []) == [date(2026, 12, 15)]


def test_every_second_week_counts_from_the_first_in_the_phase_whatever_the_window():
    duty = When("weekly", weekday=4, time=time(10), interval=2)
    whole = days(duty, [PEAK])
    later = days(duty, [PEAK], start=date(2026, 6, 5), end=date(2026, 12, 31))
    assert (whole[:3], later) == ([date(2026, 5, 28), date(2026, 6, 11), date(2026, 6, 25)], whole[1:])


def test_the_31st_of_a_short_month_is_its_last_day():
    assert days(When("monthly", day_of_month=31), [], start=date(2026, 2, 1), end=date(2026, 4, 30)) == [
        date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30),
    ]  # fmt: skip


def test_a_yearly_duty_comes_in_its_month():
    assert days(When("yearly", day_of_month=15, months=[12]), []) == [date(2026, 12, 15)]


def test_closing_a_phase_ends_what_is_not_due_yet():
    closed = Phase(PEAK.starts_on, PEAK.ends_on, closed_at=vn(2026, 6, 5, 17))
    assert days(THURSDAY, [closed]) == [date(2026, 5, 28), date(2026, 6, 4)]


def test_a_phase_without_a_start_is_open_backwards():
    found = days(THURSDAY, [Phase(None, date(2026, 1, 15))])
    assert found == [date(2026, 1, 1), date(2026, 1, 8), date(2026, 1, 15)]


@pytest.mark.parametrize(
    ("duty", "why"),
    [
        (When("adhoc"), "Chỉ báo cáo khi có yêu cầu."),
        (When("unspecified"), "Kế hoạch chưa nêu kỳ báo cáo."),
        (When("weekly"), "Kế hoạch chưa nêu báo cáo vào thứ mấy."),
        (When("monthly"), "Kế hoạch chưa nêu báo cáo vào ngày nào."),
        (When("quarterly"), "Kế hoạch chưa nêu báo cáo vào ngày nào."),
        (When("yearly", day_of_month=15), "Kế hoạch chưa nêu báo cáo vào tháng nào."),
        (When("once"), "Kế hoạch chưa nêu ngày báo cáo."),
    ],
)
def test_what_has_no_day_owes_nothing_and_says_why(duty, why):
    assert (obligation_periods(duty, phases=[PEAK], **YEAR), why_no_dates(duty)) == ([], why)
