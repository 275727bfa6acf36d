"""A member's deadlines as a calendar any programme subscribes to (RFC 5545), at a secret address that can be revoked.

A duty that comes again stands as one event with its RRULE; a time of it that differs (sent, excused, moved, no longer
owed) as an event of the same UID that stands for that time. What comes once, and every question asked, stands alone.
Nobody's name stands in it: whoever finds the address learns which bodies report what, and when.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tungnha.plans.models import Duty
from tungnha.plans.queries import before_rule, phases_of
from tungnha.plans.rules.recurrence import ENTRY, entry, recurrence
from tungnha.reports import queries, showing
from tungnha.reports.duties import planning
from tungnha.reports.duties.reminding import address
from tungnha.reports.models import CalendarFeed, Obligation, Request
from tungnha.reports.requests import queries as requests
from tungnha.reports.rules import period_title
from tungnha.units import ical
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

PRODUCT = "-//Tung Nha//Han bao cao//VI"
KEPT_PAST = timedelta(days=60)
MOST_FEEDS = 5
NEAR = timedelta(days=40)
SECRET_BYTES = 24
HOST = "tungnha"  # right of the @ in a UID: not where we are reached, which may change
LAST_OF_ALL = date(9999, 12, 31)


# --- the address -----------------------------------------------------------------------------------------------------


@transaction.atomic
def open_feed(*, member: Member, at: datetime) -> str:
    """A new secret for a member's calendar. It is told once: only its digest is kept."""
    Member.objects.select_for_update().get(pk=member.pk)
    if member.calendar_feeds.filter(revoked_at=None).count() >= MOST_FEEDS:  # type: ignore[attr-defined]
        raise BadInput(f"Đã có {MOST_FEEDS} địa chỉ lịch đang dùng. Xin thu hồi bớt một địa chỉ rồi tạo mới.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = CalendarFeed.objects.create(member=member, digest=digest_of(secret), made_at=at)
    log_event("feed.opened", about=row, by=member, at=at)
    return secret


@transaction.atomic
def revoke_feed(*, row: CalendarFeed, by: Member, at: datetime) -> None:
    """From now on the address leads nowhere."""
    if row.revoked_at is None and row.member_id == by.pk:
        CalendarFeed.objects.filter(pk=row.pk).update(revoked_at=at)
        log_event("feed.revoked", about=row, by=by, at=at)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(secret: str, at: datetime) -> CalendarFeed | None:
    """The feed a secret opens, of a member who still is one and may log in."""
    rows = CalendarFeed.objects.select_related("member__user", "member__organisation", "member__area__parent__parent")
    row: CalendarFeed | None = rows.filter(digest=digest_of(secret), revoked_at=None).first()
    if row is None or not row.member.is_current or not row.member.user.is_active:
        return None
    today = at.astimezone(VIETNAM).date()
    if row.read_on != today:
        CalendarFeed.objects.filter(pk=row.pk).update(read_on=today)
    return row


# --- what stands in it -----------------------------------------------------------------------------------------------


def calendar_of(member: Member, at: datetime) -> bytes:
    """What the member owes itself; for a desk, what the units owe it, one event a period."""
    whose = member.organisation.label if member.organisation else member.area.title
    events = [*_events_of_duties(member, at), *_events_of_requests(member, at)]
    return ical.calendar(events, name=f"Hạn báo cáo: {whose}", at=at, product=PRODUCT)


def _events_of_duties(member: Member, at: datetime) -> Iterator[ical.Event]:
    rows = list(_obligations(member).order_by("duty", "due_at", "pk"))  # from the first on: a series begins there
    by_duty: dict[int, list[Obligation]] = {}
    for row in rows:
        by_duty.setdefault(row.duty_id, []).append(row)
    own = {row.obligation.pk: row for row in queries.standings([r for r in rows if _is_own(member, r)], at)}
    for found in by_duty.values():
        yield from _events_of(found[0].duty, found, own, at)


def _obligations(member: Member) -> Any:
    rows = queries.my_obligations(member)
    if member.has_role(*planning.BY_UNITS):
        rows = queries.obligations_for(member).filter(duty__plan__campaign__area=member.area_id) | rows
    return rows.select_related("duty__addressee")


def _is_own(member: Member, row: Obligation) -> bool:
    return row.organisation_id == member.organisation_id or row.duty.compiled


def _events_of(
    duty: Duty, rows: Sequence[Obligation], own: dict[int, queries.Standing], at: datetime
) -> Iterator[ical.Event]:
    """One period may be owed by many units; in the calendar of their desk it is one deadline."""
    periods: dict[str, list[Obligation]] = {}
    for row in rows:
        periods.setdefault(row.period, []).append(row)
    rule = recurrence(duty, before_rule())
    singles = [_single(duty, found, own, at) for found in periods.values()]
    if rule is None:
        yield from (single for single in singles if single.ends_at > at - KEPT_PAST)
        return
    standing = [found[0].due_at for found in periods.values() if any(row.closed_at is None for row in found)]
    starts = _times_of_rule(duty, rows)
    start = starts.get(rows[0].period, entry(rows[0].due_at)[0])
    uid = f"duty-{duty.pk}-{_whose(rows, own)}@{HOST}"
    ends = last_day_of(duty, max(standing, default=None))
    yield ical.Event(
        uid=uid, starts_at=start, ends_at=start + ENTRY, summary=_summary(duty, ""), location="",
        description=f"{showing.direction(duty)}. {showing.due_words_of(duty)}.", sequence=0 if standing else 1,
        changed_at=duty.plan.confirmed_at, rule=rule.until(ends) if ends else rule.text, cancelled=not standing,
        url=address("reports:index"), is_free=True,
    )  # fmt: skip
    for single, found in zip(singles, periods.values(), strict=True):
        if found[0].due_at <= at - KEPT_PAST:
            continue
        yield replace(single, uid=uid, recurs_at=starts.get(found[0].period, single.starts_at))


def _times_of_rule(duty: Duty, rows: Sequence[Obligation]) -> dict[str, datetime]:
    """period → which time of the series it is: by the duty's own hour on the day it names, though it was moved."""
    first, last = min(row.ends_on for row in rows), max(row.ends_on for row in rows)
    found = planning.periods_of(duty, first - NEAR, last + NEAR)
    return {period.key: entry(period.due_at)[0] for period in found}


def _single(duty: Duty, rows: Sequence[Obligation], own: dict[int, queries.Standing], at: datetime) -> ical.Event:
    row = rows[0]
    title = period_title(row.period, row.starts_on, row.ends_on)
    starts, ends = entry(row.due_at)
    open_rows = [one for one in rows if one.closed_at is None]
    standing = own.get(row.pk) if len(rows) == 1 else None
    state = standing.state if standing else ""
    cancelled = not open_rows or state in ("closed", "excused")
    marks = {"sent": "Đã gửi: ", "late": "Đã gửi: ", "missing": "Chưa gửi: ", "returned": "Cần sửa: "}
    touched = [moment for one in rows for moment in (one.closed_at,) if moment]
    if standing and standing.latest:
        touched.append(standing.latest.returned_at or standing.latest.sent_at)
    if standing and standing.excuse:
        touched.append(standing.excuse.at)
    units = f" {len(open_rows)} đơn vị phải gửi." if len(rows) > 1 else ""
    return ical.Event(
        uid=f"period-{row.pk}@{HOST}", starts_at=starts, ends_at=ends,
        summary=f"{marks.get(state, '')}{_summary(duty, title)}", location="",
        description=f"{showing.direction(duty)}.{units} Hạn cuối {showing.last_instant(row.due_at)}.",
        sequence=_sequence(rows, standing), changed_at=max(touched, default=duty.plan.confirmed_at),
        cancelled=cancelled, is_free=True,
        url=address("reports:obligation", row.pk) if len(rows) == 1 else address("reports:board", duty.pk, row.period),
    )  # fmt: skip


def _sequence(rows: Sequence[Obligation], standing: queries.Standing | None) -> int:
    """Grows with everything that happens to a deadline: a programme takes the higher one for the newer."""
    happened = sum(one.closed_at is not None for one in rows) + max(one.moved for one in rows)
    if standing is not None:
        happened += (standing.latest.number * 2 if standing.latest else 0) + (standing.excuse is not None)
        happened += standing.state == "returned"
    return happened


def _summary(duty: Duty, title: str) -> str:
    campaign = duty.plan.campaign.name
    return f"Báo cáo {title[:1].lower()}{title[1:]}, {campaign}" if title else f"Hạn báo cáo, {campaign}"


def _whose(rows: Sequence[Obligation], own: dict[int, queries.Standing]) -> str:
    bodies = {row.organisation_id for row in rows}
    return f"u{bodies.pop()}" if len(bodies) == 1 and rows[0].pk in own else "desk"


def last_day_of(duty: Duty, last_standing: datetime | None) -> date | None:
    """The last day the duty's phases name; of a duty that has ended, the last that is still owed. None: open."""
    if duty.removed_in_id is not None and last_standing is not None:
        return last_standing.astimezone(VIETNAM).date()
    closes = [
        min(day for day in (phase.ends_on, phase.closed_at and phase.closed_at.astimezone(VIETNAM).date()) if day)
        if phase.ends_on or phase.closed_at
        else LAST_OF_ALL
        for phase in phases_of(duty)
    ]
    latest = max(closes, default=LAST_OF_ALL)
    return None if latest == LAST_OF_ALL else latest


def _events_of_requests(member: Member, at: datetime) -> Iterator[ical.Event]:
    asks = requests.asks_of(member).filter(request__due_at__gt=at - KEPT_PAST)
    for row in requests.standings(list(asks), at):
        yield _of_request(row.ask.request, f"ask-{row.ask.pk}", "reports:answer", row.ask.pk, row.state)
    if member.has_role(*requests.READERS):
        mine = requests.requests_for(member).filter(area=member.area_id, due_at__gt=at - KEPT_PAST)
        for request in mine:
            yield _of_request(request, f"request-{request.pk}", "reports:request", request.pk, "")


def _of_request(request: Request, uid: str, route: str, pk: int, state: str) -> ical.Event:
    starts, ends = entry(request.due_at)
    done = state in ("sent", "late")
    return ical.Event(
        uid=f"{uid}@{HOST}", starts_at=starts, ends_at=ends,
        summary=f"{'Đã gửi: ' if done else ''}Báo cáo nhanh: {request.title}", location="",
        description=f"{planning.asker_of(request)}. Hạn cuối {showing.last_instant(request.due_at)}.",
        sequence=request.moved * 3 + (request.closed_at is not None) + done, is_free=True,
        changed_at=request.closed_at or request.asked_at, cancelled=request.closed_at is not None or state == "excused",
        url=address(route, pk),
    )  # fmt: skip
