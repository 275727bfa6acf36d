"""A scan is read beside the pages: watched, stopped, and stored once by the page that finds it read."""

import os
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tungnha import reading
from tungnha.plans.models import PlanDocument
from tungnha.plans.operations import reading_job
from tungnha.plans.views import reading as pages
from tungnha.units import clock

from .conftest import SAMPLE

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 a scan of twelve pages"


@pytest.fixture
def mai(client_of, members, units, at_tuesday):
    return client_of(members.mai)


@pytest.fixture
def scan(monkeypatch, settings, tmp_path):
    """A reader of twelve pages that goes on when told to; after the last it finds the sample plan."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(pages, "SECONDS_TO_WAIT", 0.2)
    go_on = threading.Event()

    def read(name, data, progress):
        for page in range(12):
            progress(page, 12)
            if page == 2:
                while not go_on.wait(0.02):
                    progress(page, 12)
        return reading.read_bytes("a.txt", SAMPLE.read_bytes())

    monkeypatch.setattr(reading_job, "read_bytes", read)
    yield go_on
    go_on.set()
    _wait_for_threads()


def _wait_for_threads():
    for thread in threading.enumerate():
        if thread.name.startswith("reading-"):
            thread.join(10)


def send(client, data=SCAN):
    return client.post(reverse("plans:upload"), {"file": SimpleUploadedFile("quet.pdf", data)})


def state(client, url, words, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        page = client.get(url).content.decode()
        if words in page:
            return page
        time.sleep(0.05)
    raise AssertionError(f"{words} not seen; last: {page[-800:]}")


def test_a_long_reading_shows_its_page_and_then_opens_the_review(mai, scan):
    answer = send(mai)
    assert "/dang-doc/" in answer.url
    page = state(mai, answer.url, "Đang đọc trang 3/12")
    assert "Dừng đọc" in page
    assert answer.url in mai.get(reverse("plans:upload")).content.decode()  # the way back for who left
    assert PlanDocument.objects.count() == 0
    scan.set()
    state(mai, answer.url, "Mở bản rà soát")
    opened = mai.post(answer.url, {"do": "open"})
    document = PlanDocument.objects.get()
    assert opened.url == reverse("plans:review", args=[document.pk])
    assert document.file.name.endswith(".pdf")
    assert document.file.read() == SCAN
    assert mai.get(answer.url).status_code == 404  # nothing of the job is left


def test_the_script_of_the_page_is_led_on(mai, scan):
    answer = send(mai)
    scan.set()
    state(mai, answer.url, "Mở bản rà soát")
    led = mai.post(answer.url, headers={"hx-request": "true"})
    assert led["HX-Redirect"] == reverse("plans:review", args=[PlanDocument.objects.get().pk])


def test_a_reading_can_be_stopped(mai, scan):
    answer = send(mai)
    state(mai, answer.url, "Đang đọc trang 3/12")
    mai.post(answer.url, {"do": "stop"})
    page = state(mai, answer.url, "Đã dừng đọc")
    assert "Gửi tệp khác" in page
    assert PlanDocument.objects.count() == 0
    _wait_for_threads()
    assert not any(thread.name.startswith("reading-") for thread in threading.enumerate())


def test_what_is_read_within_the_upload_needs_no_waiting_page(mai, scan, monkeypatch):
    scan.set()
    monkeypatch.setattr(pages, "SECONDS_TO_WAIT", 20)
    assert send(mai).url == reverse("plans:review", args=[PlanDocument.objects.get().pk])
    again = send(mai)
    assert again.status_code == 400
    assert "Tệp này đã được gửi lên" in again.content.decode()


def test_a_reading_is_its_senders_own(mai, scan, client_of, members):
    url = send(mai).url
    for other in (members.dung, members.binh):
        assert client_of(other).get(url).status_code in (403, 404)
    assert mai.get(reverse("plans:reading", args=["khong-co-tep-nay"])).status_code == 404


def test_a_reading_whose_process_ended_says_so(mai, scan, settings):
    answer = send(mai)
    state(mai, answer.url, "Đang đọc trang 3/12")
    token = answer.url.rstrip("/").rsplit("/", 1)[1]
    (settings.DATA_DIR / "reading" / token / "stop").touch()
    _wait_for_threads()
    file = settings.DATA_DIR / "reading" / token / "state.json"
    file.write_text(file.read_text().replace('"stopped"', '"reading"'))
    silent = clock.now().timestamp() - 1000
    os.utime(file, (silent, silent))
    assert "ngắt" in mai.get(answer.url).content.decode()


def test_no_more_than_a_few_at_a_time(mai, scan):
    for n in range(reading_job.MOST_WAITING):
        assert send(mai, SCAN + bytes([n])).status_code == 302
    refused = send(mai, SCAN + b"more")
    assert refused.status_code == 400
    assert "hãy đợi xong" in refused.content.decode()


@pytest.mark.parametrize("days", [-200, 200])
def test_a_rehearsal_on_another_day_does_not_take_a_reading_for_silent(mai, scan, days):
    with clock.freeze(clock.now() + timedelta(days=days)):
        answer = send(mai)
        state(mai, answer.url, "Đang đọc trang 3/12")
        assert send(mai, SCAN + b"other").status_code == 302  # the sweep leaves the first alone
        assert "Đang đọc trang 3/12" in mai.get(answer.url).content.decode()
    scan.set()
    _wait_for_threads()
