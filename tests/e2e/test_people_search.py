"""Finding a person with the keyboard: the officer at the desk, the team's leader on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_pages import log_in
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[False, True], ids=["desk", "phone"])
def page(request, transactional_db, people, members, client_of, open_browser, live_server):
    """Mai at 1280 px, Lan of thôn 1 at 390 px; both see hộ 01 with An, Bảo, Chi and Duy."""
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        page = open_browser(phone=request.param)
        log_in(page, live_server, client_of(members.lan if request.param else members.mai))
        page.goto("/nhan-khau/")
        yield page
        # An answer that came too late was given up: htmx says so in the console.
        assert [said for said in page.trouble if not said.startswith("htmx:")] == []


def names(page):
    return page.locator("[data-found]").all_inner_texts()


def test_typed_without_marks_walked_with_arrows_opened_with_enter(page, people):
    page.locator("#tim-input").press_sequentially("ng van", delay=30)
    expect(page.locator("[data-found]")).to_have_count(2)
    assert names(page) == ["Nguyễn Văn An", "Nguyễn Văn Duy"]
    assert page.locator("[data-found] mark").all_inner_texts() == ["Ng", "Văn"] * 2
    assert "ng+van" not in page.url
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText") == "Nguyễn Văn Duy"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "tim-input"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/nhan-khau/{people.an.pk}/"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_enter_opens_the_only_one_found_and_a_select_narrows(page, people):
    page.locator("#tim-input").press_sequentially("bao 1950", delay=30)
    expect(page.locator("[data-found]")).to_have_count(1)
    page.select_option("#cu-tru-select", "di-xa")
    page.wait_for_selector("text=Không thấy ai trong phạm vi được xem")
    page.select_option("#cu-tru-select", "")
    expect(page.locator("[data-found]")).to_have_count(1)
    page.locator("#tim-input").press("Enter")
    page.wait_for_url(re.compile(rf"/nhan-khau/{people.bao.pk}/"))


def test_a_number_typed_stands_in_no_address(page, people):
    page.locator("#tim-input").press_sequentially("019080000011", delay=10)
    expect(page.locator("[data-found]")).to_have_count(1)
    page.locator(".search-do button").click()
    page.wait_for_load_state()
    assert names(page) == ["Nguyễn Văn An"]
    assert "0190" not in page.url
