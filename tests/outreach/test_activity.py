"""Who is of a team and who of it was active (C2): log-ins, the group's places and the roster are one team."""

import uuid
from datetime import date, datetime, timedelta

import pytest

from tests.people.test_rosters import facts
from tungnha.field import operations as field
from tungnha.outreach import activity
from tungnha.outreach.operations import attending, courses, programmes
from tungnha.people.operations.rosters import add_entry, end_entry
from tungnha.units import clock
from tungnha.units.models import Group, GroupMember, Member, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BEGAN = datetime.fromisoformat("2026-06-15T08:00:00+07:00")
DAY = datetime.fromisoformat("2026-06-17T08:00:00+07:00")
QUARTER = date(2026, 4, 1), date(2026, 6, 30)


@pytest.fixture
def listed(units, members):
    """listed(names…): they stand on the roster of team one."""

    def put(*names, to=units.team1):
        return [add_entry(organisation=to, facts=facts(name), by=members.mai, at=BEGAN) for name in names]

    return put


@pytest.fixture
def lesson(units, members, commune, campaign):
    """lesson(people that came): a course of team one, on 17/6."""

    def hold(*came, day=DAY, ticked=None, units=(units.team1,)):
        course = courses.plan_course(
            programme=programmes.add_starter(area=commune, by=members.mai, at=BEGAN), area=commune, campaign=campaign,
            trainer_words="Trường Mẫu", where="Nhà văn hóa", starts_at=day, ends_at=day + timedelta(hours=3),
            by=members.mai, at=BEGAN,
        )  # fmt: skip
        courses.ask_units(course=course, units=units, by=members.mai, at=BEGAN)
        pks = [entry.person_id for entry in came]
        here = list(course.trainees.filter(person__in=pks))
        attending.tick(trainees=here, by=members.mai, at=ticked or day)
        return course

    return hold


def work_of(villages, now="2026-06-20T08:00", quarter=QUARTER):
    """name → what it is told to have done, in team one."""
    with clock.freeze(now):
        return sorted((one.name, one.words) for one in activity.teams(villages, *quarter)[villages[0].pk])


NOTHING, NO_LOG_IN = "chưa có việc nào được ghi", "chưa có tài khoản, chưa dự buổi tập huấn nào"


def test_one_person_is_one_member_in_whichever_list_the_name_stands(villages, members, listed):
    group = Group.objects.create(name="Tổ thôn 1", kind="team", area=villages[0])
    for name in ("Lan", "Bà Năm"):
        GroupMember.objects.create(group=group, full_name=name)
    _, _, gone = listed("bà năm", "Ông Tư", "Ông Sáu")
    end_entry(entry=gone, why="left", on=date(2026, 3, 31), by=members.mai, at=BEGAN)
    assert work_of(villages) == [("Bà Năm", NO_LOG_IN), ("Lan", NOTHING), ("Sơn", NOTHING), ("Ông Tư", NO_LOG_IN)]


def test_who_has_no_log_in_was_active_by_coming_to_the_course(villages, listed, lesson):
    lan, four, _ = listed("Lan", "Ông Tư", "Ông Bảy")
    lesson(lan, four)
    assert work_of(villages) == [
        ("Lan", "1 buổi tập huấn"), ("Sơn", NOTHING), ("Ông Bảy", NO_LOG_IN), ("Ông Tư", "1 buổi tập huấn"),
    ]  # fmt: skip


def test_two_of_one_name_are_two_members_and_a_course_is_counted_for_neither(villages, listed, lesson):
    (one,) = listed("Ông Tư")
    group = Group.objects.create(name="Tổ thôn 1", kind="team", area=villages[0])
    for _ in range(2):
        GroupMember.objects.create(group=group, full_name="Ông Tư")
    lesson(one)
    assert [said for name, said in work_of(villages) if name == "Ông Tư"] == [NO_LOG_IN, NO_LOG_IN]


def test_who_stands_on_two_lists_and_is_ticked_on_both_came_to_one_course(villages, units, members, listed, lesson):
    youth = Organisation.objects.create(name="Chi đoàn thôn 1", kind="union", area=villages[0])
    Member.objects.filter(pk=members.son.pk).update(organisation=youth)
    (one,), (two,) = listed("Sơn"), listed("Sơn", to=youth)
    lesson(one, two, units=(units.team1, youth))
    assert one.person != two.person
    assert work_of(villages) == [("Lan", NOTHING), ("Sơn", "1 buổi tập huấn")]


def test_a_course_counts_in_the_quarter_it_was_held_however_late_it_was_ticked(villages, members, listed, lesson):
    (one,) = listed("Ông Tư")
    course = lesson(one, ticked=datetime.fromisoformat("2026-07-02T08:00:00+07:00"))
    assert ("Ông Tư", "1 buổi tập huấn") in work_of(villages, now="2026-07-03T08:00")
    after = work_of(villages, now="2026-07-03T08:00", quarter=(date(2026, 7, 1), date(2026, 9, 30)))
    assert ("Ông Tư", NO_LOG_IN) in after
    attending.untick(trainees=list(course.trainees.all()), by=members.mai, at=DAY)
    assert ("Ông Tư", NO_LOG_IN) in work_of(villages, now="2026-07-03T08:00")


def test_the_neighbouring_team_is_not_helped_by_a_namesake(villages, units, members, listed, lesson):
    (one,) = listed("Ông Tư")
    listed("Ông Tư", to=units.team2)
    lesson(one)
    with clock.freeze("2026-06-20T08:00"):
        teams = activity.teams(villages, *QUARTER)
    came = {v.name: [w.words for w in teams[v.pk] if w.name == "Ông Tư"] for v in villages}
    assert came == {"1": ["1 buổi tập huấn"], "2": [NO_LOG_IN]}


def test_many_teams_are_read_in_as_many_statements_as_one(
    villages, listed, lesson, members, households, campaign, django_assert_num_queries, at_tuesday
):
    lesson(*listed("Lan", "Ông Tư"))
    field.record_visit(
        visit_id=uuid.uuid4(), household=households.one, campaign=campaign, outcome="met", made_at=at_tuesday,
        by=members.son, at=at_tuesday, results=[],
    )  # fmt: skip
    with django_assert_num_queries(8):
        activity.teams(villages[:1], *QUARTER)
    with django_assert_num_queries(8):
        activity.teams(villages, *QUARTER)
