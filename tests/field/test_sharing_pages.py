"""A leader shares out, levels and takes back on the pages; the officer looks on and may do the same."""

import re
from datetime import timedelta

import pytest

from tests.field.street import street
from tungnha.field.models import Device, HouseholdShare, LeaderMessage
from tungnha.field.sharing.operations import share_households

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(villages, asked):
    return street(villages[0], [2, 1, 2, 1, 2, 2])


@pytest.fixture
def lan(client_of, members, homes, at_tuesday):
    return client_of(members.lan)


def address(villages, way=""):
    return f"/phan-ho/{villages[0].pk}/{way}"


def hidden(page):
    """What the preview would send back."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())) | {}


def held():
    rows = HouseholdShare.objects.filter(ended_at=None).select_related("member__user", "household")
    return {s.household.code: s.member.user.full_name for s in rows}


def test_nothing_is_shared_out_before_the_preview_is_accepted(lan, villages, members):
    shown = lan.post(
        address(villages, "theo-cum/"), {"members": [members.lan.pk, members.son.pk], "until_on": "2026-06-30"}
    )
    assert held() == {}
    page = shown.content.decode()
    assert "Sẽ giao <b>6</b> hộ, đến hết thứ Ba, 30/6/2026." in page
    answer = lan.post(address(villages, "giao/"), hidden(shown), follow=True)
    assert "Đã giao 6 hộ." in answer.content.decode()
    assert held() == {"H1": "Lan", "H2": "Lan", "H3": "Lan", "H4": "Sơn", "H5": "Sơn", "H6": "Sơn"}


def test_an_accept_that_comes_too_late_shows_the_proposal_anew_and_does_nothing(
    lan, villages, members, homes, campaign, at_tuesday
):
    shown = lan.post(address(villages, "theo-cum/"), {"members": [members.son.pk]})
    share_households(
        households=homes[:1], campaign=campaign, member=members.lan, until_on=None, by=members.mai, at=at_tuesday
    )
    again = lan.post(address(villages, "giao/"), hidden(shown))
    assert "Vừa có người chia hoặc thu hộ ở thôn này. Chưa lưu gì" in again.content.decode()
    assert held() == {"H1": "Lan"}
    lan.post(address(villages, "giao/"), hidden(again))
    assert set(held().values()) == {"Sơn"}


def test_a_lane_goes_to_one_member_and_what_others_hold_only_when_asked(
    lan, villages, members, homes, campaign, at_tuesday
):
    share_households(
        households=homes[:2], campaign=campaign, member=members.lan, until_on=None, by=members.lan, at=at_tuesday
    )
    shown = lan.post(address(villages, "theo-ngo/"), {"lane-0": members.son.pk})
    assert "Sẽ giao <b>4</b> hộ" in shown.content.decode()
    shown = lan.post(address(villages, "theo-ngo/"), {"lane-0": members.son.pk, "also_held": "on"})
    page = shown.content.decode()
    assert "Sẽ giao <b>6</b> hộ" in page
    assert "Trong đó lấy từ: Lan 2 hộ." in page


def test_doors_ticked_by_hand_and_a_second_phone_on_purpose(lan, villages, members, homes, campaign, at_tuesday):
    share_households(
        households=homes[:1], campaign=campaign, member=members.lan, until_on=None, by=members.lan, at=at_tuesday
    )
    given = {"doors": [homes[0].pk, homes[1].pk], "member": members.son.pk, "together": "on"}
    shown = lan.post(address(villages, "tung-ho/"), given)
    lan.post(address(villages, "giao/"), hidden(shown))
    rows = HouseholdShare.objects.filter(ended_at=None, household=homes[0])
    assert {(s.member, s.together) for s in rows} == {(members.lan, False), (members.son, True)}
    assert HouseholdShare.objects.get(household=homes[1]).member == members.son


def test_forms_that_are_wrong_keep_what_was_ticked(lan, villages, homes):
    page = lan.post(address(villages, "tung-ho/"), {"doors": [homes[2].pk]}).content.decode()
    assert "Chưa chọn giao cho ai." in page
    assert f'value="{homes[2].pk}" checked' in page
    assert "Chưa chọn ai cho ngõ nào" in lan.post(address(villages, "theo-ngo/"), {"until_on": ""}).content.decode()
    assert "Chưa chọn ai:" in lan.post(address(villages, "theo-cum/"), {"until_on": "2026-06-30"}).content.decode()
    past = {"members": ["1"], "until_on": "2026-01-01"}
    assert "Ngày này đã qua" in lan.post(address(villages, "theo-cum/"), past).content.decode()


def test_levelling_tells_what_a_phone_still_holds(lan, villages, members, homes, campaign, at_tuesday):
    share_households(
        households=homes, campaign=campaign, member=members.son, until_on=None, by=members.lan, at=at_tuesday
    )
    Device.objects.create(
        member=members.son, name="Máy của Sơn", secret_hash="x", carry_key="x", pledge_version="1",
        pledged_at=at_tuesday, joined_at=at_tuesday, contact_at=at_tuesday - timedelta(days=1), held=3,
    )  # fmt: skip
    shown = lan.get(address(villages, "chia-lai/"))
    assert "Máy của Sơn còn giữ 3 việc chưa gửi (liên lạc lần cuối: hôm qua 8 giờ 00)." in shown.content.decode()
    lan.post(address(villages, "giao/"), hidden(shown))
    assert sorted(held().values()) == ["Lan", "Lan", "Lan", "Sơn", "Sơn", "Sơn"]
    assert HouseholdShare.objects.filter(ended_why="balanced").count() == 3


def test_what_is_left_comes_back_and_the_history_tells_it(lan, villages, members, homes, campaign, at_tuesday):
    share_households(
        households=homes, campaign=campaign, member=members.son, until_on=None, by=members.lan, at=at_tuesday
    )
    where = address(villages, "thu-lai/")
    assert "đang giữ 6 hộ, trong đó 6 hộ còn người thiếu" in lan.get(where, {"nguoi": members.son.pk}).content.decode()
    lan.post(where, {"nguoi": members.son.pk, "phan": "con"})
    assert held() == {}
    told = lan.get(address(villages, "lich-su/")).content.decode()
    assert "Giao Sơn 6 hộ" in told
    assert "Sơn thôi giữ 6 hộ: thu lại" in told


def test_the_officer_sees_every_village_and_may_share_out_in_each(client_of, members, villages, homes, at_tuesday):
    mai = client_of(members.mai)
    page = mai.get("/phan-ho/").content.decode()
    assert f"/phan-ho/{villages[0].pk}/" in page
    shown = mai.post(address(villages, "theo-cum/"), {"members": [members.son.pk]})
    mai.post(address(villages, "giao/"), hidden(shown))
    assert set(held().values()) == {"Sơn"}


@pytest.mark.parametrize("who", ["son", "hung", "thu", "viet", "phuc"])
def test_nobody_else_shares_out_there(who, client_of, members, villages, homes, at_tuesday):
    client = client_of(getattr(members, who))
    answers = {client.get(address(villages, way)).status_code for way in ("", "theo-ngo/", "lich-su/", "chia-lai/")}
    assert answers == {404}
    assert client.post(address(villages, "giao/")).status_code == 404


def test_leader_and_steward_of_the_commune_only_look(client_of, members, villages, homes, at_tuesday):
    for member in (members.binh, members.dung):
        client = client_of(member)
        assert "Chia đều theo nhà gần nhau" not in client.get(address(villages)).content.decode()
        assert client.get(address(villages, "theo-cum/")).status_code == 404


# --- today, messages -------------------------------------------------------------------------------------------------


def test_the_village_today_and_a_message_for_tomorrow(lan, villages, members, at_tuesday):
    where = f"/loi-nhan/{villages[0].pk}/"
    said = {"words": "Mai đi Ngõ Dài, gọi 0912000123 nếu mưa", "from_on": "2026-05-27", "until_on": "2026-05-27"}
    assert "Đã ghi. Máy của Tổ nhận ở lần liên lạc tới." in lan.post(where, said, follow=True).content.decode()
    message = LeaderMessage.objects.get()
    assert "0912000123" not in message.words
    today = lan.get("/thon-hom-nay/", follow=True).content.decode()
    assert "Mai đi Ngõ Dài" in today
    lan.post(f"/loi-nhan/thu-lai/{message.pk}/")
    assert "Mai đi Ngõ Dài" not in lan.get(f"/thon-hom-nay/{villages[0].pk}/").content.decode()
    too_long = said | {"until_on": "2026-09-01"}
    assert "chỉ giữ nhiều nhất 14 ngày" in lan.post(where, too_long).content.decode()


def test_the_officer_sees_all_villages_in_one_table(client_of, members, villages, homes, at_tuesday):
    page = client_of(members.mai).get("/thon-hom-nay/").content.decode()
    assert [f"/thon-hom-nay/{v.pk}/" in page for v in villages] == [True, True]
