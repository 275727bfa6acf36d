"""Annex tables: task lists (lead, co-operating, result, deadline) and target tables (numbers per place)."""

import re
from dataclasses import dataclass, field

from .dates import due_of, iso_day
from .document import Document, Line
from .find import Find, found
from .fold import fold, is_upper, key
from .numbers import parse_number
from .repair import is_table_head

# For each column the names it goes by, the surest first: "Cơ quan chủ trì" before "Đơn vị thực hiện".
_COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("no", (r"^(?:stt|tt|so tt|so thu tu|s tt|tt stt)$",)),
    ("co", (r"phoi hop", r"tham gia")),
    (
        "lead",
        (
            r"chu tri",
            r"(?:don vi|co quan|bo phan|nguoi|can bo|to chuc|ca nhan|phan cong)\b.*\bthuc hien|dau moi|tham muu",
            r"trach nhiem|(?<!lanh dao )phu trach|phan cong|(?:don vi|co quan|bo phan)$|^thuc hien$",
        ),
    ),
    (
        "due",
        (
            r"(?<!ty le )(?<!muc do )hoan thanh|thoi han|\bhan\b",
            r"thoi gian(?! bat dau)|tien do|lo trinh|thoi diem(?! bat dau)",
        ),
    ),
    ("result", (r"san pham|dau ra", r"ket qua(?! (?:nam|thuc hien nam))", r"muc tieu|chi tieu dat|yeu cau")),
    ("name", (r"nhiem vu|cong viec|hoat dong", r"noi dung|giai phap|van ban|danh muc|hang muc", r"\bten\b|viec|^muc$")),
    ("note", (r"ghi chu|kinh phi",)),
)
_NUMERIC = re.compile(r"^[\d.,\s%/\-]+$")
_SHARED_HEAD = re.compile(r"to chuc thuc hien|phan cong|don vi|co quan|trach nhiem|thuc hien")
_COUNTED = re.compile(r"\b(?:don gia|thanh tien|so tien|so luong|hien co|phai tinh)\b")


@dataclass
class Table:
    """A table of the document: heading cells, rows, and the lines that stand above it.

    `groups` holds the lines between rows that are no rows ("II. NHÂN LỰC SỐ"): index of the next row → line.
    """

    head: Line
    rows: list[Line] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    caption: list[Line] = field(default_factory=list)
    groups: dict[int, Line] = field(default_factory=dict)

    @property
    def is_tasks(self) -> bool:
        if "name" not in self.columns or not ("lead" in self.columns or "due" in self.columns):
            return False
        return "lead" in self.columns or not _COUNTED.search(key(self.head.text))


def _columns(heads: list[str]) -> dict[str, int]:
    """Column of each kind of cell; a head that two kinds might claim goes to the one it names more surely."""
    out: dict[str, int] = {}
    keys = [key(h) for h in heads]
    for rank in range(3):
        for name, patterns in _COLUMNS:
            if name in out or rank >= len(patterns):
                continue
            for i, words in enumerate(keys):
                if i not in out.values() and re.search(patterns[rank], words) and not _claimed(words, name, rank):
                    out[name] = i
                    break
    return out


def _claimed(words: str, name: str, rank: int) -> bool:
    """ "Đơn vị phối hợp thực hiện" is no lead, "Kết quả hoàn thành" no deadline, "Đơn vị tính" no unit."""
    if name != "co" and re.search(r"phoi hop", words) and not re.search(r"chu tri", words):
        return True
    if name == "due" and re.search(r"ket qua|san pham|ty le|muc do", words):
        return True
    if name == "name" and re.search(r"chu tri|phoi hop|thoi (?:gian|han)|ket qua|san pham|don vi|co quan", words):
        return True
    return name == "lead" and bool(re.search(r"don vi tinh|thoi gian|noi dung|ket qua|nhiem vu|tien do", words))


