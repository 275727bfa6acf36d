"""“Đúng, đủ, sạch, sống”: four figures of a village's register, each with the rows that make it (C19).

đúng   checked against an official list or a card, or known by a personal number that agrees with birth and sex
đủ     every field of REQUIRED is filled
sạch   no open likely double, nothing doubtful in the record, and somebody is the head of the household
sống   confirmed within settings.CONFIRM_MONTHS months: by a list, a card, at the door or at the desk
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from tungnha.identity import numbers
from tungnha.identity.sexes import Sex
from tungnha.people.models import Doubt, Identifier, LikelyDouble, Person
from tungnha.people.register import doubles
from tungnha.units import clock
from tungnha.units.models import Area, Event
from tungnha.units.operations import log_event

BATCH = 500
LOOKED_OVER = "register.looked_over"
OLDEST = 120  # years; older is a slip of the pen until somebody has looked
# Those who are still people of the village: what is not known of someone who moved away is not missing.
LIVING = (Person.Residence.AT_HOME, Person.Residence.AWAY, Person.Residence.TEMPORARY, Person.Residence.UNKNOWN)
OFFICIAL = (Person.Confirmed.LIST, Person.Confirmed.CARD)
FIGURES = {
    "dung": ("Đúng", "đã đối chiếu danh sách chính thức hoặc thẻ, hoặc có số định danh khớp ngày sinh, giới tính"),
    "du": ("Đủ", "có đủ các thông tin cần có"),
    "sach": ("Sạch", "không nghi trùng, không có gì khó tin, hộ có chủ hộ"),
    "song": ("Sống", "được xác nhận còn đúng trong thời gian gần đây"),
}

_number_in_use = Exists(Identifier.objects.filter(person=OuterRef("pk"), status=Identifier.Status.ACTIVE))


@dataclass(frozen=True)
class Required:
    """A field that must be filled: what it is called, who lacks it, and whether a form can ask for just that."""

    label: str
    lacks: Q


REQUIRED: dict[str, Required] = {
    "birth": Required("ngày sinh (hoặc năm sinh)", Q(birth_date=None)),
    "sex": Required("giới tính", Q(sex="")),
    "number": Required("số định danh", ~Q(_number_in_use)),
    "residence": Required("tình trạng cư trú", Q(residence=Person.Residence.UNKNOWN)),
}


def people_of(area: Area) -> QuerySet[Any]:
    """Whose records are looked at: everybody of the area who has not moved away or died."""
    return Person.objects.filter(household__village__path__startswith=area.path, residence__in=LIVING)


def lives_until(on: date) -> date:
    """Confirmed on or after this day is confirmed lately."""
    months = on.year * 12 + on.month - 1 - settings.CONFIRM_MONTHS
    year, month = divmod(months, 12)
    return date(year, month + 1, min(on.day, 28))


def holds(figure: str, on: date) -> Q:
    """Persons of whom the figure's word holds."""
    if figure == "dung":
        of_number = Doubt.objects.filter(person=OuterRef("pk"), kind__startswith="number_")
        agreeing = Exists(
            Identifier.objects.filter(person=OuterRef("pk"), status="active", kind=Identifier.Kind.PERSONAL)
        )
        return Q(confirmed_how__in=OFFICIAL) | (Q(agreeing) & ~Q(Exists(of_number)))
    if figure == "du":
        complete = Q()
        for field in REQUIRED.values():
            complete &= ~field.lacks
        return complete
    if figure == "sach":
        return ~(Q(Exists(Doubt.objects.filter(person=OuterRef("pk")))) | _in_open_pair() | _headless())
    if figure == "song":
        return Q(confirmed_on__gte=lives_until(on))
    raise ValueError(f"not one of the four figures: {figure}")


def _in_open_pair() -> Q:
    open_pairs = LikelyDouble.objects.filter(state=LikelyDouble.State.OPEN)
    return Q(pk__in=open_pairs.values("a")) | Q(pk__in=open_pairs.values("b"))


def _headless() -> Q:
    return ~Q(Exists(Person.objects.filter(household=OuterRef("household"), is_head=True)))


@dataclass
class VillageQuality:
    """One village: how many people, of how many each figure's word holds, and how many lack each required field."""

    village: Area
    people: int
    held: dict[str, int]
    lacking: dict[str, int]

    def add(self, row: Mapping[str, Any]) -> None:
        """So many people of whom the same holds."""
        lacks = {
            "birth": not row["has_birth"], "sex": not row["has_sex"], "number": not row["has_number"],
            "residence": not row["known"],
        }  # fmt: skip
        right = {
            "dung": row["official"] or (row["has_personal"] and not row["of_number"]),
            "du": not any(lacks.values()),
            "sach": row["headed"] and not row["doubtful"] and not row["doubled"],
            "song": row["fresh"],
        }
        self.people += row["n"]
        for name, is_so in right.items():
            self.held[name] += row["n"] * bool(is_so)
        for name, is_so in lacks.items():
            self.lacking[name] += row["n"] * is_so

    def share(self, figure: str) -> float | None:
        return 100 * self.held[figure] / self.people if self.people else None


