"""Marks of lines and the tree they make, whatever the numbering."""

import pytest

from tungnha.reading.document import open_document
from tungnha.reading.marks import ITEM, LETTER, NUMBER, PARAGRAPH, PART, ROMAN, SUBNUMBER, mark_of
from tungnha.reading.sections import build_tree, preamble_end


@pytest.mark.parametrize(
    ("text", "level", "label", "words"),
    [
        ("I. MỤC ĐÍCH", ROMAN, "I", "MỤC ĐÍCH"),
        ("II- NỘI DUNG", ROMAN, "II", "NỘI DUNG"),
        ("III/ KINH PHÍ", ROMAN, "III", "KINH PHÍ"),
        ("IV.TỔ CHỨC", ROMAN, "IV", "TỔ CHỨC"),
        ("V TỔ CHỨC THỰC HIỆN", ROMAN, "V", "TỔ CHỨC THỰC HIỆN"),
        ("MỤC ĐÍCH, YÊU CẦU", ROMAN, "", "MỤC ĐÍCH, YÊU CẦU"),
        ("A. TIÊU CHÍ", LETTER, "A", "TIÊU CHÍ"),
        ("B - CÁCH LÀM", LETTER, "B", "CÁCH LÀM"),
        ("Phần thứ nhất: MỤC TIÊU", PART, "Phần thứ nhất", "MỤC TIÊU"),
        ("PHẦN II. NHIỆM VỤ", PART, "PHẦN II", "NHIỆM VỤ"),
        ("Điều 2. Hiệu lực", LETTER, "Điều 2", "Hiệu lực"),
        ("Mục 1. Quy định chung", LETTER, "Mục 1", "Quy định chung"),
        ("Bước 3: Mở lớp", NUMBER, "Bước 3", "Mở lớp"),
        ("2.Sở Y tế", NUMBER, "2", "Sở Y tế"),
        ("12.Đề nghị Hội Nông dân", NUMBER, "12", "Đề nghị Hội Nông dân"),
        ("1 . Mục đích", NUMBER, "1", "Mục đích"),
        ("1- Đến 30/6/2026, mở lớp", NUMBER, "1", "Đến 30/6/2026, mở lớp"),
        ("1/ Yêu cầu", NUMBER, "1", "Yêu cầu"),
        ("3. 100% hộ dân", NUMBER, "3", "100% hộ dân"),
        ("2. 2.000 người được học", NUMBER, "2", "2.000 người được học"),
        ("I.2. Yêu cầu", NUMBER, "I.2", "Yêu cầu"),
        ("1.1 Nội dung", SUBNUMBER, "1.1", "Nội dung"),
        ("1.1. Nội dung", SUBNUMBER, "1.1", "Nội dung"),
        ("1.1.1. Nội dung", ITEM, "1.1.1", "Nội dung"),
        ("3.1.a) Việc", ITEM, "3.1.a", "Việc"),
        ("(1) Một", ITEM, "(1)", "Một"),
        ("1) một", ITEM, "1", "một"),
        ("đ) Năm", ITEM, "đ)", "Năm"),
        ("a. Một", ITEM, "a.", "Một"),
    ],
)
def test_marks(text, level, label, words):
    mark = mark_of(text)
    assert (mark.level, mark.label, text[mark.body :]) == (level, label, words)


@pytest.mark.parametrize(
    "text",
    [
        "2026", "5.480 người trên 15 tuổi", "30/6/2026: hoàn thành", "15.5.2026", "37 thôn, tổ dân phố",
        "1.5 triệu đồng", "12.30 giờ họp", "9h30 họp giao ban", "01 tổ công tác mỗi thôn", "100% hộ dân", "50-60% hộ",
        "18 - 25 tuổi",
        "06/QĐ-TTg ngày 06/01/2022", "13/3 - ngày hội", "Mục 3 Kế hoạch này quy định", "Phần mềm quản lý", "Bước đầu",
        "V/v mở lớp kỹ năng số", "VNPT, Viettel", "20 - 25% số hộ", "7:30 sáng",
    ],
)  # fmt: skip
def test_dates_years_and_amounts_are_no_marks(text):
    assert mark_of(text).level == PARAGRAPH


def tree(*lines):
    """The tree as nested pairs of label or first words and children."""
    doc = open_document("KẾ HOẠCH\nMở lớp kỹ năng số\n\n" + "\n\n".join(lines))

    def shown(node):
        return (node.label or node.text[:12], [shown(c) for c in node.children])

    return [shown(n) for n in build_tree(doc, preamble_end(doc), doc.body_end).children]


def test_numbers_that_skip_and_repeat_stay_siblings():
    assert tree("I. MỤC ĐÍCH", "V. NỘI DUNG", "1. Một", "4. Bốn", "V. KINH PHÍ", "1. Một") == [
        ("I", []),
        ("V", [("1", []), ("4", [])]),
        ("V", [("1", [])]),
    ]


