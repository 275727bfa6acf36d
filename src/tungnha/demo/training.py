"""Training in the demonstration: 36 members of twelve teams on their rosters, 30 came to a course, 28 passed; a
school's pupils counted without names; a course to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.ledger.models import Service
from tungnha.outreach.models import Audience, Course
from tungnha.outreach.operations import attending, courses, programmes
from tungnha.people.models import Person, PersonGroup, RosterEntry
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Campaign, Member, Organisation, Role

A_TEAM, CAME, PASSED = 3, 30, 28
WEAK_IN = (8, 4, 8, 6, 8, 5, 0)  # the task each can least, by turns: none that must be done
MORNING, AFTERNOON = (time(8), time(11)), (time(14), time(16))


def teach(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> Course:
    """The rosters, a course of the teams in the plan's first week where that has passed, one of the pupils, one to
    come."""
    officer = commune.members[Role.OFFICER]
    teams = _rosters(commune)
    programme = programmes.add_starter(area=commune.area, by=officer, at=began)
    day = (began + timedelta(days=3)).date()
    course = courses.plan_course(
        programme=programme, area=commune.area, campaign=campaign, trainer=commune.organisations["VNPT Hiệp Lực"],
        name="Tập huấn 12 Tổ công nghệ số cộng đồng", where="Hội trường UBND xã", by=officer, at=began,
        starts_at=datetime.combine(day, MORNING[0], VIETNAM), ends_at=datetime.combine(day, MORNING[1], VIETNAM),
    )  # fmt: skip
    courses.ask_units(course=course, units=teams, by=officer, at=began)
    if course.ends_at < now:
        _hold(course, officer)
        _pupils(commune, campaign, officer, day, now)
    _to_come(commune, campaign, officer, now)
    return course


def _rosters(commune: DemoCommune) -> list[Organisation]:
    """The two who log in for a team, and a neighbour: on the team's roster, and so members of it in the figures."""
    teams, entries, places = [], [], []
    for index, village in enumerate(commune.villages):
        team = commune.organisations[f"Tổ công nghệ số cộng đồng {village.full_name}"]
        teams.append(team)
        for n, person in enumerate(_neighbours(commune, index)):
            position = ("Tổ trưởng", "Thành viên", "Thành viên")[n]
            entries.append(RosterEntry(person=person, organisation=team, position=position))
            places.append(PersonGroup(person=person, organisation=team, kind=PersonGroup.Kind.TEAM_MEMBER))
    RosterEntry.objects.bulk_create(entries)
    PersonGroup.objects.bulk_create(places)
    return teams


def _neighbours(commune: DemoCommune, village: int) -> list[Person]:
    found = [
        commune.persons[p.index]
        for p in commune.population.counted()
        if p.village_index == village and p.occupation in ("farmer", "teacher")
    ]
    return found[:A_TEAM]


def _hold(course: Course, officer: Member) -> None:
    """The first thirty came; two of them are not there yet; each weak in something else."""
    trainees = list(course.trainees.order_by("pk"))
    attending.tick(trainees=trainees[:CAME], by=officer, at=course.starts_at)
    tasks = list(course.programme.tasks.all())
    levels = {
        trainee.pk: {task.pk: 1 if n >= PASSED or k == WEAK_IN[n % len(WEAK_IN)] else 3 for k, task in enumerate(tasks)}
        for n, trainee in enumerate(trainees[:CAME])
    }
    attending.assess(course=course, levels=levels, by=officer, at=course.ends_at)
    courses.close(course=course, by=officer, at=course.ends_at)


def _pupils(commune: DemoCommune, campaign: Campaign, officer: Member, day: date, now: datetime) -> None:
    """The school's own figure: no pupil is named."""
    programme = programmes.write_programme(
        area=commune.area, name="Kỹ năng số cho học sinh trung học", audience=Audience.PUPIL,
        topics=["Mật khẩu mạnh", "Nhận ra tin giả, lừa đảo", "Học trên nền tảng số"], tasks=[],
        rule={"by": "presence"}, service=Service.objects.get(code=programmes.SKILL), by=officer, at=now,
    )  # fmt: skip
    school = commune.organisations["Trường THCS Hiệp Lực"]
    starts = datetime.combine(day, AFTERNOON[0], VIETNAM)
    course = courses.plan_course(
        programme=programme, area=commune.area, campaign=campaign, trainer=school, where="Sân Trường THCS Hiệp Lực",
        starts_at=starts, ends_at=starts + timedelta(hours=2), by=officer, at=starts,
    )  # fmt: skip
    attending.state(
        course=course, stated_by=school, audience=Audience.PUPIL, invited=186, present=174, passed=None,
        by=commune.members["0912000105"], at=course.ends_at,
    )  # fmt: skip
    courses.close(course=course, by=officer, at=course.ends_at)


def _to_come(commune: DemoCommune, campaign: Campaign, officer: Member, now: datetime) -> None:
    programme = programmes.write_programme(
        area=commune.area, name="Kỹ năng số cơ bản cho người dân", audience=Audience.CITIZEN,
        topics=["Dùng VNeID", "Thanh toán bằng mã QR"], tasks=[], rule={"by": "presence"}, service=None, by=officer,
        at=now,
    )  # fmt: skip
    day = (now + timedelta(days=4)).date()
    courses.plan_course(
        programme=programme, area=commune.area, campaign=campaign, mode=Course.Mode.ONLINE,
        trainer=commune.organisations["Viettel Hiệp Lực"], where="https://hop.example.vn/hiep-luc", by=officer, at=now,
        starts_at=datetime.combine(day, AFTERNOON[0], VIETNAM), ends_at=datetime.combine(day, AFTERNOON[1], VIETNAM),
    )  # fmt: skip
