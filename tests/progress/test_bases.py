"""Bases side by side: the register on a day, every official figure, and the one a plan chose (decision 0020)."""

from datetime import date, timedelta

import pytest

from tests.progress.conftest import START, moment
from tungnha.people.models import Household, Person, PersonGroup
from tungnha.people.queries import may_be_of_age, of_age, unsure_of_age
from tungnha.plans.models import Target
from tungnha.progress import bases, operations, queries, series
from tungnha.progress.choices import READINGS
from tungnha.progress.models import BaseChoice
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 26)


def line(group, area, on=ON):
    return next(found for found in bases.lines_of(area, on) if found.group == group)


@pytest.fixture
def born(villages):
    home = Household.objects.create(code="90", village=villages[0])

    def make(day, precision="day", residence="at_home"):
        return Person.objects.create(
            full_name="Người Mẫu", household=home, birth_date=day, birth_precision=precision if day else "",
            residence=residence,
        )  # fmt: skip

    return make


# -- three readings of “trên 15 tuổi”


@pytest.mark.parametrize(
    ("group", "first_day"),
    [
        ("adult15", ON),
        ("over15", ON + timedelta(days=1)),
        ("adult16", date(2027, 5, 26)),
        ("adult18", date(2029, 5, 26)),
    ],
)
def test_each_reading_has_its_first_day(born, group, first_day):
    person = born(date(2011, 5, 26))
    days = (first_day - timedelta(days=1), first_day)
    assert [Person.objects.filter(of_age(group, on), pk=person.pk).exists() for on in days] == [False, True]
    assert series.joins_on(person.birth_date, "day", group) == first_day


@pytest.mark.parametrize("group", ["adult15", "over15", "adult16", "adult18"])
@pytest.mark.parametrize(
    ("day", "precision"), [(date(2011, 1, 1), "year"), (date(2011, 5, 1), "month"), (date(2012, 2, 29), "day")]
)
def test_the_first_day_of_a_series_is_the_first_day_of_the_count(born, group, day, precision):
    first = series.joins_on(day, precision, group)
    person = born(day, precision)
    days = (first - timedelta(days=1), first)
    assert [Person.objects.filter(of_age(group, on), pk=person.pk).exists() for on in days] == [False, True]


@pytest.mark.parametrize(
    ("day", "precision", "unsure"),
    [
        (date(2011, 1, 1), "year", True), (date(2010, 1, 1), "year", False), (date(2012, 1, 1), "year", False),
        (date(2011, 5, 1), "month", True), (date(2011, 4, 1), "month", False), (date(2011, 6, 1), "month", False),
        (date(2011, 5, 26), "day", False), (date(2011, 5, 27), "day", False),
    ],
)  # fmt: skip
def test_a_birth_of_a_year_only_may_tip_the_count_in_the_year_of_age(born, day, precision, unsure):
    person = born(day, precision)
    rows = Person.objects.filter(pk=person.pk)
    assert rows.filter(unsure_of_age("adult15", ON)).exists() is unsure
    surely, maybe = rows.filter(of_age("adult15", ON)).exists(), rows.filter(may_be_of_age("adult15", ON)).exists()
    assert (surely, maybe) != (True, False)


# -- what the register counts


def test_a_base_says_what_it_is_made_of(people, born, commune):
    born(date(1990, 1, 1), residence="temporary")
    born(date(1990, 1, 1), residence="unknown")
    born(date(1990, 1, 1), residence="moved")
    born(date(2011, 1, 1), "year")
    born(None)
    assert line("adult15", commune).counts == {
        "counted": 5, "at_home": 4, "temporary": 1, "away": 1, "unknown": 1, "unsure": 1, "no_birth": 1,
    }  # fmt: skip
    assert line("all", commune).counts == {"counted": 8, "at_home": 7, "temporary": 1, "away": 1, "unknown": 1}


def test_every_number_opens_to_as_many_rows(people, born, commune, villages, units):
    born(date(2011, 1, 1), "year")
    for person, kind in ((people.an, "official"), (people.em, "union_member"), (people.gam, "worker")):
        PersonGroup.objects.create(person=person, kind=kind, organisation=units.school)
    opened = {
        (found.group, area.code, column): (count, bases.open_rows(found.group, column, area, ON).count())
        for area in (commune, villages[0])
        for found in bases.lines_of(area, ON)
        for column, count in found.counts.items()
    }
    assert len(opened) > 100
    assert {key: pair for key, pair in opened.items() if pair[0] != pair[1]} == {}


def test_the_villages_add_up_to_the_commune(people, born, commune):
    born(date(1990, 1, 1), residence="temporary")
    for group in ("all", "adult15", "household"):
        rows = bases.village_lines(group, commune, ON)
        assert sum(row.counted for row in rows) == line(group, commune).counted > 0


