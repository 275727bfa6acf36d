"""Who counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tungnha.people.models import Person, PersonGroup

# Who counts in a base: those who live here. People away for work are registered here and counted beside.
COUNTED = (Person.Residence.AT_HOME, Person.Residence.TEMPORARY)
REGISTERED = (*COUNTED, Person.Residence.AWAY)

GROUP_NAMES = {
    "all": "toàn bộ nhân khẩu",
    "adult15": "người trên 15 tuổi",
    "over15": "người đã qua sinh nhật thứ 15",
    "adult16": "người từ đủ 16 tuổi",
    "adult18": "người từ đủ 18 tuổi",
    "official": "cán bộ, công chức, viên chức, người lao động",
    "armed_forces": "lực lượng vũ trang",
    "pupil": "học sinh",
    "worker": "công nhân, lao động doanh nghiệp",
    "team_member": "thành viên Tổ công nghệ số cộng đồng",
    "union_member": "đoàn viên, hội viên",
    "unit_people": "cán bộ, công chức, viên chức, người lao động, đoàn viên, hội viên, thành viên Tổ",
    "household": "hộ gia đình",
    "household_business": "hộ kinh doanh đủ điều kiện",
    "cooperative": "hợp tác xã",
    "enterprise": "doanh nghiệp",
    "workshop": "cơ sở sản xuất",
    "school": "trường học",
    "ocop": "sản phẩm OCOP",
    "visitor": "người đến làm thủ tục",
}
# "Trên 15 tuổi" is read as: has turned 15 by the day, unless a plan's base is chosen to be read otherwise
# (docs/decisions/0005-who-counts.md, 0020-bases.md).
AGES = {"adult15": 15, "over15": 15, "adult16": 16, "adult18": 18}
# Groups that plans name together: whoever is in one of them, once.
TOGETHER = {"unit_people": ("official", "union_member", "team_member")}
# Who belongs to these does so from the day after the birthday on.
DAY_AFTER = frozenset({"over15"})


def turned(years: int, on: date) -> Q:
    """Persons who are surely that old: one known by the year only is taken as born on its 31 December, and so turns
    on that very day; one known by the month, on its last."""
    cutoff = _years_before(on, years)
    after = cutoff + timedelta(days=1)  # a month or a year counts once its last day has come
    return (
        Q(birth_precision="day", birth_date__lte=cutoff)
        | Q(birth_precision="month", birth_date__lt=after.replace(day=1))
        | Q(birth_precision="year", birth_date__lt=date(after.year, 1, 1))
    )


def of_age(group: str, on: date) -> Q:
    """Persons who surely belong to a group of an age on a day."""
    return turned(AGES[group], _birthday(group, on))


def may_be_of_age(group: str, on: date) -> Q:
    """Persons who belong to it if the unknown month or day of their birth is the earliest it may be."""
    last = _years_before(_birthday(group, on), AGES[group])
    next_month = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (
        Q(birth_precision="day", birth_date__lte=last)
        | Q(birth_precision="month", birth_date__lt=next_month)
        | Q(birth_precision="year", birth_date__lt=date(last.year + 1, 1, 1))
    )


def unsure_of_age(group: str, on: date) -> Q:
    """Persons whose birth, known by the year or month only, may tip a count of the group."""
    return may_be_of_age(group, on) & ~of_age(group, on)


def _birthday(group: str, on: date) -> date:
    """The day by which the birthday must have come."""
    return on - timedelta(days=1) if group in DAY_AFTER else on


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def in_group(group: str, on: date) -> Q:
    """Persons of one of the plans' groups on a day. Groups that are only ever counted give nobody."""
    if group == "all":
        return Q()
    if group in AGES:
        return of_age(group, on)
    held = PersonGroup.objects.filter(current(on), kind__in=kinds_of(group))
    return Q(pk__in=held.values("person"))


def kinds_of(group: str) -> tuple[str, ...]:
    """The kinds of places in a group that a group of the plans holds."""
    return TOGETHER.get(group, (group,))


def groups_with(kind: str) -> list[str]:
    """The groups of the plans that a kind of place in a group belongs to: its own, and those named together."""
    return [kind, *(group for group, kinds in TOGETHER.items() if kind in kinds)]


def current(on: date) -> Q:
    """Places in a group that hold on a day: begun, not ended."""
    return (Q(from_on=None) | Q(from_on__lte=on)) & (Q(to_on=None) | Q(to_on__gte=on))


def counted(group: str, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The persons of a group who live here."""
    return _residing(COUNTED, group, on, within)


def registered(group: str, on: date, within: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """The persons of a group on the register, those away for work included."""
    return _residing(REGISTERED, group, on, within)


def _residing(states: tuple[str, ...], group: str, on: date, within: QuerySet[Any] | None) -> QuerySet[Any]:
    rows = within if within is not None else Person.objects.all()
    return rows.filter(in_group(group, on), residence__in=states, household__isnull=False)
