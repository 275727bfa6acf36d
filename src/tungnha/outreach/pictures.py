"""A picture made small enough for a cheap phone, with nothing in it but what is seen."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from tungnha.units.problems import BadInput

WIDEST, HIGHEST = 720, 1600  # pixels: two screens of a phone
MOST_BYTES = 60 * 1024  # twelve of them are downloaded over a weak signal
TAKES_BYTES = 15 * 1024 * 1024
TAKES_PIXELS = 50_000_000
TOO_LARGE = "Hình quá lớn (hơn 50 triệu điểm ảnh): mời thu nhỏ rồi gửi lại."
NOT_A_PICTURE = "Tệp hình không mở được: mời chọn tệp JPG, PNG hoặc WebP."


def small(content: bytes) -> bytes:
    """WebP of at most MOST_BYTES. What cameras write beside a picture (place, device) is gone.

    Raises BadInput in one sentence."""
    if len(content) > TAKES_BYTES:
        raise BadInput("Hình lớn hơn 15 MB: mời chọn hình nhỏ hơn, hoặc chụp màn hình rồi gửi lại.")
    picture = _opened(content)
    picture.thumbnail((WIDEST, HIGHEST))
    for quality in (80, 60, 40, 20):
        written = _written(picture, quality)
        if len(written) <= MOST_BYTES:
            return written
    picture.thumbnail((WIDEST // 2, HIGHEST // 2))
    return _written(picture, 40)


def _opened(content: bytes) -> Image.Image:
    try:
        found = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if found.width * found.height > TAKES_PIXELS:
            raise BadInput(TOO_LARGE)
        return ImageOps.exif_transpose(found).convert("RGB")
    except Image.DecompressionBombError as problem:
        raise BadInput(TOO_LARGE) from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise BadInput(NOT_A_PICTURE) from problem


def _written(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None)
    return out.getvalue()
