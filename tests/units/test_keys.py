"""Keys changed while people go on working: everything is locked anew, nothing is lost, old keys leave last."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tungnha.people.finding.searching import Question, find
from tungnha.people.models import Identifier, Person, Telephone
from tungnha.people.models.handed_in import HandedInTable
from tungnha.units import keyring, keys, protection, sealed
from tungnha.units.login import find_user
from tungnha.units.models import Event, User
from tungnha.units.problems import BadInput, Locked
from tungnha.units.protection import blind_index, decrypt, encrypt, ring, steady_index

NUMBER, PHONE = "019080000011", "0912000011"  # An's


@pytest.fixture
def key_file(tmp_path, settings):
    """A key file and a data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    path = tmp_path / "keys.json"
    keyring.create(path)
    settings.KEYS = keyring.read(path)
    return path


@pytest.fixture
def locked(key_file, people, settings, members, units, at_tuesday):
    """Numbers, a log-in, a sealed file, a file in a row: everything under k1."""
    from tungnha.people.models import RosterFile

    User.objects.create_user(full_name="Kiên", password="x", phone="0987000123")
    file = settings.DATA_DIR / "people" / "7.sealed"
    sealed.seal_bytes(file, b"So dinh danh " * 50_000)
    row = RosterFile(organisation=units.school, name="ds.xlsx", received_at=at_tuesday, received_by=members.thu)
    row.seal(b"PK rows")
    row.save()
    return SimpleNamespace(file=file, row=row)


def everything_stored():
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found.extend(str(value) for row in cursor.fetchall() for value in row)
    return found


def under(key_id):
    rows = [text for text in everything_stored() if text.startswith(f"{key_id}.")]
    files = [p for p in keys.sealed_files() if keys._locked_key_of(p).startswith(f"{key_id}.")]
    return len(rows) + len(files)


def all_open(locked):
    assert {i.value for i in Identifier.objects.all()} >= {NUMBER, "019075000015"}
    assert {t.number for t in Telephone.objects.all()} == {PHONE, "0912000015"}
    assert find_user("0987 000 123").phone == "0987000123"
    with sealed.SealedFile(locked.file) as file:
        assert b"".join(file) == b"So dinh danh " * 50_000
    assert type(locked.row).objects.get().open() == b"PK rows"


@pytest.mark.django_db
def test_everything_is_locked_anew_and_the_old_key_may_go(locked, key_file, at_tuesday):
    before = under("k1")
    assert before >= 11
    outcome = keys.rotate_cipher(at=at_tuesday)
    assert outcome.is_whole
    assert (outcome.key_id, outcome.changed) == ("k2", before)
    assert under("k1") == 0  # looked for in every column of every table, declared or not
    assert keys.under_each_key() == {"k1": 0, "k2": before}
    all_open(locked)

    with pytest.raises(Locked, match="chưa đủ 24 giờ"):
        keys.retire(key_id="k1", at=at_tuesday + timedelta(hours=23))
    kept = keys.retire(key_id="k1", at=at_tuesday + timedelta(hours=24))
    assert list(ring(anew=True).ciphers) == ["k2"]
    assert "k1" in json.loads(kept.read_text())["cipher"]
    all_open(locked)
    assert [e.verb for e in Event.objects.filter(verb__startswith="keys.").order_by("id")] == [
        "keys.added", "keys.rotated", "keys.retired",
    ]  # fmt: skip
    assert keys.rotate_cipher(at=at_tuesday + timedelta(days=400)).key_id == "k3"


