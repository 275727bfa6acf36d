"""The phone's door: joining, who may come in, what is refused, and always in JSON."""

import base64
import gzip
import json
import os
import uuid
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import OperationalError
from django.test import Client

from tests.field.phones import later
from tungnha.field.models import Device, JoinCode, PhoneOperation, Visit
from tungnha.field.sync import joining, pledge, receiving, waiting
from tungnha.field.sync.joining import key_bytes
from tungnha.ledger.models import Standing
from tungnha.people.models import Person
from tungnha.units import clock
from tungnha.units.models import Event, Member
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
CKS = "chu-ky-so"


def post(path, data, address="10.0.0.1"):
    return Client().post(f"/dt/api/{path}", data, content_type="application/json", REMOTE_ADDR=address)


# -- joining


@pytest.fixture
def code(members, at_tuesday):
    return joining.make_code(member=members.son, by=members.lan, at=at_tuesday)


def join_with(code, **more):
    data = {"code": code, "name": "Máy của Sơn", "platform": "Android 9", "app": "1.0", "pledge": pledge.VERSION,
            "agreed_at": clock.now().isoformat()} | more  # fmt: skip
    return post("join", data)


def test_a_phone_joins_by_the_code_its_leader_shows(code, members):
    looked = post("join/look", {"code": code.typed.lower()}).json()
    assert (looked["member"], looked["village"], looked["leader"]) == ("Sơn", "thôn 1", "Lan")
    assert looked["pledge"]["version"] == pledge.VERSION
    joined = join_with(code.typed).json()
    device = Device.objects.get()
    assert (joined["device"], joined["member"]["id"], joined["server"]) == (
        str(device.pk),
        members.son.pk,
        "xã Mẫu Sơn",
    )
    assert len(key_bytes(joined["carry_key"])) == len(key_bytes(joined["secret"])) == 32
    assert joining.device_of(f"Device {joined['device']}.{joined['secret']}") == device
    members.son.refresh_from_db()
    assert members.son.pledged_at == device.pledged_at == clock.now()
    assert device.secret_hash not in joined.values()
    assert joined["secret"] not in str(Device.objects.values())


def test_a_code_is_used_once_for_half_an_hour_and_the_newest_counts(code, members, at_tuesday):
    assert len(code.code) == 8
    assert not set(code.code) & set("0O1I")
    assert code.code not in str(JoinCode.objects.values())
    newer = joining.make_code(member=members.son, by=members.mai, at=at_tuesday)
    assert join_with(code.code).status_code == 400
    assert join_with(newer.code).status_code == 200
    assert join_with(newer.code).status_code == 400
    late = joining.make_code(member=members.son, by=members.mai, at=at_tuesday)
    with clock.freeze(at_tuesday + timedelta(minutes=31)):
        answer = join_with(late.code)
    assert (answer.status_code, "30 phút" in answer.json()["why"]) == (400, True)


def test_a_join_whose_answer_was_lost_is_told_the_same_again(code, members, at_tuesday):
    """The same phone, by what it made up itself; nobody else, no later than the code lives, and no second device."""
    nonce, other = str(uuid.uuid4()) * 2, str(uuid.uuid4()) * 2
    first = join_with(code.typed, nonce=nonce).json()
    with clock.freeze(at_tuesday + timedelta(minutes=29)):
        for _ in range(12):  # more than the wrong ones that close the door
            assert post("join/look", {"code": code.typed, "nonce": nonce}).json()["member"] == "Sơn"
            assert join_with(code.typed.lower(), nonce=nonce).json() == first | {"now": clock.now().isoformat()}
    assert joining.device_of(f"Device {first['device']}.{first['secret']}") == Device.objects.get()
    for refused in (other, nonce[:31], "", None):
        answer = join_with(code.code, nonce=refused)
        assert (answer.status_code, "đã dùng" in answer.json()["why"]) == (400, True)
    with clock.freeze(at_tuesday + timedelta(minutes=31)):
        assert "30 phút" in join_with(code.code, nonce=nonce).json()["why"]
    fresh = joining.make_code(member=members.son, by=members.lan, at=at_tuesday)
    assert join_with(fresh.code, nonce=nonce).json()["secret"] != first["secret"]
    joining.revoke(device=Device.objects.get(pk=first["device"]), by=members.lan, at=at_tuesday)
    assert join_with(code.code, nonce=nonce).status_code == 400
    assert not Event.objects.filter(verb=joining.WRONG).exists(), "a code that was ours is nobody's guess"


