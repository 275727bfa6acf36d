"""A knock on a door is stored once, and what was gained becomes claims."""

import uuid
from datetime import date, timedelta

import pytest

from tungnha.field import queries
from tungnha.field.models import Visit, VisitResult
from tungnha.field.operations import NewResult, OtherContent, record_visit
from tungnha.field.sharing.operations import share_households
from tungnha.ledger.models import CampaignService, Claim, Standing
from tungnha.units.models import Campaign, Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(campaign, asked, households, people, members, at_tuesday):
    def record(outcome="met", household=None, results=(), visit_id=None, made_at=None, **more):
        return record_visit(
            visit_id=visit_id or uuid.uuid4(), household=household or households.one, campaign=campaign,
            outcome=outcome, results=results, made_at=made_at or at_tuesday, by=members.lan, at=at_tuesday, **more,
        )  # fmt: skip

    return record


def test_a_signature_set_up_at_the_door_counts_from_today(visit, people, service):
    visit(results=[NewResult(person=people.an, service=service, outcome="set_up_now")])
    standing = Standing.objects.get(person=people.an)
    assert (standing.level, standing.since_on, standing.decided_by.source) == (1, date(2026, 5, 26), "visit")
    assert VisitResult.objects.get().claim == standing.decided_by


def test_why_someone_was_not_reached_is_kept_and_claims_nothing(visit, people, service, campaign, commune):
    visit(results=[NewResult(person=people.an, service=service, outcome="no_smartphone")])
    assert Claim.objects.count() == 0
    assert queries.why_not(campaign, commune.path) == [("không có điện thoại thông minh", 1)]


def test_a_visit_sent_twice_is_stored_once(visit, people, service):
    same = uuid.uuid4()
    results = [NewResult(person=people.an, service=service, outcome="set_up_now")]
    first, second = visit(visit_id=same, results=results), visit(visit_id=same, results=results)
    assert first == second
    assert (Visit.objects.count(), Claim.objects.count()) == (1, 1)


def test_the_same_id_with_other_content_is_refused(visit, people, service):
    same = uuid.uuid4()
    visit(visit_id=same, results=[NewResult(person=people.an, service=service, outcome="set_up_now")])
    with pytest.raises(OtherContent):
        visit(visit_id=same, results=[NewResult(person=people.an, service=service, outcome="refused")])
    assert VisitResult.objects.get().outcome == "set_up_now"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"outcome": "come_back"}, "Hẹn quay lại ngày nào"),
        ({"outcome": "come_back", "come_back_on": date(2026, 5, 25)}, "đã qua"),
    ],
)
def test_a_visit_that_says_nonsense_is_refused_with_a_sentence(visit, wrong, sentence):
    with pytest.raises(BadInput, match=sentence):
        visit(**wrong)
    assert Visit.objects.count() == 0


def test_a_phone_clock_that_runs_ahead_is_noticed(visit, at_tuesday):
    with pytest.raises(BadInput, match="đồng hồ"):
        visit(made_at=at_tuesday + timedelta(hours=2))


def test_a_result_for_someone_of_another_house_is_refused(visit, people, service):
    with pytest.raises(BadInput, match="không thuộc hộ này"):
        visit(results=[NewResult(person=people.em, service=service, outcome="set_up_now")])


def test_other_reason_needs_its_words(visit, people, service):
    with pytest.raises(BadInput, match="xin ghi lý do"):
        visit(results=[NewResult(person=people.an, service=service, outcome="other")])


def test_shown_how_and_informed_are_claims_of_the_household(visit, households):
    visit(informed=True, shown_how=True)
    standings = Standing.objects.filter(household=households.one).values_list("service__code", "level")
    assert sorted(standings) == [("duoc-lam-mau", 1), ("duoc-thong-tin", 1)]


def test_the_worklist_has_appointments_first_and_only_the_own_village(visit, members, campaign, households, at_tuesday):
    visit(outcome="come_back", come_back_on=date(2026, 5, 26))
    rows = queries.worklist(members.lan, campaign, at_tuesday.date())
    rows = queries.with_missing(rows, campaign, at_tuesday.date(), members.lan)
    assert [(row.pk, row.missing, row.last_outcome) for row in rows] == [(households.one.pk, 2, "come_back")]
    due = queries.worklist(members.lan, campaign, at_tuesday.date(), show="due")
    assert [row.pk for row in due] == [households.one.pk]


def test_a_house_shared_out_to_lan_is_not_on_sons_list(asked, members, campaign, households, people, at_tuesday):
    share_households(
        households=[households.one], campaign=campaign, member=members.lan, until_on=None, by=members.lan, at=at_tuesday
    )
    assert list(queries.worklist(members.son, campaign, at_tuesday.date())) == []
    assert list(queries.worklist(members.lan, campaign, at_tuesday.date())) == [households.one]


def test_lan_records_a_visit_on_the_page_and_goes_to_the_next_house(
    client_of, members, asked, people, households, service, at_tuesday
):
    client = client_of(members.lan)
    address = f"/ho-can-den/{households.one.pk}/"
    page = client.get(address)
    visit_id = page.context["form"]["visit_id"].value()
    answer = client.post(
        address, {"visit_id": visit_id, "outcome": "met", f"p{people.an.pk}-s{service.pk}": "set_up_now"}
    )
    assert (answer.status_code, answer.url) == (302, "/ho-can-den/")
    assert Standing.objects.get().person == people.an


