"""Damaged names are mended when that is sure, and everything else is left alone."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identity.test_legacy import to_tcvn3, to_viscii, to_vni
from tungnha.demo.population import residents
from tungnha.identity.legacy import NAMES
from tungnha.identity.mending import TELEX, UTF8, VNI, Mended, mend_name
from tungnha.identity.names import tidy, tone_key
from tungnha.identity.syllables import is_syllable
from tungnha.identity.typing_keys import typed

KINH = sorted({p.full_name for p in residents(1200, 9, commune="00082")})


@pytest.mark.parametrize(
    ("typed_so", "meant", "how"),
    [
        ("Nguyeenx Thij Huowng", "Nguyễn Thị Hương", TELEX),
        ("Nguyeenx Thij Huwowng", "Nguyễn Thị Hương", TELEX),
        ("Nguyenex Vanw Hungf", "Nguyễn Văn Hùng", TELEX),  # the marks typed at the end of the word
        ("NGUYEENX VAWN HUNGF", "NGUYỄN VĂN HÙNG", TELEX),
        ("nguyeenx thij hoaf", "nguyễn thị hòa", TELEX),
        ("DDoox Thij Quys", "Đỗ Thị Quý", TELEX),
        ("Ddaof Vawn Giangs", "Đào Văn Giáng", TELEX),
        ("Huynhf Thij Khuyur", "Huỳnh Thị Khuỷu", TELEX),
        ("Nguyeenx Coong Hungf", "Nguyễn Công Hùng", TELEX),  # coong alone is a syllable (xoong)
        ("Vux Quoocs Vieetj", "Vũ Quốc Việt", TELEX),
        ("Lee Vawn Tuaans", "Lê Văn Tuấn", TELEX),
        ("Phamj Xuaan Huwu", "Phạm Xuân Hưu", TELEX),
        ("Nguyễn Thij Hương", "Nguyễn Thị Hương", TELEX),  # one word of a sound name
        ("Nguyễn Văn Hungf", "Nguyễn Văn Hùng", TELEX),
        ("Nguye6n4 Thi5 Hu7o7ng", "Nguyễn Thị Hương", VNI),
        ("Nguyen64 Van8 Hung2", "Nguyễn Văn Hùng", VNI),
        ("NGUYE6N4 VA8N D9O6NG2", "NGUYỄN VĂN ĐỒNG", VNI),
        ("Tra6n2 Quo6c1 A1", "Trần Quốc Á", VNI),
        ("Traanf Thij Quawngs Hoawcj", "Trần Thị Quắng Hoặc", TELEX),
        ("Buif Thij Thuowr", "Bùi Thị Thuở", TELEX),
        ("Vux Thij Chuaw", "Vũ Thị Chưa", TELEX),
        ("Le6 Thi5 Thuo73", "Lê Thị Thuở", VNI),
    ],
)
def test_keys_left_as_typed_are_read(typed_so, meant, how):
    mended = mend_name(typed_so)
    assert (mended.text, mended.how) == (meant, how)
    assert mended.explain() == (
        f"“{typed_so}” được đọc là “{meant}” (gõ kiểu {'TELEX' if how == TELEX else 'VNI'} khi bộ gõ chưa bật); "
        "hãy soát lại."
    )
    assert (
        mended.reason
        == f"Họ tên được đọc lại: gõ kiểu {'TELEX' if how == TELEX else 'VNI'} khi bộ gõ chưa bật; hãy soát."
    )


@pytest.mark.parametrize(
    ("written", "meant", "how"),
    [
        ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng", "tcvn3"),
        ("TrÇn ThÞ H\u00ad¬ng", "Trần Thị Hương", "tcvn3"),  # the soft hyphen is the letter ư
        ("§ç Lª", "Đỗ Lê", "tcvn3"),
        ("TRÇN THÞ H¦¥NG", "TRẦN THỊ HƯƠNG", "tcvn3"),  # capitals come back by context
        ("L£ THÞ Y£N", "LÊ THỊ YÊN", "tcvn3"),
        ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng", "vni"),
        ("Traàn Thò Höông", "Trần Thị Hương", "vni"),
        ("Ñoã Leâ", "Đỗ Lê", "vni"),
        ("NGUYEÃN THÒ HÖÔNG", "NGUYỄN THỊ HƯƠNG", "vni"),
        (" Nguyeãn\u00a0Vaên  Huøng ", "Nguyễn Văn Hùng", "vni"),
        ("Nguyá»…n VÄƒn HÃ¹ng", "Nguyễn Văn Hùng", UTF8),
        ("Tráº§n Thá»‹ HÆ°Æ¡ng", "Trần Thị Hương", UTF8),
    ],
)
def test_old_and_mistaken_encodings_of_names_are_read(written, meant, how):
    mended = mend_name(written)
    assert (mended.text, mended.how) == (meant, how)
    words = "chữ Unicode bị đọc nhầm bảng mã" if how == UTF8 else f"bảng mã cũ {NAMES[how]}"
    assert mended.explain() == f"“{written}” được đọc là “{meant}” ({words}); hãy soát lại."


@pytest.mark.parametrize(
    "sound",
    [
        "Nguyễn Văn Hùng", "Nguyen Van Hung", "NGUYEN VAN HUNG", "Hồ Thị Ý", "Lý Lê", "Bá Ô",
        "H'Bia Êban", "Y Blơ Niê", "Rơ Châm H'Mơi", "Ka Brệu", "K'Brêu", "Kpă Y Kông", "Giàng A Páo",
        "Max Foster", "Bruce Lee", "Lee Min Ho", "Thor", "Beer Moor", "Door Law", "John Smith", "Anna Maria",
        "Alex Nguyễn", "Trần Alex", "Nguyễn Thị Max", "Nguyễn Văn Lux", "José García", "Françoise Müller",
        "Hùng2", "Lê Thị Lan6", "Mai Van Co6",
        "Nguyễn Văn Hùng2", "Nguyen Van Hung2", "Nguyễn Văn A1", "Tran Van Nam1", "Le Thi Hoas", "Ly Hoaf",
        "Dduongf", "Nguyên4 Thi5 Hương", "Vox", "Lê4", "Foss", "Nguyễn (Thij)", "nÇM TrÇn", "", "123", "zzz", "Hoafs",
        "Nguyeenx Vawnsf", "Nguyeenx Zaw", "Tra6n2 V9n",
    ],
)  # fmt: skip
def test_what_is_sound_foreign_or_not_sure_stays(sound):
    assert mend_name(sound) == Mended(tidy(sound), sound)
    assert mend_name(sound).explain() is None
    assert mend_name(sound).reason is None


def test_a_soft_hyphen_that_is_no_letter_goes():
    assert mend_name("Nguyễn Văn\u00ad A") == Mended("Nguyễn Văn A", "Nguyễn Văn\u00ad A")


VNI_KEYS = dict(zip("\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306", "12345678", strict=True))
TELEX_KEYS = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def _in_vni(word):
    return "".join(VNI_KEYS.get(part, part) for part in _parts(word)).replace("đ", "d9").replace("Đ", "D9")


def _in_telex(word):
    """The hat doubles its letter, the tone comes last, as most people type."""
    out, tone = "", ""
    for part in _parts(word):
        if part in TELEX_KEYS:
            tone = TELEX_KEYS[part]
        elif part == "\u0302":
            out += out[-1].lower()
        else:
            out += "w" if part in "\u0306\u031b" else part
    return out.replace("đ", "dd").replace("Đ", "Dd") + tone


def _parts(word):
    return unicodedata.normalize("NFD", word)


@pytest.mark.parametrize(("keys", "how"), [(_in_vni, VNI), (_in_telex, TELEX)])
def test_every_syllable_of_a_population_is_read_from_its_keys(keys, how):
    words = {word for name in KINH for word in name.split() if is_syllable(word)}
    assert len(words) > 150
    for word in words:
        if not is_syllable(keys(word)):
            assert tone_key(typed(keys(word), how) or "") == tone_key(word), (word, keys(word))


@pytest.mark.parametrize(("keys", "how"), [(_in_vni, VNI), (_in_telex, TELEX)])
def test_most_names_typed_without_their_keyboard_come_back_and_none_comes_back_wrong(keys, how):
    back = 0
    for name in KINH:
        mended = mend_name(" ".join(map(keys, name.split())))
        if mended.how:
            back += 1
            assert mended.how == how
            assert tone_key(mended.text) == tone_key(name)
    assert back > 0.8 * len(KINH)


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni, to_viscii])
def test_most_names_of_an_old_encoding_come_back_and_hardly_one_comes_back_wrong(encode):
    marked = [name for name in KINH if not name.isascii()]
    mended = [(name, mend_name(encode(name))) for name in marked]
    right = [one for name, one in mended if tone_key(one.text) == tone_key(name)]
    wrong = [one for name, one in mended if one.how and tone_key(one.text) != tone_key(name)]
    assert len(right) > 0.9 * len(marked)
    assert len(wrong) < 0.02 * len(marked)


def test_no_sound_name_of_a_population_is_touched():
    for commune in ("00082", "01960", "24154"):
        for person in residents(2000, 4, commune=commune):
            assert mend_name(person.full_name).how == "", person.full_name


@settings(max_examples=300)
@given(st.text(max_size=30) | st.text(alphabet="nguyeenxthijhwddaof679 45ÔÞ¬", max_size=30))
def test_any_text_is_borne_and_what_is_mended_is_vietnamese(text):
    mended = mend_name(text)
    if mended.how:
        assert all(map(is_syllable, mended.text.split()))
        assert not mended.text.isascii() or mended.how == TELEX
        assert mend_name(mended.text).how == ""
    else:
        assert mended.text.replace("\u00ad", "") == tidy(tidy(text).replace("\u00ad", "")) or mended.text == tidy(text)