@pytest.mark.django_db
def test_a_key_that_something_still_needs_stays(locked, key_file, at_tuesday):
    old = encrypt(b"019199000099", "people_identifier.value")
    keys.rotate_cipher(at=at_tuesday)
    with connection.cursor() as cursor:  # a long piece of work stores what it locked before
        cursor.execute(
            "update people_identifier set value = %s where id = (select min(id) from people_identifier)", [old]
        )
    with pytest.raises(Locked, match="Còn 1 chỗ khóa bằng k1"):
        keys.retire(key_id="k1", at=at_tuesday, at_once=True)
    again = keys.rotate_cipher(at=at_tuesday)  # goes on: no third key
    assert (again.key_id, again.changed) == ("k2", 1)
    keys.retire(key_id="k1", at=at_tuesday, at_once=True)
    assert "019199000099" in {i.value for i in Identifier.objects.all()}
    for wrong in ("k1", "k2", "k9"):
        with pytest.raises(BadInput, match="Không bỏ được"):
            keys.retire(key_id=wrong, at=at_tuesday, at_once=True)


@pytest.mark.django_db
def test_what_a_retired_key_locked_is_refused_not_shown(locked, key_file, at_tuesday):
    old = encrypt(b"019199000099", "people_identifier.value")
    keys.rotate_cipher(at=at_tuesday)
    keys.retire(key_id="k1", at=at_tuesday, at_once=True)
    with pytest.raises(protection.CannotOpen, match="no key of ours"):
        decrypt(old, "people_identifier.value")


@pytest.mark.django_db
def test_a_damaged_row_is_told_and_holds_the_old_key(locked, key_file, at_tuesday):
    with connection.cursor() as cursor:
        cursor.execute(
            "update people_telephone set number = 'k1.AAAA' where id = (select min(id) from people_telephone)"
        )
    outcome = keys.rotate_cipher(at=at_tuesday)
    pk = Telephone.objects.order_by("pk").values_list("pk", flat=True)[0]
    assert (outcome.damaged, outcome.left) == ([f"people_telephone.number {pk}"], 1)
    assert not outcome.is_whole
    with pytest.raises(Locked, match="Còn 1 chỗ"):
        keys.retire(key_id="k1", at=at_tuesday, at_once=True)


@pytest.mark.django_db
def test_nobodys_newer_word_is_written_over(locked, key_file, at_tuesday):
    column = next(c for c in keys.columns() if c.name == "people_telephone.number")
    keyring.add(key_file, "cipher", at_tuesday)
    rows = keys._old_rows(column, "k2", None)
    telephone = Telephone.objects.get(person__full_name="Nguyễn Văn An")
    telephone.set_number("0912000099")  # in between somebody corrects it
    telephone.save()
    outcome = keys.Outcome("k2")
    keys._relock(column, rows, outcome)
    assert Telephone.objects.get(pk=telephone.pk).number == "0912000099"
    assert outcome.changed == len(rows) - 1


def test_a_key_added_elsewhere_is_in_use_at_once(key_file, at_tuesday):
    old = encrypt(b"words", "p")
    keyring.add(key_file, "cipher", at_tuesday)
    new = encrypt(b"words", "p")
    assert (old[:3], new[:3]) == ("k1.", "k2.")
    assert decrypt(old, "p") == decrypt(new, "p") == b"words"
    key_file.write_text("half a fi")  # a copy that is under way: what was read stays
    assert decrypt(new, "p") == b"words"
    assert encrypt(b"x", "p").startswith("k2.")


def test_every_locked_field_is_known_to_the_rotation():
    """Whoever calls `encrypt` itself names the field in `sealed`, or its rows would stay under the old key."""
    src = Path(keys.__file__).parents[1]
    callers = {
        str(path.relative_to(src))
        for path in src.rglob("*.py")
        if "encrypt(" in path.read_text(encoding="utf-8") and "class EncryptedTextField" not in path.read_text("utf-8")
    }
    for_a_browser = {"units/notices/push.py"}  # sealed under the key of whoever reads it, kept nowhere
    assert callers - for_a_browser <= {"units/keys.py", "units/sealed.py", "people/models/handed_in.py"}
    handed_in = [model for model in apps.get_models() if issubclass(model, HandedInTable)]
    assert len(handed_in) == 3
    assert all("content" in model.sealed for model in handed_in)
    named = {column.name for column in keys.columns()}
    assert {f"{model._meta.db_table}.content" for model in handed_in} | {"people_identifier.value"} <= named


