"""Units that have not sent are reminded: by rule, or by hand. Each reminder is one row; its key makes it one.

Rows are made first (`make`), for everybody who owes at that moment; then each is taken by whoever is first, however
many processes run (`send_waiting`), and sent or not. A process that dies while it sends leaves the row
taken: it is not sent again, because it may have gone, and is shown so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from tungnha.plans.models import Duty
from tungnha.reports import queries
from tungnha.reports.duties import notices, timing
from tungnha.reports.duties.ruling import only_own_desk, rules_of
from tungnha.reports.models import Obligation, Reminder, RequestAsk
from tungnha.reports.requests import queries as requests
from tungnha.reports.rules import countdown, period_title
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.senders import CannotSend, Notice, Sender, sender_of

LOOK_BACK, LOOK_AHEAD = timedelta(days=15), timedelta(days=30)  # Tết moves a reminder by up to ten days
MOST_TRIES = 5
KEPT_IN_SIGHT = timedelta(days=14)
LOST_AFTER = timedelta(hours=1)
OWING = ("missing", "due", "upcoming", "returned")
Channel, State = Reminder.Channel, Reminder.State


# --- by rule ---------------------------------------------------------------------------------------------------------


def remind(at: datetime) -> int:
    """Make and send everything that has come due (`tungnha tick`, `tungnha remind`). How many were made."""
    made = make(at)
    send_waiting(at)
    return made


def make(at: datetime) -> int:
    return _make_for_duties(at) + _make_for_requests(at)


@dataclass(frozen=True)
class _Due:
    """One deadline of one duty, and what is to be said of it now."""

    duty: Duty
    due_at: datetime
    occasion: timing.Occasion


def _make_for_duties(at: datetime) -> int:
    """Deadlines first, without looking at any unit; then only the units of those of which something is to be said."""
    near = Obligation.objects.filter(closed_at=None, due_at__gt=at - LOOK_BACK, due_at__lt=at + LOOK_AHEAD)
    pairs = set(near.order_by().values_list("duty", "due_at").distinct())
    duties = {
        duty.pk: duty
        for duty in Duty.ever.filter(pk__in={pk for pk, _ in pairs}).select_related("plan__campaign__area")
    }
    rules, calendars = rules_of(duties.values()), _Calendars()
    due = []
    for pk, due_at in pairs:
        duty = duties[pk]
        found = timing.occasions(due_at, rules[pk], calendars.of(duty.plan.campaign.area))
        if occasion := timing.to_give(found, due_at=due_at, at=at):
            due.append(_Due(duty, due_at, occasion))
    return sum(_make_for_deadline(one, at) for one in due)


def _make_for_deadline(one: _Due, at: datetime) -> int:
    rows = Obligation.objects.filter(duty=one.duty, due_at=one.due_at, closed_at=None)
    already = Reminder.objects.filter(obligation__in=rows, key__contains=_middle(one.due_at, one.occasion.key))
    rows = rows.exclude(pk__in=already.values("obligation")).select_related("organisation", "duty__plan__campaign")
    owing = [row.obligation for row in queries.standings(list(rows), at) if row.state in OWING]
    if not owing:
        return 0
    readers = readers_of(owing) if one.occasion.by_mail else {}
    fresh = [
        new for o in owing
        for new in _reminders(
            f"o{o.pk}", _middle(one.due_at, one.occasion.key), readers.get(o.pk, []), for_at=one.occasion.at, at=at,
            obligation=o,
        )
    ]  # fmt: skip
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    log_event(
        "reminder.made", about=one.duty, by=None, at=at, units=len(owing), occasion=one.occasion.key,
        due_at=one.due_at.isoformat(),
    )  # fmt: skip
    return len(owing)


def _make_for_requests(at: datetime) -> int:
    made, calendars = 0, _Calendars()
    for request in requests.open_requests(due_from=at - LOOK_BACK, due_until=at + LOOK_AHEAD):
        found = timing.occasions(request.due_at, timing.DEFAULTS, calendars.of(request.area))
        found = [one for one in found if one.at > request.asked_at]
        occasion = timing.to_give(found, due_at=request.due_at, at=at)
        if occasion is None:
            continue
        middle = _middle(request.due_at, occasion.key)
        done = set(Reminder.objects.filter(ask__request=request, key__contains=middle).values_list("ask", flat=True))
        owing = [row.ask for row in requests.standings_of(request, at) if row.state in OWING and row.ask.pk not in done]
        made += _ask_again(owing, middle, for_at=occasion.at, at=at)
        if owing:
            log_event("reminder.made", about=request, by=None, at=at, units=len(owing), occasion=occasion.key)
    return made


def _ask_again(asks: Sequence[RequestAsk], middle: str, *, for_at: datetime, at: datetime) -> int:
    readers = requests.readers_of(asks)
    fresh = [
        new for ask in asks
        for new in _reminders(f"a{ask.pk}", middle, readers.get(ask.pk, []), for_at=for_at, at=at, ask=ask)
    ]  # fmt: skip
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(asks)


def tell_of_request(asks: Sequence[RequestAsk], *, at: datetime) -> None:
    """Whoever is asked is told at once: in the product and by e-mail."""
    _ask_again(asks, ":asked:", for_at=at, at=at)


class _Calendars:
    """The working calendar of each area, loaded once."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, area: Area) -> Any:
        if area.pk not in self._known:
            self._known[area.pk] = calendar_of(area)
        return self._known[area.pk]


