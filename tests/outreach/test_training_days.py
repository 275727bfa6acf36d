"""A course of several days is ticked day by day; who came on each of them has passed where presence passes."""

from datetime import date, datetime, timedelta

import pytest

from tests.people.test_rosters import facts
from tungnha.field import flows
from tungnha.ledger.models import Standing
from tungnha.outreach.models import Attendance, Audience
from tungnha.outreach.operations import attending, courses, programmes
from tungnha.outreach.queries.courses import days_of, outcomes_of, why_not_passed
from tungnha.people.operations.rosters import add_entry
from tungnha.units import clock
from tungnha.units.problems import BadInput

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BEGAN = datetime.fromisoformat("2026-06-15T08:00:00+07:00")
DAYS = [datetime.fromisoformat(f"2026-06-{day}T08:00:00+07:00") for day in (17, 18, 19)]


@pytest.fixture
def course(units, members, commune, campaign):
    """From 17 to 19/6; held on 17 and 19. Three are asked; presence passes."""
    for n in range(3):
        add_entry(organisation=units.team1, facts=facts(f"Tổ viên Mẫu {n}"), by=members.mai, at=BEGAN)
    programme = programmes.write_programme(
        area=commune, name="Kỹ năng", audience=Audience.TEAM, topics=[], service=None, rule={"by": "presence"},
        tasks=[], replaces=None, by=members.mai, at=BEGAN,
    )  # fmt: skip
    made = courses.plan_course(
        programme=programme, area=commune, campaign=campaign, trainer_words="Trường Mẫu", where="Nhà văn hóa",
        starts_at=DAYS[0], ends_at=DAYS[2] + timedelta(hours=3), by=members.mai, at=BEGAN,
    )  # fmt: skip
    courses.ask_units(course=made, units=[units.team1], by=members.mai, at=BEGAN)
    return made


def come(course, who, by, at):
    trainees = list(course.trainees.order_by("pk"))
    return attending.tick(trainees=[trainees[n] for n in who], by=by, at=at)


def told(course):
    """(days, passed, why not) of each asked."""
    return [(row.days, row.passed, why_not_passed(row, False)) for row in outcomes_of(course)]


def test_passed_is_who_came_on_every_day_that_was_held(course, members):
    come(course, (0, 1), members.mai, DAYS[0])
    assert told(course) == [(1, True, "dự 1/1 ngày"), (1, True, "dự 1/1 ngày"), (0, False, "chưa dự")]
    come(course, (0, 2), members.mai, DAYS[2])
    assert come(course, (0,), members.mai, DAYS[2]) == 0, "ticked twice on a day is once"
    assert told(course) == [(2, True, "dự 2/2 ngày"), (1, False, "dự 1/2 ngày"), (1, False, "dự 1/2 ngày")]
    assert set(Attendance.objects.values_list("on", flat=True)) == {date(2026, 6, 17), date(2026, 6, 19)}


def test_a_day_taken_back_after_closing_follows_into_the_claims_of_all(course, members):
    come(course, (0, 1), members.mai, DAYS[0])
    come(course, (0,), members.mai, DAYS[2])
    with clock.freeze("2026-06-19T12:00"):
        courses.close(course=course, by=members.mai, at=clock.now())
        passed = flows.FLOWS["course"].rows({"flow": "course", "asks": "passed"})
        assert [t.person_id for t in passed.rows.filter(passed.done)] == [course.trainees.order_by("pk")[0].person_id]
        levels = Standing.objects.filter(service__code="dao-tao-so").order_by("person").values_list("level", flat=True)
        assert list(levels) == [2, 1]
        first = course.trainees.order_by("pk").first()
        attending.untick(trainees=[first], by=members.mai, at=clock.now(), on=date(2026, 6, 19))
    assert list(levels.all()) == [2, 2], "the day is held no more"
    assert days_of(course) == {t.pk: {date(2026, 6, 17)} for t in course.trainees.order_by("pk")[:2]}


def test_a_day_outside_the_course_or_to_come_is_refused_with_a_sentence(course, members):
    trainees = list(course.trainees.all())
    for on, said in ((date(2026, 6, 20), "Lớp không học ngày 20/6/2026"), (date(2026, 6, 18), "Chưa đến ngày")):
        with pytest.raises(BadInput, match=said):
            attending.tick(trainees=trainees, by=members.mai, at=DAYS[0], on=on)
    assert not Attendance.objects.exists()


def test_the_page_ticks_the_day_it_shows(course, members, client_of):
    first = course.trainees.order_by("pk").first()
    with clock.freeze("2026-06-19T09:00"):
        mai = client_of(members.mai)
        page = mai.get(f"/tap-huan/lop/{course.pk}/diem-danh/").content.decode()
        assert "17/6/2026</a>" in page
        assert "ngày 19/6/2026" in page
        sent = mai.post(f"/tap-huan/lop/{course.pk}/diem-danh/", {"ngay": "2026-06-17", "co": first.pk})
        assert sent["Location"].endswith("?ngay=2026-06-17")
        before, today = (
            mai.get(f"/tap-huan/lop/{course.pk}/diem-danh/?ngay={day}").content.decode()
            for day in ("2026-06-17", "nonsense")
        )
    assert Attendance.objects.get().on == date(2026, 6, 17)
    assert "<b>1/3</b>" in before
    assert "<b>0/3</b>" in today
