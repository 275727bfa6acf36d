"""A list handed to a unit: on record, taken as a file, ended; and the pages of it."""

from __future__ import annotations

import hashlib
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.lists.handed import (
    LATER,
    Filled,
    claims_now,
    file_of,
    handed,
    record,
    roster,
    send,
    terms,
)
from tungnha.ledger.models import Claim
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.lists import handed_queries
from tungnha.lists.models.handed import HandedAnswer, HandedList, HandedRow
from tungnha.lists.operations import handing
from tungnha.lists.operations.handed_people import Choice, choose
from tungnha.people.models import Export, RegisterNote
from tungnha.people.operations import erasing, restricting
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db
__all__ = ["file_of", "handed", "record", "roster", "send", "terms"]


# --- handed out ------------------------------------------------------------------------------------------------------


def test_a_list_handed_out_is_a_recorded_disclosure(handed, people, units, members):
    export = Export.objects.get()
    assert (export.what, export.given_to, export.agreement, export.expires_on, export.rows, export.by) == (
        "lists.handed", units.school, "Quy chế phối hợp số 02/QC", LATER, 3, members.mai,
    )  # fmt: skip
    assert set(export.persons.all()) == {people.an, people.em, people.gam}
    assert export.fields == [
        "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh (che bớt)", "Thôn", "Chữ ký số: đã có? từ ngày",
    ]  # fmt: skip


def test_the_file_is_always_the_same_and_known_by_its_digest(handed, file_of):
    first, again = file_of(handed), file_of(handed)
    assert first == again
    assert hashlib.sha256(first).hexdigest() == handed.export.sha256


def test_the_file_has_a_place_to_write_beside_each_field(handed, file_of):
    filled = Filled(file_of(handed))
    assert filled.titles == [
        "Mã dòng", "STT", "Họ và tên", "Họ và tên: đúng / sửa thành", "Ngày sinh", "Ngày sinh: đúng / sửa thành",
        "Giới tính", "Giới tính: đúng / sửa thành", "Số định danh (che bớt)",
        "Số định danh (che bớt): đúng / sửa thành", "Thôn", "Thôn: đúng / sửa thành", "Chữ ký số: đã có? từ ngày",
        "Người của đơn vị?", "Ghi chú",
    ]  # fmt: skip
    assert handed.export.mark in str(filled.book["Về bản này"]["B1"].value)


def test_no_number_stands_in_a_file_that_asks_for_none(handed, file_of):
    text = "\n".join(str(cell) for row in Filled(file_of(handed)).sheet.values for cell in row)
    assert "019080000011" not in text
    assert "Nguyễn Văn An" in text


def test_whole_numbers_need_a_reason(roster, commune, terms, members, at_tuesday, file_of):
    choice = Choice(who="roster", receiver=roster, area=commune)
    with pytest.raises(BadInput, match="số đầy đủ"):
        handing.hand_out(choice=choice, terms=terms(columns=["full_name", "number"]), by=members.mai, at=at_tuesday)
    whole = terms(columns=["full_name", "number"], whole_why="Trùng tên nhiều, cần đúng số")
    handed = handing.hand_out(choice=choice, terms=whole, by=members.mai, at=at_tuesday)
    assert "Số định danh (đầy đủ)" in handed.export.fields
    assert "019080000011" in str(Filled(file_of(handed)).cells())


def test_a_key_is_no_number_and_says_nothing(handed):
    keys = list(HandedRow.objects.values_list("key", flat=True))
    assert len(set(keys)) == 3
    assert all(len(key) == 9 and key[4] == "-" for key in keys)


def test_who_asked_to_be_left_is_in_no_list_and_the_officer_is_told(
    people, commune, roster, members, terms, at_tuesday
):
    restricting.restrict(person=people.gam, by=members.dung, at=at_tuesday)
    handed = handing.hand_out(
        choice=Choice(who="roster", receiver=roster, area=commune), terms=terms(), by=members.mai, at=at_tuesday
    )
    assert (handed.export.rows, handed.left_out) == (2, 1)


def test_those_missing_a_service_in_a_village(people, villages, units, service, members, commune, at_tuesday):
    record_claims(
        [NewClaim(subject={"person_id": people.an.pk}, service=service, since_on=date(2026, 5, 1), source="list")],
        by=None, at=at_tuesday,
    )  # fmt: skip
    choice = Choice(
        who="missing", receiver=units.vnpt, area=commune, group="adult15", villages=(villages[0],), service=service
    )
    assert choose(choice, by=members.mai, on=date(2026, 5, 26)).persons == [people.bao]
    assert choice.words == "người trên 15 tuổi chưa có Chữ ký số, thôn 1"


