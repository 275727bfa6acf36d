"""The villages of the samples, with invented two-word names."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tungnha.demo.records import SampleVillage

HIEP_LUC = (
    SampleVillage("Nà Mèo", adults=618, eagerness=1.9),
    SampleVillage("Khuổi Sưa", adults=402, eagerness=0.5),
    SampleVillage("Bản Lùng", adults=547, eagerness=1.1),
    SampleVillage("Nà Quạng", adults=489, eagerness=0.9),
    SampleVillage("Pác Thin", adults=371, eagerness=1.5),
    SampleVillage("Khau Mạ", adults=288, eagerness=0.25),
    SampleVillage("Nà Lụng", adults=563, eagerness=1.0),
    SampleVillage("Phiêng Rì", adults=334, eagerness=0.4),
    SampleVillage("Cốc Muồi", adults=455, eagerness=0.8),
    SampleVillage("Lủng Chảng", adults=259, eagerness=0.2),
    SampleVillage("Nà Dảo", adults=521, eagerness=1.3),
    SampleVillage("Bản Khoang", adults=633, eagerness=1.7),
)

LANES = ("Xóm Trên", "Xóm Giữa", "Xóm Dưới", "Bờ Suối", "Đường Liên Xã", "Chân Đèo", "Khu Nhà Văn Hóa")

_FIRST = {
    "bac-kan": "Nà Bản Pác Khuổi Cốc Lủng Khau Phiêng Nặm Thẳm Kéo Tổng",
    "thieu-trung": "Vạn Phú Đông Hưng An Thái Toán Tiên Minh Dương Ngọc Quang",
    "nhu-thanh": "Bái Đồng Xuân Hải Yên Phú Khe Rọc Cây Vĩnh Đá Thanh",
    "quang-ngoc": "Ngọc Trạch Phúc Hà Gia Đông Mỹ Uy",
}
_SECOND = {
    "bac-kan": "Cáy Mòn Lạn Đuổn Hin Vài Tát Chang Luông Noọng",
    "thieu-trung": "Lộc Hòa Thịnh Trạch Cầu Đình Nam Bắc Xá Lý",
    "nhu-thanh": "Lai Sim Mòng Tiến Thắng Cốc Lèn Trung Hợp Vai",
    "quang-ngoc": "Nhuệ Đài Khê Lâm Trung Vinh",
}
_TOWN_QUARTERS = {"thieu-trung": 8}  # how many of the villages are khu phố


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion that add up exactly (largest remainder, ties to the earlier)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts


def make_villages(n: int, flavour: str, seed: int = 34) -> tuple[SampleVillage, ...]:
    """n villages with invented two-word names; flavour is one of those above."""
    rng = Random(f"{flavour}/{seed}")
    pairs = [f"{a} {b}" for a in _FIRST[flavour].split() for b in _SECOND[flavour].split() if a != b]
    quarters = _TOWN_QUARTERS.get(flavour, 0)
    return tuple(
        SampleVillage(
            name,
            kind="khu phố" if at >= n - quarters else "thôn",
            adults=rng.randrange(160, 520),
            eagerness=round(rng.uniform(0.4, 1.8), 2),
        )
        for at, name in enumerate(rng.sample(pairs, n))
    )
