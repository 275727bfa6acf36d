"""A plan handed down: steps that add up, are kept unfinished, undone, and never lost between two officers."""

from datetime import date

import pytest

from tungnha.ledger.models import CountClaim
from tungnha.plans import handing, operations
from tungnha.plans.models import ShareStep, TargetShare
from tungnha.plans.operations import HandDown, HandedDownMeanwhile, hand_down, undo_hand_down
from tungnha.plans.queries import headline_target, latest_draft
from tungnha.units.models import Area, Event, Organisation
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 5, 26)


@pytest.fixture
def plan(received, units, members, at_tuesday):
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=TUESDAY, ended_on=date(2026, 10, 31), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def head(plan):
    return headline_target(plan, TUESDAY)


@pytest.fixture
def give(plan, head, villages, members, at_tuesday):
    """give(2000, 1496): hand the headline target to the two villages; base_number as of the page."""

    def do(*counts, settle=True, base=None, by=None, method="hand"):
        latest = head.share_steps.last()
        number = base if base is not None else latest.number if latest else 0
        given = dict(zip((f"a{v.pk}" for v in villages), counts, strict=True))
        one = HandDown(head, method, number, given)
        return hand_down(plan=plan, wanted=[one], settle=settle, by=by or members.mai, at=at_tuesday)

    return do


def shares_of(target):
    return list(target.shares.order_by("area__order").values_list("count", flat=True))


def test_numbers_that_add_up_are_handed_down_and_the_step_says_who_and_how_many(give, head, members):
    (step,) = give(2000, 1496)
    assert shares_of(head) == [2000, 1496]
    assert (step.number, step.total, step.settled, step.made_by) == (1, 3496, True, members.mai)
    assert Event.objects.filter(verb="plan.target_shared").count() == 1


@pytest.mark.parametrize(("counts", "words"), [((2000, 1400), "còn thiếu 96"), ((2000, 1500), "thừa 4")])
def test_numbers_that_do_not_add_up_are_refused_with_how_much_and_nothing_changes(give, head, counts, words):
    give(2000, 1496)
    with pytest.raises(BadInput, match=words):
        give(*counts)
    assert (shares_of(head), head.share_steps.count()) == ([2000, 1496], 1)


def test_unfinished_numbers_are_kept_and_count_nowhere(give, head):
    give(2000, 1496)
    (step,) = give(1900, 1496, settle=False)
    assert (step.number, step.settled, step.before.number) == (2, False, 1)
    assert shares_of(head) == [2000, 1496]
    give(1900, 1596)
    assert shares_of(head) == [1900, 1596]


def test_the_same_again_makes_no_step(give, head):
    give(2000, 1496)
    assert give(2000, 1496) == []
    assert give(2000, 1496, base=0) == [], "nor from an old page: it already stands so"
    assert head.share_steps.count() == 1


def test_of_two_officers_the_later_changes_nothing_and_is_told(give, head, members):
    give(2000, 1496)
    give(1748, 1748, base=1)
    with pytest.raises(HandedDownMeanwhile) as told:
        give(1000, 2496, base=1, by=members.dung)
    assert told.value.targets == [head]
    assert (shares_of(head), head.share_steps.count()) == ([1748, 1748], 2)


def test_undoing_goes_back_step_by_step_and_is_a_step_itself(give, head, members, at_tuesday):
    give(2000, 1496)
    give(1748, 1748)
    seen = []
    for number in (2, 3):
        undo_hand_down(target=head, base_number=number, by=members.mai, at=at_tuesday)
        seen.append(shares_of(head))
    assert seen == [[2000, 1496], []]
    with pytest.raises(BadInput):
        undo_hand_down(target=head, base_number=4, by=members.mai, at=at_tuesday)
    assert [s.method for s in head.share_steps.all()] == ["hand", "hand", "hand", "none"]


def test_undoing_unfinished_numbers_leaves_what_counts(give, head, members, at_tuesday):
    give(2000, 1496)
    give(1, 2, settle=False)
    undo_hand_down(target=head, base_number=2, by=members.mai, at=at_tuesday)
    assert shares_of(head) == [2000, 1496]


def test_undoing_from_an_old_page_is_refused(give, head, members, at_tuesday):
    give(2000, 1496)
    give(1748, 1748)
    with pytest.raises(HandedDownMeanwhile):
        undo_hand_down(target=head, base_number=1, by=members.mai, at=at_tuesday)
    assert shares_of(head) == [1748, 1748]


def test_all_targets_or_none(plan, head, villages, members, at_tuesday):
    other = plan.targets.get(value="35")
    right = {f"a{villages[0].pk}": 3000, f"a{villages[1].pk}": 496}
    wrong = {f"a{villages[0].pk}": 1, f"a{villages[1].pk}": 1}
    with pytest.raises(BadInput):
        hand_down(
            plan=plan, wanted=[HandDown(head, "hand", 0, right), HandDown(other, "hand", 0, wrong)], settle=True,
            by=members.mai, at=at_tuesday,
        )  # fmt: skip
    assert (ShareStep.objects.count(), TargetShare.objects.count()) == (0, 0)


def test_a_target_of_staff_goes_to_the_bodies_as_the_same_level(plan, members, at_tuesday):
    staff = plan.targets.filter(measure__code="chu-ky-so-can-bo").first()
    column = next(c for c in handing.columns_of(plan, TUESDAY) if c.target == staff)
    assert (column.to_bodies, column.method) == (True, "level")
    assert "Trường THCS Mẫu Sơn" in [r.title for r in column.receivers]
    (step,) = hand_down(
        plan=plan, wanted=[HandDown(staff, "level", 0)], settle=True, by=members.mai, at=at_tuesday
    )  # fmt: skip
    assert (step.counts, staff.shares.count()) == ({}, 0)