@pytest.mark.one_database
def test_an_old_pledge_is_read_again_and_nothing_is_used_up(code):
    assert join_with(code.code, pledge="0").status_code == 400
    assert join_with(code.code).status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize(("who", "for_whom", "may"), [
    ("lan", "son", True), ("lan", "hung", False), ("mai", "hung", True), ("dung", "lan", True), ("binh", "son", True),
    ("son", "son", False), ("viet", "son", False), ("thu", "son", False), ("phuc", "son", False),
    ("mai", "phuc", False),
])  # fmt: skip
def test_who_may_give_a_code(who, for_whom, may, members, at_tuesday):
    by, member = getattr(members, who), getattr(members, for_whom)
    assert joining.may_give_code(by, member) is may
    if not may:
        with pytest.raises(BadInput):
            joining.make_code(member=member, by=by, at=at_tuesday)


def test_nobody_joins_whose_time_is_over(code, members, at_tuesday):
    Member.objects.filter(pk=members.son.pk).update(valid_to=at_tuesday.date() - timedelta(days=1))
    assert join_with(code.code).status_code == 400


def test_wrong_codes_from_one_address_make_it_wait(code):
    answers = [post("join/look", {"code": f"AAAA-AA{n:02}"}).status_code for n in range(22, 34)]
    assert answers == [400] * 10 + [429] * 2
    waits = post("join/look", {"code": code.code})
    assert (waits.status_code, waits.headers["Retry-After"]) == (429, "900")
    assert post("join/look", {"code": code.code}, address="10.0.0.2").status_code == 200
    assert "10.0.0.1" not in str(Event.objects.filter(verb=joining.WRONG).values())
    with clock.freeze(clock.now() + timedelta(minutes=16)):
        assert post("join/look", {"code": "AAAA-AAAA"}).status_code == 400


# -- who is let in


@pytest.mark.one_database
def test_only_the_phones_own_secret_opens(lans, sons):
    device, secret = lans.authorization.split(" ")[1].split(".")
    for wrong in (
        "", "Device", f"Device {device}", f"Device {device}.", f"Device {device}.{secret[:-1]}",
        f"Bearer {device}.{secret}", f"Device {sons.device.pk}.{secret}", f"Device {uuid.uuid4()}.{secret}",
        f"Device x.{secret}", "Device \u00e9.\u00e9",
    ):  # fmt: skip
        answer = lans.post("sync", lans.request(), authorization=wrong)
        assert (answer.status_code, answer.json()["tungnha"], "why" in answer.json()) == (401, 1, True), wrong


def test_another_village_is_neither_given_nor_written(hungs, households, people):
    hungs.sync()
    assert "Nguyễn" not in json.dumps(hungs.rows, ensure_ascii=False)
    told = hungs.sync(hungs.visit(households.one, (people.an, CKS, "set_up_now")), want=[str(households.one.key)])
    assert told["answers"][0]["answer"] == "aside"
    assert not Visit.objects.exists()
    assert "Nguyễn" not in json.dumps(told, ensure_ascii=False)


