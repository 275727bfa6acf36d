"""Who looked at whom: from the log of what was done, and from the files on record.

What is on a list of results is not logged person by person: a name, a year and a village, within the reader's scope.
`within_reach` says who that could have been, for the count of a breach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tungnha.people.forms.unmask import purpose_words
from tungnha.people.models import Export, ExportedPerson, Person, Unmasking
from tungnha.people.operations.viewing import VIEWED
from tungnha.units.models import Event, Member
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.scope import visible_to

PERSON = "people.Person"
UNMASKED = "person.unmasked"
PLACES = {
    "person": "mở trang của người này",
    "household": "mở trang của hộ",
    "visit": "mở hộ để ghi lượt đến nhà",
    "session": "điểm danh tại buổi hỗ trợ",
    "roster": "mở danh sách của đơn vị",
    "course": "mở danh sách một lớp tập huấn",
    "waiting": "mở một việc máy của Tổ gửi lên cần xem",
    "rivals": "xem hai lời khác nhau về người này",
}
AT_ONCE = 500  # ids in one question: SQLite takes no endless list


@dataclass(frozen=True)
class Look:
    """One time somebody looked, unmasked or took out a file, in words."""

    at: datetime
    who: str
    role: str
    unit: str
    how: str
    purpose: str = ""
    mark: str = ""
    member_id: int | None = None


@dataclass(frozen=True)
class Seen:
    """One person a member saw within a span of time."""

    person_id: int
    at: datetime
    how: str  # viewed, unmasked or exported


def looked_at(person: Person, reader: Member | None, *, limit: int | None = None) -> list[Look]:
    """Everyone who looked at a person, latest first: page opened, numbers shown in full, files taken out.

    A reader who sees names in the person's area reads all of it; a unit's officer or a partner only the own looks.
    What was seen of records merged into this one counts as seen of the person.
    """
    ids = _one_person(person)
    events = Event.objects.filter(about=PERSON, about_id__in=[str(pk) for pk in ids], verb__in=(VIEWED, UNMASKED))
    files = Export.objects.filter(lines__person__in=ids).distinct()
    if reader is None or not _reads_all(person, reader):
        mine = reader.pk if reader else None
        events, files = events.filter(member_id=mine), files.filter(by=mine)
    found_events, found_files = list(events[:limit]), list(files.select_related("given_to")[:limit])
    words = {(u.by_id, u.at): u.words for u in Unmasking.objects.filter(person__in=ids).exclude(words="")}
    members = _members([e.member_id for e in found_events] + [f.by_id for f in found_files])
    looks = [_look_of_event(event, members, words) for event in found_events]
    looks += [_look_of_file(file, members) for file in found_files]
    return sorted(looks, key=lambda look: look.at, reverse=True)[:limit]


def _reads_all(person: Person, reader: Member) -> bool:
    return reader.role in SEES_NAMES and visible_to(Person.objects.filter(pk=person.pk), reader).exists()


def _one_person(person: Person) -> list[int]:
    """The person and every record that was merged into it, near or far."""
    found, newest = [person.pk], [person.pk]
    while newest:
        newest = list(Person.objects.filter(merged_into__in=newest).exclude(pk__in=found).values_list("pk", flat=True))
        found += newest
    return found


def _members(ids: Iterable[int | None]) -> dict[int, Member]:
    rows = Member.objects.select_related("user", "organisation", "area")
    return rows.in_bulk({pk for pk in ids if pk is not None})


def _look_of_event(event: Event, members: dict[int, Member], words: Mapping[tuple[int, datetime], str]) -> Look:
    if event.verb == UNMASKED:
        said = words.get((event.member_id or 0, event.at), "")
        how, purpose = "xem đủ số", said or purpose_words(event.data.get("purpose", ""))
    else:
        how, purpose = PLACES.get(event.data.get("where", "person"), PLACES["person"]), ""
    return Look(at=event.at, how=how, purpose=purpose, **_who(event.member_id, members, event.actor))


def _look_of_file(file: Export, members: dict[int, Member]) -> Look:
    given = f", giao {file.given_to.name}" if file.given_to else ""
    how = f"lấy ra trong tệp {file.name}{given}"
    return Look(at=file.at, how=how, purpose=file.purpose, mark=file.mark, **_who(file.by_id, members, ""))


def _who(member_id: int | None, members: dict[int, Member], role: str) -> dict[str, Any]:
    member = members.get(member_id) if member_id is not None else None
    if member is None:
        return {"who": "không rõ" if member_id else "máy", "role": role, "unit": "", "member_id": member_id}
    unit = member.organisation.name if member.organisation else member.area.full_name
    role = role or member.get_role_display()
    return {"who": member.user.full_name, "role": role, "unit": unit, "member_id": member_id}


def seen_by(member: Member, since: datetime, until: datetime) -> list[Seen]:
    """Whom a member surely saw from `since` to before `until`: each person once for each way, at the first time."""
    first: dict[tuple[int, str], Seen] = {}
    for seen in _all_seen(member, since, until):
        key = (seen.person_id, seen.how)
        if key not in first or seen.at < first[key].at:
            first[key] = seen
    return sorted(first.values(), key=lambda seen: (seen.at, seen.person_id))


def _all_seen(member: Member, since: datetime, until: datetime) -> Iterator[Seen]:
    span = {"at__gte": since, "at__lt": until}
    events = Event.objects.filter(member_id=member.pk, about=PERSON, verb__in=(VIEWED, UNMASKED), **span)
    for verb, about_id, at in events.values_list("verb", "about_id", "at").iterator():
        yield Seen(int(about_id), at, "unmasked" if verb == UNMASKED else "viewed")
    lines = ExportedPerson.objects.filter(export__by=member, export__at__gte=since, export__at__lt=until)
    for person_id, at in lines.values_list("person_id", "export__at").iterator():
        yield Seen(person_id, at, "exported")


def persons_seen_by(member: Member, since: datetime, until: datetime) -> list[Person]:
    """The people themselves, for the list of a breach: as they stand now, merged records as the one they became."""
    ids = sorted({seen.person_id for seen in seen_by(member, since, until)})
    found: dict[int, Person] = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = Person.objects.select_related("household__village", "merged_into").filter(
            pk__in=ids[start : start + AT_ONCE]
        )
        for person in rows:
            while person.merged_into is not None:
                person = person.merged_into
            found[person.pk] = person
    return sorted(found.values(), key=lambda person: (person.sort_key, person.pk))


def within_reach(member: Member) -> Any:
    """Whoever a member could have opened: the most a lost password or telephone can have shown."""
    return visible_to(Person.objects.all(), member)
