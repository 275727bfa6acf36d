"""The plan of scenario E in a made-up commune: 340 → 1.918 (35,00 %, 31/7) → 3.496 (63,80 %, 31/10) of 5.480."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tungnha.ledger.models import Measure
from tungnha.ledger.operations import NewClaim, record_claims, state_count
from tungnha.people.models import Household, Person
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.plans.models import Plan, Target
from tungnha.units import clock
from tungnha.units.protection import blind_index

START = date(2026, 5, 25)
THURSDAY = date(2026, 5, 28)
TO_JULY, TO_OCTOBER = date(2026, 7, 31), date(2026, 10, 31)


def moment(on: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime(on.year, on.month, on.day, hour))


@pytest.fixture
def make_people(db):
    """Adults in bulk: make_people(village, 10) gives ten in households of four."""

    def make(village, how_many, born=date(1980, 1, 1), **more):
        start = Household.objects.filter(village=village).count()
        homes = Household.objects.bulk_create(
            [Household(code=f"{start + n:04d}", village=village) for n in range(-(-how_many // 4))]
        )
        more = {"residence": "at_home", "birth_date": born, "birth_precision": "day"} | more
        return Person.objects.bulk_create(
            [Person(full_name=f"Người {n}", household=homes[n // 4], **more) for n in range(how_many)]
        )

    return make


@pytest.fixture
def sign(service):
    """Say that persons have a signature: sign(people, on)."""

    def record(people, on=START, source="list", service=service, **more):
        claims = [
            NewClaim(subject={"person_id": p.pk}, service=service, since_on=on, source=source, **more) for p in people
        ]
        return record_claims(claims, by=None, at=moment(on, 18))

    return record


@pytest.fixture
def plan(campaign, units, members):
    return Plan.objects.create(
        campaign=campaign, organisation=units.committee, number="12", symbol="KH-UBND", issued_on=START,
        title="Cao điểm cấp chữ ký số", confirmed_at=moment(START), confirmed_by=members.mai,
    )  # fmt: skip


@pytest.fixture
def goals(plan, measure):
    """The two lines that make the way, and the one the plan writes with a > sign."""
    integrated = Measure.objects.get(code="chu-ky-so-tich-hop")

    def make(order, value, due, comparator="=", measure=measure, **more):
        return Target.objects.create(
            plan=plan, order=order, text=f"{comparator} {value} người trên 15 tuổi có chữ ký số", comparator=comparator,
            value=Decimal(value), due_on=due, measure=measure, **more,
        )  # fmt: skip

    return SimpleNamespace(
        july=make(1, "35", TO_JULY),
        october=make(
            2, "63.8", TO_OCTOBER, stated_count=3496, starting_count=340, stated_base=5480, headline=True
        ),
        more=make(3, "63.8", TO_OCTOBER, comparator=">"),
        integrated=make(4, "64", TO_OCTOBER, comparator=">", measure=integrated),
    )  # fmt: skip


@pytest.fixture
def state(units, commune):
    """A body states a count: state(5480) is the police's base of the commune."""

    def record(count, area=commune, by=units.police, group="adult15", on=date(2026, 5, 26), **more):
        return state_count(area=area, stated_by=by, group=group, count=count, on=on, by=None, at=moment(on), **more)

    return record


@pytest.fixture
def hiep_luc(make_people, sign, villages, state, goals):
    """Scenario E up to Thursday: 5.512 on the register, 5.480 by the police, 340 named at the start, then 25 and 3."""
    one = make_people(villages[0], 3000)
    two = make_people(villages[1], 2512)
    sign(one[:200] + two[:140], START, source="official")
    state(5480, document="Công văn số 45/CAX")
    return SimpleNamespace(one=one, two=two, goals=goals, villages=villages)


@pytest.fixture
def list_and_visits(hiep_luc, sign):
    """VNPT's list of 25 and the three visits of flight mode."""
    sign(hiep_luc.one[200:225], date(2026, 5, 27))
    sign(hiep_luc.two[140:143], date(2026, 5, 27), source="visit")
    return hiep_luc


@pytest.fixture
def at_thursday():
    with clock.freeze("2026-05-28T09:10:00+07:00"):
        yield clock.now()


@pytest.fixture
def make_list(campaign, commune, units, members, service):
    """A list as it stands once it was checked: make_list([Row("ambiguous", may_be=[an]), …], sender=…)."""
    from tungnha.lists.models import IncomingList, ListRow

    def make(rows, on=START, sender=None, confirmed=True, service=service, **more):
        at = moment(on, 10)
        signed = {"confirmed_at": at, "confirmed_by": members.mai} if confirmed else {}
        received = IncomingList.objects.create(
            campaign=campaign, area=commune, sender=sender or units.vnpt, service=service, name="ds.xlsx",
            sha256=f"{IncomingList.objects.count():064d}", as_of_on=on, received_at=at, received_by=members.mai,
            state="checked", matched_at=at, **signed, **more,
        )  # fmt: skip
        for number, row in enumerate(rows, 2):
            ListRow.objects.create(incoming=received, number=number, **row)
        return received

    return make


def list_row(verdict, *, may_be=(), name="", village="", number="", **more):
    """What a row of `make_list` is made of."""
    said = {"full_name": name, "village": village, "personal_number": number, "birth": "1980"}
    row = {
        "verdict": verdict, "candidates": [[p.pk, ["cùng họ tên"], 0.6, "n3"] for p in may_be],
        "raw": json.dumps([name]), "read": json.dumps({key: value for key, value in said.items() if value}),
    }  # fmt: skip
    return row | ({"said_number": number, "said_number_ix": blind_index(number, NUMBER_INDEX)} if number else {}) | more
