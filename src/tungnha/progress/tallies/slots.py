"""What is kept added up: of each measure its base, the base with those away, and who has what the rule asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tungnha.ledger.models import Measure
from tungnha.ledger.rules import Rule, parse_rule, parts_of, services_of
from tungnha.progress.counting import way_of
from tungnha.progress.models import TallySlot
from tungnha.units.models import Area

KINDS = ("person", "household", "establishment", "product")
Part = TallySlot.Part


@dataclass(frozen=True)
class Key:
    """One thing that is counted. `rule` is JSON in one spelling, so that measures that count the same share it."""

    part: str
    counts: str
    group: str = ""
    residence: str = ""
    rule: str = "{}"

    @cached_property
    def digest(self) -> str:
        said = json.dumps([self.part, self.counts, self.group, self.residence, self.rule])
        return hashlib.sha256(said.encode()).hexdigest()

    @cached_property
    def parsed(self) -> Rule:
        return parse_rule(json.loads(self.rule))

    @property
    def services(self) -> set[str]:
        return set(services_of(self.parsed)) if self.part == Part.HAS else set()

    @classmethod
    def of_row(cls, row: TallySlot) -> Key:
        return cls(row.part, row.counts, row.group, row.residence, _spelt(row.rule))


def _spelt(rule: Any) -> str:
    return json.dumps(rule, sort_keys=True, ensure_ascii=True)


def areas_below(root: Area | None, kind: str) -> Any:
    """The areas of a kind in an area (None: in the country). Communes by their province: through the path, to which
    no index of SQLite answers, it would look at a hundred thousand villages."""
    rows = Area.objects.filter(kind=kind)
    if root is None:
        return rows
    if root.kind == kind:
        return rows.filter(pk=root.pk)
    one_below = (root.kind, kind) in ((Area.Kind.PROVINCE, Area.Kind.COMMUNE), (Area.Kind.COMMUNE, Area.Kind.VILLAGE))
    return rows.filter(parent=root) if one_below else rows.filter(path__startswith=root.path)


def is_kept(measure: Measure | None) -> bool:
    """Whether a measure's counts can be kept: things of the register that lie in a village, by services said of the
    thing itself. The others are counted when asked; so is what is judged village by village."""
    if measure is None or way_of(measure) != "things" or measure.counts not in KINDS or measure.each:
        return False
    parts = parts_of(parse_rule(measure.rule))
    return bool(parts) and not any(part.by for part in parts)


def base_of(measure: Measure) -> Key:
    if measure.counts == "household":
        return Key(Part.BASE, "household")
    residence = measure.residence if measure.counts == "person" else ""
    return Key(Part.BASE, measure.counts, _group_of(measure), residence)


def registered_of(measure: Measure) -> Key | None:
    return Key(Part.BASE, "person", _group_of(measure), "registered") if measure.counts == "person" else None


def held_of(measure: Measure) -> Key:
    base = base_of(measure)
    return Key(Part.HAS, base.counts, base.group, base.residence, _spelt(measure.rule))


def _group_of(measure: Measure) -> str:
    """As the filters of the base read it: only of persons may a plan read the group's words otherwise."""
    return measure.counted_group if measure.counts == "person" else measure.group


def keys_of(measures: Iterable[Measure]) -> list[Key]:
    """Each once, in a fixed order."""
    found: dict[Key, None] = {}
    for measure in measures:
        for key in (base_of(measure), registered_of(measure), held_of(measure)):
            if key is not None:
                found[key] = None
    return list(found)


def numbered(keys: Iterable[Key], *, make: bool = True) -> dict[Key, int]:
    """The number each is kept under; those not kept yet get one, or are left out."""
    wanted = {key.digest: key for key in keys}
    rows = dict(TallySlot.objects.filter(key__in=list(wanted)).values_list("key", "pk"))
    fresh = [digest for digest in wanted if digest not in rows]
    if fresh and make:
        TallySlot.objects.bulk_create([_row(wanted[digest]) for digest in fresh], ignore_conflicts=True)
        rows = dict(TallySlot.objects.filter(key__in=list(wanted)).values_list("key", "pk"))
    return {key: rows[digest] for digest, key in wanted.items() if digest in rows}


def _row(key: Key) -> TallySlot:
    return TallySlot(
        key=key.digest, part=key.part, counts=key.counts, group=key.group, residence=key.residence,
        rule=json.loads(key.rule),
    )  # fmt: skip
