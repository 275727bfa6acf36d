"""Mobile phone numbers as they stand in lists.

Old 11-digit prefixes were changed between 15/9/2018 and 30/6/2019, the last seven digits kept. Numbers can be
ported since 2018, so a prefix never tells the operator; families share a phone, so it never tells the person.
"""

import re
from dataclasses import dataclass

_MOBILE = re.compile(r"^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}$")
_LANDLINE = re.compile(r"^02\d{8,9}$")
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# Thanh Hóa 0237, Hà Nội 024, TP. HCM 028: since 2017 all begin with 02, eleven digits in all. Older ones (037 3…) look
# like today's mobile numbers and cannot be told from them.
_IN_TEXT = re.compile(r"(?<!\d)(?:\+\s?84|0084|84|0)[\s.\-]?\d(?:[\s.\-]?\d){7,9}(?!\d)")
_BETWEEN_NUMBERS = re.compile(r"[/;,|&\n\r]+|\s+-\s+|\bhoặc\b|\bvà\b", re.I)
_NOT_DIGITS = re.compile(r"\D", re.A)


@dataclass(frozen=True)
class Phone:
    """A mobile number in its ten digits; `old` keeps an 11-digit number it was written as."""

    value: str
    old: str | None = None

    def show(self) -> str:
        return f"{self.value[:4]} {self.value[4:7]} {self.value[7:]}"


def read_phone(value: object) -> Phone | None:
    """The first mobile number in a cell; None when there is none."""
    return next(iter(read_phones(value)), None)


def read_phones(value: object) -> tuple[Phone, ...]:
    """Every mobile number of a cell, in order and once each: "0912 345 678 / 0987.654.321"."""
    text = _as_text(value)
    whole = _of_digits(_NOT_DIGITS.sub("", text))
    found = [whole] if whole else [phone for part in _BETWEEN_NUMBERS.split(text) for phone in _of_part(part)]
    return tuple(dict.fromkeys(found))


def why_no_phone(value: object) -> str | None:
    """The sentence that goes with None; None itself when a number can be read."""
    if read_phones(value):
        return None
    text = _as_text(value)
    if not _NOT_DIGITS.sub("", text):
        return "Không có số điện thoại."
    if _has_landline(text):
        return "Đây là số máy bàn, không phải số di động."
    return f"“{_as_text(value)}” không phải là số di động (10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09)."


def explain_phones(value: object) -> tuple[str, ...]:
    """What was done to a cell, a sentence each: old prefixes changed, several numbers, a landline left out.

    Empty for one number written as it is; what cannot be read at all is told by `why_no_phone`.
    """
    found = read_phones(value)
    said = [f"Đầu số cũ {phone.old[:4]} đã đổi thành {phone.value[:3]}." for phone in found if phone.old]
    if len(found) > 1:
        said.append(f"Ô có {len(found)} số di động, số đầu là số chính.")
    if found and _has_landline(_as_text(value)):
        said.append("Số máy bàn trong ô không được lấy.")
    return tuple(said)


def mask_phone(value: str) -> str:
    """For lists: the first three and last three digits, ``091****678``."""
    if len(value) < 9:
        return "*" * len(value)
    return value[:3] + "*" * (len(value) - 6) + value[-3:]


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"^(\d+)\.0+$", r"\1", str(value).strip())


def _of_part(part: str) -> list[Phone]:
    """One number, or several run together with only spaces between them."""
    digits = _NOT_DIGITS.sub("", part)
    if phone := _of_digits(digits):
        return [phone]
    if len(digits) % 10 == 0:
        chunks = [_of_digits(digits[at : at + 10]) for at in range(0, len(digits), 10)]
        if all(chunks):
            return [chunk for chunk in chunks if chunk]
    words = [phone for word in part.split() if (phone := _of_digits(_NOT_DIGITS.sub("", word)))]
    return words or [phone for run in _IN_TEXT.findall(part) if (phone := _of_digits(_NOT_DIGITS.sub("", run)))]


def _has_landline(text: str) -> bool:
    """With its zero or without, alone or among other words."""
    parts = (_NOT_DIGITS.sub("", part) for part in _BETWEEN_NUMBERS.split(text))
    return any(_LANDLINE.match(_local(digits)) for digits in parts if digits)


def _of_digits(digits: str) -> Phone | None:
    local = _local(digits)
    if _MOBILE.match(local):
        return Phone(local)
    if len(local) == 11 and (prefix := _OLD_PREFIXES.get(local[:4])):
        return Phone(prefix + local[4:], old=local)
    return None


def _local(digits: str) -> str:
    """With one zero in front: from +84…, 84…, 0084…, or without the zero a spreadsheet dropped."""
    for country in ("0084", "84"):
        rest = digits.removeprefix(country)
        if rest != digits and len(rest) in (9, 10, 11):
            return "0" + rest.removeprefix("0")
    return digits if digits.startswith("0") else "0" + digits
