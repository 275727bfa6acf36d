"""What a member must know arrives: in the product, by a real mail server, by a real push service; once, and not at
night."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.units.push_service import Browser, Running
from tests.units.test_senders import mail_server
from tungnha.field.schedule import operations as sessions
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Event, MemberNotice, NoticeSending, NoticeWish, PushPlace
from tungnha.units.notices import places, push, tell
from tungnha.units.notices.quiet import is_quiet, next_after_quiet
from tungnha.units.notices.sending import MOST_TRIES, send_waiting
from tungnha.units.notices.texts import sms
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
__all__ = ["mail_server"]
HOUR = timedelta(hours=1)


def told(members, at, key="x", **more):
    return tell(
        members, key=key, subject="Đổi giờ buổi hỗ trợ thôn 1", words="Đổi sang 9 giờ 00.", url="/buoi-ho-tro/1/",
        until=at + 12 * HOUR, at=at, **more,
    )  # fmt: skip


@pytest.fixture
def mail(mail_server, settings):
    settings.MAIL_SETTINGS = vars(mail_server.at)
    settings.ADDRESS = "https://mau.example"
    return mail_server


@pytest.fixture
def service(settings):
    with Running() as running:
        settings.PUSH_CONTACT, settings.PUSH_ALSO = "mailto:cntt@mau.example", (running.netloc,)
        yield running


@pytest.fixture
def browser(service, members, client_of, at_tuesday):
    """Lan's, where she said yes."""
    made = Browser()
    answer = client_of(members.lan).post(
        "/thong-bao/trinh-duyet/", made.asked(f"{service.origin}/to/lan?x=1"), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content.decode()
    return made


# --- pure ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("06:29", True), ("06:30", False)],
)
def test_quiet_hours_go_over_midnight(at, quiet):
    assert is_quiet(time.fromisoformat(at), time(21), time(6, 30)) == quiet
    assert not is_quiet(time.fromisoformat(at), time(8), time(8))


@pytest.mark.parametrize(
    ("at", "given"), [("2026-05-26 22:00", "2026-05-27 06:30"), ("2026-05-27 03:00", "2026-05-27 06:30"),
                      ("2026-05-27 06:30", "2026-05-27 06:30"), ("2026-05-27 12:00", "2026-05-27 12:00")]
)  # fmt: skip
def test_what_comes_at_night_waits_for_the_morning(at, given):
    instants = [datetime.fromisoformat(text).replace(tzinfo=VIETNAM) for text in (at, given)]
    assert next_after_quiet(instants[0], time(21), time(6, 30)) == instants[1]


def test_a_message_by_hand_has_no_marks_and_is_one():
    assert sms("Buổi hỗ trợ thôn Đông đổi sang “8 giờ 00”.") == 'Buoi ho tro thon Dong doi sang "8 gio 00".'
    assert len(sms("đổi giờ " * 60)) <= 160


