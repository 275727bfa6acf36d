"""Finding people: by any part of the name, with or without marks, by year of birth, number, telephone, household.

Whatever finds them, the people shown are loaded through `Person.objects.visible_to(member)`: a walk gives numbers of
rows, the one scope filter gives people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from tungnha.identity import numbers, phones
from tungnha.people.finding import HERE, STATES
from tungnha.people.finding import words as name_words
from tungnha.people.finding.walk import AWAY, GONE, Asked, Hit, walk
from tungnha.people.finding.words import Word
from tungnha.people.models import Household, Identifier, Person, Telephone
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.register.showing import Shown, show
from tungnha.units.models import Area, Member
from tungnha.units.protection import blind_index

PAGE = 25
MOST = 1000  # people that can be paged through: whoever looks for one person types another letter instead
COUNTED = 100  # people that are counted even where nobody pages on
MOST_WORDS = 8
STATE_OF = {"o-day": HERE, "di-xa": AWAY, "khong-con": GONE}
TITLES = {"ong", "ba", "anh", "chi", "co", "chu", "bac", "chau", "em", "cu"}
_YEAR = re.compile(r"(?:\b\d{1,2}[/.\-]){0,2}\b((?:18|19|20)\d\d)\b")
_CODE = re.compile(r"[\w./\-]{1,30}")
_CHUNK = 5000


@dataclass(frozen=True)
class Question:
    """What a member types and chooses. `state` is a key of STATE_OF, "" for everyone."""

    text: str = ""
    village: int | None = None
    commune: int | None = None
    state: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of people. `count` is how many there are, `more` that there are more than that."""

    people: list[Shown] = field(default_factory=list)
    count: int = 0
    more: bool = False
    page: int = 1
    has_next: bool = False
    note: str = ""  # "marks": nobody with these marks, so without them · "title": without the word before the name
    by: str = "name"  # name · number · household
    choose_commune: bool = False


@dataclass(frozen=True)
class _Place:
    """Where a member looks: one commune, one village; neither for whoever sees only the people of a unit."""

    commune: int | None = None
    village: int | None = None
    choose: bool = False


def find(question: Question, member: Member) -> Found:
    """One page of the people a member may see who answer to the question."""
    text = question.text.strip()
    if is_number(text):
        return _all(_by_number(text), question, member, "number")
    place = _place(question, member)
    homes = _by_household(text, place, question, member)
    if homes:
        return _all(homes, question, member, "household")
    if place.choose:
        return Found(choose_commune=True)
    return _by_name(text, place, question, member)


def is_number(text: str) -> bool:
    """Whether words of a search are a personal number or a telephone."""
    return numbers.read_personal_number(text) is not None or phones.read_phone(text) is not None


def is_private(text: str) -> bool:
    """What stands in no address and no log: a number, or so many digits that it may be part of one."""
    return sum(map(str.isdigit, text)) > 5 or is_number(text)


# -- by number, by household


def _by_number(text: str) -> list[int]:
    """Whose number or telephone it is or was; those who were merged are led to the one they went into."""
    digits, phone = numbers.read_personal_number(text), phones.read_phone(text)
    found: set[int | None] = set()
    if digits is not None:
        index = blind_index(digits.value, NUMBER_INDEX)
        found |= set(Identifier.objects.filter(value_ix=index).values_list("person", flat=True))
    if phone is not None:
        index = blind_index(phone.value, PHONE_INDEX)
        found |= set(Telephone.objects.filter(number_ix=index).values_list("person", flat=True))
    return _survivors(pk for pk in found if pk is not None)


def _survivors(persons: Iterable[int]) -> list[int]:
    found, seen = set(persons), set[int]()
    while merged := dict(
        Person.objects.filter(pk__in=found - seen, merged_into__isnull=False).values_list("pk", "merged_into")
    ):
        seen |= set(merged)
        found = (found - set(merged)) | {into for into in merged.values() if into is not None}
    return sorted(found)


