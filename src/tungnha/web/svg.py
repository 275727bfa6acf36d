"""The few strokes our drawings are made of. Everything that is not ours is escaped here.

A page of a province holds thousands of them: they are put together as plain text, each value escaped by itself, for the
framework's own helpers took most of the time such a page had.
"""

from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def tag(name: str, content="", **attributes) -> SafeString:
    """Write one element: ``tag("rect", x=1, stroke_width=2, class_="c-bar")``; None leaves an attribute out."""
    written = "".join(
        [f' {_attribute(key)}="{_written(value)}"' for key, value in attributes.items() if value is not None]
    )
    return mark_safe(f"<{name}{written}>{_written(content)}</{name}>")


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _written(value) -> str:
    if isinstance(value, float):
        return short(value)
    return str(value) if isinstance(value, int | SafeString) else conditional_escape(value)


def short(value):
    """Floats to one decimal: small pages, and the same drawing on every machine."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def join(pieces) -> SafeString:
    return mark_safe("".join([_written(piece) for piece in pieces]))


def text(words, x: float, y: float, anchor: str = "start", class_: str | None = None, size: int = 16) -> SafeString:
    return tag(
        "text", words, x=float(x), y=float(y), text_anchor=None if anchor == "start" else anchor,
        font_size=size, class_=class_,
    )  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> SafeString:
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), class_=class_)


def polyline(points, class_: str) -> SafeString:
    return tag("polyline", points=" ".join(f"{short(float(x))},{short(float(y))}" for x, y in points), class_=class_)


def drawing(pieces, width: float, height: float, title: str, desc: str = "", role="img", class_=None) -> SafeString:
    """Frame a drawing: it has a name and a sentence for those who do not see it."""
    head = tag("title", title) + (tag("desc", desc) if desc else "")
    return tag(
        "svg", head + join(pieces), xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {short(float(width))} {short(float(height))}", role=role,
        aria_label=f"{title}. {desc}" if desc else title, class_=class_,
    )  # fmt: skip


def hatched(x: float, y: float, width: float, height: float) -> SafeString:
    """A box of slanting lines that means: no figure. Drawn line by line, so it needs no name of its own."""
    pieces = [tag("rect", x=float(x), y=float(y), width=float(width), height=float(height), class_="c-hatch-back")]
    for start in range(-int(height) + 6, int(width), 12):
        x1, x2 = max(start, 0), min(start + height, width)
        pieces.append(line(x + x1, y + x1 - start, x + x2, y + x2 - start, "c-hatch-line"))
    return join(pieces)


def wrapped(words: str, letters: int, lines: int = 2) -> list[str]:
    """Break a name between words into at most so many lines; what does not fit ends in an ellipsis."""
    rows = [""]
    for word in str(words).split():
        joined = f"{rows[-1]} {word}".strip()
        if len(joined) <= letters or not rows[-1]:
            rows[-1] = joined
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return [row if len(row) <= letters + 1 else row[:letters].rstrip() + "…" for row in rows]
