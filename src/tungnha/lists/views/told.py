"""What the page of a list says: figures that open their rows, mends and doubts as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tungnha.lists import buckets, queries
from tungnha.lists import doubts as doubtful
from tungnha.lists.models import CheckRun, IncomingList, ListRow
from tungnha.lists.operations import register
from tungnha.lists.rules import FIELDS, PARTS

WORDS = {
    "linked": "Khớp", "ambiguous": "Cần xem", "not_found": "Không có trong sổ", "unreadable": "Không đọc được",
    "double": "Trùng dòng khác", "other": "Dòng tên mục, dòng cộng",
}  # fmt: skip
LOOKS = {
    "linked": "reached", "ambiguous": "behind", "not_found": "far", "unreadable": "", "double": "on_path",
    "other": "track",
}  # fmt: skip
BESIDES = {
    "not_yet": "Nói là chưa có", "claimed": "Đã thành ghi nhận", "decided": "Cán bộ đã quyết định",
    "otherwise": "Danh sách khác nói khác", "another": "Danh sách khác nói là người khác",
}  # fmt: skip
TO_A_SENDER = {"linked", "ambiguous", "not_found", "unreadable", "double", "other", "not_yet"}


def vn(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# -- figures


def picture(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The buckets as parts of the rows read; each opens its rows."""
    return [
        {"name": WORDS[name], "value": counts[name], "level": LOOKS[name], "url": f"?muc={name}"}
        for name in buckets.BUCKETS if counts[name]
    ]  # fmt: skip


# -- tabs


@dataclass(frozen=True)
class Tabs:
    links: list[dict[str, Any]]
    current: str
    rows: Callable[[], Any]
    show: Callable[[list[ListRow]], list[dict[str, Any]]]


def tabs(received: IncomingList, counts: dict[str, int], wanted: str, *, desk: bool) -> Tabs:
    """What can be looked at, row by row; the first that holds something unless one is wanted."""
    known = {name: counts[name] for name in ("ambiguous", "linked", "not_found", "unreadable", "double", "other")}
    known |= {"not_yet": counts["not_yet"]}
    if desk:
        known |= {
            "decided": received.rows.filter(decided_at__isnull=False).count(), "claimed": counts["claimed"],
            "otherwise": queries.says_otherwise(received).count(), "another": queries.another_person(received).count(),
        }  # fmt: skip
    current = wanted if wanted in known else next((name for name in known if known[name]), "linked")
    words = WORDS | BESIDES
    links = [
        {"url": f"?muc={name}", "label": f"{words[name]} ({vn(n)})", "current": name == current}
        for name, n in known.items() if n or name == current
    ]  # fmt: skip
    special = {"otherwise": queries.says_otherwise, "another": queries.another_person}
    find = special.get(current, lambda one: buckets.rows_of(one, current))
    return Tabs(links, current, lambda: find(received), lambda rows: _shown(received, rows, current, desk=desk))


def _shown(received: IncomingList, rows: list[ListRow], current: str, *, desk: bool) -> list[dict[str, Any]]:
    """Rows as the page draws them. A sender sees what it wrote, and nothing of the register."""
    if not desk:
        return [
            {"row": row, "cells": queries.cells_of(row, received.columns),
             "why": row.reasons if row.verdict == ListRow.Verdict.UNREADABLE else []}
            for row in rows
        ]  # fmt: skip
    shown = queries.with_candidates(rows, received.columns)
    others = queries.against(received, rows) if current in ("otherwise", "another") else {}
    first = queries.doubles_in(received, rows) if current == "double" else {}
    for one in shown:
        one["against"] = others.get(one["row"].pk, [])
        one["first"] = first.get(one["row"].double_of)
    return shown


def why_refused(received: IncomingList, *, desk: bool) -> dict[int, str]:
    """Line → why it was not taken. To its sender a doubtful row says no more than that: reasons would tell whom the
    register knows, guess by guess."""
    rows = received.rows.annotate(bucket=buckets.BUCKET).exclude(bucket__in=("linked", "other"))
    found = {}
    for number, bucket, reasons, double_of in rows.values_list("number", "bucket", "reasons", "double_of"):
        told = reasons if desk or bucket == "unreadable" else []
        words = f"trùng dòng {double_of}" if bucket == "double" else ListRow.Verdict(bucket).label
        found[number] = "; ".join([words, *told])
    return found


