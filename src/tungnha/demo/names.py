"""Names for the invented people of the samples: family names by region, given names by generation.

The weights roughly follow published name counts (about a third are Nguyễn); whoever comes out is nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

NGUYEN_SHARE = 0.32


class Bag:
    """Words drawn with their weights."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.words = tuple(weights)
        self._edges = tuple(accumulate(weights.values()))

    def draw(self, rng: Random) -> str:
        return self.words[bisect_right(self._edges, rng.random() * self._edges[-1])]


def bag(text: str) -> Bag:
    """'Anh 7, Hoa 3' as a bag; a word without a number weighs 1."""
    weights: dict[str, float] = {}
    for item in text.split(","):
        word, _, weight = item.strip().rpartition(" ")
        weights.update({word: float(weight)} if word else {weight: 1.0})
    return Bag(weights)


# Family names beside Nguyễn.
FAMILIES: dict[str, dict[str, float]] = {
    "bac-kan": {
        "Hoàng": 12, "Nông": 10, "Triệu": 8, "Lý": 7, "Đàm": 5.5, "Ma": 5, "Trần": 4, "Hà": 3.5, "Bế": 3,
        "Bàn": 2.5, "Lường": 2.5, "Dương": 2, "Đặng": 2, "Lê": 2, "Phạm": 2, "Lục": 1.8, "Đinh": 1.2,
        "Vi": 1.2, "Phùng": 1, "Chu": 1, "Vũ": 0.8, "Lưu": 0.6, "La": 0.6, "Liêu": 0.4,
    },
    "thanh-hoa": {
        "Lê": 18, "Trịnh": 7, "Trần": 7, "Phạm": 6, "Hoàng": 5, "Đỗ": 4, "Bùi": 3, "Vũ": 3, "Lường": 2.5,
        "Hà": 2.5, "Ngô": 2, "Mai": 2, "Đặng": 1.5, "Cao": 1, "Lưu": 1, "Tống": 0.8, "Quách": 0.8,
        "Đinh": 0.8,
    },
    "viet": {
        "Trần": 11, "Lê": 9.5, "Phạm": 7, "Phan": 4.5, "Hoàng": 3.5, "Vũ": 2.2, "Đặng": 2.1, "Bùi": 2, "Võ": 1.8,
        "Huỳnh": 1.6, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Trương": 1.2, "Dương": 1, "Đinh": 0.8, "Mai": 0.7,
        "Trịnh": 0.6, "Đoàn": 0.6, "Hà": 0.6, "Lý": 0.5, "Lương": 0.5, "Lâm": 0.5, "Cao": 0.5, "Tạ": 0.4,
        "Tô": 0.3, "Tống": 0.3, "Chu": 0.3, "Thái": 0.3, "Quách": 0.2,
    },
}  # fmt: skip

# Who marries in comes from further away, so the bag is flatter.
ELSEWHERE = bag(
    "Nguyễn 32, Trần 8, Lê 6, Hoàng 9, Phạm 5, Nông 5, Lý 4, Triệu 4, Vũ 3, Đặng 3, Bùi 2, Hà 3, Đàm 2.5, "
    "Ma 2.5, Dương 2.5, Đỗ 2, Bế 1.5, Lương 1.5, Đinh 1.5, Phan 1, Ngô 1, Vi 1, Chu 1, Tạ 0.5, "
    "Hứa 0.7, Mông 0.6"
)


@dataclass(frozen=True)
class Fashion:
    """The words parents chose from in one span of years."""

    until: int  # the last year of birth it holds for
    men_middle: Bag
    men: Bag
    women_middle: Bag
    women: Bag


