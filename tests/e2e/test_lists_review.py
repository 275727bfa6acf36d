"""Thirty doubtful rows settled by keyboard, in a browser: undo, many at once, two officers, a network that fails."""

from __future__ import annotations

import os
from datetime import date
from urllib.parse import urlsplit

import pytest

from tests.conftest import make_member
from tests.e2e.pages import faults
from tests.lists.review_world import make_list, make_row
from tungnha.ledger.models import Service
from tungnha.lists.models import ReviewDecision
from tungnha.lists.operations import queueing
from tungnha.people.models import Household, Identifier, Person
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("TUNGNHA_SHOTS")  # a folder, to look at the pages oneself
FIRST = ("Lò Văn Bình", "Hoàng Thị Cúc", "Nông Đức Dũng", "Lường Thị Én", "Vi Văn Gia", "Hà Thị Hoa")


@pytest.fixture
def town(transactional_db):
    """A commune with two officers, thirty-six people and a list of thirty rows nobody is sure of."""
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        area = Area.objects.create(code="99901", kind="commune", type_name="xã", name="Hiệp Lực", parent=province)
        village = Area.objects.create(
            code="99901-01", kind="village", type_name="thôn", name="Nà Mèo", parent=area, order=1
        )
        office = Organisation.objects.create(name="UBND xã Hiệp Lực", kind="committee", area=area, must_report=False)
        vnpt = Organisation.objects.create(name="VNPT Hiệp Lực", kind="operator", area=area)
        campaign = Campaign.objects.create(name="Cao điểm", area=area, organisation=office, started_on=clock.today())
        home = Household.objects.create(code="001", village=village)
        mai = make_member("Mai", Role.OFFICER, area, office)
        dung = make_member("Dung", Role.DATA_STEWARD, area, office)
        service = Service.objects.get(code="chu-ky-so")
        received = make_list(campaign=campaign, area=area, sender=vnpt, service=service, by=mai)
        people = [_person(home, n) for n in range(36)]
        for n in range(30):
            _row(received, n, people)
        queueing.lay_out(received=received)
        yield {"list": received, "mai": mai, "dung": dung, "people": people}


def _person(home, n):
    person = Person.objects.create(
        full_name=f"{FIRST[n % 6]} {'ABCDEG'[n // 6]}", household=home, birth_date=date(1950 + n, 3, 15),
        birth_precision="day", residence="at_home", sex="male",
    )  # fmt: skip
    number = Identifier(person=person, kind="personal")
    number.set_value(f"0190{50 + n}99{1000 + n}")
    number.save()
    return person


def _row(received, n, people):
    """0–11 ask one question, 12–23 another (a digit of the number), 24–29 have two candidates."""
    person, cells = people[n], {"full_name": people[n].full_name, "birth": people[n].birth_shown, "village": "Nà Mèo"}
    if n < 12:
        cells["village"], candidates = "thôn Pác Thin", [(person, 0.9 - n / 1000, "n5.b5.v0")]
    elif n < 24:
        cells["personal_number"] = f"0190{50 + n}99{1000 + n + 3}"
        candidates = [(person, 0.7 - n / 1000, "n5.b5.k1")]
    else:
        cells["birth"], candidates = str(person.birth.year), [(person, 0.5, "n5.b3"), (people[n + 6], 0.4, "n5.b3")]
    make_row(received, n + 2, cells, candidates, reasons=["đúng tên; còn chỗ khác nhau"])


