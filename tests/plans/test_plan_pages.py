from datetime import date

import pytest
from django.urls import reverse

from tungnha.plans import operations
from tungnha.plans.models import Plan
from tungnha.plans.queries import latest_draft, plans_visible
from tungnha.units import clock
from tungnha.units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(received, units, members, at_tuesday):
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=date(2026, 5, 26), ended_on=date(2026, 10, 31),
        by=members.mai, at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


def page_of(client, plan):
    return client.get(reverse("plans:plan", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("who", ["lan", "hung", "mai", "binh", "thu", "viet", "phuc", "dung"])
def test_everyone_of_the_commune_and_the_province_above_reads_the_plan(who, plan, client_of, members):
    client = client_of(getattr(members, who))
    assert client.get(reverse("plans:plan", args=[plan.pk])).status_code == 200
    assert client.get(reverse("plans:text", args=[plan.pk])).status_code == 200
    assert "Cao điểm chữ ký số" in client.get(reverse("plans:index")).content.decode()


def test_a_plan_of_another_commune_does_not_exist(plan, client_of, members, province, commune):
    from tests.conftest import make_member
    from tungnha.units.models import Area, Role

    elsewhere = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    stranger = make_member("Khách", Role.OFFICER, elsewhere)
    client = client_of(stranger)
    for name in ("plan", "text", "number"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404
    assert Event.objects.filter(verb="scope.refused").count() == 3
    assert list(plans_visible(stranger)) == []


def test_the_page_says_targets_duties_and_tasks_in_words(plan, mai):
    plan.targets.create(order=99, text="Một chỉ tiêu chưa ai biết đếm")  # every target of the sample can be counted
    page = page_of(mai, plan)
    for words in (
        "trên 63,80%", "Kế hoạch nêu sẵn số phải đạt: 3.496.", "Muốn “đạt 35,00%” của 5.480 thì cần ít nhất 1.918.",
        "trước 10 giờ 00 thứ Năm hằng tuần", "trước ngày 20 hằng tháng (hạn cuối: 24 giờ ngày 19)",
        "thứ Năm, 28/5/2026", "(20/6/2026 là thứ Bảy)", "Chưa nhận", "Thường xuyên", "chưa có cách tính",
    ):  # fmt: skip
        assert words in page


def test_a_month_task_is_overdue_on_the_first_of_june(plan, mai):
    assert "Quá hạn" not in page_of(mai, plan)
    with clock.freeze("2026-06-01T08:00"):
        assert "Quá hạn" in page_of(mai, plan)


def test_number_and_date_are_filled_in_later(plan, mai):
    url = reverse("plans:number", args=[plan.pk])
    assert mai.post(url, {"number": "61", "symbol": "KH-UBND", "issued_on": "tháng 5"}).status_code == 400
    mai.post(url, {"number": "61", "symbol": "KH-UBND", "issued_on": "27/5/2026"})
    assert "61/KH-UBND" in page_of(mai, plan)
    assert Plan.objects.get().issued_on == date(2026, 5, 27)


def test_an_open_question_is_answered_on_the_page(plan, mai, client_of, members):
    question = plan.questions.first()
    url = reverse("plans:answer", args=[question.pk])
    mai.post(url, {f"q{question.pk}-chosen": "không có lựa chọn này"})
    mai.post(url, {})
    question.refresh_from_db()
    assert question.answered_at is None
    mai.post(url, {f"q{question.pk}-other": "lấy 3.496"})
    assert "Mai trả lời lúc" in page_of(mai, plan)
    assert client_of(members.hung).post(url, {f"q{question.pk}-other": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["hung", "thu", "binh", "phuc"])
def test_only_the_communes_officers_change_a_plan(who, plan, client_of, members):
    client = client_of(getattr(members, who))
    assert client.get(reverse("plans:number", args=[plan.pk])).status_code == 404
    page = page_of(client, plan)
    assert "Giao xuống" not in page
    assert "Ghi câu trả lời" not in page


def test_the_plan_page_asks_the_database_no_more_for_a_longer_plan(plan, mai, django_assert_max_num_queries):
    from tungnha.plans.models import Duty, Target, Task

    def longer():
        Task.objects.bulk_create(Task(plan=plan, name=f"Việc {n}") for n in range(30))
        Target.objects.bulk_create(Target(plan=plan, text=f"Chỉ tiêu {n}") for n in range(30))
        Duty.objects.bulk_create(
            Duty(plan=plan, frequency="monthly", day_of_month=20, who=f"Đơn vị {n}") for n in range(30)
        )

    longer()
    with django_assert_max_num_queries(30):
        page_of(mai, plan)
    with django_assert_max_num_queries(12):
        mai.get(reverse("plans:index"))
