"""A course of a village's teams: who came, who passed, what follows into the claims (C11; scenario D3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.drafting.numbers import percent
from tungnha.ledger.models import Claim, CountClaim, Service, Standing
from tungnha.outreach.competences import FRAMEWORK
from tungnha.outreach.models import Assessment, Attendance, Competence, CourseCount
from tungnha.outreach.operations import attending, courses, programmes
from tungnha.outreach.queries.courses import outcomes_of, totals, training_between
from tungnha.outreach.rules_training import Follows, Outcome, Task, Taught, claims_of, outcome, rule_problem, rule_words
from tungnha.people.models import Person, PersonGroup, RosterEntry, Telephone
from tungnha.people.operations import merging
from tungnha.units import clock
from tungnha.units.limits import TooMany
from tungnha.units.problems import BadInput, Locked, OutOfDate

AT = datetime.fromisoformat("2026-06-15T08:00:00+07:00")
DAY = datetime.fromisoformat("2026-06-17T08:00:00+07:00")
RULE = {"by": "tasks", "share": 80, "level": 2}
LATER = DAY + timedelta(hours=5)


# -- the rule, pure


def test_the_level_is_the_highest_at_which_the_share_and_every_must_are_reached():
    tasks = [Task(1, must=True), Task(2), Task(3), Task(4), Task(5)]
    told = {
        (2, 2, 2, 2, 0): Outcome(2, True),  # 4 of 5 are 80 %
        (2, 2, 2, 1, 0): Outcome(1, False),
        (1, 3, 3, 3, 3): Outcome(1, False),  # the one that must be done is only known
        (3, 3, 3, 3, 2): Outcome(3, True),
        (0, 3, 3, 3, 3): Outcome(0, False),
        (2, 2, 2, 2): Outcome(2, True),  # what nobody looked at was not done
        (2, 2, 2): Outcome(0, False),
    }
    for said, expected in told.items():
        assert outcome(RULE, tasks, dict(enumerate(said, 1))) == expected, said


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(1, 100), st.integers(1, 3), st.data())
def test_doing_one_task_better_never_makes_a_result_worse(levels, share, level, data):
    rule = {"by": "tasks", "share": share, "level": level}
    tasks = [Task(n, must=data.draw(st.booleans())) for n in range(len(levels))]
    before = outcome(rule, tasks, dict(enumerate(levels)))
    better = data.draw(st.integers(0, len(levels) - 1))
    after = outcome(rule, tasks, dict(enumerate(levels)) | {better: min(3, levels[better] + 1)})
    assert (after.level, after.passed) >= (before.level, before.passed)
    assert before.passed == (before.level >= level)


def test_a_rule_that_is_not_whole_is_told_in_a_sentence():
    assert rule_problem(RULE, 3) == rule_problem({"by": "presence"}, 0) == ""
    wrong = [
        {},
        {"by": "tasks"},
        RULE | {"share": 0},
        RULE | {"share": 101},
        RULE | {"level": 4},
        RULE | {"share": "8"},
    ]
    assert all(rule_problem(rule, 3).endswith(".") for rule in wrong)
    assert rule_problem(RULE, 0).startswith("Đạt theo các việc")
    assert rule_words(RULE) == "Đạt: ít nhất 80% số việc ở mức làm được trở lên, và mọi việc bắt buộc."


def test_who_has_passed_is_not_thrown_back_by_coming_to_another_course():
    first, second = Taught(1, date(2026, 6, 17), True, 3), Taught(2, date(2026, 9, 1), False, 0)
    assert claims_of([second, first]) == {
        Follows(1, False, 2, first.on), Follows(1, True, 3, first.on)
    }  # fmt: skip
    assert claims_of([second]) == {Follows(2, False, 1, second.on)}
    again = Taught(3, date(2026, 10, 1), True, 2)  # a later test says what the skill is now
    assert Follows(3, True, 2, again.on) in claims_of([first, again])


# -- a course of 36


def make_team(unit, count, start):
    people = []
    for n in range(start, start + count):
        person = Person(full_name=f"Tổ Viên {n}", residence="unknown")
        person.fill_keys()
        person.save()
        RosterEntry.objects.create(person=person, organisation=unit)
        PersonGroup.objects.create(person=person, kind="team_member", organisation=unit)
        telephone = Telephone(person=person)
        telephone.set_number(f"09120009{n:02d}")
        telephone.save()
        people.append(person)
    return people


def make_class(units, commune, campaign, mai, counts=(20, 16)):
    """Thirty-six members of two teams, asked to a course of five topics on 17/6."""
    people = [
        *make_team(units.team1, counts[0], 1),
        *make_team(units.team2, counts[1], counts[0] + 1),
    ]
    programme = programmes.add_starter(area=commune, by=mai, at=AT)
    course = courses.plan_course(
        programme=programme, area=commune, campaign=campaign, trainer=units.vnpt, where="Hội trường xã", starts_at=DAY,
        ends_at=DAY + timedelta(hours=3), by=mai, at=AT,
    )  # fmt: skip
    courses.ask_units(course=course, units=[units.team1, units.team2], by=mai, at=AT)
    return SimpleNamespace(
        people=people, programme=programme, course=course, tasks=list(programme.tasks.all()),
        trainees=list(course.trainees.order_by("pk")),
    )  # fmt: skip


@pytest.fixture
def made(db, units, commune, campaign, members):
    with clock.freeze(LATER.isoformat()):
        yield make_class(units, commune, campaign, members.mai)


def hold_class(made, mai, came=30, passed=28):
    attending.tick(trainees=made.trainees[:came], by=mai, at=DAY)
    good, weak = dict.fromkeys([t.pk for t in made.tasks], 3), dict.fromkeys([t.pk for t in made.tasks], 2)
    levels = {t.pk: good if n < passed else weak for n, t in enumerate(made.trainees[:came])}
    attending.assess(course=made.course, levels=levels, by=mai, at=LATER)


def test_thirty_six_asked_thirty_came_twenty_eight_passed(made, members, units):
    """Scenario D3: 28/36 = 77,78 %, the eight others known."""
    assert len(made.course.topics) == 5
    hold_class(made, members.mai)
    assert Claim.objects.count() == 0  # nothing counts before the course is closed
    assert courses.close(course=made.course, by=members.mai, at=LATER) == 30
    results = outcomes_of(made.course)
    found = totals(results)
    assert (found.asked, found.present, found.passed, percent(found.passed, found.asked)) == (36, 30, 28, "77,78%")
    missing = {r.person for r in results if not r.passed}
    assert missing == {p.pk for p in made.people[28:]}
    trained = Standing.objects.filter(service__code="dao-tao-so")
    assert (trained.filter(level=2).count(), trained.filter(level=1).count()) == (28, 2)
    skill = Standing.objects.filter(service__code="ky-nang-so")
    assert set(skill.values_list("level", flat=True)) == {3}
    assert skill.count() == 28
    claim = skill.first().decided_by
    assert (claim.source, claim.stated_by, claim.since_on, claim.origin) == ("unit", units.vnpt, DAY.date(), "course")
    (line,) = training_between(made.course.area, DAY, DAY + timedelta(days=1))
    assert (line.audience, line.courses, line.asked, line.present, line.passed) == ("team", 1, 36, 30, 28)


def test_closing_twice_and_ticking_twice_is_once(made, members):
    hold_class(made, members.mai, came=2, passed=1)
    assert attending.tick(trainees=made.trainees[:2], by=members.mai, at=LATER) == 0
    for _ in range(2):
        assert courses.close(course=made.course, by=members.mai, at=LATER) == 2
    assert (Attendance.objects.count(), Claim.objects.count()) == (2, 3)


def test_a_pass_that_is_corrected_is_taken_back_and_both_stay_to_be_seen(made, members):
    hold_class(made, members.mai, came=1, passed=1)
    courses.close(course=made.course, by=members.mai, at=LATER)
    weak = {made.trainees[0].pk: {task.pk: 1 for task in made.tasks}}
    with pytest.raises(BadInput, match="vì sao sửa"):
        attending.assess(course=made.course, levels=weak, by=members.mai, at=LATER)
    attending.assess(course=made.course, levels=weak, why="Chấm nhầm bài", by=members.mai, at=LATER)
    person = made.trainees[0].person_id
    standing = Standing.objects.get(person=person)
    assert (standing.service.code, standing.level, standing.contested_by) == ("dao-tao-so", 1, None)
    assert Claim.objects.filter(retracts__isnull=False).count() == 2
    assert Assessment.objects.count() == 2


def test_a_tick_taken_back_after_closing_takes_back_what_followed(made, members):
    hold_class(made, members.mai, came=2, passed=2)
    courses.close(course=made.course, by=members.mai, at=LATER)
    attending.untick(trainees=made.trainees[:1], by=members.mai, at=LATER)
    assert set(Standing.objects.values_list("person", flat=True)) == {made.trainees[1].person_id}
    attending.tick(trainees=made.trainees[:1], by=members.mai, at=LATER)
    assert Standing.objects.filter(person=made.trainees[0].person_id).count() == 2
    assert Attendance.objects.filter(trainee=made.trainees[0]).count() == 2


def test_a_second_course_does_not_throw_back_and_comes_in_when_the_first_falls(made, members, units, commune):
    hold_class(made, members.mai, came=1, passed=1)
    courses.close(course=made.course, by=members.mai, at=LATER)
    day = DAY + timedelta(days=30)
    with clock.freeze((day + timedelta(hours=5)).isoformat()):
        second = courses.plan_course(
            programme=made.programme, area=commune, trainer=units.vnpt, where="Xã", starts_at=day,
            ends_at=day + timedelta(hours=2), by=members.mai, at=day,
        )  # fmt: skip
        trainee = courses.ask_person(course=second, person=made.people[0], by=members.mai, at=day)
        attending.tick(trainees=[trainee], by=members.mai, at=day)
        courses.close(course=second, by=members.mai, at=clock.now())
        held = Standing.objects.get(person=made.people[0], service__code="dao-tao-so")
        assert (held.level, held.since_on) == (2, DAY.date())
        attending.untick(trainees=made.trainees[:1], by=members.mai, at=clock.now())
    held = Standing.objects.get(person=made.people[0])
    assert (held.service.code, held.level, held.since_on) == ("dao-tao-so", 1, day.date())


def test_two_records_that_become_one_were_at_the_course_once(made, members):
    hold_class(made, members.mai, came=2, passed=1)
    courses.close(course=made.course, by=members.mai, at=LATER)
    first, second = made.people[:2]
    merging.merge(kept=first, gone=second, choose={}, number=None, reason="Trùng", by=members.mai, at=LATER)
    (row,) = outcomes_of(made.course, [first.pk])
    assert (row.present, len(outcomes_of(made.course))) == (True, 35)
    assert totals(outcomes_of(made.course)).present == 1
    assert Standing.objects.get(person=first, service__code="dao-tao-so").is_contested  # two words of one course
    made.course.refresh_from_db()
    courses.follow(made.course, [first.pk], by=members.mai, at=LATER)  # as the next correction does
    standing = Standing.objects.get(person=first, service__code="dao-tao-so")
    assert (standing.level, standing.is_contested) == (1, False)  # of two results the later stands


# -- the QR


def knock(made, number, at=DAY):
    return attending.tick_by_code(course=made.course, number=number, at=at)


def test_by_qr_somebody_is_here_once_and_is_told_when_it_was_said_first(made):
    assert knock(made, "0912 000 905") == (DAY, True)
    assert knock(made, "+84912000905", at=DAY + timedelta(minutes=9)) == (DAY, False)
    (row,) = Attendance.objects.all()
    assert (row.trainee, row.how, row.made_by) == (made.trainees[4], "qr", None)


def test_the_qr_takes_nobody_who_is_not_asked_no_shared_number_and_nothing_outside_the_hours(made):
    for number, said in (("0912000899", "chưa có trong danh sách"), ("12", "10 số"), ("", "10 số")):
        with pytest.raises(BadInput, match=said):
            knock(made, number)
    shared = Telephone(person=made.people[1])
    shared.set_number("0912000905")
    shared.save()
    with pytest.raises(BadInput, match="hai người"):
        knock(made, "0912000905")
    for at in (DAY - timedelta(hours=2), DAY + timedelta(hours=5)):
        with pytest.raises(Locked, match="giờ học"):
            knock(made, "0912000907", at=at)
    assert Attendance.objects.count() == 0


def test_the_code_is_bounded_for_one_address_and_in_all(made):
    for n in range(attending.FROM_ONE):
        attending.knock(course=made.course, who="203.0.113.9", at=DAY + timedelta(seconds=n))
    with pytest.raises(TooMany):
        attending.knock(course=made.course, who="203.0.113.9", at=DAY + timedelta(seconds=90))
    attending.knock(course=made.course, who="203.0.113.10", at=DAY + timedelta(seconds=90))


# -- what is wrong, and counts without names


def test_only_who_came_is_assessed_and_only_in_the_tasks_of_the_course(made, members):
    task = made.tasks[0].pk
    with pytest.raises(BadInput, match="chưa điểm danh"):
        attending.assess(course=made.course, levels={made.trainees[0].pk: {task: 2}}, by=members.mai, at=DAY)
    attending.tick(trainees=made.trainees[:1], by=members.mai, at=DAY)
    for wrong in ({task: 4}, {task + 1000: 2}):
        with pytest.raises(BadInput, match="không thuộc chương trình"):
            attending.assess(course=made.course, levels={made.trainees[0].pk: wrong}, by=members.mai, at=DAY)
    with pytest.raises(BadInput, match="bỏ điểm danh trước"):
        courses.take_off(trainee=made.trainees[0], by=members.mai, at=DAY)
    courses.take_off(trainee=made.trainees[1], by=members.mai, at=DAY)
    assert len(outcomes_of(made.course)) == 35
    assert courses.ask_units(course=made.course, units=[made.trainees[1].organisation], by=members.mai, at=DAY) == 1


def test_a_course_is_not_closed_before_it_begins_nor_empty_nor_cancelled_after(made, members):
    with pytest.raises(BadInput, match="chưa bắt đầu"):
        courses.close(course=made.course, by=members.mai, at=AT)
    with pytest.raises(BadInput, match="Chưa điểm danh ai"):
        courses.close(course=made.course, by=members.mai, at=LATER)
    attending.tick(trainees=made.trainees[:1], by=members.mai, at=DAY)
    courses.close(course=made.course, by=members.mai, at=LATER)
    with pytest.raises(Locked):
        courses.cancel(course=made.course, why="Mưa bão", by=members.mai, at=LATER)


def test_a_cancelled_course_takes_nothing(made, members):
    with pytest.raises(BadInput, match="vì sao"):
        courses.cancel(course=made.course, why=" ", by=members.mai, at=AT)
    courses.cancel(course=made.course, why="Mưa bão", by=members.mai, at=AT)
    for deed in (
        lambda: attending.tick(trainees=made.trainees[:1], by=members.mai, at=DAY),
        lambda: knock(made, "0912000905"),
        lambda: courses.close(course=made.course, by=members.mai, at=LATER),
    ):
        with pytest.raises(Locked, match="đã hủy"):
            deed()


def test_pupils_are_counted_by_their_school_and_become_its_figure_only_when_it_is_the_whole(made, members, units):
    def state(**more):
        given = {"present": 48, "passed": 45, "invited": 50, "audience": "pupil", "stated_by": units.school}
        return attending.state(course=made.course, by=members.mai, at=LATER, **given | more)

    first = state()
    assert state().pk == first.pk  # the same again says nothing new
    second = state(passed=46)
    assert (second.replaces, CourseCount.objects.filter(replaced_by=None).count()) == (first, 1)
    assert CountClaim.objects.count() == 0
    state(passed=46, whole=60)
    claim = CountClaim.objects.get()
    assert (claim.stated_by, claim.group, claim.count, claim.base, claim.service.code) == (
        units.school, "pupil", 46, 60, "ky-nang-so"
    )  # fmt: skip
    for wrong in ({"passed": 49}, {"present": 51, "passed": 1}, {"audience": "citizen", "whole": 90}):
        with pytest.raises(BadInput):
            state(**wrong)
    courses.close(course=made.course, by=members.mai, at=LATER)  # counts alone are enough to close it
    (line,) = training_between(made.course.area, DAY, DAY + timedelta(days=1))
    assert (line.present, line.counted, line.asked) == (48, 48, 86)


def test_a_programme_is_replaced_and_a_course_keeps_its_own(made, members, commune):
    def write(name, replaces):
        return programmes.write_programme(
            area=commune, name=name, audience="team", topics=[" Một ", "", "Hai 0912345678"], tasks=[],
            rule={"by": "presence"}, service=None, by=members.mai, at=AT, replaces=replaces,
        )  # fmt: skip

    second = write("Bản hai", made.programme)
    assert (second.version, second.topics[0], len(second.topics), second.tasks.count()) == (2, "Một", 2, 0)
    assert "0912345678" not in second.topics[1]
    made.course.refresh_from_db()
    assert made.course.programme == made.programme
    with pytest.raises(OutOfDate):
        write("Bản ba", made.programme)
    with pytest.raises(BadInput, match="ba mức"):
        programmes.write_programme(
            area=commune, name="x", audience="team", topics=[], tasks=[], rule={"by": "presence"},
            service=Service.objects.get(code="app-tinh"), by=members.mai, at=AT,
        )  # fmt: skip


def test_the_framework_is_data_with_its_source(db):
    rows = Competence.objects.filter(framework=FRAMEWORK)
    assert [row.letter for row in rows] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert {row.source for row in rows} == {"Nghị định 224/2026/NĐ-CP, Điều 77"}