def test_sealing_is_that_of_the_standard():
    """RFC 8291, appendix A: the same keys and salt give the same bytes."""
    place = push.Place(
        "https://push.example.net/",
        push.from_text("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        push.from_text("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    own = ec.derive_private_key(
        int.from_bytes(push.from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), push.CURVE
    )
    salt = push.from_text("DGv6ra1nlYgDCS1FRnbzlw")
    made = push.sealed(b"When I grow up, I want to be a watermelon", place, salt=salt, own=own)
    assert push.to_text(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [("https://fcm.googleapis.com/fcm/send/x", True), ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
     ("https://web.push.apple.com/x", True), ("http://fcm.googleapis.com/x", False), ("https://127.0.0.1/x", False),
     ("https://evil.example/fcm.googleapis.com", False), ("https://fcm.googleapis.com@evil.example/", False),
     ("https://fcm.googleapis.com:8443/", False), ("https://xpush.apple.com/", False), ("//x", False), ("", False)],
)  # fmt: skip
def test_the_server_knocks_nowhere_but_at_known_services(endpoint, known):
    assert places.is_service(endpoint) == known


# --- told ------------------------------------------------------------------------------------------------------------


def test_a_thing_is_told_once_to_each_and_not_to_who_did_it(members, at_tuesday):
    assert told([members.lan, members.son, members.mai], at_tuesday, by=members.mai) == 2
    assert told([members.lan, members.hung], at_tuesday) == 1
    assert told([members.lan], at_tuesday, key="y") == 1
    assert MemberNotice.objects.count() == 4
    assert Event.objects.filter(verb="notice.told").count() == 3


def test_a_number_typed_into_it_is_hidden(members, at_tuesday):
    tell([members.lan], key="n", subject="x", words="Gọi 0912 000 011", until=at_tuesday + HOUR, at=at_tuesday)
    assert "000 011" not in MemberNotice.objects.get().words


def test_by_mail_it_arrives_once_with_the_way_to_the_page(mail, members, at_tuesday):
    told([members.lan, members.son], at_tuesday)
    assert (send_waiting(at_tuesday), send_waiting(at_tuesday)) == (2, 0)
    letter = mail.letters[0]
    assert {(one["Subject"], one["To"]) for one in mail.letters} == {
        ("Đổi giờ buổi hỗ trợ thôn 1", "lan@mau.example"), ("Đổi giờ buổi hỗ trợ thôn 1", "son@mau.example"),
    }  # fmt: skip
    assert "https://mau.example/buoi-ho-tro/1/" in letter.get_content()


def test_through_the_browser_it_arrives_sealed_for_that_browser_alone(browser, service, members, at_tuesday):
    told([members.lan, members.son], at_tuesday, urgent=True)
    assert send_waiting(at_tuesday) == 1
    path, head, body = service.taken[0]
    assert path == "/to/lan?x=1"
    assert (head["Content-Encoding"], head["Urgency"], head["TTL"]) == ("aes128gcm", "high", str(12 * 3600))
    assert json.loads(browser.read(body)) == {
        "title": "Đổi giờ buổi hỗ trợ thôn 1", "body": "Đổi sang 9 giờ 00.", "about": "/buoi-ho-tro/1/",
        "url": f"/thong-bao/{MemberNotice.objects.get(member=members.lan).pk}/",
    }  # fmt: skip
    assert "buổi".encode() not in body
    with pytest.raises(Exception):  # noqa: B017 whatever it is: another browser reads nothing
        Browser().read(body)


def test_a_browser_that_is_gone_is_not_tried_again_a_busy_service_is(browser, service, members, at_tuesday):
    service.answer = 503
    told([members.lan], at_tuesday)
    assert [send_waiting(at_tuesday) for _ in range(MOST_TRIES + 2)] == [0] * (MOST_TRIES + 2)
    row = NoticeSending.objects.get()
    assert (row.state, row.tries, row.trouble) == ("failed", MOST_TRIES, "push_503")
    service.answer = 410
    told([members.lan], at_tuesday, key="y")
    send_waiting(at_tuesday)
    assert PushPlace.objects.get().ended_at == at_tuesday
    service.answer = 201
    told([members.lan], at_tuesday, key="z")
    assert (send_waiting(at_tuesday), service.taken) == (0, [])


def test_nobody_is_disturbed_at_night_unless_it_is_urgent(mail, members, at_tuesday):
    night = at_tuesday.replace(hour=22)
    told([members.lan], night)
    assert (send_waiting(night), send_waiting(night + 8 * HOUR)) == (0, 0)
    assert send_waiting(night + timedelta(hours=8, minutes=31)) == 1
    told([members.lan], night, key="y", urgent=True)
    assert send_waiting(night) == 1


def test_what_was_read_what_is_over_and_who_left_are_left_alone(mail, members, at_tuesday):
    told([members.lan, members.son, members.hung], at_tuesday)
    MemberNotice.objects.filter(member=members.lan).update(read_at=at_tuesday)
    members.son.user.is_active = False
    members.son.user.save()
    MemberNotice.objects.filter(member=members.hung).update(until=at_tuesday)
    assert (send_waiting(at_tuesday), mail.letters) == (0, [])
    assert set(NoticeSending.objects.values_list("state", "trouble")) == {
        ("dropped", "read"), ("dropped", "left"), ("dropped", "stale"),
    }  # fmt: skip


def test_a_wish_is_kept_to(mail, members, at_tuesday):
    NoticeWish.objects.create(user=members.lan.user, mail=False)
    told([members.lan], at_tuesday)
    assert (send_waiting(at_tuesday), MemberNotice.objects.count()) == (0, 1)


@pytest.mark.parametrize("wrong", ["p256dh", "auth", "endpoint"])
def test_keys_that_are_none_are_not_kept(service, members, client_of, wrong):
    sent = json.loads(Browser().asked(f"{service.origin}/x"))
    (sent if wrong == "endpoint" else sent["keys"])[wrong] = "http://127.0.0.1:9/" if wrong == "endpoint" else "AAAA"
    answer = client_of(members.lan).post("/thong-bao/trinh-duyet/", json.dumps(sent), content_type="application/json")
    assert (answer.status_code, PushPlace.objects.count()) == (400, 0)
    assert (
        client_of(members.lan).post("/thong-bao/trinh-duyet/", "[", content_type="application/json").status_code == 400
    )


def test_the_keys_of_the_installation_are_made_once(at_tuesday):
    assert places.own_key(at_tuesday).pk == places.own_key(at_tuesday).pk
    assert len(push.from_text(places.own_key(at_tuesday).public)) == 65


# --- a session moved an hour before ----------------------------------------------------------------------------------


@pytest.fixture
def session(campaign, villages, members, service_of, units, at_tuesday):
    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    return sessions.plan_session(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday + HOUR, ends_at=at_tuesday + 4 * HOUR,
        services=[service_of], staff=[members.viet, members.lan], organisations=[], name="", by=members.mai,
        at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def service_of(db):
    return Service.objects.get(code="chu-ky-so")


def test_a_session_moved_an_hour_before_tells_those_concerned_at_once(mail, session, members, at_tuesday):
    sessions.move_session(
        session=session, starts_at=at_tuesday + 3 * HOUR, ends_at=at_tuesday + 6 * HOUR, place=session.place,
        why="ông Nguyễn Văn An ốm", by=members.mai, at=at_tuesday,
    )  # fmt: skip
    rows = MemberNotice.objects.select_related("member__user")
    assert {row.member.user.full_name for row in rows} == {
        "Lan",
        "Sơn",
        "Việt",
    }  # not Hùng of the next village, not Mai
    assert all(row.is_urgent and "11 giờ 00" in row.words and "Nguyễn" not in row.words for row in rows)
    assert send_waiting(at_tuesday) == 3
    assert {letter["To"] for letter in mail.letters} == {"lan@mau.example", "son@mau.example", "viet@mau.example"}


def test_one_cancelled_tells_too_and_one_long_past_does_not(session, members, at_tuesday):
    sessions.cancel_session(session=session, why="bão", by=members.mai, at=at_tuesday)
    assert MemberNotice.objects.filter(subject="Hủy buổi hỗ trợ thôn 1").count() == 3


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_bell_counts_and_opening_one_reads_it(members, client_of, at_tuesday):
    told([members.lan, members.mai], at_tuesday)
    lan = client_of(members.lan)
    page = lan.get("/thong-bao/").content.decode()
    assert ("1 thông báo chưa xem" in page, 'class="badge">1' in page) == (True, True)
    answer = lan.get(f"/thong-bao/{MemberNotice.objects.get(member=members.lan).pk}/")
    assert (answer.status_code, answer.url) == (302, "/buoi-ho-tro/1/")
    assert "Đã xem hết" in lan.get("/thong-bao/").content.decode()
    assert lan.get(f"/thong-bao/{MemberNotice.objects.get(member=members.mai).pk}/").status_code == 404


def test_whom_nothing_reached_gets_a_text_by_hand(mail, members, client_of, at_tuesday):
    members.son.user.email, members.son.user.phone = None, None
    members.son.user.set_phone("0912000099")
    members.son.user.save()
    told([members.lan, members.son], at_tuesday)
    send_waiting(at_tuesday)
    mai = client_of(members.mai)
    page = mai.get("/thong-bao/bao-tay/").content.decode()
    assert ("Sơn, thôn 1" in page, "Lan, thôn 1" in page, "Doi sang 9 gio 00." in page) == (True, False, True)
    mai.post(f"/thong-bao/bao-tay/{MemberNotice.objects.get(member=members.son).pk}/")
    assert "Không còn ai" in mai.get("/thong-bao/bao-tay/").content.decode()
    assert client_of(members.lan).get("/thong-bao/bao-tay/").status_code == 404


def test_quiet_hours_are_ones_own_to_set(members, client_of):
    lan = client_of(members.lan)
    lan.post("/thong-bao/cach-bao/", {"mail": "on", "quiet_from": "20:00", "quiet_to": "07:00"})
    wish = NoticeWish.objects.get(user=members.lan.user)
    assert (wish.mail, wish.push, wish.quiet_from) == (True, False, time(20))
    lan.post("/thong-bao/cach-bao/", {"quiet_from": "x", "quiet_to": "07:00"})
    assert NoticeWish.objects.get(user=members.lan.user).quiet_from == time(20)


def test_a_place_too_far_for_a_service_is_refused(members, at_tuesday):
    with pytest.raises(BadInput):
        places.add_place(member=members.lan, endpoint="https://fcm.googleapis.com/" + "x" * 1001, public="", secret="",
                         named="", at=at_tuesday)  # fmt: skip
