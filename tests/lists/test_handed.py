"""A list handed to a unit: on record, filled in, sent back in any shape; its words become claims and proposals."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from datetime import date, datetime
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.lists import handed_queries
from tungnha.lists.models.handed import HandedAnswer, HandedList, HandedReturn, HandedRow
from tungnha.lists.operations import handing, returning
from tungnha.lists.operations.handed_people import Choice, choose
from tungnha.people.models import Export, Person, RegisterNote, RosterEntry
from tungnha.people.operations import erasing, merging, restricting
from tungnha.units import clock
from tungnha.units.models import Event, Organisation
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db
COLUMNS = ["full_name", "birth", "sex", "number_masked", "village"]
LATER = date(2026, 6, 9)


@pytest.fixture
def terms(service):
    def make(**more):
        said = {
            "purpose": "Đối chiếu người của trường", "basis": "Quy chế phối hợp số 02/QC", "expires_on": LATER,
            "columns": COLUMNS, "asked": [(service, 1)],
        }  # fmt: skip
        return handing.Terms(**said | more)

    return make


@pytest.fixture
def roster(people, units):
    """Who is on the school's roster: An, Em and Gấm."""
    for person in (people.an, people.em, people.gam):
        RosterEntry.objects.create(person=person, organisation=units.school, room="Tổ 1")
    return units.school


@pytest.fixture
def handed(roster, commune, terms, members, at_tuesday):
    choice = Choice(who="roster", receiver=roster, area=commune)
    return handing.hand_out(choice=choice, terms=terms(), by=members.mai, at=at_tuesday)


@pytest.fixture
def file_of(members, at_tuesday):
    return lambda handed: handing.take_file(handed=handed, by=members.thu, at=at_tuesday)


