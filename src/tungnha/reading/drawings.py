"""Layout drawn with characters: tables with bars, and two columns kept apart by many spaces.

Both are turned into what the rest of the repair knows: rows with tabs, and lines one below the other.
"""

import re
from itertools import pairwise

from .fold import fold, is_upper

LAYOUT = re.compile(
    r"^(?:so\s*:|noi nhan|cong hoa xa hoi|dang cong san|doc lap|uy ban nhan dan|tm\.|kt\.|tl\.)|, ngay\b.*thang\b"
)
_RULE_ROW = re.compile(r"^[|+][\s|:+=_\-–—]*[|+]$")
_FOOT = re.compile(r"^noi nhan\b")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _is_barred(line: str) -> bool:
    stripped = line.strip()
    return stripped.count("|") >= 2 and stripped.startswith("|")


_MOST_LINES = 60  # of one row broken at the width of the page


def _whole_rows(lines: list[str]) -> list[str]:
    """Rows with bars that were broken like sentences, so that their lines begin or end without a bar."""
    out: list[str] = []
    bars = 0
    i = 0
    while i < len(lines):
        row = lines[i].strip()
        i += 1
        if not row.startswith("|") or _RULE_ROW.match(row):
            out.append(lines[i - 1])
            bars = bars if row.startswith("|") else 0
            continue
        bars = bars or _bars_of_rule(lines, i)
        last = min(len(lines), i + _MOST_LINES)
        parts, count = [row], row.count("|")
        while i < last and _row_is_open(parts[-1], count, lines[i].strip(), bars):
            parts.append(lines[i].strip())
            count += parts[-1].count("|")
            i += 1
        out.append(" ".join(parts) if len(parts) > 1 else lines[i - 1])
    return out


def _bars_of_rule(lines: list[str], start: int) -> int:
    """How many bars the rule under a table's head has; 0 when there is none near."""
    near = (line.strip() for line in lines[start : start + 8])
    return next((line.count("|") for line in near if line.startswith("|") and _RULE_ROW.match(line)), 0)


def _row_is_open(ending: str, count: int, below: str, bars: int) -> bool:
    if not below or below == "\f" or _RULE_ROW.match(below):
        return False
    if bars and count >= bars:
        return False
    if not ending.endswith("|"):
        return "|" in below or bool(bars)
    return bool(bars) and not below.startswith("|")


def undraw_tables(lines: list[str]) -> list[str]:
    """Lines with bars become rows with tabs; cells wrapped over several lines become one row again."""
    out: list[str] = []
    block: list[str] = []
    for line in [*_whole_rows(lines), ""]:
        if _is_barred(line) or (block and _RULE_ROW.match(line.strip())):
            block.append(line)
            continue
        if block:
            out += _undraw(block)
            block = []
        out.append(re.sub(r"\s+\|\s*$", "", line))  # the end of a cell of a head drawn with bars
    return out[:-1]


def _undraw(block: list[str]) -> list[str]:
    rules = [i for i, line in enumerate(block) if _RULE_ROW.match(line.strip())]
    drawn = [line for line in block if not _RULE_ROW.match(line.strip())]
    between = [b - a - 1 for a, b in pairwise([-1, *rules, len(block)])]
    if len(rules) >= 3 and max(between, default=0) > 1:
        return _between_rules(block)
    if len(drawn) > 2 and _is_grid(drawn):
        return _by_full_cells(drawn)
    return ["\t".join(_cells(line)) for line in drawn]


def _between_rules(block: list[str]) -> list[str]:
    out: list[str] = []
    group: list[list[str]] = []
    for line in [*block, "|-|"]:
        if not _RULE_ROW.match(line.strip()):
            group.append(_cells(line))
        elif group:
            out.append(_one_row(group))
            group = []
    return out


def _one_row(lines: list[list[str]]) -> str:
    width = max(map(len, lines))
    columns = ([line[c] for line in lines if c < len(line) and line[c]] for c in range(width))
    return "\t".join(" ".join(column) for column in columns)


def _bars_at(line: str) -> tuple[int, ...]:
    return tuple(i for i, c in enumerate(line.strip()) if c == "|")


