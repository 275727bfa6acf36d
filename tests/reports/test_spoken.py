"""What a village said and told people stands in the words proposed for its report; who of its team was active, in that
of a quarter."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.outreach.campaign_world import broadcast, street, words_of
from tungnha.field import operations as field
from tungnha.outreach.models import ActivityPart, SupportNorm
from tungnha.outreach.operations import activities, money
from tungnha.plans.models import Duty, Plan
from tungnha.reports.below import spoken
from tungnha.reports.below.parts import ReportPeriod
from tungnha.reports.sending.known import UnitPeriod
from tungnha.reports.sending.spoken import tell_team, tell_unit

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


LAW = "NQ 55/2025/NQ-HĐND"


@pytest.fixture
def quarter(campaign, units, members, at_tuesday):
    """The quarter's duty of a plan of the campaign."""
    plan = Plan.objects.create(
        campaign=campaign, organisation=units.committee, title="Kế hoạch của các Tổ", confirmed_at=at_tuesday,
        confirmed_by=members.mai,
    )  # fmt: skip
    return Duty.objects.create(plan=plan, frequency="quarterly", day_of_month=21, who="Tổ")


@pytest.fixture
def visited(households, campaign, members, at_tuesday):
    field.record_visit(
        visit_id=uuid.uuid4(), household=households.one, campaign=campaign, outcome="met", made_at=at_tuesday,
        by=members.son, at=at_tuesday, results=[],
    )  # fmt: skip


@pytest.fixture
def norm(commune, members, at_tuesday):
    return money.set_norm(
        area=commune, name="Hỗ trợ Tổ", amount=300_000, legal_source=LAW, kinds=["visit"], least=1,
        from_on=date(2026, 1, 1), by=members.mai, at=at_tuesday,
    )  # fmt: skip


def of_team(duty, unit, member, at):
    owed = SimpleNamespace(organisation=unit, duty=duty, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    return [one.sentence for one in tell_team(UnitPeriod(owed, member, at))]  # type: ignore[arg-type]


def compiled(duty, area, at):
    return spoken.active(ReportPeriod(duty.plan, area, duty.pk, date(2026, 4, 1), at.date(), at))


def test_a_team_is_told_how_many_of_it_were_active_by_the_written_rule(
    quarter, visited, norm, units, members, at_tuesday
):
    assert of_team(quarter, units.team1, members.lan, at_tuesday) == [
        f"Thành viên Tổ hoạt động trong quý II/2026: 01/02 người (có ít nhất 01 việc được ghi, theo {LAW})."
    ]
    assert of_team(quarter, units.school, members.thu, at_tuesday) == []
    quarter.frequency = "weekly"
    assert of_team(quarter, units.team1, members.lan, at_tuesday) == []


def test_the_report_of_a_quarter_adds_the_teams_up_without_a_name(
    quarter, visited, norm, commune, province, members, at_tuesday
):
    found = compiled(quarter, commune, at_tuesday)
    assert found.heading == "Thành viên Tổ hoạt động trong quý II/2026:"
    assert found.lines == (f"01/03 người (có ít nhất 01 việc được ghi, theo {LAW}), tính ở 02 Tổ.",)
    assert found.rows == (("Thôn 1", "2", "1", "50,00%"), ("Thôn 2", "1", "0", "0,00%"))
    SupportNorm.objects.update(area=province)
    assert compiled(quarter, commune, at_tuesday) == found, "a norm set further up"
    assert compiled(quarter, province, at_tuesday) is None, "the teams are the communes'"
    Duty.objects.update(frequency="monthly")
    assert compiled(quarter, commune, at_tuesday) is None


def test_without_a_norm_nobody_is_said_to_be_active(quarter, visited, commune, units, members, at_tuesday):
    assert of_team(quarter, units.team1, members.lan, at_tuesday) == []
    assert compiled(quarter, commune, at_tuesday) is None