def find_tables(doc: Document) -> list[Table]:
    tables: list[Table] = []
    for i, line in enumerate(doc.lines):
        if line.is_row:
            if is_table_head(line.text) and not (tables and _same_head(tables[-1], line)):
                tables.append(Table(line, caption=_caption(doc, i)))
            elif tables and not is_table_head(line.text):
                tables[-1].rows.append(line)
        elif tables and _is_group_line(doc, i):
            tables[-1].groups.setdefault(len(tables[-1].rows), line)
    for table in tables:
        _settle_head(table)
        table.rows = _rejoin(doc, table)
    return tables


def _is_group_line(doc: Document, i: int) -> bool:
    """A short marked line with rows on both sides: a merged row that lost its cells."""
    line = doc.lines[i]
    around = 0 < i < len(doc.lines) - 1 and doc.lines[i - 1].is_row and doc.lines[i + 1].is_row
    marked = re.match(r"^(?:[IVX]+|[A-ZĐ]|\d{1,2})\s?[.)/:\-]\s*\S|^(?:Mục|Phần|Nhóm|Nhiệm vụ)\b", line.text)
    return around and len(line.text) < 200 and bool(marked or is_upper(line.text))


def _settle_head(table: Table) -> None:
    """Columns of a table by its head, which may have a second row ("Chủ trì", "Phối hợp" below "Tổ chức thực hiện")."""
    heads = [c for c, _, _ in table.head.cells()]
    if table.rows:
        second = [c for c, _, _ in table.rows[0].cells()]
        filled = [key(c) for c in second if c]
        named = [k for k in filled if re.search(r"chu tri|phoi hop|tham gia|thuc hien|bat dau|hoan thanh|ket thuc", k)]
        if filled and len(named) == len(filled) and all(len(k) < 40 for k in filled):
            heads = _below(heads, second)
            table.rows.pop(0)
            table.groups = {max(0, i - 1): line for i, line in table.groups.items()}
    table.columns = _columns(heads)


def _below(heads: list[str], second: list[str]) -> list[str]:
    """The second row's names in place of the head they stand under."""
    parts = [c for c in second if c]
    if second[0] == "" or len(second) >= len(heads):
        width = max(len(heads), len(second))
        heads, second = heads + [""] * (width - len(heads)), second + [""] * (width - len(second))
        return [low or high for high, low in zip(heads, second, strict=True)]
    at = next((i for i, h in enumerate(heads) if _SHARED_HEAD.search(key(h))), None)
    return heads if at is None else [*heads[:at], *parts, *heads[at + 1 :]]


def _rejoin(doc: Document, table: Table) -> list[Line]:
    """A row that a line break inside a cell cut in two: both halves together have the cells of one."""
    width = len(table.head.cells())
    out: list[Line] = []
    for line in table.rows:
        last = out[-1] if out else None
        cells = len(line.cells())
        if (
            last is not None
            and cells < width
            and len(last.cells()) + cells - 1 == width
            and last.end + 1 == line.start
            and not re.match(r"^(?:\d|[IVX]+\b)", line.text.split("\t")[0].strip())
        ):
            out[-1] = Line(f"{last.text} {line.text}", last.start, line.end, last.gap)
        else:
            out.append(line)
    return out


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


_FROM_TO = re.compile(r"^\W*(?:tu|bat dau)\s.+?\s(?:den|-|–)\s+(?:het\s+)?(?=\S)")
_BARE_DAY = re.compile(r"^\W*(\d{1,2})\s?/\s?(\d{1,2})\W*$")
_BARE_MONTH = re.compile(r"^\W*(\d{1,2})\s?/\s?(20\d\d)\W*$")
_BARE_YEAR = re.compile(r"^\W*(20\d\d)\W*$")


