"""Text without what only machines see: marks of markup, odd spaces, control characters; NFC.

A form feed stays, as the end of a page.
"""

import html
import re
import unicodedata

_TAG = re.compile(
    r"</?(?:p|br|ul|ol|li|i|b|u|em|strong|span|div|sup|sub|font|table|tbody|thead|tr|td|th|a|h[1-6]|hr|img)"
    r"(?:\s[^<>\n]*)?/?>",
    re.IGNORECASE,
)
_URL = re.compile(r"<(https?://[^<>\s]+)>")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED = re.compile(r"\\([*_#\-.()+])")
_STARS = re.compile(r"\*{2,3}|(?<!\S)\*(?=[^\s*])|(?<=[^\s*])\*(?!\w)|(?<=\()\*|\*(?=\w)")
# "__Nơi nhận:__"; a row of underscores is a blank to fill in.
_UNDERSCORES = re.compile(r"(?<![\w/])__(?=[^\W_])([^_\n]{1,400})__(?![\w])")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def clean(raw: str) -> str:
    """The text of a file, its line ends "\\n" only, its page ends "\\f" only."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\x0b", "\n").replace("\x1f", "")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    text = _PICTURE.sub(" ", _URL.sub(r"\1", text))
    text = _TAG.sub(" ", _BREAK.sub(" ", text))
    text = _INVISIBLE.sub("", html.unescape(text) if "&" in text else text)
    text = _ESCAPED.sub(r"\1", text)
    return _composed(_UNDERSCORES.sub(r"\1", _STARS.sub("", text)))


# A tone typed before the mark that belongs to its letter (a + \u0300 + \u0302) never becomes one letter by itself.
_MARKS_TURNED = re.compile(r"([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")


def _composed(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _MARKS_TURNED.sub(r"\2\1", apart))


def one_space(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
