"""What runs out (C4): signatures by the day a claim gives, cards by the holder's age, and who comes of age.

Who has run out is no longer counted, without anybody doing anything; here it is seen in time, and afterwards.
docs/decisions/0027-missing.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tungnha.drafting.dates import page_date
from tungnha.ledger.models import Service, Standing
from tungnha.people.models import Person
from tungnha.people.protection.restricted import reachable
from tungnha.people.queries import COUNTED, turned
from tungnha.progress.missing.sought import in_walking_order
from tungnha.units.models import Area, Member, Role

# Luật Căn cước 26/2023/QH15, Điều 21: a card is changed at these ages; one issued within two years before such a
# birthday is good until the next. The day a card was issued is kept by nobody here: only a claim may tell it.
CARD_AGES, CARD_EARLY_YEARS, CARD_SERVICE = (14, 25, 40, 60), 2, "can-cuoc"
CARD = "doi-the"
OF_AGE = {"du-15": 15, "du-18": 18}
GONE, UNKNOWN = "het", "chua-ro"


@dataclass(frozen=True)
class Kind:
    """One thing that runs out or comes: a service by its code, cards, an age. `words`: when → heading of a column."""

    code: str
    label: str
    note: str
    words: dict[str, str]
    service: Service | None = None
    ages: tuple[int, ...] = ()


def windows() -> tuple[int, ...]:
    """Within how many days, each larger than the one before."""
    days: tuple[int, ...] = settings.RENEWAL_DAYS
    return days


def kinds() -> list[Kind]:
    """Services of persons that run out: said so, or valid for so long, or some claim gives a last day."""
    dated = Standing.objects.filter(service=OuterRef("pk"), until_on__isnull=False, person__isnull=False)
    run_out = Q(expires=True) | Q(validity_months__isnull=False) | Exists(dated)
    services = Service.objects.filter(run_out, counts="person")
    return [*map(_of_service, services.order_by("order", "code")), _card(), *_ages()]


def _of_service(service: Service) -> Kind:
    words = {str(days): f"Hết hạn trong {days} ngày" for days in windows()}
    return Kind(
        service.code, service.label, "Ngày hết hạn lấy từ danh sách, hoặc tính từ ngày cấp nếu tiện ích có thời hạn. "
        "Từ hôm sau ngày ấy người đó không còn được đếm là đã có.",
        words | {GONE: "Đã hết hạn", UNKNOWN: "Chưa biết ngày hết hạn"}, service=service,
    )  # fmt: skip


def _card() -> Kind:
    words = {str(days): f"Đến tuổi đổi trong {days} ngày" for days in windows()}
    ages = ", ".join(map(str, CARD_AGES))
    return Kind(
        CARD, "Đến tuổi đổi thẻ căn cước", f"Thẻ căn cước phải đổi khi đủ {ages} tuổi (Luật Căn cước 2023, Điều 21); "
        "thẻ cấp trong 2 năm trước tuổi ấy dùng tiếp đến lần sau. Sổ không giữ ngày cấp thẻ: mời xem ngày in trên thẻ.",
        words | {GONE: f"Vừa qua tuổi, {windows()[-1]} ngày lại đây", UNKNOWN: "Chưa biết ngày sinh nhật"},
        ages=CARD_AGES,
    )  # fmt: skip


def _ages() -> list[Kind]:
    words = {str(days): f"Đủ tuổi trong {days} ngày" for days in windows()}
    words |= {GONE: f"Vừa đủ tuổi, {windows()[-1]} ngày lại đây", UNKNOWN: "Chưa biết ngày sinh nhật"}
    note = "Từ ngày đủ tuổi, người này được tính vào số phải tính và vào danh sách còn thiếu."
    return [Kind(code, f"Sắp đủ {age} tuổi", note, words, ages=(age,)) for code, age in OF_AGE.items()]


@dataclass(frozen=True)
class Renewal:
    """One kind in an area on a day, as a reader may see it."""

    kind: Kind
    area: Area
    on: date
    reader: Member

    @cached_property
    def own_people_only(self) -> bool:
        return self.reader.role == Role.UNIT_OFFICER

    def everyone(self) -> Any:
        """Who lives here: a signature of somebody who moved away is nobody's worry here."""
        rows = Person.objects.filter(household__village__path__startswith=self.area.path, residence__in=COUNTED)
        return rows.visible_to(self.reader) if self.own_people_only else rows

    def rows(self, when: str) -> Any:
        return self.everyone().filter(self.is_due(when))

    def to_visit(self, when: str) -> Any:
        return in_walking_order(reachable(self.rows(when).visible_to(self.reader)), "person")

    def is_due(self, when: str) -> Q:
        if self.kind.service is not None:
            return Q(pk__in=self._standings(when).values("person"))
        if when == UNKNOWN:
            return self._unknown_birthday()
        if when == GONE:
            return self._comes_of_age(self.on - timedelta(days=windows()[-1]), self.on - timedelta(days=1))
        return self._comes_of_age(self.on, self.on + timedelta(days=int(when) - 1))

    def _standings(self, when: str) -> QuerySet[Standing]:
        """Within 30 days counts the last day with it: what ends on 30/6 is due from 1/6 on."""
        held = Standing.objects.filter(
            service=self.kind.service, level__gte=1, since_on__lte=self.on, person__isnull=False
        )
        if when == UNKNOWN:
            return held.filter(until_on=None)
        if when == GONE:
            return held.filter(until_on__lt=self.on)
        return held.filter(until_on__gte=self.on, until_on__lt=self.on + timedelta(days=int(when)))

    def _comes_of_age(self, first: date, last: date) -> Q:
        """Born on a known day, with one of the birthdays between two days, both included."""
        before = first - timedelta(days=1)
        found = Q(pk__in=[])
        for age in self.kind.ages:
            found |= turned(age, last) & ~turned(age, before)
        found &= Q(birth_precision=Person.Precision.DAY)
        return found & ~self._changed_early(last) if self.kind.code == CARD else found

    def _changed_early(self, birthday: date) -> Q:
        """Whose card is known to have been issued within the two years before: good until the next age."""
        from_on = years_later(birthday, -CARD_EARLY_YEARS)
        fresh = Standing.objects.filter(
            service__code=CARD_SERVICE, level__gte=1, since_on__gte=from_on, person__isnull=False
        )
        return Q(pk__in=fresh.values("person"))

    def _unknown_birthday(self) -> Q:
        found = Q(pk__in=[])
        for age in self.kind.ages:
            found |= Q(birth_date__year=self.on.year - age)
        return found & ~Q(birth_precision=Person.Precision.DAY)

    def counts_by_place(self) -> dict[Any, dict[str, int]]:
        """Village (commune, of a province) → when → how many: one statement."""
        place = "household__village" if self.area.kind != Area.Kind.PROVINCE else "household__village__parent"
        wanted = {f"n{n}": Count("pk", filter=self.is_due(when)) for n, when in enumerate(self.kind.words)}
        rows = self.everyone().order_by().values(place).annotate(**wanted)
        return {row[place]: {when: row[f"n{n}"] for n, when in enumerate(self.kind.words)} for row in rows}

    def words_of(self, persons: Sequence[Person], when: str) -> dict[int, str]:
        """person → until when, by whose word; or which birthday it is."""
        if self.kind.service is None:
            return {person.pk: self._birthday_words(person, when) for person in persons}
        held = Standing.objects.filter(service=self.kind.service, person__in=[p.pk for p in persons])
        found = {}
        for standing in held.select_related("decided_by__stated_by"):
            claim = standing.decided_by
            whose = claim.stated_by.label if claim.stated_by else claim.get_source_display()
            found[standing.person_id or 0] = f"{_until_words(standing.until_on, self.on)}, theo {whose}"
        return {person.pk: found.get(person.pk, "") for person in persons}

    def _birthday_words(self, person: Person, when: str) -> str:
        if person.birth_date is None or when == UNKNOWN:
            return f"sinh {person.birth_shown}, không rõ sinh nhật"
        near = (self.on - timedelta(days=windows()[-1]), self.on + timedelta(days=windows()[-1]))
        days = ((age, years_later(person.birth_date, age)) for age in self.kind.ages)
        return "; ".join(f"đủ {age} tuổi ngày {page_date(day)}" for age, day in days if near[0] <= day < near[1])


def due_soon(member: Member, on: date) -> int:
    """How many people in a member's area have something that runs out within the shortest window."""
    ending = Standing.objects.filter(
        level__gte=1, until_on__gte=on, until_on__lt=on + timedelta(days=windows()[0]), person__isnull=False
    )
    here = Person.objects.filter(household__village__path__startswith=member.area.path, residence__in=COUNTED)
    return here.filter(pk__in=ending.values("person")).count()


def years_later(day: date, years: int) -> date:
    """The same day so many years on; born on 29 February, the 1st of March, as ages are counted here."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _until_words(until: date | None, on: date) -> str:
    if until is None:
        return "chưa biết ngày hết hạn"
    if until < on:
        return f"đã hết hạn ngày {page_date(until)}, không còn được đếm"
    left = (until - on).days
    return f"hết hạn ngày {page_date(until)}" + (f", còn {left} ngày" if left else ", là hôm nay")
