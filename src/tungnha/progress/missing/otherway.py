"""The other way about: where lists, teams and the register say different things of one service.

Each kind is a set of people (or rows, or pairs) that a query gives; docs/decisions/0027-missing.md says when a list
speaks of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When

from tungnha.drafting.dates import page_date
from tungnha.field.models import VisitResult
from tungnha.ledger.models import Claim, Measure, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.queries import holding
from tungnha.ledger.rules import Has, parse_rule
from tungnha.lists.models import IncomingList
from tungnha.people.models import LikelyDouble, Person
from tungnha.progress.missing.waiting import parts_of
from tungnha.progress.openers import contested, local_day, rows_behind
from tungnha.units.models import Area, Member

TEAM_WORD = (Source.SELF, Source.VISIT, Source.SESSION, Source.DESK)
LIST_WORD = (Source.LIST, Source.OFFICIAL)
# What a visit says that means “has it not”; away, moved and dead say nothing of the service.
SAYS_NO = [
    code for code in VisitResult.Outcome.values
    if code not in {*VisitResult.GAINS, VisitResult.Outcome.AWAY, VisitResult.Outcome.MOVED,
                    VisitResult.Outcome.DECEASED}
]  # fmt: skip
PEOPLE_KINDS = {
    "chi-to-ghi": "Tổ ghi đã có, danh sách không có",
    "chi-danh-sach-ghi": "Danh sách ghi đã có, Tổ nói chưa",
    "trai-nhau": "Có hai ghi nhận trái nhau",
}
KINDS = {
    "ngoai-so": "Có trong danh sách, không có trong sổ",
    "trung-trong-so": "Có thể bị ghi hai lần trong sổ",
    **PEOPLE_KINDS,
}
WHAT_TO_DO = {
    "ngoai-so": "Tìm ở địa chỉ danh sách ghi: có thật thì thêm vào sổ; không có thì ghi “không thuộc địa bàn”.",
    "trung-trong-so": "Là một người thì đang bị đếm hai lần; bản ghi này đã có thì bản ghi kia vẫn bị đếm là thiếu. "
    "Gộp lại thì hết.",
    "chi-to-ghi": "Danh sách đã tính đến ngày ấy mà không có người này: hỏi lại Tổ, hoặc người này dùng nhà cung cấp "
    "khác chưa gửi danh sách.",
    "chi-danh-sach-ghi": "Nhà cung cấp ghi đã có trước ngày Tổ hỏi mà Tổ nói chưa: người dân có thể quên, hoặc làm hộ.",
    "trai-nhau": "Hai bên nói khác nhau về cùng một người: hỏi lại bên nói sai rồi rút lại ghi nhận ấy.",
}


def people_of(kind: str, measure: Measure, area: Area, on: date) -> Any:
    """The persons of one kind, of those a target counts in the area, each once."""
    here = rows_behind(measure, area, "base", on=on, since=on)
    parts = list(parts_of(parse_rule(measure.rule)))
    if kind == "trai-nhau":
        return here.filter(contested(measure))
    made = {"chi-to-ghi": _team_only, "chi-danh-sach-ghi": _list_only}[kind]
    found = Q(pk__in=[])
    for part in parts:
        found |= made(part, area, on)
    return here.filter(found)


def live(part: Has, *, sources: Sequence[str]) -> QuerySet[Claim]:
    """Claims of persons that stand, by the word of some."""
    service = Service.objects.filter(code=part.service)
    return Claim.objects.filter(
        service__in=service, source__in=sources, retracts=None, retracted_by=None, person__isnull=False
    )


def _team_only(part: Has, area: Area, on: date) -> Q:
    """Had by the team's word since a day that a list speaks of, and in no list."""
    listed = live(part, sources=LIST_WORD).filter(level__gte=part.level)
    said = live(part, sources=TEAM_WORD).filter(level__gte=part.level).exclude(person__in=listed.values("person"))
    return Q(pk__in=said.filter(_covered(part, area)).values("person"))


@dataclass(frozen=True)
class Covering:
    """How far the lists of one sender speak of a service in an area."""

    sender: str
    path: str
    as_of_on: date


def covering(part: Has, area: Area) -> list[Covering]:
    """The lists that became claims, by sender and area, each up to its latest day."""
    rows = IncomingList.objects.filter(
        Q(area__path__startswith=area.path) | Q(area__path__in=area.ancestor_paths()), service__code=part.service,
        level__lte=part.level, confirmed_at__isnull=False, withdrawn_at=None,
    )  # fmt: skip
    by_sender = rows.order_by().values_list("sender__short_name", "sender__name", "area__path")
    return [Covering(short or name, path, on) for short, name, path, on in by_sender.annotate(on=Max("as_of_on"))]


def _covered(part: Has, area: Area) -> Q:
    """Claims of a day some list speaks of. A claim that names its provider is looked for in that one's list only."""
    found = Q(pk__in=[])
    for row in covering(part, area):
        whose = Q(provider="") | Q(provider__icontains=row.sender) | Q(provider__iexact=row.sender.split()[0])
        found |= whose & Q(since_on__lte=row.as_of_on, person__household__village__path__startswith=row.path)
    return found


