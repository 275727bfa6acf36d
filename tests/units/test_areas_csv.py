"""The list of provinces and communes of 1/7/2025 (Quyết định 19/2025/QĐ-TTg) that every installation starts from."""

import csv
import unicodedata
from collections import Counter
from importlib.resources import files

import pytest

from tungnha.identity.names import fold, tidy, tone_key

DATA = files("tungnha.units") / "data"
TYPES = {"province": {"tỉnh", "thành phố"}, "commune": {"xã", "phường", "đặc khu"}}

# province code: communes, of which phường, of which đặc khu (None: only the sum was counted by hand)
COUNTS = {
    "01": (126, 51, 0), "04": (56, None, 0), "08": (124, None, 0), "11": (45, None, 0), "12": (38, None, 0),
    "14": (75, None, 0), "15": (99, None, 0), "19": (92, 15, 0), "20": (65, None, 0), "22": (54, 30, 2),
    "24": (99, None, 0), "25": (148, None, 0), "31": (114, 45, 2), "33": (104, None, 0), "37": (129, None, 0),
    "38": (166, 19, 0), "40": (130, None, 0), "42": (69, None, 0), "44": (78, 8, 1), "46": (40, None, 0),
    "48": (94, 23, 1), "51": (96, 9, 1), "52": (135, None, 0), "56": (65, 16, 1), "66": (102, None, 0),
    "68": (124, 20, 1), "75": (95, None, 0), "79": (168, 113, 1), "80": (96, None, 0), "82": (102, None, 0),
    "86": (124, None, 0), "91": (102, 14, 3), "92": (103, None, 0), "96": (64, None, 0),
}  # fmt: skip

# Xã Văn Lang and xã Văn Lăng (Thái Nguyên), xã Đồng Tiến and phường Đông Tiến (Thanh Hóa) …
AMBIGUOUS = {
    ("19", "van lang"), ("31", "cam giang"), ("38", "dong tien"), ("51", "ba to"), ("51", "son ha"),
    ("75", "loc thanh"), ("79", "thanh an"), ("80", "tan thanh"), ("82", "my tho"), ("82", "tan thanh"),
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def areas() -> list[dict[str, str]]:
    return rows_of("areas.csv")


@pytest.fixture(scope="module")
def communes(areas) -> list[dict[str, str]]:
    return [row for row in areas if row["kind"] == "commune"]


def test_34_provinces_and_3321_communes(areas):
    assert Counter(row["kind"] for row in areas) == {"province": 34, "commune": 3321}


def test_the_types_of_the_decision(areas):
    assert Counter(row["type"] for row in areas) == {
        "tỉnh": 28, "thành phố": 6, "xã": 2621, "phường": 687, "đặc khu": 13,
    }  # fmt: skip
    assert all(row["type"] in TYPES[row["kind"]] for row in areas)


def test_every_code_is_text_of_the_right_length_and_used_once(areas):
    codes = [row["code"] for row in areas]
    assert len(set(codes)) == len(codes)
    assert all(row["code"].isdigit() for row in areas)
    assert {(row["kind"], len(row["code"])) for row in areas} == {("province", 2), ("commune", 5)}


def test_every_commune_belongs_to_a_province_of_the_list_and_no_province_to_anything(areas, communes):
    provinces = {row["code"] for row in areas if row["kind"] == "province"}
    assert {row["parent_code"] for row in communes} == provinces
    assert {row["parent_code"] for row in areas if row["kind"] == "province"} == {""}


def test_the_rows_stand_in_the_order_of_their_codes_provinces_first(areas):
    assert areas == sorted(areas, key=lambda row: (len(row["code"]), row["code"]))


def test_each_province_has_as_many_communes_as_counted(communes):
    per_province = Counter(row["parent_code"] for row in communes)
    assert per_province == {code: total for code, (total, _, _) in COUNTS.items()}


def test_phuong_and_dac_khu_per_province_where_they_were_counted(communes):
    counted = Counter((row["parent_code"], row["type"]) for row in communes)
    for code, (_, phuong, dac_khu) in COUNTS.items():
        assert counted[code, "đặc khu"] == dac_khu
        assert phuong is None or counted[code, "phường"] == phuong


@pytest.mark.parametrize(
    ("code", "type_and_name", "parent"),
    [
        ("38", "tỉnh Thanh Hóa", ""),
        ("19", "tỉnh Thái Nguyên", ""),
        ("15835", "xã Thiệu Trung", "38"),
        ("16228", "xã Như Thanh", "38"),
        ("16498", "xã Quảng Ngọc", "38"),
        ("01960", "xã Hiệp Lực", "19"),
        ("00070", "phường Hoàn Kiếm", "01"),
        # The three names on which the sources differed; see docs/decisions/0002-areas-csv.md.
        ("06970", "xã Ba Chẽ", "22"),
        ("23938", "xã Ia Mơ", "52"),
        ("00745", "xã Phố Bảng", "08"),
    ],
)
def test_a_known_code(areas, code, type_and_name, parent):
    (row,) = [row for row in areas if row["code"] == code]
    assert (f"{row['type']} {row['name']}", row["parent_code"]) == (type_and_name, parent)


def test_names_are_nfc_tidy_and_without_their_type(areas):
    for row in areas:
        assert row["name"] == unicodedata.normalize("NFC", row["name"]) == tidy(row["name"])
        assert not row["name"].lower().startswith(("xã ", "phường ", "đặc khu ", "tỉnh ", "thành phố "))


def test_tone_marks_stand_where_the_decision_puts_them(areas):
    """Hòa and Thủy, not Hoà and Thuỷ: one style in the whole file."""
    new_style = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
    for row in areas:
        for word in row["name"].lower().split():
            assert word.startswith("qu") or not word.endswith(new_style)


def test_a_full_name_occurs_once_in_a_province(communes):
    named = Counter((row["parent_code"], row["type"], tone_key(row["name"])) for row in communes)
    assert max(named.values()) == 1


def test_names_that_only_marks_or_type_tell_apart_are_few(communes):
    """A list that drops both marks and type cannot tell these apart: it must ask."""
    folded = Counter((row["parent_code"], fold(row["name"])) for row in communes)
    assert {key for key, count in folded.items() if count > 1} == AMBIGUOUS


def test_changes_after_1_7_2025_speak_of_known_areas(areas):
    by_code = {row["code"]: row for row in areas}
    changes = rows_of("area_changes.csv")
    assert len(changes) == 11
    for change in changes:
        area = by_code[change["code"]]
        assert change["on"] > "2025-07-01"
        assert change["type"] in TYPES[area["kind"]] - {area["type"]}
