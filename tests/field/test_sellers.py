"""Calls at sellers': what was done and what is there become claims, once, and nobody falls by being asked again."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from tungnha.field.models import SellerVisit
from tungnha.field.operations_sellers import Step, record_seller_visit, take_back
from tungnha.field.seller_steps import Steps
from tungnha.ledger.catalogue import load
from tungnha.ledger.models import Claim, Measure, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claim
from tungnha.people.models import Establishment
from tungnha.people.operations.establishments import add_establishment, close_establishment, decide_eligible
from tungnha.progress.counting import has, in_base
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(members, villages, at_tuesday):
    row = add_establishment(
        village=villages[0], name="Tạp hóa Đào", kind="household_business", by=members.mai, at=at_tuesday
    )
    decide_eligible(establishment=row, eligible=True, why="", on=at_tuesday.date(), by=members.mai, at=at_tuesday)
    row.refresh_from_db()
    return row


def service(code):
    return Service.objects.get(code=code)


@pytest.fixture
def call(shop, members, at_tuesday):
    """call(("san-tmdt", 2), …, by=, minutes=) records what was found on a call."""

    def record(*steps, by=None, minutes=0, outcome="met", **more):
        at = at_tuesday + timedelta(minutes=minutes)
        said = [Step(service(code), level) for code, level in steps]
        return record_seller_visit(
            visit_id=more.pop("visit_id", uuid.uuid4()), establishment=more.pop("establishment", shop), outcome=outcome,
            steps=said, made_at=more.pop("made_at", at), by=by or members.lan, at=at, **more,
        )  # fmt: skip

    return record


def level(shop, code):
    return Standing.objects.filter(establishment=shop, service__code=code).values_list("level", flat=True).first()


def test_what_was_done_and_what_is_there_stand_by_the_teams_word(shop, call, members):
    visit = call(("co-so-tuyen-truyen", 1), ("san-tmdt", 2), note="gọi 0912000991 hẹn thứ Ba")
    claims = Claim.objects.filter(origin_id=str(visit.pk))
    assert {(c.service.code, c.level, c.source, c.stated_by) for c in claims} == {
        ("co-so-tuyen-truyen", 1, "visit", members.lan.organisation),
        ("san-tmdt", 2, "visit", members.lan.organisation),
    }  # fmt: skip
    assert "0912000991" not in visit.note
    desk = call(("ban-hang-so", 1), by=members.mai, outcome="desk")
    assert Claim.objects.get(origin_id=str(desk.pk)).source == "unit"


def test_a_call_sent_twice_is_stored_once_and_other_content_is_refused(call):
    one = uuid.uuid4()
    for _ in range(2):
        call(("co-so-ho-tro", 1), ("ban-hang-so", 1), visit_id=one)
    assert (SellerVisit.objects.count(), Claim.objects.count()) == (1, 2)
    with pytest.raises(BadInput, match="nội dung khác"):
        call(("co-so-tuyen-truyen", 1), visit_id=one)
    with pytest.raises(BadInput, match="nội dung khác"):
        call(("co-so-ho-tro", 1), ("ban-hang-so", 1), visit_id=one, note="khác")
    assert Claim.objects.count() == 2


def test_asked_again_a_seller_does_not_fall_and_what_is_lost_is_said(shop, call):
    call(("san-tmdt", 3))
    again = call(("san-tmdt", 1), ("co-so-tuyen-truyen", 1), minutes=5)
    assert [c.service.code for c in Claim.objects.filter(origin_id=str(again.pk))] == ["co-so-tuyen-truyen"]
    assert level(shop, "san-tmdt") == 3
    call(("san-tmdt", 0), minutes=10)
    assert level(shop, "san-tmdt") == 0
    call(("san-tmdt", 1), minutes=15)
    assert level(shop, "san-tmdt") == 1
    assert Claim.objects.filter(service__code="san-tmdt").count() == 3


def test_told_again_after_adopting_leaves_the_adoption(shop, call):
    """The old single ladder told < helped < adopted would have brought the shop down."""
    call(("ban-hang-so", 1))
    call(("co-so-tuyen-truyen", 1), minutes=1)
    assert (level(shop, "ban-hang-so"), level(shop, "co-so-tuyen-truyen")) == (1, 1)


@pytest.mark.parametrize(
    ("steps", "more", "why"),
    [
        ([], {}, "Chưa có gì"), ([("co-so-tuyen-truyen", 1)], {"outcome": "shut"}, "chưa gặp được"),
        ([("san-tmdt", 1), ("san-tmdt", 0)], {}, "hai mức"), ([("thu-phi-so", 1)], {}, "không phải bước"),
        ([("chu-ky-so", 1)], {}, "không phải bước"), ([("ban-hang-so", 1)], {"ahead": True}, "đồng hồ"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(steps, more, why, call, at_tuesday):
    if more.pop("ahead", False):
        more["made_at"] = at_tuesday + timedelta(hours=1)
    with pytest.raises(BadInput, match=why):
        call(*steps, **more)
    assert not SellerVisit.objects.exists()


def test_nothing_is_recorded_at_one_that_has_closed(shop, call, members, at_tuesday):
    close_establishment(establishment=shop, on=at_tuesday.date(), why="trả mặt bằng", by=members.mai, at=at_tuesday)
    with pytest.raises(Locked, match="mở lại"):
        call(("co-so-tuyen-truyen", 1))


def test_a_mistake_is_taken_back_and_both_words_stay(shop, call, members, at_tuesday):
    call(("ban-hang-so", 1))
    claim = Claim.objects.get()
    take_back(claim=claim, by=members.lan, at=at_tuesday)
    assert (level(shop, "ban-hang-so"), Claim.objects.count()) == (None, 2)
    with pytest.raises(BadInput):
        take_back(claim=Claim.objects.get(retracts=claim), by=members.lan, at=at_tuesday)
    listed = record_claim(
        NewClaim(subject={"establishment_id": shop.pk}, service=service("ban-hang-so"), since_on=at_tuesday.date(),
                 source="list", origin="list"), by=members.mai, at=at_tuesday,
    )  # fmt: skip
    with pytest.raises(BadInput, match="danh sách"):
        take_back(claim=listed, by=members.mai, at=at_tuesday)


def test_the_ladder_shows_each_step_since_when_and_by_whose_word(shop, call, villages, at_tuesday, members):
    call(("co-so-tuyen-truyen", 1), ("san-tmdt", 2))
    rungs = {rung.label: rung for rung in Steps().ladder(shop, at_tuesday.date())}
    assert [label for label, rung in rungs.items() if rung.reached] == [
        "Cơ sở được tuyên truyền bán hàng số, thanh toán số", "Trên sàn: có tài khoản", "Trên sàn: có gian hàng",
    ]  # fmt: skip
    assert rungs["Trên sàn: có gian hàng"].since == at_tuesday.date()
    assert not any("học phí" in label for label in rungs)
    school = add_establishment(village=villages[0], name="Trường Mầm non", kind="school", by=members.mai, at=at_tuesday)
    assert [rung.label for rung in Steps().ladder(school, at_tuesday.date())] == [
        "Cơ sở được tuyên truyền bán hàng số, thanh toán số", "Cơ sở được hỗ trợ, hướng dẫn tại chỗ",
        "Trường thu học phí, các khoản thu không dùng tiền mặt",
    ]  # fmt: skip


def test_forty_eligible_forty_told_thirty_one_paying_by_code(villages, members, at_tuesday):
    """Every figure of the sellers is numerator / denominator of a measure: told or helped, helped, adopted."""
    today, claims = at_tuesday.date(), []
    for n in range(42):
        row = Establishment.objects.create(
            name=f"Hàng {n}", kind="household_business", village=villages[n % 2], eligible=True if n < 40 else None
        )
        told = "co-so-ho-tro" if n % 4 == 0 else "co-so-tuyen-truyen"
        for code in (told, "ban-hang-so") if n < 31 or n > 40 else (told,):
            claims.append((row, code))
    for row, code in claims:
        record_claim(
            NewClaim(subject={"establishment_id": row.pk}, service=service(code), since_on=today, source="visit"),
            by=members.lan, at=at_tuesday,
        )  # fmt: skip

    def rate(code):
        measure = Measure.objects.get(code=code)
        base = Establishment.objects.filter(in_base(measure, today)).count()
        return Establishment.objects.filter(has(measure, today)).count(), base

    assert rate("ho-kinh-doanh-thanh-toan") == (40, 40)
    assert rate("ho-kinh-doanh-ho-tro") == (10, 40)
    assert rate("ho-kinh-doanh-qr") == (31, 40)


def test_every_measure_of_sellers_can_be_counted(db, at_tuesday):
    load()
    for measure in Measure.objects.filter(counts="establishment"):
        assert Establishment.objects.filter(has(measure, at_tuesday.date())).count() == 0, measure.code


# --- pages ------------------------------------------------------------------------------------------------------------


def posted(code, value):
    return {f"s{service(code).pk}": value}


def test_a_team_records_at_the_door_and_goes_to_the_next(shop, members, client_of):
    client = client_of(members.lan)
    assert [r.name for r, _ in client.get(reverse("field:sellers")).context["rows"]] == ["Tạp hóa Đào"]
    where = reverse("field:seller", args=[shop.pk])
    one = client.get(where).context["form"]["visit_id"].value()
    said = {"visit_id": one, "outcome": "met"} | posted("co-so-tuyen-truyen", "1") | posted("san-tmdt", "2")
    for _ in range(2):  # pressed twice for want of an answer
        assert client.post(where, said).url == reverse("field:sellers")
    assert (SellerVisit.objects.count(), level(shop, "san-tmdt")) == (1, 2)
    assert client.get(reverse("field:sellers")).context["rows"] == []
    shown = {one.service.code: one for one in client.get(where).context["asked"]}
    assert (shown["san-tmdt"].held, [value for value, _ in shown["san-tmdt"].choices]) == (
        "có gian hàng",
        ["3", "4", "0"],
    )


def test_what_was_ticked_is_kept_when_it_cannot_be_stored(shop, members, client_of):
    client, where = client_of(members.lan), reverse("field:seller", args=[shop.pk])
    said = {"visit_id": uuid.uuid4(), "outcome": "shut", "note": "hẹn mai"} | posted("ban-hang-so", "1")
    answer = client.post(where, said)
    assert answer.status_code == 400
    assert 'value="1" checked' in answer.content.decode()
    assert "hẹn mai" in answer.content.decode()
    assert client.post(where, {"visit_id": uuid.uuid4()}).context["form"].errors["outcome"]


def test_the_desk_records_with_the_units_word_and_takes_back_anyones(shop, members, client_of, call):
    client, where = client_of(members.mai), reverse("field:seller", args=[shop.pk])
    here = reverse("people:establishment", args=[shop.pk])
    said = {"visit_id": uuid.uuid4(), "outcome": "desk"} | posted("hoa-don-dien-tu", "1")
    assert client.post(where, said).url == here
    call(("ban-hang-so", 1), minutes=1)
    claim = Claim.objects.get(service__code="ban-hang-so")
    back = reverse("field:seller-take-back", args=[claim.pk])
    assert back in client.get(here).content.decode()
    for other in (members.son, members.hung):
        assert client_of(other).post(back).status_code == 404
    assert back not in client_of(members.son).get(here).content.decode()
    assert client.post(back).url == here
    assert level(shop, "ban-hang-so") is None


def test_a_door_of_another_village_does_not_exist(shop, members, client_of):
    for member in (members.hung, members.thu, members.viet, members.phuc, members.binh):
        assert client_of(member).post(reverse("field:seller", args=[shop.pk]), {"outcome": "met"}).status_code == 404
