"""Every route, as every kind of member and as a stranger, in one's own commune and in the one next door."""

from __future__ import annotations

import html
import io
import zipfile
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.conftest import make_member
from tests.guards import world
from tests.guards.addresses import ADDRESS_OF
from tests.guards.world_library import PICTURES_FOR_EVERYONE
from tungnha.units.models import Area, Organisation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Pages for everybody (web/public/README.md): tests/guards/test_strangers.py reads every one of them.
FOR_EVERYONE = {
    "outreach:public-plan", "outreach:public-material", "outreach:public-materials", "outreach:course-here",
    "web:public", "web:public-commune", "web:public-sessions", "web:public-sessions-ics", "web:public-guides",
    "web:public-guide", "web:public-far", "web:public-badge", "web:public-badge-check", "web:public-contact",
    "web:public-feedback", "web:public-follow", "web:public-app",
}  # fmt: skip
PUBLIC = FOR_EVERYONE | PICTURES_FOR_EVERYONE | {
    "units:login", "web:phone", "web:phone-worker", "web:phone-file",
    "reports:feed",  # the secret in the address is the key: tests/reports/test_duties.py
    "reports:exchange-take", "reports:exchange-ask",  # a signature is the key: tests/reports/test_exchange.py
}  # fmt: skip
# The phone's door asks for a device's secret instead of a log-in: tests/guards/test_phone_routes.py walks it.
BY_DEVICE = {
    "field:phone-join-look", "field:phone-join", "field:phone-sync", "field:phone-carry", "field:phone-nothing",
    "field:phone-root",
}  # fmt: skip
# The phone's app is the same for everyone and holds no data; a published schedule is for everyone; a month of the
# schedule is a month of the reader's own.
SAME_FOR_ALL = FOR_EVERYONE | PICTURES_FOR_EVERYONE | {
    "web:phone-file", "field:schedule-print", "reports:feed",
    # Subjects are the same everywhere; what stands below them is the reader's own (tests/voices).
    "voices:difficulties-group", "voices:rule",
    "outreach:text-template",  # a topic's words, as the reader's own commune says them
}  # fmt: skip
# What is done with a click and no object: opening it proves nothing, and logging out ends the walk.
NOT_WALKED = {"units:logout"}
# An operator's employee may read back the very file the operator sent.
THE_SENDERS_OWN_FILE = {"lists:columns", "lists:list", "lists:progress", "lists:refused"}


def routes(patterns=None, namespace=""):
    """(name, how many parts of the address are filled in) of every route."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}", bool(pattern.pattern.converters)


@pytest.fixture(scope="module")
def two_built(build_once):
    return build_once(_two)


@pytest.fixture
def two_communes(two_built, own_copy, at_tuesday):
    return own_copy(two_built)


def _two() -> SimpleNamespace:
    province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
    science = Organisation.objects.create(name="Sở Khoa học và Công nghệ", kind="department", area=province)
    alpha, beta = world.build("Alpha", "99901", province), world.build("Beta", "99902", province)
    phuc = make_member("Phúc", Role.PROVINCE_OFFICER, province, science)
    return SimpleNamespace(alpha=alpha, beta=beta, phuc=phuc)


def address(name: str, has_parts: bool, commune: world.Commune) -> str:
    if not has_parts:
        return reverse(name)
    assert name in ADDRESS_OF, f"tell tests/guards/addresses.py how {name} is opened"
    return reverse(name, kwargs=ADDRESS_OF[name](commune))


def text_of(response) -> str:
    """What a page, a Word file or a workbook says."""
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    if response.content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
            return "\n".join(packed.read(n).decode("utf-8", "replace") for n in packed.namelist() if n.endswith(".xml"))
    return html.unescape(response.content.decode("utf-8", "replace"))


def test_a_stranger_is_sent_to_the_log_in_page_from_everywhere(two_communes):
    stranger, open_doors = Client(), set()
    for name, has_parts in routes():
        for method in (stranger.get, stranger.post):
            answer = method(address(name, has_parts, two_communes.alpha))
            if not (answer.status_code == 302 and answer.url.startswith("/dang-nhap/")):
                open_doors.add(name)
    assert open_doors == PUBLIC | BY_DEVICE


def names_a_member_may_read(two: SimpleNamespace, who: str) -> set[str]:
    alpha = two.alpha.names()
    of_village = {n: {name for name in alpha if name.startswith(f"Alpha{n}")} for n in (1, 2)}
    return {
        "lan": of_village[1], "son": of_village[1], "hung": of_village[2], "mai": alpha, "binh": alpha, "dung": alpha,
        "thu": {"Alpha1Giáo"}, "viet": {"Alpha1Buổi"}, "phuc": set(),
    }[who]  # fmt: skip


WHO = ["lan", "son", "hung", "mai", "binh", "thu", "viet", "dung", "phuc"]
# What another database might answer otherwise shows with one of each make: team, officer, operator, province.
ON_BOTH = {"lan", "mai", "viet", "phuc"}
EACH = [pytest.param(who, marks=[] if who in ON_BOTH else [pytest.mark.one_database]) for who in WHO]


def whole_names(forbidden: set[str], said: str) -> list[str]:
    """Names as a whole: "Alpha1" is also the beginning of "Alpha1Giáo"."""
    found = []
    for name in forbidden:
        at = said.find(name)
        while at != -1:
            after = said[at + len(name) : at + len(name) + 1]
            if not after.isalnum():
                found.append(name)
                break
            at = said.find(name, at + 1)
    return found


@pytest.fixture
def refused_plainly(monkeypatch):
    """A 404 without its page: 1,600 times in a walk the same one, which test_every_page reads as the same members."""
    monkeypatch.setattr("tungnha.config.urls.handler404", lambda request, exception=None: HttpResponse(status=404))


@pytest.mark.one_database
@pytest.mark.usefixtures("refused_plainly")
@pytest.mark.parametrize("who", WHO)
def test_nothing_of_the_next_commune_can_be_opened_or_changed(who, two_communes, client_of):
    """Only the province's officer may look at the neighbour's counts; nobody may change anything there."""
    if who == "phuc":
        pytest.skip("the province's officer is above both communes; the test below speaks of her")
    client = client_of(two_communes.alpha.members[who])
    opened = []
    for name, has_parts in routes():
        if not has_parts or name in SAME_FOR_ALL:
            continue
        where = address(name, has_parts, two_communes.beta)
        answers = {client.get(where).status_code, client.post(where).status_code}
        if not answers <= {404, 405}:
            opened.append((name, answers))
    assert opened == []


@pytest.mark.usefixtures("refused_plainly")
def test_the_province_changes_nothing_in_a_commune(two_communes, client_of):
    client = client_of(two_communes.phuc)
    changed = []
    for name, has_parts in routes():
        if name in FOR_EVERYONE:  # nobody is known there: tests/guards/test_strangers.py, units/limits.py
            continue
        if has_parts and client.post(address(name, has_parts, two_communes.alpha)).status_code not in (404, 405):
            changed.append(name)
    reading = {
        "progress:target", "progress:print", "progress:rows", "progress:village", "plans:plan", "plans:text",
        "plans:history", "reports:board", "progress:missing", "progress:missing-rows", "progress:other-way",
        "progress:beside", "progress:beside-print", "progress:beside-rows", "progress:beside-xlsx",
        "progress:counted", "progress:measure", "progress:plan-measures", "progress:plan-measures-print",
        "progress:plan-measures-xlsx",
        "voices:rule", "outreach:text-template",  # of the province itself: the address names a subject, no commune
    }  # fmt: skip
    assert set(changed) <= reading
