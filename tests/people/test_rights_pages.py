"""The pages of the law on personal data: who may open what, and the way of a request through them."""

from datetime import timedelta

import pytest

from tests.people.test_retention import record, visit
from tests.people.test_rights import words
from tungnha.people.models import Breach, Consent, Export, ProcessingRecord, ProtectionCheck, RightsRequest
from tungnha.people.operations import restricting, retention
from tungnha.people.operations.exports import record_export
from tungnha.people.protection.stewarding import due_items
from tungnha.units.models import Event

pytestmark = pytest.mark.django_db
AT = "/nhan-khau/bao-ve-du-lieu/"


def said(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def dung(client_of, members):
    return client_of(members.dung)


TAKE_IN = {
    "kind": "provide", "asker_name": "Nguyễn Văn An", "asks": "self", "channel": "desk",
    "received_at": "07:30 26/5/2026", "words": "Cho tôi biết xã giữ gì", "asker_contact": "0912000011",
}  # fmt: skip


def test_from_taking_in_to_the_letter(dung, people, members, campaign, service, at_tuesday):
    visit(people.an, members.lan, campaign, service, at_tuesday)
    where = dung.post(f"{AT}yeu-cau/nhan/", TAKE_IN).url
    request = RightsRequest.objects.get()
    assert where == f"{AT}yeu-cau/{request.pk}/"
    page = said(dung.get(where))
    assert "hết thứ Năm, 28/5/2026" in page  # two working days, until midnight
    assert "hết thứ Sáu, 5/6/2026" in page
    assert "0912000011" not in page
    first = dung.post(f"{where}thu/tiep-nhan/")
    assert "tiếp nhận yêu cầu" in words(first.content)
    assert dung.post(f"{where}thu/tra-loi/").status_code == 404  # not answered yet
    early = dung.post(f"{where}buoc/tra-loi/", {"outcome": "done"})
    assert "Xin chọn người trong sổ trước" in said(early)
    assert "Nguyễn Văn An" in said(dung.post(f"{where}buoc/tim/", {"tim": "019080000011"}))
    dung.post(f"{where}buoc/chon/", {"person": people.an.pk})
    dung.post(f"{where}buoc/kiem-tra/", {"checked": "card"})
    held = said(dung.get(f"{AT}nguoi/{people.an.pk}/"))
    assert "019******011" in held
    assert "019080000011" not in held
    assert dung.post(f"{where}buoc/tra-loi/", {"outcome": "done"}).status_code == 302
    letter = dung.post(f"{where}thu/tra-loi/")
    assert "019080000011" in words(letter.content)
    assert Export.objects.filter(what="people.rights.tra-loi", persons=people.an).exists()
    page = said(dung.get(where))
    assert "đã làm đủ" in page
    assert "Trả lời và đóng" not in page


def test_a_team_sends_three_fields_to_the_steward(client_of, members, commune, at_tuesday):
    lan = client_of(members.lan)
    page = said(lan.get(f"{AT}yeu-cau/nhan/"))
    assert page.count("<textarea") == 1
    assert "received_at" not in page
    answer = lan.post(f"{AT}yeu-cau/nhan/", {"kind": "delete", "asker_name": "Bà Bảo", "words": "Nhà cuối ngõ"})
    assert answer.url == "/"
    request = RightsRequest.objects.get()
    assert (request.area, request.channel, request.taken_by) == (commune, "team", members.lan)
    assert request.asker_contact == "Nhà cuối ngõ"
    assert lan.get(f"{AT}yeu-cau/{request.pk}/").status_code == 404
    assert lan.get(f"{AT}yeu-cau/").status_code == 404


def test_the_officer_takes_in_and_sees_the_state_the_leader_reads(client_of, members, people, at_tuesday):
    mai, binh = client_of(members.mai), client_of(members.binh)
    assert mai.post(f"{AT}yeu-cau/nhan/", TAKE_IN).url == f"{AT}yeu-cau/"
    request = RightsRequest.objects.get()
    where = f"{AT}yeu-cau/{request.pk}/"
    assert f"{request.number}: cung cấp bản sao" in said(mai.get(f"{AT}yeu-cau/"))
    assert mai.get(where).status_code == 404
    page = said(binh.get(where))
    assert "<textarea" not in page
    assert binh.post(f"{where}buoc/phan-hoi/").status_code == 404
    assert binh.get(f"{AT}yeu-cau/nhan/").status_code == 404
    assert mai.get(AT).status_code == 404


def test_the_stewards_page_shows_what_is_due_first(dung, members, commune, campaign, people, at_tuesday):
    rows = due_items(members.dung, at_tuesday)
    assert {row.kind for row in rows} == {"record", "check"}
    assert any(campaign.name in row.what for row in rows)
    dung.post(f"{AT}yeu-cau/nhan/", TAKE_IN | {"received_at": "2026-05-20T08:00"})  # the reply is late
    dung.post(f"{AT}su-co/ghi/", {"detected_at": "2026-05-26T07:00", "what": "Mất máy"})
    record_export(
        what="x", name="ds.xlsx", purpose="Giao VNPT", data=b"x", rows=1, persons=[people.an.pk], area=commune,
        by=members.mai, at=at_tuesday - timedelta(days=60), expires_on=at_tuesday.date() - timedelta(days=1),
    )  # fmt: skip
    rows = due_items(members.dung, at_tuesday)
    assert {row.kind for row in rows} == {"record", "check", "request", "breach", "export"}
    late = [row.is_late(at_tuesday) for row in rows]
    assert late == sorted(late, reverse=True)
    page = said(dung.get(AT))
    assert "quá hạn" in page
    assert "còn 71 giờ" in page or "còn 2 ngày" in page
    home = said(dung.get("/"))
    assert "Bảo vệ dữ liệu: việc đến hạn" in home
    assert f"{len(rows)} việc" in home


def test_a_record_a_check_and_a_deleted_file_leave_the_page(dung, members, campaign, commune, people, at_tuesday):
    form = {
        "purpose": "Chữ ký số tại nhà", "basis": "duty", "fields_used": ["họ và tên", "số điện thoại"],
        "keep_months": "6", "responsible_unit": "Phòng VHXH", "responsible_name": "Dung",
    }  # fmt: skip
    assert "Chọn" in said(dung.post(f"{AT}ho-so/lap/?chien-dich={campaign.pk}", form | {"fields_used": []}))
    made = dung.post(f"{AT}ho-so/lap/?chien-dich={campaign.pk}", form)
    assert made.status_code == 302
    first = ProcessingRecord.objects.get()
    assert (first.campaign, first.keep_months) == (campaign, 6)
    change = form | {"keep_months": "", "keep_until": "31/12/2026", "purpose": "Chữ ký số"}
    dung.post(f"{AT}ho-so/{first.pk}/ban-moi/", change)
    assert "Có người vừa lưu bản mới" in said(dung.post(f"{AT}ho-so/{first.pk}/ban-moi/", change))
    page = said(dung.get(f"{AT}ho-so/{first.pk}/"))
    assert "Bản 2" in page
    assert "đã có bản mới" in page
    for kind in ("risk", "compliance"):
        dung.post(f"{AT}kiem-tra/", {"kind": kind, "on": "26/5/2026", "looked_at": "quyền", "next_on": "26/11/2026"})
    assert ProtectionCheck.objects.count() == 2
    export = record_export(
        what="x", name="ds.xlsx", purpose="Giao VNPT", data=b"x", rows=1, persons=[], area=commune, by=members.mai,
        at=at_tuesday, expires_on=at_tuesday.date(),
    )  # fmt: skip
    assert "đến hôm nay" in said(dung.post(f"{AT}ban-lay-ra/{export.pk}/da-xoa/", {"on": "27/5/2026"}))
    dung.post(f"{AT}ban-lay-ra/{export.pk}/da-xoa/", {"on": "26/5/2026"})
    assert [row.what for row in due_items(members.dung, at_tuesday)] == ["Sổ nhân khẩu chưa có hồ sơ xử lý dữ liệu"]


def test_names_go_by_the_stewards_press(dung, client_of, members, campaign, commune, people, service, at_tuesday):
    visit(people.an, members.lan, campaign, service, at_tuesday, note="Anh An khỏe")
    record(commune, campaign, members, at_tuesday, keep_months=None, keep_until=at_tuesday.date() - timedelta(days=1))
    retention.propose(at_tuesday)
    job = commune.retentions.get()
    page = said(dung.get(f"{AT}den-han/{job.pk}/"))
    assert "Xóa cả tên, số, địa chỉ" in page
    assert client_of(members.binh).post(f"{AT}den-han/{job.pk}/lam/").status_code == 404
    dung.post(f"{AT}den-han/{job.pk}/lam/")
    page = said(dung.get(f"{AT}den-han/{job.pk}/"))
    assert "Đã xóa xong" in page
    assert "toàn bộ nhân khẩu" in page
    assert said(dung.get(AT)).count("6 người, hết thời hạn giữ") == 1


def test_a_consent_is_recorded_by_the_team_and_taken_back(dung, client_of, members, people, at_tuesday):
    lan, where = client_of(members.lan), f"{AT}dong-y/nguoi/{people.an.pk}/"
    assert "chưa có mẫu" in said(lan.get(where))
    dung.post(f"{AT}dong-y/", {"purpose": "Chụp ảnh", "text": "Xin phép chụp ảnh"})
    notice = people.an.consents.model.notice.field.related_model.objects.get()
    page = said(lan.get(where))
    assert "checked" not in page.partition("<main")[2]  # nothing is ticked beforehand
    assert "không đồng ý" in said(lan.get(f"{AT}dong-y/mau/{notice.pk}/"))
    form = {"notice": notice.pk, "channel": "oral", "given_at": "2026-05-26T07:00", "evidence": "sổ Tổ"}
    assert "người làm chứng" in said(lan.post(where, form))
    assert lan.post(where, form | {"witness": "Chị Hoa"}).status_code == 302
    consent = Consent.objects.get()
    assert client_of(members.hung).get(f"{AT}dong-y/{consent.pk}/rut-lai/").status_code == 404  # thôn 2
    assert lan.post(f"{AT}dong-y/{consent.pk}/rut-lai/", {"how": "nói tại nhà"}).status_code == 302
    assert "đã rút lại" in said(lan.get(where))


def test_a_breach_from_the_first_hour_to_the_notice(dung, members, people, at_tuesday):
    form = {
        "detected_at": "2026-05-26T07:00", "what": "Mất điện thoại", "member": members.lan.pk, "whole_reach": "on",
        "kinds": ["họ và tên"],
    }  # fmt: skip
    where = dung.post(f"{AT}su-co/ghi/", form).url
    breach = Breach.objects.get()
    assert "Không có tệp nào mang mã này" in said(dung.post(f"{where}sua/", form | {"export": "TN-AAAAAA"}))
    page = said(dung.get(where))
    assert "7 giờ 00 thứ Sáu, 29/5/2026" in page
    listed = said(dung.get(f"{where}nguoi/"))
    assert "Nguyễn Văn An" in listed
    assert "Hoàng Văn Em" not in listed
    assert Event.objects.filter(verb="breach.people_opened", data__persons=4).exists()
    notice = words(dung.post(f"{where}thong-bao/").content)
    assert "Số người bị ảnh hưởng: 4." in notice
    assert "phía trước" in said(dung.post(f"{where}buoc/notified/", {"on": "2026-05-27T08:00"}))
    dung.post(f"{where}buoc/notified/", {"on": "2026-05-26T07:40", "how": "số 15/UBND"})
    dung.post(f"{where}bien-ban/", {"text": "Đã khóa tài khoản"})
    dung.post(f"{where}sua/", form | {"what": "Mất máy của Tổ thôn 1"})
    page = said(dung.get(where))
    assert "Đã khóa tài khoản" in page
    assert "Trước ghi là: việc gì đã xảy ra: Mất điện thoại" in page
    breach.refresh_from_db()
    assert breach.notified_how == "số 15/UBND"


def test_who_is_left_alone_is_listed_and_let_back(dung, members, people, at_tuesday):
    held = restricting.restrict(person=people.an, by=members.dung, at=at_tuesday)
    assert "Nguyễn Văn An" in said(dung.get(f"{AT}yeu-cau/"))
    dung.post(f"{AT}han-che/{held.pk}/thoi/", {"why": "tự đề nghị"})
    assert "Nguyễn Văn An" not in said(dung.get(f"{AT}yeu-cau/"))


def test_what_is_never_stored_can_be_read_at_the_desk(client_of, members):
    assert "mã OTP" in said(client_of(members.mai).get(f"{AT}khong-luu/"))
    assert client_of(members.lan).get(f"{AT}khong-luu/").status_code == 404
