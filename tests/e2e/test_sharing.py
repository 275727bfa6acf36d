"""The team leader, at a phone's width: shares out along the walk, levels, lets a phone join by its code."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PASSWORD
from tests.field.street import street
from tests.guards import world
from tungnha.field.models import HouseholdShare
from tungnha.field.sync import joining, pledge
from tungnha.units import clock
from tungnha.units.models import Area

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def commune(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        built = world.build("Alpha", "99901", province)
        street(built.villages[0], [2, 1, 2, 1, 2, 2, 1, 1])
        yield built


def held(commune):
    rows = HouseholdShare.objects.filter(ended_at=None).select_related("member__user")
    counts: dict[str, int] = {}
    for share in rows:
        counts[share.member.user.full_name] = counts.get(share.member.user.full_name, 0) + 1
    return counts


def test_a_leader_shares_out_levels_and_lets_a_phone_join(commune, open_browser):
    """From “Hôm nay” to every door with somebody, in a few taps; and the code counts down while it waits."""
    village = commune.villages[0]
    page = open_browser(commune.members["lan"].user.email, PASSWORD, phone=True)
    page.goto(f"/thon-hom-nay/{village.pk}/")
    page.click(".section-nav a:has-text('Phân hộ')")
    page.click("a:has-text('Chia đều theo nhà gần nhau')")
    page.uncheck("label:has-text('Lan Alpha') input")
    page.click("button:has-text('Xem trước')")
    page.wait_for_selector("text=Chưa lưu gì cho đến khi bấm nút dưới")
    page.click("button:has-text('Giao như trên')")
    page.wait_for_selector("text=Đã giao 8 hộ")
    assert held(commune) == {"Sơn Alpha": 9}  # one was shared out to him before

    page.click("a:has-text('Chia lại cho đều')")
    page.click("button:has-text('Giao như trên')")
    page.wait_for_selector("text=Máy của từng người nhận phần của mình")
    now = held(commune)
    assert set(now) == {"Lan Alpha", "Sơn Alpha"}
    assert abs(now["Lan Alpha"] - now["Sơn Alpha"]) <= 3

    page.click(".section-nav a:has-text('Máy của Tổ')")
    page.click("button:has-text('Cho máy tham gia')")
    code = page.inner_text(".qr-code")
    assert page.inner_text("[data-until]") == "còn 30 phút"
    assert page.locator("svg.qr").bounding_box()["width"] > 280
    joining.join(
        code=code, name="Máy mới", platform="Android 9", app_version="1", pledge_version=pledge.VERSION,
        agreed_at=clock.now(), at=clock.now(),
    )  # fmt: skip
    page.wait_for_selector("#code-state:has-text('đã tham gia')")
    page.click("a:has-text('Xong, về máy của Tổ')")
    assert re.search("Máy mới", page.inner_text("main"))
    assert page.trouble == []
