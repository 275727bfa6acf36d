"""Citizens' feedback: no log-in, no cookie, no script; bounded; followed by a code; and the official app's counts."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, OutOfDate
from tungnha.voices.models import AppMonth, Difficulty, Feedback
from tungnha.voices.operations import feedback
from tungnha.web.public import voices as public

pytestmark = pytest.mark.django_db
WHERE, FOLLOW = "/xa/99901/gop-y/", "/xa/99901/gop-y/xem/"


@pytest.fixture
def stranger(members, at_tuesday):
    return Client(enforce_csrf_checks=True)


def post(client, where=WHERE, address="203.0.113.7", **given):
    sent = {"kind": "install", "village": "", "words": "Cài mãi không được", "form": str(uuid.uuid4()), "website": ""}
    return plainly(client, where, sent | given, address)


def plainly(client, where, data, address="203.0.113.7"):
    """As a browser without scripts posts a form."""
    from urllib.parse import urlencode

    return client.post(where, urlencode(data), content_type="application/x-www-form-urlencoded", REMOTE_ADDR=address)


def code_in(answer) -> str:
    return re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", answer.content.decode())[0]


def test_sent_followed_answered_without_a_cookie_or_a_script(stranger, client_of, members):
    page = stranger.get(WHERE)
    form = re.search(r'name="form" value="([0-9a-f-]{36})"', page.content.decode())[1]
    answer = post(stranger, form=form, village="99901-01")
    code = code_in(answer)
    assert "hết ngày 2/6/2026" in answer.content.decode()
    assert "chậm nhất" in plainly(stranger, FOLLOW, {"code": code}).content.decode()
    row = Feedback.objects.get()
    mai = client_of(members.mai)
    desk = mai.get("/phan-anh/").content.decode()
    assert ("Cài mãi không được" in desk, "chậm nhất hết ngày 2/6/2026" in desk) == (True, True)  # the day she was told
    mai.post(f"/phan-anh/{row.pk}/tra-loi/", {"words": "Mời bác ra nhà văn hóa sáng thứ Bảy."})
    said = plainly(stranger, FOLLOW, {"code": code.lower().replace("-", " ")})
    assert "nhà văn hóa sáng thứ Bảy" in said.content.decode()
    assert said.headers["Cache-Control"] == "no-store"
    for one in (page, answer, said):
        assert not one.cookies
        assert "<script" not in one.content.decode()


def test_of_the_code_only_a_hash_is_kept(stranger):
    from tests.guards.test_privacy import everything_stored

    code = code_in(post(stranger))
    kept = everything_stored()
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert "203.0.113.7" not in kept


def test_another_commune_reads_nothing_with_the_code(stranger, client_of, members, province):
    from tests.conftest import make_member
    from tungnha.units.models import Area, Role

    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    make_member("Khánh", Role.OFFICER, other)
    code = code_in(post(stranger))
    assert plainly(stranger, "/xa/99902/gop-y/xem/", {"code": code}).status_code == 400
    assert client_of(members.lan).get("/phan-anh/").status_code == 404


def test_pressed_twice_is_one_with_the_same_code(stranger):
    form = str(uuid.uuid4())
    assert code_in(post(stranger, form=form)) == code_in(post(stranger, form=form, words="lần nữa"))
    assert Feedback.objects.count() == 1


def test_a_flood_from_one_address_stops_and_the_neighbour_gets_through(stranger):
    answers = [post(stranger).status_code for _ in range(40)]
    assert answers == [200] * public.MOST_SENT + [429] * (40 - public.MOST_SENT)
    assert Feedback.objects.count() == public.MOST_SENT
    refused = post(stranger, words="Lời này phải còn")
    assert "Lời này phải còn" in refused.content.decode()
    assert "xin chờ 15 phút" in refused.content.decode()
    assert post(stranger, address="203.0.113.8").status_code == 200
    with clock.freeze(clock.now() + timedelta(minutes=31)):
        assert post(stranger).status_code == 200


def test_a_flood_from_everywhere_stops_too(stranger, monkeypatch):
    monkeypatch.setattr(public, "MOST_SENT_BY_ALL", 3)
    answers = [post(stranger, address=f"203.0.113.{n}").status_code for n in range(6)]
    assert answers == [200, 200, 200, 429, 429, 429]


def test_codes_cannot_be_tried_one_after_the_other(stranger):
    answers = [plainly(stranger, FOLLOW, {"code": f"ABCDE-FGH{n:02d}"}).status_code for n in range(22, 50)]
    assert set(answers) == {400, 429}
    assert answers.count(400) == public.MOST_ASKED


@pytest.mark.parametrize("size", [public.MOST_BYTES + 1, 50 * 1024 * 1024])
def test_what_is_too_large_is_refused_before_it_is_read(size, stranger, monkeypatch):
    def read(*_):
        raise AssertionError("the body was read")

    monkeypatch.setattr("django.core.handlers.wsgi.LimitedStream.read", read)
    answer = stranger.post(WHERE, b"x", content_type="application/x-www-form-urlencoded", CONTENT_LENGTH=str(size))
    assert answer.status_code == 413
    assert "nhiều nhất 1.000 chữ cái" in answer.content.decode()


def test_no_file_is_taken(stranger):
    picture = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xff" + b"0" * 2000, content_type="image/jpeg")
    assert stranger.post(WHERE, {"words": "x", "picture": picture}).status_code == 413
    assert Feedback.objects.count() == 0


def test_a_thousand_letters_with_all_their_marks_fit(stranger):
    assert post(stranger, words="ệ" * 1000).status_code == 200
    assert "Dài 1001 chữ cái, nhiều nhất 1000" in post(stranger, words="ệ" * 1001).content.decode()


def test_html_and_scripts_are_inert(stranger, client_of, members):
    words = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}'\"</textarea>"
    code = code_in(post(stranger, words=words))
    row = Feedback.objects.get()
    feedback.answer(feedback=row, words="<b onclick=x>Đã rõ</b>", by=members.mai, at=clock.now())
    mai = client_of(members.mai)
    pages = [mai.get(f"/phan-anh/{row.pk}/"), mai.get("/phan-anh/?xem=xong"), plainly(stranger, FOLLOW, {"code": code}),
             post(stranger, words=words, kind="x")]  # fmt: skip
    for page in pages:
        said = page.content.decode()
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert "<b onclick" not in said
        assert "&lt;" in said


@pytest.mark.parametrize("wrong", [
    {"kind": "khac"}, {"village": "99901-99"}, {"words": ""}, {"form": "1"}, {"website": "http://x"}, {"words": "\0"},
])  # fmt: skip
def test_a_wrong_form_stores_nothing(wrong, stranger):
    assert post(stranger, **wrong).status_code == 400
    assert Feedback.objects.count() == 0


def test_numbers_a_citizen_typed_are_hidden(stranger):
    post(stranger, words="Gọi tôi 0912000011, căn cước 019080000011")
    words = Feedback.objects.get().words_text
    assert "0912000011" not in words
    assert "019080000011" not in words


@pytest.mark.parametrize(("sent_at", "last_day"), [
    ("2026-04-29T10:00", date(2026, 5, 8)), ("2026-02-12T10:00", date(2026, 2, 26)),  # 30/4 and 1/5; Tết
    ("2026-08-27T10:00", date(2026, 9, 7)),  # 2/9
])  # fmt: skip
def test_its_clock_knows_holidays(stranger, sent_at, last_day):
    with clock.freeze(f"{sent_at}:00+07:00"):
        page = post(stranger).content.decode()
    assert (Feedback.objects.get().due_at - timedelta(seconds=1)).astimezone(clock.now().tzinfo).date() == last_day
    assert f"hết ngày {last_day.day}/{last_day.month}/2026" in page


def test_handed_on_as_a_difficulty_once_and_still_to_be_answered(stranger, client_of, members):
    post(stranger, village="99901-02")
    row, mai = Feedback.objects.get(), client_of(members.mai)
    for _ in range(2):
        mai.post(f"/phan-anh/{row.pk}/neu-len/", {"subject": "app"})
    made = Difficulty.objects.get()
    row.refresh_from_db()
    assert (row.difficulty, row.state, made.area.code, made.said_by) == (made, "waiting", "99901-02", "citizen")


def test_answered_twice_the_first_stays(stranger, members, at_tuesday):
    post(stranger)
    row = Feedback.objects.get()
    feedback.answer(feedback=row, words="Một", by=members.mai, at=at_tuesday)
    with pytest.raises(OutOfDate):
        feedback.answer(feedback=row, words="Hai", by=members.dung, at=at_tuesday)


def test_everything_else_leads_to_the_official_app(stranger, client_of, members):
    assert "chưa ghi tên ứng dụng" in stranger.get("/xa/99901/viec-khac/").content.decode()
    given = {
        "name": "App Mẫu",
        "url": "https://phananh.example.vn",
        "hotline": "1022",
        "how_to": "Mở ứng dụng\nChụp ảnh",
    }
    client_of(members.mai).post("/phan-anh/ung-dung/ten/", given)
    page = stranger.get("/xa/99901/viec-khac/").content.decode()
    assert 'href="https://phananh.example.vn"' in page
    assert "<li>Chụp ảnh</li>" in page
    assert "/xa/99901/viec-khac/" in stranger.get(WHERE).content.decode()


def test_an_address_that_is_a_script_is_refused(client_of, members):
    given = {"name": "App", "url": "javascript:alert(1)", "hotline": "", "how_to": "Mở"}
    assert client_of(members.mai).post("/phan-anh/ung-dung/ten/", given).status_code == 400


class TestMonths:
    def typed(self, members, at, **more):
        given = {"sent": 412, "answered": 398, "on_time": 371, "source": "Trang quản trị ứng dụng, 8/6/2026"}
        return feedback.state_month(area=members.mai.area, month=date(2026, 5, 1), by=members.mai, at=at,
                                    **given | more)  # fmt: skip

    def test_typed_with_its_source_and_corrected_by_another_row(self, members, at_tuesday):
        self.typed(members, at_tuesday)
        self.typed(members, at_tuesday, sent=413)
        assert list(AppMonth.objects.values_list("sent", flat=True)) == [413, 412]
        assert Event.objects.filter(verb="feedback.month_stated").count() == 2

    @pytest.mark.parametrize("wrong", [
        {"answered": 413}, {"on_time": 399}, {"source": " "}, {"on_time": -1},
    ])  # fmt: skip
    def test_counts_that_cannot_be_are_refused(self, wrong, members, at_tuesday):
        with pytest.raises(BadInput):
            self.typed(members, at_tuesday, **wrong)

    @pytest.mark.parametrize("text", [
        "Tháng\tGửi đến\tĐã trả lời\tTrả lời đúng hạn\n4/2026\t1.204\t1.100\t1.050\n5/2026\t412\t398\t371",
        "\ufeffTháng;Đã trả lời đúng hạn;Đã trả lời;Tổng số tiếp nhận\n04/2026;1050;1100;1204\n2026-05;371;398;412\n",
        "Tháng,Gửi đến,Đã trả lời,Đúng hạn\ntháng 4/2026,1204,1100,1050\n5/2026,412,398,371",
    ])  # fmt: skip
    def test_taken_from_a_sheet(self, text, members, at_tuesday):
        feedback.import_months(area=members.mai.area, text=text, source="Tệp của Sở", by=members.mai, at=at_tuesday)
        rows = AppMonth.objects.order_by("month").values_list("month", "sent", "answered", "on_time", "how")
        assert list(rows) == [
            (date(2026, 4, 1), 1204, 1100, 1050, "file"), (date(2026, 5, 1), 412, 398, 371, "file")
        ]  # fmt: skip

    @pytest.mark.parametrize(("text", "says"), [
        ("Tháng,Gửi đến,Đã trả lời,Đúng hạn\n4/2026,1,1,1\n13/2026,1,1,1", "Dòng 3: không có tháng 13/2026"),
        ("Tháng,Gửi đến,Đã trả lời,Đúng hạn\n4/2026,5,6,1", "Dòng 2: Số liệu tháng 4/2026 không khớp"),
        ("Tháng,Gửi đến,Đã trả lời,Đúng hạn\n4/2026,nhiều,6,1", "phải là số, đang ghi “nhiều”"),
        ("Tháng,Gửi đến,Đúng hạn\n4/2026,5,1", "Không thấy cột “đã trả lời”"), ("", "Cần một dòng tên cột"),
    ])  # fmt: skip
    def test_a_wrong_sheet_says_which_line_and_stores_nothing(self, text, says, members, at_tuesday):
        with pytest.raises(BadInput, match=re.escape(says)):
            feedback.import_months(area=members.mai.area, text=text, source="x", by=members.mai, at=at_tuesday)
        from django.db import transaction

        assert transaction.get_connection().in_atomic_block
        assert AppMonth.objects.count() == 0

    def test_on_the_page_of_a_province_officer(self, client_of, members):
        phuc = client_of(members.phuc)
        given = {"month": "2026-05", "sent": "412", "answered": "398", "on_time": "371", "source": "Sở, 8/6/2026"}
        assert phuc.post("/phan-anh/ung-dung/thang/", given).status_code == 302
        assert "412" in phuc.get("/phan-anh/ung-dung/").content.decode()
        again = phuc.post("/phan-anh/ung-dung/thang/", given | {"answered": "500"})
        assert again.status_code == 400
        assert 'value="500"' in again.content.decode()
