"""Per household and campaign: informed by which form, shown how, one who can, one who helps: a column each."""

import uuid
from datetime import date, timedelta

import pytest

from tests.field.street import street
from tungnha.demo import sample_plans
from tungnha.field import asking
from tungnha.field import queries as field_queries
from tungnha.field.homes import operations as homes
from tungnha.field.homes import phone, queries, wanted
from tungnha.field.models import Device, HouseholdHelper, HouseholdInformed, Visit
from tungnha.field.operations import record_visit
from tungnha.field.sync.documents import documents
from tungnha.field.sync.handlers import Incoming, Sender
from tungnha.ledger.models import CampaignService, Claim, Measure, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.plans import operations as plans
from tungnha.progress import counting
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
SKILLS = ("ky-nang-so", "vneid", "dich-vu-cong")


@pytest.fixture
def measure(db):
    """Quảng Ngọc's: at least one member with skill, VNeID and DVC."""
    return Measure.objects.get(code="ho-ky-nang-vneid-dvc")


@pytest.fixture
def asked(campaign, measure):
    for order, code in enumerate(SKILLS):
        service = Service.objects.get(code=code)
        CampaignService.objects.create(campaign=campaign, service=service, group="household", order=order)


@pytest.fixture
def doors(villages, asked):
    return street(villages[0], [2, 3, 2, 1])


@pytest.fixture
def has(campaign, members, at_tuesday):
    def deed(person, *codes):
        record_claims(
            [
                NewClaim(
                    subject={"person_id": person.pk}, service=Service.objects.get(code=code), source="visit",
                    since_on=at_tuesday.date(), campaign=campaign,
                )
                for code in codes
            ], by=members.lan, at=at_tuesday,
        )  # fmt: skip

    return deed


@pytest.fixture
def tick(campaign, members, at_tuesday):
    def deed(doors, form, **more):
        given = {"on": at_tuesday.date(), "by": members.lan, "at": at_tuesday} | more
        return homes.tick(households=doors, campaign=campaign, form=form, **given)

    return deed


@pytest.fixture
def line(campaign, villages, measure, at_tuesday):
    """The village's line: base, informed, shown, capable, helped."""

    def read(on=None):
        found = queries.by_village(villages[0], campaign, on or at_tuesday.date(), measure)[0]
        return found.base, found.informed, found.shown, found.capable, found.helped

    return read


@pytest.fixture
def help_of(campaign, members, at_tuesday):
    def deed(home, **more):
        given = {"member": members.son, "from_on": at_tuesday.date(), "by": members.lan, "at": at_tuesday} | more
        return homes.set_helper(household=home, campaign=campaign, **given)

    return deed


def test_one_member_with_all_three_makes_the_household_and_three_with_one_each_do_not(doors, has, line):
    """Households P and Q of Quảng Ngọc."""
    p, q = doors[0], doors[1]
    has(p.persons.first(), *SKILLS)
    for person, code in zip(q.persons.all(), SKILLS, strict=True):
        has(person, code)
    assert line() == (4, 0, 0, 1, 0)


def test_a_plan_that_wants_one_able_member_of_every_household_sends_the_team_where_there_is_none(
    doors, has, campaign, measure, members, villages, at_tuesday, monkeypatch
):
    """Như Thanh asks nothing else: without this the team would have no door to go to."""
    monkeypatch.setattr(asking, "measures_of", lambda campaign: [measure])
    p, q = doors[0], doors[1]
    has(p.persons.first(), *SKILLS)
    parts = dict(zip(q.persons.order_by("pk"), SKILLS, strict=True))
    for person, code in parts.items():
        has(person, code)
    on = at_tuesday.date()

    todo = list(field_queries.worklist(members.lan, campaign, on))
    assert todo == doors[1:], "P has one who can; of Q nobody has all of it"
    lacks = {
        row.person: {now.asked.service.code for now in row.services if not now.has_it}
        for row in field_queries.at_the_door(q, campaign, on)
    }
    assert lacks == {person: set(SKILLS) - {code} for person, code in parts.items()}
    assert field_queries.at_the_door(p, campaign, on) == []
    asked = {
        one["code"]: {tuple(person["asked"]) for person in one["persons"]}
        for one in documents([home.pk for home in doors], [campaign], on)
    }
    assert asked == {p.code: {()}} | {home.code: {SKILLS} for home in doors[1:]}


