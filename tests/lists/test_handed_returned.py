"""A list sent back in any shape: its words become claims and proposals."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime

import pytest

from tests.lists.handed import (
    Filled,
    claims_now,
    file_of,
    handed,
    record,
    roster,
    send,
    terms,
    workbook_of,
)
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.lists import handed_queries
from tungnha.lists.models.handed import HandedList, HandedReturn
from tungnha.lists.operations import handing, returning
from tungnha.lists.operations.handed_people import Choice
from tungnha.people.models import Person, RegisterNote
from tungnha.people.operations import merging
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db
__all__ = ["file_of", "handed", "record", "roster", "send", "terms"]


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
