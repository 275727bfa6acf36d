"""Scenario E in figures: what stands where, of whose base, at what pace (docs/decisions/0008-figures.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.conftest import START, THURSDAY, TO_JULY, TO_OCTOBER, moment
from tungnha.ledger.models import Measure, Service
from tungnha.ledger.operations import NewClaim, record_claims, retract_claim
from tungnha.people.models import PersonGroup
from tungnha.plans.models import Target, TargetShare
from tungnha.progress import counted, queries

pytestmark = pytest.mark.django_db


def test_the_start_is_340_of_the_police_base_with_the_registers_own_count_beside(hiep_luc, commune):
    found = queries.figure(hiep_luc.goals.october, commune, date(2026, 5, 26))
    assert (found.now, found.rate_of_base, found.rate_of_needed) == (340, Decimal("6.20"), Decimal("9.73"))
    assert (found.base.count, found.base.whose, found.base.on, found.base.document, found.base.own) == (
        5480, "Công an xã", date(2026, 5, 26), "Công văn số 45/CAX", 5512,
    )  # fmt: skip
    assert found.base_label == "(Công an xã, 26/5/2026, Công văn số 45/CAX)"


def test_the_list_and_the_visits_make_368(list_and_visits, commune):
    found = queries.figure(list_and_visits.goals.october, commune, THURSDAY)
    assert (found.now, found.rate_of_base, found.rate_of_needed) == (368, Decimal("6.72"), Decimal("10.53"))
    assert (found.gained, found.lost, found.needed.count, found.remaining) == (368, 0, 3496, 3128)


def test_the_change_is_told_from_the_day_asked_for(list_and_visits, commune):
    found = queries.figure(list_and_visits.goals.october, commune, THURSDAY, since=date(2026, 5, 26))
    assert (found.change, found.gained, found.lost) == (28, 28, 0)


def test_the_pace_on_thursday_is_24_2_to_july_and_20_1_to_october(list_and_visits, commune):
    july, october = (
        queries.figure(t, commune, THURSDAY) for t in (list_and_visits.goals.july, list_and_visits.goals.october)
    )
    assert (july.needed.count, july.days_left, july.per_day) == (1918, 64, Decimal("24.2"))
    assert (october.needed.count, october.days_left, october.per_day) == (3496, 156, Decimal("20.1"))


def test_the_way_leads_from_340_through_1918_to_3496(list_and_visits, commune):
    found = queries.figure(list_and_visits.goals.october, commune, THURSDAY)
    assert found.path == ((START, 340), (TO_JULY, 1918), (TO_OCTOBER, 3496))
    # 340 + 1578 × 3/67 = 410,7: the first whole number on the way is 411
    assert (found.expected_today, found.state, found.state_words) == (411, "behind", "chậm")
    steps = queries.milestones(list_and_visits.goals.october.plan, list_and_visits.goals.october, THURSDAY)
    assert [(m.on, m.needed.count) for m in steps] == [(TO_JULY, 1918), (TO_OCTOBER, 3496)]


@pytest.mark.parametrize(
    ("line", "held", "needed", "word"),
    [
        ("july", 1917, 1918, "behind"),
        ("july", 1918, 1918, "reached"),
        ("october", 3495, 3496, "on_path"),
        ("october", 3496, 3496, "reached"),
        ("more", 3496, 3497, "on_path"),
        ("more", 3497, 3497, "reached"),
    ],
)
def test_a_target_is_reached_at_its_own_whole_number(
    line, held, needed, word, goals, make_people, sign, villages, state, commune
):
    state(5480)
    sign(make_people(villages[0], 5480)[:held])
    found = queries.figure(getattr(goals, line), commune, date(2026, 7, 31) if line == "july" else date(2026, 10, 30))
    assert (found.now, found.needed.count, found.reached) == (held, needed, word == "reached")
    assert found.state == word


def test_a_list_of_signatures_does_not_say_who_integrated_them(list_and_visits, commune, sign):
    target = list_and_visits.goals.integrated
    before = queries.figure(target, commune, THURSDAY).now
    sign([list_and_visits.one[2999]], date(2026, 5, 27), level=0, source="visit")
    assert (before, queries.figure(target, commune, THURSDAY).now) == (None, 0)


def test_the_integrated_ones_need_3508_and_are_counted_apart(list_and_visits, commune, sign):
    sign(list_and_visits.one[:4], date(2026, 5, 27), level=2, source="official")
    found = queries.figure(list_and_visits.goals.integrated, commune, THURSDAY)
    assert (found.now, found.needed.count, found.path) == (4, 3508, ((START, 0), (TO_OCTOBER, 3508)))


def test_what_expires_on_30_june_is_gone_on_1_july_and_opens_as_lost(hiep_luc, commune, sign, measure):
    gone = hiep_luc.one[300]
    sign([gone], date(2026, 5, 26), until_on=date(2026, 6, 30))
    target = hiep_luc.goals.october
    before, after = (queries.figure(target, commune, on, since=date(2026, 6, 30))
                     for on in (date(2026, 6, 30), date(2026, 7, 1)))  # fmt: skip
    assert (before.now, after.now, after.change, after.gained, after.lost) == (341, 340, -1, 0, 1)
    lost = queries.rows_behind(measure, commune, "lost", on=date(2026, 7, 1), since=date(2026, 6, 30))
    assert list(lost) == [gone]
    shown = [{}]
    counted.explain(shown, queries.with_words(measure, list(lost)), target, "lost", date(2026, 7, 1))
    assert shown == [{"why": "Đã hết hạn ngày 30/6/2026, chưa gia hạn."}]


def test_renewed_at_the_door_it_is_back(hiep_luc, commune, sign):
    sign([hiep_luc.one[300]], date(2026, 5, 26), until_on=date(2026, 6, 30), source="visit")
    sign([hiep_luc.one[300]], date(2026, 7, 2), source="visit")
    assert [queries.figure(hiep_luc.goals.october, commune, date(2026, 7, d)).now for d in (1, 2)] == [340, 341]


def test_a_claim_taken_back_leaves_the_count(hiep_luc, commune, sign, members):
    (claim,) = sign([hiep_luc.one[300]], date(2026, 5, 26))
    retract_claim(claim, by=members.mai, at=claim.stored_at)
    assert queries.figure(hiep_luc.goals.october, commune, THURSDAY).now == 340


def test_where_nothing_was_ever_recorded_the_figure_is_missing_and_not_zero(goals, make_people, villages, commune):
    make_people(villages[0], 20)
    found = queries.figure(goals.july, commune, THURSDAY)
    assert (found.now, found.rate_of_base, found.change, found.remaining, found.pace, found.state) == (
        None, None, None, None, None, "no_data",
    )  # fmt: skip
    assert found.why_none.startswith("Chưa có ghi nhận nào về tiện ích này ở đây. Ghi khi Tổ đến nhà")


def test_a_village_whose_register_is_not_entered_yet_has_no_figure_either(goals, make_people, villages, sign):
    sign(make_people(villages[0], 3), START)
    assert [queries.figure(goals.october, village, THURSDAY).now for village in villages[:2]] == [3, None]
    make_people(villages[1], 2)
    assert queries.figure(goals.october, villages[1], THURSDAY).now == 0


def test_a_no_at_the_door_makes_a_true_zero(goals, make_people, villages, commune, sign):
    sign(make_people(villages[0], 20)[:1], level=0, source="visit")
    found = queries.figure(goals.july, commune, THURSDAY)
    assert (found.now, found.state) == (0, "behind")


def test_people_who_do_not_live_here_do_not_raise_the_count(hiep_luc, commune, sign, make_people, villages):
    sign(make_people(villages[0], 4, residence="non_resident") + make_people(villages[0], 2, residence="away"))
    assert queries.figure(hiep_luc.goals.october, commune, THURSDAY).now == 340


def test_the_plans_own_base_is_used_only_until_a_body_states_one(goals, make_people, villages, commune, sign, state):
    sign(make_people(villages[0], 20)[:10])
    from_plan = queries.figure(goals.july, commune, THURSDAY).base
    state(5600)
    stated = queries.figure(goals.july, commune, THURSDAY).base
    assert [(b.count, b.whose, b.own) for b in (from_plan, stated)] == [
        (5480, "theo kế hoạch", 20), (5600, "Công an xã", 20),
    ]  # fmt: skip


def test_without_any_word_the_register_is_the_base_and_says_so(goals, make_people, villages, commune, sign):
    Target.objects.update(stated_base=None)
    sign(make_people(villages[0], 20)[:10])
    found = queries.figure(queries.targets().get(pk=goals.july.pk), commune, THURSDAY)
    assert (found.base.count, found.base.whose, found.rate_of_base) == (20, "sổ nhân khẩu", Decimal("50.00"))


def test_a_stated_start_without_names_stands_beside_and_is_never_added(
    goals, make_people, villages, commune, sign, state, service, units
):
    people = make_people(villages[0], 100)
    sign(people[:5], START)
    state(340, service=service, on=START, by=units.culture, document="Phụ lục kế hoạch")
    sign(people[5:8], date(2026, 5, 27))
    found = queries.figure(goals.october, commune, THURSDAY)
    (beside,) = found.stated
    assert (found.now, beside.claim.count, beside.gap, beside.carried) == (8, 340, -332, 343)
    assert (found.start_count, found.start_named, found.nameless_at_start) == (340, 5, 335)
    assert queries.figure(goals.october, villages[0], THURSDAY).nameless_at_start is None


def test_an_operators_figure_stands_beside_with_its_gap(list_and_visits, commune, state, service, units):
    state(360, service=service, by=units.vnpt, on=date(2026, 5, 27))
    (beside,) = queries.figure(list_and_visits.goals.october, commune, THURSDAY).stated
    assert (beside.whose, beside.is_operator, beside.claim.count, beside.gap) == ("VNPT Mẫu Sơn", True, 360, 8)


def test_groups_only_units_count_are_sums_of_what_they_state(plan, commune, units, state, service):
    target = Target.objects.create(
        plan=plan, text="100% học sinh", value=Decimal(100), due_on=TO_OCTOBER,
        measure=Measure.objects.get(code="chu-ky-so-hoc-sinh"),
    )  # fmt: skip
    missing = queries.figure(target, commune, THURSDAY)
    state(30, group="pupil", by=units.school, service=service, base=60, on=date(2026, 5, 26))
    state(45, group="pupil", by=units.school, service=service, base=60, on=date(2026, 5, 27))
    found = queries.figure(target, commune, THURSDAY)
    assert (missing.now, missing.base, missing.state) == (None, None, "no_data")
    assert missing.why_none.startswith("Chưa đơn vị nào báo số liệu.")
    assert (found.now, found.base.count, found.needed.count, found.rate_of_base) == (45, 60, 60, Decimal("75.00"))


def test_a_unit_that_gives_no_whole_leaves_the_rate_open(plan, commune, units, state, service):
    target = Target.objects.create(
        plan=plan, text="x", value=Decimal(100), measure=Measure.objects.get(code="chu-ky-so-hoc-sinh")
    )
    state(45, group="pupil", by=units.school, service=service, base=60)
    state(5, group="pupil", by=units.team1, service=service)
    found = queries.figure(target, commune, THURSDAY)
    assert (found.now, found.base, found.rate_of_base, found.state) == (50, None, None, "no_level")


def test_staff_of_no_unit_count_in_the_village_where_they_live(plan, commune, make_people, villages, sign):
    official = Measure.objects.get(code="chu-ky-so-can-bo")
    target = Target.objects.create(plan=plan, order=3, text="100% công chức", measure=official, value=Decimal(100))
    staff = [*make_people(villages[0], 3), *make_people(villages[1], 2)]
    PersonGroup.objects.bulk_create([PersonGroup(person=p, kind="official") for p in staff])
    sign([staff[0], staff[3]])
    board = queries.Board.around([target], villages[0], THURSDAY)
    found = [board.figure(target, area) for area in (*villages[:2], commune)]
    behind = [
        queries.rows_behind(official, f.area, which, on=THURSDAY, since=THURSDAY).count()
        for f in found
        for which in ("now", "base")
    ]
    assert [(f.now, f.base.count, f.needed.count) for f in found] == [(1, 3, 3), (1, 2, 2), (2, 5, 5)]
    assert behind == [1, 3, 1, 2, 2, 5]


def test_staff_count_for_their_unit_wherever_they_live(plan, commune, units, make_people, villages, sign, province):
    """Scenario A6: a clinic of 12 of whom 3 live elsewhere; nine have a signature."""
    target = Target.objects.create(
        plan=plan, text="100% cán bộ", value=Decimal(100), measure=Measure.objects.get(code="chu-ky-so-can-bo")
    )
    staff = make_people(villages[0], 9) + make_people(villages[1], 3, residence="non_resident")
    PersonGroup.objects.bulk_create(
        [PersonGroup(person=p, kind="official", organisation=units.school) for p in staff]
        + [PersonGroup(person=staff[0], kind="official", organisation=units.culture)]
    )
    sign(staff[:6] + staff[9:])
    found = queries.figure(target, commune, THURSDAY)
    rows = queries.roster_rows(target, commune, THURSDAY)
    assert (found.now, found.base.count, found.base.whose, found.needed.count) == (
        9,
        12,
        "danh sách của các đơn vị",
        12,
    )
    assert [(r.unit, r.now, r.base) for r in rows] == [(units.culture, 1, 1), (units.school, 9, 12)]


def test_a_household_counts_when_one_member_has_all_of_it(plan, commune, make_people, villages):
    target = Target.objects.create(
        plan=plan, text="90% hộ", value=Decimal(90), measure=Measure.objects.get(code="ho-thanh-thao")
    )
    first = make_people(villages[0], 4)[0]
    other = make_people(villages[0], 2)
    claims = [(first, "dich-vu-cong", 4), (first, "thanh-toan-so", 3), (other[0], "dich-vu-cong", 4),
              (other[1], "thanh-toan-so", 3)]  # fmt: skip
    record_claims(
        [NewClaim(subject={"person_id": p.pk}, service=Service.objects.get(code=code), level=level, since_on=START,
                  source="visit") for p, code, level in claims],
        by=None, at=moment(START, 18),
    )  # fmt: skip
    found = queries.figure(target, commune, THURSDAY)
    assert (found.now, found.base.count, found.rate_of_base) == (1, 2, Decimal("50.00"))
    assert queries.series(target, commune, date(2026, 5, 24), date(2026, 5, 25)) == [
        (date(2026, 5, 24), 0), (START, 1),
    ]  # fmt: skip


def test_of_two_things_asked_together_one_that_nobody_was_asked_leaves_no_figure(plan, commune, make_people, villages):
    target = Target.objects.create(
        plan=plan, text="90% hộ", value=Decimal(90), measure=Measure.objects.get(code="ho-thanh-thao")
    )
    person = make_people(villages[0], 2)[0]
    for code, expected in (("dich-vu-cong", None), ("thanh-toan-so", 1)):
        service = Service.objects.get(code=code)
        record_claims(
            [NewClaim(subject={"person_id": person.pk}, service=service, level=4, since_on=START, source="visit")],
            by=None, at=moment(START, 18),
        )  # fmt: skip
        found = queries.figure(target, commune, THURSDAY)
        assert (found.now, found.state == "no_data") == (expected, expected is None)


def test_a_target_without_a_way_of_counting_says_so(plan, commune):
    target = Target.objects.create(plan=plan, text="Tuyên truyền", value=None)
    found = queries.figure(queries.targets().get(pk=target.pk), commune, THURSDAY)
    assert (found.now, found.needed.count, found.state) == (None, None, "no_data")
    assert found.why_none.startswith("Chỉ tiêu chưa gắn với cách tính nào")


def test_after_the_due_day_a_target_not_reached_is_overdue(list_and_visits, commune):
    found = queries.figure(list_and_visits.goals.july, commune, date(2026, 8, 1))
    assert (found.state, found.days_left, found.per_day) == ("overdue", -1, None)


def test_without_a_due_day_no_pace_is_invented(list_and_visits, commune):
    Target.objects.filter(pk=list_and_visits.goals.july.pk).update(due_on=None)
    found = queries.figure(queries.targets().get(pk=list_and_visits.goals.july.pk), commune, THURSDAY)
    assert (found.state, found.pace, found.path) == ("no_due", None, ((START, 340),))


def test_an_indicator_is_watched_and_never_late(list_and_visits, commune):
    Target.objects.filter(pk=list_and_visits.goals.july.pk).update(role="indicator")
    found = queries.figure(queries.targets().get(pk=list_and_visits.goals.july.pk), commune, date(2026, 12, 1))
    assert found.state == "watched"


def test_what_was_handed_down_to_a_village_is_what_it_must_reach(list_and_visits, commune, villages):
    TargetShare.objects.create(target=list_and_visits.goals.october, area=villages[0], count=2000)
    rows = queries.village_rows(list_and_visits.goals.october, commune, THURSDAY)
    assert {r.village: (r.now, r.needed.count) for r in rows} == {
        villages[0]: (225, 2000), villages[1]: (143, 1496),
    }  # fmt: skip


def test_the_shares_of_the_villages_add_up_and_each_village_says_the_same_alone(list_and_visits, commune, villages):
    target = list_and_visits.goals.october
    rows = queries.village_rows(target, commune, THURSDAY)
    alone = {v: queries.figure(target, v, THURSDAY).needed.count for v in villages}
    assert {r.village: r.needed.count for r in rows} == alone
    assert sum(alone.values()) == 3496


def test_villages_stand_from_best_to_worst_and_silent_ones_say_so(list_and_visits, commune, villages, make_people):
    rows = queries.village_rows(list_and_visits.goals.october, commune, date(2026, 6, 10))
    assert [(r.rank, r.village, r.latest_on, r.silent) for r in rows] == [
        (1, villages[0], date(2026, 5, 27), False),
        (2, villages[1], date(2026, 5, 27), False),
    ]
    later = queries.village_rows(list_and_visits.goals.october, commune, date(2026, 6, 11))
    assert [r.silent for r in later] == [True, True]


def test_bases_stated_by_village_are_held_against_the_communes(list_and_visits, commune, villages, state):
    state(2980, area=villages[0])
    state(2495, area=villages[1])
    board = queries.Board([list_and_visits.goals.october], commune, THURSDAY)
    found = board.base_sum(list_and_visits.goals.october)
    assert (found.villages, found.stated, found.sum, found.whole, found.gap, found.agrees) == (
        2, 2, 5475, 5480, -5, False,
    )  # fmt: skip


@pytest.mark.parametrize("which", ["now", "missing", "gained", "base"])
def test_every_number_opens_to_as_many_rows(which, list_and_visits, commune, measure):
    found = queries.figure(list_and_visits.goals.october, commune, THURSDAY, since=date(2026, 5, 26))
    rows = queries.rows_behind(measure, commune, which, on=THURSDAY, since=date(2026, 5, 26))
    number = {"now": found.now, "missing": found.base.own - found.now, "gained": found.gained, "base": 5512}[which]
    assert rows.count() == number
