"""What is read and judged while a commune sets itself up. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tungnha.identity import names
from tungnha.units.problems import BadInput

# The longest first: "khu phố 3" is no "khu" with the name "phố 3".
VILLAGE_TYPES = (
    "khu dân cư", "tổ dân phố", "khu phố", "khối phố", "tiểu khu", "phum sóc", "thôn", "bản", "buôn", "bon", "xóm",
    "làng", "khối", "khóm", "khu", "plei", "phum", "sóc", "ấp", "tổ",
)  # fmt: skip
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}\s*[.)]\s*|[-–•+*]\s+)")
LONGEST_NAME = 120


@dataclass(frozen=True)
class VillageName:
    """“thôn Đông”: its type and its own name."""

    type_name: str
    name: str

    @property
    def full(self) -> str:
        return f"{self.type_name} {self.name}"

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two spellings of one name (Hòa, Hoà); Đông and Đồng are two villages."""
        return self.type_name, names.tone_key(self.name)


def read_village(line: str) -> VillageName:
    """One line of a pasted list: “1. Thôn Đông”, “khu phố 3”."""
    text = names.tidy(_NUMBERED.sub("", line)).strip(" .,;:")
    for type_name in VILLAGE_TYPES:
        if text.lower().startswith(type_name + " "):
            name = text[len(type_name) :].strip(" .,;:-")
            if name and len(name) <= LONGEST_NAME:
                return VillageName(type_name, name[:1].upper() + name[1:])
    raise BadInput(f"Dòng “{text[:60]}”: hãy ghi loại rồi đến tên, ví dụ “thôn Đông” hoặc “khu phố 3”.")


def read_villages(text: str) -> list[VillageName]:
    """A pasted list, one village a line; a name written twice is refused."""
    found = [read_village(line) for line in text.splitlines() if line.strip()]
    if not found:
        raise BadInput("Chưa có tên thôn nào: hãy ghi mỗi dòng một thôn, ví dụ “thôn Đông”.")
    twice = [key for key, times in Counter(village.key for village in found).items() if times > 1]
    if twice:
        name = next(village.full for village in found if village.key == twice[0])
        raise BadInput(f"“{name}” có hai lần trong danh sách dán vào: hãy bỏ bớt một dòng.")
    return found


# -- groups: which sender a group still lacks (C2)


@dataclass(frozen=True)
class Sent:
    """One person's place in a group: by which organisation of which kind."""

    organisation_id: int | None
    organisation_kind: str
    part: str


def missing_parts(rule: Sequence[dict[str, Any]], places: Iterable[Sent]) -> list[dict[str, Any]]:
    """The lines of a composition rule that a group does not fulfil, each with how many it lacks."""
    sent = list(places)
    return [
        line | {"lacks": lacking}
        for line in rule
        if (lacking := int(line.get("at_least", 1)) - sum(_fulfils(line, place) for place in sent)) > 0
    ]


def _fulfils(line: dict[str, Any], place: Sent) -> bool:
    if line.get("role") == "head" and place.part != "head":
        return False
    if "organisation" in line:
        return place.organisation_id == line["organisation"]
    return place.organisation_kind == line.get("organisation_kind")
