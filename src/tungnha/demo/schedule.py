"""The demonstration's schedule: dates proposed for every village, agreed to by most, one moved, one with another wish,
one that was held; equipment that is counted and a fixed point with its hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.field.models import SupportSession
from tungnha.field.schedule import operations, queries, whom
from tungnha.field.schedule.operations.agreeing import sides_of
from tungnha.field.schedule.rules import EVENING, USUAL_PARTS, Means, propose, slots
from tungnha.ledger.models import Service
from tungnha.people.models import Person, Place
from tungnha.units.calendar import VIETNAM, end_of
from tungnha.units.days import calendar_of
from tungnha.units.models import Campaign, Role

CAPACITY, DAYS_AHEAD = 40, 20
HELD_TOPICS = ("mở VNeID", "ký thử một hồ sơ", "đặt mật khẩu mạnh")


def make_schedule(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    """Everything a commune has two weeks into its peak."""
    officer = commune.members[Role.OFFICER]
    vnpt = commune.organisations["VNPT Hiệp Lực"]
    tablets = operations.add_equipment(
        area=commune.area, name="Máy tính bảng", count=6, kept_by=vnpt, by=officer, at=began
    )
    operations.add_equipment(area=commune.area, name="Máy in", count=1, kept_by=None, by=officer, at=began)
    wifi = operations.add_equipment(
        area=commune.area, name="Bộ phát Wi-Fi", count=2, kept_by=vnpt, by=officer, at=began
    )
    desk = Place.objects.get(area=commune.area, kind=Place.Kind.ONE_STOP)
    hours = [(day, *part) for day in range(5) for part in ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))]
    operations.set_hours(place=desk, hours=hours, by=officer, at=began)
    _held(commune, campaign, began, now)
    _propose(commune, campaign, {tablets: 2, wifi: 1}, now)
    _answers(commune, campaign, now)


def _services(campaign: Campaign) -> list[Service]:
    return list(Service.objects.filter(campaigns__campaign=campaign, counts="person", kind="state").distinct())


def _held(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    """The evening after the plan began, where that has passed: some of those called came."""
    leader = commune.teams[0][0]
    starts = datetime.combine((began + timedelta(days=1)).date(), EVENING[0], VIETNAM)
    if starts + timedelta(hours=2) > now:
        return
    session = operations.plan_session(
        campaign=campaign, area=commune.villages[0], place=Place.objects.get(area=commune.villages[0]),
        starts_at=starts, ends_at=starts + timedelta(hours=2), services=_services(campaign), name="",
        staff=[commune.members[Role.PARTNER], leader], organisations=[], by=leader, at=began, capacity=CAPACITY,
    )  # fmt: skip
    operations.say_word(
        session=session, side=f"o{commune.organisations['VNPT Hiệp Lực'].pk}", says="yes", sequence=0,
        by=commune.members[Role.PARTNER], at=began,
    )  # fmt: skip
    rows = whom.to_call(session, began.date(), began, leader)
    called = whom.choose(rows, CAPACITY).persons
    operations.call_people(session=session, persons=called, by=leader, at=began)
    operations.mark_called(session=session, by=leader, at=began)
    for n, person in enumerate(Person.objects.filter(pk__in=called[::3]).order_by("pk")):
        at = starts + timedelta(minutes=4 * n)
        ticket = operations.give_ticket(session=session, by=leader, at=at, person=person)
        operations.step_ticket(ticket=ticket, state="served", desk="1", by=leader, at=at + timedelta(minutes=10))
        why = ("no_smartphone", "expired_card", "no_time", "afraid")[n % 4]
        operations.check_in(
            session=session, person=person, by=leader, at=at, topics=HELD_TOPICS[: 1 + n % 3],
            refused=[operations.ServiceRefused(service=s, why=why) for s in _services(campaign)[:1]],
        )  # fmt: skip
    for n in range(3):
        operations.check_in(
            session=session, person=None, by=leader, at=starts + timedelta(minutes=90 + n),
            done=[(s, 1) for s in _services(campaign)[:1]],
        )  # fmt: skip


def _propose(commune: DemoCommune, campaign: Campaign, equipment: dict, now: datetime) -> None:
    officer, partner = commune.members[Role.OFFICER], commune.members[Role.PARTNER]
    first: date = now.date() + timedelta(days=1)
    last = first + timedelta(days=DAYS_AHEAD)
    parts, weekdays = [*USUAL_PARTS, EVENING], [0, 1, 2, 3, 4]
    operations.save_rule(
        campaign=campaign, area=commune.area, first_on=first, last_on=last, capacity=CAPACITY, weekdays=weekdays,
        parts=parts, staff_each=1, needs=equipment, by=officer, at=now,
    )  # fmt: skip
    free = slots(first, last, weekdays=weekdays, parts=parts, calendar=calendar_of(commune.area), after=now)
    means = Means(
        capacity=CAPACITY, staff=[partner.user_id], each=1, stock={t.pk: t.count for t in equipment},
        needs={t.pk: n for t, n in equipment.items()},
    )  # fmt: skip
    needs = queries.village_needs(commune.villages, campaign, officer, now)
    found = propose(needs, free, means, queries.bookings(now, end_of(last), commune.area))
    by_pk = {v.pk: v for v in commune.villages}
    leaders = queries.leaders_of(list(by_pk), now.date())
    seen: set[int] = set()
    for one in found.sessions:
        if one.village in seen:
            continue
        seen.add(one.village)
        operations.plan_session(
            campaign=campaign, area=by_pk[one.village], place=Place.objects.get(area=one.village),
            starts_at=one.slot.starts_at, ends_at=one.slot.ends_at, services=_services(campaign),
            staff=[partner, leaders[one.village]], organisations=[], name="Cấp chữ ký số tại chỗ", by=officer, at=now,
            capacity=CAPACITY, equipment=equipment,
        )  # fmt: skip


def _answers(commune: DemoCommune, campaign: Campaign, now: datetime) -> None:
    """VNPT agrees to all but one; the villages to all but two: one has another wish, one has not answered. One that
    was agreed is moved, one is cancelled."""
    partner = commune.members[Role.PARTNER]
    leaders = queries.leaders_of([v.pk for v in commune.villages], now.date())
    coming = SupportSession.objects.filter(campaign=campaign, starts_at__gt=now).order_by("starts_at")
    for n, session in enumerate(queries.loaded(coming)):
        for side in sides_of(session):
            said = {"session": session, "side": side.key, "sequence": session.sequence, "at": now}
            if side.organisation is not None and n != 6:
                operations.say_word(**said, says="yes", by=partner)
            elif side.organisation is None and n == 3:
                wish = session.starts_at + timedelta(days=2)
                operations.say_word(
                    **said, says="no", why="Hôm ấy thôn có đám cưới, ít người ở nhà", by=leaders[session.area_id],
                    instead=(wish, wish + timedelta(hours=3)),
                )  # fmt: skip
            elif side.organisation is None and n != 5:
                operations.say_word(**said, says="yes", by=leaders[session.area_id])
    agreed = list(coming.filter(published_at__isnull=False))
    if len(agreed) > 2:
        leader = leaders[agreed[-1].area_id]
        operations.move_session(
            session=agreed[-1], starts_at=agreed[-1].starts_at + timedelta(days=7),
            ends_at=agreed[-1].ends_at + timedelta(days=7), place=agreed[-1].place, why="Trùng lịch họp chi bộ",
            by=leader, at=now,
        )  # fmt: skip
        first = agreed[0]
        rows = whom.to_call(first, now.date(), now, leaders[first.area_id])
        operations.call_people(
            session=first, persons=whom.choose(rows, CAPACITY).persons, by=leaders[first.area_id], at=now
        )
