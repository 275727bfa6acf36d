"""The key file: another one, a broken one, none; and ciphertext that was moved about in the database."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys

import pytest
from django.db import connection

from tungnha.people.models import Identifier, Telephone
from tungnha.units.protection import CannotOpen, keys_fit

SENTENCE = "Dữ liệu đã mã hóa này không mở được: tệp khóa đang dùng không đúng"


@pytest.fixture
def another_key(settings):
    settings.KEYS = {name: secrets.token_bytes(32) for name in settings.KEYS}


def test_a_page_under_another_key_says_so_and_shows_no_number(people, members, client_of, settings, request):
    mai = client_of(members.mai)
    page = f"/nhan-khau/{people.an.pk}/"
    assert mai.get(page).status_code == 200

    request.getfixturevalue("another_key")
    mai.raise_request_exception = False
    answer = mai.get(page)

    assert answer.status_code == 500
    assert SENTENCE in answer.content.decode()
    assert "0190" not in answer.content.decode()


def test_the_keys_fit_until_they_are_others(people, request):
    assert keys_fit()
    request.getfixturevalue("another_key")
    assert not keys_fit()


def test_a_number_moved_into_another_column_is_refused(people):
    with connection.cursor() as cursor:
        cursor.execute("update people_telephone set number = (select min(value) from people_identifier)")

    with pytest.raises(CannotOpen, match=r"cannot be opened as people_telephone\.number") as caught:
        Telephone.objects.get(person=people.an)
    assert caught.value.sentence.startswith(SENTENCE)
    assert Identifier.objects.filter(person=people.an).get().value == "019080000011"  # the others still open


@pytest.mark.parametrize("damaged", ["k1.abc", "k1.", "k9.AAAA", "019080000011", "k1.!!!!"])
def test_a_damaged_number_is_refused_in_the_same_words(people, damaged):
    with connection.cursor() as cursor:
        cursor.execute("update people_telephone set number = %s", [damaged])

    with pytest.raises(CannotOpen) as caught:
        Telephone.objects.get(person=people.an)
    assert caught.value.sentence.startswith(SENTENCE)
    assert "019080000011" not in str(caught.value)


# --- at start: the real command, with a data folder of its own -------------------------------------------------------


@pytest.fixture
def tungnha(tmp_path):
    """Run the command as an administrator does; gives (exit code, what it said)."""

    def run(*words, stdin="", **more):
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("TUNGNHA_")}
        done = subprocess.run(
            [sys.executable, "-m", "tungnha.cli", *words], input=stdin, capture_output=True, text=True, timeout=120,
            env=environment | {"TUNGNHA_DATA": str(tmp_path / "data")} | more,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run


def keys(length=32):
    return json.dumps({n: base64.b64encode(os.urandom(length)).decode() for n in ("django", "cipher", "index")})


def test_the_product_does_not_start_on_data_that_another_key_locked(tungnha, tmp_path):
    assert tungnha("setup")[0] == 0
    made = tungnha(
        "officer", "--commune", "01960", "--name", "Hoàng Thị Mai", "--phone", "0912000101", "--password-stdin",
        stdin="mot-mat-khau-dai\n",
    )  # fmt: skip
    assert made[0] == 0, made[1]
    assert tungnha("setup")[0] == 0  # with its own key it starts again
    file = tmp_path / "other.json"
    file.write_text(keys())

    for command in ("setup", "serve"):
        code, said = tungnha(command, TUNGNHA_KEYS_FILE=str(file))
        assert code == 1
        assert said.startswith("Không khởi động được: tệp khóa đang dùng không mở được dữ liệu đã có."), said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "không đọc được"),
        ("[]", "không đọc được"),
        ('{"django": 5}', "không đọc được"),
        ('{"django": "AAAA"}', "không đọc được"),
        (keys(16), "mỗi khóa phải dài 32 byte"),
    ],
    ids=["text", "list", "number", "one key", "short"],
)
def test_a_key_file_that_is_none_stops_the_product_with_one_sentence(tungnha, tmp_path, content, sentence):
    file = tmp_path / "keys.json"
    file.write_text(content)

    code, said = tungnha("setup", TUNGNHA_KEYS_FILE=str(file))

    assert (code, len(said.strip().splitlines())) == (1, 1)
    assert said.startswith(f"Không khởi động được: tệp khóa {file}")
    assert sentence in said


def test_production_without_its_key_file_does_not_start_and_makes_no_new_one(tungnha, tmp_path):
    file = tmp_path / "lost.json"

    code, said = tungnha("setup", TUNGNHA_ENV="production", TUNGNHA_KEYS_FILE=str(file))

    assert code == 1
    assert f"không thấy tệp khóa {file}" in said
    assert not file.exists()
