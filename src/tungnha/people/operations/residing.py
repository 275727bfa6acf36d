"""Where people live: residence, another household, another village, out of the commune, dead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from tungnha.people import finding
from tungnha.people.models import Household, Person, PersonChange, RegisterNote
from tungnha.people.operations.adding import Home, next_code
from tungnha.people.operations.steps import (
    GONE,
    Kind,
    Step,
    hold,
    hold_home,
    leave_headship,
    must_have_been,
    others_at_home,
)
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

R = Person.Residence


@transaction.atomic
def change_residence(
    *, person: Person, residence: str, since: date | None, reason: str, by: Member, at: datetime,
    new_head: Person | None = None, stamp: str | None = None, origin: str = "desk",
) -> Person:  # fmt: skip
    """Say how someone lives here now. Who counts in a base follows by itself (docs/decisions/0005), and so does who is
    still to be visited. The dead and those who moved need a day; a head among them hands the household over. What a
    team had said of the same is settled with it."""
    held = hold(person, stamp)
    step = Step(Kind.RESIDENCE, by, at, reason, origin)
    if residence in GONE:
        what = f"{held.full_name} {'mất' if residence == R.DECEASED else 'chuyển đi'} từ"
        since = must_have_been(since, what, at)
        leave_headship(step, held, new_head)
    elif since is not None and since > at.date():
        raise BadInput(f"Ngày {since:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã bắt đầu.")
    if since is not None and held.birth_date is not None and since < held.birth_date:
        raise BadInput(f"Ngày {since:%d/%m/%Y} trước ngày sinh của người này: xin xem lại.")
    if not step.write(held, residence=residence, residence_since=since):
        return held
    _close_or_open_home(step, held, since or at.date())
    _settle_notes(held, residence, by, at)
    log_event("person.residence_changed", about=held, by=by, at=at, residence=residence)
    return held


def _close_or_open_home(step: Step, person: Person, on: date) -> None:
    """A door behind which nobody lives any more is knocked on no more; who comes back opens it again."""
    home = person.household
    if home is None:
        return
    if person.residence in GONE:
        if home.left_on is None and not others_at_home(person):
            step.write(home, left_on=on)
    elif home.left_on is not None:
        step.write(home, left_on=None)


def _settle_notes(person: Person, residence: str, by: Member, at: datetime) -> None:
    if residence in GONE:
        RegisterNote.objects.filter(person=person, kind__in=("moved", "deceased"), state="waiting").update(
            state=RegisterNote.State.ACCEPTED, decided_by=by, decided_at=at
        )


@transaction.atomic
def move_person(
    *, person: Person, to: Household | Home, relation: str = "", as_head: bool = False, new_head: Person | None = None,
    on: date | None = None, reason: str, by: Member, at: datetime, stamp: str | None = None,
) -> Person:  # fmt: skip
    """Into another household, or a new one. A head who leaves hands the old household over; in a new one somebody has
    to be the head, and the first who comes is."""
    from tungnha.people.operations.adding import add_household

    held = hold(person, stamp)
    on = must_have_been(on or at.date(), "Chuyển", at)
    is_new = isinstance(to, Home)
    home = add_household(home=to, by=by, at=at, reason=reason) if isinstance(to, Home) else hold_home(to)
    if home.pk == held.household_id:
        raise BadInput(f"{held.full_name} đang ở chính hộ {home.code}: xin chọn hộ khác.")
    step = Step(Kind.MOVED, by, at, reason)
    left = held.household
    leave_headship(step, held, new_head)
    head = is_new or as_head
    if head and not is_new:
        _make_way(step, home)
    alone = left is not None and not others_at_home(held)
    step.write(held, household_id=home.pk, relation="" if head else " ".join(relation.split())[:40], is_head=head)
    held.household = home
    if left is not None and alone and left.left_on is None:
        step.write(left, left_on=on)
    if home.left_on is not None and held.residence not in GONE:
        step.write(home, left_on=None)
    log_event("person.moved", about=held, by=by, at=at, new_home=is_new)
    return held


def _make_way(step: Step, home: Household) -> None:
    """Somebody else becomes the head: the one who was stops, and no relation holds any more."""
    for other in home.persons.exclude(residence__in=GONE).order_by("-is_head", "pk"):
        step.write(other, relation="", is_head=False)


@transaction.atomic
def choose_head(
    *, household: Household, head: Person, relations: Mapping[int, str], reason: str, by: Member, at: datetime,
    stamp: str | None = None,
) -> Household:  # fmt: skip
    """Name the head of a household, and what each of the others is to that head (by id; blank: not known)."""
    held = hold_home(household, stamp)
    people = {p.pk: p for p in held.persons.select_for_update(no_key=True).order_by("pk")}
    if head.pk not in people or people[head.pk].residence in GONE:
        raise BadInput("Chủ hộ phải là người đang ở trong hộ: xin chọn một người của hộ.")
    step, same_head = Step(Kind.CORRECTED, by, at, reason), people[head.pk].is_head
    for person in sorted(people.values(), key=lambda p: p.pk == head.pk):  # the new head last: there is one at a time
        is_head = person.pk == head.pk
        given = " ".join(relations.get(person.pk, person.relation).split())[:40]
        # What somebody was to the old head, left as it stood, says nothing of the new one.
        relation = "" if is_head or (given == person.relation and not same_head) else given
        if person.residence not in GONE or person.is_head:
            step.write(person, is_head=is_head, relation=relation)
    log_event("household.head_chosen", about=held, by=by, at=at)
    return held


@transaction.atomic
def move_household(
    *, household: Household, village: Area, code: str, lane: str, house: str, on: date | None, reason: str, by: Member,
    at: datetime, stamp: str | None = None,
) -> Household:  # fmt: skip
    """The whole household goes to another village of the commune, or another house; its people go with it."""
    held = hold_home(household, stamp)
    must_have_been(on or at.date(), "Chuyển", at)
    code = " ".join(code.split())[:30]
    if village.pk != held.village_id and (not code or village.households.filter(code__iexact=code).exists()):
        if code and code != held.code:
            raise BadInput(f"{village.title} đã có hộ mang mã {code}: xin ghi mã khác.")
        code = next_code(village)
    step = Step(Kind.MOVED, by, at, reason)
    place = {"code": code or held.code, "lane": lane.strip()[:80], "house": house.strip()[:120]}
    if step.write(held, village_id=village.pk, **place):
        held.village = village
        finding.refresh(held.persons.values_list("pk", flat=True))
        log_event("household.moved", about=held, by=by, at=at, into=village.code)
    return held


@transaction.atomic
def household_left(
    *, household: Household, on: date | None, reason: str, by: Member, at: datetime, stamp: str | None = None
) -> int:
    """Everybody of the household moved out of the commune. Their records stay, and count nowhere. Returns how many."""
    held = hold_home(household, stamp)
    day = must_have_been(on, f"Hộ {held.code} chuyển đi", at)
    step = Step(Kind.RESIDENCE, by, at, reason)
    people = list(held.persons.select_for_update(no_key=True).exclude(residence__in=GONE).order_by("pk"))
    for person in people:
        step.write(person, residence=R.MOVED, residence_since=day, is_head=False)
        _settle_notes(person, R.MOVED, by, at)
    step.write(held, left_on=day)
    RegisterNote.objects.filter(household=held, kind="moved", state="waiting").update(
        state=RegisterNote.State.ACCEPTED, decided_by=by, decided_at=at
    )
    log_event("household.left", about=held, by=by, at=at, persons=len(people))
    return len(people)


__all__ = [
    "PersonChange", "change_residence", "choose_head", "household_left", "move_household", "move_person",
]  # fmt: skip
