"""Ways of counting: said in words, tried, kept, chosen; telephones; villages one by one; households and helpers."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from tests.progress.all_ways import make
from tungnha.field import rosters
from tungnha.field.desk import operations as desk
from tungnha.field.homes.operations import set_helper, tick, withdraw
from tungnha.field.models import HouseholdInformed
from tungnha.ledger.models import CampaignService, Measure, Service
from tungnha.ledger.operations import NewClaim, ask_for_services, record_claims
from tungnha.people.models import PersonGroup, RosterEntry, Telephone
from tungnha.plans.models import Target
from tungnha.progress import made_of, queries
from tungnha.progress.measures import operations
from tungnha.progress.measures.forms import MeasureForm, initial_of
from tungnha.progress.ways import ways
from tungnha.units import clock
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AN_AND_EM = {"counts": "person", "group": "adult15", "service1": "chu-ky-so:1", "name": "Có chữ ký số"}


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def at_work(at_tuesday, commune, villages, people, units, members, campaign):
    return make(commune, villages, people, units, members, campaign, at_tuesday)


@pytest.fixture
def target_of(plan):
    def make_target(code, **more):
        said = {"value": Decimal(100), "text": f"Chỉ tiêu {code}"} | more
        made = Target.objects.create(plan=plan, measure=Measure.objects.get(code=code), **said)
        return queries.targets().get(pk=made.pk)

    return make_target


# --- said in words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rule", "numerator"),
    [
        ({}, {"service": "chu-ky-so", "level": 1}, "Số người có Chữ ký số công cộng: từ mức có"),
        ({"service2": "app-tinh:1", "joint2": "or", "service3": "vneid:2", "joint3": "and"},
         {"all": [{"any": [{"service": "chu-ky-so", "level": 1}, {"service": "app-tinh", "level": 1}]},
                  {"service": "vneid", "level": 2}]},
         "Số người có (Chữ ký số công cộng: từ mức có hoặc Ứng dụng số của tỉnh (App Thanh Hóa))"
         " và Tài khoản định danh VNeID: mức 2"),
        ({"service1": "thue-bao:1"}, {"service": "thue-bao", "level": 1, "by": "telephone"},
         "Số người có Thuê bao di động đã xác thực (ít nhất một số của người đó)"),
        ({"counts": "household", "group": ""}, {"service": "chu-ky-so", "level": 1},
         "Số hộ mà ít nhất một thành viên (cùng một người) có Chữ ký số công cộng: từ mức có"
         ", hoặc cả hộ được ghi nhận như vậy"),
    ],
)  # fmt: skip
def test_what_is_chosen_becomes_a_rule_and_a_sentence(commune, said, rule, numerator):
    form = MeasureForm(AN_AND_EM | said, area=commune)
    assert form.is_valid(), form.errors
    assert (form.measure.rule, form.measure.numerator) == (rule, numerator)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"service1": ""}, "service1", "Mời chọn ít nhất một tiện ích."),
        ({"service1": "duoc-lam-mau:1"}, "service1", "được ghi cho hộ: mời chọn đếm hộ."),
        ({"group": "ocop"}, "group", "Đếm người thì chọn một trong các nhóm: toàn bộ nhân khẩu"),
        ({"group": "pupil", "service2": "app-tinh:1"}, "service2", "chỉ nói về một tiện ích"),
        ({"counts": "visit", "flow": "desk", "asks": "happy"}, "asks", "Với người đến bộ phận một cửa, mời chọn"),
        ({"counts": "visit", "flow": "session", "asks": "served"}, "served", "Mời chọn việc"),
        ({"counts": "figure", "compare": "level"}, "series", "mời chọn một số liệu cụ thể"),
        ({"counts": "stars"}, "counts", ""),
    ],
)
def test_what_cannot_be_counted_is_said_at_its_field(commune, said, field, sentence):
    form = MeasureForm(AN_AND_EM | said, area=commune)
    assert not form.is_valid()
    assert sentence in " ".join(form.errors[field])


def test_every_measure_of_the_catalogue_can_be_said_by_the_form_and_comes_out_the_same(commune, at_work):
    """A general form, not thirty special cases."""
    for measure in Measure.objects.all():
        form = MeasureForm(initial_of(measure), area=commune)
        assert form.is_valid(), (measure.code, form.errors)
        made = form.measure
        kept = ("rule", "counts", "residence", "each", "source")
        assert [getattr(made, name) for name in kept] == [getattr(measure, name) for name in kept], measure.code
        assert made.numerator
        assert made.denominator


# --- tried, kept, chosen ---------------------------------------------------------------------------------------------


def test_a_measure_is_tried_opened_kept_and_taken_by_one_target(at_work, target_of, members, client_of, campaign):
    target, other = target_of("chu-ky-so-tren-15"), target_of("chu-ky-so-tren-15", order=2)
    old, client = target.measure, client_of(members.mai)
    asked = AN_AND_EM | {"service2": "app-tinh:1", "joint2": "or", "chi_tieu": target.pk, "thay": old.code, "xem": 1}
    page = client.get(reverse("progress:measure-new"), asked)
    assert (page.context["tried"].now, page.context["tried"].base) == (3, 4)
    assert "Tử số: Số người có Chữ ký số công cộng: từ mức có hoặc Ứng dụng số của tỉnh (App Thanh Hóa)." in words(page)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    rows = client.get(page.context["rows_url"])
    assert (rows.context["total"], len(rows.context["rows"])) == (3, 3)
    kept = client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], hidden)
    assert kept.status_code == 302
    made = Measure.objects.get(replaces=old)
    assert (Target.objects.get(pk=target.pk).measure, Target.objects.get(pk=other.pk).measure) == (made, old)
    assert queries.figure(queries.targets().get(pk=target.pk), campaign.area, clock.today()).now == 3
    assert CampaignService.objects.filter(campaign=campaign, service__code="app-tinh").exists()
    event = Event.objects.get(verb="target.measured")
    assert (event.data["was"], event.data["now"]) == (old.code, made.code)
    assert "Đã có cách tính thay cho cách này" in words(client.get(reverse("progress:measure", args=[old.code])))


def test_the_very_same_measure_is_not_kept_twice(commune, members, at_tuesday):
    form = MeasureForm(AN_AND_EM, area=commune)
    assert form.is_valid()
    first, second = (
        operations.make_measure(form.measure, area=commune, by=members.mai, at=at_tuesday) for _ in range(2)
    )
    assert first == second
    assert Event.objects.filter(verb="measure.made").count() == 1


def test_another_level_may_look_and_not_change(at_work, target_of, members, client_of):
    target = target_of("chu-ky-so-tren-15")
    client = client_of(members.phuc)
    assert client.get(reverse("progress:measure", args=[target.measure.code])).status_code == 200
    choose = reverse("progress:choose-measure", args=[target.pk])
    assert [client.get(choose).status_code, client.post(choose, {"measure": "app-tinh-tren-15"}).status_code] == [
        404
    ] * 2
    assert client.get(reverse("progress:measure-new"), {"chi_tieu": target.pk}).status_code == 404


def test_the_nearest_ways_come_first_and_a_choice_is_shown_before_it_is_made(at_work, target_of, members, client_of):
    target = target_of("chu-ky-so-tren-15", text="100% hộ kinh doanh dùng hóa đơn điện tử", subject="hóa đơn điện tử")
    client, address = client_of(members.mai), reverse("progress:choose-measure", args=[target.pk])
    page = client.get(address, {"chon": "ho-kinh-doanh-hoa-don"})
    assert [m.code for m in page.context["measures"]][:2] == ["chu-ky-so-tren-15", "ho-kinh-doanh-hoa-don"]
    assert "Chưa có ghi nhận nào về tiện ích này" in words(page)
    client.post(address, {"measure": "ho-kinh-doanh-hoa-don"})
    assert Target.objects.get(pk=target.pk).measure.code == "ho-kinh-doanh-hoa-don"


def test_a_message_of_a_plan_is_counted_by_nothing(target_of, members, client_of, at_work):
    target = target_of("chu-ky-so-tren-15")
    Target.objects.filter(pk=target.pk).update(role=Target.Role.MESSAGE)
    answer = client_of(members.mai).post(reverse("progress:choose-measure", args=[target.pk]), {"measure": "hai-long"})
    assert answer.status_code == 404


# --- the four columns ------------------------------------------------------------------------------------------------


def test_the_four_columns_stand_on_the_page_on_paper_and_in_the_workbook(at_work, target_of, plan, members, client_of):
    target_of("mot-cua-tu-van", text="100% người đến được tư vấn", due_on=date(2026, 10, 31))
    Target.objects.create(plan=plan, text="Từ 3 mô hình", value=Decimal(3), unit="mô hình", comparator=">=", order=2)
    client = client_of(members.binh)
    for route in ("plan-measures", "plan-measures-print"):
        said = words(client.get(reverse(f"progress:{route}", args=[plan.pk])))
        assert "Tử số: Số lượt được tư vấn. Mẫu số: Số lượt người đến làm thủ tục từ khi kế hoạch bắt đầu." in said
        assert "đạt 100,00%, hạn 31/10/2026" in said
        assert "Chưa chọn cách tính. mô hình từ 3 mô hình trở lên, chưa có hạn" in said
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("progress:plan-measures-xlsx", args=[plan.pk])).content)
    )
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert ["STT", "Tên chỉ tiêu", "Giải thích", "Đơn vị tính", "Chỉ tiêu cụ thể"] in cells
    assert [1, "100% người đến được tư vấn"] in [row[:2] for row in cells]


# --- flows and typed figures -----------------------------------------------------------------------------------------


def test_a_flow_opens_to_its_days_and_counts_times_not_people(
    at_work, target_of, commune, villages, members, client_of
):
    target = target_of("mot-cua-tu-van")
    found = queries.figure(target, commune, clock.today())
    assert (found.now, found.base.count, found.state, found.path, found.pace) == (2, 3, "behind", (), None)
    client = client_of(members.mai)
    page = client.get(reverse("progress:target", args=[target.pk]))
    assert "lượt" in words(page)
    opened = client.get(page.context["now_url"])
    assert [(day.on, day.came, day.done) for day in opened.context["page"]] == [(date(2026, 5, 26), 3, 2)]
    (alone,) = [queries.figure(target, villages[0], clock.today())]
    assert (alone.now, alone.why_none) == (None, "Số này chỉ có của cả xã, không tách theo thôn.")
    assert client.get(reverse("progress:rows", args=[target.pk])).status_code == 404


def test_a_typed_figure_opens_to_its_two_papers(at_work, target_of, commune, members, client_of):
    target = target_of("thu-tuc-giam-thoi-gian", value=Decimal(30), comparator=">=")
    found = queries.figure(target, commune, clock.today())
    assert (found.now, found.needed.count, found.rate_of_base, found.state) == (3, 3, Decimal("30.00"), "reached")
    page = client_of(members.mai).get(reverse("progress:counted", args=[target.pk]))
    (row,) = page.context["series"]
    assert (row["first"], row["words"]) == ("10 ngày làm việc, 5/1/2026 (Báo cáo tháng)", "giảm 30,00%")


def test_half_days_are_counted_in_hours_and_one_measurement_compares_nothing(at_work, target_of, commune, members):
    target = target_of("thu-tuc-giam-thoi-gian", value=Decimal(30))
    at_work.days.values.filter(on=date(2026, 5, 20)).update(value=Decimal("7.5"))
    found = queries.figure(target, commune, clock.today())
    assert (found.now, found.base.count, found.needed.count) == (20, 80, 24)
    early = queries.figure(target, commune, date(2026, 5, 19))
    assert (early.now, early.base.count) == (None, None)
    assert early.why_none.startswith("Chưa có chuỗi") or "đủ hai lần đo" in early.why_none


def test_a_number_of_things_nobody_lists_is_typed_and_measured_against_the_plans_own_number(
    at_work, commune, members, plan, at_tuesday
):
    """“Từ 3 mô hình trở lên”: neither a person nor a rate."""
    typed = {"area": commune, "unit": "count", "less_is_better": False, "by": members.mai, "at": at_tuesday}
    series = desk.start_series(name="Mô hình thôn thông minh", **typed)
    desk.type_value(series=series, on=date(2026, 5, 20), value=Decimal(2), evidence="Tờ trình số 5", by=members.mai,
                    at=at_tuesday)  # fmt: skip
    form = MeasureForm(
        {"name": "Mô hình", "counts": "figure", "series": series.name, "compare": "level", "unit": "mô hình"},
        area=commune,
    )
    assert form.is_valid(), form.errors
    form.measure.code = "mo-hinh"
    form.measure.save()
    target = Target.objects.create(plan=plan, text="x", value=Decimal(3), comparator=">=", unit="mô hình",
                                   measure=form.measure)  # fmt: skip
    found = queries.figure(queries.targets().get(pk=target.pk), commune, clock.today())
    assert (found.now, found.needed.count, found.rate_of_base, found.rate_of_needed) == (2, 3, None, Decimal("66.67"))


# --- telephone numbers, people of several units ----------------------------------------------------------------------


def phone(person, number, **more):
    made = Telephone(person=person, **more)
    made.set_number(number)
    made.save()
    return made


def verified(telephone, at):
    service = Service.objects.get(code="thue-bao")
    claim = NewClaim(
        subject={"telephone_id": telephone.pk}, service=service, since_on=date(2026, 5, 25), source="session"
    )
    record_claims([claim], by=None, at=at)


def test_two_numbers_of_one_person_are_two_and_a_shared_number_is_one(people, commune, target_of, state, at_tuesday):
    state(5480, group="all")  # people, not numbers
    verified(phone(people.an, "0912000099", main=False), at_tuesday)
    verified(phone(people.an, "0912000077", main=False, to_on=date(2026, 5, 24)), at_tuesday)
    shared = phone(people.gam, "0912000015")  # Em's number too
    verified(shared, at_tuesday)
    numbers, owners = target_of("thue-bao-xac-thuc"), target_of("nguoi-co-thue-bao", order=2)
    found = [queries.figure(target, commune, clock.today()) for target in (numbers, owners)]
    # numbers: An's two, the one Em and Gấm share; verified: An's second, the shared one. People: An, Gấm.
    assert [(f.now, f.base.count) for f in found] == [(2, 3), (2, 4)]
    for target, count in ((numbers, 2), (owners, 2)):
        rows = queries.rows_behind(target.measure, commune, "now", on=clock.today(), since=clock.today())
        assert rows.count() == count
        assert queries.series(target, commune, date(2026, 5, 24), clock.today()) == [
            (date(2026, 5, 24), 0), (date(2026, 5, 25), count), (date(2026, 5, 26), count),
        ]  # fmt: skip


def test_whoever_is_in_two_groups_of_the_units_counts_once(people, units, commune, target_of, sign, at_tuesday):
    for kind in ("official", "union_member", "team_member"):
        PersonGroup.objects.create(person=people.an, kind=kind, organisation=units.school)
    sign([people.an])
    target = target_of("can-bo-app-chu-ky-thue-bao")
    found = queries.figure(target, commune, clock.today())
    assert (found.now, found.base.count) == (None, 1), "nobody was asked for the rest yet: missing, not nought"


def test_a_unit_says_of_its_people_what_stands_of_their_numbers(
    people, units, commune, campaign, target_of, members, at_tuesday
):
    """Scenario A6: a column for verified numbers; one is known by its number, one by the unit's word, one by nobody."""
    for person in (people.an, people.em, people.gam):
        PersonGroup.objects.create(person=person, kind="official", organisation=units.school)
        RosterEntry.objects.create(person=person, organisation=units.school)
    verified(people.an.telephones.get(), at_tuesday)
    target = target_of("can-bo-app-chu-ky-thue-bao")
    ask_for_services(campaign=campaign, measures=[target.measure])
    asked = next(a for a in rosters.asked_of_unit(units.school, campaign) if a.service.code == "thue-bao")
    rosters.say_who_has(organisation=units.school, campaign=campaign, ticked=[(people.em.pk, asked.service_id)],
                        since_on=date(2026, 5, 25), by=members.thu, at=at_tuesday)  # fmt: skip
    columns = rosters.columns_of(rosters.lines_of(units.school, campaign, at_tuesday.date()))
    assert {c.asked.service.code: c.have for c in columns} == {"app-tinh": 0, "chu-ky-so": 0, "thue-bao": 2}
    parts = made_of.parts_of_figure(target.measure, commune, clock.today())
    assert [part.now for part in parts] == [None, None, 2]