def _is_grid(lines: list[str]) -> bool:
    """Whether all bars stand one below the other, as in a table set in a fixed width."""
    places = {_bars_at(line) for line in lines}
    unnumbered = sum(not _cells(line)[0] for line in lines)
    return len(places) == 1 and unnumbered >= len(lines) // 3


def _by_full_cells(lines: list[str]) -> list[str]:
    """No rule between rows: a line goes on where its first word had no room in the line above."""
    bars = _bars_at(lines[0])
    rooms = [b - a - 3 for a, b in pairwise(bars)]
    groups: list[list[list[str]]] = []
    for line in lines:
        cells = _cells(line)
        goes_on = groups and not cells[0] and _no_room(groups[-1][-1], cells, rooms)
        if goes_on:
            groups[-1].append(cells)
        else:
            groups.append([cells])
    return [_one_row(group) for group in groups]


def _no_room(above: list[str], below: list[str], rooms: list[int]) -> bool:
    filled = [(a, b, room) for a, b, room in zip(above, below, rooms, strict=False) if b]
    return bool(filled) and all(a and len(a) + 1 + len(b.split()[0]) > room for a, b, room in filled)


# -- two columns --------------------------------------------------------------------------

_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
_MAX_BLOCK = 40  # lines of a head or of a foot


def _sides(line: str) -> tuple[str, str] | None:
    parts = _GAP.split(line.strip())
    return (parts[0], parts[1]) if len(parts) == 2 and "\t" not in line else None


def _of_frame(text: str) -> bool:
    return bool(LAYOUT.search(fold(text))) or is_upper(text)


def undraw_columns(lines: list[str]) -> list[str]:
    """Head and foot flattened onto shared lines: the left column first, then the right one."""
    out: list[str] = []
    i = 0
    while i < len(lines):
        sides = _sides(lines[i])
        if sides is None or not (_of_frame(sides[0]) or _of_frame(sides[1])):
            out.append(lines[i])
            i += 1
            continue
        last = _end_of_columns(lines, i)
        out += _read_columns(lines[i:last])
        i = last
    return out


def _end_of_columns(lines: list[str], first: int) -> int:
    """After the last line that still has two sides; lines between may have one side only, or be blank."""
    foot = bool(_FOOT.match(fold(lines[first].strip())))
    gutter = _gutter(lines[first])
    last, blank = first + 1, 0
    for i in range(first + 1, min(len(lines), first + _MAX_BLOCK)):
        line = lines[i]
        if "\t" in line or "\f" in line or line.strip().startswith("|"):
            break
        sides = _sides(line) or _at_gutter(line, gutter)
        blank = 0 if line.strip() else blank + 1
        if sides and (foot or any(map(_of_frame, sides))):
            last = i + 1
        elif _ends_columns(line, blank, foot):
            break
    return last


def _ends_columns(line: str, blank: int, foot: bool) -> bool:
    if not line.strip():
        return blank > 1 and not foot
    listed = foot and line.lstrip().startswith(("-", "+", "•", "–"))
    return _indent(line) < 12 and not listed


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _gutter(line: str) -> int:
    """Where the right side of a line starts."""
    gap = _GAP.search(line.rstrip(), _indent(line))
    return gap.end() if gap else 0


def _at_gutter(line: str, gutter: int) -> tuple[str, str] | None:
    """Two sides with little room between them, by the place where the right one starts on other lines."""
    if gutter < 2 or len(line) <= gutter or line[gutter].isspace() or not line[gutter - 2 : gutter].isspace():
        return None
    return line[:gutter].strip(), line[gutter:].strip()


def _read_columns(lines: list[str]) -> list[str]:
    left: list[str] = []
    right: list[str] = []
    gutter = _gutter(lines[0])
    for line in lines:
        sides = _sides(line) or _at_gutter(line, gutter)
        if sides:
            left.append(sides[0])
            right.append(sides[1])
        elif _indent(line) >= 12:
            right.append(line.strip())
        else:
            left.append(line)
    return [x for x in (*left, *right) if x]
