"""What a phone is given: everything in pages the first time, afterwards only what changed."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from tungnha.field.sync import changes
from tungnha.field.sync.documents import asked_in, documents
from tungnha.field.sync.holding import campaigns_of, hash_of, held_by
from tungnha.ledger.models import Standing
from tungnha.people.helping.rules import ELDER_AGE
from tungnha.people.models import Household, Need, Person
from tungnha.people.queries import AGES
from tungnha.units.models import Campaign, Member

FORM = 1  # of a household document: a new form is sent to every phone anew
MOST_ROWS = 1000
MOST_WANTED = 500


@dataclass(frozen=True)
class Place:
    """How far a phone has come. `mark`: in the log of changes; `on`: the day; `frame`: what its documents were made of;
    within a download `after`: the last household given, `base`: where the log is read from (None: everything)."""

    mark: str
    on: date
    frame: str
    after: int | None = None
    base: str | None = None
    base_on: date | None = None

    def token(self) -> str:
        """As the phone keeps it: signed, so that nobody asks from a place that was never given."""
        parts = [self.mark, self.on.isoformat(), self.frame, self.after, self.base, self.base_on and str(self.base_on)]
        packed = base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")
        return f"{packed}.{_signed(packed)}"


def _signed(text: str) -> str:
    return salted_hmac("tungnha.field.since", text, algorithm="sha256").hexdigest()[:20]


def read_place(token: str | None) -> Place | None:
    """None for what is none of ours: then everything is given."""
    packed, _, signature = (token or "").partition(".")
    if not packed or not constant_time_compare(signature, _signed(packed)):
        return None
    mark, on, frame, after, base, base_on = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return Place(mark, date.fromisoformat(on), frame, after, base, date.fromisoformat(base_on) if base_on else None)


def frame_of(member: Member, campaigns: Sequence[Campaign]) -> str:
    """What the documents of this phone are made of besides the rows of its households: which campaigns ask what, the
    form of a document, the migrations that ran."""
    asked = sorted((a.service.code, a.group, a.level) for a in asked_in(campaigns))
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM django_migrations")
        laid = cursor.fetchone()[0]
    parts = [FORM, member.pk, member.role, member.area.path, [c.pk for c in campaigns], asked, laid]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the phone says it has."""

    since: str | None = None
    cursor: str | None = None
    rows: int = 500
    doors: str | None = None
    want: Sequence[uuid.UUID] = ()


def delta(member: Member, asked: Asked, on: date) -> dict[str, Any]:
    """The parts `since`, `cursor`, `total`, `rows`, `gone`, `doors` of an answer."""
    campaigns = campaigns_of(member, on)
    frame, now = (
        frame_of(member, campaigns),
        changes.mark_now(),
    )  # before anything is read: what comes later comes again
    held = held_by(member, on)
    # One statement: which households, and their keys for the hash of doors.
    keys = dict(held.order_by("pk").values_list("pk", "key"))
    since, cursor = read_place(asked.since), read_place(asked.cursor)
    start = _start(since, cursor, frame, now, on)
    changed = None if start.base is None else _changed(start, on, member)
    wanted = [pk for pk in keys if changed is None or pk in changed]
    page_of = [pk for pk in wanted if start.after is None or pk > start.after]
    limit = max(1, min(asked.rows, MOST_ROWS))
    page, is_last = page_of[:limit], len(page_of) <= limit
    rows = documents([*page, *_by_key(keys, asked.want, page)], campaigns, on)
    done = Place(start.mark, start.on, frame)
    whole = start.base is None
    answer: dict[str, Any] = {
        "since": done.token() if is_last else None,
        "cursor": None if is_last else Place(
            start.mark, start.on, frame, page[-1], start.base, start.base_on).token(),
        "total": len(keys) if whole else len(wanted), "rows": rows,
        "gone": [] if changed is None else _gone(changed, keys, member), "doors": None,
    }  # fmt: skip
    doors = [str(key) for key in keys.values()]
    if is_last and (whole or (asked.doors is not None and asked.doors != hash_of(doors))):
        answer["doors"] = sorted(doors)
    return answer


