"""Days an officer enters: what they change, and who may."""

from datetime import date

import pytest

from tungnha.units import days
from tungnha.units.models import DayOff, Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 8, 31)


def decide(area, members, at, day=MONDAY, kind="off"):
    return days.decide_day(
        area=area, day=day, kind=kind, name="hoán đổi", source="Thông báo", by=members.mai, at=at
    )  # fmt: skip


def test_a_decided_day_moves_the_last_day(commune, members, at_tuesday):
    assert days.calendar_of(commune).is_working(MONDAY)
    decide(commune, members, at_tuesday)
    assert days.calendar_of(commune).why_off(MONDAY) == "hoán đổi"
    assert Event.objects.filter(verb="day.decided", data__kind="off").exists()


def test_a_province_decides_for_its_communes_and_villages_and_nobody_else(
    province, commune, villages, members, at_tuesday
):
    decide(province, members, at_tuesday)
    assert not days.calendar_of(villages[0]).is_working(MONDAY)
    decide(commune, members, at_tuesday, kind="working")  # the commune's own word is nearer
    assert days.calendar_of(villages[0]).is_working(MONDAY)
    assert not days.calendar_of(province).is_working(MONDAY)


@pytest.mark.parametrize(
    ("day", "kind", "said"),
    [(date(2026, 9, 2), "off", "đã là ngày nghỉ"), (MONDAY, "working", "vốn là ngày làm việc")],
)
def test_what_changes_nothing_is_refused_with_a_sentence(commune, members, at_tuesday, day, kind, said):
    with pytest.raises(BadInput, match=said):
        decide(commune, members, at_tuesday, day=day, kind=kind)


def test_a_day_is_decided_once(commune, members, at_tuesday):
    row = decide(commune, members, at_tuesday)
    with pytest.raises(BadInput):
        decide(commune, members, at_tuesday)
    with pytest.raises(BadInput, match="bỏ dòng cũ"):
        decide(commune, members, at_tuesday, kind="working")
    days.withdraw_day(row=row, by=members.mai, at=at_tuesday)
    assert days.calendar_of(commune).is_working(MONDAY)
    assert decide(commune, members, at_tuesday).pk


def test_the_page_enters_and_withdraws(client_of, members, commune, province, at_tuesday):
    mai, lan = client_of(members.mai), client_of(members.lan)
    assert lan.get("/thiet-lap/ngay-nghi/").status_code == 404
    said = mai.get("/thiet-lap/ngay-nghi/").content.decode()
    assert "Tết Nguyên đán (mùng 1)" in said
    assert "nghỉ bù Giỗ Tổ Hùng Vương" in said
    assert "Ngày Văn hóa Việt Nam" in said
    form = {"day": "31/8/2026", "kind": "off", "name": "hoán đổi", "source": "Thông báo"}
    assert mai.post("/thiet-lap/ngay-nghi/", form).status_code == 302
    assert "đã là ngày nghỉ" in mai.post("/thiet-lap/ngay-nghi/", form).content.decode()
    row = DayOff.objects.get()
    foreign = DayOff.objects.create(
        area=province, date=date(2026, 12, 24), kind="off", name="x", source="y", at=at_tuesday
    )
    assert mai.post(f"/thiet-lap/ngay-nghi/{foreign.pk}/bo/").status_code == 404
    assert mai.post(f"/thiet-lap/ngay-nghi/{row.pk}/bo/").status_code == 302
    assert list(DayOff.objects.all()) == [foreign]