def test_a_body_may_get_a_number_and_only_one_of_the_plans_own_area(plan, units, members, at_tuesday):
    staff = plan.targets.filter(measure__code="chu-ky-so-can-bo").first()

    def send(body):
        one = HandDown(staff, "hand", 0, {f"o{body.pk}": 12})
        return hand_down(plan=plan, wanted=[one], settle=True, by=members.mai, at=at_tuesday)

    with pytest.raises(BadInput):
        send(units.science)
    send(units.school)
    assert staff.shares.get().organisation == units.school


def column_of(plan, target):
    return next(c for c in handing.columns_of(plan, TUESDAY) if c.target == target)


def test_by_people_of_the_register_and_what_a_body_states_comes_first(plan, head, villages, people, units, members):
    column = column_of(plan, head)
    assert [column.known[f"a{v.pk}"].base for v in villages] == [2, 2]
    assert column.method == "people", "nobody was ever asked, so who is left is not known"
    CountClaim.objects.create(
        area=villages[0], stated_by=units.police, group="adult15", count=6, on=TUESDAY, stored_at=plan.confirmed_at
    )
    column = column_of(plan, head)
    assert column.proposal("people", {}) == {f"a{villages[0].pk}": 2622, f"a{villages[1].pk}": 874}
    assert column.proposal("people", {f"a{villages[1].pk}": 6}) == {f"a{v.pk}": 1748 for v in villages}


def test_a_plan_that_gives_a_rate_alone_is_divided_by_the_rate_of_all_parts(plan, head, villages, units):
    head.stated_count = head.stated_base = None
    head.value = 40
    head.save()
    for village, count in zip(villages, (6, 5), strict=True):
        CountClaim.objects.create(
            area=village, stated_by=units.police, group="adult15", count=count, on=TUESDAY,
            stored_at=plan.confirmed_at,
        )  # fmt: skip
    column = column_of(plan, head)
    assert (column.needed.count, column.method) == (None, "level")
    proposed = column.proposal("people", {})
    assert sum(proposed.values()) == 5, "40 % of 11, and never less"
    assert sorted(proposed.values()) == [2, 3]


def test_nothing_is_proposed_by_what_is_not_known(plan, head, villages):
    column = column_of(plan, head)
    assert column.proposal("people", {}) is None
    assert column.proposal("remaining", {}) is None
    assert sum(column.proposal("equal", {}).values()) == 3496
    assert column.method == "equal"


def test_a_changed_total_is_said(give, head, plan):
    give(2000, 1496)
    assert not column_of(plan, head).total_changed
    head.stated_count = 3600
    head.save()
    column = column_of(plan, head)
    assert (column.total_changed, column.settled.total, column.needed.count) == (True, 3496, 3600)


def test_progress_counts_a_share_of_a_body_for_no_area(plan, head, villages, units, members, at_tuesday):
    """The board of villages must not take the school's number for the commune's."""
    from tungnha.progress.board import Board

    staff = plan.targets.filter(measure__code="chu-ky-so-can-bo").first()
    Organisation.objects.filter(pk=units.school.pk).update(order=0)
    hand_down(
        plan=plan, wanted=[HandDown(staff, "hand", 0, {f"o{units.school.pk}": 12})], settle=True, by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    assert Board([staff], plan.campaign.area, TUESDAY).shares == {}


# --- what moves while the page is open -------------------------------------------------------------------------------


def test_a_target_that_a_version_changed_meanwhile_is_divided_as_it_is_now(plan, head, give, members, at_tuesday):
    stale = headline_target(plan, TUESDAY)
    operations.make_version(
        plan=plan, base_version=1, cause="paper", edits=[operations.Edit("target", head.pk, {"stated_count": 3600})],
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    assert stale.stated_count == 3496
    with pytest.raises(BadInput, match=r"phải là 3\.600"):
        give(2000, 1496)
    assert head.share_steps.count() == 0


def test_a_target_that_a_version_removed_meanwhile_is_not_handed_down(plan, head, give, members, at_tuesday):
    operations.make_version(
        plan=plan, base_version=1, cause="paper", edits=[operations.Edit("target", head.pk, remove=True)],
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    with pytest.raises(BadInput, match="không còn trong kế hoạch"):
        give(2000, 1496)


def test_a_village_that_ended_meanwhile_gets_nothing_and_what_it_had_is_shown(plan, head, give, villages, at_tuesday):
    give(2000, 1496)
    Area.objects.filter(pk=villages[1].pk).update(valid_to=date(2026, 5, 20))
    with pytest.raises(BadInput, match="không còn trong sổ"):
        give(1996, 1500)
    column = next(c for c in handing.columns_of(plan, TUESDAY) if c.target == head)
    assert column.given_elsewhere == 1496
    assert shares_of(head) == [2000, 1496], "until it is handed down anew"


def test_undo_brings_nothing_back_to_a_village_that_ended(head, give, villages, members, at_tuesday):
    give(2000, 1496)
    give(1996, 1500)
    Area.objects.filter(pk=villages[1].pk).update(valid_to=date(2026, 5, 20))
    with pytest.raises(BadInput, match="không còn trong sổ"):
        undo_hand_down(target=head, base_number=2, by=members.mai, at=at_tuesday)


def test_not_handing_down_takes_back_what_was_handed_down_and_can_be_undone(head, give, members, at_tuesday):
    give(2000, 1496)
    (step,) = give(None, None, method="none")
    assert (step.method, shares_of(head)) == ("none", [])
    assert give(None, None, method="none") == []
    undo_hand_down(target=head, base_number=2, by=members.mai, at=at_tuesday)
    assert shares_of(head) == [2000, 1496]
