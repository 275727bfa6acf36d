"""Pages of a unit's report on its way: the form, the draft, the desk's board, the locked copy, lists, two plans."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from tungnha.field.models import Visit, VisitResult
from tungnha.ledger.models import Service
from tungnha.people.models import Export
from tungnha.plans.models import Duty, Task
from tungnha.plans.work.operations import Result, say
from tungnha.reports.models import Correction, NamedRow, Obligation, Submission, UnitDraft
from tungnha.reports.operations import NewFigure, accept, compile_report, freeze, lock, reopen, submit
from tungnha.reports.sending import known, named
from tungnha.reports.sending.settings import ask_list
from tungnha.units import clock
from tungnha.units.models import Event

from .conftest import instant
from .test_pages import text_of

AT = instant("2026-05-28 09:10")


@pytest.fixture
def at_ten_past_nine():
    with clock.freeze("2026-05-28T09:10:00+07:00"):
        yield


def address(name, *args):
    return reverse(f"reports:{name}", args=args)


def hidden(html, name):
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', html)
    return found[1] or ""


def posted(html, **more):
    """What a browser sends of the unit's form: its hidden fields and what was typed."""
    names = re.findall(r'<input type="hidden" name="((?:ky\d+-)?(?:sitting|seen|after|shown_\w+))"', html)
    return {name: hidden(html, name) for name in names} | more


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_proposal_left_as_it_is_is_marked_so_and_an_edited_one_is_not(
    client_of, members, units, weekly, targets, signatures, at_ten_past_nine
):
    owed, browser = weekly.get(organisation=units.team1), client_of(members.lan)
    html = browser.get(address("obligation", owed.pk)).content.decode()
    proposal = re.search(r'name="narrative"[^>]*>\s*([^<]+)</textarea>', html)[1]
    assert "toàn thôn có 184 người có chữ ký số" in proposal
    assert "Máy đề xuất từ số liệu" in html

    browser.post(
        address("obligation", owed.pk),
        posted(html, narrative=proposal.replace("\n", "\r\n"), next_tasks="Đến 12 hộ còn lại."),
    )

    sent = Submission.objects.get()
    assert (sent.proposed, sent.next_tasks) == (["narrative"], "Đến 12 hộ còn lại.")


def test_an_officer_who_types_in_what_came_on_paper_is_given_no_words_of_the_machine(
    client_of, members, units, weekly, targets, signatures, at_ten_past_nine
):
    owed = weekly.get(organisation=units.team1)

    html = client_of(members.mai).get(address("obligation", owed.pk)).content.decode()

    assert re.search(r'name="narrative"[^>]*>\s*</textarea>', html)
    assert "toàn thôn có 184 người" in html  # offered beside, to be taken or left


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"count": "âm năm", "base": "320"}, "cần một số nguyên"),
        ({"count": "-5", "base": "320"}, "cần một số nguyên"),
        ({"count": "400", "base": "320"}, "số đạt 400 lớn hơn tổng số 320"),
        ({"count": "", "base": "320"}, "có tổng số mà chưa có số đạt"),
    ],
)
def test_a_number_that_cannot_be_comes_back_with_what_to_do(
    client_of, members, units, weekly, targets, at_ten_past_nine, typed, said
):
    owed, browser = weekly.get(organisation=units.school), client_of(members.thu)
    html = browser.get(address("obligation", owed.pk)).content.decode()
    fields = {f"{name}_{targets.pupils.pk}": value for name, value in typed.items()}

    answer = browser.post(address("obligation", owed.pk), posted(html, narrative="Đã làm.", **fields))

    assert (answer.status_code, said in text_of(answer), Submission.objects.count()) == (422, True, 0)
    assert "Đã làm." in answer.content.decode()  # what was typed is not lost


