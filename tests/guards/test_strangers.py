"""A crawler as a stranger: it opens every page for everybody, follows every link, and finds nobody's datum."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.guards.addresses import ADDRESS_OF
from tests.guards.test_leaks import A_UUID, dates_in, digits_of, numbers_of_everyone, spelled, two
from tests.guards.test_routes import FOR_EVERYONE, address, routes, text_of, two_built, two_communes, whole_names
from tests.web.test_look import faults
from tungnha.people.models import Person
from tungnha.units.models import GroupMember, Organisation, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
__all__ = ["two", "two_built", "two_communes"]
A_LINK = re.compile(r"""<a [^>]*href=["']([^"'#]+)""")
MOST = 400  # pages: two communes have not more for everybody; a crawl without an end would be a fault of its own


def crawled(stranger: Client, starts: list[str]) -> dict[str, object]:
    """Address → answer, of everything a stranger comes to by links; what asks for a log-in is left."""
    waiting, found = list(starts), {}
    while waiting:
        where = waiting.pop()
        if where in found:
            continue
        answer = found[where] = stranger.get(where)
        assert len(found) < MOST
        if answer.status_code == 302:
            waiting.append(answer.url)
        elif "html" in answer.headers["Content-Type"]:
            links = (urljoin(where, html.unescape(link)) for link in A_LINK.findall(answer.content.decode()))
            waiting += [link for link in links if link.startswith("/") and not link.startswith("/static/")]
    return found


def name_of(where: str) -> str:
    match = resolve(urlsplit(where).path)
    return f"{match.namespace}:{match.url_name}"


@pytest.fixture
def pages(two):
    starts = [
        address(name, parts, c) for name, parts in routes() for c in (two.alpha, two.beta) if name in FOR_EVERYONE
    ]
    return crawled(Client(), sorted(set(starts)))


def test_no_page_for_everybody_tells_anybody(two, pages):
    own = {name_of(where): where for where in pages}
    assert set(own) >= FOR_EVERYONE
    people = list(Person.objects.all())
    names = {p.full_name for p in people} | set(User.objects.values_list("full_name", flat=True))
    names |= set(GroupMember.objects.values_list("full_name", flat=True))
    names |= set(Organisation.objects.exclude(head_name="").values_list("head_name", flat=True))
    secrets = numbers_of_everyone() | {u.phone for u in User.objects.exclude(phone__isnull=True)}
    secrets |= set(User.objects.exclude(email=None).values_list("email", flat=True))
    days = set().union(*(spelled(p.birth_date) for p in people if p.birth_date))
    assert (len(names) > 20, len(secrets) > 24) == (True, True)
    wrong = []
    for where, answer in pages.items():
        said = text_of(answer)
        wrong += [(where, name) for name in whole_names({n for n in names if n}, said)]
        wrong += [(where, secret) for secret in secrets if secret in digits_of(said)]
        wrong += [(where, day) for day in days & dates_in(said)]
    assert wrong == []


def test_they_keep_nothing_in_the_browser_and_run_nothing(pages):
    for where, answer in pages.items():
        if name_of(where) not in FOR_EVERYONE:
            continue
        assert answer.cookies == {}, where
        assert answer.status_code in (200, 302), where
        said = answer.content.decode() if "html" in answer.headers["Content-Type"] else ""
        assert (where, faults(said), "<script" in said, "hx-" in said) == (where, [], False, False)


def test_whoever_is_logged_in_is_a_stranger_there(two, client_of):
    mai = client_of(two.alpha.members["mai"])
    for name in FOR_EVERYONE:
        where = address(name, name in ADDRESS_OF, two.alpha)
        mine, anybodys = (A_UUID.sub("", text_of(client.get(where))) for client in (mai, Client()))
        assert mine == anybodys, name
