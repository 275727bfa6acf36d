"""Drawings made on the server: no script, they print, and a table beside them says the same.

All functions take plain data (dicts or objects with the named attributes) and return safe SVG. Colours
are classes of charts.css. ``width`` is WIDE, MIDDLE or NARROW, so that letters stay ≥ 16 px.
"""

from datetime import date, datetime
from math import floor, log10, pi

from django.utils.safestring import SafeString

from tungnha.web import formats
from tungnha.web.charts_fan import fan_of, tell_fan
from tungnha.web.svg import drawing, hatched, join, line, polyline, short, tag, text, wrapped
from tungnha.web.tables import value_of

WIDE, MIDDLE, NARROW = 720, 520, 300
LEVEL_WORD = {"reached": "đạt", "on_path": "đúng tiến độ", "behind": "chậm", "far": "chậm nhiều"}
LEVEL_SIGN = {"reached": "✓", "on_path": "→", "behind": "▽", "far": "▼"}
NO_FIGURE = "chưa có số liệu"


def _day(value) -> date:
    return value.date() if isinstance(value, datetime) else value


def _known(points) -> list[tuple[date, float]]:
    """Keep the points that have a number, in order of day: what is missing is not drawn as zero."""
    return sorted((_day(on), float(value)) for on, value in points if value is not None)


def _round_up(top: float) -> float:
    """The head of an axis of four pleasant steps: 3.496 → 4.000, 1.190 → 2.000, 7 → 8."""
    power = 10 ** floor(log10(max(top / 4, 1)))
    return next(4 * step * power for step in (1, 2, 5, 10) if 4 * step * power >= top)


# -- the path ----------------------------------------------------------------------------------


class _Frame:
    """Turns days and numbers into places on the sheet."""

    def __init__(self, days: list[date], top: float, width: int):
        self.first, self.last, self.top = min(days), max(days), _round_up(top)
        self.width, self.height = width, 400 if width > 500 else 380
        self.left, self.right, self.over, self.under = 68, width - 20, 56, self.height - 44

    def x(self, on: date) -> float:
        span = (self.last - self.first).days or 1
        return self.left + (self.right - self.left) * (on - self.first).days / span

    def y(self, value: float) -> float:
        return self.under - (self.under - self.over) * value / self.top

    def place(self, points) -> list[tuple[float, float]]:
        return [(self.x(on), self.y(value)) for on, value in points]

    def side(self, on: date) -> str:
        """Where a label hangs so that it stays on the sheet."""
        return "end" if self.x(on) > self.left + (self.right - self.left) * 0.55 else "start"


def path_chart(points, milestones, today=None, *, fan=None, title="", unit="người", width=WIDE) -> SafeString:
    """The cumulative line as it is, against the way the plan leads through its milestones.

    points: (day, number or None); milestones: (day, number[, label]). The way starts at the first point.
    fan: (day, lowest, highest) of a forecast, drawn from the last point.
    """
    actual = _known(points)
    marks = sorted((_day(m[0]), float(m[1]), m[2] if len(m) > 2 else "") for m in milestones)
    if not actual and not marks:
        return _nothing(title or "Tiến độ", width)
    today = _day(today) if today else None
    days = [on for on, *_ in actual] + [on for on, *_ in marks] + ([today] if today else []) + ([fan[0]] if fan else [])
    tops = [value for _, value in actual] + [value for _, value, _ in marks] + ([float(fan[2])] if fan else [])
    frame = _Frame(days, max(tops), width)
    pieces = [*_axes(frame), *fan_of(frame, actual, fan), *_way(frame, actual, marks)]
    if today:
        pieces.append(line(frame.x(today), frame.over - 14, frame.x(today), frame.under, "c-today"))
    pieces += _line_of(frame, actual) + [piece for mark in marks for piece in _milestone(frame, mark)]
    if today:
        anchor = frame.side(today)
        pieces.append(text(f"hôm nay {formats.day(today)}", frame.x(today), frame.over - 22, anchor, "t-soft"))
    sheet = [tag("g", join(pieces), class_="t-halo")]
    said = _tell(actual, marks, unit, fan)
    return drawing(sheet, frame.width, frame.height, title or "Tiến độ so với lộ trình", said)


