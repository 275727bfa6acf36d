"""What a pattern of levels says, in the words an officer reads. Built once for each distinct pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tungnha.matching.compare import (
    BITS,
    FIELDS,
    BirthLevel,
    NumberLevel,
    PhoneLevel,
    PlaceLevel,
    SexLevel,
)  # fmt: skip
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.compare_texts import TextLevel

_NUMBER = {
    NumberLevel.SAME: "cùng số định danh",
    NumberLevel.OLD: "cùng số CMND cũ",
    NumberLevel.ONE_DIGIT: "số định danh khác một chữ số",
    NumberLevel.CROSSED: "số định danh có hai chữ số đổi chỗ",
    NumberLevel.ROUNDED: "số định danh bị làm tròn, sáu chữ số đầu khớp",
    NumberLevel.HOUSEHOLD: "số định danh là của người khác cùng hộ",
    NumberLevel.OTHER: "số định danh khác nhau",
}
_NAME = {
    NameLevel.SAME: "cùng họ tên",
    NameLevel.UNMARKED: "cùng họ tên, một bên viết không dấu",
    NameLevel.ONE_TONE: "tên khác một dấu",
    NameLevel.TONES: "tên khác dấu nhiều chữ",
    NameLevel.HEARD: "tên khác một chữ viết theo âm",
    NameLevel.SLIP: "tên khác một chữ cái",
    NameLevel.SLIPS: "tên khác chữ cái ở hai chữ",
    NameLevel.INITIALS: "tên viết tắt khớp với tên đầy đủ",
    NameLevel.DROPPED: "cùng họ và tên, danh sách thiếu chữ đệm",
    NameLevel.ADDED: "cùng họ và tên, sổ thiếu chữ đệm",
    NameLevel.DROPPED_SLIP: "tên gần giống, một bên thiếu chữ đệm",
    NameLevel.ORDER: "cùng các chữ, khác thứ tự",
    NameLevel.OTHER_GIVEN: "cùng họ và chữ đệm, khác tên",
    NameLevel.OTHER_MIDDLE: "cùng họ và tên, khác chữ đệm",
    NameLevel.OTHER_FAMILY: "cùng tên đệm và tên, khác họ",
    NameLevel.SAME_GIVEN: "chỉ trùng tên, khác họ",
    NameLevel.SAME_FAMILY: "chỉ trùng họ",
    NameLevel.DIFFERENT: "khác họ tên",
}
_BIRTH = {
    BirthLevel.SAME: "ngày sinh khớp",
    BirthLevel.CROSSED: "ngày và tháng sinh đổi chỗ",
    BirthLevel.FIRST_DAY: "năm sinh khớp, danh sách ghi ngày 01/01",
    BirthLevel.DAY: "khác ngày, cùng tháng và năm sinh",
    BirthLevel.MONTH: "khác tháng, cùng ngày và năm sinh",
    BirthLevel.YEAR_SLIP: "cùng ngày, tháng; năm sinh lệch 1 hoặc 10",
    BirthLevel.YEAR_WRONG: "cùng ngày, tháng; khác năm sinh",
    BirthLevel.PART: "cùng năm sinh và ngày hoặc tháng",
    BirthLevel.SAME_YEAR: "cùng năm sinh, khác ngày sinh",
    BirthLevel.OTHER: "ngày sinh khác nhau",
    BirthLevel.ONLY_YEAR: "năm sinh khớp",
    BirthLevel.ONLY_NEAR: "năm sinh lệch 1 hoặc 10",
    BirthLevel.ONLY_OTHER: "năm sinh khác nhau",
    BirthLevel.YEAR_KNOWN: "năm sinh khớp, sổ không có ngày",
    BirthLevel.YEAR_KNOWN_OTHER: "năm sinh khác nhau",
}
_SEX = {SexLevel.OTHER: "giới tính khác nhau"}
_PHONE = {
    PhoneLevel.SAME: "cùng số điện thoại",
    PhoneLevel.ONE_DIGIT: "số điện thoại khác một chữ số",
    PhoneLevel.HOUSEHOLD: "số điện thoại của người cùng hộ",
}
_PLACE = {
    PlaceLevel.VILLAGE: "cùng thôn",
    PlaceLevel.NEARLY: "cùng thôn (viết khác)",
    PlaceLevel.KIND: "cùng tên thôn, khác loại",
    PlaceLevel.COMMUNE: "cùng xã",
    PlaceLevel.IN_COMMUNE: "cùng xã, khác thôn",
    PlaceLevel.OTHER: "khác thôn",
}
_TEXT = {TextLevel.SAME: "cùng {}", TextLevel.NEAR: "{} gần giống", TextLevel.DIFFERENT: "khác {}"}
_TITLES = {"personal_number": "số"}  # of a kind we do not know, compared as text
_WORDS: dict[str, Mapping[Any, str]] = {
    "personal_number": _NUMBER, "full_name": _NAME, "birth": _BIRTH, "village": _PLACE, "sex": _SEX, "phone": _PHONE,
}  # fmt: skip
_LEVELS = {name: levels for name, _, levels in FIELDS}
_PLACES = {name: at for at, (name, _, _) in enumerate(FIELDS)}


def level_of(pattern: int, field: int) -> int:
    return pattern >> (BITS * field) & ((1 << BITS) - 1)


@lru_cache(maxsize=20_000)
def reasons_of(pattern: int, extras: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The strongest field first: number, name, birth, village, sex, telephone, then what else both files hold."""
    said = []
    for name, words in _WORDS.items():
        level = level_of(pattern, _PLACES[name])
        said.append(words.get(_LEVELS[name](level), ""))
    for at, extra in enumerate(extras):
        words_of = _TEXT.get(TextLevel(level_of(pattern, len(FIELDS) + at)), "")
        said.append(words_of.format(_TITLES.get(extra, extra)))
    return tuple(filter(None, said))


def pattern_text(pattern: int, extras: Sequence[str] = ()) -> str:
    """ "k1.n3.b5…": what an officer's word on a pair is kept under."""
    letters = [letter for _, letter, _ in FIELDS] + [f"x{at}_" for at in range(len(extras))]
    return ".".join(f"{letter}{level_of(pattern, at)}" for at, letter in enumerate(letters))


def pattern_number(text: str) -> int | None:
    """The pattern a text names; None for one of another version."""
    levels = [part.lstrip("knbspvx").rpartition("_")[2] for part in text.split(".")]
    if len(levels) < len(FIELDS) or not all(level.isdigit() and int(level) < 1 << BITS for level in levels):
        return None
    return sum(int(level) << (BITS * at) for at, level in enumerate(levels))
