"""A unit's report in many hands at one moment, and killed in the middle: nothing is lost, nothing is half done."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from tests.faults.agreement import events
from tests.faults.processes import at_once, elsewhere, killed_everywhere, slowly
from tests.reports.conftest import instant
from tungnha.reports.models import Correction, LockedCopy, Report, Step, Submission, UnitDraft
from tungnha.reports.operations import (
    accept,
    compile_report,
    freeze,
    reopen,
    return_submission,
    save_draft,
    submit,
)
from tungnha.reports.sending.copies import problems_of

AT = instant("2026-05-28 10:15")


def text(owed, by, words, at=AT, after=None):
    sent = submit(
        obligation=owed, narrative=words, difficulties="", proposals="", figures=[], by=by, at=at, after=after
    )  # fmt: skip
    return sent.pk


def test_of_two_people_who_send_different_texts_at_once_the_second_is_told(weekly, units, members):
    owed = weekly.get(organisation=units.school)

    presses = at_once([
        slowly(partial(text, owed, members.thu, "Bản của Thu", after=0)),
        slowly(partial(text, owed, members.mai, "Bản của Mai", after=0)),
    ])  # fmt: skip

    (late,) = [p.error for p in presses if p.error]
    assert late[0] == "OutOfDate"
    assert "vừa gửi báo cáo này" in late[1]
    assert (Submission.objects.get().number, Step.objects.count()) == (1, 1)


def test_accepted_and_returned_at_once_it_is_one_of_both(weekly, units, members):
    sent = Submission.objects.get(pk=elsewhere(partial(text, weekly.get(organisation=units.school), members.thu, "x")))

    def take():
        return len(accept(submissions=[sent], by=members.binh, at=AT).done)

    def give_back():
        return_submission(submission=sent, why="Thiếu lớp 9", by=members.mai, at=AT)

    at_once([slowly(take), slowly(give_back)])

    sent.refresh_from_db()
    acts = list(sent.steps.order_by("pk").values_list("act", flat=True))
    assert (sent.state, acts) in [("returned", ["send", "return"]), ("returned", ["send", "accept", "return"])]
    assert sent.returned_at is not None


def test_a_correction_sent_while_the_report_is_frozen_is_inside_refused_or_told(
    weekly, units, members, plan, duties, targets, commune, files
):
    owed = weekly.get(organisation=units.school)
    elsewhere(partial(text, owed, members.thu, "Bản một"))
    report = Report.objects.get(pk=elsewhere(lambda: compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=AT
    ).pk))  # fmt: skip

    def close():
        freeze(report=report, number="", issued_on=None, by=members.mai, at=instant("2026-05-28 10:20"))

    mend = slowly(partial(text, owed, members.thu, "Bản hai", at=instant("2026-05-28 10:20")))
    at_once([slowly(close), mend])

    first = owed.submissions.get(number=1)
    assert (first.state, problems_of(LockedCopy.objects.get(submission=first))) == ("locked", [])
    second = owed.submissions.filter(number=2)
    assert Correction.objects.filter(submission__in=second).count() == second.count()  # never silently


def test_of_two_who_reopen_at_once_one_has(weekly, units, members, plan, duties, targets, commune, files):
    owed = weekly.get(organisation=units.school)
    sent = Submission.objects.get(pk=elsewhere(partial(text, owed, members.thu, "Bản một")))

    def shut():
        report = compile_report(
            plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=AT
        )  # fmt: skip
        freeze(report=report, number="", issued_on=None, by=members.mai, at=AT)

    elsewhere(shut)

    def open_again(by):
        reopen(submission=sent, why="Thiếu lớp 9", by=by, at=instant("2026-05-29 08:00"))

    officers = at_once([slowly(partial(open_again, by)) for by in (members.mai, members.binh)])

    assert sorted(o.error[0] for o in officers if o.error) == ["Locked"]
    assert (events("report.reopened"), sent.steps.filter(act="reopen").count()) == (1, 1)


def test_two_who_begin_a_draft_at_once_are_both_kept(weekly, units, members):
    owed = weekly.get(organisation=units.school)

    def keep(by, words):
        save_draft(obligation=owed, sitting=uuid.uuid4(), seen=0, content={"narrative": words}, by=by, at=AT)

    writers = at_once([slowly(partial(keep, by, words)) for by, words in ((members.thu, "A"), (members.mai, "B"))])

    assert sorted(w.error[0] for w in writers if w.error) == ["OutOfDate"]
    assert {d.content["narrative"] for d in UnitDraft.objects.all()} == {"A", "B"}
    assert sorted(UnitDraft.objects.values_list("number", flat=True), key=str) == [1, None]


@pytest.mark.parametrize("deed", ["send", "accept"])
def test_killed_anywhere_a_step_is_taken_whole_or_not(weekly, units, members, deed):
    owed = weekly.get(organisation=units.school)
    act = partial(text, owed, members.thu, "Bản một")
    if deed == "accept":
        sent = Submission.objects.get(pk=elsewhere(act))
        act = partial(accept, submissions=[sent], by=members.mai, at=AT)
    before = Step.objects.count()
    for where in killed_everywhere(act):
        done = where == "after the commit"
        assert Step.objects.count() == before + done, where
        states = list(Submission.objects.values_list("state", flat=True))
        assert states == {"send": ["sent"] * done, "accept": ["accepted" if done else "sent"]}[deed], where
