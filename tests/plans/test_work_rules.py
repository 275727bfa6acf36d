"""How far a task is, by the one written rule (docs/decisions/0039-tasks-worked.md). No database."""

from datetime import date, datetime, timedelta

import pytest

from tungnha.plans.work import rules
from tungnha.plans.work.rules import Granted, Said, State, Terms
from tungnha.units.calendar import VIETNAM, Calendar
from tungnha.units.problems import BadInput

MAY_31, JUNE_1 = date(2026, 5, 31), date(2026, 6, 1)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


def said(*steps, unit="", on=date(2026, 5, 28)):
    return [Said(n, step, on, at(on), unit) for n, step in enumerate(steps, 1)]


def terms(due_on, text, **more):
    return rules.terms_of(due_on, text, steady=more.pop("steady", False), **more)


@pytest.mark.parametrize(
    ("due_on", "text", "last"),
    [
        (date(2026, 5, 31), "Tháng 5/2026", MAY_31),
        (date(2026, 5, 31), "Trong tháng 5/2026", MAY_31),
        (date(2028, 2, 29), "Tháng 2/2028", date(2028, 2, 29)),
        (date(2026, 6, 15), "Trước ngày 15/6/2026", date(2026, 6, 14)),
        (date(2026, 7, 31), "Trước 31/7/2026", date(2026, 7, 30)),
        (date(2028, 3, 1), "trước ngày 01/3/2028", date(2028, 2, 29)),
        (date(2026, 6, 15), "Trước 17 giờ ngày 15/6/2026", date(2026, 6, 15)),
        (date(2026, 6, 15), "Trước 17h00 ngày 15/6/2026", date(2026, 6, 15)),
        (date(2026, 6, 15), "Đến hết 15/6/2026", date(2026, 6, 15)),
        (date(2026, 6, 30), "Trước tháng 6/2026", date(2026, 5, 31)),
        (date(2026, 6, 15), "Trước mắt, xong trong ngày 15/6/2026", date(2026, 6, 15)),
        (None, "", None),
    ],
)
def test_until_when_a_task_may_be_done(due_on, text, last):
    assert terms(due_on, text).last_day == last


def test_an_installation_that_counts_the_day_itself_says_so():
    assert terms(date(2026, 6, 15), "Trước ngày 15/6/2026", rule="until").last_day == date(2026, 6, 15)


def test_a_months_due_is_over_from_the_first_of_the_next():
    found = terms(MAY_31, "Tháng 5/2026")
    assert [rules.stand([], found, day).state for day in (MAY_31, JUNE_1)] == [State.NEW, State.OVERDUE]
    leap = terms(date(2028, 2, 29), "Tháng 2/2028")
    assert [rules.stand([], leap, day).state for day in (date(2028, 2, 29), date(2028, 3, 1))] == [
        State.NEW, State.OVERDUE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), State.NEW),
        (("taken",), State.TAKEN),
        (("taken", "doing"), State.DOING),
        (("done",), State.DONE),
        (("done", "confirmed"), State.CONFIRMED),
        (("done", "returned"), State.DOING),
        (("done", "returned", "done"), State.DONE),
    ],
)
def test_the_last_word_tells_how_far_it_is(steps, state):
    before, after = date(2026, 5, 30), date(2026, 6, 30)
    assert rules.stand(said(*steps), terms(MAY_31, "Tháng 5/2026"), before).state is state
    finished = state in (State.DONE, State.CONFIRMED)
    assert rules.stand(said(*steps), terms(MAY_31, "Tháng 5/2026"), after).state is (
        state if finished else State.OVERDUE
    )


def test_what_was_taken_back_no_longer_counts_and_the_word_before_it_does():
    rows = [*said("taken", "done"), Said(3, "withdrawn", JUNE_1, at(JUNE_1), retracts=2)]
    assert rules.stand(rows, Terms(None), JUNE_1).state is State.TAKEN
    back = [rows[0], Said(4, "withdrawn", JUNE_1, at(JUNE_1), retracts=1)]
    assert rules.stand(back, Terms(None), JUNE_1).last is None


