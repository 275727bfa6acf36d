"""The QR code of the identity card. Every person here is made up."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.card import BadCard, CardData, read_card_qr
from tungnha.identity.dates import PartialDate

HUNG = CardData("038090012345", "Nguyễn Văn Hùng", PartialDate(dt.date(1990, 7, 31)), "male")


@pytest.mark.parametrize(
    "text",
    [
        "038090012345|171234567|Nguyễn Văn Hùng|31071990|Nam|Thôn 1, Thiệu Trung|15042021",
        "038090012345||NGUYỄN VĂN HÙNG|31071990|Nam|Thôn 1|15042021|",
        "038090012345||Nguyễn Văn Hùng|31/07/1990|Nam|Thôn 1|15/04/2021|31/07/2030",
        "038090012345||Nguyễn Văn Hùng|31071990|Nam|Thôn 1|15072024||Cha|Mẹ|038090099999\r\n",
        "\ufeff038090012345||Nguyễn Văn Hùng|31071990|Nam|Thôn 1",
    ],
)
def test_old_and_new_cards_give_the_same_four_things(text):
    assert read_card_qr(text) == HUNG


@pytest.mark.parametrize("birth", ["1950", "00001950", "00/00/1950"])
def test_a_card_with_only_the_year_of_birth(birth):
    card = read_card_qr(f"038150012345||Lê Thị Hoa|{birth}|Nữ|Thôn 1|15042021")
    assert (card.birth.show(), card.sex) == ("1950", "female")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Đây không phải mã QR của thẻ căn cước."),
        ("https://vneid.gov.vn/abc", "Đây không phải mã QR của thẻ căn cước."),
        ("038090012345||A|31071990|Nam", "Đây không phải mã QR của thẻ căn cước."),
        ("38090012345||A B|31071990|Nam|x|", "Mã QR không có số định danh 12 chữ số."),
        ("171234567||A B|31071990|Nam|x|", "Mã QR không có số định danh 12 chữ số."),
        ("038090012345|||31071990|Nam|x|", "Mã QR không có họ tên."),
        ("038090012345||A B|31021990|Nam|x|", "31/02/1990 không có trong lịch"),
    ],
)
def test_what_is_no_card_is_told(text, sentence):
    with pytest.raises(BadCard, match=sentence.replace(".", r"\.")):
        read_card_qr(text)


def test_address_old_number_and_parents_are_not_kept():
    card = read_card_qr("038090012345|171234567|Nguyễn Văn Hùng|31071990|Nam|Thôn bí mật|15072024||Cha A|Mẹ B")
    for dropped in ("171234567", "bí mật", "Cha A", "Mẹ B"):
        assert dropped not in repr(card)


def test_a_cancelled_number_is_not_kept():
    card = read_card_qr("038090012345|171234567|Nguyễn Văn Hùng|31071990|Nam|Thôn 1|15072024|038190099999|Cha|Mẹ")
    assert card == HUNG
    assert "038190099999" not in repr(card)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("038090012345||Nguyễn Văn Hùng|31071990|Nam|Thôn 1|", ()),
        ("038090012345||Nguyễn Văn Hùng|31071990||Thôn 1|", ()),
        ("038190012345||Nguyễn Văn Hùng|31071991|Nam|Thôn 1|",
         ("Giới tính theo số định danh là Nữ, trong danh sách là Nam.",
          "Năm sinh theo số định danh là 1990, trong danh sách là 1991.")),
    ],
)  # fmt: skip
def test_a_card_that_contradicts_itself_says_so(text, odd):
    assert read_card_qr(text).oddities() == odd


def test_a_card_is_read_in_either_normal_form_and_a_name_of_the_highlands_stays():
    text = "066190012345||H’BIA ÊBAN|1990|Nữ|Buôn 1|15042021"
    for form in ("NFC", "NFD"):
        assert read_card_qr(unicodedata.normalize(form, text)).full_name == "H'Bia Êban"


@given(st.text(alphabet=st.sampled_from("0123456789|ABnăm/ "), max_size=80))
def test_any_text_is_a_card_or_refused_with_a_sentence(text):
    try:
        said = read_card_qr(text).number
    except BadCard as problem:
        said = str(problem)
    assert said.endswith(".") or len(said) == 12