FASHIONS: tuple[Fashion, ...] = (
    Fashion(
        1964,
        bag("Văn 78, Đình 6, Đức 4, Xuân 3, Hữu 3, Quang 2, Trọng 1.5, Ngọc 1.5, Thế 1"),
        bag(
            "Hùng 3, Sơn 3, Bình 3, Minh 3, Thành 3, Long 2, Hải 2, Quý 2, Thắng 3, Chiến 2, "
            "Lợi 2, Tiến 2.5, "
            "Dũng 3, Phúc 2, Vinh 2, Thanh 2.5, Hòa 2, Lâm 2, Khánh 1, Tư 1.5, Ba 1, Sáu 0.6, "
            "Cường 2, Hoan 1, "
            "Đoàn 1, Kiên 1, Nghĩa 1, Ngân 1, Páo 0.4, Phủ 0.4, Sinh 1.6, Thiết 1, Viện 0.8, Ích 0.6, Hiến 1"
        ),
        bag("Thị 92, Kim 2, Ngọc 2, Xuân 1.5, Thanh 1.5, Bích 1"),
        bag(
            "Hoa 4, Lan 3.5, Hương 3, Nga 2.5, Hà 2, Thanh 2.5, Hòa 2.5, Mai 2, Nhung 1.2, "
            "Bình 2, Liên 3, Xuân 3, "
            "Tuyết 2.5, Thơm 1.5, Thu 2, Sen 2, Hiền 2, Vân 2, Mến 1, Tâm 2, Thắm 1, Nụ 1, "
            "Đào 1.6, Chanh 0.8, "
            "Ngọt 0.6, Pảo 0.4, Slao 0.5, Lưu 0.8, Viển 0.6, Ngần 1, Bé 0.8, Lý 1.4, Gái 0.8, Mỵ 0.4"
        ),
    ),
    Fashion(
        1984,
        bag("Văn 62, Đức 7, Quang 6, Xuân 4, Ngọc 4, Mạnh 4, Thanh 3, Đình 3, Công 2, Trọng 2, Minh 2, Hữu 1"),
        bag(
            "Tuấn 4, Hùng 4, Dũng 4, Cường 3.5, Sơn 3, Hải 2.6, Thắng 2.6, Long 2, Tuyên 1.5, "
            "Hiếu 1.6, Nam 2, "
            "Trung 2.5, Kiên 2, Toàn 2, Hưng 2, Quyết 1.3, Thành 2.6, Tùng 2, Đông 1.4, Quân 1.5, Chung 1.5, "
            "Hà 1.2, Duy 1, Khoa 0.7, Điệp 1, Luân 1, Thuận 1.5, Vũ 1, Hợp 1, Thái 1.3, Giang 1.2, Hoàng 1.6"
        ),
        bag("Thị 80, Thanh 5, Thu 4, Ngọc 4, Bích 3, Kim 2, Hồng 2"),
        bag(
            "Hương 4.5, Hằng 3.6, Thủy 3.4, Hà 3, Hiền 3.4, Huyền 2.4, Nga 2.4, Lan 2.6, "
            "Loan 2.2, Nhung 2.4, "
            "Dung 2.4, Hạnh 2.4, Hoa 2.6, Yến 2, Thu 2, Thúy 2, Phương 2, Mai 2, Vân 2, Oanh 1.6, Liên 1.6, "
            "Nguyệt 1.4, Thảo 1.6, Tươi 1.2, Quyên 1.4, Chinh 1, Xuyến 1, Thoa 1.2, Luyến 1.2, "
            "Duyên 1.3, Bích 1"
        ),
    ),
    Fashion(
        1999,
        bag("Văn 34, Đức 10, Minh 8, Quang 7, Tuấn 6, Mạnh 6, Ngọc 6, Trung 5, Thanh 5, Anh 4, Xuân 4, Gia 3"),
        bag(
            "Tuấn 2.7, Hoàng 2.5, Huy 2.2, Anh 2, Hiếu 2, Hùng 2, Nam 2, Sơn 1.9, Đức 1.9, "
            "Dũng 1.7, Thành 1.6, "
            "Đạt 1.6, Cường 1.6, Long 1.6, Trung 1.6, Hải 1.4, Linh 1, Tùng 1.6, Quân 1.4, "
            "Việt 1.3, Giang 1.2, "
            "Duy 1.3, Thắng 1.4, Kiên 1.3, Mạnh 1.2, Tú 1.2, Công 0.8, Hưng 1.2, Phong 1, Quyền 0.8, Chiến 1"
        ),
        bag("Thị 58, Thu 10, Ngọc 8, Thanh 7, Hồng 6, Phương 5, Bích 3, Minh 3"),
        bag(
            "Trang 4.2, Thảo 3.5, Linh 3, Anh 2.5, Phương 2.2, Hằng 2.1, Huyền 2.1, Hiền 2, "
            "Hương 1.8, Ngọc 1.8, "
            "Dung 1.7, Nhung 1.7, Hà 1.8, Yến 1.5, Lan 1.4, Thu 1.3, Quỳnh 1.6, Mai 1.4, Ly 1.2, "
            "Oanh 1.1, Vân 1.2, "
            "Hoài 1, Duyên 1.2, Nga 1, Diệp 0.8, Thúy 1, Loan 1, Liễu 0.7, Thương 1.1, Ngân 1, Hậu 0.7"
        ),
    ),
    Fashion(
        9999,
        bag(
            "Minh 13, Đức 10, Gia 9, Quang 7, Anh 7, Tuấn 7, Hoàng 6, Bảo 6, Đình 4, Văn 8, Duy 5, Nhật 4, "
            "Khánh 4, Hải 4, Việt 3"
        ),
        bag(
            "Huy 3, Anh 3, Minh 3, Bảo 3, Khôi 2, Đạt 2, Phúc 2, Nam 2, Hoàng 2, Đức 2, Long 2, "
            "Kiên 1.6, Quân 1.8, "
            "Khang 2, Phong 1.8, Duy 1.8, Tùng 1.4, Dũng 1.4, Hưng 1.4, Nguyên 1.3, Việt 1.3, "
            "Thành 1.3, Khánh 1.3, "
            "Sơn 1.2, Lâm 1.4, Vũ 1, Hiếu 1.3, Thiên 1, Trường 1, Tuấn 1.2"
        ),
        bag(
            "Thị 22, Ngọc 14, Khánh 9, Thu 6, Bảo 8, Phương 8, Thùy 7, Quỳnh 6, Minh 6, Hà 5, "
            "Thanh 4, Diệu 4, Mai 4, "
            "Gia 3"
        ),
        bag(
            "Anh 7, Vy 4.6, Ngọc 4.3, Nhi 4.2, Hân 3.4, Linh 4, Chi 3, Trang 3, Ngân 2.6, "
            "Thảo 2.4, Phương 2.2, "
            "My 2.2, Thư 2.6, Hà 1.8, Trâm 1.4, Dương 1.6, Yến 1.4, Châu 1.3, Quỳnh 1.6, "
            "Huyền 1.4, Mai 1.4, Diệp 1.2, "
            "An 1.2, Giang 1.2, Uyên 1, Lan 0.8, Hương 1, Như 1.4, Tâm 0.8, Thủy 0.6"
        ),
    ),
)


