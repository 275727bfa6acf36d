"""The numbers Word shows before paragraphs but keeps outside their text.

A paragraph names a list (`w:num`) and a level, itself or through its style; the list points to an abstract list,
which may point on through a list style. Lists that share an abstract list count on from each other, unless one
starts anew (`w:startOverride`, the first time it is used). Source: ECMA-376 Part 1, 17.9.
"""

from dataclasses import dataclass, replace
from typing import Any

from .counting import show
from .docx_xml import attr, child, flag, kids, number_of, val

MAX_LEVELS = 9


@dataclass(frozen=True)
class Level:
    form: str = "decimal"
    custom: str = ""  # of form "custom": "001, 002, …"
    template: str = ""
    start: int = 1
    suffix: str = " "
    legal: bool = False  # every number of the label in Arabic figures
    restart: int | None = None  # restarts after this level (1-based); 0 never; None after any higher one
    style: str | None = None
    symbol_font: bool = False


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Any, list_styles: dict[str, str]) -> None:
        """`root` is w:numbering or None; `list_styles` says the w:num of each list style."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], Level] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._list_styles = list_styles
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        for abstract in kids(root, "abstractNum"):
            name = attr(abstract, "abstractNumId") or ""
            self._abstract[name] = {number_of(attr(x, "ilvl"), 0): read_level(x) for x in kids(abstract, "lvl")}
            link = val(abstract, "numStyleLink")
            if link:
                self._links[name] = link
        for num in kids(root, "num"):
            name = attr(num, "numId") or ""
            self._nums[name] = val(num, "abstractNumId") or ""
            for override in kids(num, "lvlOverride"):
                at = number_of(attr(override, "ilvl"), 0)
                own = child(override, "lvl")
                if own is not None:
                    self._overrides[(name, at)] = read_level(own)
                start = val(override, "startOverride")
                if start is not None:
                    self._starts[(name, at)] = number_of(start, 1)

    def _abstract_of(self, num: str) -> str | None:
        seen: set[str] = set()
        name = self._nums.get(num)
        while name is not None and name in self._links and name not in seen:
            seen.add(name)
            name = self._nums.get(self._list_styles.get(self._links[name], ""), None) or name
        return name if name in self._abstract else None

    def _level(self, num: str, abstract: str, at: int) -> Level:
        level = self._overrides.get((num, at)) or self._abstract[abstract].get(at) or Level(form="none")
        start = self._starts.get((num, at))
        return level if start is None else replace(level, start=start)

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level a list ties to a paragraph style, for styles that name a list but no level."""
        abstract = self._abstract_of(num)
        levels = self._abstract.get(abstract, {}) if abstract is not None else {}
        return next((at for at, level in levels.items() if level.style == style), None)

    def label(self, num: str, at: int) -> str:
        """Count one paragraph of list `num` at level `at` and return what Word shows before it."""
        abstract = self._abstract_of(num)
        if abstract is None or not 0 <= at < MAX_LEVELS:
            return ""
        counts = self._counts.setdefault(abstract, [None] * MAX_LEVELS)
        self._count(num, abstract, at, counts)
        level = self._level(num, abstract, at)
        if level.form == "bullet":
            return bullet(level) + " "
        label = self._fill(num, abstract, at, level, counts)
        return label + level.suffix if label.strip() else ""

    def _count(self, num: str, abstract: str, at: int, counts: list[int | None]) -> None:
        if (num, at) in self._starts and (num, at) not in self._started:
            self._started.add((num, at))
            counts[at] = None
        for i in range(at):
            if counts[i] is None:
                counts[i] = self._level(num, abstract, i).start
        now = counts[at]
        counts[at] = self._level(num, abstract, at).start if now is None else now + 1
        for i in range(at + 1, MAX_LEVELS):
            restart = self._level(num, abstract, i).restart
            if restart is None or (restart and at < restart):
                counts[i] = None

    def _fill(self, num: str, abstract: str, at: int, level: Level, counts: list[int | None]) -> str:
        label = level.template
        for i in range(MAX_LEVELS):
            if f"%{i + 1}" in label:
                own = self._level(num, abstract, i)
                form = "decimal" if level.legal and own.form != "none" else own.form
                count = counts[i]
                label = label.replace(f"%{i + 1}", show(count if count is not None else own.start, form, own.custom))
        return label


def read_level(lvl: Any) -> Level:
    form, custom = _form(lvl)
    suffix = {"nothing": "", "space": " "}.get(val(lvl, "suff") or "tab", " ")
    restart = val(lvl, "lvlRestart")
    template = attr(child(lvl, "lvlText"), "val") or ""
    if child(lvl, "lvlPicBulletId") is not None:
        form, template = "bullet", "-"
    fonts = child(child(lvl, "rPr"), "rFonts")
    font = (attr(fonts, "ascii") or attr(fonts, "hAnsi") or "").lower()
    return Level(
        form, custom, template, number_of(val(lvl, "start"), 1), suffix, flag(lvl, "isLgl"),
        None if restart is None else number_of(restart, 0), val(lvl, "pStyle"),
        font.startswith(("symbol", "wingdings", "webdings", "courier")),
    )  # fmt: skip


def _form(lvl: Any) -> tuple[str, str]:
    """The number format; Word wraps the ones it learnt later in mc:AlternateContent."""
    own = child(lvl, "numFmt")
    if own is None:
        inner = [x for x in lvl.iter() if isinstance(x.tag, str) and x.tag.endswith("}numFmt")]
        own = next((x for x in inner if attr(x, "val") == "custom"), inner[0] if inner else None)
    return (attr(own, "val") or "decimal", attr(own, "format") or "") if own is not None else ("decimal", "")


# Bullets of Symbol and Wingdings as the signs they look like; what is not here shows as "-".
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0a8": "▪", "\uf06e": "▪", "\uf071": "▪", "\uf02b": "+", "\uf06c": "●"}


def bullet(level: Level) -> str:
    sign = level.template.strip()
    if level.symbol_font and sign == "o":
        return "○"
    if sign in ("", "%1"):
        return "-"
    if len(sign) == 1 and (0xE000 <= ord(sign) <= 0xF8FF or (level.symbol_font and sign.isalnum())):
        return _BULLETS.get(sign, "-")
    return {"·": "•", "−": "-", "‒": "-", "➢": "-", "❖": "-", "✓": "-", "➔": "-", "►": "-"}.get(sign, sign)
