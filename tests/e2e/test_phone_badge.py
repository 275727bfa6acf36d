"""A helper shows the badge on the phone, another phone looks at it: both in flight mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.e2e.phone import camera_film
from tests.e2e.test_phone_days import phone_of, server, shot, village
from tungnha.field.sync.badges import for_phones
from tungnha.units import clock
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.models import Badge

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["phone_of", "server", "shot", "village"]


def printed(badge: Badge) -> str:
    """What stands in the code on the card."""
    body = badges.body_of(badge)
    return f"https://mau.example/the/{token.mark_of(body)}/#{token.to_text(body)}"


@pytest.fixture
def given(village):
    """Badges of Sơn and of Lan, good for a month."""
    until = clock.today() + timedelta(days=30)
    badges.issue(members=[village.son, village.lan], valid_to=until, by=village.mai, at=clock.now())
    return {badge.name: badge for badge in Badge.objects.select_related("key")}


def looked_at(phone, member, leader, server):
    """What the phone says of what its camera sees, without a network."""
    phone.page.wait_for_selector("input")
    phone.join(member, leader)
    phone.page.wait_for_selector(".next")
    phone.signal(on=False)
    phone.go("the-to")
    phone.page.wait_for_selector("text=Mã lúc này")
    phone.page.tap("text=Quét thẻ người khác")
    phone.page.wait_for_selector("[role=status] .note")
    return phone.page.inner_text("[role=status]:has(.note)")


def test_a_real_badge_is_known_without_a_network_and_ones_own_is_shown(
    given, village, phone_of, server, shot, tmp_path
):
    film = camera_film(tmp_path / "real.mjpeg", printed(given["Sơn"]), side=330)
    phone = phone_of("lan", film)
    said = looked_at(phone, village.lan, village.lan, server)
    assert ("Thẻ thật" in said, "Sơn" in said, "có thể bị chép" in said) == (True, True, True)
    digits = phone.page.inner_text(".digits").replace(" ", "")
    now = token.slot_of(clock.now())
    assert digits in {token.digits_of(given["Lan"].secret, slot) for slot in (now - 1, now, now + 1)}
    shot(phone, "badge")
    assert phone.faults("the-to") == []


def test_a_badge_with_another_name_in_it_is_forged(given, village, phone_of, server, tmp_path):
    body = badges.body_of(given["Sơn"])
    other = token.to_text(body.replace("Sơn".encode(), "Sớn".encode(), 1))
    film = camera_film(tmp_path / "forged.mjpeg", f"https://mau.example/the/{token.mark_of(body)}/#{other}", side=330)
    said = looked_at(phone_of("lan", film), village.lan, village.lan, server)
    assert ("Thẻ giả" in said, "Sớn" in said) == (True, False)


A_DAY_AHEAD = "(() => { const real = Date.now; Date.now = () => real() + 86_400_000 })()"


@pytest.mark.parametrize(("days", "says"), [(0, "Đúng, mã của hôm nay"), (-1, "Mã chụp lại của ngày khác")])
def test_on_a_phone_a_day_ahead_an_honest_badge_is_no_copy_and_a_copy_is(
    given, village, phone_of, server, tmp_path, days, says
):
    """The server's clock is known since the last contact; with the phone's own each would be the other."""
    yesterday, until = clock.now() - timedelta(days=1), clock.today() + timedelta(days=30)
    badges.issue(members=[village.son], valid_to=until, by=village.mai, at=yesterday)
    mine = for_phones(village.son, clock.now())["mine"]
    seal = mine["days"][f"{clock.today() + timedelta(days=days)}"]
    text = f"https://mau.example{mine['url']}?ma=000000#{mine['body']}.{seal}"
    phone = phone_of("lan", camera_film(tmp_path / "day.mjpeg", text, side=400))
    phone.page.add_init_script(A_DAY_AHEAD)
    phone.page.reload()
    said = looked_at(phone, village.lan, village.lan, server)
    assert (says in said, "Đồng hồ của máy đang nhanh" in said) == (True, days < 0)
    digits = phone.page.inner_text(".digits").replace(" ", "")
    now, secret = token.slot_of(clock.now()), given["Lan"].secret
    assert digits in {token.digits_of(secret, slot) for slot in (now - 1, now, now + 1)}
