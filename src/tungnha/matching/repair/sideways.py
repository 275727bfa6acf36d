"""The steps on whole rows: strange characters and old fonts, lines that speak of nobody, cells slipped sideways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from tungnha.identity import legacy
from tungnha.identity.letters import folded
from tungnha.matching.columns import field_of
from tungnha.matching.repair import contents, layout, lines
from tungnha.matching.repair.facts import Reference
from tungnha.matching.repair.forms import Bytes, Form
from tungnha.matching.repair.letters import NOT_ASCII, OF_UNICODE, UNSEEN, Letters
from tungnha.matching.repair.work import TITLES, Apply, Cells, Rows, Work

_FONTS = ("tcvn3", "vni", "viscii")
FONT_ROWS = 200  # texts judged together
KIND_WORDS = {
    "title": "là tiêu đề, tên nhóm hoặc chữ ký, không phải là người",
    "total": "là dòng tổng cộng, không phải là người",
    "header": "là dòng tiêu đề lặp lại, không phải là người",
    "blank": "để trống",
}
CUT_SHORT = 0.3  # of the names end so
ALONE = 5  # blocks of fewer rows of one layout are told together


def clean_characters(work: Work) -> None:
    """Wide digits, no-break spaces, line breaks and spaces around: nothing a reader sees."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for at, column in enumerate(work.cells.columns):
        found = _strange_rows(work.letters.of(column))
        if len(found):
            rows[at] = [(row, _clean(column[row])) for row in found.tolist()]
    if not rows:
        return
    touched = sorted({row for kept in rows.values() for row, _ in kept})

    def apply(cells: Cells) -> None:
        for at, kept in rows.items():
            column = cells.column(at)
            for row, text in kept:
                column[row] = text

    work.do("characters", None, touched, "có dấu cách thừa hoặc ký tự lạ trong ô; đã bỏ", _then_fields(work, apply))


def _strange_rows(letters: Letters) -> Rows:
    """Cells with a sign that nobody sees, or a space beside another or at an end."""
    at, codes = letters.blanks, letters.codes
    before, behind = codes[at - 1], codes[at + 1]  # what stands before the first cell is the end of the last
    beside = letters.rows_at(at[(before == 0) | (behind == 0) | (behind == 32)])
    return np.union1d(beside, letters.rows_of(UNSEEN))


def _clean(cell: str) -> str:
    if re.search(r"[\u3000\uff01-\uff5e]", cell):
        cell = "".join(
            unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" or c == "\u3000" else c for c in cell
        )
    kept = re.sub(r"[\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", cell)
    parts = [" ".join(part.split()) for part in re.split(r"[\r\n]+", kept)]
    return "\n".join(part for part in parts if part)


def _then_fields(work: Work, apply: Apply) -> Apply:
    """Fields are read anew from the columns: the first steps come before any field was changed."""
    base = work.base

    def both(cells: Cells) -> None:
        apply(cells)
        for field, at in base.items():
            cells.fields[field] = list(cells.columns[at])

    return both


def read_old_fonts(work: Work) -> None:
    """Blocks of a column whose words make sense only in TCVN3, VNI or VISCII."""
    for at, column in enumerate(work.cells.columns):
        letters = work.letters.of(column)
        if letters.ascii:
            continue
        odd = np.flatnonzero(letters.kinds & (NOT_ASCII | OF_UNICODE) == NOT_ASCII).tolist()
        by_codec: dict[str, list[tuple[int, str]]] = {}
        for start in range(0, len(odd), FONT_ROWS):
            block = odd[start : start + FONT_ROWS]
            codec = _codec([column[row] for row in block])
            if codec:
                decode = legacy.decoder(codec)
                made = [(row, unicodedata.normalize("NFC", decode(column[row]))) for row in block]
                better = [_share(text) > _share(column[row]) for row, text in made]
                # Words may be Vietnamese both ways (Thò, Thị); where most of a block is in the old font, they are too.
                most = sum(better) > 0.6 * len(better)
                by_codec.setdefault(codec, []).extend(
                    (row, text)
                    for (row, text), sure in zip(made, better, strict=True)
                    if sure or (most and text != column[row] and _share(text) >= _share(column[row]))
                )
        for codec, kept in by_codec.items():
            _font_step(work, at, codec, kept)


def _font_step(work: Work, at: int, codec: str, kept: list[tuple[int, str]]) -> None:
    def apply(cells: Cells) -> None:
        column = cells.column(at)
        for row, text in kept:
            column[row] = text

    field = next((field for field, column in work.base.items() if column == at), None)
    name = work.title(field) if field else f"thứ {at + 1}"
    words = f"cột {name} viết bằng bảng mã cũ {legacy.NAMES[codec]}; đã chuyển sang Unicode"
    work.do("font", field, [row for row, _ in kept], words, _then_fields(work, apply), extra=str(at))


