"""The key file: one or several keys of a kind, changed whole or not at all."""

import base64
import json
import os
from datetime import UTC, datetime

import pytest

from tungnha.units import keyring
from tungnha.units.keyring import BadKeyFile

AT = datetime(2026, 5, 26, 1, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "keys.json"
    keyring.create(path)
    return path


def bare(n):
    return base64.b64encode(bytes([n]) * 32).decode()


def test_a_new_file_is_its_owners_alone_and_is_never_written_over(path):
    assert path.stat().st_mode & 0o777 == 0o600
    assert not keyring.open_to_others(path)
    with pytest.raises(FileExistsError):
        keyring.create(path)
    path.chmod(0o640)
    assert keyring.open_to_others(path)


def test_a_file_of_the_first_layout_is_read_and_grows(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"django": bare(1), "cipher": bare(2), "index": bare(3)}))
    assert keyring.read(path)["cipher"] == {"k1": bytes([2]) * 32}
    assert keyring.add(path, "cipher", AT) == "k2"
    keys = keyring.read(path)
    assert list(keys["cipher"]) == ["k1", "k2"]
    assert keys["cipher"]["k1"] == bytes([2]) * 32
    assert keys["index"] == {"i1": bytes([3]) * 32}
    assert keyring.added_at(path, "k2") == AT
    assert keyring.added_at(path, "k1") is None
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_old_key_leaves_into_a_file_of_its_own(path):
    first = keyring.read(path)["cipher"]["k1"]
    keyring.add(path, "cipher", AT)
    kept = keyring.retire(path, "cipher", "k1", AT)
    assert list(keyring.read(path)["cipher"]) == ["k2"]
    assert json.loads(kept.read_text())["cipher"]["k1"] == base64.b64encode(first).decode()
    assert kept.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadKeyFile, match="khóa mới nhất"):
        keyring.retire(path, "cipher", "k2", AT)


def test_a_change_that_fails_leaves_the_old_file(path, monkeypatch):
    before = path.read_text()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keyring.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        keyring.add(path, "cipher", AT)
    assert path.read_text() == before
    assert os.listdir(path.parent) == ["keys.json"]


def test_a_change_is_seen_by_its_stamp(path):
    before = keyring.read(path).stamp
    keyring.add(path, "index", AT)
    assert keyring.read(path).stamp != before
    assert keyring.stamp_of(path.with_name("no such")) is None


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ([], "không phải tệp khóa"),
        ({"django": bare(1), "cipher": bare(2)}, "thiếu khóa"),
        ({"django": bare(1), "cipher": {}, "index": bare(3)}, "thiếu khóa"),
        ({"django": bare(1), "cipher": {"x1": bare(2)}, "index": bare(3)}, "thiếu khóa"),
        ({"django": bare(1), "cipher": {"k10": bare(2)}, "index": bare(3)}, "mã khóa lạ"),
        ({"django": bare(1), "cipher": {"": bare(2)}, "index": bare(3)}, "mã khóa lạ"),
        ({"django": bare(1), "cipher": {"k1": 7}, "index": bare(3)}, "không phải base64"),
        ({"django": bare(1), "cipher": {"k1": "AAAA"}, "index": bare(3)}, "32 byte"),
    ],
)
def test_a_broken_file_says_what_is_wrong_and_is_not_written_on(tmp_path, stored, sentence):
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(stored))
    with pytest.raises(BadKeyFile, match=sentence):
        keyring.read(path)
    with pytest.raises(BadKeyFile):
        keyring.add(path, "cipher", AT)
    assert json.loads(path.read_text()) == stored


def test_there_is_an_end_to_generations(path):
    for _ in range(len(keyring.GENERATIONS) - 1):
        keyring.add(path, "cipher", AT)
    with pytest.raises(BadKeyFile, match="quá nhiều lần"):
        keyring.add(path, "cipher", AT)
    assert len(keyring.read(path)["cipher"]) == len(keyring.GENERATIONS)
