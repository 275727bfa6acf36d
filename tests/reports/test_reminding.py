"""Who is reminded, of what, how: once, however often and by however many processes."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, time

import pytest
from django.db import connection

from tests.conftest import make_member
from tungnha.plans.models import Duty
from tungnha.reports import queries
from tungnha.reports.duties import excusing, reminding, ruling
from tungnha.reports.duties.timing import DEFAULTS, Rule
from tungnha.reports.models import Obligation, Reminder, ReminderRule
from tungnha.reports.operations import ensure_obligations
from tungnha.units import senders
from tungnha.units.models import Event, Role, User
from tungnha.units.problems import BadInput, Problem
from tungnha.units.senders import CannotSend

from .conftest import instant

WEDNESDAY = instant("2026-05-27 08:05")


class Way:
    """A sender that keeps what it was given; `fails` are the errors it answers with, one after another."""

    code = "mail"

    def __init__(self):
        self.sent, self.fails = [], []

    def reaches(self, member):
        return bool(member.user.email)

    def send(self, member, notice, at):
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((member.user.full_name, notice))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def way(monkeypatch):
    made = Way()
    monkeypatch.setattr(reminding, "sender_of", lambda code: made if code == "mail" else None)
    return made


@pytest.fixture(autouse=True)
def _only_the_week(weekly):
    """The month's report and the one upward play no part here."""
    Obligation.objects.exclude(pk__in=weekly).delete()


@pytest.fixture
def lan_alone(members):
    """Only Lan may be written to."""
    User.objects.filter(pk=members.thu.user_id).update(is_active=False)
    return members.lan


def app_rows():
    return Reminder.objects.filter(channel="app")


def test_the_day_before_every_unit_that_has_not_sent_is_reminded_once(weekly, send, units, members, way, at_tuesday):
    send(units.school, "2026-05-26 09:00")

    made = [reminding.remind(WEDNESDAY) for _ in range(3)]

    assert made == [13, 0, 0]
    assert app_rows().count() == 13
    assert not app_rows().filter(obligation__organisation=units.school).exists()
    assert sorted(name for name, _ in way.sent) == ["Lan"]  # Thu's school has sent; Sơn is no reporter
    assert Event.objects.filter(verb="reminder.made").count() == 1


def test_each_time_has_its_own_reminder_and_what_came_in_between_is_left_out(weekly, send, units, way, at_tuesday):
    times = ["2026-05-27 08:00", "2026-05-28 08:00", "2026-05-28 10:30"]
    counts = []
    for n, at in enumerate(times):
        counts.append(reminding.remind(instant(at)))
        send([units.police, units.economy, units.school][n], at)
    assert counts == [14, 13, 12]


def test_the_letter_names_the_report_the_hour_and_the_unit_and_nobody(weekly, members, way, at_tuesday, settings):
    settings.ADDRESS = "https://tungnha.mau.example"
    reminding.remind(instant("2026-05-27 08:00"))

    ((_, notice),) = [one for one in way.sent if one[0] == "Lan"]
    owed = weekly.get(organisation=members.lan.organisation)
    assert notice.subject == "Nhắc báo cáo tuần 22 (25/5 – 27/5/2026): hạn 10 giờ 00 thứ Năm, 28/5/2026"
    assert "Kính gửi Tổ công nghệ số cộng đồng thôn 1" in notice.words
    assert "(còn 1 ngày 2 giờ)" in notice.words
    assert notice.url == f"https://tungnha.mau.example/bao-cao/ky/{owed.pk}/"
    everybody = {m.user.full_name for m in vars(members).values()}
    words = set(notice.words.replace(",", " ").split())
    assert not everybody & words


def test_who_has_sent_before_the_letter_goes_gets_none(weekly, send, units, members, lan_alone, way, at_tuesday):
    reminding.make(WEDNESDAY)
    send(units.team1, "2026-05-27 08:05", by=members.lan)
    reminding.send_waiting(WEDNESDAY)
    assert way.sent == []
    assert Reminder.objects.get(to=members.lan).trouble == "answered"


