"""Numbers as Vietnamese plans write them: 5.480 (thousands), 63,80 and 35.4 (decimals), "một"."""

import re

WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"


def parse_number(text: str) -> float | int | None:
    """A written number, or None.

    A dot before exactly three digits groups thousands; any other dot, and every comma, is decimal.
    """
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text) or len(text) > 18:
        return None
    value = float(text)
    return int(value) if value == int(value) else value


def show_number(value: float) -> str:
    """Vietnamese form of a number: 3497 → "3.497", 63.8 → "63,8"."""
    if value == int(value):
        return f"{int(value):,}".replace(",", ".")
    return f"{value:g}".replace(".", ",")
