"""The pages of the campaign of words, as Mai, Bình, Lan and the school's Thu use them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.outreach.campaign_world import broadcast, street, words_of
from tests.outreach.test_materials import picture
from tungnha.field.models import HouseholdInformed
from tungnha.outreach.models import Activity, ActivityPart, News, NewsPhoto, ReadyText, Theme
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def said(campaign, members, service, at_tuesday):
    return words_of(campaign, members.mai, at_tuesday)


@pytest.fixture
def mai(client_of, members, said):
    return client_of(members.mai)


@pytest.fixture
def lan(client_of, members, said):
    return client_of(members.lan)


@pytest.fixture
def on_air(said, campaign, villages, members, at_tuesday):
    """The script on fraud at 17:00 in both villages: thôn 1's part."""
    made = broadcast(campaign, said.fraud, villages, members.mai, at_tuesday)
    return ActivityPart.objects.get(activity=made, area=villages[0])


@pytest.fixture
def met(said, campaign, villages, members, at_tuesday):
    """A meeting of thôn 1 that is still to be told of, and its doors."""
    made = broadcast(
        campaign, said.learning, [villages[0]], members.mai, at_tuesday, kind="joined", name="Họp thôn", text=None
    )
    return made.parts.get()


def page(client, where):
    return client.get(where).content.decode()


def test_an_empty_cell_leads_to_planning_it_for_the_villages_that_are_empty(mai, said, on_air, campaign, villages):
    grid = page(mai, "/tuyen-truyen/")
    assert "Hành động đột phá, lan tỏa kết quả" in grid
    assert "Còn trống <b>6/8</b> ô" in grid
    where = f"/tuyen-truyen/moi/?chu-de={said.learning.pk}&amp;hinh-thuc={said.meetings.pk}"
    assert where in grid
    asked = page(mai, where.replace("&amp;", "&"))
    assert "tất cả 2 thôn" in asked
    plan = {
        "kind": "study", "themes": [said.learning.pk], "from_on": "2026-05-28", "hours": "19h30, 5 giờ", "where": "all",
    }  # fmt: skip
    answer = mai.post(where.replace("&amp;", "&"), plan, follow=True).content.decode()
    assert "Đã lên lịch cho 2 nơi" in answer
    made = Activity.objects.get(kind="study")
    assert (made.hours, made.to_on, made.name) == (["05:00", "19:30"], made.from_on, f"Chuyên đề: {said.learning.name}")
    assert "Còn trống <b>4/8</b> ô" in page(mai, "/tuyen-truyen/")


def test_only_the_villages_that_are_empty_are_chosen_first(mai, said, met, campaign, villages):
    where = f"/tuyen-truyen/moi/?chu-de={said.learning.pk}&hinh-thuc={said.meetings.pk}"
    assert "1 thôn còn trống" in page(mai, where)
    plan = {"kind": "joined", "themes": [said.learning.pk], "from_on": "2026-05-28", "where": "empty"}
    mai.post(where, plan | {"chu-de": said.learning.pk, "hinh-thuc": said.meetings.pk})
    assert [part.area for part in Activity.objects.latest("pk").parts.all()] == [villages[1]]


