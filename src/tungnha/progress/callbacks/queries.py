"""What a sample is drawn from, whether it can be drawn again, and what the calls came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from tungnha.field.models import Visit
from tungnha.identity.phones import mask_phone
from tungnha.people.models import Person, Restriction
from tungnha.progress.callbacks.rules import draw, seal, whole_seed
from tungnha.progress.models import CallBack, CallBackSample, CallBackTry
from tungnha.units.models import Area, Campaign

Outcome = CallBackTry.Outcome
ANSWERED = (Outcome.MATCHES, Outcome.DIFFERS, Outcome.UNSURE)


def frame(area: Area, campaign: Campaign, from_on: date, to_on: date, at: datetime) -> list[str]:
    """Ids of the visits at which somebody was met, as they were known at an instant: a visit that a phone sends later
    is not among them, so the same can be laid out again."""
    first = timezone.make_aware(datetime.combine(from_on, time.min))
    after = timezone.make_aware(datetime.combine(to_on + timedelta(days=1), time.min))
    rows = Visit.objects.filter(
        campaign=campaign, household__village__path__startswith=area.path, outcome=Visit.Outcome.MET,
        made_at__gte=first, made_at__lt=after, stored_at__lte=at,
    )  # fmt: skip
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]


@dataclass(frozen=True)
class Proof:
    """Whether drawing again gives the same: `same_frame` that the visits are those of then, `same_draw` that the seed
    leads to the ones that were called."""

    now: int
    same_frame: bool
    same_draw: bool


def prove(sample: CallBackSample) -> Proof:
    ids = frame(sample.area, sample.campaign, sample.from_on, sample.to_on, sample.drawn_at)
    again = draw(ids, whole_seed(sample.chance, sample.said), sample.size)
    kept = [str(pk) for pk in sample.call_backs.order_by("number").values_list("visit", flat=True)]
    return Proof(len(set(ids)), seal(ids) == sample.frame_sha256, again == kept)


@dataclass(frozen=True)
class Line:
    """One visit to call back: whom one would call, what was written down, what the latest call came to."""

    call_back: CallBack
    head: Person | None
    phone: str
    left_alone: bool
    recorded: tuple[str, ...]
    tries: tuple[CallBackTry, ...]

    @property
    def last(self) -> CallBackTry | None:
        return self.tries[-1] if self.tries else None

    @property
    def outcome(self) -> str:
        return self.last.outcome if self.last else ""


def lines_of(sample: CallBackSample) -> list[Line]:
    """In the order of the draw: a fixed number of statements."""
    people = Person.objects.filter(merged_into=None, erased_at=None).order_by("-is_head", "birth_date", "pk")
    rows = list(
        sample.call_backs.select_related("visit__household__village", "visit__made_by__user").prefetch_related(
            "visit__results__person", "visit__results__service", "tries__by__user",
            Prefetch("visit__household__persons", people.prefetch_related("telephones"), to_attr="known"),
        )
    )  # fmt: skip
    alone = set(Restriction.objects.filter(ended_at=None).values_list("person", flat=True))
    return [_line(row, alone) for row in rows]


def _line(row: CallBack, alone: set[int]) -> Line:
    known: list[Person] = getattr(row.visit.household, "known", [])
    head = next((one for one in known if one.pk not in alone), None)
    numbers = [one.number for one in head.telephones.all() if one.to_on is None] if head else []
    told = [
        f"{result.service.label}: {result.get_outcome_display()}"
        + ("" if result.person.pk in alone else f" ({result.person.full_name})")
        for result in row.visit.results.all()
    ]
    if row.visit.shown_how:
        told.append("đã làm mẫu")
    return Line(
        row, head, mask_phone(numbers[0]) if numbers else "", bool(known) and head is None, tuple(told),
        tuple(row.tries.all()),
    )  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """What a sample came to: of `drawn` so many reached, of those so many as written down."""

    drawn: int
    matches: int
    differs: int
    unsure: int
    refused: int
    not_reached: int
    left_alone: int
    waiting: int

    @property
    def reached(self) -> int:
        return self.matches + self.differs + self.unsure


def sums_of(lines: Sequence[Line]) -> Sums:
    said = Counter(line.outcome for line in lines)
    alone = sum(line.left_alone and not line.outcome for line in lines)
    return Sums(
        len(lines), said[Outcome.MATCHES], said[Outcome.DIFFERS], said[Outcome.UNSURE], said[Outcome.REFUSED],
        said[Outcome.NOT_REACHED], alone, said[""] - alone,
    )  # fmt: skip


def by_member(lines: Sequence[Line]) -> list[tuple[Any, int, int, int]]:
    """(who recorded the visits, drawn, reached, differs), the most differences first."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.call_back.visit.made_by_id, []).append(line)
    rows = [
        (
            of[0].call_back.visit.made_by, len(of), sum(one.outcome in ANSWERED for one in of),
            sum(one.outcome == Outcome.DIFFERS for one in of),
        )
        for of in found.values()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[3], -row[1], row[0].pk))
