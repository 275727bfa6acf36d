"""What is read aloud over a village's loudspeaker: numbers, days and hours as they are said; no digits, no brackets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from tungnha.drafting.dates import WEEKDAYS, in_vietnam

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
MONTHS = (
    "Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai",
)  # fmt: skip
WORDS_A_MINUTE = 120  # a village's loudspeaker is read slowly
_GROUPS = ("", " nghìn", " triệu", " tỷ")


def number(n: int) -> str:
    """As it is read aloud: 21 “hai mươi mốt”, 105 “một trăm linh năm”, 5.480 “năm nghìn bốn trăm tám mươi”."""
    if n < 1000:
        return _below_thousand(n)
    parts: list[str] = []
    groups = [int(group) for group in f"{n:,}".split(",")]
    for place, group in zip(range(len(groups) - 1, -1, -1), groups, strict=True):
        if group:
            parts.append(_below_thousand(group, full=bool(parts)) + _GROUPS[place])
    return " ".join(parts)


def _below_thousand(n: int, *, full: bool = False) -> str:
    """`full`: after a higher group the hundreds are said though there are none (“không trăm linh năm”)."""
    hundreds, rest = divmod(n, 100)
    if not hundreds and not full:
        return _below_hundred(rest)
    said = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return said
    return f"{said} linh {DIGITS[rest]}" if rest < 10 else f"{said} {_below_hundred(rest)}"


def _below_hundred(n: int) -> str:
    if n <= 10:
        return DIGITS[n]
    tens, unit = divmod(n, 10)
    if tens == 1:
        return "mười lăm" if unit == 5 else f"mười {DIGITS[unit]}"
    said = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}.get(unit, f" {DIGITS[unit]}" if unit else "")
    return f"{DIGITS[tens]} mươi{said}"


def percent(value: Decimal) -> str:
    """63,80 “sáu mươi ba phẩy tám mươi phần trăm”; 6,05 “sáu phẩy không năm phần trăm”; 60,00 “sáu mươi phần trăm”."""
    whole, _, rest = f"{value:.2f}".partition(".")
    said = number(int(whole))
    if rest != "00":
        said += f" phẩy không {DIGITS[int(rest[1])]}" if rest[0] == "0" else f" phẩy {number(int(rest))}"
    return f"{said} phần trăm"


def day(on: date) -> str:
    """“thứ Tư, ngày hai mươi hai tháng Tư”; the first ten days are “mùng”, as they are said, and “dương lịch” with
    them, or a village takes them for the moon's."""
    said = f"mùng {number(on.day)}" if on.day <= 10 else f"ngày {number(on.day)}"
    sun = " dương lịch" if on.day <= 10 else ""
    return f"{WEEKDAYS[on.weekday()]}, {said} tháng {MONTHS[on.month - 1]}{sun}"


def hour(at: datetime) -> str:
    """“bảy giờ ba mươi phút sáng”."""
    at = in_vietnam(at)
    part = "sáng" if at.hour < 11 else "trưa" if at.hour < 13 else "chiều" if at.hour < 18 else "tối"
    shown = at.hour if at.hour <= 12 else at.hour - 12
    minutes = f" {number(at.minute)} phút" if at.minute else ""
    return f"{number(shown)} giờ{minutes} {part}"


def listed(things: Sequence[str]) -> str:
    """“a, b và c”."""
    things = [thing for thing in things if thing]
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} và {things[-1]}"


def without_brackets(text: str) -> str:
    """Without what cannot be read aloud: brackets are said as a clause."""
    return " ".join(text.replace("(", ", ").replace(")", " ").replace(" ,", ",").split())


def minutes(text: str) -> int:
    """How long a script takes, read slowly, in whole minutes."""
    return max(1, round(len(text.split()) / WORDS_A_MINUTE + 0.4))
