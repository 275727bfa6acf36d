"""Whom a row of an open list may mean (đang chờ xem): said beside the missing, never counted as having it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tungnha.ledger.models import Measure
from tungnha.ledger.rules import Has, Rule, parse_rule
from tungnha.lists.models import IncomingList, ListRow
from tungnha.people.models import Person
from tungnha.units.models import Area

# A row keeps whom it may mean as JSON, [[person, …], …]: what of it is a person, as each database says it.
EACH = {
    "sqlite": "SELECT CAST(json_extract(one.value, '$[0]') AS INTEGER) AS person, said.incoming_id, said.id AS line"
    " FROM ({rows}) said, json_each(said.candidates) one",
    "postgresql": "SELECT (one.value ->> 0)::bigint AS person, said.incoming_id, said.id AS line"
    " FROM ({rows}) said, jsonb_array_elements(said.candidates) one",
}


def rows_of(measure: Measure, area: Area) -> QuerySet[ListRow]:
    """Doubtful rows that can still be settled, of lists about what the measure asks, that touch the area."""
    asked = Q(pk__in=[])
    for part in parts_of(parse_rule(measure.rule)):
        asked |= Q(incoming__service__code=part.service, incoming__level__gte=part.level)
    near = Q(incoming__area__path__startswith=area.path) | Q(incoming__area__path__in=area.ancestor_paths())
    return ListRow.objects.filter(
        asked & near, verdict=ListRow.Verdict.AMBIGUOUS, kind=ListRow.Kind.PERSON, has_it=True, decided_at=None,
        incoming__withdrawn_at=None, incoming__gone_at=None,
    )  # fmt: skip


def parts_of(rule: Rule) -> Iterator[Has]:
    if isinstance(rule, Has):
        yield rule
    else:
        for part in rule.parts:
            yield from parts_of(part)


def persons(measure: Measure, area: Area) -> QuerySet[Any]:
    """The records that stand for whom those rows may mean, as a sub-select: nothing is loaded."""
    said = _each(measure, area)
    if said is None:
        return Person.objects.none().values("pk")
    sql, params = said
    named = RawSQL(f"SELECT DISTINCT found.person FROM ({sql}) found", params)
    here = Person.objects.filter(Q(pk__in=named, merged_into=None) | Q(merged__in=Person.objects.filter(pk__in=named)))
    return here.order_by().values("pk")


def lists_about(measure: Measure, area: Area, people: Collection[int]) -> dict[int, list[IncomingList]]:
    """person → the open lists with a doubtful row that may mean her; of a page's people."""
    pairs = {(person, incoming) for person, incoming, _ in _rows_about(measure, area, people)}
    lists = IncomingList.objects.defer("content").select_related("sender").in_bulk([incoming for _, incoming in pairs])
    found: dict[int, list[IncomingList]] = {}
    for person, incoming in sorted(pairs):
        found.setdefault(person, []).append(lists[incoming])
    return found


def rows_about(measure: Measure, area: Area, people: Collection[int]) -> dict[int, set[int]]:
    """person → the doubtful rows that may mean her; of a page's people."""
    found: dict[int, set[int]] = {}
    for person, _, row in _rows_about(measure, area, people):
        found.setdefault(person, set()).add(row)
    return found


def _rows_about(measure: Measure, area: Area, people: Collection[int]) -> list[tuple[int, int, int]]:
    """(person, list, row) of each doubtful row that may mean one of some people; of records merged away, whom they were
    merged into."""
    said = _each(measure, area)
    if said is None or not people:
        return []
    sql, params = said
    merged = Person.objects.filter(merged_into__in=people).values_list("pk", "merged_into")
    stands_for: dict[int, Any] = {pk: pk for pk in people} | dict(merged)
    marks = ", ".join(["%s"] * len(stands_for))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.person, found.incoming_id, found.line FROM ({sql}) found WHERE found.person IN ({marks})",
            [*params, *stands_for],
        )
        return [(stands_for[person], incoming, row) for person, incoming, row in cursor.fetchall()]


def _each(measure: Measure, area: Area) -> tuple[str, tuple[Any, ...]] | None:
    rows = rows_of(measure, area).order_by().values("candidates", "incoming_id", "id")
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return EACH[connection.vendor].format(rows=sql), params
