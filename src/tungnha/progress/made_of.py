"""What a figure is made of beside its villages: the parts of a composed rule, days of a flow, series with their papers,
villages tested one by one, households with a helper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from tungnha.drafting.numbers import rate_value
from tungnha.field.desk import compared
from tungnha.field.homes import queries as homes
from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure, Service
from tungnha.ledger.models.services import Counted
from tungnha.ledger.rules import AllOf, Has, parse_rule, services_of
from tungnha.ledger.wording import part_words, rule_words, services_by_code
from tungnha.plans.models import Target
from tungnha.plans.rules import level_words
from tungnha.progress.board import Board
from tungnha.progress.counting import counted_q, things
from tungnha.progress.ways import is_named
from tungnha.progress.ways.things import answered
from tungnha.units.models import Area


@dataclass(frozen=True)
class Part:
    """One service of a measure that asks for several: how many have it, whatever else they lack."""

    words: str
    now: int | None  # None: nobody in the whole area was ever asked about it
    base: int

    @property
    def rate(self) -> Decimal | None:
        return rate_value(self.now, self.base)


def parts_of_figure(measure: Measure, area: Area, on: date) -> list[Part]:
    """Each column for itself (VNeID mức 2 · Sổ sức khỏe · Ứng dụng …) of a measure that asks for all of them. A
    household has a part when one member has it."""
    rule = parse_rule(measure.rule)
    if not is_named(measure) or not isinstance(rule, AllOf) or len(rule.parts) < 2:
        return []
    base = counted_q(measure, on, area)[0]
    held = {
        f"n{number}": Count("pk", filter=base & (
            ledger.households_holding(part, on) if measure.counts == "household"
            else ledger.holding(part, on, measure.counts)))
        for number, part in enumerate(rule.parts)
    }  # fmt: skip
    asked = {
        f"asked{number}": Count("pk", filter=answered(Measure(counts=measure.counts, rule=part)))
        for number, part in enumerate(measure.rule["all"])
    }
    counts = things(measure, area).aggregate(base=Count("pk", filter=base), **held, **asked)
    services = services_by_code(rule)
    found = []
    for number, part in enumerate(rule.parts):
        words = part_words(part, services) if isinstance(part, Has) else rule_words(part, services)
        found.append(Part(words, counts[f"n{number}"] if counts[f"asked{number}"] else None, counts["base"]))
    return found


# --- village by village ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VillageTest:
    """ "11/12 thôn đạt từ 90%": each village against the plan's level on its own households."""

    words: str
    reached: int
    tested: int
    short: list[tuple[Area, int, int, Decimal | None]]  # village, has it, of how many, per cent; the worst first
    unknown: list[Area]


def village_test(board: Board, target: Target) -> VillageTest | None:
    """None where the plan does not look at each village."""
    measure = target.measure
    if measure is None or measure.each != Measure.Each.VILLAGE or target.value is None:
        return None
    reached, short, unknown = 0, [], []
    for village in board.below:
        is_there = board.village_reaches(target, village)
        if is_there is None:
            unknown.append(village)
        elif is_there:
            reached += 1
        else:
            figure = board.figure(target, village)
            base = figure.base.count if figure.base else None
            short.append((village, figure.now or 0, base or 0, rate_value(figure.now, base)))
    short.sort(key=lambda row: (row[3] or 0, row[0].order))
    words = level_words(target.comparator, target.value, target.unit)
    return VillageTest(words.removeprefix("đạt "), reached, reached + len(short), short, unknown)


# --- households ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Homes:
    """Two columns, never one: in how many somebody can, and how many of the others have a named helper (C6)."""

    base: int
    capable: int | None  # None: nobody has said anything yet of what a capable member must have
    helped: int

    @property
    def alone(self) -> int | None:
        return None if self.capable is None else self.base - self.capable - self.helped


def homes_of(target: Target, area: Area, on: date) -> Homes | None:
    """None where the target does not ask for somebody who can."""
    measure = target.measure
    if measure is None or measure.counts != "household":
        return None
    of_people = Service.objects.filter(code__in=set(services_of(parse_rule(measure.rule))), counts=Counted.PERSON)
    if not of_people.exists():
        return None
    rows = homes.by_village(area, target.plan.campaign, on, measure)
    told = any(r.is_told for r in rows)
    return Homes(sum(r.base for r in rows), sum(r.capable for r in rows) if told else None, sum(r.helped for r in rows))


# --- series ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeriesRow:
    """One typed series with the two papers its figure stands on."""

    row: compared.Compared
    words: str

    @property
    def area(self) -> Area:
        return self.row.series.area


def series_rows(measure: Measure, area: Area, on: date) -> list[SeriesRow]:
    rows = compared.compared(measure.source, area.path, on)
    return [
        SeriesRow(row, _change_words(row)) for row in sorted(rows, key=lambda r: (r.series.area.order, r.series.name))
    ]


def _change_words(row: compared.Compared) -> str:
    if row.now is None:
        return "mới có một lần đo" if row.first else "chưa có lần đo nào"
    if row.base is None or row.first == row.latest:
        return ""
    rate = rate_value(abs(row.now), row.base)
    way = "giảm" if row.now > 0 else "tăng" if row.now < 0 else "không đổi"
    return f"{way} {rate}%".replace(".", ",") if row.now and rate is not None else way
