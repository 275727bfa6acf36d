"""What a plan leaves open is asked; nothing is settled for the officer."""

import pytest

from tungnha import reading

from .plans import COMMUNE, WITH_COUNTS


@pytest.fixture(scope="module")
def draft():
    return reading.read_text(WITH_COUNTS)


def of_kind(draft, kind):
    return [q for q in draft["questions"] if q["kind"] == kind]


def test_each_contradiction_is_one_question(draft):
    assert [q["kind"] for q in draft["questions"]] == [
        "count_differs_from_rate",
        "figures_differ",
        "part_above_whole",
        "base_named_differently",
        "due_before_phase_ends",
        "pupils_below_base_age",
        "two_addressees",
        "report_without_period",
    ]


def test_a_question_points_at_finds_and_offers_options(draft):
    for question in draft["questions"]:
        assert question["text"].endswith("?")
        assert len(question["options"]) >= 2
        for path in question["about"]:
            name, _, index = path.partition(".")
            assert not index or draft[name][int(index)]


def test_the_stated_count_is_kept_and_the_smallest_satisfying_one_asked(draft):
    assert of_kind(draft, "count_differs_from_rate")[0]["options"] == ["1.402", "1.403"]
    assert [t["stated_count"] for t in draft["targets"]] == [1402, 1402, None, None]


def test_figures_are_shown_as_the_plan_writes_them(draft):
    assert of_kind(draft, "figures_differ")[0]["options"] == ["70,10%", "trên 70,10%"]


def test_a_due_date_is_offered_never_filled_in(draft):
    assert {(t["due"], t["due_implied"]) for t in draft["targets"]} == {(None, "2026-05-31")}


def test_the_peak_and_then_the_standing_phase(draft):
    assert [(p["name"], p["start"], p["end"]) for p in draft["phases"]] == [
        ("cao điểm", "2026-04-01", "2026-05-31"),
        ("thường xuyên", "2026-05-31", None),
    ]


def test_a_plan_without_contradictions_asks_nothing():
    assert reading.read_text(COMMUNE)["questions"] == []
