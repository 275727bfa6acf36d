"""Old Vietnamese encodings: recognised from the words, decoded exactly, and never seen where there are none."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.identity import legacy
from tungnha.identity.syllables import is_syllable

PLAN = """ỦY BAN NHÂN DÂN
XÃ KIM BỒNG

KẾ HOẠCH
Phổ cập chữ ký số cho người dân năm 2026

1. Mục đích: đưa dịch vụ công trực tuyến đến từng hộ; phấn đấu trên 40% dân số trưởng thành có chữ ký số.

2. Phòng Văn hóa - Xã hội theo dõi, đôn đốc, định kỳ hằng tuần báo cáo Ủy ban nhân dân xã kết quả thực hiện.

Nơi nhận:
- Các thôn, khu phố;
- Lưu: VT.

Lò Thị Mai
"""
ENGLISH = """The commune's plan for 2026: naïve façade, résumé, café – £5 and 10° of angle, §3, ½ hour, µm, Ångström.

Ms. O'Brien's coöperation was "über" good."""
FRENCH = """Le conseil a décidé que les élèves des écoles seront invités à la fête; il a été précisé où et quand.

Ils étaient très désireux d'être présents, même les aînés."""


def to_vni(text):
    codes = {letter: code for code, letter in legacy._VNI.items()}
    return "".join(codes.get(c, c) for c in text)


def to_tcvn3(text):
    """As the ABC keyboard typed it: capitals with a tone are small codes shown by a capital font."""
    codes = {letter: code for code, letter in zip(legacy._TCVN3_CODES, legacy._TCVN3_LETTERS, strict=True)}
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in text)


def to_viscii(text):
    codes = {letter: chr(code) for code, letter in legacy._VISCII.items()}
    return "".join(codes.get(c, c) for c in text)


def to_1258(text):
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        body = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        out.append(body + "".join(c for c in parts if c in tones))
    return "".join(out).encode("cp1258")


def test_the_tables_are_whole():
    letters = {c for c in map(chr, range(0xC0, 0x1F00)) if unicodedata.category(c).startswith("L") and is_vowel_or_d(c)}
    assert len(letters) == 134
    assert set(legacy._VISCII.values()) == letters
    assert {x for x in legacy._VNI.values() if len(x) == 1} == letters
    assert set(legacy._TCVN3_LETTERS) == {c for c in letters if c.islower()} | set("ĂÂĐÊÔƠƯ")


def is_vowel_or_d(letter):
    parts = unicodedata.normalize("NFD", letter)
    marks = set(parts[1:])
    hats = {"a": "\u0302\u0306", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b", "i": "", "y": ""}
    if letter in "đĐ":
        return True
    base = parts[0].lower()
    allowed = set("\u0300\u0301\u0303\u0309\u0323")
    return (
        base in hats
        and marks
        and len(parts) <= 3
        and marks <= allowed | set(hats[base])
        and (sum(m in allowed for m in parts[1:]) <= 1)
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAN.encode(), "utf-8"),
        (PLAN.encode("utf-8-sig"), "utf-8"),
        (PLAN.encode("utf-16"), "utf-16"),
        (PLAN.encode("utf-16-le"), "utf-16-le"),
        (PLAN.encode("utf-16-be"), "utf-16-be"),
        (to_1258(PLAN), "windows-1258"),
        (to_vni(PLAN).encode("latin-1"), "vni"),
        (to_vni(PLAN).encode(), "vni"),
        (to_viscii(PLAN).encode("latin-1"), "viscii"),
        (to_tcvn3(PLAN).encode("latin-1"), "tcvn3"),
        (to_tcvn3(PLAN).encode(), "tcvn3"),
    ],
)
def test_each_encoding_is_recognised_and_decoded(data, encoding):
    text, named = legacy.decode(data)
    assert named == encoding
    assert text == PLAN


def test_capitals_of_a_capital_font_come_back():
    assert legacy._from_tcvn3("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert legacy._from_tcvn3("Lß ThÞ Mai") == "Lò Thị Mai"


def test_a_file_may_mix_unicode_with_an_old_passage():
    mixed = f"{PLAN}\n\n{to_tcvn3('Công an xã hướng dẫn người dân cài đặt, kích hoạt ứng dụng định danh điện tử.')}\n"
    text, codecs = legacy.mend(mixed)
    assert text.startswith(PLAN)
    assert text.endswith("Công an xã hướng dẫn người dân cài đặt, kích hoạt ứng dụng định danh điện tử.\n")
    assert codecs == ("tcvn3",)


def test_a_file_may_mix_two_old_encodings():
    first, second = "Phòng Văn hóa theo dõi, đôn đốc các thôn.", "Công an xã hướng dẫn người dân cài đặt ứng dụng."
    data = f"{to_tcvn3(first)}\n\n{to_vni(second)}\n".encode()
    assert legacy.decode(data)[0] == f"{first}\n\n{second}\n"


@pytest.mark.parametrize(
    "text", [PLAN, ENGLISH, FRENCH, "", "12 ± 3 µm² × 4", "Ô tô, bò, bê và cỏ", "xã và thôn là hộ", "xã và bà là"]
)
def test_what_is_no_old_encoding_stays(text):
    assert legacy.mend(text) == (text, ())
    assert legacy.decode(text.encode())[0] == text


WORDS = sorted({w for w in PLAN.replace(",", " ").replace(";", " ").replace(":", " ").split() if w.isalpha()})
vietnamese = st.lists(st.sampled_from([*WORDS, "bà", "là", "và", "hòa", "xã", "thôn", "đã", "có", "ở"]), max_size=40)


@settings(max_examples=300)
@given(vietnamese, st.sampled_from([" ", "\n", "\n\n", ", "]))
def test_unicode_text_is_never_changed(words, between):
    text = between.join(words)
    assert legacy.mend(text) == (text, ())
    assert legacy.decode(text.encode())[0] == text


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x1EF9), max_size=200))
def test_any_text_is_borne(text):
    mended, codecs = legacy.mend(text)
    assert codecs or mended == text


