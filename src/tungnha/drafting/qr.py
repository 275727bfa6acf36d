"""A QR code as an inline drawing for a page, or as a picture for a paper: no request to anybody."""

from __future__ import annotations

import io
from html import escape

import segno

QUIET = 4  # modules of white around it; the standard asks for four


def qr_svg(text: str, label: str) -> str:
    """The code of `text` as an SVG element that grows with its place; `label` is what a screen reader says. Error
    correction M: a cracked screen may hide a seventh of it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=QUIET, omitsize=True, light="#fff", dark="#000", svgclass="qr", lineclass=None
    )
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def qr_png(text: str) -> bytes:
    """The code of `text` as a black and white picture with its white border, the same bytes each time. Error correction
    M, as on a page: a paper is folded and stained."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=QUIET)
    return out.getvalue()
