"""One page as a picture → its words and its ruled tables."""

import re
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from . import ocr, picture
from .ruling import Rule, rules_of, tables_of
from .words import PageWords, RuledCell, RuledTable, Word

POOR = 0.62  # mean confidence below which a page may lie upside down
MOST_ALONE = 30  # cells of a table that are read one by one, at a fifth of a second each
GUESS = 0.3  # confidence of a row number that only its neighbours tell
COUNTER_WIDE = 48.0  # points; a column of row numbers is no wider
_COUNTER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}\.?|[A-DĐa-dđ][.)]?)$")
_PAD = 14  # pixels of paper around a cell that is read by itself


def page_of(image: Image.Image, scale: float) -> PageWords:
    """A page as printed: `image` in grey, `scale` pixels in a point."""
    if not picture.is_even(image):
        image = picture.evened(image)
    if picture.lies_on_its_side(image):
        image = image.transpose(Image.Transpose.ROTATE_90)
    image, _ = picture.straightened(image)
    best = _read(image, scale)
    if _sureness(best) >= POOR:
        return best
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        other = _read(image.transpose(turn), scale)
        if _sureness(other) > _sureness(best) + 0.1:
            best = other
        if _sureness(best) >= POOR:
            break
    return best


def _sureness(page: PageWords) -> float:
    """How sure the program is of the words as a whole, longer ones counting more. Nothing read: sure."""
    words = page.words + [w for table in page.tables for cell in table.cells for w in cell.words]
    letters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / letters if letters else 1.0


def _read(image: Image.Image, scale: float) -> PageWords:
    across, down = rules_of(np.asarray(image), scale)
    tables = tables_of(across, down)
    if picture.speckled(image):
        image = picture.without_specks(image)  # only now: it would take thin rulings with it
    clean = _without_rules(picture.clean_paper(image), across, down, tables, scale)
    rest = clean.copy()
    for table in tables:
        _blank(rest, table, scale)
    words = _with_ink(ocr.words_in(rest, scale), rest, scale) if _inked(rest, scale) else []
    for table in tables:
        _read_cells(clean, table, scale)
    return PageWords(image.width / scale, image.height / scale, words, tables)


def _inked(image: Image.Image, scale: float) -> bool:
    """Whether there is as much ink as a few letters have."""
    return int(np.count_nonzero(np.asarray(image) < picture.INK)) > 20 * scale * scale


def _with_ink(words: list[Word], image: Image.Image, scale: float) -> list[Word]:
    """Without words read where there is next to no ink."""
    ink = np.asarray(image) < picture.INK

    def share(word: Word) -> float:
        box = ink[int(word.y0 * scale) : int(word.y1 * scale) + 1, int(word.x0 * scale) : int(word.x1 * scale) + 1]
        return float(box.mean()) if box.size else 0.0

    return [word for word in words if share(word) > 0.06]


def _without_rules(
    image: Image.Image, across: list[Rule], down: list[Rule], tables: list[RuledTable], scale: float
) -> Image.Image:
    """Lines painted over: of tables, and the long ones under headings."""
    out = image.copy()
    pen = ImageDraw.Draw(out)
    for rule in across:
        half = (rule.thick / 2 + 0.7) * scale
        pen.rectangle((rule.low * scale, rule.at * scale - half, rule.high * scale, rule.at * scale + half), fill=255)
    for rule in down:
        if (
            any(t.x0 - 4 <= rule.at <= t.x1 + 4 and rule.high > t.y0 and rule.low < t.y1 for t in tables)
            or rule.high - rule.low > 60
        ):
            half = (rule.thick / 2 + 0.7) * scale
            pen.rectangle(
                (rule.at * scale - half, rule.low * scale, rule.at * scale + half, rule.high * scale), fill=255
            )
    return out


def _blank(image: Image.Image, table: RuledTable, scale: float) -> None:
    box = (table.x0 * scale, table.y0 * scale, table.x1 * scale, table.y1 * scale)
    ImageDraw.Draw(image).rectangle(box, fill=255)


def _read_cells(image: Image.Image, table: RuledTable, scale: float) -> None:
    """All cells set one below another in one tall picture, so that the program runs once and never reads across.

    Column by column, so that lines of like length follow each other. What it reads goes back by height.
    """
    cells = [c for c in sorted(table.cells, key=lambda c: (c.columns, c.rows)) if _has_ink(image, c, scale)]
    batch: list[RuledCell] = []
    height = 0
    for cell in cells:
        tall = int((cell.y1 - cell.y0) * scale) + 2 * _PAD
        if batch and height + tall > ocr.MOST_PIXELS_HIGH:
            _read_batch(image, batch, scale)
            batch, height = [], 0
        batch.append(cell)
        height += tall
    if batch:
        _read_batch(image, batch, scale)
    _read_alone(image, cells, scale)
    _read_counters(image, cells, scale)