def test_a_revoked_phone_gives_its_work_then_is_told_and_noted(sons, members, households, people):
    ops = [sons.visit(households.one, (people.an, CKS, "set_up_now")), sons.visit(households.one)]
    joining.revoke(device=sons.device, by=members.lan, at=clock.now())
    told = sons.sync(ops[0], held=2)
    assert (told["device"], told["answers"][0]["answer"], told["rows"], told["config"]) == (
        "revoked",
        "stored",
        [],
        None,
    )
    assert Device.objects.get().emptied_at is None  # it holds one more
    assert sons.sync(ops[1], held=1)["answers"][0]["answer"] == "stored"
    assert Device.objects.get().emptied_at == clock.now()
    assert sons.sync(*ops)["answers"] == [
        {"id": op["id"], "answer": "had"} for op in ops
    ]  # the answer was lost on the way
    assert sons.answers(sons.visit(households.one, note="sau khi thu hồi")) == ["aside"]
    with pytest.raises(BadInput):
        joining.revoke(device=sons.device, by=members.hung, at=clock.now())


def test_who_left_the_team_still_hands_in_what_was_done_before(sons, members, households, people):
    day = clock.today()
    done = sons.visit(households.one, (people.an, CKS, "set_up_now"))
    with clock.freeze(clock.now() + timedelta(days=3)):
        after = sons.visit(households.one, (people.bao, CKS, "set_up_now"))
        Member.objects.filter(pk=members.son.pk).update(valid_to=day)
        told = sons.sync(done, after)
    assert [one["answer"] for one in told["answers"]] == ["stored", "aside"]
    assert (told["device"], told["rows"]) == ("revoked", [])


# -- what comes in


@pytest.mark.one_database
@pytest.mark.parametrize(("body", "status"), [
    (b"", 400), (b"{", 400), (b"[]", 400), (b'{"protocol": 2}', 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400),
    (b'{"protocol": 1, "ops": {}}', 400), (b" " * (512 * 1024 + 1), 413),
    (json.dumps({"protocol": 1, "ops": [{}] * 201}).encode(), 413),
])  # fmt: skip
def test_what_is_not_ours_is_told_so(body, status, lans):
    headers = {"authorization": lans.authorization}
    answer = lans.client.post("/dt/api/sync", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["tungnha"]) == (status, 1)


@pytest.mark.one_database
@pytest.mark.parametrize(("body", "status"), [
    (gzip.compress(b" " * 30_000_000, mtime=0), 413), (gzip.compress(b'{"protocol": 1}', mtime=0)[:-9], 400),
    (b"khong phai gzip", 400),
])  # fmt: skip
def test_what_is_packed_is_unpacked_no_further_than_it_may(body, status, lans):
    headers = {"authorization": lans.authorization, "content-encoding": "gzip"}
    answer = lans.client.post("/dt/api/sync", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["tungnha"]) == (status, 1)


def test_what_states_to_be_far_too_large_is_told_so_in_json(lans):
    headers = {"authorization": lans.authorization}
    for stated in ("99999999999", "-1", "nhiều"):
        answer = lans.client.post(
            "/dt/api/sync", "{}", content_type="application/json", headers=headers, CONTENT_LENGTH=stated
        )
        assert (answer.status_code, answer.json()["tungnha"]) == (413, 1)


def test_packed_both_ways(lans, households, people):
    answer = lans.post("sync", lans.request(lans.visit(households.one, (people.an, CKS, "set_up_now"))), packed=True)
    assert answer.json()["answers"][0]["answer"] == "stored"
    headers = {"authorization": lans.authorization, "accept-encoding": "gzip"}
    packed = lans.client.post(
        "/dt/api/sync", json.dumps(lans.request()), content_type="application/json", headers=headers
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content))["rows"]


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["", "sync", "join", "join/look", "carry", "khong/co", "sync/"])
def test_a_door_entered_the_wrong_way_answers_in_json_too(path, db):
    answer = Client().get(f"/dt/api/{path}")
    assert (answer.status_code, answer.json()["tungnha"], answer.headers["Content-Type"]) == (
        404, 1, "application/json; charset=utf-8"
    )  # fmt: skip


