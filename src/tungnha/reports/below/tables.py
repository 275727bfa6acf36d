"""The annexes: for each thing that is counted a row per area below, and the whole as the total.

Which number stands (decision 0044): a village's is what the register counts, and what its team reports where the
register has nothing. A commune or province that sends a report of its own stands with the number of that report, and
with none while it has not sent; what is counted here stands beside it. A missing number is None and never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tungnha.drafting.numbers import count, in_prose, rate_value
from tungnha.ledger.models.services import Counted
from tungnha.people.queries import GROUP_NAMES
from tungnha.plans.models import Target
from tungnha.plans.rules import needed_count
from tungnha.progress import queries as progress
from tungnha.progress.counting import way_of
from tungnha.progress.figures import Figure
from tungnha.reports.below.said import Below, Said, key_of
from tungnha.units.models import Area

Row = dict[str, Any]
Opens = Callable[..., list[Any]]


def asked_for(targets: Sequence[Target], *, by_reports: bool) -> list[Target]:
    """What gets an annex, one for each thing counted: the headline targets; where areas send reports of their own, or
    where no target is of the areas at all, what is only watched too. Without headline targets the one with the last
    milestone alone."""
    counted = [t for t in targets if t.measure and way_of(t.measure) == "things"]
    aims = [t for t in counted if t.role != Target.Role.INDICATOR]
    heads = [t for t in counted if t.headline or ((by_reports or not aims) and t.role == Target.Role.INDICATOR)]
    if not any(t.headline for t in counted):
        last = max(aims, key=_lastness, default=None)
        heads = [*([last] if last is not None else []), *(t for t in heads if t is not last)]
    chosen: dict[Any, Target] = {}
    for target in sorted(heads, key=_lastness):
        chosen[key_of(target)] = target
    return sorted(chosen.values(), key=lambda t: (not t.headline, t.role == Target.Role.INDICATOR, t.order, t.pk))


def _lastness(target: Target) -> tuple[Any, ...]:
    return (target.headline, target.due_on or date.min, -target.order)


def table_of(target: Target, whole: Figure, board: progress.Board, below: Below, opens: Opens) -> dict[str, Any]:
    """A row for each area below in its official order, as plain data that is frozen with the report."""
    areas = sorted(board.below, key=lambda area: (area.order, area.code))
    rows = [row_of(board.figure(target, area), below.of(area, target), area.pk in below.owing, opens) for area in areas]
    by_reports = any(row["by_report"] for row in rows)
    found = {
        "target": target.pk,
        "name": whole.target.label,
        "noun": noun_of(areas),
        "base_name": base_name_of(target),
        "unit": unit_of(target),
        "by_reports": by_reports,
        "rows": rows,
        "total": total_of(whole, rows, opens, by_reports=by_reports),
    }
    return found | {"said": sentences(found)}


def noun_of(areas: Sequence[Area]) -> str:
    """`thôn`; `xã, phường`: the two commonest of what they are called."""
    names = [area.type_name for area in areas]
    kinds = sorted(set(names), key=lambda one: (-names.count(one), names.index(one)))
    return ", ".join(kinds[:2]) or "thôn"


def base_name_of(target: Target) -> str:
    """`người trên 15 tuổi`: what a rate is of. Numbers of telephone are counted, and not the people who hold them."""
    measure = target.measure
    if measure is None:
        return ""
    return "thuê bao đang dùng" if measure.counts == Counted.TELEPHONE else GROUP_NAMES.get(measure.group, "")


def unit_of(target: Target) -> str:
    return Counted(target.measure.counts).label if target.measure else "người"


def row_of(of: Figure, said: Said | None, owes: bool, opens: Opens) -> Row:
    by_report = owes and of.area.kind != Area.Kind.VILLAGE
    uses_report = said is not None and (by_report or of.now is None)
    own_base = of.base.count if of.base else None
    reached = said.count if uses_report and said else None if by_report else of.now
    base = said.base if uses_report and said and said.base is not None else own_base
    return {
        "area": of.area.pk, "name": of.area.title, "reached": reached, "base": base,
        "needed": _needed(of, base, from_report=uses_report and own_base is None),
        "rate": _rate(reached, base),
        "opens": list(said.opens) if uses_report and said else opens(of),
        "by_report": by_report,
        "source": "report" if uses_report else "register" if reached is not None else "",
        "reported": said.count if said else None,
        "computed": of.now,
        "gap": said.count - of.now if said is not None and of.now is not None else None,
        "opens_reported": list(said.opens) if said else None,
        "opens_computed": opens(of),
        "joined": list(said.by) if said is not None and len(said.by) > 1 else [],
    }  # fmt: skip


def _needed(of: Figure, base: int | None, *, from_report: bool) -> int | None:
    """What was handed down or follows from the register's base; where only the report knows the base, the plan's own
    rule on that. Without a base a share of 0 says only that there was nothing to share by: missing is not zero."""
    if base is None:
        return of.needed.count or None
    if of.needed.count is not None or not from_report:
        return of.needed.count
    target = of.target
    return needed_count(
        comparator=target.comparator, value=target.value, unit=target.unit, base=base, stated_count=None
    ).count


def _rate(reached: int | None, base: int | None) -> str | None:
    value = rate_value(reached, base)
    return str(value) if value is not None else None


def total_of(whole: Figure, rows: Sequence[Row], opens: Opens, *, by_reports: bool) -> Row:
    """The whole area's own base, never added up here. Its number is its own; of areas that report, the sum of what they
    reported, with how many of them; what is counted here for the whole stands beside."""
    known = [row["reached"] for row in rows if row["reached"] is not None]
    reported = [row["reported"] for row in rows if row["reported"] is not None]
    added = by_reports or (whole.now is None and bool(known))
    reached = (sum(known) if known else None) if added else whole.now
    base = whole.base.count if whole.base else None
    bases = [row["base"] for row in rows if row["reached"] is not None]
    is_added = base is None and added and bool(bases) and None not in bases
    base = sum(bases) if is_added else base
    return {
        "area": whole.area.pk, "name": whole.area.title, "reached": reached, "base": base, "base_is_added": is_added,
        "needed": whole.needed.count, "rate": _rate(reached, base), "opens": opens(whole), "added": added,
        "known": len(known), "of": len(rows), "computed": whole.now, "reported": sum(reported) if reported else None,
        "reporting": len(reported),
    }  # fmt: skip


# --- sentences under a table -----------------------------------------------------------------------------------------


def sentences(table: dict[str, Any]) -> list[str]:
    """How many have a number, who has none; the sum of those reported beside what is counted, where they differ."""
    total, noun, said = table["total"], table["noun"], []
    if total["added"] and total["known"] < total["of"]:
        said.append(
            f"Dòng tổng cộng của {in_prose(total['known'])}/{in_prose(total['of'])} {noun} đã báo cáo; "
            f"{in_prose(total['of'] - total['known'])} {noun} chưa có số liệu."
        )
    if total["base_is_added"]:
        said.append(f"Tổng số ở dòng tổng: cộng số của các {noun} đã báo cáo.")
    if gap := _gap(table):
        said.append(gap)
    for row in table["rows"]:
        if row["joined"]:
            said.append(f"{row['name']}: cộng từ báo cáo của {', '.join(row['joined'])} trước khi sáp nhập.")
    alone = [row["name"] for row in table["rows"] if row["source"] == "report" and not row["by_report"]]
    if alone:
        said.append(f"Theo báo cáo, chưa có số tính từ sổ: {', '.join(alone)}.")
    return said


def _gap(table: dict[str, Any]) -> str:
    """Of the same areas on both sides: a number of those who have not reported is no difference."""
    both = [row for row in table["rows"] if row["reported"] is not None and row["computed"] is not None]
    given, counted = sum(row["reported"] for row in both), sum(row["computed"] for row in both)
    if not both or given == counted:
        return ""
    more = "nhiều hơn" if given > counted else "ít hơn"
    which = f"{in_prose(len(both))} {table['noun']} có cả hai số"
    return (
        f"{which}: báo cáo cộng lại {count(given)} {table['unit']}, số máy tính từ sổ {count(counted)} "
        f"{table['unit']}; báo cáo {more} {in_prose(abs(given - counted))} {table['unit']}."
    )


def beside_of(rows: Sequence[Row]) -> list[str]:
    """What an operator, or another body, gives for a target beside what is counted, with the gap."""
    said = []
    for row in rows:
        for one in row.get("stated", []):
            if row["reached"] is None:
                continue
            gap = row["reached"] - one["count"]  # from the number that is printed
            more = f"{'ít hơn' if gap > 0 else 'nhiều hơn'} {in_prose(abs(gap))} {row['unit']} so với"
            differs = more if gap else "bằng"
            day = date.fromisoformat(one["on"])
            said.append(
                f"{row['name']}: {one['whose']} nêu {count(one['count'])} {row['unit']} "
                f"(ngày {day.day}/{day.month}/{day.year}), {differs} số báo cáo ({count(row['reached'])})."
            )
    return list(dict.fromkeys(said))
