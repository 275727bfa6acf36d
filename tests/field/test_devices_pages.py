"""The team's phones on the leader's pages: joining, taking back; what waits and how it is settled; two rival words."""

import base64
import json
import re
import uuid
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.field.phones import Phone
from tests.field.street import street
from tungnha.field.models import ContestedLook, Device, PhoneOperation, Visit
from tungnha.field.sync import joining, pledge
from tungnha.field.sync.joining import key_bytes
from tungnha.ledger.models import Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person, RegisterNote
from tungnha.units import clock
from tungnha.units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(villages, asked):
    return street(villages[0], [2, 1])


@pytest.fixture
def lan(client_of, members, homes, at_tuesday):
    return client_of(members.lan)


@pytest.fixture
def phone(members, homes, at_tuesday):
    return Phone(members.son, by=members.lan, name="Máy của Sơn")


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def devices_of(villages):
    return f"/may-cua-to/{villages[0].pk}/"


# --- joining and taking back -----------------------------------------------------------------------------------------


def test_a_phone_joins_with_the_code_on_the_page(lan, villages, members):
    page = text_of(lan.post(f"/may-cua-to/ma/{members.son.pk}/"))
    (code,) = re.findall(r'class="qr-code">([A-Z0-9]{4}-[A-Z0-9]{4})<', page)
    assert '<svg role="img" aria-label="Mã QR để máy của Sơn tham gia"' in page
    assert f'data-until="{(clock.now() + timedelta(minutes=30)).isoformat()}"' in page
    (state,) = re.findall(r'hx-get="([^"]+)"', page)
    assert "Chưa máy nào dùng mã này." in text_of(lan.get(state))
    joining.join(
        code=code, name="Máy của Sơn", platform="Android 9", app_version="1", pledge_version=pledge.VERSION,
        agreed_at=clock.now(), at=clock.now(),
    )  # fmt: skip
    assert "Máy của Sơn của Sơn đã tham gia." in text_of(lan.get(state))
    assert "Máy của Sơn" in text_of(lan.get(devices_of(villages)))


def test_a_code_that_is_over_says_so(lan, members, at_tuesday):
    page = text_of(lan.post(f"/may-cua-to/ma/{members.son.pk}/"))
    (state,) = re.findall(r'hx-get="([^"]+)"', page)
    with clock.freeze(at_tuesday + timedelta(minutes=31)):
        assert "Mã này không dùng được nữa" in text_of(lan.get(state))


def test_the_page_tells_contact_version_held_work_and_a_wrong_clock(lan, villages, phone, at_tuesday):
    Device.objects.filter(pk=phone.device.pk).update(
        held=4, clock_offset=7800, contact_at=at_tuesday - timedelta(days=1), app_version="2026-05-20"
    )
    page = text_of(lan.get(devices_of(villages)))
    for words in (
        "còn giữ 4 việc chưa gửi", "đồng hồ máy chạy nhanh 2 giờ 10 phút", "liên lạc lần cuối: hôm qua 8 giờ 00",
        "ứng dụng bản 2026-05-20", "Các máy còn giữ <b>4</b> việc chưa gửi",
    ):  # fmt: skip
        assert words in page


def test_a_phone_taken_back_gives_its_work_first(lan, villages, phone, homes, campaign):
    where = f"/may-cua-to/thu-hoi/{phone.device.pk}/"
    assert "máy chủ nhận xong rồi máy mới tự xóa trắng" in text_of(lan.get(where))
    lan.post(where, {"vi": "doi"})
    assert "chờ máy liên lạc để nhận nốt việc rồi xóa trắng" in text_of(lan.get(devices_of(villages)))
    told = phone.sync(phone.visit(homes[0], campaign=campaign.pk))
    assert [answer["answer"] for answer in told["answers"]] == ["stored"]
    assert Visit.objects.count() == 1


def test_a_lost_phone_is_told_to_the_steward_in_words_and_stands_in_the_log(lan, phone):
    told = text_of(lan.post(f"/may-cua-to/thu-hoi/{phone.device.pk}/", {"vi": "mat"}, follow=True))
    assert "báo phụ trách dữ liệu của xã ngay hôm nay" in told
    assert Event.objects.filter(verb="phone.lost", about_id=str(phone.device.pk)).count() == 1


