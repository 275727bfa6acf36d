"""Who owes, who is excused, what the rates are, and what a calendar programme is told."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr

from tungnha.plans.models import Duty
from tungnha.reports import queries
from tungnha.reports.duties import excusing, feeds, planning, rating
from tungnha.reports.duties.rates import Rate
from tungnha.reports.models import CalendarFeed, Obligation
from tungnha.reports.operations import ensure_obligations
from tungnha.units.models import Area, AreaSuccession, Organisation
from tungnha.units.problems import BadInput, Problem

from .conftest import instant

TUESDAY = instant("2026-05-26 08:00")
NOON = instant("2026-05-28 12:00")


def excuse(duties, unit, by, first="2026-05-28", last="2026-06-30", at=TUESDAY):
    return excusing.excuse(
        duty=duties.weekly, organisation=unit, from_on=date.fromisoformat(first), until_on=date.fromisoformat(last),
        reason="Nghỉ hè", by=by, at=at,
    )  # fmt: skip


# --- excused ---------------------------------------------------------------------------------------------------------


def test_who_is_excused_is_shown_and_is_no_base(duties, thursday, units, members, at_tuesday):
    excuse(duties, units.police, members.mai)
    board = queries.board(duties.weekly, "2026-W22", NOON)
    assert (board.handed_in, board.expected, len(board.missing)) == (11, 14, 3)

    idle = board.missing[0].obligation.organisation
    excuse(duties, idle, members.mai)
    board = queries.board(duties.weekly, "2026-W22", NOON)
    state = {row.obligation.organisation_id: row for row in board.rows}
    assert state[units.police.pk].state == "sent"  # it sent in time all the same
    assert (state[idle.pk].state, state[idle.pk].excuse.reason) == ("excused", "Nghỉ hè")
    assert (board.handed_in, board.expected, len(board.missing)) == (11, 13, 2)


def test_an_excuse_ends_with_its_last_day_and_when_it_is_taken_back(plan, duties, weekly, units, members, at_tuesday):
    row = excuse(duties, units.school, members.mai, "2026-05-28", "2026-06-04")
    owed = list(Obligation.objects.filter(duty=duties.weekly, organisation=units.school).order_by("due_at")[:3])
    states = lambda at: [one.state for one in queries.standings(owed, instant(at))]  # noqa: E731
    assert states("2026-06-12 08:00") == ["excused", "excused", "missing"]
    excusing.withdraw_excuse(row=row, why="Mở lại", by=members.mai, at=instant("2026-06-01 08:00"))
    assert states("2026-06-12 08:00") == ["missing"] * 3
    assert states("2026-05-31 08:00")[0] == "excused"  # as it stood that day


def test_an_excuse_lives_on_in_the_duty_that_replaced_the_excused_one(plan, duties, weekly, units, members, at_tuesday):
    excuse(duties, units.school, members.mai)
    later = Duty.objects.create(plan=plan, frequency="weekly", weekday=5, time=time(10), replaces=duties.weekly)
    owed = Obligation.objects.create(
        duty=later, organisation=units.school, period="2026-W23", starts_on=date(2026, 5, 29),
        ends_on=date(2026, 6, 4), due_at=instant("2026-06-05 10:00"),
    )  # fmt: skip
    assert queries.standings([owed], instant("2026-06-05 11:00"))[0].state == "excused"


@pytest.mark.parametrize(
    ("who", "first", "last", "reason"),
    [("thu", "2026-05-28", "2026-06-30", "Nghỉ"), ("phuc", "2026-05-28", "2026-06-30", "Nghỉ"),
     ("mai", "2026-05-28", "2026-05-27", "Nghỉ"), ("mai", "2026-05-28", "2026-06-30", "  "),
     ("mai", "2026-05-28", "2028-06-30", "Nghỉ")],
)  # fmt: skip
def test_only_the_desk_excuses_and_says_why_and_until_when(duties, weekly, units, members, who, first, last, reason):
    with pytest.raises(Problem):
        excusing.excuse(
            duty=duties.weekly, organisation=units.school, from_on=date.fromisoformat(first),
            until_on=date.fromisoformat(last), reason=reason, by=getattr(members, who), at=TUESDAY,
        )  # fmt: skip


# --- units come and go -----------------------------------------------------------------------------------------------


def periods_of(unit, duty):
    rows = Obligation.objects.filter(organisation=unit, duty=duty, closed_at=None).order_by("due_at")
    return list(rows.values_list("period", flat=True))


def test_a_unit_founded_in_the_middle_of_a_period_owes_from_the_next_one(plan, duties, units, commune, at_tuesday):
    fresh = Organisation.objects.create(
        name="Tổ mới", kind="other", area=commune, valid_from=date(2026, 6, 2), valid_to=date(2026, 6, 20)
    )
    duties.weekly.reporters.add(fresh)
    once = Duty.objects.create(plan=plan, frequency="once", due_on=date(2026, 6, 15))
    once.reporters.add(fresh)
    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=TUESDAY)
    # The week of 28/5–3/6 had begun before it; after its own last day it owes nothing; a one-off report it does owe.
    assert (periods_of(fresh, duties.weekly), periods_of(fresh, once)) == (["2026-W24", "2026-W25"], ["once"])


def test_the_team_of_a_merged_village_owes_no_more_and_the_page_says_who_does(
    plan, duties, weekly, units, villages, members, at_tuesday
):
    Area.objects.filter(pk=villages[1].pk).update(valid_to=date(2026, 5, 31))
    AreaSuccession.objects.create(predecessor=villages[1], successor=villages[0], on=date(2026, 6, 1))
    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-06-01 08:00"))
    units.team2.refresh_from_db()
    assert periods_of(units.team2, duties.weekly) == ["2026-W22"]
    from tungnha.reports.duties.owing import why_not_owed

    said = why_not_owed(units.team2, date(2026, 6, 4))
    assert said == (
        "Tổ công nghệ số cộng đồng thôn 2 đã thôi do sáp nhập: kỳ này Tổ công nghệ số cộng đồng thôn 1 báo cáo cho cả "
        "địa bàn cũ."
    )
    assert why_not_owed(units.team1, date(2026, 6, 4)) == "Kỳ báo cáo này đã thôi, không phải nộp nữa."


# --- rates -----------------------------------------------------------------------------------------------------------


def test_rates_count_what_has_fallen_due_to_the_minute(duties, thursday, send, members, units, at_tuesday):
    before = rating.rated(members.mai, instant("2026-05-28 09:59"), duty=duties.weekly)
    assert before.total == Rate(0, 0, 0)

    found = rating.rated(members.mai, NOON, duty=duties.weekly)
    assert found.total == Rate(14, 11, 10)
    by_unit = {line.unit.pk: line for line in found.lines}
    assert by_unit[units.school.pk].rate == Rate(1, 1, 0)
    idle = next(line.unit for line in found.lines if line.rate == Rate(1, 0, 0))
    assert rating.sentence(found) == (
        "Tuần 22 (25/5 – 27/5/2026): 11/14 đơn vị đã gửi báo cáo (78,57%), 10 đơn vị đúng hạn (71,43%)."
    )

    excuse(duties, idle, members.mai)
    assert rating.rated(members.mai, NOON, duty=duties.weekly).total == Rate(13, 11, 10)


def test_over_time_the_lowest_and_the_silent_are_named(duties, thursday, members, units, at_tuesday):
    found = rating.rated(members.mai, instant("2026-06-05 08:00"), duty=duties.weekly)
    assert [column.rate for column in found.columns] == [Rate(14, 11, 10), Rate(14, 0, 0)]
    assert len(found.silent) == 3
    assert "gửi ít nhất là" in rating.sentence(found)
    assert "(0/02 kỳ)" in rating.sentence(found) or "(00/02 kỳ)" in rating.sentence(found)


# --- calendars -------------------------------------------------------------------------------------------------------


def test_the_calendar_of_a_unit_and_of_the_desk(weekly, duties, members, send, units, at_tuesday):
    send(units.school, "2026-05-27 09:00")
    mine = planning.entries(members.thu, date(2026, 5, 25), date(2026, 6, 30), NOON)
    assert [(e.on.day, e.hour, e.status) for e in mine if e.on.month == 5] == [(28, "10:00", "sent")]
    assert (date(2026, 6, 19), "24:00") in [(e.on, e.hour) for e in mine]  # “trước ngày 20”

    desk = planning.entries(members.mai, date(2026, 5, 25), date(2026, 5, 31), NOON)
    assert [(e.on.day, e.label, e.mine) for e in desk] == [(28, "1/14 đã gửi", False), (28, "0/1 đã gửi", True)]


def test_beyond_the_periods_that_were_made_the_duties_themselves_are_asked(weekly, members, at_tuesday):
    found = planning.entries(members.thu, date(2026, 10, 1), date(2026, 12, 31), TUESDAY)
    assert [(e.on, e.hour) for e in found if e.hour == "10:00"] == [
        (date(2026, 10, 1) + timedelta(days=7 * n), "10:00") for n in range(5)
    ]
    assert [e.on for e in found if e.hour == "24:00"] == [date(2026, m, 19) for m in (10, 11, 12)]


def events(data: bytes):
    text = data.decode().replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in block.strip().split("\r\n")) for block in blocks]


ZONE = ";TZID=Asia/Ho_Chi_Minh"


def expanded(data: bytes, uid: str):
    """As a calendar programme would: the series, and its exceptions in place of its times."""
    ours = [e for e in events(data) if e["UID"] == uid]
    master = next(e for e in ours if "RRULE" in e)
    start = datetime.strptime(master[f"DTSTART{ZONE}"], "%Y%m%dT%H%M%S")
    rule = re.sub(r"UNTIL=(\d{8}T\d{6})Z", lambda m: "UNTIL=" + _local(m[1]), master["RRULE"])
    times = {
        at: (at, "CONFIRMED") for at in rrulestr(rule, dtstart=start).between(start, datetime(2026, 12, 31), inc=True)
    }
    for e in ours:
        if f"RECURRENCE-ID{ZONE}" in e:
            key = datetime.strptime(e[f"RECURRENCE-ID{ZONE}"], "%Y%m%dT%H%M%S")
            assert key in times
            times[key] = (datetime.strptime(e[f"DTEND{ZONE}"], "%Y%m%dT%H%M%S"), e["STATUS"])
    return times


def _local(utc: str) -> str:
    return (datetime.strptime(utc, "%Y%m%dT%H%M%S") + timedelta(hours=7)).strftime("%Y%m%dT%H%M%S")


def feed(member, at):
    return feeds.calendar_of(member, at)


def test_a_programme_that_reads_the_feed_sees_every_thursday_and_what_became_of_it(
    plan, duties, weekly, send, units, members, at_tuesday
):
    send(units.school, "2026-05-27 09:00", by=members.thu)
    excuse(duties, units.school, members.mai, "2026-06-04", "2026-06-04")
    data = feed(members.thu, instant("2026-05-27 10:00"))
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    uid = f"duty-{duties.weekly.pk}-u{units.school.pk}@tungnha"

    times = expanded(data, uid)

    assert len(times) == 23
    assert times[datetime(2026, 5, 28, 9, 30)] == (datetime(2026, 5, 28, 10), "CONFIRMED")
    assert times[datetime(2026, 6, 4, 9, 30)][1] == "CANCELLED"  # excused: taken off
    sent = next(e for e in events(data) if e.get(f"RECURRENCE-ID{ZONE}") == "20260528T093000")
    assert sent["SUMMARY"].startswith("Đã gửi: ")
    monthly = expanded(data, f"duty-{duties.monthly.pk}-u{units.school.pk}@tungnha")
    assert sorted(monthly)[0] == datetime(2026, 6, 19, 23, 30)
    people = {m.user.full_name for m in vars(members).values()}
    assert not any(f" {name} " in data.decode() for name in people)


def test_a_moved_hour_keeps_its_uid_and_raises_its_sequence(plan, duties, weekly, units, members, at_tuesday):
    before = feed(members.thu, TUESDAY)
    Duty.objects.filter(pk=duties.weekly.pk).update(time=time(16))
    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-29 08:00"))
    after = feed(members.thu, instant("2026-05-29 08:00"))

    def sequences(data):
        return [
            int(e["SEQUENCE"])
            for e in events(data)
            if f"RECURRENCE-ID{ZONE}" in e and f"duty-{duties.weekly.pk}-" in e["UID"]
        ]

    assert {e["UID"] for e in events(before)} == {e["UID"] for e in events(after)}
    assert set(sequences(before)) == {0}
    assert sequences(after) == [0, 1, 1, 1, 1]
    times = expanded(after, f"duty-{duties.weekly.pk}-u{units.school.pk}@tungnha")
    assert datetime(2026, 6, 4, 16) in {end for end, _ in times.values()}


def test_what_is_no_longer_owed_is_taken_off(plan, duties, weekly, units, members, at_tuesday):
    duties.weekly.reporters.remove(units.school)
    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-27 08:00"))
    data = feed(members.thu, instant("2026-05-27 08:00"))
    master = next(e for e in events(data) if e["UID"].startswith(f"duty-{duties.weekly.pk}-") and "RRULE" in e)
    assert (master["STATUS"], master["SEQUENCE"]) == ("CANCELLED", "1")


def test_the_desks_feed_has_one_deadline_for_all_its_units(weekly, duties, members, at_tuesday):
    data = feed(members.mai, TUESDAY)
    weekly_ones = [e for e in events(data) if e["UID"] == f"duty-{duties.weekly.pk}-desk@tungnha"]
    assert len(weekly_ones) == 1 + 5
    assert "14 đơn vị phải gửi" in weekly_ones[1]["DESCRIPTION"]


# --- the address -----------------------------------------------------------------------------------------------------


def test_an_address_is_secret_told_once_and_revoked(members, client_of, weekly, at_tuesday):
    secret = feeds.open_feed(member=members.thu, at=TUESDAY)
    row = CalendarFeed.objects.get()
    assert secret not in row.digest
    assert len(secret) >= 32
    assert feeds.feed_of(secret, TUESDAY).member == members.thu
    assert feeds.feed_of(secret + "x", TUESDAY) is None

    feeds.revoke_feed(row=row, by=members.mai, at=TUESDAY)  # not hers
    assert feeds.feed_of(secret, TUESDAY) is not None
    feeds.revoke_feed(row=row, by=members.thu, at=TUESDAY)
    assert feeds.feed_of(secret, TUESDAY) is None


def test_who_may_no_longer_log_in_has_no_calendar_either(members, at_tuesday):
    secret = feeds.open_feed(member=members.thu, at=TUESDAY)
    members.thu.valid_to = date(2026, 5, 1)
    members.thu.save(update_fields=["valid_to"])
    assert feeds.feed_of(secret, TUESDAY) is None


def test_five_addresses_are_enough(members, at_tuesday):
    for _ in range(5):
        feeds.open_feed(member=members.thu, at=TUESDAY)
    with pytest.raises(BadInput):
        feeds.open_feed(member=members.thu, at=TUESDAY)