def test_a_long_file_is_decoded_in_little_time():
    import time

    data = (to_tcvn3(PLAN) * 400).encode("latin-1")  # 0.2 MB
    started = time.process_time()
    assert legacy.decode(data)[1] == "tcvn3"
    assert time.process_time() - started < 20


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_borne(data):
    assert isinstance(legacy.decode(data)[0], str)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), min_size=25, max_size=60, unique=True), st.sampled_from([to_vni, to_viscii]))
def test_old_text_of_some_length_comes_back_exactly(words, encode):
    text = " ".join(words)
    assert legacy.decode(encode(text).encode("latin-1"))[0] == text


@pytest.mark.parametrize(
    ("font", "codec"),
    [(".VnTime", "tcvn3"), (".VnTimeH", "tcvn3-capitals"), (".VnArialH 12", "tcvn3-capitals"), ("VNI-Times", "vni"),
     ("VnTime", None), ("vni-helve", "vni"), ("Times New Roman", None), ("", None), (None, None)],
)  # fmt: skip
def test_the_font_tells_the_encoding(font, codec):
    assert legacy.codec_of_font(font) == codec


@pytest.mark.parametrize(
    ("text", "codec", "read"),
    [
        ("NguyÔn V¨n Hïng", "tcvn3", "Nguyễn Văn Hùng"),
        ("nguyÔn v¨n hïng", "tcvn3-capitals", "NGUYỄN VĂN HÙNG"),
        ("Nguyeãn Vaên Huøng", "vni", "Nguyễn Văn Hùng"),
        ("Nguyễn Văn Hùng", "tcvn3", "Nguyễn Văn Hùng"),  # only the font is old
        ("Nguyễn Văn Hùng", "tcvn3-capitals", "NGUYỄN VĂN HÙNG"),
        ("xã và hộ", "vni", "xã và hộ"),
        ("và", "tcvn3", "và"),  # Latin-1 that is right already
        ("và", "tcvn3-capitals", "VÀ"),
    ],
)
def test_a_run_set_in_an_old_font(text, codec, read):
    assert legacy.from_font(text, codec) == read


def test_the_sender_is_told_which_encoding_it_was():
    assert legacy.told("tcvn3").startswith("Văn bản dùng bảng mã cũ TCVN3 (ABC),")
    assert "bảng mã cũ khác," in legacy.told("khác")


def test_decoders_for_files_read_in_pieces():
    assert legacy.decoder("vni")("Ñoã Leâ") == "Đỗ Lê"
    assert legacy.decoder("windows-1258")("L\xea Thi\xcc") == "Lê Thì"


def test_lines_of_an_old_page_among_lines_of_unicode_are_decoded_one_by_one():
    long_old = to_tcvn3("Công an xã hướng dẫn người dân cài đặt, kích hoạt ứng dụng định danh điện tử.")
    text = f"{long_old}\n\nỦy ban nhân dân xã\n{to_tcvn3('Trần Thị Hương')}\tNguyễn Văn Hùng\n"
    assert legacy.mend(text)[0].endswith("Ủy ban nhân dân xã\nTrần Thị Hương\tNguyễn Văn Hùng\n")


def test_signs_that_are_no_letters_of_any_page_stay():
    assert legacy.mend("¢ £ ¤ – 5 ¥ ±\n\n§ 3") == ("¢ £ ¤ – 5 ¥ ±\n\n§ 3", ())
    assert legacy.mend("12 × 4 = 48\n\nab ® ©") == ("12 × 4 = 48\n\nab ® ©", ())


def test_utf_8_that_lost_a_few_bytes_is_still_utf_8():
    data = bytearray((PLAN * 3).encode())
    del data[400]
    text, encoding = legacy.decode(bytes(data))
    assert encoding == "utf-8"
    assert text.startswith(PLAN[:200])
    assert "\ufffd" in text


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quyết", "giếng", "khuỷu", "yêu", "ươm", "oằn", "xoong", "thuở", "giết", "quốc", "gìn", "uỷ", "ủy"],
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nghiếg", "thànhh", "phạan", "cạ̉", "biếṕ", "zxcv", "thac", "được được", "tròac"])
def test_no_syllables(word):
    assert not is_syllable(word)
