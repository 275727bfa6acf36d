"""Rates of the units of a desk: of one duty period by period, of all duties together; and who has fallen silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tungnha.drafting.numbers import in_prose, percent, rate_value
from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.plans.models import Duty
from tungnha.reports import queries, showing
from tungnha.reports.duties.rates import Rate, rate_of, trailing_silence
from tungnha.reports.models import Obligation
from tungnha.reports.queries import Standing
from tungnha.reports.rules import SHOWN, period_title
from tungnha.units.models import Member, Organisation

COLUMNS = 12  # the latest periods, as many as a desk's screen takes
SILENT = 2  # reports in a row


@dataclass(frozen=True)
class Column:
    """One period of one duty."""

    duty: Duty
    period: str
    starts_on: date
    ends_on: date
    due_at: datetime
    rate: Rate

    @property
    def title(self) -> str:
        return period_title(self.period, self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Line:
    """One unit: its rate over everything that has fallen due, its latest cells, how long it has been silent."""

    unit: Organisation
    rate: Rate
    cells: tuple[Standing | None, ...]
    silent: int


@dataclass(frozen=True)
class Rated:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Rate
    at: datetime

    @property
    def silent(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.silent >= SILENT)

    @property
    def lowest(self) -> tuple[Line, ...]:
        """Those with the lowest rate, of those that had something to send; none when all are alike."""
        rated = [line for line in self.lines if line.rate.expected]
        shares = {share(line.rate.received, line.rate.expected) for line in rated}
        low = min(shares, key=lambda one: one or Decimal(), default=None)
        return (
            tuple(line for line in rated if share(line.rate.received, line.rate.expected) == low)
            if len(shares) > 1
            else ()
        )


def share(part: int, whole: int) -> Decimal | None:
    """In per cent; None where there is nothing to be a part of."""
    return Decimal(part * 100) / whole if whole else None


def duties_rated(member: Member, at: datetime) -> QuerySet[Duty]:
    """The duties of the member's own level of which something has fallen due."""
    due = Obligation.objects.filter(duty__plan__campaign__area=member.area_id, due_at__lte=at, closed_at=None)
    rows: QuerySet[Duty] = Duty.ever.visible_to(member).filter(pk__in=due.values("duty"), compiled=False)
    return rows.select_related("plan__campaign", "plan__organisation", "addressee").order_by("plan", "order", "pk")


def rated(member: Member, at: datetime, *, duty: Duty | None = None, unit: Organisation | None = None) -> Rated:
    """Everything that has fallen due by `at`, of one duty or of all: a fixed number of statements."""
    duties = [duty.pk] if duty else list(duties_rated(member, at).values_list("pk", flat=True))
    rows = Obligation.objects.filter(duty__in=duties, due_at__lte=at, closed_at=None)
    if unit is not None:
        rows = rows.filter(organisation=unit)
    rows = rows.select_related("organisation", "duty__plan__campaign", "duty__plan__organisation", "duty__addressee")
    return table(queries.standings(list(rows.order_by("due_at", "pk")), at), at)


def table(rows: Sequence[Standing], at: datetime) -> Rated:
    """Cells by unit and period; `rows` in the order of their deadlines."""
    periods: dict[tuple[int, str], list[Standing]] = {}
    units: dict[int, list[Standing]] = {}
    for row in rows:
        periods.setdefault((row.obligation.duty_id, row.obligation.period), []).append(row)
        units.setdefault(row.obligation.organisation_id, []).append(row)
    latest = list(periods.items())[-COLUMNS:]
    columns = tuple(_column(found, at) for _, found in latest)
    keys = [key for key, _ in latest]
    lines = [_line(found, keys, at) for found in units.values()]
    lines.sort(key=lambda line: (line.unit.order, line.unit.name))
    return Rated(columns, tuple(lines), _rate(rows, at), at)


def _column(found: Sequence[Standing], at: datetime) -> Column:
    one = found[0].obligation
    return Column(one.duty, one.period, one.starts_on, one.ends_on, one.due_at, _rate(found, at))


def _line(found: Sequence[Standing], keys: Sequence[tuple[int, str]], at: datetime) -> Line:
    by_key = {(row.obligation.duty_id, row.obligation.period): row for row in found}
    return Line(
        found[0].obligation.organisation, _rate(found, at), tuple(by_key.get(key) for key in keys),
        trailing_silence(row.state for row in reversed(found)),
    )  # fmt: skip


def _rate(rows: Iterable[Standing], at: datetime) -> Rate:
    return rate_of((row.state, row.obligation.due_at <= at) for row in rows)


