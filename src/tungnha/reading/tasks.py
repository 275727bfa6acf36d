"""Annex tables: task lists (lead, co-operating, result, deadline) and target tables (numbers per place)."""

import re
from dataclasses import dataclass, field

from .dates import due_of
from .document import Document, Line
from .find import Find, found
from .fold import key
from .numbers import parse_number
from .repair import is_table_head

_COLUMNS = (
    ("no", r"^(?:stt|tt|so tt|so thu tu)$"),
    ("co", r"phoi hop|tham gia"),
    (
        "lead",
        r"chu tri|don vi thuc hien|co quan thuc hien|dau moi|trach nhiem"
        r"|phu trach|nguoi thuc hien|don vi$|co quan$|bo phan|chu tri",
    ),
    ("due", r"thoi gian|thoi han|tien do|han hoan thanh|lo trinh|hoan thanh"),
    ("result", r"ket qua|san pham|dau ra|muc tieu|chi tieu dat"),
    ("name", r"nhiem vu|noi dung|cong viec|hoat dong|giai phap|ten|van ban"),
    ("note", r"ghi chu|kinh phi"),
)
_NUMERIC = re.compile(r"^[\d.,\s%/\-]+$")


@dataclass
class Table:
    """A table of the document: heading cells, rows, and the lines that stand above it."""

    head: Line
    rows: list[Line] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    caption: list[Line] = field(default_factory=list)

    @property
    def is_tasks(self) -> bool:
        return "name" in self.columns and ("lead" in self.columns or "due" in self.columns)


def _columns(head: Line) -> dict[str, int]:
    out: dict[str, int] = {}
    for i, (cell, _, _) in enumerate(head.cells()):
        for name, pattern in _COLUMNS:
            if name not in out and re.search(pattern, key(cell)):
                out[name] = i
                break
    return out


def find_tables(doc: Document) -> list[Table]:
    tables: list[Table] = []
    for i, line in enumerate(doc.lines):
        if not line.is_row:
            continue
        if is_table_head(line.text) and not (tables and _same_head(tables[-1], line)):
            tables.append(Table(line, columns=_columns(line), caption=_caption(doc, i)))
        elif tables and not is_table_head(line.text):
            tables[-1].rows.append(line)
    return tables


def _same_head(table: Table, line: Line) -> bool:
    return key(table.head.text) == key(line.text)


def _caption(doc: Document, at: int) -> list[Line]:
    out: list[Line] = []
    for line in reversed(doc.lines[max(0, at - 5) : at]):
        if line.is_row or len(line.text) > 200:
            break
        out.insert(0, line)
    return out


def _cell(cells: list[tuple[str, int, int]], column: int | None) -> str | None:
    if column is None or column >= len(cells):
        return None
    return re.sub(r"\s+", " ", cells[column][0]).strip() or None


def due_value(text: str | None, year: int | None) -> str | None:
    """ "Tháng 5/2026" → 2026-05; a recurring or open-ended wording has no date of its own."""
    if not text:
        return None
    hit = due_of(text, year)
    return hit.iso if hit else None


def _is_group(cells: list[tuple[str, int, int]]) -> bool:
    """A merged heading row: a Roman number or letter and one cell of words."""
    filled = [c[0] for c in cells if c[0]]
    return (len(filled) == 1) or (len(filled) == 2 and bool(re.fullmatch(r"[IVX]+\.?|[A-ZĐ]\.?", filled[0])))


def _task(doc: Document, table: Table, line: Line, year: int | None, group: str | None) -> Find | None:
    cells = line.cells()
    columns = table.columns
    name = _cell(cells, columns.get("name"))
    if not name:
        return None
    first = None if 0 in columns.values() else 0  # numbers may stand in a column without a name
    number = (_cell(cells, columns.get("no", first)) or "").rstrip(". )")
    due_text = _cell(cells, columns.get("due"))
    return found(
        doc, line.start, line.end, 0.9 if number else 0.7,
        no=number or None, name=name, lead=_cell(cells, columns.get("lead")), co=_cell(cells, columns.get("co")),
        result=_cell(cells, columns.get("result")), due_text=due_text, due=due_value(due_text, year), group=group,
    )  # fmt: skip