def _by_household(text: str, place: _Place, question: Question, member: Member) -> list[int]:
    """Those of the households of that code, when what is typed can be one."""
    if not any(map(str.isdigit, text)) or not _CODE.fullmatch(text) or _YEAR.fullmatch(text):
        return []
    villages = Area.objects.filter(kind=Area.Kind.VILLAGE, path__startswith=member.area.path)
    if place.commune is not None or place.village is not None:
        villages = villages.filter(Q(pk=place.village) | Q(parent=place.commune))
    # By number of the village: the index is (village, code).
    within = list(villages.values_list("pk", flat=True))
    homes = Household.objects.visible_to(member).filter(village__in=within, code__in={text, text.upper(), text.lower()})
    found = Person.objects.filter(household__in=list(homes.values_list("pk", flat=True)), erased_at=None)
    return list(found.values_list("pk", flat=True))


def _all(persons: Sequence[int], question: Question, member: Member, by: str) -> Found:
    """People known by their ids: a handful, heads of households first."""
    visible = Person.objects.visible_to(member).filter(pk__in=persons, erased_at=None, merged_into=None)
    if question.village is not None:
        visible = visible.filter(household__village=question.village)
    if question.state in STATE_OF:
        visible = visible.filter(residence__in=_residences(STATE_OF[question.state]))
    ids = list(visible.order_by("household", "-is_head", "birth_date", "pk").values_list("pk", flat=True)[:MOST])
    return _page(ids, len(ids), False, question, member, (), by=by)


def _residences(state: int) -> list[str]:
    return [value for value in Person.Residence.values if STATES.get(Person.Residence(value), HERE) == state]


# -- by name


def _place(question: Question, member: Member) -> _Place:
    """The commune or village to walk. What lies outside the member's area gives nobody."""
    if not member.sees_whole_area(names=True):
        return _Place(village=None)
    area = member.area
    if area.kind == Area.Kind.VILLAGE:
        return _Place(village=area.pk if question.village in (None, area.pk) else None)
    within = Area.objects.filter(path__startswith=area.path)
    if question.village is not None:
        village = within.filter(kind=Area.Kind.VILLAGE, pk=question.village).first()
        return _Place(village=village.pk if village else None)
    if area.kind == Area.Kind.COMMUNE:
        return _Place(commune=area.pk)
    chosen = within.filter(kind=Area.Kind.COMMUNE, pk=question.commune or 0).first()
    return _Place(commune=chosen.pk) if chosen else _Place(choose=True)


def _by_name(text: str, place: _Place, question: Question, member: Member) -> Found:
    year = _YEAR.search(text)
    words = tuple(name_words.read_words(_YEAR.sub(" ", text)))[:MOST_WORDS]
    born, state = int(year[1]) if year else None, STATE_OF.get(question.state)
    beside = _Beside.of(member, question)
    first = (question.page - 1) * PAGE
    limit = min(max(first + PAGE, COUNTED), MOST) + 1
    for typed, note in _attempts(words):
        asked = Asked(typed, year=born, state=state, commune=place.commune, village=place.village)
        hits = _merged(walk(asked, limit), beside.hits(asked))[:limit]
        if hits:
            more = len(hits) == limit
            ids = [hit.person for hit in hits[: limit - 1] if more] or [hit.person for hit in hits]
            return _page(ids, len(ids), more, question, member, typed, note)
    return Found()


def _attempts(words: tuple[Word, ...]) -> Iterable[tuple[tuple[Word, ...], str]]:
    """As typed; then whatever the marks; then without the "bà" before the name."""
    yield words, ""
    if any(word.marked for word in words):
        yield name_words.without_marks(words), "marks"
    if len(words) > 1 and words[0].letters in TITLES:
        yield words[1:], "title"
        if any(word.marked for word in words[1:]):
            yield name_words.without_marks(words[1:]), "marks"


def _merged(walked: list[Hit], beside: list[Hit]) -> list[Hit]:
    """Both in the order of results; who is on both sides once."""
    if not beside:
        return walked
    seen = {hit.person for hit in walked}
    return sorted([*walked, *(hit for hit in beside if hit.person not in seen)])


