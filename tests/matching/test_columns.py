"""The headers of lists as operators, police and schools write them."""

import pytest

from tungnha.matching.columns import field_of, find_header, guess_columns
from tungnha.matching.problems import UnreadableList


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Họ và tên", "full_name"),
        ("HỌ TÊN", "full_name"),
        ("Họ, tên", "full_name"),
        ("Tên", "full_name"),
        ("Tên khách hàng", "full_name"),
        ("Tên thuê bao", "full_name"),
        ("Họ và tên cán bộ", "full_name"),
        ("Ngày sinh", "birth"),
        ("Ngày, tháng, năm sinh (dd/mm/yyyy)", "birth"),
        ("Năm sinh", "birth"),
        ("Số CCCD", "personal_number"),
        ("Số CCCD/CMND (*)", "personal_number"),
        ("Số định danh cá nhân", "personal_number"),
        ("Số giấy tờ", "personal_number"),
        ("SO_GIAY_TO", "personal_number"),
        ("SĐT", "phone"),
        ("Số ĐT", "phone"),
        ("Điện thoại", "phone"),
        ("Số thuê bao", "phone"),
        ("Thôn", "village"),
        ("Thôn/Bản/Tổ dân phố", "village"),
        ("Bản", "village"),
        ("Tên thôn", "village"),
        ("Địa chỉ thường trú", "village"),
        ("Nơi ở hiện nay", "village"),
        ("Giới tính", "sex"),
        ("Nam/Nữ", "sex"),
        ("Ngày cấp CTS", "since"),
        ("Ngày cài đặt", "since"),
        ("Thời gian kích hoạt", "since"),
        ("Kết quả", "status"),
        ("Trạng thái thuê bao", "status"),
        ("Ghi chú", "note"),
        ("STT", None),
        ("Họ tên chủ hộ", None),
        ("Ngày cấp CCCD", None),
        ("Nơi cấp", None),
        ("Văn bản", None),
        ("Tên dịch vụ", None),
        ("", None),
    ],
)
def test_what_a_header_names(header, field):
    assert field_of(header) == field


def test_a_whole_header():
    header = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "SĐT", "Thôn", "Kết quả"]
    assert guess_columns(header) == {
        "full_name": 1, "birth": 2, "personal_number": 3, "phone": 4, "village": 5, "status": 6,
    }  # fmt: skip


def test_of_two_columns_the_one_that_reads_is_taken_then_the_more_telling_words():
    header = ["Họ tên", "CMND", "Số CCCD", "Địa chỉ", "Thôn"]
    rows = [["Lê Thị Lan", "", "038190000001", "xã Thiệu Trung", "Thôn 1"]] * 5
    assert guess_columns(header, rows) == {"full_name": 0, "personal_number": 2, "village": 4}


def test_the_issue_date_of_the_card_is_not_the_day_of_the_service():
    assert "since" not in guess_columns(["Họ tên", "Số CCCD", "Ngày cấp", "Nơi cấp"])
    assert guess_columns(["Họ tên", "Số CCCD", "Ngày cấp"])["since"] == 2


def test_a_column_of_numbers_is_known_by_what_stands_in_it():
    rows = [["Lê Thị Lan", 38190000001, "0912345678"], ["Lê Văn Nam", "038090000002", 912345679]]
    assert guess_columns(["Họ tên", "Mã", "Liên hệ"], rows) == {"full_name": 0, "personal_number": 1, "phone": 2}


def test_the_header_stands_below_the_title():
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ", "", ""],
        ["DANH SÁCH HỌ TÊN CÔNG DÂN CÓ CHỮ KÝ SỐ", "", ""],
        ["STT", "Họ và tên", "Số CCCD"],
        [1, "Lê Thị Lan", "038190000001"],
    ]
    assert find_header(rows) == 2


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["Thôn", "Kết quả"]], [["Họ và tên"]]])
def test_no_header_is_told_with_what_was_looked_for(rows):
    with pytest.raises(UnreadableList, match=r"Không tìm thấy dòng tiêu đề; đã tìm các cột Họ và tên, Số định danh"):
        find_header(rows)
