"""What is written about establishments and products, read: codes, kinds, stars, addresses on floors. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from urllib.parse import urlsplit

from tungnha.identity import names
from tungnha.identity.numbers import mask, read_personal_number

OCOP_MONTHS = 36  # how long a recognition holds (QĐ 148/QĐ-TTg of 24/2/2023, Đ1)
MAX_STARS = 5
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # of the ten-digit tax code's check digit
_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?e\+?\d+$", re.I)
_NOISE = re.compile(r"[\s.,'’`\-–_/]")
_KINDS = (
    ("cooperative", ("hop tac xa", "htx", "to hop tac", "thht")),
    ("enterprise", ("cong ty", "doanh nghiep", "dntn", "cty", "tnhh", "co phan", "chi nhanh", "ctcp")),
    ("school", ("truong", "mam non", "tieu hoc", "thcs", "thpt", "trung tam giao duc")),
    ("workshop", ("co so san xuat", "co so che bien", "xuong", "cssx", "lang nghe")),
    ("household_business", ("ho kinh doanh", "hkd", "cua hang", "quan", "tap hoa", "ho ong", "ho ba", "dai ly")),
)  # fmt: skip
_YES = {"co", "du", "du dieu kien", "x", "dat", "1", "true", "yes", "dung"}
_NO = {"khong", "khong du", "khong du dieu kien", "chua", "chua du", "khong dat", "0", "false", "no", "sai"}


class BadCode(ValueError):
    """A code that cannot be one; the message says what is wrong."""


def read_code(value: object) -> str:
    """The digits of a tax code (10, or 10 + 3 of a branch) or of the owner's personal number (12), "" for nothing.

    Since 1/7/2025 a household business is known to the tax office by its owner's personal number
    (Thông tư 86/2024/TT-BTC). Zeros a spreadsheet dropped are put back where the check digit then holds.
    """
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()
    if _ROUNDED.match(text):
        raise BadCode(f"Mã số “{text}” đã bị Excel làm tròn, không khôi phục được: hãy đổi cột sang dạng Văn bản.")
    digits = _NOISE.sub("", text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise BadCode("Mã số có ký tự không phải chữ số.")
    if len(digits) == 9 and tax_code_checks("0" + digits):
        return "0" + digits
    if len(digits) == 11:
        number = read_personal_number(digits)
        digits = number.value if number else digits
    if len(digits) not in (10, 12, 13) or len(set(digits)) == 1:
        raise BadCode(
            f"Mã số có {len(digits)} chữ số: mã số thuế có 10 hoặc 13, mã số hộ kinh doanh theo số định danh có 12."
        )
    return digits


def tax_code_checks(digits: str) -> bool:
    """Whether the tenth digit of a tax code follows from the nine before it."""
    return int(digits[9]) == 10 - sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=False)) % 11


def mask_code(digits: str) -> str:
    """For pages: as a personal number, which it may be."""
    return mask(digits)


def kind_of_name(name: str, default: str) -> str:
    """The kind a name says: “HTX chè …” is a co-operative; `default` where it says nothing."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', names.fold(name)))} "
    for kind, known in _KINDS:
        if any(words.startswith(f" {word} ") for word in known):
            return kind
    return default


def read_yes(text: str) -> bool | None:
    """What a column of yes and no says; None when it cannot be told."""
    said = " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))
    return True if said in _YES else False if said in _NO else None


def read_stars(value: object) -> int | None:
    """“4 sao”, 4, “****”, “bốn sao” → 4. None for what is no number of stars."""
    text = names.fold(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "")).strip()
    marks = re.fullmatch(r"[*★⭐]+", text)
    if marks:
        return len(text) if len(text) <= MAX_STARS else None
    words = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
    found = re.fullmatch(r"(?:hang |dat |ocop )*(\d|mot|hai|ba|bon|nam)(?: sao)?", text)
    stars = (words.get(found[1]) or int(found[1])) if found else 0
    return stars if 1 <= stars <= MAX_STARS else None


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clean_url(text: str) -> str:
    """An address on a floor, with its scheme. Raises ValueError for what is no http(s) address: it becomes a link on
    our pages, and “javascript:” must not."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text and not re.match(r"^[a-z][a-z0-9+.\-]*:", text, re.I):
        text = f"https://{text}"
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host or parts.username or re.search(r"\s", text):
        raise ValueError("not an address of the web")
    return text[:500]
