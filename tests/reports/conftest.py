"""The plan of xã Mẫu Sơn as it runs: fourteen units report each Thursday before 10:00, and before the 20th; the commune
reports to the department. 368 people have a signature, of 5.480 over 15 by the police's word; 3.496 are wanted."""

from __future__ import annotations

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tungnha.ledger.models import Measure
from tungnha.ledger.operations import NewClaim, record_claims, state_count
from tungnha.people.models import Household, Person
from tungnha.plans.models import Duty, Plan, Target
from tungnha.units.models import Organisation


def instant(text: str) -> datetime:
    """Vietnamese time: instant("2026-05-28 09:10")."""
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def plan(campaign, units, members):
    return Plan.objects.create(
        campaign=campaign, organisation=units.committee, number="12", symbol="KH-UBND", place="Mẫu Sơn",
        issued_on=date(2026, 5, 25), doc_type="Kế hoạch", title="Mở đợt cao điểm phổ cập chữ ký số",
        signer_lines=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], signer_name="Nông Thế Viễn",
        confirmed_at=instant("2026-05-25 17:00"), confirmed_by=members.mai,
    )  # fmt: skip


@pytest.fixture
def reporters(units, commune):
    """Fourteen units: police, economy, school, two teams and nine more; two firms report through Phòng Kinh tế."""
    others = [
        Organisation.objects.create(name=f"Đơn vị {n:02d}", kind="other", area=commune, order=n) for n in range(1, 10)
    ]
    units.vnpt.collector = units.economy
    units.vnpt.save(update_fields=["collector"])
    firm = Organisation.objects.create(
        name="Công ty May Mẫu Sơn", kind="company", area=commune, collector=units.economy
    )
    return [units.police, units.economy, units.school, units.team1, units.team2, *others, units.vnpt, firm]


@pytest.fixture
def duties(plan, reporters, units, campaign):
    peak, _steady = campaign.phases.order_by("starts_on")

    def duty(frequency, **terms):
        made = Duty.objects.create(plan=plan, frequency=frequency, **terms)
        if not made.compiled:
            made.reporters.set(reporters)
        return made

    return SimpleNamespace(
        weekly=duty("weekly", weekday=4, time=time(10), phase=peak, who="Các đơn vị", order=1),
        monthly=duty("monthly", day_of_month=20, who="Các đơn vị", order=2),
        upward=duty(
            "weekly", weekday=4, phase=peak, compiled=True, inclusive=True, to="Sở Khoa học và Công nghệ", order=3
        ),
    )  # fmt: skip


@pytest.fixture
def targets(plan, measure):
    def target(text, value, due, stated, **more):
        return Target.objects.create(
            plan=plan, text=text, subject="Chữ ký số của người trên 15 tuổi", value=value, due_on=due, measure=measure,
            stated_count=stated, comparator="=", headline=True, **more,
        )  # fmt: skip

    soldiers = Measure.objects.get(code="chu-ky-so-vu-trang")
    pupils = Measure.objects.get(code="chu-ky-so-hoc-sinh")
    return SimpleNamespace(
        july=target("35% người trên 15 tuổi", 35, date(2026, 7, 31), 1918, order=1),
        october=target("63,80% người trên 15 tuổi", "63.8", date(2026, 10, 31), 3496, order=2),
        soldiers=Target.objects.create(
            plan=plan, text="100% lực lượng vũ trang", subject="Lực lượng vũ trang", value=100, measure=soldiers,
            order=3,
        ),
        pupils=Target.objects.create(
            plan=plan, text="100% học sinh", subject="Học sinh", value=100, measure=pupils, order=4
        ),
    )  # fmt: skip


@pytest.fixture
def signatures(villages, units, commune, service, members):
    """340 signatures from before the plan and 28 of this week; the police state 5.480 people over 15."""
    houses = [Household.objects.create(code=f"9{n}", village=village, order=9) for n, village in enumerate(villages)]
    people = Person.objects.bulk_create(
        Person(
            full_name=f"Người Mẫu {n}", folded_name=f"nguoi mau {n}", household=houses[n % 2],
            birth_date=date(1980, 1, 1), birth_precision="day", residence="at_home", sex="female",
        )
        for n in range(368)
    )  # fmt: skip
    record_claims(
        [
            NewClaim(
                subject={"person_id": person.pk}, service=service, source="list",
                since_on=date(2026, 3, 1) if n < 340 else date(2026, 5, 26),
            )
            for n, person in enumerate(people)
        ],
        by=members.mai, at=instant("2026-05-27 08:00"),
    )  # fmt: skip
    state_count(
        area=commune, stated_by=units.police, group="adult15", count=5480, on=date(2026, 5, 26), by=members.mai,
        at=instant("2026-05-26 15:00"),
    )  # fmt: skip
    return people


@pytest.fixture
def weekly(plan, duties, targets):
    """The obligations of the first week, due Thursday 28/5 at 10:00."""
    from tungnha.reports.models import Obligation
    from tungnha.reports.operations import ensure_obligations

    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-26 08:00"))
    return Obligation.objects.filter(duty=duties.weekly, period="2026-W22")


@pytest.fixture
def send(weekly, members):
    """A unit sends its report: send(units.school, at="2026-05-28 09:00")."""
    from tungnha.reports.operations import submit

    def sent(unit, at, by=None, figures=(), narrative="Đã họp và phân công.", difficulties="", proposals=""):
        return submit(
            obligation=weekly.get(organisation=unit), narrative=narrative, difficulties=difficulties,
            proposals=proposals, figures=list(figures), by=by or members.mai, at=instant(at),
        )  # fmt: skip

    return sent


@pytest.fixture
def thursday(send, reporters, members, units):
    """Ten units sent by 09:10, Trường THCS at 10:07, three not at all."""
    owing = [r for r in reporters if r.collector_id is None]
    for unit in owing[:2] + owing[3:11]:
        send(unit, "2026-05-28 09:00")
    send(
        units.school, "2026-05-28 10:07", by=members.thu, difficulties="Học sinh lớp 9 chưa đủ tuổi cấp chữ ký số.",
        proposals="Cử nhân viên VNPT đến trường một buổi.",
    )  # fmt: skip
    return owing
