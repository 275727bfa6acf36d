"""What the pages for everybody say, and what they keep to themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tungnha.field.models import WayThere
from tungnha.field.schedule import operations
from tungnha.ledger.models import CampaignService, Service
from tungnha.people.models import Place
from tungnha.plans.models import Plan
from tungnha.units import clock
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.models import Area, Badge
from tungnha.units.problems import BadInput
from tungnha.voices.operations import feedback
from tungnha.web import views_errors
from tungnha.web.public import far, urls

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def said(route, *args, **query):
    return Client().get(reverse(f"web:{route}", args=args), query).content.decode()


@pytest.fixture
def place(villages):
    return Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])


@pytest.fixture
def session(campaign, villages, members, service, place, units, at_tuesday):
    made = operations.plan_session(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday + timedelta(hours=24),
        ends_at=at_tuesday + timedelta(hours=27), services=[service], staff=[members.lan], organisations=[], name="",
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    operations.say_word(session=made, side="area", says="yes", sequence=0, by=members.lan, at=at_tuesday)
    made.refresh_from_db()
    return made


def test_a_session_says_day_hour_place_and_the_way_there(session, place, commune, members, at_tuesday):
    operations.set_way(place=place, words=" Từ chợ  đi về phía đình 300 m ", by=members.mai, at=at_tuesday)
    page = said("public-sessions", commune.code)
    for words in (
        "Thứ Tư, 27/5/2026", "8 giờ 00 – 11 giờ 00: Nhà văn hóa thôn 1", "Dành cho Thôn 1", "Giúp làm: Chữ ký số",
        "Đi thế nào: Từ chợ đi về phía đình 300 m", "Mang theo: thẻ căn cước",
    ):  # fmt: skip
        assert words in page, words
    ics = said("public-sessions-ics", commune.code, buoi=str(session.key))
    assert (ics.count("BEGIN:VEVENT"), f"UID:{session.key}" in ics) == (1, True)


def moved(session, place, members, at, *, hours=3):
    operations.move_session(
        session=session, starts_at=session.starts_at + timedelta(hours=hours),
        ends_at=session.ends_at + timedelta(hours=hours), place=place, why="bão", by=members.mai, at=at,
    )  # fmt: skip
    session.refresh_from_db()


def agreed(session, members, at):
    operations.say_word(session=session, side="area", says="yes", sequence=session.sequence, by=members.lan, at=at)


def test_one_moved_an_hour_before_says_so_before_and_after_all_agree(
    session, place, villages, commune, members, at_tuesday
):
    other = Place.objects.create(name="Trường học thôn 1", kind="school", area=villages[0])
    now = session.starts_at - timedelta(hours=1)
    with clock.freeze(now):
        moved(session, other, members, now)
        waiting, ics = said("public-sessions", commune.code), said("public-sessions-ics", commune.code)
        agreed(session, members, now)
        settled = said("public-sessions", commune.code)
    was = "Thôn 1: <s>8 giờ 00 thứ Tư, 27/5/2026, Nhà văn hóa thôn 1</s>"
    now_at = "<b>11 giờ 00 thứ Tư, 27/5/2026</b>, Trường học thôn 1"
    assert [words in waiting for words in (was, f"dự kiến chuyển sang {now_at}", "trước khi đi, mời", "Đã đổi")] == [
        True, True, True, False
    ]  # fmt: skip
    assert [words in ics for words in (f"UID:{session.key}", "STATUS:TENTATIVE", "SEQUENCE:1", "T040000Z")] == [
        True
    ] * 4
    assert [words in settled for words in (was, f"</s> chuyển sang {now_at}", "dự kiến", "Đã đổi: trước là 8")] == [
        True, True, False, True
    ]  # fmt: skip


def test_the_old_hour_is_no_news_once_it_is_over(session, place, commune, members, at_tuesday):
    moved(session, place, members, at_tuesday, hours=48)
    agreed(session, members, at_tuesday)
    with clock.freeze(at_tuesday + timedelta(days=2)):
        page = said("public-sessions", commune.code)
    assert ("Đổi giờ, đổi nơi" in page, "Đã đổi: trước là 8 giờ 00 thứ Tư, 27/5/2026" in page) == (False, True)


def test_one_moved_and_then_cancelled_is_cancelled_to_everybody(session, place, commune, members, at_tuesday):
    moved(session, place, members, at_tuesday)
    operations.cancel_session(session=session, why="mưa to", by=members.mai, at=at_tuesday)
    page, ics = said("public-sessions", commune.code), said("public-sessions-ics", commune.code)
    assert ("Đã hủy" in page, "mưa to" in page, "STATUS:CANCELLED" in ics) == (True, True, True)


def test_one_moved_before_anybody_was_told_is_nobodys_news(session, place, commune, members, at_tuesday):
    session.published_at = None
    session.save()
    moved(session, place, members, at_tuesday)
    page, ics = said("public-sessions", commune.code), said("public-sessions-ics", commune.code)
    assert ("Đổi giờ" in page, "VEVENT" in ics) == (False, False)


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-0000-0000-000000000000", "' or 1"])
def test_a_session_that_is_not_published_has_no_calendar(session, commune, wrong):
    where = reverse("web:public-sessions-ics", args=[commune.code])
    assert Client().get(where, {"buoi": wrong}).status_code == 404


@pytest.mark.parametrize(
    ("words", "why"), [("nhà ông Nguyễn Văn An rẽ trái", "Nguyễn Văn An"), ("hỏi 0912 000 011", "số điện thoại")]
)
def test_a_way_that_names_somebody_is_not_taken(people, place, members, at_tuesday, words, why):
    with pytest.raises(BadInput, match=why):
        operations.set_way(place=place, words=words, by=members.mai, at=at_tuesday)
    assert not WayThere.objects.exists()


def test_what_an_officer_typed_about_somebody_is_hidden(people, session, villages, commune, members, at_tuesday):
    people.an.household.village, people.an.household.code = villages[1], "99"  # of the next village: no less a name
    people.an.household.save()
    session.bring = session.name = "giấy của Nguyễn Văn An, gọi 0912 000 011"
    session.save()
    of_village = {"thon": session.area.code}
    ics = [said("public-sessions-ics", commune.code, **which).replace("\r\n ", "") for which in ({}, of_village)]
    for one in (said("public-sessions", commune.code), said("public-sessions", commune.code, **of_village), *ics):
        assert ("Nguyễn Văn An" in one, "000 011" in one, "[tên đã che]" in one) == (False, False, True)


def test_only_one_commune_leads_straight_to_it_and_one_without_members_has_no_page(members, commune, province):
    answer = Client().get("/cong-dan/")
    assert (answer.status_code, answer.url) == (302, f"/xa/{commune.code}/")
    empty = Area.objects.create(code="99909", kind="commune", type_name="xã", name="Vắng", parent=province)
    assert Client().get(f"/xa/{empty.code}/").status_code == 404


def test_services_of_the_running_plan_each_say_what_to_bring_and_what_happens(campaign, service, members, commune):
    CampaignService.objects.create(campaign=campaign, service=service)
    assert "Chữ ký số công cộng" in said("public-guides", commune.code)
    page = said("public-guide", commune.code, "chu-ky-so")
    assert ("Thẻ căn cước" in page, "Tự đặt mã PIN" in page) == (True, True)
    assert Client().get(reverse("web:public-guide", args=[commune.code, "thue-bao"])).status_code == 404


def test_nobody_is_told_to_bring_the_card_she_comes_for(campaign, members, commune):
    CampaignService.objects.create(campaign=campaign, service=Service.objects.get(code="can-cuoc"))
    page = said("public-guide", commune.code, "can-cuoc")
    assert ("Thẻ căn cước cũ (nếu có)" in page, "<li>Thẻ căn cước</li>" in page, "giấy hẹn" in page) == (
        True, False, True
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "base", "few"),
    [(None, 100, ""), (0, 100, ""), (1, 100, "few"), (4, 100, "few"), (5, 100, ""), (96, 100, "nearly"), (95, 100, ""),
     (100, 100, ""), (3, 4, "few"), (0, 4, ""), (2, None, "few")],
)  # fmt: skip
def test_so_few_that_neighbours_could_name_them_are_not_counted_aloud(settings, now, base, few):
    settings.SMALL_GROUP = 5
    assert far.too_few(now, base) == few


def test_bodies_figures_are_theirs_to_tell():
    assert not {"armed_forces", "official", "pupil", "worker", "team_member"} & set(far.GROUPS)


def test_an_office_is_told_with_its_landline_and_nobodys_own_number(members, commune, units, campaign):
    plan = Plan.objects.create(
        campaign=campaign, organisation=units.committee, contact="Ông Lê Văn Tám, 0912 000 345",
        confirmed_at=clock.now(), confirmed_by=members.mai,
    )  # fmt: skip
    page = said("public-contact", commune.code)
    assert ("UBND xã Mẫu Sơn" in page, "Lê Văn Tám" in page, "000" in page) == (True, False, False)
    plan.contact = "Bà Mai, Phòng Văn hóa, 0204.3854.111"
    plan.save()
    page = said("public-contact", commune.code)
    assert ("02043854111" in page, "Bà Mai" in page) == (True, False)


def test_what_officers_answer_and_tell_of_the_app_names_nobody(people, members, commune, at_tuesday):
    words = "Mời gặp Nguyễn Văn An, 0912 000 011"
    with clock.freeze(at_tuesday):
        sent = feedback.send(commune=commune, village=None, kind="install", words="Cài mãi không được",
                             form=feedback.new_form(), at=at_tuesday)  # fmt: skip
        feedback.answer(feedback=sent.row, words=words, by=members.mai, at=at_tuesday)
        feedback.name_app(area=commune, name="App", url="", hotline="1022", how_to=words, by=members.mai, at=at_tuesday)
        follow = reverse("web:public-follow", args=[commune.code])
        answer = Client().post(follow, f"code={sent.code}", content_type="application/x-www-form-urlencoded")
    for page in (answer.content.decode(), said("public-app", commune.code)):
        assert ("Nguyễn Văn An" in page, "000 011" in page, "Mời gặp [tên đã che]" in page) == (False, False, True)


@pytest.mark.parametrize(
    "where", ["/xa/00000/", "/h/KHONG/", "/lich-ho-tro/x/", "/the/a/b/c/", "/k/AAAAAA/99/", "/xa/"]
)
def test_who_types_an_address_wrong_is_told_as_a_citizen(where, members):
    answer = Client().get(where)
    page = answer.content.decode()
    assert (answer.status_code, 'href="/cong-dan/"' in page, "phần việc" in page) == (404, True, False)


def test_every_address_for_everybody_is_known_by_its_beginning():
    begins = {"/" + pattern.pattern._route.partition("/")[0] + "/" for pattern in urls.urlpatterns}
    assert begins <= set(views_errors.FOR_EVERYBODY)


def test_an_office_without_a_telephone_says_so(members, commune, units, campaign):
    Plan.objects.create(
        campaign=campaign, organisation=units.committee, contact="", confirmed_at=clock.now(), confirmed_by=members.mai
    )
    assert "chưa ghi số điện thoại cơ quan" in said("public-contact", commune.code)


def test_a_badge_that_is_not_good_leads_to_whom_to_ask(members, commune, at_tuesday):
    (made,) = badges.issue(members=[members.son], valid_to=at_tuesday.date(), by=members.mai, at=at_tuesday)
    mark = token.mark_of(badges.body_of(Badge.objects.select_related("key").get(pk=made.pk)))
    asks = f'href="/xa/{commune.code}/hoi-ai/"'
    assert asks not in said("public-badge-check", mark)
    badges.revoke(badge=made, by=members.mai, at=at_tuesday)
    assert asks in said("public-badge-check", mark)
    assert 'href="/cong-dan/"' in said("public-badge-check", "gia")