def test_done_after_the_last_day_is_late_done_in_time_and_told_later_is_not():
    found = terms(MAY_31, "Tháng 5/2026")
    late = rules.stand(said("done", on=date(2026, 6, 2)), found, date(2026, 6, 5))
    told_later = rules.stand([Said(1, "done", date(2026, 5, 30), at(date(2026, 6, 2)))], found, date(2026, 6, 5))
    assert (late.is_late, told_later.is_late) == (True, False)


def test_work_that_goes_on_is_never_overdue():
    for text in ("Thường xuyên", "Thực hiện thường xuyên", "Trước ngày 20 hàng tháng", "hằng quý", "Định kỳ"):
        assert rules.stand([], terms(None, text), date(2030, 1, 1)).state is State.STEADY, text
    both = terms(date(2026, 10, 31), "Đến 31/10/2026, sau đó vẫn duy trì thường xuyên.")
    days = (date(2026, 10, 31), date(2026, 11, 1))
    assert [rules.stand([], both, day).state for day in days] == [State.NEW, State.STEADY]
    assert rules.stand([], Terms(None), date(2030, 1, 1)).state is State.NEW, "no day, none invented"


def test_steady_work_falls_quiet_by_working_days_and_tet_makes_nobody_quiet():
    worked = Calendar().working_days_between

    def quiet(last, on, weeks=2):
        return rules.is_quiet(last, date(2026, 1, 5), on, weeks, worked)

    assert not quiet(date(2026, 3, 2), date(2026, 3, 16)), "two weeks to the day"
    assert quiet(date(2026, 3, 2), date(2026, 3, 17))
    # Tết 2026 begins on 17/2: five days off lie between, so three weeks of the calendar are two of work.
    assert not quiet(date(2026, 2, 6), date(2026, 2, 27))
    assert quiet(date(2026, 2, 6), date(2026, 3, 2))
    assert quiet(None, date(2026, 6, 1)), "never a word since the plan began"
    assert not quiet(None, date(2026, 1, 12))


def test_an_extension_moves_the_last_day_of_the_whole_or_of_one_place_the_latest_decided_stands():
    first = Granted(date(2026, 6, 10), at(date(2026, 5, 29)))
    place = Granted(date(2026, 6, 20), at(date(2026, 5, 30)), "a7")
    later = Granted(date(2026, 6, 15), at(date(2026, 6, 1)))
    found = terms(MAY_31, "Tháng 5/2026")
    assert rules.extended(found, [first, place]).last_day == date(2026, 6, 10)
    assert rules.extended(found, [first, place], "a7").last_day == date(2026, 6, 20)
    assert rules.extended(found, [first, place, later], "a7").last_day == date(2026, 6, 15)
    assert rules.extended(found, []).last_day == MAY_31


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ("new new", "new"), ("new taken", "taken"), ("new done", "doing"), ("done confirmed", "done"),
        ("confirmed confirmed", "confirmed"), ("confirmed overdue", "overdue"), ("always always", "always"),
        ("always done", "done"), ("always overdue done", "overdue"), ("", "new"),
    ],
)  # fmt: skip
def test_a_row_above_others_is_rolled_up(states, whole):
    assert rules.roll(map(State, states.split())) is State(whole)


def test_outputs_are_read_summed_and_said_as_an_office_writes_them():
    found = rules.read_outputs("03 tin, 01 hội nghị; 1.200 tờ rơi\n2 tin")
    assert found == {"tin": 5, "hội nghị": 1, "tờ rơi": 1200}
    assert rules.output_words(found) == "05 tin, 01 hội nghị, 1.200 tờ rơi"
    assert rules.summed([found, {"tin": 1}]) == {"tin": 6, "hội nghị": 1, "tờ rơi": 1200}
    assert rules.read_outputs("  ,; ") == {}


@pytest.mark.parametrize("text", ["ba tin", "-3 tin", "3", "1,5 km", "99999999 tin", "3tin2 "])
def test_outputs_that_cannot_be_counted_are_refused_in_a_sentence(text):
    with pytest.raises(BadInput, match="mời"):
        rules.read_outputs(text)


def test_days_over_are_counted_from_the_last_day():
    found = rules.stand([], terms(MAY_31, "Tháng 5/2026"), MAY_31 + timedelta(days=3))
    assert found.days_over(MAY_31 + timedelta(days=3)) == 3