class Filled:
    """The file in the unit's hands: `put("Nguyễn Văn An", "Chữ ký số", "x")` writes in the first column so begun."""

    def __init__(self, data: bytes):
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book["Danh sách"]
        at = next(n for n, row in enumerate(self.sheet.values, 1) if row[0] == "Mã dòng")
        self.header_at, self.titles = at, [cell.value for cell in self.sheet[at]]

    def column(self, begins: str) -> int:
        return next(n for n, title in enumerate(self.titles, 1) if str(title).startswith(begins))

    def line(self, name: str) -> int:
        at = self.column("Họ và tên")
        return next(row[0].row for row in self.sheet.iter_rows() if row[at - 1].value == name)

    def put(self, name: str, begins: str, value) -> Filled:
        self.sheet.cell(self.line(name), self.column(begins), value)
        return self

    def data(self) -> bytes:
        return saved(self.book)

    def cells(self) -> list[list]:
        return [list(row) for row in self.sheet.values]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of(*sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    return saved(book)


@pytest.fixture
def send(members, at_tuesday):
    def hand_in(data, by=None, name="tra-lai.xlsx", on=date(2026, 5, 26), **more):
        member = by or members.thu
        return returning.receive_return(
            within=handed_queries.lists_for(member), name=name, data=data, as_of_on=on, by=member, at=at_tuesday, **more
        )

    return hand_in


@pytest.fixture
def record(send, members, at_tuesday):
    def write(data, **more):
        return returning.record_return(sent_back=send(data, **more), by=members.thu, at=at_tuesday)

    return write


def claims_now() -> set:
    live = Claim.objects.filter(retracts=None, retracted_by=None)
    return set(live.values_list("person__full_name", "level", "since_on", "source", "stated_by__kind"))


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


# --- sent back -------------------------------------------------------------------------------------------------------


def test_what_a_unit_says_becomes_its_claims(handed, file_of, record):
    filled = Filled(file_of(handed))
    filled.put("Nguyễn Văn An", "Chữ ký số", "có từ 01/03/2026").put("Hoàng Văn Em", "Chữ ký số", "x")
    done = record(filled.put("Nông Thị Gấm", "Chữ ký số", "chưa").data())
    assert claims_now() == {
        ("Nguyễn Văn An", 1, date(2026, 3, 1), "unit", "school"),
        ("Hoàng Văn Em", 1, date(2026, 5, 26), "unit", "school"),
        ("Nông Thị Gấm", 0, date(2026, 5, 26), "unit", "school"),
    }
    assert (done.counts["yes"], done.counts["no"], done.content) == (2, 1, "")


def test_a_blank_cell_says_nothing(handed, file_of, record, people):
    record(Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x").data())
    assert list(Standing.objects.values_list("person", flat=True)) == [people.an.pk]


def test_corrections_wait_at_the_desk_and_change_nothing(handed, file_of, record, people):
    filled = Filled(file_of(handed))
    filled.put("Nguyễn Văn An", "Họ và tên: đúng", "Nguyễn Văn Ân").put("Nguyễn Văn An", "Ngày sinh: đúng", "15/3/1981")
    filled.put("Hoàng Văn Em", "Số định danh (che bớt): đúng", "019075000099")
    filled.put("Hoàng Văn Em", "Thôn: đúng", "Đúng").put("Nông Thị Gấm", "Giới tính: đúng", "Nữ")
    done = record(filled.data())
    notes = {(note.person.full_name, tuple(sorted(note.facts.items()))) for note in RegisterNote.objects.all()}
    assert notes == {
        ("Nguyễn Văn An", (("birth", "15/03/1981"), ("full_name", "Nguyễn Văn Ân"))),
        ("Hoàng Văn Em", (("number", "019075000099"),)),
    }
    assert done.counts["proposals"] == 3
    people.an.refresh_from_db()
    assert people.an.full_name == "Nguyễn Văn An"


def test_who_writes_over_the_cell_itself_corrects_too(handed, file_of, record):
    filled = Filled(file_of(handed))
    line = filled.line("Nguyễn Văn An")
    filled.sheet.cell(line, filled.column("Giới tính"), "Nữ")
    filled.sheet.cell(line, filled.column("Họ và tên"), "NGUYỄN VĂN AN")  # the same name in capitals is no correction
    record(filled.data())
    assert [note.facts for note in RegisterNote.objects.all()] == [{"sex": "female"}]


def test_a_correction_the_register_has_already_is_none(handed, file_of, record, people):
    Person.objects.filter(pk=people.an.pk).update(sex="female")
    done = record(Filled(file_of(handed)).put("Nguyễn Văn An", "Giới tính: đúng", "Nữ").data())
    assert (RegisterNote.objects.count(), done.counts["already"]) == (0, 1)


def test_rows_that_are_not_theirs_are_told_and_lead_to_no_claim(handed, file_of, record, people):
    filled = Filled(file_of(handed)).put("Nông Thị Gấm", "Người của đơn vị?", "Không phải")
    done = record(filled.put("Nông Thị Gấm", "Chữ ký số", "x").data())
    assert [answer.row.person for answer in handed_queries.not_theirs(done)] == [people.gam]
    assert claims_now() == set()


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_rows_and_columns_says_the_same(seed, handed, file_of, record):
    """Columns moved, rows sorted, split over two sheets with headings between them, saved by another program."""
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "20/5/2026")
    filled.put("Hoàng Văn Em", "Chữ ký số", "chưa").put("Nông Thị Gấm", "Họ và tên: đúng", "Nông Thị Gấm Em")
    rows = filled.cells()
    header, below = rows[filled.header_at - 1], rows[filled.header_at :]
    draw = random.Random(seed)
    order = draw.sample(range(len(header)), len(header))
    draw.shuffle(below)
    header, *below = [[row[at] for at in order] for row in [header, *below]]
    cut = draw.randint(1, len(below) - 1)
    blank = [None] * (len(header) - 1)
    done = record(workbook_of([["TRƯỜNG"], header, ["Tổ Toán", *blank], *below[:cut]], [header, *below[cut:]]))
    assert claims_now() == {
        ("Nguyễn Văn An", 1, date(2026, 5, 20), "unit", "school"),
        ("Hoàng Văn Em", 0, date(2026, 5, 26), "unit", "school"),
    }
    assert [note.facts for note in RegisterNote.objects.all()] == [{"full_name": "Nông Thị Gấm Em"}]
    assert (done.counts["read"], done.counts["answered"], done.counts["refused"]) == (3, 3, 0)


def test_half_a_file_is_taken_and_every_row_is_accounted_for(handed, file_of, record):
    """One row deleted, one added, one with a spoilt key, one twice."""
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x")
    sheet = filled.sheet
    sheet.delete_rows(filled.line("Nông Thị Gấm"))
    again = [cell.value for cell in sheet[filled.line("Nguyễn Văn An")]]
    name = filled.column("Họ và tên") - 1
    added = [None] * len(again)
    added[name], added[name + 2] = "Lò Thị Mới", "1999"
    spoilt = list(again)
    spoilt[0], spoilt[name] = "2222-2222", "Ai Đó"
    for row in (again, added, spoilt, ["Tổng cộng", 4]):
        sheet.append(row)
    done = record(filled.data())
    assert {k: done.counts[k] for k in ("read", "answered", "blank", "refused", "unseen")} == {
        "read": 5, "answered": 1, "blank": 2, "refused": 2, "unseen": 1,
    }  # fmt: skip
    assert [why.partition(":")[0] for *_, why in done.refused_rows["rows"]] == [
        "Dòng thêm, không có mã dòng", "Mã dòng không có trong danh sách đã giao",
    ]  # fmt: skip
    assert len(claims_now()) == 1


def test_a_row_that_stands_twice_and_says_two_things_is_not_taken(handed, file_of, record):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x")
    again = [cell.value for cell in filled.sheet[filled.line("Nguyễn Văn An")]]
    again[filled.column("Chữ ký số") - 1] = "chưa"
    filled.sheet.append(again)
    done = record(filled.data())
    assert claims_now() == set()
    assert done.counts["refused"] == 2


def test_a_cell_nobody_can_read_is_told_and_the_rest_of_the_row_counts(handed, file_of, record):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "hỏi lại mẹ")
    done = record(filled.put("Nguyễn Văn An", "Giới tính: đúng", "Nữ").data())
    assert [why for _, why in handed_queries.unread(done)] == [
        "Chữ ký số: “hỏi lại mẹ” không rõ: hãy ghi ngày đã có (01/03/2026), hoặc có, hoặc chưa"
    ]
    assert [note.facts for note in RegisterNote.objects.all()] == [{"sex": "female"}]


