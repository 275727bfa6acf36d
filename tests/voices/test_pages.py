"""The pages of difficulties, rumours and opinions, as those use them who raise, answer, decide and read out."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tungnha.units import clock
from tungnha.voices.models import Difficulty, OpinionNote, Rumour, RumourPlace
from tungnha.voices.operations import difficulties, escalating, rumours

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def said(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def no_signal(members, villages, at_tuesday):
    return difficulties.raise_difficulty(
        area=villages[0], subject="signal", words="Cuối thôn không có sóng", by=members.lan, at=at_tuesday
    )


def deed(client, row, name, **given):
    return client.post(f"/kho-khan/{row.pk}/{name}/", given, follow=True)


def test_raised_in_a_village_decided_by_the_chairman_and_read_in_the_village(client_of, members, at_tuesday):
    lan, mai, binh = (client_of(one) for one in (members.lan, members.mai, members.binh))
    sent = {"subject": "signal", "words": "Không có sóng", "key": str(uuid.uuid4())}
    assert "VNPT Mẫu Sơn" in said(lan.post("/kho-khan/neu/", sent, follow=True))
    lan.post("/kho-khan/neu/", sent)
    row = Difficulty.objects.get()
    assert "“Cần quyết”" in said(deed(mai, row, "xin-quyet"))
    screen = said(binh.get("/lanh-dao/"))
    assert "Khó khăn, Thôn 1: không có sóng, mạng yếu." in screen
    assert f"/kho-khan/{row.pk}/" in screen
    given = {"words": "Đề nghị nhà mạng đưa xe phát sóng.", "decided_on": "2026-05-26", "paper": "12/TB-UBND", "to": ""}
    deed(binh, row, "quyet", **given)
    page = said(lan.get(f"/kho-khan/{row.pk}/"))
    assert "Đề nghị nhà mạng đưa xe phát sóng." in page
    assert "ngày 26/5/2026, theo 12/TB-UBND" in page
    assert "Đã có trả lời: Sóng, mạng, Wi-Fi" in said(lan.get("/"))
    deed(lan, row, "xong")
    assert "Đã xong" in said(lan.get("/kho-khan/?xem=xong"))


def test_the_operator_answers_on_its_own_page(client_of, members, no_signal):
    viet = client_of(members.viet)
    assert "Khó khăn chờ trả lời" in said(viet.get("/"))
    assert "Cuối thôn không có sóng" in said(viet.get("/kho-khan/"))
    deed(viet, no_signal, "tra-loi", words="Thứ Sáu có xe.")
    no_signal.refresh_from_db()
    assert no_signal.state == "answered"


def test_what_cannot_be_is_said_beside_the_words_that_stay(client_of, members, no_signal):
    binh = client_of(members.binh)
    page = deed(binh, no_signal, "quyet", words="Lời này phải còn", decided_on="2027-01-01", to="")
    assert page.status_code == 400
    assert "Ngày quyết định phải từ ngày nhận" in said(page)
    assert "Lời này phải còn" in said(page)


@pytest.mark.parametrize(("who", "name"), [
    ("lan", "tra-loi"), ("lan", "quyet"), ("mai", "quyet"), ("hung", "tra-loi"), ("thu", "tra-loi"), ("viet", "quyet"),
    ("viet", "chuyen"), ("phuc", "tra-loi"), ("mai", "khong-co"), ("lan", "xong"),
])  # fmt: skip
def test_who_may_not_is_told_there_is_no_such_page(who, name, client_of, members, no_signal):
    given = {"words": "x", "decided_on": "2026-05-26", "to": ""}
    answer = client_of(getattr(members, who)).post(f"/kho-khan/{no_signal.pk}/{name}/", given)
    no_signal.refresh_from_db()
    assert no_signal.state == "waiting"
    assert answer.status_code == (302 if (who, name) == ("lan", "xong") else 404)


def test_who_was_second_is_told_so(client_of, members, no_signal, at_tuesday):
    difficulties.answer(difficulty=no_signal, words="Đã xong rồi.", by=members.viet, at=at_tuesday)
    assert "vừa có người khác xử lý (đã trả lời)" in said(deed(client_of(members.mai), no_signal, "tra-loi", words="x"))


def test_one_answer_for_all_that_say_the_same(client_of, members, villages, units, at_tuesday):
    for village in villages:
        difficulties.raise_difficulty(area=village, subject="device", words="Thiếu máy", by=members.mai, at=at_tuesday)
    mai = client_of(members.mai)
    assert "2 thôn: thiếu điện thoại thông minh" in said(mai.get("/kho-khan/"))
    rows = [str(row.pk) for row in Difficulty.objects.filter(area=villages[0])]
    assert "Đã trả lời 1" in said(
        mai.post("/kho-khan/nhom/device/", {"row": rows, "words": "Chờ đợt sau."}, follow=True)
    )
    assert sorted(Difficulty.objects.values_list("state", flat=True)) == ["answered", "waiting"]
    assert client_of(members.lan).post("/kho-khan/nhom/device/", {"row": rows, "words": "x"}).status_code == 404


def test_one_decision_for_all_that_say_the_same(client_of, members, villages, at_tuesday):
    for village in villages:
        row = difficulties.raise_difficulty(
            area=village, subject="device", words="Thiếu", by=members.mai, at=at_tuesday
        )
        difficulties.ask_decision(difficulty=row, by=members.mai, at=at_tuesday)
    binh = client_of(members.binh)
    assert "/kho-khan/nhom/device/" in said(binh.get("/lanh-dao/"))
    rows = [str(one.pk) for one in Difficulty.objects.all()]
    given = {"row": rows, "words": "Mua mười máy dùng chung.", "decided_on": "2026-05-26", "paper": "", "to": ""}
    assert "Đã quyết định 2 khó khăn" in said(binh.post("/kho-khan/nhom/device/", given, follow=True))
    assert "Mua mười máy dùng chung." in said(client_of(members.lan).get(f"/kho-khan/{row_of(villages[0]).pk}/"))


def row_of(village):
    return Difficulty.objects.get(area=village)


def test_what_is_overdue_is_red_and_stands_first(client_of, members, no_signal):
    with clock.freeze(no_signal.due_at + timedelta(hours=1)):
        assert "1 việc, 1 quá hạn" in said(client_of(members.viet).get("/"))
        escalating.tick(clock.now())
        page = said(client_of(members.mai).get(f"/kho-khan/{no_signal.pk}/"))
    assert "Quá hạn, chuyển lên → lãnh đạo xã Mẫu Sơn" in page


def test_who_answers_what_is_changed_by_the_desk(client_of, members, units, villages, at_tuesday):
    mai = client_of(members.mai)
    mai.post("/kho-khan/ai-tra-loi/device/", {"owner": units.economy.pk, "answer_days": "2", "above_days": "2"})
    row = difficulties.raise_difficulty(area=villages[0], subject="device", words="x y", by=members.lan, at=at_tuesday)
    assert row.owner == units.economy
    wrong = mai.post("/kho-khan/ai-tra-loi/device/", {"owner": units.science.pk, "answer_days": "0", "above_days": "2"})
    assert wrong.status_code == 400
    assert client_of(members.lan).get("/kho-khan/ai-tra-loi/").status_code == 404


def test_a_rumour_from_two_villages_to_all_of_them_and_back(client_of, members, villages, at_tuesday):
    lan, hung, mai, binh = (client_of(one) for one in (members.lan, members.hung, members.mai, members.binh))
    for browser, words in ((lan, "Cài VNeID là mất tiền"), (hung, "cai vneid la mat tien")):
        browser.post("/tin-don/bao/", {"kind": "rumour", "where": "zalo", "words": words, "key": str(uuid.uuid4())})
    story = Rumour.objects.get()
    assert "nghe 2 lần" in said(mai.get("/tin-don/"))
    where = f"/tin-don/{story.pk}/"
    assert "chờ duyệt" in said(
        mai.post(f"{where}dap/", {"words": "Không đúng.", "script": "", "zalo": ""}, follow=True)
    )
    assert "chờ duyệt" in said(binh.get("/lanh-dao/"))
    draft = story.answers.get()
    mai.post(f"{where}duyet/", {"written": "hôm qua"})
    assert RumourPlace.objects.count() == 0
    binh.post(f"{where}duyet/", {"written": draft.written_at.isoformat()})
    page = said(lan.get("/tin-don/"))
    assert "Kính thưa bà con" in page
    place = RumourPlace.objects.get(area=villages[0])
    lan.post(f"/tin-don/thon/{place.pk}/", {"how": "loudspeaker", "still": "0"})
    assert "1/2 thôn đã báo" in said(mai.get(where))
    assert hung.post(f"/tin-don/thon/{place.pk}/", {"how": "zalo"}).status_code == 404
    assert lan.post(f"{where}dap/", {"words": "x"}).status_code == 404


def test_the_body_that_has_a_rumour_writes_and_another_does_not(client_of, members, villages, units, at_tuesday):
    story = rumours.report(area=villages[0], words="Bán chữ ký số giá rẻ", by=members.lan, at=at_tuesday).rumour
    thu = client_of(members.thu)
    assert thu.post(f"/tin-don/{story.pk}/dap/", {"words": "x"}).status_code == 404
    client_of(members.mai).post(f"/tin-don/{story.pk}/giao/", {"to": units.school.pk})
    assert thu.post(f"/tin-don/{story.pk}/dap/", {"words": "Sai.", "script": "", "zalo": ""}).status_code == 302
    assert thu.post(f"/tin-don/{story.pk}/duyet/", {}).status_code == 404
    assert "Lời kể" not in said(client_of(members.hung).get(f"/tin-don/{story.pk}/"))


def test_an_opinion_without_anybody(client_of, members, at_tuesday):
    lan = client_of(members.lan)
    given = {"mood": "doubt", "words": "Bà Lường Thị Bưởi sợ mất đất", "heard": "3", "on": "2026-05-26"}
    assert "[tên đã che] sợ mất đất" in said(lan.post("/du-luan/", given, follow=True))
    assert lan.post("/du-luan/", given | {"on": "2026-06-26"}).status_code == 400
    note = OpinionNote.objects.get()
    assert (note.heard, note.unit) == (3, None)
    assert not hasattr(note, "by")
    assert "sợ mất đất" not in said(client_of(members.hung).get("/du-luan/"))