def put_off(member: Member, asked: Asked, on: date) -> dict[str, Any]:
    """The same parts while more work waits on the phone: what changed comes with the last of it, once, not with every
    batch. The cursor says that there is something to come."""
    if read_place(asked.cursor) is not None:
        return _nothing_yet(asked.cursor)
    campaigns = campaigns_of(member, on)
    start = _start(read_place(asked.since), None, frame_of(member, campaigns), changes.mark_now(), on)
    return _nothing_yet(start.token())


def _nothing_yet(cursor: str | None) -> dict[str, Any]:
    return {"since": None, "cursor": cursor, "total": None, "rows": [], "gone": [], "doors": None}


def _start(since: Place | None, cursor: Place | None, frame: str, now: str, on: date) -> Place:
    """Where to go on: within a download, from a change number, or from the beginning."""
    if cursor is not None and cursor.frame == frame and _is_kept(cursor, on):
        return cursor if cursor.after is not None else replace(cursor, mark=now, on=on)
    if since is not None and since.frame == frame and _is_kept(since, on):
        return Place(now, on, frame, None, since.mark, since.on)
    return Place(now, on, frame)


def _is_kept(place: Place, on: date) -> bool:
    return place.on >= changes.oldest_kept(on)


def is_ahead(token: str | None) -> bool:
    """Whether a place we signed lies ahead of where we are: the database was put back to what it was."""
    place = read_place(token)
    return place is not None and changes.height_of(place.mark) > changes.height_of(changes.mark_now())


def _changed(start: Place, on: date, member: Member) -> set[int]:
    found = changes.changed_since(start.base or "")
    if start.base_on is not None and start.base_on < on:
        found |= turned_by_time(member, start.base_on, on)
    return found


def turned_by_time(member: Member, before: date, on: date) -> set[int]:
    """Households of the member's area where a day passing changed something: what ran out, who came of age, a need
    that began or ended. Days after `before` up to `on`."""
    inside = Person.objects.filter(household__village__path__startswith=member.area.path)
    ran_out = Standing.objects.filter(until_on__gte=before, until_on__lt=on) | Standing.objects.filter(
        since_on__gt=before, since_on__lte=on
    )
    ages = Q(pk__in=[])
    for years in {*AGES.values(), ELDER_AGE}:
        first, last = _years_before(before, years), _years_before(on, years)
        ages |= Q(birth_date__gte=first.replace(day=1), birth_date__lte=last)
        if first.year != last.year:  # known by the year or the month only: they turn on its last day
            ages |= Q(birth_precision="year", birth_date__year=first.year)
        if first.month != last.month:
            ages |= Q(birth_precision="month", birth_date__year=first.year, birth_date__month=first.month)
    needs = Need.objects.filter(Q(from_on__gt=before, from_on__lte=on) | Q(to_on__gte=before, to_on__lt=on))
    whose = ages | Q(pk__in=ran_out.filter(person__isnull=False).values("person")) | Q(pk__in=needs.values("person"))
    homes = set(inside.filter(whose).order_by().values_list("household", flat=True))
    of_homes = ran_out.filter(household__village__path__startswith=member.area.path).order_by()
    return homes | set(of_homes.values_list("household", flat=True))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _by_key(keys: dict[int, uuid.UUID], want: Sequence[uuid.UUID], page: Sequence[int]) -> list[int]:
    """What the phone found missing of the doors it was told, where they are its own."""
    if not want:
        return []
    asked, given = set(want[:MOST_WANTED]), set(page)
    return [pk for pk, key in keys.items() if key in asked and pk not in given]


def _gone(changed: set[int], keys: dict[int, uuid.UUID], member: Member) -> list[str]:
    """Changed households of the own area that this phone no longer holds."""
    left = [pk for pk in changed if pk not in keys]
    found: list[str] = []
    for start in range(0, len(left), 500):
        rows = Household.objects.filter(pk__in=left[start : start + 500], village__path__startswith=member.area.path)
        found += [str(key) for key in rows.order_by().values_list("key", flat=True)]
    return found
