"""The 12-digit personal number (số định danh cá nhân) and the old 9-digit identity card number (CMND).

PPP G YY RRRRRR: place of birth registration, century and sex, year of birth, six random digits; no check
digit (Nghị định 137/2015/NĐ-CP Điều 13, Thông tư 07/2016/TT-BCA Điều 7). What the digits say of a person is
a hint: a number may outlive a corrected year or sex, so a contradiction is a warning, never a rejection.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tungnha.identity.sexes import Sex, show_sex

Kind = Literal["cccd", "cmnd"]

# The 63 codes of births before the merger of 1/7/2025; not the province codes of QĐ 19/2025/QĐ-TTg.
PROVINCES = {
    "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang",
    "010": "Lào Cai", "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái",
    "017": "Hòa Bình", "019": "Thái Nguyên", "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang",
    "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh", "030": "Hải Dương", "031": "Hải Phòng",
    "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định", "037": "Ninh Bình",
    "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
    "046": "Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
    "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum",
    "064": "Gia Lai", "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước",
    "072": "Tây Ninh", "074": "Bình Dương", "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu",
    "079": "Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang", "083": "Bến Tre", "084": "Trà Vinh",
    "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang", "092": "Cần Thơ",
    "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
}  # fmt: skip
# The 29 of them that were merged into a province of another name (Nghị quyết 202/2025/QH15).
NOW_PART_OF = {
    "002": "Tuyên Quang", "006": "Thái Nguyên", "015": "Lào Cai", "017": "Phú Thọ", "024": "Bắc Ninh",
    "026": "Phú Thọ", "030": "Hải Phòng", "034": "Hưng Yên", "035": "Ninh Bình", "036": "Ninh Bình",
    "044": "Quảng Trị", "049": "Đà Nẵng", "052": "Gia Lai", "054": "Đắk Lắk", "058": "Khánh Hòa",
    "060": "Lâm Đồng", "062": "Quảng Ngãi", "067": "Lâm Đồng", "070": "Đồng Nai", "074": "Hồ Chí Minh",
    "077": "Hồ Chí Minh", "080": "Tây Ninh", "082": "Đồng Tháp", "083": "Vĩnh Long", "084": "Vĩnh Long",
    "091": "An Giang", "093": "Cần Thơ", "094": "Cần Thơ", "095": "Cà Mau",
}  # fmt: skip

_NOISE = re.compile(r"[\s.,'’‘`\"“”\-_\u00a0\u200b\u2060\ufeff]")
_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?e\+?\d+$", re.I)
_EXCEL_FLOAT = re.compile(r"^\d+[.,]0+$")


@dataclass(frozen=True)
class PersonalNumber:
    """A readable personal number or old card number; `warnings` are sentences for the officer."""

    value: str
    kind: Kind
    province_code: str | None = None
    sex: Sex | None = None
    birth_year: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def province(self) -> str | None:
        """Where the birth was registered, when the code is one of the 63."""
        return PROVINCES.get(self.province_code or "")

    def agrees_with(self, sex: Sex | None, birth_year: int | None) -> bool:
        """No contradiction between the digits and what is known; what is unknown cannot contradict."""
        return not self.disagreements(sex, birth_year)

    def disagreements(self, sex: Sex | None, birth_year: int | None) -> tuple[str, ...]:
        """A sentence for each contradiction. They call for a look, not for a refusal."""
        found = []
        if self.sex and sex and self.sex != sex:
            found.append(f"Giới tính theo số định danh là {show_sex(self.sex)}, trong danh sách là {show_sex(sex)}.")
        if self.birth_year and birth_year and self.birth_year != birth_year:
            found.append(f"Năm sinh theo số định danh là {self.birth_year}, trong danh sách là {birth_year}.")
        return tuple(found)


def read_personal_number(value: object) -> PersonalNumber | None:
    """Read a cell of a list: text, or a number a spreadsheet made of it. None when it cannot be known."""
    read = _read(value)
    return read if isinstance(read, PersonalNumber) else None


def why_no_personal_number(value: object) -> str | None:
    """The sentence that goes with None; None itself when the number can be read."""
    read = _read(value)
    return read if isinstance(read, str) else None


def mask(value: str) -> str:
    """For lists: first four and last two of twelve digits, ``0380******45``; two and two of an old card."""
    head = 4 if len(value) >= 12 else 2
    if len(value) < 6:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - 2) + value[-2:]


def _read(value: object) -> PersonalNumber | str:
    text = _as_text(value)
    if not text:
        return "Không có số định danh."
    if _SCIENTIFIC.match(text):
        return f"“{text}” đã bị Excel làm tròn, không khôi phục được; hãy đổi cột sang dạng Văn bản và nhập lại."
    digits = _NOISE.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return f"“{text}” có ký tự không phải chữ số."
    if len(set(digits)) == 1:
        return f"“{text}” không phải là số thật."
    return _of_digits(digits)


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip().strip("'’‘`\"\u00a0 ")
    return re.split(r"[.,]", text)[0] if _EXCEL_FLOAT.match(text) else text


def _of_digits(digits: str) -> PersonalNumber | str:
    match len(digits):
        case 12:
            return _of_twelve(digits)
        case 10 | 11 if digits[0] != "0":
            return _padded(digits)
        case 9:
            return PersonalNumber(digits, "cmnd", warnings=("Đây là số CMND 9 số đã hết giá trị sử dụng.",))
        case 8 if digits[0] != "0":
            lost = "Số CMND thiếu chữ số 0 ở đầu, đã thêm lại."
            return PersonalNumber("0" + digits, "cmnd", warnings=(lost,))
    return f"Có {len(digits)} chữ số; số định danh phải có 12 chữ số."


def _padded(digits: str) -> PersonalNumber | str:
    """A spreadsheet drops one zero of 038…, two of 001… and 006…. Put back if the rules then hold."""
    number = _of_twelve(digits.zfill(12))
    if number.warnings:
        return f"Có {len(digits)} chữ số; thêm số 0 ở đầu cũng không thành số định danh hợp lệ."
    return PersonalNumber(
        number.value,
        "cccd",
        number.province_code,
        number.sex,
        number.birth_year,
        ("Số định danh thiếu chữ số 0 ở đầu, đã thêm lại.",),
    )


def _of_twelve(digits: str) -> PersonalNumber:
    province, century_and_sex = digits[:3], int(digits[3])
    birth_year = 1900 + 100 * (century_and_sex // 2) + int(digits[4:6])
    warnings = []
    if province not in PROVINCES:
        warnings.append(
            f"Ba số đầu {province} không có trong bảng mã tỉnh; có thể khai sinh ở nước ngoài, hoặc gõ nhầm."
        )
    if birth_year >= 2100:
        warnings.append(f"Năm sinh theo số định danh là {birth_year}, không thể có.")
    sex: Sex = "female" if century_and_sex % 2 else "male"
    return PersonalNumber(digits, "cccd", province, sex, birth_year, tuple(warnings))
