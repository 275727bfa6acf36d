"""Two officers at the very same moment, each on a connection of her own."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.conftest import make_member
from tests.lists.review_world import make_list, make_row
from tungnha.lists.models import ListRow, ReviewDecision
from tungnha.lists.operations import queueing, settling
from tungnha.lists.operations.settling import AlreadyDecided, LookedAtByAnother, Said
from tungnha.units import clock
from tungnha.units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def received(campaign, commune, units, members, people):
    from tungnha.ledger.models import Service

    service = Service.objects.get(code="chu-ky-so")
    received = make_list(campaign=campaign, area=commune, sender=units.vnpt, service=service, by=members.mai)
    for number, person in enumerate((people.an, people.em, people.gam), 2):
        make_row(received, number, {"full_name": person.full_name}, [(person, 0.7, "n5")])
    queueing.lay_out(received=received)
    return received


def at_once(*deeds):
    """What each of the deeds gave, begun together; a refusal is given, not raised."""
    gate = Barrier(len(deeds))

    def run(deed):
        gate.wait()
        try:
            return deed()
        except (AlreadyDecided, LookedAtByAnother) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def deciding(row, what, by, person=None):
    said = Said(what=what, person=person, step=uuid.uuid4())
    return lambda: settling.settle(row=ListRow.objects.get(pk=row.pk), said=said, by=by, at=clock.now())


def test_of_two_decisions_about_one_row_one_is_kept_and_the_other_told(received, members, commune, units, people):
    nga = make_member("Nga", Role.OFFICER, commune, units.culture)
    row = received.rows.get(number=2)
    for _ in range(5):
        said = at_once(deciding(row, "same", members.mai, people.an), deciding(row, "nobody", nga))
        kept = [one for one in said if isinstance(one, ReviewDecision)]
        assert (len(kept), ReviewDecision.objects.filter(undone_at=None).count()) == (1, 1)
        assert [type(one) for one in said if one not in kept] == [AlreadyDecided]
        row.refresh_from_db()
        assert row.verdict == ("linked" if kept[0].what == "same" else "not_found")
        settling.undo(received=received, step=None, by=kept[0].by, at=clock.now())


def test_two_who_ask_for_the_next_row_get_two_rows(received, members, commune, units):
    nga = make_member("Nga", Role.OFFICER, commune, units.culture)
    for _ in range(5):
        taken = at_once(
            lambda: queueing.take_next(received=received, by=members.mai, at=clock.now()),
            lambda: queueing.take_next(received=received, by=nga, at=clock.now()),
        )
        assert len({place.pk for place in taken}) == 2
        for who in (members.mai, nga):
            queueing.release(received=received, by=who)
