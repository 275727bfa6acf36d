"""Who is still missing: the counts, whom each opens, and what is said beside a name."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from tests.progress.conftest import THURSDAY, list_row, moment
from tungnha.field.operations import NewResult, record_visit
from tungnha.ledger.models import Measure
from tungnha.people.models import Household, Person, RosterEntry
from tungnha.people.operations.restricting import restrict
from tungnha.progress.counting import Days, Slot
from tungnha.progress.missing import tables, waiting
from tungnha.progress.missing.lines import doors, lines_of
from tungnha.progress.missing.sought import Sought, left_alone, loaded
from tungnha.progress.tallies.reading import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def seek(campaign, commune, measure, members):
    def make(area=None, reader=None, measure=measure, **asked):
        return Sought(measure=measure, area=area or commune, on=THURSDAY, campaign=campaign,
                      reader=reader or members.mai, **asked)  # fmt: skip

    return make


@pytest.fixture
def visit(campaign, service, members):
    """What a team heard at a door: visit(household, "met", {an: "afraid"})."""

    def record(household, outcome, said=None, on=date(2026, 5, 26)):
        results = [NewResult(person=p, service=service, outcome=words) for p, words in (said or {}).items()]
        return record_visit(
            visit_id=uuid.uuid4(), household=household, campaign=campaign, outcome=outcome, results=results,
            made_at=moment(on, 9), by=members.lan, at=moment(on, 9),
        )  # fmt: skip

    return record


def names(sought):
    return [person.full_name.split()[-1] for person in sought.to_visit()]


def test_the_missing_are_the_base_without_those_who_have_it(seek, people, sign):
    sign([people.an])
    assert names(seek()) == ["Bảo", "Em", "Gấm"]  # Chi is a child, Duy is away


def test_walking_order_is_village_then_door_then_head_of_the_household(seek, villages, people):
    far = Household.objects.create(code="99", village=villages[0], order=0, lane="Ngõ Đầu")
    Person.objects.create(full_name="Lò Thị Hiên", household=far, birth_date=date(1970, 1, 1), birth_precision="day",
                          residence="at_home")  # fmt: skip
    assert names(seek()) == ["Hiên", "An", "Bảo", "Em", "Gấm"]


def test_who_asked_to_be_left_alone_is_counted_and_never_listed(seek, people, members):
    restrict(person=people.bao, by=members.dung, at=moment(THURSDAY))
    sought = seek()
    assert (sought.rows().count(), names(sought), left_alone(sought)) == (4, ["An", "Em", "Gấm"], 1)


def test_each_village_says_what_helps_to_plan(seek, people, visit, sign):
    sign([people.gam])
    visit(people.an.household, "met", {people.an: "afraid"})
    lines = tables.by_place(seek())
    assert [(line.name, line.base, line.counts) for line in lines] == [
        ("Thôn 1", 2, {"missing": 2, "homes": 1, "phone": 1, "waiting": 0, "never": 0}),
        ("Thôn 2", 2, {"missing": 1, "homes": 1, "phone": 1, "waiting": 0, "never": 1}),
    ]
    assert tables.totals(lines) == {"base": 4, "missing": 3, "homes": 2, "phone": 2, "waiting": 0, "never": 1}


def test_a_province_is_counted_commune_by_commune(seek, people, province, commune):
    lines = tables.by_place(seek(area=province))
    assert [(line.area, line.base, line.counts["missing"]) for line in lines] == [(commune, 4, 4)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"ages": "60"}, ["Bảo"]), ({"ages": "40-59"}, ["An", "Em", "Gấm"]), ({"ages": "15-24"}, []),
        ({"phone": "co"}, ["An", "Em"]), ({"phone": "khong"}, ["Bảo", "Gấm"]), ({"text": "gam"}, ["Gấm"]),
        ({"text": "Nguyễn Văn"}, ["An"]), ({"text": "!"}, []), ({"text": "01"}, ["An", "Bảo", "Em", "Gấm"]),
        ({"ages": "40-59", "phone": "khong"}, ["Gấm"]), ({"group": "official"}, []),
    ],
)  # fmt: skip
def test_filters_narrow_down(asked, found, seek, people):
    assert names(seek(**asked)) == found


def test_a_unit_and_a_group_are_filters_and_tables(seek, people, units):
    for person in (people.an, people.gam):
        RosterEntry.objects.create(person=person, organisation=units.school)
    RosterEntry.objects.create(person=people.em, organisation=units.school, to_on=date(2026, 5, 1))
    people.an.groups.create(kind="official", organisation=units.school)
    assert names(seek(unit=units.school.pk)) == ["An", "Gấm"]
    assert names(seek(group="official")) == ["An"]
    assert tables.by_unit(seek()) == [(units.school, 2, 2)]
    assert [row[0::2] for row in tables.by_group(seek()) if row[2]] == [("official", 1)]
    assert {band: n for band, _, n in tables.by_age(seek()) if n} == {"40-59": 3, "60": 1}


def test_the_head_of_a_unit_counts_and_lists_the_own_people_only(seek, people, members, units):
    RosterEntry.objects.create(person=people.gam, organisation=units.school)
    RosterEntry.objects.create(person=people.an, organisation=units.culture)
    own = seek(reader=members.thu)
    assert (names(own), own.everyone().count(), tables.by_unit(own)) == (["Gấm"], 1, [(units.school, 1, 1)])


def test_the_head_of_a_village_lists_the_own_village_only(seek, people, members, villages):
    assert names(seek(area=villages[0], reader=members.lan)) == ["An", "Bảo"]
    assert names(seek(reader=members.hung)) == ["Em", "Gấm"]  # whatever area is asked for


# --- why -------------------------------------------------------------------------------------------------------------


def whys(sought):
    """However many are missing: counted one by one, or known already and only the visited looked at."""
    found = {why: n for why, _, n in tables.by_why(sought)}
    slot = Slot(sought.measure, Days(sought.on, sought.on, sought.on))
    kept = counts([slot], sought.area, sought.on)
    known = {path: n[f"own_{slot.base_name}"] - n.get(f"now_{slot.name}", 0) for path, n in kept.items()}
    assert tables.reasons(sought, known) == tables.reasons(sought)
    return found


def test_why_is_the_last_word_about_the_person_else_about_the_household(seek, people, visit, households):
    assert whys(seek()) == {"chua-den": 4}
    visit(households.one, "met", {people.an: "no_smartphone"}, on=date(2026, 5, 25))
    visit(households.one, "met", {people.an: "afraid"})
    visit(households.two, "all_away")
    assert whys(seek()) == {"afraid": 1, "nha-met": 1, "nha-all_away": 2}
    assert names(seek(why="afraid")) == ["An"]
    assert names(seek(why="no_smartphone")) == []
    assert names(seek(why="nha-met")) == ["Bảo"]
    assert names(seek(why="nha-all_away")) == ["Em", "Gấm"]


def test_a_later_visit_to_the_house_takes_the_place_of_an_earlier_one(seek, people, visit, households):
    visit(households.two, "all_away", on=date(2026, 5, 25))
    visit(households.two, "refused")
    assert whys(seek()) == {"chua-den": 2, "nha-refused": 2}
    assert whys(seek(area=households.two.village)) == {"nha-refused": 2}


def test_who_had_it_by_the_teams_word_and_lost_it_says_so(seek, people, visit, households, members):
    from tungnha.ledger.models import Claim
    from tungnha.ledger.operations import retract_claim

    visit(households.one, "met", {people.an: "set_up_now"})
    assert names(seek()) == ["Bảo", "Em", "Gấm"]
    retract_claim(Claim.objects.get(retracts=None), by=members.mai, at=moment(THURSDAY))
    assert whys(seek()) == {"chua-den": 2, "da-ghi-co": 1, "nha-met": 1}
    assert names(seek(why="da-ghi-co")) == ["An"]


def test_the_tables_and_the_lines_of_a_page_tell_the_same_why(seek, people, visit, households):
    visit(households.one, "met", {people.an: "afraid"})
    sought = seek()
    lines = lines_of(sought, list(loaded(sought.to_visit(), "person")))
    said = {line.name.split()[-1]: (line.why, line.why_on) for line in lines}
    assert said["An"] == ("sợ lừa đảo", date(2026, 5, 26))
    assert said["Bảo"] == ("đã gặp nhà, chưa hỏi đến người này", date(2026, 5, 26))
    assert said["Em"] == ("chưa đến nhà lần nào", None)


def test_a_line_masks_numbers_and_doors_hold_their_people(seek, people):
    sought = seek()
    found = doors(lines_of(sought, list(loaded(sought.to_visit(), "person"))), THURSDAY)
    assert [(door.home.code, door.place, len(door.lines)) for door in found] == [
        ("01", "Ngõ Trên", 2), ("01", "Ngõ Dưới", 2),
    ]  # fmt: skip
    assert (found[0].lines[0].number, found[0].lines[0].phone) == ("0190******11", "091****011")


# --- rows of open lists that may mean them ---------------------------------------------------------------------------


def test_who_a_doubtful_row_may_mean_is_said_and_not_counted_as_having_it(seek, people, make_list, measure, commune):
    received = make_list([list_row("ambiguous", may_be=[people.an, people.em]), list_row("ambiguous", may_be=[])])
    sought = seek(waiting=True)
    assert names(sought) == ["An", "Em"]
    assert [line.counts["waiting"] for line in tables.by_place(seek())] == [1, 1]
    assert seek().rows().count() == 4
    found = waiting.lists_about(measure, commune, [people.an.pk, people.bao.pk])
    assert found == {people.an.pk: [received]}


def test_settled_rows_withdrawn_lists_and_other_services_wait_for_nobody(
    people, make_list, measure, commune, members, seek
):
    from tungnha.ledger.models import Service

    an = [people.an]
    at = moment(THURSDAY)
    settled = list_row("ambiguous", may_be=an, decided_at=at, decided_by=members.mai)
    make_list([settled, list_row("linked", person=people.an), list_row("ambiguous", may_be=an, has_it=False)])
    make_list([list_row("ambiguous", may_be=an)], withdrawn_at=at, withdrawn_by=members.mai, withdrawn_why="sai tháng")
    make_list([list_row("ambiguous", may_be=an)], service=Service.objects.get(code="vneid"))
    make_list([list_row("ambiguous", may_be=an)], gone_at=at)  # what it said is deleted: nobody can settle it any more
    assert names(seek(waiting=True)) == []
    assert waiting.lists_about(measure, commune, [people.an.pk]) == {}


def test_a_lower_level_in_a_list_leaves_a_higher_one_open(people, make_list, seek):
    integrated = Measure.objects.get(code="chu-ky-so-tich-hop")
    make_list([list_row("ambiguous", may_be=[people.an])])
    assert names(seek(measure=integrated, waiting=True)) == []
    make_list([list_row("ambiguous", may_be=[people.an])], level=2)
    assert names(seek(measure=integrated, waiting=True)) == ["An"]


def test_a_row_that_may_mean_a_merged_record_means_the_one_that_stands(people, make_list, seek, measure, commune):
    received = make_list([list_row("ambiguous", may_be=[people.bao])])
    Person.objects.filter(pk=people.bao.pk).update(merged_into=people.an, household=None)
    assert names(seek(waiting=True)) == ["An"]
    assert waiting.lists_about(measure, commune, [people.an.pk]) == {people.an.pk: [received]}


# --- households ------------------------------------------------------------------------------------------------------


def test_households_are_listed_with_their_head_and_what_the_last_visit_was(seek, people, visit, households):
    told = Measure.objects.get(code="ho-duoc-thong-tin")
    visit(households.one, "all_away")
    sought = seek(measure=told)
    lines = lines_of(sought, list(loaded(sought.to_visit(), "household")))
    assert [(line.name, line.why) for line in lines] == [
        ("Nguyễn Văn An", "cả nhà đi vắng"), ("Hoàng Văn Em", "chưa đến nhà lần nào"),
    ]  # fmt: skip
    assert [line.counts for line in tables.by_place(sought)] == [{"missing": 1, "never": 0}, {"missing": 1, "never": 1}]
    assert [home.code for home in seek(measure=told, why="nha-all_away").to_visit()] == ["01"]


def test_staff_who_live_elsewhere_are_counted_on_a_line_of_their_own(seek, people, units, commune):
    official = Measure.objects.get(code="chu-ky-so-can-bo")
    far = Person.objects.create(full_name="Người Nơi Khác", residence="non_resident")
    for person in (people.an, far):
        person.groups.create(kind="official", organisation=units.school)
    lines = tables.by_place(seek(measure=official))
    assert [(line.name, line.base, line.counts["missing"]) for line in lines if line.base] == [
        ("Thôn 1", 1, 1), (tables.ELSEWHERE, 1, 1),
    ]  # fmt: skip
