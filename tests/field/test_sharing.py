"""Households are shared out, taken back and levelled; who held what is kept."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import make_member
from tests.field.street import street
from tungnha.field import queries as field
from tungnha.field.models import Device, HouseholdShare
from tungnha.field.operations import record_visit
from tungnha.field.sharing import queries
from tungnha.field.sharing.operations import (
    OthersWereFirst,
    rebalance,
    share_households,
    share_out,
    take_back,
)
from tungnha.field.sharing.proposing import by_cluster, levelled
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(villages, asked):
    return street(villages[0], [2, 1, 2, 1, 2, 2])


@pytest.fixture
def share(campaign, members, at_tuesday):
    def deed(homes, member, **more):
        given = {"until_on": date(2026, 6, 30), "by": members.lan, "at": at_tuesday} | more
        return share_households(households=homes, campaign=campaign, member=member, **given)

    return deed


def rows(campaign):
    found = HouseholdShare.objects.filter(campaign=campaign).order_by("pk").select_related("member__user", "household")
    return [(s.household.code, s.member.user.full_name, s.ended_why) for s in found]


def test_a_house_given_to_another_ends_with_the_first_and_both_are_kept(share, homes, members, campaign, at_tuesday):
    share(homes[:1], members.lan)
    later = at_tuesday + timedelta(hours=1)
    share(homes[:1], members.son, at=later)
    assert rows(campaign) == [("H1", "Lan", "moved"), ("H1", "Sơn", "")]
    ended = HouseholdShare.objects.get(ended_why="moved")
    assert (ended.ended_at, ended.ended_by) == (later, members.lan)


def test_the_same_shared_out_twice_changes_nothing(share, homes, members, campaign):
    assert share(homes, members.son) == 6
    assert share(homes, members.son) == 0
    assert HouseholdShare.objects.count() == 6


def test_another_day_is_another_share(share, homes, members, campaign):
    share(homes[:1], members.son)
    share(homes[:1], members.son, until_on=None)
    assert rows(campaign) == [("H1", "Sơn", "renewed"), ("H1", "Sơn", "")]


def test_a_second_phone_only_where_it_is_meant(share, homes, members, campaign, at_tuesday):
    share(homes[:1], members.son)
    share(homes[:1], members.lan, together=True)
    assert rows(campaign) == [("H1", "Sơn", ""), ("H1", "Lan", "")]
    for member in (members.lan, members.son):
        assert homes[0] in field.worklist(member, campaign, at_tuesday.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdShare.objects.create(
            household=homes[0], campaign=campaign, member=members.lan, shared_at=at_tuesday, together=False
        )


def test_who_goes_along_holds_the_house_when_the_first_gives_it_up(share, homes, members, campaign, at_tuesday):
    share(homes[:1], members.son)
    share(homes[:1], members.lan, together=True)
    take_back(households=homes[:1], campaign=campaign, member=members.son, by=members.lan, at=at_tuesday)
    (live,) = HouseholdShare.objects.filter(ended_at=None)
    assert (live.member, live.together) == (members.lan, False)


def test_what_has_run_out_is_on_nobodys_list_alone_and_may_be_given_to_another(
    share, homes, members, campaign, at_tuesday
):
    share(homes[:1], members.lan)
    july = at_tuesday + timedelta(days=40)
    assert homes[0] in field.worklist(members.son, campaign, july.date())
    share(homes[:1], members.son, until_on=None, at=july)
    assert rows(campaign) == [("H1", "Lan", "ran_out"), ("H1", "Sơn", "")]


def test_taken_back_it_is_on_everybodys_list_again(share, homes, members, campaign, at_tuesday):
    share(homes, members.lan)
    assert list(field.worklist(members.son, campaign, at_tuesday.date())) == []
    assert take_back(households=homes, campaign=campaign, by=members.lan, at=at_tuesday) == 6
    assert len(field.worklist(members.son, campaign, at_tuesday.date())) == 6
    assert take_back(households=homes, campaign=campaign, by=members.lan, at=at_tuesday) == 0


def test_only_the_villages_own_team_and_only_days_to_come(share, homes, members, at_tuesday):
    with pytest.raises(BadInput, match="Hùng không thuộc Tổ của thôn 1"):
        share(homes, members.hung)
    with pytest.raises(BadInput, match="đã qua"):
        share(homes, members.son, until_on=date(2026, 5, 25))
    members.son.valid_to = date(2026, 5, 25)
    members.son.save()
    with pytest.raises(BadInput, match="đã thôi ở Tổ"):
        share(homes, members.son)


def test_a_cluster_makes_level_what_the_members_hold_already(share, homes, members, campaign, villages, at_tuesday):
    share(homes[:2], members.lan)  # three people missing
    village = queries.village_of(villages[0], campaign, at_tuesday.date())
    plan = by_cluster(village, [members.lan, members.son])
    assert {m.user.full_name: [h.code for h in own] for m, own in plan.parts.items()} == {
        "Lan": ["H3"],
        "Sơn": ["H4", "H5", "H6"],
    }
    assert [(line.name, line.before, line.after) for line in plan.lines] == [
        ("Lan", (2, 3), (3, 5)),
        ("Sơn", (0, 0), (3, 5)),
    ]


def test_levelling_is_shown_and_accepted_only_as_it_was_shown(share, homes, members, campaign, villages, at_tuesday):
    share(homes, members.lan)
    village = queries.village_of(villages[0], campaign, at_tuesday.date())
    plan = levelled(village)
    assert [(line.name, line.before, line.after) for line in plan.lines] == [
        ("Lan", (6, 10), (3, 5)),
        ("Sơn", (0, 0), (3, 5)),
    ]
    shown = queries.stamp(villages[0], campaign)
    accept = {
        "village": villages[0], "campaign": campaign, "parts": plan.parts, "by": members.lan, "at": at_tuesday,
        "as_shown": shown,
    }  # fmt: skip
    assert rebalance(**accept) == 3
    with pytest.raises(OthersWereFirst):
        rebalance(**accept)
    again = queries.village_of(villages[0], campaign, at_tuesday.date())
    assert {hand.member.user.full_name: (hand.households, hand.people_left) for hand in again.hands} == {
        "Lan": (3, 5), "Sơn": (3, 5),
    }  # fmt: skip
    assert set(HouseholdShare.objects.filter(ended_at=None).values_list("until_on", flat=True)) == {date(2026, 6, 30)}
    assert levelled(again).parts == {}


def test_a_house_with_an_appointment_stays_with_who_made_it(share, homes, members, campaign, villages, at_tuesday):
    share(homes, members.lan)
    record_visit(
        visit_id=uuid.uuid4(), household=homes[5], campaign=campaign, outcome="come_back", made_at=at_tuesday,
        come_back_on=date(2026, 5, 30), by=members.lan, at=at_tuesday,
    )  # fmt: skip
    plan = levelled(queries.village_of(villages[0], campaign, at_tuesday.date()))
    assert [home.code for own in plan.parts.values() for home in own] == ["H3", "H4", "H5"]


def test_what_a_phone_still_holds_is_told_before_its_house_goes(share, homes, members, campaign, villages, at_tuesday):
    share(homes, members.lan)
    Device.objects.create(
        member=members.lan, name="Máy của Lan", secret_hash="x", carry_key="x", pledge_version="1",
        pledged_at=at_tuesday, joined_at=at_tuesday, contact_at=at_tuesday - timedelta(days=2), held=3,
    )  # fmt: skip
    plan = levelled(queries.village_of(villages[0], campaign, at_tuesday.date()))
    assert [(hand.member, hand.held) for hand in plan.held_back] == [(members.lan, 3)]


def test_several_members_at_once_or_none(share, homes, members, campaign, villages, at_tuesday):
    def accept(as_shown):
        return share_out(
            village=villages[0], campaign=campaign, parts={members.lan: homes[:3], members.son: homes[3:]},
            until_on=None, by=members.lan, at=at_tuesday, as_shown=as_shown,
        )  # fmt: skip

    shown = queries.stamp(villages[0], campaign)
    assert accept(shown) == 6
    with pytest.raises(OthersWereFirst):
        accept(shown)
    assert HouseholdShare.objects.count() == 6


def test_the_history_tells_each_deed_in_one_line(share, homes, members, campaign, villages, at_tuesday):
    share(homes, members.lan)
    share(homes[:2], members.son, at=at_tuesday + timedelta(hours=1))
    deeds = queries.history(villages[0], campaign)
    assert [(d["member"], d["count"], d["why"]) for d in deeds] == [
        ("Lan", 2, "giao cho người khác"), ("Sơn", 2, ""), ("Lan", 6, ""),
    ]  # fmt: skip


def test_the_log_names_no_house(share, homes, members):
    share(homes, members.son)
    (event,) = Event.objects.filter(verb="households.shared")
    assert event.data == {"count": 6, "together": False}


def test_who_left_the_team_is_shown_with_what_she_still_holds(
    share, homes, members, campaign, villages, units, at_tuesday
):
    tam = make_member("Tám", "team_member", villages[0], units.team1)
    share(homes, tam)
    tam.valid_to = date(2026, 5, 25)
    tam.save()
    village = queries.village_of(villages[0], campaign, at_tuesday.date())
    assert [(h.member.user.full_name, h.in_team, h.households) for h in village.hands] == [
        ("Lan", True, 0), ("Sơn", True, 0), ("Tám", False, 6),
    ]  # fmt: skip
    assert [line.name for line in levelled(village).lines if line.after[0]] == ["Lan", "Sơn"]


@pytest.mark.one_database
def test_the_page_of_a_village_takes_as_many_statements_for_six_houses_as_for_sixty(
    share, homes, members, campaign, villages, at_tuesday, django_assert_max_num_queries
):
    share(homes, members.son)
    with django_assert_max_num_queries(14):
        queries.village_of(villages[0], campaign, at_tuesday.date())
    more = street(villages[1], [1] * 60)
    share_households(
        households=more, campaign=campaign, member=members.hung, until_on=None, by=members.lan, at=at_tuesday
    )
    with django_assert_max_num_queries(14):
        queries.village_of(villages[1], campaign, at_tuesday.date())
