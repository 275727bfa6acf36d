"""Row 4.1 of the plan in a browser (scenario E4): its grid opened by the desk, done by a village head on a phone,
confirmed, and overdue for the others on 1/6."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PASSWORD
from tests.e2e.pages import faults
from tests.plans.conftest import files_in_a_place_of_their_own, plan, received  # noqa: F401
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_village_head_says_it_is_done_the_desk_confirms_and_the_rest_is_overdue_on_1_6(
    plan, members, villages, live_server, open_browser  # noqa: F811
):  # fmt: skip
    task = plan.tasks.get(no="4.1")
    mai = open_browser("mai@mau.example", PASSWORD)
    mai.goto(f"/ke-hoach/{plan.pk}/viec/")
    mai.click("a:has-text('4.1. Hẹn lịch')")
    mai.click("a:has-text('Theo dõi từng nơi')")
    mai.wait_for_url(re.compile("/tung-noi/$"))
    assert mai.locator("[name=places]:checked").count() == 7, "two villages and five bodies, by the plan's words"
    mai.click("button:has-text('Ghi danh sách này')")
    mai.wait_for_selector("text=0/7 nơi")

    lan = open_browser("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/viec/")
    lan.locator("li:has-text('4.1. Hẹn lịch') a:has-text('Ghi kết quả')").click()
    lan.wait_for_url(re.compile(rf"/viec/{task.pk}/"))
    lan.check("input[name=step][value=done]")
    lan.fill("textarea[name=words] >> nth=0", "Đã đến 31 nhà, cài cho 12 người.")
    lan.fill("input[name=outputs]", "02 buổi, 12 người")
    lan.click("#ghi button:has-text('Ghi')")
    lan.wait_for_selector("text=Xong, chờ xác nhận")

    mai.goto(f"/viec/{task.pk}/")
    mai.click("button:has-text('Xác nhận đã xong')")
    mai.wait_for_selector("text=1/7 nơi")
    assert "còn thiếu Thôn 2" in mai.inner_text("main")

    with clock.freeze("2026-06-01T08:00:00+07:00"):
        binh = open_browser("binh@mau.example", PASSWORD)
        binh.goto("/viec/toan-dia-ban/")
        row = binh.locator("li:has-text('4.1. Hẹn lịch')").inner_text()
        assert "Quá hạn" in row
        assert "1/7 nơi" in row
        host = live_server.url.partition("//")[2]
        assert faults(binh, "/viec/toan-dia-ban/", host) == []
    assert [lan.trouble, mai.trouble] == [[], []]