@pytest.mark.parametrize(
    ("typed", "since"),
    [
        ("3/2026", date(2026, 3, 31)), ("2025", date(2025, 12, 31)), (2024, date(2024, 12, 31)),
        (datetime(2026, 4, 2), date(2026, 4, 2)), ("Đã có, từ ngày 2/4/2026", date(2026, 4, 2)),
        ("5/2026", date(2026, 5, 26)), ("✓", date(2026, 5, 26)), (True, date(2026, 5, 26)),
    ],
)  # fmt: skip
def test_days_as_units_write_them(typed, since, handed, file_of, record):
    record(Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", typed).data())
    assert claims_now() == {("Nguyễn Văn An", 1, since, "unit", "school")}


def test_the_same_file_twice_says_nothing_twice(handed, file_of, record):
    data = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x").data()
    record(data)
    done = record(data, on=date(2026, 5, 25))
    assert (Claim.objects.count(), done.counts["same"], done.counts["claims"]) == (1, 1, 0)


def test_the_same_correction_twice_is_one_note(handed, file_of, record):
    filled = (
        Filled(file_of(handed)).put("Nguyễn Văn An", "Giới tính: đúng", "Nữ").put("Nguyễn Văn An", "Ghi chú", "hỏi mẹ")
    )
    record(filled.data())
    done = record(filled.put("Hoàng Văn Em", "Giới tính: đúng", "Nữ").data())
    assert sorted(note.person.full_name for note in RegisterNote.objects.all()) == ["Hoàng Văn Em", "Nguyễn Văn An"]
    assert (done.counts["again"], done.counts["proposals"]) == (1, 1)


def test_a_unit_that_says_otherwise_later_takes_its_first_word_back(handed, file_of, record, people):
    filled = Filled(file_of(handed))
    record(filled.put("Nguyễn Văn An", "Chữ ký số", "x").data())
    record(filled.put("Nguyễn Văn An", "Chữ ký số", "chưa").data())
    assert claims_now() == {("Nguyễn Văn An", 0, date(2026, 5, 26), "unit", "school")}
    assert Claim.objects.count() == 3  # what was said, that it was taken back, what is said now


def test_a_return_is_written_once_and_can_be_taken_back(handed, file_of, send, members, at_tuesday):
    sent = send(Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x").data())
    returning.record_return(sent_back=sent, by=members.thu, at=at_tuesday)
    with pytest.raises(Locked, match="ghi xong"):
        returning.record_return(sent_back=sent, by=members.thu, at=at_tuesday)
    assert returning.withdraw_return(sent_back=sent, why="Điền nhầm tệp năm ngoái", by=members.mai, at=at_tuesday) == 1
    assert claims_now() == set()


def test_a_break_in_the_middle_leaves_nothing(handed, file_of, send, members, at_tuesday, monkeypatch):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x")
    sent = send(filled.put("Hoàng Văn Em", "Giới tính: đúng", "Nữ").data())

    def broken(*_, **__):
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(returning, "_keep_answers", broken)
        with pytest.raises(RuntimeError):
            returning.record_return(sent_back=sent, by=members.thu, at=at_tuesday)
    assert (Claim.objects.count(), RegisterNote.objects.count()) == (0, 0)
    returning.record_return(sent_back=sent, by=members.thu, at=at_tuesday)
    assert (Claim.objects.count(), RegisterNote.objects.count()) == (1, 1)


def test_the_police_speak_officially_and_an_operator_by_its_list(people, commune, units, terms, members, at_tuesday):
    said = {}
    for unit in (units.police, units.vnpt):
        choice = Choice(who="group", receiver=unit, area=commune, group="adult15")
        handed = handing.hand_out(choice=choice, terms=terms(), by=members.mai, at=at_tuesday)
        filled = Filled(handing.take_file(handed=handed, by=members.mai, at=at_tuesday))
        sent = returning.receive_return(
            within=HandedList.objects.all(), name="x.xlsx", as_of_on=date(2026, 5, 26), by=members.mai, at=at_tuesday,
            data=filled.put("Nguyễn Văn An", "Chữ ký số", "x").data(),
        )  # fmt: skip
        returning.record_return(sent_back=sent, by=members.mai, at=at_tuesday)
        said[unit.kind] = Claim.objects.get(stated_by=unit).source
    assert said == {"police": "official", "operator": "list"}


def test_not_yet_at_level_two_does_not_say_that_there_is_no_level_one(
    people, commune, roster, members, terms, at_tuesday
):
    vneid = Service.objects.get(code="vneid")
    choice = Choice(who="roster", receiver=roster, area=commune)
    handed = handing.hand_out(choice=choice, terms=terms(asked=[(vneid, 2)]), by=members.mai, at=at_tuesday)
    filled = Filled(handing.take_file(handed=handed, by=members.thu, at=at_tuesday))
    title = filled.titles[-3]
    filled.put("Nguyễn Văn An", title, "chưa").put("Hoàng Văn Em", title, "x")
    sent = returning.receive_return(
        within=handed_queries.lists_for(members.thu), name="x.xlsx", data=filled.data(), as_of_on=date(2026, 5, 26),
        by=members.thu, at=at_tuesday,
    )  # fmt: skip
    done = returning.record_return(sent_back=sent, by=members.thu, at=at_tuesday)
    assert list(Claim.objects.values_list("person__full_name", "level")) == [("Hoàng Văn Em", 2)]
    assert done.counts["not_level"] == 1


def test_a_person_merged_meanwhile_gets_the_claim_as_the_one_she_now_is(
    handed, file_of, record, people, members, at_tuesday
):
    data = Filled(file_of(handed)).put("Nông Thị Gấm", "Chữ ký số", "x").data()
    twin = Person.objects.create(full_name="Nông Thị Gấm", household=people.gam.household)
    merging.merge(kept=twin, gone=people.gam, choose={}, number=None, reason="", by=members.mai, at=at_tuesday)
    record(data)
    assert list(Claim.objects.values_list("person", flat=True)) == [twin.pk]


# --- which list it is ------------------------------------------------------------------------------------------------


def test_a_file_without_its_mark_is_known_by_its_keys(handed, file_of, send):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x")
    assert send(workbook_of(filled.cells()[filled.header_at - 1 :])).handed == handed


def test_a_file_saved_as_csv_is_read_all_the_same(handed, file_of, record):
    """As a spreadsheet saves the first sheet: titles above, dates as it shows them, no last sheet with the mark."""
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "20/05/2026").put("Hoàng Văn Em", "Ghi chú", "x")
    out = io.StringIO()
    csv.writer(out).writerows([["" if cell is None else cell for cell in row] for row in filled.cells()])
    record(out.getvalue().encode("utf-8-sig"), name="tra-lai.csv")
    assert claims_now() == {("Nguyễn Văn An", 1, date(2026, 5, 20), "unit", "school")}


def test_a_file_without_keys_is_told_what_to_do(handed, file_of, send):
    filled = Filled(file_of(handed))
    filled.sheet.delete_cols(1)
    with pytest.raises(BadInput, match=f"{handed.export.mark}.*không còn cột Mã dòng"):
        send(filled.data())
    with pytest.raises(BadInput, match="không mang mã"):
        send(workbook_of([["Họ và tên", "Ngày sinh"], ["Nguyễn Văn An", "1980"]]))


def test_a_file_whose_header_is_gone_is_told_so(handed, file_of, send):
    filled = Filled(file_of(handed)).put("Nguyễn Văn An", "Chữ ký số", "x")
    with pytest.raises(BadInput, match="không còn dòng tiêu đề"):
        send(workbook_of(filled.cells()[filled.header_at :]))


def test_an_untouched_file_is_not_taken(handed, file_of, send):
    with pytest.raises(BadInput, match="chưa ghi gì"):
        send(file_of(handed))


def test_another_units_list_does_not_exist_for_this_one(
    people, commune, units, terms, members, at_tuesday, handed, send
):
    clinic = Organisation.objects.create(name="Trạm Y tế", kind="clinic", area=commune)
    choice = Choice(who="group", receiver=clinic, area=commune, group="adult15")
    other = handing.hand_out(choice=choice, terms=terms(), by=members.mai, at=at_tuesday)
    data = handing.take_file(handed=other, by=members.mai, at=at_tuesday)
    filled = Filled(data).put("Nguyễn Văn An", "Chữ ký số", "x")
    with pytest.raises(BadInput, match="không mang mã"):
        send(filled.data())
    with pytest.raises(BadInput, match=f"bản {other.export.mark}, không phải bản {handed.export.mark}"):
        send(filled.data(), by=members.mai, expected=handed)


def test_a_password_and_a_picture_are_one_sentence(handed, send):
    with pytest.raises(BadInput, match="bảng tính"):
        send(b"\x89PNG\r\n\x1a\n" + bytes(200), name="anh.png")
    assert HandedReturn.objects.count() == 0


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
