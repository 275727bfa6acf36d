"""A picture made small enough for a cheap phone, with nothing in it but what is seen."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from tungnha.units.problems import BadInput

WIDEST, HIGHEST = 720, 1600  # pixels: two screens of a phone
MOST_BYTES = 48 * 1024  # with the page around it under 100 KB; twelve of them are downloaded over a weak signal
TAKES_BYTES = 55 * 1024 * 1024
TAKES_PIXELS = 50_000_000
TOO_HEAVY = "Hình lớn hơn 55 MB: mời chọn hình nhỏ hơn, hoặc chụp màn hình rồi gửi lại."
TOO_LARGE = "Hình quá lớn (hơn 50 triệu điểm ảnh): mời thu nhỏ rồi gửi lại."
NOT_A_PICTURE = "Tệp hình không mở được: mời chọn tệp JPG, PNG hoặc WebP."


def small(content: bytes) -> bytes:
    """WebP of at most MOST_BYTES. What cameras write beside a picture (place, device) is gone.

    Raises BadInput in one sentence."""
    picture = opened(content, (WIDEST, HIGHEST))
    picture.thumbnail((WIDEST, HIGHEST))
    while True:
        for quality in (80, 60, 40, 20):
            written = _written(picture, quality)
            if len(written) <= MOST_BYTES:
                return written
        picture.thumbnail((picture.width * 2 // 3, picture.height * 2 // 3))


def for_paper(content: bytes, longest: int) -> bytes:
    """A JPEG of what is seen, its longer side at most so many pixels; where and with what it was taken is gone."""
    picture = opened(content, (longest, longest))
    picture.thumbnail((longest, longest))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80, exif=b"")
    return out.getvalue()


def opened(content: bytes, wanted: tuple[int, int]) -> Image.Image:
    """At least as large as is wanted where it is so large; a JPEG of many pixels is not unfolded whole."""
    if len(content) > TAKES_BYTES:
        raise BadInput(TOO_HEAVY)
    try:
        found = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if found.width * found.height > TAKES_PIXELS:
            raise BadInput(TOO_LARGE)
        found.draft("RGB", (2 * max(wanted), 2 * max(wanted)))
        return ImageOps.exif_transpose(found).convert("RGB")
    except Image.DecompressionBombError as problem:
        raise BadInput(TOO_LARGE) from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise BadInput(NOT_A_PICTURE) from problem


def _written(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None)
    return out.getvalue()
