"""The register in a browser, at a desk and on a phone: correct, merge, take apart; a team's word to the desk."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest

from tests.e2e.pages import faults
from tests.guards import world
from tungnha.people.models import Merge, Person, RegisterNote
from tungnha.units import clock
from tungnha.units.models import Area
from tungnha.units.registry import load_areas

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TUNGNHA_SHOTS")  # a folder, to look at the pages oneself


@pytest.fixture
def commune(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        load_areas()
        yield world.build("Alpha", "99901", Area.objects.filter(kind="province").first())


@pytest.fixture
def at(commune, client_of, open_browser, live_server):
    """at("mai", phone=False) → a page of a browser of hers."""

    def opened(who: str, phone: bool = False):
        page = open_browser(phone=phone)
        session = client_of(commune.members[who]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return opened


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def well_drawn(page, url: str, live_server) -> None:
    assert faults(page, url, urlsplit(live_server.url).netloc) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_correct_merge_and_take_apart(commune, at, phone):
    one, two = commune.people["Alpha2"], commune.people["Alpha2Buổi"]
    page = at("mai", phone)
    page.goto(f"/nhan-khau/{one.pk}/")
    page.click("text=Sửa thông tin")
    page.fill("input[name=full_name]", "Lường Thị Alphá2")
    page.fill("input[name=birth]", "1981")
    page.fill("input[name=reason]", "theo giấy khai sinh")
    page.click("button:has-text('Lưu')")
    page.wait_for_selector("text=Đã lưu thông tin")
    assert page.inner_text("del >> nth=0") in ("Lường Thị Alpha2", "02/01/1980")
    shot(page, f"person-{phone}")
    page.click("text=Gộp với người khác")
    page.fill("input[name=tim]", "Alpha2Buổi")
    page.click("button:has-text('Tìm')")
    page.click(f"a[href='/nhan-khau/{one.pk}/gop/{two.pk}/']")
    page.wait_for_selector("text=Hai bản ghi này là một người?")
    assert page.locator("mark").count() > 0  # the letters that differ
    shot(page, f"merge-{phone}")
    page.click("button:has-text('Là một người: gộp')")
    page.wait_for_selector("text=Đã gộp hai bản ghi")
    merge = Merge.objects.latest("pk")
    assert Person.objects.get(pk=merge.gone_id).household_id is None
    page.goto(f"/nhan-khau/{merge.gone_id}/")
    assert page.url.endswith(f"/nhan-khau/{merge.kept_id}/")
    page.click(f"a[href='/nhan-khau/lan-gop/{merge.pk}/']")
    shot(page, f"merged-{phone}")
    page.click("button:has-text('Tách lại')")
    page.wait_for_selector("text=hai bản ghi trở lại như trước khi gộp")
    assert Person.objects.filter(pk__in=[one.pk, two.pk], household__isnull=False).count() == 2
    assert page.trouble == []


def test_what_a_team_tells_at_the_door_the_desk_settles(commune, at):
    home = commune.people["Alpha1Giáo"]
    lan = at("lan", phone=True)
    lan.goto(f"/ho-can-den/{home.household_id}/")
    lan.click(f"a[href='/nhan-khau/{home.pk}/de-nghi/']")
    lan.check("text=Đã mất")
    lan.fill("textarea[name=words]", "Mất đầu tháng")
    lan.click("button:has-text('Gửi cán bộ xã')")
    lan.wait_for_selector("text=Sổ chưa đổi")
    note = RegisterNote.objects.get(person=home)
    mai = at("mai")
    mai.goto("/nhan-khau/bao-lai/")
    mai.click(f"a[href='/nhan-khau/bao-lai/{note.pk}/']")
    mai.fill("input[name=on]", "2026-05-02")
    mai.click("button:has-text('Đúng, ghi vào sổ')")
    mai.wait_for_selector("text=Đã ghi vào sổ")
    home.refresh_from_db()
    assert (home.residence, str(home.residence_since)) == ("deceased", "2026-05-02")
    mai.goto(f"/nhan-khau/{home.pk}/")  # a mistake: taken back on the spot
    mai.click("button:has-text('Hoàn tác') >> nth=0")
    mai.wait_for_selector("text=Đã hoàn tác")
    home.refresh_from_db()
    assert home.residence == "at_home"


def test_the_pages_are_well_drawn_at_both_widths(commune, at, live_server):
    page, one = at("mai"), commune.made["person"]
    two = commune.people["Alpha2"]
    for url in (
        f"/nhan-khau/{one.pk}/", f"/nhan-khau/{one.pk}/sua/", f"/nhan-khau/{one.pk}/gop/{two.pk}/",
        f"/nhan-khau/lan-gop/{commune.made['merge'].pk}/", "/nhan-khau/co-the-trung/", "/nhan-khau/bao-lai/",
        "/nhan-khau/chat-luong/", f"/ho/{one.household_id}/", f"/nhan-khau/them/?ho={one.household_id}",
        f"/nhan-khau/{one.pk}/chuyen-ho/", f"/nhan-khau/{one.pk}/cu-tru/", f"/ho/{one.household_id}/chu-ho/",
    ):  # fmt: skip
        well_drawn(page, url, live_server)
