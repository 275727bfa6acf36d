"""Text files in whatever encoding they come. The decoding itself is `tungnha.identity.legacy`, shared with lists."""

import re

from ...identity import legacy
from .html import looks_like_html, read_html
from .markdown import looks_like_markdown, read_markdown
from .refusals import not_text
from .taken import Taken


def read_plain(name: str, data: bytes, suffix: str) -> Taken:
    """A .txt, .md or unnamed text; a web page under any name."""
    text, encoding = legacy.decode(data)
    if suffix in (".html", ".htm", ".xhtml") or looks_like_html(text):
        return read_html(data)
    if _is_binary(text):
        raise not_text(name)
    codecs = [codec for codec in encoding.split("+") if codec in legacy.NAMES]
    shown = None if encoding == "utf-8" else encoding
    notes = tuple(map(legacy.told, codecs))
    if suffix in (".md", ".markdown") or looks_like_markdown(text):
        return Taken(read_markdown(text), "md", shown, notes)
    return Taken(text, "txt", shown, notes)


def _is_binary(text: str) -> bool:
    """Bytes that are no text in any encoding: control codes all over."""
    start = text[:20_000]
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]", start))
    return odd > 0.05 * len(start)
