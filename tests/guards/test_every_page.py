"""Each kind of member opens everything once; every answer is held to all that must always be true of one: it does not
break, tells nobody's name, number or birth date out of sight, its name is its own, its links open, what it writes for
people is well written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.guards.pages import NO_PAGES, inside
from tests.guards.test_leaks import A_DIGEST, A_UUID, LONG_RUN, leaks, not_to_be_seen, numbers_of_everyone, two
from tests.guards.test_routes import (
    NOT_WALKED,
    THE_SENDERS_OWN_FILE,
    WHO,
    address,
    names_a_member_may_read,
    routes,
    text_of,
    two_built,
    two_communes,
    whole_names,
)
from tests.guards.world import Commune
from tests.texts.generated import texts_of
from tests.texts.ill_written import faults
from tungnha.people.models import Person
from tungnha.people.protection.log import ABOUT
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["two", "two_built", "two_communes"]
ANSWERS = (200, 302, 404, 405, 409)


@dataclass(frozen=True)
class Opened:
    name: str  # of the route
    where: str
    commune: Commune
    answer: Any

    @property
    def said(self) -> str:
        return text_of(self.answer) if self.answer.status_code == 200 else ""

    @property
    def is_page(self) -> bool:
        is_html = self.answer.headers.get("Content-Type", "").startswith("text/html")
        return self.answer.status_code == 200 and is_html and self.name not in NO_PAGES


MANY_TEXTS = ("mai", "lan")  # who writes, and who goes from door to door
# Who sees the most on both databases, everyone on one.
EACH = [pytest.param(who, marks=[] if who in ("mai", "phuc") else [pytest.mark.one_database]) for who in WHO]


@pytest.mark.parametrize("who", EACH)
def test_whatever_a_member_opens_is_whole_in_scope_and_leads_on(who, two, client_of):
    member = two.phuc if who == "phuc" else two.alpha.members[who]
    client = client_of(member)
    client.raise_request_exception = False
    # The others are given nothing of the next commune: test_routes asks for every address of it.
    opened = list(everything(client, (two.alpha, two.beta) if who == "phuc" else (two.alpha,)))
    pages = {one.where: one.answer.content.decode() for one in opened if one.is_page and one.commune is two.alpha}
    secrets, days = numbers_of_everyone(), not_to_be_seen(two, who)
    assert (len(pages) > 30, len(secrets) >= 24) == (True, True)
    wrong = [(one.name, one.answer.status_code) for one in opened if one.answer.status_code not in ANSWERS]
    wrong += names_out_of_sight(opened, two, who)
    wrong += [leak for one in opened for leak in leaks(one.name, one.answer, secrets, days)]
    wrong += called_wrongly(pages) + shut_doors(client, pages, opened) + ill_written(opened, who)
    assert wrong == []
    assert events_say_nothing_of_anyone() == []


def everything(client: Client, communes: tuple[Commune, ...]) -> Iterator[Opened]:
    for commune in communes:
        for name, has_parts in routes():
            if name not in NOT_WALKED and (has_parts or commune is communes[0]):
                where = address(name, has_parts, commune)
                yield Opened(name, where, commune, client.get(where))


def names_out_of_sight(opened: list[Opened], two, who: str) -> list[tuple[str, str, str]]:
    allowed = names_a_member_may_read(two, who)
    everyone = {**two.alpha.people, **two.beta.people}
    forbidden = {f"Thị {name}<" for name in everyone if name not in allowed} | {
        person.full_name for name, person in everyone.items() if name not in allowed
    }
    return [
        (one.name, one.commune.tag, secret)
        for one in opened
        if not (who == "viet" and one.commune is two.alpha and one.name in THE_SENDERS_OWN_FILE)
        for secret in whole_names(forbidden, one.said)
    ]


def shut_doors(client: Client, pages: dict[str, str], opened: list[Opened]) -> list[str]:
    """Links that lead nowhere for this member: a page must not offer what it then refuses."""
    answered = {one.where: one.answer.status_code for one in opened}
    linked = {
        (html.unescape(link).partition("#")[0].partition("?")[0], where)
        for where, said in pages.items()
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', said)
    }
    first_seen = {link: where for link, where in sorted(linked, reverse=True) if link not in pages}
    for link in sorted(first_seen.keys() - answered.keys()):
        answered[link] = client.get(link).status_code
    shut = [(link, where) for link, where in sorted(first_seen.items()) if answered[link] >= 400]
    return [f"{where}: a link to {link}, which does not open" for link, where in shut]


def ill_written(opened: list[Opened], who: str) -> list[str]:
    """No empty place, no two spaces, numbers as offices write them: tests/texts (Show 5)."""
    texts = [(one.where, text) for one in opened for text in texts_of(one.name, one.answer)]
    assert who not in MANY_TEXTS or len(texts) > 10
    return [f"{where} {fault}" for where, text in texts for fault in faults(text.words, official=text.official)]


def called_wrongly(pages: dict[str, str]) -> list[str]:
    """Pages without a title, or with another's."""
    titles: dict[str, str] = {}
    wrong = []
    for where, said in pages.items():
        title = re.search(r"<title>(.*?)</title>", said, re.S)
        if title is None:
            wrong.append(f"{where}: no title: a part of a page, opened by itself")
        elif titles.setdefault(title.group(1), inside(said)) != inside(said):
            wrong.append(f"{where}: another page is called so too: {title.group(1)}")
    return wrong


def events_say_nothing_of_anyone() -> list[str]:
    """After a whole commune was set up and walked through, no event keeps a name or a number; each has its word."""
    kept = "\n".join(str(data) for data in Event.objects.values_list("data", flat=True))
    assert Event.objects.count() > 50
    names = {word for p in Person.objects.all() for word in (p.full_name, p.full_name.split()[-1])}
    told = [name for name in names if re.search(rf"\b{name}\b", kept)]
    told += LONG_RUN.findall(A_DIGEST.sub("", A_UUID.sub("", kept)))
    return told + sorted(set(Event.objects.values_list("about", flat=True)) - {""} - set(ABOUT))
