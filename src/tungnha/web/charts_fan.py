"""The fan of a forecast on the path's chart: from today between the slowest and the fastest of the last weeks."""

from datetime import date

from django.utils.safestring import SafeString

from tungnha.web import formats
from tungnha.web.svg import polyline, short, tag, text


def fan_of(frame, actual: list[tuple[date, float]], fan) -> list[SafeString]:
    """fan: (day, lowest, highest) or nothing. Hatch-free and edged with dashes, so that it stands on grey paper too."""
    if not fan or not actual:
        return []
    on, low, high = fan
    start = frame.place([actual[-1]])[0]
    below, above = frame.place([(on, max(float(low), 0.0)), (on, float(high))])
    shape = " ".join(f"{short(float(x))},{short(float(y))}" for x, y in (start, below, above))
    words = f"{formats.count(low)} đến {formats.count(high)}"
    return [
        tag("polygon", points=shape, class_="c-fan"),
        polyline([start, below], "c-fan-edge"),
        polyline([start, above], "c-fan-edge"),
        text(f"dự báo {words}", above[0] - 8, min(above[1] + 24, frame.under - 8), "end", "t-soft"),
    ]


def tell_fan(fan, unit: str) -> str:
    if not fan:
        return ""
    on, low, high = fan
    return f"dự báo đến {formats.day(on)}: {formats.count(low)} đến {formats.count(high)} {unit}"