def _axes(frame: _Frame) -> list[SafeString]:
    pieces = []
    for quarter in range(5):
        value = frame.top * quarter / 4
        y = frame.y(value)
        pieces.append(line(frame.left, y, frame.right, y, "c-axis" if quarter == 0 else "c-grid"))
        pieces.append(text(formats.count(value), frame.left - 8, y + 5, "end", "t-soft"))
    pieces.append(text(formats.day(frame.first), frame.left, frame.under + 28, "start", "t-soft"))
    pieces.append(text(formats.day(frame.last), frame.right, frame.under + 28, "end", "t-soft"))
    return pieces


def _way(frame: _Frame, actual, marks) -> list[SafeString]:
    start = actual[:1]
    way = frame.place([*start, *[(on, value) for on, value, _ in marks if not start or on > start[0][0]]])
    return [polyline(way, "c-path")] if len(way) > 1 else []


def _line_of(frame: _Frame, actual) -> list[SafeString]:
    if not actual:
        return []
    places = frame.place(actual)
    area = [(places[0][0], frame.under), *places, (places[-1][0], frame.under)]
    shape = " ".join(f"{short(x)},{short(float(y))}" for x, y in area)
    last_on, last_value = actual[-1]
    x, y = places[-1]
    return [
        tag("polygon", points=shape, class_="c-area"),
        polyline(places, "c-actual"),
        tag("circle", cx=x, cy=y, r=6, class_="c-point"),
        text(formats.count(last_value), x + (12 if frame.side(last_on) == "start" else -12), y + 22,
             frame.side(last_on), "t-strong", 18),
    ]  # fmt: skip


def _milestone(frame: _Frame, mark) -> list[SafeString]:
    """A ring on the way; its words hang under it on the left half of the sheet, over it on the right."""
    on, value, label = mark
    x, y = frame.x(on), frame.y(value)
    words = f"{formats.count(value)}{f' ({label})' if label else ''}"
    under = frame.side(on) == "start"
    at, lift, anchor = (x + 14, 14, "start") if under else (x - 14, -24, "end")
    return [
        tag("circle", cx=x, cy=y, r=7, class_="c-milestone"),
        text(words, at, y + lift, anchor, "t-late"),
        text(f"đến {formats.day(on)}", at, y + lift + 20, anchor, "t-soft"),
    ]


def _tell(actual, marks, unit: str, fan=None) -> str:
    said = [f"Ngày {formats.day(actual[-1][0])}: {formats.count(actual[-1][1])} {unit}"] if actual else [NO_FIGURE]
    said += [f"mốc {formats.day(on)}: {formats.count(value)}{f' ({label})' if label else ''}"
             for on, value, label in marks]  # fmt: skip
    return "; ".join(filter(None, [*said, tell_fan(fan, unit)]))


def _nothing(title: str, width: int) -> SafeString:
    back = tag("rect", x=width / 2 - 90, y=42, width=180, height=36, class_="c-hatch-back")
    pieces = [hatched(0, 0, width, 120), back, text(NO_FIGURE, width / 2, 66, "middle", "t-strong")]
    return drawing(pieces, width, 120, title, NO_FIGURE)


# -- villages, best to worst -------------------------------------------------------------------


def bar_ranking(rows, target=None, *, title="", target_label="", width=WIDE) -> SafeString:
    """Bars of percentages from best to worst; who has no figure stands last, hatched.

    rows: name, value (percent or None), level (reached, on_path, behind, far), note, url.
    """
    title = title or "Xếp hạng"
    rows = sorted(rows, key=lambda row: (_share(row) is None, -(_share(row) or 0), str(value_of(row, "name"))))
    if not rows:
        return _nothing(title, width)
    narrow = width < WIDE
    left, right, step, over = (0, width - 88, 66, 40) if narrow else (210, width - 100, 40, 40)
    most = max([100.0, *[_share(row) or 0 for row in rows]])
    scale = (right - left) / most
    height = over + len(rows) * step + 8
    pieces = []
    if target is not None:
        x = left + float(target) * scale
        words = target_label or f"chỉ tiêu {formats.percent(target)}"
        anchor = "start" if x < 110 else "end" if x > width - 110 else "middle"
        pieces.append(text(words, x, 20, anchor, "t-late"))
    for number, row in enumerate(rows):
        pieces += _bar(row, left, over + number * step, scale, narrow)
        if target is not None and _share(row) is not None:
            top = over + number * step + (22 if narrow else 2)
            pieces.append(line(x, top, x, top + 34, "c-target"))
    said = "; ".join(f"{value_of(row, 'name')}: {formats.percent(_share(row))}" for row in rows)
    role = "group" if any(value_of(row, "url") for row in rows) else "img"
    return drawing(pieces, width, height, title, said, role=role)


