"""A badge is forged, expired, taken back, its holder gone, or its digits a copy: each is told from the others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tungnha.units import clock, limits
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.models import Badge, Event
from tungnha.units.problems import BadInput

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TODAY = date(2026, 5, 26)


@pytest.fixture
def badge(members, at_tuesday):
    (made,) = badges.issue(members=[members.son], valid_to=date(2026, 7, 31), by=members.mai, at=at_tuesday)
    return Badge.objects.select_related("key").get(pk=made.pk)


def mark_of(badge):
    return token.mark_of(badges.body_of(badge))


def code_on(badge, on=TODAY, mark=None):
    return badges.look(mark or mark_of(badge), on).code


def test_what_is_signed_reads_back_and_nothing_else_does(badge):
    body, public = badges.body_of(badge), badge.key.public
    said = token.opened(body, public)
    assert (said.serial, said.name, said.valid_to) == (badge.serial, "Sơn", date(2026, 7, 31))
    for at in range(len(body)):
        with pytest.raises(token.NotOurs):
            token.opened(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :], public)
    with pytest.raises(token.NotOurs):
        token.opened(body, token.new_key()[1])


def test_each_fate_has_its_own_word(badge, members, at_tuesday):
    assert code_on(badge) == "valid"
    assert code_on(badge, TODAY - timedelta(days=1)) == "early"
    assert code_on(badge, date(2026, 8, 1)) == "expired"
    members.son.valid_to = TODAY - timedelta(days=1)
    members.son.save()
    assert code_on(badge) == "ended"  # left yesterday: the badge itself is still good until July
    badges.revoke(badge=badge, by=members.mai, at=at_tuesday)
    assert code_on(badge) == "revoked"


def test_a_mark_that_was_changed_or_made_up_is_forged(badge):
    mark, other = mark_of(badge), token.to_text(bytes.fromhex(token.new_serial()) + bytes(12))
    wrong = [mark[:at] + ("A" if mark[at] != "A" else "B") + mark[at + 1 :] for at in range(len(mark))]
    wrong += [other, "x", "ệ" * 27, "=" * 27, mark + "A", mark[:-1], mark + "="]
    assert [one for one in wrong if code_on(badge, mark=one) != "forged"] == []


def test_the_digits_on_the_phone_are_good_once_and_for_two_minutes(badge, at_tuesday):
    def tried(at, digits):
        return badges.look_at_digits(mark_of(badge), digits, who=f"{at}", at=at).code

    now = token.slot_of(at_tuesday)
    digits = token.digits_of(badge.secret, now)
    assert tried(at_tuesday, f"{digits[:3]} {digits[3:]}") == "shown"
    assert tried(at_tuesday + timedelta(seconds=20), digits) == "replayed"  # checked before: a picture of it
    later = at_tuesday + timedelta(minutes=30)
    assert tried(later, token.digits_of(badge.secret, now + 1)) == "replayed"  # never checked, but its time is over
    assert tried(later, token.digits_of(badge.secret, token.slot_of(later) - 1)) == "shown"  # a clock a little slow
    assert tried(later, token.digits_of(token.new_secret(), token.slot_of(later))) == "wrong"


def test_who_tries_digits_through_is_stopped(badge, at_tuesday):
    def tried(n):
        return badges.look_at_digits(mark_of(badge), f"{n:06d}", who="10.0.0.1", at=at_tuesday).code

    assert {tried(n) for n in range(badges.MOST_TRIES)} == {"wrong"}
    with pytest.raises(limits.TooMany):
        tried(99)


def test_a_new_badge_ends_the_one_before_and_no_badge_outlives_the_membership(badge, members, at_tuesday):
    members.son.valid_to = date(2026, 6, 30)
    members.son.save()
    (fresh,) = badges.issue(members=[members.son], valid_to=date(2026, 12, 31), by=members.mai, at=at_tuesday)
    assert (code_on(badge), fresh.valid_to) == ("revoked", date(2026, 6, 30))
    assert Event.objects.filter(verb="badge.issued").count() == 2


def test_only_the_desk_of_the_area_gives_badges_and_only_for_so_long(members, at_tuesday):
    yesterday = TODAY - timedelta(days=1)
    for by, valid_to in (
        (members.lan, date(2026, 7, 1)), (members.mai, date(2028, 1, 1)), (members.mai, yesterday)
    ):  # fmt: skip
        with pytest.raises(BadInput):
            badges.issue(members=[members.son], valid_to=valid_to, by=by, at=at_tuesday)
    members.hung.valid_to = TODAY - timedelta(days=1)
    members.hung.save()
    with pytest.raises(BadInput, match="không còn trong thời gian"):
        badges.issue(members=[members.hung], valid_to=date(2026, 7, 1), by=members.mai, at=at_tuesday)
    assert not Badge.objects.exists()


def test_phones_are_told_who_is_no_longer_believed(badge, members, at_tuesday):
    assert badges.revoked_serials(TODAY) == []
    members.son.valid_to = TODAY - timedelta(days=1)
    members.son.save()
    assert badges.revoked_serials(TODAY) == [badge.serial]
    assert badges.revoked_serials(date(2026, 8, 1)) == []  # it says itself that it has expired


# --- for everybody -------------------------------------------------------------------------------------------------


def page(badge, method="get", **sent):
    where = reverse("web:public-badge-check", args=[mark_of(badge)])
    return getattr(Client(), method)(where, sent).content.decode()


def test_whoever_stands_at_the_door_reads_the_name_only_while_it_is_good(badge, members, at_tuesday):
    good = page(badge)
    assert ("Thẻ thật, còn hạn" in good, "<b>Sơn</b>" in good, "31/7/2026" in good) == (True, True, True)
    badges.revoke(badge=badge, by=members.mai, at=at_tuesday)
    gone = page(badge)
    assert ("Thẻ đã bị thu hồi" in gone, "<b>Sơn</b>" in gone) == (True, False)


def test_the_digits_are_used_up_by_the_button_not_by_looking(badge, at_tuesday):
    digits = token.digits_of(badge.secret, token.slot_of(at_tuesday))
    for _ in range(3):
        assert f'value="{digits}"' in page(badge, ma=digits)
    assert "mã trên máy khớp" in page(badge, "post", ma=digits)
    assert "Mã chụp lại" in page(badge, "post", ma=digits)
    assert "Mời gõ sáu số" in page(badge, "post", ma="")


# --- the desk ------------------------------------------------------------------------------------------------------


def test_an_officer_gives_prints_and_takes_back(members, client_of, at_tuesday):
    mai = client_of(members.mai)
    answer = mai.post("/thiet-lap/the/", {"members": [members.son.pk, members.lan.pk], "valid_to": "2026-07-31"})
    assert answer.status_code == 302
    sheet = mai.get(answer.url).content.decode()
    assert (sheet.count('class="qr"'), 'card-name">Sơn<' in sheet, 'card-name">Lan<' in sheet) == (2, True, True)
    badge = Badge.objects.get(member=members.son)
    mai.post(reverse("units:badge-revoke", args=[badge.pk]))
    assert code_on(Badge.objects.select_related("key").get(pk=badge.pk)) == "revoked"
    assert 'card-name">Sơn<' not in mai.get("/thiet-lap/the/in/").content.decode()
    assert "chọn ít nhất một người" in mai.post("/thiet-lap/the/", {"valid_to": "2026-07-31"}).content.decode()
    assert client_of(members.lan).get("/thiet-lap/the/").status_code == 404


def test_the_same_key_signs_for_the_whole_installation(badge, members, at_tuesday):
    with clock.freeze(at_tuesday + timedelta(days=1)):
        badges.issue(members=[members.lan], valid_to=date(2026, 7, 31), by=members.mai, at=clock.now())
    assert (len(badges.public_keys(TODAY)), badge.key.public) == (1, badges.public_keys(TODAY)[0])