# -- sentences


def mends(received: IncomingList, run: CheckRun | None) -> list[dict[str, Any]]:
    """What was mended, and what was taken back: each can be turned over while nothing is confirmed."""
    if run is None:
        return []
    undone = set(received.undone)
    shown = [one | {"undone": one["id"] in undone} for one in run.mends]
    told = {one["id"] for one in run.mends}
    return shown + [{"id": mend, "words": mend, "undone": True, "sure": True} for mend in sorted(undone - told)]


def doubts(received: IncomingList, run: CheckRun | None) -> list[str]:
    found = run.counts.get("doubts", []) if run is not None else []
    return [_SENTENCES[one["code"]](received, one) for one in found]


def is_grave(run: CheckRun | None) -> bool:
    return run is not None and doubtful.gravest(run.counts)


def _nobody(received: IncomingList, one: dict[str, Any]) -> str:
    people, place = vn(one["people"]), received.area.full_name
    said = (
        f"Gần như không ai trong danh sách có trong sổ của {place}: chỉ {vn(one['met'])} trong {people} người. "
        if one["met"]
        else f"Không ai trong {people} người của danh sách có trong sổ của {place}. "
    )
    if one.get("ours") is not None and one["ours"] < one["people"] / 2:
        rows = f"Chỉ {vn(one['ours'])} dòng" if one["ours"] else "Không dòng nào"
        return said + f"{rows} ghi địa chỉ ở xã: có lẽ đây là danh sách của xã khác."
    return said + "Có lẽ đây là danh sách của xã khác, hoặc cột số định danh và họ tên bị chọn nhầm."


def _names_only(received: IncomingList, one: dict[str, Any]) -> str:
    return (
        "Danh sách chỉ có họ tên, không có số định danh, ngày sinh hay điện thoại: không ai khớp chắc chắn được, máy "
        "chỉ nêu những người có thể là. Nên xin nơi gửi thêm một trong các cột ấy."
    )


def _rounded(received: IncomingList, one: dict[str, Any]) -> str:
    return (
        f"{vn(one['rows'])} số định danh đã bị Excel đổi thành dạng 1,9E+11 và mất các chữ số cuối: những dòng ấy được "
        "đối chiếu bằng họ tên, ngày sinh. Nơi gửi đổi cột sang dạng Văn bản rồi gửi lại thì khớp được nhiều hơn."
    )


def _again(received: IncomingList, one: dict[str, Any]) -> str:
    other = IncomingList.objects.filter(pk=one["list"], area=received.area).first()
    day = f" “{other.name}”, số liệu đến ngày {other.as_of_on:%d/%m/%Y}" if other else ""
    return (
        f"{vn(one['rows'])} trong {vn(one['of'])} số định danh đã có trong danh sách trước{day}: có thể một danh sách "
        "được gửi hai lần. Xác nhận cũng không ai bị tính hai lần."
    )


_SENTENCES: dict[str, Callable[[IncomingList, dict[str, Any]], str]] = {
    "nobody": _nobody, "names_only": _names_only, "rounded": _rounded, "again": _again,
}  # fmt: skip


def beyond_the_agreement(received: IncomingList) -> Sequence[str]:
    """Columns that were read and that the agreement does not name."""
    if received.agreement is None or not received.agreement.fields:
        return []
    whole = {"family_name": "full_name", "given_name": "full_name"} | dict.fromkeys(PARTS[2:], "birth")
    named = {whole.get(field, field) for field in received.columns}
    return [FIELDS[field] for field in FIELDS if field in named - set(received.agreement.fields)]


def register_changed(received: IncomingList, run: CheckRun | None) -> int:
    """How many changes the register saw since the check; only asked while the list can still be checked again."""
    if run is None or received.confirmed_at or received.gone_at:
        return 0
    return register.changed_since(received.area, run.register_mark)
