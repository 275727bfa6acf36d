"""The pairs that may be one person (có thể trùng), kept up with the register. A pair that somebody called two people
is never asked about again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tungnha.people.models import Identifier, LikelyDouble, Person, Telephone
from tungnha.people.register.double_rules import Pair, Record, likely_doubles, weight_of
from tungnha.units.models import Area, Member

CHUNK = 500
State = LikelyDouble.State
COLUMNS = (
    "pk", "full_name", "folded_name", "birth_date", "birth_precision", "sex", "household_id", "household__village_id",
)  # fmt: skip


def look_over_commune(commune: Area, *, at: datetime) -> int:
    """Find every likely double of a commune anew: blocks, never all pairs. Returns how many are open."""
    people = Person.objects.filter(household__village__path__startswith=commune.path)
    found = likely_doubles(_records(people))
    known = LikelyDouble.objects.filter(
        Q(a__household__village__path__startswith=commune.path)
        | Q(b__household__village__path__startswith=commune.path)
    )
    _sync(found, {(pair.a_id, pair.b_id): pair for pair in known}, at)
    return LikelyDouble.objects.filter(state=State.OPEN, a__household__village__path__startswith=commune.path).count()


def look_over(persons: Collection[int], *, at: datetime) -> None:
    """The pairs of a few people, after something about them changed."""
    ids = set(persons)
    found = {pair: why for pair, why in likely_doubles(_records(_alike(ids))).items() if ids & set(pair)}
    known = LikelyDouble.objects.filter(Q(a__in=ids) | Q(b__in=ids))
    _sync(found, {(pair.a_id, pair.b_id): pair for pair in known}, at)


def _alike(ids: set[int]) -> Any:
    """Those people, and everybody in their commune who shares a name, a household, a number or a telephone with one."""
    rows = Person.objects.filter(pk__in=ids, household__isnull=False)
    facts = list(rows.values_list("folded_name", "household_id", "household__village__parent__path"))
    if not facts:
        return Person.objects.none()
    numbers = Identifier.objects.filter(person__in=ids).values("value_ix")
    phones = Telephone.objects.filter(person__in=ids, to_on=None).values("number_ix")
    alike = (
        Q(pk__in=ids)
        | Q(folded_name__in={name for name, _, _ in facts})
        | Q(household__in={home for _, home, _ in facts})
        | Q(pk__in=Identifier.objects.filter(value_ix__in=numbers).values("person"))
        | Q(pk__in=Telephone.objects.filter(number_ix__in=phones, to_on=None).values("person"))
    )
    within = Q()
    for path in {path for _, _, path in facts if path}:
        within |= Q(household__village__path__startswith=path)
    return Person.objects.filter(alike).filter(within)


def _records(people: Any) -> Iterator[Record]:
    rows = list(people.order_by("pk").values_list(*COLUMNS))
    ids = [row[0] for row in rows]
    numbers: dict[int, set[str]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    active: dict[int, str] = {}
    for person, index, status, kind in _chunks(
        Identifier.objects.all(), ids, people, "person_id", "value_ix", "status", "kind"
    ):
        numbers[person].add(index)
        if status == Identifier.Status.ACTIVE and kind == Identifier.Kind.PERSONAL:
            active[person] = index
    for person, index in _chunks(Telephone.objects.filter(to_on=None), ids, people, "person_id", "number_ix"):
        phones[person].add(index)
    for pk, full_name, folded, birth, precision, sex, home, village in rows:
        yield Record(
            pk, full_name, folded, birth, precision, sex, home, village, active.get(pk, ""),
            frozenset(numbers.get(pk, ())), frozenset(phones.get(pk, ())),
        )  # fmt: skip


def _chunks(rows: Any, ids: list[int], people: Any, *columns: str) -> Iterator[Any]:
    """Few by their ids, a whole commune by one sub-select: SQLite takes no list of 100,000."""
    if len(ids) <= CHUNK:
        yield from rows.filter(person__in=ids).values_list(*columns)
    else:
        yield from rows.filter(person__in=people.order_by().values("pk")).values_list(*columns)


@transaction.atomic
def _sync(found: dict[Pair, list[str]], known: dict[Pair, LikelyDouble], at: datetime) -> None:
    fresh, again, ended = [], [], []
    for pair, why in found.items():
        row = known.get(pair)
        if row is None:
            fresh.append(LikelyDouble(a_id=pair[0], b_id=pair[1], why=why, weight=weight_of(why), found_at=at))
        elif row.state == State.GONE or (row.state == State.OPEN and row.why != why):
            row.state, row.why, row.weight = State.OPEN, why, weight_of(why)
            again.append(row)
    for pair, row in known.items():
        if row.state == State.OPEN and pair not in found:
            row.state = State.GONE
            ended.append(row)
    LikelyDouble.objects.bulk_create(fresh, batch_size=CHUNK, ignore_conflicts=True)
    LikelyDouble.objects.bulk_update([*again, *ended], ["state", "why", "weight"], batch_size=CHUNK)


def keep_apart(person: Person, others: Iterable[int], *, by: Member | None, at: datetime) -> None:
    """Somebody looked: these are not the same person."""
    for other in set(others) - {person.pk}:
        a, b = sorted((person.pk, other))
        LikelyDouble.objects.update_or_create(
            a_id=a, b_id=b, create_defaults={
                "state": State.DIFFERENT, "found_at": at, "decided_by": by, "decided_at": at
            },
            defaults={"state": State.DIFFERENT, "decided_by": by, "decided_at": at},
        )  # fmt: skip


def like_a_newcomer(
    *, full_name_folded: str, birth: Any, number_ix: str, phone_ix: str, commune: Area, sex: str = ""
) -> list[Person]:
    """Who of the commune the person about to be added may be: the same number, or the same name with a birth that
    does not contradict. Numbers old ones too."""
    within = Person.objects.filter(household__village__path__startswith=commune.path)
    alike = Q(folded_name=full_name_folded)
    if number_ix:
        alike |= Q(pk__in=Identifier.objects.filter(value_ix=number_ix).values("person"))
    rows = within.filter(alike).select_related("household__village").prefetch_related("identifiers", "telephones")[:200]
    return [p for p in rows if _may_be(p, birth, number_ix, phone_ix, sex)][:10]


def _may_be(person: Person, birth: Any, number_ix: str, phone_ix: str, sex: str) -> bool:
    numbers = {i.value_ix for i in person.identifiers.all()}
    if number_ix and number_ix in numbers:
        return True
    if sex and person.sex and sex != person.sex:
        return False
    if birth is None or person.birth is None:
        return (birth is None and person.birth is None) or phone_ix in {t.number_ix for t in person.telephones.all()}
    return bool(person.birth.could_equal(birth))
