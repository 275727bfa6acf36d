"""What the pages of the setup show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from tungnha.drafting.dates import page_date
from tungnha.identity import phones
from tungnha.units.models import Area, Group, GroupMember, Member, Organisation
from tungnha.units.models.areas import AreaQuerySet
from tungnha.units.rules_setup import Sent, missing_parts


def current(on: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


def own_ground(area: Area) -> Q:
    """What a desk sets up groups for: a commune itself and its villages; a province itself, its communes do theirs."""
    return Q(pk=area.pk) if area.kind == Area.Kind.PROVINCE else Q(path__startswith=area.path)


def villages_of(commune: Area) -> AreaQuerySet:
    found: AreaQuerySet = Area.objects.villages().filter(path__startswith=commune.path)
    return found


def village_rows(commune: Area, on: date) -> list[dict[str, Any]]:
    """Every village, those that ended last, with who lives and who works there.

    Counted table by table: one query over all three would multiply their rows.
    """
    villages = villages_of(commune).prefetch_related("successions__successor")
    households = _per_village(commune, "households", Q(households__left_on=None))
    persons = _per_village(commune, "households__persons", ~Q(households__persons__residence__in=("moved", "deceased")))
    members = _per_village(commune, "members", Q(members__valid_to=None) | Q(members__valid_to__gte=on))
    rows = [
        {
            "village": village, "households": households.get(village.pk, 0), "persons": persons.get(village.pk, 0),
            "members": members.get(village.pk, 0), "ended": village.valid_to is not None and village.valid_to < on,
            "into": ", ".join(s.successor.full_name for s in village.successions.all()),
        }
        for village in villages
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["ended"])


def _per_village(commune: Area, rows: str, which: Q) -> dict[int, int]:
    counted = villages_of(commune).order_by().annotate(n=Count(rows, filter=which)).values_list("pk", "n")
    return dict(counted)


def organisations_of(commune: Area) -> QuerySet[Organisation]:
    return (
        Organisation.objects.filter(area__path__startswith=commune.path)
        .select_related("area", "collector")
        .order_by("order", "name")
    )


def members_of(commune: Area) -> QuerySet[Member]:
    return (
        Member.objects.filter(area__path__startswith=commune.path)
        .select_related("user", "area", "organisation")
        .order_by("area__path", "role", "user__full_name", "id")
    )


def login_shown(member: Member) -> str:
    user = member.user
    shown = [phones.mask_phone(user.phone)] if user.phone else []
    return ", ".join([*shown, *([user.email] if user.email else [])])


# -- groups


@dataclass
class GroupRow:
    """A village (or the commune) and its group of one kind, if there is one."""

    area: Area
    group: Group | None = None
    decision: str = ""
    places: int = 0
    missing: list[str] = field(default_factory=list)


@dataclass
class GroupTable:
    """“33/34 thôn đã thành lập”, and who lacks whom."""

    rows: list[GroupRow]
    communal: list[GroupRow]

    @property
    def founded(self) -> int:
        return sum(row.group is not None for row in self.rows)

    @property
    def complete(self) -> int:
        return sum(row.group is not None and not row.missing for row in self.rows)

    @property
    def founded_share(self) -> Decimal | None:
        return Decimal(self.founded * 100) / len(self.rows) if self.rows else None

    @property
    def complete_share(self) -> Decimal | None:
        return Decimal(self.complete * 100) / len(self.rows) if self.rows else None

    @property
    def lacking(self) -> list[str]:
        return [row.area.full_name for row in self.rows if row.group is None]


def group_table(kind: str, commune: Area, on: date) -> GroupTable:
    """Each village that stands on the day, with its group of a kind."""
    ground = Area.objects.filter(own_ground(commune))
    groups = Group.objects.filter(kind=kind, area__in=ground).select_related("area").prefetch_related("decisions")
    places = _current_places([group.pk for group in groups], on)
    labels = organisation_labels(commune)
    by_area = {group.area_id: _row(group, places[group.pk], labels) for group in groups}
    villages = villages_of(commune).filter(own_ground(commune)).standing_on(on)
    rows = [by_area.get(village.pk, GroupRow(village)) for village in villages]
    return GroupTable(rows, [by_area[commune.pk]] if commune.pk in by_area else [])


def _row(group: Group, places: list[GroupMember], labels: dict[int, str]) -> GroupRow:
    latest = max(group.decisions.all(), key=lambda one: (one.signed_on, one.pk), default=None)
    decision = f"{latest.number} ngày {page_date(latest.signed_on)}" if latest else ""
    return GroupRow(group.area, group, decision, len(places), missing_of(group, places, labels))


def missing_of(group: Group, places: Iterable[GroupMember], labels: dict[int, str]) -> list[str]:
    """What a group's rule asks for and its places do not give, in words."""
    sent = [Sent(p.sent_by_id, p.sent_by.kind if p.sent_by else "", p.part) for p in places]
    return [part_label(line, labels) for line in missing_parts(group.composition_rule, sent)]


def named_of(group: Group, missing: list[str]) -> tuple[int, int]:
    """(how many of the sides its rule asks for have somebody there, how many it asks for): “5/6”."""
    return len(group.composition_rule) - len(missing), len(group.composition_rule)


def part_label(line: dict[str, Any], labels: dict[int, str]) -> str:
    if "organisation" in line:
        return labels.get(line["organisation"], "đơn vị đã xóa")
    return str(Organisation.Kind(line["organisation_kind"]).label)


def organisation_labels(commune: Area) -> dict[int, str]:
    rows = Organisation.objects.filter(area__in=Area.objects.filter(own_ground(commune)))
    return {one.pk: one.label for one in rows}


def _current_places(groups: list[int], on: date) -> dict[int, list[GroupMember]]:
    found: dict[int, list[GroupMember]] = defaultdict(list)
    places = GroupMember.objects.filter(Q(to_on=None) | Q(to_on__gte=on), group__in=groups).select_related("sent_by")
    for place in places:
        found[place.group_id].append(place)
    return found
