"""A schedule from its first wish to the large screen: proposed at the desk, agreed to on a phone, seen by everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.test_pages import log_in
from tungnha.field.models import SupportSession
from tungnha.ledger.models import CampaignService
from tungnha.people.models import Place
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def as_member(transactional_db, members, people, campaign, service, villages, client_of, open_browser, live_server):
    CampaignService.objects.create(campaign=campaign, service=service, group="adult15")
    Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])

    def start(member=None, phone=False):
        page = open_browser(phone=phone)
        if member is not None:
            log_in(page, live_server, client_of(member))
        return page

    with clock.freeze("2026-05-26T08:00:00+07:00"):
        yield start


def test_proposed_at_the_desk_agreed_on_a_phone_and_seen_by_everybody(as_member, members, people, commune, live_server):
    mai = as_member(members.mai)
    mai.goto("/buoi-ho-tro/")
    mai.click("text=Đề xuất ngày cho các thôn")
    mai.click("button:has-text('Đề xuất ngày')")
    expect(mai.locator(".propose tbody tr")).to_have_count(2)
    mai.locator("[name=r1-use]").uncheck()
    mai.fill("[name=r0-from_time]", "08:30")
    mai.click("button:has-text('Lên lịch các buổi đã chọn')")
    expect(mai.locator("text=Chưa có buổi nào: thôn 2.")).to_be_visible()
    session = SupportSession.objects.get()
    assert (session.starts_at.astimezone(clock.now().tzinfo).strftime("%d/%m %H:%M"), session.is_published) == (
        "27/05 08:30", False,
    )  # fmt: skip

    for member, phone in ((members.lan, True), (members.viet, False)):
        page = as_member(member, phone=phone)
        page.goto("/buoi-ho-tro/")
        page.click("text=Mời trả lời >> xpath=ancestor::li >> a")
        page.click("a.btn:has-text('Trả lời')")
        page.click("button:has-text('Gửi ý kiến')")
    expect(page.locator("text=lịch được công bố").first).to_be_visible()

    citizen = as_member(phone=True)
    citizen.goto(f"/lich-ho-tro/{commune.code}/")
    expect(citizen.locator("text=8 giờ 30 – 11 giờ 00")).to_be_visible()

    # The screen follows the desk by itself; what happens at two desks at once shows on it.
    where = f"/buoi-ho-tro/{session.pk}/"
    screen = as_member(members.lan)
    screen.goto(f"{where}hang-cho/man-hinh/")
    for _ in range(2):
        mai.goto(f"{where}hang-cho/?ban=2")
        mai.click("button:has-text('Phát số mới')")
    mai.click("button:has-text('Gọi số tiếp')")
    expect(screen.locator(".now-number")).to_have_text("1", timeout=8000)
    expect(screen.locator(".now-desk")).to_have_text("đến bàn 2")

    # By number to one person; what was done is ticked; it counts.
    lan = as_member(members.lan, phone=True)
    lan.goto(f"{where}diem-danh/")
    lan.fill("#tim-input", "0912000011")
    lan.keyboard.press("Enter")
    expect(lan.locator("h2", has_text="Nguyễn Văn An")).to_be_visible()
    lan.click("text=đã làm xong")
    lan.click("button:has-text('Đã đến')")
    expect(lan.locator(".big-count")).to_have_text("1 người")

    # A month is one sheet.
    mai.goto(f"/buoi-ho-tro/in/{(clock.today() + timedelta(days=1)):%Y-%m}/")
    sheet = mai.pdf(prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page/") <= 1
