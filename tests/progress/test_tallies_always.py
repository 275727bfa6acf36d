"""Whatever is said, taken back, moved, born, closed or merged: what is kept is what counting everything anew gives."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.progress.conftest import THURSDAY, moment
from tungnha.ledger.models import Claim, Measure, Service
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.people.models import Establishment, Household, Person, PersonGroup, Product
from tungnha.people.operations import merging
from tungnha.progress.counting import Days, Slot, tally
from tungnha.progress.tallies import recount
from tungnha.progress.tallies.level import level
from tungnha.progress.tallies.reading import Sums, counts
from tungnha.progress.tallies.slots import is_kept
from tungnha.units.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_thursday")]
FIRST = date(2026, 5, 1)


@pytest.fixture
def land(province, commune, villages, make_people, members):
    """Two communes with three villages, two dozen people around fifteen, some sellers and what they make."""
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Hai", parent=province)
    far = Area.objects.create(code="99902-01", kind="village", type_name="bản", name="Một", parent=other)
    places = [*villages, far]
    for number, place in enumerate(places):
        make_people(place, 4)
        make_people(place, 4, born=date(2011, 5, 20 + 3 * number))
        shop = Establishment.objects.create(name="Quán", kind="household_business", village=place, eligible=True)
        Product.objects.create(establishment=shop, name="Bánh", ocop_stars=3, recognised_on=FIRST)
    for home in Household.objects.all():
        home.code = f"H{home.pk}"  # villages that become one have no two of a code
        home.save()
    return SimpleNamespace(province=province, communes=[commune, other], places=places, mai=members.mai)


class Deeds:
    """What may happen in an office; each takes a number that says to whom and when."""

    def __init__(self, land):
        self.land, self.merges = land, []
        self.services = list(Service.objects.order_by("code"))

    def do(self, which, number):
        names = [name for name in dir(self) if name.startswith("of_")]
        getattr(self, names[which % len(names)])(random.Random(number))

    def any(self, dice, model, **more):
        rows = list(model.objects.filter(**more).order_by("pk"))
        return dice.choice(rows) if rows else None

    def day(self, dice):
        return FIRST + timedelta(days=dice.randrange(28))

    def of_claim(self, dice):
        subjects = {"person": Person, "household": Household, "establishment": Establishment, "product": Product}
        service = dice.choice([s for s in self.services if s.counts in subjects])
        thing = self.any(dice, subjects[service.counts])
        since = self.day(dice)
        until = since + timedelta(days=dice.randrange(40)) if dice.random() < 0.4 else None
        claim = NewClaim(
            subject={f"{service.counts}_id": thing.pk}, service=service, since_on=since, until_on=until,
            source=dice.choice(["visit", "list", "official"]), level=dice.choice([0, 1, 2, 3, 4]),
        )  # fmt: skip
        record_claims([claim], by=None, at=moment(THURSDAY))

    of_claim_again = of_claim_and_again = of_claim

    def of_claim_of_many(self, dice):
        service = dice.choice([s for s in self.services if s.counts == "person" and s.kind == "state"])
        since, whom = self.day(dice), dice.sample(list(Person.objects.order_by("pk")), 10)
        said = {"service": service, "since_on": since, "source": "list", "level": 4}
        claims = [NewClaim(subject={"person_id": person.pk}, **said) for person in whom]
        record_claims(claims, by=None, at=moment(THURSDAY))

    def of_retraction(self, dice):
        claim = self.any(dice, Claim, retracts=None)
        if claim is not None:
            retract_claims([claim], by=self.land.mai, at=moment(THURSDAY))

    def of_move(self, dice):
        person = self.any(dice, Person)
        person.household = self.any(dice, Household)
        person.is_head = False
        person.save()

    def of_going_away(self, dice):
        Person.objects.filter(pk=self.any(dice, Person).pk).update(
            residence=dice.choice(["at_home", "temporary", "away", "deceased", "moved", "unknown"])
        )

    def of_birth(self, dice):
        home = self.any(dice, Household)
        born = date(2011, 5, dice.randrange(1, 30))
        Person.objects.create(
            full_name="Bé", household=home, birth_date=born, birth_precision=dice.choice(["day", "month", "year"]),
            residence="at_home",
        )  # fmt: skip

    def of_correction(self, dice):
        Person.objects.filter(pk=self.any(dice, Person).pk).update(
            birth_date=date(2011, 5, dice.randrange(1, 30)), birth_precision="day"
        )

    def of_merged_villages(self, dice):
        Household.objects.filter(village=dice.choice(self.land.places)).update(village=dice.choice(self.land.places))

    def of_moved_village(self, dice):
        village = dice.choice(self.land.places)
        village.parent = dice.choice(self.land.communes)
        village.name = village.code
        village.save()

    def of_leaving(self, dice):
        left = None if dice.random() < 0.5 else self.day(dice)
        Household.objects.filter(pk=self.any(dice, Household).pk).update(left_on=left)

    def of_seller(self, dice):
        shop = self.any(dice, Establishment)
        shop.closed_on = None if dice.random() < 0.4 else self.day(dice)
        shop.eligible = dice.choice([True, True, None, False])
        shop.village = dice.choice(self.land.places)
        shop.save()

    def of_product(self, dice):
        Product.objects.filter(pk=self.any(dice, Product).pk).update(
            valid_until=dice.choice([None, self.day(dice)]), ended_on=dice.choice([None, None, self.day(dice)])
        )

    def of_group(self, dice):
        PersonGroup.objects.get_or_create(
            person=self.any(dice, Person), kind="merit", from_on=self.day(dice), to_on=None
        )

    def of_merge(self, dice):
        kept, gone = self.any(dice, Person, merged_into=None), self.any(dice, Person, merged_into=None)
        if kept.pk != gone.pk and not (kept.is_head and gone.is_head):
            self.merges.append(
                merging.merge(
                    kept=kept, gone=gone, choose={}, number=None, reason="x", by=self.land.mai, at=moment(THURSDAY)
                )
            )

    def of_undone_merge(self, dice):
        if self.merges:
            merging.undo(merge=self.merges.pop(), different=False, reason="y", by=self.land.mai, at=moment(THURSDAY))


def told(found):
    return {path: kept for path, counts in found.items() if (kept := {key: n for key, n in counts.items() if n})}


def check(land, dice):
    """In every commune, village by village; in the province, commune by commune; in the rows of a page."""
    measures = dice.sample([measure for measure in Measure.objects.order_by("pk") if is_kept(measure)], 12)
    measures.append(Measure(pk=99999, counts="person", group="merit", rule={"service": "chu-ky-so", "level": 1}))
    on = FIRST + timedelta(days=dice.randrange(45))
    slots = [Slot(measure, Days(on, on - timedelta(days=dice.randrange(9)), FIRST)) for measure in measures]
    slow = tally(slots, land.province)
    for commune in land.communes:
        below = {path: n for path, n in told(slow).items() if path.startswith(commune.path)}
        assert told(counts(slots, commune, THURSDAY)) == below
    assert recount.stale(land.province) == []
    sums = Sums(slots, land.province, THURSDAY)
    rows = level(measures, land.province, "commune", on=on, since=slots[0].days.since, today=THURSDAY)
    for slot in slots:
        for area in (*land.communes, land.province):
            for what, name in (("own", slot.base_name), ("now", slot.name), ("then", slot.name), ("start", slot.name)):
                key = f"{what}_{name}"
                assert sums.of(area, key) == sum(
                    n.get(key, 0) for path, n in slow.items() if path.startswith(area.path)
                )
        for commune in land.communes:
            cell = rows.cell(slot.measure, commune.pk)
            assert (cell.now or 0, cell.own) == tuple(
                sums.of(commune, k) for k in (f"now_{slot.name}", f"own_{slot.base_name}")
            )
            assert (cell.now is None) == (sums.of(commune, f"ever_{slot.name}") == 0)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9999)), min_size=12, max_size=40), st.integers(0, 999))
def test_what_is_kept_is_always_what_a_slow_recount_gives(land, deeds, seed):
    office, dice = Deeds(land), random.Random(seed)
    with transaction.atomic():
        for number, (which, how) in enumerate(deeds):
            office.do(which, how)
            if number % 10 == 5:
                check(land, dice)
        check(land, dice)
        transaction.set_rollback(True)
    for village in land.places:
        village.refresh_from_db()


def test_what_was_all_taken_back_is_no_figure_again_and_not_zero(land):
    service = Service.objects.get(code="chu-ky-so")
    signed = next(measure for measure in Measure.objects.filter(rule__service="chu-ky-so") if is_kept(measure))

    def shown():
        since = THURSDAY - timedelta(days=7)
        rows = level([signed], land.province, "commune", on=THURSDAY, since=since, today=THURSDAY)
        return [rows.cell(signed, commune.pk).now for commune in land.communes]

    assert shown() == [None, None]
    person = Person.objects.filter(household__village=land.places[0]).first()
    claim = NewClaim(subject={"person_id": person.pk}, service=service, since_on=FIRST, source="official", level=4)
    record_claims([claim], by=None, at=moment(THURSDAY))
    assert shown() == [1, None]
    retract_claims(list(Claim.objects.filter(retracts=None)), by=land.mai, at=moment(THURSDAY))
    assert shown() == [None, None]
