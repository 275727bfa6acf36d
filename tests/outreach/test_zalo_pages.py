"""The pages of the Zalo groups, as Lan in her village and Mai in the commune use them."""

import io

import openpyxl
import pytest

from tests.outreach.test_zalo import LINK, begin
from tungnha.outreach.models import ZaloGroup, ZaloHousehold
from tungnha.outreach.operations import zalo
from tungnha.people.models import Export
from tungnha.units.setup.villages import end_village

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def lan(client_of, members, households, people, at_tuesday):
    return client_of(members.lan)


def where(village, tail=""):
    return f"/nhom-zalo/thon/{village.pk}/{tail}"


def test_from_nothing_to_a_ticked_household_on_the_phone(
    lan, client_of, members, villages, households, people, at_tuesday
):
    one = villages[0]
    assert "chưa ghi nhóm Zalo" in lan.get("/nhom-zalo/", follow=True).content.decode()
    group = {"name": "Thôn 1", "keeper_name": "Bà Tư", "join_url": LINK, "created_on": "2026-05-20"}
    said = lan.post(where(one, "nhom/"), group, follow=True).content.decode()
    assert "Chưa đánh dấu hộ được" in said
    client_of(members.mai).post("/nhom-zalo/loi-hoi/")
    page = lan.get(where(one, "danh-dau/")).content.decode()
    assert "Nguyễn Văn An" in page
    assert "checked" not in page.split("<fieldset>")[1]  # silence is no consent: nothing is ticked beforehand
    ticks = {"doors": [households.one.pk], "channel": "paper", "evidence": "tờ họp thôn", "on": "2026-05-26"}
    said = lan.post(where(one, "danh-dau/"), ticks, follow=True).content.decode()
    assert "Đã ghi 1 hộ trong nhóm" in said
    assert ZaloHousehold.objects.get().consent.person == people.an
    assert "1/1" in client_of(members.mai).get("/nhom-zalo/").content.decode()


def test_oral_consent_without_a_witness_is_said_and_the_ticks_stay(
    lan, members, villages, households, commune, at_tuesday
):
    zalo.lay_notice(commune=commune, by=members.mai, at=at_tuesday)
    begin(villages[0], members.lan, at_tuesday)
    ticks = {"doors": [households.one.pk], "channel": "oral", "evidence": "hỏi tại nhà", "on": "2026-05-26"}
    answer = lan.post(where(villages[0], "danh-dau/"), ticks)
    assert (answer.status_code, ZaloHousehold.objects.count()) == (400, 0)
    assert f'value="{households.one.pk}" checked' in answer.content.decode()


def test_another_adult_of_the_household_may_be_who_agrees_but_no_child(
    lan, members, villages, households, people, commune, at_tuesday
):
    zalo.lay_notice(commune=commune, by=members.mai, at=at_tuesday)
    begin(villages[0], members.lan, at_tuesday)
    page = f"/nhom-zalo/ho/{households.one.pk}/"
    said = lan.get(page).content.decode()
    assert (f'value="{people.bao.pk}"' in said, f'value="{people.chi.pk}"' in said) == (True, False)
    lan.post(page, {"person": people.bao.pk, "channel": "paper", "evidence": "sổ", "on": "2026-05-26"})
    assert ZaloHousehold.objects.get().consent.person == people.bao
    lan.post(f"/nhom-zalo/ho/{ZaloHousehold.objects.get().pk}/bo/", {"vi-sao": "left"})
    assert ZaloHousehold.objects.get().ended_why == "left"


def test_the_list_of_the_others_asks_what_for_and_is_on_record(lan, villages, households, people, at_tuesday):
    address = where(villages[0], "chua-vao.xlsx")
    assert b"PK" not in lan.get(address).content[:4]
    data = lan.post(address, {"purpose": "visit"}).content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values for cell in row]
    assert "Nguyễn Văn An" in cells
    assert Export.objects.get().persons.get() == people.an


def test_the_poster_draws_the_link_and_another_village_finds_nothing(lan, client_of, members, villages, at_tuesday):
    begin(villages[0], members.lan, at_tuesday)
    assert "<svg" in lan.get(where(villages[0], "ma-qr/")).content.decode()
    hung = client_of(members.hung)
    assert {hung.get(where(villages[0], tail)).status_code for tail in ("", "ma-qr/")} == {404}
    assert client_of(members.son).post(where(villages[0], "thoi-dung/")).status_code == 404
    assert ZaloGroup.objects.get().closed_at is None


def test_a_restricted_head_is_counted_and_named_on_no_list(lan, members, villages, people, at_tuesday):
    from tungnha.people.operations import restricting

    restricting.restrict(person=people.an, by=members.dung, at=at_tuesday)
    said = lan.get(where(villages[0]) + "?loc=").content.decode()
    assert people.an.full_name not in said
    begin(villages[0], members.lan, at_tuesday)
    said = lan.get(where(villages[0]) + "?loc=chua").content.decode()
    assert people.an.full_name not in said
    assert "Chưa rõ chủ hộ" in said


def test_the_page_of_a_village_that_was_merged_says_so(client_of, members, villages, at_tuesday):
    end_village(
        village=villages[1], successors=[villages[0]], on=at_tuesday.date(), decision="", by=members.mai, at=at_tuesday
    )
    for tail in ("", "nhom/", "danh-dau/", "ma-qr/", "chua-vao.xlsx"):
        answer = client_of(members.mai).get(where(villages[1], tail))
        assert (tail, answer.status_code) == (tail, 409)
        assert "Thôn 2 đã sáp nhập, chia tách sau ngày 25/5/2026" in answer.content.decode()