def read_tasks(doc: Document, tables: list[Table], year: int | None) -> list[Find]:
    """Rows in order. Blank lead and co stay blank ("same as parent" is offered in `inherits`, not filled in)."""
    out: list[Find] = []
    for table in tables:
        if not table.is_tasks or _is_scoring(table):
            continue
        group: str | None = None
        for line in table.rows:
            cells = line.cells()
            if _is_group(cells):
                group = next((c for c, _, _ in reversed(cells) if c), group)
                continue
            task = _task(doc, table, line, year, group)
            if task:
                _inherit(out, task)
                out.append(task)
    return out


def _inherit(before: list[Find], task: Find) -> None:
    """A cell merged over several rows is blank below its first; a row 4.2 may take row 4's or 4.1's."""
    number = str(task["no"] or "")
    above = [t for t in before if "." in number and str(t["no"] or "").split(".")[0] == number.split(".")[0]]
    offered = {}
    for column in ("lead", "co"):
        if not task[column]:
            source = next((t for t in reversed(above) if t[column]), None)
            if source:
                offered[column] = source[column]
                task["inherited_from"] = source["no"]
    if offered:
        task["inherits"] = offered


def _is_scoring(table: Table) -> bool:
    """A scoring sheet looks like a target table but gives points, not duties."""
    return bool(re.search(r"\bdiem (?:toi da|chuan|tu cham)|thang diem|cham diem", key(table.head.text)))


def _head_key(cell: str) -> str:
    """Column name of a target row: the known ones by English words, others by their folded words."""
    words = key(cell)
    year = re.search(r"20\d\d", words)
    if re.search(r"^(?:stt|tt)$", words):
        return "tt"
    if re.search(r"chi tieu|muc tieu|phan dau|giao", words):
        return f"target_{year.group()}" if year else "target"
    if "tren 15" in words or "15 tuoi" in words:
        return "population_over_15"
    if "ty le" in words or "ti le" in words or "%" in cell:
        return "rate_pct"
    if "hien co" in words or "da co" in words or "hien tai" in words:
        return "existing"
    if re.search(r"^(?:xa|phuong|don vi|dia phuong|ten|thon|to dan pho|co quan)", words):
        return "unit"
    return words.replace(" ", "_")[:40] or "column"


def read_appendix_targets(doc: Document, tables: list[Table]) -> list[Find]:
    """Rows of tables that state figures to reach, their numbers read as numbers."""
    out = []
    for table in tables:
        heads = key(" ".join([table.head.text, *(x.text for x in table.caption)]))
        if table.is_tasks or _is_scoring(table) or not re.search(r"chi tieu|muc tieu|phan dau", heads):
            continue
        names = _unique([_head_key(c) for c, _, _ in table.head.cells()])
        for line in table.rows:
            values = {n: _value(c[0]) for n, c in zip(names, line.cells(), strict=False)}
            if any(isinstance(v, int | float) for n, v in values.items() if n != "tt"):
                out.append(found(doc, line.start, line.end, 0.85, **values))
    return out


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        if name in ("quote", "span", "confidence", "at"):
            name += "_column"
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out


def _value(cell: str) -> str | int | float | None:
    if not cell:
        return None
    number = parse_number(cell.rstrip("% ")) if _NUMERIC.match(cell) else None
    return cell if number is None else number


# -- tasks written as prose with labels -------------------------------------------------

_LABELS = (
    ("co", r"(?:don vi|co quan)?\s*phoi hop(?: thuc hien)?"),
    ("lead", r"(?:don vi|co quan|bo phan)?\s*(?:chu tri|thuc hien|dau moi)(?: tham muu)?(?: thuc hien| tham muu)?"),
    ("due", r"thoi (?:gian|han)(?: thuc hien| hoan thanh)?"),
    ("result", r"(?:ket qua|san pham)(?: dat duoc| dau ra| thuc hien)?"),
)
_LABEL = re.compile("|".join(rf"(?P<{n}>^(?:[a-z0-9]{{1,2}}[).]\s*|[-+]\s*)?{p}\s*:)" for n, p in _LABELS))


def label_of(folded: str) -> tuple[str, int] | None:
    hit = _LABEL.match(folded)
    return (str(hit.lastgroup), hit.end()) if hit and hit.lastgroup else None
