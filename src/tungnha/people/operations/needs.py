"""A need is offered, then somebody of the desk confirms or declines it; it ends when it is over. Nothing is erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from tungnha.people.helping import needs
from tungnha.people.helping.rules import PURPOSES
from tungnha.people.models import Need, Person
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

State, Word = Need.State, Need.Word
BATCH = 500


@transaction.atomic
def offer(*, persons: Iterable[Person], kind: str, said_by: str, by: Member | None, at: datetime) -> int:
    """Lay a need before the desk, of those of whom nothing of the kind was said yet. Returns how many are new."""
    if kind in Need.OF_A_BODY:
        raise BadInput("Người có công, hưởng an sinh chỉ ghi theo danh sách của cơ quan có thẩm quyền.")
    asked = list(persons)
    told = needs.told_of([person.pk for person in asked], kind)
    known = [person for person in asked if person.pk not in told]
    Need.objects.bulk_create(
        [
            Need(person=person, kind=kind, purpose=PURPOSES[kind], said_by=said_by, from_on=at.date(), offered_at=at,
                 offered_by=by)
            for person in known
        ],
        batch_size=BATCH,
    )  # fmt: skip
    if known:
        log_event("need.offered", about=None, by=by, at=at, count=len(known), said_by=said_by)
    return len(known)


@transaction.atomic
def offer_elders(*, area: Area, by: Member, at: datetime) -> int:
    """Those of the register who seem to live alone in old age: whether they do, somebody must confirm."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    found = list(needs.elders_alone(area, at.date()))
    Need.objects.bulk_create(
        [
            Need(person=person, kind=Need.Kind.ALONE, purpose=PURPOSES[Need.Kind.ALONE], said_by=Word.REGISTER,
                 from_on=at.date(), offered_at=at, offered_by=by)
            for person in found
        ],
        batch_size=BATCH,
    )  # fmt: skip
    log_event("need.elders_offered", about=area, by=by, at=at, count=len(found))
    return len(found)


@transaction.atomic
def add(
    *, person: Person, kind: str, purpose: str, body: Organisation | None, from_on: date, by: Member, at: datetime
) -> Need:
    """The desk writes a need down; one of merit or welfare only by the word of the body that keeps such a list."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if kind in Need.OF_A_BODY and body is None:
        raise BadInput("Người có công, hưởng an sinh: chọn cơ quan có thẩm quyền đã cho biết.")
    if from_on > at.date():
        raise BadInput(f"Ngày {from_on:%d/%m/%Y} còn ở phía trước: xin ghi từ hôm nay trở về trước.")
    if not purpose.strip():
        raise BadInput("Ghi để làm gì: ví dụ “đến nhà hướng dẫn”.")
    waiting = Need.objects.filter(person=person, kind=kind, to_on=None).exclude(state=State.DECLINED).first()
    if waiting is not None:
        raise BadInput("Điều này đã ghi cho người ấy rồi: hãy mở dòng đó để xác nhận hoặc kết thúc.")
    need = Need.objects.create(
        person=person, kind=kind, purpose=purpose.strip(), said_by=Word.BODY if body else Word.DESK, body=body,
        state=State.CONFIRMED, from_on=from_on, offered_at=at, offered_by=by, decided_at=at, decided_by=by,
    )  # fmt: skip
    log_event("need.added", about=need, by=by, at=at)
    return need


@transaction.atomic
def decide(*, offered: Iterable[Need], are: bool, by: Member, at: datetime) -> int:
    """Offered needs are such, or are none; those somebody answered meanwhile stay as she said. Returns how many were
    answered. Which kind each was stays out of the log."""
    held = Need.objects.select_for_update(no_key=True).filter(pk__in=[need.pk for need in offered], state=State.OFFERED)
    waiting = list(held.order_by("pk"))
    for need in waiting:
        need.state, need.decided_at, need.decided_by = State.CONFIRMED if are else State.DECLINED, at, by
    Need.objects.bulk_update(waiting, ["state", "decided_at", "decided_by"], batch_size=BATCH)
    if waiting:
        log_event("need.decided", about=None, by=by, at=at, count=len(waiting), are=are)
    return len(waiting)


@transaction.atomic
def end(*, need: Need, on: date, by: Member, at: datetime) -> Need:
    """It holds to the end of day `on`."""
    held = _hold(need)
    if held.to_on is not None or held.state != State.CONFIRMED:
        raise Locked("Điều này không còn hiệu lực, hoặc chưa được xác nhận: xin tải lại trang.")
    if on < held.from_on:
        raise BadInput(f"Đã ghi từ {held.from_on:%d/%m/%Y}: ngày kết thúc phải từ ngày đó trở đi.")
    held.to_on = on
    held.save(update_fields=["to_on"])
    log_event("need.ended", about=held, by=by, at=at, on=on.isoformat())
    return held


def _hold(need: Need) -> Need:
    held: Need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    return held
