"""A measure is made, never changed; a target takes another one."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.operations import ask_for_services
from tungnha.ledger.queries import measures_for
from tungnha.plans.models import Target
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

LONGEST = 40  # letters of a code before its number
SAID = (
    "name", "numerator", "denominator", "unit", "counts", "group", "rule", "way", "source", "residence", "each",
)  # fmt: skip


@transaction.atomic
def make_measure(wanted: Measure, *, area: Area, by: Member, at: datetime, replaces: Measure | None = None) -> Measure:
    """Keep a new way of counting; one that says the very same is there already and is given back."""
    list(Area.objects.select_for_update(no_key=True).filter(pk=area.pk))
    said = {name: getattr(wanted, name) for name in SAID}
    for one in measures_for(area):
        if all(getattr(one, name) == value for name, value in said.items()):
            return one
    made: Measure = Measure.objects.create(
        **said, code=_free_code(area, wanted.name), area=area, made_by=by, made_at=at, replaces=replaces
    )
    log_event("measure.made", about=made, by=by, at=at, code=made.code, replaces=replaces.code if replaces else "")
    return made


def _free_code(area: Area, name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", names.fold(name)).strip("-")[:LONGEST].strip("-") or "cach-tinh"
    stem = f"{area.code.lower()}-{words}"
    taken = set(Measure.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{stem}-{n}") not in taken)


@transaction.atomic
def choose_measure(target: Target, measure: Measure, *, by: Member, at: datetime) -> None:
    """From now on a target is counted so. What was sent and locked keeps the figure it had, and the measure it was
    counted by stays as it was."""
    held = Target.objects.select_for_update(of=("self",)).select_related("measure", "plan__campaign").get(pk=target.pk)
    if held.measure_id == measure.pk:
        return
    if held.role == Target.Role.MESSAGE:
        raise BadInput("Dòng này là nội dung tuyên truyền, không phải chỉ tiêu để đếm.")
    was = held.measure.code if held.measure else ""
    Target.objects.filter(pk=held.pk).update(measure=measure)
    target.measure = measure
    if held.role == Target.Role.TARGET and measure.rule:
        ask_for_services(campaign=held.plan.campaign, measures=[measure])
    log_event("target.measured", about=held, by=by, at=at, was=was, now=measure.code)
