"""Whom no worklist may lead to: those who asked to be left alone. They stay in every count."""

from __future__ import annotations

from typing import Any

from tungnha.people.models import Restriction


def reachable(rows: Any) -> Any:
    """Of a queryset of persons those who have not asked for restriction, or no longer."""
    return rows.exclude(pk__in=_asked())


def left_alone(rows: Any) -> Any:
    """The others: those who have asked, and are counted only."""
    return rows.filter(pk__in=_asked())


def _asked() -> Any:
    return Restriction.objects.filter(ended_at=None).values("person")
