"""From draft to locked and reopened: who did what and why stays, locked copies stay whole, corrections are told."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection

from tungnha.reports import queries
from tungnha.reports.models import Correction, LockedCopy, Obligation, Step, Submission, UnitDraft
from tungnha.reports.operations import (
    Doubtful,
    NewFigure,
    accept,
    ask_to_reopen,
    compile_report,
    freeze,
    lock,
    reopen,
    return_submission,
    save_draft,
    see_corrections,
    submit,
    take_back,
)
from tungnha.reports.sending import changes, copies, settings
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

from .conftest import instant

AT = instant("2026-05-28 10:15")


@pytest.fixture
def frozen(plan, duties, targets, commune, members):
    """freeze the week as it stands: frozen() → the compiled report."""

    def run(at="2026-05-28 10:15", closed_at="2026-05-28 10:40"):
        report = compile_report(
            plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant(at)
        )
        return freeze(report=report, number="", issued_on=None, by=members.mai, at=instant(closed_at))

    return run


def steps_of(submission):
    return [(s.act, s.by, s.why) for s in submission.steps.order_by("pk")]


# --- accepting -------------------------------------------------------------------------------------------------------


def test_many_are_accepted_in_one_press_and_one_that_was_corrected_meanwhile_is_left(send, units, members):
    first, school = send(units.police, "2026-05-28 08:00"), send(units.school, "2026-05-28 08:00")
    mended = send(units.school, "2026-05-28 08:30", narrative="Bản sửa")

    result = accept(submissions=[first, school], by=members.mai, at=AT)

    assert result.done == [first]
    assert [(row, "bản sửa" in why) for row, why in result.left] == [(school, True)]
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {first.pk: "accepted", school.pk: "sent", mended.pk: "sent"}
    assert steps_of(first) == [("send", members.mai, ""), ("accept", members.mai, "")]


def test_accepted_twice_is_accepted_once(send, units, members):
    sent = send(units.police, "2026-05-28 08:00")
    accept(submissions=[sent], by=members.mai, at=AT)

    again = accept(submissions=[sent], by=members.binh, at=AT)

    assert (again.done, again.left) == ([], [])
    assert [act for act, _, _ in steps_of(sent)] == ["send", "accept"]


def test_a_unit_accepts_nothing_and_nobody_accepts_what_was_returned(send, units, members):
    sent = send(units.school, "2026-05-28 08:00")
    assert accept(submissions=[sent], by=members.thu, at=AT).left[0][1].startswith("Việc này chỉ cán bộ")
    return_submission(submission=sent, why="Thiếu lớp 9", by=members.mai, at=AT)

    assert accept(submissions=[sent], by=members.mai, at=AT).left[0][1].startswith("Báo cáo này đã trả lại")


def test_an_acceptance_pressed_by_mistake_is_taken_back(send, units, members):
    sent = send(units.school, "2026-05-28 08:00")
    accept(submissions=[sent], by=members.mai, at=AT)

    assert take_back(submission=sent, by=members.mai, at=AT).state == "sent"
    assert [act for act, _, _ in steps_of(sent)] == ["send", "accept", "take_back"]


def test_a_correction_of_an_accepted_report_waits_again_and_the_old_text_stays_readable(send, units, members):
    sent = send(units.school, "2026-05-28 08:00", narrative="Bản một")
    accept(submissions=[sent], by=members.mai, at=AT)

    mended = send(units.school, "2026-05-28 11:00", narrative="Bản hai")

    sent.refresh_from_db()
    assert (sent.state, sent.narrative, mended.state) == ("accepted", "Bản một", "sent")


# --- locking ---------------------------------------------------------------------------------------------------------


def test_what_a_report_is_compiled_from_is_locked_with_it(send, units, members, targets, frozen):
    sent = send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    accept(submissions=[sent], by=members.mai, at=instant("2026-05-28 09:30"))

    report = frozen()

    sent.refresh_from_db()
    copy = LockedCopy.objects.get(submission=sent)
    assert (sent.state, copy.report, copies.problems_of(copy)) == ("locked", report, [])
    assert '"count":120' in copy.content
    assert Event.objects.get(verb="report.locked", about_id=str(sent.pk)).data == {"sha256": copy.sha256}


def test_a_locked_copy_is_neither_changed_nor_deleted(send, units, members):
    copy = lock(submission=send(units.school, "2026-05-28 09:00"), by=members.mai, at=AT)

    copy.content = "{}"
    for deed in (
        copy.save, copy.delete, lambda: LockedCopy.objects.update(content="{}"), LockedCopy.objects.all().delete,
    ):  # fmt: skip
        with pytest.raises(TypeError, match="never"):
            deed()
    assert copies.problems_of(LockedCopy.objects.get()) == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("update reports_lockedcopy set content = replace(content, 'Đã', 'Chưa')", "không còn khớp mã kiểm"),
        ("update reports_lockedcopy set sha256 = '0'", "nhật ký"),
        ("update reports_submission set narrative = 'Khác'", "không còn như bản khóa"),
        ("update reports_submittedfigure set count = 121", "không còn như bản khóa"),
    ],
)
def test_whoever_changes_a_locked_report_behind_the_products_back_is_found_out(
    send, units, members, targets, sql, said
):
    sent = send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    lock(submission=sent, by=members.mai, at=AT)

    with connection.cursor() as cursor:
        cursor.execute(sql)

    assert any(said in problem for problem in copies.problems_of(LockedCopy.objects.get()))


def test_a_unit_named_anew_leaves_its_locked_copies_whole(send, units, members):
    lock(submission=send(units.school, "2026-05-28 09:00"), by=members.mai, at=AT)
    units.school.name = "Trường TH và THCS Mẫu Sơn"
    units.school.save()

    assert copies.problems_of(LockedCopy.objects.get()) == []


# --- reopening, and what is told upstairs ----------------------------------------------------------------------------


def test_a_locked_report_takes_no_correction_until_it_is_reopened_with_a_reason(send, units, members, weekly):
    sent = send(units.school, "2026-05-28 09:00", by=members.thu)
    copy = lock(submission=sent, by=members.mai, at=AT)
    with pytest.raises(Locked, match="Đề nghị mở lại"):
        send(units.school, "2026-05-28 11:00", by=members.thu, narrative="Sửa")
    with pytest.raises(BadInput):
        ask_to_reopen(submission=sent, why=" ", by=members.thu, at=AT)

    ask_to_reopen(submission=sent, why="Thiếu lớp 9", by=members.thu, at=AT)
    ask_to_reopen(submission=sent, why="Thiếu lớp 9", by=members.thu, at=AT)
    with pytest.raises(Problem):
        reopen(submission=sent, why="x", by=members.thu, at=AT)
    reopen(submission=sent, why="Trường báo thiếu", by=members.binh, at=AT)
    mended = send(units.school, "2026-05-28 11:00", by=members.thu, narrative="Sửa")

    sent.refresh_from_db()
    assert (sent.state, sent.narrative, mended.number, mended.state) == ("reopened", "Đã họp và phân công.", 2, "sent")
    assert [(act, why) for act, _, why in steps_of(sent)] == [
        ("send", ""), ("lock", ""), ("ask", "Thiếu lớp 9"), ("reopen", "Trường báo thiếu"),
    ]  # fmt: skip
    assert copies.problems_of(copy) == []
    standing = queries.standings([weekly.get(organisation=units.school)], instant("2026-05-28 12:00"))[0]
    assert standing.state == "sent"  # the first one decides: a correction makes nobody late


def test_a_correction_after_freezing_is_told_beside_the_frozen_report(send, units, members, targets, frozen):
    sent = send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    report = frozen()
    before = (report.figures, report.words, report.version)
    reopen(submission=sent, why="Thiếu lớp 9", by=members.mai, at=instant("2026-05-29 08:00"))

    mended = send(units.school, "2026-05-29 09:00", figures=[NewFigure(targets.pupils, 125, 320)])

    told = Correction.objects.get()
    assert (told.report, told.submission, told.parts) == (report, mended, [])
    assert told.figures == [{"target": targets.pupils.pk, "name": targets.pupils.label, "then": 120, "now": 125}]
    report.refresh_from_db()
    assert (report.figures, report.words, report.version) == before
    assert Event.objects.filter(verb="report.corrected_after_lock", about_id=str(report.pk)).count() == 1
    assert see_corrections(report=report, by=members.mai, at=AT) == 1
    assert see_corrections(report=report, by=members.mai, at=AT) == 0


def test_what_came_between_compiling_and_freezing_is_told_when_it_is_frozen(
    send, units, members, targets, plan, duties, commune
):
    send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    report = compile_report(plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=AT)
    late = send(units.school, "2026-05-28 10:20", figures=[NewFigure(targets.pupils, 130, 320)])

    freeze(report=report, number="", issued_on=None, by=members.mai, at=instant("2026-05-28 10:40"))

    told = Correction.objects.get()
    assert (told.submission, told.figures[0]["then"], told.figures[0]["now"]) == (late, 120, 130)
    assert list(late.obligation.submissions.values_list("state", flat=True)) == ["locked", "sent"]


def test_a_correction_that_says_nothing_new_is_told_nobody(send, units, members, frozen):
    sent = send(units.school, "2026-05-28 09:00")
    frozen()
    reopen(submission=sent, why="Nhầm", by=members.mai, at=instant("2026-05-29 08:00"))

    send(units.school, "2026-05-29 09:00")

    assert (sent.obligation.submissions.count(), Correction.objects.count()) == (2, 0)


def test_what_was_learnt_after_sending_about_the_reports_own_day_is_shown(
    send, units, members, targets, signatures, villages
):
    from tungnha.ledger.models import Service
    from tungnha.ledger.operations import NewClaim, record_claims

    sent = send(units.team1, "2026-05-28 09:00", by=members.lan, figures=[NewFigure(targets.october, None)])
    assert changes.since_sent(sent) == []

    service = Service.objects.get(code="chu-ky-so")
    without = signatures[0].household.persons.create(
        full_name="Người Thêm", folded_name="nguoi them", birth_date=date(1980, 1, 1), birth_precision="day",
        residence="at_home", sex="female",
    )  # fmt: skip
    later = signatures[0].household.persons.create(
        full_name="Người Sau", folded_name="nguoi sau", birth_date=date(1980, 1, 1), birth_precision="day",
        residence="at_home", sex="female",
    )  # fmt: skip
    record_claims(
        [
            NewClaim(subject={"person_id": without.pk}, service=service, source="list", since_on=date(2026, 5, 20)),
            NewClaim(subject={"person_id": later.pk}, service=service, source="list", since_on=date(2026, 6, 1)),
        ],
        by=members.mai, at=instant("2026-06-02 08:00"),
    )  # fmt: skip

    (change,) = changes.since_sent(sent)
    assert (change.then, change.now) == (184, 185)  # who got it later belongs to the next report
    on_board = changes.of_board(Submission.objects.all(), units.team1.area.parent)
    assert [(one.then, one.now) for one in on_board[sent.pk]] == [(184, 185)]


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_a_number_left_to_the_machine_is_the_one_it_counted(send, units, members, targets, signatures):
    sent = send(units.team1, "2026-05-28 09:00", by=members.lan, figures=[NewFigure(targets.october, None)])

    figure = sent.figures.get()
    assert (figure.count, figure.computed, figure.own) == (184, 184, False)


def test_a_doubt_wants_a_word_about_those_very_numbers(weekly, units, members, targets, signatures):
    def hand_in(count, answers):
        return submit(
            obligation=weekly.get(organisation=units.team1), narrative="Đã đến từng nhà.", difficulties="",
            proposals="", figures=[NewFigure(targets.october, count, None, answers)], by=members.lan,
            at=instant("2026-05-28 09:00"), asks_answers=True,
        )  # fmt: skip

    with pytest.raises(Doubtful, match="Vì sao khác") as doubtful:
        hand_in(180, {})
    key = doubtful.value.findings[targets.october.pk][0].key
    with pytest.raises(Doubtful):
        hand_in(181, {key: "Bốn người chuyển đi"})
    assert Submission.objects.count() == 0

    with pytest.raises(Doubtful, match="lớn hơn tổng số 184"):
        hand_in(185, {key: "Bốn người chuyển đi"})

    sent = hand_in(180, {key: " Bốn người chuyển đi "})

    (checked,) = sent.figures.get().checked
    assert (checked["code"], checked["answer"]) == ("gap", "Bốn người chuyển đi")


def test_long_before_its_end_a_period_takes_no_report(weekly, duties, units, members):
    owed = Obligation.objects.get(duty=duties.weekly, organisation=units.school, period="2026-W23")
    said = {"narrative": "x", "difficulties": "", "proposals": "", "figures": [], "by": members.thu}
    with pytest.raises(BadInput, match="đến ngày 03/6/2026 mới hết; gửi được từ ngày 31/5/2026"):
        submit(obligation=owed, at=instant("2026-05-30 23:59"), **said)

    assert submit(obligation=owed, at=instant("2026-05-31 00:00"), **said).number == 1


def test_who_did_not_know_of_a_report_just_sent_is_told_and_sends_nothing(weekly, send, units, members):
    send(units.school, "2026-05-28 09:00", by=members.thu)

    with pytest.raises(OutOfDate, match="Thu vừa gửi báo cáo này lúc 09 giờ 00"):
        submit(
            obligation=weekly.get(organisation=units.school), narrative="Bản của Mai", difficulties="", proposals="",
            figures=[], by=members.mai, at=instant("2026-05-28 09:05"), after=0,
        )  # fmt: skip
    assert Submission.objects.count() == 1


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_two_who_write_one_draft_are_both_kept_and_the_second_is_told(weekly, units, members):
    owed = weekly.get(organisation=units.school)
    one, two = uuid.uuid4(), uuid.uuid4()

    def keep(sitting, by, text, at="2026-05-27 09:00"):
        return save_draft(
            obligation=owed, sitting=sitting, seen=0, content={"narrative": text}, by=by, at=instant(at)
        )  # fmt: skip

    keep(one, members.thu, "Bản của Thu")
    with pytest.raises(OutOfDate, match="Thu cũng đang viết báo cáo này \\(lưu lúc 09 giờ 00\\)"):
        keep(two, members.mai, "Bản của Mai")
    with pytest.raises(OutOfDate):
        keep(two, members.mai, "Bản của Mai, dài hơn")
    keep(one, members.thu, "Bản của Thu, xong")

    kept = {(d.content["narrative"], d.number, d.saved_by) for d in UnitDraft.objects.all()}
    assert kept == {("Bản của Thu, xong", 1, members.thu), ("Bản của Mai, dài hơn", None, members.mai)}


def test_a_page_that_knew_the_draft_goes_on_with_it(weekly, units, members):
    owed = weekly.get(organisation=units.school)
    for seen, text in ((0, "Sáng"), (1, "Chiều")):
        save_draft(
            obligation=owed, sitting=uuid.uuid4(), seen=seen, content={"narrative": text}, by=members.thu, at=AT
        )  # fmt: skip

    assert list(UnitDraft.objects.order_by("number").values_list("number", "content__narrative")) == [
        (1, "Sáng"), (2, "Chiều"),
    ]  # fmt: skip


def test_a_draft_of_another_unit_or_of_a_locked_report_is_not_kept(weekly, send, units, members):
    owed = weekly.get(organisation=units.school)
    with pytest.raises(Problem):
        save_draft(obligation=owed, sitting=uuid.uuid4(), seen=0, content={}, by=members.lan, at=AT)
    lock(submission=send(units.school, "2026-05-28 09:00"), by=members.mai, at=AT)
    with pytest.raises(Locked):
        save_draft(obligation=owed, sitting=uuid.uuid4(), seen=0, content={}, by=members.thu, at=AT)

    assert UnitDraft.objects.count() == 0


# --- one report for two duties ---------------------------------------------------------------------------------------


@pytest.fixture
def shared(duties, members):
    return settings.share(duty=duties.weekly, also=duties.monthly, by=members.mai, at=AT)


def test_one_report_answers_both_duties_and_each_is_decided_by_itself(duties, units, members, weekly, shared, targets):
    owed = Obligation.objects.get(duty=duties.weekly, organisation=units.school, period="2026-W25")  # due 18/6
    month = Obligation.objects.get(duty=duties.monthly, organisation=units.school, period="2026-06")  # due 19/6 24:00

    sent = submit(
        obligation=owed, narrative="Đã làm.", difficulties="", proposals="", by=members.thu,
        figures=[NewFigure(targets.pupils, 120, 320)], at=instant("2026-06-18 09:00"),
    )  # fmt: skip

    twin = month.submissions.get()
    assert (twin.serves, twin.narrative, twin.figures.get().count) == (sent, "Đã làm.", 120)
    accept(submissions=[twin], by=members.mai, at=instant("2026-06-18 10:00"))
    sent.refresh_from_db()
    assert sent.state == "sent"
    submit(
        obligation=owed, narrative="Đã làm, bản sửa.", difficulties="", proposals="", by=members.thu,
        figures=[NewFigure(targets.pupils, 121, 320)], at=instant("2026-06-18 11:00"),
    )  # fmt: skip
    assert [(t.number, t.narrative) for t in month.submissions.all()] == [(1, "Đã làm."), (2, "Đã làm, bản sửa.")]


def test_a_report_of_another_week_answers_no_month(duties, units, members, weekly, shared, send):
    send(units.school, "2026-05-28 09:00")

    assert not Submission.objects.filter(obligation__duty=duties.monthly).exists()


def test_two_duties_are_shared_once_and_no_longer_when_it_was_ended(duties, members, shared, weekly, units, send):
    with pytest.raises(BadInput, match="đã dùng chung"):
        settings.share(duty=duties.weekly, also=duties.monthly, by=members.mai, at=AT)
    settings.end_share(shared=shared, by=members.mai, at=AT)

    assert not duties.weekly.shared_with.filter(ended_at=None).exists()


def test_every_step_is_only_ever_added(send, units, members):
    send(units.school, "2026-05-28 09:00")
    step = Step.objects.get()

    with pytest.raises(TypeError, match="never changed"):
        step.save()
    with pytest.raises(TypeError, match="never deleted"):
        Step.objects.all().delete()