def due_value(text: str | None, year: int | None) -> str | None:
    """ "Tháng 5/2026" → 2026-05; a recurring or open-ended wording has no date of its own."""
    if not text:
        return None
    hit = due_of(text, year)
    if hit:
        return hit.iso
    span = _FROM_TO.match(fold(text))
    if span:
        return due_value(text[span.end() :], year)
    # A column of deadlines names them without the words a sentence needs.
    bare = _BARE_DAY.match(text)
    if bare and year:
        return iso_day(year, int(bare.group(2)), int(bare.group(1)))
    bare = _BARE_MONTH.match(text)
    if bare and 1 <= int(bare.group(1)) <= 12:
        return f"{bare.group(2)}-{int(bare.group(1)):02d}"
    bare = _BARE_YEAR.match(text)
    return f"{bare.group(1)}-12-31" if bare else None


def _is_group(cells: list[tuple[str, int, int]]) -> bool:
    """A merged heading row: a Roman number or letter and one cell of words, or one cell alone."""
    filled = [c[0] for c in cells if c[0]]
    return (len(filled) == 1) or (len(filled) == 2 and bool(re.fullmatch(r"[IVX]+\.?|[A-ZĐ]\.?", filled[0])))


def _is_no_row(cells: list[tuple[str, int, int]]) -> bool:
    """Column numbers ("(1) (2) (3)"), or a row that only sums up."""
    filled = [c[0] for c in cells if c[0]]
    numbers = [re.fullmatch(r"\(?\s*(\d{1,2}|[A-H])\s*\)?", c) for c in filled]
    if len(filled) >= 3 and all(numbers):
        return True
    return bool(filled) and bool(re.match(r"^(?:tong cong|tong so|cong)\b", key(filled[0])))


