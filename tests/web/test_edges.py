"""What is turned away at the door, and how it is said."""

import os
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.test import Client

from tungnha import reading
from tungnha.matching import sources, workbooks
from tungnha.web.middleware import NotTooLarge


def test_a_form_left_open_too_long_is_told_so_in_vietnamese(db):
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {})
    page = answer.content.decode()
    assert (answer.status_code, 'lang="vi"' in page, "mở quá lâu" in page, "<style" in page) == (403, True, True, False)


def test_a_button_pressed_after_the_session_ended_leads_to_a_page_that_says_it_was_not_done(client, members):
    address = "/dang-xuat/"
    turned_away = client.post("/danh-sach/1/xac-nhan/")
    client.force_login(members.mai.user)
    answer = client.get(address)
    page = answer.content.decode()
    assert (turned_away.status_code, turned_away.url) == (302, "/dang-nhap/?next=/danh-sach/1/xac-nhan/")
    assert (answer.status_code, answer.headers["Allow"], "chưa được làm: xin mở lại trang" in page) == (
        405,
        "POST",
        True,
    )


@pytest.mark.parametrize(
    ("stated", "status"), [("1000", 200), ("1001", 413), ("9" * 5000, 413), ("-1", 413), ("", 200)]
)
def test_what_is_too_large_is_turned_away_unread(stated, status, rf, settings, db):
    class Unread:
        def read(self, *_):
            raise AssertionError("a byte was read")

    settings.REQUEST_MAX_BYTES = 1000
    request = rf.post("/dang-nhap/")
    request.META["CONTENT_LENGTH"], request._stream = stated, Unread()
    assert NotTooLarge(lambda _: HttpResponse())(request).status_code == status


def test_a_population_file_of_a_million_fits_into_the_request_of_its_own_page_only(settings, rf):
    own = settings.REQUEST_MAX_BYTES_OF["/nhan-khau/nhap/"]
    assert own > sources.MAX_BYTES + 2**20
    for path, status in (("/nhan-khau/nhap/", 200), ("/danh-sach/", 413)):
        request = rf.post(path)
        request.META["CONTENT_LENGTH"] = str(own - 1)
        assert NotTooLarge(lambda _: HttpResponse())(request).status_code == status


def test_the_largest_file_of_any_form_fits_into_a_request(settings):
    assert max(workbooks.MAX_BYTES, reading.MAX_BYTES) + 2**20 < settings.REQUEST_MAX_BYTES


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://a:b@c/d", "DATABASE_URL phải bắt đầu bằng postgres://"),
        ("DATABASE_URL", "tungnha", "DATABASE_URL phải bắt đầu bằng postgres://"),
        ("TUNGNHA_LOG", "loud", "TUNGNHA_LOG phải là một trong"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(name, value, sentence, tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", "import tungnha.config.settings"], capture_output=True, text=True, check=False,
        env=os.environ | {"TUNGNHA_DATA": str(tmp_path), name: value},
    )  # fmt: skip
    assert (told.returncode, sentence in told.stderr, "Traceback" in told.stderr) == (1, True, False)
