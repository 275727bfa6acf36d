"""A sitting at the culture house."""

from datetime import timedelta

import pytest

from tungnha.field.models import CheckIn, SupportSession
from tungnha.field.operations import check_in, plan_session
from tungnha.ledger.models import Standing
from tungnha.people.models import Person, Place
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(villages):
    return [Place.objects.create(name=f"Nhà văn hóa thôn {v.name}", kind="culture_house", area=v) for v in villages]


@pytest.fixture
def plan(campaign, places, villages, members, service, units, at_tuesday):
    def make(n=0, starts=0, staff=(), **more):
        start = at_tuesday + timedelta(hours=starts)
        return plan_session(
            campaign=campaign, area=villages[n], place=places[n], starts_at=start, ends_at=start + timedelta(hours=3),
            services=[service], staff=staff, organisations=[], name="", by=members.mai, at=at_tuesday, **more,
        )  # fmt: skip

    return make


def test_one_employee_cannot_be_at_two_places_at_once(plan, members):
    plan(0, staff=[members.viet])
    with pytest.raises(BadInput, match="không ở hai nơi cùng lúc"):
        plan(1, starts=1, staff=[members.viet])
    assert SupportSession.objects.count() == 1


def test_a_place_holds_one_sitting_at_a_time(plan):
    plan(0)
    with pytest.raises(BadInput, match="trùng giờ"):
        plan(0, starts=2)


def test_what_is_done_at_a_session_counts_and_coming_twice_is_once(plan, people, members, service, at_tuesday):
    session = plan()
    check_in(session=session, person=people.an, done=[], by=members.lan, at=at_tuesday)
    check_in(session=session, person=people.an, done=[(service, 1)], by=members.lan, at=at_tuesday)
    assert CheckIn.objects.count() == 1
    assert Standing.objects.get(person=people.an).decided_by.source == "session"


def test_a_stranger_to_the_register_needs_no_name_and_nothing_is_claimed(plan, members, service, at_tuesday):
    session = plan()
    check_in(session=session, person=None, done=[], by=members.lan, at=at_tuesday)
    with pytest.raises(BadInput, match="chọn người trong sổ"):
        check_in(session=session, person=None, done=[(service, 1)], by=members.lan, at=at_tuesday)
    assert CheckIn.objects.get().person is None


def test_the_operators_employee_sees_those_who_came_to_the_own_session_and_nobody_else(
    plan, people, members, service, at_tuesday
):
    session = plan(staff=[members.viet])
    check_in(session=session, person=people.an, done=[], by=members.lan, at=at_tuesday)
    assert list(Person.objects.visible_to(members.viet)) == [people.an]


def test_mai_plans_a_session_on_the_page(client_of, members, campaign, places, villages, service, at_tuesday):
    from tungnha.ledger.models import CampaignService

    CampaignService.objects.create(campaign=campaign, service=service, group="adult15")
    answer = client_of(members.mai).post(
        "/buoi-ho-tro/them/",
        {"place": places[0].pk, "area": villages[0].pk, "on": "2026-05-27", "from_time": "08:00", "to_time": "11:00",
         "services": [service.pk], "staff": [members.viet.pk]},
    )  # fmt: skip
    session = SupportSession.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/buoi-ho-tro/{session.pk}/")
    assert client_of(members.lan).get(answer.url).status_code == 200
