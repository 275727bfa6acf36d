"""Who counts on which day, and whose numbers a reader may see (decision 0005)."""

from datetime import date, timedelta

import pytest

from tungnha.field.models import CheckIn, Staffing, SupportSession
from tungnha.people.models import Person, PersonGroup, Place
from tungnha.people.queries import in_group, turned
from tungnha.units.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("precision", "eve", "day"),
    [
        ("day", date(2026, 5, 16), date(2026, 5, 17)),
        ("month", date(2026, 5, 30), date(2026, 5, 31)),
        ("year", date(2026, 12, 30), date(2026, 12, 31)),
    ],
)
def test_one_known_by_the_year_or_month_turns_15_on_its_last_day(people, precision, eve, day):
    Person.objects.filter(pk=people.an.pk).update(birth_date=date(2011, 5, 17), birth_precision=precision)
    counted = [Person.objects.filter(turned(15, on), pk=people.an.pk).exists() for on in (eve, day)]
    assert counted == [False, True]


def test_a_place_in_a_group_counts_from_its_first_to_its_last_day(people):
    PersonGroup.objects.create(person=people.an, kind="official", from_on=date(2026, 6, 1), to_on=date(2026, 6, 30))
    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [Person.objects.filter(in_group("official", on)).count() for on in days] == [0, 1, 1, 0]


@pytest.fixture
def an_came(people, members, units, campaign, villages, at_tuesday):
    """An came to a session that VNPT staffed."""
    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    session = SupportSession.objects.create(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday, ends_at=at_tuesday + timedelta(hours=2)
    )
    Staffing.objects.create(session=session, organisation=units.vnpt)
    CheckIn.objects.create(
        session=session, person=people.an, made_by=members.lan, made_at=at_tuesday, stored_at=at_tuesday
    )
    return people.an


def test_the_partner_knows_who_came_and_not_their_numbers(an_came, client_of, members):
    viet = client_of(members.viet)
    page = viet.get(f"/nhan-khau/{an_came.pk}/").content.decode()
    asked = viet.post(f"/nhan-khau/{an_came.pk}/", {"purpose": "call"}).content.decode()
    assert ("Nguyễn Văn An" in page, "chỉ cán bộ và Tổ" in page) == (True, True)
    assert [("0912000011" in p, "019080000011" in p, "***" in p) for p in (page, asked)] == [(False,) * 3] * 2


def test_the_team_of_the_village_sees_a_number_once_it_says_what_for(an_came, client_of, members):
    lan = client_of(members.lan)
    assert "019080000011" not in lan.get(f"/nhan-khau/{an_came.pk}/").content.decode()
    assert "019080000011" in lan.post(f"/nhan-khau/{an_came.pk}/", {"purpose": "set_up"}).content.decode()
    assert Event.objects.filter(verb="person.unmasked", data={"purpose": "set_up"}).count() == 1
