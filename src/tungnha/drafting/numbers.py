"""Numbers as Vietnamese offices write them: 5.480 · 6,20 · 63,80% · 05.

A missing number is not zero. It prints as "-" in a table and as "chưa có số liệu" in a sentence.
"""

from decimal import ROUND_HALF_UP, Decimal

MISSING_IN_TABLE = "-"
MISSING_IN_PROSE = "chưa có số liệu"


def decimal_vi(value: Decimal | int, places: int = 2) -> str:
    """`1234.5` → `1.234,50`: dots between thousands, a comma before decimals, nearest with halves up."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)  # never "-0,00"
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))


def count(value: int | None, missing: str = MISSING_IN_TABLE) -> str:
    """`5480` → `5.480`."""
    return missing if value is None else decimal_vi(value, places=0)


def in_prose(value: int | None) -> str:
    """`5` → `05`: in a sentence a count below ten has two digits, so that no digit can be added."""
    if value is None:
        return MISSING_IN_PROSE
    return f"{value:02d}" if 0 < value < 10 else count(value)


def change(value: int | None, missing: str = MISSING_IN_TABLE) -> str:
    """`28` → `+28`, `-5` → `-5`, `0` → `0`."""
    if value is None:
        return missing
    return f"+{count(value)}" if value > 0 else count(value)


def rate_value(numerator: int | None, denominator: int | None) -> Decimal | None:
    """The rate in per cent, to the two decimals that are printed; None when it cannot be known."""
    if numerator is None or not denominator:
        return None
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def rate(numerator: int | None, denominator: int | None, missing: str = MISSING_IN_TABLE) -> str:
    """`340, 5480` → `6,20`, for a column whose heading already says (%)."""
    value = rate_value(numerator, denominator)
    return missing if value is None else decimal_vi(value)


def percent(numerator: int | None, denominator: int | None, missing: str = MISSING_IN_PROSE) -> str:
    """`340, 5480` → `6,20%`, for a sentence."""
    value = rate_value(numerator, denominator)
    return missing if value is None else f"{decimal_vi(value)}%"
