"""Letters read from a picture by tesseract, a separate program with Vietnamese data."""

import io
import os
import re
import shutil
import subprocess
from functools import cache

from PIL import Image

from . import refusals
from .words import Word

LANGUAGE = "vie"
SECONDS_A_PAGE = 60.0
SPARSE, BLOCK, LINE = 11, 6, 7  # page modes; sparse finds all words of a foot in two columns, layout is our own
DOUBTED_LINE = 0.42  # mean confidence below which a whole line is specks read as letters
MOST_PIXELS_HIGH = 30_000  # tesseract takes no more than 32,767 either way

_DASHES = re.compile(r"[—–-]{2,}")


@cache
def program() -> str:
    """Where tesseract is. Refuses with a sentence where it or its Vietnamese data is missing."""
    found = shutil.which("tesseract")
    if found is None:
        raise refusals.no_ocr()
    listed = subprocess.run([found, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    if LANGUAGE not in listed.stdout.split():
        raise refusals.no_vietnamese()
    return found


def words_in(image: Image.Image, scale: float, *, mode: int = SPARSE, only: str = "") -> list[Word]:
    """The words of a picture with places in points; `scale` is pixels in a point, `mode` tesseract's page mode.

    `only`: the letters there can be, where that is known. Lines that the program itself doubts as a whole are dirt.
    """
    lines: dict[tuple[str, ...], list[Word]] = {}
    for told in _run(image, round(scale * 72), mode, only).split("\n")[1:]:
        cells = told.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(c) / scale for c in cells[6:10])
        confidence = max(0.0, float(cells[10])) / 100
        text = _DASHES.sub("–", cells[11].strip())
        if not _is_dirt(text, confidence, height):
            word = Word(text, left, top, left + width, top + height, round(confidence, 2))
            lines.setdefault(tuple(cells[2:5]), []).append(word)
    return [word for line in lines.values() if not _all_dirt(line) for word in line]


def _all_dirt(line: list[Word]) -> bool:
    letters = sum(len(word.text) for word in line)
    return sum(word.confidence * len(word.text) for word in line) < DOUBTED_LINE * letters


def _is_dirt(text: str, confidence: float, height: float) -> bool:
    """Specks, rests of lines, edges of seals: signs without a letter that the program itself doubts."""
    if any(c.isalnum() for c in text):
        return confidence < 0.05 or height > 60
    if text in ("-", "–", "+", "%", "*", "•", "./."):
        return False
    return confidence < 0.55 or set(text) <= set("|_¦—~=[]{}\\") or height > 40


def _run(image: Image.Image, dpi: int, mode: int, only: str) -> str:
    sent = io.BytesIO()
    image.save(sent, "PPM")
    command = [
        program(), "stdin", "stdout", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dpi),
        "-c", "tessedit_create_tsv=1", "-c", "tessedit_create_txt=0",
        *(("-c", f"tessedit_char_whitelist={only}") if only else ()),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, input=sent.getvalue(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, timeout=SECONDS_A_PAGE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise refusals.page_too_hard() from problem
    if done.returncode != 0:
        raise refusals.ocr_failed()
    return done.stdout.decode("utf-8", errors="replace")
