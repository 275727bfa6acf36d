"""Counts that are kept, held against counting everything anew."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.progress.conftest import START, THURSDAY
from tungnha.ledger.models import Measure, Service
from tungnha.people.models import Person
from tungnha.progress.counting import Days, Slot, tally
from tungnha.progress.models import TallyStale, VillageTally
from tungnha.progress.tallies import command, reading, recount
from tungnha.progress.tallies.slots import is_kept

pytestmark = pytest.mark.django_db
DAYS = Days(THURSDAY, THURSDAY - timedelta(days=3), START)


def kept_measures():
    return [measure for measure in Measure.objects.all() if is_kept(measure)]


def slots_of(measures, days=DAYS):
    return [Slot(measure, days) for measure in measures]


def told(found):
    """Without what is nothing."""
    return {path: kept for path, counts in found.items() if (kept := {key: n for key, n in counts.items() if n})}


def test_what_is_kept_is_what_counting_gives(plan, commune, villages, make_people, sign):
    dice = random.Random(7)
    people = make_people(villages[0], 12) + make_people(villages[1], 12, born=date(2011, 5, 29))
    people += make_people(villages[1], 4, born=date(2011, 5, 1), birth_precision="month")
    people += make_people(villages[1], 4, residence="away")
    slots = slots_of(kept_measures())
    assert told(reading.counts(slots, commune, THURSDAY)) == told(tally(slots, commune))
    assert not TallyStale.objects.exists()
    for service in Service.objects.filter(counts="person", kind="state"):
        for person in dice.sample(people, 20):
            since = START + timedelta(days=dice.randrange(8))
            until = None if dice.random() < 0.6 else since + timedelta(days=dice.randrange(5))
            sign([person], since, service=service, level=dice.choice([0, 1, 2, 3, 4, 4]), until_on=until)
    assert recount.stale() == sorted(village.pk for village in villages)
    for n in range(12):
        days = Days(START + timedelta(days=n), START + timedelta(days=max(0, n - 3)), START)
        slots = slots_of(kept_measures(), days)
        slow = told(tally(slots, commune))
        assert told(reading.counts(slots, commune, THURSDAY)) == slow
    assert VillageTally.objects.exists()


def test_recount_says_how_many_numbers_differ(hiep_luc, commune, capsys):
    reading.counts(slots_of(kept_measures()), commune, THURSDAY)
    assert recount_command(check=True) == 0
    assert "Không số nào lệch." in capsys.readouterr().out
    VillageTally.objects.filter(village=hiep_luc.villages[0]).update(spans=b"", ever=0)
    assert recount_command(check=True) == 1
    assert "Lệch ở 1 nơi: Xã Mẫu Sơn." in capsys.readouterr().out
    assert recount_command(check=False) == 0
    said = capsys.readouterr().out
    assert "Đã cộng lại từ đầu số liệu của 1 xã, phường." in said
    assert "Không số nào lệch." in said


def test_who_writes_counts_again_what_changed(hiep_luc, commune, members, client_of, at_thursday):
    reading.counts(slots_of(kept_measures()), commune, THURSDAY)
    Person.objects.filter(pk=hiep_luc.one[0].pk).update(residence="away")
    client = client_of(members.mai)
    assert recount.stale() == [hiep_luc.villages[0].pk]
    client.post(reverse("units:logout"))
    assert recount.stale() == []
    assert recount_command(check=True) == 0


def test_a_mark_is_left_where_counting_fails(hiep_luc, commune, monkeypatch):
    reading.counts(slots_of(kept_measures()), commune, THURSDAY)
    Person.objects.filter(pk=hiep_luc.one[0].pk).update(residence="away")
    with monkeypatch.context() as patch:
        patch.setattr("tungnha.progress.tallies.recount.count", lambda *_: 1 / 0)
        recount.recount_quietly()
        with pytest.raises(ZeroDivisionError):
            recount.recount_stale()
    assert recount.stale() == [hiep_luc.villages[0].pk]
    assert recount.recount_stale() == 0
    assert recount_command(check=True) == 0


def test_a_new_day_needs_nothing_done(plan, commune, province, villages, make_people, sign, at_thursday):
    """A signature that runs out, somebody who turns fifteen: the days to come are counted already."""
    people = make_people(villages[0], 4) + make_people(villages[0], 2, born=date(2011, 6, 3))
    sign(people[:3], START, until_on=date(2026, 6, 1))
    sign(people[4:5], START)
    measure = Measure.objects.get(code="chu-ky-so-tren-15")
    seen = []
    for on in (THURSDAY, date(2026, 6, 2), date(2026, 6, 3)):
        slot = Slot(measure, Days(on, on - timedelta(days=7), START))
        found = reading.Sums([slot], province, on)
        seen.append((found.of(commune, f"now_{slot.name}"), found.of(commune, f"own_{slot.base_name}")))
        assert told(reading.counts([slot], commune, on)) == told(tally([slot], commune))
    assert seen == [(3, 4), (0, 4), (1, 6)]
    assert recount_command(check=True) == 0


def recount_command(*, check):
    return command.run(SimpleNamespace(check=check))
