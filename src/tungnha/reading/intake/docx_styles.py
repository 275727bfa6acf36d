"""What styles say of a paragraph or run: hidden, capitals, font, list. Only what changes the words shown."""

from dataclasses import dataclass, field
from typing import Any

from .docx_xml import attr, child, flag, kids, number_of, switch, val

MAX_CHAIN = 30  # styles based on styles; a ring of them ends here


@dataclass(frozen=True)
class Look:
    """Properties of letters; None where not stated."""

    hidden: bool | None = None
    capitals: bool | None = None
    font: str | None = None
    raised: bool | None = None

    def over(self, under: "Look") -> "Look":
        """This look laid over another."""
        return Look(
            under.hidden if self.hidden is None else self.hidden,
            under.capitals if self.capitals is None else self.capitals,
            under.font if self.font is None else self.font,
            under.raised if self.raised is None else self.raised,
        )


PLAIN = Look()


def look_of(properties: Any) -> Look:
    """The look a w:rPr states itself."""
    if properties is None:
        return PLAIN
    capitals = switch(properties, "caps")
    small = switch(properties, "smallCaps")
    position = val(properties, "vertAlign")
    return Look(
        switch(properties, "vanish"),
        bool(capitals or small) if (capitals, small) != (None, None) else None,
        font_of(child(properties, "rFonts")),
        None if position is None else position == "superscript",
    )


def font_of(fonts: Any) -> str | None:
    """The font of Latin letters; "" for one of the theme (never an old Vietnamese one)."""
    if fonts is None:
        return None
    if attr(fonts, "asciiTheme") or attr(fonts, "hAnsiTheme"):
        return ""
    return attr(fonts, "ascii") or attr(fonts, "hAnsi")


@dataclass
class Style:
    look: Look = PLAIN
    num: str | None = None
    level: int | None = None
    page_before: bool = False
    chain: list[str] = field(default_factory=list)


class Styles:
    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        self._default: dict[str, str] = {}
        self.list_styles: dict[str, str] = {}
        self._base = PLAIN
        if root is None:
            return
        defaults = child(child(root, "docDefaults"), "rPrDefault")
        self._base = look_of(child(defaults, "rPr"))
        for style in kids(root, "style"):
            name, kind = attr(style, "styleId"), attr(style, "type")
            if name is None:
                continue
            self._elements[name] = style
            if kind and attr(style, "default") in ("1", "true", "on"):
                self._default[kind] = name
            num = val(child(child(style, "pPr"), "numPr"), "numId")
            if kind == "numbering" and num is not None:
                self.list_styles[name] = num

    def paragraph(self, name: str | None) -> Style:
        found = self._style(name if name in self._elements else self._default.get("paragraph"))
        return Style(found.look.over(self._base), found.num, found.level, found.page_before, found.chain)

    def character(self, name: str | None) -> Look:
        return self._style(name).look if name else PLAIN

    def _style(self, name: str | None) -> Style:
        if name is None or name not in self._elements:
            return Style()
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Style:
        """A style laid over those it is based on."""
        made = Style()
        at: str | None = name
        while at in self._elements and at is not None and at not in made.chain and len(made.chain) < MAX_CHAIN:
            made.chain.append(at)
            element = self._elements[at]
            made.look = made.look.over(look_of(child(element, "rPr")))
            properties = child(element, "pPr")
            numbered = child(properties, "numPr")
            if made.num is None:
                made.num = val(numbered, "numId")
            if made.level is None and val(numbered, "ilvl") is not None:
                made.level = number_of(val(numbered, "ilvl"), 0)
            made.page_before = made.page_before or flag(properties, "pageBreakBefore")
            at = val(element, "basedOn")
        return made
