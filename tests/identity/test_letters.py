"""The fast keys are exactly the slow ones, for names and for anything else."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identity import slow_keys
from tungnha.demo.population import residents
from tungnha.identity import letters, names

KEYS = ("tidy", "fold", "tone_key", "loose_key", "sort_key", "bare")
PIECES = st.sampled_from(
    [*"aăâeêioôơuưyđĐdñčĕŏŭHKhk", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u031b", "'", "’", "`",
     "\u1fef",
     "-", "\u2011", "\u00ad", "\u200b", "\ufeff", " ", "\u00a0", "\u2000", "\n", ".", ",", "(", ")", "[", "1950",
     "Ông", "bà", "đồng chí", "Đ/c", "Thị", "Σ", "ς", "İ", "ß", "ﬁ", "n", "ng", "tr", "qu", "gi"]
)  # fmt: skip
ODD_TEXT = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)


@settings(max_examples=300)
@given(ODD_TEXT)
def test_the_fast_keys_are_the_slow_ones_for_any_text(text):
    for key in KEYS:
        assert getattr(names, key)(text) == getattr(slow_keys, key)(text), key
    assert letters.plain(text) == slow_keys.plain(text)


def test_the_fast_keys_are_the_slow_ones_for_names():
    for commune in ("01960", "24154"):
        for person in residents(400, 5, commune=commune):
            for written in (person.full_name, person.full_name.upper(), unicodedata.normalize("NFD", person.full_name)):
                for key in KEYS:
                    assert getattr(names, key)(written) == getattr(slow_keys, key)(written), (key, written)


@settings(max_examples=300)
@given(ODD_TEXT)
def test_keys_do_not_depend_on_normal_form_and_folding_twice_changes_nothing(text):
    composed = unicodedata.normalize("NFC", text)
    for key in ("fold", "tone_key", "loose_key", "sort_key"):
        made = getattr(names, key)
        assert made(text) == made(composed) == made(unicodedata.normalize("NFD", text))
    assert names.fold(names.fold(text)) == names.fold(text)
    assert names.bare(names.tidy(text)) == names.bare(text)


@pytest.mark.parametrize(
    ("torn", "whole"),
    [("H' Bia Êban", "H'Bia Êban"), ("K ’Brêu", "K'Brêu"), ("h ' linh", "h'linh"), ("O' Brien", "O' Brien"),
     ("Thanh' A", "Thanh' A")],
)  # fmt: skip
def test_a_name_of_the_highlands_torn_at_its_apostrophe_is_joined(torn, whole):
    assert names.tidy(torn) == whole
    assert names.fold(torn) == names.fold(whole)


def test_only_a_word_of_its_own_is_joined_whatever_the_normal_form():
    """Found by chance among 30,000: the mark of ă stands between it and the H when written apart."""
    for form in ("NFC", "NFD"):
        assert names.fold(unicodedata.normalize(form, "ăH' a")) == "ah a"


def test_absurdly_long_words_are_not_remembered():
    word = "ư" * 5000
    assert names.fold(word) == "u" * 5000
    assert names.tone_key(f"{word} Lý") == f"{word} ly5"