def test_a_database_that_is_away_makes_the_phone_come_again(lans, households, monkeypatch):
    def away(**_):
        raise OperationalError("server closed the connection")

    op = lans.visit(households.one)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "receive", away)
        answer = lans.post("sync", lans.request(op))
        assert (answer.status_code, answer.headers["Retry-After"], answer.json()["tungnha"]) == (503, "5", 1)
        patch.setattr(receiving, "receive", lambda **_: 1 / 0)
        assert lans.post("sync", lans.request(op)).status_code == 500
    assert lans.answers(op) == ["stored"]


def test_what_a_database_refuses_to_store_is_left_out(lans, households, people):
    op = lans.visit(households.one, (people.an, CKS, "other"), note="a\0b\ud800c")
    op["content"]["results"][0]["reason"] = "x\0y"
    strange = lans.op("x\0\ud800", {"a": "\0\ud800"})
    assert lans.answers(op, strange) == ["stored", "aside"]
    assert Visit.objects.get().note == "abc"


# -- clocks


@pytest.mark.one_database
@pytest.mark.parametrize(("made", "phone_now", "stands"), [
    ({"minutes": -5}, {}, {"minutes": -5}),
    ({"minutes": 3}, {}, {}),  # a few minutes ahead: now
    ({"days": 2, "hours": -1}, {"days": 2}, {"hours": -1}),
    ({"days": -2000, "hours": -1}, {"days": -2000}, {"hours": -1}),
    ({"days": -2000}, {}, {}),  # the clock was put right meanwhile: nobody knows, it counts as now
])  # fmt: skip
def test_a_wrong_clock_is_noticed_and_both_times_are_kept(made, phone_now, stands, lans, households):
    op = lans.visit(households.one, at=later(**made))
    told = lans.sync(op, now=later(**phone_now).isoformat())
    row, visit = PhoneOperation.objects.get(), Visit.objects.get()
    assert told["answers"][0]["answer"] == "stored"
    assert visit.made_at == row.made_at == later(**stands)
    assert row.phone_at == (later(**made) if made != stands else None)
    assert told["clock"] == (phone_now.get("days", 0) * 86400 or None)
    assert Device.objects.get().clock_offset == phone_now.get("days", 0) * 86400


# -- brought over by hand


def sealed(phone, what, *, packed=False, key=None):
    data = json.dumps(what).encode()
    nonce = os.urandom(12)
    text = AESGCM(key or key_bytes(phone.carry_key)).encrypt(nonce, gzip.compress(data) if packed else data, None)
    return base64.urlsafe_b64encode(nonce + text).decode().rstrip("=")


def test_unsent_work_is_brought_by_another_phone_or_by_itself_while_locked(sons, lans, households, people):
    ops = [
        sons.visit(households.one, (people.an, CKS, "set_up_now")),
        sons.visit(households.one),
        sons.visit(households.one),
    ]
    texts = [
        sealed(sons, ops[0]),
        "###",
        sealed(sons, ops[1:], packed=True),
        sealed(sons, ops[0], key=os.urandom(32)),
        5,
    ]
    told = lans.post("carry", {"device": str(sons.device.pk), "sealed": texts}).json()
    assert [one["answer"] for one in told["answers"]] == ["stored"] * 3
    assert told["not_opened"] == [1, 3, 4]
    assert set(PhoneOperation.objects.values_list("device", "carried_by")) == {(sons.device.pk, lans.member.pk)}
    assert Visit.objects.first().made_by == sons.member
    again = post("carry", {"device": str(sons.device.pk), "sealed": texts[:1]}).json()
    assert again["answers"] == [{"id": ops[0]["id"], "answer": "had"}]
    assert sons.answers(*ops) == ["had"] * 3


def test_who_cannot_open_learns_nothing(sons, lans, households, people):
    theirs = sealed(lans, sons.visit(households.one))
    for device in (str(sons.device.pk), str(uuid.uuid4())):
        told = post("carry", {"device": device, "sealed": [theirs]}).json()
        assert (told["answers"], told["not_opened"]) == ([], [0])
    refused = sons.visit(households.one, (people.em, CKS, "set_up_now"))
    told = post("carry", {"device": str(sons.device.pk), "sealed": [sealed(sons, refused)]}).json()
    assert told["answers"] == [{"id": refused["id"], "answer": "aside"}]  # not why: it names people


