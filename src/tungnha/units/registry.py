"""The national list of provinces and communes, from our own file (docs/decisions/0002-areas-csv.md)."""

from __future__ import annotations

import csv
from importlib import resources

from django.db import transaction

from tungnha.units.models import Area


@transaction.atomic
def load_areas() -> int:
    """Load all 34 provinces and 3,321 communes; those that are there stay as they are. Returns how many were added."""
    with resources.files("tungnha.units").joinpath("data/areas.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = {area.code: area for area in Area.objects.exclude(kind=Area.Kind.VILLAGE)}
    added = 0
    for kind in (Area.Kind.PROVINCE, Area.Kind.COMMUNE):
        fresh = [_area(row, known) for row in rows if row["kind"] == kind and row["code"] not in known]
        Area.objects.bulk_create(fresh, batch_size=1000)
        known.update({area.code: area for area in fresh})
        added += len(fresh)
    return added


def _area(row: dict[str, str], known: dict[str, Area]) -> Area:
    area = Area(
        code=row["code"], kind=row["kind"], type_name=row["type"], name=row["name"],
        parent=known[row["parent_code"]] if row["parent_code"] else None,
    )  # fmt: skip
    area.fill_keys()
    return area


def add_villages(commune: Area, names: list[tuple[str, str]]) -> list[Area]:
    """Villages of a commune with our own codes: `<commune>-01` …, in the order given as (type, name)."""
    start = commune.children.count()
    return [
        Area.objects.create(
            code=f"{commune.code}-{start + n:02d}", kind=Area.Kind.VILLAGE, type_name=type_name, name=name,
            parent=commune, order=start + n,
        )
        for n, (type_name, name) in enumerate(names, 1)
    ]  # fmt: skip
