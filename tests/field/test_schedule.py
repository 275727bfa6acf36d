"""A session from the first wish for it to its calendar: means, words of the sides, moves, whom to call."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.conftest import make_member
from tungnha.field.models import Invitation, QueueTicket, SessionChange, Staffing, SupportSession
from tungnha.field.schedule import operations, queries, whom
from tungnha.field.schedule.operations.agreeing import sides_of
from tungnha.ledger.models import CampaignService, Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Household, Person, Place
from tungnha.people.operations import needs, restricting
from tungnha.units import days
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Event, Member, Role
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(villages):
    return [Place.objects.create(name=f"Nhà văn hóa thôn {v.name}", kind="culture_house", area=v) for v in villages]


@pytest.fixture
def plan(campaign, places, villages, members, service, at_tuesday, asked):
    def make(n=0, hours=24, staff=(), by=None, **more):
        start = at_tuesday + timedelta(hours=hours)
        said = {
            "campaign": campaign, "area": villages[n], "place": places[n], "starts_at": start,
            "ends_at": start + timedelta(hours=3), "services": [service], "staff": staff, "organisations": [],
            "name": "", "by": by or members.mai, "at": at_tuesday,
        }  # fmt: skip
        return operations.plan_session(**said | more)

    return make


@pytest.fixture
def say(at_tuesday):
    def make(session, side, by, says="yes", **more):
        key = side if isinstance(side, str) else f"o{side.pk}"
        said = {"sequence": session.sequence} | more
        return operations.say_word(session=session, side=key, says=says, by=by, at=at_tuesday, **said)

    return make


@pytest.fixture
def agreed(plan, say, members, units):
    """Agreed by thôn 1 and VNPT."""
    session = plan(staff=[members.viet, members.lan])
    say(session, "area", members.lan)
    return say(session, units.vnpt, members.viet)


def fresh(session):
    return SupportSession.objects.get(pk=session.pk)


# --- means -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def tablets(commune, members, units, at_tuesday):
    return operations.add_equipment(
        area=commune, name="Máy tính bảng", count=3, kept_by=units.vnpt, by=members.mai, at=at_tuesday
    )


def test_equipment_is_promised_once_at_a_time_and_again_at_another(plan, tablets):
    plan(0, equipment={tablets: 2})
    with pytest.raises(BadInput, match="chỉ còn 1"):
        plan(1, equipment={tablets: 2})
    plan(1, equipment={tablets: 1})
    with pytest.raises(BadInput, match="chỉ còn 0"):
        plan(1, hours=26, place=Place.objects.create(name="Trường", kind="school", area=tablets.area),
             equipment={tablets: 1})  # fmt: skip
    plan(1, hours=48, equipment={tablets: 3})


def test_a_move_takes_people_and_machines_along_and_is_refused_where_they_are_taken(
    plan, tablets, members, places, at_tuesday
):
    plan(0, staff=[members.viet], equipment={tablets: 3})
    later = plan(1, hours=48, staff=[members.viet], equipment={tablets: 1})

    def move(**more):
        start = at_tuesday + timedelta(hours=25)
        said = {"starts_at": start, "ends_at": start + timedelta(hours=1), "place": places[1], "why": "mưa"} | more
        return operations.move_session(session=later, by=members.mai, at=at_tuesday, **said)

    with pytest.raises(BadInput, match="không ở hai nơi cùng lúc"):
        move()
    operations.set_means(
        session=later, staff=[], organisations=[], equipment={tablets: 1}, by=members.mai, at=at_tuesday
    )
    with pytest.raises(BadInput, match="Máy tính bảng: giờ đó chỉ còn 0"):
        move()
    with pytest.raises(BadInput, match="đã có một buổi khác trùng giờ"):
        move(place=places[0])
    operations.set_means(session=later, staff=[], organisations=[], equipment={}, by=members.mai, at=at_tuesday)
    assert move().sequence == 1


def test_a_person_with_two_memberships_is_one_person(plan, members, commune, units):
    twice = Member.objects.create(user=members.viet.user, role=Role.PARTNER, area=commune, organisation=units.police)
    plan(0, staff=[members.viet])
    with pytest.raises(BadInput, match="không ở hai nơi cùng lúc"):
        plan(1, staff=[twice])


def test_a_cancelled_session_frees_its_place_its_people_and_its_machines(plan, members, tablets, at_tuesday):
    first = plan(0, staff=[members.viet], equipment={tablets: 3})
    operations.cancel_session(session=first, why="bão", by=members.mai, at=at_tuesday)
    assert plan(0, staff=[members.viet], equipment={tablets: 3}).pk != first.pk


def test_a_fixed_point_takes_sessions_within_its_hours_and_opens_once_a_day(
    plan, campaign, commune, members, service, at_tuesday
):
    desk = operations.add_place(area=commune, name="Một cửa", kind="one_stop", by=members.mai, at=at_tuesday)
    hours = [(day, time(7, 30), time(11, 30)) for day in range(5)]
    operations.set_hours(place=desk, hours=[*hours, (5, time(8), time(10))], by=members.mai, at=at_tuesday)
    assert desk.__class__.objects.get(pk=desk.pk).opening_hours == "T2–T6 07:30–11:30; T7 08:00–10:00"
    plan(0, place=desk)  # Wednesday 8:00–11:00
    with pytest.raises(BadInput, match="nằm ngoài giờ ấy"):
        plan(0, hours=30, place=desk)
    with pytest.raises(BadInput, match="Chủ nhật: đóng cửa"):
        plan(0, hours=24 * 5, place=desk)

    def open_(at=at_tuesday):
        return operations.open_point(place=desk, campaign=campaign, services=[service], by=members.mai, at=at)

    today = open_()
    assert (today.pk, today.is_published, today.occasion) == (open_().pk, True, "point")
    with pytest.raises(BadInput, match="không còn giờ mở cửa"):
        open_(at_tuesday + timedelta(hours=5))
    days.decide_day(
        area=commune, day=date(2026, 5, 28), kind="off", name="nghỉ", source="QĐ", by=members.mai, at=at_tuesday
    )
    with pytest.raises(BadInput, match="ngày nghỉ"):
        open_(at_tuesday + timedelta(days=2))


# --- words of the sides ----------------------------------------------------------------------------------------------


def test_a_session_is_published_when_village_and_operator_have_agreed_and_not_before(plan, say, members, units):
    session = plan(staff=[members.viet, members.lan])
    assert [side.label for side in sides_of(session)] == ["Thôn 1", "VNPT Mẫu Sơn"]
    assert say(session, "area", members.lan).published_at is None
    assert say(session, units.vnpt, members.viet).is_published
    assert Event.objects.filter(verb="session.published").count() == 1


def test_whoever_plans_has_agreed_for_the_own_side(plan, say, members, units):
    by_village = plan(0, staff=[members.viet], by=members.lan)
    assert [side.agreed for side in sides_of(by_village)] == [True, False]
    by_operator = plan(1, staff=[members.viet], hours=48, by=members.viet)
    assert [side.agreed for side in sides_of(by_operator)] == [False, True]
    assert plan(0, hours=72, by=members.lan).is_published  # nobody else is asked


def test_nobody_speaks_for_another_side_and_the_desk_says_whom_it_heard(plan, say, members, units):
    session = plan(staff=[members.viet])
    for side, who in (("area", members.viet), ("area", members.hung), ("area", members.son), (units.vnpt, members.lan)):
        with pytest.raises(BadInput, match="không phải do mình"):
            say(session, side, who)
    with pytest.raises(BadInput, match="nghe ai nói"):
        say(session, "area", members.mai)
    say(session, "area", members.mai, heard_from="trưởng thôn, gọi điện")
    assert sides_of(session)[0].word.heard_from == "trưởng thôn, gọi điện"


def test_who_does_not_agree_says_why_and_when_instead_and_takes_the_publication_back(agreed, say, members, at_tuesday):
    with pytest.raises(BadInput, match="vì sao"):
        say(agreed, "area", members.lan, says="no")
    instead = (at_tuesday + timedelta(days=3), at_tuesday + timedelta(days=3, hours=2))
    say(agreed, "area", members.lan, says="no", why="đám cưới", instead=instead)
    assert not fresh(agreed).is_published
    assert queries.state_of(fresh(agreed), at_tuesday) == "refused"


def test_a_moved_session_is_asked_about_anew_and_the_old_answer_is_out_of_date(
    agreed, say, members, units, places, at_tuesday
):
    start = at_tuesday + timedelta(days=2)
    moved = operations.move_session(
        session=agreed, starts_at=start, ends_at=start + timedelta(hours=3), place=places[0], why="mưa lũ",
        by=members.lan, at=at_tuesday,
    )  # fmt: skip
    assert (moved.sequence, moved.is_published) == (1, False)
    assert [(side.label, side.agreed) for side in sides_of(moved)] == [("Thôn 1", True), ("VNPT Mẫu Sơn", False)]
    with pytest.raises(BadInput, match="vừa được đổi"):
        say(agreed, units.vnpt, members.viet, sequence=0)
    assert say(moved, units.vnpt, members.viet).is_published
    change = SessionChange.objects.get(kind="moved")
    assert (change.was_published, change.was_starts_at, change.why) == (True, agreed.starts_at, "mưa lũ")


def test_a_move_without_a_reason_or_without_a_change_is_refused_and_a_held_session_stays(agreed, members, at_tuesday):
    same = {"starts_at": agreed.starts_at, "ends_at": agreed.ends_at, "place": agreed.place, "by": members.mai}
    with pytest.raises(BadInput, match="vì sao đổi"):
        operations.move_session(session=agreed, **same | {"why": " "}, at=at_tuesday)
    with pytest.raises(BadInput, match="chưa có gì đổi"):
        operations.move_session(session=agreed, **same, why="x", at=at_tuesday)
    operations.check_in(session=agreed, person=None, by=members.lan, at=at_tuesday)
    with pytest.raises(Locked, match="Đã có người đến"):
        operations.cancel_session(session=agreed, why="x", by=members.mai, at=at_tuesday)


def test_an_operator_changes_its_own_people_only_and_does_not_leave_without_a_word(
    plan, members, units, commune, at_tuesday
):
    other = make_member("Oanh", Role.PARTNER, commune, units.vnpt)
    session = plan(staff=[members.viet, members.lan])
    operations.set_means(
        session=session, staff=[other], organisations=[], equipment={}, only_of=units.vnpt, by=members.viet,
        at=at_tuesday,
    )  # fmt: skip
    assert set(session.staffing.values_list("member", flat=True)) == {other.pk, members.lan.pk}
    operations.set_means(
        session=session, staff=[], organisations=[], equipment={}, only_of=units.vnpt, by=members.viet, at=at_tuesday
    )
    assert set(Staffing.objects.values_list("organisation", "member")) == {
        (units.vnpt.pk, None), (units.team1.pk, members.lan.pk),
    }  # fmt: skip


def test_of_the_villages_those_without_a_session_are_named(plan, campaign, villages, members, at_tuesday):
    assert [v.name for v in queries.coverage(villages, campaign).without] == ["1", "2"]
    first = plan(0, by=members.lan)
    covered = queries.coverage(villages, campaign)
    assert ([v.name for v in covered.without], covered.agreed) == (["2"], {villages[0].pk})
    operations.cancel_session(session=first, why="bão", by=members.mai, at=at_tuesday)
    assert len(queries.coverage(villages, campaign).without) == 2


# --- whom to call ----------------------------------------------------------------------------------------------------


@pytest.fixture
def lane(villages, people):
    """Thôn 1 beside An's house: hộ 02 (two grown), hộ 03 (one), all in Ngõ Giữa."""

    def make(code, order, *names):
        home = Household.objects.create(code=code, village=villages[0], order=order, lane="Ngõ Giữa")
        return [
            Person.objects.create(full_name=name, household=home, birth_date=date(1970, 1, 1), birth_precision="day",
                                  residence="at_home")
            for name in names
        ]  # fmt: skip

    return make("02", 2, "Lò Thị Hoa", "Lò Văn Kỳ") + make("03", 3, "Vi Thị Lụa")


