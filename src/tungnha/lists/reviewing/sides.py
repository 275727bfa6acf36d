"""Both sides of a doubtful row: what the list says, and each candidate of the register beside it, ready for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from tungnha.ledger.models import Standing
from tungnha.lists.models import IncomingList, ListRow, ReviewDecision, ReviewPlace
from tungnha.lists.reviewing.lines import Known, Line, Listed, hidden, hidden_numbers, lines, on_both, on_one
from tungnha.lists.reviewing.order import Candidate, candidates_of, likely_words
from tungnha.lists.rules import FIELDS
from tungnha.people.models import Identifier, LikelyDouble, Person
from tungnha.people.register import merged
from tungnha.units.models import Member

LIKELY_FROM = 60  # per cent: from here on the button stands out
MOST_SHOWN = 9  # each has a digit of the keyboard
NUMBERED = {"personal_number", "old_number", "phone"}
COMPARED = {"full_name", "personal_number", "old_number", "birth", "sex", "phone", "village"}


@dataclass(frozen=True)
class Rival:
    """Another row of the list that is, or may be, the same person."""

    number: int
    stands: bool  # it is that person's row; else it waits, too
    other_number: bool = False  # both rows give a personal number, and not the same


@dataclass
class Side:
    """One candidate beside the row."""

    key: int
    person: Person
    lines: list[Line]
    likely: str = ""
    percent: int | None = None
    reasons: tuple[str, ...] = ()
    head: str = ""
    standing: str = ""
    contested: bool = False
    rivals: list[Rival] = field(default_factory=list)
    why_here: str = ""

    @property
    def beside(self) -> list[Line]:
        return on_both(self.lines)

    @property
    def one_sided(self) -> list[str]:
        return on_one(self.lines)

    @property
    def is_likely(self) -> bool:
        return (self.percent or 0) >= LIKELY_FROM

    @property
    def taken_by_row(self) -> int | None:
        """The row that stands for this person already: choosing her makes this one its double."""
        return next((rival.number for rival in self.rivals if rival.stands), None)


@dataclass
class Sides:
    """Everything the page shows of one row."""

    row: ListRow
    place: ReviewPlace
    said: list[tuple[str, str]]  # what the row says beside what is compared
    raw: list[tuple[str, str]]  # as it stands in the file
    candidates: list[Side]
    more: int  # candidates that are not shown
    pairs: list[tuple[Side, Side]]  # two candidates that may be one person twice in the register
    history: list[ReviewDecision]
    stands: ReviewDecision | None

    @property
    def listed(self) -> Listed:
        return listed_of(self.row)

    @property
    def why(self) -> list[str]:
        """What the machine says of the row as a whole, where that is not what it says of the first candidate."""
        first = list(self.candidates[0].reasons) if self.candidates else []
        return [] if self.row.reasons == first else list(self.row.reasons)


def listed_of(row: ListRow) -> Listed:
    """As the repair read it; of older lists as the columns say."""
    cells = row.read_cells
    if not cells and row.raw:
        raw = row.cells
        cells = {
            field: str(raw[at])
            for field, at in row.incoming.columns.items()
            if at < len(raw) and raw[at] not in (None, "")
        }
    return Listed({field: " ".join(text.split()) for field, text in cells.items() if text})


def sides_of(row: ListRow, place: ReviewPlace, reader: Member) -> Sides:
    history = history_of(row)
    offered = _with_chosen(candidates_of(row.candidates), row, history)
    found = sides(row, offered[:MOST_SHOWN], reader)
    stands = next((d for d in history if d.undone_at is None and d.what != ReviewDecision.What.LATER), None)
    return Sides(
        row=row, place=place, said=_beside(row), raw=raw_cells(row), candidates=found,
        more=max(len(offered) - MOST_SHOWN, 0), pairs=_one_person_twice(found), history=history, stands=stands,
    )  # fmt: skip


def history_of(row: ListRow) -> list[ReviewDecision]:
    """Every decision about a row, taken back or not, the newest first."""
    rows = ReviewDecision.objects.filter(incoming=row.incoming_id, number=row.number)
    return list(rows.select_related("by__user", "person", "undone_by__user").order_by("-pk"))


def _with_chosen(offered: list[Candidate], row: ListRow, history: Sequence[ReviewDecision]) -> list[Candidate]:
    """Whom the row was ever said to be stands among the candidates."""
    known = {one.person_id for one in offered}
    chosen = [d.person_id for d in history if d.person_id] + ([row.person_id] if row.person_id else [])
    found = list(offered)
    for person in chosen:
        if person not in known:
            known.add(person)
            found.insert(0, Candidate(person, (), 0.0, ""))
    return found


def sides(row: ListRow, offered: Sequence[Candidate], reader: Member) -> list[Side]:
    """Candidates in their order, each once though records were merged since; those the reader may not see, and those
    whose data was erased, are left out."""
    standing = merged.standing_for({one.person_id for one in offered})
    people = _loaded({person.pk for person in standing.values()}, reader)
    heads, held = _heads(people.values()), _standings(people, row.incoming)
    rivals, listed = _rivals(row, people), listed_of(row)
    others = _other_names(people)
    found: dict[int, Side] = {}
    for one in offered:
        person = people.get(standing[one.person_id].pk) if one.person_id in standing else None
        if person is None or person.pk in found:
            continue
        words, contested = held.get(person.pk, ("", False))
        found[person.pk] = Side(
            key=len(found) + 1, person=person, lines=lines(listed, known_of(person, others.get(person.pk, ()))),
            likely=likely_words(one.probability) if one.pattern or one.reasons else "",
            percent=round(one.probability * 100) if one.probability else None, reasons=one.reasons,
            head=heads.get(person.household_id or 0, ""), standing=words, contested=contested,
            rivals=rivals.get(person.pk, []),
            why_here="" if one.reasons else "đã được chọn cho dòng này",
        )  # fmt: skip
    return list(found.values())


def _loaded(ids: Collection[int], reader: Member) -> dict[int, Person]:
    rows = Person.objects.visible_to(reader).filter(pk__in=ids, erased_at=None)
    rows = rows.select_related("household__village").prefetch_related("identifiers", "telephones")
    return {person.pk: person for person in rows}


def known_of(person: Person, others: Sequence[str] = ()) -> Known:
    numbers = sorted(person.identifiers.all(), key=lambda i: (i.status != Identifier.Status.ACTIVE, i.pk))
    return Known(
        full_name=person.full_name, birth=person.birth, sex=person.sex,
        numbers=[(i.value, i.status == Identifier.Status.ACTIVE) for i in numbers],
        telephones=[t.number for t in person.telephones.all() if t.to_on is None],
        village=person.household.village.full_name if person.household else "", other_names=others,
    )  # fmt: skip


def _other_names(people: Collection[int]) -> dict[int, list[str]]:
    """Names of records that were merged into these."""
    found: dict[int, list[str]] = defaultdict(list)
    merged_rows = Person.objects.filter(merged_into__in=list(people), erased_at=None).order_by("pk")
    for into, name in merged_rows.values_list("merged_into", "full_name"):
        found[into or 0].append(name)
    return found


def _heads(people: Collection[Person]) -> dict[int, str]:
    homes = {person.household_id for person in people if person.household_id}
    rows = Person.objects.filter(household__in=homes, is_head=True).values_list("household", "full_name")
    return dict(rows)


def _standings(people: Collection[int], received: IncomingList) -> dict[int, tuple[str, bool]]:
    """What each has of the list's service now, and by whose word."""
    levels = dict(received.service.levels.values_list("rank", "name"))
    rows = Standing.objects.filter(person__in=list(people), service=received.service_id)
    return {
        standing.person_id: (_standing_words(standing, levels), standing.is_contested)
        for standing in rows.select_related("decided_by__stated_by", "decided_by__made_by__user")
        if standing.person_id
    }


