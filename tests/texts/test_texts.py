"""How a text is read for what is ill written: no empty place, no two spaces, numbers as offices write them (Show 5).
Every text the product makes is read so where every page is opened: tests/guards/test_every_page.py."""

from __future__ import annotations

import pytest

from tests.texts.ill_written import faults


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Kế hoạch số ngày 12/5/2026", "số văn bản trống"),
        ("Kế hoạch  số 5", "hai dấu cách liền nhau"),
        ("Cơ sở tính (2):  (nguồn: lần đo đầu)", "hai dấu cách liền nhau"),
        ("đạt 63.80%", "phần trăm viết dấu chấm"),
        ("đạt 63,8%", "phần trăm có một chữ số thập phân"),
        ("có 5480 người", "hàng nghìn không có dấu chấm"),
        ("có 5,480 người", "hàng nghìn viết dấu phẩy"),
        ("thôn {thon} mời", "chỗ chưa điền"),
        ("Kính gửi: .", "hai dấu câu liền nhau, ở giữa trống"),
        ("tại nhà văn hóa .", "dấu cách trước dấu câu"),
        ("“” chưa có", "ngoặc rỗng"),
        ("đến None", "chữ của máy"),
        ("ngày 2026-05-28", "ngày viết kiểu máy"),
    ],
)
def test_each_way_of_writing_ill_is_seen(words, said):
    assert [one.partition(":")[0] for one in faults(words)] == [said]


@pytest.mark.parametrize(
    "words",
    [
        "Đến 10 giờ 00 ngày 28/5/2026 có 11/14 đơn vị gửi báo cáo; gửi muộn 01 đơn vị.",
        "340/5.480 = 6,20%; đạt 100,00% chỉ tiêu (3.496 người), năm 2026 người dân",
        "Số:       /BC-UBND ngày      tháng       năm 2026",
        "Thôn 3, khu phố 12, điện thoại 0912 000 101",
        "Lời đọc…  ".strip(),
    ],
)
def test_what_is_well_written_passes(words):
    assert faults(words, official=True) == []


def test_a_paper_writes_a_small_count_with_two_digits():
    assert faults("Có 5 tổ chưa gửi", official=True)
    assert faults("Có 5 tổ chưa gửi") == []