@dataclass(frozen=True)
class _Beside:
    """People a member sees by no area: of the own unit's roster, or met at a session. Few."""

    rows: list[tuple[int, str, list[str], str, int | None]] = field(default_factory=list)

    @staticmethod
    def of(member: Member, question: Question) -> _Beside:
        ids = _by_organisation(member)
        rows: list[tuple[int, str, list[str], str, int | None]] = []
        for at in range(0, len(ids), _CHUNK):
            visible = Person.objects.visible_to(member).filter(pk__in=ids[at : at + _CHUNK], erased_at=None)
            visible = visible.filter(merged_into=None)
            if member.sees_whole_area(names=True):
                visible = visible.exclude(household__village__path__startswith=member.area.path)
            if question.village is not None:
                visible = visible.filter(household__village=question.village)
            known = list(visible.order_by().values_list("pk", "full_name", "residence", "birth_date"))
            others = _names_of_merged([pk for pk, *_ in known])
            rows += [
                (pk, name, others.get(pk, []), residence, born.year if born else None)
                for pk, name, residence, born in known
            ]
        return _Beside(rows)

    def hits(self, asked: Asked) -> list[Hit]:
        return [hit for row in self.rows if (hit := _held_against(asked, row)) is not None]


def _held_against(asked: Asked, row: tuple[int, str, list[str], str, int | None]) -> Hit | None:
    pk, full_name, others, residence, born = row
    state = STATES.get(Person.Residence(residence), HERE)
    if asked.year not in (None, born) or asked.state not in (None, state):
        return None
    own, *merged = map(name_words.spell, (full_name, *others))
    by_own = own is not None and name_words.agrees(asked.words, own)
    if own is None or not (by_own or any(name and name_words.agrees(asked.words, name) for name in merged)):
        return None
    first = not asked.words or (by_own and name_words.on_given(asked.words, own))
    return Hit(int(state == GONE), 0 if first else 1, own.place(state == GONE), pk)


def _by_organisation(member: Member) -> list[int]:
    """Who may be seen for the organisation's sake; the scope filter has the last word."""
    scope = Person.scope
    lookups = [scope.organisation] if member.sees_own_organisation else []
    lookups += [scope.partner] if member.is_partner else []
    found: set[int] = set()
    for lookup in lookups:
        if lookup and member.organisation_id is not None:
            tied = Person.objects.filter(**{lookup: member.organisation_id}).order_by()
            found |= set(tied.values_list("pk", flat=True))
    return sorted(found)


def _names_of_merged(persons: Sequence[int]) -> dict[int, list[str]]:
    """Names of the records that went into these, whatever the number of steps."""
    found: dict[int, list[str]] = {}
    into = {pk: pk for pk in persons}
    while into:
        level = {}
        merged = Person.objects.filter(merged_into__in=list(into), erased_at=None)
        for pk, name, direct in merged.values_list("pk", "full_name", "merged_into"):
            level[pk] = into[direct or 0]
            found.setdefault(level[pk], []).append(name)
        into = level
    return found


# -- the page


def _page(
    ids: Sequence[int], count: int, more: bool, question: Question, member: Member, typed: Sequence[Word],
    note: str = "", by: str = "name",
) -> Found:  # fmt: skip
    first = (question.page - 1) * PAGE
    wanted = list(ids[first : first + PAGE])
    rows = Person.objects.visible_to(member).filter(pk__in=wanted).select_related("household__village")
    known = {person.pk: person for person in rows}
    people = [known[pk] for pk in wanted if pk in known]
    strangers = [p.pk for p in people if not _agrees(typed, p.full_name)]
    others = _names_of_merged(strangers) if strangers else {}
    return Found(
        people=[show(person, typed, others.get(person.pk, ())) for person in people],
        count=count, more=more, page=question.page, has_next=len(ids) > first + PAGE, note=note, by=by,
    )  # fmt: skip


def _agrees(typed: Sequence[Word], full_name: str) -> bool:
    name = name_words.spell(full_name)
    return name is None or name_words.agrees(typed, name)


__all__ = ["Found", "Question", "find", "is_number", "is_private"]
