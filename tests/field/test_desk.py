"""The one-stop desk, all day long."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.conftest import day, make_member
from tungnha.field.desk import operations, queries
from tungnha.field.models import DeskVisit, SatisfactionMark
from tungnha.ledger.models import CampaignService, Claim, Standing
from tungnha.people.models import Person
from tungnha.units.models import Event, Organisation, Role
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(commune, members, at_tuesday, campaign):
    def record(come_from="here", outcome="advised", person=None, done=(), at=at_tuesday, by=members.mai, **more):
        return operations.record_visitor(
            visit_id=more.pop("visit_id", None) or uuid.uuid4(), area=commune, come_from=come_from, outcome=outcome,
            person=person, done=done, campaign=campaign, by=by, at=at, **more,
        )  # fmt: skip

    return record


@pytest.fixture
def centre(commune):
    return Organisation.objects.create(name="Trung tâm Phục vụ hành chính công", kind="centre", area=commune)


@pytest.fixture
def nhi(centre, commune):
    """The clerk: staff of the centre, no officer of the commune."""
    return make_member("Nhi", Role.UNIT_OFFICER, commune, centre)


def test_a_monday_of_scenario_e(came, people, service, commune, at_tuesday):
    """18 came, all were told; 9 things done, 4 of them for people of elsewhere: the commune's own rise by 5 only."""
    here = list(Person.objects.order_by("pk")[:5])
    for person in here:
        came(outcome="helped", person=person, done=[(service, 1)])
    for _ in range(4):
        came("elsewhere", "helped", done=[(service, 1)])
    for _ in range(8):
        came()
    came("elsewhere", "refused", why="để về hỏi con")
    flow = queries.flow(commune, at_tuesday.date(), at_tuesday.date())
    assert flow == queries.Flow(came=18, told=18, helped=9, refused=1, here=13, done=9, done_here=5)
    assert flow.rate == 100.0
    assert Standing.objects.filter(service=service, level=1).count() == len(here) == 5


def test_nobody_came_is_not_nought_per_cent(commune, at_tuesday):
    assert queries.flow(commune, at_tuesday.date(), at_tuesday.date()).rate is None


def test_whoever_nobody_spoke_with_lowers_the_rate(came, commune, at_tuesday):
    came()
    came(outcome="not_advised", why="đông khách")
    today = at_tuesday.date()
    assert queries.flow(commune, today, today).rate == 50.0
    assert queries.why_not(commune, today, today) == [("Đông khách", 1)]


def test_a_button_pressed_twice_is_one_visitor(came, people, service):
    same = {"visit_id": uuid.uuid4(), "outcome": "helped", "person": people.an, "done": [(service, 1)]}
    assert came(**same) == came(**same)
    assert (DeskVisit.objects.count(), Claim.objects.filter(origin="desk").count()) == (1, 1)
    with pytest.raises(BadInput, match="nội dung khác"):
        came(**same | {"person": people.binh if hasattr(people, "binh") else None})


def test_what_is_taken_back_counts_no_more_and_stays_to_be_seen(came, people, service, members, commune, at_tuesday):
    visit = came(outcome="helped", person=people.an, done=[(service, 1)])
    operations.take_back(visit=visit, by=members.mai, at=at_tuesday)
    operations.take_back(visit=visit, by=members.mai, at=at_tuesday)
    today = at_tuesday.date()
    assert queries.flow(commune, today, today) == queries.Flow()
    assert not Standing.objects.filter(person=people.an, service=service, level__gte=1).exists()
    assert Claim.objects.filter(origin="desk").count() == 1  # and its retraction beside it
    assert DeskVisit.objects.get().taken_back_by == members.mai


def test_the_clerk_takes_back_today_only(came, nhi, at_tuesday, members):
    visit = came(by=nhi)
    with pytest.raises(Locked, match="ngày trước"):
        operations.take_back(visit=visit, by=nhi, at=at_tuesday + timedelta(days=1))
    operations.take_back(visit=visit, by=members.mai, at=at_tuesday + timedelta(days=1))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "helped"}, "ít nhất một việc"),
        ({"outcome": "advised", "done": True}, "Đã đánh dấu việc làm xong"),
        ({"come_from": "mars"}, "ở đâu đến"),
        ({"made_at": timedelta(days=8)}, "7 ngày gần đây"),
        ({"made_at": -timedelta(hours=1)}, "7 ngày gần đây"),
    ],
)
def test_what_cannot_be_is_said(came, service, at_tuesday, given, said):
    if given.get("done"):
        given = given | {"done": [(service, 1)]}
    if "made_at" in given:
        given = given | {"made_at": at_tuesday - given["made_at"]}
    with pytest.raises(BadInput, match=said):
        came(**given)
    assert DeskVisit.objects.count() == 0


def test_the_days_of_a_month(came, commune, at_tuesday, service, people):
    came(at=at_tuesday)
    came(outcome="helped", person=people.an, done=[(service, 1)], at=at_tuesday + timedelta(days=1))
    first = at_tuesday.date().replace(day=1)
    assert [(d, f.came, f.done) for d, f in queries.by_day(commune, first, first + timedelta(days=30))] == [
        (at_tuesday.date() + timedelta(days=1), 1, 1), (at_tuesday.date(), 1, 0),
    ]  # fmt: skip


