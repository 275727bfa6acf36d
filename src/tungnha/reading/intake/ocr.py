"""Letters read from a picture by tesseract, a separate program with Vietnamese data."""

import io
import os
import shutil
import subprocess
from functools import cache

from PIL import Image

from . import refusals
from .words import Word

LANGUAGE = "vie"
SECONDS_A_PAGE = 60.0
MOST_PIXELS_HIGH = 30_000  # tesseract takes no more than 32,767 either way


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


def words_in(image: Image.Image, scale: float, *, mode: int = 3) -> list[Word]:
    """The words of a picture with places in points; `scale` is pixels in a point, `mode` tesseract's page mode."""
    table = _run(image, round(scale * 72), mode)
    out: list[Word] = []
    for line in table.split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(c) for c in cells[6:10])
        confidence = max(0.0, float(cells[10])) / 100
        text = cells[11].strip()
        if _is_dirt(text, confidence, height / scale):
            continue
        x0, y0 = left / scale, top / scale
        out.append(Word(text, x0, y0, x0 + width / scale, y0 + height / scale, round(confidence, 2)))
    return out


def _is_dirt(text: str, confidence: float, height: float) -> bool:
    """Specks, rests of lines, edges of seals: signs without a letter that the program itself doubts."""
    if any(c.isalnum() for c in text):
        return confidence < 0.05 or height > 60
    if text in ("-", "–", "+", "%", "*", "•", "./."):
        return False
    return confidence < 0.55 or set(text) <= set("|_¦—~=[]{}\\") or height > 40


def _run(image: Image.Image, dpi: int, mode: int) -> str:
    sent = io.BytesIO()
    image.save(sent, "PPM")
    command = [
        program(), "stdin", "stdout", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dpi),
        "-c", "tessedit_create_tsv=1", "-c", "tessedit_create_txt=0",
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
