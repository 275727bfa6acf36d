"""Every page each role can open, in a browser: to be read, touched and heard by everyone, at a desk and on a phone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.e2e.pages import faults
from tests.guards.pages import EVERYONE, PARTS_OF_THE_WALK, inside, member_of, one_commune, pages_of
from tungnha.field.models import Visit
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The parts of pages, drawn for builders: the same for everyone, so one group looks at them.
FOR_BUILDERS = "/thanh-phan/"


@pytest.fixture
def commune(transactional_db):
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        yield one_commune()


def built_of(said: str) -> set[str]:
    """What a page is made of, without words and numbers: a role that sees the same or less of it shows nothing new.
    Where a link leads, and what a form carries unseen, is no part of how a page looks, is touched or is heard."""
    own = re.sub(r'<nav class="subnav".*?</nav>', "", inside(said), flags=re.S)
    drawn = re.search(r'<html[^>]*class="([^"]*)"', said)
    own = re.sub(r'<input type="hidden"[^>]*>', "", own)
    own = re.sub(r' (href|action)="[^"#][^"]*"', r' \1="/"', own)
    own += f"<html {drawn[1] if drawn else ''}>"  # a team's pages are drawn larger
    return set(re.findall(r"<[a-z][^>]*>", re.sub(r"\d+", "0", own)))


def log_in(page, live_server, client: Client) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.mark.parametrize("part", range(PARTS_OF_THE_WALK))
def test_every_page_can_be_read_touched_and_heard_by_everyone(part, commune, client_of, open_browser, live_server):
    """As each kind of member in turn; where one sees no more of a page than another before, it is not drawn again."""
    host = urlsplit(live_server.url).netloc
    seen: dict[str, set[str]] = {}
    wrong: dict[str, list[str]] = {}
    for who in EVERYONE:
        client, page = client_of(member_of(commune, who)), open_browser()
        log_in(page, live_server, client)
        for where, said in pages_of(client, commune, part).items():
            built = built_of(said)
            if built <= seen.get(where, set()) or (where.startswith(FOR_BUILDERS) and who != "mai"):
                continue
            seen[where] = seen.get(where, set()) | built
            if found := faults(page, where, host):
                wrong.setdefault(where, []).extend(found)
        page.context.close()
    assert len(seen) > 50
    none(wrong)


def test_a_stranger_can_read_the_log_in_page(commune, open_browser, live_server):
    none({"/dang-nhap/": faults(open_browser(), "/dang-nhap/", urlsplit(live_server.url).netloc)})


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
    said = [f"{where}: {fault}" for where, found in wrong.items() for fault in found]
    assert not said, "\n" + "\n".join(said)