def test_numbers_typed_into_a_note_or_a_reason_are_hidden_before_they_are_stored(visit, people, service):
    typed = "CCCD 019185001234, gọi 0912.345.678, tài khoản 19001234567890, nhà 3 tầng số 120"
    why = NewResult(person=people.an, service=service, outcome="other", reason="số 019185001234 bị sai")
    stored = visit(note=typed, results=[why])
    again = visit(visit_id=stored.pk, note=typed, results=[why])
    assert stored.note == "CCCD 019******234, gọi 091*.***.678, tài khoản 190********890, nhà 3 tầng số 120"
    assert (again, VisitResult.objects.get().reason) == (stored, "số 019******234 bị sai")


def test_a_member_who_typed_a_number_is_told_that_it_was_hidden(
    client_of, members, asked, people, households, at_tuesday
):
    sent = {"visit_id": uuid.uuid4(), "outcome": "met", "note": "CCCD 019185001234"}
    page = client_of(members.lan).post(f"/ho-can-den/{households.one.pk}/", sent, follow=True).content.decode()
    assert "Số trong ghi chú đã được che" in page


def test_what_was_answered_is_kept_when_another_recorded_the_same_person_meanwhile(
    client_of, members, asked, visit, people, households, service, at_tuesday
):
    address = f"/ho-can-den/{households.one.pk}/"
    client = client_of(members.son)
    visit_id = client.get(address).context["form"]["visit_id"].value()
    visit(results=[NewResult(person=people.an, service=service, outcome="has_already")])
    client.post(address, {"visit_id": visit_id, "outcome": "met", f"p{people.an.pk}-s{service.pk}": "set_up_now"})
    results = VisitResult.objects.order_by("pk").values_list("visit__made_by", "outcome")
    assert list(results) == [(members.lan.pk, "has_already"), (members.son.pk, "set_up_now")]


@pytest.fixture
def second(campaign, commune, service, asked):
    """A second campaign that runs in the same commune and asks for the same."""
    other = Campaign.objects.create(name="Công dân số", area=commune, organisation=campaign.organisation)
    CampaignService.objects.create(campaign=other, service=service, level=1, group="adult15")
    return other


def test_where_two_campaigns_run_the_team_chooses_and_stays_in_the_chosen_one(
    client_of, members, second, campaign, people, households, at_tuesday
):
    lan, kept = client_of(members.lan), f"?dot={campaign.pk}"
    newest, chosen = lan.get("/ho-can-den/"), lan.get(f"/ho-can-den/{kept}")
    assert [tab["label"] for tab in newest.context["campaigns"]] == [second.name, campaign.name]
    assert (newest.context["campaign"], chosen.context["campaign"]) == (second, campaign)
    door = f"/ho-can-den/{households.one.pk}/{kept}"
    assert f'href="{door}"' in chosen.content.decode()
    answer = lan.post(door, {"visit_id": uuid.uuid4(), "outcome": "all_away"})
    assert (answer.url, Visit.objects.get().campaign) == (f"/ho-can-den/{kept}", campaign)


def test_a_page_opened_before_a_second_campaign_began_records_the_visit_of_its_own(
    client_of, members, campaign, asked, people, households, commune, service, at_tuesday
):
    lan, door = client_of(members.lan), f"/ho-can-den/{households.one.pk}/"
    page = lan.get(door).content.decode()
    assert f'name="dot" value="{campaign.pk}"' in page
    other = Campaign.objects.create(name="Công dân số", area=commune, organisation=campaign.organisation)
    CampaignService.objects.create(campaign=other, service=service, level=1, group="adult15")
    lan.post(door, {"visit_id": uuid.uuid4(), "outcome": "all_away", "dot": campaign.pk})
    assert Visit.objects.get().campaign == campaign


def test_a_search_that_finds_nobody_says_so(client_of, members, asked, people, households, at_tuesday):
    page = client_of(members.lan).get("/ho-can-den/?tim=zzzz").content.decode()
    assert "Không thấy hộ nào khớp ở mục này" in page


def test_hung_cannot_open_a_household_of_thon_1(client_of, members, asked, people, households, at_tuesday):
    assert client_of(members.hung).get(f"/ho-can-den/{households.one.pk}/").status_code == 404
    event = Event.objects.get(verb="scope.refused")
    assert (event.about, event.about_id, event.member_id) == (
        "people.Household",
        str(households.one.pk),
        members.hung.pk,
    )


def test_the_list_asks_the_database_as_often_for_two_houses_as_for_twenty(
    client_of, members, asked, people, villages, django_assert_max_num_queries, at_tuesday
):
    from tungnha.people.models import Household, Person

    for n in range(2, 21):
        household = Household.objects.create(code=f"{n:02d}", village=villages[0], order=n)
        Person.objects.create(
            full_name=f"Lê Thị Số {n}", household=household, birth_date=date(1980, 1, 2), birth_precision="day",
            residence="at_home", is_head=True,
        )  # fmt: skip
    client = client_of(members.lan)
    with django_assert_max_num_queries(22):
        page = client.get("/ho-can-den/")
    assert page.context["page"].paginator.count == 20


def test_a_door_is_knocked_on_for_everyone_where_officials_are_asked_too(campaign, asked, service):
    from tungnha.ledger.models import CampaignService

    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="official", order=0)
    assert [row.group for row in queries.asked_of_persons(campaign)] == ["adult15"]
