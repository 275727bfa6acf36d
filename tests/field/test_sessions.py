"""A sitting at the culture house."""

import uuid
from datetime import timedelta

import pytest

from tests.conftest import make_member
from tungnha.field.models import CheckIn, SupportSession
from tungnha.field.schedule.operations import check_in, plan_session
from tungnha.field.schedule.results import totals
from tungnha.ledger.models import CampaignService, Claim, Standing
from tungnha.people.models import Person, Place
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
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
    check_in(session=session, person=None, done=[(service, 1)], by=members.lan, at=at_tuesday)
    assert list(CheckIn.objects.values_list("person", flat=True)) == [None, None]
    assert (totals(session).strangers, totals(session).services) == (2, [(service, 1, 0)])
    assert Claim.objects.count() == 0


def test_the_operators_employee_sees_those_who_came_to_the_own_session_and_nobody_else(
    plan, people, members, service, at_tuesday
):
    session = plan(staff=[members.viet])
    check_in(session=session, person=people.an, done=[], by=members.lan, at=at_tuesday)
    assert list(Person.objects.visible_to(members.viet)) == [people.an]


def test_mai_plans_a_session_on_the_page(client_of, members, campaign, places, villages, service, at_tuesday):
    CampaignService.objects.create(campaign=campaign, service=service, group="adult15")
    answer = client_of(members.mai).post(
        "/buoi-ho-tro/them/",
        {"place": places[0].pk, "area": villages[0].pk, "on": "2026-05-27", "from_time": "08:00", "to_time": "11:00",
         "services": [service.pk], "staff": [members.viet.pk]},
    )  # fmt: skip
    session = SupportSession.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/buoi-ho-tro/{session.pk}/")
    assert client_of(members.lan).get(answer.url).status_code == 200


def test_a_place_that_is_only_named_is_made_once_and_not_at_all_for_a_refused_plan(
    client_of, members, campaign, villages, asked, at_tuesday
):
    mai = client_of(members.mai)
    said = {"new_place": "Nhà bà Tư", "area": villages[0].pk, "on": "2026-05-27", "from_time": "08:00"}
    assert mai.post("/buoi-ho-tro/them/", said | {"to_time": "07:00"}).status_code == 200
    assert Place.objects.count() == 0
    mai.post("/buoi-ho-tro/them/", said | {"to_time": "11:00"})
    again = mai.post("/buoi-ho-tro/them/", said | {"to_time": "11:00", "new_place": "nhà Bà Tư"})
    assert "trùng giờ" in again.content.decode()
    assert (Place.objects.count(), SupportSession.objects.count()) == (1, 1)


def test_who_may_be_asked_to_staff_a_session_lies_within_the_planners_scope(
    client_of, members, campaign, asked, at_tuesday
):
    Member.objects.filter(pk=members.son.pk).update(valid_to="2026-05-25")

    def offered(member):
        form = client_of(member).get("/buoi-ho-tro/them/").context["form"]
        return sorted(row.user.full_name for row in form.fields["staff"].queryset)

    assert [offered(m) for m in (members.mai, members.lan, members.viet)] == [
        ["Hùng", "Lan", "Việt"], ["Lan"], ["Việt"],
    ]  # fmt: skip


def test_a_campaign_of_the_province_shows_nobody_of_the_commune_next_door(
    client_of, members, province, units, service, at_tuesday
):
    next_door = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Kế Bên", parent=province)
    village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="9", parent=next_door)
    team = Organisation.objects.create(name="Tổ công nghệ số cộng đồng thôn 9", kind="team", area=village)
    make_member("Xuyến", Role.TEAM_LEADER, village, team)
    above = Campaign.objects.create(name="Chiến dịch tỉnh", area=province, organisation=units.science)
    CampaignService.objects.create(campaign=above, service=service, group="adult15")
    form = client_of(members.mai).get("/buoi-ho-tro/them/").context["form"]
    assert "Xuyến" not in [row.user.full_name for row in form.fields["staff"].queryset]


def test_the_id_of_one_sittings_check_in_is_refused_at_another(plan, members, at_tuesday):
    first, second, same = plan(0), plan(1), uuid.uuid4()
    check_in(session=first, person=None, done=[], by=members.lan, at=at_tuesday, check_in_id=same)
    check_in(session=first, person=None, done=[], by=members.lan, at=at_tuesday, check_in_id=same)
    with pytest.raises(BadInput, match="buổi khác"):
        check_in(session=second, person=None, done=[], by=members.lan, at=at_tuesday, check_in_id=same)
    assert list(CheckIn.objects.values_list("session", flat=True)) == [first.pk]


@pytest.mark.parametrize("address", ["/buoi-ho-tro/them/?dot=²", "/buoi-ho-tro/them/?dot=99999999999999999999"])
def test_an_address_that_names_no_campaign_falls_back_to_the_newest(address, client_of, members, asked, at_tuesday):
    assert client_of(members.mai).get(address).status_code == 200


def test_looking_for_who_came_is_posted_and_notes_nobodys_coming(client_of, members, plan, people):
    session = plan()
    mai = client_of(members.mai)
    page = mai.post(f"/buoi-ho-tro/{session.pk}/diem-danh/", {"tim": "Nguyễn Văn An"})
    assert (page.status_code, list(page.context["found"]), CheckIn.objects.count()) == (200, [people.an], 0)
    assert 'method="get"' not in page.content.decode()
