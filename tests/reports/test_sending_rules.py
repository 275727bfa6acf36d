"""Who may do what with a unit's report, and which numbers are doubtful: the tables, whole."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from tungnha.reports.sending import checks, rules
from tungnha.reports.sending.checks import Earlier, Reported

# (state, act) → who may, and what it is then ("–": the text stays where it is). Every pair that is not here is refused
# for everybody. Written by hand, apart from the code it holds against.
TABLE = {
    ("draft", "save"): ("unit officer", "–"),
    ("draft", "send"): ("unit officer", "sent"),
    ("sent", "save"): ("unit officer", "–"),
    ("sent", "send"): ("unit officer", "sent"),
    ("sent", "return"): ("officer", "returned"),
    ("sent", "accept"): ("officer leader", "accepted"),
    ("sent", "lock"): ("officer leader", "locked"),
    ("returned", "save"): ("unit officer", "–"),
    ("returned", "send"): ("unit officer", "sent"),
    ("accepted", "save"): ("unit officer", "–"),
    ("accepted", "send"): ("unit officer", "sent"),
    ("accepted", "return"): ("officer", "returned"),
    ("accepted", "take_back"): ("officer leader", "sent"),
    ("accepted", "lock"): ("officer leader", "locked"),
    ("locked", "ask"): ("unit", "–"),
    ("locked", "reopen"): ("officer leader", "reopened"),
    ("reopened", "save"): ("unit officer", "–"),
    ("reopened", "send"): ("unit officer", "sent"),
    ("reopened", "lock"): ("officer leader", "locked"),
}


@pytest.mark.parametrize(("state", "act", "actor"), list(product(rules.STATES, rules.ACTS, rules.ACTORS)))
def test_each_act_in_each_state_by_each_actor(state, act, actor):
    who, then = TABLE.get((state, act), ("", ""))

    said = rules.verdict(state, act, [actor])

    assert said.allowed == (actor in who.split())
    if said.allowed:
        assert (said.then or "–") == then
    else:
        assert said.why_not.endswith(".")
        assert said.why_not != "."
        assert "{" not in said.why_not


def test_the_table_says_what_the_buttons_show():
    for state, actor in product(rules.STATES, rules.ACTORS):
        open_ones = {act for (of, act), (who, _) in TABLE.items() if of == state and actor in who.split()}
        assert rules.open_to(state, [actor]) == open_ones


def test_who_is_both_the_unit_and_the_desk_may_do_what_either_may():
    assert rules.verdict("locked", "ask", ["unit", "officer"]).allowed
    assert rules.verdict("locked", "reopen", ["unit", "officer"]).allowed


def test_a_stranger_is_told_whose_it_is_and_not_where_it_stands():
    assert rules.verdict("locked", "send", ["reader"]).is_stranger
    assert not rules.verdict("locked", "send", ["unit"]).is_stranger


# --- when a period may be reported on --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "starts_on", "ends_on", "due_on", "expected"),
    [
        ("weekly", date(2026, 5, 21), date(2026, 5, 27), date(2026, 5, 28), date(2026, 5, 24)),
        ("monthly", date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 19), date(2026, 6, 12)),
        ("quarterly", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 20), date(2026, 5, 29)),
        ("daily", date(2026, 5, 21), date(2026, 5, 21), date(2026, 5, 21), date(2026, 5, 21)),
        ("yearly", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 15), date(2026, 9, 15)),
        ("once", date(2026, 4, 20), date(2026, 5, 15), date(2026, 5, 14), date(2026, 4, 20)),
        ("weekly", date(2028, 2, 24), date(2028, 3, 1), date(2028, 3, 2), date(2028, 2, 27)),  # a leap day within
    ],
)
def test_a_report_is_taken_in_the_last_quarter_of_its_period(frequency, starts_on, ends_on, due_on, expected):
    opens = rules.opens_on(frequency=frequency, starts_on=starts_on, ends_on=ends_on, due_on=due_on)

    assert opens == expected


# --- numbers ---------------------------------------------------------------------------------------------------------


def reported(count, base=None, computed=None, earlier=(), earlier_base=None):
    return Reported(
        name="Học sinh", unit="người", count=count, base=base, computed=computed,
        earlier=Earlier(tuple(earlier), earlier_base, "tuần 21"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        (reported(120, 320), []),
        (reported(None), []),
        (reported(0, 320), []),
        (reported(321, 320), ["above"]),
        (reported(None, 320), ["half"]),
        (reported(320, 320), []),
        (reported(190, 2700, computed=184), ["gap"]),
        (reported(184, 2700, computed=184), []),
        (reported(119, 320, earlier=[120]), ["lower"]),
        (reported(120, 320, earlier=[120]), []),
        (reported(0, 320, earlier=[120]), ["zero"]),
        (reported(0, 320, earlier=[0]), []),
        (reported(30, 320, earlier=[9]), ["jump"]),  # 21 more, over three times the last one
        (reported(27, 320, earlier=[9]), []),  # three times, not more
        (reported(12, 320, earlier=[3]), []),  # nine more: too few to be doubted
        (reported(13, 320, earlier=[3]), ["jump"]),
        (reported(40, 320, earlier=[0]), []),  # nothing to be a multiple of
        (reported(65, 320, earlier=[10, 15, 20, 25]), ["jump"]),  # usually 5: 40 is over five times
        (reported(50, 320, earlier=[10, 15, 20, 25]), []),  # 25 is five times, not over
        (reported(90, 320, earlier=[30, 30, 30, 30]), ["jump"]),  # it never changed
        (reported(200, 320, earlier=[0, 60, 110, 150]), []),  # it always grew fast
        (reported(120, 330, earlier=[120], earlier_base=320), ["base"]),
        (reported(110, 330, computed=184, earlier=[120], earlier_base=320), ["gap", "lower", "base"]),
        (reported(400, 320, earlier=[120], earlier_base=310), ["above"]),  # a fault stands alone
    ],
)
def test_what_is_doubtful_in_a_number(of, codes):
    found = checks.findings(of)

    assert [one.code for one in found] == codes
    assert [one.code for one in found if one.is_fault] == [code for code in codes if code in ("above", "half")]
    assert all("Học sinh" in one.sentence and one.sentence[-1] in ".?" for one in found)


def test_a_doubt_says_both_numbers_and_what_is_asked():
    (one,) = checks.findings(reported(1100, 5480, earlier=[1120]))

    assert one.sentence == "“Học sinh”: kỳ này 1.100 người, ít hơn tuần 21 (1.120) 20 người. Vì sao giảm?"


def test_an_answer_about_other_numbers_answers_nothing():
    (first,) = checks.findings(reported(110, 320, earlier=[120]))
    (second,) = checks.findings(reported(111, 320, earlier=[120]))

    assert first.key != second.key


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [("12 em chuyển trường", True), ("ốm ạ", True), ("…", False), ("  ", False), ("123456", False), ("ok", False)],
)
def test_a_dash_is_no_answer(text, is_answer):
    assert checks.is_answer(text) is is_answer