def _share(row) -> float | None:
    value = value_of(row, "value")
    return None if value is None else float(value)


def _bar(row, left: float, y: float, scale: float, narrow: bool) -> list[SafeString]:
    share, url = _share(row), value_of(row, "url")
    name = str(value_of(row, "name"))
    label = text(name if narrow else wrapped(name, 22, 1)[0], left if narrow else left - 12,
                 y + 18 if narrow else y + 24, "start" if narrow else "end")  # fmt: skip
    top, thick = (y + 26, 24) if narrow else (y + 6, 26)
    full = 100 * scale
    head = tag("a", label, href=url) if url else label
    if share is None:
        middle = left + full / 2
        back = tag("rect", x=middle - 76, y=float(top), width=152, height=thick, class_="c-hatch-back")
        words = text(NO_FIGURE, middle, top + 19, "middle", "t-soft")
        return [head, hatched(left, top, full, thick), back, words]
    track = tag("rect", x=float(left), y=float(top), width=float(full), height=thick, class_="c-track")
    pieces = [head, track]
    level = value_of(row, "level") or "on_path"
    pieces.append(
        tag("rect", x=float(left), y=float(top), width=share * scale, height=thick, class_=f"c-bar l-{level}")
    )
    end = left + max(full, share * scale)
    return [*pieces, text(formats.percent(share), end + 8, top + 19, "start", "t-strong")]


# -- parts of a whole ------------------------------------------------------------------------------


