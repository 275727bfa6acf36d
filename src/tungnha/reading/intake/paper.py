"""PDFs, scans and photographs → text. Each page by itself: its own letters where they are good, else read by eye."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from ...identity import legacy
from .. import limits
from . import pdf, refusals, scan
from .blocks import render
from .layout import blocks_of
from .words import PageWords, Word

Progress = Callable[[int, int], None]  # (pages done, pages in all)

SCAN_DPI = (200, 300)  # least and most at which a page is drawn to be read
PHOTO_DPI = 220  # a photograph is brought to about this, taken as a whole A4 page
A4 = (8.27, 11.69)  # inches


@dataclass(frozen=True)
class Paper:
    """Text of a PDF or of pictures; `words` are all (word, confidence) in reading order where any was read by eye."""

    text: str
    kind: str  # pdf, scan, picture
    pages: int
    scanned: tuple[int, ...]  # numbers of the pages read from pictures, from 1
    words: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()


def read_pdf(data: bytes, progress: Progress) -> Paper:
    document = _open(data)
    try:
        count = len(document)
        if count == 0:
            raise refusals.corrupt_pdf()
        if count > limits.MAX_PAGES:
            raise refusals.too_many_pages(count, limits.MAX_PAGES)
        pages, by_eye = _own_letters(document)
        if len(by_eye) > limits.MAX_SCANNED_PAGES:
            raise refusals.too_many_pages(len(by_eye), limits.MAX_SCANNED_PAGES, " quét")
        for done, number in enumerate(by_eye):
            progress(done, len(by_eye))
            read = _page_by_eye(document, number)
            # A picture that holds no words leaves the letters that were there, poor as they are.
            if any(True for _ in _all_words(read)) or not pages[number].words:
                pages[number] = read
    except pdfium.PdfiumError as problem:
        raise refusals.corrupt_pdf() from problem
    finally:
        document.close()
    kind = "scan" if len(by_eye) > count / 2 else "pdf"
    return _composed(pages, kind, tuple(n + 1 for n in by_eye), progress)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "password" in str(problem).lower() or "security" in str(problem).lower():
            raise refusals.locked_pdf() from problem
        raise refusals.corrupt_pdf() from problem


def _own_letters(document: pdfium.PdfDocument) -> tuple[list[PageWords], list[int]]:
    """Every page by its own letters, and which pages must be read by eye instead (from 0)."""
    pages: list[PageWords] = []
    by_eye: list[int] = []
    for number in range(len(document)):
        page = document[number]
        words = pdf.page_words(page)
        if pdf.needs_eyes(words, page):
            by_eye.append(number)
        pages.append(words)
        page.close()
        if len(by_eye) > limits.MAX_SCANNED_PAGES and len(by_eye) == number + 1:
            by_eye += range(number + 1, len(document))  # a long scan: what it is, is known
            break
    return pages, by_eye


def _page_by_eye(document: pdfium.PdfDocument, number: int) -> PageWords:
    page = document[number]
    try:
        dpi = min(SCAN_DPI[1], max(SCAN_DPI[0], pdf.picture_dpi(page) or 250))
        width, height = page.get_size()
        dpi = min(dpi, (30_000_000 / max(1.0, width * height)) ** 0.5 * 72)
        return scan.page_of(pdf.drawn(page, dpi), dpi / 72)
    finally:
        page.close()


def read_pictures(data: bytes, progress: Progress) -> Paper:
    """A photograph, or a .tif with several pages."""
    return read_album((data,), progress)


def read_album(pictures: Sequence[bytes], progress: Progress) -> Paper:
    """Pictures that are pages one after the other."""
    if len(pictures) > limits.MAX_SCANNED_PAGES:
        raise refusals.too_many_pages(len(pictures), limits.MAX_SCANNED_PAGES, " ảnh")
    pages: list[PageWords] = []
    for data in pictures:
        for image, count in _frames(data):
            progress(len(pages), max(count, len(pictures)))
            pages.append(scan.page_of(image, _photo_scale(image)))
    return _composed(pages, "picture", tuple(range(1, len(pages) + 1)), progress)


def _frames(data: bytes) -> Iterator[tuple[Image.Image, int]]:
    """Each frame in grey at a size fit to be read, and how many there are."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is told in our own words
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > limits.MAX_PIXELS:
                raise refusals.picture_too_large(limits.MAX_PIXELS // 1_000_000)
            count = getattr(image, "n_frames", 1) if image.format in ("TIFF", "MPO") else 1
            count = 1 if image.format == "MPO" else count  # its other frames are the same view
            if count > limits.MAX_SCANNED_PAGES:
                raise refusals.too_many_pages(count, limits.MAX_SCANNED_PAGES, " ảnh")
            for frame in ImageSequence.Iterator(image) if count > 1 else [image]:
                if frame.width * frame.height > limits.MAX_PIXELS:
                    raise refusals.picture_too_large(limits.MAX_PIXELS // 1_000_000)
                yield _fit(_grey(frame)), count
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as problem:
        if type(problem).__name__ == "UnreadableDocument":
            raise
        raise refusals.corrupt_picture() from problem


def _grey(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image) or image
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright)
    return upright.convert("L")


def _fit(image: Image.Image) -> Image.Image:
    """Neither so small that tones blur nor so large that a page takes a minute."""
    short = min(image.size)
    wanted = PHOTO_DPI * A4[0]
    if 0.85 * wanted <= short <= 1.5 * wanted:
        return image
    by = wanted / short
    by = min(by, 3.0) if by > 1 else by
    size = max(1, round(image.width * by)), max(1, round(image.height * by))
    return image.resize(size, Image.Resampling.LANCZOS)


def _photo_scale(image: Image.Image) -> float:
    """Pixels in a point, the shorter side taken as that of A4."""
    return min(image.size) / A4[0] / 72


def _composed(pages: list[PageWords], kind: str, scanned: Sequence[int], progress: Progress) -> Paper:
    blocks = blocks_of(pages)
    text = render(blocks)
    mended, codecs = legacy.mend(text)
    if scanned:
        progress(len(scanned), len(scanned))
        if not any(c.isalnum() for c in text):
            raise refusals.no_words_in_picture()
    words = tuple(w for page in pages for w in _words_read(page)) if scanned else ()
    return Paper(mended, kind, len(pages), tuple(scanned), words, tuple(legacy.told(codec) for codec in codecs))


def _all_words(page: PageWords) -> Iterator[Word]:
    yield from page.words
    for table in page.tables:
        for cell in table.cells:
            yield from cell.words


def _words_read(page: PageWords) -> Iterator[tuple[str, float]]:
    for word in _all_words(page):
        yield word.text, word.confidence
