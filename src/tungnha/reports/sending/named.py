"""Lists of names that go with a report where the plan asks for them (D9): yes only, numbers masked, frozen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tungnha.drafting.dates import short_date
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.identity import names
from tungnha.identity.numbers import mask
from tungnha.ledger.models import Service
from tungnha.ledger.queries import standings_held
from tungnha.people import queries as people
from tungnha.people.models import Identifier, Person
from tungnha.people.protection.restricted import reachable
from tungnha.plans.models import Duty
from tungnha.reports.models import AskedList, NamedList, NamedRow, Submission
from tungnha.units.models import Area

BATCH = 1000
TITLES = ("Họ và tên", "Năm sinh", "Số định danh (đã che)", "Có từ ngày")


@dataclass(frozen=True)
class Line:
    """One person as the list gives her: what is needed to know who is meant, no more."""

    name: str
    born: str
    number: str
    since: str


def asked_of(duty: Duty) -> list[AskedList]:
    return list(duty.asked_lists.filter(ended_at=None).select_related("service"))


def attach(submission: Submission, *, on: date) -> list[NamedList]:
    """Freeze the lists a duty asks for beside a village's submission; other bodies have no people of their own here."""
    owed = submission.obligation
    if owed.organisation.area.kind != Area.Kind.VILLAGE:
        return []
    return [_freeze(submission, asked, on) for asked in asked_of(owed.duty)]


def _freeze(submission: Submission, asked: AskedList, on: date) -> NamedList:
    found = holders(submission.obligation.organisation.area, asked.service, asked.level, on)
    texts = [_text(line) for _, line in found]
    made = NamedList.objects.create(
        submission=submission, service=asked.service, level=asked.level, on=on, people=len(found), sha256=digest(texts)
    )
    rows = [
        NamedRow(named_list=made, number=n, person_id=person, given_text=text)
        for n, ((person, _), text) in enumerate(zip(found, texts, strict=True), 1)
    ]
    NamedRow.objects.bulk_create(rows, batch_size=BATCH)
    return made


def holders(area: Area, service: Service, level: int, on: date) -> list[tuple[int, Line]]:
    """(person, line) of those who live here and have a service on a day, in the order of Vietnamese names. Who asked
    to be left alone is counted, and in no list."""
    held = standings_held(on).filter(service=service, level__gte=level, person__isnull=False)
    since = dict(held.order_by().values_list("person", "since_on"))
    here = Person.objects.filter(household__village=area, pk__in=held.values("person"))
    persons = list(reachable(people.counted("all", on, here)))
    numbers = _numbers(person.pk for person in persons)
    rows = sorted(persons, key=lambda p: (names.sort_key(p.full_name), p.pk))
    return [(p.pk, _line(p, numbers.get(p.pk, ""), since[p.pk])) for p in rows]


def _line(person: Person, number: str, since: date | None) -> Line:
    return Line(
        name=person.full_name, born=str(person.birth_date.year) if person.birth_date else "",
        number=mask(number) if number else "", since=short_date(since) if since else "",
    )  # fmt: skip


def _numbers(persons: Iterable[int]) -> dict[int, str]:
    rows = Identifier.objects.filter(
        person__in=list(persons), kind=Identifier.Kind.PERSONAL, status=Identifier.Status.ACTIVE
    ).order_by("pk")
    return {row.person_id: row.value for row in rows}


def _text(line: Line) -> str:
    return json.dumps(vars(line), ensure_ascii=False, sort_keys=True)


def digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest()


def lines_of(listed: NamedList) -> list[Line]:
    """The list as it was sent; who was erased since has a line that says so."""
    return [
        Line(**json.loads(row.given_text)) if row.given_text else Line("(đã xóa)", "", "", "")
        for row in listed.rows.order_by("number")
    ]


def is_whole(listed: NamedList) -> bool:
    """Whether every line is still as it was sent. Erasing somebody makes it false, and the page says why it may be."""
    return digest(row.given_text for row in listed.rows.order_by("number")) == listed.sha256


def sheet_of(listed: NamedList) -> Sheet:
    columns = (SheetColumn("TT", width=6), *(SheetColumn(title, width=24) for title in TITLES))
    rows: list[list[Any]] = [
        [str(n), line.name, line.born, line.number, line.since] for n, line in enumerate(lines_of(listed), 1)
    ]
    return Sheet(name="Danh sách", columns=columns, rows=rows)


# --- which lists a duty asks for, as its words suggest ---------------------------------------------------------------


def suggested(duty: Duty) -> list[Service]:
    """The services of persons that a duty's own sentence names beside the word “danh sách”: offered, never chosen."""
    words = names.fold(duty.quote)
    if "danh sach" not in words:
        return []
    after = words[words.index("danh sach") :]
    services = Service.objects.filter(counts="person", kind=Service.Kind.STATE).order_by("order", "code")
    return [service for service in services if any(_says(after, name) for name in _names(service))]


def _names(service: Service) -> set[str]:
    return {names.fold(text) for text in (service.name, service.short_name) if text}


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
