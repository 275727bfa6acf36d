"""Every page each role can open, in a browser: to be read, touched and heard by everyone, at a desk and on a phone."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.conftest import make_member
from tests.e2e.pages import faults
from tests.guards import world
from tests.guards.test_routes import NOT_WALKED, address, routes
from tungnha.field.models import Visit
from tungnha.units import clock
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.registry import load_areas

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DESK = ("mai", "binh", "dung")
GROUPS = {"desk": DESK, "desk, the rest": DESK, "team": ("lan", "son"), "unit": ("thu",), "partner": ("viet",)}
HALF = {"desk": 0, "desk, the rest": 1}  # the desk has the most pages: two halves, so that two browsers share them
# The phone's app is no page of the house: tests/e2e/test_phone_days.py looks at every screen of it.
THE_PHONES_OWN = {"web:phone", "web:phone-worker", "web:phone-file"}
# Asked for by a page every few seconds: a word in the middle of it.
PARTS = {"field:device-code-state"}
# The parts of pages, drawn for builders: the same for everyone, so one group looks at them.
FOR_BUILDERS = "/thanh-phan/"


@pytest.fixture
def commune(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        load_areas()
        yield world.build("Alpha", "99901", Area.objects.filter(kind="province").first())


def pages_of(client: Client, commune: world.Commune) -> dict[str, str]:
    """Address → what it says, of every route this member can open as a page, and the name of the route beside it."""
    found = {}
    for name, has_parts in routes():
        if name in NOT_WALKED | THE_PHONES_OWN | PARTS:
            continue
        where = address(name, has_parts, commune)
        answer = client.get(where)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[where] = answer.content.decode()
    return found


def inside(said: str) -> str:
    """What a page says between its frame."""
    main = said.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", main)


def built_of(main: str) -> str:
    """The elements of a page without their words: a page built the same for two roles is looked at only once."""
    own = re.sub(r'<nav class="subnav".*?</nav>', "", main, flags=re.S)
    return re.sub(r"\d+", "0", re.sub(r">[^<]*<", "><", own))


def shut_doors(client: Client, pages: dict[str, str]) -> list[str]:
    """Links that lead nowhere for this member: a page must not offer what it then refuses."""
    linked = {
        (html.unescape(link).partition("#")[0].partition("?")[0], where)
        for where, said in pages.items()
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', said)
    }
    first_seen = {link: where for link, where in sorted(linked, reverse=True) if link not in pages}
    shut = [(link, where) for link, where in sorted(first_seen.items()) if client.get(link).status_code >= 400]
    return [f"{where}: a link to {link}, which does not open" for link, where in shut]


def log_in(page, live_server, client: Client) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def walk(members: list[Member], commune, client_of, open_browser, live_server, half=None) -> dict[str, list[str]]:
    """Look at every page of these members, or at every other one; the address of each faulty page → its faults."""
    seen, wrong = set(), {}
    for member in members:
        client, page, titles = client_of(member), open_browser(), {}
        log_in(page, live_server, client)
        pages = pages_of(client, commune)
        wrong |= {f"links {member}": found for found in [shut_doors(client, pages)] if found}
        for where, said in pages.items():
            main = inside(said)
            titled = re.search(r"<title>(.*?)</title>", said, re.S)
            if titled is None:
                wrong.setdefault(where, []).append("no title: a part of a page, opened by itself")
                continue
            title = titled.group(1)
            if titles.setdefault(title, main) != main:
                wrong.setdefault(where, []).append(f"another page is called so too: {title}")
            built = (where, built_of(main))
            if half not in (None, sum(where.encode()) % 2):
                continue
            if built in seen or (where.startswith(FOR_BUILDERS) and not member.has_role(Role.OFFICER)):
                continue
            seen.add(built)
            if found := faults(page, where, urlsplit(live_server.url).netloc):
                wrong.setdefault(where, []).extend(found)
        page.context.close()
    return wrong


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_can_be_read_touched_and_heard_by(group, commune, client_of, open_browser, live_server):
    members = [commune.members[who] for who in GROUPS[group]]
    none(walk(members, commune, client_of, open_browser, live_server, HALF.get(group)))


def test_every_page_can_be_read_touched_and_heard_by_the_province_and_a_stranger(
    commune, client_of, open_browser, live_server
):
    province = commune.area.province
    science = Organisation.objects.create(name="Sở Khoa học và Công nghệ", kind="department", area=province)
    phuc = make_member("Phúc", Role.PROVINCE_OFFICER, province, science)
    wrong = walk([phuc], commune, client_of, open_browser, live_server)
    stranger = open_browser()
    wrong["/dang-nhap/"] = faults(stranger, "/dang-nhap/", urlsplit(live_server.url).netloc)
    none({where: found for where, found in wrong.items() if found})


def test_enter_in_a_field_of_a_visit_stores_nothing(commune, client_of, open_browser, live_server):
    """The first button of the page says that nobody is at home: the Enter key would press it."""
    page = open_browser(phone=True)
    log_in(page, live_server, client_of(commune.members["lan"]))
    before = Visit.objects.count()
    page.goto(f"/ho-can-den/{commune.made['household'].pk}/")
    page.focus("input[name=informed]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Chưa lưu: mời bấm một trong các nút")
    assert Visit.objects.count() == before


def none(wrong: dict[str, list[str]]) -> None:
    assert not wrong, "\n" + "\n".join(f"{where}: {fault}" for where, found in wrong.items() for fault in found)