def _middle(due_at: datetime, occasion: str) -> str:
    """A deadline that was moved is reminded of again."""
    return f":{due_at.astimezone(timing.VIETNAM):%Y%m%d%H%M}:{occasion}:"


def _reminders(
    head: str, middle: str, readers: Sequence[Member], *, for_at: datetime, at: datetime, **about: Any
) -> list[Reminder]:
    """One in the product, which is there at once, and one to each mailbox."""
    told = Reminder(key=f"{head}{middle}app", channel=Channel.APP, for_at=for_at, state=State.SENT, done_at=at, **about)
    return [told] + [
        Reminder(key=f"{head}{middle}mail{reader.pk}", channel=Channel.MAIL, to=reader, for_at=for_at, **about)
        for reader in readers
    ]


def readers_of(obligations: Sequence[Obligation]) -> dict[int, list[Member]]:
    """obligation → who of the unit has a mailbox; of a report upward, the officers who compile it."""
    bodies = {o.organisation_id for o in obligations if not o.duty.compiled}
    areas = {o.duty.plan.campaign.area_id for o in obligations if o.duty.compiled}
    found = Member.objects.filter(
        Q(organisation__in=bodies, role__in=queries.REPORTERS) | Q(area__in=areas, role=Role.OFFICER),
        user__email__isnull=False, user__is_active=True,
    ).select_related("user")  # fmt: skip
    current = [member for member in found if member.is_current]
    return {
        o.pk: [
            m for m in current
            if (m.area_id == o.duty.plan.campaign.area_id and m.role == Role.OFFICER if o.duty.compiled
                else m.organisation_id == o.organisation_id)
        ]
        for o in obligations
    }  # fmt: skip


# --- sending ---------------------------------------------------------------------------------------------------------


def send_waiting(at: datetime) -> int:
    """Send what waits, once each. How many went."""
    Reminder.objects.filter(state=State.SENDING, done_at__lt=at - LOST_AFTER).update(
        state=State.FAILED, trouble="unknown", done_at=at
    )
    sent = 0
    waiting = Reminder.objects.filter(state=State.WAITING).order_by("for_at", "pk").values_list("pk", "channel")
    by_channel: dict[str, list[int]] = {}
    for pk, channel in waiting:
        by_channel.setdefault(channel, []).append(pk)
    for channel, keys in by_channel.items():
        way = sender_of(channel)
        if way is None:
            Reminder.objects.filter(pk__in=keys, state=State.WAITING).update(
                state=State.FAILED, trouble="no_sender", done_at=at
            )
            continue
        with way:
            sent += sum(_send_one(pk, way, at) for pk in keys)
    return sent


def _send_one(pk: int, way: Sender, at: datetime) -> bool:
    taken = Reminder.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.SENDING, tries=F("tries") + 1, done_at=at
    )
    if not taken:  # another process was first
        return False
    row = about_of(Reminder.objects.filter(pk=pk)).get()
    state, trouble = _try(row, way, at)
    Reminder.objects.filter(pk=pk).update(state=state, trouble=trouble, done_at=None if state == State.WAITING else at)
    return state == State.SENT


def _try(row: Reminder, way: Sender, at: datetime) -> tuple[str, str]:
    if at - row.for_at >= timing.STALE:
        return State.DROPPED, "stale"
    if not still_owes(row, at):
        return State.DROPPED, "answered"
    if row.to is None or not row.to.is_current or not way.reaches(row.to):
        return State.FAILED, "no_address"
    try:
        way.send(row.to, notice_of(row, at), at)
    except CannotSend as problem:
        again = problem.may_pass and row.tries < MOST_TRIES
        return (State.WAITING if again else State.FAILED), problem.code[:40]
    return State.SENT, ""