def test_training_that_was_passed_is_a_claim_and_counts_today(make_people, villages, commune, target_of, at_tuesday):
    """Scenario D3: of 36 members of the teams 30 came and 28 passed."""
    members_of_teams = make_people(villages[0], 36)
    PersonGroup.objects.bulk_create([PersonGroup(person=p, kind="team_member") for p in members_of_teams])
    course = Service.objects.get(code="dao-tao-so")
    record_claims(
        [NewClaim(subject={"person_id": p.pk}, service=course, level=2 if n < 28 else 1, since_on=date(2026, 5, 25),
                  source="unit") for n, p in enumerate(members_of_teams[:30])], by=None, at=at_tuesday,
    )  # fmt: skip
    target = target_of("to-vien-tap-huan")
    found = queries.figure(target, commune, clock.today())
    missing = queries.rows_behind(target.measure, commune, "missing", on=found.on, since=found.on)
    assert (found.now, found.base.count, found.rate_of_base, missing.count()) == (28, 36, Decimal("77.78"), 8)


def test_each_part_of_a_measure_has_a_column_of_its_own(at_work, target_of, commune):
    parts = made_of.parts_of_figure(target_of("can-bo-app-chu-ky-thue-bao").measure, commune, clock.today())
    assert [(part.now, part.base) for part in parts] == [(3, 4), (2, 4), (1, 4)]


