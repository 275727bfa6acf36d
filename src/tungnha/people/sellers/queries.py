"""Which establishments and products count, and finding them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tungnha.identity import names
from tungnha.people.models import Establishment
from tungnha.people.models.establishments import CODE_INDEX
from tungnha.people.sellers.rules import BadCode, read_code
from tungnha.units.models import Area, Member
from tungnha.units.protection import blind_index

HOUSEHOLD_BUSINESS = Establishment.Kind.HOUSEHOLD_BUSINESS


def open_on(on: date, path: str = "") -> Q:
    """Not closed on a day, and no double of another."""
    return (Q(**{f"{path}closed_on": None}) | Q(**{f"{path}closed_on__gt": on})) & Q(**{f"{path}same_as": None})


def establishments_counted(group: str, on: date) -> Q:
    """Who is in a base on a day (docs/decisions/0021-sellers.md): of household businesses, which plans ask for when
    “đủ điều kiện”, those decided to be so; of the other kinds, all but those decided not to be."""
    kind = group or HOUSEHOLD_BUSINESS
    eligible = Q(eligible=True) if kind == HOUSEHOLD_BUSINESS else Q(eligible=None) | Q(eligible=True)
    return Q(kind=kind) & eligible & open_on(on)


def products_counted(group: str, on: date) -> Q:
    """Products still made, by a producer that is open; of OCOP, those whose recognition holds on the day."""
    made = (Q(ended_on=None) | Q(ended_on__gt=on)) & open_on(on, "establishment__")
    if group != "ocop":
        return made
    begun = Q(recognised_on=None) | Q(recognised_on__lte=on)
    return made & Q(ocop_stars__isnull=False) & begun & (Q(valid_until=None) | Q(valid_until__gte=on))


def code_of(text: str) -> str:
    """The code that words of a search are, else "": such words stand in no address and no log."""
    try:
        return read_code(text) if sum(c.isdigit() for c in text) >= 9 else ""
    except BadCode:
        return ""


def is_secret(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 9


def find(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By name, owner, trade or village, with or without diacritics; or by code."""
    code = code_of(text)
    if code:
        return rows.filter(code_ix=blind_index(code, CODE_INDEX))
    for word in re.findall(r"\w+", names.fold(text)):
        rows = rows.filter(
            Q(folded_words__contains=word)
            | Q(village__folded_name__contains=word)
            | Q(owner__folded_name__contains=word)
        )
    return rows


def find_products(rows: QuerySet[Any], text: str, member: Member) -> QuerySet[Any]:
    """By name or village; by the producer's name only where the reader may see it."""
    seen = Establishment.objects.visible_to(member)
    for word in re.findall(r"\w+", names.fold(text)):
        rows = rows.filter(
            Q(folded_name__contains=word)
            | Q(establishment__village__folded_name__contains=word)
            | Q(establishment__in=seen.filter(folded_words__contains=word))
        )
    return rows


def doubles(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Open rows that share their code, or name and village, with another open one."""
    others = Establishment.objects.filter(closed_on=None, same_as=None).exclude(pk=OuterRef("pk"))
    by_code = others.filter(code_ix=OuterRef("code_ix"), village__parent=OuterRef("village__parent"))
    by_name = others.filter(name_key=OuterRef("name_key"), village=OuterRef("village"))
    return rows.filter(Q(Exists(by_code), ~Q(code_ix="")) | Exists(by_name), closed_on=None)


def alike(*, village: Area, name: str, code: str, but: int = 0) -> Any:
    """Open ones that may be the same: the same code in the commune, or the same folded name in the village."""
    same = Q(village=village, name_key=names.tone_key(names.tidy(name))[:200])
    if code:
        same |= Q(code_ix=blind_index(code, CODE_INDEX), village__parent=village.parent_id)
    return Establishment.objects.filter(same, closed_on=None).exclude(pk=but)


@dataclass(frozen=True)
class BaseRow:
    """One village: how many of each kind count there. `undecided`: household businesses nobody has decided about."""

    village: Area
    counts: dict[str, int]
    undecided: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def base_by_village(rows: QuerySet[Any], on: date) -> list[BaseRow]:
    """Establishments that count × kind × village: one query."""
    wanted = {kind: Count("pk", filter=establishments_counted(kind, on)) for kind in Establishment.Kind.values}
    undecided = Q(kind=HOUSEHOLD_BUSINESS, eligible=None) & open_on(on)
    counted = rows.order_by().values("village").annotate(**wanted, undecided=Count("pk", filter=undecided))
    found = {row.pop("village"): row for row in counted}
    villages = Area.objects.filter(pk__in=found).order_by("order", "code")
    return [BaseRow(v, {k: found[v.pk][k] for k in wanted}, found[v.pk]["undecided"]) for v in villages]


def ocop_by_stars(rows: QuerySet[Any], on: date) -> dict[int, int]:
    """Stars → how many OCOP products whose recognition holds."""
    held = rows.filter(products_counted("ocop", on)).order_by().values_list("ocop_stars")
    return dict(held.annotate(n=Count("pk")).order_by("-ocop_stars"))


def with_last_look(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Products with what lists show of them."""
    return (
        rows.select_related("establishment__village")
        .prefetch_related("listings__checks")
        .order_by(F("ocop_stars").desc(nulls_last=True), "name", "id")
    )