def test_a_server_that_fails_for_a_while_is_tried_again_and_then_given_up(weekly, members, lan_alone, way, at_tuesday):
    way.fails = [CannotSend("no_connection", may_pass=True)] * 2
    reminding.remind(WEDNESDAY)
    row = Reminder.objects.get(to=members.lan)
    assert (row.state, row.tries, row.trouble) == ("waiting", 1, "no_connection")
    reminding.send_waiting(instant("2026-05-27 08:10"))
    reminding.send_waiting(instant("2026-05-27 08:15"))
    row.refresh_from_db()
    assert (row.state, row.tries, len(way.sent)) == ("sent", 3, 1)

    way.fails = [CannotSend("refused", may_pass=False)]
    reminding.remind(instant("2026-05-28 08:00"))
    assert Reminder.objects.filter(to=members.lan, state="failed", trouble="refused").count() == 1


def test_what_a_dying_process_had_taken_is_not_sent_a_second_time(weekly, members, lan_alone, way, at_tuesday):
    reminding.make(WEDNESDAY)
    Reminder.objects.filter(to=members.lan).update(state="sending", done_at=WEDNESDAY)
    reminding.send_waiting(instant("2026-05-27 08:30"))
    assert Reminder.objects.get(to=members.lan).state == "sending"
    reminding.send_waiting(instant("2026-05-27 09:30"))
    assert (Reminder.objects.get(to=members.lan).trouble, way.sent) == ("unknown", [])


def test_two_processes_at_one_moment_send_one_letter(weekly, members, way, at_tuesday):
    """The other one takes the row between our look and our taking it."""
    reminding.make(WEDNESDAY)
    row = Reminder.objects.get(to=members.lan)
    assert reminding._send_one(row.pk, way, WEDNESDAY)
    assert not reminding._send_one(row.pk, way, WEDNESDAY)
    assert len(way.sent) == 1


def test_without_a_mail_server_the_product_itself_still_reminds(weekly, at_tuesday, settings):
    settings.SENDERS = {}
    reminding.remind(WEDNESDAY)
    assert app_rows().filter(state="sent").count() == 14
    assert set(Reminder.objects.filter(channel="mail").values_list("state", "trouble")) == {("failed", "no_sender")}


def test_a_deadline_that_was_moved_is_reminded_of_again(plan, duties, weekly, way, at_tuesday):
    reminding.remind(WEDNESDAY)
    Duty.objects.filter(pk=duties.weekly.pk).update(time=time(16))
    ensure_obligations(plan=plan, until=date(2026, 5, 28), at=instant("2026-05-27 09:00"))
    reminding.remind(instant("2026-05-27 09:05"))
    assert app_rows().filter(obligation__duty=duties.weekly, obligation__period="2026-W22").count() == 28


def test_who_is_excused_is_not_reminded_and_whoever_is_no_longer_is(duties, weekly, units, members, way, at_tuesday):
    row = excusing.excuse(
        duty=duties.weekly, organisation=units.school, from_on=date(2026, 5, 28), until_on=date(2026, 6, 30),
        reason="Nghỉ hè", by=members.mai, at=instant("2026-05-26 08:30"),
    )  # fmt: skip
    assert reminding.remind(WEDNESDAY) == 13
    excusing.withdraw_excuse(row=row, why="Trường mở lại", by=members.mai, at=instant("2026-05-27 15:00"))
    reminding.remind(instant("2026-05-28 08:00"))
    assert app_rows().filter(obligation__organisation=units.school).count() == 1


# --- rules -----------------------------------------------------------------------------------------------------------


def test_a_duty_keeps_its_own_times_and_what_they_were(duties, weekly, members, way, at_tuesday):
    at = instant("2026-05-26 09:00")
    ruling.set_rules(duty=duties.weekly, rules=[Rule(minutes=-60, by_mail=False)], by=members.mai, at=at)
    assert reminding.remind(WEDNESDAY) == 0
    assert reminding.remind(instant("2026-05-28 09:00")) == 14
    assert way.sent == []

    ruling.set_rules(duty=duties.weekly, rules=[], by=members.mai, at=instant("2026-05-28 09:30"))
    assert ruling.rules_of([duties.weekly])[duties.weekly.pk] == ()
    assert ReminderRule.objects.filter(ended_at=None).count() == 0
    assert ReminderRule.objects.count() == 2