def _standing_words(standing: Standing, levels: dict[int, str]) -> str:
    claim = standing.decided_by
    who = claim.stated_by.label if claim.stated_by else claim.made_by.user.full_name if claim.made_by else ""
    word = f"theo {claim.get_source_display()}" + (f" ({who})" if who else "")
    if not standing.level:
        return f"ghi là chưa có, {word}"
    until = f", đến hết {standing.until_on:%d/%m/%Y}" if standing.until_on else ""
    return f"{levels.get(standing.level, 'có')} từ {standing.since_on:%d/%m/%Y}{until}, {word}"


def _rivals(row: ListRow, people: Collection[int]) -> dict[int, list[Rival]]:
    """Other rows of the list: those that are these people's, and those that wait and may be."""
    found: dict[int, list[Rival]] = defaultdict(list)
    rows = ListRow.objects.filter(incoming=row.incoming_id, person__in=list(people), verdict=ListRow.Verdict.LINKED)
    hers = rows.exclude(pk=row.pk).order_by("double_of", "number").values_list("person", "number", "said_number_ix")
    for person, number, index in hers:
        found[person or 0].append(Rival(number, True, _two_numbers(row, index)))
    places = ReviewPlace.objects.filter(incoming=row.incoming_id, best__in=list(people)).exclude(row=row.pk)
    waiting = places.exclude(state=ReviewPlace.State.SETTLED).order_by("row__number")
    for person, number, index in waiting.values_list("best", "row__number", "row__said_number_ix"):
        found[person or 0].append(Rival(number, False, _two_numbers(row, index)))
    return found


