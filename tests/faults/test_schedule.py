"""Several who plan, move and call at the same moment: nobody, no place, no machine and no number is promised twice."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.faults.processes import at_once, elsewhere, slowly
from tungnha.field.models import EquipmentUse, QueueTicket, SupportSession
from tungnha.field.schedule import operations
from tungnha.people.models import Place


@pytest.fixture
def plan(campaign, villages, members, service, at_tuesday):
    places = [Place.objects.create(name=f"Nhà {n}", kind="culture_house", area=v) for n, v in enumerate(villages)]

    def deed(n=0, hours=24, **more):
        start = at_tuesday + timedelta(hours=hours)
        made = operations.plan_session(
            campaign=campaign, area=villages[n], place=places[n], starts_at=start, ends_at=start + timedelta(hours=2),
            services=[service], organisations=[], name="", by=members.mai, at=at_tuesday, **{"staff": []} | more,
        )  # fmt: skip
        return made.pk

    return deed


def won(processes):
    """How many did it, and the words the others were told."""
    return sum(p.error is None for p in processes), {p.error[1].split(":")[0] for p in processes if p.error}


def test_of_two_who_send_one_person_to_two_villages_at_once_one_does(plan, members):
    both = at_once([slowly(partial(plan, n, staff=[members.viet])) for n in (0, 1)])
    done, told = won(both)
    assert (done, SupportSession.objects.count()) == (1, 1)
    assert "không ở hai nơi cùng lúc" in str([p.error for p in both])
    assert len(told) == 1


def test_of_two_moves_to_one_hour_at_once_one_is_made(plan, members, at_tuesday):
    keys = [elsewhere(partial(plan, n, hours=24 * (n + 1), staff=[members.viet])) for n in (0, 1)]
    start = at_tuesday + timedelta(days=5)

    def move(pk):
        session = SupportSession.objects.get(pk=pk)
        return operations.move_session(
            session=session, starts_at=start, ends_at=start + timedelta(hours=1), place=session.place, why="mưa",
            by=members.mai, at=at_tuesday,
        ).sequence  # fmt: skip

    done, _ = won(at_once([slowly(partial(move, pk)) for pk in keys]))
    assert (done, SupportSession.objects.filter(starts_at=start).count()) == (1, 1)


def test_three_tablets_asked_for_twice_two_at_once_are_promised_once(plan, commune, members, at_tuesday):
    tablets = operations.add_equipment(
        area=commune, name="Máy tính bảng", count=3, kept_by=None, by=members.mai, at=at_tuesday
    )
    done, _ = won(at_once([slowly(partial(plan, n, equipment={tablets: 2})) for n in (0, 1)]))
    assert (done, [use.count for use in EquipmentUse.objects.all()]) == (1, [2])


def test_three_desks_that_give_and_call_at_once_give_and_call_three_numbers(plan, members, at_tuesday):
    session = SupportSession.objects.get(pk=elsewhere(plan))

    def give():
        return operations.give_ticket(session=session, by=members.lan, at=at_tuesday).label

    def call(desk):
        return operations.call_next(session=session, desk=desk, by=members.lan, at=at_tuesday).label

    assert sorted(p.value for p in at_once([slowly(give)] * 3)) == ["1", "2", "3"]
    assert sorted(p.value for p in at_once([slowly(partial(call, d)) for d in "123"])) == ["1", "2", "3"]
    assert set(QueueTicket.objects.values_list("state", flat=True)) == {"called"}


def test_two_phones_get_two_letters_at_once(plan):
    session = SupportSession.objects.get(pk=elsewhere(plan))

    def letter(device):
        return operations.letter_of(session=session, device=device)

    phones = at_once([slowly(partial(letter, f"may-{n}")) for n in range(3)])
    assert sorted(p.value for p in phones) == ["A", "B", "C"]
