"""Names go when their purpose has ended: proposed by the hourly job, confirmed by the steward, worked off in batches.

First the counts are kept (village × group × service), then the names go. Each batch is one transaction and remembers
where it is, so a job that is stopped goes on where it stood (docs/decisions/0017-erasure.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Q

from tungnha.people import queries
from tungnha.people.models import (
    Erasure,
    Household,
    KeptCount,
    Person,
    PersonGroup,
    ProcessingRecord,
    Retention,
    RosterEntry,
)
from tungnha.people.models.erasures import Why
from tungnha.people.operations.erasing import blank_persons, blank_rows, with_merged
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

BATCH = 200  # rows of one transaction
# Rooms whose rows are about citizens. The names in plans and reports are those of officials who signed.
ROOMS = {"people", "ledger", "lists", "field", "outreach", "voices"}
# Proof of what was lawful, asked, given out or broken outlives the purpose it speaks of.
KEPT = {
    "people.ProcessingRecord", "people.Consent", "people.ConsentNotice", "people.Export", "people.RightsRequest",
    "people.Restriction", "people.Breach",
}  # fmt: skip
HUBS = {"people.Person", "people.Household", "units.Member", "units.Area", "units.Organisation", "units.User"}
GROUPS = ("all", "adult15", "adult18", *PersonGroup.Kind.values)


# --- proposing --------------------------------------------------------------------------------------------------------


def current_records(area: Area | None = None) -> Any:
    """The records in force: the last version of each."""
    rows = ProcessingRecord.objects.filter(replaced_by=None).select_related("campaign", "area")
    return rows.filter(area=area) if area is not None else rows


@transaction.atomic
def propose(at: datetime) -> int:
    """Bring a proposal into being for every record whose names have come to their day; how many were new."""
    made = 0
    for record in current_records().exclude(pk__in=Retention.objects.filter(cancelled_at=None).values("record")):
        due = record.names_go_on
        if due is not None and due <= at.date():
            Retention.objects.create(
                record=record, area=record.area, campaign=record.campaign, due_on=due, proposed_at=at
            )
            made += 1
    return made


def needed_elsewhere(record: ProcessingRecord, on: date) -> list[ProcessingRecord]:
    """Other purposes of the area that still need the names in the register: while one does, those names stay."""
    others = current_records(record.area).exclude(pk=record.pk)
    return [other for other in others if other.names_go_on is None or other.names_go_on > on]


# --- confirming -------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(*, retention: Retention, by: Member, at: datetime) -> Retention:
    """The steward's word: from here it is worked off, and cannot be taken back."""
    held = _hold(retention)
    if held.confirmed_at is not None or held.cancelled_at is not None:
        raise BadInput("Đợt xóa này đã được xác nhận, hoặc hồ sơ đã đổi thời hạn.")
    held.register_too = not needed_elsewhere(held.record, at.date())
    held.confirmed_at, held.confirmed_by = at, by
    held.total = sum(rows.count() for rows in _tables(held)) + _persons(held).count() + _homes(held).count()
    held.save()
    log_event("retention.confirmed", about=held, by=by, at=at, total=held.total, register=held.register_too)
    return held


def _hold(retention: Retention) -> Retention:
    held: Retention = Retention.objects.select_for_update(of=("self",)).get(pk=retention.pk)
    return held


# --- the work ---------------------------------------------------------------------------------------------------------


def work(*, retention: Retention, at: datetime, batches: int | None = None) -> Retention:
    """Do some batches, or all. May be called again at any time, by the page and by the hourly job alike."""
    done = 0
    while (batches is None or done < batches) and _step(retention, at):
        done += 1
    return Retention.objects.get(pk=retention.pk)


@transaction.atomic
def _step(retention: Retention, at: datetime) -> bool:
    """One batch; whether there is more to do."""
    held = _hold(retention)
    if held.confirmed_at is None or held.finished_at is not None:
        return False
    if held.frozen_at is None:
        _freeze(held, at)
    elif not (_blank_some(held) or _erase_some(held, at) or _empty_some(held, at)):
        _finish(held, at)
    held.save()
    return held.finished_at is None


def _freeze(held: Retention, at: datetime) -> None:
    """Keep how many there are before anybody's name goes."""
    on = at.date()
    for group in GROUPS:
        people = queries.counted(group, on, Person.objects.filter(household__village__path__startswith=held.area.path))
        _keep_counts(held, group, people.order_by().values_list("household__village").annotate(n=Count("pk")))
        having = people.filter(
            Q(standings__until_on=None) | Q(standings__until_on__gte=on), standings__level__gte=1,
            standings__since_on__lte=on,
        )  # fmt: skip
        keys = ("standings__service__code", "standings__service__name", "standings__level")
        rows = having.order_by().values_list("household__village", *keys).annotate(n=Count("pk", distinct=True))
        _keep_counts(held, group, rows)
    held.frozen_at = at


