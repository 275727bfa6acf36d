"""Tables whose rows are targets: a name, a unit, and a column of values for each year or one for all.

Tables whose rows are places (each commune its number) are no such tables: their rows stay annex figures.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from .dates import due_of, month_end
from .document import Document, Line
from .figures import find_figures
from .find import Find, found
from .fold import fold, key
from .meaning import rate_first, thing_of
from .numbers import NUMBER, parse_number
from .standing import AIM, Place

_NAME = re.compile(r"^(?:ten |noi dung |cac |nhom |danh muc |he thong )*(?:chi tieu|muc tieu|tieu chi|chi so)\b")
_CONTENT = re.compile(r"^(?:noi dung|linh vuc|hang muc|danh muc|nhiem vu)\b")
_RANK = re.compile(r"\b(?:thu hang|xep hang|vi tri xep|nhom dan dau)\b")
_PLACE_NAME = re.compile(
    r"^(?:ten )?(?:xa|phuong|don vi(?! tinh)|dia phuong|thon|ap|khu pho|co quan|huyen|to dan pho|truong)\b"
)
_UNIT = re.compile(r"^(?:don vi tinh|dvt|don vi do|dv tinh|don vi)$")
_ASIDE = re.compile(
    r"\b(?:chu tri|phoi hop|phu trach|theo doi|ghi chu|thoi gian|tien do|co quan|trach nhiem|tong hop|dau moi|nguon"
    r"|cach tinh|giai phap|don vi thuc hien)\b"
)
_PAST = re.compile(
    r"\b(?:thuc hien(?: nam)? 20|hien trang|hien co|hien tai|ket qua|uoc|da dat|da co|nam truoc|co so|xuat phat"
    r"|thuc trang|thuc hien$)\b"
)
_VALUE = re.compile(
    r"\b(?:ke hoach|giao|phan dau|can dat|muc|ty le|ti le|so luong|gia tri|chi tieu|muc tieu|dat|den|nam|den het)\b"
    r"|20\d\d|%"
)
_CELL = re.compile(
    rf"^\s*(?P<sign>>=|≥|=>|>|<=|≤|<|(?:trên|dưới|tối thiểu|ít nhất|không quá|tối đa|từ|đạt|khoảng"
    rf"|hơn)(?:\s+đạt)?)?\s*(?P<n>{NUMBER})"
    rf"(?:\s?%?\s?[-–]\s?(?P<upper>{NUMBER}))?\s*(?P<pct>%)?\s*(?P<more>trở lên"
    rf"|trở xuống)?\s*(?P<unit>[^\W\d][\w ]{{0,20}})?\s*$",
    re.IGNORECASE,
)
_SIGNS = {
    ">=": ">=", "≥": ">=", "=>": ">=", "tối thiểu": ">=", "ít nhất": ">=", "từ": ">=", ">": ">", "trên": ">",
    "hơn": ">", "<=": "<=", "≤": "<=", "không quá": "<=", "tối đa": "<=", "<": "<", "dưới": "<",
}  # fmt: skip


@dataclass
class TargetTable:
    """A head row, its columns by index, and its rows."""

    head: Line
    name: int
    unit: int | None
    values: dict[int, str | None]  # column → the year its head names, as ISO day
    no: int | None
    due: int | None
    rows: list[Line] = field(default_factory=list)


def _blocks(doc: Document) -> list[list[Line]]:
    out: list[list[Line]] = []
    open_ = False
    for line in doc.lines:
        if line.is_row:
            if open_:
                out[-1].append(line)
            else:
                out.append([line])
        open_ = line.is_row
    return out


def _texts(line: Line) -> list[str]:
    return [re.sub(r"\s+", " ", c).strip() for c, _, _ in line.cells()]


def find_target_tables(doc: Document, year: int | None) -> list[TargetTable]:
    """Every table of the document whose rows name what is to be reached."""
    out = []
    for block in _blocks(doc):
        for i, line in enumerate(block[:3]):
            table = _as_table(line, block[i + 1 :], year, _captioned(doc, block[0]))
            if table:
                out.append(table)
                break
    return out


def _as_table(head: Line, rows: list[Line], year: int | None, captioned: bool) -> TargetTable | None:
    heads, rows = _with_second_row(_texts(head), rows)
    if len(heads) < 2 or not rows:
        return None
    keys = [key(h) for h in heads]
    if any(re.search(r"\bdiem (?:toi da|chuan|tu cham)|thang diem|cham diem|so diem|diem$", k) for k in keys):
        return None
    cells = [_texts(r) for r in rows]
    tasks = re.compile(r"\b(?:nhiem vu|giai phap|cong viec|hoat dong)\b")
    name = next(
        (i for i, k in enumerate(keys) if _NAME.search(k) and not tasks.search(k) and _is_words(cells, i)), None
    )
    if name is None and captioned and any(_UNIT.search(k) for k in keys) and any(re.search(r"20\d\d", k) for k in keys):
        name = next((i for i, k in enumerate(keys) if _CONTENT.search(k) and _is_words(cells, i)), None)
    if name is None or any(_PLACE_NAME.search(k) and _is_words(cells, i) for i, k in enumerate(keys[:name])):
        return None
    unit = next((i for i, k in enumerate(keys) if _UNIT.search(k) and _are_units(cells, i)), None)
    values: dict[int, str | None] = {}
    for i, k in enumerate(keys):
        named = re.search(r"20\d\d", k)
        past = bool(_PAST.search(k)) or bool(named and year and int(named.group()) < year)
        if (
            i in (name, unit)
            or past
            or _ASIDE.search(k)
            or not _VALUE.search(heads[i].lower() if "%" in heads[i] else k)
        ):
            continue
        due = due_of(heads[i], year)
        years = re.findall(r"20\d\d", k)
        values[i] = month_end(due.iso) if due else f"{years[-1]}-12-31" if years else None
    due_at = next((i for i, k in enumerate(keys) if re.search(r"thoi (?:gian|han|diem)|tien do|lo trinh", k)), None)
    aims = [
        c
        for c in cells
        if name < len(c) and (_states_an_aim(c[name]) or any(_CELL.match(c[i]) for i in values if i < len(c)))
    ]
    whole = [c for c in cells if sum(map(bool, c)) > 2]
    if len(aims) < 0.5 * len(whole):
        return None
    return TargetTable(head, name, unit, values, 0 if keys[0] in ("stt", "tt", "so tt") else None, due_at, rows)


def _states_an_aim(text: str) -> bool:
    return bool(find_figures(text, fold(text), 0, len(text)))


def _captioned(doc: Document, first: Line) -> bool:
    """Whether the lines just above a table call it one of aims."""
    above = doc.text[max(0, first.start - 300) : first.start].rstrip("\n").split("\n")[-3:]
    return any(re.search(r"\b(?:chi tieu|muc tieu)\b", fold(line)) and "\t" not in line for line in above)


def is_in_table(find: Find, tables: list[TargetTable]) -> bool:
    """Whether a find of another reader is a row of a table of aims ("Nội dung chỉ tiêu | Chủ trì | Thời gian")."""
    return any(t.head.start <= find["span"][0] < t.rows[-1].end for t in tables)


def _with_second_row(heads: list[str], rows: list[Line]) -> tuple[list[str], list[Line]]:
    """Years in a second head row belong to the cells above them."""
    if rows:
        second = _texts(rows[0])
        years = [i for i, c in enumerate(second) if re.fullmatch(r"(?:(?:đến )?năm )?20\d\d", c.lower())]
        others = [c for i, c in enumerate(second) if c and i not in years]
        if years and len(others) <= 1 and not any(re.search(r"\d", c) for c in others):
            width = max(len(heads), len(second))
            a, b = heads + [""] * (width - len(heads)), second + [""] * (width - len(second))
            return [f"{x} {y}".strip() for x, y in zip(a, b, strict=True)], rows[1:]
    return heads, rows


def _is_words(cells: list[list[str]], column: int) -> bool:
    filled = [c[column] for c in cells if column < len(c) and c[column]]
    return bool(filled) and sum(len(re.findall(r"[^\W\d]{2,}", c)) >= 2 for c in filled) >= 0.6 * len(filled)


def _are_units(cells: list[list[str]], column: int) -> bool:
    filled = [c[column] for c in cells if column < len(c) and c[column]]
    return (
        bool(filled)
        and all(len(c) <= 24 for c in filled)
        and any(re.search(r"%|người|hộ|mô hình|\w", c) for c in filled)
    )


def table_targets(doc: Document, tables: list[TargetTable], year: int | None) -> tuple[list[Find], list[Place]]:
    """(targets of the rows, cells that hold a target as a sentence and are to be read as such)."""
    out: list[Find] = []
    places: list[Place] = []
    for table in tables:
        group_due: str | None = None
        above = _caption_due(doc, table, year)
        for line in table.rows:
            cells = line.cells()
            texts = _texts(line)
            filled = [t for t in texts if t]
            if len(filled) <= 1 or (len(filled) == 2 and re.fullmatch(r"[IVX]+\.?|[A-ZĐ]\.?", filled[0])):
                hit = due_of(filled[-1], year) if filled else None
                group_due = hit.iso if hit else group_due
                continue
            if table.name >= len(texts) or not texts[table.name]:
                continue
            own = due_of(texts[table.due], year) if table.due is not None and table.due < len(texts) else None
            due = month_end(own.iso) if own else group_due or above
            if _RANK.search(fold(texts[table.name])) or (table.unit is not None and fold(texts[table.unit]) == "hang"):
                continue
            _, a, b = cells[table.name]
            if find_figures(doc.text, doc.folded, a, b) and not any(
                _CELL.match(texts[i]) for i in table.values if i < len(texts)
            ):
                places.append(Place(a, b, (), due, texts[table.due] if own and table.due else None, "annex", kind=AIM))
                continue
            for column, column_due in table.values.items():
                if column < len(texts) and texts[column]:
                    found_ = _row_target(doc, table, line, texts, column, due if own else column_due or due)
                    if found_:
                        out.append(found_)
                    elif "%" in texts[column]:
                        _, x, y = cells[column]
                        places.append(Place(x, y, (), column_due or due, None, "annex", texts[table.name], kind=AIM))
    return out, places


def _caption_due(doc: Document, table: TargetTable, year: int | None) -> str | None:
    """The date the lines just above a table name ("đến hết ngày 31/7/2026 hoàn thành các chỉ tiêu:")."""
    above = doc.text[max(0, table.head.start - 400) : table.head.start].rstrip("\n").split("\n")[-3:]
    for line in reversed(above):
        if "\t" in line:
            break
        hit = due_of(line, year) if not re.search(r"(?i)kèm theo|ban hành", line) else None
        if hit:
            return month_end(hit.iso)
    return None


def _row_target(
    doc: Document, table: TargetTable, line: Line, texts: list[str], column: int, due: str | None
) -> Find | None:
    hit = _CELL.match(texts[column])
    value = parse_number(hit.group("n")) if hit else None
    if hit is None or value is None:
        return None
    name = texts[table.name]
    bare = re.sub(r"\s*\((?:%|[^()]*)\)\s*", " ", name).strip()
    unit = _unit(table, texts, column, hit, name)
    sign = _SIGNS.get(re.sub(r"\s+đạt$", "", (hit.group("sign") or "").lower()), "=")
    lead_sign = re.search(r"(≥|>=|=>|>|≤|<=|<|tối thiểu|ít nhất)\s*$", bare, re.IGNORECASE)
    if sign == "=" and lead_sign:
        sign, bare = _SIGNS[lead_sign.group(1).lower()], bare[: lead_sign.start()].strip()
    if hit.group("more"):
        sign = ">=" if hit.group("more").lower() == "trở lên" else "<="
    upper = parse_number(hit.group("upper")) if hit.group("upper") else None
    population, subject = rate_first(bare)
    heads = _texts(table.head)
    text = f"{bare}: {'' if sign == '=' else sign + ' '}{hit.group('n')}{'%' if unit == '%' else ' ' + unit}"
    values: dict[str, Any] = {
        "text": text.strip(),
        "subject": subject,
        "population": population,
        "comparator": ">=" if upper and sign == "=" else sign,
        "value": value,
        "unit": unit,
        "due": due,
        "due_kind": ("year" if due.endswith("12-31") else "day") if due else None,
        "due_implied": None,
        "inherited_from": heads[column][:120] if due and column < len(heads) else None,
        "milestone": _milestone(due),
        "direction": "reduce" if re.search(r"\b(?:giam|cat giam|rut ngan)\b", fold(bare)) else "reach",
        "as_message": False,
        "stated_count": None,
        "where": "annex",
        "value_text": hit.group("n"),
        "value_range": [value, upper] if upper else None,
        "per": None,
    }
    return found(doc, line.start, line.end, 0.8, **values)


def _milestone(due: str | None) -> str | None:
    if due is None:
        return None
    return f"hết năm {due[:4]}" if due.endswith("12-31") else f"{int(due[8:])}/{int(due[5:7])}/{due[:4]}"


def _unit(table: TargetTable, texts: list[str], column: int, hit: re.Match[str], name: str) -> str:
    """The unit of a bare number: its own sign, the unit column, the name, the column's head."""
    if hit.group("pct"):
        return "%"
    written = texts[table.unit] if table.unit is not None and table.unit < len(texts) else ""
    if written:
        return "%" if "%" in written or fold(written) in ("phan tram", "ty le") else written
    if hit.group("unit"):
        return hit.group("unit").strip()
    head = _texts(table.head)[column] if column < len(_texts(table.head)) else ""
    if "%" in name or "%" in head or re.match(r"\W*(?:ty|ti) (?:le|trong)\b", fold(name)):
        return "%"
    counted = re.match(r"(?:tổng )?số(?: lượng)?\s+(.+)", name, re.IGNORECASE)
    return thing_of(counted.group(1)) if counted else ""
