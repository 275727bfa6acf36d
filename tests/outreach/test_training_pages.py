"""The pages of a course: as Mai holds it, as Lan and Thu see it, and what the QR opens on somebody's own phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.outreach.test_training import AT, DAY, LATER, hold_class, make_class
from tungnha.ledger.models import Standing
from tungnha.outreach.models import Assessment, Attendance, Course, CourseCount, TrainingProgramme
from tungnha.outreach.operations import courses
from tungnha.people.models import Export
from tungnha.units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TASK = {f"task{n}": words for n, words in enumerate(("Cài ứng dụng", "Ký thử", "Nhận ra lừa đảo"), 1)}
PROGRAMME = {
    "name": "Tập huấn Tổ",
    "audience": "team",
    "topics": "Một\nHai",
    "by": "tasks",
    "share": "60",
    "level": "2",
}


@pytest.fixture
def made(units, commune, campaign, members):
    with clock.freeze(LATER.isoformat()):
        yield make_class(units, commune, campaign, members.mai, counts=(4, 3))


def said(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def at(path: str, made) -> str:
    return f"/tap-huan/lop/{made.course.pk}/{path}"


def test_from_a_programme_to_closed_results_by_the_forms(units, commune, campaign, members, client_of, made):
    """A programme is written, a course opened, a team asked, ticked, tested and closed: each by its page."""
    mai = client_of(members.mai)
    mai.post("/tap-huan/chuong-trinh/them/", PROGRAMME | TASK | {"must2": "on"})
    programme = TrainingProgramme.objects.get(name="Tập huấn Tổ")
    assert programme.rule == {"by": "tasks", "share": 60, "level": 2}
    assert [(t.words, t.must) for t in programme.tasks.all()][1] == ("Ký thử", True)
    mai.post("/tap-huan/lop/them/", {
        "programme": programme.pk, "on": "2026-06-17", "from_time": "08:00", "to_time": "11:00", "mode": "place",
        "where": "Nhà văn hóa", "trainer": units.vnpt.pk,
    })  # fmt: skip
    course = Course.objects.get(programme=programme)
    assert (course.topics, course.trained_by) == (["Một", "Hai"], units.vnpt.name)
    where = f"/tap-huan/lop/{course.pk}/"
    assert "Đã mời thêm 4 người" in said(mai.post(f"{where}moi/", {"units": [units.team1.pk]}, follow=True))
    pks = list(course.trainees.order_by("pk").values_list("pk", flat=True))
    assert "3 người có mặt" in said(mai.post(f"{where}diem-danh/", {"co": pks[:3], "bo": pks[3:]}, follow=True))
    _, second, third = programme.tasks.all()
    answer = mai.post(
        f"{where}danh-gia/", {"cham": pks[:3], "con-lai": "2", f"viec-{pks[1]}-{second.pk}": "1",
                              f"viec-{pks[2]}-{third.pk}": "0"}, follow=True,
    )  # fmt: skip
    assert "Đã ghi kết quả của 3 người, 2 người đạt" in said(answer)
    assert [m.passed for m in Assessment.objects.order_by("trainee")] == [True, False, True]
    assert "Chưa chấm ai" in mai.post(f"{where}danh-gia/", {}).content.decode()
    mai.post(f"{where}chot/")
    assert Standing.objects.filter(service__code="dao-tao-so", level=2).count() == 2
    page = said(mai.get(where))
    assert "Đạt 2/3 = <b>66,67%</b>; còn 1 người" in page
    assert "Đã dự, chưa đạt</b> (1): " in page
    assert "Tập huấn Tổ" in said(mai.get("/tap-huan/"))


def test_the_page_says_who_is_missing_and_each_number_opens(made, members, client_of):
    hold_class(made, members.mai, came=6, passed=5)
    mai = client_of(members.mai)
    page = said(mai.get(at("", made)))
    assert "Đạt 5/7 = <b>71,43%</b>; còn 2 người:" in page
    assert "<b>Chưa dự</b> (1): Tổ Viên 7" in page
    assert "<b>Đã dự, chưa đạt</b> (1): Tổ Viên 6" in page
    opened = said(mai.get(at("?xem=chua-dat", made))).partition('id="ds"')[2]
    assert ("Tổ Viên 6" in opened, "Tổ Viên 5" in opened) == (True, False)


def test_each_sees_the_own_people_and_the_figures_of_all(made, members, client_of, units):
    lan = said(client_of(members.lan).get(at("", made)))
    assert ("Tổ Viên 1<" in lan, "Tổ Viên 5" in lan) == (True, False)
    assert "các con số là của cả lớp" in lan
    for who in (members.lan, members.thu, members.binh):
        assert client_of(who).get(at("diem-danh/", made)).status_code == 404
        assert client_of(who).post(at("chot/", made)).status_code == 404
    assert "Tổ Viên" not in said(client_of(members.thu).get(at("", made)))


def test_a_school_counts_its_pupils_and_nobody_speaks_for_another(made, members, client_of, units):
    thu = client_of(members.thu)
    given = {"audience": "pupil", "present": "48", "invited": "50", "stated_by": units.school.pk}
    said(thu.post(at("so-nguoi/", made), given, follow=True))
    assert CourseCount.objects.get().stated_by == units.school
    assert thu.post(at("so-nguoi/", made), given | {"stated_by": units.vnpt.pk}).status_code == 400
    page = thu.post(at("so-nguoi/", made), given | {"present": "51"}).content.decode()
    assert "Số đã dự (51) lớn hơn số được mời (50)" in page
    assert CourseCount.objects.count() == 1


def test_the_qr_page_needs_no_log_in_says_no_name_and_ticks_once(made):
    stranger = Client()
    where = f"/h/{made.course.code}/"
    with clock.freeze(DAY.isoformat()):
        assert "Tổ Viên" not in said(stranger.get(where))
        answer = stranger.post(where, {"phone": "0912.000.903"})
        assert "Đã ghi bác có mặt" in said(answer)
        assert (answer.cookies.keys() | set(), "no-store" in answer["Cache-Control"]) == (set(), True)
        assert "có mặt từ trước" in said(stranger.post(where, {"phone": "0912000903"}))
        wrong = stranger.post(where, {"phone": "0912000888"})
        assert (wrong.status_code, "chưa có trong danh sách" in wrong.content.decode()) == (400, True)
    assert Attendance.objects.get().trainee == made.trainees[2]
    with clock.freeze((DAY + timedelta(days=1)).isoformat()):
        assert "Chưa điểm danh được" in said(stranger.get(where))
        assert stranger.post(where, {"phone": "0912000904"}).status_code == 400
    assert stranger.get("/h/khong-co/").status_code == 404


def test_papers_go_out_with_a_purpose_and_on_record(made, members, client_of):
    hold_class(made, members.mai, came=6, passed=5)
    mai = client_of(members.mai)
    for path, kept in (("phieu-diem-danh/", "Ký tên"), ("ket-qua/", "71,43%")):
        assert "Lấy ra để làm gì" in said(mai.get(at(path, made)))
        paper = said(mai.post(at(path, made), {"purpose": "session"}))
        assert kept in paper
        assert Export.objects.latest("pk").mark in paper
    data = mai.post(at("ket-qua.xlsx", made), {"purpose": "report"})
    assert data["Content-Type"].endswith("sheet")
    export = Export.objects.latest("pk")
    assert (export.what, export.rows, export.persons.count()) == ("outreach.course_results", 7, 7)


def test_one_person_is_tested_by_large_buttons_and_a_closed_course_asks_why(made, members, client_of):
    hold_class(made, members.mai, came=1, passed=1)
    courses.close(course=made.course, by=members.mai, at=LATER)
    mai, trainee = client_of(members.mai), made.trainees[0].pk
    page = said(mai.get(at(f"danh-gia/?hoc={trainee}", made)))
    assert page.count('type="radio"') == 4 * len(made.tasks)
    weak = {f"viec-{trainee}-{task.pk}": "1" for task in made.tasks}
    weak |= {f"truoc-{trainee}": made.trainees[0].assessments.get().pk}
    assert "vì sao sửa" in mai.post(at("danh-gia/", made), weak).content.decode()
    mai.post(at("danh-gia/", made), weak | {"vi-sao": "Chấm nhầm"})
    assert list(Assessment.objects.order_by("pk").values_list("passed", flat=True)) == [True, False]
    shown = said(mai.get("/tap-huan/khung-nang-luc/"))
    assert "Xử lý khi gặp vướng mắc" in shown
    assert "0,00%" in shown


def test_two_who_assess_at_once_do_not_write_over_each_other(made, members, client_of):
    hold_class(made, members.mai, came=2, passed=2)
    mai, (one, two, *_) = client_of(members.mai), made.trainees
    shown = {f"truoc-{t.pk}": t.assessments.get().pk for t in (one, two)}
    as_shown = {f"viec-{t.pk}-{task.pk}": "3" for t in (one, two) for task in made.tasks}
    first = made.tasks[0].pk
    mai.post(at("danh-gia/", made), shown | as_shown | {f"viec-{one.pk}-{first}": "1"})
    assert [one.assessments.count(), two.assessments.count()] == [2, 1]
    mai.post(at("danh-gia/", made), shown | as_shown | {f"viec-{two.pk}-{first}": "2"})  # a page opened before
    assert [one.assessments.count(), two.assessments.count()] == [2, 2]
    answer = mai.post(at("danh-gia/", made), shown | as_shown | {f"viec-{one.pk}-{first}": "0"})
    assert "mời mở lại trang" in answer.content.decode()
    assert one.assessments.last().levels[str(first)] == 1


def test_a_team_leader_holds_a_course_of_the_own_village(made, members, client_of, villages, people):
    lan = client_of(members.lan)
    lan.post("/tap-huan/lop/them/", {
        "programme": made.programme.pk, "on": "2026-06-17", "from_time": "19:00", "to_time": "21:00", "mode": "place",
        "where": "Nhà văn hóa", "trainer_words": "Tổ tự dạy", "name": "Lớp tối thôn 1",
    })  # fmt: skip
    course = Course.objects.get(name="Lớp tối thôn 1")
    assert course.area == villages[0]
    where = f"/tap-huan/lop/{course.pk}/"
    found = said(lan.post(f"{where}moi/", {"tim": people.an.full_name}))
    assert f"Mời {people.an.full_name}" in found
    lan.post(f"{where}moi/mot-nguoi/", {"person": people.an.pk})
    assert course.trainees.get().person == people.an
    other = people_of_another_village(people, villages)
    assert lan.post(f"{where}moi/mot-nguoi/", {"person": other.pk}).status_code == 404
    assert client_of(members.hung).post(f"{where}chot/").status_code == 404


def people_of_another_village(people, villages):
    return next(p for p in vars(people).values() if p.household and p.household.village_id != villages[0].pk)


def test_the_whole_class_is_ticked_at_once_and_a_teams_rosters_are_offered(made, members, client_of, units):
    mai = client_of(members.mai)
    page = said(mai.post(at("diem-danh/", made), {"ca-lop": "1"}, follow=True))
    assert "7 người có mặt" in page
    assert "Cả lớp có mặt" not in page
    fresh = courses.plan_course(
        programme=made.programme, area=made.course.area, trainer=units.vnpt, where="Xã", starts_at=DAY,
        ends_at=DAY + timedelta(hours=1), by=members.mai, at=AT,
    )  # fmt: skip
    assert said(mai.get(f"/tap-huan/lop/{fresh.pk}/moi/")).count(" checked") == 2


def test_before_it_begins_nobody_is_ticked_and_a_cancelled_course_says_so(made, members, client_of):
    mai = client_of(members.mai)
    with clock.freeze(AT.isoformat()):
        page = said(mai.post(at("diem-danh/", made), {"co": [made.trainees[0].pk]}, follow=True))
        assert "chưa đến ngày học" in page
        mai.post(at("huy/", made), {"why": "Mưa bão"})
        assert "Mưa bão" in said(mai.get(at("", made)))
    assert mai.get(at("ma-qr/", made)).status_code == 404
    assert Attendance.objects.count() == 0
