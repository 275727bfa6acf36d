"""A file handed in is opened once: its heading found, its rows laid down in sealed blocks."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tungnha.matching.problems import UnreadableList
from tungnha.matching.sources import MAX_ROWS, Row, open_source
from tungnha.people.importing import headers, store
from tungnha.units.sealed import SealedStream

EACH = 2000  # rows between two looks at whether to stop
Tell = Callable[[int, int], None]
Find = Callable[[Sequence[Row]], headers.Header | None]


def open_file(
    file: store.HandedIn, sheet: str | None, tell: Tell, find: Find = headers.find, look_for: str = headers.LOOKED_FOR
) -> dict[str, Any]:
    """Lay the rows of the named sheet, else of the first that has a heading, down as blocks. Returns what was found:
    {"sheets", "sheet", "titles", "words", "columns", "mark", "header_line", "lines", "hidden", "notes"}.

    Raises UnreadableList with one sentence. `find`: where the heading is; `look_for`: the columns named where there is
    none. `tell(done, of)` is called now and then and may raise to stop.
    """
    with SealedStream(store.path_of(file, "upload")) as stream:
        source = open_source(file.name, stream)  # type: ignore[arg-type]
        if sheet is not None and sheet not in source.sheets:
            named = ", ".join(f"“{one}”" for one in source.sheets)
            raise UnreadableList(f"Không có trang “{sheet}”; tệp có các trang: {named}.")
        empty = True
        for name in (sheet,) if sheet is not None else source.sheets:
            rows = source.rows(name)
            held = list(itertools.islice(rows, headers.LOOKED_AT))
            empty = empty and not held
            header = find(held)
            if header is None:
                continue
            below = itertools.chain(held[header.last + 1 :], rows)
            with store.BlockWriter(file, "rows") as out:
                lines, hidden = _lay_down(below, out, tell, stream)
                if not lines:
                    raise UnreadableList(f"Trang “{name}” có dòng tiêu đề nhưng không có dòng người nào bên dưới.")
                found = {
                    "sheets": list(source.sheets), "sheet": name, "titles": list(header.titles),
                    "words": list(header.words), "columns": header.columns, "mark": header.mark,
                    "header_line": held[header.last].line, "lines": lines, "hidden": hidden,
                    "notes": _notes(source.notes(), hidden),
                }  # fmt: skip
                out.close(found)
            return found
        if empty:
            raise UnreadableList(f"Tệp “{file.name}” không có dòng nào.")
        raise UnreadableList(headers.not_found([sheet] if sheet is not None else source.sheets, look_for))


def _lay_down(rows: Iterator[Row], out: store.BlockWriter, tell: Tell, stream: SealedStream) -> tuple[int, int]:
    lines = hidden = 0
    for row in rows:
        out.add((row.line, row.cells))
        lines += 1
        hidden += row.hidden
        if lines > MAX_ROWS:
            most = f"{MAX_ROWS:,}".replace(",", ".")
            raise UnreadableList(f"Danh sách có quá {most} dòng; hãy chia nhỏ.")
        if lines % EACH == 0:
            tell(lines, 0)
    return lines, hidden


def _notes(notes: list[str], hidden: int) -> list[str]:
    if hidden:
        notes = [*notes, f"Có {hidden} dòng bị ẩn trong bảng tính; các dòng ấy vẫn được đọc như mọi dòng."]
    return notes