def _two_numbers(row: ListRow, index: str) -> bool:
    return bool(row.said_number_ix and index and row.said_number_ix != index)


def _one_person_twice(found: Sequence[Side]) -> list[tuple[Side, Side]]:
    """Two candidates that stand in the queue of likely doubles, or share name and birth and were never told apart."""
    by_id = {side.person.pk: side for side in found}
    known = LikelyDouble.objects.filter(a__in=by_id, b__in=by_id).values_list("a", "b", "state")
    apart = {(a, b) for a, b, state in known if state != LikelyDouble.State.OPEN}
    pairs = {(a, b) for a, b, state in known if state == LikelyDouble.State.OPEN}
    for a, one in by_id.items():
        for b, other in by_id.items():
            if a < b and (a, b) not in apart and _alike(one.person, other.person):
                pairs.add((a, b))
    return [(by_id[a], by_id[b]) for a, b in sorted(pairs)]


def _alike(one: Person, other: Person) -> bool:
    same_day = one.birth_date is not None and one.birth_date == other.birth_date and one.birth_precision == "day"
    return one.folded_name == other.folded_name and same_day and other.birth_precision == "day"


# -- what else the row says


def _beside(row: ListRow) -> list[tuple[str, str]]:
    cells = listed_of(row).cells
    return [(FIELDS.get(field, field), hidden_numbers(text)) for field, text in cells.items() if field not in COMPARED]


def raw_cells(row: ListRow) -> list[tuple[str, str]]:
    """The line as it stands in the file, under its own titles; whatever reads as a number is masked."""
    titles, field_at = row.incoming.titles, {at: field for field, at in row.incoming.columns.items()}
    found = []
    for at, cell in enumerate(row.cells):
        if cell not in (None, ""):
            mask = hidden if field_at.get(at) in NUMBERED else hidden_numbers
            title = str(titles[at]) if at < len(titles) and titles[at] else f"Cột {at + 1}"
            found.append((title, mask(str(cell))))
    return found


def rows_with_sides(places: QuerySet[ReviewPlace], reader: Member) -> list[dict[str, Any]]:
    """For a sheet of rows that ask one question: each row with its best candidate, line by line."""
    chosen = list(places.filter(best__isnull=False).select_related("row__incoming"))
    people = _loaded({place.best_id for place in chosen if place.best_id}, reader)
    found = [(place, people[place.best_id]) for place in chosen if place.best_id in people]
    return [
        {"row": place.row, "name": listed_of(place.row).name, "person": person}
        | _in_short(lines(listed_of(place.row), known_of(person)))
        for place, person in found
    ]


def _in_short(told: Sequence[Line]) -> dict[str, Any]:
    """What differs, line by line; what agrees, by name alone."""
    agree = [line.label.lower() for line in told if line.state == "same"]
    return {"lines": [line for line in told if line.state == "differs"], "agree": ", ".join(agree)}
