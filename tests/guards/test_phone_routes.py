"""The phone's door, as a phone of every kind of member, as a stranger and with another's device: nothing outside the
scope is given or written, and nothing is answered but JSON."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.field.phones import Phone
from tests.guards.test_routes import (
    BY_DEVICE,
    ON_BOTH,
    WHO,
    names_a_member_may_read,
    routes,
    two_built,
    two_communes,
    whole_names,
)
from tungnha.field.models import PhoneOperation, Visit
from tungnha.people.models import Identifier, Person, Telephone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["two_built", "two_communes"]
EACH = [pytest.param(who, marks=[] if who in ON_BOTH else [pytest.mark.one_database]) for who in WHO if who != "phuc"]
# Whose phone may tell which names beside the households': a team is told its own sessions' people.
ON_THE_PHONE = {"lan", "son", "hung"}


def test_the_doors_by_device_are_all_under_one_address():
    under = {name for name, _ in routes() if name.startswith("field:phone-")}
    assert under == BY_DEVICE
    assert reverse("field:phone-root") == "/dt/api/"


def phone_of(two: SimpleNamespace, who: str) -> Phone:
    members = two.alpha.members
    return Phone(members[who], by=members["dung"] if who != "dung" else members["mai"])


@pytest.mark.parametrize("who", EACH)
def test_a_phone_is_given_no_name_outside_its_members_scope(who, two_communes):
    phone = phone_of(two_communes, who)
    told = json.dumps(phone.sync(), ensure_ascii=False)
    allowed = names_a_member_may_read(two_communes, who)
    everyone = {**two_communes.alpha.people, **two_communes.beta.people}
    forbidden = {person.full_name for name, person in everyone.items() if name not in allowed}
    assert whole_names(sorted(forbidden), told) == []
    shown = {name for name in allowed if everyone[name].full_name in told}
    assert bool(shown) is (who in ON_THE_PHONE)
    secrets = {i.value for i in Identifier.objects.all()} | {t.number for t in Telephone.objects.all()}
    assert not [secret for secret in secrets if secret in told]


def of_everybody(phone: Phone, persons: list[Person]) -> list[dict[str, Any]]:
    """One of each kind about somebody."""
    ops = []
    for person in persons:
        home = str(person.household.key)
        ops += [
            phone.op("visit", {"household": home, "outcome": "all_away"}),
            phone.op("card", {"person": str(person.key), "number": "019080000011", "full_name": person.full_name}),
            phone.op("add_person", {"person": str(person.key), "household": home, "full_name": "Ai Đó"}),
            phone.op("add_household", {"household": home, "village": person.household.village.code}),
            phone.op("helper", {"household": home, "campaign": 1, "contact_on": "2026-05-26"}),
            phone.op("check_in", {"session": 1, "person": str(person.key)}),
        ]
    return ops


@pytest.mark.parametrize("who", ["lan", "hung", "viet", "thu"])
def test_a_phone_writes_nothing_outside_its_members_scope(who, two_communes):
    """What it says of others is kept for a person to look at, and told without a name."""
    phone = phone_of(two_communes, who)
    others = [person for person in two_communes.beta.people.values() if person.household_id is not None]
    before = Visit.objects.count()
    told = phone.sync(*of_everybody(phone, others))
    assert {one["answer"] for one in told["answers"]} <= {"aside", "refused"}
    assert Visit.objects.count() == before
    names = sorted({person.full_name for person in others})
    assert whole_names(names, json.dumps(told["answers"], ensure_ascii=False)) == []
    assert PhoneOperation.objects.filter(answer="stored").count() == 0


def test_a_stranger_and_anothers_secret_learn_nothing(two_communes):
    phone, other = phone_of(two_communes, "lan"), phone_of(two_communes, "hung")
    secret = phone.authorization.split(".", 1)[1]
    crossed = f"Device {other.device.pk}.{secret}"
    for authorization in ("", crossed, phone.authorization[:-2]):
        answer = phone.post("sync", phone.request(), authorization=authorization)
        assert (answer.status_code, set(answer.json())) == (401, {"tungnha", "now", "why"})
    stranger = Client()
    for name in BY_DEVICE:
        where = "/dt/api/khong/co" if name == "field:phone-nothing" else reverse(name)
        for method in (stranger.get, stranger.post):
            answer = method(where)
            assert answer.status_code in (400, 401, 404)
            assert answer.json()["tungnha"] == 1