def test_letters_in_vietnamese_order_below_a_roman_number():
    assert tree("I. NỘI DUNG", "a) Một", "d) Bốn", "đ) Năm", "e) Sáu") == [
        ("I", [("a)", []), ("d)", []), ("đ)", []), ("e)", [])])
    ]


def test_capital_letters_stand_above_or_below_roman_numbers_as_the_plan_has_it():
    assert tree("A. MỤC TIÊU", "I. CHUNG", "1. Một", "B. NHIỆM VỤ", "I. HẠ TẦNG") == [
        ("A", [("I", [("1", [])])]),
        ("B", [("I", [])]),
    ]
    assert tree("I. MỤC TIÊU", "II. NỘI DUNG", "A. Tiêu chí", "1. Một", "B. Cách làm", "III. KINH PHÍ") == [
        ("I", []),
        ("II", [("A", [("1", [])]), ("B", [])]),
        ("III", []),
    ]


def test_brackets_stand_below_numbers_and_letters_below_brackets_as_they_come():
    assert tree("I. NỘI DUNG", "1. Một", "(1) Việc", "(2) Việc", "a) Phần", "b) Phần", "(3) Việc", "2. Hai") == [
        ("I", [("1", [("(1)", []), ("(2)", [("a)", []), ("b)", [])]), ("(3)", [])]), ("2", [])])
    ]
    assert tree("I. NỘI DUNG", "a) Một", "1) Việc", "2) Việc", "b) Hai") == [
        ("I", [("a)", [("1", []), ("2", [])]), ("b)", [])])
    ]


def test_a_list_that_starts_again_behind_a_colon_stands_below_it():
    assert tree("I. NỘI DUNG", "1. Một", "a) Các việc:", "1. Họp", "2. Mở lớp", "b) Hai") == [
        ("I", [("1", [("a)", [("1", []), ("2", [])]), ("b)", [])])])
    ]


def test_sub_numbers_go_below_their_number():
    assert tree("IV. NỘI DUNG", "4. Bốn", "4.1. Một", "4.1.1. Nhỏ", "4.2. Hai", "5. Năm") == [
        ("IV", [("4", [("4.1", [("4.1.1", [])]), ("4.2", [])]), ("5", [])])
    ]


@pytest.mark.parametrize("outer", ["-", "–", "•", "*"])
def test_a_plus_stands_below_whatever_bullet(outer):
    lines = ("I. NỘI DUNG", f"{outer} Một", "+ Trong", "+ Trong", f"{outer} Hai")
    assert tree(*lines) == [("I", [(outer, [("+", []), ("+", [])]), (outer, [])])]


def test_one_bullet_among_others_is_no_level_of_its_own():
    assert tree("I. NỘI DUNG", "- Một.", "• Hai.", "- Ba.") == [("I", [("-", []), ("•", []), ("-", [])])]


def test_a_plain_paragraph_belongs_to_the_heading():
    assert tree("1. Một", "- Việc.", "Lời thường không có dấu.") == [("1", [("-", []), ("Lời thường k", [])])]


def test_a_part_takes_its_words_from_the_next_line_and_stands_above_roman_numbers():
    assert tree("Phần I", "KẾT QUẢ NĂM TRƯỚC", "Đã làm.", "Phần II", "MỤC TIÊU", "I. CHUNG", "1. Một") == [
        ("Phần I", [("Đã làm.", [])]),
        ("Phần II", [("I", [("1", [])])]),
    ]


def test_units_that_lost_their_numbers_are_headings_again():
    lines = ("V. TỔ CHỨC THỰC HIỆN", "Phòng Kinh tế", "- Bố trí kinh phí.", "Công an xã", "- Giữ trật tự.", "- Hỗ trợ.")
    assert tree(*lines) == [("V", [("Phòng Kinh t", [("-", [])]), ("Công an xã", [("-", []), ("-", [])])])]


def test_a_plan_without_any_number_or_bold_still_has_its_sections():
    lines = (
        "Mục đích, yêu cầu", "Đưa kỹ năng số đến từng hộ dân trên địa bàn xã.", "Nội dung thực hiện",
        "Mở lớp tại nhà văn hóa của từng thôn vào buổi tối.", "Tổ chức thực hiện",
        "Phòng Kinh tế", "- Bố trí kinh phí.", "Công an xã", "- Giữ trật tự.",
    )  # fmt: skip
    assert [label for label, _ in tree(*lines)] == ["Mục đích, yê", "Nội dung thự", "Tổ chức thực"]
    assert [label for label, _ in tree(*lines)[2][1]] == ["Phòng Kinh t", "Công an xã"]


def test_a_path_tells_the_way_down():
    doc = open_document("KẾ HOẠCH\nMở lớp\n\nII. NỘI DUNG\n\n2. Hai\n\n2.1. Nhỏ\n\na) Việc\n\n- Ý")
    nodes = list(build_tree(doc, preamble_end(doc), doc.body_end).walk())
    assert [n.path for n in nodes] == ["", "II", "II.2", "II.2.1", "II.2.1.a", "II.2.1.a"]