def given_name(rng: Random, *, year: int, male: bool) -> str:
    """Middle and last name for someone born in that year; a fifth of the young carry two middle names."""
    fashion = next(fashion for fashion in FASHIONS if year <= fashion.until)
    middle, last = (fashion.men_middle, fashion.men) if male else (fashion.women_middle, fashion.women)
    words = [middle.draw(rng), last.draw(rng)]
    if words[0] == "Thị" and year >= 1975 and rng.random() < 0.4:
        words.insert(1, fashion.women_middle.draw(rng))
    elif year >= 1995 and rng.random() < 0.15:
        words.insert(0, middle.draw(rng))
    chosen = [word for at, word in enumerate(words) if word not in words[:at]]
    return " ".join(chosen if len(chosen) > 1 else [*chosen, "Anh" if chosen[0] != "Anh" else "Minh"])


def family_bag(flavour: str, clans: Sequence[str] = ()) -> Bag:
    """Family names of a village: a third Nguyễn, and its own clans four times as often as elsewhere."""
    others = {name: weight * (4 if name in clans else 1) for name, weight in FAMILIES[flavour].items()}
    nguyen = sum(others.values()) * NGUYEN_SHARE / (1 - NGUYEN_SHARE)
    return Bag({"Nguyễn": nguyen, **others})