def test_every_index_field_is_known_to_the_rotation():
    from django.apps import apps

    plain = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_ix") and not isinstance(field, protection.BlindIndexField)
    ]
    # A count of one stretch of time, gone after two days; a digest without any key.
    assert plain == ["units.Knock.who_ix", "units.PushPlace.endpoint_ix"]
    assert len(list(keys.index_columns())) >= 4


# --- indexes ---------------------------------------------------------------------------------------------------------


def found_by(text, member):
    return [shown.person.full_name for shown in find(Question(text), member).people]


@pytest.mark.django_db
def test_lookups_find_rows_under_both_keys_while_the_index_is_changed(locked, key_file, members, at_tuesday):
    first = blind_index(NUMBER, "people.identifier")
    keyring.add(key_file, "index", at_tuesday)
    assert type(first) is str
    newest = blind_index(NUMBER, "people.identifier")
    assert newest[0] == "g"
    assert first == newest
    assert newest == first
    assert newest != blind_index("019075000015", "people.identifier")
    late = Person.objects.get(full_name="Nông Thị Gấm")
    telephone = Telephone(person=late)
    telephone.set_number("0912000077")
    telephone.save()
    telephone.refresh_from_db()
    assert (telephone.number_ix[0], len(telephone.number_ix)) == ("g", 32)
    assert found_by(NUMBER, members.mai) == found_by(PHONE, members.mai) == ["Nguyễn Văn An"]  # old rows
    assert found_by("0912000077", members.mai) == ["Nông Thị Gấm"]  # a new one
    assert find_user("0987000123").full_name == "Kiên"
    among = [blind_index(n, "people.identifier") for n in (NUMBER, "019075000015")]
    assert Identifier.objects.filter(value_ix__in=among).count() == 2
    assert Identifier.objects.exclude(value_ix=among[0]).count() == Identifier.objects.count() - 1


@pytest.mark.django_db
def test_indexes_are_computed_anew_and_imports_wait(locked, key_file, members, at_tuesday):
    seen = []

    def say(line):
        seen.append(line)
        with pytest.raises(Locked, match="đang đổi khóa"), steady_index():
            pass

    outcome = keys.rotate_index(at=at_tuesday, grace=0, say=say)
    assert seen
    assert outcome.is_whole
    assert list(ring(anew=True).indexes) == ["i2"]
    values = Identifier.objects.values_list("value_ix", flat=True)
    assert {ix[0] for ix in values} == {"g"}
    assert type(blind_index(NUMBER, "people.identifier")) is str
    assert found_by(NUMBER, members.mai) == ["Nguyễn Văn An"]
    assert find_user("0987000123").full_name == "Kiên"
    with steady_index():
        pass
    assert keys.rotate_index(at=at_tuesday, grace=0).key_id == "i3"
    assert found_by(PHONE, members.mai) == ["Nguyễn Văn An"]


@pytest.mark.django_db
def test_the_index_key_waits_for_an_import_that_runs(locked, key_file, at_tuesday):
    with steady_index(), pytest.raises(BlockingIOError):
        keys.rotate_index(at=at_tuesday, grace=0)
    assert list(ring(anew=True).indexes) == ["i1"]


@pytest.mark.django_db
def test_one_number_that_two_rows_got_in_between_is_told(locked, key_file, people, at_tuesday):
    keyring.add(key_file, "index", at_tuesday)
    twin = Identifier(person=people.gam, kind="personal")
    twin.set_value(NUMBER)
    twin.save()  # the database cannot see that An's row says the same under the old key
    outcome = keys.rotate_index(at=at_tuesday, grace=0)
    an = Identifier.objects.get(person=people.an)
    assert outcome.doubles == [f"people_identifier.value_ix {an.pk}"]
    assert {i.value_ix[0] for i in Identifier.objects.exclude(pk=an.pk)} == {"g"}
