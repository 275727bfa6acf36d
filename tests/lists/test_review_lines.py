"""A row and a person, line by line: what differs first, what it may mean, no number in full."""

from __future__ import annotations

import pytest

from tungnha.identity.dates import read_date
from tungnha.lists.reviewing.lines import Known, Listed, lines, on_one, same_village


def told(cells, **known):
    known.setdefault("full_name", "Nguyễn Văn An")
    if "birth" in known:
        known["birth"] = read_date(known["birth"])
    return {line.label: line for line in lines(Listed(cells), Known(**known))}


def shown(parts):
    return "".join(f"[{text}]" if marked else text for text, marked in parts)


def test_what_differs_stands_first_and_what_one_side_lacks_last():
    found = told({"full_name": "Nguyễn Văn Ân", "birth": "15/03/1980", "village": "Thôn 2"}, birth="15/03/1980",
                 village="thôn 1", sex="male")  # fmt: skip
    assert list(found) == ["Họ và tên", "Thôn, địa chỉ", "Ngày sinh", "Giới tính"]
    assert [line.state for line in found.values()] == ["differs", "differs", "same", "missing"]


@pytest.mark.parametrize(
    ("cells", "known", "note"),
    [
        ({"birth": "03/12/1980"}, {"birth": "12/03/1980"}, "như bị đổi chỗ ngày và tháng"),
        ({"birth": "1980"}, {"birth": "12/03/1980"}, "một bên chỉ ghi năm, tháng"),
        ({"birth": "12/03/1981"}, {"birth": "12/03/1980"}, ""),
    ],
)
def test_what_a_difference_of_birth_may_mean(cells, known, note):
    assert told(cells, **known)["Ngày sinh"].note == note


@pytest.mark.parametrize(
    ("written", "numbers", "state", "note"),
    [
        ("019080000011", [("019080000011", True)], "same", ""),
        ("019080000011", [("019080000099", True), ("019080000011", False)], "same", "là số cũ của người này trong sổ"),
        ("019080000011", [], "missing", "sổ chưa có số của người này"),
        ("019080000011", [("190800001", True)], "missing", "một bên là số CMND cũ, không so được"),
        (
            "019080000011",
            [("019080000017", True)],
            "differs",
            "hai số chỉ khác 1 chữ số ở cuối: có thể một bên gõ nhầm",
        ),
        ("abc", [("019080000017", True)], "missing", "số trong danh sách không đọc được"),
    ],
)
def test_numbers(written, numbers, state, note):
    line = told({"full_name": "Nguyễn Văn An", "personal_number": written}, numbers=numbers)["Số định danh"]
    assert (line.state, line.note) == (state, note)
    assert sum(char.isdigit() for char in shown(line.listed) + shown(line.known)) <= 2


def test_an_old_number_of_the_row_speaks_too():
    cells = {"full_name": "Nguyễn Văn An", "personal_number": "019080000011", "old_number": "190800001"}
    assert told(cells, numbers=[("190800001", False)])["Số định danh"].state == "same"


def test_one_shared_telephone_is_enough_and_none_is_shown():
    line = told({"full_name": "A", "phone": "0912000011; 0912000012"}, telephones=["0912000012"])["Điện thoại"]
    assert (line.state, shown(line.listed)) == ("same", "•" * 10)


def test_a_name_the_register_once_had_is_held_against_the_row():
    line = told({"full_name": "Nguyễn Văn Ánh"}, other_names=["Nguyễn Văn Ánh"])["Họ và tên"]
    assert (line.state, line.note) == ("same", "từng ghi trong sổ là Nguyễn Văn Ánh")


def test_what_only_one_side_says_is_a_sentence_and_spells_no_number():
    found = lines(
        Listed({"full_name": "An", "phone": "0912000011"}),
        Known("An", sex="female", numbers=[("019080000011", True)], village="thôn 1"),
    )
    assert on_one(found) == [
        "Danh sách không ghi: giới tính (sổ ghi Nữ), số định danh (sổ có), thôn, địa chỉ (sổ ghi thôn 1)",
        "Sổ không ghi: điện thoại (danh sách có)",
    ]


@pytest.mark.parametrize(
    ("written", "village", "same"),
    [
        ("Thôn 1", "thôn 1", True), ("thôn 12", "thôn 1", False), ("Thôn 1, xã Mẫu Sơn", "thôn 1", True),
        ("Nà Mèo", "thôn Nà Mèo", True), ("Xóm Nà Mèo", "thôn Nà Mèo", True), ("số 1 Lê Lợi", "thôn 1", False),
        ("1", "thôn 1", True), ("Bản Lùng", "thôn Bản Lùng", True), ("Nà Mèo Trên", "thôn Nà Mèo", False),
        ("số 5 thôn Nà Mèo xã Mẫu", "thôn Nà Mèo", True), ("Nà Mèo - Mẫu Sơn", "thôn Nà Mèo", True),
    ],
)  # fmt: skip
def test_whether_an_address_names_a_village(written, village, same):
    assert same_village(written, village) is same