def test_those_away_for_work_count_where_the_measure_says_so(at_work, commune, people, sign, plan):
    sign([people.duy])
    form = MeasureForm(AN_AND_EM | {"residence": "registered"}, area=commune)
    assert form.is_valid()
    form.measure.save()
    target = Target.objects.create(plan=plan, text="x", measure=form.measure, value=Decimal(100))
    found = queries.figure(queries.targets().get(pk=target.pk), commune, clock.today())
    assert (found.now, found.base.own) == (3, 5)


# --- households ------------------------------------------------------------------------------------------------------


def test_villages_are_tested_one_by_one(make_people, villages, commune, plan, target_of, at_tuesday):
    """Scenario D4: 181 of 200 households are 90,50 %, 178 of 200 are 89,00 %."""
    service = Service.objects.get(code="duoc-lam-mau")
    for village, shown in ((villages[0], 181), (villages[1], 178)):
        homes = [person.household_id for person in make_people(village, 800)[::4]]
        record_claims([NewClaim(subject={"household_id": home}, service=service, since_on=date(2026, 5, 25),
                                source="visit") for home in homes[:shown]], by=None, at=at_tuesday)  # fmt: skip
    target = target_of("ho-duoc-lam-mau-tung-thon", value=Decimal(90), comparator=">=")
    board = queries.Board([target], commune, clock.today())
    test = made_of.village_test(board, target)
    assert (test.reached, test.tested, test.words) == (1, 2, "từ 90,00% trở lên")
    assert [(v, now, base, rate) for v, now, base, rate in test.short] == [(villages[1], 178, 200, Decimal("89.00"))]


