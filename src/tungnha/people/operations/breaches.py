"""A breach is written down, kept up to date and closed; its minutes are only added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Breach, BreachNote
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

DATED = ("detected_at", "since_at", "until_at")


@transaction.atomic
def open_breach(*, area: Area, what: str, detected_at: datetime, by: Member, at: datetime, **said: Any) -> Breach:
    """Begin the record; the 72 hours run from `detected_at`, not from the writing down."""
    _check(at, detected_at=detected_at, **said)
    what, said = hide_typed_numbers(what), _hidden(said)
    breach = Breach.objects.create(area=area, what=what, detected_at=detected_at, by=by, at=at, **said)
    log_event("breach.opened", about=breach, by=by, at=at)
    return breach


@transaction.atomic
def correct_breach(*, breach: Breach, by: Member, at: datetime, **said: Any) -> None:
    """What is known better later. The old words go into the minutes, so that nothing said is lost."""
    _check(at, **said)
    said = _hidden(said)
    before = {name: getattr(breach, name) for name in said}
    changed = [name for name, value in said.items() if value != before[name]]
    if not changed:
        return
    told = "; ".join(f"{_label(name)}: {_shown(before[name])}" for name in changed)
    BreachNote.objects.create(breach=breach, text=f"Đã sửa. Trước ghi là: {told}", by=by, at=at)
    for name in changed:
        setattr(breach, name, said[name])
    breach.save(update_fields=changed)
    log_event("breach.corrected", about=breach, by=by, at=at, fields=sorted(changed))


def _hidden(said: dict[str, Any]) -> dict[str, Any]:
    """Numbers and secrets typed into the words are hidden before they are stored."""
    return {name: hide_typed_numbers(value) if isinstance(value, str) else value for name, value in said.items()}


def _label(name: str) -> str:
    return next(str(field.verbose_name) for field in Breach._meta.fields if field.name == name)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "để trống"
    return str(value) if value not in (None, "") else "để trống"


def _check(at: datetime, **said: Any) -> None:
    for name in DATED:
        if said.get(name) is not None and said[name] > at:
            raise BadInput(f"{_label(name).capitalize()}: giờ ấy còn ở phía trước, xin xem lại.")
    since, until = said.get("since_at"), said.get("until_at")
    if since and until and until < since:
        raise BadInput("Xảy ra đến lúc phải sau từ lúc: xin xem lại hai mốc giờ.")


@transaction.atomic
def add_note(*, breach: Breach, text: str, by: Member, at: datetime) -> BreachNote:
    note = BreachNote.objects.create(breach=breach, text=hide_typed_numbers(text.strip()), by=by, at=at)
    log_event("breach.noted", about=breach, by=by, at=at)
    return note


# what was done → (field of the hour, field of the words, line in the minutes)
STEPS = {
    "notified": ("notified_at", "notified_how", "Đã thông báo cơ quan chuyên trách"),
    "told": ("told_at", "told_how", "Đã báo những người bị ảnh hưởng"),
    "repaired": ("repaired_at", "", "Đã khắc phục xong"),
}


@transaction.atomic
def note_step(*, breach: Breach, step: str, on: datetime, how: str, by: Member, at: datetime) -> None:
    """That the agency was notified, the people told, the damage repaired: once, at its hour. Raises BadInput for an
    hour before the detection or still to come."""
    when, words, line = STEPS[step]
    if not breach.detected_at <= on <= at:
        raise BadInput("Giờ này phải sau lúc phát hiện và không ở phía trước: xin xem lại.")
    values: dict[str, Any] = {when: on} | ({words: how.strip()[:200]} if words else {})
    if not Breach.objects.filter(pk=breach.pk, **{when: None}).update(**values):
        raise BadInput("Việc này đã được ghi từ trước.")
    for name, value in values.items():
        setattr(breach, name, value)
    BreachNote.objects.create(breach=breach, text=hide_typed_numbers(f"{line}. {how}".strip()), by=by, at=at)
    log_event(f"breach.{step}", about=breach, by=by, at=at)
