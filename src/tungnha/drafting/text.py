"""Words on their way into a file: cleaned, punctuated as the decree asks, and measured."""

import re
import unicodedata
from collections.abc import Callable, Sequence

# Not allowed in XML, or able to turn a line around on the page: controls, lone surrogates,
# non-characters, bidirectional overrides.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Safe for XML, in NFC, with plain line ends and no blanks around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text)).strip()


def one_line(text: str) -> str:
    return re.sub(r"[ \t]*\s*\n\s*|\t", " ", clean(text))


def paragraphs(text: str) -> list[str]:
    """One entry per line a person typed; empty lines say nothing."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def ended(text: str, mark: str) -> str:
    """The text with exactly this closing mark."""
    return one_line(text).removesuffix("./.").rstrip(" ;.,") + mark


def as_list(items: Sequence[str], *, dash: str = "") -> list[str]:
    """Each item on its own line: `;` after each and `.` after the last."""
    kept = [item for item in (one_line(item).lstrip("-–• ") for item in items) if item]
    return [dash + ended(item, "." if place == len(kept) else ";") for place, item in enumerate(kept, 1)]


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


# Advance widths of Times New Roman Bold in thousandths of the size. A tone or a hat does not
# change the width of its letter; a horn does, a little, and that is close enough for a rule.
_BOLD = {
    " ": 250, "-": 333, "–": 500, ".": 250, ",": 250, "/": 278, "(": 333, ")": 333, "Đ": 722, "đ": 556,
    "A": 722, "B": 667, "C": 722, "D": 722, "E": 667, "F": 611, "G": 778, "H": 778, "I": 389, "J": 500,
    "K": 778, "L": 667, "M": 944, "N": 722, "O": 778, "P": 611, "Q": 778, "R": 722, "S": 556, "T": 667,
    "U": 722, "V": 722, "W": 1000, "X": 722, "Y": 722, "Z": 667,
    "a": 500, "b": 556, "c": 444, "d": 556, "e": 444, "f": 333, "g": 500, "h": 556, "i": 278, "j": 333,
    "k": 556, "l": 278, "m": 833, "n": 556, "o": 500, "p": 556, "q": 556, "r": 444, "s": 389, "t": 333,
    "u": 556, "v": 500, "w": 722, "x": 500, "y": 500, "z": 444,
}  # fmt: skip
MM_PER_POINT = 25.4 / 72


_REGULAR = {
    " ": 250, "-": 333, "–": 500, ".": 250, ",": 250, ":": 278, ";": 278, "/": 278, "(": 333, ")": 333, "Đ": 722,
    "đ": 500, "A": 722, "B": 667, "C": 667, "D": 722, "E": 611, "F": 556, "G": 722, "H": 722, "I": 333, "J": 389,
    "K": 722, "L": 611, "M": 889, "N": 722, "O": 722, "P": 556, "Q": 722, "R": 667, "S": 556, "T": 611, "U": 722,
    "V": 722, "W": 944, "X": 722, "Y": 722, "Z": 611,
    "a": 444, "b": 500, "c": 444, "d": 500, "e": 444, "f": 333, "g": 500, "h": 500, "i": 278, "j": 278, "k": 500,
    "l": 278, "m": 778, "n": 500, "o": 500, "p": 500, "q": 500, "r": 333, "s": 389, "t": 278, "u": 500, "v": 500,
    "w": 722, "x": 500, "y": 500, "z": 444,
}  # fmt: skip


def bold_width_mm(text: str, size: float) -> float:
    """How long a bold line is on paper. Metric-compatible fonts give the same."""
    return _width_mm(text, size, _BOLD)


def regular_width_mm(text: str, size: float) -> float:
    return _width_mm(text, size, _REGULAR)


def _width_mm(text: str, size: float, widths: dict[str, int]) -> float:
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return sum(widths.get(letter, 500) for letter in letters) / 1000 * size * MM_PER_POINT


def balanced(text: str, size: float, width_mm: float, *, bold: bool) -> list[str]:
    """A line too long for its place as the fewest lines that fit, none much shorter than the others: a rule below the
    last of them shall not hang under a single word."""
    measure = bold_width_mm if bold else regular_width_mm
    room, words = width_mm * 0.98, text.split(" ")
    if measure(text, size) <= room:
        return [text]
    needed = len(_filled(words, size, room, measure))
    low, high = max(measure(word, size) for word in words), room
    while high - low > 0.5:  # the narrowest place that needs no more lines
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(words, size, middle, measure)) <= needed else (middle, high)
    return _filled(words, size, high, measure)


def _filled(words: list[str], size: float, room: float, measure: Callable[[str, float], float]) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
