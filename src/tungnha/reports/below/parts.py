"""What other rooms have to say in a compiled report: each tells facts of a plan, an area and some days, or nothing.

Rooms above (money, commendation, voices) register a teller in their apps.py:

    parts.register("money", tell)      # tell(period) -> Section | None

Nothing is printed where nothing is known. `part` names the words the lines go into (`sentences.PARTS`); an officer
rewords them. `columns` and `rows` become an annex.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from tungnha.drafting.numbers import count, in_prose
from tungnha.plans.models import Plan
from tungnha.plans.work import queries as work
from tungnha.reports.models import Correction
from tungnha.units.models import Area

MOST_LINES = 12


@dataclass(frozen=True)
class ReportPeriod:
    """What a compiled report is about. Days are both included."""

    plan: Plan
    area: Area
    duty: int | None
    since: date
    until: date
    at: datetime
    before: int | None = None  # the report of the period before


@dataclass(frozen=True)
class Section:
    """What one room tells. A line is a point; `heading` stands before the points."""

    part: str
    heading: str
    lines: tuple[str, ...]
    title: str = ""  # of the annex
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    opens: tuple[list[Any], ...] = ()  # for each line what it opens, where it opens anything


Teller = Callable[[ReportPeriod], Section | None]
_TELLERS: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """Let a room speak in every compiled report; the same name again takes the place of the earlier one."""
    _TELLERS[name] = teller


def told(period: ReportPeriod) -> list[dict[str, Any]]:
    """All sections with something in them, as plain data that is frozen with the report."""
    found = ((name, teller(period)) for name, teller in _TELLERS.items())
    return [
        {"name": name} | {key: _plain(value) for key, value in asdict(section).items()}
        for name, section in found if section is not None and (section.lines or section.rows)
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def words_for(sections: Sequence[dict[str, Any]], part: str) -> str:
    """The lines of a part under their headings, as an officer would type them."""
    lines: list[str] = []
    for section in sections:
        if section["part"] == part and section["lines"]:
            lines += [*([section["heading"]] if section["heading"] else []), *(f"- {one}" for one in section["lines"])]
    return "\n".join(lines)


def shortened(lines: Sequence[str], more: str) -> tuple[str, ...]:
    """The first of them, and how many more there are."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[:MOST_LINES], f"và {in_prose(len(lines) - MOST_LINES)} {more} khác.")


# --- the house's own tellers -----------------------------------------------------------------------------------------


def tasks_done(period: ReportPeriod) -> Section | None:
    """What was done of the plan's tasks in the period, as units said it."""
    done = work.done_between(period.plan, period.since, period.until, at=period.at)
    by_task: dict[int, list[work.Done]] = {}
    for one in done:
        by_task.setdefault(one.task, []).append(one)
    lines = [_done_line(rows) for rows in by_task.values()]
    opens = tuple(["plans:work-task", [task]] for task in by_task)[:MOST_LINES]
    return Section("situation", "Việc đã làm trong kỳ:", shortened(lines, "nhiệm vụ"), opens=opens) if lines else None


def _done_line(rows: Sequence[work.Done]) -> str:
    one = rows[0]
    named = f"{one.no}. {one.name}" if one.no else one.name
    outputs: dict[str, int] = {}
    for row in rows:
        for what, number in row.outputs.items():
            outputs[what] = outputs.get(what, 0) + number
    made = ", ".join(f"{in_prose(number)} {what}" for what, number in outputs.items())
    words = list(dict.fromkeys(row.words.rstrip(". ") for row in rows if row.words))[:3]
    said = "; ".join([*([made] if made else []), *words])
    who = list(dict.fromkeys(row.who for row in rows if row.who))
    by = f" ({', '.join(who[:3])}{f' và {in_prose(len(who) - 3)} nơi khác' if len(who) > 3 else ''})" if who else ""
    return f"{named.rstrip('. ')}{by}{f': {said}' if said else ''}."


def tasks_overdue(period: ReportPeriod) -> Section | None:
    """Tasks past their last day stand under what is left undone."""
    late = work.overdue(period.plan, period.at)
    if not late:
        return None
    heading = f"Tồn tại, hạn chế: còn {in_prose(len(late))} nhiệm vụ quá hạn."
    lines = shortened([f"{one.words.rstrip('. ')}." for one in late], "nhiệm vụ")
    opens = tuple(["plans:work-task", [one.task]] for one in late[:MOST_LINES])
    return Section("assessment", heading, lines, opens=opens)


def corrected(period: ReportPeriod) -> Section | None:
    """What units put right after the report of the period before was frozen."""
    if period.before is None:
        return None
    rows = Correction.objects.filter(report=period.before, at__lte=period.at).order_by("at", "pk")
    lines = []
    for row in rows.select_related("submission__obligation__organisation"):
        unit = row.submission.obligation.organisation.label
        figures = [f"{one['name']}: {count(one['then'])} → {count(one['now'])}" for one in row.figures]
        lines.append(f"{unit}: {'; '.join(figures) if figures else 'sửa phần lời văn'}.")
    heading = "Số liệu kỳ trước đã sửa sau khi chốt:"
    return Section("assessment", heading, shortened(lines, "đơn vị")) if lines else None


register("done", tasks_done)
register("overdue", tasks_overdue)
register("corrected", corrected)
