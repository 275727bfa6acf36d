"""How many came and how many were told; whom the desk may look up; what a typed series says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from tungnha.field.models import DeskService, DeskVisit, SatisfactionMark, SeriesValue, TypedSeries
from tungnha.identity.card import BadCard, read_card_qr
from tungnha.identity.numbers import read_personal_number
from tungnha.ledger.models import CampaignService, Service
from tungnha.people.finding import searching
from tungnha.people.models import Identifier, Person
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.people.protection.restricted import reachable
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.protection import blind_index

MOST_FOUND = 8


# --- who works here ---------------------------------------------------------------------------------------------------


def works_at_desk(member: Member | None) -> bool:
    """Officers, and the staff of the centre that runs the desk (Trung tâm Phục vụ hành chính công)."""
    if member is None or member.area.kind != Area.Kind.COMMUNE:
        return False
    if member.has_role(Role.OFFICER, Role.DATA_STEWARD):
        return True
    centre = member.organisation is not None and member.organisation.kind == Organisation.Kind.CENTRE
    return member.has_role(Role.UNIT_OFFICER) and centre


def services_of_desk(campaign: Campaign | None) -> list[tuple[Service, int]]:
    """What can be done for a visitor: (service, level asked for), those of the campaign, or the usual ones."""
    if campaign is None:
        rows = Service.objects.filter(counts="person", kind=Service.Kind.STATE)
        return [(service, 1) for service in rows.order_by("order")[:6]]
    asked = CampaignService.objects.filter(campaign=campaign, service__counts="person", service__kind="state")
    lowest: dict[int, tuple[Service, int]] = {}
    for row in asked.select_related("service").order_by("level", "order"):
        lowest.setdefault(row.service_id, (row.service, row.level))
    return sorted(lowest.values(), key=lambda pair: pair[0].order)


def look_up(text: str, member: Member) -> list[Person]:
    """Who the visitor may be. The staff of the desk hold the card in their hand: they find by its whole number or its
    code read by a scanner, and nobody else; officers also by name."""
    text = text.strip()
    if number := _number_in(text):
        return _by_number(number, member)
    if not text or not member.sees_whole_area(names=True):
        return []
    found = searching.find(searching.Question(text=text), member)
    return [hit.person for hit in found.people[:MOST_FOUND]]


def _number_in(text: str) -> str:
    if "|" in text:
        try:
            return read_card_qr(text).number
        except BadCard:
            return ""
    number = read_personal_number(text)
    return number.value if number else ""


def _by_number(number: str, member: Member) -> list[Person]:
    found = Identifier.objects.filter(value_ix=blind_index(number, NUMBER_INDEX)).values("person")
    rows = Person.objects.filter(pk__in=found, merged_into=None, erased_at=None)
    rows = rows.filter(household__village__path__startswith=member.area.path)
    return list(reachable(rows).select_related("household__village")[:MOST_FOUND])


def is_a_whole_number(text: str) -> bool:
    return bool(_number_in(text.strip()))


# --- the flow ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flow:
    """Advised of all who came (C8). `rate` in per cent, None where nobody came: missing is not zero."""

    came: int = 0
    told: int = 0
    helped: int = 0
    refused: int = 0
    here: int = 0
    done: int = 0
    done_here: int = 0

    @property
    def rate(self) -> float | None:
        return 100 * self.told / self.came if self.came else None

    @property
    def elsewhere(self) -> int:
        return self.came - self.here

    @property
    def done_elsewhere(self) -> int:
        return self.done - self.done_here


def visitors(area: Area, first: date, last: date) -> QuerySet[DeskVisit]:
    """Who came from one day to another, both included, but for those noted by mistake."""
    return DeskVisit.objects.filter(
        area__path__startswith=area.path, taken_back_at=None, made_at__gte=_start(first),
        made_at__lt=_start(last + timedelta(days=1)),
    )  # fmt: skip


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


_COUNTS: dict[str, Any] = {
    "came": Count("pk"),
    "told": Count("pk", filter=Q(outcome__in=DeskVisit.TOLD)),
    "helped": Count("pk", filter=Q(outcome=DeskVisit.Outcome.HELPED)),
    "refused": Count("pk", filter=Q(outcome=DeskVisit.Outcome.REFUSED)),
    "here": Count("pk", filter=Q(come_from=DeskVisit.From.HERE)),
}


def flow(area: Area, first: date, last: date) -> Flow:
    """The desk's figures of a period."""
    rows = visitors(area, first, last)
    here = Q(visit__come_from=DeskVisit.From.HERE)
    done = DeskService.objects.filter(visit__in=rows).aggregate(done=Count("pk"), done_here=Count("pk", filter=here))
    return Flow(**rows.aggregate(**_COUNTS), **done)


