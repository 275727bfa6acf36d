"""Coming in, and changing between one's own roles."""

import re

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client

from tests.conftest import PASSWORD, make_member
from tungnha.units.models import Event, Member, Role
from tungnha.units.operations import add_member
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def kien(commune, units, at_tuesday):
    return add_member(
        full_name="Kiên", role=Role.OFFICER, area=commune, organisation=units.culture, password=PASSWORD,
        at=at_tuesday, by=None, phone="0987 000 123", email="Kien@Mau.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    "login", ["0987000123", "+84 987 000 123", "0987.000.123", "kien@mau.example", " KIEN@mau.EXAMPLE "]
)
def test_one_logs_in_by_telephone_or_e_mail_however_it_is_typed(kien, login):
    browser = Client()
    answer = browser.post("/dang-nhap/", {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")


def test_a_wrong_password_gets_one_sentence_and_keeps_the_name(kien):
    page = Client().post("/dang-nhap/", {"login": "0987000123", "password": "khong-dung"})
    assert page.status_code == 200
    assert "không khớp" in page.content.decode()


def test_nobody_is_led_to_another_site_after_log_in(kien):
    answer = Client().post(
        "/dang-nhap/", {"login": "0987000123", "password": PASSWORD, "next": "https://lua-dao.example/"}
    )
    assert answer.url == "/"


def test_someone_with_two_roles_changes_between_them_and_nobody_takes_anothers(
    client_of, members, villages, units, at_tuesday
):
    second = Member.objects.create(
        user=members.mai.user, role=Role.TEAM_LEADER, area=villages[0], organisation=units.team1
    )
    mai = client_of(members.mai)
    assert "Đổi vai trò" in mai.get("/").content.decode()
    mai.post(f"/lam-viec-voi-tu-cach/{second.pk}/")
    assert mai.get("/").context["member"] == second
    assert mai.post(f"/lam-viec-voi-tu-cach/{members.hung.pk}/").status_code == 404


def test_a_log_in_without_a_role_is_told_so(commune, units, client_of, at_tuesday):
    gone = make_member("Cũ", Role.OFFICER, commune, units.culture)
    Member.objects.filter(pk=gone.pk).update(valid_to="2026-05-01")
    page = client_of(gone).get("/")
    assert page.status_code == 403
    assert "chưa được giao vai trò" in page.content.decode()


def test_a_member_needs_a_telephone_or_an_e_mail(commune, units, at_tuesday):
    with pytest.raises(BadInput, match="Cần số điện thoại hoặc thư điện tử"):
        add_member(
            full_name="Kiên", role=Role.OFFICER, area=commune, organisation=units.culture, password=PASSWORD,
            at=at_tuesday, by=None,
        )  # fmt: skip


def wrong(browser, login, times, **meta):
    return [browser.post("/dang-nhap/", {"login": login, "password": "sai"}, **meta) for _ in range(times)][-1]


def right(browser, login, **meta):
    return browser.post("/dang-nhap/", {"login": login, "password": PASSWORD}, **meta).status_code


@pytest.mark.parametrize(("behind_proxy", "answer"), [(True, 302), (False, 429)])
def test_behind_a_proxy_a_stranger_locks_out_only_the_own_address(kien, settings, behind_proxy, answer):
    settings.AXES_ENABLED, settings.BEHIND_PROXY = True, behind_proxy
    proxy = {"REMOTE_ADDR": "127.0.0.1"}
    last = wrong(Client(), "kien@mau.example", 5, HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.9", **proxy)
    assert last.status_code == 429
    assert right(Client(), "kien@mau.example", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7", **proxy) == answer


def test_a_forged_address_is_not_believed_and_counts_nowhere_else(kien, settings):
    settings.AXES_ENABLED, settings.BEHIND_PROXY = True, True
    for n in range(5):
        wrong(Client(), "kien@mau.example", 1, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 203.0.113.9")
    assert right(Client(), "kien@mau.example", HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.9") == 429
    assert right(Client(), "kien@mau.example", HTTP_X_FORWARDED_FOR="no address") == 302


def test_after_the_right_password_the_wrong_ones_are_forgotten_however_one_logs_in(kien, settings):
    settings.AXES_ENABLED = True
    wrong(Client(), "0987000123", 4)
    assert right(Client(), "0987 000 123") == 302
    assert AccessAttempt.objects.count() == 0


def test_who_came_in_is_kept_without_e_mail_or_number(kien, settings):
    settings.AXES_ENABLED = True
    right(Client(), "kien@mau.example")
    event = Event.objects.get(verb="user.logged_in")
    assert (event.about, event.about_id, event.data, event.actor) == ("units.User", str(kien.user_id), {}, "")
    assert AccessLog.objects.count() == 0


NEW = "mot-mat-khau-moi-hon"


def test_one_changes_ones_own_password_and_the_old_one_opens_nothing(kien):
    browser = Client()
    browser.post("/dang-nhap/", {"login": "0987000123", "password": PASSWORD})
    answer = browser.post("/mat-khau/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status_code, answer.url) == (302, "/")
    assert browser.get("/mat-khau/").status_code == 200  # still logged in here
    assert Client().post("/dang-nhap/", {"login": "0987000123", "password": PASSWORD}).status_code == 200
    assert Client().post("/dang-nhap/", {"login": "0987000123", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "khong-dung", "new": NEW, "again": NEW}, "Mật khẩu đang dùng không đúng"),
        ({"old": PASSWORD, "new": NEW, "again": "khac-han-di"}, "không giống nhau"),
        ({"old": PASSWORD, "new": "1234567890", "again": "1234567890"}, "hoàn toàn là số|chỉ toàn số|phổ biến|số"),
    ],
)
def test_a_password_that_will_not_do_gets_a_sentence_and_changes_nothing(kien, typed, sentence):
    browser = Client()
    browser.post("/dang-nhap/", {"login": "0987000123", "password": PASSWORD})
    page = browser.post("/mat-khau/", typed)
    assert re.search(sentence, page.content.decode())
    assert Client().post("/dang-nhap/", {"login": "0987000123", "password": PASSWORD}).status_code == 302


def test_who_keeps_the_data_cannot_become_who_signs(members, commune, units, at_tuesday):
    from tungnha.units import setup

    with pytest.raises(BadInput, match="Chỉ cán bộ phụ trách"):
        setup.reset_password(member=members.mai, by=members.dung, at=at_tuesday)
    with pytest.raises(BadInput, match="Chỉ cán bộ phụ trách"):
        setup.admit_member(
            full_name="Mới", role=Role.OFFICER, area=commune, organisation=units.culture, phone="0987000124",
            email="", by=members.dung, at=at_tuesday,
        )  # fmt: skip
    assert setup.reset_password(member=members.lan, by=members.dung, at=at_tuesday)