# --- whom the desk finds ----------------------------------------------------------------------------------------------


def test_the_clerk_finds_by_the_whole_number_or_the_card_and_by_nothing_else(nhi, people):
    number = people.an.identifiers.get().value
    assert queries.look_up(number, nhi) == [people.an]
    assert queries.look_up(f"{number}||NGUYỄN VĂN AN|01011980|Nam|Thôn Đông|01012022", nhi) == [people.an]
    for text in (number[:11], people.an.full_name, people.an.full_name.split()[-1], "", "|||||||"):
        assert queries.look_up(text, nhi) == []


def test_an_officer_finds_by_name_too(members, people):
    assert people.an in queries.look_up(people.an.full_name, members.mai)


def test_who_works_at_the_desk(members, nhi):
    working = {name for name, member in vars(members).items() if queries.works_at_desk(member)}
    assert working == {name for name, m in vars(members).items() if m.role in (Role.OFFICER, Role.DATA_STEWARD)}
    assert queries.works_at_desk(nhi)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_three_taps_and_the_next(client_of, nhi, people, service, campaign, commune, at_tuesday):
    CampaignService.objects.get_or_create(campaign=campaign, service=service, group="adult15", defaults={"level": 1})
    page, number = client_of(nhi), people.an.identifiers.get().value
    assert "Khách thứ 1" in page.get("/ban-mot-cua/").content.decode()
    found = page.post("/ban-mot-cua/tim/", {"tim": number}, headers={"HX-Request": "true"}).content.decode()
    assert people.an.full_name in found
    assert number not in found
    sent = {"visit_id": str(uuid.uuid4()), "person": people.an.pk, "come_from": "here", "outcome": "advised",
            "done": [service.code]}  # fmt: skip
    said = page.post("/ban-mot-cua/", sent, follow=True).content.decode()
    assert "Khách thứ 2" in said
    assert DeskVisit.objects.get().outcome == "helped"  # a tick says it
    assert Event.objects.filter(verb="person.viewed", member_id=nhi.pk).count() == 1


def test_nobody_is_named_who_was_not_looked_up_here(client_of, nhi, people):
    sent = {"visit_id": str(uuid.uuid4()), "person": people.an.pk, "come_from": "here", "outcome": "advised"}
    assert client_of(nhi).post("/ban-mot-cua/", sent).status_code == 404
    assert DeskVisit.objects.count() == 0


def test_a_school_has_no_desk(client_of, members):
    assert client_of(members.thu).get("/ban-mot-cua/").status_code == 404


def test_a_tap_on_a_face_keeps_the_day_and_nothing_else(client_of, nhi, at_tuesday):
    before = Event.objects.count()
    page = client_of(nhi)
    assert "Cảm ơn" in page.post("/ban-mot-cua/hai-long/", {"mark": "3"}).content.decode()
    page.post("/ban-mot-cua/hai-long/", {"mark": "9"})
    kept = SatisfactionMark.objects.values("where", "mark", "on", "session").get()
    assert kept == {"where": "desk", "mark": 3, "on": at_tuesday.date(), "session": None}
    assert Event.objects.count() == before


# --- typed series -----------------------------------------------------------------------------------------------------


@pytest.fixture
def births(commune, members, at_tuesday):
    return operations.start_series(
        area=commune, name="Đăng ký khai sinh", unit="days", less_is_better=True, by=members.mai, at=at_tuesday
    )


def test_ten_days_to_seven_is_thirty_per_cent_less(births, members, at_tuesday):
    for on, value in ((day("01/03/2026"), "10"), (day("01/05/2026"), "7.5"), (day("01/05/2026"), "7")):
        operations.type_value(
            series=births, on=on, value=Decimal(value), evidence="BC 12/BC-TTPVHCC", by=members.mai, at=at_tuesday
        )
    change = queries.change_since_start(births)
    assert (change.words, change.is_better) == ("giảm 30,00%", True)
    assert births.values.count() == 3


@pytest.mark.parametrize(
    ("typed", "kept"), [("7", "7"), ("7,5", "7.5"), ("1.250,25", "1250.25"), ("7.5", "7.5"), ("bảy", None)]
)
def test_numbers_are_typed_as_people_write_them(client_of, members, births, typed, kept):
    sent = {"on": "2026-05-01", "value": typed, "evidence": "BC 12"}
    answer = client_of(members.mai).post(f"/ban-mot-cua/so-lieu/{births.pk}/", sent)
    if kept is None:
        assert "không phải là số" in answer.content.decode()
    assert [str(v.value.normalize()) for v in births.values.all()] == ([kept] if kept else [])


def test_a_series_needs_its_paper_and_no_day_to_come(births, members, at_tuesday):
    for on, evidence in ((day("01/01/2027"), "BC"), (day("01/05/2026"), " ")):
        with pytest.raises(BadInput):
            operations.type_value(
                series=births, on=on, value=Decimal(7), evidence=evidence, by=members.mai, at=at_tuesday
            )