@pytest.mark.parametrize(
    ("wrong", "said_of_it"),
    [
        ({"hours": "25:00"}, "Giờ chưa đúng"), ({"hours": "sáng"}, "Giờ chưa đúng"),
        ({"themes": []}, "Chưa chọn chủ đề"),
        ({"where": "some"}, "Chưa chọn thôn"), ({"to_on": "2026-05-01"}, "Ngày cuối"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(mai, said, wrong, said_of_it):
    plan = {"kind": "radio", "themes": [said.fraud.pk], "from_on": "2026-05-28", "where": "all", "place": "Nhà văn hóa"}
    answer = mai.post("/tuyen-truyen/moi/", plan | wrong)
    assert answer.status_code == 400
    assert said_of_it in answer.content.decode()
    assert 'value="Nhà văn hóa"' in answer.content.decode()
    assert Activity.objects.count() == 0


def test_lan_confirms_with_one_tap_and_mai_sees_who_has_not(lan, mai, on_air):
    mine = page(lan, "/tuyen-truyen/viec/")
    assert "Phát loa về lừa đảo" in mine
    part = page(lan, f"/tuyen-truyen/phan/{on_air.pk}/")
    assert ("thôn một" in part, "Đọc chậm khoảng 2 phút" in part, "Đã phát ngày 26/5/2026" in part) == (True,) * 3
    for _ in range(2):
        lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26", "times": "1"})
    assert on_air.results.count() == 1
    activity = page(mai, f"/tuyen-truyen/hoat-dong/{on_air.activity_id}/")
    assert "<b>1/2 thôn</b> đã làm" in activity
    assert ">Thôn 2</a>." in activity


def test_a_result_at_length_with_its_source_and_proof(lan, mai, on_air):
    where = f"/tuyen-truyen/phan/{on_air.pk}/"
    told = {"on": "2026-05-26", "times": "2", "reached": "300", "words": "Loa rõ"}
    refused = lan.post(where, told)
    assert (refused.status_code, "Mời chọn số ấy có từ đâu" in refused.content.decode()) == (400, True)
    proof = SimpleUploadedFile("loa.jpg", picture(), content_type="image/jpeg")
    lan.post(where, told | {"reached_how": "estimated", "link": "https://mau.example/tin", "file": proof})
    result = on_air.results.get()
    assert (result.reached, result.times, result.stated_by.name, result.file_name) == (
        300, 2, "Tổ công nghệ số cộng đồng thôn 1", "loa.jpg",
    )  # fmt: skip
    file = mai.get(f"/tuyen-truyen/minh-chung/{result.pk}/")
    assert (file["Content-Type"], file.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert b"GPS" not in file.content
    bad = lan.post(where, told | {"reached_how": "counted", "file": SimpleUploadedFile("a.exe", b"MZ\x90")})
    assert "không nhận được" in bad.content.decode()
    assert on_air.results.count() == 1


def test_households_are_ticked_at_the_door_list_and_a_stale_page_takes_back_only_what_it_showed(
    lan, met, villages, members
):
    doors = street(villages[0], [1, 1, 1])
    lan.post(f"/tuyen-truyen/phan/{met.pk}/", {"on": "2026-05-26", "reached": "64", "reached_how": "counted"})
    where = f"/tuyen-truyen/phan/{met.pk}/ho/"
    assert "Người Nhà 1 Số 1" in page(lan, where)
    lan.post(where, {"doors": [doors[0].pk, doors[1].pk]})
    # A page opened before: it showed nothing as ticked, so it takes nothing back.
    lan.post(where, {"doors": [doors[2].pk]})
    assert HouseholdInformed.objects.filter(withdrawn_at=None).count() == 3
    lan.post(where, {"doors": [doors[0].pk, doors[2].pk], "da": [d.pk for d in doors]})
    left = HouseholdInformed.objects.filter(withdrawn_at=None).values_list("household", flat=True)
    assert set(left) == {doors[0].pk, doors[2].pk}
    assert "<b>2 hộ</b> có mặt" in page(lan, f"/tuyen-truyen/phan/{met.pk}/")


def test_lan_records_her_own_meeting_and_goes_on_to_its_result(lan, said, villages):
    asked = page(lan, "/tuyen-truyen/moi/")
    assert "Nơi làm" not in asked
    plan = {"kind": "joined", "themes": [said.learning.pk], "from_on": "2026-05-26", "name": "Họp thôn"}
    answer = lan.post("/tuyen-truyen/moi/", plan)
    part = ActivityPart.objects.get()
    assert (part.area, answer["Location"]) == (villages[0], f"/tuyen-truyen/phan/{part.pk}/")


def test_hung_sees_the_communes_work_but_answers_only_for_thon_2(client_of, members, on_air, met):
    hung = client_of(members.hung)
    assert hung.get(f"/tuyen-truyen/phan/{met.pk}/").status_code == 404
    assert hung.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26"}).status_code == 404
    own = ActivityPart.objects.exclude(pk=on_air.pk).get(activity=on_air.activity_id)
    assert hung.post(f"/tuyen-truyen/phan/{own.pk}/", {"on": "2026-05-26"}).status_code == 302
    assert hung.get(f"/tuyen-truyen/phan/{own.pk}/ho/").status_code == 404


def test_the_school_has_its_own_part(client_of, members, said, mai, campaign, units):
    plan = {
        "kind": "study", "themes": [said.learning.pk], "from_on": "2026-05-26", "where": "some",
        "units": [units.school.pk],
    }  # fmt: skip
    mai.post("/tuyen-truyen/moi/", plan)
    part, thu = ActivityPart.objects.get(), client_of(members.thu)
    assert "Chuyên đề" in page(thu, "/tuyen-truyen/viec/")
    thu.post(f"/tuyen-truyen/phan/{part.pk}/", {"on": "2026-05-26", "reached": "120", "reached_how": "stated"})
    assert part.results.get().stated_by == units.school
    assert "Trường THCS Mẫu Sơn" in page(mai, "/tuyen-truyen/")


def test_a_month_is_planned_ahead_and_says_what_it_came_to(mai, lan, on_air, said):
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26", "reached": "1200", "reached_how": "estimated"})
    month = page(mai, "/tuyen-truyen/thang/?thang=2026-05")
    assert ("Tháng 5/2026" in month, "1/2 nơi" in month, "1.200" in month) == (True,) * 3
    assert "Tháng này chưa lên lịch gì" in page(mai, "/tuyen-truyen/thang/?thang=2026-06")
    assert "Tháng 5/2026" in page(mai, "/tuyen-truyen/thang/?thang=2026-99")


def test_a_month_tells_a_village_what_it_did_itself_and_not_what_others_owe(mai, lan, on_air):
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26", "times": "1"})
    month = page(lan, "/tuyen-truyen/thang/?thang=2026-05")
    assert f'href="/tuyen-truyen/phan/{on_air.pk}/"' in month
    assert ("đã làm</span>" in month, "1/2 nơi" in month) == (True, False)
    assert "1/2 nơi" in page(mai, "/tuyen-truyen/thang/?thang=2026-05")


def test_a_campaign_that_is_over_says_so_on_every_tab(mai, lan, on_air, campaign, at_tuesday):
    campaign.ended_on = at_tuesday.date() - timedelta(days=1)
    campaign.save(update_fields=["ended_on"])
    for where in ("", "thang/", "loi/", "tin/", "chu-de/"):
        assert "Ngày cuối là 25/5/2026" in page(mai, f"/tuyen-truyen/{where}")
    assert "Đợt này đã kết thúc" in page(lan, "/tuyen-truyen/viec/")
    campaign.ended_on = at_tuesday.date()
    campaign.save(update_fields=["ended_on"])
    assert "Đợt này đã kết thúc" not in page(mai, "/tuyen-truyen/")


def test_a_text_is_made_read_edited_approved_and_printed(mai, client_of, members, said, villages):
    mai.post("/tuyen-truyen/loi/", {"theme": said.fraud.pk, "channel": "poster"})
    text = ReadyText.objects.get()
    read = page(mai, f"/tuyen-truyen/loi/{text.pk}/?thon={villages[1].pk}")
    assert "Như thôn 2 đọc" in read
    lan = client_of(members.lan)
    assert lan.get(f"/tuyen-truyen/loi/{text.pk}/").status_code == 404
    wrong = mai.post(f"/tuyen-truyen/loi/{text.pk}/", {"title": "Áp phích", "words": "Chào {làng}"})
    assert (wrong.status_code, "Không có chỗ trống {làng}" in wrong.content.decode()) == (400, True)
    mai.post(f"/tuyen-truyen/loi/{text.pk}/", {"title": "Áp phích", "words": "CẢNH GIÁC\nBà con {thôn}"})
    edited = ReadyText.objects.get(number=2)
    client_of(members.binh).post(f"/tuyen-truyen/loi/{edited.pk}/duyet/")
    assert "CẢNH GIÁC" in page(lan, f"/tuyen-truyen/loi/{edited.pk}/in/")
    assert "Bà con thôn 1" in page(lan, f"/tuyen-truyen/loi/{edited.pk}/")


def test_a_village_puts_it_into_its_own_words(lan, mai, on_air):
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/loi/", {"words": "Bà con ơi, nghe này."})
    assert "Bà con ơi, nghe này." in page(lan, f"/tuyen-truyen/phan/{on_air.pk}/")
    assert "Thôn 1" in page(mai, f"/tuyen-truyen/loi/{on_air.activity.text_id}/")


def test_the_offer_of_a_plan_is_taken_line_by_line(mai, campaign, said):
    said_of_it = page(mai, "/tuyen-truyen/chu-de/")
    assert "II.5 Bảo đảm an toàn" in said_of_it
    mai.post("/tuyen-truyen/chu-de/", {"them": "theme", "name": "Sổ sức khỏe điện tử", "pillar": "society"})
    made = Theme.objects.get(name="Sổ sức khỏe điện tử")
    assert (made.topic, made.pillar) == ("so-suc-khoe", "society")
    mai.post(f"/tuyen-truyen/chu-de/chu-de/{made.pk}/", {f"t{made.pk}-topic": "chung", f"t{made.pk}-pillar": ""})
    made.refresh_from_db()
    assert (made.topic, made.pillar) == ("chung", "")
    mai.post(f"/tuyen-truyen/chu-de/chu-de/{made.pk}/", {"bo": "1"})
    assert Theme.objects.filter(removed_at=None).count() == 2
    again = mai.post("/tuyen-truyen/chu-de/", {"them": "theme", "name": said.fraud.name})
    assert (again.status_code, "Đã có “Bảo đảm" in again.content.decode()) == (400, True)


def test_news_takes_a_picture_only_with_the_word_of_who_asked(lan, mai, client_of, members, on_air):
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26"})
    where = f"/tuyen-truyen/phan/{on_air.pk}/tin/"
    assert "Ngày 26/5/2026, Thôn 1 đã phát trên loa" in page(lan, where)
    lan.post(where, {"title": "Thôn 1 nghe loa", "words": "Bà con nghe loa."})
    news = News.objects.get()
    photo = {"consent_on": "2026-05-26", "caption": "Buổi phát loa"}
    lan.post(f"/tuyen-truyen/tin/{news.pk}/anh/", photo | {"picture": SimpleUploadedFile("a.jpg", picture())})
    assert NewsPhoto.objects.count() == 0
    agreed = photo | {"consent": "asked", "picture": SimpleUploadedFile("a.jpg", picture())}
    lan.post(f"/tuyen-truyen/tin/{news.pk}/anh/", agreed)
    kept = NewsPhoto.objects.get()
    assert bytes(kept.picture)[:4] == b"RIFF"
    lan.post(f"/tuyen-truyen/tin/{news.pk}/duyet/")
    news.refresh_from_db()
    assert news.approved_at is None  # a village approves nothing
    client_of(members.binh).post(f"/tuyen-truyen/tin/{news.pk}/duyet/")
    mai.post(f"/tuyen-truyen/tin/{news.pk}/dang/", {"on": "2026-05-26", "link": "https://mau.example/1"})
    lan.post(f"/tuyen-truyen/tin/{news.pk}/bo-anh/", {"anh": kept.pk})
    kept.refresh_from_db()
    assert (kept.picture, kept.withdrawn_by) == (None, members.lan)
    assert "Một ảnh đã bỏ 26/5/2026" in page(mai, f"/tuyen-truyen/tin/{news.pk}/")
    assert Activity.objects.filter(kind="article").count() == 1
    assert Event.objects.filter(verb="news.photo_withdrawn").count() == 1


def test_a_partner_and_a_stranger_find_nothing(client_of, members, client, on_air):
    viet = client_of(members.viet)
    for where in ("/tuyen-truyen/", "/tuyen-truyen/thang/", f"/tuyen-truyen/phan/{on_air.pk}/", "/tuyen-truyen/loi/"):
        assert viet.get(where).status_code == 404
        assert client.get(where).status_code == 302
