"""Web push in a real browser: asked for by a press, sealed for it, shown by its worker, read when it is pressed. Only
the service of the browser's maker, which lies abroad, has one in its stead (tests/units/push_service.py)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import CHROMIUM, QUIET
from tests.units.push_service import Browser, Running
from tungnha.units import clock
from tungnha.units.models import MemberNotice, PushPlace
from tungnha.units.notices import places, push, tell
from tungnha.units.notices.sending import send_waiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's own subscribe would knock at its maker's service: what it was asked with is kept, and the address of the
# service of this test is given, as the standard says.
SUBSCRIBES = """
    PushManager.prototype.subscribe = async function (options) {
        globalThis.asked = {key: [...new Uint8Array(options.applicationServerKey)], seen: options.userVisibleOnly}
        return {toJSON: () => (GIVEN)}
    }
"""
SHOWN = """
    async () => (await (await navigator.serviceWorker.getRegistration("/thong-bao/")).getNotifications())
        .map(({title, body, tag, lang, data}) => ({title, body, tag, lang, data}))
"""
# A press is the system's to make; the worker is given one, and what it opens is written down instead of opened.
PRESSED = """
    async () => {
        const opened = []
        self.clients.openWindow = async (where) => opened.push(where)
        for (const notification of await self.registration.getNotifications())
            self.dispatchEvent(new NotificationEvent("notificationclick", {notification}))
        return opened
    }
"""
FOREIGN = {"title": "x", "url": "https://evil.example/thong-bao/"}


@pytest.fixture
def service(settings):
    with Running() as running:
        settings.PUSH_CONTACT, settings.PUSH_ALSO = "mailto:cntt@mau.example", (running.netloc,)
        yield running


@pytest.fixture
def open_as(chromium, live_server, tmp_path, client_of):
    """A browser with a folder of its own, since a private window takes no push: open_as(member, lets=…) → its page."""
    contexts = []

    def start(member, *, lets: bool, given: str = "") -> Page:
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "browser"), executable_path=CHROMIUM, headless=True, args=QUIET, locale="vi-VN",
            base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        session = client_of(member).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        if lets:
            context.grant_permissions(["notifications"], origin=live_server.url)
        context.add_init_script(SUBSCRIBES.replace("GIVEN", given or "{}"))
        page = context.pages[0]
        page.goto("/thong-bao/")
        return page

    yield start
    for context in contexts:
        context.close()


class Worker:
    """The worker of the notices, spoken to as the service's message would reach it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.tools, seen = page.context.new_cdp_session(page), []
        self.tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: seen.extend(told["registrations"]))
        self.tools.send("ServiceWorker.enable")
        page.wait_for_function("async () => (await navigator.serviceWorker.getRegistration('/thong-bao/'))?.active")
        self.registration = next(one for one in seen if one["scopeURL"] == f"{origin}/thong-bao/")["registrationId"]

    def hand(self, data: str) -> list[dict]:
        """What stands on the screen afterwards."""
        told = {"origin": self.origin, "registrationId": self.registration, "data": data}
        self.tools.send("ServiceWorker.deliverPushMessage", told)
        self.page.wait_for_timeout(400)
        return self.page.evaluate(SHOWN)

    def pressed(self) -> list[str]:
        (worker,) = self.page.context.service_workers
        return worker.evaluate(PRESSED)


def told(member, key: str, subject: str) -> None:
    now = clock.now()
    tell([member], key=key, subject=subject, words="Đổi sang 9 giờ 00, nhà văn hóa. Gọi 0912 000 011.",
         url="/buoi-ho-tro/1/", until=now.replace(hour=23), at=now, urgent=True)  # fmt: skip
    assert send_waiting(now) == 1


def test_asked_for_sealed_shown_and_pressed(service, members, open_as, live_server):
    browser = Browser()
    given = json.dumps(json.loads(browser.asked(f"{service.origin}/to/lan")))
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        page = open_as(members.lan, lets=True, given=given)
        page.click("text=Bật trên máy này")
        expect(page.locator("[data-push-said]")).to_have_text("Đã bật: máy này sẽ hiện thông báo.")
        asked = page.evaluate("asked")
        assert (bytes(asked["key"]), asked["seen"]) == (push.from_text(places.own_key(clock.now()).public), True)
        assert PushPlace.objects.get().user == members.lan.user

        worker = Worker(page, live_server.url)
        for key, subject in (("moved", "Đổi giờ buổi hỗ trợ thôn 1"), ("off", "Hủy buổi hỗ trợ thôn 1")):
            told(members.lan, key, subject)
            shown = worker.hand(browser.read(service.taken[-1][2]).decode())
        notice = MemberNotice.objects.get(key="off")
        where = f"/thong-bao/{notice.pk}/"
        assert shown == [{  # of the two about one session the later, and no number anybody typed
            "title": "Hủy buổi hỗ trợ thôn 1", "body": notice.words, "tag": "/buoi-ho-tro/1/", "lang": "vi",
            "data": {"url": where},
        }]  # fmt: skip
        assert ("9 giờ 00" in notice.words, "000 011" in notice.words) == (True, False)
        assert worker.pressed() == [f"{live_server.url}{where}"]
        assert page.evaluate(SHOWN) == []
        page.goto(where)
        notice.refresh_from_db()
        assert (notice.read_at, page.url) == (clock.now(), f"{live_server.url}/buoi-ho-tro/1/")


def test_what_is_no_message_of_ours_is_shown_plainly_and_leads_nowhere_else(service, members, open_as, live_server):
    page = open_as(members.lan, lets=True)
    page.evaluate("navigator.serviceWorker.register('/thong-bao/sw.js', {scope: '/thong-bao/'})")
    worker = Worker(page, live_server.url)
    (plain,) = worker.hand("không phải JSON")
    assert (plain["title"], plain["body"], plain["data"]) == ("Từng Nhà", "Có thông báo mới.", {"url": "/thong-bao/"})
    assert worker.pressed() == [f"{live_server.url}/thong-bao/"]
    assert [one["title"] for one in worker.hand(json.dumps(FOREIGN))] == ["x"]
    assert worker.pressed() == []


def test_who_does_not_allow_it_is_told_how(service, members, open_as):
    page = open_as(members.lan, lets=False)
    page.evaluate("Notification.requestPermission = async () => 'denied'")
    page.click("text=Bật trên máy này")
    expect(page.locator("[data-push-said]")).to_contain_text("mời cho phép ở ô địa chỉ rồi bấm lại")
    assert PushPlace.objects.count() == 0
