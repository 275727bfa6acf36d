"""A population file in a browser, at a desk and on a phone: sent, mapped, looked at, imported beside the page, stopped,
gone on with, and its refused lines downloaded."""

from __future__ import annotations

import os
import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from tests.e2e.pages import faults
from tests.people.files import LINES, changed, workbook
from tungnha.matching.workbooks import open_workbook
from tungnha.people import importing
from tungnha.people.importing import reading, running
from tungnha.people.models import Person, PopulationFile
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TUNGNHA_SHOTS")  # a folder, to look at the pages oneself
MANY = [
    changed(LINES[n % 2], code=f"H{n // 2:02d}", name=f"Phan {'Văn' if n % 2 == 0 else 'Thị'} Số {chr(65 + n // 2)}",
            number=f"0190800009{n:02d}" if n % 2 == 0 else "", phone="", birth=f"{n % 27 + 1}/03/{1950 + n}")
    for n in range(40)
]  # fmt: skip
BAD = [changed(LINES[0], name="", code="H90"), changed(LINES[0], birth="31/02/1990", code="H91", number="")]


@pytest.fixture
def beside(monkeypatch, settings):
    """Every file is a large one, worked on by a thread of this process, slowly enough for a hand to press Dừng."""
    settings.IMPORT_WORKER = "thread"
    monkeypatch.setattr(importing, "SMALL_ROWS", 0)
    monkeypatch.setattr(reading, "ROWS_OF_A_PART", 2)
    monkeypatch.setattr(running, "PAUSE", 0.4)


@pytest.fixture
def mai(members, client_of, open_browser, live_server, beside):
    def opened(phone=False):
        page = open_browser(phone=phone)
        session = client_of(members.mai).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    with clock.freeze("2026-05-26T08:00:00+07:00"):
        yield opened


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def send(page, data):
    page.goto("/nhan-khau/nhap/")
    page.set_input_files("input[name=file]", {"name": "so-ho.xlsx", "mimeType": "application/zip", "buffer": data})
    page.click("button:has-text('Gửi tệp')")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_mapped_imported_stopped_and_gone_on_with(villages, mai, phone):
    page, size = mai(phone), "phone" if phone else "desk"
    send(page, workbook([*MANY, *BAD]))
    page.wait_for_selector("text=Cột nào là gì?")
    shot(page, f"import-columns-{size}")
    page.select_option("select[name=lane]", "")
    page.click("button:has-text('Đúng rồi, tiếp tục')")
    page.wait_for_url(re.compile("/xem-truoc/"))
    page.wait_for_selector("text=Dòng 42: Thiếu họ và tên.")
    shot(page, f"import-preview-{size}")
    page.click("button:has-text('Nhập vào sổ')")
    page.wait_for_selector("text=/Đã ghi [0-9]+/")
    shot(page, f"import-running-{size}")
    page.click("button:has-text('Dừng')")
    page.wait_for_selector("text=Đã dừng sau phần đang ghi.")
    shot(page, f"import-stopped-{size}")
    written = Person.objects.count()
    assert 0 < written < 40
    page.click("button:has-text('Tiếp tục')")
    page.wait_for_url(re.compile("/ket-qua/"), timeout=60_000)
    shot(page, f"import-result-{size}")
    assert "42 dòng người = 40 thêm + 0 cập nhật + 0 không đổi + 2 chưa nhận" in page.inner_text("main")
    assert Person.objects.count() == 40
    with page.expect_download() as got:
        page.click("text=Tải các dòng chưa nhận, có ghi vì sao")
    kept = open_workbook("x.xlsx", got.value.path().read_bytes()).sheets[0].rows
    assert [row[-1] for row in kept[1:]] == [
        "Thiếu họ và tên.", "Ngày sinh: 31/02/1990 không có trong lịch: tháng 2/1990 chỉ có 28 ngày.",
    ]  # fmt: skip
    assert page.trouble == []


def test_the_pages_of_an_import_are_well_drawn(villages, mai, members, commune, live_server):
    at, host = clock.now(), urlsplit(live_server.url).netloc

    def file(state=None, **more):
        made = importing.receive_file(
            area=commune, name="so-ho.xlsx", data=workbook([*MANY[:6], *BAD]), source="Công an xã",
            as_of_on=date(2026, 5, 20), by=members.mai, at=at,
        )  # fmt: skip
        if state:
            PopulationFile.objects.filter(pk=made.pk).update(state=state, **more)
        return made

    done = file()
    importing.choose_columns(file=done, columns=done.columns, by=members.mai, at=at, work=False)
    done = importing.import_file(file=done, by=members.mai, at=at)
    counts = {"read": 4, "added": 4, "updated": 0, "unchanged": 0, "refused": 0}
    pages = [
        "/nhan-khau/nhap/", f"/nhan-khau/nhap/{file().pk}/", f"/nhan-khau/nhap/{done.pk}/ket-qua/",
        f"/nhan-khau/nhap/{done.pk}/ket-qua/added/",
        f"/nhan-khau/nhap/{file('importing', next_part=2, counts=counts).pk}/dang-chay/",  # and nobody works on it
        f"/nhan-khau/nhap/{file('stopped', next_part=2, counts=counts).pk}/dang-chay/",
        f"/nhan-khau/nhap/{file('refused', problem='Tệp này hỏng; xin gửi lại.').pk}/dang-chay/",
    ]  # fmt: skip
    page = mai()
    assert {path: found for path in pages if (found := faults(page, path, host))} == {}