def test_a_duty_that_replaces_another_is_reminded_of_like_it(duties, members, at_tuesday):
    rule = Rule(days=2, at=time(14))
    ruling.set_rules(duty=duties.weekly, rules=[rule], by=members.mai, at=at_tuesday)
    later = Duty.objects.create(plan=duties.weekly.plan, frequency="weekly", weekday=5, replaces=duties.weekly)
    found = ruling.rules_of([later, duties.monthly])
    assert found == {later.pk: (rule,), duties.monthly.pk: DEFAULTS}


@pytest.mark.parametrize("rules", [[Rule(minutes=n) for n in range(7)], [Rule(minutes=5), Rule(minutes=5)]])
def test_too_many_times_or_one_twice_are_refused(duties, members, rules, at_tuesday):
    with pytest.raises(BadInput):
        ruling.set_rules(duty=duties.weekly, rules=rules, by=members.mai, at=at_tuesday)
    assert ReminderRule.objects.count() == 0


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_three_units_are_reminded_by_hand_and_it_is_written_down(weekly, thursday, members, units, at_tuesday):
    at = instant("2026-05-28 09:10")
    board = queries.board(weekly[0].duty, "2026-W22", at)
    three = [row.obligation for row in board.missing][:3]

    assert reminding.remind_by_hand(obligations=three, channel="zalo", by=members.mai, at=at) == 3

    kept = reminding.reminders_of(three)
    assert [(r.channel, r.by_id, r.state) for rows in kept.values() for r in rows] == [
        ("zalo", members.mai.pk, "sent")
    ] * 3
    assert Event.objects.get(verb="reminder.by_hand").data == {"channel": "zalo", "units": 3}


def test_only_the_desk_reminds_and_only_who_owes(weekly, send, units, members, at_tuesday):
    owed = weekly.get(organisation=units.school)
    with pytest.raises(Problem):
        reminding.remind_by_hand(obligations=[owed], channel="zalo", by=members.thu, at=WEDNESDAY)
    with pytest.raises(Problem):
        reminding.remind_by_hand(obligations=[owed], channel="zalo", by=members.phuc, at=WEDNESDAY)
    send(units.school, "2026-05-27 08:00")
    with pytest.raises(BadInput):
        reminding.remind_by_hand(obligations=[owed], channel="zalo", by=members.mai, at=WEDNESDAY)
    assert Reminder.objects.count() == 0


def test_the_report_upward_reminds_the_officers_who_compile_it(plan, duties, members, units, commune, way, at_tuesday):
    other = make_member("Oanh", Role.OFFICER, commune, units.economy)
    ensure_obligations(plan=plan, until=date(2026, 5, 31), at=instant("2026-05-26 08:00"))
    upward = Obligation.objects.filter(duty=duties.upward)
    assert {m.pk for m in reminding.readers_of(list(upward.select_related("duty__plan__campaign")))[upward[0].pk]} == {
        members.mai.pk, other.pk
    }  # fmt: skip


@contextmanager
def statements(most):
    with connection.execute_wrapper(lambda execute, *a: (said.append(a[0]), execute(*a))[1]):
        said = []
        yield
    assert len(said) <= most, said


def test_a_tick_with_nothing_to_say_looks_at_no_unit(weekly, way, at_tuesday):
    with statements(8):
        assert reminding.remind(instant("2026-05-26 12:00")) == 0


def test_senders_are_plugged_in_by_the_settings(settings):
    settings.SENDERS = {"mail": "tests.reports.test_reminding.Way"}
    assert isinstance(senders.sender_of("mail"), Way)
    assert senders.sender_of("sms") is None
