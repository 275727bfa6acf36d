"""Three figures side by side: each gap is made of rows that add up to it, exactly, whatever the lists and words are."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.progress.conftest import START, THURSDAY, moment
from tungnha.ledger.models import Claim
from tungnha.ledger.operations import retract_claims
from tungnha.lists.models import IncomingList, ListRow
from tungnha.people.models import Person
from tungnha.progress.beside import given as lists
from tungnha.progress.beside.parts import KINDS, OPERATOR_KINDS, moved
from tungnha.progress.beside.table import three_figures
from tungnha.progress.queries import figure
from tungnha.reports.models import Obligation, Submission, SubmittedFigure
from tungnha.units import clock
from tungnha.units.models import Area, Organisation

pytestmark = pytest.mark.django_db
LIST_DAY = date(2026, 5, 26)


@pytest.fixture
def hand_in(campaign, commune, units, members, service):
    """A checked list: hand_in([("linked", an), ("not_found", "thôn 2"), …])."""

    def make(rows, on=LIST_DAY, sender=None, area=None, confirmed=True, level=1):
        at = moment(on, 10)
        received = IncomingList.objects.create(
            campaign=campaign, area=area or commune, sender=sender or units.vnpt, service=service, level=level,
            name="ds.xlsx", sha256=f"{IncomingList.objects.count():064d}", as_of_on=on, received_at=at,
            received_by=members.mai, state="checked", matched_at=at,
            **({"confirmed_at": at, "confirmed_by": members.mai} if confirmed else {}),
        )  # fmt: skip
        for number, (verdict, said, *more) in enumerate(rows, 2):
            person = said if isinstance(said, Person) else None
            village = said if isinstance(said, str) else ""
            ListRow.objects.create(
                incoming=received, number=number, verdict=verdict, person=person,
                read=json.dumps({"village": village}) if village else "", **(more[0] if more else {}),
            )  # fmt: skip
        return received

    return make


@pytest.fixture
def world(make_people, villages, goals):
    one, two = make_people(villages[0], 20), make_people(villages[1], 12)
    return SimpleNamespace(one=one, two=two, target=goals.october, villages=villages)


def table(target, area, on=THURSDAY, **more):
    with clock.freeze(moment(on)):
        return three_figures(target, area, on, **more)


def parts(line):
    return {part.kind.code: part.count for part in line.given_parts}


def adds_up(found):
    """What must hold of every page: the parts are the gap, the lines are the whole, each row stands once."""
    for line in (found.whole, *found.lines):
        if line.given_gap is not None:
            assert sum(part.count for part in line.given_parts) == line.given_gap
        if line.reported_gap is not None:
            assert sum(part.count for part in line.reported_parts) == line.reported_gap
    rows = [item.row for item in found.given.items if item.row is not None]
    assert len(rows) == len(set(rows))
    people = [item.person for item in found.given.items if item.kind.sign == 1 or item.kind.code == "khop"]
    assert len(people) == len(set(people))
    if found.lines and found.whole.given is not None:
        assert sum(line.given or 0 for line in found.lines) == found.whole.given
    if found.lines and found.whole.counted is not None:
        assert sum(line.counted or 0 for line in found.lines) == found.whole.counted
    return True


# --- counted and given -----------------------------------------------------------------------------------------------


def test_every_kind_of_gap_in_one_village_and_all_of_them_add_up(world, hand_in, sign, commune, units, service):
    (a, b, c, d, e, f, g, h, i, j, k, m, n, *_), (elsewhere, *_) = world.one, world.two
    sign([a, b], date(2026, 5, 20), stated_by=units.vnpt, origin="list")  # both sides
    sign([c], date(2026, 5, 27), source="visit")  # after the list's day
    sign([d], date(2026, 5, 10), source="list", stated_by=units.vnpt, origin="list")  # an earlier list
    sign([e], date(2026, 5, 11), source="visit")
    sign([f], date(2026, 5, 11), source="unit", stated_by=units.school)
    sign([g], date(2026, 5, 11), source="official", stated_by=units.police)
    sign([h], date(2024, 5, 1), until_on=date(2026, 5, 20))  # ran out
    sign([i], date(2026, 5, 12), source="official", level=0)  # a stronger word says no
    taken_back = sign([j], date(2026, 5, 12))
    retract_claims(taken_back, by=None, at=moment(THURSDAY))
    Person.objects.filter(pk=k.pk).update(residence="moved")
    Person.objects.filter(pk=m.pk).update(birth_date=date(2020, 1, 1))
    sign([elsewhere], date(2026, 5, 20))
    hand_in([
        ("linked", a), ("linked", b), ("linked", b), ("linked", h), ("linked", i),
        ("linked", j, {"claimed_at": moment(LIST_DAY)}), ("linked", k),
        ("linked", m), ("linked", elsewhere), ("ambiguous", "Thôn 1"), ("not_found", "thon 1"),
        ("unreadable", "Thôn 1"),
        ("not_found", "thôn 1", {"double_of": 12}), ("linked", n, {"has_it": False}),
    ])  # fmt: skip
    found = table(world.target, commune)
    one = next(line for line in found.lines if line.area == world.villages[0])
    assert parts(one) == {
        "can-xem": -1, "ngoai-so": -1, "khong-doc-duoc": -1, "lap": -2, "khong-cu-tru": -1, "ngoai-nhom": -1,
        "het-han": -1, "noi-khac": -1, "da-rut": -1, "co-sau": 1, "danh-sach-truoc": 1, "theo-to": 1,
        "theo-don-vi": 1, "theo-co-quan": 1,
    }  # fmt: skip
    assert (one.counted, one.given, one.given_gap) == (7, 12, -5)
    assert (found.whole.counted, found.whole.given) == (8, 13)
    assert adds_up(found)


def test_the_counted_figure_is_the_one_of_all_other_pages(world, hand_in, sign, commune):
    sign(world.one[:4] + world.two[:3], START)
    hand_in([("linked", world.one[0])])
    found = table(world.target, commune)
    assert found.whole.counted == figure(world.target, commune, THURSDAY).now == 7
    for line in found.lines:
        assert line.counted == figure(world.target, line.area, THURSDAY).now


def test_a_list_not_confirmed_says_so(world, hand_in, sign, commune):
    sign(world.one[:1], START)
    hand_in([("linked", world.one[0]), ("linked", world.one[1])], confirmed=False)
    assert parts(table(world.target, commune).whole) == {"chua-xac-nhan": -1}


def test_without_a_list_nothing_is_given_and_that_is_not_zero(world, sign, commune):
    sign(world.one[:3], START)
    found = table(world.target, commune)
    assert (found.whole.counted, found.whole.given, found.whole.given_gap) == (3, None, None)
    assert [line.given for line in found.lines] == [None, None]


def test_a_village_the_list_does_not_name_has_none_of_it(world, hand_in, sign, commune):
    sign(world.one[:1] + world.two[:2], START)
    hand_in([("linked", world.one[0])])
    two = next(line for line in table(world.target, commune).lines if line.area == world.villages[1])
    assert (two.given, two.given_gap) == (0, 2)


def test_nobody_ever_asked_is_no_figure(world, hand_in, commune):
    hand_in([("not_found", "Thôn 1")])
    found = table(world.target, commune)
    assert (found.whole.counted, found.whole.given, found.whole.given_gap) == (None, 1, None)


def test_rows_that_name_no_village_stand_apart_and_are_in_the_sum(world, hand_in, sign, commune):
    sign(world.one[:1], START)
    hand_in([("linked", world.one[0]), ("not_found", ""), ("not_found", "Thôn Nào Đó"), ("unreadable", "")])
    found = table(world.target, commune)
    assert [(line.name, line.given) for line in found.lines] == [
        ("Thôn 1", 1), ("Thôn 2", 0), ("Không rõ ở thôn nào", 3),
    ]  # fmt: skip
    assert adds_up(found)


def test_a_doubtful_row_lies_where_all_its_candidates_live(world, hand_in, sign, commune):
    sign(world.one[:1], START)
    same = [[p.pk, ["cùng họ tên"], 0.5, "n"] for p in world.two[:2]]
    apart = [[p.pk, ["cùng họ tên"], 0.5, "n"] for p in (world.one[3], world.two[3])]
    hand_in([("ambiguous", "", {"candidates": same}), ("ambiguous", "", {"candidates": apart})])
    assert [line.given for line in table(world.target, commune).lines] == [0, 1, 1]


def test_the_latest_list_of_each_sender_or_all_of_them(world, hand_in, sign, commune, units):
    other = Organisation.objects.create(name="Nhà mạng khác", kind="operator", area=commune)
    sign(world.one[:5], START)
    hand_in([("linked", world.one[0]), ("linked", world.one[1])], on=date(2026, 5, 19))
    hand_in([("linked", world.one[2])], on=date(2026, 5, 26))
    hand_in([("linked", world.one[2]), ("linked", world.one[3])], on=date(2026, 5, 20), sender=other)
    newest, every = table(world.target, commune), table(world.target, commune, which=lists.ALL)
    assert (newest.whole.given, parts(newest.whole)) == (3, {"lap": -1, "theo-danh-sach-khac": 3})
    assert (every.whole.given, parts(every.whole)) == (5, {"lap": -1, "theo-danh-sach-khac": 1})


def test_a_list_of_later_or_withdrawn_is_not_used(world, hand_in, sign, commune, members):
    sign(world.one[:1], START)
    hand_in([("linked", world.one[0])], on=date(2026, 6, 2))
    wrong = hand_in([("linked", world.one[1])])
    IncomingList.objects.filter(pk=wrong.pk).update(
        withdrawn_at=moment(THURSDAY), withdrawn_by=members.mai, withdrawn_why="nhầm"
    )
    assert table(world.target, commune).given.lists == []


def test_a_lower_level_speaks_of_nothing_higher(goals, make_people, villages, hand_in, sign, commune):
    people = make_people(villages[0], 3)
    sign(people[:2], START, level=2)
    hand_in([("linked", people[0])], level=1)
    assert table(goals.integrated, commune).whole.given is None


def test_a_count_without_names_stands_where_there_is_no_list(world, sign, commune, units, state, service, hand_in):
    sign(world.one[:3], START)
    state(5, by=units.vnpt, service=service)
    found = table(world.target, commune)
    assert (found.whole.given, parts(found.whole)["khong-ten"]) == (5, -5)
    assert adds_up(found)
    hand_in([("linked", world.one[0])])
    found = table(world.target, commune)
    assert (found.whole.given, [claim.count for claim in found.beside_lists]) == (1, [5])


def test_a_village_is_told_from_its_communes_list(world, hand_in, sign, commune):
    sign(world.one[:2] + world.two[:1], START)
    hand_in([("linked", world.one[0]), ("linked", world.two[0]), ("not_found", "Thôn 1")])
    found = table(world.target, world.villages[0])
    assert (found.whole.counted, found.whole.given, parts(found.whole)) == (
        2, 2, {"ngoai-so": -1, "theo-danh-sach-khac": 1},
    )  # fmt: skip
    assert {item.place for item in found.given.items} == {world.villages[0].pk}


def test_of_a_provinces_list_a_commune_sees_its_own(world, hand_in, sign, commune, province, make_people):
    next_door = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
    their = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="1", parent=next_door)
    strangers = make_people(their, 2)
    sign(world.one[:2] + strangers[:1], START)
    rows = [("linked", world.one[0]), ("linked", strangers[0]), ("linked", strangers[1]), ("not_found", "")]
    hand_in(rows, area=province)
    found = table(world.target, commune)
    assert (found.whole.counted, found.whole.given) == (2, 1)
    assert adds_up(found)


def test_a_province_has_its_communes_side_by_side(
    world, hand_in, sign, commune, province, make_people, units, report, django_assert_max_num_queries
):
    others = []
    for n in range(2, 8):
        area = Area.objects.create(code=f"9990{n}", kind="commune", type_name="xã", name=f"Số {n}", parent=province)
        Area.objects.create(code=f"9990{n}-01", kind="village", type_name="thôn", name="1", parent=area)
        others.append(area)
    theirs = make_people(Area.objects.get(code="99902-01"), 3)
    sign(world.one[:3] + theirs[:2], START)
    hand_in([("linked", world.one[0]), ("not_found", "Thôn 1"), ("unreadable", "")])
    hand_in([("linked", theirs[0]), ("linked", theirs[2])], area=others[0])
    report(0, 5)
    table(world.target, province)  # what changed is counted once, by whoever reads first
    with django_assert_max_num_queries(70):
        found = table(world.target, province)
    assert [(line.name, line.counted, line.reported, line.given) for line in found.lines][:3] == [
        ("Xã Mẫu Sơn", 3, 5, 3), ("Xã Số 2", 2, None, 2), ("Xã Số 3", None, None, None),
    ]  # fmt: skip
    assert (found.whole.counted, found.whole.reported, found.whole.told, found.whole.of) == (5, 5, 1, 8)
    sign(make_people(Area.objects.get(code="99903-01"), 4), START)  # where no list speaks
    whole = table(world.target, province).whole
    assert (whole.counted, whole.given, whole.given_compared, whole.given_gap) == (9, 5, 5, 0)
    assert adds_up(found)


def test_too_many_rows_are_counted_and_not_opened(world, hand_in, sign, commune, monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 2)
    sign(world.one[:3], START)
    hand_in([("linked", world.one[0]), ("not_found", "Thôn 1"), ("unreadable", "")])
    whole = table(world.target, commune).whole
    assert (whole.counted, whole.given, whole.given_parts) == (3, 3, ())


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_are_the_gap_whatever_is_drawn(seed, world, hand_in, sign, commune, units, service):
    """People of all kinds, claims by anybody, lists in any state: nothing is lost and nothing stands twice."""
    draw = random.Random(seed)
    everyone = world.one + world.two
    for person in draw.sample(everyone, 8):
        Person.objects.filter(pk=person.pk).update(
            residence=draw.choice(["moved", "away", "deceased", "temporary", "unknown"]),
            birth_date=draw.choice([date(1980, 1, 1), date(2015, 1, 1)]),
        )
    for person in draw.sample(everyone, 20):
        since = date(2026, 5, 1) + timedelta(days=draw.randint(0, 40))
        sign(
            [person], min(since, THURSDAY), source=draw.choice(["list", "visit", "unit", "official", "self", "desk"]),
            level=draw.choice([0, 1, 1, 1]), until_on=draw.choice([None, None, THURSDAY - timedelta(days=0)]),
            origin=draw.choice(["list", ""]), stated_by=draw.choice([units.vnpt, units.police, None]),
        )  # fmt: skip
    retract_claims(draw.sample(list(Claim.objects.all()), 3), by=None, at=moment(THURSDAY))
    for _ in range(draw.randint(1, 3)):
        rows = []
        for _ in range(draw.randint(3, 25)):
            verdict = draw.choice(["linked", "linked", "linked", "ambiguous", "not_found", "unreadable"])
            said = draw.choice(everyone) if verdict == "linked" else draw.choice(["Thôn 1", "thôn 2", "", "Xóm Lạ"])
            rows.append((verdict, said, {"has_it": draw.random() > 0.1}))
        hand_in(
            rows, on=START - timedelta(days=draw.randint(0, 9)), sender=draw.choice([units.vnpt, units.police]),
            confirmed=draw.random() > 0.4,
        )  # fmt: skip
    found = table(world.target, commune, which=draw.choice([lists.LATEST, lists.ALL]))
    assert adds_up(found)
    assert found.whole.counted == figure(world.target, commune, THURSDAY).now
    used = ListRow.objects.filter(incoming__in=[row.pk for row in found.given.lists], kind="person", has_it=True)
    assert found.whole.given == used.count()


def test_every_reason_can_come_about():
    """The reasons drawn and built above are all there are: a new one is to be added to the tests."""
    assert set(OPERATOR_KINDS) == {
        "khop", "can-xem", "ngoai-so", "khong-doc-duoc", "lap", "ngoai-dia-ban", "khong-cu-tru", "ngoai-nhom",
        "chua-xac-nhan", "het-han", "noi-khac", "chua-den-ngay", "da-rut", "khong-ten", "co-sau", "danh-sach-truoc",
        "theo-to", "theo-don-vi", "theo-co-quan", "theo-danh-sach-khac",
    }  # fmt: skip


def test_someone_who_lives_elsewhere_or_has_it_only_later(world, hand_in, sign, commune, province, make_people):
    next_door = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
    their = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="1", parent=next_door)
    (stranger,) = make_people(their, 1)
    sign(world.one[:1], START)
    sign(world.one[1:2], THURSDAY)
    hand_in([("linked", stranger), ("linked", world.one[1])], on=date(2026, 5, 20))
    assert parts(table(world.target, commune, on=date(2026, 5, 27)).whole) == {
        "ngoai-dia-ban": -1, "chua-den-ngay": -1, "co-sau": 1,
    }  # fmt: skip


# --- counted and reported --------------------------------------------------------------------------------------------


@pytest.fixture
def report(world, plan, units, members):
    """The team of a village reports: report(0, 12, computed=10)."""
    from tungnha.plans.models import Duty

    duty = Duty.objects.create(plan=plan, frequency="weekly")

    def send(number, count, on=date(2026, 5, 27), computed=None, target=None, returned=False):
        unit, leader = ((units.team1, members.lan), (units.team2, members.hung))[number]
        owed, _ = Obligation.objects.get_or_create(
            duty=duty, organisation=unit, period="2026-W22", starts_on=START, ends_on=date(2026, 5, 31),
            due_at=moment(THURSDAY, 10),
        )  # fmt: skip
        sent = Submission.objects.create(
            obligation=owed, number=owed.submissions.count() + 1, narrative="x", sent_at=moment(on, 9), sent_by=leader,
            **({"returned_at": moment(on, 11), "returned_why": "sai", "state": "returned"} if returned else {}),
        )  # fmt: skip
        return SubmittedFigure.objects.create(
            submission=sent, target=target or world.target, count=count, computed=computed
        )

    return send


def test_what_moved_since_the_unit_reported_and_what_it_says_otherwise(world, sign, commune, report):
    sign(world.one[:10], START)
    report(0, 12, on=date(2026, 5, 26), computed=9)
    sign(world.one[10:14], date(2026, 5, 27), source="visit")
    found = table(world.target, commune)
    one = found.lines[0]
    assert (one.counted, one.reported, one.reported_gap) == (14, 12, 2)
    assert {part.kind.code: part.count for part in one.reported_parts} == {"tu-do": 4, "ghi-sau": 1, "don-vi-khac": -3}
    assert adds_up(found)


def test_who_has_not_reported_is_not_zero(world, sign, commune, report):
    sign(world.one[:10] + world.two[:7], START)
    report(0, 12)
    whole = table(world.target, commune).whole
    assert (whole.counted, whole.reported, whole.told, whole.of, whole.reported_gap) == (17, 12, 1, 2, -2)
    assert table(world.target, commune).lines[1].reported is None


def test_a_report_sent_back_says_nothing_and_a_correction_counts(world, sign, commune, report):
    sign(world.one[:10], START)
    report(0, 12, returned=True)
    assert table(world.target, commune).whole.reported is None
    report(0, 11)
    assert table(world.target, commune).whole.reported == 11


def test_a_body_that_speaks_for_the_whole_commune_stands_where_no_village_reported(
    world, sign, commune, state, service
):
    sign(world.one[:10], START)
    state(9, service=service)
    found = table(world.target, commune)
    assert (found.whole.reported, found.whole.reported_gap, found.whole.reported_by[0].unit.kind) == (9, 1, "police")
    assert adds_up(found)


def test_of_two_targets_that_count_the_same_either_report_counts(world, goals, sign, commune, report):
    sign(world.one[:2], START)
    report(0, 2, target=goals.july)
    assert table(goals.october, commune).whole.reported == 2


def test_staff_by_their_units(plan, people, units, commune, sign, goals):
    from tungnha.ledger.models import Measure
    from tungnha.people.models import PersonGroup
    from tungnha.plans.models import Target

    measure = Measure.objects.get(code="chu-ky-so-can-bo")
    target = Target.objects.create(
        plan=plan, order=9, text="100% cán bộ", comparator="=", value=Decimal("100"), measure=measure
    )
    for person, unit in ((people.an, units.school), (people.em, units.school), (people.gam, units.culture)):
        PersonGroup.objects.create(person=person, kind="official", organisation=unit)
    sign([people.an, people.gam], START)
    found = table(target, commune)
    assert (found.whole.counted, found.whole.reported, found.lines) == (2, None, [])


def test_what_only_units_state_is_reported_and_not_counted_here(plan, units, commune, state, service):
    from tungnha.ledger.models import Measure
    from tungnha.plans.models import Target

    measure = Measure.objects.get(code="chu-ky-so-hoc-sinh")
    target = Target.objects.create(
        plan=plan, order=9, text="Học sinh", comparator="=", value=Decimal("100"), measure=measure
    )
    state(40, by=units.school, group="pupil", service=service)
    found = table(target, commune)
    assert (found.whole.counted, found.whole.reported, found.whole.reported_gap) == (None, 40, None)
    assert "không có tên" in found.why_no_list


def test_moved_adds_up_for_any_numbers():
    draw = random.Random(7)
    for _ in range(500):
        now, then, said = (draw.randint(0, 50) for _ in range(3))
        computed = draw.choice([None, draw.randint(0, 50)])
        assert sum(part.count for part in moved(now, then, computed, said)) == now - said


def test_reasons_have_one_code_each():
    assert len(KINDS) == len({kind.words for kind in KINDS.values()})
