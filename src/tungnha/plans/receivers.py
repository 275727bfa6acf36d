"""To whom a plan's targets go: the areas right below it, or the bodies of its own area."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tungnha.plans.models import Plan, Target
from tungnha.units.models import Area, Organisation

#: groups whose people belong to bodies, not to villages: their targets go to the bodies
OF_BODIES = frozenset({"official", "union_member", "unit_people", "armed_forces", "pupil", "worker"})
BODY_KINDS = {
    "armed_forces": ("police", "military"), "pupil": ("school",), "worker": ("company", "operator"),
    "union_member": ("union",),
}  # fmt: skip


@dataclass(frozen=True)
class Receiver:
    """An area or a body that takes its part."""

    key: str
    pk: int
    title: str
    row: Area | Organisation = field(compare=False)


def lower_areas(plan: Plan, on: date) -> list[Receiver]:
    """The areas right below the plan's that stand on the day."""
    rows = plan.campaign.area.children.standing_on(on).order_by("order", "code")
    return [Receiver(f"a{area.pk}", area.pk, area.title, area) for area in rows]


def own_bodies(plan: Plan, target: Target) -> list[Receiver]:
    """The bodies of the plan's own area that a target of bodies goes to: by what they are, the teams left out."""
    kinds = BODY_KINDS.get(target.measure.group if target.measure else "")
    rows = Organisation.objects.filter(area=plan.campaign.area, valid_to=None, must_report=True).exclude(kind="team")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    elif target.measure is None or target.measure.group in ("official", "unit_people"):
        rows = rows.exclude(kind__in=("company", "operator"))
    return [Receiver(f"o{body.pk}", body.pk, body.label, body) for body in rows.order_by("order", "name")]


def goes_to_bodies(target: Target) -> bool:
    return target.measure is not None and target.measure.group in OF_BODIES
