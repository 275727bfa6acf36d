"""The pages of progress: what each role sees, that numbers open, and that queries do not grow."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.progress.conftest import moment
from tungnha.ledger.models import CountClaim, Measure, Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Establishment, PersonGroup, Product, RosterEntry
from tungnha.plans.models import Target
from tungnha.units.models import Area, Event, Organisation

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return " ".join(response.content.decode().split())


def pages_of(target, village):
    return {
        "index": reverse("progress:index"),
        "target": reverse("progress:target", args=[target.pk]),
        "print": reverse("progress:print", args=[target.pk]),
        "rows": reverse("progress:rows", args=[target.pk]),
        "village": reverse("progress:village", args=[target.pk, village.code]),
        "state-base": reverse("progress:state-base", args=[target.pk]),
    }


@pytest.fixture
def small(goals, people, sign, state, villages, at_thursday):
    """The named people of the suite: An has a signature by a list, Em by the door; 5.480 stated."""
    sign([people.an], date(2026, 5, 25))
    sign([people.em], date(2026, 5, 27), source="visit")
    state(5480)
    return goals.october


ALL = {"index": 200, "target": 200, "print": 200, "rows": 200, "village": 200, "state-base": 404}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mai", ALL | {"state-base": 200}),
        ("dung", ALL | {"state-base": 200}),
        ("binh", ALL),
        ("thu", ALL),
        ("phuc", ALL),
        ("lan", ALL),
        ("son", ALL),
        ("hung", ALL | {"village": 404}),
        ("viet", dict.fromkeys(ALL, 404)),
    ],
)
def test_each_role_opens_its_own_pages_and_no_other(name, expected, small, members, client_of, villages):
    client = client_of(getattr(members, name))
    assert {p: client.get(url).status_code for p, url in pages_of(small, villages[0]).items()} == expected


def test_a_stranger_is_sent_to_the_log_in(small, client, villages):
    assert {client.get(url).status_code for url in pages_of(small, villages[0]).values()} == {302}


def test_hung_cannot_count_thon_1_and_the_log_says_he_asked(small, members, client_of, villages):
    client = client_of(members.hung)
    for url in (
        reverse("progress:village", args=[small.pk, villages[0].code]),
        reverse("progress:rows", args=[small.pk]) + f"?area={villages[0].code}",
        reverse("progress:print", args=[small.pk]) + "?area=99901",
    ):
        assert client.get(url).status_code == 404
    assert [e.verb for e in Event.objects.filter(member_id=members.hung.pk)] == ["scope.refused"] * 3


def test_hung_sees_the_figures_and_the_names_of_thon_2_only(small, members, client_of):
    client = client_of(members.hung)
    page, rows = (
        client.get(reverse("progress:target", args=[small.pk])),
        client.get(reverse("progress:rows", args=[small.pk])),
    )
    assert (page.context["figure"].now, page.context["figure"].area.name) == (1, "2")
    assert [row["name"] for row in rows.context["rows"]] == ["Hoàng Văn Em"]
    assert "Nguyễn Văn An" not in words(page) + words(rows)


def test_a_plan_of_another_commune_does_not_exist(small, members, client_of, province):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    members.mai.area = other
    members.mai.save()
    assert client_of(members.mai).get(reverse("progress:target", args=[small.pk])).status_code == 404


def test_the_target_page_says_whose_base_it_is_and_opens_its_numbers(small, members, client_of):
    page = client_of(members.mai).get(reverse("progress:target", args=[small.pk]))
    text = words(page)
    for said in ("5.480", "(Công an xã, 26/5/2026)", "Đếm được trong sổ", "0,04%", "Thôn 1", "Bản in"):
        assert said in text
    for which in ("now", "gained", "base"):
        assert f"which={which}&amp;area=99901" in text
    assert f"{reverse('progress:missing', args=[small.pk])}?noi=99901" in text


def test_the_rows_show_whose_word_it_is_and_mask_the_number(small, members, client_of):
    text = words(client_of(members.mai).get(reverse("progress:rows", args=[small.pk]) + "?which=now"))
    assert "Nguyễn Văn An" in text
    assert "danh sách của nhà cung cấp" in text
    assert "Tổ đến nhà ghi nhận" in text
    assert "0190******11" in text
    assert "019080000011" not in text


def test_a_province_officer_sees_counts_and_no_name(small, members, client_of):
    client = client_of(members.phuc)
    rows = client.get(reverse("progress:rows", args=[small.pk]))
    assert rows.context["rows"] == []
    assert rows.context["by_village"] == [("thôn 1", 1), ("thôn 2", 1)]
    shown = words(rows) + "".join(words(client.get(u)) for u in (
        reverse("progress:index"), reverse("progress:target", args=[small.pk])))  # fmt: skip
    assert not any(name in shown for name in ("An<", "Nguyễn Văn", "Hoàng Văn"))


def test_a_unit_officer_sees_only_the_own_staff_by_name(small, members, client_of, people, units):
    RosterEntry.objects.create(person=people.an, organisation=units.school)
    rows = client_of(members.thu).get(reverse("progress:rows", args=[small.pk]))
    assert ([r["name"] for r in rows.context["rows"]], rows.context["total"]) == (["Nguyễn Văn An"], 2)


def test_a_wrong_word_in_the_address_is_left_out(small, members, client_of):
    page = client_of(members.mai).get(reverse("progress:rows", args=[small.pk]) + "?which=x&from=hôm-qua")
    assert (page.status_code, page.context["which"], page.context["since"]) == (200, "now", date(2026, 5, 21))


def test_a_contested_standing_is_counted_and_opens(small, members, client_of, people, sign):
    sign([people.an], date(2026, 5, 27), source="visit", level=0)
    client = client_of(members.mai)
    assert client.get(reverse("progress:target", args=[small.pk])).context["contested"] == 1
    rows = client.get(reverse("progress:rows", args=[small.pk]) + "?which=contested").context["rows"]
    assert [(r["name"], r["contested"]) for r in rows] == [("Nguyễn Văn An", True)]


def test_households_open_with_the_member_whose_word_it_is(plan, members, client_of, people, sign, at_thursday):
    measure = Measure.objects.get(code="ho-dich-vu-so-co-ban")
    target = Target.objects.create(plan=plan, text="Hộ", value=None, measure=measure)
    skill = Service.objects.get(code="ky-nang-so")
    sign([people.an], service=skill, level=3)
    sign([people.bao], service=skill, level=2, source="visit")
    sign([people.bao], service=skill, level=1, source="desk")
    client, url = client_of(members.mai), reverse("progress:rows", args=[target.pk])
    held, missing, disputed = (client.get(f"{url}?which={which}").context["rows"]
                               for which in ("now", "missing", "contested"))  # fmt: skip
    assert [(r["name"], [w["person"] for w in r["words"]]) for r in held] == [
        ("Hộ 01", ["Nguyễn Văn An", "Trần Thị Bảo"])
    ]
    assert ([r["village"] for r in missing], [r["village"] for r in disputed]) == (["thôn 2"], ["thôn 1"])


def test_businesses_and_products_open_too(plan, members, client_of, villages, at_thursday):
    shop, other = (Establishment.objects.create(name=name, kind="household_business", village=villages[0], eligible=yes)
                   for name, yes in (("Hàng An", True), ("Hàng Em", False)))  # fmt: skip
    tea, _ = (Product.objects.create(establishment=shop, name=name, ocop_stars=stars)
              for name, stars in (("Chè", 3), ("Miến", None)))  # fmt: skip
    at = moment(date(2026, 5, 27))
    record_claims([
        NewClaim(subject={"establishment_id": shop.pk}, service=Service.objects.get(code="co-so-tuyen-truyen"),
                 since_on=at.date(), source="visit"),
        NewClaim(subject={"establishment_id": other.pk}, service=Service.objects.get(code="co-so-tuyen-truyen"),
                 since_on=at.date(), source="visit"),
        NewClaim(subject={"product_id": tea.pk}, service=Service.objects.get(code="len-san"), since_on=at.date(),
                 source="visit"),
    ], by=None, at=at)  # fmt: skip
    client, found = client_of(members.mai), {}
    for code in ("ho-kinh-doanh-thanh-toan", "ocop-len-san"):
        target = Target.objects.create(plan=plan, text=code, value=None, measure=Measure.objects.get(code=code))
        figure = client.get(reverse("progress:target", args=[target.pk])).context["figure"]
        rows = client.get(reverse("progress:rows", args=[target.pk])).context["rows"]
        found[code] = (figure.now, figure.base.count, [row["name"] for row in rows])
    assert found == {"ho-kinh-doanh-thanh-toan": (1, 1, ["Hàng An"]), "ocop-len-san": (1, 1, ["Chè"])}


# --- a base is stated -------------------------------------------------------------------------------------------------


def answer(units, **more):
    return {"stated_by": units.police.pk, "count": "5.490", "on": "27/5/2026", "document": "46/CAX"} | more


def test_mai_states_the_base_of_the_commune_and_of_its_villages(small, members, client_of, units, commune, villages):
    url = reverse("progress:state-base", args=[small.pk])
    lines = "Thôn 1: 3.000\n2\t2.490 người\n"
    response = client_of(members.mai).post(url, answer(units, villages=lines))
    assert response.status_code == 302
    stated = CountClaim.objects.filter(on=date(2026, 5, 27)).values_list("area__code", "count", "document", "group")
    assert sorted(stated) == [
        ("99901", 5490, "46/CAX", "adult15"), ("99901-01", 3000, "46/CAX", "adult15"),
        ("99901-02", 2490, "46/CAX", "adult15"),
    ]  # fmt: skip
    assert Event.objects.filter(verb="base.stated").get().data == {"group": "adult15", "area": "99901", "villages": 2}
    page = client_of(members.mai).get(reverse("progress:target", args=[small.pk]))
    assert (page.context["base"], page.context["base_sum"].agrees) == (5490, True)


def test_villages_that_do_not_add_up_are_asked_about_once(small, members, client_of, units):
    url, client = reverse("progress:state-base", args=[small.pk]), client_of(members.mai)
    first = client.post(url, answer(units, villages="1 3.000\n2 2.480"))
    assert first.status_code == 400
    assert "Các thôn cộng lại được 5.480, khác tổng 5.490 là 10" in words(first)
    assert CountClaim.objects.count() == 1
    assert client.post(url, answer(units, villages="1 3.000\n2 2.480", keep_gap="on")).status_code == 302
    page = client.get(reverse("progress:target", args=[small.pk]))
    assert (page.context["base_sum"].gap, "khác tổng −10" in words(page)) == (-10, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"count": "nhiều"}, "Cần một số nguyên"),
        ({"count": "5.48"}, "Cần một số nguyên"),
        ({"count": "9" * 30}, "không quá 999.999.999; “99999999999999999999…” không dùng được"),
        ({"count": "0"}, "phải lớn hơn 0"),
        ({"on": "29/5/2026"}, "còn ở phía trước"),
        ({"villages": "thôn 9: 300"}, "Dòng 1: không thấy thôn này"),
        ({"villages": "thôn 1: 300\nthôn 1: 5190"}, "Dòng 2: thôn 1 có hai dòng"),
        ({"villages": "thôn 1 ba trăm"}, "Dòng 1: không đọc được số"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_stored(typed, said, small, members, client_of, units):
    response = client_of(members.mai).post(reverse("progress:state-base", args=[small.pk]), answer(units, **typed))
    assert (response.status_code, said in words(response), CountClaim.objects.count()) == (400, True, 1)


@pytest.mark.parametrize("typed", ["5.490", "5490", "5 490", "5\u00a0490", " 5490 "])
def test_a_number_is_taken_the_way_people_write_it(typed, small, members, client_of, units):
    client_of(members.mai).post(reverse("progress:state-base", args=[small.pk]), answer(units, count=typed))
    assert CountClaim.objects.latest("stored_at").count == 5490


def test_the_same_statement_twice_is_stored_once(small, members, client_of, units):
    client, url = client_of(members.mai), reverse("progress:state-base", args=[small.pk])
    client.post(url, answer(units))
    client.post(url, answer(units))
    assert CountClaim.objects.filter(count=5490).count() == 1


# --- units ------------------------------------------------------------------------------------------------------------


def test_units_that_have_not_stated_are_named(plan, members, client_of, units, state, service, at_thursday):
    target = Target.objects.create(
        plan=plan, text="Học sinh", value=None, measure=Measure.objects.get(code="chu-ky-so-hoc-sinh")
    )
    Organisation.objects.create(name="Trường THPT Mẫu Sơn", kind="school", area=units.school.area, order=9)
    state(30, group="pupil", by=units.school, service=service, base=60)
    page = client_of(members.mai).get(reverse("progress:target", args=[target.pk]))
    assert [(r["name"], r["now"], r["base"]) for r in page.context["units"]] == [
        ("Trường THCS Mẫu Sơn", 30, 60), ("Trường THPT Mẫu Sơn", None, None),
    ]  # fmt: skip
    assert "Chưa báo: Trường THPT Mẫu Sơn." in words(page)
    assert client_of(members.mai).get(reverse("progress:rows", args=[target.pk])).status_code == 404


def test_staff_are_shown_unit_by_unit(plan, members, client_of, units, people, sign, at_thursday):
    target = Target.objects.create(
        plan=plan, text="Cán bộ", value=None, measure=Measure.objects.get(code="chu-ky-so-can-bo")
    )
    for person in (people.an, people.em):
        PersonGroup.objects.create(person=person, kind="official", organisation=units.school)
    PersonGroup.objects.create(person=people.gam, kind="official")
    sign([people.an])
    page = client_of(members.mai).get(reverse("progress:target", args=[target.pk]))
    assert (page.context["figure"].base.count, page.context["no_unit"]) == (3, 1)
    assert [(r["name"], r["now"], r["base"]) for r in page.context["units"]] == [("Trường THCS Mẫu Sơn", 1, 2)]


# --- queries ----------------------------------------------------------------------------------------------------------


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_queries_grow_neither_with_villages_nor_people_nor_targets(
    small, members, client_of, commune, villages, make_people, sign, plan, measure, state
):
    client = client_of(members.mai)
    pages = pages_of(small, villages[0])
    for url in pages.values():
        client.get(url)
    before = {page: queries_of(client, url) for page, url in pages.items()}
    for number in range(3, 31):
        village = Area.objects.create(code=f"99901-{number:02d}", kind="village", type_name="thôn", name=str(number),
                                      parent=commune, order=number)  # fmt: skip
        sign(make_people(village, 8)[:4])
        state(8, area=village)
    Target.objects.bulk_create(
        [Target(plan=plan, order=n, text=f"Dòng {n}", value=n, measure=measure, headline=n % 2) for n in range(5, 25)]
    )
    client.get(pages["target"])  # what changed is counted once, by whoever reads first
    after = {page: queries_of(client, url) for page, url in pages.items()}
    assert after == before
    assert max(after.values()) < 30
