"""What houses are asked for where a plan gives the work to be done there and sets no target for it."""

import pytest
from django.urls import reverse

from tungnha.field.queries import asked_of_persons, lacking
from tungnha.ledger.models import Measure
from tungnha.plans import asked, operations
from tungnha.plans.models import Plan, PlanChange, Target
from tungnha.plans.operations import asking
from tungnha.units import clock
from tungnha.units.problems import BadInput

from .conftest import ROOT

pytestmark = pytest.mark.django_db
THREE = {"app-tinh-tren-15", "chu-ky-so-tren-15", "thue-bao-xac-thuc"}


def codes(found):
    return [offer.measure.code for offer in found]


# --- what a sentence speaks of ---------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize(("words", "found"), [
    ("Hướng dẫn người dân cài đặt ứng dụng số; cài đặt chữ ký số", {"app-tinh-tren-15", "chu-ky-so-tren-15"}),
    ("Xác thực thông tin thuê bao di động cho nhân dân", {"thue-bao-xac-thuc"}),
    ("Vận động công dân có tài khoản định danh mức độ 2", {"vneid2-tren-15"}),
    ("Phối hợp với Ủy ban nhân dân tỉnh về chữ ký số", set()),  # a body, nobody at a door
    ("100% cán bộ, công chức cài đặt chữ ký số", set()),
    ("Tuyên truyền đến người dân về chuyển đổi số", set()),
    ("", set()),
])  # fmt: skip
def test_a_sentence_about_residents_names_its_services(words, found):
    assert set(codes(asked.offers([words], list(Measure.objects.all())))) == found


@pytest.mark.one_database
def test_of_several_ways_to_count_one_service_the_one_that_asks_least_is_offered():
    both = ["Người dân tích hợp chữ ký số trên VNeID.", "Cấp chữ ký số cho người dân."]
    (offer,) = asked.offers(both, list(Measure.objects.all()))
    assert offer == asked.Offer(Measure.objects.get(code="chu-ky-so-tren-15"), both[0])


@pytest.mark.one_database
def test_what_a_target_of_residents_counts_is_not_offered_again_and_one_of_officials_counts_nobody_here():
    measures = {m.code: m for m in Measure.objects.all()}
    found = asked.offers(["Người dân cài đặt ứng dụng số; chữ ký số"], measures.values())
    assert codes(asked.left_open(found, [measures["chu-ky-so-tren-15"]])) == ["app-tinh-tren-15"]
    assert len(asked.left_open(found, [measures["can-bo-app-chu-ky"]])) == 2


# --- confirmed with a plan -------------------------------------------------------------------------------------------


@pytest.fixture
def document(commune, members, at_tuesday):
    """The plan of Thiệu Trung in our own words: one target, of the staff; its work is with the people."""
    path = ROOT / "samples" / "plans" / "thieu-trung.txt"
    return operations.receive_document(
        area=commune, name=path.name, data=path.read_bytes(), by=members.mai, at=at_tuesday
    )


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def confirm(document, units, mai, villages, at_tuesday):
    def confirmed(**more):
        with clock.freeze(at_tuesday):
            answer = mai.post(reverse("plans:confirm", args=[document.pk]), {
                "campaign_name": "Đợt cao điểm", "organisation": units.committee.pk, "started_on": "20/4/2026",
                "ended_on": "15/5/2026", **more,
            })  # fmt: skip
        assert answer.status_code == 302, answer.content.decode()
        return Plan.objects.get()

    return confirmed


def asked_codes(plan):
    return {Measure.objects.get(pk=pk).code for pk in asking.asked_now(plan)}


def watched(plan):
    return set(plan.targets.filter(role=Target.Role.INDICATOR).values_list("measure__code", flat=True))


def test_the_three_are_proposed_ticked_with_the_plans_words(document, mai):
    page = mai.get(reverse("plans:confirm", args=[document.pk])).content.decode()
    assert page.count('name="asked"') == 3
    assert page.count("checked") == 3
    assert "Kế hoạch viết: “" in page


def test_what_is_ticked_is_asked_and_watched_without_a_level(confirm, members, people):
    plan = confirm(asked=sorted(THREE))
    assert plan.targets.get(role=Target.Role.TARGET).value == 100  # the plan's own, and no other figure is made up
    assert (watched(plan), asked_codes(plan)) == (THREE, THREE)
    assert set(plan.targets.filter(role=Target.Role.INDICATOR).values_list("value", "due_on")) == {(None, None)}
    assert all(plan.targets.filter(role=Target.Role.INDICATOR).values_list("quote", flat=True))
    assert {row.service.code for row in asked_of_persons(plan.campaign)} >= {"app-tinh", "chu-ky-so"}
    assert people.an in lacking(plan.campaign, clock.today(), members.mai)
    question = plan.questions.get(kind=asked.KIND)
    assert question.answer.startswith("Hỏi ở từng nhà: ")
    assert question.answered_by == members.mai