def by_day(area: Area, first: date, last: date) -> list[tuple[date, Flow]]:
    """The same of each day on which somebody came, the latest first."""
    rows = visitors(area, first, last).annotate(day=TruncDate("made_at")).order_by("-day").values("day")
    done: Counter[tuple[date, bool]] = Counter()
    made = DeskService.objects.filter(visit__in=visitors(area, first, last)).annotate(day=TruncDate("visit__made_at"))
    for day, come_from in made.values_list("day", "visit__come_from"):
        done[day, come_from == DeskVisit.From.HERE] += 1
    return [(row["day"], _flow_of(row, done)) for row in rows.annotate(**_COUNTS)]


def _flow_of(row: Any, done: Counter[tuple[date, bool]]) -> Flow:
    here, elsewhere = done[row["day"], True], done[row["day"], False]
    return Flow(**{name: row[name] for name in _COUNTS}, done=here + elsewhere, done_here=here)


def services_done(area: Area, first: date, last: date) -> list[tuple[str, int, int]]:
    """(service, done, of them for people of elsewhere), the most frequent first."""
    elsewhere = Q(visit__come_from=DeskVisit.From.ELSEWHERE)
    rows = (
        DeskService.objects.filter(visit__in=visitors(area, first, last))
        .values_list("service__name")
        .annotate(n=Count("pk"), others=Count("pk", filter=elsewhere))
    )
    return sorted(((name, n, others) for name, n, others in rows), key=lambda row: (-row[1], row[0]))


def why_not(area: Area, first: date, last: date) -> list[tuple[str, int]]:
    """What those said who did not want to, or why nobody could speak with them; the most frequent first."""
    rows = visitors(area, first, last).exclude(why="").values_list("why", flat=True)
    return Counter(" ".join(why.split()).capitalize() for why in rows).most_common(10)


def faces(area: Area, where: Sequence[str], first: date, last: date) -> dict[int, int]:
    """How often each face was tapped: {3: 12, 2: 1, 1: 0}."""
    rows = SatisfactionMark.objects.filter(area__path__startswith=area.path, where__in=where, on__range=(first, last))
    counted = dict(rows.order_by().values_list("mark").annotate(n=Count("pk")))
    return {value: counted.get(value, 0) for value in (3, 2, 1)}


# --- typed series -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """From the first value to the latest. `share` in per cent of the first, None where that was nothing."""

    first: SeriesValue
    latest: SeriesValue
    less_is_better: bool

    @property
    def difference(self) -> Decimal:
        return self.latest.value - self.first.value

    @property
    def share(self) -> Decimal | None:
        return 100 * self.difference / self.first.value if self.first.value else None

    @property
    def is_better(self) -> bool | None:
        if not self.difference:
            return None
        return (self.difference < 0) == self.less_is_better

    @property
    def words(self) -> str:
        """ "giảm 30,00%", as the reports write it."""
        if not self.difference:
            return "không đổi"
        way = "giảm" if self.difference < 0 else "tăng"
        if self.share is None:
            return way
        share = abs(self.share).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{way} {share}%".replace(".", ",")


def standing_values(series: TypedSeries) -> list[SeriesValue]:
    """What stands for each day, the earliest first: the entry typed last."""
    stands: dict[date, SeriesValue] = {}
    for value in series.values.order_by("made_at", "pk"):
        stands[value.on] = value
    return [stands[day] for day in sorted(stands)]


def change_since_start(series: TypedSeries) -> Change | None:
    """None while there are no two days to compare."""
    values = standing_values(series)
    return Change(values[0], values[-1], series.less_is_better) if len(values) > 1 else None
