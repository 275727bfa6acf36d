"""Xã Hiệp Lực on Tuesday 26/5/2026: 5.480 people over 15, of whom 340 have a signature; no plan yet."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tungnha.demo import commune, people
from tungnha.units.registry import load_areas

TUESDAY = "2026-05-26T08:00:00+07:00"
PASSWORD = commune.PASSWORD
OFFICER, POLICE, SCHOOL, ECONOMY = "0912000101", "0912000104", "0912000105", "0912000106"


def build() -> commune.DemoCommune:
    load_areas()
    return commune.build(people.make_population(), timezone.make_aware(datetime(2026, 5, 26, 7, 0)))


def leader_of(village: int) -> str:
    """The telephone the leader of a village's team logs in with."""
    return f"0912000{village + 20}0"
