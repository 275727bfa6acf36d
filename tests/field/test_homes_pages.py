"""Households on the pages: by village, door by door; ticks, helpers, the setting of the loudspeaker."""

import pytest

from tests.field.street import street
from tungnha.field.homes import queries, views
from tungnha.field.homes.wanted import Wanted
from tungnha.field.models import HouseholdHelper, HouseholdInformed
from tungnha.ledger.models import Measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def doors(villages, asked):
    return street(villages[0], [2, 1, 1, 1])


@pytest.fixture
def plan(monkeypatch):
    """What a plan would want: all informed, at least 90 % with one who can."""
    wanted = [
        Wanted(Measure.objects.get(code="ho-duoc-thong-tin"), "đạt 100,00%", lambda base: base),
        Wanted(Measure.objects.get(code="ho-dich-vu-so-co-ban"), "từ 50,00% trở lên", lambda base: (base + 1) // 2),
    ]
    monkeypatch.setattr(views, "wanted_of", lambda campaign: wanted)
    monkeypatch.setattr(views, "measures_of", lambda campaign: [wanted[1].measure])


@pytest.fixture
def lan(client_of, members, doors, at_tuesday):
    return client_of(members.lan)


def test_a_village_meeting_is_ticked_at_once(lan, villages, doors, campaign):
    where = f"/ho-gia-dinh/thon/{villages[0].pk}/danh-dau/"
    given = {"form": "meeting", "on": "2026-05-25", "doors": [doors[0].pk, doors[1].pk]}
    assert "Đã đánh dấu 2 hộ." in lan.post(where, given, follow=True).content.decode()
    again = lan.post(where, given | {"doors": [d.pk for d in doors]}, follow=True).content.decode()
    assert "Đã đánh dấu 2 hộ. 2 hộ đã đánh dấu từ trước." in again
    page = lan.get(f"/ho-gia-dinh/thon/{villages[0].pk}/", {"loc": "no-informed"}).content.decode()
    assert "Không có hộ nào ở mục này" in page
    wrong = lan.post(where, {"form": "meeting", "on": "2026-06-30", "doors": [doors[0].pk]}).content.decode()
    assert "chưa đến" in wrong
    assert "Chưa đánh dấu hộ nào." in lan.post(where, {"form": "meeting", "on": "2026-05-25"}).content.decode()


def test_a_tick_is_taken_back_on_the_page_of_its_household(lan, villages, doors):
    lan.post(f"/ho-gia-dinh/thon/{villages[0].pk}/danh-dau/", {
        "form": "leaflet", "on": "2026-05-25", "doors": [doors[0].pk]})  # fmt: skip
    row = HouseholdInformed.objects.get()
    assert "Tờ rơi đưa tận tay, 25/5/2026" in lan.get(f"/ho-gia-dinh/ho/{doors[0].pk}/").content.decode()
    lan.post(f"/ho-gia-dinh/bo-danh-dau/{row.pk}/")
    assert "Đã bỏ đánh dấu: Lan" in lan.get(f"/ho-gia-dinh/ho/{doors[0].pk}/").content.decode()


def test_a_helper_is_named_in_touch_and_ended(lan, villages, doors, members, campaign, plan, at_tuesday):
    where = f"/ho-gia-dinh/ho/{doors[0].pk}/"
    lan.post(where, {"member": members.son.pk, "from_on": "2026-05-20", "to_on": "2026-12-31"})
    helper = HouseholdHelper.objects.get()
    lan.post(f"/ho-gia-dinh/nguoi-giup/{helper.pk}/", {"on": "2026-05-25"})
    assert "Liên lạc gần nhất 25/5/2026" in lan.get(where).content.decode()
    told = lan.post(f"/ho-gia-dinh/nguoi-giup/{helper.pk}/", {"on": "2026-06-25"}, follow=True).content.decode()
    assert "Ngày này chưa đến" in told
    line = queries.by_village(
        villages[0], campaign, at_tuesday.date(), Measure.objects.get(code="ho-dich-vu-so-co-ban")
    )
    assert line[0].helped == 1
    lan.post(f"/ho-gia-dinh/nguoi-giup/{helper.pk}/", {"viec": "thoi"})
    assert "Chưa có ai." in lan.get(where).content.decode()
    assert "Chưa chọn người giúp." in lan.post(where, {"from_on": "2026-05-20"}).content.decode()
    bad = {"member": members.son.pk, "from_on": "2026-05-20", "to_on": "2026-05-01"}
    assert "Ngày cuối phải từ ngày bắt đầu trở đi." in lan.post(where, bad).content.decode()


def test_each_village_is_tested_for_itself(client_of, members, villages, doors, households, people, plan, at_tuesday):
    mai = client_of(members.mai)
    own = client_of(members.lan)
    own.post(f"/ho-gia-dinh/thon/{villages[0].pk}/danh-dau/", {
        "form": "meeting", "on": "2026-05-25", "doors": [*(d.pk for d in doors), households.one.pk]})  # fmt: skip
    page = mai.get("/ho-gia-dinh/").content.decode()
    assert "1/2 thôn đạt 100,00%" in page
    assert "0/2 thôn đạt từ 50,00% trở lên" not in page  # of nobody was anything said of what they can
    assert "Chưa có số liệu: Thôn 1, Thôn 2." in page
    assert "Thôn 2" in page


def test_the_loudspeaker_is_a_setting_of_the_desk(client_of, members, lan, villages, doors, campaign, at_tuesday):
    lan.post(f"/ho-gia-dinh/thon/{villages[0].pk}/danh-dau/", {
        "form": "loudspeaker", "on": "2026-05-25", "doors": [d.pk for d in doors]})  # fmt: skip
    assert "chưa tính: chỉ nghe loa" in lan.get(f"/ho-gia-dinh/thon/{villages[0].pk}/").content.decode()
    assert lan.post("/ho-gia-dinh/loa/", {"tinh": "co"}).status_code == 404
    client_of(members.mai).post("/ho-gia-dinh/loa/", {"tinh": "co"})
    assert "chưa tính: chỉ nghe loa" not in lan.get(f"/ho-gia-dinh/thon/{villages[0].pk}/").content.decode()


def test_a_campaign_without_household_skills_says_so(client_of, members, villages, doors, at_tuesday):
    page = client_of(members.mai).get("/ho-gia-dinh/").content.decode()
    assert "Kế hoạch này không có chỉ tiêu hộ về kỹ năng" in page


def test_nobody_of_another_village_or_unit_sees_a_household(client_of, members, villages, doors, at_tuesday):
    for who in ("son", "hung", "thu", "viet", "phuc"):
        client = client_of(getattr(members, who))
        assert client.get(f"/ho-gia-dinh/ho/{doors[0].pk}/").status_code == 404
        assert client.get(f"/ho-gia-dinh/thon/{villages[0].pk}/").status_code == 404