# --- what waits ------------------------------------------------------------------------------------------------------


@pytest.fixture
def waits(phone):
    """What the phone sends, as it waits on the server."""

    def send(op):
        phone.sync(op)
        return PhoneOperation.objects.get(pk=op["id"])

    return send


def settle(client, op, **said):
    return text_of(client.post(f"/can-xem/viec/{op.pk}/", said, follow=True))


def test_a_kind_nobody_knows_waits_is_opened_and_let_go_only_with_a_reason(lan, villages, waits, phone):
    op = waits(phone.op("survey", {"words": "gọi 0912000123"}))
    assert "Việc máy chủ chưa biết (survey)" in text_of(lan.get(f"/can-xem/{villages[0].pk}/"))
    page = text_of(lan.get(f"/can-xem/viec/{op.pk}/"))
    assert "gọi 091****123" in page
    assert Event.objects.filter(verb="phone.operation_opened", about_id=str(op.pk)).count() == 1
    assert "phải ghi lý do" in settle(lan, op, viec="bo-qua", ly_do=" ")
    settle(lan, op, viec="bo-qua", ly_do="bấm nhầm")
    op.refresh_from_db()
    assert (op.settled_how, op.settled_why_text) == ("nothing", "bấm nhầm")
    assert "bấm nhầm" in text_of(lan.get(f"/can-xem/{villages[0].pk}/", {"loc": "da-xem"}))
    assert "Không có việc nào phải xem" in text_of(lan.get(f"/can-xem/{villages[0].pk}/"))


def test_a_visit_about_somebody_who_moved_is_written_where_she_lives_now(lan, waits, phone, homes, campaign):
    person = homes[0].persons.first()
    Person.objects.filter(pk=person.pk).update(household=homes[1], is_head=False)
    op = waits(phone.visit(homes[0], (person, "chu-ky-so", "set_up_now"), campaign=campaign.pk, note="Hẹn ngày mai"))
    page = text_of(lan.get(f"/can-xem/viec/{op.pk}/"))
    assert f"{person.full_name} nay ở hộ này: <b>hộ H2</b>" in page
    assert "vừa làm xong" in page
    assert Event.objects.filter(verb="person.viewed", about_id=str(person.pk), data={"where": "waiting"}).exists()
    settle(lan, op, viec="ho-khac", ma="H2")
    op.refresh_from_db()
    assert (op.settled_how, Visit.objects.get().household) == ("done", homes[1])
    assert Standing.objects.get(person=person).level == 1


def test_what_still_hinders_it_is_told_and_it_waits_on(lan, waits, phone, homes, campaign):
    person = homes[0].persons.first()
    Person.objects.filter(pk=person.pk).update(household=homes[1], is_head=False)
    op = waits(phone.visit(homes[0], (person, "chu-ky-so", "set_up_now"), campaign=campaign.pk))
    assert "Vẫn chưa ghi được:" in settle(lan, op, viec="ghi")
    assert "không có hộ mang mã “H99”" in settle(lan, op, viec="ho-khac", ma="H99")
    op.refresh_from_db()
    assert op.settled_at is None


@pytest.mark.parametrize("same", [True, False])
def test_somebody_who_may_stand_in_the_register_already(same, lan, waits, phone, homes):
    known = homes[1].persons.first()
    new = str(uuid.uuid4())
    said = {"person": new, "household": str(homes[0].key), "full_name": known.full_name, "birth": "1985-01-01"}
    op = waits(phone.op("add_person", said))
    page = text_of(lan.get(f"/can-xem/viec/{op.pk}/"))
    assert f"Có thể là <b>{known.full_name}</b>" in page
    before = Person.objects.count()
    settle(lan, op, **({"viec": "chinh-la", "nguoi": known.pk} if same else {"viec": "nguoi-khac"}))
    op.refresh_from_db()
    assert op.settled_how == "done"
    assert Person.objects.count() == before + (not same)


