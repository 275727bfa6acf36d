"""A QR code as an inline drawing: no picture file, no request to anybody."""

from __future__ import annotations

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
