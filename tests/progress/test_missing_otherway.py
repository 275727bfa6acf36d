"""The other way about: outside the register, twice on it, had by one's word and not by another's."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from tests.progress.conftest import START, THURSDAY, list_row, moment
from tungnha.field.operations import NewResult, record_visit
from tungnha.ledger.models import Claim
from tungnha.ledger.operations import retract_claims
from tungnha.people.models import LikelyDouble, Person
from tungnha.progress.missing import otherway, outside
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 5, 26)


@pytest.fixture
def kind_of(measure, commune):
    """The names of one kind: kind_of("chi-to-ghi")."""

    def names(kind, area=None):
        found = otherway.people_of(kind, measure, area or commune, THURSDAY)
        return sorted(person.full_name.split()[-1] for person in found)

    return names


# --- had by the team's word only -------------------------------------------------------------------------------------


def test_had_by_the_teams_word_and_in_no_list_that_speaks_of_that_day(kind_of, people, sign, make_list):
    sign([people.an], START, source="visit")
    sign([people.em], TUESDAY, source="visit")
    sign([people.gam], START, source="visit")
    sign([people.gam], START, source="list")
    assert kind_of("chi-to-ghi") == []  # no list speaks yet
    make_list([], on=START)
    assert kind_of("chi-to-ghi") == ["An"]  # Em's came a day after the list
    make_list([], on=TUESDAY)
    assert kind_of("chi-to-ghi") == ["An", "Em"]


@pytest.mark.parametrize("how", ["not confirmed", "withdrawn", "lower level"])
def test_a_list_that_claimed_nothing_speaks_of_no_day(how, kind_of, people, sign, make_list, members, measure):
    sign([people.an], START, source="visit", level=2)
    more = {
        "not confirmed": {"confirmed": False}, "lower level": {"level": 2},
        "withdrawn": {"withdrawn_at": moment(THURSDAY), "withdrawn_by": members.mai, "withdrawn_why": "nhầm"},
    }[how]  # fmt: skip
    make_list([], **more)
    assert kind_of("chi-to-ghi") == []


def test_who_uses_another_provider_is_looked_for_in_that_ones_list(kind_of, people, sign, make_list, units):
    sign([people.an], START, source="visit", provider="Viettel")
    sign([people.em], START, source="visit", provider="VNPT")
    make_list([], sender=units.vnpt)
    assert kind_of("chi-to-ghi") == ["Em"]


def test_a_list_whose_claims_were_taken_back_says_nothing_for_anybody(kind_of, people, sign, make_list, members):
    sign([people.an], START, source="visit")
    listed = sign([people.an], START, source="list")
    make_list([], on=START)
    assert kind_of("chi-to-ghi") == []
    retract_claims(list(Claim.objects.filter(pk__in=[c.pk for c in listed])), by=members.mai, at=moment(THURSDAY))
    assert kind_of("chi-to-ghi") == ["An"]


# --- had by a list, denied by the team -------------------------------------------------------------------------------


@pytest.fixture
def heard(campaign, service, members):
    def record(person, outcome, on=TUESDAY):
        record_visit(
            visit_id=uuid.uuid4(), household=person.household, campaign=campaign, outcome="met",
            results=[NewResult(person=person, service=service, outcome=outcome, reason="máy hỏng")],
            made_at=moment(on, 9), by=members.lan, at=moment(on, 9),
        )  # fmt: skip

    return record


@pytest.mark.parametrize(
    ("outcome", "found"),
    [("refused", ["An"]), ("afraid", ["An"]), ("other", ["An"]), ("away", []), ("moved", []), ("has_already", [])],
)
def test_what_a_visit_heard_after_the_lists_day_may_deny_it(outcome, found, kind_of, people, sign, heard):
    heard(people.an, outcome)
    sign([people.an], START, source="list")
    assert kind_of("chi-danh-sach-ghi") == found


def test_who_got_it_after_the_visit_is_denied_by_nobody(kind_of, people, sign, heard):
    heard(people.an, "refused", on=START)
    sign([people.an], TUESDAY, source="list")
    assert kind_of("chi-danh-sach-ghi") == []


def test_a_no_as_a_claim_denies_too_and_stands_among_the_contested(kind_of, people, sign):
    sign([people.an], START, source="list")
    sign([people.an], TUESDAY, source="visit", level=0)
    assert (kind_of("chi-danh-sach-ghi"), kind_of("trai-nhau")) == (["An"], ["An"])


def test_each_kind_is_counted_where_the_people_live(kind_of, people, sign, measure, commune, villages, members, heard):
    for person in (people.an, people.em):
        heard(person, "refused")
    sign([people.an, people.em], START, source="list")
    counts = otherway.counts_by_place("chi-danh-sach-ghi", measure, commune, THURSDAY, members.mai)
    assert counts == {villages[0].pk: 1, villages[1].pk: 1}
    assert kind_of("chi-danh-sach-ghi", villages[1]) == ["Em"]


def test_who_says_what_stands_beside_the_name(people, sign, heard, measure, commune, make_list, units):
    heard(people.an, "afraid")
    sign([people.an], START, source="list", stated_by=units.vnpt)
    make_list([], on=THURSDAY)
    words = otherway.words_of(measure, commune, [people.an, people.bao])
    assert words[people.an.pk] == (
        "VNPT Mẫu Sơn: đã có Chữ ký số từ 25/5/2026; Tổ đến ngày 26/5: sợ lừa đảo. "
        "Danh sách VNPT Mẫu Sơn tính đến 28/5/2026"
    )
    assert words[people.bao.pk].startswith("chưa có ghi nhận nào. Danh sách")


# --- twice on the register -------------------------------------------------------------------------------------------


def test_pairs_of_which_one_has_it_come_first(people, sign, measure, commune, members):
    at = moment(THURSDAY)
    wanted = ((people.bao, people.em, 90), (people.an, people.gam, 10), (people.chi, people.duy, 99))
    pairs = [
        LikelyDouble.objects.create(a=a, b=b, why=["name_birth"], weight=weight, found_at=at) for a, b, weight in wanted
    ]
    LikelyDouble.objects.create(a=people.an, b=people.bao, weight=99, found_at=at, state="different")
    sign([people.an])
    found = list(otherway.pairs_of(measure, commune, THURSDAY, members.mai))
    assert [(pair, pair.a_has, pair.b_has) for pair in found] == [(pairs[1], 1, 0), (pairs[0], 0, 0)]
    counts = otherway.counts_by_place("trung-trong-so", measure, commune, THURSDAY, members.mai)
    assert counts == {people.an.household.village_id: 2}


def test_a_team_sees_no_pair_with_a_record_of_another_village(people, measure, villages, members):
    at = moment(THURSDAY)
    across, within = (
        LikelyDouble.objects.create(a=people.an, b=other, why=["name_birth"], weight=9, found_at=at)
        for other in (people.gam, people.bao)
    )
    assert list(otherway.pairs_of(measure, villages[0], THURSDAY, members.lan)) == [within]
    assert set(otherway.pairs_of(measure, villages[0], THURSDAY, members.mai)) == {across, within}
    counts = otherway.counts_by_place("trung-trong-so", measure, villages[0].parent, THURSDAY, members.phuc)
    assert counts == {villages[0].pk: 2}


# --- on a list, not on the register ----------------------------------------------------------------------------------


def test_rows_outside_the_register_by_the_village_they_name(make_list, measure, commune, villages, members):
    said = ("Thôn 1", "thôn 1, xã Mẫu Sơn", "2", "", "Bản Xa")
    rows = [list_row("not_found", name="Ma Văn Lạ", village=place) for place in said]
    make_list([*rows, list_row("linked"), list_row("not_found", kind="total"), list_row("not_found", has_it=False)])
    found = outside.rows_of(measure, commune, members.mai)
    places = {place: len(ids) for place, ids in outside.in_places(found, commune).items()}
    assert places == {villages[0].pk: 2, villages[1].pk: 1, outside.NOWHERE: 1, outside.ELSEWHERE: 1}
    shown = outside.read(found.order_by("number"), commune)
    assert [(row.name, row.village) for row in shown[:3]] == [
        ("Ma Văn Lạ", villages[0]), ("Ma Văn Lạ", villages[0]), ("Ma Văn Lạ", villages[1]),
    ]  # fmt: skip


def test_the_newest_word_about_a_number_is_enough_and_whoever_came_onto_the_register_is_gone(
    make_list, measure, commune, members, people
):
    make_list([list_row("not_found", name="Lạ", number="019080999911")], on=START)
    newer = make_list([list_row("not_found", name="Lạ", number="019080999911"),
                       list_row("not_found", name="Nay đã ghi", number="019080000011")], on=TUESDAY)  # fmt: skip
    found = outside.rows_of(measure, commune, members.mai)
    assert [(row.incoming, row.number) for row in found] == [(newer, 2)]
    assert outside.read(found, commune)[0].number == "0190******11"


def test_an_officer_says_what_came_of_looking_and_may_look_again(make_list, measure, commune, members):
    received = make_list([list_row("not_found", name="Lạ"), list_row("linked")])
    say = lambda line, found: outside.note_look(  # noqa: E731
        incoming=received, line=line, found=found, by=members.mai, at=moment(THURSDAY)
    )
    count = lambda show: outside.rows_of(measure, commune, members.mai, show).count()  # noqa: E731
    say(2, "not_here")
    assert (count("can-tim"), count("da-xem")) == (0, 1)
    say(2, "again")
    assert (count("can-tim"), count("da-xem")) == (1, 0)
    with pytest.raises(BadInput, match="Dòng 3"):
        say(3, "not_here")


def test_rows_of_withdrawn_lists_and_doubles_within_a_list_are_looked_for_by_nobody(
    make_list, measure, commune, members
):
    make_list([list_row("not_found")], withdrawn_at=moment(START), withdrawn_by=members.mai, withdrawn_why="nhầm")
    make_list([list_row("not_found", double_of=2)])
    make_list([list_row("not_found")], gone_at=moment(THURSDAY))
    assert outside.rows_of(measure, commune, members.mai).count() == 0


def test_a_team_and_the_next_commune_see_no_row(make_list, measure, commune, members, province):
    from tungnha.units.models import Area

    make_list([list_row("not_found")])
    assert outside.rows_of(measure, commune, members.lan).count() == 0
    next_door = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    assert outside.rows_of(measure, next_door, members.mai).count() == 0


def test_all_of_it_runs_for_a_province(make_list, measure, province, members, people, sign):
    sign([people.an], START, source="visit")
    make_list([], on=THURSDAY)
    for kind in otherway.PEOPLE_KINDS:
        found = otherway.counts_by_place(kind, measure, province, THURSDAY, members.phuc)
        assert found == ({people.an.household.village.parent_id: 1} if kind == "chi-to-ghi" else {})
    assert Person.objects.count() == 6
