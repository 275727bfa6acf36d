"""The 12-digit personal number (số định danh cá nhân) and the old 9-digit identity card number (CMND).

PPP G YY RRRRRR: place of birth registration, century and sex, year of birth, six random digits; no check
digit (Nghị định 137/2015/NĐ-CP Điều 13, Thông tư 07/2016/TT-BCA Điều 7). What the digits say of a person is
a hint: a number may outlive a corrected year or sex, so a contradiction is a warning, never a rejection.
"""

import datetime as dt
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

NEVER_YET = 2100  # centuries above are laid down in the decree, for later
OLDEST = 120  # years; above it a year of birth is more likely a slip of the pen
_NOISE = re.compile(r"[\s.,'’‘`\"“”\-_\u00a0\u00ad\u200b-\u200d\u2060\ufeff]")
_LABEL = re.compile(
    r"^(?:(?:số|so)\b)?[\s.:]*(?:định danh cá nhân|định danh|đdcn|ddcn|cccd|căn cước công dân|căn cước|cmnd|cmt|cmtnd)?"
    r"(?:[\s/]*(?:cccd|cmnd|cmt|đdcn))?[\s.:]*(?:số)?[\s.:]*(?=\d)",
    re.I,
)
_TEMPORARY = re.compile(r"^\s*['’]?\s*(?:TAM|TẠM|TMP)(?=[\W_\d]|$)", re.I)
_BETWEEN_NUMBERS = re.compile(r"[/;|\n\r()]+|,(?=\s)|\b(?:và|hoặc|cũ|mới)\b", re.I)
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

    @property
    def present_province(self) -> str | None:
        """What that province is called since 1/7/2025."""
        return NOW_PART_OF.get(self.province_code or "", self.province or "") or None

    def show(self) -> str:
        """In groups as it is read aloud: 038 090 012 345."""
        return " ".join(self.value[at : at + 3] for at in range(0, len(self.value), 3))

    def explain(self) -> str:
        """What the digits say, in one sentence. It names no number, so it may stand beside a masked one."""
        if self.kind == "cmnd":
            return "Số CMND 9 số cũ: không cho biết giới tính, năm sinh."
        if self.province is None:
            where = f"mã {self.province_code} không có trong bảng mã tỉnh"
        elif self.present_province == self.province:
            where = f"khai sinh ở {self.province}"
        else:
            where = f"khai sinh ở {self.province} (nay thuộc {self.present_province})"
        sex = show_sex(self.sex) if self.sex else "không rõ giới tính"
        return f"Số định danh 12 số: {where}, {sex}, sinh năm {self.birth_year}."

    def oddities(
        self, sex: Sex | None = None, birth_year: int | None = None, on: dt.date | None = None
    ) -> tuple[str, ...]:
        """Everything that calls for a look, never for a refusal: how it was read, and what contradicts what.

        `sex`, `birth_year`: what the list or the register says. `on`: the day it is looked at, for births yet to come.
        """
        return (*self.warnings, *self._of_its_year(on), *self.disagreements(sex, birth_year))

    def _of_its_year(self, on: dt.date | None) -> tuple[str, ...]:
        if on is None or self.birth_year is None or self.birth_year >= NEVER_YET:
            return ()
        if self.birth_year > on.year:
            return (f"Năm sinh theo số định danh là {self.birth_year}, còn ở phía trước.",)
        if on.year - self.birth_year > OLDEST:
            return (f"Theo số định danh thì đã {on.year - self.birth_year} tuổi; hãy xem lại.",)
        return ()

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


def read_personal_numbers(value: object) -> tuple[PersonalNumber, ...]:
    """Every number of a cell that holds an old and a new one, in order and once each."""
    found = [_read(part) for part in _BETWEEN_NUMBERS.split(_as_text(value)) if part.strip()]
    return tuple(dict.fromkeys(number for number in found if isinstance(number, PersonalNumber)))


def is_temporary(value: object) -> bool:
    """A number of our own for somebody who has none yet (TAM-…): never twelve digits, never taken for one."""
    return bool(_TEMPORARY.match(_as_text(value)))


def why_replaced(old: PersonalNumber, new: PersonalNumber) -> str:
    """Whether one person may have had both numbers: what the law has replaced shows in the digits.

    A number is cancelled and another given when sex is redetermined, year of birth corrected, or place, year or sex
    were wrong (Nghị định 70/2024/NĐ-CP Điều 11 khoản 7); the cancelled one is kept and given to nobody else.
    """
    if old.value == new.value:
        return "Hai số là một."
    if "cmnd" in (old.kind, new.kind):
        return "Một số là CMND 9 số: mỗi người có thể có cả CMND cũ và số định danh."
    changed = [
        words
        for words, one, other in (
            ("nơi đăng ký khai sinh", old.province_code, new.province_code),
            ("giới tính", old.sex, new.sex),
            ("năm sinh", old.birth_year, new.birth_year),
        )
        if one != other
    ]
    if changed:
        return f"Hai số khác nhau ở {', '.join(changed)}: số định danh được cấp lại khi sửa những thông tin này."
    slips = sum(one != other for one, other in zip(old.value, new.value, strict=True))
    if slips <= 2:
        return f"Hai số chỉ khác {slips} chữ số ở cuối: có thể một bên gõ nhầm."
    return "Hai số cùng nơi khai sinh, giới tính, năm sinh mà khác phần cuối: thường là của hai người."


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
    if text.isascii() and text.isdigit():
        return f"“{text}” không phải là số thật." if text == text[0] * len(text) else _of_digits(text)
    if _TEMPORARY.match(text):
        return f"“{text}” là số tạm, không phải số định danh."
    if _SCIENTIFIC.match(text):
        return f"“{text}” đã bị Excel làm tròn, không khôi phục được; hãy đổi cột sang dạng Văn bản và nhập lại."
    digits = _NOISE.sub("", _LABEL.sub("", text))
    if several := _of_several(text):
        return several
    if not (digits.isascii() and digits.isdigit()):
        return f"“{text}” có ký tự không phải chữ số."
    if len(set(digits)) == 1:
        return f"“{text}” không phải là số thật."
    return _of_digits(digits)


def _of_several(text: str) -> PersonalNumber | str | None:
    """The one personal number of a cell that holds an old card's number beside it; two of a kind prove neither."""
    found = read_personal_numbers(text) if _BETWEEN_NUMBERS.search(text) else ()
    best = [number for number in found if number.kind == "cccd"] or found
    if len(best) > 1:
        return f"Ô có {len(best)} số khác nhau; hãy để mỗi ô một số."
    return best[0] if best else None


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
    if birth_year >= NEVER_YET:
        warnings.append(f"Năm sinh theo số định danh là {birth_year}, không thể có.")
    sex: Sex = "female" if century_and_sex % 2 else "male"
    return PersonalNumber(digits, "cccd", province, sex, birth_year, tuple(warnings))
