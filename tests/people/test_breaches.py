"""A breach: 72 hours on the clock, who is affected, minutes that are only added to, a notice without names."""

from datetime import timedelta

import pytest

from tests.people.test_rights import words
from tungnha.people.models import Breach, Export
from tungnha.people.operations import breaches
from tungnha.people.operations.exports import record_export
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection import letters_rights, never_stored
from tungnha.people.protection.stewarding import affected_by
from tungnha.units import clock
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(commune, members, at_tuesday):
    def opened(**more):
        said = {"what": "Mất điện thoại của Tổ", "detected_at": at_tuesday} | more
        return breaches.open_breach(area=commune, by=members.dung, at=at_tuesday, **said)

    return opened


def test_the_clock_runs_through_nights_and_tet(commune, members):
    with clock.freeze("2026-02-13T17:00:00+07:00"):
        breach = breaches.open_breach(
            area=commune, what="Lộ", detected_at=clock.now() - timedelta(hours=1), by=members.dung, at=clock.now()
        )
    assert breach.notice_due_at.isoformat() == "2026-02-16T16:00:00+07:00"  # 29 tháng Chạp: hours are hours


def test_the_people_an_account_saw_in_the_span_are_counted(start, people, members, at_tuesday):
    note_views([people.an, people.bao], by=members.lan, at=at_tuesday - timedelta(hours=5))
    note_views([people.em], by=members.hung, at=at_tuesday - timedelta(hours=5))
    note_views([people.chi], by=members.lan, at=at_tuesday - timedelta(days=5))
    breach = start(member=members.lan, since_at=at_tuesday - timedelta(days=1))
    assert set(affected_by(breach)) == {people.an, people.bao}
    assert set(affected_by(start(member=members.lan))) == {people.an, people.bao, people.chi}  # since: not known
    breach.whole_reach = True
    assert set(affected_by(breach)) == {people.an, people.bao, people.chi, people.duy}  # all of thôn 1


def test_the_people_of_a_file_are_found_by_its_mark(start, people, members, commune, at_tuesday):
    export = record_export(
        what="x", name="x.xlsx", purpose="Đi từng nhà", data=b"x", rows=2, persons=[people.an.pk, people.em.pk],
        area=commune, by=members.mai, at=at_tuesday,
    )  # fmt: skip
    assert set(affected_by(start(export=export))) == {people.an, people.em}
    assert affected_by(start()) == []


def test_what_is_corrected_stays_in_the_minutes(start, members, at_tuesday):
    breach = start(kinds=["họ và tên"])
    breaches.correct_breach(
        breach=breach, by=members.dung, at=at_tuesday, what="Mất máy tính bảng", kinds=["họ và tên", "ngày sinh"]
    )
    said = breach.notes.get().text
    assert "Mất điện thoại của Tổ" in said
    assert "loại dữ liệu: họ và tên" in said
    breaches.correct_breach(breach=breach, by=members.dung, at=at_tuesday, what="Mất máy tính bảng")
    assert breach.notes.count() == 1  # nothing new was said
    breaches.add_note(breach=breach, text="Đã báo công an xã", by=members.dung, at=at_tuesday)
    assert [note.text for note in breach.notes.all()][1] == "Đã báo công an xã"


def test_each_step_is_noted_once_at_its_hour(start, members, at_tuesday):
    breach = start()

    def step(which, on):
        breaches.note_step(breach=breach, step=which, on=on, how="số 15/UBND", by=members.dung, at=at_tuesday)

    with pytest.raises(BadInput, match="sau lúc phát hiện"):
        step("notified", at_tuesday - timedelta(hours=1))
    with pytest.raises(BadInput, match="phía trước"):
        step("notified", at_tuesday + timedelta(hours=1))
    step("notified", at_tuesday)
    with pytest.raises(BadInput, match="từ trước"):
        step("notified", at_tuesday)
    step("repaired", at_tuesday)
    found = Breach.objects.get()
    assert found.notified_how == "số 15/UBND"
    assert found.kept_until == at_tuesday.replace(year=2031)
    assert found.notes.count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"detected_at": timedelta(hours=1)}, "Phát hiện lúc"), ({"since_at": timedelta(hours=1)}, "phía trước"),
        ({"since_at": timedelta(hours=-1), "until_at": timedelta(hours=-2)}, "hai mốc giờ"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be(start, at_tuesday, more, said):
    with pytest.raises(BadInput, match=said):
        start(**{name: at_tuesday + span for name, span in more.items()})


def test_the_notice_has_counts_and_asks_for_what_is_missing(start, people, members, at_tuesday):
    breach = start(member=members.lan, kinds=["họ và tên", "số điện thoại"], measures="- Đã khóa tài khoản")
    said = " ".join(words(letters_rights.notice_docx(breach, 1234, at_tuesday)).split())
    for wanted in ("thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân", "1.234", "Đã khóa tài khoản", "Điều 23",
                   "tài khoản tổ trưởng của thôn 1", "Nêu hậu quả"):  # fmt: skip
        assert wanted in said, wanted
    assert "Lý do thông báo sau 72 giờ" not in said
    assert "Lan" not in said
    late = words(letters_rights.notice_docx(breach, None, at_tuesday + timedelta(hours=73)))
    assert "Lý do thông báo sau 72 giờ" in late
    assert "đang xác định" in late


def test_no_table_has_a_place_for_what_is_never_stored():
    from django.apps import apps

    found = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("tungnha.")
        for field in model._meta.fields
        if any(word in field.name for word in never_stored.FORBIDDEN) or "password" in field.name
    ]
    assert set(found) == never_stored.ALLOWED_PASSWORDS
    assert Export._meta.get_field("sha256")