def test_who_is_of_no_roster_of_the_commune_is_told_apart(people, commune, units):
    stranger = Person.objects.create(full_name="Trần Thị Cúc")
    for person in (people.an, stranger):
        PersonGroup.objects.create(person=person, kind="official", organisation=units.school)
    assert line("official", commune).counts == {"counted": 2, "here": 1, "elsewhere": 1}
    assert [(unit, named) for unit, named, _ in bases.unit_lines("official", commune, ON)] == [(units.school, 2)]


def test_one_with_a_unit_and_one_without_is_counted_by_the_unit(people, commune, units, plan):
    from tungnha.ledger.models import Measure

    for organisation in (units.school, None):
        PersonGroup.objects.create(person=people.an, kind="official", organisation=organisation)
    measure = Measure.objects.get(code="chu-ky-so-can-bo")
    target = Target.objects.create(plan=plan, order=1, text="100% cán bộ", measure=measure)
    assert (line("official", commune).counted, queries.people_of_no_unit(target, commune, ON)) == (1, 0)


# -- beside it, what bodies state


def test_the_gap_to_the_official_figure_is_told(people, commune, state):
    state(7, document="45/CAX")
    found = line("adult15", commune)
    assert (found.counted, found.official, found.gap, found.stated.document) == (4, 7, -3, "45/CAX")


def test_soldiers_and_pupils_are_the_sum_of_what_units_state(commune, state, units):
    state(9, by=units.police, group="armed_forces", on=ON)
    state(8, by=units.police, group="armed_forces", on=ON - timedelta(days=1))
    state(412, by=units.school, group="pupil", area=units.team1.area)
    assert [line(group, commune).of_units for group in ("armed_forces", "pupil")] == [None, (412, 1)]
    assert (line("armed_forces", commune).official, line("armed_forces", commune).counts) == (9, {})


# -- which one a plan uses


@pytest.fixture
def choose(plan, members):
    def pick(uses="register", claim=None, read_as="", reason="Theo Công văn số 45/CAX", group="adult15", at=START):
        return operations.choose_base(
            plan=plan,
            group=group,
            uses=uses,
            claim=claim,
            read_as=read_as,
            reason=reason,
            by=members.mai,
            at=moment(at),
        )

    return pick


def base_of(target, area):
    found = queries.figure(target, area, ON).base
    return found.count, found.own, found.whose


def test_a_plan_uses_the_number_it_chose(hiep_luc, commune, choose, state):
    target = hiep_luc.goals.july
    assert base_of(target, commune) == (5480, 5512, "Công an xã")
    older = state(5400, on=date(2026, 4, 1), document="Công văn số 30/CAX")
    assert base_of(target, commune)[0] == 5480
    choose("claim", older)
    assert base_of(target, commune) == (5400, 5512, "Công an xã")
    choose("register", at=START + timedelta(days=1))
    assert base_of(target, commune) == (5512, 5512, "sổ nhân khẩu")
    choose("latest", at=START + timedelta(days=2))
    assert base_of(target, commune)[0] == 5480
    assert BaseChoice.objects.count() == 3


def test_the_villages_follow_the_statement_that_was_chosen(hiep_luc, commune, villages, choose, state):
    older = state(5400, on=date(2026, 4, 1), document="30/CAX")
    state(2900, area=villages[0], on=date(2026, 4, 1), document="30/CAX")
    state(2950, area=villages[0], document="45/CAX")
    target = hiep_luc.goals.july
    assert base_of(target, villages[0])[0] == 2950
    choose("claim", older)
    assert [base_of(target, village)[0] for village in villages] == [2900, 2512]


def test_a_statement_taken_back_gives_way_to_the_latest(hiep_luc, commune, choose, state, members):
    from tungnha.ledger.operations import retract_count

    older = state(5400, on=date(2026, 4, 1), document="30/CAX")
    choose("claim", older)
    retract_count(older, by=members.mai, at=moment(ON))
    assert base_of(hiep_luc.goals.july, commune)[0] == 5480


def test_a_plan_may_read_its_words_otherwise(hiep_luc, commune, villages, choose, sign, born):
    """Two who turned 15 today: they are in, unless “trên 15” is read as the day after, or as 16."""
    young = [born(date(2011, 5, 26)) for _ in range(2)]
    sign(young, ON)
    target = hiep_luc.goals.july

    def told():
        found = queries.figure(
            Target.objects.select_related("measure", "plan__campaign__area").get(pk=target.pk), commune, ON
        )
        return found.now, found.base.own, queries.series(found.target, commune, ON, ON)

    choose("register")
    assert told() == (342, 5514, [(ON, 342)])
    choose("register", read_as="over15", at=START + timedelta(days=1))
    assert told() == (340, 5512, [(ON, 340)])
    choose("register", read_as="adult15", at=START + timedelta(days=2))
    assert told()[0] == 342


