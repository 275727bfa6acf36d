"""What a unit's words about its people would do to its roster: who is known already, who is new, who is refused.

A unit may not browse the register. A full personal number that fits the name links at once: the unit knows it anyway.
A name and a birth date only raise a question, and the desk answers it; the unit is not told that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tungnha.identity import names
from tungnha.people.models import Identifier, Person, RosterEntry, RosterQuestion
from tungnha.people.models.persons import NUMBER_INDEX
from tungnha.people.rosters.rules import RosterFacts, why_not_listed
from tungnha.units.models import Area, Organisation
from tungnha.units.protection import blind_index

BATCH = 500  # values a statement; SQLite allows 32,766 variables
Why = RosterQuestion.Why


@dataclass
class Step:
    """What becomes of one line: an entry that is there (`entry`), a person who is known, or a new one; or `refused`."""

    facts: RosterFacts
    refused: str = ""
    entry: RosterEntry | None = None
    person: Person | None = None
    asks: list[tuple[Person, str]] = field(default_factory=list)
    number_is_sure: bool = True


class Known:
    """What must be known of the lines of one roster, in a few queries however many they are."""

    def __init__(self, organisation: Organisation, lines: Sequence[RosterFacts]) -> None:
        self.organisation, self.commune = organisation, commune_of(organisation)
        self.own = self._own()
        self.by_number = self._numbers(lines)
        self.by_name = self._names(lines)

    def _own(self) -> dict[int, RosterEntry]:
        rows = self.organisation.roster_entries.filter(to_on=None).select_related("person")
        return {entry.person_id: entry for entry in rows.prefetch_related("person__identifiers")}

    def _numbers(self, lines: Sequence[RosterFacts]) -> dict[str, Person]:
        """The person each number is or was known by; who was made one with another is found as that one."""
        wanted = [blind_index(f.number.value, NUMBER_INDEX) for f in lines if f.number]
        found: dict[str, Person] = {}
        for part in batches(wanted):
            rows = Identifier.objects.filter(value_ix__in=part).select_related(
                "person__merged_into", "person__household__village"
            )
            for row in sorted(rows, key=lambda i: (i.status == Identifier.Status.ACTIVE, -i.pk)):
                found[row.value_ix] = row.person.merged_into or row.person
        return found

    def lies_here(self, person: Person) -> bool:
        """Whether the commune's desk may be asked about somebody: not about the people of another commune."""
        if self.commune is None or person.erased_at is not None:
            return False
        return person.household is None or bool(person.household.village.path.startswith(self.commune.path))

    def _names(self, lines: Sequence[RosterFacts]) -> dict[str, list[Person]]:
        """Those of the commune's register, and of its other rosters, who bear one of the names."""
        if self.commune is None:
            return {}
        here = Q(household__village__path__startswith=self.commune.path)
        here |= Q(household=None, roster_entries__organisation__area__path__startswith=self.commune.path)
        found: dict[str, list[Person]] = {}
        for part in batches(sorted({names.fold(f.full_name) for f in lines if f.birth})):
            rows = Person.objects.filter(here, folded_name__in=part, merged_into=None, erased_at=None)
            for person in rows.exclude(residence=Person.Residence.DECEASED).distinct().order_by("pk"):
                found.setdefault(names.tone_key(person.full_name), []).append(person)
        return found


def commune_of(organisation: Organisation) -> Area | None:
    """The commune an organisation lies in; a province's body has none."""
    area = organisation.area
    if area.kind == Area.Kind.VILLAGE:
        return area.parent
    return area if area.kind == Area.Kind.COMMUNE else None


def plan(organisation: Organisation, lines: Sequence[RosterFacts], on: date) -> list[Step]:
    """What each line would do, in the order of the lines. Writes nothing."""
    known = Known(organisation, lines)
    taken: dict[str, int] = {}
    return [_step(facts, known, taken, number, on) for number, facts in enumerate(lines, 1)]


def _step(facts: RosterFacts, known: Known, taken: dict[str, int], at: int, on: date) -> Step:
    refused = why_not_listed(facts, on)
    if refused:
        return Step(facts, refused=f"{facts.full_name}: {refused}")
    for key in _keys(facts):
        if key in taken:
            return Step(facts, refused=f"{facts.full_name} đã có ở dòng người thứ {taken[key]} của danh sách này.")
    taken.update(dict.fromkeys(_keys(facts), at))
    entry = _own_entry(facts, known)
    if entry is not None:
        step = Step(facts, entry=entry, person=entry.person)
        return _with_number(step, known)
    return _with_number(_of_register(facts, known), known)


def _keys(facts: RosterFacts) -> Iterable[str]:
    """What makes two lines the same person: the number; without one, name and birth together."""
    if facts.number:
        yield facts.number.value
    elif facts.birth:
        yield f"{names.tone_key(facts.full_name)}/{facts.birth.show()}"
    else:
        yield f"{names.tone_key(facts.full_name)}/{facts.room}/{facts.position}"


def _own_entry(facts: RosterFacts, known: Known) -> RosterEntry | None:
    """The unit's own entry for the same person: by number, else by name and birth, else by a name only one bears."""
    if facts.number:
        person = known.by_number.get(blind_index(facts.number.value, NUMBER_INDEX))
        if person is not None and person.pk in known.own:
            return known.own[person.pk]
    alike = [e for e in known.own.values() if names.tone_key(e.person.full_name) == names.tone_key(facts.full_name)]
    fitting = [entry for entry in alike if _may_be(facts, entry.person)]
    return fitting[0] if len(fitting) == 1 else None


def _may_be(facts: RosterFacts, person: Person) -> bool:
    """Whether nothing that both sides say speaks against it."""
    if facts.birth and person.birth and not facts.birth.could_equal(person.birth):
        return False
    said = {i.value for i in person.identifiers.all() if i.kind == Identifier.Kind.PERSONAL}
    return not (facts.number and said and facts.number.value not in said)


def _of_register(facts: RosterFacts, known: Known) -> Step:
    """A person known by the number; else a new one, and the question whether she is one of those of her name."""
    step = Step(facts)
    if facts.number:
        found = known.by_number.get(blind_index(facts.number.value, NUMBER_INDEX))
        if found is not None and _is_sure(facts, found):
            step.person = found
            return step
    if facts.birth:
        alike = known.by_name.get(names.tone_key(facts.full_name), [])
        step.asks = [
            (person, Why.NAME) for person in alike
            if person.birth and person.pk not in known.own and facts.birth.could_equal(person.birth)
        ]  # fmt: skip
    return step


def _with_number(step: Step, known: Known) -> Step:
    """A number that is somebody else's in the register stays unsure here, and the desk is asked."""
    if step.facts.number is None:
        return step
    owner = known.by_number.get(blind_index(step.facts.number.value, NUMBER_INDEX))
    if owner is not None and (step.person is None or owner.pk != step.person.pk):
        step.number_is_sure = False
        if known.lies_here(owner) and owner.pk not in [person.pk for person, _ in step.asks]:
            step.asks.append((owner, Why.NUMBER))
    return step


def _is_sure(facts: RosterFacts, found: Person) -> bool:
    if found.erased_at is not None or found.residence == Person.Residence.DECEASED:
        return False
    if facts.birth and found.birth and not facts.birth.could_equal(found.birth):
        return False
    return names.compare(facts.full_name, found.full_name).agrees


def batches(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