def about_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With everything a notice speaks of."""
    return rows.select_related(
        "to__user", "obligation__organisation", "obligation__duty__plan__campaign__area",
        "obligation__duty__plan__organisation", "ask__request__area", "ask__organisation", "ask__area",
    )  # fmt: skip


def still_owes(row: Reminder, at: datetime) -> bool:
    if row.obligation is not None:
        return row.obligation.closed_at is None and queries.standings([row.obligation], at)[0].state in OWING
    assert row.ask is not None
    return requests.standing_of(row.ask, at).state in OWING


def notice_of(row: Reminder, at: datetime) -> Notice:
    owed, unit = owed_of(row), _unit(row)
    return Notice(row.key, notices.subject(owed, at), notices.to_unit(owed, unit, at), owed.url)


def owed_of(row: Reminder) -> notices.Owed:
    if row.obligation is not None:
        return owed_by(row.obligation)
    assert row.ask is not None
    return owed_to_request(row.ask)


def owed_by(o: Obligation) -> notices.Owed:
    title = period_title(o.period, o.starts_on, o.ends_on)
    return notices.Owed(title, o.duty.plan.campaign.name, o.due_at, address("reports:obligation", o.pk))


def owed_to_request(ask: RequestAsk) -> notices.Owed:
    asker = ask.request.organisation.label if ask.request.organisation else ask.request.area.title
    return notices.Owed(
        f"nhanh “{ask.request.title}”", f"{asker} hỏi", ask.request.due_at, address("reports:answer", ask.pk)
    )


def _unit(row: Reminder) -> str:
    if row.obligation is not None:
        return str(row.obligation.organisation.name)
    assert row.ask is not None
    return row.ask.name


def address(name: str, *args: Any) -> str:
    """A whole address for what goes out; "" where the installation does not say where it is reached."""
    return f"{settings.ADDRESS}{reverse(name, args=args)}" if settings.ADDRESS else ""


# --- by hand ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def remind_by_hand(*, obligations: Sequence[Obligation], channel: str, by: Member, at: datetime) -> int:
    """Write down that these units were reminded in some way; by e-mail, it goes out. How many: who has sent meanwhile
    is left out."""
    owing = [row.obligation for row in queries.standings(obligations, at) if row.state in OWING]
    if not owing:
        raise BadInput("Xin chọn ít nhất một đơn vị chưa gửi để nhắc.")
    for area in {o.duty.plan.campaign.area for o in owing}:
        only_own_desk(by, area)
    readers = readers_of(owing) if channel == Channel.MAIL else {}
    fresh = [new for o in owing for new in _by_hand(f"o{o.pk}", channel, readers.get(o.pk, []), by, at, obligation=o)]
    _keep_by_hand(fresh, owing[0].duty, channel, len(owing), by, at)
    return len(owing)


@transaction.atomic
def ask_by_hand(*, asks: Sequence[RequestAsk], channel: str, by: Member, at: datetime) -> int:
    """The same for a question that was asked."""
    owing = [ask for ask in asks if requests.standing_of(ask, at).state in OWING]
    if not owing:
        raise BadInput("Xin chọn ít nhất một nơi chưa trả lời để nhắc.")
    only_own_desk(by, owing[0].request.area)
    readers = requests.readers_of(owing) if channel == Channel.MAIL else {}
    fresh = [new for ask in owing for new in _by_hand(f"a{ask.pk}", channel, readers.get(ask.pk, []), by, at, ask=ask)]
    _keep_by_hand(fresh, owing[0].request, channel, len(owing), by, at)
    return len(owing)


def _by_hand(
    head: str, channel: str, readers: Sequence[Member], by: Member, at: datetime, **about: Any
) -> list[Reminder]:
    key = f"{head}:hand:{at:%Y%m%d%H%M%S}:{channel}"
    if channel == Channel.MAIL:
        return [Reminder(key=f"{key}{m.pk}", channel=channel, to=m, for_at=at, by=by, **about) for m in readers]
    return [Reminder(key=key, channel=channel, for_at=at, state=State.SENT, done_at=at, by=by, **about)]


def _keep_by_hand(fresh: Sequence[Reminder], about: Any, channel: str, units: int, by: Member, at: datetime) -> None:
    if channel == Channel.MAIL and not fresh:
        raise BadInput("Các nơi đã chọn chưa có ai khai địa chỉ thư điện tử: xin nhắc bằng Zalo hoặc gọi điện thoại.")
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    log_event("reminder.by_hand", about=about, by=by, at=at, channel=channel, units=units)


def still_waiting(member: Member, at: datetime) -> list[dict[str, Any]]:
    """For a unit's first page: what it was reminded of and has still not sent, said once a report, the latest first."""
    rows = queries.my_obligations(member).filter(closed_at=None, reminders__isnull=False).distinct()
    found: list[dict[str, Any]] = []
    for row in queries.standings(list(rows.order_by("due_at")), at):
        if row.state not in OWING:
            continue
        last = row.obligation.reminders.exclude(state=State.DROPPED).order_by("-for_at").first()
        if last is not None and last.for_at > at - KEPT_IN_SIGHT:
            owed = owed_by(row.obligation)
            found.append({
                "title": notices.subject(owed, at), "url": reverse("reports:obligation", args=[row.obligation.pk]),
                "text": f"{owed.of}; {countdown(owed.due_at, at)}.", "at": last.for_at,
            })  # fmt: skip
    return sorted(found, key=lambda one: one["at"], reverse=True)[:3]


def reminders_of(obligations: Sequence[Obligation]) -> dict[int, list[Reminder]]:
    """obligation → its reminders that were given, the latest first."""
    rows = Reminder.objects.filter(obligation__in=[o.pk for o in obligations]).exclude(state=State.DROPPED)
    found: dict[int, list[Reminder]] = {}
    for row in rows.select_related("by__user", "to__user").order_by("-for_at", "-pk"):
        assert row.obligation_id is not None
        found.setdefault(row.obligation_id, []).append(row)
    return found