def test_the_figures_of_the_scenario_stand_while_nothing_is_chosen(hiep_luc, commune):
    found = queries.figure(hiep_luc.goals.october, commune, ON)
    assert (found.base.count, found.needed.count, found.now) == (5480, 3496, 340)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": " "}, "vì sao"),
        ({"read_as": "all"}, "cách hiểu"),
        ({"group": "all", "read_as": "over15"}, "cách hiểu"),
    ],
)
def test_a_choice_without_sense_is_refused(choose, said, why):
    with pytest.raises(BadInput, match=why):
        choose(**said)


def test_a_number_of_another_group_or_place_is_refused(choose, state, villages):
    for wrong in (state(400, group="all"), state(200, area=villages[0])):
        with pytest.raises(BadInput, match="không phải của nhóm"):
            choose("claim", wrong)


def test_every_reading_is_a_group_of_an_age():
    from tungnha.people.queries import AGES

    assert {read for words in READINGS.values() for read in words} <= set(AGES)


# -- the pages


@pytest.fixture
def mai(client_of, members, at_thursday):
    return client_of(members.mai)


def test_mai_sees_all_side_by_side_opens_a_number_and_chooses(mai, people, commune, state, goals, plan):
    claim = state(7, document="45/CAX")
    page = mai.get("/so-phai-tinh/").content.decode()
    assert ("Công an xã, 45/CAX" in page, "Người trên 15 tuổi" in page, "−3" in page) == (True, True, True)
    page = mai.get("/so-phai-tinh/nhom/?nhom=adult15").content.decode()
    assert ("đủ 15 tuổi" in page, "45/CAX" in page, f"/so-phai-tinh/chon/{plan.pk}/?nhom=adult15" in page) == (
        True,
    ) * 3
    rows = mai.get("/so-phai-tinh/nguoi/?nhom=adult15&cot=away&noi=99901").content.decode()
    assert ("Nguyễn Văn Duy" in rows, "Nguyễn Văn An" in rows) == (True, False)
    said = {"uses": f"claim-{claim.pk}", "read_as": "over15", "reason": "Theo Công văn số 45/CAX"}
    answer = mai.post(f"/so-phai-tinh/chon/{plan.pk}/?nhom=adult15", said)
    assert answer.status_code == 302
    choice = BaseChoice.objects.get()
    assert (choice.uses, choice.claim, choice.read_as) == ("claim", claim, "over15")
    assert "quá 15 tuổi" in mai.get("/so-phai-tinh/nhom/?nhom=adult15").content.decode()


def test_a_choice_without_a_reason_is_asked_for_again(mai, people, goals, plan):
    answer = mai.post(f"/so-phai-tinh/chon/{plan.pk}/?nhom=adult15", {"uses": "register", "read_as": "adult15"})
    assert (answer.status_code, BaseChoice.objects.count()) == (400, 0)


def test_mai_writes_down_what_the_police_answered(mai, people, commune, units):
    said = {"stated_by": units.police.pk, "count": "9", "on": "26/05/2026", "document": "45/CAX"}
    assert mai.post("/so-phai-tinh/ghi/?nhom=all", said).status_code == 302
    assert line("all", commune).official == 9


@pytest.mark.parametrize("words", ["?nhom=x", "?noi=²", "?ngay=hôm", "?nhom=pupil&cot=x", "?trang=²"])
def test_an_address_that_makes_no_sense_still_answers(mai, people, words):
    pages = [mai.get(f"/so-phai-tinh/{where}{words}").status_code for where in ("", "nhom/", "nguoi/")]
    assert set(pages) <= {200, 404}


def test_names_open_only_to_who_may_see_them(client_of, members, people, at_thursday):
    where = "/so-phai-tinh/nguoi/?nhom=all&cot=counted"
    shown = {name: client_of(getattr(members, name)).get(where) for name in ("lan", "thu", "hung", "viet", "phuc")}
    assert {name: answer.status_code for name, answer in shown.items()} == {
        "lan": 200, "thu": 200, "hung": 404, "viet": 404, "phuc": 404,
    }  # fmt: skip
    said = {name: shown[name].content.decode() for name in ("lan", "thu")}
    assert ("Nguyễn Văn An" in said["lan"], "Hoàng Văn Em" in said["lan"], "Nguyễn Văn An" in said["thu"]) == (
        True,
        False,
        False,
    )
    assert client_of(members.lan).get("/so-phai-tinh/nhom/?noi=99901").status_code == 404


@pytest.mark.parametrize("who", ["lan", "binh", "thu"])
def test_only_the_desk_states_and_chooses(client_of, members, people, plan, goals, who, at_thursday):
    client = client_of(getattr(members, who))
    assert client.get("/so-phai-tinh/ghi/?nhom=all").status_code == 404
    assert client.post(f"/so-phai-tinh/chon/{plan.pk}/?nhom=adult15", {"uses": "register"}).status_code == 404


def test_the_page_asks_as_often_for_many_people_as_for_few(mai, make_people, villages, django_assert_max_num_queries):
    make_people(villages[0], 300)
    with django_assert_max_num_queries(60):
        mai.get("/so-phai-tinh/")
