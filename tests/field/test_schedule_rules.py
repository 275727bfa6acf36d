"""Dates proposed from who is missing; calendars; what is said aloud. Pure: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.field.schedule import words
from tungnha.field.schedule.rules import Booking, Means, VillageNeed, letter, propose, slots
from tungnha.units import ical
from tungnha.units.calendar import VIETNAM, Calendar

MORNING, AFTERNOON, EVENING = (time(7, 30), time(11)), (time(13, 30), time(16, 30)), (time(19), time(21))
AT = datetime(2026, 4, 20, 9, tzinfo=VIETNAM)
WEEK = (0, 1, 2, 3, 4)


def free(first=date(2026, 4, 22), last=date(2026, 5, 12), weekdays=WEEK, parts=(MORNING, AFTERNOON), calendar=None):
    return slots(first, last, weekdays=weekdays, parts=parts, calendar=calendar or Calendar(), after=AT)


def of_days(found):
    return sorted({slot.on for slot in found})


# --- which days ------------------------------------------------------------------------------------------------------


def test_holidays_and_days_off_by_decision_are_never_proposed_and_weekends_only_where_chosen():
    days = of_days(free(calendar=Calendar(off={date(2026, 5, 5): "hoán đổi"})))
    assert {date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 5)} & set(days) == set()
    assert not any(day.weekday() > 4 for day in days)
    sundays = of_days(free(weekdays=(6,), parts=(EVENING,)))
    assert sundays == [date(2026, 5, 3), date(2026, 5, 10)]  # 26/4/2026, Giỗ Tổ, is a Sunday


def test_a_day_worked_by_decision_is_proposed_though_a_holiday_falls_on_it():
    assert date(2026, 5, 1) in of_days(free(calendar=Calendar(working={date(2026, 5, 1): "làm bù"})))


def test_what_has_begun_is_not_proposed():
    found = slots(
        date(2026, 4, 20), date(2026, 4, 20), weekdays=WEEK, parts=(MORNING, AFTERNOON), calendar=Calendar(), after=AT
    )
    assert [slot.starts_at.time() for slot in found] == [time(13, 30)]


# --- which village ---------------------------------------------------------------------------------------------------


def villages(*missing, **more):
    return [VillageNeed(village=n, missing=m, place=100 + n, leader=200 + n, **more) for n, m in enumerate(missing)]


def test_every_village_gets_one_before_any_gets_two_and_the_most_missing_comes_first():
    found = propose(villages(30, 200, 0, 90), free(), Means(capacity=40, staff=[1], each=1))
    assert [p.village for p in found.sessions][:4] == [1, 3, 0, 2]
    assert [sum(p.village == v for p in found.sessions) for v in range(4)] == [1, 5, 1, 3]
    assert (found.unplaced, found.left) == ([], 0)
    assert sum(p.expected for p in found.sessions) == 30 + 200 + 0 + 90


def test_a_village_that_has_one_already_waits_until_the_others_have_theirs_and_never_has_two_on_a_day():
    has = VillageNeed(village=0, missing=300, planned=1, ever=1, days=frozenset({date(2026, 4, 22)}), place=100)
    found = propose([has, *villages(0, 10)[1:]], free(), Means(capacity=40))
    assert found.sessions[0].village == 1
    own = [p.slot.on for p in found.sessions if p.village == 0]
    assert len(own) == len(set(own))
    assert date(2026, 4, 22) not in own


def test_thirty_four_villages_with_one_employee_fit_between_22_april_and_12_may():
    found = propose(villages(*range(100, 440, 10)), free(weekdays=(*WEEK, 5, 6), parts=(MORNING, AFTERNOON, EVENING)),
                    Means(capacity=1000, staff=[1], each=1))  # fmt: skip
    assert len({p.village for p in found.sessions}) == 34
    assert len({p.slot for p in found.sessions}) == 34


def test_who_cannot_be_placed_is_named_and_what_is_left_is_counted():
    found = propose(villages(100, 90, 80), free(last=date(2026, 4, 22)), Means(capacity=40, staff=[1], each=1))
    assert [p.village for p in found.sessions] == [0, 1]
    assert (found.unplaced, found.left) == ([2], 60 + 50 + 80)


def test_a_person_a_place_and_a_machine_taken_elsewhere_are_not_promised_again():
    first = free()[0]
    means = Means(capacity=40, staff=[1, 2], each=1, stock={7: 2}, needs={7: 2})
    one = villages(100)
    assert propose(one, free(), means).sessions[0].slot == first
    for taken in (
        Booking(slot=first, people=frozenset({1, 2})), Booking(slot=first, place=100),
        Booking(slot=first, people=frozenset({200})), Booking(slot=first, equipment={7: 1}),
    ):  # fmt: skip
        assert propose(one, free(), means, [taken]).sessions[0].slot > first
    beside = Booking(slot=first, people=frozenset({1}), place=5)
    assert propose(one, free(), means, [beside]).sessions[0].staff == (2,)


NEED = st.builds(
    VillageNeed, village=st.integers(0, 9), missing=st.integers(0, 300), ever=st.integers(0, 1),
    place=st.one_of(st.none(), st.integers(100, 103)), leader=st.one_of(st.none(), st.integers(200, 203)),
)  # fmt: skip
TAKEN = st.builds(
    Booking, slot=st.sampled_from(free()), people=st.frozensets(st.sampled_from([1, 2, 200, 201]), max_size=2),
    place=st.one_of(st.none(), st.integers(100, 103)), equipment=st.just({7: 1}),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(NEED, max_size=8, unique_by=lambda n: n.village), st.lists(TAKEN, max_size=4), st.integers(0, 2))
def test_whatever_is_proposed_holds_together(needs, taken, each):
    means = Means(capacity=40, staff=[1, 2], each=each, stock={7: 3}, needs={7: 1})
    found = propose(needs, free(last=date(2026, 4, 29)), means, taken)
    by_village = {n.village: n for n in needs}
    book = list(taken)
    for one in found.sessions:
        need = by_village[one.village]
        beside = [b for b in book if b.slot.meets(one.slot)]
        mine = {*one.staff, need.leader} - {None}
        assert not mine & {p for b in beside for p in b.people}
        assert need.place is None or all(b.place != need.place for b in beside)
        assert sum(b.equipment.get(7, 0) for b in beside) + 1 <= 3
        assert len(one.staff) == each
        book.append(Booking(slot=one.slot, people=frozenset(mine), place=need.place, equipment={7: 1}))
    days = [(p.village, p.slot.on) for p in found.sessions]
    assert len(days) == len(set(days))
    placed = {p.village for p in found.sessions}
    assert set(found.unplaced) == {n.village for n in needs if not n.ever} - placed


def test_letters_of_devices_are_not_read_as_digits_and_never_the_same():
    given_ = [letter(n) for n in range(100)]
    assert len(set(given_)) == 100
    assert not {"I", "O"} & set("".join(given_))
    assert (given_[0], given_[24]) == ("A", "AA")


# --- calendars -------------------------------------------------------------------------------------------------------

EVENT = ical.Event(
    uid="5b1c", starts_at=datetime(2026, 4, 22, 7, 30, tzinfo=VIETNAM),
    ends_at=datetime(2026, 4, 22, 11, tzinfo=VIETNAM),
    summary="Hỗ trợ số: thôn Đông; xã, Bắc", location="Nhà văn hóa", description="Dòng một\nDòng hai \\ hết",
    sequence=3, changed_at=AT,
)  # fmt: skip


def unfolded(data: bytes) -> list[str]:
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_a_calendar_is_as_rfc_5545_wants_it():
    data = ical.calendar([EVENT, replace(EVENT, cancelled=True)], name="Lịch", at=AT)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = unfolded(data)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines.count("DTSTART:20260422T003000Z") == 2
    assert "SUMMARY:Hỗ trợ số: thôn Đông\\; xã\\, Bắc" in lines
    assert "DESCRIPTION:Dòng một\\nDòng hai \\\\ hết" in lines
    assert (lines.count("SEQUENCE:3"), "STATUS:CONFIRMED" in lines, "STATUS:CANCELLED" in lines) == (2, True, True)
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND"):
        assert sum(line.startswith(f"{name}:") for line in lines) == 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_survives_folding_and_no_line_is_longer_than_75_octets(text):
    data = ical.calendar([replace(EVENT, summary=text, description=text)], name=text, at=AT.astimezone(UTC))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    said = next(line for line in unfolded(data) if line.startswith("SUMMARY:"))
    assert said == f"SUMMARY:{ical.escape(text)}"
    assert data.decode("utf-8").count("BEGIN:VEVENT") == 1 or "BEGIN:VEVENT" in text


# --- words -----------------------------------------------------------------------------------------------------------

SAID = words.Said(
    people="thôn Đông", body="UBND xã Hiệp Lực", place="Nhà văn hóa thôn Đông",
    starts_at=datetime(2026, 4, 22, 7, 30, tzinfo=VIETNAM), ends_at=datetime(2026, 4, 22, 11, tzinfo=VIETNAM),
    offers=["chữ ký số", "thuê bao"], bring="thẻ căn cước, điện thoại (nếu có)", helpers=["Viettel"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "một"), (4, "bốn"), (10, "mười"), (14, "mười bốn"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"),
     (24, "hai mươi tư"), (25, "hai mươi lăm"), (30, "ba mươi"), (31, "ba mươi mốt")],
)  # fmt: skip
def test_numbers_are_read_as_they_are_said(n, said):
    assert words.number(n) == said


def test_days_and_hours_are_said_in_words():
    assert words.day(date(2026, 4, 22)) == "thứ Tư, ngày hai mươi hai tháng Tư"
    assert words.day(date(2026, 5, 5)) == "thứ Ba, mùng năm tháng Năm dương lịch"
    assert words.hour(SAID.starts_at) == "bảy giờ ba mươi phút sáng"
    assert [words.hour(SAID.starts_at.replace(hour=h, minute=0)) for h in (11, 13, 19)] == [
        "mười một giờ trưa", "một giờ chiều", "bảy giờ tối",
    ]  # fmt: skip


def test_a_script_for_the_loudspeaker_has_no_digit_and_nothing_that_cannot_be_read_aloud():
    script = words.loudspeaker(SAID)
    assert not any(c.isdigit() or c in "()/:*" for c in script.replace("thông báo:", ""))
    for part in ("thôn Đông", "hai mươi hai tháng Tư", "bảy giờ ba mươi phút sáng", "làm chữ ký số và thuê bao",
                 "mang theo thẻ căn cước"):  # fmt: skip
        assert part in script
    assert words.minutes(script) == 2


def test_the_group_text_says_when_where_what_and_what_to_bring():
    text = words.zalo(SAID)
    for part in ("7 giờ 30 thứ Tư, 22/4", "đến 11 giờ", "Nhà văn hóa thôn Đông", "chữ ký số và thuê bao", "căn cước"):
        assert part in text


def test_those_called_are_told_of_a_move_and_of_a_cancelling():
    moved = replace(SAID, was_starts_at=SAID.starts_at - timedelta(days=2), was_place="Trường", why="mưa lũ.")
    assert "Không làm buổi 7 giờ 30 thứ Hai, 20/4 tại Trường. Lý do: mưa lũ." in words.moved(moved)
    assert "Chuyển sang 7 giờ 30 thứ Tư, 22/4" in words.moved(moved)
    assert "KHÔNG làm nữa. Lý do: mưa lũ." in words.cancelled(moved)
    for script in (words.aloud_moved(moved), words.aloud_cancelled(moved)):
        assert not any(c.isdigit() for c in script)


def test_what_to_bring_follows_from_what_is_offered():
    assert (
        words.bring_for(["thue-bao", "khac"]) == "thẻ căn cước, điện thoại đang dùng, SIM đang dùng, lắp sẵn trong máy"
    )
