"""The roster of an organisation is kept by its own head or officer: people come, change their post, and leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity import names
from tungnha.people import finding
from tungnha.people.models import Identifier, Person, PersonChange, PersonGroup, RosterEntry, RosterQuestion, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.operations.history import change_of
from tungnha.people.rosters.plan import Step, plan
from tungnha.people.rosters.rules import RosterFacts, group_of, usual_kind, why_no_roster, why_not_listed
from tungnha.units.models import Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.protection import blind_index, steady_index

ENTRY_FACTS = ("kind", "room", "position", "home")
OUTCOMES = ("added", "updated", "unchanged")
WHY_ENDED = {"left": "nghỉ việc", "moved": "chuyển đơn vị khác", "retired": "nghỉ hưu", "mistake": "ghi nhầm"}
BATCH = 500


@steady_index()
@transaction.atomic
def add_entry(*, organisation: Organisation, facts: RosterFacts, by: Member, at: datetime) -> RosterEntry:
    """Put one person on the roster. Who stands there already is refused: her line is to be corrected instead."""
    (step,) = _settled(organisation, [facts], at)
    if step.refused:
        raise BadInput(f"{step.refused[:1].upper()}{step.refused[1:]}")
    if step.entry is not None:
        raise BadInput(f"{facts.full_name} đã có trong danh sách: hãy mở dòng đó để sửa, hoặc kết thúc trước đã.")
    _write(organisation, [step], by=by, at=at)
    assert step.entry is not None
    log_event("roster.added", about=organisation, by=by, at=at, count=1, linked=step.person is not None)
    return step.entry


@steady_index()
@transaction.atomic
def keep_lines(
    *, organisation: Organisation, lines: Sequence[RosterFacts], by: Member, at: datetime, origin_id: str
) -> list[str]:
    """Write a whole list; what a line does not speak of stays. Returns for each line its outcome: added, updated,
    unchanged; or the reason why it was refused. Who is not on the list stays on the roster."""
    steps = _settled(organisation, lines, at)
    outcomes = _write(organisation, [s for s in steps if not s.refused], by=by, at=at, origin_id=origin_id)
    told = iter(outcomes)
    return [step.refused or next(told) for step in steps]


def _settled(organisation: Organisation, lines: Sequence[RosterFacts], at: datetime) -> list[Step]:
    """The plan, made while nobody else writes to this roster."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    problem = why_no_roster(organisation.kind)
    if problem:
        raise BadInput(problem)
    return plan(organisation, lines, at.date())


# -- writing


def _write(
    organisation: Organisation, steps: list[Step], *, by: Member, at: datetime, origin_id: str = ""
) -> list[str]:
    fresh = [step for step in steps if step.entry is None]
    _make_persons([step for step in fresh if step.person is None])
    for step in fresh:
        step.entry = RosterEntry(
            person=step.person, organisation=organisation, **_entry_facts(step.facts, organisation)
        )
    RosterEntry.objects.bulk_create([step.entry for step in fresh if step.entry], batch_size=BATCH)
    outcomes = []
    changes = []
    for step in steps:
        assert step.entry is not None
        before, after = ({}, _told(step.entry)) if step in fresh else _correct(step)
        outcomes.append("added" if step in fresh else "updated" if after else "unchanged")
        if after:
            changes.append(_change(step.entry, before, after, by=by, at=at, origin_id=origin_id))
    _keep_numbers(steps)
    _keep_phones(steps)
    PersonChange.objects.bulk_create(changes, batch_size=BATCH)
    _keep_groups(organisation, [step.entry for step in steps if step.entry])
    _ask(steps, at)
    finding.refresh([step.entry.person_id for step in fresh if step.entry])
    return outcomes


def _make_persons(steps: list[Step]) -> None:
    """Persons without a household: they count in no village until the desk finds them on the register."""
    for step in steps:
        facts = step.facts
        away = Person.Residence.NON_RESIDENT if facts.lives_here is False else Person.Residence.UNKNOWN
        step.person = Person(
            full_name=facts.full_name, sex=facts.sex, birth_date=facts.birth.date if facts.birth else None,
            birth_precision=facts.birth.precision if facts.birth else "", residence=away,
        )  # fmt: skip
        step.person.fill_keys()
    Person.objects.bulk_create([step.person for step in steps if step.person], batch_size=BATCH)


def _entry_facts(facts: RosterFacts, organisation: Organisation) -> dict[str, Any]:
    said = {name: getattr(facts, name) for name in ENTRY_FACTS}
    return said | {"kind": facts.kind or usual_kind(organisation.kind), "from_on": facts.from_on}


