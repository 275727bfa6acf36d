"""The three figures as plain data for page, paper and workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tungnha.drafting.numbers import count as vn
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.lists.models import IncomingList
from tungnha.progress.beside.given import ALL, rows_by_verdict
from tungnha.progress.beside.parts import COUNT, Part
from tungnha.progress.beside.reported import Reported
from tungnha.progress.beside.table import Line, ThreeFigures
from tungnha.progress.showing import link
from tungnha.units.models import Area, Member, Role

VERDICT_WORDS = {
    "linked": "khớp", "ambiguous": "cần xem", "not_found": "không có trong sổ", "unreadable": "không đọc được",
}  # fmt: skip


def marks(found: ThreeFigures) -> list[dict[str, Any]]:
    """Rows of the picture: every area right below, or the area alone."""
    lines = [line for line in found.lines if line.area is not None] or [found.whole]
    return [
        {"name": line.name, "counted": line.counted, "reported": line.reported, "given": line.given,
         "url": page_url(found, line.area) if found.lines else ""}
        for line in lines
    ]  # fmt: skip


def page_url(found: ThreeFigures, area: Area | None, route: str = "beside", **more: Any) -> str:
    code = area.code if area is not None else found.area.code
    return link(f"progress:{route}", found.target.pk, noi=code, dot=ALL if found.which == ALL else None, **more)


def table(found: ThreeFigures) -> list[dict[str, Any]]:
    return [_row(found, line) for line in found.lines]


def _row(found: ThreeFigures, line: Line) -> dict[str, Any]:
    return {
        "name": line.name, "url": page_url(found, line.area) if line.area is not None else "", "line": line,
        "counted": line.counted, "reported": line.reported, "reported_on": line.reported_on,
        "reported_gap": line.reported_gap, "given": line.given, "given_gap": line.given_gap,
        "why_given": part_words(line.given_parts), "why_reported": part_words(line.reported_parts),
        "told": f"{line.told}/{line.of}" if line.of > 1 and line.told else "",
    }  # fmt: skip


def part_words(parts: Iterable[Part]) -> str:
    """`+3 có sau ngày của danh sách; −2 không có trong sổ nhân khẩu`."""
    return "; ".join(
        f"{'+' if part.count > 0 else '−'}{vn(part.size)} {part.kind.words[:1].lower()}{part.kind.words[1:]}"
        for part in parts
    )


def steps(found: ThreeFigures, parts: Sequence[Part], *, opens: bool) -> list[dict[str, Any]]:
    """Each part with the address of its rows; what is only counted opens nothing."""
    return [
        {
            "part": part, "words": part.kind.words, "count": part.count, "what_to_do": part.kind.what_to_do,
            "url": page_url(found, None, "beside-rows", vi=part.kind.code)
            if opens and part.kind.behind != COUNT else "",
        }
        for part in parts
    ]  # fmt: skip


def reported_words(line: Line) -> str:
    """Whose figure it is and of what day."""
    if not line.reported_by:
        return "chưa đơn vị nào báo"
    if line.told == 1 and line.of == 1:
        said = line.reported_by[0]
        return f"{said.unit.label}, đến {said.on.day}/{said.on.month}/{said.on.year}"
    days = sorted({said.on for said in line.reported_by})
    span = f"{days[0].day}/{days[0].month}" + (f"–{days[-1].day}/{days[-1].month}" if days[-1] != days[0] else "")
    return f"{line.told}/{line.of} nơi đã báo, {span}/{days[-1].year}"


def given_words(found: ThreeFigures) -> str:
    names = list(dict.fromkeys([row.sender.label for row in found.given.lists]
                               + [claim.stated_by.label for claim in found.nameless]))  # fmt: skip
    if not names or found.whole.given is None:
        return "chưa có danh sách nào"
    day = found.whole.given_on
    return f"{', '.join(names)}" + (f", đến {day.day}/{day.month}/{day.year}" if day else "")


def reported_rows(said: Iterable[Reported], areas: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"whose": row.unit.label, "where": areas.get(row.area, ""), "count": row.count, "on": row.on,
         "document": row.document, "url": row.url}
        for row in said
    ]  # fmt: skip


def list_rows(lists: Sequence[IncomingList], reader: Member) -> list[dict[str, Any]]:
    """The lists used: whose, of which day, how their rows fared. The desk opens them."""
    fared = rows_by_verdict(lists)
    desk = reader.has_role(Role.OFFICER, Role.DATA_STEWARD)
    return [
        {
            "sender": row.sender.label, "on": row.as_of_on, "rows": sum(fared.get(row.pk, {}).values()),
            "fared": ", ".join(
                f"{vn(fared[row.pk][v])} {words}" for v, words in VERDICT_WORDS.items() if fared.get(row.pk, {}).get(v)
            ),
            "confirmed": row.confirmed_at is not None, "area": row.area.title,
            "url": link("lists:list", row.pk) if desk else "",
        }
        for row in lists
    ]  # fmt: skip


# --- the workbook ----------------------------------------------------------------------------------------------------


def sheets(found: ThreeFigures, title: str) -> list[Sheet]:
    """Counts only: nobody's name or number is in it."""
    day = f"Tính đến ngày {found.on:%d/%m/%Y}, {found.area.title}"
    figures = Sheet(
        name="Ba con số", title_lines=(title, day), landscape=True,
        columns=(
            SheetColumn("Địa bàn", 26), SheetColumn("Đếm được ở đây", 12, "count"),
            SheetColumn("Đơn vị báo", 12, "count"), SheetColumn("Đơn vị báo đến ngày", 14, "date"),
            SheetColumn("Chênh với đơn vị", 12, "count"), SheetColumn("Danh sách gửi đến", 12, "count"),
            SheetColumn("Chênh với danh sách", 12, "count"), SheetColumn("Nơi đã báo", 10),
        ),
        rows=[_cells(line) for line in found.lines], total=_cells(found.whole),
        note="Để trống là chưa có số liệu, không phải là không. Chênh = đếm được − số kia.",
    )  # fmt: skip
    why = Sheet(
        name="Vì sao chênh", title_lines=("Những gì làm nên chênh lệch", day), landscape=True,
        columns=(SheetColumn("Địa bàn", 26), SheetColumn("Chênh với", 20), SheetColumn("Vì sao", 52),
                 SheetColumn("Bao nhiêu", 12, "count")),
        rows=[row for line in (*found.lines, found.whole) for row in _whys(line)],
    )  # fmt: skip
    return [figures, why]


def _cells(line: Line) -> list[Any]:
    return [
        line.name, line.counted, line.reported, line.reported_on, line.reported_gap, line.given, line.given_gap,
        f"{line.told}/{line.of}" if line.told else "",
    ]  # fmt: skip


def _whys(line: Line) -> list[list[Any]]:
    told = [("danh sách gửi đến", line.given_parts), ("đơn vị báo", line.reported_parts)]
    return [[line.name, whose, part.kind.words, part.count] for whose, parts in told for part in parts]