def test_nobody_or_too_short_a_time_is_refused_in_words(commune, roster, terms, members, units, at_tuesday):
    def give(choice, **more):
        handing.hand_out(choice=choice, terms=terms(**more), by=members.mai, at=at_tuesday)

    with pytest.raises(BadInput, match="Không có người nào"):
        give(Choice(who="roster", receiver=units.police, area=commune))
    with pytest.raises(BadInput, match="sau hôm nay"):
        give(Choice(who="roster", receiver=roster, area=commune), expires_on=date(2026, 5, 26))
    with pytest.raises(BadInput, match="căn cứ"):
        give(Choice(who="roster", receiver=roster, area=commune), basis=" ")
    assert Export.objects.count() == 0


# --- taken, ended ----------------------------------------------------------------------------------------------------


def test_after_its_day_the_file_is_given_no_more_and_the_unit_is_reminded(handed, file_of, members):
    file_of(handed)
    assert handed_queries.reminders(members.thu, date(2026, 5, 27)) == []
    assert [r["how"] for r in handed_queries.reminders(members.thu, date(2026, 6, 7))] == ["soon"]
    assert [r["how"] for r in handed_queries.reminders(members.thu, LATER)] == ["late"]
    with clock.freeze("2026-06-10T08:00:00+07:00"), pytest.raises(Locked, match="hết hạn"):
        handing.take_file(handed=handed, by=members.thu, at=clock.now())


