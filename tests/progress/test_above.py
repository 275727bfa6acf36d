"""What those above look at: the leader's one page, the province over its communes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.progress.conftest import START, THURSDAY, TO_JULY, moment
from tungnha.plans.models import Plan, Question, Target, TargetShare
from tungnha.progress import queries
from tungnha.units.models import Area, Campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def province_plan(province, units, members, measure):
    """Sở KH&CN: 40 % of the adults of every commune."""
    campaign = Campaign.objects.create(name="Kế hoạch của Sở", area=province, organisation=units.science)
    plan = Plan.objects.create(campaign=campaign, organisation=units.science, issued_on=START, title="Kế hoạch của Sở",
                               confirmed_at=moment(START), confirmed_by=members.phuc)  # fmt: skip
    return Target.objects.create(plan=plan, text="40% người trên 15 tuổi có chữ ký số", value=Decimal(40),
                                 due_on=TO_JULY, measure=measure, headline=True)  # fmt: skip


@pytest.fixture
def two_communes(province, villages, make_people, sign):
    """Xã Mẫu Sơn: 30 of 100. Xã Khác: 10 of 50. Xã Vắng: nothing recorded."""
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province, order=2)
    hamlet = Area.objects.create(code="99902-01", kind="village", type_name="bản", name="Một", parent=other)
    Area.objects.create(code="99903", kind="commune", type_name="xã", name="Vắng", parent=province, order=3)
    sign(make_people(villages[0], 100)[:30])
    sign(make_people(hamlet, 50)[:10])
    return other


def test_the_province_sees_its_communes_from_best_to_worst_and_the_silent_one_without_a_zero(
    province_plan, province, commune, two_communes, villages
):
    TargetShare.objects.create(target=province_plan, area=two_communes, count=25)
    rows = queries.village_rows(province_plan, province, THURSDAY)
    # 40 % of 100 by the rule; 25 handed down; no base, so no number
    assert [(r.village.name, r.now, r.needed.count, r.rate_of_needed, r.silent) for r in rows] == [
        ("Mẫu Sơn", 30, 40, Decimal("75.00"), False),
        ("Khác", 10, 25, Decimal("40.00"), False),
        ("Vắng", None, None, None, True),
    ]  # fmt: skip
    whole = queries.figure(province_plan, province, THURSDAY)
    assert (whole.now, whole.base.count, whole.needed.count) == (40, 150, 60)


def test_a_commune_reads_the_provinces_target_for_its_own_part(
    province_plan, commune, two_communes, members, client_of, at_thursday
):
    page = client_of(members.mai).get(reverse("progress:target", args=[province_plan.pk]))
    found = page.context["figure"]
    assert (found.area, found.now, found.needed.count) == (commune, 30, 40)
    other = client_of(members.mai).get(reverse("progress:village", args=[province_plan.pk, two_communes.code]))
    assert other.status_code == 404


def test_only_the_level_that_issued_the_plan_is_offered_the_letter_for_its_base(
    province_plan, two_communes, goals, members, client_of, at_thursday
):
    offered = {}
    for target in (province_plan, goals.july):
        page = client_of(members.mai).get(reverse("progress:state-base", args=[target.pk]))
        letter = reverse("reports:data-request", args=[target.pk])
        offered[target] = (page.status_code, letter in page.content.decode())
    assert offered == {province_plan: (200, False), goals.july: (200, True)}


def test_the_province_states_its_base_with_whose_figure_it_is_and_its_communes_parts(
    province_plan, province, two_communes, units, members, client_of, at_thursday
):
    Area.objects.create(code="99904", kind="commune", type_name="phường", name="Khác", parent=province, order=4)
    url = reverse("progress:state-base", args=[province_plan.pk])
    said = {"stated_by": units.science.pk, "count": "200", "on": "2026-05-26", "document": "12/CAT",
            "villages": "xã Mẫu Sơn: 120\nKhác: 80"}  # fmt: skip
    client = client_of(members.phuc)
    assert "phường" in client.get(url).content.decode()
    wrong = client.post(url, said)
    assert (wrong.status_code, "hai nơi cùng tên" in wrong.content.decode()) == (400, True), "which Khác is not guessed"
    client.post(url, said | {"villages": "xã Mẫu Sơn: 120\nxã Khác: 80"})
    whole = queries.figure(province_plan, province, THURSDAY)
    assert (whole.base.count, whole.base.document, whole.base.own) == (200, "12/CAT", 150)
    assert "Sở Khoa học và Công nghệ, 26/5/2026, 12/CAT" in whole.base_label
    assert queries.figure(province_plan, two_communes, THURSDAY).base.count == 80
    assert client.get(reverse("progress:target", args=[province_plan.pk])).context["may_state"]
    assert client_of(members.lan).get(url).status_code in (403, 404)


def test_the_province_opens_a_village_as_counts(province_plan, two_communes, members, client_of, at_thursday):
    client = client_of(members.phuc)
    page = client.get(reverse("progress:village", args=[province_plan.pk, "99902-01"]))
    rows = client.get(reverse("progress:rows", args=[province_plan.pk]) + "?area=99902-01")
    assert (page.context["figure"].now, rows.context["rows"], rows.context["by_village"]) == (10, [], [("bản Một", 10)])


def test_red_targets_come_first(hiep_luc, commune):
    found = list(queries.targets().filter(plan=hiep_luc.goals.july.plan))
    states = [f.state for f in queries.figures(found, commune, date(2026, 8, 2))]
    assert states == ["overdue", "behind", "behind", "no_data"]


def test_the_leaders_page_has_headlines_villages_in_red_and_what_waits(
    hiep_luc, members, sign, django_assert_max_num_queries
):
    Question.objects.create(plan=hiep_luc.goals.july.plan, kind="x", text="63,80 hay 64?")
    sign([hiep_luc.one[0]], THURSDAY, source="official", level=0)
    sign([hiep_luc.one[1]], THURSDAY, source="visit", level=0)
    queries.leader_page(members.binh, date(2026, 6, 10))  # what changed is counted once, by whoever reads first
    with django_assert_max_num_queries(18):
        page = queries.leader_page(members.binh, date(2026, 6, 10))
    assert [f.target for f in page.figures] == [hiep_luc.goals.october]
    assert [(r.village.name, r.now) for r in page.red] == [("2", 140), ("1", 199)]
    assert ([r.village.name for r in page.silent], page.questions, page.contested) == (["2"], 1, 1)


def test_a_leader_without_a_plan_has_an_empty_page(members):
    page = queries.leader_page(members.binh, THURSDAY)
    assert (page.figures, page.red, page.silent, page.questions, page.contested) == ([], [], [], 0, 0)


def test_what_another_levels_plan_leaves_open_does_not_wait_at_this_desk(province_plan, hiep_luc, members):
    Question.objects.create(plan=province_plan.plan, kind="x", text="Ba mươi tư hay ba mươi ba xã?")
    waiting = [queries.leader_page(member, THURSDAY).questions for member in (members.mai, members.phuc)]
    assert waiting == [0, 1]


def test_the_way_starts_on_the_day_of_viet_nam_on_which_the_plan_was_confirmed(hiep_luc, campaign, commune):
    campaign.started_on = None
    campaign.save()
    Plan.objects.update(issued_on=None, confirmed_at=datetime(2026, 5, 25, 20, tzinfo=UTC))  # 3:00 of the 26th
    target = queries.targets().get(pk=hiep_luc.goals.july.pk)
    target.starting_on = None
    assert queries.Board([], commune, THURSDAY).start_on(target) == date(2026, 5, 26)