def _keep_counts(held: Retention, group: str, rows: Any) -> None:
    KeptCount.objects.bulk_create(
        KeptCount(
            retention=held, village_id=row[0], group=group, count=row[-1],
            **({"service": row[1], "service_name": row[2][:200], "level": row[3]} if len(row) > 2 else {}),
        )
        for row in rows
    )  # fmt: skip


def _blank_some(held: Retention) -> bool:
    """The next rows of the campaign's own tables, in the order of their keys."""
    for rows in _tables(held):
        label = rows.model._meta.label
        if held.cursor.get(label) == "end":
            continue
        after = rows.filter(pk__gt=held.cursor[label]) if label in held.cursor else rows
        keys = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            held.cursor[label] = "end"
            continue
        _count(held, Counter({label: blank_rows(rows.model._default_manager.filter(pk__in=keys))}), len(keys))
        held.cursor[label] = str(keys[-1])
        return True
    return False


def _erase_some(held: Retention, at: datetime) -> bool:
    persons = list(_persons(held).order_by("pk")[:BATCH])
    if not persons or held.confirmed_by is None:
        return False
    named = [person for person in with_merged(persons) if person.erased_at is None]
    _count(held, blank_persons(named, why=Why.RETENTION, by=held.confirmed_by, at=at), len(persons))
    return True


def _empty_some(held: Retention, at: datetime) -> bool:
    """Homes without anybody left whose address still stands, as those where all had moved away before."""
    keys = list(_homes(held).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if keys:
        _count(held, Counter({"people.Household": blank_rows(Household.objects.filter(pk__in=keys))}), len(keys))
    return bool(keys)


def _count(held: Retention, rows: Counter[str], done: int) -> None:
    held.rows = dict(Counter(held.rows) + rows)
    held.done = min(held.total, held.done + done) if held.total else held.done + done


def _finish(held: Retention, at: datetime) -> None:
    held.finished_at, held.done = at, held.total
    assert held.confirmed_by is not None
    Erasure.objects.create(
        area=held.area, why=Why.RETENTION, retention=held, persons=held.rows.get("people.Person", 0), rows=held.rows,
        at=at, by=held.confirmed_by,
    )  # fmt: skip
    log_event("retention.finished", about=held, by=held.confirmed_by, at=at, rows=sum(held.rows.values()))


def _persons(held: Retention) -> Any:
    """Those whose name stands in the register of the area, if those names go: moved and dead ones too, and those only
    on the roster of a unit there."""
    if not held.register_too:
        return Person.objects.none()
    here = Q(household__village__path__startswith=held.area.path)
    on_roster = RosterEntry.objects.filter(organisation__area__path__startswith=held.area.path)
    staff = Q(household=None, pk__in=on_roster.values("person"))
    return Person.objects.filter(here | staff, erased_at=None)


def _homes(held: Retention) -> Any:
    if not held.register_too:
        return Household.objects.none()
    named = ~Q(lane="") | ~Q(house="")
    return Household.objects.filter(named, village__path__startswith=held.area.path, persons=None)


# --- which tables speak of a campaign ---------------------------------------------------------------------------------


def _tables(held: Retention) -> Iterator[Any]:
    """The campaign's own rows that name or describe somebody, table by table."""
    if held.campaign is None:
        return
    for model, path in tables_of_a_campaign():
        yield model._default_manager.filter(**{path: held.campaign_id})


def tables_of_a_campaign() -> list[tuple[type[models.Model], str]]:
    """(table, the way from its rows to their campaign), found by following foreign keys: a table added later is in."""
    found = []
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        wanted = model._meta.app_label in ROOMS and model._meta.label not in KEPT | HUBS
        path = _way_to_campaign(model) if wanted and _names_somebody(model) else ""
        if path:
            found.append((model, path))
    return found


def _names_somebody(model: Any) -> bool:
    return bool(model.privacy.personal)


def _way_to_campaign(model: type[models.Model], steps: int = 3) -> str:
    """`visit__campaign`: the shortest way over at most three foreign keys that leads over no person and no place."""
    ways: list[tuple[type[models.Model], str]] = [(model, "")]
    for _ in range(steps):
        further = []
        for at, path in ways:
            for field in at._meta.fields:
                target = field.related_model
                if not field.is_relation or not isinstance(target, type):
                    continue
                if target is Campaign:
                    return f"{path}{field.name}"
                if target._meta.label not in HUBS and target is not at:
                    further.append((target, f"{path}{field.name}__"))
        ways = further
    return ""


def tick(at: datetime) -> int:
    """The hourly job: propose what is due, go on with what is confirmed. How many batches' jobs were moved on."""
    propose(at)
    running = Retention.objects.filter(confirmed_at__isnull=False, finished_at=None, cancelled_at=None)
    for retention in running:
        work(retention=retention, at=at)
    return len(running)


__all__ = ["confirm", "current_records", "needed_elsewhere", "propose", "tables_of_a_campaign", "tick", "work"]
