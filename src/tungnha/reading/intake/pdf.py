"""A PDF page's own letters, and what they are worth. pdfium reads; nothing in the file is executed."""

import ctypes
import re
import unicodedata
from itertools import islice
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from PIL import Image

from ...identity import legacy
from ...identity.syllables import is_syllable
from .ruling import rules_of, tables_of
from .words import PageWords, RuledTable, Word

RULE_DPI = 144  # at which a page is drawn to look for ruled tables
FEW = 12  # letters; a page with fewer and a picture on it is a scan

LINE_END_HYPHENS = "\u0002\ufffe"

Char = tuple[str, float, float, float, float]  # letter, x0, y0, x1, y1 in points from the top left, as the page is seen


def page_words(page: Any) -> PageWords:
    width, height = page.get_size()
    chars, turn = _chars(page)
    if turn:
        chars, width, height = _turn_back(chars, turn, width, height)
    words = _words(chars)
    tables = _tables(page, turn) if words and _has_paths(page) else []
    for table in tables:
        for cell in table.cells:
            cell.words = [w for w in words if w.inside(cell.x0, cell.y0, cell.x1, cell.y1)]
    return PageWords(width, height, words, tables)


def drawn(page: Any, dpi: float) -> Image.Image:
    return page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")  # type: ignore[no-any-return]


# -- letters


def _chars(page: Any) -> tuple[list[Char], int]:
    """The letters in the order of the file, and how most of them are turned (0, 90, 180, 270 clockwise)."""
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    to_page = _view(page)
    box = raw.FS_RECTF()
    out: list[Char] = []
    turns = [0, 0, 0, 0]
    unicode_of, loose, angle_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharAngle
    rotation = page.get_rotation() // 90
    for i in range(count):
        code = unicode_of(text, i)
        letter = _letter(code)
        if letter.isspace() or not letter:
            out.append((" " if letter else "", 0, 0, 0, 0))
            continue
        if not loose(text, i, ctypes.byref(box)):
            continue
        if i % 16 == 0:
            turns[(round(angle_of(text, i) / 1.5707963) + rotation) % 4] += 1
        out.append((letter, *to_page(box.left, box.bottom, box.right, box.top)))
    text.close()
    most = max(range(4), key=lambda q: turns[q])
    return out, (most * 90 if turns[most] > 0.6 * sum(turns) else 0)