def names_to_call(session, member, at):
    return [p.full_name for p in whom.to_call(session, at.date(), at, member)]


def test_who_is_missing_what_is_offered_there_is_called_by_lane_and_those_who_need_help_first(
    plan, members, lane, people, at_tuesday
):
    session = plan()
    assert names_to_call(session, members.lan, at_tuesday) == [
        "Lò Thị Hoa", "Lò Văn Kỳ", "Vi Thị Lụa", "Nguyễn Văn An", "Trần Thị Bảo",
    ]  # fmt: skip
    needs.add(
        person=people.bao, kind="home", purpose="đến nhà", body=None, from_on=at_tuesday.date(), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    assert names_to_call(session, members.lan, at_tuesday)[:2] == ["Nguyễn Văn An", "Trần Thị Bảo"]


def test_who_has_it_asked_to_be_left_alone_or_lives_elsewhere_is_not_called(
    plan, members, lane, people, service, campaign, at_tuesday
):
    session = plan()
    record_claims(
        [NewClaim(subject={"person_id": lane[0].pk}, service=service, source="visit", since_on=at_tuesday.date())],
        by=members.lan, at=at_tuesday,
    )  # fmt: skip
    restricting.restrict(person=lane[1], by=members.dung, at=at_tuesday)
    Person.objects.filter(pk=lane[2].pk).update(residence="away")
    assert names_to_call(session, members.lan, at_tuesday) == ["Nguyễn Văn An", "Trần Thị Bảo"]
    assert names_to_call(session, members.hung, at_tuesday) == []


def test_whole_households_are_chosen_up_to_the_size_and_only_of_the_lanes_asked_for(
    plan, members, lane, villages, at_tuesday
):
    rows = whom.to_call(plan(), at_tuesday.date(), at_tuesday, members.lan)
    assert whom.choose(rows, 3) == whom.Chosen([p.pk for p in lane], 2, 2)
    assert len(whom.choose(rows, 1).persons) == 2  # the first household is never torn apart
    of_lane = whom.choose(rows, 100, [(villages[0].pk, "Ngõ Trên")])
    assert (of_lane.homes, len(of_lane.persons)) == (1, 2)


def test_who_was_called_and_did_not_come_is_said_on_the_worklist_and_can_be_called_again(
    plan, campaign, members, people, at_tuesday
):
    first = plan(hours=1)
    after = at_tuesday + timedelta(hours=5)
    operations.call_people(session=first, persons=[people.an.pk, people.bao.pk], by=members.lan, at=at_tuesday)
    homes = [people.an.household_id]
    assert names_to_call(plan(hours=48), members.lan, at_tuesday) == []  # on one list at a time
    assert whom.called_before(homes, campaign, at_tuesday) == {homes[0]: "đã mời đến buổi 26/5"}
    assert whom.called_before(homes, campaign, after) == {homes[0]: "đã mời, chưa đến buổi 26/5"}
    second = SupportSession.objects.latest("pk")
    assert names_to_call(second, members.lan, after) == ["Nguyễn Văn An", "Trần Thị Bảo"]
    operations.check_in(session=first, person=people.bao, by=members.lan, at=after)
    assert whom.called_before(homes, campaign, after) == {}
    operations.call_people(session=second, persons=[people.an.pk], by=members.lan, at=after)
    assert whom.called_before(homes, campaign, after) == {homes[0]: "đã mời đến buổi 28/5"}


def test_taken_off_the_list_is_seen_and_the_first_call_stands(plan, members, people, at_tuesday):
    session, said = plan(), {"by": members.lan, "at": at_tuesday}
    assert operations.call_people(session=session, persons=[people.an.pk, people.bao.pk], **said) == 2
    assert operations.call_people(session=session, persons=[people.an.pk], **said) == 0
    assert operations.mark_called(session=session, **said) == 2
    later = {"by": members.mai, "at": at_tuesday + timedelta(hours=1)}
    assert operations.mark_called(session=session, **later) == 0
    assert operations.take_off(session=session, persons=[people.bao.pk], **later) == 1
    assert set(Invitation.objects.values_list("called_at", "called_by")) == {(at_tuesday, members.lan.pk)}
    assert [row.person for row in whom.invited(session, members.lan)] == [people.an]
    assert operations.call_people(session=session, persons=[people.bao.pk], **later) == 1


def test_a_session_for_telephones_calls_those_with_a_number_that_is_not_verified(
    plan, campaign, members, people, at_tuesday
):
    sim = Service.objects.get(code="thue-bao")
    CampaignService.objects.create(campaign=campaign, service=sim, group="adult15")
    session = plan(services=[sim])
    assert names_to_call(session, members.lan, at_tuesday) == ["Nguyễn Văn An"]
    record_claims(
        [NewClaim(subject={"telephone_id": people.an.telephones.get().pk}, service=sim, source="visit",
                  since_on=at_tuesday.date())], by=members.lan, at=at_tuesday,
    )  # fmt: skip
    assert names_to_call(session, members.lan, at_tuesday) == []


# --- the queue -------------------------------------------------------------------------------------------------------


def test_tickets_are_given_in_order_and_two_desks_call_two_people(agreed, members, at_tuesday):
    said = {"session": agreed, "by": members.lan}
    given = [operations.give_ticket(**said, at=at_tuesday + timedelta(minutes=n)).label for n in range(3)]
    assert given == ["1", "2", "3"]
    called = [operations.call_next(**said, desk=d, at=at_tuesday + timedelta(minutes=5)).label for d in "12"]
    assert called == ["1", "2"]
    assert {t.label: (t.state, t.desk) for t in QueueTicket.objects.all()} == {
        "1": ("called", "1"), "2": ("called", "2"), "3": ("waiting", ""),
    }  # fmt: skip
    operations.call_next(**said, desk="1", at=at_tuesday + timedelta(minutes=6))
    assert operations.call_next(**said, desk="1", at=at_tuesday + timedelta(minutes=7)) is None


def test_the_desk_is_where_a_date_is_asked_for_in_vietnam_time(agreed):
    assert queries.shown([agreed], agreed.starts_at)[0].on == datetime(2026, 5, 27, 8, tzinfo=VIETNAM).date()