def test_a_sum_that_is_enough_is_not_reached_while_a_village_is_below(
    make_people, villages, commune, target_of, at_tuesday
):
    service, homes = Service.objects.get(code="duoc-lam-mau"), {}
    for village, shown in ((villages[0], 190), (villages[1], 178)):
        homes[village] = [person.household_id for person in make_people(village, 800)[::4]]
        claims = [
            NewClaim(subject={"household_id": home}, service=service, since_on=date(2026, 5, 25), source="visit")
            for home in homes[village][:shown]
        ]
        record_claims(claims, by=None, at=at_tuesday)
    target = target_of("ho-duoc-lam-mau-tung-thon", value=Decimal(90), comparator=">=")

    def state(due_on):
        target.due_on = due_on
        found = queries.Board([target], commune, clock.today()).figure(target, commune)
        assert found.now > found.needed.count == 360, "of 400 together"
        return found.state

    assert [state(due) for due in (None, date(2026, 12, 31), date(2026, 5, 1))] == ["no_due", "on_path", "overdue"]
    record_claims([NewClaim(subject={"household_id": home}, service=service, since_on=date(2026, 5, 25), source="visit")
                   for home in homes[villages[1]][178:180]], by=None, at=at_tuesday)  # fmt: skip
    assert [state(due) for due in (None, date(2026, 5, 1))] == ["reached", "reached"]


