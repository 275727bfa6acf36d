"""The demonstration's phones leave what a leader can try: work received, work held, one to look at, two words."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.field.street import street
from tungnha.demo import phones
from tungnha.field.leading import contested
from tungnha.field.models import Device, PhoneOperation
from tungnha.field.schedule.phone import sessions
from tungnha.field.sharing import operations, proposing, queries
from tungnha.ledger.models import CampaignService
from tungnha.people.models import Person
from tungnha.units import clock


@pytest.mark.django_db
def test_a_team_has_sent_holds_back_and_leaves_something_to_look_at(villages, members, campaign, service, at_tuesday):
    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
    street(villages[0], [2] * 20)
    Person.objects.update(sex="female")
    now, lan, son = clock.now(), members.lan, members.son
    village = queries.village_of(villages[0], campaign, now.date())
    parts = proposing.propose(village, {lan.pk: village.free[:4], son.pk: village.free[4:18]}).parts
    operations.share_out(
        village=villages[0], campaign=campaign, parts=parts, until_on=now.date() + timedelta(days=30), by=lan, at=now,
        as_shown=queries.stamp(villages[0], campaign),
    )  # fmt: skip

    came = phones.use_phones(SimpleNamespace(villages=villages, teams={0: [lan, son]}), campaign, now)

    answers = PhoneOperation.objects.order_by("answer").values_list("kind", "answer").distinct()
    assert list(answers) == [("add_person", "aside"), ("visit", "conflict"), ("visit", "stored")]
    assert PhoneOperation.objects.count() == came > 15
    held = Device.objects.order_by("held").values_list("member", "held")
    assert list(held) == [(lan.pk, 0), (son.pk, phones.HELD)]
    assert contested.standings_in(villages[0]).count() == 1
    assert len(sessions(son, now)) == 3
