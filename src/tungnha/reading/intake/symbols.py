"""Signs set in Symbol and Wingdings: the Unicode letter that looks the same.

Word keeps them as private code points (U+F0xx) or as w:sym. Comparators matter most: "≥ 80%" is often a Symbol.
Source: the Adobe Symbol encoding and Microsoft's Wingdings chart.
"""

_SYMBOL_FROM_40 = "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~"
_SYMBOL_FROM_A1 = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
_SYMBOL_BELOW = {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "-", 0x40: "≅"}
SYMBOL = {
    **{code: chr(code) for code in range(0x20, 0x40)},
    **_SYMBOL_BELOW,
    **{0x40 + i: sign for i, sign in enumerate(_SYMBOL_FROM_40)},
    **{0xA1 + i: sign for i, sign in enumerate(_SYMBOL_FROM_A1)},
}
WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "♦",
    0x76: "❖", 0x77: "♦", 0x9F: "•", 0xA0: "▪", 0xA7: "▪", 0xA8: "□", 0xD8: "-", 0xDF: "←", 0xE0: "→", 0xE8: "→",
    0xEF: "←", 0xF0: "→", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x20: " ",
}  # fmt: skip


def sign(code: int, font: str) -> str:
    """What a code of a font of signs looks like; "" for a mere ornament."""
    table = SYMBOL if "symbol" in font.lower() and "segoe" not in font.lower() else WINGDINGS
    return table.get(code & 0xFF, "")


def is_sign_font(font: str | None) -> bool:
    name = (font or "").lower()
    return name in ("symbol", "webdings", "symbolps") or name.startswith("wingdings")


def unprivate(text: str) -> str:
    """Private code points that lost their font are taken for Symbol, which is what Word's own menu inserts."""
    if not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(sign(ord(c), "symbol") if "\uf000" <= c <= "\uf0ff" else c for c in text)