def _list_only(part: Has, area: Area, on: date) -> Q:
    """Had by a list's word since before a visit that says no; or a team's claim since says so."""
    held = live(part, sources=LIST_WORD).filter(level__gte=part.level).filter(Q(until_on=None) | Q(until_on__gte=on))
    no = VisitResult.objects.filter(
        person=OuterRef("person"), service=OuterRef("service"), outcome__in=SAYS_NO,
        visit__made_at__date__gte=OuterRef("since_on"),
    )  # fmt: skip
    denied = live(part, sources=TEAM_WORD).filter(
        person=OuterRef("person"), level__lt=part.level, since_on__gte=OuterRef("since_on")
    )
    yes = live(part, sources=TEAM_WORD).filter(level__gte=part.level)
    said = held.filter(Exists(no) | Exists(denied)).exclude(person__in=yes.values("person"))
    return Q(pk__in=said.values("person"))


# --- two records -----------------------------------------------------------------------------------------------------


def pairs_of(measure: Measure, area: Area, on: date, reader: Member) -> Any:
    """Open pairs of the doubles' queue with one of the base among them; those first of whom one has it and one not.
    Who sees names sees a pair only when both records lie within scope."""
    ids = rows_behind(measure, area, "base", on=on, since=on).order_by().values("pk")
    has = Person.objects.filter(holding(parse_rule(measure.rule), on)).order_by().values("pk")
    rows = LikelyDouble.objects.filter(Q(a__in=ids) | Q(b__in=ids), state=LikelyDouble.State.OPEN)
    if reader.sees_whole_area(names=True):
        seen = Person.objects.visible_to(reader).order_by().values("pk")
        rows = rows.filter(a__in=seen, b__in=seen)
    rows = rows.annotate(
        a_has=Case(When(a__in=has, then=Value(1)), default=Value(0), output_field=IntegerField()),
        b_has=Case(When(b__in=has, then=Value(1)), default=Value(0), output_field=IntegerField()),
    ).annotate(one_has=Case(When(a_has=F("b_has"), then=Value(0)), default=Value(1), output_field=IntegerField()))
    return rows.order_by("-one_has", "-weight", "pk")


# --- counts ----------------------------------------------------------------------------------------------------------


def counts_by_place(kind: str, measure: Measure, area: Area, on: date, reader: Member) -> dict[Any, int]:
    """Village (commune, of a province) → how many. Rows outside the register are read, not counted by the database:
    `missing.outside` does that."""
    place = "household__village" if area.kind != Area.Kind.PROVINCE else "household__village__parent"
    if kind == "trung-trong-so":
        rows = pairs_of(measure, area, on, reader)
        return dict(rows.order_by().values_list(f"a__{place}").annotate(n=Count("pk")))
    rows = people_of(kind, measure, area, on)
    return dict(rows.order_by().values_list(place).annotate(n=Count("pk")))


# --- words -----------------------------------------------------------------------------------------------------------


def words_of(measure: Measure, area: Area, persons: Sequence[Person]) -> dict[int, str]:
    """person → who says what: claims that stand and visits that say no, of the services the measure asks for."""
    ids, services = [p.pk for p in persons], {part.service for part in parts_of(parse_rule(measure.rule))}
    said: dict[int, list[tuple[date, str]]] = {pk: [] for pk in ids}
    claims = Claim.objects.filter(person__in=ids, service__code__in=services, retracts=None, retracted_by=None)
    for claim in claims.select_related("service", "stated_by").order_by("since_on", "id"):
        said[claim.person_id or 0].append((claim.since_on, _claim_words(claim)))
    results = VisitResult.objects.filter(person__in=ids, service__code__in=services, outcome__in=SAYS_NO)
    for result in results.select_related("visit", "service").order_by("visit__made_at", "pk"):
        on = local_day(result.visit.made_at)
        said[result.person_id].append((on, f"Tổ đến ngày {on.day}/{on.month}: {result.get_outcome_display()}"))
    lists = "; ".join(_covering_words(parse_rule(measure.rule), area))
    found = {pk: "; ".join(words for _, words in sorted(rows)) or "chưa có ghi nhận nào" for pk, rows in said.items()}
    return {pk: f"{words}. {lists}" if lists else words for pk, words in found.items()}


def _claim_words(claim: Claim) -> str:
    whose = claim.stated_by.label if claim.stated_by else claim.get_source_display()
    return f"{whose}: {'đã có' if claim.level else 'chưa có'} {claim.service.label} từ {page_date(claim.since_on)}"


def _covering_words(rule: Any, area: Area) -> Iterator[str]:
    for part in parts_of(rule):
        for row in covering(part, area):
            yield f"Danh sách {row.sender} tính đến {page_date(row.as_of_on)}"