def test_once_deleted_nothing_of_the_file_is_kept_but_that_they_stood_in_it(
    handed, record, file_of, members, at_tuesday
):
    record(Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x").data())
    handing.say_deleted(handed=handed, on=date(2026, 5, 26), by=members.thu, at=at_tuesday)
    handed.refresh_from_db()
    assert set(handed.rows.values_list("given_text", flat=True)) == {""}
    assert handed.export.deleted_on == date(2026, 5, 26)
    assert handed.export.persons.count() == 3
    assert len(claims_now()) == 1
    with pytest.raises(Locked, match="báo xóa"):
        file_of(handed)


def test_it_is_the_same_when_the_steward_puts_the_deletion_down(handed, file_of, client_of, members):
    file_of(handed)
    client_of(members.dung).post(reverse("people:export-deleted", args=[handed.export_id]), {"on": "26/05/2026"})
    handed.refresh_from_db()
    assert (handed.deletion_said_by, set(handed.rows.values_list("given_text", flat=True))) == (members.dung, {""})


def test_whoever_is_erased_is_named_nowhere_in_it(handed, record, file_of, people, commune, members, at_tuesday):
    record(Filled(file_of(handed)).put("Nguyễn Văn An", "Họ và tên: đúng", "Nguyễn Văn Ân").data())
    erasing.erase(person=people.an, why="request", area=commune, by=members.dung, at=at_tuesday)
    assert handed.rows.get(person=people.an).given_text == ""
    assert [answer.said_text for answer in HandedAnswer.objects.all()] == [""]


def test_a_list_nobody_took_is_gone_when_it_is_called_back(handed, members, at_tuesday):
    handing.call_back(handed=handed, why="Nhầm đơn vị", by=members.mai, at=at_tuesday)
    handed.refresh_from_db()
    assert handed.export.deleted_on == date(2026, 5, 26)
    with pytest.raises(Locked, match="thu lại"):
        handing.take_file(handed=handed, by=members.thu, at=at_tuesday)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def browse(client_of, members, at_tuesday):
    return SimpleNamespace(mai=client_of(members.mai), thu=client_of(members.thu), viet=client_of(members.viet))


def form(unit, **more):
    return {
        "receiver": unit.pk, "who": "roster", "birth": "birth_year", "village": "on", "asked": ["chu-ky-so:1"],
        "purpose": "cross_check", "basis": "Quy chế 02", "expires_on": "2026-06-09", "group": "all", **more,
    }  # fmt: skip


def test_the_officer_looks_before_she_gives_and_the_unit_takes_fills_and_returns(browse, roster, people):
    looked = browse.mai.post("/danh-sach-giao/moi/", form(roster, do="look")).content.decode()
    assert "Nguyễn Văn An" in looked
    assert HandedList.objects.count() == 0
    given = browse.mai.post("/danh-sach-giao/moi/", form(roster, do="give"))
    handed = HandedList.objects.get()
    assert given.url == f"/danh-sach-giao/{handed.pk}/"
    data = browse.thu.post(f"/danh-sach-giao/{handed.pk}/tep.xlsx").content
    filled = Filled(data).put("Nguyễn Văn An", "Chữ ký số", "x").put("Nông Thị Gấm", "Người của đơn vị?", "không")
    file = SimpleUploadedFile("đã điền.xlsx", filled.data())
    sent = browse.thu.post("/danh-sach-giao/tra-lai/", {"file": file, "as_of_on": "2026-05-26"})
    look = browse.thu.get(sent.url).content.decode()
    assert "Nếu ghi tệp này" in look
    assert Claim.objects.count() == 0
    result = browse.thu.post(f"{sent.url}ghi/", follow=True).content.decode()
    assert "Đơn vị đã trả lời" in result
    assert "Nông Thị Gấm" not in result  # names of the register are for the desk
    assert "Nông Thị Gấm" in browse.mai.get(sent.url).content.decode()
    assert Claim.objects.count() == 1


def test_another_unit_sees_nothing_of_it(browse, handed):
    assert browse.viet.get(f"/danh-sach-giao/{handed.pk}/").status_code == 404
    assert handed.export.mark not in browse.viet.get("/danh-sach-giao/").content.decode()
    assert browse.viet.post(f"/danh-sach-giao/{handed.pk}/tep.xlsx").status_code == 404


def test_the_unit_says_it_deleted_the_file(browse, handed):
    browse.thu.post(f"/danh-sach-giao/{handed.pk}/tep.xlsx")
    with clock.freeze("2026-06-10T08:00:00+07:00"):
        assert "Phải xóa tệp" in browse.thu.get("/danh-sach-giao/").content.decode()
        assert "quá hạn xóa 1 ngày" in browse.mai.get("/danh-sach-giao/").content.decode()
        assert "Đơn vị chưa báo xóa danh sách quá hạn" in browse.mai.get("/").content.decode()
        browse.thu.post(f"/danh-sach-giao/{handed.pk}/da-xoa/", {"on": "2026-06-10"})
        assert "Phải xóa tệp" not in browse.thu.get("/danh-sach-giao/").content.decode()
    handed.export.refresh_from_db()
    assert handed.export.deleted_on == date(2026, 6, 10)


def test_what_went_out_stands_in_the_record_of_exchanges(browse, handed):
    said = browse.mai.get("/so-giao-nhan/?muc=giao-di").content.decode()
    assert handed.export.mark in said
    assert "Quy chế phối hợp số 02/QC" in said
    assert "chờ đơn vị tải" in said


def test_what_is_wrong_with_a_form_is_said_and_nothing_goes_out(browse, roster):
    said = browse.mai.post("/danh-sach-giao/moi/", form(roster, do="give", number="whole")).content.decode()
    assert "vì sao việc này không làm được với số che bớt" in said
    said = browse.mai.post("/danh-sach-giao/moi/", form(roster, do="give", who="missing")).content.decode()
    assert "Mời chọn tiện ích" in said
    assert HandedList.objects.count() == 0


def test_the_desk_writes_a_proposed_number_without_seeing_it(browse, handed, file_of, record, people):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Số định danh (che bớt): đúng", "019080000077")
    record(filled.put("Hoàng Văn Em", "Số định danh (che bớt): đúng", "019178000016").data())  # it is Gấm's
    of_an, of_em = (RegisterNote.objects.get(person=person) for person in (people.an, people.em))
    page = browse.mai.get(reverse("people:note", args=[of_an.pk]))
    assert "0190******77" in page.content.decode()
    assert "019080000077" not in page.content.decode()
    browse.mai.post(reverse("people:note", args=[of_an.pk]), {"quyet": "so"})
    known = {(i.value, i.status) for i in people.an.identifiers.all()}
    assert known == {("019080000011", "cancelled"), ("019080000077", "active")}
    said = browse.mai.post(reverse("people:note", args=[of_em.pk]), {"quyet": "so"}).content.decode()
    assert "đang ghi cho một người khác" in said
    of_em.refresh_from_db()
    assert of_em.state == "waiting"


def test_the_log_names_nobody(handed, file_of, record):
    record(Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x").data())
    told = " ".join(str(event.data) for event in Event.objects.filter(verb__startswith="handed."))
    assert handed.export.mark in told
    assert "Nguyễn" not in told
