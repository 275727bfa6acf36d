"""What a village said and told people stands in the words proposed for its report."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.outreach.campaign_world import broadcast, street, words_of
from tungnha.outreach.models import ActivityPart
from tungnha.outreach.operations import activities
from tungnha.reports.sending.known import UnitPeriod
from tungnha.reports.sending.spoken import tell_unit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def told_of(unit, campaign, member, at, days=6):
    owed = SimpleNamespace(
        organisation=unit, duty=SimpleNamespace(plan=SimpleNamespace(campaign=campaign)),
        starts_on=at.date() - timedelta(days=1), ends_on=at.date() + timedelta(days=days),
    )  # fmt: skip
    return [(one.part, one.sentence) for one in tell_unit(UnitPeriod(owed, member, at))]  # type: ignore[arg-type]


def test_done_with_its_figures_late_and_coming(campaign, villages, units, members, service, at_tuesday):
    said = words_of(campaign, members.mai, at_tuesday)
    doors, today = street(villages[0], [1, 1, 1]), at_tuesday.date()

    def planned(name, kind, day, **more):
        broadcast(
            campaign, said.learning, [villages[0]], members.mai, at_tuesday, name=name, kind=kind, from_on=day,
            to_on=day, text=None, **more,
        )  # fmt: skip
        return ActivityPart.objects.select_related("activity", "area").latest("pk")

    met = planned("Họp thôn", "joined", today)
    activities.tell_result(
        part=met, told=activities.Told(on=today, reached=64, reached_how="counted"), by=members.lan, at=at_tuesday
    )
    activities.tick_households(part=met, households=doors, by=members.lan, at=at_tuesday)
    planned("Phát loa về học số", "radio", today - timedelta(days=1))
    planned("Treo băng rôn", "banner", today + timedelta(days=2))
    assert told_of(units.team1, campaign, members.lan, at_tuesday) == [
        ("narrative", "Lồng ghép họp thôn, họp đoàn thể: 01 lần, 64 người dự, tiếp cận, 03 hộ có mặt."),
        ("shortcomings", "Chưa làm: phát loa về học số (hạn 25/5/2026)."),
        ("next_tasks", "Treo băng rôn, ngày 28/5/2026."),
    ]
    assert told_of(units.school, campaign, members.thu, at_tuesday) == []
