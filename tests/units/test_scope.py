"""One filter decides what each member may load."""

import pytest

from tungnha.people.models import Household, Person
from tungnha.units import clock
from tungnha.units.models import Event, Member

pytestmark = pytest.mark.django_db


def names(rows):
    return sorted(person.full_name.split()[-1] for person in rows)


def test_each_member_sees_the_people_of_the_own_area_only(people, members, at_tuesday):
    everyone = names(Person.objects.all())
    seen = {
        name: names(Person.objects.visible_to(member))
        for name, member in vars(members).items()
    }  # fmt: skip
    one, two = ["An", "Bảo", "Chi", "Duy"], ["Em", "Gấm"]
    assert seen == {
        "lan": one, "son": one, "hung": two, "mai": everyone, "binh": everyone, "dung": everyone,
        "thu": [], "viet": [], "phuc": [],
    }  # fmt: skip


def test_a_stranger_sees_nothing(people):
    assert list(Person.objects.visible_to(None)) == []
    assert list(Household.objects.visible_to(None)) == []


def test_a_unit_officer_sees_the_units_own_staff(people, members, units, at_tuesday):
    from tungnha.people.models import RosterEntry

    RosterEntry.objects.create(person=people.an, organisation=units.school)
    assert names(Person.objects.visible_to(members.thu)) == ["An"]


def test_a_province_officer_sees_no_names_but_those_of_the_own_staff(people, members, units, at_tuesday):
    from tungnha.people.models import RosterEntry

    RosterEntry.objects.create(person=people.em, organisation=units.science)
    assert names(Person.objects.visible_to(members.phuc)) == ["Em"]


def test_outside_its_dates_a_membership_opens_nothing(people, members):
    Member.objects.filter(pk=members.lan.pk).update(valid_to="2026-05-25")
    with clock.freeze("2026-05-26T08:00"):
        assert list(Person.objects.visible_to(Member.objects.get(pk=members.lan.pk))) == []
    assert Event.objects.count() == 0
