"""Folding of Vietnamese text that keeps every offset.

Each character becomes exactly one character without its marks, so a pattern found in the folded text lies
at the same place in the original. This one fold answers most slips of scanned plans at once: Phân đầu /
Phấn đấu, chuyên đổi / chuyển đổi, hàng / hằng, BCD / BCĐ, Uỷ / Ủy, quí / quý stay comparable.
"""

import re
import unicodedata

from .syllables import as_meant

# Glyphs that scanners put in the place of others: ĵ-like letters of old fonts, typographic dashes and spaces.
_GLYPHS = {"đ": "d", "Đ": "d", "Ƕ": "y", "ƕ": "y", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}


def _fold_char(char: str) -> str:
    if char in _GLYPHS:
        return _GLYPHS[char]
    if ord(char) < 128:
        return char.lower()
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


# Capital letters of Vietnamese for character classes; a range like À-Ỹ would take in the small ones too.
UPPER = "A-ZĐ" + "".join(
    sorted(
        {
            c
            for v in "AĂÂEÊIOÔƠUƯY"
            for mark in "\u0300\u0301\u0303\u0309\u0323"
            for c in unicodedata.normalize("NFC", v + mark)
        }
        | set("ĂÂÊÔƠƯ")
    )
)


class _Folded(dict[int, str]):
    """What each letter folds to, found once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower case without marks, character for character: `len(fold(t)) == len(t)`.

    Letters misread inside words are set right too: "t1nh" and "tlnh" fold like "tỉnh".
    """
    folded = _MISREAD.sub(lambda hit: as_meant(hit.group()), text.translate(_FOLDED))
    return _QUI.sub("quy", folded)


_QUI = re.compile(r"(?<!\w)qui(?!\w)")  # "quí", the older spelling of "quý"
_MISREAD = re.compile(r"(?<![\w.,/\-])[a-z]{1,3}[l10][a-z]{1,5}(?![\w/])")


def key(text: str | None) -> str:
    """Loose key by which two phrases are held equal: folded words only."""
    return re.sub(r"[^a-z0-9%]+", " ", fold(unicodedata.normalize("NFC", text or ""))).strip()


def is_upper(text: str) -> bool:
    """Whether the letters of a line are capitals (headings, titles and signature lines are)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def starts_lower(text: str) -> bool:
    return bool(text) and text[0].isalpha() and text[0].islower()
