"""The invented sellers: enough of every state for each page to have something to show."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.conftest import make_member
from tungnha.demo import sellers
from tungnha.demo.commune import DemoCommune
from tungnha.demo.villages import HIEP_LUC
from tungnha.ledger.models import Measure
from tungnha.people.models import Establishment, Household, Person, Product
from tungnha.people.sellers import queries
from tungnha.progress.counting import has, in_base
from tungnha.units.models import Area, Organisation, Role

pytestmark = pytest.mark.django_db
OWNERS = 20  # of one village


@pytest.fixture
def demo(commune, units, members, at_tuesday):
    """A commune with the demonstration's villages and a few grown-ups in each."""
    villages = [
        Area.objects.create(code=f"99901-{n:02d}", kind="village", type_name="thôn", name=village.name, parent=commune)
        for n, village in enumerate(HIEP_LUC, 10)
    ]
    households = [Household.objects.create(code="1", village=village, lane="Ngõ Trên") for village in villages]
    people, persons = [], []
    for n in range(OWNERS * len(villages)):
        village, name = n % len(villages), f"Lường Thị Mẫu {n}"
        people.append(SimpleNamespace(
            index=n, full_name=name, village_index=village, household_index=village, telephone=f"0912000{n:03d}",
            personal_number=f"019180990{n:03d}", birth_date=date(1980, 1, 1),
        ))  # fmt: skip
        persons.append(Person(full_name=name, household=households[village]))
        persons[-1].fill_keys()
    kept = {name: name for *_, name in sellers.FIRMS}
    organisations = {
        name: Organisation.objects.get_or_create(name=name, area=commune, defaults={"kind": "department"})[0]
        for name in kept
    }
    return DemoCommune(
        commune, villages, organisations,
        SimpleNamespace(counted=lambda: people, reference=at_tuesday.date(), villages=HIEP_LUC),
        persons=Person.objects.bulk_create(persons), households=households, members={Role.OFFICER: members.mai},
        teams={n: [make_member(f"Tổ {n}", Role.TEAM_LEADER, village)] for n, village in enumerate(villages)},
    )  # fmt: skip


def test_every_state_is_there_and_the_figures_hold_together(demo, at_tuesday):
    count = sellers.make_sellers(demo, at_tuesday - timedelta(days=14), at_tuesday)
    today = at_tuesday.date()
    shops = Establishment.objects.filter(kind="household_business")
    assert count == Establishment.objects.count() >= 9 * len(HIEP_LUC) + len(sellers.FIRMS)
    assert {shop.eligible for shop in shops} == {True, False, None}
    assert all(shop.code.startswith("019180990") and shop.owner_id for shop in shops)
    figures = {}
    for code in ("ho-kinh-doanh-thanh-toan", "ho-kinh-doanh-ho-tro", "ho-kinh-doanh-qr", "ho-kinh-doanh-gian-hang"):
        measure = Measure.objects.get(code=code)
        base = Establishment.objects.filter(in_base(measure, today)).count()
        figures[code] = Establishment.objects.filter(has(measure, today)).count()
        assert base == shops.filter(eligible=True).count()
    told, helped, paying, on_floor = figures.values()
    assert base > told > helped > paying > on_floor > 0
    ocop = Product.objects.filter(queries.products_counted("ocop", today))
    measure = Measure.objects.get(code="ocop-len-san")
    assert (ocop.count(), Product.objects.filter(has(measure, today)).count()) == (4, 2)
