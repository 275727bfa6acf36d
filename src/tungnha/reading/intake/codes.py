"""Web addresses that a file holds as QR codes: a plan says “scan for the materials” and prints a picture.

Only addresses are kept. A code may be a citizen's card or a bank's: what else one says is looked at by nobody.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

from .. import limits

MOST_CODES = 10
QR_CODES = zxingcpp.barcode_formats_from_str("QRCode")
MOST_PICTURES = 60  # of a file, and pages of a PDF that hold one
MOST_BYTES = 12 * limits.MEGABYTE  # of one picture inside a Word file
LONGEST_SIDE = 2600  # px: an A4 page at 220 dots an inch, on which a code of 15 mm is read
PAGE_SCALE = 2.0  # 144 dots an inch
_PICTURES = re.compile(r"(?:word/media|Pictures|ppt/media)/[^/]+\.(?:png|jpe?g|gif|bmp|webp|tiff?)$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,800}", re.IGNORECASE)


def read_codes(data: bytes) -> tuple[str, ...]:
    """The addresses, in the order in which they stand. A file that cannot be looked at so has none: its text is what
    the sender asked about."""
    found: dict[str, None] = {}
    try:
        for picture in _pictures(data):
            for code in zxingcpp.read_barcodes(picture, formats=QR_CODES):
                if _ADDRESS.fullmatch(code.text.strip()):
                    found.setdefault(code.text.strip())
            if len(found) >= MOST_CODES:
                break
    except Exception:  # whatever a library stumbles over
        pass
    return tuple(found)[:MOST_CODES]


def _pictures(data: bytes) -> Iterator[Image.Image]:
    if data.startswith(b"PK\x03\x04"):
        yield from _packed(data)
    elif b"%PDF-" in data[:1024]:
        yield from _pages(data)
    elif data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"RIFF", b"BM", b"GIF8")):
        yield from filter(None, [_opened(data)])


def _packed(data: bytes) -> Iterator[Image.Image]:
    """The pictures of a Word or OpenDocument file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = [one for one in package.infolist() if _PICTURES.match(one.filename) and one.file_size <= MOST_BYTES]
        for one in inside[:MOST_PICTURES]:
            picture = _opened(package.read(one))
            if picture is not None:
                yield picture


def _opened(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data)) as found:
            if found.width * found.height > limits.MAX_PIXELS:
                return None
            grey = _on_white(found)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _on_white(picture: Image.Image) -> Image.Image:
    """In grey; where it is transparent, as on paper."""
    if picture.mode not in ("RGBA", "LA", "P", "PA"):
        return picture.convert("L")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("L")


def _pages(data: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF that hold a picture or speak of a code, as they are printed."""
    document = pdfium.PdfDocument(data)
    try:
        left = MOST_PICTURES
        for page in document:
            if left and (_holds_picture(page) or "QR" in page.get_textpage().get_text_bounded()):
                left -= 1
                yield page.render(scale=PAGE_SCALE, grayscale=True).to_pil()
    finally:
        document.close()


def _holds_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