def test_the_columns_count_as_the_targets_do(doors, has, tick, line, measure, at_tuesday, campaign):
    has(doors[0].persons.first(), *SKILLS)
    tick(doors[:3], "meeting")
    assert line() == (4, 3, 0, 1, 0)
    for code, count in (("ho-duoc-thong-tin", 3), ("ho-ky-nang-vneid-dvc", 1)):
        target = Measure.objects.get(code=code)
        found = counting.things(target, campaign.area).filter(counting.has(target, at_tuesday.date()))
        assert found.count() == count


def test_a_helper_stands_in_a_column_of_her_own(doors, has, help_of, line):
    """Household R: an elderly couple with a named helper is helped, not reached; one who can needs none."""
    help_of(doors[2])
    assert line() == (4, 0, 0, 0, 1)
    has(doors[2].persons.first(), *SKILLS)
    assert line() == (4, 0, 0, 1, 0)


def test_a_helper_ends_with_her_days(doors, help_of, line, at_tuesday):
    help_of(doors[2], to_on=at_tuesday.date() + timedelta(days=2))
    assert [line(at_tuesday.date() + timedelta(days=n))[4] for n in (-1, 0, 2, 3)] == [0, 1, 1, 0]


def test_another_helper_takes_over_and_the_first_stays_to_be_seen(doors, help_of, members, campaign, at_tuesday):
    first = help_of(doors[2])
    assert help_of(doors[2]) == first
    second = help_of(doors[2], member=members.lan)
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (at_tuesday, None)
    assert [h.member for h in queries.helper_history(doors[2], campaign)] == [members.lan, members.son]


def test_a_helper_is_of_the_villages_team(doors, help_of, members):
    with pytest.raises(BadInput, match="Hùng không thuộc Tổ của thôn 1"):
        help_of(doors[0], member=members.hung)


def test_latest_contact_is_what_was_noted_or_a_visit_of_the_helpers_own(doors, help_of, members, campaign, at_tuesday):
    helper = help_of(doors[2], from_on=date(2026, 5, 20))
    assert queries.latest_contacts([helper]) == {}
    homes.note_contact(helper=helper, on=date(2026, 5, 22), by=members.lan, at=at_tuesday)
    homes.note_contact(helper=helper, on=date(2026, 5, 22), by=members.lan, at=at_tuesday)
    assert queries.latest_contacts([helper]) == {helper.pk: date(2026, 5, 22)}
    record_visit(
        visit_id=uuid.uuid4(), household=doors[2], campaign=campaign, outcome="met", made_at=at_tuesday,
        by=members.son, at=at_tuesday,
    )  # fmt: skip
    assert queries.latest_contacts([helper]) == {helper.pk: date(2026, 5, 26)}
    assert helper.contacts.count() == 1


def test_ticked_twice_is_ticked_once(doors, tick, campaign):
    assert tick(doors, "leaflet") == 4
    assert tick(doors, "leaflet") == 0
    assert tick(doors[:1], "meeting") == 1
    assert queries.informed_forms([doors[0].pk], campaign) == {doors[0].pk: ["leaflet", "meeting"]}
    assert Claim.objects.count() == 5


def test_the_loudspeaker_alone_counts_only_where_the_campaign_says_so(doors, tick, line, campaign, members, at_tuesday):
    tick(doors, "loudspeaker")
    tick(doors[:1], "meeting")
    assert line()[1] == 1
    for counts, informed in ((True, 4), (False, 1), (True, 4)):
        homes.choose_loudspeaker(campaign=campaign, counts=counts, by=members.mai, at=at_tuesday)
        assert line()[1] == informed
    tick(doors, "loudspeaker", on=date(2026, 5, 25))
    homes.choose_loudspeaker(campaign=campaign, counts=False, by=members.mai, at=at_tuesday)
    assert line()[1] == 1