def _read_counters(image: Image.Image, cells: list[RuledCell], scale: float) -> None:
    """Lone row numbers read as something else are read again, enlarged, with nothing but numbers to choose from."""
    first = [c for c in cells if c.columns[0] == 0 and c.rows[0] > 0 and c.x1 - c.x0 < COUNTER_WIDE]
    odd = [c for c in first if not _COUNTER.match("".join(w.text for w in c.words))]
    if len(first) < 3 or len(odd) > MOST_ALONE:
        return
    for cell in odd:
        for larger in (2, 1):
            again = [w for w in _counter(image, cell, scale, larger) if w.confidence >= 0.6]
            if len(again) == 1 and _COUNTER.match(again[0].text):
                cell.words = again
                break
    fill_counters(first)


def _counter(image: Image.Image, cell: RuledCell, scale: float, larger: int) -> list[Word]:
    x0, y0, x1, y1 = _inside(cell, scale)
    ys, xs = np.nonzero(np.asarray(image.crop((x0, y0, x1, y1))) < picture.INK)
    if len(ys) == 0:
        return []
    left, top = x0 + int(xs.min()) - 4, y0 + int(ys.min()) - 4
    close = image.crop((left, top, x0 + int(xs.max()) + 5, y0 + int(ys.max()) + 5))
    close = close.resize((close.width * larger, close.height * larger), Image.Resampling.LANCZOS)
    alone = Image.new("L", (close.width + 60 * larger, close.height + 40 * larger), 255)
    alone.paste(close, (30 * larger, 20 * larger))
    words = ocr.words_in(alone, scale * larger, mode=ocr.LINE, only="0123456789.")
    return [replace(w, x0=left / scale, y0=top / scale, x1=cell.x1 - 1, y1=cell.y1 - 1) for w in words]


def fill_counters(cells: list[RuledCell]) -> None:
    """A row number that cannot be read, between 6 and 8, is 7; told with the confidence of a guess.

    Only what stands right between two neighbours in counting is filled in; nothing else of a table is ever guessed.
    """
    read = [_count("".join(w.text for w in c.words)) for c in cells]
    for at in range(1, len(cells) - 1):
        before, after, cell = read[at - 1], read[at + 1], cells[at]
        if read[at] is not None or before is None or after is None or len(before) != len(after) or not cell.words:
            continue
        if before[:-1] == after[:-1] and after[-1] == before[-1] + 2:
            text = ".".join(map(str, (*before[:-1], before[-1] + 1)))
            cell.words = [replace(cell.words[0], text=text, confidence=GUESS)]


def _count(text: str) -> tuple[int, ...] | None:
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})*)[.):;,]?", text)
    return tuple(int(part) for part in found.group(1).split(".")) if found else None


def _read_batch(image: Image.Image, cells: list[RuledCell], scale: float) -> None:
    boxes = [_inside(cell, scale) for cell in cells]
    width = max(x1 - x0 for x0, _, x1, _ in boxes) + 2 * _PAD
    height = sum(y1 - y0 + 2 * _PAD for _, y0, _, y1 in boxes)
    tall = Image.new("L", (width, height), 255)
    tops = []
    at = 0
    for box in boxes:
        tall.paste(image.crop(box), (_PAD, at + _PAD))
        tops.append(at)
        at += box[3] - box[1] + 2 * _PAD
    bounds = [*tops, at]
    for word in ocr.words_in(tall, scale, mode=ocr.BLOCK):
        middle = word.middle * scale
        place = next((i for i in range(len(cells)) if bounds[i] <= middle < bounds[i + 1]), None)
        if place is None:
            continue
        dx, dy = (boxes[place][0] - _PAD) / scale, (boxes[place][1] - _PAD - tops[place]) / scale
        cells[place].words.append(
            Word(word.text, word.x0 + dx, word.y0 + dy, word.x1 + dx, word.y1 + dy, word.confidence)
        )


def _read_alone(image: Image.Image, cells: list[RuledCell], scale: float) -> None:
    """Cells of which nothing came back, mostly a lone number: one by one, as a single line."""
    for cell in [c for c in cells if not c.words][:MOST_ALONE]:
        box = _inside(cell, scale)
        if box[3] - box[1] > 90 * scale:
            continue
        alone = Image.new("L", (box[2] - box[0] + 4 * _PAD, box[3] - box[1] + 2 * _PAD), 255)
        alone.paste(image.crop(box), (2 * _PAD, _PAD))
        dx, dy = (box[0] - 2 * _PAD) / scale, (box[1] - _PAD) / scale
        for word in ocr.words_in(alone, scale, mode=ocr.LINE):
            cell.words.append(Word(word.text, word.x0 + dx, word.y0 + dy, word.x1 + dx, word.y1 + dy, word.confidence))


def _inside(cell: RuledCell, scale: float) -> tuple[int, int, int, int]:
    edge = 0.8 * scale
    return (
        int(cell.x0 * scale + edge),
        int(cell.y0 * scale + edge),
        int(cell.x1 * scale - edge),
        int(cell.y1 * scale - edge),
    )


def _has_ink(image: Image.Image, cell: RuledCell, scale: float) -> bool:
    x0, y0, x1, y1 = _inside(cell, scale)
    if x1 - x0 < 6 or y1 - y0 < 6:
        return False
    ink = np.asarray(image.crop((x0 + 2, y0 + 2, x1 - 2, y1 - 2))) < picture.INK
    return int(np.count_nonzero(ink)) > 8 * scale
