"""Numbers of papers: one series for a body, a kind and a year; each number is given once, and gaps are told.

Two officers who issue at one moment get two numbers: whoever takes one holds the row of the series.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from tungnha.reports.models import NumberSeries, OfficeForm, Paper, TakenNumber
from tungnha.units.models import Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

HIGHEST = 99_999  # the decree's symbols have five figures at most


def series_key(organisation: Organisation, kind: str) -> str:
    """The kind itself, or "" where the office counts all kinds together."""
    together = OfficeForm.objects.filter(organisation=organisation, one_series=True).exists()
    return "" if together else kind


def next_number(organisation: Organisation, kind: str, year: int) -> int:
    """What the page offers; only issuing takes it."""
    found = NumberSeries.objects.filter(organisation=organisation, kind=series_key(organisation, kind), year=year)
    series = found.first()
    return 1 if series is None else _next(series)


def _next(series: NumberSeries) -> int:
    highest = series.taken.aggregate(highest=Max("number"))["highest"]
    return max(series.first, (highest or 0) + 1)


@transaction.atomic
def take_number(
    *, organisation: Organisation, kind: str, on: date, by: Member, at: datetime, number: int | None = None,
    paper: Paper | None = None, what: str = "",
) -> TakenNumber:  # fmt: skip
    """Give out the next number, or the one asked for if nobody has it. Raises BadInput in words."""
    key = series_key(organisation, kind)
    NumberSeries.objects.get_or_create(organisation=organisation, kind=key, year=on.year)
    series = NumberSeries.objects.select_for_update().get(organisation=organisation, kind=key, year=on.year)
    wanted = _next(series) if number is None else number
    if not 1 <= wanted <= HIGHEST:
        raise BadInput(f"Số văn bản phải từ 1 đến {HIGHEST}; xin xem lại số {wanted}.")
    same = series.taken.filter(number=wanted, what=what, paper=None).first() if what else None
    if same is not None:  # a report that was opened again and is signed anew keeps the number it has
        return same
    if series.taken.filter(number=wanted).exists():
        raise BadInput(
            f"Số {wanted:02d} năm {on.year} đã cấp cho một văn bản khác; số tiếp theo còn trống là {_next(series):02d}."
        )
    return TakenNumber.objects.create(
        series=series, number=wanted, on=on, paper=paper, what=what[:300], taken_at=at, taken_by=by
    )


@transaction.atomic
def start_series(*, organisation: Organisation, kind: str, year: int, first: int, by: Member, at: datetime) -> None:
    """From which number the product goes on, where the office has given out some this year already."""
    if not 1 <= first <= HIGHEST:
        raise BadInput(f"Số bắt đầu phải từ 1 đến {HIGHEST}.")
    key = series_key(organisation, kind)
    series, _ = NumberSeries.objects.get_or_create(organisation=organisation, kind=key, year=year)
    series.first = first
    series.save(update_fields=["first"])
    log_event("paper.series_started", about=series, by=by, at=at, year=year, first=first)


def gaps(series: NumberSeries) -> list[int]:
    """Numbers between the first and the highest that nobody has: the register must be able to explain them."""
    taken = set(series.taken.values_list("number", flat=True))
    below = [number for number in taken if number >= series.first]
    return [number for number in range(series.first, max(below, default=series.first - 1)) if number not in taken]