def test_nothing_ticked_stays_an_open_question_and_asks_nobody(confirm, members, mai):
    plan = confirm()
    assert (watched(plan), asked_codes(plan)) == (set(), set())
    assert not lacking(plan.campaign, clock.today(), members.mai).exists()
    page = mai.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "Đi từng nhà thì hỏi những việc gì?" in page
    assert reverse("plans:asked", args=[plan.pk]) in page
    reply = mai.post(reverse("plans:answer", args=[plan.questions.get(kind=asked.KIND).pk]), {})
    assert reply.url == reverse("plans:asked", args=[plan.pk])  # it has a page of its own


# --- set while it runs -----------------------------------------------------------------------------------------------


def test_it_is_set_and_taken_back_as_versions_of_the_plan(confirm, mai, members, at_tuesday):
    plan = confirm()
    address = reverse("plans:asked", args=[plan.pk])
    assert "Kế hoạch không có chỉ tiêu nào của người dân." in mai.get(address).content.decode()

    mai.post(address, {"asked": ["app-tinh-tren-15", "so-suc-khoe-tren-15"], "version": 1})
    plan.refresh_from_db()
    assert (watched(plan), plan.version) == ({"app-tinh-tren-15", "so-suc-khoe-tren-15"}, 2)
    mai.post(address, {"asked": ["so-suc-khoe-tren-15", "app-tinh-tren-15"], "version": 2})
    plan.refresh_from_db()
    assert plan.version == 2  # the same again is no version

    mai.post(address, {"asked": ["app-tinh-tren-15"], "version": 2})
    plan.refresh_from_db()
    assert (watched(plan), asked_codes(plan), plan.version) == ({"app-tinh-tren-15"}, {"app-tinh-tren-15"}, 3)
    kinds = PlanChange.objects.filter(version__plan=plan).values_list("version__number", "kind")
    assert sorted(kinds) == [(2, "added"), (2, "added"), (3, "removed")]
    assert (
        plan.questions.get(kind=asked.KIND).answer == "Hỏi ở từng nhà: Người trên 15 tuổi đã cài ứng dụng số của tỉnh."
    )

    late = mai.post(address, {"asked": [], "version": 2})  # from a page that another officer's word has overtaken
    assert late.status_code == 400
    assert "kế hoạch đã có bản mới" in late.content.decode()
    assert asked_codes(plan) == {"app-tinh-tren-15"}


def test_a_service_of_the_plans_own_target_cannot_be_left_out_and_a_line_it_states_stays(plan, members, at_tuesday):
    """The plan of Hiệp Lực: signatures are asked by its targets."""
    signature = Measure.objects.get(code="chu-ky-so-tren-15")
    book = Measure.objects.get(code="so-suc-khoe-tren-15")
    assert signature not in [offer.measure for offer in asking.choices_of(plan)]
    with pytest.raises(BadInput, match="không hỏi được ở từng nhà"):
        operations.ask_houses(plan=plan, measures=[signature], base_version=1, by=members.mai, at=at_tuesday)
    stated = Target.objects.create(
        plan=plan, order=99, text="Theo dõi sổ sức khỏe điện tử", role=Target.Role.INDICATOR, measure=book
    )
    assert operations.ask_houses(plan=plan, measures=[book], base_version=1, by=members.mai, at=at_tuesday)
    assert plan.targets.filter(measure=book).count() == 1, "what is watched already is not written twice"
    plan.refresh_from_db()
    operations.ask_houses(plan=plan, measures=[], base_version=plan.version, by=members.mai, at=at_tuesday)
    assert list(plan.targets.filter(measure=book)) == [stated]
    assert book.pk not in asking.asked_now(plan)
    assert plan.campaign.asked_services.filter(service__code="chu-ky-so", group="adult15").exists()


def test_only_who_writes_the_plan_sets_it(confirm, client_of, members):
    plan = confirm()
    address = reverse("plans:asked", args=[plan.pk])
    for who in ("lan", "binh", "phuc", "viet"):
        assert client_of(getattr(members, who)).get(address).status_code in (403, 404), who
