from decimal import Decimal

import pytest

from tungnha.plans.rules import is_reached, level_words, needed_count


def needed(comparator, value, base=5480, unit="%", stated=None):
    return needed_count(
        comparator=comparator,
        value=None if value is None else Decimal(value),
        unit=unit,
        base=base,
        stated_count=stated,
    )


@pytest.mark.parametrize(
    ("comparator", "value", "base", "unit", "stated", "count"),
    [
        (">", "63.8", 5480, "%", None, 3497),
        (">", "64", 5480, "%", None, 3508),
        ("=", "35", 5480, "%", None, 1918),
        (">=", "63.8", 5480, "%", None, 3497),
        ("=", "63.8", 5480, "%", 3496, 3496),  # the plan's own count
        (">=", "90", 200, "%", None, 180),
        (">", "90", 200, "%", None, 181),  # more than a whole result is one more
        ("=", "100", 86, "%", None, 86),
        ("=", "33.333", 3, "%", None, 1),
        ("=", "0", 40, "%", None, 0),
        (">=", "1", 200, "thành viên/hộ", None, 200),  # each household must have one
        (">=", "3", None, "mô hình", None, 3),
        (">", "3", None, "mô hình", None, 4),
        ("=", "40", None, "%", None, None),
        ("=", None, 5480, "%", None, None),
        (">", "100", 50, "%", None, None),  # nobody can reach more than all
        ("=", "40", 0, "%", None, 0),
    ],
)
def test_the_needed_count_is_the_plans_own_or_the_smallest_whole_number(comparator, value, base, unit, stated, count):
    assert needed(comparator, value, base, unit, stated).count == count


def test_the_page_says_which_rule_was_used():
    assert [
        needed("=", "63.8", stated=3496).why,
        needed(">", "63.8").why,
        needed("=", "40", base=None).why,
        needed("=", None).why,
        needed(">=", "1", base=None, unit="thành viên/hộ").why,
        needed(">=", "1", base=200, unit="thành viên/hộ").why,
    ] == [
        "Kế hoạch nêu sẵn số phải đạt: 3.496.",
        "Muốn “trên 63,80%” của 5.480 thì cần ít nhất 3.497.",
        "Chưa có số phải tính, nên chưa biết “đạt 40,00%” là bao nhiêu.",
        "Kế hoạch không nêu mức, nên chưa tính được số phải đạt.",
        "Chưa biết có bao nhiêu hộ, nên chưa tính được “từ 1 thành viên/hộ trở lên”.",
        "Mỗi hộ phải có từ 1 thành viên/hộ trở lên: đủ 200 hộ mới đạt.",
    ]


@pytest.mark.parametrize(
    ("achieved", "comparator", "value", "stated", "reached"),
    [
        (1917, "=", "35", None, False),
        (1918, "=", "35", None, True),
        (3496, "=", "63.8", 3496, True),
        (3496, ">", "63.8", None, False),
        (3497, ">", "63.8", None, True),
        (3507, ">", "64", None, False),
        (3508, ">", "64", None, True),
        (None, ">", "64", None, None),  # missing is not zero
    ],
)
def test_reached_is_read_from_the_needed_count(achieved, comparator, value, stated, reached):
    found = is_reached(
        achieved=achieved, comparator=comparator, value=Decimal(value), unit="%", base=5480, stated_count=stated
    )
    assert found is reached


def test_nothing_is_reached_while_the_base_is_missing():
    assert is_reached(achieved=10, comparator="=", value=Decimal(40), unit="%", base=None) is None


def test_the_level_is_said_as_the_plan_says_it():
    assert [
        level_words(">", Decimal("63.8"), "%"),
        level_words(">=", Decimal(1), "thành viên/hộ"),
        level_words("=", Decimal("35.4"), "%"),
        level_words("=", None, "%"),
        level_words(">=", Decimal(5480), "người"),
    ] == ["trên 63,80%", "từ 1 thành viên/hộ trở lên", "đạt 35,40%", "chưa nêu mức", "từ 5.480 người trở lên"]