def test_what_a_phone_said_is_passed_on_to_the_desk(lan, waits, phone, homes, campaign):
    person = homes[0].persons.first()
    Person.objects.filter(pk=person.pk).update(household=homes[1], is_head=False)
    op = waits(phone.visit(homes[0], (person, "chu-ky-so", "set_up_now"), campaign=campaign.pk))
    settle(lan, op, viec="bao-xa")
    note = RegisterNote.objects.get()
    assert (note.origin, note.person) == ("phone", person)
    assert "Chữ ký số công cộng" in note.words_text


def test_what_was_written_and_says_otherwise_is_told_apart(lan, villages, waits, phone, homes):
    """A door that stands in the register already: the phone goes on under its key, the leader may read of it."""
    said = {"household": str(uuid.uuid4()), "village": villages[0].code, "lane": "Ngõ Dài", "house": "Nhà 1"}
    op = waits(phone.op("add_household", said))
    assert op.answer == "conflict"
    where = f"/can-xem/{villages[0].pk}/"
    assert "Không có việc nào phải xem" in text_of(lan.get(where))
    page = text_of(lan.get(where, {"loc": "loi-khac"}))
    assert "Hộ H1 đã có trong sổ" in page
    assert f"/can-xem/viec/{op.pk}/" not in page


def test_nobody_of_another_village_opens_or_settles_it(client_of, members, waits, phone):
    op = waits(phone.op("survey", {}))
    hung = client_of(members.hung)
    assert hung.get(f"/can-xem/viec/{op.pk}/").status_code == 404
    assert client_of(members.son).post(f"/can-xem/viec/{op.pk}/", {"viec": "bo-qua", "ly_do": "x"}).status_code == 404


# --- brought over by a file ------------------------------------------------------------------------------------------


def sealed(phone, *ops):
    nonce = b"0" * 12
    text = json.dumps(list(ops)).encode()
    return base64.urlsafe_b64encode(nonce + AESGCM(key_bytes(phone.carry_key)).encrypt(nonce, text, None)).decode()


