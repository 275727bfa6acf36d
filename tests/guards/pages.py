"""The pages each kind of member can open, for whoever looks at them."""

from __future__ import annotations

import re

from django.test import Client

from tests.conftest import make_member
from tests.guards import world
from tests.guards.test_routes import NOT_WALKED, address, routes
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.registry import load_areas

EVERYONE = ("mai", "binh", "dung", "lan", "son", "thu", "viet", "phuc")
PARTS_OF_THE_WALK = 4  # by address, so that several browsers share them and each address is one part's alone
# The phone's app is no page of the house: tests/e2e/test_phone_days.py looks at every screen of it.
THE_PHONES_OWN = {"web:phone", "web:phone-worker", "web:phone-file"}
# Asked for by a page every few seconds: a word in the middle of it.
PARTS = {"field:device-code-state"}
NO_PAGES = NOT_WALKED | THE_PHONES_OWN | PARTS


def one_commune() -> world.Commune:
    load_areas()
    return world.build("Alpha", "99901", Area.objects.filter(kind="province").first())


def pages_of(client: Client, commune: world.Commune, part: int | None = None) -> dict[str, str]:
    """Address → what it says, of every route this member can open as a page, or of those of one part of the walk."""
    found = {}
    for name, has_parts in routes():
        if name in NO_PAGES:
            continue
        where = address(name, has_parts, commune)
        if part is not None and sum(where.encode()) % PARTS_OF_THE_WALK != part:
            continue
        answer = client.get(where)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found[where] = answer.content.decode()
    return found


def inside(said: str) -> str:
    """What a page says between its frame."""
    main = said.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", main)


def member_of(commune: world.Commune, who: str) -> Member:
    """One of the commune's members, or Phúc of the province."""
    if who != "phuc":
        return commune.members[who]
    province = commune.area.province
    science = Organisation.objects.get(area=province, kind="department")
    return make_member("Phúc", Role.PROVINCE_OFFICER, province, science)
