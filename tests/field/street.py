"""A street of thôn 1 for tests that need more than one door: houses H1, H2 … with so many grown people in each."""

from __future__ import annotations

from datetime import date
from typing import Any

from tungnha.people.models import Household, Person


def street(village: Any, people_at: list[int], lane: str = "Ngõ Dài") -> list[Household]:
    homes = []
    for n, count in enumerate(people_at, 1):
        home = Household.objects.create(code=f"H{n}", village=village, order=100 + n, lane=lane, house=f"Nhà {n}")
        for k in range(count):
            Person.objects.create(
                full_name=f"Người Nhà {n} Số {k + 1}", household=home, birth_date=date(1985, 1, 1 + k),
                birth_precision="day", residence="at_home", is_head=k == 0,
            )  # fmt: skip
        homes.append(home)
    return homes