def sentence(found: Rated) -> str:
    """In the style of the house: how many have sent in the latest period, how many in time; who is the lowest."""
    if not found.columns:
        return ""
    last = found.columns[-1]
    rate = last.rate
    if not rate.expected:
        return f"{last.title}: không có đơn vị nào phải gửi."
    said = (
        f"{last.title}: {in_prose(rate.received)}/{in_prose(rate.expected)} đơn vị đã gửi báo cáo "
        f"({percent(rate.received, rate.expected)}), {in_prose(rate.on_time)} đơn vị đúng hạn "
        f"({percent(rate.on_time, rate.expected)})"
    )
    low = found.lowest
    if low and len(found.columns) > 1:
        names = ", ".join(line.unit.label for line in low[:5]) + ("…" if len(low) > 5 else "")
        one = low[0].rate
        said += f"; từ đầu đợt, gửi ít nhất là {names} ({in_prose(one.received)}/{in_prose(one.expected)} kỳ)"
    return f"{said}."


def workbook(found: Rated, title: str) -> bytes:
    """Unit × period, the state in words, with the rates of each unit and of each period."""
    owed = 2 + len(found.columns)  # the column of what was to be sent; sent and on time stand right of it
    columns = (
        SheetColumn("TT", 6, "count"), SheetColumn("Đơn vị", 36),
        *(SheetColumn(column.title, 18) for column in found.columns),
        SheetColumn("Phải gửi", 10, "count"), SheetColumn("Đã gửi", 10, "count"), SheetColumn("Đúng hạn", 10, "count"),
        SheetColumn("Tỷ lệ gửi (%)", 12, "rate", rate_of=(owed + 1, owed)),
        SheetColumn("Tỷ lệ đúng hạn (%)", 12, "rate", rate_of=(owed + 2, owed)),
    )  # fmt: skip
    rows = [
        [n, line.unit.name, *(cell_words(cell) for cell in line.cells), *_counts(line.rate)]
        for n, line in enumerate(found.lines, 1)
    ]
    each = [f"{c.rate.received}/{c.rate.expected}; đúng hạn {c.rate.on_time}" for c in found.columns]
    sheet = Sheet(
        name="Tỷ lệ gửi báo cáo", columns=columns, rows=rows, title_lines=(title, sentence(found)),
        total=["", "Tất cả", *each, *_counts(found.total)], landscape=True,
        note="Phải gửi: các kỳ đã đến hạn, không kể kỳ được miễn. Đúng hạn tính đến phút.",
    )  # fmt: skip
    return write_xlsx([sheet], title=title)


def _counts(rate: Rate) -> list[int | Decimal | None]:
    return [
        rate.expected, rate.received, rate.on_time, rate_value(rate.received, rate.expected),
        rate_value(rate.on_time, rate.expected),
    ]  # fmt: skip


def cell_words(cell: Standing | None) -> str:
    """`đúng hạn`, `muộn`, `chưa gửi`, `được miễn`; blank where the unit owed nothing."""
    words = {"sent": "đúng hạn", "late": "muộn", "missing": "chưa gửi", "returned": "trả lại, chưa gửi lại"}
    return "" if cell is None else words.get(cell.state) or SHOWN[cell.state][1].lower()


# --- one unit --------------------------------------------------------------------------------------------------------


def own_of(unit: Organisation, at: datetime) -> Rated:
    """What a unit itself owed, whoever asked for it."""
    return table(_standings_of(Obligation.objects.filter(organisation=unit), at), at)


def history(unit: Organisation, member: Member, at: datetime) -> list[dict[str, Any]]:
    """Every report of a unit that has fallen due, the latest first, as rows: a desk's own duties; the unit's all."""
    rows = Obligation.objects.filter(organisation=unit)
    if member.organisation_id != unit.pk:
        rows = rows.filter(duty__plan__campaign__area=member.area_id)
    return [
        showing.obligation_row(row, at)
        | {"text": f"Được miễn: {row.excuse.reason}" if row.excuse else row.obligation.duty.plan.campaign.name}
        for row in reversed(_standings_of(rows, at))
    ]


def _standings_of(rows: QuerySet[Obligation], at: datetime) -> list[Standing]:
    rows = rows.filter(due_at__lte=at, closed_at=None).select_related(
        "organisation", "duty__plan__campaign", "duty__plan__organisation", "duty__addressee"
    )
    return queries.standings(list(rows.order_by("due_at", "pk")), at)
