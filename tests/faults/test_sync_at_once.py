"""Phones: the same batch sent by five at once; phones that speak of the same homes at once; one code used by five."""

from __future__ import annotations

from functools import partial

import pytest

from tests.conftest import TUESDAY
from tests.faults.agreement import assert_standings_agree
from tests.faults.processes import at_once, slowly
from tests.field.phones import Phone
from tungnha.field.models import PhoneOperation, Visit
from tungnha.field.sync import joining
from tungnha.ledger.models import CampaignService, Claim, Standing
from tungnha.units import clock

CKS = "chu-ky-so"


@pytest.fixture
def phones(campaign, service, members, people):
    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
    with clock.freeze(TUESDAY):
        yield [Phone(member, by=members.mai) for member in (members.lan, members.son, members.lan, members.son)]


def answers(phone, ops):
    with clock.freeze(TUESDAY):
        return [one["answer"] for one in phone.sync(*ops)["answers"]]


def test_five_that_send_the_same_batch_at_once_store_it_once_and_hear_alike(phones, households, people):
    phone = phones[0]
    ops = [phone.visit(households.one, (people.an, CKS, "set_up_now")), phone.visit(households.one, note="hai")]

    senders = at_once([slowly(partial(answers, phone, ops))] * 5)

    assert [sender.error for sender in senders] == [None] * 5
    assert sorted(sender.value for sender in senders) == [["had", "had"]] * 4 + [["stored", "stored"]]
    assert PhoneOperation.objects.count() == Visit.objects.count() == 2
    assert Claim.objects.count() == 1
    assert_standings_agree()


def test_phones_that_speak_of_the_same_homes_at_once_do_not_wait_for_each_other_for_ever(phones, households, people):
    who = [people.an, people.bao, people.duy]
    batches = [
        [
            phone.visit(households.one, *((p, CKS, "set_up_now") for p in turn), shown_how=True, still_right=True)
            for turn in (who, who[::-1])
        ]
        for phone in phones
    ]

    senders = at_once([slowly(partial(answers, phone, ops)) for phone, ops in zip(phones, batches, strict=True)])

    assert [sender.error for sender in senders] == [None] * 4
    assert {answer for sender in senders for answer in sender.value} == {"stored"}
    assert Visit.objects.count() == 8
    assert Standing.objects.filter(service__code=CKS).count() == 3
    assert_standings_agree()


def test_one_code_makes_one_phone_of_five_that_use_it_at_once(members, campaign):
    with clock.freeze(TUESDAY):
        code = joining.make_code(member=members.son, by=members.lan, at=clock.now()).code

    def use():
        with clock.freeze(TUESDAY):
            at = clock.now()
            joining.join(code=code, name="", platform="", app_version="", pledge_version="1", agreed_at=at, at=at)

    users = at_once([slowly(use)] * 5)

    assert sorted(user.error is None for user in users) == [False] * 4 + [True]
    assert members.son.devices.count() == 1
