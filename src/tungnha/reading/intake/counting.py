"""Numbers and marks as they are shown: counts of lists, powers and note numbers, stamps in boxes."""

import re

from ..fold import fold

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def show(number: int, form: str, custom: str = "") -> str:
    """A count in a format of Word's. Letters are Word's own a … z (no đ): what the page shows, not what it should."""
    if form == "none":
        return ""
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("lowerLetter", "upperLetter") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "custom":
        zeros = re.match(r"0*(?=\d)", custom)
        return str(number).zfill(len(zeros.group()) + 1 if zeros else 1)
    if form.startswith("decimalEnclosed") and 1 <= number <= 20:
        return {"decimalEnclosedParen": f"({number})", "decimalEnclosedFullstop": f"{number}."}.get(
            form, chr(0x2460 + number - 1)
        )
    if form == "vietnameseCounting" and 0 <= number < 20:
        return _WORDS[number] if number <= 10 else f"mười {'lăm' if number == 15 else _WORDS[number - 10]}"
    return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


_NOTE_AFTER = re.compile(r"(?:[^\W\d_]{3,}|[.,;:”\"’»)\]])$")


def raised(digits: str, before: str) -> str:
    """Raised digits: the number of a note typed by hand is set apart from its word, a power ("m²") is kept.

    "9h⁰⁰" is an hour. A note is what follows a word or an end mark.
    """
    before = before[-60:]
    if re.search(r"\d\s?[hHgG]$", before):
        return digits
    return f" [{digits}] " if _NOTE_AFTER.search(before) else digits.translate(_POWERS)


_MARK = re.compile(r"^\W*(?:toi mat|tuyet mat|mat|thuong khan|khan|hoa toc(?: hen gio)?|du thao.{0,20}|ban sao)\W*$")


def is_mark(words: str) -> bool:
    """A stamp of receipt or a mark of urgency: its number and date are not the plan's."""
    folded = fold(words)
    stamp = len(words) < 200 and re.search(r"\bden\b", folded) and re.search(r"\b(?:so|ngay|gio)\b\W", folded)
    return bool(_MARK.match(folded) or (stamp and not re.search(r"cong hoa|ke hoach|noi nhan", folded)))
