"""Three marks on one line for each place: counted here, reported by the unit, given by the operator.

Where two agree their marks lie in each other: a full dot within a ring within a square. What is not known is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from tungnha.web import formats
from tungnha.web.charts import NO_FIGURE, WIDE, _nothing, _round_up
from tungnha.web.svg import drawing, hatched, join, line, tag, text, wrapped
from tungnha.web.tables import value_of

SERIES = (("counted", "đếm được ở đây"), ("reported", "đơn vị báo"), ("given", "danh sách gửi đến"))
STEP, NARROW_STEP, LEGEND = 46, 74, 34


def three_marks(rows: Iterable[Any], *, title: str = "", width: int = WIDE) -> SafeString:
    """rows: name, counted, reported, given (a count or None), url."""
    rows, title = list(rows), title or "Ba con số của từng địa bàn"
    known = [float(value) for row in rows for value in _values(row).values() if value is not None]
    if not known:
        return _nothing(title, width)
    narrow = width < WIDE
    left, right = (18, width - 18) if narrow else (190, width - 96)
    legend = _legend(0 if narrow else left, width, narrow)
    over = (len(SERIES) * LEGEND if narrow else LEGEND) + 30
    top = _round_up(max(known))
    scale = (right - left) / top
    step = NARROW_STEP if narrow else STEP
    height = over + len(rows) * step + 6
    pieces = [*legend, *_axis(left, right, over, height, top)]
    for number, row in enumerate(rows):
        pieces += _line_of(row, left, right, over + number * step, scale, narrow, width)
    role = "group" if any(value_of(row, "url") for row in rows) else "img"
    return drawing([tag("g", join(pieces), class_="t-halo")], width, height, title, _tell(rows), role=role)


def _values(row: Any) -> dict[str, float | None]:
    found = {code: value_of(row, code) for code, _ in SERIES}
    return {code: None if value is None else float(value) for code, value in found.items()}


def _mark(code: str, x: float, y: float) -> SafeString:
    if code == "counted":
        return tag("circle", cx=x, cy=y, r=5.5, class_="c-here")
    if code == "reported":
        return tag("circle", cx=x, cy=y, r=10, class_="c-reported")
    return tag("rect", x=x - 13, y=y - 13, width=26, height=26, rx=3, class_="c-given")


def _legend(left: float, width: int, narrow: bool) -> list[SafeString]:
    pieces, x, y = [], left + 16, 18
    for code, words in SERIES:
        pieces += [_mark(code, float(x), float(y)), text(words, x + 20, y + 6)]
        x, y = (x, y + LEGEND) if narrow else (x + 36 + 8.6 * len(words) + 20, y)
    return pieces


def _axis(left: float, right: float, over: float, height: float, top: float) -> list[SafeString]:
    pieces = []
    for half in range(3):
        x = left + (right - left) * half / 2
        anchor = ("start", "middle", "end")[half]
        pieces.append(text(formats.count(top * half / 2), x, over - 10, anchor, "t-soft"))
        pieces.append(line(x, over - 4, x, height - 4, "c-grid"))
    return pieces


def _line_of(row: Any, left: float, right: float, y: float, scale: float, narrow: bool, width: int) -> list[SafeString]:
    """The places lie on one line; the space between the outermost two is the gap, and its size stands at the end."""
    values, url, name = _values(row), value_of(row, "url"), str(value_of(row, "name"))
    label = text(name if narrow else wrapped(name, 20, 1)[0], left if narrow else left - 14,
                 y + 22 if narrow else y + 29, "start" if narrow else "end")  # fmt: skip
    middle = y + 50 if narrow else y + 23
    pieces = [tag("a", label, href=url) if url else label, line(left, middle, right, middle, "c-grid")]
    places = {code: left + value * scale for code, value in values.items() if value is not None}
    if not places:
        pieces += [
            hatched(left, middle - 11, right - left, 22),
            text(NO_FIGURE, (left + right) / 2, middle + 6, "middle"),
        ]
        return pieces
    pieces.append(line(min(places.values()), middle, max(places.values()), middle, "c-between"))
    # The largest first, so that the smaller ones are seen in it.
    pieces += [_mark(code, places[code], float(middle)) for code, _ in reversed(SERIES) if code in places]
    words = _gap_words(values)
    at, anchor = (width - 2, "end") if narrow else (right + 22, "start")
    return [*pieces, text(words, at, y + 22 if narrow else y + 29, anchor, "t-soft" if words == "khớp" else "t-strong")]


def _gap_words(values: dict[str, float | None]) -> str:
    known = [value for value in values.values() if value is not None]
    if len(known) < 2:
        return ""
    return f"lệch {formats.count(max(known) - min(known))}" if max(known) != min(known) else "khớp"


def _tell(rows: Iterable[Any]) -> str:
    said = []
    for row in rows:
        known = [f"{words} {formats.count(v)}" for code, words in SERIES if (v := _values(row)[code]) is not None]
        said.append(f"{value_of(row, 'name')}: {', '.join(known) or NO_FIGURE}")
    return "; ".join(said)
