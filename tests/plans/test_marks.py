"""How the text of a plan is laid beside its review: which lines stand out as headings."""

import pytest

from tungnha.plans.marks import marked_lines


@pytest.mark.parametrize(("line", "level"), [
    ("II. NỘI DUNG TUYÊN TRUYỀN", "heading"), ("1. Phòng Văn hóa - Xã hội", "point"), ("- Đi từng nhà.", "item"),
    ("2. Có đủ người, đủ máy; ai cũng được giúp.", "text"), ("3. Tới từng nhà, chỉ từng người;", "text"),
    ("4. " + "Dài quá một dòng đầu mục " * 6, "text"),
])  # fmt: skip
def test_a_numbered_sentence_is_no_heading(line, level):
    assert [one.level for one in marked_lines(line, [])] == [level]