def test_p_counts_q_says_why_not_and_r_has_a_helper(
    make_people, villages, commune, campaign, members, target_of, client_of, at_tuesday
):
    """Scenario D5."""
    p, q, r = (make_people(villages[0], 4) for _ in range(3))
    facts = {"ky-nang-so": 1, "vneid": 1, "dich-vu-cong": 1}
    said = [(p[0], code) for code in facts] + [(q[n], code) for n, code in enumerate(facts)]
    record_claims(
        [NewClaim(subject={"person_id": person.pk}, service=Service.objects.get(code=code), since_on=date(2026, 5, 25),
                  source="visit") for person, code in said], by=None, at=at_tuesday,
    )  # fmt: skip
    set_helper(household=r[0].household, campaign=campaign, member=members.lan, from_on=date(2026, 5, 25),
               by=members.lan, at=at_tuesday)  # fmt: skip
    target = target_of("ho-ky-nang-vneid-dvc", unit="thành viên/hộ", value=Decimal(1), comparator=">=")
    client = client_of(members.mai)
    page = client.get(reverse("progress:target", args=[target.pk]))
    assert (page.context["figure"].now, page.context["homes"]) == (1, made_of.Homes(base=3, capable=1, helped=1))
    rows = client.get(reverse("progress:rows", args=[target.pk]), {"which": "missing"}).context["rows"]
    told = {row["name"]: (row["why"], row["helper"]) for row in rows}
    assert (
        told[f"Hộ {q[0].household.code}"][0]
        == "Có đủ các việc nhưng ở nhiều người khác nhau: chưa một người nào có đủ cả."
    )
    why, helper = told[f"Hộ {r[0].household.code}"]
    assert why.startswith("Chưa ai trong hộ có: ")
    assert helper == "Lan"