def share_bar(parts, *, title="", unit="dòng", width=WIDE) -> SafeString:
    """One bar cut into the parts of a whole, and below it what each part is: they add up to the bar.

    parts: name, value (whole number), level (reached, on_path, behind, far, track, or "" for hatched), url.
    """
    parts = [part for part in parts if value_of(part, "value")]
    whole = sum(value_of(part, "value") for part in parts)
    if not whole:
        return _nothing(title or "Các phần", width)
    across = 1 if width == NARROW else 2 if width == MIDDLE else 3
    pieces, x = [], 0.0
    for number, part in enumerate(parts):
        wide = width * value_of(part, "value") / whole
        pieces.append(_cut(x, 0, wide, 36, value_of(part, "level")))
        left, top = (number % across) * width / across, 52 + (number // across) * 34
        words = f"{value_of(part, 'name')}: {formats.count(value_of(part, 'value'))}"
        pieces.append(_cut(left, top, 22, 22, value_of(part, "level")))
        url = value_of(part, "url")
        label = text(words, left + 30, top + 17, class_="c-link" if url else None)
        pieces.append(tag("a", label, href=url) if url else label)
        x += wide
    said = "; ".join(f"{value_of(part, 'name')}: {formats.count(value_of(part, 'value'))} {unit}" for part in parts)
    role = "group" if any(value_of(part, "url") for part in parts) else "img"
    height = 52 + -(-len(parts) // across) * 34
    return drawing(pieces, width, height, title or "Các phần", said, role=role)


def _cut(x: float, y: float, width: float, height: float, level: str) -> SafeString:
    if not level:
        return hatched(x, y, width, height)
    look = "c-track" if level == "track" else f"c-bar l-{level}"
    return tag("rect", x=float(x), y=float(y), width=float(width), height=float(height), class_=look)


# -- the map of equal tiles ----------------------------------------------------------------------


def tile_map(villages, *, title="", width=WIDE) -> SafeString:
    """One tile of the same size for each village: colour, sign and words say its level.

    villages: name, value (percent or None), level (reached, on_path, behind, far or None), url.
    """
    title = title or "Bản đồ ô các thôn"
    villages = list(villages)
    if not villages:
        return _nothing(title, width)
    columns = {NARROW: 2, MIDDLE: 3}.get(width, 5)
    gap, tall = 8, 96
    wide = (width - gap * (columns - 1)) / columns
    pieces = []
    for number, village in enumerate(villages):
        x, y = (number % columns) * (wide + gap), (number // columns) * (tall + gap)
        tile = _tile(village, x, y, wide, tall)
        url = value_of(village, "url")
        pieces.append(tag("a", tile, href=url) if url else tile)
    rows = -(-len(villages) // columns)
    said = "; ".join(f"{value_of(v, 'name')}: {formats.percent(value_of(v, 'value'))}" for v in villages)
    role = "group" if any(value_of(v, "url") for v in villages) else "img"
    return drawing(pieces, width, rows * (tall + gap) - gap, title, said, role=role)


def _tile(village, x: float, y: float, wide: float, tall: float) -> SafeString:
    value, level = value_of(village, "value"), value_of(village, "level")
    missing = value is None
    tone = "t-on" if not missing and level in ("reached", "on_path") else None
    box = {"x": float(x) + 1, "y": float(y) + 1, "width": wide - 2, "height": tall - 2, "rx": 6}
    if missing:
        inner = tag("rect", x=x + 8, y=y + 8, width=wide - 16, height=tall - 16, rx=4, class_="c-hatch-back")
        pieces = [hatched(x + 1, y + 1, wide - 2, tall - 2), tag("rect", **box, class_="c-tile c-open"), inner]
    else:
        pieces = [tag("rect", **box, class_=f"c-tile l-{level}")]
    name = wrapped(value_of(village, "name"), int((wide - 24) / 10.5))
    pieces += [text(row, x + 12, y + 26 + 20 * n, class_=tone) for n, row in enumerate(name)]
    if missing:
        pieces.append(text(NO_FIGURE, x + 12, y + tall - 14, class_="t-soft"))
    else:
        words = f"{LEVEL_SIGN.get(level, '')} {formats.percent(value)}".strip()
        pieces.append(text(words, x + 12, y + tall - 14, class_=tone or "t-strong", size=18))
    return tag("g", join(pieces))


# -- small ones ------------------------------------------------------------------------------------


def sparkline(values, title="") -> SafeString:
    """A line as small as a word. A missing value breaks the line instead of falling to zero."""
    known = [float(value) for value in values if value is not None]
    said = f"từ {formats.count(known[0])} đến {formats.count(known[-1])}" if known else NO_FIGURE
    low, high = (min(known), max(known)) if known else (0, 1)
    step = 108 / max(len(values) - 1, 1)

    def place(number: int, value) -> tuple[float, float]:
        return 6 + number * step, 26 - 20 * (float(value) - low) / ((high - low) or 1)

    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(number, value))
    pieces = [polyline(run, "c-actual") for run in runs if len(run) > 1]
    pieces += [tag("circle", cx=run[-1][0], cy=run[-1][1], r=4, class_="c-point") for run in runs if run][-1:]
    return drawing(pieces, 120, 32, title or "Diễn biến", said, class_="sparkline")


def ring(share, title="") -> SafeString:
    """A ring that closes at one hundred percent."""
    value = None if share is None else float(share)
    around = 2 * pi * 50
    pieces = [tag("circle", cx=64, cy=64, r=50, stroke_width=14, class_="c-ring-track")]
    if value:
        filled = around * min(max(value, 0), 100) / 100
        pieces.append(
            tag("circle", cx=64, cy=64, r=50, stroke_width=14, class_="c-ring",
                stroke_dasharray=f"{filled:.1f} {around:.1f}", transform="rotate(-90 64 64)")
        )  # fmt: skip
    if value is None:
        pieces += [text("chưa có", 64, 61, "middle", "t-soft", 17), text("số liệu", 64, 82, "middle", "t-soft", 17)]
    else:
        pieces.append(text(formats.percent(value), 64, 71, "middle", "t-strong", 20))
    return drawing(pieces, 128, 128, title or "Tỷ lệ", formats.percent(share), class_="ring")


def progress_bar(done, should=None) -> SafeString:
    """The inside of a progress bar, stretched to its box: the words stand in the template."""
    pieces = [tag("rect", width=1000, height=28, y=0, rx=4, class_="c-track")]
    if done is None:
        pieces = [hatched(0, 0, 1000, 28)]
    elif done > 0:
        level = "reached" if done >= 100 else "behind" if should is not None and done < should else "on_path"
        length = min(float(done), 100.0) * 10
        pieces.append(tag("rect", width=length, height=28, rx=4, class_=f"c-bar l-{level}"))
    if should is not None:
        x = min(max(float(should), 0.0), 100.0) * 10
        pieces.append(tag("line", x1=x, y1=0, x2=x, y2=28, class_="c-target", vector_effect="non-scaling-stroke"))
    return tag(
        "svg", join(pieces), xmlns="http://www.w3.org/2000/svg", viewBox="0 0 1000 28",
        preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip
