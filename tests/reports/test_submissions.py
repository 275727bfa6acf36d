"""A unit's report: on time or late, corrected, returned; what it states and what is counted."""

from __future__ import annotations

import pytest

from tungnha.ledger.models import CountClaim
from tungnha.reports import queries
from tungnha.reports.models import Obligation, Submission, SubmittedFigure
from tungnha.reports.operations import NewFigure, compile_report, freeze, return_submission, submit
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked, Problem

from .conftest import instant


def state(weekly, unit, at):
    return queries.standings([weekly.get(organisation=unit)], instant(at))[0].state


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        ("2026-05-28 09:59:59", "sent"),
        ("2026-05-28 10:00:00", "late"),  # "trước 10h00": ten sharp is late
        ("2026-05-28 10:07:00", "late"),
    ],
)
def test_ten_sharp_is_late(weekly, send, units, sent_at, expected):
    send(units.school, sent_at)

    assert state(weekly, units.school, "2026-05-28 12:00") == expected


def test_on_thursday_at_09_10_the_board_counts_who_has_sent_and_names_the_rest(weekly, send, duties, units, reporters):
    """E6."""
    owing = [r for r in reporters if r.collector_id is None]
    for unit in owing[3:]:
        send(unit, "2026-05-28 09:00")

    board = queries.board(duties.weekly, "2026-W22", instant("2026-05-28 09:10"))

    assert (board.handed_in, board.expected) == (11, 14)
    assert [row.name for row in board.missing] == ["Công an xã", "Phòng Kinh tế", "Trường THCS Mẫu Sơn"]
    assert {row.state for row in board.missing} == {"due"}
    assert board.late == ()


def test_what_is_sent_later_is_not_on_an_earlier_board(weekly, thursday, duties, units):
    before = queries.board(duties.weekly, "2026-W22", instant("2026-05-28 09:10"))
    after = queries.board(duties.weekly, "2026-W22", instant("2026-05-28 10:15"))

    assert (before.handed_in, len(before.late)) == (10, 0)
    assert (after.handed_in, [row.name for row in after.late]) == (11, ["Trường THCS Mẫu Sơn"])
    assert {row.state for row in after.missing} == {"missing"}


def test_a_correction_is_a_new_submission_and_makes_nobody_late(weekly, send, units):
    first = send(units.school, "2026-05-28 09:00", narrative="Bản một")
    second = send(units.school, "2026-05-28 14:00", narrative="Bản hai")

    standing = queries.standings([weekly.get(organisation=units.school)], instant("2026-05-28 15:00"))[0]

    assert (standing.state, standing.first, standing.latest, standing.corrections) == ("sent", first, second, 1)
    assert list(Submission.objects.values_list("number", "narrative")) == [(1, "Bản một"), (2, "Bản hai")]


def test_an_empty_report_is_refused_and_nothing_is_stored(weekly, send, units, targets):
    with pytest.raises(BadInput, match="chưa có gì"):
        send(units.school, "2026-05-28 09:00", narrative="  ", figures=[NewFigure(targets.pupils, None)])

    assert Submission.objects.count() == 0


def test_more_than_all_is_refused_and_nothing_is_stored(weekly, send, units, targets):
    with pytest.raises(BadInput, match="lớn hơn tổng số"):
        send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 400, 320)])

    assert (Submission.objects.count(), SubmittedFigure.objects.count(), CountClaim.objects.count()) == (0, 0, 0)


def test_a_figure_of_pupils_becomes_the_schools_count(weekly, send, units, targets, members, commune):
    send(units.school, "2026-05-28 09:00", by=members.thu, figures=[NewFigure(targets.pupils, 120, 320)])

    counted = CountClaim.objects.values("stated_by", "area", "group", "count", "base", "service__code", "origin")
    assert list(counted) == [
        {
            "stated_by": units.school.pk, "area": commune.pk, "group": "pupil", "count": 120, "base": 320,
            "service__code": "chu-ky-so", "origin": "submission",
        }
    ]  # fmt: skip


def test_a_corrected_figure_replaces_the_schools_count_and_both_stay_to_be_seen(weekly, send, units, targets):
    send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    send(units.school, "2026-05-28 09:30", figures=[NewFigure(targets.pupils, 125, 320)])

    live = CountClaim.objects.filter(retracts=None, retracted_by=None)
    assert [row.count for row in live] == [125]
    assert CountClaim.objects.filter(retracts=None).count() == 2


def test_a_villages_figure_of_named_people_only_stands_beside(weekly, send, units, targets, members, signatures):
    before = CountClaim.objects.count()

    sent = send(units.team1, "2026-05-28 09:00", by=members.lan, figures=[NewFigure(targets.october, 190, 2700)])

    figure = sent.figures.get()
    assert (figure.count, figure.computed) == (190, 184)
    assert CountClaim.objects.count() == before


def test_another_unit_cannot_send_in_its_name(weekly, units, members):
    obligation = weekly.get(organisation=units.police)

    with pytest.raises(Problem, match="Công an xã"):
        submit(
            obligation=obligation, narrative="x", difficulties="", proposals="", figures=[], by=members.thu,
            at=instant("2026-05-28 09:00"),
        )  # fmt: skip

    assert Submission.objects.count() == 0