def test_a_tick_taken_back_is_kept_and_counts_no_more(doors, tick, line, members, campaign, at_tuesday):
    tick(doors[:2], "meeting")
    wrong = HouseholdInformed.objects.filter(household=doors[0])
    assert homes.withdraw(informings=list(wrong), by=members.lan, at=at_tuesday) == 1
    assert line()[1] == 1
    assert queries.informed_forms([d.pk for d in doors], campaign) == {doors[1].pk: ["meeting"]}
    assert wrong.get().withdrawn_by == members.lan
    assert tick(doors[:1], "meeting") == 1
    assert line()[1] == 2


def test_a_visits_tick_is_not_taken_back_by_hand(doors, members, campaign, at_tuesday):
    visit = record_visit(
        visit_id=uuid.uuid4(), household=doors[0], campaign=campaign, outcome="met", made_at=at_tuesday,
        informed=True, by=members.lan, at=at_tuesday,
    )  # fmt: skip
    homes.note_visits([(visit, ["visit"])], at=at_tuesday)
    rows = list(HouseholdInformed.objects.filter(household=doors[0]))
    assert [row.origin for row in rows] == ["visit"]
    assert homes.withdraw(informings=rows, by=members.lan, at=at_tuesday) == 0


@pytest.mark.parametrize(
    ("form", "on", "sentence"),
    [("visit", date(2026, 5, 26), "không đánh dấu bằng tay"), ("meeting", date(2026, 5, 27), "chưa đến")],
)
def test_what_cannot_be_ticked(tick, doors, form, on, sentence):
    with pytest.raises(BadInput, match=sentence):
        tick(doors, form, on=on)


def test_a_visit_keeps_by_which_forms_it_told(doors, members, campaign, at_tuesday):
    visit = record_visit(
        visit_id=uuid.uuid4(), household=doors[0], campaign=campaign, outcome="met", made_at=at_tuesday,
        informed=True, by=members.lan, at=at_tuesday,
    )  # fmt: skip
    for _ in range(2):
        homes.note_visits([(visit, ["visit", "leaflet"])], at=at_tuesday)
    assert queries.informed_forms([doors[0].pk], campaign) == {doors[0].pk: ["visit", "leaflet"]}
    assert Claim.objects.count() == 1
    with pytest.raises(BadInput, match="khói tín hiệu"):
        homes.note_visits([(visit, ["khói tín hiệu"])], at=at_tuesday)


def test_who_heard_the_loudspeaker_only_is_claimed_when_the_campaign_counts_it(
    doors, members, campaign, at_tuesday, line
):
    visit = Visit.objects.create(
        household=doors[0], campaign=campaign, outcome="met", made_by=members.lan, made_at=at_tuesday,
        stored_at=at_tuesday,
    )  # fmt: skip
    homes.note_visits([(visit, ["loudspeaker"])], at=at_tuesday)
    assert line()[1] == 0
    homes.choose_loudspeaker(campaign=campaign, counts=True, by=members.mai, at=at_tuesday)
    assert line()[1] == 1


# --- targets “trong thôn” --------------------------------------------------------------------------------------------


