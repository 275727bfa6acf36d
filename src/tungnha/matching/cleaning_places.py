"""Addresses as the village and the commune they name, whatever is written around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tungnha.identity import names
from tungnha.matching.arrays import Bools, Ints
from tungnha.matching.cleaning_cells import each_once

NOTHING, ELSEWHERE = -1, -2  # nothing is written; something that the register does not know
_TYPES = {
    "thon": "thon", "xom": "thon", "lang": "thon", "ban": "thon", "ap": "thon", "buon": "thon", "bon": "thon",
    "plei": "thon", "t": "", "khu pho": "khu pho", "kp": "khu pho", "to dan pho": "khu pho", "tdp": "khu pho",
    "khoi pho": "khu pho", "khoi": "khu pho", "khom": "khu pho", "tieu khu": "khu pho", "tk": "khu pho", "khu": "",
    "to": "",
}  # fmt: skip
_TYPED = re.compile(rf"^({'|'.join(sorted(_TYPES, key=len, reverse=True))})(?:[\s.:]+|(?=\d))(.*)$")
_COMMUNE = re.compile(r"^(?:xa|phuong|thi tran|dac khu|tt|p|x)[\s.:]+(.+)$")
_ABOVE = re.compile(r"^(?:tinh|huyen|thanh pho|thi xa|quan|tp|tx|h|t)[\s.:]+\S")
_LATER = "xã|phường|thị trấn|huyện|tỉnh|xa|phuong|thi tran|huyen|tinh"
_PARTS = re.compile(rf"\s*[,;]\s*|\s+[-–]\s+|\s+(?=(?:{_LATER})\s)", re.I)
_ZEROS = re.compile(r"\b0+(?=\d)")
_STREET = re.compile(r"^(?:so nha|so|nha|duong|ngo|ngach|hem)\b")


class Address(NamedTuple):
    """Folded and without its type; the type "thon", "khu pho" or "" where it says neither."""

    kind: str
    village: str
    commune: str
    above: str = ""


@lru_cache(maxsize=50_000)
def read_address(text: str) -> Address:
    """The village and the commune of an address; a second part without a type is a commune."""
    kind = village = commune = ""
    parts = [read for part in _PARTS.split(text) if (read := _read_part(part)) is not None]
    for at, (what, said, name) in enumerate(parts):
        if what == "commune":
            commune = commune or name
        elif what == "village":
            if not village or not kind:
                kind, village = _TYPES[said], name
        elif what == "above":
            continue
        elif not village and (at == 0 or what != "street"):
            village = name if what != "street" else ""
        elif not commune:
            commune = said
    return Address(kind, village, commune)


@lru_cache(maxsize=50_000)
def _read_part(text: str) -> tuple[str, str, str] | None:
    """(what it is, the word for its type or the whole part, its name); None for a part that says nothing."""
    part = names.fold(text).strip(" .:")
    if not part:
        return None
    if found := _COMMUNE.match(part):
        return "commune", "", found[1].strip()
    if found := _TYPED.match(part):
        return "village", found[1], _ZEROS.sub("", found[2]).strip(" .:")
    if _ABOVE.match(part):
        return "above", "", ""
    return ("street" if _STREET.match(part) else "", part, _ZEROS.sub("", part))


@dataclass
class PlaceBook:
    """Villages and communes the register knows, by name; and what names written otherwise are meant to be."""

    villages: dict[str, int] = field(default_factory=dict)
    communes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=lambda: {"": 0, "thon": 1, "khu pho": 2})
    near: dict[str, int] = field(default_factory=dict)  # a village's letters less one → its code, -1 for several

    def learn(self, address: Address) -> tuple[int, int, int]:
        """(village, kind, commune) of a place of the register."""
        village = self._village(address) if address.village else NOTHING
        commune = self.communes.setdefault(address.commune, len(self.communes)) if address.commune else NOTHING
        return village, self.kinds[address.kind], commune

    def _village(self, address: Address) -> int:
        known = self.villages.get(address.village)
        if known is None:
            known = self.villages[address.village] = len(self.villages)
        if not address.village.isdigit():
            for key in _less_one(address.village.replace(" ", "")):
                self.near[key] = known if self.near.get(key, known) == known else -1
        return known

    def find(self, address: Address) -> tuple[int, int, int, bool]:
        """(village, kind, commune, nearly) of an address of a list."""
        commune = self.communes.get(address.commune, ELSEWHERE) if address.commune else NOTHING
        village, nearly = self._find(address.village)
        if village == ELSEWHERE and commune == NOTHING and address.village in self.communes:
            village, commune = NOTHING, self.communes[address.village]
        return village, self.kinds[address.kind], commune, nearly

    def _find(self, name: str) -> tuple[int, bool]:
        if not name:
            return NOTHING, False
        if (known := self.villages.get(name)) is not None:
            return known, False
        for written in _less_type(name):
            if (known := self.villages.get(written)) is not None:
                return known, True
            found = {self.near.get(key, -1) for key in _less_one(written.replace(" ", ""))} - {-1}
            if len(found) == 1:
                return found.pop(), True
        return ELSEWHERE, False


def _less_one(word: str) -> Iterable[str]:
    """A word and all it becomes with one letter left out: two words share one when they are one slip apart."""
    yield word
    if len(word) > 3:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def _less_type(name: str) -> Iterable[str]:
    """ "thln 7" → "7", "tho ntrung nam" → "trungnam": the type itself may be slipped in."""
    yield name
    first, _, rest = name.partition(" ")
    if rest and len(first) <= 6:
        if any(_one_slip(first, kind) for kind in ("thon", "xom", "ban", "khupho", "khu")):
            yield rest
        if any(_one_slip(first + rest[0], kind + rest[0]) or first + rest[:1] == kind for kind in ("thon", "ban")):
            yield rest[1:].strip()


@lru_cache(maxsize=20_000)
def _one_slip(one: str, other: str) -> bool:
    return bool(set(_less_one_short(one)) & set(_less_one_short(other)))


def _less_one_short(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


@dataclass(frozen=True)
class Places:
    """Of each row of a list: village, its kind, commune, as codes of the register; NOTHING, ELSEWHERE."""

    village: Ints
    kind: Ints
    commune: Ints
    nearly: Bools


def find_places(book: PlaceBook, texts: Sequence[str], communes: Sequence[str] | None = None) -> Places:
    """`communes`: of a column of its own, where the list has one; it goes before what the address says."""
    both = [f"{text}\n{other}" for text, other in zip(texts, communes, strict=True)] if communes else list(texts)
    found = each_once(both, lambda text: book.find(_with_commune(text)))
    columns = np.array(found, dtype=np.int32).reshape(-1, 4)
    return Places(columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy(), columns[:, 3] != 0)


def _with_commune(text: str) -> Address:
    address, _, commune = text.partition("\n")
    read = read_address(address)
    return read._replace(commune=commune_name(commune)) if commune.strip() else read


def commune_name(text: str) -> str:
    folded = names.fold(text).strip(" .:,")
    found = _COMMUNE.match(folded)
    return found[1].strip() if found else folded


def learn_place(book: PlaceBook, village: str, commune: str) -> tuple[int, int, int]:
    """A place of the register, its commune in a column of its own or behind the village's name."""
    read = read_address(village)
    return book.learn(read._replace(commune=commune_name(commune)) if commune.strip() else read)


