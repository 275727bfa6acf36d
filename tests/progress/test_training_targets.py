"""Targets of training compute from courses: members of teams on their rosters, times asked, pupils a school states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.outreach.test_training import DAY, LATER, hold_class, make_class
from tungnha.ledger.models import Measure
from tungnha.outreach.operations import attending, courses
from tungnha.plans.models import Target
from tungnha.progress import queries
from tungnha.units import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(units, commune, campaign, members):
    with clock.freeze(LATER.isoformat()):
        made = make_class(units, commune, campaign, members.mai)
        hold_class(made, members.mai)
        yield made


def target_of(plan, measure, **more):
    said = {"text": "x", "value": Decimal(100), "unit": "%", "comparator": "="} | more
    return Target.objects.create(plan=plan, measure=measure, **said)


@pytest.mark.parametrize("code", ["to-vien-tap-huan", "to-vien-ky-nang"])
def test_all_members_of_the_teams_are_to_be_taught(code, made, plan, commune, members):
    """Scenario D3: 28 of 36; the 8 others are the rows behind what is missing."""
    measure = Measure.objects.get(code=code)
    target, on = target_of(plan, measure), DAY.date()
    assert queries.figure(target, commune, on).now is None  # nothing counts before the course is closed
    courses.close(course=made.course, by=members.mai, at=LATER)
    found = queries.figure(target, commune, on)
    assert (found.now, found.base.count, found.needed.count, str(found.rate_of_base)) == (28, 36, 36, "77.78")
    missing = queries.rows_behind(measure, commune, "missing", on=on, since=on)
    assert {p.pk for p in missing} == {p.pk for p in made.people[28:]}


def test_times_asked_to_courses_are_a_flow_of_their_own(made, plan, commune, members):
    def measure(asks):
        return Measure.objects.create(
            code=f"luot-{asks}", name="x", numerator="x", denominator="x", way="flow", counts="visit", group="visitor",
            source={"flow": "course", "asks": asks},
        )  # fmt: skip

    targets = {asks: target_of(plan, measure(asks)) for asks in ("came", "passed")}
    on = DAY.date()
    assert queries.figure(targets["came"], commune, on).why_none.startswith("Chưa có lượt người được mời học tập huấn")
    courses.close(course=made.course, by=members.mai, at=LATER)
    got = {asks: queries.figure(target, commune, on) for asks, target in targets.items()}
    assert {asks: (one.now, one.base.count) for asks, one in got.items()} == {"came": (30, 36), "passed": (28, 36)}
    assert queries.figure(targets["came"], commune, date(2026, 6, 16)).now is None


def test_a_schools_whole_is_the_figure_of_its_pupils(made, plan, commune, members, units):
    target = target_of(plan, Measure.objects.get(code="hoc-sinh-ky-nang"))
    attending.state(
        course=made.course, stated_by=units.school, audience="pupil", present=57, passed=54, invited=60, whole=60,
        by=members.thu, at=LATER,
    )  # fmt: skip
    found = queries.figure(target, commune, DAY.date())
    assert (found.now, found.base.count) == (54, 60)
