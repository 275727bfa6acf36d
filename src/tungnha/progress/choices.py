"""Which base each plan chose, put where the counting finds it."""

from __future__ import annotations

from collections.abc import Iterable

from tungnha.people.queries import AGES
from tungnha.plans.models import Target
from tungnha.progress.models import BaseChoice

# What “trên 15 tuổi” may be read as, in words; the first is how it is read unless a plan says otherwise.
READINGS: dict[str, dict[str, str]] = {
    "adult15": {
        "adult15": "đủ 15 tuổi: tính từ đúng ngày sinh nhật thứ 15",
        "over15": "quá 15 tuổi: tính từ ngày sau sinh nhật thứ 15",
        "adult16": "đủ 16 tuổi: hết tuổi 15 mới tính",
        "adult18": "đủ 18 tuổi: người thành niên",
    }
}
Choices = dict[tuple[int, str], BaseChoice]


def settle(targets: Iterable[Target]) -> Choices:
    """The latest choice of each plan and group, with each target's measure told how its group is read."""
    rows = list(targets)
    plans = {target.plan_id for target in rows}
    found: Choices = {}
    for choice in BaseChoice.objects.filter(plan__in=plans).select_related("claim").order_by("at", "id"):
        found[choice.plan_id, choice.group] = choice
    for target in rows:
        if target.measure is not None:
            chosen = found.get((target.plan_id, target.measure.group))
            target.measure.read_as = chosen.read_as if chosen and chosen.read_as in AGES else ""
    return found


def words_of(group: str, read_as: str) -> str:
    """How a group is read, in words; nothing where it can be read one way only."""
    return READINGS.get(group, {}).get(read_as or group, "")
