"""Where the money stands: by source, by team and quarter; what a quarter's list would be; the table for a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tungnha.outreach import activity
from tungnha.outreach.activity import MemberWork
from tungnha.outreach.models import FundSource, Gift, SupportNorm, TeamPayment
from tungnha.outreach.models.money import QUARTERS
from tungnha.units.models import Area, Campaign, Member


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, text: str, today: date) -> Quarter:
        """`2026-2` of an address; the current one where it says none."""
        year, _, number = text.partition("-")
        if re.fullmatch(r"20[0-9]{2}", year) and number in ("1", "2", "3", "4"):
            return cls(int(year), int(number))
        return cls.of(today)

    @property
    def from_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def to_on(self) -> date:
        after = date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)
        return date.fromordinal(after.toordinal() - 1)

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def before(self) -> Quarter:
        return Quarter.of(date.fromordinal(self.from_on.toordinal() - 1))

    def __str__(self) -> str:
        return f"quý {QUARTERS[self.number - 1]}/{self.year}"


@dataclass(frozen=True)
class SourceLine:
    """One source: estimated, on a list or paid, paid. `left` below zero is more than was estimated."""

    source: FundSource
    estimate: int
    committed: int
    paid: int

    @property
    def left(self) -> int:
        return self.estimate - self.committed


def sources(campaign: Campaign, member: Member) -> list[SourceLine]:
    rows = FundSource.objects.visible_to(member).filter(campaign=campaign).prefetch_related("estimate", "payments")
    return [source_line(row) for row in rows]


def source_line(row: FundSource) -> SourceLine:
    standing = [one for one in row.payments.all() if one.withdrawn_at is None]
    return SourceLine(
        row, sum(one.amount for one in row.estimate.all()), sum(one.amount for one in standing),
        sum(one.amount for one in standing if one.paid_on is not None),
    )  # fmt: skip


def norms_on(area: Area, on: date) -> list[SupportNorm]:
    """The norms in force here on a day: the commune's own, or set further up."""
    rows = SupportNorm.objects.filter(area__path__in=area.ancestor_paths(), from_on__lte=on)
    return [row for row in rows if row.to_on is None or on <= row.to_on]


@dataclass(frozen=True)
class Proposed:
    """What the rule gives one team for a quarter; `line` is what stands on the list already."""

    village: Area
    work: tuple[MemberWork, ...]
    active: int
    amount: int
    line: TeamPayment | None

    @property
    def members(self) -> int:
        return len(self.work)


def propose(villages: Sequence[Area], quarter: Quarter, norm: SupportNorm) -> list[Proposed]:
    """By the written rule, from what was recorded up to now."""
    teams = activity.teams(villages, quarter.from_on, quarter.to_on)
    rows = TeamPayment.objects.filter(
        norm=norm, year=quarter.year, quarter=quarter.number, village__in=list(villages), withdrawn_at=None
    )
    lines = {row.village_id: row for row in rows}
    made = []
    for village in villages:
        work = tuple(teams[village.pk])
        active = sum(one.is_active(norm.kinds, norm.least) for one in work)
        made.append(Proposed(village, work, active, active * norm.amount, lines.get(village.pk)))
    return made


@dataclass(frozen=True)
class ActiveTeams:
    """Who of some teams was active in a quarter, by the norm in force on its last day; nobody's name."""

    norm: SupportNorm
    quarter: Quarter
    teams: tuple[Proposed, ...]

    @property
    def active(self) -> int:
        return sum(team.active for team in self.teams)

    @property
    def members(self) -> int:
        return sum(team.members for team in self.teams)


def active_in(area: Area, villages: Sequence[Area], quarter: Quarter) -> ActiveTeams | None:
    """None where no norm says who is active, or nobody stands in a team."""
    norms = norms_on(area, quarter.to_on)
    if not norms:
        return None
    found = ActiveTeams(norms[0], quarter, tuple(team for team in propose(villages, quarter, norms[0]) if team.members))
    return found if found.teams else None


def payments(campaign: Campaign, member: Member, quarter: Quarter | None = None) -> list[TeamPayment]:
    """What stands, of one quarter or of all."""
    rows = TeamPayment.objects.visible_to(member).filter(source__campaign=campaign)
    if quarter is not None:
        rows = rows.filter(year=quarter.year, quarter=quarter.number)
    return list(rows.select_related("village", "source", "norm", "paid_by__user"))


def gifts(campaign: Campaign, member: Member) -> Any:
    return Gift.objects.visible_to(member).filter(campaign=campaign, withdrawn_at=None).select_related("village")


@dataclass(frozen=True)
class ReportLine:
    """One row of a report's table of money: a source and a team, with the legal paper of the norm."""

    source: str
    team: str
    quarter: str
    members: int
    active: int
    amount: int
    paid: bool
    legal_source: str


def report_lines(campaign: Campaign, area: Area, from_on: date, to_on: date) -> list[ReportLine]:
    """What a report of some days says of money, by source and team: the quarters that end within these days."""
    rows = TeamPayment.objects.filter(source__campaign=campaign, village__path__startswith=area.path, withdrawn_at=None)
    found = []
    for row in rows.select_related("village", "source", "norm").order_by("source", "year", "quarter", "village__order"):
        quarter = Quarter(row.year, row.quarter)
        if from_on <= quarter.to_on <= to_on:
            found.append(
                ReportLine(
                    row.source.name, row.village.title, str(quarter), row.members, row.active, row.amount,
                    row.paid_on is not None, row.norm.legal_source,
                )
            )  # fmt: skip
    return found
