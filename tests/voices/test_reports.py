"""What reports say of voices: grouped, counted, with the days of decisions, and nobody's name."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reports.conftest import duties, instant, plan, reporters, signatures, targets, weekly
from tungnha.reports.below import parts, voices
from tungnha.reports.sending import known
from tungnha.voices.operations import difficulties, feedback, rumours

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
__all__ = ["duties", "plan", "reporters", "signatures", "targets", "weekly"]
TUESDAY, AT = instant("2026-05-26 09:00"), instant("2026-05-28 09:10")


@pytest.fixture
def period(plan, commune):
    return parts.ReportPeriod(plan, commune, None, date(2026, 5, 25), date(2026, 5, 31), AT)


def raise_in(villages, members, subject="signal", at=TUESDAY):
    return [
        difficulties.raise_difficulty(
            area=one, subject=subject, words="Chị Lường Thị Bưởi vướng", by=members.mai, at=at
        )
        for one in villages
    ]


def test_a_villages_report_tells_what_it_raised_and_what_came_of_it(weekly, units, members, villages):
    rows = raise_in(villages, members)
    owed = weekly.select_related("duty__plan__campaign", "organisation__area").get(organisation=units.team1)
    told = known.propose(known.UnitPeriod(owed, members.lan, AT))
    assert told["difficulties"] == "- Không có sóng, mạng yếu, chưa có trả lời."
    assert told["proposals"] == "- Đề nghị trả lời 01 khó khăn, vướng mắc đã nêu."
    difficulties.decide(
        difficulty=rows[0], words="Làm.", decided_on=date(2026, 5, 27), by=members.binh, at=instant("2026-05-27 10:00")
    )
    told = known.propose(known.UnitPeriod(owed, members.lan, AT))
    assert told["difficulties"] == (
        "- Không có sóng, mạng yếu, đã được trả lời, lãnh đạo quyết định ngày 27/5/2026."
    )  # fmt: skip
    assert "proposals" not in told


def test_the_compiled_report_groups_counts_and_opens(period, members, villages):
    rows = raise_in(villages, members)
    raise_in(villages[:1], members, subject="device")
    difficulties.answer(difficulty=rows[0], words="Xong.", by=members.mai, at=TUESDAY)
    section = voices.raised(period)
    assert section.heading == "Trong kỳ có 03 khó khăn, vướng mắc được nêu; đã trả lời 01, đúng hạn 01:"
    assert section.lines == (
        "02 thôn: không có sóng, mạng yếu (Thôn 1, Thôn 2); đã trả lời 1/2.",
        "Thôn 1: thiếu điện thoại thông minh, máy cũ; đã trả lời 0/1.",
    )
    assert [one[0] for one in section.opens] == ["voices:difficulties-group"] * 2
    assert "Bưởi" not in str(section)


def test_what_was_raised_in_another_week_is_not_told(period, members, villages):
    raise_in(villages, members, at=instant("2026-05-22 09:00"))
    assert voices.raised(period) is None
    assert voices.heard(period) is None
    assert voices.app_months(period) is None


def test_rumours_and_the_official_apps_month_stand_in_the_report(period, members, villages, units):
    for village in villages:
        rumours.report(area=village, words="Cài VNeID là mất tiền", by=members.mai, at=TUESDAY)
    story = rumours.Rumour.objects.get()
    answer = rumours.write_answer(rumour=story, words="Sai.", by=members.mai, at=TUESDAY)
    rumours.approve(answer=answer, by=members.binh, at=TUESDAY)
    rumours.confirm(place=answer.places.first(), how="zalo", still_heard=True, by=members.lan, at=TUESDAY)
    assert voices.heard(period).lines == (
        "Tin đồn “Cài VNeID là mất tiền”: nghe ở 02 nơi; Công an xã đã trả lời, 1/2 thôn đã báo cho dân, còn nghe ở "
        "01 thôn.",
    )
    for sent in (411, 412):
        feedback.state_month(
            area=period.area, month=date(2026, 5, 1), sent=sent, answered=398, on_time=371, source="Trang quản trị",
            by=members.mai, at=TUESDAY,
        )  # fmt: skip
    assert voices.app_months(period).lines == (
        "Tháng 5/2026 có 412 phản ánh gửi đến, đã trả lời 398 (96,60%), đúng hạn 371; nguồn: Trang quản trị.",
    )


def test_the_parts_of_the_compiled_report_hold_them(period, members, villages):
    raise_in(villages, members)
    told = parts.told(period)
    words = parts.words_for(told, "difficulties")
    assert words.startswith("Trong kỳ có 02 khó khăn, vướng mắc được nêu")
    assert "- 02 thôn: không có sóng" in words
