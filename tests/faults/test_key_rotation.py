"""Keys changed: killed in the middle and taken up again, with eight writers at work, by two administrators at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection

from tests.faults.processes import Child, _die_at, at_once, slowly
from tungnha.people.models import Identifier, Person, Telephone
from tungnha.units import keyring, keys, sealed
from tungnha.units.models import User
from tungnha.units.protection import ring

MANY = 40


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    path = tmp_path / "keys.json"
    keyring.create(path)
    settings.KEYS = keyring.read(path)
    return path


@pytest.fixture
def house(own_keys, people, settings, at_tuesday, monkeypatch):
    """Forty people with numbers, telephones and a sealed file, under keys of the test's own; three rows at a time."""
    monkeypatch.setattr(keys, "ROWS_AT_ONCE", 3)
    Telephone.objects.all().delete()
    Identifier.objects.all().delete()
    rows = []
    for n in range(MANY):
        person = Person.objects.create(full_name=f"Lò Thị Mười {n}", household=people.an.household)
        add(person, n)
        rows.append(person)
    file = settings.DATA_DIR / "uploads" / "x.sealed"
    sealed.seal_bytes(file, b"block " * 100_000)
    User.objects.create_user(full_name="Kiên", password="x", phone="0987000123")
    return SimpleNamespace(path=own_keys, people=rows, file=file, at=at_tuesday)


def number(n):
    return f"0191900{n:05d}"


def telephone(n):
    return f"0912{n:06d}"


def add(person, n):
    identifier = Identifier(person=person, kind="personal")
    identifier.set_value(number(n))
    identifier.save()
    phone = Telephone(person=person)
    phone.set_number(telephone(n))
    phone.save()


def everything_opens(house, people=MANY):
    assert sorted(i.value for i in Identifier.objects.all()) == [number(n) for n in range(people)]
    assert sorted(t.number for t in Telephone.objects.all()) == [telephone(n) for n in range(people)]
    with sealed.SealedFile(house.file) as file:
        assert b"".join(file) == b"block " * 100_000


def stored_under(key_id):
    with connection.cursor() as cursor:
        found = 0
        for table, column in (("people_identifier", "value"), ("people_telephone", "number"), ("units_user", "phone")):
            cursor.execute(f"select count(*) from {table} where {column} like %s", [f"{key_id}.%"])
            found += cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("kind", ["cipher", "index"])
def test_killed_anywhere_a_rotation_is_taken_up_again_and_nothing_is_lost(house, kind):
    def rotate():
        run = {"cipher": keys.rotate_cipher, "index": lambda at: keys.rotate_index(at=at, grace=0)}[kind]
        assert run(at=house.at).is_whole

    step, deaths = 1, 0
    while (child := Child(lambda step=step: _die_at(step, rotate)).wait()).was_killed:
        deaths += 1
        everything_opens(house)
        for n in (0, MANY // 2, MANY - 1):
            assert [i.value for i in found_by_number(n)] == [number(n)]
        step += 29
    assert child.error is None, child.error
    assert deaths >= 4
    everything_opens(house)
    held = ring(anew=True)
    # A run after a broken one goes on with its key; a run after a whole one begins with a new key.
    if kind == "cipher":
        assert stored_under(held.cipher_id) == 2 * MANY + 1
    else:
        assert len(held.indexes) == 1
        assert {i[0] for i in Identifier.objects.values_list("value_ix", flat=True)} == {
            "g" if held.index_id == "i2" else chr(ord("g") + keyring.generation(held.index_id) - 2)
        }


def found_by_number(n):
    from tungnha.people.models.persons import NUMBER_INDEX
    from tungnha.units.protection import blind_index

    return Identifier.objects.filter(value_ix=blind_index(number(n), NUMBER_INDEX))


@pytest.mark.parametrize("kind", ["cipher", "index"])
def test_eight_writers_work_on_while_the_keys_are_changed(house, kind):
    """Each corrects telephones and adds numbers; what they wrote stands, opens, and is under the newest key."""
    each = 6

    def writer(w):
        def write():
            for n in range(each):
                k = MANY + w * each + n
                add(house.people[k % MANY], k)
            return w

        return write

    def rotate():
        run = {"cipher": keys.rotate_cipher, "index": lambda at: keys.rotate_index(at=at, grace=2)}[kind]
        outcome = run(at=house.at)
        return outcome.key_id, outcome.left, outcome.damaged, outcome.doubles

    # A person has one active number: the writers' numbers are old ones.
    children = at_once([slowly(writer(w)) for w in range(8)] + [rotate])
    assert [child.error for child in children] == [None] * 9
    newest, left, damaged, doubles = children[-1].value
    assert (left, damaged, doubles) == (0, [], [])
    total = MANY + 8 * each
    everything_opens(house, total)
    for n in range(0, total, 7):
        assert [i.value for i in found_by_number(n)] == [number(n)]
    if kind == "cipher":
        # What a writer had locked just before the change may have come in after the last round: one more run.
        assert keys.rotate_cipher(at=house.at).is_whole
        assert stored_under("k1") == 0
        keys.retire(key_id="k1", at=house.at, at_once=True)
        everything_opens(house, total)
    else:
        assert newest == "i2"
        assert {i[0] for i in Identifier.objects.values_list("value_ix", flat=True)} == {"g"}


def test_two_rotations_do_not_run_at_once(house):
    def rotate():
        return keys.rotate_cipher(at=house.at).key_id

    first, second = at_once([slowly(rotate), slowly(rotate)])
    told = [first.error or first.value, second.error or second.value]
    assert "k2" in told
    other = next(t for t in told if t != "k2")
    assert other[0] == "BlockingIOError"
    assert list(ring(anew=True).ciphers) == ["k1", "k2"]
    everything_opens(house)
