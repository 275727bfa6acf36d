"""Measures as rows: the list, one with its facts, and the four columns that communes use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tungnha.drafting.numbers import count
from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule
from tungnha.ledger.wording import rule_words, services_by_code
from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.models import Plan, Target
from tungnha.plans.rules import level_words
from tungnha.progress.showing import link
from tungnha.progress.ways import unit_word, way_for

INDEX_COLUMNS = [
    {"key": "name", "label": "Tên chỉ tiêu", "link": "url"},
    {"key": "explanation", "label": "Giải thích"},
    {"key": "counted", "label": "Đếm"},
    {"key": "whose", "label": "Của ai"},
]
FOUR_COLUMNS = [
    {"key": "name", "label": "Tên chỉ tiêu", "link": "url"},
    {"key": "explanation", "label": "Giải thích"},
    {"key": "unit", "label": "Đơn vị tính"},
    {"key": "level", "label": "Chỉ tiêu cụ thể"},
]
PRINTED_COLUMNS = [{key: value for key, value in column.items() if key != "link"} for column in FOUR_COLUMNS]
NO_MEASURE = "Chưa chọn cách tính."


def index_row(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name, "url": link("progress:measure", measure.code), "explanation": measure.explanation,
        "counted": measure.get_counts_display(), "whose": measure.area.title if measure.area else "có sẵn",
    }  # fmt: skip


def facts_of(measure: Measure) -> list[tuple[str, str]]:
    """What a measure's page says of it, in the order one reads it."""
    way = way_for(measure)
    rule = parse_rule(measure.rule)
    facts = [
        ("Tên chỉ tiêu", measure.name),
        ("Tử số", measure.numerator),
        ("Mẫu số", measure.denominator),
        ("Đếm", unit_word(measure)),
        ("Cách đếm", way.label if way else ""),
        ("Tiện ích", rule_words(rule, services_by_code(rule))),
        ("Nhóm", GROUP_NAMES.get(measure.group, "")),
        ("Cư trú", measure.get_residence_display() if measure.counts == "person" and not measure.way else ""),
        ("Xét", str(measure.get_each_display()) if measure.each else ""),
        ("Đặt ra ở", measure.area.title if measure.area else "có sẵn trong phần mềm"),
        ("Người đặt", measure.made_by.user.full_name if measure.made_by else ""),
    ]
    return [(label, value) for label, value in facts if value]


def four_columns(target: Target) -> dict[str, Any]:
    """Tên chỉ tiêu | Giải thích | Đơn vị tính | Chỉ tiêu cụ thể. The name is the plan's own sentence."""
    measure = target.measure
    return {
        "name": target.text, "url": link("progress:target", target.pk), "unit": target.unit,
        "explanation": measure.explanation if measure else NO_MEASURE, "level": _level(target),
    }  # fmt: skip


def _level(target: Target) -> str:
    """`63,80% (3.496), hạn 31/10/2026`; a blank is said, never filled in."""
    if target.role == Target.Role.INDICATOR:
        words = "theo dõi, không nêu mức"
    else:
        words = level_words(target.comparator, target.value, target.unit)
    if target.stated_count is not None:
        words += f" ({count(target.stated_count)})"
    due = target.due_on
    return f"{words}, hạn {due.day}/{due.month}/{due.year}" if due else f"{words}, chưa có hạn"


def workbook(plan: Plan, targets: Sequence[Target]) -> bytes:
    rows = [(n, *(row[key] for key in ("name", "explanation", "unit", "level"))) for n, row in
            enumerate(map(four_columns, targets), 1)]  # fmt: skip
    columns = (
        SheetColumn("STT", 6, "count"), SheetColumn("Tên chỉ tiêu", 50), SheetColumn("Giải thích", 60),
        SheetColumn("Đơn vị tính", 14), SheetColumn("Chỉ tiêu cụ thể", 30),
    )  # fmt: skip
    titles = ("BẢNG CHỈ TIÊU VÀ CÁCH TÍNH", f"(Kèm theo {plan.doc_type or 'Kế hoạch'} số {plan.full_symbol or '…'})")
    return write_xlsx(
        [Sheet("Chỉ tiêu", columns, rows, title_lines=titles, landscape=True)], title="Chỉ tiêu và cách tính"
    )


def nearest_first(target: Target, measures: Iterable[Measure]) -> list[Measure]:
    """By how many words a measure's name shares with the target's own; the one it has now first of all."""
    wanted = _words(f"{target.subject} {target.population} {target.text}")
    return sorted(
        measures, key=lambda m: (m.pk != target.measure_id, -len(wanted & _words(m.name)), m.area_id is None, m.name)
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", names.fold(text)))


__all__ = [
    "FOUR_COLUMNS", "INDEX_COLUMNS", "PRINTED_COLUMNS", "facts_of", "four_columns", "index_row",
    "nearest_first", "workbook",
]  # fmt: skip