_CHUTRI = re.compile(
    r"^(?:[-+]\s*)?(?:(?:đơn vị|cơ quan)\s+)?chủ trì\s*:\s*(?P<lead>.+?)\s*(?:[;.,]\s*|\s[-+]\s*|\s)(?:[-+]\s*)?"
    r"(?:(?:đơn vị|cơ quan)\s+)?phối hợp(?:\s+thực hiện)?\s*:\s*(?P<co>.+)$"
    r"|^(?P<lead2>.+?)\s+chủ trì\s*[,;]?\s*(?P<co2b>.*?)\s*phối hợp(?:\s+với)?:?\s+(?P<co2>.+)$"
    r"|^(?:[-+]\s*)?(?:(?:đơn vị|cơ quan)\s+)?chủ trì\s*:\s*(?P<lead3>.+)$"
    r"|^(?P<lead4>.+?)\s*\(\s*chủ trì\s*\)\s*[,;]?\s*(?P<co4>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def split_lead(lead: str | None, co: str | None) -> tuple[str | None, str | None]:
    """ "Chủ trì: X; phối hợp: Y", "X chủ trì, phối hợp với Y": both in one cell or line."""
    hit = _CHUTRI.match(lead) if lead else None
    if not hit or not lead:
        return lead, co
    g = hit.groupdict()
    first = g["lead"] or g["lead2"] or g["lead3"] or g["lead4"]
    second = g["co"] or g["co2"] or g["co4"] or None
    if g["lead2"] and (g["co2b"] or len(first) > 160):
        return lead, co
    if second and co:
        return lead, co
    return first.strip(" ,;.-") or None, co or (second.strip(" ;.") if second else None)


def _task(doc: Document, table: Table, line: Line, year: int | None, group: str | None) -> Find | None:
    cells = line.cells()
    columns = table.columns
    name = _cell(cells, columns.get("name"))
    if not name:
        return None
    first = None if 0 in columns.values() else 0  # numbers may stand in a column without a name
    number = (_cell(cells, columns.get("no", first)) or "").strip(" .)/(")
    due_text = _cell(cells, columns.get("due"))
    lead, co = split_lead(_cell(cells, columns.get("lead")), _cell(cells, columns.get("co")))
    return found(
        doc, line.start, line.end, 0.9 if number else 0.7,
        no=number or None, name=name, lead=lead, co=co,
        result=_cell(cells, columns.get("result")), due_text=due_text, due=due_value(due_text, year), group=group,
    )  # fmt: skip


def read_tasks(doc: Document, tables: list[Table], year: int | None) -> list[Find]:
    """Rows in order. Blank cells stay blank (what a merged cell above says is offered in `inherits`)."""
    out: list[Find] = []
    for table in tables:
        if not table.is_tasks or _is_scoring(table):
            continue
        group: Line | None = None
        words: str | None = None
        mine: list[Find] = []
        for i, line in enumerate(table.rows):
            between = table.groups.get(i)
            if between is not None:
                group, words = between, re.sub(r"^(?:[IVX]+|[A-ZĐ]|\d{1,2})\s?[.)/:\-]\s*", "", between.text)
            cells = line.cells()
            if _is_no_row(cells):
                continue
            if _is_group(cells) or _is_dated_group(cells, table):
                filled = [c for c, _, _ in cells if c]
                mark = re.fullmatch(r"[IVX\d.]+|[A-ZĐ]\.?", filled[0])
                group, words = line, filled[1] if mark and len(filled) > 1 else filled[0]
                continue
            task = _task(doc, table, line, year, words)
            if task:
                _inherit(mine, task, group, year)
                mine.append(task)
        out += _without_parents_offers(mine)
    return out


def _without_parents_offers(tasks: list[Find]) -> list[Find]:
    """A row 4 above 4.1 and 4.2 is blank because these have leads of their own, not because 3 speaks for it."""
    parents = {str(t["no"]).split(".")[0] for t in tasks if "." in str(t["no"] or "")}
    for task in tasks:
        if str(task["no"] or "") in parents and task.get("inherited_from") != task["group"]:
            for name in ("inherits", "inherits_from", "inherited_from"):
                task.pop(name, None)
    return tasks


def _is_dated_group(cells: list[tuple[str, int, int]], table: Table) -> bool:
    """ "A | Thể chế | Trong quý I/2026": a group that names a time for all its rows."""
    filled = [c[0] for c in cells if c[0]]
    lead = table.columns.get("lead")
    return (
        len(filled) == 3
        and bool(re.fullmatch(r"[IVX]+\.?|[A-ZĐ]\.?", filled[0]))
        and (lead is None or lead >= len(cells) or not cells[lead][0] or len(cells) < len(table.head.cells()))
    )


def _inherit(before: list[Find], task: Find, group: Line | None, year: int | None) -> None:
    """A cell merged over several rows is blank below its first; what it may say is offered with its source.

    A row 4.2 looks to 4 and 4.1; another row without a lead to the rows above it in its group. What a row of
    its own leaves blank beside a lead (no co-operating unit) is blank on purpose.
    """
    number = str(task["no"] or "")
    sub = "." in number
    if sub:
        top = number.split(".")[0]
        above = [t for t in before if str(t["no"] or "").split(".")[0] == top and t["group"] == task["group"]]
    elif task["lead"]:
        above = []
    else:
        above = [t for t in before if t["group"] == task["group"]][-8:]
    offered: dict[str, str] = {}
    sources: dict[str, str | None] = {}
    for column in ("lead", "co", "due") if sub else ("lead", "co", "result", "due"):
        if task[column] or (column == "due" and task["due_text"]) or (column == "co" and task["lead"]):
            continue
        source = next((t for t in reversed(above) if t[column]), None)
        if source and (column != "result" or source["lead"]):
            offered[column] = source[column]
            if column == "due":
                offered["due_text"] = source["due_text"]
            task["inherited_from"] = sources[column] = source["no"]
    hit = due_value(group.text, year) if group is not None else None
    if hit and not task["due_text"] and "due" not in offered:
        offered["due"] = hit
        task["inherited_from"] = sources["due"] = task["group"]
    if offered:
        task["inherits"], task["inherits_from"] = offered, sources


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
