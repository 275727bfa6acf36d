"""One line for each place below an area: what its table, its tiles and its filters are made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tungnha.identity import names
from tungnha.progress.figures import VillageRow
from tungnha.progress.showing import day_word, link, missing_link, rows_link

LEVELS = ("reached", "on_path", "behind", "far", "")
LEVEL_WORDS = {
    "reached": "đạt", "on_path": "đúng tiến độ", "behind": "chậm", "far": "chậm nhiều", "": "chưa có số liệu",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which lines of a table are asked for, in which order: words of the address."""

    show: str = ""
    sort: str = ""
    text: str = ""


def _is_red(row: VillageRow) -> bool:
    return row.level in ("behind", "far")


SHOW: dict[str, tuple[str, Callable[[VillageRow], bool]]] = {
    "": ("Tất cả", lambda row: True),
    "cham": ("Chậm", _is_red),
    "dat": ("Đạt", lambda row: row.level == "reached"),
    "len": ("Đang lên", lambda row: row.placed.entry.rises),
    "xuong": ("Chậm lại", lambda row: row.placed.entry.falls),
    "im": ("Im ắng", lambda row: row.silent),
    "thieu": ("Chưa có số liệu", lambda row: row.now is None),
}
BIG = 10**9
ANY = "dia-ban-nao"  # stands for the code of an area in an address
SORT: dict[str, tuple[str, Callable[[VillageRow], Any]]] = {
    "": ("Xếp hạng", lambda row: row.rank or BIG),
    "con": ("Còn phải làm nhiều nhất", lambda row: -(row.figure.remaining if row.figure.remaining is not None else -1)),
    "them": ("Thêm nhiều nhất trong kỳ", lambda row: -(row.change if row.change is not None else -BIG)),
    "ten": ("Theo tên", lambda row: names.fold(row.village.name)),
}


def chosen(rows: Sequence[VillageRow], asked: Asked) -> list[VillageRow]:
    """Those asked for, in the order asked for; a word that means nothing asks for all."""
    show, sort = SHOW.get(asked.show, SHOW[""])[1], SORT.get(asked.sort, SORT[""])[1]
    text = names.fold(asked.text)
    found = [row for row in rows if show(row) and (not text or text in names.fold(row.village.full_name))]
    return sorted(found, key=sort)


def counts_of(rows: Sequence[VillageRow]) -> dict[str, int]:
    """How many lines each word of `SHOW` leaves."""
    return {code: sum(map(test, rows)) for code, (_, test) in SHOW.items()}


COLUMNS: tuple[dict[str, Any], ...] = (
    {"key": "name", "label": "Địa bàn", "link": "url"},
    {"key": "rank", "label": "Hạng"},
    {"key": "state", "label": "Tình trạng", "kind": "status"},
    {"key": "of_needed", "label": "Trên chỉ tiêu", "kind": "percent"},
    {"key": "now", "label": "Đang có", "kind": "count", "link": "now_url"},
    {"key": "needed", "label": "Chỉ tiêu", "kind": "count"},
    {"key": "remaining", "label": "Còn phải thêm", "kind": "count", "link": "missing_url"},
    {"key": "change", "label": "Thêm trong kỳ", "kind": "delta"},
    {"key": "of_base", "label": "Trên số phải tính", "kind": "percent"},
    {"key": "note", "label": "Ghi chú"},
)


def level_url(row: VillageRow) -> str:
    found = row.figure
    return _pattern(found.target.pk, day_word(found.on)).replace(ANY, found.area.code)


@lru_cache(maxsize=64)
def _pattern(target: int, on: str | None) -> str:
    """The address with the area left open: making it anew for each of hundreds of tiles took longer than
    drawing them."""
    return link("progress:level", ANY, chi_tieu=target, ngay=on)


def line(row: VillageRow) -> dict[str, Any]:
    found = row.figure
    return {
        "name": row.village.title, "url": level_url(row), "rank": rank_words(row), "state": shown_state(row),
        "now": row.now, "now_url": rows_link(found, "now"), "of_base": row.rate_of_base, "needed": row.needed.count,
        "of_needed": row.rate_of_needed, "remaining": found.remaining, "missing_url": missing_link(found),
        "change": row.change, "note": note(row),
    }  # fmt: skip


def shown_state(row: VillageRow) -> str:
    return "far" if row.level == "far" and row.state == "behind" else row.state


def rank_words(row: VillageRow) -> str:
    return "không xếp" if row.rank is None else str(row.rank)


def note(row: VillageRow) -> str:
    entry = row.placed.entry
    said = ["bằng nhau"] if row.placed.tied else []
    if entry.rises:
        said.append("đang lên")
    if entry.falls:
        said.append("chậm lại")
    if row.silent and row.level != "reached":
        said.append("im ắng")
    if entry.is_few and row.rank is not None:
        said.append("ít việc phải làm")
    return ", ".join(said)


def tile(row: VillageRow) -> dict[str, Any]:
    return {
        "name": row.village.title, "short": initials(row.village.name), "value": row.rate_of_needed,
        "level": row.level, "url": level_url(row),
    }  # fmt: skip


def initials(name: str) -> str:
    """`Hiệp Lực` → HL; a village that is a number keeps it: `12`."""
    words = name.replace("-", " ").split()
    if len(words) == 1:
        return words[0][:3]
    return "".join(word if word.isdigit() else word[0] for word in words)[:4].upper()


def legend(rows: Sequence[VillageRow]) -> list[tuple[str, str, int]]:
    """(level, words, how many) of each level there is."""
    return [
        (level, LEVEL_WORDS[level], n)
        for level in LEVELS
        if (n := sum(row.level == level for row in rows))
    ]  # fmt: skip