def upload(client, villages, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    file = SimpleUploadedFile("tung-nha-chuyen-viec.json", data, "application/json")
    return text_of(client.post(f"/can-xem/{villages[0].pk}/mang-ho/", {"tep": file}))


def test_unsent_work_comes_in_by_a_file_and_only_once(lan, villages, phone, homes, campaign, members):
    op = phone.visit(homes[0], campaign=campaign.pk)
    envelope = {"tungnha": "carry", "v": 1, "parts": [
        {"device": str(phone.device.pk), "sealed": [sealed(phone, op)]}]}  # fmt: skip
    assert "1 việc đã ghi vào sổ" in upload(lan, villages, envelope)
    assert "1 việc đã có từ trước" in upload(lan, villages, envelope)
    assert Visit.objects.get().made_by == members.son
    assert PhoneOperation.objects.get().carried_by == members.lan


def test_other_files_and_other_peoples_phones_are_told_apart(lan, villages, members, phone, at_tuesday):
    for wrong in (
        b"\xff\xfe",
        b"{}",
        b"[]",
        {"tungnha": "carry", "v": 1, "parts": 5},
        {"tungnha": "carry", "parts": []},
    ):
        assert "không phải tệp chuyển việc" in upload(lan, villages, wrong)
    stranger = Phone(members.hung, by=members.mai)
    parts = [{"device": str(stranger.device.pk), "sealed": [sealed(stranger, stranger.op("survey", {}))]}]
    assert "chưa nhận" in upload(lan, villages, {"tungnha": "carry", "v": 1, "parts": parts})
    spoilt = [{"device": str(phone.device.pk), "sealed": ["AAAA"]}]
    assert "Không mở được gói nào" in upload(lan, villages, {"tungnha": "carry", "v": 1, "parts": spoilt})
    assert PhoneOperation.objects.count() == 0


# --- two rival words -------------------------------------------------------------------------------------------------


@pytest.fixture
def rivals(homes, members, service, at_tuesday):
    """A list (or the team) says level 2 since March; the team saw level 1 in May."""

    def make(first):
        person = homes[0].persons.first()
        said = [(first, 2, at_tuesday.date() - timedelta(days=60)), ("visit", 1, at_tuesday.date())]
        if first == "visit":
            said[0] = ("visit", 2, at_tuesday.date())
        record_claims(
            [
                NewClaim(subject={"person_id": person.pk}, service=service, source=source, level=level, since_on=since)
                for source, level, since in said
            ], by=members.lan, at=at_tuesday,
        )  # fmt: skip
        standing = Standing.objects.get(person=person)
        assert standing.is_contested
        return standing

    return make


def test_a_leader_asks_again_and_her_word_stands(lan, villages, rivals):
    standing = rivals("visit")
    page = text_of(lan.get(f"/hai-loi/{villages[0].pk}/"))
    assert standing.person.full_name in page
    lan.post(f"/hai-loi/quyet/{standing.pk}/", {"muc": "1"})
    now = Standing.objects.get(person=standing.person)
    assert (now.level, now.is_contested, now.decided_by.source) == (1, False, "shown")
    assert "Không có hai lời nào khác nhau" in text_of(lan.get(f"/hai-loi/{villages[0].pk}/"))


def test_where_a_list_weighs_more_the_word_stands_beside_it(lan, villages, rivals):
    standing = rivals("list")
    told = text_of(lan.post(f"/hai-loi/quyet/{standing.pk}/", {"muc": "0"}, follow=True))
    assert "Danh sách gửi đến vẫn nặng hơn" in told
    now = Standing.objects.get(person=standing.person)
    assert (now.level, now.is_contested) == (2, True)
    assert "Không có hai lời nào khác nhau" in told
    assert now.person.full_name in text_of(lan.get(f"/hai-loi/{villages[0].pk}/", {"loc": "de-nguyen"}))


def test_both_are_left_until_somebody_says_something_new(lan, villages, rivals, members, service, at_tuesday):
    standing = rivals("visit")
    lan.post(f"/hai-loi/quyet/{standing.pk}/", {"muc": "de-nguyen"})
    assert ContestedLook.objects.count() == 1
    where = f"/hai-loi/{villages[0].pk}/"
    assert standing.person.full_name not in text_of(lan.get(where))
    record_claims(
        [NewClaim(subject={"person_id": standing.person_id}, service=service, source="visit", level=0,
                  since_on=at_tuesday.date())], by=members.lan, at=at_tuesday + timedelta(hours=1),
    )  # fmt: skip
    assert standing.person.full_name in text_of(lan.get(where))


def test_a_choice_that_is_none_changes_nothing(lan, rivals):
    standing = rivals("visit")
    for wrong in ("", "9", "x", "-1"):
        lan.post(f"/hai-loi/quyet/{standing.pk}/", {"muc": wrong})
    assert Standing.objects.get(person=standing.person).is_contested


def test_a_phone_is_told_messages_and_its_leader_the_glance(phone, members, lan, villages):
    said = {"words": "Mai đi Ngõ Dài", "from_on": "2026-05-27", "until_on": "2026-05-27"}
    lan.post(f"/loi-nhan/{villages[0].pk}/", said)
    told = phone.sync()["config"]
    assert [m["words"] for m in told["messages"]] == ["Mai đi Ngõ Dài"]
    assert "glance" not in told
    assert {"code": "meeting", "label": "họp thôn"} in told["forms"]
    own = Phone(members.lan, by=members.mai).sync()["config"]
    assert (own["glance"]["households"], len(own["glance"]["members"])) == (2, 2)
    assert {d["name"] for d in own["glance"]["devices"]} == {"Máy của Sơn", "Máy thử"}
    assert "đã về 2/2 máy" in text_of(lan.get(f"/loi-nhan/{villages[0].pk}/"))


def test_a_helper_named_on_a_phone_stands_in_the_households_document(phone, homes, campaign, members, lan):
    said = {"household": str(homes[0].key), "campaign": campaign.pk, "member": members.son.pk, "from_on": "2026-05-26"}
    assert phone.answers(phone.op("helper", said)) == ["stored"]
    phone.sync()
    assert phone.rows[str(homes[0].key)]["helper"]["member"] == members.son.pk
    assert "Sơn" in text_of(lan.get(f"/ho-gia-dinh/thon/{homes[0].village_id}/"))
