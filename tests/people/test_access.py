"""Who looked at whom: noted once a day, told to the person, counted for a breach."""

from datetime import timedelta

import pytest

from tungnha.people.models import Unmasking
from tungnha.people.operations import exports, unmask
from tungnha.people.operations.unmasking import TooManyToday, allow_more, allowed_on, unmasked_on
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection.looks import looked_at, persons_seen_by, seen_by, within_reach
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


def export(persons, by, at, area):
    return exports.record_export(
        what="people.test", name="ds.xlsx", purpose="Đi từng nhà", data=b"x", rows=1, persons=[p.pk for p in persons],
        area=area, by=by, at=at,
    )  # fmt: skip


def test_a_view_is_noted_once_a_day(people, members, at_tuesday, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert note_views([people.an, people.bao.pk], by=members.mai, at=at_tuesday) == 2
    later = at_tuesday + timedelta(hours=15, minutes=59)
    with django_assert_num_queries(1):
        assert note_views([people.an], by=members.mai, at=later) == 0
    assert note_views([people.an], by=members.lan, at=later) == 1
    assert note_views([people.an], by=members.mai, at=at_tuesday + timedelta(hours=16)) == 1  # past midnight
    assert Event.objects.filter(verb="person.viewed", about_id=str(people.an.pk)).count() == 3
    assert note_views([], by=members.mai, at=at_tuesday) == 0


def test_pages_note_who_was_on_them(people, members, client_of, at_tuesday):
    mai, lan = client_of(members.mai), client_of(members.lan)
    mai.get(f"/nhan-khau/{people.an.pk}/")
    mai.get(f"/nhan-khau/{people.an.pk}/")
    lan.get(f"/ho/{people.an.household_id}/")
    assert lan.get(f"/nhan-khau/{people.em.pk}/").status_code == 404  # the next village
    seen = Event.objects.filter(verb="person.viewed").values_list("member_id", "about_id", "data__where")
    assert set(seen) == {(members.mai.pk, str(people.an.pk), "person")} | {
        (members.lan.pk, str(p.pk), "household") for p in (people.an, people.bao, people.chi, people.duy)
    }
    assert len(seen) == 5


def test_a_person_can_be_told_who_looked_and_what_for(people, members, commune, at_tuesday):
    note_views([people.an], by=members.lan, at=at_tuesday, where="visit")
    unmask(person=people.an, purpose="other", words="gửi giấy mời làm thẻ", by=members.mai, at=at_tuesday)
    out = export([people.an, people.bao], members.mai, at_tuesday + timedelta(hours=1), commune)
    looks = looked_at(people.an, members.dung)
    assert [(look.who, look.how, look.purpose, look.mark) for look in looks] == [
        ("Mai", "lấy ra trong tệp ds.xlsx", "Đi từng nhà", out.mark),
        ("Mai", "xem đủ số", "gửi giấy mời làm thẻ", ""),
        ("Lan", "mở hộ để ghi lượt đến nhà", "", ""),
    ]
    assert looks[2].role == "Tổ trưởng"
    assert looks[2].unit == "Tổ công nghệ số cộng đồng thôn 1"
    assert looked_at(people.bao, members.dung, limit=1)[0].mark == out.mark
    assert looked_at(people.chi, members.dung) == []


def test_who_does_not_see_names_reads_only_the_own_looks(people, members, commune, at_tuesday):
    for member in (members.mai, members.viet):
        note_views([people.an], by=member, at=at_tuesday)
    export([people.an], members.mai, at_tuesday, commune)
    assert {look.who for look in looked_at(people.an, members.viet)} == {"Việt"}
    assert looked_at(people.an, members.hung) == []  # the next village
    assert looked_at(people.an, None) == []
    assert len(looked_at(people.an, members.lan)) == 3


def test_what_was_seen_of_a_merged_record_was_seen_of_the_person(people, members, at_tuesday):
    note_views([people.bao], by=members.lan, at=at_tuesday)
    people.bao.merged_into, people.bao.household = people.an, None
    people.bao.save()
    assert [look.who for look in looked_at(people.an, members.mai)] == ["Lan"]
    assert persons_seen_by(members.lan, at_tuesday, at_tuesday + timedelta(days=1)) == [people.an]


def test_whom_a_member_saw_in_a_span_of_time(people, members, commune, at_tuesday):
    hour = timedelta(hours=1)
    note_views([people.an], by=members.mai, at=at_tuesday - hour)
    note_views([people.bao], by=members.lan, at=at_tuesday)
    unmask(person=people.an, purpose="call", by=members.mai, at=at_tuesday)
    unmask(person=people.an, purpose="call", by=members.mai, at=at_tuesday + hour)
    export([people.em, people.gam], members.mai, at_tuesday + hour, commune)
    export([people.chi], members.mai, at_tuesday + 2 * hour, commune)
    seen = seen_by(members.mai, at_tuesday, at_tuesday + 2 * hour)
    assert {(s.person_id, s.how) for s in seen} == {
        (people.an.pk, "unmasked"), (people.em.pk, "exported"), (people.gam.pk, "exported"),
    }  # fmt: skip
    assert seen[0].at == at_tuesday
    assert persons_seen_by(members.mai, at_tuesday, at_tuesday + 2 * hour) == [people.an, people.em, people.gam]
    assert set(within_reach(members.lan)) == {people.an, people.bao, people.chi, people.duy}


# --- unmasking -------------------------------------------------------------------------------------------------------


def test_after_a_days_number_of_people_the_steward_is_asked(people, members, at_tuesday, settings):
    settings.UNMASKS_A_DAY = 2
    for person in (people.an, people.an, people.bao):
        unmask(person=person, purpose="call", by=members.mai, at=at_tuesday)
    for _ in range(2):
        with pytest.raises(TooManyToday, match=r"của 2 người.*phụ trách dữ liệu"):
            unmask(person=people.chi, purpose="call", by=members.mai, at=at_tuesday)
    assert unmask(person=people.an, purpose="call", by=members.mai, at=at_tuesday)["numbers"] == ["019080000011"]
    assert Event.objects.filter(verb="unmask.limit_reached").count() == 1  # told once a day
    assert not Unmasking.objects.filter(person=people.chi).exists()

    with pytest.raises(BadInput, match="Không tự cho"):
        allow_more(member=members.mai, by=members.mai, at=at_tuesday)
    allow_more(member=members.mai, by=members.dung, at=at_tuesday)
    assert (unmasked_on(members.mai, at_tuesday), allowed_on(members.mai, at_tuesday)) == (2, 4)
    assert unmask(person=people.chi, purpose="call", by=members.mai, at=at_tuesday)["numbers"]

    tomorrow = at_tuesday + timedelta(days=1)
    assert (unmasked_on(members.mai, tomorrow), allowed_on(members.mai, tomorrow)) == (0, 2)


def test_an_unmasking_asks_its_purpose_and_another_one_in_words(people, members, client_of, at_tuesday):
    mai, page = client_of(members.mai), f"/nhan-khau/{people.an.pk}/"
    for given in ({}, {"purpose": "other"}, {"purpose": "other", "purpose_words": "gọi số 0912000011 giúp"}):
        assert "019080000011" not in mai.post(page, given).content.decode()
    assert not Unmasking.objects.exists()
    shown = mai.post(page, {"purpose": "other", "purpose_words": "gửi giấy mời làm thẻ"}).content.decode()
    assert "019080000011" in shown
    made = Unmasking.objects.get()
    assert (made.purpose, made.words, made.by) == ("other", "gửi giấy mời làm thẻ", members.mai)
    event = Event.objects.get(verb="person.unmasked")
    assert event.data == {"purpose": "other"}  # words stay out of the log


def test_the_log_is_only_added_to(people, members):
    with clock.freeze("2026-05-26T08:00"):
        note_views([people.an], by=members.mai, at=clock.now())
    event = Event.objects.get()
    for change in (event.save, event.delete, lambda: Event.objects.update(verb="x"), Event.objects.all().delete):
        with pytest.raises(TypeError, match="only added to"):
            change()
    with pytest.raises(TypeError, match="only added to"):
        Event.objects.bulk_update([event], ["verb"])
