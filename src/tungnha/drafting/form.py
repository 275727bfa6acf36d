"""The form of a document as data: which size, weight and place each part has, and which decree says so.

`data/*.toml` hold one version each. A document names the version it is made with; both writers read it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from tungnha.drafting.problems import FormUnknown, OutsideForm

CURRENT = "nd30-2020"
Side = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True)
class Look:
    """How one part is set: points, millimetres for the indent; `lines` in multiples of a single line."""

    size: float
    allowed: tuple[float, float]
    source: str
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    align: Side = "left"
    before: float = 0
    after: float = 0
    indent_mm: float = 0
    lines: float = 1.0
    colour: str = "000000"


@dataclass(frozen=True)
class Rule:
    """A line below a text: `share` of the text's own length."""

    share: float
    allowed: tuple[float, float]
    source: str


@dataclass(frozen=True)
class Page:
    """Millimetres; the columns of the letterhead and of the end of the text."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    left_column_mm: float
    recipients_mm: float
    room_to_sign_pt: float
    allowed_mm: Mapping[str, tuple[float, float]]

    @property
    def text_mm(self) -> float:
        return self.width_mm - self.left_mm - self.right_mm

    @property
    def landscape_mm(self) -> float:
        return self.height_mm - self.left_mm - self.right_mm


@dataclass(frozen=True)
class Kind:
    """A kind of paper: its title in capitals ("" for a công văn), its code in the symbol, the word for it in a text."""

    title: str
    code: str
    word: str


@dataclass(frozen=True)
class Form:
    version: str
    name: str
    holds_from: date
    typeface: str
    language: str
    country: str
    motto: str
    end_mark: str
    point_letters: str
    page: Page
    looks: Mapping[str, Look]
    rules: Mapping[str, Rule]
    urgency_mm: Mapping[str, tuple[float, float]]
    kinds: Mapping[str, Kind]

    def look(self, name: str) -> Look:
        return self.looks[name]


@cache
def form(version: str = CURRENT) -> Form:
    """The form of this version; one that is not there is said so, never replaced by another."""
    file = resources.files("tungnha.drafting") / "data" / f"{version}.toml"
    if not version.replace("-", "").isalnum() or not file.is_file():
        raise FormUnknown(version)
    return read_form(tomllib.loads(file.read_text(encoding="utf-8")))


def read_form(raw: dict[str, Any]) -> Form:
    """The data checked: a size, a margin or a rule outside what the decree allows is refused."""
    page = dict(raw["page"])
    allowed = {side: _pair(span) for side, span in page.pop("allowed_mm").items()}
    for side, span in allowed.items():
        _inside(f"page.{side}_mm", page[f"{side}_mm"], span)
    looks = {name: Look(**{**one, "allowed": _pair(one["allowed"])}) for name, one in raw["looks"].items()}
    rules = {name: Rule(**{**one, "allowed": _pair(one["allowed"])}) for name, one in raw["rules"].items()}
    for name, look in looks.items():
        _inside(name, look.size, look.allowed)
    for name, rule in rules.items():
        _inside(f"rules.{name}", rule.share, rule.allowed)
    built = {"page", "looks", "rules", "urgency_mm", "kinds"}
    return Form(
        **{one.name: raw[one.name] for one in fields(Form) if one.name not in built},
        page=Page(**page, allowed_mm=allowed), looks=looks, rules=rules,
        urgency_mm={word: _pair(size) for word, size in raw["urgency_mm"].items()},
        kinds={key: Kind(one["title"], one["code"], one.get("word") or one["title"].capitalize())
               for key, one in raw["kinds"].items()},
    )  # fmt: skip


def _pair(span: list[float]) -> tuple[float, float]:
    low, high = span
    return low, high


def _inside(what: str, value: float, span: tuple[float, float]) -> None:
    if not span[0] <= value <= span[1]:
        raise OutsideForm(what, value, span)
