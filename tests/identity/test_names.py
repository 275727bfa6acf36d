"""Vietnamese names, mostly as drawn tables."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.names import (
    SORT_KEY_LENGTH,
    NameParts,
    bare,
    compare,
    fold,
    given_name,
    is_unmarked,
    loose_key,
    sort_key,
    split,
    tidy,
    tone_key,
)

SYLLABLES = st.sampled_from(
    ["Nguyễn", "Văn", "Thị", "Hoà", "Hòa", "Thuý", "Thúy", "Lý", "Lí", "Đặng", "Ân", "Ăn", "Ưng", "H'Bia", "Y", "Quý"]
)
NAMES = st.lists(SYLLABLES, min_size=1, max_size=5).map(" ".join)
ANY_TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("  Nguyễn   Văn\u00a0A ", "Nguyễn Văn A"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("Ðặng Văn Ðức", "Đặng Văn Đức"),
        ("H’Bia Êban", "H'Bia Êban"),
        ("Nguyễn\u200b Văn\ufeff A", "Nguyễn Văn A"),
        ("NGUYỄN VĂN A", "NGUYỄN VĂN A"),
        ("", ""),
    ],
)
def test_tidy(written, tidied):
    assert tidy(written) == tidied


@pytest.mark.parametrize(
    ("written", "cased"),
    [
        ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"),
        ("nguyễn thị ánh", "Nguyễn Thị Ánh"),
        ("H'BIA ÊBAN", "H'Bia Êban"),
        ("Y-BLƠ NIÊ", "Y-Blơ Niê"),
        ("Nguyễn thị Ánh", "Nguyễn thị Ánh"),
        ("ĐỖ Y", "Đỗ Y"),
    ],
)
def test_tidy_recases_only_names_in_one_case(written, cased):
    assert tidy(written, proper_case=True) == cased


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bà Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("bà: Nguyễn Hoa", "Nguyễn Hoa"),
        ("Ông/Bà Lê Văn Nam", "Lê Văn Nam"),
        ("Đ/c Lê Văn Nam", "Lê Văn Nam"),
        ("PGS.TS. Lê Văn Nam", "Lê Văn Nam"),
        ("NGUYỄN VĂN A (1950)", "NGUYỄN VĂN A"),
        ("Nguyễn Văn A (con ông B)", "Nguyễn Văn A"),
        ("Nguyễn Văn A - 1950", "Nguyễn Văn A"),
        ("Nguyễn Văn A, sinh năm 1950", "Nguyễn Văn A"),
        ("Nguyễn Văn A SN 12/3/1950", "Nguyễn Văn A"),
        ("Ông Cao Thắng", "Ông Cao Thắng"),  # Ông is a family name here
        ("Ông Thị Hoa Mai", "Ông Thị Hoa Mai"),
        ("Anh Đào", "Anh Đào"),
        ("TS", "TS"),
    ],
)
def test_bare_takes_off_titles_brackets_and_years(written, name):
    assert bare(written) == name


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đặng Thị Ngọc Ánh", "dang thi ngoc anh"),
        ("H’Bia Y-Blơ", "hbia yblo"),
        ("Čư Mgar ŏ ŭ ñ", "cu mgar o u n"),
        ("  NGUYỄN  ", "nguyen"),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Thuý", "thúy"), ("khoẻ", "khỏe"), ("quý", "qúy"), ("LOAN", "loan")]
)
def test_the_place_of_the_tone_mark_does_not_matter(one, other):
    assert tone_key(one) == tone_key(other)
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hóa"), ("hoa", "hòa"), ("lý", "lí"), ("Ân", "An"), ("ĩ", "ñi")])
def test_tone_key_keeps_what_is_different(one, other):
    assert tone_key(one) != tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("Mỹ Kỳ", "Mĩ Kì"), ("Quý", "quí"), ("Qúy", "quí"), ("Vy", "Vi")]
)
def test_loose_key_folds_i_and_y(one, other):
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(("one", "other"), [("Tây", "Tâi"), ("Thúy", "Thúi"), ("Tay", "Tai")])
def test_loose_key_leaves_y_after_a_vowel(one, other):
    assert loose_key(one) != loose_key(other)


def test_names_sort_by_given_name_then_middle_then_family():
    in_order = [
        "Lê An",
        "Bùi Thị An",
        "Lê Thị An",
        "Nguyễn Văn An",
        "Bùi Anh",
        "Lê Ành",
        "Lê Ảnh",
        "Lê Ãnh",
        "Lê Ánh",
        "Lê Ạnh",
        "Trần Ăn",
        "Nguyễn Văn Ân",
        "Đỗ Dũng",
        "Lê Đức",
        "Lê Êm",
        "Lê Oanh",
        "Lê Ô",
        "Lê Ơn",
        "Lê Uy",
        "Lê Ưng",
        "Lê Yến",
    ]
    assert sorted(sorted(in_order), key=sort_key) == in_order


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Thị Ngọc Ánh", ("Nguyễn", "Thị Ngọc", "Ánh")),
        ("Lê Nam", ("Lê", "", "Nam")),
        ("Nam", ("", "", "Nam")),
        ("", ("", "", "")),
        ("Bà Lê Thị Nam (1950)", ("Lê", "Thị", "Nam")),
    ],
)
def test_split(name, parts):
    assert split(name) == NameParts(*parts)
    assert given_name(name) == parts[2]


@pytest.mark.parametrize(
    ("one", "other", "level", "words"),
    [
        ("Dặng Thị Hoa", "Đặng Thị Hoa", "one_diacritic", "tên khác dấu một chữ (dặng / đặng)"),
        ("Ðặng Thị Hoa", "Đặng Thị Hoa", "same", "cùng họ tên"),
        ("Y Blơ Niê", "Y-Blơ Niê", "same", "cùng họ tên, chỉ khác chỗ viết liền hay rời"),
        ("H' Linh Niê", "H’Linh Niê", "same", "cùng họ tên"),
        ("Ayŭn Y Bhŏk", "Ayun Y Bhok", "no_diacritics", "cùng họ tên, một bên viết không dấu"),
        ("N V H", "Nguyễn Văn Hùng", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("Nguyễn V Nam", "Nguyễn Văn Nam", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("Nguyễn T. Y", "Nguyễn Thị Y", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("Nguyễn Thị Y", "Nguyễn Thị Yến", "different", "khác họ tên"),  # Y is a whole name
        ("Y Blơ", "Yên Blơ", "different", "khác họ tên"),
        ("Y. Blơ", "Yên Blơ", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("Hương, Nguyễn Thị", "Nguyễn Thị Hương", "order", "cùng các chữ, khác thứ tự"),
        ("Trần Thị Thu Hà Giang", "Trần Thị Giang", "missing_middle", "cùng họ và tên, một bên thiếu chữ đệm"),
        ("Lê Ánh", "Lê \u0301 Anh", "no_diacritics", "tên khác dấu 2 chữ"),  # a mark that lost its letter
        ("Lê Thu Hà", "Lê Thị Hà", "different", "khác họ tên"),
        ("Lê Thị Thu Hà", "Lê Văn Hà", "different", "khác họ tên"),
        ("Nguyễn Văn A", "NGUYỄN  VĂN A", "same", "cùng họ tên"),
        ("Bà Lê Thị Hoà", "Lê Thị Hoà (1950)", "same", "cùng họ tên"),
        ("H’Bia Êban", "HBia Êban", "same", "cùng họ tên"),
        ("Lê Thị Hoà", "Lê Thị Hòa", "tone_placement", "cùng họ tên, chỉ khác chỗ đặt dấu thanh"),
        ("Lý Thị Mỹ", "Lí Thị Mĩ", "i_y", "cùng họ tên, chỉ khác i/y"),
        ("Lê Thị Hương", "Lê Thị Hường", "one_diacritic", "tên khác dấu một chữ (hương / hường)"),
        ("Lê Đình Hưng", "Lê Định Hùng", "no_diacritics", "tên khác dấu 2 chữ"),
        ("Le Thi Huong", "Lê Thị Hường", "no_diacritics", "cùng họ tên, một bên viết không dấu"),
        ("Nguyễn V. Hùng", "Nguyễn Văn Hùng", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("N.V.H", "Nguyễn Văn Hùng", "initials", "tên viết tắt khớp với tên đầy đủ"),
        ("Nguyễn Hương", "Nguyễn Thị Hương", "missing_middle", "cùng họ và tên, một bên thiếu chữ đệm"),
        ("Hương Nguyễn Thị", "Nguyễn Thị Hương", "order", "cùng các chữ, khác thứ tự"),
        ("Lê Văn A", "Trần Văn B", "different", "khác họ tên"),
        ("Lê", "Lê Văn A", "different", "khác họ tên"),
        ("", "Lê Văn A", "missing", "thiếu họ tên để so"),
    ],
)
def test_compare_says_why(one, other, level, words):
    found = compare(one, other)
    assert (found.level, found.words) == (level, words)
    assert found.agrees == (level not in ("different", "missing"))
    assert found.same_words == (level in ("same", "tone_placement", "i_y", "one_diacritic", "no_diacritics"))


@given(ANY_TEXT)
def test_tidy_is_nfc_and_tidying_twice_changes_nothing(text):
    once = tidy(text)
    assert once == tidy(once) == unicodedata.normalize("NFC", once)


@given(ANY_TEXT)
def test_keys_do_not_depend_on_normal_form(text):
    decomposed = unicodedata.normalize("NFD", text)
    for key in (fold, tone_key, loose_key, sort_key):
        assert key(text) == key(decomposed)


def test_digits_and_other_letters_than_latin_come_last():
    assert sorted(["Лев", "Zoe", "An 2", "An"], key=sort_key) == ["An", "Zoe", "An 2", "Лев"]
    assert sort_key("An ,") == sort_key("An")


@given(ANY_TEXT)
def test_any_text_has_keys_a_database_can_hold(text):
    assert re.fullmatch("[a-z0-9]*", sort_key(text))
    assert len(sort_key(text * 9)) <= SORT_KEY_LENGTH


@given(NAMES)
def test_folding_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


@given(NAMES, NAMES)
def test_a_stronger_key_equal_makes_every_weaker_key_equal(one, other):
    if tone_key(one) == tone_key(other):
        assert loose_key(one) == loose_key(other)
        assert fold(one) == fold(other)


@given(NAMES, NAMES)
def test_compare_is_the_same_both_ways(one, other):
    assert compare(one, other).level == compare(other, one).level


@given(ANY_TEXT, ANY_TEXT)
def test_any_two_texts_are_compared_with_a_reason_both_ways(one, other):
    found = compare(one, other)
    assert found.words
    assert found.level == compare(other, one).level
    assert not found.same_words or found.agrees


@pytest.mark.parametrize(("written", "unmarked"), [("Le Lan", True), ("Lê Lan", False), ("H'Bia", True), ("Đo", False)])
def test_is_unmarked(written, unmarked):
    assert is_unmarked(written) is unmarked


@given(NAMES)
def test_a_name_is_the_same_as_itself_however_it_is_cased(name):
    assert compare(name, f"  {name.upper()} ").level == "same"