@pytest.mark.one_database
@pytest.mark.parametrize(("data", "status"), [
    ({}, 400), ({"device": "x", "sealed": []}, 400), ({"device": str(uuid.uuid4()), "sealed": "x"}, 400),
    ({"device": str(uuid.uuid4()), "sealed": ["x"] * 201}, 413),
])  # fmt: skip
def test_what_is_no_parcel_is_told_so(data, status, at_tuesday):
    assert post("carry", data).status_code == status


# -- what waits for somebody to look


@pytest.fixture
def set_aside(lans, households, people):
    Person.objects.filter(pk=people.an.pk).update(residence="moved")
    lans.sync(lans.visit(households.one, (people.an, CKS, "set_up_now")))
    return PhoneOperation.objects.get()


def test_what_waits_is_seen_within_scope_and_settled_once(set_aside, members):
    assert {who for who, member in vars(members).items() if set_aside in waiting.waiting_for(member)} == {
        "lan", "mai", "binh", "dung"
    }  # fmt: skip
    waiting.settle(operation=set_aside, how="nothing", why="đã hỏi lại", by=members.lan, at=clock.now())
    assert not waiting.waiting_for(members.mai)
    with pytest.raises(BadInput, match="Lan đã xem"):
        waiting.settle(operation=set_aside, how="done", by=members.mai, at=clock.now())
    assert PhoneOperation.objects.get().content
    with clock.freeze(clock.now() + timedelta(days=61)):
        assert waiting.forget_old(clock.now()) == 1
    assert PhoneOperation.objects.get().content == {}


def test_it_is_applied_anew_once_what_hindered_it_is_gone(set_aside, members, people, lans, households):
    answer = waiting.try_again(operation=set_aside, by=members.lan, at=clock.now())
    assert (answer.answer, PhoneOperation.objects.get().settled_at) == ("aside", None)
    Person.objects.filter(pk=people.an.pk).update(residence="at_home")
    assert waiting.try_again(operation=set_aside, by=members.lan, at=clock.now()).answer == "stored"
    assert (Visit.objects.get().made_by, Standing.objects.get().level) == (members.lan, 1)
    assert PhoneOperation.objects.get().settled_how == "done"
    op = {"id": str(set_aside.pk), "seq": 1, "kind": "visit", "v": 1, "made_at": clock.now().isoformat(),
          "content": set_aside.content}  # fmt: skip
    assert lans.answers(op) == ["had"]


def test_it_is_applied_to_somebody_else_who_is_meant(set_aside, members, people):
    instead = {str(people.an.key): str(people.bao.key)}
    assert waiting.try_again(operation=set_aside, instead=instead, by=members.lan, at=clock.now()).answer == "stored"
    assert Standing.objects.get().person == people.bao
    assert str(people.an.key) in str(PhoneOperation.objects.get().content)


def test_a_double_that_is_somebody_else_is_added_after_all(lans, households, people, members):
    Person.objects.create(
        full_name="Lò Thị Hoa", household=people.bao.household, birth_date="1985-01-01", birth_precision="year"
    )
    Person.objects.create(
        full_name="Lò Thị Hoa", household=people.bao.household, birth_date="1985-01-01", birth_precision="year"
    )
    content = {
        "person": str(uuid.uuid4()),
        "household": str(households.one.key),
        "full_name": "Lò Thị Hoa",
        "birth": "1985",
    }
    assert lans.answers(lans.op("add_person", content)) == ["aside"]
    op = PhoneOperation.objects.get()
    assert waiting.try_again(operation=op, by=members.lan, at=clock.now()).answer == "aside"
    assert waiting.try_again(operation=op, not_the_same=True, by=members.lan, at=clock.now()).answer == "stored"
    assert Person.objects.filter(full_name="Lò Thị Hoa").count() == 3
