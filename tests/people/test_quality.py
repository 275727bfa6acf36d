"""“Đúng, đủ, sạch, sống”: what each word means, village by village."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tungnha.people.models import Doubt, LikelyDouble, Person
from tungnha.people.register import quality
from tungnha.units.models import Event
from tungnha.units.operations import log_event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 26)


def held(figure, area):
    rows = quality.people_of(area).filter(quality.holds(figure, TODAY))
    return set(rows.values_list("full_name", flat=True))


AN, BAO, CHI, DUY = "Nguyễn Văn An", "Trần Thị Bảo", "Nguyễn Thị Chi", "Nguyễn Văn Duy"


@pytest.fixture
def looked_over(people, commune, at_tuesday):
    Person.objects.filter(pk=people.duy.pk).update(sex="")
    return quality.look_over_commune(commune, at=at_tuesday)


def test_right_by_a_list_a_card_or_a_number_that_agrees(people, looked_over, villages):
    """All numbers of the fixture agree with birth and sex but Chi's: 019315… says a girl of 2015, which she is."""
    assert held("dung", villages[0]) == {AN, BAO, CHI, DUY}
    Doubt.objects.create(person=people.an, kind="number_birth")
    people.bao.identifiers.update(status="cancelled")
    assert held("dung", villages[0]) == {CHI, DUY}
    Person.objects.filter(pk__in=[people.an.pk]).update(confirmed_how="card", confirmed_on=TODAY)
    Person.objects.filter(pk__in=[people.bao.pk]).update(confirmed_how="visit", confirmed_on=TODAY)
    assert held("dung", villages[0]) == {AN, CHI, DUY}


def test_complete_with_every_required_field_and_the_year_alone_will_do(people, looked_over, villages):
    assert held("du", villages[0]) == {AN, BAO, CHI}  # Bảo is known by the year; Duy's sex is not known
    Person.objects.filter(pk=people.an.pk).update(birth_date=None, birth_precision="")
    people.chi.identifiers.all().delete()
    assert held("du", villages[0]) == {BAO}


def test_clean_without_doubts_doubles_and_headless_households(people, looked_over, villages, at_tuesday):
    assert held("sach", villages[0]) == {AN, BAO, CHI, DUY}
    LikelyDouble.objects.create(a=people.an, b=people.em, found_at=at_tuesday)
    LikelyDouble.objects.create(a=people.bao, b=people.em, found_at=at_tuesday, state="different")
    Doubt.objects.create(person=people.chi, kind="name_odd")
    assert held("sach", villages[0]) == {BAO, DUY}
    Person.objects.filter(pk=people.em.pk).update(is_head=False)
    assert held("sach", villages[1]) == set()


def test_alive_within_so_many_months(people, looked_over, villages, settings):
    settings.CONFIRM_MONTHS = 6
    for person, on in ((people.an, date(2025, 11, 26)), (people.bao, date(2025, 11, 25))):
        Person.objects.filter(pk=person.pk).update(confirmed_on=on, confirmed_how="visit")
    assert held("song", villages[0]) == {AN}
    settings.CONFIRM_MONTHS = 12
    assert held("song", villages[0]) == {AN, BAO}


def test_who_moved_or_died_is_in_no_figure(people, looked_over, commune, villages):
    Person.objects.filter(pk=people.duy.pk).update(residence="deceased")
    (one, two) = quality.figures(villages, TODAY)
    assert (one.people, two.people) == (3, 2)
    assert one.held == {"dung": 3, "du": 3, "sach": 3, "song": 0}
    assert one.lacking == {"birth": 0, "sex": 0, "number": 0, "residence": 0}


def test_the_figures_are_the_rows_they_open_to(people, looked_over, commune, villages):
    for row in quality.figures(villages, TODAY):
        assert row.held == {figure: len(held(figure, row.village)) for figure in quality.FIGURES}


def test_the_statements_do_not_grow_with_the_villages(people, commune, villages, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        quality.figures(villages * 20, TODAY)


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ({"birth_date": date(1981, 3, 15)}, {"number_birth"}),
        ({"sex": "female"}, {"number_sex"}),
        ({"birth_date": date(1880, 3, 15)}, {"number_birth", "birth_odd"}),
        ({"full_name": "Nguyễn Văn An 2"}, {"name_odd"}),
        ({"full_name": "H'Bia Êban"}, set()),
    ],
)
def test_what_can_hardly_be_is_noted_and_goes_when_it_is_put_right(people, at_tuesday, new, kinds):
    stood = {name: getattr(people.an, name) for name in new}
    Person.objects.filter(pk=people.an.pk).update(**new)
    quality.look_over([people.an.pk], at_tuesday)
    assert set(people.an.doubts.values_list("kind", flat=True)) == kinds
    Person.objects.filter(pk=people.an.pk).update(**stood)
    quality.look_over([people.an.pk], at_tuesday)
    assert not people.an.doubts.exists()


def test_a_commune_is_looked_over_once_a_day(people, at_tuesday):
    assert [quality.tick(at_tuesday + timedelta(hours=h)) for h in (0, 1, 24)] == [1, 0, 1]
    assert Event.objects.filter(verb=quality.LOOKED_OVER).count() == 2


def test_after_an_import_it_is_looked_over_again(people, members, at_tuesday):
    quality.tick(at_tuesday)
    log_event("population.imported", about=None, by=members.mai, at=at_tuesday + timedelta(minutes=5))
    assert [quality.tick(at_tuesday + timedelta(hours=h)) for h in (1, 2)] == [1, 0]
