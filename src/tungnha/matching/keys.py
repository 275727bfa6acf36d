"""Step 1: the keys that rows are joined on."""

import datetime as dt
import re
from dataclasses import dataclass

from tungnha.identity import names
from tungnha.identity.dates import PartialDate
from tungnha.matching.records import ListRow, RegisterRow

_SHORT_TYPES = (("to dan pho", "tdp"), ("khu pho", "kp"), ("khoi pho", "khoi"), ("tieu khu", "tk"))
_TYPES = ("thon", "ban", "xom", "lang", "ap", "buon", "khom", "khoi", "khu", "to", "tdp", "kp", "tk")
_TYPED = re.compile(rf"^({'|'.join(_TYPES)})\b[\s.:]*(.*)$")


@dataclass(frozen=True)
class Keys:
    """What a row is found by."""

    numbers: frozenset[str]
    name: str
    full_birth: dt.date | None
    village: str


def keys_of(row: RegisterRow | ListRow) -> Keys:
    others = row.other_numbers if isinstance(row, RegisterRow) else ()
    return Keys(
        numbers=frozenset(number for number in (row.personal_number, *others) if number),
        name=name_key(row.full_name),
        full_birth=full_birth(row.birth),
        village=village_key(row.village),
    )


def name_key(full_name: str) -> str:
    """The folded name alone: what two spellings of one name have in common."""
    return names.fold(names.bare(full_name))


def full_birth(birth: PartialDate | None) -> dt.date | None:
    """The day, when it is truly known: 1 January may only stand for the year."""
    if birth is None or birth.precision != "day" or birth.is_placeholder:
        return None
    return birth.date


def village_key(text: str | None) -> str:
    """The village of an address: "Thôn Đồng Tâm, xã Thiệu Trung" and "dong tam" are one, "Thôn 1" and "Khu phố 1" two.

    The type is dropped before a name and kept before a number, since a commune may have both thôn 1 and khu phố 1.
    """
    parts = [_typed_short(names.fold(part)) for part in re.split(r"[,;]| - ", text or "")]
    typed = next((found for part in parts if (found := _TYPED.match(part))), None)
    if typed is None:
        return _without_leading_zeros(parts[0])
    kind, name = typed[1], _without_leading_zeros(typed[2])
    return f"{kind} {name}" if name[:1].isdigit() or not name else name


def _typed_short(folded: str) -> str:
    for long, short in _SHORT_TYPES:
        if folded.startswith(long):
            folded = short + folded.removeprefix(long)
    return re.sub(r"^(tdp|kp|tk)(?=\d)", r"\1 ", folded)  # KP1


def _without_leading_zeros(text: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", text).strip(" .:")
