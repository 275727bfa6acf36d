"""What difficulties are about, as data: voices/data/subjects.csv, and what an area decided otherwise (SubjectRule)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from tungnha.identity import names
from tungnha.units.models import Area, Organisation
from tungnha.voices.models import SubjectRule

OTHER = "other"
HEARSAY = "hearsay"  # on the phone only: it becomes a report of a rumour
HEARSAY_WORDS = "Lừa đảo, tin đồn"


@dataclass(frozen=True)
class Subject:
    """`said`: as a report says it after a number of villages. `kind`: of the bodies that answer it, blank for the desk.
    `owner`: the body an area named; it beats `kind`. Days are working days."""

    code: str
    name: str
    said: str
    kind: str
    answer_days: int
    above_days: int
    phone: str = ""
    owner: Organisation | None = None
    rule: SubjectRule | None = None


@cache
def catalogue() -> tuple[Subject, ...]:
    """The product's own table, in the order it is offered in."""
    with resources.files("tungnha.voices").joinpath("data", "subjects.csv").open(encoding="utf-8") as file:
        return tuple(
            Subject(
                code=row["code"], name=row["name"], said=row["said"], kind=row["kind"], phone=row["phone"],
                answer_days=int(row["answer_days"]), above_days=int(row["above_days"]),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def subjects_of(area: Area) -> dict[str, Subject]:
    """code → subject as it stands in an area; the rule nearest to it wins. One statement."""
    rows = SubjectRule.objects.filter(area__path__in=area.ancestor_paths(), ended_at=None)
    ruled = {row.code: row for row in rows.select_related("owner", "area").order_by("area__path")}
    return {one.code: _ruled(one, ruled.get(one.code), area) for one in catalogue()}


def _ruled(subject: Subject, rule: SubjectRule | None, area: Area) -> Subject:
    """The body a province named answers in the province; a commune below keeps only its days."""
    if rule is None:
        return subject
    here = area.commune or area
    owner = rule.owner if rule.area_id == here.pk else None
    return replace(subject, answer_days=rule.answer_days, above_days=rule.above_days, owner=owner, rule=rule)


def find(text: str) -> str:
    """The code that is meant: a code, a name, or a label of an older phone; `other` for what nobody knows."""
    wanted = names.fold(text)
    for one in catalogue():
        if wanted in (one.code, names.fold(one.name), names.fold(one.phone)) and wanted:
            return one.code
    return OTHER


def is_hearsay(text: str) -> bool:
    """Whether a phone's subject means a rumour or fraud. Older phones sent the label: “lừa đảo, tin đồn”."""
    return text == HEARSAY or names.fold(text) in ("lua dao, tin don", names.fold(HEARSAY_WORDS))


def name_of(code: str) -> str:
    return next((one.name for one in catalogue() if one.code == code), "Việc khác")


def choices(subjects: Iterable[Subject]) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in subjects]