def figures(villages: Iterable[Area], on: date) -> list[VillageQuality]:
    """The four figures of every village: one statement, one walk over the people, however many. What it counts is what
    `holds` says of each (a test compares them)."""
    villages = list(villages)
    open_pairs = LikelyDouble.objects.filter(state=LikelyDouble.State.OPEN)
    doubts = Doubt.objects.filter(person=OuterRef("pk"))
    personal = Identifier.objects.filter(person=OuterRef("pk"), status="active", kind=Identifier.Kind.PERSONAL)
    flags = {
        "has_number": _number_in_use,
        "has_personal": Exists(personal),
        "of_number": Exists(doubts.filter(kind__startswith="number_")),
        "doubtful": Exists(doubts),
        "doubled": Exists(open_pairs.filter(a=OuterRef("pk"))) | Exists(open_pairs.filter(b=OuterRef("pk"))),
        "headed": Exists(Person.objects.filter(household=OuterRef("household"), is_head=True)),
        "has_birth": Q(birth_date__isnull=False),
        "has_sex": ~Q(sex=""),
        "known": ~Q(residence=Person.Residence.UNKNOWN),
        "official": Q(confirmed_how__in=OFFICIAL),
        "fresh": Q(confirmed_on__isnull=False, confirmed_on__gte=lives_until(on)),
    }
    rows = Person.objects.filter(household__village__in=villages, residence__in=LIVING).order_by()
    marked = rows.annotate(**{name: _as_bool(what) for name, what in flags.items()})
    counts = marked.values("household__village", *flags).annotate(n=Count("pk"))
    found = {v.pk: VillageQuality(v, 0, dict.fromkeys(FIGURES, 0), dict.fromkeys(REQUIRED, 0)) for v in villages}
    for row in counts:
        found[row["household__village"]].add(row)
    return [found[village.pk] for village in villages]


def _as_bool(what: Any) -> Any:
    return ExpressionWrapper(what, output_field=BooleanField())


# -- what is doubtful in a record


def doubts_of(person: Person, active: Collection[Identifier], on: date) -> dict[str, str]:
    """Code of Doubt.Kind → the sentence for an officer. Warnings: none of them forbids anything."""
    found: dict[str, str] = {}
    born = person.birth
    personal = [i for i in active if i.kind == Identifier.Kind.PERSONAL]
    if len(personal) > 1:
        found["two_numbers"] = "Có hai số định danh 12 số cùng ghi “đang dùng”: mỗi người chỉ có một, xin xem lại."
    for identifier in active:
        read = numbers.read_personal_number(identifier.value)
        if read is None or (read.kind == "cccd" and read.warnings):
            found["number_odd"] = (read.warnings[0] if read else "Số định danh không đọc được.").replace(
                "trong danh sách", "trong sổ"
            )
            continue
        sex: Sex | None = person.sex or None  # type: ignore[assignment]
        if not read.agrees_with(sex, None):
            found["number_sex"] = read.disagreements(sex, None)[0].replace("trong danh sách", "trong sổ")
        if born is not None and not read.agrees_with(None, born.year):
            found["number_birth"] = read.disagreements(None, born.year)[0].replace("trong danh sách", "trong sổ")
    if born is not None and (born.date > on or born.age_on(on).min > OLDEST):
        found["birth_odd"] = f"Ngày sinh {born.show()} khó có thật: xin xem lại."
    if any(not (letter.isalpha() or letter in " '’.-") for letter in person.full_name):
        found["name_odd"] = "Họ tên có chữ số hoặc ký hiệu lạ: xin xem lại."
    return found


@transaction.atomic
def look_over(persons: Collection[int], at: datetime) -> None:
    """After something about a few people changed: their doubts and likely doubles anew."""
    _note_doubts(sorted(persons), at.date())
    doubles.look_over(persons, at=at)


def look_over_commune(commune: Area, *, at: datetime) -> dict[str, int]:
    """Everybody of a commune: after an import, and every night. Returns how many doubts and open likely doubles."""
    people = Person.objects.filter(household__village__path__startswith=commune.path)
    ids = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            _note_doubts(ids[start : start + BATCH], at.date())
    open_pairs = doubles.look_over_commune(commune, at=at)
    doubtful = Doubt.objects.filter(person__household__village__path__startswith=commune.path).count()
    found = {"persons": len(ids), "doubts": doubtful, "doubles": open_pairs}
    log_event(LOOKED_OVER, about=commune, by=None, at=at, **found)
    return found


def _note_doubts(ids: list[int], on: date) -> None:
    active: dict[int, list[Identifier]] = {}
    for identifier in Identifier.objects.filter(person__in=ids, status=Identifier.Status.ACTIVE):
        active.setdefault(identifier.person_id, []).append(identifier)
    columns = ("pk", "full_name", "birth_date", "birth_precision", "sex")
    wanted = {
        (person.pk, kind)
        for person in Person.objects.filter(pk__in=ids, merged_into=None, erased_at=None).only(*columns)
        for kind in doubts_of(person, active.get(person.pk, []), on)
    }
    known = {(d.person_id, d.kind): d.pk for d in Doubt.objects.filter(person__in=ids)}
    if ended := [pk for key, pk in known.items() if key not in wanted]:
        Doubt.objects.filter(pk__in=ended).delete()
    Doubt.objects.bulk_create([Doubt(person_id=p, kind=k) for p, k in sorted(wanted - set(known))], batch_size=BATCH)


def _brought_in_since(commune: Area, at: datetime) -> bool:
    """Whether a population file was worked on: its people are looked over within the hour."""
    files = Event.objects.filter(verb__startswith="population.", area_path__startswith=commune.path, at__gt=at)
    return files.exists()


def tick(at: datetime) -> int:
    """Once a day, and after an import, every commune that has people is looked over (`tungnha tick`): what was written
    past the pages is seen too. Returns how many communes."""
    communes = Area.objects.communes().filter(
        Exists(Person.objects.filter(household__village__parent=OuterRef("pk")))
    )  # fmt: skip
    done = 0
    for commune in communes.order_by("code"):
        looked = Event.objects.filter(verb=LOOKED_OVER, about="units.Area", about_id=str(commune.pk)).first()
        if looked is None or looked.at < clock.start_of(at) or _brought_in_since(commune, looked.at):
            look_over_commune(commune, at=at)
            done += 1
    return done