def _correct(step: Step) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write what the line says anew of an entry that is there; (what stood, what stands now)."""
    entry, facts = step.entry, step.facts
    assert entry is not None
    said = {name: value for name in (*ENTRY_FACTS, "from_on") if (value := getattr(facts, name))}
    before = {name: getattr(entry, name) for name, value in said.items() if getattr(entry, name) != value}
    for name in before:
        setattr(entry, name, said[name])
    if before:
        entry.save(update_fields=list(before))
    of_person = _complete_person(entry.person, facts)
    return before | dict.fromkeys(of_person, ""), {name: said[name] for name in before} | of_person


def _complete_person(person: Person, facts: RosterFacts) -> dict[str, Any]:
    """What a list adds about somebody the register does not know: a birth, a sex. What stands is not written over."""
    added: dict[str, Any] = {}
    if person.household_id is None and person.birth_date is None and facts.birth:
        person.birth_date, person.birth_precision = facts.birth.date, facts.birth.precision
        added["birth_date"] = facts.birth.date
    if person.household_id is None and not person.sex and facts.sex:
        person.sex = added["sex"] = facts.sex
    if added:
        person.save(update_fields=["birth_date", "birth_precision", "sex"])
    return added


def _keep_numbers(steps: list[Step]) -> None:
    """A number of somebody who had none. One that the register gives to another person is kept as unsure."""
    people = [step.entry.person_id for step in steps if step.entry and step.facts.number]
    had = set(Identifier.objects.filter(person__in=people).values_list("person", "value_ix"))
    active = set(
        Identifier.objects.filter(person__in=people, status="active", kind="personal").values_list("person", flat=True)
    )
    rows = []
    for step in steps:
        if step.facts.number is None or step.entry is None:
            continue
        digits, person = step.facts.number.value, step.entry.person_id
        if (person, blind_index(digits, NUMBER_INDEX)) in had:
            continue
        is_personal = len(digits) == 12
        sure = step.number_is_sure and not (is_personal and person in active)
        row = Identifier(
            person_id=person, kind=Identifier.Kind.PERSONAL if is_personal else Identifier.Kind.CMND,
            status=Identifier.Status.ACTIVE if sure else Identifier.Status.UNSURE, source="đơn vị ghi",
        )  # fmt: skip
        row.set_value(digits)
        rows.append(row)
    Identifier.objects.bulk_create(rows, batch_size=BATCH)


def _keep_phones(steps: list[Step]) -> None:
    people = [step.entry.person_id for step in steps if step.entry and step.facts.phones]
    had = set(Telephone.objects.filter(person__in=people).values_list("person", "number_ix"))
    having = {person for person, _ in had}
    rows = []
    for step in steps:
        for phone in step.facts.phones:
            assert step.entry is not None
            key = (step.entry.person_id, blind_index(phone.value, PHONE_INDEX))
            if key in had:
                continue
            had.add(key)
            row = Telephone(person_id=key[0], main=key[0] not in having, source="đơn vị ghi")
            row.set_number(phone.value)
            having.add(key[0])
            rows.append(row)
    Telephone.objects.bulk_create(rows, batch_size=BATCH)


def _told(entry: RosterEntry) -> dict[str, Any]:
    facts = {name: getattr(entry, name) for name in (*ENTRY_FACTS, "from_on", "to_on")}
    return {"organisation": entry.organisation_id} | {name: value for name, value in facts.items() if value}


def _change(
    entry: RosterEntry, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Member, at: datetime,
    origin_id: str = "", reason: str = "",
) -> PersonChange:  # fmt: skip
    return change_of(
        PersonChange.Kind.ROSTER, person=entry.person, before=before, after=after, reason=reason, origin="roster",
        origin_id=origin_id or f"entry-{entry.pk}", by=by, at=at,
    )  # fmt: skip


def _ask(steps: list[Step], at: datetime) -> None:
    wanted = [(step.entry, person, why) for step in steps for person, why in step.asks if step.entry]
    RosterQuestion.objects.bulk_create(
        [RosterQuestion(entry=entry, candidate=person, why=why, asked_at=at) for entry, person, why in wanted],
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip


# -- groups of the plans follow


def _keep_groups(organisation: Organisation, entries: Sequence[RosterEntry]) -> None:
    """Each open entry gives one place in a group; a place that does not follow from it any more ends with the day
    before, or goes if it never was."""
    wanted = {entry.person_id: (group_of(organisation.kind, entry.kind), entry.from_on) for entry in entries}
    held = PersonGroup.objects.filter(organisation=organisation, to_on=None, person__in=list(wanted))
    there: dict[int, list[PersonGroup]] = {}
    for place in held.exclude(kind__in=(PersonGroup.Kind.MERIT, PersonGroup.Kind.BENEFICIARY)):
        there.setdefault(place.person_id, []).append(place)
    rows = []
    for person, (kind, from_on) in wanted.items():
        kept = [place for place in there.get(person, []) if place.kind == kind]
        for place in there.get(person, []):
            if place.kind != kind:
                place.delete()  # said wrongly: the history of the entry keeps it
        if not kept and kind is not None:
            rows.append(PersonGroup(person_id=person, kind=kind, organisation=organisation, from_on=from_on))
        elif kept and kept[0].from_on != from_on:
            kept[0].from_on = from_on
            kept[0].save(update_fields=["from_on"])
    PersonGroup.objects.bulk_create(rows, batch_size=BATCH)


# -- one entry


@transaction.atomic
def change_entry(
    *,
    entry: RosterEntry,
    kind: str,
    room: str,
    position: str,
    home: str,
    from_on: date | None,
    by: Member,
    at: datetime,
) -> RosterEntry:
    """Correct what the unit says of one of its people. A wrong word is taken out too, so every field is given."""
    entry = _hold(entry)
    facts = RosterFacts(full_name=entry.person.full_name, birth=entry.person.birth, room=room, position=position)
    refused = why_not_listed(facts, at.date())
    if refused:
        raise BadInput(f"{entry.person.full_name}: {refused}")
    if from_on and entry.to_on and from_on > entry.to_on:
        raise BadInput(f"Người này đã kết thúc ngày {entry.to_on:%d/%m/%Y}: ngày bắt đầu phải ở trước đó.")
    said = {"kind": kind, "room": room, "position": position, "home": home, "from_on": from_on}
    before = {name: getattr(entry, name) for name, value in said.items() if getattr(entry, name) != value}
    if not before:
        return entry
    for name in before:
        setattr(entry, name, said[name])
    entry.save(update_fields=list(before))
    _change(entry, before, {name: said[name] for name in before}, by=by, at=at).save()
    if entry.to_on is None:
        _keep_groups(entry.organisation, [entry])
    log_event("roster.changed", about=entry, by=by, at=at, fields=sorted(before))
    return entry


@transaction.atomic
def correct_person(
    *, entry: RosterEntry, full_name: str, birth_date: date | None, birth_precision: str, by: Member, at: datetime
) -> Person:
    """Correct the name or birth of somebody only the unit knows. What the register says is corrected there."""
    entry = _hold(entry)
    person = Person.objects.select_for_update(no_key=True).get(pk=entry.person_id)
    if is_linked(person):
        raise BadInput("Người này đã nối với sổ nhân khẩu: tên và ngày sinh sai thì báo cán bộ xã sửa trong sổ.")
    before = {"full_name": person.full_name, "birth_date": person.birth_date, "birth_precision": person.birth_precision}
    person.full_name, person.birth_date = names.tidy(full_name), birth_date
    person.birth_precision = birth_precision if birth_date else ""
    refused = why_not_listed(RosterFacts(full_name=person.full_name, birth=person.birth), at.date())
    if refused:
        raise BadInput(f"{person.full_name}: {refused}")
    after = {name: getattr(person, name) for name in before}
    if after != before:
        person.save()
        _change(entry, before, after, by=by, at=at).save()
        log_event("roster.person_corrected", about=entry, by=by, at=at)
    return person


@transaction.atomic
def end_entry(*, entry: RosterEntry, on: date, why: str, by: Member, at: datetime) -> RosterEntry:
    """The person belongs to the unit to the end of day `on`. One written by mistake never did, and counts on no day."""
    entry = _hold(entry)
    if entry.to_on is not None:
        raise BadInput(f"{entry.person.full_name} đã kết thúc ngày {entry.to_on:%d/%m/%Y}.")
    if entry.from_on and on < entry.from_on:
        raise BadInput(f"Người này vào đơn vị ngày {entry.from_on:%d/%m/%Y}: ngày kết thúc phải từ ngày đó trở đi.")
    entry.to_on = on
    entry.save(update_fields=["to_on"])
    kind = group_of(entry.organisation.kind, entry.kind)
    places = PersonGroup.objects.filter(
        person=entry.person_id, organisation=entry.organisation_id, kind=kind, to_on=None
    )
    if why == "mistake":
        places.delete()
    else:
        places.update(to_on=on)
    _change(entry, {"to_on": None}, {"to_on": on}, by=by, at=at, reason=WHY_ENDED[why]).save()
    log_event("roster.ended", about=entry, by=by, at=at, on=on.isoformat(), why=why)
    return entry


def _hold(entry: RosterEntry) -> RosterEntry:
    held: RosterEntry = (
        RosterEntry.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "person")
        .get(pk=entry.pk)
    )
    return held


def is_linked(person: Person) -> bool:
    """Whether somebody on a roster is a person of the register; otherwise only her units know her."""
    return person.household_id is not None