# -- one village in one word, for tables that are not coded

_SHORT_VILLAGE_TYPES = (("to dan pho", "tdp"), ("khu pho", "kp"), ("khoi pho", "khoi"), ("tieu khu", "tk"))
_VILLAGE_TYPES = ("thon", "ban", "xom", "lang", "ap", "buon", "khom", "khoi", "khu", "to", "tdp", "kp", "tk")
_VILLAGE = re.compile(rf"^({'|'.join(_VILLAGE_TYPES)})\b[\s.:]*(.*)$")


def village_key(text: str | None) -> str:
    """The village of an address: "Thôn Đồng Tâm, xã Thiệu Trung" and "dong tam" are one, "Thôn 1" and "Khu phố 1" two.

    The type is dropped before a name and kept before a number, since a commune may have both thôn 1 and khu phố 1.
    """
    parts = [_typed_short(names.fold(part)) for part in re.split(r"[,;]| - ", text or "")]
    typed = next((found for part in parts if (found := _VILLAGE.match(part))), None)
    if typed is None:
        return _without_leading_zeros(parts[0])
    kind, name = typed[1], _without_leading_zeros(typed[2])
    return f"{kind} {name}" if name[:1].isdigit() or not name else name


def _typed_short(folded: str) -> str:
    for long, short in _SHORT_VILLAGE_TYPES:
        if folded.startswith(long):
            folded = short + folded.removeprefix(long)
    return re.sub(r"^(tdp|kp|tk)(?=\d)", r"\1 ", folded)  # KP1


def _without_leading_zeros(text: str) -> str:
    return re.sub(r"\b0+(?=\d)", "", text).strip(" .:")
