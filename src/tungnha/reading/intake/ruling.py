"""The ruled lines of a page picture, and the tables they make. Works on scans and on rendered PDF pages alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .words import RuledCell, RuledTable

Mask = NDArray[np.bool_]  # True where there is ink
Grey = NDArray[np.uint8]  # 0 black … 255 white

INK = 165  # darker is ink
STRETCH = 30.0  # points over which a faint line is looked at
FAINT = 28  # how much darker than its surroundings, of 255
COVERED = 0.8  # of a stretch

MIN_ACROSS = 26.0  # points; longer than any stroke of a letter or a dash
MIN_DOWN = 15.0  # points; a row of one line is higher
NEAR = 3.5  # points; ends that meet within it are taken as meeting


@dataclass
class Rule:
    """A straight line: at `at` (y of one that runs across, x of one that runs down), from `low` to `high`; points."""

    at: float
    low: float
    high: float
    thick: float


def rules_of(grey: Grey, scale: float, *, faint: bool = True) -> tuple[list[Rule], list[Rule]]:
    """(lines across, lines down) of a page in grey; `scale` is pixels in a point. `faint`: as scans have them."""
    return _rules(grey, scale, MIN_ACROSS, faint), _rules(np.ascontiguousarray(grey.T), scale, MIN_DOWN, faint)


def _rules(grey: Grey, scale: float, shortest: float, faint: bool) -> list[Rule]:
    ink = grey < INK
    return _runs(ink | _thin(255 - grey.astype(np.int32), scale) if faint else ink, scale, shortest)


def _thin(dark: NDArray[np.int32], scale: float) -> Mask:
    """Stretches along the rows most of whose points are darker than what is just above and below.

    So faint, grainy and broken lines are found. Lines of text are thicker than that, and stems of letters that stand
    below one another cover half of a stretch at most.
    """
    step = max(3, round(1.5 * scale))
    around = np.zeros_like(dark)
    around[step:] = dark[:-step]
    around[:-step] = np.maximum(around[:-step], dark[step:])
    point = ((dark - around) > FAINT).astype(np.int32)
    window = int(STRETCH * scale) | 1
    sums = np.cumsum(np.pad(point, ((0, 0), (window // 2 + 1, window // 2))), axis=1)
    return (sums[:, window:] - sums[:, :-window]) > COVERED * window


def _runs(ink: Mask, scale: float, shortest: float) -> list[Rule]:
    """Long runs of ink along the rows of `ink`, those of one stroke put together."""
    wanted = int(shortest * scale)
    # A line that leans by a pixel stays one run when its neighbours' ink is lent to it.
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    rows, starts, ends = _long_runs(thick, wanted)
    rules: list[Rule] = []
    open_ones: list[list[float]] = []  # low, high, first row, last row (pixels)
    for y, x0, x1 in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        still = []
        for one in open_ones:
            if y - one[3] > 2:
                rules.append(_rule(one, scale))
            else:
                still.append(one)
        open_ones = still
        touching = [one for one in open_ones if x0 <= one[1] + 4 * scale and x1 >= one[0] - 4 * scale]
        if not touching:
            open_ones.append([x0, x1, y, y])
            continue
        first = touching[0]
        for other in touching[1:]:
            first[0], first[1] = min(first[0], other[0]), max(first[1], other[1])
            first[2] = min(first[2], other[2])
            open_ones.remove(other)
        first[0], first[1], first[3] = min(first[0], x0), max(first[1], x1), y
    rules += [_rule(one, scale) for one in open_ones]
    # A filled patch (a photo, a seal, a shaded cell) is no line.
    return [r for r in rules if r.thick < max(4.5, 0.02 * (r.high - r.low))]


def _long_runs(ink: Mask, wanted: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    long = ends - starts >= wanted
    return rows[long], starts[long], ends[long]


def _rule(one: list[float], scale: float) -> Rule:
    return Rule((one[2] + one[3]) / 2 / scale, one[0] / scale, one[1] / scale, (one[3] - one[2] + 1) / scale)


def tables_of(across: list[Rule], down: list[Rule]) -> list[RuledTable]:
    """Tables: lines that meet, where at least two run each way and the cells between them are closed."""
    tables = []
    for group_across, group_down in _groups(across, down):
        ys, xs = _edges([r.at for r in group_across]), _edges([r.at for r in group_down])
        if len(ys) < 2 or len(xs) < 3 or len(ys) + len(xs) < 6:
            continue  # a frame around words is no table
        cells = _cells(xs, ys, group_across, group_down)
        if len(cells) >= 3:
            tables.append(RuledTable(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), cells))
    return _outermost(tables)


def _outermost(tables: list[RuledTable]) -> list[RuledTable]:
    def within(a: RuledTable, b: RuledTable) -> bool:
        return a is not b and a.x0 >= b.x0 - 1 and a.x1 <= b.x1 + 1 and a.y0 >= b.y0 - 1 and a.y1 <= b.y1 + 1

    return [t for t in tables if not any(within(t, other) for other in tables)]


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, directly or through others."""
    group = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, a in enumerate(across):
        for j, d in enumerate(down):
            if a.low - NEAR <= d.at <= a.high + NEAR and d.low - NEAR <= a.at <= d.high + NEAR:
                group[root(i)] = root(len(across) + j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, a in enumerate(across):
        found.setdefault(root(i), ([], []))[0].append(a)
    for j, d in enumerate(down):
        found.setdefault(root(len(across) + j), ([], []))[1].append(d)
    return [g for g in found.values() if len(g[0]) >= 2 and len(g[1]) >= 2]


def _edges(places: list[float]) -> list[float]:
    """Places nearer than NEAR are one edge."""
    out: list[list[float]] = []
    for place in sorted(places):
        if out and place - out[-1][-1] < NEAR:
            out[-1].append(place)
        else:
            out.append([place])
    return [sum(group) / len(group) for group in out]


def _cells(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> list[RuledCell]:
    """The fields of the grid, joined where no line parts them."""
    columns, rows = len(xs) - 1, len(ys) - 1
    group = list(range(columns * rows))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for r in range(rows):
        for c in range(columns):
            here = r * columns + c
            if c + 1 < columns and not _covered(down, xs[c + 1], ys[r], ys[r + 1]):
                group[root(here)] = root(here + 1)
            if r + 1 < rows and not _covered(across, ys[r + 1], xs[c], xs[c + 1]):
                group[root(here)] = root(here + columns)
    fields: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(columns):
            fields.setdefault(root(r * columns + c), []).append((r, c))
    cells = []
    for members in fields.values():
        r0, r1 = min(r for r, _ in members), max(r for r, _ in members) + 1
        c0, c1 = min(c for _, c in members), max(c for _, c in members) + 1
        cells.append(RuledCell(xs[c0], ys[r0], xs[c1], ys[r1], (r0, r1), (c0, c1)))
    return cells


def _covered(rules: list[Rule], at: float, low: float, high: float) -> bool:
    """Whether lines cover at least six tenths of an edge."""
    length = sum(max(0.0, min(high, r.high) - max(low, r.low)) for r in rules if abs(r.at - at) < NEAR)
    return length >= 0.6 * (high - low)
