"""The national list of provinces and communes, from our own file (docs/decisions/0002-areas-csv.md)."""

from __future__ import annotations

import csv
import difflib
from importlib import resources

from django.db import transaction

from tungnha.identity import names as vietnamese
from tungnha.units.models import Area
from tungnha.units.problems import BadInput


@transaction.atomic
def load_areas() -> int:
    """Load all 34 provinces and 3,321 communes, then what changed since. Returns how many were added.

    Those that are there keep their code and name; one that became a phường or a thành phố gets its new type.
    """
    rows = _rows_of("areas.csv")
    known = {area.code: area for area in Area.objects.exclude(kind=Area.Kind.VILLAGE)}
    added = 0
    for kind in (Area.Kind.PROVINCE, Area.Kind.COMMUNE):
        fresh = [_area(row, known) for row in rows if row["kind"] == kind and row["code"] not in known]
        Area.objects.bulk_create(fresh, batch_size=1000)
        known.update({area.code: area for area in fresh})
        added += len(fresh)
    for change in sorted(_rows_of("area_changes.csv"), key=lambda row: row["on"]):
        Area.objects.filter(code=change["code"]).exclude(type_name=change["type"]).update(type_name=change["type"])
    return added


def _rows_of(name: str) -> list[dict[str, str]]:
    with resources.files("tungnha.units").joinpath("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


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


def find_commune(text: str) -> Area:
    """The commune of a code. Raises BadInput with those that may have been meant, by code or by name."""
    communes = Area.objects.communes().select_related("parent")
    found = communes.filter(code=text.strip()).first()
    if found is not None:
        return found
    alike = [f"{one.code} ({one.full_name}, {one.parent})" for one in _alike(text, list(communes))]
    hint = f" Có phải: {'; '.join(alike)}?" if alike else " Mã xã có 5 chữ số, ví dụ 01960."
    raise BadInput(f"Không có xã, phường nào mang mã “{text.strip()}”.{hint}")


def _alike(text: str, communes: list[Area]) -> list[Area]:
    """Five at most: a code whose zeros or last digit went astray, else a name, with or without its type."""
    wanted = vietnamese.fold(text)
    if wanted.isdigit():
        codes = [wanted.zfill(5), *difflib.get_close_matches(wanted.zfill(5), [one.code for one in communes], 4, 0.8)]
        return [one for one in communes if one.code in codes][:5]
    exact = [one for one in communes if wanted in (one.folded_name, vietnamese.fold(one.full_name))]
    close = difflib.get_close_matches(wanted, {one.folded_name for one in communes}, 5, 0.8)
    return (exact or [one for one in communes if one.folded_name in close])[:5] if wanted else []
