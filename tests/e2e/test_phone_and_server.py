"""The phone's own modules under Node against the real server, from the join code to the phone that is taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.phone.driving import NODE, Driven
from tungnha.field.models import Device, PhoneOperation, Visit
from tungnha.field.sync import joining, pledge
from tungnha.ledger.models import CampaignService, Standing
from tungnha.units import clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(NODE is None, reason="node is not installed: the phone's modules cannot run here"),
]
PIN, FRESH_PIN = "590274", "847193"
SIGNATURE = "chu-ky-so"


@pytest.fixture
def new_phone(live_server, tmp_path, members, people, campaign, service) -> Iterator[Callable[..., Driven]]:
    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
    phones: list[Driven] = []

    def start(name: str) -> Driven:
        phones.append(Driven(tmp_path / name / "box", live_server.url))
        return phones[-1]

    yield start
    for phone in phones:
        phone.kill()


def _join(phone: Driven, member: Any, pin: str = PIN) -> str:
    code = joining.make_code(member=member, by=member, at=clock.now()).code
    assert phone.ask("look", code=code)["member"] == member.user.full_name
    return str(phone.ask("join", code=code, pin=pin, pledge=pledge.VERSION)["device"])


def _visit(household: Any, person: Any, outcome: str = "set_up_now") -> dict[str, Any]:
    result = {"person": str(person.key), "service": SIGNATURE, "level": 1, "outcome": outcome}
    return {"kind": "visit", "content": {"household": str(household.key), "outcome": "met", "results": [result]}}


def _has(phone: Driven, household: Any, person: Any) -> dict[str, int]:
    rows = {row["k"]: row for row in phone.ask("doors")}
    return next(one["has"] for one in rows[str(household.key)]["persons"] if one["k"] == str(person.key))


def test_a_visit_from_the_save_at_the_door_to_the_ledger(new_phone, members, households, people):
    phone = new_phone("lan")
    _join(phone, members.lan)
    state = phone.ask("sync")
    assert state["problem"] == "", state
    assert [row["k"] for row in phone.ask("doors")] == [str(households.one.key)]
    assert phone.ask("next", today="2026-05-26")[0]["k"] == str(households.one.key)
    assert SIGNATURE in [one["code"] for one in phone.ask("config")["services"]]

    phone.ask("save", ops=[_visit(households.one, people.an)])
    assert _has(phone, households.one, people.an) == {SIGNATURE: 1}  # at once, before anything is sent
    phone.restart()  # kill -9
    assert phone.ask("unlock", pin=PIN)["ok"]
    assert phone.ask("status")["waiting"] == 1
    assert phone.ask("sync")["problem"] == ""
    assert phone.ask("status")["waiting"] == 0
    assert phone.ask("operations")[0]["answer"] == "stored"
    assert Standing.objects.get(person=people.an).level == 1
    assert _has(phone, households.one, people.an) == {SIGNATURE: 1}  # now by the server's word
    assert Visit.objects.count() == 1


def test_work_a_locked_phone_sends_and_work_brought_by_the_leader_is_stored_once(
    new_phone, members, households, people
):
    phone, leader = new_phone("son"), new_phone("lan")
    _join(phone, members.lan)
    _join(leader, members.lan, FRESH_PIN)
    phone.ask("sync")
    phone.ask("save", ops=[_visit(households.one, people.an)])
    phone.ask("save", ops=[_visit(households.one, people.bao)])
    envelope = phone.ask("carryOut")
    assert leader.ask("takeIn", envelope=envelope)["taken"] == 1
    assert leader.ask("sync")["problem"] == ""
    assert leader.ask("status")["parcels"] == 0
    phone.restart()
    assert phone.ask("unlock", pin=PIN)["ok"]
    phone.ask("save", ops=[_visit(households.one, people.an, "refused")])
    phone.ask("lock")  # the key is not there, the sealed work is
    assert phone.ask("sync")["problem"] == ""
    assert phone.ask("status")["waiting"] == 0
    assert Visit.objects.count() == PhoneOperation.objects.count() == 3


def test_a_forgotten_pin_loses_no_work(new_phone, members, households, people):
    phone = new_phone("lan")
    _join(phone, members.lan)
    phone.ask("sync")
    phone.ask("save", ops=[_visit(households.one, people.an)])
    phone.restart()
    _join(phone, members.lan, FRESH_PIN)  # with a new code, on the same phone
    assert phone.ask("status")["left"] == 1
    assert phone.ask("sync")["problem"] == ""
    status = phone.ask("status")
    assert (status["left"], status["waiting"], status["held"]) == (0, 0, 1)
    assert Standing.objects.get(person=people.an).level == 1


def test_a_phone_taken_back_hands_everything_in_and_is_empty(new_phone, members, households, people):
    phone = new_phone("lan")
    device = Device.objects.get(pk=_join(phone, members.lan))
    phone.ask("sync")
    phone.ask("save", ops=[_visit(households.one, people.an)])
    joining.revoke(device=device, by=members.lan, at=clock.now())
    assert phone.ask("sync")["problem"] == "revoked"
    status = phone.ask("status")
    assert (status["joined"], status["revoked"], status["waiting"]) == (False, True, 0)
    assert phone.ask("doors") == []
    assert Visit.objects.count() == 1
    device.refresh_from_db()
    assert device.emptied_at is not None


def test_what_no_server_knows_is_set_aside_and_the_next_goes_on(new_phone, members, households, people):
    phone = new_phone("lan")
    _join(phone, members.lan)
    phone.ask("sync")
    nowhere = {"kind": "visit", "content": {"household": str(uuid.uuid4()), "outcome": "all_away"}}
    phone.ask("save", ops=[nowhere, _visit(households.one, people.an)])
    assert phone.ask("sync")["problem"] == ""
    answers = {op["seq"]: op["answer"] for op in phone.ask("operations")}
    assert answers == {1: "aside", 2: "stored"}
    assert phone.ask("status")["aside"] == 1