def _codec(texts: Sequence[str]) -> str | None:
    """The old code that makes Vietnamese of texts that are none as they stand."""
    text = "\n".join(texts)
    now = legacy.Score.of(text)
    if now.share > legacy.NEAR_SHARE:
        return None
    best, best_share = None, 0.0
    for codec in _FONTS:
        score = legacy.Score.of(legacy.decoder(codec)(text))
        if score.share > best_share + 0.02:
            best, best_share = codec, score.share
            kinds = score.kinds
    if best is None or best_share < 0.8 or best_share < now.share + 0.2:
        return None
    return best if kinds >= min(4, len(texts)) else None


def _share(text: str) -> float:
    return legacy.Score.of(text).share


def name_columns(work: Work, forms: Sequence[Bytes], reference: Reference | None) -> None:
    """Columns whose header says nothing are known by their cells."""
    places = reference.villages() if reference is not None else frozenset()
    _seat_anew(work, forms, places)
    for field, at in contents.more_fields(work.table, forms, work.base, places).items():
        header = work.table.header[at].strip() if at < len(work.table.header) else ""
        title = f"cột “{header}”" if header else f"cột thứ {at + 1}, không có tiêu đề,"
        words = f"{title} được đọc là {TITLES.get(field, field)} theo nội dung các ô"
        work.base[field] = at
        work.do("named", field, np.arange(len(work.table)), words, _name(field, at))


def _seat_anew(work: Work, forms: Sequence[Bytes], places: frozenset[str]) -> None:
    seats = contents.seated_anew(work.table, forms, work.base, places)
    if seats is None:
        return
    usual = {field: (at,) for field, at in work.base.items()}
    sources = {field: (at,) for field, at in seats.items()}
    every = np.arange(len(work.table))
    work.do("columns", None, every, _say(work, sources, usual), _take(sources, every, usual), extra="all")
    work.titled = dict(work.base)
    work.base = seats


def _name(field: str, at: int) -> Apply:
    def apply(cells: Cells) -> None:
        cells.fields[field] = list(cells.columns[at])

    return apply


def part_lines(work: Work, forms: Sequence[Bytes]) -> lines.Lines:
    """Mark what is no person. Empty lines are no finding."""
    found = lines.part(work.cells.columns, forms, work.base)
    for kind, rows in found.kinds.items():
        apply = _mark(kind, rows)
        if kind == "blank":
            apply(work.cells)
            work.blank = apply
        else:
            work.do("line", None, rows, KIND_WORDS[kind], apply, extra=kind)
    return found


def _mark(kind: str, rows: Sequence[int]) -> Apply:
    kept = list(rows)

    def apply(cells: Cells) -> None:
        for row in kept:
            cells.kinds[row] = kind

    return apply


def set_right(work: Work, forms: Sequence[Bytes], found: lines.Lines) -> None:
    """Read each row by its own layout."""
    given = given_name_column(work, forms, found.people)
    usual: dict[str, tuple[int, ...]] = {field: (at,) for field, at in work.base.items()}
    if given is not None:
        name = work.base["full_name"]
        usual["full_name"] = (name, given)
        headers = f"“{work.table.header[name].strip()}” và “{work.table.header[given].strip()}”"
        work.do(
            "joined",
            "full_name",
            found.people,
            f"họ và tên ở hai cột {headers}; đã ghép lại",
            _take(usual, found.people),
        )
    spare = [field for field in ("full_name", "personal_number") if field not in work.base]
    if any(contents.of_another(work.table, at) for at in range(len(forms))):
        spare = []  # numbers and names of others stand in the list: they are not to be taken for the person's own
    forms = [_of_running_numbers(column, held) for column, held in zip(work.cells.columns, forms, strict=True)]
    blocks = layout.find(work.cells.columns, forms, work.base, found.people, found.headers, given, spare)
    scattered: dict[tuple[tuple[str, tuple[int, ...]], ...], list[layout.Found]] = {}
    for block in blocks:
        if not _changes(work, block, usual):
            continue
        if len(block.rows) >= ALONE:
            work.do(
                "columns", None, block.rows, _say(work, block.sources, usual), _take(block.sources, block.rows, usual)
            )
            if "village" in usual and "village" not in block.sources:
                work.lost["village"].update(block.rows.tolist())
        else:
            scattered.setdefault(tuple(sorted(block.sources.items())), []).append(block)
    for sources, alike in scattered.items():
        rows = np.concatenate([block.rows for block in alike])
        work.do("columns", None, rows, _say(work, dict(sources), usual), _take(dict(sources), rows, usual))


