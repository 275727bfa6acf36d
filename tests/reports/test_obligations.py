"""Which reports are owed, by whom, and from which instant they are late (E9, A9, D8)."""

from __future__ import annotations

from collections import Counter
from datetime import date, time

from tungnha.plans.models import Duty
from tungnha.reports import queries
from tungnha.reports.models import Obligation
from tungnha.reports.operations import ensure_obligations, tick
from tungnha.units.models import Campaign, Phase

from .conftest import instant

TUESDAY = instant("2026-05-26 08:00")


def test_there_are_23_thursdays_in_the_peak_and_none_after_it(plan, duties):
    ensure_obligations(plan=plan, until=date(2026, 12, 31), at=TUESDAY)

    dues = sorted(set(Obligation.objects.filter(duty=duties.weekly).values_list("due_at", flat=True)))

    assert len(dues) == 23
    assert (dues[0], dues[-1]) == (instant("2026-05-28 10:00"), instant("2026-10-29 10:00"))
    assert not Obligation.objects.filter(duty=duties.weekly, due_at__gte=instant("2026-11-01 00:00")).exists()


def test_weekly_and_monthly_both_run_in_the_peak_and_the_monthly_one_goes_on(plan, duties):
    ensure_obligations(plan=plan, until=date(2026, 12, 31), at=TUESDAY)

    monthly = set(Obligation.objects.filter(duty=duties.monthly).values_list("period", "due_at"))

    # Before the 20th: the last good instant is Friday 19/6 24:00.
    assert ("2026-06", instant("2026-06-20 00:00")) in monthly
    assert ("2026-11", instant("2026-11-20 00:00")) in monthly


def test_firms_report_through_their_collector_who_owes_one_report(weekly, units, reporters):
    owing = Counter(weekly.values_list("organisation__name", flat=True))

    assert len(owing) == 14
    assert set(owing.values()) == {1}
    assert "Phòng Kinh tế" in owing
    assert not {"VNPT Mẫu Sơn", "Công ty May Mẫu Sơn"} & set(owing)


def test_the_report_upward_is_owed_by_the_commune_itself(weekly, duties, units):
    upward = Obligation.objects.filter(duty=duties.upward, period="2026-W22")

    assert list(upward.values_list("organisation", "due_at")) == [
        (units.committee.pk, instant("2026-05-29 00:00"))
    ]  # fmt: skip


def test_a_second_call_adds_nothing(plan, duties):
    first = ensure_obligations(plan=plan, until=date(2026, 7, 31), at=TUESDAY)
    again = ensure_obligations(plan=plan, until=date(2026, 7, 31), at=TUESDAY)

    assert first > 0
    assert again == 0
    assert Obligation.objects.count() == first


def test_a_call_at_the_same_moment_elsewhere_makes_no_double_and_no_error(plan, duties, monkeypatch):
    """The other process has written between our look and our write: our look is made to see nothing."""
    made = ensure_obligations(plan=plan, until=date(2026, 6, 30), at=TUESDAY)
    real = Obligation.objects.filter

    def look(**by):
        return Obligation.objects.none() if by == {"duty__plan": plan} else real(**by)

    monkeypatch.setattr(Obligation.objects, "filter", look)

    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=TUESDAY)

    assert Obligation.objects.count() == made


def test_a_unit_that_no_longer_reports_owes_nothing_that_is_not_due_yet(plan, duties, weekly, units):
    duties.weekly.reporters.remove(units.school)

    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-29 08:00"))

    mine = Obligation.objects.filter(duty=duties.weekly, organisation=units.school).order_by("due_at")
    assert [o.closed_at is None for o in mine] == [True, False, False, False, False]


def test_a_corrected_hour_moves_only_what_is_not_due_yet(plan, duties, weekly):
    Duty.objects.filter(pk=duties.weekly.pk).update(time=time(16))

    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-29 08:00"))

    dues = sorted(set(Obligation.objects.filter(duty=duties.weekly).values_list("due_at", flat=True)))
    assert dues[:2] == [instant("2026-05-28 10:00"), instant("2026-06-04 16:00")]


def test_closing_the_peak_closes_the_weekly_reports_that_are_not_due_yet(plan, duties, weekly, campaign, members):
    Phase.objects.filter(campaign=campaign, kind="peak").update(
        closed_at=instant("2026-06-12 17:00"), closed_by=members.mai
    )

    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-06-13 08:00"))

    still = Obligation.objects.filter(duty=duties.weekly, closed_at=None).values_list("period", flat=True)
    assert sorted(set(still)) == ["2026-W22", "2026-W23", "2026-W24"]


def test_nothing_is_asked_for_from_before_the_plan_was_confirmed(plan, duties):
    plan.confirmed_at = instant("2026-07-01 09:00")
    plan.save(update_fields=["confirmed_at"])

    ensure_obligations(plan=plan, until=date(2026, 7, 31), at=instant("2026-07-01 09:00"))

    assert Obligation.objects.filter(due_at__lt=instant("2026-07-01 00:00")).count() == 0
    assert Obligation.objects.filter(period="2026-W27").exists()


def test_a_report_once_before_15_5_is_in_time_on_the_14th_and_late_a_minute_after_midnight(plan, units, campaign):
    """A9: Thu 14/5 17:00 and Fri 15/5 00:01."""
    Campaign.objects.update(started_on=date(2026, 4, 20))
    Phase.objects.filter(kind="peak").update(starts_on=date(2026, 4, 20), ends_on=date(2026, 5, 15))
    plan.campaign.refresh_from_db()
    plan.confirmed_at, plan.issued_on = instant("2026-04-20 10:00"), date(2026, 4, 20)
    plan.save()
    once = Duty.objects.create(plan=plan, frequency="once", due_on=date(2026, 5, 15))
    once.reporters.set([units.police, units.school, units.economy])
    ensure_obligations(plan=plan, until=date(2026, 6, 1), at=instant("2026-04-20 10:00"))

    before = queries.board(once, "once", instant("2026-05-14 17:00"))
    after = queries.board(once, "once", instant("2026-05-15 00:01"))

    assert before.due_at == instant("2026-05-15 00:00")
    assert [row.state for row in before.rows] == ["due"] * 3
    assert [row.state for row in after.rows] == ["missing"] * 3


def test_quarterly_reports_end_with_the_20th_and_the_24th_and_july_has_none(plan, units):
    """D8: teams before the 21st of the quarter's last month, the commune before the 25th."""
    teams = Duty.objects.create(plan=plan, frequency="quarterly", day_of_month=21, months=[3, 6, 9, 12])
    teams.reporters.set([units.team1, units.team2])
    Duty.objects.create(plan=plan, frequency="quarterly", day_of_month=25, months=[3, 6, 9, 12], compiled=True)

    ensure_obligations(plan=plan, until=date(2026, 7, 31), at=TUESDAY)

    found = Obligation.objects.order_by("due_at", "organisation__name").values_list(
        "organisation__name", "period", "due_at"
    )
    assert list(found) == [
        ("Tổ công nghệ số cộng đồng thôn 1", "2026-Q2", instant("2026-06-21 00:00")),
        ("Tổ công nghệ số cộng đồng thôn 2", "2026-Q2", instant("2026-06-21 00:00")),
        ("UBND xã Mẫu Sơn", "2026-Q2", instant("2026-06-25 00:00")),
    ]


def test_tick_serves_running_plans_and_leaves_an_ended_campaign_alone(plan, duties, campaign):
    assert tick(TUESDAY) > 0
    Obligation.objects.all().delete()
    campaign.ended_on = date(2026, 5, 1)
    campaign.save()
    assert tick(TUESDAY) == 0
