"""One look at a village, a commune, a province, the country; the leader's screen: who sees what, and that it opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tests.progress.conftest import START, TO_JULY, moment
from tests.progress.test_pages import queries_of, small, words
from tungnha.field.models import Visit, VisitResult
from tungnha.ledger.models import Measure, Service
from tungnha.plans.models import Plan, Question, Target
from tungnha.units.models import Area, Campaign, Event

pytestmark = pytest.mark.django_db
__all__ = ["small"]


def level(code: str, **asked: object) -> str:
    return reverse("progress:level", args=[code]) + ("?" + "&".join(f"{k}={v}" for k, v in asked.items()))


def named(page) -> list[str]:
    return [line["name"] for line in page.context["lines"]]


@pytest.mark.parametrize(
    ("name", "commune_page", "village_page"),
    [("mai", 200, 200), ("binh", 200, 200), ("thu", 200, 200), ("phuc", 200, 200), ("lan", 404, 200),
     ("hung", 404, 404), ("viet", 404, 404)],
)  # fmt: skip
def test_each_looks_at_the_own_area_and_what_lies_in_it(name, commune_page, village_page, small, members, client_of):
    client = client_of(getattr(members, name))
    pages = [client.get(level(code)).status_code for code in ("99901", "99901-01")]
    assert pages == [commune_page, village_page]


def test_the_commune_is_ranked_by_its_own_ways_and_says_the_rule(small, members, client_of):
    page = client_of(members.mai).get(level("99901"))
    text = words(page)
    # An of thôn 1 had it at the start; Em of thôn 2 came since: thôn 2 did more of what it had to do.
    assert [(line["name"], line["rank"]) for line in page.context["lines"]] == [("Thôn 2", "1"), ("Thôn 1", "2")]
    assert "Xếp theo phần đã làm trên phần phải làm đến hôm nay của chính từng nơi" in text
    assert [(tile["name"], bool(tile["url"])) for tile in page.context["tiles"]] == [("Thôn 1", True), ("Thôn 2", True)]
    assert page.context["heads"][0]["now"] == 2
    assert reverse("progress:missing", args=[small.pk]) in text


def test_lines_are_narrowed_and_ordered_by_words_of_the_address(small, members, client_of):
    client = client_of(members.mai)
    assert named(client.get(level("99901", tim="thon+2"))) == ["Thôn 2"]
    assert named(client.get(level("99901", xem="dat"))) == []
    nonsense = client.get(level("99901", xem="gi-do", xep="gi-do", chi_tieu="x"))
    assert named(nonsense) == named(client.get(level("99901")))
    assert named(client.get(level("99901", xep="ten"))) == ["Thôn 1", "Thôn 2"]


def test_a_village_sees_its_own_place_and_nothing_of_the_others(small, members, client_of):
    page = client_of(members.hung).get(level("99901-02"))
    assert (page.context["own"].village.name, page.context["among"]) == ("2", 2)
    text = words(page)
    assert "Thôn 1" not in text
    assert "thôn 1" not in text
    assert "tiles" not in page.context


def test_what_is_missing_is_neither_zero_nor_last(members, client_of, province, commune, villages, units, measure,
                                                  make_people, sign, at_thursday):  # fmt: skip
    campaign = Campaign.objects.create(name="Kế hoạch của Sở", area=province, organisation=units.science)
    plan = Plan.objects.create(campaign=campaign, organisation=units.science, issued_on=START, title="Kế hoạch của Sở",
                               confirmed_at=moment(START), confirmed_by=members.phuc)  # fmt: skip
    Target.objects.create(plan=plan, text="40%", value=40, due_on=TO_JULY, measure=measure, headline=True)
    Area.objects.create(code="99903", kind="commune", type_name="xã", name="Vắng Vẻ", parent=province, order=3)
    sign(make_people(villages[0], 10)[:5])
    page = client_of(members.phuc).get(level("99"))
    assert [(line["name"], line["now"], line["rank"], line["state"]) for line in page.context["lines"]] == [
        ("Xã Mẫu Sơn", 5, "1", "reached"), ("Xã Vắng Vẻ", None, "không xếp", "no_data"),
    ]  # fmt: skip
    assert [(tile["short"], tile["level"], tile["value"]) for tile in page.context["tiles"]][1] == ("VV", "", None)
    assert ("", "chưa có số liệu", 1) in page.context["legend"]


def test_the_province_opens_a_commune_as_counts(small, members, client_of, people, campaign):
    visit_of(people.bao, members.son, campaign, small, "no_smartphone")
    page = client_of(members.phuc).get(level("99901"))
    assert not any(name in words(page) for name in ("Nguyễn Văn", "Trần Thị"))
    assert [line["url"] for line in page.context["whys"]] == [""] * len(page.context["whys"])


# --- why not, and what helps -----------------------------------------------------------------------------------------


def visit_of(person, member, campaign, target, outcome):
    visit = Visit.objects.create(household=person.household, campaign=campaign, outcome="met", made_by=member,
                                 made_at=moment(date(2026, 5, 27)), stored_at=moment(date(2026, 5, 27)))  # fmt: skip
    service = Service.objects.get(code=target.measure.rule["service"])
    VisitResult.objects.create(visit=visit, person=person, service=service, outcome=outcome)


def test_each_reason_says_what_helps_and_opens_to_its_people(small, members, client_of, people, campaign):
    visit_of(people.bao, members.son, campaign, small, "no_smartphone")
    client = client_of(members.mai)
    whys = {line["why"].code: line for line in client.get(level("99901")).context["whys"]}
    found = whys["no_smartphone"]
    assert (found["why"].count, "máy cho mượn" in found["why"].help.words) == (1, True)
    assert found["plan_url"] == reverse("field:sessions")
    assert client.get(found["url"]).context["page"].paginator.count == 1
    tab = client.get(reverse("progress:missing", args=[small.pk]) + "?xem=lydo")
    assert "Lý do nhiều nhất của từng thôn" in words(tab)
    assert sum(place["missing"] for place in tab.context["why_places"]) == tab.context["why_missing"]


# --- a day that is over ----------------------------------------------------------------------------------------------


def test_a_page_of_an_earlier_day_counts_that_day_and_says_so(small, members, client_of):
    client = client_of(members.mai)
    for url in (level("99901"), reverse("progress:target", args=[small.pk])):
        page = client.get(url + ("&" if "?" in url else "?") + "ngay=2026-05-26")
        assert "Đang xem số của một ngày đã qua" in words(page)
        assert "ngay=2026-05-26" in words(page)
    assert page.context["figure"].now == 1
    rows = client.get(reverse("progress:rows", args=[small.pk]) + "?ngay=2026-05-26")
    assert [row["name"] for row in rows.context["rows"]] == ["Nguyễn Văn An"]
    missing = client.get(reverse("progress:missing", args=[small.pk]) + "?ngay=2026-05-26").context
    assert missing["total"] == client.get(reverse("progress:missing", args=[small.pk])).context["total"] + 1


@pytest.mark.parametrize("day", ["2026-05-29", "hôm-qua", "0001-01-01", "28/5/2026", ""])
def test_a_day_to_come_or_no_day_is_today(day, small, members, client_of):
    page = client_of(members.mai).get(reverse("progress:target", args=[small.pk]) + f"?ngay={day}")
    assert (page.context["figure"].now, "as_of" in page.context) == (2, False)


# --- the country -----------------------------------------------------------------------------------------------------


def test_the_country_is_for_the_bodies_named_in_the_settings(small, members, client_of, settings):
    client, url = client_of(members.phuc), reverse("progress:country")
    assert client.get(url).status_code == 404
    assert Event.objects.filter(verb="role.refused", member_id=members.phuc.pk).count() == 1
    settings.COUNTRY_READERS = frozenset({members.phuc.organisation_id})
    page = client.get(url)
    assert [(line["name"], line["now"], line["known"]) for line in page.context["lines"]] == [("Mẫu", 2, "1/1")]
    assert not any(name in words(page) for name in ("Nguyễn Văn", "Trần Thị"))


def test_a_body_that_looks_over_all_opens_no_commune_of_another_province(small, members, client_of, settings, units):
    far = Area.objects.create(code="98", kind="province", type_name="tỉnh", name="Xa")
    Area.objects.create(code="98901", kind="commune", type_name="xã", name="Lạ", parent=far)
    settings.COUNTRY_READERS = frozenset({units.science.pk})
    client = client_of(members.phuc)
    page = client.get(reverse("progress:by-measure", args=["98"]))
    assert [(line["name"], line["now"], line["url"]) for line in page.context["lines"]] == [("Xã Lạ", None, "")]
    assert client.get(level("98901")).status_code == 404
    settings.COUNTRY_READERS = frozenset()
    assert client.get(reverse("progress:by-measure", args=["98"])).status_code == 404


# --- the leader ------------------------------------------------------------------------------------------------------


def test_the_leader_sees_what_is_red_what_to_decide_and_who_to_call(hiep_luc, members, client_of, at_thursday):
    Question.objects.create(plan=hiep_luc.goals.july.plan, kind="x", text="63,80 hay 64?")
    page = client_of(members.binh).get(reverse("web:leader"))
    screen = page.context["screen"]
    assert any("lẽ ra nay đã có" in line.words for line in screen.red.lines)
    assert any("bỏ ngỏ 1 điều" in line.words for line in screen.decide.lines)
    assert all(line.words and line.url for part in (screen.red, screen.decide) for line in part.lines)
    assert "Lan" in {call.name for call in screen.call.lines}


def test_a_number_to_ring_is_shown_one_at_a_time_and_logged(members, client_of):
    members.lan.user.set_phone("0912000777")
    members.lan.user.save()
    url, client = reverse("web:leader-call", args=[members.lan.pk]), client_of(members.binh)
    assert client.get(url).status_code == 405
    assert "0912000777" in words(client.post(url))
    event = Event.objects.get(verb="call.number_shown")
    assert (event.member_id, "0912" in str(event.data)) == (members.binh.pk, False)
    assert [client_of(getattr(members, who)).post(url).status_code for who in ("lan", "thu", "phuc")] == [404] * 3


# --- units, queries --------------------------------------------------------------------------------------------------


def test_units_stand_side_by_side_and_the_silent_ones_are_named(plan, members, client_of, units, state, service,
                                                                at_thursday):  # fmt: skip
    Target.objects.create(plan=plan, text="Học sinh", value=50,
                          measure=Measure.objects.get(code="chu-ky-so-hoc-sinh"))  # fmt: skip
    other = units.school.__class__.objects.create(name="Trường THPT", kind="school", area=units.school.area, order=9)
    state(30, group="pupil", by=units.school, service=service, base=60)
    block = client_of(members.mai).get(reverse("progress:level-units", args=["99901"])).context["blocks"][0]
    assert [(row["name"], row["rank"], row["state"]) for row in block["rows"]] == [
        ("Trường THCS Mẫu Sơn", "1", "reached"), (other.name, "không xếp", "no_data"),
    ]  # fmt: skip
    assert block["silent"] == ["Trường THPT"]


def test_queries_grow_neither_with_villages_nor_with_people(small, members, client_of, commune, make_people, sign):
    client, pages = client_of(members.mai), [level("99901"), reverse("web:leader")]
    for url in pages * 2:
        client.get(url)
    before = [queries_of(client, url) for url in pages]
    for number in range(3, 60):
        village = Area.objects.create(code=f"99901-{number:02d}", kind="village", type_name="thôn", name=str(number),
                                      parent=commune, order=number)  # fmt: skip
        sign(make_people(village, 4)[:2])
    for url in pages * 2:
        client.get(url)
    assert all(queries_of(client, url) <= n for url, n in zip(pages, before, strict=True))
    assert max(before) < 40
