"""What was not taken comes back as it was typed, with the reason beside its field; another's word is not lost."""

import datetime
import re

import pytest

from tests.outreach.test_campaign_pages import lan, mai, on_air, said
from tests.outreach.test_inspections import made as inspected
from tests.outreach.test_recognition import counted, propose
from tests.outreach.test_training import LATER, hold_class
from tests.outreach.test_training_pages import at
from tests.outreach.test_training_pages import made as taught
from tests.outreach.test_zalo import begin
from tungnha.outreach.models import FindingStep, News, PracticeCopy, ZaloNotice
from tungnha.outreach.operations import courses, news, recognition
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
__all__ = ["counted", "inspected", "lan", "mai", "on_air", "said", "taught"]
SLIP = "32/13/2026"
WRONG_DAY = "ngày viết chưa đúng, ví dụ 28/5/2026"
LONG = "Đã giao từng ngõ, còn hai hộ đi vắng."


def refused(answer) -> str:
    """The page that came back: an answer of 400, nothing said to be done."""
    assert answer.status_code == 400
    shown: str = answer.content.decode()
    assert 'class="error-summary"' in shown
    return shown


def test_a_finding_that_was_not_taken(mai, inspected):
    (finding,) = inspected.findings.all()
    shown = refused(mai.post(f"/kiem-tra/khac-phuc/{finding.pk}/", {"buoc": "again", "words": LONG, "on": SLIP}))
    assert f"Ngày: {WRONG_DAY}" in shown
    assert LONG in shown
    assert not FindingStep.objects.exists()


def test_a_decision_to_praise_that_was_not_taken(mai, counted, commune, campaign, villages, members, at_tuesday):
    made = propose(villages[0], commune, campaign, members.lan, at_tuesday)
    recognition.say(commendation=made, step="agreed", by=members.mai, at=at_tuesday)
    where = f"/khen-thuong/{made.pk}/buoc/"
    shown = refused(mai.post(where, {"buoc": "decided", "words": LONG, "paper_number": "12/QĐ", "signed_on": SLIP}))
    assert f"Ngày ký: {WRONG_DAY}" in shown
    assert LONG in shown
    assert 'value="12/QĐ"' in shown
    assert "Quyết định khen cần số và ngày ký" in refused(mai.post(where, {"buoc": "decided", "words": LONG}))


def test_a_copy_of_a_practice_that_was_not_taken(mai, counted, commune, campaign, villages, members, at_tuesday):
    practice = recognition.name_practice(
        area=commune, campaign=campaign, of=villages[0], title="Mỗi ngõ một người", words=LONG, proof="biên bản",
        since_on=at_tuesday.date(), figure="", by=members.lan, at=at_tuesday,
    )  # fmt: skip
    recognition.decide_practice(practice=practice, approved=True, why="", by=members.mai, at=at_tuesday)
    given = {"village": villages[1].pk, "from_on": SLIP, "words": "làm buổi trưa"}
    shown = refused(mai.post(f"/cach-lam-hay/{practice.pk}/lam-theo/", given))
    assert f"Từ ngày: {WRONG_DAY}" in shown
    assert "làm buổi trưa" in shown
    assert not PracticeCopy.objects.exists()
    shown = refused(mai.post(f"/cach-lam-hay/{practice.pk}/xet/", {"xet": "chua", "why": LONG}))
    assert "đã được xét rồi" in shown


def test_a_notice_of_a_group_that_was_not_taken(lan, villages, members, at_tuesday):
    begin(villages[0], members.lan, at_tuesday)
    shown = refused(lan.post(f"/nhom-zalo/thon/{villages[0].pk}/tin/", {"words": LONG, "on": "26/5/0026"}))
    assert "Gửi ngày: năm 26 chưa đúng" in shown
    assert LONG in shown
    assert not ZaloNotice.objects.exists()


def test_calling_off_without_a_reason_asks_for_it(mai, on_air):
    shown = refused(mai.post(f"/tuyen-truyen/hoat-dong/{on_air.activity_id}/thoi/", {"why": ""}))
    assert "Mời ghi vì sao thôi: thôn cần biết để khỏi chờ." in shown


def test_where_news_was_put_up_and_its_picture(mai, lan, on_air, members, at_tuesday):
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26", "times": "1"})
    on_air.refresh_from_db()
    piece = news.write_news(part=on_air, title="Tin", words="Lời", by=members.lan, at=at_tuesday)
    given = {"caption": "Buổi họp ở nhà văn hóa", "consent_on": SLIP}
    shown = refused(lan.post(f"/tuyen-truyen/tin/{piece.pk}/anh/", given))
    assert f"Hỏi ngày: {WRONG_DAY}" in shown
    assert "Buổi họp ở nhà văn hóa" in shown
    news.approve_news(news=piece, by=members.mai, at=at_tuesday)
    shown = refused(mai.post(f"/tuyen-truyen/tin/{piece.pk}/dang/", {"on": "2026-05-26", "link": "không phải đường"}))
    assert "không phải đường" in shown
    assert News.objects.get().posted_on is None


@pytest.fixture
def marked(taught, members):
    """One of the class was tested, and the course is closed."""
    hold_class(taught, members.mai, came=1, passed=1)
    courses.close(course=taught.course, by=members.mai, at=LATER)
    return taught.trainees[0]


def chosen_of(shown: str, trainee, task) -> str:
    cell = re.search(rf'name="viec-{trainee.pk}-{task.pk}">(.*?)</select>', shown, re.S)[1]
    return re.search(r'value="(\d)" selected', cell)[1]


def test_an_hour_of_marks_is_not_lost_with_one_missing_word(mai, taught, marked):
    """A closed course asks why; without a reason nothing is stored, and every mark stands as it was chosen."""
    given = {f"viec-{marked.pk}-{task.pk}": "1" for task in taught.tasks}
    given |= {f"truoc-{marked.pk}": marked.assessments.get().pk, "cham": [marked.pk]}
    answer = mai.post(at("danh-gia/", taught), given)
    shown = answer.content.decode()
    assert (answer.status_code, marked.assessments.count()) == (400, 1)
    assert f'name="cham" value="{marked.pk}" checked' in shown
    assert {chosen_of(shown, marked, task) for task in taught.tasks} == {"1"}


def test_marks_that_somebody_else_changed_since_are_shown_as_the_other_left_them(mai, taught, marked):
    first, old = taught.tasks[0], marked.assessments.get().pk
    given = {f"viec-{marked.pk}-{task.pk}": "3" for task in taught.tasks} | {f"truoc-{marked.pk}": old}
    mai.post(at("danh-gia/", taught), given | {f"viec-{marked.pk}-{first.pk}": "1", "vi-sao": "Chấm nhầm"})
    late = mai.post(at("danh-gia/", taught), given | {f"viec-{marked.pk}-{first.pk}": "0", "vi-sao": "Chấm nhầm"})
    assert late.status_code == 400
    assert chosen_of(late.content.decode(), marked, first) == "1"


def test_the_refused_is_not_in_the_log_as_done(mai, inspected, at_tuesday):
    (finding,) = inspected.findings.all()
    before = Event.objects.count()
    refused(mai.post(f"/kiem-tra/khac-phuc/{finding.pk}/", {"buoc": "fixed", "on": str(datetime.date(2030, 1, 1))}))
    assert Event.objects.count() == before