def test_a_doubt_is_answered_on_the_page_and_the_desk_reads_the_answer(
    client_of, members, units, weekly, duties, targets, send, at_ten_past_nine
):
    send(units.school, "2026-05-27 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    owed = Obligation.objects.get(duty=duties.weekly, organisation=units.school, period="2026-W23")
    pk, browser = targets.pupils.pk, client_of(members.thu)
    with clock.freeze("2026-06-03T09:00:00+07:00"):
        html = browser.get(address("obligation", owed.pk)).content.decode()
        typed = {f"count_{pk}": "118", f"base_{pk}": "320", "narrative": "Đã làm."}
        asked = browser.post(address("obligation", owed.pk), posted(html, **typed))
        assert "ít hơn tuần từ ngày 25/5/2026 đến ngày 27/5/2026 (120) 2 người. Vì sao giảm?" in text_of(asked)
        key = re.search(rf'name="key_{pk}_lower" value="([^"]+)"', asked.content.decode())[1]

        answer = {f"answer_{pk}_lower": "Hai em chuyển trường", f"key_{pk}_lower": key.replace("&quot;", '"')}
        browser.post(address("obligation", owed.pk), posted(html, **typed, **answer))
        board = client_of(members.mai).get(address("board", duties.weekly.pk, "2026-W23"))

    assert Submission.objects.get(obligation=owed).figures.get().count == 118
    assert "Hai em chuyển trường" in text_of(board)
    assert not re.search(r'name="accept" value="\d+" checked', board.content.decode())  # to be read first


def test_a_draft_is_kept_as_typed_and_the_second_writer_is_told(client_of, members, units, weekly, at_ten_past_nine):
    owed = weekly.get(organisation=units.school)
    thu, mai = client_of(members.thu), client_of(members.mai)
    where = address("unit-draft", owed.pk)

    first = thu.post(where, {"sitting": str(uuid.uuid4()), "seen": "0", "narrative": "Bản của Thu", "rác": "x"})
    second = mai.post(where, {"sitting": str(uuid.uuid4()), "seen": "0", "narrative": "Bản của Mai"})

    assert "Đã lưu nháp lúc 9 giờ 10" in text_of(first)
    assert "Thu cũng đang viết báo cáo này" in text_of(second)
    assert UnitDraft.objects.get(number=1).content == {"narrative": "Bản của Thu"}
    shown = text_of(thu.get(address("obligation", owed.pk)))
    assert "Bản nháp để bên cạnh, chưa dùng" in shown
    assert "Bản của Mai" in shown
    assert Submission.objects.count() == 0


def test_without_script_the_button_keeps_the_draft(client_of, members, units, weekly, at_ten_past_nine):
    owed, browser = weekly.get(organisation=units.school), client_of(members.thu)
    html = browser.get(address("obligation", owed.pk)).content.decode()

    browser.post(address("obligation", owed.pk), posted(html, do="draft", causes="Mưa bão"))

    assert (UnitDraft.objects.get().content["causes"], Submission.objects.count()) == ("Mưa bão", 0)
    assert ">\nMưa bão</textarea>" in browser.get(address("obligation", owed.pk)).content.decode()


def test_who_sends_after_somebody_else_did_is_told_and_her_text_is_kept(
    client_of, members, units, weekly, send, at_ten_past_nine
):
    owed, browser = weekly.get(organisation=units.school), client_of(members.mai)
    html = browser.get(address("obligation", owed.pk)).content.decode()
    send(units.school, "2026-05-28 09:05", by=members.thu)

    answer = browser.post(address("obligation", owed.pk), posted(html, narrative="Bản của Mai"))

    assert (answer.status_code, "Thu vừa gửi báo cáo này" in text_of(answer)) == (422, True)
    assert (Submission.objects.count(), UnitDraft.objects.get().content["narrative"]) == (1, "Bản của Mai")


# --- what is proposed ------------------------------------------------------------------------------------------------


def test_a_village_tells_its_change_from_the_start_of_the_period(client_of, members, units, weekly, signatures):
    """Those of 26/5 are gained in the month that began before, though the week before 18/6 brought none."""
    owed = Obligation.objects.filter(duty__frequency="monthly", organisation=units.team1).earliest("ends_on")
    assert owed.starts_on <= date(2026, 5, 26)

    with clock.freeze("2026-06-18T09:10:00+07:00"):
        html = client_of(members.lan).get(address("obligation", owed.pk)).content.decode()

    assert "tăng 14 người từ đầu kỳ" in html
    assert "so với kỳ trước" not in html


def test_only_what_was_counted_is_proposed(weekly, units, members, villages, campaign, signatures):
    owed = weekly.select_related("duty__plan__campaign", "organisation__area").get(organisation=units.team1)
    period = known.UnitPeriod(owed, members.lan, AT)
    assert "narrative" not in known.propose(period)

    person, home = signatures[0], signatures[0].household
    visit = Visit.objects.create(
        household=home, campaign=campaign, outcome="met", made_by=members.lan, made_at=instant("2026-05-26 19:00"),
        stored_at=instant("2026-05-26 19:00"),
    )  # fmt: skip
    service = Service.objects.get(code="chu-ky-so")
    VisitResult.objects.create(visit=visit, person=person, service=service, outcome="no_smartphone")
    Visit.objects.create(  # of another week
        household=home, campaign=campaign, outcome="met", made_by=members.lan, made_at=instant("2026-06-09 19:00"),
        stored_at=instant("2026-06-09 19:00"),
    )  # fmt: skip

    said = known.propose(period)

    assert said["narrative"] == "- Tổ đến nhà 01 lượt, 01 hộ; gặp được 01 hộ."
    assert said["causes"] == "- Chưa làm được tại nhà: 01 người không có điện thoại thông minh."
    assert person.full_name not in str(said)


def test_tasks_done_and_overdue_are_told(weekly, units, members, plan):
    done = Task.objects.create(plan=plan, no="1", name="Lập danh sách học sinh.", due_on=date(2026, 5, 31), order=1)
    late = Task.objects.create(plan=plan, no="2", name="Họp phụ huynh", due_on=date(2026, 5, 27), order=2)
    for task in (done, late):
        task.leads.add(units.school)
    say(
        task=done, unit="", step="done", on=date(2026, 5, 26), result=Result("Đã lập 12 lớp"), key=uuid.uuid4(),
        by=members.thu, at=instant("2026-05-26 10:00"),
    )  # fmt: skip
    owed = weekly.select_related("duty__plan", "organisation__area").get(organisation=units.school)

    said = known.propose(known.UnitPeriod(owed, members.thu, AT))

    assert said == {
        "narrative": "- Lập danh sách học sinh: Đã lập 12 lớp.",
        "shortcomings": "- Nhiệm vụ quá hạn: Họp phụ huynh (hạn 27/5/2026).",
    }


def test_a_room_above_adds_what_it_knows_once(weekly, units, members, monkeypatch):
    monkeypatch.setattr(known, "_TELLERS", [])
    owed = weekly.get(organisation=units.school)

    def teller(period):
        yield known.Told("difficulties", f"Thôn báo sóng yếu, {period.owed.period}.")

    known.register(teller)
    known.register(teller)

    assert known.propose(known.UnitPeriod(owed, members.thu, AT)) == {
        "difficulties": "- Thôn báo sóng yếu, 2026-W22."
    }  # fmt: skip


# --- the desk --------------------------------------------------------------------------------------------------------


def test_one_press_accepts_what_is_ticked_and_filters_show_what_is_left(
    client_of, members, units, duties, thursday, send, at_ten_past_nine
):
    browser, where = client_of(members.mai), address("board", duties.weekly.pk, "2026-W22")
    with clock.freeze("2026-05-28T10:15:00+07:00"):
        html = browser.get(where).content.decode()
        ticked = re.findall(r'name="accept" value="(\d+)" checked', html)
        assert len(ticked) == 11
        browser.post(address("decide", duties.weekly.pk, "2026-W22"), {"accept": ticked[1:], "xem": "cho"})
        left = text_of(browser.get(f"{where}?xem=cho"))

    assert Submission.objects.filter(state="accepted").count() == 10
    assert "Chờ tiếp nhận (1)" in left
    assert "Đã tiếp nhận (10)" in left
    assert "Chưa gửi (3)" in left


def test_the_desk_accepts_nothing_of_another_period_nor_a_unit_anything(
    client_of, members, units, duties, send, at_ten_past_nine
):
    sent = send(units.school, "2026-05-28 09:00")
    other = address("decide", duties.monthly.pk, "2026-06")
    assert client_of(members.mai).post(other, {"accept": [sent.pk]}).status_code == 302
    here = address("decide", duties.weekly.pk, "2026-W22")
    assert client_of(members.thu).post(here, {"accept": [sent.pk]}).status_code == 404
    assert client_of(members.phuc).post(here, {"accept": [sent.pk]}).status_code == 404

    assert Submission.objects.get().state == "sent"


def test_the_locked_copy_has_a_page_that_says_whether_it_is_whole(
    client_of, members, units, send, targets, at_ten_past_nine
):
    sent = send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    copy = lock(submission=sent, by=members.mai, at=AT)
    browser = client_of(members.thu)
    assert "Nguyên vẹn" in text_of(browser.get(address("copy", copy.pk)))
    assert client_of(members.lan).get(address("copy", copy.pk)).status_code == 404
    Submission.objects.filter(pk=sent.pk).update(narrative="Khác")

    assert "báo cáo đang lưu không còn như bản khóa" in text_of(browser.get(address("copy", copy.pk)))


def test_a_correction_is_read_by_the_province_and_seen_by_its_owner(
    client_of, members, units, send, plan, duties, targets, commune, at_ten_past_nine
):
    sent = send(units.school, "2026-05-28 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    report = compile_report(plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=AT)
    freeze(report=report, number="", issued_on=None, by=members.mai, at=AT)
    reopen(submission=sent, why="Thiếu lớp 9", by=members.mai, at=AT)
    send(units.school, "2026-05-28 09:40", figures=[NewFigure(targets.pupils, 125, 320)])

    for who in (members.phuc, members.mai):
        text = text_of(client_of(who).get(address("report", report.pk)))
        assert "Đã sửa sau khi chốt" in text
        assert f"{targets.pupils.label} từ 120 thành 125" in text
    assert "Có bản sửa sau khi chốt" in text_of(client_of(members.mai).get(address("index")))
    assert client_of(members.phuc).post(address("corrections-seen", report.pk)).status_code == 404
    client_of(members.mai).post(address("corrections-seen", report.pk))
    assert Correction.objects.get().seen_by == members.mai


# --- lists of names --------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(duties, members):
    return ask_list(duty=duties.weekly, service=Service.objects.get(code="chu-ky-so"), by=members.mai, at=AT)


def test_a_villages_report_carries_the_list_as_it_was_and_it_is_taken_with_a_purpose(
    client_of, members, units, send, signatures, targets, asked, at_ten_past_nine
):
    sent = send(units.team1, "2026-05-28 09:00", by=members.lan)
    listed = sent.named_lists.get()
    assert (listed.people, NamedRow.objects.count(), named.is_whole(listed)) == (184, 184, True)
    where = address("named-list", listed.pk)
    assert client_of(members.lan).get(where)["Content-Type"].startswith("text/html")  # asks what for
    assert Export.objects.count() == 0

    answer = client_of(members.mai).post(where, {"purpose": "report"})

    assert answer["Content-Disposition"] == f'attachment; filename="danh-sach-kem-bao-cao-{listed.pk}.xlsx"'
    export = Export.objects.get()
    assert (export.what, export.rows, export.by) == ("reports.named_list", 184, members.mai)
    for who in (members.phuc, members.hung, members.thu, members.viet):
        assert client_of(who).get(where).status_code == 404


def test_a_school_has_no_list_and_the_levels_above_see_the_count_alone(
    client_of, members, units, send, signatures, targets, asked, plan, duties, commune, at_ten_past_nine
):
    assert not send(units.school, "2026-05-28 09:00").named_lists.exists()
    sent = send(units.team1, "2026-05-28 09:00", by=members.lan)
    copy = lock(submission=sent, by=members.mai, at=AT)

    assert '"people":184' in copy.content
    assert signatures[0].full_name not in copy.content


def test_the_plans_own_words_offer_the_lists_it_asks_for(duties):
    duties.weekly.quote = (
        "báo cáo tài khoản các thành viên; cung cấp được danh sách người dân đã tích hợp, cài đặt chữ ký số; Sổ sức "
        "khỏe điện tử; danh sách người dân có tài khoản ngân hàng"
    )
    assert {s.code for s in named.suggested(duties.weekly)} == {"chu-ky-so", "so-suc-khoe", "tai-khoan"}
    duties.weekly.quote = "báo cáo kết quả cài đặt chữ ký số"
    assert named.suggested(duties.weekly) == []


# --- settings of a duty, several plans -------------------------------------------------------------------------------


def test_the_desk_sets_what_goes_with_a_dutys_reports(client_of, members, duties, at_ten_past_nine):
    browser, where = client_of(members.mai), address("duty-asks", duties.weekly.pk)
    service = Service.objects.get(code="so-suc-khoe")

    browser.post(where, {"do": "list", "which": service.pk})
    browser.post(where, {"do": "share", "which": duties.monthly.pk})
    text = text_of(browser.get(where))
    assert "Thôi kèm" in text
    assert "Thôi dùng chung" in text
    browser.post(where, {"do": "end-list", "which": duties.weekly.asked_lists.get().pk})
    browser.post(where, {"do": "end-share", "which": duties.weekly.shared_with.get().pk})

    assert named.asked_of(duties.weekly) == []
    assert not duties.weekly.shared_with.filter(ended_at=None).exists()
    assert browser.post(where, {"do": "share", "which": duties.upward.pk}).status_code == 404
    assert client_of(members.thu).get(where).status_code == 404
    assert Event.objects.filter(verb__in=["report.list_asked", "report.shared"]).count() == 2


def test_a_unit_with_two_reports_in_a_week_sends_both_from_one_page(
    client_of, members, units, plan, weekly, targets, duties, at_ten_past_nine
):
    other = Duty.objects.create(
        plan=plan, frequency="weekly", weekday=5, phase=duties.weekly.phase, who="Các trường", order=5
    )
    second = Obligation.objects.create(
        duty=other, organisation=units.school, period="2026-W22", starts_on=date(2026, 5, 25),
        ends_on=date(2026, 5, 29), due_at=instant("2026-05-29 17:00"),
    )  # fmt: skip
    first, browser = weekly.get(organisation=units.school), client_of(members.thu)
    where = address("together", first.pk)
    assert "Viết cả trên một trang" in text_of(browser.get(address("obligation", first.pk)))
    html = browser.get(where).content.decode()

    half = browser.post(where, posted(html, **{f"ky{first.pk}-narrative": "Tuần", f"ky{second.pk}-narrative": ""}))
    assert (half.status_code, "Báo cáo chưa có gì" in text_of(half)) == (422, True)
    html = browser.get(where).content.decode()
    assert f"ky{first.pk}-" not in html
    done = browser.post(where, posted(html, **{f"ky{second.pk}-narrative": "Thứ Sáu"}))

    assert done.status_code == 302
    assert set(Submission.objects.values_list("obligation", "narrative")) == {
        (first.pk, "Tuần"), (second.pk, "Thứ Sáu"),
    }  # fmt: skip


def test_what_was_accepted_and_what_was_returned_stays_readable(
    client_of, members, units, send, weekly, at_ten_past_nine
):
    sent = send(units.school, "2026-05-28 09:00", narrative="Bản một")
    accept(submissions=[sent], by=members.mai, at=AT)
    browser = client_of(members.mai)
    browser.post(address("return", sent.pk), {"why": "Thiếu lớp 9"})
    submit(
        obligation=sent.obligation, narrative="Bản hai", difficulties="", proposals="", figures=[], by=members.thu,
        at=instant("2026-05-28 09:30"),
    )  # fmt: skip

    text = text_of(client_of(members.thu).get(address("obligation", sent.obligation_id)))

    assert all(words in text for words in ("Bản một", "Bản hai", "Thiếu lớp 9", "Tiếp nhận", "Trả lại để sửa"))
