"""The campaign of words: what the plan offers is taken up, activities are planned for many villages, each says what it
did and whose figure its number is; the grid shows what is empty."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.outreach.campaign_world import broadcast, street, words_of
from tungnha.demo import sample_plans
from tungnha.field.homes import queries as homes
from tungnha.ledger.models import Claim, Service
from tungnha.outreach.models import ActivityPart, KeyMessage, OutreachForm, PartResult, Theme
from tungnha.outreach.operations import activities, themes
from tungnha.outreach.proposals import Offered, Proposal, offered
from tungnha.outreach.queries import activities as queries
from tungnha.outreach.queries.grid import grid
from tungnha.plans import operations as plans
from tungnha.units.models import Area, Event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.setup.villages import end_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(members):
    return members.mai


@pytest.fixture
def said(campaign, mai, service, at_tuesday):
    return words_of(campaign, mai, at_tuesday)


@pytest.fixture
def doors(villages):
    return street(villages[0], [2, 1, 1, 3])


def part_in(activity, area):
    return ActivityPart.objects.select_related("activity", "area").get(activity=activity, area=area)


def told(at, **more):
    return activities.Told(on=at.date(), **more)


# --- what the plan offers --------------------------------------------------------------------------------------------


def test_the_themes_forms_and_slogan_of_a_plan_of_communication_are_its_own_sections(commune, units, mai, at_tuesday):
    document = plans.receive_document(
        area=commune, name="ke-hoach.txt", data=sample_plans.text("nhu-thanh").encode(), by=mai, at=at_tuesday
    )
    plan = plans.confirm_plan(
        document=document, draft=document.drafts.get(), organisation=units.committee, area=commune,
        campaign_name="Tuyên truyền", started_on=at_tuesday.date(), ended_on=None, by=mai, at=at_tuesday,
    )  # fmt: skip
    found = offered(plan.campaign)
    assert [one.section for one in found.themes] == [f"II.{n}" for n in range(1, 7)]
    assert [one.section for one in found.forms] == [f"III.{n}" for n in range(1, 5)]
    assert [one.kinds[0] for one in found.forms] == ["radio", "conference", "banner", "door"]
    assert all(one.lines for one in found.themes)
    assert len(found.slogans) == 1


def test_nothing_is_taken_by_itself_and_what_is_taken_twice_is_there_once(campaign, mai, at_tuesday):
    assert Theme.objects.count() == 0
    words_of(campaign, mai, at_tuesday)
    words_of(campaign, mai, at_tuesday)
    assert (Theme.objects.count(), OutreachForm.objects.count(), KeyMessage.objects.count()) == (2, 2, 1)


def test_a_plan_that_says_nothing_of_forms_is_offered_the_usual_ones(campaign):
    found = offered(campaign)
    assert (found.themes, len(found.forms)) == ((), 4)
    assert not Proposal()


def test_a_theme_knows_which_ready_words_fit(said):
    assert (said.fraud.topic, said.learning.topic) == ("lua-dao", "binh-dan-hoc-vu-so")


def test_a_kind_fills_one_column_only(said, campaign, mai, at_tuesday):
    added = themes.add_form(campaign=campaign, name="Loa", kinds=["radio", "banner"], by=mai, at=at_tuesday)
    assert added.kinds == ["banner"]
    themes.change_form(form=added, kinds=["radio", "banner"], by=mai, at=at_tuesday)
    said.air.refresh_from_db()
    assert said.air.kinds == ["article", "post"]


def test_a_new_slogan_takes_the_place_of_the_one_before(said, campaign, mai, at_tuesday):
    themes.say_message(campaign=campaign, words="Mỗi nhà một người thạo", sort="slogan", by=mai, at=at_tuesday)
    slogans = KeyMessage.objects.filter(sort="slogan").order_by("pk")
    assert [(one.words, one.removed_at is None) for one in slogans] == [
        ("Hành động đột phá, lan tỏa kết quả", False), ("Mỗi nhà một người thạo", True),
    ]  # fmt: skip


def test_a_name_that_is_there_is_refused_in_a_sentence(said, campaign, mai, at_tuesday):
    with pytest.raises(BadInput, match="Đã có “Phong trào"):
        themes.add_theme(campaign=campaign, name=said.learning.name, by=mai, at=at_tuesday)


# --- many villages at once -------------------------------------------------------------------------------------------


def test_35_of_37_villages_and_the_two_by_name(said, campaign, commune, mai, at_tuesday):
    more = [
        Area.objects.create(code=f"99901-{n}", kind="village", type_name="thôn", name=f"T{n}", parent=commune, order=n)
        for n in range(10, 45)
    ]  # fmt: skip
    everywhere = list(Area.objects.villages().filter(parent=commune))
    made = broadcast(campaign, said.fraud, everywhere, mai, at_tuesday)
    assert len(everywhere) == 37
    for part in made.parts.exclude(area__in=more[-2:]).select_related("activity", "area"):
        activities.tell_result(part=part, told=told(at_tuesday), by=mai, at=at_tuesday)
    found = queries.confirmed(made, mai)
    assert (len(found.done), found.all, found.unit_word) == (35, 37, "thôn")
    assert [part.who for part in found.waiting] == ["Thôn T43", "Thôn T44"]


def test_told_twice_in_the_same_words_is_told_once_and_otherwise_the_later_stands(
    said, campaign, villages, mai, members, at_tuesday
):
    part = part_in(broadcast(campaign, said.fraud, villages, mai, at_tuesday), villages[0])
    one = told(at_tuesday, reached=60, reached_how="estimated")
    for _ in range(2):
        activities.tell_result(part=part, told=one, by=members.lan, at=at_tuesday)
    activities.tell_result(part=part, told=replace(one, reached=64), by=members.lan, at=at_tuesday)
    activities.take_back(part=part, by=members.lan, at=at_tuesday)
    assert [(r.done, r.reached) for r in part.results.order_by("pk")] == [(True, 60), (True, 64), (False, None)]
    part.refresh_from_db()
    assert part.is_done is False
    assert part.results.first().made_by == members.lan


def test_a_number_without_its_source_and_a_day_to_come_are_refused(said, campaign, villages, mai, at_tuesday):
    part = part_in(broadcast(campaign, said.fraud, villages, mai, at_tuesday), villages[0])
    with pytest.raises(BadInput, match="có từ đâu"):
        activities.tell_result(part=part, told=told(at_tuesday, reached=5), by=mai, at=at_tuesday)
    late = activities.Told(on=at_tuesday.date() + timedelta(days=1))
    with pytest.raises(BadInput, match="chưa đến"):
        activities.tell_result(part=part, told=late, by=mai, at=at_tuesday)
    assert PartResult.objects.count() == 0


def test_what_is_called_off_is_no_longer_awaited_and_what_was_done_stays(said, campaign, villages, mai, at_tuesday):
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    first, second = part_in(made, villages[0]), part_in(made, villages[1])
    activities.tell_result(part=first, told=told(at_tuesday), by=mai, at=at_tuesday)
    assert activities.cancel_parts(parts=[first, second], why="Loa hỏng", by=mai, at=at_tuesday) == 1
    found = queries.confirmed(made, mai)
    assert ([p.who for p in found.done], found.waiting, [p.cancelled_why for p in found.cancelled]) == (
        ["Thôn 1"], [], ["Loa hỏng"],
    )  # fmt: skip
    with pytest.raises(Locked):
        activities.tell_result(part=second, told=told(at_tuesday), by=mai, at=at_tuesday)


@pytest.mark.parametrize(
    ("wrong", "said_of_it"),
    [
        ({"kind": "bay"}, "hình thức"), ({"name": " "}, "tên gọi"), ({"themes": []}, "chủ đề"),
        ({"to_on_days": -1}, "Ngày cuối"), ({"to_on_days": 400}, "một năm"),
    ],
)  # fmt: skip
def test_bad_plans_are_refused_in_a_sentence(said, campaign, villages, mai, at_tuesday, wrong, said_of_it):
    days = wrong.pop("to_on_days", 0)
    more = wrong | {"to_on": at_tuesday.date() + timedelta(days=days)}
    with pytest.raises(BadInput, match=said_of_it):
        broadcast(campaign, said.fraud, villages, mai, at_tuesday, **more)


def test_a_village_of_another_commune_is_no_place_for_it(said, campaign, province, mai, at_tuesday):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
    theirs = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="Xa", parent=other)
    with pytest.raises(BadInput, match="ngoài địa bàn"):
        broadcast(campaign, said.fraud, [theirs], mai, at_tuesday)


# --- the grid --------------------------------------------------------------------------------------------------------


def states(found):
    return {
        (place.name, theme.mark, form.mark): found.cell(place, theme, (form.pk,)).state
        for place in found.places for theme in found.themes for form in found.forms
        if found.cell(place, theme, (form.pk,)).state != "empty"
    }  # fmt: skip


def test_done_planned_late_and_empty_are_told_apart(said, campaign, commune, villages, mai, at_tuesday):
    today = at_tuesday.date()
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    activities.tell_result(part=part_in(made, villages[0]), told=told(at_tuesday), by=mai, at=at_tuesday)
    later = today + timedelta(days=9)
    broadcast(
        campaign, said.learning, [villages[0]], mai, at_tuesday, kind="joined", from_on=later, to_on=later, text=None
    )
    found = grid(campaign, commune, today)
    assert states(found) == {
        ("Thôn 1", "II.5", "III.1"): "done", ("Thôn 2", "II.5", "III.1"): "planned",
        ("Thôn 1", "II.2", "III.2"): "planned",
    }  # fmt: skip
    assert states(grid(campaign, commune, today + timedelta(days=1)))["Thôn 2", "II.5", "III.1"] == "late"
    assert (found.empty(), found.reached(said.fraud, said.air.pk)) == ((5, 8), (1, 1, 0))


def test_a_village_that_was_merged_keeps_what_it_did_and_is_empty_nowhere(
    said, campaign, commune, villages, mai, at_tuesday
):
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    for village in villages:
        activities.tell_result(part=part_in(made, village), told=told(at_tuesday), by=mai, at=at_tuesday)
    broadcast(campaign, said.learning, villages, mai, at_tuesday, text=None)
    after = at_tuesday.date() + timedelta(days=3)
    end_village(village=villages[1], successors=[villages[0]], on=after, decision="12/NQ", by=mai, at=at_tuesday)
    found = grid(campaign, commune, after)
    assert found.reached(said.fraud, said.air.pk) == (2, 0, 0)
    assert found.reached(said.learning, said.air.pk) == (0, 1, 0)  # what thôn 2 never did is nobody's any more
    assert found.empty() == (2, 5)
    assert [place.is_past for place in found.villages] == [False, True]


def test_a_unit_and_the_commune_have_rows_once_they_have_something_to_do(
    said, campaign, commune, villages, units, mai, at_tuesday
):
    planned = activities.Planned(
        kind="conference", name="Hội nghị", from_on=at_tuesday.date(), to_on=at_tuesday.date(), themes=[said.fraud]
    )
    activities.plan_activity(
        campaign=campaign, planned=planned, areas=[commune], units=[units.school], by=mai, at=at_tuesday
    )
    found = grid(campaign, commune, at_tuesday.date())
    assert [place.name for place in found.places] == ["Thôn 1", "Thôn 2", "Xã Mẫu Sơn", "Trường THCS Mẫu Sơn"]
    assert len(found.villages) == 2


def test_the_grid_asks_no_more_of_the_database_for_more_villages(
    said, campaign, commune, villages, mai, at_tuesday, django_assert_num_queries
):
    broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    with django_assert_num_queries(4):
        grid(campaign, commune, at_tuesday.date())


# --- households ------------------------------------------------------------------------------------------------------


def test_households_at_a_village_meeting_stand_in_the_counts_of_meetings_and_of_households(
    said, campaign, villages, doors, members, mai, at_tuesday
):
    made = broadcast(
        campaign, said.learning, villages, mai, at_tuesday, kind="joined", name="Lồng ghép họp thôn", text=None,
        joined_to="họp thôn tháng 5",
    )  # fmt: skip
    part = part_in(made, villages[0])
    with pytest.raises(BadInput, match="ghi kết quả"):
        activities.tick_households(part=part, households=doors, by=members.lan, at=at_tuesday)
    sixty_four = told(at_tuesday, reached=64, reached_how="counted")
    activities.tell_result(part=part, told=sixty_four, by=members.lan, at=at_tuesday)
    for _ in range(2):
        activities.tick_households(part=part, households=doors[:3], by=members.lan, at=at_tuesday)
    (counted,) = queries.counts(campaign, villages[0], at_tuesday.date(), at_tuesday.date())
    assert (counted.kind, counted.parts, counted.people, counted.households) == ("joined", 1, 64, 3)
    line = homes.by_village(villages[0], campaign, at_tuesday.date())[0]
    assert (line.base, line.informed) == (4, 3)
    assert list(homes.informed_forms([d.pk for d in doors], campaign).values()) == [["meeting"]] * 3


def test_a_household_ticked_by_mistake_counts_no_more_and_the_word_stays(
    said, campaign, villages, doors, members, mai, at_tuesday
):
    made = broadcast(campaign, said.learning, villages, mai, at_tuesday, kind="conference", text=None)
    part = part_in(made, villages[0])
    activities.tell_result(part=part, told=told(at_tuesday), by=members.lan, at=at_tuesday)
    activities.tick_households(part=part, households=doors[:2], by=members.lan, at=at_tuesday)
    back = activities.tick_households(part=part, households=[], unticked=doors[:1], by=members.lan, at=at_tuesday)
    assert back == (0, 1)
    assert homes.by_village(villages[0], campaign, at_tuesday.date())[0].informed == 1
    informed = Service.objects.get(code="duoc-thong-tin")
    assert Claim.objects.filter(service=informed, household=doors[0]).count() == 2  # the claim, and what took it back


def test_a_village_that_ticked_by_hand_as_well_counts_each_household_once(
    said, campaign, villages, doors, members, mai, at_tuesday
):
    from tungnha.field.homes import operations

    on = at_tuesday.date()
    operations.tick(households=doors[:2], campaign=campaign, form="meeting", on=on, by=members.lan, at=at_tuesday)
    made = broadcast(campaign, said.learning, villages, mai, at_tuesday, kind="joined", text=None)
    part = part_in(made, villages[0])
    activities.tell_result(part=part, told=told(at_tuesday), by=members.lan, at=at_tuesday)
    assert activities.tick_households(part=part, households=doors[:3], by=members.lan, at=at_tuesday) == (3, 0)
    assert homes.by_village(villages[0], campaign, on)[0].informed == 3
    (counted,) = queries.counts(campaign, villages[0], on, on)
    assert counted.households == 3


def test_only_households_of_the_village_and_only_where_people_meet(
    said, campaign, villages, doors, members, mai, at_tuesday
):
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    for area in villages:
        activities.tell_result(part=part_in(made, area), told=told(at_tuesday), by=mai, at=at_tuesday)
    with pytest.raises(BadInput, match="Chỉ hội nghị"):
        activities.tick_households(part=part_in(made, villages[0]), households=doors, by=mai, at=at_tuesday)
    met = broadcast(campaign, said.fraud, villages, mai, at_tuesday, kind="joined", text=None)
    there = part_in(met, villages[1])
    activities.tell_result(part=there, told=told(at_tuesday), by=mai, at=at_tuesday)
    with pytest.raises(BadInput, match="không thuộc thôn"):
        activities.tick_households(part=there, households=doors, by=mai, at=at_tuesday)


def test_views_of_a_page_are_never_added_to_people(said, campaign, commune, villages, mai, at_tuesday):
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday, kind="post", text=None)
    for area, how in zip(villages, ("shown", "stated"), strict=True):
        said_of_it = told(at_tuesday, reached=1200, reached_how=how)
        activities.tell_result(part=part_in(made, area), told=said_of_it, by=mai, at=at_tuesday)
    (counted,) = queries.counts(campaign, commune, at_tuesday.date(), at_tuesday.date())
    assert (counted.people, counted.views, counted.parts) == (1200, 1200, 2)


def test_the_log_says_what_was_done_and_names_nobody(said, campaign, villages, doors, mai, at_tuesday):
    made = broadcast(
        campaign, said.fraud, villages, mai, at_tuesday, kind="joined", text=None, content="Gọi 0912345678"
    )
    part = part_in(made, villages[0])
    activities.tell_result(part=part, told=told(at_tuesday, words="Số 0912345678"), by=mai, at=at_tuesday)
    activities.tick_households(part=part, households=doors, by=mai, at=at_tuesday)
    verbs = list(Event.objects.filter(verb__startswith="activity.").order_by("pk").values_list("verb", "data"))
    assert verbs == [
        ("activity.planned", {"kind": "joined", "parts": 2, "themes": 1}),
        ("activity.done", {"kind": "joined", "reached": None, "how": ""}),
        ("activity.households", {"count": 4, "taken_back": 0}),
    ]
    made.refresh_from_db()
    part.refresh_from_db()
    assert (made.content, part.result.words) == ("Gọi 091****678", "Số 091****678")


def test_a_theme_taken_off_stays_with_what_was_done_under_it(said, campaign, commune, villages, mai, at_tuesday):
    made = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    themes.remove(row=said.fraud, by=mai, at=at_tuesday)
    assert [theme.mark for theme in grid(campaign, commune, at_tuesday.date()).themes] == ["II.2"]
    assert [theme.name for theme in made.themes.all()] == [said.fraud.name]
    themes.take_offered(campaign=campaign, themes=[Offered(said.fraud.name, "II.5")], by=mai, at=at_tuesday)
    assert len(grid(campaign, commune, at_tuesday.date()).themes) == 2
