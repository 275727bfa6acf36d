"""What each role sees of reports, and what does not exist for it."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.conftest import make_member
from tungnha.ledger.models import Measure
from tungnha.plans.models import Duty, Target
from tungnha.reports.models import Obligation, Report, Submission
from tungnha.reports.operations import NewFigure, compile_report, freeze, return_submission
from tungnha.units import clock
from tungnha.units.models import Event, Organisation, Role

from .conftest import instant

NINE_TEN = "2026-05-28T09:10:00+07:00"
TEN_FIFTEEN = "2026-05-28T10:15:00+07:00"


@pytest.fixture
def at_ten_fifteen():
    with clock.freeze(TEN_FIFTEEN):
        yield


@pytest.fixture
def report(plan, duties, commune, members, signatures, thursday):
    return compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )


@pytest.fixture
def frozen(report, members):
    return freeze(
        report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=instant("2026-05-28 10:40")
    )  # fmt: skip


def page(client, name, *args):
    return client.get(reverse(f"reports:{name}", args=args))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the desk --------------------------------------------------------------------------------------------------------


def test_at_09_10_the_officer_reads_the_count_the_names_and_the_time_left(client_of, members, send, reporters, weekly):
    owing = [r for r in reporters if r.collector_id is None]
    for unit in owing[3:]:
        send(unit, "2026-05-28 09:00")

    with clock.freeze(NINE_TEN):
        text = text_of(page(client_of(members.mai), "index"))

    assert "11/14 đơn vị đã gửi" in text
    assert "Chưa gửi (3)" in text
    assert "còn 50 phút" in text
    assert all(name in text for name in ("Công an xã", "Phòng Kinh tế", "Trường THCS Mẫu Sơn"))


def test_after_ten_the_late_unit_is_named_apart_from_those_who_have_not_sent(
    client_of, members, thursday, at_ten_fifteen
):
    text = text_of(page(client_of(members.mai), "index"))

    assert "11/14 đơn vị đã gửi, trong đó 1 gửi muộn" in text
    assert text.index("Chưa gửi (3)") < text.index("Gửi muộn (1)") < text.index("Trường THCS Mẫu Sơn")
    assert "quá hạn 15 phút" in text


def test_opening_the_page_brings_the_obligations_into_being(client_of, members, plan, duties, at_ten_fifteen):
    assert Obligation.objects.count() == 0

    page(client_of(members.mai), "index")

    assert Obligation.objects.filter(duty=duties.weekly, period="2026-W22").count() == 14


def test_two_reports_of_one_month_are_told_apart_by_who_sends_them_to_whom(
    client_of, members, plan, duties, units, at_ten_fifteen
):
    union = Duty.objects.create(
        plan=plan, frequency="monthly", day_of_month=20, who="khối đoàn thể xã", addressee=units.culture, order=4
    )
    union.reporters.set([units.school])
    shown = text_of(page(client_of(members.mai), "index"))
    assert "Các đơn vị gửi UBND" in shown
    assert f"Khối đoàn thể xã gửi {units.culture.label}" in shown


def test_the_officer_compiles_rewords_and_freezes_on_the_pages(
    client_of, members, duties, thursday, signatures, at_ten_fifteen
):
    browser = client_of(members.mai)

    compiled = browser.post(reverse("reports:compile", args=[duties.weekly.pk, "2026-W22"]))
    report = Report.objects.get()
    assert compiled.url == reverse("reports:report", args=[report.pk])

    browser.post(
        reverse("reports:words", args=[report.pk]),
        {"version": report.version, **report.words, "outreach": "Phát thanh"},
    )
    report.refresh_from_db()
    assert (report.words["outreach"], report.version) == ("Phát thanh", 2)

    browser.post(reverse("reports:freeze", args=[report.pk]), {"version": 2, "number": "7", "issued_on": "28/5/2026"})
    report.refresh_from_db()
    assert (report.is_frozen, report.full_symbol, report.issued_on) == (True, "07/BC-UBND", date(2026, 5, 28))

    download = page(browser, "docx", report.pk)
    rows = [[c.text for c in row.cells] for row in Document(io.BytesIO(download.content)).tables[-1].rows]
    assert rows[-1] == ["", "Tổng cộng", "368", "5.480", "6,72", "3.496"]
    assert download["Content-Type"].endswith("wordprocessingml.document")


def test_every_number_of_the_report_opens(client_of, members, report, at_ten_fifteen):
    browser = client_of(members.mai)
    html = page(browser, "report", report.pk).content.decode()

    for number in ("368", "5.480", "+28", "184", "11/14"):
        links = re.findall(rf'<a[^>]* href="([^"]+)"[^>]*>{re.escape(number)}</a>', html)
        assert links, f"{number} is no link"
        for link in set(links):
            assert browser.get(link.replace("&amp;", "&")).status_code == 200, link


def test_of_two_officers_the_second_sees_both_texts(client_of, members, report, at_ten_fifteen):
    browser = client_of(members.mai)
    where = reverse("reports:words", args=[report.pk])
    browser.post(where, {"version": 1, "assessment": "Câu của người thứ nhất"})

    second = browser.post(where, {"version": 1, "assessment": "Câu của người thứ hai"})

    assert second.status_code == 409
    text = text_of(second)
    assert "Câu của người thứ nhất" in text
    assert "Câu của người thứ hai" in text
    assert 'name="version" value="2"' in second.content.decode()
    report.refresh_from_db()
    assert report.words["assessment"] == "Câu của người thứ nhất"


def test_a_frozen_report_shows_no_form_and_refuses_a_late_save(client_of, members, frozen, at_ten_fifteen):
    browser = client_of(members.mai)

    shown = page(browser, "report", frozen.pk).content.decode()
    saved = browser.post(reverse("reports:words", args=[frozen.pk]), {"version": frozen.version, "outreach": "x"})

    assert "textarea" not in shown
    assert (saved.status_code, "đã chốt và khóa" in text_of(saved)) == (422, True)


def test_the_form_of_the_document_is_changed_on_the_page(client_of, members, report, at_ten_fifteen):
    data = {
        "version": 1, "superior": "", "issuer": "ỦY BAN NHÂN DÂN\r\nXÃ MẪU SƠN", "place": "Mẫu Sơn",
        "symbol": "BC-UBND", "addressees": "Sở Khoa học và Công nghệ\r\n\r\nUBND tỉnh Mẫu",
        "recipients": "Như trên", "signer_lines": "CHỦ TỊCH", "signer_name": "Lê Văn Ký", "archive": "VT",
        "bases": "Căn cứ Công văn số 45/SVH-TT",
    }  # fmt: skip

    client_of(members.mai).post(reverse("reports:front", args=[report.pk]), data)

    report.refresh_from_db()
    assert (report.signer_name, report.version, report.front) == (
        "Lê Văn Ký", 2,
        {
            "superior": "", "issuer": "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN", "place": "Mẫu Sơn", "archive": "VT",
            "addressees": ["Sở Khoa học và Công nghệ", "UBND tỉnh Mẫu"], "recipients": ["Như trên"],
            "signer_lines": ["CHỦ TỊCH"], "bases": ["Căn cứ Công văn số 45/SVH-TT"], "form": "nd30-2020",
        },
    )  # fmt: skip


def test_a_symbol_in_small_letters_is_sent_back_with_a_sentence(client_of, members, report, at_ten_fifteen):
    answer = client_of(members.mai).post(
        reverse("reports:front", args=[report.pk]), {"version": 1, "issuer": "X", "place": "X", "symbol": "bc ubnd"}
    )

    assert (answer.status_code, "Ký hiệu viết như BC-UBND" in text_of(answer)) == (422, True)


def test_the_reminder_is_a_word_file_and_none_is_made_when_all_have_sent(
    client_of, members, duties, thursday, send, reporters, at_ten_fifteen
):
    browser = client_of(members.mai)
    made = page(browser, "reminder", duties.weekly.pk, "2026-W22")
    assert "Đơn vị 07" in "\n".join(p.text for p in Document(io.BytesIO(made.content)).paragraphs)

    for unit in thursday[11:]:
        send(unit, "2026-05-28 10:10")
    assert page(browser, "reminder", duties.weekly.pk, "2026-W22").status_code == 409


# --- a unit ----------------------------------------------------------------------------------------------------------


def test_the_school_writes_its_report_on_one_form_and_gets_a_receipt(
    client_of, members, units, weekly, targets, at_tuesday
):
    owed, browser = weekly.get(organisation=units.school), client_of(members.thu)
    assert "Viết báo cáo" in text_of(page(browser, "index"))

    answer = browser.post(
        reverse("reports:obligation", args=[owed.pk]),
        {"narrative": "Đã tuyên truyền.", f"count_{targets.pupils.pk}": "1.120", f"base_{targets.pupils.pk}": "1.320"},
        follow=True,
    )

    assert "Đã nhận báo cáo lúc 08 giờ 00 ngày 26/5/2026, đúng hạn." in text_of(answer)
    figure = Submission.objects.get().figures.get()
    assert (figure.target, figure.count, figure.base, figure.computed) == (targets.pupils, 1120, 1320, None)


def test_what_the_school_said_last_week_is_not_asked_again(
    client_of, members, units, duties, targets, send, at_ten_fifteen
):
    send(units.school, "2026-05-26 09:00", figures=[NewFigure(targets.pupils, 120, 320)])
    next_week = Obligation.objects.get(duty=duties.weekly, organisation=units.school, period="2026-W23")

    html = page(client_of(members.thu), "obligation", next_week.pk).content.decode()

    assert f'name="base_{targets.pupils.pk}" value="320"' in html


def test_a_team_is_shown_what_was_counted_and_not_asked_for_a_base(
    client_of, members, units, weekly, targets, signatures, at_tuesday
):
    owed = weekly.get(organisation=units.team1)

    html = page(client_of(members.lan), "obligation", owed.pk).content.decode()

    shown = re.search(r'<a href="([^"]+)">184</a>', html)
    assert "Máy tính từ sổ" in html
    assert client_of(members.lan).get(shown[1].replace("&amp;", "&")).status_code == 200
    assert re.search(rf'name="count_{targets.october.pk}"(?! value)', html)  # asked only where the unit has another
    assert f"base_{targets.october.pk}" not in html
    assert f"count_{targets.july.pk}" not in html  # the same number is asked once


def test_a_report_with_nothing_in_it_comes_back_with_a_sentence(client_of, members, units, weekly, at_tuesday):
    owed = weekly.get(organisation=units.school)

    answer = client_of(members.thu).post(reverse("reports:obligation", args=[owed.pk]), {"narrative": ""})

    assert (answer.status_code, "Báo cáo chưa có gì" in text_of(answer), Submission.objects.count()) == (422, True, 0)


def test_letters_for_a_number_come_back_with_a_sentence(client_of, members, units, weekly, targets, at_tuesday):
    owed = weekly.get(organisation=units.school)

    answer = client_of(members.thu).post(
        reverse("reports:obligation", args=[owed.pk]), {"narrative": "x", f"count_{targets.pupils.pk}": "nhiều"}
    )

    assert (answer.status_code, "Cần một số nguyên" in text_of(answer), Submission.objects.count()) == (422, True, 0)


def test_pressing_twice_is_no_correction(client_of, members, units, weekly, at_tuesday):
    owed, browser = weekly.get(organisation=units.school), client_of(members.thu)

    for _ in range(2):
        browser.post(reverse("reports:obligation", args=[owed.pk]), {"narrative": "Đã tuyên truyền."})

    assert Submission.objects.count() == 1


def test_a_returned_report_tells_the_unit_why(client_of, members, units, weekly, send, at_tuesday):
    sent = send(units.school, "2026-05-26 07:00")
    return_submission(submission=sent, why="Thiếu số lớp 9", by=members.mai, at=instant("2026-05-26 07:30"))

    text = text_of(page(client_of(members.thu), "obligation", sent.obligation_id))

    assert "Thiếu số lớp 9" in text
    assert "Gửi bản sửa" in text


def test_the_operators_employee_sends_for_the_operator(client_of, members, units, duties, plan, at_tuesday):
    units.vnpt.collector = None
    units.vnpt.save()
    page(client_of(members.mai), "index")
    owed = Obligation.objects.filter(organisation=units.vnpt)
    duties.weekly.reporters.add(units.vnpt)
    page(client_of(members.mai), "index")

    client_of(members.viet).post(reverse("reports:obligation", args=[owed[0].pk]), {"narrative": "Cấp 25 chữ ký số."})

    assert [s.sent_by for s in Submission.objects.all()] == [members.viet]


# --- scope -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def head_of_two(villages, units, db):
    return make_member("Hà", Role.TEAM_LEADER, villages[1], units.team2)


def test_the_head_of_thon_2_cannot_open_the_report_of_thon_1(client_of, weekly, units, head_of_two, at_tuesday):
    owed = weekly.get(organisation=units.team1)

    assert page(client_of(head_of_two), "obligation", owed.pk).status_code == 404
    assert Event.objects.filter(verb="scope.refused", about_id=str(owed.pk), member_id=head_of_two.pk).exists()


def test_a_unit_cannot_post_another_units_report(client_of, members, weekly, units, at_tuesday):
    owed = weekly.get(organisation=units.police)

    answer = client_of(members.thu).post(reverse("reports:obligation", args=[owed.pk]), {"narrative": "x"})

    assert (answer.status_code, Submission.objects.count()) == (404, 0)


# role → index, own board, a draft report, a frozen report, the reminder
SEEN = {
    "mai": (200, 200, 200, 200, 200),
    "binh": (200, 200, 200, 200, 200),
    "dung": (200, 200, 200, 200, 200),
    "phuc": (200, 200, 404, 200, 404),
    "thu": (200, 404, 404, 200, 404),
    "lan": (200, 404, 404, 404, 404),
    "viet": (200, 404, 404, 404, 404),
    "son": (404, 404, 404, 404, 404),
    "hung": (404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("name", SEEN)
def test_each_role_opens_what_is_its_own(client_of, members, report, duties, name, at_ten_fifteen):
    browser = client_of(getattr(members, name))
    where = [duties.weekly.pk, "2026-W22"]
    draft = page(browser, "report", report.pk).status_code
    freeze(report=report, number="", issued_on=None, by=members.mai, at=instant("2026-05-28 10:40"))

    seen = (
        page(browser, "index").status_code, page(browser, "board", *where).status_code, draft,
        page(browser, "docx", report.pk).status_code, page(browser, "reminder", *where).status_code,
    )  # fmt: skip

    assert seen == SEEN[name]


@pytest.mark.parametrize("name", ["binh", "dung", "phuc", "thu", "lan", "viet", "son", "hung"])
def test_only_the_officer_compiles_and_rewords(client_of, members, report, duties, name, at_ten_fifteen):
    browser = client_of(getattr(members, name))

    codes = [
        browser.post(reverse("reports:compile", args=[duties.weekly.pk, "2026-W22"])).status_code,
        browser.post(reverse("reports:words", args=[report.pk]), {"version": 1}).status_code,
        browser.post(reverse("reports:front", args=[report.pk]), {"version": 1}).status_code,
    ]

    assert codes == [404, 404, 404]
    report.refresh_from_db()
    assert report.version == 1


def test_a_stranger_is_sent_to_the_log_in(client, report, duties):
    for name, args in (("index", []), ("report", [report.pk]), ("board", [duties.weekly.pk, "2026-W22"])):
        assert page(client, name, *args).status_code == 302


def test_the_province_reads_no_draft_of_a_commune_on_its_list(client_of, members, report, at_ten_fifteen):
    browser = client_of(members.phuc)
    assert "BC-UBND" not in text_of(page(browser, "index"))

    freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=instant("2026-05-28 10:15"))

    assert "07/BC-UBND" in text_of(page(browser, "index"))


# --- size ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "board"])
def test_queries_do_not_grow_with_the_units(
    client_of, members, duties, plan, commune, weekly, thursday, name, at_ten_fifteen
):
    browser = client_of(members.mai)
    args = [] if name == "index" else [duties.weekly.pk, "2026-W22"]
    page(browser, "index")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(browser, name, *args)
    more = [Organisation.objects.create(name=f"Thêm {n}", kind="other", area=commune, order=50) for n in range(20)]
    duties.weekly.reporters.add(*more)
    page(browser, "index")

    with CaptureQueriesContext(connection) as many:
        page(browser, name, *args)

    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["phuc", "thu"])
def test_no_link_of_a_frozen_report_leads_its_reader_to_a_closed_door(client_of, members, frozen, name, at_ten_fifteen):
    browser = client_of(getattr(members, name))
    html = page(browser, "report", frozen.pk).content.decode()
    main = html[html.index("<main") : html.index("</main>")]

    dead = [
        link for link in set(re.findall(r'href="(/[^"#]+)"', main))
        if browser.get(link.replace("&amp;", "&")).status_code != 200
    ]  # fmt: skip

    assert dead == []
    assert "Đã họp và phân công" not in html


def test_once_frozen_the_week_leaves_the_front_page_and_the_next_one_comes(client_of, members, frozen):
    with clock.freeze("2026-05-28T10:45:00+07:00"):
        html = page(client_of(members.mai), "index").content.decode()

    ahead = html[: html.index("cac-ky-da-qua")]
    assert "Tuần 22" not in ahead
    assert "Tuần 23" in ahead
    assert "Đã chốt, 07/BC-UBND" in html


def test_the_collector_of_firms_is_asked_for_their_workers_first(client_of, members, units, plan, weekly, at_tuesday):
    workers = Target.objects.create(
        plan=plan, text="100% công nhân", subject="Công nhân", value=100,
        measure=Measure.objects.get(code="chu-ky-so-cong-nhan"), order=5,
    )  # fmt: skip
    owed = weekly.get(organisation=units.economy)

    html = page(client_of(members.mai), "obligation", owed.pk).content.decode()

    assert html.index(f"count_{workers.pk}") < html.index("Chỉ tiêu khác")


def test_mai_drafts_the_letter_asking_for_the_base(client_of, members, plan, targets, villages, at_tuesday):
    answer = client_of(members.mai).get(f"/bao-cao/de-nghi-so-lieu/{targets.october.pk}/cong-van.docx")
    document = Document(io.BytesIO(answer.content))
    said = "\n".join(
        [p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells]
    )
    assert "V/v" in said
    assert "Công an xã" in said
    assert "người trên 15 tuổi" in said
    assert "29 tháng 5 năm 2026" in said or "29/5/2026" in said  # three working days on
    assert client_of(members.thu).get(f"/bao-cao/de-nghi-so-lieu/{targets.october.pk}/cong-van.docx").status_code == 404
