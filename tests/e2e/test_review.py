"""The review in a browser: words and finds, one change at a time, two officers, a network that fails."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import make_member
from tests.e2e.pages import faults
from tungnha.plans import operations
from tungnha.plans.models import Plan, PlanDocument
from tungnha.plans.sitting import Sitting
from tungnha.units import clock
from tungnha.units.models import Area, Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "plans" / "hiep-luc.txt"
BIGGEST = max((ROOT.parent / "shared" / "plans").glob("*.txt"), key=lambda p: p.stat().st_size, default=None)
SHOTS = os.environ.get("TUNGNHA_SHOTS")  # a folder, to look at the pages oneself
SENTENCE = "Suốt đợt cao điểm báo cáo hằng tuần"


@pytest.fixture
def town(transactional_db):
    """A commune with two officers."""
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        area = Area.objects.create(code="99901", kind="commune", type_name="xã", name="Hiệp Lực", parent=province)
        office = Organisation.objects.create(name="UBND xã Hiệp Lực", kind="committee", area=area, must_report=False)
        Organisation.objects.create(name="Phòng Văn hóa - Xã hội", kind="department", area=area)
        Organisation.objects.create(name="Công an xã", kind="police", area=area)
        yield {
            "area": area,
            "mai": make_member("Mai", Role.OFFICER, area, office),
            "dung": make_member("Dung", Role.DATA_STEWARD, area, office),
        }


@pytest.fixture
def document(town):
    return hand_in(town, SAMPLE)


def hand_in(town, path: Path) -> PlanDocument:
    return operations.receive_document(
        area=town["area"], name=path.name, data=path.read_bytes(), by=town["mai"], at=clock.now()
    )


@pytest.fixture
def review(town, document, client_of, open_browser, live_server):
    """review("mai") opens the review as that officer, in a browser of her own."""

    def opened(who: str = "mai", phone: bool = False, of: PlanDocument = document):
        page = open_browser(phone=phone)
        session = client_of(town[who]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/ke-hoach/ra-soat/{of.pk}/")
        page.wait_for_selector(".has-review")
        return page

    return opened


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def saved(page) -> None:
    page.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    page.wait_for_function("() => !localStorage.length || ![...Object.keys(localStorage)].some(k => k.startsWith('ra-soat'))")


def stands(document: PlanDocument):
    return Sitting(PlanDocument.objects.get(pk=document.pk)).content


def test_shots(review, town):
    if not SHOTS:
        pytest.skip("only to look at")
    page = review()
    shot(page, "desk-1")
    page.mouse.wheel(0, 1800)
    page.wait_for_timeout(300)
    shot(page, "desk-2")
    page.screenshot(path=f"{SHOTS}/desk-full.png", full_page=True)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_timeout(300)
    shot(page, "desk-edit")
    phone = review(phone=True)
    shot(phone, "phone-1")
    phone.screenshot(path=f"{SHOTS}/phone-full.png", full_page=True)
    phone.click("[data-tab=text]")
    shot(phone, "phone-text")
    if BIGGEST:
        big = hand_in(town, BIGGEST)
        page = review(of=big)
        shot(page, "big-1")
        page.screenshot(path=f"{SHOTS}/big-full.png", full_page=True)
    print(page.trouble, phone.trouble)
