"""Who needs more help just now: marks for who goes from door to door, counts for who plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet

from tungnha.people.helping.rules import ELDER_AGE, help_words, shown_count, shown_total
from tungnha.people.models import Need, Person
from tungnha.people.queries import COUNTED, counted, current, turned
from tungnha.units.models import Area


def standing(on: date) -> QuerySet[Any]:
    """Needs that somebody confirmed and that hold on a day, of people who live here."""
    return Need.objects.filter(
        current(on), state=Need.State.CONFIRMED, person__residence__in=COUNTED, person__household__isnull=False
    )


def in_household(on: date) -> Exists:
    """Whether somebody of a household needs more help: to order a worklist by, without a word of why."""
    return Exists(standing(on).filter(person__household=OuterRef("pk")))


def help_for(persons: Iterable[int], on: date) -> dict[int, tuple[str, ...]]:
    """person → what to do or bring for her. Who is in it is to be helped first; why is not told."""
    return _words(standing(on).filter(person__in=list(persons)), "person")


def help_at(households: Iterable[int], on: date) -> dict[int, tuple[str, ...]]:
    """household → what to do or bring there."""
    return _words(standing(on).filter(person__household__in=list(households)), "person__household")


def _words(rows: QuerySet[Any], by: str) -> dict[int, tuple[str, ...]]:
    kinds: dict[int, set[str]] = {}
    for key, kind in rows.order_by().values_list(by, "kind"):
        kinds.setdefault(key, set()).add(kind)
    return {key: help_words(found) for key, found in kinds.items()}


def elders_alone(area: Area, on: date) -> QuerySet[Any]:
    """Those of 70 or more at whose home nobody younger lives, of whom nothing was said yet. Who is away for work does
    not live here."""
    old = turned(ELDER_AGE, on)
    here = counted("all", on, Person.objects.filter(household__village__path__startswith=area.path))
    younger = Person.objects.filter(~old, household=OuterRef("household"), residence__in=COUNTED)
    said = Need.objects.filter(person=OuterRef("pk"), kind=Need.Kind.ALONE, to_on=None)
    return here.filter(old, ~Exists(younger), ~Exists(said)).order_by("household__village__order", "household", "pk")


def counts_by_village(area: Area, on: date) -> dict[str, Any]:
    """How many there are of each kind in each village: below the size of a small group, no number is given."""
    least = settings.SMALL_GROUP
    villages = list(
        Area.objects.villages().filter(path__startswith=area.path).standing_on(on).order_by("order", "code")
    )
    rows = standing(on).filter(person__household__village__in=villages)
    numbers = {
        (village, kind): n
        for village, kind, n in rows.order_by()
        .values_list("person__household__village", "kind")
        .annotate(n=Count("pk"))
    }
    kinds = list(Need.Kind)
    return {
        "kinds": [kind.label for kind in kinds],
        "rows": [
            (village, [shown_count(numbers.get((village.pk, kind), 0), least) for kind in kinds])
            for village in villages
        ],
        "totals": [shown_total([numbers.get((v.pk, kind), 0) for v in villages], least) for kind in kinds],
        "least": least,
    }


def told_of(persons: Iterable[int], kind: str) -> set[int]:
    """The same of many: who need not be asked."""
    return set(Need.objects.filter(to_on=None, person__in=list(persons), kind=kind).values_list("person", flat=True))
