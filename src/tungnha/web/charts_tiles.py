"""Sheets of many small tiles: a province's communes with their initials, the country's as one shape a colour.

Thousands of elements cost more than the page has time for: each colour is one path, and what must be written or opened
by itself (a commune's initials, a province) is put over it. Signs and words say the same as the colours, and a hatch
means: no figure. docs/decisions/0038-ranking.md.
"""

from collections import Counter, defaultdict
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tungnha.web import formats
from tungnha.web.charts import LEVEL_SIGN, LEVEL_WORD, NO_FIGURE, WIDE, _nothing
from tungnha.web.svg import drawing
from tungnha.web.tables import value_of

SIDE, GAP = 54, 4
LIGHT = ("reached", "on_path", "b4", "b5")  # dark tiles, so light letters
BANDS = ("b1", "b2", "b3", "b4", "b5")
BAND_WORD = {
    "b1": "dưới 20%", "b2": "từ 20%", "b3": "từ 40%", "b4": "từ 60%", "b5": "từ 80%", "": NO_FIGURE,
}  # fmt: skip
SIGN = LEVEL_SIGN | {band: band[1] for band in BANDS}
WORD = LEVEL_WORD | BAND_WORD


def tile_sheet(places, *, title="", width=WIDE) -> SafeString:
    """One small tile a place in the order given: initials, sign and colour; the table beside it has names and numbers.

    places: name, short (a few letters), value (percent or None), level (reached, on_path, behind, far or ""), url.
    """
    title, places = title or "Bản đồ ô", list(places)
    if not places:
        return _nothing(title, width)
    columns = (width + GAP) // (SIDE + GAP)
    boxes, over = defaultdict(list), []
    for number, place in enumerate(places):
        x, y = (number % columns) * (SIDE + GAP), (number // columns) * (SIDE + GAP)
        level = value_of(place, "level") or ""
        boxes[level].append((x, y))
        over.append(_written(place, level, x, y))
    pieces = [*_shapes(boxes, SIDE, "c-tile l-"), *over]
    rows = -(-len(places) // columns)
    role = "group" if any(value_of(place, "url") for place in places) else "img"
    return drawing(
        pieces,
        width,
        rows * (SIDE + GAP) - GAP,
        title,
        _summed({level: len(found) for level, found in boxes.items()}, WORD),
        role=role,
    )


def _written(place, level: str, x: int, y: int) -> SafeString:
    """Initials over the sign; the whole tile opens, its name is said."""
    name, value, url = str(value_of(place, "name")), value_of(place, "value"), value_of(place, "url")
    said = f"{name}: {WORD.get(level, NO_FIGURE)}{f', {formats.percent(value)}' if value is not None else ''}"
    tone = "t-on" if level in LIGHT else "t-tile" if level else "t-tile t-missing"
    sign = SIGN.get(level, "?")
    words = (
        f'<text x="{x + SIDE // 2}" y="{y + 23}" text-anchor="middle" font-size="16" class="{tone}">'
        f'{escape(value_of(place, "short"))}</text><text x="{x + SIDE // 2}" y="{y + 45}" text-anchor="middle" '
        f'font-size="16" class="{tone}">{sign}</text>'
    )
    box = f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" class="c-touch"/>'
    inner = f"<title>{escape(said)}</title>{box}{words}"
    if not url:
        return mark_safe(f"<g>{inner}</g>")
    return mark_safe(f'<a href="{escape(url)}" aria-label="{escape(said)}">{inner}</a>')


def _shapes(boxes, side: float, look: str) -> list[SafeString]:
    """One path for all boxes of a level; without a level they are hatched."""
    drawn = []
    for level, places in boxes.items():
        outline = "".join(f"M{x:g} {y:g}h{side:g}v{side:g}h-{side:g}z" for x, y in places)
        if level:
            drawn.append(f'<path d="{outline}" class="{look}{level}"/>')
            continue
        step = side / 4
        lines = "".join(
            f"M{x:g} {y + c:g}L{x + c:g} {y:g}M{x + c:g} {y + side:g}L{x + side:g} {y + c:g}"
            for x, y in places for c in (step, 2 * step, 3 * step)
        )  # fmt: skip
        drawn.append(f'<path d="{outline}" class="c-hatch-back"/><path d="{lines}" class="c-hatch-line"/>')
        drawn.append(f'<path d="{outline}" class="c-tile c-open"/>')
    return [mark_safe("".join(drawn))]


def _summed(counts, words) -> str:
    return "; ".join(f"{word}: {counts[level]} nơi" for level, word in words.items() if counts.get(level))


# -- the country ----------------------------------------------------------------------------------


def mosaic(provinces, *, title="", width=WIDE) -> SafeString:
    """A tile for each province where it roughly lies, filled with one little square for each of its communes.

    provinces: name, short, value (percent or None), url, column, row, parts (bands of its communes: b1 … b5 or "").
    """
    title, provinces = title or "Bản đồ ô cả nước", list(provinces)
    if not provinces:
        return _nothing(title, width)
    columns = max(value_of(one, "column") for one in provinces) + 1
    gap, head = 6, 32
    wide = (width - gap * (columns - 1)) / columns
    across = 17
    small = (wide - 8) / across
    tall = head + 8 + small * 10
    counts: Counter[str] = Counter()
    runs, over, rows = defaultdict(list), [], 0
    for one in provinces:
        x, y = value_of(one, "column") * (wide + gap), value_of(one, "row") * (tall + gap)
        rows = max(rows, value_of(one, "row") + 1)
        parts = value_of(one, "parts")
        counts.update(parts)
        for start in range(0, len(parts), across):
            left = x + 4
            for band, same in groupby(parts[start : start + across]):
                long = len(list(same)) * small
                runs[band].append((left, y + head + 4 + (start // across + 0.5) * small, long))
                left += long
        over.append(_province(one, x, y, wide, tall))
    height = rows * (tall + gap) - gap
    return drawing([_dashes(runs, small), *over], width, height, title, _summed(counts, WORD), role="group")


def _dashes(runs, small: float) -> SafeString:
    """Neighbours of one band are one dashed stroke: a dash is a commune. Without a figure: thin slices."""
    drawn = []
    for band, places in runs.items():
        path = "".join(f"M{x:.1f} {y:.1f}h{long:.1f}" for x, y, long in places)
        dash = f"{small - 1:.3f} 1" if band else f"1 {small / 3 - 1:.3f}"
        drawn.append(
            f'<path d="{path}" class="c-run s-{band or "none"}" stroke-width="{small - 1:.2f}" '
            f'stroke-dasharray="{dash}"/>'
        )
    return mark_safe("".join(drawn))


def _province(one, x: float, y: float, wide: float, tall: float) -> SafeString:
    name, value, url = str(value_of(one, "name")), value_of(one, "value"), value_of(one, "url")
    said = f"{name}: {formats.percent(value)}"
    share, short = formats.percent(value) if value is not None else "?", value_of(one, "short")
    inner = (
        f"<title>{escape(said)}</title>"
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="4" class="c-province"/>'
        f'<text x="{x + 5:.1f}" y="{y + 23:.1f}" font-size="20" class="t-strong">{escape(short)}</text>'
        f'<text x="{x + wide - 5:.1f}" y="{y + 23:.1f}" text-anchor="end" font-size="20">{escape(share)}</text>'
    )
    if not url:
        return mark_safe(f"<g>{inner}</g>")
    return mark_safe(f'<a href="{escape(url)}" aria-label="{escape(said)}">{inner}</a>')


def legend_box(level: str) -> SafeString:
    """One tile as small as a word, said by the words beside it."""
    sign = SIGN.get(level, "")
    tone = "t-on" if level in LIGHT else "t-tile"
    words = f'<text x="11" y="17" text-anchor="middle" font-size="16" class="{tone}">{sign}</text>' if sign else ""
    shapes = "".join(_shapes({level: [(1, 1)]}, 20, "c-tile l-"))
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" aria-hidden="true">{shapes}{words}</svg>'
    )
