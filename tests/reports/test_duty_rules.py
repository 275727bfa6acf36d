"""When units are reminded, and how rates are counted: pure rules, no database."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from tungnha.reports.duties.rates import Rate, rate_of, trailing_silence
from tungnha.reports.duties.timing import DEFAULTS, Rule, moment, occasions, rule_words, to_give
from tungnha.units.calendar import VIETNAM, Calendar

CALENDAR = Calendar()


def vn(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def said(due, rules=DEFAULTS, calendar=CALENDAR):
    return [f"{one.at:%d/%m %H:%M}" for one in occasions(vn(due), rules, calendar)]


@pytest.mark.parametrize(
    ("due", "times"),
    [
        # Thursday 10:00: Wednesday morning, Thursday morning, half past ten.
        ("2026-05-28T10:00", ["27/05 08:00", "28/05 08:00", "28/05 10:30"]),
        # 24:00 of Friday 19/6 is Saturday 00:00: what follows waits for Monday.
        ("2026-06-20T00:00", ["18/06 08:00", "19/06 08:00", "22/06 06:30"]),
        # 24:00 of Saturday 20/6: both warnings on worked days before it.
        ("2026-06-21T00:00", ["18/06 08:00", "19/06 08:00", "22/06 06:30"]),
        # A Thursday in Tết 2027 (mùng 1 is Saturday 6/2): 4/2 and 5/2 are off, so Tuesday and Wednesday.
        ("2027-02-04T10:00", ["02/02 08:00", "03/02 08:00", "11/02 06:30"]),
        # Due at 08:00 sharp: a warning at that very instant would come too late.
        ("2026-05-28T08:00", ["27/05 08:00", "28/05 08:30"]),
        # The day after a leap day.
        ("2028-03-01T00:00", ["28/02 08:00", "29/02 08:00", "01/03 06:30"]),
    ],
)
def test_the_days_and_hours_a_unit_is_reminded(due, times):
    assert said(due) == times


def test_a_day_made_off_or_worked_by_decision_moves_the_warning():
    off = Calendar(off={date(2026, 5, 27): "hoán đổi"})
    worked = Calendar(working={date(2026, 6, 20): "làm bù"})
    assert said("2026-05-28T10:00", calendar=off)[0] == "26/05 08:00"
    assert said("2026-06-21T00:00", calendar=worked)[:2] == ["19/06 08:00", "20/06 08:00"]


@pytest.mark.parametrize(
    ("due", "minutes", "at"),
    [
        ("2026-05-28T10:00", -60, "28/05 09:00"),
        ("2026-05-29T00:00", -60, "28/05 20:59"),  # 23:00 is night: the evening before it begins
        ("2026-05-28T07:00", -60, "27/05 20:59"),  # 06:00 is night, too
        ("2026-05-28T20:45", 30, "29/05 06:30"),
        ("2026-05-29T17:00", 300, "01/06 06:30"),  # Friday 22:00: Monday
    ],
)
def test_nobody_is_disturbed_at_night(due, minutes, at):
    assert f"{moment(vn(due), Rule(minutes=minutes), CALENDAR):%d/%m %H:%M}" == at


def test_only_the_latest_that_has_come_is_given_and_no_warning_after_its_deadline():
    due = vn("2026-05-28T10:00")
    found = occasions(due, DEFAULTS, CALENDAR)
    keys = {
        at: getattr(to_give(found, due_at=due, at=vn(at)), "key", None)
        for at in ("2026-05-27T07:59", "2026-05-27T08:00", "2026-05-28T09:59", "2026-05-28T10:00", "2026-05-28T10:29",
                   "2026-05-28T10:30", "2026-05-29T10:29", "2026-05-29T10:30")
    }  # fmt: skip
    assert list(keys.values()) == [None, "d1@0800", "d0@0800", None, None, "m+30", "m+30", None]


def test_rules_are_said_in_words():
    assert [rule_words(rule) for rule in (*DEFAULTS, Rule(minutes=-90), Rule(days=2, at=time(14, 30)))] == [
        "trước 1 ngày làm việc, lúc 8 giờ 00", "chính ngày hạn, lúc 8 giờ 00", "sau hạn 30 phút",
        "trước hạn 1 giờ 30 phút", "trước 2 ngày làm việc, lúc 14 giờ 30",
    ]  # fmt: skip


# --- rates -----------------------------------------------------------------------------------------------------------


def test_what_is_excused_closed_or_not_due_is_no_base():
    states = [("sent", True), ("late", True), ("missing", True), ("returned", True), ("excused", True),
              ("closed", True), ("upcoming", False), ("due", False), ("sent", False)]  # fmt: skip
    made = rate_of(states)
    assert made == Rate(expected=4, received=2, on_time=1)
    assert (made.late, made.missing) == (1, 2)


def test_nothing_expected_is_no_rate():
    assert rate_of([("excused", True), ("upcoming", False)]) == Rate(0, 0, 0)


def test_silence_counts_back_from_the_latest_and_steps_over_what_was_excused():
    assert trailing_silence(["missing", "excused", "missing", "sent", "missing"]) == 2
    assert trailing_silence(["late", "missing"]) == 0
