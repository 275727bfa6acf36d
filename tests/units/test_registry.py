"""The national list in the database, and finding a commune in it."""

import csv
from importlib.resources import files

import pytest

from tungnha.units.models import Area
from tungnha.units.problems import BadInput
from tungnha.units.registry import find_commune, load_areas

pytestmark = pytest.mark.django_db

CHANGES = list(
    csv.DictReader((files("tungnha.units") / "data" / "area_changes.csv").read_text(encoding="utf-8").splitlines())
)


def test_the_11_changed_rows_keep_their_code_and_get_the_new_type():
    load_areas()
    changed = {change["code"]: change["type"] for change in CHANGES}
    assert len(changed) == 11
    assert dict(Area.objects.filter(code__in=changed).values_list("code", "type_name")) == changed
    assert Area.objects.get(code="75").full_name == "thành phố Đồng Nai"
    assert Area.objects.get(code="25270").full_name == "phường Lộc Ninh"


def test_a_list_loaded_before_the_change_is_brought_up_to_date_and_nothing_is_doubled():
    assert load_areas() == 34 + 3321
    Area.objects.filter(code="75").update(type_name="tỉnh")
    path = Area.objects.get(code="25270").path
    assert load_areas() == 0
    assert Area.objects.get(code="75").type_name == "thành phố"
    assert Area.objects.get(code="25270").path == path == "75/25270/"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1960", "01960 (xã Hiệp Lực"), ("hiep luc", "01960 (xã Hiệp Lực"), ("xã Hiệp Lực", "01960 (xã Hiệp Lực"),
     ("Hiệp Lục", "01960 (xã Hiệp Lực")],
)  # fmt: skip
def test_a_code_that_is_none_suggests_what_was_meant(text, meant):
    load_areas()
    assert find_commune("01960").full_name == "xã Hiệp Lực"
    with pytest.raises(BadInput) as told:
        find_commune(text)
    assert told.value.sentence.startswith(f"Không có xã, phường nào mang mã “{text}”. Có phải: ")
    assert meant in told.value.sentence


def test_a_code_like_no_other_says_what_a_code_looks_like():
    load_areas()
    with pytest.raises(BadInput, match="Mã xã có 5 chữ số, ví dụ 01960"):
        find_commune("zzz")