def _letter(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code == 0:
        return "\ufffd"
    letter = chr(code)
    # pdfium tells a hyphen at a line's end by a code of its own; Vietnamese breaks no words, so it is a real one.
    return "-" if letter in LINE_END_HYPHENS else letter


def _view(page: Any) -> Any:
    """From the file's own coordinates (y up, unturned) to the page as it is seen (y down)."""
    left, bottom, right, top = page.get_cropbox() if page.get_cropbox() else page.get_mediabox()
    turn = page.get_rotation()

    def seen(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if turn == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turn == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turn == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return seen


def _turn_back(chars: list[Char], turn: int, width: float, height: float) -> tuple[list[Char], float, float]:
    """A page whose lines run up, down or on their heads, as if it were turned upright."""

    def back(c: Char) -> Char:
        letter, x0, y0, x1, y1 = c
        if turn == 90:  # lines run downwards
            return letter, y0, width - x1, y1, width - x0
        if turn == 270:
            return letter, height - y1, x0, height - y0, x1
        return letter, width - x1, height - y1, width - x0, height - y0

    turned = [c if not c[0].strip() else back(c) for c in chars]
    return turned, *((height, width) if turn in (90, 270) else (width, height))


def _words(chars: list[Char]) -> list[Word]:
    """Letters that follow each other on one line without a gap are a word."""
    out: list[Word] = []
    open_word: list[Char] = []

    def close(tight: bool = False) -> None:
        if open_word:
            out.append(_word(open_word))
            open_word.clear()

    for char in chars:
        if not char[0].strip():
            if char[0]:
                close()
            continue
        if open_word:
            _, _, y0, x1, y1 = max(open_word[-3:], key=lambda c: c[4] - c[2])
            x1 = open_word[-1][3]
            size = max(y1 - y0, 1.0)
            combining = unicodedata.combining(char[0]) != 0
            apart = char[1] - x1 > 0.25 * size or char[1] < open_word[-1][1] - 0.6 * size
            other_line = char[2] - y1 > 0.2 * size or y0 - char[4] > 0.2 * size
            if not combining and (apart or other_line):
                close()
        open_word.append(char)
    close()
    return out


def _word(chars: list[Char]) -> Word:
    text = unicodedata.normalize("NFC", "".join(c[0] for c in chars))
    solid = [c for c in chars if c[3] > c[1]] or chars
    return Word(
        text, min(c[1] for c in solid), min(c[2] for c in solid), max(c[3] for c in solid), max(c[4] for c in solid)
    )


# -- tables


def _has_paths(page: Any) -> bool:
    """Whether anything is drawn on the page that could be a ruling."""
    lines = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            lines += 1
            if lines >= 3:
                return True
            x0, y0, x1, y1 = thing.get_bounds()
            if x1 - x0 > 60 and y1 - y0 > 30:
                return True
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            return True
    return False


def _tables(page: Any, turn: int) -> list[RuledTable]:
    image = drawn(page, RULE_DPI)
    if turn:
        image = image.rotate(turn, expand=True)
    return tables_of(*rules_of(np.asarray(image), RULE_DPI / 72, faint=False))


# -- is the text any good


def needs_eyes(words: PageWords, page: Any) -> bool:
    """Whether a page must be read as a picture: no letters of its own, or letters that mean nothing."""
    text = " ".join(w.text for w in words.words)
    letters = sum(c.isalnum() for c in text)
    if letters < FEW:
        return _has_picture(page, 0.05) or _is_drawn(page)
    if garbled(text):
        return True
    return _has_picture(page, 0.5) and toneless(text)


def garbled(text: str) -> bool:
    """Signs of a font whose letters cannot be told: private codes, boxes, or words of no language."""
    solid = [c for c in text if not c.isspace()]
    if not solid:
        return False
    lost = sum(c == "\ufffd" or 0xE000 <= ord(c) <= 0xF8FF or ord(c) < 32 for c in solid)
    if lost > 0.04 * len(solid):
        return True
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 1]
    if len(words) < 15:
        return False
    known = sum(is_syllable(w) for w in words)
    plain = sum(w.isascii() for w in words)
    if known > 0.35 * len(words):
        return False
    mended, codecs = legacy.mend(text)
    if codecs and sum(is_syllable(w) for w in re.findall(r"[^\W\d_]+", mended) if len(w) > 1) > 0.5 * len(words):
        return False  # an old code page: decoded later, letter by letter
    vowels = sum(bool(re.search(r"[aeiouyAEIOUY]", w)) for w in words)
    return plain < 0.6 * len(words) or vowels < 0.7 * len(words)


def toneless(text: str) -> bool:
    """A text layer made by a scanner that knows no Vietnamese: syllables without their marks."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 1]
    marked = sum(not w.isascii() for w in words)
    return len(words) >= 30 and marked < 0.25 * len(words)


def _has_picture(page: Any, share: float) -> bool:
    """Whether pictures cover at least a share of the page."""
    width, height = page.get_size()
    covered = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = thing.get_bounds()
        covered += max(0.0, x1 - x0) * max(0.0, y1 - y0)
    return bool(covered >= share * width * height)


def _is_drawn(page: Any) -> bool:
    """Letters turned into outlines: very many paths and no text."""
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    return sum(1 for _ in islice(paths, 151)) > 150


def picture_dpi(page: Any) -> float | None:
    """The resolution of the largest picture on the page, None when there is none."""
    best, dpi = 0.0, None
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = thing.get_bounds()
        area = (x1 - x0) * (y1 - y0)
        if area > best and x1 - x0 > 1:
            pixels, _ = thing.get_px_size()
            turned = page.get_rotation() in (90, 270)
            best, dpi = area, pixels / (x1 - x0) * 72 if not turned else pixels / (y1 - y0) * 72
    return dpi