@pytest.fixture
def desk(town, client_of, open_browser, live_server):
    def opened(who: str = "mai", phone: bool = False):
        page = open_browser(phone=phone)
        session = client_of(town[who]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/danh-sach/{town['list'].pk}/xem/")
        page.wait_for_selector(".has-review")
        return page

    return opened


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def row_of(page):
    return int(page.get_attribute("[data-review]", "data-number") or 0)


def press(page, key):
    """A key, and the row that follows."""
    before = page.inner_html("[data-part=main]")
    page.keyboard.press(key)
    page.wait_for_function(
        "(before) => document.querySelector('[data-part=main]').innerHTML !== before"
        " && !document.querySelector('.is-busy')",
        arg=before,
    )
    return row_of(page)


def settled(town):
    return town["list"].places.filter(state="settled").count()


def test_thirty_rows_by_keyboard_with_undo_and_two_officers(town, desk, open_browser):
    mai, received = desk("mai"), town["list"]
    shot(mai, "review-1")
    first = row_of(mai)
    # one after the other, without a new page; who listens to the page is brought to the next row
    mai.evaluate("window.stays = true")
    second = press(mai, "1")
    assert mai.evaluate("document.activeElement.matches('[data-focus-now]')")
    press(mai, "0")
    assert "Đã ghi dòng" in mai.inner_text("[data-said]")
    assert received.rows.get(number=first).person is not None
    assert received.rows.get(number=second).verdict == "not_found"
    # taken back with one key, and said again otherwise
    assert press(mai, "u") == second
    assert received.rows.get(number=second).verdict == "ambiguous"
    press(mai, "1")
    # another officer at once: a row of her own, and each is told of the other
    dung = desk("dung")
    assert row_of(dung) not in (0, row_of(mai))
    assert f"Mai đang xem dòng {row_of(mai)}" in dung.inner_text("[data-part=tools]")
    held = row_of(mai)
    dung.goto(f"/danh-sach/{received.pk}/xem/?dong={held}")
    assert "Mai đang xem dòng này" in dung.inner_text("[data-part=main]")
    assert dung.query_selector("[data-key='1']") is None
    dung.goto(f"/danh-sach/{received.pk}/xem/")
    press(dung, "s")  # put off: it comes last
    press(dung, "1")
    # the rest of the first question in one go, one row left out
    press(mai, "t")
    shot(mai, "review-together")
    boxes = mai.locator("input[name=numbers]")
    asked = boxes.count()
    boxes.nth(1).uncheck()
    left_out = int(boxes.nth(1).get_attribute("value"))
    mai.click("button:has-text('Các dòng đã chọn')")
    mai.wait_for_selector(f"[data-said]:has-text('Đã giải quyết {asked - 1} dòng cùng lúc')")
    assert received.rows.get(number=left_out).verdict == "ambiguous"
    # all that is left, to the end
    dung.close()
    queueing.release(received=received, by=town["dung"])
    for _ in range(40):
        if not row_of(mai):
            break
        press(mai, "1")
    shot(mai, "review-end")
    assert "Đã xem hết" in mai.inner_text("[data-part=main]")
    assert (settled(town), received.rows.filter(verdict="ambiguous").count()) == (30, 0)
    assert mai.evaluate("window.stays")
    assert (mai.trouble, dung.trouble) == ([], [])


def test_another_person_is_found_while_one_types_and_chosen_without_a_mouse(town, desk):
    mai, person = desk("mai"), town["people"][33]
    number = row_of(mai)
    press(mai, "f")
    mai.keyboard.press("Control+A")
    mai.keyboard.type("luong thi en 1983")  # letters here are letters, not keys
    mai.wait_for_selector("[data-results] >> text=sinh 15/03/1983")
    mai.keyboard.press("ArrowDown")
    mai.keyboard.press("Enter")
    mai.wait_for_selector("[data-said]:has-text('Đã ghi')")
    decision = ReviewDecision.objects.get()
    assert (decision.number, decision.what, decision.person) == (number, "other", person)
    press(mai, "a")
    shot(mai, "review-add")
    assert press(mai, "Escape") != number
    assert mai.trouble == []


def test_a_press_that_did_not_arrive_is_said_and_sent_again_once(town, desk):
    mai = desk("mai")
    number = row_of(mai)
    mai.route("**/xem/", lambda route: route.abort())
    mai.keyboard.press("1")
    mai.wait_for_selector("[data-said]:has-text('chưa ghi được')")
    assert (row_of(mai), settled(town)) == (number, 0)
    mai.unroute("**/xem/")
    mai.click("[data-said] button")
    mai.wait_for_selector("[data-said]:has-text('Đã ghi')")
    assert settled(town) == 1


def test_what_another_officer_decided_meanwhile_is_told(town, desk):
    mai, received = desk("mai"), town["list"]
    number = row_of(mai)
    queueing.release(received=received, by=town["mai"])  # she was away too long
    dung = desk("dung")
    assert row_of(dung) == number
    press(dung, "0")
    press(mai, "1")
    assert "đã được Dung quyết định" in mai.inner_text("[data-said]")
    assert row_of(mai) == number
    assert received.rows.get(number=number).verdict == "not_found"


def test_its_pages_hold_at_both_widths(town, desk, live_server):
    mai, host = desk("mai"), urlsplit(live_server.url).netloc
    for address in ("", "2/tim/", "2/them/", "2/cung-luc/", "?dong=27"):
        assert faults(mai, f"/danh-sach/{town['list'].pk}/xem/{address}", host) == [], address
    assert faults(mai, f"/danh-sach/{town['list'].pk}/dong/2/", host) == []