def _of_running_numbers(column: Sequence[str], forms: Bytes) -> Bytes:
    """1799, 1800 … are years only by their looks."""
    numbers = np.isin(forms, (Form.SMALL, Form.YEAR, Form.DIGITS, Form.SERIAL, Form.CARD_9, Form.PHONE_9))
    if numbers.mean() < 0.5:
        return forms
    values = np.array([int(cell) if cell.isdecimal() and len(cell) < 10 else 0 for cell in column], np.int64)
    steps = np.diff(values[numbers])
    if not len(steps) or np.mean(steps == 1) < 0.6:
        return forms
    again = forms.copy()
    again[numbers & (values > 0) & (values < 10_000_000)] = Form.SMALL
    return again


def _changes(work: Work, block: layout.Found, usual: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether any field of any row comes out another."""
    columns = work.cells.columns
    for field in {*usual, *block.sources}:
        before, after = usual.get(field, ()), block.sources.get(field, ())
        if before != after:
            for row in block.rows.tolist():
                if [columns[at][row] for at in before if columns[at][row]] != [
                    columns[at][row] for at in after if columns[at][row]
                ]:
                    return True
    return False


def _take(
    sources: Mapping[str, tuple[int, ...]], rows: Rows, usual: Mapping[str, tuple[int, ...]] | None = None
) -> Apply:
    kept = rows.tolist()
    emptied = [field for field in usual or () if field not in sources]

    def apply(cells: Cells) -> None:
        for field, columns in sources.items():
            target = cells.field(field)
            if len(columns) == 1:
                source = cells.columns[columns[0]]
                for row in kept:
                    target[row] = source[row]
            else:
                for row in kept:
                    target[row] = " ".join(filter(None, (cells.columns[at][row] for at in columns)))
        for field in emptied:
            target = cells.field(field)
            for row in kept:
                target[row] = ""

    return apply


def _say(work: Work, sources: Mapping[str, tuple[int, ...]], usual: Mapping[str, tuple[int, ...]]) -> str:
    moved = {field: (usual[field][0], at[0]) for field, at in sources.items() if field in usual and usual[field] != at}
    lost = [work.title(field) for field in usual if field not in sources]
    ways = {new - old for old, new in moved.values()}
    if (len(ways) == 1 and len(moved) > 1) or (len(moved) == 1 and lost):
        by = ways.pop()
        first = min(moved, key=lambda field: moved[field][0])
        side = "phải" if by > 0 else "trái"
        words = f"các ô từ cột {work.title(first)} bị đẩy sang {side} {abs(by)} cột; đã đưa về đúng cột"
    elif len(moved) == 2 and len({frozenset(pair) for pair in moved.values()}) == 1:
        one, other = moved
        words = f"cột {work.title(one)} và cột {work.title(other)} đổi chỗ; đã đổi lại"
    else:
        words = "các cột theo thứ tự khác; đã xếp lại theo tiêu đề"
    return words + (f" (không còn ô nào cho {', '.join(lost)})" if lost else "")


def given_name_column(work: Work, forms: Sequence[Bytes], people: Rows) -> int | None:
    """The column of given names beside one of family names, when the header or the cells say so."""
    name = work.base.get("full_name")
    if name is None or not len(people):
        return None
    taken = set(work.base.values())
    for at in (name + 1, name - 1):
        if not 0 <= at < len(forms) or at in taken:
            continue
        family, given = (name, at) if at > name else (at, name)
        heads = [" ".join(folded(work.table.header[one]).split()) for one in (family, given)]
        single = np.mean(np.isin(forms[given][people], (Form.WORD, Form.SEX)))
        said = heads[1] in ("ten", "ten goi", "") and (heads[0].startswith("ho") or heads[0] in ("", "ten dem"))
        # Where both headers say so, some blocks may hold something else.
        least = 0.4 if said and all(heads) else 0.7
        said = said or (field_of(heads[1]) is None and _are_cut_short(work.cells.columns[family], people))
        if said and single > least and np.mean(forms[family][people] != Form.EMPTY) > least:
            if at < name:  # the field was found in the column of given names
                work.base["full_name"] = family
            return given
    return None


def _are_cut_short(cells: Sequence[str], people: Rows) -> bool:
    """Names that end in Thị or Văn, as no whole name does."""
    asked = [cells[row] for row in people[:: max(1, len(people) // 1000)].tolist()]
    ends = [folded(cell).rpartition(" ")[2] for cell in asked if cell]
    return sum(end in ("thi", "van") for end in ends) > CUT_SHORT * len(ends) > 0
