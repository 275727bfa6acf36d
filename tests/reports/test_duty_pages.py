"""The pages of duties, calendars, rates and questions: what each role sees and does there."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tungnha.reports.models import CalendarFeed, Excuse, Obligation, Reminder, ReminderRule, Request, RequestAnswer
from tungnha.reports.requests import operations
from tungnha.reports.requests.operations import Addressee
from tungnha.reports.requests.values import NewField
from tungnha.units import clock
from tungnha.units.models import User

from .conftest import instant
from .test_pages import text_of

pytestmark = [pytest.mark.django_db]

NINE_TEN = "2026-05-28T09:10:00+07:00"
NOON = "2026-05-28T12:00:00+07:00"


@pytest.fixture
def at_nine_ten():
    with clock.freeze(NINE_TEN):
        yield clock.now()


@pytest.fixture
def at_noon():
    with clock.freeze(NOON):
        yield clock.now()


def go(client, name, *args, **query):
    return client.get(reverse(f"reports:{name}", args=args), query)


def do(client, name, *args, **data):
    return client.post(reverse(f"reports:{name}", args=args), data)


# --- chasing ---------------------------------------------------------------------------------------------------------


def test_three_units_are_ticked_the_text_is_copied_and_it_is_written_down(
    client_of, members, duties, thursday, at_noon
):
    mai = client_of(members.mai)
    page = go(mai, "chase", duties.weekly.pk, "2026-W22")
    shown = text_of(page)
    assert "11/14 đơn vị đã gửi; 3 chưa gửi" in shown
    assert "BÁO CÁO QUÁ HẠN: Tuần 22" in shown
    three = [int(pk) for pk in re.findall(r'name="chosen" value="(\d+)"', page.content.decode())]
    assert len(three) == 3

    two = text_of(do(mai, "chase", duties.weekly.pk, "2026-W22", chosen=three[:2], viec="text"))
    names = list(Obligation.objects.filter(pk__in=three).order_by("pk").values_list("organisation__name", flat=True))
    assert f"Chưa gửi 02: {names[0]}; {names[1]}." in two

    sent = do(mai, "chase", duties.weekly.pk, "2026-W22", chosen=three, viec="zalo")
    assert sent.status_code == 302
    assert Reminder.objects.filter(channel="zalo", by=members.mai, state="sent").count() == 3
    assert "dán vào nhóm Zalo: 3 đơn vị" in text_of(go(mai, "chase", duties.weekly.pk, "2026-W22"))


def test_the_letter_names_only_those_who_were_ticked(client_of, members, duties, thursday, at_noon):
    mai = client_of(members.mai)
    chosen = re.findall(r'name="chosen" value="(\d+)"', go(mai, "chase", duties.weekly.pk, "2026-W22").content.decode())
    letter = do(mai, "chase", duties.weekly.pk, "2026-W22", chosen=chosen[:1], viec="letter")
    words = "\n".join(p.text for p in Document(io.BytesIO(letter.content)).paragraphs)
    kept, other = (Obligation.objects.get(pk=pk).organisation.name for pk in chosen[:2])
    assert kept in words
    assert other not in words
    assert Reminder.objects.get().channel == "letter"


def test_nothing_ticked_is_said_and_kept(client_of, members, duties, thursday, at_noon):
    answer = do(client_of(members.mai), "chase", duties.weekly.pk, "2026-W22", viec="zalo")
    assert answer.status_code == 422
    assert "Xin chọn ít nhất một nơi để nhắc." in text_of(answer)
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("who", ["thu", "lan", "phuc", "viet"])
def test_nobody_else_chases(client_of, members, duties, thursday, at_noon, who):
    client = client_of(getattr(members, who))
    assert do(client, "chase", duties.weekly.pk, "2026-W22", viec="zalo").status_code == 404
    assert do(client, "duty-rules", duties.weekly.pk).status_code == 404
    assert do(client, "duty-excuse", duties.weekly.pk).status_code == 404


def test_a_reminded_unit_reads_it_on_its_first_page_until_it_has_sent(
    client_of, members, units, weekly, send, at_nine_ten
):
    thu, mai = client_of(members.thu), client_of(members.mai)
    owed = weekly.get(organisation=units.school)
    assert "Nhắc báo cáo" not in text_of(thu.get("/"))
    do(mai, "chase", owed.duty_id, "2026-W22", chosen=[owed.pk], viec="phone")
    assert "Nhắc báo cáo tuần 22" in text_of(thu.get("/"))
    send(units.school, "2026-05-28 09:05", by=members.thu)
    assert "Nhắc báo cáo" not in text_of(thu.get("/"))


# --- a duty ----------------------------------------------------------------------------------------------------------


def test_a_duty_in_words_as_a_rule_and_with_its_days(client_of, members, duties, weekly, at_noon):
    mai = client_of(members.mai)
    shown = text_of(go(mai, "duty", duties.weekly.pk))
    assert "trước 10 giờ 00 thứ Năm hằng tuần" in shown
    assert "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20261031T165959Z" in shown
    assert "23 kỳ trong năm 2026" in shown
    monthly = text_of(go(mai, "duty", duties.monthly.pk))
    assert "24 giờ thứ Bảy, 19/9/2026 (nghỉ cuối tuần; 20/9/2026 là Chủ nhật)" in monthly
    assert "còn" in text_of(go(mai, "duties"))


def test_reminders_are_changed_on_the_page_and_a_wrong_line_is_kept(client_of, members, duties, at_noon):
    mai = client_of(members.mai)
    wrong = do(mai, "duty-rules", duties.weekly.pk, when0="day", amount0="2", at0="")
    assert wrong.status_code == 422
    assert "Lần 1: xin ghi nhắc lúc mấy giờ." in text_of(wrong)
    do(
        mai,
        "duty-rules",
        duties.weekly.pk,
        when0="day",
        amount0="2",
        at0="14:30",
        mail0="on",
        when1="after",
        amount1="60",
    )
    shown = text_of(go(mai, "duty", duties.weekly.pk))
    assert "Trước 2 ngày làm việc, lúc 14 giờ 30, cả thư điện tử" in shown
    assert "Sau hạn 1 giờ" in shown
    assert ReminderRule.objects.filter(ended_at=None).count() == 2


def test_a_unit_is_excused_on_the_page_and_the_board_says_so(client_of, members, duties, units, weekly, at_noon):
    mai = client_of(members.mai)
    words = {"organisation": units.school.pk, "from_on": "2026-05-28", "until_on": "2026-06-30", "reason": "Nghỉ hè"}
    assert do(mai, "duty-excuse", duties.weekly.pk, **words | {"until_on": "2026-05-01"}).status_code == 422
    do(mai, "duty-excuse", duties.weekly.pk, **words)
    assert "Được miễn" in text_of(go(mai, "board", duties.weekly.pk, "2026-W22"))
    assert "0/13 đơn vị đã gửi" in text_of(go(mai, "board", duties.weekly.pk, "2026-W22"))
    row = Excuse.objects.get()
    do(mai, "excuse-end", row.pk, why="Trường mở lại")
    assert "0/14 đơn vị đã gửi" in text_of(go(mai, "board", duties.weekly.pk, "2026-W22"))
    assert "Trường mở lại" in text_of(go(mai, "duty", duties.weekly.pk))


# --- rates -----------------------------------------------------------------------------------------------------------


def test_the_table_of_rates_opens_and_is_a_workbook_too(client_of, members, duties, thursday, units, at_noon):
    mai = client_of(members.mai)
    shown = text_of(go(mai, "rates"))
    assert "11/14 đơn vị đã gửi báo cáo (78,57%), 10 đơn vị đúng hạn (71,43%)" in shown
    assert go(mai, "rates-xlsx")["Content-Disposition"] == 'attachment; filename="ty-le-gui-bao-cao.xlsx"'
    assert "Tuần 22" in text_of(go(mai, "rates-unit", units.school.pk))
    own = client_of(members.thu)
    assert "Gửi muộn" in text_of(go(own, "rates-unit", units.school.pk))
    assert go(own, "rates-unit", units.police.pk).status_code == 404
    assert go(own, "rates").status_code == 404


# --- calendars -------------------------------------------------------------------------------------------------------


def test_the_month_shows_what_is_owed_and_says_what_day_it_is(client_of, members, weekly, at_noon):
    mine = text_of(go(client_of(members.thu), "calendar", thang="2026-06"))
    assert "thứ Sáu, 19/6/2026" in mine
    assert "24:00" in mine
    september = text_of(go(client_of(members.mai), "calendar", thang="2026-09"))
    assert "thứ Bảy, 19/9/2026: nghỉ cuối tuần. Hạn không tự dời" in september
    assert "Quốc khánh" in september
    assert go(client_of(members.mai), "calendar", thang="0000-99").status_code == 200


def test_a_calendar_programme_needs_only_the_secret_address(client_of, members, weekly, at_noon):
    thu = client_of(members.thu)
    made = re.search(r"http://testserver(/lich-bao-cao/[\w-]+\.ics)", do(thu, "calendar-addresses").content.decode())
    assert made is not None
    stranger = Client()
    answer = stranger.get(made[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert b"RRULE:FREQ=WEEKLY;BYDAY=TH" in answer.content
    assert made[1] not in go(thu, "calendar-addresses").content.decode()  # told once
    row = CalendarFeed.objects.get()
    assert row.read_on == date(2026, 5, 28)
    assert do(client_of(members.mai), "calendar-revoke", row.pk).status_code == 404
    do(thu, "calendar-revoke", row.pk)
    assert stranger.get(made[1]).status_code == 404
    assert stranger.get("/lich-bao-cao/khong-co-dia-chi-nay-dau-nhe.ics").status_code == 404


# --- questions -------------------------------------------------------------------------------------------------------

QUESTION = {
    "title": "Điểm sóng yếu", "words": "", "label0": "Số điểm", "kind0": "number", "unit0": "điểm", "label1": "Ở đâu",
    "kind1": "text", "due_on": "2026-05-29", "due_time": "16:00", "whom": "all_areas",
}  # fmt: skip


def test_a_question_goes_to_every_village_in_one_press_and_comes_back_as_a_table(
    client_of, members, villages, campaign, at_noon
):
    mai, lan = client_of(members.mai), client_of(members.lan)
    asked = do(mai, "request-new", **QUESTION)
    request = Request.objects.get()
    assert (asked.url, request.due_at) == (reverse("reports:request", args=[request.pk]), instant("2026-05-29 16:00"))
    assert list(request.asks.values_list("area", "organisation")) == [(v.pk, None) for v in villages]
    assert "Điểm sóng yếu" in text_of(lan.get("/"))

    ask = request.asks.get(area=villages[0])
    first, second = request.fields.all()
    wrong = do(lan, "answer", ask.pk, **{f"f{first.pk}": "-3", f"f{second.pk}": "Cuối thôn"})
    assert wrong.status_code == 422
    assert "số không được âm" in text_of(wrong)
    assert "Cuối thôn" in wrong.content.decode()  # nothing typed is lost
    do(lan, "answer", ask.pk, **{f"f{first.pk}": "3", f"f{second.pk}": "Cuối thôn"})
    assert RequestAnswer.objects.get().sent_by == members.lan
    table = text_of(go(mai, "request", request.pk))
    assert "01/02 thôn đã trả lời; 01 thôn chưa có số liệu" in table
    assert "chưa có số liệu" in table

    do(mai, "request-chase", request.pk, chosen=[request.asks.get(area=villages[1]).pk], viec="zalo")
    assert Reminder.objects.filter(ask__area=villages[1], channel="zalo").count() == 1
    for name in ("request-xlsx", "request-docx"):
        assert go(mai, name, request.pk).content[:2] == b"PK"
    do(mai, "request-move", request.pk, due_on="2026-05-30", due_time="10:00")
    do(mai, "request-close", request.pk, why="Đã đủ")
    request.refresh_from_db()
    assert (request.moved, request.closed_why) == (1, "Đã đủ")
    assert "Điểm sóng yếu" not in text_of(client_of(members.lan).get("/"))


@pytest.mark.parametrize(
    ("more", "said"),
    [({"title": ""}, "Hỏi về việc gì"), ({"due_on": "2026-05-27"}, "đã qua"), ({"whom": "chosen"}, "Chưa chọn nơi nào"),
     ({"kind1": ""}, "Câu 2: xin chọn trả lời bằng gì")],
)  # fmt: skip
def test_a_question_that_is_not_ready_is_kept_and_says_why(client_of, members, villages, at_noon, more, said):
    answer = do(client_of(members.mai), "request-new", **QUESTION | more)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Request.objects.count() == 0


def test_others_see_and_touch_nothing_of_it(client_of, members, villages, units, at_noon):
    request = operations.ask_all(
        title="Sóng", words="", due_at=instant("2026-05-29 16:00"), fields=[NewField("Số", "number")],
        to=[Addressee(villages[0]), Addressee(units.school.area, units.school)], by=members.mai, at=clock.now(),
    )  # fmt: skip
    of_village, of_school = request.asks.get(area=villages[0]), request.asks.get(organisation=units.school)
    hung, thu, viet = client_of(members.hung), client_of(members.thu), client_of(members.viet)
    assert [go(c, "answer", of_village.pk).status_code for c in (hung, thu, viet)] == [404] * 3
    assert go(thu, "answer", of_school.pk).status_code == 200
    assert [go(c, "request", request.pk).status_code for c in (hung, thu, viet)] == [404] * 3
    phuc = client_of(members.phuc)  # the province reads, and changes nothing
    assert go(phuc, "request", request.pk).status_code == 200
    assert do(phuc, "request-close", request.pk, why="x").status_code == 404
    assert do(phuc, "answer", of_school.pk).status_code == 404


def test_a_commune_hands_the_provinces_question_on(client_of, members, villages, commune, at_noon):
    request = operations.ask_all(
        title="Sóng", words="", due_at=instant("2026-05-29 16:00"), fields=[NewField("Số điểm", "number")],
        to=[Addressee(commune)], by=members.phuc, at=clock.now(),
    )  # fmt: skip
    ask, mai, lan = request.asks.get(), client_of(members.mai), client_of(members.lan)
    User.objects.filter(pk=members.lan.user_id).update(email=None, phone_ix="x" * 32)
    do(mai, "answer-hand-on", ask.pk, due_on="2026-05-29", due_time="10:00", whom="all_areas")
    below = Request.objects.get(above=ask)
    do(lan, "answer", below.asks.get(area=villages[0]).pk, **{f"f{below.fields.get().pk}": "4"})
    shown = go(mai, "answer", ask.pk).content.decode()
    assert 'value="4"' in shown
    assert "Cộng từ các nơi đã trả lời; sửa được." in shown
    do(mai, "answer", ask.pk, **{f"f{request.fields.get().pk}": "5"})
    assert "5 (01/01 xã có số liệu)" in text_of(go(client_of(members.phuc), "request", request.pk))


@pytest.mark.parametrize("who", ["mai", "binh", "dung", "thu", "lan", "viet", "phuc"])
def test_the_parts_of_the_room_open_for_whom_they_are_shown(client_of, members, weekly, at_noon, who):
    client = client_of(getattr(members, who))
    page = go(client, "calendar")
    links = re.findall(r'href="(/bao-cao/[^"?]*)"', page.content.decode())
    assert reverse("reports:requests") in links
    assert {client.get(link).status_code for link in set(links)} == {200}