def test_who_is_ticked_for_the_villages_zalo_group_is_in_it_until_the_tick_is_withdrawn(
    households, commune, campaign, members, target_of, at_tuesday
):
    """Scenario D6."""
    on, target = at_tuesday.date(), target_of("ho-nhom-zalo")
    homes = [households.one, households.two]
    tick(households=homes[:1], campaign=campaign, form="zalo", on=on, by=members.lan, at=at_tuesday)
    tick(households=homes[1:], campaign=campaign, form="meeting", on=on, by=members.lan, at=at_tuesday)
    found = queries.figure(target, commune, on)
    missing = queries.rows_behind(target.measure, commune, "missing", on=on, since=on)
    assert (found.now, found.base.count, list(missing)) == (1, 2, [households.two])
    withdraw(informings=list(HouseholdInformed.objects.filter(form="zalo")), by=members.lan, at=at_tuesday)
    assert queries.figure(target, commune, on).now is None


def test_what_comes_with_a_later_room_has_its_place_and_its_reason(plan, commune, at_tuesday):
    later = {way.name: way for way in ways() if way.tally is None and way.history is None}
    assert set(later) == {"activity"}
    measure = Measure.objects.create(code="x", name="x", numerator="x", denominator="x", way="activity", counts="visit")
    target = Target.objects.create(plan=plan, text="x", value=Decimal(12), unit="hội nghị", measure=measure)
    found = queries.figure(target, commune, clock.today() - timedelta(days=1))
    assert (found.now, found.why_none.startswith("Phần ghi hoạt động tuyên truyền chưa có")) == (None, True)
