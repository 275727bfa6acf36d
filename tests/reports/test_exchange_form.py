"""The form of an exchanged file and the proof of a number: without a database."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.reports.exchange import commitment, envelope
from tungnha.reports.exchange.envelope import NotTaken

PRIVATE, PUBLIC = envelope.new_key()
BODY = {"form": 1, "kind": "report", "words": {"situation": "Toàn xã có 368 người"}, "figures": [{"count": 368}]}
TEXT = envelope.sign(BODY, PRIVATE).encode()


def why(data: bytes) -> NotTaken:
    with pytest.raises(NotTaken) as found:
        envelope.opened(data)
    return found.value


def test_what_was_signed_is_read():
    found = envelope.opened(TEXT)
    assert (found.public, found.body) == (PUBLIC, BODY)


def test_a_byte_changed_anywhere_is_refused_with_a_sentence():
    for place in range(len(TEXT)):
        for flip in (1, 0x20, 0x80):
            changed = bytearray(TEXT)
            changed[place] ^= flip
            problem = why(bytes(changed))
            assert problem.sentence.endswith((".", "”."))


def test_a_byte_dropped_or_added_anywhere_is_refused():
    for place in range(len(TEXT)):
        why(TEXT[:place] + TEXT[place + 1 :])
        why(TEXT[:place] + b" " + TEXT[place:])
        why(TEXT[:place])
    for more in (b"\n", b"\0", b" ", TEXT):
        why(TEXT + more)


@given(st.binary(max_size=400))
def test_anything_else_is_refused(data):
    why(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "foreign"),
        (b"%PDF-1.7", "foreign"),
        (TEXT.replace(b"DOI/1", b"DOI/2", 1), "newer"),
        (TEXT[: len(TEXT) // 2], "torn"),
        (TEXT.replace(b"368", b"968", 1), "changed"),
        (TEXT.replace(b"\n", b"\r\n"), "foreign"),
        (b"x" * (envelope.MOST_BYTES + 1), "too_large"),
    ],
)
def test_each_fault_has_its_own_word(data, code):
    assert why(data).code == code


def test_another_key_cannot_sign_for_the_first():
    _, other = envelope.new_key()
    forged = TEXT.replace(PUBLIC.encode(), other.encode(), 1)
    assert why(forged).code == "changed"


@pytest.mark.parametrize(
    "text", ['{"b":1,"a":2}', '{"a":NaN}', '{"a":1,"a":1}', "[]", '{"a": 1}', '{"a":"' + "\\u0061" + '"}']
)
def test_a_body_is_written_one_way_only(text, monkeypatch):
    monkeypatch.setattr(envelope, "canonical", lambda _: text)
    signed = envelope.sign({}, PRIVATE).encode()
    monkeypatch.undo()
    assert why(signed).code == "form"


def test_a_body_nested_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(envelope, "canonical", lambda _: "[" * 200_000)
    signed = envelope.sign({}, PRIVATE).encode()
    monkeypatch.undo()
    assert why(signed).code == "form"


def test_the_digits_of_a_key_are_read_in_groups_and_typed_as_heard():
    mark = envelope.mark_of(PUBLIC)
    assert [len(group) for group in mark.split(" ")] == [5] * 6
    assert envelope.is_mark_of(mark.replace(" ", "-"), PUBLIC)
    assert not envelope.is_mark_of(mark[:-1] + str((int(mark[-1]) + 1) % 10), PUBLIC)
    assert not envelope.is_mark_of("", PUBLIC)


# --- the proof -------------------------------------------------------------------------------------------------------

SALT = "5a" * 32
IDS = st.sets(st.integers(1, 10_000), min_size=1, max_size=70)


@given(IDS)
def test_every_row_of_a_list_is_shown_to_be_in_it_and_no_other_is(ids):
    of = commitment.leaves(map(str, ids), SALT)
    root = commitment.root(of)
    for place, leaf in enumerate(of):
        way = commitment.path(of, place)
        assert commitment.holds(leaf, place, len(of), way, root)
        assert not commitment.holds(leaf, place, len(of) + 1, way, root)
        assert not commitment.holds(b"\0" * 32, place, len(of), way, root)
        assert not commitment.holds(leaf, place, len(of), [*way, "00"], root)
        if len(of) > 1:
            assert not commitment.holds(leaf, (place + 1) % len(of), len(of), way, root)
    assert not commitment.holds(of[0], 0, len(of), ["không phải mã"], root)


@given(IDS, st.integers(10_001, 20_000))
def test_one_row_more_one_less_or_another_salt_is_another_digest(ids, more):
    def root(of, salt=SALT):
        return commitment.root(commitment.leaves(map(str, of), salt))

    assert root(ids) == root(sorted(ids, reverse=True))
    assert len({root(ids), root(ids | {more}), root(set(list(ids)[1:])), root(ids, "6b" * 32)}) == 4


def test_an_empty_list_has_a_digest_of_its_own():
    assert commitment.root([]) != commitment.root(commitment.leaves([""], SALT))
    assert json.dumps(commitment.root([]))