def test_a_closed_obligation_takes_no_report(weekly, send, units):
    Obligation.objects.update(closed_at=instant("2026-05-27 08:00"))

    with pytest.raises(Locked):
        send(units.school, "2026-05-28 09:00")


def test_a_returned_report_is_owed_again_and_its_counts_no_longer_count(weekly, send, units, targets, members):
    sent = send(units.school, "2026-05-28 08:00", figures=[NewFigure(targets.pupils, 120, 320)])

    return_submission(submission=sent, why="Thiếu số học sinh lớp 9", by=members.mai, at=instant("2026-05-28 08:30"))

    assert state(weekly, units.school, "2026-05-28 09:00") == "returned"
    assert not CountClaim.objects.filter(retracts=None, retracted_by=None).exists()
    send(units.school, "2026-05-28 09:30")
    assert state(weekly, units.school, "2026-05-28 11:00") == "sent"


@pytest.mark.parametrize("corrected", [120, 150])
def test_a_returned_correction_is_owed_again_and_no_text_before_it_counts(
    weekly, send, units, targets, members, duties, corrected
):
    first = send(units.school, "2026-05-28 08:00", figures=[NewFigure(targets.pupils, 120, 320)])
    second = send(
        units.school, "2026-05-28 08:30", figures=[NewFigure(targets.pupils, corrected, 320)], narrative="Sửa"
    )
    with pytest.raises(Locked, match="bản mới nhất"):
        return_submission(submission=first, why="x", by=members.mai, at=instant("2026-05-28 08:40"))

    return_submission(submission=second, why="Thiếu lớp 9", by=members.mai, at=instant("2026-05-28 08:45"))

    assert state(weekly, units.school, "2026-05-28 09:00") == "returned"
    assert queries.latest_submissions([duties.weekly], "2026-W22", instant("2026-05-28 09:00")) == []
    assert not CountClaim.objects.filter(retracts=None, retracted_by=None).exists()
    third = send(units.school, "2026-05-28 10:30", figures=[NewFigure(targets.pupils, 160, 320)])
    assert state(weekly, units.school, "2026-05-28 11:00") == "sent"  # a correction makes nobody late
    assert queries.latest_submissions([duties.weekly], "2026-W22", instant("2026-05-28 11:00")) == [third]
    assert [c.count for c in CountClaim.objects.filter(retracts=None, retracted_by=None)] == [160]


@pytest.mark.parametrize("why", ["", "   "])
def test_a_return_says_why(weekly, send, units, members, why):
    sent = send(units.school, "2026-05-28 08:00")

    with pytest.raises(BadInput):
        return_submission(submission=sent, why=why, by=members.mai, at=instant("2026-05-28 08:30"))


def test_only_the_officer_returns_and_only_once(weekly, send, units, members):
    sent = send(units.school, "2026-05-28 08:00")
    with pytest.raises(Problem):
        return_submission(submission=sent, why="x", by=members.thu, at=instant("2026-05-28 08:30"))

    return_submission(submission=sent, why="x", by=members.mai, at=instant("2026-05-28 08:30"))
    with pytest.raises(Locked):
        return_submission(submission=sent, why="x", by=members.mai, at=instant("2026-05-28 08:40"))


def test_a_report_after_freezing_is_still_taken_and_marked(
    thursday, duties, plan, commune, members, units, send, weekly
):
    report = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    freeze(report=report, number="", issued_on=None, by=members.mai, at=instant("2026-05-28 10:40"))

    unsent = queries.board(duties.weekly, "2026-W22", instant("2026-05-28 10:50")).missing[0].obligation
    send(unsent.organisation, "2026-05-28 11:00")

    standing = queries.standings([unsent], instant("2026-05-28 12:00"))[0]
    assert (standing.state, standing.after_compiling) == ("late", True)
    told = report.corrections.get()
    assert (told.submission, told.parts, told.seen_at) == (standing.latest, ["narrative"], None)
    return_submission(submission=standing.latest, why="x", by=members.mai, at=instant("2026-05-28 12:00"))


def test_what_a_frozen_report_was_compiled_from_is_not_returned(thursday, duties, plan, commune, members, weekly):
    inside = Submission.objects.earliest("pk")
    report = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    freeze(report=report, number="", issued_on=None, by=members.mai, at=instant("2026-05-28 10:40"))

    with pytest.raises(Locked, match="đã khóa"):
        return_submission(submission=inside, why="x", by=members.mai, at=instant("2026-05-28 12:00"))


def test_the_log_of_a_report_holds_no_words_of_it(weekly, send, units):
    send(units.school, "2026-05-28 10:07", narrative="Ông Nguyễn Văn Kín không đồng ý")

    event = Event.objects.get(verb="report.submitted")
    assert event.data == {"obligation": weekly.get(organisation=units.school).pk, "number": 1, "late": True}


def test_a_period_that_has_not_begun_takes_no_report(weekly, duties, units, members):
    later = Obligation.objects.get(duty=duties.weekly, organisation=units.school, period="2026-W24")

    with pytest.raises(BadInput, match="bắt đầu từ ngày 04/6/2026"):
        submit(
            obligation=later, narrative="x", difficulties="", proposals="", figures=[], by=members.thu,
            at=instant("2026-05-28 09:00"),
        )  # fmt: skip