@pytest.fixture
def plan_of_quang_ngoc(commune, units, members, at_tuesday):
    """The sample plan itself, read and confirmed: 100 % informed, at least 90 % of a village's households shown how."""
    document = plans.receive_document(
        area=commune, name="quang-ngoc.txt", data=sample_plans.text("quang-ngoc").encode(), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    return plans.confirm_plan(
        document=document, draft=document.drafts.get(), organisation=units.committee, area=commune,
        campaign_name="Bình dân học vụ số", started_on=date(2026, 5, 1), ended_on=None, by=members.mai, at=at_tuesday,
    )  # fmt: skip


def test_the_plan_says_what_each_village_must_reach(plan_of_quang_ngoc):
    """181 of 200 households shown how is reached, 178 is not (scenario D 4)."""
    found = wanted.wanted_of(plan_of_quang_ngoc.campaign)
    shown = next(w for w in found if w.column == "shown")
    assert shown.words == "từ 90,00% trở lên"
    assert [shown.reached(count, 200) for count in (181, 180, 179, 178)] == [True, True, False, False]
    assert shown.reached(0, 0) is None
    assert [m.code for m in wanted.measures_of(plan_of_quang_ngoc.campaign)] == ["ho-ky-nang-vneid-dvc"]


def test_a_campaign_without_a_plan_wants_nothing(campaign):
    assert wanted.wanted_of(campaign) == []


# --- from the phone --------------------------------------------------------------------------------------------------


@pytest.fixture
def say(members, at_tuesday):
    """What Sơn's phone tells of a helper."""
    device = Device.objects.create(
        member=members.son, secret_hash="x", carry_key="x", pledge_version="1", pledged_at=at_tuesday,
        joined_at=at_tuesday,
    )  # fmt: skip

    def deed(made_at=at_tuesday, **content):
        content = {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in content.items()}
        op = Incoming(
            id=uuid.uuid4(), seq=1, kind="helper", version=1, made_at=made_at, phone_at=made_at, content=content,
            digest="", read=phone.read(content),
        )  # fmt: skip
        return phone.apply(op, Sender(device=device, member=members.son, at=at_tuesday))

    return deed


def test_a_phone_names_a_helper_and_a_contact(say, doors, campaign, members):
    answer = say(
        household=doors[0].key, campaign=campaign.pk, member=members.son.pk, from_on="2026-05-20", to_on="2026-12-31",
        contact_on="2026-05-25",
    )  # fmt: skip
    helper = HouseholdHelper.objects.get()
    assert (answer.answer, helper.member, helper.contacts.get().on) == ("stored", members.son, date(2026, 5, 25))


def test_a_word_said_before_another_was_named_is_kept_beside_it(say, doors, campaign, members, help_of, at_tuesday):
    now = help_of(doors[0], member=members.lan)
    answer = say(
        household=doors[0].key, campaign=campaign.pk, member=members.son.pk, made_at=at_tuesday - timedelta(days=1)
    )
    assert (answer.answer, answer.told) == ("conflict", {"helper": members.lan.pk})
    assert list(HouseholdHelper.objects.filter(ended_at=None)) == [now]
    assert HouseholdHelper.objects.filter(member=members.son).count() == 1


def test_a_household_of_another_village_is_set_aside(say, households, campaign, members):
    answer = say(household=households.two.key, campaign=campaign.pk, member=members.son.pk)
    assert (answer.answer, HouseholdHelper.objects.count()) == ("aside", 0)


def test_a_contact_without_a_helper_is_set_aside(say, doors, campaign):
    assert say(household=doors[0].key, campaign=campaign.pk, contact_on="2026-05-26").answer == "aside"


@pytest.mark.parametrize(
    "content", [{}, {"household": "x", "campaign": 1, "member": 1}, {"household": str(uuid.uuid4()), "campaign": 1}]
)
def test_what_nobody_can_read_is_refused(content):
    with pytest.raises(BadInput):
        phone.read(content)


def test_nobodys_name_is_in_the_log(doors, tick, help_of):
    tick(doors, "meeting")
    help_of(doors[0])
    assert [e.data for e in Event.objects.filter(verb__startswith="home")] == [{"count": 4, "form": "meeting"}]
    assert Event.objects.get(verb="household.helper_named").data == {}
    assert Standing.objects.count() == 4


def test_where_nobody_said_anything_yet_who_can_is_not_known_and_that_is_not_nought(
    doors, has, campaign, measure, villages, at_tuesday
):
    def told():
        one, two = queries.by_village(villages[0].parent, campaign, at_tuesday.date(), measure)
        return [(row.count_of("capable"), row.alone) for row in (one, two)]

    assert told()[0] == (None, None)
    for person, code in zip(doors[1].persons.all(), SKILLS, strict=True):
        has(person, code)
    assert told() == [(0, 4), (None, None)]  # all three were asked about, of three people
