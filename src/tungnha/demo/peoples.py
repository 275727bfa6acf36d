"""Names of some peoples (dân tộc) who are not named as the Kinh, for the invented population.

What a register must bear: H' and Y before the name, hyphens, the letters ĕ ŏ ŭ č, a clan's name at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tungnha.demo.names import Bag, bag


@dataclass(frozen=True)
class People:
    """How one people names its own; `of_mother`: children are of the mother's clan."""

    clans: Bag
    men: Bag
    women: Bag
    form: Callable[[str, str], str]  # (clan, given) → as it is written
    of_mother: bool = False

    def name(self, rng: Random, clan: str, *, male: bool) -> str:
        return self.form(clan, (self.men if male else self.women).draw(rng))


def _clan_first(clan: str, given: str) -> str:
    return f"{clan} {given}"


def _clan_last(clan: str, given: str) -> str:
    return f"{given} {clan}"


MONG = People(
    bag("Giàng 5, Vàng 4, Sùng 4, Thào 4, Lầu 3, Hờ 2, Mùa 3, Cứ 1, Sình 1"),
    bag("A Páo 4, A Sình 3, A Lềnh 2, A Dơ 2, Seo Phử 2, Mí Vừ 2, A Chu 2, Văn Dế 1, A Tủa 2, Sái Tỏa 1"),
    bag("Thị Mỷ 4, Thị Dở 3, Thị Chứ 3, Thị Xông 2, Thị Sua 2, Thị Máy 3, Y Mái 2, Thị Cở 2, Thị Vá 2"),
    _clan_first,
)
THAI = People(
    bag("Lò 6, Lường 4, Quàng 4, Cà 3, Tòng 3, Vi 4, Lô 3, Ngân 2, Kha 1"),
    bag("Văn Ún 3, Văn Pâng 2, Văn Ín 2, Văn Hặc 2, Văn Inh 2, Văn Panh 2, Văn Thoan 2, Văn Xôm 1"),
    bag("Thị Ún 2, Thị Pản 2, Thị Ín 2, Thị Hặc 2, Thị Xuân 3, Thị Inh 2, Thị Phanh 2, Thị Lả 2"),
    _clan_first,
)
E_DE = People(
    bag("Niê 8, Êban 5, Mlô 5, Ayŭn 3, Kbuôr 3, Byă 3, Buôn Yă 1, Ktla 1, Kđoh 1, Niê Kdăm 2"),
    bag("Y Blơ 3, Y-Bhŏk 2, Y Čuôn 2, Y Đôn 3, Y-Jŭ 2, Y Nguôl 2, Y Sĕo 1, Y Thịnh 2, Y Tuấn 2, Y Wer 1"),
    bag("H'Bia 3, H’Yŭ 2, H'Blĩ 2, H Hoă 1, H'Nĭ 2, H’Lŭm 2, H'Čem 1, H' Linh 2, H'Rưng 1, H'Nguôm 1"),
    _clan_last,
    of_mother=True,
)
GIA_RAI = People(
    bag("Rơ Châm 5, Siu 5, Ksor 5, Rah Lan 4, Kpă 3, Nay 3, Rmah 3, Puih 2"),
    bag("Y Kông 1, Bluk 2, Thin 2, Hyơi 1, Phơn 2, Luyn 2, Tuân 2, Blĩ 1"),
    bag("H'Nhi 3, H'Phơi 2, H’Ngơi 2, H'Lan 3, H'Mơi 1, H'Thảo 2, H'Bơr 1"),
    _clan_first,
    of_mother=True,
)
K_HO = People(
    bag("Cil 4, Kơ Să 3, Lơ Mu 3, Bon Dơng 1, Liêng Hót 2, Đa Gout 1, Pang Ting 1, Kră Jăn 2"),
    bag("K'Brêu 2, K'Brĕh 1, Ha Thuyên 2, K'Tư 2, Ha Sang 2, K’Điệp 2, Ya Loan 1"),
    bag("Ka Brệu 1, K' Hương 1, Ka Hem 1, Ka Plĕr 1, Ka Sĕn 1, K'Thủy 2, Ka Nhung 2"),
    _clan_first,
    of_mother=True,
)

_UPLAND = (MONG, THAI)
_HIGHLAND = (E_DE, GIA_RAI, K_HO)
# Code of a present province → its peoples. Elsewhere all of them, seldom.
_AT_HOME = dict.fromkeys(("04", "08", "11", "12", "14", "15", "19", "20", "25", "38", "40"), _UPLAND) | dict.fromkeys(
    ("51", "52", "56", "66", "68", "75"), _HIGHLAND
)


def peoples_of(province: str) -> tuple[tuple[People, ...], float]:
    """Whose names are met in a province, and in what share of the households."""
    if province in _AT_HOME:
        return _AT_HOME[province], 0.05
    return (*_UPLAND, *_HIGHLAND), 0.004
